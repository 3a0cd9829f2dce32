"""Test that a catalog is a collection of entries, and that saving and loading it changes no byte."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.catalog import Catalog, merge
from paperlist.errors import RecordError
from paperlist.model import Listing, ListingDate, Paper, json_line
from paperlist.model.texts import sighting_record
from tests.helpers.strategies import listings


def _catalog() -> Catalog:
    """Return a catalog of two entries and three sightings."""
    early = [
        Paper(title="A Study of Tides", upvotes=1, line=3, span=(4, 20)),
        Paper(title="Ebb", arxiv_id="2401.00001"),
    ]
    return merge(
        [
            Listing(papers=early, date=ListingDate(month=2, day=1, year=2024, year_basis="as_of"), source="a.txt"),
            Listing(papers=[Paper(title="a study of TIDES", upvotes=2)], date=ListingDate(month=2, day=2, year=2024)),
        ]
    )


def _entry(**changes: Any) -> dict[str, Any]:
    """Return the record of an entry, changed so; a change to ``...`` takes the key away."""
    record = {"title": "Tides", "sightings": [{"source": None, "position": 0, "listing_date": None}]} | changes
    return {name: value for name, value in record.items() if value is not ...}


@given(st.lists(listings(), max_size=5))
def test_records_give_the_catalog_back(pages: list[Listing]) -> None:
    """What ``to_dict`` and ``to_jsonl`` write is read as an equal catalog, which writes the same bytes."""
    catalog = merge(pages)
    copies = [
        Catalog.from_dict(catalog.to_dict()),
        Catalog.from_dict(json.loads(json.dumps(catalog.to_dict()))),
        Catalog.from_jsonl(catalog.to_jsonl()),
        pickle.loads(pickle.dumps(catalog)),  # noqa: S301 - made here
    ]
    assert all(copy == catalog for copy in copies)
    assert {copy.to_jsonl() for copy in copies} == {catalog.to_jsonl()}


@given(st.lists(listings(), max_size=5))
def test_a_sighting_record_is_the_paper_as_seen(pages: list[Listing]) -> None:
    """With its abstract looked up, a sighting's record reads as the paper of the sighting, to its line and span."""
    catalog = merge(pages)
    for entry, record in zip(catalog, catalog.to_dict()["entries"], strict=True):
        assert Paper.from_dict(record) == entry.paper
        assert record["id"] == entry.id
        texts = [record["abstract"], *record["other_abstracts"]]
        assert len(set(texts)) == len(texts)
        for sighting, seen in zip(record["sightings"], entry.sightings, strict=True):
            number = sighting["abstract"]
            paper = Paper.from_dict({**sighting, "abstract": None if number is None else texts[number]})
            assert attrs.asdict(paper) == attrs.asdict(seen.paper) | {"confidence": None}


def test_the_lines_of_the_file() -> None:
    """An entry is complete in itself: the best values, and for each sighting all that its page shows."""
    first, one, other, last = map(json.loads, _catalog().to_jsonl().splitlines())
    assert first == {"paperlist": "catalog", "version": 2}
    published = {"published": None, "published_year_basis": None, "published_earliest": None, "published_latest": None}
    nothing = {"author_count": None, "organization": None, **published, "comments": None, "submitted_by": None}
    nothing |= {"arxiv_id": None, "github_stars": None, "abstract": None}
    assert one == {
        "id": _catalog()[0].id,
        **nothing,
        "title": "a study of TIDES",
        "upvotes": 2,
        "other_abstracts": [],
        "sightings": [
            {
                **nothing,
                "sources": ["a.txt"],
                "snapshot": None,
                "page": "name:a.txt",
                "position": 0,
                "listing_date": "2024-02-01",
                "listing_date_year_basis": "as_of",
                "listing_date_earliest": 2024,
                "listing_date_latest": 2024,
                "title": "A Study of Tides",
                "upvotes": 1,
                "line": 3,
                "span": [4, 20],
            },
            {
                **nothing,
                "sources": [],
                "snapshot": None,
                "page": "",
                "position": 0,
                "listing_date": "2024-02-02",
                "listing_date_year_basis": None,
                "listing_date_earliest": 2024,
                "listing_date_latest": 2024,
                "title": "a study of TIDES",
                "upvotes": 2,
                "line": None,
                "span": None,
            },
        ],
        "check": one["check"],
    }
    assert other["arxiv_id"] == "2401.00001"
    assert last == {
        "paperlist": "end",
        "version": 2,
        "counts": {"entries": 2, "sightings": 3, "decisions": 0, "unread": 0},
        "checksum": last["checksum"],
    }


