"""Write papers as JSON Lines: one object per line.

For listings, each line is the record of a sighting, as in a catalog file, and ``source``, the first of its ``sources``.
A catalog is written as its file. :meth:`Catalog.load <paperlist.Catalog.load>` reads both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..dedup.order import sighting_record
from ..model import json_line
from .formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..dedup import Catalog
    from ..model import Record, Sighting
    from .sheets import Row, Sheet


def chunks(sheets: Iterable[Sheet], width: int) -> Iterator[str]:  # noqa: ARG001 - all formats are called alike
    """Iterate over the lines of each sheet: all values of each row, or those of the chosen columns."""
    for sheet in sheets:
        yield "".join(json_line(_record(row, sheet.columns)) for row in sheet.rows)


def _record(row: Row, columns: tuple[str, ...] | None) -> Record:
    if columns is not None:
        return {name: row[name] for name in columns}
    sighting: Sighting = row["sighting"]
    return {"source": sighting.source, **sighting_record(sighting), "confidence": sighting.paper.confidence}


def catalog_chunks(catalog: Catalog) -> Iterator[str]:
    """Iterate over the text of a catalog's file."""
    return catalog.lines()


FORMAT: Final = Format(
    name="jsonl",
    suffixes=(".jsonl",),
    description="JSON Lines (with merge: a catalog)",
    chunks=chunks,
    catalog=catalog_chunks,
)
