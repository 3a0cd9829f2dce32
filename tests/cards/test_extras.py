"""Test that texts which a tool added in a fixed place of all cards are no papers. All papers are invented."""

from __future__ import annotations

import pytest

from paperlist import Listing, parse_text

TITLES = (
    "Reading the Sea Floor from the Sound of Ferries",
    "Tidal Clocks",
    "Counting Gulls on Nine Buoys with Old Lanterns and New Nets",
    "Do Salt Marshes Remember? A Field Study of Slow Water",
    "Gravel Bars from the Air: Mapping Rivers by Kite",
    "A Grammar of Signal Fires",
    "Winds over Low Water",
    "Lanterns on Slow Rivers and What They Show of Old Moons",
)
ABSTRACT = (
    "We follow the water with a graph of drifting buoys, and show on nine bays and two rivers where it goes when winds"
    " turn and when moons are full or new again. Nothing drifts as it did before."
)
NAMES = ("Ana Brook, Bo Reed", "Chen Fox, Dana Hill, Eli Moss", "Fay Gray, Gus Lund", "Hana Iwa, Ivo Park")
SUMMARIES = ("TL;DR: buoys know the tides", "TL;DR: clocks drift", "TL;DR: gulls can count", "TL;DR: marshes remember")
NOUNS = ("Low", "High", "Slow", "Old", "Nine", "Two", "New", "Far")


PAIRS = tuple((f"{noun} Tides on the Shores of Many Seas", noun[::-1].title()) for noun in NOUNS)


def search(*, label: str = "", place: int = 0, titles: tuple[str, ...] = TITLES, gap: str = "\n\n") -> Listing:
    """Return a search page whose cards have ``{label}`` in one place of five."""
    cards: list[str] = []
    for n, title in enumerate(titles):
        parts = [f"{n + 5}", title, ABSTRACT, "3 authors", "·", f"Mar {n + 1}"]
        parts[place:place] = [label.format(n=n, name=NAMES[n % 4], summary=SUMMARIES[n % 4])]
        cards.append(gap.join(filter(None, parts)))
    return parse_text("\n\n".join(["Daily Papers", "Mar 20", *cards]))


def daily(*cards: str) -> Listing:
    """Return a daily page with these cards, each on several lines."""
    each = [f"Submitted by\ntern-{n}\n{n + 5}\n{card}" for n, card in enumerate(cards)]
    return parse_text("\n".join(["Daily Papers", "Mar 20", *each]))


@pytest.mark.parametrize("label", ["{name}", "{summary}", "#buoys-{n} #moss", "https://example.org/{n}"])
@pytest.mark.parametrize("place", [0, 2, 4, 6])
def test_labels_in_any_place_are_no_papers(label: str, place: int) -> None:
    """Above the card, below the title, below the authors, or below the date."""
    listing = search(label=label, place=place)
    assert [(one.title, one.abstract, one.upvotes) for one in listing] == [
        (title, ABSTRACT, n) for n, title in enumerate(TITLES, 5)
    ]
    assert {one.code for one in listing.diagnostics} <= {"unknown-text"}


def test_a_label_may_be_below_the_abstract() -> None:
    """On the page, nothing is between the abstract and the authors."""
    listing = search(label="{name}", place=3)
    assert [(one.title, one.abstract, one.organization) for one in listing] == [(it, ABSTRACT, None) for it in TITLES]


def test_a_label_may_be_between_the_votes_and_the_title() -> None:
    """Then it is the first of two short texts."""
    assert [one.title for one in search(label="{name}", place=1)] == [*TITLES]


def test_some_of_the_labels_may_repeat() -> None:
    """These are certainly labels, and so are the others in the same place."""
    cards = [
        f"{title}\n{('Coasts', 'Coasts', 'Rivers', 'Coasts')[n % 4]}\n· 3 authors" for n, title in enumerate(TITLES)
    ]
    cards[3] = cards[3].replace("Coasts", "Field Work")
    assert [one.title for one in daily(*cards)] == [*TITLES]


