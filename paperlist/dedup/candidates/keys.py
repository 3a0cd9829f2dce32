"""Select the pairs of papers that are worth comparing, by checksums of parts of their abstracts and titles.

Papers with different titles are compared only if they share a key. The keys of a paper are the anchors of its abstract
and some checksums of its title: of its name, of pairs of distinctive words that follow each other, and of its start and
its end together with the day and the number of authors.

An anchor is the checksum of a sentence. The anchors of an abstract are those of its first sentence and of the sentences
with the lowest checksums (a bottom-k sketch: Broder, On the resemblance and containment of documents, 1997). An
abstract that was truncated after its first sentence therefore shares an anchor with the whole one, and a reworded
abstract very probably does. A key that more than :data:`MAX_PAPERS_PER_KEY` papers share is
boilerplate and is not used.

This bounds the number of papers with which each paper is compared. No merge is lost, because papers with different
titles are merged only if they share a key (see :mod:`paperlist.dedup.verdict.match`).
"""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final, TypeVar
from zlib import crc32

from ..normalize.abstracts import sentences
from ..normalize.names import introduced_names
from ..normalize.papers import shown_by
from ..normalize.titles import plain_words, telling

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from ...model import Paper, Sighting

Name = TypeVar("Name", bound=str)

MIN_LETTERS_IN_SENTENCE: Final = 24
"""Shorter sentences (in letters, as bytes of UTF-8) are ignored: they may be phrases that anyone uses."""

LOWEST_CHECKSUMS: Final = 4
"""How many sentences represent an abstract, besides its first: those with the lowest checksums."""

MAX_PAPERS_PER_KEY: Final = 16
"""A key that more papers share is boilerplate."""

LOWEST_PAIRS: Final = 4
"""How many pairs of successive distinctive words represent a title: those with the lowest checksums."""

LETTERS_IN_NAME: Final = 24
"""A title with at most this many letters may be the name of a paper whose other title has a subtitle, too."""

LETTERS_WITH_DAY: Final = 4
LETTERS_WITH_AUTHORS: Final = 8
"""How many letters at the start and the end of a title are a key, with the day or just with the number of authors."""


def anchors(abstract: str) -> frozenset[int]:
    """Return the anchors of an abstract: at most 5, and none if no sentence is long enough.

    >>> one = anchors("Where the shore moves, forecasts of tides fail. We follow it with a graph of buoys.")
    >>> other = anchors("Where the shore moves, forecasts of ti- des fail. And now for something different.")
    >>> len(one), len(one & other)
    (2, 1)
    """
    sums = [crc32(text) for text in sentences(abstract) if len(text) >= MIN_LETTERS_IN_SENTENCE]
    return frozenset(sums[:1] + sorted(sums)[:LOWEST_CHECKSUMS])


def keys(paper: Paper) -> frozenset[int]:
    """Return the keys of a paper; it is compared with those that share one.

    >>> from paperlist.model import Paper
    >>> one, other = Paper(title="Creekwise: The Drainage of Marshes"), Paper(title="Creekwise")
    >>> len(keys(one) & keys(other))
    1
    """
    title = plain_words(paper.title)
    found = _pairs(title)
    if paper.abstract:
        found += anchors(paper.abstract)
    letters = "".join(title)
    found += _keys_of_names([_name_in(paper.title, letters)])
    date, authors = paper.published, paper.author_count
    if date is not None or authors:
        day = "" if date is None else f"{date.month}-{date.day}"
        length = LETTERS_WITH_DAY if day else LETTERS_WITH_AUTHORS
        found.append(checksum(f"start:{letters[:length]}:{day}:{authors}"))
        found.append(checksum(f"end:{letters[-length:]}:{day}:{authors}"))
    return frozenset(found)


def _keys_of_names(names: Iterable[str]) -> list[int]:
    return [checksum(f"name:{name}") for name in names if len(name) <= LETTERS_IN_NAME]


def name_keys(papers: Iterable[Paper]) -> set[int]:
    """Return the keys of the names in the titles of cards, and of those that their abstracts introduce.

    Papers that share one are compared for review. They are not merged for it: a team may name its data in several
    papers.

    >>> from paperlist.model import Paper
    >>> named = Paper(title="EbbNet: Tides on Graphs")
    >>> len(name_keys([named]) & name_keys([Paper(title="Graphs of Tides", abstract="We introduce EbbNet, a graph.")]))
    1
    """
    found: set[int] = set()
    for paper in papers:
        name = _name_in(paper.title, "".join(plain_words(paper.title)))
        introduced = introduced_names(paper.abstract) if paper.abstract else ()
        found.update(_keys_of_names([name, *("".join(plain_words(one)) for one in introduced)]))
    return found


def _pairs(title: list[str]) -> list[int]:
    """Return the keys of pairs of telling words that follow each other in a title."""
    found = " ".join(telling(title)).encode("utf-8", "surrogatepass").split(b" ")
    return sorted(map(crc32, map(b" ".join, pairwise(found))))[:LOWEST_PAIRS]


def _name_in(title: str, letters: str) -> str:
    """Return those ``letters`` of a title that are before its colon, or all if no telling word is there."""
    name, colon, _ = title.partition(":")
    of_name = plain_words(name) if colon else []
    return letters[: len("".join(of_name))] if telling(of_name) else letters


def sharing_a_key(keyed: Iterable[tuple[Name, Iterable[Hashable]]]) -> dict[tuple[Name, Name], None]:
    """Return the pairs of names, the lesser first, that share a key, but not with very many others.

    >>> list(sharing_a_key([("tide", [1, 2]), ("ebb", [2, 3]), ("ink", [4])]))
    [('ebb', 'tide')]
    """
    sharing: dict[Hashable, Name | set[Name]] = {}
    for name, some in keyed:
        for key in some:
            known = sharing.setdefault(key, name)
            if known is name:
                continue
            if isinstance(known, set):
                known.add(name)
            else:
                sharing[key] = {known, name}
    found: dict[tuple[Name, Name], None] = {}
    for names in sharing.values():
        if isinstance(names, set) and len(names) <= MAX_PAPERS_PER_KEY:
            found.update(dict.fromkeys(combinations(sorted(names), 2)))
    return found


def checksum(text: str) -> int:
    """Return a checksum of a text, which is the same on every computer.

    >>> checksum("ebb") == checksum("tide")
    False
    """
    return crc32(text.encode("utf-8", "surrogatepass"))


def keys_of(sightings: Sequence[Sighting]) -> frozenset[int]:
    """Return the keys of all cards of ``sightings``.

    >>> from paperlist.model import Paper, Sighting
    >>> keys_of([Sighting(paper=Paper(title="Tides"))]) == keys(Paper(title="Tides"))
    True
    """
    cards = {shown_by(sighting.paper): sighting.paper for sighting in sightings}
    found: frozenset[int] = frozenset()
    return found.union(*map(keys, cards.values()))
