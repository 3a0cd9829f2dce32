"""Compute the possible years of pages and papers from bounds and from differences between them.

There are three kinds of unknown years: the year in which a page was saved, the year of the date at its top, and the
year in which a paper was published. Each has a lower and an upper bound, with the evidence for them. In addition, one
unknown may have to be at least another plus some years.

Such differences have one least and one greatest solution. This holds with leap years too: the smaller values of any two
solutions are a solution, and so are the greater. So the bounds that remain once nothing moves are exact, whatever the
order of computation, and the years of all lower bounds are consistent. See Cormen et al., *Introduction to Algorithms*,
"Difference constraints and shortest paths".
"""

from __future__ import annotations

import calendar
from datetime import MAXYEAR, MINYEAR
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from .._attrs import define, field
from ..model import YEAR_BASES

if TYPE_CHECKING:
    from ..model import YearBasis

FARTHEST: Final = 100
"""The years by which a bound may exceed all evidence. A bound that moves further is in a cycle, a contradiction."""

_STRENGTHS: Final = {basis: strength for strength, basis in enumerate(YEAR_BASES)}

WORDS: Final[dict[YearBasis, str]] = {
    "bounds": "other evidence",
    "file_name": "the file name",
    "link": "a link",
    "arxiv_id": "an arXiv id",
    "capture": "the capture line",
    "address": "the address of the page",
    "printed": "the printed date",
}
"""The words for each kind of evidence in messages; the others are names of options."""

UP: Final = 1
DOWN: Final = -1


class Bound(NamedTuple):
    """A lower bound of a year, or with the opposite sign an upper bound, with its evidence.

    Of two bounds the greater is the tighter one. Of two bounds with the same year it is the one with the stronger
    evidence.
    """

    year: int
    strength: int
    reason: str

    @property
    def basis(self) -> YearBasis:
        """The kind of the evidence."""
        return YEAR_BASES[self.strength]

    def words(self) -> str:
        """Return the words for the evidence in a message."""
        return f"{WORDS.get(self.basis, self.basis)} ({self.reason})"


Bounds: TypeAlias = "dict[int, Bound]"
"""The bounds of the unknowns that have one."""


class Clash(NamedTuple):
    """An unknown for which no year is possible. In a cycle of differences it has only one of the two bounds."""

    unknown: int
    lower: Bound | None
    upper: Bound | None

    def has(self, basis: YearBasis) -> bool:
        """Return whether one of the two bounds has evidence of this kind."""
        return any(bound is not None and bound.basis == basis for bound in (self.lower, self.upper))

    def text(self, what: str = "") -> str:
        """Return the message; ``what`` is followed by the year, as in ``the page was saved in``."""
        if self.lower is None or self.upper is None:
            return "each of several years would have to be later than the others"
        lower, upper = self.lower.words(), self.upper.words()
        means = f"means {what} {self.lower.year}" if what else f"means {self.lower.year}"
        return f"{lower} {means} or later, but {upper} means {-self.upper.year} or earlier"

    def __str__(self) -> str:
        return self.text()


@define
class _Side:
    """All lower bounds, or with the opposite sign all upper ones, and the differences that they imply bounds by."""

    sign: int
    stated: Bounds = field(factory=dict)
    edges: list[list[int]] = field(factory=list)
    """For each unknown, others and the differences to them, in turns: a pair for each would need four times as much."""

    def state(self, x: int, bound: Bound) -> None:
        known = self.stated.get(x)
        if known is None or bound > known:
            self.stated[x] = bound

    def start(self, leap: set[int], gone: set[int]) -> Bounds:
        """Return the stated bounds, without the unknowns that are gone."""
        start = {x: bound for x, bound in self.stated.items() if x not in gone}
        for x in leap & start.keys():
            start[x] = self.in_leap_year(start[x])
        return start

    def in_leap_year(self, bound: Bound) -> Bound:
        """Return ``bound``, moved to the next leap year."""
        year = self.sign * bound.year
        while not calendar.isleap(year):
            year += self.sign
        return bound._replace(year=self.sign * year)

    def moved(self, fresh: Bounds, bounds: Bounds, leap: set[int], gone: set[int]) -> Bounds:
        """Add to ``bounds`` those that the ``fresh`` ones imply in one step, and return these."""
        found: Bounds = {}
        for x, bound in fresh.items():
            edges = iter(self.edges[x])
            for y, gap in zip(edges, edges):  # noqa: B905 - it is one iterator
                if y in gone:
                    continue
                there = Bound(bound.year + gap, bound.strength, bound.reason) if gap else bound
                if y in leap:
                    there = self.in_leap_year(there)
                known = found.get(y) or bounds.get(y)
                if known is None or there > known:
                    found[y] = there
        bounds.update(found)
        return found


