"""Find the pairs of papers that are worth a person's review.

Unlike the pairs that may be merged (:mod:`paperlist.dedup.anchors`), these are looked for among all papers at once. So
it is known how many papers have a word. Two papers are a pair if they share two of the four rarest words of their
titles, or three of the seven rarest words of their abstracts. The rarest words of a paper are much the same among few
papers and among many, and so are the pairs.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from .abstracts import terms
from .anchors import MAX_PAPERS_PER_KEY
from .normalize import is_telling, plain_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ..model import Paper

Name = TypeVar("Name", bound=str)

Text: TypeAlias = "tuple[tuple[int, int], frozenset[bytes]]"
"""How many of the rarest words of a text count, how many of these two papers must share, and all words."""

OF_TITLE: Final = (4, 2)
OF_ABSTRACT: Final = (7, 3)
"""How many of the rarest words of a text count, and how many of these two papers must share."""


def sharing_rare_words(papers: Mapping[Name, Sequence[Paper]]) -> Iterator[set[Name]]:
    """Iterate over the names, at most 16, whose papers share two of their rarest words.

    >>> from paperlist.model import Paper
    >>> titles = "Drifting Buoys in Salt Marshes", "How Salt Marshes Move", "Fading Ink"
    >>> [sorted(names) for names in sharing_rare_words({title[:3]: [Paper(title=title)] for title in titles})]
    [['Dri', 'How']]
    """
    frequency: Counter[bytes] = Counter()
    for some in papers.values():
        for _, words in texts_of(some):
            frequency.update(words)
    sharing: dict[tuple[bytes, ...], Name | set[Name]] = {}
    for name, some in papers.items():
        for text in texts_of(some):
            for key in rare_words(text, frequency):
                known = sharing.setdefault(key, name)
                if isinstance(known, set):
                    known.add(name)
                elif known != name:
                    sharing[key] = {known, name}
    for names in sharing.values():
        if isinstance(names, set) and len(names) <= MAX_PAPERS_PER_KEY:
            yield names


def texts_of(papers: Iterable[Paper]) -> Iterator[Text]:
    """Iterate over the words of each distinct title, and over the terms of each distinct abstract."""
    for title in {paper.title for paper in papers}:
        yield OF_TITLE, frozenset([word.encode("utf-8", "replace") for word in plain_words(title) if is_telling(word)])
    for abstract in {paper.abstract for paper in papers}:
        if abstract:
            yield OF_ABSTRACT, terms(abstract)


def rare_words(text: Text, frequency: Mapping[bytes, int]) -> Iterator[tuple[bytes, ...]]:
    """Iterate over the pairs or triples of the rarest words of a text that at least two texts have.

    >>> title = (4, 2), frozenset((b"tides", b"moon", b"the", b"of"))
    >>> list(rare_words(title, {b"tides": 2, b"moon": 1, b"the": 9, b"of": 8}))
    [(b'tides', b'of'), (b'tides', b'the'), (b'of', b'the')]
    """
    (rarest, number), words = text
    shared = [(count, word) for word in words if (count := frequency.get(word, 0)) > 1]
    return combinations([word for _, word in sorted(shared)[:rarest]], number)
