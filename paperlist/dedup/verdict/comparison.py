"""Define the comparison of two papers: the verdict, the evidence for it, and how likely it is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ..._attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Iterator

Verdict: TypeAlias = Literal["same", "review", "different"]

_HEADS: Final = {
    "decision": "same: you decided so",
    "arxiv-id": "same: both have one arXiv id",
    "title": "same: the titles are equal (spelling aside)",
    "evidence": "same: the titles differ, but enough else agrees",
}
_VERDICTS: Final = ("same", "review", "different")
_RUNGS: Final = (*_HEADS, None)

MIN_ERROR_IF_RELATED: Final = 0.5
"""The least chance of being wrong if a condition is not met: how many related papers there are is not known."""


@frozen(kw_only=True)
class Comparison:
    """The evidence for and against the claim that two sightings are the same paper.

    ``verdict`` is the result, and ``error`` the chance that it is wrong, from 0 to 1; for ``review`` it is the chance
    that the two are different papers, which is at least a half if related papers of one team agree in as much. ``rung``
    names the evidence that decided it, or is None if the two are not merged. ``title`` is the similarity of the titles,
    ``words`` the share of distinctive words that they have in common, and ``abstract`` the share of the shorter
    abstract that the longer one contains (None if one is missing or too short). All three range from 0 to 1. ``agree``
    and ``differ`` name what else agrees and differs, ``needed`` what was missing for a merge. ``vetoes`` and ``doubts``
    list the evidence against a merge. ``only`` has the words that occur in just the first title, and those in just the
    second. ``weights`` has what each feature adds to the logarithm of the odds (see
    :mod:`paperlist.dedup.evidence.weights`). ``places`` has the file and the line of each of the two sightings, as far
    as they are known; it is ignored by ``==``. ``str()`` gives all but the weights in sentences.

    >>> from paperlist import Listing, Paper, merge
    >>> papers = [Paper(title=f"{name} Technical Report", author_count=9) for name in ("Tides", "Tides 2")]
    >>> catalog = merge([Listing(papers=papers)])
    >>> print(catalog.explain(*catalog))
    different
    the similarity of the titles is 0.86, and they share all distinctive words of the shorter
    the abstracts cannot be compared (one is missing or too short)
    what agrees: the numbers of authors (9)
    veto: only one of the titles has the number 2
    only in the second title: 2
    """

    verdict: Verdict
    rung: str | None = None
    error: float = 0.0
    title: float = 0.0
    words: float = 0.0
    abstract: float | None = None
    agree: tuple[str, ...] = ()
    differ: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    vetoes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    only: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    weights: tuple[tuple[str, float], ...] = field(default=(), repr=False)
    places: tuple[str, str] = field(default=("", ""), eq=False)

    def __repr__(self) -> str:
        return f"<Comparison {self.verdict if self.rung is None else f'{self.verdict}: {self.rung}'}>"

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield self.verdict if self.rung is None else _HEADS[self.rung]
        if all(self.places):
            yield f"compared: {' and '.join(self.places)}"
        if not self.vetoes and self.rung not in ("decision", "arxiv-id"):
            yield self._chance()
        yield self._titles()
        if self.abstract is None:
            yield "the abstracts cannot be compared (one is missing or too short)"
        else:
            yield f"the longer abstract contains {self.abstract:.0%} of the shorter"
        for head, named in (("what agrees", self.agree), ("what differs", self.differ), ("missing", self.needed)):
            if named:
                yield f"{head}: {'; '.join(named)}"
        yield from map("veto: {}".format, self.vetoes)
        yield from map("doubt: {}".format, self.doubts)
        for side, words in zip(("first", "second"), self.only, strict=True):
            if words:
                yield f"only in the {side} title: {' '.join(words)}"

    def _titles(self) -> str:
        if "titles are equal" in dict(self.weights):
            return "the titles are equal (spelling aside)"
        if self.title < 1:
            shared = f"they share {_share(self.words)} of the shorter"
            return f"the similarity of the titles is {self.title:.2f}, and {shared}"
        if any(self.only):
            return "one title is the beginning of the other"
        return "the titles have the same words in another order"

    def _chance(self) -> str:
        if self.verdict == "different":
            return f"the chance that they are the same paper is {_percent(self.error)}"
        if self.error == MIN_ERROR_IF_RELATED:
            return "the chance that they are different papers is at least 50 %: related papers agree in as much"
        return f"the chance that they are different papers is {_percent(self.error)}"


def _share(share: float) -> str:
    if share in (0, 1):
        return "all distinctive words" if share else "no distinctive word"
    return f"{share:.0%} of the distinctive words"


def _percent(chance: float) -> str:
    return "less than 0.1 %" if chance < 0.001 else f"{100 * chance:.1f} %"


def comparison_sort_key(found: Comparison) -> tuple[float, ...]:
    """Return a sort key: the comparison with the strongest evidence for the same paper comes first."""
    return (
        _VERDICTS.index(found.verdict),
        _RUNGS.index(found.rung),
        -found.error if found.verdict == "different" else found.error,
        -found.title,
        -(found.abstract or 0.0),
        -found.words,
        len(found.vetoes),
    )
