"""Test that the outline of a page, which a browser makes for programs, is read like the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from paperlist import explain_text, parse_text, tokenize
from paperlist.tokens.lexer import lex
from paperlist.tokens.notations.outlines import read_outline

if TYPE_CHECKING:
    from collections.abc import Callable

OUTLINE = """- banner:
  - link "Models":
    - /url: /models
- main:
  - heading "Daily Papers" [level=1]
  - heading "by AK and the research community" [level=2]:
    - text: by
    - link "AK":
      - /url: /akhaliq
    - text: and the research community
  - text: Oct 2
  - article [ref=e5]:
    - link "Submitted by tern-7":
      - /url: /tern-7
    - link "12":
      - /url: /login?next=%2Fpapers%2F3103.00007
      - img
      - text: "12"
    - 'heading "Peat Clocks: \\"Dating\\" Bog Layers" [level=3]':
      - 'link "Peat Clocks: \\"Dating\\" Bog Layers"':
        - /url: /papers/3103.00007
    - link "x · 4 authors":
      - /url: /papers/3103.00007
      - list:
        - listitem "x"
        - listitem: · 4 authors
    - link "6":
      - /url: /papers/3103.00007#community
  - article:
    - link "Submitted by rook":
      - /url: /rook
    - link "3":
      - /url: /login?next=%2Fpapers%2F3103.00008
    - heading "Copper Rain: Forecasting Patina" [level=3]:
      - link "Copper Rain: Forecasting Patina":
        - /url: /papers/3103.00008
    - link "2 authors":
      - /url: /papers/3103.00008

- contentinfo:
  - button "System theme"
"""


@pytest.mark.parametrize("head", ["", "Captured: 2029-10-02"])
def test_an_outline_is_read_like_its_page(head: str) -> None:
    """Names of elements are texts unless the elements in them show these; addresses give the arXiv ids."""
    listing = parse_text(f"{head}\n{OUTLINE}")
    first, second = listing
    assert (first.title, first.author_count, first.comments) == ('Peat Clocks: "Dating" Bog Layers', 4, 6)
    assert (first.upvotes, first.submitted_by, first.arxiv_id) == (12, "tern-7", "3103.00007")
    assert (second.title, second.author_count, second.arxiv_id) == ("Copper Rain: Forecasting Patina", 2, "3103.00008")
    assert str(listing.date).endswith("-10-02")


def test_chunks_of_an_outline_are_joined() -> None:
    """It does not matter where a chunk ends, even between an element and the elements in it."""
    (whole,) = lex([OUTLINE])
    lines = OUTLINE.splitlines(keepends=True)
    (joined,) = lex(["".join(lines[:4]), *lines[4:]])
    assert joined.kinds == whole.kinds


def test_tokens_and_explanations_keep_the_text() -> None:
    """Joined, they are the text; words have their places in it."""
    assert "".join(token.words for token in tokenize(OUTLINE)) == OUTLINE
    found = [stretch.text for stretch in explain_text(OUTLINE) if stretch.part == "title"]
    assert found[-1] == "Copper Rain: Forecasting Patina"


def test_a_text_with_one_such_line_is_no_outline() -> None:
    """Most lines must be elements."""
    text = (
        "Daily Papers\nNov 3\n\nA Title\n\n  • 6 authors\n·\nNov 2\n\nFrom - /url: to Path\n\n  • 2 authors\n·\nNov 1\n"
    )
    assert [paper.title for paper in parse_text(text)] == ["A Title", "From - /url: to Path"]


TREE = """RootWebArea "Daily Papers - Hugging Face"
  heading "Daily Papers" level: 1
    StaticText "Daily Papers"
  button "Weekly"
  StaticText "Oct 2"
  article
    StaticText "Submitted by"
    link "tern-7"
      StaticText "tern-7"
    StaticText "12"
    heading "Peat Clocks for Bogs" level: 3
      link "Peat Clocks for Bogs"
        StaticText "Peat Clocks for Bogs"
    link "Mira Moss · 4 authors"
      list
        listitem "Mira Moss"
        StaticText "·"
        StaticText "4 authors"
  article
    StaticText "Submitted by"
    link "rook"
    StaticText "3"
    heading "Copper Rain: Forecasting Patina" level: 3
      StaticText "Copper Rain: Forecasting Patina"
    link "2 authors"
