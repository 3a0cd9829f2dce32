"""Explain why two papers of a catalog were merged or not, and list pairs that are probably the same."""

from __future__ import annotations

from collections import Counter
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from .._attrs import evolve, frozen
from .._collecting import uncollected
from ..dedup.candidates import sharing_rare_words
from ..dedup.comparison import comparison_sort_key, left_for_review
from ..dedup.match import compare_sightings, distinct_sightings, strongest
from ..errors import excerpt

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..dedup.comparison import Comparison
    from ..dedup.decisions import Decision, Decisions
    from ..dedup.splitting import Label
    from ..model import Paper, Sighting
    from .entries import Entries
    from .entry import Entry

T = TypeVar("T")

Pair: TypeAlias = "tuple[Label, Label]"
"""The least labels of two clusters, or the labels of two groups; the lesser first."""

Found: TypeAlias = "tuple[Comparison, Label, Label]"
"""The strongest comparison between two clusters, and the groups that it compares."""

MOST_PAPERS_EXPLAINED: Final = 64
"""This many different cards of an entry, at most, are compared with those of another, so that time stays linear."""

MOST_PARTNERS: Final = 3
"""A paper that is probably the same as more others is left out, since these were not merged with each other."""


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


def explain(mine: Sequence[Sighting], theirs: Sequence[Sighting], decisions: Decisions, entries: Entries) -> Comparison:
    """Return the strongest comparison between the sightings of two papers, or the caller's decision about them."""
    mine_shown, theirs_shown = (distinct_sightings(shown)[:MOST_PAPERS_EXPLAINED] for shown in (mine, theirs))
    found = compare_sightings(mine_shown, theirs_shown, entries.max_error)
    decided = decisions.among(mine, theirs)
    if decided:  # "different" prevails if there are both
        return _decided(found, min(decided, key=lambda decision: (decision.word, decision.reason)))
    return left_for_review(found) if entries.clusters().are_apart(mine[0], theirs[0]) else found


def _decided(found: Comparison, decision: Decision) -> Comparison:
    """Return a comparison with the verdict of the caller."""
    if decision.word == "same":
        return evolve(found, verdict="same", rung="decision", vetoes=())
    reason = f" ({decision.reason})" if decision.reason else ""
    return evolve(found, verdict="different", rung=None, vetoes=(f"you decided: different{reason}",))


def probable_duplicates(entries: Entries) -> tuple[Review, ...]:
    """Return the pairs of entries that are probably the same paper but were not merged, the most probable first.

    Pairs that the caller has decided on are left out, and so are entries that are probably the same as many others:
    what these have in common is boilerplate.
    """
    with uncollected():
        found = _found(entries)
    entry_of = {id(sighting): entry for entry in entries.all() for sighting in entry.sightings}
    reviews: list[Review] = []
    for labels, comparison in ranked(found):
        pair = [entry_of[id(entries.of_cluster(label).sightings[0])] for label in labels]
        reviews.append(Review(one=pair[0], other=pair[1], comparison=left_for_review(comparison)))
    return tuple(reviews)


def _found(entries: Entries) -> dict[Pair, Found]:
    """Return the strongest comparison between each two clusters that are probably of one paper."""
    clusters = entries.clusters()
    papers = {label: clusters.groups.papers(label) for label in dict.fromkeys(clusters.labels())}
    pairs: dict[Pair, None] = {}
    for similar in clusters.similar():
        pairs.update(dict.fromkeys(combinations(sorted(similar), 2)))
    pairs.update(dict.fromkeys(sharing_rare_words(papers)))
    found: dict[Pair, Found] = {}
    for one, other in pairs:
        if other in clusters.cluster(one) or clusters.groups.decision(one, other):
            continue
        comparison = compared(papers[one], papers[other], entries.max_error)
        if comparison is not None:
            first, second = sorted((clusters.cluster(one)[0], clusters.cluster(other)[0]))
            keep_strongest(found, (first, second), (comparison, one, other))
    return found


def keep_strongest(found: dict[Pair, Found], clusters: Pair, new: Found) -> None:
    """Keep the strongest comparison between two clusters, and of equals that of the first groups."""
    found[clusters] = min(found.get(clusters, new), new, key=_strength)


def _strength(found: Found) -> tuple[Any, ...]:
    comparison, one, other = found
    return comparison_sort_key(comparison), one, other


def compared(some: Sequence[Paper], others: Sequence[Paper], max_error: float) -> Comparison | None:
    """Return the strongest of the comparisons between papers of two groups; None if all are different."""
    best = strongest(some, others, max_error)
    return None if best is None or best.verdict == "different" else best


def ranked(found: Mapping[Pair, Found]) -> list[tuple[Pair, Comparison]]:
    """Return the pairs of clusters with their comparisons, the most probable first, without boilerplate."""
    pairs = [(pair, comparison) for pair, (comparison, _, _) in without_boilerplate(found).items()]
    return sorted(pairs, key=lambda item: (comparison_sort_key(item[1]), item[0]))


def without_boilerplate(found: Mapping[Pair, T]) -> dict[Pair, T]:
    """Return the pairs of clusters of which neither is probably the same as many others.

    >>> without_boilerplate({("ebb", "tide"): 1, **{("ink", number): 2 for number in "abcd"}})
    {('ebb', 'tide'): 1}
    """
    partners = Counter(chain.from_iterable(found))
    return {pair: value for pair, value in found.items() if max(map(partners.__getitem__, pair)) <= MOST_PARTNERS}
