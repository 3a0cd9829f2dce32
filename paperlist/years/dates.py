"""Read dates such as ``Dec 12``, and find their years if the caller passes the day or year of saving.

The page omits the year from paper dates in the current year, and always omits it from its own date. If the caller
passes ``as_of``, the day or the year on which the page was saved, this follows:

====================  ==============================================================================
a printed year        is the year
a paper's date        without a year is in the year of ``as_of``, and never after its day
the listing's date    is in the year of ``as_of`` on a search page, and no later elsewhere
====================  ==============================================================================

Otherwise ``year`` is None unless it can be deduced. :mod:`paperlist.years.evidence` lists the other clues, and
:mod:`paperlist.years.bounds` deduces years from all of them.
"""

from __future__ import annotations

import datetime
import math
import operator
from calendar import monthrange
from functools import lru_cache
from typing import Final, SupportsIndex, TypeAlias, cast

from .._engine import line_re as re
from ..model import MONTHS, ListingDate

AsOf: TypeAlias = "datetime.date | int | None"
"""When the page was saved: a day, a year, or None if unknown. :func:`day_or_year` returns it."""

DayOrYear: TypeAlias = "datetime.date | str | SupportsIndex | None"
"""The types that callers may pass as ``as_of`` and ``not_after``: see :func:`day_or_year`."""

_LAST_TIME_ZONE: Final = datetime.timezone(datetime.timedelta(hours=14))
"""The time zone in which each day begins first."""

_TIME: Final = r"""
    [Tt ] (?: [01][0-9] | 2[0-3] ) (?: :?[0-5][0-9] (?: :?(?: [0-5][0-9] | 60 ) (?: [.,][0-9]+ )? )? )?
    (?: [Zz] | [+-] (?: [01][0-9] | 2[0-3] ) (?: :?[0-5][0-9] )? )?
"""
_ISO_DAY: Final = re.compile(rf"(?x) ([0-9]{{4}}) (-?) ([0-9]{{2}}) \2 ([0-9]{{2}}) (?: {_TIME} )?")
_ISO_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{2})")
_ISO_YEAR: Final = re.compile(r"[0-9]{4}")

DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTH_STEMS: Final = (
    *("Jan(?:uary)?", "Feb(?:ruary)?", "Mar(?:ch)?", "Apr(?:il)?", "May", "June?", "July?", "Aug(?:ust)?"),
    *("Sep(?:t(?:ember)?)?", "Oct(?:ober)?", "Nov(?:ember)?", "Dec(?:ember)?"),
)
_DAY_STEMS: Final = (
    *("Mon(?:day)?", "Tue(?:s(?:day)?)?", "Wed(?:nesday)?", "Thu(?:r(?:s(?:day)?)?)?", "Fri(?:day)?", "Sat(?:urday)?"),
    "Sun(?:day)?",
)
LOWER_MONTHS: Final = tuple(month.lower() for month in MONTHS if month not in {"Mar", "May"})
"""How the names of months begin that are also read in lower case: ``march`` and ``may`` are other words, too."""

_LOWER_STEMS: Final = [stem.lower() for stem in _MONTH_STEMS if stem[:3].lower() in LOWER_MONTHS]
MONTH: Final = rf"(?:{'|'.join((*_MONTH_STEMS, *map(str.upper, _MONTH_STEMS), *_LOWER_STEMS))})\.?(?![0-9A-Za-z])"
"""The name of a month: ``Nov``, ``Nov.``, ``NOVEMBER``."""

_OF_WEEK: Final = rf"(?:(?:{'|'.join((*_DAY_STEMS, *map(str.upper, _DAY_STEMS)))})\.?,?[ ])?"
_DAY: Final = r"[0-9]{1,2}(?:st|nd|rd|th|ST|ND|RD|TH)?(?![0-9A-Za-z])"
_YEAR: Final = r"(?:19|20)[0-9]{2}(?![0-9]*[.,]?[0-9]|[ ]?[kKM]|[ ]authors?)"
_TIME_OF_DAY: Final = r"(?:[Tt ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:[Zz]|[+-][0-9]{2}:?[0-9]{2})?)?"

_MONTH_FIRST: Final = rf"{MONTH}[ ]{{1,2}}{_DAY}(?:,[ ]?(?:(?:19|20)[0-9]{{2}}|[0-9]{{4}}(?![0-9]))|[ ]{_YEAR})?"
_DAY_FIRST: Final = (
    rf"{_DAY}(?:[ ]of)?[ -]{MONTH}(?![ ][0-9]{{1,2}},[ ]?[0-9]{{4}})(?:,[ ]?[0-9]{{4}}(?![0-9])|[ -]{_YEAR})?"
)
_YEAR_FIRST: Final = r"[0-9]{4}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|\.[0-9]{1,2}\.)[0-9]{1,2}(?![0-9/-]|\.[0-9])" + _TIME_OF_DAY
_YEAR_LAST: Final = r"[0-9]{1,2}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|\.[0-9]{1,2}\.)[0-9]{4}(?![0-9/-]|\.[0-9])"
_ANY_DAY: Final = rf"(?:{_OF_WEEK}(?:{_MONTH_FIRST}|{_DAY_FIRST})|{_YEAR_FIRST}|{_YEAR_LAST})"

