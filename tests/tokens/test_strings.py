"""Test that pages saved as strings, in JSON, Python or CSV, are read."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Literal

import pytest

from paperlist import parse_text, tokenize
from paperlist.tokens.lexer import lex
from paperlist.tokens.notations.strings import read_strings

if TYPE_CHECKING:
    from collections.abc import Callable

CARDS = [
    ["Submitted by", "tern-7", "24", 'Peat Clocks, or: Dating "Bog" Layers', "· 4 authors", "1.2k", "6"],
    ["Submitted by", "mara-k", "-", "Mäandernde Flüsse 🌊", "Moss Lab", "3"],
    ["Submitted by", "X", "117", "Dune++: It's $\\alpha$-Robust", "· 12 authors"],
]
LINES = ["Daily Papers", "Mar 27", *(words for card in CARDS for words in card)]


def _csv(rows: list[list[str]], quoting: Literal[0, 1] = csv.QUOTE_MINIMAL) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n", quoting=quoting).writerows(rows)
    return text.getvalue()


FORMS: dict[str, Callable[[], str]] = {
    "JSON": lambda: json.dumps(LINES, indent=2),
    "JSON on one line": lambda: json.dumps(LINES, ensure_ascii=False),
    "lists in a list": lambda: json.dumps(CARDS, indent=1),
    "JSON Lines": lambda: "\n".join(map(json.dumps, LINES)),
    "Python": lambda: repr(LINES),
    "a key of JSON": lambda: json.dumps({"success": True, "data": {"markdown": "\n".join(LINES), "status": 200}}),
    "keys of JSON": lambda: json.dumps(
        [{"html": "<p>A</p>\n" * 99, "text": "\n".join(LINES) + "\n", "short": "\n".join(LINES), "url": "a://b"}],
        indent=1,
    ),
    "a text in JSON": lambda: json.dumps({"url": "https://example.org", "text": "\r\n".join(LINES)}, indent=2),
    "a text beside HTML": lambda: json.dumps({"html": "<p>\n" * 400, "markdown": "\n".join(LINES), "id": "7"}),
    "a message": lambda: json.dumps({"text": "read it"}) + "\n" + json.dumps({"text": "\n".join(LINES)}),
    "a text in Python": lambda: ">>> page.text\n" + repr("\n".join(LINES)),
    "lines with their ends": lambda: json.dumps({"type": "stream", "text": [f"{line}\n" for line in LINES]}),
    "CSV": lambda: _csv(CARDS),
    "CSV with empty cells": lambda: _csv([[*card, "", ""] for card in CARDS]),
    "CSV of one column": lambda: _csv([[words] for words in [*LINES, "Previous, Next", "TOS, Privacy"]]),
    "CSV with an index": lambda: _csv([[str(n), words] for n, words in enumerate(LINES)], csv.QUOTE_ALL),
}


@pytest.mark.parametrize("form", FORMS)
def test_strings_are_lines(form: str) -> None:
    """The papers are those of the lines, whatever form the strings have, and their places are those of the text."""
    text = FORMS[form]()
    expected = list(parse_text("\n".join(LINES)))
    listing = parse_text(text)
    assert [paper.title for paper in listing] == [card[3] for card in CARDS]
    assert list(listing) == expected  # places are ignored
    for paper in listing:
        assert paper.span is not None
        assert text[slice(*paper.span)].startswith("Submitted by")
    assert "".join(token.words for token in tokenize(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "[Clocks](/papers/3103.00007)",
        '["Clocks", "6 authors"]',
        json.dumps([{"title": words} for words in LINES]),
        '"Clocks" tick.\n"Keels" do not.\n"Gulls" do, too.',
        json.dumps([{"title": "A Title", "summary": "Clocks\ntick", "authors": LINES} for _ in range(9)]),
        "6 authors, and more",
        "Clocks,6 authors",
        "Clocks, by 6 authors,\nwhich are named,\nand others",
    ],
)
def test_other_texts_are_no_strings(text: str) -> None:
    """Few strings, objects, and sentences with commas or quotation marks are read as they are."""
    assert read_strings(text) == []


def test_line_ends_in_strings_are_line_ends() -> None:
    """An escape is read as the character that it means, and a line end as a line end."""
    text = json.dumps(["Peat\nClocks", "\tKeels", *LINES])
    assert [words for _, words in read_strings(text)][:3] == ["Peat\nClocks", " Keels", "Daily Papers"]
    assert read_strings(r"['\xe9t\qa', '', '', '', '', '', '', '']")[0] == (2, "étqa")


def test_chunks_of_an_object_are_joined() -> None:
    """Of several keys with the text of a page, only one is read, wherever a chunk ends."""
    text = json.dumps([{"text": "\n".join(LINES), "markdown": "\n".join(f"* {line}" for line in LINES)}], indent=2)
    (whole,) = lex([text])
    lines = text.splitlines(keepends=True)
    (joined,) = lex(["".join(lines[:3]), *lines[3:]])
    assert joined.kinds == whole.kinds
    assert len(parse_text(text)) == len(CARDS)
