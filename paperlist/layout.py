"""Which tokens belong to one card?

The page is judged as a whole, from what repeats in it: where its lines were wrapped, whether cards open with their
upvotes, whether they have abstracts. Its tokens fall into segments, from one card's opening values to its closing ones,
and the texts of a segment into titles, abstracts and organizations. No extractor is known by name.
"""

from __future__ import annotations

from functools import partial
from itertools import chain, pairwise, zip_longest
from typing import TYPE_CHECKING, Final

from attrs import define, evolve, field, frozen

from ._engine import re
from .lexer import LONG, Kind, Token
from .links import addresses, target
from .markup import TAG, find_escaped
from .model import Layout, View
from .pages import CARD_KINDS, is_card, is_footer
from .paragraphs import (
    BARE_KINDS,
    Block,
    Item,
    block_length,
    read_items,
    without_bullets,
    wrap_width,
)
from .roles import Rules, find_roles
from .titles import title_end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence


@define
class Card:
    """The tokens of one card: its texts by role, its values by the name of the field."""

    title: Block = field(factory=list)
    abstract: list[Block] = field(factory=list)
    organization: Block = field(factory=list)
    values: dict[str, Token] = field(factory=dict)

    @property
    def tokens(self) -> list[Token]:
        """All of the card's tokens, in the order of the text."""
        return sorted(chain(self.title, *self.abstract, self.organization, self.values.values()), key=_place)


def _place(token: Token) -> tuple[int, int]:
    return token.offset, token.start


@define
class Segment:
    """What stands from the opening values of a card to its closing ones, or over several cards that no values part."""

    opening: dict[str, Token] = field(factory=dict)
    blocks: list[Block] = field(factory=list)
    closing: dict[str, Token] = field(factory=dict)


@frozen(kw_only=True)
class Page:
    """A page's cards in order, the token of its date, what was inferred of it, and the tokens that are on no card.

    ``addresses`` are the targets of links by their numbers or words; ``strays`` are texts and values that belong to no
    card; ``tokens`` are all the page's.
    """

    cards: list[Card]
    date: Token | None
    layout: Layout
    addresses: dict[str, str]
    strays: list[Token]
    tokens: list[Token]


_OPENING: Final = frozenset({"submitted", "upvotes"})
"""The values with which a card begins, where it shows them; ``upvoted`` is the same count below its texts."""

_NAMES: Final = {
    Kind.AUTHORS: "author_count",
    Kind.DATE: "published",
    Kind.DOT: "dot",
    Kind.UPVOTE: "upvote",
    Kind.GITHUB: "github",
    Kind.ARXIV: "arxiv",
}
_BUTTONS: Final = frozenset({"Subscribe", "Weekly", "Monthly"})
_OUTSIDE: Final = BARE_KINDS | {Kind.FURNITURE, Kind.HEADING}
_NUMBER: Final = re.compile(r"\[[0-9]+\][ ]*(?![(\[ ])")
_TARGET: Final = re.compile(rf"{TAG}|\]\([^()]*\)")
_PAPER: Final = re.compile(r".*/papers/[0-9]{4}\.[0-9]{4,5}")

_COUNTED: Final = re.compile(r"([0-9][0-9,]*|-)[ ]+(?=[^ ])")
_GLUED: Final = re.compile(r"([0-9][0-9,]*|-)(?=[^0-9 \t.,%-])")
"""A count that stands before a title on its line, or sticks to it."""

_DIGITS: Final = 9
"""No count on the page has more digits."""

_NAME_LENGTH: Final = 60
"""Few organizations have a longer name."""

_FEW: Final = 4
"""Of fewer titles than this it is not said what most of them begin with."""

_DATE_WITHIN: Final = 3
"""The page's date is among so many tokens behind its headings: the query may stand between."""


def _top(tokens: Sequence[Token]) -> tuple[int, Token | None, bool]:
    """Return how many tokens stand above the first card, the page's date among them, and whether its headings do."""
    top = 0
    headed = False
    for i, token in enumerate(tokens):
        if is_card(token):
            break
        if token.kind is Kind.HEADING or (token.kind is Kind.FURNITURE and token.words in _BUTTONS):
            top = i + 1
            headed = headed or token.kind is Kind.HEADING
    while top < len(tokens) and tokens[top].kind in _OUTSIDE:
        top += 1
    for i, token in enumerate(tokens[top : top + _DATE_WITHIN], top + 1):
        begins = token.head or tokens[i - 2].kind in _OUTSIDE  # where the whole page stands on one line
        if token.kind is Kind.DATE and begins and (token.value is None or token.value.year is None):
            return i, token, headed
    return top, None, headed


