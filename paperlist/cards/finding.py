"""Find the cards of a page: which of the texts of its records are titles, abstracts and organizations.

What most records of a page show gives the rules for the texts of all.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Final

from .._engine import line_re as re
from ..tokens.kinds import CLOSING, END, LONG_TEXTS, OPENING, TEXTS, TITLES, Kind
from ..tokens.looks import LONG, USUAL_NAME, ends_sentence
from ..tokens.names import organization_name
from .card import MOST_KNOWN, Card, Places, usual_places, values_of
from .records import MOST_KINDS, profile_of
from .roles import Role, Rules, find_roles
from .sharing import run_apart, with_organization
from .titles.run_on import are_glued, seems_titled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..tokens.token import Token
    from .blocks.block import Block, Blocks
    from .records import Profile, Record

_MAX_SHARE_OF_DAMAGED: Final = 1 / 5
"""If more than this share of abstracts has several paragraphs, that is the layout of the page and not damage."""

_MIN_SHARE_OF_SUBMITTED: Final = 0.6
"""If more than this share of the cards open with their submitters, all of them do."""

_SAMPLE: Final = 50
"""This many texts are examined as a sample of all."""

_MIN_TITLES: Final = 4
"""This many texts without a sentence among them are titles; a page that is cut off may have fewer."""


def find_rules(records: Sequence[Record], blocks: Blocks) -> Rules:
    """Return the rules for the texts of the page's cards, from what most records have.

    Title and abstract share a line if most records have one long text, and most of these texts seem to begin with a
    title.
    """
    times = Counter([one.profile.kinds for one in records])
    profiles = [(profile, n) for kinds, n in times.items() if (profile := profile_of(kinds)).texts]
    half = sum([n for _, n in profiles]) / 2
    signed = _count(profiles, lambda one: one.signed)
    submitted = _count(profiles, lambda one: one.submitted) > _MIN_SHARE_OF_SUBMITTED * 2 * half
    abstracts = _have_abstracts(profiles, half, records, blocks)
    several = _count(profiles, lambda one: one.signed and one.texts > 1 + abstracts) > _MAX_SHARE_OF_DAMAGED * signed
    joined = not abstracts and len(blocks.paragraphs) > _MAX_SHARE_OF_DAMAGED * signed
    run_on, glued = _share_lines(profiles, half, records, blocks, abstracts=abstracts)
    return Rules(
        abstracts=abstracts,
        run_on=run_on,
        glued=glued,
        paragraphs=abstracts and several,
        spaced=blocks.spaced,
        gapped=_are_gapped(profiles, records, blocks),
        dateless=abstracts and 0 < half <= signed and not _count(profiles, lambda one: one.dated),
        submitted=submitted,
        lined=submitted and (several or joined),
        named=not abstracts and 2 * _count(profiles, _is_named) > _count(profiles, _is_unsigned),
    )


def _is_unsigned(one: Profile) -> bool:
    """Whether a record has values, but no authors."""
    return (one.opened or one.closed) and not one.signed


def _is_named(one: Profile) -> bool:
    """Whether the last text of a record without authors is an organization, if cards have no abstracts."""
    return _is_unsigned(one) and one.texts > 1


def _share_lines(
    profiles: Sequence[tuple[Profile, int]],
    half: float,
    records: Sequence[Record],
    blocks: Blocks,
    *,
    abstracts: bool,
) -> tuple[bool, bool]:
    """Return whether titles and abstracts share lines, and whether they do so without a blank between them."""
    lone_ones = _count(profiles, lambda one: one.texts == 1)
    long_ones = _count(profiles, lambda one: one.texts == 1 and one.long)
    if long_ones <= half and not (abstracts and lone_ones > half):
        return False, False
    lone = list(_lone_texts(records, blocks))
    glued = are_glued(lone)
    may_share = long_ones > half or all(map(ends_sentence, lone))
    return may_share and seems_titled(lone, glued=glued), glued


def _count(profiles: Iterable[tuple[Profile, int]], has: Callable[[Profile], bool]) -> int:
    """Return how many records have a property."""
    return sum([n for profile, n in profiles if has(profile)])


def _have_abstracts(
    profiles: Sequence[tuple[Profile, int]], half: float, records: Iterable[Record], blocks: Blocks
) -> bool:
    """Whether cards have abstracts: most have a date or a text as long as an abstract, and not all have just a title.

    They also have abstracts if some have two texts, some text is a sentence, and none has a submitter: the only view
    without abstracts shows submitters and no dates.
    """
    if _count(profiles, lambda one: one.dated or one.long) > half:
        return any(one.texts > 1 or one.long for one, _ in profiles) or _are_sentences(records, blocks)
    return _may_have_abstracts(profiles, records, blocks)


def _may_have_abstracts(profiles: Sequence[tuple[Profile, int]], records: Iterable[Record], blocks: Blocks) -> bool:
    """Whether some records have two texts, none has a submitter, and some text is a sentence."""
    if not _count(profiles, lambda one: one.texts > 1) or _count(profiles, lambda one: one.submitted):
        return False
    return _show_sentences(records, blocks)


def _lone_texts(records: Iterable[Record], blocks: Blocks) -> Iterator[str]:
    """Iterate over the words of some texts that are the only text of their record."""
    alone = (one for one in records if one.profile.texts == 1)
    for one in islice(alone, _SAMPLE):
        yield "\n".join(token.words for token in blocks.block(one.texts[0]).tokens)


def _are_sentences(records: Iterable[Record], blocks: Blocks) -> bool:
    """Whether most of the texts that are the only ones of their records end like sentences, so they are no titles."""
    lone = list(_lone_texts(records, blocks))
    return 2 * sum(map(ends_sentence, lone)) > len(lone)


def _show_sentences(records: Iterable[Record], blocks: Blocks) -> bool:
    """Whether any text is long, or is longer than a name and ends with a full stop; True if there are too few texts."""
    others = 0
    for block in (blocks.block(at) for one in records for at in one.texts):
        if block.length >= LONG or (block.length > USUAL_NAME and ends_sentence(block.tokens[-1].words)):
            return True
        others += 1
    return others < _MIN_TITLES


def _are_gapped(profiles: Sequence[tuple[Profile, int]], records: Iterable[Record], blocks: Blocks) -> bool:
    """Whether several blanks separate titles from organizations: most cards without authors have them, others none."""
    unsigned = _count(profiles, _is_unsigned)
    if not 0 < unsigned < _count(profiles, lambda one: one.opened or one.closed):
        return False

    def has_gap(one: Record) -> bool:
        return "  " in blocks.tokens.words(blocks.lines(one.texts[-1])[-1])

    valued = [one for one in records if one.profile.texts and (one.profile.opened or one.profile.closed)]
    gapped = sum(has_gap(one) for one in valued if not one.profile.signed)
    return 2 * gapped > unsigned and not any(has_gap(one) for one in valued if one.profile.signed)


def _is_cut(records: Sequence[Record]) -> bool:
    """Whether the page is cut off, so that its last record lacks closing values."""
    last = records[-1].profile
    if last.closed:
        return False
    others = [one.profile for one in records[:-1] if not one.profile.ended]
    return 2 * sum(one.closed for one in others) > len(others) or (len(records) == 1 and len(records[-1].texts) == 3)


class CardFinder:
    """Finds the cards of records: which of their texts are titles, abstracts and organizations."""

    def __init__(self, blocks: Blocks, rules: Rules, unassigned: list[Token]) -> None:
        self.blocks = blocks
        self.rules = rules
        self.unassigned = unassigned

    def cards(self, records: Sequence[Record], *, undated: bool) -> Iterator[Card]:
        """Iterate over the cards; ``undated`` means that another text may be in the place of the page's date."""
        abstracts, run_on = self.rules.abstracts, self.rules.run_on
        records = self._without_frame(records)
        for one in records:
            kinds = one.profile.kinds
            hidden = self.rules.gapped or self._ends_with_name(one)
            places = None if hidden else usual_places(kinds, abstracts=abstracts, run_on=run_on)
            if places is None or (places.organization is not None and _may_continue(one, places)):
                first = one is records[0] and not one.profile.submitted and (undated or self._are_below_text(records))
                yield from self._doubtful(one, first=first, cut=one is records[-1] and _is_cut(records))
            else:
                yield Card(self.blocks, one.each, places)

    def _are_below_text(self, records: Sequence[Record]) -> bool:
        """Whether a text is above the cards, such as the query: the first record has one more than the others have.

        Below it are blank lines, what looks like a title, and a long text. All other cards that have authors show that
        this is not the usual layout, for example abstracts of two paragraphs.
        """
        first, *others = [one for one in records if one.profile.signed] or records
        if first is not records[0] or not _TEXT_ABOVE.match(first.kinds):
            return False
        below = self.blocks.block(first.texts[1]).tokens[0]
        return below.gap and all(len(one.texts) < len(first.texts) for one in others)

    def _ends_with_name(self, one: Record) -> bool:
        """Whether the last line of a record's only text is its organization, which all other such records have."""
        if not (self.rules.lined and self.rules.named and _is_unsigned(one.profile) and one.profile.texts == 1):
            return False
        return one.texts[0] in self.blocks.paragraphs

    def _without_frame(self, records: Sequence[Record]) -> Sequence[Record]:
        """Return the records without short texts above and below that have no values, if all cards open with values.

        If they open with their submitters, such texts between cards are left out, too. If there are more of them than
        cards, this may be no listing, and they are kept as evidence of that.
        """
        outside = self._bare(records)
        texts = [at for i in outside for at in records[i].each]
        others = frozenset(outside)
        cards = [one for i, one in enumerate(records) if i not in others]
        titled = [one.profile.opened for one in cards if one.profile.texts]
        if not (titled and all(titled)) or len(texts) > max(len(titled), _MIN_TITLES):
            return records
        self.unassigned.extend(token for at in texts for token in self.blocks.block(at).tokens)
        return cards

    def _bare(self, records: Sequence[Record]) -> list[int]:
        """Return the places of the records that have no values and no long text.

        If cards do not open with their submitters, only those above and below all others are returned.
        """
        bare = [i for i, one in enumerate(records) if _is_bare(one.profile)]
        if self.rules.submitted:
            return bare
        above = sum(i == at for i, at in enumerate(bare))
        below = sum(len(records) - i == at for i, at in enumerate(reversed(bare), 1))
        return bare if above == len(bare) else bare[:above] + bare[len(bare) - below :]

    def _doubtful(self, one: Record, *, first: bool, cut: bool) -> Iterator[Card]:
        """Iterate over the cards of a record: the first has its opening values, the last its closing values."""
        kinds, each = one.kinds, one.each
        before = len(kinds) - len(kinds.lstrip(OPENING))
        after = len(kinds.rstrip(CLOSING)) if one.texts else before
        cards = self._texts_of_cards(one, first=first, cut=cut)
        for number, texts in enumerate(cards):
            opening = kinds[:before] if number == 0 else ""
            closing = kinds[after:] if number == len(cards) - 1 else ""
            if opening or texts or closing:
                found = [*each[: len(opening)], *(at for at, _ in texts), *each[len(each) - len(closing) :]]
                roles: tuple[Role, ...] = tuple([role for _, role in texts])
                places = _known_places if len(found) <= MOST_KINDS else _places
                yield Card(self.blocks, found, places(opening, roles, closing))

    def _texts_of_cards(self, one: Record, *, first: bool, cut: bool) -> list[list[tuple[int, Role]]]:
        """Return the texts of each card of a record, by their indexes, with their roles."""
        cards: list[list[tuple[int, Role]]] = [[]]
        for block, role in self._roles(one, first=first, cut=cut):
            card = cards[-1]
            if role == "unassigned":
                self.unassigned.extend(block.tokens)
            elif role == "title line" and card and card[-1][1] == "title":
                title = self.blocks.block(card[-1][0])
                card[-1] = self.blocks.add([*title.tokens, *block.tokens]).at, "title"
            elif role in _BEGINNING and card:
                cards.append([(block.at, role)])
            else:
                card.append((block.at, role))
        return cards

    def _roles(self, one: Record, *, first: bool, cut: bool) -> Iterable[tuple[Block, Role]]:
        """Return the texts of a record with their roles."""
        profile, rules = one.profile, self.rules
        texts = [self.blocks.block(at) for at in one.texts]
        if not texts:
            return ()
        valued = profile.closed or (profile.opened and not rules.abstracts)
        organization = valued and not profile.signed
        if organization:
            self._find_organization(one, texts)
        if rules.run_on and (len(texts) == 1 or (organization and _are_text_and_name(texts))):
            parts = run_apart(texts[0], organization=organization and len(texts) == 1, glued=rules.glued)
            texts[:1] = self._parts(texts[0], parts)
        roles = find_roles(texts, rules, organization=organization, open_end=not profile.closed, first=first, cut=cut)
        return zip(texts, roles, strict=True)

    def _find_organization(self, one: Record, texts: list[Block]) -> None:
        """Split the organization from the last text, if it shares it, and remove the label of its picture."""
        if self._ends_with_name(one):
            *lines, last = texts[-1].tokens
            texts[-1:] = self._parts(texts[-1], [lines, [last]])
        if self.rules.gapped:
            texts[-1:] = self._parts(texts[-1], with_organization(texts[-1]))
        if len(texts) > 2 + self.rules.abstracts and _is_stand_in(*texts[-2:]):
            del texts[-2]

    def _parts(self, block: Block, parts: Sequence[list[Token]]) -> list[Block]:
        """Return the blocks into which a block was split."""
        return [block] if parts == [block.tokens] else [self.blocks.add(part) for part in parts]


