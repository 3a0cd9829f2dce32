"""List the public calls that take something of any size, each with how to prepare it."""

from __future__ import annotations

import inspect
import io
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final

import paperlist
from paperlist import Catalog, Listing, Paper, diff, listings_from, merge, write

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from paperlist import Entry


@dataclass(frozen=True)
class Call:
    """What is done with listings: before the work is measured, and while it is."""

    prepare: Callable[[list[Listing]], Any]
    work: Callable[[Any], object]


def _whole(listings: list[Listing]) -> Listing:
    """Return one listing with the papers of all."""
    return Listing(papers=[paper for listing in listings for paper in listing], source="all.txt")


def _halves(listings: list[Listing]) -> tuple[Catalog, Catalog]:
    return merge(listings[::2]), merge(listings[1::2])


def _settled(listings: list[Listing]) -> Catalog:
    catalog = merge(listings)
    assert catalog.entries is not None
    return catalog


def _with_listings(listings: list[Listing]) -> tuple[Catalog, list[Listing]]:
    return _settled(listings), listings


def _largest(listings: list[Listing]) -> Entry:
    """Return the entry with the most sightings; the first one of several."""
    return max(merge(listings), key=lambda entry: len(entry.sightings))


def _saved(listings: list[Listing]) -> Path:
    path = Path(tempfile.mkdtemp()) / "catalog.jsonl"
    merge(listings).save(path)
    return path


def _add_in_turn(listings: list[Listing]) -> None:
    catalog = Catalog()
    for listing in listings:
        catalog.add(listing)
        len(catalog)


def _decide(word: str) -> Callable[[Catalog], None]:
    def decide(catalog: Catalog) -> None:
        sightings = catalog.sightings
        for one, other in pairwise(sightings):
            with suppress(ValueError):  # both may have one arXiv id
                getattr(catalog, word)(one, other)
        len(catalog)

    return decide


def _undecide(catalog: Catalog) -> None:
    for one, other in pairwise(catalog.sightings):
        with suppress(ValueError):  # both may show the same
            catalog.undecide(one, other)
    len(catalog)


def _decided(listings: list[Listing]) -> Catalog:
    catalog = merge(listings)
    _decide("same")(catalog)
    return catalog


def _update(path: Path) -> None:
    with Catalog.updating(path) as catalog:
        catalog.add(Listing(papers=[Paper(title="One More")], source="more.txt"))


CALLS: Final[Mapping[str, Call]] = {
    "merge": Call(list, lambda listings: merge(listings).entries),
    "diff": Call(_halves, lambda halves: str(diff(*halves))),
    "listings_from": Call(
        lambda listings: _whole(listings).to_dict()["papers"], lambda rows: list(listings_from(rows))
    ),
    "write": Call(_whole, lambda listing: write(listing, io.StringIO(), format="bibtex")),
    "Catalog.add": Call(list, _add_in_turn),
    "Catalog.entries": Call(list, lambda listings: merge(listings).entries),
    "Catalog.sightings": Call(list, lambda listings: merge(listings).sightings),
    "Catalog.decisions": Call(_settled, lambda catalog: catalog.decisions),
    "Catalog.contradictions": Call(_settled, lambda catalog: catalog.contradictions),
    "Catalog.review": Call(_settled, lambda catalog: [str(review) for review in catalog.review]),
    "Catalog.find": Call(_settled, lambda catalog: (catalog.find("tide"), catalog.find(catalog[0].paper.title))),
    "Catalog.explain": Call(_settled, lambda catalog: str(catalog.explain(catalog[0], catalog[-1]))),
    "Catalog.same": Call(_settled, _decide("same")),
    "Catalog.different": Call(_settled, _decide("different")),
    "Catalog.undecide": Call(_decided, _undecide),
    "Catalog.remove": Call(_settled, lambda catalog: (catalog.remove(catalog.sightings[0].dump.digest), len(catalog))),
    "Catalog.replace": Call(_with_listings, lambda both: (both[0].replace(both[1]), len(both[0]))),
    "Catalog.to_dict": Call(_settled, lambda catalog: catalog.to_dict()),
    "Catalog.to_jsonl": Call(_settled, lambda catalog: catalog.to_jsonl()),
    "Catalog.lines": Call(_settled, lambda catalog: list(catalog.lines())),
    "Catalog.from_dict": Call(
        lambda listings: merge(listings).to_dict(), lambda record: Catalog.from_dict(record).entries
    ),
    "Catalog.from_jsonl": Call(
        lambda listings: merge(listings).to_jsonl(), lambda text: Catalog.from_jsonl(text).entries
    ),
    "Catalog.load": Call(_saved, lambda path: Catalog.load(path).entries),
    "Catalog.save": Call(_saved, lambda path: Catalog.load(path).save(path)),
    "Catalog.updating": Call(_saved, _update),
    "Catalog.__or__": Call(_halves, lambda halves: (halves[0] | halves[1]).entries),
    "Catalog.__eq__": Call(_halves, lambda halves: halves[0] == halves[1]),
    "Catalog.__contains__": Call(_settled, lambda catalog: [entry in catalog for entry in catalog]),
    "Catalog.__getitem__": Call(_settled, lambda catalog: [catalog[entry.id] for entry in catalog]),
    "Catalog._repr_html_": Call(_settled, lambda catalog: catalog._repr_html_()),
    "Entry.changes": Call(_largest, lambda entry: entry.changes),
    "Entry.history": Call(_largest, lambda entry: entry.history),
    "Entry.names": Call(_largest, lambda entry: entry.names),
    "Entry.paper": Call(_largest, lambda entry: entry.paper),
    "Entry.values": Call(_largest, lambda entry: [entry.values(name) for name in ("title", "abstract", "published")]),
    "Entry.why": Call(_settled, lambda catalog: [entry.why for entry in catalog]),
    "Entry._repr_html_": Call(_largest, lambda entry: entry._repr_html_()),
    "Listing.to_dict": Call(_whole, lambda listing: listing.to_dict()),
    "Listing.to_jsonl": Call(_whole, lambda listing: listing.to_jsonl()),
    "Listing.from_dict": Call(lambda listings: _whole(listings).to_dict(), Listing.from_dict),
    "Listing.from_jsonl": Call(lambda listings: _whole(listings).to_jsonl(), Listing.from_jsonl),
    "Listing.index": Call(_whole, lambda listing: listing.index(listing[-1])),
    "Listing.select": Call(_whole, lambda listing: listing.select(attrgetter("title"))),
    "Listing.count": Call(_whole, lambda listing: listing.count(listing[-1])),
    "Listing._repr_html_": Call(_whole, lambda listing: listing._repr_html_()),
    "Dump.of": Call(_whole, paperlist.Dump.of),
    "Sighting.each": Call(_whole, lambda listing: list(paperlist.Sighting.each(listing))),
}
"""Calls that take listings, by the names in :func:`public_calls`."""

