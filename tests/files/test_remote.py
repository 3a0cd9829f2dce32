"""Test that files on other machines are found and opened by fsspec."""

from __future__ import annotations

import gzip
import sys
from typing import TYPE_CHECKING, Any

import pytest

import paperlist
from paperlist.cli import main
from paperlist.files.finding import find_files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

fsspec = pytest.importorskip("fsspec")

PAGE = (
    "Daily Papers\nMar 4\n\nTides of a Small Harbour\n\nWe measure tides in a small harbour.\n\n2 authors\n·\nMar 3 5\n"
)
TITLES = ["Tides of a Small Harbour"]


@pytest.fixture
def memory() -> Iterator[Any]:
    """Return a file system in memory with some dumps, and files that are left out; it is empty before and after."""
    system = fsspec.filesystem("memory")
    for name in (
        "dumps/b.txt",
        "dumps/a.txt",
        "dumps/.hidden/c.txt",
        "dumps/.d.txt",
        "dumps/more/e.txt",
        "dumps/f.ipynb",
    ):
        system.pipe(f"/{name}", PAGE.encode())
    system.pipe("/dumps/more/f.txt.gz", gzip.compress(PAGE.encode()))
    yield system
    system.rm("/dumps", recursive=True)


def names(path: Any) -> list[str]:
    return [str(found) for found in find_files(path)]


@pytest.mark.usefixtures("memory")
def test_files_are_found() -> None:
    """A folder has all its files, sorted, without hidden ones; a pattern has those that match; others are unchanged."""
    every = [f"memory:///dumps/{name}" for name in ("a.txt", "b.txt", "more/e.txt", "more/f.txt.gz")]
    assert names("memory://dumps") == names("memory://dumps/") == every
    assert names("memory://dumps/*.txt") == every[:2]
    assert names(["memory://dumps/b.txt", "memory://no/*.txt"]) == ["memory://dumps/b.txt", "memory://no/*.txt"]


def test_addresses_of_pages_are_no_patterns(memory: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the web, there are no folders, and a question mark begins a query."""

    def url_to_fs(_address: str) -> tuple[Any, str]:
        return memory, "/dumps/a.txt"

    monkeypatch.setattr("fsspec.core.url_to_fs", url_to_fs)
    address = "https://example.org/papers?date=2031-03-04"
    assert names(address) == [address]
    assert paperlist.parse(address).source == address


@pytest.mark.usefixtures("memory")
def test_files_are_read() -> None:
    """Files are parsed as local ones are, and unpacked; ``source`` is their address."""
    (listing,) = paperlist.parse_many("memory://dumps/a.txt")
    assert ([paper.title for paper in listing], listing.source) == (TITLES, "memory://dumps/a.txt")
    packed = paperlist.parse("memory://dumps/more/f.txt.gz")
    assert [paper.title for paper in packed] == TITLES
    assert len(list(paperlist.parse_many("memory://dumps"))) == 4


def test_an_empty_folder_has_no_files(memory: Any) -> None:
    """Hidden files alone are none."""
    memory.pipe("/dumps/empty/.a.txt", b"")
    assert names("memory://dumps/empty") == []


def test_the_command_line_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An address without fsspec is an error like others."""
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    assert main(["parse", "s3://bucket/a.txt"]) == 1
    assert "pip install 'paperlist[remote]'" in capsys.readouterr().err


@pytest.mark.usefixtures("memory")
def test_paths_of_universal_pathlib_are_read(tmp_path: Path) -> None:
    """A path of universal_pathlib is an address, or on this machine a path like others."""
    upath = pytest.importorskip("upath")
    path = upath.UPath("memory://dumps")
    assert len(list(paperlist.parse_many(path))) == len(list(paperlist.parse_many([path]))) == 4
    assert [paper.title for paper in paperlist.parse(path / "b.txt")] == TITLES
    local = upath.UPath(tmp_path / "a.txt")
    local.write_text(PAGE, encoding="utf-8")
    assert [paper.title for paper in paperlist.parse(local)] == TITLES


@pytest.mark.usefixtures("memory")
def test_errors() -> None:
    """A missing file, a folder where a file is expected, and an unknown scheme are errors of the operating system."""
    with pytest.raises(FileNotFoundError):
        paperlist.parse("memory://dumps/none.txt")
    with pytest.raises(FileNotFoundError):
        list(paperlist.parse_many("memory://dumps/none.txt"))
    with pytest.raises(IsADirectoryError, match="parse_many"):
        paperlist.parse("memory://dumps")
    with pytest.raises(OSError, match="nothing"):
        paperlist.parse("nothing://dumps")


def test_needs_fsspec(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without fsspec, the error says what to install."""
    monkeypatch.setitem(sys.modules, "fsspec.core", None)
    with pytest.raises(ImportError, match=r"pip install 'paperlist\[remote\]'"):
        paperlist.parse("s3://bucket/a.txt")