def _bottom(tokens: Sequence[Token], top: int) -> int:
    """Return where the last card ends and the page's footer, or the list of its links below that, begins."""
    bottom = len(tokens)
    for i in range(len(tokens) - 1, top, -1):
        if tokens[i].kind is Kind.REFERENCE:
            bottom = _footer(tokens, top, i) or bottom
            break
    while bottom > top and tokens[bottom - 1].kind in _OUTSIDE:
        bottom -= 1
    return bottom


def _footer(tokens: Sequence[Token], top: int, end: int) -> int:
    """Return where the page's footer above ``end`` ends, several of its phrases in succession; 0 where none is."""
    stop = end
    phrases: set[str] = set()
    for i in range(end, top, -1):
        token = tokens[i]
        if token.kind not in _OUTSIDE:
            stop, phrases = i, set()
        elif is_footer(token):
            phrases.add(token.words)
            if len(phrases) > 1:
                return stop
    return 0


def _is_count(item: Item) -> bool:
    return isinstance(item, Token) and item.kind is Kind.COUNT and item.head


def _is_value(items: Sequence[Item], i: int) -> bool:
    """Whether the i-th item is a value, and no count with which a card may open.

    A user may be called by a number, and the count behind a date on its line closes a card.
    """
    item, before = items[max(i, 0)], items[i - 1] if i > 0 else None
    if i < 0 or not isinstance(item, Token):
        return False
    named = isinstance(before, Token) and before.kind is Kind.SUBMITTED
    return item.kind is not Kind.COUNT or named or not item.head


def _unglued(items: Sequence[Item]) -> Iterator[Item]:
    """Iterate over the items, counts parted from the titles before which they stand where most titles have one."""
    starts = [i for i, item in enumerate(items) if isinstance(item, list) and (not i or _is_value(items, i - 1))]
    glued = len(starts) >= _FEW and next((p for p in (_COUNTED, _GLUED) if _most_match(p, items, starts)), None)
    for i, item in enumerate(items):
        if glued and isinstance(item, list) and i in starts:
            yield from _without_count(item, glued)
        else:
            yield item


def _without_count(block: Block, pattern: re.Pattern[str]) -> Iterator[Item]:
    """Iterate over the count that stands before a title, and the rest of its block; a dash may seem to be a bullet."""
    token = block[0]
    if match := pattern.match(token.raw, token.start):
        count = 0 if match[1] == "-" else int(match[1].replace(",", "")[:_DIGITS])
        yield token._replace(kind=Kind.COUNT, value=count, end=match.end(1))
        yield [token._replace(start=match.end(), head=False), *block[1:]]
    elif token.raw[: token.start].strip() == "-":
        start = token.raw.index("-")
        yield token._replace(kind=Kind.COUNT, value=0, start=start, end=start + 1)
        yield [token._replace(head=False), *block[1:]]
    else:
        yield block


def _most_match(pattern: re.Pattern[str], items: Sequence[Item], starts: Sequence[int]) -> bool:
    blocks = [item for item in map(items.__getitem__, starts) if isinstance(item, list)]
    return sum(pattern.match(block[0].raw, block[0].start) is not None for block in blocks) * 5 >= len(blocks) * 3


def _opens_with_upvotes(items: Sequence[Item]) -> bool:
    """Whether cards open with their upvotes: most texts that follow values have a count right before them.

    That count could be the last value of the card before; but then the page's last card has it, and its first text has
    none before it, and no card has two, or a dash.
    """
    starts = [
        i for i, item in enumerate(items) if isinstance(item, list) and not (i and isinstance(items[i - 1], list))
    ]
    counted = [i for i in starts if i and _is_count(items[i - 1])]
    if 2 * len(counted) <= len(starts):
        return False
    if starts[0] or not _is_count(items[-1]):
        return True
    return any(_is_count(items[i - 2]) or getattr(items[i - 1], "value", None) == 0 for i in counted)


