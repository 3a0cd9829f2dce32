"""Test that pages of invented papers, saved in any style, are parsed into these papers."""

from __future__ import annotations

import contextlib
import io
from itertools import groupby
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import paperlist
from paperlist import ListingDate, Paper, ParseError
from tests.helpers.cases import SAMPLES
from tests.helpers.pages import NOUNS, Style, as_printed, day_printed, pages, printed, write_page
from tests.helpers.profiles import examples


@given(st.binary() | st.sampled_from([path.read_bytes() for path in sorted(SAMPLES.glob("*.txt"))]), st.data())
def test_any_bytes_are_parsed(content: bytes, data: st.DataObject) -> None:
    """Even a mutated dump gives a listing that can be written, and ``strict`` raises nothing but ParseError."""
    mutated = bytearray(content[: data.draw(st.none() | st.integers(0, len(content)))])
    for at in data.draw(st.lists(st.integers(0, max(len(mutated) - 1, 0)), max_size=5)):
        mutated[at : at + 1] = data.draw(st.binary(max_size=2))
    listing = paperlist.parse(io.BytesIO(mutated), mend=data.draw(st.booleans()))
    assert paperlist.Listing.from_jsonl(listing.to_jsonl()) == listing
    with contextlib.suppress(ParseError):
        paperlist.parse(io.BytesIO(mutated), strict=data.draw(st.sampled_from([True, "warning", "info"])))


@pytest.mark.parametrize("view", ["search", "daily", "trending"])
def test_what_is_written_is_read(view: Any) -> None:
    """A page written in any style gives back what it prints of each paper, in order, and its date."""

    @examples(60)
    @given(pages(view))
    def read_back(page: tuple[list[Paper], ListingDate, Style]) -> None:
        listed, date, style = page
        listing = paperlist.parse_text(write_page(listed, date, style))
        assert list(map(as_printed, listing)) == [printed(paper, style) for paper in listed]
        assert (listing.date and day_printed(listing.date)) == (
            None if view == "trending" else ListingDate(month=date.month, day=date.day)
        )

    read_back()


@pytest.mark.parametrize("view", ["search", "daily", "trending"])
def test_papers_may_be_on_a_page_several_times(view: Any) -> None:
    """Their lines repeat, as labels do, but beside the same texts. Two successive cards of one paper are one."""

    @examples(30)
    @given(pages(view), st.data())
    def read_back(page: tuple[list[Paper], ListingDate, Style], data: st.DataObject) -> None:
        listed, date, style = page
        listed = data.draw(st.permutations([*listed, *data.draw(st.lists(st.sampled_from(listed), max_size=24))]))
        listing = paperlist.parse_text(write_page(listed, date, style))
        assert list(map(as_printed, listing)) == [printed(paper, style) for paper, _ in groupby(listed)]

    read_back()


@examples(60)
@given(pages("search", style=Style()))
def test_the_seeds_layout_is_read_back_without_a_word(page: tuple[list[Paper], ListingDate, Style]) -> None:
    """A page in the layout of the seeds causes no diagnostic, so that it can be parsed with any ``strict``."""
    listed, date, style = page
    listing = paperlist.parse_text(write_page(listed, date, style), strict="info")
    assert list(map(as_printed, listing)) == [printed(paper, style) for paper in listed]


@examples(200)
@given(st.text() | st.text("Submitted by 12 authors·•-[]()Dec 2024\n#*_!k,", max_size=300))
def test_any_text_is_read(text: str) -> None:
    """No text causes an error, and each diagnostic has a place within it."""
    listing = paperlist.parse_text(text)
    assert listing or listing.diagnostics
    for diagnostic in listing.diagnostics:
        start, end = diagnostic.span
        assert 0 <= start <= end <= len(text)


def test_a_user_may_be_called_as_the_footer_says() -> None:
    """The last card keeps its link although the name of its submitter is a phrase of the footer."""
    papers = [
        Paper(title=f"The Tides of {noun.title()}", author_count=3, submitted_by="tern", arxiv_id=f"1901.0000{number}")
        for number, noun in enumerate(NOUNS[:9])
    ]
    papers[-1] = attrs.evolve(papers[-1], submitted_by="Jobs")
    style = Style(view="daily", links="numbered", navigation=True, apart=True, blank=False)
    listing = paperlist.parse_text(write_page(papers, ListingDate(month=3, day=4), style))
    assert [(one.arxiv_id, one.submitted_by) for one in listing] == [(one.arxiv_id, one.submitted_by) for one in papers]
