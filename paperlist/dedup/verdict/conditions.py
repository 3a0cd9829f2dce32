"""Tell what is missing for a merge of two papers with different titles, whatever else agrees.

Related papers of one team, such as the two parts of a work, often have one day, one number of authors, like titles and
like abstracts. So these conditions are no weights among others. If one is not met, the pair is left for review.

=============== ==========================================================================================
condition       why
=============== ==========================================================================================
the day         a paper keeps the day of its first version, also if everything else changes
a key           only papers that share a key are compared (:mod:`paperlist.dedup.candidates.keys`); without
                this condition, a merge would depend on which other papers there are
the numbers     whoever revises sentences keeps most numbers in them; another paper has other results
an abstract     titles of different papers can be as similar as any: without abstracts, two other fields
                must agree, and titles may only differ in form
one subject     if the titles have different words, the abstracts must have something in common, and not
                each the words of its own title alone; if there is just one such place in the titles, one
                abstract must contain the other
=============== ==========================================================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..candidates.keys import keys
from ..evidence.abstracts import abstract_of, have_other_numbers
from ..evidence.features import MIN_CONTAINMENT_OF_WHOLE
from ..evidence.fields import AGREEING
from ..evidence.titles import differ_in_form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model import Paper
    from ..evidence.weights import Evidence

MIN_AGREEING_WITHOUT_ABSTRACTS: Final = 2
"""How many other fields must agree if an abstract is missing."""

MIN_MANY_TERMS: Final = 0.25
"""The least value of the feature ``many terms`` if no abstract contains a part of the other: four terms are shared."""

MIN_TERMS_UNDER_OTHER_WORDS: Final = 2 / 3
"""The least value of the feature ``terms`` if titles have different words: a fifth of the terms are the same."""

MAX_OTHER_SUBJECT: Final = 0.25
"""The greatest value of the feature ``other subject``: each abstract has half of the words of its title alone."""


def missing(evidence: Evidence, one: Paper, other: Paper) -> Iterator[str]:
    """Yield what is missing for a merge of two papers with different titles.

    >>> from paperlist.dedup.evidence.weights import weigh
    >>> from paperlist.model import Paper
    >>> titles = ("Spring Tides of Ebb", "Spring Tides of Ink")
    >>> one, other = (Paper(title=title, organization="Sea", author_count=9) for title in titles)
    >>> list(missing(weigh(one, other), one, other))
    ['an abstract on both sides, since the titles have different words']
    """
    features = evidence.features
    if "day differs" in features:
        yield "an equal day of publication"
    if keys(one).isdisjoint(keys(other)):
        yield "a sentence, a name, or two successive words of the titles in common"
    if have_other_numbers(abstract_of(one), abstract_of(other)):
        yield "equal numbers in the abstracts (most of the rest is equal)"
    if evidence.abstract is None and sum(name in AGREEING for name in features) < MIN_AGREEING_WITHOUT_ABSTRACTS:
        yield "an abstract on both sides, or more that agrees: day, number of authors, organization"
    elif evidence.is_unlike and features.get("many terms", 0.0) < MIN_MANY_TERMS:
        yield "abstracts that have something in common"
    elif not differ_in_form(one.title, other.title):
        yield from _missing_under_other_words(evidence)


def _missing_under_other_words(evidence: Evidence) -> Iterator[str]:
    """Yield what is missing if the titles have different words."""
    features = evidence.features
    if evidence.abstract is None:
        yield "an abstract on both sides, since the titles have different words"
    elif features.get("terms", 0.0) < MIN_TERMS_UNDER_OTHER_WORDS:
        yield "abstracts that have more in common, since the titles have different words"
    elif evidence.abstract < MIN_CONTAINMENT_OF_WHOLE:
        if features.get("other subject", 0.0) >= MAX_OTHER_SUBJECT:
            yield "abstracts on one subject (each has only the words of its own title)"
        elif "other word" in features and "renamed" not in features:
            yield "an abstract that contains all of the other, since the titles differ in one place"
