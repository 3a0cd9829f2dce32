"""How does text reach a file whole, or not at all?"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def write_whole(path: str | os.PathLike[str], chunks: Iterable[str]) -> None:
    r"""Write ``chunks`` of text, one after the other, to the file at ``path``, as UTF-8 with its line ends as given.

    Until all of it is written the old file stands as it was, and after an error it stands still. An existing file
    keeps its permissions, and a symbolic link keeps pointing to it. What is no regular file, such as ``/dev/stdout``,
    is written directly. Raises OSError where writing fails, and whatever making the chunks raises.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_whole(Path(folder, "a.txt"), ["one\n", "two\n"])
    ...     Path(folder, "a.txt").read_bytes()
    b'one\ntwo\n'
    """
    try:
        mode = Path(path).stat().st_mode
    except FileNotFoundError:
        mode = None
    if mode is None or stat.S_ISREG(mode):
        _replace(Path(path).resolve(), chunks, mode)
    else:
        with Path(path).open("w", encoding="utf-8", newline="") as file:
            file.writelines(chunks)


def _replace(target: Path, chunks: Iterable[str], mode: int | None) -> None:
    # Beside the target, as only within one file system a replacement is atomic; "x" gives a new file the umask's mode.
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with temporary.open("x", encoding="utf-8", newline="") as file:
            if mode is not None:
                temporary.chmod(stat.S_IMODE(mode))
            file.writelines(chunks)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
