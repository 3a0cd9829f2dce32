"""Merge listings into a catalog: every paper once, with all its sightings.

A catalog is a set of sightings and a set of the caller's decisions. Everything else is computed from these two:
entries, best values, order, and the bytes of the file. So catalogs can be united like sets: in any order, any grouping,
any number of times. The file is described in :mod:`paperlist.dedup.store` and :mod:`paperlist.dedup.records`.
"""

from __future__ import annotations

import gc
from bisect import bisect_left, bisect_right
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, overload

from attrs import evolve

from ..errors import Diagnostic, checked
from ..files.locking import WAIT
from ..files.writing import replacing, write_whole
from ..model import Listing, Record, Sighting, json_line
from .cluster import Clusters, Label
from .decisions import card, decide
from .entry import Entry, Review, digest
from .match import compare, forms, unsure, worth
from .normalize import arxiv_key, title_key
from .order import ordered, ordered_by, place, text
from .reading import Stored
from .records import decision_record, entry_record, read_records
from .sightings import Seen
from .store import StoredIn, read_file, read_text, write_lines
from .timeline import date_together, is_open, known_place

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence

    from .decisions import Decision, Word
    from .match import Comparison
    from .timeline import Dated

Known: TypeAlias = "Entry | Sighting | str"
"""An entry, its id, or a sighting."""

FEW: Final = 20
"""If fewer than one entry in this many is new, each new one is inserted in its place; otherwise all are sorted."""


