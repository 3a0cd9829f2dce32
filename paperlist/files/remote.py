"""Find and open files on other machines, at addresses such as ``s3://bucket/dumps``.

The library fsspec does this, with a file system for each scheme: https://filesystem-spec.readthedocs.io.
"""

from __future__ import annotations

import errno
from typing import IO, TYPE_CHECKING, Any, Final, cast

from .._attrs import frozen
from .._engine import line_re as re
from .addresses import is_left_out, is_remote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NEEDS: Final = "files at addresses such as s3://bucket/a.txt need fsspec: pip install 'paperlist[remote]'"

_PAGES: Final = ("http://", "https://")
"""What begins so has no folders, and its characters ``?`` and ``*`` make no pattern."""


@frozen
class RemoteFile:
    """A file on another machine: its file system, its path there, and its address."""

    system: Any
    path: str
    name: str

    def __str__(self) -> str:
        return self.name

    def open(self) -> IO[bytes]:
        """Open the file. Raises OSError."""
        if not self.name.startswith(_PAGES) and self.system.isdir(self.path):
            raise IsADirectoryError(errno.EISDIR, "Is a directory (parse_many reads all files in it)", self.name)
        return cast("IO[bytes]", self.system.open(self.path, "rb"))


def is_elsewhere(path: object) -> bool:
    """Whether a path is an address, or a path of universal_pathlib that is not on this machine."""
    if isinstance(path, str):
        return is_remote(path)
    return hasattr(path, "fs") and hasattr(path, "path") and not hasattr(path, "__fspath__")


def locate(path: Any) -> RemoteFile:
    """Return the file at an address. Raises ImportError if a library for it is missing, and OSError."""
    if not isinstance(path, str):
        return RemoteFile(path.fs, path.path, str(path))
    try:
        from fsspec.core import url_to_fs  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415  # an optional library
    except ImportError as error:
        raise ImportError(_NEEDS) from error
    try:
        system, place = url_to_fs(path)
    except ValueError as error:
        raise OSError(errno.EINVAL, str(error), path) from error
    return RemoteFile(system, place, path)


def find_remote(path: Any) -> Iterator[tuple[RemoteFile, bool]]:
    """Iterate over the files at an address: one file, all in a folder, or all that match a pattern, sorted by name.

    Each comes with whether the caller named it. Hidden files and notebooks are left out. An address without a file is
    returned unchanged, so that opening it raises the error.
    """
    one = locate(path)
    found: list[str] = []
    if one.name.startswith(_PAGES):
        pass
    elif magic := _MAGIC.search(one.path):
        within = one.path[: magic.start()].rpartition("/")[0]
        found = _seen(filter(one.system.isfile, one.system.glob(one.path)), within)
    elif one.system.isdir(one.path):
        found = _seen(one.system.find(one.path), one.path.rstrip("/"))
        if not found:
            return
    for place in found:
        yield RemoteFile(one.system, place, one.system.unstrip_protocol(place)), False
    if not found:
        yield one, True


def _seen(places: Iterable[str], folder: str) -> list[str]:
    """Return the paths in a folder, sorted, without those that are left out."""
    return sorted(place for place in places if not is_left_out(place[len(folder) + 1 :]))


_MAGIC: Final = re.compile(r"[*?\[]")
