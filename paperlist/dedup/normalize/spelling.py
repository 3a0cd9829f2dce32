r"""Undo what programs do to the spelling of a text, so that two spellings of one word become equal.

======================= ====================================================
what is undone          example
======================= ====================================================
entities of HTML        ``Fog &amp; Memory`` is ``Fog & Memory``
commands of LaTeX       ``\textbf{Fog}`` is ``Fog``, ``\beta`` is ``beta``
wrongly decoded UTF-8   ``CafÃ©`` is ``Café``
what pages add          ``Paper page - Fog``, ``Fog - Hugging Face`` and
                        ``[2401.00001] Fog`` are ``Fog``
British spelling        ``modelling colour`` is ``modeling color``
======================= ====================================================
"""

from __future__ import annotations

import unicodedata
from html import unescape
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from ..._engine import line_re as re
from ...files.decoding import mended

if TYPE_CHECKING:
    from collections.abc import Mapping

_GREEK: Final = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi
omega
"""
_GREEK_LETTERS: Final = "αβγδεζηθικλμνξοπρστυφχψω"
GREEK: Final[Mapping[int, str]] = MappingProxyType(
    str.maketrans(dict(zip(_GREEK_LETTERS, _GREEK.split(), strict=True)) | {"ς": "sigma"})
)
"""The name of each small Greek letter, by its code."""

_FONTS: Final = """
bf bm boldmath boldsymbol cal emph frak it mathbb mathbf mathcal mathfrak mathit mathrm mathscr mathsf mathtt mbox
operatorname rm sc sf sl texorpdfstring text textbf textit textmd textnormal textrm textsc textsf textsl texttt tt
underline uppercase
"""
_SIGNS: Final = MappingProxyType({"infty": "∞", "nabla": "∇", "partial": "∂", "varepsilon": "epsilon", "varphi": "phi"})
_COMMAND: Final = re.compile(r"\\([A-Za-z]+)")
_ENTITY: Final = re.compile("&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]+);")
_BEFORE_ARGUMENT: Final = frozenset(_FONTS.split())

_ADDED_BEFORE: Final = re.compile(
    r"(?i:paper page *[-–—:|] *|\[ *(?:arxiv *: *)?[0-9]{4}[.][0-9]{4,5}(?:v[0-9]+)? *\] *)"
)
_STARTS_OF_ADDED: Final = ("P", "p", "[")
_ADDED_AFTER: Final = re.compile("(?i:(?<! ) *[-–—|·] *hugging ?face *)$")

_OUR: Final = "arm behavi col endeav fav flav harb hon hum lab neighb rig rum sav tum vap vig"
_DOUBLED: Final = "cance channe fue labe leve mode pane signa trave tunne"
_AMERICAN: Final[Mapping[str, str]] = MappingProxyType(
    {f"{stem}our": f"{stem}or" for stem in _OUR.split()}
    | {f"{stem}ll{end}": f"{stem}l{end}" for stem in _DOUBLED.split() for end in ("ed", "er", "ing")}
    | {"isable": "izable", "isation": "ization", "ise": "ize", "ising": "izing", "yse": "yze", "ysing": "yzing"}
    | {"centre": "center", "theatre": "theater", "calibre": "caliber", "fibre": "fiber"}
    | {"analogue": "analog", "catalogue": "catalog", "dialogue": "dialog", "programme": "program"}
    | {"defence": "defense", "offence": "offense", "grey": "gray", "artefact": "artifact"}
)
"""American spellings by British ones. Other words may contain them; they change, too, but alike in all titles."""
_BRITISH: Final = re.compile("|".join(sorted(_AMERICAN, key=len, reverse=True)))
_IN_BRITISH: Final = (
    *("our", "lle", "lli", "isa", "ise", "ising", "yse", "ysing", "tre", "ibre", "ogue", "fence", "gramme", "grey"),
    "artef",
)
"""Each British spelling contains one of these. Looking for them is faster than looking for the spellings."""

CACHED_TEXTS: Final = 1024
"""The size of each cache: comparing papers asks for the same results several times."""

# Accented and joined letters that NFKD normalization does not decompose.
FOLDED: Final[Mapping[int, str]] = MappingProxyType(
    str.maketrans(
        {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ħ": "h", "Ħ": "h", "ŧ": "t", "Ŧ": "t", "ı": "i"}
        | {"æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe"}
    )
)

_PIECE: Final = 1000
"""How many characters are decomposed at once; few texts have more."""


def repaired(text: str) -> str:
    r"""Return a text without entities of HTML, commands of LaTeX and wrongly decoded UTF-8.

    >>> repaired(r"Fog &amp; $\mathcal{M}emory$ of CafÃ©s"), repaired(r"$\beta$ and $\infty$")
    ('Fog & ${M}emory$ of Cafés', '$beta$ and $∞$')
    """
    text = readable(text)
    return _COMMAND.sub(_meaning, text) if "\\" in text else text


def readable(text: str) -> str:
    """Return a text without entities of HTML and wrongly decoded UTF-8.

    >>> readable("Fog &amp; CafÃ©s")
    'Fog & Cafés'
    """
    if "&" in text:
        text = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
    return text if text.isascii() else mended(text)


def _meaning(command: re.Match[str]) -> str:
    name = command[1].lower()
    if name in _BEFORE_ARGUMENT:
        return ""
    return _SIGNS.get(name, name)


def without_frame(title: str) -> str:
    """Return a title without what pages add before and after it, unless nothing else is there.

    >>> without_frame("Paper page - Fog"), without_frame("[2401.00001] Fog - Hugging Face"), without_frame("[Fog]")
    ('Fog', 'Fog', '[Fog]')
    """
    inner = title
    if title[:1] in _STARTS_OF_ADDED:
        start = _ADDED_BEFORE.match(title)
        inner = title[start.end() :] if start else title
    if inner.rstrip()[-4:].lower() == "face":
        inner = _ADDED_AFTER.sub("", inner)
    return inner if inner.strip() else title


def american(word: str) -> str:
    """Return a word, or joined words, in small letters with American spelling; other words may change, too, but alike.

    >>> american("modellingcolour"), american("analyse")
    ('modelingcolor', 'analyze')
    """
    if not any([part in word for part in _IN_BRITISH]):  # noqa: C419 - faster
        return word
    return _BRITISH.sub(lambda british: _AMERICAN[british[0]], word)


def decomposed(text: str) -> str:
    """Return a text with its characters decomposed (NFKD), piece by piece, since sorting its accents is quadratic."""
    pieces = (text[start : start + _PIECE] for start in range(0, len(text), _PIECE))
    return "".join([unicodedata.normalize("NFKD", piece) for piece in pieces])
