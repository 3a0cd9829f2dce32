"""Turn entries and decisions into the JSON objects of a catalog file, and back.

An entry is one object, complete in itself:

==================  ================================================================================================
key                 value
==================  ================================================================================================
id                  the short identifier of :attr:`.entry.Entry.id`
title, abstract, …  the paper with the best value of each field, as :meth:`.Paper.to_dict` returns it
other_abstracts     the texts of the abstracts that differ from ``abstract``
sightings           a list of objects, one per sighting
==================  ================================================================================================

A sighting has the keys ``sources`` (the names of all copies of the dump), ``snapshot`` (the day it was saved, if
known), ``page`` (a digest of the papers on the page), ``position``, ``listing_date`` with ``_year_basis``,
``_earliest`` and ``_latest``, and every field of the paper as that page shows it. Only ``abstract`` is a number here: 0
is the entry's ``abstract``, 1 the first of ``other_abstracts``, and so on. ``null`` always means that the page does not
show the field.

A decision has the keys ``decision`` (``same`` or ``different``), ``reason``, and ``cards``, the two cards in full.

Version 1 of the format had no ``id`` and only one ``source`` per sighting, and omitted values of a sighting that were
equal to those of its entry. It can still be read, and so can single sightings, as ``paperlist parse --format jsonl``
writes them.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from .._attrs import define, evolve, field
from ..errors import RecordError, expect
from ..model import Dump, Listing, Paper, Record, Sighting, date_from_record, date_record, printed
from .decisions import Decision, decide
from .order import paper_record, sighting_record

if TYPE_CHECKING:
    from ..model import ListingDate
    from .entry import Entry

_PAPER: Final = set(paper_record(Paper(title="")))
_SIGHTING: Final = {"source", "confidence", *sighting_record(Sighting(paper=Paper(title="")))}
_ENTRY: Final = {"id", "other_abstracts", "sightings", *_PAPER}
_DECISION: Final = {"decision", "reason", "cards", "sightings"}


def entry_record(entry: Entry) -> Record:
    """Return an entry as a dict of JSON's types."""
    paper = entry.paper
    texts = list(
        dict.fromkeys(s.paper.abstract for s in entry.sightings if s.paper.abstract not in (None, paper.abstract))
    )
    numbers = {text: number for number, text in enumerate((paper.abstract, *texts)) if text is not None}
    record = {"id": entry.id, **paper_record(paper)}
    del record["line"], record["span"]
    seen = [sighting_record(sighting) for sighting in entry.sightings]
    for one in seen:
        one["abstract"] = numbers.get(one["abstract"])
    return record | {"other_abstracts": texts, "sightings": seen}


def decision_record(decision: Decision) -> Record:
    """Return a decision as a dict of JSON's types."""
    cards: list[Record] = []
    for card in (decision.one, decision.other):
        date = date_record("listing_date", card.listing_date)
        cards.append({"position": card.position, **date, **paper_record(card.paper)})
    return {"decision": decision.word, "reason": decision.reason, "cards": cards}


@define
class Records:
    """Collects the sightings and decisions in the records that are passed to :meth:`take`.

    ``sightings`` is complete after :meth:`finish`. Records of version 1, and those that ``parse`` wrote then, do not
    contain the digest of their page, so their pages are rebuilt at the end.
    """

    sightings: list[Sighting] = field(factory=list)
    decisions: list[Decision] = field(factory=list)
    _dumps: dict[tuple[Any, ...], Dump] = field(factory=dict)
    _old: dict[tuple[Any, ...], list[Sighting]] = field(factory=dict)

    def take(self, record: object) -> int:
        """Add an entry, a decision or a single sighting; return how many sightings it has.

        Anything else raises :class:`RecordError`, and nothing is added.
        """
        known = checked_object(record)
        if "decision" in known:
            self.decisions.append(_decision(known))
            return 0
        records = [known] if "position" in known else _sighting_records(known)
        found = [self._sighting(record) for record in records]
        for one, sighting in zip(records, found, strict=True):
            if "page" in one:
                self.sightings.append(sighting)
            else:
                self._old.setdefault((sighting.source, printed(sighting.listing_date)), []).append(sighting)
        return len(found)

    def _sighting(self, record: Mapping[str, Any]) -> Sighting:
        _check_keys(record, _SIGHTING)
        position: int = expect(record, "position", int, optional=False)
        return Sighting(paper=Paper.from_dict(record), dump=self._dump(record), position=position)

    def _dump(self, record: Mapping[str, Any]) -> Dump:
        """Return the dump in a sighting's record. Equal dumps are the same object."""
        sources = _sources(record)
        date = date_from_record(record, "listing_date")
        digest: str = expect(record, "page", str) or ""
        snapshot: str | None = expect(record, "snapshot", str)
        key = (sources, snapshot, digest, _all_of(date))
        if key not in self._dumps:
            self._dumps[key] = Dump(listing_date=date, digest=digest, snapshot=snapshot, sources=sources)
        return self._dumps[key]

    def finish(self) -> None:
        """Rebuild the pages of the records without a digest, and add their sightings."""
        for (source, _), seen in self._old.items():
            self.sightings += _page(source, seen)
        self._old.clear()


