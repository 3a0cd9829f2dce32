"""Compare two titles: how similar they are, and which words they share."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import Final

from .normalize import distinctive_words, title_key, words

MIN_LETTERS_IN_TRUNCATED_TITLE: Final = 20
"""A title counts as the truncated form of a longer one only if it has at least this many letters."""


def title_similarity(one: str, other: str) -> float:
    """Return the similarity of two titles, from 0 to 1. A truncated title or another word order counts as 1.

    >>> title_similarity("Tides: A View", "A View: Tides")
    1.0
    """
    short, long = sorted((title_key(one), title_key(other)), key=lambda key: (len(key), key))
    if len(short) >= MIN_LETTERS_IN_TRUNCATED_TITLE and long.startswith(short):
        return 1.0
    mine, theirs = sorted(words(one)), sorted(words(other))
    if mine and mine == theirs:
        return 1.0
    return SequenceMatcher(None, short, long, autojunk=False).ratio()


def shared_words(one: str, other: str) -> tuple[int, float]:
    """Return how many distinctive words two titles share, and the share of those in the title with fewer.

    >>> shared_words("Tides on Graphs", "Graphs of Moons and Tides")
    (2, 1.0)
    """
    mine, theirs = distinctive_words(one), distinctive_words(other)
    shared = len(mine & theirs)
    return shared, shared / max(1, min(len(mine), len(theirs)))


def have_same_name(one: str, other: str) -> bool:
    """Return whether two titles have the same distinctive words before a colon.

    >>> have_same_name("Tidal Graphs: A View", "Tidal Graphs: On Buoys"), have_same_name("Tides", "Tides")
    (True, False)
    """
    name = _name(one)
    return name != "" and name == _name(other)


def _name(title: str) -> str:
    """Return the key of the part of a title before its colon, or "" if that has no distinctive word."""
    name, colon, _ = title.partition(":")
    return title_key(name) if colon and distinctive_words(name) else ""


def words_in_one_only(one: str, other: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words that occur in just the first title, and those in just the second.

    >>> words_in_one_only("Tides 2 and Moons", "Tides and Two Moons")
    (('2',), ('two',))
    """
    mine, theirs = Counter(words(one)), Counter(words(other))
    return tuple((mine - theirs).elements()), tuple((theirs - mine).elements())
