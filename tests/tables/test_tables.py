"""Test the tables of listings and catalogs: their columns, types and batches, whichever library makes them."""

from __future__ import annotations

import datetime
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from paperlist import Catalog, Listing, ListingDate, Paper, merge, parse_many
from paperlist.catalog.entries.columns import ENTRY_COLUMNS
from paperlist.model.columns import SIGHTING_COLUMNS, decided_first, decided_last
from paperlist.tables import arrow
from paperlist.tables.table import BATCH_ROWS, Records, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from paperlist.tables.table import Column, Values

UNKNOWN = ListingDate(month=3, day=4, earliest=2024, latest=2025)
KNOWN = ListingDate(month=12, day=9, year=2023, year_basis="printed")
PAPER = Paper(title="Tides", author_count=3, published=KNOWN, upvotes=7, line=4, span=(10, 90))
LISTING = Listing(papers=[PAPER, Paper(title="Waves", published=UNKNOWN)], source="mon.txt", date=UNKNOWN, is_dump=True)
LATER = Listing(papers=[Paper(title="Tides", upvotes=9)], source="tue.txt", date=attrs.evolve(UNKNOWN, day=5))
CATALOG = merge([LISTING, LATER])
SAMPLES = list(parse_many("samples/*.txt"))


@pytest.fixture(params=["pyarrow", "nanoarrow"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of the library that makes tables; pyarrow is hidden from the package if it is the other."""
    name: str = request.param
    pytest.importorskip(name)
    if name == "nanoarrow":
        monkeypatch.setattr(arrow, "_pyarrow", lambda: None)
    return name


def rows(table: Any) -> list[dict[str, Any]]:
    """Return the rows of what ``to_arrow`` returned."""
    return list(table.to_pylist())


def columns(table: Any) -> dict[str, list[Any]]:
    """Return the values of what ``to_arrow`` returned, column by column."""
    found = rows(table)
    return {name: [row[name] for row in found] for name in found[0]}


# Values


def test_a_listing_is_a_table_with_a_row_per_paper(library: str) -> None:
    """Each column has the value of the field, and a date has five columns."""
    found = columns(LISTING.to_arrow())
    assert list(found) == [column.name for column in SIGHTING_COLUMNS]
    assert found["source"] == ["mon.txt", "mon.txt"]
    assert found["position"] == [0, 1]
    assert found["title"] == ["Tides", "Waves"]
    assert found["upvotes"] == [7, None]
    assert found["published"] == [datetime.date(2023, 12, 9), None]
    assert found["published_text"] == ["2023-12-09", "--03-04"]
    assert found["published_year_basis"] == ["printed", None]
    assert found["published_earliest"] == [2023, 2024]
    assert found["published_latest"] == [2023, 2025]
    assert found["listing_date_text"] == ["--03-04", "--03-04"]
    assert (found["line"], found["span_start"], found["span_end"]) == ([4, None], [10, None], [90, None])
    assert found["confidence"] == [None, None]
    assert library in sys.modules


def test_a_catalog_is_a_table_with_a_row_per_entry(library: str) -> None:
    """The best values are in columns, and all sightings in a column of structs."""
    found = columns(CATALOG.to_arrow(assume="earliest"))
    assert list(found) == [column.name for column in ENTRY_COLUMNS]
    assert found["id"] == [entry.id for entry in CATALOG]
    assert (found["title"], found["seen"], found["upvotes"]) == (["Tides", "Waves"], [2, 1], [9, None])
    assert found["first_seen_text"] == ["2024-03-04", "2024-03-04"]
    assert found["last_seen"] == [datetime.date(2024, 3, 5), datetime.date(2024, 3, 4)]
    assert [[row["source"] for row in seen] for seen in found["sightings"]] == [["mon.txt", "tue.txt"], ["mon.txt"]]
    assert [row["upvotes"] for row in found["sightings"][0]] == [7, 9]
    assert library in sys.modules


def test_the_sightings_of_a_catalog_are_a_table_too(library: str) -> None:
    """They come by date, with the years that follow from the whole catalog."""
    catalog = merge(SAMPLES)
    found = rows(catalog.to_arrow(of="sightings"))
    assert len(found) == len(catalog.sightings)
    dated = [sighting for entry in catalog for sighting in entry.dated]
    seen = sorted((sighting.source, sighting.position, str(sighting.paper.published)) for sighting in dated)
    assert sorted((row["source"], row["position"], str(row["published_text"])) for row in found) == seen
    years = [row["listing_date_earliest"] for row in found]
    assert years == sorted(years)
    assert library in sys.modules


def test_unknown_years_are_filled_in_if_the_caller_asks_for_it(library: str) -> None:
    """All dates are, and the basis of these years says so."""
    for bound, year in (("earliest", 2024), ("latest", 2025)):
        found = columns(LISTING.to_arrow(assume=bound))  # type: ignore[arg-type]
        assert found["published"] == [datetime.date(2023, 12, 9), datetime.date(year, 3, 4)]
        assert found["published_year_basis"] == ["printed", "assumed"]
        assert found["listing_date"] == [datetime.date(year, 3, 4)] * 2
    assert library in sys.modules


def test_values_that_cannot_be_stored_are_replaced(library: str) -> None:
    """A lone surrogate becomes U+FFFD, and a number that is too large is null; other values stay."""
    papers = [Paper(title="Ebb\ud800", upvotes=2**31), Paper(title="Tides", abstract=None, upvotes=2**31 - 1)]
    found = columns(Listing(papers=papers).to_arrow())
    assert found["title"] == ["Ebb\ufffd", "Tides"]
    assert found["upvotes"] == [None, 2**31 - 1]
    nested = columns(merge([Listing(papers=papers[:1])]).to_arrow())["sightings"]
    assert (nested[0][0]["title"], nested[0][0]["upvotes"]) == ("Ebb\ufffd", None)
    assert library in sys.modules


@pytest.mark.parametrize(
    ("first", "last", "dates"),
    [
        (None, None, []),
        (None, None, [None]),
        ("2024-03-04", "2024-03-04", [ListingDate(month=3, day=4, year=2024), None]),
        ("--03-04", "--03-04", [UNKNOWN, UNKNOWN]),
        (None, None, [UNKNOWN, attrs.evolve(UNKNOWN, day=5)]),
        ("2023-12-09", None, [UNKNOWN, attrs.evolve(UNKNOWN, day=5), KNOWN]),
        (None, "2026-01-02", [UNKNOWN, attrs.evolve(UNKNOWN, day=5), ListingDate(month=1, day=2, year=2026)]),
    ],
)
def test_the_first_and_the_last_date_are_null_if_years_leave_them_open(
    first: str | None, last: str | None, dates: list[ListingDate | None]
) -> None:
    """A date is first only if no possible year of another makes that one earlier."""
    found = decided_first(dates), decided_last(dates)
    assert [date and str(date) for date in found] == [first, last]


@pytest.mark.parametrize("tabular", [LISTING, CATALOG])
def test_unknown_options_are_errors(tabular: Listing | Catalog) -> None:
    """The message says what was expected."""
    wrong: Any = "newest"
    with pytest.raises(ValueError, match=r"^assume: expected None, 'earliest' or 'latest', got 'newest'$"):
        tabular.to_arrow(assume=wrong)
    with pytest.raises(ValueError, match=r"^of: expected .*'sightings', got 'newest'$"):
        tabular.to_arrow(of=wrong)
    with pytest.raises(ValueError, match=r"^of: expected 'sightings', got 'entries'$"):
        LISTING.to_arrow(of="entries")


# Types


def type_of(column: Column) -> str:
    """Return the name that pyarrow gives to the type of a column."""
    if column.kind == "records":
        inner = ", ".join(f"{one.name}: {type_of(one)}" for one in column.columns)
        return f"list<item: struct<{inner}>>"
    return {"text": "string", "float64": "double", "date32": "date32[day]"}.get(column.kind, column.kind)


@pytest.mark.parametrize("full", [True, False])
def test_types_do_not_depend_on_values(library: str, full: bool) -> None:  # noqa: FBT001 - a parameter of tests
    """Empty tables, and columns with nothing but nulls, have the same types as any other."""
    pa: Any = pytest.importorskip("pyarrow")
    papers = LISTING if full else Listing()
    for table, known in ((papers, SIGHTING_COLUMNS), (merge([papers]), ENTRY_COLUMNS)):
        schema = pa.schema(pa.RecordBatchReader.from_stream(table).schema)
        assert [(field.name, str(field.type)) for field in schema] == [(one.name, type_of(one)) for one in known]
        assert len(list(pa.RecordBatchReader.from_stream(table).read_all().to_pylist())) == len(table)
    assert library in sys.modules


# Batches


def test_a_table_is_made_in_batches() -> None:
    """Only one batch is made at a time, and only when it is asked for."""
    made: list[int] = []

    def start() -> Any:
        for batch in range(3):
            made.append(batch)
            yield [[f"Tides {batch}"]]

    pa: Any = pytest.importorskip("pyarrow")

    class Stream:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return arrow.stream(Table(SIGHTING_COLUMNS[:1], start), requested_schema)

    reader = pa.RecordBatchReader.from_stream(Stream())
    assert made == []
    reader.read_next_batch()
    assert made == [0]
    assert reader.read_all().to_pylist() == [{"source": "Tides 1"}, {"source": "Tides 2"}]


def test_batches_of_nanoarrow_are_made_when_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Or one or two before that, because the file that it reads has a buffer."""
    nanoarrow: Any = pytest.importorskip("nanoarrow")
    monkeypatch.setattr(arrow, "_pyarrow", lambda: None)
    made: list[int] = []

    def start() -> Iterator[list[Values]]:
        for number in range(9):
            made.append(number)
            yield [["Tides" * 9_999]]

    class Stream:
        def __arrow_c_stream__(self, requested_schema: object = None) -> object:
            return arrow.stream(Table(SIGHTING_COLUMNS[:1], start), requested_schema)

    stream = iter(nanoarrow.ArrayStream(Stream()))
    assert len(made) <= 1
    next(stream)
    assert len(made) <= 3
    assert len(list(stream)) == 8
    assert made == list(range(9))


def test_threads_read_the_streams_of_nanoarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several at once, each with several batches."""
    polars: Any = pytest.importorskip("polars")
    pytest.importorskip("nanoarrow")
    monkeypatch.setattr(arrow, "_pyarrow", lambda: None)
    listing = Listing(papers=[PAPER] * (2 * BATCH_ROWS + 1))
    with ThreadPoolExecutor(4) as threads:
        frames = list(threads.map(polars.DataFrame, [listing] * 4))
    assert [frame["upvotes"].sum() for frame in frames] == [7 * len(listing)] * 4


def test_long_tables_have_several_batches(library: str) -> None:
    """No row is lost between them."""
    pa: Any = pytest.importorskip("pyarrow")
    listing = Listing(papers=[PAPER] * (BATCH_ROWS + 1))
    batches = list(pa.RecordBatchReader.from_stream(listing))
    assert [len(batch) for batch in batches] == [BATCH_ROWS, 1]
    assert batches[1].to_pylist()[0]["position"] == BATCH_ROWS
    assert library in sys.modules


def test_a_stream_starts_again_at_each_call(library: str) -> None:
    """Libraries may read an object several times, and from several threads."""
    pa: Any = pytest.importorskip("pyarrow")
    assert pa.table(CATALOG) == pa.table(CATALOG)
    assert pa.table(CATALOG).to_pylist() == rows(CATALOG.to_arrow())
    assert library in sys.modules


def test_records_are_joined_over_batches() -> None:
    """A whole table has records as lists of dicts."""
    column = attrs.evolve(ENTRY_COLUMNS[-1], columns=SIGHTING_COLUMNS[:1])
    batches: list[list[Values]] = [[Records([1], [["a"]])], [Records([0, 2], [["b", "c"]])]]
    table = Table((column,), lambda: iter(batches))
    assert table.whole() == [[[{"source": "a"}], [], [{"source": "b"}, {"source": "c"}]]]


# Libraries that are missing


def hide(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Make importing these libraries fail."""
    for name in names:
        monkeypatch.setitem(sys.modules, name, None)


@pytest.mark.parametrize("tabular", [LISTING, CATALOG])
def test_a_missing_extra_is_named(tabular: Listing | Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error says what to install."""
    hide(monkeypatch, "pyarrow", "nanoarrow", "polars", "pandas")
    message = r"^this needs pyarrow or nanoarrow: pip install 'paperlist\[arrow\]'$"
    with pytest.raises(ImportError, match=message):
        tabular.__arrow_c_stream__()
    with pytest.raises(ImportError, match=message):
        tabular.to_arrow()
    with pytest.raises(ImportError, match=r"^to_polars needs polars: pip install polars$"):
        tabular.to_polars()
    with pytest.raises(ImportError, match=r"^to_pandas needs pandas: pip install pandas$"):
        tabular.to_pandas()


def test_data_frames_need_neither_pyarrow_nor_nanoarrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are made of Python's own values."""
    polars: Any = pytest.importorskip("polars")
    hide(monkeypatch, "pyarrow", "nanoarrow")
    frame = CATALOG.to_polars()
    assert isinstance(frame, polars.DataFrame)
    assert frame["seen"].to_list() == [2, 1]


# Time and memory

MOST_TIMES = 2
"""A table takes at most this many times as long as a dict per paper."""

MILLION = """
import resource
import pyarrow
from paperlist import Listing, Paper

listing = Listing(papers=[Paper(title=f"Tides {n}", abstract="rises " * 200) for n in range(1000)] * 1000)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
rows = sum(len(batch) for batch in pyarrow.RecordBatchReader.from_stream(listing))
print(rows, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
MOST_KILOBYTES = 400_000
"""The texts of all rows are three times as large."""


def shortest(action: Callable[[], object]) -> float:
    """Return the shortest time of several rounds, because other processes can only make it longer."""
    times: list[float] = []
    for _ in range(7):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times)


@pytest.mark.slow
def test_a_table_is_made_about_as_fast_as_dicts() -> None:
    """It takes at most twice as long."""
    pytest.importorskip("pyarrow")
    papers = [paper for listing in SAMPLES for paper in listing] * 300
    listing = Listing(papers=papers)
    assert shortest(listing.to_arrow) <= MOST_TIMES * shortest(lambda: [paper.to_dict() for paper in papers])


def test_a_table_of_a_small_catalog_is_made_as_fast_as_its_dict() -> None:
    """What each table costs, however small, does not matter for 36 papers."""
    pytest.importorskip("pyarrow")
    catalog = merge(SAMPLES)
    assert shortest(catalog.to_arrow) <= MOST_TIMES * shortest(catalog.to_dict)


@pytest.mark.slow
def test_a_million_rows_need_little_memory() -> None:
    """A stream is never in memory as a whole."""
    pytest.importorskip("pyarrow")
    pytest.importorskip("resource")
    done = subprocess.run([sys.executable, "-c", MILLION], capture_output=True, text=True, check=True)
    rows, kilobytes = map(int, done.stdout.split())
    assert rows == 10**6
    assert kilobytes < MOST_KILOBYTES
