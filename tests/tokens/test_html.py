"""Test the translation of HTML into lines of Markdown."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.tokens.html.elements import is_html
from paperlist.tokens.html.origins import Origin
from paperlist.tokens.html.saved import SavedPage
from paperlist.tokens.html.tags import Comment, Words, read_tags
from paperlist.tokens.html.translation import translate_html
from tests.helpers.profiles import examples

if TYPE_CHECKING:
    from collections.abc import Callable

TEXTS = {
    "blocks have blank lines between them": ("<p>One<p>Two<div>Three</div>four", "One\n\nTwo\n\nThree\n\nfour"),
    "inline elements are joined": ("<div>a <b>bold</b>  <i>wo</i>rd</div>", "a bold word"),
    "items have lines": ("<ul><li>One<li>Two</ul>", "One\nTwo"),
    "items within items": ("<ul><li>One<ul><li>Two</ul><li>Three</ul>", "One\n\nTwo\n\nThree"),
    "cells have blanks": ("<table><tr><td>1<td>2<tr><th>3</table>", "1 2\n3"),
    "breaks end lines": ("<p>One<br>Two<br/>Three", "One\nTwo\nThree"),
    "headings have marks": (
        "<h1>One</h1><h3>Two<br>three <div>four</div></h3>five",
        "# One\n\n### Two three four\n\nfive",
    ),
    "a heading without an end": ("<h3>One<p>Two", "### One\n\nTwo"),
    "links keep their targets": ('<p>See <a href="/a?b=1&amp;c=2&copy=3">it</a>.', "See [it](/a?b=1&c=2&copy=3)."),
    "links in a box are items": ("<div><a href=/a>1</a> <a href='/b'>2</a> three</div>", "[1](/a)\n[2](/b)\nthree"),
    "a link in a long text": (f"<div>{'words ' * 12}<a href=/a>1</a> two</div>", f"{'words ' * 12}[1](/a) two"),
    "a link over blocks": ("<a href=/a><div>One</div><div>Two</div></a>", "[One](/a)\n\n[Two](/a)"),
    "links within links": ("<a href=/a>1<a href=/b>2</a>", "[1](/a)\n[2](/b)"),
    "links without words": ("<p>One<a href=/a><img alt=x></a> two", "One two"),
    "links within the page": ("<a href='#top'>1</a><a href='javascript:x()'>2</a><a>3</a>", "1\n2\n3"),
    "signs in targets": ("<a href='/a (b)'>1</a>", "[1](/a%20%28b%29)"),
    "a target that is too long": (f"<a href='/{'a' * 999}'>1</a>", "1"),
    "entities": ("<p>R&amp;D &lt;b&gt; &#233;&#xe9; 6&nbsp;authors & &x; &#10; a", "R&D <b> éé 6 authors & &x; a"),
    "addresses that are not tags": ("<p>See <https://a.example/b>.", "See <https://a.example/b>."),
    "signs that are not tags": ("<p>a < b <3 <- c", "a < b <3 <- c"),
    "scripts and styles": ("<p>a<script>'</div>' < 1</script><style>x</STYLE ><!-- c --><?x?><!x></ >b", "ab"),
    "an end of another element": ("<script></style></script>a", "a"),
    "an open script": ("a<script>b</scrip", "a"),
    "an open comment": ("a<!-- b", "a"),
    "an open tag": ("a<b c", "a"),
    "an open attribute": ('<p>a<b c="d>e</b>f', "aef"),
    "sections": ("<p><![CDATA[a < b]]> c <![CDATA[ ]]><![CDATA[d", "a < b c d"),
    "hidden elements": (
        "a<p hidden>b</p><i aria-hidden=true>c<br></i><i style='x:y; DISPLAY : none'>d</i><br hidden>e",
        "ae",
    ),
    "shown elements": ("<p hidden=until-found>a</p><i style='content-visibility:hidden' title=x>b</i>", "a\n\nb"),
    "pictures drawn with lines": ("<svg><path/><g>a</g></svg><svg/>b<noscript><div>c</div></noscript>", "b"),
    "the end of the head": ("<head><title>a</title><template><div>b</div></template><div>c</div>", "c"),
    "ends without beginnings": ("</p></div>a</b></i>b", "ab"),
    "wrong nesting": ("<b><i>a</b>b</i>c<div><h2>d</div>e", "abc\n\n## d\n\ne"),
    "the rest of a cut tag": ('ss="x">One<p>Two', "One\n\nTwo"),
    "texts with lines": ("<pre>a\n b\n\n\nc</pre>d\ne", "a\nb\n\nc\n\nd e"),
    "deep elements": (f"<a href=/a>{'<div>' * 300}<a href=/b>b", "[b](/b)"),
}


@pytest.mark.parametrize(("source", "text"), TEXTS.values(), ids=TEXTS)
def test_elements_become_lines(source: str, text: str) -> None:
    """Each kind of element, and each kind of mistake, becomes what a browser would show."""
    assert translate_html(source).text == text


@examples(200)
@given(st.text(st.sampled_from("<>/!-?&;=\"' \nabpi\u00a0é")) | st.text())
def test_any_source_is_translated(source: str) -> None:
    """No source causes an error, and each part of the translation has a place within it, in order."""
    html = translate_html(source)
    assert html.origin.length == len(html.text)
    places = [html.origin.span((at, at + 1)) for at in range(len(html.text))]
    assert all(0 <= start <= end <= len(source) for start, end in places)
    assert [start for start, _ in places] == sorted(start for start, _ in places)
    pieces = [piece for piece in read_tags(source) if isinstance(piece, (Words, Comment))]
    assert all(piece.start <= piece.end for piece in pieces)


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    """
    <|<a |<a b='|<a b="|<!--|<![CDATA[|<script>|</|</a |<a b=c |<a =|<div>|&#x|<ul><li>|<div><li></li>|<p><b>|<h3>a
    |<table><td>x|<p hidden>x|<div>a|<a href=/x><div>w|<!--date-->|<div><a></a>|<a /|<b></i>
    """.strip().split("|"),
)
def test_time_is_linear(unit: str) -> None:
    """Eight times as much source takes about eight times as long, at least in one of three trials."""

    def seconds(times: int) -> float:
        source = "<html><a href=/x><ul>" + unit * times
        begun = time.process_time()
        translate_html(source)
        return time.process_time() - begun

    assert any(seconds(16_000) < 24 * max(seconds(2_000), 0.01) for _ in range(3))


def test_lines_and_columns_count_all_line_ends() -> None:
    """Lines end with LF, CR LF or CR."""
    origin = Origin("a\r\nb\rc\nd")
    assert [origin.line_and_column(at) for at in (0, 3, 5, 7)] == [(1, 1), (2, 1), (3, 1), (4, 1)]
    assert Origin("").line_and_column(0) == (1, 1)
    assert Origin("a").span((0, 1)) == (0, 0)


NOTES = {
    " saved from url=(0029)https://example.org/papers ": ["URL: https://example.org/papers"],
    " Mirrored from example.org/papers by a copier, Tue, 04 Mar 2025 09:00:00 GMT ": ["Captured: 2025-03-04"],
    " FILE ARCHIVED ON 09:00:00 Mar 4, 2025 AND RETRIEVED ON Jun 1, 2026 ": ["Captured: 2025-03-04"],
    "\n url: https://example.org/\n saved date: Tue Mar 04 2025 10:00:00 ": [
        "URL: https://example.org/",
        "Captured: 2025-03-04",
    ],
    " saved: 2025-03-04 ": ["Captured: 2025-03-04"],
    " updated 2025-03-04 ": [],
    " saved by a browser ": [],
}


@pytest.mark.parametrize(("comment", "lines"), NOTES.items(), ids=range(len(NOTES)))
def test_comments_about_the_saving_become_lines(comment: str, lines: list[str]) -> None:
    """The address and the day of saving are found in the comments of browsers, copiers and archives."""
    text = translate_html(f"<!--{comment}--><!--{comment}--><p>a").text
    assert text == "".join(f"{line}\n\n" for line in lines) + "a"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "<link rel=canonical href=https://example.org/papers/date/2025-03-04>a",
            "URL: https://example.org/papers/date/2025-03-04\n\na",
        ),
        ("<meta property='og:url' content='https://example.org/papers'>a", "URL: https://example.org/papers\n\na"),
        ("<meta property='og:url' content='/papers'><link rel=icon href=https://example.org>a", "a"),
        (
            "<a href=https://web.archive.org/web/20250304050607/https://example.org/b>a</a>",
            "https://web.archive.org/web/20250304050607/\n\n[a](https://example.org/b)",
        ),
        ("<a href=/web/guide/https:/>a</a>", "[a](/web/guide/https:/)"),
    ],
)
def test_addresses_of_the_page_become_lines(source: str, text: str) -> None:
    """The page's own address, and that of its copy in an archive, are written above the page."""
    assert translate_html(source).text == text


def test_few_lines_are_written_above_a_page() -> None:
    """A page with very many addresses in archives has no more lines than others."""
    saved = SavedPage()
    for day in range(10, 30):
        saved.target(f"/web/202503{day}/https://example.org/")
    assert len(saved.lines) == 8


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (lambda: "", False),
        (lambda: "Daily Papers\n<div>", False),
        (lambda: "<!doctype html>", True),
        (lambda: "\ufeff\n<?xml version='1.0'?>\n<!-- c --><HTML lang=en>", True),
        (lambda: "<body>", True),
        (lambda: "```html\n<html>\n```\n", True),
        (lambda: "```html <b>\n", False),
        (lambda: "<headline>", False),
        (lambda: "<div>" * 6 + "</div>" * 6, True),
        (lambda: "<div>" + "[a](/b) " * 9 + "</div>" * 6, False),
        (lambda: "<div>" * 12 + "line\n" * 60, False),
    ],
)
def test_html_is_recognized_by_its_beginning(head: Callable[[], str], expected: bool) -> None:  # noqa: FBT001 - a case
    """A page begins like HTML; a part of one begins with a tag, and has many more."""
    assert is_html(head()) is expected
