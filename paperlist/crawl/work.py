"""Describe a crawl to its tasks: the options, the folder, and where each task finds and stores what."""

from __future__ import annotations

from array import array
from contextlib import ExitStack, contextmanager
from hashlib import blake2b
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .._attrs import frozen
from ..dedup.normalize.titles import title_key
from .storage import Sections, write_sections

if TYPE_CHECKING:
    import datetime
    from collections.abc import Generator, Iterable, Iterator
    from pathlib import Path

    from ..years.dates import DayOrYear

Columns: TypeAlias = "tuple[array[int], ...]"
"""Columns of numbers of 64 bits, which have the same length."""

_BITS_IN_PART: Final = 40

WHOLE: Final = 0
"""The number of the only task of a step."""


@frozen(kw_only=True)
class Options:
    """How dumps are read and merged: as for ``parse_many`` and ``merge``. ``begun`` is the day on which that began."""

    skip_unreadable: bool
    as_of: DayOrYear = None
    not_after: DayOrYear = None
    begun: datetime.date
    mend: bool
    max_size: int | None
    max_error: float
    parts: int
    tables: str
    review: bool


@frozen
class Work:
    """A crawl: its ``folder``, the number of its ``shards``, and its options. Tasks have it as their first argument."""

    folder: Path
    shards: int
    options: Options

    @property
    def parts(self) -> range:
        """The numbers of the parts."""
        return range(self.options.parts)

    def path(self, step: str, number: int) -> Path:
        """Return the path of the file that a task writes last, so that it is done if there is one."""
        return self.folder / step / f"{number:05}"

    def store(self, step: str, number: int, sections: Iterable[Any]) -> None:
        """Store the results of a task: for each part what is sent to it, and anything else after that."""
        path = self.path(step, number)
        path.parent.mkdir(exist_ok=True)
        write_sections(path, sections)

    def open(self, step: str, number: int) -> Sections:
        """Open the results of a task."""
        return Sections(self.path(step, number))

    @contextmanager
    def open_parts(self, step: str) -> Generator[list[Sections], None, None]:
        """Open the results of a step for all parts; they are closed at the end of the ``with`` block."""
        with ExitStack() as opened:
            yield [opened.enter_context(self.open(step, part)) for part in self.parts]

    def load(self, step: str, number: int, section: int) -> Any:
        """Return one section of the results of a task."""
        with self.open(step, number) as stored:
            return stored[section]

    def sent(self, step: str, senders: Iterable[int], part: int) -> Iterator[Any]:
        """Iterate over what each task of a step sent to a part."""
        return (self.load(step, sender, part) for sender in senders)

    def read(self, part: int) -> Iterator[Any]:
        """Iterate over what was read for a part: each shard has this once or several times, and then its summary."""
        for shard in range(self.shards):
            with self.open("read", shard) as stored:
                for section in range(part, len(stored) - 1, self.options.parts):
                    yield stored[section]

    def summary(self, shard: int) -> Any:
        """Return the summary of a shard."""
        with self.open("read", shard) as stored:
            return stored[len(stored) - 1]

    def part_of(self, number: int) -> int:
        """Return the part that the number of a title, a key or a token implies."""
        return number % self.options.parts

    def columns(self, number: int) -> list[Columns]:
        """Return empty columns of numbers for each part."""
        return [empty_columns(number) for _ in self.parts]


# Places


def place_of(part: int, number: int) -> int:
    """Return a number for what has a number in a part: :func:`section_at` finds it."""
    return part << _BITS_IN_PART | number


def section_at(stored: list[Sections], place: int) -> Any:
    """Return the section at a place, of the results of all parts; it must not be changed."""
    return stored[place >> _BITS_IN_PART].remembered(place & ((1 << _BITS_IN_PART) - 1))


# Columns


def empty_columns(number: int) -> Columns:
    """Return empty columns, of this number."""
    return tuple(array("Q") for _ in range(number))


def add_row(columns: Columns, *values: int) -> None:
    """Add a row to columns."""
    for column, value in zip(columns, values, strict=True):
        column.append(value)


def runs(*columns: array[int]) -> Iterator[list[tuple[int, ...]]]:
    """Iterate over the rows that have the same first value, by this value; rows whose value is unique are left out.

    >>> list(runs(array("Q", [2, 1, 2]), array("Q", [5, 6, 7])))
    [[(2, 5), (2, 7)]]
    """
    first = columns[0]
    for _, run in groupby(sorted(range(len(first)), key=first.__getitem__), key=first.__getitem__):
        rows = list(run)
        if len(rows) > 1:
            yield [tuple(column[row] for column in columns) for row in rows]


# Numbers


def number_of(text: str) -> int:
    """Return a number of 64 bits for a text: the same everywhere, and another one for another text.

    >>> number_of("tides") == number_of("waves")
    False
    """
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


class TitleNumbers:
    """The numbers of the keys of titles; each spelling is normalized once."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def __getitem__(self, title: str) -> int:
        number = self._known.get(title)
        if number is None:
            number = self._known[title] = number_of(title_key(title))
        return number
