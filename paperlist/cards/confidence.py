"""Estimate for each paper of a page how likely it is right: that it is a paper, and that its fields are as printed.

What is unusual about a card is evidence: it lacks what most other cards have, its title does not look like one, texts
near it could not be assigned, or the whole page is hard to read. Each kind of evidence has a weight. The sum of the
weights gives the probability by the logistic function. The weights were learned from dumps whose papers are known, by
``python -m tests.benchmarks.confidence --learn``, which prints this table. Eight are set by hand, because few known
dumps show what they are for.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from .._attrs import define, field
from ..tokens.kinds import END, Kind
from ..tokens.looks import USUAL_NAME
from .layout import count_cards
from .titles.unusual import is_usual_title, may_have_votes, of_title, with_other_parts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from .card import Card, Draft
    from .layout import Page

Evidence: TypeAlias = "tuple[str, ...]"
"""What is unusual about a card and its page: keys of :data:`WEIGHTS`."""

BIAS: Final = 5.4
"""The sum to which the weights are added."""

OTHER_PARTS: Final = "its title contains other parts of a card"

NAME_IN_TITLE: Final = "its upvotes or the name of its submitter may be part of its title"

WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        NAME_IN_TITLE: -6.2,  # set by hand
        "it has no title": -6.1,
        OTHER_PARTS: -6.1,
        "the page ends with its title, which may have been cut": -6.0,  # set by hand
        "its title ends with an ellipsis": -6.0,  # set by hand
        "the page shows few texts, and nothing else": -6.0,  # set by hand
        "the line of its title may be split in the wrong place": -5.4,
        "its title is not complete": -4.8,
        "its title begins with a number that touches a word": -4.7,  # set by hand
        "its title is a phrase of the page": -4.0,  # set by hand
        "it has nothing but a title": -3.5,  # set by hand
        "its title begins with a digit or a sign": -2.8,
        "its organization was split from its title by a guess": -2.8,  # set by hand
        "its title begins in lower case": -2.2,
        "it has neither authors nor an organization": -2.0,
        "it has no submitter": -2.0,
        "its abstract is as short as a name": -2.0,
        "no link leads to its page": -2.0,
        "another paper has the same title": -2.0,
        "its title is as long as an abstract": -1.9,
        "its title is one word": -1.7,
        "its title is short": -1.7,
        "it has no abstract": -1.4,
        "lines were wrapped": -1.4,
        "it has no link to the arXiv page": -1.3,
        "an organization may be part of its title": -1.3,
        "a text near it could not be assigned": -1.3,
        "its abstract begins in lower case": -1.2,
        "its title is long": -1.2,
        "the papers have few fields in common": -1.2,
        "its title has several sentences or a full stop": -1.1,
        "some papers have other fields than most": -0.9,
        "it has no upvotes": -0.9,
        "no blank lines separate texts": -0.9,
        "it has no date": -0.8,
        "some texts could not be assigned": -0.8,
        "its abstract may begin with the end of its title": -0.6,
        "its organization is a text like others": -0.6,
        "its title ends with a number": -0.5,
        "many texts could not be assigned": -0.2,
    }
)
"""The evidence, as the end of a sentence about a paper, with its weight."""

DOUBTFUL: Final = 0.4
"""A paper whose confidence is lower is reported."""

_GUESSED, _MIN_GUESSES = 0.5, 8
"""Eight papers or more are guesses if their mean confidence is below one half. Fewer may be unusual ones."""
_WORTHLESS: Final = 0.01
"""Fewer papers are guesses if the confidence of each is lower than this, or without headings, if each is doubtful."""

_DIGITS: Final = 3
_MANY: Final = 4
"""There are many unassigned texts if there is more than one for this many cards."""

_MIXED: Final = 0.8
_REGULAR: Final = 0.95
"""On a page with few fields in common, or some, at most this share of cards has all the usual parts."""

_MOST_BARE: Final = 3 / 4
"""If no more than this share of the cards are titles alone, these may be lines that a tool added."""

_SIGNATURE: Final = frozenset((Kind.AUTHORS, Kind.ORGANIZATION))
_VOTES: Final = frozenset((Kind.UPVOTES, Kind.UPVOTED))
_FEW: Final = 2
"""So few cards do not show what all cards have."""

_BELOW: Final = _SIGNATURE | {Kind.ABSTRACT, Kind.DATE}
"""What cards have below their titles."""

_TEXTS: Final = frozenset((Kind.TITLE, Kind.ABSTRACT, Kind.ORGANIZATION))
_NUMBERS: Final = frozenset((Kind.UPVOTES, Kind.COMMENTS, Kind.STARS))
_MIN_TEXTS: Final = 4
"""Fewer texts without values and links may be a message to the reader, and no papers."""

_TITLED: Final = frozenset((Kind.TITLE,))
_PARTS: Final = (
    ("it has no title", _TITLED),
    ("it has no abstract", frozenset((Kind.ABSTRACT,))),
    ("it has neither authors nor an organization", _SIGNATURE),
    ("it has no date", frozenset((Kind.DATE,))),
    ("it has no upvotes", _VOTES),
    ("it has no submitter", frozenset((Kind.SUBMITTED,))),
    ("it has no link to the arXiv page", frozenset((Kind.ARXIV,))),
)
"""The parts that all cards of a page have or none; each is evidence if most cards have it, and this one lacks it.

