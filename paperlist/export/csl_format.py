"""Write papers as CSL-JSON, for pandoc, citeproc and reference managers. No authors are known, so none are written."""

from __future__ import annotations

import json
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from .formats import Format
from .references import in_one

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

    from ..model import Record
    from .references import Reference
    from .sheets import Sheet


def _date(date: datetime.date | None) -> Record:
    return {} if date is None else {"date-parts": [[date.year, date.month, date.day]]}


def _fields(reference: Reference) -> Iterator[tuple[str, str | Record]]:
    """Iterate over the variables of an item with their values, which may be empty."""
    circa = {} if reference.assumed is None else {**_date(reference.assumed), "circa": True}
    yield "id", reference.key
    yield "type", "article"
    yield "title", reference.title
    yield "issued", _date(reference.published) or circa
    yield "DOI", reference.doi
    yield "number", f"arXiv:{reference.arxiv_id}" if reference.arxiv_id else ""
    yield "URL", reference.url
    yield "accessed", _date(reference.seen)
    yield "abstract", reference.abstract
    yield "note", "; ".join(reference.notes)


def chunks(sheets: Iterable[Sheet], width: int) -> Iterator[str]:  # noqa: ARG001 - all formats are called alike
    """Iterate over the text of one array with the papers of all sheets."""
    return in_one(sheets, _text)


def _text(found: list[Reference]) -> str:
    items: list[Record] = []
    for reference in found:
        known = filter(itemgetter(1), _fields(reference))
        items.append(dict(known))
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


FORMAT: Final = Format(
    name="csl-json", suffixes=(".json",), description="CSL-JSON, for pandoc and citeproc", chunks=chunks
)
