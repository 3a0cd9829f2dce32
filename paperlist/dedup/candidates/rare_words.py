"""Find the pairs of papers that are worth a person's review.

Unlike the pairs that may be merged (:mod:`.keys`), these are looked for among all papers at once. So
it is known how many papers have a word. Two papers are a pair if they share two of the four rarest words of their
titles; or two of the six rarest words of their abstracts, and more than a tenth of all long words of these, so that
papers without any common subject are not compared. The rarest words of a paper are much the same among few papers and
among many, and so are the pairs. Words are given by their checksums, which need less memory.
"""

from __future__ import annotations

from array import array
from collections import Counter
from itertools import chain, combinations, product
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar
from zlib import crc32

from ..normalize.abstracts import MAX_SHARE_OF_OTHER, terms
from ..normalize.titles import plain_words, telling
from .keys import checksum, sharing_a_key

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ...model import Paper

Name = TypeVar("Name", bound=str)

Rarest: TypeAlias = "tuple[int, int]"
"""How many of the rarest words of a text count, and how many of these two papers must share."""

OF_TITLE: Final = (4, 2)
OF_ABSTRACT: Final = (6, 2)

MOST_TEXTS_WITH_WORD: Final = 128
"""A word that more texts have is not rare, so that the number of pairs does not grow faster than that of texts."""


def sharing_rare_words(papers: Mapping[Name, Sequence[Paper]]) -> list[tuple[Name, Name]]:
    """Return the pairs of names, the lesser first, whose papers share two of their rarest words.

    Names that share the same two words come one after the other.

    >>> from paperlist.model import Paper
    >>> titles = "Drifting Buoys in Salt Marshes", "How Salt Marshes Move", "Fading Ink"
    >>> sharing_rare_words({title[:3]: [Paper(title=title)] for title in titles})
    [('Dri', 'How')]
    """
    texts: dict[Rarest, list[tuple[Name, Collection[int]]]] = {OF_TITLE: [], OF_ABSTRACT: []}
    for name, some in papers.items():
        for kind, words in texts_of(some):
            texts[kind].append((name, words))
    ranks = ranks_of(Counter(chain.from_iterable(words for some in texts.values() for _, words in some)))
    found = sharing_a_key((name, rare_words(OF_TITLE, words, ranks)) for name, words in texts[OF_TITLE])
    pairs = sharing_a_key((name, rare_words(OF_ABSTRACT, words, ranks)) for name, words in texts[OF_ABSTRACT])
    abstracts: dict[Name, list[frozenset[int]]] = {name: [] for name in chain.from_iterable(pairs)}
    for name, known in texts[OF_ABSTRACT]:
        if name in abstracts:
            abstracts[name].append(frozenset(known))
    found.update((pair, None) for pair in pairs if are_related(*map(abstracts.__getitem__, pair)))
    return list(found)


def are_related(some: Iterable[frozenset[int]], others: Iterable[frozenset[int]]) -> bool:
    """Return whether any two abstracts, given by their words, share more of them than those of unrelated papers.

    >>> are_related([frozenset({1, 2})], [frozenset({2, 3})]), are_related([frozenset({1, 2})], [frozenset({3})])
    (True, False)
    """
    for one, other in product(some, others):
        if len(one & other) > MAX_SHARE_OF_OTHER * min(len(one), len(other)):
            return True
    return False


def texts_of(papers: Iterable[Paper]) -> Iterator[tuple[Rarest, array[int]]]:
    """Iterate over the words of each distinct title, and over the terms of each distinct abstract, as checksums."""
    for title in {paper.title for paper in papers}:
        yield OF_TITLE, array("L", set(map(checksum, telling(plain_words(title)))))
    for abstract in {paper.abstract for paper in papers}:
        if abstract:
            yield OF_ABSTRACT, array("L", map(crc32, terms(abstract)))


def ranks_of(frequency: Mapping[int, int]) -> dict[int, int]:
    """Return a number for each word that at least two texts have, but not very many: the smallest for the rarest word.

    >>> ranks_of({70: 2, 71: 1, 72: 9, 69: 9})
    {70: 1, 69: 2, 72: 3}
    """
    shared = sorted((count, word) for word, count in frequency.items() if 1 < count <= MOST_TEXTS_WITH_WORD)
    return {word: rank for rank, (_, word) in enumerate(shared, 1)}


def rare_words(kind: Rarest, words: Iterable[int], ranks: Mapping[int, int]) -> Iterator[tuple[int, ...]]:
    """Iterate over the pairs of the rarest words of a text, given by their ranks.

    >>> list(rare_words(OF_TITLE, [70, 69, 71, 72], {70: 1, 69: 2, 72: 3}))
    [(1, 2), (1, 3), (2, 3)]
    """
    rarest, number = kind
    shared = sorted(filter(None, map(ranks.get, words)))
    return combinations(shared[:rarest], number)
