"""Deduce the years of one page from its dates and from other evidence.

==============  ==============================================================================================
a search page   omits the current year: it was saved in a later year than any that it prints, and its dates
                without a year are in the year in which it was saved. The date at its top is the day on which
                it was saved, or up to a week before, unless a paper's date is later or stronger evidence
                contradicts this.
another page    may show a day from long ago, and the trending page prints the current year too. The papers
                on it had appeared a month after the date at its top at the latest.
==============  ==============================================================================================
"""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from .._attrs import frozen, names_of
from ..model import FEB_29, YEAR_BASES, Evidence, ListingDate, Paper, paper_of
from .bounds import Clash, Years

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from ..model import YearBasis

LAG: Final = datetime.timedelta(days=7)
"""How long after its own date a search page may be saved: over weekends and holidays it shows an older date."""

BACKLOG: Final = datetime.timedelta(days=31)
"""How long after a page's date its papers may have appeared, except on a search page: some pages cover a month."""

_REMEMBERED: Final = 1024
"""The size of a cache, for more dates than a few years have. Many papers share a date and its bounds."""

_SURE: Final = YEAR_BASES.index("capture")
"""Evidence stronger than this can show that a search page was not saved on its own date."""


def is_unknown(date: ListingDate) -> bool:
    """Return whether the year of ``date`` is unknown or only assumed."""
    return date.year is None or date.year_basis == "assumed"


def hides_year(date: ListingDate) -> bool:
    """Return whether the page omitted the year of ``date``, even if it is known from other evidence."""
    return date.year is None or date.year_basis not in (None, "printed")


def year_from(day: datetime.date, date: ListingDate) -> int:
    """Return the first year in which ``date`` is ``day`` or later.

    >>> import datetime
    >>> year_from(datetime.date(2024, 12, 12), ListingDate(month=10, day=6))
    2025
    """
    return day.year + ((date.month, date.day) < (day.month, day.day))


def _last_year(day: datetime.date, month: int, month_day: int) -> int:
    return day.year - ((month, month_day) > (day.month, day.day))


def year_until(day: datetime.date, date: ListingDate) -> int:
    """Return the last year in which ``date`` is ``day`` or earlier.

    >>> import datetime
    >>> year_until(datetime.date(2026, 11, 21), ListingDate(month=12, day=12))
    2025
    """
    return _last_year(day, date.month, date.day)


def before(day: datetime.date, time: datetime.timedelta) -> datetime.date:
    """Return ``day`` minus ``time``, or the first day of the calendar."""
    return max(day, datetime.date.min + time) - time


@frozen(kw_only=True)
class Shape:
    """What the dates of a page's papers imply about its years.

    ``printed`` is the last date that the page prints with a year, and ``given`` the last one with a year that a caller
    passed. ``hidden`` is the last month and day without a year, and ``leap`` means that one of these is Feb 29.
    ``search`` means that the page omits the current year.
    """

    search: bool
    printed: datetime.date | None
    given: datetime.date | None
    hidden: tuple[int, int] | None
    leap: bool

    def lag(self, date: ListingDate) -> int | None:
        """Return the maximum number of years between ``date``, the page's own, and the saving; None means unknown.

        Only a search page from the last days of December may be saved in the next year, if none of its papers is later.
        """
        hidden = self.hidden or (0, 0)
        if not self.search or hidden > (date.month, date.day):
            return None
        january = date.day + LAG.days - 31 if date.month == 12 else 0
        return int(january > 0 and hidden <= (1, january))


def shape_of(dates: Iterable[ListingDate | None], *, search: bool = False) -> Shape:
    """Summarize the dates of the papers on one page. If one has no year, the page is a search page."""
    printed: set[tuple[int, int, int]] = set()
    given: set[tuple[int, int, int]] = set()
    hidden: set[tuple[int, int]] = set()
    for date in dates:
        if date is None:
            continue
        if date.year is None or hides_year(date):
            hidden.add((date.month, date.day))
        else:
            (printed if date.year_basis else given).add((date.year, date.month, date.day))
    return Shape(
        search=search or bool(hidden),
        printed=_latest(printed),
        given=_latest(given),
        hidden=max(hidden, default=None),
        leap=FEB_29 in hidden,
    )


def _latest(days: Collection[tuple[int, int, int]]) -> datetime.date | None:
    return datetime.date(*max(days)) if days else None


def shown(shape: Shape, *, source: str = "") -> Iterator[Evidence]:
    """Iterate over the evidence from the dates that a page prints with a year."""
    for day, later in ((shape.printed, shape.search), (shape.given, False)):
        if day is not None and day.year < datetime.MAXYEAR:
            reason = f"{day}{source}"
            yield Evidence(basis="printed", reason=reason, first=datetime.date(day.year + later, 1, 1))
            if not shape.search:
                yield Evidence(basis="printed", reason=reason, first=before(day, BACKLOG), listed=True)


