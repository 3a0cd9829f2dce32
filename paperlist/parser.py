"""Parse dumps into listings."""

from __future__ import annotations

import sys
from functools import partial
from itertools import chain, takewhile
from typing import TYPE_CHECKING, cast

from ._attrs import evolve
from ._collecting import uncollected
from .cards.confidence import mean
from .cards.fields import diagnose, read_papers, with_columns
from .cards.frame import split_pages
from .cards.layout import read_page, shows_all_years
from .errors import Diagnostic, checked_strict, raise_severe
from .files.batches import batches, check_callers, in_order, telling
from .files.compression import MAX_SIZE, checked_size
from .files.finding import find_named
from .files.sources import Readable, open_found, open_source, open_sources, open_text
from .model import Evidence, Listing, paper_of
from .tokens.html.translation import translated
from .tokens.kinds import Kind
from .tokens.lexer import lex
from .years.days import Days
from .years.evidence import by_head, by_ids, by_links, by_name, by_sheets, by_times, head_lines, linked_lines
from .years.settling import settle_page

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from concurrent.futures import Executor

    from .cards.card import Draft
    from .cards.layout import Page
    from .cards.refusing import Refusal
    from .errors import Strict
    from .files.finding import Found, StrPath
    from .files.opened import OpenSource
    from .tokens.html.translation import Html
    from .tokens.token import Token, Tokens
    from .years.dates import DayOrYear


def parse(  # noqa: PLR0913 - options, each known by its name
    source: Readable,
    *,
    as_of: DayOrYear = None,
    not_after: DayOrYear = None,
    strict: Strict = False,
    mend: bool = False,
    max_size: int | None = MAX_SIZE,
) -> Listing:
    """Parse one dump and return its :class:`Listing`.

    ``source`` is a path or an open text or binary file; compressed files are fine. If the file contains several pages,
    their papers are in one listing with a ``several-pages`` diagnostic, and its ``date`` is None if the pages' dates
    differ. :func:`parse_many` returns one listing per page.

    ``as_of``: the day or the year on which the page was saved. Dates without a year are in that year.

    ``not_after``: the dump was saved on or before this day (or in or before this year). The default is today, unless
    ``as_of`` is given or other clues on the page show that it was saved later. :mod:`paperlist.years.evidence` lists
    these.

    Both take a date, a datetime, a year as any integer type, or an ISO 8601 string.

    ``strict``: raise the first problem of this severity or a higher one as :class:`ParseError
    <paperlist.errors.ParseError>`. True means ``"error"``; ``"warning"`` and ``"info"`` are stricter. Otherwise all
    problems are listed in ``listing.diagnostics``.

    ``mend=True`` repairs mojibake (UTF-8 decoded as Windows-1252, e.g. ``â€™``).

    A compressed file may unpack to at most ``max_size`` bytes (64 MiB), and if that is more than 8 MiB, to at most a
    hundred times its size; otherwise :class:`LimitError <paperlist.errors.LimitError>` is raised. With None there are
    no such limits.

    Raises OSError if the file cannot be read, TypeError if ``source`` is neither a path nor a file, and TypeError or
    ValueError for options that cannot be used.

    >>> listing = parse("samples/000-tidal-graphs.txt", as_of=2024)
    >>> len(listing), str(listing.date)
    (9, '2024-03-04')
    """
    days = Days.given(as_of, not_after)
    return _whole(open_source(source, mend=mend, strict=strict, max_size=max_size), days, strict)


def parse_text(  # noqa: PLR0913 - options, each known by its name
    text: str,
    *,
    source: StrPath | None = None,
    as_of: DayOrYear = None,
    not_after: DayOrYear = None,
    strict: Strict = False,
    mend: bool = False,
) -> Listing:
    r"""Parse the text of a dump and return its :class:`Listing`.

    ``source`` is the name of the dump, if it has one. The other options are those of :func:`parse`.

    >>> text = "Daily Papers\nMar 4\n\nA Title\n\nAn abstract of one sentence.\n\n  • 2 authors\n·\nMar 3 5"
    >>> paper = parse_text(text)[0]
    >>> paper.title, paper.author_count, str(paper.published), paper.comments
    ('A Title', 2, '--03-03', 5)
    """
    if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]  # callers without a type checker
        raise TypeError(f"expected text, got {type(text).__name__}; parse takes a path or an open file")
    days = Days.given(as_of, not_after)
    return _whole(open_text(text, source, mend=mend, strict=strict), days, strict)


