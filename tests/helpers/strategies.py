"""Define strategies for values of the model, with so few titles, ids and dates that sightings often match."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import strategies as st

from paperlist import errors, model

TITLES = (
    "A Study of Tides",
    "a study  of tides",
    "Tides 2.5",
    "Tides 25",
    "Étude n° 1",
    "Etude N 1",
    "潮汐",
    "???",
    "",
)
ARXIV_IDS = ("2401.00001", "2401.00001v2", "2401.00002")
TEXTS = ("", "Water rises.", "Water rises and\u2028falls – twice.\r\n", 'A "quoted" \\word\\ \ud800')
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def listing_dates() -> st.SearchStrategy[model.ListingDate]:
    """Days of two months, with and without a year, known in every way, its bounds crossed or not."""
    return st.builds(
        model.ListingDate,
        month=st.sampled_from((2, 12)),
        day=st.sampled_from((1, 28)),
        year=st.sampled_from((None, 2023, 2024)),
        year_basis=st.sampled_from((None, "printed", "as_of", "assumed")),
        earliest=st.sampled_from((None, 2022, 2024)),
        latest=st.sampled_from((None, 2023, 2025)),
    )


def papers() -> st.SearchStrategy[model.Paper]:
    """Papers with few titles and ids, any field missing, with and without the place where they stood."""
    counts = st.none() | st.integers(0, 2)
    values: dict[model.Kind, st.SearchStrategy[Any]] = {
        "text": st.none() | st.sampled_from(TEXTS),
        "count": counts,
        "date": st.none() | listing_dates(),
    }
    fields = {field.name: values[field.kind] for field in model.FIELDS}
    fields["title"] = st.sampled_from(TITLES)
    fields["arxiv_id"] = st.none() | st.sampled_from(ARXIV_IDS)
    ends = st.integers(0, 2)
    spans = st.none() | st.tuples(ends, st.just(9))
    return st.builds(model.Paper, **fields, line=counts, span=spans, confidence=st.none() | st.floats(0, 1))


def sources() -> st.SearchStrategy[str | None]:
    """Names of files, none and the empty one among them."""
    return st.sampled_from((None, "", "a.txt", "b.txt"))


def listings() -> st.SearchStrategy[model.Listing]:
    """Pages of a few papers, read from dumps or made by hand, saved on a known day or not."""
    return st.builds(
        model.Listing,
        papers=st.lists(papers(), max_size=4),
        date=st.none() | listing_dates(),
        source=sources(),
        snapshot=st.sampled_from((None, None, "2024-05-01", "2024-05-02")),
        is_dump=st.booleans(),
    )


def dumps() -> st.SearchStrategy[model.Dump]:
    """Few dumps, some with the same digest, several names or a known day."""
    return st.builds(
        model.Dump,
        listing_date=st.none() | listing_dates(),
        digest=st.sampled_from(("", "0011", "2233")),
        snapshot=st.sampled_from((None, "2024-05-01")),
        sources=st.lists(st.sampled_from(("", "a.txt", "b.txt")), max_size=2),
    )


def sightings() -> st.SearchStrategy[model.Sighting]:
    """Sightings at few places."""
    return st.builds(model.Sighting, paper=papers(), dump=dumps(), position=st.integers(0, 2))


def any_text() -> st.SearchStrategy[str]:
    """Any text, with all that ends lines and lone surrogates, but no pairs of these: JSON reads one as a character."""
    awkward = st.sampled_from('\r\n\x0b\x1c\x85\u2028\u2029\0"\\\ud800\udce9')
    return st.text(st.characters() | awkward, max_size=20).filter(lambda text: not _PAIR.search(text))


def places(least: int = 0) -> st.SearchStrategy[int]:
    """Numbers of lines, columns and characters, as large as a record may have."""
    return st.integers(least, errors.LARGEST_NUMBER)


def diagnostics() -> st.SearchStrategy[errors.Diagnostic]:
    """Diagnostics of every code at any place."""
    return st.builds(
        errors.Diagnostic,
        code=st.sampled_from(sorted(errors.CODES)),
        message=any_text(),
        line=places(1),
        column=places(1),
        span=st.tuples(places(), places()),
        excerpt=any_text(),
        source=st.none() | any_text(),
    )


def reported_listings() -> st.SearchStrategy[model.Listing]:
    """Pages of any texts, with diagnostics."""
    papers_of_any_text = st.builds(
        model.Paper, title=any_text(), abstract=st.none() | any_text(), line=places(1), published=listing_dates()
    )
    return st.builds(
        model.Listing,
        papers=st.lists(papers() | papers_of_any_text, max_size=3),
        date=st.none() | listing_dates(),
        source=st.none() | any_text(),
        diagnostics=st.lists(diagnostics(), max_size=3),
        snapshot=st.none() | st.dates().map(str),
    )
