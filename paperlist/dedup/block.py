"""Who could be the same?

Under different titles only those whose abstracts share an anchor: a sentence's checksum. The anchors of an abstract are
its first sentence and those with the least checksums (a bottom-k sketch: Broder, On the resemblance and containment of
documents, 1997), so an abstract cut anywhere behind its first sentence shares one with the whole, and a reworded one
very likely does. An anchor that more than :data:`MOST_CARRIERS` papers carry is boilerplate, and no evidence for any.
So each paper is compared with a bounded number of others, and as the rungs that need abstracts ask for a shared
anchor themselves (see :mod:`paperlist.dedup.match`), no pair they would join is lost.
"""

from __future__ import annotations

from typing import Final
from zlib import crc32

from .normalize import sentences

SHORTEST_SENTENCE: Final = 24
"""How many letters (bytes in UTF-8) a sentence has at least, lest it is a phrase that anyone may use."""

ANCHORS: Final = 4
"""How many sentences with the least checksums stand for an abstract, besides its first."""

MOST_CARRIERS: Final = 16
"""How many papers may share an anchor before it is boilerplate."""


def anchors(abstract: str) -> frozenset[int]:
    """Return the anchors of an abstract, at most 5, none where it has no sentence that is long enough.

    >>> one = anchors("Where the shore moves, forecasts of tides fail. We follow it with a graph of buoys.")
    >>> other = anchors("Where the shore moves, forecasts of ti- des fail. And now for something different.")
    >>> len(one), len(one & other)
    (2, 1)
    """
    sums = [crc32(text) for text in sentences(abstract) if len(text) >= SHORTEST_SENTENCE]
    return frozenset(sums[:1] + sorted(sums)[:ANCHORS])
