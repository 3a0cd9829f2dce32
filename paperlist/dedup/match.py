"""Is it the same paper, and why?

=========== ===============================================================================================
rung        two sightings are of one paper because
=========== ===============================================================================================
said        the caller said so
arxiv-id    they carry the same identifier, its version aside; different ones never join
title       their titles differ only in spelling; a weak title (see :func:`.normalize.is_weak`) only where the
            abstracts begin alike
fuzzy-title their titles are nearly the same, and so is half of the shorter abstract
abstract    one abstract holds the other, and their titles share a name or several telling words
=========== ===============================================================================================

A rung above decides before one below, and vetoes decide before the two lowest rungs: numbers, versions, parts or sizes
that differ. What is doubted (other years, numbers of authors, organizations, abstracts) is weighed, and where it
weighs too much nothing is joined. The two lowest rungs ask for abstracts that share an anchor
(:mod:`paperlist.dedup.block`). What is likely but not sure is for a person to review.
"""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import evolve, field, frozen

from ..dating import is_unknown
from .block import anchors
from .normalize import arxiv_key, is_weak, letters, sentences, telling, title_key, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model import Paper, Sighting

Verdict: TypeAlias = Literal["same", "review", "different"]

PIECE: Final = 12
"""How many letters a piece of an abstract has: longer than most words, so that strangers rarely share one."""

SHORTEST_ABSTRACT: Final = 60
"""How many letters an abstract has at least, lest it is compared with none."""

SHORTEST_HELD: Final = 200
"""How many letters the abstract has at least that is evidence by being held in the other."""

NEARLY: Final = 0.8
"""How alike nearly equal titles are at least, and how much of the shorter abstract the longer one holds."""

HALF: Final = 0.5
"""How much of the shorter abstract is in the longer one where the titles are nearly the same."""

STRANGE: Final = 0.1
"""How much of the shorter abstract is in the longer one at most where they speak of different things."""

TELLING_WORDS: Final = 2
TELLING_SHARE: Final = 0.3
"""How many telling words, and which share of the fewer ones, titles have in common at least under one abstract."""

SHORTEST_CUT: Final = 20
"""How many letters are left at least of a title that was cut."""

TOO_DOUBTFUL: Final = 3
"""From which weight on doubts outweigh equal titles."""

_PARTS: Final = "act book chapter part phase round section stage step track version vol volume"
PARTS: Final = frozenset(_PARTS.split())
_ROMAN: Final = "i ii iii iv v vi vii viii ix x"
ROMAN: Final = {numeral: str(number) for number, numeral in enumerate(_ROMAN.split(), 1)}
LONE_ROMAN: Final = frozenset(ROMAN) - {"i", "v", "x"}
"""Roman numerals that are one also where no part is named; a lone letter may be a word or a name."""

YEARS: Final = range(1990, 2100)


@frozen(kw_only=True)
class Comparison:
    """What speaks for and against two sightings being of one paper.

    ``verdict`` is what comes of it, by ``rung`` (None where none joins them). ``title`` is how alike the titles are,
    ``words`` the share of telling words in common, ``abstract`` how much of the shorter abstract the longer one holds
    (all from 0 to 1; None where one is missing or too short). ``vetoes`` and ``doubts`` speak against it; ``only``
    has the words of each title that the other lacks. ``str()`` says it in a few lines.

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
    """Yield each number among the words of a title (Roman and lettered parts too), with the word before it."""
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
    """Return whether a number that only one title has follows a word that tells the other title too."""
    is_year = number.isdecimal() and int(number[:5]) in YEARS
    return not is_year and before in telling(" ".join(other)) | (PARTS & set(other))


def vetoes(one: str, other: str) -> tuple[str, ...]:
    """Return why the numbers in two titles part their papers, nothing where they do not.

    A number in one title alone is a veto where it follows a telling word that both have (``Qwen``, ``Qwen2``), and
    none where it came with words of its own, or is a year.

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
    """Return how much of the shorter abstract the longer one holds, by pieces of 12 letters; None where it is short.

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
    """Return how alike two titles are, from 0 to 1, whether one was cut or their words stand in another order.

    >>> likeness("Tides: A View", "A View: Tides")
    1.0
    """
    short, long = sorted((title_key(one), title_key(other)), key=lambda key: (len(key), key))
    is_cut = len(short) >= SHORTEST_CUT and long.startswith(short)
    if is_cut or (sorted(words(one)) == sorted(words(other)) != []):
        return 1.0
    return SequenceMatcher(None, short, long, autojunk=False).ratio()


def _name(title: str) -> str:
    """Return what stands before the colon of a title, in the spelling of keys."""
    name, colon, _ = title.partition(":")
    return title_key(name) if colon and telling(name) else ""


def _shared_words(one: str, other: str) -> tuple[int, float]:
    """Return how many telling words titles share, and their share of the fewer ones."""
    mine, theirs = telling(one), telling(other)
    shared = len(mine & theirs)
    return shared, shared / max(1, min(len(mine), len(theirs)))


def _doubts(one: Paper, other: Paper) -> Iterator[tuple[int, str]]:
    """Yield what the cards say that hardly fits one paper, with the weight of it; all of it but abstracts."""
    mine, theirs = _year(one), _year(other)
    if mine and theirs and abs(mine - theirs) > 1:
        yield 2, f"the years of publication differ: {min(mine, theirs)} and {max(mine, theirs)}"
    if one.author_count and other.author_count and abs(one.author_count - other.author_count) > 1:
        yield 1, f"the numbers of authors differ: {one.author_count} and {other.author_count}"
    if one.organization and other.organization and title_key(one.organization) != title_key(other.organization):
        yield 1, f"the organizations differ: {one.organization} and {other.organization}"


def doubts(one: Paper, other: Paper) -> tuple[int, tuple[str, ...]]:
    """Return the weight of what the cards say that hardly fits one paper, and what it is.

    A year that is off by two or more weighs 2, another organization 1, two or more authors more 1, an abstract that
    has nothing of the other 1; the last is looked at only where it turns the scales.

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
    """Return the first 60 letters of an abstract, as UTF-8; nothing where it has fewer.

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
    """Return ``found`` with what the two lowest rungs say."""
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
    """Return what speaks for and against two papers being one, from what their cards say alone.

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
    """Return the comparison of two that are in no cluster together, though a rung may join them when seen alone."""
    if found.rung is None:
        return found
    told = f"these two alone would be merged ({found.rung}), but other sightings contradict that"
    return evolve(found, verdict="review", rung=None, doubts=(*found.doubts, told))


_VERDICTS: Final = ("same", "review", "different")
_RUNGS: Final = ("said", "arxiv-id", "title", "fuzzy-title", "abstract", None)


def worth(found: Comparison) -> tuple[float, ...]:
    """Return a key by which the comparison that says most for one paper comes first."""
    return (
        _VERDICTS.index(found.verdict),
        _RUNGS.index(found.rung),
        -found.title,
        -(found.abstract or 0.0),
        -found.words,
        len(found.vetoes),
    )


def forms(sightings: Iterable[Sighting]) -> list[Paper]:
    """Return the papers of ``sightings`` that differ in what is compared, each once, in their order."""
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
    """Return what may contradict another card under the same title, besides the abstract."""
    return paper.author_count, paper.organization, _year(paper)


def _year(paper: Paper) -> int | None:
    """Return the year in which a paper was published, where that is known and not assumed."""
    date = paper.published
    return None if date is None or is_unknown(date) else date.year
