"""Show entries, catalogs and differences as HTML, for notebooks."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, TypeAlias

from ...model import FIELDS, Field, in_display_order
from ...model.display import Row, diagnostics_html, paper_parts, table_html
from ...tables import html

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...errors import Diagnostic
    from ...model import Paper
    from .changes import Change, Snapshot

Seen: TypeAlias = "tuple[Paper, int]"
"""The paper of an entry, and the number of its sightings."""

_SHORT: Final = (
    *(field for field in in_display_order(FIELDS) if "catalog" in field.short and not field.is_prose),
    Field(name="seen", kind="count", group="counts", heading="seen"),
    *(field for field in FIELDS if field.is_prose and "catalog" in field.short),
)
_SEEN: Final = (
    Field(name="listing_date", kind="date", group="place", heading="listed"),
    Field(name="comments", kind="count", group="counts", heading="comments"),
    Field(name="upvotes", kind="count", group="counts", heading="upvotes"),
    Field(name="source", kind="text", group="place", heading="source"),
)


def _row(paper: Paper, seen: int) -> Row:
    values = [seen if field.name == "seen" else getattr(paper, field.name) for field in _SHORT]
    return Row(values, paper.abstract)


def _papers_html(caption: str, papers: Iterable[Seen], total: int) -> str:
    rows = [_row(paper, seen) for paper, seen in islice(papers, html.MOST_ROWS)]
    return table_html(caption, _SHORT, rows, total)


def catalog_html(papers: Iterable[Seen], total: int, sightings: int, diagnostics: Sequence[Diagnostic]) -> str:
    """Return the first papers of a catalog as a table; ``total`` is their number."""
    caption = f"Catalog: {total:,} papers, {sightings:,} sightings"
    return html.page(_papers_html(caption, papers, total), diagnostics_html(diagnostics))


def entry_html(paper: Paper, history: Sequence[Snapshot]) -> str:
    """Return the values of a paper, and its first sightings."""
    rows = [Row([shot.date, shot.comments, shot.upvotes, shot.source]) for shot in history[: html.MOST_ROWS]]
    sightings = table_html(f"Sightings: {len(history):,}", _SEEN, rows, len(history))
    return html.page(paper_parts(paper, FIELDS), sightings)


def difference_html(
    new: Sequence[Seen], gone: Sequence[Seen], changed: Sequence[tuple[Paper, Iterable[Change]]]
) -> str:
    """Return the new, gone and changed papers, each as a table; the last with the old and the new values."""
    parts = [
        _papers_html(f"{name}: {len(found):,}", found, len(found))
        for name, found in (("New", new), ("Gone", gone))
        if found
    ]
    if changed:
        shown = changed[: html.MOST_ROWS]
        rows = [[html.Cell(html.text(paper.title)), html.Cell(_changes(changes))] for paper, changes in shown]
        parts.append(
            html.table(f"Changed: {len(changed):,}", [html.Cell("title"), html.Cell("changes")], rows, len(changed))
        )
    return html.page(*parts or [f"<p>{html.muted('no differences')}</p>"])


def _changes(changes: Iterable[Change]) -> str:
    return "<br>".join(
        f"{html.muted(change.field)} {html.text(change.old)} → {html.text(change.new)}" for change in changes
    )
