"""Test that wrapped lines are joined, and no others."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import pytest
from hypothesis import given

from paperlist import parse_text
from paperlist.cards.blocks.paragraphs import read_blocks
from paperlist.cards.blocks.wrapping import Breaks, are_dense, find_width
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
    blocks = read_blocks(body, Breaks(width))
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
    blocks = read_blocks(body, Breaks(width))
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
    blocks = read_blocks(body, Breaks())
    assert 50 < max(len(blocks.lines(at)) for at in blocks.each) < 70


def test_a_title_that_is_too_wide_does_not_continue() -> None:
    """Below a value, where blank lines separate nothing, a line wider than the others is the whole title."""
    title = "Clocks and Tides of the Open Sea, and the Moss on All of Their Many Old Stones"
    body = body_of(["3 authors", title, "Moss and Tides"])
    blocks = read_blocks(body, Breaks(len(title) - 3, dense=True))
    assert [blocks.words(at) for at in blocks.each] == ["3 authors", title, "Moss and Tides"]


NAMED = {
    "plain": ("Acme Laboratory for Moss", "Acme Laboratory for Moss"),
    "with its label": ("acme-laboratory-for-moss Acme Laboratory for Moss", "Acme Laboratory for Moss"),
}
"""Lines of organizations, and the names on them."""


@pytest.mark.parametrize("name", NAMED)
def test_an_organization_is_not_the_end_of_an_abstract(name: str) -> None:
    """A short line without a full stop is an organization if values follow, but no authors, and the line is full."""
    values = ["·", "Mar 3 2", ""]
    coasts = ("Northern", "Southern", "Eastern", "Western")
    cards = [[f"Moss of the {coast} Sea", "", *FULL[:-1], f"{LINE}.", NAMED[name][0], *values] for coast in coasts]
    listing = parse_text(
        "\n".join(["Daily Papers", "", "Mar 4", "", *HEAD, *(line for card in cards for line in card)])
    )
    assert [paper.organization for paper in listing[5:]] == [NAMED[name][1]] * 4


def test_an_address_may_end_an_abstract() -> None:
    """A last line with an address is never an organization, and neither is a line with a full stop."""
    for last in ("Code: https://example.org/moss", "Code is moss."):
        card = ["Tides of the Open Sea", "", *FULL[:-1], f"{LINE}.", last, "·", "Mar 3 2", ""]
        listing = parse_text("\n".join(["Daily Papers", "", "Mar 4", "", *HEAD, *card]))
        assert listing[-1].abstract is not None
        assert listing[-1].abstract.endswith(f"of rivers. {last}")


LONG_NAME = "University of Tides, Ferries, Lanterns and Moss"
LABEL = "university-of-tides-ferries-lanterns-and-moss"
LABELLED = {
    "a word": f"{LABEL} {LONG_NAME}",
    "in brackets": f"[{LABEL}] {LONG_NAME}",
    "a picture": f"[![{LABEL}](moss.png) {LONG_NAME}](/{LABEL})",
    "after an empty link": f"[][77] [![{LABEL}][35] {LONG_NAME}][78]",
    "numbered links": f"[206]{LABEL} [207]{LONG_NAME}",
}
"""A long name of an organization after the label of its picture."""


@pytest.mark.parametrize("form", LABELLED)
def test_a_name_after_its_label_is_an_organization(form: str) -> None:
    """However long the line is, it is not the title of a paper."""
    cards = [["Submitted by", "gull", "3", f"Tides of the Open Sea {i}", "· 4 authors"] for i in range(4)]
    cards.append(["Submitted by", "tern", "3", "Clocks and Tides", "", LABELLED[form], "", "7"])
    listing = parse_text("\n".join(["Daily Papers", "", "Mar 4", "", *("\n\n".join(card) + "\n" for card in cards)]))
    assert [paper.title for paper in listing][4:] == ["Clocks and Tides"]
    assert listing[4].organization is not None
    assert LONG_NAME in listing[4].organization


def test_runs_of_lines_show_whether_blank_lines_separate_texts() -> None:
    """If each abstract is directly below its title, no blank line does, even if one is above each title."""
    abstract = 5 * "e\n"
    assert are_dense(f"A\n\nt\n{abstract}" * 9)
    assert not are_dense(f"A\n\nt\n\n{abstract}" * 9)


def test_lines_of_one_unusual_length_were_truncated() -> None:
    """Wrapped lines have different lengths."""
    assert find_width(body_of([("moss " * 60).strip()] * 6)) is None
