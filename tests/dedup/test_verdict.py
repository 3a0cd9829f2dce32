"""Test which evidence merges two papers, which keeps them apart, and which pairs are left for review."""

from __future__ import annotations

from typing import Any

import pytest

from paperlist.catalog import merge
from paperlist.dedup.evidence.titles import title_similarity
from paperlist.dedup.verdict.match import compare
from paperlist.model import Listing, ListingDate, Paper
from tests.helpers.shores import INK, SHORE, TITLE, a_page, a_paper

COASTS = "harbours, estuaries, lagoons, breakwaters, headlands and mangroves"


PEOPLE = "lighthouses, captains, fishermen, merchants, smugglers and pilgrims"


OTHER_HALF = SHORE[: len(SHORE) // 2] + INK[len(INK) // 2 :]


RUNGS = [
    ("an id", a_paper("A", INK, arxiv_id="2401.00001v2"), a_paper(arxiv_id="2401.00001"), "same", "arxiv-id"),
    ("two ids", a_paper(arxiv_id="2401.00001"), a_paper(arxiv_id="2401.00002"), "different", None),
    ("a title", a_paper(TITLE.upper(), INK), a_paper(), "same", "title"),
    ("a weak title", a_paper("Introduction"), a_paper("Introduction"), "same", "title"),
    ("a weak title over two abstracts", a_paper("Introduction"), a_paper("Introduction", INK), "review", None),
    ("a weak title alone", a_paper("Introduction", None), a_paper("Introduction", None), "review", None),
    ("a typo", a_paper(TITLE.replace("Message", "Mesage")), a_paper(), "same", "evidence"),
    ("a typo over a reworded abstract", a_paper(TITLE + "s", OTHER_HALF), a_paper(), "same", "evidence"),
    ("a typo without abstracts", a_paper(TITLE + "s", None), a_paper(abstract=None), "review", None),
    ("a cut title", a_paper(TITLE[:25]), a_paper(), "same", "evidence"),
    ("parts in another order", a_paper("Message Passing on Shorelines: Tidal Graphs"), a_paper(), "same", "evidence"),
    ("another subtitle", a_paper("Tidal Graphs: How Buoys Foresee"), a_paper(), "same", "evidence"),
    ("another title with words in common", a_paper("Drifting Graphs for Tidal Bays"), a_paper(), "same", "evidence"),
    ("nothing but the abstract in common", a_paper("Foreseeing High Water with Buoys"), a_paper(), "review", None),
    ("a cut abstract", a_paper("Tidal Graphs for Bays", SHORE[:310]), a_paper(), "same", "evidence"),
    (
        "a lost space in each word",
        a_paper("Tidal Graphs for Bays", SHORE.replace(" ", "")),
        a_paper(),
        "same",
        "evidence",
    ),
    ("a veto", a_paper(TITLE + " 2"), a_paper(), "review", None),
    (
        "a like title over another abstract",
        a_paper("Tidal Graphs: Message Passing on Shores", INK),
        a_paper(),
        "review",
        None,
    ),
    ("another name", a_paper("EbbNet: Message Passing on Shorelines"), a_paper(), "same", "evidence"),
    ("another subject, one word", a_paper("Tidal Graphs: Message Passing on Coral"), a_paper(), "same", "evidence"),
    (
        "another subject in title and abstract",
        a_paper("Tidal Graphs: Message Passing on Glaciers", SHORE.replace("shoreline", "glacier"), author_count=3),
        a_paper(author_count=3),
        "different",
        None,
    ),
    ("the other way round", a_paper("From Tides to Graphs"), a_paper("From Graphs to Tides"), "review", None),
    (
        "a name over other authors",
        a_paper("Tides", None, author_count=2),
        a_paper("TIDES", None, author_count=9),
        "review",
        None,
    ),
    (
        "one title over an abstract with nothing but its words in common",
        a_paper(abstract=f"Messages pass a shoreline of {COASTS}.", author_count=9),
        a_paper(abstract=f"Messages pass a shoreline with {PEOPLE}.", author_count=3),
        "review",
        None,
    ),
    ("nothing", a_paper("Fading Ink", INK), a_paper(), "different", None),
]


@pytest.mark.parametrize(
    ("one", "other", "verdict", "rung"), [case[1:] for case in RUNGS], ids=[case[0] for case in RUNGS]
)
def test_the_ladder(one: Paper, other: Paper, verdict: str, rung: str | None) -> None:
    """Each rung, and what keeps from it; the same either way round, and the catalog does as it says."""
    found, back = compare(one, other), compare(other, one)
    assert (found.verdict, found.rung) == (back.verdict, back.rung) == (verdict, rung)
    merged = merge([a_page(one), a_page(other, source="b.txt")])
    assert (len(merged) == 1) is (verdict == "same")
    assert bool(merged.review) is (verdict == "review")


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
    merged = merge([a_page(a_paper(**{"abstract": INK, **one}), a_paper(**other))])
    assert (len(merged) == 1) is together
    assert bool(merged.review) is not together


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
    assert compare(a_paper("???", None), a_paper("!!!", None)).verdict == "different"


def test_abstracts_of_any_script_are_compared() -> None:
    """What has no Latin letters is compared as it is."""
    tide = "潮の満ち干は海岸線を動かし格子の上の予報を外れさせる。我らはブイを節とする図で水際を追う. " * 4
    one, other = a_paper("潮汐図の伝言と海岸線の動き", tide), a_paper("潮汐図の伝言と海岸線の動きの", f"{tide}終")
    assert compare(one, other).rung == "evidence"
