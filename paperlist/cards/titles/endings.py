"""Guess where a title ends if the name of an organization follows on the same line.

A title mostly ends with the noun that names its subject: a word in the plural, or with an ending such as `-tion` or
`-ing`. A name often contains a word for an organization (`Lab`, `University`), words in capitals, and words that no
other title of the page has. The split is where most of these clues come together. Names that end several titles, and
names of accounts in lower case, are certain.
"""

# ruff: noqa: SIM905 - lists of words are read more easily as texts
from __future__ import annotations

from collections import defaultdict
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from ..._engine import line_re as re
from ...tokens.looks import USUAL_NAME, is_titled
from ...tokens.names import begins_with_label
from .run_on import bare, may_end_title

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_ORGANIZATIONS: Final = frozenset(
    "academy agency association bureau center centre co collective college community company consortium corporation"
    " corp department division ecole école federation foundation gmbh group hospital inc initiative institut institute"
    " instituto lab labs laboratoire laboratories laboratory ltd ministry observatory politecnico polytechnic project"
    " research robotics school society studio studios systems team tech technologies technology trust union"
    " universidad universidade universitat universiteit universität université università university"
    " ai computing intelligence federal imperial national royal".split()
)
"""Words for organizations. A name is never just one of them."""

_SUBJECTS: Final = frozenset(
    "agent approach architecture benchmark context control decoder dataset encoder framework image language llm memory"
    " method mixture-of-experts model network paradigm performance pipeline problem rag reward rl scale search space"
    " study style survey system task test text transformer video wild".split()
)
"""Other nouns with which many titles end."""

_SUBJECT: Final = re.compile(
    r"(?:ions?|ing|ment|[^us]s|nce|sis|ity|ncy|ism|del|ata|age|val|ery|ory|ort|ext|ure|ign|ack|ive)$"
)
"""How words end with which most titles end."""

_LINKS: Final = frozenset("& &amp; and at d da de del der des di do du e et for für in la le of the van y".split())
"""Words in lower case that may be within a name."""

_MIN_WORDS: Final = 2
"""A title before a name has at least this many words."""
_MOST_WORDS: Final = 9
"""A name has at most this many words."""

# The weight of each clue, fitted to 3,400 titles, each before one of 180 names, and tested on other names.
_ORGANIZATION, _INSTITUTE_OF, _THE = 2.5, 0.9, 4.0
_ENDS_TITLE, _BEGINS_TITLE = 2.3, 2.2
_CAPITALS: Final = 0.5
_SINGLE, _LONGER = 1.5, 0.27
_KNOWN: Final = 1.5
_CERTAIN: Final = 3.0
_LIKELY: Final = 2.0
"""The likeliest name has at least this score after nine titles in ten, and in one of ten titles without a name."""

_UNLIKELY: Final = -9.0


_WORD: Final = re.compile("[^ ]+")
_GAP: Final = "  "
_AMPERSAND: Final = "&amp;"


class Ending(NamedTuple):
    """A name that begins at ``start`` in a text.

    It is ``certain`` if it is all that another text also ends with, and likelier than a part of it; if it is an
    account's; or if several blanks are before it.
    """

    start: int
    score: float
    certain: bool


def names_at_ends(texts: Collection[str], others: Iterable[str]) -> dict[str, Ending]:
    """Return for each text the likeliest name at its end. ``others`` are titles without a name.

    If most texts probably have a name, all have. Otherwise only those names are returned that are certain.

    >>> found = names_at_ends(["Gravel from the Air Acme Lab", "Clocks That Drift moss-lab"], ["Drift of Buoys"])
    >>> [text[ending.start :] for text, ending in found.items()]
    ['Acme Lab', 'moss-lab']
    >>> names_at_ends(["Kelp   3 Ropes"], [])["Kelp   3 Ropes"].start
    7
    """
    recurring = _recurring(texts)
    known = {bare(word) for title in others for word in title.split()}
    found = {text: ending for text in texts if (ending := _likeliest(text, known, recurring))}
    likely = sum(ending.score >= _LIKELY for ending in found.values())
    return {text: ending for text, ending in found.items() if ending.certain or 2 * likely > len(texts)}


