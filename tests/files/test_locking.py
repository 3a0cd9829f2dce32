"""Test that one process at a time changes a file, and that a process that died does not block others."""

from __future__ import annotations

import errno
import importlib.util
import os
import signal
import stat
import subprocess
import sys
import threading
import time
import types
from typing import TYPE_CHECKING

import pytest

from paperlist import Catalog, merge_parts
from paperlist.errors import LockedError, PaperlistError
from paperlist.files import locking
from paperlist.files.locking import beside, locked
from paperlist.files.writing import replacing, write_whole

if TYPE_CHECKING:
    from pathlib import Path

posix_only = pytest.mark.skipif(os.name == "nt", reason="signals and modes are those of POSIX")

HOLD = """
import sys, time
from pathlib import Path
from paperlist.files.locking import locked

with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def _holder(path: Path) -> subprocess.Popen[bytes]:
    """Return a process that holds the lock of ``path``."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, path], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"held\n"
    return process


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_waiting_is_bounded_and_says_for_whom(tmp_path: Path) -> None:
    """The holder of the lock is reported once at the beginning, and again in the error."""
    path = tmp_path / "catalog.jsonl"
    process = _holder(path)
    told: list[str] = []
    start = time.monotonic()
    with pytest.raises(LockedError) as raised, locked(path, wait=0.4, on_wait=told.append):
        pytest.fail("two hold one lock")
    assert 0.4 <= time.monotonic() - start < 10
    assert len(told) == 1
    assert f"process {process.pid} on " in told[0]
    assert raised.value.strerror == f"still locked after 0.4 seconds, by {told[0]}"
    assert raised.value.filename == str(path)
    assert isinstance(raised.value, PaperlistError)
    assert isinstance(raised.value, TimeoutError)
    with pytest.raises(LockedError), locked(path, wait=0):
        pytest.fail("two hold one lock")
    _end(process)


@posix_only
def test_a_dead_process_blocks_nobody(tmp_path: Path) -> None:
    """The lock of a killed process is free at once, though its file is left behind; the next one removes that."""
    path = tmp_path / "catalog.jsonl"
    process = _holder(path)
    _end(process)
    assert process.returncode == -signal.SIGKILL
    assert beside(path, "lock").exists()
    with locked(path, wait=0):
        pass
    assert list(tmp_path.iterdir()) == []


def test_one_after_the_other(tmp_path: Path) -> None:
    """Threads of one process, too, hold the lock one at a time, and leave no file behind."""
    path = tmp_path / "catalog.jsonl"
    inside: list[int] = []
    most: list[int] = []

    def work() -> None:
        for _ in range(10):
            with locked(path):
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.001)
                inside.pop()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 40
    assert set(most) == {1}
    assert list(tmp_path.iterdir()) == []


def test_nobody_waits_for_itself(tmp_path: Path) -> None:
    """A thread that holds the lock gets an error at once, by any path to the file; later it may lock the file again."""
    path = tmp_path / "catalog.jsonl"
    path.write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to(path)
    start = time.monotonic()
    for other in (path, tmp_path / "link", tmp_path / ".." / tmp_path.name / path.name):
        with locked(path), pytest.raises(LockedError) as raised:
            write_whole(other, ["new"])
        assert raised.value.strerror == "already locked by this thread, which would wait for itself"
    with Catalog.updating(tmp_path / "other.jsonl") as catalog, pytest.raises(LockedError, match="by this thread"):
        catalog.save(tmp_path / "other.jsonl")
    assert time.monotonic() - start < 10
    assert path.read_text(encoding="utf-8") == "old"
    with locked(path):
        pass
    write_whole(path, ["new"])


