"""Compare two abstracts: which share of one the other contains, which words both have, and how they begin."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from .._engine import re
from .normalize import CACHED_TEXTS, is_telling, letters, sentences, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..model import Paper

LETTERS_IN_PIECE: Final = 12
"""Letters in one piece of an abstract: longer than most words, so that unrelated abstracts rarely share a piece."""

MIN_LETTERS_IN_ABSTRACT: Final = 60
"""Abstracts with fewer letters are too short to be compared."""

MOST_LETTERS_COMPARED: Final = 10_000
"""The rest of an abstract that is even longer is not compared, so that time stays linear."""

MIN_LETTERS_IN_TERM: Final = 7
"""Shorter words of abstracts are too common to be evidence."""

MIN_LETTERS_IN_WORD: Final = 4
"""Shorter words of abstracts are not part of phrases."""

LETTERS_IN_STEM: Final = 6
"""Words whose first six letters are equal count as forms of one word."""

MIN_TERMS_TO_COMPARE: Final = 8
"""If an abstract has fewer terms than this, the share that it has in common with another means nothing."""

_PUNCTUATION: Final = re.compile("[\u2000-\u206f\u3000-\u303f\uff00-\uff20]")
_SMALL_LETTERS: Final = bytes(code if code >= 128 or chr(code).islower() else 32 for code in range(256))
"""A space for each ASCII character that is no small letter. Bytes from 128 count as letters."""

_COMMON: Final = """
ability accuracy accurate achieve achieves achieving adaptive address alignment analysis applications approach
approaches architecture attention available average baseline baselines behavior benchmark benchmarks between
capabilities capability capture challenge challenges challenging compared complex complexity comprehensive
computational consistency consistent consistently content context control critical current dataset datasets
demonstrate deployment designed despite detection development different diffusion directly distribution diverse
domains dynamic dynamics effective effectively effectiveness efficiency efficient enables enabling enhance
environments evaluate evaluation evaluations existing experimental experiments extensive features findings foundation
framework further furthermore general generalization generate generated generating generation generative grained
however identify improve improves improving including inference information integrates interaction introduce
introduces knowledge language learning leveraging limitations limited maintaining mechanism methods modeling
multimodal multiple natural optimization outperforms paradigm parameters particularly performance pipeline potential
practical prediction present preserving problem process project promising propose proposed provide provides providing
quality question reasoning reinforcement remains representation representations requires research results retrieval
robustness scalable scenarios semantic settings significant significantly spatial specific specifically standard
strategies strategy structure structured struggle success supervised support systems temporal through trained training
typically understanding unified various without
"""
COMMON: Final = frozenset(_COMMON.encode().split())
"""The long words that occur in more than 6 % of abstracts; they do not count as terms."""


def containment(one: str, other: str) -> float | None:
    """Return the share of the shorter abstract that the longer one contains, in pieces of 12 letters.

    None if the shorter abstract is missing or too short.

    >>> part = "Where the shore moves, forecasts of tides fail, and all the buoys drift {far} away."
    >>> containment(part, "Old news: where the shore moves, forecasts of tides fail, and all the buoys drift far away.")
    1.0
    """
    found = letters(one)[:MOST_LETTERS_COMPARED], letters(other)[:MOST_LETTERS_COMPARED]
    short, long = sorted(found, key=lambda text: (len(text), text))
    if len(short) < MIN_LETTERS_IN_ABSTRACT:
        return None
    if short in long:
        return 1.0
    starts = range(0, len(short) - LETTERS_IN_PIECE + 1, LETTERS_IN_PIECE)
    return sum(short[start : start + LETTERS_IN_PIECE] in long for start in starts) / len(starts)


@lru_cache(maxsize=CACHED_TEXTS)
def terms(abstract: str) -> frozenset[bytes]:
    """Return the long words of an abstract, as UTF-8, without those that occur in many abstracts.

    >>> sorted(terms("The shoreline moves, and existing forecasts fail."))
    [b'forecasts', b'shoreline']
    """
    return frozenset([word for word in _words(abstract) if len(word) >= MIN_LETTERS_IN_TERM and word not in COMMON])


@lru_cache(maxsize=CACHED_TEXTS)
def phrases(abstract: str) -> frozenset[tuple[bytes, bytes]]:
    """Return the pairs of words that follow each other in an abstract and of which one is a term.

    Words with fewer than four letters are left out before.

    >>> sorted(phrases("We measure the drifting buoys of two bays."))
    [(b'drifting', b'buoys'), (b'measure', b'drifting')]
    """
    known = terms(abstract)
    found = pairwise([word for word in _words(abstract) if len(word) >= MIN_LETTERS_IN_WORD])
    return frozenset((one, other) for one, other in found if one in known or other in known)


@lru_cache(maxsize=CACHED_TEXTS)
def stems(abstract: str) -> frozenset[bytes]:
    """Return the first six letters of each word of an abstract, as UTF-8, so that endings do not matter.

    >>> sorted(stems("Tides drifted by drifting."))
    [b'by', b'drifte', b'drifti', b'tides']
    """
    return frozenset([word[:LETTERS_IN_STEM] for word in _words(abstract)])


def own_words(one: Paper, other: Paper) -> float:
    """Return the share of the words of just one title that just its own abstract has, times that share of the other.

    The abstracts of one paper are on one subject, so that each has words of both of its titles.

    >>> from paperlist.model import Paper
    >>> bays, capes = (Paper(title=f"Tides of {word}", abstract=f"We look at {word}.") for word in ("Bays", "Capes"))
    >>> own_words(bays, capes), own_words(bays, Paper(title="Tides of Capes", abstract="We look at capes and bays."))
    (1.0, 0.0)
    """
    mine, theirs = (stems(paper.abstract or "") for paper in (one, other))
    my_words, their_words = (frozenset(words(paper.title)) for paper in (one, other))
    share = _own_share(my_words - their_words, mine, theirs)
    return share and share * _own_share(their_words - my_words, theirs, mine)


def _own_share(some: Iterable[str], mine: frozenset[bytes], theirs: frozenset[bytes]) -> float:
    """Return the share of the telling words of a title whose stems are among the first ones, not the second."""
    telling = [word.encode("utf-8", "replace") for word in some if len(word) > 2 and is_telling(word)]
    stems_of = [word[:LETTERS_IN_STEM] for word in telling if not word[:1].isdigit()]
    return sum([stem in mine and stem not in theirs for stem in stems_of]) / max(1, len(stems_of))


@lru_cache(maxsize=CACHED_TEXTS)
def _words(abstract: str) -> list[bytes]:
    text = abstract.lower()
    if not text.isascii():
        text = _PUNCTUATION.sub(" ", text)
    return text.encode("utf-8", "replace").translate(_SMALL_LETTERS).split()


def shared_terms(one: str, other: str, title: str = "") -> tuple[float, int]:
    """Return the share of the terms of one abstract that the other has, too, for the one with fewer; and their number.

    If both have one ``title``, its words do not count: abstracts of different papers have these, too.

    If there are few terms, such as in an abstract that lost its spaces, the share is that of the letters contained,
    squared, since short abstracts on different subjects have phrases in common, too.

    >>> shared_terms("Shorelines " * 9, "Shorelines " * 9)
    (1.0, 1)
    """
    mine, theirs = terms(one), terms(other)
    if title:
        of_title = stems(title)
        mine, theirs = (
            frozenset([word for word in some if word[:LETTERS_IN_STEM] not in of_title]) for some in (mine, theirs)
        )
    shared = len(mine & theirs)
    fewer = min(len(mine), len(theirs))
    if fewer < MIN_TERMS_TO_COMPARE:
        return (containment(one, other) or 0.0) ** 2, shared
    return shared / fewer, shared


def beginning(abstract: str | None) -> bytes:
    """Return the first 60 letters of an abstract as UTF-8, or nothing if it is shorter.

    >>> beginning("Too short.")
    b''
    """
    start = b"".join(sentences(abstract or ""))[:MIN_LETTERS_IN_ABSTRACT]
    return start if len(start) == MIN_LETTERS_IN_ABSTRACT else b""
