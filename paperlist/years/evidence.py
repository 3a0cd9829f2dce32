"""Find clues to the day on which a page was saved, other than the dates on it.

=========  =======================================  ====================================================================
evidence   example                                  means
=========  =======================================  ====================================================================
as_of      the caller's day or year                 the page was saved in that year
address    ``…/papers/date/2025-12-12`` above the   that is the page's own date, if month and day are the same
           page
capture    ``Captured (UTC): 2025-12-12``,          the page was saved that day, or one day off (time zones); if that is
           ``web.archive.org/web/20251212…``        far from the page's own date, only that it was saved by then
arxiv_id   ``2512.09871``                           the page was saved after the first of that month, and the paper was
                                                    published in that month or in the half year before
link       ``/papers/date/2025-12-11`` on the page  the page was saved after that day, and its own date is within a
                                                    month of it
printed    ``<time datetime="2025-12-12">``, shown  that is the year of the date: the page's own, or on a search page a
           as ``Dec 12``                            paper's, which was published in the year of saving
not_after  the caller's day or year, or today       the page was saved by then
file_name  ``2025-12-12``, ``20251212``, ``2025``   that is the page's own date, if month and day are the same;
                                                    otherwise the page was saved in the month before, or in that year
           ``2025-12-12/daily.txt``,                of a folder, only the former
           ``2025/12/12.txt``
=========  =======================================  ====================================================================
"""

from __future__ import annotations

import datetime
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Final

from .._attrs import evolve
from .._engine import line_re as re
from ..model import Evidence
from .dates import DATE_PATTERN, day_or_year, last_day, parse_date
from .inference import BACKLOG, LAG, before, is_unknown, year_from, year_until

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model import ListingDate, YearBasis
    from .dates import DayOrYear

_DAY: Final = datetime.timedelta(days=1)
_MONTH: Final = datetime.timedelta(days=31)
_HALF_YEAR: Final = datetime.timedelta(days=183)
"""The longest time from the submission of a paper to the month of its arXiv id: arXiv holds some back for a while."""

HEAD: Final = 128
"""How many lines above a page are searched for lines that the saving tool wrote."""

LONGEST: Final = 500
"""Longer lines are abstracts, and not links to listings."""

_DAY_IN_NAME: Final = re.compile(
    r"(?<![0-9A-Za-z])(20[0-9]{2})([-_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12][0-9]|3[01])(?:(?=T[0-9])|(?![0-9A-Za-z]))"
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
    rf"""(?xia)
    [ \t>#*-]* (?: captured | capture | crawled | fetched | retrieved | accessed | saved | downloaded | archived
                 | scraped | timestamp | date )
    [^0-9]{{0,24}}? [:=] [ \t]* (?![ \t]) ["']? ({DATE_PATTERN}) (?![0-9])
    """
)
_TIME_OF_PRINTING: Final = re.compile(
    r"""(?xi)
    (?<![0-9./-]) ([0-9]{1,4}) ([./-]) ([0-9]{1,2}) \2 ([0-9]{1,4}) ,? [ ]
    [0-9]{1,2} [:.] [0-9]{2} (?: [:.] [0-9]{2} )? (?: [ \u00a0\u202f]? ([AP])\.?M )?
    """
)
_CELLS: Final = re.compile(r"[ ]{2,}|\t+")
"""What separates the parts of a running head: the time from the title, the address from the number of the sheet."""

_ARCHIVED: Final = re.compile(r"web[.]archive[.]org/web/([0-9]{4})([0-9]{2})([0-9]{2})[0-9]{0,6}[a-z_]{0,4}/")
_ISO_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])")
_ID_MONTH: Final = re.compile(r"([0-9]{2})(0[1-9]|1[0-2])\.[0-9]{4,5}")


def _day(year: str, month: str, day: str = "1") -> datetime.date | None:
    """Return that day, or None if it is impossible, or in the first or last year, because days are added to it."""
    try:
        made = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return made if datetime.MINYEAR < made.year < datetime.MAXYEAR else None


def _is_day(date: ListingDate | None, day: datetime.date) -> bool:
    return date is not None and (date.month, date.day) == (day.month, day.day)


def _holds(date: ListingDate | None, first: datetime.date, last: datetime.date) -> bool:
    """Return whether ``date`` is None, or can be between these days in some year."""
    return date is None or year_from(first, date) <= year_until(last, date)


def _in_year(year: int, basis: YearBasis, reason: str) -> Evidence:
    return Evidence(basis=basis, reason=reason, first=datetime.date(year, 1, 1), last=datetime.date(year, 12, 31))


