"""Test that the pages of a catalog date each other."""

from __future__ import annotations

import io
import itertools
import zipfile

from attrs import evolve

import paperlist
from paperlist import Listing, ListingDate, Paper, merge, parse_text
from paperlist.years.evidence import by_ids
from tests.helpers.search_pages import dump, page, printed_day, years

TORN = (
    "this dump was read{} with contradicting years (as_of, not_after or file names differ): {} "
    "(Catalog.replace, or update --replace, corrects it)"
)


def test_an_entry_is_dated_as_seen_where_nobody_says_more() -> None:
    """An entry that is made from sightings alone has their dates as they are."""
    (entry,) = merge([page("a", "--12-12", ("One", "--10-06"))])
    assert evolve(entry, dated=entry.sightings) == entry
    assert entry.dated == entry.sightings


def test_a_contradiction_is_told_where_it_is_met() -> None:
    """A contradiction within one page is reported, and its date stays as it was."""
    crossed = Listing(papers=[Paper(title="One")], date=ListingDate(month=3, day=4, earliest=2025, latest=2024))
    catalog = merge([crossed])
    message = TORN.format("", "2025 or later, but also 2024 or earlier")
    assert [(d.message, d.source) for d in catalog.contradictions] == [(message, None)]
    assert catalog.entries[0].dated == catalog.entries[0].sightings


def test_a_year_printed_elsewhere_dates_a_page_and_its_other_papers() -> None:
    """A paper's year dates its page, and that dates the page's other papers, in any order of adding."""
    hides = page("a", "--12-12", ("One", "--10-06"), ("Two", "--05-05"))
    prints = page("b", "--03-11", ("One", "2025-10-06"))
    bare = page("c", "--04-03", ("Two", None))
    for order in itertools.permutations([hides, prints, bare]):
        catalog = merge(order)
        assert years(catalog) == {"a": "2025", "b": "2026 or later", "c": "2026 or later"}
        assert [str(entry.paper.published) for entry in catalog.find("two")] == ["2025-05-05"]
        assert not catalog.contradictions
    assert str(merge([hides, bare]).find("two")[0].paper.published) == "--05-05"


def test_years_given_for_one_dump_contradict_each_other_once() -> None:
    """The page and all its papers have one cause, so one line names it, whatever the order of reading."""
    text = dump("Mar 4", "Feb 3", "Jan 2")
    message = TORN.format("", "2026 or later, but also 2024 or earlier")
    other = parse_text(dump("Mar 5", "Feb 3", "Jan 2"), source="tue.txt")
    for given in itertools.permutations((2024, 2025, 2026)):
        readings = [parse_text(text, source="mon.txt", as_of=year) for year in given]
        contradictions = merge([*readings, other]).contradictions
        assert [(found.source, found.message) for found in contradictions] == [("mon.txt", message)]


def test_names_of_one_dump_that_contradict_each_other_are_listed() -> None:
    """The year may be in the name of a copy."""
    text = dump("Mar 4", "Feb 3", "Jan 2")
    copies = [parse_text(text, source=f"{year}-03-04.txt") for year in (2026, 2024)]
    message = TORN.format(", and as 2026-03-04.txt,", "2026 or later, but also 2024 or earlier")
    contradictions = merge(copies).contradictions
    assert [(found.source, found.message) for found in contradictions] == [("2024-03-04.txt", message)]


def test_pages_that_contradict_are_told_and_left_open() -> None:
    """A paper that is printed with two years dates no page, both sides are quoted, and other years stay known."""
    one = page("a", "--12-12", ("One", "--10-06"), ("Two", "2023-05-05"))
    other = page("b", "--12-12", ("One", "2022-10-06"))
    catalog = merge([one, other])
    (told,) = catalog.contradictions
    assert told.code == "contradicting-years"
    assert "the printed date (2023-05-05 in a) means 2024 or later" in told.message
    assert "the printed date (b) means 2022 or earlier" in told.message
    assert merge([other, one]).contradictions == catalog.contradictions
    assert not merge([one]).contradictions
    assert years(catalog) == {"a": "2024 or later", "b": "2022 or later"}


def test_pages_under_one_name_are_not_taken_for_one() -> None:
    """If two papers are at the same place under one name, their pages may be from different years."""
    one = page(None, "--12-12", ("One", "--10-06"))
    other = page(None, "--12-12", ("Two", "2024-10-06"))
    catalog = merge([one, other, page("x", "--12-12", ("One", "2020-10-06"))])
    assert not catalog.contradictions


