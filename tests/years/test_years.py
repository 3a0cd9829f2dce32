"""Test that a year is deduced if only one is possible, bounded as tightly as possible if not, and never wrong."""

from __future__ import annotations

import calendar
import contextlib
import datetime
import io
import itertools
import zipfile
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import paperlist
from paperlist import Catalog, Listing, ListingDate, Paper, merge
from paperlist.files.sources import open_source
from paperlist.model import MONTHS
from paperlist.parser import parse_pages, parse_source
from paperlist.years.bounds import Years
from paperlist.years.evidence import by_ids
from paperlist.years.inference import year_until
from tests.helpers.pages import Style, write_page

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence
    from pathlib import Path

TODAY = datetime.date(2026, 6, 30)
"""The day to which the clock is set."""

SEARCH = "Daily Papers\n{date}\n\n"
CARD = "A Title of Paper {i}\n\nWe study the paper of number {i}, at length.\n\n  • 2 authors\n·\n{date}\n\n"


def dump(date: str, *published: str, head: str = "") -> str:
    """Return a search page of papers published on these days."""
    cards = (CARD.format(i=i, date=day) for i, day in enumerate(published))
    return head + SEARCH.format(date=date) + "".join(cards)


def read(text: str, **known: Any) -> tuple[str, list[str], list[str]]:
    """Return the years of the listing and of its papers, in words, and the codes of what is amiss."""
    listing = paperlist.parse_text(text, **known)
    assert listing.date is not None
    years = [paper.published.years() for paper in listing if paper.published]
    return listing.date.years(), years, [d.code for d in listing.diagnostics]


# The solver


class System(NamedTuple):
    """Unknown years with all that is stated of them, in a form that can be tried out."""

    size: int
    lower: list[tuple[int, int]]
    upper: list[tuple[int, int]]
    edges: list[tuple[int, int, int]]
    leap: frozenset[int]


@st.composite
def systems(draw: st.DrawFn) -> System:
    count = draw(st.integers(1, 3))
    unknown = st.integers(0, count - 1)
    fact = st.tuples(unknown, st.integers(2020, 2024))
    return System(
        count,
        draw(st.lists(fact, max_size=3)),
        draw(st.lists(fact, max_size=3)),
        draw(st.lists(st.tuples(unknown, unknown, st.integers(0, 2)), max_size=5)),
        draw(st.frozensets(unknown, max_size=1)),
    )


