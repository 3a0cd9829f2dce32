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
from collections.abc import Mapping
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final

from ..._attrs import define, evolve, field
from ...dedup.decisions import Decision, decide
from ...errors import RecordError, expect
from ...model import Dump, Listing, Paper, Record, Sighting, date_from_record, date_keys, json_line, json_text, printed
from ...model.texts import PAPER_TEXT, SIGHTING_KEYS, paper_texts, sighting_record, sighting_texts
from .rows import ENTRY_KEYS, DumpsInRecords, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..entry.entry import Entry
    from .rows import Rows

ENTRIES_AT_ONCE: Final = 64
"""How many entries are turned into text together, which is faster than one after the other."""

_TEXT: Final = f'{{"id": "%s", {PAPER_TEXT}, "other_abstracts": %s, "sightings": [%s]}}'
"""The text of an entry, with ``%s`` for the text of each value, and for those of its sightings."""

_SIGHTING: Final = {"source", "confidence", *SIGHTING_KEYS}
_ENTRY: Final = {"line", "span", *ENTRY_KEYS}
_DECISION: Final = {"decision", "reason", "cards", "sightings"}


def entry_texts(entries: Iterable[Entry]) -> Iterator[tuple[str, int]]:
    """Iterate over entries as the JSON texts of objects, each with the number of its sightings."""
    left = iter(entries)
    while some := list(islice(left, ENTRIES_AT_ONCE)):
        yield from _entry_texts(some)


def _entry_texts(entries: Sequence[Entry]) -> Iterator[tuple[str, int]]:
    papers = [entry.paper for entry in entries]
    others: list[str] = []
    numbered: list[str] = []
    for entry, paper in zip(entries, papers, strict=True):
        shown = [sighting.paper.abstract for sighting in entry.sightings]
        texts = [text for text in dict.fromkeys((paper.abstract, *shown)) if text is not None]
        numbers: dict[str | None, str] = {text: str(number) for number, text in enumerate(texts)}
        numbers[None] = "null"
        numbered += map(numbers.__getitem__, shown)
        others.append(json_text(texts[1:]) if len(texts) > 1 else "[]")
    sightings = list(chain.from_iterable(entry.sightings for entry in entries))
    seen = sighting_texts(sightings, numbered)
    of_papers = paper_texts(papers, (json_text(paper.abstract) for paper in papers))
    for entry, of_paper, other_abstracts in zip(entries, of_papers, others, strict=True):
        count = len(entry.sightings)
        yield _TEXT % (entry.id, *of_paper, other_abstracts, ", ".join(islice(seen, count))), count


def entry_record(entry: Entry) -> Record:
    """Return an entry as a dict of JSON's types."""
    [(text, _)] = entry_texts((entry,))
    record: Record = json.loads(text)
    return record


def decision_records(decisions: Iterable[Decision]) -> list[Record]:
    """Return decisions as dicts of JSON's types, in order."""
    return sorted(map(_decision_record, decisions), key=json_line)


def _decision_record(decision: Decision) -> Record:
    cards: list[Record] = []
    for card in (decision.one, decision.other):
        record = sighting_record(card)
        for key in ("sources", "snapshot", "page"):
            del record[key]
        cards.append(record)
    return {"decision": decision.word, "reason": decision.reason, "cards": cards}


