"""Read the fields of each paper from the tokens of its card."""

from __future__ import annotations

import sys
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from attrs import frozen

from .._engine import line_re as re
from ..errors import Diagnostic, excerpt
from ..tokens.kinds import FIELDS, Kind
from ..tokens.links import paper_links
from ..tokens.markup import LINK_NUMBER, end_of_words, organization_name, unmark, user_name, without_escapes
from ..years.dates import AsOf, in_reading_year
from .blocks import joined_lines
from .card import ORGANIZATION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..model import Layout, ListingDate
    from ..tokens.token import Token
    from .blocks import Block, Blocks
    from .card import Card, Draft
    from .layout import Page

_NUMBER: Final = re.compile(LINK_NUMBER)


def diagnose(code: str, message: str, token: Token, source: str | None) -> Diagnostic:
    """Return a diagnostic at the place of ``token``."""
    return Diagnostic(
        code=code,
        message=message,
        line=token.line,
        column=token.start + 1,
        span=token.span,
        excerpt=excerpt(token.words),
        source=source,
    )


_FEW: Final = 4
_DOUBTFUL: Final = 0.5
"""A page with this many cards or more is doubtful if less than this share of them has the usual parts."""


@frozen(kw_only=True)
class CardReader:
    """Reads the papers from the cards of a page, and collects a diagnostic for each problem."""

    source: str | None
    as_of: AsOf
    found: list[Diagnostic]

    def tell(self, code: str, message: str, token: Token) -> None:
        """Add a diagnostic at the place of ``token``."""
        self.found.append(diagnose(code, message, token, self.source))

    def drafts(self, page: Page) -> list[Draft]:
        """Return the values of the papers on ``page``; two successive cards of one paper become one."""
        self._tell_layout(page)
        drafts: list[Draft] = []
        texts = _Texts(page.layout.numbered, page.beside, page.layout.escaped, page.addresses)
        whole: set[frozenset[Kind]] = set()  # the parts of cards that lack nothing
        for card, arxiv_id in zip_longest(page.cards, _paper_ids(page)):
            shown = card.places.shown
            if shown.isdisjoint((Kind.TITLE, Kind.ABSTRACT)):
                self.tell("missing-title", "found authors, a date or counts, but no title for them", card.first)
                continue
            if shown not in whole and not self._tell_missing(card, page.layout):
                whole.add(shown)
            draft = texts.of_card(card)
            if arxiv_id:
                draft["arxiv_id"] = arxiv_id
            if "published" in draft and (self.as_of is not None or draft["published"] is None):
                draft["published"] = self._published(draft["published"], card)
            if "/papers/" in draft["title"] or "login?next=" in draft["title"]:
                message = "this title still contains the address of a link; the markup around it was not understood"
                self.tell("unread-markup", message, card.top)
            if not draft["title"] and not draft["abstract"]:
                self.tell("missing-title", "the title and the abstract of this paper are empty", card.first)
            elif drafts and _is_again(drafts[-1], draft):
                drafts[-1] = draft | {name: value for name, value in drafts[-1].items() if value is not None}
            else:
                drafts.append(draft)
        return drafts

    def _tell_layout(self, page: Page) -> None:
        for token in page.unassigned:
            self.tell("unknown-text", "could not assign this text to any paper", token)
        if len(page.cards) >= _FEW and page.layout.confidence < _DOUBTFUL:
            message = "the papers on this page have few fields in common; the page may have been misread"
            self.tell("doubtful-layout", message, page.cards[0].first)
        if page.layout.run_on and page.cards:
            message = "titles and abstracts share a line; the split was guessed"
            self.tell("run-on-titles", message, page.cards[0].first)

    def _tell_missing(self, card: Card, layout: Layout) -> bool:
        """Report the parts that a card lacks and most others have; return whether it lacks any."""
        shown, before = card.places.shown, len(self.found)
        if Kind.TITLE not in shown:
            self.tell("missing-title", "this paper has an abstract but no title", card.first)
        if layout.abstracts and Kind.ABSTRACT not in shown:
            self.tell("missing-abstract", "this paper has no abstract (the others do)", card.top)
        unsigned = layout.authors and shown.isdisjoint((ORGANIZATION, Kind.AUTHORS))
        undated = layout.dates and Kind.DATE not in shown
        if unsigned and (undated or not layout.dates):
            lacks = "no author count and no date" if undated else "no author count"
            self.tell("missing-metadata", f"this paper has {lacks} (the others do)", card.top)
        elif unsigned:
            self.tell("missing-authors", "this paper has no author count (the others do)", card.top)
        elif undated:
            self.tell("missing-date", "this paper has no date (the others do)", card.top)
        return len(self.found) > before

    def _published(self, date: ListingDate | None, card: Card) -> ListingDate | None:
        """Return a card's date; if it has no year, with the year in which the page was saved."""
        if date is None:
            self.tell("impossible-date", "this date does not exist in the calendar", card.value(Kind.DATE))
            return None
        dated = in_reading_year(date, self.as_of)
        if dated is None:
            message = f"this date is later than the day the page was saved ({self.as_of})"
            self.tell("date-after-reading", message, card.value(Kind.DATE))
        return dated or date


