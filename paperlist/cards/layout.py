"""Find the cards and the layout of a page, judged as a whole.

A page is judged from what repeats in it: where its lines were wrapped, whether cards open with their upvotes, whether
they have abstracts. Its blocks are split into records, each from the opening values of a card to its closing values.
The texts of a record are then classified as titles, abstracts and organizations. The name of the extractor is not used.
"""

from __future__ import annotations

import sys
from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING, Final, TypeAlias

from .._attrs import evolve, field, frozen
from .._engine import line_re as re
from ..model import Layout, View
from ..tokens.characters import has_ligatures
from ..tokens.escapes import find_escaped
from ..tokens.kinds import ANY_TEXTS, END, Kind
from ..tokens.links.lists import PaperLinks
from ..tokens.markup import LINK_NUMBER, TAG, highlights
from ..tokens.targets import with_aims
from ..tokens.token import replaced
from .blocks.broken_dates import with_doubtful_days, with_joined_dates
from .blocks.extras import find_extras
from .blocks.labels import without_echoes, without_labels
from .blocks.paragraphs import read_blocks
from .blocks.sheets import without_sheets
from .blocks.users import with_users
from .blocks.wrapping import find_breaks
from .card import without_values_at_end
from .finding import CardFinder, find_rules
from .frame import below_label, find_bottom, find_top, has_own_headings, has_too_short_lines, shows_cards
from .records import read_records
from .refusing import Refusal, find_refusal, refuse_unproved
from .sharing import share_lines, with_counts_apart, with_names_apart, with_numbers
from .values import name_values, opens_with_upvotes, without_glue

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from ..model import ListingDate
    from ..tokens.token import Token, Tokens
    from .blocks.block import Blocks
    from .blocks.wrapping import Breaks
    from .card import Card
    from .roles import Rules

Shown: TypeAlias = "frozenset[Kind]"


_NO_LAYOUT: Final = Layout(
    view="search",
    width=None,
    upvotes=False,
    abstracts=False,
    authors=False,
    dates=False,
    run_on=False,
    numbered=False,
    escaped="",
)
"""The layout of a page without cards."""


@frozen(kw_only=True)
class Page:
    """The cards of a page, the token of its date, its layout, and the tokens that belong to no card.

    ``addresses`` has the targets of links by their numbers or labels, ``links`` the arXiv ids in them. ``beside`` means
    that the targets of links are in round brackets after the words, ``shared`` that titles may share lines with
    organizations, ``highlighted`` that words of the query are marked in the texts, ``ligated`` that letters in them
    were joined, and ``filled`` that several blanks are between words. ``unassigned`` are the texts and
    values that belong to no card. ``tokens`` are all tokens of the page. ``refusal`` says why a page that looked like a
    listing has no cards. ``regularity`` is the share of cards, from 0 to 1, that have all
    the parts that most cards have. ``unclear`` is a text that may be a title or a label that a tool added to each card.
    """

    tokens: Tokens
    cards: list[Card] = field(factory=list)
    date: Token | None = None
    layout: Layout = _NO_LAYOUT
    addresses: dict[str, str] = field(factory=dict)
    links: PaperLinks = field(factory=PaperLinks)
    shared: bool = False
    highlighted: bool = False
    ligated: bool = False
    filled: bool = False
    beside: bool = False
    unassigned: list[Token] = field(factory=list)
    regularity: float = 0.0
    refusal: Refusal | None = None
    unclear: Token | None = None

    @property
    def day(self) -> ListingDate | None:
        """The date of the page, or None if it has none, or one that does not exist."""
        return self.date.value if self.date else None

    @property
    def lacks_repeats(self) -> bool:
        """Whether what each card prints is on the first one alone, as if lines that repeat others were left out."""
        times = Counter(chain.from_iterable([card.places.shown for card in self.cards]))
        if max(times[Kind.AUTHORS], times[Kind.DATE]) < _MIN_DATED:
            return False
        first = self.cards[0].places.shown
        printed = set(_ON_EACH).intersection(times)
        return bool(printed) and printed <= first and sum(map(times.__getitem__, printed)) == len(printed)

    @property
    def end(self) -> int:
        """Where the footer begins below the last card. Links below it may be a list of all links of the page."""
        last = self.cards[-1].last_start if self.cards else 0
        kinds, lines = self.tokens.kinds, self.tokens.lines
        at = kinds.find(_FOOTER)
        while at >= 0 and lines[at][1] <= last:
            at = kinds.find(_FOOTER, at + 1)
        return lines[at][1] if at >= 0 else sys.maxsize


_LITTLE: Final = frozenset({Kind.TITLE, Kind.COMMENTS, Kind.STARS})
"""What any line with a number may seem to have."""
_ON_EACH: Final = (Kind.SUBMITTED, Kind.DOT, Kind.ARXIV)
_MIN_DATED: Final = 4
_FOOTER: Final = str(Kind.FOOTER)
_NUMBER: Final = re.compile(rf"{LINK_NUMBER}(?![(\[ ])")
_TARGET: Final = re.compile(rf"{TAG}|\]\([^()]*\)")

