"""Test papers, listings and dates, and that converting them to records and back loses nothing."""

from __future__ import annotations

import calendar
import datetime
import json
import operator
import pickle
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.errors import Diagnostic, RecordError
from paperlist.model import (
    YEAR_BASES,
    Dump,
    Listing,
    ListingDate,
    Paper,
    Sighting,
    date_from_record,
    date_record,
    json_line,
)
from tests.helpers.strategies import any_text, diagnostics, listing_dates, papers, reported_listings

if TYPE_CHECKING:
    from collections.abc import Callable

COMPARISONS = (operator.lt, operator.le, operator.gt, operator.ge)


def dated(day: datetime.date) -> ListingDate:
    return ListingDate(month=day.month, day=day.day, year=day.year)


any_days = st.dates().map(dated) | listing_dates()


def whole(value: Any) -> Any:
    """Return all fields of a value, those among them that do not count when values are compared."""
    return attrs.asdict(value)


# Dates


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
    """Such a date cannot be made; what a single year lacks, the standard library says in its own words."""
    with pytest.raises(ValueError, match=message):
        ListingDate(month=month, day=day, year=year)


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
    """``fromisoformat`` undoes ``isoformat``; how the year is known is said beside the text."""
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
    """A comparison is True or False where the bounds leave no doubt, and an error where they do."""
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


@pytest.mark.parametrize("compare", [*COMPARISONS, operator.eq, operator.ne])
def test_a_date_is_not_compared_with_a_moment(compare: Callable[..., bool]) -> None:
    """A datetime is never taken for its day silently: the message says how to get that."""
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
    """The order has no ties but between equal dates, whose hashes are equal too; bounds part even these."""
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


# Papers


PAPER = Paper(
    title="Tidal Nets",
    abstract="Water rises.",
    author_count=3,
    organization="Shore Lab",
    published=ListingDate(month=3, day=4, year=2024, year_basis="as_of"),
    comments=0,
    upvotes=12,
    submitted_by="ebb",
    arxiv_id="2403.00001",
    github_stars=7,
    line=5,
    span=(40, 90),
)
RECORD = {
    "title": "Tidal Nets",
    "abstract": "Water rises.",
    "author_count": 3,
    "organization": "Shore Lab",
    "published": "2024-03-04",
    "published_year_basis": "as_of",
    "published_earliest": 2024,
    "published_latest": 2024,
    "comments": 0,
    "upvotes": 12,
    "submitted_by": "ebb",
    "arxiv_id": "2403.00001",
    "github_stars": 7,
    "line": 5,
    "span": [40, 90],
}
VALUES = (
    ListingDate(month=3, day=4),
    PAPER,
    Listing(papers=[PAPER], date=ListingDate(month=3, day=4), source="a.txt"),
    Sighting(paper=PAPER),
    Diagnostic(code="no-papers", message=""),
)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_values_are_frozen_slotted_hashable_and_pickle(value: Any) -> None:
    """No field can be set, nor a new one added; an equal value is as good, from another process too."""
    for name in (attrs.fields(type(value))[0].name, "unheard_of"):
        with pytest.raises((attrs.exceptions.FrozenInstanceError, AttributeError)):
            setattr(value, name, None)
    assert not hasattr(value, "__dict__")
    back = pickle.loads(pickle.dumps(value))  # noqa: S301  # pickled on the line itself
    assert whole(back) == whole(value)
    assert hash(back) == hash(attrs.evolve(value)) == hash(value)


@pytest.mark.parametrize("kind", [type(value) for value in VALUES])
def test_values_are_made_by_keywords_alone(kind: Callable[..., object]) -> None:
    """No order of fields has to be remembered, and none can be got wrong."""
    with pytest.raises(TypeError, match="positional argument"):
        kind("A Title", 1, 2)