def test_a_catalog_is_a_container() -> None:
    """It has a length, entries in order, and is true when there is one."""
    catalog = _catalog()
    assert len(catalog) == 2
    assert [entry.paper.title for entry in catalog] == ["a study of TIDES", "Ebb"]
    assert tuple(catalog) == catalog.entries
    assert tuple(reversed(catalog)) == catalog.entries[::-1]
    assert not Catalog()


def test_a_short_repr() -> None:
    """A catalog and its entries tell what they are without telling all."""
    assert repr(_catalog()) == "<Catalog of 2 entries, 3 sightings>"
    assert repr(_catalog().entries[0]) == "<Entry 'a study of TIDES', 2 sightings>"


def test_a_copy_grows_by_itself() -> None:
    """Neither what is added to it, nor what is decided in it, changes the other."""
    catalog = _catalog()
    twin = copy.copy(catalog)
    assert twin == catalog
    twin.add(Listing(papers=[Paper(title="Waves")]))
    twin.same(twin.entries[0], twin.entries[1])
    assert (len(twin), len(twin.entries), len(twin.sightings)) == (2, 2, 4)
    assert catalog == _catalog()
    assert (len(catalog), len(catalog.entries)) == (2, 2)


def test_only_entries_are_decided_on_and_only_titles_found() -> None:
    """Anything else is a TypeError that says so."""
    catalog = _catalog()
    wrong: Any = Paper(title="Tides")
    with pytest.raises(TypeError, match="expected Entry or Sighting or str, got Paper"):
        catalog.same(wrong, catalog.entries[0])
    with pytest.raises(TypeError, match="expected str, got Paper"):
        catalog.find(wrong)


def test_a_line_may_be_a_single_sighting() -> None:
    """Such are the lines that the command line writes for dumps; entries of several come of several lines."""
    catalog = _catalog()
    lines = "".join(json_line(sighting_record(sighting)) for sighting in catalog.sightings)
    assert Catalog.from_jsonl(lines) == catalog


def test_equality_is_that_of_the_sightings() -> None:
    """Diagnostics do not count, one sighting does, and what is no catalog is unequal."""
    catalog = _catalog()
    assert catalog == _catalog() | Catalog()
    assert catalog != Catalog()
    assert catalog != catalog.sightings
    with pytest.raises(TypeError, match="unhashable"):
        hash(catalog)


FOUND = [
    ("ebb!", ["An Etude"]),
    ("Study of tides", ["a study of TIDES", "A Study of Tides II"]),
    ("a study of tides", ["a study of TIDES"]),
    ("Étude", ["An Etude"]),
    ("TUD", ["a study of TIDES", "An Etude", "A Study of Tides II"]),
    ("Waves", []),
    ("", []),
    ("?", []),
]


@pytest.mark.parametrize(("title", "titles"), FOUND)
def test_entries_are_found_by_any_of_their_titles(title: str, titles: list[str]) -> None:
    """A whole title comes before a part of one, spelling aside, and entries keep their order."""
    more = [Paper(title="An Etude", arxiv_id="2401.00001"), Paper(title="Étude", arxiv_id="2401.00001")]
    catalog = _catalog() | merge([Listing(papers=[Paper(title="A Study of Tides II"), *more])])
    assert [entry.paper.title for entry in catalog.find(title)] == titles


def test_what_changed_since_the_last_search_is_found() -> None:
    """A search sees listings that were added, catalogs that were united, and decisions that were made since then."""
    catalog = _catalog()
    study, ebb = catalog
    assert catalog.find("Waves") == catalog.find("2401.00002") == []
    assert "Waves" not in catalog
    catalog.add(Listing(papers=[Paper(title="Waves", arxiv_id="2401.00002v3")]))
    assert "waves" in catalog
    assert catalog.find("wave") == catalog.find("arXiv:2401.00002") == [catalog.entries[-1]]
    catalog |= merge([Listing(papers=[Paper(title="Moons")])])
    assert catalog.find("moons")[0] in catalog
    assert study in catalog
    catalog.same(study, ebb)
    assert study not in catalog
    assert catalog.find(study.id) == catalog.find(ebb.id) == catalog.find("Ebb")


