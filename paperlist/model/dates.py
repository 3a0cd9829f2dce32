"""Define dates as a page prints them, often without a year, and the ways in which a year can be found."""

from __future__ import annotations

import calendar
import datetime
import math
from typing import Final, Literal, TypeAlias, get_args

from .._attrs import evolve, field, frozen
from ..errors import RecordError, checked

YearBasis: TypeAlias = Literal[
    "bounds", "file_name", "not_after", "link", "arxiv_id", "capture", "address", "printed", "as_of", "assumed"
]
"""How a year was found, from the weakest evidence to the strongest, except ``assumed``.

==========  ==========================================================================================
bounds      several kinds of evidence, on this page or others, leave only one possible year
file_name   the file name contains a date or a year
not_after   the dump was saved on or before the day that the caller passed, or today
link        the page links to the listings next to its own
arxiv_id    an arXiv id on the page contains the month of the paper's first version
capture     a line above the page contains the day on which it was captured
address     a line above the page contains its address, with the date of the page
printed     the page prints the year, with this date or with others; or its HTML has it for machines
as_of       the caller passed the day or the year on which the page was saved
assumed     the year is unknown: the caller asked for the earliest or the latest possible year
==========  ==========================================================================================
"""

YEAR_BASES: Final[tuple[YearBasis, ...]] = get_args(YearBasis)
"""All names that ``year_basis`` can have."""

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TEXT_FIELDS: Final = ("abstract", "organization", "submitted_by", "arxiv_id")
FEB_29: Final = (2, 29)
LONGEST_MONTH: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


_NUMBERS: Final = ("month", "day", "year", "earliest", "latest")


@frozen(kw_only=True, order=False)  # otherwise mypy takes the comparisons below for those that attrs makes
class ListingDate:
    """A date as the page prints it: a month and a day, and a year if it is known.

    ``year_basis`` shows how the year was found. If it is unknown, ``earliest`` and ``latest`` bound it (None means
    unbounded). All three are ignored by ``==``. If the year is known, both bounds are that year, unless it is assumed.
    If ``earliest`` is after ``latest``, the evidence contradicts itself. An impossible date such as Feb 30 raises
    ValueError.

    Dates can be compared with each other and with :class:`datetime.date`. If their years or bounds do not decide the
    result, TypeError is raised. To sort dates, use ``key=ListingDate.sort_key``.

    >>> ListingDate(month=12, day=12, year=2024) < ListingDate(month=3, day=1, earliest=2025)
    True
    >>> ListingDate(month=3, day=1, earliest=2025) > datetime.date(2024, 12, 12)
    True
    >>> str(ListingDate(month=12, day=12)), ListingDate(month=12, day=12).date
    ('--12-12', None)
    """

    month: int
    day: int
    year: int | None = None
    year_basis: YearBasis | None = field(default=None, eq=False)
    earliest: int | None = field(default=None, eq=False)
    latest: int | None = field(default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        try:
            self._check()
        except TypeError:
            values = ", ".join(f"{name}={getattr(self, name)!r:.20}" for name in _NUMBERS)
            raise TypeError(f"expected whole numbers, got {values}") from None

    def _check(self) -> None:
        """Raise ValueError for a day or a year that does not exist; set the bounds of a year that is known."""
        if not 1 <= self.month <= len(MONTHS) or not 1 <= self.day <= LONGEST_MONTH[self.month - 1]:
            raise ValueError(f"month {self.month} has no day {self.day}")
        for bound in (self.earliest, self.latest):
            if bound is not None and not datetime.MINYEAR <= bound <= datetime.MAXYEAR:
                raise ValueError(f"expected a year from {datetime.MINYEAR} to {datetime.MAXYEAR}, got {bound}")
        if self.year is not None:
            datetime.date(self.year, self.month, self.day)
            if self.year_basis != "assumed":
                object.__setattr__(self, "earliest", self.year)
                object.__setattr__(self, "latest", self.year)

    def __repr__(self) -> str:
        more = self.years() if self.year is None else self.year_basis
        return f"<ListingDate {self}{f', {more}' if more else ''}>"

    @property
    def date(self) -> datetime.date | None:
        """The date as a :class:`datetime.date`, or None if the year is unknown."""
        return None if self.year is None else datetime.date(self.year, self.month, self.day)

    def isoformat(self) -> str:
        """Return ISO 8601 text: ``2024-12-12``, or ``--12-12`` without a year (ISO 8601:2000, 5.2.1.3 d).

        >>> ListingDate(month=2, day=29).isoformat()
        '--02-29'
        """
        year = "-" if self.year is None else f"{self.year:04}"
        return f"{year}-{self.month:02}-{self.day:02}"

    __str__ = isoformat

    @classmethod
    def fromisoformat(cls, text: str, year_basis: YearBasis | None = None) -> ListingDate:
        """Parse text that :meth:`isoformat` returned. Any other text raises :class:`RecordError`.

        >>> ListingDate.fromisoformat("--12-12")
        <ListingDate --12-12>
        """
        year, rest = (None, text[2:]) if checked(text, str).startswith("--") else (text[:4], text[5:])
        try:
            made = cls(month=int(rest[:2]), day=int(rest[3:]), year=int(year) if year else None, year_basis=year_basis)
        except ValueError as error:
            raise RecordError(f"expected a date such as 2024-12-12 or --12-12, got {text!r:.40}") from error
        if made.isoformat() != text:
            raise RecordError(f"expected a date such as 2024-12-12 or --12-12, got {text!r:.40}")
        return made

    def years(self) -> str:
        """Return the possible years in words, such as ``2024 or 2025`` or ``2025 or later``; any year is ``""``.

        >>> ListingDate(month=12, day=12, earliest=2023, latest=2025).years()
        '2023 to 2025'
        """
        first, last = self.earliest, self.latest
        if self.year is not None:
            return f"{self.year}?" if self.year_basis == "assumed" else str(self.year)
        if first is None or last is None:
            return f"{first} or later" if first is not None else f"{last} or earlier" if last is not None else ""
        if first >= last:
            return str(first) if first == last else ""
        return f"{first} {'or' if last == first + 1 else 'to'} {last}"

    def assume(self, bound: Literal["earliest", "latest"] = "earliest") -> ListingDate:
        """Return the date with its earliest (or latest) possible year, marked as ``assumed``.

        For Feb 29 that is a leap year. A date whose year is known, or that has no such bound, is returned unchanged.
        The earliest years of all dates in a catalog are consistent, and so are the latest. The earliest year is
        likelier: the latest year that a page prints is mostly the one before it was saved.

        >>> day = ListingDate(month=12, day=12, earliest=2025).assume()
        >>> str(day), day.year_basis, day.years()
        ('2025-12-12', 'assumed', '2025?')
        """
        if bound not in ("earliest", "latest"):
            raise ValueError(f"expected 'earliest' or 'latest', got {bound!r:.40}")
        year, step = (self.earliest, 1) if bound == "earliest" else (self.latest, -1)
        if self.year is not None or year is None:
            return self
        while (self.month, self.day) == FEB_29 and not calendar.isleap(year):
            year += step
        first, last = self.earliest or datetime.MINYEAR, self.latest or datetime.MAXYEAR
        if not first <= year <= last:
            return self
        return evolve(self, year=year, year_basis="assumed")

    def sort_key(self) -> tuple[bool, int, int, int, bool]:
        """Return a sort key that works for dates without a year too.

        These are sorted by their earliest possible year, or else by the latest. Dates without any bound come last, by
        month and day. A date that must be later than another never comes before it.

        >>> days = [ListingDate(month=1, day=2), ListingDate(month=5, day=1, year=2025),
        ...         ListingDate(month=1, day=2, latest=2025)]
        >>> [str(day) for day in sorted(days, key=ListingDate.sort_key)]
        ['--01-02', '2025-05-01', '--01-02']
        """
        year = self.year
        if year is not None:
            return False, year, self.month, self.day, False
        year = self.latest if self.earliest is None else self.earliest
        return year is None, year or 0, self.month, self.day, True

    def __eq__(self, other: object) -> bool:
        if isinstance(other, ListingDate):
            return (self.month, self.day, self.year) == (other.month, other.day, other.year)
        if not isinstance(other, datetime.date):
            return NotImplemented
        bounds = _bounds(self, other)
        if self.date is not None:
            return self.date == other
        if (self.month, self.day) != (other.month, other.day) or bounds[1] < bounds[2] or bounds[3] < bounds[0]:
            return False
        raise _unknown(self, other)

    def __hash__(self) -> int:
        return hash((self.month, self.day) if self.year is None else self.date)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, (ListingDate, datetime.date)):
            return NotImplemented
        first, last, other_first, other_last = _bounds(self, other)
        return _decided(last < other_first, other_last <= first, self, other)

    def __le__(self, other: object) -> bool:
        if not isinstance(other, (ListingDate, datetime.date)):
            return NotImplemented
        first, last, other_first, other_last = _bounds(self, other)
        return _decided(last <= other_first, other_last < first, self, other)

    def __gt__(self, other: object) -> bool:
        if not isinstance(other, (ListingDate, datetime.date)):
            return NotImplemented
        first, last, other_first, other_last = _bounds(self, other)
        return _decided(other_last < first, last <= other_first, self, other)

    def __ge__(self, other: object) -> bool:
        if not isinstance(other, (ListingDate, datetime.date)):
            return NotImplemented
        first, last, other_first, other_last = _bounds(self, other)
        return _decided(other_last <= first, last < other_first, self, other)


