"""Find the pairs of papers that are worth a person's review.

Unlike the pairs that may be merged (:mod:`paperlist.dedup.anchors`), these are looked for among all papers at once. So
it is known how many papers have a word, and two papers are a pair if they share two of their rarest words of the title
or of the abstract. The rarest words of a paper are much the same among few papers and among many, and so are the pairs.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Final, TypeVar

from .abstracts import terms
from .anchors import MAX_PAPERS_PER_KEY
from .normalize import is_telling, plain_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..model import Paper

Name = TypeVar("Name", bound=str)

RAREST_WORDS: Final = 4
"""How many of the rarest words of a title, and of an abstract, make pairs."""


def sharing_rare_words(papers: Mapping[Name, Sequence[Paper]]) -> Iterator[set[Name]]:
    """Iterate over the names, at most 16, whose papers share two of their rarest words.

    >>> from paperlist.model import Paper
    >>> titles = "Drifting Buoys in Salt Marshes", "How Salt Marshes Move", "Fading Ink"
    >>> [sorted(names) for names in sharing_rare_words({title[:3]: [Paper(title=title)] for title in titles})]
    [['Dri', 'How']]
    """
    frequency: Counter[str] = Counter()
    for some in papers.values():
        for found in _texts(some):
            frequency.update(found)
    shared = sorted(word for word, count in frequency.items() if count > 1)
    shared.sort(key=frequency.__getitem__)
    rank = {word: number for number, word in enumerate(shared)}
    sharing: dict[tuple[int, int], Name | set[Name]] = {}
    for name, some in papers.items():
        for found in _texts(some):
            for pair in combinations(_rarest(found, rank), 2):
                known = sharing.setdefault(pair, name)
                if isinstance(known, set):
                    known.add(name)
                elif known != name:
                    sharing[pair] = {known, name}
    for names in sharing.values():
        if isinstance(names, set) and len(names) <= MAX_PAPERS_PER_KEY:
            yield names


def _texts(papers: Iterable[Paper]) -> Iterator[frozenset[str]]:
    """Iterate over the words of each distinct title, and over the terms of each distinct abstract."""
    for title in {paper.title for paper in papers}:
        yield frozenset(filter(is_telling, plain_words(title)))
    for abstract in {paper.abstract for paper in papers}:
        if abstract:
            yield terms(abstract)


def _rarest(found: Iterable[str], rank: Mapping[str, int]) -> list[int]:
    """Return the ranks of the rarest words that at least two texts have, the rarest first."""
    return sorted(rank[word] for word in found if word in rank)[:RAREST_WORDS]
