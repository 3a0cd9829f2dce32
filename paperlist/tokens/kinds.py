"""Name the kinds of tokens, and the values that a card can show.

A page is a list of tokens and, aligned with it, a string of their kinds: one letter per token, and a line feed at the
end of each line. Patterns over this string find what repeats on the page. Letters are unique, so that the kinds of a
page can be printed and read. Looks are judged in `looks`, and phrases are found in `phrases`.
"""

from __future__ import annotations

from enum import Enum, unique
from typing import Final

from .._attrs import frozen
from .numbers import WHOLE

END: Final = "\n"
"""The end of a line."""


@unique
class Kind(Enum):
    """The kind of a token, with its letter. The comments give examples, with the value in brackets.

    Tokens of :func:`paperlist.tokenize` have only the kinds from TEXT to SPACE. The others are finer: how a text looks,
    what kind of phrase it is, where the link of a count leads, and what a value means on its card.
    """

    TEXT = "x"  # anything else: titles, abstracts, names
    AUTHORS = "A"  # `6 authors` (6)
    COUNT = "C"  # `3`, `3.29k`, `-` for none (the number)
    DATE = "D"  # `Dec 12`, `Published on Dec 12, 2024` (a ListingDate, or None for a day that does not exist)
    DOT = "."  # the `·` before a date or the authors
    SUBMITTED = "S"  # `Submitted by`; the user's name follows
    UPVOTE = "U"  # `Upvote`, its count follows
    GITHUB = "G"  # `GitHub`, its count of stars follows
    ARXIV = "X"  # `arXiv Page`
    HEADING = "H"  # a heading above the cards, which no other page has
    BOILERPLATE = "N"  # boilerplate: navigation, buttons and footer of the page
    LINK = "L"  # an address on a line of its own (the address)
    REFERENCE = "R"  # a line of a list of links (its number or label, and the address)
    SHEET = "K"  # the end of a printed sheet, or a line that is repeated on each
    MARK = "*"  # markup without words: empty bullets, brackets, boxes, rules
    SPACE = " "  # blanks and line ends between other tokens

    # Texts by their looks. The second half may have markup, or is indented or begins in lower case or with a digit, so
    # such a text may continue the line before it, or continue on the next line.
    TITLE = "t"
    SHORT_TITLE = "o"
    LONG_TITLE = "r"  # with its markup
    NAME = "n"
    ABSTRACT = "a"
    SHORT_ABSTRACT = "s"
    LONG_TEXT = "y"
    OPEN_TEXT = "e"
    OPEN_TITLE = "h"
    OPEN_SHORT_TITLE = "i"
    OPEN_LONG_TITLE = "w"
    OPEN_NAME = "j"
    OPEN_ABSTRACT = "b"
    OPEN_SHORT_ABSTRACT = "d"
    OPEN_LONG_TEXT = "f"

    # Phrases of the page
    PHRASE = "M"  # boilerplate of several words
    FOOTER = "F"
    BUTTON = "B"
    PERIOD = "P"  # a week or a month: `Nov 10 - Nov 16`, `November 2029`, or `Nov` with the day on the next line

    # Counts. The second half is not the first on its line.
    ZERO = "Z"
    LOGIN_COUNT = "1"  # with a link to the page for voting
    PAPER_COUNT = "2"  # with a link to the paper
    COMMUNITY_COUNT = "3"  # with a link to the paper's discussion
    LATER_COUNT = "c"
    LATER_ZERO = "z"
    LATER_LOGIN_COUNT = "l"
    LATER_PAPER_COUNT = "p"
    LATER_COMMUNITY_COUNT = "m"

    # Counts and names by their meaning on a card
    USER = "u"
    ORGANIZATION = "O"  # with a link to its account
    UPVOTES = "v"  # at the top of a card
    UPVOTED = "V"  # below `Upvote`
    STARS = "g"
    COMMENTS = "k"
    UNASSIGNED = "?"

    CONTEXT = "!"  # a line that changes how the lines after it are read

    __hash__ = object.__hash__  # members are singletons; Enum's own hash is a Python function

    def __str__(self) -> str:
        return self._value_  # faster than ``value``


@frozen
class Value:
    """A value that a card shows as a phrase of its own: its kind, the paper's field, and the pattern of the phrase.

    A value without a pattern gets its kind from its neighbours. One without a field fills none.
    """

    kind: Kind
    field: str | None = None
    pattern: str | None = None
    opening: bool = False


VALUES: Final = (
    Value(Kind.AUTHORS, "author_count", rf"{WHOLE}[ ]{{0,2}}(?:[Aa]uthors?|AUTHORS?)(?:,(?=[ ]*$))?"),
    Value(Kind.ORGANIZATION, "organization"),
    Value(Kind.DATE, "published"),
    Value(Kind.DOT),
    Value(Kind.SUBMITTED, opening=True),
    Value(Kind.USER, "submitted_by", opening=True),
    Value(Kind.UPVOTES, "upvotes", opening=True),
    Value(Kind.UPVOTE),
    Value(Kind.UPVOTED, "upvotes"),
    Value(Kind.GITHUB),
    Value(Kind.STARS, "github_stars"),
    Value(Kind.ARXIV),
    Value(Kind.COMMENTS, "comments"),
)
"""All values of a card. Those that are ``opening`` are above its texts, the others below."""


