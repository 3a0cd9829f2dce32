"""Test that the chances of wrong merges bound what is merged, and that quick answers agree with whole comparisons."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.catalog import merge
from paperlist.dedup.evidence.weights import least_score, may_reach, must_reach, weigh
from paperlist.dedup.verdict.match import are_same, compare, may_be_reviewed
from paperlist.model import Listing, ListingDate, Paper
from tests.benchmarks.corpora import invented_words
from tests.helpers.noise import noisy
from tests.helpers.siblings import KINDS, siblings

EACH_KIND = 300
MAX_JOINED = 100 / 4300
MOST_WRONG = 0.001

TITLES = ("Tidal Graphs", "Tidal Graphs: Buoys", "Tidal Graphs for Bays", "Fading Ink", "Robust Shores of Two Bays")
WORDS = (
    "shorelines",
    "forecasts",
    "currents",
    "harbours",
    "drifting",
    "lanterns",
    "archives",
    "seaweeds",
    "lighthouse",
)


def _papers() -> st.SearchStrategy[Paper]:
    abstract = st.lists(st.sampled_from(WORDS), min_size=4, max_size=40).map(" ".join)
    days = [ListingDate(month=3, day=day, year=year) for day in (1, 2, 9) for year in (None, 2024)]
    return st.builds(
        Paper,
        title=st.sampled_from(TITLES),
        abstract=st.none() | abstract,
        author_count=st.sampled_from((None, 2, 3, 9)),
        published=st.sampled_from((None, *days)),
        organization=st.sampled_from((None, "Bay", "Sea")),
    )


@given(_papers(), _papers(), st.sampled_from((0.0, 0.01, 0.25, 0.5, 1.0)))
def test_quick_answers_are_those_of_comparisons(one: Paper, other: Paper, max_error: float) -> None:
    """What is settled without comparing texts is settled as by comparing them."""
    found = compare(one, other, max_error)
    assert are_same(one, other, max_error) is (found.verdict == "same")
    assert may_be_reviewed(one, other) or found.verdict == "different"
    score = weigh(one, other).score
    assert may_reach(score - 1e-9, one, other)
    assert not must_reach(score + 1e-9, one, other)
    assert (found.verdict != "same") or found.error <= max(max_error, 0) or found.rung is None


@pytest.mark.parametrize(("title", "may"), [("Buoys of the Marshes", True), ("Fading Ink", False)])
def test_a_whole_abstract_is_evidence_under_titles_on_one_subject(title: str, may: bool) -> None:  # noqa: FBT001 - a parameter
    """The bound of a score counts it if the titles share half of their words; otherwise no abstract is enough."""
    abstract = " ".join(f"{first}{second}" for first in "bdfgklmnprst" for second in ("oreline", "ifting"))
    one, other = (Paper(title=shown, abstract=abstract) for shown in ("Drifting Buoys", title))
    score = weigh(one, other).score
    assert may_reach(score - 1e-9, one, other)
    assert may_reach(1, one, other) is (score >= 1) is may


def test_the_caller_sets_the_greatest_chance() -> None:
    """A smaller one leaves for review what is merged otherwise; of united catalogs the smaller counts."""
    papers = [Paper(title="Tides of the Bays", author_count=count) for count in (3, 9)]
    pages = [Listing(papers=papers)]
    assert (len(merge(pages)), len(merge(pages, max_error=0.00001))) == (1, 2)
    assert len(merge(pages) | merge((), max_error=0.00001)) == 2
    assert least_score(1) < 0 < least_score(0.25) < least_score(0)
    with pytest.raises(ValueError, match="from 0 to 1"):
        merge((), max_error=2)


def _invented(count: int, of_words: int) -> list[dict[str, Any]]:
    """Return papers with invented titles and abstracts."""
    rng = random.Random(3)  # noqa: S311 - no secret
    words = invented_words(rng, of_words)
    return [
        {
            "paper": str(number),
            "title": f"{rng.choice(words)}: {' '.join(rng.choices(words, k=7))}".title(),
            "abstract": " ".join(f"{' '.join(rng.choices(words, k=18))}.".capitalize() for _ in range(7)),
            "author_count": rng.randrange(1, 15),
            "published": ListingDate(month=rng.randrange(1, 13), day=rng.randrange(1, 29), year=2024),
        }
        for number in range(count)
    ]


def test_hard_negatives_stay_apart() -> None:
    """Of 300 pairs of each kind of different papers that look alike, hardly any are merged."""
    joined = total = 0
    for _, *pair in siblings(_invented(300, 3000), EACH_KIND):
        papers = [
            Paper(
                title=row["title"],
                abstract=row["abstract"],
                author_count=row["author_count"],
                published=row["published"] and ListingDate.fromisoformat(row["published"]),
            )
            for row in pair
        ]
        total += 1
        joined += len(merge([Listing(papers=papers)])) == 1
    assert total == EACH_KIND * len(KINDS)
    assert joined <= MAX_JOINED * total


@pytest.mark.parametrize(
    ("shown", "least"),
    [(("abstract",), 0.95), (("published", "author_count"), 0.85)],
    ids=["abstracts", "days and authors"],
)
def test_noisy_copies_are_found(shown: tuple[str, ...], least: float) -> None:
    """Of copies with ten kinds of noise, those with an abstract are merged, or with an equal day and authors."""
    rows = _invented(1000, 20_000)
    pages = [
        Listing(papers=[Paper(title=row["title"], **{name: row[name] for name in shown}) for row in some], source=name)
        for name, some in (("clean", rows), ("noisy", noisy(rows)[0]))
    ]
    places = [{sighting.position for sighting in entry.sightings} for entry in merge(pages)]
    assert sum(len(place) > 1 for place in places) <= MOST_WRONG * len(rows)
    assert len(places) <= (2 - least) * len(rows)


def test_what_many_papers_share_is_not_up_for_review() -> None:
    """An abstract under four titles is boilerplate; under two it is probably that of one paper."""
    abstract = " ".join(WORDS * 5)
    names = "Creekwise", "Fading Ink", "Robust Shores", "Moons at Noon", "Salt"
    papers = [Paper(title=name, abstract=abstract) for name in names]
    assert len(merge([Listing(papers=papers[:2])]).review) == 1
    assert merge([Listing(papers=papers)]).review == ()


def test_reasons_are_given_with_the_chance_that_the_caller_set() -> None:
    """What only a greater chance merges was merged by evidence, and not by a decision; a smaller one explains, too."""
    abstract = " ".join(WORDS * 4)
    one = Paper(title="Tidal Graphs: Message Passing on Shores", abstract=abstract, author_count=3)
    other = Paper(title="Tidal Graphs on Moving Shores of the North", abstract=abstract, author_count=3)
    found = compare(one, other, 1.0)
    assert (found.verdict, found.rung) == ("same", "evidence")
    (entry,) = merge([Listing(papers=[one, other])], max_error=1.0)
    assert [reason.rung for reason in entry.why] == ["evidence"]
    strict = merge([Listing(papers=[one, other])], max_error=0.0)
    assert strict.explain(*strict).verdict == "review"
