"""Find files: those that are named, those in folders, and those that patterns match."""

from __future__ import annotations

import errno
import glob
import os
import stat
from collections.abc import Iterable
from itertools import dropwhile
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, cast

from ..errors import checked, excerpt
from .addresses import is_left_out
from .remote import RemoteFile, find_remote, is_elsewhere

if TYPE_CHECKING:
    from collections.abc import Iterator

StrPath: TypeAlias = "str | os.PathLike[str]"
"""A path, as text or as a `pathlib` object; or an address such as ``s3://bucket/a.txt``."""

Found: TypeAlias = "Path | RemoteFile"
"""A file that was found, on this machine or elsewhere."""

_LONGEST_PATH: Final = 4096
"""The maximum length of a path, that of Linux. A longer string must be the text of a dump."""


def may_name(name: str) -> bool:
    """Return whether a text may be a path: it is not empty, and not the text of a dump."""
    if not name or "\0" in name:
        return False
    return not ("\n" in name or len(name) > _LONGEST_PATH) or os.path.exists(name)  # noqa: PTH110  # Path.exists raises for such names


def no_file(name: str) -> FileNotFoundError:
    """Return the error that no file has a name."""
    return FileNotFoundError(errno.ENOENT, "No such file (parse_text takes the text of a dump)", excerpt(name))


def checked_path(path: StrPath) -> Path:
    """Return the path of a file to open. Raises OSError for a folder, and for what cannot be a path."""
    name = os.fspath(path)
    if not may_name(name):
        raise no_file(name)
    file = Path(name)
    if os.path.isdir(file):  # noqa: PTH112  # Path.is_dir takes much longer
        if not os.access(file, os.R_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), name)
        raise IsADirectoryError(errno.EISDIR, "Is a directory (parse_many reads all files in it)", name)
    return file


def find_files(paths: StrPath | Iterable[StrPath]) -> Iterator[Found]:
    """Iterate over files: ``paths`` are files, folders (all files in them), or patterns such as ``*.txt``.

    The files of a folder or a pattern are sorted by name. Hidden files (``.name``) are left out, and so is everything
    in a folder that is not a regular file, and notebooks, which may show papers but are no dumps. A path without a
    file, and a link to a file that is gone, are returned unchanged, so that opening them raises the error. Paths may
    also be addresses (see :mod:`.remote`).
    """
    return (path for path, _ in find_named(paths))


def find_named(paths: StrPath | Iterable[StrPath]) -> Iterator[tuple[Found, bool]]:
    """Iterate over files as :func:`find_files` does, each with whether the caller named it.

    Raises TypeError at once if ``paths`` is neither a path nor several.
    """
    each = (paths,) if isinstance(paths, (str, os.PathLike)) or is_elsewhere(paths) else paths
    if not isinstance(each, Iterable):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers without a type checker
        raise TypeError(f"expected a path, or several, got {type(paths).__name__} {paths!r:.40}")
    return _found(cast("Iterable[StrPath]", each))


def _found(paths: Iterable[StrPath]) -> Iterator[tuple[Found, bool]]:
    for path in paths:
        if is_elsewhere(path):
            yield from find_remote(path)
            continue
        if not may_name(name := os.fspath(checked(path, str, os.PathLike))):
            raise no_file(name)
        named = Path(path)
        if named.is_dir():
            yield from ((path, False) for path in _files_in(named))
        elif not named.exists() and glob.has_magic(str(named)):
            matches = sorted(filter(_may_be_file, set(_matches(named))))
            yield from ((path, False) for path in matches)
            if not matches:
                yield named, True
        else:
            yield named, True


def _may_be_file(path: Path) -> bool:
    """Whether a path is that of a regular file, or cannot be looked at, so that opening it fails.

    That is so for a link to a file that is gone, for example.
    """
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def _matches(pattern: Path) -> Iterator[Path]:
    """Iterate over the paths that match a pattern. ``**`` does not follow links, which may lead to their own folder."""
    parts = pattern.parts
    if _ANY_FOLDERS not in parts:
        yield from map(Path, glob.glob(str(pattern)))  # noqa: PTH207 - Path.glob does not take absolute patterns
        return
    at = parts.index(_ANY_FOLDERS)
    rest = [*dropwhile(_ANY_FOLDERS.__eq__, parts[at:])] or ["*"]
    for base in _matches(Path(*parts[:at])):
        for folder, folders, _ in os.walk(base):
            folders[:] = (name for name in folders if not name.startswith("."))
            yield from _matches(Path(glob.escape(folder), *rest))


_ANY_FOLDERS: Final = "**"


def _files_in(folder: Path) -> list[Path]:
    """Return the files in a folder and its subfolders, and folders that cannot be read, so that opening these fails."""
    found: list[Path] = []
    unreadable: list[Path] = []

    def note(error: OSError) -> None:
        unreadable.append(Path(str(error.filename)))

    for at, folders, files in os.walk(folder, onerror=note):
        folders[:] = (name for name in folders if not name.startswith("."))
        found += (Path(at, name) for name in files if not is_left_out(name))
    return sorted([*filter(_may_be_file, found), *unreadable])