def letters(*kinds: Kind) -> str:
    """Return the letters of several kinds, for use in a pattern's brackets.

    >>> letters(Kind.AUTHORS, Kind.DATE)
    'AD'
    """
    return "".join(map(str, kinds))


_OPEN: Final = {
    Kind.TITLE: Kind.OPEN_TITLE,
    Kind.SHORT_TITLE: Kind.OPEN_SHORT_TITLE,
    Kind.LONG_TITLE: Kind.OPEN_LONG_TITLE,
    Kind.NAME: Kind.OPEN_NAME,
    Kind.ABSTRACT: Kind.OPEN_ABSTRACT,
    Kind.SHORT_ABSTRACT: Kind.OPEN_SHORT_ABSTRACT,
    Kind.TEXT: Kind.OPEN_TEXT,
    Kind.LONG_TEXT: Kind.OPEN_LONG_TEXT,
}
_LATER: Final = {
    Kind.COUNT: Kind.LATER_COUNT,
    Kind.ZERO: Kind.LATER_ZERO,
    Kind.LOGIN_COUNT: Kind.LATER_LOGIN_COUNT,
    Kind.PAPER_COUNT: Kind.LATER_PAPER_COUNT,
    Kind.COMMUNITY_COUNT: Kind.LATER_COMMUNITY_COUNT,
}
OPENED: Final = {ord(str(closed)): str(opened) for closed, opened in _OPEN.items()}
CLOSED: Final = {ord(str(opened)): str(closed) for closed, opened in _OPEN.items()}
"""Tables for ``str.translate``: from texts that cannot continue a line to those that can, and back."""
LATER: Final = {ord(str(first)): str(later) for first, later in _LATER.items()}
"""A table for ``str.translate``, for counts that are not the first on their lines."""

TEXTS: Final = letters(*_OPEN)
OPEN_TEXTS: Final = letters(*_OPEN.values())
LONG_TEXTS: Final = letters(Kind.ABSTRACT, Kind.LONG_TITLE, Kind.LONG_TEXT)
TITLES: Final = letters(Kind.TITLE, Kind.SHORT_TITLE, Kind.LONG_TITLE)
ABSTRACTS: Final = letters(Kind.ABSTRACT, Kind.SHORT_ABSTRACT)
ANY_TEXTS: Final = TEXTS + OPEN_TEXTS
ANY_LONG_TEXTS: Final = LONG_TEXTS + LONG_TEXTS.translate(OPENED)
"""Letters of texts, by their length and looks; ``ANY`` includes texts that may continue a line."""

_COARSE: Final = {
    Kind.TEXT: (*_OPEN, *_OPEN.values(), Kind.USER, Kind.ORGANIZATION, Kind.UNASSIGNED),
    Kind.COUNT: (*_LATER, *_LATER.values(), Kind.UPVOTES, Kind.STARS, Kind.COMMENTS),
    Kind.BOILERPLATE: (Kind.BOILERPLATE, Kind.PHRASE, Kind.FOOTER, Kind.BUTTON, Kind.PERIOD, Kind.SHEET),
}
COARSE: Final = {str(kind): kind for kind in Kind} | {
    str(fine): coarse for coarse, kinds in _COARSE.items() for fine in kinds
}
"""The kinds of the tokens of :func:`paperlist.tokenize`, by the letters of finer kinds."""

PHRASES: Final = letters(Kind.HEADING, Kind.BOILERPLATE, Kind.PHRASE, Kind.FOOTER, Kind.BUTTON, Kind.PERIOD)
WORDS: Final = ANY_TEXTS + PHRASES
"""Letters of what may be a line of a text: within a card, a phrase of the page may be one, too."""
BARE: Final = letters(Kind.MARK, Kind.LINK, Kind.REFERENCE)
"""Letters of what is neither text nor value."""
OUTSIDE: Final = BARE + PHRASES
"""Letters of what may be outside the cards."""

FIRST_COUNTS: Final = letters(*_LATER)
LATER_COUNTS: Final = letters(*_LATER.values())
COUNTS: Final = FIRST_COUNTS + LATER_COUNTS

FIELDS: Final = {str(value.kind): value.field for value in VALUES}
"""The field of a paper that each value fills, or None. If two values fill the same field, the last one wins."""
OPENING: Final = letters(*(value.kind for value in VALUES if value.opening))
CLOSING: Final = letters(*(value.kind for value in VALUES if not value.opening))
"""Letters of the values above the texts of a card, and of those below."""
