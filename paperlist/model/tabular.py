"""Define the base class of what other libraries can take as a table: an Arrow stream, and methods for data frames.

All modules that make tables are imported on first use.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

if TYPE_CHECKING:
    from ..tables.table import Table

Of: TypeAlias = Literal["sightings", "entries"]
"""What a row of a table is: a paper on one page, or a paper in a catalog."""

Assume: TypeAlias = Literal["earliest", "latest"]
"""The possible year that unknown years are filled in with."""


class Tabular(ABC):
    """Papers that can be turned into a table; ``paperlist/tables/README.md`` lists its columns.

    ``of`` is what a row is: ``"sightings"`` (the default for a listing) or ``"entries"`` (the default for a catalog;
    a listing has none). ``assume="earliest"`` or ``"latest"`` fills in unknown years like :meth:`.ListingDate.assume`.
    Other values raise ValueError.

    >>> from paperlist import Listing, Paper
    >>> listing = Listing(papers=[Paper(title="Tides", upvotes=3)], source="mon.txt")
    >>> try:
    ...     listing.to_polars().select("source", "title", "upvotes").rows()
    ... except ImportError:  # polars is not installed
    ...     [("mon.txt", "Tides", 3)]
    [('mon.txt', 'Tides', 3)]
    """

    __slots__ = ()

    @abstractmethod
    def _table(self, of: Of | None, assume: Assume | None) -> Table:
        """Return the table. Raises ValueError for unknown values."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Return an Arrow stream of the table, a new one at each call. Raises ImportError as :meth:`to_arrow` does."""
        from ..tables.arrow import stream  # noqa: PLC0415 - see above

        return stream(self._table(None, None), requested_schema)

    def to_arrow(self, *, of: Of | None = None, assume: Assume | None = None) -> Any:
        """Return the table as a ``pyarrow.Table``, or as a ``nanoarrow.Array`` if pyarrow is not installed.

        Raises ImportError if neither is installed.
        """
        from ..tables.arrow import arrow_table  # noqa: PLC0415 - see above

        return arrow_table(self._table(of, assume))

    def to_polars(self, *, of: Of | None = None, assume: Assume | None = None) -> Any:
        """Return the table as a ``polars.DataFrame``. Raises ImportError if polars is not installed."""
        from ..tables.frames import polars_frame  # noqa: PLC0415 - see above

        return polars_frame(self._table(of, assume))

    def to_pandas(self, *, of: Of | None = None, assume: Assume | None = None) -> Any:
        """Return the table as a ``pandas.DataFrame`` with nullable integers and dates of type ``datetime64[s]``.

        Raises ImportError if pandas is not installed.
        """
        from ..tables.frames import pandas_frame  # noqa: PLC0415 - see above

        return pandas_frame(self._table(of, assume))
