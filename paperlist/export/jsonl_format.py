"""Write papers as JSON Lines: one object per line.

For listings, each line is a paper with its place in the dump. A catalog is written as the file that :meth:`Catalog.load
<paperlist.Catalog.load>` reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import date_record, json_line
from .sheets import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..dedup import Catalog
    from ..model import Record
    from .sheets import Row, Sheet


def _is_date(name: str) -> bool:
    return name in COLUMNS and COLUMNS[name].kind == "date"


def _record(row: Row) -> Record:
    """Return all values of a row, with four keys for each date."""
    record: Record = {}
    for name, value in row.items():
        record.update(date_record(name, value) if _is_date(name) else {name: value})
    return record


def _chosen(row: Row, names: Iterable[str]) -> Record:
    """Return some columns of a row, with one key for each."""
    return {name: row[name] and row[name].isoformat() if _is_date(name) else row[name] for name in names}


def chunks(sheets: Iterable[Sheet], width: int) -> Iterator[str]:  # noqa: ARG001 - all formats are called alike
    """Iterate over the lines of each sheet."""
    for sheet in sheets:
        names = sheet.columns
        yield "".join(json_line(_chosen(row, names) if names else _record(row)) for row in sheet.rows)


def catalog_chunks(catalog: Catalog) -> Iterator[str]:
    """Iterate over the text of a catalog's file."""
    return catalog.lines()
