"""Define the columns of tables of papers, and take their values from sightings.

A date takes five columns: the date itself (null if its year is unknown), its ISO 8601 text, how its year was found, and
the first and the last possible year.
"""

from __future__ import annotations

from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias, get_args

from ..tables.table import Column, Table, batches_of
from .dates import ListingDate
from .paper import FIELDS
from .tabular import Assume

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..tables.table import Values
    from .paper import Paper
    from .sightings import Dump

Seen: TypeAlias = "tuple[Paper, Dump, int]"
"""A paper, the dump in which it was seen, and its position there."""


def date_columns(name: str) -> tuple[Column, ...]:
    """Return the five columns of a date.

    >>> [column.name for column in date_columns("published")][:3]
    ['published', 'published_text', 'published_year_basis']
    """
    return (
        Column(name, "date32"),
        Column(f"{name}_text"),
        Column(f"{name}_year_basis"),
        Column(f"{name}_earliest", "int32"),
        Column(f"{name}_latest", "int32"),
    )


def _paper_columns() -> Iterator[Column]:
    for field in FIELDS:
        if field.kind == "date":
            yield from date_columns(field.name)
        else:
            yield Column(field.name, "text" if field.kind == "text" else "int32")


PAPER_COLUMNS: Final = tuple(_paper_columns())
"""The fields of a paper."""

SIGHTING_COLUMNS: Final = (
    Column("source"),
    Column("position", "int32"),
    *date_columns("listing_date"),
    *PAPER_COLUMNS,
    Column("confidence", "float64"),
    Column("line", "int32"),
    Column("span_start", "int64"),
    Column("span_end", "int64"),
    Column("snapshot"),
    Column("page"),
)
"""A paper on a page, and its place."""


def checked_assume(assume: Assume | None) -> Assume | None:
    """Return ``assume``. Raises ValueError if it is neither None nor one of the bounds."""
    if assume is not None and assume not in get_args(Assume):
        raise ValueError(f"assume: expected None, 'earliest' or 'latest', got {assume!r:.40}")
    return assume


def assumed(dates: Sequence[ListingDate | None], assume: Assume | None) -> Sequence[ListingDate | None]:
    """Return dates with their unknown years filled in, if ``assume`` is not None."""
    if assume is None:
        return dates
    return [None if date is None else date.assume(assume) for date in dates]


def date_values(dates: Sequence[ListingDate | None]) -> list[Values]:
    """Return the values of the five columns of a date.

    >>> date_values([ListingDate(month=3, day=4, earliest=2024), None])
    [[None, None], ['--03-04', None], [None, None], [2024, None], [None, None]]
    """
    known: dict[int, tuple[Any, ...]] = {id(None): (None,) * len(date_columns(""))}
    for date in dates:
        if id(date) not in known and date is not None:
            known[id(date)] = (date.date, date.isoformat(), date.year_basis, date.earliest, date.latest)
    rows = [known[id(date)] for date in dates]
    return [list(map(itemgetter(at), rows)) for at in range(len(known[id(None)]))]


def paper_values(papers: Sequence[Paper], assume: Assume | None) -> list[Values]:
    """Return the values of :data:`PAPER_COLUMNS`."""
    found: list[Values] = []
    for field in FIELDS:
        values: list[Any] = list(map(attrgetter(field.name), papers))
        if field.kind == "date":
            found += date_values(assumed(values, assume))
        else:
            found.append(values)
    return found


def sighting_values(sightings: Sequence[Seen], assume: Assume | None) -> list[Values]:
    """Return the values of :data:`SIGHTING_COLUMNS`."""
    papers = [paper for paper, _, _ in sightings]
    dumps = [dump for _, dump, _ in sightings]
    spans = [paper.span or (None, None) for paper in papers]
    return [
        [dump.source for dump in dumps],
        [position for _, _, position in sightings],
        *date_values(assumed([dump.listing_date for dump in dumps], assume)),
        *paper_values(papers, assume),
        [paper.confidence for paper in papers],
        [paper.line for paper in papers],
        [start for start, _ in spans],
        [end for _, end in spans],
        [dump.snapshot for dump in dumps],
        [dump.digest for dump in dumps],
    ]


def sightings_table(start: Callable[[], Iterable[Seen]], assume: Assume | None = None) -> Table:
    """Return a table with a row for each of the sightings that ``start`` iterates over.

    Raises ValueError for an unknown ``assume``.

    >>> from paperlist.model import Dump, Paper
    >>> table = sightings_table(lambda: [(Paper(title="Tides"), Dump(), 2)])
    >>> table.columns[1].name, table.whole()[1]
    ('position', [2])
    """
    bound = checked_assume(assume)

    def batches() -> Iterator[list[Values]]:
        for batch in batches_of(start()):
            yield sighting_values(batch, bound)

    return Table(SIGHTING_COLUMNS, batches)


def decided_first(dates: Sequence[ListingDate | None]) -> ListingDate | None:
    """Return the first of ``dates``, or None if there is none, or if unknown years leave it open.

    >>> str(decided_first([ListingDate(month=3, day=4, year=2025), ListingDate(month=3, day=5, latest=2024)]))
    '--03-05'
    >>> decided_first([ListingDate(month=3, day=4), ListingDate(month=3, day=5)]) is None
    True
    """
    known = _distinct(dates)
    return next((date for date in known[:1] if _is_decided(date.__le__, known[1:])), None)


def decided_last(dates: Sequence[ListingDate | None]) -> ListingDate | None:
    """Return the last of ``dates``, or None if there is none, or if unknown years leave it open.

    >>> str(decided_last([ListingDate(month=3, day=4, year=2025), ListingDate(month=3, day=5, latest=2024)]))
    '2025-03-04'
    """
    known = _distinct(dates)
    return next((date for date in known[-1:] if _is_decided(date.__ge__, known[:-1])), None)


def _distinct(dates: Sequence[ListingDate | None]) -> list[ListingDate]:
    """Return each of ``dates`` once, sorted."""
    known = {(date, date.earliest, date.latest): date for date in dates if date is not None}
    return sorted(known.values(), key=ListingDate.sort_key)


def _is_decided(compare: Callable[[ListingDate], bool], others: Sequence[ListingDate]) -> bool:
    """Return whether a comparison is true for all others; those that unknown years leave open are not."""
    try:
        return all(map(compare, others))
    except TypeError:
        return False
