"""Which sightings are known, and which came since this was last asked?

Sightings of different pages are never equal, and nearly every page comes once. So a page is kept as it came, and only
where more comes of it its sightings are looked up one by one.
"""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias

from attrs import define, field

from .reconcile import reconcile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model import Printed, Sighting

Page: TypeAlias = "tuple[Printed, str | None]"
"""What all sightings of a page share: what it prints of its date, and the source."""


@define(eq=False)
class Seen:
    """A growing set of sightings: ``len``, iteration in no order.

    ``pages`` has the sightings of each page, ``new`` those that came and ``stale`` those that left since
    :meth:`changes` was last asked.

    >>> from paperlist.model import Listing, Paper, Sighting
    >>> seen = Seen()
    >>> for _ in range(2):
    ...     seen.take(Sighting.each(Listing(papers=[Paper(title="Tides"), Paper(title="Waves")])))
    >>> len(seen), len(seen.changes()[0]), len(seen.changes()[0])
    (2, 2, 0)
    """

    pages: dict[Page, tuple[Sighting, ...] | dict[Sighting, Sighting]] = field(factory=dict)
    new: list[Sighting] = field(factory=list)
    stale: list[Sighting] = field(factory=list)

    def __len__(self) -> int:
        return sum(map(len, self.pages.values()))

    def __iter__(self) -> Iterator[Sighting]:
        for known in self.pages.values():
            yield from known.values() if isinstance(known, dict) else known

    def holds_the_same(self, other: Seen) -> bool:
        """Return whether two sets have equal sightings."""
        return self.pages.keys() == other.pages.keys() and all(
            set(known) == set(other.pages[page]) for page, known in self.pages.items()
        )

    def take(self, sightings: Iterable[Sighting]) -> None:
        """Unite ``sightings`` with those that are known; of equal ones what they say together stays."""
        for page, run in groupby(sightings, attrgetter("page")):
            come = tuple(run)
            if page in self.pages or len({sighting.position for sighting in come}) < len(come):
                self._look_up(page, come)
            else:
                self.pages[page] = come
                self.new += come

    def _look_up(self, page: Page, come: tuple[Sighting, ...]) -> None:
        known = self.pages.get(page, ())
        if not isinstance(known, dict):
            known = self.pages[page] = {sighting: sighting for sighting in known}
        for sighting in come:
            size = len(known)
            met = known.setdefault(sighting, sighting)
            kept = met if met is sighting else reconcile(met, sighting)
            if kept is not met:
                known[met] = kept
                self.stale.append(met)
            if kept is not met or len(known) > size:
                self.new.append(kept)

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
