"""Test that pages which are no listings, or cannot be read, have no papers and one diagnostic that says why."""

from __future__ import annotations

import pytest

from paperlist import parse_text

ABSTRACT = (
    "We date the layers of bogs by the pollen in them. A graph of species is enough for a decade of precision, and it"
    " runs on a laptop in the field."
)

ONE_PAPER = f"""Peat Clocks: Dating Bog Layers with Pollen Graphs
Published on Nov 12
· Submitted by rook on Nov 14
Upvote
142
Authors:
Ida Quill
,
Bo Lathe
Abstract
{ABSTRACT}
View arXiv page
View PDF
Community
rook
Paper submitter
2 days ago
All pollen is online.
Reply
"""
DIGEST = f"""Daily Papers
Nov 14

1. Peat Clocks - 142 votes
Abstract: {ABSTRACT}

2. Copper Rain - 35 votes
Abstract: Roofs of copper turn green at a speed that depends on rain. We forecast it for nine towns.

3. Two Rooks Make a Choir - 2 votes
Abstract: A rook that sings with another one is in tune more often. We recorded both for a whole year.
"""
PROGRAM = """Daily Papers
import re
def parse(card):
card.text
6 authors
return {
found = None
}
print(parse(
"""
LOG = """Daily Papers
2029-11-14 08:00:02 Peat Clocks · 12 authors · Nov 12
2029-11-14 08:00:02 Copper Rain · 7 authors · Nov 13
2029-11-14 08:00:03 done
"""
TABLE = """# Daily Papers

| What | Who |
|---|---|
| Peat Clocks | 12 authors |
| Copper Rain | 7 authors |
"""
JOINED = """Daily Papers
Nov 14
Submitted byrook142Peat Clocks: Dating Bog Layers·12 authors6
Submitted byferry35Copper Rain: Forecasting Roof Patina·7 authors
"""
JOINED_PAGE = (
    "Daily Papers - Hugging FaceModelsDatasetsSpacesDocsPricingLog InDaily PapersbyAKand the research community"
    f"DailyWeeklyMonthlyNov 1412Peat Clocks{ABSTRACT}4 authors·Nov 126"
)
JOINED_CARDS = f"Peat Clocks{ABSTRACT}4 authors·Nov 12\nCopper Rain{ABSTRACT}2 authors·Nov 13\n"
UNKNOWN_LINKS = """Daily Papers
Oct 2

@@/papers/3103.00007@Peat Clocks: Dating Bog Layers with Pollen Graphs@@

  • 4 authors
·
Oct 1

@@/papers/3103.00008@Copper Rain: Forecasting Roof Patina over Decades@@

  • 2 authors
·
Oct 1
"""
READER = (
    f"Title: Peat Clocks\n\nURL Source: https://huggingface.co/papers/2911.00001v2\n\nPublished on Nov 12\n\n{ABSTRACT}"
)
ERROR = "Daily Papers\n\n429 Too Many Requests\n\nCome back later\n"
LABELLED = "Daily Papers\nNov 14\n" + "".join(
    f"heading level 3 link {title}\n{ABSTRACT}\n4 authors\n·\nNov 12\n"
    for title in ("Peat Clocks", "Copper Rain", "Two Rooks", "A Bog")
)
PARTLY_MARKED = "Daily Papers\nNov 14\n" + "".join(
    f"{title}\n4 authors\n3\n" for title in ("Peat Clocks", "Copper Rain", "===", "[[moss|]]", "A Bog", "Two Rooks")
)
EMPTY_DAY = "# [Daily Papers](/papers)\n\nNov 14\n\nNo papers found[Previous](/papers/date/2029-11-13)\n"
TITLES = "Daily Papers\n\nWelcome To Us\n\nAbout This Site\n\nFind Your Way\n\nWrite To Us\n\nImprint Of This\n"
FEED = "Latest research\nSubscribe\n\n" + "".join(
    f"12\n\n{title}\n\n{ABSTRACT}\n\nIda Quill\n\n· Nov 12\n\nUpvote\n\n35\n\n"
    for title in ("Peat Clocks", "Copper Rain over Nine Towns", "Two Rooks Make a Choir", "A Bog in the Field")
)
NEWSLETTER = "Daily Papers\nSubscribe\nShare\n\n" + "".join(
    f"{title}\n\n{ABSTRACT}\n\n" for title in ("Peat Clocks", "Copper Rain over Nine Towns", "Two Rooks Make a Choir")
)
CATALOG = "".join(
    f"Copper Rain over {town}: Forecasting Roofs\n\n{n} authors\n\n{town} Library\n\nNov {n}\n\n{n} copies\n\n"
    for n, town in enumerate(("Ternholm", "Rookby", "Mossford", "Gullhaven", "Fernton"), 2)
)
MINUTES = "".join(f"{n}. Copper Roofs\n\n{ABSTRACT}\n\nSubmitted by Ida Quill\n\n" for n in range(1, 6))
UNTITLED = "Daily Papers\nNov 14\n\nPeat Clocks\n\n4 authors\n\n" + "".join(
    f"{n} bogs. {ABSTRACT}\n\n4 authors\n·\nNov 12\n\n" for n in range(20, 23)
)
TRANSLATED = "毎日の論文\n\n12\n地図の記憶\n·\n6人の著者\n\n3\n潮の方法\n·\n11人の著者\n4\n\n·\n"

