"""What is known of all papers?

A catalog is a set of sightings and a set of the caller's decisions, and everything else it tells follows from these:
entries, surviving values, order, bytes. So catalogs unite as sets do, in any order, any grouping, any number of times.

Its file is JSON Lines, a line for each entry: the surviving paper's fields, and ``sightings``, a list of objects with
``source``, ``position``, ``listing_date``, ``listing_date_year_basis`` and those fields in which the paper seen there
differs from the surviving one. ``{**entry, **sighting}`` is the paper as it was seen. Then a line for each decision:
``decision`` (``same`` or ``different``), ``reason``, and the two ``sightings`` in full.
"""

from __future__ import annotations

import json
import os
from bisect import bisect_left, bisect_right
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from attrs import field, frozen

from ..errors import Diagnostic, RecordError, excerpt, expect, report
from ..model import Listing, Paper, Record, Sighting, date_from_record, json_line
from ..writing import write_whole
from .cluster import Clusters, Label
from .merge import surviving, values
from .normalize import title_key
from .order import ordered, place, sighting_record, text

if TYPE_CHECKING:
    from .decide import Decision

AnyPath: TypeAlias = "str | os.PathLike[str]"
Kind = TypeVar("Kind")

FEW: Final = 20
"""Where fewer than one in so many entries are new, each is put in its place, and else all are sorted."""


@frozen(kw_only=True)
class Entry:
    """One paper of a catalog: all its ``sightings``, in order, and the ``paper`` that stands for them.

    >>> catalog = merge([Listing(papers=[Paper(title="Tides", upvotes=3)]), Listing(papers=[Paper(title="TIDES")])])
    >>> [entry] = catalog
    >>> entry.paper.upvotes, len(entry.sightings), entry.values("title")
    (3, 2, ('TIDES', 'Tides'))
    """

    sightings: tuple[Sighting, ...] = field(repr=False)

    @property
    def paper(self) -> Paper:
        """The paper that stands for all sightings: the best value of each field."""
        return surviving(self.sightings)

    def values(self, name: str) -> tuple[Any, ...]:
        """Return the distinct values that the sightings show for a field of the paper, the one that stands first.

        Values are None in no case; ValueError where a paper has no such field.
        """
        return values(self.sightings, name)


