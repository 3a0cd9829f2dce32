"""Define what feeds of papers have in common: their name, identifiers, times and summaries."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

from .references import PAGE

if TYPE_CHECKING:
    import datetime

    from .references import Reference

NAME: Final = "Daily Papers"
HOME: Final = PAGE.rstrip("/")
"""The address of the page that lists the papers."""


def identifier(reference: Reference) -> str:
    """Return the identifier of a paper, by which feed readers recognise it: the address of its page, or else a UUID."""
    return reference.url or f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, PAGE + reference.id)}"


def timestamp(day: datetime.date | None) -> str:
    """Return a day as a time of RFC 3339; for None, the first second of 1970, which readers show as no time.

    >>> timestamp(None)
    '1970-01-01T00:00:00Z'
    """
    return f"{'1970-01-01' if day is None else day}T00:00:00Z"


def summary(reference: Reference) -> str:
    """Return the abstract and, in a paragraph of its own, the notes."""
    return "\n\n".join(filter(None, (reference.abstract, "; ".join(reference.notes)))) or reference.title