def _bounds(*dates: ListingDate | datetime.date) -> list[tuple[float, int, int]]:
    """Return the first and the last possible day of each date, as tuples of year, month and day."""
    found: list[tuple[float, int, int]] = []
    for date in dates:
        if isinstance(date, datetime.datetime):
            raise TypeError(f"cannot compare a date and the datetime {date}; use the datetime's .date()")
        first = last = date.year
        if isinstance(date, ListingDate) and date.year is None:
            first, last = date.earliest, date.latest
        found.append((-math.inf if first is None else first, date.month, date.day))
        found.append((math.inf if last is None else last, date.month, date.day))
    return found


def _unknown(one: ListingDate, other: ListingDate | datetime.date) -> TypeError:
    """Return the error for two dates that cannot be compared."""
    hint = "sort with key=ListingDate.sort_key"
    if one.year is None and other.year is None:
        return TypeError(f"cannot compare {one} and {other}, whose years are unknown; {hint}")
    unknown = one if one.year is None else other
    if not isinstance(other, ListingDate):
        hint = "assume() fills in the earliest possible year"
    return TypeError(f"cannot compare {one} and {other}: the year of {unknown} is unknown; {hint}")


def _decided(yes: bool, no: bool, one: ListingDate, other: ListingDate | datetime.date) -> bool:  # noqa: FBT001 - two answers
    if yes is no:
        raise _unknown(one, other)
    return yes


Printed: TypeAlias = "tuple[int, int, int | None] | None"
"""The part of a date that a page prints: month, day, and possibly the year."""


def printed(date: ListingDate | None) -> Printed:
    """Return the part of a date that the page prints, without a year that was deduced.

    >>> printed(ListingDate(month=3, day=4, year=2031, year_basis="as_of"))
    (3, 4, None)
    """
    if date is None:
        return None
    return date.month, date.day, date.year if date.year_basis in {None, "printed", "assumed"} else None
