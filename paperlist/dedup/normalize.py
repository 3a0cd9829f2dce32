"""Which differences of spelling do not matter?

For titles: case, accents, spaces, dashes, quotes, other punctuation, pictures, and the signs of LaTeX and Markdown.

What does matter: letters and their order, in any script, with the vowel signs and voicing marks that some scripts put
on them; every digit, and that two digits stand apart (``2.5`` is not ``25``); ``+`` and ``#`` (``C++``, ``C#`` and
``C`` are three things); ``∞``, ``∂`` and ``∇``, which are read as words.

Raised and lowered digits are digits: ``x²``, ``x^2``, ``x_2`` and ``x2`` are one spelling, but ``10²`` is not ``102``.
"""

from __future__ import annotations

import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from .._engine import re

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

KEPT_SIGNS: Final = "+#∞∂∇"

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
_PARTED_DIGITS: Final = re.compile("(?<=[0-9]) +(?=[0-9])")
_VERSION: Final = re.compile(r"v[0-9]+\Z")

# The blocks of Unicode that hold the Latin, Greek and Cyrillic letters left when accents are taken off.
_ACCENTABLE: Final = re.compile(
    "[\u0000-\u052f\u1c80-\u1c8f\u1d00-\u1dbf\u1e00-\u1fff\u2c60-\u2c7f\ua640-\ua7ff\uab30-\uab6f]"
)
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
    spelling = title.lower().translate(ASCII_SPELLING) if title.isascii() else "".join(_plain(title)).casefold()
    key = _PARTED_DIGITS.sub("\0", spelling).replace(" ", "").replace("\0", " ")
    return key or title.strip()


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
