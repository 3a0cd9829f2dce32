"""Write papers as comma-separated values, for programs and databases; ``listings_from`` reads the same dumps again.

Formulas are not altered: a title that begins with ``=`` stays as it is, and a spreadsheet may compute it. The format in
:mod:`.excel_csv_format` is for spreadsheets.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from ..model import date_keys, date_record, encodable
from .formats import Format
from .sheets import COLUMNS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .sheets import Row, Sheet


def _text(value: object) -> str:
    # Programs that read CSV take a single carriage return as the end of a row, and Python 3.10 writes no NUL.
    text = "" if value is None else encodable(str(value))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _dates(sheet: Sheet) -> tuple[str, ...]:
    """Return the names of the dates about whose years there are more columns: all, unless columns were chosen."""
    return tuple(name for name in sheet.fields if COLUMNS[name].kind == "date") if sheet.columns is None else ()


def _with_years(row: Row, dates: tuple[str, ...]) -> Row:
    years = (date_record(name, row[name]) for name in dates)
    return {key: value for record in years for key, value in record.items()} | row


def chunks(sheets: Iterable[Sheet], width: int) -> Iterator[str]:  # noqa: ARG001 - all formats are called alike
    """Iterate over one table of all sheets: a header, and a row for each paper; dates are in ISO 8601.

    The last columns say how the year of each date was found, and between which years it is.
    """
    return table(sheets, lambda value: value)


def table(sheets: Iterable[Sheet], guard: Callable[[object], object]) -> Iterator[str]:
    """Iterate over the table of all sheets; ``guard`` returns the value to write instead of another."""
    begun = False
    for sheet in sheets:
        dates = _dates(sheet)
        names = (*(sheet.columns or sheet.fields), *(key for name in dates for key in date_keys(name)[1:]))
        file = io.StringIO(newline="")
        writer = csv.writer(file, lineterminator="\n")
        if not begun:
            writer.writerow(names)
            begun = True
        rows = (_with_years(row, dates) for row in sheet.rows)
        writer.writerows([_text(guard(row[name])) for name in names] for row in rows)
        yield file.getvalue()


FORMAT: Final = Format(name="csv", suffixes=(".csv",), description="comma-separated values", chunks=chunks)
