"""Test which evidence merges two papers, which keeps them apart, and which pairs are left for review."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.catalog import Catalog, entries, merge
from paperlist.dedup import cluster, match, order
from paperlist.dedup.anchors import anchors
from paperlist.dedup.decisions import Decisions
from paperlist.dedup.graph import settle
from paperlist.dedup.match import MAX_ERROR, compare, distinct_papers
from paperlist.dedup.splitting import _verdict
from paperlist.dedup.titles import title_similarity
from paperlist.model import Listing, ListingDate, Paper, Sighting
from tests.helpers.profiles import examples

if TYPE_CHECKING:
    import random

    from paperlist.dedup.comparison import Comparison

SHORE = (
    "Where the shoreline moves with every tide, forecasts made on a fixed grid fail. "
    "We follow the water's edge with a graph whose nodes are buoys, each free to drift. "
    "Messages pass along the edges that the current keeps alive, and along no other. "
    "On nine bays the forecasts of the next high water are better by a third."
)
INK = (
    "Old letters fade, and what remains of their ink tells little to the naked eye. "
    "A lamp of many colours brings back strokes that centuries took away from the paper. "
    "We read eleven archives with it and find names that no catalogue of theirs has known. "
    "Our readers agree on nearly all of them, and so do the scribes who wrote of them elsewhere."
)
COASTS = "harbours, estuaries, lagoons, breakwaters, headlands and mangroves"
PEOPLE = "lighthouses, captains, fishermen, merchants, smugglers and pilgrims"
TITLE = "Tidal Graphs: Message Passing on Shorelines"


def _paper(title: str = TITLE, abstract: str | None = SHORE, **fields: Any) -> Paper:
    return Paper(title=title, abstract=abstract, **fields)


def _page(*papers: Paper, day: int = 1, source: str = "a.txt") -> Listing:
    return Listing(papers=papers, source=source, date=ListingDate(month=3, day=day, year=2024))


OTHER_HALF = SHORE[: len(SHORE) // 2] + INK[len(INK) // 2 :]
RUNGS = [
    ("an id", _paper("A", INK, arxiv_id="2401.00001v2"), _paper(arxiv_id="2401.00001"), "same", "arxiv-id"),
    ("two ids", _paper(arxiv_id="2401.00001"), _paper(arxiv_id="2401.00002"), "different", None),
    ("a title", _paper(TITLE.upper(), INK), _paper(), "same", "title"),
    ("a weak title", _paper("Introduction"), _paper("Introduction"), "same", "title"),
    ("a weak title over two abstracts", _paper("Introduction"), _paper("Introduction", INK), "review", None),
    ("a weak title alone", _paper("Introduction", None), _paper("Introduction", None), "review", None),
    ("a typo", _paper(TITLE.replace("Message", "Mesage")), _paper(), "same", "evidence"),
    ("a typo over a reworded abstract", _paper(TITLE + "s", OTHER_HALF), _paper(), "same", "evidence"),
    ("a typo without abstracts", _paper(TITLE + "s", None), _paper(abstract=None), "review", None),
    ("a cut title", _paper(TITLE[:25]), _paper(), "same", "evidence"),
    ("parts in another order", _paper("Message Passing on Shorelines: Tidal Graphs"), _paper(), "same", "evidence"),
    ("another subtitle", _paper("Tidal Graphs: How Buoys Foresee"), _paper(), "same", "evidence"),
    ("another title with words in common", _paper("Drifting Graphs for Tidal Bays"), _paper(), "same", "evidence"),
    ("nothing but the abstract in common", _paper("Foreseeing High Water with Buoys"), _paper(), "review", None),
    ("a cut abstract", _paper("Tidal Graphs for Bays", SHORE[:310]), _paper(), "same", "evidence"),
    (
        "a lost space in each word",
        _paper("Tidal Graphs for Bays", SHORE.replace(" ", "")),
        _paper(),
        "same",
        "evidence",
    ),
    ("a veto", _paper(TITLE + " 2"), _paper(), "review", None),
    (
        "a like title over another abstract",
        _paper("Tidal Graphs: Message Passing on Shores", INK),
        _paper(),
        "review",
        None,
    ),
    ("another name", _paper("EbbNet: Message Passing on Shorelines"), _paper(), "same", "evidence"),
    ("another subject, one word", _paper("Tidal Graphs: Message Passing on Coral"), _paper(), "same", "evidence"),
    (
        "another subject in title and abstract",
        _paper("Tidal Graphs: Message Passing on Glaciers", SHORE.replace("shoreline", "glacier"), author_count=3),
        _paper(author_count=3),
        "different",
        None,
    ),
    ("the other way round", _paper("From Tides to Graphs"), _paper("From Graphs to Tides"), "review", None),
    (
        "a name over other authors",
        _paper("Tides", None, author_count=2),
        _paper("TIDES", None, author_count=9),
        "review",
        None,
    ),
    (
        "one title over an abstract with nothing but its words in common",
        _paper(abstract=f"Messages pass a shoreline of {COASTS}.", author_count=9),
        _paper(abstract=f"Messages pass a shoreline with {PEOPLE}.", author_count=3),
        "review",
        None,
    ),
    ("nothing", _paper("Fading Ink", INK), _paper(), "different", None),
]


@pytest.mark.parametrize(
    ("one", "other", "verdict", "rung"), [case[1:] for case in RUNGS], ids=[case[0] for case in RUNGS]
)
def test_the_ladder(one: Paper, other: Paper, verdict: str, rung: str | None) -> None:
    """Each rung, and what keeps from it; the same either way round, and the catalog does as it says."""
    found, back = compare(one, other), compare(other, one)
    assert (found.verdict, found.rung) == (back.verdict, back.rung) == (verdict, rung)
    merged = merge([_page(one), _page(other, source="b.txt")])
    assert (len(merged) == 1) is (verdict == "same")
    assert bool(merged.review) is (verdict == "review")


def test_explanations_say_how_likely_the_other_verdict_is() -> None:
    """Of different papers, the chance that they are the same; of others, the chance that they are different."""
    different = str(compare(_paper("Fading Ink", INK), _paper()))
    same = str(compare(_paper(), _paper()))
    assert "the chance that they are the same paper is" in different
    assert "the chance that they are different papers is" in same


def test_explanations_name_the_clues_to_years() -> None:
    """If the days of two papers are in different years, each is followed by the clue to its year, if there is one."""
    plain = _paper(published=ListingDate(month=3, day=4, year=2020))
    printed = _paper(published=ListingDate(month=3, day=4, year=2023, year_basis="printed"))
    passed = _paper(published=ListingDate(month=3, day=4, year=2026, year_basis="as_of"))
    assert "(2020-03-04 and 2023-03-04 by the printed date)" in str(compare(plain, printed))
    assert "(2023-03-04 by the printed date and 2026-03-04 by as_of)" in str(compare(printed, passed))


def test_cards_of_one_weak_title_may_contradict_each_other() -> None:
    """Cards that share an arXiv id are of different papers if too much differs, and uncertain if too little agrees."""
    day = ListingDate(month=3, day=4, year=2024)
    one = Paper(title="FOG 3", organization="Bay", published=day)
    other = Paper(title="FOG 3", organization="Sea", published=ListingDate(month=9, day=9, year=2021))
    pairs = ((one, other, "different"), (one, Paper(title="FOG 3"), "review"), (one, one, "same"))
    for mine, theirs, expected in pairs:
        pair = (Sighting(paper=mine), Sighting(paper=theirs))
        assert _verdict(*pair, Decisions.of(()), MAX_ERROR) == expected


DOUBTS = [
    ({"author_count": 3, "abstract": SHORE}, {"author_count": 12}, True),
    ({"author_count": 3}, {"author_count": 12}, False),
    ({"author_count": 3, "organization": "Bay"}, {"author_count": 12, "organization": "Sea"}, False),
    ({"author_count": 3, "organization": "Bay"}, {"author_count": 12, "organization": "Sea", "abstract": INK}, True),
    (
        {"published": ListingDate(month=1, day=1, year=2021)},
        {"published": ListingDate(month=1, day=1, year=2024)},
        False,
    ),
    (
        {"published": ListingDate(month=1, day=1, year=2021), "author_count": 3},
        {"published": ListingDate(month=1, day=1, year=2024), "author_count": 12},
        False,
    ),
]


@pytest.mark.parametrize(("one", "other", "together"), DOUBTS)
def test_doubts_are_weighed(one: dict[str, Any], other: dict[str, Any], together: bool) -> None:  # noqa: FBT001 - as above
    """One thing that does not fit parts no equal titles; several do, and the pair is left to review."""
    merged = merge([_page(_paper(**{"abstract": INK, **one}), _paper(**other))])
    assert (len(merged) == 1) is together
    assert bool(merged.review) is not together


def test_a_comparison_can_be_read() -> None:
    """It says the rung, the scores, what is against it and the words that differ."""
    text = str(compare(_paper("Tidal Graphs 2", author_count=1), _paper("Tidal Graphs 3", None, author_count=9)))
    assert "veto: the titles have different numbers: 2, 3" in text
    assert "only in the first title: 2" in text
    assert str(compare(_paper(), _paper("Drifting Graphs for Tidal Bays"))).startswith(
        "same: the titles differ, but enough else agrees\nthe chance that they are different papers is "
    )


def test_a_comparison_names_its_sightings() -> None:
    """It has the file and the line of both, as far as they are known, and its text has them if both are."""
    pages = [_page(_paper(title, line=line), source=f"{line}.txt") for title, line in ((TITLE, 4), (TITLE + "s", 9))]
    (entry,) = merge(pages)
    (reason,) = entry.why
    assert reason.places == ("9.txt:9", "4.txt:4")
    assert str(reason).splitlines()[1] == "compared: 9.txt:9 and 4.txt:4"
    unknown = merge([Listing(papers=[_paper(), _paper("Fading Ink", INK)])])
    assert unknown.explain(*unknown).places == ("", "")


def test_an_assumed_year_is_no_evidence() -> None:
    """It was asked for, not found: a paper of another year may be the same one."""
    assumed = ListingDate(month=3, day=4, earliest=2020).assume()
    known = ListingDate(month=3, day=4, year=2024, year_basis="printed")
    pages = [
        Listing(papers=[Paper(title="Tides of Moons", published=day, author_count=n)])
        for day, n in ((assumed, 3), (known, 9))
    ]
    assert len(merge(pages)) == 1


def test_titles_without_telling_words_are_no_evidence() -> None:
    """Nothing is alike in nothing."""
    assert title_similarity("???", "!!!") < 1
    assert compare(_paper("???", None), _paper("!!!", None)).verdict == "different"


def test_a_sighting_without_abstract_bridges_nothing() -> None:
    """What fits two papers of one weak title joins neither, and of a like title none."""
    weak = [_paper("Introduction"), _paper("Introduction", INK), _paper("Introduction", None)]
    assert len(merge([_page(*weak)])) == 3
    like = [_paper(TITLE + " A"), _paper(TITLE + " B", INK), _paper(TITLE, None)]
    assert len(merge([_page(*like)])) == 3


def test_a_bridge_over_a_veto_holds_nothing() -> None:
    """A cluster that would hold a vetoed pair is not made; all of it is left to review."""
    titles = ("Tidal Graphs for Buoys", "Tidal Graphs for the 300 Buoys", "Tidal Graphs for the 400 Buoys")
    papers = [_paper(title) for title in titles]
    assert [len(merge([_page(*pair)])) for pair in itertools.combinations(papers, 2)] == [1, 1, 2]
    merged = merge([_page(*papers)])
    assert len(merged) == 3
    against = "these two alone would be merged, but other sightings contradict that"
    asked = [review for review in merged.review if review.comparison.doubts]
    assert {review.comparison.doubts for review in asked} == {(against,)}
    assert all(merged.explain(review.one, review.other) == review.comparison for review in asked)
    assert merged.explain(*(Sighting(paper=paper) for paper in papers[:2])).rung == "evidence"


def test_too_many_cards_under_one_title_are_parted_by_their_abstracts() -> None:
    """A title under which very many cards contradict each other is as good as weak."""
    years = [ListingDate(month=1, day=1, year=1900 + 2 * number) for number in range(40)]
    papers = [_paper(published=year, author_count=3 * n, abstract=f"{n} {SHORE}") for n, year in enumerate(years)]
    assert len(merge([_page(*papers)])) == 40


def test_too_long_a_chain_holds_nothing() -> None:
    """Groups that are tied one to the next without end are no paper."""
    papers = [_paper(f"{TITLE} {'abcdefghij'[n // 10]}{'abcdefghij'[n % 10]}") for n in range(40)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cluster, "MAX_PAPERS_PER_KEY", 100)
        assert len(merge([_page(*papers[:30])])) == 1
        assert len(merge([_page(*papers)])) == 40
    assert len(merge([_page(*papers[:17])])) == 17


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


SENTENCES = [sentence.strip() for sentence in (SHORE + " " + INK).split(".") if sentence.strip()]
NAMES = ("Tidal Graphs", "Tidal Graphs 2", "Tidal Graphs: Buoys", "Fading Ink", "Introduction", "Fading Inks and Lamps")


def _papers() -> st.SearchStrategy[Paper]:
    """Papers of few titles and sentences, so that all rungs are met."""
    return st.builds(
        Paper,
        title=st.sampled_from(NAMES),
        abstract=st.none() | st.lists(st.sampled_from(SENTENCES), max_size=5).map(". ".join),
        arxiv_id=st.sampled_from((None, None, None, "2401.00001", "2401.00002")),
        author_count=st.sampled_from((None, 2, 9)),
        organization=st.sampled_from((None, "Bay", "Sea")),
        line=st.none() | st.integers(1, 2),
        published=st.sampled_from(
            (None, ListingDate(month=1, day=1, year=2020), ListingDate(month=1, day=1, year=2024))
        ),
    )


def _pages() -> st.SearchStrategy[list[Listing]]:
    page = st.builds(
        Listing, papers=st.lists(_papers(), max_size=4), source=st.sampled_from(("a.txt", "b.txt")), date=st.none()
    )
    return st.lists(page, max_size=5)


@examples(100)
@given(_pages(), st.randoms(use_true_random=False), st.integers(1, 3), st.sampled_from((0, 20)))
def test_growing_is_merging_at_once(pages: list[Listing], rng: random.Random, rare: int, few: int) -> None:
    """Added page by page in any order and read meanwhile, also as rare sentences become boilerplate: the same bytes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cluster, "MAX_PAPERS_PER_KEY", rare)
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


