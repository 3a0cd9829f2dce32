"""Test that stretches with the same signs are parsed alike."""

from __future__ import annotations

from pathlib import Path

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from paperlist import Listing, ListingDate, Paper, parse_text
from paperlist._engine import re
from paperlist.cards import stretches
from paperlist.cards.frame import split_pages
from paperlist.tokens import kinds as signs
from paperlist.tokens import lexer as lines
from tests.helpers.damage import WAYS
from tests.helpers.pages import Style, pages, write_page

pytestmark = pytest.mark.slow

SAMPLES = sorted(Path("samples").iterdir())

SIGNS = {
    "A Title Whose Length Is That of Most": "o",
    "A Title That Is so Long as to Be No Name, Which It Might Be if It Were Shorter": "t",
    "A text that goes on for more than a hundred and twenty characters, as the abstracts of papers do, and then stops"
    " as they do.": "s",
    "A text. " * 30 + "Yes.": "a",
    "Clocks": "n",
    "A title. Or not": "x",
    "A [title]": "y",
    "of clocks": "y",
    "  A title": "y",
    "### [A Title](/papers/2401.00001)": "h",
    "[A Title](https://example.org/" + "a" * 200 + ")": "i",
    "[A text " + "that goes on " * 20 + "and stops.](/papers/2401.00001)": "b",
    "`A text` that " + "goes on " * 14 + "and stops.": "c",
    "`A text` " * 30 + "Yes.": "b",
    "`A text` " * 30 + "that does not stop": "l",
    "3D Clocks": "d",
    "3D clocks " * 30 + "Yes.": "e",
    "  • 6 authors": "A",
    "· 6 authors": ".A",
    "Mar 3 5": "DC",
    "-": "Z",
    "[5](/login?next=x)": "1",
    "[5](/papers/2401.00001)": "2",
    "[5](/papers/2401.00001#community)": "3",
    "[5](https://example.org)": "C",
    "[ 5][39]": "K",
    "Submitted by tern-7 3": "SnC",
    "Upvote 5": "UC",
    "GitHub 3.2k arXiv Page": "GCX",
    "Daily Papers": "H",
    "AK": "N",
    "Log In": "M",
    "TOS": "F",
    "Subscribe": "B",
    "  *": "*",
    "https://example.org": "L",
    "[5]: https://example.org": "R",
    "Of_Clocks · Of_Tides": "o",
    "Upvote_5 GitHub_6 arXiv_Page": "UCGCX",
    "": "",
    " \t": "",
}


@pytest.mark.parametrize(("line", "letters"), SIGNS.items(), ids=lambda text: text[:40])
def test_a_line_has_signs(line: str, letters: str) -> None:
    """Each of its tokens has the sign of the table."""
    (read,) = lines.lex([line])
    assert read.signs == f"{letters}\n"
    assert len(read.tokens()) == len(letters)


@settings(max_examples=50)
@given(st.text(max_size=300) | pages("search", "daily", "trending").map(lambda made: write_page(*made)))
def test_there_is_a_sign_for_each_token(text: str) -> None:
    """A line has as many signs as tokens; those of texts are small, and those of no others."""
    (read,) = lines.lex([text])
    tokens = read.tokens()
    letters = read.signs.replace("\n", "")
    assert len(letters) == len(tokens)
    assert [sign in signs.TEXTS for sign in letters] == [token.kind.value == "text" for token in tokens]


@settings(max_examples=50)
@given(st.data(), pages("search", "daily", "trending").map(lambda made: write_page(*made)))
def test_parts_have_the_tokens_between_their_ends(data: st.DataObject, text: str) -> None:
    """Wherever lines are split, even within one, no token is lost or doubled."""
    (read,) = lines.lex([text])
    at = data.draw(st.integers(0, len(read.signs)))
    parts = [read.part(0, at), read.part(at, len(read.signs))]
    assert [token.span for part in parts for token in part.tokens()] == [token.span for token in read.tokens()]
    assert [len(part.signs.replace("\n", "")) for part in parts] == [len(part.tokens()) for part in parts]


def judged_alone(text: str, *, whole: bool) -> Listing:
    """Return the listing in ``text`` with no stretch taken for another, or even the ``whole`` page as one."""
    with pytest.MonkeyPatch.context() as patch:
        if whole:
            patch.setattr(stretches, "_CUT", re.compile("(?!)"))
        patch.setattr(stretches, "_UNSURE", re.compile(""))
        patch.setattr(stretches, "_known", {})
        return parse_text(text)


def differences(text: str, *, whole: bool) -> list[object]:
    """Return what a text says otherwise where each of its cards is judged for itself."""
    one, other = parse_text(text), judged_alone(text, whole=whole)
    said = ([attrs.asdict(paper) for paper in each] for each in (one, other))
    pairs = [*zip(*said, strict=False), (len(one), len(other)), (one.layout, other.layout)]
    pairs += [(one.diagnostics, other.diagnostics), (one.date, other.date)]
    return [pair for pair in pairs if pair[0] != pair[1]]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_what_looks_alike_is_read_as_if_it_did_not(path: Path) -> None:
    """A dump says the same whether it is cut, and what looks alike judged once, or judged as a whole."""
    assert not differences(path.read_text(encoding="utf-8"), whole=True)


def test_real_cards_that_look_alike_are_read_as_if_they_did_not(corpus: Path) -> None:
    """The same holds for the real dumps."""
    dumps = {path: path.read_text(encoding="utf-8", errors="replace") for path in sorted(corpus.glob("dumps/*/*.txt"))}
    assert not [path.name for path, text in dumps.items() if differences(text, whole=True)]


def test_pages_on_one_line_are_parted() -> None:
    """A page may begin in the midst of a line, and its tokens stand where they stood."""
    text = "Daily Papers 6 authors " * 4 + "\nClocks"
    parted = list(split_pages(lines.lex([text])))
    assert [[token.words for token in page.tokens()] for page in parted] == [
        *[["Daily Papers", "6 authors"]] * 3,
        ["Daily Papers", "6 authors", "Clocks"],
    ]
    (whole,) = lines.lex([text])
    assert [token.span for page in parted for token in page.tokens()] == [token.span for token in whole.tokens()]


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
    assert not differences(text, whole=True)


def test_where_links_lead_is_looked_up_in_the_list_of_their_own_page() -> None:
    """Pages whose counts look alike may list other addresses for them."""
    card = HEAD + f"Clocks That Drift\n\n{ABSTRACT}\n\n3 authors\n.\nMar 3 [5][1]\n\n"
    upvoted, told = (f"{card}1. /{place}\n" for place in ("login?next=x", "papers/2401.00001#community"))
    for text in (upvoted, told, upvoted):
        assert not differences(text, whole=True)


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
    assert not differences(text, whole=True)


def test_lists_of_links_are_left_out_where_lines_are_read_again() -> None:
    """An address in the list of links belongs to no card, though underscores stood for blanks above it."""
    assert [paper.arxiv_id for paper in parse_text("Upvote_5\nClocks That Drift\n1. /papers/2401.00001")] == [None]


@settings(max_examples=60)
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
    assert not differences("\n".join(text), whole=False)
