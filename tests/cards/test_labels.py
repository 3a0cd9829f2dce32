"""Test that lines which repeat beside different texts are labels, but not those of repeated cards; all are invented."""

from __future__ import annotations

from textwrap import wrap

import pytest

from paperlist import Listing, parse_text
from paperlist.cards.blocks.labels import same_end

NOUNS = ("Gulls", "Tides", "Winds", "Moons", "Buoys", "Ferns", "Kites", "Salts", "Ropes", "Bells", "Lamps", "Boats")
TITLES = tuple(f"Reading {noun} from the Sound of Old Ferries" for noun in NOUNS)


def card(title: str, n: int, *, above: str = "", below: str = "") -> str:
    """Return a card of the search page, on several lines, perhaps with a label above or below its title.

    No line of its abstract is on other cards.
    """
    abstract = "; ".join(f"{noun.casefold()} drift from {title.split()[1].casefold()}" for noun in NOUNS)
    lines = [f"{n + 5}", above, title, below, f"We show that {abstract}.", "3 authors", "·", f"Mar {n + 1}"]
    return "\n".join(filter(None, lines))


def page(*cards: str) -> Listing:
    """Return the listing of these cards."""
    return parse_text("\n\n".join(["Daily Papers", "Mar 20", *cards]))


@pytest.mark.parametrize("label", ["Read more", "▲ vote", "Sponsored content of the week"])
@pytest.mark.parametrize("place", ["above", "below"])
def test_a_line_beside_different_titles_is_a_label(label: str, place: str) -> None:
    """It is on a quarter of the cards, so that it could be the title of a paper that is on the page three times."""
    cards = [card(title, n, **({place: label} if n % 4 == 1 else {})) for n, title in enumerate(TITLES)]
    listing = page(*cards)
    assert [one.title for one in listing] == [*TITLES]
    assert [found.excerpt for found in listing.diagnostics] == [label] * 3


def test_a_line_on_two_cards_is_not_certainly_a_label() -> None:
    """Then both papers are less certain than the others."""
    cards = [card(title, n).replace("\n", "\n\n") for n, title in enumerate(TITLES)]
    cards[3:5] = [cards[n].replace(TITLES[n], f"{TITLES[n]}\n\nRead more") for n in (3, 4)]
    listing = page(*cards)
    doubted = [one.confidence or 0 for one in listing if one.title == "Read more"]
    assert len(doubted) == 2
    assert doubted[0] == doubted[1] < (listing[0].confidence or 0)


@pytest.mark.parametrize("width", [45, 60, 80])
def test_papers_that_are_on_a_page_three_times_are_read(width: int) -> None:
    """The lines of their titles repeat, too, but beside the same texts."""
    titles = [*TITLES, *(title.replace("Old", "New") for title in TITLES)]
    cards: list[str] = []
    for n, title in enumerate(titles):
        parts = card(title, n).replace("drift from", "drift from" if n < len(TITLES) else "turn to").split("\n")
        cards.append("\n\n".join("\n".join(wrap(part, width)) for part in parts))
    listing = page(*cards, *cards[:6], *cards[:6])
    assert [one.title for one in listing] == [*titles, *titles[:6], *titles[:6]]
    assert not any(found.code == "unknown-text" for found in listing.diagnostics)


def test_an_organization_below_repeated_titles_is_one() -> None:
    """It is beside different titles, but in the place of the authors."""
    each = [f"Submitted by\ntern-{n}\n{n + 5}\n{title}\nmoss-lab\n{n + 1}" for n, title in enumerate(TITLES)]
    each[1::2] = [one.replace("moss-lab", "· 2 authors") for one in each[1::2]]
    listing = page(*each, *each[:4], *each[:4])
    assert [one.title for one in listing] == [*TITLES, *TITLES[:4], *TITLES[:4]]
    assert [one.organization for one in listing[:2]] == ["moss-lab", None]


def test_the_end_of_a_sentence_may_repeat() -> None:
    """A line that ends a sentence, begins within one or is indented deeper than the line above continues it."""
    ends = ("of all old ferries that were ever counted here", "  Models of Drifting Water")
    for end in ends:
        cards = [card(title, n, below=end) if n < 4 else card(title, n) for n, title in enumerate(TITLES)]
        titles = [one.title for one in page(*cards)]
        assert titles[0] == f"{TITLES[0]} {end.strip()}"
        assert titles[4:] == [*TITLES[4:]]