def test_an_identifier_of_no_month_tells_nothing() -> None:
    """No year has a thirteenth month."""
    assert not list(by_ids([("2413.00001", ListingDate(month=12, day=30))], search=True))


def test_what_is_known_of_dates_decides_which_is_later() -> None:
    """The value of the page that must be later survives, although its month and day are earlier."""
    early = page("a", "--12-12", ("One", "2023-10-06"))
    late = page("b", "--03-11", ("ONE", "2023-10-06"), ("Two", "2025-12-12"))
    known = [evolve(early, date=ListingDate(month=12, day=12, latest=2024)), late]
    (entry,) = merge(known).find("one")
    assert entry.paper.title == "ONE of Many Titles"
    assert [s.source for s in entry.dated] == ["a", "b"]


def test_bounds_of_one_sighting_are_those_of_its_page() -> None:
    """If a page was parsed twice, what is known of one paper's sighting is known of the others."""
    plain = page("a", "--12-12", ("One", "--10-06"), ("Two", "--10-07"))
    more = Listing(papers=plain.papers[:1], date=ListingDate(month=12, day=12, latest=2024), source="a")
    for order in itertools.permutations([plain, more, page("b", "--01-02", ("Three", "--01-01"))]):
        catalog = merge(order)
        known = {s.paper.title: s.listing_date for entry in catalog for s in entry.dated}
        assert {date.years() for title, date in known.items() if date and "Three" not in title} == {"2024 or earlier"}


def test_equal_sightings_share_their_bounds() -> None:
    """The bounds of two parses of a page are combined, in any order."""
    plain = page("a", "--12-12", ("One", "--10-06"))
    low = Listing(papers=plain.papers, date=ListingDate(month=12, day=12, earliest=2025), source="a")
    high = Listing(papers=plain.papers, date=ListingDate(month=12, day=12, latest=2025), source="a")
    texts = {merge(order).to_jsonl() for order in itertools.permutations([plain, low, high])}
    assert len(texts) == 1
    assert years(merge([plain, high, low])) == {"a": "2025"}


def test_assumed_years_are_no_evidence() -> None:
    """They are marked, give way to deduced years, and imply nothing."""
    day = ListingDate(month=10, day=6, earliest=2025).assume()
    assumed = Listing(
        papers=[
            Paper(title="One of Many Titles", abstract="One.", published=day),
            Paper(title="Two of Many Titles", published=printed_day("--01-02")),
        ],
        date=ListingDate(month=12, day=12),
        source="a",
    )
    catalog = merge([assumed])
    assert catalog.find("one")[0].paper.published == day
    assert str(catalog.find("two")[0].paper.published) == "--01-02"
    proved = merge([assumed, page("b", "--12-12", ("One", "2026-10-06"))])
    assert str(proved.find("two")[0].paper.published) == "2026-01-02"


def test_a_name_says_less_of_several_pages() -> None:
    """The day in a file's name is that of the page with this date, and says nothing of the other pages."""
    pages = dump("Dec 11", "Oct 6") + dump("Dec 12", "Oct 6")
    for name, told in (("2024-12-12.txt", ["2025 or earlier", "2024"]), ("2024.txt", ["2025 or earlier"] * 2)):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr(name, pages)
        archive.seek(0)
        assert [one.date and one.date.years() for one in paperlist.parse_many(archive)] == told


def test_years_before_and_after_all_calendars_contradict() -> None:
    """A bound outside the calendar is a contradiction, and not a date."""
    one = page("a", "--12-12", ("One", "--10-06"), ("Two", "9998-10-06"))
    other = page("b", "--01-01", ("One", "--10-06"), ("Three", "--01-01"), ("Two", "9999-10-06"))
    catalog = merge([one, other])
    assert catalog.contradictions
    assert all(entry.paper for entry in catalog)


def test_decisions_do_not_depend_on_what_was_known_of_years() -> None:
    """Equal catalogs give equal bytes, whatever was known of the years when a decision was made."""
    texts: set[str] = set()
    for date in (ListingDate(month=12, day=12), ListingDate(month=12, day=12, earliest=2025)):
        listed = Listing(papers=page("a", "--12-12", ("One", None), ("Two", None)).papers, date=date, source="a")
        catalog = merge([listed])
        one, other = catalog
        catalog.same(one, other)
        texts.add((catalog | merge([evolve(listed, date=ListingDate(month=12, day=12, earliest=2025))])).to_jsonl())
    assert len(texts) == 1
