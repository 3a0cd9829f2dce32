"""Test dates with and without a year: making, comparing, sorting and writing them."""

from __future__ import annotations

import calendar
import datetime
import json
import operator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.errors import RecordError
from paperlist.model import ListingDate, date_from_record, date_record
from tests.helpers.strategies import listing_dates

if TYPE_CHECKING:
    from collections.abc import Callable


COMPARISONS = (operator.lt, operator.le, operator.gt, operator.ge)


def dated(day: datetime.date) -> ListingDate:
    return ListingDate(month=day.month, day=day.day, year=day.year)


any_days = st.dates().map(dated) | listing_dates()


@pytest.mark.parametrize(
    ("month", "day", "year"),
    [(1, 1, None), (12, 31, None), (2, 29, None), (2, 29, 2024), (2, 29, 2000), (1, 1, 1), (12, 31, 9999)],
)
def test_a_day_that_some_calendar_has_is_taken(month: int, day: int, year: int | None) -> None:
    """Without a year the 29th of February may be meant; with one, it must be a leap year."""
    made = ListingDate(month=month, day=day, year=year)
    assert (made.month, made.day, made.year, made.year_basis) == (month, day, year, None)


@pytest.mark.parametrize(
    ("month", "day", "year", "message"),
    [
        (2, 30, None, "^month 2 has no day 30$"),
        (2, 30, 2024, "^month 2 has no day 30$"),
        (4, 31, None, "^month 4 has no day 31$"),
        (1, 32, None, "^month 1 has no day 32$"),
        (1, 0, None, "^month 1 has no day 0$"),
        (13, 1, None, "^month 13 has no day 1$"),
        (0, 1, None, "^month 0 has no day 1$"),
        (-1, 1, None, "^month -1 has no day 1$"),
        (2, 29, 2023, "day"),
        (2, 29, 1900, "day"),
        (1, 1, 0, "year"),
        (1, 1, 10_000, "year"),
    ],
)
def test_a_day_that_no_calendar_has_is_refused(month: int, day: int, year: int | None, message: str) -> None:
    """Such a date cannot be made; if only that year lacks the day, the error is that of the standard library."""
    with pytest.raises(ValueError, match=message):
        ListingDate(month=month, day=day, year=year)


@pytest.mark.parametrize(
    "wrong",
    [{"month": "Mar"}, {"day": "3"}, {"day": None}, {"day": 2.5, "year": 2024}, {"year": "2024"}, {"latest": "2"}],
)
def test_a_date_has_whole_numbers(wrong: dict[str, Any]) -> None:
    """The message has what was given instead."""
    values: dict[str, Any] = {"month": 3, "day": 4, **wrong}
    with pytest.raises(TypeError, match=r"^expected whole numbers, got month=") as caught:
        ListingDate(**values)
    assert all(f"{name}={value!r}" in str(caught.value) for name, value in values.items())
    with pytest.raises(TypeError, match=r"^expected str, got int 3$"):
        ListingDate.fromisoformat(3)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("month", range(1, 13))
def test_without_a_year_a_month_is_as_long_as_it_can_be(month: int) -> None:
    """The days that can be made are those of a leap year."""
    longest = calendar.monthrange(2024, month)[1]
    assert ListingDate(month=month, day=longest).day == longest
    with pytest.raises(ValueError, match=f"^month {month} has no day {longest + 1}$"):
        ListingDate(month=month, day=longest + 1)


@given(st.dates())
def test_a_date_with_a_year_is_that_day(day: datetime.date) -> None:
    """Its ``date`` and its ISO 8601 text are those of the calendar."""
    made = dated(day)
    assert made.date == day
    assert made.isoformat() == str(made) == day.isoformat()


def test_a_date_without_a_year_is_no_day_of_the_calendar() -> None:
    """Its ``date`` is None, and its text has a dash for the year."""
    made = ListingDate(month=2, day=9)
    assert made.date is None
    assert made.isoformat() == str(made) == "--02-09"


@given(any_days, st.sampled_from((None, "printed", "as_of")))
def test_a_date_is_read_back_from_its_text(made: ListingDate, basis: Any) -> None:
    """``fromisoformat`` undoes ``isoformat``; the basis of the year is given beside the text."""
    back = ListingDate.fromisoformat(made.isoformat(), basis)
    assert back == made
    assert back.year_basis == basis


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "--",
        "2024",
        "2024-12",
        "2024-12-",
        "2024-12-12T00:00",
        "2024-12-12\n",
        " 2024-12-12",
        "2024-1-2",
        "24-01-02",
        "2024/12/12",
        "2024 12 12",
        "20241212",
        "-12-12",
        "---12-12",
        "--1212",
        "--2-3",
        "--02-30",
        "--13-01",
        "2023-02-29",
        "0000-01-01",
        "10000-01-01",
        "-024-12-12",
        "+024-12-12",
        "2_24-12-12",
        "2024-+1-02",
        "2024-12--1",
        "2024-12-1²",
        "٢٠٢٤-١٢-١٢",
        "Dec 12",
        "9" * 5_000,
    ],
)
def test_any_other_text_is_no_date(text: str) -> None:
    """What ``isoformat`` would not write is refused, with an example and the text, cut short."""
    with pytest.raises(RecordError) as caught:
        ListingDate.fromisoformat(text)
    assert str(caught.value) == f"expected a date such as 2024-12-12 or --12-12, got {repr(text)[:40]}"


