"""What else than the dates on a page tells when it was read?

=========  =======================================  ====================================================================
evidence   such as                                  says
=========  =======================================  ====================================================================
as_of      the caller's day or year                 it was read in that year
address    ``…/papers/date/2025-12-12`` above the   the day it lists, where month and day are those
           page
capture    ``Captured (UTC): 2025-12-12``,          it was read that day, or one day off (time zones); where that is far
           ``web.archive.org/web/20251212…``        from the day it lists, it was read by then
arxiv_id   ``2512.09871``                           it was read after that month began, and the paper was published in
                                                    it or the half year before
link       ``/papers/date/2025-12-11`` on the page  it was read after that day, and lists a day within a month of it
not_after  the caller's day or year                 it was read by then
file_name  ``2025-12-12``, ``20251212``, ``2025``   the day it lists, where month and day are those; else that it was
                                                    read in the month before; or in that year
=========  =======================================  ====================================================================
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from attrs import evolve

from ._engine import line_re as re
from .dates import last_day
from .dating import BACKLOG, LAG, before, is_unknown, year_from, year_until
from .model import Evidence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .dates import AsOf
    from .lines import Lines
    from .model import ListingDate, YearBasis

_DAY: Final = datetime.timedelta(days=1)
_MONTH: Final = datetime.timedelta(days=31)
_HALF_YEAR: Final = datetime.timedelta(days=183)
"""How long before its identifier's month a paper may have been submitted: arXiv holds some back for a while."""

HEAD: Final = 128
"""Lines of the capturing tool stand above the page, among so many."""

LONGEST: Final = 500
"""Lines longer than this are texts, and no links to listings."""

_DAY_IN_NAME: Final = re.compile(
    r"(?<![0-9A-Za-z])(20[0-9]{2})([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12][0-9]|3[01])(?![0-9A-Za-z])"
)
_YEAR_IN_NAME: Final = re.compile(r"(?<![0-9A-Za-z.])20[0-9]{2}(?![0-9A-Za-z.])(?![-_][0-9])")
_LISTING: Final = re.compile(r"/papers/(?:date/([0-9]{4})-([0-9]{2})-([0-9]{2})|month/([0-9]{4})-([0-9]{2}))(?![0-9])")
_ADDRESS_LINE: Final = re.compile(
    r"""(?x)
    [ \t>#*-]* (?: [A-Za-z][A-Za-z_ -]{0,20} [:=] [ \t]* )?
    ["'<]? https?:// [^ ] (?: [^ ]* [^ \t] )? [ \t]*
    """
)
_CAPTURE_LINE: Final = re.compile(
    r"""(?xia)
    [ \t>#*-]* (?: captured | capture | crawled | fetched | retrieved | accessed | saved | downloaded | archived
                 | scraped | timestamp | date )
    [^0-9]{0,24} [:=] [ \t]* ["']? ([0-9]{4})-([0-9]{2})-([0-9]{2}) (?![0-9])
    """
)
_ARCHIVED: Final = re.compile(r"web[.]archive[.]org/web/([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{0,6}[a-z_]{0,4}/")
_ID_MONTH: Final = re.compile(r"([0-9]{2})(0[1-9]|1[0-2])\.[0-9]{4,5}")


def _day(year: str, month: str, day: str = "1") -> datetime.date | None:
    """Return that day, or None where no calendar has it; the years at either end leave no room for a day's doubt."""
    try:
        made = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made if datetime.MINYEAR < made.year < datetime.MAXYEAR else None


def _is_day(date: ListingDate | None, day: datetime.date) -> bool:
    return date is not None and (date.month, date.day) == (day.month, day.day)


def _holds(date: ListingDate | None, first: datetime.date, last: datetime.date) -> bool:
    """Return whether ``date``, if there is one, can lie in this stretch at all, whatever its year."""
    return date is None or year_from(first, date) <= year_until(last, date)


def _in_year(year: int, basis: YearBasis, told: str) -> Evidence:
    return Evidence(basis=basis, told=told, first=datetime.date(year, 1, 1), last=datetime.date(year, 12, 31))


def by_caller(as_of: AsOf = None, not_after: AsOf = None) -> Iterator[Evidence]:
    """Iterate over what the caller says of the reading.

    >>> [str(told) for told in by_caller(not_after=2031)]
    ['not_after (2031): read to 2031-12-31']
    """
    if as_of is not None:
        last = last_day(as_of)
        year = _in_year(last.year, "as_of", str(as_of))
        yield year if isinstance(as_of, int) else evolve(year, first=last)
        if last.year < datetime.MAXYEAR:
            # The page's own day may be one ahead of the caller's, by time zones.
            yield Evidence(basis="as_of", told=str(as_of), last=last + _DAY, listed=True)
    if not_after is not None:
        yield Evidence(basis="not_after", told=str(not_after), last=last_day(not_after))


def _saved(
    first: datetime.date, last: datetime.date, date: ListingDate | None, basis: YearBasis, told: str
) -> Evidence:
    """Return what the days tell between which a page was saved: far from the day it lists, no more than the last."""
    near = _holds(date, before(first, LAG), last)
    return Evidence(basis=basis, told=told, first=first if near else None, last=last)


