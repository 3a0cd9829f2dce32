"""Weigh the evidence that two papers are the same, and give the chance that they are.

Each feature of a pair is a number, usually 0 or 1. :data:`WEIGHTS` has its weight, in natural logarithms of odds. The
weights were learned by logistic regression from pairs of real sightings; ``python -m tests.benchmarks.evidence
--learn`` learns and prints them again. Their sum is the logarithm of the odds that the two papers are the same.

=============================== ====================================================================================
features                        what they are
=============================== ====================================================================================
titles are equal, title is weak whether the titles differ only in spelling, and are short or generic
other abstract                  whether abstracts under equal titles have almost nothing in common, and the title is
                                short or something else differs
title, words, name              for other titles: their similarity, the share of distinctive words in common, and
                                whether one has the name of the other
other words                     whether they differ in few words, and neither abstracts nor authors agree
no abstracts                    whether the titles differ and an abstract is missing or too short
terms, many terms               the share and the number of uncommon long words that both abstracts have
most or whole of the abstract   how much of the shorter abstract the longer one contains, and whether it contains all
                                and the titles share distinctive words or are equal
authors, day, organization      whether the numbers of authors, days of publication and organizations agree or differ
=============================== ====================================================================================
"""

from __future__ import annotations

import datetime as dates
from math import exp, log
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from .._attrs import frozen
from ..years.inference import is_unknown
from .abstracts import MIN_LETTERS_IN_ABSTRACT, containment, shared_terms
from .normalize import is_short, is_weak, letters, title_key
from .titles import has_name_of, have_other_words, shared_words, title_similarity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..model import ListingDate, Paper

WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "any two papers": -11.3,
        "authors agree": 2.3,
        "authors differ": -0.9,
        "day agrees": 2.3,
        "day differs": -3.7,
        "many terms": 6.0,
        "most of the abstract": 2.6,
        "name": 2.8,
        "no abstracts": 2.7,
        "organization agrees": 2.4,
        "organization differs": -4.4,
        "other abstract": -8.7,
        "other words": -3.5,
        "terms": 1.8,
        "title": 6.5,
        "title is weak": -4.6,
        "titles are equal": 18.0,
        "whole abstract": 1.1,
        "words": 2.6,
    }
)

_MOST_BY_ABSTRACTS: Final = max(
    sum(WEIGHTS[name] for name in ("terms", "many terms", "most of the abstract", "whole abstract")),
    WEIGHTS["no abstracts"],
)

MAX_DAYS_APART: Final = 2
"""One day may be printed as another that is so near, by clocks elsewhere."""

LEAP_YEAR: Final = 2024
DAYS_OF_YEAR: Final = 366

MAX_CONTAINMENT_OF_UNRELATED: Final = 0.1
"""Abstracts on different subjects share at most this part of the shorter one."""

MAX_CONTAINMENT_OF_SIBLINGS: Final = 0.7
"""Abstracts of different papers that were written alike seldom have more in common."""

MAX_UNLIKE_SIBLINGS: Final = 1 - MAX_CONTAINMENT_OF_SIBLINGS

MIN_CONTAINMENT_OF_WHOLE: Final = 0.95
"""If the longer abstract contains this share of the shorter one, it contains all of it but for misspellings."""

MIN_SHARE_ON_ONE_SUBJECT: Final = 0.3
"""Titles on one subject share this part of their distinctive words; a page may show one abstract twice by mistake."""

LETTERS_IN_WHOLE_ABSTRACT: Final = 200
"""What is contained of a shorter abstract is weaker evidence, in proportion to its letters."""

MAX_SHARE_OF_OTHER: Final = 0.1
"""Abstracts of one paper share a greater part of their terms, unless one is a summary."""

MIN_SHARE_OF_CONTAINED: Final = 0.3
"""Abstracts of which one contains much of the other share this part of their terms at least."""

MIN_LETTERS_IN_FULL_ABSTRACT: Final = 300
"""A shorter abstract may be the summary of one with which it has nothing in common."""

