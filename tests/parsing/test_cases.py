"""Test that the dumps in tests/cases and samples are parsed into the listings beside them."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any

import pytest

import paperlist
from tests.helpers.cases import SAMPLES, case_dumps, expected, parsed
from tests.helpers.pages import day_printed, printed_date, shown


@pytest.mark.parametrize("path", case_dumps(), ids=lambda path: path.stem)
def test_cases_give_their_papers_and_diagnostics(path: Path) -> None:
    """Each dump in tests/cases gives the date, the papers and the full texts of the diagnostics beside it."""
    truth = expected(path)
    found = parsed(path, truth["as_of"])
    assert found == {key: truth[key] for key in found}


@pytest.mark.parametrize(
    "truth", json.loads(Path("tests/samples.json").read_text(encoding="utf-8")), ids=lambda t: t["file"]
)
def test_samples_give_their_papers(truth: dict[str, Any]) -> None:
    """Each sample gives exactly its papers, in order, and its date; and whole dates where the reading day is told."""
    listing = paperlist.parse(SAMPLES / truth["file"])
    assert [shown(paper) for paper in listing] == truth["papers"]
    assert listing.date is not None
    assert printed_date(day_printed(listing.date)) == truth["date"]
    told = paperlist.parse(SAMPLES / truth["file"], as_of=datetime.date.fromisoformat(truth["read"]))
    assert told.date is not None
    assert told.date.date == datetime.date.fromisoformat(truth["read"])
    assert all(paper.published is None or paper.published.date for paper in told)
    assert not {d.code for d in told.diagnostics} - {"missing-metadata"}
