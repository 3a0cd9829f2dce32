"""Test that Parquet and Arrow files have the columns of tables, and become the same listings and catalogs again."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from paperlist import Catalog, Listing, listings_from, merge, parse_many, write
from paperlist.cli import main
from paperlist.export import format_named
from paperlist.tables import files
from tests.export.papers import NOTHING, PAGE, packed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LISTINGS = list(parse_many("samples/*.txt"))
CATALOG = merge(LISTINGS)


@pytest.fixture(params=["pyarrow", "polars"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the library that writes the files; pyarrow comes first where both are installed."""
    name: str = request.param
    pytest.importorskip(name)
    if name == "polars":
        monkeypatch.setattr(files, "_pyarrow", lambda: None)
    return name


def with_pyarrow(path: Path) -> Any:
    """Read a file with pyarrow."""
    module: Any = pytest.importorskip(f"pyarrow.{'parquet' if path.suffix == '.parquet' else 'feather'}")
    return module.read_table(path)


def with_polars(path: Path) -> Any:
    """Read a file with polars."""
    polars: Any = pytest.importorskip("polars")
    return polars.read_parquet(path) if path.suffix == ".parquet" else polars.read_ipc(path)


def with_pandas(path: Path) -> Any:
    """Read a file with pandas, in whose frames lists are arrays."""
    pandas: Any = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    return pandas.read_parquet(path) if path.suffix == ".parquet" else pandas.read_feather(path)


each_reader = pytest.mark.parametrize("read", [with_pyarrow, with_polars, with_pandas])
each_suffix = pytest.mark.parametrize("suffix", ["parquet", "arrow", "feather"])


@pytest.mark.usefixtures("library")
@each_reader
@each_suffix
def test_files_of_listings_become_the_same_listings(tmp_path: Path, read: Callable[[Path], Any], suffix: str) -> None:
    """Whichever library reads them, the listings are equal, and a catalog of them has the same bytes."""
    path = tmp_path / f"papers.{suffix}"
    write(LISTINGS, path)
    again = listings_from(read(path))
    assert again == LISTINGS
    assert merge(again).to_jsonl() == CATALOG.to_jsonl()


@pytest.mark.usefixtures("library")
@each_reader
@each_suffix
def test_a_file_of_a_catalog_has_its_entries(tmp_path: Path, read: Callable[[Path], Any], suffix: str) -> None:
    """With their sightings, from which the same catalog is made; the file of that catalog has the same bytes."""
    path = tmp_path / f"papers.{suffix}"
    write(CATALOG, path)
    found = read(path)
    assert len(found) == len(CATALOG)
    again = merge(listings_from(found))
    assert again == CATALOG
    write(again, tmp_path / f"again.{suffix}")
    assert (tmp_path / f"again.{suffix}").read_bytes() == path.read_bytes()


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize("form", ["parquet", "arrow"])
def test_columns_have_the_same_types_without_papers(tmp_path: Path, form: str) -> None:
    """An empty file has all columns."""
    for nothing in NOTHING:
        path = tmp_path / f"none.{form}"
        path.write_bytes(packed(nothing, form))
        found = with_polars(path)
        assert found.schema == (CATALOG if isinstance(nothing, Catalog) else PAGE).to_polars().schema
        assert len(found) == 0


@pytest.mark.usefixtures("library")
def test_the_command_line_writes_them(tmp_path: Path) -> None:
    """With the chosen papers and columns; a date takes all its columns. The suffix or ``--format`` decides."""
    path = tmp_path / "papers.parquet"
    options = ["--columns", "title,published,upvotes,seen", "--sort", "title"]
    assert main(["merge", "samples", "--quiet", "-o", str(path), *options]) == 0
    found = with_polars(path)
    dates = [f"published{end}" for end in ("", "_text", "_year_basis", "_earliest", "_latest")]
    assert found.columns == ["title", *dates, "upvotes", "seen"]
    assert found["title"].to_list() == sorted((entry.paper.title for entry in CATALOG), key=str.casefold)
    other = tmp_path / "papers"
    assert main(["parse", "samples", "--quiet", "--format", "arrow", "-o", str(other)]) == 0
    assert listings_from(with_polars(other.rename(tmp_path / "papers.arrow"))) == LISTINGS
    assert main(["parse", "samples", "--quiet", "--format", "arrow"]) == 2


@pytest.mark.parametrize("form", ["parquet", "arrow"])
def test_a_missing_library_is_named(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the extra that installs one. Nothing is written."""
    for name in ("pyarrow", "polars"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ImportError, match=r"pip install 'paperlist\[parquet\]'$"):
        write(Listing(), tmp_path / f"papers.{form}")
    assert main(["merge", "samples", "--quiet", "-o", str(tmp_path / f"papers.{form}")]) == 2
    assert "pip install 'paperlist[parquet]'" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_no_sheets_are_no_file() -> None:
    """As with all formats: where nothing was read, nothing is written."""
    for form in ("parquet", "arrow"):
        assert list(format_named(form).chunks([], 100)) == []
