"""Test that memory, time and messages are bounded, whatever a text contains."""

from __future__ import annotations

import bz2
import io
import tracemalloc

import pytest

import paperlist
from paperlist.cards import frame
from paperlist.cards.frame import split_pages
from paperlist.errors import MOST_OF_A_KIND, LimitError
from paperlist.files import compression
from paperlist.tokens import lexer
from paperlist.tokens.token import Tokens

HEAD = "Daily Papers\n\nMar 4\n\n"
CARD = "A Study of Tides\n\n6 authors\n"
EACH = len(CARD.splitlines())
STRAY = "3\n" * 5_000


def test_problems_of_a_kind_are_listed_up_to_a_number() -> None:
    """Of the others their number is kept, and the last that is listed says it."""
    listing = paperlist.parse_text(HEAD + STRAY)
    stray = [one for one in listing.diagnostics if one.code == "unknown-text"]
    assert len(stray) == MOST_OF_A_KIND
    assert [one.more for one in stray[:-1]] == [0] * (MOST_OF_A_KIND - 1)
    assert stray[-1].more == 4_999 - MOST_OF_A_KIND
    assert "could not assign this text to any paper (and 3,999 more)\n" in str(stray[-1])


def test_the_number_of_further_problems_is_saved() -> None:
    """A listing that was saved and loaded knows it, and its HTML says how many problems there are."""
    listing = paperlist.parse_text(HEAD + STRAY)
    again = paperlist.Listing.from_jsonl(listing.to_jsonl())
    assert again.diagnostics == listing.diagnostics
    assert f"problems: {len(listing.diagnostics) + 3_999}" in listing._repr_html_()


def test_a_page_without_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages are read one after the other, so that their tokens need not be in memory together."""
    monkeypatch.setattr(frame, "_MOST_LETTERS", 1000)
    number = 20_000
    listings = list(paperlist.parse_many(io.BytesIO((HEAD + CARD * number).encode())))
    assert len(listings) > 1
    assert sum(map(len, listings)) <= number
    tokens = list(split_pages([Tokens(kinds="\n" * 1001)]))
    assert [len(page.kinds) for page in tokens] == [1001]


def test_a_long_page_of_short_lines_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has too few characters for its lines."""
    monkeypatch.setattr(frame, "_MANY_LETTERS", 1000)
    listing = paperlist.parse_text(HEAD + "ab\n" * 1000)
    assert [one.code for one in listing.diagnostics] == ["no-papers"]
    assert len(paperlist.parse_text(HEAD + CARD * 1000)) == 1


@pytest.mark.slow
@pytest.mark.parametrize("line", ["3", "a", "", "·", "a\n1", "ab cd\n12"])
def test_short_lines_without_end_are_not_a_page(line: str) -> None:
    """A long text with few characters in each line has no papers, and takes little time and memory."""
    text = HEAD + f"{line}\n" * (300_000 // (len(line) + 1))
    tracemalloc.start()
    try:
        listing = paperlist.parse_text(text)
        assert tracemalloc.get_traced_memory()[1] < 210 * len(text)
    finally:
        tracemalloc.stop()
    assert not listing
    assert {one.code for one in listing.diagnostics} <= {"no-papers", "several-pages", "empty-source"}


@pytest.mark.parametrize("text", ["3 ", "[a ", "lantern "])
def test_a_line_without_end_is_one_text(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes no more memory than a few times its characters. Here a line without end begins earlier than it does."""
    monkeypatch.setattr(lexer, "_LONGEST_READ", 1 << 17)
    line = text * (200_000 // len(text))
    tracemalloc.start()
    try:
        listing = paperlist.parse_text(f"{HEAD}[open\n{line}\n")
        assert tracemalloc.get_traced_memory()[1] < 60 * len(line)
    finally:
        tracemalloc.stop()
    assert len(listing) <= 1


@pytest.mark.slow
def test_a_bomb_of_stray_lines_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few hundred bytes that unpack to very many lines are given up, and with all limits lifted, they are read."""
    monkeypatch.setattr(compression, "_ALWAYS_ALLOWED", 1 << 20)
    bomb = bz2.compress(b"3\n" * (5 << 17))
    assert len(bomb) < 500
    with pytest.raises(LimitError, match="100 times"):
        paperlist.parse(io.BytesIO(bomb))
    assert not paperlist.parse(io.BytesIO(bomb), max_size=None)


def test_numbers_that_are_too_large_are_left_out() -> None:
    """A count of 400 digits is not cut off: it is left out, and reported."""
    text = (
        f"{HEAD}A Study of Tides\n\nWe study tides. They rise.\n\n{'9' * 400} authors\n·\nMar 3\n{'9' * 400} comments\n"
    )
    listing = paperlist.parse_text(text)
    assert (listing[0].author_count, listing[0].comments) == (None, None)
    assert [one.code for one in listing.diagnostics] == ["impossible-count"] * 2
    assert paperlist.parse_text(text.replace("9" * 400, "9" * 18))[0].comments == 10**18 - 1


def test_a_year_of_five_digits_is_no_year() -> None:
    """Its last digit is not taken for a count, as in ``Jan 1, 20245``."""
    (paper,) = paperlist.parse_text(f"{HEAD}A Study of Tides\n\nJan 1, 99999\n\n6 authors\n")
    assert paper.published is None
