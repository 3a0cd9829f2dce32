"""Let one process at a time change a file.

The operating system locks a hidden file beside the one to be changed. It releases the lock when the process that holds
it ends, even if that is killed. The lock file names this process and is removed at the end; one that is left behind
blocks nobody.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import threading
import time
from contextlib import contextmanager, suppress
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from ..errors import LockedError, checked_number

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from pathlib import Path


WAIT: Final = 300.0
"""The default time to wait for a lock, in seconds."""

SHORTEST_SLEEP: Final = 0.01
LONGEST_SLEEP: Final = 0.25
"""The time between two attempts, in seconds: it doubles from the first value up to the second."""

LONGEST_NAME: Final = 200
"""The maximum length in bytes of a file name that an ending is added to. Most file systems allow 255."""

_BEYOND: Final = 1 << 30
"""The offset of the byte that is locked on Windows: locked bytes cannot be read there, so it is beyond the content."""

UNSUPPORTED: Final = frozenset((errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP))
"""The errors of file systems that have no locks, such as Lustre without its option ``flock``."""

_holders: Final[dict[tuple[int, int], tuple[int, int]]] = {}
"""The threads of this process that hold locks, by the files that are locked."""

if sys.platform == "win32":  # pragma: no cover - a test runs it with a stand-in for msvcrt
    import msvcrt

    def _try(file: int) -> bool:
        os.lseek(file, _BEYOND, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try(file: int) -> bool:
        """Try to lock an open file; return whether that succeeded."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def beside(path: Path, ending: str) -> Path:
    """Return the path of a hidden file that belongs to the file at ``path``.

    >>> from pathlib import Path
    >>> beside(Path("papers.jsonl"), "lock").name
    '.papers.jsonl.lock'
    """
    name = path.name
    if len(os.fsencode(name)) > LONGEST_NAME:
        name = blake2b(os.fsencode(name), digest_size=16).hexdigest()
    return path.with_name(f".{name}.{ending}")


def checked_wait(wait: float) -> float:
    """Return a time to wait. Raises TypeError or ValueError if it is not a number of seconds.

    >>> checked_wait(-1)
    Traceback (most recent call last):
        ...
    ValueError: wait: expected a number of seconds, got -1
    """
    found: float = checked_number(wait, "wait: expected a number of seconds", 0, whole=False)
    return found


@contextmanager
def locked(
    path: Path, *, wait: float = WAIT, on_wait: Callable[[str], None] | None = None, optional: bool = False
) -> Generator[None, None, None]:
    """Hold the lock of the file at ``path``, which need not exist, during a ``with`` block.

    If the file system has no locks, OSError is raised, or with ``optional`` the block is run without one.

    If another process or thread holds the lock, ``on_wait`` is called once with a description of that process, and
    locking is tried again for ``wait`` seconds. Raises :class:`.errors.LockedError` if the file is still locked then,
    or at once if this thread has locked it. Raises OSError if the folder cannot be written to.
    """
    lock = beside(path, "lock")
    file = _acquire_if_possible(lock, path, wait, on_wait, optional=optional)
    if file is None:
        yield
        return
    key = _key(file)
    _holders[key] = _here()
    try:
        yield
    finally:
        del _holders[key]
        with suppress(OSError):  # Windows does not remove what another process has open
            lock.unlink()
        os.close(file)


def _key(file: int) -> tuple[int, int]:
    """Return what identifies an open file, whatever the path it was opened by."""
    status = os.fstat(file)
    return status.st_dev, status.st_ino


def _here() -> tuple[int, int]:
    """Return what identifies this thread of this process; a process that was forked has copies of all variables."""
    return os.getpid(), threading.get_ident()


def _check_foreign(file: int, path: Path) -> None:
    """Raise LockedError if this thread holds the lock: it would wait for itself."""
    if _holders.get(_key(file)) == _here():
        raise LockedError(errno.EDEADLK, "already locked by this thread, which would wait for itself", str(path))


def _acquire_if_possible(
    lock: Path, path: Path, wait: float, on_wait: Callable[[str], None] | None, *, optional: bool
) -> int | None:
    """Return the open lock file, or None if the file system has no locks and the lock is ``optional``."""
    try:
        return _acquire(lock, path, wait, on_wait)
    except OSError as error:
        if error.errno not in UNSUPPORTED:
            raise
        with suppress(OSError):
            lock.unlink()
        if optional:
            return None
        raise OSError(error.errno, "is on a file system without locks, so it cannot be updated", str(path)) from error


def _acquire(lock: Path, path: Path, wait: float, on_wait: Callable[[str], None] | None) -> int:
    end = time.monotonic() + checked_wait(wait)
    sleep = SHORTEST_SLEEP
    while True:
        file = _open(lock, path)
        try:
            if _try(file) and _is_still(lock, file):
                _sign(file)
                return file
            _check_foreign(file, path)
            holder = _holder(lock)
        except BaseException:
            os.close(file)
            raise
        os.close(file)
        left = end - time.monotonic()
        if left <= 0:
            raise LockedError(errno.EAGAIN, f"still locked after {wait:g} seconds, by {holder}", str(path))
        if on_wait is not None:
            on_wait(holder)
            on_wait = None
        time.sleep(min(sleep, left))
        sleep = min(2 * sleep, LONGEST_SLEEP)


def _open(lock: Path, path: Path) -> int:
    close = getattr(os, "O_CLOEXEC", 0)
    try:
        file = os.open(lock, os.O_RDWR | os.O_CREAT | close, 0o666)
    except FileNotFoundError as error:  # which would name the lock
        raise FileNotFoundError(error.errno, error.strerror, str(path)) from None
    except PermissionError as error:
        # It belongs to another user, whose process was killed. Opening it for reading is enough to lock it.
        try:
            return os.open(lock, os.O_RDONLY | close)
        except OSError:
            raise PermissionError(
                error.errno, f"{error.strerror} (to write it, {lock.name} must be created in its folder)", str(path)
            ) from error
    with suppress(OSError, AttributeError):  # Windows has no such permissions
        os.fchmod(file, 0o644)
    return file


def _is_still(lock: Path, file: int) -> bool:
    """Whether the open ``file`` is still the one at the path ``lock``: another process may have removed it."""
    try:
        return os.path.samestat(os.fstat(file), lock.stat())
    except FileNotFoundError:
        return False


def _sign(file: int) -> None:
    """Write a description of this process into the lock file. Errors are ignored, since locking works without it."""
    import socket  # noqa: PLC0415 - slow to import, and rarely needed

    holder = {"process": os.getpid(), "host": socket.gethostname(), "since": time.strftime("%Y-%m-%d %H:%M:%S")}
    with suppress(OSError):
        os.ftruncate(file, 0)
        os.lseek(file, 0, os.SEEK_SET)
        os.write(file, json.dumps(holder).encode())


def _holder(lock: Path) -> str:
    """Return a description of the process that holds a lock."""
    try:
        held = json.loads(lock.read_bytes())
        return f"process {held['process']} on {held['host']} since {held['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
