"""Turn sheets into one table with typed columns, the same as ``to_arrow`` returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..catalog.entries.columns import catalog_table
from ..model.columns import date_columns, sightings_table
from .sheets import CATALOG_FIELDS, COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..tables.table import Table
    from .sheets import Sheet


def table_of(sheets: list[Sheet]) -> Table:
    """Return a table with a row for each row of the sheets, and all columns or those that were chosen.

    >>> from paperlist.export.sheets import listing_sheet
    >>> from paperlist.model import Listing, Paper
    >>> table_of([listing_sheet(Listing(papers=[Paper(title="Tides")]))]).columns[1].name
    'position'
    """
    rows = [row for sheet in sheets for row in sheet.rows]
    if sheets[0].fields == CATALOG_FIELDS:
        table = catalog_table([row["entry"] for row in rows], None, None)
    else:
        sightings = [row["sighting"] for row in rows]
        table = sightings_table(lambda: ((one.paper, one.dump, one.position) for one in sightings))
    chosen = sheets[0].columns
    return table if chosen is None else table.select(name for field in chosen for name in _names(field))


def file_of(sheets: Iterable[Sheet], content: Callable[[Table], bytes]) -> Iterator[bytes]:
    """Iterate over the bytes of a file with the papers of all sheets; ``content`` returns those of a table."""
    every = list(sheets)
    if every:
        yield content(table_of(every))


def _names(field: str) -> Iterator[str]:
    """Iterate over the names of the columns that a field takes."""
    if COLUMNS[field].kind == "date":
        yield from (column.name for column in date_columns(field))
    else:
        yield field
