"""Define the caller's decisions about pairs of cards."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attrs import evolve, frozen

from ..model import Dump, Sighting
from .order import bare, text

Word: TypeAlias = Literal["same", "different"]


@frozen(kw_only=True)
class Decision:
    """The caller's decision that two cards show the ``same`` paper or ``different`` ones, and the ``reason``.

    ``one`` and ``other`` are cards as :func:`card` returns them.
    """

    word: Word
    one: Sighting
    other: Sighting
    reason: str = ""


def card(sighting: Sighting) -> Sighting:
    """Return a sighting with only its listing date, position and paper, as the page prints them.

    So a decision applies to the same card in every copy of a dump, whichever years have been deduced.

    >>> from paperlist.model import Paper
    >>> card(Sighting(paper=Paper(title="Ebb"), dump=Dump(digest="1"))) == Sighting(paper=Paper(title="Ebb"))
    True
    """
    plain = bare(sighting)
    return evolve(plain, dump=Dump(listing_date=plain.listing_date))


def decide(word: Word, one: Sighting, other: Sighting, reason: str = "") -> Decision:
    """Return a decision on two sightings; their order does not matter.

    >>> from paperlist.model import Paper, Sighting
    >>> a, b = (Sighting(paper=Paper(title=title)) for title in ("Ebb", "Tide"))
    >>> decide("same", a, b) == decide("same", b, a)
    True
    """
    first, second = sorted(map(card, (one, other)), key=text)
    return Decision(word=word, one=first, other=second, reason=reason)