class Catalog:
    """The papers of some listings, each once: a collection of entries with ``len``, iteration, ``in``, ``|``, ``==``.

    Entries come in the order in which their papers were first seen (see :mod:`paperlist.dedup.order`), according to the
    dates that follow from all sightings together. ``catalog[0]`` is the first entry, and ``catalog[id]`` the entry with
    that id. Catalogs are equal if their sightings and decisions are equal. ``diagnostics`` lists the problems with the
    file that a catalog was loaded from; it is ignored by ``==``.

    >>> from paperlist import Listing, Paper
    >>> monday = merge([Listing(papers=[Paper(title="Tides"), Paper(title="Waves")], source="mon.txt")])
    >>> tuesday = merge([Listing(papers=[Paper(title="Waves")], source="tue.txt")])
    >>> monday | tuesday
    <Catalog of 2 entries, 3 sightings>
    >>> monday | tuesday == tuesday | monday | monday
    True
    """

    __slots__ = (
        "_added",
        "_by_label",
        "_clusters",
        "_come",
        "_contradictions",
        "_decisions",
        "_entries",
        "_gone",
        "_named",
        "_open",
        "_seen",
        "_shown",
        "_unread",
        "diagnostics",
    )

    def __init__(self) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = ()
        self._added: list[Listing] = []
        self._seen = Seen()
        self._decisions: set[Decision] = set()
        self._open = False
        self._contradictions: tuple[Diagnostic, ...] = ()
        self._unread: dict[str, None] = {}
        self._forget()

    def _forget(self) -> None:
        """Forget everything that is computed from sightings and decisions; it is computed again when needed."""
        said: dict[Sighting, list[Decision]] = {}
        for decision in self._decisions:
            for sighting in (decision.one, decision.other):
                said.setdefault(sighting, []).append(decision)
        self._clusters = Clusters(decisions=said)
        self._seen.renew()
        self._by_label: dict[Label, Entry] = {}
        self._come: dict[Label, None] = {}
        self._gone: list[Entry] = []
        self._entries: list[Entry] = []
        self._shown: tuple[Entry, ...] | None = None
        self._named: dict[str, Entry] | None = None

    @property
    def decisions(self) -> frozenset[Decision]:
        """The caller's decisions, made with :meth:`same` and :meth:`different`."""
        return frozenset(self._decisions)

    def same(self, one: Known, other: Known, reason: str = "") -> None:
        """Record that two entries (or ids, or sightings) are the same paper, whatever their cards show.

        Raises KeyError for an unknown id and ValueError if both are the same card.

        >>> from paperlist import Listing, Paper
        >>> catalog = merge([Listing(papers=[Paper(title="Tides"), Paper(title="On Tides and Moons")])])
        >>> catalog.same(*catalog, reason="the authors confirmed it")
        >>> len(catalog)
        1
        """
        self._decide("same", one, other, reason)

    def different(self, one: Known, other: Known, reason: str = "") -> None:
        """Record that two entries (or ids, or sightings) are different papers.

        A third card that matches both is then merged with neither. Raises KeyError for an unknown id, and ValueError if
        both are the same card or share an arXiv id.
        """
        self._decide("different", one, other, reason)

    def _decide(self, word: Word, one: Known, other: Known, reason: str) -> None:
        a, b = card(self._sightings_of(one)[0]), card(self._sightings_of(other)[0])
        if a == b:
            raise ValueError("expected two cards, got the same one twice")
        ids = {arxiv_key(sighting.paper.arxiv_id or "") for sighting in (a, b)}
        if word == "different" and len(ids) == 1 and "" not in ids:
            raise ValueError(f"both have the arXiv id {ids.pop()}")
        self._decisions.add(decide(word, a, b, reason))
        self._forget()

    def _sightings_of(self, known: Known) -> tuple[Sighting, ...]:
        if isinstance(known, Sighting):
            return (known,)
        return (self[known] if isinstance(known, str) else checked(known, Entry, Sighting, str)).sightings

    @overload
    def __getitem__(self, key: str | int) -> Entry: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, key: str | int | slice) -> Entry | tuple[Entry, ...]:
        if not isinstance(key, str):
            return self.entries[key]
        try:
            return self._by_id[key]
        except KeyError:
            raise KeyError(f"no entry has the id {key!r:.40} (find() takes titles)") from None

    @property
    def _by_id(self) -> dict[str, Entry]:
        if self._named is None:
            self._named = {digest(name): entry for entry in self for name in entry.names}
        return self._named

    def __contains__(self, value: object) -> bool:
        if isinstance(value, str):
            return value in self._by_id or bool(self._titled(value))
        if isinstance(value, Entry):
            return value in self.entries
        raise TypeError(f"expected a title, an id or an Entry, got {type(value).__name__}")

    def explain(self, one: Known, other: Known) -> Comparison:
        """Explain why two entries (or ids, or sightings) are the same paper or not.

        If the entries have several cards, the strongest comparison is returned. Raises KeyError for an unknown id.

        >>> from paperlist import Listing, Paper
        >>> catalog = merge([Listing(papers=[Paper(title="Tides 2"), Paper(title="Tides 3")])])
        >>> catalog.explain(*catalog).vetoes
        ('the titles have different numbers: 2, 3',)
        """
        mine, theirs = self._sightings_of(one), self._sightings_of(other)
        found = min((compare(a, b) for a in forms(mine) for b in forms(theirs)), key=worth)
        cards = [set(map(card, some)) for some in (mine, theirs)] if self._decisions else []
        for decision in sorted(self._decisions, key=lambda decision: (decision.word, decision.reason)):
            if any(decision.one in some and decision.other in others for some, others in (cards, cards[::-1])):
                reason = f"you decided: {decision.word}" + (f" ({decision.reason})" if decision.reason else "")
                rung = "said" if decision.word == "same" else None
                vetoes = (reason,) if decision.word == "different" else ()
                return evolve(found, verdict=decision.word, rung=rung, vetoes=vetoes)
        return unsure(found) if self._apart(mine[0], theirs[0]) else found

    def _apart(self, one: Sighting, other: Sighting) -> bool:
        """Return whether two sightings are in this catalog, in different entries."""
        self._cluster()
        labels = self._clusters.label(one), self._clusters.label(other)
        return None not in labels and labels[1] not in self._clusters.cluster(labels[0] or "")

    @property
    def review(self) -> tuple[Review, ...]:
        """The pairs of entries that are probably the same paper but were not merged, the most probable first.

        Pairs that the caller has decided on are left out.
        """
        shown = {id(sighting): entry for entry in self for sighting in entry.sightings}
        found: dict[tuple[Label, Label], Comparison] = {}
        for one, other in sorted(self._clusters.doubtful()):
            comparison = self._clusters.compare(one, other)
            if comparison.verdict == "different" or self._clusters.word(one, other):
                continue
            first, second = sorted((min(self._clusters.cluster(one)), min(self._clusters.cluster(other))))
            known = found.setdefault((first, second), comparison)
            found[first, second] = min(known, comparison, key=worth)
        ranked = sorted(found.items(), key=lambda item: (worth(item[1]), item[0]))
        return tuple(
            Review(one=one, other=other, comparison=unsure(known))
            for pair, known in ranked
            for one, other in [[shown[id(self._by_label[label].sightings[0])] for label in pair]]
        )

    def add(self, listing: Listing) -> None:
        """Add the sightings of ``listing`` to this catalog. A copy of a dump that it has already adds only its name.

        Raises TypeError if it is not a Listing.
        """
        self._added.append(checked(listing, Listing))
        self._shown = self._named = None

    def _known(self) -> Seen:
        """Return the sightings, including those of listings added since the last call."""
        added, self._added = self._added, []
        for listing in added:
            self._seen.add(listing)
        return self._seen

    def _unite(self, sightings: Iterable[Sighting]) -> None:
        self._seen.take(sightings)
        self._shown = self._named = None

    def __copy__(self) -> Catalog:
        made = Catalog()
        made |= self
        return made

    def __or__(self, other: Catalog) -> Catalog:
        made = copy(self)
        made |= other
        return made

    def __ior__(self, other: Catalog) -> Catalog:  # noqa: PYI034 - typing.Self came with Python 3.11
        self._unite(tuple(checked(other, Catalog)._known()))
        if not other._decisions <= self._decisions:
            self._decisions |= other._decisions
            self._forget()
        self.diagnostics = tuple(dict.fromkeys((*self.diagnostics, *other.diagnostics)))
        self._unread |= other._unread
        return self

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries, in the order in which their papers were first seen."""
        if self._shown is None:
            self._settle()
            self._shown = self._dated() if self._open else tuple(self._entries)
        return self._shown

    def _dated(self) -> tuple[Entry, ...]:
        """Return the entries, dated by all of them together and sorted by these dates."""
        dated, contradictions = date_together([entry.sightings for entry in self._entries])
        self._contradictions = tuple(contradictions)
        return tuple(sorted(map(_with_dates, self._entries, dated), key=_first_known))

    @property
    def contradictions(self) -> tuple[Diagnostic, ...]:
        """The pages whose clues to the year conflict, both sides quoted; the years concerned stay unknown."""
        return self._contradictions if self.entries else ()

    def _cluster(self) -> None:
        """Update the clusters with the sightings that were added or removed since the last update."""
        with _uncollected():
            old, new = self._clusters.update(*self._known().changes())
        for label in old:
            self._come.pop(label, None)
            if (entry := self._by_label.pop(label, None)) is not None:
                self._gone.append(entry)
        self._come.update(dict.fromkeys(new))

    def _settle(self) -> None:
        """Update the entries from the clusters."""
        self._cluster()
        with _uncollected():
            come = {label: self._entry(label) for label in self._come}
        gone, self._come, self._gone = self._gone, {}, []
        self._open = self._open or any(is_open(sighting) for entry in come.values() for sighting in entry.sightings)
        self._by_label.update(come)
        if len(come) * FEW > len(self._by_label):
            self._entries = ordered_by(self._by_label.values(), _first)
            return
        for entry in gone:
            del self._entries[self._index(entry)]
        for entry in come.values():
            self._entries.insert(self._index(entry), entry)

    def _index(self, entry: Entry) -> int:
        """Return the index of an entry among the sorted entries, or the index at which to insert it."""
        first = entry.sightings[0]
        low = bisect_left(self._entries, place(first), key=_first_place)
        high = bisect_right(self._entries, place(first), lo=low, key=_first_place)
        if low == high:
            return low
        return bisect_left(self._entries, text(first), lo=low, hi=high, key=_first_text)

    def _entry(self, label: Label) -> Entry:
        labels = self._clusters.cluster(label)
        return Entry(
            sightings=self._clusters.sightings(label),
            labels=labels,
            titles=tuple(sorted(title for one in labels for title in self._clusters.titles(one))),
        )

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """All sightings, sorted by the date and the source of their pages, then by position."""
        return tuple(ordered(self._known()))

    def __len__(self) -> int:
        self._cluster()
        return len(self._by_label) + len(self._come)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __reversed__(self) -> Iterator[Entry]:
        return reversed(self.entries)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Catalog):
            return NotImplemented
        return self._known().holds_the_same(other._known()) and self._decisions == other._decisions

    __hash__ = None  # type: ignore[assignment] # a catalog grows

    def __repr__(self) -> str:
        unread = f"; lines not read: {len(self.diagnostics)}" if self.diagnostics else ""
        return f"<Catalog of {len(self)} entries, {len(self._known())} sightings{unread}>"

    def find(self, wanted: str) -> list[Entry]:
        """Find entries by id, by arXiv id, or by title, ignoring case and punctuation.

        If no title matches exactly, return the entries whose title contains the text. Raises TypeError if ``wanted`` is
        not a str.

        >>> from paperlist import Listing, Paper
        >>> catalog = merge([Listing(papers=[Paper(title="A Study of Tides"), Paper(title="Tides")])])
        >>> [entry.paper.title for entry in catalog.find("TIDES!")], len(catalog.find("study"))
        (['Tides'], 1)
        """
        named = self._by_id.get(checked(wanted, str))
        if named is not None:
            return [named]
        identifier = arxiv_key(wanted)
        found = [entry for entry in self if identifier in {arxiv_key(s.paper.arxiv_id or "") for s in entry.sightings}]
        return (identifier and found) or self._titled(wanted) or self._titled(wanted, part=True)

    def _titled(self, title: str, *, part: bool = False) -> list[Entry]:
        """Return the entries with this title or, with ``part``, a title that contains it, ignoring spelling."""
        wanted = title_key(title)
        found: list[Entry] = []
        for entry in self:
            keys = {title_key(sighting.paper.title) for sighting in entry.sightings}
            if wanted in keys or (part and wanted and any(wanted in key for key in keys)):
                found.append(entry)
        return found

    def to_dict(self) -> Record:
        """Return a dict of JSON's types with the records of a catalog file (:mod:`.records`): entries and decisions."""
        return {"entries": list(self._entry_records()), "decisions": self._decision_records()}

    def _entry_records(self) -> Iterator[Record]:
        return map(entry_record, self)

    def _decision_records(self) -> list[Record]:
        return sorted(map(decision_record, self._decisions), key=json_line)

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Catalog:
        """Make a catalog from a dict that :meth:`to_dict` returned. Anything else raises :class:`RecordError`."""
        return cls.from_stored(Stored(read_records(record)))

    def lines(self) -> Iterator[str]:
        """Iterate over the lines of the catalog's file (see :mod:`paperlist.dedup.store`)."""
        return write_lines(self._entry_records(), self._decision_records(), self._unread)

    def to_jsonl(self) -> str:
        """Return the content of the catalog's file.

        >>> from paperlist import Listing, Paper
        >>> print(merge([Listing(papers=[Paper(title="One")])]).to_jsonl().splitlines()[0])
        {"paperlist": "catalog", "version": 2}
        """
        return "".join(self.lines())

    @classmethod
    def from_jsonl(cls, lines: str) -> Catalog:
        """Make a catalog from text that :meth:`to_jsonl` returned.

        Raises :class:`ParseError <paperlist.errors.ParseError>` if the text is not a catalog, and :class:`RecordError`
        if it is damaged.
        """
        return cls.from_stored(Stored(read_text(lines)))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the catalog to the file at ``path``, completely or not at all. Raises OSError if that fails.

        To change a file that other processes may change too, use :meth:`updating`.
        """
        write_whole(path, self.lines())

    @classmethod
    def load(cls, file: StoredIn, *, strict: bool = False) -> Catalog:
        """Read a catalog file, which is a path or an open binary file. It may be compressed.

        Lines that are damaged, or that a newer version wrote, are listed in ``diagnostics``; saving the catalog writes
        them back unchanged. A line may also be a single sighting, as ``paperlist parse --format jsonl`` writes them.
        Raises OSError if the file cannot be read, and :class:`ParseError <paperlist.errors.ParseError>` if it is not a
        catalog. ``strict=True`` raises the first problem as ParseError, too.
        """
        return cls.from_stored(read_file(file, strict=strict))

    @classmethod
    def from_stored(cls, stored: Stored) -> Catalog:
        """Make a catalog from what :func:`.store.read_file` returns."""
        catalog = cls()
        catalog.diagnostics = tuple(stored.diagnostics)
        catalog._unread.update(dict.fromkeys(stored.unread))
        catalog._seen.take(stored.records.sightings)
        catalog._decisions.update(stored.records.decisions)
        catalog._forget()
        return catalog

    @classmethod
    @contextmanager
    def updating(
        cls,
        path: str | os.PathLike[str],
        *,
        strict: bool = False,
        wait: float = WAIT,
        on_wait: Callable[[str], None] | None = None,
    ) -> Generator[Catalog, None, None]:
        """Load the catalog at ``path`` or start an empty one; save it if the ``with`` block ends without an error.

        The file is locked during the block, so any number of processes can add to it. If another process has locked it,
        this one waits for up to ``wait`` seconds and then raises :class:`.errors.LockedError`. When it starts to wait,
        it calls ``on_wait`` once with a description of the other process. A file that would not change is not written.
        Raises the errors of :meth:`load`, and OSError if the file is read-only.

        >>> import tempfile
        >>> from paperlist import Listing, Paper
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     for day in ("Mon", "Tue"):
        ...         with Catalog.updating(f"{folder}/papers.jsonl") as catalog:
        ...             catalog.add(Listing(papers=[Paper(title=f"Tides of {day}")]))
        ...     Catalog.load(f"{folder}/papers.jsonl")
        <Catalog of 2 entries, 2 sightings>
        """
        with replacing(path, wait=wait, on_wait=on_wait) as replace:
            catalog = cls.load(path, strict=strict) if Path(path).exists() else cls()
            yield catalog
            replace(catalog.lines())


def merge(listings: Iterable[Listing]) -> Catalog:
    """Merge listings, in any order, into a :class:`Catalog`. Raises TypeError for anything that is not a Listing.

    See :mod:`paperlist.dedup.match` and :mod:`paperlist.dedup.cluster` for how duplicates are recognised.

    >>> from paperlist import Listing, Paper
    >>> merge([Listing(papers=[Paper(title="Tides"), Paper(title="Waves")]), Listing(papers=[Paper(title="TIDES")])])
    <Catalog of 2 entries, 3 sightings>
    """
    catalog = Catalog()
    for listing in listings:
        catalog.add(listing)
    return catalog


def _first(entry: Entry) -> Sighting:
    return entry.sightings[0]


def _first_place(entry: Entry) -> tuple[Any, ...]:
    return place(entry.sightings[0])


def _first_text(entry: Entry) -> str:
    return text(entry.sightings[0])


def _first_known(entry: Entry) -> tuple[Any, ...]:
    return known_place(entry.dated[0])


def _with_dates(entry: Entry, dated: Sequence[Dated]) -> Entry:
    """Return ``entry`` with its sightings dated and sorted by these dates."""
    if all(told is known for (_, told), known in zip(dated, entry.dated, strict=True)):
        return entry
    return evolve(entry, sightings=[seen for seen, _ in dated], dated=[known for _, known in dated])


@contextmanager
def _uncollected() -> Generator[None, None, None]:
    """Switch off the cyclic garbage collector during a ``with`` block, if it is on.

    The block makes many objects and no cycles. The collector would go through all the caller's papers several times and
    find nothing.
    """
    awake = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if awake:
            gc.enable()
