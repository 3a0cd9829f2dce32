"""Merge the sightings of each part, deduce the years of all, and write the catalogs and tables."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import TYPE_CHECKING, Any

from .._attrs import evolve
from ..dedup.collecting import uncollected
from ..dedup.columns import catalog_table
from ..dedup.entries import Entries, in_order_of_dates, with_dates
from ..dedup.entry import Entry
from ..dedup.order import sighting_sort_key
from ..dedup.packing import pack, unpack
from ..dedup.records import decision_records, entry_text
from ..dedup.store import write_lines
from ..dedup.timeline import dated_sort_key, narrow_together, sorted_by_date
from ..files.writing import write_whole
from ..model import Paper, Sighting, json_line
from ..tables.files import parquet_file
from ..tables.table import Records
from .reviewing import store_groups
from .work import WHOLE, TitleNumbers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..dedup.decisions import Decision
    from ..model import ListingDate
    from ..tables.table import Table
    from .work import Work


def merge_part(work: Work, part: int) -> None:
    """Merge the sightings of a part; store its entries, and the dates in them."""
    entries = Entries(max_error=work.options.max_error, boilerplate=work.load("plan", WHOLE, work.options.parts + 1))
    for packed in work.sent("moves", work.parts, part):
        entries.update(unpack(packed))
    decisions = work.planned_decisions()
    if decisions:
        entries.decide(decisions, work.options.max_error)
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
    if not any(work.load("dates", part, 0) for part in work.parts):
        work.store("years", number, [*([] for _ in work.parts), []])
        return
    seen: list[list[Sighting]] = []
    groups: list[Sequence[Sighting]] = []
    for part in work.parts:
        with work.open("dates", part) as stored:
            _, packed, lengths = stored
        seen.append(list(unpack(packed)))
        rest = iter(seen[-1])
        groups += ([next(rest) for _ in range(length)] for length in lengths)
    with uncollected():
        narrowed, contradictions = narrow_together(groups)
    found = [
        [
            (place, known.listing_date, known.paper.published)
            for place, sighting in enumerate(of_part)
            if (known := narrowed.get(id(sighting))) is not None
        ]
        for of_part in seen
    ]
    work.store("years", number, [*found, contradictions])


def _dated(work: Work, part: int) -> tuple[Entry, ...]:
    """Return the entries of a part, dated and in order."""
    entries = _entries(work, part)
    if not any(work.load("dates", other, 0) for other in work.parts):
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
    decisions = decision_records(_decisions_of(work, part))
    catalog = write_lines(map(entry_text, entries), decisions, ())
    write_whole(work.folder.parent / "catalog" / f"{part:05}.jsonl", catalog)
    table = catalog_table(entries, None, None)
    path = work.folder.parent / "papers" / f"{part:05}.{work.options.tables}"
    write_whole(path, [parquet_file(table)] if work.options.tables == "parquet" else _lines(table))
    order = [(dated_sort_key(entry.dated[0]), sighting_sort_key(entry.sightings[0])) for entry in entries]
    names = {entry.labels[0]: (entry.id, entry.paper.title) for entry in entries}
    work.store("write", part, [counts, order, names])


def _decisions_of(work: Work, part: int) -> Iterator[Decision]:
    """Iterate over the decisions on papers of a part."""
    titles = TitleNumbers()
    for decision in work.planned_decisions():
        title = titles[decision.one.paper.title]
        moves = work.load("plan", WHOLE, work.part_of(title))
        if moves.get(title, work.part_of(title)) == part:
            yield decision


def _lines(table: Table) -> Iterator[str]:
    """Iterate over the rows of a table as lines of JSON Lines; dates are ISO 8601 text."""
    names = [column.name for column in table.columns]
    for batch in table.batches():
        values: list[Any] = [
            list(column.rows(of.columns)) if isinstance(column, Records) else column
            for of, column in zip(table.columns, batch, strict=True)
        ]
        for row in zip(*values, strict=True):
            yield json_line(_plain(dict(zip(names, row, strict=True))))


def _plain(value: Any) -> Any:
    """Return a value of a table as one of JSON's types."""
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return list(map(_plain, value))
    return value.isoformat() if isinstance(value, datetime.date) else value
