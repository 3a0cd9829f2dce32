"""Test that votes in a column beside the texts are read before their titles."""

from __future__ import annotations

import textwrap

import pytest

from paperlist import parse_text, tokenize
from paperlist.tokens.lines.columns import in_reading_order
from tests.helpers.printed import HEAD, PAPERS, Printed, card_lines, on_sheets

INDENT = " " * 11
FOOT = "11/14/29, 9:03 AM\nDaily Papers - Hugging Face\nfile:///kelp.html\n{n}/{every}"


def beside(votes: str, texts: list[str], line: int) -> list[str]:
    """Return lines with the votes beside one of them, or on a line of their own after it if that is negative."""
    lines = [INDENT + text for text in texts]
    vote = f"{votes:>6}"
    if line < 0:
        return [*lines[:-line], vote, *lines[-line:]]
    return [*lines[:line], vote + lines[line][len(vote) :], *lines[line + 1 :]]


def search_card(paper: Printed, line: int) -> list[str]:
    """Return the lines of a card of a search in columns."""
    texts = [*textwrap.wrap(paper.title, 60), *textwrap.wrap(paper.abstract, 84)]
    values = f"{INDENT}    {paper.authors} authors · {paper.date} {paper.comments}"
    return [*beside(str(paper.votes), texts, line), values, "", ""]


def daily_page() -> str:
    """Return a daily page in columns: of its papers, three have an organization, and one a title of two lines."""
    rows = [
        ("gull", "Kelp Ledger: Counting Fronds from a Kite", "12", "· 4 authors", "6"),
        ("tern", "Slow Mortar: How Long Does Lime Remember?", "-", "École de la Chaux", "8.56k 2"),
        ("loon", "Clocks of the Tide", "3", "Mosswork", ""),
        ("auk", "Ropewalk Grammar: Parsing Knots Tied in a Hurry", "120", "Barnacle Institute for Rope", "3"),
    ]
    lines = ["Daily Papers", "Nov 14", ""]
    for user, title, votes, name, counts in rows:
        lines += [f"    Submitted by {user}", INDENT + title, f"{votes:>6}{' ' * 12}{name:40}{counts}", "", ""]
    wrapped = textwrap.wrap("Bell Weather: Forecasting Fog from the Sound of Harbour Bells at Dawn", 50)
    lines += ["    Submitted by puffin", *beside("7", wrapped, -1), f"{INDENT}          · 3 authors            4.3k 2"]
    return "\n".join(lines)


@pytest.mark.parametrize("line", [0, 1, 2, -1, -2])
def test_votes_are_beside_any_of_the_first_lines(line: int) -> None:
    """Votes are beside a line of the title or the abstract, or between two lines, and interrupt neither."""
    text = "\n".join([*HEAD, *(part for paper in PAPERS for part in search_card(paper, line))])
    listing = parse_text(text)
    assert [(paper.title, paper.abstract) for paper in listing] == [(one.title, one.abstract) for one in PAPERS]
    assert [(paper.upvotes, paper.comments) for paper in listing] == [(one.votes, one.comments) for one in PAPERS]
    assert "".join(token.words for token in tokenize(text)) == text


def test_the_span_of_a_paper_has_all_its_lines() -> None:
    """A paper begins with its title, although its votes are further down."""
    text = "\n".join([*HEAD, *(part for paper in PAPERS for part in search_card(paper, 1))])
    for paper in parse_text(text):
        assert paper.span is not None
        start, end = paper.span
        assert text[start:].startswith(paper.title[:30])
        assert text[:end].endswith(f" {paper.comments}")


def test_a_daily_page_has_values_at_both_sides() -> None:
    """Votes are left of the authors or of the organization, stars and comments right of them."""
    listing = parse_text(daily_page())
    assert [(paper.upvotes, paper.author_count, paper.organization, paper.submitted_by) for paper in listing] == [
        (12, 4, None, "gull"),
        (0, None, "École de la Chaux", "tern"),
        (3, None, "Mosswork", "loon"),
        (120, None, "Barnacle Institute for Rope", "auk"),
        (7, 3, None, "puffin"),
    ]
    assert listing[4].title == "Bell Weather: Forecasting Fog from the Sound of Harbour Bells at Dawn"


