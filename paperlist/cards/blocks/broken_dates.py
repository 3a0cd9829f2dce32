"""Join dates that continue on the next line, and find those that end with a count.

The page prints its own date on one line or on two, ``Nov`` and ``14``. A tool may wrap a date: ``Published on May 29,``
and ``2024``. If it leaves out all blanks, ``Jan 23`` may be January 2 with 3 comments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..._attrs import evolve
from ..._engine import line_re as re
from ...tokens.characters import without_invisible
from ...tokens.kinds import LATER_COUNTS, Kind
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


_COUNTED: Final = re.compile(rf"{_DATE}(?=[{LATER_COUNTS}]\n)")
_LAST: Final = re.compile(rf"(?<={Kind.DOT}\n){_DATE}(?=\n)|(?<={Kind.DOT}){_DATE}(?=\n)")
"""The date of a card with a count behind it, and one without."""

_FIRST_DOUBTFUL, _DIGITS = 11, 10
"""The first day of two digits of which the second may be a count, and how many days have the same first digit."""


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


def with_doubtful_days(page: Tokens) -> Tokens:
    """Return the tokens of a page; a day whose second digit may be a count has no value.

    Counts directly behind years show that the tool leaves out blanks: ``Feb 26, 20231``.
    """
    counted = [found.start() for found in _COUNTED.finditer(page.kinds)]
    if not any(page.touch(at, at + 1) for at in counted):
        return page
    pieces = list(page.pieces)
    for found in _LAST.finditer(page.kinds):
        at = found.start()
        _, date, start, end, heads = page.piece(at)
        if date and date.year is None and date.day >= _FIRST_DOUBTFUL and date.day % _DIGITS:
            pieces[at] = _DATE, None, start, end, heads
    return evolve(page, pieces=pieces)
