"""Save catalogs to files, load them, and change the files of catalogs."""

from __future__ import annotations

import os
from abc import abstractmethod
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from ...files.locking import WAIT
from ...files.writing import is_replaced, replacing, write_whole
from ...model import Tabular
from .reading import Stored
from .store import StoredIn, is_catalog_or_empty, read_file, read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from ...files.writing import Chunk

T = TypeVar("T", bound="Saved")


def over_catalog(path: str | os.PathLike[str], lines: Iterable[Chunk]) -> Iterator[Chunk]:
    """Iterate over the lines of a catalog, which are to replace the file at ``path``.

    Raises FileExistsError, before the first line, if that file has content and is not a catalog.
    """
    there = Path(path)
    if is_replaced(path) and there.exists() and not is_catalog_or_empty(there):
        raise FileExistsError(f"{os.fspath(path)}: not replaced, because it is not a catalog (choose another file)")
    yield from lines


class Saved(Tabular):
    """What can be written to the file of a catalog (:mod:`.store`), and made of it again: :class:`.Catalog`."""

    __slots__ = ()

    @abstractmethod
    def _lines(self) -> Iterator[bytes]:
        """Iterate over the lines of the file."""

    @classmethod
    @abstractmethod
    def from_stored(cls: type[T], stored: Stored) -> T:
        """Make a catalog from what :func:`.store.read_file` returns."""

    def lines(self) -> Iterator[str]:
        """Iterate over the lines of the catalog's file (see :mod:`paperlist.catalog.file.store`)."""
        return (line.decode("utf-8", "surrogateescape") for line in self._lines())

    def to_jsonl(self) -> str:
        """Return the content of the catalog's file.

        >>> from paperlist import Listing, Paper, merge
        >>> print(merge([Listing(papers=[Paper(title="One")])]).to_jsonl().splitlines()[0])
        {"paperlist": "catalog", "version": 2}
        """
        return "".join(self.lines())

    @classmethod
    def from_jsonl(cls: type[T], lines: str) -> T:  # noqa: PYI019 - typing.Self came with Python 3.11
        """Make a catalog from text that :meth:`to_jsonl` returned.

        Raises :class:`ParseError <paperlist.errors.ParseError>` if the text is not a catalog, and :class:`RecordError`
        if it is damaged.
        """
        return cls.from_stored(Stored(read_text(lines)))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the catalog to the file at ``path``, completely or not at all. Raises OSError if that fails.

        A catalog that is there is replaced, whatever it has; a file with other content is kept, and FileExistsError is
        raised. To change a file that other processes may change too, use :meth:`updating`.
        """
        write_whole(path, over_catalog(path, self._lines()))

    @classmethod
    def load(cls: type[T], file: StoredIn, *, strict: bool = False) -> T:  # noqa: PYI019 - see above
        """Read a catalog file, which is a path or an open binary file. It may be compressed.

        Lines that are damaged, or that a newer version wrote, are listed in ``diagnostics``; saving the catalog writes
        them back unchanged. A line may also be a single sighting, as ``paperlist parse --format jsonl`` writes them.
        Raises OSError if the file cannot be read, and :class:`ParseError <paperlist.errors.ParseError>` if it is not a
        catalog. ``strict=True`` raises the first problem as ParseError, too.
        """
        return cls.from_stored(read_file(file, strict=strict))

    @classmethod
    @contextmanager
    def updating(  # noqa: PYI019 - see above
        cls: type[T],
        path: str | os.PathLike[str],
        *,
        strict: bool = False,
        wait: float = WAIT,
        on_wait: Callable[[str], None] | None = None,
    ) -> Generator[T, None, None]:
        """Load the catalog at ``path`` or start an empty one; save it if the ``with`` block ends without an error.

        The file is locked during the block, so any number of processes can add to it. If another process has locked it,
        this one waits for up to ``wait`` seconds and then raises :class:`.errors.LockedError`. When it starts to wait,
        it calls ``on_wait`` once with a description of the other process. A file that would not change is not written.
        Raises the errors of :meth:`load`, and OSError if the file is read-only. Within the block, another ``updating``
        or :meth:`save` of this file in the same thread raises LockedError at once.

        >>> import tempfile
        >>> from paperlist import Catalog, Listing, Paper
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     for day in ("Mon", "Tue"):
        ...         with Catalog.updating(f"{folder}/papers.jsonl") as catalog:
        ...             catalog.add(Listing(papers=[Paper(title=f"Tides of {day}")]))
        ...     Catalog.load(f"{folder}/papers.jsonl")
        <Catalog of 2 entries, 2 sightings>
        """
        with replacing(path, wait=wait, on_wait=on_wait) as replace:
            catalog = cls.load(path, strict=strict) if Path(path).exists() else cls.from_stored(Stored())
            yield catalog
            replace(catalog._lines())  # noqa: SLF001 - its own class
