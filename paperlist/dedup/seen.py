"""Keep a growing set of sightings, and say which came or left since this was last asked.

Sightings of different dumps are never equal, and nearly every dump comes once. So a dump is kept as it came, and only
where more comes of it its sightings are looked up one by one. Of equal sightings, one is kept that says what both say
(:mod:`paperlist.dedup.reconcile`). A dump of unknown day adds nothing, not even its name, to dumps that print the same
and whose day is known: a sighting of it leaves when the same card is seen in one of those.
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
    """Return the sighting as if nothing were known of its dump."""
    return Sighting(paper=sighting.paper, position=sighting.position)


@define(eq=False)
class Seen:
    """A growing set of sightings: ``len``, iteration in no order.

    ``dumps`` has the sightings of each dump, ``dated`` the cards that dumps of known day show, by their key without it;
    ``new`` has the sightings that came and ``stale`` those that left since :meth:`changes` was last asked.

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
            yield from known.values() if isinstance(known, dict) else known

    def holds_the_same(self, other: Seen) -> bool:
        """Return whether two sets have equal sightings."""
        return self.dumps.keys() == other.dumps.keys() and all(
            set(known) == set(other.dumps[key]) for key, known in self.dumps.items()
        )

    def add(self, listing: Listing) -> None:
        """Unite the sightings of ``listing`` with those that are known."""
        come = tuple(Sighting.each(listing))
        if come:
            self._take_dump(come[0].dump.key, come, distinct=True)

    def take(self, sightings: Iterable[Sighting]) -> None:
        """Unite ``sightings`` with those that are known; of equal ones what they say together stays."""
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
            self.dated.setdefault(undated, set()).update(map(_card, come))
            if undated in self.dumps:
                self._drop_copies(undated, set(map(_card, come)))
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
        """Drop the sightings of a dump of unknown day whose cards are ``dated``: seen in a dump of known day, too."""
        held = self.dumps[undated]
        known = tuple(held.values() if isinstance(held, dict) else held)
        left = tuple(sighting for sighting in known if _card(sighting) not in dated)
        if len(left) == len(known):
            return
        self.stale += (sighting for sighting in known if _card(sighting) in dated)
        if left:
            self.dumps[undated] = left
        else:
            del self.dumps[undated]

    def renew(self) -> None:
        """Let all sightings be new."""
        self.new, self.stale = list(self), []

    def changes(self) -> tuple[list[Sighting], list[Sighting]]:
        """Return who came and who left, the very objects, since this was last asked; who did both is in neither."""
        new, stale = self.new, self.stale
        self.new, self.stale = [], []
        common = {id(sighting) for sighting in new} & {id(sighting) for sighting in stale} if stale else ()
        if not common:
            return new, stale
        return [s for s in new if id(s) not in common], [s for s in stale if id(s) not in common]
