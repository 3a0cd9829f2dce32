"""Share settings and fixtures among the tests: the clock, the profiles of hypothesis, and the folder of real dumps."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.helpers.clock import stop_clock
from tests.helpers.profiles import register_profiles

register_profiles()


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
