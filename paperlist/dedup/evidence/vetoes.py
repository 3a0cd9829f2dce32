"""Find reasons in two titles why they must be those of different papers, however alike they are otherwise.

============ ==============================================================================================
a veto       if
============ ==============================================================================================
numbers      each title has a number that the other lacks; or only one has a version or a part (``Tides``
             and ``Tides 2``, ``Tides v2``, ``Tides, Part II``), which is a number after a word such as
             ``part`` or after a word that distinguishes the other title
names        the name before the colon goes on after a hyphen, or with a year, in only one (``Tides: …`` and
             ``Tides-VL: …``, ``Tides 2024: …``)
kinds        only one is about another document, or of a kind of its own (``Erratum``, ``A Survey of``)
denial       only one has a word such as ``not`` or ``without``, and they differ in few other words
opposites    one has the opposite of a word of the other, and they differ in few other words
signs        a word of one is that of the other with ``+`` or ``#``, or they differ in such a sign alone
direction    they differ in nothing but that what is before and after a word such as ``to`` changed places
============ ==============================================================================================

What was cut off at the end of one title is not compared.
"""

from __future__ import annotations

from collections import Counter
from itertools import pairwise, product
from typing import TYPE_CHECKING, Final

from ..._engine import re
from ..normalize.spelling import repaired, without_frame
from ..normalize.titles import LIGHT, distinctive_words, title_key, words
from .opposites import are_opposites

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PARTS: Final = """
act book chapter edition ed episode instalment installment iteration issue module part phase release rev revision round
section stage step track v ver version vol volume
"""
PARTS: Final = frozenset(_PARTS.split())
"""Words before the number of a part or a version."""

_ROMAN: Final = "i ii iii iv v vi vii viii ix x"
ROMAN: Final = {numeral: str(number) for number, numeral in enumerate(_ROMAN.split(), 1)}
LONE_ROMAN: Final = frozenset(ROMAN) - {"i", "v", "x"}
"""Roman numerals that count without a word such as ``part`` before them; a single letter may be a word or a name."""

_EVENTS: Final = "challenge challenges competition conference contest symposium task tasks workshop workshops"
EVENTS: Final = frozenset(_EVENTS.split())
"""Words for what takes place again, so that an ordinal before one is its number."""

_CARDINALS: Final = "one two three four five six seven eight nine ten eleven twelve"
_ORDINALS: Final = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
CARDINALS: Final = {word: str(number) for number, word in enumerate(_CARDINALS.split(), 1)}
ORDINALS: Final = {word: str(number) for number, word in enumerate(_ORDINALS.split(), 1)}

SCALES: Final = {"k": 3, "thousand": 3, "m": 6, "million": 6, "b": 9, "billion": 9, "t": 12, "trillion": 12}
"""Words after a number, with how many zeros each adds to it."""

YEARS: Final = range(1990, 2100)

_ABOUT: Final = {
    "correction": "corrected correction corrections corrigenda corrigendum errata erratum",
    "comment": "comment commentary comments discussion remark remarks",
    "reply": "rebuttal rejoinder reply response",
    "retraction": "retracted retraction withdrawal withdrawn",
    "supplement": "addendum appendix supplement supplementary",
}
"""The kinds of documents about other documents, and the words for each."""
ABOUT: Final = {word: kind for kind, names in _ABOUT.items() for word in names.split()}
_ALWAYS_ABOUT: Final = "addendum corrigenda corrigendum errata erratum rejoinder retracted retraction supplementary"
ALWAYS_ABOUT: Final = frozenset(_ALWAYS_ABOUT.split())
"""Words that mean a document about another one wherever they stand."""

_KINDS: Final = """
benchmark benchmarking benchmarks challenge competition corpus dataset editorial evaluating evaluation overview
preface primer replication reproducibility review reviewing revisited revisiting survey surveying thesis tutorial
"""
_EDITIONS: Final = "base large lite max mini nano next plus pro small tiny turbo ultra xl"
_DENIALS: Final = """
cannot free isn aren couldn didn doesn don hasn haven less never no non nor not shouldn wasn weren without won wouldn
"""
DENIALS: Final = frozenset(_DENIALS.split())
TELLING: Final = frozenset(ABOUT) | PARTS | DENIALS | frozenset(_KINDS.split()) | frozenset(_EDITIONS.split())
"""If two titles differ in nothing but such words, they are those of different papers."""

DIRECTIONS: Final = frozenset(("against", "by", "for", "from", "into", "of", "over", "than", "to", "with"))
"""Titles in which what is before and after such a word changed places mean different things."""

MOST_OTHER_WORDS: Final = 2
"""Denial and opposites are vetoes if each title has at most this many words besides that the other lacks."""

_ENDING_OF_NAME: Final = re.compile("[-–][^- ]+(?:-[^- ]+)*| (?:19|20)[0-9]{2}")

_CUT: Final = ("…", "...", "[…]", "[...]")


