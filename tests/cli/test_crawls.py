"""Test the command that merges many dumps into a folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from paperlist import Catalog, cli, merge, parse_many
from tests.cli.test_progress import Terminal
from tests.helpers.console import complaint, output

pytestmark = pytest.mark.usefixtures("folder")

CRAWL = ("crawl", "dumps", "-o", "out", "--workers", "1", "--parts", "2", "--not-after", "2031", "--tables", "jsonl")


def test_dumps_become_a_folder_of_catalogs(capsys: pytest.CaptureFixture[str]) -> None:
    """The catalogs together are that of all dumps, and a second run finds it done."""
    summary = "out: 3 papers from 2 pages, 4 sightings; 0 pairs to review\n"
    for _ in range(2):
        assert output(capsys, *CRAWL) == summary
    assert output(capsys, *CRAWL, "--quiet") == ""
    short = ("crawl", "dumps", "-o", "short", "--workers", "1", "--parts", "1", "--no-review")
    assert output(capsys, *short) == "short: 3 papers from 2 pages, 4 sightings\n"
    assert not Path("short/review.jsonl").exists()
    united = Catalog()
    for path in sorted(Path("out/catalog").iterdir()):
        united |= Catalog.load(path)
    assert united.to_jsonl() == merge(parse_many("dumps", not_after=2031)).to_jsonl()
    assert sum(path.read_text().count("\n") for path in Path("out/papers").iterdir()) == 3


def test_progress_is_shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch, torn: str) -> None:
    """Nothing of it is left in the end but the notes."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    Path(torn).rename("dumps/torn.txt")
    Path("dumps/other.txt").write_text("Nothing here\n")
    assert cli.main(CRAWL) == 0
    assert "\rread 1/1\r" in terminal.getvalue()
    first, *notes = terminal.screen()
    assert first == "paperlist: skipped 1 file or records without papers"
    assert notes[-2].startswith("paperlist: 1 problem: missing-metadata (")
    assert notes[-1] == ""


def test_minor_problems_are_only_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """If there are no others, no file lists any, and no message says so."""
    sample = Path(__file__).parents[2] / "samples" / "000-tidal-graphs.txt"
    assert cli.main(["crawl", str(sample), *CRAWL[2:]]) == 0
    assert capsys.readouterr().err.startswith("paperlist: 1 problem: missing-metadata (")
    assert Path("out/problems.txt").read_text() == ""
    assert cli.main(["crawl", str(sample), *CRAWL[2:]]) == 0
    assert "problems.txt" not in capsys.readouterr().err


def test_what_failed_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    """A shard that cannot be read is named; so is a folder with something else, and a crawl without papers."""
    failed = complaint(capsys, "crawl", "missing.txt", "-o", "one", "--workers", "1", "--parts", "1")
    assert failed.startswith(
        "paperlist: 1 of the tasks of step 'read' failed twice (call again to continue): missing.txt"
    )
    assert complaint(capsys, "crawl", "dumps", "-o", "dumps") == (
        "paperlist: dumps: is not empty, and is not the folder of a crawl: choose another folder\n"
    )
    Path("none.txt").write_text("Nothing here\n")
    Path("empty").mkdir()
    for name in ("none.txt", "empty"):
        assert cli.main(["crawl", name, "-o", f"of {name}", "--workers", "1", "--parts", "1"]) == 1
        assert capsys.readouterr().err.endswith("paperlist: no papers in any of these files\n")
    assert cli.main(["crawl", "missing.txt", *CRAWL[1:], "--skip-unreadable"]) == 1
    captured = capsys.readouterr()
    assert captured.out.startswith("out: 3 papers from 2 pages")
    assert captured.err == (
        "paperlist: 1 problem: unreadable (a file that was found in a folder, or may be skipped, cannot be read)\n"
        "paperlist: out/problems.txt lists all problems but minor ones\n"
    )


@pytest.mark.parametrize(("option", "most"), [("--parts", 4096), ("--workers", 1024)])
def test_numbers_have_limits(option: str, most: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Beyond them, the command line is wrong and no folder is made; help names them."""
    for number in ("0", "-1", "2.5", "many", str(most + 1), "9" * 5000):
        with pytest.raises(SystemExit) as ended:
            cli.main(["crawl", "dumps", "-o", "two", f"{option}={number}"])
        assert ended.value.code == 2
        assert f"{option}: expected a number from 1 to {most}, got '{number}'" in capsys.readouterr().err
    assert not Path("two").exists()
    with pytest.raises(SystemExit):
        cli.main(["crawl", "--help"])
    assert f"at most {most}" in capsys.readouterr().out
    assert cli.main([*CRAWL, option, "3"]) == 0


def test_an_interrupt_ends_all_processes() -> None:
    """At once, and without a traceback, although their tasks wait for a pipe to which nobody writes."""
    for name in ("one.txt", "two.txt"):
        os.mkfifo(name)
    words = ("crawl", "one.txt", "two.txt", "-o", "out", "--workers", "9", "--parts", "2")
    command = [sys.executable, "-m", "paperlist", *words]
    # Where the tests run in the background, a process ignores interrupts, as does a process that it starts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    crawl = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    signal.signal(signal.SIGINT, before)
    with crawl as started:
        writer = os.open("one.txt", os.O_WRONLY)  # which waits for a reader
        os.killpg(started.pid, signal.SIGINT)
        assert started.stderr is not None
        assert (started.stderr.read(), started.wait(60)) == ("", 130)
    os.close(writer)


def test_no_dump_is_skipped_for_its_problems(capsys: pytest.CaptureFixture[str]) -> None:
    """A crawl lists problems in a file, so ``--strict`` is refused, and not ignored."""
    with pytest.raises(SystemExit):
        cli.main([*CRAWL, "--strict"])
    assert "unrecognized arguments: --strict" in capsys.readouterr().err
    assert not Path("out").exists()
