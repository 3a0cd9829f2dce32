"""Hold the places of the texts and values on one card, and find cards whose titles may be two."""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import pairwise, starmap
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from .._attrs import field, frozen
from .._engine import line_re as re
from ..tokens.kinds import ABSTRACTS, BARE, FIELDS, PHRASES, TEXTS, TITLES, Kind
from ..tokens.looks import is_unfinished
from .records import MOST_KINDS, profile_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..tokens.token import Token
    from .blocks.block import Block, Blocks

Draft: TypeAlias = "dict[str, Any]"
"""The values of a paper, by the names of its fields."""


@frozen
class Places:
    """Where the texts and values of a card are among its blocks: the same for all cards whose records have equal kinds.

    ``shown`` are the kinds of its values, and TITLE, ABSTRACT and ORGANIZATION for its texts. ``fields`` are
    the places of the values that fill fields of a paper.
    """

    title: int | None
    abstract: tuple[int, ...]
    organization: int | None
    values: Mapping[Kind, int]
    shown: frozenset[Kind] = field(init=False)
    fields: tuple[tuple[str, int], ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        texts = (
            (Kind.TITLE, self.title),
            (Kind.ABSTRACT, self.abstract or None),
            (Kind.ORGANIZATION, self.organization),
        )
        shown = frozenset((*self.values, *(kind for kind, place in texts if place is not None)))
        filled = [(name, self.values.get(kind)) for kind, name in _FILLED]
        object.__setattr__(self, "shown", shown)
        object.__setattr__(self, "fields", tuple((name, at) for name, at in filled if at is not None))


_PHRASES: Final = frozenset(PHRASES)
_NAMES: Final = frozenset((Kind.USER, Kind.ORGANIZATION))
_FILLED: Final = tuple((kind, name) for letter, name in FIELDS.items() if name and (kind := Kind(letter)) not in _NAMES)
"""The kinds of values that fill fields of a paper, and these fields; names are filled by the words."""

_OF_ANY_SITE: Final = frozenset({Kind.TITLE, Kind.ABSTRACT, Kind.ORGANIZATION, Kind.DATE, Kind.COMMENTS, Kind.STARS})
"""What texts of other sites may seem to have: names, dates and numbers below them."""

_USUAL: Final = re.compile(f"[{TITLES}][{ABSTRACTS}]?")
_NAMED: Final = re.compile(f"[{TITLES}][{ABSTRACTS}]?[{Kind.SHORT_TITLE}{Kind.NAME}]")
"""The looks of a title, an abstract and the name of an organization, for which no other roles cost less."""

MOST_KNOWN: Final = 2048
"""For at most this many different sequences of kinds, the places of texts and values on a card are remembered."""


def _find_places(kinds: str, *, abstracts: bool, run_on: bool) -> Places | None:
    texts = [i for i, kind in enumerate(kinds) if kind in TEXTS]
    looks = "".join([kinds[i] for i in texts])
    values = values_of(kinds)
    organization = values.get(Kind.ORGANIZATION)
    signed = profile_of(kinds).signed
    if not signed and _NAMED.fullmatch(looks) and _may_be_named(kinds, texts, abstracts=abstracts):
        *texts, organization = texts
    elif not _USUAL.fullmatch(looks):
        return None
    title, *abstract = texts
    if not abstract if abstracts else (abstract or run_on):
        return None
    return Places(title, tuple(abstract), organization, values)


_known_places = lru_cache(MOST_KNOWN)(_find_places)


def usual_places(kinds: str, *, abstracts: bool, run_on: bool) -> Places | None:
    """Return where the texts and values of a record with these kinds are, or None if the kinds do not show it."""
    find = _known_places if len(kinds) <= MOST_KINDS else _find_places
    return find(kinds, abstracts=abstracts, run_on=run_on)


def _may_be_named(kinds: str, texts: Sequence[int], *, abstracts: bool) -> bool:
    """Whether the last text may be an organization: values follow, or cards have no abstracts."""
    profile = profile_of(kinds)
    return profile.closed or (profile.opened and len(texts) == 2 and not abstracts)


def values_of(kinds: str, start: int = 0) -> dict[Kind, int]:
    """Return the places of the values among blocks with these kinds; the first block has the place ``start``."""
    return {Kind(kind): place for place, kind in enumerate(kinds, start) if kind not in TEXTS}


class Card(NamedTuple):
    """One card: the indexes of its blocks, in text order, and what is where among them."""

    blocks: Blocks
    each: Sequence[int]
    places: Places

    @property
    def title(self) -> Block | None:
        """Its title, if it has one."""
        return None if self.places.title is None else self.blocks.block(self.each[self.places.title])

    @property
    def abstract(self) -> list[Block]:
        """The paragraphs of its abstract."""
        return [self.blocks.block(self.each[place]) for place in self.places.abstract]

    def value(self, kind: Kind) -> Token:
        """Return the token of one of its values. Raises KeyError if it has none of this kind."""
        return self.blocks.tokens.token(self.each[self.places.values[kind]])

    @property
    def is_name_guessed(self) -> bool:
        """Whether its organization was on the line of its title, so that where it begins was guessed."""
        place = self.places.organization
        return place is not None and self.blocks.tokens.value(self.each[place]) is not None

    @property
    def is_phrase(self) -> bool:
        """Whether its title is a phrase of the page."""
        at = self.each[self.places.title or 0]
        return self.blocks.tokens.kinds[at : at + 1] in _PHRASES

    def title_lines(self) -> list[str]:
        """Return the lines of its title."""
        title = self.places.title
        return [] if title is None else [self.blocks.tokens.words(at) for at in self.blocks.lines(self.each[title])]

    def mark(self) -> str:
        """Return what is before its title on its line."""
        at, tokens = self.each[self.places.title or 0], self.blocks.tokens
        start = tokens.pieces[at][2]  # type: ignore[index]  # a block is not a line's end
        return tokens.lines[at][0][:start].strip() if start else ""

    @property
    def first(self) -> Token:
        """Its first token."""
        return self.blocks.tokens.token(self.each[0])

    @property
    def top(self) -> Token:
        """The first token of its title, or of the card if it has no title."""
        return self.blocks.tokens.token(self.each[self.places.title or 0])

    @property
    def first_line(self) -> str:
        """The line on which its first text or value is."""
        return self.blocks.tokens.lines[self.each[0]][0]

    @property
    def is_bare(self) -> bool:
        """Whether it has nothing that texts of other sites do not have, and does not begin with a link to a paper."""
        return self.places.shown <= _OF_ANY_SITE and "/papers/" not in self.first_line

    @property
    def start(self) -> int:
        """The offset of the part of a line with which it begins."""
        return min(map(self._part_start, self.each[:2]))

    @property
    def last_start(self) -> int:
        """The offset of the line on which its last text or value begins."""
        return self.blocks.tokens.lines[self.each[-1]][1]

    @property
    def last_line_start(self) -> int:
        """The offset of the last line of its last text or value."""
        return self.blocks.tokens.lines[self.blocks.lines(self.each[-1])[-1]][1]

    @property
    def last_line_end(self) -> int:
        """The offset of the end of that line."""
        text, offset, _ = self.blocks.tokens.lines[self.blocks.lines(self.each[-1])[-1]]
        return offset + len(text)

    @property
    def title_start(self) -> int:
        """The offset of the part of a line with which its title begins, or the card if it has no title."""
        return self._part_start(self.each[self.places.title or 0])

    def _part_start(self, at: int) -> int:
        """Return the offset of the line of a token, or of its part behind the text or value before that token."""
        tokens = self.blocks.tokens
        _, offset, _ = line = tokens.lines[at]
        while tokens.lines[at - 1] is line and (before := tokens.pieces[at - 1]):
            if before[0] not in BARE:
                return offset + before[3]
            at -= 1
        return offset

    def _ends(self) -> tuple[int, int]:
        """Return the indexes of the blocks with which it begins and ends in the text, which may have another order."""
        tokens, each = self.blocks.tokens, self.each
        if not tokens.moved:
            return each[0], each[-1]
        lines = tokens.lines
        places = [lines[at][1] + tokens.piece(at)[2] for at in each]
        if self.places.title and each[0] and lines[each[0] - 1][1] > places[0]:  # its votes are above another card
            each, places = each[1:], places[1:]
        if places == sorted(places):
            return each[0], each[-1]
        ordered = sorted(zip(places, each, strict=True))
        return ordered[0][1], ordered[-1][1]

    def draft(self) -> Draft:
        """Return its values by the paper's fields, and its place in the text."""
        blocks, each, places = self
        pieces, lines = blocks.tokens.pieces, blocks.tokens.lines
        draft: Draft = {}
        for name, at in places.fields:
            draft[name] = pieces[each[at]][1]  # type: ignore[index]
        first, last = self._ends()
        if last in blocks.paragraphs:
            last = blocks.paragraphs[last].each[-1]
        _, offset, draft["line"] = lines[first]
        draft["span"] = offset + pieces[first][2], lines[last][1] + pieces[last][3]  # type: ignore[index]
        return draft


_MAX_SHARE_OF_SEVERAL: Final = 1 / 20
"""If more titles than this, and more than one, have several lines, these are line breaks of the page's data."""


def with_two_titles(cards: Sequence[Card]) -> list[Card]:
    """Return the cards whose titles go on below a line that has room for the first word of the next one.

    If many titles have several lines, most of all cards must be such; else these are line breaks of the page's data.
    If few have, the lines of the other titles show how long a line may be.
    """
    if not cards or not cards[0].blocks.paragraphs:
        return []
    titles = [(card, card.title_lines()) for card in cards]
    several = [(card, lines) for card, lines in titles if len(lines) > 1]
    are_many = len(several) > max(1, _MAX_SHARE_OF_SEVERAL * len(cards))
    widest = max([len(lines[0]) for _, lines in titles if lines and (are_many or len(lines) == 1)], default=0)
    early = [card for card, lines in several if any(starmap(partial(_ends_early, widest), pairwise(lines)))]
    return [] if are_many and 2 * len(early) <= len(cards) else early


def _ends_early(widest: int, line: str, after: str) -> bool:
    """Whether a line has room for the first word of the next one, and both may be titles.

    The next one then begins with a capital, and the line ends with a word that may end a title.
    """
    has_room = len(f"{line} {after.partition(' ')[0]}") < widest
    return has_room and after[0].isupper() and line[-1].isalnum() and not is_unfinished(line)


_MIN_TAIL: Final = 3
"""Fewer cards without other values at the end of a page are not unusual."""
_MOST_BARE: Final = 1 / 4
"""If more than this share of the other cards have no values either, those at the end are not unusual."""


def without_values_at_end(cards: Sequence[Card], most: float = _MOST_BARE) -> Sequence[Card]:
    """Return the last cards of a page if they have no values but dates and numbers, and nearly all others have some.

    They may be texts of another page below the listing. At most this share of the others has no values.
    """
    end = len(cards)
    while end and cards[end - 1].is_bare:
        end -= 1
    if len(cards) - end < _MIN_TAIL:
        return ()
    bare = sum([card.is_bare for card in cards[:end]])
    if bare > most * end or not end:
        return ()
    return cards[end:]
