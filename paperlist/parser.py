"""How does a dump become a Listing?"""

from __future__ import annotations

import datetime
import sys
from itertools import chain
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from .dating import Settled, is_unknown, settle, shape_of, shown, with_year
from .errors import Diagnostic, ParseError
from .evidence import by_caller, by_head, by_ids, by_links, by_name, head_lines, linked_lines
from .fields import CardReader, diagnose
from .layout import read_page
from .lines import lex
from .model import Listing, Paper
from .pages import split_pages
from .reading import OpenSource, Readable, StrPath, open_source, open_sources, open_text
from .unpacking import MAX_SIZE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .cards import Draft
    from .dates import AsOf
    from .layout import Page
    from .lexer import Token
    from .lines import Lines
    from .model import Evidence, ListingDate, View


def parse(  # noqa: PLR0913 - options, each known by its name
    source: Readable,
    *,
    as_of: AsOf = None,
    not_after: AsOf = None,
    strict: bool = False,
    mend: bool = False,
    max_size: int | None = MAX_SIZE,
) -> Listing:
    """Return the listing in a dump: a file, by its path, or an open text or binary file, compressed or not.

    Several pages in one file come as one listing, without a date where theirs differ, and a diagnostic says so:
    :func:`parse_many` gives a listing for each page.

    ``as_of`` is the day on which the page was read, or its year, where known: dates without a year are in that year.
    ``not_after`` is a day or year by whose end the dump existed; :mod:`paperlist.evidence` has what else tells years.
    What cannot be made sense of is told by ``listing.diagnostics``; with ``strict`` the first is raised as
    :class:`ParseError`. With ``mend``, UTF-8 that was once read as Windows-1252 is made what it was. What is compressed
    may expand to ``max_size`` bytes, None for any number; for more, :class:`LimitError <paperlist.errors.LimitError>`
    is raised. A file that cannot be read raises OSError, an object that is neither path nor file TypeError.

    >>> listing = parse("samples/000-tidal-graphs.txt", as_of=2024)
    >>> len(listing), str(listing.date)
    (9, '2024-03-04')
    """
    opened = open_source(source, mend=mend, strict=strict, max_size=max_size)
    return parse_source(opened, as_of=as_of, not_after=not_after, strict=strict)


def parse_text(  # noqa: PLR0913 - options, each known by its name
    text: str,
    *,
    source: StrPath | None = None,
    as_of: AsOf = None,
    not_after: AsOf = None,
    strict: bool = False,
    mend: bool = False,
) -> Listing:
    r"""Return the listing that ``text`` is a dump of; ``source`` is the name to give it. Otherwise as :func:`parse`.

    >>> text = "Daily Papers\nMar 4\n\nA Title\n\nAn abstract of one sentence.\n\n  • 2 authors\n·\nMar 3 5"
    >>> paper = parse_text(text)[0]
    >>> paper.title, paper.author_count, str(paper.published), paper.comments
    ('A Title', 2, '--03-03', 5)
    """
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers without a type checker
        raise TypeError(f"expected text, got {type(text).__name__}; parse takes a path or an open file")
    opened = open_text(text, source, mend=mend, strict=strict)
    return parse_source(opened, as_of=as_of, not_after=not_after, strict=strict)


