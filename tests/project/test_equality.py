"""Check that a change of what is parsed shows when two records are compared."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tests import equality

if TYPE_CHECKING:
    import pytest

SAMPLES = Path(__file__).parents[2] / "samples"


def test_the_same_code_gives_the_same_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing differs between two records, the damaged variants included."""
    for name in ("before", "after"):
        assert equality.main(["record", str(tmp_path / name), str(SAMPLES), "--damaged", "2"]) == 0
    assert capsys.readouterr().out == "18 results\n" * 2
    assert equality.main(["compare", str(tmp_path / "before"), str(tmp_path / "after")]) == 0
    assert capsys.readouterr().out == "undamaged: 0 of 6 differ\ndamaged: 0 of 12 differ {}\n"


def test_a_difference_is_found_and_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An undamaged dump that differs is a fault; of a damaged one, the papers that are right are counted."""
    before = tmp_path / "before"
    equality.main(["record", str(before), str(SAMPLES), "--damaged", "3"])
    found = equality.load(before)
    names = [name for name in found if name.startswith("samples/000")]
    whole, *hurt = (found[name] for name in names)
    hurt[0]["papers"] = whole["papers"][:1]
    hurt[1]["papers"] = whole["papers"]
    hurt[2]["date"] = None
    whole["papers"] = [{**paper, "comments": 99} for paper in whole["papers"]]
    after = tmp_path / "after"
    after.write_text("".join(json.dumps(item) + "\n" for item in found.items()), encoding="utf-8")
    capsys.readouterr()
    assert equality.main(["compare", str(before), str(after)]) == 1
    out = capsys.readouterr().out
    assert "undamaged: 1 of 6 differ\n  samples/000-tidal-graphs.txt#0\n" in out
    assert f"  {names[1]} worse\n" in out
    assert f"  {names[3]} equal\n" in out
    assert equality.main(["compare", str(before), str(after), names[0]]) == 0
    assert '"comments": 99' in capsys.readouterr().out
