"""Test that the years deduced for pages are those of all assignments that fit, and never wrong."""

from __future__ import annotations

import datetime
import itertools
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

import paperlist
from paperlist import Catalog, Listing, ListingDate, Paper, merge
from tests.helpers.pages import Style, write_page
from tests.helpers.search_pages import CARD, SEARCH, TODAY

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator


NUMBERS = ("zero", "one", "two", "three", "four")
"""Papers are numbered in words: titles that differ in their digits alone may be the labels of cards."""


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
    cards = (CARD.format(i=NUMBERS[i], date=_shown(day, page)) for i, day in page.papers.items())
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
            true = page.papers[NUMBERS.index(sighting.paper.title.split()[-1])]
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
    """Whatever evidence a search page contains, the years deduced from it are right."""
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
