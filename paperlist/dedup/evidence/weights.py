"""Weigh the evidence that two papers are the same, and give the chance that they are.

Each feature of a pair is a number, usually 0 or 1. :data:`WEIGHTS` has its weight, in natural logarithms of odds. The
weights were learned by logistic regression from pairs of real sightings; ``python -m tests.benchmarks.evidence
--learn`` learns and prints them again. Their sum is the logarithm of the odds that the two papers are the same.

=============================== ====================================================================================
features                        what they are
=============================== ====================================================================================
titles are equal                whether the titles differ only in spelling
weak title alone                whether equal titles are short or generic, and too little else agrees; or have one
                                distinctive word, and the numbers of authors or the days differ
other abstract                  whether abstracts under equal titles have almost nothing in common, and the title is
                                short or something else differs
title, words, name              for other titles: their similarity, the share of distinctive words in common, and
                                whether one has the name of the other
renamed                         whether the titles have different names before a colon, and the same words after it
other word, other word alone    whether they differ in one word, and no abstract contains the other, or one is missing
other subject                   the share of words of just one title that just its own abstract has, for both titles
no abstracts                    whether the titles differ and an abstract is missing or too short
terms, many terms               the share (up to 30 %) and the number of uncommon long words that both abstracts have
unlike abstracts                whether they share almost none, the titles differ, and no other field agrees
phrases                         the number of successive words that both abstracts have, if the titles are not alike
                                or the longer abstract contains all of the shorter
whole abstract                  whether the longer abstract contains all of the shorter, and the titles share half of
                                their distinctive words or are equal
authors, day, organization      whether the numbers of authors, days of publication and organizations agree or differ
=============================== ====================================================================================
"""

from __future__ import annotations

from math import exp, log
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ..._attrs import frozen
from ..normalize.abstracts import MAX_SHARE_OF_OTHER, MIN_LETTERS_IN_ABSTRACT, beginning, letters, phrases
from ..normalize.titles import distinctive_words, is_short, is_weak, title_key, words
from .abstracts import containment, own_words, shared_terms
from .fields import AGREEING, DIFFERING, by_fields
from .titles import are_alike, has_name_of, have_other_word, is_renamed, shared_words, title_similarity
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

SHARE_DESPITE_VETO: Final = 0.122
"""The share of the chance that is left in spite of a veto.

Of real pairs with a veto that would be merged without it, two of three were the same; of the hard negatives, none. We
do not know how often these occur, so the share is such that pairs which would surely be merged are left for review.
"""

_MOST_BY_ABSTRACTS: Final = max(WEIGHTS["terms"] + WEIGHTS["many terms"] + WEIGHTS["phrases"], WEIGHTS["no abstracts"])
"""What abstracts can add to the score of titles on different subjects, at most."""

MAX_CONTAINMENT_OF_UNRELATED: Final = 0.1
"""Abstracts on different subjects share at most this part of the shorter one."""

MIN_CONTAINMENT_OF_WHOLE: Final = 0.95
"""If the longer abstract contains this share of the shorter one, it contains all of it but for misspellings."""

MIN_SHARE_ON_ONE_SUBJECT: Final = 0.5
"""Titles on one subject share this part of their distinctive words; a page may show one abstract twice by mistake."""

LETTERS_IN_WHOLE_ABSTRACT: Final = 200
"""What is contained of a shorter abstract is weaker evidence, in proportion to its letters."""


MIN_SHARE_OF_CONTAINED: Final = 0.3
"""Abstracts of which one contains much of the other share this part of their terms at least; more is no better."""

MIN_LETTERS_IN_FULL_ABSTRACT: Final = 300
"""A shorter abstract may be the summary of one with which it has nothing in common."""

MANY: Final = 16
"""More terms or phrases in common are as good as this many."""


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
    return sum(WEIGHTS[name] * value for name, value in features.items())


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
    features = _by_title_and_fields(one, other)
    contained = containment(_abstract(one), _abstract(other))
    reasons: tuple[str, ...] = ()
    if "titles are equal" in features:
        title = words_shared = 1.0
        features |= _by_abstracts_under_one_title(one, other)
    else:
        title, words_shared = features["title"], features["words"]
        features |= _by_abstracts(one, other, contained, words_shared)
        reasons = vetoes(one.title, other.title)
    return Evidence({name: value for name, value in features.items() if value}, title, words_shared, contained, reasons)