def by_caller(as_of: DayOrYear = None, not_after: DayOrYear = None) -> Iterator[Evidence]:
    """Iterate over the evidence from the caller.

    >>> [str(found) for found in by_caller(not_after=2031)]
    ['not_after (2031): saved until 2031-12-31']
    """
    saved, limit = day_or_year(as_of, "as_of"), day_or_year(not_after, "not_after")
    if saved is not None:
        last = last_day(saved)
        year = _in_year(last.year, "as_of", str(saved))
        yield year if isinstance(saved, int) else evolve(year, first=last)
        if last.year < datetime.MAXYEAR:
            # The page's own date may be one day ahead of the caller's, in another time zone.
            yield Evidence(basis="as_of", reason=str(saved), last=last + _DAY, listed=True)
    if limit is not None:
        yield Evidence(basis="not_after", reason=str(limit), last=last_day(limit))


def _saved(
    first: datetime.date, last: datetime.date, date: ListingDate | None, basis: YearBasis, reason: str
) -> Evidence:
    """Return evidence that a page was saved between two days, or just by the last if its own date is not near them."""
    near = _holds(date, before(first, LAG), last)
    return Evidence(basis=basis, reason=reason, first=first if near else None, last=last)


def by_name(name: str, date: ListingDate | None, *, alone: bool = True) -> Iterator[Evidence]:
    """Iterate over the evidence from the file name of a dump. A folder may have the day of a backup.

    So a day that is partly or all in the name of a folder counts only if it is the page's own. ``alone`` means that the
    file has no other page.

    >>> from paperlist.model import ListingDate
    >>> [str(found) for found in by_name("dumps/papers-2031-03-04.txt", ListingDate(month=3, day=4))]
    ['file_name (papers-2031-03-04.txt): lists a day from 2031-03-04 until 2031-03-04']
    """
    path = name.replace("\\", "/")
    base = path.rpartition("/")[2]
    days = _days_in(base)
    for day in () if days else filter(partial(_is_day, date), _days_in(path.replace("/", "-"))):
        yield Evidence(basis="file_name", reason=path, first=day, last=day, listed=True)
    for day in days:
        if _is_day(date, day):
            yield Evidence(basis="file_name", reason=base, first=day, last=day, listed=True)
        elif alone:
            yield _saved(day - _MONTH, day + _DAY, date, "file_name", base)
    if not days and alone:
        for found in _YEAR_IN_NAME.finditer(base.rpartition(".")[0] or base):
            yield _in_year(int(found[0]), "file_name", base)


def _days_in(name: str) -> list[datetime.date]:
    """Return the days in the name of a file or a folder."""
    return [day for found in _DAY_IN_NAME.finditer(name) if (day := _day(found[1], found[3], found[4]))]


def _listings(line: str) -> Iterator[tuple[str, datetime.date, datetime.date]]:
    """Iterate over the addresses of listings in ``line``, with the first and the last day of each."""
    for found in _LISTING.finditer(line):
        day = _day(found[1], found[2], found[3]) if found[1] else _day(found[4], found[5])
        if day is not None:
            yield found[0], day, day if found[1] else day + _MONTH


def _captured(line: str) -> datetime.date | None:
    """Return the day on which a page was captured, according to a line of the saving tool."""
    found = _CAPTURE_LINE.match(line)
    date = parse_date(found[1]) if found else None
    return None if date is None or date.year is None else _day(str(date.year), str(date.month), str(date.day))


def _archived(line: str) -> datetime.date | None:
    """Return the day in the address of an archived page."""
    found = _ARCHIVED.search(line)
    return _day(found[1], found[2], found[3]) if found else None


def by_head(lines: Iterable[str], date: ListingDate | None) -> Iterator[Evidence]:
    """Iterate over the evidence from the lines that tools write above a page when they save it.

    >>> [str(found) for found in by_head(["Captured (UTC): 2031-03-04T05:06:07Z"], None)]
    ['capture (2031-03-04): saved from 2031-03-03 until 2031-03-05']
    """
    for line in lines:
        for day in filter(None, (_captured(line), _archived(line))):
            yield _saved(day - _DAY, day + _DAY, date, "capture", str(day))
        if _ADDRESS_LINE.fullmatch(line):
            for address, day, last in _listings(line):
                if day == last and _is_day(date, day):
                    yield Evidence(basis="address", reason=address, first=day, last=day, listed=True)


