"""Write papers as RIS, for reference managers. No authors are known, so none are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .formats import Format
from .references import references

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator

    from .references import Reference
    from .sheets import Sheet

DATABASE: Final = "Hugging Face"
"""The database that the papers are from. citation-js takes records without any such field for those of an old RIS."""


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", "UNPB"
    yield "ID", reference.key
    yield "TI", reference.title
    if reference.published is not None:
        yield "PY", f"{reference.published.year:04}"
        yield "DA", _day(reference.published)
    if reference.arxiv_id:
        yield "DO", reference.doi
        yield "AN", f"arXiv:{reference.arxiv_id}"
    if reference.url:
        yield "UR", reference.url
    if reference.seen is not None:
        yield "Y2", _day(reference.seen)
    yield "DB", DATABASE
    if reference.abstract:
        yield "AB", reference.abstract
    yield from (("N1", note) for note in reference.notes)
    yield "ER", ""


def _day(date: datetime.date) -> str:
    return date.isoformat().replace("-", "/")


def chunks(sheets: Iterable[Sheet], width: int) -> Iterator[str]:  # noqa: ARG001 - all formats are called alike
    """Iterate over the records of each sheet, with a blank line after each of them."""
    for batch in references(sheets):
        yield "".join(_record(reference) for reference in batch)


def _record(reference: Reference) -> str:
    return "".join(f"{tag}  - {text}\n" for tag, text in _fields(reference)) + "\n"


FORMAT: Final = Format(name="ris", suffixes=(".ris",), description="RIS, for reference managers", chunks=chunks)
