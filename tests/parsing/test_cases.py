"""Test that the dumps in tests/cases and samples are parsed into the listings beside them."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest

import paperlist
from tests.helpers.cases import CASES, SAMPLES, TOOLS, case_dumps, expected, parsed
from tests.helpers.pages import day_printed, printed_date, shown

each_case = pytest.mark.parametrize("path", case_dumps(), ids=lambda path: path.stem)


@each_case
def test_cases_give_their_papers_and_diagnostics(path: Path) -> None:
    """Each dump in tests/cases is parsed into the date, the papers and the full diagnostics beside it."""
    truth = expected(path)
    found = parsed(path, truth["as_of"])
    assert found == {key: truth[key] for key in found}


@each_case
def test_a_case_says_what_it_shows_and_which_tools_save_such_dumps(path: Path) -> None:
    """``why`` is one sentence, no two cases have the same, and ``tool`` is one of the known kinds of tools."""
    truth = expected(path)
    assert re.fullmatch(r"[A-Z`][^.!?]{20,150}\.", truth["why"]), truth["why"]
    assert truth["tool"] in TOOLS
    assert [other.stem for other in case_dumps() if expected(other)["why"] == truth["why"]] == [path.stem]


def test_each_file_in_cases_belongs_to_a_case() -> None:
    """Each dump has a file of JSON beside it, and each file of JSON a dump."""
    dumps = case_dumps()
    assert {path for path in CASES.iterdir() if path not in dumps} == {dump.with_suffix(".json") for dump in dumps}


@pytest.mark.parametrize(
    "truth", json.loads(Path("tests/samples.json").read_text(encoding="utf-8")), ids=lambda t: t["file"]
)
def test_samples_give_their_papers(truth: dict[str, Any]) -> None:
    """Each sample gives exactly its papers and its date; all dates are complete if the day of saving is given."""
    listing = paperlist.parse(SAMPLES / truth["file"])
    assert [shown(paper) for paper in listing] == truth["papers"]
    assert listing.date is not None
    assert printed_date(day_printed(listing.date)) == truth["date"]
    listing = paperlist.parse(SAMPLES / truth["file"], as_of=datetime.date.fromisoformat(truth["read"]))
    assert listing.date is not None
    assert listing.date.date == datetime.date.fromisoformat(truth["read"])
    assert all(paper.published is None or paper.published.date for paper in listing)
    assert not {d.code for d in listing.diagnostics} - {"missing-metadata"}
