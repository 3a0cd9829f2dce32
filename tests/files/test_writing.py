"""Test that a file is written completely or not at all."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from paperlist.files.finding import find_files
from paperlist.files.writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

posix_only = pytest.mark.skipif(os.name != "posix", reason="permissions and links as POSIX has them")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_text_is_written_as_utf_8_with_its_own_line_ends(tmp_path: Path) -> None:
    """No platform's line ends or encoding reach the file, and a longer old text leaves nothing behind."""
    target = tmp_path / "catalog.jsonl"
    target.write_bytes(b"x" * 100)
    write_whole(os.fspath(target), ["π\n", "", "2\r\n"])
    assert target.read_bytes() == b"\xcf\x80\n2\r\n"
    assert list(tmp_path.iterdir()) == [target]


def test_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    """Also between texts, and at the end of a file that is open already."""
    write_whole(tmp_path / "papers.db", [b"\xff\r\n", "π"])
    assert (tmp_path / "papers.db").read_bytes() == b"\xff\r\n\xcf\x80"
    with (tmp_path / "papers.db").open("ab") as file:
        write_whole(f"/dev/fd/{file.fileno()}", [b"\x00"])
    assert (tmp_path / "papers.db").read_bytes() == b"\xff\r\n\xcf\x80\x00"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_error_midway_leaves_the_old_file_and_no_other(tmp_path: Path, error: type[BaseException]) -> None:
    """Whatever stops the writing, the folder is as it was."""
    target = tmp_path / "catalog.jsonl"
    target.write_text("old", encoding="utf-8")

    def chunks() -> Iterator[str]:
        yield "new" * 10_000
        raise error

    with pytest.raises(error):
        write_whole(target, chunks())
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_the_old_file_stands_until_all_is_written(tmp_path: Path) -> None:
    """Who reads meanwhile reads the old text."""
    target = tmp_path / "catalog.jsonl"
    target.write_text("old", encoding="utf-8")

    def chunks() -> Iterator[str]:
        yield "new"
        assert target.read_text(encoding="utf-8") == "old"

    write_whole(target, chunks())
    assert target.read_text(encoding="utf-8") == "new"


def test_a_failing_replacement_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the very last step is raised, and the temporary file is removed."""
    target = tmp_path / "catalog.jsonl"

    def refuse(_: Path, __: Path) -> None:
        raise PermissionError

    monkeypatch.setattr("pathlib.Path.replace", refuse)
    with pytest.raises(PermissionError):
        write_whole(target, ["new"])
    assert list(tmp_path.iterdir()) == []


def test_the_text_is_on_the_disk_before_it_takes_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new text is flushed and synced while the old file still has the name, and then the folder is synced."""
    target = tmp_path / "catalog.jsonl"
    seen: list[tuple[int | str, bool]] = []

    def look(number: int) -> None:
        status = os.fstat(number)
        seen.append(("folder" if stat.S_ISDIR(status.st_mode) else status.st_size, target.exists()))

    monkeypatch.setattr(os, "fsync", look)
    write_whole(target, ["four"])
    assert seen == [(4, False), ("folder", True)]


@posix_only
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_an_existing_file_keeps_its_permissions(tmp_path: Path, mode: int) -> None:
    """Replacing a file changes its text alone."""
    target = tmp_path / "catalog.jsonl"
    target.touch()
    target.chmod(mode)
    write_whole(target, ["new"])
    assert _mode(target) == mode


@posix_only
def test_a_new_file_has_the_permissions_of_any_new_file(tmp_path: Path) -> None:
    """The umask decides, as for any other file."""
    (tmp_path / "other").touch()
    write_whole(tmp_path / "new", ["new"])
    assert _mode(tmp_path / "new") == _mode(tmp_path / "other")


@posix_only
@pytest.mark.parametrize("exists", [True, False])
def test_a_link_keeps_pointing_to_the_file(tmp_path: Path, *, exists: bool) -> None:
    """What a symbolic link points to is written, in its own folder; the link stays."""
    target = tmp_path / "far" / "catalog.jsonl"
    target.parent.mkdir()
    if exists:
        target.touch()
    link = tmp_path / "link"
    link.symlink_to(target)
    write_whole(link, ["new"])
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


@posix_only
def test_a_device_is_written_to_and_never_replaced(tmp_path: Path) -> None:
    """A pipe stays a pipe, and who reads from it gets the text."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, ["one\n", "two\n"])
    assert os.read(reader, 100) == b"one\ntwo\n"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("name", ["", "missing/catalog.jsonl"])
def test_where_no_file_can_be_the_error_says_so(tmp_path: Path, name: str) -> None:
    """A folder, and a file in a folder that is not there, raise OSError."""
    with pytest.raises(OSError, match=r"directory|denied"):
        write_whole(tmp_path / name, ["new"])
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, signal, sys
from pathlib import Path
from paperlist.files import writing

target, stage = sys.argv[1:]

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def chunks():
    for number in range(1000):
        yield "new" * 1000
        if stage == str(number):
            die()

if stage == "fsync":
    os.fsync = die
elif stage == "replace":
    Path.replace = die
elif stage == "replaced":
    Path.unlink = die
writing.write_whole(target, chunks())
"""


@posix_only
@pytest.mark.parametrize("stage", ["0", "500", "999", "fsync", "replace", "replaced"])
@pytest.mark.parametrize("exists", [True, False])
def test_a_killed_process_leaves_the_old_file_or_the_new(tmp_path: Path, stage: str, *, exists: bool) -> None:
    """Whole at whatever moment it dies; what it leaves is hidden from folders and patterns, and removed by the next."""
    target = tmp_path / "catalog.jsonl"
    if exists:
        target.write_text("old", encoding="utf-8")
    done = subprocess.run([sys.executable, "-c", KILLED, target, stage], check=False)
    assert done.returncode == -signal.SIGKILL
    if stage == "replaced":
        assert target.read_text(encoding="utf-8") == "new" * 1_000_000
    else:
        assert target.exists() is exists
        assert not exists or target.read_text(encoding="utf-8") == "old"
        temporary = [path.name for path in tmp_path.iterdir() if path.suffix == ".tmp"]
        assert len(temporary) == 1
    for names in (tmp_path, tmp_path / "*", tmp_path / "**"):
        assert [path for path in map(str, find_files(names)) if os.path.exists(path)] == [str(target)] * target.exists()  # noqa: PTH110
    write_whole(target, ["next"])
    assert list(tmp_path.iterdir()) == [target]


@posix_only
def test_a_file_that_is_open_already_is_added_to(tmp_path: Path) -> None:
    """``/dev/fd/1`` names what the shell has opened, which may have other content, such as a log."""
    log = tmp_path / "log.txt"
    log.write_text("before\n", encoding="utf-8")
    with log.open("a", encoding="utf-8") as file:
        write_whole(f"/dev/fd/{file.fileno()}", ["text\n"])
    assert log.read_text(encoding="utf-8") == "before\ntext\n"


@posix_only
def test_a_loop_of_links_is_an_oserror(tmp_path: Path) -> None:
    """It leads to no file."""
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OSError, match="symbolic links"):
        write_whole(tmp_path / "loop", ["text"])
