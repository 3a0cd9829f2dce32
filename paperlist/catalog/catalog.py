"""Collect the papers of listings in a catalog: every paper once, with all its sightings.

A catalog is a set of sightings and a set of the caller's decisions. Everything else is computed from these two:
entries, best values, order, and the bytes of the file. So catalogs can be united like sets: in any order, any grouping,
any number of times. The file is described in :mod:`.file.store` and :mod:`.file.records`.
"""

from __future__ import annotations

from collections import Counter
from copy import copy
from typing import TYPE_CHECKING, Any, TypeAlias, overload

from ..dedup.decisions import check_possible, decide
from ..dedup.explanation.reasons import explain
from ..dedup.order import ordered
from ..dedup.verdict.match import MAX_ERROR, checked_error
from ..errors import checked, checked_several
from ..model import Listing, Sighting
from .entries.entries import Entries
from .entries.index import Index, found_apart
from .entries.review import probable_duplicates
from .entry.entry import Entry
from .file.packing import pack, pack_decisions, restored
from .file.reading import Stored
from .file.records import decision_records, entry_record, entry_texts, read_records
from .file.saving import Saved
from .file.store import write_lines
from .sightings import pages_to_replace

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from ..dedup.decisions import Decision, DecisionWord
    from ..dedup.verdict.comparison import Comparison
    from ..errors import Diagnostic
    from ..model import Assume, Of, Record
    from ..tables.table import Table
    from .entries.review import Review

EntryLike: TypeAlias = "Entry | Sighting | str"
"""An entry, its id, or a sighting."""