def _count_name(before: Token | None, token: Token, after: Item | None, target: str, *, upvotes: bool) -> str:
    """Return what a count is, by what stands around it; ``upvotes`` are those that open a card."""
    if before is not None and before.kind in {Kind.UPVOTE, Kind.GITHUB}:
        return "upvoted" if before.kind is Kind.UPVOTE else "github_stars"
    named = before is None and not token.head  # behind the submitter's name on one line
    if named or "login" in target or token.value == 0:
        return "upvotes"
    if _PAPER.fullmatch(target):
        return "text"
    if isinstance(after, Token) and after.kind in {Kind.AUTHORS, Kind.DATE, Kind.DOT} and token.head:
        return "stray"
    open_end = "#community" in target or isinstance(after, Token) or not token.head or after is None
    return "upvotes" if upvotes and not open_end else "comments"


def _is_title(items: Sequence[Item], i: int, *, spaced: bool) -> bool:
    """Whether the i-th item, a count or a date by itself, stands in the place of a title.

    Below it is an abstract without any other title, and it is no value of the card above: a date behind a dot, a count
    that a blank line does not part from that. Or it stands between a submitter's count and the authors.
    """
    item, before, after = items[i], items[i - 1] if i else None, items[i + 1] if i + 1 < len(items) else None
    if not isinstance(item, Token) or item.kind not in {Kind.COUNT, Kind.DATE} or not item.head:
        return False
    if isinstance(after, list):
        alone = block_length(after) >= LONG and not (i + 2 < len(items) and isinstance(items[i + 2], list))
        part = item.gap and spaced and (not isinstance(before, Token) or before.kind is not Kind.DOT)
        counted = isinstance(before, Token) and before.kind is Kind.COUNT
        return alone and part and (item.kind is Kind.DATE or counted)
    opened = isinstance(before, Token) and before.kind is Kind.COUNT and i > 2
    submitted = opened and getattr(items[i - 3], "kind", None) is Kind.SUBMITTED
    return submitted and isinstance(after, Token) and after.kind in {Kind.DOT, Kind.AUTHORS}


def _with_titles(items: Sequence[Item], *, spaced: bool) -> list[Item]:
    """Return the items, what is a title though it looks like a count or a date as text."""
    return [
        [item] if isinstance(item, Token) and _is_title(items, i, spaced=spaced) else item
        for i, item in enumerate(items)
    ]


def _named(items: Sequence[Item], leads_to: Callable[[Token], str], *, upvotes: bool) -> Iterator[tuple[str, Item]]:
    """Iterate over the items with what each is: ``text``, ``stray``, or the name of a card's value."""
    before: Token | None = None
    for item, after in zip_longest(items, items[1:]):
        if isinstance(item, list):
            yield "text", item
            before = None
            continue
        if before is not None and before.kind is Kind.SUBMITTED and item.kind is not Kind.SUBMITTED:
            name = "submitted_by"
        elif item.kind is Kind.COUNT:
            name = _count_name(before, item, after, leads_to(item), upvotes=upvotes)
        else:
            name = _NAMES.get(item.kind, "submitted")
        before = None if name == "submitted_by" else item
        yield (name, [item]) if name == "text" else (name, item)


def _repeats(segment: Segment, name: str, item: Item) -> bool:
    """Whether ``item`` says again what the segment's last text, or its value of that name, says."""
    if isinstance(item, list):
        last = segment.blocks[-1] if segment.blocks and not segment.closing else []
        return [token.raw for token in last] == [token.raw for token in item]
    return item.value is not None and name in segment.closing and segment.closing[name].value == item.value


def _begins(segment: Segment, name: str, item: Item) -> bool:
    """Whether ``item`` belongs to a segment behind this one."""
    if name == "text":
        return bool(segment.closing)
    if name in _OPENING:
        return bool(segment.blocks or segment.closing or name in segment.opening)
    return name in segment.closing and not isinstance(item, list) and item.value is not None


def _segments(named: Iterable[tuple[str, Item]], strays: list[Token]) -> Iterator[Segment]:
    """Iterate over the segments: one ends where opening values, a text, or another value, follow its end.

    What is there twice, one right after the other, is a stray the second time.
    """
    segment = Segment()
    for name, item in named:
        if name == "stray" or _repeats(segment, name, item):
            strays.extend(item if isinstance(item, list) else [item])
            continue
        if _begins(segment, name, item):
            yield segment
            segment = Segment()
        if isinstance(item, list):
            segment.blocks.append(item)
        elif name in _OPENING or name == "submitted_by":
            segment.opening[name] = item
        else:
            segment.closing[name] = item
    yield segment