def _are_text_and_name(texts: Sequence[Block]) -> bool:
    """Whether texts are a long one and a name."""
    return len(texts) == 2 and texts[0].length >= LONG and texts[1].length <= USUAL_NAME


def _may_continue(one: Record, places: Places) -> bool:
    """Whether what may be an organization is directly on the line after a title, so that it may continue the title."""
    if places.title is None or places.organization is None or places.organization != places.title + 1:
        return False
    return one.each[places.organization] == one.each[places.title] + len(f"{Kind.TITLE}{END}")


def _is_bare(profile: Profile) -> bool:
    """Whether a record has only short texts, and no values."""
    return not (profile.opened or profile.closed or profile.long)


_TEXT_ABOVE: Final = re.compile(rf"[{TEXTS}][{TITLES}][{LONG_TEXTS}](?![{TEXTS}])")
"""A text above a title and an abstract."""

_BEGINNING: Final = frozenset({"title", "untitled"})
"""Roles of texts that begin a card."""


def _places(opening: str, roles: tuple[Role, ...], closing: str) -> Places:
    """Return the places on a card that has these opening values, texts and closing values."""
    start = len(opening)
    found: dict[str, list[int]] = {}
    for place, role in enumerate(roles, start):
        found.setdefault(role, []).append(place)
    title = found.get("title", [None])[0]
    abstract = sorted(found.get("abstract", []) + found.get("untitled", []))
    values = values_of(opening) | values_of(closing, start + len(roles))
    organization = found.get("organization", [values.get(Kind.ORGANIZATION)])[0]
    return Places(title, tuple(abstract), organization, values)


_known_places: Final = lru_cache(MOST_KNOWN)(_places)


def _is_stand_in(block: Block, after: Block) -> bool:
    """Whether a line is the label of a picture of the organization whose name is on the next line."""
    slug, name = block.tokens[0].words, after.tokens[0].words
    if len(block.tokens) > 1 or len(after.tokens) > 1 or " " in slug or "[" in slug:
        return False
    return organization_name(f"{slug} {name}") == name
