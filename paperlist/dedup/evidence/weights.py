"""Weigh the evidence that two papers are the same, and give the chance that they are.

Each feature of a pair (see :mod:`.features`) is a number, usually 0 or 1. :data:`WEIGHTS` has its weight, in natural
logarithms of odds. The weights were learned by logistic regression from pairs of real sightings; ``python -m
tests.benchmarks.evidence --learn`` learns and prints them again. The sum of the weights is the logarithm of the odds
that the two papers are the same.
"""

from __future__ import annotations

from math import exp, log
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ..._attrs import frozen
from ..normalize.abstracts import MIN_LETTERS_IN_ABSTRACT
from .abstracts import abstract_of, containment, have_introduced_name, own_words, shared_terms
from .features import (
    MANY,
    MAX_CONTAINMENT_OF_UNRELATED,
    MIN_SHARE_OF_CONTAINED,
    MIN_SHARE_ON_ONE_SUBJECT,
    are_unlike,
    by_abstracts,
    by_abstracts_under_one_title,
    by_title_and_fields,
    letters_in_shorter,
    shared_phrases,
    without_abstracts,
)
from .fields import DIFFERING, by_fields
from .vetoes import vetoes

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...model import Paper

WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "any two papers": -10.0,
        "authors agree": 2.3,
        "authors differ": -0.6,
        "day agrees": 2.1,
        "day differs": -3.0,
        "introduced name": 1.5,
        "many terms": 2.1,
        "name": 4.1,
        "no abstracts": 1.4,
        "organization agrees": 2.2,
        "organization differs": -3.6,
        "other abstract": -8.0,
        "other subject": -5.9,
        "other word": -6.0,
        "other word alone": -3.0,
        "phrases": 4.8,
        "renamed": 2.6,
        "terms": 2.8,
        "title": 7.7,
        "titles are equal": 15.9,
        "unlike abstracts": -2.0,
        "weak title alone": -8.6,
        "whole abstract": 3.6,
        "words": 2.2,
    }
)

SHARE_DESPITE_VETO: Final = 0.173
"""The share of the chance that is left in spite of a veto.

Of real pairs with a veto that would be merged without it, two of three were the same; of the hard negatives, none. We
do not know how often these occur, so the share is such that pairs which would surely be merged are left for review.
"""

_MOST_BY_ABSTRACTS: Final = max(WEIGHTS["terms"] + WEIGHTS["many terms"] + WEIGHTS["phrases"], WEIGHTS["no abstracts"])
"""What abstracts can add to the score of titles on different subjects, at most."""


@frozen
class Evidence:
    """The features of a pair of papers, by name, as in :data:`WEIGHTS`; those that are 0 are left out.

    ``title``, ``words`` and ``abstract`` are the similarities of the texts (see :class:`.comparison.Comparison`), and
    ``vetoes`` the reasons why the titles must be those of different papers.

    >>> from paperlist.model import Paper
    >>> sorted(weigh(Paper(title="Tides", author_count=3), Paper(title="TIDES", author_count=3)).features)
    ['any two papers', 'authors agree', 'titles are equal']
    """

    features: Mapping[str, float]
    title: float
    words: float
    abstract: float | None
    vetoes: tuple[str, ...]

    @property
    def is_unlike(self) -> bool:
        """Whether the abstracts can be compared and have almost no text in common."""
        return self.abstract is not None and self.abstract <= MAX_CONTAINMENT_OF_UNRELATED

    @property
    def score(self) -> float:
        """The logarithm of the odds that the two papers are the same, apart from vetoes."""
        return _total(self.features)

    @property
    def chance(self) -> float:
        """The chance that the two papers are the same, from 0 to 1."""
        chance = 1 / (1 + exp(-max(-40.0, min(40.0, self.score))))
        return SHARE_DESPITE_VETO * chance if self.vetoes else chance


def _total(features: Mapping[str, float]) -> float:
    return sum([WEIGHTS[name] * value for name, value in features.items()])


def least_score(max_error: float) -> float:
    """Return the least score at which the chance of being wrong is at most ``max_error``.

    >>> round(least_score(0.25), 2), least_score(0)
    (1.1, inf)
    """
    if max_error <= 0:
        return float("inf")
    return log((1 - max_error) / max_error) if max_error < 1 else float("-inf")


