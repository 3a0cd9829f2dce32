"""Judge by its length and punctuation whether a text looks like a title, an abstract or a name."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from .._attrs import frozen
from .._engine import line_re as re
from .kinds import OPENED, TEXTS, Kind
from .markup import LINK_END, end_of_words, targets_length

if TYPE_CHECKING:
    from collections.abc import Sequence

LONG: Final = 200
"""A text of this length is an abstract or a line of one: no phrase of the page and few titles are as long."""
USUAL_TITLE: Final = 150
USUAL_ABSTRACT: Final = 120
USUAL_NAME: Final = 60
"""Titles and names of organizations are rarely longer than this, and abstracts are rarely shorter."""
LONGEST_NAME: Final = 100
"""A longer text is not the name of an organization."""
STOPS: Final = frozenset("\"'”’)]}.>")

_FULL_STOP: Final = re.compile(rf"\.[\"'”’)\]]*(?:{LINK_END})?$")
_NEXT_SENTENCE: Final = re.compile(r"[a-z)][.] [A-Z]")
_CLOSING: Final = frozenset("\"'”’)]}")
LONGEST_TITLE: Final = 400
"""A longer text is not a title."""
_TAIL: Final = 120
"""How many characters are examined, at most, to see how a text ends."""


_LIST_ITEM: Final = re.compile(r"\([0-9a-zA-Z]{1,4}\)[ ]|[0-9]{1,2}[.)][ ].*[;.,]$|[-•*][ ]")
_LIST_STARTS: Final = frozenset("(0123456789-•*")


@frozen
class Look:
    """The looks of a text: its length, its end, and its punctuation.

    ``length`` does not include the addresses of links. ``stops`` means that it ends with a full stop, ``addressed``
    that it ends with an address, ``several`` that it contains several sentences, ``heading`` that it is marked as a
    heading, ``listed`` that it is an item of a list.
    """

    length: int
    stops: bool
    addressed: bool
    several: bool
    heading: bool
    listed: bool


def look(lines: Sequence[str], length: int, *, heading: bool) -> Look:
    """Return the looks of a text with these lines; ``length`` includes its line breaks and markup."""
    tail = lines[-1][-_TAIL:]
    words = lines[0] if len(lines) == 1 else "".join(lines)
    if "]" in words or "<" in words or words[-1] == ")":
        length -= targets_length(words)
    return Look(
        length,
        ends_sentence(tail),
        "://" in tail.rpartition(" ")[2],
        length <= LONGEST_TITLE and ". " in words and any(_NEXT_SENTENCE.search(line) for line in lines),
        heading,
        words[0] in _LIST_STARTS and _LIST_ITEM.match(words) is not None,
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
        + 3 * (look.listed or look.addressed)
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
        - 3 * look.listed
        + 8 * look.heading
    )


def as_organization(look: Look) -> float:
    """Return the cost of reading a block as an organization: a few words."""
    too_long = 1.2 * (look.length > USUAL_NAME) + 2.8 * (look.length > LONGEST_NAME)
    return 0.5 + too_long + 2 * look.stops + 8 * look.heading


_TEXT, _LONG_TEXT, _NAME = str(Kind.TEXT), str(Kind.LONG_TEXT), str(Kind.NAME)
_TITLE, _SHORT_TITLE, _LONG_TITLE = str(Kind.TITLE), str(Kind.SHORT_TITLE), str(Kind.LONG_TITLE)
_ABSTRACT, _SHORT_ABSTRACT = str(Kind.ABSTRACT), str(Kind.SHORT_ABSTRACT)
_OPENED: Final = {letter: letter.translate(OPENED) for letter in TEXTS}
_OPEN_STARTS: Final = frozenset("0123456789-")
_MOST_DOUBT: Final = 1
"""A text that costs less than this as an abstract looks like one."""


def token_letter(line: str, start: int, end: int) -> str:
    """Return the letter of the text from ``start`` to ``end`` on a line.

    A text with markup, or one that is indented or begins in lower case or with a digit, may continue another line.

    >>> token_letter("Clocks and Tides", 0, 16), token_letter("  Clocks and Tides", 2, 18)
    ('o', 'i')
    """
    words = line[start:end]
    heading = start > 1 and line[start - 2] == "#" and is_heading(line, start)
    if heading or words[-1] == ")" or "]" in words or "<" in words or "`" in words or "⟨" in words or words[0] == "[":
        return text_letter(words, heading=heading).translate(OPENED)
    first = words[0]
    if first.islower() or first in _OPEN_STARTS:
        return _OPENED[_unusual_letter(words)]
    letter = _plain_letter(words)
    return _OPENED[letter] if len(words) < len(line) else letter


def text_letter(words: str, *, heading: bool = False) -> str:
    """Return the letter of a whole paragraph by its looks; ``heading`` means that it is marked as one.

    >>> text_letter("Clocks and Tides"), text_letter("[Clocks and Tides](/papers/2401.00001)"), text_letter("Clocks")
    ('o', 't', 'n')
    """
    if heading or _has_markup(words):
        return _marked_letter(words, heading=heading)
    if words[0].islower() or words[0] in _OPEN_STARTS:
        return _unusual_letter(words)
    return _plain_letter(words)


def _has_markup(words: str) -> bool:
    if words[0] == "[" or "]" in words or "<" in words or "`" in words or "⟨" in words:
        return True
    return words[-1] == ")" and end_of_words(words, len(words)) < len(words)


def _unusual_letter(words: str) -> str:
    """Return the letter of a text that begins in lower case or with a digit, as few titles and abstracts do."""
    length = len(words)
    if length <= USUAL_NAME and " " not in words and words[0] not in _OPEN_STARTS:
        return _NAME
    return _LONG_TEXT if length >= LONG else _TEXT


def _plain_letter(words: str) -> str:
    """Return the letter of a text without markup that begins like a title or an abstract."""
    length, last = len(words), words[-1]
    if length > USUAL_ABSTRACT:
        if length >= LONG:
            return _ABSTRACT
        if last == ".":
            return _SHORT_ABSTRACT
    if " " not in words:
        return _NAME if length <= USUAL_NAME else _TEXT
    if length > USUAL_TITLE or last in STOPS or ". " in words or "  " in words:
        return _TEXT
    return _TITLE if length > USUAL_NAME else _SHORT_TITLE


def _marked_letter(words: str, *, heading: bool) -> str:
    """Return the letter of a text with markup, judged by its cost as a title and as an abstract."""
    length = len(words)
    if words[-1] == ")" and "]" not in words:
        words = words[: end_of_words(words, length)]
    if length <= USUAL_NAME and " " not in words:
        return _NAME
    seen = look([words], len(words), heading=heading)
    if as_title(seen) <= 0:
        return _LONG_TITLE if length >= LONG else _TITLE
    if as_abstract(seen) < _MOST_DOUBT:
        return _ABSTRACT if length >= LONG else _SHORT_ABSTRACT
    return _LONG_TEXT if length >= LONG else _TEXT


OPEN_WORDS: Final = frozenset(
    (
        *("a", "an", "and", "are", "as", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or", "over"),
        *("the", "through", "to", "toward", "towards", "under", "using", "via", "with"),
    )
)
"""Words with which no title ends."""

_UNFINISHED: Final = re.compile(rf"(?:-|[ ](?:{'|'.join(sorted(OPEN_WORDS))}))$")


def is_unfinished(words: str) -> bool:
    """Return whether words end with a word or a sign with which no title ends.

    >>> is_unfinished("Reading the Sea Floor with"), is_unfinished("Reading the Sea Floor")
    (True, False)
    """
    return _UNFINISHED.search(words) is not None


_DIGITS: Final = re.compile("[0-9]+")
MIN_SIGNS: Final = 1.2
"""If the last lines of several titles have at least this many signs of labels, they are labels."""


def signs_of_labels(lines: Sequence[str]) -> float:
    """Return how much the lines in one place of several cards look like labels: 0 for lines with nothing in common.

    Labels repeat each other, apart from numbers, begin with the same word, end with full stops, have commas, or begin
    with signs.

    >>> signs_of_labels(["3 models", "12 models", "1 model"]) > signs_of_labels(["Clocks", "Keels and Oars", "Tides"])
    True
    """
    count = len(lines)
    firsts = Counter([line.partition(" ")[0] for line in lines if " " in line])
    repeated = 1 - len({_DIGITS.sub("0", line) for line in lines}) / count
    same = (max(firsts.values(), default=1) - 1) / count
    stops = sum(map(ends_sentence, lines)) / count
    listed = sum(", " in line or not line[0].isalnum() for line in lines) / count
    return 4 * repeated + 3 * same + 2 * stops + 1.5 * listed


_SHORT_WORD: Final = 3
"""Words up to this length may be lower-case in titles, too: `of`, `and`."""


def is_titled(words: str) -> bool:
    """Whether a line is capitalized like a title: most of its longer words do not begin in lower case."""
    longer = [word for word in words.split() if len(word) > _SHORT_WORD]
    return sum(not word[0].islower() for word in longer) * 3 >= len(longer) * 2
