"""Set the clock for all tests and doctests, those in the package and in the README included."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

from paperlist import dates

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = datetime.datetime(2026, 6, 30, tzinfo=datetime.timezone.utc)


def _now() -> datetime.datetime:
    return TODAY


@pytest.fixture(autouse=True, scope="session")
def _clock() -> Iterator[None]:
    """Make every day 2026-06-30: what a dump shows of its years depends on the day on which it is parsed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dates, "_now", _now)
        yield
