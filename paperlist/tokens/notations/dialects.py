"""Translate the links and headings of other markup languages into those of Markdown.

A page in reStructuredText, AsciiDoc, BBCode, Jira, Slack, Textile or the language of a wiki has the same words as one
in Markdown, with other signs around them. Each translated line is at most as long as the line itself, but words may be
in other columns. In Org, which is read as it is, a link is without its picture if that is on a line of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..._attrs import frozen
from ..._engine import line_re as re
from ..kinds import END
from ..links.aims import SITE, aim_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_ADDRESS: Final = r"(?P<address>(?:https?:/)?/[^ \n\[\]|\"{}<>]{0,400})"
_PAGE: Final = r"(?P<address>[^ \n\[\]|\"{}<>]{0,400})"
"""An address, or the name of a page of the same site without the slash before it."""

_PAPER: Final = re.compile(r"(?<![0-9A-Za-z])papers/[0-9]{4}\.[0-9]")
_IN_BRACKETS: Final = r"(?P<words>(?:[^\[\]\n]|\[[^\[\]\n]*\]|\n(?!\n))*)"


@frozen
class _Dialect:
    """The signs of a markup language: how a link to a paper begins, links, headings, and what has no words."""

    signs: tuple[str, ...]
    link: re.Pattern[str]
    heading: re.Pattern[str]
    wordless: re.Pattern[str]


_NEXT_LINE: Final = r"(?:(?<![\n=])\n[^\n=]{1,400}(?P=marks))?"
_WIKI_HEADING: Final = re.compile(rf"(?m)^(?P<marks>={{1,6}})[ ](?P<title>[^\n]*{_NEXT_LINE})$")
"""A heading, whose words may go on over the next line."""
_NUMBERED_HEADING: Final = re.compile(r"(?m)^h(?P<level>[1-6])(?:\([^()\n]*\))?\.[ ](?P<title>[^\n]*)$")

_ASCIIDOC_LINK: Final = re.compile(rf"(?:link:|(?=https?:)){_ADDRESS}\[{_IN_BRACKETS}\]")
_ASCIIDOC_IMAGE: Final = re.compile(
    r"(?<![^ \n\[\]])image:{1,2}[^ \n\[\]]*\[[^\[\]\n]*\]|\[\.[^\[\]\n#]*\]#([^#]{0,200})#"
)
"""An image, or words with a role, which are kept: `[.underline]#words#`."""

_WIKI_LINK: Final = re.compile(rf"\[\[{_PAGE}\|{_IN_BRACKETS}\]\]")
_WIKI_IMAGE: Final = re.compile(r"\{\{[^{}\n]*\}\}|\[\[(?:File|Image):[^\[\]\n]*\]\]|%%(//)%%|''(//)''")
"""An image, or slashes between marks that show that they are none of the language's own signs."""
_JIRA_LINK: Final = re.compile(rf"(?<!\\)\[(?P<words>(?:[^\[\]|\\\n]|\\[\[\]]?|\n(?!\n))*)\|{_ADDRESS}(?:\|[a-z-]*)?\]")
_MEDIAWIKI_LINK: Final = re.compile(rf"(?<!\[)\[{_ADDRESS}[ ]{_IN_BRACKETS}\]")
_CLASS: Final = r"(?:\((?:(?=[a-z .]{0,60}[0-9-][a-z0-9 .-])[a-z0-9 .-]{0,60}[a-z0-9]\)|[a-z]{1,60}\)(?![a-z])))?"
"""The class of a link or an image in Textile; but `(re)thinking` and `(pre-)training` are words."""

_TEXTILE_LINK: Final = re.compile(rf"\"{_CLASS}(?P<words>(?:[^\"\n]|\n(?!\n))*)\":{_ADDRESS}")
_IMAGE_BETWEEN_MARKS: Final = re.compile(
    rf"!{_CLASS}(?:https?:/)?/[^ \n!|]*(?:\|[^!\n]*)?!|\{{anchor:[^{{}}\n]*\}}|\[(?:https?:/)?/[^ \n\[\]|]*\]"
)
"""An image, a mark to which links lead, or a link without words."""

_BBCODE_LINK: Final = re.compile(
    rf"\[url={_ADDRESS}\](?P<words>[^\[\]\n]*(?:\[(?!/?url)[^\[\]\n]*\][^\[\]\n]*)*)\[/url\]"
)
_BBCODE_TAG: Final = re.compile(
    r"\[img[^\[\]\n]*\][^\[\]\n]*\[/img\]|\[\*\]|\[/?(?:b|i|u|s|list|quote|code|size|color)(?:=[^\[\]\n]*)?\]"
)

