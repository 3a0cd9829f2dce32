"""Write papers as a Markdown list: a line for each, and its abstract below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .formats import Format
from .markdown_format import escaped, linked
from .sheets import COLUMNS, with_blank_lines
from .table_format import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .sheets import Row, Sheet


def _facts(row: Row, names: Iterable[str]) -> Iterator[str]:
    """Iterate over the values of a paper other than its title and abstract, each with its heading."""
    for name in names:
        column = COLUMNS[name]
        if not (column.is_prose or name == "position" or row[name] is None):
            yield f"{column.heading}: {escaped(cell(row, name))}"


def _item(row: Row, names: tuple[str, ...], *, with_abstract: bool) -> Iterator[str]:
    yield f"- {' · '.join([linked(row['title'], row['arxiv_id']), *_facts(row, names)])}"
    if with_abstract and row["abstract"]:
        yield f"    - {escaped(row['abstract'])}"


def _lines(sheet: Sheet) -> Iterator[str]:
    if sheet.is_hidden:
        return
    with_abstract = sheet.columns is None or "abstract" in sheet.columns
    if sheet.heading:
        yield from (f"## {escaped(sheet.heading)}", "")
    for row in sheet.rows:
        yield from _item(row, sheet.shown(), with_abstract=with_abstract)
    if sheet.summary:
        yield from ("", escaped(sheet.summary))


def chunks(sheets: Iterable[Sheet], width: int) -> Iterator[str]:  # noqa: ARG001 - all formats are called alike
    """Iterate over the text of each sheet, with a blank line between them."""
    return with_blank_lines(map(_lines, sheets))


FORMAT: Final = Format(
    name="markdown-list",
    suffixes=(".list.md",),
    description="a Markdown list with links and abstracts",
    chunks=chunks,
)
