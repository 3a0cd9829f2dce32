"""Split a text into lines, without what surrounds all of them.

Blanks at the end of a line mean nothing. A margin before every line, and blank lines between all lines of a wrapped
page, are left out.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate, count
from typing import TYPE_CHECKING, Final, NamedTuple

from ..._attrs import define
from .margins import end_of_margin, find_margin
from .spacing import find_spacing, without_spacing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..token import Line

TRAILING: Final = " \t"
"""Characters that mean nothing at the end of a line."""


class Split(NamedTuple):
    """The lines of a chunk, without what surrounds them: as one string with LF, as texts, and with their places.

    ``first`` is the number of the first line, and ``starts`` has the places in the text of all its lines. ``is_cut``
    means that lines do not begin there, because a margin is before them.
    """

    chunk: str
    texts: list[str]
    lines: list[Line]
    first: int
    starts: Sequence[int]
    is_cut: bool

    def starts_of(self, lines: Iterable[Line]) -> dict[int, int]:
        """Return where those lines begin in the text that are only parts of lines of it, by their numbers."""
        starts, first = self.starts, self.first
        return {number: starts[number - first] for _, offset, number in lines if offset != starts[number - first]}

    def placed(self, found: Iterable[tuple[int, str]]) -> Iterator[Line]:
        """Iterate over lines that were found at places within those of the chunk."""
        starts = list(accumulate((len(line) + 1 for line in self.chunk.split("\n")), initial=0))
        for place, words in found:
            at = bisect_right(starts, place) - 1
            _, offset, number = self.lines[at]
            for line in words.split("\n"):
                yield line, offset + place - starts[at], number


@define
class Splitter:
    """Splits the chunks of a text; the first one shows what surrounds the lines: a margin, or ``spacing`` blank lines.

    ``number`` and ``place`` are those of the next line.
    """

    number: int = 1
    place: int = 0
    margin: str = ""
    spacing: int = 0

    def split(self, chunk: str) -> Split:
        """Split the next chunk into lines."""
        texts, lengths = split_lines(chunk)
        texts = [text.rstrip(TRAILING) for text in texts]
        first, start = self.number, self.place
        *starts, self.place = accumulate(map((1).__add__, lengths), initial=start)
        self.number += len(starts)
        if first == 1:
            self.margin = find_margin(texts)
        if "\r" in chunk:
            chunk = _joined(texts)
        if not self.margin:
            return self._spaced(chunk, list(zip(texts, starts, count(first))), texts, starts, is_cut=False)
        ends = [end_of_margin(text, self.margin) for text in texts]
        texts = [text[end:] for text, end in zip(texts, ends, strict=True)]
        offsets = [place + end for place, end in zip(starts, ends, strict=True)]
        lines = list(zip(texts, offsets, count(first)))
        return self._spaced(_joined(texts), lines, texts, starts, is_cut=True)

    def _spaced(self, chunk: str, lines: list[Line], texts: list[str], starts: Sequence[int], *, is_cut: bool) -> Split:
        """Return the lines of a chunk without blank ones between all of them."""
        first = self.number - len(starts)
        if first == 1:
            self.spacing = find_spacing(texts)
        if self.spacing:
            lines = list(without_spacing(lines, self.spacing))
            texts = [text for text, _, _ in lines]
            chunk = _joined(texts)
        return Split(chunk, texts, lines, first, starts, is_cut)


def _joined(texts: Sequence[str]) -> str:
    return "\n".join([*texts, ""])


def split_lines(chunk: str) -> tuple[list[str], Iterable[int]]:
    """Split a chunk at LF, CR LF and CR; return the lines, and their lengths with their line ends minus one."""
    ended = chunk.endswith("\n")
    if "\r" not in chunk:
        lines = chunk.split("\n")
        del lines[len(lines) - ended :]
        return lines, map(len, lines)
    returned = chunk[:-1] if chunk.endswith(("\n", "\r")) else chunk
    plain = f"{returned}\n".replace("\r\n", "\n")[:-1] if ended else returned.replace("\r\n", "\n")
    if "\r" not in plain:
        return plain.split("\n"), map(len, returned.split("\n"))
    *lines, last = returned.split("\n")
    pairs = [pair for line in lines for pair in (_returned(line) if "\r" in line else ((line, len(line)),))]
    pairs += _returned(last) if ended else [(line, len(line)) for line in last.split("\r")]
    return [line for line, _ in pairs], [length for _, length in pairs]


def _returned(line: str) -> Iterator[tuple[str, int]]:
    """Split a line at carriage returns; iterate over the parts, each with its length.

    Two carriage returns at the end and the LF after them are one line end: some programs write CR LF as CR CR LF.
    """
    bare = line.removesuffix("\r").removesuffix("\r")
    *parts, last = bare.split("\r")
    yield from zip(parts, map(len, parts), strict=True)
    yield last, len(last) + len(line) - len(bare)
