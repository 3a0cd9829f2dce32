"""Write papers as comma-separated values that spreadsheets open as they are meant.

The file begins with a byte order mark, by which Excel recognises UTF-8. A text that a spreadsheet would compute gets an
apostrophe before it. So does a date without a year, which is a formula, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import csv_format
from .formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .sheets import Sheet

BYTE_ORDER_MARK: Final = "\N{ZERO WIDTH NO-BREAK SPACE}"

FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""Signs with which a formula or a command may begin, blanks aside: https://owasp.org/www-community/attacks/CSV_Injection.

The wide ones are those that a spreadsheet with an East Asian language takes for the others.
"""


def _guarded(value: object) -> object:
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip().startswith(FORMULA) else value


def chunks(sheets: Iterable[Sheet], width: int) -> Iterator[str]:  # noqa: ARG001 - all formats are called alike
    """Iterate over one table of all sheets: a header, and a row for each paper; dates are in ISO 8601."""
    mark = BYTE_ORDER_MARK
    for chunk in csv_format.table(sheets, _guarded):
        yield mark + chunk
        mark = ""


FORMAT: Final = Format(
    name="excel-csv",
    suffixes=(),
    description="comma-separated values for spreadsheets, in which no formula is computed",
    chunks=chunks,
)
