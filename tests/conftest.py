"""Share settings and fixtures among the tests."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest
from hypothesis import settings

from paperlist.years import dates

# The same examples in every run: a failure must come from a change, not from chance.
settings.register_profile("paperlist", derandomize=True, deadline=None)
settings.register_profile("fast", derandomize=True, deadline=None, max_examples=10)  # --hypothesis-profile=fast
settings.load_profile("paperlist")


SYSTEM_NOW = dates._now  # noqa: SLF001 - there is no other way to it
TODAY = datetime.datetime(2026, 6, 30, tzinfo=datetime.timezone.utc)


def _now() -> datetime.datetime:
    return TODAY


def pytest_configure() -> None:
    """Set the clock for all tests, because the possible years of a dump depend on the day on which it is parsed."""
    dates._now = _now  # noqa: SLF001


@pytest.fixture
def corpus() -> Path:
    """Return the folder of real dumps that ``PAPERLIST_CORPUS`` names; the test is skipped where it names none."""
    named = os.environ.get("PAPERLIST_CORPUS")
    if not named:
        pytest.skip("PAPERLIST_CORPUS names no folder of dumps")
    return Path(named)
