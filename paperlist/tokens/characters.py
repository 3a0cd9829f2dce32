"""Read all blanks and line ends of Unicode alike, and ignore characters that cannot be seen.

A browser, a tool or an author may put no-break spaces, soft hyphens or marks for the direction of writing anywhere. A
line is read with an ordinary blank in place of each unusual one and of each control character, so that all columns stay
the same. Invisible characters stay on the line, but phrases are read and texts are returned without them.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from .._engine import line_re as re

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .token import Line

SOFT_HYPHEN: Final = "\u00ad"
"""Marks a place within a word at which a line may end."""

_ENDS: Final = "\v\f\u0085\u2028\u2029"
"""Ends of lines, paragraphs and printed pages, other than LF and CR."""

_END: Final = re.compile(f"[{_ENDS}]")
_AS_BLANKS: Final = dict.fromkeys(map(ord, _ENDS), " ")

_CONTROLS: Final = "".join(map(chr, (*range(1, 9), *range(11, 13), *range(14, 32), 127)))
"""The control characters of ASCII, other than tabs, LF, CR, and NUL, which decoding replaces."""

_TERMINAL: Final = r"\x1b\[[0-9;]{0,16}[A-Za-z]|\x1b\]8;[^\x07\x1b]{0,400}(?:\x07|\x1b\\)"
"""The colors and links of a terminal."""

_BLANK: Final = re.compile(
    f"{_TERMINAL}|[\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
)
"""Unusual blanks and control characters, other than line ends; what controls a terminal is not among them."""

_SIGNS: Final = "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_JOINERS: Final = "\u200c\u200d"
_INVISIBLE: Final = re.compile(
    f"{_TERMINAL}|[{_SIGNS}]|(?<![^\x01-\x7f{_SIGNS}{_JOINERS}])[{_JOINERS}]+|[{_JOINERS}]+(?=[\x01-\x7f{_SIGNS}]|$)"
)
"""Characters without width, and the colors and links of a terminal. A joiner between two characters other than ASCII is
part of a text: of an emoji, or of a word in a script that joins its letters."""

_SIGNS_BEFORE: Final = re.compile(f"[{_SIGNS}]+")


def are_unusual(chunk: str, lines: Iterable[str]) -> bool:
    """Whether a chunk of these lines may have unusual blanks or line ends, controls, or invisible characters."""
    if any(map(chunk.__contains__, _CONTROLS)):
        return True
    return not chunk.isascii() and not all([line.isascii() or line.isprintable() for line in lines])  # noqa: C419 - faster


def has_lost(text: str) -> bool:
    r"""Return whether a text has signs in place of characters that could not be read: U+FFFD, or a PDF's glyph numbers.

    >>> has_lost("caf\ufffd"), has_lost("caf(cid:233)"), has_lost("cafe")
    (True, True, False)
    """
    return "\ufffd" in text or "(cid:" in text


def usual_lines(lines: Iterable[Line]) -> Iterator[Line]:
    r"""Iterate over the lines with ordinary blanks; a line with line ends within it becomes several, with its number.

    >>> list(usual_lines([("Nov\u00a012\u2028\u20286 authors\f", 0, 1)]))
    [('Nov 12', 0, 1), ('', 7, 1), ('6 authors ', 8, 1)]
    """
    for line in lines:
        if line[0].isprintable():
            yield line
        else:
            yield from _usual_line(*line)


def _usual_line(text: str, offset: int, number: int) -> Iterator[Line]:
    """Iterate over the parts of a line. A line end at its edge, such as that of a printed page, is a blank."""
    text = _BLANK.sub(_as_blank, text)
    start = len(text) - len(text.lstrip(_ENDS))
    end = len(text.rstrip(_ENDS))
    text = text[:start].translate(_AS_BLANKS) + text[start:end] + text[end:].translate(_AS_BLANKS)
    at = 0
    for found in chain(_END.finditer(text), (None,)):
        stop = found.start() if found else len(text)
        first = _end_of_signs(text, at)
        part = text[first:stop]
        yield part if without_invisible(part).strip() else " " * len(part), offset + first, number
        at = stop + 1


def _as_blank(found: re.Match[str]) -> str:
    return " " if len(found[0]) == 1 else found[0]


def _end_of_signs(text: str, at: int) -> int:
    """Return where the first character at or after ``at`` is that is not an invisible sign."""
    found = _SIGNS_BEFORE.match(text, at)
    return found.end() if found else at


def has_invisible(words: str) -> bool:
    """Whether words have invisible characters."""
    return may_have_invisible(words) and not words.isprintable() and _INVISIBLE.search(words) is not None


def may_have_invisible(words: str) -> bool:
    """Whether words have characters other than ASCII, or those that control a terminal; this takes little time."""
    return not words.isascii() or "\x1b" in words


def without_invisible(words: str) -> str:
    """Return words without invisible characters.

    >>> without_invisible("Mes\u00adsage\u200b Passing")
    'Message Passing'
    """
    return _INVISIBLE.sub("", words) if has_invisible(words) else words


_LIGATURE: Final = re.compile("[\ufb00-\ufb04]")
_LIGATED: Final = ("ff", "fi", "fl")


def has_ligatures(words: str) -> bool:
    """Whether the words of a page have ligatures in place of most of the letters that fonts join.

    >>> has_ligatures("E\ufb03cient \ufb01elds of flax"), has_ligatures("E\ufb03cient fields"), has_ligatures("of fir")
    (True, False, False)
    """
    if words.isascii() or _LIGATURE.search(words) is None:
        return False
    return len(_LIGATURE.findall(words)) > sum(map(words.count, _LIGATED))


def without_ligatures(words: str) -> str:
    """Return words with single letters in place of ligatures, which some converters copy from the fonts of a PDF.

    >>> without_ligatures("E\ufb03cient \ufb01elds")
    'Efficient fields'
    """
    return words if words.isascii() else _LIGATURE.sub(_letters, words)


def _letters(ligature: re.Match[str]) -> str:
    return normalize("NFKC", ligature[0])


def visible_places(line: str) -> list[int]:
    """Return the places of all characters of a line that are visible, or blank.

    >>> visible_places("1\u200b2")
    [0, 2]
    """
    hidden = {at for found in _INVISIBLE.finditer(line) for at in range(*found.span())}
    return [at for at in range(len(line)) if at not in hidden]