"""


def as_numbered(line: str) -> str:
    indent = len(line) - len(line.lstrip())
    return f"{line[:indent]}[{len(line)}] {line[indent:]}".replace('"', "'")


def as_labelled(line: str) -> str:
    words = re.sub(r" level: [0-9]$", "", line)
    return re.sub(r'([A-Za-z]+) "(.*)"$', r"[0-7] \1: \2", words)


def as_flat(line: str) -> str:
    bare = line.lstrip()
    return bare.replace("link", "StaticText") if bare in {'link "rook"', 'link "2 authors"'} else bare


@pytest.mark.parametrize("notation", [str, as_numbered, as_labelled, as_flat])
def test_an_outline_is_read_in_any_notation(notation: Callable[[str], str]) -> None:
    """Elements may have numbers, other quotation marks or a colon; if they are not indented, only texts are read."""
    listing = parse_text("\n".join(map(notation, TREE.splitlines())))
    assert [(paper.title, paper.author_count, paper.upvotes, paper.submitted_by) for paper in listing] == [
        ("Peat Clocks for Bogs", 4, 12, "tern-7"),
        ("Copper Rain: Forecasting Patina", 2, 3, "rook"),
    ]
    assert not listing.diagnostics


def test_an_address_is_beside_the_words_that_lead_there() -> None:
    """It is read with the name of a link; one of another page of the site is left out."""
    lines = [
        'uid=1 link "Peat Clocks" url="https://huggingface.co/papers/2401.00007"',
        '  uid=2 StaticText "Peat Clocks"',
        'uid=3 link "Models" url="https://huggingface.co/models"',
        'uid=4 link url="https://huggingface.co/papers/2401.00008"',
        "uid=5 StaticText",
    ]
    assert [words for words, _ in read_outline("StaticText", lines)] == [
        "[Peat Clocks](https://huggingface.co/papers/2401.00007)",
        "",
        "Models",
        "https://huggingface.co/papers/2401.00008",
        "",
    ]


def test_a_text_with_the_name_of_a_role_is_no_outline() -> None:
    """Most lines must be elements."""
    assert read_outline("StaticText", ["StaticText", "A line of a text", "list of lines"]) == []


def test_elements_that_have_changed_are_elements() -> None:
    """A program marks them if it has shown the page before."""
    listing = parse_text(
        OUTLINE.replace("- article", "- <changed> article").replace("- heading", "- <changed> heading")
    )
    assert list(listing) == list(parse_text(OUTLINE))


def test_an_organization_of_several_cards_is_no_label() -> None:
    """The first link of the next card is below it, and has no words."""
    cards = [
        f"""- article:
  - link:
    - /url: /papers/3103.0000{n}
  - link "Submitted by tern-{n}":
    - /url: /tern-{n}
  - link "1{n}":
    - /url: /login?next=%2Fpapers%2F3103.0000{n}
  - heading "Lanterns That Drift Down River {n}" [level=3]:
    - link "Lanterns That Drift Down River {n}":
      - /url: /papers/3103.0000{n}
  - link "{f"{n} authors" if n > 4 else "moss Moss Lab"}":
    - /url: /moss
    - img "moss"
    - text: {f"· {n} authors" if n > 4 else "Moss Lab"}
"""
        for n in range(2, 9)
    ]
    listing = parse_text("".join(['- heading "Daily Papers" [level=1]\n- text: Oct 2\n', *cards]))
    assert [paper.organization for paper in listing] == ["Moss Lab"] * 3 + [None] * 4
    assert not listing.diagnostics
