"""Find and remove a margin before every line: a quote or comment mark, or line numbers.

The margin is not part of the page. It is replaced by blanks, so that all columns stay the same.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Final

from .._engine import line_re as re

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

NUMBERS: Final = "0"
"""Represents a margin of line numbers."""

_MARK: Final = re.compile(r"[ \t]*(?:>(?:[ ]?>)*|[+|;%!]|//|--|#)")
_NUMBER: Final = re.compile(r"[ \t]*([0-9]{1,6})(?:[ ]?[|│][ ]?|[^0-9A-Za-z])?")

_FEW: Final = 16
"""Most of the first lines, this many, must have a margin. It cannot be recognized in a shorter text."""

_ENOUGH: Final = 200
"""How many lines are examined."""

_NEARLY: Final = 0.95
"""At least this share of the lines with words must have the margin; a line above the text may lack it."""


def _with_words(lines: Iterable[str]) -> Iterator[str]:
    return (line for line in lines if any(map(str.isalnum, line)))


def find_margin(lines: Sequence[str]) -> str:
    """Return the margin of nearly all of these lines: a mark, :data:`NUMBERS` for line numbers, or "" for none.

    >>> find_margin([f"> line {n}" for n in range(20)]), find_margin([f"{n}: line" for n in range(20)])
    ('>', '0')
    """
    lines = lines[:_ENOUGH]
    first = list(islice(_with_words(lines), _FEW))
    if len(first) < _FEW:
        return ""
    if 2 * sum(_MARK.match(line) is not None for line in first) > _FEW:
        return _mark(lines)
    numbered = 2 * sum(_NUMBER.match(line) is not None for line in first) > _FEW
    return NUMBERS if numbered and _are_numbered(lines) else ""


def _mark(lines: Sequence[str]) -> str:
    """Return the mark before nearly all lines, or ""."""
    marks = [found[0] if (found := _MARK.match(line)) else "" for line in _with_words(lines)]
    mark, times = Counter(marks).most_common(1)[0]
    return mark if times >= _NEARLY * len(marks) else ""


def _are_numbered(lines: Sequence[str]) -> bool:
    """Whether nearly all lines begin with consecutive numbers."""
    numbers = [int(found[1]) for line in lines if (found := _NUMBER.match(line))]
    follow = sum(after == number + 1 for number, after in pairwise(numbers))
    bare = sum(_NUMBER.match(line) is None for line in _with_words(lines))
    return follow >= _NEARLY * (len(numbers) - 1) and bare <= (1 - _NEARLY) * len(numbers)


def without_margin(line: str, margin: str) -> str:
    """Return a line with its margin replaced by blanks."""
    if margin == NUMBERS:
        found = _NUMBER.match(line)
        end = found.end() if found else 0
    else:
        end = len(margin) if line.startswith(margin) else 0
    return " " * end + line[end:]