_SAMPLE: Final = 50
"""This many texts or links are examined as a sample of all."""


_MOST_LABELS: Final = 3
"""A page is read again without the labels of its cards at most this many times, each time without others."""


def _without_preface(cards: list[Card], unassigned: list[Token]) -> list[Card]:
    """Return ``cards`` without titles at the end that have nothing else: they are text above the next page."""
    last = len(cards)
    while last and not cards[last - 1].places.values and not cards[last - 1].places.abstract:
        last -= 1
    unassigned += chain.from_iterable(card.title.tokens for card in cards[last:] if card.title)
    return cards[:last]


def _without_other_page(cards: list[Card], unassigned: list[Token]) -> list[Card]:
    """Return ``cards`` without those at the end that have little more than a title, if all others have values."""
    others = without_values_at_end(cards, 0)
    if any(not card.places.shown <= _LITTLE for card in others):
        return cards
    unassigned += [card.top for card in others]
    return cards[: len(cards) - len(others)]


def _numbered(cards: Sequence[Card]) -> bool:
    """Whether most titles are links with a number before their words."""
    titles = [(card.blocks, card.each[card.places.title]) for card in cards if card.places.title is not None]
    marked = [blocks.words(at) for blocks, at in titles if blocks.plain_words(at) is None]
    numbers = [_NUMBER.match(words) for words in marked if words[:1] == "["]
    return 2 * (len(numbers) - numbers.count(None)) > len(titles)


def _shows_beside(line: str) -> bool:
    """Whether the first address of a paper on a line is in round brackets that do not follow square ones."""
    end = line.find("/papers/")
    start = line.rfind("(", 0, end)
    return start >= 0 and line[start - 1 : start] in {"", " "} and " " not in line[start + 2 : end]


def _beside(page: Tokens, cards: int) -> bool:
    """Whether most of a page's cards have the address of their paper in round brackets after words."""
    if not page.linked:
        return False
    linked = islice((line for line, _, _ in page.whole_lines() if "/papers/" in line), _SAMPLE)
    return 2 * sum(map(_shows_beside, linked)) > min(cards, _SAMPLE)


def _texts(cards: Sequence[Card]) -> list[str]:
    """Return the words of the titles, the abstracts and the organizations, with their markup."""
    return [
        card.blocks.words(card.each[place])
        for card in cards
        for place in (card.places.title, *card.places.abstract, card.places.organization)
        if place is not None
    ]


def _escaped(cards: Sequence[Card]) -> str:
    """Return the characters that are escaped in the titles and abstracts; addresses of links are ignored."""
    words = _texts(cards)
    doubtful = (line for line in words if "\\" in line or "&" in line)
    escaped = find_escaped("\n".join(map(_without_targets, doubtful)))
    if escaped in {"", "&"}:
        return escaped
    return find_escaped("\n".join(map(_without_targets, words)))  # if some lines show it, all lines must confirm it


def _are_highlighted(cards: Sequence[Card]) -> bool:
    """Whether words are marked in the texts because they are those of the query: then the same are marked often."""
    marked = Counter([word.casefold() for words in _texts(cards) if "*" in words for word in highlights(words)])
    return max(marked.values(), default=0) > 1


def _without_targets(line: str) -> str:
    if "]" in line or "<" in line:
        return _TARGET.sub("", line)
    return line


def count_cards(shown: Mapping[Shown, int], *kinds: Kind) -> int:
    """Return how many cards have any of these values."""
    return sum([n for card, n in shown.items() if not card.isdisjoint(kinds)])


def _view(shown: Mapping[Shown, int]) -> View:
    """Return the view of the page, from the values that most cards have."""
    half = sum(shown.values()) / 2
    if count_cards(shown, Kind.SUBMITTED) > half:
        return "trending" if count_cards(shown, Kind.DATE) > half else "daily"
    return "trending" if count_cards(shown, Kind.UPVOTED, Kind.GITHUB, Kind.ARXIV) > half else "search"


def _regularity(shown: Mapping[Shown, int], unassigned: Sequence[Token], needed: Collection[Kind]) -> float:
    """Return the share of cards that have all the usual parts; an organization may replace the authors."""
    regular = 0
    for card, n in shown.items():
        missing = {*needed} - card
        if not missing or (missing == {Kind.AUTHORS} and Kind.ORGANIZATION in card):
            regular += n
    every = sum(shown.values())
    return regular / (every + len(unassigned)) if every else 0.0


def read_page(page: Tokens, *, followed: bool = False) -> Page:
    """Read the page that consists of these tokens; it has no cards if nothing shows that it is a page.

    ``followed`` means that another page follows in the same text.
    """
    if has_too_short_lines(page):
        return Page(tokens=page)
    addresses = dict(page.values(Kind.REFERENCE))
    whole, links = with_aims(page, addresses) if page.linked or addresses else (page, PaperLinks())
    page = with_doubtful_days(without_sheets(with_joined_dates(whole)))
    top, date, headed = find_top(page)
    known = Page(tokens=whole, date=date, addresses=addresses, links=links)
    if headed or shows_cards(page):
        return _with_cards(known, page, top, headed=headed, followed=followed)
    return evolve(known, refusal=find_refusal(page, (), addresses, beside=False, dated=date is not None))


