"""Test that rows, and papers of other libraries, become listings, and that rows of another shape are refused."""

from __future__ import annotations

import datetime
import math
from copy import deepcopy
from decimal import Decimal
from typing import Any

import attrs
import pytest

from paperlist import Listing, ListingDate, Paper, RecordError, listings_from, merge

DAY = datetime.date(2031, 3, 4)


def only(rows: Any, **options: Any) -> Listing:
    """Return the only listing in these rows."""
    (listing,) = listings_from(rows, **options)
    return listing


def table_rows(listing: Listing) -> list[dict[str, Any]]:
    """Return the rows of the table of a listing."""
    table = listing._table(None, None)  # noqa: SLF001 - which no library is needed for
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*table.whole(), strict=True)]


# Rows


@pytest.mark.parametrize("value", [3, 3.0, "3", "3.0", Decimal(3)])
def test_whole_numbers_may_be_stored_in_other_ways(value: object) -> None:
    """Programs write numbers as floats if others in the column are null, and CSV files have only texts."""
    assert only([{"title": "Tides", "upvotes": value, "line": value}])[0].upvotes == 3


@pytest.mark.parametrize("value", [None, "", math.nan])
def test_null_may_be_stored_in_other_ways(value: object) -> None:
    """As NaN, or in CSV files as an empty text."""
    names = ("source", "abstract", "upvotes", "published", "published_text", "published_earliest", "line", "confidence")
    listing = only([{"title": "Tides", **dict.fromkeys(names, value)}])
    assert listing == Listing(papers=[Paper(title="Tides")])


@pytest.mark.parametrize("value", [DAY, datetime.datetime(2031, 3, 4, 5, tzinfo=datetime.timezone.utc), "2031-03-04"])
def test_dates_may_be_stored_in_other_ways(value: object) -> None:
    """A date without its text is a date, a datetime or ISO 8601 text; its text comes first."""
    (paper,) = only([{"title": "Tides", "published": value}])
    assert paper.published == ListingDate(month=3, day=4, year=2031)
    (paper,) = only([{"title": "Tides", "published": value, "published_text": "--03-04"}])
    assert paper.published == ListingDate(month=3, day=4)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({}, "row 0: title: expected a text, got nothing"),
        ({"title": ""}, "row 0: title: expected a text, got nothing"),
        ({"title": 1984}, "row 0: title: expected str, got int 1984"),
        ({"title": "Tides", "arxiv_id": 2401.0001}, "row 0: arxiv_id: expected str, got float 2401.0001"),
        ({"title": "Tides", "abstract": [1]}, "row 0: abstract: expected str, got list [1]"),
        ({"title": "Tides", "published": 20310304}, "row 0: published: expected str, got int 20310304"),
        ({"title": "Tides", "upvotes": True}, "row 0: upvotes: expected a number, got bool True"),
        ({"title": "Tides", "upvotes": 2.5}, "row 0: upvotes: expected a number, got float 2.5"),
        ({"title": "Tides", "upvotes": "2.5"}, "row 0: upvotes: expected a number, got str '2.5'"),
        ({"title": "Tides", "upvotes": "many"}, "row 0: upvotes: expected a number, got str 'many'"),
        ({"title": "Tides", "upvotes": math.inf}, "row 0: upvotes: expected a number, got float inf"),
        ({"title": "Tides", "upvotes": [1]}, "row 0: upvotes: expected a number, got list [1]"),
        ({"title": "Tides", "confidence": "high"}, "row 0: confidence: expected a number, got str 'high'"),
        (
            {"title": "Tides", "published": "3/4/2024"},
            "row 0: published: expected a date such as 2024-12-12 or --12-12, got '3/4/2024'",
        ),
        (
            {"title": "Tides", "listing_date": "--03-04", "listing_date_earliest": 0},
            "row 0: listing_date_earliest, listing_date_latest: expected a year from 1 to 9999, got 0",
        ),
        ({"title": "Tides", "snapshot": "today"}, "row 0: snapshot: expected a date such as 2024-12-12, got 'today'"),
        ("Tides", "row 0: expected a mapping, a PaperInfo or a Result, got str"),
    ],
)
def test_rows_of_another_shape_are_refused(row: Any, message: str) -> None:
    """The error says which row, what was expected, and what was found."""
    with pytest.raises(RecordError) as caught:
        listings_from([row])
    assert str(caught.value) == message


