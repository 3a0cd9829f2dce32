"""Compare two titles: how similar they are, which words they share, and whether their numbers differ."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from .normalize import distinctive_words, title_key, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MIN_LETTERS_IN_TRUNCATED_TITLE: Final = 20
"""A title counts as the truncated form of a longer one only if it has at least this many letters."""

_PARTS: Final = "act book chapter part phase round section stage step track version vol volume"
PARTS: Final = frozenset(_PARTS.split())
"""Words before the number of a part."""

_ROMAN: Final = "i ii iii iv v vi vii viii ix x"
ROMAN: Final = {numeral: str(number) for number, numeral in enumerate(_ROMAN.split(), 1)}
LONE_ROMAN: Final = frozenset(ROMAN) - {"i", "v", "x"}
"""Roman numerals that count without a word such as ``part`` before them; a single letter may be a word or a name."""

YEARS: Final = range(1990, 2100)


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


# Numbers


def vetoes(one: str, other: str) -> tuple[str, ...]:
    """Return the reasons why the numbers in two titles show that these are different papers, if there are any.

    A number that only one title has is a veto if it follows a distinctive word of both titles (``Qwen``, ``Qwen2``), or
    a word such as ``part``. It is not a veto if there are other new words with it, or if it is a year.

    >>> vetoes("Optimized 3D Splats", "Optimized 4D Splats"), vetoes("Tides", "Tides for 300 Bays (OCEANS 2024)")
    (('the titles have different numbers: 3, 4',), ())
    """
    mine, theirs = words(one), words(other)
    my_numbers, their_numbers = list(_numbers(mine)), list(_numbers(theirs))
    if not my_numbers and not their_numbers:
        return ()
    my_counts = Counter(number for number, _ in my_numbers)
    their_counts = Counter(number for number, _ in their_numbers)
    only_mine, only_theirs = my_counts - their_counts, their_counts - my_counts
    if only_mine and only_theirs:
        return (f"the titles have different numbers: {_listed(only_mine)}, {_listed(only_theirs)}",)
    versions = (*_versions(my_numbers, only_mine, theirs), *_versions(their_numbers, only_theirs, mine))
    return tuple(f"only one of the titles has the number {number}" for number in versions)


def _listed(numbers: Iterable[str]) -> str:
    return " ".join(sorted(numbers))


def _numbers(title: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield each number in a title with the word before it; Roman numerals and part letters count as numbers."""
    before = ""
    for word in title:
        is_part = before in PARTS
        if word[0].isdecimal():
            yield word, before
        elif word in LONE_ROMAN or (is_part and word in ROMAN):
            yield ROMAN[word], before
        elif is_part and len(word) == 1:
            yield word, before
        before = word


def _versions(numbers: Iterable[tuple[str, str]], unshared: Counter[str], other: tuple[str, ...]) -> Iterator[str]:
    """Yield those of the ``unshared`` numbers of a title that distinguish it from the ``other`` title.

    They are not years, and follow a distinctive word of the other title or a word such as ``part`` in it.
    """
    if not unshared:
        return
    words_before = distinctive_words(" ".join(other)) | PARTS.intersection(other)
    for number, before in numbers:
        if number in unshared and before in words_before and not _is_year(number):
            yield number


def _is_year(number: str) -> bool:
    return number.isdecimal() and int(number[:5]) in YEARS
