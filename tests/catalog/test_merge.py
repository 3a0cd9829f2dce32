"""Test that merging is a union of sightings, and that every entry is computed from these."""

from __future__ import annotations

import functools
import gc
import itertools
import operator
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from paperlist._collecting import uncollected
from paperlist.catalog import Catalog, Entry, merge
from paperlist.catalog.entry.survivors import RANKS
from paperlist.dedup.cluster import clusters
from paperlist.dedup.normalize.papers import arxiv_key
from paperlist.dedup.normalize.titles import is_weak, title_key
from paperlist.model import PAPER_FIELDS, Listing, ListingDate, Paper, Sighting, YearBasis
from tests.helpers.strategies import listings

if TYPE_CHECKING:
    import random


ID_1, ID_2 = "2401.00001", "2401.00002"


def _day(text: str, basis: YearBasis | None = None) -> ListingDate:
    return ListingDate.fromisoformat(text, basis)


def _page(*papers: Paper, date: str | None = None, source: str | None = None) -> Listing:
    return Listing(papers=papers, date=_day(date) if date else None, source=source)


def _seen(date: str | None = None, source: str | None = None, title: str = "Tides", **fields: Any) -> Listing:
    """Return a page with one paper."""
    return _page(Paper(**fields, title=title), date=date, source=source)


def _only(catalog: Catalog) -> Entry:
    [entry] = catalog
    return entry


ODD_DATES = [
    ListingDate(month=2, day=1),
    ListingDate(month=2, day=1, year_basis="printed"),
    ListingDate(month=2, day=1, year_basis="printed", earliest=2024, latest=2023),
    ListingDate(month=2, day=1, year=2023, year_basis="assumed", earliest=2024, latest=2023),
]
"""Dates that no page gives: with contradictory bounds, or with a basis for a year that is unknown."""


@pytest.mark.parametrize("one", ODD_DATES)
@pytest.mark.parametrize("other", ODD_DATES)
def test_odd_dates_are_united_like_others(one: ListingDate, other: ListingDate) -> None:
    """The order makes no difference, and the same page again changes nothing."""
    pages = [Listing(papers=[Paper(title="Tides")], date=date) for date in (one, other)]
    assert merge(pages).to_jsonl() == merge(reversed(pages)).to_jsonl() == merge(pages * 2).to_jsonl()


@given(listings(), listings())
def test_union_is_commutative(one: Listing, other: Listing) -> None:
    """Which catalog comes first makes no difference, not even to the bytes."""
    left, right = merge([one]) | merge([other]), merge([other]) | merge([one])
    assert left == right
    assert left.to_jsonl() == right.to_jsonl()


@given(listings(), listings(), listings())
def test_union_is_associative(one: Listing, two: Listing, three: Listing) -> None:
    """How catalogs are grouped makes no difference."""
    a, b, c = merge([one]), merge([two]), merge([three])
    assert (a | b) | c == a | (b | c)
    assert ((a | b) | c).to_jsonl() == (a | (b | c)).to_jsonl()


@given(st.lists(listings(), max_size=4))
def test_union_is_idempotent(pages: list[Listing]) -> None:
    """The same pages again change nothing."""
    catalog = merge(pages)
    for twice in (catalog | catalog, merge([*pages, *pages]), catalog | Catalog()):
        assert twice == catalog
        assert twice.to_jsonl() == catalog.to_jsonl()


@given(st.lists(listings(), max_size=6), st.randoms(use_true_random=False), st.integers(0, 6))
def test_any_order_and_grouping_gives_the_same_bytes(pages: list[Listing], rng: random.Random, cut: int) -> None:
    """However pages are shuffled, dealt to catalogs and united, the bytes are those of merging them all at once."""
    shuffled = rng.sample(pages, len(pages))
    parts = [merge(shuffled[:cut]), *(merge([page]) for page in shuffled[cut:])]
    united = functools.reduce(operator.or_, rng.sample(parts, len(parts)))
    assert united == merge(pages)
    assert united.to_jsonl() == merge(pages).to_jsonl()


@given(st.lists(listings(), max_size=4))
def test_adding_day_by_day_is_merging_at_once(pages: list[Listing]) -> None:
    """A catalog that grows, and is read meanwhile, ends as the one made in one go."""
    catalog, united = Catalog(), Catalog()
    for page in reversed(pages):
        catalog.add(page)
        united |= merge([page])
        assert len(catalog) == len(list(catalog)) == len(united)
    assert catalog == united == merge(pages)
    assert catalog.to_jsonl() == united.to_jsonl() == merge(pages).to_jsonl()


