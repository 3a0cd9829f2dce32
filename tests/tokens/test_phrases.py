"""Test that each line is split into the right tokens, without its context."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import tokenize
from paperlist.tokens import lexer as lines
from paperlist.tokens.kinds import Kind
from paperlist.tokens.phrases import line as lexer
from paperlist.tokens.phrases.plain import start_after_mark

if TYPE_CHECKING:
    from paperlist.tokens.token import Token

LINES = {
    "": "",
    "A Title": "text 'A Title'",
    "  • 6 authors": "authors 6",
    "· 1 authors": "dot, authors 1",
    "3,303 authors": "authors 3303",
    "6 authors of note": "text '6 authors of note'",
    "·": "dot",
    "Dec 12": "date --12-12",
    "Oct 7, 2024 2": "date 2024-10-07, count 2",
    "Dec 12, 20245": "date 2024-12-12, count 5",
    "Feb 30": "date None",
    "Dec 12 was cold": "text 'Dec 12 was cold'",
    "· Published on Dec 28, 2024": "dot, date 2024-12-28",
    "12": "count 12",
    "-": "count 0",
    "3.29k": "count 3290",
    "1.5K": "count 1500",
    "1,024": "count 1024",
    "12.5": "text '12.5'",
    "1.024": "count 1024",
    "1’024": "count 1024",
    "1 024": "count 1024",
    "12,34,567": "count 1234567",
    "1,2 K": "count 1200",
    "3M": "count 3000000",
    "3Moons": "text '3Moons'",
    "12 authors 1 204": "authors 12, count 1, count 204",
    "1.204 authors": "authors 1204",
    "Mar 4 1 204": "date --03-04, count 1, count 204",
    "Mar 4 1 024 ·": "date --03-04, count 1, count 24, dot",
    "Mar 4 2023 5": "date 2023-03-04, count 5",
    "4 Mar 5": "date --03-04, count 5",
    "2024-03-04 5": "date 2024-03-04, count 5",
    "FRI, MAR 4": "date --03-04",
    "2024-03-04": "date 2024-03-04",
    "Mar 3 - Mar 9": "boilerplate",
    "March 2024": "boilerplate",
    "Mar 4,": "boilerplate",
    "W10": "boilerplate",
    "may 4": "text 'may 4'",
    "Mayflies": "text 'Mayflies'",
    "3D": "text '3D'",
    "GPT-4": "text 'GPT-4'",
    "Submitted by": "submitted",
    "Submitted by tern-7": "submitted, text 'tern-7'",
    "Submitted by [IMG] tern-7": "submitted, text 'tern-7'",
    "Submitted by 42": "submitted, count 42",
    "Submitted by [two words": "submitted, text '[two words'",
    "Submitted by 1024m": "submitted, text '1024m'",
    "Submitted by tern-7 6 Clocks · 5 authors": "submitted, text 'tern-7', count 6, text 'Clocks', dot, authors 5",
    '[Submitted by tern-7](/tern-7 "/tern-7")': "submitted, text 'tern-7](/tern-7 \"/tern-7\")'",
    "Submitted by tern-7 Clocks That Drift": "submitted, text 'tern-7', text 'Clocks That Drift'",
    "Submitted by tern-7 130": "submitted, text 'tern-7', count 130",
    "Submitted by new": "submitted, boilerplate",
    "[Submitted by ![](/u.png) tern-7](/tern-7)": "submitted, text 'tern-7](/tern-7)'",
    "Upvote": "upvote",
    "[Upvote 210](/login?next=x)": "upvote, count 210",
    "GitHub 6.24k arXiv Page": "github, count 6240, arxiv",
    "GitHub 6.24karXiv Page": "github, count 6240, arxiv",
    "[GitHub 6](https://x.org/a) [arXiv": "github, count 6, arxiv",
    "Page](https://arxiv.org/abs/2401.00001)": "arxiv",
    "](/papers/1801.06235)· Published on Jan 8, 2018": "dot, date 2018-01-08",
    "Jun 6 [ 2](/papers/2506.06286#community)": "date --06-06, count 2",
    "Mar 8, 2024 [ 6][39]": "date 2024-03-08, count 6",
    "[102](/login?next=%2Fpapers%2F2303.60514)": "count 102",
    "[10]": "mark",
    "[ ]": "mark",
    "[-] 19": "count 19",
    "  * ![](/avatars/a.svg)": "mark",
    "[* ![](/avatars/a.svg)": "mark",
    "* 4 authors](/papers/2303.60514)": "authors 4",
    "     *": "mark",
    "-   []": "mark",
    "    o 4 authors": "authors 4",
    "    o": "mark",
    "A": "text 'A'",
    "____________________": "mark",
    "---": "mark",
    "[/login?next=x]": "mark",
    "[41]•\u00a0· 5 authors": "dot, authors 5",
    "[/t.png]/papers/2504.13837 Submitted by [/u.png] tern-7 [/tern-7]": "submitted, text 'tern-7'",
    "[15][IMG] [16]Submitted by [17][IMG] [18]tern-7": "submitted, text 'tern-7'",
    '[<img src="/t.png" />](/papers/2504.13837) [Submitted by ![](/u.png)': "submitted",
    "[ann][bob]": "mark",
    "[ftp://example.org][5]": "mark",
    "[Moss][5]": "text '[Moss][5]'",
    "[Models]: /models": "reference ('Models', '/models')",
    "]: /models": "link /models",
    "```text": "mark",
    "(BUTTON) Daily": "boilerplate",
    "by[9] AK and the research community": "boilerplate, boilerplate, heading",
    "byAK and the research community": "boilerplate, boilerplate, heading",
    "TOSPrivacyAboutJobs": "boilerplate, boilerplate, boilerplate, boilerplate",
    "Modelsmith": "text 'Modelsmith'",
    "Models Datasets Spaces Docs Daily Papers A Title": (
        "boilerplate, boilerplate, boilerplate, boilerplate, heading, text 'A Title'"
    ),
    "https://huggingface.co/papers/2409.02326": "link https://huggingface.co/papers/2409.02326",
    "/login?next=x": "link /login?next=x",
    " 105. file://localhost/papers/2302.19170": "reference ('105', 'file://localhost/papers/2302.19170')",
    "[7]: https://x.org/a": "reference ('7', 'https://x.org/a')",
    "### [A Title](/papers/2401.00001)": "text '[A Title](/papers/2401.00001)'",
    "acme-ai Acme AI Lab· Published on Oct 3, 2025": "text 'acme-ai Acme AI Lab', dot, date 2025-10-03",
    "A Title 4 authors · Oct 3": "text 'A Title', authors 4, dot, date --10-03",
    "The dot · in a text": "text 'The dot · in a text'",
    "[Clocks]: /papers/2401.00001 {.clamp}": "reference ('Clocks', '/papers/2401.00001')",
    "[][Clocks That Drift]": "mark",
    '<a href="/papers/2401.00001" class="flex"><img': "mark",
    '3 <img\nsrc="a.png"\nalt="3 authors" />6 authors': "count 3, mark, authors 6",
    "Clocks | 6 authors | · | Mar 3\nTides | Waves": (
        "text 'Clocks', authors 6, dot, date --03-03, text 'Tides', text 'Waves'"
    ),
    "Clocks\t6 authors\t·\tMar 3": "text 'Clocks', authors 6, dot, date --03-03",
    "P(a | b) is 3 | 4 | 5 | c": "text 'P(a | b) is 3 | 4 | 5 | c'",
    "Tides | Waves": "text 'Tides | Waves'",
    "Log_In\n6_authors\n**** Of_Clocks_That_Drift ****\n GitHub_12 arXiv_Page\nOf x_1 and y": (
        "boilerplate, authors 6, text 'Of Clocks That Drift', github, count 12, arxiv, text 'Of x_1 and y'"
    ),
    "Log_In\n \nOf_Clocks_That_Drift": "boilerplate, text 'Of Clocks That Drift'",
    "Log_In\n__\nOf_Clocks_That_Drift": "boilerplate, text 'Of Clocks That Drift'",
    "of_x_and_y\nOf_Clocks": "text 'of_x_and_y', text 'Of_Clocks'",
    "⁰": "mark",
    '3 <img class="a b\nc d\ne f" alt="x" /> 6 authors': "count 3, mark, authors 6",
    '3 <img class="a b"\nalt="x"\nsrc="c\nd">6 authors': "count 3, mark, mark, authors 6",
    '3 <img class="a b\nc <d': "count 3, text 'c <d'",
    "3 <img\nand so on": "count 3, text 'and so on'",
    "where q <p\nand so on": "text 'where q <p', text 'and so on'",
    '3 <img\n4 <b\nsrc="a.png" />': "count 3, text '4 <b', text 'src=\"a.png\" />'",
    '3 <img\n\nsrc="a.png" />': "count 3, text 'src=\"a.png\" />'",
    "Tides 6 authors · Mar 3 Submitted by tern-7 2 Clocks · 5 authors": (
        "text 'Tides', authors 6, dot, date --03-03, submitted, text 'tern-7', text '2 Clocks', dot, authors 5"
    ),
    "[* ![](/avatars/a.svg)\\\n* 6 authors](/papers/2401.00001)": "mark, authors 6",
    "[Upvote\\\n\\\n117](/login?next=x)": "upvote, mark, count 117",
    "[Submitted by ![](/u.png)\\\n\\\ntern-7](/tern-7)": "submitted, mark, text 'tern-7](/tern-7)'",
    "Clocks That Drift⟨14⟩": "text 'Clocks That Drift⟨14⟩'",
    " 3⟨13⟩\n⟨12⟩": "count 3, mark",
    "* 6 authors\n⟨14⟩\n·\nMar 3 2⟨15⟩": "authors 6, mark, dot, date --03-03, count 2",
    "3. Either/Or: A Study of Tides": "text '3. Either/Or: A Study of Tides'",
    "⟨4⟩ https://huggingface.co/papers/2401.00001: A Title": (
        "reference ('4', 'https://huggingface.co/papers/2401.00001')"
    ),
    "[Image 3]\n- [Image: a chart of tides]": "mark, mark",
    "[Image 2] Submitted by [Image 3] tern-7": "submitted, text 'tern-7'",
    "[CLS] Is Not a Word": "text '[CLS] Is Not a Word'",
    "Clocks That Drift (/papers/2401.00001)": "text 'Clocks That Drift (/papers/2401.00001)'",
    " (/papers/2401.00001) Submitted by tern-7 (/tern-7)": "submitted, text 'tern-7'",
    " (/tern-7)": "link /tern-7",
    "(https://huggingface.co/login?next=x)": "link https://huggingface.co/login?next=x",
    "31 (/papers/2401.00001#community)": "count 31",
    "- (/login?next=x)": "count 0",
    "-  (/login?next=x)": "count 0",
    "- (/models)": "link /models",
    "  - Models     (/models)": "boilerplate",
    "GitHub 12k (https://x.org/a/b) arXiv Page (https://arxiv.org/abs/2401.00001)": "github, count 12000, arxiv",
    "(https://x.org/a/b). Tides rise": "text '(https://x.org/a/b). Tides rise'",
    "[LINK: GitHub 1.05k](https://x.org/a)": "github, count 1050",
    "Subscribe ( /login?next=x )": "boilerplate",
    "* · 6 authors,": "dot, authors 6",
    "Clocks|6 authors|·|Mar 3\nTides|Waves": "text 'Clocks', authors 6, dot, date --03-03, text 'Tides', text 'Waves'",
    "12. · 6 authors": "dot, authors 6",
    "3. Submitted by tern-7": "submitted, text 'tern-7'",
    "3. Submitted by the sailors of two moons": "text '3. Submitted by the sailors of two moons'",
    "<p> 6 authors": "authors 6",
    "<h> Clocks That Drift": "text 'Clocks That Drift'",
    "[Submitted by ![](/u.png) tern-\nm](/tern-m)": "submitted, mark, text 'm](/tern-m)'",
    "Submitted by tern-": "submitted, text 'tern-'",
    "[IMG] Submitted by tern-": "submitted, text 'tern-'",
    "6 authors, and more": "text '6 authors, and more'",
    "<!-- <time> -->": "mark",
    "<!-- a --> Clocks <!-- b -->": "text '<!-- a --> Clocks <!-- b -->'",
    "![moss-lab]": "mark",
    "2. 14": "count 14",
    "Clocks · 6 authors 2 Previous Next": "text 'Clocks', dot, authors 6, count 2, boilerplate, boilerplate",
}


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a text that comes in one piece."""
    (read,) = lines.lex([text])
    return list(read)


