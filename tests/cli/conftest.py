"""Share fixtures among the tests of the command line: a folder with dumps, a catalog, and a damaged dump."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.console import DIARY, MAPS, SPARSE, dump, output

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with two dumps, where nothing says how wide a terminal is."""
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps/mon.txt").write_text(dump("Mar 4", SPARSE, MAPS), encoding="utf-8")
    later = ("Sparse rewards for patient planners", "6 authors", "Oct 7, 2023 5")
    (tmp_path / "dumps/tue.txt").write_text(dump("Mar 5", DIARY, later), encoding="utf-8")
    return tmp_path


@pytest.fixture
def catalog(folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Save the catalog of the two dumps."""
    output(capsys, "merge", "dumps", "-o", "catalog.jsonl")
    assert (folder / "catalog.jsonl").is_file()
    return "catalog.jsonl"


@pytest.fixture
def torn(folder: Path) -> str:
    """Save a dump in which one card lacks its authors and date."""
    maps = ("Maps Without Borders, for Travellers on Foot", "1 authors", "Feb 3")
    page = dump("Mar 4", SPARSE, maps, DIARY).replace("\n\n  • 1 authors\n·\nFeb 3", "")
    (folder / "torn.txt").write_text(page, encoding="utf-8")
    return "torn.txt"
