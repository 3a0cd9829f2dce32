"""Test that no public call takes disproportionately long, whichever papers it is given."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import pytest

from tests.helpers.calls import CALLS, OTHERS, TEXT_CALLS, public_calls
from tests.helpers.growth import apart, assert_linear, seconds, steps
from tests.helpers.listings import LISTINGS

if TYPE_CHECKING:
    from tests.helpers.calls import Call

SECONDS: Final = 0.03
STEPS: Final = 5_000
"""What takes less for the largest input is not judged."""

QUICK: Final = ("different papers", "consecutive days")

GROWING: Final = {"one paper every day", "titles under one id", "revised titles", "doubtful duplicates"}
"""Here every dump changes one entry, which is made anew whenever somebody looks at the catalog between two dumps."""


def test_every_public_call_is_on_a_list() -> None:
    """A new function or method needs a measurement, or a reason for none."""
    listed = {*CALLS, *TEXT_CALLS, *OTHERS}
    assert public_calls() <= listed
    public = {name for name in listed if "._" not in name}
    assert public - public_calls() == {"Explanation.count", "Explanation.index"}  # from collections.abc


def _steps(call: Call, name: str, size: int) -> int:
    given = call.prepare(LISTINGS[name](size))
    return steps(lambda: call.work(given))


def _seconds(call: Call, name: str, size: int) -> float:
    """Return the processor time of a call, the less of two; nothing of the first is remembered in the second."""
    taken: list[float] = []
    for _ in range(2):
        given = call.prepare(LISTINGS[name](size))
        taken.append(seconds(partial(call.work, given), 1))
    return min(taken)


@pytest.mark.parametrize("name", QUICK)
@pytest.mark.parametrize("call", CALLS)
def test_steps_grow_with_the_number_of_papers(call: str, name: str) -> None:
    """The lines and functions that a call runs are counted for 16, 32 and 64 papers."""
    assert_linear(partial(_steps, CALLS[call], name), 8, least=STEPS)


@apart
@pytest.mark.slow
@pytest.mark.parametrize("name", LISTINGS)
@pytest.mark.parametrize("call", CALLS)
def test_time_grows_with_the_number_of_papers(call: str, name: str) -> None:
    """The time is measured for up to 480 papers: of one title, under one id, in chains of days, with long titles."""
    if call == "Catalog.add" and name in GROWING:
        pytest.skip("an entry that grows is made anew each time")
    assert_linear(partial(_seconds, CALLS[call], name), 60, least=SECONDS)
