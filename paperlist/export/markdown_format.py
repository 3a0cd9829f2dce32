"""Write papers as Markdown tables. If its arXiv id is known, a title is a link to the page of the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from ..model import encodable
from .formats import Format
from .sheets import COLUMNS, with_blank_lines
from .table import plain
from .table_format import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .sheets import Row, Sheet

PAGE: Final = "https://huggingface.co/papers/"
"""The address of a paper's page, without the arXiv id at its end."""

SPECIAL: Final = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>|"})
"""Characters with a meaning in a table cell, which need a backslash before them."""


def _escaped(text: str) -> str:
    return encodable(plain(text)).translate(SPECIAL)


def _cell(row: Row, name: str) -> str:
    text = _escaped(cell(row, name))
    if name == "title" and row["arxiv_id"]:
        return f"[{text}]({PAGE}{quote(row['arxiv_id'], errors='replace')})"
    return text


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _lines(sheet: Sheet) -> Iterator[str]:
    if sheet.is_hidden:
        return
    names = sheet.shown()
    if sheet.heading:
        yield from (f"## {_escaped(sheet.heading)}", "")
    yield _row(COLUMNS[name].heading for name in names)
    yield _row("---" if COLUMNS[name].kind == "text" else "---:" for name in names)
    yield from (_row(_cell(row, name) for name in names) for row in sheet.rows)
    if sheet.summary:
        yield from ("", sheet.summary)


def chunks(sheets: Iterable[Sheet], width: int) -> Iterator[str]:  # noqa: ARG001 - all formats are called alike
    """Iterate over the text of each sheet, with a blank line between them."""
    return with_blank_lines(map(_lines, sheets))


FORMAT: Final = Format(
    name="markdown", suffixes=(".md", ".markdown"), description="a Markdown table with links", chunks=chunks
)