class Catalog:
    """All papers of some listings, each once: a container with ``len``, iteration over entries, ``|`` and ``==``.

    Entries come in the order in which their papers were first seen (see :mod:`paperlist.dedup.order`). Catalogs are
    equal when their sightings and decisions are; ``diagnostics``, of what could not be read, are no part of that.

    >>> monday = merge([Listing(papers=[Paper(title="Tides"), Paper(title="Waves")], source="mon.txt")])
    >>> tuesday = merge([Listing(papers=[Paper(title="Waves")], source="tue.txt")])
    >>> monday | tuesday
    <Catalog of 2 entries, 3 sightings>
    >>> monday | tuesday == tuesday | monday | monday
    True
    """

    __slots__ = ("_by_label", "_clusters", "_decisions", "_entries", "_new", "_seen", "_shown", "_stale", "diagnostics")

    def __init__(self) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = ()
        self._seen: dict[Sighting, Sighting] = {}
        self._decisions: set[Decision] = set()
        self._forget()

    def _forget(self) -> None:
        """Let all that follows from sightings and decisions be worked out anew."""
        said: dict[Sighting, list[Decision]] = {}
        for decision in self._decisions:
            for sighting in (decision.one, decision.other):
                said.setdefault(sighting, []).append(decision)
        self._clusters = Clusters(decisions=said)
        self._new = {id(sighting): sighting for sighting in self._seen.values()}
        self._stale: list[Sighting] = []
        self._by_label: dict[Label, Entry] = {}
        self._entries: list[Entry] = []
        self._shown: tuple[Entry, ...] | None = None

    def add(self, listing: Listing) -> None:
        """Unite the sightings of ``listing`` with those of this catalog, in place; TypeError if it is no Listing."""
        self._unite(Sighting.each(_checked(listing, Listing)))

    def _unite(self, sightings: Iterable[Sighting]) -> None:
        for sighting in sightings:
            met = self._seen.setdefault(sighting, sighting)
            if met is sighting:
                self._new[id(sighting)] = sighting
            elif _uncompared(met) != _uncompared(sighting):
                self._replace(met, min(met, sighting, key=text))
        self._shown = None

    def _replace(self, old: Sighting, new: Sighting) -> None:
        if old is not new:
            self._seen[old] = new
            if self._new.pop(id(old), None) is None:
                self._stale.append(old)
            self._new[id(new)] = new

    def __or__(self, other: Catalog) -> Catalog:
        made = Catalog()
        made |= self
        made |= other
        return made

    def __ior__(self, other: Catalog) -> Catalog:  # noqa: PYI034 - typing.Self came with Python 3.11
        self._unite(tuple(_checked(other, Catalog)._seen.values()))
        self.diagnostics = tuple(dict.fromkeys((*self.diagnostics, *other.diagnostics)))
        return self

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The entries, in the order in which their papers were first seen."""
        if self._shown is None:
            self._settle()
            self._shown = tuple(self._entries)
        return self._shown

    def _settle(self) -> None:
        """Let the entries show the sightings that came since they were last looked at."""
        old, new = self._clusters.update(self._new.values(), self._stale)
        self._new, self._stale = {}, []
        gone = [entry for label in old if (entry := self._by_label.pop(label, None)) is not None]
        come = {label: self._entry(label) for label in new}
        self._by_label.update(come)
        if len(come) * FEW > len(self._by_label):
            self._entries = (
                [entry_of[s] for s in ordered(entry_of)]
                if (entry_of := {entry.sightings[0]: entry for entry in self._by_label.values()})
                else []
            )
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
        return Entry(sightings=tuple(ordered(s for one in sorted(labels) for s in self._clusters.group(one))))

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """All sightings, in order."""
        return tuple(ordered(self._seen.values()))

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __eq__(self, other: object) -> bool:
        return self._seen.keys() == other._seen.keys() if isinstance(other, Catalog) else NotImplemented

    __hash__ = None  # type: ignore[assignment] # a catalog grows

    def __repr__(self) -> str:
        return f"<Catalog of {len(self)} entries, {len(self._seen)} sightings>"

    def find(self, title: str) -> list[Entry]:
        """Return the entries with a sighting so titled, however spelt; without any, those with it within a title.

        >>> catalog = merge([Listing(papers=[Paper(title="A Study of Tides"), Paper(title="Tides")])])
        >>> [entry.paper.title for entry in catalog.find("TIDES!")], len(catalog.find("study"))
        (['Tides'], 1)
        """
        sought = title_key(title)
        keys = [(entry, {title_key(text) for text in entry.values("title")}) for entry in self]
        exact = [entry for entry, known in keys if sought in known]
        return exact or [entry for entry, known in keys if sought and any(sought in key for key in known)]

    def to_dict(self) -> Record:
        """Return a dict of JSON's types: ``entries``, a list of what the lines of :meth:`to_jsonl` hold."""
        return {"entries": [_entry_record(entry) for entry in self]}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Catalog:
        """Make a catalog of what :meth:`to_dict` gives; raises :class:`RecordError` for anything else."""
        catalog = cls()
        with _bounded():
            for entry in expect(_object(record), "entries", list, optional=False):
                catalog._unite(_sightings_from(entry))
        return catalog

    def to_jsonl(self) -> str:
        """Return JSON Lines, a line for each entry; equal catalogs give equal text.

        >>> print(merge([Listing(papers=[Paper(title="One")])]).to_jsonl()[:32])
        {"title": "One", "abstract": nul
        """
        return "".join(self._lines())

    def _lines(self) -> Iterator[str]:
        return (json_line(_entry_record(entry)) for entry in self)

    @classmethod
    def from_jsonl(cls, lines: str) -> Catalog:
        """Make a catalog of what :meth:`to_jsonl` writes; raises :class:`RecordError` for anything else."""
        catalog = cls()
        number = 0
        try:
            for number, line in enumerate(lines.split("\n"), 1):  # noqa: B007 - the error tells it
                catalog._unite(_sightings_in(line))
        except RecordError as error:
            raise RecordError(f"line {number}: {error}") from error
        return catalog

    def save(self, path: AnyPath) -> None:
        """Write the lines of :meth:`to_jsonl` to the file at ``path``, whole or not at all; OSError where it fails."""
        write_whole(path, self._lines())

    @classmethod
    def load(cls, path: AnyPath, *, strict: bool = False) -> Catalog:
        """Read what :meth:`save` writes; a line that is no entry is passed over and told in ``diagnostics``.

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
                    catalog._unite(_sightings_in(shown))
                except RecordError as error:
                    report(found, _damage(error, shown, number, start, os.fspath(path)), strict=strict)
                start += len(shown)
        catalog.diagnostics = tuple(found)
        return catalog


def _checked(value: object, kind: type[Kind]) -> Kind:
    if not isinstance(value, kind):
        raise TypeError(f"expected a {kind.__name__}, got {type(value).__name__} {value!r:.40}")
    return value


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


def _first_place(entry: Entry) -> tuple[Any, ...]:
    return place(entry.sightings[0])


def _first_text(entry: Entry) -> str:
    return text(entry.sightings[0])


def _uncompared(sighting: Sighting) -> tuple[Any, ...]:
    """Return what may differ between equal sightings."""
    paper, date = sighting.paper, sighting.listing_date
    return paper.line, paper.span, paper.published and paper.published.year_basis, date and date.year_basis


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


def _sightings_from(value: object) -> list[Sighting]:
    entry = _object(value)
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


def _sightings_in(line: str) -> list[Sighting]:
    """Return the sightings on a line of the file, none on a blank one."""
    if not line.strip():
        return []
    try:
        line.encode("utf-8")
        with _bounded():
            return _sightings_from(json.loads(line.rstrip("\r\n")))
    except UnicodeEncodeError as error:
        raise RecordError("expected UTF-8") from error
    except json.JSONDecodeError as error:
        raise RecordError(f"expected JSON: {error.msg}") from error


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
