"""How does a dump become a Listing?"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from .dates import AsOf, in_reading_year
from .errors import report
from .fields import CardReader
from .layout import read_page
from .lexer import lex
from .model import Listing, ListingDate
from .reading import Readable, Source, StrPath, find_files, read_source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def parse(source: Readable, *, as_of: AsOf = None, strict: bool = False) -> Listing:
    """Return the listing in a dump: a file, by its path, or an open text or binary file.

    ``as_of`` is the day on which the page was read, or its year, where known: dates without a year are in that year.
    What cannot be made sense of is told by ``listing.diagnostics``; with ``strict`` the first is raised as
    :class:`ParseError`. A file that cannot be read raises OSError, an object that is neither path nor file TypeError.

    >>> listing = parse("samples/000-tidal-graphs.txt", as_of=2031)
    >>> len(listing), str(listing.date)
    (9, '2031-03-04')
    """
    return _listing(read_source(source), as_of, strict=strict)


def parse_text(text: str, *, source: str | None = None, as_of: AsOf = None, strict: bool = False) -> Listing:
    r"""Return the listing that ``text`` is a dump of; ``source`` is the name to give it. Otherwise as :func:`parse`.

    >>> text = "Daily Papers\nMar 4\n\nA Title\n\nAn abstract of one sentence.\n\n  • 2 authors\n·\nMar 3 5"
    >>> paper = parse_text(text)[0]
    >>> paper.title, paper.author_count, str(paper.published), paper.comments
    ('A Title', 2, '--03-03', 5)
    """
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers without a type checker
        raise TypeError(f"expected text, got {type(text).__name__}; parse takes a path or an open file")
    return _listing(Source(text=text, name=source), as_of, strict=strict)


def parse_many(paths: StrPath | Iterable[StrPath], *, as_of: AsOf = None, strict: bool = False) -> Iterator[Listing]:
    """Iterate over the listings of files, of all files in folders, and of patterns such as ``dumps/*.txt``.

    The files of a folder or a pattern come in the order of their names, hidden ones left out. Otherwise as
    :func:`parse`.

    >>> [len(listing) for listing in parse_many("samples")]
    [9, 8, 7, 8, 14, 11]
    """
    for path in find_files(paths):
        yield parse(path, as_of=as_of, strict=strict)


def _checked(as_of: object) -> AsOf:
    if as_of is None or isinstance(as_of, datetime.date):
        return as_of
    if isinstance(as_of, bool) or not isinstance(as_of, int):
        raise TypeError(f"as_of: expected a date or a year, got {type(as_of).__name__}")
    if not datetime.MINYEAR <= as_of <= datetime.MAXYEAR:
        raise ValueError(f"as_of: expected a year from {datetime.MINYEAR} to {datetime.MAXYEAR}, got {as_of}")
    return as_of


def _listing(source: Source, as_of: AsOf, *, strict: bool) -> Listing:
    reader = CardReader(text=source.text, source=source.name, as_of=_checked(as_of), found=[], strict=strict)
    for diagnostic in source.diagnostics:
        report(reader.found, diagnostic, strict=strict)
    page = read_page(lex(source.text), source.text)
    papers = reader.papers(page)
    if not papers and not source.diagnostics:
        blank = not source.text.strip()
        reader.tell(
            "empty-source" if blank else "no-papers",
            "there is nothing in it" if blank else "expected the cards of a papers listing, found none",
        )
    date: ListingDate | None = page.date.value if page.date else None
    return Listing(
        papers=papers,
        date=date and (in_reading_year(date, as_of) or date),
        source=source.name,
        diagnostics=reader.found,
    )