def _with_cards(known: Page, page: Tokens, top: int, *, headed: bool, followed: bool) -> Page:
    """Return what is ``known`` of a page, and its cards, which begin at the index ``top``."""
    unassigned: list[Token] = []
    labels: list[Token] = []
    undated = headed and known.date is None  # another text may be in the place of the date
    top = below_label(page, top, labels) if undated else top
    body = page.part(len(page.kinds[:top].rstrip(END)), find_bottom(page, top))
    shared = share_lines(body.kinds)
    breaks, upvotes, blocks, unclear = _read_blocks(body, labels, shared=shared)
    records = read_records(blocks, unassigned)
    rules = find_rules(records, blocks)
    cards = list(CardFinder(blocks, rules, unassigned).cards(records, undated=undated))
    if followed:
        cards = _without_preface(cards, unassigned)
    cards = _without_other_page(cards, unassigned)
    beside = _beside(page, len(cards))
    refusal = find_refusal(page, cards, known.addresses, beside=beside, dated=known.date is not None)
    if refusal is None and not (headed and (known.date or has_own_headings(page))):
        refusal = refuse_unproved(page, cards, labels + unassigned, headed=headed)
    if refusal:
        cards, unassigned, labels = [], [], []
    layout, regularity = _layout(cards, rules, unassigned, width=breaks.width, upvotes=upvotes)
    sample = "\n".join(_texts(cards[:_SAMPLE]))
    return evolve(
        known,
        cards=cards,
        layout=evolve(layout, escaped=_escaped(cards)) if page.escaped else layout,
        shared=shared,
        highlighted=page.starred and _are_highlighted(cards),
        ligated=has_ligatures(sample),
        filled="  " in sample,
        beside=beside,
        unassigned=labels + unassigned,
        regularity=regularity,
        refusal=refusal,
        unclear=unclear,
    )


def _read_blocks(body: Tokens, labels: list[Token], *, shared: bool) -> tuple[Breaks, bool, Blocks, Token | None]:
    """Return how the lines of a page are broken, whether cards open with their upvotes, and the blocks of the cards.

    What a tool added to the cards is added to ``labels``. A text that may be such a label is returned last.
    """
    body = evolve(body, kinds=with_users(body))
    body = evolve(body, kinds=without_echoes(body, labels))
    kinds = body.kinds
    body = evolve(body, kinds=without_labels(body, labels))
    known = [at for at, kind in enumerate(kinds) if kind in ANY_TEXTS and body.kinds[at] != kind] if labels else []
    breaks, blocks, found, unclear = _examine(body, known)
    for _ in range(_MOST_LABELS):
        if not found:
            break
        labels += map(body.token, found)
        # Labels are no lines of texts, so these are read again without them.
        body = evolve(body, kinds=replaced(body.kinds, found, str(Kind.MARK)))
        breaks, blocks, found, unclear = _examine(body, [])
    blocks = without_glue(blocks)
    if str(Kind.SUBMITTED) in body.kinds:
        blocks = (with_names_apart if shared else with_counts_apart)(with_numbers(blocks))
    upvotes = opens_with_upvotes(blocks.kinds)
    blocks = name_values(blocks, upvotes=upvotes, spaced=blocks.spaced and not breaks.run_on)
    return breaks, upvotes, blocks, None if unclear is None else body.token(unclear)


def _examine(body: Tokens, known: Sequence[int]) -> tuple[Breaks, Blocks, list[int], int | None]:
    """Return how the lines of texts are broken, the blocks, and what :func:`.extras.find_extras` finds."""
    breaks = find_breaks(body)
    blocks = read_blocks(body, breaks)
    return breaks, blocks, *find_extras(blocks, known, wrapped=breaks.width is not None)


def shows_all_years(page: Page) -> bool:
    """Whether a tool wrote years in all dates of a page: its own date has one, or the dates are in numbers."""
    if page.day is not None and page.day.year is not None:
        return True
    dated = next((card for card in page.cards if Kind.DATE in card.places.values), None)
    return dated is not None and not any(map(str.isalpha, dated.value(Kind.DATE).words))


def _layout(
    cards: Sequence[Card], rules: Rules, unassigned: Sequence[Token], *, width: int | None, upvotes: bool
) -> tuple[Layout, float]:
    """Return the layout of a page, from what its cards have, and its regularity."""
    shown = Counter([card.places.shown for card in cards])
    needed = {kind for kind in (Kind.AUTHORS, Kind.DATE) if 2 * count_cards(shown, kind) > len(cards)}
    texts = {Kind.TITLE, Kind.ABSTRACT} if rules.abstracts else {Kind.TITLE}
    layout = Layout(
        view=_view(shown),
        width=width,
        upvotes=upvotes,
        abstracts=rules.abstracts,
        authors=Kind.AUTHORS in needed,
        dates=Kind.DATE in needed,
        run_on=rules.run_on,
        numbered=_numbered(cards),
        escaped="",
    )
    return layout, _regularity(shown, unassigned, needed | texts)
