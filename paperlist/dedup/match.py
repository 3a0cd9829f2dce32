"""Compare two papers and decide whether they are the same.

The kinds of evidence, called rungs, are tried from the strongest to the weakest:

=========== ===============================================================================================
rung        two sightings are the same paper because
=========== ===============================================================================================
said        the caller decided so
arxiv-id    they have the same arXiv id, ignoring versions; papers with different ids are never merged
title       their titles differ only in spelling; under a weak title (see :func:`.normalize.is_weak`) the
            abstracts must start alike, too
fuzzy-title their titles are nearly the same, and the longer abstract contains at least half of the shorter
abstract    the longer abstract contains nearly all of the shorter, and their titles share a name or
            several distinctive words
=========== ===============================================================================================

Vetoes (different numbers, versions, parts or sizes) block the two lowest rungs. Doubts (different years, author counts,
organizations or abstracts) have weights, and too much doubt blocks a merge by title or abstract. The two lowest rungs
also require abstracts that share an anchor (:mod:`paperlist.dedup.anchors`). Probable but uncertain matches are left
for a person to review.
"""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import evolve, field, frozen

from ..years.inference import is_unknown
from .anchors import anchors
from .normalize import arxiv_key, is_weak, letters, sentences, telling, title_key, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model import Paper, Sighting

Verdict: TypeAlias = Literal["same", "review", "different"]

PIECE: Final = 12
"""Letters in one piece of an abstract: longer than most words, so that unrelated abstracts rarely share a piece."""

SHORTEST_ABSTRACT: Final = 60
"""Abstracts with fewer letters are too short to be compared."""

SHORTEST_HELD: Final = 200
"""An abstract contained in another is evidence only if it has at least this many letters."""

NEARLY: Final = 0.8
"""Lowest similarity of nearly equal titles, and lowest share of the shorter abstract that the longer one contains."""

HALF: Final = 0.5
"""With nearly equal titles, the longer abstract must contain at least this share of the shorter one."""

STRANGE: Final = 0.1
"""Abstracts on different subjects share at most this part of the shorter one."""

TELLING_WORDS: Final = 2
TELLING_SHARE: Final = 0.3
"""Titles with one abstract must share this many distinctive words, and this share of those in the title with fewer."""

SHORTEST_CUT: Final = 20
"""A title counts as the truncated form of a longer one only if it has at least this many letters."""

TOO_DOUBTFUL: Final = 3
"""Doubts of this total weight outweigh equal titles."""

_PARTS: Final = "act book chapter part phase round section stage step track version vol volume"
PARTS: Final = frozenset(_PARTS.split())
_ROMAN: Final = "i ii iii iv v vi vii viii ix x"
ROMAN: Final = {numeral: str(number) for number, numeral in enumerate(_ROMAN.split(), 1)}
LONE_ROMAN: Final = frozenset(ROMAN) - {"i", "v", "x"}
"""Roman numerals that count without a word such as ``part`` before them; a single letter may be a word or a name."""

YEARS: Final = range(1990, 2100)


