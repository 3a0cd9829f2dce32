"""Test that no paper is invented where a page shows what its texts are, and that what it does not show is reported."""

from __future__ import annotations

from textwrap import fill

import pytest

from paperlist import parse_text
from paperlist.explaining import explain_text

ABSTRACT = (
    "We measure how far a lantern drifts in a slow river, and find that the drift is smaller than the maps suggest. "
    "The effect holds for eleven rivers and for two kinds of lantern, of which one was lost in winter, but found again."
)


def trending(number: int, title: str, abstract: str = ABSTRACT) -> str:
    """Return a card of a trending page that opens with its submitter."""
    return f"Submitted by\ntern-{number}\n{title}\n{abstract}\n{number} authors\n·\nMar {number}, 2024\nUpvote\n9\n"


def test_cards_that_open_with_submitters_have_one_title() -> None:
    """On such a page, a list of names at the end of an abstract is not a second card."""
    long = " ".join([ABSTRACT] * 4)
    keywords = (
        "VSA (Very Slow Anchors of Rivers), HDC (High and Deep Clocks), Distributed Lanterns at Sea,\n"
        "Buoys, Orderly Dials, Recurrent Connections of Tides, Old Solvers, Moss, JSON, VSA Applications"
    )
    cards = [trending(n, f"Lanterns of River {n}", f"{fill(long, 100)}\n{fill(long, 100)}") for n in range(2, 7)]
    last = fill(f"{long} The clocks include all lanterns. Keywords: MBAT (Binding of Many Tides),", 100)
    cards.append(trending(7, "Clocks That Drift", f"{last}\n{keywords}"))
    papers = parse_text("Trending Papers\n" + "\n".join(cards))
    assert len(papers) == 6
    assert [paper.title for paper in papers[-2:]] == ["Lanterns of River 6", "Clocks That Drift"]


def test_upvotes_below_the_end_of_a_sheet_belong_to_the_card_above_it() -> None:
    """A card whose upvotes, organization and comments are apart from its title is one card."""
    cards = [f"Submitted by tern-{n}\n1{n}\nLanterns of River {n}\n· {n} authors\n2\n" for n in range(2, 7)]
    cards.insert(3, "Submitted by moss\n\nClocks That Drift\n\n20\n\nmoss-lab\n\n1\n")
    listing = parse_text("Daily Papers\nMar 4\n" + "\n".join(cards))
    assert len(listing) == 6
    paper = listing[3]
    assert (paper.title, paper.upvotes, paper.organization, paper.comments) == ("Clocks That Drift", 20, "moss-lab", 1)
    assert not listing.diagnostics


def test_a_page_without_titles_is_refused() -> None:
    """If no card has a title, the text of a wrapped abstract is none either, and there are no papers."""
    lines = (
        "Clocks that are never wound serve as a reminder of the tides, and they do so where\n"
        "the sea is low and the moss is high. Existing clocks rely on a single or a double\n"
        "hand. However, reading two hands at once degrades the hour, and a broader range of\n"
        "hands is required to recover the time. The above mismatch between the hands and the\n"
        "hours reveals a bias: hands are moved by wind, causing old clocks to appear late, a\n"
        "fact that was overlooked. We argue that hours must be decomposed into minutes, from\n"
        "which hands can be read directly. Therefore, we propose Orderly Dials for the Night\n"
        "Selection (ODN), which keeps both the hours and the minutes of nine clocks at once."
    )
    listing = parse_text(f"Submitted by\ntern-7\n\n{lines}\n\nGitHub 19\narXiv Page")
    assert not listing
    assert [(one.code, "have no title" in one.message) for one in listing.diagnostics] == [("unread-markup", True)]


BROKEN = """\
We follow nine old buoys over a year in all of the harbours that we know of, and
count the gulls on each of them, at night and in winter, in rain and in all kinds
of wind. The gulls return to the same buoy. Buoys that moved were never visited by
gulls again."""


