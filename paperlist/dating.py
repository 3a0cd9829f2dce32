"""What do a page's dates say of its years?

====================================  ========================================================================
a search leaves out the year of       it was read in a later year than any that it prints, and its dates
reading                               without one are of that year
it lists the day on which it is read  or one in the week before; not where it shows a later day, or where
                                      stronger evidence has it otherwise
another page                          may show a day long past (an archive's), and prints the year of reading
                                      too (what is trending); what it lists had appeared a month later
====================================  ========================================================================
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Final

from attrs import fields_dict, frozen

from .model import FEB_29, YEAR_BASES, Evidence, ListingDate, Paper
from .years import Clash, Years

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

LAG: Final = datetime.timedelta(days=7)
"""How long a search may be read after the day it lists: over a weekend, or holidays, the listing is an older one."""

BACKLOG: Final = datetime.timedelta(days=31)
"""How long after the day it is under a paper may have appeared that is not on a search: months are listed, too."""

_SURE: Final = YEAR_BASES.index("capture")
"""Evidence stronger than this tells of a search that it was not read on the day it lists."""


def is_unknown(date: ListingDate) -> bool:
    """Return whether the year of ``date`` is not known, or only assumed."""
    return date.year is None or date.year_basis == "assumed"


def hides_year(date: ListingDate) -> bool:
    """Return whether the page left out the year of ``date``, whatever is known of it since."""
    return date.year is None or date.year_basis not in (None, "printed")


def year_from(day: datetime.date, date: ListingDate) -> int:
    """Return the first year in which ``date`` is ``day`` or later.

    >>> import datetime
    >>> year_from(datetime.date(2024, 12, 12), ListingDate(month=10, day=6))
    2025
    """
    return day.year + ((date.month, date.day) < (day.month, day.day))


def year_until(day: datetime.date, date: ListingDate) -> int:
    """Return the last year in which ``date`` is ``day`` or earlier.

    >>> import datetime
    >>> year_until(datetime.date(2026, 11, 21), ListingDate(month=12, day=12))
    2025
    """
    return day.year - ((date.month, date.day) > (day.month, day.day))


def before(day: datetime.date, time: datetime.timedelta) -> datetime.date:
    """Return the day so long before another, or the first of all."""
    return max(day, datetime.date.min + time) - time


@frozen(kw_only=True)
class Shape:
    """What the papers of a page show of years: the last day ``printed`` with one, ``given`` one, and ``hidden``.

    The last is the last in the calendar, month and day; ``leap`` says that Feb 29 is hidden. ``search`` says that the
    page leaves out the year of reading.
    """

    search: bool
    printed: datetime.date | None
    given: datetime.date | None
    hidden: tuple[int, int] | None
    leap: bool

    def lag(self, date: ListingDate) -> int | None:
        """Return by how many years at most the page was read after ``date``, which it lists; None where nothing says.

        Only a search of the last days of December may have been read in the next year, if it shows no later day.
        """
        hidden = self.hidden or (0, 0)
        if not self.search or hidden > (date.month, date.day):
            return None
        january = date.day + LAG.days - 31 if date.month == 12 else 0
        return int(january > 0 and hidden <= (1, january))


def shape_of(dates: Iterable[ListingDate | None], *, search: bool = False) -> Shape:
    """Return what the dates of the papers of one page show together: one that hides a year is a search."""
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
    """Iterate over what the days that a page shows with a year say of its reading, and of the day it lists."""
    for day, later in ((shape.printed, shape.search), (shape.given, False)):
        if day is not None and day.year < datetime.MAXYEAR:
            told = f"{day}{source}"
            yield Evidence(basis="printed", told=told, first=datetime.date(day.year + later, 1, 1))
            if not shape.search:
                yield Evidence(basis="printed", told=told, first=before(day, BACKLOG), listed=True)


@frozen(kw_only=True)
class Page:
    """A page's unknown years, of its reading and of the day it lists, if it lists one."""

    read: int
    listed: int | None
    date: ListingDate | None
    shape: Shape
    lag: int | None


def add_page(years: Years, shape: Shape, date: ListingDate | None, *, on_its_day: bool = True) -> Page:
    """Add a page's unknown years to ``years``, and how they go together."""
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
    """State what ``evidence`` says of a page's years."""
    first, last, basis, told = evidence.first, evidence.last, evidence.basis, evidence.told
    if not evidence.listed:
        if first is not None:
            years.at_least(page.read, first.year, basis, told)
        if last is not None:
            # The last of the days without a year had come when the page was read.
            hidden = ListingDate(month=page.shape.hidden[0], day=page.shape.hidden[1]) if page.shape.hidden else None
            years.at_most(page.read, year_until(last, hidden) if hidden else last.year, basis, told)
    if page.listed is None or page.date is None:
        return
    if first is not None and evidence.listed:
        years.at_least(page.listed, year_from(first, page.date), basis, told)
    elif first is not None and (page.lag or (page.lag == 0 and basis != "as_of")):
        # The caller may name a day long after that of a search, if only the year is right.
        years.at_least(page.listed, year_from(before(first, LAG), page.date), basis, told)
    if last is not None:
        years.at_most(page.listed, year_until(last, page.date), basis, told)


@frozen
class Settled:
    """What is known of a page's years, and where evidence clashes."""

    years: Years
    page: Page
    clashes: list[Clash]

    def published(self, date: ListingDate) -> ListingDate:
        """Return a paper's ``date``, which the page shows without a year, with what is known of that."""
        return told_date(date, self.years, self.page.read)

    def listed(self) -> ListingDate | None:
        """Return the day that the page lists, with what is known of its year."""
        if self.page.listed is None or self.page.date is None:
            return None
        return told_date(self.page.date, self.years, self.page.listed)


def settle(shape: Shape, date: ListingDate | None, evidence: Sequence[Evidence]) -> Settled:
    """Return what ``evidence`` proves of the years of one page; of kinds that clash the weaker is left out."""
    clashes: list[Clash] = []
    dropped: set[str] = set()
    on_its_day = True
    while True:
        years = Years()
        page = add_page(years, shape, date, on_its_day=on_its_day)
        for told in evidence:
            if told.basis not in dropped:
                state(years, page, told)
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


def told_date(date: ListingDate, years: Years, x: int) -> ListingDate:
    """Return ``date`` with what is known of its year, the unknown ``x``; one that is known stays as it is."""
    if not is_unknown(date):
        return date
    earliest, latest = years.bounds(x)
    if earliest is not None and earliest == latest:
        return ListingDate(month=date.month, day=date.day, year=earliest, year_basis=years.basis(x))
    if (earliest, latest) == (date.earliest, date.latest):
        return date
    fits = date.year is not None and (earliest or date.year) <= date.year <= (latest or date.year)
    return ListingDate(
        month=date.month,
        day=date.day,
        year=date.year if fits else None,
        year_basis="assumed" if fits else None,
        earliest=earliest,
        latest=latest,
    )


_FIELDS: Final = tuple(fields_dict(Paper))


def with_year(paper: Paper, tell: Callable[[ListingDate], ListingDate]) -> Paper:
    """Return ``paper`` with what ``tell`` knows of the year in which it was published, where that is not known."""
    date = paper.published
    dated = tell(date) if date is not None and is_unknown(date) else date
    if dated is date:
        return paper
    # attrs' own way to change one value takes three times as long.
    values: dict[str, Any] = {name: getattr(paper, name) for name in _FIELDS}
    values["published"] = dated
    return Paper(**values)
