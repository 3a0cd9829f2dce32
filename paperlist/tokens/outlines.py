"""Read the outline of a page that a browser makes for programs: one element per line, indented below its parent.

    - heading "Daily Papers" [level=1]
    - link "6 authors":
      - /url: /papers/2412.09871

An outline is translated into the lines that a text of the same page has: words, and addresses on lines of their own.
The name of an element repeats the words of the elements in it, so it is left out if these have any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .._engine import line_re as re

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SIGN: Final = "- /url: "
_MIN_SHARE: Final = 0.8
"""At least this share of the lines must be elements."""

_ELEMENT: Final = re.compile(
    r"""(?x)
    [ ]* -[ ] (?P<quote> '? ) (?P<role> /?[a-z]+ )
    (?: [ ]" (?P<name> (?: [^"\\] | \\. )* ) " )? (?: [ ]\[ [^\[\]]* \] )* (?P=quote)
    (?: : (?: [ ] (?P<value> .* ) )? )?
    """
)
_NAMED: Final = frozenset(("heading", "link", "button", "tab", "menuitem", "checkbox"))
"""Roles of elements whose names are printed on the page; names of others describe them."""

_ADDRESS: Final = re.compile(r"https?://.+|/(?:papers|login).*")
_ESCAPE: Final = re.compile(r"\\([\"\\])")


_EXAMINED: Final = 10_000
"""How many characters are examined, at most: an outline has elements with addresses everywhere."""


def joined_outline(chunks: Iterable[str]) -> Iterator[str]:
    """Iterate over the chunks of a text; the chunks of an outline are joined, because elements continue in the next."""
    chunks = iter(chunks)
    for chunk in chunks:
        yield chunk + "".join(chunks) if _has_elements(chunk) else chunk


def _has_elements(chunk: str) -> bool:
    """Whether the first part of a text has an address as outlines have it."""
    return chunk.find(_SIGN, 0, _EXAMINED) >= 0


def read_outline(chunk: str, lines: Sequence[str]) -> list[tuple[str, int]]:
    """Return the words of each line of an outline, and the columns at which they begin; [] for any other text.

    >>> read_outline("", ['- link "A Title":', "  - /url: /papers/2412.09871"])
    []
    """
    if not _has_elements(chunk):
        return []
    found = [_ELEMENT.fullmatch(line) for line in lines]
    blank = sum(not line or line.isspace() for line in lines)
    if sum(map(bool, found)) < _MIN_SHARE * (len(lines) - blank):
        return []
    return _read(lines, found)


def _read(lines: Sequence[str], found: Sequence[re.Match[str] | None]) -> list[tuple[str, int]]:
    """Return the words of each line and their columns, from the last line to the first, whose children are known."""
    words = [(line, 0) for line in lines]
    headed = _in_headings(lines, found)
    below: list[tuple[int, bool]] = []  # the indentation of the elements after a line, and whether they have words
    for at in range(len(lines) - 1, -1, -1):
        element = found[at]
        if element is None:
            continue
        indent = element.start("quote")
        has_words = False
        while below and below[-1][0] > indent:
            has_words = below.pop()[1] or has_words
        words[at] = _words(element, has_words=has_words)
        is_address = element["role"].startswith("/")
        if at in headed and words[at][0]:
            text, column = words[at]
            words[at] = f"# {text}", column - len("# ")
        below.append((indent, has_words or (bool(words[at][0]) and not is_address)))
    return words


def _in_headings(lines: Sequence[str], found: Sequence[re.Match[str] | None]) -> set[int]:
    """Return the indexes of headings and of what is directly in them."""
    headed: set[int] = set()
    inside = -1
    for at in range(len(lines)):
        element = found[at]
        if element is None:
            continue
        if element["role"] == "heading":
            headed.add(at)
            inside = element.start("quote")
        elif element.start("quote") <= inside:
            inside = -1
        elif inside >= 0 and element["role"] == "link":
            headed.add(at)
    return headed


def _words(element: re.Match[str], *, has_words: bool) -> tuple[str, int]:
    """Return what an element shows, and its column; ``has_words`` means that the elements in it show words."""
    value, column = element["value"] or "", element.start("value")
    if element["role"].startswith("/"):
        return (value, column) if _ADDRESS.fullmatch(value) else ("", 0)
    if value:
        quoted = value[0] == value[-1] == '"' and len(value) > 1
        return (_ESCAPE.sub(r"\1", value[1:-1]), column + 1) if quoted else (value, column)
    if element["name"] and element["role"] in _NAMED and not has_words:
        return _ESCAPE.sub(r"\1", element["name"]), element.start("name")
    return "", 0
