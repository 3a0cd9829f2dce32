"""Check the records of many sightings at once, and make the sightings when they are needed.

The records in a file have the same keys, and the values under one key have few types. So all values under one key, a
column, are checked together. If one of them may be wrong, it is not decided here which one: then each record is read by
itself (:mod:`.records`), and what is wrong is reported.
"""

from __future__ import annotations

from functools import partial
from itertools import chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..._attrs import frozen
from ...errors import LARGEST_NUMBER, RecordError
from ...model import FIELDS, PAPER_FIELDS, Dump, Sighting, date_from_values, date_keys, paper_of
from ...model.texts import PAPER_KEYS, SIGHTING_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Columns: TypeAlias = "Mapping[str, Sequence[Any]]"
"""The values of sightings under each key of their records."""

ENTRY_KEYS: Final = ("id", *PAPER_KEYS, "other_abstracts", "sightings")
"""The keys of the record of an entry, in order."""

_VALUES: Final = itemgetter(*SIGHTING_KEYS)
_ENTRY: Final = frozenset(ENTRY_KEYS)
_ATTRIBUTES: Final = (*PAPER_FIELDS, "line", "span")
_DATES: Final = tuple(known.name for known in FIELDS if known.kind == "date")

_NONE: Final = frozenset((type(None),))
_JUST_STR: Final = frozenset[type]((str,))
_JUST_INT: Final = frozenset[type]((int,))
_JUST_LIST: Final = frozenset[type]((list,))
_JUST_DICT: Final = frozenset[type]((dict,))
_TEXT: Final = _JUST_STR | _NONE
_NUMBER: Final = _JUST_INT | _NONE
_LIST: Final = _JUST_LIST | _NONE


def _types_by_key() -> dict[str, frozenset[type]]:
    """Return the types that the values under each key of a sighting may have."""
    found = dict.fromkeys(SIGHTING_KEYS, _TEXT)
    for name in ("listing_date", *_DATES):
        found.update(dict.fromkeys(date_keys(name)[2:], _NUMBER))
    found.update(dict.fromkeys((known.name for known in FIELDS if known.kind == "count"), _NUMBER))
    found |= {"abstract": _NUMBER, "line": _NUMBER, "position": _NUMBER, "sources": _LIST, "span": _LIST}
    for key in ("position", "sources", *(known.name for known in FIELDS if known.required)):
        found[key] -= _NONE
    return found


_TYPES: Final = _types_by_key()
_NUMBERS: Final = tuple(key for key, types in _TYPES.items() if int in types)


class _DoubtError(Exception):
    """One of the records may be wrong."""


@frozen(eq=False)
class Rows:
    """Checked sightings, as columns: the dump and the position of each, and the attributes of its paper."""

    dumps: Sequence[Dump]
    positions: Sequence[int]
    papers: Sequence[Sequence[Any]]

    def __len__(self) -> int:
        return len(self.positions)

    def __iter__(self) -> Iterator[Sighting]:
        """Iterate over the sightings, which are made only now."""
        for dump, position, *values in zip(self.dumps, self.positions, *self.papers, strict=True):
            paper = paper_of(dict(zip(_ATTRIBUTES, values, strict=True)))
            yield Sighting(paper=paper, dump=dump, position=position)


class DumpsInRecords(dict[tuple[Any, ...], Dump]):
    """Dumps by their values in records: names, snapshot, digest and date. Each is made when it is first looked up."""

    def __missing__(self, values: tuple[Any, ...]) -> Dump:
        """Make the dump with these values. Raises :class:`RecordError` if they are not those of a date."""
        sources, snapshot, digest, *day = values
        date = date_from_values("listing_date", *day)
        made = self[values] = Dump(listing_date=date, digest=digest or "", snapshot=snapshot, sources=sources)
        return made


def rows_of(entries: Sequence[Any], dumps: DumpsInRecords) -> Rows | None:
    """Return the sightings in the records of entries, or None if one of the records may be wrong."""
    try:
        columns = dict(zip(SIGHTING_KEYS, zip(*map(_VALUES, _sightings(entries)), strict=True), strict=True))
        _check_types(columns)
        papers = {
            **columns,
            **{name: list(map(partial(date_from_values, name), *_date(name, columns))) for name in _DATES},
            "abstract": _abstracts(entries, columns["abstract"]),
            "span": _spans(columns["span"]),
        }
        return Rows(_dumps(columns, dumps), columns["position"], [papers[name] for name in _ATTRIBUTES])
    except (_DoubtError, RecordError, LookupError):  # LookupError: a key is missing, or there is no such abstract
        return None


def _require(is_right: bool) -> None:  # noqa: FBT001 - a condition
    if not is_right:
        raise _DoubtError


def _are(types: frozenset[type], values: Iterable[Any]) -> bool:
    """Whether all values have one of these types."""
    return types.issuperset(map(type, values))


def _sightings(entries: Sequence[Any]) -> list[Any]:
    """Return the records of the sightings of all entries."""
    _require(_are(_JUST_DICT, entries) and all(entry.keys() == _ENTRY for entry in entries))
    lists = [entry["sightings"] for entry in entries]
    _require(_are(_JUST_LIST, lists) and all(lists))
    found = list(chain.from_iterable(lists))
    _require(_are(_JUST_DICT, found) and {*map(len, found)} == {len(SIGHTING_KEYS)})
    return found


def _check_types(columns: Columns) -> None:
    for key, column in columns.items():
        _require(_are(_TYPES[key], column))
    numbers = list(filter(None, chain.from_iterable(map(columns.__getitem__, _NUMBERS))))
    _require(max(numbers, default=0) <= LARGEST_NUMBER and min(numbers, default=0) >= -LARGEST_NUMBER)


def _date(name: str, columns: Columns) -> Iterator[Sequence[Any]]:
    """Iterate over the columns that have a date."""
    return map(columns.__getitem__, date_keys(name))


def _dumps(columns: Columns, dumps: DumpsInRecords) -> list[Dump]:
    """Return the dump of each sighting."""
    sources = list(map(tuple, columns["sources"]))
    _require(_are(_JUST_STR, chain.from_iterable(sources)))
    values = zip(sources, columns["snapshot"], columns["page"], *_date("listing_date", columns), strict=True)
    return list(map(dumps.__getitem__, values))


def _abstracts(entries: Sequence[Any], numbers: Sequence[int | None]) -> list[str | None]:
    """Return the abstracts of sightings, which are given by their numbers among those of their entries."""
    _require(_are(_TEXT, (entry["abstract"] for entry in entries)))
    _require(_are(_JUST_LIST, (entry["other_abstracts"] for entry in entries)))
    _require(min(filter(None, numbers), default=0) >= 0)
    found: list[str | None] = []
    left = iter(numbers)
    for entry in entries:
        texts = [entry["abstract"], *entry["other_abstracts"]]
        found += [None if number is None else texts[number] for number in islice(left, len(entry["sightings"]))]
    _require(_are(_TEXT, found) and found.count(None) == numbers.count(None))
    return found


def _spans(column: Sequence[list[Any] | None]) -> list[tuple[Any, ...] | None]:
    found = [None if span is None else tuple(span) for span in column]
    spans = [span for span in found if span is not None]
    _require({2}.issuperset(map(len, spans)) and _are(_JUST_INT, chain.from_iterable(spans)))
    return found
