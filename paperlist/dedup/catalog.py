"""What is known of all papers?

A catalog is a set of sightings and a set of the caller's decisions, and everything else it tells follows from these:
entries, surviving values, order, bytes. So catalogs unite as sets do, in any order, any grouping, any number of times.

Its file is JSON Lines, a line for each entry: the surviving paper's fields, and ``sightings``, a list of objects with
``source``, ``position``, ``listing_date`` (with ``_year_basis``, ``_earliest``, ``_latest``) and those fields in which
the paper seen there differs from the surviving one. ``{**entry, **sighting}`` is the paper as it was seen. Then a line
for each decision: ``decision`` (``same`` or ``different``), ``reason``, and the two ``sightings`` in full.
"""

from __future__ import annotations

import gc
import json
import os
from bisect import bisect_left, bisect_right
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import Factory, evolve, field, frozen

from ..errors import Diagnostic, RecordError, checked, excerpt, expect, report
from ..model import Listing, Paper, Record, Sighting, date_from_record, json_line
from ..writing import write_whole
from .cluster import Clusters, Label
from .decide import decide
from .match import compare, forms, unsure, worth
from .merge import surviving, values
from .normalize import arxiv_key, title_key
from .order import ordered, ordered_by, place, sighting_record, text
from .seen import Seen
from .series import changes, history
from .timeline import date_together, is_open, known_place

if TYPE_CHECKING:
    from .decide import Decision, Word
    from .match import Comparison
    from .series import Change, Snapshot
    from .timeline import Dated

AnyPath: TypeAlias = "str | os.PathLike[str]"
Known: TypeAlias = "Entry | Sighting | str"
"""An entry, its id, or a sighting."""

FEW: Final = 20
"""Where fewer than one in so many entries are new, each is put in its place, and else all are sorted."""


def _as_seen(entry: Entry) -> tuple[Sighting, ...]:
    return entry.sightings


def _tuple(sightings: Iterable[Sighting]) -> tuple[Sighting, ...]:
    return tuple(sightings)


@frozen(kw_only=True)
class Entry:
    """One paper of a catalog: all its ``sightings``, in order, and the ``paper`` that stands for them.

    ``dated`` are the sightings with what the whole catalog proves of the years of their dates.

    >>> catalog = merge([Listing(papers=[Paper(title="Tides", upvotes=3)]), Listing(papers=[Paper(title="TIDES")])])
    >>> [entry] = catalog
    >>> entry.paper.upvotes, len(entry.sightings), entry.values("title")
    (3, 2, ('TIDES', 'Tides'))
    """

    sightings: tuple[Sighting, ...] = field(converter=_tuple)
    labels: tuple[str, ...] = field(eq=False)
    titles: tuple[str, ...] = field(eq=False)
    dated: tuple[Sighting, ...] = field(eq=False, converter=_tuple, default=Factory(_as_seen, takes_self=True))

    def __repr__(self) -> str:
        return f"<Entry {self.paper.title!r}, {len(self.sightings)} sightings>"

    @property
    def names(self) -> tuple[str, ...]:
        """What the entry is found by, written at length: the titles that it alone has, and what its groups are."""
        return *(f"title:{title}" for title in self.titles), *self.labels

    @property
    def id(self) -> str:
        """A short name in hexadecimal digits under which the catalog finds this entry.

        It comes from the titles that the entry alone has, or from its arXiv id, and is the least of these. So it stays
        when the paper is seen again under any of its titles, and where two entries become one, one of their ids stays;
        it may change when a new title joins. Every id that an entry once had still finds it: ``catalog[id]``. But a
        title under which a second paper turned up names neither, nor does one that tells too little: what names their
        entries then are their cards, which may change.
        """
        return min(map(_digest, self.names[: len(self.titles)] or self.names))

    @property
    def history(self) -> tuple[Snapshot, ...]:
        """Comments and upvotes, one snapshot a sighting, by date."""
        return history(self.dated)

    @property
    def changes(self) -> tuple[Change, ...]:
        """How title and abstract changed, and when."""
        return changes(self.dated)

    @property
    def why(self) -> tuple[Comparison, ...]:
        """What holds the entry together: for each card that differs from the first, what joins it to another best."""
        papers = forms(self.sightings)
        found = [min((compare(one, other) for other in papers if other is not one), key=worth) for one in papers[1:]]
        return tuple(one if one.verdict == "same" else evolve(one, verdict="same", rung="said") for one in found)

    @property
    def paper(self) -> Paper:
        """The paper that stands for all sightings: the best value of each field."""
        return surviving(self.dated)

    def values(self, name: str) -> tuple[Any, ...]:
        """Return the distinct values that the sightings show for a field of the paper, the one that stands first.

        Values are None in no case; ValueError where a paper has no such field.
        """
        return values(self.dated, name)


