"""Find the places in a file from which the parts of its translation come."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING

from ..._attrs import evolve
from ..lines.splitting import split_lines

if TYPE_CHECKING:
    from collections.abc import Collection

    from ...errors import Diagnostic, Span
    from ...model import Listing, Paper
    from ..token import Token


class Origin:
    """The places in ``source`` from which the parts of a translated text come.

    A part is a copy of its place, or it replaces other characters, such as a letter that replaces an entity. A part
    with an empty place was added.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.length = 0
        self._parts: list[int] = []
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, length: int, start: int, end: int) -> None:
        """Note that the next ``length`` characters of the text come from this place."""
        self._parts.append(self.length)
        self._starts.append(start)
        self._ends.append(end)
        self.length += length

    def extend(self, other: Origin) -> None:
        """Note that the text of ``other`` follows."""
        self._parts += [part + self.length for part in other._parts]
        self._starts += other._starts
        self._ends += other._ends
        self.length += other.length

    def span(self, span: Span) -> Span:
        """Return the place in the source of a part of the text.

        >>> origin = Origin("a &lt; b")
        >>> for part in ((2, 0, 2), (1, 2, 6), (2, 6, 8)): origin.add(*part)
        >>> origin.span((0, 3)), origin.span((2, 5))
        ((0, 6), (2, 8))
        """
        if not self._parts:
            return 0, 0
        at = bisect_right(self._parts, span[0]) - 1
        start = min(self._starts[at] + span[0] - self._parts[at], self._ends[at])
        at = max(bisect_left(self._parts, span[1]) - 1, 0)
        is_whole = span[1] == (self._parts[at + 1] if at + 1 < len(self._parts) else self.length)
        end = self._ends[at] if is_whole else min(self._starts[at] + span[1] - self._parts[at], self._ends[at])
        return start, max(start, end)

    @cached_property
    def _lines(self) -> list[int]:
        _, lengths = split_lines(self.source)
        return list(accumulate(map((1).__add__, lengths), initial=0))[:-1] or [0]

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of a place in the source, both from 1."""
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def placed(self, listing: Listing, *, of_file: Collection[Diagnostic] = ()) -> Listing:
        """Return the listing of the text with its places in the source, except for the diagnostics ``of_file``."""
        found = [one if one in of_file else self._moved(one) for one in listing.diagnostics]
        papers: list[Paper] = []
        for paper in listing:
            span = self.span(paper.span or (0, 0))
            papers.append(evolve(paper, line=self.line_and_column(span[0])[0], span=span))
        return evolve(listing, papers=papers, diagnostics=sorted(found, key=attrgetter("span")))

    def _moved(self, found: Diagnostic) -> Diagnostic:
        span = self.span(found.span)
        line, column = self.line_and_column(span[0])
        return evolve(found, line=line, column=column, span=span)

    def token(self, token: Token) -> Token:
        """Return a token of the text as a part of the source."""
        start, end = self.span(token.span)
        line, column = self.line_and_column(start)
        first = start - column + 1
        return token._replace(offset=first, start=start - first, end=end - first, line=line, raw=self.source[first:end])
