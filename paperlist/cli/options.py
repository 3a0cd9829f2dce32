"""Read the values of options: days, sizes, regular expressions, fields."""

from __future__ import annotations

import datetime
from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, Final

from .._attrs import frozen
from .._engine import search_pattern
from ..export.sheets import COLUMNS
from ..years import dates

if TYPE_CHECKING:
    from .._engine import line_re

UNITS: Final = {
    **dict.fromkeys(("", "b"), 1),
    **{f"{letter}{ending}": 1024**power for power, letter in enumerate("kmgt", 1) for ending in ("", "ib")},
    **{f"{letter}b": 1000**power for power, letter in enumerate("kmgt", 1)},
}
"""The units of sizes. As in GNU programs, ``M`` and ``MiB`` are powers of 1024, and ``MB`` is a power of 1000."""

LONGEST_NUMBER: Final = 20
"""The maximum length of a size, in characters."""

LONGEST_WAIT: Final = 1e9
"""The maximum time to wait, in seconds."""


def _spelled(name: str) -> str:
    """Return the name of a field without differences in spelling that do not matter."""
    return name.strip().lower().replace("-", "_").replace(" ", "_")


ALIASES: Final = {_spelled(column.heading): column.name for column in COLUMNS.values()}
"""Other names for fields: the headings of tables."""


def day_or_year(text: str) -> datetime.date | int:
    """Return the day or year in an option, which is ISO 8601 text."""
    return _checked(text, "as_of", "a day such as 2024-03-04 or a year such as 2024")


def limit(text: str) -> datetime.date | int:
    """Return the day or year in an option; for a month, its last day."""
    return _checked(text, "not_after", "a day, a month or a year, such as 2024-03-04, 2024-03 or 2024")


def _checked(text: str, name: str, expected: str) -> datetime.date | int:
    try:
        found = dates.day_or_year(text, name)
    except ValueError:
        found = None
    if found is None:
        raise ArgumentTypeError(f"expected {expected}, got {text!r}")
    return found


def count(text: str) -> int:
    """Return the number in an option, which is 1 or more.

    >>> count("8")
    8
    """
    if not (text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER and int(text)):
        raise ArgumentTypeError(f"expected a number from 1, got {text!r}")
    return int(text)


def share(text: str) -> float:
    """Return a number from 0 to 1.

    >>> share(".8")
    0.8
    """
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found <= 1:
        raise ArgumentTypeError(f"expected a number from 0 to 1, got {text!r}")
    return found


def first_day(text: str) -> datetime.date:
    """Return a day, or the first one of a month or a year."""
    day = limit(text)
    if isinstance(day, int):
        return datetime.date(day, 1, 1)
    return day.replace(day=1) if len(text) == len("2024-03") else day


def last_day(text: str) -> datetime.date:
    """Return a day, or the last one of a month or a year."""
    day = limit(text)
    return datetime.date(day, 12, 31) if isinstance(day, int) else day


def size(text: str) -> int | None:
    """Return a number of bytes, or None for ``none``.

    >>> size("10M"), size("1.5KiB"), size("2GB"), size("512"), size("none")
    (10485760, 1536, 2000000000, 512, None)
    """
    if text.strip().lower() == "none":
        return None
    number = text.strip().rstrip("BIKMGTbikmgt")
    unit = UNITS.get(text.strip()[len(number) :].lower())
    number = number.strip()
    digits = number.replace(".", "", 1)
    if unit is None or len(number) > LONGEST_NUMBER or not (digits.isascii() and digits.isdecimal()):
        raise ArgumentTypeError(f"expected a size such as 500K, 10M, 1.5G, a number of bytes or none, got {text!r}")
    return int(float(number) * unit) if "." in number else int(number) * unit


def seconds(text: str) -> float:
    """Return a number of seconds, 0 or more."""
    try:
        found = float(text)
    except ValueError:
        found = -1.0
    if not 0 <= found < LONGEST_WAIT:
        raise ArgumentTypeError(f"expected a number of seconds, got {text!r}")
    return found


def regular_expression(text: str) -> line_re.Pattern[str]:
    """Return a regular expression that ignores case."""
    try:
        return search_pattern(text)
    except ValueError as error:
        raise ArgumentTypeError(f"bad regular expression {text!r}: {error}") from error


def _field(text: str) -> str:
    name = _spelled(text)
    return ALIASES.get(name, name)


def fields(text: str) -> tuple[str, ...]:
    """Return the names in a list such as ``title,upvotes``, each once.

    >>> fields("title, stars, Title")
    ('title', 'github_stars')
    """
    names = tuple(dict.fromkeys(_field(name) for name in text.split(",") if name.strip()))
    if not names:
        raise ArgumentTypeError(f"expected names of fields, such as title,upvotes, got {text!r}")
    return names


@frozen
class Order:
    """An order of papers: the field to sort by, and whether the highest value comes first."""

    field: str
    descending: bool = False


def order(text: str) -> Order:
    """Return the order for an option such as ``upvotes`` or, with the highest first, ``-upvotes``."""
    return Order(_field(text.removeprefix("-")), descending=text.startswith("-"))
