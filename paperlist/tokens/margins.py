"""Find a margin before every line: a quote or comment mark, or line numbers.

The margin is not part of the page. Lines are read without it.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final

from .._engine import line_re as re

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE_NUMBERS: Final = "0"
"""Represents a margin of line numbers."""

_MARK: Final = re.compile(r"[ \t]*(?:>(?:[ ]?>)*|[+|;%!]|//|--|#)")
_NUMBER: Final = re.compile(r"[ \t]*([0-9]{1,6})(?:[ ]?[|│][ ]?|[^0-9A-Za-z])?")

_MAX_LINES_EXAMINED: Final = 200
_MIN_LINES_FOR_MARGIN: Final = 16
"""Most of the first lines, this many, must have a margin. It cannot be recognized in a shorter text."""

_MIN_SHARE: Final = 0.95
"""At least this share of the lines with words must have the margin; a line above the text may lack it."""


def find_margin(lines: Sequence[str]) -> str:
    """Return the margin of nearly all of these lines: a mark, :data:`LINE_NUMBERS`, or "" for none.

    >>> find_margin([f"> line {n}" for n in range(20)]), find_margin([f"{n}: line" for n in range(20)])
    ('>', '0')
    """
    worded = filter(_has_words, lines[:_MAX_LINES_EXAMINED])
    first = list(islice(worded, _MIN_LINES_FOR_MARGIN))
    if len(first) < _MIN_LINES_FOR_MARGIN:
        return ""
    if _most_have(_MARK, first):
        return _common_mark([*first, *worded])
    if _most_have(_NUMBER, first) and _are_numbered(lines[:_MAX_LINES_EXAMINED]):
        return LINE_NUMBERS
    return ""


def _has_words(line: str) -> bool:
    return any(map(str.isalnum, line))


def _most_have(margin: re.Pattern[str], lines: Sequence[str]) -> bool:
    """Whether most of these lines begin with a margin."""
    return 2 * len(list(filter(margin.match, lines))) > len(lines)


def _common_mark(lines: Sequence[str]) -> str:
    """Return the mark before nearly all lines, or ""."""
    marks = Counter(found[0] for found in map(_MARK.match, lines) if found)
    mark, times = marks.most_common(1)[0]
    return mark if times >= _MIN_SHARE * len(lines) else ""


def _are_numbered(lines: Sequence[str]) -> bool:
    """Whether nearly all lines with words begin with consecutive numbers; lines between them may be counted, too."""
    worded = [(at, line) for at, line in enumerate(lines) if _has_words(line)]
    numbers = [(at, int(found[1])) for at, line in worded if (found := _NUMBER.match(line))]
    consecutive = sum(after - number in {1, next_at - at} for (at, number), (next_at, after) in pairwise(numbers))
    if consecutive < _MIN_SHARE * (len(numbers) - 1):
        return False
    return len(worded) - len(numbers) <= (1 - _MIN_SHARE) * len(numbers)


def end_of_margin(line: str, margin: str) -> int:
    """Return where the margin of a line ends; 0 if the line has none.

    >>> end_of_margin("> line", ">"), end_of_margin("12: line", LINE_NUMBERS), end_of_margin("line", ">")
    (1, 3, 0)
    """
    if margin == LINE_NUMBERS:
        found = _NUMBER.match(line)
        return found.end() if found else 0
    return len(margin) if line.startswith(margin) else 0