def parse_many(  # noqa: PLR0913 - options, each known by its name
    paths: Readable | Iterable[StrPath],
    *,
    as_of: DayOrYear = None,
    not_after: DayOrYear = None,
    strict: Strict = False,
    mend: bool = False,
    max_size: int | None = MAX_SIZE,
    executor: Executor | None = None,
    progress: Callable[[int, int], object] | None = None,
    skip_unreadable: bool = False,
) -> Iterator[Listing]:
    """Parse many dumps and iterate over their listings, one per page.

    ``paths`` is a file, a folder (all files in it), a pattern such as ``dumps/*.txt``, or several of these. The files
    of a folder or a pattern are sorted by name, without hidden ones. Each file in a zip file is a separate dump, with a
    name such as ``dumps.zip/a.txt``. An open file works too, and may be a zip file.

    A file in a folder or of a pattern that cannot be read gives a listing without papers and an ``unreadable``
    diagnostic. If reading fails after a part of it, its last listing has the diagnostic. A file that you name raises
    OSError, or with ``skip_unreadable`` gives the diagnostic, too.

    Files elsewhere have addresses, such as ``s3://bucket/dumps`` (extra ``remote``, by fsspec, which may need more).
    ``executor`` is an executor of :mod:`concurrent.futures` or with the same interface, whose workers parse files. Use
    one with processes, since threads share one core. ``progress`` is called with the numbers of files done and of all.

    The other options are those of :func:`parse`. ``max_size`` limits everything that one file unpacks to.

    >>> [len(listing) for listing in parse_many("samples")]
    [9, 8, 7, 8, 14, 11]
    """
    days = Days.given(as_of, not_after)
    checked_strict(strict)
    checked_size(max_size)
    check_callers(executor, progress)
    if hasattr(paths, "read"):
        return _many(open_sources(paths, mend=mend, strict=strict, max_size=max_size), days, strict)
    found = find_named(cast("StrPath | Iterable[StrPath]", paths))
    files = ((file, named and not skip_unreadable) for file, named in found)
    if executor is None:
        each = open_found(telling(files, progress), mend=mend, strict=strict, max_size=max_size)
        return _many(each, days, strict)
    work = partial(_read_batch, days=days, strict=strict, mend=mend, max_size=max_size)
    return _by_workers(in_order(executor, work, batches(files), progress))


def parse_pages(
    source: OpenSource,
    *,
    as_of: DayOrYear = None,
    not_after: DayOrYear = None,
    strict: Strict = False,
    now: datetime.date | None = None,
) -> Iterator[Listing]:
    """Iterate over the listings of the pages in an open dump, and close it. See :func:`parse_many` for the options.

    ``now`` is the day of parsing, today if it is None.
    """
    with source:
        yield from _each(source, Days.given(as_of, not_after, now), strict)


def parse_source(
    source: OpenSource, *, as_of: DayOrYear = None, not_after: DayOrYear = None, strict: Strict = False
) -> Listing:
    """Return all papers in an open dump as one listing, and close it. See :func:`parse` for the options."""
    with source:
        return _whole(source, Days.given(as_of, not_after), strict)


def _read_batch(
    files: Iterable[tuple[Found, bool]], *, days: Days, strict: Strict, mend: bool, max_size: int | None
) -> tuple[list[Listing], Exception | None]:
    """Return the listings in files up to the first error, and that error; a worker of an executor does this."""
    listings: list[Listing] = []
    try:
        listings += _many(open_found(files, mend=mend, strict=strict, max_size=max_size), days, strict)
    except Exception as error:  # noqa: BLE001 - it is raised after the listings before it
        return listings, error
    return listings, None


def _by_workers(results: Iterable[tuple[list[Listing], Exception | None]]) -> Iterator[Listing]:
    """Iterate over the listings that workers read. Raises the first error in its place."""
    for listings, error in results:
        yield from listings
        if error is not None:
            raise error


def _many(sources: Iterable[OpenSource], days: Days, strict: Strict) -> Iterator[Listing]:
    for source in sources:
        yield from _each(source, days, strict)


def _each(source: OpenSource, days: Days, strict: Strict) -> Iterator[Listing]:
    for listing, _ in _listings(source, days):
        raise_severe(listing.diagnostics, strict)
        yield listing


def _whole(source: OpenSource, days: Days, strict: Strict) -> Listing:
    """Return all papers in ``source`` as one listing."""
    (first, _), *others = _listings(source, days)
    if others:
        first = _joined([first, *(listing for listing, _ in others)], others[0][1])
    raise_severe(first.diagnostics, strict)
    return first


def _joined(listings: Sequence[Listing], second: Token | None) -> Listing:
    """Return one listing for the pages of a dump; ``second`` is the first token of its second page."""
    first = listings[0]
    found = [diagnostic for listing in listings for diagnostic in listing.diagnostics]
    message = f"the first of {len(listings)} pages ends here: parse_many returns a listing for each"
    found += (diagnose("several-pages", message, token, first.source) for token in (second,) if token)
    found.sort(key=lambda one: one.span)
    papers = tuple(paper for listing in listings for paper in listing)
    return Listing(
        papers=papers,
        date=first.date if len({listing.date for listing in listings}) == 1 else None,
        source=first.source,
        diagnostics=tuple(found),
        layout=first.layout and evolve(first.layout, confidence=mean([paper.confidence for paper in papers])),
        evidence=tuple(evidence for listing in listings for evidence in listing.evidence),
        snapshot=first.snapshot if len({listing.snapshot for listing in listings}) == 1 else None,
        is_dump=True,
    )


