"""Test that the fields of a card have the words that the page shows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import parse_text
from paperlist.cards.blocks import block as blocks
from paperlist.tokens import escapes, markup, names

UNMARKED = {
    "A title": "A title",
    "[A title](/papers/2403.00001)": "A title",
    "[A [sic] title](/papers/2403.00001)": "A [sic] title",
    "[[0, 1) is half open](/papers/2403.00001)": "[0, 1) is half open",
    "see [the page](https://x.org) of [0, 1]": "see the page of [0, 1]",
    "![a](b.png)A title": "A title",
    "![a][b] A title": "A title",
    "[![a](b.png)OCC](/occ-ai)": "OCC",
    "[A title][36]": "A title",
    "[[microsoft] Microsoft][67]": "[microsoft] Microsoft",
    "tern-7](/tern-7)": "tern-7",
    "[A title whose link ends on": "A title whose link ends on",
    "[CLS] is a token": "[CLS] is a token",
    "f(x](y": "f(x](y",
    "[IMG] tern-7": "tern-7",
}
JOINED = {
    "one\ntwo": "one two",
    "end-to-\nend": "end-to-end",
    "(RL)\n-based": "(RL)-based",
    "the option\n-o of it": "the option -o of it",
    "less\n-3": "less -3",
    "R^\n2": "R^2",
    "a caret: ^\nthe sign": "a caret: ^ the sign",
    "5\n\\%": "5\\%",
    "https://\nexample.org": "https://example.org",
    "pre-\nand post-training": "pre- and post-training",
    "a -\nb": "a - b",
    "objects\n- especially": "objects - especially",
    "Tides -\n- Revisited": "Tides -- Revisited",
    "https://example.org/a/\nb.": "https://example.org/a/b.",
    "https://example.org/a\n/b.": "https://example.org/a/b.",
    "mathcal\n{C}": "mathcal{C}",
    "costs O\n(n log n)": "costs O(n log n)",
    "search\n(ANNS)": "search (ANNS)",
    "k\n=r": "k=r",
    "k\n= r": "k = r",
    "memory and/\nor time": "memory and/or time",
    "(see\nbelow)": "(see below)",
    "(\nbelow": "(below",
}
ORGANIZATIONS = {
    "Acme AI Lab": "Acme AI Lab",
    "acme-ai Acme AI Lab": "Acme AI Lab",
    "[acme-ai] Acme AI Lab": "Acme AI Lab",
    "[microsoft] Microsoft": "Microsoft",
    "skerry Skerry": "Skerry",
    "Grey-Seal Grey Seal": "Grey Seal",
    "[12]skerry [13]Skerry": "Skerry",
    "de Drumlin": "de Drumlin",
    "Skerry": "Skerry",
    "acme": "acme",
}


@pytest.mark.parametrize(("words", "plain"), UNMARKED.items())
def test_marks_of_links_and_images_are_taken_off(words: str, plain: str) -> None:
    """Brackets and addresses of links go, brackets of the text stay."""
    assert markup.unmark(words) == plain


@given(st.text("[]()! ab/_-1IMG\n"))
def test_unmarking_keeps_the_rest_in_order(words: str) -> None:
    """What is left of a text is a subsequence of it, and text without brackets is left as it is."""
    rest = iter(words)
    assert all(character in rest for character in markup.unmark(words))
    if "[" not in words and "]" not in words:
        assert markup.unmark(words) == words


@pytest.mark.parametrize(("lines", "words"), JOINED.items())
def test_wrapped_lines_are_joined(lines: str, words: str) -> None:
    """A break between words becomes a blank, one within a word or an address nothing."""
    assert blocks.joined_lines(lines.split("\n")) == words


ESCAPED = {
    r"the \_id\_ of it": "_",
    r"\_a, \_b and \_c at https://example.org/a_b": "_",
    r"the _id_ of it at https://example.org/a\_b": "",
    r"it is at https://example.org/a\_b": "_",
    r"over $\{0,1\}$, at \url{https://example.org/a\_b} and https://example.org/c_d": "",
    r"the \texttt{a\_b} of $\{0, 1\}$ at https://example.org/c_d": "",
    r"Moss\'s gauges and a fern\'s ledgers": "'",
    r"Moss\'s gauges and \$3": "",
    r"Poincar\'e costs \$3, \$5 and \$9": "",
    r"Fr\'echet and \'etale maps of K\"ahler type": "",
    r"\\text{tide} is 5\\%": "\\",
    r"\\text{tide} is \beta": "",
    r"First line.\\Second line.\\third line": "",
    r"It is $8\\times8$ at $5\\%$ or $1.10\\times$ that": "\\",
    r"It is $8\times8$.\\then it is $1.10\\times$ that": "",
    r"C:\\data or \\d+": "",
    r"\alpha is 5\%": "",
}


@pytest.mark.parametrize(("words", "signs"), ESCAPED.items())
def test_escapes_are_told_by_signs_that_are_never_bare(words: str, signs: str) -> None:
    """A converter escapes a sign each time; LaTeX, which has escapes of its own, does not."""
    escaped = escapes.find_escaped(words)
    assert set(signs) <= set(escaped)
    assert bool(signs) == bool(escaped)


@pytest.mark.parametrize(("words", "name"), ORGANIZATIONS.items())
def test_an_organization_loses_the_stand_in_for_its_picture(words: str, name: str) -> None:
    """The label of its picture, which repeats its account, is removed from its name."""
    assert names.organization_name(words) == name


def page(title: str, authors: str, rest: str = "") -> str:
    """Return a page of one card."""
    abstract = "We wind clocks. See https://arxiv.org/abs/1901.00009 and https://huggingface.co/papers/1901.00008 too."
    return f"Daily Papers\n\nMar 4\n\n{title}\n\n{abstract}\n\n{authors}\n·\nMar 3\n\n{rest}"


@pytest.mark.parametrize(
    ("text", "arxiv_id"),
    [
        (page("Clocks", "6 authors"), None),
        (page("[Clocks](https://huggingface.co/papers/2201.00001)", "6 authors"), "2201.00001"),
        (page("Clocks\nhttps://huggingface.co/papers/2201.00001", "6 authors"), "2201.00001"),
        (page("Clocks", "[6 authors](/papers/2201.00001)"), "2201.00001"),
        (page("Clocks", "6 authors", "[arXiv Page](https://arxiv.org/abs/2201.00001v2)"), "2201.00001"),
        (page("[1]Clocks", "6 authors", "References\n\n   1. https://huggingface.co/papers/2201.00001"), "2201.00001"),
        (page("[Clocks][3]", "6 authors", "[3]: /papers/2201.00001"), "2201.00001"),
        (page("[Clocks](/papers/2201.000012345)", "6 authors"), None),
    ],
)
def test_the_arxiv_id_is_that_of_the_cards_links(text: str, arxiv_id: str | None) -> None:
    """An id comes from a link of the card, wherever it stands, and never from what the abstract mentions."""
    (paper,) = parse_text(text)
    assert (paper.title, paper.arxiv_id) == ("Clocks", arxiv_id)


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        (
            r"A\_B of M\*",
            r"We take M\_i and M\*. It is \[sic\] a star, and as long as an abstract should be, more or less.",
        ),
        (
            r"A_B of M\*",
            r"We take M_i and M\*. It is \{sic\} a star, and as long as an abstract should be, more or less.",
        ),
    ],
)
def test_escapes_go_where_the_whole_page_has_them(title: str, abstract: str) -> None:
    """A backslash before a sign of Markdown goes only where none of these signs is without one."""
    (paper,) = parse_text(page(title, "6 authors").replace("We wind clocks.", abstract))
    if "A_B" in title:
        assert paper.title == title
    else:
        assert paper.title == "A_B of M*"
        assert paper.abstract is not None
        assert "M_i and M*. It is [sic]" in paper.abstract


def test_a_broken_date_and_a_bare_link_do_no_harm() -> None:
    """A link whose brackets do not match loses its marks, and the text around it stays."""
    assert markup.unmark("a](/papers/2201.00001) and [b](/c)") == "a and b"


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ('<a href="/papers/2201.00001" class="x">Clocks</a>', "Clocks"),
        ("[Clocks](/papers/2201.00001){.clamp} {#clocks .text-xl}", "Clocks"),
        ("when a <b and c> d", "when a <b and c> d"),
    ],
)
def test_tags_and_attributes_are_no_words(words: str, plain: str) -> None:
    """What a converter left of the page's HTML goes, what looks alike in a text stays."""
    assert markup.unmark(words) == plain