def test_a_lock_that_was_removed_meanwhile_is_taken_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who locks a file that another process has just removed holds nothing, and tries again."""
    path = tmp_path / "catalog.jsonl"
    lock = beside(path, "lock")
    tried: list[int] = []
    lock_file = locking._try  # noqa: SLF001

    def late(file: int) -> bool:
        if not tried:
            lock.unlink()
        tried.append(file)
        return lock_file(file)

    monkeypatch.setattr(locking, "_try", late)
    with locked(path):
        assert lock.exists()
    assert len(tried) == 2


def test_who_holds_a_lock_need_not_be_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock's file that says nothing is held by another process."""
    path = tmp_path / "catalog.jsonl"

    def refuse(_: int) -> bool:
        return False

    monkeypatch.setattr(locking, "_try", refuse)
    with pytest.raises(LockedError, match="by another process"), locked(path, wait=0):
        pytest.fail("nobody holds it")


def test_an_error_while_locking_leaves_no_file_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error is raised, and what was opened is closed."""
    opened: list[int] = []

    def fail(file: int) -> bool:
        opened.append(file)
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(locking, "_try", fail)
    with pytest.raises(OSError, match="Input/output error"), locked(tmp_path / "catalog.jsonl"):
        pytest.fail("nobody holds it")
    with pytest.raises(OSError, match="Bad file"):
        os.fstat(opened[0])


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_file_system_without_locks_takes_whole_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """There, files are still replaced atomically. But nothing is read and then written, which could lose something."""

    def refuse(_file: int) -> bool:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(locking, "_try", refuse)
    for text in ("one", "two"):
        write_whole(tmp_path / "a.txt", [text])
        assert (tmp_path / "a.txt").read_text(encoding="utf-8") == text
    assert len(merge_parts("samples", tmp_path / "crawl").load()) == 36
    message = r"is on a file system without locks, so it cannot be updated: '.*b\.jsonl'$"
    with pytest.raises(OSError, match=message), Catalog.updating(tmp_path / "b.jsonl"):
        pytest.fail("it was not locked")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "crawl"]


def test_a_lock_of_another_user_can_be_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Left behind by a killed process, it may be read and not written, which is enough."""
    path = tmp_path / "catalog.jsonl"
    beside(path, "lock").touch()
    plain = os.open

    def forbid(name: Path, flags: int, mode: int = 0o777) -> int:
        if flags & os.O_RDWR:
            raise PermissionError(13, "Permission denied", str(name))
        return plain(name, flags, mode)

    monkeypatch.setattr(os, "open", forbid)
    with locked(path):
        pass


def test_long_names_have_locks(tmp_path: Path) -> None:
    """A name that leaves no room for more is replaced in that of the lock."""
    path = tmp_path / ("n" * 250)
    write_whole(path, ["text"])
    assert path.read_text(encoding="utf-8") == "text"
    assert len(beside(path, "lock").name) < 100


def test_temporary_files_of_killed_runs_are_removed(tmp_path: Path) -> None:
    """Those of this file, and no others."""
    path = tmp_path / "catalog.jsonl"
    own = beside(path, f"{'0a' * 8}.tmp")
    others = [
        tmp_path / name for name in (".other.jsonl.0a0a0a0a0a0a0a0a.tmp", ".catalog.jsonl.tmp", "catalog.jsonl.bak")
    ]
    for file in (own, *others):
        file.touch()
    write_whole(path, ["text"])
    assert sorted(tmp_path.iterdir()) == sorted([path, *others])


@posix_only
@pytest.mark.parametrize("mode", [0o444, 0o400])
def test_a_read_only_file_is_respected(tmp_path: Path, mode: int) -> None:
    """Whoever one is: replacing it would need no right to write to it."""
    path = tmp_path / "catalog.jsonl"
    path.write_text("old", encoding="utf-8")
    path.chmod(mode)
    with pytest.raises(PermissionError, match="is read-only"):
        write_whole(path, ["new"])
    assert path.read_text(encoding="utf-8") == "old"
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_only_files_are_replaced(tmp_path: Path) -> None:
    """A folder is not."""
    with pytest.raises(OSError, match="not a regular file"), replacing(tmp_path):
        pytest.fail("a folder cannot be replaced")


