"""Test which papers are reported as new, gone or changed between two listings or catalogs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from paperlist.catalog import diff, merge
from paperlist.cli import main
from paperlist.model import Listing, ListingDate, Paper
from tests.helpers.strategies import listings

if TYPE_CHECKING:
    from pathlib import Path


def _page(*papers: Paper, day: int = 1) -> Listing:
    return Listing(papers=papers, source=f"{day}.txt", date=ListingDate(month=3, day=day, year=2024))


MONDAY = _page(Paper(title="Tides", upvotes=3, comments=1), Paper(title="Waves"), Paper(title="Ebbing", upvotes=1))
TUESDAY = _page(Paper(title="TIDES", upvotes=5), Paper(title="Storms"), Paper(title="Ebbing", upvotes=1), day=2)
LINES = "+ Storms\n- Waves\n~ TIDES\n    title: Tides → TIDES\n    upvotes: 3 → 5"


def test_listings_and_catalogs_are_compared() -> None:
    """New, gone and changed, and what a page does not say is no change."""
    assert str(diff(MONDAY, TUESDAY)) == str(diff(merge([MONDAY]), TUESDAY)) == LINES
    found = diff(MONDAY, TUESDAY)
    assert found
    assert [(change.field, change.old, change.new) for change in found.changed[0].changes][1] == ("upvotes", 3, 5)


@given(listings(), listings())
def test_a_difference_turns_round(one: Listing, other: Listing) -> None:
    """From here to there is from there to here the other way, and nothing differs from itself."""
    assert not diff(one, one)
    there, back = diff(one, other), diff(other, one)
    assert (there.new, there.gone) == (back.gone, back.new)
    turned = [[(c.field, c.new, c.old) for c in changed.changes] for changed in back.changed]
    assert [[(c.field, c.old, c.new) for c in changed.changes] for changed in there.changed] == turned


@pytest.mark.parametrize("wrong", [None, "a.txt", [MONDAY]])
def test_only_listings_and_catalogs_are_compared(wrong: Any) -> None:
    """Anything else is a TypeError."""
    with pytest.raises(TypeError, match="expected Catalog or Listing"):
        diff(wrong, MONDAY)
    with pytest.raises(TypeError, match="expected Catalog or Listing"):
        diff(MONDAY, wrong)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Return the paths of two catalogs."""
    paths = [tmp_path / "monday.jsonl", tmp_path / "tuesday.jsonl"]
    for path, page in zip(paths, (MONDAY, TUESDAY), strict=True):
        merge([page]).save(path)
    return [str(path) for path in paths]


def test_diff_on_the_command_line(files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Catalogs and dumps are compared, nothing is printed if nothing differs, and a missing file is reported."""
    assert main(["diff", *files]) == 0
    assert capsys.readouterr().out == f"{LINES}\n"
    assert main(["diff", files[0], files[0]]) == 0
    assert capsys.readouterr().out == ""
    assert main(["diff", files[0], str(tmp_path / "none.txt")]) == 1
    dump = "samples/000-tidal-graphs.txt"
    assert main(["diff", dump, dump]) == 0


def test_explain_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One title asks what holds its entry together, two ask what parts them; neither is found without a title."""
    path = tmp_path / "catalog.jsonl"
    catalog = merge(
        [_page(Paper(title="Tides 2"), Paper(title="Tides 3", arxiv_id="1"), Paper(title="Ebbing", arxiv_id="1"))]
    )
    catalog.save(path)
    assert main(["explain", str(path), "Tides 2", "Tides 3"]) == 0
    assert "veto: the titles have different numbers: 2, 3" in capsys.readouterr().out
    assert main(["explain", str(path), "Ebbing"]) == 0
    assert "same: both have one arXiv id" in capsys.readouterr().out
    assert main(["explain", str(path), "Ebbing", "Moons"]) == 1
    assert main(["explain", str(tmp_path / "none"), "Ebbing"]) == 1


def test_a_pair_to_review_as_text() -> None:
    """Both titles come first, then the comparison."""
    papers = Paper(title="Tidal Graphs on Shores"), Paper(title="Tidal Graphs on Shore")
    (pair,) = merge([_page(*papers)]).review
    first, second, *comparison = str(pair).splitlines()
    assert {first, second} == {paper.title for paper in papers}
    assert comparison == str(pair.comparison).splitlines()


def test_review_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Likely pairs are listed with their ids and reasons; damage and missing files are reported."""
    path = tmp_path / "catalog.jsonl"
    merge([_page(Paper(title="Tidal Graphs on Shores"), Paper(title="Tidal Graphs on Shore"))]).save(path)
    with path.open("a", encoding="utf-8") as file:
        file.write("damage\n")
    assert main(["review", str(path)]) == 1
    printed = capsys.readouterr()
    assert "  Tidal Graphs on Shores\nreview\n" in printed.out
    assert "bad-record" in printed.err
    merge([MONDAY]).save(path)
    assert main(["review", str(path)]) == 0
    assert main(["review", str(tmp_path / "none")]) == 1
