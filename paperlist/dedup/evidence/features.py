"""Compute the features of a pair of papers: what agrees, what differs, and how much the texts have in common.

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
introduced name                 whether an abstract introduces the name of the other paper, and does not contain all of
                                its abstract: a page may show one twice by mistake
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

from typing import TYPE_CHECKING, Final

from ..normalize.abstracts import MAX_SHARE_OF_OTHER, MIN_LETTERS_IN_ABSTRACT, beginning, letters, phrases
from ..normalize.titles import distinctive_words, is_short, is_weak, title_key, words
from .abstracts import abstract_of, containment, have_introduced_name, own_words, shared_terms
from .fields import AGREEING, DIFFERING, by_fields
from .titles import are_alike, has_name_of, have_other_word, is_renamed, shared_words, title_similarity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...model import Paper

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


# Titles


def by_title_and_fields(one: Paper, other: Paper) -> dict[str, float]:
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


def by_abstracts(one: Paper, other: Paper, contained: float | None, known: Mapping[str, float]) -> dict[str, float]:
    """Return the features of the abstracts under different titles; ``known`` are those of titles and fields."""
    if contained is None:
        return {**without_abstracts(one, other), "introduced name": float(have_introduced_name(one, other))}
    share, shared = shared_terms(abstract_of(one), abstract_of(other))
    if share < MIN_SHARE_OF_CONTAINED:
        contained = 0.0
    weight = min(1.0, letters_in_shorter(one, other) / LETTERS_IN_WHOLE_ABSTRACT)
    is_whole = contained >= MIN_CONTAINMENT_OF_WHOLE
    return {
        "introduced name": float(not is_whole and have_introduced_name(one, other)),
        "other subject": own_words(one, other),
        "other word": float(not is_whole and have_other_word(one.title, other.title)),
        "terms": min(1.0, max(share, weight * contained) / MIN_SHARE_OF_CONTAINED),
        "many terms": max(min(1.0, shared / MANY), weight * contained),
        "phrases": max(shared_phrases(one, other, contained), weight * is_whole),
        "unlike abstracts": float(are_unlike(share, known)),
        "whole abstract": weight * (is_whole and known["words"] >= MIN_SHARE_ON_ONE_SUBJECT),
    }


def without_abstracts(one: Paper, other: Paper) -> dict[str, float]:
    """Return the features of different titles if an abstract is missing, but for an introduced name."""
    return {"no abstracts": 1.0, "other word alone": float(have_other_word(one.title, other.title))}


def are_unlike(share: float, known: Mapping[str, float]) -> bool:
    """Return whether two abstracts share so little that they may be of any two papers, and no other field agrees.

    ``share`` is the share of their terms in common, from 0 to 1, and ``known`` the features of the fields.

    >>> are_unlike(0.05, {}), are_unlike(0.5, {}), are_unlike(0.05, {"day agrees": 1.0})
    (True, False, False)
    """
    return share <= MAX_SHARE_OF_OTHER and AGREEING.keys().isdisjoint(known)


def shared_phrases(one: Paper, other: Paper, contained: float) -> float:
    """Return how many phrases both abstracts have, from 0 to 1; similar papers with like titles share some, too."""
    if contained < MIN_CONTAINMENT_OF_WHOLE and are_alike(one.title, other.title):
        return 0.0
    return min(1.0, len(phrases(abstract_of(one)) & phrases(abstract_of(other))) / MANY)


def by_abstracts_under_one_title(one: Paper, other: Paper) -> dict[str, float]:
    """Return the features of the abstracts under titles that differ only in spelling."""
    if letters_in_shorter(one, other) < MIN_LETTERS_IN_ABSTRACT:
        return {}
    share, _ = shared_terms(abstract_of(one), abstract_of(other), one.title)
    contained = containment(abstract_of(one), abstract_of(other)) or 0.0
    return {
        "other abstract": float(share <= MAX_SHARE_OF_OTHER and _may_be_namesakes(one, other)),
        "whole abstract": float(contained >= MIN_CONTAINMENT_OF_WHOLE),
    }


def _may_be_namesakes(one: Paper, other: Paper) -> bool:
    """Whether two papers with one title and different abstracts may be two: not just an abstract and its summary."""
    if any(name in DIFFERING for name in by_fields(one, other)):
        return True
    shorter = letters_in_shorter(one, other)
    return shorter >= MIN_LETTERS_IN_FULL_ABSTRACT and is_short(one.title)


def letters_in_shorter(one: Paper, other: Paper) -> int:
    """Return the number of letters in the shorter abstract of two papers, which is 0 if one is missing."""
    return min(len(letters(abstract_of(one))), len(letters(abstract_of(other))))
