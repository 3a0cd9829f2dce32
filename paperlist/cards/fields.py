"""Read the fields of each paper from the tokens of its card."""

from __future__ import annotations

import sys
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from attrs import frozen

from .._engine import line_re as re
from ..errors import Diagnostic, excerpt
from ..tokens.links import paper_links
from ..tokens.markup import LINK_NUMBER, end_of_words, organization_name, unmark, user_name, without_escapes
from ..years.dates import AsOf, in_reading_year
from .blocks import joined_lines
from .card import VALUE_FIELDS
from .segments import Alike

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ..model import Layout, ListingDate
    from ..tokens.phrases import Token
    from .blocks import Block
    from .card import Card, Draft
    from .layout import Page
    from .segments import Shape

_NUMBER: Final = re.compile(LINK_NUMBER)


def paragraph(block: Block, *, listed: bool = False) -> str:
    """Return the words of a block with its lines joined and its markup kept.

    A bullet or dash at the start of a line is part of the text; at the start of the first line only if ``listed``.
    """
    if len(block) == 1 and not listed:
        return block[0].words
    lines = [token.raw[: token.end].lstrip() for token in block]
    if not listed:
        lines[0] = block[0].words
    return joined_lines(lines)


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
        whole: set[Shape] = set()  # shapes of complete cards
        for card, arxiv_id in zip_longest(page.cards, _paper_ids(page)):
            if isinstance(card, Alike):
                if card.shape not in whole and not self._tell_missing(card, page.layout):
                    whole.add(card.shape)
                draft = texts.of_alike(card)
            elif card.title or card.abstract:
                self._tell_missing(card, page.layout)
                draft = texts.of_card(card)
            else:
                self.tell("missing-title", "found authors, a date or counts, but no title for them", card.ends[0])
                continue
            if arxiv_id:
                draft["arxiv_id"] = arxiv_id
            if "published" in draft and (self.as_of is not None or draft["published"] is None):
                draft["published"] = self._published(draft["published"], card)
            if "/papers/" in draft["title"] or "login?next=" in draft["title"]:
                message = "this title still contains the address of a link; the markup around it was not understood"
                self.tell("unread-markup", message, card.top)
            if not draft["title"] and not draft["abstract"]:
                self.tell("missing-title", "the title and the abstract of this paper are empty", card.ends[0])
            elif drafts and _is_again(drafts[-1], draft):
                drafts[-1] = draft | {name: value for name, value in drafts[-1].items() if value is not None}
            else:
                drafts.append(draft)
        return drafts

    def _tell_layout(self, page: Page) -> None:
        for token in page.strays:
            self.tell("unknown-text", "could not assign this text to any paper", token)
        if len(page.cards) >= _FEW and page.layout.confidence < _DOUBTFUL:
            message = "the papers on this page have few fields in common; the page may have been misread"
            self.tell("doubtful-layout", message, page.cards[0].ends[0])
        if page.layout.run_on and page.cards:
            message = "titles and abstracts share a line; the split was guessed"
            self.tell("run-on-titles", message, page.cards[0].ends[0])

    def _tell_missing(self, card: Card | Alike, layout: Layout) -> bool:
        """Report the parts that a card lacks and most others have; return whether it lacks any."""
        title, abstract, organization, values = card.shown
        before = len(self.found)
        if not title:
            self.tell("missing-title", "this paper has an abstract but no title", card.ends[0])
        if layout.abstracts and not abstract:
            self.tell("missing-abstract", "this paper has no abstract (the others do)", card.top)
        unsigned = layout.authors and not organization and "author_count" not in values
        undated = layout.dates and "published" not in values
        if unsigned and (undated or not layout.dates):
            lacks = "no author count and no date" if undated else "no author count"
            self.tell("missing-metadata", f"this paper has {lacks} (the others do)", card.top)
        elif unsigned:
            self.tell("missing-authors", "this paper has no author count (the others do)", card.top)
        elif undated:
            self.tell("missing-date", "this paper has no date (the others do)", card.top)
        return len(self.found) > before

    def _published(self, date: ListingDate | None, card: Card | Alike) -> ListingDate | None:
        """Return a card's date; if it has no year, with the year in which the page was saved."""
        if date is None:
            self.tell("impossible-date", "this date does not exist in the calendar", card.values["published"])
            return None
        dated = in_reading_year(date, self.as_of)
        if dated is None:
            message = f"this date is later than the day the page was saved ({self.as_of})"
            self.tell("date-after-reading", message, card.values["published"])
        return dated or date


_VALUES: Final = frozenset({*VALUE_FIELDS.values(), "arxiv_id"})


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
    if not page.lines.linked:
        return
    within: dict[int, int] = {}  # on a line with an abstract, only the links before it count
    for card in page.cards:
        for offset, start in card.abstract_lines:
            within.setdefault(offset, start)
    links = paper_links(page.lines.unlisted(), page.addresses, within)
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
        draft = card.draft()
        draft["title"] = self.words(card.title) if card.title else ""
        draft["abstract"] = self.abstract(card.abstract)
        if card.organization:
            draft["organization"] = self.called("organization", paragraph(card.organization))
        if user := card.values.get("submitted_by"):
            draft["submitted_by"] = self.called("submitted_by", user_name(user.raw, user.start, user.end))
        return draft

    def of_alike(self, card: Alike) -> Draft:
        """Return the values of a card that has a shape, so that each of its texts is one line."""
        draft, shape = card.draft(), card.shape
        if shape.marked or self.escaped:
            read = self.read if shape.marked else self.plain
            draft["title"], draft["abstract"] = read(draft["title"]), draft["abstract"] and read(draft["abstract"])
        for name, *_ in shape.called:
            draft[name] = self.called(name, draft[name])
        return draft

    def called(self, field: str, words: str) -> str | None:
        """Return the name of an organization or a user."""
        name = self.read(words)
        return name if field == "submitted_by" else organization_name(name) or None

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

    def words(self, block: Block, *, listed: bool = False) -> str:
        """Return the words of a block without markup, with its lines joined."""
        return self.read(paragraph(block, listed=listed))

    def abstract(self, blocks: Sequence[Block]) -> str | None:
        """Return an abstract with one line per paragraph."""
        return "\n".join([self.words(block, listed=i > 0) for i, block in enumerate(blocks)]) or None