def _digest(name: str) -> str:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


@frozen(kw_only=True)
class Review:
    """Two entries that are likely one paper, but not surely, and what speaks for and against it."""

    one: Entry
    other: Entry
    comparison: Comparison

    def __str__(self) -> str:
        return f"{self.one.paper.title}\n{self.other.paper.title}\n{self.comparison}"


class Catalog:
    """All papers of some listings, each once: a container with ``len``, iteration over entries, ``|`` and ``==``.

    Entries come in the order in which their papers were first seen (see :mod:`paperlist.dedup.order`), by what all
    sightings together prove of listing dates. Catalogs are equal when their sightings and decisions are;
    ``diagnostics``, of what could not be read, are no part of that.

    >>> monday = merge([Listing(papers=[Paper(title="Tides"), Paper(title="Waves")], source="mon.txt")])
    >>> tuesday = merge([Listing(papers=[Paper(title="Waves")], source="tue.txt")])
    >>> monday | tuesday
    <Catalog of 2 entries, 3 sightings>
    >>> monday | tuesday == tuesday | monday | monday
    True
    """

    __slots__ = (
        "_added",
        "_by_label",
        "_clusters",
        "_come",
        "_contradictions",
        "_decisions",
        "_entries",
        "_gone",
        "_named",
        "_open",
        "_seen",
        "_shown",
        "diagnostics",
    )

    def __init__(self) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = ()
        self._added: list[Listing] = []
        self._seen = Seen()
        self._decisions: set[Decision] = set()
        self._open = False
        self._contradictions: tuple[Diagnostic, ...] = ()
        self._forget()

    def _forget(self) -> None:
        """Let all that follows from sightings and decisions be worked out anew."""
        said: dict[Sighting, list[Decision]] = {}
        for decision in self._decisions:
            for sighting in (decision.one, decision.other):
                said.setdefault(sighting, []).append(decision)
        self._clusters = Clusters(decisions=said)
        self._seen.renew()
        self._by_label: dict[Label, Entry] = {}
        self._come: dict[Label, None] = {}
        self._gone: list[Entry] = []
        self._entries: list[Entry] = []
        self._shown: tuple[Entry, ...] | None = None
        self._named: dict[str, Entry] | None = None

    @property
    def decisions(self) -> frozenset[Decision]:
        """What the caller decided with :meth:`same` and :meth:`different`."""
        return frozenset(self._decisions)

    def same(self, one: Known, other: Known, reason: str = "") -> None:
        """Keep it that two entries (or their ids) or sightings are of one paper, whatever else is known of them.

        KeyError for an unknown id, ValueError for what is one sighting.

        >>> catalog = merge([Listing(papers=[Paper(title="Tides"), Paper(title="On Tides and Moons")])])
        >>> catalog.same(*catalog, reason="their authors told me")
        >>> len(catalog)
        1
        """
        self._decide("same", one, other, reason)

    def different(self, one: Known, other: Known, reason: str = "") -> None:
        """Keep it that two entries (or their ids) or sightings are of different papers.

        Of what fits both, nothing joins either any more. KeyError for an unknown id, ValueError for what is one
        sighting or carries one arXiv id.
        """
        self._decide("different", one, other, reason)

    def _decide(self, word: Word, one: Known, other: Known, reason: str) -> None:
        a, b = self._sightings_of(one)[0], self._sightings_of(other)[0]
        if a == b:
            raise ValueError("expected two sightings, got one")
        ids = {arxiv_key(sighting.paper.arxiv_id or "") for sighting in (a, b)}
        if word == "different" and len(ids) == 1 and "" not in ids:
            raise ValueError(f"both carry the arXiv id {ids.pop()}")
        self._decisions.add(decide(word, a, b, reason))
        self._forget()

    def _sightings_of(self, known: Known) -> tuple[Sighting, ...]:
        if isinstance(known, Sighting):
            return (known,)
        return (self[known] if isinstance(known, str) else checked(known, Entry, Sighting, str)).sightings

    def __getitem__(self, name: str) -> Entry:
        if self._named is None:
            self._named = {_digest(name): entry for entry in self for name in entry.names}
        return self._named[name]

    def explain(self, one: Known, other: Known) -> Comparison:
        """Return what speaks for and against two entries (or their ids) or sightings being of one paper.

        Of entries with several cards, the comparison that says most. KeyError for an unknown id.

        >>> catalog = merge([Listing(papers=[Paper(title="Tides 2"), Paper(title="Tides 3")])])
        >>> catalog.explain(*catalog).vetoes
        ('the titles have different numbers: 2, 3',)
        """
        mine, theirs = self._sightings_of(one), self._sightings_of(other)
        found = min((compare(a, b) for a in forms(mine) for b in forms(theirs)), key=worth)
        for said in sorted(self._decisions, key=lambda said: (said.word, said.reason)):
            if (said.one in mine and said.other in theirs) or (said.one in theirs and said.other in mine):
                told = f"the caller said: {said.word}" + (f" ({said.reason})" if said.reason else "")
                rung = "said" if said.word == "same" else None
                vetoes = (told,) if said.word == "different" else ()
                return evolve(found, verdict=said.word, rung=rung, vetoes=vetoes)
        return unsure(found) if self._apart(mine[0], theirs[0]) else found

    def _apart(self, one: Sighting, other: Sighting) -> bool:
        """Return whether two sightings are known to be in two entries."""
        self._cluster()
        labels = self._clusters.label(one), self._clusters.label(other)
        return None not in labels and labels[1] not in self._clusters.cluster(labels[0] or "")

    @property
    def review(self) -> tuple[Review, ...]:
        """The pairs of entries that are likely one paper, but not surely, the likeliest first.

        What the caller has decided is not asked again.
        """
        shown = {id(sighting): entry for entry in self for sighting in entry.sightings}
        found: dict[tuple[Label, Label], Comparison] = {}
        for one, other in sorted(self._clusters.doubtful()):
            comparison = self._clusters.compare(one, other)
            if comparison.verdict == "different" or self._clusters.word(one, other):
                continue
            first, second = sorted((min(self._clusters.cluster(one)), min(self._clusters.cluster(other))))
            known = found.setdefault((first, second), comparison)
            found[first, second] = min(known, comparison, key=worth)
        ranked = sorted(found.items(), key=lambda item: (worth(item[1]), item[0]))
        return tuple(
            Review(one=one, other=other, comparison=unsure(known))
            for pair, known in ranked
            for one, other in [[shown[id(self._by_label[label].sightings[0])] for label in pair]]
        )

    def add(self, listing: Listing) -> None:
        """Unite the sightings of ``listing`` with those of this catalog, in place; TypeError if it is no Listing."""
        self._added.append(checked(listing, Listing))
        self._shown = self._named = None

    def _known(self) -> Seen:
        """Return the sightings, with those of the listings added since this was last asked."""
        added, self._added = self._added, []
        for listing in added:
            self._seen.take(Sighting.each(listing))
        return self._seen

    def _unite(self, sightings: Iterable[Sighting]) -> None:
        self._seen.take(sightings)
        self._shown = self._named = None

    def __copy__(self) -> Catalog:
        made = Catalog()
        made |= self
        return made

    def __or__(self, other: Catalog) -> Catalog:
        made = copy(self)
        made |= other
        return made

    def __ior__(self, other: Catalog) -> Catalog:  # noqa: PYI034 - typing.Self came with Python 3.11
        self._unite(tuple(checked(other, Catalog)._known()))
        if not other._decisions <= self._decisions:
            self._decisions |= other._decisions
            self._forget()
        self.diagnostics = tuple(dict.fromkeys((*self.diagnostics, *other.diagnostics)))
        return self

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries, in the order in which their papers were first seen."""
        if self._shown is None:
            self._settle()
            self._shown = self._dated() if self._open else tuple(self._entries)
        return self._shown

    def _dated(self) -> tuple[Entry, ...]:
        """Return the entries with what all of them prove of their dates, in the order that follows from it."""
        dated, contradictions = date_together([entry.sightings for entry in self._entries])
        self._contradictions = tuple(contradictions)
        return tuple(sorted(map(_with_dates, self._entries, dated), key=_first_known))

    @property
    def contradictions(self) -> tuple[Diagnostic, ...]:
        """Where pages contradict each other on years: each told with the evidence on both sides, and left open."""
        return self._contradictions if self.entries else ()

    def _cluster(self) -> None:
        """Let the clusters hold the sightings that came since they were last looked at."""
        with _uncollected():
            old, new = self._clusters.update(*self._known().changes())
        for label in old:
            self._come.pop(label, None)
            if (entry := self._by_label.pop(label, None)) is not None:
                self._gone.append(entry)
        self._come.update(dict.fromkeys(new))

    def _settle(self) -> None:
        """Let the entries show the clusters."""
        self._cluster()
        with _uncollected():
            come = {label: self._entry(label) for label in self._come}
        gone, self._come, self._gone = self._gone, {}, []
        self._open = self._open or any(is_open(sighting) for entry in come.values() for sighting in entry.sightings)
        self._by_label.update(come)
        if len(come) * FEW > len(self._by_label):
            self._entries = ordered_by(self._by_label.values(), _first)
            return
        for entry in gone:
            del self._entries[self._index(entry)]
        for entry in come.values():
            self._entries.insert(self._index(entry), entry)

    def _index(self, entry: Entry) -> int:
        """Return the place of an entry in the order of all, or where it belongs."""
        first = entry.sightings[0]
        low = bisect_left(self._entries, place(first), key=_first_place)
        high = bisect_right(self._entries, place(first), lo=low, key=_first_place)
        if low == high:
            return low
        return bisect_left(self._entries, text(first), lo=low, hi=high, key=_first_text)

    def _entry(self, label: Label) -> Entry:
        labels = self._clusters.cluster(label)
        return Entry(
            sightings=self._clusters.sightings(label),
            labels=labels,
            titles=tuple(sorted(title for one in labels for title in self._clusters.titles(one))),
        )

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """All sightings, in the order of what their pages print."""
        return tuple(ordered(self._known()))

    def __len__(self) -> int:
        self._cluster()
        return len(self._by_label) + len(self._come)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __reversed__(self) -> Iterator[Entry]:
        return reversed(self.entries)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Catalog):
            return NotImplemented
        return self._known().holds_the_same(other._known()) and self._decisions == other._decisions

    __hash__ = None  # type: ignore[assignment] # a catalog grows

    def __repr__(self) -> str:
        unread = f"; lines not read: {len(self.diagnostics)}" if self.diagnostics else ""
        return f"<Catalog of {len(self)} entries, {len(self._known())} sightings{unread}>"

    def find(self, title: str) -> list[Entry]:
        """Return the entries with a sighting so titled, however spelt; without any, those with it within a title.

        TypeError where it is no text.

        >>> catalog = merge([Listing(papers=[Paper(title="A Study of Tides"), Paper(title="Tides")])])
        >>> [entry.paper.title for entry in catalog.find("TIDES!")], len(catalog.find("study"))
        (['Tides'], 1)
        """
        sought = title_key(checked(title, str))
        keys = [(entry, {title_key(sighting.paper.title) for sighting in entry.sightings}) for entry in self]
        exact = [entry for entry, known in keys if sought in known]
        return exact or [entry for entry, known in keys if sought and any(sought in key for key in known)]

    def to_dict(self) -> Record:
        """Return a dict of JSON's types: ``entries`` and ``decisions``, lists of what :meth:`to_jsonl` has in lines."""
        return {"entries": [_entry_record(entry) for entry in self], "decisions": self._said()}

    def _said(self) -> list[Record]:
        return sorted(map(_decision_record, self._decisions), key=json_line)

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Catalog:
        """Make a catalog of what :meth:`to_dict` gives; raises :class:`RecordError` for anything else."""
        catalog = cls()
        with _bounded():
            for entry in expect(record, "entries", list, optional=False):
                catalog._take(entry)
            for decision in expect(record, "decisions", list) or ():
                catalog._take(decision)
        catalog._forget()
        return catalog

    def _take(self, value: object) -> None:
        """Take in what an entry or a decision was saved as."""
        record = _object(value)
        if "decision" in record:
            self._decisions.add(_decision_from(record))
        else:
            self._unite(_sightings_from(record))

    def to_jsonl(self) -> str:
        """Return JSON Lines, a line for each entry; equal catalogs give equal text.

        >>> print(merge([Listing(papers=[Paper(title="One")])]).to_jsonl()[:32])
        {"title": "One", "abstract": nul
        """
        return "".join(self._lines())

    def _lines(self) -> Iterator[str]:
        return map(json_line, chain(map(_entry_record, self), self._said()))

    @classmethod
    def from_jsonl(cls, lines: str) -> Catalog:
        """Make a catalog of what :meth:`to_jsonl` writes; raises :class:`RecordError` for anything else."""
        catalog = cls()
        number = 0
        try:
            for number, line in enumerate(checked(lines, str).split("\n"), 1):  # noqa: B007 - the error tells it
                catalog._take_line(line)
        except RecordError as error:
            raise RecordError(f"line {number}: {error}") from error
        catalog._forget()
        return catalog

    def _take_line(self, line: str) -> None:
        """Take in a line of the file; a blank one holds nothing."""
        if not line.strip():
            return
        try:
            line.encode("utf-8")
            with _bounded():
                self._take(json.loads(line.rstrip("\r\n")))
        except UnicodeEncodeError as error:
            raise RecordError("expected UTF-8") from error
        except json.JSONDecodeError as error:
            raise RecordError(f"expected JSON: {error.msg}") from error

    def save(self, path: AnyPath) -> None:
        """Write the lines of :meth:`to_jsonl` to the file at ``path``, whole or not at all; OSError where it fails."""
        write_whole(path, self._lines())

    @classmethod
    def load(cls, path: AnyPath, *, strict: bool = False) -> Catalog:
        """Read what :meth:`save` writes; a line that is no entry is passed over and told in ``diagnostics``.

        A line may also be a single sighting, as ``paperlist parse --format jsonl`` writes them.
        Raises OSError where there is no such file, and :class:`ParseError <paperlist.errors.ParseError>` for the
        first damaged line where ``strict``.
        """
        catalog = cls()
        found: list[Diagnostic] = []
        start = 0
        with Path(path).open("rb") as file:
            for number, line in enumerate(file, 1):
                shown = line.decode("utf-8-sig", "surrogateescape")
                try:
                    catalog._take_line(shown)
                except RecordError as error:
                    report(found, _damage(error, shown, number, start, os.fspath(path)), strict=strict)
                start += len(shown)
        catalog._forget()
        catalog.diagnostics = tuple(found)
        return catalog


