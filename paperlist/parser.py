"""How does a dump become a Listing?"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from .dates import AsOf, in_reading_year
from .errors import Diagnostic, ParseError
from .fields import CardReader, diagnose
from .layout import read_page
from .lexer import lex
from .model import Listing, ListingDate, Paper
from .pages import split_pages
from .reading import OpenSource, Readable, StrPath, open_source, open_sources, open_text
from .unpacking import MAX_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .layout import Page
    from .lexer import Token


def parse(
    source: Readable,
    *,
    as_of: AsOf = None,
    strict: bool = False,
    mend: bool = False,
    max_size: int | None = MAX_SIZE,
) -> Listing:
    """Return the listing in a dump: a file, by its path, or an open text or binary file, compressed or not.

    Several pages in one file come as one listing, without a date where theirs differ, and a diagnostic says so:
    :func:`parse_many` gives a listing for each page.

    ``as_of`` is the day on which the page was read, or its year, where known: dates without a year are in that year.
    What cannot be made sense of is told by ``listing.diagnostics``; with ``strict`` the first is raised as
    :class:`ParseError`. With ``mend``, UTF-8 that was once read as Windows-1252 is made what it was. What is compressed
    may expand to ``max_size`` bytes, None for any number; for more, :class:`LimitError <paperlist.errors.LimitError>`
    is raised. A file that cannot be read raises OSError, an object that is neither path nor file TypeError.

    >>> listing = parse("samples/000-tidal-graphs.txt", as_of=2031)
    >>> len(listing), str(listing.date)
    (9, '2031-03-04')
    """
    return parse_source(open_source(source, mend=mend, strict=strict, max_size=max_size), as_of=as_of, strict=strict)


def parse_text(
    text: str, *, source: str | None = None, as_of: AsOf = None, strict: bool = False, mend: bool = False
) -> Listing:
    r"""Return the listing that ``text`` is a dump of; ``source`` is the name to give it. Otherwise as :func:`parse`.

    >>> text = "Daily Papers\nMar 4\n\nA Title\n\nAn abstract of one sentence.\n\n  • 2 authors\n·\nMar 3 5"
    >>> paper = parse_text(text)[0]
    >>> paper.title, paper.author_count, str(paper.published), paper.comments
    ('A Title', 2, '--03-03', 5)
    """
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers without a type checker
        raise TypeError(f"expected text, got {type(text).__name__}; parse takes a path or an open file")
    return parse_source(open_text(text, source, mend=mend, strict=strict), as_of=as_of, strict=strict)


def parse_many(
    paths: Readable | Iterable[StrPath],
    *,
    as_of: AsOf = None,
    strict: bool = False,
    mend: bool = False,
    max_size: int | None = MAX_SIZE,
) -> Iterator[Listing]:
    """Iterate over the listings of files, of all files in folders, and of patterns such as ``dumps/*.txt``: one a page.

    The files of a folder or a pattern come in the order of their names, hidden ones left out; each file in a zip file
    is a dump of its own, named as in ``dumps.zip/a.txt``. An open file, too, may be a zip file. ``max_size`` counts all
    that one file expands to. Otherwise as :func:`parse`.

    >>> [len(listing) for listing in parse_many("samples")]
    [9, 8, 7, 8, 14, 11]
    """
    as_of = _checked(as_of)
    for source in open_sources(paths, mend=mend, strict=strict, max_size=max_size):
        for listing, _ in _listings(source, as_of):
            yield _checked_listing(listing, strict=strict)


def _checked(as_of: object) -> AsOf:
    if as_of is None or isinstance(as_of, datetime.date):
        return as_of
    if isinstance(as_of, bool) or not isinstance(as_of, int):
        raise TypeError(f"as_of: expected a date or a year, got {type(as_of).__name__}")
    if not datetime.MINYEAR <= as_of <= datetime.MAXYEAR:
        raise ValueError(f"as_of: expected a year from {datetime.MINYEAR} to {datetime.MAXYEAR}, got {as_of}")
    return as_of


def parse_source(source: OpenSource, *, as_of: AsOf = None, strict: bool = False) -> Listing:
    """Return all papers in an open dump as one listing, and close it; otherwise as :func:`parse`."""
    (first, _), *others = _listings(source, _checked(as_of))
    if not others:
        return _checked_listing(first, strict=strict)
    listings = [first, *(listing for listing, _ in others)]
    message = f"the first of {len(listings)} pages ends here: parse_many gives a listing for each"
    told = [d for listing in listings for d in listing.diagnostics]
    told += (diagnose("several-pages", message, token, source.name) for _, token in others[:1] if token)
    told.sort(key=_place)
    dates = {listing.date for listing in listings}
    papers = [paper for listing in listings for paper in listing]
    date = first.date if len(dates) == 1 else None
    listing = Listing(papers=papers, date=date, source=source.name, diagnostics=told, layout=first.layout)
    return _checked_listing(listing, strict=strict)


def _listings(source: OpenSource, as_of: AsOf) -> Iterator[tuple[Listing, Token | None]]:
    """Iterate over the listings of the pages in ``source``, each with its first token; a page at a time is held.

    What is wrong with the whole file is known at its end, and told by the last.
    """
    with source:
        pages = split_pages(lex(source))
        tokens: list[Token] | None = next(pages)
        while tokens is not None:
            after = next(pages, None)
            told = [] if after else list(source.diagnostics)
            silent = not told
            page = read_page(tokens, followed=after is not None)
            papers = CardReader(source=source.name, as_of=as_of, found=told).papers(page)
            if not papers and silent:
                told.append(_nothing(source.name, tokens))
            told.sort(key=_place)
            yield _listing(papers, page, source.name, told, as_of), tokens[0] if tokens else None
            tokens = after


def _listing(papers: list[Paper], page: Page, source: str | None, told: list[Diagnostic], as_of: AsOf) -> Listing:
    day: ListingDate | None = page.date.value if page.date else None
    dated = day and (in_reading_year(day, as_of) or day)
    return Listing(papers=papers, date=dated, source=source, diagnostics=told, layout=page.layout)


def _place(diagnostic: Diagnostic) -> tuple[int, int]:
    return diagnostic.span


def _nothing(source: str | None, tokens: Sequence[Token]) -> Diagnostic:
    """Return what there is to tell of a page without papers."""
    if not tokens:
        return Diagnostic(code="empty-source", message="there is nothing in it", source=source)
    return diagnose("no-papers", "expected the cards of a papers listing, found none", tokens[0], source)


def _checked_listing(listing: Listing, *, strict: bool) -> Listing:
    if strict and listing.diagnostics:
        raise ParseError(listing.diagnostics[0])
    return listing
