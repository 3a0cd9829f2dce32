"""Deduce the years of one page from the dates on it and from evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._attrs import frozen
from .inference import Settled, is_unknown, settle, shape_of, shown

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator, Sequence

    from ..model import Evidence, ListingDate


@frozen
class Years:
    """The years of a page, and the evidence for them. ``read`` means that ``as_of`` has already set those of papers."""

    settled: Settled
    evidence: tuple[Evidence, ...]
    read: bool

    def contradictions(self) -> Iterator[str]:
        """Iterate over messages about conflicting evidence."""
        for clash in self.settled.clashes:
            saved = clash.unknown == self.settled.page.read
            yield clash.text("the page was saved in" if saved else "the date of the page is in")

    def dated(self, date: ListingDate) -> ListingDate:
        """Return the date of a paper with its year, or with the bounds of its year."""
        return self.settled.published(date) if is_unknown(date) and not self.read else date


def settle_page(
    dates: Iterable[ListingDate],
    listed: ListingDate | None,
    evidence: Sequence[Evidence],
    clock: tuple[Evidence, ...] = (),
    *,
    search: bool,
) -> Years:
    """Deduce the years of a page from its papers' dates and from evidence; ignore the clock if it contradicts them."""
    # A date that contradicts as_of has a diagnostic, and its year stays unknown.
    read = any(one.basis == "as_of" for one in evidence)
    shape = shape_of((date for date in dates if not (read and is_unknown(date))), search=search)
    known = tuple(dict.fromkeys((*evidence, *shown(shape))))
    if clock and not _contradicts(known, clock[0].last):
        settled = settle(shape, listed, clock + known)
        if not any(clash.has("not_after") for clash in settled.clashes):
            return Years(settled, clock + known, read)
    return Years(settle(shape, listed, known), known, read)


def _contradicts(evidence: Iterable[Evidence], day: datetime.date | None) -> bool:
    """Return whether the page was saved after ``day``, which is much faster to find than by :func:`settle`."""
    firsts = [one.first for one in evidence if one.first is not None and not one.listed]
    return bool(firsts) and day is not None and max(firsts) > day
