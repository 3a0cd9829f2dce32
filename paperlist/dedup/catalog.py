"""What is known of all papers?

A catalog is a set of sightings, and everything else it tells follows from that set: entries, surviving values, order,
bytes. So catalogs unite as sets do, in any order, any grouping and any number of times.

Its file is JSON Lines, a line for each entry: the surviving paper's fields, and ``sightings``, a list of objects with
``source``, ``position``, ``listing_date``, ``listing_date_year_basis`` and those fields in which the paper seen there
differs from the surviving one. ``{**entry, **sighting}`` is the paper as it was seen.
"""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from attrs import Factory, field, frozen

from ..errors import Diagnostic, RecordError, excerpt, expect, report
from ..model import Listing, Paper, Record, Sighting, date_from_record, date_record, json_line
from ..writing import write_whole
from .cluster import clusters
from .merge import surviving, values
from .normalize import title_key

AnyPath: TypeAlias = "str | os.PathLike[str]"
Kind = TypeVar("Kind")


def _surviving(entry: Entry) -> Paper:
    return surviving(entry.sightings)


@frozen(kw_only=True)
class Entry:
    """One paper of a catalog: all its ``sightings``, in order, and the ``paper`` that stands for them.

    >>> catalog = merge([Listing(papers=[Paper(title="One", upvotes=3)]), Listing(papers=[Paper(title="ONE")])])
    >>> [entry] = catalog
    >>> entry.paper.upvotes, len(entry.sightings), entry.values("title")
    (3, 2, ('ONE', 'One'))
    """

    sightings: tuple[Sighting, ...] = field(repr=False)
    paper: Paper = field(init=False, default=Factory(_surviving, takes_self=True))

    def values(self, name: str) -> tuple[Any, ...]:
        """Return the distinct values that the sightings show for a field of the paper, the one that stands first.

        Values are None in no case; ValueError where a paper has no such field.
        """
        return values(self.sightings, name)


class Catalog:
    """All papers of some listings, each once: a container with ``len``, iteration over entries, ``|`` and ``==``.

    Entries come in the order in which their papers were first seen: by listing date (see
    :meth:`ListingDate.sort_key <paperlist.model.ListingDate.sort_key>`, undated last), source and position. Catalogs
    are equal when their sightings are; ``diagnostics``, of what could not be read, are no part of that.

    >>> monday = merge([Listing(papers=[Paper(title="One"), Paper(title="Two")], source="mon.txt")])
    >>> tuesday = merge([Listing(papers=[Paper(title="Two")], source="tue.txt")])
    >>> monday | tuesday
    <Catalog of 2 entries, 3 sightings>
    >>> monday | tuesday == tuesday | monday | monday
    True
    """

    __slots__ = ("_entries", "_seen", "diagnostics")

    def __init__(self) -> None:
        self.diagnostics: tuple[Diagnostic, ...] = ()
        self._seen: dict[Sighting, Sighting] = {}
        self._entries: tuple[Entry, ...] | None = None

    def add(self, listing: Listing) -> None:
        """Unite the sightings of ``listing`` with those of this catalog, in place; TypeError if it is no Listing."""
        self._unite(Sighting.each(_checked(listing, Listing)))

    def _unite(self, sightings: Iterable[Sighting]) -> None:
        for sighting in sightings:
            met = self._seen.setdefault(sighting, sighting)
            if met is not sighting and _uncompared(met) != _uncompared(sighting):
                self._seen[sighting] = min(met, sighting, key=_text)
        self._entries = None

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
        if self._entries is None:
            self._entries = tuple(Entry(sightings=tuple(group)) for group in clusters(self.sightings))
        return self._entries

    @property
    def sightings(self) -> tuple[Sighting, ...]:
        """All sightings, in order."""
        return tuple(_ordered(self._seen.values()))

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
    def from_jsonl(cls, text: str) -> Catalog:
        """Make a catalog of what :meth:`to_jsonl` writes; raises :class:`RecordError` for anything else."""
        catalog = cls()
        number = 0
        try:
            for number, line in enumerate(text.split("\n"), 1):  # noqa: B007 - the error tells it
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
                text = line.decode("utf-8-sig", "surrogateescape")
                try:
                    catalog._unite(_sightings_in(text))
                except RecordError as error:
                    report(found, _damage(error, text, number, start, os.fspath(path)), strict=strict)
                start += len(text)
        catalog.diagnostics = tuple(found)
        return catalog


def _checked(value: object, kind: type[Kind]) -> Kind:
    if not isinstance(value, kind):
        raise TypeError(f"expected a {kind.__name__}, got {type(value).__name__} {value!r:.40}")
    return value


def merge(listings: Iterable[Listing]) -> Catalog:
    """Return the catalog of ``listings``, in whichever order they come; TypeError where one is no Listing.

    Sightings are of one paper when they carry the same arXiv id or, where that does not part them, the same title but
    for its spelling.

    >>> merge([Listing(papers=[Paper(title="One"), Paper(title="Two")]), Listing(papers=[Paper(title="ONE")])])
    <Catalog of 2 entries, 3 sightings>
    """
    catalog = Catalog()
    for listing in listings:
        catalog.add(listing)
    return catalog


def _place(sighting: Sighting) -> tuple[Any, ...]:
    date = sighting.listing_date
    day = (True,) if date is None else (False, *date.sort_key())
    return day, sighting.source or "", sighting.position, sighting.paper.title


def _ordered(sightings: Iterable[Sighting]) -> Iterator[Sighting]:
    """Yield ``sightings`` in a total order, by the text of each (which is slow to make) only where the rest ties."""
    for _, run in groupby(sorted(sightings, key=_place), key=_place):
        tied = list(run)
        yield from sorted(tied, key=_text) if len(tied) > 1 else tied


def _text(sighting: Sighting) -> str:
    return json_line(_sighting_record(sighting, {}))


def _uncompared(sighting: Sighting) -> tuple[Any, ...]:
    """Return what may differ between equal sightings."""
    paper, date = sighting.paper, sighting.listing_date
    return paper.line, paper.span, paper.published and paper.published.year_basis, date and date.year_basis


def _sighting_record(sighting: Sighting, entry: Record) -> Record:
    return {
        "source": sighting.source,
        "position": sighting.position,
        **date_record("listing_date", sighting.listing_date),
        **{name: value for name, value in sighting.paper.to_dict().items() if value != entry.get(name)},
    }


def _entry_record(entry: Entry) -> Record:
    record = entry.paper.to_dict()
    del record["line"], record["span"]
    return record | {"sightings": [_sighting_record(sighting, record) for sighting in entry.sightings]}


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