@frozen(kw_only=True)
class Comparison:
    """The evidence for and against the claim that two sightings are the same paper.

    ``verdict`` is the result. ``rung`` names the evidence that decided it, or is None if the two are not merged.
    ``title`` is the similarity of the titles, ``words`` the share of distinctive words that they have in common, and
    ``abstract`` the share of the shorter abstract that the longer one contains (None if one is missing or too short).
    All three range from 0 to 1. ``vetoes`` and ``doubts`` list the evidence against a merge. ``only`` has the words
    that occur in just the first title, and those in just the second. ``str()`` gives a readable summary.

    >>> from paperlist.model import Paper
    >>> print(compare(Paper(title="Qwen Technical Report"), Paper(title="Qwen2 Technical Report")))
    different
    title similarity 0.97, distinctive words 1.00, abstracts not compared (one is missing or too short)
    veto: only one of the titles has the number 2
    only in the second title: 2
    """

    verdict: Verdict
    rung: str | None = None
    title: float = 0.0
    words: float = 0.0
    abstract: float | None = None
    anchored: bool = field(default=False, repr=False)
    vetoes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    only: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())

    def __str__(self) -> str:
        abstracts = (
            "abstracts not compared (one is missing or too short)"
            if self.abstract is None
            else f"abstract similarity {self.abstract:.2f}"
        )
        head = self.verdict if self.rung is None else f"{self.verdict}: {self.rung}"
        sides = zip(("first", "second"), self.only, strict=True)
        lines = (
            head,
            f"title similarity {self.title:.2f}, distinctive words {self.words:.2f}, {abstracts}",
            *(f"veto: {veto}" for veto in self.vetoes),
            *(f"doubt: {doubt}" for doubt in self.doubts),
            *(f"only in the {side} title: {' '.join(some)}" for side, some in sides if some),
        )
        return "\n".join(lines)


