"""Write search pages whose years are unknown, and read back what is known of these."""

from __future__ import annotations

from typing import Any

import paperlist
from paperlist import Catalog, Listing, ListingDate, Paper
from tests.helpers import clock

TODAY = clock.TODAY.date()
"""The day to which the clock is set."""
SEARCH = "Daily Papers\n{date}\n\n"
CARD = "A Title of Paper {i}\n\nWe study the paper of number {i}, at length.\n\n  • 2 authors\n·\n{date}\n\n"


def dump(date: str, *published: str, head: str = "") -> str:
    """Return a search page of papers published on these days."""
    cards = (CARD.format(i=i, date=day) for i, day in enumerate(published))
    return head + SEARCH.format(date=date) + "".join(cards)


def read(text: str, **known: Any) -> tuple[str, list[str], list[str]]:
    """Return the years of the listing and of its papers, in words, and the codes of the diagnostics."""
    listing = paperlist.parse_text(text, **known)
    assert listing.date is not None
    years = [paper.published.years() for paper in listing if paper.published]
    return listing.date.years(), years, [d.code for d in listing.diagnostics]


def page(source: str | None, date: str, *papers: tuple[str, str | None], **known: Any) -> Listing:
    """Return a search page of papers, each with the day that it shows."""
    cards = [
        Paper(title=f"{title} of Many Titles", abstract="We study it.", published=printed_day(day) if day else None)
        for title, day in papers
    ]
    return Listing(papers=cards, date=ListingDate.fromisoformat(date), source=source, **known)


def printed_day(text: str) -> ListingDate:
    return ListingDate.fromisoformat(text, None if text.startswith("--") else "printed")


def years(catalog: Catalog) -> dict[str | None, str]:
    """Return what is known of each page's year."""
    return {s.source: s.listing_date.years() for entry in catalog for s in entry.dated if s.listing_date}
