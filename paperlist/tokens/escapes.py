"""Recognize and remove the escapes that a converter wrote before characters that would otherwise be markup."""

from __future__ import annotations

import math
from typing import Final

from .._engine import line_re as re
from .markup import without_entities

_MIN_ESCAPES: Final = {"*": 3, "_": 3, "<": 1, ">": 1, "'": 3, '"': 3, "$": 4, ".": 4, "-": 4}
"""How often a character must be escaped, and never bare, to show that the converter escapes it; LaTeX escapes some."""

_POSSESSIVE: Final = re.compile(r"\\'s(?![0-9A-Za-z])")
_MIN_POSSESSIVES: Final = 2
"""This many show it, too: in LaTeX the same sequence is an accent, but on other letters."""

_CLOSING_QUOTE: Final = re.compile(r"[0-9A-Za-z.!?]\\\"(?:[ .,;:!?)\]]|$)")
"""An escaped quotation mark at the end of a word, where LaTeX has no accent."""

_ESCAPED_SIGN: Final = re.compile(r"\\\\(?=\\?[%&$#_'\"^~])")
_BARE_SIGN: Final = re.compile(r"(?<!\\)(?:\\\\)*\\[%$#'\"^]")
_ESCAPED_COMMAND: Final = re.compile(r"(?:(?<![0-9A-Za-z.,;:!?)}\\])|\$[^$ \n]{1,99})\\\\[a-z]{2}")
_BARE_COMMAND: Final = re.compile(r"(?<!\\)(?:\\\\)*\\[a-z]{2}")
"""A backslash of LaTeX that is escaped itself, as in `5\\\\%` and `\\\\alpha`, and one that is not.

Two backslashes behind a word end a line, but not in a formula: `$8\\\\times8$`.
Some converters escape a backslash only before a sign.
"""

_NUMBER_OF_ITEM: Final = re.compile(r"(?<![^ \n])[0-9]+\\\.(?![^ \n])")
"""A number that would begin an item of a list; converters escape the dot after it, and no other one."""

_WORDS_OR_NUMBERS: Final = r"(?:[A-Za-z][A-Za-z.,;:'& -]{1,40}|[0-9][0-9, –-]{0,20})"
_ESCAPED_BRACKET: Final = re.compile(rf"\\\[{_WORDS_OR_NUMBERS}\\\]|\\`(?![0-9A-Za-z{{\\])|\\\+")
_BARE_BRACKET: Final = re.compile(rf"(?<!\\)(?:\[{_WORDS_OR_NUMBERS}(?<!\\)\]|[`+])")
_ESCAPED_PARENTHESIS: Final = re.compile(r"\\\([A-Za-z]{3}[A-Za-z.,;:'& -]{1,40}\\\)")
_BARE_PARENTHESIS: Final = re.compile(r"(?<!\\)\([A-Za-z]{3}")
_ESCAPED_DASH: Final = re.compile(r"(?<![^ \n])\\-(?=[- ])")
_BARE_DASH: Final = re.compile(r"(?<![^ \n])--")
_ESCAPED_HYPHEN: Final = re.compile(r"[A-Za-z]{2}\\-[A-Z]")
_BARE_HYPHEN: Final = re.compile(r"[A-Za-z]{2}-[A-Z]")
_ESCAPED_SHOUT: Final = re.compile(r"[0-9A-Za-z]\\!(?![^ \n])")
_BARE_SHOUT: Final = re.compile(r"[0-9A-Za-z]!(?![^ \n])")
_ESCAPED_STOP: Final = re.compile(r"[0-9A-Za-z]\\\.(?![^ \n])")
_BARE_STOP: Final = re.compile(r"[0-9A-Za-z]\.(?![^ \n])")
_OTHER_THAN_LATEX: Final = (
    (_ESCAPED_BRACKET, _BARE_BRACKET),
    (_ESCAPED_PARENTHESIS, _BARE_PARENTHESIS),
    (_ESCAPED_DASH, _BARE_DASH),
    (_ESCAPED_HYPHEN, _BARE_HYPHEN),
    (_ESCAPED_SHOUT, _BARE_SHOUT),
    (_ESCAPED_STOP, _BARE_STOP),
)
"""Escapes that LaTeX has not, and the same characters without escapes.

They are around words or numbers in brackets, before a sign that is no accent, between words, or at the end of a word.
"""

