"""Set the clock to one day for all tests, because the possible years of a dump depend on the day of parsing."""

from __future__ import annotations

import datetime
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from paperlist.years import dates

if TYPE_CHECKING:
    from collections.abc import Generator

SYSTEM_NOW: Final = dates._now  # noqa: SLF001 - there is no other way to it
TODAY: Final = datetime.datetime(2026, 6, 30, tzinfo=datetime.timezone.utc)


def _today() -> datetime.datetime:
    return TODAY


def stop_clock() -> None:
    """Set the clock to :data:`TODAY` from now on."""
    dates._now = _today  # noqa: SLF001


@contextmanager
def stopped_clock() -> Generator[None, None, None]:
    """Set the clock to :data:`TODAY` within a ``with`` statement."""
    before = dates._now  # noqa: SLF001
    stop_clock()
    try:
        yield
    finally:
        dates._now = before  # noqa: SLF001
