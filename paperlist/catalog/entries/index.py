"""Find the entries of a catalog by their ids, arXiv ids, titles and places in dumps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._attrs import define, field
from ...dedup.normalize.papers import arxiv_key
from ...dedup.normalize.titles import title_key
from ..entry.entry import Entry, digest
from .entries import Entries

if TYPE_CHECKING:
    from collections.abc import Iterable


@define
class Index:
    """An index of ``entries``; each part of it is made on first use, and stored when it is complete.

    The entries that a method returns are in their order in ``entries``.

    >>> from paperlist import Listing, Paper, merge
    >>> papers = [Paper(title="A Study of Tides"), Paper(title="Tides", arxiv_id="2401.00001")]
    >>> index = Index(merge([Listing(papers=papers)]).entries)
    >>> [entry.paper.title for entry in index.titled("TIDES!")], len(index.with_title_part("tide"))
    (['Tides'], 2)
    >>> index.with_arxiv_id("arXiv:2401.00001v2") == index.titled("tides")
    True
    """

    entries: tuple[Entry, ...]
    _set: frozenset[Entry] | None = field(default=None, init=False)
    _by_id: dict[str, Entry] | None = field(default=None, init=False)
    _by_title: dict[str, list[int]] | None = field(default=None, init=False)
    """The numbers of the entries with a title, by its key."""
    _by_arxiv_id: dict[str, list[int]] | None = field(default=None, init=False)

    def has(self, value: object) -> bool:
        """Return whether there is an entry with this title or id, or one with the same sightings as this entry."""
        if isinstance(value, str):
            return value in self.by_id() or bool(self.titled(value))
        if not isinstance(value, Entry):
            raise TypeError(f"expected a title, an id or an Entry, got {type(value).__name__}")
        if self._set is None:
            self._set = frozenset(self.entries)
        return value in self._set

    def find(self, wanted: str) -> list[Entry]:
        """Return the entries with this id, arXiv id, place or title; without any, those whose title contains the text.

        The place of a sighting is written as `dumps/mon.txt:13`, a file and the line of the title, or as
        `dumps/mon.txt#2`, the second paper on its page.
        """
        entry = self.by_id().get(wanted)
        if entry is not None:
            return [entry]
        found = self.with_arxiv_id(wanted) or self.titled(wanted)
        return found or self.in_place(wanted) or self.with_title_part(wanted)

    def by_id(self) -> dict[str, Entry]:
        """Return all entries by each of their ids."""
        if self._by_id is None:
            self._by_id = {digest(name): entry for entry in self.entries for name in entry.names}
        return self._by_id

    def with_arxiv_id(self, arxiv_id: str) -> list[Entry]:
        """Return the entries with this arXiv id, in any version; none for a text without an id."""
        if self._by_arxiv_id is None:
            made: dict[str, list[int]] = {}
            for number, entry in enumerate(self.entries):
                for key in {arxiv_key(sighting.paper.arxiv_id) for sighting in entry.sightings} - {""}:
                    made.setdefault(key, []).append(number)
            self._by_arxiv_id = made
        key = arxiv_key(arxiv_id)
        return self._numbered(self._by_arxiv_id.get(key, [])) if key else []

    def titled(self, title: str) -> list[Entry]:
        """Return the entries with this title, ignoring spelling."""
        return self._numbered(self._titles().get(title_key(title), []))

    def in_place(self, place: str) -> list[Entry]:
        """Return the entries with a sighting in this place."""
        if not (":" in place or "#" in place):
            return []
        return [entry for entry in self.entries if any(sighting.is_at(place) for sighting in entry.sightings)]

    def with_title_part(self, part: str) -> list[Entry]:
        """Return the entries with a title that contains this text, ignoring spelling; none for an empty text."""
        wanted = title_key(part)
        found: set[int] = set()
        if wanted:
            for key, numbers in self._titles().items():
                if wanted in key:
                    found.update(numbers)
        return self._numbered(sorted(found))

    def _titles(self) -> dict[str, list[int]]:
        if self._by_title is None:
            made: dict[str, list[int]] = {}
            for number, entry in enumerate(self.entries):
                titles = {sighting.paper.title for sighting in entry.sightings}
                for key in set(map(title_key, titles)):
                    made.setdefault(key, []).append(number)
            self._by_title = made
        return self._by_title

    def _numbered(self, numbers: list[int]) -> list[Entry]:
        return [self.entries[number] for number in numbers]


def found_apart(entry: Entry, wanted: Iterable[str]) -> list[Entry]:
    """Return the entries with these ids or titles among those that ``entry`` would be without the caller's decisions.

    Raises ValueError if one of them names none or several.
    """
    entries = Entries(max_error=entry.max_error)
    entries.update(entry.sightings)
    index = Index(entries.all())
    made: list[Entry] = []
    for what in wanted:
        found = index.find(what)
        if len(found) != 1:
            raise ValueError(f"{what!r:.40} names {len(found)} of the papers that were merged, instead of one")
        made += found
    return made
