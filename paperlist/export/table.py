"""Lay out texts for a terminal: tables, wrapped paragraphs, labelled values, counts.

All output is printable, and no line is wider than asked. Widths are counted as terminals do: East Asian wide characters
take two columns, and combining characters none (Unicode Standard Annex 11).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from .._attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LEAST_ROOM: Final = 20
"""The minimum width of the elastic column of a table."""

MOST_ROOM: Final = 40
"""The maximum width of the other columns if the table is too wide."""

NARROWEST: Final = 4
"""The minimum width for :func:`wrap` and :func:`pairs`: that of an indented wide character."""

GAP: Final = "  "
REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
ELLIPSIS: Final = "…"


@frozen(kw_only=True)
class Column:
    """A column of a :func:`table`: its heading, and whether its cells are aligned right, as numbers are."""

    head: str
    right: bool = False


def _shown(character: str) -> str:
    """Return a printable substitute for a character; a format character, which may reverse the line, is removed."""
    category = unicodedata.category(character)
    if character.isprintable():
        return character
    if category == "Cf":
        return ""
    return " " if category == "Cc" or category.startswith("Z") else REPLACEMENT


def printable(text: str) -> str:
    r"""Return ``text`` with its blanks as they are and without control characters, which a terminal would obey.

    >>> printable("red:\x1b[31m  b")
    'red: [31m  b'
    """
    return text if text.isprintable() else "".join(map(_shown, text))


def plain(text: str) -> str:
    r"""Return ``text`` on one line and without control characters, which a terminal would obey.

    >>> plain("red:\x1b[31m \n a\u202eb")
    'red: [31m ab'
    """
    return " ".join(printable(text).split())


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, in the plural unless it is one.

    >>> counted(1, "paper"), counted(2500, "paper")
    ('1 paper', '2,500 papers')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _character_width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1


def display_width(text: str) -> int:
    r"""Return how many columns of a terminal a :func:`plain` text takes.

    >>> display_width("cafe\u0301"), display_width("論文")
    (4, 4)
    """
    return len(text) if text.isascii() else sum(map(_character_width, text))


def fit(text: str, width: int) -> str:
    """Return ``text``, cut with an ellipsis if it is wider than ``width`` columns (at least one).

    >>> fit("Sparse Rewards", 8), fit("Sparse", 8)
    ('Sparse…', 'Sparse')
    """
    if display_width(text) <= width:
        return text
    ends = list(accumulate(map(_character_width, text)))
    return text[: bisect_right(ends, width - 1)].rstrip() + ELLIPSIS


def _pieces(word: str, width: int) -> Iterator[str]:
    start = taken = 0
    for place, room in enumerate(map(_character_width, word)):
        if taken + room > width:
            yield word[start:place]
            start, taken = place, 0
        taken += room
    yield word[start:]


def wrap(text: str, width: int) -> Iterator[str]:
    """Iterate over the lines of ``text``, wrapped at ``width`` columns; a wider word is broken.

    ``width`` is at least two columns.

    >>> list(wrap("Sparse rewards for planners", 14))
    ['Sparse rewards', 'for planners']
    """
    line = ""
    for word in plain(text).split():
        for piece in _pieces(word, width):
            longer = f"{line} {piece}" if line else piece
            if display_width(longer) > width:
                yield line
                longer = piece
            line = longer
    yield line


def pairs(items: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    r"""Iterate over the lines of labelled texts, wrapped: beside their labels, or below them if there is little room.

    ``width`` is at least :data:`NARROWEST` columns.

    >>> print(*pairs([("authors", "6"), ("title", "Sparse rewards for planners")], 32), sep="\n")
    authors  6
    title    Sparse rewards for
             planners
    """
    labels = [plain(label) for label, _ in items]
    indent = max(map(display_width, labels), default=0) + len(GAP)
    beside = width - indent >= LEAST_ROOM
    for label, (_, text) in zip(labels, items, strict=True):
        if beside:
            first, *rest = wrap(text, width - indent)
            yield (_padded(label, indent, right=False) + first).rstrip()
            yield from (" " * indent + line for line in rest)
        else:
            yield from wrap(label, width)
            yield from (GAP + line for line in wrap(text, width - len(GAP)))


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - display_width(text))
    return space + text if right else text + space


def _kept(grid: Sequence[Sequence[str]], widths: Sequence[int], width: int, elastic: int) -> list[int]:
    """Return the indexes of the columns to show; the rightmost are dropped if the elastic one needs their room."""
    kept = [index for index in range(len(widths)) if index == elastic or any(row[index] for row in grid)]
    needed = min(LEAST_ROOM, widths[elastic])
    while len(kept) > 1 and _taken(kept, widths, elastic) + needed > width:
        kept.remove(next(index for index in reversed(kept) if index != elastic))
    return kept


def _taken(kept: Sequence[int], widths: Sequence[int], elastic: int) -> int:
    """Return the width of the columns other than the elastic one, with the gaps between them."""
    return sum(widths[index] + len(GAP) for index in kept if index != elastic)


def table(
    rows: Iterable[Sequence[str]], columns: Sequence[Column], width: int, *, elastic: int | None = None
) -> Iterator[str]:
    r"""Iterate over the lines of a table that is at most ``width`` columns wide: heads, a rule, and one line per row.

    One column is ``elastic`` (its index, or None for the last): its texts are cut to the width that the others leave. A
    column without any text is left out. If the table is too wide, other columns are cut to :data:`MOST_ROOM`. If the
    elastic column is still narrower than :data:`LEAST_ROOM`, the others are left out, the rightmost first.

    >>> rows = [("2023-10-07", "6", "Sparse Rewards"), ("", "12", "On Maps")]
    >>> print(*table(rows, [Column(head="published"), Column(head="authors", right=True), Column(head="title")], 40),
    ...       sep="\n")
    published   authors  title
    ----------  -------  --------------
    2023-10-07        6  Sparse Rewards
                     12  On Maps
    """
    grid = [[plain(cell) for cell in row] for row in rows]
    heads = [column.head for column in columns]
    widths = [max(map(display_width, texts)) for texts in zip(heads, *grid, strict=True)]
    stretch = len(widths) - 1 if elastic is None else elastic
    if _taken(range(len(widths)), widths, stretch) + widths[stretch] > width:
        widths = [room if index == stretch else min(room, MOST_ROOM) for index, room in enumerate(widths)]
    kept = _kept(grid, widths, width, stretch)
    widths[stretch] = min(widths[stretch], width - _taken(kept, widths, stretch))
    for cells in (heads, ["-" * room for room in widths], *grid):
        fitted = (_padded(fit(cells[i], widths[i]), widths[i], right=columns[i].right) for i in kept)
        yield GAP.join(fitted).rstrip()
