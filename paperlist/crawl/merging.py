"""Merge the sightings of each part, deduce the years of all, and write the catalogs and tables."""

from __future__ import annotations

from collections import Counter
from itertools import chain, islice
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .._attrs import evolve, names_of
from .._collecting import uncollected
from ..catalog.entries.columns import catalog_table
from ..catalog.entries.entries import Entries, in_order_of_dates, with_dates
from ..catalog.entry.entry import Entry
from ..catalog.file.packing import pack, unpack
from ..catalog.file.records import decision_records, entry_texts
from ..catalog.file.store import write_lines
from ..catalog.timeline import dated_sort_key, narrow_together, sorted_by_date
from ..dedup.decisions import Decisions
from ..dedup.order import sighting_sort_key
from ..files.writing import write_whole
from ..model import ListingDate, Paper, Sighting, json_line
from ..tables.files import parquet_file
from ..tables.table import Records
from .linking import boilerplate_of, decisions_of
from .reviewing import store_groups
from .work import WHOLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..model import Dump
    from ..tables.table import Table
    from .work import Work


Days: TypeAlias = "tuple[ListingDate | None, ListingDate | None]"
"""The dates of a page and of a paper on it."""

_OF_DATE: Final = attrgetter(*names_of(ListingDate))


def merge_part(work: Work, part: int) -> None:
    """Merge the sightings of a part; store its entries, and the dates in them."""
    decisions = Decisions.of(decisions_of(work, part))
    entries = Entries(max_error=work.options.max_error, decisions=decisions, boilerplate=boilerplate_of(work))
    for packed in work.sent("moves", work.parts, part):
        entries.update(unpack(packed))
    found = entries.as_read()
    seen = [sighting for entry in found for sighting in entry.sightings]
    heads = [(len(entry.sightings), entry.labels, entry.titles) for entry in found]
    store_groups(work, part, entries)
    work.store(
        "dates", part, [entries.has_open_years, pack(map(_date_alone, seen)), [length for length, _, _ in heads]]
    )
    work.store("papers", part, [heads, pack(seen)])


def _date_alone(sighting: Sighting) -> Sighting:
    """Return a sighting without the values that the years do not depend on."""
    paper = Paper(title=sighting.paper.title, published=sighting.paper.published)
    return Sighting(paper=paper, dump=sighting.dump, position=sighting.position)


def _entries(work: Work, part: int) -> list[Entry]:
    """Return the entries of a part, as :func:`merge_part` stored them."""
    with work.open("papers", part) as stored:
        heads, packed = stored
    seen = unpack(packed)
    max_error = work.options.max_error
    return [
        Entry(sightings=tuple([next(seen) for _ in range(length)]), labels=labels, titles=titles, max_error=max_error)
        for length, labels, titles in heads
    ]


# Years


def date_all(work: Work, number: int) -> None:
    """Deduce the years of all parts together; store which sightings of each part have which dates, and contradictions.

    If no year is open, there is nothing to deduce.
    """
    if not _has_open_years(work):
        work.store("years", number, [*([] for _ in work.parts), []])
        return
    known = _Shared()
    groups = [list(_groups(work, part, known)) for part in work.parts]
    with uncollected():
        each, contradictions = narrow_together(list(chain.from_iterable(groups)))
        narrowed = {place: known.days_of(sighting) for place, sighting in each}
    found = ([*_narrowed(chain.from_iterable(of_part), narrowed)] for of_part in groups)
    work.store("years", number, chain(found, [contradictions]))


def _has_open_years(work: Work) -> bool:
    """Return whether the year of any date is unknown."""
    return any(work.load("dates", part, 0) for part in work.parts)


def _groups(work: Work, part: int, known: _Shared) -> Iterator[list[Sighting]]:
    """Iterate over the dates of the entries of a part. Sightings of an entry that show the same share one paper."""
    with work.open("dates", part) as stored:
        _, packed, lengths = stored
    rest = unpack(packed)
    for length in lengths:
        papers: dict[tuple[str, int], Paper] = {}
        group: list[Sighting] = []
        for one in islice(rest, length):
            paper = papers.setdefault((one.paper.title, id(one.paper.published)), one.paper)
            group.append(Sighting(paper=paper, dump=known.dump(one.dump), position=one.position))
        yield group