def test_closing_tags_that_a_text_speaks_of_stay() -> None:
    """What is no tag of the converter's is a word, its end too."""
    assert markup.unmark("Between <think> and </think>") == "Between <think> and </think>"
    assert markup.unmark("We end with </answer> here") == "We end with </answer> here"
    assert markup.unmark("Acme AI </acme-ai>") == "Acme AI"


OWN = [
    "The <time> Element",
    "Use <a> and <p> tags",
    "<p>-Adic Clocks",
    "A[0][1] and B",
    "W[i](x) and W[j][3]",
    "interval [0,1](see below)",
    "vector<int> and a < b > c",
    "[Re] Clocks That Drift",
    "[[0, 1], [2, 3]]",
    "R&D and 5\\% are words",
    "Paris · May 5 Revisited",
    "Submitted by Mistake: A Study",
    "|x| and `y` and {z}",
    "Tides of ⟨1⟩ States in Rings",
    "[Image] Captioning of Tides",
    "where q <p",
]


@pytest.mark.parametrize("title", OWN)
def test_what_looks_like_a_mark_may_be_the_titles_own(title: str) -> None:
    """Brackets, tags, signs and phrases within a title of a plain page stay as they are."""
    abstract = "It rains on some shores and not on others, and nobody knows why. " * 4
    others = [f"{name}\n\n{abstract}\n\n6 authors\n·\nMar 2" for name in ("Tides", "Waves", "Winds")]
    text = "\n\n".join(["Daily Papers", "Mar 4", f"{title}\n\n{abstract}\n\n6 authors\n·\nMar 2", *others])
    assert [paper.title for paper in parse_text(text)] == [title, "Tides", "Waves", "Winds"]


