"""Define what HTML's elements mean for the lines of a page, and recognize HTML by them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..._engine import line_re as re
from .tags import BLANK

if TYPE_CHECKING:
    from collections.abc import Mapping


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID: Final = _names("area base br col embed hr img input link meta param source track wbr")
"""Elements without content and without end tags."""

HEADINGS: Final = {f"h{level}": level for level in range(1, 7)}
PARAGRAPHS: Final = _names(
    "address article aside blockquote body center details dialog div dl fieldset figcaption figure footer form header"
    " hgroup hr html legend main menu nav ol p pre search section summary table ul h1 h2 h3 h4 h5 h6"
)
"""Elements with a blank line before and after them."""

LINES: Final = _names("br button caption dd dt label li option tr")
"""Elements with a line end before and after them."""

CELLS: Final = _names("td th")
FLOW: Final = _names("p blockquote pre td th h1 h2 h3 h4 h5 h6")
"""Elements in which links are words of a text. In others, each link is an item of its own."""

_UNSEEN: Final = _names(
    "audio canvas datalist frameset head iframe math noembed noframes noscript object script select style svg template"
    " textarea title video"
)
"""Elements without text, or with a text that a browser does not show as text of the page."""

_WHOLE: Final = _names("html body")
"""Elements that, if they are hidden, a script shows when the page is ready."""

_UNSEEN_STYLE: Final = re.compile(
    rf"(?i)(?<![a-z-])(?:display[{BLANK}]*:[{BLANK}]*none|visibility[{BLANK}]*:[{BLANK}]*hidden)"
)

ENDING: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(PARAGRAPHS, ("head", "p")),
    **dict.fromkeys(_names("article section main p ul ol table h1 h2 h3 h4 h5 h6"), ("head", "p", *HEADINGS)),
    **dict.fromkeys(("dt", "dd"), ("dt", "dd")),
    **dict.fromkeys(CELLS, ("td", "th")),
    **{name: (name,) for name in ("a", "li", "option", "tr")},
}
"""Elements that end, if they are open, where another one begins."""

SCOPES: Final = _names("ul ol dl table select template noscript svg object")
"""Elements within which the outer ones do not end."""


def is_unseen(name: str, attributes: Mapping[str, str]) -> bool:
    """Whether a browser shows no text of an element.

    >>> is_unseen("script", {}), is_unseen("div", {"style": "display: none"}), is_unseen("div", {})
    (True, True, False)
    """
    if name in _UNSEEN:
        return True
    if not attributes or name in _WHOLE:
        return False
    if attributes.get("hidden", "until-found") != "until-found" or attributes.get("aria-hidden") == "true":
        return True
    return "style" in attributes and _UNSEEN_STYLE.search(attributes["style"]) is not None


_BLOCK: Final = re.compile(
    rf"(?i)<(?:{'|'.join(sorted({*PARAGRAPHS, *LINES, *CELLS, 'pre'} - {'br'}))})(?=[{BLANK}/>])"
)


def has_own_lines(source: str) -> bool:
    r"""Whether a text is laid out by its line ends, because no block elements do it: Markdown with tags, for example.

    >>> has_own_lines("<p>One\nTwo"), has_own_lines("# One\n\n<b>Two</b> and <a href='/three'>three</a>")
    (False, True)
    """
    return "\n" in source and _BLOCK.search(source) is None


_LEAD: Final = re.compile(
    rf"(?s)[\ufeff{BLANK}]*(?:```[a-z]{{0,8}}[{BLANK}]+)?(?:(?:<\?.{{0,400}}?\?>|<!--.{{0,4000}}?-->)[{BLANK}]*)*"
)
"""A fence of Markdown, declarations of XML and comments."""

_PAGE: Final = re.compile(rf"(?i)<(?:!doctype[{BLANK}]+html|(?:html|head|body)(?=[{BLANK}>]))")
_PART: Final = re.compile(rf"(?i)<(?:{'|'.join(sorted({'a', 'li', 'tr', *PARAGRAPHS}))})(?=[{BLANK}>])")
_ANY_TAG: Final = re.compile(rf"</?[a-zA-Z][a-zA-Z0-9]*(?=[{BLANK}/>])")

_MIN_TAGS: Final = 12
_MARKS: Final = re.compile(r"(?m)\][(\[\]]|^(?:#{1,6}|={1,6})[ ]")
"""Marks of links and headings in Markdown and in the languages of wikis."""

_MIN_TAGS_PER_MARK: Final = 8
_MAX_LINES_PER_TAG: Final = 3
"""A part of a page has at least as many tags, also per such mark, and at most as many lines per tag."""

_HEAD: Final = 1 << 16
"""How many characters are examined."""


def is_html(head: str) -> bool:
    r"""Whether a text that begins with ``head`` is the HTML source of a page, or of a part of one.

    A part begins with a tag, and consists of tags and of texts between them. A text with a few tags that a converter
    left is not HTML.

    >>> is_html("<!doctype html>"), is_html("<div>One</div> tag\n\nAnd [a link](/papers)\n")
    (True, False)
    """
    if "<" not in head[:_HEAD]:
        return False
    start = _LEAD.match(head).end()  # type: ignore[union-attr]  # every part of it may be empty
    if _PAGE.match(head, start):
        return True
    if not _PART.match(head, start):
        return False
    shown = head[start:_HEAD]
    tags = len(_ANY_TAG.findall(shown))
    lines = shown.count("\n") - shown.count("\n\n")
    return tags >= max(_MIN_TAGS, _MIN_TAGS_PER_MARK * len(_MARKS.findall(shown)), lines / _MAX_LINES_PER_TAG)
