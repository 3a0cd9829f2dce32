"""Test the command line as a whole: help, exit statuses, standard streams, interrupts."""

from __future__ import annotations

import contextlib
import io
import json
import os
import runpy
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import paperlist
from paperlist import __version__, cli, merge
from paperlist.cli import arguments, commands, inputs
from paperlist.model import Listing, Paper
from tests.helpers.console import DIARY, MAPS, SPARSE, complaint, dump, output, refusal, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

pytestmark = pytest.mark.usefixtures("folder")

ALL_COMMANDS = [command.name for command in commands.COMMANDS]


@pytest.mark.parametrize("argv", [[], ["parse"], ["merge", "--format", "xml", "a"], ["show", "a"], ["undo"]])
def test_a_wrong_command_line_is_refused(capsys: pytest.CaptureFixture[str], argv: list[str]) -> None:
    """The exit status is 2, and standard error shows the usage."""
    assert refusal(capsys, *argv).startswith("usage: paperlist ")


@pytest.mark.parametrize("argv", [["--help"], *([name, "--help"] for name in ALL_COMMANDS)])
def test_help_says_what_a_command_does(capsys: pytest.CaptureFixture[str], argv: list[str]) -> None:
    """Help has a sentence and an example, and any terminal can print it."""
    with pytest.raises(SystemExit) as ended:
        cli.main(argv)
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert out.isascii()
    assert ".\n" in out
    assert "\nexample:\n  paperlist " in out


def test_examples_in_help_can_be_parsed() -> None:
    """No example is a wrong command line."""
    for command in commands.COMMANDS:
        words = command.example.replace('"', "").split() if command.name != "review" else ["", "review", "c", "--same"]
        words += ["a", "b"] if command.name == "review" else []
        parsed = arguments.parse_arguments(words[1:4] if command.name in {"show", "explain"} else words[1:])
        assert parsed.run is command.run


def test_help_documents_exit_statuses_and_completion(capsys: pytest.CaptureFixture[str]) -> None:
    """The main help lists every exit status and how to set up completion."""
    with pytest.raises(SystemExit):
        cli.main(["--help"])
    out = capsys.readouterr().out
    for status in (0, cli.BAD, cli.WRONG, cli.INTERRUPTED, cli.PIPE_CLOSED):
        assert f"\n  {status:<3}  " in out
    assert "register-python-argcomplete paperlist" in out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """The version is the package's own."""
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"paperlist {__version__}\n"


@pytest.mark.parametrize("command", [("review",), ("explain", "Tidal Graphs on Shores"), ("show", "Shores")])
def test_no_command_writes_control_characters(
    capsys: pytest.CaptureFixture[str], folder: Path, command: Sequence[str]
) -> None:
    """Control characters in a title are shown as blanks."""
    titles = ("Tidal Graphs on Shores", "Tidal Graphs on \x1b[31mShores", "Tidal Graphs on Shore\x07")
    merge([Listing(papers=[Paper(title=title) for title in titles])]).save(folder / "catalog.jsonl")
    printed = output(capsys, command[0], "catalog.jsonl", *command[1:])
    assert "Tidal Graphs" in printed
    assert printed.replace("\n", "").isprintable()


# Standard streams


def test_standard_input_is_read_as_bytes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """``-`` is standard input, whatever encoding the environment gives it."""
    content = (folder / "dumps/tue.txt").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="ascii"))
    assert "漢字" in output(capsys, "parse", "-", "--format", "jsonl")


def test_closed_standard_input_is_reported(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Python has no standard input where the shell closed it."""
    monkeypatch.setattr(sys, "stdin", None)
    assert complaint(capsys, "parse", "-") == "paperlist: -: Bad file descriptor\n"


def test_closed_standard_error_is_no_error(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages go nowhere where the shell closed standard error, least of all among the results."""
    monkeypatch.setattr(sys, "stderr", None)
    assert cli.main(["parse", "no.txt", "dumps/mon.txt"]) == 1
    assert capsys.readouterr().out.startswith("dumps/mon.txt")


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (("parse", "dumps"), 1),
        (("parse", "dumps", "--format", "jsonl"), 1),
        (("merge", "dumps", "--format", "jsonl"), 1),
        (("lines", "dumps/mon.txt"), 1),
        (("update", "all.jsonl", "dumps"), 1),
        (("update", "all.jsonl", "dumps", "--quiet"), 0),
        (("parse", "dumps", "-o", "out.csv"), 0),
    ],
)
def test_output_that_nobody_gets_is_an_error(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: Sequence[str], status: int
) -> None:
    """With ``>&-``, Python has no standard output, and ``print`` does nothing; what goes to files is no error."""
    with monkeypatch.context() as closed:
        closed.setattr(sys, "stdout", None)
        assert cli.main(command) == status
    assert capsys.readouterr().err == ("paperlist: standard output: Bad file descriptor\n" if status else "")


