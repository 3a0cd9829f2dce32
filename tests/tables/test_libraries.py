"""Test that real libraries take listings and catalogs as tables, and that tables become the same listings again."""

from __future__ import annotations

import csv
import datetime
import io
from typing import TYPE_CHECKING, Any

import pytest

from paperlist import Catalog, Listing, ListingDate, Paper, listings_from, merge, parse_many
from paperlist.tables.arrow import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable

LISTINGS = [
    *parse_many("samples/*.txt"),
    Listing(papers=[Paper(title="Ebb")], source="wed.txt", snapshot="2024-05-01", is_dump=True),
    Listing(papers=[Paper(title='Ebb, "Flow"\nand Tide', submitted_by="mo", arxiv_id="2401.00010")], source="notes"),
]
CATALOG = merge(LISTINGS)


def all_rows() -> Any:
    """Return the sightings of all listings as one table of pyarrow."""
    pa: Any = pytest.importorskip("pyarrow")
    return pa.concat_tables(map(pa.table, LISTINGS))


def check(table: Any) -> None:
    """Test that a table has the same listings, and that a catalog of these has the same bytes."""
    again = listings_from(table)
    assert again == LISTINGS
    assert [listing.is_dump for listing in again] == [listing.is_dump for listing in LISTINGS]
    assert merge(again).to_jsonl() == CATALOG.to_jsonl()


# polars


def test_polars_takes_the_objects_themselves() -> None:
    """A data frame of a listing or a catalog has all columns, as ``to_polars`` returns them."""
    polars: Any = pytest.importorskip("polars")
    for tabular in (LISTINGS[0], Listing(), CATALOG, Catalog()):
        frame = polars.DataFrame(tabular)
        assert frame.equals(tabular.to_polars())
        assert frame.schema == tabular.to_polars().schema
        assert len(frame) == len(tabular)


def test_polars_gives_the_listings_back() -> None:
    """Also through Parquet, and through CSV if no types are guessed."""
    polars: Any = pytest.importorskip("polars")
    frame = polars.concat([listing.to_polars() for listing in LISTINGS])
    check(frame)
    file = io.BytesIO()
    frame.write_parquet(file)
    file.seek(0)
    check(polars.read_parquet(file))
    check(polars.read_csv(frame.write_csv().encode(), infer_schema=False))


def test_polars_counts_upvotes_by_day() -> None:
    """The structs of an entry's sightings can be unfolded."""
    polars: Any = pytest.importorskip("polars")
    frame = polars.DataFrame(CATALOG).explode("sightings").select(polars.col("sightings").struct.unnest())
    assert frame.columns == CATALOG.to_polars(of="sightings").columns
    assert len(frame) == len(CATALOG.sightings)


# pandas


def test_pandas_has_nullable_numbers_and_dates() -> None:
    """No number becomes a float, and no date a text."""
    pandas: Any = pytest.importorskip("pandas")
    days = [ListingDate(month=3, day=4, year=2024), ListingDate(month=1, day=2), ListingDate(month=1, day=2, year=9998)]
    papers = [Paper(title="Tides", published=day, upvotes=None if day.year else 3) for day in days]
    frame = Listing(papers=papers).to_pandas()
    assert frame["upvotes"].tolist() == [pandas.NA, 3, pandas.NA]
    assert frame["published"].dt.year.tolist()[::2] == [2024, 9998]
    assert pandas.isna(frame["published"][1])
    assert str(frame["published"].dtype) == "datetime64[s]"
    assert Listing().to_pandas().dtypes.equals(LISTINGS[0].to_pandas().dtypes)
    assert Catalog().to_pandas().dtypes.equals(CATALOG.to_pandas().dtypes)


@pytest.mark.parametrize("types", ["nullable", "arrow", "numpy"])
def test_pandas_gives_the_listings_back(types: str) -> None:
    """Whichever types a frame has: numpy's, in which numbers with nulls are floats, too."""
    pandas: Any = pytest.importorskip("pandas")
    if types == "nullable":
        check(pandas.concat([listing.to_pandas() for listing in LISTINGS]))
    else:
        check(all_rows().to_pandas(types_mapper=pandas.ArrowDtype if types == "arrow" else None))