REFUSED = {
    "the page of one paper": (ONE_PAPER, "no-papers"),
    "its address": (READER, "no-papers"),
    "a digest": (DIGEST, "no-papers"),
    "a program": (PROGRAM, "no-papers"),
    "a log": (LOG, "no-papers"),
    "an error": (ERROR, "no-papers"),
    "a feed with dots before dates and with votes": (FEED, "no-papers"),
    "a newsletter with the name of the page": (NEWSLETTER, "no-papers"),
    "a catalog whose entries have other texts": (CATALOG, "unread-markup"),
    "minutes of a meeting": (MINUTES, "unread-markup"),
    "abstracts without titles": (UNTITLED, "unread-markup"),
    "a menu": (TITLES, "no-papers"),
    "a day without papers": (EMPTY_DAY, "no-papers"),
    "a label before each title": (LABELLED, "unread-markup"),
    "markup in a third of the titles": (PARTLY_MARKED, "unread-markup"),
    "a table": (TABLE, "unread-markup"),
    "a page in another language": (TRANSLATED, "unread-markup"),
    "a page in another language with its name": (f"title: Daily Papers\n\n{TRANSLATED}", "unread-markup"),
    "names joined to phrases": (JOINED, "unread-markup"),
    "a page joined without spaces": (JOINED_PAGE, "unread-markup"),
    "cards joined without spaces": (JOINED_CARDS, "unread-markup"),
    "unknown links": (UNKNOWN_LINKS, "unread-markup"),
}


@pytest.mark.parametrize(("text", "code"), REFUSED.values(), ids=REFUSED)
def test_a_page_is_refused(text: str, code: str) -> None:
    """It has no papers, and only one diagnostic, which is an error."""
    listing = parse_text(text)
    assert not listing
    (found,) = listing.diagnostics
    assert (found.code, found.severity) == (code, "error")


CARD = f"Peat Clocks: Dating Bog Layers\n\n{ABSTRACT}\n\n  • 4 authors\n·\nNov 12 6\n"
LISTINGS = {
    "one card": CARD,
    "one card without values": f"Daily Papers\nSubmit a paper\n\nPeat Clocks: Dating Bog Layers\n\n{ABSTRACT}\n",
    "titles that begin alike": "Daily Papers\n\n"
    + "\n".join(CARD.replace("Peat Clocks", f"Rook: {n}") for n in ("One", "Two", "Six")),
    "titles on a page with a date": "Daily Papers\nNov 14\n\nPeat Clocks\n\nCopper Rain\n\nTwo Rooks\n\nA Bog\n",
    "titles of which two have authors": "Daily Papers\nNov 14\n\n"
    + "".join(f"Rooks of Ward {n}\n\n{'4 authors' if n < 3 else ''}\n\n" for n in range(1, 7)),
    "a card with a link to arXiv": f"Peat Clocks\n\n{ABSTRACT}\n\nTern Lab\n\n· Nov 12\n\nUpvote\n\n35\n\narXiv Page\n",
    "titles with links, of which one has authors": "".join(
        f"[Rooks of {town}](/papers/2911.00001)\n\n{town}. {ABSTRACT}\n\n{'4 authors' if town == 'Oak' else ''}\n\n"
        for town in ("Oak", "Elm", "Birch", "Cedar", "Alder")
    ),
    "titles with links alone": "Daily Papers\n\n[Peat Clocks](/papers/2911.00001)\n\n[Copper Rain](/papers/2911.00002)",
}


@pytest.mark.parametrize("text", LISTINGS.values(), ids=LISTINGS)
def test_a_listing_is_not_refused(text: str) -> None:
    """One card of a listing is a listing, and so are titles that link to papers."""
    assert len(parse_text(text)) > 0


@pytest.mark.parametrize("left", [".SS {}", "!(icon)data:image/png;base64,AAAA! {}", "{} !/pictures/tern.png(tern)!"])
def test_a_page_with_markup_in_most_titles_is_refused(left: str) -> None:
    """Macros and pictures that are left in most titles show that the markup of the page is not known."""
    cards = [f"{left.format(f'Clocks of the Tide, Part {n}')}\n\n{n} authors\n" for n in range(2, 7)]
    listing = parse_text("Daily Papers\n\nMar 4\n\n" + "\n".join(cards))
    assert not listing
    assert [one.code for one in listing.diagnostics] == ["unread-markup"]


def test_a_message_in_place_of_papers_is_doubted() -> None:
    """A single text between the headings and the footer, perhaps below a number, is no paper without other values."""
    for number in ("", "429\n\n"):
        listing = parse_text(f"Daily Papers\nSubmit a paper\nNov 14\n\n{number}We Value Your Privacy\n\n{ABSTRACT}\n")
        assert all((paper.confidence or 0) < 0.4 for paper in listing)
        assert {one.code for one in listing.diagnostics} >= {"doubtful-layout"}
