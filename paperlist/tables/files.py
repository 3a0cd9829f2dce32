"""Write tables as Parquet and Arrow files, with pyarrow or, if it is not installed, polars."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from .arrow import arrow_table
from .frames import polars, polars_frame

if TYPE_CHECKING:
    from .table import Table

MISSING: Final = "Parquet and Arrow files need pyarrow or polars: pip install 'paperlist[parquet]'"


def _pyarrow() -> Any:
    """Return the modules of pyarrow that write Parquet and Arrow files, or None if it is not installed."""
    try:
        from pyarrow import feather, parquet  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]
    except ImportError:
        return None
    return parquet, feather


def require() -> None:
    """Raise ImportError, with the name of the extra, if no library that writes these files is installed."""
    if _pyarrow() is None:
        try:
            polars()
        except ImportError as error:
            raise ImportError(MISSING) from error


def parquet_file(table: Table) -> bytes:
    """Return the content of a Parquet file."""
    file = io.BytesIO()
    pyarrow = _pyarrow()
    if pyarrow:
        pyarrow[0].write_table(arrow_table(table), file)
    else:
        polars_frame(table).write_parquet(file)
    return file.getvalue()


def arrow_file(table: Table) -> bytes:
    """Return the content of an Arrow file, also known as Feather version 2."""
    file = io.BytesIO()
    pyarrow = _pyarrow()
    if pyarrow:
        pyarrow[1].write_feather(arrow_table(table), file, compression="uncompressed")
    else:
        polars_frame(table).write_ipc(file)
    return file.getvalue()