@pytest.mark.parametrize("table", [None, 3, "papers.csv"])
def test_a_table_has_rows(table: Any) -> None:
    """The message has what was given instead."""
    with pytest.raises(TypeError, match=f"^expected a data frame, an Arrow stream or rows, got .* {table!r}$"):
        listings_from(table)


def test_a_value_that_cannot_be_compared_is_refused() -> None:
    """Such as an array of numpy."""

    class Array:
        def __ne__(self, _: object) -> bool:
            raise ValueError("ambiguous")

        __hash__ = None  # type: ignore[assignment]

    with pytest.raises(RecordError, match=r"^row 0: abstract: expected str, got Array "):
        listings_from([{"title": "Tides", "abstract": Array()}])


# Pages


def test_rows_with_the_same_page_are_one_listing() -> None:
    """In the order of their positions, or as they come if these are missing; pages come as they were first met."""
    places = [("b", 1), ("a", None), ("b", 0), ("a", None)]
    rows = [{"title": f"Tides {n}", "source": source, "position": at} for n, (source, at) in enumerate(places)]
    found = listings_from(rows)
    assert [(one.source, [paper.title for paper in one]) for one in found] == [
        ("b", ["Tides 2", "Tides 0"]),
        ("a", ["Tides 1", "Tides 3"]),
    ]


def test_papers_in_one_place_are_on_different_pages() -> None:
    """Two listings of one name do not become one, nor does a page that is in the table twice."""
    listings = [Listing(papers=[Paper(title=title), Paper(title="Waves")]) for title in ("Tides", "Ebb")]
    rows = [{"title": paper.title, "position": at} for listing in listings for at, paper in enumerate(listing)]
    assert listings_from(rows) == listings


def test_source_and_date_may_be_given() -> None:
    """They apply to rows without their own."""
    for date in (DAY, ListingDate(month=3, day=4, year=2031)):
        rows = [{"title": "Tides"}, {"title": "Ebb", "source": "a.txt", "listing_date_text": "--12-12"}]
        first, second = listings_from(rows, source="notes", date=date)
        assert (first.source, str(first.date)) == ("notes", "2031-03-04")
        assert (second.source, str(second.date)) == ("a.txt", "--12-12")


def test_a_page_is_a_dump_only_if_its_digest_says_so() -> None:
    """Papers of another origin are identified by their source."""
    pages = ("0edfa9a2883cd0b0", "name:notes", None)
    assert [only([{"title": "Tides", "page": page}]).is_dump for page in pages] == [True, False, False]


def test_a_page_that_two_tools_saved_comes_back() -> None:
    """Its papers are in two rows where the tools differ, and a row alone keeps its page and its position."""
    papers = [Paper(title="Tides", abstract="Water rises."), Paper(title="Ebb", abstract="Water falls.")]
    one = Listing(papers=papers, source="a.txt", is_dump=True)
    other = attrs.evolve(one, papers=[papers[0], attrs.evolve(papers[1], abstract="Water fell.")], source="b.txt")
    for pages in ([one, other], [attrs.evolve(page, is_dump=False, source="notes") for page in (one, other)]):
        catalog = merge(pages)
        rows = [row for page in pages for row in table_rows(page)]
        assert merge(listings_from([*rows[:2], rows[3]])) == catalog
        for row in rows:
            (listing,) = listings_from([row])
            assert merge([*pages, listing]) == catalog
            assert listings_from(table_rows(listing)) == [listing]
            assert merge([*pages, Listing.from_jsonl(listing.to_jsonl())]) == catalog


def test_a_page_without_positions_is_what_its_rows_are() -> None:
    """Its digest may be that of other papers, so it is computed anew."""
    rows = table_rows(Listing(papers=[Paper(title="Tides"), Paper(title="Ebb")], is_dump=True))
    listing = only([{**row, "position": None} for row in rows])
    assert (listing.page, listing.positions, listing.is_dump) == (None, None, True)
    assert merge([listing, only(rows)]) == merge([listing])