def test_where_a_card_stood_is_no_part_of_equality() -> None:
    """Papers are compared by what they show, each field of it."""
    moved = attrs.evolve(PAPER, line=None, span=(0, 1))
    assert moved == PAPER
    assert hash(moved) == hash(PAPER)
    for name in RECORD.keys() - {
        "title",
        "published_year_basis",
        "published_earliest",
        "published_latest",
        "line",
        "span",
    }:
        without: dict[str, Any] = {name: None}
        assert attrs.evolve(PAPER, **without) != PAPER
    assert attrs.evolve(PAPER, title="") != PAPER


def test_a_paper_is_a_flat_record_in_the_order_of_its_fields() -> None:
    """Every key is there, whatever is known."""
    assert list(PAPER.to_dict().items()) == list(RECORD.items())
    assert Paper(title="").to_dict() == dict.fromkeys(RECORD) | {"title": ""}


@given(papers())
def test_a_paper_comes_back_from_its_record_whole(paper: Paper) -> None:
    """Place and year's basis come back as well, through JSON too."""
    for record in (paper.to_dict(), json.loads(json.dumps(paper.to_dict()))):
        assert whole(Paper.from_dict(record)) == whole(paper)


def test_a_record_may_say_less_or_more() -> None:
    """Missing keys are None, keys that are no field are ignored, and a span may be a tuple."""
    assert Paper.from_dict({"title": "Tidal Nets"}) == Paper(title="Tidal Nets")
    assert Paper.from_dict(RECORD | {"likes": 3}) == PAPER
    assert Paper.from_dict(RECORD | {"span": (40, 90)}).span == (40, 90)
    assert Paper.from_dict(RECORD | {"span": [0, 0]}).span == (0, 0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": None}, "title: expected str, got NoneType None"),
        ({"title": 3}, "title: expected str, got int 3"),
        ({"abstract": ["a"]}, "abstract: expected str, got list ['a']"),
        ({"organization": {}}, "organization: expected str, got dict {}"),
        ({"submitted_by": 1}, "submitted_by: expected str, got int 1"),
        ({"arxiv_id": 2403.1}, "arxiv_id: expected str, got float 2403.1"),
        ({"author_count": "3"}, "author_count: expected int, got str '3'"),
        ({"comments": True}, "comments: expected int, got bool True"),
        ({"upvotes": 1.5}, "upvotes: expected int, got float 1.5"),
        ({"github_stars": "7k"}, "github_stars: expected int, got str '7k'"),
        ({"line": "5"}, "line: expected int, got str '5'"),
        ({"published": 2024}, "published: expected str, got int 2024"),
        ({"published": "Mar 4"}, "expected a date such as 2024-12-12 or --12-12, got 'Mar 4'"),
        ({"published": "2023-02-29"}, "expected a date such as 2024-12-12 or --12-12, got '2023-02-29'"),
        (
            {"published": "--03-04", "published_latest": 0},
            "published_earliest, published_latest: expected a year from 1 to 9999, got 0",
        ),
        ({"published_year_basis": 1}, "published_year_basis: expected str, got int 1"),
        (
            {"published_year_basis": "guess"},
            f"published_year_basis: expected one of {', '.join(YEAR_BASES)}, got 'guess'",
        ),
        ({"span": "40"}, "span: expected list or tuple, got str '40'"),
        ({"span": []}, "span: expected two numbers, got []"),
        ({"span": [40]}, "span: expected two numbers, got [40]"),
        ({"span": [40, 90, 1]}, "span: expected two numbers, got [40, 90, 1]"),
        ({"span": [40, None]}, "span: expected two numbers, got [40, None]"),
        ({"span": [40, True]}, "span: expected two numbers, got [40, True]"),
    ],
)
def test_a_record_of_another_shape_is_refused(change: dict[str, Any], message: str) -> None:
    """The error names the key, what was expected, and what stood there."""
    with pytest.raises(RecordError) as caught:
        Paper.from_dict(RECORD | change)
    assert str(caught.value) == message


