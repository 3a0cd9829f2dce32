"""Test how a page's links, line breaks and repeated names show what its texts are. All papers are invented."""

from __future__ import annotations

import pytest

from paperlist import Listing, parse_text
from paperlist.cards.titles.endings import names_at_ends
from paperlist.cards.titles.run_on import begin_with_titles
from paperlist.tokens.escapes import find_escaped
from paperlist.tokens.kinds import Kind
from paperlist.tokens.lexer import lex
from paperlist.tokens.links.aims import aim_of
from paperlist.tokens.markup import without_entities
from paperlist.tokens.targets import with_aims
from tests.helpers.cases import CASES, SAMPLES

ABSTRACT = (
    "Buoys drift with the tide, and so do we. We follow nine buoys for a year, and count the gulls on each of them."
)


def aimed(text: str) -> list[tuple[str, str]]:
    """Return the words of a text's tokens, each with the letter of where it leads."""
    (tokens,) = lex([text])
    found, _ = with_aims(tokens, dict(tokens.values(Kind.REFERENCE)))
    return [(found.words(at), found.aims[at]) for at, piece in enumerate(found.pieces) if piece]


LINKS = {
    "after their words": (
        "[Clocks That Drift](/papers/2401.00001)",
        [("[Clocks That Drift](/papers/2401.00001)", "p")],
    ),
    "over several lines": (
        "[\nClocks That Drift\n](/papers/2401.00001)\nMoss",
        [("[", "p"), ("Clocks That Drift", "p"), ("](/papers/2401.00001)", "p"), ("Moss", " ")],
    ),
    "with an address that was wrapped": (
        "[Moss Research Lab](/moss-\nresearch-lab) · Mar 3",
        [("[Moss Research Lab](/moss-", "u"), ("·", " "), ("Mar 3", " ")],
    ),
    "with an address that was wrapped, and no words before it": ("](/moss-\nMoss", [("](/moss-", " "), ("Moss", " ")]),
    "with two kinds of targets": (
        "Clocks That Drift[Buoys drift with the tide.](/papers/2401.00001)",
        [("Clocks That Drift", " "), ("[Buoys drift with the tide.](/papers/2401.00001)", "p")],
    ),
    "with a picture behind a text": (
        "Buoys drift with the tide.- [![](/a.svg)](/papers/2401.00001)",
        [("Buoys drift with the tide.", " ")],
    ),
    "with a bracket of their own": (
        "[Tides on [0, 1) and Moss](/papers/2401.00001)",
        [("[Tides on [0, 1) and Moss](/papers/2401.00001)", "p")],
    ),
    "in Org": ("[[/papers/2401.00001][Clocks That Drift]]", [("[[/papers/2401.00001][Clocks That Drift]]", "p")]),
    "in reStructuredText": (
        "`Clocks That Drift </papers/2401.00001>`__ and `moss` and ]] too",
        [("[Clocks That Drift](/papers/2401.00001)", "p"), ("and `moss` and ]] too", " ")],
    ),
    "in HTML": (
        '<a href="/papers/2401.00001">Clocks That Drift</a> </a>',
        [("Clocks That Drift</a>", "p")],
    ),
    "with a label": (
        "[Clocks That Drift][]\n\n[Clocks That Drift]: /papers/2401.00001",
        [("[Clocks That Drift][]", "p")],
    ),
    "with a number behind their words": (
        "Clocks That Drift ⟨1⟩\n\n⟨1⟩ /papers/2401.00001",
        [("Clocks That Drift ⟨1⟩", "p")],
    ),
    "with an address on the next line": (
        "Clocks That Drift\nhttps://huggingface.co/papers/2401.00001",
        [("Clocks That Drift", "p"), ("https://huggingface.co/papers/2401.00001", " ")],
    ),
    "to another page of the site": ("[Read the Docs Now](/docs)", [("[Read the Docs Now](/docs)", "s")]),
    "to somewhere else": (
        "[Clocks That Drift](https://example.org/clocks)",
        [("[Clocks That Drift](https://example.org/clocks)", " ")],
    ),
    "that did not begin": (
        "Moss](/papers/2401.00001) and </a> and [Clocks",
        [("Moss](/papers/2401.00001) and </a> and [Clocks", " ")],
    ),
    "to somewhere else, with an address that was wrapped": (
        "[Moss Research Lab](https://example-\nlab.org/a)",
        [("[Moss Research Lab](https://example-", " "), ("lab.org/a)", " ")],
    ),
    "beside one to somewhere else": (
        "[Clocks That Drift](/papers/2401.00001) [see arXiv too](https://arxiv.org/abs/2401.00001)",
        [("[Clocks That Drift](/papers/2401.00001)", "p"), ("[see arXiv too](https://arxiv.org/abs/2401.00001)", " ")],
    ),
    "with an address that does not continue": (
        "[Moss Research Lab](/moss-\nand more",
        [("[Moss Research Lab](/moss-", " "), ("and more", " ")],
    ),
    "without words, behind a text": (
        "Clocks That Drift [](/papers/2401.00001)",
        [("Clocks That Drift [](/papers/2401.00001)", " ")],
    ),
    "on a line with bars": (
        "Daily Papers | Mar 4 | [Clocks That Drift](/papers/2401.00001) | 4 authors | Mar 3 2",
        [("Daily Papers", " "), ("Mar 4", " "), ("[Clocks That Drift](/papers/2401.00001)", "p"), ("4 authors", " ")],
    ),
    "with an address of another site on the next line": (
        "Clocks That Drift\nhttps://example.org/clocks",
        [("Clocks That Drift", " "), ("https://example.org/clocks", " ")],
    ),
    "of the same target twice": (
        "[2]moss-lab [3]Moss Lab\n\n2. https://huggingface.co/moss-lab\n3. https://huggingface.co/moss-lab",
        [("[2]moss-lab [3]Moss Lab", "u")],
    ),
}


