"""Find the pairs of papers that are worth a person's review.

Unlike the pairs that may be merged (:mod:`paperlist.dedup.anchors`), these are looked for among all papers at once. So
it is known how many papers have a word. Two papers are a pair if they share two of the four rarest words of their
titles, or two of the six rarest words of their abstracts. The rarest words of a paper are much the same among few
papers and among many, and so are the pairs.
"""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import chain, combinations
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from .abstracts import terms
from .anchors import MAX_PAPERS_PER_KEY
from .normalize import is_telling, plain_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ..model import Paper

Name = TypeVar("Name", bound=str)

Text: TypeAlias = "tuple[tuple[int, int], Collection[Any]]"
"""How many of the rarest words of a text count, how many of these two papers must share, and all words.

The words may be given by numbers.
"""

OF_TITLE: Final = (4, 2)
OF_ABSTRACT: Final = (6, 2)
"""How many of the rarest words of a text count, and how many of these two papers must share."""


MOST_TEXTS_WITH_WORD: Final = 128
"""A word that more texts have is not rare, so that the number of pairs does not grow faster than that of texts."""


def sharing_rare_words(papers: Mapping[Name, Sequence[Paper]]) -> Iterator[set[Name]]:
    """Iterate over the names, at most 16, whose papers share two of their rarest words.

    >>> from paperlist.model import Paper
    >>> titles = "Drifting Buoys in Salt Marshes", "How Salt Marshes Move", "Fading Ink"
    >>> [sorted(names) for names in sharing_rare_words({title[:3]: [Paper(title=title)] for title in titles})]
    [['Dri', 'How']]
    """
    numbers: dict[bytes, int] = {}
    texts: list[tuple[Name, Text]] = []
    for name, some in papers.items():
        for shared, words in texts_of(some):
            texts.append((name, (shared, array("L", [numbers.setdefault(word, len(numbers)) for word in words]))))
    frequency = Counter(chain.from_iterable(words for _, (_, words) in texts))
    ranks = ranks_of({word: frequency[number] for word, number in numbers.items()})
    rank_of = {number: ranks[word] for word, number in numbers.items() if word in ranks}
    sharing: dict[tuple[int, ...], Name | set[Name]] = {}
    for name, text in texts:
        for key in rare_words(text, rank_of):
            known = sharing.setdefault(key, name)
            if known is name:
                continue
            if isinstance(known, set):
                known.add(name)
            else:
                sharing[key] = {known, name}
    for names in sharing.values():
        if isinstance(names, set) and 1 < len(names) <= MAX_PAPERS_PER_KEY:
            yield names


def texts_of(papers: Iterable[Paper]) -> Iterator[Text]:
    """Iterate over the words of each distinct title, and over the terms of each distinct abstract."""
    for title in {paper.title for paper in papers}:
        yield OF_TITLE, frozenset([word.encode("utf-8", "replace") for word in plain_words(title) if is_telling(word)])
    for abstract in {paper.abstract for paper in papers}:
        if abstract:
            yield OF_ABSTRACT, terms(abstract)


def ranks_of(frequency: Mapping[bytes, int]) -> dict[bytes, int]:
    """Return a number for each word that at least two texts have, but not very many: the smallest for the rarest word.

    >>> ranks_of({b"tides": 2, b"moon": 1, b"the": 9, b"of": 8})
    {b'tides': 1, b'of': 2, b'the': 3}
    """
    shared = sorted((count, word) for word, count in frequency.items() if 1 < count <= MOST_TEXTS_WITH_WORD)
    return {word: rank for rank, (_, word) in enumerate(shared, 1)}


def rare_words(text: Text, ranks: Mapping[Any, int]) -> Iterator[tuple[int, ...]]:
    """Iterate over the pairs or triples of the rarest words of a text, given by their ranks.

    >>> title = (4, 2), (b"tides", b"moon", b"the", b"of")
    >>> list(rare_words(title, {b"tides": 1, b"of": 2, b"the": 3}))
    [(1, 2), (1, 3), (2, 3)]
    """
    (rarest, number), words = text
    shared = sorted(filter(None, map(ranks.get, words)))
    return combinations(shared[:rarest], number)
