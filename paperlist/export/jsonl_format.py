"""Write papers as JSON Lines: one object per line.

For listings, each line is the record of a sighting, as in a catalog file, and ``source``, the first of its ``sources``.
A catalog is written as its file. :meth:`Catalog.load <paperlist.Catalog.load>` reads both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..model import json_line, json_text
from ..model.texts import sighting_text
from .formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..catalog import Catalog
    from ..model import Sighting
    from .sheets import Row, Sheet


def chunks(sheets: Iterable[Sheet], width: int) -> Iterator[str]:  # noqa: ARG001 - all formats are called alike
    """Iterate over the lines of each sheet: all values of each row, or those of the chosen columns."""
    for sheet in sheets:
        yield "".join(_line(row, sheet.columns) for row in sheet.rows)


def _line(row: Row, columns: tuple[str, ...] | None) -> str:
    if columns is not None:
        return json_line({name: row[name] for name in columns})
    sighting: Sighting = row["sighting"]
    source, confidence = map(json_text, (sighting.source, sighting.paper.confidence))
    return f'{{"source": {source}, {sighting_text(sighting)[1:-1]}, "confidence": {confidence}}}\n'


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
