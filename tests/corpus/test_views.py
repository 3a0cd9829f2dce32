"""Test that a page gives the same papers, whichever way it was saved."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

import paperlist
from paperlist.model import PAPER_FIELDS, ListingDate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from paperlist import Paper

PAGES = ("search-0", "search-1", "daily-0", "daily-1", "trending-0", "trending-1")


def letters(value: object) -> str:
    """Return the letters and digits of a value: what every extractor keeps, wherever it broke lines."""
    return "".join(filter(str.isalnum, str(value).casefold()))


def shown(paper: Paper, name: str) -> object:
    """Return what a dump shows of a field: of a date no year that other evidence tells, such as links that it kept."""
    date = paper.published
    if name != "published" or date is None or date.year_basis == "printed":
        return getattr(paper, name)
    return ListingDate(month=date.month, day=date.day)


def dumps(corpus: Path, page: str) -> Iterator[Path]:
    """Iterate over the dumps of a page, by all extractors."""
    yield from sorted((corpus / "dumps/views").glob(f"{page}.*.txt"))


@pytest.mark.parametrize("page", PAGES)
def test_all_extractors_give_equal_papers(corpus: Path, page: str) -> None:
    """If two dumps of a page contain a field of a paper, its value is the same."""
    values: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in dumps(corpus, page):
        for paper in paperlist.parse(path):
            for name in PAPER_FIELDS:
                if getattr(paper, name) is not None:
                    values[letters(paper.title), name].add(letters(shown(paper, name)))
    assert values
    assert not {key: found for key, found in values.items() if len(found) > 1}


@pytest.mark.parametrize("page", PAGES)
def test_all_extractors_are_of_one_view(corpus: Path, page: str) -> None:
    """All dumps of a page are of the same view, without doubt if they contain cards."""
    for path in dumps(corpus, page):
        listing = paperlist.parse(path)
        assert listing.layout is not None
        if listing:
            assert listing.layout.view == page.partition("-")[0]
            assert listing.layout.confidence > 0.9
            assert all((paper.confidence or 0) > 0.9 for paper in listing)
            assert not listing.diagnostics


def test_a_page_of_odd_cards_is_doubted() -> None:
    """If few cards have the same fields, a diagnostic says that they may have been misread."""
    abstract = "Clocks that are never wound still tell the time twice a day. " * 4
    cards = ["A\n\n" + abstract, "B\n\n6 authors", "C\n\n·\nMar 2", abstract, "E\n\n6 authors\n·\nMar 2"]
    text = "Daily Papers\n\nMar 4\n\n" + "\n\n".join(f"{i}\n\n{card}" for i, card in enumerate(cards))
    listing = paperlist.parse_text(text)
    assert "doubtful-layout" in {diagnostic.code for diagnostic in listing.diagnostics}
    assert listing.layout is not None
    assert listing.layout.confidence < 0.8