def test_pandas_gives_the_listings_back_from_csv() -> None:
    """If no types are guessed."""
    pandas: Any = pytest.importorskip("pandas")
    frame = pandas.concat([listing.to_pandas() for listing in LISTINGS])
    text = frame.to_csv(index=False)
    check(pandas.read_csv(io.StringIO(text), dtype=str))
    check(csv.DictReader(io.StringIO(text, newline="")))


# pyarrow, nanoarrow, DuckDB, datasets


def test_pyarrow_gives_the_listings_back() -> None:
    """As a table, as dicts, and through a file."""
    table = all_rows()
    feather: Any = pytest.importorskip("pyarrow.feather")
    check(table)
    check(table.to_pylist())
    file = io.BytesIO()
    feather.write_feather(table, file)
    file.seek(0)
    check(feather.read_table(file))


def test_a_catalog_comes_back_from_its_sightings() -> None:
    """It is equal to the old one, although its years are those that follow from the whole catalog."""
    pytest.importorskip("pyarrow")
    assert merge(listings_from(CATALOG.to_arrow(of="sightings"))) == CATALOG
    again = merge(listings_from(CATALOG.to_arrow(of="sightings")))
    assert [str(entry.paper.published) for entry in again] == [str(entry.paper.published) for entry in CATALOG]


def test_nanoarrow_gives_the_listings_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads and writes tables where pyarrow is not installed."""
    pytest.importorskip("nanoarrow")
    monkeypatch.setattr("paperlist.tables.arrow._pyarrow", lambda: None)
    again = [one for listing in LISTINGS for one in listings_from(listing.to_arrow())]
    assert again == LISTINGS
    assert merge(again).to_jsonl() == CATALOG.to_jsonl()


def test_nanoarrow_reads_what_polars_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its texts are string views, of which nanoarrow cannot make lists; several batches, parts and structs, too."""
    polars: Any = pytest.importorskip("polars")
    pytest.importorskip("nanoarrow")
    monkeypatch.setattr("paperlist.tables.arrow._pyarrow", lambda: None)
    frame = polars.concat([listing.to_polars() for listing in LISTINGS], rechunk=False)
    check(frame)
    entries = polars.DataFrame(CATALOG)
    for part in (frame[3:30], frame[:0], entries):
        assert list(rows_of(part)) == part.to_dicts()


def test_duckdb_queries_the_objects_themselves() -> None:
    """A relation can be run again, and becomes listings."""
    duckdb: Any = pytest.importorskip("duckdb")
    listing, catalog = LISTINGS[0], CATALOG
    relation = duckdb.sql("SELECT count(*), max(comments) FROM listing")
    expected = [(len(listing), max(paper.comments or 0 for paper in listing))]
    assert relation.fetchall() == relation.execute().fetchall() == expected
    recurring = duckdb.sql("SELECT title, unnest(sightings).comments FROM catalog WHERE seen > 2").fetchall()
    assert len(recurring) == sum(len(entry.sightings) for entry in catalog if len(entry.sightings) > 2)
    rows = all_rows()
    check(duckdb.sql("SELECT * FROM rows"))
    assert len(rows) == sum(map(len, LISTINGS))


@pytest.mark.slow
def test_datasets_takes_tables() -> None:
    """A dataset has all papers and their dates."""
    pa: Any = pytest.importorskip("pyarrow")
    datasets: Any = pytest.importorskip("datasets")
    found = datasets.Dataset(pa.table(CATALOG))
    assert found["title"][:] == [entry.paper.title for entry in CATALOG]
    day = next(day for day in found["published"] if day is not None)
    assert isinstance(day, datetime.date)


@pytest.mark.parametrize("make", [Listing.to_polars, Listing.to_pandas, Listing.to_arrow])
def test_lone_surrogates_are_replaced_in_all_libraries(make: Callable[[Listing], Any]) -> None:
    """No library fails for a text that cannot be encoded."""
    pytest.importorskip(make.__name__.removeprefix("to_").replace("arrow", "pyarrow"))
    (listing,) = listings_from(make(Listing(papers=[Paper(title="Ebb \udce9 Flow")])))
    assert listing[0].title == "Ebb \ufffd Flow"
