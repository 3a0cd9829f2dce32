"""Write text or bytes to a file completely, or leave the file as it was."""

from __future__ import annotations

import errno
import filecmp
import os
import secrets
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from .locking import WAIT, beside, locked

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

Chunk: TypeAlias = "str | bytes"
"""A piece of the content of a file."""

TEMPORARY: Final = ".tmp"
"""The end of the name of a file that is being written."""

BUFFER_SIZE: Final = 1 << 20
"""How many bytes are written at once: catalogs have long lines, so the usual buffer would hold two of them."""

DESCRIPTORS: Final = ("/dev/", "/proc/")
"""The folders with paths of open files, such as ``/dev/stdout``."""


def write_whole(path: str | os.PathLike[str], chunks: Iterable[Chunk]) -> None:
    r"""Write ``chunks`` to the file at ``path``: bytes as they are, text as UTF-8 and with unchanged line ends.

    The old file is replaced only when everything is safely on disk; if there is an error, it is unchanged. A file that
    has this content already is not written. The new file keeps the permissions and, if the system allows it, the owner;
    a symbolic link still points to it. The content is appended to anything but a regular file, and to open files, such
    as ``/dev/stdout``. Surrogates from ``surrogateescape`` are written as the bytes that they replace.

    Raises OSError if writing fails or the file is read-only, and whatever making the chunks raises.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder, "a.txt"), ["one\n", "two\n"])
    ...     Path(folder, "a.txt").read_bytes()
    b'one\ntwo\n'
    """
    if is_replaced(path):
        with replacing(path, optional=True) as replace:  # another process may write between, but not half a file
            replace(chunks)
        return
    # A file that is open already, such as a log, may have content, which must be kept.
    with Path(path).open("ab") as file:
        file.writelines(_encoded(chunks))


def is_replaced(path: str | os.PathLike[str]) -> bool:
    """Return whether :func:`write_whole` creates or replaces the file at ``path``; otherwise it appends to the file."""
    mode = _mode(path)
    return (mode is None or stat.S_ISREG(mode)) and not _is_descriptor(path)


def _encoded(chunks: Iterable[Chunk]) -> Iterator[bytes]:
    for chunk in chunks:
        yield chunk.encode("utf-8", "surrogateescape") if isinstance(chunk, str) else chunk


@contextmanager
def replacing(
    path: str | os.PathLike[str],
    *,
    wait: float = WAIT,
    on_wait: Callable[[str], None] | None = None,
    optional: bool = False,
) -> Generator[Callable[[Iterable[Chunk]], None], None, None]:
    """Lock the file at ``path`` during a ``with`` block, which gets a function that replaces its content.

    ``wait``, ``on_wait`` and ``optional`` are those of :func:`.locking.locked`. Temporary files that killed processes
    left behind are removed. Raises OSError if the file is read-only or not a regular file.
    """
    target = Path(os.path.realpath(path))
    _check_writable(target)
    with locked(target, wait=wait, on_wait=on_wait, optional=optional):
        _remove_temporary(target)
        yield lambda chunks: replace_file(target, chunks)


def _is_descriptor(path: str | os.PathLike[str]) -> bool:
    """Whether a path is that of a file which is open already, such as ``/dev/stdout`` or ``/dev/fd/1``."""
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
    # Check the owner's bit, too: the superuser may write to anything, but should not write to a read-only file.
    if not mode & stat.S_IWUSR or not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "is read-only", str(target))


def _remove_temporary(target: Path) -> None:
    """Remove files that killed processes left behind. The lock is held, so none of them is being written."""
    start, length = beside(target, "").name, len(beside(target, f"{secrets.token_hex(8)}{TEMPORARY}").name)
    with os.scandir(target.parent) as found:
        left = [
            e.path for e in found if len(e.name) == length and e.name.startswith(start) and e.name.endswith(TEMPORARY)
        ]
    for name in left:
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108 - a name from scandir


def replace_file(target: Path, chunks: Iterable[Chunk]) -> None:
    """Write a file completely or not at all, without a lock: of several processes that do so, the last one wins."""
    # Replacing is atomic only within one file system, so the new file is in the same folder; "x" applies the umask.
    temporary = beside(target, f"{secrets.token_hex(8)}{TEMPORARY}")
    try:
        with temporary.open("xb", BUFFER_SIZE) as file:
            _keep_rights(target, temporary)
            file.writelines(_encoded(chunks))
            file.flush()
            os.fsync(file.fileno())
        if not (target.exists() and filecmp.cmp(temporary, target, shallow=False)):
            temporary.replace(target)
            _sync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _keep_rights(target: Path, temporary: Path) -> None:
    """Give a new file the owner and the permissions of the file that it replaces."""
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
    """Make sure that the new name survives a power cut, if the system can do that."""
    try:
        opened = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        with suppress(OSError):
            os.fsync(opened)
    finally:
        os.close(opened)
