"""Keep a growing set of sightings, and report which were added or removed since the last report.

Sightings of different dumps are never equal, and most dumps are added once. So the sightings of a dump are stored as a
tuple; they are looked up one by one only if more sightings of the same dump are added. A dump without a ``snapshot``
adds nothing, not even its name, to dumps with the same content that have one: its sightings are removed if one of those
has the same card.

Two equal sightings are combined into one. Equality ignores the place of a card in the dump, the names of the dump, and
deduced years. So equal sightings may differ in these: they may come from copies of a dump, or from a dump that was
parsed twice with different options.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from .._attrs import define, evolve, field
from ..errors import UNNAMED
from ..model import Sighting, printed
from .entry.survivors import year_doubt

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence

    from ..model import Dump, DumpKey, Listing, ListingDate, Paper, Printed

MOST_LISTED: Final = 8
"""A message lists this many pages with one name."""

# Equal sightings


def combine(one: Sighting, other: Sighting, made: MutableMapping[tuple[Dump, Dump], Dump] | None = None) -> Sighting:
    """Return one sighting for two equal ones: with the names of both, the more certain years, and the earlier place.

    If ``other`` adds nothing, ``one`` itself is returned; apart from that, their order makes no difference. Years that
    contradict each other stay unknown, with contradictory bounds. ``made`` caches the combined dumps, so all their
    sightings share one object.

    >>> from paperlist.model import Dump, ListingDate, Paper, Sighting
    >>> days = (ListingDate(month=12, day=12, earliest=2025), ListingDate(month=12, day=12, latest=2025))
    >>> seen = [Sighting(paper=Paper(title="Tides"), dump=Dump(listing_date=day)) for day in days]
    >>> combine(*seen).listing_date.years()
    '2025'
    """
    dump = _combine_dumps(one.dump, other.dump, {} if made is None else made)
    if dump is one.dump and _ignored_values(one.paper) == _ignored_values(other.paper):
        return one
    first = min(one.paper, other.paper, key=_place)
    published = _combine_dates(one.paper.published, other.paper.published)
    paper = evolve(one.paper, published=published, line=first.line, span=first.span, confidence=first.confidence)
    if dump is one.dump and _ignored_values(paper) == _ignored_values(one.paper):
        return one
    return evolve(one, paper=paper, dump=dump)


def _combine_dumps(one: Dump, other: Dump, made: MutableMapping[tuple[Dump, Dump], Dump]) -> Dump:
    """Combine two copies of a dump; return ``one`` itself if ``other`` adds nothing."""
    if one is other:
        return one
    dump = made.get((one, other))
    if dump is None:
        date = _combine_dates(one.listing_date, other.listing_date)
        dump = evolve(one, listing_date=date, sources=(*one.sources, *other.sources))
        if dump.sources == one.sources and _known_years(date) == _known_years(one.listing_date):
            dump = one
        made[one, other] = dump
    return dump


def _ignored_values(paper: Paper) -> tuple[Any, ...]:
    """Return the values of a paper that may differ between equal sightings."""
    return paper.line, paper.span, paper.confidence, _known_years(paper.published)


def _known_years(date: ListingDate | None) -> tuple[Any, ...]:
    return () if date is None else (date.year, date.year_basis, date.earliest, date.latest)


def _place(paper: Paper) -> tuple[Any, ...]:
    """Return a sort key for the place of a card in its dump, and for its confidence; what is unknown comes last."""
    place = paper.line is None, paper.line or 0, paper.span is None, paper.span or ()
    return *place, paper.confidence is None, paper.confidence or 0


def _doubt(date: ListingDate) -> tuple[int, str]:
    """Return a sort key for dates, the most certain year first. Dates with equal keys have the same basis."""
    return year_doubt(date), date.year_basis or ""


def _combine_dates(one: ListingDate | None, other: ListingDate | None) -> ListingDate | None:
    """Return the more certain of two dates, with the tighter bounds of both."""
    if one is None or other is None or _known_years(one) == _known_years(other):
        return one
    earliest = max(filter(None, (one.earliest, other.earliest)), default=None)
    latest = min(filter(None, (one.latest, other.latest)), default=None)
    date = min(one, other, key=_doubt)
    if earliest is not None and latest is not None and earliest > latest:
        return evolve(date, year=None, year_basis=None, earliest=earliest, latest=latest)
    return evolve(date, earliest=earliest, latest=latest)


# All sightings


def _without_dump(sighting: Sighting) -> Sighting:
    return Sighting(paper=sighting.paper, position=sighting.position)


def _without_names(dump: Dump, pages: Mapping[str, set[Printed]]) -> Dump | None:
    """Return a dump without the names of files whose pages have its date, or None if it has no other name.

    A file may be written anew each day, so what it gave for another date is another page.
    """
    date = dump.key[0]
    names = {name for name in dump.sources if name in pages and (date is None or date in pages[name])}
    if not names:
        return dump
    left = set(dump.sources) - names
    return evolve(dump, sources=left) if left else None


def names_a_file(name: str) -> bool:
    """Return whether a name is that of one file, and not one such as ``<stdin>``, which all streams have."""
    return not name.startswith("<")


def names_to_replace(listings: Iterable[Listing]) -> set[str]:
    """Return the names of dumps that were read completely, so that what they gave before can be replaced.

    A listing without papers, or with an error, may come from a file that is damaged now.
    """
    whole: set[str] = set()
    incomplete: set[str] = set()
    for listing in listings:
        is_whole = listing.papers and all(found.severity != "error" for found in listing.diagnostics)
        (whole if is_whole else incomplete).add(listing.source or UNNAMED)
    return set(filter(names_a_file, whole - incomplete))


def pages_to_replace(listings: Sequence[Listing]) -> dict[str, set[Printed]]:
    """Return the dates of the pages of dumps that were read completely, by the names of these."""
    pages: dict[str, set[Printed]] = {name: set() for name in names_to_replace(listings)}
    for listing in listings:
        name = listing.source or UNNAMED
        if name in pages:
            pages[name].add(printed(listing.date))
    return pages


def _of_dump(known: tuple[Sighting, ...] | dict[Sighting, Sighting]) -> Collection[Sighting]:
    """Return the sightings that are kept of a dump: the keys of a dict are those that were added first."""
    return known.values() if isinstance(known, dict) else known


@define(eq=False)
class Sightings:
    """A growing set of sightings, with ``len`` and iteration in no particular order.

    ``by_dump`` has the sightings of each dump by its key. ``with_snapshot`` has the cards of dumps with a snapshot, by
    their key without it. ``new`` has the sightings that were added, and ``stale`` those that were removed, since
    :meth:`changes` was last called.

    >>> from paperlist.model import Listing, Paper
    >>> sightings = Sightings()
    >>> for name in ("a.txt", "copy-of-a.txt"):
    ...     sightings.add(Listing(papers=[Paper(title="Tides"), Paper(title="Waves")], source=name, is_dump=True))
    >>> len(sightings), [sighting.sources for sighting in sightings][0]
    (2, ('a.txt', 'copy-of-a.txt'))
    """

    by_dump: dict[DumpKey, tuple[Sighting, ...] | dict[Sighting, Sighting]] = field(factory=dict)
    with_snapshot: dict[DumpKey, set[Sighting]] = field(factory=dict)
    new: list[Sighting] = field(factory=list)
    stale: list[Sighting] = field(factory=list)

    def __len__(self) -> int:
        return sum(map(len, self.by_dump.values()))

    def __iter__(self) -> Iterator[Sighting]:
        for known in self.by_dump.values():
            yield from _of_dump(known)

    def holds_the_same(self, other: Sightings) -> bool:
        """Return whether both sets have the same sightings."""
        if self.by_dump.keys() != other.by_dump.keys():
            return False
        return all(set(known) == set(other.by_dump[key]) for key, known in self.by_dump.items())

    def lacking(self, others: Iterable[Sighting]) -> int:
        """Return how many sightings would be new in this set; a copy of a dump that it has already adds none."""
        both = Sightings()
        both.update(self)
        both.update(others)
        return len(set(both) - set(self))

    def add(self, listing: Listing) -> None:
        """Add the sightings of ``listing``."""
        added = tuple(Sighting.each(listing))
        if added:
            self._add_dump(added[0].dump.key, added, distinct=True)

    def update(self, sightings: Iterable[Sighting]) -> None:
        """Add ``sightings``. Those that are equal to known ones are combined with them."""
        by_dump: dict[DumpKey, list[Sighting]] = {}
        for sighting in sightings:
            by_dump.setdefault(sighting.dump.key, []).append(sighting)
        for key, added in by_dump.items():
            positions = {sighting.position for sighting in added}
            self._add_dump(key, tuple(added), distinct=len(positions) == len(added))

    def _add_dump(self, key: DumpKey, added: tuple[Sighting, ...], *, distinct: bool) -> None:
        """Add sightings of a dump; they are ``distinct`` if no two of them can be equal."""
        if distinct and key not in self.by_dump:
            self.by_dump[key] = added
            self.new += added
        else:
            self._add_one_by_one(key, added)
        self._compare_with_copies(key, added)

    def _add_one_by_one(self, key: DumpKey, added: tuple[Sighting, ...]) -> None:
        known = self.by_dump.get(key, ())
        if not isinstance(known, dict):
            known = self.by_dump[key] = {sighting: sighting for sighting in known}
        dumps: dict[tuple[Dump, Dump], Dump] = {}
        for sighting in added:
            first = known.get(sighting)
            if first is None:
                known[sighting] = sighting
                self.new.append(sighting)
                continue
            combined = combine(first, sighting, dumps)
            if combined is not first:
                known[first] = combined
                self.stale.append(first)
                self.new.append(combined)

    def _compare_with_copies(self, key: DumpKey, added: tuple[Sighting, ...]) -> None:
        """Drop sightings of a dump without a snapshot if copies of it that have one show the same cards."""
        date, digest, snapshot = key
        if not digest:
            return
        without_snapshot = date, digest, None
        if snapshot is None:
            cards = self.with_snapshot.get(without_snapshot, set[Sighting]())
        else:
            cards = set(map(_without_dump, added))
            self.with_snapshot.setdefault(without_snapshot, set()).update(cards)
        if cards and without_snapshot in self.by_dump:
            self._drop(without_snapshot, cards)

    def _drop(self, key: DumpKey, cards: set[Sighting]) -> None:
        """Remove the sightings of a dump that show one of these cards."""
        kept: list[Sighting] = []
        dropped: list[Sighting] = []
        for sighting in _of_dump(self.by_dump[key]):
            if _without_dump(sighting) in cards:
                dropped.append(sighting)
            else:
                kept.append(sighting)
        if not dropped:
            return
        self.stale += dropped
        if kept:
            self.by_dump[key] = tuple(kept)
        else:
            del self.by_dump[key]

    def named(self, name: str) -> list[DumpKey]:
        """Return the keys of the dumps with this name, or with this digest.

        Raises KeyError if there are none, and ValueError if they are of several pages.
        """
        dumps = {one.dump.key: one.dump for one in self if name in one.sources or name == one.dump.digest}
        pages = {dump.digest: dump.listing_date for dump in dumps.values()}
        if not pages:
            raise KeyError(f"there is no dump {name!r:.80}")
        if len(pages) > 1:
            some = ", ".join(f"{digest} (date {date})" for digest, date in islice(pages.items(), MOST_LISTED))
            raise ValueError(f"{len(pages)} pages have the name {name!r:.80}; expected one of them, such as {some}")
        return list(dumps)

    def remove(self, keys: Collection[DumpKey]) -> None:
        """Remove all sightings of the dumps with these keys. Call :meth:`renew` before the next :meth:`changes`."""
        pages = {key[:2] for key in keys}
        for key in keys:
            del self.by_dump[key]
            self.with_snapshot.pop((*key[:2], None), None)
        for key in [key for key in self.by_dump if key[:2] in pages]:
            self._compare_with_copies(key, tuple(_of_dump(self.by_dump[key])))

    def forget(self, pages: Mapping[str, set[Printed]]) -> None:
        """Remove the sightings of dumps with these names, if their pages have one of the dates or none.

        A copy with another name keeps its sightings and that name. Call :meth:`renew` before the next :meth:`changes`.
        """
        dumps = {dump: _without_names(dump, pages) for dump in {sighting.dump for sighting in self}}
        kept = [(sighting, dump) for sighting in self if (dump := dumps[sighting.dump]) is not None]
        self.by_dump.clear()
        self.with_snapshot.clear()
        self.update(one if one.dump is dump else evolve(one, dump=dump) for one, dump in kept)

    def renew(self) -> None:
        """Report all sightings as new in the next call of :meth:`changes`."""
        self.new, self.stale = list(self), []

    def changes(self) -> tuple[list[Sighting], list[Sighting]]:
        """Return the sightings that were added and those that were removed since the last call.

        A sighting (the same object) that was both added and removed is in neither list.
        """
        new, stale = self.new, self.stale
        self.new, self.stale = [], []
        if not stale:
            return new, stale
        common = {id(sighting) for sighting in new} & {id(sighting) for sighting in stale}
        return [s for s in new if id(s) not in common], [s for s in stale if id(s) not in common]
