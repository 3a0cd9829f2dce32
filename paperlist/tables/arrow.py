"""Make Arrow streams and tables of our tables, and read rows from the streams of others, with pyarrow or nanoarrow.

The interface between libraries is the `Arrow PyCapsule interface
<https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html>`_. Both make
each batch when it is asked for.
"""

from __future__ import annotations

import datetime
import io
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

from .table import Records, storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from .table import Column, Table, Values

MISSING: Final = "this needs pyarrow or nanoarrow: pip install 'paperlist[arrow]'"
_FIRST_DAY: Final = datetime.date(1970, 1, 1).toordinal()


def _pyarrow() -> Any:
    """Return the module pyarrow, or None if it is not installed."""
    try:
        import pyarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]
    except ImportError:
        return None
    return pyarrow


def _nanoarrow() -> Any:
    """Return the module nanoarrow. Raises ImportError with the name of the extra if it is not installed."""
    try:
        import nanoarrow  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]
    except ImportError as error:
        raise ImportError(MISSING) from error
    return nanoarrow


def stream(table: Table, requested_schema: object = None) -> object:
    """Return a new capsule with an Arrow stream of the table. Raises ImportError if no library for it is installed."""
    pa = _pyarrow()
    if pa:
        return _reader(pa, table).__arrow_c_stream__(requested_schema)
    return _nano_stream(_NanoTables(_nanoarrow()), table)  # callers can only wish for another schema


def arrow_table(table: Table) -> Any:
    """Return a pyarrow.Table, or a nanoarrow.Array of structs if pyarrow is not installed. Raises ImportError."""
    pa = _pyarrow()
    if pa:
        return pa.Table.from_batches(list(_batches(pa, table)), _schema(pa, table.columns))
    return _NanoTables(_nanoarrow()).array(table)


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
    return pa.RecordBatchReader.from_batches(_schema(pa, table.columns), _batches(pa, table))


def _batches(pa: Any, table: Table) -> Iterator[Any]:
    schema = _schema(pa, table.columns)
    for batch in table.start():
        try:
            arrays = _arrays(pa, schema, batch)
        except (ValueError, OverflowError):  # this is rare, and to look at all values first would take twice as long
            arrays = _arrays(pa, schema, storable(table.columns, batch))
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)


@lru_cache(maxsize=8)
def _schema(pa: Any, columns: tuple[Column, ...]) -> Any:
    """Return the schema of a table. It is kept, because for a small table it takes as long as the values."""
    return pa.schema([_field(pa, column) for column in columns])


def _field(pa: Any, column: Column) -> Any:
    if column.kind == "records":
        struct = pa.struct([_field(pa, inner) for inner in column.columns])
        return pa.field(column.name, pa.list_(struct))
    return pa.field(column.name, pa.string() if column.kind == "text" else getattr(pa, column.kind)())


def _arrays(pa: Any, fields: Iterable[Any], batch: Iterable[Values]) -> list[Any]:
    return [_array(pa, field, values) for field, values in zip(fields, batch, strict=True)]


def _array(pa: Any, field: Any, values: Values) -> Any:
    if not isinstance(values, Records):
        return pa.array(values, field.type)
    fields = list(field.type.value_type)
    structs = pa.StructArray.from_arrays(_arrays(pa, fields, values.values), fields=fields)
    return pa.ListArray.from_arrays(pa.array(_offsets(values.lengths), pa.int32()), structs)


def _offsets(lengths: Iterable[int]) -> list[int]:
    return list(accumulate(lengths, initial=0))


# nanoarrow


def _nano_stream(tables: _NanoTables, table: Table) -> object:
    """Return a stream whose batches are made when they are asked for.

    nanoarrow takes only arrays that are all there already, or a file in Arrow's own format, which is written here as it
    is read.
    """
    file = io.BufferedReader(_Written(tables, table))
    return tables.ipc.InputStream.from_readable(file).__arrow_c_stream__()


class _Written(io.RawIOBase):
    """A file in Arrow's stream format, of which one batch is in memory at a time."""

    def __init__(self, tables: _NanoTables, table: Table) -> None:
        self.pieces = _pieces(tables, table)
        self.left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self.left:
            self.left = memoryview(next(self.pieces, b""))
        taken = min(len(buffer), len(self.left))
        buffer[:taken], self.left = self.left[:taken], self.left[taken:]
        return taken


def _pieces(tables: _NanoTables, table: Table) -> Iterator[bytes]:
    """Iterate over the parts of a file: the schema, each batch, and the end."""
    file = io.BytesIO()
    writer = tables.ipc.StreamWriter.from_writable(file)
    writer.write_stream(tables.na.Array.from_chunks([], tables.struct(table.columns)))
    for chunk in tables.chunks(table):
        yield file.getvalue()
        file.seek(0)
        file.truncate()
        writer.write_array(chunk)
    writer.close()
    yield file.getvalue()


class _NanoTables:
    """Makes arrays with nanoarrow, which builds arrays of structs only from their buffers."""

    def __init__(self, nanoarrow: Any) -> None:
        self.na = nanoarrow

    @property
    def ipc(self) -> Any:
        """The module that reads and writes files."""
        from nanoarrow import ipc  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415  # pyright: ignore[reportMissingImports, reportMissingTypeStubs]

        return ipc

    def array(self, table: Table) -> Any:
        chunks = list(self.chunks(table))
        schema = None if chunks else self.struct(table.columns)  # it converts to no other schema
        return self.na.Array.from_chunks(chunks, schema)

    def chunks(self, table: Table) -> Iterator[Any]:
        schema = self.struct(table.columns)
        for batch in table.batches():
            yield self.structs(schema, table.columns, batch)

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
