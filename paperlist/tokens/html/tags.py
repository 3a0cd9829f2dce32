"""Split HTML source into tags, comments and the texts between them.

The standard library's ``html.parser`` takes quadratic time for some broken pages, and raises errors for others. This
takes linear time, and accepts everything: as in browsers, what is not a tag is text, and what is not closed ends with
the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from ..._engine import line_re as re
from ..markup import without_entities

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BLANK: Final = r" \t\n\f\r"
"""The whitespace of HTML, for use in a pattern's brackets."""

_NAME: Final = re.compile(rf"<(/?)([a-zA-Z][^{BLANK}/>]*)")
_MARK: Final = re.compile(r"<[a-zA-Z/!?](?!ttps?://)")
"""The start of a tag, a comment or a declaration; ``<https://example.org>`` is none of them."""
_ATTRIBUTE: Final = re.compile(
    rf"""(?x)
    [{BLANK}/]* ( [^{BLANK}/>] [^{BLANK}/>=]* )
    (?: [{BLANK}]* = [{BLANK}]* (?: "([^"]*)" | '([^']*)' | ([^{BLANK}>]*) ) )?
    """
)
_TAG_END: Final = re.compile(rf"[{BLANK}/]*>")
_CHARACTER: Final = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{0,31})"
REFERENCE: Final = rf"{_CHARACTER};?"
"""A character reference, such as ``&amp;``. Those for one of Unicode's characters have no more digits."""
_ENDED_REFERENCE: Final = re.compile(f"{_CHARACTER};")

_RAW: Final = frozenset({"script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes"})
"""Elements that contain no tags but their own end tag."""
_RAW_END: Final = re.compile(rf"(?i)</({'|'.join(sorted(_RAW))})(?=[{BLANK}/>])")

_CDATA: Final = "<![CDATA["
_BRACKETS: Final = (("<!--", "-->"), ("<!", ">"), ("<?", ">"), ("</", ">"))
"""How comments and declarations begin and end. In ``</ >``, no name follows."""


class Tag(NamedTuple):
    """A tag: its name in lower case, its attributes, and its place. An end tag has no attributes.

    ``empty`` means that the tag itself closes its element, as in ``<path />``, outside HTML's own elements.
    """

    name: str
    is_end: bool
    attributes: Mapping[str, str]
    start: int
    empty: bool


class Words(NamedTuple):
    """The place of the text between two tags; ``raw`` means that it has no character references."""

    start: int
    end: int
    raw: bool = False


class Comment(NamedTuple):
    """The place of the text of a comment."""

    start: int
    end: int


Piece: TypeAlias = "Tag | Words | Comment"


def read_tags(source: str) -> Iterator[Piece]:
    """Iterate over the tags, the texts and the comments of HTML source.

    >>> [piece.name for piece in read_tags("<p>if a < b <br>") if isinstance(piece, Tag)]
    ['p', 'br']
    """
    at = 0
    while at < len(source):
        start = _next_mark(source, at)
        if start > at:
            yield Words(at, start)
        if start == len(source):
            return
        name = _NAME.match(source, start)
        if name is None:
            inner, at = _bracketed(source, start)
            yield inner
            continue
        attributes, end, empty = _attributes(source, name.end())
        if end < 0:  # the page is cut off within a tag
            return
        tag = Tag(name[2].lower(), bool(name[1]), attributes, start, empty)
        yield tag
        at = end
        if tag.name in _RAW and not tag.is_end:
            at = _raw_end(source, tag.name, end)


def _next_mark(source: str, at: int) -> int:
    """Return where the next tag, comment or declaration begins; the end of the source if there is none."""
    at = source.find("<", at)
    while at >= 0:
        if _MARK.match(source, at):
            return at
        at = source.find("<", at + 1)
    return len(source)


def _bracketed(source: str, start: int) -> tuple[Piece, int]:
    """Return the comment, declaration or section that begins at ``start``, and where it ends."""
    if source.startswith(_CDATA, start):
        begin = start + len(_CDATA)
        end = source.find("]]>", begin)
        return (
            (Words(begin, end, raw=True), end + 3) if end >= 0 else (Words(begin, len(source), raw=True), len(source))
        )
    opening, closing = next(pair for pair in _BRACKETS if source.startswith(pair[0], start))
    begin = start + len(opening)
    end = source.find(closing, begin)
    return (Comment(begin, end), end + len(closing)) if end >= 0 else (Comment(begin, len(source)), len(source))


def _attributes(source: str, at: int) -> tuple[dict[str, str], int, bool]:
    """Return the attributes of a tag, where the tag ends (-1 if it does not), and whether it ends with a slash."""
    attributes: dict[str, str] = {}
    while True:
        if end := _TAG_END.match(source, at):
            return attributes, end.end(), "/" in end[0]
        found = _ATTRIBUTE.match(source, at)
        if found is None:
            return attributes, -1, False
        name, *values = found.groups("")
        attributes.setdefault(name.lower(), _value("".join(values)))
        at = found.end()


def _value(value: str) -> str:
    """Return the value of an attribute. References without a semicolon are parts of addresses: ``?a=1&copy=2``."""
    if "&" not in value:
        return value
    return _ENDED_REFERENCE.sub(lambda found: without_entities(found[0]), value)


def _raw_end(source: str, name: str, at: int) -> int:
    """Return where the text of an element ends that contains no other tags."""
    for found in _RAW_END.finditer(source, at):
        if found[1].lower() == name:
            return found.start()
    return len(source)
