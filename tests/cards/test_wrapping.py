"""Test that wrapped lines are joined, and no others."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from paperlist import parse_text
from paperlist.cards.paragraphs import read_blocks
from paperlist.cards.wrapping import find_width
from paperlist.tokens.kinds import WORDS
from paperlist.tokens.lexer import lex
from tests.helpers.pages import pages, write_page
from tests.helpers.profiles import examples

if TYPE_CHECKING:
    from paperlist.tokens.token import Tokens

pytestmark = pytest.mark.slow

WIDTH = 72
ABSTRACT = "We study tides and their graphs in the open sea over many years, and find that lanterns drift. " * 4
FULL = textwrap.wrap(ABSTRACT, WIDTH)
HEAD = [line for i in range(5) for line in (f"Tides of the Open Sea {i}", "", *FULL, "", "3 authors", "")]
"""What tells at which width lines are wrapped."""
HEAD_JOINED = [
    line for i in range(5) for line in (f"Tides of the Open Sea {i}", "", " ".join(FULL), "", "3 authors", "")
]
LINE = f"{'Moss and tides ' * 4}of rivers"
"""A line that is full."""

JOINED = {
    "full lines": (["Clocks and", "Tides", "", *FULL], ["Clocks and", "Tides", "", " ".join(FULL)]),
    "a margin": (["   Clocks", "", *(f"   {line}" for line in FULL)], ["Clocks", "", " ".join(FULL)]),
    "a heading": (
        ["### [Clocks and Tides, Rivers and the Moss on All of Their Many Old", "Stones](/papers/2401.00001)"],
        ["[Clocks and Tides, Rivers and the Moss on All of Their Many Old Stones](/papers/2401.00001)"],
    ),
    "a number within a link": (
        [f"[{LINE} of", "12", "rivers](/papers/2401.00001)"],
        [f"[{LINE} of 12 rivers](/papers/2401.00001)"],
    ),
    "a number behind a single full line": (
        [f"{LINE} of", "12", "", "Clocks"],
        [f"{LINE} of 12", "", "Clocks"],
    ),
    "a number below a title": (["Clocks That Drift", "12", "", "Moss"], ["Clocks That Drift", "12", "", "Moss"]),
    "a number between lines that are not full": (
        ["Clocks That Drift", "Moss", "12", "Tides", "Rivers"],
        ["Clocks That Drift", "Moss", "12", "Tides", "Rivers"],
    ),
    "the name of a user": (["Submitted by", "ann", *FULL], ["Submitted by", "ann", " ".join(FULL)]),
    "authors behind a text": ([*FULL, "Clocks · 3 authors"], [" ".join(FULL), "Clocks · 3 authors"]),
    "authors behind the last line": ([f"{LINE} of", "tides · 3 authors"], [f"{LINE} of tides", "· 3 authors"]),
    "a break within a word": ([f"{LINE} end-", "to-end."], [f"{LINE} end-to-end."]),
}


def body_of(lines: list[str]) -> Tokens:
    """Return what lines say."""
    (body,) = lex(["\n".join(lines)])
    return body


@pytest.mark.parametrize(("written", "joined"), JOINED.values(), ids=JOINED)
def test_lines_of_paragraphs_are_joined(written: list[str], joined: list[str]) -> None:
    """Among lines that tell a width, those of a paragraph become one, without their margin."""
    body = body_of([*HEAD, *written])
    width = find_width(body)
    assert width is not None
    blocks = read_blocks(body, width, run_on=False, dense=False)
    alone = body_of([line for text in (*HEAD_JOINED, *joined) for line in (text, "")])
    assert [blocks.words(at) for at in blocks.each] == [token.words for token in alone]


SHORT = [line for i in range(120) for line in (f"Tides {i}", "")]
WIDE = {
    "two full lines": ([textwrap.wrap(ABSTRACT * 4, 1000)] * 2, None),
    "several full lines": ([textwrap.wrap("tide " * i + ABSTRACT * 4, 1000) for i in range(3)], 997),
    "texts cut after so many characters": ([[ABSTRACT[:300], "Read more"]] * 5, None),
}


@pytest.mark.parametrize(("paragraphs", "width"), WIDE.values(), ids=WIDE)
def test_several_full_lines_tell_an_unusual_width(paragraphs: list[list[str]], width: int | None) -> None:
    """A page wrapped at many columns is one where all lines that have a next one are full, and not equally long."""
    assert find_width(body_of([*(line for lines in paragraphs for line in (*lines, "")), *SHORT])) == width


UNWRAPPED = {
    "paragraphs": [line for text in FULL for line in (text, "")],
    "short lines": ["Clocks", "Tides", "Moss", "Rivers"] * 4,
    "lines that are too wide": [" ".join(FULL), "Clocks"] * 4,
    "organizations below titles": ["Clocks That Drift", "Acme Lab", "12", ""] * 4,
}


@pytest.mark.parametrize("lines", UNWRAPPED.values(), ids=UNWRAPPED)
def test_lines_that_were_not_wrapped_tell_no_width(lines: list[str]) -> None:
    """Where lines end as they please there is no width."""
    assert find_width(body_of(lines)) is None


@examples(60)
@given(pages("search", "daily", "trending").map(lambda made: write_page(*made)))
def test_joined_lines_are_those_that_were_joined(text: str) -> None:
    """No line is lost or there twice where lines are joined, and each paragraph knows its own."""
    body = body_of(text.split("\n"))
    width = find_width(body)
    blocks = read_blocks(body, width, run_on=False, dense=False)
    joined = [line for at in blocks.each for line in blocks.lines(at)]
    assert joined == sorted(set(joined))
    kept = [at for at, kind in enumerate(body.kinds) if kind in WORDS]
    assert {*kept} <= {*joined}


def test_places_in_a_wrapped_page_with_two_characters_for_a_line_end() -> None:
    """Spans of wrapped cards are right where lines end with CR LF."""
    lines = ["Daily Papers", "", "Mar 4", "", *HEAD]
    plain, returned = (parse_text(end.join(lines)) for end in ("\n", "\r\n"))
    assert plain == returned
    text = "\r\n".join(lines)
    for paper, other in zip(plain, returned, strict=True):
        assert other.span is not None
        assert paper.line == other.line == text.count("\n", 0, other.span[0]) + 1
        assert text[slice(*other.span)].startswith(other.title)
        assert text[slice(*other.span)].endswith(" authors")


def test_a_link_that_does_not_end_is_not_a_link() -> None:
    """A text that begins with a bracket goes on over some lines at most, if no line has the end of the link."""
    body = body_of(["[Clocks", *["Moss and Tides"] * 90])
    blocks = read_blocks(body, None, run_on=False, dense=False)
    assert 50 < max(len(blocks.lines(at)) for at in blocks.each) < 70


def test_a_title_that_is_too_wide_does_not_continue() -> None:
    """Below a value, where blank lines separate nothing, a line wider than the others is the whole title."""
    title = "Clocks and Tides of the Open Sea, and the Moss on All of Their Many Old Stones"
    body = body_of(["3 authors", title, "Moss and Tides"])
    blocks = read_blocks(body, len(title) - 3, run_on=False, dense=True)
    assert [blocks.words(at) for at in blocks.each] == ["3 authors", title, "Moss and Tides"]
