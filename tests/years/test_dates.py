"""Test printed dates, their years, and the days and years that callers pass."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.model import MONTHS, ListingDate
from paperlist.years import dates
from paperlist.years.dates import DATE_PATTERN, AsOf, day_or_year, in_reading_year, parse_date, today
from tests.helpers.clock import SYSTEM_NOW

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SPELLINGS = (
    *(
        (name, month)
        for month, full in enumerate(MONTH_NAMES, 1)
        for name in dict.fromkeys((full[:3], full[:3] + ".", full))
    ),
    ("Sept", 9),
    ("Sept.", 9),
)
READ_ON = datetime.date(2025, 12, 12)


def day(month: int, day_of_month: int, year: int | None = None) -> ListingDate:
    return ListingDate(month=month, day=day_of_month, year=year)


def as_printed(date: datetime.date, *, with_year: bool) -> str:
    """Return a date as the page prints it."""
    return f"{MONTHS[date.month - 1]} {date.day}" + (f", {date.year:04}" if with_year else "")


@pytest.mark.parametrize(("name", "month"), SPELLINGS)
def test_every_month_is_known_short_and_long(name: str, month: int) -> None:
    """A month may be cut, with a dot or without, and the year printed or not."""
    bare, whole = parse_date(f"{name} 7"), parse_date(f"{name} 07, 2024")
    assert bare == day(month, 7)
    assert whole == day(month, 7, 2024)
    assert bare is not None
    assert whole is not None
    assert (bare.year_basis, whole.year_basis) == (None, "printed")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dec 12", "--12-12"),
        ("Dec 1", "--12-01"),
        ("Dec 12, 2024", "2024-12-12"),
        ("Dec 12,2024", "2024-12-12"),
        ("Feb 29", "--02-29"),
        ("Feb 29, 2024", "2024-02-29"),
        ("Jan 1, 0001", "0001-01-01"),
        ("Published on Dec 12", "--12-12"),
        ("dec 12", "--12-12"),
        ("DEC 12", "--12-12"),
        ("Dec 12 2024", "2024-12-12"),
        ("Dec 12th, 2024", "2024-12-12"),
        ("Dec 12,", "--12-12"),
        ("Thu, Dec 12", "--12-12"),
        ("12 Dec", "--12-12"),
        ("Thursday 12 December 2024", "2024-12-12"),
        ("12th of December, 2024", "2024-12-12"),
        ("12-Dec-2024", "2024-12-12"),
        ("2024-12-12", "2024-12-12"),
        ("2024/12/12", "2024-12-12"),
        ("2024-12-12T06:07:08Z", "2024-12-12"),
        ("11.12.2024", "2024-12-11"),
        ("13/12/2024", "2024-12-13"),
        ("12/13/2024", "2024-12-13"),
        ("12/12/2024", "2024-12-12"),
    ],
)
def test_a_printed_date_is_read(text: str, expected: str) -> None:
    """Month and day always, the year where it is printed."""
    assert str(parse_date(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Feb 30",
        "Feb 29, 2023",
        "Feb 29, 1900",
        "Apr 31",
        "Jan 32",
        "Jan 0",
        "Jan 00",
        "Dec 99",
        "Jan 1, 0000",
        "2024-13-01",
    ],
)
def test_a_day_that_no_calendar_has_is_none(text: str) -> None:
    """Such a date is spelled like one, but means no day."""
    assert re.fullmatch(DATE_PATTERN, text)
    assert parse_date(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Dec",
        "12",
        "Dec\u00a012",
        "Dec 12 ",
        " Dec 12",
        "Dec 12\n",
        "Dec 123",
        "Dec 12, 24",
        "Dec 12, 20245",
        "Dec 12,  2024",
        "Dec.. 12",
        "Dec ١٢",
        "Dec 1²",
        "Foo 12",
        "may 12",
        "12 march",
        "Dec 12 2024 authors",
        "2024-12",
        "2024-12-12-12",
        "2024-12/12",
        "1.2.3",
        pytest.param("Mayor 5"),
        pytest.param("Decimal 2"),
    ],
)
def test_other_text_is_no_date(text: str) -> None:
    """Words around a date, other spellings and other digits are not looked into, nor do they fit the pattern."""
    assert parse_date(text) is None
    assert not re.fullmatch(DATE_PATTERN, text)


def test_numbers_that_could_be_either_of_two_days_are_none() -> None:
    """Such a date is spelled like one, and some countries write the month first. With dots, all write the day first."""
    assert re.fullmatch(DATE_PATTERN, "03/04/2024")
    assert parse_date("03/04/2024") is None
    assert str(parse_date("03.04.2024")) == "2024-04-03"


@given(st.dates(), st.booleans())
def test_a_date_as_the_page_prints_it_is_read_back(date: datetime.date, with_year: bool) -> None:  # noqa: FBT001  # drawn by name
    """Every day of the calendar is understood, and fits the pattern of a date."""
    text = as_printed(date, with_year=with_year)
    assert parse_date(text) == day(date.month, date.day, date.year if with_year else None)
    assert re.fullmatch(DATE_PATTERN, text)


@pytest.mark.parametrize(
    ("date", "as_of", "expected"),
    [
        # nobody knows when the page was read
        (day(10, 6), None, "--10-06"),
        (day(2, 29), None, "--02-29"),
        (day(10, 6, 2024), None, "2024-10-06"),
        # the year is known
        (day(10, 6), 2025, "2025-10-06"),
        (day(12, 31), 2025, "2025-12-31"),
        (day(2, 29), 2024, "2024-02-29"),
        (day(2, 29), 2025, None),
        (day(10, 6, 2024), 2025, "2024-10-06"),
        (day(12, 31, 2025), 2025, "2025-12-31"),
        (day(1, 1, 2026), 2025, None),
        # the day is known
        (day(10, 6), READ_ON, "2025-10-06"),
        (day(12, 12), READ_ON, "2025-12-12"),
        (day(12, 13), READ_ON, None),
        (day(2, 29), READ_ON, None),
        (day(2, 29), datetime.date(2024, 2, 29), "2024-02-29"),
        (day(2, 29), datetime.date(2024, 2, 28), None),
        (day(12, 13, 2024), READ_ON, "2024-12-13"),
        (day(12, 12, 2025), READ_ON, "2025-12-12"),
        (day(12, 13, 2025), READ_ON, None),
        # a time of day is a day as well
        *(
            pytest.param(
                date,
                as_of,
                expected,
            )
            for date, as_of, expected in (
                (day(10, 6), datetime.datetime(2025, 12, 12, 8, 30), "2025-10-06"),  # noqa: DTZ001  # naive on purpose
                (day(12, 12), datetime.datetime(2025, 12, 12, tzinfo=datetime.timezone.utc), "2025-12-12"),
                (day(12, 13), datetime.datetime(2025, 12, 12, 23, 59), None),  # noqa: DTZ001  # naive on purpose
            )
        ),
    ],
)
def test_the_year_of_reading_is_the_missing_year(date: ListingDate, as_of: AsOf, expected: str | None) -> None:
    """A missing year is that of reading; a day that this year lacks, or that comes after the reading, is None."""
    found = in_reading_year(date, as_of)
    assert (found and str(found)) == expected


@pytest.mark.parametrize("as_of", [2025, READ_ON])
def test_an_inferred_year_says_so(as_of: AsOf) -> None:
    """The basis is the reading for a year that was missing; a printed one stays printed."""
    inferred = in_reading_year(day(3, 4), as_of)
    assert inferred is not None
    assert inferred.year_basis == "as_of"
    printed = ListingDate(month=3, day=4, year=2024, year_basis="printed")
    assert in_reading_year(printed, as_of) is printed


def test_without_a_reading_nothing_changes() -> None:
    """A date comes back as it is, its basis as well."""
    date = day(3, 4)
    assert in_reading_year(date, None) is date


@given(st.tuples(st.dates(), st.dates()).map(sorted))
def test_what_the_page_leaves_out_the_day_of_reading_gives_back(days: list[datetime.date]) -> None:
    """The page leaves a year out exactly if it is that of reading, and so every date is read back whole."""
    published, read_on = days
    shown = parse_date(as_printed(published, with_year=published.year != read_on.year))
    assert shown is not None
    found = in_reading_year(shown, read_on)
    assert found is not None
    assert found.date == published
    assert found.year_basis == ("as_of" if published.year == read_on.year else "printed")


@given(st.dates(), st.dates())
def test_no_date_comes_after_the_reading(date: datetime.date, read_on: datetime.date) -> None:
    """With a day of reading, what comes back is never later, and is the day that was printed."""
    for year in (None, date.year):
        found = in_reading_year(day(date.month, date.day, year), read_on)
        if found is not None:
            assert found.date is not None
            assert found.date <= read_on
            assert (found.month, found.day) == (date.month, date.day)
        elif year:
            assert date > read_on


class Year:
    """An integer type, as other libraries have."""

    def __init__(self, year: int) -> None:
        self.year = year

    def __index__(self) -> int:
        return self.year


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, None),
        (READ_ON, READ_ON),
        (datetime.datetime(2025, 12, 12, 23, 59), READ_ON),  # noqa: DTZ001  # naive on purpose
        (datetime.datetime(2025, 12, 12, tzinfo=datetime.timezone.utc), READ_ON),
        (2025, 2025),
        (Year(2025), 2025),
        ("2025", 2025),
        ("2025-12-12", READ_ON),
        ("20251212", READ_ON),
        ("2025-12-12T06", READ_ON),
        ("2025-12-12 06:07", READ_ON),
        ("2025-12-12t06:07:08z", READ_ON),
        ("2025-12-12T06:07:08.123456+00:00", READ_ON),
        ("2025-12-12T06:07:60,5-11:30", READ_ON),
        ("20251212T060708Z", READ_ON),
        ("2025-12-12T23:59:59+1400", READ_ON),
    ],
)
def test_days_and_years_are_taken_in_any_usual_form(value: Any, expected: AsOf) -> None:
    """A date is a day, a datetime is its day, an integer is a year, and text is what ISO 8601 says."""
    for name in ("as_of", "not_after"):
        found = day_or_year(value, name)
        assert (type(found), found) == (type(expected), expected)


def test_a_month_is_a_bound_alone() -> None:
    """``not_after`` takes a month, which means its last day; ``as_of`` does not."""
    assert day_or_year("2024-02", "not_after") == datetime.date(2024, 2, 29)
    assert day_or_year("2025-12", "not_after") == datetime.date(2025, 12, 31)
    with pytest.raises(ValueError, match=r"^as_of: expected an ISO 8601 date or year such as"):
        day_or_year("2024-02", "as_of")


@pytest.mark.parametrize(
    "text",
    [
        "", "0000", "25", "20255", "2025 ", "2025-13", "2025-1-2", "2025-02-30", "2025-0212", "202502-12", "202512",
        "2025-12-12T", "2025-12-12T24", "2025-12-12T06:60", "2025-12-12T06:07:08+", "2025-W18", "2025-12-12x", "today",
        "Dec 12, 2025", "２０２５", "2025\n", "9" * 5000,
    ],
)  # fmt: skip
def test_other_text_is_no_day_or_year(text: str) -> None:
    """Such text raises ValueError, and the message has the name of the option and an example."""
    with pytest.raises(
        ValueError, match=r"^not_after: expected an ISO 8601 date or year such as '2024-05-01' or '2024'"
    ):
        day_or_year(text, "not_after")


@pytest.mark.parametrize("value", [True, False, 2025.0, b"2025", (2025,), Decimal(2025), datetime.time(1), object()])
def test_other_types_are_no_day_or_year(value: Any) -> None:
    """Such a value raises TypeError, and the message lists the types that are taken."""
    message = "^as_of: expected a date, a datetime, an integer \\(a year\\) or an ISO 8601 string, got "
    with pytest.raises(TypeError, match=message):
        day_or_year(value, "as_of")


def test_a_missing_day_of_pandas_is_no_day() -> None:
    """Although it is a datetime."""
    missing = pytest.importorskip("pandas").NaT
    with pytest.raises(TypeError, match=r"^as_of: expected a date, .* got NaTType NaT$"):
        day_or_year(missing, "as_of")


@pytest.mark.parametrize("year", [0, -1, 10_000, 10**30])
def test_a_year_of_no_calendar_is_refused(year: int) -> None:
    """The message has the first and the last year."""
    with pytest.raises(ValueError, match=f"^as_of: expected a year from 1 to 9999, got {year}$"):
        day_or_year(year, "as_of")


def test_today_is_the_latest_day_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock of the tests is set; that of users is ahead of all time zones."""
    assert today() == datetime.date(2026, 6, 30)
    monkeypatch.setattr(dates, "_now", SYSTEM_NOW)
    east = datetime.timezone(datetime.timedelta(hours=14))
    before, found, after = datetime.datetime.now(east).date(), today(), datetime.datetime.now(east).date()
    assert before <= found <= after
