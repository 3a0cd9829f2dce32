"""Compare two papers and decide whether they are the same.

The kinds of evidence, called rungs, are tried from the strongest to the weakest:

======== ==================================================================================================
rung     two sightings are the same paper because
======== ==================================================================================================
decision the caller decided so
arxiv-id they have the same arXiv id, ignoring versions; papers with different ids are never merged
title    their titles differ only in spelling, and the rest does not speak against it
evidence their titles differ, but enough else agrees
======== ==================================================================================================

For the last two, the evidence together must leave no greater chance of a wrong merge than is allowed (see
:mod:`paperlist.dedup.evidence.weights`). Whatever the chance, papers with different titles are not merged if there is a
veto (:mod:`paperlist.dedup.evidence.vetoes`) or if a condition is not met (:mod:`.conditions`).

Probable but uncertain matches are left for a person to review.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Final

from ..._attrs import evolve
from ...errors import checked_number
from ...years.bounds import WORDS
from ..evidence.fields import AGREEING, DIFFERING, by_fields
from ..evidence.titles import words_in_one_only
from ..evidence.weights import WEIGHTS, least_score, may_reach, must_reach, weigh
from ..normalize.papers import arxiv_key
from ..normalize.titles import title_key
from .comparison import MIN_ERROR_IF_RELATED, Comparison
from .conditions import missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ...model import ListingDate, Paper
    from ..evidence.weights import Evidence

MAX_ERROR: Final = 0.1
"""The greatest chance of being wrong with which two papers are merged, unless the caller sets another."""

MIN_CHANCE_TO_REVIEW: Final = 0.17
"""The least chance of being the same paper with which two papers are left for review."""

LEAST_SCORE_TO_REVIEW: Final = least_score(1 - MIN_CHANCE_TO_REVIEW)


def checked_error(max_error: float) -> float:
    """Return ``max_error``. Raises ValueError if it is not from 0 to 1, and TypeError if it is not a number.

    >>> checked_error(0.25)
    0.25
    """
    found: float = checked_number(max_error, "max_error: expected a number from 0 to 1", 0, 1, whole=False)
    return found


# Quick answers


def are_same(one: Paper, other: Paper, max_error: float = MAX_ERROR) -> bool:
    """Return whether two papers are merged, as :func:`compare` says, but compare texts only if that can decide it.

    >>> from paperlist.model import Paper
    >>> are_same(Paper(title="Tides!"), Paper(title="TIDES")), are_same(Paper(title="Tides"), Paper(title="Waves"))
    (True, False)
    """
    mine, theirs = arxiv_key(one.arxiv_id), arxiv_key(other.arxiv_id)
    if mine and theirs:
        return mine == theirs
    if title_key(one.title) == title_key(other.title) != "":
        if must_reach(least_score(max_error), one, other):
            return True
    elif "day differs" in by_fields(one, other) or not may_reach(least_score(max_error), one, other):
        return False
    return compare(one, other, max_error).verdict == "same"


def any_same(some: Iterable[Paper], others: Sequence[Paper], max_error: float = MAX_ERROR) -> bool:
    """Return whether any two papers of two groups are the same.

    >>> from paperlist.model import Paper
    >>> any_same([Paper(title="Tides")], [Paper(title="Waves"), Paper(title="TIDES")])
    True
    """
    return any(are_same(paper, another, max_error) for paper, another in product(some, others))


def may_be_reviewed(one: Paper, other: Paper) -> bool:
    """Return False if :func:`compare` surely finds that two papers are different, without comparing all their texts.

    >>> from paperlist.model import Paper
    >>> may_be_reviewed(Paper(title="Tides of the Moon"), Paper(title="Waves"))
    False
    """
    mine, theirs = arxiv_key(one.arxiv_id), arxiv_key(other.arxiv_id)
    if mine and theirs:
        return mine == theirs
    return title_key(one.title) == title_key(other.title) or may_reach(LEAST_SCORE_TO_REVIEW, one, other)


# Comparing


def compare(one: Paper, other: Paper, max_error: float = MAX_ERROR) -> Comparison:
    """Compare two papers by their fields alone, without other sightings or decisions of the caller.

    They are merged if the chance that this is wrong is at most ``max_error``, from 0 to 1.

    >>> from paperlist.model import Paper
    >>> compare(Paper(title="Tides!"), Paper(title="TIDES")).rung
    'title'
    """
    evidence = weigh(one, other)
    found = Comparison(
        verdict="different",
        error=evidence.chance,
        title=evidence.title,
        words=evidence.words,
        abstract=evidence.abstract,
        agree=tuple(_named(name, one, other) for name in evidence.features if name in AGREEING),
        differ=tuple(_differing(evidence, one, other)),
        vetoes=evidence.vetoes,
        only=words_in_one_only(one.title, other.title),
        weights=tuple((name, WEIGHTS[name] * value) for name, value in evidence.features.items()),
    )
    mine, theirs = arxiv_key(one.arxiv_id), arxiv_key(other.arxiv_id)
    if mine and theirs:
        if mine == theirs:
            return evolve(found, verdict="same", rung="arxiv-id", error=0.0)
        return evolve(found, error=0.0, vetoes=("the arXiv ids differ", *found.vetoes))
    if title_key(one.title) == title_key(other.title) != "":
        return _by_title(found, evidence, max_error)
    return _by_all(found, evidence, one, other, max_error)


def _named(feature: str, one: Paper, other: Paper) -> str:
    """Return the name of a field that agrees or differs, with its values."""
    field = feature.partition(" ")[0]
    attribute = {"authors": "author_count", "day": "published", "organization": "organization"}[field]
    mine, theirs = getattr(one, attribute), getattr(other, attribute)
    if feature in AGREEING:
        return f"{AGREEING[feature]} ({mine})"
    if attribute == "published" and mine.year and theirs.year and mine.year != theirs.year:
        mine, theirs = map(_with_clue, (mine, theirs))
    return f"{DIFFERING[feature]} ({mine} and {theirs})"


def _with_clue(date: ListingDate) -> str:
    """Return a date with the words for the clue to its year, if it has one."""
    basis = date.year_basis
    return f"{date} by {WORDS.get(basis, basis)}" if basis else str(date)


def _differing(evidence: Evidence, one: Paper, other: Paper) -> Iterator[str]:
    yield from (_named(name, one, other) for name in evidence.features if name in DIFFERING)
    if evidence.is_unlike:
        yield "the abstracts (they have almost nothing in common)"


def _by_title(found: Comparison, evidence: Evidence, max_error: float) -> Comparison:
    """Return ``found`` with the verdict on two papers whose titles differ only in spelling."""
    error = 1 - evidence.chance
    if evidence.score >= least_score(max_error):
        return evolve(found, verdict="same", rung="title", error=error, doubts=_warnings(found, evidence))
    if "weak title alone" not in evidence.features:
        return evolve(found, verdict="review", error=error, needed=_needed(evidence, max_error))
    needed = "like beginnings of the abstracts, or an equal day and number of authors"
    return evolve(found, verdict="review", error=error, needed=(needed,), doubts=("the title is short or generic",))


def _warnings(found: Comparison, evidence: Evidence) -> tuple[str, ...]:
    """Return a doubt if nothing but the title speaks for a merge, and the abstracts speak against it."""
    if found.agree or not evidence.is_unlike:
        return ()
    return ("the merge rests on the title alone",)


def _by_all(found: Comparison, evidence: Evidence, one: Paper, other: Paper, max_error: float) -> Comparison:
    """Return ``found`` with the verdict on two papers with different titles."""
    chance = evidence.chance
    needed = tuple(missing(evidence, one, other))
    if evidence.score >= least_score(max_error) and not needed and not found.vetoes:
        return evolve(found, verdict="same", rung="evidence", error=1 - chance)
    error = max(1 - chance, MIN_ERROR_IF_RELATED) if needed else 1 - chance
    needed = () if found.vetoes else needed or _needed(evidence, max_error)
    if chance >= MIN_CHANCE_TO_REVIEW:
        return evolve(found, verdict="review", error=error, needed=needed)
    return evolve(found, needed=needed)


def _needed(evidence: Evidence, max_error: float) -> tuple[str, ...]:
    """Return each fact that is unknown and would be enough for a merge, if it were known and agreed."""
    missing = least_score(max_error) - evidence.score
    known = {name.partition(" ")[0] for name in evidence.features}
    found = [
        f"an equal {fact}"
        for name, fact in (
            ("day agrees", "day of publication"),
            ("authors agree", "number of authors"),
            ("organization agrees", "organization"),
        )
        if name.partition(" ")[0] not in known and WEIGHTS[name] >= missing
    ]
    return (f"{' or '.join(found)} would be enough",) if found else ("more that agrees",)


# Several papers