_VALUES: Final = frozenset({*filter(None, FIELDS.values()), "arxiv_id"} - {"submitted_by"})


def _is_again(before: Draft, draft: Draft) -> bool:
    """Whether a card repeats the one before: it has the same title and the same values.

    If they have no values in common, one abstract must begin with the other. Without a title the abstracts must be
    equal. Otherwise abstracts may differ, because one of them may be damaged.
    """
    if before["title"] != draft["title"]:
        return False
    common = [(one, other) for name in _VALUES if None not in (one := before.get(name), other := draft.get(name))]
    one, other = before["abstract"] or "", draft["abstract"] or ""
    same = all(mine == theirs for mine, theirs in common)
    if not draft["title"]:
        return same and one == other
    return same and (bool(common) or one.startswith(other) or other.startswith(one))


def _paper_ids(page: Page) -> Iterator[str | None]:
    """Iterate over the arXiv ids of a page's cards, from the links on and after them; nothing if no link has an id."""
    if not page.tokens.linked:
        return
    within: dict[int, int] = {}  # on a line with an abstract, only the links before it count
    for card in page.cards:
        for token in (token for block in card.abstract for token in block.tokens):
            within.setdefault(token.offset, 0 if token.head else token.start)
    links = paper_links(page.tokens.unlisted_lines().items(), page.addresses, within)
    if not links.ids:
        return
    starts = [card.start for card in page.cards]
    for card, start, end in zip(page.cards, starts, [*starts[1:], sys.maxsize], strict=False):
        title = card.title_start
        yield links.first(title, end) or links.first(start, title)


@frozen
class _Texts:
    """Reads the texts of cards without the markup that the extractor used on this page.

    ``listed`` has the targets of the page's list of links, by label.
    """

    numbered: bool
    beside: bool
    escaped: str
    listed: Mapping[str, str]

    def of_card(self, card: Card) -> Draft:
        """Return the values of a card."""
        blocks, each, places = card
        draft = card.draft()
        draft["title"] = "" if places.title is None else self.text(blocks, each[places.title])
        draft["abstract"] = "\n".join([self.text(blocks, each[at]) for at in places.abstract[:1]]) or None
        if len(places.abstract) > 1:
            draft["abstract"] = self.paragraphs(card.abstract)
        if places.organization is not None:
            draft["organization"] = organization_name(self.text(blocks, each[places.organization])) or None
        if Kind.USER in places.values:
            user = card.value(Kind.USER)
            draft["submitted_by"] = self.read(user_name(user.raw, user.start, user.end))
        return draft

    def text(self, blocks: Blocks, at: int) -> str:
        """Return the words of a block without markup."""
        words = blocks.plain_words(at)
        if words is None:
            return self.read(blocks.words(at))
        return without_escapes(words, self.escaped) if self.escaped else words

    def plain(self, line: str) -> str:
        """Return the words of a line that has no markup except escapes."""
        return without_escapes(line, self.escaped) if self.escaped else line

    def read(self, line: str) -> str:
        """Return the words of a line without its markup."""
        number = _NUMBER.match(line) if self.numbered else None
        if number and (number[1] in self.listed or line[number.end() : number.end() + 1] not in {"(", "["}):
            line = line[number.end() :]
        if self.beside:
            line = line[: end_of_words(line, len(line))]
        words = unmark(line, self.listed)
        if self.listed and words[:1] == "[" and words[1:-1] in self.listed:
            words = words[1:-1]
        return self.plain(words)

    def paragraphs(self, blocks: Sequence[Block]) -> str:
        """Return the paragraphs of an abstract, one per line. After the first, bullets and dashes are kept."""
        first, *others = blocks
        lines = [joined_lines([token.raw[: token.end].lstrip() for token in block.tokens]) for block in others]
        return "\n".join(map(self.read, [first.words, *lines]))
