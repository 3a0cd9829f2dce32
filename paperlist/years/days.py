"""Hold what the caller and the clock say about the day on which a page was saved."""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from .._attrs import frozen
from .dates import day_or_year, today
from .evidence import by_caller

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model import Evidence
    from .dates import AsOf, DayOrYear


@frozen
class Days:
    """What is known about the day or year on which a page was saved: from the caller, or else from the clock."""

    as_of: AsOf
    evidence: tuple[Evidence, ...]
    clock: tuple[Evidence, ...]

    @classmethod
    def given(cls, as_of: DayOrYear, not_after: DayOrYear, now: datetime.date | None = None) -> Days:
        """Check the values that a caller passed; ``now`` is the day of parsing, today if it is None."""
        if as_of is not_after is None:
            return _clock(now or today())
        saved, limit = day_or_year(as_of, "as_of"), day_or_year(not_after, "not_after")
        return cls(saved, tuple(by_caller(saved, limit)), ())

    def snapshot(self, evidence: Iterable[Evidence]) -> str | None:
        """Return the day on which a page was saved, if the caller or the last of its capture lines gives it."""
        if isinstance(self.as_of, datetime.date):
            return self.as_of.isoformat()
        found = [one.reason for one in evidence if one.basis == "capture"]
        return max(found) if found else None


@lru_cache(1)
def _clock(day: datetime.date) -> Days:
    return Days(None, (), tuple(by_caller(not_after=day)))