def test_a_title_may_follow_an_abstract_without_values_between_them() -> None:
    """Where texts keep the line breaks of the data, a text after a blank line is a title; a word continues it."""
    long = " ".join([ABSTRACT] * 12)
    first = f"Counting Gulls on Nine Buoys: A Long Night over the Harbour\n{BROKEN}\n\n"
    second = f"Tides on Moving Shores and the Clocks of Old Harbours without\nanchors\n{long}\n\n"
    rest = "".join(f"Lanterns on Slow Rivers, Part {n}\n{long}\n·\nMar {n} 3\n\n" for n in range(2, 6))
    listing = parse_text(f"Daily Papers\nMar 6\n\nClocks\n{long}\n·\nMar 2\n\n{first}{second}{rest}")
    assert [paper.title for paper in listing][1:4] == [
        "Counting Gulls on Nine Buoys: A Long Night over the Harbour",
        "Tides on Moving Shores and the Clocks of Old Harbours without anchors",
        "Lanterns on Slow Rivers, Part 2",
    ]
    assert listing[1].abstract == BROKEN.replace("\n", " ")


def test_words_of_the_query_may_be_on_lines_of_their_own() -> None:
    """If most titles are in several lines above a long abstract, these are parts of the titles."""
    titles = ["Counting Gulls on\nBuoys\nat Night", "Moss of\nBuoys\nand Their Chains", "The Drift of\nBuoys"]
    cards = [f"{title}\n{ABSTRACT}\n{n} authors\n·\nMar {n}\n" for n, title in enumerate(titles, 2)]
    papers = parse_text("Daily Papers\nMar 6\n\n" + "".join(cards))
    assert [(paper.title, paper.abstract) for paper in papers] == [
        (title.replace("\n", " "), ABSTRACT) for title in titles
    ]


def test_upvotes_that_stick_to_titles_are_parted_from_them_on_all_cards() -> None:
    """Also if the values of the card above such a title were left out."""
    cards = [f"{n}0Lanterns of River {n}\n{ABSTRACT}\n\n·\n\n" for n in range(2, 7)]
    apart = f"31Clocks That Drift\n{ABSTRACT}\n\n45Moss and Other Solvers\n{ABSTRACT}\n\n·\n\n"
    papers = parse_text("Daily Papers\nMar 6\n\n" + "".join([*cards, apart]))
    assert [(paper.title, paper.upvotes) for paper in papers[-2:]] == [
        ("Clocks That Drift", 31),
        ("Moss and Other Solvers", 45),
    ]


def test_a_phrase_that_leads_to_a_paper_is_part_of_its_title() -> None:
    """The end of a wrapped title may be a word of the page."""
    card = (
        "### [Silt Ahead: A Forecast of the Barges on\nGitHub](/papers/2401.01234)\n\n"
        f"[{ABSTRACT}](/papers/2401.01234)\n\n3 authors\n\n·\n\nMay 29\n"
    )
    (paper,) = parse_text(f"# Daily Papers\n\nOct 2\n\n{card}")
    assert paper.title == "Silt Ahead: A Forecast of the Barges on GitHub"


def test_each_title_that_may_have_a_name_at_its_end_is_reported() -> None:
    """Where organizations share the lines of titles, and none recurs, it cannot be known where a title ends."""
    cards = [f"Submitted by tern-{n}\nLanterns of River {n} · {n} authors 3\n" for n in range(2, 6)]
    titles = ["Clocks That Drift Fern & Dale Lab", "Old Solvers Reed Group"]
    named = [f"Submitted by moss\n{title}\n" for title in titles]
    listing = parse_text("Daily Papers\nMar 6\n" + "".join([*cards, *named]))
    doubtful = [one for one in listing.diagnostics if "may still be part of this title" in one.message]
    assert [one.excerpt for one in doubtful] == titles


def linked(number: int, before: str, authors: str) -> str:
    """Return a card of a daily page in Markdown; ``before`` is what comes before its title."""
    paper = f"https://huggingface.co/papers/2401.0000{number}"
    votes = f"https://huggingface.co/login?next=%2Fpapers%2F2401.0000{number}"
    return (
        f"{before}\n\n[ 1{number}](<{votes}>)\n\n### [Lanterns of River {number}](<{paper}>)\n\n"
        f"[- - · {authors}](<{paper}>)\n\n[ 3](<{paper}#community>)\n"
    )


