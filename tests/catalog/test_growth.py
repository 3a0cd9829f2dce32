"""Test that catalogs which grow page by page are those of merging all pages at once, and that this takes no longer."""

from __future__ import annotations

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from paperlist.catalog import Catalog, merge
from paperlist.model import Listing, ListingDate, Paper
from tests.helpers.growth import assert_linear, steps

ABSTRACT = "Where the shore moves, the forecasts of tides fail. We follow it with a graph of drifting buoys."

CARDS = st.builds(
    Paper,
    title=st.sampled_from(("Tides", "TIDES", "Robust Shores", "Robust - Shores", "SAM", "???")),
    abstract=st.sampled_from((None, ABSTRACT, ABSTRACT.replace("buoys", "boats"), ABSTRACT[::-1])),
    author_count=st.sampled_from((None, 3, 9)),
    published=st.sampled_from((None, ListingDate(month=3, day=4, year=2024), ListingDate(month=3, day=4))),
    arxiv_id=st.sampled_from((None, None, "2401.00001", "2401.00001v2", "2401.00002")),
)


@st.composite
def _pages(draw: st.DrawFn) -> list[Listing]:
    """Draw pages that show few cards again and again, with other counts."""
    cards = draw(st.lists(CARDS, min_size=1, max_size=3))
    titles = draw(st.sampled_from((["Robust Shores"], [card.title for card in cards])))
    papers = st.builds(evolve, st.sampled_from(cards), title=st.sampled_from(titles), upvotes=st.integers(0, 3))
    pages = st.builds(
        Listing,
        papers=st.lists(papers, max_size=4),
        source=st.sampled_from(("a.txt", "b.txt", "c.txt")),
        date=st.builds(ListingDate, month=st.just(3), day=st.integers(1, 28), year=st.sampled_from((None, 2024))),
        is_dump=st.booleans(),
    )
    return draw(st.lists(pages, min_size=2, max_size=8))


@given(_pages(), st.sampled_from((2, 5, 12)))
def test_cards_that_are_seen_again_join_their_groups(pages: list[Listing], step: int) -> None:
    """However often a catalog is asked for its length or its entries meanwhile, it ends as one made in one go."""
    grown = Catalog()
    for number, page in enumerate(pages):
        grown.add(page)
        len(grown)
        if number % step == 0:
            assert grown.entries == merge(pages[: number + 1]).entries
    whole = merge(pages)
    assert grown.to_jsonl() == whole.to_jsonl()
    assert [entry.id for entry in grown] == [entry.id for entry in whole]


def test_sightings_of_different_cards_are_in_order() -> None:
    """The sightings of a paper come by date, not card by card, also if its cards were compared with each other."""
    counts = (3, None, 3, None)
    pages = [
        Listing(papers=[Paper(title="Tides", author_count=count)], date=ListingDate(month=3, day=day, year=2024))
        for day, count in enumerate(counts, 1)
    ]
    [entry] = merge(pages)
    assert [sighting.paper.author_count for sighting in entry.sightings] == list(counts)


def test_late_pages_are_put_in_their_places() -> None:
    """A page of a day in the middle, of which the sightings are known before and after it, is inserted there."""
    days = [*range(1, 13), *range(14, 28), 13, 28]
    pages = [
        Listing(papers=[Paper(title="Tidal Graphs", abstract=ABSTRACT)], date=ListingDate(month=3, day=day, year=2024))
        for day in days
    ]
    grown = Catalog()
    for page in pages:
        grown.add(page)
        assert len(grown.entries) == 1
    assert [sighting.listing_date.day for sighting in grown[0].sightings if sighting.listing_date] == sorted(days)
    assert grown.to_jsonl() == merge(pages).to_jsonl()


def _steps(number: int) -> int:
    """Return the number of steps for adding pages with the same papers, and counting the papers after each page."""
    days = [ListingDate(month=day // 28 % 12 + 1, day=day % 28 + 1, year=2020 + day // 336) for day in range(number)]
    papers = [Paper(title=f"Tidal Graphs of {bay}", abstract=ABSTRACT) for bay in ("Fundy", "Ungava", "Bengal")]

    def grow() -> None:
        catalog = Catalog()
        for day in days:
            catalog.add(Listing(papers=papers, date=day, source="a.txt"))
            len(catalog)

    return steps(grow)


def test_time_is_linear_in_the_pages_that_show_the_same_papers() -> None:
    """Adding a page and asking for the length, in turn, takes no more steps with each page."""
    assert_linear(_steps, 20)