def checked_object(value: object) -> Mapping[str, Any]:
    """Return ``value`` if it is a mapping, otherwise raise :class:`RecordError`."""
    if not isinstance(value, Mapping):
        raise RecordError(f"expected an object, got {value!r:.40}")
    return value


def _sighting_records(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the records of an entry's sightings, each with all its values."""
    _check_keys(entry, _ENTRY)
    records: list[object] = expect(entry, "sightings", list, optional=False)
    if not records:
        raise RecordError("sightings: expected at least one")
    if "id" not in entry:  # version 1
        common = {key: value for key, value in entry.items() if key != "sightings"}
        return [{**common, **checked_object(record)} for record in records]
    others: list[Any] = expect(entry, "other_abstracts", list, optional=False)
    texts = [expect(entry, "abstract", str), *others]
    return [_with_abstract(checked_object(record), texts) for record in records]


def _check_keys(record: Mapping[str, Any], known: set[str]) -> None:
    """Raise :class:`RecordError` for unknown keys, because they would be lost when the catalog is saved."""
    unknown = record.keys() - known
    if unknown:
        raise RecordError(f"unknown key {min(unknown)!r:.40}")


def _sources(record: Mapping[str, Any]) -> tuple[str, ...]:
    if "sources" not in record:
        source: str | None = expect(record, "source", str)
        return () if source is None else (source,)
    found: list[Any] = expect(record, "sources", list, optional=False)
    if not all(isinstance(source, str) for source in found):
        raise RecordError(f"sources: expected texts, got {found!r:.40}")
    return tuple(found)


def _all_of(date: ListingDate | None) -> tuple[Any, ...]:
    return () if date is None else (date.month, date.day, date.year, date.year_basis, date.earliest, date.latest)


def _with_abstract(record: Mapping[str, Any], texts: Sequence[Any]) -> Record:
    number: int | None = expect(record, "abstract", int)
    if number is None:
        return {**record, "abstract": None}
    if not 0 <= number < len(texts) or texts[number] is None:
        raise RecordError(f"abstract: expected a number below {len(texts)}, got {number}")
    return {**record, "abstract": texts[number]}


def _page(source: str | None, seen: Iterable[Sighting]) -> Iterator[Sighting]:
    """Iterate over the sightings on a page without a digest, adding the digest that parsing the dump again would give.

    If several cards have the same position, they come from several pages, which cannot be distinguished. Then the name
    of the dump, which identified it in version 1, replaces the digest.
    """
    cards = sorted(seen, key=lambda sighting: sighting.position)
    is_page = len({card.position for card in cards}) == len(cards)
    papers = tuple(card.paper for card in cards)
    listing = Listing(papers=papers, date=cards[0].listing_date, source=source, is_dump=is_page)
    digest = Dump.of(listing).digest
    dumps: dict[Dump, Dump] = {}
    for card in cards:
        if card.dump not in dumps:
            dumps[card.dump] = evolve(card.dump, digest=digest)
        yield evolve(card, dump=dumps[card.dump])


def _decision(record: Mapping[str, Any]) -> Decision:
    _check_keys(record, _DECISION)
    word = record["decision"]
    if word not in ("same", "different"):
        raise RecordError(f"decision: expected 'same' or 'different', got {word!r:.40}")
    name = "sightings" if "sightings" in record else "cards"  # the first in version 1
    found: list[object] = expect(record, name, list, optional=False)
    if len(found) != 2:
        raise RecordError(f"{name}: expected two, got {len(found)}")
    one, other = (Records()._sighting(checked_object(card)) for card in found)  # noqa: SLF001 - its own class
    reason: str = expect(record, "reason", str, optional=False)
    return decide(word, one, other, reason)


@contextmanager
def bounded() -> Generator[None, None, None]:
    """Turn the errors for numbers that are too long and nesting that is too deep into RecordError."""
    try:
        yield
    except (RecordError, json.JSONDecodeError):
        raise
    except (ValueError, RecursionError) as error:
        raise RecordError(f"expected a record of bounded size: {error}") from error


def read_records(record: Mapping[str, Any]) -> Records:
    """Return the entries and decisions in a dict that :meth:`.Catalog.to_dict` returned.

    Anything else raises :class:`RecordError`.
    """
    found = Records()
    with bounded():
        for entry in expect(record, "entries", list, optional=False):
            found.take(entry)
        for decision in expect(record, "decisions", list) or ():
            found.take(decision)
    found.finish()
    return found
