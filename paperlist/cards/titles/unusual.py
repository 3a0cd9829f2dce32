"""Find what is unusual about titles: their length and first and last words, and other parts of cards in them.

Organizations may contain other parts of cards, too.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Final

from ..._engine import line_re as re
from ...tokens.looks import LONG, OPEN_WORDS, USUAL_TITLE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_SHORT: Final = 25
"""Few titles are shorter, in characters."""

_OPEN_ENDS: Final = frozenset("-,;:(/&")
_GLUED_COUNT: Final = re.compile(r"[0-9]+(?:[A-Z][a-z]|A )")
_NUMBER: Final = re.compile(r"[0-9.]+k?")
PARTS_OF_CARD: Final = re.compile(
    r"Submitted by |\ authors |\ Upvote |\ arXiv Page|Weekly Monthly|Monthly Trending Papers|\\u00|\]\((?=/|http)"
    r"|Upvotes[*_]{0,2}:|Comments[*_]{0,2}:|Authors[*_]{0,2}:|Stars[*_]{0,2}:"
)
COUNTS_OF_CARD: Final = re.compile(
    r"[0-9](?:k? (?:up)?(?:votes?|comments?|authors?)(?![0-9A-Za-z-])|[0-9]{3}\.[0-9]{5}(?![0-9]))"
    r"|· [0-9]+(?![0-9A-Za-z])"
)
"""Phrases, labels, escapes and links, counts with their labels and arXiv ids, which hardly occur within a title."""

_SIGNS: Final = (
    *("Submitted by ", " author", " Upvote ", " arXiv Page", "Weekly Monthly", "Trending Papers", "\\u00", "]("),
    *("Upvotes", "Comments", "Authors", "Stars", "vote", " comment", "·", "."),
)
"""Each of them contains one of these, which are found much faster than by the patterns."""

_BESIDE_NUMBER: Final = re.compile(
    r"(?<![^ ])(?:(?P<before>[^ 0-9A-Za-z]+)[ ]?)?(?P<number>[0-9][0-9.,]*k?)(?![^ ])(?:[ ](?P<behind>[^ 0-9][^ ]*))?"
)
"""A number that is not part of a word, with the sign before it, and the word behind it."""

_NUMBERS: Final = {**dict.fromkeys(b"0123456789", ord("0")), **dict.fromkeys(b".,", ord(".")), ord("k"): ord("k")}
_SHAPES: Final = bytes([_NUMBERS.get(code, ord(" " if code in b" \n" else "x")) for code in range(256)])
_ENDS_OF_NUMBERS: Final = (b"0 ", b". ", b"0k ", b".k ")
"""A table for the shapes of words, and how numbers end in these, which are counted much faster than by the pattern."""

_MIN_ALIKE: Final = 4
_MIN_SHARE_OF_ALIKE: Final = 1 / 4
"""Numbers beside the same word or sign are counts only if this many titles, and this share of all, have them."""

_LIST_OF_NAMES: Final = re.compile(
    r"(?:^|[ ,])[A-Z][^ ,:0-9]*(?: [^ ,:0-9]+){1,3}, [A-Z][^ ,:0-9]*(?: [^ ,:0-9]+){1,3}$"
)
"""Two names at the end of a text. Of 9,299 titles of real dumps, 68 end so, and at most one in twenty of a page."""

_SENTENCE: Final = re.compile(r"[a-z)][.] [A-Z]")


def is_usual_title(title: str) -> bool:
    """Whether a title certainly has nothing that :func:`of_title` finds; most titles are usual."""
    if not _SHORT <= len(title) <= USUAL_TITLE or not title[0].isupper() or ". " in title:
        return False
    last = title[-1]
    return last.isalpha() and last != "k" and title[title.rfind(" ") + 1 :] not in OPEN_WORDS


_VOTES: Final = re.compile(r"(?:[0-9]+|-) [^ ]")
_REST_AND_VOTES: Final = re.compile(rf"(?:[^ ]+ ){{1,4}}{_VOTES.pattern}")


def may_have_votes(title: str, lines: Iterable[str]) -> bool:
    """Whether a title may have the upvotes in it: before one of its ``lines``, or behind the rest of a user's name."""
    begun = _REST_AND_VOTES.match(title)
    return begun is not None or any(map(_VOTES.match, lines))


