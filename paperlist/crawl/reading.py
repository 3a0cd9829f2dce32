"""Read one shard: parse its files, and send each sighting to a part."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from .._attrs import define, field
from ..dedup.packing import pack, pack_decisions
from ..dedup.store import read_lines, recognise
from ..errors import Diagnostic, ParseError
from ..files.sources import open_found
from ..files.warc import others_in
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

OTHERS: Final = frozenset(("no-papers", "empty-source", "not-text", "other-pages"))
"""Diagnostics of files and records that are no listings: a crawl has many, which are just counted."""


@define
class Summary:
    """Counts what was read: pages with papers, sightings, what is no listing, and the problems by their codes."""

    pages: int = 0
    sightings: int = 0
    others: int = 0
    problems: Counter[str] = field(factory=Counter[str])
    lines: list[str] = field(factory=list)
    """The problems that are errors or warnings, in words."""

    def add(self, found: Iterable[Diagnostic]) -> None:
        """Count problems."""
        for diagnostic in found:
            if diagnostic.code in OTHERS:
                self.others += others_in(diagnostic.message)
                continue
            self.problems[diagnostic.code] += 1 + diagnostic.more
            if diagnostic.severity != "info":
                self.lines.append(str(diagnostic))


def read_shard(work: Work, number: int) -> None:
    """Read the files of a shard."""
    files: list[Found] = work.load("shards", 0, number)
    summary = Summary()
    decisions: list[Decision] = []
    sent: list[list[Sighting]] = [[] for _ in work.parts]
    titles = TitleNumbers()
    for file in files:
        for sighting in _sightings(file, work, summary, decisions):
            summary.sightings += 1
            sent[work.part_of(titles[sighting.paper.title])].append(sighting)
    rest: list[Any] = [pack_decisions(decisions), summary]
    work.store("read", number, (*map(pack, sent), *rest))


def _sightings(file: Found, work: Work, summary: Summary, decisions: list[Decision]) -> Iterator[Sighting]:
    """Iterate over the sightings in a file, whether it has dumps or catalogs. Raises OSError if it cannot be read."""
    options = work.options
    try:
        for dump in open_found([(file, True)], mend=options.mend, max_size=options.max_size):
            if recognise(dump.peek(HEAD)):
                yield from _of_catalog(dump, summary, decisions)
                continue
            for page in parse_pages(dump, as_of=options.as_of, not_after=options.not_after, now=options.begun):
                summary.add(page.diagnostics)
                summary.pages += bool(page)
                yield from Sighting.each(page)
    except ParseError as error:  # it unpacks to too much, or is a damaged catalog
        summary.add([error.diagnostic])


def _of_catalog(dump: OpenSource, summary: Summary, decisions: list[Decision]) -> Iterator[Sighting]:
    """Iterate over the sightings in a catalog."""
    with dump:
        stored = read_lines("".join(dump).split("\n"), dump.name)
    summary.add(stored.diagnostics)
    decisions += stored.records.decisions
    yield from stored.records
