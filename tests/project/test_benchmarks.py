"""Test that the benchmark measures what its docstrings describe."""

from __future__ import annotations

import json
from itertools import chain
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
from attrs import evolve

import paperlist
from paperlist import ListingDate, Paper
from tests.benchmarks import corpora, peers
from tests.benchmarks import parse as bench_parse

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 8000

DUMPS = list(chain(corpora.seeds(SIZE), corpora.views(SIZE), corpora.damaged(SIZE), corpora.snapshots(3)))
WHOLE = [corpus for corpus in DUMPS if not corpus.damaged]


def papers_in(path: Path) -> list[Paper]:
    """Return the papers of a dump with dates as the page prints them, without the years that the clock says."""
    papers: list[Paper] = []
    for paper in paperlist.parse(path):
        date = paper.published
        if date is not None and date.year_basis != "printed":
            date = ListingDate(month=date.month, day=date.day)
        papers.append(evolve(paper, published=date))
    return papers


@pytest.mark.parametrize("dump", WHOLE, ids=lambda dump: dump.name)
def test_a_dump_gives_the_papers_that_it_was_made_of(dump: corpora.Corpus, tmp_path: Path) -> None:
    """All of them, equal field by field, and no others."""
    path = tmp_path / "dump.txt"
    path.write_bytes(dump.text)
    assert papers_in(path) == dump.papers


@pytest.mark.parametrize("dump", [dump for dump in DUMPS if dump.damaged], ids=lambda dump: dump.name)
def test_a_damaged_dump_gives_the_papers_whose_cards_are_whole(dump: corpora.Corpus, tmp_path: Path) -> None:
    """It is damaged in parts alone."""
    path = tmp_path / "dump.txt"
    path.write_bytes(dump.text)
    found = papers_in(path)
    assert found != dump.papers
    assert [paper for paper in found if paper in dump.papers] == dump.papers


def test_the_dumps_are_the_same_in_every_run() -> None:
    """On every system and with every Python."""
    assert crc32(b"".join(dump.text for dump in DUMPS)) == 3345139243


def test_three_in_five_papers_of_a_snapshot_are_on_the_next_one() -> None:
    """And each page has forty."""
    first, second = corpora.snapshots(2)
    assert len(first.papers) == 40
    assert len(set(first.papers) & set(second.papers)) == 24


def test_the_peers_find_all_papers_in_the_layout_of_the_seeds(tmp_path: Path) -> None:
    """Those that are installed."""
    for dump in corpora.seeds(SIZE):
        path = tmp_path / "dump.txt"
        path.write_bytes(dump.text)
        assert {name: find(path) for name, find in peers.installed().items() if find(path) != len(dump.papers)} == {}


def test_the_benchmark_prints_a_table_and_writes_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line for each dump, with the multiples of the floor."""
    path = tmp_path / "times.json"
    only = ["--only", "seeds", "daily, lines", "snapshots", "damaged, one line in 50"]
    monkeypatch.setattr(bench_parse, "measure_apart", bench_parse.measure)  # processes take their time to start
    bench_parse.main(["--size", "2KB", "--rounds", "1", "--snapshots", "2", "--json", str(path), *only])
    printed = capsys.readouterr().out
    record = json.loads(path.read_text(encoding="utf-8"))
    names = [row["name"] for row in record["rows"]]
    assert [name for name in names if f"\n{name} " in printed] == names
    assert len(names) == 6
    assert record["rows"][0]["times"]["parse"]["found"] == record["rows"][0]["papers"]
    assert record["machine"]["engine"] in {"regex", "re"}