def with_other_parts(texts: Collection[str]) -> frozenset[str]:
    """Return the titles or the organizations, of those of a page, that contain other parts of a card, or authors."""
    every = "\n".join(texts)
    signs = [sign for sign in _SIGNS if sign in every]
    doubtful = [text for text in texts if any(map(text.__contains__, signs))] if signs else []
    found = _with_same_start(texts).union(filter(_has_other_parts, doubtful))
    shapes = f"{every}\n".encode("ascii", "replace").translate(_SHAPES)
    enough = max(_MIN_ALIKE, _MIN_SHARE_OF_ALIKE * len(texts))
    lists = [text for text in texts if ", " in text and _LIST_OF_NAMES.search(text)]
    found = found.union(lists) if len(lists) >= enough else found
    return found | _with_same_counts(texts, enough) if sum(map(shapes.count, _ENDS_OF_NUMBERS)) >= enough else found


def _has_other_parts(text: str) -> bool:
    return PARTS_OF_CARD.search(text) is not None or COUNTS_OF_CARD.search(text) is not None


def _with_same_start(titles: Collection[str]) -> frozenset[str]:
    """Return the titles with the same one or two words before different words in lower case: `Shared by tern …`.

    At least half of all titles begin so: the label of the submitter, whose name follows.
    """
    enough = max(_MIN_ALIKE, len(titles) / 2)
    starts: dict[str, list[tuple[str, str]]] = {}
    if max(Counter([title[:2] for title in titles]).values(), default=0) < enough:
        return frozenset()  # which takes little time
    for title in titles:
        first, second, third, *_ = (*title.split(" ", 3), "", "")
        for start, name in ((first, second), (f"{first} {second}", third)):
            starts.setdefault(start, []).append((name, title))
    named = (each for each in starts.values() if len(each) >= enough and _are_users([name for name, _ in each]))
    return frozenset(title for each in named for _, title in each)


def _are_users(words: Sequence[str]) -> bool:
    """Whether most words begin in lower case, and most are different: the names of users."""
    return 2 * sum(word[:1].islower() for word in words) > len(words) < 2 * len(set(words))


def _with_same_counts(titles: Collection[str], enough: float) -> frozenset[str]:
    """Return the titles with a number beside the same sign or word as other numbers in many others: `… · 4 people`."""
    counts: dict[tuple[str, bool], set[tuple[str, str]]] = {}
    for title in titles:
        for found in _BESIDE_NUMBER.finditer(title):
            for name in filter(found.group, ("before", "behind")):
                counts.setdefault((found[name], name == "before"), set()).add((found["number"], title))
    alike = (each for each in counts.values() if len(each) >= enough and _count_something(each))
    return frozenset(title for each in alike for _, title in each)


def _count_something(each: Collection[tuple[str, str]]) -> bool:
    """Whether numbers do not just tell titles apart: some are equal, not all are, and titles differ without them."""
    numbers = {number for number, _ in each}
    return 1 < len(numbers) < len(each) == len({title.replace(number, "") for number, title in each})


_TOOLS_MARK: Final = re.compile(r"[*+#>•]+")


def with_lone_sign(titles: Sequence[str], marks: Iterable[str]) -> Sequence[str]:
    """Return the titles of a page, of which one may begin with a sign that looks like a tool's mark: `> 90% …`.

    ``marks`` are what is before each title on its line. If a tool wrote them, several titles have them.
    """
    found = list(islice(((i, mark) for i, mark in enumerate(marks) if mark), 2))
    if len(found) != 1 or len(titles) < _MIN_ALIKE or not _TOOLS_MARK.fullmatch(found[0][1]):
        return titles
    ((lone, mark),) = found
    return [f"{mark} {title}" if i == lone else title for i, title in enumerate(titles)]


def of_title(title: str) -> Iterator[str]:
    """Iterate over what is unusual about a title."""
    if not title:
        return
    if " " not in title:
        yield "its title is one word"
    elif len(title) < _SHORT:
        yield "its title is short"
    if len(title) > LONG:
        yield "its title is as long as an abstract"
    elif len(title) > USUAL_TITLE:
        yield "its title is long"
    yield from _of_start(title)
    if title.endswith(("…", "...")):
        yield "its title ends with an ellipsis"
    elif title[-1] == "." or (". " in title and _SENTENCE.search(title)):
        yield "its title has several sentences or a full stop"
    last = title[title.rfind(" ") + 1 :]
    if title[-1] in _OPEN_ENDS or last in OPEN_WORDS:
        yield "its title is not complete"
    elif last != title and _NUMBER.fullmatch(last):
        yield "its title ends with a number"


def _of_start(title: str) -> Iterator[str]:
    """Iterate over what is unusual about the beginning of a title."""
    if title[0].islower():
        yield "its title begins in lower case"
    elif title[0].isdigit() and _GLUED_COUNT.match(title):
        yield "its title begins with a number that touches a word"
    elif not title[0].isalpha():
        yield "its title begins with a digit or a sign"
