"""Turn listings and catalogs into sheets: rows of named values that every format can write."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .._attrs import frozen
from ..errors import UNNAMED
from ..model import FIELDS, MONTHS, PAPER_FIELDS, Field, ListingDate, Sighting, in_display_order
from ..model.columns import decided_first, decided_last
from .table import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..catalog import Entry
    from ..model import Listing, TableName

Row: TypeAlias = "dict[str, Any]"
"""The values of one paper by the names of their fields.

It also has the ``sighting`` or the ``entry`` itself, from which some formats take more than that.
"""

_LISTING: Final = (
    Field(name="source", kind="text", group="place", heading="source"),
    Field(name="listing_date", kind="date", group="place", heading="listed"),
    Field(name="position", kind="count", group="place", heading="#", short=("listing",)),
    *FIELDS,
    Field(name="snapshot", kind="text", group="place", heading="snapshot"),
    Field(name="page", kind="text", group="place", heading="page"),
)
_CATALOG: Final = (
    Field(name="id", kind="text", group="place", heading="id"),
    *FIELDS,
    Field(name="seen", kind="count", group="counts", heading="seen", short=("catalog",)),
    Field(name="first_seen", kind="date", group="dates", heading="first seen"),
    Field(name="last_seen", kind="date", group="dates", heading="last seen"),
)

COLUMNS: Final = MappingProxyType({column.name: column for column in (*_LISTING, *_CATALOG)})
"""All columns that a table can have, by name."""


def _short(columns: Iterable[Field], table: TableName) -> tuple[str, ...]:
    """Return the names of the columns that a table has unless others are chosen."""
    return tuple(column.name for column in in_display_order(columns) if table in column.short)


LISTING_FIELDS: Final = tuple(column.name for column in _LISTING)
"""The fields of a paper on a page; ``position`` counts from 0.

``snapshot`` (the day on which the dump was saved) and ``page`` (a digest of what the page prints) identify the dump.
"""

CATALOG_FIELDS: Final = tuple(column.name for column in _CATALOG)
"""The fields of an entry of a catalog.

``seen`` is the number of its sightings. ``first_seen`` and ``last_seen`` are the dates of the first and the last page;
None if unknown years leave open which these are.
"""

SHORT_LISTING: Final = _short(_LISTING, "listing")
SHORT_CATALOG: Final = _short(_CATALOG, "catalog")


@frozen(kw_only=True)
class Sheet:
    """The papers of one listing or catalog.

    ``fields`` are all fields of a row, ``short`` those that fit on a screen, and ``columns`` those that the caller
    asked for (None: the format decides). ``head`` is shown above the rows and ``tail`` below them, each with the number
    of papers. ``total`` is the number of papers before filtering.

    >>> sheet = Sheet(fields=("title",), short=("title",), rows=({"title": "Tides"},), total=2, head="mon.txt")
    >>> sheet.heading
    'mon.txt: 1 of 2 papers'
    """

    fields: tuple[str, ...]
    short: tuple[str, ...]
    rows: tuple[Row, ...]
    total: int
    columns: tuple[str, ...] | None = None
    head: str = ""
    tail: str = ""

    @property
    def is_hidden(self) -> bool:
        """Whether there were papers and all of them were filtered out."""
        return self.total > 0 and not self.rows

    @property
    def papers(self) -> str:
        """The number of papers in words."""
        shown = len(self.rows)
        return counted(shown, "paper") if shown == self.total else f"{shown:,} of {self.total:,} papers"

    @property
    def heading(self) -> str:
        """The line above the rows, or nothing."""
        return f"{self.head}: {self.papers}" if self.head else ""

    @property
    def summary(self) -> str:
        """The line below the rows, or nothing."""
        return f"{self.papers}, {self.tail}" if self.tail else ""

    def shown(self) -> tuple[str, ...]:
        """Return the columns of a table: those asked for, or else the short ones that have a value in some row."""
        found = (name for name in self.short if any(row[name] is not None for row in self.rows))
        return self.columns or tuple(found) or self.short[-1:]


def text_of(value: str | int | ListingDate | None) -> str:
    """Return a value as text for people: a date in ISO 8601, or as printed on the page if its year is unknown.

    >>> text_of(ListingDate(month=2, day=3)), text_of(ListingDate(month=2, day=3, year=2024)), text_of(None)
    ('Feb 3', '2024-02-03', '')
    """
    if value is None:
        return ""
    if isinstance(value, ListingDate) and value.year is None:
        return f"{MONTHS[value.month - 1]} {value.day}"
    return str(value)


def with_blank_lines(texts: Iterable[Iterable[str]]) -> Iterator[str]:
    r"""Iterate over texts, each given by its lines, with a blank line between those that are not empty.

    >>> list(with_blank_lines([["a", "b"], [], ["c"]]))
    ['a\nb\n', '', '\nc\n']
    """
    between = ""
    for lines in texts:
        text = "".join(f"{line}\n" for line in lines)
        yield between + text if text else ""
        between = "\n" if text else between


def listing_sheet(listing: Listing) -> Sheet:
    """Return the papers of a listing, each with its place in the dump."""
    place = ", ".join(filter(None, (listing.source or UNNAMED, text_of(listing.date))))
    rows = tuple(map(sighting_row, Sighting.each(listing)))
    return Sheet(fields=LISTING_FIELDS, short=SHORT_LISTING, rows=rows, total=len(rows), head=place)


def sighting_row(sighting: Sighting) -> Row:
    """Return the row of a sighting."""
    place = {"source": sighting.source, "listing_date": sighting.listing_date, "position": sighting.position}
    fields = {name: getattr(sighting.paper, name) for name in PAPER_FIELDS}
    dump = {"snapshot": sighting.snapshot, "page": sighting.dump.digest}
    return place | fields | dump | {"sighting": sighting}


def catalog_sheet(entries: Iterable[Entry]) -> Sheet:
    """Return the papers of a catalog, or of some of its entries, each once."""
    found = tuple(entries)
    sightings = [sighting for entry in found for sighting in entry.sightings]
    listings = {sighting.dump.key for sighting in sightings}
    again = sum(len(entry.sightings) > 1 for entry in found)
    seen = f"{counted(len(sightings), 'sighting')} in {counted(len(listings), 'listing')}"
    rows = tuple(map(_catalog_row, found))
    return Sheet(
        fields=CATALOG_FIELDS,
        short=SHORT_CATALOG,
        rows=rows,
        total=len(rows),
        tail=f"{seen}, {again:,} seen more than once",
    )


def _catalog_row(entry: Entry) -> Row:
    paper = entry.paper
    fields = {name: getattr(paper, name) for name in PAPER_FIELDS}
    dates = [sighting.listing_date for sighting in entry.dated]
    seen = {"seen": len(entry.sightings), "first_seen": decided_first(dates), "last_seen": decided_last(dates)}
    return {"id": entry.id, **fields, **seen, "entry": entry}
