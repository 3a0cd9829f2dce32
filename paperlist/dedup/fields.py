"""Compare the fields of two papers other than title and abstract: number of authors, day, and organization."""

from __future__ import annotations

import datetime as dates
from typing import TYPE_CHECKING, Final

from ..years.inference import is_unknown
from .normalize import title_key

if TYPE_CHECKING:
    from ..model import ListingDate, Paper

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


def compared_fields(paper: Paper) -> tuple[object, ...]:
    """Return the fields, other than title and abstract, that are compared: author count, organization, and day."""
    date = paper.published
    day = None if date is None else (date.month, date.day, known_year(date))
    return paper.author_count, paper.organization, day


def shown_by(paper: Paper) -> tuple[object, ...]:
    """Return all of a paper that matters for merging: title, abstract, arXiv id, and :func:`compared_fields`."""
    return paper.title, paper.abstract, paper.arxiv_id, *compared_fields(paper)


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


def known_year(date: ListingDate) -> int | None:
    """Return the year of a date, if it is known and not just assumed.

    >>> from paperlist.model import ListingDate
    >>> known_year(ListingDate(month=3, day=4, year=2024)), known_year(ListingDate(month=3, day=4))
    (2024, None)
    """
    return None if is_unknown(date) else date.year


def _by_organization(one: str | None, other: str | None) -> str | None:
    if not one or not other:
        return None
    return "organization agrees" if title_key(one) == title_key(other) else "organization differs"
