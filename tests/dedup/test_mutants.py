"""Test that the tests of merging fail for each mutant, which breaks one rule of merging."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve

from paperlist.catalog import Catalog, merge, sightings
from paperlist.catalog.entry import survivors
from paperlist.dedup import order
from paperlist.dedup.candidates import keys
from paperlist.dedup.cluster import clusters, splitting
from paperlist.dedup.evidence import weights
from paperlist.model import Listing, ListingDate, Paper, Sighting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SHORE = (
    "Where the shoreline moves with every tide, forecasts made on a fixed grid fail. "
    "We follow the water's edge with a graph whose nodes are buoys, each free to drift. "
    "Messages pass along the edges that the current keeps alive, and along no other."
)
CARDS = (
    ("Tidal Graphs for Buoys", SHORE, None),
    ("Tidal Graphs for Drifting Buoys", SHORE, None),
    ("Tidal Graphs 2 for Buoys", SHORE, None),
    ("Fading Ink", None, "2401.00001"),
    ("Inks That Fade", None, "2401.00001v2"),
    ("Lamps", None, "2401.00002"),
    ("Lamps", None, "2401.00003"),
)
TOGETHER = [{0, 1}, {2}, {3, 4}, {5}, {6}]
"""Which of the cards are of one paper."""


def _page(day: int, source: str, *papers: Paper) -> Listing:
    return Listing(papers=papers, source=source, date=ListingDate(month=3, day=day, year=2024))


def _pages() -> list[Listing]:
    """Return four pages with all cards, each day's with other upvotes, and one of them with other lines again."""
    cards = [Paper(title=title, abstract=abstract, arxiv_id=arxiv_id) for title, abstract, arxiv_id in CARDS]
    pages = [_page(day, f"{9 - day}.txt", *(evolve(card, upvotes=day) for card in cards)) for day in (3, 1, 2)]
    again = [evolve(paper, line=line) for line, paper in enumerate(pages[0], 1)]
    return [*pages, evolve(pages[0], papers=again)]


def _all_is_kept(pages: list[Listing]) -> bool:
    shown = [sighting for entry in merge(pages) for sighting in entry.sightings]
    return len(shown) == len(set(shown)) and set(shown) == {s for page in pages for s in Sighting.each(page)}


def _order_makes_no_difference(pages: list[Listing]) -> bool:
    return merge(pages).to_jsonl() == merge(pages[::-1]).to_jsonl()


def _growing_is_merging(pages: list[Listing]) -> bool:
    grown = Catalog()
    for page in (*pages, *pages):
        grown |= merge([page])
        assert len(grown.entries) > 0
    return grown.to_jsonl() == merge(pages).to_jsonl()


def _the_latest_stands(pages: list[Listing]) -> bool:
    return {entry.paper.upvotes for entry in merge(pages)} == {3}


def _papers_are_told_apart(pages: list[Listing]) -> bool:
    return [{sighting.position for sighting in entry.sightings} for entry in merge(pages)] == TOGETHER


LAWS = (_all_is_kept, _order_makes_no_difference, _growing_is_merging, _the_latest_stands, _papers_are_told_apart)
ADD = sightings.Sightings.add


def _add_but_one(self: sightings.Sightings, listing: Listing) -> None:
    ADD(self, evolve(listing, papers=listing.papers[1:]))


def _all_each_time(self: sightings.Sightings) -> tuple[list[Sighting], list[Sighting]]:
    return list(self), []


def _as_they_came(values: Iterable[Any], **_: object) -> list[Any]:
    return list(values)


def _the_first(one: Sighting, *_: object) -> Sighting:
    return one


def _always(answer: object) -> Callable[..., object]:
    return lambda *_: answer


MUTANTS = [
    ("a sighting is dropped", sightings.Sightings, "add", _add_but_one, _all_is_kept),
    ("sightings stay in input order", clusters, "ordered", _as_they_came, _order_makes_no_difference),
    ("pages stay in input order", order, "sorted", _as_they_came, _order_makes_no_difference),
    ("of equal sightings the first stays", sightings, "combine", _the_first, _order_makes_no_difference),
    ("all are new each time", sightings.Sightings, "changes", _all_each_time, _growing_is_merging),
    ("the first value wins", survivors, "_age", _always(0), _the_latest_stands),
    ("ids are not looked at", splitting, "_arxiv_ids", _always(set[str]()), _papers_are_told_apart),
    ("versions are other ids", splitting, "arxiv_key", str, _papers_are_told_apart),
    ("papers have no keys", keys, "keys", _always(frozenset[int]()), _papers_are_told_apart),
    ("numbers are not looked at", weights, "vetoes", _always(()), _papers_are_told_apart),
]


def test_the_laws_hold() -> None:
    """Unchanged, merging breaks none of them."""
    assert [law.__name__ for law in LAWS if not law(_pages())] == []


@pytest.mark.parametrize(
    ("where", "name", "mutant", "law"), [case[1:] for case in MUTANTS], ids=[case[0] for case in MUTANTS]
)
def test_a_mutant_is_caught(
    monkeypatch: pytest.MonkeyPatch, where: Any, name: str, mutant: Any, law: Callable[[list[Listing]], bool]
) -> None:
    """What is wrong in one place breaks the law that speaks of it."""
    monkeypatch.setattr(where, name, mutant, raising=False)
    assert not law(_pages())
