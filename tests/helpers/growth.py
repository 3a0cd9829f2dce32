"""Measure how fast the work grows with the size of the input."""

from __future__ import annotations

import math
import os
import sys
import time
import timeit
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

apart: Final = pytest.mark.skipif(not os.environ.get("PAPERLIST_HOSTILE"), reason="PAPERLIST_HOSTILE is not set")
"""Marks tests that take minutes, and so are run apart from all others."""

BOUND: Final = 1.3
"""The largest exponent that passes: work that grows with the size to this power."""


def seconds(call: Callable[[], object], times: int = 3) -> float:
    """Return the processor time of a call without collecting garbage, the least of several."""
    return min(timeit.repeat(call, timer=time.process_time, number=1, repeat=times))


def steps(call: Callable[[], object]) -> int:
    """Return how many lines of Python and how many functions a call runs, also those written in C."""
    count = 0

    def traced(*_: object) -> Any:
        nonlocal count
        count += 1
        return traced

    def profiled(*_: object) -> None:
        nonlocal count
        count += 1

    before = sys.gettrace(), sys.getprofile()
    sys.settrace(traced)
    sys.setprofile(profiled)
    try:
        call()
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
    return count


def exponent(work: Callable[[int], float], size: int, least: float = 0) -> float:
    """Return the exponent with which work grows, from what it is for 2, 4 and 8 times a size.

    What is the same for all sizes does not count: it would hide the growth. Less than the ``least`` work is not judged.
    """
    two, four, eight = (work(size * times) for times in (2, 4, 8))
    if four <= two or eight <= four or eight < least:
        return 0.0
    return math.log2((eight - four) / (four - two))


def assert_linear(work: Callable[[int], float], size: int, *, least: float = 0, tries: int = 4) -> None:
    """Fail if work grows faster than :data:`BOUND` allows, each time that it is measured.

    The machine may be busy with other things, but is not each time.
    """
    found: list[float] = []
    while len(found) < tries and min(found, default=math.inf) > BOUND:
        found.append(exponent(work, size, least))
    assert min(found) <= BOUND, f"work grows with the exponents {found}"