@frozen(kw_only=True)
class Page:
    """The unknown years of a page: in which it was saved (``read``), and of its own date (``listed``) if it has one."""

    read: int
    listed: int | None
    date: ListingDate | None
    shape: Shape
    lag: int | None


def add_page(years: Years, shape: Shape, date: ListingDate | None, *, on_its_day: bool = True) -> Page:
    """Add the unknown years of a page to ``years``, with the differences between them."""
    read = years.unknown(leap=shape.leap)
    if date is None:
        return Page(read=read, listed=None, date=None, shape=shape, lag=None)
    listed = years.unknown(leap=(date.month, date.day) == FEB_29)
    lag = shape.lag(date) if on_its_day else None
    years.differ(listed, read)
    if lag is not None:
        years.differ(read, listed, -lag)
    return Page(read=read, listed=listed, date=date, shape=shape, lag=lag)


def state(years: Years, page: Page, evidence: Evidence) -> None:
    """Record the bounds that ``evidence`` implies for a page's years."""
    first, last, basis, reason = evidence.first, evidence.last, evidence.basis, evidence.reason
    if not evidence.listed:
        if first is not None:
            years.at_least(page.read, first.year, basis, reason)
        if last is not None:
            # The page was saved after the last of its dates without a year.
            hidden = page.shape.hidden
            years.at_most(page.read, _last_year(last, *hidden) if hidden else last.year, basis, reason)
    if page.listed is None or page.date is None:
        return
    if first is not None and evidence.listed:
        years.at_least(page.listed, year_from(first, page.date), basis, reason)
    elif first is not None and (page.lag or (page.lag == 0 and basis != "as_of")):
        # Callers may pass a day long after the date of a search page: only its year has to be right.
        years.at_least(page.listed, year_from(before(first, LAG), page.date), basis, reason)
    if last is not None:
        years.at_most(page.listed, year_until(last, page.date), basis, reason)


@frozen
class Settled:
    """The years of a page, and the conflicts in the evidence for them."""

    years: Years
    page: Page
    clashes: list[Clash]

    def published(self, date: ListingDate) -> ListingDate:
        """Return the date of a paper, printed without a year, with its year or the bounds of that."""
        return told_date(date, self.years, self.page.read)

    def listed(self) -> ListingDate | None:
        """Return the page's own date, with its year or the bounds of that."""
        if self.page.listed is None or self.page.date is None:
            return None
        return told_date(self.page.date, self.years, self.page.listed)


def settle(shape: Shape, date: ListingDate | None, evidence: Sequence[Evidence]) -> Settled:
    """Deduce the years of one page from ``evidence``. If two kinds clash, the weaker one is ignored."""
    clashes: list[Clash] = []
    dropped: set[str] = set()
    on_its_day = True
    while True:
        years = Years()
        page = add_page(years, shape, date, on_its_day=on_its_day)
        for one in evidence:
            if one.basis not in dropped:
                state(years, page, one)
        found = years.solve()
        if not found:
            return Settled(years, page, clashes)
        clash = found[0]
        weaker = min(filter(None, (clash.lower, clash.upper)), key=lambda bound: bound.strength)
        if page.lag is not None and weaker.strength > _SURE:
            on_its_day = False
        else:
            clashes.append(clash)
            dropped.add(weaker.basis)
            on_its_day = True


@lru_cache(_REMEMBERED)
def _listing_date(  # noqa: PLR0913, PLR0917 - the fields of a date
    month: int, day: int, year: int | None, basis: YearBasis | None, earliest: int | None, latest: int | None
) -> ListingDate:
    return ListingDate(month=month, day=day, year=year, year_basis=basis, earliest=earliest, latest=latest)


def told_date(date: ListingDate, years: Years, x: int) -> ListingDate:
    """Return ``date`` with its year, which is the unknown ``x``, or the bounds of that; a known year is kept."""
    if not is_unknown(date):
        return date
    earliest, latest = years.bounds(x)
    if earliest is not None and earliest == latest:
        return _listing_date(date.month, date.day, earliest, years.basis(x), None, None)
    if (earliest, latest) == (date.earliest, date.latest):
        return date
    fits = date.year is not None and (earliest or date.year) <= date.year <= (latest or date.year)
    year, basis = (date.year, date.year_basis) if fits else (None, None)
    return _listing_date(date.month, date.day, year, basis, earliest, latest)


_FIELDS: Final = names_of(Paper)


def with_year(paper: Paper, date_of: Callable[[ListingDate], ListingDate]) -> Paper:
    """Return ``paper`` with its publication date passed through ``date_of``, if its year is unknown."""
    date = paper.published
    dated = date_of(date) if date is not None and is_unknown(date) else date
    if dated is date:
        return paper
    # attrs.evolve takes three times as long.
    values: dict[str, Any] = {name: getattr(paper, name) for name in _FIELDS}
    values["published"] = dated
    return paper_of(values)