def by_name(name: str | None, date: ListingDate | None, *, alone: bool = True) -> Iterator[Evidence]:
    """Iterate over what the name of a dump's file says, in which the page is ``alone`` or not; folders say nothing.

    >>> from paperlist.model import ListingDate
    >>> [str(told) for told in by_name("dumps/papers-2031-03-04.txt", ListingDate(month=3, day=4))]
    ['file_name (papers-2031-03-04.txt): lists a day from 2031-03-04 to 2031-03-04']
    """
    base = (name or "").replace("\\", "/").rpartition("/")[2]
    days = [day for found in _DAY_IN_NAME.finditer(base) if (day := _day(found[1], found[3], found[4]))]
    for day in days:
        if _is_day(date, day):
            yield Evidence(basis="file_name", told=base, first=day, last=day, listed=True)
        elif alone:
            yield _saved(day - _MONTH, day + _DAY, date, "file_name", base)
    if not days and alone:
        for found in _YEAR_IN_NAME.finditer(base.rpartition(".")[0] or base):
            yield _in_year(int(found[0]), "file_name", base)


def _listings(line: str) -> Iterator[tuple[str, datetime.date, datetime.date]]:
    """Iterate over the addresses of listings in ``line``, with the first and the last day that they show."""
    for found in _LISTING.finditer(line):
        day = _day(found[1], found[2], found[3]) if found[1] else _day(found[4], found[5])
        if day is not None:
            yield found[0], day, day if found[1] else day + _MONTH


def by_head(lines: Iterable[str], date: ListingDate | None) -> Iterator[Evidence]:
    """Iterate over what the lines above a page say, as the tools that save pages write them.

    >>> [str(told) for told in by_head(["Captured (UTC): 2031-03-04T05:06:07Z"], None)]
    ['capture (2031-03-04): read from 2031-03-03 to 2031-03-05']
    """
    for line in lines:
        for found in filter(None, (_CAPTURE_LINE.match(line), _ARCHIVED.search(line))):
            if (day := _day(found[1], found[2], found[3])) is not None:
                yield _saved(day - _DAY, day + _DAY, date, "capture", str(day))
        if _ADDRESS_LINE.fullmatch(line):
            for told, day, last in _listings(line):
                if day == last and _is_day(date, day):
                    yield Evidence(basis="address", told=told, first=day, last=day, listed=True)


def by_links(lines: Iterable[str], date: ListingDate | None) -> Iterator[Evidence]:
    """Iterate over what a page's links to other listings say."""
    for told, day, last in dict.fromkeys(found for line in lines for found in _listings(line)):
        yield Evidence(basis="link", told=told, first=day - _DAY)
        if date is not None and _holds(date, day - _MONTH, last + _MONTH):
            yield Evidence(basis="link", told=told, first=day - _MONTH, last=last + _MONTH, listed=True)


def by_ids(ids: Iterable[tuple[str, ListingDate | None]], *, search: bool) -> Iterator[Evidence]:
    """Iterate over what arXiv identifiers, each with the day of its paper, say of a page that shows them.

    What they say themselves stands at https://info.arxiv.org/help/arxiv_identifier.html.
    What a page without a printed year shows was published in the year of reading.
    """
    latest: datetime.date | None = None
    for arxiv_id, published in ids:
        found = _ID_MONTH.match(arxiv_id)
        month = _day("20" + found[1], found[2]) if found else None
        if month is None:
            continue
        latest = month if latest is None else max(latest, month)
        if published is not None and is_unknown(published):
            yield from _published(month, published, arxiv_id)
    if latest is not None:
        yield Evidence(basis="arxiv_id", told=f"{latest:%y%m}", first=latest - _DAY)
        if not search:
            yield Evidence(basis="arxiv_id", told=f"{latest:%y%m}", first=latest - BACKLOG, listed=True)


def _published(month: datetime.date, date: ListingDate, told: str) -> Iterator[Evidence]:
    """Iterate over what an identifier says of the year of its paper's ``date``, where that is near its month."""
    end = (month + _MONTH).replace(day=1)
    for year in (month.year - 1, month.year, month.year + 1):
        day = _day(str(year), str(date.month), str(date.day))
        if day is not None and month - _HALF_YEAR <= day <= end:
            yield _in_year(year, "arxiv_id", told)


def head_lines(lines: Lines, end: int) -> list[str]:
    """Return the first lines of a page, those above the ``end``-th of the text that may hold a year."""
    first = lines.numbers[0] if lines.numbers else end
    return [line for line in lines.texts[: min(HEAD, end - first)] if "20" in line]


def linked_lines(lines: Lines) -> list[str]:
    """Return the lines of a page that link to listings; none is as long as an abstract."""
    if not lines.linked:
        return []
    linked = [line for line in lines.texts if len(line) < LONGEST and "/papers/" in line]
    return [line for line in linked if "/papers/date/" in line or "/papers/month/" in line]
