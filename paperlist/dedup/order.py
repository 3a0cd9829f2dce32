"""Sort sightings, so that results do not depend on the order in which dumps were added.

The order is by listing date (those with a year first, then by month and day; undated ones last), then by source and
position. Ties are broken by all values of the card.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from attrs import evolve

from ..model import ListingDate, Record, Sighting, date_record, json_line, printed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")
Place: TypeAlias = tuple[Any, ...]


def _day(sighting: Sighting) -> tuple[Any, ...]:
    date = sighting.listing_date
    return (True,) if date is None else (False, date.year is None, date.year or 0, date.month, date.day)


def place(sighting: Sighting) -> Place:
    """Return a sort key for a sighting: its day, source, position and title. Few sightings have equal keys."""
    return _day(sighting), sighting.source or "", sighting.position, sighting.paper.title


def _places(sightings: Iterable[Sighting]) -> list[Place]:
    """Return the sort keys of ``sightings``; for successive ones of one day, the day is computed once."""
    found: list[Place] = []
    for _, run in groupby(sightings, attrgetter("listing_date")):
        seen = list(run)
        day = _day(seen[0])
        found += [(day, s.source or "", s.position, s.paper.title) for s in seen]
    return found


def sighting_record(sighting: Sighting, known: Record) -> Record:
    """Return the sighting as a dict of JSON types, without those fields of the paper that ``known`` already has."""
    return {
        "source": sighting.source,
        "position": sighting.position,
        **date_record("listing_date", sighting.listing_date),
        **{name: value for name, value in sighting.paper.to_dict().items() if value != known.get(name)},
    }


def bare(sighting: Sighting) -> Sighting:
    """Return an equal sighting without the values that ``==`` ignores, so that equal sightings have the same text."""
    dates = map(printed, (sighting.listing_date, sighting.paper.published))
    seen, published = (date and ListingDate(month=date[0], day=date[1], year=date[2]) for date in dates)
    paper = evolve(sighting.paper, published=published, line=None, span=None)
    return evolve(sighting, paper=paper, listing_date=seen)


def text(sighting: Sighting) -> str:
    """Return all values of a sighting as text; slow, but different for any two different sightings."""
    return json_line(sighting_record(sighting, {}))


def ordered(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Return ``sightings`` in order.

    >>> from paperlist.model import Paper
    >>> [s.position for s in ordered(Sighting(paper=Paper(title="Tides"), position=n) for n in (2, 1))]
    [1, 2]
    """
    known = list(sightings)
    return known if len(known) == 1 else _by_page(known) or ordered_by(known, _itself)


def _by_page(sightings: list[Sighting]) -> list[Sighting] | None:
    """Return ``sightings`` sorted by page, if those of each page are together and in order already; else None."""
    runs = [list(run) for _, run in groupby(sightings, attrgetter("listing_date", "source"))]
    pages = {(_day(run[0]), run[0].source or ""): run for run in runs}
    if len(pages) < len(runs) or any(not _ascend(run) for run in runs):
        return None
    return [sighting for page in sorted(pages) for sighting in pages[page]]


def _ascend(run: list[Sighting]) -> bool:
    positions = [sighting.position for sighting in run]
    return len(set(positions)) == len(positions) and positions == sorted(positions)


def _itself(sighting: Sighting) -> Sighting:
    return sighting


def ordered_by(values: Iterable[T], first: Callable[[T], Sighting]) -> list[T]:
    """Return ``values`` sorted by the sighting that ``first`` returns for each. Texts are made only to break ties."""
    known = list(values)
    if len(known) == 1:
        return known
    places = _places(map(first, known))
    order = sorted(range(len(known)), key=places.__getitem__)
    if any(places[one] == places[other] for one, other in pairwise(order)):
        order = [n for _, run in groupby(order, places.__getitem__) for n in _by_text(list(run), known, first)]
    return [known[n] for n in order]


def _by_text(tied: list[int], known: list[T], first: Callable[[T], Sighting]) -> list[int]:
    return sorted(tied, key=lambda n: text(first(known[n]))) if len(tied) > 1 else tied
