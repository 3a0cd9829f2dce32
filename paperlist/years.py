"""Which years are possible?

Every year that is asked for, of a page's reading, of the day it lists, of a paper's publication, is an unknown between
a least and a greatest year, each with the evidence for it. One unknown may be no earlier than another and some years.

Such differences leave one least and one greatest solution (an unknown that must be a leap year keeps this: of any two
solutions the smaller values are one, and the greater too). So the bounds that are left when no difference moves any
further are exact, in whichever order they are followed, and the years of all least bounds fit together.
Cormen et al., *Introduction to Algorithms*, "Difference constraints and shortest paths".
"""

from __future__ import annotations

import calendar
from datetime import MAXYEAR, MINYEAR
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from attrs import define, field

from .model import YEAR_BASES

if TYPE_CHECKING:
    from .model import YearBasis

FARTHEST: Final = 100
"""How many years beyond all evidence a bound may move: what moves on goes round, and so contradicts itself."""

UP: Final = 1
DOWN: Final = -1


class Bound(NamedTuple):
    """The least that a year can be (or, with its sign turned, the greatest), and the evidence: how strong, and which.

    Of two bounds the greater is the tighter, and of equal years the one with the stronger evidence.
    """

    year: int
    strength: int
    told: str

    @property
    def basis(self) -> YearBasis:
        """What kind of evidence it is."""
        return YEAR_BASES[self.strength]


Bounds: TypeAlias = "dict[int, Bound]"
"""The bounds of those unknowns that have any."""


class Clash(NamedTuple):
    """An unknown that evidence bounds from both sides so that no year is left; from one where differences go round."""

    unknown: int
    lower: Bound | None
    upper: Bound | None

    def __str__(self) -> str:
        if self.lower is None or self.upper is None:
            return "each of several years would have to come after the others"
        return (
            f"{self.lower.year} or later by {self.lower.basis} ({self.lower.told}), "
            f"but {-self.upper.year} or earlier by {self.upper.basis} ({self.upper.told})"
        )


@define
class _Side:
    """All lower bounds, or with their signs turned all upper ones, and where each leads and by how many years."""

    sign: int
    stated: Bounds = field(factory=dict)
    edges: list[list[tuple[int, int]]] = field(factory=list)

    def state(self, x: int, bound: Bound) -> None:
        known = self.stated.get(x)
        if known is None or bound > known:
            self.stated[x] = bound

    def start(self, leap: set[int], gone: set[int]) -> Bounds:
        """Return the bounds as stated, but for the unknowns that are gone."""
        return {x: self.fitting(bound, x, leap) for x, bound in self.stated.items() if x not in gone}

    def fitting(self, bound: Bound, x: int, leap: set[int]) -> Bound:
        """Return ``bound``, or for an unknown in ``leap`` that of the next leap year."""
        if x not in leap:
            return bound
        year = self.sign * bound.year
        while not calendar.isleap(year):
            year += self.sign
        return bound._replace(year=self.sign * year)

    def moved(self, fresh: Bounds, bounds: Bounds, leap: set[int], gone: set[int]) -> Bounds:
        """Enter into ``bounds`` what follows from the ``fresh`` ones in one step, and return that."""
        found: Bounds = {}
        for x, bound in fresh.items():
            for y, gap in self.edges[x]:
                if y not in gone:
                    there = self.fitting(bound._replace(year=bound.year + gap) if gap else bound, y, leap)
                    known = found.get(y) or bounds.get(y)
                    if known is None or there > known:
                        found[y] = there
        bounds.update(found)
        return found


@define
class Years:
    """Unknown years, numbered from 0, with what is known of each and between them.

    Those in ``leap`` are leap years; those in ``ties`` are of papers, which tie pages together.

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
        """Return the number of a new unknown, which must be a leap year where ``leap``."""
        x = len(self._up.edges)
        self._up.edges.append([])
        self._down.edges.append([])
        if leap:
            self.leap.add(x)
        return x

    def at_least(self, x: int, year: int, basis: YearBasis, told: str) -> None:
        """State that unknown ``x`` is ``year`` or later."""
        self._up.state(x, Bound(year, YEAR_BASES.index(basis), told))

    def at_most(self, x: int, year: int, basis: YearBasis, told: str) -> None:
        """State that unknown ``x`` is ``year`` or earlier."""
        self._down.state(x, Bound(-year, YEAR_BASES.index(basis), told))

    def differ(self, x: int, y: int, gap: int = 0) -> None:
        """State that ``y`` is no earlier than ``x`` and ``gap`` years."""
        self._up.edges[x].append((y, gap))
        self._down.edges[y].append((x, gap))

    def same(self, x: int, y: int) -> None:
        """State that ``x`` and ``y`` are one year."""
        self.differ(x, y)
        self.differ(y, x)

    def bounds(self, x: int) -> tuple[int | None, int | None]:
        """Return the least and the greatest year that ``x`` can be, once solved; None for no bound."""
        lower, upper = self.lower.get(x), self.upper.get(x)
        return lower and lower.year, None if upper is None else -upper.year

    def basis(self, x: int) -> YearBasis:
        """Return how the year of ``x`` is known where its bounds meet: by the evidence for both, if of one kind."""
        one, other = self.lower[x].basis, self.upper[x].basis
        return one if one == other != "printed" else "bounds"

    def solve(self) -> list[Clash]:
        """Tighten all bounds until nothing moves, and return where evidence clashes.

        An unknown at which it meets has no bounds then, and tells nothing of others. Where it meets at several in one
        step, the ties among them give way: rather are two papers taken for one than that a page belies itself. The
        order of statements has no part in this.
        """
        found: list[Clash] = []
        gone: set[int] = set()
        while clashes := self._tighten(gone):
            met = [clash for clash in clashes if clash.unknown in self.ties] or clashes
            found += met
            gone.update(clash.unknown for clash in met)
        return found

    def _tighten(self, gone: set[int]) -> list[Clash]:
        """Move all bounds, step by step, up to the first clash."""
        low = self.lower = self._up.start(self.leap, gone)
        high = self.upper = self._down.start(self.leap, gone)
        years = [*(bound.year for bound in low.values()), *(-bound.year for bound in high.values())]
        ends = max(min(years, default=MINYEAR) - FARTHEST, MINYEAR), min(max(years, default=0) + FARTHEST, MAXYEAR)
        low, high = dict(low), dict(high)
        while low or high:
            if clashes := self._clashes(low, high, ends):
                return clashes
            low = self._up.moved(low, self.lower, self.leap, gone)
            high = self._down.moved(high, self.upper, self.leap, gone)
        return []

    def _clashes(self, low: Bounds, high: Bounds, ends: tuple[int, int]) -> list[Clash]:
        """Return where the bounds that moved last leave no year, or run off the ends of all evidence."""
        clashes = [
            Clash(x, a, b)
            for x in sorted(low.keys() | high.keys())
            if (a := self.lower.get(x)) is not None and (b := self.upper.get(x)) is not None and a.year > -b.year
        ]
        clashes += [Clash(x, bound, None) for x, bound in low.items() if bound.year > ends[1]]
        clashes += [Clash(x, None, bound) for x, bound in high.items() if -bound.year < ends[0]]
        return clashes
