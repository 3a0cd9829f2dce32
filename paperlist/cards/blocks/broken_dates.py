"""Join dates that continue on the next line.

The page prints its own date on one line or on two, ``Nov`` and ``14``. A tool may wrap a date: ``Published on May 29,``
and ``2024``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..._attrs import evolve
from ..._engine import line_re as re
from ...tokens.characters import without_invisible
from ...tokens.kinds import Kind
from ...years.dates import parse_date

if TYPE_CHECKING:
    from ...model import ListingDate
    from ...tokens.token import Tokens

_PERIOD: Final = str(Kind.PERIOD)
_DATE: Final = str(Kind.DATE)
_MARK: Final = str(Kind.MARK)
_SUBMITTED: Final = str(Kind.SUBMITTED)
_BEFORE_NAME: Final = f"{Kind.MARK}\n"
_CONTINUED: Final = re.compile(rf"{_PERIOD}(?:\n{{1,2}}([^\n]))?")
"""A part of a date at the end of a line, and the first token of the next line; one blank line may be between them."""


def with_joined_dates(page: Tokens) -> Tokens:
    """Return the tokens of a page; a date on two lines becomes one token, on the first line, and a mark."""
    if _PERIOD not in page.kinds:
        return page
    letters, pieces = list(page.kinds), list(page.pieces)

    def change(at: int, letter: str, value: ListingDate | None) -> None:
        _, _, start, end, heads = page.piece(at)
        letters[at] = letter
        pieces[at] = letter, value, start, end, heads

    for found in _CONTINUED.finditer(page.kinds):
        at, after = found.start(), found.start(1)
        if page.kinds[:at].rstrip(_BEFORE_NAME).endswith(_SUBMITTED):
            continue  # a user's name
        words = without_invisible(page.words(at))
        rest = without_invisible(page.words(after)).removesuffix(",") if after > 0 else ""
        if date := parse_date(f"{words} {rest}") if rest else None:
            change(at, _DATE, date)
            change(after, _MARK, None)
        elif date := parse_date(words):
            change(at, _DATE, date)
    return evolve(page, kinds="".join(letters), pieces=pieces)
