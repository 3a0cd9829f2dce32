"""Test that sightings are split and clustered, in any order, and that no cluster has a conflict."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.catalog import Catalog, merge
from paperlist.catalog.entries import entries
from paperlist.dedup import order
from paperlist.dedup.cluster import clusters
from paperlist.dedup.cluster.graph import settle
from paperlist.dedup.cluster.splitting import _verdict
from paperlist.dedup.decisions import Decisions
from paperlist.dedup.verdict.match import MAX_ERROR
from paperlist.model import Listing, ListingDate, Paper, Sighting
from tests.helpers.profiles import examples
from tests.helpers.shores import INK, SHORE, TITLE, a_page, a_paper, few_papers

if TYPE_CHECKING:
    import random


def test_cards_of_one_weak_title_may_contradict_each_other() -> None:
    """Cards that share an arXiv id are of different papers if too much differs, and uncertain if too little agrees."""
    day = ListingDate(month=3, day=4, year=2024)
    one = Paper(title="FOG 3", organization="Bay", published=day)
    other = Paper(title="FOG 3", organization="Sea", published=ListingDate(month=9, day=9, year=2021))
    pairs = ((one, other, "different"), (one, Paper(title="FOG 3"), "review"), (one, one, "same"))
    for mine, theirs, expected in pairs:
        pair = (Sighting(paper=mine), Sighting(paper=theirs))
        assert _verdict(*pair, Decisions.of(()), MAX_ERROR) == expected


def test_a_sighting_without_abstract_bridges_nothing() -> None:
    """What fits two papers of one weak title joins neither, and of a like title none."""
    weak = [a_paper("Introduction"), a_paper("Introduction", INK), a_paper("Introduction", None)]
    assert len(merge([a_page(*weak)])) == 3
    like = [a_paper(TITLE + " A"), a_paper(TITLE + " B", INK), a_paper(TITLE, None)]
    assert len(merge([a_page(*like)])) == 3


def test_a_bridge_over_a_veto_holds_nothing() -> None:
    """A cluster that would hold a vetoed pair is not made; all of it is left to review."""
    titles = ("Tidal Graphs for Buoys", "Tidal Graphs for the 300 Buoys", "Tidal Graphs for the 400 Buoys")
    papers = [a_paper(title) for title in titles]
    assert [len(merge([a_page(*pair)])) for pair in itertools.combinations(papers, 2)] == [1, 1, 2]
    merged = merge([a_page(*papers)])
    assert len(merged) == 3
    against = "these two alone would be merged, but other sightings contradict that"
    asked = [review for review in merged.review if review.comparison.doubts]
    assert {review.comparison.doubts for review in asked} == {(against,)}
    assert all(merged.explain(review.one, review.other) == review.comparison for review in asked)
    assert merged.explain(*(Sighting(paper=paper) for paper in papers[:2])).rung == "evidence"


def test_too_many_cards_under_one_title_are_parted_by_their_abstracts() -> None:
    """A title under which very many cards contradict each other is as good as weak."""
    years = [ListingDate(month=1, day=1, year=1900 + 2 * number) for number in range(40)]
    papers = [a_paper(published=year, author_count=3 * n, abstract=f"{n} {SHORE}") for n, year in enumerate(years)]
    assert len(merge([a_page(*papers)])) == 40


def test_too_long_a_chain_holds_nothing() -> None:
    """Groups that are tied one to the next without end are no paper."""
    papers = [a_paper(f"{TITLE} {'abcdefghij'[n // 10]}{'abcdefghij'[n % 10]}") for n in range(40)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clusters, "MAX_PAPERS_PER_KEY", 100)
        assert len(merge([a_page(*papers[:30])])) == 1
        assert len(merge([a_page(*papers)])) == 40
    assert len(merge([a_page(*papers[:17])])) == 17


def test_a_chain_between_nodes_in_conflict_falls_apart() -> None:
    """If neither an edge nor a neighbour shows where to cut a cluster, each of its nodes stands alone."""
    edges = {"a": {"b"}, "b": {"a", "c"}, "c": {"b", "d"}, "d": {"c"}}
    assert settle("abcd", edges, lambda one, other: {one, other} == {"a", "d"}) == [{"a"}, {"b"}, {"c"}, {"d"}]


@given(
    st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6))), st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6)))
)
def test_no_cluster_holds_a_conflict(tied: set[tuple[int, int]], apart: set[tuple[int, int]]) -> None:
    """However groups are tied, those in conflict are apart, each is in one cluster, and names do not matter."""
    pairs = {frozenset(pair) for pair in apart if pair[0] != pair[1]}

    def clusters(order: list[int]) -> set[frozenset[int]]:
        both = tied | {(b, a) for a, b in tied}
        edges = {n: {b for a, b in both if a == n and b != n} for n in order}
        found = settle(order, edges, lambda one, other: frozenset((one, other)) in pairs)
        assert sorted(itertools.chain(*found)) == sorted(order)
        return set(map(frozenset, found))

    found = clusters(list(range(7)))
    assert not any(pair <= group for pair in pairs for group in found)
    assert found == clusters(list(range(6, -1, -1)))


def _pages() -> st.SearchStrategy[list[Listing]]:
    page = st.builds(
        Listing, papers=st.lists(few_papers(), max_size=4), source=st.sampled_from(("a.txt", "b.txt")), date=st.none()
    )
    return st.lists(page, max_size=5)


@examples(100)
@given(_pages(), st.randoms(use_true_random=False), st.integers(1, 3), st.sampled_from((0, 20)))
def test_growing_is_merging_at_once(pages: list[Listing], rng: random.Random, rare: int, few: int) -> None:
    """Added page by page in any order and read meanwhile, also as rare sentences become boilerplate: the same bytes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clusters, "MAX_PAPERS_PER_KEY", rare)
        for module in (entries, order):
            patch.setattr(module, "MIN_KNOWN_PER_NEW_ONE", few)
        grown = Catalog()
        for page in rng.sample(pages, len(pages)):
            grown.add(page)
            assert sum(len(entry.sightings) for entry in grown) == len(grown.sightings)
        whole = merge(pages)
        assert grown.to_jsonl() == whole.to_jsonl()
        assert [entry.id for entry in grown] == [entry.id for entry in whole]
        assert grown.review == whole.review
    assert Catalog.from_jsonl(whole.to_jsonl()) == whole


