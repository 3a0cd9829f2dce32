"""Find the pairs of clusters that are probably of one paper, but were not joined."""

from __future__ import annotations

from collections import Counter
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from ..candidates.keys import name_keys, sharing_a_key
from ..candidates.rare_words import sharing_rare_words
from ..verdict.comparison import comparison_sort_key
from .reasons import left_for_review
from .strongest import probable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from ...model import Paper
    from ..cluster.clusters import Clusters
    from ..cluster.splitting import Label
    from ..verdict.comparison import Comparison

T = TypeVar("T")
Name = TypeVar("Name", bound=str)

Pair: TypeAlias = "tuple[Label, Label]"
"""The least labels of two clusters, or the labels of two groups; the lesser first."""

Found: TypeAlias = "tuple[Comparison, Label, Label]"
"""The strongest comparison between two clusters, and the groups that it compares."""

MOST_PARTNERS: Final = 3
"""A paper that is probably the same as more others is left out, since these were not merged with each other."""


def probable_pairs(clusters: Clusters) -> list[tuple[Pair, Comparison]]:
    """Return the pairs of clusters that are probably of one paper, the most probable first, with their comparisons.

    Pairs on which the caller decided are left out, and so are clusters that are probably the same as many others: what
    these have in common is boilerplate.
    """
    papers = {label: clusters.groups.papers(label) for label in dict.fromkeys(clusters.labels())}
    pairs: dict[Pair, None] = {}
    for similar in clusters.similar():
        pairs.update(dict.fromkeys(combinations(sorted(similar), 2)))
    pairs.update(dict.fromkeys(chain(sharing_names(papers), sharing_rare_words(papers))))
    found: dict[Pair, Found] = {}
    for one, other in pairs:
        if other in clusters.cluster(one) or clusters.groups.decision(one, other):
            continue
        comparison = probable(papers[one], papers[other], clusters.groups.max_error)
        if comparison is not None:
            first, second = sorted((clusters.cluster(one)[0], clusters.cluster(other)[0]))
            keep_strongest(found, (first, second), (comparison, one, other))
    return ranked(found)


def sharing_names(papers: Mapping[Name, Sequence[Paper]]) -> Iterator[tuple[Name, Name]]:
    """Iterate over the pairs of groups that share a name, in their titles or abstracts.

    >>> from paperlist.model import Paper
    >>> named, other = Paper(title="EbbNet: Tides"), Paper(title="Bays", abstract="We introduce EbbNet, a graph.")
    >>> list(sharing_names({"b": [named], "a": [other], "c": [Paper(title="Waves")]}))
    [('a', 'b')]
    """
    yield from sharing_a_key((label, name_keys(some)) for label, some in papers.items())


def keep_strongest(found: dict[Pair, Found], clusters: Pair, new: Found) -> None:
    """Keep the strongest comparison between two clusters, and of equals that of the first groups."""
    found[clusters] = min(found.get(clusters, new), new, key=_strength)


def _strength(found: Found) -> tuple[Any, ...]:
    comparison, one, other = found
    return comparison_sort_key(comparison), one, other


def ranked(found: Mapping[Pair, Found]) -> list[tuple[Pair, Comparison]]:
    """Return the pairs of clusters with their comparisons, the most probable first, without boilerplate."""
    pairs = [(pair, comparison) for pair, (comparison, _, _) in without_boilerplate(found).items()]
    pairs.sort(key=lambda item: (comparison_sort_key(item[1]), item[0]))
    return [(pair, left_for_review(comparison)) for pair, comparison in pairs]


def without_boilerplate(found: Mapping[Pair, T]) -> dict[Pair, T]:
    """Return the pairs of clusters of which neither is probably the same as many others.

    >>> without_boilerplate({("ebb", "tide"): 1, **{("ink", number): 2 for number in "abcd"}})
    {('ebb', 'tide'): 1}
    """
    partners = Counter(chain.from_iterable(found))
    return {pair: value for pair, value in found.items() if max(map(partners.__getitem__, pair)) <= MOST_PARTNERS}