@pytest.mark.parametrize("line", [1, 2, -1])
def test_columns_may_have_lost_their_width(line: int) -> None:
    """A tool may write one blank for any gap: then the votes begin a line, and most cards have such a line."""
    lines = [*HEAD, *(part for paper in PAPERS for part in search_card(paper, line))]
    narrow = [" ".join(part.split()) for part in lines if part]
    listing = parse_text("\n".join(on_sheets(narrow, 12, f"{{text}}\n{FOOT}")))
    assert [(paper.title, paper.abstract) for paper in listing] == [(one.title, one.abstract) for one in PAPERS]
    assert [paper.upvotes for paper in listing] == [paper.votes for paper in PAPERS]


def test_a_daily_page_may_have_lost_the_width_of_its_columns() -> None:
    """The counts after an organization are split from it, too."""
    narrow = [" ".join(part.split()) for part in daily_page().split("\n") if part]
    listing = parse_text("\n".join(on_sheets(narrow, 9, f"{{text}}\n{FOOT}")))
    assert [(paper.upvotes, paper.organization) for paper in listing] == [
        (12, None),
        (0, "École de la Chaux"),
        (3, "Mosswork"),
        (120, "Barnacle Institute for Rope"),
        (7, None),
    ]


def test_a_user_is_not_the_first_line_of_a_title() -> None:
    """If names and votes are on lines of their own on a printed page, all is in order already."""
    cards = [
        ["Submitted by", f"gull-{one.votes}", str(one.votes), one.title, f"· {one.authors} authors"] for one in PAPERS
    ]
    lines = ["Daily Papers", "Nov 14", *(line for card in cards for line in card)]
    listing = parse_text("\n".join(on_sheets(lines, 8, f"{{text}}\n{FOOT}")))
    assert [paper.upvotes for paper in listing] == [paper.votes for paper in PAPERS]


@pytest.mark.parametrize("several", [2, 3])
def test_votes_of_several_cards_may_be_above_the_first(several: int) -> None:
    """A tool may read a column of votes before the texts beside it, sheet by sheet; the votes are in order."""
    lines = list(HEAD)
    for at in range(0, len(PAPERS), several):
        papers = PAPERS[at : at + several]
        lines += [part for paper in papers for part in (str(paper.votes), "")]
        lines += [part for paper in papers for part in (*card_lines(paper)[1:], "")]
    text = "\n".join(on_sheets(lines, 22, f"{{text}}\n{FOOT}"))
    listing = parse_text(text)
    assert [(paper.title, paper.upvotes) for paper in listing] == [(one.title, one.votes) for one in PAPERS]
    assert not listing.diagnostics
    assert "".join(token.words for token in tokenize(text)) == text


def test_votes_above_a_card_are_not_those_of_cards_with_votes() -> None:
    """One count too many stays where it is, and is reported."""
    lines = [*HEAD, "5", "", *(part for paper in PAPERS for part in (*card_lines(paper), ""))]
    listing = parse_text("\n".join(on_sheets(lines, 22, f"{{text}}\n{FOOT}")))
    assert [paper.upvotes for paper in listing] == [paper.votes for paper in PAPERS]
    assert [one.code for one in listing.diagnostics] == ["missing-title"]


def test_a_sheet_may_end_between_a_title_and_what_is_beside_the_votes() -> None:
    """The column of the texts is that of the last line on the sheet before."""
    lines = daily_page().split("\n")
    at = next(at for at, line in enumerate(lines) if "Mosswork" in line)
    listing = parse_text(
        "\n".join([*on_sheets(lines[:at], at, f"{{text}}\n{FOOT}"), *lines[at:], FOOT.format(n=2, every=2)])
    )
    assert (listing[2].title, listing[2].organization, listing[2].upvotes) == ("Clocks of the Tide", "Mosswork", 3)


def test_one_count_is_not_a_column() -> None:
    """A single line with a count before its text may be anything."""
    lines = [*HEAD, "  12     Kelp", "         and more", "", "9 authors · Nov 2"]
    assert parse_text("\n".join(lines))[0].upvotes is None


def test_a_page_may_begin_with_a_title() -> None:
    """If nothing is above the first title, its votes become the first line."""
    lines = [part for paper in PAPERS for part in search_card(paper, 1)]
    ordered = in_reading_order([(line, at * 100, at + 1) for at, line in enumerate(lines)])
    assert [text.strip() for text, _, _ in ordered[:2]] == [str(PAPERS[0].votes), PAPERS[0].title]
