"""Find the cards and the layout of a page, judged as a whole.

A page is judged from what repeats in it: where its lines were wrapped, whether cards open with their upvotes, whether
they have abstracts. Its tokens are split into segments, each from the opening values of a card to its closing values.
The texts of a segment are then classified as titles, abstracts and organizations. The name of the extractor is not
used.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Final

from attrs import frozen

from .._engine import line_re as re
from ..model import Layout, View
from ..tokens.kinds import LISTED_COUNT, REFERENCE, count_sign
from ..tokens.links import addresses, aim_of
from ..tokens.looks import USUAL_NAME, ends_sentence
from ..tokens.markup import LINK_NUMBER, TAG, find_escaped, organization_name
from ..tokens.phrases import LONG
from .blocks import block_length
from .card import Card
from .frame import below_label, find_bottom, find_top, shows_cards
from .repeats import without_repeats
from .roles import Role, Rules, are_usual, find_roles
from .run_on import run_apart, seems_titled, with_organization
from .segments import Alike, find_segments
from .stretches import find_stretches

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from ..tokens.lexer import Lines
    from ..tokens.phrases import Token
    from .blocks import Block
    from .card import Shown
    from .segments import Segment, Shape


@frozen(kw_only=True)
class Page:
    """The cards of a page, the token of its date, its layout, and the tokens that belong to no card.

    ``addresses`` has the targets of links by their numbers or labels. ``beside`` means that the targets of links are in
    round brackets after the words. ``strays`` are the texts and values that belong to no card. ``lines`` are all lines
    of the page.
    """

    cards: list[Card | Alike]
    date: Token | None
    layout: Layout
    addresses: dict[str, str]
    beside: bool
    strays: list[Token]
    lines: Lines


_NUMBER: Final = re.compile(rf"{LINK_NUMBER}(?![(\[ ])")
_TARGET: Final = re.compile(rf"{TAG}|\]\([^()]*\)")


_MANY: Final = 1 / 5
"""If more than this share of abstracts has several paragraphs, that is the layout of the page and not damage."""

_ENOUGH: Final = 50
"""This many texts or links are examined as a sample of all."""

_SEVERAL: Final = 4
"""This many texts without a sentence among them are titles; a page that is cut off may have fewer."""


def _rules(segments: Sequence[Segment | Alike], *, spaced: bool) -> Rules:
    """Return the rules for the texts of the page's cards, from what most segments have.

    Cards have abstracts if most have a date or a text as long as an abstract. They also have abstracts if some have two
    texts, some text is a sentence, and none has a submitter: the only view without abstracts shows submitters and no
    dates. Title and abstract share a line if most segments have one long text, and most of these texts seem to begin
    with a title.
    """
    texts = [(shown, n) for shown, n in Counter([segment.profile for segment in segments]).items() if shown.texts]
    every = sum(n for _, n in texts)
    long = sum(n for shown, n in texts if shown.dated or shown.long)
    run_on = sum(n for shown, n in texts if shown.texts == 1 and shown.long)
    daily = any(shown.submitted for shown, _ in texts)
    signed = sum(n for shown, n in texts if shown.signed)
    several = sum(n for shown, n in texts if shown.signed and shown.texts > 2)
    valued = sum(n for shown, n in texts if shown.opened or shown.closed)
    unsigned = sum(n for shown, n in texts if (shown.opened or shown.closed) and not shown.signed)
    two = not daily and any(shown.texts > 1 for shown, _ in texts)
    abstracts = long * 2 > every or (two and _show_sentences(segments))
    return Rules(
        abstracts=abstracts,
        run_on=run_on * 2 > every and seems_titled(_long_texts(segments)),
        paragraphs=several > _MANY * signed,
        spaced=spaced,
        gapped=0 < unsigned < valued and _are_gapped(segments, unsigned),
        dateless=abstracts and 0 < every <= signed * 2 and not any(shown.dated for shown, _ in texts),
    )


def _long_texts(segments: Iterable[Segment | Alike]) -> Iterator[str]:
    """Iterate over the words of some long texts that are the only text of their segment."""
    alone = (segment for segment in segments if segment.profile.texts == 1 and segment.profile.long)
    for segment in islice(alone, _ENOUGH):
        yield "\n".join(token.words for token in segment.unfolded().blocks[0])


def _show_sentences(segments: Iterable[Segment | Alike]) -> bool:
    """Whether any text is long, or is longer than a name and ends with a full stop; True if there are too few texts."""
    others = 0
    for block in chain.from_iterable(segment.unfolded().blocks for segment in segments):
        length = block_length(block)
        if length > USUAL_NAME and (length >= LONG or ends_sentence(block[-1].words)):
            return True
        others += 1
    return others < _SEVERAL


def _are_gapped(segments: Iterable[Segment | Alike], unsigned: int) -> bool:
    """Whether several blanks separate titles from organizations: most cards without authors have them, others none."""
    valued = [one for one in segments if one.profile.texts and (one.profile.opened or one.profile.closed)]
    gapped = sum("  " in one.last_text for one in valued if not one.profile.signed)
    return 2 * gapped > unsigned and not any("  " in one.last_text for one in valued if one.profile.signed)


def _cards(segment: Segment, rules: Rules, strays: list[Token], *, first: bool, cut: bool) -> list[Card]:
    """Return the cards of a segment. Its opening values belong to the first card, its closing values to the last."""
    if rules.abstracts and len(segment.blocks) == 2 and are_usual(*segment.blocks):
        title, abstract = segment.blocks
        return [Card(title, [abstract], [], segment.opening | segment.closing)]
    cards: list[Card] = []
    card = Card(values=segment.opening)
    for block, role in _texts(segment, rules, first=first, cut=cut):
        if role in {"title", "untitled"} and (card.title or card.abstract):
            cards.append(card)
            card = Card()
        if role == "title":
            card.title = block
        elif role == "title line":
            card.title = [*card.title, *block]
        elif role == "organization":
            card.organization = block
        elif role == "stray":
            strays.extend(block)
        else:
            card.abstract.append(block)
    card.values = card.values | segment.closing
    return [*cards, card] if card.title or card.abstract or card.values else cards


def _every_card(
    segments: Sequence[Segment | Alike], rules: Rules, strays: list[Token], *, undated: bool
) -> list[Card | Alike]:
    """Return the cards of all segments; a segment with a clear shape is a card itself."""
    cards: list[Card | Alike] = []
    shapes = {one.shape for one in segments if isinstance(one, Alike)}
    usual = {shape for shape in shapes if _are_usual(shape, rules)}
    for segment in segments:
        if isinstance(segment, Alike) and segment.shape in usual:
            cards.append(segment)
        else:
            first, cut = undated and segment is segments[0], segment is segments[-1] and _is_cut(segments)
            cards += _cards(segment.unfolded(), rules, strays, first=first, cut=cut)
    return cards


def _texts(segment: Segment, rules: Rules, *, first: bool, cut: bool) -> Iterable[tuple[Block, Role]]:
    """Return the blocks of a segment with their roles."""
    if not segment.blocks:
        return ()
    valued = segment.closing or (segment.opening and not rules.abstracts)
    organization = bool(valued) and "author_count" not in segment.closing
    blocks = list(with_organization(segment.blocks) if organization and rules.gapped else segment.blocks)
    if organization and len(blocks) > 2 + rules.abstracts and _is_stand_in(*blocks[-2:]):
        del blocks[-2]
    if rules.run_on and len(segment.blocks) == 1:
        blocks = [*run_apart(blocks[0], organization=organization and len(blocks) == 1), *blocks[1:]]
    open_end = not segment.closing
    roles = find_roles(blocks, rules, organization=organization, open_end=open_end, first=first, cut=cut)
    return zip(blocks, roles, strict=True)


def _is_stand_in(block: Block, after: Block) -> bool:
    """Whether a line is the label of a picture of the organization whose name is on the next line."""
    slug, name = block[0].words, after[0].words
    if len(block) > 1 or len(after) > 1 or " " in slug or "[" in slug:
        return False
    return organization_name(f"{slug} {name}") == name


def _is_cut(segments: Sequence[Segment | Alike]) -> bool:
    """Whether the page is cut off, so that its last segment lacks closing values."""
    last = segments[-1]
    if last.profile.closed:
        return False
    others = [segment for segment in segments[:-1] if not segment.ended]
    closed = sum(segment.profile.closed for segment in others)
    return 2 * closed > len(others) or (len(segments) == 1 and len(last.unfolded().blocks) == 3)


def _are_usual(shape: Shape, rules: Rules) -> bool:
    """Whether the shape of a segment alone shows which of its texts is which."""
    if not shape.usual or rules.gapped:
        return False
    return shape.abstract >= 0 if rules.abstracts else shape.abstract < 0 and not rules.run_on


def _without_preface(cards: list[Card | Alike], strays: list[Token]) -> list[Card | Alike]:
    """Return ``cards`` without titles at the end that have nothing else: they are text above the next page."""
    last = len(cards)
    while last and not cards[last - 1].shown.values and not cards[last - 1].shown.abstract:
        last -= 1
    strays.extend(token for card in cards[last:] for token in card.title)
    return cards[:last]


def _words(card: Card | Alike) -> list[str]:
    """Return the lines of a card's title and abstract."""
    if isinstance(card, Alike):
        title, abstract = card.words
        return [title] if abstract is None else [title, abstract]
    return [token.words for block in (card.title, *card.abstract) for token in block]


