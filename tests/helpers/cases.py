"""Read and write the cases in tests/cases: dumps, each with a file of JSON that says what it is parsed into."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import paperlist
from tests.helpers.clock import stopped_clock

if TYPE_CHECKING:
    from collections.abc import Mapping

CASES: Final = Path(__file__).parents[1] / "cases"
SAMPLES: Final = Path(__file__).parents[2] / "samples"
DUMP_SUFFIXES: Final = (".txt", ".md")

TOOLS: Final = (
    "clipper",
    "copy and paste",
    "HTML-to-text converter",
    "main-content extractor",
    "Markdown converter",
    "markup converter",
    "PDF converter",
    "tag stripper",
    "text browser",
    "damaged file",
    "not a dump",
)
"""Kinds of tools that save such dumps; the last two are files that are no whole dumps. A markup converter writes Org,
reStructuredText or another language than Markdown.
"""

GIVEN: Final = {"why": "", "tool": "", "as_of": None}
"""What a person writes into a case, and how a new case begins: what it shows, the kind of tool, the day of saving."""

_LEFT_OUT: Final = {"span", "confidence", "published_year_basis", "published_earliest", "published_latest"}
"""What the cases do not contain of a paper: it follows from the rest, and is tested elsewhere."""


def case_dumps(folder: Path = CASES) -> list[Path]:
    """Return the dumps of all cases, in the order of their names."""
    return sorted(path for path in folder.iterdir() if path.suffix in DUMP_SUFFIXES)


def expected(dump: Path) -> dict[str, Any]:
    """Return the content of the file of JSON beside a dump."""
    record: dict[str, Any] = json.loads(dump.with_suffix(".json").read_text(encoding="utf-8"))
    return record


def parsed(dump: Path, as_of: str | None) -> dict[str, Any]:
    """Return the date, the papers and the diagnostics of a dump, in the form in which a case contains them."""
    day = None if as_of is None else datetime.date.fromisoformat(as_of)
    with stopped_clock():
        listing = paperlist.parse_text(dump.read_bytes().decode(), source=dump.name, as_of=day)
    return {
        "date": None if listing.date is None else str(listing.date),
        "papers": [_contained(paper.to_dict()) for paper in listing],
        "diagnostics": [str(diagnostic).split("\n") for diagnostic in listing.diagnostics],
    }


def _contained(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None and name not in _LEFT_OUT}


def case_text(record: Mapping[str, Any]) -> str:
    """Return the content of the file of JSON for a case."""
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"