@define
class Records:
    """Collects the sightings and decisions in the records that are passed to :meth:`take`: an iterable of sightings.

    It is complete after :meth:`finish`. Records of version 1, and those that ``parse`` wrote then, do not
    contain the digest of their page, so their pages are rebuilt at the end.
    """

    decisions: list[Decision] = field(factory=list)
    _seen: list[Sequence[Sighting] | Rows] = field(factory=list)
    _dumps: DumpsInRecords = field(factory=DumpsInRecords)
    _old: dict[tuple[Any, ...], list[Sighting]] = field(factory=dict)

    def __len__(self) -> int:
        """Return the number of sightings."""
        return sum(map(len, self._seen))

    def __iter__(self) -> Iterator[Sighting]:
        return chain.from_iterable(self._seen)

    def add(self, sightings: Iterable[Sighting]) -> None:
        """Add sightings."""
        self._seen.append(list(sightings))

    def take_entries(self, records: Sequence[Any]) -> int:
        """Add some entries at once, and return how many sightings they have.

        If one of them may be wrong, nothing is added, and 0 is returned; then :meth:`take` reads each.
        """
        rows = rows_of(records, self._dumps)
        if rows is None:
            return 0
        self._seen.append(rows)
        return len(rows)

    def take(self, record: object) -> int:
        """Add an entry, a decision or a single sighting; return how many sightings it has.

        Anything else raises :class:`RecordError`, and nothing is added.
        """
        try:
            return self._take(checked_object(record))
        except RecordError:
            raise
        except (ValueError, RecursionError) as error:
            raise too_large(error) from error

    def _take(self, known: Mapping[str, Any]) -> int:
        if "decision" in known:
            self.decisions.append(_decision(known))
            return 0
        records, abstracts = ([known], None) if "position" in known else _sighting_records(known)
        found = [self._sighting(_with_abstract(checked_object(one), abstracts)) for one in records]
        for one, seen in zip(records, found, strict=True):
            if "page" in one:
                self._seen.append((seen,))
            else:
                self._old.setdefault((seen.source, printed(seen.listing_date)), []).append(seen)
        return len(found)

    def _sighting(self, record: Mapping[str, Any]) -> Sighting:
        _check_keys(record, _SIGHTING)
        position: int = expect(record, "position", int, optional=False)
        return Sighting(paper=Paper.from_dict(record), dump=self._dump(record), position=position)

    def _dump(self, record: Mapping[str, Any]) -> Dump:
        """Return the dump in a sighting's record. Equal dumps are the same object."""
        texts = expect(record, "snapshot", str), expect(record, "page", str)
        date_from_record(record, "listing_date")  # which checks its values
        values = (_sources(record), *texts, *map(record.get, date_keys("listing_date")))
        return self._dumps[values]

    def taken(self) -> Records:
        """Return what is complete so far, and forget it."""
        found = Records(decisions=self.decisions)
        found._seen, self._seen, self.decisions = self._seen, [], []
        return found

    def finish(self) -> None:
        """Rebuild the pages of the records without a digest, and add their sightings."""
        for (source, _), seen in self._old.items():
            self.add(_page(source, seen))
        self._old.clear()


def checked_object(value: object) -> Mapping[str, Any]:
    """Return ``value`` if it is a mapping, otherwise raise :class:`RecordError`."""
    if not isinstance(value, Mapping):
        raise RecordError(f"expected an object, got {value!r:.40}")
    return value


def _sighting_records(entry: Mapping[str, Any]) -> tuple[list[Any], list[Any] | None]:
    """Return the records of an entry's sightings, and the abstracts whose numbers they have, if they have numbers."""
    _check_keys(entry, _ENTRY)
    records: list[Any] = expect(entry, "sightings", list, optional=False)
    if not records:
        raise RecordError("sightings: expected at least one")
    if "id" not in entry:  # version 1
        common = {key: value for key, value in entry.items() if key != "sightings"}
        return [{**common, **checked_object(record)} for record in records], None
    others: list[Any] = expect(entry, "other_abstracts", list, optional=False)
    return records, [expect(entry, "abstract", str), *others]


def _check_keys(record: Mapping[str, Any], known: set[str]) -> None:
    """Raise :class:`RecordError` for unknown keys, because they would be lost when the catalog is saved."""
    if not record.keys() <= known:
        raise RecordError(f"unknown key {min(record.keys() - known)!r:.40}")


def _sources(record: Mapping[str, Any]) -> tuple[str, ...]:
    if "sources" not in record:
        source: str | None = expect(record, "source", str)
        return () if source is None else (source,)
    found: list[Any] = expect(record, "sources", list, optional=False)
    if not all(isinstance(source, str) for source in found):
        raise RecordError(f"sources: expected texts, got {found!r:.40}")
    return tuple(found)


def _with_abstract(record: Mapping[str, Any], texts: Sequence[Any] | None) -> Mapping[str, Any]:
    """Return the record of a sighting with its abstract, if that is the number of one of these texts."""
    if texts is None:
        return record
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


def too_large(error: ValueError | RecursionError) -> RecordError:
    """Return the error for a record whose numbers are too long, or whose nesting is too deep."""
    return RecordError(f"expected a record of bounded size: {error}")


def read_records(record: Mapping[str, Any]) -> Records:
    """Return the entries and decisions in a dict that :meth:`.Catalog.to_dict` returned.

    Anything else raises :class:`RecordError`.
    """
    found = Records()
    entries: list[Any] = expect(record, "entries", list, optional=False)
    if not found.take_entries(entries):
        for entry in entries:
            found.take(entry)
    for decision in expect(record, "decisions", list) or ():
        found.take(decision)
    found.finish()
    return found
