"""Compare two abstracts: which share of one the other contains, which words both have, and how they begin."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from ..._engine import re
from ..normalize.abstracts import LETTERS_IN_STEM, MIN_LETTERS_IN_ABSTRACT, letters, stems, terms
from ..normalize.names import introduced_names
from ..normalize.titles import name_of, telling, title_key, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...model import Paper

LETTERS_IN_PIECE: Final = 12
"""Letters in one piece of an abstract: longer than most words, so that unrelated abstracts rarely share a piece."""


MOST_LETTERS_COMPARED: Final = 10_000
"""The rest of an abstract that is even longer is not compared, so that time stays linear."""


MIN_TERMS_TO_COMPARE: Final = 8
"""If an abstract has fewer terms than this, the share that it has in common with another means nothing."""

MIN_OTHER_NUMBERS: Final = 2
"""How many numbers that the other lacks each abstract must have: a revision may correct one."""

MIN_CONTAINMENT_DESPITE_NUMBERS: Final = 0.6
"""If less of an abstract is in the other, it was written anew, and may have numbers of other results."""

_NUMBER: Final = re.compile("(?<![0-9A-Za-z.])[0-9]+(?:[.,][0-9]+)*")


def abstract_of(paper: Paper) -> str:
    """Return the abstract of a paper, or "" if it has none."""
    return paper.abstract or ""


def containment(one: str, other: str) -> float | None:
    """Return the share of the shorter abstract that the longer one contains, in pieces of 12 letters.

    None if the shorter abstract is missing or too short.

    >>> part = "Where the shore moves, forecasts of tides fail, and all the buoys drift {far} away."
    >>> containment(part, "Old news: where the shore moves, forecasts of tides fail, and all the buoys drift far away.")
    1.0
    """
    found = letters(one)[:MOST_LETTERS_COMPARED], letters(other)[:MOST_LETTERS_COMPARED]
    short, long = sorted(found, key=lambda text: (len(text), text))
    if len(short) < MIN_LETTERS_IN_ABSTRACT:
        return None
    if short in long:
        return 1.0
    starts = range(0, len(short) - LETTERS_IN_PIECE + 1, LETTERS_IN_PIECE)
    return sum(short[start : start + LETTERS_IN_PIECE] in long for start in starts) / len(starts)


def own_words(one: Paper, other: Paper) -> float:
    """Return the share of the words of just one title that just its own abstract has, times that share of the other.

    The abstracts of one paper are on one subject, so that each has words of both of its titles.

    >>> from paperlist.model import Paper
    >>> bays, capes = (Paper(title=f"Tides of {word}", abstract=f"We look at {word}.") for word in ("Bays", "Capes"))
    >>> own_words(bays, capes), own_words(bays, Paper(title="Tides of Capes", abstract="We look at capes and bays."))
    (1.0, 0.0)
    """
    mine, theirs = (stems(abstract_of(paper)) for paper in (one, other))
    my_words, their_words = (frozenset(words(paper.title)) for paper in (one, other))
    share = _own_share(my_words - their_words, mine, theirs)
    return share and share * _own_share(their_words - my_words, theirs, mine)


def _own_share(some: Iterable[str], mine: frozenset[bytes], theirs: frozenset[bytes]) -> float:
    """Return the share of the telling words of a title whose stems are among the first ones, not the second."""
    found = [word.encode("utf-8", "replace") for word in telling(some) if len(word) > 2]
    stems_of = [word[:LETTERS_IN_STEM] for word in found if not word[:1].isdigit()]
    return sum([stem in mine and stem not in theirs for stem in stems_of]) / max(1, len(stems_of))


def shared_terms(one: str, other: str, title: str = "") -> tuple[float, int]:
    """Return the share of the terms of one abstract that the other has, too, for the one with fewer; and their number.

    If both have one ``title``, its words do not count: abstracts of different papers have these, too.

    If there are few terms, such as in an abstract that lost its spaces, the share is that of the letters contained,
    squared, since short abstracts on different subjects have phrases in common, too.

    >>> shared_terms("Shorelines " * 9, "Shorelines " * 9)
    (1.0, 1)
    """
    mine, theirs = terms(one), terms(other)
    if title:
        of_title = stems(title)
        mine, theirs = (
            frozenset([word for word in some if word[:LETTERS_IN_STEM] not in of_title]) for some in (mine, theirs)
        )
    shared = len(mine & theirs)
    fewer = min(len(mine), len(theirs))
    if fewer < MIN_TERMS_TO_COMPARE:
        return (containment(one, other) or 0.0) ** 2, shared
    return shared / fewer, shared


def have_introduced_name(one: Paper, other: Paper) -> bool:
    """Return whether the abstract of one paper introduces the name of the other: its title, or what begins that.

    >>> from paperlist.model import Paper
    >>> named = Paper(title="EbbNet: Tides on Graphs")
    >>> have_introduced_name(named, Paper(title="Graphs of Tides", abstract="We introduce EbbNet, a graph."))
    True
    """
    mine, theirs = (introduced_names(abstract_of(paper)) for paper in (one, other))
    return _has_name(other.title, mine) or _has_name(one.title, theirs)


def _has_name(title: str, names: Iterable[str]) -> bool:
    """Whether a title is one of some names, or begins with one and a colon.

    >>> _has_name("EbbNet: Tides on Graphs", ["EBBNET"]), _has_name("EbbNet on Graphs", ["EBBNET"])
    (True, False)
    """
    return not {title_key(title), name_of(title)}.isdisjoint(map(title_key, names))


def have_other_numbers(one: str, other: str) -> bool:
    """Return whether two abstracts have much of their text, but not their numbers in common.

    >>> text = "{0} boats followed the tides of a long winter between the northern bays, and {0} of them came back."
    >>> one, other = map(text.format, (12, 45))
    >>> have_other_numbers(one, other)
    True
    """
    mine, theirs = _numbers(one), _numbers(other)
    fewer = min((mine - theirs).total(), (theirs - mine).total())
    if fewer < max(MIN_OTHER_NUMBERS, (mine & theirs).total()):
        return False
    return (containment(one, other) or 0.0) >= MIN_CONTAINMENT_DESPITE_NUMBERS


def _numbers(abstract: str) -> Counter[str]:
    return Counter(number.replace(",", "") for number in _NUMBER.findall(abstract))