def test_a_record_needs_a_title() -> None:
    """All else may be missing."""
    with pytest.raises(RecordError, match=r"^title: expected str, got nothing$"):
        Paper.from_dict({"upvotes": 3})


# Listings


ONE, TWO, THREE = (Paper(title=title) for title in ("One", "Two", "Three"))
LISTING = Listing(papers=[ONE, TWO, THREE], date=ListingDate(month=3, day=4), source="a.txt")


def test_a_listing_is_a_sequence_of_papers() -> None:
    """It has a length, is iterated both ways, indexed, sliced into tuples, and searched."""
    assert len(LISTING) == 3
    assert list(LISTING) == [ONE, TWO, THREE]
    assert list(reversed(LISTING)) == [THREE, TWO, ONE]
    assert (LISTING[0], LISTING[-1]) == (ONE, THREE)
    assert LISTING[1:] == (TWO, THREE)
    assert LISTING[::-2] == (THREE, ONE)
    assert LISTING[3:] == ()
    assert TWO in LISTING
    assert Paper(title="Four") not in LISTING
    titles: list[Any] = ["Two", "two", "Tw"]  # strict mypy takes a text in a sequence of papers for a mistake
    assert [title in LISTING for title in titles] == [True, False, False]
    assert (LISTING.index(THREE), LISTING.count(ONE)) == (2, 1)


@pytest.mark.parametrize("item", [None, 2, b"Two", LISTING])
def test_only_titles_and_papers_are_searched_in_a_listing(item: object) -> None:
    """Other types are an error, since the answer could only be a mistake."""
    with pytest.raises(TypeError, match=r"^expected str or Paper, got "):
        assert item in LISTING


@pytest.mark.parametrize("index", [3, -4])
def test_an_index_past_the_ends_is_an_error(index: int) -> None:
    """As for any sequence."""
    with pytest.raises(IndexError):
        LISTING[index]


def test_a_listing_takes_any_iterables() -> None:
    """Papers and diagnostics are kept as tuples."""
    found = Diagnostic(code="no-papers", message="")
    made = Listing(papers=iter([ONE]), diagnostics=(item for item in [found]))
    assert (made.papers, made.diagnostics) == ((ONE,), (found,))


def test_an_empty_listing_is_empty() -> None:
    """A page without papers is false, as an empty sequence is."""
    assert not Listing()
    assert list(Listing()) == []


def test_diagnostics_are_no_part_of_equality() -> None:
    """Listings are compared by papers, date, source and snapshot."""
    told = attrs.evolve(LISTING, diagnostics=[Diagnostic(code="no-papers", message="")])
    assert told == LISTING
    assert hash(told) == hash(LISTING)
    assert attrs.evolve(LISTING, papers=[ONE, TWO]) != LISTING
    assert attrs.evolve(LISTING, papers=[TWO, ONE, THREE]) != LISTING
    assert attrs.evolve(LISTING, date=None) != LISTING
    assert attrs.evolve(LISTING, source=None) != LISTING
    assert attrs.evolve(LISTING, snapshot="2031-03-04") != LISTING
    assert not operator.eq(LISTING, LISTING.papers)


@given(reported_listings())
def test_a_listing_comes_back_from_its_record_whole(listing: Listing) -> None:
    """Diagnostics, places and years' bases come back too, through JSON as well."""
    for record in (listing.to_dict(), json.loads(json.dumps(listing.to_dict()))):
        assert whole(Listing.from_dict(record)) == whole(listing)


@given(reported_listings())
def test_a_listing_comes_back_from_its_lines_whole(listing: Listing) -> None:
    """One line for the page, one for each paper; UTF-8 can hold them, whatever the texts hold."""
    lines = listing.to_jsonl()
    assert lines.count("\n") == 1 + len(listing)
    assert whole(Listing.from_jsonl(lines.encode("utf-8").decode("utf-8"))) == whole(listing)


