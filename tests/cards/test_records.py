"""Test that cards whose kinds are equal are read alike, whatever was read before."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import Listing, ListingDate, Paper, parse_text
from paperlist.cards.frame import split_pages
from paperlist.tokens.lexer import lex
from tests.helpers.damage import WAYS
from tests.helpers.forgetting import forget
from tests.helpers.pages import Style, pages, write_page
from tests.helpers.profiles import examples

pytestmark = pytest.mark.slow

SAMPLES = sorted(Path("samples").glob("*.txt"))


def judged_anew(text: str) -> Listing:
    """Return the listing in ``text``, with nothing remembered from texts before."""
    forget()
    return parse_text(text)


def differences(text: str) -> list[object]:
    """Return how the listing in a text differs if nothing is remembered from texts before."""
    one, other = parse_text(text), judged_anew(text)
    said = ([attrs.asdict(paper) for paper in each] for each in (one, other))
    pairs = [*zip(*said, strict=False), (len(one), len(other)), (one.layout, other.layout)]
    pairs += [(one.diagnostics, other.diagnostics), (one.date, other.date)]
    return [pair for pair in pairs if pair[0] != pair[1]]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_what_looks_alike_is_read_as_if_it_did_not(path: Path) -> None:
    """A dump says the same whether it is cut, and what looks alike judged once, or judged as a whole."""
    assert not differences(path.read_text(encoding="utf-8"))


def test_real_cards_that_look_alike_are_read_as_if_they_did_not(corpus: Path) -> None:
    """The same holds for the real dumps."""
    dumps = {path: path.read_text(encoding="utf-8", errors="replace") for path in sorted(corpus.glob("dumps/*/*.txt"))}
    assert not [path.name for path, text in dumps.items() if differences(text)]


def test_pages_on_one_line_are_split() -> None:
    """A page may begin in the midst of a line, and its tokens stand where they stood."""
    text = "Daily Papers 6 authors " * 4 + "\nClocks"
    split = list(split_pages(lex([text])))
    assert [[token.words for token in page] for page in split] == [
        *[["Daily Papers", "6 authors"]] * 3,
        ["Daily Papers", "6 authors", "Clocks"],
    ]
    (whole,) = lex([text])
    assert [token.span for page in split for token in page] == [token.span for token in whole]


HEAD = "Daily Papers\n\nMar 4\n\n"
ABSTRACT = "We study tides and their graphs in the open sea over many years. " * 5 + "It works."
SUBMITTED = HEAD + "Submitted by\n{}\n\n5\n\nTides of the Open Sea\n\n3 authors\n"
USERS = (
    ("A title. Or not", "X" * 70),
    ("Some User Name", "Foo [/abc"),
    (ABSTRACT, "X" * 210),
    ("We study. " * 13 + "It.", "X" * 129 + "."),
)


@pytest.mark.parametrize("users", [*USERS, *((other, one) for one, other in USERS)], ids=lambda users: users[0][:20])
def test_what_was_read_before_has_no_part_in_what_a_text_says(users: tuple[str, str]) -> None:
    """A text behind one that looks like it says what it does alone."""
    before, text = map(SUBMITTED.format, users)
    parse_text(before)
    assert not differences(text)


def test_where_links_lead_is_looked_up_in_the_list_of_their_own_page() -> None:
    """Pages whose counts look alike may list other addresses for them."""
    card = HEAD + f"Clocks That Drift\n\n{ABSTRACT}\n\n3 authors\n.\nMar 3 [5][1]\n\n"
    upvotes, comments = (f"{card}1. /{place}\n" for place in ("login?next=x", "papers/2401.00001#community"))
    for text in (upvotes, comments, upvotes):
        assert not differences(text)


TITLED = {
    "a date": f"{HEAD}A Preface\n\nMar 5\n\n{ABSTRACT}\n\n3 authors\n\nClocks That Drift\n\n{ABSTRACT}\n\n4 authors\n",
    "a count": f"{HEAD}A Preface\n\n[5](/papers/2401.00001)\n\n{ABSTRACT}\n\n3 authors\n",
    "a listed count": "Daily Papers\n[ 5][39]\nof small words\n[39]: /papers/2401.00001",
    "organizations": HEAD
    + "".join(
        f"Submitted by ann{i}\n\n{i + 3}\n\n-  Clocks That Drift by {i}"
        + ("  Acme Lab\n\n" if i % 2 else "\n\n· 3 authors\n\n")
        + "4\n\n"
        for i in range(6)
    ),
}


@pytest.mark.parametrize("text", TITLED.values(), ids=TITLED)
def test_odd_titles_are_read_as_if_nothing_looked_alike(text: str) -> None:
    """A title that looks like a value does not end a card, and blanks before one part nothing from it."""
    assert not differences(text)


def test_lists_of_links_are_left_out_where_lines_are_read_again() -> None:
    """An address in the list of links belongs to no card, though underscores stood for blanks above it."""
    assert [paper.arxiv_id for paper in parse_text("Clocks That Drift\n6_authors\n1. /papers/2401.00001")] == [None]


@examples(60)
@given(st.data(), pages("search", "daily", "trending"))
def test_damaged_pages_of_any_style_are_read_as_if_no_card_looked_like_another(
    data: st.DataObject, made: tuple[list[Paper], ListingDate, Style]
) -> None:
    """A page of any style, some lines of which are damaged in any way, says the same if no form is shared."""
    text = write_page(*made).split("\n")
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(text) - 1))
        way = WAYS[data.draw(st.sampled_from(sorted(WAYS)))]
        text = [*text[:at], *way(text[at], text[at + 1 : at + 2]), *text[at + 2 :]]
    assert not differences("\n".join(text))