@posix_only
def test_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    """Nor is a pipe, which :func:`write_whole` writes to."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a regular file"), replacing(tmp_path / "pipe"):
        pytest.fail("a pipe cannot be replaced")


@posix_only
def test_the_owner_is_kept_where_that_is_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new file is given to the owner of the old one; where the system forbids that, it is written nevertheless."""
    path = tmp_path / "catalog.jsonl"
    path.write_text("old", encoding="utf-8")
    given: list[tuple[int, int]] = []

    def chown(_: Path, user: int, group: int) -> None:
        given.append((user, group))
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "chown", chown)
    write_whole(path, ["new"])
    assert given == []
    monkeypatch.undo()
    if os.geteuid() == 0:
        os.chown(path, 1234, 1235)
        write_whole(path, ["newer"])
        assert (path.stat().st_uid, path.stat().st_gid) == (1234, 1235)
        monkeypatch.setattr(os, "chown", chown)
        write_whole(path, ["newest"])
        assert given == [(1234, 1235)]
    assert path.read_text(encoding="utf-8").startswith("new")


def test_what_is_the_same_is_not_written(tmp_path: Path) -> None:
    """A file that has the content already keeps its time and its inode."""
    path = tmp_path / "catalog.jsonl"
    write_whole(path, ["one", "two"])
    before = path.stat()
    write_whole(path, ["onetwo"])
    assert path.stat() == before
    assert list(tmp_path.iterdir()) == [path]


def test_folders_that_cannot_be_synced_do_no_harm(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where a folder cannot be opened, and on file systems that refuse to sync one."""
    path = tmp_path / "catalog.jsonl"
    plain_open, plain_sync = os.open, os.fsync

    def refuse_open(name: Path, flags: int, mode: int = 0o777) -> int:
        if name == tmp_path:
            raise PermissionError(13, "Permission denied")
        return plain_open(name, flags, mode)

    def refuse_sync(file: int) -> None:
        if stat.S_ISDIR(os.fstat(file).st_mode):
            raise OSError(22, "Invalid argument")
        plain_sync(file)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", refuse_open)
        write_whole(path, ["one"])
    monkeypatch.setattr(os, "fsync", refuse_sync)
    write_whole(path, ["two"])
    assert path.read_text(encoding="utf-8") == "two"


def test_windows_locks_a_byte_beyond_the_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There a lock keeps others from reading what is locked, so that must not be who holds it."""
    locks: set[int] = set()

    def lock(file: int, how: int, count: int) -> None:
        assert (how, count, os.lseek(file, 0, os.SEEK_CUR)) == (2, 1, 1 << 30)
        if locks:
            raise PermissionError(13, "Permission denied")
        locks.add(file)

    stand_in = types.SimpleNamespace(locking=lock, LK_NBLCK=2)
    monkeypatch.setitem(sys.modules, "msvcrt", stand_in)
    spec = importlib.util.spec_from_file_location("paperlist.files.locking_on_windows", locking.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        spec.loader.exec_module(module)
    monkeypatch.setattr(module, "_here", object)  # as if each call came from another thread
    path = tmp_path / "catalog.jsonl"
    again = module.locked(path, wait=0)
    with module.locked(path), pytest.raises(LockedError, match=f"process {os.getpid()}"), again:
        pytest.fail("two hold one lock")


def test_a_lock_that_cannot_be_opened_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a folder that one may not write to."""

    def forbid(name: Path, *_: object) -> int:
        raise PermissionError(13, "Permission denied", str(name))

    monkeypatch.setattr(os, "open", forbid)
    with (
        pytest.raises(
            PermissionError,
            match=r"denied \(to write it, \.catalog\.jsonl\.lock must be created in its folder\)",
        ) as raised,
        locked(tmp_path / "catalog.jsonl"),
    ):
        pytest.fail("it cannot be locked")
    assert raised.value.filename == str(tmp_path / "catalog.jsonl")
