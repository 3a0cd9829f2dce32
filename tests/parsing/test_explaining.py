"""Test that every character of a dump is explained."""

from __future__ import annotations

import io
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import paperlist
from paperlist import ListingDate, Paper
from paperlist.model import PAPER_FIELDS
from tests.helpers.pages import Style, pages, write_page
from tests.helpers.profiles import examples

PARTS = {*PAPER_FIELDS, "date", "boilerplate", "separator", "diagnostic"} - {"arxiv_id"}


@examples(300)
@given(st.text() | st.text("Submitted by 12 authors·•-[]()Dec 2024\r\n#*_!k,", max_size=300))
def test_tokens_joined_are_the_text(text: str) -> None:
    """Tokens follow one another without a gap, over any text, and so do the stretches of its explanation."""
    tokens = paperlist.tokenize(text)
    assert "".join(token.words for token in tokens) == text
    assert [token.span[0] for token in tokens] == [0, *(token.span[1] for token in tokens)][: len(tokens)]
    assert "".join(stretch.text for stretch in paperlist.explain_text(text)) == text
    assert {stretch.part for stretch in paperlist.explain_text(text)} <= PARTS


@pytest.mark.parametrize("view", ["search", "daily", "trending"])
def test_fields_are_found_where_they_stand(view: Any) -> None:
    """The fields in an explanation are those of the papers, and nothing on an undamaged page is unknown."""

    @examples(40)
    @given(pages(view))
    def agrees(page: tuple[list[Paper], ListingDate, Style]) -> None:
        text = write_page(*page)
        explanation = paperlist.explain_text(text)
        assert "".join(stretch.text for stretch in explanation) == text
        found = Counter((stretch.paper, stretch.part) for stretch in explanation if stretch.paper is not None)
        for place, paper in enumerate(paperlist.parse_text(text)):
            for name in PAPER_FIELDS[:3]:
                assert (found[place, name] > 0) == (getattr(paper, name) is not None)
        assert not any(stretch.part == "diagnostic" for stretch in explanation)

    agrees()


PAGE = """Daily Papers
Mar 4

Clocks

An abstract that is cut off, and ends without a

  *
6 authors
·
Mar 3 5
xyz

9 authors

System theme"""

EXPLAINED = """\
     1        boilerplate               Daily Papers
     2        date                      Mar 4
     4     1  title                     Clocks
     6     1  abstract                  An abstract that is cut off, and ends without a
     9     1  author_count              6 authors
    10     1  boilerplate               ·
    11     1  published, comments       Mar 3 5
    12        diagnostic                xyz
    14        diagnostic                9 authors
    16        boilerplate               System theme
"""


def test_an_explanation_shows_each_line_with_its_parts() -> None:
    """As text, it shows each line that is not blank: its number, the number of its paper (from 1), and its parts."""
    assert str(paperlist.explain(io.StringIO(PAGE))) == EXPLAINED


def test_an_explanation_is_a_sequence() -> None:
    """It can be counted, indexed and sliced."""
    explanation = paperlist.explain_text(PAGE)
    assert len(explanation) == len(list(explanation)) == len(explanation[:])
    assert explanation[0].text == "Daily Papers"
    assert explanation[-1].part == "boilerplate"


def test_values_without_a_card_are_explained_by_diagnostics() -> None:
    """Values whose card has lost its texts, and texts outside the cards, belong to diagnostics and to no paper."""
    text = "Daily Papers\n\nMar 4\n\nClocks\n\n6 authors\n\n·\n\nMar 3\n\n7 authors\n\n·\n\nMar 2"
    explanation = paperlist.explain_text(text)
    told = [(stretch.text, stretch.paper) for stretch in explanation if stretch.part == "diagnostic"]
    assert told == [("7 authors", None), ("Mar 2", None)]
    assert [d.code for d in paperlist.parse_text(text).diagnostics] == ["missing-title"]


def test_a_text_that_is_no_listing_is_unknown_as_a_whole() -> None:
    """If nothing shows that it is a page, all words belong to the one diagnostic."""
    explanation = paperlist.explain_text("A walk.\n\nAnother.")
    assert [stretch.part for stretch in explanation] == ["diagnostic", "separator", "diagnostic"]


def test_a_line_of_several_links_is_explained() -> None:
    """Each link is a part of its own, and all parts joined are the text."""
    card = "[Clocks That Drift](/papers/2401.00001) [moss-lab](/moss-lab)\n\n6 authors\n"
    text = f"# Daily Papers\n\nMar 4\n\n{card}"
    explanation = paperlist.explain(io.StringIO(text))
    assert "".join(stretch.text for stretch in explanation) == text
    named = {stretch.part: stretch.text for stretch in explanation}
    assert (named["title"], named["abstract"]) == (
        "[Clocks That Drift](/papers/2401.00001)",
        "[moss-lab](/moss-lab)",
    )
