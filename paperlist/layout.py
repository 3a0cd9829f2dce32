"""Which tokens belong to one card?

The page is judged as a whole, from what repeats in it: where its lines were wrapped, whether cards open with their
upvotes, whether they have abstracts. Its tokens fall into segments, from one card's opening values to its closing ones,
and the texts of a segment into titles, abstracts and organizations. No extractor is known by name.
"""

from __future__ import annotations

from functools import partial
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Final

from attrs import define, field, frozen

from ._engine import re
from .lexer import LONG, Kind, Token
from .paragraphs import BARE_KINDS, Block, block_length, read_items, without_bullets, wrap_width
from .roles import find_roles, look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import TypeGuard


@frozen(kw_only=True)
class Layout:
    """What was inferred of a page as a whole.

    ``width`` is the column at which lines were wrapped, None where they were not; ``upvotes`` says that cards open with
    their upvotes, ``abstracts`` that they have abstracts, ``values`` that they close with authors or a date,
    ``numbered`` that links bear numbers before their texts, ``escaped`` that signs with a meaning in Markdown bear a
    backslash.
    """

    width: int | None
    upvotes: bool
    abstracts: bool
    values: bool
    numbered: bool
    escaped: bool


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
        texts = (self.title, *self.abstract, self.organization, self.values.values())
        return sorted(chain.from_iterable(texts), key=_start)


def _start(token: Token) -> int:
    return token.start


@define
class Segment:
    """The stretch from the opening values of a card to its closing ones, or over several cards that no values part."""

    opening: dict[str, Token] = field(factory=dict)
    blocks: list[Block] = field(factory=list)
    closing: dict[str, Token] = field(factory=dict)


@frozen(kw_only=True)
class Page:
    """A page's cards in order, the token of its date, what was inferred of it, and link targets by their numbers."""

    cards: list[Card]
    date: Token | None
    layout: Layout
    addresses: dict[int, str]


_HEADINGS: Final = re.compile(
    r"""(?x)
    # none but this page's
    ( Get[ ]trending[ ]papers.* | (?:Daily|Trending)[ ]Papers.* | and[ ]the[ ]research[ ]community )
  | Subscribe | Weekly | Monthly
    """
)
_CARD_KINDS: Final = frozenset({Kind.AUTHORS, Kind.SUBMITTED, Kind.UPVOTE, Kind.GITHUB})
_CLOSING: Final = {
    Kind.AUTHORS: "author_count",
    Kind.DATE: "published",
    Kind.DOT: "dot",
    Kind.UPVOTE: "upvote",
    Kind.GITHUB: "github",
    Kind.ARXIV: "arxiv",
}
_NUMBER: Final = re.compile(r"\[[0-9]+\][ ]*(?![(\[ ])")
_LINK_END: Final = re.compile(r"[ ]*\](?:\(([^()]*)\)|\[([0-9]+)\])")
_NUMBER_LAST: Final = re.compile(r"\[([0-9]+)\][ ]*$")
_TARGET: Final = re.compile(r"\]\([^()]*\)")

_DATE_WITHIN: Final = 3
"""The page's date is among so many tokens behind its headings: the query may stand between."""


def _top(tokens: Sequence[Token], text: str) -> tuple[int, Token | None, bool]:
    """Return how many tokens stand above the first card, the page's date among them, and whether its headings do."""
    top = 0
    headed = False
    for i, token in enumerate(tokens):
        if token.kind in _CARD_KINDS:
            break
        if token.kind is Kind.FURNITURE and (found := _HEADINGS.fullmatch(text, token.start, token.end)):
            top = i + 1
            headed = headed or found[1] is not None
    while top < len(tokens) and (tokens[top].kind in BARE_KINDS or tokens[top].kind is Kind.FURNITURE):
        top += 1
    for i, token in enumerate(tokens[top : top + _DATE_WITHIN], top + 1):
        if token.kind is Kind.DATE and token.head and (token.value is None or token.value.year is None):
            return i, token, headed
    return top, None, headed


def _bottom(tokens: Sequence[Token], top: int) -> int:
    """Return where the last card ends and the page's footer begins."""
    bottom = len(tokens)
    while bottom > top and (tokens[bottom - 1].kind in BARE_KINDS or tokens[bottom - 1].kind is Kind.FURNITURE):
        bottom -= 1
    return bottom


def _is_count(item: Block | Token) -> TypeGuard[Token]:
    return isinstance(item, Token) and item.kind is Kind.COUNT and item.head


def _opens_with_upvotes(items: Sequence[Block | Token]) -> bool:
    """Whether cards open with their upvotes: most texts that follow values have a count right before them.

    That count could be the last value of the card before; but then the page's last card has it, and its first text has
    none before it, and no card has two, or a dash.
    """
    starts = [
        i for i, item in enumerate(items) if isinstance(item, list) and not (i and isinstance(items[i - 1], list))
    ]
    counts = [(items[i - 2], items[i - 1]) for i in starts if i and _is_count(items[i - 1])]
    if 2 * len(counts) <= len(starts):
        return False
    if starts[0] or not _is_count(items[-1]):
        return True
    return any(_is_count(before) or (_is_count(count) and count.value == 0) for before, count in counts)


