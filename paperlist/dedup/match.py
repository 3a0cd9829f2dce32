"""Compare two papers and decide whether they are the same.

The kinds of evidence, called rungs, are tried from the strongest to the weakest:

=========== ===============================================================================================
rung        two sightings are the same paper because
=========== ===============================================================================================
decision    the caller decided so
arxiv-id    they have the same arXiv id, ignoring versions; papers with different ids are never merged
title       their titles differ only in spelling; under a weak title (see :func:`.normalize.is_weak`) the
            abstracts must start alike, too
fuzzy-title their titles are nearly the same, and the longer abstract contains at least half of the shorter
abstract    the longer abstract contains nearly all of the shorter, and their titles share a name or
            several distinctive words
=========== ===============================================================================================

Vetoes (different numbers, versions, parts or sizes) block the two lowest rungs. Doubts (different years, author counts,
organizations or abstracts) have weights, and too much doubt blocks a merge by title or abstract. The two lowest rungs
also require abstracts that share an anchor (:mod:`paperlist.dedup.anchors`). Probable but uncertain matches are left
for a person to review.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from .._attrs import evolve, field, frozen
from ..years.inference import is_unknown
from .abstracts import beginning, containment
from .anchors import anchors
from .normalize import arxiv_key, is_weak, letters, title_key
from .titles import have_same_name, shared_words, title_similarity, words_in_one_only
from .vetoes import vetoes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..model import Paper, Sighting

Verdict: TypeAlias = Literal["same", "review", "different"]

MIN_LETTERS_IN_CONTAINED_ABSTRACT: Final = 200
"""An abstract contained in another is evidence only if it has at least this many letters."""

MIN_SIMILARITY: Final = 0.8
"""Lowest similarity of nearly equal titles."""

MIN_CONTAINMENT: Final = 0.8
"""If the titles differ, the longer abstract must contain at least this share of the shorter one."""

MIN_CONTAINMENT_UNDER_SIMILAR_TITLES: Final = 0.5
"""If the titles are nearly equal, the longer abstract must contain at least this share of the shorter one."""

MAX_CONTAINMENT_OF_UNRELATED: Final = 0.1
"""Abstracts on different subjects share at most this part of the shorter one."""

MIN_SHARED_WORDS: Final = 2
MIN_SHARE_OF_WORDS: Final = 0.3
"""Titles with one abstract must share this many distinctive words, and this share of those in the title with fewer."""

MIN_WEIGHT_OF_DOUBTS: Final = 3
"""Doubts of this total weight outweigh equal titles."""


@frozen(kw_only=True)
class Comparison:
    """The evidence for and against the claim that two sightings are the same paper.

    ``verdict`` is the result. ``rung`` names the evidence that decided it, or is None if the two are not merged.
    ``title`` is the similarity of the titles, ``words`` the share of distinctive words that they have in common, and
    ``abstract`` the share of the shorter abstract that the longer one contains (None if one is missing or too short).
    All three range from 0 to 1. ``vetoes`` and ``doubts`` list the evidence against a merge. ``only`` has the words
    that occur in just the first title, and those in just the second. ``str()`` gives a readable summary.

    >>> from paperlist.model import Paper
    >>> print(compare(Paper(title="Qwen Technical Report"), Paper(title="Qwen2 Technical Report")))
    different
    title similarity 0.97, distinctive words 1.00, abstracts not compared (one is missing or too short)
    veto: only one of the titles has the number 2
    only in the second title: 2
    """

    verdict: Verdict
    rung: str | None = None
    title: float = 0.0
    words: float = 0.0
    abstract: float | None = None
    anchored: bool = field(default=False, repr=False)
    vetoes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    only: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    def __repr__(self) -> str:
        return f"<Comparison {self._head()}>"

    def _head(self) -> str:
        return self.verdict if self.rung is None else f"{self.verdict}: {self.rung}"

    def __str__(self) -> str:
        if self.abstract is None:
            abstracts = "abstracts not compared (one is missing or too short)"
        else:
            abstracts = f"abstract similarity {self.abstract:.2f}"
        similarities = f"title similarity {self.title:.2f}, distinctive words {self.words:.2f}, {abstracts}"
        lines = [
            self._head(),
            similarities,
            *map("veto: {}".format, self.vetoes),
            *map("doubt: {}".format, self.doubts),
        ]
        for side, words in zip(("first", "second"), self.only, strict=True):
            if words:
                lines.append(f"only in the {side} title: {' '.join(words)}")
        return "\n".join(lines)


# Doubts


def compared_fields(paper: Paper) -> tuple[int | None, str | None, int | None]:
    """Return the fields, other than the abstract, that may contradict another card with the same title.

    They are the author count, the organization and the year of publication.
    """
    return paper.author_count, paper.organization, _year(paper)


def _year(paper: Paper) -> int | None:
    """Return the year in which a paper was published, if it is known and not just assumed."""
    date = paper.published
    return None if date is None or is_unknown(date) else date.year


def _numbers_differ(one: int | None, other: int | None) -> bool:
    """Whether two numbers are known and differ by two or more."""
    if not one or not other:
        return False
    return abs(one - other) > 1


def _names_differ(one: str | None, other: str | None) -> bool:
    """Whether two names are known and differ in more than spelling."""
    if not one or not other:
        return False
    return title_key(one) != title_key(other)


def _doubts(one: Paper, other: Paper) -> Iterator[tuple[int, str]]:
    """Yield each doubt about two papers being the same, with its weight; abstracts are not considered here."""
    years = _year(one), _year(other)
    if _numbers_differ(*years):
        first, last = sorted(year or 0 for year in years)
        yield 2, f"the years of publication differ: {first} and {last}"
    if _numbers_differ(one.author_count, other.author_count):
        yield 1, f"the numbers of authors differ: {one.author_count} and {other.author_count}"
    if _names_differ(one.organization, other.organization):
        yield 1, f"the organizations differ: {one.organization} and {other.organization}"


def doubts(one: Paper, other: Paper) -> tuple[int, tuple[str, ...]]:
    """Return the total weight of the doubts about two papers being the same, and the doubts.

    Years that differ by two or more weigh 2. Different organizations weigh 1, and so do author counts that differ by
    two or more. Abstracts with almost nothing in common weigh 1, but are compared only if that decides.

    >>> from paperlist.model import Paper
    >>> doubts(Paper(title="Tides", author_count=3), Paper(title="Tides", author_count=8))
    (1, ('the numbers of authors differ: 3 and 8',))
    """
    total = 0
    reasons: list[str] = []
    for weight, reason in _doubts(one, other):
        total += weight
        reasons.append(reason)
    if total == MIN_WEIGHT_OF_DOUBTS - 1:
        share = containment(one.abstract or "", other.abstract or "")
        if share is not None and share <= MAX_CONTAINMENT_OF_UNRELATED:
            total += 1
            reasons.append("the abstracts have almost nothing in common")
    return total, tuple(reasons)


def contradict(one: Paper, other: Paper) -> bool:
    """Return whether there is too much doubt to merge two papers by title or abstract.

    >>> from paperlist.model import Paper
    >>> contradict(Paper(title="Tides", author_count=3), Paper(title="Tides", author_count=8))
    False
    """
    weight, _ = doubts(one, other)
    return weight >= MIN_WEIGHT_OF_DOUBTS


# Rungs


def _by_id(one: Paper, other: Paper) -> Verdict | None:
    """Return the verdict on two papers if both have an arXiv id."""
    mine = arxiv_key(one.arxiv_id or "")
    theirs = arxiv_key(other.arxiv_id or "")
    if not mine or not theirs:
        return None
    return "same" if mine == theirs else "different"


def _by_title(one: Paper, other: Paper, *, is_doubtful: bool) -> Verdict:
    """Return the verdict on two papers whose titles differ only in spelling."""
    if is_weak(one.title) or is_weak(other.title):
        start = beginning(one.abstract)
        is_same = start != b"" and start == beginning(other.abstract)
    else:
        is_same = not is_doubtful
    return "same" if is_same else "review"


def _by_abstract(found: Comparison, one: Paper, other: Paper) -> Comparison:
    """Return ``found`` with the verdict of the two lowest rungs."""
    similar = _have_similar_titles(found, one, other)
    contained = _is_contained(found, one, other)
    share = found.abstract or 0.0
    rung: str | None = None
    if similar and share >= MIN_CONTAINMENT_UNDER_SIMILAR_TITLES:
        rung = "fuzzy-title"
    elif contained and _share_words(one.title, other.title):
        rung = "abstract"
    is_blocked = bool(found.vetoes or found.doubts)
    if rung is not None and found.anchored and not is_blocked:
        return evolve(found, verdict="same", rung=rung)
    if rung is not None or contained:
        return evolve(found, verdict="review")
    if similar and not found.vetoes:
        return evolve(found, verdict="review")
    return evolve(found, verdict="different")


def _have_similar_titles(found: Comparison, one: Paper, other: Paper) -> bool:
    """Whether two titles are nearly equal, and neither is weak."""
    if found.title < MIN_SIMILARITY:
        return False
    return not is_weak(one.title) and not is_weak(other.title)


def _is_contained(found: Comparison, one: Paper, other: Paper) -> bool:
    """Whether the longer abstract contains nearly all of the shorter, which is long enough for that to be evidence."""
    if found.abstract is None or found.abstract < MIN_CONTAINMENT:
        return False
    lengths = len(letters(one.abstract or "")), len(letters(other.abstract or ""))
    return min(lengths) >= MIN_LETTERS_IN_CONTAINED_ABSTRACT


def _share_words(one: str, other: str) -> bool:
    """Whether two titles share a name or several distinctive words."""
    if have_same_name(one, other):
        return True
    count, share = shared_words(one, other)
    return count >= MIN_SHARED_WORDS and share >= MIN_SHARE_OF_WORDS


def compare(one: Paper, other: Paper) -> Comparison:
    """Compare two papers by their fields alone, without other sightings or decisions of the caller.

    >>> from paperlist.model import Paper
    >>> compare(Paper(title="Tides!"), Paper(title="TIDES")).rung
    'title'
    """
    weight, doubted = doubts(one, other)
    is_doubtful = weight >= MIN_WEIGHT_OF_DOUBTS
    found = Comparison(
        verdict="different",
        title=title_similarity(one.title, other.title),
        words=shared_words(one.title, other.title)[1],
        abstract=containment(one.abstract or "", other.abstract or ""),
        anchored=not anchors(one.abstract or "").isdisjoint(anchors(other.abstract or "")),
        vetoes=vetoes(one.title, other.title),
        doubts=doubted,
        only=words_in_one_only(one.title, other.title),
    )
    by_id = _by_id(one, other)
    if by_id == "different":
        return evolve(found, vetoes=("the arXiv ids differ", *found.vetoes))
    if by_id == "same":
        return evolve(found, verdict="same", rung="arxiv-id")
    if title_key(one.title) == title_key(other.title) != "":
        verdict = _by_title(one, other, is_doubtful=is_doubtful)
        return evolve(found, verdict=verdict, rung="title" if verdict == "same" else None)
    return _by_abstract(found if is_doubtful else evolve(found, doubts=()), one, other)


# Several papers


_VERDICTS: Final = ("same", "review", "different")
_RUNGS: Final = ("decision", "arxiv-id", "title", "fuzzy-title", "abstract", None)


def comparison_sort_key(found: Comparison) -> tuple[float, ...]:
    """Return a sort key: the comparison with the strongest evidence for the same paper comes first."""
    return (
        _VERDICTS.index(found.verdict),
        _RUNGS.index(found.rung),
        -found.title,
        -(found.abstract or 0.0),
        -found.words,
        len(found.vetoes),
    )


def compare_all(some: Iterable[Paper], others: Sequence[Paper]) -> Comparison:
    """Return the strongest of the comparisons between papers of two groups, neither of which is empty.

    >>> from paperlist.model import Paper
    >>> compare_all([Paper(title="Tides")], [Paper(title="Waves"), Paper(title="TIDES")]).rung
    'title'
    """
    return min((compare(one, other) for one in some for other in others), key=comparison_sort_key)


def left_for_review(found: Comparison) -> Comparison:
    """Return the comparison of two papers in different clusters: ``review`` if a rung alone would merge them."""
    if found.rung is None:
        return found
    doubt = f"these two alone would be merged ({found.rung}), but other sightings contradict that"
    return evolve(found, verdict="review", rung=None, doubts=(*found.doubts, doubt))


def distinct_papers(sightings: Iterable[Sighting]) -> list[Paper]:
    """Return the distinct papers among ``sightings``, in order; fields that are not compared are ignored.

    >>> from paperlist.model import Paper, Sighting
    >>> seen = [Sighting(paper=Paper(title=title)) for title in ("Tides", "TIDES", "Waves")]
    >>> [paper.title for paper in distinct_papers(seen)]
    ['Tides', 'Waves']
    """
    as_spelled: dict[tuple[object, ...], Paper] = {}
    for sighting in sightings:
        paper = sighting.paper
        as_spelled.setdefault((paper.title, paper.abstract, paper.arxiv_id, *compared_fields(paper)), paper)
    found: dict[tuple[object, ...], Paper] = {}
    for paper in as_spelled.values():
        key = title_key(paper.title), paper.abstract, arxiv_key(paper.arxiv_id or ""), *compared_fields(paper)
        found.setdefault(key, paper)
    return list(found.values())
