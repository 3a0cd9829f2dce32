"""Test that no regular expression of the package takes disproportionately long on any text made to that end."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Final

import pytest

from tests.helpers import patterns, pumping
from tests.helpers.growth import apart, assert_linear, exponent, seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.helpers.patterns import Compiled
    from tests.helpers.pumping import Family

SECONDS_PER_CHARACTER: Final = 5e-7
"""What takes less than this is not measured again: what grows faster than the text takes more for the longest texts."""
SMALLEST: Final = 16
GROWTH: Final = 1.7


def slow_size(call: Callable[[str], object], family: Family, longest: int) -> int | None:
    """Return the size of the first text of a family that takes long for its size, or None if all are fast.

    Sizes grow slowly, so that even exponential growth is noticed in time.
    """
    size = SMALLEST
    while True:
        text = pumping.text(family, size)
        start = time.process_time()
        call(text)
        limit = SECONDS_PER_CHARACTER * size + 0.0005
        if time.process_time() - start > limit and _seconds(call, family, size) > limit:
            return size
        if size == longest:
            return None
        size = min(longest, int(size * GROWTH))


def suspects(one: Compiled, longest: int) -> Iterator[tuple[Family, Callable[[str], object], int]]:
    """Iterate over the families of texts on which a pattern is slow, with the method that is slow and a size."""
    for family in pumping.families(one.pattern):
        for _, call in one.calls():
            if (size := slow_size(call, family, longest)) is not None:
                yield family, call, size


def check(one: Compiled, longest: int) -> None:
    """Fail if the time that a pattern takes grows faster than a text up to ``longest`` characters long.

    A repeat with a bound, such as ``.{0,200}``, takes more time for each place until the text is longer than the bound.
    So what grows less than with the square of the length is measured with longer texts.
    """
    for family, call, size in suspects(one, longest):
        work = partial(_seconds, call, family)
        start = max(size // 4, SMALLEST)
        quadratic = exponent(work, start) >= 2
        assert_linear(work, start if quadratic else start * 8)


def _seconds(call: Callable[[str], object], family: Family, size: int) -> float:
    text = pumping.text(family, size)
    return seconds(lambda: call(text), 5)


@pytest.mark.parametrize("one", patterns.compiled(), ids=str)
def test_patterns_take_time_that_grows_with_the_text(one: Compiled) -> None:
    """Each repeat of each pattern is tried with what it repeats hundreds of times, by each method that is called."""
    check(one, 1_000)


@apart
@pytest.mark.slow
@pytest.mark.parametrize("one", patterns.compiled(), ids=str)
def test_patterns_take_time_that_grows_with_long_texts(one: Compiled) -> None:
    """The same with texts twenty times as long."""
    check(one, 20_000)
