"""Define the caller's decisions about pairs of cards, and look them up."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Literal, TypeAlias

from .._attrs import define, evolve, field, frozen
from ..errors import checked, excerpt
from ..model import Dump, Sighting
from .normalize.papers import arxiv_key
from .order import as_printed, full_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DecisionWord: TypeAlias = Literal["same", "different"]


@frozen(kw_only=True)
class Decision:
    """The caller's decision that two cards show the ``same`` paper or ``different`` ones, and the ``reason``.

    ``one`` and ``other`` are cards as :func:`card` returns them.
    """

    word: DecisionWord
    one: Sighting
    other: Sighting
    reason: str = ""

    def __repr__(self) -> str:
        one, other = excerpt(self.one.paper.title), excerpt(self.other.paper.title)
        return f"<Decision {self.word}: {one!r}, {other!r}>"


def card(sighting: Sighting) -> Sighting:
    """Return a sighting with only its listing date, position and paper, as the page prints them.

    So a decision applies to the same card in every copy of a dump, whichever years have been deduced.

    >>> from paperlist.model import Paper
    >>> card(Sighting(paper=Paper(title="Ebb"), dump=Dump(digest="1"))) == Sighting(paper=Paper(title="Ebb"))
    True
    """
    plain = as_printed(sighting)
    return evolve(plain, dump=Dump(listing_date=plain.listing_date))


def _second(decision: Decision, first: Sighting) -> Sighting:
    """Return the card of a decision that is not ``first``."""
    return decision.other if decision.one == first else decision.one


def decide(word: DecisionWord, one: Sighting, other: Sighting, reason: str = "") -> Decision:
    """Return a decision on two sightings; their order does not matter. Raises TypeError if the reason is not a str.

    >>> from paperlist.model import Paper, Sighting
    >>> a, b = (Sighting(paper=Paper(title=title)) for title in ("Ebb", "Tide"))
    >>> decide("same", a, b) == decide("same", b, a)
    True
    """
    first, second = sorted(map(card, (one, other)), key=full_text)
    return Decision(word=word, one=first, other=second, reason=checked(reason, str))


def check_possible(word: DecisionWord, one: Sighting, other: Sighting) -> None:
    """Raise ValueError if both sightings are of one card, or if ``different`` contradicts their arXiv ids."""
    if card(one) == card(other):
        raise ValueError("both show the same card, so nothing distinguishes them")
    mine, theirs = arxiv_key(one.paper.arxiv_id), arxiv_key(other.paper.arxiv_id)
    if word == "different" and mine == theirs != "":
        raise ValueError(f"both have the arXiv id {mine}")


@define
class Decisions:
    """A set of decisions that finds those about a sighting: ``by_card`` has them by both of their cards.

    >>> from paperlist.model import Paper
    >>> a, b, c = (Sighting(paper=Paper(title=title)) for title in ("Ebb", "Tide", "Moon"))
    >>> decisions = Decisions.of([decide("same", a, b), decide("different", b, a)])
    >>> decisions.between([a], [b]), decisions.between([a], [c]), len(list(decisions))
    ('different', None, 2)
    """

    by_card: dict[Sighting, dict[Decision, None]] = field(factory=dict)

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> Decisions:
        """Return an index of these decisions."""
        found = cls()
        found.update(decisions)
        return found

    def __iter__(self) -> Iterator[Decision]:
        return iter(dict.fromkeys(chain.from_iterable(self.by_card.values())))

    def __contains__(self, decision: Decision) -> bool:
        return decision in self.by_card.get(decision.one, ())

    def update(self, decisions: Iterable[Decision]) -> None:
        """Add decisions."""
        for decision in decisions:
            for one in (decision.one, decision.other):
                self.by_card.setdefault(one, {})[decision] = None

    def remove(self, decisions: Iterable[Decision]) -> None:
        """Remove decisions that are known."""
        for decision in decisions:
            for one in {decision.one, decision.other}:
                del self.by_card[one][decision]
                if not self.by_card[one]:
                    del self.by_card[one]

    def among(self, some: Iterable[Sighting], others: Iterable[Sighting]) -> set[Decision]:
        """Return the decisions on a card of ``some`` and one of ``others``."""
        if not self.by_card:
            return set()
        decided = [(one, decision) for one in set(map(card, some)) for decision in self.by_card.get(one, ())]
        theirs = set(map(card, others)) if decided else set[Sighting]()
        return {decision for one, decision in decided if _second(decision, one) in theirs}

    def check(self, word: DecisionWord, some: Iterable[Sighting], others: Iterable[Sighting]) -> None:
        """Raise ValueError if ``word`` contradicts a decision on two papers, given as their sightings."""
        if any(decision.word != word for decision in self.among(some, others)):
            contrary = "different papers" if word == "same" else "one paper"
            raise ValueError(f"you decided that they are {contrary} (undecide, or review --undo, withdraws that)")

    def __bool__(self) -> bool:
        return bool(self.by_card)

    def concern(self, sighting: Sighting) -> bool:
        """Return whether there is a decision about the card of a sighting."""
        return bool(self.by_card) and card(sighting) in self.by_card

    def cards_decided_with(self, sighting: Sighting) -> Iterator[Sighting]:
        """Iterate over both cards of each decision about the card of a sighting."""
        for decision in self.by_card.get(card(sighting), ()):
            yield decision.one
            yield decision.other

    def between(self, some: Iterable[Sighting], others: Iterable[Sighting]) -> DecisionWord | None:
        """Return what was decided on two papers, given as sightings, or None; ``different`` prevails if both were."""
        words = {decision.word for decision in self.among(some, others)}
        return "different" if "different" in words else "same" if words else None
