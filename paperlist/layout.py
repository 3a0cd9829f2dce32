"""Which tokens belong to one card?

The page is judged as a whole, from what repeats in it: where its lines were wrapped, whether cards open with their
upvotes, whether they have abstracts. Its tokens fall into segments, from one card's opening values to its closing ones,
and the texts of a segment into titles, abstracts and organizations. No extractor is known by name.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from attrs import define, field, frozen

from ._engine import re
from .lexer import LONG, Kind, Token
from .links import addresses, target
from .markup import TAG, find_escaped
from .model import Layout, View
from .pages import CARD_KINDS, find_bottom, find_top
from .paragraphs import Block, Item, block_length, read_items, without_bullets, wrap_width
from .roles import Role, Rules, are_usual, find_roles
from .titles import run_apart, with_organization
from .values import find_names, opens_with_upvotes, without_glue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


@define
class Card:
    """The tokens of one card: its texts by role, its values by the name of the field."""

    title: Block = field(factory=list)
    abstract: list[Block] = field(factory=list)
    organization: Block = field(factory=list)
    values: dict[str, Token] = field(factory=dict)

    @property
    def ends(self) -> tuple[Token, Token]:
        """The first and the last of the card's tokens, in the order of the text."""
        tokens = list(self.values.values())
        for block in (self.title, *self.abstract, self.organization):
            tokens += block[:1] + block[-1:]
        return min(tokens), max(tokens)


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

_NUMBER: Final = re.compile(r"\[[0-9]+\][ ]*(?![(\[ ])")
_TARGET: Final = re.compile(rf"{TAG}|\]\([^()]*\)")


def _same_words(block: Block, other: Block) -> bool:
    return block[0].raw == other[0].raw and [token.raw for token in block] == [token.raw for token in other]


def _segments(named: Iterable[tuple[str, Item]], strays: list[Token]) -> Iterator[Segment]:
    """Iterate over the segments: one ends where opening values, a text, or another value, follow its end.

    What is there twice, one right after the other, is a stray the second time.
    """
    segment = Segment()
    for name, item in named:
        if _begins(segment, name, item):
            yield segment
            segment = Segment()
        if isinstance(item, list):
            if segment.blocks and _same_words(segment.blocks[-1], item):
                strays.extend(item)
            else:
                segment.blocks.append(item)
        elif name in _OPENING or name == "submitted_by":
            segment.opening[name] = item
        elif name == "stray" or (item.value is not None and name in segment.closing):
            strays.append(item)
        else:
            segment.closing[name] = item
    yield segment


def _begins(segment: Segment, name: str, item: Item) -> bool:
    """Whether ``item`` belongs to a segment behind this one."""
    if isinstance(item, list):
        return bool(segment.closing)
    if name in _OPENING:
        return bool(segment.blocks or segment.closing or name in segment.opening)
    return name in segment.closing and item.value not in {None, segment.closing[name].value}


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


_SIGNATURES: Final = frozenset({Kind.AUTHORS, Kind.DOT})


def _signed_behind_texts(body: Sequence[Token]) -> bool:
    """Whether most authors stand behind a text on its line, as where a title runs on into its abstract."""
    signed = [
        not token.head and before.kind is Kind.TEXT
        for before, token in pairwise(body)
        if token.kind in _SIGNATURES and (token.kind is Kind.AUTHORS or before.kind is not Kind.AUTHORS)
    ]
    return sum(signed) * 2 > len(signed)


def _run_on(texts: Sequence[Segment]) -> bool:
    """Whether most cards show one long text, a title that runs on into its abstract."""
    return sum(len(s.blocks) == 1 and block_length(s.blocks[0]) >= LONG for s in texts) * 2 > len(texts)


def _are_gapped(texts: Sequence[Segment]) -> bool:
    """Whether several blanks stand in the titles of cards without authors, for organizations, and in no others."""
    titles = [(s.blocks[-1][-1].words, "author_count" in s.closing) for s in texts if s.opening or s.closing]
    gaps = [signed for words, signed in titles if "  " in words]
    unsigned = sum(not signed for _, signed in titles)
    return 0 < unsigned < len(titles) and not any(gaps) and 2 * len(gaps) > unsigned


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
        gapped=_are_gapped(texts),
    )


def _cards(segment: Segment, rules: Rules, strays: list[Token], *, first: bool, cut: bool) -> list[Card]:
    """Return the cards of a segment: its opening values belong to the first, its closing ones to the last."""
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


