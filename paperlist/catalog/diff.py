"""Compare two listings or catalogs and report which papers were added, removed or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from .._attrs import frozen
from ..errors import checked, excerpt
from ..model import PAPER_FIELDS, Listing
from .catalog import Catalog
from .entry.changes import Change, differences
from .entry.survivors import surviving
from .merge import merge

if TYPE_CHECKING:
    from ..model import Paper, Sighting
    from .entry.entry import Entry

ListingOrCatalog: TypeAlias = "Listing | Catalog"


@frozen(kw_only=True)
class Changed:
    """An entry that both sides have, and the fields in which they differ."""

    entry: Entry
    changes: tuple[Change, ...]

    def __repr__(self) -> str:
        fields = ", ".join(change.field for change in self.changes)
        return f"<Changed {excerpt(self.entry.paper.title)!r}: {fields}>"


@frozen(kw_only=True)
class Difference:
    """The entries that are ``new``, ``gone`` or ``changed``, each in order; falsy if there are none.

    ``str()`` has one line per entry (``+`` new, ``-`` gone, ``~`` changed), and one per changed field.
    """

    new: tuple[Entry, ...]
    gone: tuple[Entry, ...]
    changed: tuple[Changed, ...]

    def __bool__(self) -> bool:
        return any((self.new, self.gone, self.changed))

    def __repr__(self) -> str:
        return f"<Difference of {len(self.new)} new, {len(self.gone)} gone, {len(self.changed)} changed>"

    def _repr_html_(self) -> str:
        """Return the entries and the changed values as HTML, for notebooks."""
        from .entry.display import difference_html  # noqa: PLC0415 - for notebooks only

        new, gone = ([(entry.paper, len(entry.sightings)) for entry in entries] for entries in (self.new, self.gone))
        return difference_html(new, gone, [(one.entry.paper, one.changes) for one in self.changed])

    def __str__(self) -> str:
        lines = [f"+ {entry.paper.title}" for entry in self.new]
        lines += [f"- {entry.paper.title}" for entry in self.gone]
        for changed in self.changed:
            lines.append(f"~ {changed.entry.paper.title}")
            lines += [f"    {change}" for change in changed.changes]
        return "\n".join(lines)


def _catalog(papers: ListingOrCatalog) -> Catalog:
    if isinstance(papers, Listing):
        return merge([papers])
    return checked(papers, Catalog, Listing)


def _paper_in(sightings: set[Sighting], entry: Entry) -> Paper | None:
    """Return the paper of an entry as these sightings show it, or None if it is not among them."""
    dated = [known for seen, known in zip(entry.sightings, entry.dated, strict=True) if seen in sightings]
    return surviving(dated) if dated else None


def diff(old: ListingOrCatalog, new: ListingOrCatalog) -> Difference:
    """Return which papers were added, removed or changed between two listings or catalogs.

    Papers are matched as in ``old | new``, and their merged values compared. A value missing on one side does not count
    as a change. Raises TypeError for anything but a listing or a catalog.

    >>> from paperlist.model import Paper
    >>> monday = Listing(papers=[Paper(title="Tides", upvotes=3), Paper(title="Waves")], source="mon.txt")
    >>> tuesday = Listing(papers=[Paper(title="Tides", upvotes=5), Paper(title="Storms")], source="tue.txt")
    >>> print(diff(monday, tuesday))
    + Storms
    - Waves
    ~ Tides
        upvotes: 3 → 5
    """
    before, after = _catalog(old), _catalog(new)
    old_sightings, new_sightings = set(before.sightings), set(after.sightings)
    added: list[Entry] = []
    gone: list[Entry] = []
    changed: list[Changed] = []
    for entry in before | after:
        was, now = _paper_in(old_sightings, entry), _paper_in(new_sightings, entry)
        if was is None:
            added.append(entry)
        elif now is None:
            gone.append(entry)
        else:
            changes = differences(was, now, PAPER_FIELDS)
            if changes:
                changed.append(Changed(entry=entry, changes=changes))
    return Difference(new=tuple(added), gone=tuple(gone), changed=tuple(changed))
