"""Read one shard: parse its files, and send each sighting to a part."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from .._attrs import define, field
from ..catalog.file.packing import pack, pack_decisions
from ..catalog.file.store import read_in_pieces, recognise, split_lines
from ..errors import Diagnostic, ParseError
from ..files.sources import open_found
from ..model import Sighting
from ..parser import parse_pages
from .work import TitleNumbers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..dedup.decisions import Decision
    from ..files.finding import Found
    from ..files.opened import OpenSource
    from .work import Work

HEAD: Final = 200
"""How many characters are enough to recognise a catalog."""

MOST_WAITING: Final = 20_000
"""At most this many sightings of a shard are in memory: then they are sent, so a large file needs no more memory."""

OTHERS: Final = frozenset(("no-papers", "empty-source", "not-text", "other-pages"))
"""Diagnostics of files and records that are no listings: a crawl has many, which are just counted."""


@define
class Summary:
    """Counts what a shard has: pages with papers, sightings, what is no listing, and the problems by their codes."""

    pages: int = 0
    sightings: int = 0
    others: int = 0
    problems: Counter[str] = field(factory=Counter[str])
    lines: list[str] = field(factory=list)
    """The problems that are errors or warnings, in words."""

    def add(self, found: Iterable[Diagnostic]) -> None:
        """Count problems."""
        for diagnostic in found:
            number = 1 + diagnostic.more
            if diagnostic.code in OTHERS:
                self.others += number
                continue
            self.problems[diagnostic.code] += number
            if diagnostic.severity != "info":
                self.lines.append(str(diagnostic))


@define
class _Sent:
    """What is sent to the parts next: the sightings of each, and the decisions on them."""

    work: Work
    sightings: list[list[Sighting]] = field(init=False)
    decisions: list[list[Decision]] = field(init=False)
    _titles: TitleNumbers = field(factory=TitleNumbers)

    def __attrs_post_init__(self) -> None:
        self.sightings = [[] for _ in self.work.parts]
        self.decisions = [[] for _ in self.work.parts]

    def add(self, sighting: Sighting) -> None:
        """Send a sighting to the part of its title."""
        self.sightings[self._part_of(sighting)].append(sighting)

    def decide(self, decision: Decision) -> None:
        """Send a decision to the parts of its cards."""
        for part in {self._part_of(decision.one), self._part_of(decision.other)}:
            self.decisions[part].append(decision)

    def _part_of(self, sighting: Sighting) -> int:
        return self.work.part_of(self._titles[sighting.paper.title])

    def sections(self) -> Iterator[Any]:
        """Iterate over what is sent to each part."""
        for sightings, decisions in zip(self.sightings, self.decisions, strict=True):
            yield pack(sightings), pack_decisions(decisions)


def read_shard(work: Work, number: int) -> None:
    """Read the files of a shard. Raises OSError if one of them cannot be read."""
    work.store("read", number, _sections(work, number, strict=True))


def read_what_can_be_read(work: Work, number: int) -> None:
    """Read the files of a shard, and report those that cannot be read."""
    work.store("read", number, _sections(work, number, strict=False))


def _sections(work: Work, number: int, *, strict: bool) -> Iterator[Any]:
    """Iterate over what is sent to each part, from time to time, and at the end over the summary."""
    files: list[Found] = work.load("shards", 0, number)
    summary = Summary()
    sent = _Sent(work)
    for file in files:
        for one in _contents(file, work, summary, strict=strict):
            if not isinstance(one, Sighting):
                sent.decide(one)
                continue
            sent.add(one)
            summary.sightings += 1
            if summary.sightings % MOST_WAITING == 0:
                yield from sent.sections()
                sent = _Sent(work)
    yield from sent.sections()
    yield summary


def _contents(file: Found, work: Work, summary: Summary, *, strict: bool) -> Iterator[Sighting | Decision]:
    """Iterate over the sightings in a file, whether it has dumps or catalogs, and over the decisions on them."""
    options = work.options
    try:
        for dump in open_found([(file, strict)], mend=options.mend, max_size=options.max_size):
            if recognise(dump.peek(HEAD)):
                yield from _of_catalog(dump, summary)
                continue
            for page in parse_pages(dump, as_of=options.as_of, not_after=options.not_after, now=options.begun):
                summary.add(page.diagnostics)
                summary.pages += bool(page)
                yield from Sighting.each(page)
    except ParseError as error:  # it unpacks to too much, or is a damaged catalog
        summary.add([error.diagnostic])


def _of_catalog(dump: OpenSource, summary: Summary) -> Iterator[Sighting | Decision]:
    """Iterate over the sightings and decisions in a catalog."""
    with dump:
        for stored in read_in_pieces(split_lines(dump), dump.name):
            yield from stored.records
            yield from stored.records.decisions
            summary.add(stored.diagnostics)
    summary.add(found for found in dump.diagnostics if found.severity == "error")
