"""Share settings and fixtures among the tests: the clock, the profiles of hypothesis, and the folder of real dumps."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.helpers.clock import stop_clock

# The same examples in every run: a failure must come from a change, not from chance.
settings.register_profile("paperlist", derandomize=True, deadline=None)
settings.register_profile("fast", derandomize=True, deadline=None, max_examples=10)  # --hypothesis-profile=fast
settings.load_profile("paperlist")


def pytest_configure() -> None:
    """Stop the clock for all tests."""
    stop_clock()


@pytest.fixture
def corpus() -> Path:
    """Return the folder of real dumps that ``PAPERLIST_CORPUS`` names; the test is skipped if it is not set."""
    named = os.environ.get("PAPERLIST_CORPUS")
    if not named:
        pytest.skip("PAPERLIST_CORPUS names no folder of dumps")
    return Path(named)
