"""Write listings and catalogs in several formats, each in its own module.

:data:`FORMATS` is the only list of them: the command line and :func:`write` take everything from there.

>>> import io, paperlist
>>> file = io.StringIO()
>>> paperlist.write(paperlist.parse("samples/000-tidal-graphs.txt"), file, "csv")
>>> file.getvalue()[:28]
'source,listing_date,position'
"""

from __future__ import annotations

import io
import os
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias

from ..catalog import Catalog, Entry
from ..errors import checked, checked_several
from ..files.writing import write_whole
from ..model import Listing
from . import (
    arrow_format,
    atom_format,
    bibtex_format,
    csl_format,
    csv_format,
    excel_csv_format,
    excel_format,
    jsonfeed_format,
    jsonl_format,
    list_format,
    markdown_format,
    parquet_format,
    ris_format,
    sqlite_format,
    table_format,
)
from .keeping import check_source, unless_lost
from .sheets import catalog_sheet, listing_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..files.finding import StrPath
    from ..files.writing import Chunk
    from .formats import Format
    from .sheets import Sheet

Papers: TypeAlias = "Catalog | Listing | Iterable[Listing] | Iterable[Entry]"
"""What can be written: a catalog, some entries of one, or listings."""

WIDTH: Final = 100
"""The width in columns of a table that is not written to a terminal."""

CATALOG_HINT: Final = "Catalog.updating adds to it, Catalog.save replaces it"

FORMATS: Final = (
    table_format.FORMAT,
    jsonl_format.FORMAT,
    csv_format.FORMAT,
    excel_csv_format.FORMAT,
    excel_format.FORMAT,
    sqlite_format.FORMAT,
    parquet_format.FORMAT,
    arrow_format.FORMAT,
    markdown_format.FORMAT,
    list_format.FORMAT,
    bibtex_format.FORMAT,
    ris_format.FORMAT,
    csl_format.FORMAT,
    atom_format.FORMAT,
    jsonfeed_format.FORMAT,
)
"""All formats, the default first. A new one is a new module with its own ``FORMAT``, and its name here."""


def format_named(name: str) -> Format:
    """Return the format with this name. Raises ValueError for an unknown name."""
    for known in FORMATS:
        if known.name == name:
            return known
    raise ValueError(f"unknown format {name!r:.40}: expected one of {', '.join(known.name for known in FORMATS)}")


def format_of_file(path: StrPath) -> Format:
    """Return the format that the name of a file implies. Raises ValueError if the suffix is unknown.

    >>> format_of_file("papers.csv").name, format_of_file("papers").name, format_of_file("papers.list.md").name
    ('csv', 'table', 'markdown-list')
    """
    name = Path(path).name.lower()
    suffix = Path(name).suffix
    endings = {ending: known for known in FORMATS for ending in known.suffixes}
    matching = [ending for ending in endings if ending == suffix or (suffix and ending and name.endswith(ending))]
    if matching:
        return endings[max(matching, key=len)]
    suffixes = ", ".join(filter(None, endings))
    raise ValueError(f"no format has the suffix {suffix!r:.40}: expected one of {suffixes}")