@pytest.mark.parametrize(("text", "words"), LINKS.values(), ids=LINKS)
def test_words_lead_where_their_link_does(text: str, words: list[tuple[str, str]]) -> None:
    """A link that leads to a page of the site is a token of its own."""
    assert aimed(text)[: len(words)] == words


def test_a_line_with_very_many_brackets_is_read() -> None:
    """Only the last brackets may begin a link."""
    assert aimed("[" * 60 + "Clocks](/papers/2401.00001)")[-1][1] in " p"


@pytest.mark.parametrize(
    ("address", "aim"),
    [
        ("/login?next=%2Fpapers%2F2401.00001", "v"),
        ("https://huggingface.co/papers/2401.00001v2#community", "c"),
        ("/papers/2401.000012345", " "),
        ("/papers/date/2024-01-02", "s"),
        ("https://huggingface.co/", "s"),
        ("/moss.png", " "),
        ("/moss.ml", "u"),
        ("https://github.com/moss/clocks", "g"),
        ("https://arxiv.org/abs/2401.00001", "x"),
        ("https://example.org/moss", " "),
    ],
)
def test_addresses_of_the_site_are_known(address: str, aim: str) -> None:
    """The kind of a page follows from its address."""
    assert aim_of(address) == aim


def daily(*cards: str) -> Listing:
    """Return the listing of a daily page with these cards, after their submitters."""
    return parse_text("Daily Papers\n\nMar 4\n\n" + "\n".join(f"Submitted by\ntern-7\n{card}" for card in cards))


