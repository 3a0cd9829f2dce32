"""Define tables: named columns with types, and functions that yield their values in batches."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypeVar

from .._attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

T = TypeVar("T")

Kind: TypeAlias = Literal["text", "int32", "int64", "float64", "date32", "records"]
"""The type of a column. ``records`` is a list of structs, the others are named as in Arrow. All may be null."""

BATCH_ROWS: Final = 16_384
"""The number of rows in a batch; only one batch is in memory at a time."""

_BITS: Final = {"int32": 31, "int64": 63}
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"


@frozen
class Column:
    """A column of a table. ``columns`` are those of the structs in a column of ``records``."""

    name: str
    kind: Kind = "text"
    columns: tuple[Column, ...] = ()


@frozen
class Records:
    """The values of a column of records: the number of structs in each row, and all their values, column by column."""

    lengths: list[int]
    values: list[Any]

    def rows(self, columns: Sequence[Column]) -> Iterator[list[dict[str, Any]]]:
        """Iterate over the rows, each a list of dicts.

        >>> list(Records([2, 0, 1], [[1, 2, 3]]).rows([Column("votes", "int32")]))
        [[{'votes': 1}, {'votes': 2}], [], [{'votes': 3}]]
        """
        names = [column.name for column in columns]
        structs = [dict(zip(names, row, strict=True)) for row in zip(*self.values, strict=True)]
        start = 0
        for length in self.lengths:
            yield structs[start : start + length]
            start += length


Values: TypeAlias = "list[Any] | Records"
"""The values of one column in one batch."""


@frozen
class Table:
    r"""Columns, and a function that starts an iteration over the batches; each has the values of all columns.

    >>> table = Table((Column("title"), Column("votes", "int32")), lambda: iter([[["Tides\ud800"], [2**40]]]))
    >>> list(table.batches())
    [[['Tides\ufffd'], [None]]]
    """

    columns: tuple[Column, ...]
    start: Callable[[], Iterator[list[Values]]]

    def batches(self) -> Iterator[list[Values]]:
        """Iterate over the batches, from the start at each call, with values that every library can store.

        Lone surrogates are replaced by U+FFFD, and numbers that do not fit into their type by None.
        """
        for batch in self.start():
            yield storable(self.columns, batch)

    def select(self, names: Iterable[str]) -> Table:
        """Return a table of some of the columns, in this order.

        >>> table = Table((Column("title"), Column("votes", "int32")), lambda: iter([[["Tides"], [3]]]))
        >>> table.select(["votes"]).whole()
        [[3]]
        """
        places = {column.name: place for place, column in enumerate(self.columns)}
        chosen = [places[name] for name in names]
        columns = tuple(self.columns[place] for place in chosen)
        return Table(columns, lambda: ([batch[place] for place in chosen] for batch in self.start()))

    def whole(self) -> list[Values]:
        """Return the values of all batches, column by column; records as lists of dicts."""
        found: list[Any] = [[] for _ in self.columns]
        for batch in self.batches():
            for column, values, known in zip(self.columns, batch, found, strict=True):
                known.extend(values.rows(column.columns) if isinstance(values, Records) else values)
        return found


def batches_of(rows: Iterable[T]) -> Iterator[list[T]]:
    """Iterate over lists of :data:`BATCH_ROWS` rows each.

    >>> [len(batch) for batch in batches_of(range(40_000))]
    [16384, 16384, 7232]
    """
    left = iter(rows)
    while batch := list(islice(left, BATCH_ROWS)):
        yield batch


def storable(columns: Iterable[Column], batch: Iterable[Values]) -> list[Values]:
    """Return the values of a batch as every library can store them: see :meth:`Table.batches`."""
    return [_storable_values(column, values) for column, values in zip(columns, batch, strict=True)]


def _storable_values(column: Column, values: Values) -> Values:
    if isinstance(values, Records):
        return Records(values.lengths, storable(column.columns, values.values))
    if column.kind == "text":
        return _encodable(values)
    if column.kind in _BITS:
        return _bounded(values, 1 << _BITS[column.kind])
    return values


def _encodable(values: list[str | None]) -> list[str | None]:
    """Return texts that can be encoded; they are tried all at once, because nearly always all can."""
    try:
        "".join(filter(None, values)).encode()
    except UnicodeEncodeError:
        return [None if text is None else _without_surrogates(text) for text in values]
    return values


def _without_surrogates(text: str) -> str:
    return "".join(_REPLACEMENT if "\ud800" <= character <= "\udfff" else character for character in text)


def _bounded(values: list[int | None], limit: int) -> list[int | None]:
    if -limit <= min(filter(None, values), default=0) and max(filter(None, values), default=0) < limit:
        return values
    return [number if number is not None and -limit <= number < limit else None for number in values]