def _target(token: Token, text: str, addresses: Mapping[int, str]) -> str:
    """Return where the link around ``token`` leads, where that is known."""
    behind = _LINK_END.match(text, token.end)
    if behind and behind[1] is not None:
        return behind[1]
    before = None if behind else _NUMBER_LAST.search(text, token.start - token.column, token.start)
    number = behind[2] if behind else before[1] if before else "0"
    return addresses.get(int(number), "")


def _count_name(before: Token | None, token: Token, after: Block | Token | None, target: str, *, upvotes: bool) -> str:
    """Return the field that a count gives, by what stands around it; ``opening`` where it opens a card."""
    if before is not None and before.kind in {Kind.UPVOTE, Kind.GITHUB}:
        return "upvotes" if before.kind is Kind.UPVOTE else "github_stars"
    if "login" in target or token.value == 0:
        return "opening"
    if "#community" in target or isinstance(after, Token) or not token.head:
        return "comments"
    return "opening" if upvotes and after is not None else "comments"


def _named(
    items: Sequence[Block | Token], target: Callable[[Token], str], *, upvotes: bool
) -> Iterator[tuple[str, Block | Token]]:
    """Iterate over the items with what each is on its card: ``text``, ``opening``, or the name of a value."""
    before: Token | None = None
    for item, after in zip_longest(items, items[1:]):
        if isinstance(item, list):
            yield "text", item
            before = None
            continue
        if before is not None and before.kind is Kind.SUBMITTED:
            name = "submitted_by"
        elif item.kind is Kind.COUNT:
            name = _count_name(before, item, after, target(item), upvotes=upvotes)
        else:
            name = _CLOSING.get(item.kind, "opening")
        before = None if name == "submitted_by" else item
        yield name, item


def _segments(named: Iterable[tuple[str, Block | Token]]) -> Iterator[Segment]:
    """Iterate over the segments: one ends where opening values, or a text, or the same value again, follow its end."""
    segment = Segment()
    for name, item in named:
        if isinstance(item, list):
            if segment.closing:
                yield segment
                segment = Segment()
            segment.blocks.append(item)
        elif name == "submitted_by":
            segment.opening[name] = item
        elif name == "opening":
            if segment.blocks or segment.closing:
                yield segment
                segment = Segment()
            if item.kind is Kind.COUNT:
                segment.opening["upvotes"] = item
        else:
            if name in segment.closing and item.value is not None:
                yield segment
                segment = Segment()
            segment.closing[name] = item
    yield segment


def _have_abstracts(segments: Sequence[Segment]) -> bool:
    """Whether most segments hold a text as long as abstracts are, or a date, which only cards with abstracts show."""
    texts = [segment for segment in segments if segment.blocks]
    long = sum("published" in s.closing or any(block_length(b) >= LONG for b in s.blocks) for s in texts)
    return long * 2 > len(texts)


def _cards(segment: Segment, *, abstracts: bool, text: str) -> Iterator[Card]:
    """Iterate over the cards of a segment: its opening values belong to the first, its closing ones to the last."""
    card = Card(values=segment.opening)
    if segment.blocks:
        valued = segment.closing or (segment.opening and not abstracts)
        organization = bool(valued) and "author_count" not in segment.closing
        looks = [look(block, text) for block in segment.blocks]
        roles = find_roles(looks, abstracts=abstracts, organization=organization)
        for block, role in zip(segment.blocks, roles, strict=True):
            if role == "title":
                if card.title or card.abstract:
                    yield card
                    card = Card()
                card.title = block
            elif role == "abstract":
                card.abstract.append(block)
            else:
                card.organization = block
    card.values = card.values | segment.closing
    if card.title or card.abstract or card.values:
        yield card


def _numbered(cards: Sequence[Card], text: str) -> bool:
    titles = [card.title[0] for card in cards if card.title]
    return sum(_NUMBER.match(text, token.start) is not None for token in titles) * 2 > len(titles)


def _escaped(cards: Sequence[Card], text: str) -> bool:
    """Whether every `_` and `*` in the cards' texts bears a backslash, and there are such at all."""
    if "\\_" not in text and "\\*" not in text:
        return False
    blocks = [block for card in cards for block in (card.title, *card.abstract) if block]
    words = "\n".join(_TARGET.sub("", text[block[0].start : block[-1].end]) for block in blocks)
    return all(words.count(sign) == words.count("\\" + sign) for sign in "_*") and "\\" in words


def read_page(tokens: Sequence[Token], text: str) -> Page:
    """Return the cards of the page that ``tokens`` make up; none where nothing tells that it is one."""
    top, date, headed = _top(tokens, text)
    body = without_bullets(tokens[top : _bottom(tokens, top)])
    width = wrap_width(body, text)
    items = list(read_items(body, width, text))
    upvotes = _opens_with_upvotes(items)
    addresses = dict(token.value for token in tokens if token.kind is Kind.REFERENCE)
    target = partial(_target, text=text, addresses=addresses)
    segments = list(_segments(_named(items, target, upvotes=upvotes)))
    abstracts = _have_abstracts(segments)
    known = headed or any(token.kind in _CARD_KINDS for token in body)
    cards = [card for segment in segments for card in _cards(segment, abstracts=abstracts, text=text)] if known else []
    layout = Layout(
        width=width,
        upvotes=upvotes,
        abstracts=abstracts,
        values=sum(bool(segment.closing) for segment in segments) * 2 > len(segments),
        numbered=_numbered(cards, text),
        escaped=_escaped(cards, text),
    )
    return Page(cards=cards, date=date, layout=layout, addresses=addresses)