def test_organizations_on_the_line_of_a_title_are_split_from_it() -> None:
    """A name that ends several titles is certain; where another one begins is guessed, and the listing says so."""
    listing = daily(
        "9 Clocks That Drift at Night · 4 authors 2",
        "8 Gravel Bars from the Air Moss Lab 2.1k 3",
        "7 Counting Gulls on Nine Buoys Moss Lab 0",
        "6 A Grammar of Signal Fires · 3 authors 1",
        "5 Tides on Moving Shores moss-lab",
        "4 Waves of Two Old Moons Fern 1.2k",
        "3 Winds over Low Water · 2 authors",
        "2 Lanterns on Slow Rivers · 2 authors",
        "1 Spoons beyond Two Metres · 2 authors",
        "1 Hedges That Answer Back · 2 authors",
    )
    assert [(paper.title, paper.organization) for paper in listing[1:6] if paper.author_count is None] == [
        ("Gravel Bars from the Air", "Moss Lab"),
        ("Counting Gulls on Nine Buoys", "Moss Lab"),
        ("Tides on Moving Shores", "moss-lab"),
        ("Waves of Two Old Moons", "Fern"),
    ]
    assert (listing[1].github_stars, listing[1].comments) == (2100, 3)
    assert [one.excerpt for one in listing.diagnostics if "was guessed" in one.message] == ["Waves of Two Old Moons"]
    assert (listing[5].confidence or 0) < (listing[2].confidence or 0)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Tides on Moving Shores", "The Northern University of Moss and Stone"),
        ("Counting Gulls without Lanterns", "Fell &amp; Dale Robotics"),
        ("Clocks for Slow Buoy Detection", "National Laboratory for Quiet Machines"),
        ("Can Ferns Drift at Night?", "Institute for Old Moons"),
        ("A Grammar of Signal Fires: The Long Survey", "DuneML"),
        ("Winds over Low Water (Revised)", "Hedge Studio (Cove)"),
    ],
)
def test_names_begin_where_titles_may_end(title: str, name: str) -> None:
    """The last noun of a title, a word for an organization, capitals and `The` show where a name begins."""
    text = f"{title} {name}"
    (ending,) = names_at_ends([text], ["Gravel Bars from the Air"]).values()
    assert text[ending.start :] == name
    assert not ending.certain


def test_titles_without_names_are_whole() -> None:
    """If few titles of a page seem to end with a name, none of them does."""
    titles = [
        "Waves of Two Old Moons",
        "Lanterns on Slow Rivers",
        "Spoons beyond Two Metres",
        "Clocks That Drift models",
    ]
    assert not names_at_ends([*titles, "Gulls of the Cove University"], [])


def test_names_are_short_and_recur() -> None:
    """A long ending is not a name, even if it recurs."""
    long = [f"{word} and the Clocks of {'Moss' * 20}" for word in ("Tides", "Winds")]
    assert not names_at_ends(["One", *long], [])


TITLED = [
    "Clocks That Drift: Keeping Time with the Moon We study clocks that drift with",
    "Counting Gulls on Nine Buoys with Old Lanterns This paper counts gulls on buoys and",
    "A Grammar of Signal Fires from Coast to Coast Recently, fires were read from hill to",
    "Tides on Moving Shores: Learning Where Water Goes However, the shores move with the",
]


def test_titles_and_broken_abstracts_may_share_lines() -> None:
    """A few lines show nothing; several with the end of a title do, also if there is no blank after it."""
    assert begin_with_titles(TITLED)
    assert begin_with_titles(["Clocks That DriftWe study clocks", "Counting GullsGulls are counted"])
    assert not begin_with_titles(TITLED[:2])
    assert not begin_with_titles(["Counting Gulls on Nine Buoys with Old Lanterns"] * 4)


LINES = """\
Buoys drift with the tide in all of the {0} harbours that we know of,
and so do we. We follow {0} buoys for a year, and count the gulls on
each of the {0}. See
https://example.org/buoys/of/{0}/harbours
for the drawings and the logs of {0} years."""


def trending(title: str, abstract: str, signature: str = "4 authors") -> str:
    """Return a card of a trending page."""
    return f"Submitted by\n\ntern-7\n\n{title}\n{abstract}\n{signature}\n·\n\nPublished on Mar 3, 2024\n\nUpvote\n\n9\n"


