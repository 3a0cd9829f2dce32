"""Test that an SQLite database has all papers and sightings, and a full-text index."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import attrs
import pytest

from paperlist import Listing, Paper, merge, parse_many, write
from paperlist.export import format_named, sqlite_format
from paperlist.export.sheets import CATALOG_FIELDS, LISTING_FIELDS, catalog_sheet
from tests.export.papers import BARE, DAY, FULL, LATER, NASTY, NASTY_PAGE, NOTHING, PAGE

if TYPE_CHECKING:
    from pathlib import Path

TWICE = merge([PAGE, Listing(papers=[attrs.evolve(FULL, upvotes=9)], source="later.txt")])

PATHS_OF_DATASETTE = ("papers", "papers.json?_search=shorelines&_shape=array", "sightings.json?_labels=on&_shape=array")


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    """Return what a query finds in a database."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute(query).fetchall()


def test_a_database_of_a_catalog_has_papers_and_sightings(tmp_path: Path) -> None:
    """Each sighting names its paper; a date has its year's basis and bounds."""
    write(TWICE, tmp_path / "papers.db")
    found = rows(tmp_path / "papers.db", "SELECT id, title, upvotes, seen FROM papers")
    assert found == [(entry.id, entry.paper.title, entry.paper.upvotes, len(entry.sightings)) for entry in TWICE]
    joined = "SELECT s.source, s.upvotes, p.seen FROM sightings s JOIN papers p ON s.paper = p.id WHERE s.upvotes > 0"
    assert sorted(rows(tmp_path / "papers.db", joined)) == [("later.txt", 9, 3), ("page.txt", 7, 3)]
    dates = "SELECT published, published_year_basis, published_earliest, published_latest FROM papers WHERE id = '{}'"
    (entry,) = TWICE.find("Waves")
    assert rows(tmp_path / "papers.db", dates.format(entry.id)) == [("2025-01-23", "assumed", 2025, None)]
    columns = [name for _, name, *_ in rows(tmp_path / "papers.db", "PRAGMA table_info(papers)")]
    assert set(columns) >= set(CATALOG_FIELDS)
    assert rows(tmp_path / "papers.db", "PRAGMA foreign_key_check") == []
    assert rows(tmp_path / "papers.db", "PRAGMA integrity_check") == [("ok",)]


def test_a_full_disk_is_an_error_of_the_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite has errors of its own, which callers of ``write`` need not know."""

    def fill(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(sqlite_format, "_fill", fill)
    with pytest.raises(OSError, match="database or disk is full"):
        write(TWICE, tmp_path / "papers.db")
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_listings_has_a_row_for_each_paper_on_each_page(tmp_path: Path) -> None:
    """They are not merged, so there is no table of sightings."""
    write([PAGE, NASTY_PAGE], tmp_path / "papers.sqlite")
    assert rows(tmp_path / "papers.sqlite", "SELECT title FROM papers WHERE source IS NULL") == [(t,) for t in NASTY]
    assert rows(tmp_path / "papers.sqlite", "SELECT listing_date, published FROM papers LIMIT 2") == [
        ("2024-03-04", "2024-01-23"),
        ("2024-03-04", LATER.isoformat()),
    ]
    columns = {name for _, name, *_ in rows(tmp_path / "papers.sqlite", "PRAGMA table_info(papers)")}
    assert columns >= set(LISTING_FIELDS)
    tables = {name for (name,) in rows(tmp_path / "papers.sqlite", "SELECT name FROM sqlite_master")}
    assert "sightings" not in tables


def test_titles_abstracts_and_organizations_are_indexed(tmp_path: Path) -> None:
    """The full-text index finds words in any of them."""
    write(TWICE, tmp_path / "papers.sqlite3")
    for word in ("ink", "lines", "harbour"):
        found = rows(tmp_path / "papers.sqlite3", f"SELECT title FROM papers_fts WHERE papers_fts MATCH '{word}'")  # noqa: S608 - ours
        assert ("Tides of Ink",) in found


def test_sqlite_utils_searches_a_database(tmp_path: Path) -> None:
    """It finds the index without being asked to make one."""
    sqlite_utils: Any = pytest.importorskip("sqlite_utils")
    write(merge(parse_many("samples")), tmp_path / "papers.db")
    database = sqlite_utils.Database(tmp_path / "papers.db")
    assert database["papers"].detect_fts() == "papers_fts"
    found = [row["title"] for row in database["papers"].search("shorelines graph*")]
    assert found == ["Tidal Graph Networks: Message Passing on Shorelines That Move"]
    assert [key.other_table for key in database["sightings"].foreign_keys] == ["papers"]
    database.close()


def test_datasette_shows_a_database(tmp_path: Path) -> None:
    """It finds the index, too, and shows the titles of papers where sightings refer to them."""
    app: Any = pytest.importorskip("datasette.app")
    write(merge(parse_many("samples")), tmp_path / "papers.db")

    async def pages() -> list[Any]:
        datasette = app.Datasette([str(tmp_path / "papers.db")])
        await datasette.invoke_startup()
        return [await datasette.client.get(f"/papers/{path}") for path in PATHS_OF_DATASETTE]

    table, search, sightings = asyncio.run(pages())
    assert (table.status_code, search.status_code, sightings.status_code) == (200, 200, 200)
    assert [row["title"] for row in search.json()] == ["Tidal Graph Networks: Message Passing on Shorelines That Move"]
    assert 'name="_search"' in table.text
    assert "title" in sightings.json()[0]
    assert sightings.json()[0]["paper"]["label"] == sightings.json()[0]["title"]


@pytest.mark.parametrize("columns", [("id", "title", "upvotes"), ("upvotes",)])
def test_chosen_columns_are_the_only_ones(tmp_path: Path, columns: tuple[str, ...]) -> None:
    """Without the columns of texts there is no index; sightings are left out."""
    sheet = attrs.evolve(catalog_sheet(TWICE), columns=columns)
    (content,) = format_named("sqlite").chunks([sheet], 100)
    assert isinstance(content, bytes)
    (tmp_path / "papers.db").write_bytes(content)
    assert [name for _, name, *_ in rows(tmp_path / "papers.db", "PRAGMA table_info(papers)")] == list(columns)
    tables = {name for (name,) in rows(tmp_path / "papers.db", "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert ("papers_fts" in tables) is ("title" in columns)
    assert "sightings" not in tables


def test_lone_surrogates_and_missing_papers_are_no_error(tmp_path: Path) -> None:
    """The database has its tables in any case."""
    write(Listing(papers=[Paper(title="caf\udce9"), BARE], date=DAY), tmp_path / "papers.db")
    assert rows(tmp_path / "papers.db", "SELECT title FROM papers") == [("caf\\udce9",), ("漢字",)]
    for nothing in NOTHING:
        write(nothing, tmp_path / "none.db")
        assert rows(tmp_path / "none.db", "SELECT * FROM papers") == []


def test_equal_papers_make_equal_databases(tmp_path: Path) -> None:
    """So a file that would not change is not written again."""
    write(TWICE, tmp_path / "one.db")
    write(TWICE, tmp_path / "two.db")
    assert (tmp_path / "one.db").read_bytes() == (tmp_path / "two.db").read_bytes()
