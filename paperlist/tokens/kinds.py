"""Encode each token as one letter, its sign.

A page becomes a text with one letter per token and one line per line, which is searched and split by patterns. Small
letters are texts. ``*``, ``L`` and ``R`` are neither text nor value. Other signs are values and phrases of the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .links import aim, link_around
from .looks import STOPS, USUAL_ABSTRACT, USUAL_NAME, USUAL_TITLE, as_abstract, as_title, is_heading, look
from .markup import end_of_words
from .phrases import LONG, Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .links import Aim
    from .phrases import Piece

AUTHORS, DATE, DOT, SUBMITTED, UPVOTE, GITHUB, ARXIV = "AD.SUGX"
"""Values other than counts."""

HEADING, LINK, REFERENCE, MARK = "HLR*"
_SIGNS: Final = {
    Kind.AUTHORS: AUTHORS,
    Kind.DATE: DATE,
    Kind.DOT: DOT,
    Kind.SUBMITTED: SUBMITTED,
    Kind.UPVOTE: UPVOTE,
    Kind.GITHUB: GITHUB,
    Kind.ARXIV: ARXIV,
    Kind.HEADING: HEADING,
    Kind.LINK: LINK,
    Kind.REFERENCE: REFERENCE,
    Kind.MARK: MARK,
}
TURN: Final = "!"
"""A line that changes how the lines after it are read."""

COUNT, NO_COUNT, LISTED_COUNT = "CZK"
"""A count, a count of 0, and a count with a link whose address is in the page's list of links."""
AIMS: Final[Mapping[str, Aim]] = {"1": "login", "2": "paper", "3": "community"}
"""Counts by the target of their links."""
_LEADING: Final = {aim: sign for sign, aim in AIMS.items()}
COUNTS: Final = f"{COUNT}{NO_COUNT}{LISTED_COUNT}{''.join(AIMS)}"

BOILERPLATE, PHRASE, FOOTER, BUTTON = "NMFB"
"""Boilerplate: navigation of one word or of several, the footer, and the buttons above the cards."""
_BOILERPLATE: Final = {
    **dict.fromkeys(("TOS", "Privacy", "About", "Jobs", "Careers", "Website", "Company"), FOOTER),
    **dict.fromkeys(("Subscribe", "Weekly", "Monthly"), BUTTON),
}

TITLE, SHORT_TITLE, ABSTRACT, SHORT_ABSTRACT, NAME, TEXT = "toasnx"
"""Texts by their looks: title, title or name, abstract, short abstract, single word, anything else."""
MARKED, LONG_MARKED, NUMBERED, LONG_NUMBERED = "ylde"
"""Texts that are indented, in lower case or marked up, and texts that begin with a digit or a dash; short and long."""

MARKED_TITLE, LONG_MARKED_TITLE, MARKED_ABSTRACT, LONG_MARKED_ABSTRACT = "hicb"
"""Texts with markup that look like titles and abstracts without it."""

ALL_MARKED: Final = f"{MARKED}{LONG_MARKED}{MARKED_TITLE}{LONG_MARKED_TITLE}{MARKED_ABSTRACT}{LONG_MARKED_ABSTRACT}"
TITLES: Final = f"[{TITLE}{SHORT_TITLE}{MARKED_TITLE}{LONG_MARKED_TITLE}]"
ABSTRACTS: Final = f"[{ABSTRACT}{SHORT_ABSTRACT}{MARKED_ABSTRACT}{LONG_MARKED_ABSTRACT}]"
"""Patterns for texts that look like titles and like abstracts."""

PLAIN_TO_ABSTRACT: Final = f"(?<=[{TITLE}{SHORT_TITLE}])\\n+[{ABSTRACT}{SHORT_ABSTRACT}]"
"""A pattern for an abstract after its title, both without markup, so that neither continues on another line."""

LONG_TEXTS: Final = f"{ABSTRACT}{LONG_MARKED}{LONG_MARKED_TITLE}{LONG_MARKED_ABSTRACT}{LONG_NUMBERED}"
TEXTS: Final = f"{TITLE}{SHORT_TITLE}{ABSTRACT}{SHORT_ABSTRACT}{NAME}{TEXT}{ALL_MARKED}{NUMBERED}{LONG_NUMBERED}"
PHRASES: Final = f"{HEADING}{BOILERPLATE}{PHRASE}{FOOTER}{BUTTON}"
WORDS: Final = f"{TEXTS}{PHRASES}"
"""Signs that may be a text within a card; this includes phrases of the page."""
USERS: Final = f"{NAME}{BOILERPLATE}{FOOTER}{BUTTON}"
"""Signs that are certainly a user's name after ``Submitted by``: one word, even if it is a phrase of the page."""
BARE: Final = f"{MARK}{LINK}{REFERENCE}"
"""Signs that are neither text nor value."""
OUTSIDE: Final = f"{BARE}{PHRASES}"
"""Signs that may occur outside the cards."""
CLOSING: Final = f"{AUTHORS}{DOT}{DATE}{UPVOTE}{GITHUB}{ARXIV}{COUNTS}"
"""Values at the end of a card."""

