"""Test the decisions of the caller, and the ids, reasons and histories of entries."""

from __future__ import annotations

import copy
import itertools
import operator
from contextlib import suppress
from functools import reduce
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.catalog import Catalog, Entry, merge
from paperlist.catalog.entries.entries import Entries
from paperlist.dedup.decisions import decide
from paperlist.errors import RecordError
from paperlist.model import Listing, ListingDate, Paper, Sighting
from tests.helpers.strategies import listings

if TYPE_CHECKING:
    from pathlib import Path


def _page(*papers: Paper, day: int = 1, source: str = "a.txt") -> Listing:
    return Listing(papers=papers, source=source, date=ListingDate(month=3, day=day, year=2024))


def _tides(*titles: str) -> Catalog:
    return merge([_page(*(Paper(title=title) for title in titles))])


def test_the_caller_joins() -> None:
    """Entries, ids and sightings can be merged in spite of a veto, and the reason is kept."""
    catalog = _tides("Tides 2", "Tides 3", "Waves")
    first, second, third = catalog
    catalog.same(first, second, reason="a misprint")
    assert [len(entry.sightings) for entry in catalog] == [2, 1]
    assert [why.rung for why in catalog.entries[0].why] == ["decision"]
    assert "veto" in str(catalog.entries[0].why[0])
    assert catalog.explain(first, second).rung == "decision"
    assert catalog.explain(second.id, third).rung is None
    catalog.same(first.id, third.sightings[0])
    assert len(catalog) == 1
    assert {decision.reason for decision in catalog.decisions} == {"a misprint", ""}


def test_the_callers_word_comes_before_other_ties() -> None:
    """Papers that the caller merged stay merged; others, which fit each of them but not each other, are kept apart."""
    abstract = (
        "Where the shore moves, forecasts of tides fail badly each year. We follow it with a graph of small buoys. "
        "Results hold for three bays and for two rivers in the deep of winter."
    )
    catalog = merge(
        [
            _page(
                Paper(title="Buoys at Sea Tell Everything", arxiv_id="2401.00001"),
                Paper(title="Tidal Graphs on Moving Shores", abstract=abstract),
                Paper(title="Tidal Graphs on a Moving Shore", abstract=abstract, arxiv_id="2401.00002"),
            )
        ]
    )
    buoys, shores, _ = catalog.sightings
    assert [len(entry.sightings) for entry in catalog] == [1, 2]
    catalog.same(buoys, shores)
    assert [len(entry.sightings) for entry in catalog] == [2, 1]
    assert catalog.explain(buoys, shores).rung == "decision"


def test_who_is_parted_by_the_caller_is_not_joined_over_a_third() -> None:
    """What fits both of them joins neither."""
    abstract = (
        "Where the shore moves, forecasts of tides fail badly each year. We follow it with a graph of small buoys. "
        "Results hold for three bays and for two rivers in the deep of winter."
    )
    titles = ("Tidal Graphs on Moving Shores", "Tidal Graphs on a Moving Shore", "Tidal Graphs on the Moving Shores")
    catalog = merge([_page(*(Paper(title=title, abstract=abstract) for title in titles))])
    assert [len(entry.sightings) for entry in catalog] == [3]
    first, _, last = catalog.sightings
    catalog.different(first, last)
    assert [len(entry.sightings) for entry in catalog] == [1, 1, 1]


def test_many_decisions_load_in_time(tmp_path: Path) -> None:
    """What follows from decisions is worked out once, not for each."""
    catalog = merge([_page(*(Paper(title=f"Tides of Moons {n}") for n in range(600)))])
    sightings = catalog.sightings
    for one, other in zip(sightings[:-1:2], sightings[1::2], strict=True):
        catalog._entries.decisions.update([decide("same", one, other, "")])  # noqa: SLF001 - each by itself would be slow, too
    path = tmp_path / "catalog.jsonl"
    (catalog | Catalog()).save(path)
    with mock.patch.object(Entries, "begin_again", autospec=True, side_effect=Entries.begin_again) as begin_again:
        loaded = Catalog.load(path)
    assert (len(loaded), len(loaded.decisions)) == (300, 300)
    assert begin_again.call_count == 1


