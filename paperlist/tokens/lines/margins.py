"""Find a margin before every line: a quote or comment mark, line numbers, or the time and the place of a log.

The margin is not part of the page. Lines are read without it.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice, pairwise, takewhile
from string import ascii_letters
from typing import TYPE_CHECKING, Final

from ..._engine import line_re as re

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LINE_NUMBERS: Final = "0"
"""Represents a margin of line numbers."""
ITEM_NUMBERS: Final = "1."
"""Represents the numbers of a list, which are before some lines only."""

_MARK: Final = re.compile(r"[ \t]*(?:>(?:[ ]?>)*|[+|;%!]|//|--|#|\*(?!\*))")
_NUMBER: Final = re.compile(r"[ \t]*\"?([0-9]{1,6})\"?(?:[ ]*[|│][ ]?|[^0-9A-Za-z])?")
_ITEM: Final = re.compile(r"[ \t]*([0-9]{1,6})[.)][ ]")

_DIGITS: Final = re.compile("[0-9]+")
_ANY_NUMBER: Final = "0"
"""Represents a number within a margin: `[0:0] <mira>`."""

_MAX_LINES_EXAMINED: Final = 200
_MIN_LINES_FOR_MARGIN: Final = 16
"""Most of the first lines, this many, must have a margin. A shorter one may be a list."""

_MIN_SHARE: Final = 0.95
"""At least this share of the lines with words must have the margin; a line above the text may lack it."""


def find_margin(lines: Sequence[str]) -> str:
    """Return the margin of nearly all of these lines: a mark, :data:`LINE_NUMBERS`, other signs, or "" for none.

    If the text is a list, its margin is :data:`ITEM_NUMBERS`.

    >>> find_margin([f"> line {n}" for n in range(20)]), find_margin([f"{n}: line" for n in range(20)])
    ('>', '0')
    """
    worded = filter(_has_words, lines[:_MAX_LINES_EXAMINED])
    first = list(islice(worded, _MIN_LINES_FOR_MARGIN))
    long = len(first) == _MIN_LINES_FOR_MARGIN
    if long and _most_have(_MARK, first):
        return _common_mark([*first, *worded])
    if long and _most_have(_NUMBER, first) and _are_numbered(lines[:_MAX_LINES_EXAMINED]):
        return LINE_NUMBERS
    if long and (signs := _common_signs(first, worded)):
        return signs
    return ITEM_NUMBERS if first and _ITEM.match(first[0]) and _is_list([*first, *worded]) else ""


def _is_list(lines: Sequence[str]) -> bool:
    """Whether the items among these lines are those of a numbered list, in order."""
    numbers = [int(found[1]) for found in map(_ITEM.match, lines) if found]
    return len(numbers) > 1 and numbers == list(range(1, len(numbers) + 1))


def _has_words(line: str) -> bool:
    return any(map(str.isalnum, line))


def _most_have(margin: re.Pattern[str], lines: Sequence[str]) -> bool:
    """Whether most of these lines begin with a margin."""
    return 2 * len(list(filter(margin.match, lines))) > len(lines)


def _common_mark(lines: Sequence[str]) -> str:
    """Return the mark before nearly all lines, or ""; it may begin below a few other lines."""
    marks = Counter(found[0] for found in map(_MARK.match, lines) if found)
    mark, times = marks.most_common(1)[0]
    above = next(at for at, line in enumerate(lines) if line.startswith(mark))
    return mark if times >= _MIN_SHARE * (len(lines) - above) else ""


def _usual_start(lines: Sequence[str]) -> tuple[str, int]:
    """Return with which signs most lines begin, and how many do."""
    return Counter([_DIGITS.sub(_ANY_NUMBER, line[:_NEAR])[:_FEW] for line in lines]).most_common(1)[0]


def _common_signs(first: Sequence[str], others: Iterator[str]) -> str:
    """Return what nearly all lines begin with, if that has a time or a place in it, and other words follow; else ""."""
    if len(first) - _usual_start(first)[1] > _MOST_OTHERS:
        return ""
    lines = [*first, *others]
    start, times = _usual_start(lines)
    if times < _MIN_SHARE * len(lines):
        return ""
    plain = [_DIGITS.sub(_ANY_NUMBER, line) for line in lines]
    same = [line for line in plain if line.startswith(start)]
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(min(same), max(same), strict=False))
    signs = "".join([sign for sign, _ in pairs]).rstrip(ascii_letters).rstrip()
    if _PLACE not in signs:
        return ""
    signs += " " * all(line.startswith(" ", len(signs)) for line in plain if len(line) > len(signs))
    return signs if 2 * sum(_has_words(line[len(signs) :]) for line in plain) > len(plain) else ""


_FEW, _NEAR = 2, 8
_MOST_OTHERS: Final = (1 - _MIN_SHARE) * _MAX_LINES_EXAMINED
_PLACE: Final = f":{_ANY_NUMBER}"
"""A time, or a line of a file: `09:14`, `papers.txt:7:`."""


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
    if margin in {LINE_NUMBERS, ITEM_NUMBERS}:
        found = (_NUMBER if margin == LINE_NUMBERS else _ITEM).match(line)
        return found.end() if found else 0
    at = 0
    for sign in margin:
        number = _DIGITS.match(line, at) if sign == _ANY_NUMBER else None
        if number is None and not line.startswith(sign, at):
            return at if sign == " " and at == len(line) else 0
        at = number.end() if number else at + 1
    return at