def merge(listings: Iterable[Listing]) -> Catalog:
    """Return the catalog of ``listings``, in whichever order they come; TypeError where one is no Listing.

    Which sightings are of one paper, and why, :mod:`paperlist.dedup.match` and :mod:`paperlist.dedup.cluster` say.

    >>> merge([Listing(papers=[Paper(title="Tides"), Paper(title="Waves")]), Listing(papers=[Paper(title="TIDES")])])
    <Catalog of 2 entries, 3 sightings>
    """
    catalog = Catalog()
    for listing in listings:
        catalog.add(listing)
    return catalog


def _first(entry: Entry) -> Sighting:
    return entry.sightings[0]


def _first_place(entry: Entry) -> tuple[Any, ...]:
    return place(entry.sightings[0])


def _first_text(entry: Entry) -> str:
    return text(entry.sightings[0])


def _first_known(entry: Entry) -> tuple[Any, ...]:
    return known_place(entry.dated[0])


def _with_dates(entry: Entry, dated: Sequence[Dated]) -> Entry:
    """Return ``entry`` with its sightings dated, in the order that follows from it."""
    if all(told is known for (_, told), known in zip(dated, entry.dated, strict=True)):
        return entry
    return evolve(entry, sightings=[seen for seen, _ in dated], dated=[told for _, told in dated])