@define
class Years:
    """Unknown years, numbered from 0, with their bounds and the differences between them.

    The unknowns in ``leap`` must be leap years. Those in ``ties`` are of papers, which connect several pages.

    >>> years = Years()
    >>> listed, read = years.unknown(), years.unknown()
    >>> years.differ(listed, read)
    >>> years.at_least(listed, 2031, "printed", "Oct 7, 2030")
    >>> years.solve(), years.bounds(read)
    ([], (2031, None))
    """

    leap: set[int] = field(factory=set)
    ties: set[int] = field(factory=set)
    lower: Bounds = field(factory=dict)
    upper: Bounds = field(factory=dict)
    _up: _Side = field(factory=lambda: _Side(UP))
    _down: _Side = field(factory=lambda: _Side(DOWN))

    def unknown(self, *, leap: bool = False) -> int:
        """Add an unknown, which must be a leap year if ``leap``, and return its number."""
        x = len(self._up.edges)
        self._up.edges.append([])
        self._down.edges.append([])
        if leap:
            self.leap.add(x)
        return x

    def at_least(self, x: int, year: int, basis: YearBasis, reason: str) -> None:
        """Record that unknown ``x`` is ``year`` or later."""
        self._up.state(x, Bound(year, _STRENGTHS[basis], reason))

    def at_most(self, x: int, year: int, basis: YearBasis, reason: str) -> None:
        """Record that unknown ``x`` is ``year`` or earlier."""
        self._down.state(x, Bound(-year, _STRENGTHS[basis], reason))

    def differ(self, x: int, y: int, gap: int = 0) -> None:
        """Record that ``y`` is at least ``x + gap``."""
        self._up.edges[x] += (y, gap)
        self._down.edges[y] += (x, gap)

    def same(self, x: int, y: int) -> None:
        """Record that ``x`` and ``y`` are the same year."""
        self.differ(x, y)
        self.differ(y, x)

    def bounds(self, x: int) -> tuple[int | None, int | None]:
        """Return the first and the last possible year of ``x``, once solved; None means no bound."""
        lower, upper = self.lower.get(x), self.upper.get(x)
        return lower and lower.year, None if upper is None else -upper.year

    def basis(self, x: int) -> YearBasis:
        """Return the kind of evidence for the year of ``x``, if its bounds are equal: ``bounds`` for several kinds."""
        one, other = self.lower[x].basis, self.upper[x].basis
        return one if one == other != "printed" else "bounds"

    def solve(self) -> list[Clash]:
        """Tighten all bounds until nothing moves, and return the conflicts in the evidence.

        An unknown with a clash has no bounds afterwards, and implies nothing about others. If several clash in the same
        step, only those in ``ties`` are given up: it is likelier that two papers were taken for one than that a page
        contradicts itself. The order in which the bounds were recorded makes no difference.
        """
        found: list[Clash] = []
        gone: set[int] = set()
        while clashes := self._tighten(gone):
            met = [clash for clash in clashes if clash.unknown in self.ties] or clashes
            found += met
            gone.update(clash.unknown for clash in met)
        return found

    def _tighten(self, gone: set[int]) -> list[Clash]:
        """Tighten all bounds step by step, up to the first clash."""
        self.lower, self.upper = self._up.start(self.leap, gone), self._down.start(self.leap, gone)
        low, high = stated = dict(self.lower), dict(self.upper)
        ends, moved = (MINYEAR, MAXYEAR), False
        while low or high:
            if clashes := self._clashes(low, high, ends):
                return clashes
            low = self._up.moved(low, self.lower, self.leap, gone) if low else low
            high = self._down.moved(high, self.upper, self.leap, gone) if high else high
            if not moved and (low or high):
                ends, moved = _ends(*stated), True
        return []

    def _clashes(self, low: Bounds, high: Bounds, ends: tuple[int, int]) -> list[Clash]:
        """Return where the bounds that moved last leave no possible year, or are beyond the ``ends``."""
        lower, upper = self.lower, self.upper
        clashes: list[Clash] = []
        if lower and upper:
            crossed = [x for x in {*low, *high} if x in lower and x in upper and lower[x].year > -upper[x].year]
            clashes += [Clash(x, lower[x], upper[x]) for x in sorted(crossed)]
        clashes += [Clash(x, bound, None) for x, bound in low.items() if bound.year > ends[1]]
        clashes += [Clash(x, None, bound) for x, bound in high.items() if -bound.year < ends[0]]
        return clashes


def _ends(low: Bounds, high: Bounds) -> tuple[int, int]:
    """Return the first and the last year that a bound may reach."""
    years = [bound.year for bound in low.values()] + [-bound.year for bound in high.values()]
    return max(min(years) - FARTHEST, MINYEAR), min(max(years) + FARTHEST, MAXYEAR)