def _numbered(cards: Sequence[Card | Alike]) -> bool:
    """Whether most titles are links with a number before their words."""
    marked = [card for card in cards if isinstance(card, Card) or card.shape.marked]
    titles = [_words(card)[0] for card in marked if card.shown.title]
    plain = len(cards) - len(marked)
    return sum(title[:1] == "[" and _NUMBER.match(title) is not None for title in titles) * 2 > len(titles) + plain


def _shows_beside(line: str) -> bool:
    """Whether the first address of a paper on a line is in round brackets that do not follow square ones."""
    end = line.find("/papers/")
    start = line.rfind("(", 0, end)
    return start >= 0 and line[start - 1 : start] in {"", " "} and " " not in line[start + 2 : end]


def _beside(lines: Lines, cards: int) -> bool:
    """Whether most of a page's cards have the address of their paper in round brackets after words."""
    if not lines.linked:
        return False
    linked = islice((line for line in lines.texts if "/papers/" in line), _ENOUGH)
    return 2 * sum(map(_shows_beside, linked)) > min(cards, _ENOUGH)


def _escaped(cards: Sequence[Card | Alike]) -> str:
    """Return the characters that are escaped in the titles and abstracts; addresses of links are ignored."""
    words = [*chain.from_iterable(map(_words, cards))]
    escaped = find_escaped(_joined(line for line in words if "\\" in line or "&" in line))
    return (
        escaped if escaped in {"", "&"} else find_escaped(_joined(words))
    )  # if some lines show it, all lines must confirm it