DEEP = "[" * 100_000

BAD_ENTRIES: list[tuple[Any, str]] = [
    (None, "expected an object, got None"),
    ([], "expected an object, got []"),
    (_entry(title=...), "title: expected str, got nothing"),
    (_entry(title=3), "title: expected str, got int 3"),
    (_entry(upvotes="3"), "upvotes: expected int, got str '3'"),
    (_entry(upvotes=1.5), "upvotes: expected int, got float 1.5"),
    (_entry(published="2024-02-30"), "expected a date such as 2024-12-12 or --12-12, got '2024-02-30'"),
    (_entry(sightings=...), "sightings: expected list, got nothing"),
    (_entry(sightings={}), "sightings: expected list, got dict {}"),
    (_entry(sightings=[]), "sightings: expected at least one"),
    (_entry(sightings=[3]), "expected an object, got 3"),
    (_entry(sightings=[{"source": None}]), "position: expected int, got nothing"),
    (_entry(sightings=[{"position": True}]), "position: expected int, got bool True"),
    (_entry(sightings=[{"position": 0, "source": 3}]), "source: expected str, got int 3"),
    (_entry(sightings=[{"position": 0, "listing_date": "today"}]), "expected a date such as"),
    (_entry(sightings=[{"position": 0, "title": 3}]), "title: expected str, got int 3"),
    (_entry(sightings=[{"position": 0, "sources": ["a.txt", 3]}]), "sources: expected texts, got ['a.txt', 3]"),
    (_entry(sightings=[{"position": 0, "sources": "a.txt"}]), "sources: expected list, got str 'a.txt'"),
    (_entry(id="1"), "other_abstracts: expected list, got nothing"),
    (
        _entry(id="1", other_abstracts=["A."], sightings=[{"position": 0, "abstract": 2}]),
        "abstract: expected a number below 2, got 2",
    ),
    (
        _entry(id="1", other_abstracts=["A."], sightings=[{"position": 0, "abstract": 0}]),
        "abstract: expected a number below 2, got 0",
    ),
]


@pytest.mark.parametrize(("entry", "message"), BAD_ENTRIES)
def test_records_that_are_no_entries_are_refused(entry: Any, message: str) -> None:
    """``from_dict`` and ``from_jsonl`` say what they expected, and where."""
    with pytest.raises(RecordError) as of_dict:
        Catalog.from_dict({"entries": [_entry(), entry]})
    with pytest.raises(RecordError) as of_jsonl:
        Catalog.from_jsonl(f"{json.dumps(_entry())}\n\n{json.dumps(entry)}\n")
    assert str(of_dict.value).startswith(message)
    assert str(of_jsonl.value).startswith(f"line 3: {message}")


@pytest.mark.parametrize("record", [None, [], {}, {"entries": None}, {"entries": {}}])
def test_records_that_are_no_catalog_are_refused(record: Any) -> None:
    """``from_dict`` takes a dict with a list of entries."""
    with pytest.raises(RecordError):
        Catalog.from_dict(record)


def _nested() -> Any:
    value: list[Any] = []
    for _ in range(100_000):
        value = [value]
    return value


@pytest.mark.parametrize("value", [10**5000, -(10**5000)], ids=["huge", "huge negative"])
def test_overlong_numbers_in_records_are_refused(value: Any) -> None:
    """A number too long to be shown is no traceback of its own."""
    with pytest.raises(RecordError):
        Catalog.from_dict({"entries": [_entry(title=value)]})


def test_overdeep_records_are_refused() -> None:
    """Nesting too deep to be shown is no traceback of its own."""
    with pytest.raises(RecordError):
        Catalog.from_dict({"entries": [_entry(title=_nested())]})
    with pytest.raises(RecordError):
        Catalog.from_dict({"entries": _nested()})


def test_keys_that_are_not_known_are_refused() -> None:
    """They would be lost when the catalog is saved."""
    with pytest.raises(RecordError, match="unknown key 'colour'"):
        Catalog.from_dict({"entries": [_entry(colour="blue")]})
    with pytest.raises(RecordError, match="unknown key 'colour'"):
        Catalog.from_dict({"entries": [_entry(sightings=[{"position": 0, "colour": "blue"}])]})
