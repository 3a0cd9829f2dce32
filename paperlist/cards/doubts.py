"""Say what is doubtful on a whole page, so that its papers may have been misread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..tokens.kinds import Kind
from .card import with_two_titles, without_values_at_end

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..tokens.token import Token
    from .layout import Page

_MIN_CARDS: Final = 4
_MIN_REGULARITY: Final = 0.5
"""A page with this many cards or more is doubtful if less than this share of them has the usual parts."""

_SIGNATURE: Final = frozenset((Kind.AUTHORS, Kind.ORGANIZATION))


def doubts(page: Page) -> Iterator[tuple[str, Token]]:
    """Iterate over what is doubtful on a page, in words, each with the token where it is."""
    if not page.cards:
        return
    first = page.cards[0].first
    is_irregular = page.regularity < _MIN_REGULARITY
    if is_irregular and len(page.cards) >= _MIN_CARDS:
        yield "the papers on this page have few fields in common; the page may have been misread", first
    if page.unclear:
        yield "many cards have one text more than the page shows; titles may have been mistaken", page.unclear
    if page.lacks_repeats:
        yield "lines that repeat earlier ones seem to be missing; names and counts may be missing or misread", first
    for card in without_values_at_end(page.cards)[:1]:
        yield (
            "no paper from here on has authors or upvotes, but those before have: these may be texts of another page",
            card.top,
        )
    if page.layout.width is None:
        for card in with_two_titles(page.cards):
            yield "the lines of this title may be the titles of two papers", card.top
    if page.shared:
        yield from _doubts_of_shared_lines(page)


def _doubts_of_shared_lines(page: Page) -> Iterator[tuple[str, Token]]:
    """Iterate over the titles that may share their lines with organizations."""
    for card in page.cards:
        if card.places.shown.isdisjoint(_SIGNATURE):
            message = "titles share their lines with organizations, so a name may still be part of this title"
            yield message, card.top
        elif card.is_name_guessed:
            message = "titles share their lines with organizations; where this one begins was guessed"
            yield message, card.top
