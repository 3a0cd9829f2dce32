"""Test that each token has a kind with a letter, and that columns of tokens may be cut anywhere."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import parse_text
from paperlist.tokens.kinds import ANY_TEXTS, COARSE, Kind
from paperlist.tokens.lexer import lex
from paperlist.tokens.phrases import shapes
from tests.helpers.pages import pages, write_page
from tests.helpers.profiles import examples

if TYPE_CHECKING:
    from pathlib import Path

LETTERS = {
    "A Title Whose Length Is That of Most": "o",
    "A Title That Is so Long as to Be No Name, Which It Might Be if It Were Shorter": "t",
    "A text that goes on for more than a hundred and twenty characters, as the abstracts of papers do, and then stops"
    " as they do.": "s",
    "A text. " * 30 + "Yes.": "a",
    "Clocks": "n",
    "A title. Or not": "x",
    "A [title]": "h",
    "of clocks": "e",
    "  A title": "i",
    "### [A Title](/papers/2401.00001)": "h",
    "[A Title](https://example.org/" + "a" * 200 + ")": "w",
    "[A text " + "that goes on " * 20 + "and stops.](/papers/2401.00001)": "b",
    "`A text` that " + "goes on " * 14 + "and stops.": "d",
    "`A text` " * 30 + "Yes.": "b",
    "`A text` " * 30 + "that does not stop": "f",
    "3D Clocks": "e",
    "3D clocks " * 30 + "Yes.": "f",
    "  • 6 authors": "A",
    "· 6 authors": ".A",
    "Mar 3 5": "Dc",
    "-": "Z",
    "[5](https://example.org)": "C",
    "Submitted by tern-7 3": "Sjc",
    "Upvote 5": "Uc",
    "GitHub 3.2k arXiv Page": "GcX",
    "Daily Papers": "H",
    "AK": "N",
    "Log In": "M",
    "TOS": "F",
    "Subscribe": "B",
    "  *": "*",
    "https://example.org": "L",
    "[5]: https://example.org": "R",
    "Of_Clocks · Of_Tides": "o",
    "Upvote_5 GitHub_6 arXiv_Page": "UcGcX",
    "": "",
    " \t": "",
}


@pytest.mark.parametrize(("line", "letters"), LETTERS.items(), ids=lambda text: text[:40])
def test_a_line_has_letters(line: str, letters: str) -> None:
    """Each of its tokens has the letter of the table."""
    (read,) = lex([line])
    assert read.kinds == f"{letters}\n"
    assert len(list(read)) == len(letters)


def test_letters_are_unique() -> None:
    """Every kind has a letter of its own, and every letter has a kind that the tokens of `tokenize` may have."""
    assert len({str(kind) for kind in Kind}) == len(Kind)
    assert COARSE.keys() == {str(kind) for kind in Kind}


written = pages("search", "daily", "trending").map(lambda made: write_page(*made))


@examples(50)
@given(st.text(max_size=300) | written)
def test_there_is_a_letter_for_each_token(text: str) -> None:
    """The columns are equally long, lines end where their letters say so, and texts have the letters of texts."""
    (read,) = lex([text])
    assert len(read.kinds) == len(read.pieces) == len(read.lines)
    assert [letter == "\n" for letter in read.kinds] == [piece is None for piece in read.pieces]
    letters = read.kinds.replace("\n", "")
    assert [letter in ANY_TEXTS for letter in letters] == [token.kind is Kind.TEXT for token in read]


@examples(50)
@given(st.data(), written)
def test_parts_have_the_tokens_between_their_ends(data: st.DataObject, text: str) -> None:
    """Wherever tokens are cut, also within a line, none is lost or occurs twice."""
    (read,) = lex([text])
    at = data.draw(st.integers(0, len(read.kinds)))
    parts = [read.part(0, at), read.part(at)]
    assert [token.span for part in parts for token in part] == [token.span for token in read]


SHAPED = st.text("0123456789 •·-,.k", max_size=12) | st.lists(
    st.sampled_from(("6 authors", "12 authors", "·", "•", " ", "Mar 3", "Feb 31", "Dec 12, 2024", "0", "3.29k", "-")),
    max_size=4,
).map(" ".join)
TARGETS = (
    *("](/papers/2412.09871)", "](/papers/1305.00042#community)", "](/login?next=%2Fpapers%2F2412.09871)"),
    *("](https://huggingface.co/papers/2412.09871)", "][7]", "][36]", "[5]", "]"),
)
LINKED = st.builds("{}[{}{}".format, st.sampled_from(("", "* ", "[9]", "Mar 3 ")), SHAPED, st.sampled_from(TARGETS))


@given(SHAPED | LINKED, SHAPED | LINKED)
def test_lines_of_one_shape_are_split_alike(line: str, other: str) -> None:
    """A line says the same whether its shape is known or not, and whatever line the shape is known from."""
    shapes._shapes.clear()  # noqa: SLF001
    (alone,) = lex([line])
    (_,) = lex([other])
    (known,) = lex([line])
    assert (alone.kinds, alone.pieces) == (known.kinds, known.pieces)


def test_only_some_shapes_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a bound, and lines beyond it are split as others are."""
    monkeypatch.setattr(shapes, "_MOST_SHAPES", 2)
    monkeypatch.setattr(shapes, "_shapes", {})
    text = "".join(f"{'1' * length} authors\n" for length in range(1, 9))
    (read,) = lex([text])
    assert read.kinds == "A\n" * 8
    assert len(shapes._shapes) <= 2  # noqa: SLF001


