"""Test which words in brackets are in place of pictures."""

from __future__ import annotations

import pytest

from paperlist.tokens.notations.stand_ins import StandIns


@pytest.mark.parametrize(
    "lines",
    [
        ["[no description]"] * 4,
        ["- [no description]", "* [no description]", "[[no description]](/papers/2903.00001)", "  [no description] "],
        [f"[Bild: {name}]" for name in ("moss", "fern", "tern-7", "Acme Lab")],
        [f"[[图片：{name}] {name}](/{name})" for name in ("moss", "fern", "kelp", "tern")],
    ],
)
def test_words_on_many_lines_are_in_place_of_pictures(lines: list[str]) -> None:
    """The same words alone on their lines, or the same word before a colon. A box of the same length replaces them."""
    text = "\n".join(lines)
    boxed = StandIns().boxed(text)
    assert len(boxed) == len(text)
    assert boxed.count("[_") == len(lines)


@pytest.mark.parametrize(
    "lines",
    [
        ["[no description]"] * 3,
        ["[6 authors]"] * 4,
        ["[12]"] * 4,
        ["[Upvote]"] * 4,
        ["[Clocks: Keeping Time]", "[Waves: Counting by Ear]", "[Ropes: Nine Buoys]", "[Kelp: A Harbor]"],
        ["[Acme Lab]", "[Tidal Clocks]"] * 4 + [f"[Waves of Harbor {word}]" for word in "ABCDEFGHIJ"],
        ["[no description](/papers/2903.00001)"] * 4,
        ["The [MASK] token"] * 4,
    ],
)
def test_other_words_in_brackets_are_kept(lines: list[str]) -> None:
    """Numbers, phrases of the page, links, words within texts, and what differs on most lines."""
    text = "\n".join(lines)
    assert StandIns().boxed(text) == text


def test_a_short_chunk_is_read_like_those_before_it() -> None:
    """What is in place of pictures in one chunk is so in the next one, also if it occurs there once."""
    stand_ins = StandIns()
    stand_ins.boxed("[no description]\n" * 4)
    assert stand_ins.boxed("[no description]\n[other words]\n") == "[______________]\n[other words]\n"
