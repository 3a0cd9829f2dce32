"""Read the outline of a page that a browser makes for programs: one element per line, indented below its parent.

    - heading "Daily Papers" [level=1]
    - link "6 authors":
      - /url: /papers/2412.09871

Other programs write the same tree of elements in other ways, with a number before each element or without the dash:

    uid=1_7 heading "Daily Papers" level="1"
    [8] link: 6 authors
      [9] StaticText: 6 authors

An outline is translated into the lines that a text of the same page has: words, and addresses on lines of their own.
The name of an element repeats the words of the elements in it, so it is left out if these have any.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ..._engine import line_re as re
from ..links.aims import ARXIV, CODE, IDENTIFYING, aim_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MIN_SHARE: Final = 0.8
"""At least this share of the lines must be elements."""

_ELEMENT: Final = re.compile(
    r"""(?x)
    (?P<indent> [ ]* ) -[ ] (?:<changed>[ ])? (?P<quote> '? ) (?P<role> /?[a-z]+ )
    (?: [ ]" (?P<name> (?: [^"\\] | \\. )* ) " )? (?: [ ]\[ [^\[\]]* \] )* (?P=quote)
    (?: : (?: [ ] (?P<value> .* ) )? )?
    """
)
_NODE: Final = re.compile(
    r"[ \t]*(?:(?:uid=)?\[?[0-9][0-9_-]{0,20}\]?[ ])?(?P<role>[A-Za-z]+)(?P<colon>:?)(?:[ ](?P<name>.*))?"
)
_QUOTED: Final = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")

_TEXT_QUOTED: Final = re.compile(r"\".*\"|'.*'")
_LEADS: Final = re.compile(r"(?<![^ ])url=\"(https?://[^\"]+)\"")

_NAMED: Final = frozenset(("heading", "link", "button", "tab", "menuitem", "checkbox"))
"""Roles of elements whose names are printed on the page; names of others describe them."""
_TEXT: Final = "StaticText"
# fmt: off
ROLES: Final = _NAMED | {
    _TEXT, "RootWebArea", "WebArea", "InlineTextBox", "ListMarker", "LineBreak", "LabelText", "generic", "none",
    "document", "main", "banner", "navigation", "contentinfo", "complementary", "region", "article", "section",
    "paragraph", "list", "listitem", "image", "img", "textbox", "searchbox", "combobox", "time", "Time", "group",
    "separator", "form", "search", "figure", "table", "row", "cell", "strong", "emphasis", "code", "tablist", "menu",
    "scrollable", "SvgRoot", "term", "definition", "Iframe", "html", "body", "div", "span",
}
# fmt: on
"""Roles of elements, and names of tags that some programs write in their place."""

_SHOWN: Final = IDENTIFYING | {CODE, ARXIV}
"""Where links lead whose addresses are kept, also that of another day: it shows the year."""
_ESCAPE: Final = re.compile(r"\\([\"'\\])")


class _Element(NamedTuple):
    """An element: its indentation, its role, its words and the address to which it leads, each with its column.

    ``shown`` means that the page shows its words, although there may be elements in it that have words.
    """

    indent: int
    role: str
    words: tuple[str, int] = ("", 0)
    address: tuple[str, int] = ("", 0)
    shown: bool = False

    def without_name(self) -> _Element:
        """Return the element without its name; a text is no name."""
        return self if self.shown else self._replace(words=("", 0))

    def linked(self, mark: str) -> tuple[str, int]:
        """Return the words after a mark, as a link to the address if it is not in them, and the column of the mark."""
        words, column = self.words
        linked = self.address[0] and self.address[0] not in words
        return f"{mark}[{words}]({self.address[0]})" if linked else mark + words, column - len(mark)


_EXAMINED: Final = 10_000
"""How many characters are examined, at most: an outline has elements with addresses or texts everywhere."""


def begins_outline(text: str) -> bool:
    """Whether an outline begins at the beginning of a text."""
    return _kind(text) is not None


def read_outline(chunk: str, lines: Sequence[str]) -> list[tuple[str, int]]:
    """Return the words of each line of an outline, and the columns at which they begin; [] for any other text.

    >>> read_outline("", ['- link "A Title":', "  - /url: /papers/2412.09871"])
    []
    """
    read = _kind(chunk)
    if read is None:
        return []
    found = list(map(read, lines))
    blank = sum(not line or line.isspace() for line in lines)
    if sum(element is not None for element in found) < _MIN_SHARE * (len(lines) - blank):
        return []
    return _read(lines, found)


def _is_kept(address: str) -> bool:
    return aim_of(address) in _SHOWN or "/papers/" in address


def _element(line: str) -> _Element | None:
    """Return the element on a line of an outline with dashes."""
    found = _ELEMENT.fullmatch(line)
    if found is None:
        return None
    indent, role, value = found.end("indent"), found["role"], found["value"] or ""
    column = found.start("value")
    if role.startswith("/"):
        return _Element(indent, role, address=(value, column) if _is_kept(value) else ("", 0))
    if value:
        quoted = value[0] == value[-1] == '"' and len(value) > 1
        words = _ESCAPE.sub(r"\1", value[1:-1]) if quoted else value
        return _Element(indent, role, (words, column + quoted), shown=True)
    if found["name"] and role in _NAMED:
        name = found["name"].replace("''", "'") if found["quote"] else found["name"]
        return _Element(indent, role, (_ESCAPE.sub(r"\1", name), found.start("name")))
    return _Element(indent, role)


def _node(line: str) -> _Element | None:
    """Return the element on a line of an outline without dashes."""
    found = _NODE.fullmatch(line)
    if found is None or found["role"] not in ROLES:
        return None
    indent, role, name = len(line) - len(line.lstrip()), found["role"], found["name"] or ""
    if role != _TEXT and role not in _NAMED:
        return _Element(indent, role)
    leads = _LEADS.search(name)
    address = (leads[1], found.start("name") + leads.start(1)) if leads and _is_kept(leads[1]) else ("", 0)
    if found["colon"]:
        return _Element(indent, role, (name, found.start("name")), shown=role == _TEXT)
    # Quotation marks in a text may not be escaped.
    quoted = _TEXT_QUOTED.fullmatch(name) if role == _TEXT else _QUOTED.match(name)
    words = (_ESCAPE.sub(r"\1", quoted[0][1:-1]), found.start("name") + 1) if quoted else ("", 0)
    return _Element(indent, role, words, address, shown=role == _TEXT)


_KINDS: Final[tuple[tuple[str, Callable[[str], _Element | None]], ...]] = (
    ("- /url: ", _element),
    ('- heading "', _element),
    (_TEXT, _node),
)
"""What is in the first part of an outline, and how its lines are read."""


def _kind(chunk: str) -> Callable[[str], _Element | None] | None:
    """Return how the lines of an outline are read; None for a text that is none."""
    return next((read for sign, read in _KINDS if chunk.find(sign, 0, _EXAMINED) >= 0), None)


_HEADING: Final = "# "


def _read(lines: Sequence[str], found: Sequence[_Element | None]) -> list[tuple[str, int]]:
    """Return the words of each line and their columns, from the last line to the first, whose children are known."""
    words = [(line, 0) for line in lines]
    found = _without_names(found)
    headed = _in_headings(found)
    below: list[tuple[int, int, int]] = []  # of elements below: indentation, lines with words, one of these
    for at in range(len(lines) - 1, -1, -1):
        element = found[at]
        if element is None:
            continue
        worded, one = 0, at
        while below and below[-1][0] > element.indent:
            _, more, place = below.pop()
            worded, one = worded + more, place if more else one
        repeats = worded == 1 and words[one][0].removeprefix(_HEADING) == element.words[0]
        if repeats and _leads(element, found[at + 1 : at + 2]):
            words[one], worded = ("", 0), 0
        if element.words[0] and (element.shown or not worded):
            words[at] = element.linked(_HEADING if at in headed else "")
            worded, one = worded + 1, at
        else:
            words[at] = ("", 0) if worded else element.address
        below.append((element.indent, worded, one))
    return words


def _leads(element: _Element, below: Sequence[_Element | None]) -> bool:
    """Whether an element has an address, or one is directly below it.

    In an outline with dashes, the address is on a line of its own, with an indentation.
    """
    addresses = [one.address for one in filter(None, below) if one.role == "/url"]
    return any(address for address, _ in (element.address, *addresses))


def _without_names(found: Sequence[_Element | None]) -> Sequence[_Element | None]:
    """Return the elements; if all are beside each other and some show texts, the names of others are left out."""
    elements = list(filter(None, found))
    indents = {element.indent for element in elements}
    if len(indents) > 1 or not any(element.shown for element in elements):
        return found
    return [element and element.without_name() for element in found]


def _in_headings(found: Sequence[_Element | None]) -> set[int]:
    """Return the indexes of headings and of what shows their words in them."""
    headed: set[int] = set()
    inside = -1
    for at, element in enumerate(found):
        if element is None:
            continue
        if element.role == "heading":
            headed.add(at)
            inside = element.indent
        elif element.indent <= inside:
            inside = -1
        elif inside >= 0 and element.role in {"link", _TEXT}:
            headed.add(at)
    return headed
