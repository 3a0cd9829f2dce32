"""Define the columns of tables of entries, and take their values from the entries of a catalog."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from ...model.columns import (
    PAPER_COLUMNS,
    SIGHTING_COLUMNS,
    assumed,
    checked_assume,
    date_columns,
    date_values,
    decided_first,
    decided_last,
    paper_values,
    sighting_values,
    sightings_table,
)
from ...tables.table import Column, Records, Table, batches_of
from ..timeline import dated_sort_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...model import Assume, Of, Sighting
    from ...model.columns import Seen
    from ...tables.table import Values
    from ..entry.entry import Entry

ENTRY_COLUMNS: Final = (
    Column("id"),
    *PAPER_COLUMNS,
    Column("seen", "int32"),
    *date_columns("first_seen"),
    *date_columns("last_seen"),
    Column("sightings", "records", SIGHTING_COLUMNS),
)
"""A paper of a catalog, with its first and last page: null if unknown years leave open which these are."""


def _entry_values(entries: Sequence[Entry], assume: Assume | None) -> list[Values]:
    """Return the values of :data:`ENTRY_COLUMNS`."""
    dates = [assumed([sighting.listing_date for sighting in entry.dated], assume) for entry in entries]
    sightings = [_seen(sighting) for entry in entries for sighting in entry.dated]
    return [
        [entry.id for entry in entries],
        *paper_values([entry.paper for entry in entries], assume),
        [len(entry.sightings) for entry in entries],
        *date_values(list(map(decided_first, dates))),
        *date_values(list(map(decided_last, dates))),
        Records([len(entry.dated) for entry in entries], sighting_values(sightings, assume)),
    ]


def _seen(sighting: Sighting) -> Seen:
    return sighting.paper, sighting.dump, sighting.position


def _by_date(entries: Sequence[Entry]) -> list[Sighting]:
    return sorted(chain.from_iterable(entry.dated for entry in entries), key=dated_sort_key)


def catalog_table(entries: Sequence[Entry], of: Of | None, assume: Assume | None) -> Table:
    """Return a table with a row per entry (the default), or per sighting by date, source and position.

    Years are filled in from the whole catalog. Raises ValueError for an unknown ``of`` or ``assume``.
    """
    bound = checked_assume(assume)
    if of == "sightings":
        return sightings_table(lambda: map(_seen, _by_date(entries)), bound)
    if of not in (None, "entries"):
        raise ValueError(f"of: expected 'entries' or 'sightings', got {of!r:.40}")

    def batches() -> Iterator[list[Values]]:
        for batch in batches_of(entries):
            yield _entry_values(batch, bound)

    return Table(ENTRY_COLUMNS, batches)
