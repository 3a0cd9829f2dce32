"""Test that the parts of a card may be on one line, with any sign between them. All papers are invented."""

from __future__ import annotations

import pytest

from paperlist import parse_text

TITLES = ("Reading the Sea Floor", "Tidal Clocks - of Nine Harbours", "Counting Gulls", "Do Salt Marshes Remember?")
each_sign = pytest.mark.parametrize("sign", [" - ", " -> ", " – ", " / ", " | ", "\t", " :: ", " • "])


@each_sign
def test_a_sign_may_separate_the_parts_of_cards_without_abstracts(sign: str) -> None:
    """The submitter, the votes, the title, the authors and the comments."""
    cards = [[f"Submitted by tern-{n}", f"{n}", title, f"{n} authors", f"{n}"] for n, title in enumerate(TITLES, 2)]
    listing = parse_text("\n".join(["Daily Papers", "Mar 20", *map(sign.join, cards)]))
    assert [(one.title, one.author_count, one.upvotes, one.comments) for one in listing] == [
        (title, n, n, n) for n, title in enumerate(TITLES, 2)
    ]


@each_sign
def test_a_sign_may_separate_the_parts_of_cards_with_abstracts(sign: str) -> None:
    """A card with an organization has no authors, but a date."""
    abstract = "We follow the water with buoys, and show on nine bays and two rivers where it goes - or not - at night."
    authors = ["3 authors", "Moss Lab", "3 authors", "5 authors"]
    cards = [[f"{n}", title, abstract, authors[n], f"Mar {n + 1}"] for n, title in enumerate(TITLES)]
    listing = parse_text("\n".join(["Daily Papers", "Mar 20", *map(sign.join, cards)]))
    assert [(one.title, one.abstract) for one in listing] == [(title, abstract) for title in TITLES]
    assert listing[1].organization == "Moss Lab"


def test_signs_within_texts_separate_nothing() -> None:
    """An abstract that mentions authors may have any signs."""
    abstract = "We follow the water - with buoys - on nine bays - and ask why so few of its authors saw it"
    listing = parse_text(f"Daily Papers\nMar 20\n\n{TITLES[0]}\n\n{abstract}.\n\n3 authors\n·\nMar 3")
    assert [(one.title, one.abstract) for one in listing] == [(TITLES[0], f"{abstract}.")]