MANY_TERMS: Final = 16
"""More terms in common are as good as this many."""


@frozen
class Evidence:
    """The features of a pair of papers, by name, as in :data:`WEIGHTS`; those that are 0 are left out.

    ``title``, ``words`` and ``abstract`` are the similarities of the texts (see :class:`.comparison.Comparison`).

    >>> from paperlist.model import Paper
    >>> sorted(weigh(Paper(title="Tides", author_count=3), Paper(title="TIDES", author_count=3)).features)
    ['any two papers', 'authors agree', 'titles are equal']
    """

    features: Mapping[str, float]
    title: float
    words: float
    abstract: float | None

    @property
    def score(self) -> float:
        """The logarithm of the odds that the two papers are the same."""
        return _total(self.features)

    @property
    def chance(self) -> float:
        """The chance that the two papers are the same, from 0 to 1."""
        return 1 / (1 + exp(-max(-40.0, min(40.0, self.score))))


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
    if "titles are equal" in features:
        title = words = 1.0
        features |= _by_abstracts_under_one_title(one, other)
    else:
        title, words = features["title"], features["words"]
        features |= _by_abstracts(one, other, contained, words)
    return Evidence({name: value for name, value in features.items() if value}, title, words, contained)


def may_reach(score: float, one: Paper, other: Paper) -> bool:
    """Return False if the score of two papers surely is less than ``score``, without comparing all their texts.

    >>> from paperlist.model import Paper
    >>> may_reach(0, Paper(title="Tides"), Paper(title="Waves"))
    False
    """
    known = _total(_by_title_and_fields(one, other))
    if known + _MOST_BY_ABSTRACTS < score:
        return False
    if not _have_abstracts(one, other):
        return known + WEIGHTS["no abstracts"] >= score
    share, shared = shared_terms(_abstract(one), _abstract(other))
    if share >= MIN_SHARE_OF_CONTAINED:
        return True
    return known + WEIGHTS["terms"] * share + WEIGHTS["many terms"] * min(1.0, shared / MANY_TERMS) >= score


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


def against(one: Paper, other: Paper) -> float:
    """Return the sum of the weights of the fields in which two papers differ; 0 if there are none.

    >>> from paperlist.model import Paper
    >>> against(Paper(title="Tides", author_count=3), Paper(title="Tides", author_count=3))
    0.0
    """
    return sum((WEIGHTS[name] for name in by_fields(one, other) if name in DIFFERING), 0.0)


AGREEING: Final = {
    "authors agree": "the numbers of authors",
    "day agrees": "the days of publication",
    "organization agrees": "the organizations",
}
DIFFERING: Final = {
    "authors differ": "the numbers of authors",
    "day differs": "the days of publication",
    "organization differs": "the organizations",
}


def by_fields(one: Paper, other: Paper) -> tuple[str, ...]:
    """Return the features of the fields other than title and abstract."""
    found = (
        _by_authors(one.author_count, other.author_count),
        _by_day(one.published, other.published),
        _by_organization(one.organization, other.organization),
    )
    return tuple(name for name in found if name)


def _by_title_and_fields(one: Paper, other: Paper) -> dict[str, float]:
    """Return the features of all but the abstracts; some may be 0."""
    features = {"any two papers": 1.0, **dict.fromkeys(by_fields(one, other), 1.0)}
    if title_key(one.title) == title_key(other.title):
        features["titles are equal"] = 1.0
        features["title is weak"] = float(is_weak(one.title) or is_weak(other.title))
    else:
        features["title"] = title_similarity(one.title, other.title)
        features["words"] = shared_words(one.title, other.title)
        features["name"] = float(has_name_of(one.title, other.title))
    return features