@pytest.mark.parametrize(
    "before",
    [
        "[Submitted by ![tern-{0}'s\navatar](/avatars/tern.png) tern-{0} ](<https://huggingface.co/tern-{0}>)",
        "[Submitted by ![](/avatars/tern.png) tern-{0} ](<https://huggingface.co/tern-\n{0}>)",
        "[video](<https://huggingface.co/papers/2401.0000{0}>) [Submitted by tern-{0}](/tern-{0})",
    ],
    ids=["a wrapped label", "a wrapped address", "a label of a video"],
)
def test_a_wrapped_submitter_is_not_a_title(before: str) -> None:
    """The labels and the addresses of users may continue on the next line."""
    numbers = range(2, 8)
    cards = [linked(n, before.format(n), f"{n} authors") for n in numbers]
    papers = parse_text("# Daily Papers\n\nMar 6\n\n" + "\n".join(cards))
    assert [(paper.title, paper.submitted_by, paper.author_count) for paper in papers] == [
        (f"Lanterns of River {n}", f"tern-{n}", n) for n in numbers
    ]


def test_an_address_without_words_belongs_to_nothing() -> None:
    """Below a line that ends with an address, another one is that of a picture, and changes no count above it."""
    cards = "".join(
        f" (https://huggingface.co/papers/2401.0000{n})\nSubmitted by\ntern\n(https://huggingface.co/tern)\n1{n}\n"
        f" (https://huggingface.co/login?next=%2Fpapers%2F2401.0000{n})\n\n"
        f"Lanterns of River {n} (https://huggingface.co/papers/2401.0000{n})\n\n{n} authors\n"
        f" 4{n} (https://github.com/tern/a{n}) {n} (https://huggingface.co/papers/2401.0000{n}#community)\n"
        for n in range(2, 7)
    )
    papers = parse_text(f"Daily Papers\nMar 6\n{cards}")
    assert [(paper.title, paper.github_stars, paper.comments) for paper in papers] == [
        (f"Lanterns of River {n}", 40 + n, n) for n in range(2, 7)
    ]


def test_a_wrapped_address_is_no_part_of_a_name() -> None:
    """An organization's link may continue on the next line, where only the rest of its address is."""
    card = linked(2, "Submitted by\ntern-2", "2 authors")
    named = linked(3, "Submitted by\ntern-3", "").replace(
        "[- - · ](<https://huggingface.co/papers/2401.00003>)",
        "[![fern-research](/o.png) Fern Research, Inc.](<https://huggingface.co/fern-\nresearch>)",
    )
    papers = parse_text(f"# Daily Papers\n\nMar 6\n\n{card}\n{named}\n")
    assert [(paper.title, paper.organization) for paper in papers] == [
        ("Lanterns of River 2", None),
        ("Lanterns of River 3", "Fern Research, Inc."),
    ]


def test_a_number_below_a_submitter_may_be_a_title() -> None:
    """On a page whose upvotes are below the cards, a number above an abstract is a title."""
    cards = [trending(n, title) for n, title in enumerate(("Clocks That Drift", "2024", "Moss and Solvers", "1984"), 2)]
    papers = parse_text("Trending Papers\n" + "\n".join(cards))
    assert [paper.title for paper in papers] == ["Clocks That Drift", "2024", "Moss and Solvers", "1984"]


def test_texts_below_cards_that_open_with_values_are_not_cards() -> None:
    """Words of a footer that are not known are reported, also below a single card, and are not papers."""
    card = trending(2, "Clocks That Drift")
    listing = parse_text(f"Trending Papers\n{card}\nNewer Older\n\nImprint\nPress\n")
    assert [paper.title for paper in listing] == ["Clocks That Drift"]
    assert {diagnostic.code for diagnostic in listing.diagnostics} == {"unknown-text"}
    unopened = card.replace("Submitted by\ntern-2\n", "")
    assert len(parse_text(f"Trending Papers\n{unopened}\nLanterns of the Old River\n")) == 2


@pytest.mark.parametrize("number", [7, 8])
def test_a_page_whose_papers_would_be_guesses_has_none(number: int) -> None:
    """Lines of an unknown layout, each with all parts of a card, are not papers."""
    lines = [f"tern-{n} -   - - 5{n} - Lanterns of River {n} - - 3" for n in range(number)]
    text = "Daily Papers\nMar 6\n\n" + "\n\n".join(f"Submitted by\n{line}\n2 authors" for line in lines)
    listing = parse_text(text)
    assert not listing
    assert "unread-markup" in {one.code for one in listing.diagnostics}
    assert {stretch.part for stretch in explain_text(text) if "Lanterns" in stretch.text} == {"diagnostic"}


