"""Test cards whose titles or counts can be mistaken for other fields."""

from __future__ import annotations

import textwrap

import paperlist
from tests.helpers.cases import CASES

DENSE = """Daily Papers
Mar 4
12
Lantern Drift in Slow Rivers and the Many Bridges That Cross Them on Foot in
Winter and Summer: A Survey
We measure how far a lantern drifts in a slow river, and find that the drift
is smaller than the maps suggest. The effect holds for eleven rivers and for
two kinds of lantern, of which one was lost.
6 authors
·
Mar 2
-
Why Moss Prefers Old Solvers over New Ones, and What It Says of Winters Past
Moss grows on the north side of old solvers. We ask why, and answer with a
kernel that remembers the last seven winters, at a cost that is linear in the
number of stones. It does so with fewer stones than before.
1 authors
·
Mar 1 3"""


def test_a_title_without_blank_lines_goes_on_in_lines_written_as_titles_are() -> None:
    """A full line after the upvotes continues in a line of capitalized words, and ends before a sentence."""
    first, second = paperlist.parse_text(DENSE)
    assert first.title.endswith("on Foot in Winter and Summer: A Survey")
    assert first.abstract is not None
    assert first.abstract.startswith("We measure")
    assert second.title.endswith("What It Says of Winters Past")
    assert second.abstract is not None
    assert second.abstract.startswith(
        "Moss grows on the north side of old solvers. We ask why, and answer with a kernel"
    )


def test_lines_without_end_are_not_all_remembered() -> None:
    """Many different short lines are read correctly, although not all of them are cached."""
    text = "Daily Papers\n\nMar 4\n\n" + "".join(f"Clock {i}\n\n{i} authors\n\n" for i in range(6_000))
    listing = paperlist.parse_text(text)
    assert [paper.author_count for paper in listing] == list(range(6_000))
    assert listing[5_999].title == "Clock 5999"


def test_a_number_that_links_to_a_paper_is_its_title() -> None:
    """A number whose link leads to a paper is a title and not a count, even without blank lines."""
    abstract = "Clocks that are never wound still tell the time twice a day. " * 4
    cards = (
        f"[{n}](/login?next=x)\n[{t}](/papers/2203.0000{n})\n{abstract}\n6 authors\n·\nMar 2\n"
        for n, t in ((7, 42), (8, 43))
    )
    listing = paperlist.parse_text("Daily Papers\nMar 4\n" + "".join(cards))
    assert [(paper.title, paper.upvotes) for paper in listing] == [("42", 7), ("43", 8)]


def test_a_count_in_the_place_of_the_authors_is_a_stray() -> None:
    """The number that is left of a damaged line of authors is not taken for comments, and is reported."""
    text = (CASES / "whole.txt").read_text(encoding="utf-8").replace("  • 12 authors", "  • 12 ")
    listing = paperlist.parse_text(text)
    assert [paper.comments for paper in listing] == [2, None, 14, None]
    codes = {diagnostic.code for diagnostic in listing.diagnostics if diagnostic.line > 1}
    assert codes >= {"missing-authors", "unknown-text"}


def test_counts_that_stick_to_titles_are_parted_from_them() -> None:
    """A number or dash that begins nearly all titles is the upvotes; otherwise a title such as `3D` keeps it."""
    cards = (("12", "Clocks"), ("-", "Moss"), ("1,024", "Ferns"), ("86", "Tides"))
    lines = (f"Submitted by\nuser{i}\n{count}{title}\n· {i + 1} authors\n" for i, (count, title) in enumerate(cards))
    listing = paperlist.parse_text("Daily Papers\nMar 4\n" + "".join(lines))
    assert [(paper.upvotes, paper.title) for paper in listing] == [
        (12, "Clocks"),
        (0, "Moss"),
        (1024, "Ferns"),
        (86, "Tides"),
    ]
    (alone,) = paperlist.parse_text("Daily Papers\nMar 4\nSubmitted by\na\n7\n3D Buoys\n· 2 authors")
    assert (alone.upvotes, alone.title) == (7, "3D Buoys")


def test_places_are_right_behind_a_last_return() -> None:
    """A carriage return counts as one character, so that spans index the text."""
    text = "Daily Papers\rMar 4\rA Title\r- 6 authors\rB Title\r6 authors"
    papers = paperlist.parse_text(text)
    assert [text[slice(*paper.span or (0, 0))] for paper in papers] == ["A Title\r- 6 authors", "B Title\r6 authors"]


def test_a_count_before_a_title_ends_where_its_token_does() -> None:
    """A number that is a whole text is not upvotes before a title on the same line."""
    papers = paperlist.parse_text("Daily Papers\nsSubmitted by r 2 Submitted by r 0 . ·2 author9 N")
    assert [paper.title for paper in papers] == ["2", "0 ."]


ABSTRACT = (
    "We measure how far a lantern drifts in a slow river, and find that the drift is smaller than the maps suggest. "
    "The effect holds for eleven rivers and for two kinds of lantern, of which one was lost in winter, but found again."
)


def test_a_date_after_other_values_of_its_line_is_no_title() -> None:
    """Only a date that begins its line may be the title of the abstract below it."""
    text = f"Daily Papers\n\nMar 4\n\nClocks\n\n6 authors Mar 3\n\n{ABSTRACT}\n\n3 authors\n·\nMar 2"
    listing = paperlist.parse_text(text)
    assert [(paper.title, str(paper.published)) for paper in listing] == [("Clocks", "--03-03"), ("", "--03-02")]
    assert [diagnostic.code for diagnostic in listing.diagnostics] == ["missing-abstract", "missing-title"]


def test_a_line_of_a_title_may_be_wider_than_the_others() -> None:
    """A title is whole if one of its lines exceeds the width of the page by a little."""
    title = "Lantern Drift in Slow Rivers and the Many Bridges That Cross Them on Foot and by Boat in Winter and Summer"
    titles = [textwrap.fill(title, width) for width in (62, 62, 62, 65)]
    cards = (f"1{n}\n{lines}\n{textwrap.fill(ABSTRACT, 62)}\n6 authors\n·\nMar 2" for n, lines in enumerate(titles))
    listing = paperlist.parse_text("\n".join(["Daily Papers", "Mar 4", *cards]))
    assert [(paper.title, paper.abstract) for paper in listing] == [(title, ABSTRACT)] * 4


def test_a_title_may_follow_the_headings_on_their_line() -> None:
    """If a tool put the headings and the first card on one line, the page has its date and the card its title."""
    headings = "new Subscribe Daily Papers by AK and the research community Mar 4"
    listing = paperlist.parse_text(f"{headings} Clocks That Drift · 6 authors\n\nTides of the Sea · 2 authors")
    assert str(listing.date) == "--03-04"
    assert [(paper.title, paper.author_count) for paper in listing] == [
        ("Clocks That Drift", 6),
        ("Tides of the Sea", 2),
    ]


def test_a_link_that_never_ends_is_no_link() -> None:
    """After many lines, what seemed to be a link's beginning joins no further line to it."""
    lines = "\n".join(f"Never ends Word {number}" for number in range(62))
    listing = paperlist.parse_text(
        f"Daily Papers\nMar 4\n\n[A Title that begins a link and\n{lines}\n\n6 authors\n·\nMar 3 5\n\n"
        f"Tides of the Sea\n\nWe study tides and their graphs.\n\n2 authors\n·\nMar 2 1\n"
    )
    first, after, last = listing
    assert (first.abstract or "").endswith("Word 59")
    assert (after.title, last.title) == ("Never ends Word 60", "Tides of the Sea")
    assert "doubtful-layout" in {found.code for found in listing.diagnostics}
