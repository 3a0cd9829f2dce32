"""Make Arrow streams and tables of our tables, and read rows from the streams of others, with pyarrow or nanoarrow.

The interface between libraries is the `Arrow PyCapsule interface
<https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>`_. pyarrow makes each batch when it is
asked for; nanoarrow needs all batches before the stream starts.
"""

from __future__ import annotations

import datetime
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from .table import Records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .table import Column, Table, Values

MISSING: Final = "this needs pyarrow or nanoarrow: pip install 'paperlist[arrow]'"
_FIRST_DAY: Final = datetime.date(1970, 1, 1).toordinal()


def _pyarrow() -> Any:
    """Return the module pyarrow, or None if it is not installed."""
    try:
        import pyarrow  # noqa: PLC0415  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]
    except ImportError:
        return None
    return pyarrow


def _nanoarrow() -> Any:
    """Return the module nanoarrow. Raises ImportError with the name of the extra if it is not installed."""
    try:
        import nanoarrow  # noqa: PLC0415  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]
    except ImportError as error:
        raise ImportError(MISSING) from error
    return nanoarrow


def stream(table: Table, requested_schema: object = None) -> object:
    """Return a new capsule with an Arrow stream of the table. Raises ImportError if no library for it is installed."""
    pa = _pyarrow()
    if pa:
        return _reader(pa, table).__arrow_c_stream__(requested_schema)
    return _NanoTables(_nanoarrow()).array(table).__arrow_c_stream__()  # callers can only wish for another schema


def arrow_table(table: Table) -> Any:
    """Return a pyarrow.Table, or a nanoarrow.Array of structs if pyarrow is not installed. Raises ImportError."""
    pa = _pyarrow()
    return _reader(pa, table).read_all() if pa else _NanoTables(_nanoarrow()).array(table)


def rows_of(table: Any) -> Iterator[dict[str, Any]]:
    """Iterate over the rows of an object that has an Arrow stream, as dicts. Raises ImportError."""
    pa = _pyarrow()
    if pa:
        for batch in pa.RecordBatchReader.from_stream(table):
            yield from batch.to_pylist()
    else:
        # Not to_pylist: in nanoarrow 0.9 it crashes for the string views that polars exports.
        yield from _nanoarrow().ArrayStream(table).iter_py()


# pyarrow


def _reader(pa: Any, table: Table) -> Any:
    schema = pa.schema([_field(pa, column) for column in table.columns])
    batches = (
        pa.RecordBatch.from_arrays(_arrays(pa, table.columns, batch), schema=schema) for batch in table.batches()
    )
    return pa.RecordBatchReader.from_batches(schema, batches)


def _field(pa: Any, column: Column) -> Any:
    if column.kind == "records":
        struct = pa.struct([_field(pa, inner) for inner in column.columns])
        return pa.field(column.name, pa.list_(struct))
    return pa.field(column.name, pa.string() if column.kind == "text" else getattr(pa, column.kind)())


def _arrays(pa: Any, columns: Iterable[Column], batch: Iterable[Values]) -> list[Any]:
    return [_array(pa, column, values) for column, values in zip(columns, batch, strict=True)]


def _array(pa: Any, column: Column, values: Values) -> Any:
    field = _field(pa, column)
    if not isinstance(values, Records):
        return pa.array(values, field.type)
    inner = _arrays(pa, column.columns, values.values)
    structs = pa.StructArray.from_arrays(inner, fields=list(field.type.value_type))
    return pa.ListArray.from_arrays(pa.array(_offsets(values.lengths), pa.int32()), structs)


def _offsets(lengths: Iterable[int]) -> list[int]:
    return list(accumulate(lengths, initial=0))


# nanoarrow


class _NanoTables:
    """Makes arrays with nanoarrow, which builds arrays of structs only from their buffers."""

    def __init__(self, nanoarrow: Any) -> None:
        self.na = nanoarrow

    def array(self, table: Table) -> Any:
        schema = self.struct(table.columns)
        chunks = [self.structs(schema, table.columns, batch) for batch in table.batches()]
        return self.na.Array.from_chunks(chunks, None if chunks else schema)  # it converts to no other schema

    def struct(self, columns: Iterable[Column]) -> Any:
        return self.na.struct({column.name: self.type_of(column) for column in columns})

    def type_of(self, column: Column) -> Any:
        if column.kind == "records":
            return self.na.list_(self.struct(column.columns))
        return self.na.string() if column.kind == "text" else getattr(self.na, column.kind)()

    def structs(self, schema: Any, columns: Sequence[Column], batch: Sequence[Values]) -> Any:
        children = [self.child(column, values) for column, values in zip(columns, batch, strict=True)]
        return self.na.c_array_from_buffers(schema, len(children[0]), [None], children=children)

    def child(self, column: Column, values: Values) -> Any:
        if isinstance(values, Records):
            structs = self.structs(self.struct(column.columns), column.columns, values.values)
            offsets = self.na.c_buffer(_offsets(values.lengths), self.na.int32())
            return self.na.c_array_from_buffers(
                self.type_of(column), len(values.lengths), [None, offsets], children=[structs]
            )
        if column.kind == "date32":
            values = [None if day is None else day.toordinal() - _FIRST_DAY for day in values]
        return self.na.c_array(values, self.type_of(column))
