"""Combine two equal sightings into one.

Equality ignores the place of a card in the dump, the names of the dump, and deduced years. So equal sightings may
differ in these: they may come from copies of a dump, or from a dump that was parsed twice with different options.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from .survivors import year_doubt

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from ..model import Dump, ListingDate, Paper, Sighting


def reconcile(one: Sighting, other: Sighting, made: MutableMapping[tuple[Dump, Dump], Dump] | None = None) -> Sighting:
    """Return one sighting for two equal ones: with the names of both, the more certain years, and the earlier place.

    If ``other`` adds nothing, ``one`` itself is returned; apart from that, their order makes no difference. Years that
    contradict each other stay unknown, with contradictory bounds. ``made`` caches the combined dumps, so all their
    sightings share one object.

    >>> from paperlist.model import Dump, ListingDate, Paper, Sighting
    >>> days = (ListingDate(month=12, day=12, earliest=2025), ListingDate(month=12, day=12, latest=2025))
    >>> seen = [Sighting(paper=Paper(title="Tides"), dump=Dump(listing_date=day)) for day in days]
    >>> reconcile(*seen).listing_date.years()
    '2025'
    """
    dump = _same_dump(one.dump, other.dump, {} if made is None else made)
    if dump is one.dump and _ignored(one.paper) == _ignored(other.paper):
        return one
    first = min(one.paper, other.paper, key=_place)
    published = _both(one.paper.published, other.paper.published)
    paper = evolve(one.paper, published=published, line=first.line, span=first.span)
    if dump is one.dump and _ignored(paper) == _ignored(one.paper):
        return one
    return evolve(one, paper=paper, dump=dump)


def _same_dump(one: Dump, other: Dump, made: MutableMapping[tuple[Dump, Dump], Dump]) -> Dump:
    """Combine two copies of a dump; return ``one`` itself if ``other`` adds nothing."""
    if one is other:
        return one
    dump = made.get((one, other))
    if dump is None:
        date = _both(one.listing_date, other.listing_date)
        dump = evolve(one, listing_date=date, sources=(*one.sources, *other.sources))
        if dump.sources == one.sources and _year_known(date) == _year_known(one.listing_date):
            dump = one
        made[one, other] = dump
    return dump


def _ignored(paper: Paper) -> tuple[Any, ...]:
    """Return the values of a paper that may differ between equal sightings."""
    return paper.line, paper.span, _year_known(paper.published)


def _year_known(date: ListingDate | None) -> tuple[Any, ...]:
    return () if date is None else (date.year, date.year_basis, date.earliest, date.latest)


def _place(paper: Paper) -> tuple[Any, ...]:
    return paper.line is None, paper.line or 0, paper.span is None, paper.span or ()


def _doubt(date: ListingDate) -> tuple[int, str]:
    """Return a sort key for dates, the most certain year first. Dates with equal keys have the same basis."""
    return year_doubt(date), date.year_basis or ""


def _both(one: ListingDate | None, other: ListingDate | None) -> ListingDate | None:
    if one is None or other is None or _year_known(one) == _year_known(other):
        return one
    least = max((bound for bound in (one.earliest, other.earliest) if bound is not None), default=None)
    most = min((bound for bound in (one.latest, other.latest) if bound is not None), default=None)
    surer = min(one, other, key=_doubt)
    if least is not None and most is not None and least > most:
        return evolve(surer, year=None, year_basis=None, earliest=least, latest=most)
    return evolve(surer, earliest=least, latest=most)
