"""Split a text into pages, and find where the cards of a page begin and end.

A file may have several pages: days pasted together, or a page captured twice. A page begins with its headings and the
navigation directly above them. Text before the headings of the first page belongs to that page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .._engine import line_re as re
from ..tokens.kinds import (
    AUTHORS,
    BOILERPLATE,
    BUTTON,
    COUNTS,
    DATE,
    FOOTER,
    GITHUB,
    HEADING,
    LONG_TEXTS,
    MARK,
    OUTSIDE,
    PHRASE,
    REFERENCE,
    SUBMITTED,
    TEXTS,
    UPVOTE,
)
from ..tokens.lexer import Lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..tokens.phrases import Token

_SURE: Final = rf"[{AUTHORS}{SUBMITTED}{UPVOTE}]|{GITHUB}(?=[{MARK}\n]*[{COUNTS}])"
"""Signs that occur only on cards; `GitHub` without a count is a link in the menu of the site."""

_CARDS: Final = re.compile(_SURE)
_CARD: Final = re.compile(f"[{LONG_TEXTS}]|{_SURE}")
"""These, or a text as long as an abstract."""

_NAVIGATION: Final = f"{MARK}{BOILERPLATE}{PHRASE}{BUTTON}\n"
"""Signs that may come directly above the headings of a page."""


def split_pages(chunks: Iterable[Lines]) -> Iterator[Lines]:
    """Iterate over the lines of each page; without headings there is one page.

    Headings that are not followed by a card do not begin a page, but belong to the page before.
    """
    page, signs = Lines(), ""
    start, at, carded, begun = 0, 0, False, -1
    for chunk in chunks:
        page.extend(chunk)
        signs += chunk.signs
        while True:
            if carded and begun < 0:
                heading = signs.find(HEADING, at)
                if heading < 0:
                    break
                begun, at = _begin(signs, start, heading), heading + 1
            card = _CARD.search(signs, at)
            if card is None:
                break
            carded, at = True, card.end()
            if begun >= 0:
                page.signs = signs
                yield page.part(start, begun)
                start, begun = begun, -1
                if signs[start - 1] != "\n" != signs[start]:  # within a line, which would be read again each time
                    page = page.part(start, len(signs))
                    signs, at, start = page.signs, at - start, 0
        at = len(signs)
        if start:
            page.signs = signs
            page, length = page.part(start, at), at
            signs, page.signs = page.signs, ""
            at, begun, start = len(signs), begun - length + len(signs) if begun >= 0 else -1, 0
    page.signs = signs
    yield page


def _begin(signs: str, start: int, heading: int) -> int:
    """Return where a page begins, including the navigation above its ``heading``, but not before ``start``."""
    at = heading
    while at > start and signs[at - 1] in _NAVIGATION:
        at -= 1
    return at


_TOP: Final = re.compile(f"[{OUTSIDE}\n]*")


def shows_cards(lines: Lines) -> bool:
    """Whether a page has anything that occurs only on cards."""
    return _CARDS.search(lines.signs) is not None


_DATE_WITHIN: Final = 3
"""The page's date is one of this many tokens after its headings; the search query may come first."""


def below_label(lines: Lines, top: int, strays: list[Token]) -> int:
    """Return where the cards begin; if a text in place of the date is above them, add it to ``strays``."""
    label = _LABEL.match(lines.signs, top)
    if label is None:
        return top
    strays.append(lines.token(top))
    return label.end()


_LABEL: Final = re.compile(rf"[{TEXTS}]\n[{MARK}\n]*(?={SUBMITTED})")
"""A week, a month or a query directly above the first card. It is not a title, which would have values below it."""


def find_top(lines: Lines) -> tuple[int, Token | None, bool]:
    """Return where the first card begins, the date of the page, and whether the page has headings.

    The first is a place in the lines' signs.
    """
    signs = lines.signs
    card = _CARD.search(signs)
    above = signs[: card.start()] if card else signs
    top = max(above.rfind(HEADING), above.rfind(BUTTON)) + 1
    top = _TOP.match(signs, top).end()  # type: ignore[union-attr]  # every part of it may be empty
    headed = HEADING in above
    at = top
    for _ in range(_DATE_WITHIN):
        if signs.startswith(DATE, at) and (date := _date(lines, at)):
            return at + 1, date, headed
        at += 1
        while signs.startswith("\n", at):
            at += 1
    return top, None, headed


def _date(lines: Lines, at: int) -> Token | None:
    """Return the date at a place in the signs, if it may be the page's date."""
    token = lines.token(at)
    before = lines.signs[:at].rstrip("\n")[-1:]
    begins = token.head or before in OUTSIDE  # for a page that is all on one line
    return token if begins and (token.value is None or token.value.year is None) else None


def find_bottom(lines: Lines, top: int) -> int:
    """Return where the last card ends, above the page's footer and its list of links."""
    signs = lines.signs
    bottom = (_footer(lines, top) if REFERENCE in signs else 0) or _last_footer(signs, top)
    return max(len(signs[: bottom or None].rstrip(f"{OUTSIDE}\n")), top)


_SEVERAL: Final = 3
"""This many successive phrases of the footer are the footer."""


def _last_footer(signs: str, top: int) -> int:
    """Return where the page's footer ends, if nothing that occurs only on cards is below it; else 0."""
    at = signs.rfind(FOOTER, top)
    while at >= 0 and not _CARDS.search(signs, at):
        start = len(signs[: at + 1].rstrip(f"{OUTSIDE}\n"))
        if signs.count(FOOTER, start, at + 1) >= _SEVERAL:
            return at + 1
        at = signs.rfind(FOOTER, top, start)
    return 0


def _footer(lines: Lines, top: int) -> int:
    """Return where the page's footer above its list of links ends; 0 if there is none."""
    signs = lines.signs
    stop = signs.rindex(REFERENCE) + 1
    line, phrases = signs.count("\n", 0, stop), set[str]()
    tokens: list[Token] = []
    start = 0  # where the line of these tokens begins
    for at in range(stop - 1, top, -1):
        sign = signs[at]
        if sign == "\n":
            line, tokens = line - 1, []
        elif sign not in OUTSIDE:
            stop, phrases = at, set()
        elif sign == FOOTER:
            if not tokens:
                tokens, start = lines.tokens(line, line + 1), signs.rfind("\n", 0, at) + 1
            phrases.add(tokens[at - start].words)
            if len(phrases) > 1:
                return stop
    return 0
