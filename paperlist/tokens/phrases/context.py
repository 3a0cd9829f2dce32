"""Read lines whose meaning depends on earlier lines.

A line changes how the lines after it are read if it leaves an HTML tag open at its end, has bars or tabs in place of
line ends, or has underscores in place of blanks.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, TypeAlias

from ..._attrs import define, field
from ..._engine import line_re as re
from ..kinds import Kind
from ..markup import ATTRIBUTE, OPEN_LABEL, OPEN_TAG, end_of_text
from .line import mark, read_line
from .patterns import SIGNATURE
from .plain import ends_in_address, ends_in_label, is_plain, may_be_card

if TYPE_CHECKING:
    from .line import Piece

Part: TypeAlias = "tuple[int, str, list[Piece]]"
"""A part of a line: its column, its characters, and its pieces."""

_MAX_LINES_OF_TAG: Final = 4
"""A tag that has not ended after this many more lines is not a tag."""

_OPEN_TAG: Final = re.compile(OPEN_TAG)
_REST_OF_TAG: Final = re.compile(rf"{ATTRIBUTE}*[ ]*(?:/?(?P<end>>)|(?P<value>[a-z:-]+=\"[^\"<>]*)?$)")
"""The end of a tag; or attributes after which it continues on the next line, perhaps within a value."""
_REST_OF_VALUE: Final = re.compile(r"(?P<value>[^<>]*)$")


@define
class _OpenTag:
    """A tag that continues over lines: for how many more at most, and whether within the value of an attribute."""

    lines: int = 0
    is_quoted: bool = False

    def open(self, line: str) -> None:
        """Note a tag that is still open at the end of ``line``."""
        start = line.rfind("<")
        if start >= 0 and _OPEN_TAG.search(line, max(start - 2, 0)):
            self.lines = _MAX_LINES_OF_TAG
            self.is_quoted = line.count('"', start) % 2 > 0

    def end(self, line: str) -> int:
        """Return where the tag ends in ``line``; 0 if the line is not part of the tag, -1 if all of it is."""
        quote, rest = '"', line
        if self.is_quoted:
            _, quote, rest = line.partition('"')
        found = _REST_OF_TAG.match(f" {rest}") if quote else _REST_OF_VALUE.match(line)
        if found is None:
            self.lines = 0
            return 0
        if found.lastgroup == "end":
            self.lines = 0
            return len(line) - len(rest) + found.end() - 1
        self.lines -= 1
        self.is_quoted = found.lastgroup == "value"
        return -1


_OPEN_BRACES: Final = re.compile(r"[)\]]\{[#.a-z][^{}]*$")
_REST_OF_BRACES: Final = re.compile(r"[^{}]*\}")
_OPEN_ADDRESS: Final = re.compile(r"\]\([^() ]*-$")
_REST_OF_ADDRESS: Final = re.compile(r"[^() ]*\)")
_OPEN_LABEL: Final = re.compile(OPEN_LABEL)
_REST_OF_LABEL: Final = re.compile(r"(?:avatar|logo)\](?:\([^()]*\))?")
_OPEN_DIRECTIVE: Final = re.compile(r"^[ ]*\.\.[ ](?!rubric::)[a-z-]+::$")
_ALL: Final = re.compile(r".*")
_OPEN_ENDS: Final = (
    (_OPEN_BRACES, _REST_OF_BRACES),
    (_OPEN_ADDRESS, _REST_OF_ADDRESS),
    (_OPEN_LABEL, _REST_OF_LABEL),
    (_OPEN_DIRECTIVE, _ALL),
)
"""Attributes in braces, directives, addresses and labels that continue on the next line, and their rest there."""


def _rest_of(line: str) -> re.Pattern[str] | None:
    """Return the pattern for the rest of what is still open at the end of a line."""
    if "{" not in line and line[-2:] != "::" and not ends_in_address(line) and not ends_in_label(line):
        return None
    return next((rest for opened, rest in _OPEN_ENDS if opened.search(line)), None)


_BARS: Final = (" | ", "\t", "|")
"""What may replace line ends."""
_DOTS: Final = " · "
_MOST_PARTS: Final = 64
"""This many parts of a line are examined, at most; a card has fewer."""
_BARE_BAR: Final = re.compile(r"\|(?![^()|]{0,40}\))")
_BETWEEN_BUTTONS: Final = re.compile(
    r"Weekly[\"']?(?P<bar>\\n|[ ]?[^ 0-9A-Za-z,.:·\n-][ ]?)(?:\\n|[^0-9A-Za-z]){0,8}Monthly"
)
"""What is between two buttons of the page on one line: an escaped line end, or any sign that replaces line ends."""
_MIN_BARS: Final = 3
"""A line with fewer of them is one line."""

_PHRASES: Final = frozenset(Kind) - {Kind.TEXT, Kind.COUNT, Kind.MARK, Kind.LINK, Kind.REFERENCE}
"""Kinds that show that a part of a line is a phrase of the page."""
_PHRASES_OF_CARDS: Final = SIGNATURE | {Kind.SUBMITTED}
_SURE: Final = frozenset({Kind.AUTHORS, Kind.SUBMITTED, Kind.UPVOTE})
_OF_CARDS: Final = _SURE | {Kind.DATE}
_NAMED: Final = frozenset({Kind.SUBMITTED, Kind.UPVOTE})
"""A name or a count is on the same line as these."""
_MOST_SIGNS: Final = 3
"""This many different signs of a line are examined, the most frequent ones."""

_STARS_LAST: Final = re.compile(r"[ ]\*{2,}[ ]*$")


def _with_blanks(line: str) -> str:
    """Replace the underscores between the words of a line, and the stars at its end, by blanks.

    The underscores stay if the line has other blanks, unless it consists of phrases of the page.
    """
    bare = _STARS_LAST.sub(lambda found: " " * len(found[0]), line)
    blank = bare.replace("_", " ")
    return bare if " " in bare.strip(" *") and not _has_only_phrases(blank) else blank


def _has_only_phrases(line: str) -> bool:
    """Whether a line has several words and consists of phrases of the page."""
    if " " not in line.strip():
        return False
    kinds = {kind for kind, *_ in read_line(line)}
    return Kind.TEXT not in kinds and not _PHRASES.isdisjoint(kinds)


def _is_joined(line: str) -> bool:
    """Whether a line consists of phrases of the page if its underscores are read as blanks."""
    if "_" not in line or _has_only_phrases(line):
        return False
    return _has_only_phrases(line.replace("_", " "))


_SIGN: Final = re.compile(r"[ ][^0-9A-Za-z ,.]{1,3}(?=[ ])")
"""A sign between blanks, which may separate the parts of a card, but may also be part of a text."""


def _split(line: str, bar: str) -> list[str]:
    """Split a line at its bars; a bar within brackets is part of the text, as in `p(x|y)`.

    A text goes on behind a sign if the next word is in lower case.
    """
    if bar == "|":
        return _BARE_BAR.split(line)
    parts = line.split(bar)
    if _is_usual(bar):
        return parts
    found = parts[:1]
    for part in parts[1:]:
        if part[:1].islower() and " " in part and _are_texts(found[-1], part):
            found[-1] += bar + part
        else:
            found.append(part)
    return found


def _are_texts(*parts: str) -> bool:
    return all(read_line(part)[0][0] is Kind.TEXT for part in parts)


def _find_bar(line: str) -> str:
    """Return the bar or tab that replaces line ends in ``line``, or "" if there is none."""
    if _DOTS in line and _separates_values(line, _DOTS):
        return _DOTS
    if may_be_card(line) and line[0] != "|":
        if "\t" in line and _separates_values(line, "\t"):
            return "\t"
        for sign, times in Counter(_SIGN.findall(line)).most_common(_MOST_SIGNS):
            if times >= _MIN_BARS and _separates_values(line, f"{sign} "):
                return f"{sign} "
    usual = next(filter(lambda bar: _separates_phrases(line, bar), _BARS), "")
    if usual or (found := _BETWEEN_BUTTONS.search(line)) is None:
        return usual
    return found["bar"] if _separates_cards(line, found["bar"]) else ""


def _separates_values(line: str, sign: str) -> bool:
    """Whether a sign separates all values of a card, and not just its authors and its date from the rest."""
    if line.count(sign) < _MIN_BARS:
        return False
    parts = [part for part in _split(line, sign) if part.strip(" ·")]
    pieces = list(map(read_line, parts[:_MOST_PARTS]))
    kinds = [one[0][0] for one in pieces if len(one) == 1 or one[0][0] in _NAMED]
    alone = [kind for kind in kinds if kind is not Kind.TEXT]
    return len(alone) > 1 and Kind.TEXT in kinds and not _OF_CARDS.isdisjoint(kinds)


def _is_usual(bar: str) -> bool:
    """Whether a bar is no sign that may be part of a text."""
    return bar in _BARS or bar == _DOTS or not _SIGN.match(bar)


def _separates_cards(line: str, bar: str) -> bool:
    """Whether a sign separates phrases of a card, and not just the buttons of the page."""
    kinds = {kind for part in line.split(bar) for kind, *_ in read_line(part)}
    return not _SURE.isdisjoint(kinds)


def _separates_phrases(line: str, bar: str) -> bool:
    """Whether a bar separates phrases of the page; for a bare bar, some must be of a card, and few may have blanks."""
    bars = line.count(bar)
    if bars < _MIN_BARS:
        return False
    parts = map(read_line, _split(line, bar))
    kinds = [pieces[0][0] for pieces in parts if len(pieces) == 1]
    phrases = list(filter(_PHRASES.__contains__, kinds))
    if bar == "|":
        blanks = line.count(" |") + line.count("| ")
        return len(phrases) > 1 and _MIN_BARS * blanks <= bars and not _PHRASES_OF_CARDS.isdisjoint(phrases)
    return len(phrases) > 1


def _read_parts(line: str, bar: str) -> list[Part]:
    """Read a line in which each ``bar`` replaces a line end."""
    parts: list[Part] = []
    column = 0
    for part in _split(line, bar):
        if part.strip():
            parts.append((column, part, read_line(part)))
        column += len(part) + len(bar)
    return parts


@define
class LineReader:
    """Reads lines in the context of earlier ones: an open tag, bars as line ends, underscores as blanks."""

    tag: _OpenTag = field(factory=_OpenTag)
    bar: str = ""
    joined: bool = False
    rest: re.Pattern[str] | None = None

    @property
    def turned(self) -> bool:
        """Whether the reading of the next line may depend on earlier lines."""
        return any((self.tag.lines, self.bar, self.joined, self.rest))

    def has_part(self, line: str) -> bool:
        """Whether the reading of this line depends on earlier lines."""
        return any((self.tag.lines, self.joined, self.rest, self.bar and self.bar in line))

    def blank(self) -> None:
        """Note an empty line, which ends a tag and everything else that is open."""
        self.tag.lines = 0
        self.rest = None

    def read(self, line: str) -> list[Part]:
        """Return the parts of a line; a blank or empty line has no parts."""
        if self.joined:
            line = _with_blanks(line)
        if not line or line.isspace():
            return []
        if self.tag.lines == 0 and self.rest is None:
            start = len(line) - len(line.lstrip(" "))
            if is_plain(line, start):
                return [(0, line, [(Kind.TEXT, None, start, end_of_text(line))])]
        if not self.joined and _is_joined(line):
            self.joined = True
            line = line.replace("_", " ")
        self.bar = self.bar or _find_bar(line)
        if self.bar and self.bar in line and (_is_usual(self.bar) or _separates_values(line, self.bar)):
            return _read_parts(line, self.bar)
        return [(0, line, self._pieces(line))]

    def _pieces(self, line: str) -> list[Piece]:
        """Return the pieces of a line, after the rest of a tag that is open."""
        at = self.tag.end(line) if self.tag.lines else 0
        if self.rest and (found := self.rest.match(line)):
            at = -1 if found.end() == len(line) else found.end()
        self.rest = _rest_of(line)
        self.tag.open(line)
        return [mark(line)] if at < 0 else read_line(line, at)