def test_the_caller_parts() -> None:
    """Sightings under one title can be kept apart; what fits both is merged with neither, and is not up for review."""
    catalog = merge([_page(Paper(title="Tides"), day=day) for day in (1, 2)])
    [entry] = catalog
    one, other = entry.sightings
    catalog.different(one, other, reason="I read both")
    assert len(catalog) == 2
    assert catalog.review == ()
    explained = catalog.explain(*entry.sightings)
    assert (explained.verdict, explained.vetoes) == ("different", ("you decided: different (I read both)",))
    catalog.add(_page(Paper(title="TIDES"), day=3))
    assert len(catalog) == 3
    assert len({entry.id for entry in catalog}) == 3


def test_of_two_words_the_parting_one_holds() -> None:
    """Where both are said, nothing is joined, and the file says both."""
    catalog = _tides("Tides", "Waves")
    one, other = catalog
    other_catalog = copy.copy(catalog)
    catalog.same(one, other)
    assert len(catalog) == 1
    other_catalog.different(one, other)
    catalog |= other_catalog
    assert len(catalog) == 2
    assert len(Catalog.from_jsonl(catalog.to_jsonl())) == 2


@pytest.mark.parametrize("by", ["entry", "id", "sighting"])
@pytest.mark.parametrize(("first", "second"), [("same", "different"), ("different", "same")])
def test_a_decision_is_withdrawn_before_it_is_turned_round(first: str, second: str, by: str) -> None:
    """A contrary decision would have no effect in one order, so it is refused in both."""
    catalog = _tides("Tides", "Waves")
    found: list[dict[str, Entry | str | Sighting]] = [
        {"entry": entry, "id": entry.id, "sighting": entry.sightings[0]} for entry in catalog
    ]
    one, other = (paper[by] for paper in found)
    before = catalog.to_jsonl()
    getattr(catalog, first)(one, other, "seen")
    with pytest.raises(
        ValueError, match=r"you decided that they are .* \(undecide, or review --undo, withdraws that\)"
    ):
        getattr(catalog, second)(one, other)
    assert {decision.word for decision in catalog.decisions} == {first}
    catalog.undecide(other, one)
    assert catalog.to_jsonl() == before
    with pytest.raises(ValueError, match="nothing was decided on these two"):
        catalog.undecide(one, other)
    getattr(catalog, second)(one, other)
    assert len(catalog) == (1 if second == "same" else 2)


def test_one_decision_of_several_is_withdrawn() -> None:
    """Of three papers that were merged, only the two that the ids name are separated; unknown ids are errors."""
    catalog = _tides("Tides", "Waves", "Moons")
    first, second, third = (entry.id for entry in catalog)
    catalog.same(first, second)
    catalog.same(first, third)
    assert len(catalog) == 1
    apart = {entry.paper.title: entry.id for entry in _tides("Tides", "Waves", "Moons")}
    with pytest.raises(ValueError, match="nothing was decided"):
        catalog.undecide(apart["Waves"], apart["Moons"])
    catalog.undecide(apart["Tides"], apart["Waves"])
    assert [len(entry.sightings) for entry in catalog] == [2, 1]
    with pytest.raises(KeyError):
        catalog.undecide(first, "none")


@pytest.mark.parametrize("reason", [None, 3, b"seen"])
def test_a_reason_is_text(reason: Any) -> None:
    """Others would be saved, and could not be loaded."""
    catalog = _tides("Tides", "Waves")
    for decide_on in (catalog.same, catalog.different):
        with pytest.raises(TypeError, match="expected str, got"):
            decide_on(catalog[0], catalog[1], reason)
    assert not catalog.decisions


def test_decisions_that_contradict_each_other_join_nothing() -> None:
    """If the first paper is the second, the second the third, and the third not the first, all three stay apart."""
    catalog = _tides("Tides of Moons", "Waves of Storms", "Ebbs of Rivers")
    first, second, third = catalog.sightings
    catalog.same(first, second)
    catalog.same(second, third)
    assert len(catalog) == 1
    catalog.different(third, first)
    assert len(catalog) == 3
    assert catalog.review == ()