def parse_many(  # noqa: PLR0913 - options, each known by its name
    paths: Readable | Iterable[StrPath],
    *,
    as_of: AsOf = None,
    not_after: AsOf = None,
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
    as_of, not_after = _checked(as_of, "as_of"), _checked(not_after, "not_after")
    for source in open_sources(paths, mend=mend, strict=strict, max_size=max_size):
        yield from parse_pages(source, as_of=as_of, not_after=not_after, strict=strict)


def parse_pages(
    source: OpenSource, *, as_of: AsOf = None, not_after: AsOf = None, strict: bool = False
) -> Iterator[Listing]:
    """Iterate over the listings of the pages in an open dump, and close it; otherwise as :func:`parse_many`."""
    for listing, _ in _listings(source, as_of, not_after):
        yield _checked_listing(listing, strict=strict)


def _checked(day: object, name: str) -> AsOf:
    if day is None or isinstance(day, datetime.date):
        return day
    if isinstance(day, bool) or not isinstance(day, int):
        raise TypeError(f"{name}: expected a date or a year, got {type(day).__name__}")
    if not datetime.MINYEAR <= day <= datetime.MAXYEAR:
        raise ValueError(f"{name}: expected a year from {datetime.MINYEAR} to {datetime.MAXYEAR}, got {day}")
    return day


def parse_source(source: OpenSource, *, as_of: AsOf = None, not_after: AsOf = None, strict: bool = False) -> Listing:
    """Return all papers in an open dump as one listing, and close it; otherwise as :func:`parse`."""
    (first, _), *others = _listings(source, _checked(as_of, "as_of"), _checked(not_after, "not_after"))
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
    proof = [evidence for listing in listings for evidence in listing.evidence]
    listing = Listing(
        papers=papers,
        date=date,
        source=source.name,
        diagnostics=told,
        layout=first.layout,
        evidence=proof,
        is_dump=True,
    )
    return _checked_listing(listing, strict=strict)


def _listings(source: OpenSource, as_of: AsOf, not_after: AsOf) -> Iterator[tuple[Listing, Token | None]]:
    """Iterate over the listings of the pages in ``source``, each with its first token; a page at a time is held.

    What is wrong with the whole file is known at its end, and told by the last.
    """
    with source:
        pages = split_pages(lex(source))
        lines: Lines | None = next(pages)
        begun = False
        while lines is not None:
            after = next(pages, None)
            told = [] if after else list(source.diagnostics)
            alone = not begun and after is None
            page = read_page(lines, followed=after is not None)
            start = lines.first()
            yield _listing(page, start, source.name, told, (as_of, not_after), alone=alone), start
            lines, begun = after, True


def _listing(  # noqa: PLR0913 - what is known of the page
    page: Page, start: Token | None, source: str | None, told: list[Diagnostic], days: tuple[AsOf, AsOf], *, alone: bool
) -> Listing:
    """Return the listing of a page whose first token is ``start``; ``alone`` says that its file holds no other."""
    as_of, not_after = days
    silent = not told
    drafts = CardReader(source=source, as_of=as_of, found=told).drafts(page)
    if not drafts and silent:
        told.append(_nothing(source, start))
    search = _is_search(page.layout.view, (draft["abstract"] or draft.get("published") for draft in drafts))
    date = _date(page)
    evidence = chain(by_caller(as_of, not_after), _evidence(page, source, drafts, search=search, alone=alone))
    dates = {id(day): day for draft in drafts if (day := draft.get("published")) is not None}
    years = _settle(dates.values(), date, evidence, search=search)
    told_dates = {key: years.told(day) for key, day in dates.items()}
    for draft in drafts:
        if (day := draft.get("published")) is not None:
            draft["published"] = told_dates[id(day)]
    at = page.date or start
    told += (diagnose("contradicting-years", str(one), at, source) for one in years.settled.clashes if at)
    told.sort(key=_place)
    return Listing(
        papers=[Paper(**draft) for draft in drafts],
        date=years.settled.listed(),
        source=source,
        diagnostics=told,
        layout=page.layout,
        evidence=years.evidence,
        is_dump=True,
    )


def _date(page: Page) -> ListingDate | None:
    return page.date.value if page.date else None


def _evidence(
    page: Page, source: str | None, drafts: Iterable[Draft], *, search: bool, alone: bool
) -> Iterator[Evidence]:
    """Iterate over what else than its dates tells of a page's years; ``alone`` says that its file holds no other."""
    date = _date(page)
    cards = page.cards[0].line if page.cards else sys.maxsize
    ids = ((draft["arxiv_id"], draft.get("published")) for draft in drafts if "arxiv_id" in draft)
    yield from by_name(source, date, alone=alone)
    yield from by_head(head_lines(page.lines, cards), date)
    yield from by_links(linked_lines(page.lines), date)
    yield from by_ids(ids, search=search)


def _is_search(view: View, told: Iterable[object]) -> bool:
    """Return whether a page leaves out the year of reading; bare titles cannot be told from another page's."""
    return view == "search" and any(told)


@frozen
class _Years:
    """What is known of a page's years, and by which evidence; where the day of reading is, that tells all years."""

    settled: Settled
    evidence: tuple[Evidence, ...]
    read: bool

    def told(self, date: ListingDate) -> ListingDate:
        """Return a paper's ``date`` with what is known of its year."""
        return self.settled.published(date) if is_unknown(date) and not self.read else date


def _settle(
    dates: Iterable[ListingDate], listed: ListingDate | None, evidence: Iterable[Evidence], *, search: bool
) -> _Years:
    """Return what the dates of papers and the evidence prove of a page's years, and where that clashes."""
    known = tuple(evidence)
    # A date at odds with the day of reading says nothing: it was told, and stays as it is.
    read = any(one.basis == "as_of" for one in known)
    shape = shape_of((date for date in dates if not (read and is_unknown(date))), search=search)
    known = tuple(dict.fromkeys((*known, *shown(shape))))
    return _Years(settle(shape, listed, known), known, read)


def read_by(listing: Listing, day: datetime.date) -> Listing | None:
    """Return ``listing`` with what follows from its having been read by ``day``; None where it cannot have been.

    >>> listing = parse("samples/000-tidal-graphs.txt")
    >>> str(read_by(listing, datetime.date(2024, 12, 1)).date), read_by(listing, datetime.date(2023, 12, 1))
    ('2024-03-04', None)
    """
    dates = [paper.published for paper in listing if paper.published is not None]
    view = listing.layout.view if listing.layout else "daily"
    search = _is_search(view, (paper.published or paper.abstract for paper in listing))
    years = _settle(dates, listing.date, (*listing.evidence, *by_caller(not_after=day)), search=search)
    if years.settled.clashes:
        return None
    papers = [with_year(paper, years.told) for paper in listing]
    return evolve(listing, papers=papers, date=years.settled.listed(), evidence=years.evidence)


def _place(diagnostic: Diagnostic) -> tuple[int, int]:
    return diagnostic.span


def _nothing(source: str | None, start: Token | None) -> Diagnostic:
    """Return what there is to tell of a page without papers."""
    if start is None:
        return Diagnostic(code="empty-source", message="there is nothing in it", source=source)
    return diagnose("no-papers", "expected the cards of a papers listing, found none", start, source)


def _checked_listing(listing: Listing, *, strict: bool) -> Listing:
    if strict and listing.diagnostics:
        raise ParseError(listing.diagnostics[0])
    return listing
