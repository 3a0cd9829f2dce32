"""Merge listings into a catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..dedup.verdict.match import MAX_ERROR
from ..errors import checked_several
from ..model import Listing
from .catalog import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterable


def merge(listings: Iterable[Listing], *, max_error: float = MAX_ERROR) -> Catalog:
    """Merge listings, in any order, into a :class:`Catalog`. Raises TypeError for anything that is not a Listing.

    ``max_error``, from 0 to 1, is the greatest chance of being wrong with which two cards are merged; pairs with a
    greater one are left for review. Other numbers raise ValueError.

    See :mod:`paperlist.dedup.verdict.match` and :mod:`paperlist.dedup.cluster` for how duplicates are recognised.

    >>> from paperlist import Listing, Paper
    >>> merge([Listing(papers=[Paper(title="Tides"), Paper(title="Waves")]), Listing(papers=[Paper(title="TIDES")])])
    <Catalog of 2 entries, 3 sightings>
    """
    expected = "listings: expected several, such as those from parse_many"
    catalog = Catalog(max_error=max_error)
    for listing in checked_several(listings, expected, str, Listing):
        catalog.add(listing)
    return catalog
