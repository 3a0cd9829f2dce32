"""Test that the confidence of papers follows from what is unusual about them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

import paperlist
from paperlist import Listing, Paper
from paperlist.cards import confidence
from paperlist.cards.titles import unusual as titles

ABSTRACT = "Clocks that are never wound still tell the time twice a day, and some of them do so for many years."
TITLE = "Reading the Sea Floor from the Sound of Ferries"
NOUNS = ("Buoys", "Ferns", "Gauges", "Kelp", "Lanterns", "Moss", "Otters")


USUAL_CARD: Any = SimpleNamespace(is_phrase=False, each=[0], places=SimpleNamespace(shown=frozenset()))
"""Nothing else of it is looked at unless texts near it are unassigned."""


def card(title: str, abstract: str | None = ABSTRACT, values: str = "  • 6 authors\n·\nMar 3 2") -> str:
    """Return a card of a search page."""
    return "\n\n".join(filter(None, (title, abstract, values)))


def listing_with(odd: str, *, after: str = "") -> Listing:
    """Return the listing of a page with seven usual cards and an odd one in their midst."""
    cards = [card(f"{TITLE} among {noun}") for noun in NOUNS]
    parts = ["Daily Papers", "Mar 4", *cards[:3], odd, after, *cards[3:]]
    return paperlist.parse_text("\n\n".join(filter(None, parts)))


def doubts(listing: Listing) -> list[str]:
    """Return the messages of the papers that were reported as doubtful."""
    start = "this paper may have been misread: "
    return [found.message.removeprefix(start) for found in listing.diagnostics if found.message.startswith(start)]


def test_usual_papers_have_much_confidence_and_no_diagnostic() -> None:
    """That of the page is their mean."""
    listing = listing_with(card("A Usual Title among Many Other Usual Titles"))
    assert len(listing) == 8
    assert {paper.confidence for paper in listing} == {listing[0].confidence}
    assert listing.layout is not None
    assert listing.layout.confidence == listing[0].confidence
    assert listing.layout.confidence > 0.95
    assert not listing.diagnostics


def test_a_listing_without_papers_has_no_confidence() -> None:
    """That of its layout is 0."""
    layout = paperlist.parse_text("Nothing here is a page.").layout
    assert layout is not None
    assert layout.confidence == 0


def test_several_pages_have_the_mean_of_all_papers() -> None:
    """If they are parsed as one listing."""
    page = "\n\n".join(["Daily Papers", "Mar 4", *(card(f"{TITLE} among {noun}") for noun in NOUNS)])
    whole = paperlist.parse_text(f"{page}\n\n{page.replace(TITLE, 'ferry')}")
    assert len(whole) == 14
    assert whole.layout is not None
    assert whole.layout.confidence == confidence.mean([paper.confidence for paper in whole])
    assert whole[0].confidence != whole[-1].confidence


def test_the_doubtful_paper_is_named_with_the_reasons() -> None:
    """The diagnostic is at its title, and has the strongest evidence first."""
    listing = listing_with(card("in", values=""))
    (found,) = [found for found in listing.diagnostics if found.code == "doubtful-layout"]
    odd = min(listing, key=lambda paper: paper.confidence or 0)
    assert (odd.title, found.excerpt) == ("in", "in")
    assert found.line == odd.line
    assert (odd.confidence or 0) < confidence.DOUBTFUL
    assert doubts(listing)[0].count(", and ") == 1


TITLES = {
    "Clocks": "its title is one word",
    "Clocks and Tides": "its title is short",
    TITLE + " and Much Else That Was Heard" * 4 + " There": "its title is long",
    TITLE + " and Much Else That Was Heard" * 6 + " There": "its title is as long as an abstract",
    "ferryNet: " + TITLE: "its title begins in lower case",
    "150Ferries: " + TITLE: "its title begins with a number that touches a word",
    "3D " + TITLE: "its title begins with a digit or a sign",
    TITLE + " and": "its title is not complete",
    TITLE + ",": "its title is not complete",
    TITLE + " of Gr…": "its title ends with an ellipsis",
    TITLE + "...": "its title ends with an ellipsis",
    TITLE + " 12": "its title ends with a number",
    TITLE + ". With Whales": "its title has several sentences or a full stop",
    TITLE: None,
    "漢字 and Other Marks on the Sea Floor": None,
    "C++ and Other Marks on the Sea Floor of C++": None,
    "Clocks et al. 2 and Other Marks on the Sea Floor": None,
    "": None,
}


@pytest.mark.parametrize(("title", "evidence"), TITLES.items())
def test_a_title_is_judged_by_its_words(title: str, evidence: str | None) -> None:
    """Each way in which few titles look is evidence; the quick look agrees with the thorough one."""
    found = list(titles.of_title(title))
    assert found == ([evidence] if evidence else [])
    assert not (found and titles.is_usual_title(title))


def judge(*, run_on: bool = False, spaced: bool = True) -> confidence.Judge:
    """Return the judge of a page whose texts are separated like this."""
    return confidence.Judge({}, frozenset(), linked=False, shared=False, run_on=run_on, spaced=spaced)


def of_abstract(judge: confidence.Judge, abstract: str, title: str = TITLE) -> list[str]:
    """Return the evidence against a paper on a usual card."""
    found = judge.evidence(USUAL_CARD, {"title": title, "abstract": abstract})
    return [name for name in found if not name.startswith("its title")]


def test_an_abstract_is_judged_by_its_words() -> None:
    """By its length and its first letter; where it begins is less certain without blank lines, or on a shared line."""
    lower = "clocks " + ABSTRACT
    assert of_abstract(judge(), ABSTRACT) == []
    assert of_abstract(judge(), "(Clocks) " + ABSTRACT) == []
    assert of_abstract(judge(), "A short one.") == ["its abstract is as short as a name"]
    assert of_abstract(judge(), lower) == ["its abstract begins in lower case"]
    assert of_abstract(judge(spaced=False), lower) == ["its abstract may begin with the end of its title"]
    wrong_place = ["the line of its title may be split in the wrong place"]
    assert of_abstract(judge(run_on=True), lower) == wrong_place
    assert of_abstract(judge(run_on=True), ABSTRACT, "Clocks") == wrong_place
    assert of_abstract(judge(run_on=True), ABSTRACT) == []


LESS = {
    "no abstract": card(TITLE, abstract=None),
    "no authors": card(TITLE, values="·\nMar 3 2"),
    "no date": card(TITLE, values="  • 6 authors"),
    "again": card(f"{TITLE} among Buoys"),
}


@pytest.mark.parametrize("odd", LESS.values(), ids=LESS)
def test_a_card_unlike_the_others_has_less_confidence(odd: str) -> None:
    """It lacks what they have, or has what only one of them can have."""
    listing = listing_with(odd)
    usual, unusual = listing[1], listing[3]
    assert len(listing) == 8
    assert (unusual.confidence or 0) < (usual.confidence or 0)


def test_texts_without_a_card_are_evidence_against_the_one_before() -> None:
    """And, less, against the whole page."""
    usual = listing_with(card("A Usual Title among Many Other Usual Titles"))
    stray = listing_with(card("A Usual Title among Many Other Usual Titles"), after="  • 6 authors\n·\nMar 3 2")
    assert "unknown-text" in {found.code for found in stray.diagnostics}
    before, beside, after = (stray[i].confidence or 0 for i in (2, 3, 4))
    assert beside < min(before, after)
    assert before < (usual[2].confidence or 0)


def test_each_evidence_has_a_weight_and_none_favours_a_paper() -> None:
    """So a paper about which nothing is unusual has the highest confidence."""
    assert all(weight < 0 for weight in confidence.WEIGHTS.values())
    assert confidence.probability(()) > max(confidence.probability((name,)) for name in confidence.WEIGHTS)


def test_papers_made_by_hand_have_no_confidence() -> None:
    """Nothing is known of them."""
    assert Paper(title="Tides").confidence is None
    assert confidence.mean([None]) == 0


@pytest.mark.parametrize("whole", [1, 5])
@pytest.mark.parametrize("length", [8, 20, len(TITLE)])
def test_a_title_at_the_end_of_a_page_may_have_been_cut(whole: int, length: int) -> None:
    """If nothing is below the last title, where other cards have texts or values, its paper is reported."""
    cards = [card(f"{TITLE} among {noun}") for noun in NOUNS[:whole]]
    text = "\n\n".join(["Daily Papers", "Mar 4", *cards, TITLE[:length]])
    *others, last = paperlist.parse_text(text)
    assert len(others) == whole
    assert all((one.confidence or 0) > 0.9 for one in others)
    assert (last.confidence or 0) < 0.4
    assert "the page ends with its title" in paperlist.parse_text(text).diagnostics[-1].message
    assert (paperlist.parse_text(f"{text}\n\n{ABSTRACT}")[-1].confidence or 0) > 0.4


def test_titles_alone_are_not_cut() -> None:
    """If no card has anything below its title, neither has the last one."""
    titles = [f"{TITLE} among {noun}" for noun in NOUNS]
    cards = [f"Submitted by tern-{n}\n\n{n + 7}\n\n{title}" for n, title in enumerate(titles)]
    listing = paperlist.parse_text("\n\n".join(["Daily Papers", "Mar 4", *cards]))
    assert [one.title for one in listing] == titles
    assert len({one.confidence for one in listing}) == 1


@pytest.mark.parametrize("part", ["· {} people", "{} people 2", "+{}", "{} ###"])
def test_titles_with_the_same_word_beside_different_numbers_have_other_parts(part: str) -> None:
    """If a quarter of the titles have a number with the same word or sign, that is a count of their cards."""
    titles = [f"{TITLE} among {noun} {part.format(n // 2 + 1)}" for n, noun in enumerate(NOUNS[:4])]
    cards = [card(title) for title in (*titles, "Counting Tides on Moving Shores in 3 Bays")]
    listing = paperlist.parse_text("\n\n".join(["Daily Papers", "Mar 4", *cards]))
    assert [one.title for one in listing if (one.confidence or 0) < 0.5] == titles


def test_numbers_in_titles_are_usual() -> None:
    """Parts and years, the same number in several titles, different words beside numbers, and titles with numbers."""
    parts = ("in 3 Bays", "with 4 Bells", "of Part 2", "in 3 Bays", "in 3 Bays", "in 3 Bays", "since 1999")
    cards = [card(f"{TITLE} among {noun} {part}") for noun, part in zip(NOUNS, parts, strict=True)]
    listing = paperlist.parse_text("\n\n".join(["Daily Papers", "Mar 4", *cards]))
    assert all((one.confidence or 0) > 0.5 for one in listing)
    for numbered in (
        [f"Chapter {number} of a Long Night at Sea" for number in range(9)],
        [f"{noun} Seen in {number} Harbours" for number in range(3) for noun in NOUNS],
    ):
        listing = paperlist.parse_text("\n\n".join(["Daily Papers", "Mar 4", *map(card, numbered)]))
        assert [one.title for one in listing] == numbered
        assert not listing.diagnostics
