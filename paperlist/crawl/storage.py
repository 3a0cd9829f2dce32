"""Store the results of tasks: files of many sections, each of which can be read alone.

A section is any value that can be pickled. So read only files in folders that nobody else can write to.
"""

from __future__ import annotations

import os
import pickle
import zlib
from array import array
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from ..files.writing import replace_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_PLAIN: Final = b"\0"
_PACKED: Final = b"\1"
_WORTH_PACKING: Final = 4096
"""Sections of fewer bytes are not compressed: so they are read faster."""

_REMEMBERED: Final = 64
"""So many sections of a file are kept in memory: more than papers that share a key."""


def write_sections(path: Path, sections: Iterable[Any]) -> None:
    """Write a file with these sections, completely or not at all.

    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_sections(Path(folder, "a"), ["ebb", {"tide": 3}])
    ...     with Sections(Path(folder, "a")) as stored:
    ...         len(stored), stored[1]
    (2, {'tide': 3})
    """
    replace_file(path, _content(sections))


def _content(sections: Iterable[Any]) -> Iterator[bytes]:
    """Iterate over the content of a file: the sections, the offsets of their ends, and the number of sections."""
    ends = array("Q")
    end = 0
    for section in sections:
        content = pickle.dumps(section, pickle.HIGHEST_PROTOCOL)
        is_worth_packing = len(content) >= _WORTH_PACKING
        stored = _PACKED + zlib.compress(content, 1) if is_worth_packing else _PLAIN + content
        yield stored
        end += len(stored)
        ends.append(end)
    yield ends.tobytes()
    yield array("Q", [len(ends)]).tobytes()


class Sections:
    """The sections of a file, each of which is read when it is asked for: a sequence, and a context manager."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        end = self._file.seek(-8, os.SEEK_END)
        (number,) = array("Q", self._file.read(8))
        self._file.seek(end - 8 * number)
        self._ends = array("Q", self._file.read(8 * number))
        self._read = lru_cache(_REMEMBERED)(self._load)

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> Any:
        return self._load(number)

    def __iter__(self) -> Iterator[Any]:
        return map(self._load, range(len(self)))

    def remembered(self, number: int) -> Any:
        """Return a section as it was read before, if that was not long ago; it must not be changed."""
        return self._read(number)

    def _load(self, number: int) -> Any:
        start = self._ends[number - 1] if number else 0
        self._file.seek(start)
        content = self._file.read(self._ends[number] - start)
        return pickle.loads(zlib.decompress(content[1:]) if content[:1] == _PACKED else memoryview(content)[1:])  # noqa: S301 - see above

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Sections:  # noqa: PYI034 - typing.Self came with Python 3.11
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