@pytest.mark.parametrize("rest", ["", "\n  of {} Coasts"])
def test_a_label_may_be_on_the_line_below_a_title(rest: str) -> None:
    """If lines were not wrapped, not all titles have several lines."""
    titles = [title + rest.format(noun) for title, noun in zip(TITLES, NOUNS, strict=True)]
    cards = [f"{title}\nhttps://example.org/notes/{n}\n· 3 authors" for n, title in enumerate(titles)]
    assert [one.title for one in daily(*cards)] == [" ".join(title.split()) for title in titles]


def test_a_label_may_be_joined_with_a_title() -> None:
    """If titles keep the line breaks of the page's data, some have several lines, but not all."""
    broken = "We follow the water with buoys, and when the old\nwinds turn. So do we, and we find it never\nis."
    titles = [TITLES[0], f"{TITLES[1]} and\n  the Old Moon", *TITLES[2:]]
    cards = [f"{n}\n{title}\n{NAMES[n % 4]}\n{broken}\n3 authors\n·\nMar 3" for n, title in enumerate(titles)]
    listing = parse_text("\n".join(["Daily Papers", "Mar 20", *cards]))
    assert [one.title for one in listing] == [TITLES[0], f"{TITLES[1]} and the Old Moon", *TITLES[2:]]


def test_a_label_may_be_below_an_organization() -> None:
    """The organization is in the place of the authors."""
    cards = [f"{title}\n· 3 authors\n{SUMMARIES[n % 4]}" for n, title in enumerate(TITLES)]
    cards[1] = cards[1].replace("· 3 authors", "Moss Lab")
    listing = daily(*cards)
    assert [one.title for one in listing] == [*TITLES]
    assert listing[1].organization == "Moss Lab"


def test_a_title_of_another_paper_may_be_the_title() -> None:
    """If two texts of each card look like titles, the listing says so."""
    cards = [f"{title}\n\n{noun} Ferns on the Shores of Long Lakes\n\n· 3 authors" for title, noun in PAIRS]
    listing = daily(*cards)
    assert "doubtful-layout" in {one.code for one in listing.diagnostics}


def test_labels_may_be_missing_on_some_cards() -> None:
    """Below blank lines, a text more is no line of a title."""
    cards = [f"{title}\n\n{NAMES[n % 4]}\n\n· 3 authors" for n, title in enumerate(TITLES)]
    cards[3:5] = [f"{title}\n\n· 3 authors" for title in TITLES[3:5]]
    cards[6:] = [f"{title}\n\n· 3 authors" for title in TITLES[6:]]
    assert [one.title for one in daily(*cards)] == [*TITLES]


def test_links_to_one_paper_are_one_title() -> None:
    """Lines that lead to the same paper are no labels, even if all titles have two lines."""
    cards = [
        f"[{title}](/papers/2401.0000{n})\n[Moss](/papers/2401.0000{n})\n· 3 authors" for n, title in enumerate(TITLES)
    ]
    assert len(daily(*cards)) == len(TITLES)


def test_fewer_cards_show_no_place() -> None:
    """With three authors, nothing shows what the page has."""
    cards = [f"{title}\n\n{NAMES[n]}\n\n· 3 authors" for n, title in enumerate(TITLES[:3])]
    assert len(daily(*cards)) == 3


def test_each_card_may_have_several_labels() -> None:
    """The page is read again without those that were found."""
    cards = [
        f"{title}\n\n{NAMES[n % 4]}\n\n· 3 authors\n{SUMMARIES[n % 4]}\n{n}\nSaved by {NAMES[n % 3]}"
        for n, title in enumerate(TITLES)
    ]
    assert [one.title for one in daily(*cards)] == [*TITLES]


def test_labels_may_be_in_three_places() -> None:
    """Each place is found in a reading of its own, and the page is not read more often than that."""
    cards = [
        "\n\n".join(
            [f"{n + 5}", title, ABSTRACT, SUMMARIES[n % 4], "3 authors", NAMES[n % 4], "·", f"{noun} Seas", "Mar 3"]
        )
        for n, (title, noun) in enumerate(zip(TITLES, NOUNS, strict=True))
    ]
    listing = parse_text("\n\n".join(["Daily Papers", "Mar 20", *cards]))
    assert [(one.title, one.abstract, one.upvotes) for one in listing] == [
        (title, ABSTRACT, n) for n, title in enumerate(TITLES, 5)
    ]
