"""Remember how lines that consist of phrases of the page are split, by their shape.

The shape of a line has a 0 in place of each digit: ``Nov 00 0`` for ``Nov 28 5``. All lines of one shape are split
alike, so only the numbers and dates in them need to be read. The shape of a line with any text, link to another page
than those of papers, or unknown markup is not remembered, so nothing that a dump says remains after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..._engine import line_re as re
from ...years.dates import parse_date
from ..kinds import COUNTS, PHRASES, VALUES, Kind, letters
from ..numbers import leading_number, number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ..token import Piece

Reading: TypeAlias = "tuple[str, Sequence[Piece | None]]"
"""The letters and the pieces of a line, with those of its end."""

Number: TypeAlias = "tuple[int, Callable[[str], Any], int, int]"
"""The index of a piece that has digits, how its value is read, and where on the line the value is printed."""

LONGEST: Final = 64
"""Few lines of phrases are longer, in characters."""

_USUAL: Final = "".join(map(chr, range(128))) + "·•’"
_DIGITS: Final = str.maketrans({letter: "0" if letter.isdecimal() else letter for letter in _USUAL})
"""A table for ``str.translate`` with all usual characters, because a missing one takes much longer."""

_MARKUP: Final = frozenset("])/")
_MOST_SHAPES: Final = 4096
_BETWEEN: Final = " •*+#>o["
"""Characters that may be between phrases: blanks, bullets and the beginnings of links."""

_TARGET: Final = re.compile(
    r"\]\((?:https://huggingface\.co)?/(?:login\?next=%2F)?papers(?:/|%2F)[0-9]{4}\.[0-9]{4,5}(?:#community)?\)"
    r"|\[[0-9]+\](?!\()"
)
"""The target of a link to a paper or to the page for voting, and the number of a link: without their digits, these are
the same on all pages."""

_DATE: Final = str(Kind.DATE)
_PHRASES: Final = frozenset(PHRASES + COUNTS + letters(*(value.kind for value in VALUES)))

_shapes: dict[str, tuple[str, tuple[Piece | None, ...], tuple[Number, ...]]] = {}
"""The letters and the pieces of a line of each shape, and those pieces that have digits."""


def read_by_shape(line: str) -> Reading | None:
    """Return the letters and the pieces of a line whose shape is known; None for any other line.

    >>> read_by_shape("a line of text") is None
    True
    """
    shape = None if len(line) > LONGEST else _shapes.get(line.translate(_DIGITS))
    if shape is None:
        return None
    kinds, pieces, numbers = shape
    found = list(pieces)
    for at, read, start, end in numbers:
        letter, _, first, last, heads = pieces[at]  # type: ignore[misc]  # a line end has no digits
        value = read(line[start:end])
        if not value and letter != _DATE:
            return None  # a count of 0 has another letter
        found[at] = letter, value, first, last, heads
    return kinds, found


def remember_shape(line: str, kinds: str, pieces: Sequence[Piece | None]) -> None:
    """Remember the shape of a line, if it consists of phrases of the page."""
    if len(line) > LONGEST or not _MARKUP.isdisjoint(_TARGET.sub("", line)):
        return
    numbers: list[Number] = []
    rest = line
    for at, piece in enumerate(pieces[:-1]):
        letter, value, start, end, _ = piece  # type: ignore[misc]  # only the last one is a line end
        if letter not in _PHRASES:
            return
        words = line[start:end]
        rest = rest[:start] + " " * len(words) + rest[end:]
        if letter == _DATE:
            numbers.append((at, parse_date, start, end))
        elif words[0].isdecimal():
            if not value:
                return
            digits = leading_number(words)
            numbers.append((at, int if digits.isdecimal() else number, start, start + len(digits)))
    if not _TARGET.sub("", rest).strip(_BETWEEN):
        if len(_shapes) >= _MOST_SHAPES:
            _shapes.clear()
        _shapes[line.translate(_DIGITS)] = kinds, tuple(pieces), tuple(numbers)
