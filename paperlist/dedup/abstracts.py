"""Compare two abstracts: which share of one the other contains, and whether they begin alike."""

from __future__ import annotations

from typing import Final

from .normalize import letters, sentences

LETTERS_IN_PIECE: Final = 12
"""Letters in one piece of an abstract: longer than most words, so that unrelated abstracts rarely share a piece."""

MIN_LETTERS_IN_ABSTRACT: Final = 60
"""Abstracts with fewer letters are too short to be compared."""


def containment(one: str, other: str) -> float | None:
    """Return the share of the shorter abstract that the longer one contains, in pieces of 12 letters.

    None if the shorter abstract is missing or too short.

    >>> part = "Where the shore moves, forecasts of tides fail, and all the buoys drift {far} away."
    >>> containment(part, "Old news: where the shore moves, forecasts of tides fail, and all the buoys drift far away.")
    1.0
    """
    short, long = sorted((letters(one), letters(other)), key=lambda text: (len(text), text))
    if len(short) < MIN_LETTERS_IN_ABSTRACT:
        return None
    if short in long:
        return 1.0
    starts = range(0, len(short) - LETTERS_IN_PIECE + 1, LETTERS_IN_PIECE)
    found = sum(short[start : start + LETTERS_IN_PIECE] in long for start in starts)
    return found / len(starts)


def beginning(abstract: str | None) -> bytes:
    """Return the first 60 letters of an abstract as UTF-8, or nothing if it is shorter.

    >>> beginning("Too short.")
    b''
    """
    start = b"".join(sentences(abstract or ""))[:MIN_LETTERS_IN_ABSTRACT]
    return start if len(start) == MIN_LETTERS_IN_ABSTRACT else b""
