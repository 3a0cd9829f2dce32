"""Write papers as comma-separated values, for programs and databases.

Formulas are not altered: a title that begins with ``=`` stays as it is, and a spreadsheet may compute it. The format in
:mod:`.excel_csv_format` is for spreadsheets.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from ..model import encodable
from .formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .sheets import Sheet


def _text(value: object) -> str:
    # Programs that read CSV take a single carriage return as the end of a row, and Python 3.10 writes no NUL.
    text = "" if value is None else encodable(str(value))
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def chunks(sheets: Iterable[Sheet], width: int) -> Iterator[str]:  # noqa: ARG001 - all formats are called alike
    """Iterate over one table of all sheets: a header, and a row for each paper; dates are in ISO 8601."""
    begun = False
    for sheet in sheets:
        names = sheet.columns or sheet.fields
        file = io.StringIO(newline="")
        writer = csv.writer(file, lineterminator="\n")
        if not begun:
            writer.writerow(names)
            begun = True
        writer.writerows([_text(row[name]) for name in names] for row in sheet.rows)
        yield file.getvalue()


FORMAT: Final = Format(name="csv", suffixes=(".csv",), description="comma-separated values", chunks=chunks)
