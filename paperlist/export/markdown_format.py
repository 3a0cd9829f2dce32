"""Write papers as Markdown tables. If its arXiv id is known, a title is a link to the page of the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .formats import Format
from .references import one_line, page_of
from .sheets import COLUMNS, with_blank_lines
from .table_format import cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .sheets import Row, Sheet

SPECIAL: Final = str.maketrans({character: f"\\{character}" for character in "\\`*_[]<>|$&~#"})
"""Characters with a meaning in Markdown, as GitHub or Obsidian reads it, which need a backslash before them."""


def escaped(text: str) -> str:
    r"""Return a text on one line, in which no character has a meaning in Markdown.

    >>> print(escaped("#1: [Tides] | $x$ ==y=="))
    \#1: \[Tides\] \| \$x\$ \=\=y\=\=
    """
    return one_line(text).translate(SPECIAL).replace("==", r"\=\=").replace("%%", r"\%\%")


def linked(title: str, arxiv_id: str | None) -> str:
    """Return a title as Markdown: a link to the page of the paper if its arXiv id is known."""
    return f"[{escaped(title)}]({page_of(arxiv_id)})" if arxiv_id else escaped(title)


def _cell(row: Row, name: str) -> str:
    return linked(row["title"], row["arxiv_id"]) if name == "title" else escaped(cell(row, name))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _lines(sheet: Sheet) -> Iterator[str]:
    if sheet.is_hidden:
        return
    names = sheet.shown()
    if sheet.heading:
        yield from (f"## {escaped(sheet.heading)}", "")
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