_PUBLISHED: Final = r"(?:[Pp]ublished[ ](?:[Oo]n[ ])?|PUBLISHED[ ](?:ON[ ])?)?"
DATE_PATTERN: Final = rf"{_PUBLISHED}{_ANY_DAY}"
"""A date, as the page prints it (``Dec 12``, ``Dec 12, 2024``) or as a browser or a tool rewrites it.

Whether a line has this pattern does not depend on which digits it has.
"""

_MAY_BEGIN: Final = (
    r"(?=[0-9]{1,4}[a-zA-Z]{0,2}[ ]?[-–—./ ][ ]?[0-9a-zA-Z]|[Pp]ub|PUB|[Ff][Ee][Bb]|W[0-9]"
    r"|[ADFJMNOSTWadfjnos][aceohpruACEOHPRU][cdegilnprtuvyCDEGILNPRTUVY])"
)
"""The first characters of a date or a period, which are found much faster than all of it."""

_UNTIL: Final = rf"[ ]?[-–—][ ]?(?:{_ANY_DAY}|{_DAY}(?:,[ ]?[0-9]{{4}})?)"
_WEEK: Final = (
    rf"{_ANY_DAY}{_UNTIL}|[0-9]{{1,2}}[ ]?[-–—][ ]?{_DAY_FIRST}"
    rf"|[Ww]eek[ ](?:[0-9]{{1,2}}(?:,?[ ][0-9]{{4}})?|of[ ]{_ANY_DAY})|(?:[0-9]{{4}}-)?W[0-9]{{2}}"
)
_MONTH_OF_YEAR: Final = rf"{MONTH}(?:,?[ ][0-9]{{4}})?|[0-9]{{4}}-[0-9]{{2}}"
_CONTINUED: Final = rf"{DATE_PATTERN},|(?:[Pp]ublished(?:[ ][Oo]n)?|PUBLISHED(?:[ ]ON)?)(?:[ ]{MONTH})?"

DATE_ON_LINE: Final = rf"{_MAY_BEGIN}{DATE_PATTERN}(?!(?:,|{_UNTIL})[ ]*$)"
"""A date that is not the start of a period at the end of a line."""

PERIOD_ON_LINE: Final = rf"{_MAY_BEGIN}(?:{_CONTINUED}|{_WEEK}|{_MONTH_OF_YEAR})(?=[ ]*$)"
"""A week or a month at the end of a line: ``Nov 10 - Nov 16``, ``November 2029``.

Also a date that continues on the next line: ``Nov``, ``Nov 10,``, ``Published on``.
"""

_NAMED: Final = re.compile(
    rf"{_PUBLISHED}{_OF_WEEK}(?:(?P<month>{MONTH})[ ]{{1,2}}(?P<day>[0-9]{{1,2}})"
    rf"|(?P<first>[0-9]{{1,2}})[a-zA-Z]{{0,2}}(?:[ ]of)?[ -](?P<last>{MONTH}))"
    r"[a-zA-Z]{0,2}(?:[, -]{1,2}(?P<year>[0-9]{4}))?"
)
_NUMERIC: Final = re.compile(rf"{_PUBLISHED}([0-9]{{1,4}})([-/.])([0-9]{{1,2}})\2([0-9]{{1,4}}){_TIME_OF_DAY}")
_IS_DATE: Final = re.compile(f"{DATE_PATTERN},?")

_REMEMBERED: Final = 8192
"""The size of a cache, for the days of twenty years: many papers share a date, and search pages show those of years."""


@lru_cache(_REMEMBERED)
def parse_date(text: str) -> ListingDate | None:
    """Parse a printed date; the year is set only if ``text`` has one.

    Return None for an impossible date, and for one that could be either of two days, such as 3/4/2024.

    >>> str(parse_date("Dec 12")), str(parse_date("7 October 2024")), str(parse_date("2024-10-07"))
    ('--12-12', '2024-10-07', '2024-10-07')
    >>> parse_date("Feb 30"), parse_date("3/4/2024")
    (None, None)
    """
    if _IS_DATE.fullmatch(text) is None:
        return None
    text = text.removesuffix(",")
    named = _NAMED.fullmatch(text)
    if named:
        month = _month(named["month"] or named["last"])
        return _printed(named["year"], month, int(named["day"] or named["first"]))
    numeric = _NUMERIC.fullmatch(text)
    assert numeric is not None, "a date without a name consists of numbers"  # noqa: S101
    return _from_numbers(numeric[1], numeric[2], numeric[3], numeric[4])


