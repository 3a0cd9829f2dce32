"""Compare the fields of two papers other than title and abstract: number of authors, day, and organization."""

from __future__ import annotations

import datetime as dates
from typing import TYPE_CHECKING, Final

from ..normalize.papers import known_year
from ..normalize.titles import title_key

if TYPE_CHECKING:
    from ...model import ListingDate, Paper

MAX_DAYS_APART: Final = 2
"""One day may be printed as another that is so near, by clocks elsewhere."""

LEAP_YEAR: Final = 2024
DAYS_OF_YEAR: Final = 366

AGREEING: Final = {
    "authors agree": "the numbers of authors",
    "day agrees": "the days of publication",
    "organization agrees": "the organizations",
}
DIFFERING: Final = {
    "authors differ": "the numbers of authors",
    "day differs": "the days of publication",
    "organization differs": "the organizations",
}


def by_fields(one: Paper, other: Paper) -> tuple[str, ...]:
    """Return the features of the fields other than title and abstract."""
    found = (
        _by_authors(one.author_count, other.author_count),
        _by_day(one.published, other.published),
        _by_organization(one.organization, other.organization),
    )
    return tuple(name for name in found if name)


def _by_authors(one: int | None, other: int | None) -> str | None:
    if not one or not other:
        return None
    if one == other:
        return "authors agree"
    return None if abs(one - other) == 1 else "authors differ"


def _by_day(one: ListingDate | None, other: ListingDate | None) -> str | None:
    if one is None or other is None:
        return None
    mine, theirs = known_year(one), known_year(other)
    years_apart = abs(mine - theirs) if mine and theirs else 0
    if (one.month, one.day) == (other.month, other.day) and not years_apart:
        return "day agrees"
    days = abs(_day_of_year(one) - _day_of_year(other))
    are_near = min(days, DAYS_OF_YEAR - days) <= MAX_DAYS_APART
    return None if are_near and years_apart <= 1 else "day differs"


def _day_of_year(date: ListingDate) -> int:
    return dates.date(LEAP_YEAR, date.month, date.day).timetuple().tm_yday


def _by_organization(one: str | None, other: str | None) -> str | None:
    if not one or not other:
        return None
    return "organization agrees" if title_key(one) == title_key(other) else "organization differs"