def test_a_page_without_repeated_lines_is_doubtful() -> None:
    """If only the first card has what each card prints, lines that repeat others are missing, and names are titles."""
    cards = "".join(trending(n, f"Lanterns of River {n}", f"{n} rivers. {ABSTRACT}") for n in range(2, 8))
    text = f"Trending Papers\n{cards}"
    assert not parse_text(text).diagnostics
    listing = parse_text("\n".join(dict.fromkeys(text.split("\n"))))
    assert "lines that repeat earlier ones" in listing.diagnostics[0].message


def test_other_parts_of_a_card_are_no_organization() -> None:
    """What looks like a name in the place of the authors may be these, behind signs that are not known."""
    cards = [f"Submitted by\ntern-{n}\n{n}\nLanterns of River {n}\n~~, {n} authors\n{n}\n" for n in (3, 4, 9)]
    listing = parse_text("Daily Papers\nMar 4\n" + "\n".join([*cards, cards[0].replace("River 3", "the Sea")]))
    assert [paper.organization for paper in listing] == [None] * 4
    assert [one.code for one in listing.diagnostics] == ["unknown-text"] * 4


@pytest.mark.parametrize("label", ["From", "Shared by"])
def test_an_unknown_label_before_users_and_titles_is_doubted(label: str) -> None:
    """Half of the titles begin with the same words before different words in lower case."""
    names = ("tern", "moss", "kelp", "anvil")
    cards = [f"{label} {name} Clocks of the {name.title()}\n{ABSTRACT}\n3 authors\n·\nMar 3, 2024\n" for name in names]
    listing = parse_text("Daily Papers\nMar 4\n" + "\n".join(cards))
    assert len(listing) == 4
    assert all((paper.confidence or 1) < 0.5 for paper in listing)
    assert listing.diagnostics


def test_a_title_may_begin_with_the_rest_of_a_name_and_the_upvotes() -> None:
    """On cards of one line, where a name of several words ends is not known, so the title behind it is doubted."""
    cards = [f"Submitted by tern-{n} {n} Lanterns of River {n} · {n} authors {n}" for n in range(2, 6)]
    listing = parse_text("Daily Papers\nMar 4\n" + "\n".join([*cards, cards[0].replace("tern-2", "Ida Quill")]))
    assert [paper.title for paper in listing][-2:] == ["Lanterns of River 5", "Quill 2 Lanterns of River 2"]
    assert (listing[-1].confidence or 1) < 0.4
    assert listing.diagnostics


@pytest.mark.parametrize("below", ["", "\n12"])
def test_what_follows_the_first_word_of_a_name_is_part_of_it(below: str) -> None:
    """A title is below it, with upvotes between them or not."""
    names = ["Ida Quill", "tern-3", "Anna van der Veen", "Tom Brown"]
    cards = [f"Submitted by {name}{below}\nLanterns of the Long River {name}\n· 3 authors" for name in names]
    listing = parse_text("Daily Papers\nMar 4\n" + "\n".join(cards))
    assert [paper.submitted_by for paper in listing] == names
    assert [paper.title for paper in listing] == [f"Lanterns of the Long River {name}" for name in names]


def test_a_short_title_on_the_line_of_its_submitter_is_no_name() -> None:
    """Other titles are longer, and nothing like a title is below them."""
    titles = ["Old Clocks", "Lanterns of the River and of the Sea", "Clocks That Drift in the Very Slow River of Moss"]
    cards = [f"Submitted by tern-{n} {title}\n{ABSTRACT}\n3 authors\n·\nMar 3" for n, title in enumerate(titles)]
    listing = parse_text("Trending Papers\n" + "\n".join(cards))
    assert [(paper.submitted_by, paper.title) for paper in listing] == [
        (f"tern-{n}", title) for n, title in enumerate(titles)
    ]


NAMES = (
    "Ida Quill, Tom Brown, Anna van der Veen",
    "Jean-Luc Picot, Kim Tern",
    "Bo Lathe",
    "Eva Lund, Per Holm",
    "A B, C D",
)