def _joined(words: Iterable[str]) -> str:
    return "\n".join(_TARGET.sub("", line) if "]" in line or "<" in line else line for line in words)


def _count(shown: Counter[Shown], *names: str) -> int:
    """Return how many cards have any of these values."""
    return sum(n for card, n in shown.items() if not card.values.isdisjoint(names))


def _view(shown: Counter[Shown]) -> View:
    """Return the view of the page, from the values that most cards have."""
    half = sum(shown.values()) / 2
    if _count(shown, "submitted") > half:
        return "trending" if _count(shown, "published") > half else "daily"
    return "trending" if _count(shown, "upvoted", "github", "arxiv") > half else "search"


def _confidence(shown: Counter[Shown], strays: Sequence[Token], *, abstracts: bool, needed: Collection[str]) -> float:
    """Return the share of cards that have all the usual parts; an organization may replace the authors."""
    regular = sum(
        n
        for card, n in shown.items()
        if card.title
        and (card.abstract or not abstracts)
        and all(name in card.values or (name == "author_count" and card.organization) for name in needed)
    )
    every = sum(shown.values())
    return regular / (every + len(strays)) if every else 0.0


def read_page(lines: Lines, *, followed: bool = False) -> Page:
    """Read the page that consists of ``lines``; it has no cards if nothing shows that it is a page.

    ``followed`` means that another page follows in the same text.
    """
    listed = addresses(lines.tokens_of(REFERENCE))
    leads_to = partial(aim_of, listed=listed)
    lines = lines.resolved(LISTED_COUNT, lambda token: count_sign(leads_to(token)))
    top, date, headed = find_top(lines)
    labels: list[Token] = []
    undated = headed and date is None  # another text may be in the place of the date
    top = below_label(lines, top, labels) if undated else top
    start = len(lines.signs[:top].rstrip("\n"))
    stretches = find_stretches(lines.part(start, find_bottom(lines, top)))
    upvotes, spaced = stretches.upvotes, stretches.spaced
    named = stretches.named(leads_to, upvotes=upvotes, spaced=spaced and not stretches.run_on)
    strays: list[Token] = []
    segments, repeats = without_repeats(list(find_segments(stretches, named, strays)))
    rules = _rules(segments, spaced=spaced)
    cards = _every_card(segments, rules, strays, undated=undated) if headed or shows_cards(lines) else []
    if followed:
        cards = _without_preface(cards, strays)
    shown = Counter([card.shown for card in cards])
    needed = {name for name in ("author_count", "published") if 2 * _count(shown, name) > len(cards)}
    layout = Layout(
        view=_view(shown),
        width=stretches.width,
        upvotes=upvotes,
        abstracts=rules.abstracts,
        authors="author_count" in needed,
        dates="published" in needed,
        run_on=rules.run_on,
        numbered=_numbered(cards),
        escaped=_escaped(cards) if lines.escaped else "",
        confidence=_confidence(shown, strays, abstracts=rules.abstracts, needed=needed),
    )
    strays = [*labels, *strays, *repeats]
    beside = _beside(lines, len(cards))
    return Page(cards=cards, date=date, layout=layout, addresses=listed, beside=beside, strays=strays, lines=lines)
