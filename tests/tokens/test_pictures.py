"""Pictures: their labels, and pictures that are part of the page, are not texts of the page."""

from __future__ import annotations

import pytest

from paperlist import parse_text
from paperlist.tokens.phrases.line import read_line

DATA = "data:image/svg+xml;base64,PHN2ZyB2aWV3Qm94PSIwIDAiPg=="


@pytest.mark.parametrize(
    "line",
    [
        "tern-7's avatar",
        "[tern-7's avatar]",
        "![moss.lab's avatar]",
        r"|tern\_7’s avatar|",
        "Hugging-Face's logo",
        rf"!\[\]({DATA})",
        f"<{DATA}>",
    ],
)
def test_pictures_have_no_words(line: str) -> None:
    """A label of an account's picture, and the data of a picture, are marks."""
    assert [kind.name for kind, *_ in read_line(line)] == ["MARK"]


@pytest.mark.parametrize("line", ["The Emperor's avatar", "tern-7's avatars", "data:image is a scheme"])
def test_words_about_pictures(line: str) -> None:
    """A text about pictures is a text."""
    assert [kind.name for kind, *_ in read_line(line)] == ["TEXT"]


@pytest.mark.parametrize("gap", ["\n", " "])
def test_user_after_label(gap: str) -> None:
    """The label between `Submitted by` and the user's name is not a title and not the name."""
    cards = [
        f"Submitted by{gap}tern-7's avatar{gap}tern-7\n\n1{n}\n\n"
        f"Clocks That Follow the Tide, Part {n}\n\n· {n} authors\n\n{n}\n"
        for n in range(2, 6)
    ]
    listing = parse_text("Daily Papers\n\nMar 4\n\n" + "\n".join(cards))
    assert [paper.title for paper in listing] == [f"Clocks That Follow the Tide, Part {n}" for n in range(2, 6)]
    assert {paper.submitted_by for paper in listing} == {"tern-7"}


def test_joined_user() -> None:
    """A user's name that directly follows `Submitted by` on its own line does not show that all words are joined."""
    cards = [f"Submitted bytern-7\n\n1{n}\n\n### Clocks of the Tide, Part {n}\n\n* {n} authors\n" for n in range(2, 6)]
    listing = parse_text("# Daily Papers\n\nMar 4\n\n" + "\n".join(cards))
    assert [paper.submitted_by for paper in listing] == ["tern-7"] * 4
