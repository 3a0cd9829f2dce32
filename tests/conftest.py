"""Share settings and fixtures among the tests."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest
from console import DIARY, MAPS, SPARSE, dump, output
from hypothesis import settings

from paperlist.years import dates

# The same examples in every run: a failure must come from a change, not from chance.
settings.register_profile("paperlist", derandomize=True, deadline=None)
settings.register_profile("fast", derandomize=True, deadline=None, max_examples=10)  # --hypothesis-profile=fast
settings.load_profile("paperlist")


SYSTEM_NOW = dates._now  # noqa: SLF001 - there is no other way to it
TODAY = datetime.datetime(2026, 6, 30, tzinfo=datetime.timezone.utc)


def _now() -> datetime.datetime:
    return TODAY


def pytest_configure() -> None:
    """Set the clock for all tests, because the possible years of a dump depend on the day on which it is parsed."""
    dates._now = _now  # noqa: SLF001


@pytest.fixture
def corpus() -> Path:
    """Return the folder of real dumps that ``PAPERLIST_CORPUS`` names; the test is skipped where it names none."""
    named = os.environ.get("PAPERLIST_CORPUS")
    if not named:
        pytest.skip("PAPERLIST_CORPUS names no folder of dumps")
    return Path(named)


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
    page = dump("Mar 4", SPARSE, MAPS, DIARY).replace("\n\n  • 1 authors\n·\nFeb 3", "")
    (folder / "torn.txt").write_text(page, encoding="utf-8")
    return "torn.txt"
