"""Test that pages saved as HTML are parsed into their papers, and that their places are those in the HTML."""

from __future__ import annotations

import gzip
import quopri
from typing import TYPE_CHECKING, Any, get_args

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import paperlist
from paperlist import ListingDate, Paper
from tests.helpers.html_pages import HEADS, HtmlPage, Saving
from tests.helpers.pages import Style, as_printed, day_printed, pages, printed
from tests.helpers.profiles import examples

if TYPE_CHECKING:
    from pathlib import Path

SAVINGS = get_args(Saving)
STYLES = {
    view: Style(view=view, upvotes=True, organizations=True, links="markdown")
    for view in ("search", "daily", "trending")
}
DATE = ListingDate(month=3, day=4)


def paper(title: str, number: int, **fields: Any) -> Paper:
    """Return an invented paper of a daily page."""
    values: dict[str, Any] = {
        "upvotes": number,
        "submitted_by": "tern-7",
        "arxiv_id": f"2503.0000{number}",
        "author_count": number,
    }
    return Paper(title=title, abstract=None, **(values | fields))


DAILY = [
    paper("Moss <p> and </b> Ferns", 2, comments=3),
    paper("Lantern Drift in Slow Rivers", 3, comments=4),
    paper("Skerry & Sound", 4, author_count=None, organization="Acme AI Lab"),
    paper("Why Gauges Lie", 5),
]


@pytest.mark.parametrize("view", STYLES)
def test_what_is_written_in_html_is_read(view: Any) -> None:
    """A page in the real structure gives back its papers, in order, and its date, however it was saved."""

    @examples(20)
    @given(pages(view, style=STYLES[view]), st.sampled_from(SAVINGS))
    def read_back(page: tuple[list[Paper], ListingDate, Style], saving: Saving) -> None:
        listed, date, style = page
        if view == "daily":
            listed = [evolve(one, github_stars=None) for one in listed]
        text = HtmlPage(view, saving).text(listed, date)
        listing = paperlist.parse_text(text)
        assert list(map(as_printed, listing)) == [printed(one, style) for one in listed]
        assert (listing.date and day_printed(listing.date)) == (
            None if view == "trending" else ListingDate(month=date.month, day=date.day)
        )
        assert "".join(stretch.text for stretch in paperlist.explain_text(text)) == text
        assert "".join(token.words for token in paperlist.tokenize(text)) == text

    read_back()


def html(saving: Saving = "served") -> str:
    """Return the HTML of a daily page."""
    return HtmlPage("daily", saving).text(DAILY, DATE)


def test_places_are_those_in_the_html() -> None:
    """Spans, lines and columns of papers and diagnostics count the characters of the file, tags included."""
    text = html().replace("</section>", "<h3>Stray words here</h3></section>")
    listing = paperlist.parse_text(text)
    assert listing[:4] == paperlist.parse_text(html())[:4]
    for found in listing[:4]:
        start, end = found.span or (0, 0)
        assert found.line == text.count("\n", 0, start) + 1
        assert text[start:].startswith("Submitted by")
        assert text[:end].removesuffix("</span>").endswith(("authors", "3", "4", "Acme AI Lab"))
    assert listing.diagnostics
    for diagnostic in listing.diagnostics:
        start, _ = diagnostic.span
        assert text[start:].startswith("Stray words here")
        assert diagnostic.line == text.count("\n", 0, start) + 1
        assert diagnostic.column == start - text.rfind("\n", 0, start)


def test_html_is_explained_in_place() -> None:
    """Titles are labelled where they are in the file, with their entities, and all stretches joined are the file."""
    text = html()
    explanation = paperlist.explain_text(text)
    assert "".join(stretch.text for stretch in explanation) == text
    titles = [stretch for stretch in explanation if stretch.part == "title"]
    assert [stretch.text for stretch in titles][2] == "Skerry &amp; Sound"
    assert [stretch.paper for stretch in titles] == [0, 1, 2, 3]
    assert all(text[slice(*stretch.span)] == stretch.text for stretch in explanation)


def test_words_side_by_side_are_explained() -> None:
    """Parts without a tag or a blank between them, and at the end of the file, have a stretch each."""
    text = f"<main>{HtmlPage('search').body(DAILY, DATE)}<h3>Ferns and Their Friends</h3><p>6 authors·Mar 4"
    stretches = [stretch.text for stretch in paperlist.explain_text(text)]
    assert "".join(stretches) == text
    assert stretches[-3:] == ["6 authors", "·", "Mar 4"]


def test_a_text_without_words_is_one_separator() -> None:
    """HTML without any words is no page."""
    text = "<!doctype html><html><body></body></html>"
    assert [stretch.part for stretch in paperlist.explain_text(text)] == ["separator"]
    assert [diagnostic.code for diagnostic in paperlist.parse_text(text).diagnostics] == ["empty-source"]


@pytest.mark.parametrize(
    "wrap",
    [
        "{}",
        "<main>{}</main>",
        "\ufeff\n<?xml version='1.0'?>\n<!-- a comment -->\n<HTML>{}</HTML>",
        "<html><head><title>No end of the head<body>{}",
        "<body style='visibility: hidden'>{}</body>",
        "<!doctype html><table><tr><td><div>{}</div></td></tr></table>",
    ],
)
def test_parts_of_pages_are_html_too(wrap: str) -> None:
    """A part of a page, and one with other things before it, gives the same papers."""
    text = wrap.replace("No end of the head", "No end of the head</title>").format(HtmlPage("daily").body(DAILY, DATE))
    assert paperlist.parse_text(text).papers == paperlist.parse_text(html()).papers


