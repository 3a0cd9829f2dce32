"""Judge by its length and punctuation whether a text looks like a title, an abstract or a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

from .._engine import line_re as re
from .markup import LINK_END, targets_length

if TYPE_CHECKING:
    from collections.abc import Sequence

USUAL_TITLE: Final = 150
USUAL_ABSTRACT: Final = 120
USUAL_NAME: Final = 60
"""Titles and names of organizations are rarely longer than this, and abstracts are rarely shorter."""
STOPS: Final = frozenset("\"'”’)]}.>")

_FULL_STOP: Final = re.compile(rf"\.[\"'”’)\]]*(?:{LINK_END})?$")
_ADDRESS_LAST: Final = re.compile(r"://[^ ]*$")
_NEXT_SENTENCE: Final = re.compile(r"[a-z)][.] [A-Z]")
_CLOSING: Final = frozenset("\"'”’)]}")
LONGEST_TITLE: Final = 400
"""A longer text is not a title."""
_TAIL: Final = 120
"""How many characters are examined, at most, to see how a text ends."""


@frozen
class Look:
    """The looks of a text: its length, its end, and its punctuation.

    ``length`` does not include the addresses of links. ``stops`` means that it ends with a full stop, ``addressed``
    that it ends with an address, ``several`` that it contains several sentences, ``heading`` that it is marked as a
    heading.
    """

    length: int
    stops: bool
    addressed: bool
    several: bool
    heading: bool


def look(lines: Sequence[str], length: int, *, heading: bool) -> Look:
    """Return the looks of a text with these lines; ``length`` includes its line breaks and markup."""
    tail = lines[-1][-_TAIL:]
    words = lines[0] if len(lines) == 1 else "".join(lines)
    if "]" in words or "<" in words or words[-1] == ")":
        length -= targets_length(words)
    return Look(
        length,
        ends_sentence(tail),
        "://" in tail and _ADDRESS_LAST.search(tail) is not None,
        length <= LONGEST_TITLE and ". " in words and any(_NEXT_SENTENCE.search(line) for line in lines),
        heading,
    )


def ends_sentence(words: str) -> bool:
    """Return whether words end with a full stop."""
    return words[-1] == "." or (words[-1] in _CLOSING and _FULL_STOP.search(words[-_TAIL:]) is not None)


def is_heading(line: str, start: int) -> bool:
    """Return whether the mark of a heading is before the text that begins at ``start``."""
    return start > 1 and line.endswith("# ", 0, start)


def as_title(look: Look) -> float:
    """Return the cost of reading a block as a title: titles have up to about 150 characters and no full stop."""
    return (
        (look.length > USUAL_TITLE)
        + 2 * (look.length > 250)
        + 3 * (look.length > LONGEST_TITLE)
        + 4 * look.stops
        + 2 * look.several
        - 4 * look.heading
    )


def as_abstract(look: Look) -> float:
    """Return the cost of reading a block as (a paragraph of) an abstract: sentences, mostly over 100 characters."""
    return (
        1.5 * (look.length < 60)
        + (look.length < USUAL_ABSTRACT)
        + 0.7 * (look.length < 200)
        + (not look.stops and not look.addressed)
        + 8 * look.heading
    )


def as_organization(look: Look) -> float:
    """Return the cost of reading a block as an organization: a few words."""
    return 0.5 + 4 * (look.length > USUAL_NAME) + 2 * look.stops + 8 * look.heading