@examples(100)
@given(st.lists(_papers(), max_size=7))
def test_blocking_loses_no_pair(papers: list[Paper]) -> None:
    """Of few papers each is compared with each, and whatever a rung of comparing joins was a candidate."""
    clusters = cluster.Clusters()
    clusters.update(Sighting(paper=paper, position=place) for place, paper in enumerate(papers))
    groups = clusters.groups
    labels = sorted({label for key in groups.by_title for label in groups.titled(key)})
    for one, other in itertools.combinations(labels, 2):
        if clusters.compare(one, other).verdict == "same" and not (
            set(groups.by_title) & {one, other} == {one} == {other}
        ):
            rung = clusters.compare(one, other).rung
            assert rung == "title" or other in clusters.edges.get(one, ()), (one, other)


@given(_pages())
def test_ids_are_distinct_and_found(pages: list[Listing]) -> None:
    """Each entry has an id of its own, under which it is found."""
    merged = merge(pages)
    assert len({entry.id for entry in merged}) == len(merged)
    assert all(merged[entry.id] == entry for entry in merged)


def test_abstracts_of_any_script_are_compared() -> None:
    """What has no Latin letters is compared as it is."""
    tide = "潮の満ち干は海岸線を動かし格子の上の予報を外れさせる。我らはブイを節とする図で水際を追う. " * 4
    one, other = _paper("潮汐図の伝言と海岸線の動き", tide), _paper("潮汐図の伝言と海岸線の動きの", f"{tide}終")
    assert compare(one, other).rung == "evidence"


