"""Select the pairs of papers that are worth comparing, by checksums of their abstracts' sentences.

Papers with different titles are compared only if their abstracts share an anchor, which is the checksum of a sentence.
The anchors of an abstract are those of its first sentence and of the sentences with the lowest checksums (a bottom-k
sketch: Broder, On the resemblance and containment of documents, 1997). An abstract that was truncated after its first
sentence therefore shares an anchor with the whole one, and a reworded abstract very probably does. An anchor that more
than :data:`MAX_PAPERS_PER_ANCHOR` papers share is boilerplate and is not used.

This bounds the number of papers with which each paper is compared. No merge is lost, because the rungs that compare
abstracts require a shared anchor themselves (see :mod:`paperlist.dedup.match`).
"""

from __future__ import annotations

from typing import Final
from zlib import crc32

from .normalize import sentences

MIN_LETTERS_IN_SENTENCE: Final = 24
"""Shorter sentences (in letters, as bytes of UTF-8) are ignored: they may be phrases that anyone uses."""

LOWEST_CHECKSUMS: Final = 4
"""How many sentences represent an abstract, besides its first: those with the lowest checksums."""

MAX_PAPERS_PER_ANCHOR: Final = 16
"""An anchor that more papers share is boilerplate."""


def anchors(abstract: str) -> frozenset[int]:
    """Return the anchors of an abstract: at most 5, and none if no sentence is long enough.

    >>> one = anchors("Where the shore moves, forecasts of tides fail. We follow it with a graph of buoys.")
    >>> other = anchors("Where the shore moves, forecasts of ti- des fail. And now for something different.")
    >>> len(one), len(one & other)
    (2, 1)
    """
    sums = [crc32(text) for text in sentences(abstract) if len(text) >= MIN_LETTERS_IN_SENTENCE]
    return frozenset(sums[:1] + sorted(sums)[:LOWEST_CHECKSUMS])
