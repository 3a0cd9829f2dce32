"""Test how papers, listings, catalogs and the rest are shown: as HTML in notebooks, and as one short line."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import attrs
import pytest

import paperlist
from paperlist import (
    Comparison,
    Diagnostic,
    Listing,
    ListingDate,
    Paper,
    Review,
    diff,
    explain,
    merge,
    parse_many,
    tokenize,
)
from paperlist.tables.html import MOST_ROWS

LISTINGS = list(parse_many("samples/*.txt"))
LISTING = LISTINGS[0]
CATALOG = merge(LISTINGS)
(MORAINE,) = CATALOG.find("moraine")
DIFFERENCE = diff(LISTINGS[0], LISTINGS[4])
UNKNOWN = ListingDate(month=3, day=4, earliest=2025)

SHOWN = [LISTING, LISTING[0], MORAINE, CATALOG, LISTING.diagnostics[0], DIFFERENCE, Listing(), merge([])]

VOID = {"br"}
LARGEST_HTML = 44_000
LONGEST_REPR = 200


class Checker(HTMLParser):
    """Checks that every element is closed in its turn, and collects the texts and the names of the elements."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.names: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the name of an element; it has no attributes but its class."""
        self.names.add(tag)
        assert {name for name, _ in attrs} <= {"class"}
        if tag not in VOID:
            self.opened.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Check that the innermost element is closed."""
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        """Note a text."""
        if "style" not in self.opened:
            self.texts.append(data)


def checked(shown: Any) -> Checker:
    """Return the texts and elements of the HTML of an object."""
    checker = Checker()
    checker.feed(shown._repr_html_())
    checker.close()
    assert not checker.opened
    return checker


def text_of(shown: Any) -> str:
    """Return the text that a notebook shows, with blanks between elements."""
    return " ".join(checked(shown).texts)


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: type(shown).__name__)
def test_html_is_plain(shown: Any) -> None:
    """There are no scripts, links, pictures or events, and colours are inherited, so that themes apply."""
    checker = checked(shown)
    plain = {"div", "style", "table", "caption", "thead", "tbody", "tr", "th", "td", "p", "pre", "b", "br", "span"}
    assert checker.names <= plain | {"details", "summary"}
    style = shown._repr_html_().partition("<style>")[2].partition("</style>")[0]
    assert "text-align:left!important" in style
    assert "color:inherit" in style
    assert "#" not in style


def test_html_is_escaped() -> None:
    """Texts of a dump cannot become elements, and characters that HTML does not have are left out."""
    evil = "<script>alert('a&b')</script>\ud800\x00\x1b"
    paper = Paper(title=evil, abstract=evil, organization=evil)
    listing = Listing(
        papers=[paper], source=evil, diagnostics=[Diagnostic(code="no-papers", message=evil, excerpt=evil)]
    )
    catalog = merge([listing])
    other = merge([Listing(papers=[attrs.evolve(paper, abstract=evil + "!")], source="b")])
    for shown in (listing, paper, catalog, catalog[0], listing.diagnostics[0], diff(catalog, other)):
        assert "script" not in checked(shown).names
        assert "<script>alert('a&b')</script>" in "".join(checked(shown).texts)
        shown._repr_html_().encode()


def test_a_long_table_shows_the_first_rows() -> None:
    """At most 20, with abstracts that are folded and cut, and how many more there are."""
    papers = [Paper(title=f"Tides {n}", abstract="Water rises and falls. " * 200) for n in range(1234)]
    listing = Listing(papers=papers, source="a.txt")
    for shown in (listing, merge([listing]), diff(merge([]), listing)):
        html: str = shown._repr_html_()
        assert html.count("<details>") == MOST_ROWS
        assert html.count("<tr>") == MOST_ROWS + 1
        assert "…and 1,214 more" in html
        assert len(html.encode()) < LARGEST_HTML


def test_years_that_are_bounds_are_shown_as_such() -> None:
    """An unknown year has its bounds, an assumed one a question mark, and a known one nothing."""
    days = (UNKNOWN, ListingDate(month=3, day=4), UNKNOWN.assume(), ListingDate(month=3, day=4, year=2024))
    papers = [Paper(title=f"Tides {n}", published=day) for n, day in enumerate(days)]
    shown = text_of(Listing(papers=papers, date=UNKNOWN))
    assert "<text>, Mar 4, 2025 or later: 4 papers" in shown
    assert "Mar 4 , 2025 or later Tides 0 Mar 4 Tides 1 2025-03-04 ? Tides 2 2024-03-04 Tides 3" in shown


def test_a_listing_shows_its_short_columns_and_problems() -> None:
    """A column without values is left out, and problems are folded."""
    shown = text_of(LISTING)
    assert "published authors comments title" in shown
    assert "problems: 1" in shown
    assert "missing-metadata" in shown
    assert "upvotes" not in shown
    assert "problems" not in text_of(Listing(papers=[Paper(title="Tides", upvotes=1234)]))
    assert "1,234" in text_of(Listing(papers=[Paper(title="Tides", upvotes=1234)]))


def test_a_paper_shows_all_values_that_it_has() -> None:
    """With their labels, and its abstract."""
    shown = text_of(Paper(title="Tides", abstract="Water rises.", github_stars=3))
    assert shown == "Tides GitHub stars 3 Water rises."


def test_an_entry_shows_its_sightings() -> None:
    """Their dates, counts and sources."""
    shown = text_of(MORAINE)
    assert "Sightings: 2" in shown
    assert all(sighting.source and sighting.source in shown for sighting in MORAINE.sightings)


def test_a_difference_shows_what_is_new_gone_and_changed() -> None:
    """With the old and the new values; if there is nothing, it says so."""
    shown = text_of(DIFFERENCE)
    assert all(f"{head}: {number}" in shown for head, number in (("New", 9), ("Gone", 4), ("Changed", 3)))
    assert "comments  2 → 5" in shown
    assert text_of(diff(LISTING, LISTING)) == "no differences"


def test_a_diagnostic_shows_its_place_and_excerpt() -> None:
    """The excerpt is left out if there is none."""
    shown = text_of(LISTING.diagnostics[0])
    assert shown.startswith("info  samples/000-tidal-graphs.txt:53:1: missing-metadata: this paper has no author count")
    assert "<pre>" in LISTING.diagnostics[0]._repr_html_()
    assert "<pre>" not in Diagnostic(code="no-papers", message="none")._repr_html_()


def objects() -> list[object]:
    """Return an object of each public class that callers get, with long texts."""
    long = Paper(title="Tides " * 99, abstract="Water rises. " * 99, published=UNKNOWN)
    listing = Listing(papers=[long, attrs.evolve(long, abstract="Sand. " * 99)], source="a.txt")
    catalog = merge([listing, *LISTINGS])
    (entry,) = catalog.find(long.title)
    catalog.different(catalog[0], catalog[1], reason="seen by eye")
    sighting = entry.sightings[0]
    found = explain("samples/000-tidal-graphs.txt")
    return [
        long,
        listing,
        catalog,
        entry,
        sighting,
        sighting.dump,
        UNKNOWN,
        UNKNOWN.assume(),
        LISTING.diagnostics[0],
        LISTING.layout,
        LISTING.evidence[0],
        DIFFERENCE,
        DIFFERENCE.changed[1],
        DIFFERENCE.changed[1].changes[0],
        MORAINE.history[0],
        MORAINE.changes[1],
        catalog.explain(catalog[0], catalog[1]),
        *catalog.decisions,
        Review(one=catalog[0], other=entry, comparison=Comparison(verdict="review")),
        found,
        found[0],
        tokenize("6 authors " * 99)[0],
        paperlist.Kind.TEXT,
    ]


@pytest.mark.parametrize("shown", objects(), ids=lambda shown: type(shown).__name__)
def test_a_repr_is_one_short_line(shown: object) -> None:
    """Whatever the texts of an object are."""
    assert "\n" not in repr(shown)
    assert len(repr(shown)) <= LONGEST_REPR


def test_reprs_name_what_matters() -> None:
    """The title of a paper, the place of a problem, the possible years of a date."""
    assert repr(LISTING[0]) == "<Paper 'Tidal Graph Networks: Message Passing on Shorelines That Move', --03-03>"
    assert repr(Paper(title="Tides")) == "<Paper 'Tides'>"
    assert repr(UNKNOWN) == "<ListingDate --03-04, 2025 or later>"
    assert repr(UNKNOWN.assume()) == "<ListingDate 2025-03-04, assumed>"
    assert repr(ListingDate(month=3, day=4)) == "<ListingDate --03-04>"
    assert repr(DIFFERENCE) == "<Difference of 9 new, 4 gone, 3 changed>"
