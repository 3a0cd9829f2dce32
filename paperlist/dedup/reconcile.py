"""What do two equal sightings say together?

Where a card stood and what is known of its years is no part of equality, so equal sightings may differ in it: one page
read twice, the second time by a caller who knows more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from .merge import year_doubt

if TYPE_CHECKING:
    from ..model import ListingDate, Paper, Sighting


def reconcile(one: Sighting, other: Sighting) -> Sighting:
    """Return one sighting for two equal ones: with the surer year of both, or the tighter bounds, and the first place.

    Years that contradict are left open, between bounds that do so. It is ``one`` itself where ``other`` adds nothing;
    the order makes no difference to what it says.

    >>> from paperlist.model import ListingDate, Paper, Sighting
    >>> days = (ListingDate(month=12, day=12, earliest=2025), ListingDate(month=12, day=12, latest=2025))
    >>> reconcile(*(Sighting(paper=Paper(title="Tides"), listing_date=day) for day in days)).listing_date.years()
    '2025'
    """
    if _uncompared(one) == _uncompared(other):
        return one
    first = min(one.paper, other.paper, key=_place)
    published = _both(one.paper.published, other.paper.published)
    made = evolve(
        one,
        paper=evolve(one.paper, published=published, line=first.line, span=first.span),
        listing_date=_both(one.listing_date, other.listing_date),
    )
    return one if _uncompared(made) == _uncompared(one) else made


def _uncompared(sighting: Sighting) -> tuple[Any, ...]:
    """Return what may differ between equal sightings."""
    paper, date = sighting.paper, sighting.listing_date
    return paper.line, paper.span, _year_told(paper.published), _year_told(date)


def _year_told(date: ListingDate | None) -> tuple[Any, ...]:
    return () if date is None else (date.year, date.year_basis, date.earliest, date.latest)


def _place(paper: Paper) -> tuple[Any, ...]:
    return paper.line is None, paper.line or 0, paper.span is None, paper.span or ()


def _both(one: ListingDate | None, other: ListingDate | None) -> ListingDate | None:
    if one is None or other is None:
        return one
    least = max((bound for bound in (one.earliest, other.earliest) if bound is not None), default=None)
    most = min((bound for bound in (one.latest, other.latest) if bound is not None), default=None)
    surer = min(one, other, key=year_doubt)
    if least is not None and most is not None and least > most:
        return evolve(surer, year=None, year_basis=None, earliest=least, latest=most)
    return evolve(surer, earliest=least, latest=most)