def _have_abstracts(texts: Sequence[Segment]) -> bool:
    """Whether cards have abstracts: most show a date, or a text as long; or some show two texts and none a submitter.

    The one view without abstracts says of each paper who submitted it, and shows no dates.
    """
    long = sum("published" in s.closing or any(block_length(b) >= LONG for b in s.blocks) for s in texts)
    daily = any("submitted" in segment.opening for segment in texts)
    return long * 2 > len(texts) or (not daily and any(len(segment.blocks) > 1 for segment in texts))


_MANY: Final = 1 / 5
"""The share of cards with abstracts of several paragraphs from which on that is the page's way, and no damage."""


def _are_spaced(items: Sequence[Item]) -> bool:
    """Whether blank lines stand before most texts: in some layouts they do before abstracts alone."""
    gaps = [item[0].gap for item in items if isinstance(item, list)]
    return sum(gaps) * 3 >= len(gaps) * 2


def _signed_behind_texts(body: Sequence[Token]) -> bool:
    """Whether most authors stand behind a text on its line, as where a title runs on into its abstract."""
    signed = [
        before.kind is Kind.TEXT and not token.head
        for before, token in pairwise(body)
        if token.kind is Kind.AUTHORS or (token.kind is Kind.DOT and before.kind is not Kind.AUTHORS)
    ]
    return sum(signed) * 2 > len(signed)


def _run_on(texts: Sequence[Segment]) -> bool:
    """Whether most cards show one long text, a title that runs on into its abstract."""
    return sum(len(s.blocks) == 1 and block_length(s.blocks[0]) >= LONG for s in texts) * 2 > len(texts)


def _rules(segments: Sequence[Segment], *, spaced: bool) -> Rules:
    """Return what holds for the texts of most segments."""
    texts = [segment for segment in segments if segment.blocks]
    signed = [segment for segment in texts if "author_count" in segment.closing]
    several = sum(len(segment.blocks) > 2 for segment in signed)
    return Rules(
        abstracts=_have_abstracts(texts),
        run_on=_run_on(texts),
        paragraphs=several > _MANY * len(signed),
        spaced=spaced,
    )


def _parted(blocks: Sequence[Block]) -> Iterator[Block]:
    """Iterate over the blocks, the last one parted where several blanks within its last line part it."""
    *others, (*lines, line) = blocks
    yield from others
    words, _, rest = line.words.rpartition("  ")
    if words and len(rest) <= _NAME_LENGTH:
        end = line.end - len(rest)
        yield [*lines, line._replace(end=line.start + len(words.rstrip()))]
        yield [line._replace(start=end, head=False)]
    else:
        yield blocks[-1]


def _cut(block: Block, at: int) -> tuple[Block, Block]:
    """Return the two parts of a block, the second from the first word behind its ``at``-th character on."""
    for i, line in enumerate(block):
        if at < line.end - line.start:
            start = line.end - len(line.raw[line.start + at : line.end].lstrip())
            rest = line._replace(start=start, head=False)
            return [*block[:i], *([line._replace(end=line.start + at)] if at else ())], [rest, *block[i + 1 :]]
        at = max(at - (line.end - line.start) - 1, 0)
    return block, []


def _run_apart(block: Block, *, organization: bool) -> Iterator[Block]:
    """Iterate over the title and the abstract in a block, and the organization that follows the last full stop."""
    title, rest = _cut(block, title_end("\n".join(token.words for token in block)))
    *lines, line = rest
    text, _, name = line.words.rpartition(". ")
    if organization and text and 0 < len(name) <= _NAME_LENGTH and not name.endswith("."):
        rest = [*lines, line._replace(end=line.start + len(text) + 1)]
        yield from filter(None, (title, rest, [line._replace(start=line.end - len(name), head=False)]))
    else:
        yield from filter(None, (title, rest))


