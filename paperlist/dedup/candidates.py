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
        for found in texts_of(some):
            frequency.update(found)
    sharing: dict[tuple[str, ...], Name | set[Name]] = {}
    for name, some in papers.items():
        for found in texts_of(some):
            for pair in combinations(rarest_words(found, frequency), 2):
                known = sharing.setdefault(pair, name)
                if isinstance(known, set):
                    known.add(name)
                elif known != name:
                    sharing[pair] = {known, name}
    for names in sharing.values():
        if isinstance(names, set) and len(names) <= MAX_PAPERS_PER_KEY:
            yield names


def texts_of(papers: Iterable[Paper]) -> Iterator[frozenset[str]]:
    """Iterate over the words of each distinct title, and over the terms of each distinct abstract."""
    for title in {paper.title for paper in papers}:
        yield frozenset(filter(is_telling, plain_words(title)))
    for abstract in {paper.abstract for paper in papers}:
        if abstract:
            yield terms(abstract)


def rarest_words(found: Iterable[str], frequency: Mapping[str, int]) -> list[str]:
    """Return the rarest words that at least two texts have, the rarest first.

    >>> rarest_words(["tides", "of", "the", "moon"], {"tides": 2, "moon": 1, "the": 9, "of": 8})
    ['tides', 'of', 'the']
    """
    shared = [(count, word) for word in found if (count := frequency.get(word, 0)) > 1]
    return [word for _, word in sorted(shared)[:RAREST_WORDS]]
