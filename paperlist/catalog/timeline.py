"""Deduce years from all pages together.

A paper was published in one year. If one page prints that year, it is known for the other pages that show the paper,
too. That dates these pages, and through them the other papers on them. Contradictions are reported, and the years
concerned stay unknown.
"""

from __future__ import annotations

import datetime
from datetime import MAXYEAR, MINYEAR
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

from .._attrs import define, evolve, field
from ..errors import UNNAMED, Diagnostic, excerpt
from ..model import FEB_29, ListingDate, Sighting
from ..years.bounds import Years
from ..years.inference import (
    BACKLOG,
    LAG,
    add_page,
    hides_year,
    is_unknown,
    shape_of,
    shown,
    state,
    told_date,
    with_year,
    year_from,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..model import Dump, DumpKey, Evidence
    from ..years.bounds import Clash
    from ..years.inference import Page

Dated: TypeAlias = "tuple[Sighting, Sighting]"
"""A sighting as it was read, and the same sighting with the years that were deduced."""


@define
class _Timeline:
    """The unknown years of all pages, and of the papers that appear on several pages."""

    years: Years = field(factory=Years)
    pages: list[tuple[Page, Sequence[Sighting]]] = field(factory=list)
    page_of: dict[int, Page] = field(factory=dict)
    """The page of each sighting, by the sighting's ``id()``."""
    year_of: dict[int, int] = field(factory=dict)
    """The unknown for a paper's year of publication, by the ``id()`` of each sighting that omits that year."""
    names: dict[int, tuple[str, str | None]] = field(factory=dict)
    """A description of each unknown of a page for messages, and the source of the page."""
    papers: dict[int, tuple[ListingDate, Sighting]] = field(factory=dict)
    """A sighting for each unknown of a paper, with the date of publication there; messages are made of them."""
    left_open: set[int] = field(factory=set)
    torn: dict[str, tuple[str, ...]] = field(factory=dict)
    """The names of pages whose copies were read with years that contradict each other, each with all its names."""

    def add_page(self, sightings: Sequence[Sighting]) -> None:
        """Add the unknowns of a page, and the bounds that follow from that page alone."""
        first = min(sightings, key=_position)  # so that the order of the papers makes no difference
        date, source = first.listing_date, first.source
        name = source or UNNAMED
        listing_dates = _with_distinct_bounds(sighting.listing_date for sighting in sightings)
        published = [sighting.paper.published for sighting in sightings]
        hidden = [day for day in published if day is not None and hides_year(day)]
        shape = shape_of(published)
        evidence = list(shown(shape, source=f" in {name}"))
        page = add_page(self.years, shape, date, on_its_day=_may_be_saved_on(listing_dates, hidden, evidence))
        self.pages.append((page, sightings))
        self.page_of.update(dict.fromkeys(map(id, sightings), page))
        self.names[page.read] = "the day a page was saved", source
        for one in evidence:
            state(self.years, page, one)
        for day in _with_distinct_bounds(hidden):
            self.state(page.read, day, name)
        if page.listed is not None:
            self.names[page.listed] = "the day that a page lists", source
            for day in listing_dates:
                self.state(page.listed, day, name)
        if name in self.torn:
            self.torn[name] = first.sources

    def state(self, x: int, date: ListingDate, name: str) -> None:
        """Add the bounds on the year of ``date`` to the unknown ``x``."""
        if date.earliest is not None and date.latest is not None and date.earliest > date.latest:
            self.torn[name] = (name,)
        basis = date.year_basis
        if basis is None or basis == "assumed":
            basis = "bounds"
        if date.earliest is not None:
            self.years.at_least(x, date.earliest, basis, name)
        if date.latest is not None:
            self.years.at_most(x, date.latest, basis, name)

    def add_paper(self, group: Sequence[Sighting]) -> None:
        """Add the unknowns of a paper that has several sightings, and link them to the pages that show it."""
        days: dict[tuple[int, int], list[tuple[ListingDate, Sighting]]] = {}
        undated: list[Sighting] = []
        for sighting in group:
            date = sighting.paper.published
            if date is None:
                undated.append(sighting)
            else:
                days.setdefault((date.month, date.day), []).append((date, sighting))
        for day, dated in days.items():
            x = self._add_day(day, dated)
            if len(days) == 1:
                for sighting in undated:
                    self._precede(x, day, self.page_of[id(sighting)])

    def _add_day(self, day: tuple[int, int], dated: Sequence[tuple[ListingDate, Sighting]]) -> int:
        """Add the year in which a paper was published on this day, link it to its sightings, and return it."""
        x = self.years.unknown(leap=day == FEB_29)
        self.years.ties.add(x)
        self.papers[x] = dated[0]
        for date, sighting in dated:
            if hides_year(date):
                self.years.same(x, self.page_of[id(sighting)].read)
                self.year_of[id(sighting)] = x
            else:
                self.state(x, date, sighting.source or UNNAMED)
        return x

    def _precede(self, x: int, day: tuple[int, int], page: Page) -> None:
        """Add bounds for a page that shows a paper without its date: it was saved after the paper appeared."""
        self.years.differ(x, page.read)
        if page.listed is None or page.date is None:
            return
        if page.shape.search and page.lag is None:
            return
        year = 2000 if day == FEB_29 else 2001
        soonest = datetime.date(year, *day) - (BACKLOG if page.lag is None else LAG)
        self.years.differ(x, page.listed, year_from(soonest, page.date) - year)

    def settle(self) -> list[Clash]:
        """Compute all years, and return the contradictions; the years concerned stay as they were read."""
        clashes = self.years.solve()
        self.left_open.update(clash.unknown for clash in clashes)
        return clashes

    def dated(self) -> Iterator[tuple[int, Sighting]]:
        """Iterate over the sightings whose dates could be narrowed, each with the ``id()`` of the original sighting."""
        for page, sightings in self.pages:
            date = page.date
            if date is not None and page.listed is not None:
                date = self._narrowed(date, page.listed)
            dumps: dict[Dump, Dump] = {}
            for sighting in sightings:
                year = self.year_of.get(id(sighting), page.read)
                paper = with_year(sighting.paper, partial(self._narrowed, x=year))
                dump = dumps.get(sighting.dump)
                if dump is None:
                    dump = dumps[sighting.dump] = _with_date(sighting.dump, date)
                if paper is not sighting.paper or dump is not sighting.dump:
                    yield id(sighting), Sighting(paper=paper, dump=dump, position=sighting.position)

    def _narrowed(self, date: ListingDate, x: int) -> ListingDate:
        return date if x in self.left_open else told_date(date, self.years, x)

    def _name(self, x: int) -> tuple[str, str | None]:
        """Return a description of an unknown, and the source in which it occurs."""
        if x not in self.papers:
            return self.names[x]
        date, seen = self.papers[x]
        day = ListingDate(month=date.month, day=date.day)
        return f"{day} of {excerpt(seen.paper.title)!r}", seen.source

    def diagnostic(self, clash: Clash) -> Diagnostic:
        """Return the diagnostic for a contradiction."""
        lower, upper = clash.lower, clash.upper
        if lower and upper and lower.reason == upper.reason in self.torn and lower.basis == upper.basis == "bounds":
            source, *copies = self.torn[lower.reason] or (None,)
            also = f", and as {', '.join(copies)}," if copies else ""
            message = (
                f"this dump was read{also} with contradicting years (as_of, not_after or file names differ): "
                f"{lower.year} or later, but also {-upper.year} or earlier (Catalog.replace, or update --replace, "
                "corrects it)"
            )
            return Diagnostic(code="contradicting-years", message=message, source=source)
        name, source = self._name(clash.unknown)
        return Diagnostic(code="contradicting-years", message=f"{name}: {clash}", source=source)


def _position(sighting: Sighting) -> int:
    return sighting.position


def _with_date(dump: Dump, date: ListingDate | None) -> Dump:
    return dump if date is dump.listing_date else evolve(dump, listing_date=date)


def _with_distinct_bounds(dates: Iterable[ListingDate | None]) -> list[ListingDate]:
    """Return one of a page's dates for each distinct set of bounds; usually all dates have the same."""
    found: dict[tuple[object, ...], ListingDate] = {}
    for date in dates:
        if date is not None:
            found[date.earliest, date.latest, date.year_basis] = date
    return list(found.values())


def _may_be_saved_on(dates: Iterable[ListingDate], hidden: Iterable[ListingDate], evidence: Iterable[Evidence]) -> bool:
    """Whether a page may have been saved in the year of the day that it lists, by the bounds of both years."""
    last_years = [date.latest for date in dates]
    first_years = [day.earliest for day in hidden]
    first_years += [one.first.year for one in evidence if one.first is not None and not one.listed]
    latest = min(filter(None, last_years), default=MAXYEAR)
    return max(filter(None, first_years), default=MINYEAR) <= latest


def _pages(sightings: Iterable[Sighting]) -> Iterator[list[Sighting]]:
    """Iterate over the sightings of each page; if several have the same position, each counts as a page of its own."""
    pages: dict[DumpKey, list[Sighting]] = {}
    for sighting in sightings:
        pages.setdefault(sighting.dump.key, []).append(sighting)
    for page in pages.values():
        if len({sighting.position for sighting in page}) == len(page) and not _are_several(page):
            yield page
        else:
            yield from ([sighting] for sighting in page)


def _are_several(page: Iterable[Sighting]) -> bool:
    """Whether sightings read as one page come from several: dates without a year on one page share one year."""
    bounds: set[tuple[int | None, int | None]] = set()
    for sighting in page:
        day = sighting.paper.published
        if sighting.listing_date is None and day is not None and hides_year(day):
            bounds.add((day.earliest, day.latest))
    return len(bounds) > 1


def _agree(group: Sequence[Sighting]) -> bool:
    """Whether no page can learn from this paper: it has one sighting, or all show the same full date."""
    if len(group) == 1:
        return True
    date = group[0].paper.published
    if date is None or is_unknown(date):
        return False
    for sighting in group:
        other = sighting.paper.published
        if other is not date and (other is None or other.date != date.date):
            return False
    return True


def _may_be_narrowed(date: ListingDate | None) -> bool:
    return date is not None and is_unknown(date)


def is_open(sighting: Sighting) -> bool:
    """Return whether a year of ``sighting`` is unknown, so that other sightings may supply it."""
    return _may_be_narrowed(sighting.dump.listing_date) or _may_be_narrowed(sighting.paper.published)


def dated_sort_key(sighting: Sighting) -> tuple[Any, ...]:
    """Return a sort key for a sighting: by its date, including deduced bounds, then by source and position."""
    dump = sighting.dump
    date = dump.listing_date
    day = (True,) if date is None else (False, *date.sort_key())
    return day, dump.source or "", dump.digest, dump.snapshot or "", sighting.position


def _sort_key(dated: Dated) -> tuple[Any, ...]:
    _, sighting = dated
    return dated_sort_key(sighting)


def date_together(groups: Sequence[Sequence[Sighting]]) -> tuple[list[list[Dated]], list[Diagnostic]]:
    """Return the sightings of each paper with the years deduced from all of them, and a diagnostic per contradiction.

    Each group is sorted, and is returned sorted by the dates as they are then known.
    """
    each, contradictions = narrow_together(groups)
    narrowed = dict(each)
    return [sorted_by_date((s, narrowed.get(id(s), s)) for s in group) for group in groups], contradictions


def sorted_by_date(group: Iterable[Dated]) -> list[Dated]:
    """Return the sightings of a paper, which are sorted, sorted by the dates that were deduced."""
    return sorted(group, key=_sort_key)


def narrow_together(groups: Sequence[Sequence[Sighting]]) -> tuple[Iterator[tuple[int, Sighting]], list[Diagnostic]]:
    """Return the sightings whose dates could be narrowed, with the ``id()`` of the originals, and the contradictions.

    Of the papers, only titles and dates of publication are used.
    """
    timeline = _Timeline()
    for page in _pages(chain.from_iterable(groups)):
        timeline.add_page(page)
    for group in groups:
        if not _agree(group):
            timeline.add_paper(group)
    clashes = timeline.settle()
    return timeline.dated(), sorted(set(map(timeline.diagnostic, clashes)), key=str)