def said(text: str) -> str:
    """Return the tokens of ``text`` in words."""
    shown: list[str] = []
    for token in tokens_of(text):
        value = repr(token.words) if token.kind is Kind.TEXT else token.value
        valued = value is not None or token.kind is Kind.DATE
        shown.append(f"{token.kind.name.lower()} {value}" if valued else token.kind.name.lower())
    return ", ".join(shown)


@pytest.mark.parametrize(("line", "tokens"), LINES.items(), ids=LINES)
def test_a_line_says(line: str, tokens: str) -> None:
    """A line's tokens are those of the table."""
    assert said(line) == tokens


@given(st.text() | st.text("Submitted by 12 authors·•-[]()Dec 2024\r\n #*_!k,", max_size=200))
def test_tokens_stand_in_order_and_hold_every_word(text: str) -> None:
    """Tokens follow one another without overlap, and have the words of the text, with ordinary blanks."""
    end = 0
    for token in tokens_of(text):
        assert end <= token.span[0] <= token.span[1] <= len(text)
        words = text[slice(*token.span)]
        assert all(a == b or (a, b.isprintable()) == (" ", False) for a, b in zip(token.words, words, strict=True))
        end = token.span[1]


LEADS = ("", "### ", "* ", "> ", "[ ] ", "![a](b.png)", "12. ", "o ")
WORDS = (
    "Moss",
    " ",
    "6 authors",
    "Mar 3",
    "x://y.z",
    "AK",
    "ann",
    "/",
    "5",
    "Upvote",
    "by",
    "[",
    "]",
    "·",
    "Submitted by ",
)
ENDS = ("](/papers/2401.00001)", "][5]", "][bob]", "][]", "](", "]", "](a) b", "](/a)(b)")


