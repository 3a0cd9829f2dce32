"""Normalize titles, and find their words.

These are ignored: case, accents, spaces, dashes, quotes, other punctuation, emoji, LaTeX and Markdown markup, British
spelling, and what pages add (see :mod:`.spelling`). ``&`` is ``and``, and Greek letters are their names.

These matter: letters and their order, in any script, with the vowel signs and voicing marks of some scripts; every
digit, and whether two digits are apart (``2.5`` is not ``25``); ``+`` and ``#`` (``C++``, ``C#`` and ``C`` differ); and
``∞``, ``∂`` and ``∇``, which count as words.

Superscript and subscript digits count as digits: ``x²``, ``x^2``, ``x_2`` and ``x2`` are equal, but ``10²`` is not
``102``.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ..._engine import re
from .spelling import FOLDED, GREEK, american, decomposed, repaired, without_frame

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

CACHED_TITLES: Final = 4096
"""The size of each cache: comparing papers, page after page, asks for the same results several times."""

KEPT_SIGNS: Final = "+#∞∂∇"

_GENERIC: Final = """
a an and are as at be beyond by can case do does for from how in into is it its new no not of on or our the their to
toward towards under upon using via we what when where which why with without your
abstract advances analysis application applications approach article challenges chapter comment commentary comparison
comprehensive discussion editorial empirical erratum evaluation framework future general guide index introducing
introduction investigation letter literature method methods model models note notes opportunities overview paper papers
part perspective preface preliminary primer progress proposal recent reply report research results review roadmap some
state study summary survey system systematic technical thesis tutorial untitled update work
"""
GENERIC: Final = frozenset(_GENERIC.split())
"""Words that are too common in titles to distinguish one paper from another."""

_LIGHT: Final = "a an and are as at be by do does for from in into is its of on or our the their to via"
LIGHT: Final = frozenset(_LIGHT.split())
"""Words that may come and go without a change of meaning."""

_ASCII: Final = "".join(map(chr, range(128)))
_KEPT_ASCII: Final = {sign for sign in _ASCII if sign.isalnum() or sign in KEPT_SIGNS}
ASCII_SPELLING: Final[Mapping[int, str]] = MappingProxyType(
    {ord(sign): sign if sign in _KEPT_ASCII else " " for sign in _ASCII} | {ord("&"): " and "}
)
"""A space for each ASCII character that does not matter in titles, and a word for ``&``."""


# NFKD would decompose these into letters.
_TRADE_MARKS: Final = re.compile("[™℠]")
# NFKD turns these into plain digits; they must not be joined with the digits next to them.
_NUMBER_SIGN: Final = re.compile("[²³¹⁰-⁹]+|[₀-₉]+|[¼-¾⅐-⅟↉①-⒛⓪㉑-㉟㊱-㊿㋀-㋋㍘-㍰㏠-㏾🄀-🄊]")
_DECIMAL: Final = re.compile("(?<![0-9])[0-9]+(?:[.][0-9]+)+")
_WORD_OR_NUMBER: Final = re.compile("[0-9]+(?:[.][0-9]+)*|[^0-9. ]+")
_GROUPING: Final = re.compile("(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_SEPARATE_DIGITS: Final = re.compile("(?<=[0-9]) +(?=[0-9])")

# The Unicode blocks of Latin, Greek and Cyrillic letters, the scripts whose accents are removed.
_ACCENTABLE: Final = re.compile(
    "[\u0000-\u052f\u1c80-\u1c8f\u1d00-\u1dbf\u1e00-\u1fff\u2c60-\u2c7f\ua640-\ua7ff\uab30-\uab6f]"
)

MIN_DISTINCTIVE_LETTERS: Final = 5
"""A title is weak if its distinctive words have fewer letters in total."""

MOST_WORDS_IN_SHORT_TITLE: Final = 2
"""A title with more distinctive words is that of one paper."""

MIN_SPACES_IN_LONG_TITLE: Final = 8
"""A title with this many spaces or more is taken to have distinctive words, and is not examined."""


_VARIATION: Final = re.compile("[\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")


@lru_cache(maxsize=CACHED_TITLES)
def title_key(title: str) -> str:
    """Return the key that all spellings of a title share.

    It has lower-case letters without spaces; one space separates digits that were apart. If a title has only
    characters that are ignored, the key is the title without surrounding spaces.

    >>> title_key("Qwen-2.5: A *Naïve*  Report"), title_key("QWEN 2.5 — a naive report")
    ('qwen2 5anaivereport', 'qwen2 5anaivereport')
    >>> title_key("???")
    '???'
    """
    spelled = _spelling(repaired(without_frame(title)))
    key = spelled.replace(" ", "")
    if not key.isalpha():
        key = _SEPARATE_DIGITS.sub("\0", spelled).replace(" ", "").replace("\0", " ")
    return american(key) or title.strip()


def plain_words(title: str) -> list[str]:
    """Return the words of a title as they are spelled in its key; numbers stay with letters.

    This takes less time than :func:`words`.

    >>> plain_words("Qwen2-VL: A *Naïve* Report")
    ['qwen2', 'vl', 'a', 'naive', 'report']
    """
    return american(_spelling(_unframed(title))).split()


def telling(some: Iterable[str]) -> list[str]:
    """Return those words that are neither generic nor a single Latin letter; in other scripts one may be a word.

    >>> telling(["a", "report", "on", "tides"])
    ['tides']
    """
    return [word for word in some if word not in GENERIC and (len(word) > 1 or not word.isascii())]


def _spelling(title: str) -> str:
    if "," in title:
        title = _GROUPING.sub("", title)
    return (
        title.lower().translate(ASCII_SPELLING)
        if title.isascii()
        else "".join(_plain(title)).casefold().translate(GREEK)
    )


@lru_cache(maxsize=CACHED_TITLES)
def words(title: str) -> tuple[str, ...]:
    """Return the words of a title, spelled as in its key; numbers are split from letters.

    >>> words("Qwen2.5-VL: A *Naïve* Report")
    ('qwen', '2.5', 'vl', 'a', 'naive', 'report')
    """
    plain = _unframed(title)
    spelled = american(_spelling(plain)).split()
    if "".join(spelled).isalpha():
        return tuple(spelled)
    pieces: list[str] = []
    end = 0
    for number in _DECIMAL.finditer(plain):
        pieces += _spelling(plain[end : number.start()]), number.group()
        end = number.end()
    pieces.append(_spelling(plain[end:]))
    return tuple(_WORD_OR_NUMBER.findall(american("".join(pieces))))


def _unframed(title: str) -> str:
    """Return a title without what pages add to it, markup and accents."""
    inner = repaired(without_frame(title))
    if inner.isascii():
        return inner
    return "".join(c for c in decomposed(inner) if not unicodedata.combining(c))


@lru_cache(maxsize=CACHED_TITLES)
def distinctive_words(title: str) -> frozenset[str]:
    """Return the distinctive words of a title: not numbers, not :data:`GENERIC`, and not a single Latin letter.

    >>> sorted(distinctive_words("Qwen2.5-VL: A Technical Report"))
    ['qwen', 'vl']
    """
    return frozenset([word for word in telling(words(title)) if not word[0].isdecimal()])


def is_weak(title: str) -> bool:
    """Return whether a title is so short or generic that different papers may share it.

    >>> is_weak("Technical Report"), is_weak("SAM"), is_weak("Tides")
    (True, True, False)
    """
    if title.count(" ") >= MIN_SPACES_IN_LONG_TITLE:
        return False
    # Each letter outside of ASCII counts as its bytes in UTF-8, since other scripts need fewer letters for a word.
    return sum(len(word.encode()) for word in distinctive_words(title)) < MIN_DISTINCTIVE_LETTERS


def is_short(title: str) -> bool:
    """Return whether a title has so few distinctive words that a paper with another abstract may have it, too.

    >>> is_short("Robust Shores"), is_short("Robust Shores under Rising Tides")
    (True, False)
    """
    if title.count(" ") >= MIN_SPACES_IN_LONG_TITLE:
        return False
    return len(distinctive_words(title)) <= MOST_WORDS_IN_SHORT_TITLE


def _plain(title: str) -> Iterator[str]:
    """Yield the characters that matter, and a space for each of the others."""
    separated = _NUMBER_SIGN.sub(r" \g<0> ", _TRADE_MARKS.sub(" ", title))
    marks_matter = False
    for character in decomposed(separated).translate(FOLDED):
        kind = unicodedata.category(character)
        if kind[0] == "M":  # a vowel sign, a voicing mark or an accent
            matters = marks_matter and not _VARIATION.match(character)
            yield character if matters else " "
            continue
        matters = kind[0] in "LN" or character in KEPT_SIGNS
        marks_matter = matters and not _ACCENTABLE.match(character)
        if kind == "Nd":
            yield str(unicodedata.decimal(character))
        elif matters:
            yield character
        else:
            yield " and " if character == "&" else " "


@lru_cache(maxsize=CACHED_TITLES)
def name_of(title: str) -> str:
    """Return the key of the part of a title before its colon, or "" if that has no distinctive word.

    >>> name_of("Tidal Graphs: A View"), name_of("A Survey: Tides")
    ('tidalgraphs', '')
    """
    name, colon, _ = title.partition(":")
    return title_key(name) if colon and distinctive_words(name) else ""
