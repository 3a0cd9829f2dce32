"""Changes of a dump that do not change its papers: each returns the text of the same page in another form."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from itertools import count
from typing import TYPE_CHECKING, Final, TypeAlias

import paperlist

if TYPE_CHECKING:
    from collections.abc import Callable

Relation: TypeAlias = "Callable[[str], str]"

NARROW: Final = 60
LONG_WORD: Final = re.compile("([A-Za-z]{4})(?=[A-Za-z]{4})")


def each_line(form: str) -> Relation:
    """Return what writes each line in a form; ``{0}`` is the line, ``{1}`` its number."""

    def change(text: str) -> str:
        numbers = count(1)
        return "\n".join(form.format(line, next(numbers)) for line in text.split("\n"))

    return change


def replaced(old: str, new: str) -> Relation:
    """Return what replaces characters."""
    return lambda text: text.replace(old, new)


PHRASE: Final = re.compile(
    r"(?<![A-Za-z])(?:(?<=[0-9] )authors|Submitted by|Upvote|GitHub|arXiv Page|Published on|Daily Papers"
    r"|Trending Papers|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?= [0-9]))(?![A-Za-z])"
)
TEXT_LENGTH: Final = 60
"""A longer line is a text, unless it has a link."""


def shown(form: Callable[[str], str]) -> Relation:
    """Return what writes the page's phrases in other letters."""

    def change(text: str) -> str:
        return "\n".join(
            PHRASE.sub(lambda found: form(found[0]), line) if len(line) < TEXT_LENGTH or "](" in line else line
            for line in text.split("\n")
        )

    return change


def wrapped(text: str) -> str:
    """Return a text with its lines wrapped between words."""
    lines: list[str] = []
    for line in text.split("\n"):
        margin = line[: len(line) - len(line.lstrip())]
        parts = textwrap.wrap(
            line.strip(),
            NARROW,
            initial_indent=margin,
            subsequent_indent=margin,
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines += parts or [line]
    return "\n".join(lines)


def without_footer(text: str) -> str:
    """Return a text without what is below its last paper."""
    return text[: max([paper.span[1] for paper in paperlist.parse_text(text) if paper.span], default=0)]


EQUAL: Final[dict[str, Relation]] = {
    "a blank at the end of each line": each_line("{0} "),
    "two blanks at the end of each line": each_line("{0}  "),
    "a tab at the end of each line": each_line("{0}\t"),
    "no-break blanks": replaced(" ", "\u00a0"),
    "thin blanks": replaced(" ", "\u2009"),
    "line ends of Windows": replaced("\n", "\r\n"),
    "line ends of an old Macintosh": replaced("\n", "\r"),
    "line separators": replaced("\n", "\u2028"),
    "next lines": replaced("\n", "\u0085"),
    "indented": each_line("    {0}"),
    "indented by a tab": each_line("\t{0}"),
    "quoted": each_line("> {0}"),
    "quoted without blanks": each_line(">{0}"),
    "quoted twice": each_line("> > {0}"),
    "in a box": each_line("| {0}"),
    "commented out": each_line("# {0}"),
    "added in a difference": each_line("+{0}"),
    "numbered": each_line("{1}: {0}"),
    "numbered by cat": each_line("{1:6}\t{0}"),
    "marked as written from left to right": each_line("\u200e{0}"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "a byte order mark": "\ufeff{0}".format,
    "blank lines around": "\n\n\n{0}\n\n\n".format,
    "phrases in capitals": shown(str.upper),
    "phrases with capitals": shown(str.title),
    "no final line end": lambda text: text.rstrip("\n"),
}
"""Changes after which every paper is the same, but for its place."""

SPACED: Final[dict[str, Relation]] = {
    "a blank line after each": each_line("{0}\n"),
    "two blank lines after each": each_line("{0}\n\n"),
}
"""Changes after which every paper of a page with abstracts is the same.

If a page has only titles, and these were wrapped, nothing shows which of the lines belong together.
"""