UNSURE_COUNTS: Final = f"{NUMBERED}{LONG_NUMBERED}{LISTED_COUNT}{TURN}"
UNSURE_USERS: Final = f"{TEXTS.replace(NAME, '')}{ARXIV}{PHRASE}{HEADING}{LINK}{REFERENCE}"
UNSURE_LINES: Final = f"{ALL_MARKED}{NAME}{PHRASES}"
"""Signs that leave open: is there a count, is it a user's name, does the line belong to a paragraph with the next?"""

_NUMBERS: Final = frozenset("0123456789-")
_MARKS: Final = frozenset("[`")
_ALIKE: Final = frozenset({NAME, NUMBERED, LONG_NUMBERED})
"""Texts that keep their sign, regardless of their looks."""


def text_signs(line: str, start: int, end: int, *, heading: bool = False) -> str:
    """Return the sign of a text that is the only piece of ``line``; ``heading`` means that it is marked as one."""
    length, first = end - start, line[start]
    heading = heading or (start > 1 and is_heading(line, start))
    last = line[end - 1]
    words = end if last != ")" or "]" in line else end_of_words(line, end)
    marked = heading or first in _MARKS or words < end
    if marked or "]" in line or "<" in line or "⟨" in line:
        return _marked_signs(line, start, words, marked=marked, heading=heading)
    if start or end < len(line) or first in _NUMBERS or first.islower():
        return (_part_signs if length < LONG else _marked_signs)(line, start, end)
    if length >= LONG or (length > USUAL_ABSTRACT and last == "."):
        return ABSTRACT if length >= LONG else SHORT_ABSTRACT
    if " " not in line:
        return NAME if length <= USUAL_NAME else TEXT
    if length > USUAL_TITLE or last in STOPS or ". " in line or "  " in line:
        return TEXT
    return TITLE if length > USUAL_NAME else SHORT_TITLE


def _marked_signs(line: str, start: int, end: int, *, marked: bool = False, heading: bool = False) -> str:
    """Return the sign of a text with markup; ``marked`` means that this shows the text to be complete."""
    sign = _part_signs(line, start, end)
    if sign in _ALIKE or not (sign == LONG_MARKED or marked):
        return sign
    seen = look([line[start:end]], end - start, heading=heading)
    if as_title(seen) <= 0:
        return LONG_MARKED_TITLE if sign == LONG_MARKED else MARKED_TITLE
    if as_abstract(seen) < 1:
        return LONG_MARKED_ABSTRACT if sign == LONG_MARKED else MARKED_ABSTRACT
    return sign


def _part_signs(line: str, start: int, end: int) -> str:
    """Return the sign of a text that may be only a part of its line."""
    length = end - start
    if line[start] in _NUMBERS:
        return LONG_NUMBERED if length >= LONG else NUMBERED
    if length <= USUAL_NAME and line.find(" ", start, end) < 0:
        return NAME
    return LONG_MARKED if length >= LONG else MARKED


def line_signs(line: str, pieces: Sequence[Piece]) -> str:
    """Return the signs of a line's ``pieces``."""
    if len(pieces) != 1:
        return "".join([_sign(line, *piece) for piece in pieces])
    kind, value, start, end = pieces[0]
    return text_signs(line, start, end) if kind is Kind.TEXT else _sign(line, kind, value, start, end)


def _sign(line: str, kind: Kind, value: Any, start: int, end: int) -> str:
    if kind is Kind.TEXT:
        return _part_signs(line, start, end)
    if kind is Kind.BOILERPLATE:
        return _BOILERPLATE.get(line[start:end]) or (PHRASE if " " in line[start:end] else BOILERPLATE)
    if kind is Kind.COUNT:
        return _count(line, value, start, end)
    return _SIGNS[kind]


def _count(line: str, value: int, start: int, end: int) -> str:
    if not value or ("]" not in line and "⟨" not in line and ")" not in line):
        return COUNT if value else NO_COUNT
    address, label = link_around(line, start, end)
    return LISTED_COUNT if label else count_sign(aim(address))


def count_sign(aim: Aim) -> str:
    """Return the sign of a count by the target of the link around it."""
    return _LEADING.get(aim, COUNT)
