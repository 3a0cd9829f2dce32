"""Test that unusual blanks and line ends, and invisible characters, change nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import parse_text, tokenize
from paperlist.tokens.characters import visible_places, without_invisible

ABSTRACT = "Buoys drift with the tide, and so do we. " * 6
TITLES = ("Clocks That Drift", "Tides on Moving Shores", "Waves of Two Moons")
PAGE = "\n".join(
    [
        "Daily Papers\nby AK and the research community\nMar 9\n",
        *(f"{title}\n\n{ABSTRACT}\n\n  • {n} authors\n·\nMar {n}, 2024 {n}\n" for n, title in enumerate(TITLES, 2)),
    ]
)
INVISIBLE = "\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff"
BLANKS = "\u00a0\u1680\u2000\u2003\u2007\u2009\u202f\u205f\u3000"
CONTROLS = "\x01\x07\x08\x0e\x1b\x1c\x1f\x7f\x80\x9f"
LINE_ENDS = ("\v", "\f", "\x85", "\u2028", "\u2029", "\r", "\r\n")


def _broken(before: str, end: str, after: str, *, times: int = -1) -> str | None:
    """Return the first abstract after these parts replaced the last `tide, and` in the first ``times`` abstracts.

    By default, it is replaced in all of them.
    """
    start, _, rest = ABSTRACT.rpartition("tide, and")
    return parse_text(PAGE.replace(ABSTRACT, f"{start}{before}{end}{after}{rest}", times))[0].abstract


@pytest.mark.parametrize("mark", INVISIBLE, ids=ascii)
def test_invisible_characters_are_not_part_of_phrases_or_texts(mark: str) -> None:
    """They may be anywhere: within a word, a number or a date, beside blanks, and at both ends of a line."""
    within = "".join(letter if letter == "\n" or i % 5 else f"{letter}{mark}" for i, letter in enumerate(PAGE))
    beside = PAGE.replace(" ", f"{mark} ").replace("\n", f"{mark}\n{mark}")
    for text in (within, beside):
        listing = parse_text(text)
        assert listing == parse_text(PAGE)
        assert not listing.diagnostics
        assert [text[slice(*paper.span)].count(mark) > 1 for paper in listing if paper.span] == [True] * len(TITLES)


@pytest.mark.parametrize("blank", BLANKS + CONTROLS, ids=ascii)
def test_all_blanks_are_read_alike(blank: str) -> None:
    """A blank of any width, or a control character, separates words and the parts of a date."""
    listing = parse_text(PAGE.replace(" ", blank))
    assert listing == parse_text(PAGE)
    assert not listing.diagnostics


@pytest.mark.parametrize("control", CONTROLS, ids=ascii)
def test_control_characters_are_no_title(control: str) -> None:
    """What is left of a card without words is a diagnostic, and not a paper."""
    listing = parse_text(f"{control}\nSubmitted by\n")
    assert not listing
    assert [one.code for one in listing.diagnostics] == ["missing-title", "no-papers"]


@pytest.mark.parametrize("end", LINE_ENDS, ids=ascii)
def test_all_line_ends_are_read_alike(end: str) -> None:
    """Two of them are a blank line, and one within an abstract is a line break."""
    assert parse_text(PAGE.replace("\n", end)) == parse_text(PAGE)
    assert _broken("tide,", end, "and") == ABSTRACT.strip()


def test_a_page_end_at_a_line_end_is_a_blank() -> None:
    """A printed page may end within a paragraph, before or after the line end there."""
    for end in ("\n\f", "\f\n"):
        assert _broken("tide,", end, "and", times=1) == ABSTRACT.strip()


def test_a_word_is_joined_at_a_soft_hyphen() -> None:
    """A soft hyphen at the end of a line shows that the word continues."""
    assert _broken("tide, a\u00ad", "\n", "nd") == ABSTRACT.strip()


@pytest.mark.parametrize("words", ["👩\u200d🔬 at Work", "می\u200cخواهم", "ශ\u200dරී"])
def test_joiners_within_other_scripts_are_kept(words: str) -> None:
    """They are part of emojis and of words in scripts that join their letters."""
    assert without_invisible(words) == words
    assert parse_text(PAGE.replace(TITLES[0], words))[0].title == words


def test_invisible_characters_are_ignored_on_lines_that_depend_on_others() -> None:
    """These are lines with tags, and those with bars in place of line ends."""
    bars = " | ".join(line for line in PAGE.split("\n") if line)
    marked = bars.replace("Clo", "Clo\u200b").replace("2 auth", "2\u200b auth")
    assert [(paper.title, paper.author_count) for paper in parse_text(marked)] == [
        (paper.title, paper.author_count) for paper in parse_text(bars)
    ]
    tagged = PAGE.replace(TITLES[0], f'<div\nclass="a\u200b" id="b">{TITLES[0]}</div>')
    assert parse_text(tagged)[0].title == TITLES[0]


@given(st.text(st.sampled_from(f"a1·<|_ \t\n\r{INVISIBLE}{BLANKS}{''.join(LINE_ENDS)}")))
def test_the_tokens_of_any_text_joined_are_that_text(text: str) -> None:
    """Unusual characters have their own places in the text, and no token overlaps another."""
    tokens = tokenize(text)
    assert "".join(token.words for token in tokens) == text
    assert all(text[slice(*token.span)] == token.words for token in tokens)


@given(st.text(st.sampled_from(f"a👩 {INVISIBLE}")))
def test_visible_characters_are_those_that_remain(line: str) -> None:
    """Both ways to ignore invisible characters ignore the same."""
    assert "".join(line[at] for at in visible_places(line)) == without_invisible(line)
