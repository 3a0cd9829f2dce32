"""Write listings and catalogs in several formats, each in its own module.

:data:`FORMATS` is the only list of them: the command line and :func:`write` take everything from there.

>>> import io, paperlist
>>> file = io.StringIO()
>>> write(paperlist.parse("samples/000-tidal-graphs.txt"), file, "csv")
>>> file.getvalue()[:28]
'source,listing_date,position'
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

from ..dedup import Catalog
from ..export import csv_format, jsonl_format, markdown_format, table_format
from ..files.writing import write_whole
from ..model import Listing
from .sheets import catalog_sheet, listing_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .formats import Format

WIDTH: Final = 100
"""The width in columns of a table that is not written to a terminal."""

FORMATS: Final = (table_format.FORMAT, jsonl_format.FORMAT, csv_format.FORMAT, markdown_format.FORMAT)
"""All formats, the default first. A new one is a new module with its own ``FORMAT``, and its name here."""


def format_named(name: str) -> Format:
    """Return the format with this name. Raises ValueError for an unknown name."""
    for known in FORMATS:
        if known.name == name:
            return known
    raise ValueError(f"unknown format {name!r:.40}: expected one of {', '.join(known.name for known in FORMATS)}")


def format_of_file(path: str | os.PathLike[str]) -> Format:
    """Return the format that the name of a file implies. Raises ValueError if the suffix is unknown.

    >>> format_of_file("papers.csv").name, format_of_file("papers").name
    ('csv', 'table')
    """
    suffix = Path(path).suffix
    for known in FORMATS:
        if suffix.lower() in known.suffixes:
            return known
    suffixes = ", ".join(suffix for known in FORMATS for suffix in known.suffixes if suffix)
    raise ValueError(f"no format has the suffix {suffix!r:.40}: expected one of {suffixes}")


def write(
    papers: Catalog | Listing | Iterable[Listing],
    target: str | os.PathLike[str] | TextIO,
    format_name: str | None = None,
) -> None:
    """Write a catalog or listings to a file: a path, or an open text file.

    The suffix of the file implies the format (``.csv``, ``.md``, ``.jsonl``; otherwise ``.txt`` or no suffix for a
    table), unless ``format_name`` is given. An open file gets a table. A file given by its path is replaced atomically.
    Raises ValueError for an unknown format or suffix, and OSError if writing fails.
    """
    path = target if isinstance(target, (str, os.PathLike)) else None
    if format_name is not None:
        chosen = format_named(format_name)
    else:
        chosen = FORMATS[0] if path is None else format_of_file(path)
    text = _chunks(papers, chosen)
    if isinstance(target, (str, os.PathLike)):
        write_whole(target, text)
    else:
        target.writelines(text)


def _chunks(papers: Catalog | Listing | Iterable[Listing], chosen: Format) -> Iterator[str]:
    if isinstance(papers, Catalog):
        return chosen.catalog(papers) if chosen.catalog else chosen.chunks([catalog_sheet(papers)], WIDTH)
    listings = [papers] if isinstance(papers, Listing) else papers
    return chosen.chunks(map(listing_sheet, listings), WIDTH)