def test_errors_do_not_get_into_a_file_that_has_the_number_of_standard_error(folder: Path) -> None:
    """With ``2>&-`` the results have no messages in them, and neither does the file that is opened next."""
    command = [sys.executable, "-m", "paperlist", "parse", "no.txt", "dumps/mon.txt"]
    shell = " ".join(map(shlex.quote, command))
    for options in ("", " -o out.csv", " --bad"):
        found = subprocess.run(f"{shell}{options} 2>&-", shell=True, cwd=folder, stdout=subprocess.PIPE, check=False)  # noqa: S602
        assert b"paperlist:" not in found.stdout
        assert b"usage" not in found.stdout
    assert (folder / "out.csv").read_bytes().startswith(b"source,")


@pytest.mark.skipif(os.name != "posix", reason="other systems do not allow such names")
def test_names_of_files_cannot_change_the_terminal(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Line ends and escapes in a name are shown as what they are, in diagnostics and in errors."""
    (folder / "a\nb\x1b[31m.txt").write_text("Daily Papers\n", encoding="utf-8")
    assert cli.main(["parse", "a\nb\x1b[31m.txt"]) == 1
    assert capsys.readouterr().err.startswith(r"a\nb\x1b[31m.txt:1:1: no-papers: ")
    assert cli.main(["parse", "c\x1b[31m.txt"]) == 1
    assert capsys.readouterr().err == "paperlist: c\\x1b[31m.txt: No such file or directory\n"


def test_all_counts_of_a_kind_of_problem_are_reported(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """What is not shown is counted, also what no list contains."""
    (folder / "stray.txt").write_text("Daily Papers\n\nMar 4\n\n" + "3\n" * 3000, "utf-8")
    cli.main(["parse", "stray.txt"])
    assert "stray.txt: and 2,998 more (--all shows them)" in capsys.readouterr().err
    cli.main(["parse", "stray.txt", "--all"])
    assert "(and 1,999 more)" in capsys.readouterr().err


def test_what_the_encoding_lacks_is_escaped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table is escaped where it must be; the other formats are UTF-8 on any output."""
    expectations = {"table": b"Sorter: \\u6f22\\u5b57 and"} | dict.fromkeys(
        ("jsonl", "csv", "markdown"), "Sorter: 漢字 and".encode()
    )
    for form, expected in expectations.items():
        written = io.BytesIO()
        stdout = io.TextIOWrapper(written, encoding="ascii")
        monkeypatch.setattr(sys, "stdout", stdout)
        assert cli.main(["parse", "dumps", "--format", form]) == 0
        assert expected in written.getvalue()
    assert capsys.readouterr().err == ""


def test_output_may_be_any_stream() -> None:
    """Whatever replaces standard output need not have an encoding."""
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        assert cli.main(["parse", "dumps"]) == 0
    assert stream.getvalue().startswith("dumps/mon.txt, ")


def test_a_closed_pipe_is_reported_by_the_exit_status(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exit status is that of a program that SIGPIPE ended, and nothing is left to be written at the exit."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        assert cli.main(["parse", "dumps"]) == 141
        stdout.write("nowhere")
    assert capsys.readouterr().err == ""


def test_a_full_disk_is_reported(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be written to standard output is an error, without a traceback."""

    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stdout", Full())
    assert cli.main(["parse", "dumps"]) == 1
    assert capsys.readouterr().err == "paperlist: standard output: No space left on device\n"


def test_standard_output_without_a_buffer_gets_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As after ``python -u``; the stream that callers have stays as it is."""
    with (tmp_path / "out.txt").open("wb", buffering=0) as raw:
        stdout = io.TextIOWrapper(raw, encoding="utf-8", write_through=True)
        monkeypatch.setattr(sys, "stdout", stdout)
        assert cli.main(["parse", "dumps", "--format", "csv"]) == 0
        assert sys.stdout is stdout
        stdout.write("after")
    assert (tmp_path / "out.txt").read_text(encoding="utf-8").splitlines()[-1].endswith("after")


@pytest.mark.skipif(os.name == "nt", reason="ulimit is POSIX's")
@pytest.mark.parametrize("buffered", ["", "1"])
def test_a_file_that_becomes_too_large_is_reported(folder: Path, buffered: str) -> None:
    """The shell limits standard output to a part of the table, as a full disk does."""
    many = dump("Mar 4", *((f"Paper {number} of Many", "2 authors", "Feb 3") for number in range(99)))
    (folder / "many.txt").write_text(many, encoding="utf-8")
    environment = os.environ | {"PYTHONUNBUFFERED": buffered, "PYTHONDONTWRITEBYTECODE": "1"}
    command = f"ulimit -f 1; {shlex.quote(sys.executable)} -m paperlist parse many.txt --format csv > out.csv"
    done = subprocess.run(["sh", "-c", command], check=False, capture_output=True, env=environment)
    assert done.returncode == 1
    assert b"paperlist: standard output: File too large" in done.stderr


def test_a_real_pipe_closed_early(folder: Path) -> None:
    """A reader that has seen enough causes no message."""
    many = dump("Mar 4", *((f"Paper {number} of Many", "2 authors", "Feb 3") for number in range(500)))
    (folder / "many.txt").write_text(many, encoding="utf-8")
    argv = [sys.executable, "-m", "paperlist", "parse", "--format", "jsonl", *["many.txt"] * 3]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"{")
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_real_standard_input_and_output(folder: Path) -> None:
    """Bytes are read and UTF-8 is written, though the environment knows only ASCII."""
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    content = (folder / "dumps/tue.txt").read_bytes()
    lines = run(["parse", "-", "--format", "jsonl"], input=content, env=environment)
    assert (lines.returncode, lines.stderr) == (0, b"")
    assert json.loads(lines.stdout.splitlines()[0])["title"] == DIARY[0]
    table = run(["parse", "-"], input=content, env=environment)
    assert (table.returncode, table.stderr) == (0, b"")
    assert b"Sorter: \\u6f22\\u5b57 and All" in table.stdout


# Imports, and interrupts of them


def test_papers_are_written_as_they_are_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interrupt ends the command with 130 and leaves what was written before it."""

    def pages(*_: object, **__: object) -> Iterator[Listing]:
        yield Listing(papers=[Paper(title="First")], source="a.txt")
        raise KeyboardInterrupt

    monkeypatch.setattr(inputs, "parse_pages", pages)
    assert cli.main(["parse", "dumps", "--format", "jsonl"]) == 130
    out, err = capsys.readouterr()
    assert json.loads(out)["title"] == "First"
    assert err == ""


def test_a_real_interrupt_leaves_no_traceback() -> None:
    """Ctrl-C ends a program that waits for its input."""
    argv = [sys.executable, "-m", "paperlist", "parse", "dumps/mon.txt", "-"]
    pipe = subprocess.PIPE
    # Where the tests run in the background, a process ignores interrupts, as does a process that it starts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(argv, stdin=pipe, stdout=pipe, stderr=pipe)
    signal.signal(signal.SIGINT, before)
    with process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"dumps/mon.txt")
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b""
    assert process.returncode == 130


INTERRUPTED_IMPORT = """
import sys

class Interrupter:
    def find_spec(self, name, *_):
        if name == sys.argv[1]:
            raise KeyboardInterrupt

sys.meta_path.insert(0, Interrupter())
from paperlist.cli import main

sys.exit(main(["parse", "no-such-file.txt"]))
"""


@pytest.mark.parametrize("module", ["argparse", "paperlist.cli.arguments", "paperlist.parser", "attr"])
def test_an_interrupt_while_importing_leaves_no_traceback(module: str) -> None:
    """Ctrl-C ends the program with 130 before it has got under way, too."""
    done = subprocess.run([sys.executable, "-c", INTERRUPTED_IMPORT, module], check=False, capture_output=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_the_entry_point_imports_little() -> None:
    """Until ``main`` runs, nothing is imported that takes long enough to be interrupted."""
    code = "import sys, paperlist.cli; print(*(name for name in sys.modules if name[:3] in {'arg', 'att', 'pap'}))"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, encoding="utf-8")
    assert done.stdout.split() == ["paperlist", "paperlist.cli"]


def test_the_package_is_a_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """``python -m paperlist`` is the command line, and importing that module does nothing."""
    assert runpy.run_module("paperlist.__main__")["main"] is cli.main
    monkeypatch.setattr(sys, "argv", ["paperlist", "parse", "no.txt"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("paperlist", run_name="__main__")
    assert ended.value.code == 1
    assert capsys.readouterr().err == "paperlist: no.txt: No such file or directory\n"


# Completion


def test_a_shell_gets_completions(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a shell asks and argcomplete is installed, it answers with the parser of the command line."""
    asked: list[object] = []

    class Argcomplete:
        autocomplete = staticmethod(asked.append)

    monkeypatch.setitem(sys.modules, "argcomplete", Argcomplete)
    output(capsys, "parse", "dumps")
    assert asked == []
    monkeypatch.setenv("_ARGCOMPLETE", "1")
    output(capsys, "parse", "dumps")
    assert len(asked) == 1


def test_without_argcomplete_there_are_no_completions(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is optional."""
    monkeypatch.setitem(sys.modules, "argcomplete", None)
    monkeypatch.setenv("_ARGCOMPLETE", "1")
    assert output(capsys, "parse", "dumps").startswith("dumps/mon.txt")


@pytest.mark.parametrize("module", ["cli/__init__.py", "__main__.py"])
def test_modules_that_start_the_program_are_marked_for_completion(module: str) -> None:
    """Argcomplete looks for this mark in the first kilobyte."""
    path = Path(paperlist.__path__[0], module)
    assert "PYTHON_ARGCOMPLETE_OK" in path.read_text(encoding="utf-8")[:1024]


def test_real_completion() -> None:
    """With argcomplete, ``paperlist me`` completes to ``paperlist merge``."""
    pytest.importorskip("argcomplete")
    line = "paperlist me"
    asked = {
        "_ARGCOMPLETE": "1",
        "COMP_LINE": line,
        "COMP_POINT": str(len(line)),
        "_ARGCOMPLETE_STDOUT_FILENAME": "done",
    }
    done = run([], env=os.environ | asked)
    assert done.returncode == 0
    assert Path("done").read_text(encoding="utf-8").strip() == "merge"


# Arguments


@pytest.mark.parametrize("as_of", ["2024-02-30", "2024-W10-2", "0000", "٢٠٣١", "31", "today", ""])
def test_a_bad_day_is_a_wrong_command_line(capsys: pytest.CaptureFixture[str], as_of: str) -> None:
    """What is neither a day nor a year is refused, with examples of both."""
    expected = f"argument --as-of: expected a day such as 2024-03-04 or a year such as 2024, got {as_of!r}\n"
    assert refusal(capsys, "parse", "--as-of", as_of, "dumps/mon.txt").endswith(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("4096", 4096),
        ("10M", 10 << 20),
        ("10MiB", 10 << 20),
        ("10 mb", 10_000_000),
        ("1.5G", 3 << 29),
        ("2K", 2048),
        ("7b", 7),
        (".5k", 512),
    ],
)
def test_sizes_have_units(text: str, expected: int) -> None:
    """As with GNU's programs, ``M`` and ``MiB`` are powers of 1024 and ``MB`` of 1000."""
    parsed = arguments.parse_arguments(["parse", "--max-size", text, "a.txt"])
    assert parsed.max_size == expected


@pytest.mark.parametrize("text", ["", "M", "big", "-1", "1e9", "1.2.3M", "10Q", "٣", "9" * 99, "."])
def test_a_bad_size_is_a_wrong_command_line(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """The message has examples."""
    told = refusal(capsys, "parse", f"--max-size={text}", "a.txt")
    assert f"expected a size such as 500K, 10M, 1.5G, a number of bytes or none, got {text!r}" in told


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        ([], None),
        (["--strict"], "error"),
        (["--strict", "warning"], "warning"),
        (["--strict=error"], "error"),
        (["--strict=warning"], "warning"),
        (["--strict=info"], "info"),
    ],
)
def test_strict_has_levels(argv: list[str], expected: str | None) -> None:
    """A mere ``--strict`` means errors, and takes no other word after it for a level."""
    for more in (["warning.txt"], ["./warning"], ["mon.txt", "warning"]):
        parsed = arguments.parse_arguments(["parse", *argv, *more])
        assert (parsed.strict, parsed.files) == (expected, more)


def test_words_after_two_hyphens_are_files() -> None:
    """A file may be named like an option."""
    assert arguments.parse_arguments(["parse", "--", "--strict", "--sort"]).files == ["--strict", "--sort"]


def test_sort_needs_a_field(capsys: pytest.CaptureFixture[str]) -> None:
    """At the end of the line nothing is left to sort by."""
    assert "--sort: expected one argument" in refusal(capsys, "parse", "dumps", "--sort")


def test_the_dumps_of_these_tests_are_pages(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """They give their cards, so that other tests test what they should."""
    (folder / "all.txt").write_text(dump("Mar 4", SPARSE, MAPS, DIARY), encoding="utf-8")
    assert output(capsys, "parse", "all.txt").startswith("all.txt, Mar 4: 3 papers\n")


def test_what_standard_error_does_not_take_is_discarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or the interpreter would try again as it exits, and change the exit status."""

    class Full(io.StringIO):
        def write(self, text: str, /) -> int:
            raise OSError(28, f"No space left on device for {text!r}")

        def flush(self) -> None:
            raise OSError(28, "No space left on device")

        def fileno(self) -> int:
            return log.fileno()

    with (tmp_path / "log.txt").open("wb") as log:
        monkeypatch.setattr(sys, "stderr", Full())
        assert cli.main(["parse", "no-such-file.txt"]) == 1
        os.write(log.fileno(), b"to nowhere")
    assert (tmp_path / "log.txt").read_bytes() == b""
