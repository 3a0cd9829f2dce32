"""Split a text into pages, and find where the cards of a page begin and end.

A file may have several pages: days pasted together, or a page captured twice. A page begins with its headings and the
navigation directly above them. Text before the headings of the first page belongs to that page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .._engine import line_re as re
from ..tokens.kinds import ANY_LONG_TEXTS, ANY_TEXTS, COUNTS, END, OUTSIDE, Kind
from ..tokens.token import Tokens, are_linked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..tokens.token import Token

_DOT_AND_DATE: Final = rf"[{Kind.DOT}](?=[{Kind.MARK}\n]*{Kind.DATE})"
_SURE: Final = (
    rf"[{Kind.AUTHORS}{Kind.SUBMITTED}{Kind.UPVOTE}]|{Kind.GITHUB}(?=[{Kind.MARK}\n]*[{COUNTS}])|{_DOT_AND_DATE}"
)
"""Letters that are on cards only, not elsewhere on the page; `GitHub` without a count is a link in the site's menu."""

_CARDS: Final = re.compile(_SURE)
_CARD: Final = re.compile(f"[{ANY_LONG_TEXTS}]|{_SURE}")
"""These, or a text as long as an abstract."""
_SURE_OF_PAPERS: Final = f"[{Kind.AUTHORS}{Kind.SUBMITTED}{Kind.ARXIV}]"
_OF_PAPERS: Final = re.compile(_SURE_OF_PAPERS)
"""Letters of cards that feeds of other sites do not have; these may have dots before dates, and buttons for votes."""
_OF_LINKED_PAPERS: Final = re.compile(rf"{_SURE_OF_PAPERS}|{_DOT_AND_DATE}")
"""Letters of cards that other pages with links to papers do not have; these may have stars, and buttons for votes."""

_HEADING: Final = str(Kind.HEADING)
_BUTTON: Final = str(Kind.BUTTON)
_FOOTER: Final = str(Kind.FOOTER)
_REFERENCE: Final = str(Kind.REFERENCE)
_NAVIGATION: Final = f"{Kind.SHEET}{Kind.MARK}{Kind.BOILERPLATE}{Kind.PHRASE}{Kind.BUTTON}{END}"
"""Letters that may come directly above the headings of a page."""

_OUTSIDE: Final = OUTSIDE + END

_MIN_FOOTER_PHRASES: Final = 3
"""This many successive phrases of the footer are the footer."""

_FOOTERS: Final = re.compile(rf"(?:{_FOOTER}[{_OUTSIDE.replace(_FOOTER, '')}]*){{{_MIN_FOOTER_PHRASES},}}")
"""A footer, and what may be outside the cards directly below it."""

_MOST_LETTERS: Final = 1 << 20
"""A page with more letters, each for a token or a line end, is cut. It would have a hundred thousand papers."""

_MANY_LETTERS: Final = 1 << 16
_FEWEST_CHARACTERS: Final = 4
"""A page with many letters is not a listing if it has fewer characters for each: titles alone have more."""


def split_pages(chunks: Iterable[Tokens]) -> Iterator[Tokens]:
    """Iterate over the tokens of each page, which ends above the headings of the next one, or with its own footer.

    What is below a footer is a page of its own if it shows a card, such as the page of one paper.
    """
    for page in _split_at_headings(chunks):
        start = 0
        for end in _ends(page.kinds):
            yield _with_own_links(page.part(start, end))
            start = end
        rest = page.part(start) if start else page
        yield _with_own_links(rest)


def _with_own_links(page: Tokens) -> Tokens:
    """Return a page that is linked only if it has links of its own."""
    if page.linked:
        page.linked = any(are_linked((line,)) for line, _, _ in page.whole_lines())
    return page


def _ends(kinds: str) -> Iterator[int]:
    """Iterate over the indexes at which pages with these kinds end: with footers between cards.

    A list of links below a footer is part of the page above it. Texts in it may be whole cards, so the page ends there
    only if another footer follows.
    """
    card = _CARD.search(kinds)
    footer = _FOOTERS.search(kinds, card.end()) if card else None
    while footer:
        card = _CARDS.search(kinds, footer.end())
        if card is None:
            return
        last_link = kinds.rfind(_REFERENCE, footer.start(), card.start())
        end = max(footer.end(), last_link + 1)
        footer = _FOOTERS.search(kinds, card.end())
        if footer or last_link < 0:
            yield end


def _split_at_headings(chunks: Iterable[Tokens]) -> Iterator[Tokens]:
    """Iterate over the tokens of each page; without headings there is one page.

    Headings that are not followed by a card do not begin a page, but belong to the page before. A page without end is
    cut, so that memory is bounded.
    """
    text = Tokens()
    start, at, carded, begun, is_cut = 0, 0, False, -1, False
    for chunk in chunks:
        text.extend(chunk)
        while True:
            if carded and begun < 0:
                heading = text.kinds.find(_HEADING, at)
                if heading < 0:
                    break
                # The navigation above the heading is part of the page.
                begun, at = start + len(text.kinds[start:heading].rstrip(_NAVIGATION)), heading + 1
            card = _CARD.search(text.kinds, at)
            if card is None:
                break
            carded, at = True, card.end()
            if begun >= 0:
                yield text.part(start, begun)
                start, begun = begun, -1
        at = len(text.kinds)
        if start:
            text = text.part(start)
            at, begun, start = at - start, begun - start if begun >= 0 else -1, 0
        if len(text.kinds) > _MOST_LETTERS:
            yield text
            text, at, carded, begun, is_cut = Tokens(), 0, False, -1, True
    if text.kinds or not is_cut:
        yield text


