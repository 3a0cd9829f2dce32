"""Test that no file is replaced by mistake when papers are written."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest

import paperlist
from paperlist import Listing, Paper, listings_from, merge, write
from paperlist.export.keeping import _is_empty, is_dump_file, is_foreign_database
from tests.export.papers import PAGE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DUMP = "samples/000-tidal-graphs.txt"


def test_a_dump_is_never_replaced_by_its_papers(tmp_path: Path) -> None:
    """Nor if its path is spelled differently, or if it is one of many dumps."""
    (tmp_path / "dumps").mkdir()
    dump = tmp_path / "dumps" / "mon.txt"
    with open(DUMP, "rb") as file:  # noqa: PTH123 - a path relative to the root
        content = file.read()
    dump.write_bytes(content)
    (tmp_path / "link").symlink_to(dump)
    for target in (dump, tmp_path / "dumps" / ".." / "dumps" / "mon.txt", tmp_path / "link"):
        listing = paperlist.parse(dump)
        for papers in (listing, [PAGE, listing], merge([listing])):
            for name in ("csv", "jsonl", "bibtex", "sqlite"):
                with pytest.raises(FileExistsError, match=r"because (it is a dump, which has p|p)apers"):
                    write(papers, target, name)
    assert dump.read_bytes() == content
    assert len(list(tmp_path.rglob("*"))) == 3


def test_no_file_from_which_papers_were_read_is_replaced(tmp_path: Path) -> None:
    """Also if it is no dump, but a table."""
    table = tmp_path / "papers.csv"
    table.write_text("title\nEbb\n", encoding="utf-8")
    with table.open(encoding="utf-8", newline="") as file:
        listings = listings_from(csv.DictReader(file), source=str(table))
    for papers in (listings, merge(listings)):
        with pytest.raises(FileExistsError, match="not replaced, because papers were read from it"):
            write(papers, table)
    assert table.read_text(encoding="utf-8") == "title\nEbb\n"


def test_a_catalog_is_replaced_by_a_catalog_only(tmp_path: Path) -> None:
    """Papers of a listing in the same format are no catalog."""
    path = tmp_path / "catalog.jsonl"
    merge([PAGE]).save(path)
    content = path.read_bytes()
    for papers, name in ((PAGE, None), (PAGE, "csv"), (merge([PAGE]), "bibtex")):
        with pytest.raises(FileExistsError, match=r"catalog\.jsonl: not replaced, because it is a catalog and the out"):
            write(papers, path, name)
    assert path.read_bytes() == content
    write(merge([PAGE, Listing(papers=[Paper(title="Ebb")])]), path)
    assert len(paperlist.Catalog.load(path)) == len(merge([PAGE])) + 1


def test_a_catalog_with_more_is_not_replaced(tmp_path: Path) -> None:
    """Sightings, decisions and lines that cannot be read are kept, until the caller saves the catalog explicitly."""
    path = tmp_path / "catalog.jsonl"
    catalog = merge([PAGE, Listing(papers=[Paper(title="Ebb"), Paper(title="Flow")])])
    catalog.same(catalog[0], catalog[1])
    catalog.save(path)
    with path.open("a", encoding="utf-8") as file:
        file.write('{"decision": "perhaps"}\n')
    content = path.read_bytes()
    for lesser in (merge([PAGE]), catalog):
        with pytest.raises(FileExistsError, match=r"because it is a damaged catalog with .*1 unread line"):
            write(lesser, path)
    assert path.read_bytes() == content
    loaded = paperlist.Catalog.load(path)
    write(loaded, path)
    assert len(paperlist.Catalog.load(path, strict=False).diagnostics) == 1
    lesser = merge([PAGE])
    lesser.save(path)
    write(catalog, path)
    assert paperlist.Catalog.load(path) == catalog
    with pytest.raises(
        FileExistsError, match=r"a catalog with 2 sightings, 1 decision that the output lacks \(Catalog"
    ):
        write(lesser, path)


def test_the_database_of_another_program_is_never_replaced(tmp_path: Path) -> None:
    """One that paperlist wrote is replaced."""
    with closing(sqlite3.connect(tmp_path / "other.db")) as database, database:
        database.execute("CREATE TABLE precious (things)")
    with pytest.raises(FileExistsError, match="because it is a database with more than paperlist wrote"):
        write(PAGE, tmp_path / "other.db")
    for papers in (PAGE, Listing(papers=[Paper(title="Ebb")])):
        write(papers, tmp_path / "own.db")
    with closing(sqlite3.connect(tmp_path / "own.db")) as database:
        assert database.execute("SELECT title FROM papers").fetchall() == [("Ebb",)]
    for is_kept in (is_foreign_database, is_dump_file):
        assert not is_kept(tmp_path / "gone.db")


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE notes (paper, note)",
        "CREATE VIEW recent AS SELECT title FROM papers",
        "ALTER TABLE papers ADD mine",
    ],
)
def test_what_others_added_to_a_database_is_kept(tmp_path: Path, change: str) -> None:
    """For example notes in a table or column of their own. Rows and indexes are made anew."""
    path = tmp_path / "own #1.db"
    for papers in (PAGE, merge([PAGE]), PAGE):
        write(papers, path)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE INDEX by_title ON papers (title)")
        database.execute("DELETE FROM papers")
    write(merge([PAGE]), path)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(change)
    with pytest.raises(FileExistsError, match="because it is a database with more than paperlist wrote"):
        write(PAGE, path)
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 5000)
    write(PAGE, path)


def test_a_dump_within_json_is_kept(tmp_path: Path) -> None:
    """Crawlers save pages so. JSON without a page is replaced, and so are feeds, which summarize cards."""
    path = tmp_path / "page.json"
    with open(DUMP, encoding="utf-8") as file:  # noqa: PTH123 - a path relative to the root
        path.write_text(json.dumps({"url": "https://huggingface.co/papers", "markdown": file.read()}), "utf-8")
    with pytest.raises(FileExistsError, match="because it is a dump, which has papers"):
        write(PAGE, path)
    for target in (tmp_path / "papers.json", tmp_path / "feed.json"):
        target.write_text('{"upvotes": 3}', encoding="utf-8")
        for _ in range(2):
            write(paperlist.parse(DUMP), target)


def test_a_catalog_replaces_nothing_but_catalogs(tmp_path: Path) -> None:
    """And files without content, such as those that mktemp makes; other formats replace other files."""
    path = tmp_path / "other.jsonl"
    catalog = merge([PAGE])
    for content in (
        '{"text": "Ebb"}\n',
        '{"id": "1", "title": "Ebb"}\n',
        '{"source": "a"}\n',
        "notes\n",
        "\n" * 300 + "x",
    ):
        path.write_text(content, encoding="utf-8")
        for save in (catalog.save, partial(write, catalog)):
            with pytest.raises(FileExistsError, match=r"other\.jsonl: not replaced, because it is not a catalog"):
                save(path)
        assert path.read_text(encoding="utf-8") == content
    for content in ("", "\ufeff", " \n", paperlist.Catalog().to_jsonl(), catalog.to_jsonl()):
        for save in (catalog.save, partial(write, catalog)):
            path.write_text(content, encoding="utf-8")
            save(path)
            assert paperlist.Catalog.load(path) == catalog
    write(PAGE, path := tmp_path / "sightings.jsonl")
    catalog.save(path)
    assert not _is_empty(tmp_path / "gone.jsonl")


def test_other_files_are_replaced(tmp_path: Path) -> None:
    """As with any program; sources that are no paths do no harm."""
    for source in ("gone.txt", "a\0b", "x" * 5000, None):
        (tmp_path / "old.csv").write_text("old", encoding="utf-8")
        write(Listing(papers=[Paper(title="Ebb")], source=source), tmp_path / "old.csv")
        assert (tmp_path / "old.csv").read_text(encoding="utf-8").startswith("source,")


def test_a_file_is_as_it_was_if_its_papers_cannot_be_made(tmp_path: Path) -> None:
    """Listings may come from a generator, which may fail."""

    def listings() -> Iterator[Listing]:
        yield PAGE
        raise RuntimeError("no more")

    (tmp_path / "old.csv").write_text("old", encoding="utf-8")
    with pytest.raises(RuntimeError, match="no more"):
        write(listings(), tmp_path / "old.csv")
    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["old"]


def test_some_entries_of_a_catalog_can_be_written(tmp_path: Path) -> None:
    """They are written like a catalog, except that a catalog file holds all or nothing. Other things are errors."""
    catalog = merge([PAGE])
    write(catalog, tmp_path / "all.csv")
    write(list(catalog), tmp_path / "entries.csv")
    write((entry for entry in catalog if entry.paper.upvotes), tmp_path / "some.csv")
    assert (tmp_path / "entries.csv").read_bytes() == (tmp_path / "all.csv").read_bytes()
    assert len((tmp_path / "some.csv").read_text(encoding="utf-8").splitlines()) == 3
    with pytest.raises(ValueError, match=r"^jsonl holds whole catalogs: expected a Catalog, got some of its entries$"):
        write(list(catalog), tmp_path / "entries.jsonl")
    for wrong in ([PAGE, *catalog], [*catalog, PAGE], [PAGE[0]], PAGE[0], "Tides", None):
        with pytest.raises(TypeError, match="expected "):
            write(wrong, tmp_path / "wrong.csv")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.csv", "entries.csv", "some.csv"]