# Bounds without comparing all texts


def may_reach(score: float, one: Paper, other: Paper) -> bool:
    """Return False if the score of two papers surely is less than ``score``, without comparing all their texts.

    >>> from paperlist.model import Paper
    >>> may_reach(0, Paper(title="Tides"), Paper(title="Waves"))
    False
    """
    features = _by_title_and_fields(one, other)
    known = _total(features)
    most = known + _MOST_BY_ABSTRACTS
    if features.get("words", 1.0) >= MIN_SHARE_ON_ONE_SUBJECT:
        most += WEIGHTS["whole abstract"]
    if most < score:
        return False
    share, shared = shared_terms(_abstract(one), _abstract(other))
    if share >= MIN_SHARE_OF_CONTAINED:
        return True
    by_terms = known + WEIGHTS["terms"] * share / MIN_SHARE_OF_CONTAINED
    by_terms += WEIGHTS["many terms"] * min(1.0, shared / MANY)
    by_terms += WEIGHTS["unlike abstracts"] * _are_unlike(one, other, share)
    if max(by_terms + WEIGHTS["phrases"], known + WEIGHTS["no abstracts"]) < score:
        return False
    if _letters_in_shorter(one, other) < MIN_LETTERS_IN_ABSTRACT:
        return known + _total(_without_abstracts(one, other)) >= score
    by_terms += WEIGHTS["other subject"] * own_words(one, other)
    most = by_terms + WEIGHTS["phrases"]
    return most >= score and by_terms + WEIGHTS["phrases"] * _shared_phrases(one, other, 0.0) >= score


def must_reach(score: float, one: Paper, other: Paper) -> bool:
    """Return True if the score of two papers surely is ``score`` or more, without comparing all their texts.

    >>> from paperlist.model import Paper
    >>> must_reach(0, Paper(title="Tides"), Paper(title="TIDES"))
    True
    """
    features = _by_title_and_fields(one, other)
    known = _total(features)
    if "titles are equal" not in features or known < score:
        return False
    if known + WEIGHTS["other abstract"] >= score:
        return True
    return known + _total(_by_abstracts_under_one_title(one, other)) >= score


def contradict(one: Paper, other: Paper) -> bool:
    """Return whether two papers would more likely be different than the same even if their titles were equal.

    >>> from paperlist.model import Paper
    >>> contradict(Paper(title="Tides", author_count=3), Paper(title="Tides", author_count=8))
    False
    """
    against = sum(WEIGHTS[name] for name in by_fields(one, other) if name in DIFFERING)
    return against + WEIGHTS["any two papers"] + WEIGHTS["titles are equal"] < 0


# Titles


def _by_title_and_fields(one: Paper, other: Paper) -> dict[str, float]:
    """Return the features of all but the abstracts; some may be 0."""
    features = {"any two papers": 1.0, **dict.fromkeys(by_fields(one, other), 1.0)}
    if title_key(one.title) == title_key(other.title):
        features["titles are equal"] = 1.0
        features["weak title alone"] = float(_is_weak_title_alone(one, other))
    else:
        features["title"] = title_similarity(one.title, other.title)
        features["words"] = shared_words(one.title, other.title)
        features["name"] = float(has_name_of(one.title, other.title))
        features["renamed"] = float(is_renamed(one.title, other.title))
    return features


def _is_weak_title_alone(one: Paper, other: Paper) -> bool:
    """Whether different papers may have the title of two papers, and too little else agrees."""
    is_shared = is_weak(one.title) or is_weak(other.title)
    if not is_shared and not {"authors differ", "day differs"}.isdisjoint(by_fields(one, other)):
        is_shared = len(distinctive_words(one.title)) <= 1
    return is_shared and not are_corroborated(one, other)


