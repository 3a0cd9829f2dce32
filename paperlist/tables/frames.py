"""Make data frames of tables: for polars and for pandas, neither of which needs pyarrow for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .table import Column, Table

_POLARS: Final = {"text": "String", "int32": "Int32", "int64": "Int64", "float64": "Float64", "date32": "Date"}
_PANDAS: Final = {
    "text": "string",
    "int32": "Int32",
    "int64": "Int64",
    "float64": "Float64",
    "date32": "datetime64[s]",
    "records": "object",
}


def polars() -> Any:
    """Return the module polars. Raises ImportError if it is not installed."""
    try:
        import polars as pl  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]
    except ImportError as error:
        raise ImportError("to_polars needs polars: pip install polars") from error
    return pl


def polars_frame(table: Table) -> Any:
    """Return a polars.DataFrame. Raises ImportError if polars is not installed."""
    pl = polars()
    schema = {column.name: _polars_type(pl, column) for column in table.columns}
    return pl.DataFrame(dict(zip(schema, table.whole(), strict=True)), schema=schema)


def _polars_type(pl: Any, column: Column) -> Any:
    if column.kind == "records":
        return pl.List(pl.Struct({inner.name: _polars_type(pl, inner) for inner in column.columns}))
    return getattr(pl, _POLARS[column.kind])


def pandas_frame(table: Table) -> Any:
    """Return a pandas.DataFrame. Raises ImportError if pandas is not installed."""
    try:
        import pandas as pd  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]
    except ImportError as error:
        raise ImportError("to_pandas needs pandas: pip install pandas") from error
    series = {
        column.name: pd.Series(values, dtype=_PANDAS[column.kind])
        for column, values in zip(table.columns, table.whole(), strict=True)
    }
    return pd.DataFrame(series)