_OFTEN_ESCAPED: Final = "\\`*_{}[]()#+.!|~<>-"
_ALWAYS_ESCAPED: Final = frozenset("*_<>'\"$^@&%:;,=?/.-")
"""Characters that converters escape, some only where they would be markup; and those that always are, if ever."""

_ADDRESS: Final = re.compile(r"[a-z]{3,5}://[^ \n]*")
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_ANY_ESCAPE: Final = re.compile(r"\\(.?)", re.DOTALL)
_PUNCTUATION: Final = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_NUMBERED_ENTITY: Final = re.compile(r"&#(?:[0-9]{1,6}|x[0-9a-fA-F]{1,6});")
_ENTITY: Final = re.compile(r"&(?:[a-zA-Z]{2,8}|#[0-9]{1,6}|#x[0-9a-fA-F]{1,6});")


def find_escaped(words: str) -> str:
    r"""Return the characters that are escaped in ``words``, the texts of a page; also ``&`` if there are entities.

    If the text has `*` or `_`, but neither is ever bare, one escape is enough.

    >>> find_escaped(r"the \_id\_ of \*it\*"), find_escaped(r"_id\_ of 5\%")
    ('!#()*+-.<>[\\]_`{|}~', '')
    """
    are_all_entities = words.count("&") == len(_ENTITY.findall(words)) > 0
    entities = "&" * bool(are_all_entities or _NUMBERED_ENTITY.search(words))
    if "\\" not in words:
        return entities
    always = _always_escaped(words)
    marks = {sign for sign in "*_" if sign in words}
    is_sure = (marks and marks <= always.keys()) or _are_enough(always, words)
    if not is_sure:
        always = _always_escaped(_ADDRESS.sub("", words))  # a character that is bare only in addresses
        is_sure = _are_enough(always, words)
    if is_sure or any(_are_escaped(words, *pair) for pair in _OTHER_THAN_LATEX):
        return "".join(sorted({*entities, *_OFTEN_ESCAPED, *always}))
    if _are_escaped(words, _ESCAPED_SIGN, _BARE_SIGN) or _are_escaped(words, _ESCAPED_COMMAND, _BARE_COMMAND):
        return "".join(sorted({*entities, *_PUNCTUATION.intersection(_ANY_ESCAPE.findall(words))}))
    return entities + "." * (_NUMBER_OF_ITEM.search(words) is not None)


def _are_escaped(words: str, escaped: re.Pattern[str], bare: re.Pattern[str]) -> bool:
    """Whether something is escaped in some places, and bare in none."""
    return escaped.search(words) is not None and bare.search(words) is None


def _always_escaped(words: str) -> dict[str, int]:
    """Return the characters that are escaped wherever they occur, with their number."""
    escaped = _ALWAYS_ESCAPED.intersection(_ESCAPE.findall(words))
    return {sign: count for sign in escaped if (count := words.count(sign)) == words.count(f"\\{sign}")}


def _are_enough(always: dict[str, int], words: str) -> bool:
    """Whether a character is escaped so often that the converter must have done it."""
    if "'" in always and len(_POSSESSIVE.findall(words)) >= _MIN_POSSESSIVES:
        return True
    if '"' in always and _CLOSING_QUOTE.search(words):
        return True
    return any(count >= _MIN_ESCAPES.get(sign, math.inf) for sign, count in always.items())


def without_escapes(words: str, escaped: str) -> str:
    r"""Return ``words`` without the escapes of the characters that :func:`find_escaped` returned.

    Entities may have been encoded twice.

    >>> without_escapes(r"R\&D \[sic\] &amp; more", "&[]"), without_escapes("R&amp;amp;D", "&")
    ('R&D [sic] & more', 'R&D')
    """
    if "\\" in words:
        words = _ESCAPE.sub(lambda found: found[0][found[1] in escaped :], words)
    if "&" in escaped:
        again = "&amp;" in words
        words = without_entities(words)
        return without_entities(words) if again else words
    return words
