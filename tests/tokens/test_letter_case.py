"""Test in what letters the page's phrases are read."""

from __future__ import annotations

import pytest

import paperlist
from paperlist.tokens.letter_case import LetterCase
from paperlist.tokens.splitting import Splitter


def usual(*chunks: str) -> str:
    """Return the chunks of a text with phrases in their usual letters."""
    splitter, letter_case = Splitter(), LetterCase()
    return "".join(letter_case.usual(splitter.split(chunk)).chunk for chunk in chunks)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SUBMITTED BY\ntern-7\n\n6 AUTHORS", "Submitted by\ntern-7\n\n6 authors"),
        ("Submitted By tern-7\n42\n • 6 Authors · MAY 4", "Submitted by tern-7\n42\n • 6 authors · MAY 4"),
        ("DAILY PAPERS\n4 AUTHORS · PUBLISHED ON MAR 4, 2029", "Daily Papers\n4 authors · Published on MAR 4, 2029"),
        ("- listitem: · 6 Authors\n- link: SUBMITTED BY tern", "- listitem: · 6 authors\n- link: Submitted by tern"),
        ("SUBMITTED BY x\nGITHUB 5k ARXIV PAGE\nSIGN UP", "Submitted by x\nGitHub 5k arXiv Page\nSign Up"),
        ("SUBMITTED BY x\n[6 AUTHORS](/papers/1)\nMARCHING 4", "Submitted by x\n[6 authors](/papers/1)\nMARCHING 4"),
    ],
)
def test_phrases_in_unusual_letters_are_read(text: str, expected: str) -> None:
    """Phrases that are alone on a line or between separators. The names of months are read in capitals anyway."""
    assert usual(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Submitted by\ntern-7\n6 authors\n\nDAILY PAPERS",  # most phrases are in usual letters
        "THE AUTHORS\nFor 12 Authors",
    ],
)
def test_other_texts_are_kept(text: str) -> None:
    """Texts of a page whose phrases are in usual letters, and words that are no phrases."""
    assert usual(text) == text


def test_words_of_a_text_keep_their_letters() -> None:
    """On a page in capitals, the words of a title that are also a phrase are not changed."""
    title = "Letters by 12 Authors, Submitted By Daily Papers"
    abstract = "We ask whether a paper is Submitted By 12 Authors."
    text = f"DAILY PAPERS\nMAR 4\n\n{title}\n\n{abstract}\n\n6 AUTHORS\n·\nMAR 3\n5\n"
    (paper,) = paperlist.parse_text(text, as_of=2029)
    assert (paper.title, paper.abstract, paper.author_count, paper.comments) == (title, abstract, 6, 5)


def test_a_chunk_is_read_like_those_before_it() -> None:
    """If phrases are in capitals, so are those in the next chunk, also if it does not show that."""
    assert usual("6 AUTHORS\n", "UPVOTE\n") == "6 authors\nUpvote\n"
