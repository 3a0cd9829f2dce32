"""Read lines whose meaning depends on earlier lines.

A line changes how the lines after it are read if it leaves an HTML tag open at its end, has bars or tabs in place of
line ends, or has underscores in place of blanks.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import define, field

from .._engine import line_re as re
from .kinds import Kind
from .markup import ATTRIBUTE, OPEN_TAG
from .phrases import SIGNATURE, is_plain, mark, read_line

if TYPE_CHECKING:
    from .phrases import Piece

Part: TypeAlias = "tuple[int, str, list[Piece]]"
"""A part of a line: its column, its characters, and its pieces."""

_TAG_LINES: Final = 4
"""A tag that has not ended after this many more lines is not a tag."""

_OPEN_TAG: Final = re.compile(OPEN_TAG)
_REST_OF_TAG: Final = re.compile(rf"{ATTRIBUTE}*[ ]*(?:/?(>)|([a-z:-]+=\"[^\"<>]*)?$)")
"""The end of a tag; or attributes after which it continues on the next line, perhaps within a value."""


@define
class _OpenTag:
    """A tag that continues over lines: for how many more at most, and whether within the value of an attribute."""

    lines: int = 0
    quoted: bool = False

    def open(self, line: str) -> None:
        """Note a tag that is still open at the end of ``line``."""
        start = line.rfind("<")
        if _OPEN_TAG.search(line, max(start - 2, 0)):
            self.lines, self.quoted = _TAG_LINES, line.count('"', start) % 2 > 0

    def end(self, line: str) -> int:
        """Return where the tag ends in ``line``; 0 if the line is not part of the tag, -1 if all of it is."""
        value = line.find('"') + 1 if self.quoted else 0
        if self.quoted and not value and "<" not in line and ">" not in line:
            self.lines -= 1
            return -1
        found = _REST_OF_TAG.match(f" {line[value:]}") if value or not self.quoted else None
        goes_on = found is not None and found[1] is None
        self.lines = self.lines - 1 if goes_on else 0
        self.quoted = goes_on and found is not None and found[2] is not None
        return 0 if found is None else -1 if goes_on else value + found.end() - 1


_BARS: Final = (" | ", "\t", "|")
_FEW_BARS: Final = 3
"""From this many bars or tabs on, these may replace line ends."""
_BARE_BAR: Final = re.compile(r"\|(?![^()|]{0,40}\))")
"""A bar that is not within brackets."""

_TELLING: Final = frozenset(Kind) - {Kind.TEXT, Kind.COUNT, Kind.MARK, Kind.LINK, Kind.REFERENCE}
"""Kinds that show that a part of a line is a phrase of the page."""


_OF_CARDS: Final = SIGNATURE | {Kind.SUBMITTED}
"""The ones of these that occur on cards."""


_STARS_LAST: Final = re.compile(r"[ ]\*{2,}[ ]*$")


def _with_blanks(line: str) -> str:
    """Replace the underscores between the words of a line, and the stars at its end, by blanks.

    The underscores stay if the line has other blanks, unless it consists of phrases of the page.
    """
    bare = _STARS_LAST.sub(lambda found: " " * len(found[0]), line)
    blank = bare.replace("_", " ")
    return bare if " " in bare.strip(" *") and not _says_phrases(blank) else blank


def _says_phrases(line: str) -> bool:
    """Whether a line consists of phrases of the page."""
    kinds = {kind for kind, *_ in read_line(line)} if " " in line.strip() else set()
    return Kind.TEXT not in kinds and not kinds.isdisjoint(_TELLING)


def _split(line: str, bar: str) -> list[str]:
    """Split a line at its bars; a bar within brackets is part of the text, as in `p(x|y)`."""
    return _BARE_BAR.split(line) if bar == "|" else line.split(bar)


def _parts(line: str, bar: str) -> list[tuple[int, str]]:
    """Split a line in which each ``bar`` replaces a line end; return the parts with their columns."""
    parts = _split(line, bar)
    return list(zip(accumulate((len(part) + len(bar) for part in parts[:-1]), initial=0), parts, strict=True))


def _find_bar(line: str) -> str:
    """Return the bar or tab that replaces line ends in ``line``, or "" if there is none."""
    return next((bar for bar in _BARS if line.count(bar) >= _FEW_BARS and _parts_phrases(line, bar)), "")


def _parts_phrases(line: str, bar: str) -> bool:
    """Whether a bar separates phrases of the page; for a bare bar, some must be of a card, and few may have blanks."""
    if bar == "|" and _FEW_BARS * (line.count(" |") + line.count("| ")) > line.count(bar):
        return False
    phrases = [
        pieces[0][0] for pieces in map(read_line, _split(line, bar)) if len(pieces) == 1 and pieces[0][0] in _TELLING
    ]
    return len(phrases) > 1 and (bar != "|" or not _OF_CARDS.isdisjoint(phrases))


@define
class LineReader:
    """Reads lines in the context of earlier ones: an open tag, bars as line ends, underscores as blanks."""

    tag: _OpenTag = field(factory=_OpenTag)
    bar: str = ""
    joined: bool = False

    @property
    def turned(self) -> bool:
        """Whether the reading of the next line may depend on earlier lines."""
        return bool(self.tag.lines or self.bar or self.joined)

    def has_part(self, line: str) -> bool:
        """Whether the reading of this line depends on earlier lines."""
        return bool(self.tag.lines or self.joined or (self.bar and self.bar in line))

    def blank(self) -> None:
        """Note an empty line, which ends a tag."""
        self.tag.lines = 0

    def read(self, line: str) -> list[Part]:
        """Return the parts of a line, which must not be empty; a blank line has no parts."""
        if self.joined:
            line = _with_blanks(line)
        if line.isspace():
            return []
        if self.tag.lines == 0:
            start = len(line) - len(line.lstrip(" "))
            if is_plain(line, start):
                return [(0, line, [(Kind.TEXT, None, start, len(line.rstrip()))])]
        if "_" in line and not self.joined and _says_phrases(line.replace("_", " ")) and not _says_phrases(line):
            self.joined = True
            line = line.replace("_", " ")
        if "|" in line or "\t" in line:
            self.bar = self.bar or _find_bar(line)
            if self.bar and self.bar in line:
                return [(place, part, read_line(part)) for place, part in _parts(line, self.bar)]
        return [(0, line, self._pieces(line))]

    def _pieces(self, line: str) -> list[Piece]:
        at = self.tag.end(line) if self.tag.lines else 0
        if "<" in line:
            self.tag.open(line)
        if at:
            return read_line(line, at) if at > 0 else [mark(line)]
        return read_line(line)
