"""Normalize abstracts, and find their words, terms and phrases.

Only letters and digits count, so that lost spaces, markup and joined lines do not matter. Programs write messages below
papers, and archives have some of them in place of abstracts: such a message has no words here.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Final

from ..._engine import re
from .spelling import CACHED_TEXTS, FOLDED, decomposed, repaired

_ENDS_OF_SENTENCES: Final = b".;!?"

# Letters in lower case, and each sign that ends a sentence as a full stop. Bytes from 128 count as letters.
_LETTERS: Final = bytes(range(256)).lower().translate(bytes.maketrans(_ENDS_OF_SENTENCES, b"...."))

_BETWEEN_LETTERS: Final = bytes(
    code for code in range(128) if not chr(code).isalnum() and code not in _ENDS_OF_SENTENCES
)


@lru_cache(maxsize=CACHED_TEXTS)
def letters(abstract: str) -> str:
    """Return the letters and digits of an abstract, without case, accents, spaces and punctuation.

    >>> letters("We mea- sure {tides}, *na\u00efvely*.")
    'wemeasuretidesnaively'
    """
    return b"".join(sentences(abstract)).decode("utf-8", "replace")


def sentences(abstract: str) -> list[bytes]:
    """Return the letters and digits of each sentence, as UTF-8.

    >>> sentences("Tides rise; they fall (twice).")
    [b'tidesrise', b'theyfalltwice', b'']
    """
    abstract = repaired(_unless_message(abstract))
    if abstract.isascii():
        text = abstract.encode()
    else:
        plain = decomposed(abstract).translate(FOLDED)
        text = plain.encode("ascii", "ignore")
        if 2 * len(text) < len(plain):
            text = plain.casefold().encode("utf-8", "replace")
    return text.translate(_LETTERS, _BETWEEN_LETTERS).split(b".")


_MESSAGE: Final = "thisisanautomatedmessage"
"""The letters with which the bot of the site begins its list of similar papers."""

_LETTERS_EXAMINED: Final = 60


def _unless_message(abstract: str) -> str:
    """Return an abstract, or "" if it is the message of a program.

    >>> _unless_message("This is an automated message."), _unless_message("Tides rise.")
    ('', 'Tides rise.')
    """
    if abstract[:1] != "T":
        return abstract
    start = filter(str.isalpha, decomposed(abstract[:_LETTERS_EXAMINED]))
    return "" if "".join(start).casefold().startswith(_MESSAGE) else abstract


MIN_LETTERS_IN_ABSTRACT: Final = 60
"""Abstracts with fewer letters are too short to be compared."""

MIN_LETTERS_IN_TERM: Final = 7
"""Shorter words of abstracts are too common to be evidence."""

MIN_LETTERS_IN_WORD: Final = 4
"""Shorter words of abstracts are not part of phrases."""

LETTERS_IN_STEM: Final = 6
"""Words whose first six letters are equal count as forms of one word."""

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


def beginning(abstract: str | None) -> bytes:
    """Return the first 60 letters of an abstract as UTF-8, or nothing if it is shorter.

    >>> beginning("Too short.")
    b''
    """
    start = b"".join(sentences(abstract or ""))[:MIN_LETTERS_IN_ABSTRACT]
    return start if len(start) == MIN_LETTERS_IN_ABSTRACT else b""


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


@lru_cache(maxsize=CACHED_TEXTS)
def _words(abstract: str) -> list[bytes]:
    text = _unless_message(abstract).lower()
    if not text.isascii():
        text = _PUNCTUATION.sub(" ", text)
    return text.encode("utf-8", "replace").translate(_SMALL_LETTERS).split()


MAX_SHARE_OF_OTHER: Final = 0.1
"""Abstracts of one paper share a greater part of their terms, unless one is a summary."""
