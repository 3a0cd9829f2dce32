"""Write papers as a table of plain text, for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .formats import Format
from .sheets import COLUMNS, text_of, with_blank_lines
from .table import Column, table, wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .sheets import Row, Sheet

LONG: Final = tuple(column.name for column in COLUMNS.values() if column.is_prose)[::-1]
"""The columns that can be elastic (see :func:`.table.table`): the first of them that is shown."""


def cell(row: Row, name: str) -> str:
    """Return a value of a row as text for people; positions count from 1."""
    return str(row[name] + 1) if name == "position" else text_of(row[name])


def _lines(sheet: Sheet, width: int) -> Iterator[str]:
    if sheet.is_hidden:
        return
    names = sheet.shown()
    columns = [Column(head=COLUMNS[name].heading, right=COLUMNS[name].kind != "text") for name in names]
    elastic = next((names.index(name) for name in LONG if name in names), len(names) - 1)
    if sheet.heading:
        yield from (*wrap(sheet.heading, width), "")
    yield from table(([cell(row, name) for name in names] for row in sheet.rows), columns, width, elastic=elastic)
    if sheet.summary:
        yield from ("", *wrap(sheet.summary, width))


def chunks(sheets: Iterable[Sheet], width: int) -> Iterator[str]:
    """Iterate over the text of each sheet, with a blank line between them."""
    return with_blank_lines(_lines(sheet, width) for sheet in sheets)


FORMAT: Final = Format(
    name="table", suffixes=("", ".txt"), description="a table of plain text", chunks=chunks, is_data=False
)
