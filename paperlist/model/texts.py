"""Write sightings and papers as JSON texts, as they are on the lines of a catalog file.

This is faster than making dicts and encoding them: the keys are always the same, and most values occur many times.
"""

from __future__ import annotations

import json
from functools import lru_cache, partial
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

from .._attrs import names_of
from .dates import ListingDate
from .paper import FIELDS
from .records import date_keys, date_record, json_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .paper import Paper
    from .records import Record
    from .sightings import Dump, Sighting

_OF_PLACE: Final = ("line", "span")
PAPER_KEYS: Final = tuple(
    chain.from_iterable(date_keys(known.name) if known.kind == "date" else (known.name,) for known in FIELDS)
)
"""The keys of a paper in a record, in order."""

SIGHTING_KEYS: Final = ("sources", "snapshot", "page", "position", *date_keys("listing_date"), *PAPER_KEYS, *_OF_PLACE)
"""The keys of the record of a sighting, in order."""

_NUMBER: Final = "abstract"
"""The field of which a sighting may have the number among the abstracts of its entry."""

_VALUES_OF_DATE: Final = attrgetter(*names_of(ListingDate))

PAPER_TEXT: Final = ", ".join("%s" if known.kind == "date" else f'"{known.name}": %s' for known in FIELDS)
"""The text of a paper, with ``%s`` for the text of each value."""

_SIGHTING: Final = f'{{%s%s%s{PAPER_TEXT}, "line": %s, "span": %s}}'

CACHED_TEXTS: Final = 1 << 14
CACHED_DATES: Final = 1 << 12
CACHED_DUMPS: Final = 1 << 12


def sighting_text(sighting: Sighting) -> str:
    """Return all values of a sighting as the JSON text of an object, without its confidence.

    Catalogs do not contain confidence, because it depends on the version of paperlist that parsed the dump.

    >>> from paperlist.model import Paper, Sighting
    >>> sighting_text(Sighting(paper=Paper(title="Tides"), position=2))[:59]
    '{"sources": [], "snapshot": null, "page": "", "position": 2'
    """
    [text] = sighting_texts((sighting,), (json_text(sighting.paper.abstract),))
    return text


def sighting_record(sighting: Sighting) -> Record:
    """Return all values of a sighting as a dict of JSON's types, without its confidence."""
    record: Record = json.loads(sighting_text(sighting))
    return record


def sighting_texts(sightings: Sequence[Sighting], abstracts: Iterable[str]) -> Iterator[str]:
    """Iterate over sightings as JSON texts, with these texts instead of their abstracts, such as the number of one."""
    papers = [sighting.paper for sighting in sightings]
    texts_of_papers = paper_texts(papers, abstracts)
    for sighting, paper, texts in zip(sightings, papers, texts_of_papers, strict=True):
        before, after = _dump_texts(sighting.dump)
        line, span = paper.line, paper.span
        place = "null" if line is None else line, "null" if span is None else list(span)
        yield _SIGHTING % (before, sighting.position, after, *texts, *place)


def paper_texts(papers: Sequence[Paper], abstracts: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """Iterate over the JSON texts of the fields of papers, with these texts instead of their abstracts."""
    columns = [abstracts if text is None else map(text, map(get, papers)) for get, text in _COLUMNS]
    return zip(*columns, strict=True)


@lru_cache(maxsize=CACHED_TEXTS)
def _text(value: Any) -> str:
    """Return a value as JSON text."""
    return json_text(value)


@lru_cache(maxsize=CACHED_DUMPS)
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


def _text_function(name: str, kind: str) -> Callable[[Any], str] | None:
    """Return the function that turns a value of a field into JSON text, or None for the abstract."""
    if name == _NUMBER:
        return None
    return partial(_text_of_date, name) if kind == "date" else _text


_COLUMNS: Final = tuple((attrgetter(known.name), _text_function(known.name, known.kind)) for known in FIELDS)
"""For each field of a paper, how to get its value, and how to turn that into text."""