@given(st.sampled_from(LEADS), st.lists(st.sampled_from(WORDS), max_size=5).map("".join), st.sampled_from(ENDS))
def test_links_are_read_as_other_lines_are(lead: str, words: str, end: str) -> None:
    """What is taken for a link with a text at first sight is one at second sight."""
    line = f"{lead}[{words}{end}"
    start = start_after_mark(line)
    assert start < 0 or lexer.read_line(line) == [(Kind.TEXT, None, start, len(line))]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts_as_one(end: str) -> None:
    """LF, CR LF and CR end lines alike; lines are counted from 1, and a token tells whether a gap is before it."""
    tokens = tokens_of(end.join(["One", "Two", "", " Three", ""]))
    assert [(token.line, token.start, token.gap) for token in tokens] == [(1, 0, False), (2, 0, False), (4, 1, True)]


def test_a_chunk_may_end_with_a_blank_line() -> None:
    """Lines are counted on from one chunk to the next, whatever ends them."""
    read = [token for part in lines.lex(["One\r\r", "Two\r\n\r\n", "Three\n\n", "Four"]) for token in part]
    assert [(token.words, token.line, token.offset) for token in read] == [
        ("One", 1, 0),
        ("Two", 3, 5),
        ("Three", 5, 12),
        ("Four", 7, 19),
    ]


