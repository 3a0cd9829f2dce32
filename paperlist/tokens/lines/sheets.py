"""Find the lines that a printer repeats on every sheet of a page: its running head and foot.

They hold the time of printing, the title and the address of the page, and the number of the sheet. Such a line is at
the edge of a sheet, and repeats with nothing but the number of the sheet changed. If a text has too few sheets for
that, a line at an edge must look like these, too.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from ..._attrs import define
from ..._engine import line_re as re
from ..kinds import Kind
from ..phrases.line import read_line

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from ..token import Line

FORM_FEED: Final = "\f"

_LINES_AT_EDGE: Final = 4
"""How many lines before and after the end of a sheet may be running lines."""

_COUNTS_AT_EDGE: Final = 8
"""At most this many votes may be among them: some tools read the column of votes first."""

_MOST_CHARACTERS: Final = 240
"""No running line is longer."""

_MIN_SHARE: Final = 0.5
"""A running line is at the ends of at least this share of the sheets."""

_MIN_BARE_NUMBERS: Final = 3
"""A number alone on its line is that of a sheet only if at least this many sheets have one, each one more."""

_NUMBER_LAST: Final = re.compile(r"(?:/| of )[0-9]{1,4}[ \t]*$")
"""What follows the number of a sheet: the number of all sheets, at the end of the line."""

_SHEET_NUMBER: Final = re.compile(
    r"(?:[^ :]+://[^ ]*[ ])?(?:[A-Z][a-z]{2,9}[ ])?([0-9]{1,4})[ ]?(?:/|[a-z]{2,4})[ ]?([0-9]{1,4})"
)
_BARE_NUMBER: Final = re.compile(r"(?:-[ ])?([0-9]{1,4})(?:[ ]-)?")
_NUMBER: Final = re.compile(r"(?<![0-9])[0-9]{1,4}(?![0-9])")
_COUNTS: Final = re.compile(r"(?:[0-9][0-9.,]*[kK]?|-)(?:[ ](?:[0-9][0-9.,]*[kK]?|-))*")
_TIME: Final = re.compile(
    r"[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{1,4},?[ ][0-9]{1,2}[:.][0-9]{2}(?:[:.][0-9]{2})?(?:[ ][AaPp]\.?[Mm]\.?)?"
    r"(?:[ ].*)?"
)
_ADDRESS: Final = re.compile(r"(?:file:///|https?://huggingface\.co/papers)[^ ]*")
_TITLE: Final = re.compile(r".*[ ]-[ ]Hugging[ ]Face")
"""A line with the time of printing, with the address of the page, with the title of the document."""

_OF_CARDS: Final = frozenset({Kind.AUTHORS, Kind.DATE, Kind.DOT, Kind.SUBMITTED, Kind.UPVOTE, Kind.GITHUB, Kind.ARXIV})
"""Phrases that are on many cards. Some may be at the ends of several sheets by chance."""


_LAST: Final = frozenset("0123456789 \t")


def may_have_sheets(chunk: str, lines: Sequence[str]) -> bool:
    """Whether a text has a form feed, or a line that ends like the number of a sheet; its lines are given, too."""
    if FORM_FEED in chunk:
        return True
    numbered = [line for line in lines if line[-1:] in _LAST and ("/" in line or " of " in line)]
    return any(map(_NUMBER_LAST.search, numbered))


def without_form_feeds(lines: Sequence[Line]) -> list[Line]:
    """Return the lines, with each form feed before the words of one as a line of its own."""
    found: list[Line] = []
    for text, offset, number in lines:
        start = len(text) - len(text.lstrip(" \t\f"))
        feed = text.find(FORM_FEED, 0, start)
        if feed >= 0:
            found.append((text[feed:start], offset + feed, number))
        if feed < 0 or start < len(text):
            found.append((text[start:], offset + start, number) if feed >= 0 else (text, offset, number))
    return found


def _plain(line: str) -> str:
    """Return a line with single blanks between its words."""
    return " ".join(line.split()) if len(line) <= _MOST_CHARACTERS else ""


def _sheet_number(line: str) -> tuple[int, int] | None:
    """Return the number of a sheet and that of all sheets, if a line has little else: `1/21`, `Page 1 of 21`."""
    found = _SHEET_NUMBER.fullmatch(line)
    if found is None:
        return None
    number, every = int(found[1]), int(found[2])
    return (number, every) if 0 < number <= every else None


def _is_beside(lines: Sequence[str], at: int) -> bool:
    """Whether a line directly above or below another looks like a running head or foot."""
    return any(
        _looks_printed(_plain(line), beside=True) for line in (*lines[max(at - 1, 0) : at], *lines[at + 1 : at + 2])
    )


def _is_one_of_several(number: tuple[int, int], known: Container[tuple[int, int] | None]) -> bool:
    """Whether the sheet before or after one is known, or there is no other."""
    sheet, every = number
    return every == 1 or (sheet - 1, every) in known or (sheet + 1, every) in known


def _shapes(line: str, sheet: int | None = None) -> Iterator[str]:
    """Iterate over the shapes of a line: the line itself, and with each of its numbers as that of a sheet.

    ``sheet`` is the place of the sheet among others; the difference to the number on the line is then the same on all.
    A line that has only counts is never running, unless it has one number, which may be that of the sheet.
    """
    if not _COUNTS.fullmatch(line):
        yield line
    elif not _BARE_NUMBER.fullmatch(line):
        return
    for found in _NUMBER.finditer(line):
        difference = "" if sheet is None else str(int(found[0]) - sheet)
        yield f"{line[: found.start()]}\f{difference}\f{line[found.end() :]}"


def _looks_printed(line: str, *, beside: bool) -> bool:
    """Whether a line looks like a running head or foot; ``beside`` means that the line next to it is one."""
    if _TIME.fullmatch(line) or _sheet_number(line):
        return True
    return beside and (_ADDRESS.fullmatch(line) is not None or _TITLE.fullmatch(line) is not None)


@define
class Sheets:
    """Finds the running lines of a text, chunk by chunk.

    ``shapes`` are the shapes of the lines that repeat, without the numbers of the sheets. ``fed`` means that form feeds
    separate the sheets; otherwise a sheet ends with its number. ``ended`` is how many sheets have ended so far.
    """

    fed: bool
    shapes: frozenset[str] = frozenset()
    ended: int = 0

    @classmethod
    def of(cls, lines: Sequence[str]) -> Sheets:
        """Return what repeats on the sheets of a text, from its first chunk."""
        found = cls(any(FORM_FEED in line for line in lines))
        found.shapes = frozenset(found._repeated(lines))
        return found

    def _ends(self, lines: Sequence[str]) -> list[int]:
        """Return the indexes of the lines with which sheets begin."""
        if self.fed:
            return [at for at, line in enumerate(lines) if line[:1] == FORM_FEED]
        last = [(at, _sheet_number(_plain(line))) for at, line in enumerate(lines) if line.rstrip()[-1:].isdigit()]
        known = {number for _, number in last}
        return [
            at + 1 for at, number in last if number and (_is_beside(lines, at) or _is_one_of_several(number, known))
        ]

    def _repeated(self, lines: Sequence[str]) -> Iterator[str]:
        """Iterate over the shapes of the lines at the ends of most sheets, but nowhere else."""
        ends = self._ends(lines)
        everywhere = Counter(map(_plain, lines))
        enough = max(2, _MIN_SHARE * len(ends))
        for (one, shape, _), places in _places_of_shapes(lines, ends).items():
            # A line may be near several ends, and a line at one end may be there twice.
            found = min(len(set(column)) for column in zip(*places, strict=True))
            if found < enough or (one == shape and everywhere[shape] > found + 1):
                continue
            example = shape.replace(2 * FORM_FEED, "1")
            is_bare = _BARE_NUMBER.fullmatch(example) is not None
            is_of_card = any(piece[0] in _OF_CARDS for piece in read_line(example))
            if not is_of_card and (not is_bare or found >= max(_MIN_BARE_NUMBERS, len(ends))):
                yield one if is_bare else shape

    def running(self, lines: Sequence[str]) -> set[int]:
        """Return the indexes of the running lines in a chunk, and those of its form feeds."""
        ends = self._ends(lines)
        found = set(ends) if self.fed else set[int]()
        for sheet, end in enumerate([0, *ends, len(lines)], self.ended):
            for step in (-1, 1):
                found.update(self._running_at(lines, end, step, sheet))
        self.ended += len(ends)
        return found

    def _running_at(self, lines: Sequence[str], end: int, step: int, sheet: int) -> Iterator[int]:
        """Iterate over the indexes of running lines from the end of a sheet on, backwards if ``step`` is -1."""
        beside = False
        for at in _edge(lines, end, step):
            line = _plain(lines[at])
            shapes = {*_shapes(line), *_shapes(line, sheet)}
            if not shapes.isdisjoint(self.shapes) or _looks_printed(line, beside=beside):
                beside = True
                yield at
            elif not _COUNTS.fullmatch(line):
                return


def _places_of_shapes(lines: Sequence[str], ends: Sequence[int]) -> dict[tuple[str, str, int], set[tuple[int, int]]]:
    """Return where each shape is, with and without its number, above or below the ends of sheets.

    A place is the number of the end and the index of the line.
    """
    places: dict[tuple[str, str, int], set[tuple[int, int]]] = {}
    for sheet, end in enumerate([0, *ends, len(lines)]):
        for step in (-1, 1):
            for at in _edge(lines, end, step):
                line = _plain(lines[at])
                for one, shape in zip(_shapes(line, sheet), _shapes(line), strict=True) if line else ():
                    places.setdefault((one, shape, step), set()).add((sheet, at))
    return places


def _edge(lines: Sequence[str], end: int, step: int) -> Iterator[int]:
    """Iterate over the indexes of the first lines with words from the end of a sheet on."""
    words = counts = 0
    for at in range(end, len(lines)) if step > 0 else range(end - 1, -1, -1):
        text = lines[at]
        if text[:1] == FORM_FEED and at != end:
            return
        if not text or text.isspace():
            continue
        if _COUNTS.fullmatch(_plain(text)):
            counts += 1
        else:
            words += 1
        if words > _LINES_AT_EDGE or counts > _COUNTS_AT_EDGE:
            return
        yield at
