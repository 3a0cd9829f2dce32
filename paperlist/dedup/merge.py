"""Merge listings into a catalog."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .catalog import Catalog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model import Listing


def merge(listings: Iterable[Listing]) -> Catalog:
    """Merge listings, in any order, into a :class:`Catalog`. Raises TypeError for anything that is not a Listing.

    See :mod:`paperlist.dedup.match` and :mod:`paperlist.dedup.cluster` for how duplicates are recognised.

    >>> from paperlist import Listing, Paper
    >>> merge([Listing(papers=[Paper(title="Tides"), Paper(title="Waves")]), Listing(papers=[Paper(title="TIDES")])])
    <Catalog of 2 entries, 3 sightings>
    """
    catalog = Catalog()
    for listing in listings:
        catalog.add(listing)
    return catalog
