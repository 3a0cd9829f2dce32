"""Write papers as BibTeX, for LaTeX and reference managers. No authors are known, so none are written."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from ..model import MONTHS
from .formats import Format
from .latex import escaped
from .references import references
from .sheets import with_blank_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .references import Reference
    from .sheets import Sheet


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    """Iterate over the fields of an entry with their values, as BibTeX spells these."""
    # A second pair of braces keeps the capital letters of the title.
    yield "title", f"{{{{{escaped(reference.title)}}}}}"
    if reference.assumed is not None:
        yield "year", f"{{circa {reference.assumed.year}}}"
    if reference.published is not None:
        date = reference.published
        yield "year", f"{{{date.year}}}"
        yield "month", MONTHS[date.month - 1].lower()
        yield "day", f"{{{date.day}}}"
    if reference.arxiv_id:
        yield "eprint", f"{{{reference.arxiv_id}}}"
        yield "archivePrefix", "{arXiv}"
        yield "doi", f"{{{reference.doi}}}"
    if reference.url:
        # Percent signs in addresses are not escaped: the packages for addresses read them as they are.
        yield "url", f"{{{reference.url}}}"
    if reference.seen is not None:
        yield "urldate", f"{{{reference.seen}}}"
    if reference.abstract:
        yield "abstract", f"{{{escaped(reference.abstract)}}}"
    if reference.notes:
        yield "note", f"{{{escaped('; '.join(reference.notes))}}}"


def _lines(reference: Reference) -> Iterator[str]:
    yield f"@misc{{{reference.key},"
    yield from (f"  {name} = {value}," for name, value in _fields(reference))
    yield "}"


def chunks(sheets: Iterable[Sheet], width: int) -> Iterator[str]:  # noqa: ARG001 - all formats are called alike
    """Iterate over the entries of each sheet, with a blank line between them."""
    # The empty text before those of each sheet lets a sheet without papers replace an older file.
    return with_blank_lines(chain.from_iterable([(), *map(_lines, batch)] for batch in references(sheets)))


FORMAT: Final = Format(name="bibtex", suffixes=(".bib",), description="BibTeX, for LaTeX", chunks=chunks)
