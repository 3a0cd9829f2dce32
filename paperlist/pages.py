"""Which tokens make up one page, and between which are its cards?

A file may hold several: days pasted together, a page captured twice. A page begins with its headings, and with the
navigation right above them; what stands before the first page's headings belongs to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .lexer import LONG, Kind, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CARD_KINDS: Final = frozenset({Kind.AUTHORS, Kind.SUBMITTED, Kind.UPVOTE, Kind.GITHUB})
"""What stands on cards alone."""

_FOOTER: Final = frozenset({"System theme", "TOS", "Privacy", "About", "Jobs", "Careers", "Website", "Company"})
_ABOVE_HEADINGS: Final = frozenset({Kind.FURNITURE, Kind.MARK})


def is_card(token: Token) -> bool:
    """Whether ``token`` stands on a card: by its kind, or as a text as long as abstracts are."""
    return token.kind in CARD_KINDS or (token.kind is Kind.TEXT and token.end - token.start >= LONG)


def _is_footer(token: Token) -> bool:
    """Whether ``token`` is a phrase of the page's footer."""
    return token.kind is Kind.FURNITURE and token.words in _FOOTER


def _start(tokens: list[Token]) -> int:
    """Return where the navigation begins that ends the tokens, above the headings of a next page."""
    start = len(tokens)
    while start and tokens[start - 1].kind in _ABOVE_HEADINGS and tokens[start - 1].words not in _FOOTER:
        start -= 1
    return start


def split_pages(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """Iterate over the tokens of each page; one page where none has headings.

    Headings that no card follows begin no page, but belong to the one before.
    """
    page: list[Token] = []
    begun: list[Token] | None = None
    carded = False
    for token in tokens:
        if carded and begun is None:
            if token.kind is Kind.HEADING:
                start = _start(page)
                page, begun = page[:start], [*page[start:], token]
            else:
                page.append(token)
            continue
        (page if begun is None else begun).append(token)
        if is_card(token):
            carded = True
            if begun is not None:
                yield page
                page, begun = begun, None
    yield page + (begun or [])


_BUTTONS: Final = frozenset({"Subscribe", "Weekly", "Monthly"})
_OUTSIDE: Final = frozenset({Kind.MARK, Kind.LINK, Kind.REFERENCE, Kind.FURNITURE, Kind.HEADING})

_DATE_WITHIN: Final = 3
"""The page's date is among so many tokens behind its headings: the query may stand between."""


def find_top(tokens: Sequence[Token]) -> tuple[int, Token | None, bool]:
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


def find_bottom(tokens: Sequence[Token], top: int) -> int:
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
        elif _is_footer(token):
            phrases.add(token.words)
            if len(phrases) > 1:
                return stop
    return 0