def write(
    papers: Papers,
    target: StrPath | IO[Any],
    format: str | None = None,  # noqa: A002 - the name that callers expect
    *,
    excel: bool = False,
) -> None:
    """Write a catalog, some of its entries, or listings to a file: a path, or an open file.

    ``format`` is the name of a format, as the option ``--format`` of the command line takes it. Without it, the suffix
    of the file decides (``.csv``, ``.bib``, ``.xlsx``, ...; ``.txt`` or none is a table of text), and an open file gets
    a table. The open file has to be a binary one for Excel, SQLite, Parquet and Arrow, and a text file for all other
    formats. With ``excel``, a CSV file is written so that Excel reads it as UTF-8 and computes no formula in it.

    A file given by its path is replaced atomically. Raises FileExistsError instead if it is a dump or a file that the
    papers were read from, a catalog and the output is not one, a catalog or a file of sightings with something that a
    catalog to be written lacks (:meth:`.Catalog.save` replaces all of these), or a database that another program
    wrote or added to. Raises ValueError for an unknown format or suffix, TypeError for a target that cannot be written,
    ImportError if the format needs an extra that is not installed, and OSError if writing fails.

    >>> import io, paperlist
    >>> file = io.StringIO()
    >>> paperlist.write(paperlist.Listing(papers=[paperlist.Paper(title="Tides")]), file, "bibtex")
    >>> print(file.getvalue(), end="")
    @misc{tides,
      title = {{Tides}},
    }
    """
    path = target if isinstance(target, (str, os.PathLike)) else None
    chosen = _chosen(path, format, excel=excel)
    _check_file(target, chosen)
    chosen.require()
    if isinstance(target, (str, os.PathLike)):
        catalog = papers if isinstance(papers, Catalog) and chosen.catalog else None
        chunks = unless_lost(target, _chunks(papers, chosen, target), FileExistsError, catalog, CATALOG_HINT)
        write_whole(target, chunks)
    else:
        target.writelines(_chunks(papers, chosen, None))


def _check_file(target: StrPath | IO[Any], chosen: Format) -> None:
    """Raise TypeError or ValueError for what is neither a path nor an open file, or a file of the wrong kind."""
    if isinstance(target, (str, os.PathLike)):
        if not os.fspath(target):
            raise ValueError("target: expected the path of a file, got ''")
        return
    if not hasattr(target, "writelines"):
        raise TypeError(f"target: expected a path or an open file, got {type(target).__name__} {target!r:.40}")
    other: tuple[type, ...] = (io.TextIOBase,) if chosen.is_binary else (io.BufferedIOBase, io.RawIOBase)
    if isinstance(target, other):
        kind = "binary" if chosen.is_binary else "text"
        raise TypeError(f"target: expected a {kind} file for the format {chosen.name}, got {type(target).__name__}")


def _chosen(path: StrPath | None, name: str | None, *, excel: bool) -> Format:
    chosen = _implied(path) if name is None else format_named(name)
    if excel and chosen is not csv_format.FORMAT:
        raise ValueError(f"expected the format {csv_format.FORMAT.name} with excel=True, got {chosen.name}")
    return excel_csv_format.FORMAT if excel else chosen


def _implied(path: StrPath | None) -> Format:
    return FORMATS[0] if path is None else format_of_file(path)


def _chunks(papers: Papers, chosen: Format, kept: StrPath | None) -> Iterator[Chunk]:
    """Iterate over the content of the file. Raises FileExistsError if ``kept`` is the source of any paper."""
    if isinstance(papers, Listing):
        return chosen.chunks(_sheets([papers], chosen, kept), WIDTH)
    if not isinstance(papers, Catalog):
        return chosen.chunks(_sheets(papers, chosen, kept), WIDTH)
    sheet = _sheet_of_entries(papers, kept)
    return chosen.catalog(papers) if chosen.catalog else chosen.chunks([sheet], WIDTH)


def _sheets(papers: Iterable[Listing | Entry], chosen: Format, kept: StrPath | None) -> Iterator[Sheet]:
    """Iterate over the sheets of listings, or the one of all entries; without any, over that of an empty listing."""
    found = iter(checked_several(papers, "papers: expected a catalog, entries or listings", str))
    first = next(found, Listing())
    every: Iterable[Any] = chain([first], found)
    if isinstance(first, Entry):
        if chosen.catalog:
            raise ValueError(f"{chosen.name} holds whole catalogs: expected a Catalog, got some of its entries")
        yield _sheet_of_entries(every, kept)
    else:
        yield from (_sheet_of_listing(one, kept) for one in every)


def _sheet_of_listing(listing: Listing, kept: StrPath | None) -> Sheet:
    source = checked(listing, Listing).source
    check_source(kept, [] if source is None else [source])
    return listing_sheet(listing)


def _sheet_of_entries(entries: Iterable[Entry], kept: StrPath | None) -> Sheet:
    found = tuple(entries)
    for entry in found:
        for sighting in checked(entry, Entry).sightings:
            check_source(kept, sighting.sources)
    return catalog_sheet(found)