def test_the_lines_of_a_listing_are_for_people_too() -> None:
    """Letters stand as they are, not as escapes."""
    listing = Listing(
        papers=[Paper(title="π ≈ 3\u2028\ud800", published=ListingDate(month=3, day=4), line=2, span=(1, 9))],
        date=ListingDate(month=3, day=5, year=2024, year_basis="printed"),
        source="a.txt",
        diagnostics=[Diagnostic(code="missing-abstract", message="no abstract", line=2, excerpt="π")],
    )
    assert listing.to_jsonl() == (
        '{"source": "a.txt", "date": "2024-03-05", "date_year_basis": "printed", '
        '"date_earliest": 2024, "date_latest": 2024, "snapshot": null, "is_dump": false, "diagnostics": '
        '[{"code": "missing-abstract", "message": "no abstract", "line": 2, "column": 1, "span": [0, 0], '
        '"excerpt": "π", "source": null, "severity": "info"}]}\n'
        '{"title": "π ≈ 3\u2028\\ud800", "abstract": null, "author_count": null, "organization": null, '
        '"published": "--03-04", "published_year_basis": null, '
        '"published_earliest": null, "published_latest": null, "comments": null, "upvotes": null, '
        '"submitted_by": null, "arxiv_id": null, "github_stars": null, "line": 2, "span": [1, 9]}\n'
    )


def test_the_lines_of_a_listing_may_come_from_elsewhere() -> None:
    """Line ends of Windows, empty lines and a missing last line end do no harm."""
    lines = LISTING.to_jsonl()
    assert Listing.from_jsonl(lines.replace("\n", "\r\n")) == LISTING
    assert Listing.from_jsonl("\n" + lines.replace("\n", "\n\n")) == LISTING
    assert Listing.from_jsonl(lines.removesuffix("\n")) == LISTING


@given(any_text())
def test_a_line_holds_its_record(text: str) -> None:
    """``json_line`` is one line of UTF-8, and JSON reads from it what was put in."""
    line = json_line({"text": text})
    assert line.index("\n") == len(line) - 1
    assert json.loads(line.encode("utf-8")) == {"text": text}


TOLD: dict[str, Any] = {
    "code": "no-papers",
    "message": "none",
    "line": 1,
    "column": 1,
    "span": [0, 4],
    "excerpt": "text",
    "source": None,
}


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({}, "papers: expected list, got nothing"),
        ({"papers": None}, "papers: expected list, got NoneType None"),
        ({"papers": "One"}, "papers: expected list, got str 'One'"),
        ({"papers": ["One"]}, "expected an object, got 'One'"),
        ({"papers": [{}]}, "title: expected str, got nothing"),
        ({"papers": [], "source": 3}, "source: expected str, got int 3"),
        ({"papers": [], "snapshot": 2031}, "snapshot: expected str, got int 2031"),
        ({"papers": [], "snapshot": "--03-04"}, "snapshot: expected a date such as 2024-12-12, got '--03-04'"),
        ({"papers": [], "snapshot": "today"}, "snapshot: expected a date such as 2024-12-12, got 'today'"),
        ({"papers": [], "date": "today"}, "expected a date such as 2024-12-12 or --12-12, got 'today'"),
        ({"papers": [], "date_year_basis": ""}, f"date_year_basis: expected one of {', '.join(YEAR_BASES)}, got ''"),
        ({"papers": [], "diagnostics": {}}, "diagnostics: expected list, got dict {}"),
        ({"papers": [], "diagnostics": [None]}, "expected an object, got None"),
    ],
)
def test_a_listing_of_another_shape_is_refused(record: dict[str, Any], message: str) -> None:
    """The error says what was expected, and what stood there."""
    with pytest.raises(RecordError) as caught:
        Listing.from_dict(record)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"code": None}, "code: expected str, got NoneType None"),
        ({"code": "new"}, "expected a diagnostic: "),
        ({"message": 1}, "message: expected str, got int 1"),
        ({"excerpt": None}, "excerpt: expected str, got NoneType None"),
        ({"source": 1}, "source: expected str, got int 1"),
        ({"line": "1"}, "line: expected int, got str '1'"),
        ({"column": None}, "column: expected int, got NoneType None"),
        ({"span": None}, "span: expected list or tuple, got NoneType None"),
        ({"span": [0]}, "span: expected two numbers, got [0]"),
        ({"span": [0, 1, 2]}, "span: expected two numbers, got [0, 1, 2]"),
        pytest.param({"span": ["0", None]}, "span: expected "),
    ],
)
def test_a_diagnostic_of_another_shape_is_refused(change: dict[str, Any], message: str) -> None:
    """A listing is not read with a diagnostic that could not have been told."""
    with pytest.raises(RecordError) as caught:
        Listing.from_dict({"papers": [], "diagnostics": [TOLD | change]})
    assert str(caught.value).startswith(message)


