"""What does ``Dec 12`` mean, and which year is it?

The page leaves the year out of a date when it is the year in which the page was read, and of its own date always.
So much follows from the day (or year) of reading, where the caller knows it (``as_of``):

====================  ==============================================================================
a printed year        is the year
a paper's date        without one is in the year of reading; never after the day of reading
the listing's date    is in the year of reading on a search, and no later elsewhere
====================  ==============================================================================

What does not follow stays unknown: ``year`` is None. What else is evidence is in :mod:`paperlist.evidence`, and what
follows from all of it in :mod:`paperlist.years`.
"""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Final, TypeAlias

from ._engine import line_re as re
from .model import MONTHS, ListingDate

AsOf: TypeAlias = "datetime.date | int | None"
"""When the page was read: the day, or the year alone, or None where nobody knows."""

MONTH_WORDS: Final = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    "|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
DATE_PATTERN: Final = rf"(?:{MONTH_WORDS})\.?[ ][0-9]{{1,2}}(?:,[ ]?[0-9]{{4}}|(?![0-9]))"
"""A date as the page prints it: ``Dec 12``, ``Dec 12, 2024``."""

_PARTS: Final = re.compile(rf"({MONTH_WORDS})\.?[ ]([0-9]{{1,2}})(?:,[ ]?([0-9]{{4}}))?")

_REMEMBERED: Final = 1024
"""So many different days are remembered, more than a year has: many papers share each."""


@lru_cache(_REMEMBERED)
def parse_date(text: str) -> ListingDate | None:
    """Return the date that ``text`` prints, its year only where it prints one; None where no calendar has such a day.

    >>> str(parse_date("Dec 12")), str(parse_date("Oct 7, 2024")), parse_date("Feb 30")
    ('--12-12', '2024-10-07', None)
    """
    found = _PARTS.fullmatch(text)
    if found is None:
        return None
    month = MONTHS.index(found[1][:3]) + 1
    year = int(found[3]) if found[3] else None
    try:
        return ListingDate(month=month, day=int(found[2]), year=year, year_basis="printed" if year else None)
    except ValueError:
        return None


@lru_cache(_REMEMBERED)
def _of_year(month: int, day: int, year: int) -> ListingDate | None:
    try:
        return ListingDate(month=month, day=day, year=year, year_basis="as_of")
    except ValueError:
        return None


def last_day(as_of: datetime.date | int) -> datetime.date:
    """Return the day itself, or the last one of a year."""
    if isinstance(as_of, int):
        return datetime.date(as_of, 12, 31)
    return datetime.date(as_of.year, as_of.month, as_of.day)


def in_reading_year(date: ListingDate, as_of: AsOf) -> ListingDate | None:
    """Return ``date`` with the year of reading where it has none of its own.

    Without ``as_of`` it comes back as it is. None where it contradicts ``as_of``: that year has no such day, or the day
    comes after the day of reading.

    >>> str(in_reading_year(ListingDate(month=10, day=6), datetime.date(2025, 12, 12)))
    '2025-10-06'
    >>> in_reading_year(ListingDate(month=12, day=13), datetime.date(2025, 12, 12))
    """
    if as_of is None:
        return date
    last = last_day(as_of)
    dated = date if date.year else _of_year(date.month, date.day, last.year)
    day = dated and dated.date
    return dated if day and day <= last else None
