"""Test that the bounds of unknown years are those of all solutions of what is stated."""

from __future__ import annotations

import calendar
import itertools
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from paperlist.years.bounds import Years

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence


class System(NamedTuple):
    """Unknown years with all that is stated of them, in a form that can be tried out."""

    size: int
    lower: list[tuple[int, int]]
    upper: list[tuple[int, int]]
    edges: list[tuple[int, int, int]]
    leap: frozenset[int]


@st.composite
def systems(draw: st.DrawFn) -> System:
    count = draw(st.integers(1, 3))
    unknown = st.integers(0, count - 1)
    fact = st.tuples(unknown, st.integers(2020, 2024))
    return System(
        count,
        draw(st.lists(fact, max_size=3)),
        draw(st.lists(fact, max_size=3)),
        draw(st.lists(st.tuples(unknown, unknown, st.integers(0, 2)), max_size=5)),
        draw(st.frozensets(unknown, max_size=1)),
    )


def solutions(system: System, years: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Iterate over all years that satisfy a system: every assignment is tried."""
    for tried in itertools.product(years, repeat=system.size):
        if (
            all(tried[x] >= year for x, year in system.lower)
            and all(tried[x] <= year for x, year in system.upper)
            and all(tried[y] >= tried[x] + gap for x, y, gap in system.edges)
            and all(calendar.isleap(tried[x]) for x in system.leap)
        ):
            yield tried


def stated(system: System) -> Years:
    years = Years()
    for x in range(system.size):
        years.unknown(leap=x in system.leap)
    for x, year in system.lower:
        years.at_least(x, year, "printed", "")
    for x, year in system.upper:
        years.at_most(x, year, "not_after", "")
    for x, y, gap in system.edges:
        years.differ(x, y, gap)
    return years


@given(systems())
def test_bounds_are_those_of_all_solutions(system: System) -> None:
    """If there are solutions, the bounds are the least and the greatest years among them."""
    found = list(solutions(system, range(2008, 2037)))
    years = stated(system)
    clashes = years.solve()
    if not found:
        # What goes round far from any fact is met once there is one.
        anchored = stated(system._replace(lower=[*system.lower, *((x, 2010) for x in range(system.size))]))
        assert anchored.solve()
        return
    assert not clashes
    for x, tried in enumerate(zip(*found, strict=True)):
        lower, upper = years.bounds(x)
        if lower is not None:
            assert min(tried) == lower
        if upper is not None:
            assert max(tried) == upper


@given(systems(), st.randoms(use_true_random=False))
def test_the_order_of_statements_makes_no_difference(system: System, rng: random.Random) -> None:
    """Bounds, their evidence and contradictions do not depend on the order of the statements."""
    shuffled = System(
        system.size,
        rng.sample(system.lower, len(system.lower)),
        rng.sample(system.upper, len(system.upper)),
        rng.sample(system.edges, len(system.edges)),
        system.leap,
    )
    one, other = stated(system), stated(shuffled)
    assert sorted(one.solve(), key=repr) == sorted(other.solve(), key=repr)
    assert (one.lower, one.upper) == (other.lower, other.upper)


def test_years_that_go_round_contradict_themselves() -> None:
    """Two years that must each be later than the other are reported as a contradiction without bounds."""
    years = Years()
    one, other = years.unknown(), years.unknown()
    years.differ(one, other, 1)
    years.differ(other, one)
    years.at_least(one, 2024, "printed", "")
    clashes = years.solve()
    assert clashes
    assert str(clashes[0]) == "each of several years would have to be later than the others"
