"""List pairs of entries that are probably the same paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._attrs import frozen
from ..._collecting import uncollected
from ...dedup.explanation.review import probable_pairs
from ...errors import excerpt

if TYPE_CHECKING:
    from ...dedup.verdict.comparison import Comparison
    from ..entry.entry import Entry
    from .entries import Entries


@frozen(kw_only=True)
class Review:
    """Two entries that are probably the same paper but were not merged, with the comparison of their cards."""

    one: Entry
    other: Entry
    comparison: Comparison

    def __repr__(self) -> str:
        return f"<Review {excerpt(self.one.paper.title)!r}, {excerpt(self.other.paper.title)!r}>"

    def __str__(self) -> str:
        return f"{self.one.paper.title}\n{self.other.paper.title}\n{self.comparison}"


def probable_duplicates(entries: Entries) -> tuple[Review, ...]:
    """Return the pairs of entries that are probably the same paper but were not merged, the most probable first."""
    clusters = entries.clusters()
    with uncollected():
        found = probable_pairs(clusters)
    entry_of = {id(sighting): entry for entry in entries.all() for sighting in entry.sightings}
    reviews: list[Review] = []
    for labels, comparison in found:
        one, other = (entry_of[id(clusters.sightings(label)[0])] for label in labels)
        reviews.append(Review(one=one, other=other, comparison=comparison))
    return tuple(reviews)