def _listings(source: OpenSource, days: Days) -> Iterator[tuple[Listing, Token | None]]:
    """Iterate over the listings of the pages in ``source``, each with its first token.

    One page at a time is in memory, unless they are HTML. The diagnostics of the file itself are known at its end, so
    the last listing has them.
    """
    with source:
        chunks, html = translated(source)
        pages = split_pages(lex(chunks))
        lines: Tokens | None = None
        begun = False
        while lines is not None or not begun:
            with uncollected():
                lines = lines or next(pages)
                after = next(pages, None)
                found = [] if after else list(source.diagnostics)
                alone = not begun and after is None
                start = lines.first()
                page = read_page(lines, followed=after is not None)
                listing = _listing(page, start, source, found, days, alone=alone, html=html)
                del page  # so that the collector, when it is on again, does not go through all tokens
                lines, begun = after, True
            if html and start:
                yield html.origin.placed(listing, of_file=found), html.origin.token(start)
            else:
                yield listing, start


def _listing(  # noqa: PLR0913 - what is known of the page
    page: Page,
    start: Token | None,
    dump: OpenSource,
    of_file: Sequence[Diagnostic],
    days: Days,
    *,
    alone: bool,
    html: Html | None,
) -> Listing:
    """Return the listing of a page whose first token is ``start``; ``alone`` means that its file has no other page.

    ``of_file`` are the diagnostics of the file, and ``html`` is the translation that the page is part of.
    """
    source = dump.name
    drafts, problems, refusal = read_papers(page, source, as_of=days.as_of, of_file=of_file)
    found = problems.listed
    if not drafts and (start or not of_file):  # if it is empty, the diagnostics of the file say why
        found.append(_nothing(source, start, refusal))
    date = page.day
    search = _is_search(page, drafts)
    evidence = [*days.evidence, *_evidence(page, dump, drafts, search=search, alone=alone)]
    evidence += by_times(html.times_on(page.tokens) if html else (), date, search=search)
    dates = {id(day): day for draft in drafts if (day := draft.get("published")) is not None}
    years = settle_page(dates.values(), date, evidence, days.clock, search=search)
    dated = {key: years.dated(day) for key, day in dates.items()}
    for draft in drafts:
        if draft.get("published") is not None:
            draft["published"] = dated[id(draft["published"])]
    at = page.date or start
    found += (diagnose("contradicting-years", message, at, source) for message in years.contradictions() if at)
    return Listing(
        papers=tuple(map(paper_of, drafts)),
        date=years.settled.listed(),
        source=source,
        diagnostics=tuple(with_columns(problems.in_order(), page.tokens.starts)),
        layout=evolve(page.layout, confidence=mean([draft["confidence"] for draft in drafts])),
        evidence=years.evidence,
        is_dump=True,
        snapshot=days.snapshot(evidence),
    )


def _evidence(
    page: Page, dump: OpenSource, drafts: Iterable[Draft], *, search: bool, alone: bool
) -> Iterator[Evidence]:
    """Iterate over the evidence other than a page's dates; ``alone`` means that its file has no other page."""
    date = page.day
    if date is not None and date.date is not None:
        yield Evidence(basis="printed", reason=str(date), first=date.date, last=date.date, listed=True)
    above = page.cards[0].start if page.cards else sys.maxsize
    if dump.name:
        yield from by_name(dump.name, date, alone=alone)
    lines_above = takewhile(lambda line: line[1] < above, page.tokens.whole_lines())
    if head := head_lines(chain(dump.head, (text for text, _, _ in lines_above))):
        yield from by_head(head, date)
    if sheets := page.tokens.all_words(Kind.SHEET):
        yield from by_sheets(sheets, date)
    if linked := linked_lines(line for line, _, _ in (page.tokens.whole_lines() if page.tokens.linked else ())):
        yield from by_links(linked, date)
    if ids := [(draft["arxiv_id"], draft.get("published")) for draft in drafts if "arxiv_id" in draft]:
        yield from by_ids(ids, search=search)


def _is_search(page: Page, drafts: Iterable[Draft]) -> bool:
    """Return whether a page omits the current year. A page with only titles could have any view."""
    if page.layout.view != "search" or shows_all_years(page):
        return False
    return any(draft["abstract"] or draft.get("published") for draft in drafts)


def _nothing(source: str | None, start: Token | None, refusal: Refusal | None) -> Diagnostic:
    """Return the diagnostic for a page without papers."""
    if start is None:
        return Diagnostic(code="empty-source", message="the file is empty", source=source)
    if start.words.startswith('{"paperlist": "catalog"'):
        return diagnose("no-papers", "this is a catalog, which Catalog.load reads", start, source)
    if refusal:
        return diagnose(refusal.code, refusal.message, start, source)
    return diagnose("no-papers", "this does not look like a Daily Papers page", start, source)