@given(diagnostics())
def test_a_diagnostic_may_have_a_tuple_for_its_span(diagnostic: Diagnostic) -> None:
    """What :func:`attrs.asdict` makes of a diagnostic is read too."""
    read = Listing.from_dict({"papers": [], "diagnostics": [attrs.asdict(diagnostic)]})
    assert read.diagnostics == (diagnostic,)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected JSON Lines, one for the page and one per paper: not enough values to unpack"),
        ("\n\n", "expected JSON Lines, one for the page and one per paper: not enough values to unpack"),
        ("Daily Papers", "expected JSON Lines, one for the page and one per paper: Expecting value"),
        ("{}\n{", "expected JSON Lines, one for the page and one per paper: Expecting property name"),
        ("{}\n{} {}", "expected JSON Lines, one for the page and one per paper: Extra data"),
        ("[]", "expected an object for the page, got []"),
        ("null", "expected an object for the page, got None"),
        ('{"title": "One", "source": "a.txt"}', "expected an object for the page, got {'title'"),
        ("{}\n3", "expected an object, got 3"),
        ('{}\n{"upvotes": 1}', "title: expected str, got nothing"),
        ('{"source": 3}', "source: expected str, got int 3"),
        ('{"date": 3}', "date: expected str, got int 3"),
        ('{}\n{"title": "", "upvotes": 1e400}', "upvotes: expected int, got float inf"),
        pytest.param(
            "[" * 200_000,
            "expected JSON Lines, one for the page and one per paper: ",
            id="deep",
        ),
    ],
)
def test_other_text_is_no_listing(text: str, message: str) -> None:
    """Neither are lines that are not JSON, nor JSON of another shape."""
    with pytest.raises(RecordError) as caught:
        Listing.from_jsonl(text)
    assert str(caught.value).startswith(message)


# Sightings


def test_each_paper_of_a_listing_is_sighted_where_it_stands() -> None:
    """Sightings come in the page's order, with positions from 0, and the page's source and date."""
    assert list(Sighting.each(LISTING)) == [
        Sighting(paper=paper, dump=Dump.of(LISTING), position=position)
        for position, paper in enumerate((ONE, TWO, THREE))
    ]
    assert list(Sighting.each(Listing())) == []
    assert next(iter(Sighting.each(Listing(papers=[ONE])))) == Sighting(paper=ONE)


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
    """Of the first or the last that the bounds leave, and of none where they leave none."""
    assert ListingDate(month=2, day=29, earliest=earliest, latest=latest).assume(bound).year == year


def test_line_ends_of_windows_do_no_harm() -> None:
    """Nor do blank lines."""
    listing = Listing(papers=[Paper(title="One"), Paper(title="Two")], source="a.txt")
    assert Listing.from_jsonl(listing.to_jsonl().replace("\n", "\r\n") + " \r\n") == listing


def test_a_listing_is_shown_in_short() -> None:
    """Its papers are counted, not told."""
    listing = Listing(papers=[Paper(title="One")], source="a.txt", date=ListingDate(month=3, day=4))
    assert repr(listing) == "<Listing of 1 papers, date --03-04, source 'a.txt'>"