def test_numbers_of_links_go_where_the_page_lists_them() -> None:
    """A number behind brackets is a link's where the page lists it, or where the link is the whole text."""
    assert markup.unmark("see A[0][1]", {"1": "/papers/2201.00001"}) == "see A0"
    assert markup.unmark("[see A][1]") == "see A"


def test_numbers_of_links_go_before_titles_with_brackets() -> None:
    """They are removed, and brackets of the title itself stay, also around what is not in the list of links."""
    abstract = "Buoys drift with the tide. " * 9
    titles = ["(Re)Thinking Tides", "[CLS] Is Not a Word", "Waves of Moons", "Winds of Moons", "Ebb of Moons"]
    cards = [f"[{n}]{title}\n\n{abstract}\n\n6 authors\n·\nMar 2" for n, title in enumerate(titles, 1)]
    listed = [f"{n}. https://huggingface.co/papers/2401.0000{n}" for n in range(1, 6)]
    text = "\n\n".join(["Daily Papers", "Mar 4", *cards, "References", "\n".join(listed)])
    assert [paper.title for paper in parse_text(text)] == titles


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("6 authors\n·\nMar 2", "31 authors\n·\nMar 2"),
        ("6 authors\n·\nMar 2", "6 authors\n·\nOct 7, 2025 9"),
    ],
)
def test_two_papers_of_one_title_stay_two(first: str, second: str) -> None:
    """A card that stands twice says the same twice; one that has other values is another's."""
    abstracts = ("Buoys drift with the tide. " * 9, "Other buoys lie on the shore. " * 9)
    cards = [f"A Survey of Tides\n\n{text}\n\n{told}" for text, told in zip(abstracts, (first, second), strict=True)]
    papers = parse_text("\n\n".join(["Daily Papers", "Mar 4", *cards]))
    assert [paper.abstract for paper in papers] == [text.strip() for text in abstracts]
    cards[1] = cards[1].replace(second, first)
    assert len(parse_text("\n\n".join(["Daily Papers", "Mar 4", *cards]))) == 1


def test_a_card_of_marks_alone_is_told() -> None:
    """A card from which only marks are left is not a paper, and is reported."""
    listing = parse_text("Submitted by a\n\x0b<img")
    assert not listing
    assert [diagnostic.code for diagnostic in listing.diagnostics] == ["missing-title", "no-papers"]