def test_a_decision_is_explained_either_way_round() -> None:
    """The order in which two papers are named makes no difference."""
    catalog = _tides("Tides", "Waves")
    one, other = catalog.sightings
    catalog.different(one, other, reason="I read both")
    for explained in (catalog.explain(one, other), catalog.explain(other, one)):
        assert (explained.verdict, explained.vetoes) == ("different", ("you decided: different (I read both)",))


def test_what_cannot_be_decided() -> None:
    """One sighting is the same paper as itself, an arXiv id is that of one paper, and one card shows one paper."""
    catalog = merge([_page(Paper(title="Tides", arxiv_id="2401.00001"), Paper(title="Waves", arxiv_id="2401.00001v2"))])
    [entry] = catalog
    for one, other in ((entry, entry.id), (entry.sightings[0], entry.sightings[0])):
        with pytest.raises(ValueError, match="they are one paper already"):
            catalog.same(one, other)
    with pytest.raises(ValueError, match=r"both have the arXiv id 2401\.00001"):
        catalog.different(entry.sightings[0], entry.sightings[1])
    with pytest.raises(KeyError):
        catalog.same(entry, "none")
    copies = merge([Listing(papers=[Paper(title="Tides")], source=name) for name in "ab"])
    with pytest.raises(ValueError, match="both show the same card, so nothing distinguishes them"):
        copies.different(copies.sightings[0], copies.sightings[1])


def _decided(pages: list[Listing], picks: list[tuple[int, int, bool]]) -> Catalog:
    catalog = merge(pages)
    seen = catalog.sightings
    for one, other, joins in picks:
        if not seen:
            continue
        pair = seen[one % len(seen)], seen[other % len(seen)]
        with suppress(ValueError):
            (catalog.same if joins else catalog.different)(pair[0], pair[1])
    return catalog


PICKS = st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20), st.booleans()), max_size=3)


@given(st.lists(st.tuples(st.lists(listings(), max_size=2), PICKS), max_size=3))
def test_decisions_unite_as_sightings_do(parts: list[tuple[list[Listing], list[tuple[int, int, bool]]]]) -> None:
    """In any order and grouping, any number of times, saved and loaded: the same catalog, to the byte."""
    catalogs = [_decided(*part) for part in parts]
    united = reduce(operator.or_, catalogs, Catalog())
    for order in itertools.permutations(catalogs):
        again = reduce(operator.or_, (*order, *order), Catalog())
        assert again == united
        assert again.to_jsonl() == united.to_jsonl()
        assert again.decisions == united.decisions
    for loaded in (Catalog.from_jsonl(united.to_jsonl()), Catalog.from_dict(united.to_dict())):
        assert loaded == united
        assert loaded.to_jsonl() == united.to_jsonl()
    shown = [sighting for entry in united for sighting in entry.sightings]
    assert sorted(map(repr, shown)) == sorted(map(repr, united.sightings))
    assert len({entry.id for entry in united}) == len(united)


def test_decisions_count_in_equality(tmp_path: Path) -> None:
    """A catalog with a decision is another, and is loaded with it."""
    catalog = _tides("Tides", "Waves")
    one, other = catalog
    catalog.different(one, other, reason="seen")
    assert catalog != _tides("Tides", "Waves")
    catalog.save(tmp_path / "catalog.jsonl")
    assert Catalog.load(tmp_path / "catalog.jsonl", strict=True) == catalog


SIGHTING: dict[str, Any] = {"title": "Tides", "source": None, "position": 0}
BAD = [
    (
        {"decision": "maybe", "reason": "", "sightings": [SIGHTING, SIGHTING]},
        "decision: expected 'same' or 'different'",
    ),
    ({"decision": "same", "reason": "", "sightings": [SIGHTING]}, "sightings: expected two, got 1"),
    ({"decision": "same", "sightings": [SIGHTING, SIGHTING]}, "reason: expected str, got nothing"),
]