def _cards(segment: Segment, rules: Rules, strays: list[Token], *, first: bool, cut: bool) -> Iterator[Card]:
    """Iterate over the cards of a segment: its opening values belong to the first, its closing ones to the last."""
    card = Card(values=segment.opening)
    if segment.blocks:
        valued = segment.closing or (segment.opening and not rules.abstracts)
        organization = bool(valued) and "author_count" not in segment.closing
        blocks = list(_parted(segment.blocks)) if organization else segment.blocks
        if rules.run_on and len(segment.blocks) == 1:
            blocks = [*_run_apart(blocks[0], organization=organization and len(blocks) == 1), *blocks[1:]]
        roles = find_roles(blocks, rules, organization=organization, first=first, cut=cut)
        for block, role in zip(blocks, roles, strict=True):
            if role in {"title", "untitled"} and (card.title or card.abstract):
                yield card
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
    if card.title or card.abstract or card.values:
        yield card


def _without_preface(cards: list[Card], strays: list[Token]) -> list[Card]:
    """Return ``cards`` without bare titles at the end: above the headings of a next page they are its preface."""
    last = len(cards)
    while last and not cards[last - 1].abstract and not cards[last - 1].values:
        last -= 1
    strays.extend(token for card in cards[last:] for token in card.tokens)
    return cards[:last]


def _numbered(cards: Sequence[Card]) -> bool:
    titles = [card.title[0] for card in cards if card.title]
    return sum(_NUMBER.match(token.raw, token.start) is not None for token in titles) * 2 > len(titles)


def _escaped(cards: Sequence[Card]) -> str:
    words = [token.words for card in cards for block in (card.title, *card.abstract) for token in block]
    return find_escaped(_TARGET.sub("", "\n".join(words)))


def _most(cards: Sequence[Card], *names: str) -> bool:
    return sum(any(name in card.values for name in names) for card in cards) * 2 > len(cards)


def _view(cards: Sequence[Card]) -> View:
    """Return which of the page's views the cards are of, by the values that most of them show."""
    if not _most(cards, "submitted"):
        return "trending" if _most(cards, "upvoted", "github", "arxiv") else "search"
    return "trending" if _most(cards, "published") else "daily"


def _is_regular(card: Card, layout: Layout) -> bool:
    """Whether a card shows all that most cards show; where the others have authors it may have an organization."""
    return (
        bool(card.title)
        and bool(card.abstract) >= layout.abstracts
        and ("author_count" in card.values or bool(card.organization)) >= layout.authors
        and ("published" in card.values) >= layout.dates
    )


def read_page(tokens: list[Token], *, followed: bool = False) -> Page:
    """Return the cards of the page that ``tokens`` make up; none where nothing tells that it is one.

    ``followed`` says that another page comes after it in the same text.
    """
    top, date, headed = _top(tokens)
    body = without_bullets(tokens[top : _bottom(tokens, top)])
    width = wrap_width(body)
    run_on = _signed_behind_texts(body)
    items = list(_unglued(list(read_items(body, width, run_on=run_on))))
    upvotes = _opens_with_upvotes(items)
    listed = addresses(tokens)
    strays: list[Token] = []
    spaced = _are_spaced(items)
    named = _named(_with_titles(items, spaced=spaced and not run_on), partial(target, listed=listed), upvotes=upvotes)
    segments = list(_segments(named, strays))
    rules = _rules(segments, spaced=spaced)
    cards: list[Card] = []
    if headed or any(token.kind in CARD_KINDS for token in body):
        undated = headed and date is None  # something may stand in the place of the date
        last = segments[-1]
        closed = [segment for segment in segments[:-1] if segment.closing]
        cut = not last.closing and (2 * len(closed) >= len(segments) or (len(segments) == 1 and len(last.blocks) == 3))
        for segment in segments:
            first = undated and segment is segments[0]
            cards += _cards(segment, rules, strays, first=first, cut=cut and segment is last)
    if followed:
        cards = _without_preface(cards, strays)
    layout = Layout(
        view=_view(cards),
        width=width,
        upvotes=upvotes,
        abstracts=rules.abstracts,
        authors=_most(cards, "author_count"),
        dates=_most(cards, "published"),
        run_on=rules.run_on,
        numbered=_numbered(cards),
        escaped=_escaped(cards),
    )
    regular = sum(_is_regular(card, layout) for card in cards)
    layout = evolve(layout, confidence=regular / (len(cards) + len(strays)) if cards else 0.0)
    return Page(cards=cards, date=date, layout=layout, addresses=listed, strays=strays, tokens=tokens)