@pytest.mark.parametrize("link", ["@@/papers/2401.0000{n}@{title}@@", "~{title}~/papers/2401.0000{n}~"])
def test_markup_that_is_not_known_is_told(link: str) -> None:
    """A title with an address of the page is reported. If most titles have one, the page is refused."""
    abstract = "Buoys drift with the tide. " * 9
    titles = [link.format(title=title, n=n) for n, title in enumerate(("Tides", "Waves", "Winds", "Clocks"), 1)]
    text = "\n\n".join(["Daily Papers", "Mar 4", *(f"{t}\n\n{abstract}\n\n6 authors\n·\nMar 2" for t in titles)])
    listing = parse_text(text)
    assert not listing
    assert [diagnostic.code for diagnostic in listing.diagnostics] == ["unread-markup"]
    plain = ["Tides of Moons", "Ebb of Moons", "Winds of Moons", "Waves of Moons"]
    for title, other in zip(titles[1:], plain, strict=False):
        text = text.replace(title, other)
    listing = parse_text(text)
    assert [paper.title for paper in listing] == [titles[0], *plain[:3]]
    assert [d.excerpt for d in listing.diagnostics if d.code == "unread-markup"] == titles[:1]


JOINED_CARDS = """Daily Papers

Mar 4

Submitted by wren 14

Otter: A Ledger for Rivers

· 3 authors

Skerry Light Submitted by plover 8 Counting Bricks from Orbit

· 12 authors
"""


def test_title_with_parts_of_another_card() -> None:
    """Lines that were joined can leave parts of a card in a title. That is never silent."""
    listing = parse_text(JOINED_CARDS)
    assert listing[0].title == "Otter: A Ledger for Rivers"
    assert "doubtful-layout" in {found.code for found in listing.diagnostics}


@pytest.mark.parametrize("bar", [" / ", " • ", "; ", "\\n", "\\n\\n"])
def test_any_sign_between_the_buttons_of_the_page_replaces_line_ends(bar: str) -> None:
    """A page on one line is split at the sign that separates its buttons, also at escaped line ends."""
    lines = (
        "Daily Papers,by,AK,Daily,Weekly,Monthly,Mar 4,Submitted by,wren,14,Otter: A Ledger for Rivers,· 3 authors,2"
    )
    (paper,) = parse_text(bar.join(lines.split(",")))
    assert (paper.title, paper.submitted_by, paper.author_count) == ("Otter: A Ledger for Rivers", "wren", 3)


def test_a_sign_between_buttons_alone_replaces_no_line_ends() -> None:
    """Buttons that are separated by a sign on a line of their own do not split titles at this sign."""
    page = JOINED_CARDS.replace("Mar 4", "Daily / Weekly / Monthly\n\nMar 4").replace("A Ledger", "A / B")
    assert parse_text(page)[0].title == "Otter: A / B for Rivers"


PICTURES = """Daily Papers
by
AK
and the research community
Daily
Weekly
Monthly
Mar 4
Submitted by wren's avatar wren
14
Otter: A Ledger for Rivers
· 3 authors
2
Submitted by [plover_7's avatar] plover_7
-
Counting Bricks from Orbit
Quarry Department of Slow Materials and Interactive Structures in Clay
5
Submitted by
dunnock's avatar
dunnock
8
Weak Labels for Strong Bridges
· 12 authors
"""


def test_labels_of_pictures_are_no_names() -> None:
    """Labels of users' pictures between `Submitted by` and their names are ignored."""
    papers = parse_text(PICTURES)
    assert [paper.submitted_by for paper in papers] == ["wren", "plover_7", "dunnock"]
    assert papers[1].organization == "Quarry Department of Slow Materials and Interactive Structures in Clay"


def test_abstract_of_one_sentence_per_line() -> None:
    """A short sentence on a line of its own continues the abstract, if abstracts have several lines."""
    lines = [
        "Clay bricks keep their heat for longer than most of us would think.",
        "Costs stay high.",
        "We fix that here.",
    ]
    card = "\n".join(["14", "Bricks That Remember {}", "", *lines, "", "3 authors", "·", "Mar 3"])
    papers = parse_text("Daily Papers\nMar 4\n" + "\n".join(card.format(name) for name in ("I", "II", "III", "IV")))
    assert [paper.title for paper in papers] == [f"Bricks That Remember {name}" for name in ("I", "II", "III", "IV")]


@pytest.mark.parametrize("lost", ["潮汐\ufffd", "(cid:4)(cid:17)"])
def test_characters_that_a_tool_could_not_read_are_reported(lost: str) -> None:
    """A value with signs in place of characters is reported, with its name."""
    text = f"Daily Papers\nMar 4\n\nClocks\n\nBuoys drift with the tide, and {lost} too.\n\n6 authors\n\n·\n\nMar 3"
    (found,) = parse_text(text).diagnostics
    assert (found.code, found.message.rpartition(": ")[2]) == ("lost-character", "abstract")