def has_too_short_lines(page: Tokens) -> bool:
    """Whether a long page has too few characters for its tokens and lines to be a listing.

    So a file of many short lines takes little time and memory.
    """
    letters = len(page.kinds)
    if letters < _MANY_LETTERS:
        return False
    last, offset, _ = page.lines[-1]
    return offset + len(last) - page.lines[0][1] < _FEWEST_CHARACTERS * letters


_NAMES: Final = ("daily papers", "trending papers")


def has_own_headings(page: Tokens) -> bool:
    """Whether a page has a heading besides its name, which newsletters, channels and lists of papers also have."""
    headings = page.all_words(Kind.HEADING)
    return not all(words.casefold().startswith(_NAMES) for words in headings)


def shows_cards(page: Tokens) -> bool:
    """Whether a page has anything that occurs only on cards of papers."""
    signs = _OF_LINKED_PAPERS if page.linked else _OF_PAPERS
    return signs.search(page.kinds) is not None


_DATE_LINE: Final = re.compile(rf"(?m)^{Kind.DATE}$")
"""A date on a line of its own, which may also be between the headings of a page."""

_DATE_WITHIN: Final = 3
"""The page's date is one of this many tokens after its headings; the search query may come first."""

_ON_CARD: Final = re.compile(rf"[{Kind.MARK}\n]*[{ANY_LONG_TEXTS}{Kind.AUTHORS}{Kind.DOT}]")
"""Letters after a date that is the title of a card."""

_LABEL: Final = re.compile(rf"[{ANY_TEXTS}]\n[{Kind.MARK}\n]*(?={Kind.SUBMITTED})")
"""A week, a month or a query directly above the first card. It is not a title, which would have values below it."""


def below_label(page: Tokens, top: int, unassigned: list[Token]) -> int:
    """Return where the cards begin; if a text in place of the date is above them, add it to ``unassigned``."""
    label = _LABEL.match(page.kinds, top)
    if label is None:
        return top
    unassigned.append(page.token(top))
    return label.end()


def find_top(page: Tokens) -> tuple[int, Token | None, bool]:
    """Return the index at which the first card begins, the date of the page, and whether the page has headings."""
    kinds = page.kinds
    card = _CARD.search(kinds)
    above = kinds[: card.start()] if card else kinds
    headed = _HEADING in above
    top = max(above.rfind(_HEADING), above.rfind(_BUTTON)) + 1
    at = top = len(kinds) - len(kinds[top:].lstrip(_OUTSIDE))
    for _ in range(_DATE_WITHIN):
        date = _date(page, at)
        if date is not None:
            return at + 1, date, headed
        at = len(kinds) - len(kinds[at + 1 :].lstrip(END))
    lines = [found.start() for found in _DATE_LINE.finditer(kinds, max(above.find(_HEADING), 0), top)]
    return top, next(filter(None, (_date(page, at) for at in lines)), None), headed


def _date(page: Tokens, at: int) -> Token | None:
    """Return the token at an index if it may be the page's date."""
    if not page.kinds.startswith(str(Kind.DATE), at):
        return None
    token = page.token(at)
    if token.value and token.value.year and not _may_have_year(page, at):
        return None
    before = page.kinds[:at].rstrip(END)[-1:]
    begins = token.head or before in _OUTSIDE  # for a page that is all on one line
    return token if begins else None


def _may_have_year(page: Tokens, at: int) -> bool:
    """Whether a date with a year may be the page's own: a tool wrote years in all dates, and it is no card's title."""
    if _ON_CARD.match(page.kinds, at + 1):
        return False
    return all(date is None or date.year for date in page.values(Kind.DATE))


def find_bottom(page: Tokens, top: int) -> int:
    """Return the index at which the last card ends, above the page's footer and its list of links.

    An address directly below a text may be the end of its last sentence.
    """
    kinds = page.kinds
    bottom = _first_footer(kinds, top) or _footer_above_links(page, top) or len(kinds)
    end = len(kinds[:bottom].rstrip(_OUTSIDE))
    return max(end + 2 if _ADDRESS_BELOW_TEXT.match(kinds, end - 1) else end, top)


_ADDRESS_BELOW_TEXT: Final = re.compile(rf"[{ANY_TEXTS}]\n{Kind.LINK}")


_MIN_PHRASES_ABOVE_LINKS: Final = 2
"""Above a list of links, this many different phrases of the footer are enough."""


def _first_footer(kinds: str, top: int) -> int:
    """Return where the first footer ends below which nothing is that occurs only on cards; 0 if there is none."""
    for footer in _FOOTERS.finditer(kinds, top):
        if _CARDS.search(kinds, footer.end()) is None:
            return kinds.rfind(_FOOTER, 0, footer.end()) + 1
    return 0


def _footer_above_links(page: Tokens, top: int) -> int:
    """Return where the page's footer above its list of links ends; 0 if there is none."""
    kinds = page.kinds
    stop = kinds.rfind(_REFERENCE) + 1
    phrases: set[str] = set()
    for at in range(stop - 1, top, -1):
        if kinds[at] not in _OUTSIDE:
            stop, phrases = at, set()
        elif kinds[at] == _FOOTER:
            phrases.add(page.words(at))
            if len(phrases) >= _MIN_PHRASES_ABOVE_LINKS:
                return stop
    return 0
