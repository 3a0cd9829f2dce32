"""Define the entry of one paper in a catalog: its sightings, and the values computed from them."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from ..._attrs import Factory, field, frozen
from ...dedup.explanation.reasons import reasons_of
from ...dedup.verdict.match import MAX_ERROR
from ...errors import excerpt
from .changes import changes, history
from .survivors import surviving, values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...dedup.verdict.comparison import Comparison
    from ...model import Paper, Sighting
    from .changes import Change, Snapshot


def _as_seen(entry: Entry) -> tuple[Sighting, ...]:
    return entry.sightings


def _tuple(sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
    return tuple(sightings)


@frozen(kw_only=True)
class Entry:
    """One paper of a catalog: all its ``sightings``, in order, and the ``paper`` with the best value of each field.

    ``dated`` are the sightings with their years filled in from the whole catalog. ``max_error`` is the greatest chance
    of being wrong with which any two of them were merged.

    >>> from paperlist import Listing, Paper, merge
    >>> catalog = merge([Listing(papers=[Paper(title="Tides", upvotes=3)]), Listing(papers=[Paper(title="TIDES")])])
    >>> [entry] = catalog
    >>> entry.paper.upvotes, len(entry.sightings), entry.values("title")
    (3, 2, ('TIDES', 'Tides'))
    """

    sightings: tuple[Sighting, ...] = field(converter=_tuple)
    labels: tuple[str, ...] = field(eq=False)
    titles: tuple[str, ...] = field(eq=False)
    dated: tuple[Sighting, ...] = field(eq=False, converter=_tuple, default=Factory(_as_seen, takes_self=True))
    max_error: float = field(eq=False, default=MAX_ERROR)
    _paper: Paper | None = field(init=False, eq=False, default=None)

    def __repr__(self) -> str:
        return f"<Entry {excerpt(self.paper.title)!r}, {len(self.sightings)} sightings>"

    def _repr_html_(self) -> str:
        """Return the paper and its sightings as HTML, for notebooks."""
        from .display import entry_html  # noqa: PLC0415 - for notebooks only

        return entry_html(self.paper, self.history)

    @property
    def names(self) -> tuple[str, ...]:
        """The long forms behind :attr:`id`: the normalized titles that only this entry has, and its group keys."""
        return *(f"title:{title}" for title in self.titles), *self.labels

    @property
    def id(self) -> str:
        """A short identifier, 12 hexadecimal digits: ``catalog[id]`` finds the entry.

        It is derived from the titles that only this entry has, or else from its arXiv id, so it stays the same when the
        paper is seen again. When two entries become one, the smaller of their ids stays, and the other one still finds
        the entry. If two papers share a title, or the title is too generic, the id is derived from the card's content
        instead and may change.
        """
        return min(map(digest, self.names[: len(self.titles)] or self.names))

    @property
    def history(self) -> tuple[Snapshot, ...]:
        """Comments and upvotes, one snapshot per sighting, by date."""
        return history(self.dated)

    @property
    def changes(self) -> tuple[Change, ...]:
        """The revisions of title and abstract, with their dates."""
        return changes(self.dated)

    @property
    def why(self) -> tuple[Comparison, ...]:
        """Why the sightings were merged: each card that differs from the first one, compared with its best match."""
        return reasons_of(self.sightings, self.max_error)

    @property
    def paper(self) -> Paper:
        """The paper, with the best value of each field."""
        known = self._paper
        if known is None:
            known = surviving(self.dated)
            object.__setattr__(self, "_paper", known)
        return known

    def values(self, name: str) -> tuple[Any, ...]:
        """Return the distinct values of a field in all sightings, with that of :attr:`paper` first.

        None is never among them. Raises ValueError for an unknown field name.
        """
        return values(self.dated, name)


def digest(name: str) -> str:
    """Return the short id for a name of an entry: 12 hexadecimal digits."""
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