WORD = "zephyrquill"
DUMPS = {
    "plain": f"Daily Papers\nMar 4\n\nThe {WORD}1\n\n{WORD}2 is known. We like it.\n\n  • 6 authors\n·\nMar 3 5\n",
    "submitted": f"Daily Papers\n\nSubmitted by\n{WORD}1\n12\nOn {WORD}2\n{WORD}3 Lab\n7\n",
    "linked": f"Daily Papers\n\n### [On {WORD}1](/papers/2401.00001)\n[5](/login?next={WORD}2)\n[{WORD}3](/{WORD}4)\n",
    "joined": f"Daily Papers\n\nUpvote_5\nOn_{WORD}1_and_{WORD}2\n6_authors\n",
    "barred": f"Daily Papers | Mar 4 | On {WORD}1 | {WORD}2 | 6 authors | · | Mar 3 5\n",
    "fielded": f":alt: {WORD}1\nDaily Papers\n::::: {WORD}2\n![{WORD}3](/{WORD}4.png)\nOn {WORD}5\n6 authors\n",
}


SEARCH = """
import gc, sys, types
import paperlist

path, drow = sys.argv[1:]
listing = paperlist.parse(path)
paperlist.explain(path)
paperlist.tokenize("a line")
if drow == "lliuqryhpez-":  # to see that the search finds what is kept
    paperlist.tokens.phrases.shapes._shapes["zephyr" + "quill"] = listing
    drow = drow[:-1]
del listing
gc.collect()
todo = [vars(module) for name, module in sys.modules.items() if name.partition(".")[0] == "paperlist"]
seen = {id(one) for one in todo}
found = []
while todo:
    one = todo.pop()
    if isinstance(one, str) and drow[::-1] in one:
        found.append(one)
    for other in gc.get_referents(one):
        if id(other) not in seen and not isinstance(other, types.ModuleType):
            seen.add(id(other))
            todo.append(other)
print(len(found))
"""


def remembered(text: str, folder: Path, *, kept: bool = False) -> int:
    """Return how many texts with the word can be reached from the modules of the package after a dump is dropped."""
    path = folder / "dump.txt"
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", SEARCH, str(path), WORD[::-1] + "-" * kept]
    return int(subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout)


@pytest.mark.parametrize("text", DUMPS.values(), ids=DUMPS)
def test_no_word_of_a_dump_is_remembered(text: str, tmp_path: Path) -> None:
    """Once a listing is dropped, none of its words is left in memory, wherever the page had them."""
    assert text.count(WORD) > 1
    whole = f"{text}\n\nThe End of the {WORD} on {WORD}6\n" * 3
    assert parse_text(whole)
    assert remembered(whole, tmp_path) == 0


def test_what_is_remembered_would_be_found(tmp_path: Path) -> None:
    """The search finds a word that is kept."""
    assert remembered(DUMPS["plain"], tmp_path, kept=True) > 0
