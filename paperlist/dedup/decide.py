"""What did the caller decide?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from attrs import frozen

from .order import bare, text

if TYPE_CHECKING:
    from ..model import Sighting

Word: TypeAlias = Literal["same", "different"]


@frozen(kw_only=True)
class Decision:
    """The caller's word that two sightings are of the ``same`` paper or of ``different`` ones, and the ``reason``."""

    word: Word
    one: Sighting
    other: Sighting
    reason: str = ""


def decide(word: Word, one: Sighting, other: Sighting, reason: str = "") -> Decision:
    """Return the decision, the same whichever sighting is given first.

    >>> from paperlist.model import Paper, Sighting
    >>> a, b = (Sighting(paper=Paper(title=title)) for title in ("Ebb", "Tide"))
    >>> decide("same", a, b) == decide("same", b, a)
    True
    """
    first, second = sorted(map(bare, (one, other)), key=text)
    return Decision(word=word, one=first, other=second, reason=reason)
