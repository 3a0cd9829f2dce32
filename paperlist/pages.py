"""Which tokens make up one page?

A file may hold several: days pasted together, a page captured twice. A page begins with its headings, and with the
navigation right above them; what stands before the first page's headings belongs to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .lexer import LONG, Kind, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CARD_KINDS: Final = frozenset({Kind.AUTHORS, Kind.SUBMITTED, Kind.UPVOTE, Kind.GITHUB})
"""What stands on cards alone."""

_FOOTER: Final = frozenset({"System theme", "TOS", "Privacy", "About", "Jobs", "Careers", "Website", "Company"})
_ABOVE_HEADINGS: Final = frozenset({Kind.FURNITURE, Kind.MARK})


def is_card(token: Token) -> bool:
    """Whether ``token`` stands on a card: by its kind, or as a text as long as abstracts are."""
    return token.kind in CARD_KINDS or (token.kind is Kind.TEXT and token.end - token.start >= LONG)


def is_footer(token: Token) -> bool:
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
        if token.kind is Kind.HEADING and carded and begun is None:
            start = _start(page)
            page, begun = page[:start], page[start:]
        (page if begun is None else begun).append(token)
        if is_card(token):
            carded = True
            if begun is not None:
                yield page
                page, begun = begun, None
    yield page + (begun or [])
