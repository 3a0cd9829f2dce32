"""Read a page that was saved as strings: a list in JSON or Python, one string per line, or cells of CSV.

Each string, and each cell, is a line of the page. If strings have escaped line ends, as the values of one key that are
most of a text, these strings are the page.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from ..._engine import line_re as re

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LITERAL: Final = r"\"(?:[^\"\\\n]|\\[^\n])*\"|'(?:[^'\\\n]|\\[^\n])*'"
_STRING: Final = re.compile(rf"(?:{_LITERAL}|-?[0-9][0-9.]*)(?![\"'])")
_BETWEEN: Final = frozenset(" \t\n,[]")
"""What is between the strings of a list. Objects are not lists: their keys are no lines of a page."""

_OPENS: Final = ("[", '"', "'")
_MIN_STRINGS: Final = 8
"""Fewer strings than this may be the only words of a text."""

_QUOTED: Final = re.compile(r"(?m)^\"(?:[^\"]|\"\")*\"$")
_MIN_QUOTED: Final = 3
"""A column of CSV has at least this many lines in quotation marks."""

_CELL: Final = re.compile(r"(?m)(?:^|(?<=,))(?:\"(?:[^\"]|\"\")*(?:\"|\Z))?[^,\n]*")
"""A cell in quotation marks ends at a single one; what follows up to the next comma is part of the cell, too."""

_PHRASE: Final = r"\"?(?:Submitted by|(?:· ?)?[0-9]{1,5} authors|·)\"?"
_CELL_OF_CARD: Final = re.compile(rf"(?m)^{_PHRASE},(?! )|,{_PHRASE}(?=,(?! )|$)")
_SIGNS_OF_CELLS: Final = ("Submitted by,", 'Submitted by",', "authors,", 'authors",', "·,", '·",')
_BEGINNING: Final = 1 << 13
"""So many characters at the beginning of a text of such cells have several cards."""

_OBJECT: Final = re.compile(r"(?:\[[ \r\n]{0,9})?\{[ ]?\r?\n")
"""The beginning of an object, or of a list of them, whose values are on lines of their own."""

_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))")
_CONTROLS: Final = {"n": "\n", "r": "\n", "t": " "}


def begins_object(text: str) -> bool:
    """Whether a text begins with an object of JSON, whose values are on lines of their own."""
    return _OBJECT.match(text) is not None


def read_strings(text: str) -> list[tuple[int, str]]:
    r"""Return the strings that a text consists of, with their places; [] for any other text.

    >>> read_strings('["Clocks", "6 authors", "·", "Jan 2",\n "Keels", "2 authors", "·", "Jan 1"]')[3:5]
    [(30, 'Jan 2'), (40, 'Keels')]
    """
    return list(_strings(text)) or list(_texts(text)) or list(_column(text)) or list(_cells(text))


def _strings(text: str) -> Iterator[tuple[int, str]]:
    """Iterate over the places and the words of the strings of a text that consists of nothing else."""
    if not text.lstrip().startswith(_OPENS):
        return
    found: list[re.Match[str]] = []
    at = 0
    while at < len(text):
        if text[at] in _BETWEEN:
            at += 1
        elif string := _STRING.match(text, at):
            found.append(string)
            at = string.end()
        else:
            return
    for string in found if len(found) >= _MIN_STRINGS else ():
        quoted = string[0][0] in "\"'"
        yield string.start() + quoted, _unescaped(string[0][1:-1]) if quoted else string[0]


_VALUE: Final = re.compile(r"(\"(?:[^\"\\\n]|\\[^\n])*\"?|'(?:[^'\\\n]|\\[^\n])*'?)([ \t]*:)?")
"""A string, which is a key if a colon follows. One without its end goes on to the end of its line."""
_END: Final = "\\n"
_MIN_SHARE: Final = 1 / 3
"""The values of a key that are a page are at least this share of the text, without its HTML."""


def _texts(text: str) -> Iterator[tuple[int, str]]:
    """Iterate over the lines of the strings with the most line ends, which are values of the same key."""
    if "\\" not in text or text.count(_END) < _MIN_STRINGS:  # a single character is found much faster
        return
    values: defaultdict[str, list[re.Match[str]]] = defaultdict(list)
    key, keyed, rest = "", False, len(text)
    for value in _VALUE.finditer(text):
        if value[2]:
            key = value[1]
        elif value[1][1:2] == "<":  # the page may also be there as HTML
            rest -= len(value[1])
        elif _END in value[1] or not keyed:
            values[key].append(value)
        keyed = value[2] is not None
    found = max(values.values(), key=lambda each: sum(value[1].count(_END) for value in each), default=[])
    if sum(len(value[1]) for value in found) > _MIN_SHARE * rest:
        for value in found:
            yield from _lines(value[1][1:].removesuffix(value[1][0]).removesuffix(_END), value.start() + 1)


def _lines(string: str, place: int) -> Iterator[tuple[int, str]]:
    """Iterate over the places and the words of the lines of a string, which is at a place of the text."""
    start = 0
    for escape in _ESCAPE.finditer(string):
        if escape[3] == "n":
            yield place + start, _unescaped(string[start : escape.start()].removesuffix("\\r"))
            start = escape.end()
    yield place + start, _unescaped(string[start:])


def _unescaped(words: str) -> str:
    """Return what a string means, without its escapes."""
    if "\\" not in words:
        return words
    characters = _ESCAPE.sub(_character, words)
    return characters.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _character(escape: re.Match[str]) -> str:
    code = escape[1] or escape[2]
    return chr(int(code, 16)) if code else _CONTROLS.get(escape[3], escape[3])


def _column(text: str) -> Iterator[tuple[int, str]]:
    """Iterate over the cells of CSV with one column: all lines with commas or quotation marks are in such marks."""
    if '"' not in text or '\n"' not in text:  # a single character is found much faster
        return
    text = text.removesuffix("\n")
    rest, quoted = _QUOTED.subn("", text)
    if quoted >= _MIN_QUOTED and "," not in rest and '"' not in rest:
        yield from _unquoted(_CELL.finditer(text), empty=True)


def _cells(text: str) -> Iterator[tuple[int, str]]:
    """Iterate over the places and the words of the cells of CSV; most of its lines have phrases of cards as cells."""
    beginning = text[:_BEGINNING]
    if not any(sign in beginning for sign in _SIGNS_OF_CELLS):
        return
    text = text.removesuffix("\n")
    if 2 * sum(1 for _ in _CELL_OF_CARD.finditer(text)) > max(text.count("\n"), 2):
        yield from _unquoted(_CELL.finditer(text), empty=False)


def _unquoted(cells: Iterable[re.Match[str]], *, empty: bool) -> Iterator[tuple[int, str]]:
    """Iterate over the places and the words of cells; ``empty`` ones are left out, unless they are empty lines."""
    for cell in cells:
        quoted = _QUOTED.fullmatch(cell[0]) is not None
        words = cell[0][1:-1].replace('""', '"') if quoted else cell[0]
        if words or empty:
            yield cell.start() + quoted, words
