"""Compare two listings or catalogs and report which papers were added, removed or changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from attrs import frozen

from ..errors import checked
from ..model import PAPER_FIELDS, Listing
from .catalog import Catalog, merge
from .changes import Change, differences
from .survivors import surviving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .entry import Entry

Papers: TypeAlias = "Listing | Catalog"


@frozen(kw_only=True)
class Changed:
    """An entry that both sides have, and the fields in which they differ."""

    entry: Entry
    changes: tuple[Change, ...]


@frozen(kw_only=True)
class Difference:
    """The entries that are ``new``, ``gone`` or ``changed``, each in order; falsy if there are none.

    ``str()`` has one line per entry (``+`` new, ``-`` gone, ``~`` changed), and one per changed field.
    """

    new: tuple[Entry, ...]
    gone: tuple[Entry, ...]
    changed: tuple[Changed, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.gone or self.changed)

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield from (f"+ {entry.paper.title}" for entry in self.new)
        yield from (f"- {entry.paper.title}" for entry in self.gone)
        for changed in self.changed:
            yield f"~ {changed.entry.paper.title}"
            yield from (f"    {change}" for change in changed.changes)


def _catalog(papers: Papers) -> Catalog:
    return merge([papers]) if isinstance(papers, Listing) else checked(papers, Catalog, Listing)


def diff(old: Papers, new: Papers) -> Difference:
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
    was, now = set(before.sightings), set(after.sightings)
    come: list[Entry] = []
    gone: list[Entry] = []
    changed: list[Changed] = []
    for entry in before | after:
        olds = [dated for seen, dated in zip(entry.sightings, entry.dated, strict=True) if seen in was]
        news = [dated for seen, dated in zip(entry.sightings, entry.dated, strict=True) if seen in now]
        if not olds:
            come.append(entry)
        elif not news:
            gone.append(entry)
        elif found := differences(surviving(olds), surviving(news), PAPER_FIELDS):
            changed.append(Changed(entry=entry, changes=found))
    return Difference(new=tuple(come), gone=tuple(gone), changed=tuple(changed))
