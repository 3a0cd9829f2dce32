"""Test that papers which may be the same share a key."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from paperlist.dedup.candidates.keys import anchors
from paperlist.dedup.cluster import clusters
from paperlist.dedup.explanation import strongest
from paperlist.model import Paper, Sighting
from tests.helpers.profiles import examples
from tests.helpers.shores import INK, SHORE, few_papers


def test_an_anchor_is_whole_sentences() -> None:
    """Short sentences and none anchor nothing; the first and the least are kept."""
    assert anchors("") == anchors("Too short.") == frozenset()
    assert len(anchors(SHORE + " " + INK)) in (4, 5)


@examples(100)
@given(st.lists(few_papers(), max_size=7))
def test_blocking_loses_no_pair(papers: list[Paper]) -> None:
    """Of few papers each is compared with each, and whatever a rung of comparing joins was a candidate."""
    known = clusters.Clusters()
    known.update(Sighting(paper=paper, position=place) for place, paper in enumerate(papers))
    groups = known.groups
    labels = sorted({label for key in groups.by_title for label in groups.titled(key)})
    for one, other in itertools.combinations(labels, 2):
        found = strongest.probable(groups.papers(one), groups.papers(other))
        if found is not None and found.verdict == "same":
            assert found.rung == "title" or other in known.edges.get(one, ()), (one, other)