def _entry_record(entry: Entry) -> Record:
    record = entry.paper.to_dict()
    del record["line"], record["span"]
    return record | {"sightings": [sighting_record(sighting, record) for sighting in entry.sightings]}


def _object(value: object) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise RecordError(f"expected an object, got {value!r:.40}")
    return value


@contextmanager
def _bounded() -> Generator[None, None, None]:
    """Turn what overlong numbers and overdeep nesting raise, when read or shown, into RecordError."""
    try:
        yield
    except (RecordError, json.JSONDecodeError):
        raise
    except (ValueError, RecursionError) as error:
        raise RecordError(f"expected a record of bounded size: {error}") from error


@contextmanager
def _uncollected() -> Generator[None, None, None]:
    """Let the garbage collector rest, if it is awake.

    None of what is made meanwhile is part of a cycle, but as there is much of it, it would go through all the caller's
    papers several times to learn that.
    """
    awake = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if awake:
            gc.enable()


def _sightings_from(value: object) -> list[Sighting]:
    entry = _object(value)
    if "position" in entry:
        return [_sighting_from({}, entry)]
    sightings: list[object] = expect(entry, "sightings", list, optional=False)
    if not sightings:
        raise RecordError("sightings: expected at least one")
    return [_sighting_from(entry, _object(sighting)) for sighting in sightings]