def test_lists_of_names_are_no_organizations() -> None:
    """A tool may write the authors in their place."""
    cards = [f"Submitted by\ntern-{n}\n{n}\nLanterns of the {names[:9]}\n{names}\n" for n, names in enumerate(NAMES, 2)]
    listing = parse_text("Daily Papers\nMar 4\n" + "\n".join(cards))
    assert [paper.organization for paper in listing] == [None, None, "Bo Lathe", None, None]
    assert {one.excerpt for one in listing.diagnostics} >= {*NAMES} - {"Bo Lathe"}


def test_titles_that_end_with_lists_of_names_are_doubted() -> None:
    """The lines of the authors were joined to them."""
    cards = [f"Lanterns of the Slow River {names}\n{ABSTRACT}\nMar {n}" for n, names in enumerate(NAMES, 2)]
    listing = parse_text("Daily Papers\nMar 4\n" + "\n".join(cards))
    assert sum((paper.confidence or 1) < 0.5 for paper in listing) == 4
    assert listing.diagnostics


def test_lines_at_the_ends_of_abstracts_are_no_part_of_them() -> None:
    """On a page in another language, the authors and the dates of all cards are texts."""
    cards = [
        f"Lanterns of River {n}\n\n{ABSTRACT} We saw {NAMES[n - 2]}.\n\n{n} auteurs · {n} déc.\n\n" for n in range(2, 7)
    ]
    listing = parse_text("Daily Papers\nDec 12\n\n" + "\n".join(cards))
    assert [paper.abstract for paper in listing] == [f"{ABSTRACT} We saw {NAMES[n - 2]}." for n in range(2, 7)]
    assert listing.diagnostics


@pytest.mark.parametrize(
    "title", ["{n}2 Lanterns of Rivers", "Lanterns\n{n}2 of Rivers {n}", "Lanterns\n- of River {n}"]
)
def test_upvotes_within_titles_are_reported(title: str) -> None:
    """A program that reads pictures writes upvotes beside the second line of a title; no paper is invented silently."""
    cards = [f"Submitted by\ntern-{n}\n\n{title.format(n=n)}\n\n· {n} authors\n\n{n}\n" for n in range(2, 5)]
    listing = parse_text("Daily Papers\nMar 4\n\n" + "\n".join(cards))
    read = [paper for paper in listing if paper.upvotes is not None]
    doubtful = [paper for paper in listing if paper.confidence is not None and paper.confidence < 0.4]
    assert len(read) + len(doubtful) == 3


@pytest.mark.parametrize(
    ("bare_before", "bare", "found", "codes"),
    [(0, 3, 7, {"doubtful-layout"}), (0, 2, 6, {"doubtful-layout"}), (1, 3, 8, {"doubtful-layout"}), (4, 3, 11, set())],
)
def test_several_texts_below_cards_with_values_are_of_another_page(
    bare_before: int, bare: int, found: int, codes: set[str]
) -> None:
    """They may be from a newsletter below a listing whose footer was left out; they are doubted if others are alike."""
    number = 4 + bare_before
    texts = [f"Lanterns of River {n}\n\n{n} rivers. {ABSTRACT}\n\n" for n in range(20, 20 + number + bare)]
    values = ["" if n < bare_before else f"  • {n} authors\n·\nMar 3\n\n" for n in range(number)]
    cards = [text + value for text, value in zip(texts, [*values, *[""] * bare], strict=True)]
    listing = parse_text("Daily Papers\nMar 4\n\n" + "".join(cards))
    assert len(listing) == found
    assert {one.code for one in listing.diagnostics} - {"missing-metadata"} == codes


def test_titles_alone_below_cards_with_values_are_of_another_page() -> None:
    """They have not even abstracts, so they are reported and give no papers."""
    cards = [f"Submitted by\ntern-{n}\n\n{n}2\n\nLanterns of River {n}\n\n· {n} authors\n\n" for n in range(2, 7)]
    others = [f"### [Lanterns of Every Bay {n}](https://example.org/{n})\n\n" for n in range(3)]
    listing = parse_text("Daily Papers\nMar 4\n\n" + "".join(cards + others))
    assert len(listing) == 5
    assert [one.code for one in listing.diagnostics] == ["unknown-text"] * 3
