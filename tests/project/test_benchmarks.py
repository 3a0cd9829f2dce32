"""Test that the benchmark measures what its docstrings describe."""

from __future__ import annotations

import json
from itertools import chain
from random import Random
from typing import TYPE_CHECKING, Any
from zlib import crc32

import pytest
from attrs import evolve

import paperlist
from paperlist import ListingDate, Paper
from paperlist.cards.confidence import BIAS, WEIGHTS
from paperlist.model import PAPER_FIELDS
from tests.benchmarks import confidence as bench_confidence
from tests.benchmarks import corpora, peers
from tests.benchmarks import parse as bench_parse
from tests.benchmarks.known_dumps import Known, variants, with_odd_titles
from tests.benchmarks.logistic import fit, logistic
from tests.helpers.cases import SAMPLES
from tests.helpers.truth import Dump, truth_from

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


def test_weights_are_learned_from_outcomes() -> None:
    """The chances are those of the outcomes, and evidence that favours a paper has no weight."""
    outcomes = {frozenset[str](): (90, 80), frozenset({"odd"}): (40, 10), frozenset({"good"}): (10, 10)}
    bias, weights = fit(outcomes, {"odd", "good"}, shrink=0.01)
    assert logistic(bias) == pytest.approx(0.9, abs=0.01)
    assert logistic(bias + weights["odd"]) == pytest.approx(0.25, abs=0.01)
    assert weights["good"] == 0


def test_papers_of_a_refused_page_are_judged() -> None:
    """Weights are learned from them, too, but the tables do not count what is not given."""
    lines = [f"tern-{n} -   - - 5{n} - Lanterns of River {n} - - 3" for n in range(8)]
    text = "Daily Papers\nMar 6\n\n" + "\n\n".join(f"Submitted by\n{line}\n2 authors" for line in lines)
    known = Known("samples", "tag stripper", "lanterns", "undamaged", Dump(text, []))
    result = bench_confidence.judged(known)
    assert [paper.invented for paper in result.papers] == [True] * 8
    assert not bench_confidence.Model(BIAS, WEIGHTS).gives(result)


TRUTH = truth_from(
    {
        "title": "Tidal Clocks: Keeping Time",
        "abstract": "Harbours have long told the hour by the tide.",
        "author_count": 3,
        "organization": None,
        "published": "2030-03-02",
        "comments": 4,
        "upvotes": 17,
        "submitter": "tern-7",
        "stars": 1250,
        "id": "2903.00001",
    }
)
PAGE = (
    "Submitted by\ntern-7\n\n17\n\nTidal Clocks: Keeping Time\n/papers/2903.00001\n\n"
    "Harbours have long told the hour by the tide.\n\n3 authors · Mar 2, 2030 GitHub 1.25k\n4"
)
RIGHT = Paper(
    title="Tidal Clocks: Keeping Time",
    abstract="Harbours have long told the hour by the tide.",
    author_count=3,
    published=ListingDate(month=3, day=2, year=2030),
    comments=4,
    upvotes=17,
    submitted_by="tern-7",
    arxiv_id="2903.00001",
    github_stars=1250,
)


def test_a_paper_is_right_if_each_printed_field_is() -> None:
    """Anything else is wrong, and so is a paper that the page does not have; what is not printed may be missing."""
    dump = Dump(PAGE, [TRUTH])
    assert dump.is_right(RIGHT)
    assert not dump.is_right(evolve(RIGHT, title="Tidal Clocks"))
    for name in set(PAPER_FIELDS) - {"title", "organization"}:
        without: dict[str, Any] = {name: None}
        assert not dump.is_right(evolve(RIGHT, **without)), name
    assert Dump("Tidal Clocks: Keeping Time", [TRUTH]).is_right(Paper(title="Tidal Clocks: Keeping Time"))


def test_variants_of_a_dump_are_the_same_in_every_run() -> None:
    """Some titles in them look odd, and the papers of the page have these titles, too."""
    text = (SAMPLES / "000-tidal-graphs.txt").read_text(encoding="utf-8")
    truths = [truth_from(paper.to_dict()) for paper in paperlist.parse_text(text)]
    one, other = (list(variants("samples", "tool", "name", Dump(text, truths))) for _ in range(2))
    assert [known.dump.raw for known in one] == [known.dump.raw for known in other]
    for number in range(9):
        odd, papers = with_odd_titles(text, truths, Random(number))  # noqa: S311 - no secret
        assert all(paper["title"] in odd for paper in papers if paper["title"] in text or paper not in truths)
