"""Test that titles are found if abstracts follow on the same line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import parse_text
from paperlist.cards.titles.run_on import title_end

TITLES = {
    "Tidal Clocks": "We build a clock that keeps time with the moon.",
    "Do Gulls Plan?": "Thefts of bread were planned in nine cases of ten.",
    "Counting waves by ear": "This paper counts waves at night.",
    "Networks for Flood Prediction": "Salt Marsh Networks (SMN) predict where water goes.",
    "Better Salt Marsh Networks": "Salt Marsh Networks (SMNs) predict where water goes.",
    "Pumps and Drains (Revised) of the North": "While drains are old, few pumps are.",
    "MOSSNET: Moss on Walls": "MOSSNET finds moss on walls, and on nothing else.",
    "A Beach of One's Own:\nGrains Counted": "Existing counts of grains are too low by half.",
    "Reading the Sea Floor  ": "Lanterns let down on ropes were read from above.",
    "3D Tides": "Despite their age, tides hold surprises.",
}


@pytest.mark.parametrize(("title", "abstract"), TITLES.items(), ids=TITLES)
def test_titles_end_where_abstracts_begin(title: str, abstract: str) -> None:
    """The end of a title is found by capitals, by words that begin sentences, and by abbreviations."""
    text = f"{title} {abstract}"
    assert text[: title_end(text)] == title.rstrip()


@given(st.text() | st.text("Aa bB(). \n", max_size=80))
def test_a_title_is_a_part_of_its_text(text: str) -> None:
    """Wherever a title is found to end, it ends within the text, behind a word."""
    end = title_end(text)
    assert 0 <= end < max(len(text), 1)
    assert end == 0 or not text[end - 1].isspace()


@pytest.mark.parametrize("titles", [["3.1 Tides", "2.2 Waves", "7.5 Winds", "1.0 Rains"]])
def test_numbers_that_are_no_counts_stay_in_titles(titles: list[str]) -> None:
    """Titles that begin with numbers, none of which could be a count, keep them."""
    cards = [
        f"{title}\n\n{'It rains on some shores and not on others. ' * 6}\n\n6 authors\n·\nMar 2" for title in titles
    ]
    listing = parse_text("\n\n".join(["Daily Papers", "Mar 4", *cards]))
    assert [paper.title for paper in listing] == titles


def test_a_title_may_run_on_from_its_second_line() -> None:
    """Where cards share lines, a title ends on whichever line it does; one may lack the count that others have."""
    sentence = "This coast is told from others by its lanterns, which are lit at noon. "
    cards = [f"{number} {number} Coasts of Lanterns {sentence * 4}6 authors · Mar 2" for number in range(5, 9)]
    long = f"Reading the Whole Sea Floor with Nothing but Two\nlanterns and a rope {sentence * 4}6 authors · Mar 2"
    listing = parse_text("\n".join(["Daily Papers", "Mar 4", *cards, long]))
    assert [paper.upvotes for paper in listing] == [5, 6, 7, 8, None]
    assert listing[-1].title == "Reading the Whole Sea Floor with Nothing but Two lanterns and a rope"
    assert listing[-1].abstract == (sentence * 4).rstrip()


def test_the_link_of_a_title_is_read_before_its_abstract() -> None:
    """Where cards share lines, what a title links to is the paper, and what its abstract names is not."""
    sentence = "We tell this coast from others by its lanterns, as https://arxiv.org/abs/2201.00009 does. "
    cards = [
        f"{n} [Coasts of Lanterns {n}](https://huggingface.co/papers/2201.0000{n}) {sentence * 4}6 authors · Mar 2"
        for n in range(1, 6)
    ]
    listing = parse_text("\n".join(["Daily Papers", "Mar 4", *cards]))
    assert [paper.arxiv_id for paper in listing] == [f"2201.0000{n}" for n in range(1, 6)]
