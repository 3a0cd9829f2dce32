"""Keep files that must not be replaced: dumps, catalogs, and databases of other programs."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..catalog.file.store import holds_catalog, read_file
from ..errors import ParseError
from .sqlite_format import APPLICATION_ID
from .table import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..catalog import Catalog
    from ..files.finding import StrPath
    from ..files.writing import Chunk

DATABASE: Final = b"SQLite format 3\0"
PLACE_OF_ID: Final = slice(68, 72)
"""Where the header of a database has the id of the program that wrote it: https://www.sqlite.org/fileformat2.html."""


def is_catalog_file(path: Path, *, or_sightings: bool = False) -> bool:
    """Return whether the content of a file, which may be compressed, is a catalog, even a damaged one.

    With ``or_sightings``, it may also be what ``parse --format jsonl`` writes.
    """
    try:
        return holds_catalog(path, or_sightings=or_sightings)
    except (OSError, ParseError):
        return False


def is_foreign_database(path: Path) -> bool:
    """Return whether a file is an SQLite database that another program wrote."""
    try:
        with path.open("rb") as file:
            head = file.read(PLACE_OF_ID.stop)
    except OSError:
        return False
    return head.startswith(DATABASE) and head[PLACE_OF_ID] != APPLICATION_ID.to_bytes(4, "big")


def reason_to_keep(path: Path, *, as_catalog: bool) -> str | None:
    """Return why a file must not be replaced, or None if it may be. A catalog (``as_catalog``) may replace another."""
    if not path.is_file():
        return None
    if is_catalog_file(path) and not as_catalog:
        return "it is a catalog and the output is not"
    if is_foreign_database(path):
        return "it is a database that paperlist did not write"
    return None


def check_target(path: str | os.PathLike[str], *, as_catalog: bool) -> None:
    """Raise FileExistsError if the file at ``path`` must not be replaced."""
    reason = reason_to_keep(Path(path), as_catalog=as_catalog)
    if reason is not None:
        raise FileExistsError(f"{os.fspath(path)}: not replaced, because {reason} (choose another file)")


def _reason_to_keep_catalog(path: Path, catalog: Catalog, hint: str) -> str | None:
    """Return why a catalog must not replace the file at ``path``, and a hint; None if nothing would be lost."""
    if not path.is_file() or not is_catalog_file(path, or_sightings=True):
        return None
    try:
        stored = read_file(path)
    except ParseError:
        return f"it is a catalog that cannot be read ({hint})"
    lost = [counted(number, noun) for noun, number in catalog.lost_with(stored).items() if number]
    is_damaged = not set(stored.diagnostics) <= set(catalog.diagnostics)
    if not lost and not is_damaged:
        return None
    if not is_catalog_file(path):
        return f"it has {', '.join(lost)} that the output lacks (choose another file)"
    kind = "a damaged catalog" if is_damaged else "a catalog"
    more = f" with {', '.join(lost)} that the output lacks" if lost else ""
    return f"it is {kind}{more} ({hint})"


def unless_lost(
    path: StrPath, catalog: Catalog, chunks: Iterable[Chunk], error: Callable[[str], Exception], hint: str
) -> Iterator[Chunk]:
    """Iterate over ``chunks``, the file of ``catalog``, which is to replace the one at ``path``.

    Raises ``error``, before the first chunk, if that is a catalog with something that ``catalog`` lacks, or a damaged
    one, or has sightings that ``catalog`` lacks. The caller has locked the file, so nobody adds to it in the meantime.
    """
    reason = _reason_to_keep_catalog(Path(path), catalog, hint)
    if reason is not None:
        raise error(f"{os.fspath(path)}: not replaced, because {reason}")
    yield from chunks


def check_source(path: str | os.PathLike[str] | None, sources: Iterable[str]) -> None:
    """Raise FileExistsError if the file at ``path`` is one of the sources, however the paths are spelled."""
    if path is not None and any(_is_same_file(source, path) for source in sources):
        raise FileExistsError(f"{os.fspath(path)}: not replaced, because papers were read from it (choose another)")


def _is_same_file(one: str, other: str | os.PathLike[str]) -> bool:
    try:
        return Path(one).is_file() and Path(one).samefile(other)
    except (OSError, ValueError):  # a source need not be the path of a file
        return False
