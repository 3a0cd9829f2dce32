"""Test files that contain several pages."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

import paperlist
from paperlist import ParseError
from tests.helpers.cases import CASES, SAMPLES

if TYPE_CHECKING:
    from pathlib import Path


def test_several_pages_share_a_snapshot_or_have_none() -> None:
    """A listing of several pages has a snapshot only if all pages have the same."""
    page = (CASES / "whole.txt").read_text(encoding="utf-8")
    both = f"{page}\n{page}"
    assert paperlist.parse_text(both, as_of=datetime.date(2031, 3, 4)).snapshot == "2031-03-04"
    assert paperlist.parse_text(f"Captured: 2031-03-05\n\n{both}").snapshot is None


def two_pages() -> str:
    """Return two days pasted together, with a line between them."""
    first, second = (
        (SAMPLES / name).read_text(encoding="utf-8") for name in ("000-tidal-graphs.txt", "001-sparse-memory.txt")
    )
    return f"{first}\n\n=== the next day ===\n\n{second}"


def test_several_pages_are_one_listing_and_loudly() -> None:
    """``parse`` gives the papers of all pages, no date if these differ, and reports where the second page begins."""
    text = two_pages()
    listing = paperlist.parse_text(text)
    pages = [paperlist.parse(SAMPLES / name) for name in ("000-tidal-graphs.txt", "001-sparse-memory.txt")]
    assert list(listing) == [paper for page in pages for paper in page]
    assert listing.date is None
    (told,) = (diagnostic for diagnostic in listing.diagnostics if diagnostic.code == "several-pages")
    assert text[slice(*told.span)] == "new"
    assert told.span[0] > text.index("the next day")
    (between,) = (diagnostic for diagnostic in listing.diagnostics if diagnostic.code == "unknown-text")
    assert text[slice(*between.span)] == "=== the next day ==="


def test_many_gives_a_listing_for_each_page(tmp_path: Path) -> None:
    """``parse_many`` gives each page its own date, and its papers lines and spans within the file."""
    text = two_pages()
    path = tmp_path / "days.txt"
    path.write_text(text, encoding="utf-8")
    first, second = paperlist.parse_many(path)
    assert [str(first.date), str(second.date)] == ["--03-04", "--03-05"]
    assert first.papers == paperlist.parse(SAMPLES / "000-tidal-graphs.txt").papers
    assert second.papers == paperlist.parse(SAMPLES / "001-sparse-memory.txt").papers
    for paper in second:
        assert paper.span is not None
        assert text[slice(*paper.span)].startswith(paper.title)


def test_a_page_captured_twice_is_seen_once(tmp_path: Path) -> None:
    """The same page twice in a file gives its papers and its date twice, and one sighting of each when merged."""
    text = (SAMPLES / "000-tidal-graphs.txt").read_text(encoding="utf-8")
    path = tmp_path / "twice.txt"
    path.write_text(f"{text}\n{text}", encoding="utf-8")
    listing = paperlist.parse(path)
    assert (len(listing), str(listing.date)) == (18, "--03-04")
    assert len(paperlist.merge(paperlist.parse_many(path)).sightings) == 9


FOOTER = "System theme\nCompany\nTOS\nPrivacy\nAbout\nCareers\nWebsite\nModels\nDocs\n\n"
MODELS = "Models\n2,301\n\ntern/moss-7b\n\nText Generation\nUpdated 3 days ago\n12\n\nrook/fern-2b\n\nUpdated Nov 3\n"
ONE_PAPER = """arxiv:2911.00001
Peat Clocks: Dating Bog Layers
Published on Nov 12
Submitted by rook
Upvote
142
Abstract
We date the layers of bogs by the pollen in them.
View arXiv page
View PDF
Models citing this paper
"""


@pytest.mark.parametrize("links", ["", "1. /papers/2911.00001\n2. /papers/2911.00002\n"])
@pytest.mark.parametrize(
    ("other", "codes"), [(MODELS, set()), (ONE_PAPER, {"several-pages", "no-papers"})], ids=["models", "one paper"]
)
def test_another_page_below_the_footer_has_no_part_in_the_listing(other: str, codes: set[str], links: str) -> None:
    """A listing ends with its footer and its list of links; a page below it that shows a card is read apart."""
    text = (SAMPLES / "000-tidal-graphs.txt").read_text(encoding="utf-8")
    alone = paperlist.parse_text(f"{text}\n{FOOTER}{links}")
    listing = paperlist.parse_text(f"{text}\n{FOOTER}{links}{other}{FOOTER}{links}")
    assert list(listing) == list(alone)
    assert len(listing) == 9
    assert {one.code for one in listing.diagnostics} - {one.code for one in alone.diagnostics} == codes


def test_strict_refuses_several_pages() -> None:
    """Several pages where one is expected are a warning, which only ``strict="warning"`` raises."""
    text = (CASES / "whole.txt").read_text(encoding="utf-8")
    with pytest.raises(ParseError, match="several-pages"):
        paperlist.parse_text(f"{text}\n{text}", strict="warning")
    assert len(paperlist.parse_text(f"{text}\n{text}", strict=True)) == 8


def test_headings_below_the_cards_begin_no_page() -> None:
    """The page's name in its footer does not begin another page."""
    text = (CASES / "whole.txt").read_text(encoding="utf-8")
    listing = paperlist.parse_text(f"{text}\n\nDaily Papers\n\nSystem theme\n\nTOS Privacy About Jobs\n")
    assert (len(listing), str(listing.date), listing.diagnostics) == (4, "--03-04", ())