TEXT_CALLS: Final[Mapping[str, Callable[[str], object]]] = {
    "parse_text": paperlist.parse_text,
    "explain_text": lambda text: str(paperlist.explain_text(text)),
    "tokenize": paperlist.tokenize,
}
"""Calls that take a text."""

OTHERS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("parse", "parse_many", "explain"), "the text of a file, as the calls that take a text"),
    **dict.fromkeys(
        (
            "Catalog.to_arrow",
            "Catalog.to_pandas",
            "Catalog.to_polars",
            "Listing.to_arrow",
            "Listing.to_pandas",
            "Listing.to_polars",
        ),
        "the work of another library, on the columns of a table",
    ),
    "Catalog.from_stored": "what Catalog.load has read",
    "Catalog.lost_with": "what Catalog.load has read",
    "merge_parts": "files, as parse_many, and what merge takes",
    **dict.fromkeys(("Parts.load", "Parts.lines", "Parts.save"), "files of catalogs, as the calls of a catalog"),
    **dict.fromkeys(("Parts.catalogs", "Parts.review", "Parts.tables"), "the names of files"),
    "Paper.from_dict": "one paper, as Listing.from_dict",
    "Paper.to_dict": "one paper, as Listing.to_dict",
    **dict.fromkeys(
        (
            "ListingDate.assume",
            "ListingDate.date",
            "ListingDate.isoformat",
            "ListingDate.fromisoformat",
            "ListingDate.sort_key",
            "ListingDate.years",
        ),
        "one date",
    ),
    **dict.fromkeys(("Diagnostic.place", "Diagnostic.severity", "Dump.source", "Entry.id"), "one value"),
    **dict.fromkeys(("Sighting.listing_date", "Sighting.snapshot", "Sighting.source", "Sighting.sources"), "one value"),
    **dict.fromkeys(("Sighting.place", "Sighting.is_at"), "one value for each name of the dump"),
    **dict.fromkeys(("Explanation.count", "Explanation.index"), "a sequence, by collections.abc"),
}
"""Calls that are not measured by themselves, each with what it takes."""


def public_calls() -> set[str]:
    """Return the names of all public functions, and of all public methods and properties of classes."""
    found: set[str] = set()
    for name in paperlist.__all__:
        value = getattr(paperlist, name)
        if inspect.isfunction(value):
            found.add(name)
        elif inspect.isclass(value) and not issubclass(value, (Exception, str, tuple)):
            own = (one for one in value.__mro__ if one.__module__.startswith("paperlist"))
            members = {member: kind for one in own for member, kind in vars(one).items() if member[0] != "_"}
            found |= {f"{name}.{member}" for member, kind in members.items() if isinstance(kind, _METHODS)}
    return found


_METHODS: Final = (FunctionType, property, classmethod, staticmethod)
