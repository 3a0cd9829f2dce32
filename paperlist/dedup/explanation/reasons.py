"""Explain why sightings were merged, or why two papers were kept apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..._attrs import evolve
from ..normalize.papers import distinct_sightings
from .strongest import compare_sightings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...model import Sighting
    from ..cluster.clusters import Clusters
    from ..decisions import Decision
    from ..verdict.comparison import Comparison

MOST_PAPERS_EXPLAINED: Final = 64
"""This many different cards of a paper, at most, are compared with those of another, so that time stays linear."""


def explain(mine: Sequence[Sighting], theirs: Sequence[Sighting], clusters: Clusters) -> Comparison:
    """Return the strongest comparison between the sightings of two papers, or the caller's decision about them."""
    mine_shown, theirs_shown = (distinct_sightings(shown)[:MOST_PAPERS_EXPLAINED] for shown in (mine, theirs))
    found = compare_sightings(mine_shown, theirs_shown, clusters.groups.max_error)
    decided = clusters.groups.decisions.among(mine, theirs)
    if decided:  # "different" prevails if there are both
        return _decided(found, min(decided, key=lambda decision: (decision.word, decision.reason)))
    return left_for_review(found) if clusters.are_apart(mine[0], theirs[0]) else found


def _decided(found: Comparison, decision: Decision) -> Comparison:
    """Return a comparison with the verdict of the caller."""
    if decision.word == "same":
        return evolve(found, verdict="same", rung="decision", vetoes=())
    reason = f" ({decision.reason})" if decision.reason else ""
    return evolve(found, verdict="different", rung=None, vetoes=(f"you decided: different{reason}",))


def reasons_of(sightings: Sequence[Sighting], max_error: float) -> tuple[Comparison, ...]:
    """Return why sightings were merged: each card that differs from the first one, compared with its best match."""
    seen = distinct_sightings(sightings)
    found: list[Comparison] = []
    for number, sighting in enumerate(seen[1:], 1):
        best = compare_sightings([sighting], [*seen[:number], *seen[number + 1 :]], max_error)
        if best.verdict != "same":  # only the caller can have merged this card
            best = evolve(best, verdict="same", rung="decision")
        found.append(best)
    return tuple(found)


def left_for_review(found: Comparison) -> Comparison:
    """Return the comparison of two papers in different clusters: ``review`` if it alone would merge them."""
    if found.rung is None:
        return found
    doubt = "these two alone would be merged, but other sightings contradict that"
    return evolve(found, verdict="review", rung=None, doubts=(*found.doubts, doubt))
