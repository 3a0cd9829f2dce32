"""Show papers and dates to people: as HTML in notebooks, and as short text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._attrs import frozen
from ..tables import html
from .dates import MONTHS, ListingDate
from .fields import in_display_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..errors import Diagnostic
    from .fields import Field


@frozen
class Row:
    """The values of a row of a table in the order of its columns, and the abstract that is folded into its title."""

    values: Sequence[Any]
    abstract: str | None = None


def day_text(date: ListingDate) -> str:
    """Return a date as ISO 8601 text, or as the page prints it if its year is unknown.

    >>> day_text(ListingDate(month=3, day=4, earliest=2025))
    'Mar 4'
    """
    return f"{MONTHS[date.month - 1]} {date.day}" if date.year is None else date.isoformat()


def with_years(date: ListingDate) -> str:
    """Return a date as text with its possible years: those of an unknown year, and a question mark at an assumed one.

    >>> with_years(ListingDate(month=3, day=4, earliest=2025))
    'Mar 4, 2025 or later'
    >>> with_years(ListingDate(month=3, day=4, earliest=2025).assume())
    '2025-03-04?'
    """
    if date.year is None:
        return ", ".join(filter(None, (day_text(date), date.years())))
    return day_text(date) + ("?" if date.year_basis == "assumed" else "")


def cell(value: Any) -> html.Cell:
    """Return a value of a paper as the cell of a table. The bounds of an unknown year are paler than the day."""
    if value is None:
        return html.Cell("")
    if isinstance(value, ListingDate):
        day = day_text(value)
        bounds = with_years(value).removeprefix(day)
        return html.Cell(html.text(day) + (html.muted(bounds) if bounds else ""), "d")
    if isinstance(value, int):
        return html.Cell(f"{value:,}", "n")
    return html.Cell(html.text(value))


def table_html(caption: str, fields: Sequence[Field], rows: Iterable[Row], total: int) -> str:
    """Return a table of papers with the columns that have a value in some row; abstracts are folded into titles."""
    shown = list(rows)
    kept = [at for at, _ in enumerate(fields) if any(row.values[at] is not None for row in shown)]
    cells = [[_cell_of(fields[at], row, at) for at in kept] for row in shown]
    return html.table(caption, [_head_of(fields[at]) for at in kept], cells, total)


def _head_of(field: Field) -> html.Cell:
    return html.Cell(html.text(field.heading), "n" if field.kind == "count" else "")


def _cell_of(field: Field, row: Row, at: int) -> html.Cell:
    value = row.values[at]
    if field.name != "title" or not row.abstract:
        return cell(value)
    return html.Cell(html.fold(html.text(value), html.paragraph(row.abstract)))


def paper_html(paper: Any, fields: Iterable[Field]) -> str:
    """Return a paper as a whole piece of HTML."""
    return html.page(paper_parts(paper, fields))


def paper_parts(paper: Any, fields: Iterable[Field]) -> str:
    """Return the values of a paper with their labels, without those that are None, and its abstract."""
    items = [(field.label, getattr(paper, field.name)) for field in in_display_order(fields) if not field.is_prose]
    known = [(label, cell(value)) for label, value in items if value is not None]
    abstract = html.paragraph(paper.abstract) if paper.abstract else ""
    return html.pairs(paper.title, known) + abstract


def diagnostics_html(diagnostics: Sequence[Diagnostic]) -> str:
    """Return the first problems, folded into a line with their number; nothing if there is none."""
    if not diagnostics:
        return ""
    shown = diagnostics[: html.MOST_ROWS]
    problems = (html.problem(one.severity, str(one).partition("\n")[0], one.excerpt) for one in shown)
    return html.fold(html.muted(f"problems: {sum(1 + one.more for one in diagnostics)}"), "".join(problems))