@given(st.dates(), st.dates())
def test_dates_with_years_are_ordered_as_days_are(one: datetime.date, other: datetime.date) -> None:
    """All six comparisons agree with those of the calendar, and so does the sort key."""
    for compare in (*COMPARISONS, operator.eq, operator.ne):
        expected = compare(one, other)
        assert compare(dated(one), dated(other)) is expected
        assert compare(dated(one).sort_key(), dated(other).sort_key()) is expected


@pytest.mark.parametrize("compare", COMPARISONS)
@pytest.mark.parametrize(("one", "other"), [(None, 2024), (2024, None), (None, None)])
def test_without_a_year_no_date_is_earlier(compare: Callable[..., bool], one: int | None, other: int | None) -> None:
    """Comparing is an error then, for equal days as well, and the message says what to do instead."""
    days = ListingDate(month=3, day=4, year=one), ListingDate(month=3, day=4, year=other)
    with pytest.raises(TypeError, match=r"^cannot compare .* unknown; sort with key=ListingDate\.sort_key$"):
        compare(*days)


def test_the_error_of_comparing_names_both_dates() -> None:
    """Whoever sorts a long list learns which two they were."""
    with pytest.raises(TypeError) as caught:
        sorted([ListingDate(month=3, day=4, year=2031), ListingDate(month=12, day=1)])
    message = "the year of --12-01 is unknown; sort with key=ListingDate.sort_key"
    assert str(caught.value) == f"cannot compare --12-01 and 2031-03-04: {message}"
    with pytest.raises(TypeError) as caught:
        sorted([ListingDate(month=1, day=23), ListingDate(month=10, day=6)])
    message = "whose years are unknown; sort with key=ListingDate.sort_key"
    assert str(caught.value) == f"cannot compare --10-06 and --01-23, {message}"


@pytest.mark.parametrize("compare", COMPARISONS)
@pytest.mark.parametrize("other", ["2031-03-04", 20310304, None, (2031, 3, 4)])
def test_a_date_is_compared_with_nothing_else(compare: Callable[..., bool], other: object) -> None:
    """Other types are neither before nor after it, nor equal to it."""
    day = ListingDate(month=3, day=4, year=2024)
    with pytest.raises(TypeError, match="not supported between instances"):
        compare(day, other)
    assert day != other


@given(st.dates(), st.dates())
def test_dates_with_years_are_compared_with_those_of_the_standard_library(
    one: datetime.date, other: datetime.date
) -> None:
    """All six comparisons agree with those of the calendar, on either side, and equal dates have equal hashes."""
    for compare in (*COMPARISONS, operator.eq, operator.ne):
        for left, right in ((one, other), (one, one)):
            assert compare(dated(left), right) is compare(left, right)
            assert compare(left, dated(right)) is compare(left, right)
    assert hash(dated(one)) == hash(one)


DAY = datetime.date(2024, 12, 12)


@pytest.mark.parametrize(
    ("date", "relation"),
    [
        (ListingDate(month=12, day=12, earliest=2025), "after"),
        (ListingDate(month=12, day=13, earliest=2024), "after"),
        (ListingDate(month=12, day=12, latest=2023), "before"),
        (ListingDate(month=12, day=11, latest=2024), "before"),
        (ListingDate(month=12, day=12, earliest=2024), "not before"),
        (ListingDate(month=12, day=12, latest=2024), "not after"),
        (ListingDate(month=12, day=13, latest=2024), "other"),
        (ListingDate(month=12, day=13), "other"),
        (ListingDate(month=12, day=12), "open"),
        (ListingDate(month=12, day=12, earliest=2024, latest=2024), "bounded"),
    ],
)
def test_bounds_decide_how_a_date_compares_with_a_day(date: ListingDate, relation: str) -> None:
    """A comparison is True or False if the bounds leave no doubt, and an error otherwise."""
    hint = "assume() fills in the earliest possible year"
    message = f"cannot compare {date} and 2024-12-12: the year of {date} is unknown; {hint}"

    def outcome(compare: Callable[..., Any], *values: Any) -> bool | str | None:
        try:
            found: bool = compare(*values)
        except TypeError as error:
            return None if str(error) == message else str(error)
        return found

    expected: dict[str, list[bool | None]] = {  # <, <=, >, >=, ==
        "after": [False, False, True, True, False],
        "before": [True, True, False, False, False],
        "not before": [False, None, None, True, None],
        "not after": [None, True, False, None, None],
        "other": [None, None, None, None, False],
        "open": [None, None, None, None, None],
        "bounded": [False, True, False, True, None],
    }
    assert [outcome(compare, date, DAY) for compare in (*COMPARISONS, operator.eq)] == expected[relation]
    mirrored = (operator.gt, operator.ge, operator.lt, operator.le, operator.eq)
    assert [outcome(compare, DAY, date) for compare in mirrored] == expected[relation]
    equal = expected[relation][-1]
    assert outcome(operator.ne, date, DAY) is (None if equal is None else not equal)


