"""Share settings and fixtures among the tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run: a failure must come from a change, not from chance.
settings.register_profile("paperlist", derandomize=True, deadline=None)
settings.load_profile("paperlist")


@pytest.fixture
def corpus() -> Path:
    """Return the folder of real dumps that ``PAPERLIST_CORPUS`` names; the test is skipped where it names none."""
    named = os.environ.get("PAPERLIST_CORPUS")
    if not named:
        pytest.skip("PAPERLIST_CORPUS names no folder of dumps")
    return Path(named)
