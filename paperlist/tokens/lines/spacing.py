"""Find pages whose lines all have blank lines between them, although they were wrapped.

Programs that convert line ends twice, and people who paste a page into a document, double the spacing of its lines.
Blank lines then do not separate texts, unless there are more of them than between all lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..token import Line

_MAX_LINES_EXAMINED: Final = 1000
_MIN_CONTINUED: Final = 8
_MIN_SHARE: Final = 1 / 4
"""At least this many lines, and this share of them, continue a sentence of the line before."""

_MIN_LENGTH: Final = 30
"""A line that was wrapped has at least this many characters."""

_ENDS: Final = frozenset(".!?:;")


def find_spacing(lines: Sequence[str]) -> int:
    """Return how many blank lines are between all lines of a page that was wrapped; 0 for any other page.

    >>> find_spacing(["Buoys drift with the tides, and so do", "", "the gulls.", ""] * 9)
    1
    >>> find_spacing(["Buoys drift with the tides, and so do", "", "We see gulls.", ""] * 9)
    0
    """
    least = continued = number = 0
    before, at_before = "", -1
    for at, line in enumerate(lines[:_MAX_LINES_EXAMINED]):
        if not line or line.isspace():
            continue
        gap = at - at_before - 1
        if before:
            if gap == 0:
                return 0
            least = min(least, gap) or gap
            continued += gap == least and _continues(before, line)
        number += 1
        before, at_before = line.rstrip(), at
    return least if continued >= max(_MIN_CONTINUED, _MIN_SHARE * number) else 0


def _continues(before: str, line: str) -> bool:
    """Whether a line with words in lower case continues the sentence of the long line before."""
    is_open = len(before) >= _MIN_LENGTH and " " in before and before[-1] not in _ENDS
    return is_open and line.lstrip()[0].islower() and "://" not in line


def without_spacing(lines: Sequence[Line], spacing: int) -> Iterator[Line]:
    """Iterate over the lines; after each line with words, ``spacing`` blank lines are left out.

    >>> list(without_spacing([("a", 0, 1), ("", 2, 2), ("", 3, 3), ("b", 4, 4)], 1))
    [('a', 0, 1), ('', 3, 3), ('b', 4, 4)]
    """
    left = 0
    for line in lines:
        text, _, _ = line
        if text and not text.isspace():
            left = spacing
            yield line
        elif left:
            left -= 1
        else:
            yield line
