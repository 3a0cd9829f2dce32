"""Describe a crawl to its tasks: the options, the folder, and where each task finds and stores what."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from .._attrs import frozen
from ..dedup.normalize import title_key
from ..dedup.packing import unpack_decisions
from .storage import Sections, write_sections

if TYPE_CHECKING:
    import datetime
    from collections.abc import Generator, Iterable, Iterator
    from pathlib import Path

    from ..dedup.decisions import Decision
    from ..years.dates import DayOrYear

WHOLE: Final = 0
"""The number of the only task of a step."""


@frozen(kw_only=True)
class Options:
    """How dumps are read and merged: as for ``parse_many`` and ``merge``. ``begun`` is the day on which that began."""

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

    def read_decisions(self) -> list[Decision]:
        """Return the decisions in the catalogs among the files, each once."""
        found = (unpack_decisions(self.load("read", shard, self.options.parts)) for shard in range(self.shards))
        return list(dict.fromkeys(decision for some in found for decision in some))

    def planned_decisions(self) -> list[Decision]:
        """Return the same decisions, as the plan has them."""
        return unpack_decisions(self.load("plan", WHOLE, self.options.parts))

    def part_of(self, title: int) -> int:
        """Return the part that the number of a title implies."""
        return title % self.options.parts


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
