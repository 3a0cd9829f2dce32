"""Test that the expected result of a case can be written and compared."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests import bless
from tests.helpers.cases import CASES, case_dumps, case_text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Use a folder with one case, without its expected result."""
    shutil.copy(CASES / "whole.txt", tmp_path / "tides.txt")
    monkeypatch.setattr(bless, "CASES", tmp_path)
    return tmp_path


def record(cases: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((cases / "tides.json").read_text(encoding="utf-8"))
    return found


def test_a_new_case_is_written(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its papers are printed, and a person is asked to write what it shows."""
    assert bless.main(["tides"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "tides: changed",
        "  this is a new case: write into its file what it shows (why) and the kind of tool (tool)",
        "  date: nothing → --03-04",
        "  + Lantern Drift in Slow Rivers",
        "  + Why Moss Prefers Old Solvers",
        "  + Clocks",
        "  + Reconciling Three Ledgers of Ferns",
    ]
    assert list(record(cases)) == ["why", "tool", "as_of", "date", "papers", "diagnostics"]
    assert record(cases)["why"] == ""
    assert bless.main(["tides"]) == 0
    assert capsys.readouterr().out == "tides: unchanged\n"


def test_what_a_person_wrote_is_kept(cases: Path) -> None:
    """The reason, the tool and other keys stay, and the dump is parsed with the day of saving that is given."""
    given = {"why": "It shows tides.", "tool": "clipper", "as_of": "2024-03-04", "seen": "in a mail"}
    (cases / "tides.json").write_text(json.dumps(given), encoding="utf-8")
    assert bless.main(["tides"]) == 0
    found = record(cases)
    assert {key: found[key] for key in given} == given
    assert found["date"] == "2024-03-04"


def test_changes_are_printed(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Fields, papers and problems that are new, gone or changed are listed, long texts cut."""
    bless.main(["tides"])
    path = cases / "tides.txt"
    text = path.read_text(encoding="utf-8").replace("Mar 2 2", "Mar 2 9").replace("Oct 7, 2023", "Feb 30")
    text = text.replace("Clocks\n\nClocks that are", "Dials\n\nDials that are")
    path.write_text(text.partition("\n\nReconciling")[0], encoding="utf-8")
    capsys.readouterr()
    before = (cases / "tides.json").read_text(encoding="utf-8")
    assert bless.main(["tides", "--check"]) == 1
    shown = capsys.readouterr().out
    assert shown.splitlines() == [
        "tides: changed",
        "  ~ Lantern Drift in Slow Rivers",
        "      comments: 2 → 9",
        "  ~ Why Moss Prefers Old Solvers",
        "      published: 2023-10-07 → nothing",
        "  - Clocks",
        "  - Reconciling Three Ledgers of Ferns",
        "  + Dials",
        "  + tides.txt:27:1: impossible-date: this date does not exist in the calendar, or could be either of two days",
    ]
    assert (cases / "tides.json").read_text(encoding="utf-8") == before
    assert bless.main(["tides"]) == 0
    assert capsys.readouterr().out == shown
    assert bless.main(["tides", "--check"]) == 0
    assert capsys.readouterr().out == "tides: unchanged\n"


def test_a_changed_title_is_a_change_of_its_paper(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is not listed as one paper that is gone and another that is new."""
    bless.main(["tides"])
    path = cases / "tides.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("\nClocks\n", "\nDials\n"), encoding="utf-8")
    capsys.readouterr()
    assert bless.main(["tides", "--check"]) == 1
    assert capsys.readouterr().out.splitlines()[1:] == ["  ~ Dials", "      title: Clocks → Dials"]


def test_the_order_counts(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Diagnostics in another order are a change, too."""
    path = cases / "tides.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("  • 1 authors\n·\nOct 7, 2023\n", ""), encoding="utf-8")
    bless.main(["tides"])
    changed = record(cases)
    changed["diagnostics"] = [*changed["diagnostics"], *changed["diagnostics"]]
    (cases / "tides.json").write_text(case_text(changed), encoding="utf-8")
    capsys.readouterr()
    assert bless.main(["tides", "--check"]) == 1
    assert capsys.readouterr().out.splitlines()[1:] == ["  the order of the papers or of the diagnostics"]


def test_a_case_without_a_dump_is_refused(cases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names the files that were looked for, and no case is written."""
    assert bless.main(["tides", "waves"]) == 2
    message = capsys.readouterr().err
    assert message == f"waves: there is no dump {cases / 'waves.txt'} and no {cases / 'waves.md'}\n"


def test_all_cases_are_as_they_are_written(capsys: pytest.CaptureFixture[str]) -> None:
    """Blessing all cases would change nothing, not even the order of the keys."""
    names = [dump.stem for dump in case_dumps()]
    texts = [(CASES / f"{name}.json").read_text(encoding="utf-8") for name in names]
    assert bless.main([*names, "--check"]) == 0
    assert capsys.readouterr().out == "".join(f"{name}: unchanged\n" for name in names)
    assert [case_text(json.loads(text)) for text in texts] == texts
