"""Sort sightings by listing date, name of the dump, and position; break ties by the other values of the card.

Listing dates with a year come first, then those without one by month and day, then undated pages. The order is total,
so no result depends on the order of the input.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import chain, groupby, pairwise
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from .._attrs import evolve
from ..model import Dump, ListingDate, Sighting, printed
from ..model.texts import sighting_text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

T = TypeVar("T")
SortKey: TypeAlias = tuple[Any, ...]

MIN_KNOWN_PER_NEW_ONE: Final = 20
"""If there are at least this many values for each new one, new ones are inserted; otherwise all are sorted."""


def _day_sort_key(date: ListingDate | None) -> SortKey:
    if date is None:
        return (True,)
    return False, date.year is None, date.year or 0, date.month, date.day


def _dump_sort_key(dump: Dump) -> SortKey:
    source, snapshot = dump.source or "", dump.snapshot or ""
    return _day_sort_key(dump.listing_date), source, dump.digest, snapshot


def sighting_sort_key(sighting: Sighting) -> SortKey:
    """Return a sort key for a sighting: its day, source, position and title. Few sightings have equal keys."""
    return *_dump_sort_key(sighting.dump), sighting.position, sighting.paper.title


def _dump(sighting: Sighting) -> Dump:
    return sighting.dump


def _sort_keys(sightings: Iterable[Sighting]) -> list[SortKey]:
    """Return the sort keys of ``sightings``; the dump's part is made once for successive sightings that share it."""
    found: list[SortKey] = []
    for dump, run in groupby(sightings, _dump):
        of_dump = _dump_sort_key(dump)
        found += [(*of_dump, sighting.position, sighting.paper.title) for sighting in run]
    return found


def as_printed(sighting: Sighting) -> Sighting:
    """Return an equal sighting without the values that ``==`` ignores, so that equal sightings have the same text."""
    published = _printed_date(sighting.paper.published)
    paper = evolve(sighting.paper, published=published, line=None, span=None, confidence=None)
    seen = sighting.dump
    dump = Dump(listing_date=_printed_date(seen.listing_date), digest=seen.digest, snapshot=seen.snapshot)
    return Sighting(paper=paper, dump=dump, position=sighting.position)


def _printed_date(date: ListingDate | None) -> ListingDate | None:
    known = printed(date)
    if known is None:
        return None
    month, day, year = known
    return ListingDate(month=month, day=day, year=year)


def full_text(sighting: Sighting) -> str:
    """Return all values of a sighting as text; slow, but different for any two different sightings."""
    return f"{sighting_text(sighting)}\n"


def ordered(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Return ``sightings`` in order.

    >>> from paperlist.model import Paper
    >>> [s.position for s in ordered(Sighting(paper=Paper(title="Tides"), position=n) for n in (2, 1))]
    [1, 2]
    """
    known = list(sightings)
    if len(known) == 1:
        return known
    return _ordered_by_dump(known) or ordered_by(known, _itself)


def _ordered_by_dump(sightings: list[Sighting]) -> list[Sighting] | None:
    """Return ``sightings`` sorted by dump, if those of each dump are together and in order already; else None."""
    runs: dict[SortKey, list[Sighting]] = {}
    for dump, run in groupby(sightings, _dump):
        key = _dump_sort_key(dump)
        same_dump = list(run)
        if key in runs or not _ascend(same_dump):
            return None
        runs[key] = same_dump
    return list(chain.from_iterable(runs[key] for key in sorted(runs)))


def _ascend(run: list[Sighting]) -> bool:
    """Whether each position is greater than the one before."""
    positions = [sighting.position for sighting in run]
    return len(set(positions)) == len(positions) and positions == sorted(positions)


def _itself(sighting: Sighting) -> Sighting:
    return sighting


def ordered_by(values: Iterable[T], first: Callable[[T], Sighting]) -> list[T]:
    """Return ``values`` sorted by the sighting that ``first`` returns for each. Texts are made only to break ties."""
    known = list(values)
    if len(known) == 1:
        return known
    keys = _sort_keys(map(first, known))
    order = sorted(range(len(known)), key=keys.__getitem__)
    if all(keys[one] != keys[other] for one, other in pairwise(order)):
        return [known[number] for number in order]
    found: list[T] = []
    for _, tied in groupby(order, keys.__getitem__):
        found += _ordered_by_text([known[number] for number in tied], first)
    return found


def place_of(sighting: Sighting, known: Sequence[T], first: Callable[[T], Sighting]) -> int:
    """Return the index of a value among sorted ones, or that at which to insert it, by the sighting that sorts it."""
    key = sighting_sort_key(sighting)
    low = bisect_left(known, key, key=lambda value: sighting_sort_key(first(value)))
    high = bisect_right(known, key, lo=low, key=lambda value: sighting_sort_key(first(value)))
    if low == high:
        return low
    return bisect_left(known, full_text(sighting), lo=low, hi=high, key=lambda value: full_text(first(value)))


def insert(known: list[Sighting], new: Collection[Sighting]) -> None:
    """Insert ``new`` sightings into those that are ``known``, which are in order and stay so."""
    if len(new) * MIN_KNOWN_PER_NEW_ONE > len(known):
        known[:] = ordered(chain(known, new))
        return
    for sighting in new:
        known.insert(place_of(sighting, known, _itself), sighting)


def _ordered_by_text(tied: list[T], first: Callable[[T], Sighting]) -> list[T]:
    if len(tied) == 1:
        return tied
    return sorted(tied, key=lambda value: full_text(first(value)))
