"""Who belongs together?

Down the ladder, each sighting is labelled by the first rung that knows it: a block's members that have no label yet
take the one label of its other members. Where those have none, the block is a cluster of its own; where they have
several, too: evidence that fits two papers joins neither, so it can never bridge them. Labels are never changed, so
two identifiers never join. A sighting that no rung knows (its title is empty) stays alone.

All of this asks only which sightings there are, never in which order they came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from .block import blocks
from .match import LADDER

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..model import Sighting
    from .match import Rung

Label: TypeAlias = tuple[str, str]
"""A cluster's name: a rung's name and a key on it."""


def labels(sightings: Sequence[Sighting], ladder: Iterable[Rung] = LADDER) -> list[Label | None]:
    """Return the label of each sighting, None where no rung of the ladder knows it.

    >>> from paperlist.model import Paper, Sighting
    >>> labels([Sighting(paper=Paper(title="One")), Sighting(paper=Paper(title="ONE!", arxiv_id="2412.09871"))])
    [('arxiv-id', '2412.09871'), ('arxiv-id', '2412.09871')]
    """
    found: list[Label | None] = [None] * len(sightings)
    for rung in ladder:
        for key, places in blocks((getattr(s.paper, rung.field) for s in sightings), rung.key).items():
            known = {found[place] for place in places} - {None}
            label = known.pop() if len(known) == 1 else (rung.name, key)
            for place in places:
                found[place] = found[place] or label
    return found


def clusters(sightings: Sequence[Sighting]) -> list[list[Sighting]]:
    """Return the sightings of each paper; papers and sightings keep the order in which they are given."""
    grouped: dict[Label | int, list[Sighting]] = {}
    for place, (sighting, label) in enumerate(zip(sightings, labels(sightings), strict=True)):
        grouped.setdefault(label or place, []).append(sighting)
    return list(grouped.values())
