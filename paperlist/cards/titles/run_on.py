"""Guess where a title ends if its abstract follows on the same line.

Some extractors put a whole card on one line. A title is mostly capitalized, or ends with a question mark. An abstract
begins with a capital and continues in lower case, often with ``We``, ``This``, or words that are abbreviated in the
brackets after them. The split is where most of these clues come together; nine in ten titles end there.
"""

# ruff: noqa: SIM905 - lists of words are read more easily as texts
from __future__ import annotations

from itertools import chain, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from ..._engine import line_re as re
from ...tokens.looks import LONGEST_TITLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


_WORD: Final = re.compile(r"[^ \t\r\n]+")
_GLUED: Final = re.compile(r"(?<=[a-z)?!.\]])(?=[A-Z\"“‘(])|(?<=[0-9])(?=[A-Z][a-z ])|(?<=[A-Z][A-Z])(?=[A-Z][a-z]{2})")
"""A place within a word where a title without a blank after it may end: `ShorelinesWe`, `JSONWe`."""

_GLUED_SHARE: Final = 0.75
"""If at least this share of the texts has such a place near its start, none has a blank after its title."""
SMALL: Final = frozenset(
    "a an and are as at be between but by can do does for from how if in into is its not of on or over per than that"
    " the their through to toward towards under using versus via vs when where why with without your".split()
)
"""Words that are in lower case in titles, and that no title ends with."""
_FIRST: Final = frozenset(
    "A Among An As By Can Current Do Does From Given How If In Is It Many Modern Previous Prior Since The There To"
    " Today Traditional Training Understanding Unlike What When With".split()
)
_FIRST_OF_SENTENCES: Final = frozenset(
    "Although Current Despite Existing However Most Our Recent Recently These This We While".split()
)
"""Words that abstracts begin with; the second set rarely occurs within a title."""

_ABBREVIATION: Final = re.compile(r"\(([0-9A-Z][0-9A-Za-z-]*)s?\)")
_MAX_ABBREVIATED: Final = 8
_OPEN: Final = frozenset(",:-–—(/&")
_OPENING: Final = frozenset("$\"“'‘[(\\0123456789")

# The weight of each clue, fitted to 1,700 titles with their abstracts and tested on as many others.
_CAPITAL, _LOWER = 0.4, 1.4
_OPENS, _OPENS_SENTENCE = 0.8, 3.5
_ASKED: Final = 0.5
_ABBREVIATED, _SPLITS_ABBREVIATED = 2.2, 2.0
_REPEATED: Final = 5.0
_GAP: Final = 10.0
_MIN_LINES: Final = 4
"""Fewer lines than this show nothing."""

_SURE: Final = 2.0
"""A line with a score above this has the end of a title within it."""

_USUAL, _UNUSUAL = 9, 0.15
"""The usual number of words in a title, and the penalty for each word more or less."""


def bare(word: str) -> str:
    """Return a word in lower case, without the marks around it."""
    return word.strip(".,:;()?!\"'").lower()


def _capitals(word: str) -> float:
    """Return how strongly the case of a word suggests that it is in a title."""
    letter = next(filter(str.isalpha, word), "")
    if not letter or bare(word) in SMALL:
        return 0.0
    return _CAPITAL if letter.isupper() else -_LOWER


def _abbreviated(words: Sequence[str]) -> Iterator[range]:
    """Iterate over the ranges of words followed by their abbreviation: `Large Language Models (LLMs)`."""
    for end, word in enumerate(words):
        if found := _ABBREVIATION.match(word):
            letters = "".join(filter(str.isupper, found[1])).lower()
            for start in range(end - 1, max(end - _MAX_ABBREVIATED, -1), -1):
                parts = " ".join(words[start:end]).replace("-", " ").replace("/", " ").split()
                if "".join(part[0] for part in parts if bare(part) not in SMALL).lower() == letters:
                    yield range(start, end + 1)
                    break


