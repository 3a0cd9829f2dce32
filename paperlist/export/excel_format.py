"""Write papers as an Excel workbook. All texts are written as texts, so no formula is computed.

This needs XlsxWriter: ``pip install 'paperlist[excel]'``.
"""

from __future__ import annotations

import datetime
import errno
import io
from typing import TYPE_CHECKING, Any, Final

from ..model import ListingDate, encodable
from .formats import Format
from .sheets import COLUMNS, text_of
from .table import ELLIPSIS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .sheets import Sheet

MOST_ROWS: Final = 1_048_575
"""The rows of a worksheet, without the header."""

LONGEST_TEXT: Final = 32_767
"""The characters of a cell. Longer texts are cut, and end with an ellipsis instead."""

FIRST_YEAR: Final = 1900
"""Excel has no earlier dates."""

WIDTHS: Final = {"text": 20, "count": 10, "date": 12}
WIDTH_OF_PROSE: Final = 60

CREATED: Final = datetime.datetime(2000, 1, 1, tzinfo=datetime.timezone.utc)
"""The date in the properties of a workbook: always the same, so that equal papers make equal files."""


def require() -> Any:
    """Return the class of workbooks. Raises ImportError if XlsxWriter is not installed."""
    try:
        from xlsxwriter import Workbook  # type: ignore[import-untyped,import-not-found,unused-ignore]  # noqa: PLC0415
    except ImportError as error:
        raise ImportError("Excel workbooks need XlsxWriter: pip install 'paperlist[excel]'") from error
    return Workbook


def chunks(sheets: Iterable[Sheet], width: int) -> Iterator[bytes]:  # noqa: ARG001 - all formats are called alike
    """Iterate over the bytes of a workbook with one worksheet: a header, and a row for each paper of all sheets.

    Raises OSError if there are more rows than a worksheet can have.
    """
    every = list(sheets)
    if every:
        yield _workbook(every)


def _workbook(sheets: list[Sheet]) -> bytes:
    names = sheets[0].columns or sheets[0].fields
    rows = [[row[name] for name in names] for sheet in sheets for row in sheet.rows]
    if len(rows) > MOST_ROWS:
        raise OSError(errno.EFBIG, f"a worksheet of Excel has at most {MOST_ROWS:,} rows")
    file = io.BytesIO()
    book = require()(file, {"in_memory": True, "strings_to_urls": False})
    book.set_properties({"created": CREATED})
    sheet = book.add_worksheet("papers")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, names, book.add_format({"bold": True}))
    for column, name in enumerate(names):
        known = COLUMNS[name]
        sheet.set_column(column, column, WIDTH_OF_PROSE if known.is_prose else WIDTHS[known.kind])
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, day)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(names) - 1)
    book.close()
    return file.getvalue()


def _write(sheet: Any, row: int, column: int, value: str | int | ListingDate | None, day: Any) -> None:
    """Write a value to its cell: a date with a known year as a date, and one without as it is printed on the page."""
    date = value.date if isinstance(value, ListingDate) and value.year_basis != "assumed" else None
    if date is not None and date.year >= FIRST_YEAR:
        sheet.write_datetime(row, column, datetime.datetime(date.year, date.month, date.day), day)  # noqa: DTZ001 - a day
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value is not None:
        sheet.write_string(row, column, _fitting(encodable(text_of(value))))


def _fitting(text: str) -> str:
    """Return a text that a cell can hold. Excel counts a character beyond the first 65,536 of Unicode as two."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - len(ELLIPSIS))].decode("utf-16-le", "ignore") + ELLIPSIS


FORMAT: Final = Format(
    name="excel",
    suffixes=(".xlsx",),
    description="an Excel workbook (needs the extra excel)",
    chunks=chunks,
    is_binary=True,
    require=require,
)
