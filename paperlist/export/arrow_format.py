"""Write papers as an Arrow file, with the columns of ``to_arrow``: ``listings_from`` reads them again.

This needs pyarrow or polars: ``pip install 'paperlist[parquet]'``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..tables.files import arrow_file, require
from .columns import file_of
from .formats import Format

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .sheets import Sheet


def chunks(sheets: Iterable[Sheet], width: int) -> Iterator[bytes]:  # noqa: ARG001 - all formats are called alike
    """Return the bytes of a file with the papers of all sheets, in pieces."""
    return file_of(sheets, arrow_file)


FORMAT: Final = Format(
    name="arrow",
    suffixes=(".arrow", ".feather"),
    description="an Arrow file (needs pyarrow or polars)",
    chunks=chunks,
    is_binary=True,
    require=require,
)
