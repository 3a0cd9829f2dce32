"""Test that copies of a dump count once, and that different dumps count each."""

from __future__ import annotations

import itertools

import pytest
from attrs import evolve

from paperlist.catalog import Catalog, merge
from paperlist.catalog.sightings import combine
from paperlist.model import Dump, Listing, ListingDate, Paper, Sighting


def _dump(source: str, *papers: Paper, snapshot: str | None = None, date: ListingDate | None = None) -> Listing:
    return Listing(papers=papers, source=source, snapshot=snapshot, date=date, is_dump=True)


ONE_DAY = ListingDate(month=3, day=1)
CARDS = (Paper(title="Tides", upvotes=3), Paper(title="Waves"))
DUMP = _dump("a.txt", *CARDS, date=ONE_DAY)
COPIES = [
    ("another spelling of the path", DUMP, evolve(DUMP, source="./in/../a.txt"), 1),
    ("a compressed copy", DUMP, evolve(DUMP, source="a.txt.gz"), 1),
    ("one dump, read with a year", DUMP, evolve(DUMP, date=evolve(ONE_DAY, year=2024, year_basis="as_of")), 1),
    ("one dump, read with a day", DUMP, evolve(DUMP, source="b.txt", snapshot="2024-05-01"), 1),
    ("another count", DUMP, _dump("a.txt", evolve(CARDS[0], upvotes=4), CARDS[1], date=ONE_DAY), 2),
    ("one card more", DUMP, _dump("a.txt", *CARDS, Paper(title="Ebb"), date=ONE_DAY), 2),
    ("another listing date", DUMP, evolve(DUMP, date=evolve(ONE_DAY, day=2)), 2),
    ("two days", evolve(DUMP, snapshot="2024-05-01"), evolve(DUMP, snapshot="2024-05-02"), 2),
    ("listings of two names that are no dumps", Listing(papers=CARDS, source="a"), Listing(papers=CARDS), 2),
]


@pytest.mark.parametrize(("one", "other", "seen"), [case[1:] for case in COPIES], ids=[case[0] for case in COPIES])
def test_a_dump_is_what_it_prints(one: Listing, other: Listing, seen: int) -> None:
    """Copies are seen once; pages that print something else, or were saved on another day, are seen each."""
    for pages in ([one, other], [other, one], [one, other, one]):
        catalog = merge(pages)
        assert [len(entry.sightings) for entry in catalog][:2] == [seen, seen]
        assert Catalog.from_jsonl(catalog.to_jsonl()) == catalog


def test_a_dump_has_the_names_of_all_copies() -> None:
    """In order, each once, and they survive saving; a copy of unknown day gives way to one whose day is known."""
    catalog = merge([evolve(DUMP, source=name) for name in ("b.txt", "a.txt.gz", "a.txt", "b.txt")])
    assert {sighting.sources for sighting in catalog.sightings} == {("a.txt", "a.txt.gz", "b.txt")}
    assert catalog.sightings[0].source == "a.txt"
    assert Catalog.from_jsonl(catalog.to_jsonl()).sightings[0].sources == ("a.txt", "a.txt.gz", "b.txt")
    catalog.add(evolve(DUMP, source="c.txt", snapshot="2024-05-01"))
    assert [(sighting.sources, sighting.snapshot) for sighting in catalog.sightings] == [(("c.txt",), "2024-05-01")] * 2


@pytest.mark.parametrize("abstract", [None, "Water rises."])
def test_copies_of_unknown_day_give_way_in_any_order(abstract: str | None) -> None:
    """Several copies, some of whose cards no dump of known day shows: all orders give the same bytes."""
    other = evolve(DUMP, papers=(evolve(CARDS[0], abstract=abstract), CARDS[1]))
    pages = [
        DUMP,
        evolve(DUMP, source="b.txt"),
        evolve(other, source="c.txt"),
        evolve(DUMP, source="d.txt", snapshot="2024-05-01"),
        evolve(DUMP, source="e.txt", snapshot="2024-05-02"),
    ]
    seen = {merge(order).to_jsonl() for order in itertools.permutations(pages)}
    assert len(seen) == 1
    grown = Catalog()
    for page in pages * 2:
        grown = Catalog.from_jsonl((grown | merge([page])).to_jsonl())
    assert {grown.to_jsonl()} == seen
    assert len(grown.sightings) == (4 if abstract is None else 5)


def test_a_decision_holds_for_every_copy() -> None:
    """What was decided about a card holds wherever the same card is seen."""
    catalog = merge([DUMP])
    catalog.same(catalog[0], catalog[1])
    dated = merge([evolve(DUMP, source="b.txt", snapshot="2024-05-01")])
    assert len(catalog | dated) == len(dated | catalog) == 1


def test_what_is_in_a_catalog() -> None:
    """A title, however spelt, an id, and an entry are found; anything else is a TypeError, never silently False."""
    catalog = merge([DUMP])
    assert "TIDES" in catalog
    assert catalog[0].id in catalog
    assert catalog[0] in catalog
    assert "Ebb" not in catalog
    assert merge([Listing(papers=[Paper(title="Ebb")])])[0] not in catalog
    with pytest.raises(TypeError, match="expected a title, an id or an Entry, got Paper"):
        _ = CARDS[0] in catalog


def test_entries_by_place_and_by_id() -> None:
    """``catalog[0]``, ``catalog[-1]``, slices and ids give entries; what is not there raises as in a list or a dict."""
    catalog = merge([DUMP])
    assert [catalog[0].paper.title, catalog[-1].paper.title] == ["Tides", "Waves"]
    assert catalog[1:] == (catalog[1],)
    assert catalog[catalog[1].id] == catalog[1]
    with pytest.raises(IndexError):
        catalog[2]
    with pytest.raises(KeyError):
        catalog["Tides"]


def test_entries_are_found_by_id_arxiv_id_and_title() -> None:
    """In this order; an arXiv id with or without its version."""
    catalog = merge([_dump("a.txt", *CARDS, Paper(title="Ebb", arxiv_id="2401.00001v2"))])
    for wanted in ("2401.00001", "2401.00001v1", "ebb", catalog.find("ebb")[0].id):
        assert [entry.paper.title for entry in catalog.find(wanted)] == ["Ebb"]


def test_equal_sightings_of_one_dump_keep_the_first_place() -> None:
    """A card that was read at two lines of one dump stood at the first."""
    dump = Dump(digest="1")
    late, early = (Sighting(paper=Paper(title="Tides", line=line), dump=dump) for line in (9, 3))
    assert combine(late, early).paper.line == combine(early, late).paper.line == 3
    assert combine(late, early).dump is dump
