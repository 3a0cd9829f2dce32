"""Check the records of sightings quickly, and make the sightings when they are needed.

The records in a file are of few kinds: with the same keys, and values of the same types. So the first record of a kind
is read and checked in full (:mod:`.records`), and of the others only those values that types do not decide: the dump,
large numbers, dates, spans, and the numbers of abstracts. A record that may be wrong is read in full, too.
"""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .._attrs import define, field
from ..errors import LARGEST_NUMBER, RecordError
from ..model import FIELDS, Paper, Sighting, date_from_values, date_keys
from .texts import SIGHTING_KEYS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..model import Dump

Row: TypeAlias = "tuple[Dump, str | None, Sequence[Any]]"
"""A checked record of a sighting: its dump, its abstract, and all its values."""

_VALUES: Final = itemgetter(*SIGHTING_KEYS)
_PLACES: Final = {key: place for place, key in enumerate(SIGHTING_KEYS)}
_POSITION: Final = _PLACES["position"]
_ABSTRACT: Final = _PLACES["abstract"]
_SPAN: Final = _PLACES["span"]
_LINE: Final = _PLACES["line"]
_OF_DUMP: Final = itemgetter(*map(_PLACES.__getitem__, ("snapshot", "page", *date_keys("listing_date"))))
_COUNTS: Final = itemgetter(_POSITION, _LINE, *(_PLACES[known.name] for known in FIELDS if known.kind == "count"))
_DATES: Final = {known.name: _PLACES[known.name] for known in FIELDS if known.kind == "date"}
_OTHERS: Final = {known.name: _PLACES[known.name] for known in FIELDS if known.kind != "date"}
_UNDATED: Final = (None,) * len(date_keys(""))


@define
class Kinds:
    """The kinds of records that were read in full, and the dumps in them.

    ``types`` has the types of the values of each kind, and ``dumps`` each dump by its values in a record.
    """

    types: set[tuple[type, ...]] = field(factory=set)
    dumps: dict[tuple[Any, ...], Dump] = field(factory=dict)
    _last: tuple[type, ...] = ()
    """The kind of the record before, since comparing is faster than hashing."""

    def learn(self, record: Mapping[str, Any], dump: Dump) -> None:
        """Add the kind of a record that was read in full, and its dump."""
        if record.keys() == _PLACES.keys():
            values = _VALUES(record)
            self.types.add(tuple(map(type, values)))
            self.dumps[_dump_key(values)] = dump

    def row(self, record: Mapping[str, Any], abstracts: Sequence[Any]) -> Row | None:
        """Return the row of a record whose abstract is one of these, or None if it must be read in full."""
        if len(record) != len(SIGHTING_KEYS):
            return None
        try:
            values = _VALUES(record)
            dump = self.dumps.get(_dump_key(values))
        except (KeyError, TypeError):  # other keys, or a source that is no text
            return None
        types = tuple(map(type, values))
        if dump is None or (types != self._last and types not in self.types):
            return None
        self._last = types
        if _has_large_number(values) or not _are_dates(values) or not _is_span(values[_SPAN]):
            return None
        number = values[_ABSTRACT]
        if number is None:
            return dump, None, values
        abstract = abstracts[number] if 0 <= number < len(abstracts) else None
        return (dump, abstract, values) if type(abstract) is str else None


def _dump_key(values: Sequence[Any]) -> tuple[Any, ...]:
    return (*values[0], *_OF_DUMP(values))


def _has_large_number(values: Sequence[Any]) -> bool:
    numbers = list(filter(None, _COUNTS(values)))
    return bool(numbers) and not -LARGEST_NUMBER <= min(numbers) <= max(numbers) <= LARGEST_NUMBER


def _are_dates(values: Sequence[Any]) -> bool:
    try:
        for name, place in _DATES.items():
            date = values[place : place + len(_UNDATED)]
            if date != _UNDATED:
                date_from_values(name, *date)
    except RecordError:
        return False
    return True


def _is_span(span: Sequence[Any] | None) -> bool:
    return span is None or (len(span) == 2 and type(span[0]) is type(span[1]) is int)


def sighting_of(row: Row) -> Sighting:
    """Return the sighting in a checked record."""
    dump, abstract, values = row
    shown = {name: values[place] for name, place in _OTHERS.items()}
    for name, place in _DATES.items():
        shown[name] = date_from_values(name, *values[place : place + len(_UNDATED)])
    shown["abstract"] = abstract
    span = values[_SPAN] and tuple(values[_SPAN])
    return Sighting(paper=Paper(**shown, line=values[_LINE], span=span), dump=dump, position=values[_POSITION])