def _month(name: str) -> int:
    """Return the number of a month from its name."""
    return MONTHS.index(name[:3].capitalize()) + 1


def _from_numbers(first: str, sign: str, second: str, third: str) -> ListingDate | None:
    """Return the date of three numbers, or None if either of two could be the day.

    The year comes first or last. With dots, the day comes before the month.
    """
    if len(first) > 2:
        return _printed(first, int(second), int(third))
    one, other = int(first), int(second)
    if sign == "." or one > len(MONTHS):
        return _printed(third, other, one)
    if other > len(MONTHS) or one == other:
        return _printed(third, one, other)
    return None


def _printed(year: str | None, month: int, day: int) -> ListingDate | None:
    """Return the date that a page prints, or None if there is no such day."""
    try:
        known = int(year) if year else None
        return ListingDate(month=month, day=day, year=known, year_basis="printed" if year else None)
    except ValueError:
        return None


@lru_cache(_REMEMBERED)
def _of_year(month: int, day: int, year: int) -> ListingDate | None:
    try:
        return ListingDate(month=month, day=day, year=year, year_basis="as_of")
    except ValueError:
        return None


def _now() -> datetime.datetime:
    return datetime.datetime.now(_LAST_TIME_ZONE)


def today() -> datetime.date:
    """Return today's date in the time zone that is furthest ahead: the page's own date may be ahead of this machine's.

    >>> isinstance(today(), datetime.date)
    True
    """
    return _now().date()


def day_or_year(value: DayOrYear, name: str) -> AsOf:
    """Return the day or the year that a caller passed as ``name``, which is ``as_of`` or ``not_after``.

    A date is used as it is, and a datetime without its time. Any integer type is a year. Text is ISO 8601: a day, with
    or without a time, or a year. For ``not_after`` a month works too, and means its last day. Any other type raises
    TypeError, and any other text or year ValueError.

    >>> day_or_year("2024-05-01T06:07:08Z", "as_of"), day_or_year("2024", "as_of"), day_or_year("2024-05", "not_after")
    (datetime.date(2024, 5, 1), 2024, datetime.date(2024, 5, 31))
    >>> day_or_year("May 1", "as_of")
    Traceback (most recent call last):
        ...
    ValueError: as_of: expected an ISO 8601 date or year such as '2024-05-01' or '2024', got 'May 1'
    """
    if value is None:
        return None
    if isinstance(value, datetime.date) and not math.isnan(value.year):  # as that of pandas.NaT is
        return value.date() if isinstance(value, datetime.datetime) else value
    if isinstance(value, str):
        return _from_iso(value, name)
    try:
        year = None if isinstance(value, bool) else operator.index(cast("SupportsIndex", value))
    except TypeError:
        year = None
    if year is None:
        types = "a date, a datetime, an integer (a year) or an ISO 8601 string"
        raise TypeError(f"{name}: expected {types}, got {type(value).__name__} {value!r:.40}")
    if not datetime.MINYEAR <= year <= datetime.MAXYEAR:
        raise ValueError(f"{name}: expected a year from {datetime.MINYEAR} to {datetime.MAXYEAR}, got {year}")
    return year


def _from_iso(text: str, name: str) -> datetime.date | int:
    day, month = _ISO_DAY.fullmatch(text), _ISO_MONTH.fullmatch(text) if name == "not_after" else None
    try:
        if day:
            return datetime.date(int(day[1]), int(day[3]), int(day[4]))
        if month:
            first = datetime.date(int(month[1]), int(month[2]), 1)
            return first.replace(day=monthrange(first.year, first.month)[1])
        if _ISO_YEAR.fullmatch(text):
            return datetime.date(int(text), 1, 1).year
    except ValueError:
        pass
    raise ValueError(
        f"{name}: expected an ISO 8601 date or year such as '2024-05-01' or '2024', got {text!r:.40}"
    ) from None


def last_day(as_of: datetime.date | int) -> datetime.date:
    """Return the day itself, or the last day of a year.

    >>> last_day(2024)
    datetime.date(2024, 12, 31)
    """
    if isinstance(as_of, int):
        return datetime.date(as_of, 12, 31)
    return datetime.date(as_of.year, as_of.month, as_of.day)


def in_reading_year(date: ListingDate, as_of: AsOf) -> ListingDate | None:
    """Return ``date`` with the year of ``as_of``, unless it has a year already.

    If ``as_of`` is None, ``date`` is returned unchanged. If ``date`` contradicts ``as_of``, None is returned: it is a
    later day, or that year has no such day.

    >>> str(in_reading_year(ListingDate(month=10, day=6), datetime.date(2025, 12, 12)))
    '2025-10-06'
    >>> in_reading_year(ListingDate(month=12, day=13), datetime.date(2025, 12, 12))
    """
    if as_of is None:
        return date
    last = last_day(as_of)
    dated = date if date.year else _of_year(date.month, date.day, last.year)
    day = dated and dated.date
    return dated if day and day <= last else None
