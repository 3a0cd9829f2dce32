"""List how the counts and texts of a paper changed over its sightings."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ..._attrs import frozen
from ...errors import excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...model import ListingDate, Paper, Sighting

TEXTS = ("title", "abstract")
"""The fields of which every revision is reported."""


@frozen(kw_only=True)
class Snapshot:
    """The counts that one page showed for a paper; None if it showed none."""

    date: ListingDate | None
    source: str | None
    comments: int | None
    upvotes: int | None


@frozen(kw_only=True)
class Change:
    """A field whose value changed; ``date`` is the date of the first page with the new value."""

    field: str
    old: Any
    new: Any
    date: ListingDate | None = None

    def __repr__(self) -> str:
        return f"<Change {self.field}: {excerpt(str(self.old))!r} → {excerpt(str(self.new))!r}>"

    def __str__(self) -> str:
        return f"{self.field}: {self.old} → {self.new}"


def history(sightings: Iterable[Sighting]) -> tuple[Snapshot, ...]:
    """Return one snapshot of the counts per sighting, in the order given.

    >>> from paperlist.model import Paper, Sighting
    >>> [shot.upvotes for shot in history([Sighting(paper=Paper(title="Tides", upvotes=3))])]
    [3]
    """
    return tuple(map(_snapshot, sightings))


def _snapshot(sighting: Sighting) -> Snapshot:
    paper = sighting.paper
    return Snapshot(date=sighting.listing_date, source=sighting.source, comments=paper.comments, upvotes=paper.upvotes)


def changes(sightings: Iterable[Sighting]) -> tuple[Change, ...]:
    """Return the changes of title and abstract from each sighting to the next that has the field, in the order given.

    >>> from paperlist.model import Paper, Sighting
    >>> [str(change) for change in changes(Sighting(paper=Paper(title=title)) for title in ("Tide", "Tides", "Tides"))]
    ['title: Tide → Tides']
    """
    seen = list(sightings)
    found: list[Change] = []
    for name in TEXTS:
        values = [(getattr(sighting.paper, name), sighting.listing_date) for sighting in seen]
        known = [(value, date) for value, date in values if value is not None]
        for (old, _), (new, date) in pairwise(known):
            if old != new:
                found.append(Change(field=name, old=old, new=new, date=date))
    return tuple(found)


def differences(old: Paper, new: Paper, fields: Iterable[str]) -> tuple[Change, ...]:
    """Return the fields in which two papers differ, except those that one of them lacks."""
    found: list[Change] = []
    for name in fields:
        was, now = getattr(old, name), getattr(new, name)
        if was is not None and now is not None and was != now:
            found.append(Change(field=name, old=was, new=now))
    return tuple(found)