def test_abstracts_keep_the_line_breaks_of_the_data() -> None:
    """Where no tool wrapped the lines, those of an abstract are one text, and a title goes on if it must."""
    long = " ".join([ABSTRACT] * 12)
    lines = [LINES.format(number) for number in ("six", "seven", "eight", "nine", "ten")]
    cards = [
        trending("Clocks That Drift at Night over the Old Harbour of Moss", lines[0]),
        trending("Counting Gulls on Nine Buoys:\nA Long Night", lines[1]),
        trending("Tides on Moving Shores and\nOther Shores", lines[2], "Moss Lab"),
        trending("Winds over Low Water", lines[3], "moss-lab"),
        *[trending(f"Lanterns on Slow Rivers, Part {n}", long) for n in range(4)],
        trending("Spoons beyond Two Metres", lines[4], "·").replace("·\n·", "·"),
    ]
    papers = parse_text("Trending Papers\n\n" + "\n".join(cards)).papers
    assert [paper.title for paper in papers[:4]] == [
        "Clocks That Drift at Night over the Old Harbour of Moss",
        "Counting Gulls on Nine Buoys: A Long Night",
        "Tides on Moving Shores and Other Shores",
        "Winds over Low Water",
    ]
    assert [paper.abstract for paper in papers[:4]] == [abstract.replace("\n", " ") for abstract in lines[:4]]
    assert [paper.organization for paper in papers[:4]] == [None, None, "Moss Lab", "moss-lab"]
    assert len(papers) == 9


def test_an_organization_may_follow_a_title_and_an_abstract_on_one_line() -> None:
    """Then they are split as on the other cards."""
    titles = ["Clocks That Drift: Keeping Time", "Counting Gulls on Nine Buoys", "Tides on Moving Shores"]
    signatures = ["4 authors", "5 authors", "Moss Lab"]
    cards = [
        f"Submitted by tern-7\n{title}We study clocks. {ABSTRACT} {ABSTRACT}\n"
        f"{one}\n· Published on Mar 3, 2024\nUpvote 9\n"
        for title, one in zip(titles, signatures, strict=True)
    ]
    papers = parse_text("Trending Papers\n\n" + "\n".join(cards)).papers
    assert [(paper.title, paper.organization) for paper in papers] == list(
        zip(titles, [None, None, "Moss Lab"], strict=True)
    )


def test_the_label_of_a_picture_shows_an_organization() -> None:
    """It ends an abstract, and the name may continue on the next line."""
    card = "Clocks That Drift\n\n{0}\nnorth-moss-research-lab North Moss\nResearch Lab\n·\nMar 3 2\n"
    second = f"Tides on Moving Shores\n\n{ABSTRACT}\nfern Fern\n·\nMar 2 1\n"
    listing = parse_text("Daily Papers\n\nMar 4\n\n" + card.format(ABSTRACT) + "\n" + second)
    assert [(paper.organization, paper.abstract) for paper in listing] == [
        ("North Moss Research Lab", ABSTRACT),
        ("Fern", ABSTRACT),
    ]


def test_words_of_the_query_lose_their_marks() -> None:
    """A word that is marked in several texts is marked because somebody searched for it; hard line breaks go, too."""
    card = (
        "### [Sorting **Moss** by\\  Salt {0}](/papers/2401.0000{0})\n\n**Moss** drifts.<br>"
        + ABSTRACT
        + "\n\n{0} authors\n·\nMar 3\n"
    )
    listing = parse_text("# Daily Papers\n\nMar 4\n\n" + "\n".join(card.format(n) for n in range(2, 6)))
    assert [paper.title for paper in listing] == [f"Sorting Moss by Salt {n}" for n in range(2, 6)]
    assert {paper.abstract for paper in listing} == {"Moss drifts. " + ABSTRACT}


def test_attributes_may_continue_on_the_next_line() -> None:
    """Braces behind a link, the address of a picture and a directive's argument go on until they end."""
    page = (
        "# Daily Papers\n\nMar 4\n\nSubmitted by ![](https://cdn-\navatars.example.org/a.png) tern-7\n\n"
        "[9](/login?next=%2Fpapers%2F2401.00001){.flex\n.small} [](/papers/2401.00001)\n\n"
        ".. container::\nflex wide\n\n### [Clocks That Drift](/papers/2401.00001)\n\n· 4 authors\n"
    )
    (paper,) = parse_text(page)
    assert (paper.title, paper.submitted_by, paper.upvotes, paper.author_count) == ("Clocks That Drift", "tern-7", 9, 4)


