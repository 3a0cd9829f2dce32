"""Join the sheets of a printed page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..._attrs import evolve
from ..._engine import line_re as re
from ...tokens.kinds import END, WORDS, Kind

if TYPE_CHECKING:
    from ...tokens.token import Tokens

_SHEET: Final = str(Kind.SHEET)
_BETWEEN: Final = re.compile(rf"(?:(?<=[^\n]\n)|^)\n*(?:{Kind.SHEET}\n+)+")
"""The running lines between two sheets, with the blank lines around them."""


def without_sheets(page: Tokens) -> Tokens:
    """Return the tokens of a page without those of running lines, so that a text continues over the end of a sheet.

    A blank line between sheets remains, unless there are texts both before and after it.
    """
    if _SHEET not in page.kinds:
        return page
    kinds = page.kinds
    kept: list[int] = []
    at = 0
    for found in _BETWEEN.finditer(kinds):
        start, end = found.span()
        kept += range(at, start)
        before, after = kinds[max(start - 2, 0) : start].rstrip(END), kinds[end : end + 1]
        blank = found[0].find(END * 2)
        continues = before[-1:] in WORDS and after in WORDS
        if blank >= 0 and not continues:
            kept.append(start + blank + 1)
        at = end
    kept += range(at, len(kinds))
    return evolve(
        page,
        kinds="".join([kinds[at] for at in kept]),
        pieces=[page.pieces[at] for at in kept],
        lines=[page.lines[at] for at in kept],
    )