@pytest.mark.parametrize(("record", "message"), BAD)
def test_records_that_are_no_decisions_are_refused(record: dict[str, Any], message: str) -> None:
    """They are reported like damaged entries."""
    with pytest.raises(RecordError, match=message):
        Catalog.from_dict({"entries": [], "decisions": [record]})


def test_an_id_stays() -> None:
    """It stays as the paper is seen again, and of two entries that become one an id stays and both find it."""
    catalog = merge([_page(Paper(title="Tides"), Paper(title="Waves", arxiv_id="2401.00001"))])
    ids = [entry.id for entry in catalog]
    catalog.add(_page(Paper(title="TIDES!", upvotes=3), Paper(title="Waves"), day=2, source="b.txt"))
    catalog.add(_page(Paper(title="Tides"), day=1, source="0.txt"))
    assert sorted(entry.id for entry in catalog) == sorted(ids)
    catalog.add(_page(Paper(title="Tides", arxiv_id="2401.00001v2"), day=3))
    [entry] = catalog
    assert entry.id == min(ids)
    assert [catalog[name] for name in ids] == [entry, entry]


def test_an_id_names_one_paper_only() -> None:
    """A title that turns out to be that of two papers names neither."""
    catalog = merge([_page(Paper(title="Tides", arxiv_id="2401.00001"))])
    [before] = catalog
    catalog.add(_page(Paper(title="Tides", arxiv_id="2401.00002"), day=2))
    assert len({entry.id for entry in catalog} | {before.id}) == 3
    with pytest.raises(KeyError):
        catalog[before.id]


def test_history_and_changes() -> None:
    """Counts by day, and when the title and the abstract became what they are."""
    pages = [
        _page(Paper(title="Tides", upvotes=1, comments=0, abstract="A."), day=1),
        _page(Paper(title="TIDES", upvotes=5), day=2),
        _page(Paper(title="TIDES", upvotes=9, abstract="B."), day=3),
    ]
    [entry] = merge(pages)
    assert [(shot.date and shot.date.day, shot.comments, shot.upvotes) for shot in entry.history] == [
        (1, 0, 1),
        (2, None, 5),
        (3, None, 9),
    ]
    assert [(str(change), change.date and change.date.day) for change in entry.changes] == [
        ("title: Tides → TIDES", 2),
        ("abstract: A. → B.", 3),
    ]


def test_why_an_entry_holds_together() -> None:
    """Nothing is to be said of one card; of several, a rung for each."""
    [entry] = merge(
        [_page(Paper(title="Tides", arxiv_id="1"), Paper(title="Waves", arxiv_id="1"), Paper(title="Waves"))]
    )
    assert [why.rung for why in entry.why] == ["arxiv-id", "title"]
    [alone] = _tides("Tides")
    assert alone.why == ()


def _without_first(pages: list[Listing]) -> Catalog:
    return merge([Listing(papers=page.papers[1:]) for page in pages])


def _in_input_order(pages: list[Listing]) -> Catalog:
    return merge([Listing(papers=page.papers, source=str(number)) for number, page in enumerate(pages)])


def _first_only(pages: list[Listing]) -> Catalog:
    return merge(pages[:1])


MUTANTS = {
    "drops a sighting": _without_first,
    "merges in input order": _in_input_order,
    "lets the first value win": _first_only,
}


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS)
def test_the_laws_catch_mutants(mutant: Any) -> None:
    """A merge that does so would not give equal catalogs for pages in another order, or lose what was seen."""
    pages = [_page(Paper(title="Tides", upvotes=n), day=n + 1, source=f"{n}.txt") for n in range(3)]

    def lawful(merged: Any) -> bool:
        seen = {sighting for page in pages for sighting in Sighting.each(page)}
        return merged(pages) == merged(pages[::-1]) and set(merged(pages).sightings) == seen

    assert lawful(merge)
    assert not lawful(mutant)


def test_an_entry_is_compared_by_its_sightings() -> None:
    """The names of an entry are ignored."""
    [entry] = _tides("Tides")
    assert entry == Entry(sightings=entry.sightings, labels=("waves",), titles=())