def _numbers(title: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield each number in a title with the word before it; Roman numerals and part letters count as numbers."""
    before = ""
    for word in title:
        if word[0].isdecimal():
            yield word, before
        elif (word in ROMAN and before in PARTS) or word in LONE_ROMAN:
            yield ROMAN[word], before
        elif before in PARTS and len(word) == 1:
            yield word, before
        before = word


def _is_version(number: str, before: str, other: tuple[str, ...]) -> bool:
    """Whether a number that only one title has follows a distinctive word or a word such as ``part`` of the other."""
    is_year = number.isdecimal() and int(number[:5]) in YEARS
    return not is_year and before in telling(" ".join(other)) | (PARTS & set(other))


def vetoes(one: str, other: str) -> tuple[str, ...]:
    """Return the reasons why the numbers in two titles show that these are different papers, if there are any.

    A number that only one title has is a veto if it follows a distinctive word of both titles (``Qwen``, ``Qwen2``), or
    a word such as ``part``. It is not a veto if there are other new words with it, or if it is a year.

    >>> vetoes("Optimized 3D Splats", "Optimized 4D Splats"), vetoes("Tides", "Tides for 300 Bays (OCEANS 2024)")
    (('the titles have different numbers: 3, 4',), ())
    """
    titles = words(one), words(other)
    found = [list(_numbers(title)) for title in titles]
    if not any(found):
        return ()
    counts = [Counter(number for number, _ in numbers) for numbers in found]
    extra = [counts[0] - counts[1], counts[1] - counts[0]]
    if all(extra):
        return (f"the titles have different numbers: {', '.join(' '.join(sorted(some)) for some in extra)}",)
    return tuple(
        f"only one of the titles has the number {number}"
        for numbers, some, without in zip(found, extra, reversed(titles), strict=True)
        for number, before in numbers
        if number in some and _is_version(number, before, without)
    )


def held(one: str, other: str) -> float | None:
    """Return the share of the shorter abstract that the longer one contains, in pieces of 12 letters.

    None if the shorter abstract is missing or too short.

    >>> part = "Where the shore moves, forecasts of tides fail, and all the buoys drift {far} away."
    >>> held(part, "Old news: where the shore moves, forecasts of tides fail, and all the buoys drift far away.")
    1.0
    """
    short, long = sorted((letters(one), letters(other)), key=lambda text: (len(text), text))
    if len(short) < SHORTEST_ABSTRACT:
        return None
    if short in long:
        return 1.0
    pieces = [short[start : start + PIECE] for start in range(0, len(short) - PIECE + 1, PIECE)]
    return sum(piece in long for piece in pieces) / len(pieces)


def likeness(one: str, other: str) -> float:
    """Return the similarity of two titles, from 0 to 1. A truncated title or another word order counts as 1.

    >>> likeness("Tides: A View", "A View: Tides")
    1.0
    """
    short, long = sorted((title_key(one), title_key(other)), key=lambda key: (len(key), key))
    is_cut = len(short) >= SHORTEST_CUT and long.startswith(short)
    if is_cut or (sorted(words(one)) == sorted(words(other)) != []):
        return 1.0
    return SequenceMatcher(None, short, long, autojunk=False).ratio()


def _name(title: str) -> str:
    """Return the key of the part of a title before its colon, or "" if that has no distinctive word."""
    name, colon, _ = title.partition(":")
    return title_key(name) if colon and telling(name) else ""


def _shared_words(one: str, other: str) -> tuple[int, float]:
    """Return how many distinctive words two titles share, and the share of those in the title with fewer."""
    mine, theirs = telling(one), telling(other)
    shared = len(mine & theirs)
    return shared, shared / max(1, min(len(mine), len(theirs)))


def _doubts(one: Paper, other: Paper) -> Iterator[tuple[int, str]]:
    """Yield each doubt about two papers being the same, with its weight; abstracts are not considered here."""
    mine, theirs = _year(one), _year(other)
    if mine and theirs and abs(mine - theirs) > 1:
        yield 2, f"the years of publication differ: {min(mine, theirs)} and {max(mine, theirs)}"
    if one.author_count and other.author_count and abs(one.author_count - other.author_count) > 1:
        yield 1, f"the numbers of authors differ: {one.author_count} and {other.author_count}"
    if one.organization and other.organization and title_key(one.organization) != title_key(other.organization):
        yield 1, f"the organizations differ: {one.organization} and {other.organization}"


def doubts(one: Paper, other: Paper) -> tuple[int, tuple[str, ...]]:
    """Return the total weight of the doubts about two papers being the same, and the doubts.

    Years that differ by two or more weigh 2. Different organizations weigh 1, and so do author counts that differ by
    two or more. Abstracts with almost nothing in common weigh 1, but are compared only if that decides.

    >>> from paperlist.model import Paper
    >>> doubts(Paper(title="Tides", author_count=3), Paper(title="Tides", author_count=8))
    (1, ('the numbers of authors differ: 3 and 8',))
    """
    found = list(_doubts(one, other))
    weight = sum(weight for weight, _ in found)
    if weight == TOO_DOUBTFUL - 1:
        share = held(one.abstract or "", other.abstract or "")
        if share is not None and share <= STRANGE:
            found.append((1, "the abstracts have almost nothing in common"))
            weight += 1
    return weight, tuple(text for _, text in found)


def lead(abstract: str | None) -> bytes:
    """Return the first 60 letters of an abstract as UTF-8, or nothing if it is shorter.

    >>> lead("Too short.")
    b''
    """
    start = b"".join(sentences(abstract or ""))[:SHORTEST_ABSTRACT]
    return start if len(start) == SHORTEST_ABSTRACT else b""


def _by_id(one: Paper, other: Paper) -> Verdict | None:
    ids = arxiv_key(one.arxiv_id or ""), arxiv_key(other.arxiv_id or "")
    if not all(ids):
        return None
    return "same" if ids[0] == ids[1] else "different"


def _by_title(one: Paper, other: Paper, *, is_doubtful: bool) -> Verdict:
    if is_weak(one.title) or is_weak(other.title):
        leads = lead(one.abstract), lead(other.abstract)
        return "same" if leads[0] and leads[0] == leads[1] else "review"
    return "review" if is_doubtful else "same"


def _by_abstract(found: Comparison, one: Paper, other: Paper) -> Comparison:
    """Return ``found`` with the verdict of the two lowest rungs."""
    share = found.abstract or 0.0
    count, ratio = _shared_words(one.title, other.title)
    titles_alike = found.title >= NEARLY and not is_weak(one.title) and not is_weak(other.title)
    lengths = [len(letters(paper.abstract or "")) for paper in (one, other)]
    named = bool(_name(one.title)) and _name(one.title) == _name(other.title)
    overlapping = named or (count >= TELLING_WORDS and ratio >= TELLING_SHARE)
    is_held = share >= NEARLY and min(lengths) >= SHORTEST_HELD
    rung = "fuzzy-title" if titles_alike and share >= HALF else "abstract" if is_held and overlapping else None
    barred = found.vetoes or found.doubts
    likely = rung is not None or is_held or (titles_alike and not found.vetoes)
    if rung and found.anchored and not barred:
        return evolve(found, verdict="same", rung=rung)
    return evolve(found, verdict="review" if likely else "different")


def _difference(one: str, other: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    mine, theirs = Counter(words(one)), Counter(words(other))
    return tuple((mine - theirs).elements()), tuple((theirs - mine).elements())


def compare(one: Paper, other: Paper) -> Comparison:
    """Compare two papers by their fields alone, without other sightings or decisions of the caller.

    >>> from paperlist.model import Paper
    >>> compare(Paper(title="Tides!"), Paper(title="TIDES")).rung
    'title'
    """
    weight, doubted = doubts(one, other)
    found = Comparison(
        verdict="different",
        title=likeness(one.title, other.title),
        words=_shared_words(one.title, other.title)[1],
        abstract=held(one.abstract or "", other.abstract or ""),
        anchored=not anchors(one.abstract or "").isdisjoint(anchors(other.abstract or "")),
        vetoes=vetoes(one.title, other.title),
        doubts=doubted,
        only=_difference(one.title, other.title),
    )
    by_id = _by_id(one, other)
    if by_id == "different":
        return evolve(found, vetoes=("the arXiv ids differ", *found.vetoes))
    if by_id == "same":
        return evolve(found, verdict="same", rung="arxiv-id")
    if title_key(one.title) == title_key(other.title) != "":
        verdict = _by_title(one, other, is_doubtful=weight >= TOO_DOUBTFUL)
        return evolve(found, verdict=verdict, rung="title" if verdict == "same" else None)
    return _by_abstract(evolve(found, doubts=doubted if weight >= TOO_DOUBTFUL else ()), one, other)


def unsure(found: Comparison) -> Comparison:
    """Return the comparison of two papers in different clusters: ``review`` if a rung alone would merge them."""
    if found.rung is None:
        return found
    doubt = f"these two alone would be merged ({found.rung}), but other sightings contradict that"
    return evolve(found, verdict="review", rung=None, doubts=(*found.doubts, doubt))


_VERDICTS: Final = ("same", "review", "different")
_RUNGS: Final = ("said", "arxiv-id", "title", "fuzzy-title", "abstract", None)


def worth(found: Comparison) -> tuple[float, ...]:
    """Return a sort key: the comparison with the strongest evidence for the same paper comes first."""
    return (
        _VERDICTS.index(found.verdict),
        _RUNGS.index(found.rung),
        -found.title,
        -(found.abstract or 0.0),
        -found.words,
        len(found.vetoes),
    )


def forms(sightings: Iterable[Sighting]) -> list[Paper]:
    """Return the distinct papers among ``sightings``, in order; fields that are not compared are ignored."""
    as_spelt: dict[tuple[object, ...], Paper] = {}
    for sighting in sightings:
        paper = sighting.paper
        as_spelt.setdefault((paper.title, paper.abstract, paper.arxiv_id, *card(paper)), paper)
    found: dict[tuple[object, ...], Paper] = {}
    for paper in as_spelt.values():
        key = title_key(paper.title), paper.abstract, arxiv_key(paper.arxiv_id or ""), *card(paper)
        found.setdefault(key, paper)
    return list(found.values())


def card(paper: Paper) -> tuple[object, ...]:
    """Return the fields, other than the abstract, that may contradict another card with the same title."""
    return paper.author_count, paper.organization, _year(paper)


def _year(paper: Paper) -> int | None:
    """Return the year in which a paper was published, if it is known and not just assumed."""
    date = paper.published
    return None if date is None or is_unknown(date) else date.year