def test_a_converted_page_with_leftover_tags_is_not_html() -> None:
    """Text with a few tags is read as text, and so is a text that begins with a tag and continues in Markdown."""
    text = "<div>\n\nDaily Papers\n\nMar 4\n\n### [Moss](/papers/2503.00001)\n\n6 authors\n\n<p>12</p>\n"
    assert paperlist.parse_text(text)[0].span == (text.index("[Moss"), text.index("12") + 2)


def test_a_text_in_html_keeps_its_lines() -> None:
    """A browser that shows a text dump saves it as HTML with the text in ``<pre>``."""
    dump = "Daily Papers\nMar 4\n\nMoss &amp; Ferns\n\nAn abstract of one sentence.\n\n  • 2 authors\n·\nMar 3 5"
    text = f'<html><head></head><body><pre style="white-space: pre-wrap;">{dump}</pre></body></html>'
    (found,) = paperlist.parse_text(text)
    assert (found.title, found.author_count, found.comments) == ("Moss & Ferns", 2, 5)
    assert (found.span or (0, 0))[0] == text.index("Moss")


@pytest.mark.parametrize(
    ("saving", "clues"),
    [
        ("served", set()),
        ("complete", set()),
        ("one line", {"capture (2025-03-04)"}),
        ("archived", {"capture (2025-03-04)"}),
    ],
)
def test_how_a_page_was_saved_gives_its_day(saving: Saving, clues: set[str]) -> None:
    """What browsers and archives write into a page gives the day on which it was saved, and so the years."""
    assert set(HEADS) == set(SAVINGS)
    listing = paperlist.parse_text(html(saving))
    assert {str(clue).partition(":")[0] for clue in listing.evidence if clue.basis == "capture"} == clues
    assert [one.arxiv_id for one in listing] == [one.arxiv_id for one in DAILY]
    if clues:
        assert str(listing.date) == "2025-03-04"


def test_dates_for_machines_give_years() -> None:
    """The year in ``datetime`` completes the date of the page; a paper's date is that of saving on a search page."""
    timed = html().replace("<time>", '<time datetime="2025-03-04T00:00:00.000Z">')
    assert str(paperlist.parse_text(timed).date) == "2025-03-04"
    listed = [
        evolve(one, abstract="Moss grows. " * 30, arxiv_id=f"1503.0000{day}", published=ListingDate(month=2, day=day))
        for day, one in enumerate(DAILY, 1)
    ]
    text = HtmlPage("search").text(listed, DATE)
    assert [one.published and one.published.year for one in paperlist.parse_text(text)] != [2025] * 4
    for day, wrong in ((2, "01"), (1, "31"), (2, "01")):
        timed = text.replace("<time>Feb 1", f'<time datetime="2025-0{day}-{wrong}T23:30Z">Feb 1')
        assert [one.published and one.published.year for one in paperlist.parse_text(timed)] == [2025] * 4
    far = text.replace("<time>Feb 1", '<time datetime="2025-07-01">Feb 1').replace(
        "<time>Feb 2", '<time datetime="x">Feb 2'
    )
    assert paperlist.parse_text(far) == paperlist.parse_text(text)


def test_several_pages_in_html_are_several_pages() -> None:
    """Files pasted together give a listing each, and the second page begins where it does in the file."""
    text = html() + html("one line")
    pasted = paperlist.parse_text(text)
    (found,) = [diagnostic for diagnostic in pasted.diagnostics if diagnostic.code == "several-pages"]
    assert len(pasted) == 2 * len(DAILY)
    assert found.span[0] >= len(html())


def message(text: str, encoding: str = "quoted-printable", charset: str = "utf-8") -> bytes:
    """Return an MHTML file with a page in it."""
    content = quopri.encodestring(text.encode(charset)) if encoding == "quoted-printable" else text.encode(charset)
    head = (
        "From: <Saved by a browser>\nSnapshot-Content-Location: https://huggingface.co/papers/date/2025-03-04\n"
        "Date: Tue, 4 Mar 2025 09:00:00 -0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related;\n\ttype="text/html"; boundary="--=_x"\n\n\n----=_x\n'
        f'Content-Type: text/html; charset="{charset}"\nContent-Transfer-Encoding: {encoding}\n\n'
    )
    return head.encode() + content + b"\n----=_x\nContent-Type: text/css\n\na{}\n----=_x--\n"


@pytest.mark.parametrize("packed", [bytes, gzip.compress])
def test_mhtml_files_are_read(packed: Any, tmp_path: Path) -> None:
    """Files with these names in a folder are dumps like others, compressed or not; the message gives the day."""
    for name in ("a.html", "b.htm", "c.mhtml"):
        content = message(html()) if name == "c.mhtml" else html().encode()
        (tmp_path / name).write_bytes(packed(content))
    one, other, third = paperlist.parse_many(tmp_path)
    assert one.papers == other.papers == third.papers
    assert len(one) == len(DAILY)
    assert str(third.date) == "2025-03-04"
    assert {clue.basis for clue in third.evidence} >= {"capture", "address"}
