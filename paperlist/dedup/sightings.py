"""Keep a growing set of sightings, and report which were added or removed since the last report.

Sightings of different dumps are never equal, and most dumps are added once. So the sightings of a dump are stored as a
tuple; they are looked up one by one only if more sightings of the same dump are added. Two equal sightings are combined
into one (:mod:`paperlist.dedup.reconcile`). A dump without a ``snapshot`` adds nothing, not even its name, to dumps
with the same content that have one: its sightings are removed if one of those has the same card.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from attrs import define, field

from ..model import Sighting
from .reconcile import reconcile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model import Dump, DumpKey, Listing


def _key(sighting: Sighting) -> DumpKey:
    return sighting.dump.key


def _card(sighting: Sighting) -> Sighting:
    """Return the sighting without its dump."""
    return Sighting(paper=sighting.paper, position=sighting.position)


def _kept(dump: tuple[Sighting, ...] | dict[Sighting, Sighting]) -> Iterable[Sighting]:
    """Return the sightings that are kept of a dump: the keys of a dict are those that came first."""
    return dump.values() if isinstance(dump, dict) else dump


@define(eq=False)
class Seen:
    """A growing set of sightings, with ``len`` and iteration in no particular order.

    ``dumps`` has the sightings of each dump by its key. ``dated`` has the cards of dumps with a snapshot, by their key
    without it. ``new`` has the sightings that were added, and ``stale`` those that were removed, since :meth:`changes`
    was last called.

    >>> from paperlist.model import Listing, Paper
    >>> seen = Seen()
    >>> for name in ("a.txt", "copy-of-a.txt"):
    ...     seen.add(Listing(papers=[Paper(title="Tides"), Paper(title="Waves")], source=name, is_dump=True))
    >>> len(seen), [sighting.sources for sighting in seen][0]
    (2, ('a.txt', 'copy-of-a.txt'))
    """

    dumps: dict[DumpKey, tuple[Sighting, ...] | dict[Sighting, Sighting]] = field(factory=dict)
    dated: dict[DumpKey, set[Sighting]] = field(factory=dict)
    new: list[Sighting] = field(factory=list)
    stale: list[Sighting] = field(factory=list)

    def __len__(self) -> int:
        return sum(map(len, self.dumps.values()))

    def __iter__(self) -> Iterator[Sighting]:
        for known in self.dumps.values():
            yield from _kept(known)

    def holds_the_same(self, other: Seen) -> bool:
        """Return whether both sets have the same sightings."""
        return self.dumps.keys() == other.dumps.keys() and all(
            set(known) == set(other.dumps[key]) for key, known in self.dumps.items()
        )

    def add(self, listing: Listing) -> None:
        """Add the sightings of ``listing``."""
        come = tuple(Sighting.each(listing))
        if come:
            self._take_dump(come[0].dump.key, come, distinct=True)

    def take(self, sightings: Iterable[Sighting]) -> None:
        """Add ``sightings``. Those that are equal to known ones are combined with them."""
        for key, run in groupby(sightings, _key):
            come = tuple(run)
            self._take_dump(key, come, distinct=len({sighting.position for sighting in come}) == len(come))

    def _take_dump(self, key: DumpKey, come: tuple[Sighting, ...], *, distinct: bool) -> None:
        if distinct and key not in self.dumps:
            self.dumps[key] = come
            self.new += come
        else:
            self._look_up(key, come)
        date, digest, snapshot = key
        if not digest:
            return
        undated = date, digest, None
        if snapshot is not None:
            cards = set(map(_card, come))
            self.dated.setdefault(undated, set()).update(cards)
            if undated in self.dumps:
                self._drop_copies(undated, cards)
        elif undated in self.dated:
            self._drop_copies(undated, self.dated[undated])

    def _look_up(self, key: DumpKey, come: tuple[Sighting, ...]) -> None:
        known = self.dumps.get(key, ())
        if not isinstance(known, dict):
            known = self.dumps[key] = {sighting: sighting for sighting in known}
        dumps: dict[tuple[Dump, Dump], Dump] = {}
        for sighting in come:
            size = len(known)
            met = known.setdefault(sighting, sighting)
            kept = met if met is sighting else reconcile(met, sighting, dumps)
            if kept is not met:
                known[met] = kept
                self.stale.append(met)
            if kept is not met or len(known) > size:
                self.new.append(kept)

    def _drop_copies(self, undated: DumpKey, dated: set[Sighting]) -> None:
        """Remove sightings of a dump without a snapshot if their cards are in ``dated``, from dumps that have one."""
        known = tuple(_kept(self.dumps[undated]))
        left = tuple(sighting for sighting in known if _card(sighting) not in dated)
        if len(left) == len(known):
            return
        self.stale += (sighting for sighting in known if _card(sighting) in dated)
        if left:
            self.dumps[undated] = left
        else:
            del self.dumps[undated]

    def renew(self) -> None:
        """Report all sightings as new in the next call of :meth:`changes`."""
        self.new, self.stale = list(self), []

    def changes(self) -> tuple[list[Sighting], list[Sighting]]:
        """Return the sightings that were added and those that were removed since the last call.

        A sighting (the same object) that was both added and removed is in neither list.
        """
        new, stale = self.new, self.stale
        self.new, self.stale = [], []
        common = {id(sighting) for sighting in new} & {id(sighting) for sighting in stale} if stale else ()
        if not common:
            return new, stale
        return [s for s in new if id(s) not in common], [s for s in stale if id(s) not in common]
