"""Test that the running heads and feet of printed sheets are recognised, and are not part of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperlist import explain, parse_text, tokenize
from paperlist.explaining import explain_text
from paperlist.tokens.kinds import Kind
from paperlist.tokens.lexer import lex
from tests.helpers.printed import HEAD, PAPERS, card_lines, on_sheets

if TYPE_CHECKING:
    from pathlib import Path

    from paperlist import Listing

FEED = "\f"
TITLE = "Daily Papers - Hugging Face"
ADDRESS = "https://huggingface.co/papers?q=kelp"
TIME = "11/14/29, 9:03 AM"

SHEETS: dict[str, tuple[str, str]] = {
    "wide head and foot": (FEED, f"{TIME}\t\t{TITLE}\n\n{{text}}\n\n{ADDRESS}\t\t{{n}}/{{every}}\n\n"),
    "each part on its line": (FEED, f"{TIME}\n\n{TITLE}\n\n{{text}}\n\n{ADDRESS}\n\n{{n}}/{{every}}\n\n"),
    "all below the text": (FEED, f"{{text}}\n{TIME}\n{TITLE}\n{ADDRESS}\n{{n}}/{{every}}\n"),
    "all below, without form feeds": ("\n", f"{{text}}\n{TIME}\n{TITLE}\n{ADDRESS}\n{{n}}/{{every}}"),
    "a line each, without form feeds": ("\n", f"{TIME} {TITLE}\n{{text}}\n{ADDRESS} Page {{n}} of {{every}}"),
    "number of the sheet in the middle": (FEED, f"{TITLE}\n{{text}}\n{{n}} of {{every}}    {TIME}\n"),
    "a number alone": (FEED, "{text}\n\n{n}\n\n"),
    "a number between dashes": (FEED, "{text}\n- {n} -\n"),
    "a head in another language": (FEED, f"14.11.29, 09:03  {TITLE}\n{{text}}\nSeite {{n}} von {{every}}\n"),
    "a head that nobody knows": (FEED, "Library of the Harbour School\n{text}\nsheet no. {n}, copied\n"),
    "form feeds alone": (FEED, "{text}\n\n"),
    "form feeds on lines of their own": ("\f\n", "{text}\n"),
}
"""What separates the sheets, and what is printed on each."""


def printed(name: str, height: int) -> str:
    """Return the page of all invented papers, printed in one way, with as many lines on each sheet."""
    lines = [*HEAD, *(line for paper in PAPERS for line in [*card_lines(paper), ""])]
    between, sheet = SHEETS[name]
    return between.join(on_sheets(lines, height, sheet))


def assert_whole(listing: Listing) -> None:
    """Check that a listing has all papers with all values."""
    assert [(paper.title, paper.abstract) for paper in listing] == [(one.title, one.abstract) for one in PAPERS]
    values = [(paper.upvotes, paper.author_count, paper.comments) for paper in listing]
    assert values == [(one.votes, one.authors, one.comments) for one in PAPERS]
    assert [str(paper.published)[-5:] for paper in listing] == ["11-12", "11-13", "06-02", "10-30"]
    assert not listing.diagnostics


@pytest.mark.parametrize("height", [7, 9, 11, 14])
@pytest.mark.parametrize("name", SHEETS)
def test_a_card_continues_over_the_end_of_a_sheet(name: str, height: int) -> None:
    """Running lines are in the midst of cards, but neither texts nor values change, wherever a sheet ends."""
    assert_whole(parse_text(printed(name, height)))


@pytest.mark.parametrize("name", ["wide head and foot", "all below the text"])
def test_the_head_dates_the_capture(name: str) -> None:
    """The time of printing is evidence for the day on which the page was saved."""
    listing = parse_text(printed(name, 9))
    assert (str(listing.date), listing.snapshot) == ("2029-11-14", "2029-11-14")


def test_sheets_are_recognised_in_later_chunks(tmp_path: Path) -> None:
    """What the first part of a long file shows is used for the rest of it."""
    many = [paper._replace(title=f"{paper.title} in {n} Harbours") for n in range(60) for paper in PAPERS]
    lines = [*HEAD, *(line for paper in many for line in [*card_lines(paper, width=50), ""])]
    path = tmp_path / "printed.txt"
    text = FEED.join(on_sheets(lines, 30, "Harbour School\n{text}\n\n{n}\n"))
    path.write_text(text, encoding="utf-8")
    listing = parse_text(text)
    assert [paper.abstract for paper in listing] == [paper.abstract for paper in many]
    assert [stretch.text for stretch in explain(path) if stretch.text == "Harbour School"]


def test_an_excerpt_of_two_sheets_needs_no_repetition() -> None:
    """At the only end of a sheet, lines that look like a running head and foot are recognised by that."""
    first, second = PAPERS[:2]
    above, below = card_lines(first), card_lines(second)
    foot = ["file:///home/me/papers.html", "", "1/2", ""]
    head = [f"{FEED}{TIME}", "", TITLE, ""]
    listing = parse_text("\n".join(["Nov 14", "", *above[:3], *foot, *head, *above[3:], "", *below]))
    assert [paper.abstract for paper in listing] == [first.abstract, second.abstract]


def test_lines_that_only_resemble_running_lines_are_kept() -> None:
    """A line of a text that ends with a fraction or an address is not part of a head or foot."""
    lines = ["We halve the cost of every kite, and of every second rope: see", "https://example.org/kite", "We get 1/2"]
    text = "\n".join([*HEAD, "A Title", "", *lines, FEED + "of the usual cost at last.", "2 authors · Nov 2 1"])
    (tokens,) = lex([text])
    assert tokens.all_words(Kind.SHEET) == [FEED]


def test_lines_of_cards_are_not_running_lines() -> None:
    """Phrases of cards that are by chance at the end of every sheet remain values."""
    cards = [
        [str(one.votes), one.title, f"· {5} authors", f"{one.votes}.5k {one.comments}", "Submitted by", "gull"]
        for one in PAPERS
    ]
    listing = parse_text(
        "\n".join(["Daily Papers", "Nov 14", "Submitted by", "gull", *cards[0]])
        + "".join(f"\n{FEED}" + "\n".join(card) for card in cards[1:])
    )
    assert [paper.author_count for paper in listing][:4] == [5, 5, 5, 5]


def test_numbers_of_other_things_are_not_those_of_sheets() -> None:
    """A text without form feeds has sheets only if their numbers follow each other."""
    (tokens,) = lex(["A text\n3/4\nand more\n9/4\nand\n7/12\nThe end"])
    assert not tokens.all_words(Kind.SHEET)


def test_a_page_on_one_sheet_has_a_head_and_a_foot() -> None:
    """The only sheet is recognised by its number."""
    page = "\n".join([*HEAD, *card_lines(PAPERS[0])])
    listing = parse_text(f"{page}\n{TIME}\n{TITLE}\n{ADDRESS}\n1/1\n")
    assert [paper.title for paper in listing] == [PAPERS[0].title]


def test_running_lines_are_labelled() -> None:
    """Every character keeps its place: running lines are boilerplate, and the tokens joined are the text."""
    text = printed("wide head and foot", 9)
    assert "".join(token.words for token in tokenize(text)) == text
    parts = {stretch.part for stretch in explain_text(text) if TIME in stretch.text}
    assert parts == {"boilerplate"}


def test_many_empty_sheets_take_little_time() -> None:
    """Each line is looked at a few times only, however many form feeds there are."""
    text = f"{FEED}\n\n1\n" * 20_000
    assert "".join(token.words for token in tokenize(text)) == text