def _texts(segment: Segment, rules: Rules, *, first: bool, cut: bool) -> Iterable[tuple[Block, Role]]:
    """Return the blocks of a segment with their roles."""
    if not segment.blocks:
        return ()
    valued = segment.closing or (segment.opening and not rules.abstracts)
    organization = bool(valued) and "author_count" not in segment.closing
    blocks = list(with_organization(segment.blocks)) if organization and rules.gapped else segment.blocks
    if rules.run_on and len(segment.blocks) == 1:
        blocks = [*run_apart(blocks[0], organization=organization and len(blocks) == 1), *blocks[1:]]
    return zip(blocks, find_roles(blocks, rules, organization=organization, first=first, cut=cut), strict=True)


def _without_preface(cards: list[Card], strays: list[Token]) -> list[Card]:
    """Return ``cards`` without bare titles at the end: above the headings of a next page they are its preface."""
    last = len(cards)
    while last and not cards[last - 1].abstract and not cards[last - 1].values:
        last -= 1
    strays.extend(token for card in cards[last:] for token in card.title)
    return cards[:last]


def _numbered(cards: Sequence[Card]) -> bool:
    titles = [card.title[0] for card in cards if card.title]
    linked = [token for token in titles if token.raw[token.start] == "["]
    return sum(_NUMBER.match(token.raw, token.start) is not None for token in linked) * 2 > len(titles)


def _escaped(cards: Sequence[Card]) -> str:
    """Return the signs that bear a backslash in the cards' texts, the addresses of links left out."""
    words = [token.words for card in cards for block in (card.title, *card.abstract) for token in block]
    escaped = find_escaped(_joined(line for line in words if "\\" in line or "&" in line))
    return escaped if escaped in {"", "&"} else find_escaped(_joined(words))  # in all lines, if in those that show it


def _joined(words: Iterable[str]) -> str:
    return "\n".join(_TARGET.sub("", line) if "]" in line or "<" in line else line for line in words)


def _view(cards: Sequence[Card], shown: Mapping[str, int]) -> View:
    """Return which of the page's views the cards are of, by how many show which values."""
    if 2 * shown["submitted"] > len(cards):
        return "trending" if 2 * shown["published"] > len(cards) else "daily"
    trending = sum("upvoted" in card.values or "github" in card.values or "arxiv" in card.values for card in cards)
    return "trending" if 2 * trending > len(cards) else "search"


def _confidence(
    cards: Sequence[Card], strays: Sequence[Token], *, abstracts: bool, authors: bool, dates: bool
) -> float:
    """Return the share of cards that show all that most show; where others have authors it may be an organization."""
    regular = [
        card
        for card in cards
        if card.title
        and (card.abstract or not abstracts)
        and (not authors or "author_count" in card.values or card.organization)
        and (not dates or "published" in card.values)
    ]
    return len(regular) / (len(cards) + len(strays)) if cards else 0.0


def read_page(tokens: list[Token], *, followed: bool = False) -> Page:
    """Return the cards of the page that ``tokens`` make up; none where nothing tells that it is one.

    ``followed`` says that another page comes after it in the same text.
    """
    kinds = {token.kind for token in tokens}
    top, date, headed = find_top(tokens)
    body = without_bullets(tokens[top : find_bottom(tokens, top, listed=Kind.REFERENCE in kinds)])
    width = wrap_width(body)
    run_on = _signed_behind_texts(body)
    items = without_glue(list(read_items(body, width, run_on=run_on)))
    upvotes = opens_with_upvotes(items)
    spaced = _are_spaced(items)
    listed = addresses(tokens) if Kind.REFERENCE in kinds else {}
    named = find_names(items, partial(target, listed=listed), upvotes=upvotes, spaced=spaced and not run_on)
    strays: list[Token] = []
    segments = list(_segments(named, strays))
    rules = _rules(segments, spaced=spaced)
    cards: list[Card] = []
    if headed or not CARD_KINDS.isdisjoint(kinds):
        undated = headed and date is None  # something may stand in the place of the date
        last = segments[-1]
        closed = [segment for segment in segments[:-1] if segment.closing]
        cut = not last.closing and (2 * len(closed) >= len(segments) or (len(segments) == 1 and len(last.blocks) == 3))
        for segment in segments:
            first = undated and segment is segments[0]
            cards += _cards(segment, rules, strays, first=first, cut=cut and segment is last)
    if followed:
        cards = _without_preface(cards, strays)
    shown = Counter(name for card in cards for name in card.values)
    authors, dates = (2 * shown[name] > len(cards) for name in ("author_count", "published"))
    layout = Layout(
        view=_view(cards, shown),
        width=width,
        upvotes=upvotes,
        abstracts=rules.abstracts,
        authors=authors,
        dates=dates,
        run_on=rules.run_on,
        numbered=_numbered(cards),
        escaped=_escaped(cards),
        confidence=_confidence(cards, strays, abstracts=rules.abstracts, authors=authors, dates=dates),
    )
    return Page(cards=cards, date=date, layout=layout, addresses=listed, strays=strays, tokens=tokens)
