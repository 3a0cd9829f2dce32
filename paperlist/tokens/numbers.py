"""Recognize and read the numbers that a page prints as counts.

The page prints ``1080`` or ``1.08k``. Some browsers and tools rewrite numbers in the manner of a language, with a
comma, a dot, an apostrophe or a blank before every three digits, or with a comma before decimals. A count is a whole
number, so a dot or a comma in it separates thousands, unless a unit such as ``k`` follows.
"""

from __future__ import annotations

from typing import Final

from .._engine import line_re as re

_GROUPED: Final = r"[0-9]{1,3}(?:(?:,[0-9]{2,3})*,[0-9]{3}|(?:\.[0-9]{3})+|(?:[’'][0-9]{3})+)"
"""Digits with a sign before every three; Indian numbers have two digits in the other groups."""

WHOLE: Final = rf"(?:{_GROUPED}|[0-9]+)"
"""A whole number without a unit: ``1080``, ``1,080``, ``1.080``."""

_SHORT: Final = r"[0-9]+(?:[.,][0-9]+)?(?:k|[KM](?![a-z])|[ ][kKM](?![0-9A-Za-z]))"
NUMBER: Final = rf"(?:{_SHORT}|{WHOLE})"
"""A whole number, or a shortened one: ``3.29k``, ``1,2 K``, ``3M``."""

_BLANK_GROUPED: Final = r"[0-9]{1,3}(?:[ ][0-9]{3}){1,3}"
_PLAIN: Final = r"[0-9]+(?![0-9., ’'kKM])"
COUNT: Final = rf"(?:{_PLAIN}|(?<!s[ ])(?<!r[ ])(?<![0-9kKM][ ]){_BLANK_GROUPED}(?=[ ]*(?:\]|$))|{NUMBER})"
"""A number on a line of phrases. Blanks may be within it if it ends the line and follows neither authors nor a number:
``12 authors 1 204`` has three numbers."""

_LEADING: Final = re.compile(rf"{_BLANK_GROUPED}$|{NUMBER}")
_DECIMAL_COMMA: Final = re.compile(r"[0-9]+,(?![0-9]{3}$)[0-9]+")
_UNITS: Final = {"k": 1_000, "K": 1_000, "M": 1_000_000}

LARGEST: Final = 10**18
"""A larger number is no count. It has 64 bits, as in tables."""

_MAX_DIGITS: Final = 300
"""More digits than a float can distinguish, and fewer than it can hold."""


def leading_number(text: str) -> str:
    """Return the number with which a phrase begins; it must begin with one, or be a dash.

    >>> leading_number("1,204 authors"), leading_number("1 080")
    ('1,204', '1 080')
    """
    found = _LEADING.match(text)
    return found[0] if found else text


def number(text: str) -> int:
    """Return the number that a count shows, at most :data:`LARGEST`; a dash means 0.

    >>> number("1.080"), number("2.12k"), number("1,2 K"), number("-")
    (1080, 2120, 1200, 0)
    """
    if text.endswith("-"):
        return 0
    unit = _UNITS.get(text[-1])
    if unit is None:
        return min(int("".join(filter(str.isdecimal, text))[:_MAX_DIGITS]), LARGEST)
    digits = text[:-1].rstrip()
    if _DECIMAL_COMMA.fullmatch(digits):
        digits = digits.replace(",", ".")
    return round(min(float(digits.replace(",", "")[:_MAX_DIGITS]) * unit, LARGEST))
