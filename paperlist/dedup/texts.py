"""Write sightings and entries as JSON texts, the content of the lines of a catalog file (:mod:`.records`).

This is faster than making dicts and encoding them: the keys are always the same, and most values occur many times.
"""

from __future__ import annotations

import json
from functools import lru_cache
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from .._attrs import names_of
from ..errors import LARGEST_NUMBER
from ..model import FIELDS, PAPER_FIELDS, ListingDate, date_keys, date_record, json_text

if TYPE_CHECKING:
    from ..model import Dump, Paper, Record, Sighting

_OF_PLACE: Final = ("line", "span")
_OF_PAPER: Final = tuple(
    chain.from_iterable(date_keys(known.name) if known.kind == "date" else (known.name,) for known in FIELDS)
)

SIGHTING_KEYS: Final = ("sources", "snapshot", "page", "position", *date_keys("listing_date"), *_OF_PAPER, *_OF_PLACE)
"""The keys of the record of a sighting, in order."""

ENTRY_KEYS: Final = ("id", *_OF_PAPER, "other_abstracts", "sightings")
"""The keys of the record of an entry, in order."""

_NUMBER: Final = "abstract"
"""The field of which a sighting may have the number among the abstracts of its entry."""

_VALUES: Final = attrgetter(*(known.name for known in FIELDS if known.kind != "date" and known.name != _NUMBER))
_DATES: Final = tuple((place, known.name) for place, known in enumerate(FIELDS) if known.kind == "date")
_PLACE_OF_NUMBER: Final = PAPER_FIELDS.index(_NUMBER)
_VALUES_OF_DATE: Final = attrgetter(*names_of(ListingDate))

_PAPER: Final = ", ".join("%s" if known.kind == "date" else f'"{known.name}": %s' for known in FIELDS)
_SIGHTING: Final = f'{{%s%s%s{_PAPER}, "line": %s, "span": %s}}'
ENTRY: Final = f'{{"id": %s, {_PAPER}, "other_abstracts": %s, "sightings": [%s]}}'
"""The text of an entry, with ``%s`` for the text of each value, and for those of its sightings."""

CACHED_TEXTS: Final = 1 << 14
CACHED_DATES: Final = 1 << 12


def sighting_text(sighting: Sighting) -> str:
    """Return all values of a sighting as the JSON text of an object, without its confidence.

    Catalogs do not contain confidence, because it depends on the version of paperlist that parsed the dump.

    >>> from paperlist.model import Paper, Sighting
    >>> sighting_text(Sighting(paper=Paper(title="Tides"), position=2))[:59]
    '{"sources": [], "snapshot": null, "page": "", "position": 2'
    """
    return numbered_text(sighting, json_text(sighting.paper.abstract))


def sighting_record(sighting: Sighting) -> Record:
    """Return all values of a sighting as a dict of JSON's types, without its confidence."""
    record: Record = json.loads(sighting_text(sighting))
    return record


def numbered_text(sighting: Sighting, abstract: str) -> str:
    """Return a sighting as JSON text, with this text instead of its abstract, such as the number of one."""
    paper = sighting.paper
    before, after = _dump_texts(sighting.dump)
    line, span = paper.line, paper.span
    place = "null" if line is None else line, "null" if span is None else list(span)
    return _SIGHTING % (before, sighting.position, after, *texts_of(paper, abstract), *place)


def texts_of(paper: Paper, abstract: str) -> list[str]:
    """Return the JSON texts of the fields of a paper, with this text instead of its abstract."""
    texts = list(map(_text, _VALUES(paper)))
    texts.insert(_PLACE_OF_NUMBER, abstract)
    for place, name in _DATES:
        texts.insert(place, _text_of_date(name, getattr(paper, name)))
    return texts


@lru_cache(maxsize=CACHED_TEXTS)
def _text(value: Any) -> str:
    """Return a value as JSON text; equal numbers have one text. Raises ValueError for one with more than 64 bits."""
    if value is None or isinstance(value, str) or value != int(value):
        return json_text(value)
    if value > LARGEST_NUMBER:
        raise ValueError("expected a number with at most 64 bits")
    return str(int(value))


@lru_cache(maxsize=CACHED_DATES)
def _dump_texts(dump: Dump) -> tuple[str, str]:
    """Return the text before and after the position of a sighting in a dump."""
    before = json_text({"sources": dump.sources, "snapshot": dump.snapshot, "page": dump.digest, "position": ""})
    return before[1:-3], f", {_text_of_date('listing_date', dump.listing_date)}, "


def _text_of_date(name: str, date: ListingDate | None) -> str:
    return _date_text(name) if date is None else _date_text(name, *_VALUES_OF_DATE(date))


@lru_cache(maxsize=CACHED_DATES)
def _date_text(name: str, *values: Any) -> str:
    """Return the values of a date, or none, as the keys of a record and their values."""
    date = ListingDate(**dict(zip(names_of(ListingDate), values, strict=True))) if values else None
    return json_text(date_record(name, date))[1:-1]
