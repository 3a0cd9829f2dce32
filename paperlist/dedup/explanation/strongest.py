"""Find the strongest comparison between the papers of two groups, each of which shows one paper."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING, Final

from ..._attrs import evolve
from ..verdict.comparison import comparison_sort_key
from ..verdict.match import MAX_ERROR, are_same, compare, may_be_reviewed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...model import Paper, Sighting
    from ..verdict.comparison import Comparison

MANY_PAIRS: Final = 64
MOST_COMPARED: Final = 16
"""Of more pairs of cards than the first number, at most the second are compared in full."""


def probable(some: Iterable[Paper], others: Iterable[Paper], max_error: float = MAX_ERROR) -> Comparison | None:
    """Return the strongest comparison between papers of two groups, or None if they are different.

    If there are very many pairs, only some of those that are the same, or may be, are compared in full.

    >>> from paperlist.model import Paper
    >>> probable([Paper(title="Tides")], [Paper(title="Waves"), Paper(title="TIDES")]).rung
    'title'
    """
    found = _strongest(_worth_comparing(some, others, max_error), max_error)
    return None if found is None or found[0].verdict == "different" else found[0]


def _worth_comparing(some: Iterable[Paper], others: Iterable[Paper], max_error: float) -> Iterable[tuple[Paper, Paper]]:
    """Return the pairs that are the same, or may be: if there are very many pairs, only some of them."""
    pairs = list(product(some, others))
    likely = (pair for pair in pairs if may_be_reviewed(*pair))
    if len(pairs) <= MANY_PAIRS:
        return likely
    same = list(islice((pair for pair in pairs if are_same(*pair, max_error)), MOST_COMPARED))
    return same or islice(likely, MOST_COMPARED)


def _strongest(pairs: Iterable[tuple[Paper, Paper]], max_error: float) -> tuple[Comparison, tuple[Paper, Paper]] | None:
    """Return the strongest of the comparisons of some pairs, with the pair."""
    found = ((compare(*pair, max_error), pair) for pair in pairs)
    return min(found, key=lambda one: comparison_sort_key(one[0]), default=None)


def compare_sightings(some: Iterable[Sighting], others: Iterable[Sighting], max_error: float = MAX_ERROR) -> Comparison:
    """Return the strongest comparison between two groups of sightings, neither of which is empty, with both places.

    If all are surely different, it is the strongest of the first 16.

    >>> from paperlist.model import Dump, Paper, Sighting
    >>> seen = [Sighting(paper=Paper(title="Tides", line=n), dump=Dump(sources=(f"{n}.txt",))) for n in (3, 8)]
    >>> compare_sightings(seen[:1], seen[1:]).places
    ('3.txt:3', '8.txt:8')
    """
    mine, theirs = ({id(sighting.paper): sighting for sighting in group} for group in (some, others))
    my_papers, their_papers = ([sighting.paper for sighting in group.values()] for group in (mine, theirs))
    found = _strongest(_worth_comparing(my_papers, their_papers, max_error), max_error)
    if found is None:
        found = _strongest(islice(product(my_papers, their_papers), MOST_COMPARED), max_error)
    assert found is not None, "neither group is empty"  # noqa: S101 - for type checkers
    comparison, (one, other) = found
    return evolve(comparison, places=(_place(mine[id(one)]), _place(theirs[id(other)])))


def _place(sighting: Sighting) -> str:
    """Return the file and the line of a sighting, as far as they are known."""
    line = sighting.paper.line
    return (sighting.source or "") + ("" if line is None else f":{line}")