def test_type_checkers_allow_comparisons_with_days() -> None:
    """Dates are compared with days of the calendar without a cast; mypy and pyright read this test, too."""
    date = ListingDate(month=12, day=13, year=2024)
    assert date > DAY
    assert date >= DAY
    assert datetime.date(2024, 12, 11) < date
    assert not date <= DAY


@pytest.mark.parametrize("compare", [*COMPARISONS, operator.eq, operator.ne])
def test_a_date_is_not_compared_with_a_moment(compare: Callable[..., bool]) -> None:
    """A datetime is never silently taken for its day; the message says how to get the day."""
    moment = datetime.datetime(2031, 3, 4, tzinfo=datetime.timezone.utc)
    for day in (ListingDate(month=3, day=4, year=2031), ListingDate(month=3, day=4)):
        for sides in ((day, moment), (moment, day)):
            with pytest.raises(TypeError, match=r"use the datetime's \.date\(\)$"):
                compare(*sides)


@given(st.lists(any_days, max_size=6).flatmap(lambda days: st.tuples(st.just(days), st.permutations(days))))
def test_the_sort_key_is_a_total_order(both: tuple[list[ListingDate], list[ListingDate]]) -> None:
    """Any order of the same dates is sorted alike: those with a year by the calendar, those without bounds last."""
    one, other = (sorted(days, key=ListingDate.sort_key) for days in both)
    assert one == other
    with_year = [day for day in one if day.year]
    assert with_year == sorted(with_year)
    rest = [day for day in one if day.year is day.earliest is day.latest is None]
    assert one[len(one) - len(rest) :] == rest
    assert [(day.month, day.day) for day in rest] == sorted((day.month, day.day) for day in rest)


@given(any_days, any_days)
def test_only_equal_dates_share_a_sort_key(one: ListingDate, other: ListingDate) -> None:
    """Only equal dates have equal sort keys and hashes; equal dates with different bounds have different sort keys."""
    assert (one.sort_key() == other.sort_key()) <= (one == other)
    assert (one.sort_key() == other.sort_key()) or one != other or one.year is None
    assert one != other or hash(one) == hash(other)


def test_how_the_year_is_known_is_no_part_of_equality() -> None:
    """The same day is the same, printed or inferred; another day or a missing year is not."""
    printed, inferred = (ListingDate(month=3, day=4, year=2024, year_basis=basis) for basis in ("printed", "as_of"))
    assert printed == inferred
    assert hash(printed) == hash(inferred)
    assert len({printed, inferred}) == 1
    assert printed != ListingDate(month=3, day=4)
    assert printed != ListingDate(month=3, day=5, year=2024)


@given(st.none() | any_days)
def test_a_date_is_two_keys_of_a_record(day: ListingDate | None) -> None:
    """Text and year's basis come back from the record; None is None there."""
    record = json.loads(json.dumps(date_record("day", day)))
    assert set(record) == {"day", "day_year_basis", "day_earliest", "day_latest"}
    back = date_from_record(record, "day")
    assert back == day
    assert (back and back.year_basis) == (day and day.year_basis)


@pytest.mark.parametrize(
    ("earliest", "latest", "bound", "year"),
    [
        (2025, None, "earliest", 2028),
        (2024, None, "earliest", 2024),
        (None, 2023, "latest", 2020),
        (2025, 2027, "earliest", None),
        (2025, 2027, "latest", None),
        (9997, None, "earliest", None),
        (None, 3, "latest", None),
    ],
)
def test_feb_29_is_assumed_to_be_of_a_leap_year(
    earliest: int | None, latest: int | None, bound: Any, year: int | None
) -> None:
    """It is the first or the last leap year within the bounds, and no year if there is none."""
    assert ListingDate(month=2, day=29, earliest=earliest, latest=latest).assume(bound).year == year
