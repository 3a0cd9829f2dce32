"""Test that many processes can update one catalog, and be killed at any moment, without lost or doubled sightings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.benchmarks.update import faults

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.mark.skipif(os.name == "nt", reason="a killed process leaves its lock's file open there for a while")
def test_many_processes_at_once_lose_nothing(tmp_path: Path) -> None:
    """Eight processes add days, some of them twice, are killed and started again, and nothing is lost or doubled."""
    assert faults(tmp_path, 0, each=6, kills=6) == []