def _recurring(texts: Iterable[str]) -> set[str]:
    """Return what may be a name at the ends of several texts."""
    ending: defaultdict[str, set[str]] = defaultdict(set)
    for text in texts:
        words = _WORD.findall(text)
        for at in _starts(words, least=1):
            ending[" ".join(words[at:])].add(text)
    return {name for name, ended in ending.items() if len(ended) > 1}


def _likeliest(text: str, known: Collection[str], recurring: Collection[str]) -> Ending | None:
    """Return the likeliest name at the end of a text; None if there is no room for one."""
    if gap := text.rfind(_GAP) + 1:
        start = gap + len(_GAP) - 1
        return Ending(start, _CERTAIN, certain=True) if len(text) - start <= USUAL_NAME else None
    places, words = [word.start() for word in _WORD.finditer(text)], _WORD.findall(text)
    for at in range(max(_MIN_WORDS, len(words) - _MOST_WORDS), len(words) - 1):
        if _is_labelled(" ".join(words[at:])):
            return Ending(places[at], _CERTAIN, certain=True)
    found: list[Ending] = []
    shared = [at for at in _starts(words, least=1) if " ".join(words[at:]) in recurring][:1]
    scores = {at: _score(words, at, known) for at in sorted({*_starts(words), *shared})}
    for at, score in scores.items():
        is_account = _is_account(words, at)
        recurs = at in shared and score > 0 and not _ends_title(words[-1])
        certain = is_account or (recurs and score == max(scores.values()))
        found.append(Ending(places[at], score + _CERTAIN * (is_account or recurs), certain))
    return max(found, key=itemgetter(1), default=None)


def _is_labelled(words: str) -> bool:
    """Whether words are a name behind the label of its picture, which repeats its first words or abbreviates it."""
    return len(words) <= USUAL_NAME and begins_with_label(words)


def _starts(words: Sequence[str], least: int = _MIN_WORDS) -> Iterator[int]:
    """Iterate over the places of the words with which a name may begin: not the first ``least`` ones."""
    for at in range(max(least, len(words) - _MOST_WORDS), len(words)):
        before, first = words[at - 1], words[at]
        if at == len(words) - 1:
            first = first.title()  # the name of an account may be in lower case
        if before != _AMPERSAND and may_end_title(before, first) and len(" ".join(words[at:])) <= USUAL_NAME:
            yield at


def _is_account(words: Sequence[str], at: int) -> bool:
    """Whether the last word is a name in lower case, and the other words are capitalized, as those of a title are."""
    name, before = words[at], words[at - 1]
    if at < len(words) - 1 or not name.islower() or before[0].islower() or not is_titled(" ".join(words[:at])):
        return False
    return "-" in name or not _ends_title(name)


def _ends_title(word: str) -> bool:
    """Whether many titles end with a word, or with words like it."""
    if bare(word) in _ORGANIZATIONS:
        return False
    return word[-1] in "?!)" or bare(word) in _SUBJECTS or _SUBJECT.search(bare(word)) is not None


def _score(words: Sequence[str], at: int, known: Collection[str]) -> float:
    """Return how likely the word ``at`` begins a name; ``known`` are words of titles without names."""
    before, first, name = words[at - 1], words[at], words[at:]
    are_of_organizations = [bare(word) in _ORGANIZATIONS and not word[0].islower() for word in name]
    if all(are_of_organizations):
        return _UNLIKELY
    score = _ORGANIZATION * any(are_of_organizations) + _SINGLE * (len(name) == 1) - _LONGER * (len(name) - 1)
    if bare(first) in _ORGANIZATIONS:
        score += _INSTITUTE_OF * any(word in _LINKS or bare(word) in _ORGANIZATIONS for word in name[1:2])
    else:
        score -= _BEGINS_TITLE * (_SUBJECT.search(bare(first)) is not None)
    score += _ENDS_TITLE * (_ends_title(before) - (bare(before) in _ORGANIZATIONS))
    score += _CAPITALS * (sum(map(str.isupper, first)) > 1) + _THE * (first == "The")
    return score - _KNOWN * sum(_is_of_titles(bare(word), known) for word in name)


def _is_of_titles(word: str, known: Collection[str]) -> bool:
    """Whether a word is rather one of a title than one of a name."""
    return word not in _ORGANIZATIONS and word not in _LINKS and (word in known or word in _SUBJECTS)
