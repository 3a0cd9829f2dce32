"""Invent words: each real word is always replaced by the same made-up word of the same length and letter case."""

# ruff: noqa: SIM905 - lists of words are read more easily as texts
from __future__ import annotations

import random
import unicodedata
from functools import cache
from string import ascii_lowercase
from typing import TYPE_CHECKING, Final

from attrs import define, field

from paperlist import Kind, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

VOCABULARY: Final = frozenset(
    """
    fern moss tide reef dune gull tern kelp wren loom sail buoy rope lamp clay reed
    shore ferry otter gauge ember quill drift attic knoll larch heron inlet oasis umber acorn cairn
    basalt copper dinghy fathom garnet island nimbus pebble quartz ripple upland violet willow zephyr yarrow
    cobalt cistern harbour juniper kestrel lantern meadows estuary orchard ravines saffron thicket viaduct
    moraine northern outcrop peninsula quarries sandbank tamarack undertow driftwood evergreen waterline
    foghorn granite hedgerow ironwood jetties kingfisher lighthouse archive ballast bramble daffodil
    """.split()
)
"""Words of our own, used wherever their length and first letter fit."""

_VOWELS: Final = "aeiou"
_CONSONANTS: Final = "bcdfghklmnprstvwz"
_FEW_TRIES: Final = 60
_MANY_TRIES: Final = 600
_LATIN_ENDS: Final = 0x370
"""Letters from here on belong to other scripts than the Latin one."""

_PAGE_KINDS: Final = frozenset(Kind) - {Kind.TEXT, Kind.MARK, Kind.LINK, Kind.REFERENCE, Kind.SPACE}
"""The kinds of tokens that are phrases of the page or values; all others may contain words of papers."""


def is_page_phrase(kind: Kind) -> bool:
    """Return whether tokens of this kind are phrases of the page, or counts and dates."""
    return kind in _PAGE_KINDS


@cache
def _reads_as_text(word: str) -> bool:
    """Whether a word is just text for paperlist, in any letter case: not a phrase, a bullet or a month."""
    cases = (word, word.upper(), word.capitalize())
    return all([token.kind for token in tokenize(case)] == [Kind.TEXT] for case in cases)


@define
class Inventor:
    """Replaces words. ``kept`` are words that stay as they are, in lower case; ``real`` must not be invented.

    The first letters are permuted, so that the abbreviation of several words is still that of the invented ones.
    """

    seed: int
    kept: frozenset[str]
    real: frozenset[str]
    abbreviations: frozenset[str] = frozenset()
    made: dict[str, str] = field(factory=dict)
    _taken: set[str] = field(factory=set)
    _firsts: dict[str, str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Permute the first letters."""
        shuffled = random.Random(self.seed).sample(ascii_lowercase, len(ascii_lowercase))  # noqa: S311 - no secret
        self._firsts = dict(zip(ascii_lowercase, shuffled, strict=True))

    def word(self, word: str) -> str:
        """Return the replacement of a word, in its letter case; single letters and kept words stay as they are."""
        key = word.lower()
        if len(word) == 1 or len(key) != len(word) or key in self.kept:
            return word
        if key not in self.made:
            self.define(key, self._invent(key, word))
        return "".join(_cased(new, old) for new, old in zip(self.made[key], word, strict=True))

    def define(self, key: str, made: str) -> None:
        """Decide that a word, given in lower case, is always replaced by another one."""
        self.made[key] = made
        self._taken.add(made)

    def _invent(self, key: str, word: str) -> str:
        rng = random.Random(f"{self.seed} {key}")  # noqa: S311 - no secret
        for candidate in self._candidates(key, word, rng):
            taken = candidate in self._taken or candidate in self.real or candidate in self.kept
            if not taken and _reads_as_text(candidate):
                return candidate
        return key

    def _candidates(self, key: str, word: str, rng: random.Random) -> Iterator[str]:
        """Iterate over possible replacements; the first ones are words of the vocabulary, the last ones any letters."""
        first = self._firsts.get(key[0], "")
        if word in self.abbreviations:
            for _ in range(_FEW_TRIES):
                yield "".join(self._firsts.get(old.lower(), old) if old.isupper() else _other(old, rng) for old in word)
        fitting = sorted(other for other in VOCABULARY if len(other) == len(key) and other[0] == first)
        yield from rng.sample(fitting, len(fitting)) if key.isascii() else ()
        for _ in range(_FEW_TRIES):
            yield _pronounceable(key, first, rng)
        for _ in range(_MANY_TRIES):
            yield "".join(_other(old, rng) for old in key)


def _pronounceable(key: str, first: str, rng: random.Random) -> str:
    """Return letters in which vowels and consonants alternate; only ASCII letters are replaced so."""
    made: list[str] = []
    voiced = first in _VOWELS
    for place, old in enumerate(key):
        if not old.isascii():
            made.append(_other(old, rng))
            continue
        made.append(first if place == 0 and first else rng.choice(_VOWELS if voiced else _CONSONANTS))
        voiced = made[-1] not in _VOWELS
    return "".join(made)


def _other(letter: str, rng: random.Random) -> str:
    """Return another letter of the same script; accented Latin letters stay, as they may be a sign of mojibake."""
    if letter.isascii():
        return rng.choice(ascii_lowercase)
    if ord(letter) < _LATIN_ENDS:
        return letter
    near = range(max(_LATIN_ENDS, ord(letter) - 40), ord(letter) + 40)
    alike = [other for other in map(chr, near) if other != letter and _form(other) == _form(letter)]
    return rng.choice(alike) if alike else letter


def _form(letter: str) -> tuple[str, str, str, int]:
    """Return what must stay the same: the category, the width, the script, and the length in capitals."""
    script = unicodedata.name(letter, "").partition(" ")[0]
    return unicodedata.category(letter), unicodedata.east_asian_width(letter), script, len(letter.upper())


def _cased(new: str, old: str) -> str:
    return new.upper() if old.isupper() and len(new.upper()) == 1 else new


def letters(words: Iterable[str]) -> str:
    """Return the letters of several words, in lower case, without anything between them."""
    return "".join(words).lower()