class Catalog(Saved):
    """The papers of some listings, each once: a collection of entries with ``len``, iteration, ``in``, ``|``, ``==``.

    Entries come in the order in which their papers were first seen (see :mod:`paperlist.dedup.order`), according to the
    dates that follow from all sightings together. ``catalog[0]`` is the first entry, and ``catalog[id]`` the entry with
    that id. ``max_error`` is as in :func:`.merge.merge`; of united catalogs, the smallest counts, and a file does not
    contain it. Catalogs are equal if their sightings and decisions are equal. ``diagnostics`` lists the problems with
    the file that a catalog was loaded from; it is ignored by ``==``. Several threads may read and change one catalog.

    >>> from paperlist import Listing, Paper, merge
    >>> monday = merge([Listing(papers=[Paper(title="Tides"), Paper(title="Waves")], source="mon.txt")])
    >>> tuesday = merge([Listing(papers=[Paper(title="Waves")], source="tue.txt")])
    >>> monday | tuesday
    <Catalog of 2 entries, 3 sightings>
    >>> monday | tuesday == tuesday | monday | monday
    True
    """

    __slots__ = ("_entries", "_index", "_unread", "diagnostics")

    def __init__(self, *, max_error: float = MAX_ERROR) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = ()
        self._entries = Entries(max_error=checked_error(max_error))
        self._unread: dict[str, None] = {}
        self._index = Index(())

    @property
    def decisions(self) -> frozenset[Decision]:
        """The decisions made with :meth:`same` and :meth:`different`; of contradicting ones, ``different`` prevails."""
        with self._entries.lock:
            return frozenset(self._entries.decisions)

    def same(self, one: EntryLike, other: EntryLike, reason: str = "") -> None:
        """Record that two entries (or ids, or sightings) are the same paper, whatever their cards show.

        Raises KeyError for an unknown id, ValueError if both are the same card or were decided to be different, and
        TypeError if the reason is not a str.

        >>> from paperlist import Listing, Paper, merge
        >>> catalog = merge([Listing(papers=[Paper(title="Tides"), Paper(title="On Tides and Moons")])])
        >>> ids = [entry.id for entry in catalog]
        >>> catalog.same(*ids, reason="the authors confirmed it")
        >>> len(catalog)
        1
        >>> catalog.undecide(*ids)
        >>> len(catalog)
        2
        """
        self._decide("same", one, other, reason)

    def different(self, one: EntryLike, other: EntryLike, reason: str = "") -> None:
        """Record that two entries (or ids, or sightings) are different papers.

        A third card that matches both is then merged with neither. Raises KeyError for an unknown id, ValueError if
        both are the same card, share an arXiv id, or were decided to be the same, and TypeError if the reason is not a
        str.
        """
        self._decide("different", one, other, reason)

    def undecide(self, one: EntryLike, other: EntryLike) -> None:
        """Withdraw all decisions on two entries (or ids, or sightings), which may be one entry because of them.

        Another catalog that still has a decision brings it back when the two are united. Raises KeyError for an unknown
        id, and ValueError if nothing was decided on the two.
        """
        with self._entries.lock:
            mine, theirs = self._sightings_of(one), self._sightings_of(other)
            if isinstance(one, str) and isinstance(other, str) and mine == theirs:
                mine, theirs = (entry.sightings for entry in found_apart(self[one], (one, other)))
            gone = self._entries.decisions.among(mine, theirs)
            if not gone:
                raise ValueError("nothing was decided on these two")
            self._entries.begin_again()
            self._entries.decisions.remove(gone)

    def _decide(self, word: DecisionWord, one: EntryLike, other: EntryLike, reason: str) -> None:
        with self._entries.lock:
            mine, theirs = self._sightings_of(one), self._sightings_of(other)
            self._entries.decisions.check(word, mine, theirs)
            if mine == theirs:
                raise ValueError("they are one paper already")
            check_possible(word, mine[0], theirs[0])
            self._add_decisions({decide(word, mine[0], theirs[0], reason)})

    def _add_decisions(self, decisions: Collection[Decision]) -> None:
        with self._entries.lock:
            if not all(decision in self._entries.decisions for decision in decisions):
                self._entries.begin_again()
                self._entries.decisions.update(decisions)

    def _sightings_of(self, known: EntryLike) -> tuple[Sighting, ...]:
        if isinstance(known, Sighting):
            return (known,)
        entry = self[known] if isinstance(known, str) else checked(known, Entry, Sighting, str)
        return entry.sightings

    @overload
    def __getitem__(self, key: str | int) -> Entry: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, key: str | int | slice) -> Entry | tuple[Entry, ...]:
        if not isinstance(key, str):
            return self.entries[key]
        entry = self._indexed().by_id().get(key)
        if entry is None:
            raise KeyError(f"no entry has the id {key!r:.40} (find() takes titles)")
        return entry

    def __contains__(self, value: object) -> bool:
        return self._indexed().has(value)

    def _indexed(self) -> Index:
        """Return an index of the entries as they are now."""
        entries, index = self.entries, self._index
        if index.entries is not entries:
            index = self._index = Index(entries)
        return index

    def explain(self, one: EntryLike, other: EntryLike) -> Comparison:
        """Explain why two entries (or ids, or sightings) are the same paper or not.

        If the entries have several cards, the strongest comparison is returned. Raises KeyError for an unknown id.
        """
        with self._entries.lock:
            mine, theirs = self._sightings_of(one), self._sightings_of(other)
            return explain(mine, theirs, self._entries.clusters())

    @property
    def review(self) -> tuple[Review, ...]:
        """The pairs of entries that are probably the same paper but were not merged, the most probable first.

        Pairs that the caller has decided on are left out.
        """
        with self._entries.lock:
            return probable_duplicates(self._entries)

    def add(self, listing: Listing) -> None:
        """Add the sightings of ``listing`` to this catalog. A copy of a dump that it has already adds only its name.

        Raises TypeError if it is not a Listing.
        """
        self._entries.add(checked(listing, Listing))

    def replace(self, listings: Iterable[Listing]) -> None:
        """Add listings, and first remove what dumps with their names gave before for the same dates (or without any).

        A page that has other names, too, is kept with these. A dump of which a listing has no papers or an ``error``
        replaces nothing, because its file may be damaged. Decisions are kept. Raises TypeError if one is not a Listing.
        """
        given = [checked(one, Listing) for one in checked_several(listings, "listings: expected several", str, Listing)]
        with self._entries.lock:
            self._entries.begin_again()
            self._entries.sightings().forget(pages_to_replace(given))
            for listing in given:
                self._entries.add(listing)

    def remove(self, dump: str) -> None:
        """Remove all sightings of a dump, given as its name or as the digest of its page (``sighting.dump.digest``).

        A page that was saved on several days is removed with all of them. Decisions are kept. Another catalog that
        still has the dump brings it back when the two are united. Raises KeyError if there is no such dump, and
        ValueError if the name is that of several pages.

        >>> from paperlist import Listing, Paper, merge
        >>> catalog = merge([Listing(papers=[Paper(title=day)], source=f"{day}.txt") for day in ("Mon", "Tue")])
        >>> catalog.remove("Mon.txt")
        >>> catalog.sightings
        (<Sighting of 'Tue', source 'Tue.txt', position 0>,)
        """
        with self._entries.lock:
            keys = self._entries.sightings().named(checked(dump, str))
            self._entries.begin_again()
            self._entries.sightings().remove(keys)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the sightings and the decisions alone, as columns; all else is computed from these."""
        with self._entries.lock:
            rest = pack_decisions(self._entries.decisions), self.diagnostics, tuple(self._unread)
            return restored, (type(self).from_stored, self._entries.max_error, pack(self._entries.sightings()), *rest)

    def __copy__(self) -> Catalog:
        made = Catalog(max_error=self._entries.max_error)
        made |= self
        return made

    def __or__(self, other: Catalog) -> Catalog:
        made = copy(self)
        made |= other
        return made

    def __ior__(self, other: Catalog) -> Catalog:  # noqa: PYI034 - typing.Self came with Python 3.11
        with checked(other, Catalog)._entries.lock:
            sightings, decisions = tuple(other._entries.sightings()), other.decisions
        with self._entries.lock:
            self._entries.update(sightings)
            self._add_decisions(decisions)
            if other._entries.max_error < self._entries.max_error:
                self._entries.begin_again()
                self._entries.max_error = other._entries.max_error
            self.diagnostics = tuple(dict.fromkeys((*self.diagnostics, *other.diagnostics)))
            self._unread |= other._unread
        return self

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries, in the order in which their papers were first seen."""
        return self._entries.all()

    @property
    def contradictions(self) -> tuple[Diagnostic, ...]:
        """The pages whose clues to the year conflict, both sides quoted; the years concerned stay unknown."""
        with self._entries.lock:
            return self._entries.contradictions if self.entries else ()

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """All sightings, sorted by the date and the source of their pages, then by position."""
        with self._entries.lock:
            return tuple(ordered(self._entries.sightings()))

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __reversed__(self) -> Iterator[Entry]:
        return reversed(self.entries)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Catalog):
            return NotImplemented
        if self.decisions != other.decisions:
            return False
        one, two = sorted((self._entries, other._entries), key=id)  # so that two threads do not wait for each other
        with one.lock, two.lock:
            return one.sightings().holds_the_same(two.sightings())

    __hash__ = None  # type: ignore[assignment] # a catalog grows

    def __repr__(self) -> str:
        with self._entries.lock:
            unread = f"; lines not read: {len(self.diagnostics)}" if self.diagnostics else ""
            return f"<Catalog of {len(self)} entries, {len(self._entries.sightings())} sightings{unread}>"

    def _repr_html_(self) -> str:
        from .entry.display import catalog_html  # noqa: PLC0415 - for notebooks

        papers = [(entry.paper, len(entry.sightings)) for entry in self.entries]
        return catalog_html(papers, len(papers), sum(seen for _, seen in papers), self.diagnostics)

    def _table(self, of: Of | None, assume: Assume | None) -> Table:
        from .entries.columns import catalog_table  # noqa: PLC0415 - not needed to merge

        return catalog_table(self.entries, of, assume)

    def find(self, wanted: str) -> list[Entry]:
        """Find entries by id, arXiv id, title (ignoring case and punctuation), or place: `FILE:LINE` of a sighting.

        If nothing matches exactly, return the entries whose title contains the text. Raises TypeError if ``wanted`` is
        not a str.

        >>> from paperlist import Listing, Paper, merge
        >>> catalog = merge([Listing(papers=[Paper(title="A Study of Tides"), Paper(title="Tides")])])
        >>> [entry.paper.title for entry in catalog.find("TIDES!")], len(catalog.find("study"))
        (['Tides'], 1)
        """
        return self._indexed().find(checked(wanted, str))

    def to_dict(self) -> Record:
        """Return a dict of JSON's types with the records of a catalog file: entries and decisions."""
        with self._entries.lock:
            return {
                "entries": list(map(entry_record, self.entries)),
                "decisions": decision_records(self._entries.decisions),
            }

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Catalog:
        """Make a catalog from a dict that :meth:`to_dict` returned. Anything else raises :class:`RecordError`."""
        return cls.from_stored(Stored(read_records(record)))

    def _lines(self) -> Iterator[bytes]:
        with self._entries.lock:
            return write_lines(
                entry_texts(self.entries), decision_records(self._entries.decisions), tuple(self._unread)
            )

    @classmethod
    def from_stored(cls, stored: Stored, *, max_error: float = MAX_ERROR) -> Catalog:
        """Make a catalog from what :func:`.file.store.read_file` returns."""
        catalog = cls(max_error=max_error)
        catalog.diagnostics = tuple(stored.diagnostics)
        catalog._unread.update(dict.fromkeys(stored.unread))
        catalog._entries.update(stored.records)
        catalog._add_decisions(stored.records.decisions)
        return catalog

    def lost_with(self, stored: Stored) -> Counter[str]:
        """Return how many sightings, decisions and unread lines of a stored catalog this one lacks, by their names."""
        with self._entries.lock:
            lost: Counter[str] = Counter()
            lost["sighting"] = self._entries.sightings().lacking(stored.records)
            lost["decision"] = len(set(stored.records.decisions) - self.decisions)
            lost["unread line"] = len(set(stored.unread) - self._unread.keys())
            return lost
