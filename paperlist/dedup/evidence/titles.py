"""Compare two titles: how similar they are, which words they share, and whether one has the name of the other."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from itertools import takewhile
from operator import eq
from typing import TYPE_CHECKING, Final

from ..normalize.spelling import CACHED_TEXTS
from ..normalize.titles import LIGHT, distinctive_words, name_of, title_key, words

if TYPE_CHECKING:
    from collections.abc import Iterable

MIN_LETTERS_IN_TRUNCATED_TITLE: Final = 20
"""A title counts as the truncated form of a longer one only if it has at least this many letters."""

MIN_SHARE_OF_WORDS: Final = 0.65
"""Titles that share this part of their distinctive words are alike."""

MIN_SIMILARITY: Final = 0.45
"""Titles of at least this similarity are alike."""

MIN_SHARE_OF_MISSPELLED: Final = 0.5
"""Words that share this part of their letters are spellings of one word."""

MOST_OTHER_WORDS: Final = 2
"""How many words each of two titles has in the one place where they differ."""

LETTERS_IN_PIECE: Final = 3
"""Titles are compared in overlapping pieces of this many letters."""


def title_similarity(one: str, other: str) -> float:
    """Return the share of pieces that two titles have in common, from 0 to 1.

    A truncated title or another word order counts as 1.

    >>> title_similarity("Tides: A View", "A View: Tides"), title_similarity("Tides", "Waves")
    (1.0, 0.0)
    """
    short, long = sorted((title_key(one), title_key(other)), key=lambda key: (len(key), key))
    if len(short) >= MIN_LETTERS_IN_TRUNCATED_TITLE and long.startswith(short):
        return 1.0
    if len(short) == len(long) and sorted(words(one)) == sorted(words(other)) != []:
        return 1.0
    return piece_share(short, long)


def piece_share(one: str, other: str) -> float:
    """Return the share of pieces of three letters that two texts have in common, from 0 to 1.

    >>> piece_share("tides", "tides"), piece_share("tides", "waves")
    (1.0, 0.0)
    """
    mine, theirs = _pieces(one), _pieces(other)
    return 2 * len(mine & theirs) / (len(mine) + len(theirs))


@lru_cache(maxsize=CACHED_TEXTS)
def _pieces(key: str) -> frozenset[str]:
    starts = range(max(1, len(key) - LETTERS_IN_PIECE + 1))
    return frozenset([key[start : start + LETTERS_IN_PIECE] for start in starts])


def shared_words(one: str, other: str) -> float:
    """Return which share of its distinctive words the title with fewer of them shares with the other.

    >>> shared_words("Tides on Graphs", "Graphs of Moons and Tides")
    1.0
    """
    mine, theirs = distinctive_words(one), distinctive_words(other)
    return len(mine & theirs) / max(1, min(len(mine), len(theirs)))


def are_alike(one: str, other: str) -> bool:
    """Return whether two titles have the same name, most distinctive words, or most pieces in common.

    >>> are_alike("Tides, Buoys and Graphs of Bays", "Tides, Buoys and Graphs of Capes"), are_alike("Tides", "Waves")
    (True, False)
    """
    if has_name_of(one, other) or shared_words(one, other) >= MIN_SHARE_OF_WORDS:
        return True
    return title_similarity(one, other) >= MIN_SIMILARITY


def have_other_word(one: str, other: str) -> bool:
    """Return whether two titles differ in one place, where each has one or two words that the other lacks.

    Misspellings, numbers and words such as ``of`` do not count.

    >>> have_other_word("Tides, Buoys and Graphs of Bays", "Tides, Buoys and Graphs of Capes")
    True
    >>> have_other_word("Tides, Buoys and Graphs of Bays", "Tides, Buoys and Graphs of Bayss")
    False
    """
    mine, theirs = words(one), words(other)
    start = _equal_at_start(mine, theirs)
    mine, theirs = mine[start:][::-1], theirs[start:][::-1]
    end = _equal_at_start(mine, theirs)
    only_mine, only_theirs = _without_light(mine[end:]), _without_light(theirs[end:])
    if not only_mine or not only_theirs or max(len(only_mine), len(only_theirs)) > MOST_OTHER_WORDS:
        return False
    return not are_spellings("".join(only_mine), "".join(only_theirs))


def are_spellings(one: str, other: str) -> bool:
    """Return whether two words, or words without spaces, are spellings of one: a letter was lost, two swapped, or so.

    Their first letters are equal; otherwise one may have a prefix that the other lacks.

    >>> are_spellings("graphs", "grahps"), are_spellings("graphs", "hypergraphs"), are_spellings("tides", "bays")
    (True, False, False)
    """
    if one[:1] != other[:1]:
        return False
    if piece_share(one, other) >= MIN_SHARE_OF_MISSPELLED:
        return True
    start = _equal_at_start(one, other)
    end = _equal_at_start(one[start:][::-1], other[start:][::-1])
    mine, theirs = one[start : len(one) - end], other[start : len(other) - end]
    are_swapped = len(mine) == 2 and mine == theirs[::-1]
    return are_swapped or len(mine) + len(theirs) == 1


def differ_in_form(one: str, other: str) -> bool:
    """Return whether two titles differ in form alone: by a cut, their order, their name or misspellings.

    >>> differ_in_form("Tidal Graphs of Bays", "EbbNet: Tidal Graphs of Bays"), differ_in_form("Tides", "Tides in Bays")
    (True, False)
    """
    if title_similarity(one, other) == 1 or has_name_of(one, other):
        return True
    found = {title_key(one), title_key(other)}
    if any(name_of(title) and title_key(title.partition(":")[2]) in found for title in (one, other)):
        return True
    mine, theirs = ("".join(_without_light(some)) for some in words_in_one_only(one, other))
    return are_spellings(mine, theirs)


def _without_light(some: Iterable[str]) -> list[str]:
    """Return words without numbers and without those that may come and go."""
    return [word for word in some if word not in LIGHT and not word[0].isdecimal()]


def _equal_at_start(mine: Iterable[str], theirs: Iterable[str]) -> int:
    """Return how many of the first words are equal."""
    return sum(1 for _ in takewhile(bool, map(eq, mine, theirs)))


def has_name_of(one: str, other: str) -> bool:
    """Return whether two titles have the same name: what is before the colon, or the whole title of one of them.

    >>> has_name_of("Tidal Graphs: A View", "Tidal Graphs: On Buoys"), has_name_of("Tidal Graphs", "Tidal Waves")
    (True, False)
    >>> has_name_of("Tidal Graphs: A View", "Tidal Graphs")
    True
    """
    mine, theirs = name_of(one), name_of(other)
    if mine and theirs:
        return mine == theirs
    name = mine or theirs
    return name != "" and name in (title_key(one), title_key(other))


def is_renamed(one: str, other: str) -> bool:
    """Return whether two titles have different names before a colon, and the same words after it.

    Names that differ in a number alone are those of two versions.

    >>> is_renamed("TideNet: A View", "EbbNet: A View"), is_renamed("TideNet: A View", "EbbNet: On Bays")
    (True, False)
    """
    mine, theirs = name_of(one), name_of(other)
    if not mine or not theirs or title_key(one)[len(mine) :] != title_key(other)[len(theirs) :]:
        return False
    return distinctive_words(one.partition(":")[0]) != distinctive_words(other.partition(":")[0])


def words_in_one_only(one: str, other: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that occur in just the first title, and those in just the second.

    >>> words_in_one_only("Tides 2 and Moons", "Tides and Two Moons")
    (('2',), ('two',))
    """
    mine, theirs = Counter(words(one)), Counter(words(other))
    return tuple((mine - theirs).elements()), tuple((theirs - mine).elements())
