"""Pack sightings and decisions into columns, which take less space and time to pickle than objects do.

Each text, each date and each dump is stored once. Sightings of one dump share it again when they are unpacked.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from ..._attrs import names_of
from ...dedup.decisions import Decision
from ...model import Dump, ListingDate, Paper, Sighting, paper_of
from .reading import Stored
from .records import Records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ...errors import Diagnostic

T = TypeVar("T")

Packed: TypeAlias = "tuple[list[Any], ...]"
"""Sightings as columns: dates and dumps, each once, then the dump, the position and the paper of each sighting."""

_PAPER: Final = names_of(Paper)
_VALUES: Final = attrgetter(*_PAPER)
_OF_DATE: Final = attrgetter(*names_of(ListingDate))
_DAY: Final = _PAPER.index("published")
_TEXTS: Final = tuple(map(_PAPER.index, ("title", "abstract")))
"""The columns with long texts, which several sightings often share."""


def _numbers(values: Iterable[Any], known: dict[Any, int]) -> list[int | None]:
    """Return the number of each value, None for None; equal ones have the same number, also in later calls."""
    return [None if value is None else known.setdefault(value, len(known)) for value in values]


def _plain_dates(dates: Iterable[ListingDate | None]) -> Iterator[tuple[Any, ...] | None]:
    """Iterate over the values of dates; those of one object are one object."""
    known: dict[int, tuple[Any, ...]] = {}
    for date in dates:
        if date is None:
            yield None
            continue
        values = known.get(id(date))
        if values is None:
            values = known[id(date)] = _OF_DATE(date)
        yield values


def pack(sightings: Iterable[Sighting]) -> Packed:
    """Return sightings as columns of plain values.

    >>> [seen] = unpack(pack([Sighting(paper=Paper(title="Tides"), position=2)]))
    >>> seen.paper.title, seen.position
    ('Tides', 2)
    """
    known = list(sightings)
    dates: dict[Any, int] = {}
    dumps = {id(sighting.dump): sighting.dump for sighting in known}
    days = _numbers(_plain_dates(dump.listing_date for dump in dumps.values()), dates)
    rows = [(day, dump.digest, dump.snapshot, dump.sources) for day, dump in zip(days, dumps.values(), strict=True)]
    place = {dump: number for number, dump in enumerate(dumps)}
    columns: list[list[Any]] = [list(column) for column in zip(*(_VALUES(s.paper) for s in known), strict=True)]
    texts: dict[Any, Any] = {}
    for number in _TEXTS if columns else ():
        columns[number] = [texts.setdefault(text, text) for text in columns[number]]
    if columns:
        columns[_DAY] = _numbers(_plain_dates(columns[_DAY]), dates)
    places = [place[id(sighting.dump)] for sighting in known]
    return list(dates), rows, places, [sighting.position for sighting in known], *columns


def unpack(packed: Packed) -> Iterator[Sighting]:
    """Iterate over the sightings that :func:`pack` returned as columns."""
    dates: list[ListingDate | None] = [_date(values) for values in packed[0]]
    dumps = [_dump(values, dates) for values in packed[1]]
    for number, position, *row in zip(*packed[2:], strict=True):
        if row[_DAY] is not None:
            row[_DAY] = dates[row[_DAY]]
        yield Sighting(paper=paper_of(dict(zip(_PAPER, row, strict=True))), dump=dumps[number], position=position)


def _date(values: Sequence[Any]) -> ListingDate:
    return ListingDate(**dict(zip(names_of(ListingDate), values, strict=True)))


def _dump(values: Sequence[Any], dates: Sequence[ListingDate | None]) -> Dump:
    day, digest, snapshot, sources = values
    date = None if day is None else dates[day]
    return Dump(listing_date=date, digest=digest, snapshot=snapshot, sources=sources)


def pack_decisions(decisions: Iterable[Decision]) -> tuple[list[tuple[str, str]], Packed]:
    """Return decisions as columns: their words and reasons, and the cards of all."""
    known = list(decisions)
    cards = [card for decision in known for card in (decision.one, decision.other)]
    return [(decision.word, decision.reason) for decision in known], pack(cards)


def unpack_decisions(packed: tuple[list[tuple[Any, str]], Packed]) -> list[Decision]:
    """Return the decisions that :func:`pack_decisions` returned as columns."""
    cards = unpack(packed[1])
    return [Decision(word=word, one=next(cards), other=next(cards), reason=reason) for word, reason in packed[0]]


def restored(  # noqa: PLR0913, PLR0917 - the parts of a pickled catalog
    make: Callable[..., T],
    max_error: float,
    sightings: Packed,
    decisions: tuple[list[tuple[Any, str]], Packed],
    diagnostics: tuple[Diagnostic, ...],
    unread: tuple[str, ...],
) -> T:
    """Return the catalog that was pickled as these; ``make`` is :meth:`.catalog.Catalog.from_stored`."""
    records = Records(decisions=unpack_decisions(decisions))
    records.add(unpack(sightings))
    stored = Stored(records=records, unread=list(unread), diagnostics=list(diagnostics))
    return make(stored, max_error=max_error)