class _Shared:
    """The dumps and dates of all parts; those with the same values are the same objects, so they need little memory."""

    def __init__(self) -> None:
        self._dumps: dict[Any, Dump] = {}
        self._dates: dict[Any, ListingDate | None] = {}
        self._days: dict[Any, Days] = {}

    def dump(self, dump: Dump) -> Dump:
        """Return the first dump with the same values."""
        date = self._date(dump.listing_date)
        return self._dumps.setdefault((id(date), dump.digest, dump.snapshot, dump.sources), dump)

    def days_of(self, sighting: Sighting) -> Days:
        """Return the dates of a sighting."""
        days = self._date(sighting.listing_date), self._date(sighting.paper.published)
        return self._days.setdefault(tuple(map(id, days)), days)

    def _date(self, date: ListingDate | None) -> ListingDate | None:
        return self._dates.setdefault(date and _OF_DATE(date), date)


def _narrowed(
    seen: Iterable[Sighting], narrowed: Mapping[int, Days]
) -> Iterator[tuple[int, ListingDate | None, ListingDate | None]]:
    """Iterate over the numbers of the sightings whose dates could be narrowed, with these dates."""
    for number, sighting in enumerate(seen):
        if id(sighting) in narrowed:
            yield number, *narrowed[id(sighting)]


def _dated(work: Work, part: int) -> tuple[Entry, ...]:
    """Return the entries of a part, dated and in order."""
    entries = _entries(work, part)
    if not _has_open_years(work):
        return tuple(entries)
    dates = {place: days for place, *days in work.load("years", WHOLE, part)}
    found: list[Entry] = []
    place = 0
    for entry in entries:
        pairs: list[tuple[Sighting, Sighting]] = []
        for sighting in entry.sightings:
            pairs.append((sighting, _with_days(sighting, *dates[place]) if place in dates else sighting))
            place += 1
        found.append(with_dates(entry, sorted_by_date(pairs)))
    return in_order_of_dates(found)


def _with_days(sighting: Sighting, listed: ListingDate | None, published: ListingDate | None) -> Sighting:
    """Return a sighting with dates whose years were deduced."""
    dump = evolve(sighting.dump, listing_date=listed)
    return Sighting(paper=evolve(sighting.paper, published=published), dump=dump, position=sighting.position)


# Output


def write_part(work: Work, part: int) -> None:
    """Write the catalog and the table of a part."""
    entries = _dated(work, part)
    counts = Counter(papers=len(entries), sightings=sum(len(entry.sightings) for entry in entries))
    decisions = decision_records(decisions_of(work, part))
    catalog = write_lines(entry_texts(entries), decisions, ())
    write_whole(work.folder.parent / "catalog" / f"{part:05}.jsonl", catalog)
    table = catalog_table(entries, None, None)
    path = work.folder.parent / "papers" / f"{part:05}.{work.options.tables}"
    write_whole(path, [parquet_file(table)] if work.options.tables == "parquet" else _lines(table))
    order = [(dated_sort_key(entry.dated[0]), sighting_sort_key(entry.sightings[0])) for entry in entries]
    names = {entry.labels[0]: (entry.id, entry.paper.title) for entry in entries}
    work.store("write", part, [counts, order, names])


def _lines(table: Table) -> Iterator[str]:
    """Iterate over the rows of a table as lines of JSON Lines; dates are ISO 8601 text."""
    names = [column.name for column in table.columns]
    for batch in table.batches():
        values: list[Any] = [
            list(column.rows(of.columns)) if isinstance(column, Records) else column
            for of, column in zip(table.columns, batch, strict=True)
        ]
        for row in zip(*values, strict=True):
            yield json_line(dict(zip(names, row, strict=True)))
