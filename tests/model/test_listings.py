"""Test that a listing is a sequence, and that converting it to records and back loses nothing."""

from __future__ import annotations

import copy
import datetime
import json
import operator
import pickle
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given

from paperlist.errors import Diagnostic, RecordError
from paperlist.model import YEAR_BASES, Dump, Listing, ListingDate, Paper, Sighting, json_line
from tests.helpers.strategies import any_text, diagnostics, reported_listings

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


@given(reported_listings())
def test_copies_have_all_values(listing: Listing) -> None:
    """Pickling and copying keep every value of the page and of its papers, also those that ``==`` ignores."""
    for back in (pickle.loads(pickle.dumps(listing)), copy.copy(listing), copy.deepcopy(listing)):  # noqa: S301
        assert attrs.asdict(back) == attrs.asdict(listing)
        assert back == listing
        assert type(back.papers) is tuple


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


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"papers": ["x"]}, "papers: expected Paper, got str 'x'"),
        ({"papers": 3}, "papers: expected several, got int 3"),
        ({"date": "2024-03-04"}, "date: expected ListingDate, got str '2024-03-04'"),
        ({"date": datetime.date(2024, 1, 1)}, "date: expected ListingDate, got date datetime.date(2024, 1, 1)"),
        ({"source": Path("a.txt")}, "source: expected str, got PosixPath PosixPath('a.txt')"),
        ({"snapshot": 2024}, "snapshot: expected str, got int 2024"),
        ({"page": 1}, "page: expected str, got int 1"),
        ({"layout": "search"}, "layout: expected Layout, got str 'search'"),
        ({"diagnostics": ["x"]}, "diagnostics: expected Diagnostic, got str 'x'"),
        ({"evidence": [2024]}, "evidence: expected Evidence, got int 2024"),
    ],
)
def test_a_listing_takes_values_of_their_types(values: dict[str, Any], message: str) -> None:
    """The error names the value at once, instead of being one of merging or saving."""
    with pytest.raises(TypeError) as caught:
        Listing(**values)
    assert str(caught.value) == message


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
        assert attrs.asdict(Listing.from_dict(record)) == attrs.asdict(listing)


@given(reported_listings())
def test_a_listing_comes_back_from_its_lines_whole(listing: Listing) -> None:
    """One line for the page, one for each paper; UTF-8 can hold them, whatever the texts hold."""
    lines = listing.to_jsonl()
    assert lines.count("\n") == 1 + len(listing)
    assert attrs.asdict(Listing.from_jsonl(lines.encode("utf-8").decode("utf-8"))) == attrs.asdict(listing)


def test_the_lines_of_a_listing_are_for_people_too() -> None:
    """Letters are written as they are, not as escapes."""
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
        '{"title": "π ≈ 3\\u2028\\ud800", "abstract": null, "author_count": null, "organization": null, '
        '"published": "--03-04", "published_year_basis": null, '
        '"published_earliest": null, "published_latest": null, "comments": null, "upvotes": null, '
        '"submitted_by": null, "arxiv_id": null, "github_stars": null, "line": 2, "span": [1, 9], '
        '"confidence": null}\n'
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
    assert line.splitlines() == [line.removesuffix("\n")]
    assert line.removesuffix("\n").isprintable() or not text.isprintable()
    assert json.loads(line.encode("utf-8")) == {"text": text}


def test_json_lines_have_nothing_but_values_and_dates() -> None:
    """Anything else raises TypeError, so that no file has what other programs cannot read."""
    with pytest.raises(TypeError, match="expected one of JSON's types or a date, got set"):
        json_line({"text": {1}})


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
        ({"papers": [], "page": 3}, "page: expected str, got int 3"),
        ({"papers": [], "positions": "0"}, "positions: expected list, got str '0'"),
        ({"papers": [], "positions": [0]}, "positions: expected a number for each of 0 papers, got [0]"),
        (
            {"papers": [{"title": ""}], "positions": ["0"]},
            "positions: expected a number for each of 1 papers, got ['0']",
        ),
        ({"papers": [], "diagnostics": {}}, "diagnostics: expected list, got dict {}"),
        ({"papers": [], "diagnostics": [None]}, "expected an object, got None"),
    ],
)
def test_a_listing_of_another_shape_is_refused(record: dict[str, Any], message: str) -> None:
    """The error says what was expected, and what was found."""
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
    """A listing is not read if it has a diagnostic that paperlist could not have reported."""
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


def test_line_ends_of_windows_do_no_harm() -> None:
    """Nor do blank lines."""
    listing = Listing(papers=[Paper(title="One"), Paper(title="Two")], source="a.txt")
    assert Listing.from_jsonl(listing.to_jsonl().replace("\n", "\r\n") + " \r\n") == listing


def test_a_listing_is_shown_in_short() -> None:
    """Its papers are counted, and not listed."""
    listing = Listing(papers=[Paper(title="One")], source="a.txt", date=ListingDate(month=3, day=4))
    assert repr(listing) == "<Listing of 1 papers, date --03-04, source 'a.txt'>"


def test_each_paper_of_a_listing_is_sighted_where_it_stands() -> None:
    """Sightings come in the page's order, with positions from 0, and the page's source and date."""
    assert list(Sighting.each(LISTING)) == [
        Sighting(paper=paper, dump=Dump.of(LISTING), position=position)
        for position, paper in enumerate((ONE, TWO, THREE))
    ]
    assert list(Sighting.each(Listing())) == []
    assert next(iter(Sighting.each(Listing(papers=[ONE])))) == Sighting(paper=ONE)


def test_papers_of_a_page_may_be_missing() -> None:
    """Then the listing has the digest of the whole page, and the positions of the papers that are left."""
    part = attrs.evolve(LISTING, papers=[THREE], page=Dump.of(LISTING).digest, positions=[2])
    assert list(Sighting.each(part)) == list(Sighting.each(LISTING))[2:]
    with pytest.raises(ValueError, match=r"^positions: expected one for each of 2 papers$"):
        attrs.evolve(part, papers=[TWO, THREE])
    for listing in (LISTING, attrs.evolve(LISTING, is_dump=True), Listing(papers=[TWO, ONE, THREE])):
        part = listing.select(lambda paper: paper != ONE).select(lambda paper: paper == THREE)
        assert list(part) == [THREE]
        assert list(Sighting.each(part)) == list(Sighting.each(listing))[2:]


def test_a_function_selects_papers_and_names_are_several() -> None:
    """A confidence alone does not say what is wanted, and the letters of a name are no names."""
    with pytest.raises(TypeError, match=r"^wanted: expected a function, got float 0\.9$"):
        LISTING.select(0.9)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match=r"^sources: expected several names, got str 'a\.txt'$"):
        Dump(sources="a.txt")


def test_papers_may_be_of_a_class_of_the_caller() -> None:
    """A subclass has all that is needed, and its values are checked, too."""

    @attrs.frozen(kw_only=True)
    class Mine(Paper):
        """A paper with a field of its own."""

        note: str = ""

    assert Listing(papers=[Mine(title="Tides", note="read")])[0].title == "Tides"
    with pytest.raises(TypeError, match=r"^upvotes: expected int, got str '3'$"):
        Mine(title="Tides", upvotes="3")  # type: ignore[arg-type]  # that is the point