def weigh(one: Paper, other: Paper) -> Evidence:
    """Return the evidence for and against the claim that two papers are the same."""
    features = by_title_and_fields(one, other)
    contained = containment(abstract_of(one), abstract_of(other))
    reasons: tuple[str, ...] = ()
    if "titles are equal" in features:
        title = words_shared = 1.0
        features |= by_abstracts_under_one_title(one, other)
    else:
        title, words_shared = features["title"], features["words"]
        features |= by_abstracts(one, other, contained, features)
        reasons = vetoes(one.title, other.title)
    return Evidence({name: value for name, value in features.items() if value}, title, words_shared, contained, reasons)


# Bounds without comparing all texts


def may_reach(score: float, one: Paper, other: Paper) -> bool:
    """Return False if the score of two papers surely is less than ``score``, without comparing all their texts.

    >>> from paperlist.model import Paper
    >>> may_reach(0, Paper(title="Tides"), Paper(title="Waves"))
    False
    """
    features = by_title_and_fields(one, other)
    known = _total(features)
    most = known + _MOST_BY_ABSTRACTS
    if features.get("words", 1.0) >= MIN_SHARE_ON_ONE_SUBJECT:
        most += WEIGHTS["whole abstract"]
    if not _may_reach_by_name(score, most, one, other):
        return False
    share, shared = shared_terms(abstract_of(one), abstract_of(other))
    if share >= MIN_SHARE_OF_CONTAINED:
        return True
    by_terms = WEIGHTS["terms"] * share / MIN_SHARE_OF_CONTAINED
    by_terms += WEIGHTS["many terms"] * min(1.0, shared / MANY)
    by_terms += WEIGHTS["unlike abstracts"] * are_unlike(share, features)
    most = known + max(by_terms + WEIGHTS["phrases"], WEIGHTS["no abstracts"])
    return _may_reach_by_name(score, most, one, other) and _may_reach_by_texts(score - known, by_terms, one, other)


def _may_reach_by_texts(score: float, by_terms: float, one: Paper, other: Paper) -> bool:
    """Whether the abstracts may add this much to the score of two papers, of which their terms add ``by_terms``."""
    introduced = WEIGHTS["introduced name"] * have_introduced_name(one, other)
    if letters_in_shorter(one, other) < MIN_LETTERS_IN_ABSTRACT:
        return introduced + _total(without_abstracts(one, other)) >= score
    known = introduced + by_terms + WEIGHTS["other subject"] * own_words(one, other)
    if known + WEIGHTS["phrases"] < score:
        return False
    return known + WEIGHTS["phrases"] * shared_phrases(one, other, 0.0) >= score


def _may_reach_by_name(score: float, most: float, one: Paper, other: Paper) -> bool:
    """Whether two papers may reach a score, if it is at most this number without the feature ``introduced name``."""
    if most >= score:
        return True
    return most + WEIGHTS["introduced name"] >= score and have_introduced_name(one, other)


def must_reach(score: float, one: Paper, other: Paper) -> bool:
    """Return True if the score of two papers surely is ``score`` or more, without comparing all their texts.

    >>> from paperlist.model import Paper
    >>> must_reach(0, Paper(title="Tides"), Paper(title="TIDES"))
    True
    """
    features = by_title_and_fields(one, other)
    known = _total(features)
    if "titles are equal" not in features or known < score:
        return False
    if known + WEIGHTS["other abstract"] >= score:
        return True
    return known + _total(by_abstracts_under_one_title(one, other)) >= score


def contradict(one: Paper, other: Paper) -> bool:
    """Return whether two papers would more likely be different than the same even if their titles were equal.

    >>> from paperlist.model import Paper
    >>> contradict(Paper(title="Tides", author_count=3), Paper(title="Tides", author_count=8))
    False
    """
    against = sum(WEIGHTS[name] for name in by_fields(one, other) if name in DIFFERING)
    return against + WEIGHTS["any two papers"] + WEIGHTS["titles are equal"] < 0