def by_sheets(lines: Iterable[str], date: ListingDate | None) -> Iterator[Evidence]:
    """Iterate over the evidence from the lines that are repeated on the sheets of a printed page.

    >>> [str(found) for found in by_sheets(["3/4/31, 5:06 AM   Daily Papers", "3/4/31, 5:06 AM   Daily Papers"], None)]
    ['capture (2031-03-04): saved from 2031-03-03 until 2031-03-05']
    """
    cells = dict.fromkeys(cell.strip() for line in lines for cell in _CELLS.split(line))
    days = (_printed_day(found, date) for cell in cells for found in _TIME_OF_PRINTING.finditer(cell))
    for day in dict.fromkeys(filter(None, days)):
        yield _saved(day - _DAY, day + _DAY, date, "capture", str(day))
    yield from by_head(cells, date)


def _printed_day(found: re.Match[str], date: ListingDate | None) -> datetime.date | None:
    """Return the day of a time of printing, or None if both its month and its day may come first.

    With `AM` or `PM` the month comes first, with dots the day. Otherwise the page's own ``date`` may show it.
    """
    first, sign, second, last, noon = found.groups()
    if len(first) > 2:
        return _day(first, second, last)
    if len(last) < 2:
        return None
    year = last if len(last) > 2 else f"20{last}"
    month_first, day_first = _day(year, first, second), _day(year, second, first)
    if noon:
        return month_first
    if sign != "/":
        return day_first
    days = {day for day in (month_first, day_first) if day}
    likely = {day for day in days if _is_day(date, day)} or days
    return likely.pop() if len(likely) == 1 else None


def by_links(lines: Iterable[str], date: ListingDate | None) -> Iterator[Evidence]:
    """Iterate over the evidence from a page's links to other listings."""
    for address, day, last in dict.fromkeys(found for line in lines for found in _listings(line)):
        yield Evidence(basis="link", reason=address, first=day - _DAY)
        if date is not None and _holds(date, day - _MONTH, last + _MONTH):
            yield Evidence(basis="link", reason=address, first=day - _MONTH, last=last + _MONTH, listed=True)


def by_times(times: Iterable[tuple[str, str]], date: ListingDate | None, *, search: bool) -> Iterator[Evidence]:
    """Iterate over the evidence from the dates of a page's HTML, each given with the words that the page shows.

    They have the year that the words omit. Because of time zones, they may be a day off.

    >>> from paperlist.model import ListingDate
    >>> [str(found) for found in by_times([("Mar 4", "2031-03-04T00:00Z")], ListingDate(month=3, day=4), search=False)]
    ['printed (2031-03-04): lists a day from 2031-03-04 until 2031-03-04']
    """
    for words, time in dict.fromkeys(times):
        found = _ISO_DATE.match(time)
        near = _day(found[1], found[2], found[3]) if found else None
        shown = parse_date(" ".join(words.removeprefix("Published on").split()))
        if near is None or shown is None or shown.year:
            continue
        day = next((day for day in (near, near - _DAY, near + _DAY) if _is_day(shown, day)), None)
        if day is not None and date is not None and _is_day(date, day):
            yield Evidence(basis="printed", reason=str(day), first=day, last=day, listed=True)
        elif day is not None and search:
            yield _in_year(day.year, "printed", str(day))


def by_ids(ids: Iterable[tuple[str, ListingDate | None]], *, search: bool) -> Iterator[Evidence]:
    """Iterate over the evidence from the arXiv ids on a page, each given with the date of its paper.

    An id contains a year and a month: https://info.arxiv.org/help/arxiv_identifier.html. A paper whose date is printed
    without a year was published in the year in which the page was saved.
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
        yield Evidence(basis="arxiv_id", reason=f"{latest:%y%m}", first=latest - _DAY)
        if not search:
            yield Evidence(basis="arxiv_id", reason=f"{latest:%y%m}", first=latest - BACKLOG, listed=True)


def _published(month: datetime.date, date: ListingDate, reason: str) -> Iterator[Evidence]:
    """Iterate over the evidence from an id for the year of its paper's ``date``, if that is near the id's month."""
    end = (month + _MONTH).replace(day=1)
    for year in (month.year - 1, month.year, month.year + 1):
        day = _day(str(year), str(date.month), str(date.day))
        if day is not None and month - _HALF_YEAR <= day <= end:
            yield _in_year(year, "arxiv_id", reason)


def head_lines(lines: Iterable[str]) -> list[str]:
    """Return those of the first :data:`HEAD` lines that may contain a year."""
    return [line for line in islice(lines, HEAD) if "20" in line]


def linked_lines(lines: Iterable[str]) -> list[str]:
    """Return the lines of a page that link to listings, without those that are as long as an abstract."""
    linked = [line for line in lines if len(line) < LONGEST and "/papers/" in line]
    return [line for line in linked if "/papers/date/" in line or "/papers/month/" in line]
