"""In which order do sightings come?

By listing date (see :meth:`ListingDate.sort_key <paperlist.model.ListingDate.sort_key>`, undated last), source and
position, and where these tie by all that the card says: a total order, so that nothing is left to chance.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from attrs import evolve

from ..model import Record, Sighting, date_record, json_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def place(sighting: Sighting) -> tuple[Any, ...]:
    """Return a key that orders nearly all sightings."""
    date = sighting.listing_date
    day = (True,) if date is None else (False, *date.sort_key())
    return day, sighting.source or "", sighting.position, sighting.paper.title


def sighting_record(sighting: Sighting, known: Record) -> Record:
    """Return the sighting as a dict of JSON's types, without the fields of the paper that are in ``known`` already."""
    return {
        "source": sighting.source,
        "position": sighting.position,
        **date_record("listing_date", sighting.listing_date),
        **{name: value for name, value in sighting.paper.to_dict().items() if value != known.get(name)},
    }


def bare(sighting: Sighting) -> Sighting:
    """Return an equal sighting without what equality leaves out, so that equal ones have the same text."""
    seen, published = (d and evolve(d, year_basis=None) for d in (sighting.listing_date, sighting.paper.published))
    paper = evolve(sighting.paper, published=published, line=None, span=None)
    return evolve(sighting, paper=paper, listing_date=seen)


def text(sighting: Sighting) -> str:
    """Return all that a sighting says: slow to make, and different for any two."""
    return json_line(sighting_record(sighting, {}))


def ordered(sightings: Iterable[Sighting]) -> Iterator[Sighting]:
    """Yield ``sightings`` in order, making the text of each only where the rest ties.

    >>> from paperlist.model import Paper
    >>> [s.position for s in ordered(Sighting(paper=Paper(title="Tides"), position=n) for n in (2, 1))]
    [1, 2]
    """
    placed = list(sightings)
    if len(placed) < 2:
        yield from placed
        return
    for _, run in groupby(sorted(placed, key=place), key=place):
        tied = list(run)
        yield from sorted(tied, key=text) if len(tied) > 1 else tied
