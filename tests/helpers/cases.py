"""Read the cases in tests/cases: dumps, each with a file of JSON that says what it is parsed into."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import paperlist

if TYPE_CHECKING:
    from collections.abc import Mapping

CASES: Final = Path(__file__).parents[1] / "cases"
SAMPLES: Final = Path(__file__).parents[2] / "samples"
DUMP_SUFFIXES: Final = (".txt", ".md")

_LEFT_OUT: Final = {"span", "published_year_basis", "published_earliest", "published_latest"}
"""What the cases do not give of a paper: it follows from the rest, and is tested elsewhere."""


def case_dumps(folder: Path = CASES) -> list[Path]:
    """Return the dumps of all cases, in the order of their names."""
    return sorted(path for path in folder.iterdir() if path.suffix in DUMP_SUFFIXES)


def expected(dump: Path) -> dict[str, Any]:
    """Return the content of the file of JSON beside a dump."""
    record: dict[str, Any] = json.loads(dump.with_suffix(".json").read_text(encoding="utf-8"))
    return record


def parsed(dump: Path, as_of: str | None) -> dict[str, Any]:
    """Return the date, the papers and the diagnostics of a dump in the form in which a case gives them."""
    day = None if as_of is None else datetime.date.fromisoformat(as_of)
    listing = paperlist.parse_text(dump.read_bytes().decode(), source=dump.name, as_of=day)
    return {
        "date": None if listing.date is None else str(listing.date),
        "papers": [_given(paper.to_dict()) for paper in listing],
        "diagnostics": [str(diagnostic).split("\n") for diagnostic in listing.diagnostics],
    }


def _given(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value is not None and name not in _LEFT_OUT}
