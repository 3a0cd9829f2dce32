"""What do two equal sightings say together?

Where a card stood and what is known of its years is no part of equality, so equal sightings may differ in it: one page
read twice, the second time by a caller who knows more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from .merge import year_doubt
from .order import text

if TYPE_CHECKING:
    from ..model import ListingDate, Sighting


def reconcile(one: Sighting, other: Sighting) -> Sighting:
    """Return one sighting for two equal ones: that with the surer years, with the tighter bounds of both.

    It is ``one`` itself where ``other`` adds nothing; the order makes no difference to what it says.

    >>> from paperlist.model import ListingDate, Paper, Sighting
    >>> days = (ListingDate(month=12, day=12, earliest=2025), ListingDate(month=12, day=12, latest=2025))
    >>> reconcile(*(Sighting(paper=Paper(title="Tides"), listing_date=day) for day in days)).listing_date.years()
    '2025'
    """
    if _uncompared(one) == _uncompared(other):
        return one
    stands, yields = sorted((one, other), key=_worth)
    made = evolve(
        stands,
        paper=evolve(stands.paper, published=_both(stands.paper.published, yields.paper.published)),
        listing_date=_both(stands.listing_date, yields.listing_date),
    )
    return one if _uncompared(made) == _uncompared(one) else made


def _uncompared(sighting: Sighting) -> tuple[Any, ...]:
    """Return what may differ between equal sightings."""
    paper, date = sighting.paper, sighting.listing_date
    return paper.line, paper.span, _year_told(paper.published), _year_told(date)


def _year_told(date: ListingDate | None) -> tuple[Any, ...]:
    return () if date is None else (date.year_basis, date.earliest, date.latest)


def _worth(sighting: Sighting) -> tuple[Any, ...]:
    """Return how doubtful the years of a sighting are, and its text but for their bounds."""
    dates = (sighting.listing_date, sighting.paper.published)
    listed, published = (date and evolve(date, earliest=None, latest=None) for date in dates)
    plain = evolve(sighting, listing_date=listed, paper=evolve(sighting.paper, published=published))
    return *(date is not None and year_doubt(date) for date in dates), text(plain)


def _both(one: ListingDate | None, other: ListingDate | None) -> ListingDate | None:
    if one is None or other is None:
        return one
    least = [bound for bound in (one.earliest, other.earliest) if bound is not None]
    most = [bound for bound in (one.latest, other.latest) if bound is not None]
    return evolve(one, earliest=max(least, default=None), latest=min(most, default=None))