def test_several_papers_may_have_the_same_short_abstract() -> None:
    """A line that ends a sentence directly below a title is no label."""
    text = "A survey of keels in forty harbours."
    short = [f"{n + 5}\nReading {noun}\n{text}\n3 authors\n·\nMar {n + 1}" for n, noun in enumerate(NOUNS[:4])]
    listing = page(*short, *(card(title, n) for n, title in enumerate(TITLES[4:])))
    assert [one.abstract for one in listing[:4]] == [text] * 4


def test_an_organization_on_several_cards_is_no_line_of_a_title() -> None:
    """The title above it has no room for its first word, but the line repeats where organizations are."""
    titles = [f"Reading {noun} from the Sound of Old Ferries on Nine Rivers of the North" for noun in NOUNS[:2]]
    texts = ["\n".join([*wrap(title, 60), "· 2 authors"]) for title in titles]
    texts += [
        f"{title}\nUniversity of Drumlin" for title in ("Counting Gulls on Nine Buoys with Nets and Old Lamps",) * 3
    ]
    listing = page(*(f"Submitted by\ntern-{n}\n{n + 5}\n{text}\n{n + 1}" for n, text in enumerate(texts)))
    assert listing.layout is not None
    assert listing.layout.width is not None
    assert [one.title for one in listing] == [*titles, *["Counting Gulls on Nine Buoys with Nets and Old Lamps"] * 3]
    assert [one.organization for one in listing[2:]] == ["University of Drumlin"] * 3


def test_titles_that_differ_in_a_number_are_titles_if_only_sentences_are_left() -> None:
    """Without them, the cards would have no titles."""
    cards = [f"Notes on Tide {n}\n\nWe study tide {n} at length.\n\n3 authors\n·\nMar {n}" for n in range(1, 7)]
    listing = page(*cards)
    assert [one.title for one in listing] == [f"Notes on Tide {n}" for n in range(1, 7)]
    assert listing[0].abstract == "We study tide 1 at length."


@pytest.mark.parametrize("label", ["{} contributors", "Authors: {}", "[{} people](/papers/2903.0000{})"])
def test_counts_in_the_place_of_authors_are_no_organizations(label: str) -> None:
    """They are reported, and the papers have neither authors nor organizations. The last one may end the page."""
    labels = [label.format(n % 4 + 2, n) for n in range(len(TITLES))]
    cards = [f"Submitted by tern-{n}\n{n + 5}\n{title}\n{labels[n]}" for n, title in enumerate(TITLES)]
    listing = page(*cards)
    assert [one.title for one in listing] == [*TITLES]
    assert not any(one.organization or one.author_count for one in listing)
    assert {found.code for found in listing.diagnostics} == {"unknown-text"}


@pytest.mark.parametrize("name", ["4 Winds Studio", "Studio {}"])
def test_an_organization_may_have_a_number(name: str) -> None:
    """The same number each time, or a number behind the words."""
    names = [name.format(n) for n in range(len(TITLES))]
    cards = [card(title, n).replace("3 authors", names[n]) for n, title in enumerate(TITLES)]
    assert [one.organization for one in page(*cards)] == names


def test_a_name_with_a_number_at_its_end_is_no_count() -> None:
    """Accounts may be called `tern1`, `tern2`, as organizations too."""
    cards = [card(title, n).replace("3 authors", f"tern{n}") for n, title in enumerate(TITLES)]
    assert [one.organization for one in page(*cards)] == [f"tern{n}" for n in range(len(TITLES))]


@pytest.mark.parametrize(
    ("end", "found"),
    [("Show more", "Show more"), (f"Show {'more ' * 30}here", ""), ("", ""), ("They rise again.", "")],
    ids=["words", "very many words", "nothing", "a sentence"],
)
def test_abstracts_may_end_with_the_same_words(end: str, found: str) -> None:
    """A tool may put words behind each abstract; what is as long as a sentence, or is one, may be the authors' own."""
    ways = ("down rivers", "into the rain", "over ice", "through fog")
    abstracts = [f"We follow the sea, day and night, {way}. {end}".rstrip() for way in ways]
    assert same_end(abstracts) == found
