"""Make listings of the rows of tables, as ``to_arrow`` and its like return them, and of the objects of other libraries.

A row has the values of :data:`.model.columns.SIGHTING_COLUMNS` by name; only ``title`` must be there. Programs store
tables in their own ways, so null may also be NaN or an empty text, a number a text or a float, and a date a datetime.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from .adapting import row_of
from .errors import RecordError, checked_several, expect
from .model import Listing, ListingDate, date_from_record, date_record
from .model.columns import SIGHTING_COLUMNS
from .model.listing import snapshot_from_record
from .tables.arrow import rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .model import Record
    from .tables.table import Column

_NAMED: Final = "name:"
"""The ``page`` of papers that do not come from a dump begins with this."""

_HEAD: Final = ("source", "snapshot", "page", *date_record("listing_date", None))
"""The values that the rows of a page have in common."""

_ISO_DAY: Final = len("2031-03-04")
_DATES: Final = tuple(column.name for column in SIGHTING_COLUMNS if column.kind == "date32")


def listings_from(
    table: Any, *, source: str | None = None, date: datetime.date | ListingDate | None = None
) -> list[Listing]:
    """Return the listings in a table: the inverse of ``to_arrow``, ``to_polars`` and ``to_pandas``.

    Its rows are sightings, or entries with their sightings. ``table`` is a polars or pandas data frame, any object with
    an Arrow stream (of pyarrow, DuckDB, …), or an iterable of mappings, such as :class:`csv.DictReader`. Its items may
    also be ``PaperInfo`` objects of huggingface_hub, their JSON, or ``Result`` objects of arxiv.py. Rows with the same
    ``source``, listing date, ``snapshot`` and ``page`` are one listing, by ``position``. Rows may be missing: a catalog
    takes ``page`` and ``position`` as they are, so it adds no sighting that it has already.

    ``source`` and ``date`` are those of rows without their own. Raises :class:`RecordError` for a value of the wrong
    type, and ImportError if an Arrow stream needs ``paperlist[arrow]``.

    >>> from paperlist import merge
    >>> rows = [{"title": "Tides", "upvotes": 3}, {"title": "Waves", "published_text": "--03-04"}]
    >>> (listing,) = listings_from(rows, source="my notes")
    >>> listing[0].upvotes, str(listing[1].published), merge([listing])
    (3, '--03-04', <Catalog of 2 entries, 2 sightings>)
    """
    given = _given_date(date)
    pages: dict[tuple[Any, ...], list[Record]] = {}
    copies: Counter[tuple[Any, ...]] = Counter()
    for number, row in enumerate(_unfolded(_rows(table))):
        try:
            record = _record(row_of(row), source, given)
        except RecordError as error:
            raise RecordError(f"row {number}: {error}") from error
        key = tuple(record[name] for name in _HEAD)
        place = (*key, record["position"])
        pages.setdefault((*key, copies[place]), []).append(record)
        if record["position"] is not None:  # another paper in this place is on another page with the same name
            copies[place] += 1
    return [_listing(records) for records in pages.values()]


def _given_date(date: datetime.date | ListingDate | None) -> Record:
    if date is not None and not isinstance(date, ListingDate):
        date = ListingDate(month=date.month, day=date.day, year=date.year)
    return date_record("listing_date", date)


def _rows(table: Any) -> Iterable[Any]:
    """Return the rows of a table. pandas has an Arrow stream too, but needs pyarrow for it."""
    if hasattr(table, "itertuples"):
        return table.to_dict("records")  # type: ignore[no-any-return]
    if hasattr(table, "__arrow_c_stream__"):
        return rows_of(table)
    return checked_several(table, "expected a data frame, an Arrow stream or rows", str)  # type: ignore[no-any-return]


def _unfolded(rows: Iterable[Any]) -> Iterator[Any]:
    """Iterate over rows; instead of an entry, over its sightings, if its row has them as a list."""
    for row in rows:
        sightings = row.get("sightings") if isinstance(row, Mapping) else None
        if isinstance(sightings, Iterable) and not isinstance(sightings, str):
            yield from sightings
        else:
            yield row


def _record(row: Mapping[Any, Any], source: str | None, given: Record) -> Record:
    """Return a row as a record of JSON's types, whose dates are texts."""
    record = {column.name: _value(column, row.get(column.name)) for column in SIGHTING_COLUMNS}
    if record["title"] is None:
        raise RecordError("title: expected a text, got nothing")
    for name in _DATES:
        record[name] = record[f"{name}_text"] or record[name]
        try:
            date_from_record(record, name)
        except RecordError as error:
            raise RecordError(str(error) if str(error).startswith(name) else f"{name}: {error}") from error
    snapshot_from_record(record)
    if record["source"] is None:
        record["source"] = source
    if record["listing_date"] is None:
        record.update(given)
    ends = (record["span_start"], record["span_end"])
    record["span"] = None if None in ends else ends
    return record


# Values


def _value(column: Column, value: Any) -> Any:
    """Return a value of a row with the type of its column. Raises :class:`RecordError` if it has another one."""
    if _is_null(value):
        return None
    if column.kind == "date32" and isinstance(value, datetime.date):
        return value.isoformat()[:_ISO_DAY]
    if column.kind in ("text", "date32"):
        return expect({column.name: value}, column.name, str)
    try:
        return float(value) if column.kind == "float64" else _whole(value)
    except (ArithmeticError, TypeError, ValueError) as error:
        raise RecordError(f"{column.name}: expected a number, got {type(value).__name__} {value!r:.40}") from error


def _whole(value: Any) -> int:
    """Return a whole number, which programs also store as a text, or as a float if the column has nulls."""
    number = value
    if isinstance(value, str):
        number = float(value) if "." in value else int(value)
    if isinstance(value, bool) or int(number) != number:
        raise ValueError("not a whole number")
    return int(number)


def _is_null(value: Any) -> bool:
    """Return whether a value is None, an empty text, or NaN, NaT or NA, which are not equal to themselves."""
    if value is None or (isinstance(value, str) and not value):
        return True
    try:
        return bool(value != value)  # noqa: PLR0124 - see above
    except (TypeError, ValueError):  # NA cannot say whether it equals anything
        return type(value).__name__ == "NAType"


# Pages


def _listing(records: list[Record]) -> Listing:
    """Return the listing of a page. It was parsed from a dump if ``page`` is the digest of one."""
    head = {name.replace("listing_date", "date"): records[0][name] for name in _HEAD}
    page: str = head["page"] or ""
    head["is_dump"] = bool(page) and not page.startswith(_NAMED)
    if all(record["position"] is not None for record in records):
        records.sort(key=_position)
        head["positions"] = list(map(_position, records))
    else:  # so which papers the page has is not known
        head["page"] = None
    return Listing.from_dict({**head, "papers": records})


def _position(record: Record) -> int:
    position: int = record["position"]
    return position