HTML = {
    "</div>": "mark",
    '<div class="flex">': "mark",
    "::: {.section .grid}": "mark",
    'Sep 7, 2025 <a href="/papers/2509.10147#community"><img src="data:x" /> 12</a>': "date 2025-09-07, count 12",
    '<a href="/x"><span>Submitted by</span> <img src="/u.png" /> <span>tern-7</span></a>': "submitted, text 'tern-7'",
    "[· Published on Oct 31, 2025]{.hidden}": "dot, date 2025-10-31",
    "We show that a < b and c > d": "text 'We show that a < b and c > d'",
}


@pytest.mark.parametrize(("line", "tokens"), HTML.items(), ids=HTML)
def test_what_a_converter_left_of_html_says_nothing(line: str, tokens: str) -> None:
    """Tags, fences and attributes are marks; signs of mathematics are none."""
    assert said(line) == tokens


def test_of_many_lines_only_some_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """What short lines of a dump say is kept up to a bound, which does not change what is read."""
    monkeypatch.setattr(lines, "_MOST_KNOWN", 8)
    text = "".join(f"A Title of {number}\n{number}\n" for number in range(1, 41))
    assert [token.words for token in tokenize(text) if token.kind is Kind.COUNT] == [*map(str, range(1, 41))]


@pytest.mark.parametrize(
    "text", ["\t \t·\t3 author", " \tTrending Papers\t\tHugging Face", "a | | 6 authors | · | 3 | "]
)
def test_blank_parts_between_bars_have_no_tokens(text: str) -> None:
    """Where bars or tabs replace line ends, parts that have only blanks are whitespace, and nothing is there twice."""
    assert "".join(token.words for token in tokenize(text)) == text


def test_tags_of_pictures_and_tables_are_marks() -> None:
    """Converters leave tags that Markdown cannot express; they have no words."""
    for tag in ('<video src="/a.webm" controls=""></video>', '<iframe src="/a"></iframe>', "<table><tr><td>"):
        assert [kind.name for kind, *_ in lexer.read_line(tag)] == ["MARK"]