def test_quotation_marks_are_escaped_at_the_end_of_words() -> None:
    """There LaTeX has no accent, so one is enough."""
    assert '"' in find_escaped(r"a \"soft\" clock")
    assert find_escaped(r"Schr\"odinger's clock") == ""


def test_an_entity_of_very_many_digits_is_kept() -> None:
    """It is no character, and no error."""
    entity = f"&#{'9' * 5000};"
    assert without_entities(f"R&amp;D {entity}") == f"R&amp;D {entity}"
    title = f'<a href="/papers/2401.00001">Clocks {entity}</a>'
    assert parse_text(f"# Daily Papers\n\nMar 4\n\n### {title}\n\n{ABSTRACT}\n\n3 authors\n·\nMar 3\n")[0].abstract


BESIDE = """Daily Papers

Mar 4

Submitted by tern-7

12

Clocks That Drift in Moss and in the Gravel of Long Rivers on
{last} (https://huggingface.co/papers/2401.00001)

·
3 authors

Submitted by tern-7

15

Buoys and Ledgers of the Long Rivers in the North, on Lanterns
(https://huggingface.co/papers/2401.00002)

·
4 authors

Submitted by tern-7

7

Kestrels over Archives of Ferns, and of Gauges in all Ledgers
(https://huggingface.co/papers/2401.00003)

·
5 authors
"""


@pytest.mark.parametrize("last", ["Tidal Flats", "Ferns", "(Ferns)"])
def test_a_wrapped_title_keeps_its_last_line_with_the_address(last: str) -> None:
    """An address in round brackets belongs to the whole title, also where it begins on the line before."""
    listing = parse_text(BESIDE.format(last=last))
    titles = [
        f"Clocks That Drift in Moss and in the Gravel of Long Rivers on {last}",
        "Buoys and Ledgers of the Long Rivers in the North, on Lanterns",
        "Kestrels over Archives of Ferns, and of Gauges in all Ledgers",
    ]
    assert [paper.title for paper in listing] == titles
    assert [paper.arxiv_id for paper in listing] == ["2401.00001", "2401.00002", "2401.00003"]


@pytest.mark.parametrize("end", ["gulls.", "gulls gulls.", "tides tides."])
def test_the_last_words_of_an_abstract_are_no_organization(end: str) -> None:
    """A line that ends a sentence in lower case is the end of a wrapped abstract, also if its words are equal."""
    card = (
        "Clocks That Drift {}\n\nBuoys drift with the tide, and so do we. We follow nine buoys\n"
        "for a year, and we count on each of them all of the many loud\n{}\n\n"
    )
    listing = parse_text(
        "Daily Papers\n\nMar 4\n\n" + "".join(card.format(n, end) for n in ("One", "Two", "Three", "Four"))
    )
    assert len(listing) == 4
    assert all(paper.organization is None and (paper.abstract or "").endswith(f"loud {end}") for paper in listing)


@pytest.mark.parametrize(
    ("votes", "kinds"),
    [("9", "DATE TEXT"), ("Submitted by moss 9", "DATE SUBMITTED TEXT TEXT"), ("", "DATE TEXT")],
)
def test_the_query_is_no_part_of_a_page_on_one_line(votes: str, kinds: str) -> None:
    """It is between phrases of the page, and the first card is directly behind these."""
    line = f"Daily Papers by AK lost buoys Daily Weekly Monthly Mar 20 {votes} Tides at Night · 4 authors"
    (tokens,) = lex([line])
    found = " ".join(token.kind.name for token in tokens if token.kind is not Kind.BOILERPLATE)
    assert found == f"TEXT {kinds} DOT AUTHORS"


SHORE = ("Reading the Sea Floor from Old Ferries", "Counting Gulls on Nine Buoys", "A Grammar of Signal Fires at Sea")


def test_a_date_may_be_between_the_headings() -> None:
    """It is on a line of its own, above other headings of the page."""
    cards = "\n".join(f"Submitted by\ntern\n{n}\n{title}\n· 4 authors\n{n}" for n, title in enumerate(SHORE))
    listing = parse_text(f"Daily Papers\nMar 9\nSearch by arxiv id or title\nSubmit a paper\n{cards}")
    assert str(listing.date) == "--03-09"
    assert [paper.title for paper in listing] == [*SHORE]


