"""Run the command line in tests, and make dumps for it."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from paperlist import cli

if TYPE_CHECKING:
    from collections.abc import Sequence

ABSTRACT = (
    "Planners that are paid late learn slowly, and most of what they do is forgotten before the pay arrives. We keep a "
    "short diary of each attempt, and read it backwards whenever a reward comes in. On nine invented tasks, among them "
    "the sorting of buttons and the watering of gardens, this needs a tenth of the attempts. We also show where it "
    "fails: a diary is of no use to a planner that never gets anywhere."
)
HEADER = """\
new

Get trending papers in your email inbox!

Subscribe

Daily Papers

byAK and the research community

{day}

"""
SPARSE = ("Sparse Rewards for Patient Planners", "6 authors", "Oct 7, 2023 2")
MAPS = ("Maps Without Borders", "1 authors", "Feb 3")
DIARY = ("The Diary of a Button Sorter: 漢字 and All", "12 authors", "Jan 31, 2022")


def dump(day: str, *cards: tuple[str, str, str]) -> str:
    """Return the text of a saved page."""
    blocks = (f"{title}\n\n{ABSTRACT}\n\n  • {authors}\n·\n{date}" for title, authors, date in cards)
    return HEADER.format(day=day) + "\n\n".join(blocks)


def output(capsys: pytest.CaptureFixture[str], *argv: str, status: int = 0) -> str:
    """Return what is written to standard output by a command that writes nothing to standard error."""
    assert cli.main(argv) == status
    out, err = capsys.readouterr()
    assert err == ""
    return out


def complaint(capsys: pytest.CaptureFixture[str], *argv: str, status: int = 1) -> str:
    """Return what is written to standard error by a command that writes nothing to standard output."""
    assert cli.main(argv) == status
    out, err = capsys.readouterr()
    assert out == ""
    return err


def refusal(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    """Return what argparse writes to standard error for a wrong command line."""
    with pytest.raises(SystemExit) as refused:
        cli.main(argv)
    assert refused.value.code == 2
    return capsys.readouterr().err


def run(argv: Sequence[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
    """Run the command line as a process of its own."""
    return subprocess.run([sys.executable, "-m", "paperlist", *argv], check=False, capture_output=True, **options)
