"""Which differences of spelling do not matter?

For titles: case, accents, spaces, dashes, quotes, other punctuation, pictures, and the signs of LaTeX and Markdown.

What does matter: letters and their order, in any script, with the vowel signs and voicing marks that some scripts put
on them; every digit, and that two digits stand apart (``2.5`` is not ``25``); ``+`` and ``#`` (``C++``, ``C#`` and
``C`` are three things); ``∞``, ``∂`` and ``∇``, which are read as words.

Raised and lowered digits are digits: ``x²``, ``x^2``, ``x_2`` and ``x2`` are one spelling, but ``10²`` is not ``102``.

For abstracts only the letters and digits count, so that lost spaces, markup and line joins do no harm.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from .._engine import re

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
"""Words that very many titles have, and that tell none of them from the others."""

ASCII_SPELLING: Final[Mapping[int, str]] = MappingProxyType(
    {code: chr(code) if chr(code).isalnum() or chr(code) in KEPT_SIGNS else " " for code in range(128)}
)

# Letters that Unicode does not take apart though they are an accented or a joined form.
FOLDED: Final[Mapping[int, str]] = MappingProxyType(
    str.maketrans(
        {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ħ": "h", "Ħ": "h", "ŧ": "t", "Ŧ": "t", "ı": "i"}
        | {"æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"}
    )
)

# Signs that Unicode takes apart into letters.
_TRADE_MARKS: Final = re.compile("[™℠]")
# Compatibility forms that end as plain digits: what they stand beside is another number.
_NUMBER_SIGN: Final = re.compile("[²³¹⁰-⁹]+|[₀-₉]+|[¼-¾⅐-⅟↉①-⒛⓪㉑-㉟㊱-㊿㋀-㋋㍘-㍰㏠-㏾🄀-🄊]")
_DECIMAL: Final = re.compile("[0-9]+(?:[.][0-9]+)+")
_WORD_OR_NUMBER: Final = re.compile("[0-9]+(?:[.][0-9]+)*|[^0-9. ]+")
_PARTED_DIGITS: Final = re.compile("(?<=[0-9]) +(?=[0-9])")
_VERSION: Final = re.compile(r"v[0-9]+\Z")

# The blocks of Unicode that hold the Latin, Greek and Cyrillic letters left when accents are taken off.
_ACCENTABLE: Final = re.compile(
    "[\u0000-\u052f\u1c80-\u1c8f\u1d00-\u1dbf\u1e00-\u1fff\u2c60-\u2c7f\ua640-\ua7ff\uab30-\uab6f]"
)
# Letters as they are compared, all signs that end a sentence as one, and what is dropped. Bytes from 128 are letters.
_ENDS: Final = b".;!?"
_LETTERS: Final = bytes(
    ord(".") if code in _ENDS else ord(chr(code).lower()) if code < 128 else code for code in range(256)
)
_BETWEEN: Final = bytes(code for code in range(128) if not chr(code).isalnum() and code not in _ENDS)

SHORTEST_TELLING: Final = 5
"""How many letters the telling words of a title have at least, lest it is weak."""

MOST_WEAK_WORDS: Final = 8
"""In more words than these, some word is telling: longer titles are not looked at."""

COMPARED: Final = 64
"""How many titles and abstracts are remembered as they were last read: comparing two asks the same several times."""

_VARIATION: Final = re.compile("[\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")


def title_key(title: str) -> str:
    """Return the key that all spellings of a title share.

    Letters are lower case and without gaps; one space parts digits that stood apart. A title of nothing but what is
    ignored is its own key, without the spaces around it.

    >>> title_key("Qwen-2.5: A *Naïve*  Report"), title_key("QWEN 2.5 — a naive report")
    ('qwen2 5anaivereport', 'qwen2 5anaivereport')
    >>> title_key("???")
    '???'
    """
    key = _PARTED_DIGITS.sub("\0", _spelling(title)).replace(" ", "").replace("\0", " ")
    return key or title.strip()


def _spelling(title: str) -> str:
    return title.lower().translate(ASCII_SPELLING) if title.isascii() else "".join(_plain(title)).casefold()


@lru_cache(maxsize=COMPARED)
def words(title: str) -> tuple[str, ...]:
    """Return the words of a title in the spelling of its key, numbers apart from the letters around them.

    >>> words("Qwen2.5-VL: A *Naïve* Report")
    ('qwen', '2.5', 'vl', 'a', 'naive', 'report')
    """
    bare = title
    if not title.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", title) if not unicodedata.combining(c))
    plain: list[str] = []
    end = 0
    for number in _DECIMAL.finditer(bare):
        plain += _spelling(bare[end : number.start()]), number.group()
        end = number.end()
    return tuple(_WORD_OR_NUMBER.findall("".join((*plain, _spelling(bare[end:])))))


@lru_cache(maxsize=COMPARED)
def telling(title: str) -> frozenset[str]:
    """Return the words that tell this title from others: longer than one letter, no numbers, not :data:`GENERIC`.

    >>> sorted(telling("Qwen2.5-VL: A Technical Report"))
    ['qwen', 'vl']
    """
    return frozenset(w for w in words(title) if (len(w) > 1 or not w.isascii()) and not w[0].isdecimal()) - GENERIC


def is_weak(title: str) -> bool:
    """Return whether a title is so short or generic that different papers may well share it.

    >>> is_weak("Technical Report"), is_weak("SAM"), is_weak("Tides")
    (True, True, False)
    """
    if title.count(" ") >= MOST_WEAK_WORDS:
        return False
    return sum(len(word) if word.isascii() else len(word.encode()) for word in telling(title)) < SHORTEST_TELLING


@lru_cache(maxsize=COMPARED)
def letters(abstract: str) -> str:
    """Return the letters and digits of an abstract, without case and accents, and nothing between them.

    >>> letters("We mea- sure {tides}, *na\u00efvely*.")
    'wemeasuretidesnaively'
    """
    return b"".join(sentences(abstract)).decode("utf-8", "replace")


def sentences(abstract: str) -> list[bytes]:
    """Return the letters and digits between one full stop and the next, as UTF-8.

    >>> sentences("Tides rise; they fall (twice).")
    [b'tidesrise', b'theyfalltwice', b'']
    """
    if abstract.isascii():
        text = abstract.encode()
    else:
        plain = unicodedata.normalize("NFKD", abstract).translate(FOLDED)
        text = plain.encode("ascii", "ignore")
        if 2 * len(text) < len(plain):
            text = plain.casefold().encode("utf-8", "replace")
    return text.translate(_LETTERS, _BETWEEN).split(b".")


def _plain(title: str) -> Iterator[str]:
    """Yield the characters that matter, and a space for each that does not."""
    parted = _NUMBER_SIGN.sub(r" \g<0> ", _TRADE_MARKS.sub(" ", title))
    marks_matter = False
    for character in unicodedata.normalize("NFKD", parted).translate(FOLDED):
        kind = unicodedata.category(character)
        if kind[0] == "M":
            yield character if marks_matter and not _VARIATION.match(character) else " "
            continue
        kept = kind[0] in "LN" or character in KEPT_SIGNS
        marks_matter = kept and not _ACCENTABLE.match(character)
        yield str(unicodedata.decimal(character)) if kind == "Nd" else character if kept else " "


def arxiv_key(arxiv_id: str) -> str:
    """Return an arXiv id as all its versions share it.

    Identifiers as https://info.arxiv.org/help/arxiv_identifier.html defines them.

    >>> arxiv_key("arXiv:2412.09871v2"), arxiv_key("hep-th/9901001")
    ('2412.09871', 'hep-th/9901001')
    """
    return _VERSION.sub("", arxiv_id.strip().lower().removeprefix("arxiv:").lstrip())