# Papers of other libraries

DAILY: dict[str, Any] = {
    "paper": {
        "id": "3103.00042",
        "authors": [{"name": "Ada Ebb", "_id": "1", "hidden": False}, {"name": "Bo Flow", "_id": "2", "hidden": False}],
        "publishedAt": "2031-03-02T17:59:59.000Z",
        "title": "Tidal\n Flats",
        "summary": "Water rises.\nIt falls.",
        "upvotes": 12,
    },
    "publishedAt": "2031-03-03T22:01:00.000Z",
    "title": "Tidal\n Flats",
    "numComments": 2,
    "githubStars": 5,
    "submittedBy": {"user": "marsh", "fullname": "Marsh Mallow"},
    "organization": {"name": "dunes", "fullname": "The Dunes"},
}
TIDAL_FLATS = Paper(
    title="Tidal Flats",
    abstract="Water rises. It falls.",
    author_count=2,
    organization="The Dunes",
    published=ListingDate(month=3, day=2, year=2031),
    comments=2,
    upvotes=12,
    submitted_by="marsh",
    arxiv_id="3103.00042",
    github_stars=5,
)
ALONE = {"id": "3103.00043", "publishedAt": "2031-03-02T17:59:59.000Z", "title": "Ebb", "organization": "Dunes"}


def test_the_json_of_the_api_is_read() -> None:
    """That of a daily page, with the paper within it, and that of a paper alone, which may have few values."""
    assert list(only([DAILY, ALONE, {"publishedAt": None, "title": "Sand", "id": "sand-v2"}], source="api")) == [
        TIDAL_FLATS,
        Paper(title="Ebb", organization="Dunes", arxiv_id="3103.00043", published=TIDAL_FLATS.published),
        Paper(title="Sand"),
    ]


def test_paper_infos_are_read() -> None:
    """With the same values as their JSON; 0 comments may mean that their number is not known."""
    api: Any = pytest.importorskip("huggingface_hub.hf_api")
    infos = [api.PaperInfo(**deepcopy(item)) for item in (DAILY, {"id": "3103.00043", "title": "Ebb"})]
    assert list(only(infos)) == [TIDAL_FLATS, Paper(title="Ebb", arxiv_id="3103.00043")]


def test_results_of_arxiv_are_read() -> None:
    """Without the version, and without a date if there is none."""
    arxiv: Any = pytest.importorskip("arxiv")
    result = arxiv.Result(
        entry_id="http://arxiv.org/abs/3103.00042v2",
        published=datetime.datetime(2031, 3, 2, 17, 59, tzinfo=datetime.timezone.utc),
        title="Tidal\n  Flats",
        authors=[arxiv.Result.Author("Ada Ebb"), arxiv.Result.Author("Bo Flow")],
        summary="Water rises.\nIt falls.",
    )
    old = arxiv.Result(entry_id="http://arxiv.org/abs/quant-ph/0201082", title="Ebb")
    found = only([result, old], source="arXiv")
    assert found[0] == Paper(
        title="Tidal Flats",
        abstract="Water rises. It falls.",
        author_count=2,
        published=TIDAL_FLATS.published,
        arxiv_id="3103.00042",
    )
    assert found[1] == Paper(title="Ebb", arxiv_id="quant-ph/0201082")


def test_papers_of_an_api_are_merged_with_dumps() -> None:
    """They are sightings like any other, and contradict no year of a page."""
    dump = Listing(
        papers=[Paper(title="Tidal flats", published=ListingDate(month=3, day=2), upvotes=9)],
        date=ListingDate(month=3, day=5),
        source="mon.txt",
        is_dump=True,
    )
    (listing,) = listings_from([DAILY], source="the API", date=datetime.date(2031, 3, 6))
    catalog = merge([dump, listing])
    (entry,) = catalog
    assert not catalog.contradictions
    assert str(entry.paper.published) == "2031-03-02"
    assert [sighting.source for sighting in entry.sightings] == ["mon.txt", "the API"]
    assert entry.paper.upvotes == 12