def test_of_equal_sightings_the_same_stays_also_after_reading() -> None:
    """One that comes later and differs only in its line may take the other's place, and the bytes are the same."""
    pages = [_page(_paper(line=line)) for line in (9, 1)]
    grown = merge(pages[:1])
    assert len(grown) == 1
    grown.add(pages[1])
    assert grown.to_jsonl() == merge(pages[::-1]).to_jsonl() == (merge(pages[1:]) | grown).to_jsonl()


def test_an_anchor_is_whole_sentences() -> None:
    """Short sentences and none anchor nothing; the first and the least are kept."""
    assert anchors("") == anchors("Too short.") == frozenset()
    assert len(anchors(SHORE + " " + INK)) in (4, 5)


def test_a_tie_follows_the_paper_to_its_id() -> None:
    """A paper that gets its arXiv id later stays with the one it was tied to, and what speaks against it parts them."""
    pages = [_page(_paper()), _page(_paper(TITLE + "s"), day=2), _page(_paper(arxiv_id="2401.00001"), day=3)]
    grown = Catalog()
    for page in pages:
        grown.add(page)
        assert len(grown) == 1
    grown.add(_page(_paper(TITLE + "s", arxiv_id="2401.00002"), day=4))
    assert len(grown) == 2
    assert grown.to_jsonl() == Catalog.from_jsonl(grown.to_jsonl()).to_jsonl()


def test_of_many_cards_few_are_compared_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Explaining an entry with very many titles takes time in proportion to their number."""
    compared = 0

    def counted(one: Paper, other: Paper, max_error: float = MAX_ERROR) -> Comparison:
        nonlocal compared
        compared += 1
        return compare(one, other, max_error)

    titles = [f"{'-'.join(f'{n * 7919:b}').replace('0', 'tide').replace('1', 'bay')} of the sea" for n in range(90)]
    pages = [Listing(papers=[Paper(title=title, arxiv_id="2401.00001")], source=title) for title in titles]
    (entry,) = merge(pages)
    other = Paper(title="Fading Ink of the Sea", arxiv_id="2401.00002")
    monkeypatch.setattr(match, "compare", counted)
    assert {found.rung for found in entry.why} == {"arxiv-id"}
    assert compared <= match.MOST_COMPARED * len(titles)
    compared = 0
    assert match.compare_all([other], distinct_papers(entry.sightings)).verdict == "different"
    assert match.compare_all([Paper(title="Ink")], distinct_papers(entry.sightings)).verdict == "different"
    assert compared == 2 * match.MOST_COMPARED