The lack of a title always is.
"""


def probability(evidence: Evidence) -> float:
    """Return how likely a paper is right, from 0 to 1, in thousandths."""
    total = BIAS + sum([WEIGHTS[name] for name in evidence])
    return round(1 / (1 + math.exp(-total)), _DIGITS)


def reasons(evidence: Evidence) -> str:
    """Return the two strongest pieces of evidence against a paper, in words."""
    return ", and ".join(sorted(evidence, key=WEIGHTS.__getitem__)[:2])


def mean(confidences: Collection[float | None]) -> float:
    """Return the mean of the confidences of papers; 0 if there are none."""
    known = [one for one in confidences if one is not None]
    return round(sum(known) / len(known), _DIGITS) if known else 0.0


def are_guesses(confidences: Collection[float], *, headed: bool) -> bool:
    """Whether papers are wrong more often than right; ``headed`` means that the page has headings of a listing."""
    if len(confidences) >= _MIN_GUESSES:
        return mean(confidences) < _GUESSED
    least = _WORTHLESS if headed else DOUBTFUL
    return max(confidences, default=1) < least


@define
class Judge:
    """Judges the papers of one page, in order. Papers with the same evidence have the same confidence.

    ``of_shown`` has the evidence that follows from the parts of a card, by these parts. ``beside`` are the indexes of
    the first blocks of cards that are followed by unassigned texts. ``linked`` means that most cards have links to
    their papers, ``shared`` that titles may share lines with organizations, ``run_on`` that they share them with
    abstracts, ``spaced`` that blank lines separate texts.
    ``cut`` is the index of the first block of the last card, if its title may have been cut at the end of the page.
    ``mixed`` are the titles that have other parts of a card in them, and ``repeated`` those that several papers have.
    ``unvoted`` are the parts of cards that have a submitter, but no upvotes.
    ``known`` has the confidence for what was judged before.
    """

    of_shown: Mapping[frozenset[Kind], Evidence]
    beside: frozenset[int]
    linked: bool
    shared: bool
    run_on: bool
    spaced: bool
    cut: int | None = None
    mixed: frozenset[str] = frozenset()
    repeated: frozenset[str] = frozenset()
    unvoted: frozenset[frozenset[Kind]] = frozenset()
    known: dict[tuple[frozenset[Kind], Evidence], float] = field(factory=dict)

    @classmethod
    def of(cls, page: Page, ids: Sequence[str | None], titles: Sequence[str]) -> Judge:
        """Return the judge of a page whose cards have these arXiv ids, and whose papers have these titles."""
        shown = Counter([card.places.shown for card in page.cards])
        half = len(page.cards) / 2
        usual = [one for one in _PARTS if one[1] == _TITLED or count_cards(shown, *one[1]) > half]
        of_page = tuple(_of_page(page))
        if not any(ids) and _may_be_message(shown):
            of_page += ("the page shows few texts, and nothing else",)
        of_shown = {kinds: (*_of_parts(kinds, usual, shared=page.shared), *of_page) for kinds in shown}
        if shown[_TITLED] <= _MOST_BARE * len(page.cards):
            of_shown[_TITLED] = ("it has nothing but a title", *of_shown.get(_TITLED, ()))
        linked = sum([one is not None for one in ids]) > half
        mixed, repeated = with_other_parts(titles), frozenset(title for title, n in Counter(titles).items() if n > 1)
        beside, spaced = frozenset(_beside(page)), _is_spaced(page)
        last = page.cards[-1] if page.cards else None
        cut = last.each[0] if last and _ends_with_title(page, last, usual) else None
        unvoted = frozenset(filter(_lacks_votes, shown))
        return cls(of_shown, beside, linked, page.shared, page.layout.run_on, spaced, cut, mixed, repeated, unvoted)

    def evidence(self, card: Card, draft: Draft) -> Evidence:
        """Return the evidence against a paper that does not follow from the parts of its card, or from the page."""
        found: list[str] = []
        title, abstract = draft["title"], draft["abstract"]
        if not is_usual_title(title):
            found += of_title(title)
        found += ["its title is a phrase of the page"] * card.is_phrase
        if abstract and (self.run_on or not abstract[0].isupper() or len(abstract) < USUAL_NAME):
            found += self._of_abstract(abstract, title)
        if self.mixed or self.repeated or card.places.shown in self.unvoted:
            found += self._of_title(card, title)
        if self.linked and "arxiv_id" not in draft:
            found.append("no link leads to its page")
        if self.shared or self.beside or self.cut is not None:
            found += self._of_place(card)
        return tuple(found) if found else ()

    def _of_title(self, card: Card, title: str) -> Iterator[str]:
        """Iterate over what is unusual about a title beside the others, or beside the submitter."""
        if title in self.mixed:
            yield OTHER_PARTS
        if title in self.repeated:
            yield "another paper has the same title"
        if card.places.shown in self.unvoted and may_have_votes(title, card.title_lines()):
            yield NAME_IN_TITLE

    def _of_place(self, card: Card) -> Iterator[str]:
        """Iterate over what is unusual about the place of a card, or of its title."""
        if self.shared and card.is_name_guessed:
            yield "its organization was split from its title by a guess"
        if card.each[0] == self.cut:
            yield "the page ends with its title, which may have been cut"
        if card.each[0] in self.beside:
            yield "a text near it could not be assigned"

    def _of_abstract(self, abstract: str, title: str) -> Iterator[str]:
        """Iterate over what is unusual about an abstract below this title."""
        if len(abstract) < USUAL_NAME:
            yield "its abstract is as short as a name"
        if self.run_on and (" " not in title or not abstract[0].isupper()):
            yield "the line of its title may be split in the wrong place"
        elif not self.spaced and not abstract[0].isupper():
            yield "its abstract may begin with the end of its title"
        elif abstract[0].islower():
            yield "its abstract begins in lower case"

    def confidence(self, card: Card, evidence: Evidence) -> float:
        """Return how likely a paper is right, from 0 to 1."""
        key = card.places.shown, evidence
        known = self.known.get(key)
        if known is None:
            known = self.known[key] = probability(self.all_evidence(card, evidence))
        return known

    def all_evidence(self, card: Card, evidence: Evidence) -> Evidence:
        """Return all evidence against a paper, also that from the parts of its card, and from the page."""
        return *evidence, *self.of_shown[card.places.shown]


def _may_be_message(shown: Counter[frozenset[Kind]]) -> bool:
    """Whether a page has a few texts without values, or a single card with numbers, such as the number of an error."""
    number = shown.total()
    expected = _TEXTS | _NUMBERS if number == 1 else _TEXTS
    return number < _MIN_TEXTS and frozenset().union(*shown) <= expected


def _lacks_votes(shown: frozenset[Kind]) -> bool:
    """Whether a card has a submitter, but no upvotes."""
    return Kind.USER in shown and shown.isdisjoint(_VOTES)


def _of_parts(shown: frozenset[Kind], usual: Iterable[tuple[str, frozenset[Kind]]], *, shared: bool) -> Iterator[str]:
    """Iterate over the evidence that follows from the parts of a card; ``shared`` as in :class:`.layout.Page`."""
    for name, kinds in usual:
        if shown.isdisjoint(kinds):
            yield name
    if shared and shown.isdisjoint(_SIGNATURE):
        yield "an organization may be part of its title"
    if Kind.SUBMITTED in shown and shown.isdisjoint((Kind.USER, Kind.UPVOTES)):
        yield NAME_IN_TITLE
    if Kind.ORGANIZATION in shown:
        yield "its organization is a text like others"


def _of_page(page: Page) -> Iterator[str]:
    """Iterate over what is unusual about a page."""
    if page.regularity < _MIXED:
        yield "the papers have few fields in common"
    elif page.regularity < _REGULAR:
        yield "some papers have other fields than most"
    if page.layout.width:
        yield "lines were wrapped"
    if not _is_spaced(page):
        yield "no blank lines separate texts"
    if len(page.unassigned) * _MANY > len(page.cards):
        yield "many texts could not be assigned"
    elif page.unassigned:
        yield "some texts could not be assigned"


def _ends_with_title(page: Page, last: Card, usual: Iterable[tuple[str, frozenset[Kind]]]) -> bool:
    """Whether nothing is below the title of the last card, which lacks a part that cards have below their titles.

    If there are too few cards to show what they have, any part is missing.
    """
    if last.places.title != len(last.each) - 1:
        return False
    missing = [kinds for _, kinds in usual if kinds <= _BELOW and last.places.shown.isdisjoint(kinds)]
    if not missing and len(page.cards) > _FEW:
        return False
    return page.tokens.lines[len(page.tokens.kinds.rstrip(END)) - 1][1] == last.last_line_start


def _is_spaced(page: Page) -> bool:
    """Whether blank lines separate the texts of a page."""
    return any(card.blocks.spaced for card in page.cards[:1])


def _beside(page: Page) -> Iterator[int]:
    """Iterate over the indexes of the first blocks of the cards that unassigned texts follow, or are part of."""
    if page.unassigned:
        starts = [card.start for card in page.cards]
        for token in page.unassigned:
            place = bisect_right(starts, token.span[0]) - 1
            if place >= 0:
                yield page.cards[place].each[0]