def are_corroborated(one: Paper, other: Paper) -> bool:
    """Return whether two papers with one weak title are the same by what else they show.

    The abstracts must start alike. Or the day and the number of authors must agree; one of the two is enough if the
    title has a number.

    >>> from paperlist.model import Paper
    >>> are_corroborated(Paper(title="FOG 3", author_count=11), Paper(title="FOG 3", author_count=11))
    True
    """
    start = beginning(one.abstract)
    if start and start == beginning(other.abstract):
        return True
    if not distinctive_words(one.title):
        return False
    found = by_fields(one, other)
    if any(name in DIFFERING for name in found):
        return False
    agreeing = ("authors agree" in found) + ("day agrees" in found)
    has_number = any(word[0].isdecimal() for word in words(one.title))
    return agreeing >= (1 if has_number else 2)


# Abstracts


def _by_abstracts(one: Paper, other: Paper, contained: float | None, words_shared: float) -> dict[str, float]:
    """Return the features of the abstracts under different titles."""
    if contained is None:
        return _without_abstracts(one, other)
    share, shared = shared_terms(_abstract(one), _abstract(other))
    if share < MIN_SHARE_OF_CONTAINED:
        contained = 0.0
    weight = min(1.0, _letters_in_shorter(one, other) / LETTERS_IN_WHOLE_ABSTRACT)
    is_whole = words_shared >= MIN_SHARE_ON_ONE_SUBJECT and contained >= MIN_CONTAINMENT_OF_WHOLE
    return {
        "other subject": own_words(one, other),
        "other word": float(contained < MIN_CONTAINMENT_OF_WHOLE and have_other_word(one.title, other.title)),
        "terms": min(1.0, max(share, weight * contained) / MIN_SHARE_OF_CONTAINED),
        "many terms": max(min(1.0, shared / MANY), weight * contained),
        "phrases": max(_shared_phrases(one, other, contained), weight * (contained >= MIN_CONTAINMENT_OF_WHOLE)),
        "unlike abstracts": float(_are_unlike(one, other, share)),
        "whole abstract": weight if is_whole else 0.0,
    }


def _without_abstracts(one: Paper, other: Paper) -> dict[str, float]:
    """Return the features of different titles if an abstract is missing."""
    return {"no abstracts": 1.0, "other word alone": float(have_other_word(one.title, other.title))}


def _are_unlike(one: Paper, other: Paper, share: float) -> bool:
    return share <= MAX_SHARE_OF_OTHER and AGREEING.keys().isdisjoint(by_fields(one, other))


def _shared_phrases(one: Paper, other: Paper, contained: float) -> float:
    """Return how many phrases both abstracts have, from 0 to 1; similar papers with like titles share some, too."""
    if contained < MIN_CONTAINMENT_OF_WHOLE and are_alike(one.title, other.title):
        return 0.0
    return min(1.0, len(phrases(_abstract(one)) & phrases(_abstract(other))) / MANY)


def _by_abstracts_under_one_title(one: Paper, other: Paper) -> dict[str, float]:
    """Return the features of the abstracts under titles that differ only in spelling."""
    if _letters_in_shorter(one, other) < MIN_LETTERS_IN_ABSTRACT:
        return {}
    share, _ = shared_terms(_abstract(one), _abstract(other), one.title)
    contained = containment(_abstract(one), _abstract(other)) or 0.0
    return {
        "other abstract": float(share <= MAX_SHARE_OF_OTHER and _may_be_namesakes(one, other)),
        "whole abstract": float(contained >= MIN_CONTAINMENT_OF_WHOLE),
    }


def _may_be_namesakes(one: Paper, other: Paper) -> bool:
    """Whether two papers with one title and different abstracts may be two: not just an abstract and its summary."""
    if any(name in DIFFERING for name in by_fields(one, other)):
        return True
    shorter = _letters_in_shorter(one, other)
    return shorter >= MIN_LETTERS_IN_FULL_ABSTRACT and is_short(one.title)


def _abstract(paper: Paper) -> str:
    return paper.abstract or ""


def _letters_in_shorter(one: Paper, other: Paper) -> int:
    return min(len(letters(_abstract(one))), len(letters(_abstract(other))))
