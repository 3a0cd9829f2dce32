"""Two invented abstracts, and papers and pages with them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from paperlist.model import Listing, ListingDate, Paper

SHORE = (
    "Where the shoreline moves with every tide, forecasts made on a fixed grid fail. "
    "We follow the water's edge with a graph whose nodes are buoys, each free to drift. "
    "Messages pass along the edges that the current keeps alive, and along no other. "
    "On nine bays the forecasts of the next high water are better by a third."
)


INK = (
    "Old letters fade, and what remains of their ink tells little to the naked eye. "
    "A lamp of many colours brings back strokes that centuries took away from the paper. "
    "We read eleven archives with it and find names that no catalogue of theirs has known. "
    "Our readers agree on nearly all of them, and so do the scribes who wrote of them elsewhere."
)


TITLE = "Tidal Graphs: Message Passing on Shorelines"


def a_paper(title: str = TITLE, abstract: str | None = SHORE, **fields: Any) -> Paper:
    """Return a paper about tidal graphs, with other fields if they are given."""
    return Paper(title=title, abstract=abstract, **fields)


def a_page(*papers: Paper, day: int = 1, source: str = "a.txt") -> Listing:
    """Return a page of March 2024 with these papers."""
    return Listing(papers=papers, source=source, date=ListingDate(month=3, day=day, year=2024))


SENTENCES = [sentence.strip() for sentence in (SHORE + " " + INK).split(".") if sentence.strip()]


NAMES = ("Tidal Graphs", "Tidal Graphs 2", "Tidal Graphs: Buoys", "Fading Ink", "Introduction", "Fading Inks and Lamps")


def few_papers() -> st.SearchStrategy[Paper]:
    """Return a strategy for papers of few titles and sentences, so that all rungs are met."""
    return st.builds(
        Paper,
        title=st.sampled_from(NAMES),
        abstract=st.none() | st.lists(st.sampled_from(SENTENCES), max_size=5).map(". ".join),
        arxiv_id=st.sampled_from((None, None, None, "2401.00001", "2401.00002")),
        author_count=st.sampled_from((None, 2, 9)),
        organization=st.sampled_from((None, "Bay", "Sea")),
        line=st.none() | st.integers(1, 2),
        published=st.sampled_from(
            (None, ListingDate(month=1, day=1, year=2020), ListingDate(month=1, day=1, year=2024))
        ),
    )
