"""Record the caller's decisions about pairs of sightings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import frozen

from .order import bare, text

if TYPE_CHECKING:
    from ..model import Sighting

Word: TypeAlias = Literal["same", "different"]


@frozen(kw_only=True)
class Decision:
    """A decision of the caller that two sightings are the ``same`` paper or ``different`` ones, with its ``reason``."""

    word: Word
    one: Sighting
    other: Sighting
    reason: str = ""


def decide(word: Word, one: Sighting, other: Sighting, reason: str = "") -> Decision:
    """Return a decision on two sightings; their order does not matter.

    >>> from paperlist.model import Paper, Sighting
    >>> a, b = (Sighting(paper=Paper(title=title)) for title in ("Ebb", "Tide"))
    >>> decide("same", a, b) == decide("same", b, a)
    True
    """
    first, second = sorted(map(bare, (one, other)), key=text)
    return Decision(word=word, one=first, other=second, reason=reason)