@given(_pages())
def test_ids_are_distinct_and_found(pages: list[Listing]) -> None:
    """Each entry has an id of its own, under which it is found."""
    merged = merge(pages)
    assert len({entry.id for entry in merged}) == len(merged)
    assert all(merged[entry.id] == entry for entry in merged)


def test_of_equal_sightings_the_same_stays_also_after_reading() -> None:
    """One that comes later and differs only in its line may take the other's place, and the bytes are the same."""
    pages = [a_page(a_paper(line=line)) for line in (9, 1)]
    grown = merge(pages[:1])
    assert len(grown) == 1
    grown.add(pages[1])
    assert grown.to_jsonl() == merge(pages[::-1]).to_jsonl() == (merge(pages[1:]) | grown).to_jsonl()


def test_a_tie_follows_the_paper_to_its_id() -> None:
    """A paper that gets its arXiv id later stays with the one it was tied to, and what speaks against it parts them."""
    pages = [a_page(a_paper()), a_page(a_paper(TITLE + "s"), day=2), a_page(a_paper(arxiv_id="2401.00001"), day=3)]
    grown = Catalog()
    for page in pages:
        grown.add(page)
        assert len(grown) == 1
    grown.add(a_page(a_paper(TITLE + "s", arxiv_id="2401.00002"), day=4))
    assert len(grown) == 2
    assert grown.to_jsonl() == Catalog.from_jsonl(grown.to_jsonl()).to_jsonl()
