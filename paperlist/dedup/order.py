"""Sort sightings by listing date, name of the dump, and position; break ties by the other values of the card.

Listing dates with a year come first, then those without one by month and day, then undated pages. The order is total,
so no result depends on the order of the input.
"""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from attrs import evolve

from ..model import Dump, ListingDate, Record, Sighting, date_record, json_line, printed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

T = TypeVar("T")
Place: TypeAlias = tuple[Any, ...]


def _day(dump: Dump) -> tuple[Any, ...]:
    date = dump.listing_date
    return (True,) if date is None else (False, date.year is None, date.year or 0, date.month, date.day)


def _place_of(dump: Dump) -> Place:
    return _day(dump), dump.source or "", dump.digest, dump.snapshot or ""


def place(sighting: Sighting) -> Place:
    """Return a sort key for a sighting: its day, source, position and title. Few sightings have equal keys."""
    return *_place_of(sighting.dump), sighting.position, sighting.paper.title


def _dump(sighting: Sighting) -> Dump:
    return sighting.dump


def _places(sightings: Iterable[Sighting]) -> list[Place]:
    """Return the sort keys of ``sightings``; the dump's part is made once for successive sightings that share it."""
    found: list[Place] = []
    for dump, run in groupby(sightings, _dump):
        page = _place_of(dump)
        found += [(*page, sighting.position, sighting.paper.title) for sighting in run]
    return found


def sighting_record(sighting: Sighting) -> Record:
    """Return all values of a sighting as a dict of JSON's types.

    >>> from paperlist.model import Paper
    >>> sighting_record(Sighting(paper=Paper(title="Tides"), position=2))["position"]
    2
    """
    dump = sighting.dump
    return {
        "sources": list(dump.sources),
        "snapshot": dump.snapshot,
        "page": dump.digest,
        "position": sighting.position,
        **date_record("listing_date", dump.listing_date),
        **sighting.paper.to_dict(),
    }


def bare(sighting: Sighting) -> Sighting:
    """Return an equal sighting without the values that ``==`` ignores, so that equal sightings have the same text."""
    dates = map(printed, (sighting.listing_date, sighting.paper.published))
    seen, published = (date and ListingDate(month=date[0], day=date[1], year=date[2]) for date in dates)
    paper = evolve(sighting.paper, published=published, line=None, span=None)
    dump = Dump(listing_date=seen, digest=sighting.dump.digest, snapshot=sighting.dump.snapshot)
    return Sighting(paper=paper, dump=dump, position=sighting.position)


def text(sighting: Sighting) -> str:
    """Return all values of a sighting as text; slow, but different for any two different sightings."""
    return json_line(sighting_record(sighting))


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
    runs = [list(run) for _, run in groupby(sightings, _dump)]
    pages = {_place_of(run[0].dump): run for run in runs}
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