def _by_abstracts(one: Paper, other: Paper, contained: float | None, words: float) -> dict[str, float]:
    """Return the features of the abstracts under different titles."""
    if contained is None:
        return {"no abstracts": 1.0}
    share, shared = shared_terms(_abstract(one), _abstract(other))
    if share < MIN_SHARE_OF_CONTAINED:
        contained = 0.0
    shorter = _letters_in_shorter(one, other)
    weight = min(1.0, shorter / LETTERS_IN_WHOLE_ABSTRACT)
    return {
        "other words": float(_has_other_words(one, other, contained)),
        "terms": max(share, weight * contained),
        "many terms": max(min(1.0, shared / MANY_TERMS), weight * contained),
        "most of the abstract": weight * max(0.0, contained - MAX_CONTAINMENT_OF_SIBLINGS) / MAX_UNLIKE_SIBLINGS,
        "whole abstract": weight
        if words >= MIN_SHARE_ON_ONE_SUBJECT and contained >= MIN_CONTAINMENT_OF_WHOLE
        else 0.0,
    }


def _by_abstracts_under_one_title(one: Paper, other: Paper) -> dict[str, float]:
    """Return the features of the abstracts under titles that differ only in spelling."""
    if not _have_abstracts(one, other):
        return {}
    share, _ = shared_terms(_abstract(one), _abstract(other))
    contained = containment(_abstract(one), _abstract(other)) or 0.0
    return {
        "other abstract": float(share <= MAX_SHARE_OF_OTHER and _may_be_namesakes(one, other)),
        "whole abstract": float(contained >= MIN_CONTAINMENT_OF_WHOLE),
        "most of the abstract": max(0.0, contained - MAX_CONTAINMENT_OF_SIBLINGS) / MAX_UNLIKE_SIBLINGS,
    }


def _may_be_namesakes(one: Paper, other: Paper) -> bool:
    """Whether two papers with one title and different abstracts may be two: not just an abstract and its summary."""
    if any(name in DIFFERING for name in by_fields(one, other)):
        return True
    shorter = _letters_in_shorter(one, other)
    return shorter >= MIN_LETTERS_IN_FULL_ABSTRACT and is_short(one.title)


def _abstract(paper: Paper) -> str:
    if paper.abstract is None:
        return ""
    return paper.abstract


def _letters_in_shorter(one: Paper, other: Paper) -> int:
    return min(len(letters(_abstract(one))), len(letters(_abstract(other))))


def _have_abstracts(one: Paper, other: Paper) -> bool:
    return _letters_in_shorter(one, other) >= MIN_LETTERS_IN_ABSTRACT


def _has_other_words(one: Paper, other: Paper, contained: float) -> bool:
    """Whether two titles differ in few words, as those of similar papers do, and neither abstract nor authors agree."""
    if contained >= MIN_CONTAINMENT_OF_WHOLE or _by_authors(one.author_count, other.author_count) == "authors agree":
        return False
    return have_other_words(one.title, other.title)


def _by_authors(one: int | None, other: int | None) -> str | None:
    if not one or not other:
        return None
    if one == other:
        return "authors agree"
    return None if abs(one - other) == 1 else "authors differ"


def _by_day(one: ListingDate | None, other: ListingDate | None) -> str | None:
    if one is None or other is None:
        return None
    mine, theirs = known_year(one), known_year(other)
    years_apart = abs(mine - theirs) if mine and theirs else 0
    if (one.month, one.day) == (other.month, other.day) and not years_apart:
        return "day agrees"
    days = abs(_day_of_year(one) - _day_of_year(other))
    are_near = min(days, DAYS_OF_YEAR - days) <= MAX_DAYS_APART
    return None if are_near and years_apart <= 1 else "day differs"


def _day_of_year(date: ListingDate) -> int:
    return dates.date(LEAP_YEAR, date.month, date.day).timetuple().tm_yday


def known_year(date: ListingDate) -> int | None:
    """Return the year of a date, if it is known and not just assumed.

    >>> from paperlist.model import ListingDate
    >>> known_year(ListingDate(month=3, day=4, year=2024)), known_year(ListingDate(month=3, day=4))
    (2024, None)
    """
    return None if is_unknown(date) else date.year


def _by_organization(one: str | None, other: str | None) -> str | None:
    if not one or not other:
        return None
    return "organization agrees" if title_key(one) == title_key(other) else "organization differs"
