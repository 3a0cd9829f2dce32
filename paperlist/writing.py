"""Write text to a file completely, or leave the file as it was."""

from __future__ import annotations

import errno
import filecmp
import os
import secrets
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from .locking import WAIT, beside, locked

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable


DESCRIPTORS: Final = ("/dev/", "/proc/")
"""The folders in which systems name open files."""


def write_whole(path: str | os.PathLike[str], chunks: Iterable[str]) -> None:
    r"""Write ``chunks`` of text, one after the other, to the file at ``path``, as UTF-8 with their line ends as given.

    The old file is replaced when everything is written and safe on disk; until then, and after an error, it is as it
    was. A file that has this content already is left alone. The new one keeps the permissions and, where the system
    allows it, the owner; a symbolic link keeps pointing to it. What is not a regular file, such as ``/dev/stdout``, is
    written to directly. Surrogates that replace bytes which are not UTF-8 (``surrogateescape``) are written as these
    bytes.

    Raises OSError if writing fails or the file is read-only, and whatever making the chunks raises.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder, "a.txt"), ["one\n", "two\n"])
    ...     Path(folder, "a.txt").read_bytes()
    b'one\ntwo\n'
    """
    mode = _mode(path)
    if (mode is None or stat.S_ISREG(mode)) and not _is_descriptor(path):
        with replacing(path) as replace:
            replace(chunks)
        return
    # What is open already may have content, such as a log, and must keep it.
    with Path(path).open("a", encoding="utf-8", errors="surrogateescape", newline="") as file:
        file.writelines(chunks)


@contextmanager
def replacing(
    path: str | os.PathLike[str], *, wait: float = WAIT, on_wait: Callable[[str], None] | None = None
) -> Generator[Callable[[Iterable[str]], None], None, None]:
    """Lock the file at ``path`` for the length of a ``with``; gives a function that replaces its content.

    ``wait`` and ``on_wait`` are those of :func:`.locking.locked`. Temporary files that killed processes left behind are
    removed. Raises OSError if the file is read-only or no regular file.
    """
    target = Path(os.path.realpath(path))
    _check_writable(target)
    with locked(target, wait=wait, on_wait=on_wait):
        _remove_temporary(target)
        yield lambda chunks: _replace(target, chunks)


def _is_descriptor(path: str | os.PathLike[str]) -> bool:
    """Whether a path names a file that is open already, as ``/dev/stdout`` and ``/dev/fd/1`` do."""
    return Path(path).absolute().as_posix().startswith(DESCRIPTORS)


def _mode(path: str | os.PathLike[str]) -> int | None:
    try:
        return Path(path).stat().st_mode
    except FileNotFoundError:
        return None


def _check_writable(target: Path) -> None:
    mode = _mode(target)
    if mode is None:
        return
    if not stat.S_ISREG(mode):
        code = errno.EISDIR if stat.S_ISDIR(mode) else errno.EINVAL
        raise OSError(code, "is not a regular file", str(target))
    # The owner's bit, too: the superuser may write to anything, and does not want to.
    if not mode & stat.S_IWUSR or not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "is read-only", str(target))


def _remove_temporary(target: Path) -> None:
    """Remove what killed processes left; the lock is held, so none of it is being written."""
    start, length = beside(target, "").name, len(beside(target, f"{secrets.token_hex(8)}.tmp").name)
    with os.scandir(target.parent) as found:
        left = [e.path for e in found if len(e.name) == length and e.name.startswith(start) and e.name.endswith(".tmp")]
    for name in left:
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108 - a name as it was found


def _replace(target: Path, chunks: Iterable[str]) -> None:
    # Beside the target, as only within one file system a replacement is atomic; "x" gives a new file the umask's mode.
    temporary = beside(target, f"{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("x", encoding="utf-8", errors="surrogateescape", newline="") as file:
            _keep_rights(target, temporary)
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        if not (target.exists() and filecmp.cmp(temporary, target, shallow=False)):
            temporary.replace(target)
            _sync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _keep_rights(target: Path, temporary: Path) -> None:
    """Give a new file the owner and the permissions of the one that it replaces."""
    try:
        old = target.stat()
    except FileNotFoundError:
        return
    new = temporary.stat()
    if (old.st_uid, old.st_gid) != (new.st_uid, new.st_gid):
        with suppress(PermissionError):
            os.chown(temporary, old.st_uid, old.st_gid)
    temporary.chmod(stat.S_IMODE(old.st_mode))


def _sync_folder(folder: Path) -> None:
    """Make sure that the new name survives a power cut; not every system can do that for a folder."""
    try:
        opened = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        with suppress(OSError):
            os.fsync(opened)
    finally:
        os.close(opened)
