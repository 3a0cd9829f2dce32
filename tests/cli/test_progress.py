"""Test that a long command shows its progress on a terminal, and nowhere else."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from paperlist import cli
from paperlist.cli import progress
from paperlist.cli.messages import Messages

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.usefixtures("folder")


class Terminal(io.StringIO):
    """Standard error that is a terminal."""

    def isatty(self) -> bool:
        """Say that it is one."""
        return True

    def screen(self) -> list[str]:
        """Return the lines that are left to be seen."""
        lines: list[str] = []
        for written in self.getvalue().split("\n"):
            line = ""
            for piece in written.split("\r"):
                line = piece + line[len(piece) :]
            lines.append(line.rstrip())
        return lines


def slow_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Let standard error be a terminal, and each look at the clock take two seconds; there is no tqdm.

    Not a fixture, as pytest replaces standard error before each test.
    """
    made = Terminal()

    def clock() -> Iterator[float]:
        seconds = 0.0
        while True:
            yield seconds
            seconds += 2

    monkeypatch.setattr(sys, "stderr", made)
    monkeypatch.setattr(progress, "monotonic", clock().__next__)
    monkeypatch.setitem(sys.modules, "tqdm", None)
    return made


def test_a_counter_is_shown_and_cleared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages stand on lines of their own, and nothing else is left in the end."""
    terminal = slow_terminal(monkeypatch)
    assert cli.main(["merge", "dumps", "no.txt", "dumps/mon.txt", "-o", "out.csv"]) == 1
    assert "\r1/4 files" in terminal.getvalue()
    assert "\r4/4 files" in terminal.getvalue()
    assert terminal.screen() == ["paperlist: no.txt: No such file or directory", ""]


def test_messages_clear_the_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A message while files are being read does not run into the counter."""
    terminal = slow_terminal(monkeypatch)
    Path("dumps/bad.gz").write_bytes(b"\x1f\x8b\x08 and then damage")
    assert cli.main(["merge", "dumps/mon.txt", "dumps/bad.gz", "dumps/tue.txt"]) == 1
    assert terminal.screen()[0].startswith("dumps/bad.gz:1:1: damaged-archive: ")
    assert "files" not in "".join(terminal.screen())
    assert capsys.readouterr().out.startswith(" published")


def test_a_quick_command_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bar that flashes tells nobody anything."""
    terminal = slow_terminal(monkeypatch)
    monkeypatch.setattr(progress, "monotonic", float)
    Path("empty").touch()
    assert cli.main(["merge", "dumps", "empty", "-o", "out.csv"]) == 1
    assert terminal.getvalue().startswith("empty:1:1: empty-source: ")
    assert "\r" not in terminal.getvalue()


def test_one_file_has_no_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing to count."""
    terminal = slow_terminal(monkeypatch)
    assert cli.main(["merge", "dumps/mon.txt", "-o", "out.csv"]) == 0
    assert terminal.getvalue() == ""


def test_quiet_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does a long command under ``--quiet``."""
    terminal = slow_terminal(monkeypatch)
    assert cli.main(["merge", "dumps", "-q", "-o", "out.csv"]) == 0
    assert terminal.getvalue() == ""


def test_a_pipe_gets_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where standard error is a file or a pipe, messages alone are written."""
    piped = io.StringIO()
    monkeypatch.setattr(sys, "stderr", piped)
    monkeypatch.setattr(progress, "PATIENCE", -1)
    assert cli.main(["merge", "dumps", "-o", "out.csv"]) == 0
    assert piped.getvalue() == ""


def test_papers_on_the_terminal_are_progress_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """``parse`` writes each table as soon as it can, and no bar gets between them."""
    terminal = slow_terminal(monkeypatch)
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    assert cli.main(["parse", "dumps"]) == 0
    assert "dumps/tue.txt, Mar 5: 2 papers" in screen.getvalue()
    assert terminal.getvalue() == ""
    assert cli.main(["parse", "dumps", "-o", "out.csv"]) == 0
    assert "2/2 files" in terminal.getvalue()


def test_tqdm_is_used_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """It shows the same files, and is cleared before messages and at the end."""
    terminal = slow_terminal(monkeypatch)
    calls: list[object] = []

    class Bar:
        def __init__(self, **options: object) -> None:
            calls.append((options["initial"], options["total"], options["leave"]))

        def update(self, number: int) -> None:
            calls.append(number)

        def clear(self) -> None:
            calls.append("clear")

        def close(self) -> None:
            calls.append("close")

    class Module:
        tqdm = Bar

    monkeypatch.setitem(sys.modules, "tqdm", Module)
    messages = Messages()
    for item in progress.with_progress(["a", "b", "c"], messages):
        if item == "b":
            messages.note("b: something is odd")
    assert calls == [(0, 3, False), 1, "clear", 1, 1, "close"]
    assert terminal.getvalue() == "paperlist: b: something is odd\n"


def test_real_tqdm(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the real one, nothing is left on the screen."""
    terminal = slow_terminal(monkeypatch)
    monkeypatch.delitem(sys.modules, "tqdm")
    pytest.importorskip("tqdm")
    assert list(progress.with_progress(range(5), Messages())) == list(range(5))
    assert "5/5" in terminal.getvalue() or "file" in terminal.getvalue()
    assert "".join(terminal.screen()) == ""
