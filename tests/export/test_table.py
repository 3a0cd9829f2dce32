"""Test that tables and texts fit a terminal, whatever characters they contain."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.export.table import LEAST_ROOM, NARROWEST, Column, display_width, fit, pairs, plain, table, wrap

NOTABLE = "ab  漢字ｶﾞ한\u0301\u200d\u202e\x1b\x07\t\r\n\u2028\x85\udc80\ue000\U000e0041❤\ufe0f👩"
"""Characters that are wide, combining, obeyed by terminals, or none at all."""

texts = st.text(st.sampled_from(NOTABLE) | st.builds(chr, st.integers(0, sys.maxunicode)), max_size=40)
widths = st.integers(NARROWEST, 60)
COLUMNS = (Column(head="published", right=True), Column(head="place"), Column(head="title"))
ROWS = (
    ("2023-10-07", "hall", "Sparse Rewards for Patient Planners"),
    ("Oct 6", "", "漢字の論文を読む機械"),
    ("", "a\tb", "Cafe\u0301 Conversations"),
)


def columns_taken(text: str) -> int:
    """Count the columns of a terminal, in a way of its own."""
    wide = sum(unicodedata.east_asian_width(c) in {"W", "F"} for c in text)
    return len(text) + wide - sum(unicodedata.category(c) in {"Mn", "Me"} for c in text)


def assert_fits(line: str, width: int) -> None:
    assert columns_taken(line) <= width
    assert line.isprintable()


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (
            80,
            """\
 published  place  title
----------  -----  -----------------------------------
2023-10-07  hall   Sparse Rewards for Patient Planners
     Oct 6         漢字の論文を読む機械
            a b    Cafe\u0301 Conversations
""",
        ),
        (
            39,
            """\
 published  place  title
----------  -----  --------------------
2023-10-07  hall   Sparse Rewards for…
     Oct 6         漢字の論文を読む機械
            a b    Cafe\u0301 Conversations
""",
        ),
        (
            38,
            """\
 published  title
----------  --------------------------
2023-10-07  Sparse Rewards for Patien…
     Oct 6  漢字の論文を読む機械
            Cafe\u0301 Conversations
""",
        ),
        (
            14,
            """\
title
--------------
Sparse Reward…
漢字の論文を…
Cafe\u0301 Conversa…
""",
        ),
    ],
    ids=["wide", "cut", "a column less", "titles alone"],
)
def test_a_table_fits_its_width(width: int, expected: str) -> None:
    """Titles are cut first, then the rightmost of the other columns go."""
    assert "".join(f"{line}\n" for line in table(ROWS, COLUMNS, width)) == expected


def test_a_column_without_any_text_is_left_out() -> None:
    """What no row has needs no column; the last column always stands."""
    rows = [("", " ", ""), ("", "\x00", "")]
    assert list(table(rows, COLUMNS, 80)) == ["title", "-----", "", ""]


def test_a_table_without_rows_is_its_heads() -> None:
    """No rows are no error."""
    assert list(table([], COLUMNS, 80)) == ["title", "-----"]


def test_a_row_of_another_length_is_an_error() -> None:
    """A row has one text for each column."""
    with pytest.raises(ValueError, match="shorter"):
        list(table([("one",)], COLUMNS, 80))


@given(st.lists(st.tuples(texts, texts, texts), max_size=5), st.integers(1, 60))
def test_no_line_of_a_table_is_wider_than_asked(rows: list[tuple[str, str, str]], width: int) -> None:
    """Whatever the texts, each row has one printable line that fits."""
    lines = list(table(rows, COLUMNS, width))
    assert len(lines) == len(rows) + 2
    for line in lines:
        assert_fits(line, width)


@given(st.lists(texts, max_size=9), st.integers(LEAST_ROOM, 60))
def test_rows_keep_their_order(cells: list[str], width: int) -> None:
    """The lines of a table are its rows, in order."""
    rows = [(cell, "", f"№{number}") for number, cell in enumerate(cells)]
    assert [line.split("№")[-1] for line in list(table(rows, COLUMNS, width))[2:]] == [str(n) for n in range(len(rows))]


@given(texts)
def test_plain_text_is_printable_and_stays(text: str) -> None:
    """Plain text holds nothing that a terminal obeys, and is plain already."""
    once = plain(text)
    assert_fits(once, columns_taken(once))
    assert plain(once) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u202eb\u200dc", "abc"),
        ("\x1b]0;title\x07", "]0;title"),
        (" two\u2028lines\n", "two lines"),
        ("lone \udc80", "lone \N{REPLACEMENT CHARACTER}"),
    ],
    ids=["format", "escape sequence", "separators", "surrogate"],
)
def test_what_stands_for_characters_that_cannot_be_shown(text: str, expected: str) -> None:
    """Format characters vanish, controls and white space are a space, the rest is replaced."""
    assert plain(text) == expected


@given(texts.map(plain), st.integers(1, 30))
def test_a_text_is_cut_only_where_it_must_be(text: str, width: int) -> None:
    """A text that fits stays; another begins as before, ends in an ellipsis and fits."""
    cut = fit(text, width)
    assert_fits(cut, width)
    assert cut == text if columns_taken(text) <= width else text.startswith(cut[:-1]) and cut[-1] == "…"


@given(texts.map(plain))
def test_display_width_counts_columns(text: str) -> None:
    """Wide characters count two, combining ones none."""
    assert display_width(text) == columns_taken(text)


@given(texts, st.integers(2, 60))
def test_wrapping_loses_nothing(text: str, width: int) -> None:
    """The lines fit, and hold all of the text's characters in order."""
    lines = list(wrap(text, width))
    for line in lines:
        assert_fits(line, width)
    assert "".join(lines).replace(" ", "") == plain(text).replace(" ", "")


def test_lines_are_filled() -> None:
    """A line holds as many words as fit, and a word is broken only where it is wider than a line."""
    assert list(wrap("one two 漢字漢字 incomprehensible x", 8)) == ["one two", "漢字漢字", "incompre", "hensible", "x"]


@given(st.lists(st.tuples(texts, texts), max_size=4), widths)
def test_no_line_of_labelled_texts_is_wider_than_asked(items: list[tuple[str, str]], width: int) -> None:
    """Whatever labels and texts hold, their lines fit."""
    for line in pairs(items, width):
        assert_fits(line, width)


def test_texts_stand_below_their_labels_where_there_is_little_room() -> None:
    """Beside a label a text needs room to be readable."""
    items = [("submitted by", "somebody"), ("title", "Sparse Rewards")]
    assert list(pairs(items, 34)) == ["submitted by  somebody", "title         Sparse Rewards"]
    assert list(pairs(items, 33)) == ["submitted by", "  somebody", "title", "  Sparse Rewards"]
