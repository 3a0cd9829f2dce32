"""Compute the entries of a growing set of sightings, and keep them up to date.

Nothing is computed before it is needed. After sightings were added, only the entries that these affect are made again.
One lock guards what was added and what was computed, so that several threads may read and add.
"""

from __future__ import annotations

import threading
from collections import deque
from operator import is_
from typing import TYPE_CHECKING, Any

from ..._attrs import define, evolve, field
from ..._collecting import uncollected
from ...dedup.cluster.clusters import Clusters
from ...dedup.cluster.groups import Groups
from ...dedup.decisions import Decisions
from ...dedup.order import MIN_KNOWN_PER_NEW_ONE, ordered_by, place_of
from ...dedup.verdict.match import MAX_ERROR
from ...model import Listing
from ..entry.entry import Entry
from ..sightings import Sightings
from ..timeline import date_together, dated_sort_key, is_open

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from contextlib import AbstractContextManager

    from ...dedup.cluster.splitting import Label
    from ...errors import Diagnostic
    from ...model import Sighting
    from ..timeline import Dated


@define(eq=False)
class Entries:
    """The entries of a growing set of sightings, which are clustered with the decisions of the caller.

    >>> from paperlist.model import Listing, Paper
    >>> entries = Entries()
    >>> entries.add(Listing(papers=[Paper(title="Tides"), Paper(title="TIDES"), Paper(title="Waves")]))
    >>> len(entries), [entry.paper.title for entry in entries.all()]
    (2, ['Tides', 'Waves'])
    """

    max_error: float = MAX_ERROR
    decisions: Decisions = field(factory=Decisions)
    boilerplate: frozenset[int] = frozenset()
    """Keys that too many papers share, if other papers are known than these entries have."""
    contradictions: tuple[Diagnostic, ...] = ()
    """The contradictions between the dates of pages, complete after :meth:`all`."""
    has_open_years: bool = field(default=False, init=False)
    """Whether other sightings may supply the year of one; known after :meth:`as_read`."""
    lock: AbstractContextManager[object] = field(factory=threading.RLock, init=False)
    """Held while anything is added or computed. Hold it to use what :meth:`sightings` and :meth:`clusters` return."""
    _added: deque[Listing | Iterable[Sighting]] = field(factory=deque, init=False)
    """What was added, but not yet taken into ``_known``."""
    _known: Sightings = field(factory=Sightings, init=False)
    _is_stale: bool = field(default=False, init=False)
    """Whether all sightings are to be clustered again."""
    _clusters: Clusters = field(init=False)
    _by_label: dict[Label, Entry] = field(factory=dict, init=False)
    """The entries that were made, by the least label of their clusters."""
    _new: dict[Label, None] = field(factory=dict, init=False)
    """The clusters whose entries are not made yet."""
    _stale: list[Entry] = field(factory=list, init=False)
    """The entries that were replaced, but are still among those in order."""
    _in_order: list[Entry] = field(factory=list, init=False)
    """The entries as read, in the order of their first sightings."""
    _dated: tuple[Entry, ...] | None = field(default=None, init=False)
    """The entries in the order of their dates, or None if they have to be computed again."""

    def __attrs_post_init__(self) -> None:
        """Begin without clusters."""
        self._clusters = self._empty()

    # Sightings

    def add(self, listing: Listing) -> None:
        """Add the sightings of ``listing``."""
        with self.lock:
            self._added.append(listing)
            self._dated = None

    def update(self, sightings: Iterable[Sighting]) -> None:
        """Add ``sightings``, which are iterated over when they are needed."""
        with self.lock:
            self._added.append(sightings)
            self._dated = None

    def sightings(self) -> Sightings:
        """Return all sightings that were added."""
        with self.lock:
            if self._added:
                with uncollected():
                    self._take_added()
            return self._known

    def _take_added(self) -> None:
        """Take what was added. This can be repeated after an interruption: taking something twice changes nothing."""
        while self._added:
            added = self._added[0]
            if isinstance(added, Listing):
                self._known.add(added)
            else:
                self._known.update(added)
            self._added.popleft()

    def begin_again(self) -> None:
        """Have all sightings clustered again when entries are asked for next, so that many decisions take one turn.

        Whoever changes ``decisions`` or ``max_error``, or removes sightings, holds the lock and calls this before.
        """
        with self.lock:
            self._is_stale = True
            self._dated = None

    def _empty(self) -> Clusters:
        """Return clusters of no sightings yet."""
        return Clusters(groups=Groups(decisions=self.decisions, max_error=self.max_error), boilerplate=self.boilerplate)

    def _forget(self) -> None:
        """Forget all clusters and entries."""
        self._clusters = self._empty()
        self._known.renew()
        self._by_label = {}
        self._new = {}
        self._stale = []
        self._in_order = []

    # Entries

    def __len__(self) -> int:
        with self.lock:
            self.clusters()
            return len(self._by_label) + len(self._new)

    def clusters(self) -> Clusters:
        """Return the clusters of all sightings."""
        with self.lock:
            self._cluster()
            return self._clusters

    def _cluster(self) -> None:
        """Bring the clusters up to date."""
        if self._is_stale:
            self._forget()
            self._is_stale = False
        with uncollected():
            added, stale = self.sightings().changes()
            self.has_open_years = self.has_open_years or any(map(is_open, added))
            old, new = self._clusters.update(added, stale)
        for label in old:
            self._new.pop(label, None)
            entry = self._by_label.pop(label, None)
            if entry is not None:
                self._stale.append(entry)
        self._new.update(dict.fromkeys(new))

    def all(self) -> tuple[Entry, ...]:
        """Return all entries, dated by all of them together, in the order in which their papers were first seen."""
        dated = self._dated
        if dated is not None:
            return dated
        with self.lock:
            entries = self.as_read()
            dated = self._dated = self._date() if self.has_open_years else tuple(entries)
            return dated

    def as_read(self) -> list[Entry]:
        """Return all entries before they are dated, in the order of their first sightings."""
        with self.lock:
            self._make()
            return self._in_order

    def _make(self) -> None:
        """Make the entries of new clusters, and bring all into order."""
        self._cluster()
        with uncollected():
            new = {label: self._entry(label) for label in self._new}
            self._by_label.update(new)
            stale, self._stale, self._new = self._stale, [], {}
            if len(new) * MIN_KNOWN_PER_NEW_ONE > len(self._by_label):
                self._in_order = ordered_by(self._by_label.values(), _first)
                return
        for entry in stale:
            del self._in_order[place_of(_first(entry), self._in_order, _first)]
        for entry in new.values():
            self._in_order.insert(place_of(_first(entry), self._in_order, _first), entry)

    def _entry(self, label: Label) -> Entry:
        groups = self._clusters.groups
        labels = self._clusters.cluster(label)
        titles = sorted(title for one in labels for title in groups.own_titles(one))
        sightings = tuple(self._clusters.sightings(label))
        return Entry(sightings=sightings, labels=labels, titles=tuple(titles), max_error=self.max_error)

    def _date(self) -> tuple[Entry, ...]:
        """Return the entries, dated by all of them together and sorted by these dates."""
        with uncollected():
            dated, contradictions = date_together([entry.sightings for entry in self._in_order])
        self.contradictions = tuple(contradictions)
        return in_order_of_dates(map(with_dates, self._in_order, dated))


def in_order_of_dates(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return dated entries in the order in which their papers were first seen; they come in order as read."""
    return tuple(sorted(entries, key=_first_dated_sort_key))


def _first(entry: Entry) -> Sighting:
    return entry.sightings[0]


def _first_dated_sort_key(entry: Entry) -> tuple[Any, ...]:
    return dated_sort_key(entry.dated[0])


def with_dates(entry: Entry, dated: Sequence[Dated]) -> Entry:
    """Return ``entry`` with its sightings dated and sorted by these dates."""
    sightings, with_years = zip(*dated, strict=True)
    if all(map(is_, with_years, entry.dated)):
        return entry
    return evolve(entry, sightings=sightings, dated=with_years)