_RST_LINK: Final = re.compile(r"`(?P<words>(?:[^`<>\n]|\n(?!\n))*?)[ ]?<(?P<address>[^<>` ]*)>`__?")
_RST_IMAGE: Final = re.compile(r"(?<![^ \n`])\|[0-9A-Za-z_./-]{1,99}\|[ ]?")
_ORG_PICTURE: Final = re.compile(
    r"(\[\[[^\[\]\n]*/[^\[\]\n]*\]\[)\[\[[^\[\]\n]+(?:\]\[[^\[\]\n]*)?\]\]\n([^\[\]\n]{1,200}(?:\n[^\[\]\n]{1,200}){0,2})\]\]"
)
"""A link in Org that begins with a picture, and whose words are on the next lines."""

_SLACK_LINK: Final = re.compile(rf"(?P<strong>\*?)<{_ADDRESS}\|(?P<words>(?:[^<>\n]|\n(?!\n))*)>(?P=strong)")
_SLACK_PICTURE: Final = re.compile(
    r"<[^ \n<>|]{1,400}\|[ ]*>|(?<=[|•])[ ]+(?:https?:/)?/[^ \n<>|]{1,400}\.(?:gif|jpe?g|png|svg|webp)(?=[ ])"
)
"""A link without words, because it was around a picture, or the address of a picture in a list."""

_MOST_MARKS: Final = 3
"""Three marks are as long as the `h3.` before a heading."""

_DIALECTS: Final = (
    _Dialect((">`_",), _RST_LINK, _WIKI_HEADING, _RST_IMAGE),
    _Dialect(("link:/", "link:http"), _ASCIIDOC_LINK, _WIKI_HEADING, _ASCIIDOC_IMAGE),
    _Dialect(("[[/", "[[http", "[[papers/"), _WIKI_LINK, _WIKI_HEADING, _WIKI_IMAGE),
    _Dialect(("|/papers/", "|http"), _JIRA_LINK, _NUMBERED_HEADING, _IMAGE_BETWEEN_MARKS),
    _Dialect(("[url=/papers/", "[url=http"), _BBCODE_LINK, _WIKI_HEADING, _BBCODE_TAG),
    _Dialect(("[/papers/", "[http"), _MEDIAWIKI_LINK, _WIKI_HEADING, _WIKI_IMAGE),
    _Dialect(('":/papers/', '":http'), _TEXTILE_LINK, _NUMBERED_HEADING, _IMAGE_BETWEEN_MARKS),
    _Dialect(("</papers/", "<http"), _SLACK_LINK, _WIKI_HEADING, _SLACK_PICTURE),
)


def translated(chunk: str) -> str:
    """Return a chunk of a text, in Markdown if its links to papers are in another known language.

    >>> translated("== link:/papers/2412.09871[A Title]")
    '## [A Title](/papers/2412.09871)'
    """
    if "papers/" not in chunk or "](/" in chunk or "](http" in chunk:
        return chunk
    if "][[[" in chunk:
        chunk = _ORG_PICTURE.sub("\\1]]\n\\2", chunk)
    for dialect in _DIALECTS:
        if any(sign in chunk for sign in dialect.signs):
            text = dialect.wordless.sub(_kept, chunk).replace("&#45;", "-")
            if 2 * _links_to_papers(dialect.link.finditer(text)) > len(_PAPER.findall(text)):
                text = dialect.link.sub(_markdown_link, text)
                if dialect.link is _WIKI_LINK:  # links to other sites have other signs
                    text = _MEDIAWIKI_LINK.sub(_markdown_link, text)
                return dialect.heading.sub(_markdown_heading, text)
    return chunk


def _kept(found: re.Match[str]) -> str:
    """Return the words within something that otherwise has no words."""
    return "".join(filter(None, found.groups()))


def _links_to_papers(links: Iterable[re.Match[str]]) -> int:
    return sum(_PAPER.search(link["address"]) is not None for link in links)


def _markdown_link(link: re.Match[str]) -> str:
    """Return a link in Markdown, or with its address in round brackets, if that would be too long.

    The words of a link may be on several lines. Then it has no address, unless its first line has no words. If it leads
    to a page of the site that is about no paper, its words are left out.
    """
    words, address = link["words"], link["address"]
    if link[0][0] == "`":  # in reStructuredText; what is behind it stays in its columns
        return f"[{words}]({address})".ljust(len(link[0]))
    if address[:1] != "/" and "://" not in address:
        address = f"/{address}"
    first, end, rest = words.partition("\n")
    if end and aim_of(address) == SITE:
        return END * words.count(END)
    if end and link.start("words") < link.start("address"):
        found = f"[{words}]({address})"
        return found if len(found) <= len(link[0]) else words
    if end and first.strip(" *"):
        return words
    found = f"[{first}]({address})"
    if end:
        return f"[]({address})\n{rest}"
    return found if len(found) <= len(link[0]) else f"{words} ({address})"


def _markdown_heading(heading: re.Match[str]) -> str:
    """Return a heading in Markdown, which is not longer than before."""
    groups = heading.groupdict()
    if "marks" not in groups:
        return f"{'#' * min(int(groups['level']), _MOST_MARKS)} {groups['title']}"
    return f"{'#' * len(groups['marks'])} {groups['title'].rstrip().rstrip('=').rstrip()}"