def _likelihood(words: Sequence[str], at: int, abbreviated: Sequence[range]) -> float:
    """Return how likely word ``at`` begins an abstract; the capitals before it are not considered here."""
    word, before = words[at].strip('",'), words[at - 1]
    score = -sum(map(_capitals, words[at + 1 : at + 2]))
    score += _OPENS * (word in _FIRST) + _OPENS_SENTENCE * (word in _FIRST_OF_SENTENCES)
    score += _ASKED * (before[-1] in "?!")
    score += sum(_ABBREVIATED if at == run.start else -_SPLITS_ABBREVIATED * (at in run) for run in abbreviated)
    last = [bare(each) for each in words[max(at - 2, 0) : at + 2]]
    score += _REPEATED * (last[:2] == last[2:] or bare(words[at]) == bare(before))
    score += _REPEATED * (last[:2] == last[2:])
    return score - _UNUSUAL * abs(at - _USUAL)


def are_glued(texts: Sequence[str]) -> bool:
    """Return whether the titles at the start of most texts have no blank after them.

    >>> are_glued(["Tides in Motion: Learning Where Water GoesWe study tides and their graphs."])
    True
    """
    glued = sum("](" not in text and _GLUED.search(text, 1, LONGEST_TITLE) is not None for text in texts)
    return glued >= _GLUED_SHARE * len(texts) > 0


def begin_with_titles(lines: Sequence[str]) -> bool:
    """Return whether the first lines of most texts have the end of a title and the start of an abstract."""
    if are_glued(lines):
        return True
    if len(lines) < _MIN_LINES:
        return False
    ends = [_likeliest_end(line, glued=False) for line in lines]
    sure = sum(score > _SURE for score, _ in ends)
    return 2 * sure > len(lines)


def title_end(text: str, *, glued: bool = False) -> int:
    """Return the length of the title at the start of ``text``, or 0 if no abstract seems to follow.

    ``glued`` means that there is no blank after the title.

    >>> text = "Tides in Motion: Learning Where Water Goes We study tides and their graphs."
    >>> text[:title_end(text)]
    'Tides in Motion: Learning Where Water Goes'
    """
    return _likeliest_end(text, glued=glued)[1]


def seems_titled(texts: Iterable[str], *, glued: bool = False) -> bool:
    """Return whether most of these texts seem to begin with a title; abstracts alone do not.

    >>> seems_titled(["Tides in Motion: Learning Where Water Goes We study tides and their graphs."])
    True
    >>> seems_titled(["We study tides and their graphs. On nine shores they tell where water goes."])
    False
    """
    titled = [_likeliest_end(text, glued=glued)[0] > 0 for text in texts]
    return 2 * sum(titled) > len(titled)


def _likeliest_end(text: str, *, glued: bool) -> tuple[float, int]:
    """Return the score of the likeliest end of a title, and its place."""
    places = [found.span() for found in _WORD.finditer(text, 0, LONGEST_TITLE)][:-1]
    if glued:
        places = list(chain.from_iterable(_apart(text, *place) for place in places))
    words = [text[start:end] for start, end in places]
    abbreviated = list(_abbreviated(words))
    ends: list[tuple[float, int]] = []
    capitals = 0.0
    for at, (before, word) in enumerate(pairwise(words), 1):
        capitals += _capitals(before)
        end = places[at - 1][1]
        if (end == places[at][0]) is glued and may_end_title(before, word):
            score = capitals + _likelihood(words, at, abbreviated)
            ends.append((score + _GAP * text.startswith("  ", end), end))
    return max(ends, key=itemgetter(0), default=(0.0, 0))


def _apart(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Iterate over the parts of a word between which a title may end."""
    for glue in _GLUED.finditer(text, start + 1, end):
        yield start, glue.start()
        start = glue.start()
    yield start, end


def may_end_title(before: str, word: str) -> bool:
    """Whether a title may end between two words."""
    if before[-1] in _OPEN or bare(before) in SMALL:
        return False
    return word[0].isupper() or word[0] in _OPENING