def vetoes(one: str, other: str) -> tuple[str, ...]:
    """Return the reasons why two titles must be those of different papers, if there are any.

    >>> vetoes("Optimized 3D Splats", "Optimized 4D Splats"), vetoes("Tides", "Tides for 300 Bays (OCEANS 2024)")
    (('the titles have different numbers: 3, 4',), ())
    >>> vetoes("Tides", "Erratum: Tides"), vetoes("Forecasts with Labels", "Forecasts without Labels")
    (('only one of the titles has the word erratum',), ('only one of the titles has the word without',))
    >>> vetoes("From Sea to Land", "From Land to Sea"), vetoes("Fast and Safe Tides", "Safe and Fast Tides")
    (('the titles have the same words the other way round',), ())
    """
    if title_key(one) == title_key(other):
        return ()
    mine, theirs = _compared(one, other)
    return (*_different_numbers(mine, theirs), *_different_names(one, other), *_different_words(mine, theirs))


# What is compared


def _compared(one: str, other: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of two titles, without those that follow the place where one of them was cut off."""
    mine, theirs = words(one), words(other)
    if (len(mine), mine[-1:]) > (len(theirs), theirs[-1:]):
        theirs, mine = _compared(other, one)
        return mine, theirs
    whole = mine[:-1]
    if not mine or theirs[: len(whole)] != whole:
        return mine, theirs
    is_cut = one.rstrip().endswith(_CUT) or _is_cut(mine[-1], theirs[len(whole)])
    return (whole, whole) if is_cut else (mine, theirs)


def _is_cut(word: str, whole: str) -> bool:
    """Whether a word may be the beginning of another one, and is neither a number nor the letter of a part."""
    if len(word) == 1 or word[0].isdecimal() or whole in ROMAN:
        return False
    return word != whole and whole.startswith(word)


# Numbers


def _different_numbers(mine: tuple[str, ...], theirs: tuple[str, ...]) -> Iterator[str]:
    my_numbers, their_numbers = list(_numbers(mine)), list(_numbers(theirs))
    my_counts = Counter(number for number, _ in my_numbers)
    their_counts = Counter(number for number, _ in their_numbers)
    only_mine, only_theirs = my_counts - their_counts, their_counts - my_counts
    if only_mine and only_theirs:
        yield f"the titles have different numbers: {_listed(only_mine)}, {_listed(only_theirs)}"
        return
    only = mine[:1] == theirs[:1] and Counter(_without_numbers(mine)) == Counter(_without_numbers(theirs))
    for number in (
        *_versions(my_numbers, only_mine, theirs, differ_in_numbers_only=only),
        *_versions(their_numbers, only_theirs, mine, differ_in_numbers_only=only),
    ):
        yield f"only one of the titles has the number {number}"


def _without_numbers(title: tuple[str, ...]) -> Iterator[str]:
    """Yield the words of a title that are neither numbers, in figures or in letters, nor words such as ``part``."""
    for word in title:
        is_number = word[0].isdecimal() or word in ROMAN or word in ORDINALS or word in CARDINALS
        if not is_number and word not in PARTS:
            yield word


def _listed(numbers: Iterable[str]) -> str:
    return " ".join(sorted(numbers))


def _numbers(title: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield each number in a title with the word before it, or with ``part`` if the word after it is such a word.

    Roman numerals, numbers in letters, letters of parts and ordinals of events count as numbers.
    """
    for before, word, after, next_one in zip(("", *title), title, (*title[1:], ""), (*title[2:], "", ""), strict=False):
        is_part = before in PARTS
        if word[0].isdecimal():
            yield _scaled(word.removesuffix(".0"), SCALES.get(after, 0)), before
        elif word in LONE_ROMAN or (is_part and word in ROMAN):
            yield ROMAN[word], before
        elif word in ORDINALS:
            yield from _ordinal(ORDINALS[word], before, after, next_one)
        elif word in CARDINALS:
            if is_part or word != "one":
                yield CARDINALS[word], before if is_part or not after else ""
        elif is_part and len(word) == 1:
            yield word, before


def _ordinal(number: str, before: str, after: str, next_one: str) -> Iterator[tuple[str, str]]:
    """Yield an ordinal if it is that of a part or an event."""
    if after in PARTS:
        yield number, "part"
    elif not EVENTS.isdisjoint((after, next_one)):
        yield number, before


def _scaled(number: str, zeros: int) -> str:
    """Return a number multiplied by a power of ten, in figures: ``1.5 million`` is 1.5 and the power 6.

    >>> _scaled("1.5", 6), _scaled("2.5", 0)
    ('1500000', '2.5')
    """
    whole, _, fraction = number.partition(".")
    return f"{whole}{fraction.ljust(zeros, '0')}" if zeros >= len(fraction) else number


def _versions(
    numbers: Iterable[tuple[str, str]], unshared: Counter[str], other: tuple[str, ...], *, differ_in_numbers_only: bool
) -> Iterator[str]:
    """Yield those of the ``unshared`` numbers of a title that distinguish it from the ``other`` title.

    They are not years, and follow a distinctive word of the other title or a word such as ``part``. If the titles do
    not differ in anything else and begin alike, they may follow any word.
    """
    if not unshared:
        return
    words_before = distinctive_words(" ".join(other)) | PARTS
    for number, before in numbers:
        is_version = before in words_before or differ_in_numbers_only
        if number in unshared and is_version and not _is_year(number):
            yield number


def _is_year(number: str) -> bool:
    return number.isdecimal() and int(number[:5]) in YEARS


# Names


def _different_names(one: str, other: str) -> Iterator[str]:
    """Yield a veto if the name of one title is that of the other with a hyphen and a word, or with a year, after it."""
    short, long = sorted(map(_name, (one, other)), key=len)
    ending = long[len(short) :]
    if short and long.lower().startswith(short.lower()) and _ENDING_OF_NAME.fullmatch(ending):
        yield f"only one of the names goes on with {ending.strip()}"


def _name(title: str) -> str:
    """Return what is before the colon of a title, or else its first word if all others are generic."""
    plain = repaired(without_frame(title))
    name, colon, _ = plain.partition(":")
    if colon:
        return name.strip()
    first = plain.split(maxsplit=1)[0] if plain.strip() else ""
    return first if distinctive_words(first) == distinctive_words(plain) else ""


# Words


def _different_words(mine: tuple[str, ...], theirs: tuple[str, ...]) -> Iterator[str]:
    """Yield the vetoes by words that only one of two titles has."""
    my_counts, their_counts = Counter(mine), Counter(theirs)
    only_mine = [word for word in (my_counts - their_counts).elements() if word not in LIGHT]
    only_theirs = [word for word in (their_counts - my_counts).elements() if word not in LIGHT]
    if "".join(only_mine) == "".join(only_theirs):
        if _is_turned(mine, theirs):
            yield "the titles have the same words the other way round"
        return
    kinds = _about(mine, only_mine) ^ _about(theirs, only_theirs)
    if kinds:
        words_for = [word for word in (*only_mine, *only_theirs) if ABOUT.get(word) in kinds]
        yield f"only one of the titles has the word {words_for[0]}"
        return
    telling = _telling(only_mine, only_theirs)
    if telling:
        yield f"only one of the titles has the word {telling}"
        return
    unshared = "".join((*only_mine, *only_theirs))
    if not unshared.strip("+#"):
        yield f"only one of the titles has the sign {unshared[0]}"
    yield from _opposed(only_mine, only_theirs)


def _is_turned(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether one word before and one after a word such as ``to`` changed places, and nothing else did."""
    changed = [(one, other) for one, other in zip(mine, theirs, strict=False) if one != other]
    if len(mine) != len(theirs) or len(changed) != 2 or changed[0] != changed[1][::-1]:
        return False
    start, end = mine.index(changed[0][0]), len(mine) - mine[::-1].index(changed[1][0])
    return not DIRECTIONS.isdisjoint(mine[start:end])


def _opposed(only_mine: list[str], only_theirs: list[str]) -> Iterator[str]:
    """Yield the vetoes by words of one title that deny or change a word of the other."""
    signed: dict[str, list[str]] = {}
    for other in dict.fromkeys(only_theirs):
        signed.setdefault(other.rstrip("+#"), []).append(other)
    for one in dict.fromkeys(only_mine):
        yield from (f"the titles have different words: {one}, {other}" for other in signed.get(one.rstrip("+#"), ()))
    if _are_few(only_mine) and _are_few(only_theirs):
        for one, other in product(only_mine, only_theirs):
            if are_opposites(one, other):
                yield f"the titles have opposite words: {one}, {other}"


def _are_few(unshared: list[str]) -> bool:
    return len(unshared) <= MOST_OTHER_WORDS + 1


def _about(title: tuple[str, ...], unshared: list[str]) -> set[str]:
    """Return the kinds of documents about other documents to which a title belongs by ``unshared`` words."""
    found = {ABOUT[word] for word in unshared if word in ALWAYS_ABOUT}
    for word, after in pairwise(title[:3]):
        if word in ABOUT and word in unshared and after in ("on", "to"):
            found.add(ABOUT[word])
    return found


def _telling(only_mine: list[str], only_theirs: list[str]) -> str | None:
    """Return the word that shows that two titles are those of different papers, or None."""
    both = (*only_mine, *only_theirs)
    if all(map(_is_telling, both)):
        return min(both)
    if not _are_few(only_mine) or not _are_few(only_theirs):
        return None
    denied = [DENIALS.intersection(only_mine), DENIALS.intersection(only_theirs)]
    if bool(denied[0]) != bool(denied[1]):
        return min(denied[0] | denied[1])
    return None


def _is_telling(word: str) -> bool:
    """Whether a word distinguishes papers by itself: one of :data:`TELLING`, or a single Latin letter."""
    return word in TELLING or (len(word) == 1 and "a" <= word <= "z")
