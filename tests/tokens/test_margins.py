"""Test that a margin before every line is recognised and removed."""

from __future__ import annotations

import textwrap
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from paperlist import parse, parse_text, tokenize
from paperlist.tokens.lines.margins import ITEM_NUMBERS, end_of_margin, find_margin

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLE = Path("samples/000-tidal-graphs.txt")
TEXT = SAMPLE.read_text(encoding="utf-8")


def _numbers(form: str, *, blank: bool = True, counted: bool = False) -> Callable[[str], str]:
    """Return what puts a number before each line, blank ones too or not; ``counted`` means that these are counted."""

    def mark(text: str) -> str:
        numbers = count(1)
        each = ((next(numbers) if line or blank or counted else 0, line) for line in text.split("\n"))
        return "\n".join(form.format(number, line) if line or blank else "" for number, line in each)

    return mark


MARGINS: dict[str, Callable[[str], str]] = {
    "mail": lambda text: textwrap.indent(text, "> ", lambda _: True),
    "mail without blanks": lambda text: textwrap.indent(text, ">", lambda _: True),
    "mail that was answered twice": lambda text: textwrap.indent(text, "> > ", lambda _: True),
    "mail, its introduction above": lambda text: "On that day a friend wrote:\n" + textwrap.indent(text, "> "),
    "comment": lambda text: textwrap.indent(text, "// "),
    "difference": lambda text: textwrap.indent(text, "+", lambda _: True),
    "difference, its head above": lambda text: "diff a b\nnew file\n--- a\n+++ b\n@@ @@\n" + textwrap.indent(text, "+"),
    "box": lambda text: textwrap.indent(text, "| ", lambda _: True),
    "cat -n": _numbers("{:6}\t{}"),
    "nl": _numbers("{:6}\t{}", blank=False),
    "a list with blank lines": _numbers("{}. {}", blank=False, counted=True),
    "grep -n": _numbers("{}:{}"),
    "grep -n with a name": _numbers("dump.txt:{}:{}"),
    "log": _numbers("2025-03-04T09:{:02}:07Z INFO crawl - {}"),
    "chat": _numbers("[09:{:02}] <mira> {}"),
    "arrow": _numbers("{:5}→{}"),
    "bar without blanks": _numbers("{:3} |{}"),
    "bar": _numbers("{:4} | {}"),
    "bar of a pager": _numbers("{:4} │ {}"),
    "bar far from its number": _numbers("{:4}   │ {}"),
}


@pytest.mark.parametrize("name", MARGINS)
@pytest.mark.parametrize("width", [None, 78])
def test_a_margin_is_no_part_of_a_page(name: str, width: int | None) -> None:
    """Papers are those of the page without it, were its lines wrapped or not, and places are those of the text."""
    lines = TEXT.split("\n")
    wrapped = [textwrap.fill(line, width) if width and len(line) > width else line for line in lines]
    text = MARGINS[name]("\n".join(wrapped))
    listing = parse_text(text)
    assert list(listing) == list(parse(SAMPLE))
    for paper in listing:
        assert paper.span is not None
        assert text[slice(*paper.span)].startswith(paper.title.split(" ", 1)[0])
    assert "".join(token.words for token in tokenize(text)) == text


LISTS = [
    [f"{n * 7 % 31} Clocks" for n in range(40)],  # counts before titles
    [f"Clocks {n}" for n in range(40)],
    ["> one quoted line", *(f"Clocks {n}" for n in range(40))],
    [f"> quoted {n}" if n % 3 else "not" for n in range(40)],
    ["> too few"] * 9,
    [],
]


def test_the_numbers_of_a_list_are_a_margin() -> None:
    """They are removed from its items, even from two, but not from lines between them; gaps show that it is no list."""
    assert find_margin(["1. Clocks", "12 harbours", "2. Keels"]) == ITEM_NUMBERS
    assert end_of_margin("12 harbours", ITEM_NUMBERS) == 0
    assert end_of_margin("2. Keels", ITEM_NUMBERS) == 3
    assert not find_margin(["1. Clocks", "3. Keels"])


@pytest.mark.parametrize("lines", LISTS)
def test_what_most_lines_begin_with_may_be_their_own(lines: list[str]) -> None:
    """Only what nearly all begin with is a margin, and numbers that count these."""
    assert not find_margin(lines)