def solutions(system: System, years: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Iterate over all years that satisfy a system: every assignment is tried."""
    for tried in itertools.product(years, repeat=system.size):
        if (
            all(tried[x] >= year for x, year in system.lower)
            and all(tried[x] <= year for x, year in system.upper)
            and all(tried[y] >= tried[x] + gap for x, y, gap in system.edges)
            and all(calendar.isleap(tried[x]) for x in system.leap)
        ):
            yield tried


def stated(system: System) -> Years:
    years = Years()
    for x in range(system.size):
        years.unknown(leap=x in system.leap)
    for x, year in system.lower:
        years.at_least(x, year, "printed", "")
    for x, year in system.upper:
        years.at_most(x, year, "not_after", "")
    for x, y, gap in system.edges:
        years.differ(x, y, gap)
    return years


@given(systems())
def test_bounds_are_those_of_all_solutions(system: System) -> None:
    """Where anything satisfies what is stated, the bounds are the least and the greatest years that do."""
    found = list(solutions(system, range(2008, 2037)))
    years = stated(system)
    clashes = years.solve()
    if not found:
        # What goes round far from any fact is met once there is one.
        anchored = stated(system._replace(lower=[*system.lower, *((x, 2010) for x in range(system.size))]))
        assert anchored.solve()
        return
    assert not clashes
    for x, tried in enumerate(zip(*found, strict=True)):
        lower, upper = years.bounds(x)
        if lower is not None:
            assert min(tried) == lower
        if upper is not None:
            assert max(tried) == upper


@given(systems(), st.randoms(use_true_random=False))
def test_the_order_of_statements_makes_no_difference(system: System, rng: random.Random) -> None:
    """Bounds, their evidence and clashes follow from what is stated alone."""
    shuffled = System(
        system.size,
        rng.sample(system.lower, len(system.lower)),
        rng.sample(system.upper, len(system.upper)),
        rng.sample(system.edges, len(system.edges)),
        system.leap,
    )
    one, other = stated(system), stated(shuffled)
    assert sorted(one.solve(), key=repr) == sorted(other.solve(), key=repr)
    assert (one.lower, one.upper) == (other.lower, other.upper)


def test_years_that_go_round_contradict_themselves() -> None:
    """Two years, each after the other, are told as a clash without a bound."""
    years = Years()
    one, other = years.unknown(), years.unknown()
    years.differ(one, other, 1)
    years.differ(other, one)
    years.at_least(one, 2024, "printed", "")
    clashes = years.solve()
    assert clashes
    assert str(clashes[0]) == "each of several years would have to be later than the others"


# Many pages, against every assignment


class Page(NamedTuple):
    """A search page: the day it lists, that on which it was read, and the days of its papers, by number."""

    day: datetime.date
    read: datetime.date
    papers: dict[int, datetime.date]
    not_after: datetime.date | None

    @property
    def hidden(self) -> list[datetime.date]:
        """The days that the page shows without a year."""
        return [day for day in self.papers.values() if day.year == self.read.year]


@st.composite
def readings(draw: st.DrawFn) -> list[Page]:
    """Pages read on random days, up to a week after those they list, with papers out by then, some on several."""
    near = st.dates(datetime.date(2020, 1, 1), datetime.date(2024, 12, 31))
    edges = st.sampled_from([(2, 28), (2, 29), (12, 25), (12, 31), (1, 1), (1, 2), (3, 1)])
    marked = st.tuples(st.sampled_from((2020, 2024)), edges).map(lambda t: datetime.date(t[0], *t[1]))
    papers = draw(st.lists(near | marked, min_size=1, max_size=5))
    made: list[Page] = []
    for day in draw(st.lists(near | marked, min_size=1, max_size=3)):
        read = day + datetime.timedelta(days=draw(st.sampled_from((0, 0, 1, 7))))
        shown = [i for i, published in enumerate(papers) if published <= read and draw(st.booleans())]
        until = draw(st.none() | st.integers(0, 500))
        not_after = None if until is None else read + datetime.timedelta(days=until)
        made.append(Page(day, read, {i: papers[i] for i in shown}, not_after))
    return made


def listing(page: Page, number: int) -> Listing:
    """Return a page as it is read, years left out by the page's rule."""
    cards = (CARD.format(i=i, date=_shown(day, page)) for i, day in page.papers.items())
    text = SEARCH.format(date=f"{page.day:%b} {page.day.day}") + "".join(cards)
    return paperlist.parse_text(text, source=f"{number}.txt", not_after=page.not_after)


def _shown(day: datetime.date, page: Page) -> str:
    return f"{day:%b} {day.day}" + ("" if day.year == page.read.year else f", {day.year}")


ANY_YEAR = range(2014, 2032)


def readable(page: Page, year: int) -> set[int]:
    """Return all years that the day listed can have if the page was read in ``year``: each day of it is tried."""
    hidden = [_day(year, day) for day in page.hidden]
    if None in hidden or any(day.year >= year for day in page.papers.values() if day not in page.hidden):
        return set()
    latest = max(filter(None, hidden), default=datetime.date(year, 1, 1))
    last = TODAY if page.not_after is None else page.not_after
    found: set[int] = set()
    for listed in ANY_YEAR:
        day = _day(listed, page.day)
        if day is None:
            continue
        if any((one.month, one.day) > (day.month, day.day) for one in page.hidden):
            # It was not read on its day, so any later one will do.
            days = {max(day, latest)}
        else:
            days = {day + datetime.timedelta(days=lag) for lag in range(8)}
        if any(one.year == year and latest <= one <= last for one in days):
            found.add(listed)
    return found


def possible(pages: list[Page]) -> Iterator[tuple[int, ...]]:
    """Iterate over all years in which the pages can have been read, by trying every assignment."""
    each = [[year for year in ANY_YEAR if readable(page, year)] for page in pages]
    for years in itertools.product(*each):
        published: dict[int, set[datetime.date | None]] = {}
        for page, year in zip(pages, years, strict=True):
            for i, day in page.papers.items():
                published.setdefault(i, set()).add(_day(year, day) if day in page.hidden else day)
        if all(len(days) == 1 for days in published.values()):
            yield years


def _day(year: int, day: datetime.date) -> datetime.date | None:
    try:
        return day.replace(year=year)
    except ValueError:
        return None


def bounds(years: set[int]) -> tuple[int | None, int | None]:
    """Return the least and the greatest of ``years``, None for those near the ends of all that were tried."""
    return min(years) if min(years) > 2019 - 3 else None, max(years) if max(years) < 2028 else None


@given(readings())
def test_all_that_the_evidence_allows_is_told_and_nothing_wrong(pages: list[Page]) -> None:
    """The bounds of each year are those of all assignments that fit; the true one is among them."""
    catalog = merge(listing(page, number) for number, page in enumerate(pages))
    assert not catalog.contradictions
    fitting = list(possible(pages))
    assert tuple(page.read.year for page in pages) in fitting
    for entry in catalog:
        for sighting in entry.dated:
            number = int((sighting.source or "").partition(".")[0])
            page = pages[number]
            read = {fit[number] for fit in fitting}
            date, told = sighting.listing_date, sighting.paper.published
            assert date is not None
            assert told is not None
            assert (date.earliest, date.latest) == bounds(set[int]().union(*(readable(page, year) for year in read)))
            assert date.year == (date.earliest if date.earliest == date.latest else None)
            true = page.papers[int(sighting.paper.title.split()[-1])]
            assert told.year in (None, true.year)
            if true in page.hidden:
                assert (told.earliest, told.latest) == bounds(read)


@given(readings(), st.randoms(use_true_random=False))
def test_what_is_proved_does_not_depend_on_the_order(pages: list[Page], rng: random.Random) -> None:
    """A catalog is a function of its sightings: adding pages in any order, or twice, gives the same bytes."""
    read_pages = [listing(page, number) for number, page in enumerate(pages)]
    one, other = merge(read_pages), Catalog()
    for page in rng.sample(read_pages * 2, 2 * len(read_pages)):
        other.add(page)
    assert one.to_jsonl() == other.to_jsonl()
    assert Catalog.from_jsonl(one.to_jsonl()).to_jsonl() == one.to_jsonl()


@given(
    st.dates(datetime.date(2023, 5, 1), TODAY),
    st.lists(st.dates(datetime.date(2015, 1, 1), TODAY), min_size=1, max_size=5),
    st.sampled_from(["", "markdown"]),
    st.sampled_from(["", "URL: https://huggingface.co/papers?q=tides\n\n", "Captured (UTC): {}T01:02:03\n\n"]),
    st.none() | st.integers(0, 800),
)
def test_no_year_of_a_dump_is_told_wrong(
    read_on: datetime.date, days: list[datetime.date], links: Any, head: str, until: int | None
) -> None:
    """Whatever evidence a search page holds, what is told of its years is true."""
    days = [day for day in days if day <= read_on]
    papers = [
        Paper(
            title=f"A Long Enough Title of Paper {i}",
            abstract="We show that tides rise. We show that they fall, too, and that nobody minds them in practice.",
            author_count=3,
            published=ListingDate(month=d.month, day=d.day, year=None if d.year == read_on.year else d.year),
            arxiv_id=f"{d:%y%m}.0000{i}",
        )
        for i, d in enumerate(days)
    ]
    date = ListingDate(month=read_on.month, day=read_on.day)
    text = head.format(read_on) + write_page(papers, date, Style(links=links))
    not_after = None if until is None else read_on + datetime.timedelta(days=until)
    found = paperlist.parse_text(text, not_after=not_after)
    assert "contradicting-years" not in {d.code for d in found.diagnostics}
    shown = [(found.date, read_on), *zip((p.published for p in found), days, strict=True)]
    for told, true in shown:
        assert told is not None
        assert told.year in (None, true.year)
        assert told.earliest is None or told.earliest <= true.year
        assert told.latest is None or told.latest >= true.year
    if days and "Captured" in head and (read_on.month, read_on.day) not in ((1, 1), (12, 31)):
        assert all(told is not None and told.year == true.year for told, true in shown)


# The evidence, kind by kind

BEFORE_2026 = ("2025 or earlier", ["2025 or earlier"])
"""What the clock, which is set to 2026-06-30, says of a page of December, and all that is known of it."""

EVIDENCE: list[tuple[str, str, dict[str, Any], str, list[str]]] = [
    ("the clock", dump("Dec 12", "Oct 6"), {}, "2025 or earlier", ["2025 or earlier"]),
    ("the clock, earlier in the year", dump("Mar 4", "Oct 7, 2024"), {}, "2025 or 2026", ["2024"]),
    ("a year after the clock", dump("Mar 4", "Oct 7, 2026"), {}, "2027 or later", ["2026"]),
    ("a printed year", dump("Dec 12", "Oct 6", "Oct 7, 2024"), {}, "2025", ["2025", "2024"]),
    (
        "with a day by which it existed",
        dump("Dec 12", "Oct 6", "Oct 7, 2024"),
        {"not_after": datetime.date(2026, 11, 21)},
        "2025",
        ["2025", "2024"],
    ),
    ("with a year", dump("Dec 12", "Oct 7, 2024"), {"not_after": 2026}, "2025 or 2026", ["2024"]),
    ("the year of reading", dump("Dec 12", "Oct 6"), {"as_of": 2025}, "2025", ["2025"]),
    ("the day of reading", dump("Dec 12", "Oct 6"), {"as_of": datetime.date(2025, 12, 12)}, "2025", ["2025"]),
    ("a day ahead", dump("Jan 1", "Jan 1"), {"as_of": 2025, "not_after": 2025}, "2025", ["2025"]),
    ("a listing of late December", dump("Dec 31", "Oct 7, 2024"), {}, "2024 or 2025", ["2024"]),
    ("with its year of reading", dump("Dec 31", "Oct 7, 2024"), {"as_of": 2025}, "2024 or 2025", ["2024"]),
    ("read on its day", dump("Dec 31", "Oct 7, 2024"), {"as_of": datetime.date(2025, 12, 31)}, "2025", ["2024"]),
    ("read on new year's day", dump("Dec 31", "Oct 7, 2025"), {"as_of": datetime.date(2026, 1, 1)}, "2025", ["2025"]),
    ("with a day of the year", dump("Dec 31", "Oct 6", "Oct 7, 2024"), {"not_after": 2025}, "2025", ["2025", "2024"]),
    (
        "read in spring",
        dump("Dec 31", "Oct 7, 2024"),
        {"as_of": datetime.date(2026, 3, 1)},
        "2025 or earlier",
        ["2024"],
    ),
    ("long after its day", dump("Dec 12", "Oct 6"), {"as_of": datetime.date(2025, 12, 31)}, "2025", ["2025"]),
    ("before its day", dump("Dec 12", "Jan 6"), {"as_of": datetime.date(2026, 3, 1)}, "2025 or earlier", ["2026"]),
    ("the first day of all", dump("Dec 12", "Jan 1"), {"as_of": datetime.date(1, 1, 1)}, "", ["1"]),
    ("the first year of all", dump("Dec 12", "Jan 6"), {"not_after": datetime.date(1, 1, 2)}, "", [""]),
    (
        "a later day in the calendar",
        dump("Mar 4", "Mar 9", "Mar 3, 2024"),
        {},
        "2026 or earlier",
        ["2025 or 2026", "2024"],
    ),
    ("Feb 29", dump("Mar 4", "Feb 29", "Mar 3, 2021"), {"not_after": 2027}, "2024", ["2024", "2021"]),
    ("a listing on Feb 29", dump("Feb 29", "Feb 2", "Mar 3, 2021"), {"not_after": 2027}, "2024", ["2024", "2021"]),
    ("a day in its name", dump("Dec 12", "Oct 6"), {"source": "a/x_2025-12-12.txt"}, "2025", ["2025"]),
    ("saved later", dump("Dec 31", "Oct 6"), {"source": "20260102.md"}, "2025", ["2025"]),
    (
        "another day in its name",
        dump("Dec 12", "Oct 6"),
        {"source": "2026-05-05"},
        "2025 or earlier",
        ["2025 or earlier"],
    ),
    ("a year in its name", dump("Dec 12", "Oct 6"), {"source": "daily-2025.txt"}, "2025", ["2025"]),
    ("a number in its name", dump("Dec 12", "Oct 6"), {"source": "x2025y_20259999.2025.txt"}, *BEFORE_2026),
    ("a month in its name", dump("Dec 12", "Oct 6"), {"source": "2025-12.txt"}, *BEFORE_2026),
    ("a day of no calendar in its name", dump("Dec 12", "Oct 6"), {"source": "2025-02-30.txt"}, *BEFORE_2026),
    (
        "when it was captured",
        dump("Dec 12", "Oct 6", head="---\nCaptured (UTC): 2025-12-13T01:02:03Z\n---\n"),
        {},
        "2025",
        ["2025"],
    ),
    ("captured at new year", dump("Dec 31", "Oct 6", head="fetched: 2026-01-01\n\n"), {}, "2025", ["2025"]),
    ("captured on no day", dump("Dec 12", "Oct 6", head="Captured: 2025-02-30\n\n"), {}, *BEFORE_2026),
    (
        "the address of another day",
        dump("Dec 12", "Oct 6", head="https://huggingface.co/papers/date/2025-12-11\n\n"),
        {},
        "2025",
        ["2025"],
    ),
    ("the last year of all", dump("Dec 12", "Oct 6"), {"as_of": 9999}, "9999", ["9999"]),
    (
        "an archive's address",
        dump("Dec 12", "Oct 6", head="https://web.archive.org/web/20251212030405/https://huggingface.co/papers\n\n"),
        {},
        "2025",
        ["2025"],
    ),
    (
        "the address of a search",
        dump("Dec 12", "Oct 6", head="URL: https://huggingface.co/papers?q=2024\n\n"),
        {},
        *BEFORE_2026,
    ),
    (
        "the address of a day, read in a later year",
        dump("Dec 12", "Dec 11, 2024", head="URL: https://huggingface.co/papers/date/2024-12-12\n\n"),
        {},
        "2024",
        ["2024"],
    ),
    (
        "a link to the day before",
        dump("Dec 12", "Oct 6").replace("Dec 12", "[](/papers/date/2025-12-11)\n\nDec 12", 1),
        {},
        "2025",
        ["2025"],
    ),
    (
        "a link to the month",
        dump("Dec 12", "Oct 6").replace("Dec 12", "[](/papers/month/2025-12)\n\nDec 12", 1),
        {},
        "2025",
        ["2025"],
    ),
    (
        "a link to a day far off, or of no calendar",
        dump("Dec 12", "Oct 6").replace(
            "Dec 12", "[](/papers/date/2024-06-11) [](/papers/date/2024-06-31)\n\nDec 12", 1
        ),
        {},
        "2024 or 2025",
        ["2024 or 2025"],
    ),
    (
        "an arXiv id",
        dump("Dec 12", "Sep 30", "Oct 6") + "/papers/2510.00001\n",
        {},
        "2025",
        ["2025", "2025"],
    ),
    (
        "an arXiv id far from the day",
        dump("Dec 12", "Mar 3") + "/papers/2411.00001\n",
        {},
        "2024 or 2025",
        ["2024 or 2025"],
    ),
]


@pytest.mark.parametrize(
    ("text", "known", "listed", "published"), [case[1:] for case in EVIDENCE], ids=[case[0] for case in EVIDENCE]
)
def test_what_tells_years(text: str, known: dict[str, Any], listed: str, published: list[str]) -> None:
    """Each kind of evidence, and what follows from it for the listing and its papers."""
    assert read(text, **known)[:2] == (listed, published)


CLASHES: list[tuple[str, str, dict[str, Any], str, str]] = [
    (
        "as_of overrules a printed year",
        dump("Dec 12", "Oct 6", "Oct 7, 2025"),
        {"as_of": 2025},
        "2025",
        (
            "the printed date (2025-10-07) means the page was saved in 2026 or later, "
            "but as_of (2025) means 2025 or earlier"
        ),
    ),
    (
        "a printed year overrules the name",
        dump("Dec 12", "Oct 6", "Oct 7, 2025"),
        {"source": "on-2025.txt"},
        "2026 or later",
        (
            "the printed date (2025-10-07) means the page was saved in 2026 or later, "
            "but the file name (on-2025.txt) means 2025 or earlier"
        ),
    ),
]


@pytest.mark.parametrize(
    ("text", "known", "listed", "message"), [case[1:] for case in CLASHES], ids=[case[0] for case in CLASHES]
)
def test_what_contradicts_is_told_with_both_sides(text: str, known: dict[str, Any], listed: str, message: str) -> None:
    """The weaker evidence gives way, and a warning quotes both."""
    found = paperlist.parse_text(text, **known)
    assert [(d.code, d.message) for d in found.diagnostics] == [("contradicting-years", message)]
    assert found.date is not None
    assert found.date.years() == listed
    with pytest.raises(paperlist.ParseError, match="contradicting-years"):
        paperlist.parse_text(text, **known, strict="warning")


def test_a_day_says_how_its_year_is_known() -> None:
    """The basis names the evidence, where one kind gives both bounds, and ``bounds`` where it takes several."""
    text = dump("Dec 12", "Oct 6", "Oct 7, 2024")
    named = paperlist.parse_text(dump("Dec 12", "Oct 6"), source="2024.txt")
    assert named.date is not None
    assert named.date.year_basis == "file_name"
    for known, basis in (
        ({"as_of": 2025}, "as_of"),
        ({"not_after": 2025}, "bounds"),
    ):
        found = paperlist.parse_text(text, **known)  # type: ignore[arg-type] # keywords of several types
        assert found.date is not None
        assert (found.date.year, found.date.year_basis) == (2025, basis)


def test_a_page_without_a_date_has_a_year_of_reading() -> None:
    """Where the page's own date was lost, what is known of the reading dates its papers."""
    (paper,) = paperlist.parse_text(dump("", "Oct 6"), as_of=datetime.date(2025, 12, 12), not_after=2026)
    assert str(paper.published) == "2025-10-06"


def test_an_entry_is_dated_as_seen_where_nobody_says_more() -> None:
    """An entry made of sightings alone takes their dates as they are."""
    (entry,) = merge([page("a", "--12-12", ("One", "--10-06"))])
    assert evolve(entry, dated=entry.sightings) == entry
    assert entry.dated == entry.sightings


def test_a_contradiction_is_told_where_it_is_met() -> None:
    """Where no paper ties pages, the clash is the page's own: what was seen of its day stays as it was."""
    crossed = Listing(papers=[Paper(title="One")], date=ListingDate(month=3, day=4, earliest=2025, latest=2024))
    catalog = merge([crossed])
    message = "other evidence (<text>) means 2025 or later, but other evidence (<text>) means 2024 or earlier"
    assert [d.message for d in catalog.contradictions] == [f"the day that a page lists: {message}"]
    assert catalog.entries[0].dated == catalog.entries[0].sightings


def test_the_clock_is_evidence_unless_the_caller_says_more_or_the_page_is_later() -> None:
    """Today is evidence of the kind ``not_after``, and a page that must be later says nothing of it."""

    def clock(text: str, **known: Any) -> list[str]:
        listing = paperlist.parse_text(text, **known)
        assert not listing.diagnostics
        return [str(one) for one in listing.evidence if one.basis == "not_after"]

    seen = ["not_after (2026-06-30): saved until 2026-06-30"]
    assert clock(dump("Dec 12", "Oct 7, 2024")) == seen
    assert clock(dump("Dec 12", "Oct 6"), as_of=2025) == []
    assert clock(dump("Dec 12", "Oct 6"), not_after=2025) == ["not_after (2025): saved until 2025-12-31"]
    assert clock(dump("Dec 12", "Oct 7, 2026")) == []
    assert clock(dump("Dec 12", "Oct 6"), source="2026-12-12.txt") == []
    assert clock(dump("Mar 4", "Jan 2"), source="2027.txt") == []
    assert clock(dump("Dec 12", "Oct 7, 2025")) == []  # this December has not come yet


def test_a_clock_that_contradicts_nothing_is_kept_where_other_evidence_clashes() -> None:
    """What clashes without the clock clashes with it, and both are known."""
    listing = paperlist.parse_text(dump("Mar 4", "Jan 2", "Oct 7, 2024"), source="2023.txt")
    (found,) = listing.diagnostics
    assert "the file name (2023.txt) means 2023 or earlier" in found.message
    assert listing.date is not None
    assert listing.date.years() == "2025 or 2026"


def test_every_entrance_looks_at_the_clock(tmp_path: Path) -> None:
    """A file, a text, many files and the pages of one give the same years."""
    text = dump("Dec 12", "Oct 7, 2024")
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    listings = [
        paperlist.parse(path),
        paperlist.parse_text(text),
        *paperlist.parse_many(path),
        *parse_pages(open_source(path)),
        parse_source(open_source(path)),
    ]
    assert [listing.date and listing.date.years() for listing in listings] == ["2025"] * 5


def test_a_contradiction_of_the_page_date_says_so() -> None:
    """The message names the date at the top where that is what no year is left for."""
    head = "URL: https://huggingface.co/papers/date/2026-03-04\n\n"
    listing = paperlist.parse_text(dump("Mar 4", "Mar 9", head=head), source="2025-03-04.txt")
    (found,) = listing.diagnostics
    assert found.message == (
        "the address of the page (/papers/date/2026-03-04) means the date of the page is in 2026 or later, "
        "but the file name (2025-03-04.txt) means 2025 or earlier"
    )


# Catalogs


def page(source: str | None, date: str, *papers: tuple[str, str | None], **known: Any) -> Listing:
    """Return a search page of papers, each with the day that it shows."""
    cards = [
        Paper(title=f"{title} of Many Titles", abstract="We study it.", published=_printed(day) if day else None)
        for title, day in papers
    ]
    return Listing(papers=cards, date=ListingDate.fromisoformat(date), source=source, **known)


def _printed(text: str) -> ListingDate:
    return ListingDate.fromisoformat(text, None if text.startswith("--") else "printed")


def years(catalog: Catalog) -> dict[str | None, str]:
    """Return what is known of each page's year."""
    return {s.source: s.listing_date.years() for entry in catalog for s in entry.dated if s.listing_date}


def test_a_year_printed_elsewhere_dates_a_page_and_its_other_papers() -> None:
    """From one paper to its page, and from that to the others, in any order of adding."""
    hides = page("a", "--12-12", ("One", "--10-06"), ("Two", "--05-05"))
    prints = page("b", "--03-11", ("One", "2025-10-06"))
    bare = page("c", "--04-03", ("Two", None))
    for order in itertools.permutations([hides, prints, bare]):
        catalog = merge(order)
        assert years(catalog) == {"a": "2025", "b": "2026 or later", "c": "2026 or later"}
        assert [str(entry.paper.published) for entry in catalog.find("two")] == ["2025-05-05"]
        assert not catalog.contradictions
    assert str(merge([hides, bare]).find("two")[0].paper.published) == "--05-05"


def test_pages_that_contradict_are_told_and_left_open() -> None:
    """One paper printed with two years ties nothing, and each side is named; the rest is told as ever."""
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
    """Where two papers stand at one place, their pages may be of different years."""
    one = page(None, "--12-12", ("One", "--10-06"))
    other = page(None, "--12-12", ("Two", "2024-10-06"))
    catalog = merge([one, other, page("x", "--12-12", ("One", "2020-10-06"))])
    assert not catalog.contradictions


def test_an_identifier_of_no_month_tells_nothing() -> None:
    """No year has a thirteenth month."""
    assert not list(by_ids([("2413.00001", ListingDate(month=12, day=30))], search=True))


def test_what_is_known_of_dates_decides_which_is_later() -> None:
    """A page proved to be later prevails, though by month and day alone it came first."""
    early = page("a", "--12-12", ("One", "2023-10-06"))
    late = page("b", "--03-11", ("ONE", "2023-10-06"), ("Two", "2025-12-12"))
    known = [evolve(early, date=ListingDate(month=12, day=12, latest=2024)), late]
    (entry,) = merge(known).find("one")
    assert entry.paper.title == "ONE of Many Titles"
    assert [s.source for s in entry.dated] == ["a", "b"]


def test_bounds_of_one_sighting_are_those_of_its_page() -> None:
    """Where a page was read twice and more is known of one of its papers' sightings, that holds for the others."""
    plain = page("a", "--12-12", ("One", "--10-06"), ("Two", "--10-07"))
    more = Listing(papers=plain.papers[:1], date=ListingDate(month=12, day=12, latest=2024), source="a")
    for order in itertools.permutations([plain, more, page("b", "--01-02", ("Three", "--01-01"))]):
        catalog = merge(order)
        known = {s.paper.title: s.listing_date for entry in catalog for s in entry.dated}
        assert {date.years() for title, date in known.items() if date and "Three" not in title} == {"2024 or earlier"}


def test_equal_sightings_share_their_bounds() -> None:
    """What is known of one page by two readings is known of it, in any order."""
    plain = page("a", "--12-12", ("One", "--10-06"))
    low = Listing(papers=plain.papers, date=ListingDate(month=12, day=12, earliest=2025), source="a")
    high = Listing(papers=plain.papers, date=ListingDate(month=12, day=12, latest=2025), source="a")
    texts = {merge(order).to_jsonl() for order in itertools.permutations([plain, low, high])}
    assert len(texts) == 1
    assert years(merge([plain, high, low])) == {"a": "2025"}


def test_assumed_years_are_no_evidence() -> None:
    """They are marked, give way to what is proved, and prove nothing."""
    day = ListingDate(month=10, day=6, earliest=2025).assume()
    assumed = Listing(
        papers=[
            Paper(title="One of Many Titles", abstract="One.", published=day),
            Paper(title="Two of Many Titles", published=_printed("--01-02")),
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
    """The day in a file's name is that of the page that lists it; when the others were saved is not known."""
    pages = dump("Dec 11", "Oct 6") + dump("Dec 12", "Oct 6")
    for name, told in (("2024-12-12.txt", ["2025 or earlier", "2024"]), ("2024.txt", ["2025 or earlier"] * 2)):
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as file:
            file.writestr(name, pages)
        archive.seek(0)
        assert [one.date and one.date.years() for one in paperlist.parse_many(archive)] == told


def test_years_before_and_after_all_calendars_contradict() -> None:
    """A bound that evidence moves out of the calendar is a clash, and no date is made of it."""
    one = page("a", "--12-12", ("One", "--10-06"), ("Two", "9998-10-06"))
    other = page("b", "--01-01", ("One", "--10-06"), ("Three", "--01-01"), ("Two", "9999-10-06"))
    catalog = merge([one, other])
    assert catalog.contradictions
    assert all(entry.paper for entry in catalog)


def test_decisions_do_not_depend_on_what_was_known_of_years() -> None:
    """Equal catalogs give equal bytes, whichever reading a decision was made on."""
    texts: set[str] = set()
    for date in (ListingDate(month=12, day=12), ListingDate(month=12, day=12, earliest=2025)):
        listed = Listing(papers=page("a", "--12-12", ("One", None), ("Two", None)).papers, date=date, source="a")
        catalog = merge([listed])
        one, other = catalog
        catalog.same(one, other)
        texts.add((catalog | merge([evolve(listed, date=ListingDate(month=12, day=12, earliest=2025))])).to_jsonl())
    assert len(texts) == 1


# Days


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [(None, None, ""), (2024, None, "2024 or later"), (None, 2024, "2024 or earlier"), (2024, 2025, "2024 or 2025"),
     (2023, 2025, "2023 to 2025"), (2025, 2025, "2025"), (2025, 2024, "")],
)  # fmt: skip
def test_bounds_are_told_in_words(earliest: int | None, latest: int | None, words: str) -> None:
    """Without any, or where they contradict, there is nothing to tell."""
    assert ListingDate(month=3, day=4, earliest=earliest, latest=latest).years() == words


def test_a_year_is_assumed_on_request_alone() -> None:
    """At either bound, marked; where there is none, or bounds contradict, or the year is known, nothing changes."""
    day = ListingDate(month=3, day=4, earliest=2023, latest=2025)
    assert [str(day.assume()), str(day.assume("latest"))] == ["2023-03-04", "2025-03-04"]
    assert (day.assume().year_basis, day.assume().earliest, day.assume().latest) == ("assumed", 2023, 2025)
    for other in (ListingDate(month=3, day=4), ListingDate(month=3, day=4, earliest=2025, latest=2024), day.assume()):
        assert other.assume() is other
    with pytest.raises(ValueError, match="expected 'earliest' or 'latest', got 'likeliest'"):
        day.assume("likeliest")  # type: ignore[arg-type] # what a caller may write


def test_bounds_order_days() -> None:
    """Days compare where bounds leave no doubt, and not where they do."""
    early, late = ListingDate(month=12, day=12, latest=2024), ListingDate(month=3, day=4, earliest=2025)
    assert early < late
    assert early <= late
    assert not late < early
    assert not late <= early
    assert late > early
    assert late >= early
    assert early.sort_key() < late.sort_key()
    for doubtful in (ListingDate(month=12, day=11, earliest=2024), ListingDate(month=12, day=12)):
        with pytest.raises(TypeError, match="whose years are unknown; sort with key="):
            assert early < doubtful


BOUNDED = st.builds(
    ListingDate,
    month=st.sampled_from((2, 12)),
    day=st.integers(1, 2),
    earliest=st.none() | st.integers(2020, 2022),
    latest=st.none() | st.integers(2022, 2024),
)


@given(st.lists(BOUNDED, max_size=5))
def test_sorting_never_belies_what_is_known(days: list[ListingDate]) -> None:
    """No day that must be later comes before another."""
    ordered = sorted(days, key=ListingDate.sort_key)
    for one, other in itertools.combinations(ordered, 2):
        with contextlib.suppress(TypeError):
            assert not other < one


def test_a_day_in_the_calendar_until() -> None:
    """The last year in which a day is not past another."""
    assert [year_until(datetime.date(2025, 3, 4), ListingDate(month=3, day=day)) for day in (3, 4, 5)] == [
        2025,
        2025,
        2024,
    ]
    assert MONTHS[2] == "Mar"


# Real dumps


def test_the_seeds_prove_years_together(corpus: Any) -> None:
    """Four have a year each by the day the project was made, the fifth what the others give it."""
    paths = corpus / "dumps/seeds/*.txt"
    alone = [listing.date.years() for listing in paperlist.parse_many(paths) if listing.date]
    assert alone == ["2025", "2025", "2025", "2026 or earlier", "2025"]
    assert sorted(years(merge(paperlist.parse_many(paths))).values()) == ["2025"] * 4 + ["2025 or 2026"]
    known = merge(paperlist.parse_many(paths, not_after=datetime.date(2026, 11, 21)))
    assert not known.contradictions
    assert sorted(years(known).values()) == ["2025"] * 4 + ["2025 or 2026"]
    assert all(entry.paper.published is None or entry.paper.published.year for entry in known)
    told = list(paperlist.parse_many(paths, as_of=2025))
    assert all(day is None or day.year for one in told for day in (one.date, *(p.published for p in one)))