def test_two_titles_that_were_joined_are_doubtful() -> None:
    """Where the values between two titles are lost, these may be one title of two lines, if others have one line."""
    nouns = "Tides", "Winds", "Clocks", "Ferns", "Kites", "Nets on the Islands of the North"
    titles = [f"Lanterns on Slow Rivers and What They Show of {noun}" for noun in nouns]
    cards = [f"Submitted by\ntern-{n}\n{n}\n{title}\n· {n} authors" for n, title in enumerate(titles, 2)]
    whole = "\n".join(cards)
    listing = parse_text(f"Daily Papers\nMar 9\n{whole}".replace("\n· 4 authors\nSubmitted by\ntern-5\n5", ""))
    assert len(listing) == 5
    assert "the titles of two papers" in " ".join(one.message for one in listing.diagnostics)
    assert not parse_text(f"Daily Papers\nMar 9\n{whole}").diagnostics


def test_tags_around_a_card_are_no_part_of_its_names() -> None:
    """A tool may write each line of a page as an element."""
    text = (CASES / "names-behind-titles.txt").read_text("utf-8")
    lines = "\n".join([f"    <p>{line}</p>" for line in text.splitlines()])
    tagged = parse_text(f"<doc>\n  <main>\n{lines}\n  </main>\n</doc>\n")
    shown = [(paper.title, paper.organization, paper.comments) for paper in parse_text(text)]
    assert [(paper.title, paper.organization, paper.comments) for paper in tagged] == shown
    assert [name for _, name, _ in shown if name]


LINKED = {
    "markup": ["### [Reading Amber Tides](/papers/2401.00001)\nInstitute for Quiet Machines"],
    "in round brackets": [
        "Reading Amber Tides from Ferries (/papers/2401.00001)\nInstitute for Quiet Machines\n12",
        "Tide Bench: Pebble Amber Nettle Lantern Timber Harbour in\nthe Wild (/papers/2401.00002)\n· 2 authors\n12",
    ],
}


@pytest.mark.parametrize("cards", LINKED.values(), ids=LINKED)
def test_a_line_below_a_whole_link_is_no_line_of_its_title(cards: list[str]) -> None:
    """Where the link of a title ends, the title does, too, even if the line has no room for the next word."""
    each = [f"Submitted by\nmoss\n{n + 3}\n{card}" for n, card in enumerate(cards)]
    first = parse_text("\n".join(["Daily Papers", "Mar 4", *each]))[0]
    assert first.title.startswith("Reading Amber Tides")
    assert first.organization == "Institute for Quiet Machines"


def test_a_title_directly_below_an_abstract_is_not_part_of_it() -> None:
    """Where blank lines separate all texts, the lines of an abstract are one, but the blank line below may be lost."""
    text = (SAMPLES / "001-sparse-memory.txt").read_text(encoding="utf-8")
    title = "Low-Precision Solvers for Groundwater Flow on Battery-Powered Devices"
    moved = text.replace(f"\n\n{title}\n\n", f"\n{title}\n\n\n")
    assert moved != text
    assert [paper.title for paper in parse_text(moved)] == [paper.title for paper in parse_text(text)]


@pytest.mark.parametrize(("marked", "shown"), [(1, "> 90 % of Clocks Drift"), (4, "90 % of Clocks Drift")])
def test_a_mark_before_one_title_alone_is_part_of_it(marked: int, shown: str) -> None:
    """If a tool wrote it, other titles have it, too."""
    titles = ["90 % of Clocks Drift", "Lanterns of the Sea", "Do Salt Marshes Remember?", "Counting Gulls"]
    cards = [f"{'> ' * (n < marked)}{title}\n\n3 authors\n·\nMar 3\n\n" for n, title in enumerate(titles)]
    listing = parse_text("Daily Papers\nMar 20\n\n" + "\n".join(cards))
    assert [paper.title for paper in listing] == [shown, *titles[1:]]
