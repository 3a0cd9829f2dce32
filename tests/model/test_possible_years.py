"""Test dates whose years are known only within bounds."""

from __future__ import annotations

import contextlib
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import ListingDate


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [(None, None, ""), (2024, None, "2024 or later"), (None, 2024, "2024 or earlier"), (2024, 2025, "2024 or 2025"),
     (2023, 2025, "2023 to 2025"), (2025, 2025, "2025"), (2025, 2024, "")],
)  # fmt: skip
def test_bounds_are_told_in_words(earliest: int | None, latest: int | None, words: str) -> None:
    """Without bounds, or if they contradict each other, the text is empty."""
    assert ListingDate(month=3, day=4, earliest=earliest, latest=latest).years() == words


def test_a_year_is_assumed_on_request_alone() -> None:
    """Either bound can be assumed, and is marked; without usable bounds, or if the year is known, nothing changes."""
    day = ListingDate(month=3, day=4, earliest=2023, latest=2025)
    assert [str(day.assume()), str(day.assume("latest"))] == ["2023-03-04", "2025-03-04"]
    assert (day.assume().year_basis, day.assume().earliest, day.assume().latest) == ("assumed", 2023, 2025)
    for other in (ListingDate(month=3, day=4), ListingDate(month=3, day=4, earliest=2025, latest=2024), day.assume()):
        assert other.assume() is other
    with pytest.raises(ValueError, match="expected 'earliest' or 'latest', got 'likeliest'"):
        day.assume("likeliest")  # type: ignore[arg-type] # what a caller may write


def test_bounds_order_days() -> None:
    """Days are compared if their bounds leave no doubt; otherwise comparing them is an error."""
    early, late = ListingDate(month=12, day=12, latest=2024), ListingDate(month=3, day=4, earliest=2025)
    assert early < late
    assert early <= late
    assert not late < early
    assert not late <= early
    assert late > early
    assert late >= early
    assert early.sort_key() < late.sort_key()
    for doubtful in (ListingDate(month=12, day=11, earliest=2024), ListingDate(month=12, day=12)):
        with pytest.raises(TypeError, match="whose years are unknown; sort with key="):
            assert early < doubtful


BOUNDED = st.builds(
    ListingDate,
    month=st.sampled_from((2, 12)),
    day=st.integers(1, 2),
    earliest=st.none() | st.integers(2020, 2022),
    latest=st.none() | st.integers(2022, 2024),
)


@given(st.lists(BOUNDED, max_size=5))
def test_sorting_never_belies_what_is_known(days: list[ListingDate]) -> None:
    """No day that must be later comes before another."""
    ordered = sorted(days, key=ListingDate.sort_key)
    for one, other in itertools.combinations(ordered, 2):
        with contextlib.suppress(TypeError):
            assert not other < one