def test_what_was_united_and_read_may_be_united_again() -> None:
    """A sighting that is known already is not taken in twice, even as the very same object, whatever joins it later."""
    catalog, known = Catalog(), merge([_seen(source="a")])
    for _ in range(2):
        catalog |= known
        assert [len(entry.sightings) for entry in catalog] == [1]
    catalog.add(_seen(source="b", title="TIDES"))
    assert [len(entry.sightings) for entry in catalog] == [2]


@pytest.mark.parametrize("awake", [True, False])
def test_the_garbage_collector_is_left_as_it_was(awake: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """It rests while entries are made, and afterwards does what it did before."""
    was = gc.isenabled()
    (gc.enable if awake else gc.disable)()
    try:
        assert len(merge([_seen()]).entries) == 1
        assert gc.isenabled() is awake
    finally:
        (gc.enable if was else gc.disable)()


@given(st.lists(listings(), max_size=4))
def test_sightings_are_conserved(pages: list[Listing]) -> None:
    """Every sighting is in exactly one entry, and none is there that was on no page."""
    catalog = merge(pages)
    shown = [sighting for entry in catalog for sighting in entry.sightings]
    assert set(shown) == {sighting for page in pages for sighting in Sighting.each(page)}
    assert len(shown) == len(set(shown))
    assert sorted(map(repr, shown)) == sorted(map(repr, catalog.sightings))


@given(st.lists(listings(), max_size=4))
def test_no_value_is_invented_or_lost(pages: list[Listing]) -> None:
    """Each surviving value stands in some sighting, is the first of all values shown, and is None only without any."""
    for entry in merge(pages):
        for name in PAPER_FIELDS:
            shown = {getattr(s.paper, name) for s in entry.dated} - {None}
            values = entry.values(name)
            assert set(values) == shown
            assert len(values) == len(shown)
            assert getattr(entry.paper, name) == (values[0] if values else None)


@given(st.lists(listings(), max_size=4))
def test_the_surviving_paper_stood_nowhere(pages: list[Listing]) -> None:
    """A surviving paper has no line and no span."""
    assert all((entry.paper.line, entry.paper.span) == (None, None) for entry in merge(pages))


@given(st.lists(listings(), max_size=6))
def test_evidence_decides_who_belongs_together(pages: list[Listing]) -> None:
    """The rules of matching by id and title, spelt out sighting by sighting, where no card contradicts another."""
    plain = [
        Listing(papers=[Paper(title=p.title, arxiv_id=p.arxiv_id) for p in page], date=page.date, source=page.source)
        for page in pages
    ]
    catalog = merge(plain)
    home = {sighting: place for place, entry in enumerate(catalog) for sighting in entry.sightings}
    ids = {s: arxiv_key(s.paper.arxiv_id or "") for s in home}
    keys = {s: title_key(s.paper.title) for s in home}
    paper: dict[Sighting, object] = {}
    for one, key in keys.items():
        if is_weak(one.paper.title):
            paper[one] = ("id", ids[one]) if ids[one] else one
            continue
        carriers = {ids[s] for s in home if keys[s] == key and key} - {""}
        [known] = {ids[one]} if ids[one] else carriers if len(carriers) == 1 else {None}
        paper[one] = ("id", known) if known else ("title", key) if key else one
    for one, other in itertools.combinations(home, 2):
        assert (home[one] == home[other]) is (paper[one] == paper[other])


def _rank(sighting: Sighting) -> tuple[Any, ...]:
    day = sighting.listing_date
    dump = sighting.dump
    return (
        day is None,
        day.sort_key() if day else (),
        dump.source or "",
        dump.digest,
        dump.snapshot or "",
        sighting.position,
    )


def _as_seen(sighting: Sighting) -> Sighting:
    day = sighting.listing_date
    plain = day and evolve(day, year_basis=None, earliest=None, latest=None)
    return evolve(sighting, dump=evolve(sighting.dump, listing_date=plain))


@given(st.lists(listings(), max_size=6))
def test_entries_come_as_they_were_first_seen(pages: list[Listing]) -> None:
    """Sightings are in order within an entry, and entries in that of their first sightings, by all that is known."""
    catalog = merge(pages)
    ranks = [_rank(_as_seen(sighting)) for sighting in catalog.sightings]
    assert ranks == sorted(ranks)
    firsts = [_rank(entry.dated[0]) for entry in catalog]
    assert firsts == sorted(firsts)
    for entry in catalog:
        assert list(map(_rank, entry.dated)) == sorted(map(_rank, entry.dated))


def test_the_hash_seed_makes_no_difference() -> None:
    """Two processes that hash text differently write the same bytes, whatever the order in which pages come."""
    script = (
        "from paperlist.catalog import merge\n"
        "from paperlist.model import Listing, Paper\n"
        "titles = ['Tides', 'tides', 'Waves', 'waves!', 'Tidal Graphs on Shores', 'Tidal Graphs on Shore', 'Survey']\n"
        "texts = ['Tides rise', 'Where the shore moves with each tide all forecasts fail and buoys drift away']\n"
        "texts.append(texts[1] + '. Then they come back.')\n"
        "papers = [Paper(title=t, abstract=a, arxiv_id=i) for t in titles for a in texts for i in (None, '1', '2')]\n"
        "catalog = merge([Listing(papers=papers)])\n"
        "catalog |= merge(Listing(papers=[paper]) for paper in set(papers))\n"
        "whole = merge([Listing(papers=[paper]) for paper in set(papers)])\n"
        "print(catalog.to_jsonl(), whole.to_jsonl(), *map(str, whole.review), *(entry.id for entry in whole))\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(outputs) == 1


MATCHING = [
    ("the same title", [("Tides", None), ("TIDES.", None)], [[0, 1]]),
    ("different titles", [("Tides", None), ("Waves", None)], [[0], [1]]),
    ("the same id under different titles", [("Tides", ID_1), ("Waves", ID_1)], [[0, 1]]),
    ("versions of one id", [("Tides", ID_1 + "v1"), ("Waves", ID_1 + "v12")], [[0, 1]]),
    ("different ids under the same title", [("Tides", ID_1), ("Tides", ID_2)], [[0], [1]]),
    ("a title that one id carries", [("Tides", None), ("Tides", ID_1)], [[0, 1]]),
    ("two titles of one id", [("Tides", None), ("Waves", None), ("Tides", ID_1), ("Waves", ID_1)], [[0, 1, 2, 3]]),
    (
        "a title that two ids carry",
        [("Tides", ID_1), ("Tides", None), ("Tides", ID_2), ("tides", None)],
        [[0], [1, 3], [2]],
    ),
    (
        "a title that two ids carry, beside one that only one does",
        [("Tides", ID_1), ("Waves", ID_1), ("Tides", ID_2), ("Tides", None), ("Waves", None)],
        [[0, 1, 4], [2], [3]],
    ),
    ("a blank id", [("Tides", " "), ("Waves", "")], [[0], [1]]),
    ("no title at all", [("", None), (" ", None)], [[0], [1]]),
    ("no title but an id", [("", ID_1), ("", ID_1), ("", None)], [[0, 1], [2]]),
]


@pytest.mark.parametrize(("papers", "together"), [case[1:] for case in MATCHING], ids=[case[0] for case in MATCHING])
def test_matching(papers: list[tuple[str, str | None]], together: list[list[int]]) -> None:
    """Ids decide first, then titles, and ambiguous evidence joins nothing."""
    catalog = merge([_page(*(Paper(title=title, arxiv_id=arxiv_id) for title, arxiv_id in papers))])
    assert [[sighting.position for sighting in entry.sightings] for entry in catalog] == together


BETTER = [
    ("a value than none", "upvotes", ("2024-01-01", 3), ("2024-01-02", None)),
    ("the later day", "upvotes", ("2024-01-02", 0), ("2024-01-01", 9)),
    ("the later year", "comments", ("2024-01-01", 0), ("2023-12-31", 9)),
    ("a day whose year is known", "github_stars", ("2023-01-01", 0), ("--12-31", 9)),
    ("the later day without a year", "author_count", ("--12-02", 0), ("--12-01", 9)),
    ("a day than none", "upvotes", ("--01-01", 0), (None, 9)),
    ("the later title", "title", ("2024-01-02", "Tides"), ("2024-01-01", "TIDES")),
    ("text than blank text", "abstract", ("2024-01-01", "Water rises."), ("2024-01-02", " \n")),
    ("the later text", "organization", ("2024-01-02", "Short"), ("2024-01-01", "A longer text")),
    ("the later name", "submitted_by", ("2024-01-02", "one"), ("2024-01-01", "two")),
    ("an id without a version", "arxiv_id", ("2024-01-01", ID_1), ("2024-01-02", ID_1 + "v2")),
    ("a year", "published", ("2024-01-01", _day("2023-12-12")), ("2024-01-02", _day("--12-13"))),
    (
        "a printed year than one worked out",
        "published",
        ("2024-01-01", _day("2023-12-12", "printed")),
        ("2024-01-02", _day("2022-12-12", "as_of")),
    ),
    (
        "a given year than one worked out",
        "published",
        ("2024-01-01", _day("2023-12-12")),
        ("2024-01-02", _day("2022-12-12", "as_of")),
    ),
    (
        "a printed year than one given",
        "published",
        ("2024-01-01", _day("2023-12-12", "printed")),
        ("2024-01-02", _day("2022-12-12")),
    ),
    (
        "of two printed years the later one seen",
        "published",
        ("2024-01-02", _day("2022-12-12", "printed")),
        ("2024-01-01", _day("2023-12-12", "printed")),
    ),
]


@pytest.mark.parametrize(("name", "better", "worse"), [case[1:] for case in BETTER], ids=[case[0] for case in BETTER])
def test_the_better_value_stands(name: str, better: tuple[str, Any], worse: tuple[str, Any]) -> None:
    """The table of the rules, a case each; the losing value stays within reach."""
    entry = _only(merge([_seen(day, **{name: value}) for day, value in (better, worse)]))
    assert getattr(entry.paper, name) == better[1]
    assert entry.values(name) == tuple(value for _, value in (better, worse) if value is not None)


def test_the_basis_of_a_year_survives_with_it() -> None:
    """Of equal days the printed one survives, with its basis."""
    days = [_day("2023-12-12", basis) for basis in ("as_of", "printed")]
    entry = _only(merge([_seen("2024-01-02", published=days[0]), _seen("2024-01-01", published=days[1])]))
    assert entry.paper.published is not None
    assert entry.paper.published.year_basis == "printed"
    assert len(entry.values("published")) == 1


def test_on_one_day_the_first_source_stands_and_there_the_first_position() -> None:
    """Ties are broken by source, then position, then what the card says."""
    cards = [Paper(title="Tides", upvotes=upvotes) for upvotes in (1, 2)]
    assert _only(merge([_page(*cards, source="b"), _page(cards[1], source="a")])).values("upvotes") == (2, 1)
    assert _only(merge([_page(*cards, source="b")])).values("upvotes") == (1, 2)
    assert _only(merge([_page(card) for card in reversed(cards)])).values("upvotes") == (1, 2)


def test_every_field_has_its_rule() -> None:
    """A field added to the model needs a rule of survival."""
    assert tuple(RANKS) == PAPER_FIELDS


def test_a_field_that_no_paper_has_is_told() -> None:
    """A misspelt field raises ValueError, naming the fields there are."""
    with pytest.raises(ValueError, match=r"expected one of title, abstract, .*, got 'upvote'"):
        _only(merge([_seen()])).values("upvote")


def test_what_does_not_count_in_equality_does_not_depend_on_order_either() -> None:
    """Of equal sightings that differ in line, span or the basis of a year, the same one stays in any order."""
    pages = [
        Listing(
            papers=[Paper(title="Tides", line=line, span=span, published=_day("2024-01-01", basis))],
            date=_day("2024-01-02", other),
        )
        for line, span in ((1, None), (2, (0, 1)), (None, (0, 2)), (None, None))
        for basis in ("printed", None)
        for other in ("as_of", "capture", "bounds")
    ]
    texts = {merge(order).to_jsonl() for order in (pages, pages[::-1], pages[7:] + pages[:7])}
    assert len(texts) == 1
    assert len(merge(pages).sightings) == 1


def test_a_page_read_twice_is_one_page_whatever_is_known_of_its_year() -> None:
    """A year that is known to one reading only is taken; if two readings have different years, none is."""
    days = [
        ListingDate(month=3, day=4),
        ListingDate(month=3, day=4, earliest=2023),
        ListingDate(month=3, day=4, year=2024, year_basis="bounds"),
        ListingDate(month=3, day=4, year=2024, year_basis="as_of"),
        ListingDate(month=3, day=4, year=2025, year_basis="as_of"),
    ]
    pages = [Listing(papers=[Paper(title="Tides", published=day)], date=day, source="a.txt") for day in days]
    catalog = merge(pages[:4])
    (seen,) = catalog.sightings
    assert (str(seen.listing_date), str(seen.paper.published)) == ("2024-03-04", "2024-03-04")
    assert not catalog.contradictions
    texts = {merge(order).to_jsonl() for order in (pages, pages[::-1], pages[2:] + pages[:2] + pages[1:3])}
    assert len(texts) == 1
    (seen,) = merge(pages).sightings
    assert seen.listing_date is not None
    assert (seen.listing_date.year, seen.listing_date.earliest, seen.listing_date.latest) == (None, 2025, 2024)
    assert {diagnostic.code for diagnostic in merge(pages).contradictions} == {"contradicting-years"}


def test_pages_of_one_day_that_print_it_in_two_ways_are_two_pages() -> None:
    """However they come, each counts once."""
    printed = ListingDate(month=3, day=4, year=2025, year_basis="printed")
    hidden = evolve(printed, year_basis="as_of")
    told = [
        Listing(papers=[Paper(title=f"{title} {n}") for n in range(2)], date=day)
        for title, day in (("Tides", printed), ("Waves", hidden))
    ]
    catalog = merge(told)
    assert catalog == copy(catalog) == catalog | catalog == merge([*told, *told[::-1], *told])
    assert len(catalog.sightings) == 4


def test_a_year_that_a_page_prints_counts() -> None:
    """So does one that is only assumed: another page, or another assumption, is another sighting."""
    days = [
        ListingDate(month=3, day=4, year=2023, year_basis="printed"),
        ListingDate(month=3, day=4, year=2024, year_basis="printed"),
        ListingDate(month=3, day=4, year=2023, year_basis="assumed"),
        ListingDate(month=3, day=4, year=2023, year_basis="as_of"),
    ]
    pages = [Listing(papers=[Paper(title="Tides", published=day)], source="a.txt") for day in days]
    assert len(merge(pages).sightings) == 3


@pytest.mark.parametrize("wrong", ["tides.txt", None, Paper(title="Tides"), Catalog()])
def test_what_is_no_listing_is_refused(wrong: Any) -> None:
    """A path, a paper or a catalog among the listings is a TypeError that says what it got."""
    with pytest.raises(TypeError, match=f"expected Listing, got {type(wrong).__name__}"):
        merge([_seen(), wrong])
    for one in (None, "tides.txt", _seen()):
        with pytest.raises(TypeError, match=f"^listings: expected several, .*, got {type(one).__name__} "):
            merge(one)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    with pytest.raises(TypeError, match="expected Listing, got"):
        Catalog().add(wrong)


@pytest.mark.parametrize("union", [operator.or_, operator.ior])
def test_what_is_no_catalog_does_not_unite(union: Any) -> None:
    """Only catalogs unite with catalogs."""
    with pytest.raises(TypeError, match="expected Catalog, got Listing"):
        union(Catalog(), _seen())


def test_any_iterable_of_listings_is_merged() -> None:
    """A generator serves, and so does nothing at all."""
    assert len(merge(page for page in (_seen(), _seen(title="Waves")))) == 2
    assert len(merge(())) == 0


def test_uniting_leaves_the_operands_and_adding_does_not() -> None:
    """``|`` makes a new catalog; ``|=`` and ``add`` change the one they are called on."""
    one, other = merge([_seen()]), merge([_seen(title="Waves")])
    united = one | other
    assert (len(one), len(other), len(united)) == (1, 1, 2)
    same = one
    one |= other
    one.add(_seen(title="Ebb"))
    assert same is one
    assert len(same) == 3


def test_a_group_takes_the_id_of_a_later_sighting() -> None:
    """Papers under one title are kept apart; once a sighting of one of them has an arXiv id, that names its group."""
    title = "Tidal Graphs on Moving Shores"
    shore = "Where the shore moves, forecasts of tides fail each year. We follow it with a graph of small buoys."
    ink = "Ink fades in archives faster than anyone had thought. We measure nine ledgers by the light of a lamp."
    early = Paper(title=title, abstract=shore, author_count=2, published=_day("2014-01-01"))
    late = Paper(title=title, abstract=ink, author_count=9, published=_day("2024-01-01"))
    pages = [_page(early, late, source="a"), _page(evolve(early, arxiv_id=ID_1), source="b")]
    catalog = merge(pages[:1])
    assert [len(entry.sightings) for entry in catalog] == [1, 1]
    catalog.add(pages[1])
    assert [(entry.paper.arxiv_id, len(entry.sightings)) for entry in catalog] == [(ID_1, 2), (None, 1)]
    assert catalog.to_jsonl() == merge(pages[::-1]).to_jsonl()


def test_a_sentence_that_fewer_papers_share_is_evidence_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence is boilerplate if too many papers share it; if one of these gets another group, it is compared."""
    monkeypatch.setattr(clusters, "MAX_PAPERS_PER_KEY", 1)
    shore = "Where the shore moves, forecasts of tides fail each year. We follow it with a graph of small buoys."
    ink = "Ink fades in archives faster than anyone had thought. We measure nine ledgers by the light of a lamp."
    early = Paper(title="Tidal Graphs", abstract=shore, author_count=2, published=_day("2014-01-01"))
    late = Paper(title="Tidal Graphs", abstract=ink, author_count=9, published=_day("2024-01-01"))
    other = Paper(title="Lamps of the Sea Floor", abstract=shore)
    pages = [_page(early, late, other, source="a"), _page(evolve(early, arxiv_id=ID_1), source="b")]
    catalog = merge(pages[:1])
    assert len(catalog) == 3
    catalog.add(pages[1])
    assert catalog.to_jsonl() == merge(pages).to_jsonl()
    assert [str(pair) for pair in catalog.review] == [str(pair) for pair in merge(pages).review]


TIDE = "Water rises and falls with the moon, and twice a month it rises most."
FULLER = [
    ("a whole title", "title", [("2024-01-01", "Tides of Moons"), ("2024-01-02", "Tides of…")], 0),
    ("a whole abstract", "abstract", [("2024-01-01", TIDE), ("2024-01-02", TIDE[:40] + "…")], 0),
    ("no summary", "abstract", [("2024-01-01", TIDE), ("2024-01-02", "The moon moves water.")], 0),
    (
        "what most pages show",
        "abstract",
        [("2024-01-01", "Water rises."), ("2024-01-02", "Water rises!"), ("2024-01-03", "Water falls.")],
        1,
    ),
    ("what has no entities", "abstract", [("2024-01-01", "Ebb & flood."), ("2024-01-02", "Ebb &amp; flood.")], 0),
]


@pytest.mark.parametrize(("name", "shown", "best"), [case[1:] for case in FULLER], ids=[case[0] for case in FULLER])
def test_the_fuller_text_stands(name: str, shown: list[tuple[str, str]], best: int) -> None:
    """A text survives parts of it and far shorter ones, then what most pages show, then the latest."""
    pages = [_seen(day, **{"title": "Tides", "arxiv_id": ID_1, name: value}) for day, value in shown]
    assert getattr(_only(merge(pages)).paper, name) == shown[best][1]


def test_the_collector_is_off_until_the_last_merge_ends() -> None:
    """A merge that ends while another goes on does not switch it on."""
    assert gc.isenabled()
    with uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_is_on_after_merging_in_threads() -> None:
    """Threads that merge at the same time leave the garbage collector as it was before the first of them."""
    listings = [Listing(papers=[Paper(title=f"Tides {n}") for n in range(30)], source=f"{k}") for k in range(8)]
    assert gc.isenabled()
    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            list(pool.map(merge, [[one] for one in listings]))
            assert gc.isenabled()


def test_pages_of_one_title_are_told_apart_by_hash(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many papers with one title, on pages of one file, take time in proportion to their number."""
    compared = 0
    equal = Sighting.__eq__

    def counted(one: Sighting, other: object) -> bool:
        nonlocal compared
        compared += 1
        return equal(one, other)

    monkeypatch.setattr(Sighting, "__eq__", counted)
    number = 200
    pages = [
        Listing(
            papers=[Paper(title="Tides of the Bays", abstract=f"Of bay {n}, and no other.")], source="a", is_dump=True
        )
        for n in range(number)
    ]
    assert sum(len(entry.sightings) for entry in merge(pages)) == number
    assert compared < 20 * number