def _sighting_from(entry: Mapping[str, Any], sighting: Mapping[str, Any]) -> Sighting:
    return Sighting(
        paper=Paper.from_dict({**entry, **sighting}),
        source=expect(sighting, "source", str),
        position=expect(sighting, "position", int, optional=False),
        listing_date=date_from_record(sighting, "listing_date"),
    )


def _decision_record(decision: Decision) -> Record:
    sightings = [sighting_record(sighting, {}) for sighting in (decision.one, decision.other)]
    return {"decision": decision.word, "reason": decision.reason, "sightings": sightings}


def _decision_from(record: Mapping[str, Any]) -> Decision:
    word = record["decision"]
    if word not in ("same", "different"):
        raise RecordError(f"decision: expected 'same' or 'different', got {word!r:.40}")
    found: list[object] = expect(record, "sightings", list, optional=False)
    if len(found) != 2:
        raise RecordError(f"sightings: expected two, got {len(found)}")
    one, other = (_sighting_from({}, _object(sighting)) for sighting in found)
    return decide(word, one, other, expect(record, "reason", str, optional=False))


def _damage(error: RecordError, line: str, number: int, start: int, source: str) -> Diagnostic:
    """Return what is wrong with the ``number``-th line, whose first character is the ``start``-th of the file."""
    cause = error.__cause__
    at = cause.pos if isinstance(cause, json.JSONDecodeError) else 0
    at = cause.start if isinstance(cause, UnicodeEncodeError) else at
    end = len(line.rstrip())
    return Diagnostic(
        code="bad-record",
        message=str(error),
        line=number,
        column=at + 1,
        span=(start + at, start + end),
        excerpt=excerpt(line, at, end),
        source=source,
    )
