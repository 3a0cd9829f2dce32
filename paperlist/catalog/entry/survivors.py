"""Choose the best value of each field among the sightings of one paper.

======================================== =====================================================================
rank of the field                        what wins
======================================== =====================================================================
any                                      a value over None
blank last                               a text over a blank one
fullest first                            a text over a blank one, then one that no other value contains and that is
                                         not far shorter than another, then the one that most sightings have,
                                         then one without what pages and programs added
most reliable year first                 a printed year over a given one, that over a deduced one (by the more
                                         reliable evidence, see ``DOUBTS``), that over an assumed one, and
                                         that over none
unversioned first                        an arXiv id without a version over one with a version
then, and at once if the rank is latest  the latest page, by ``ListingDate.sort_key``: dates whose year is
                                         unbounded come next to last, undated pages last
then                                     the first in the order of sightings: by source, position, and the
                                         other values of the card
======================================== =====================================================================

Each field has a rank: see :mod:`paperlist.model.fields`.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from ...dedup.normalize.abstracts import letters
from ...dedup.normalize.papers import arxiv_key
from ...dedup.normalize.spelling import readable, without_frame
from ...model import FIELDS, PAPER_FIELDS, YEAR_BASES, ListingDate, Paper, Sighting, paper_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from ...model import Dump, Rank

DOUBTS: Final = ("printed", None, *(basis for basis in reversed(YEAR_BASES[:-1]) if basis != "printed"), "assumed")
"""The sources of a year, the most reliable first; None is a year whose source was not given."""


def _is_blank(text: str) -> bool:
    return not text or text.isspace()


def year_doubt(date: ListingDate) -> int:
    """Return the rank of the source of the year of ``date``: 0 for a printed one, more for less reliable ones."""
    return len(DOUBTS) if date.year is None else DOUBTS.index(date.year_basis)


def _is_versioned(arxiv_id: str) -> bool:
    return arxiv_id != arxiv_key(arxiv_id)


RANKINGS: Final[Mapping[Rank, Callable[[Any], int] | None]] = MappingProxyType(
    {
        "latest": None,
        "blank last": _is_blank,
        "fullest first": _is_blank,
        "most reliable year first": year_doubt,
        "unversioned first": _is_versioned,
    }
)
"""A function for each rank, which returns a lower number for a better value; None if all values are as good."""

RANKS: Final = MappingProxyType({field.name: RANKINGS[field.rank] for field in FIELDS})
"""A function per field that ranks its values. The lowest rank wins, and among equal ranks the latest value."""

FULLEST: Final = frozenset(field.name for field in FIELDS if field.rank == "fullest first")
"""The fields whose values are compared with each other, too."""

MAX_LENGTH_OF_SHORT: Final = 0.5
"""A text is far shorter than another if it has less than this share of its letters."""

MOST_CONTAINING: Final = 64
"""A text is searched for in this many of the longest ones, at most, so that time stays linear."""

CACHED_DUMPS: Final = 1 << 12
"""Sightings of one dump are as old as each other."""

_DATES: Final = frozenset(field.name for field in FIELDS if field.kind == "date")
_VALUES: Final = attrgetter(*PAPER_FIELDS)


def _latest_first(sightings: Iterable[Sighting]) -> list[Sighting]:
    return sorted(sightings, key=_age)


def _age(sighting: Sighting) -> tuple[int, int, int, int, bool]:
    return _age_of(sighting.dump)


@lru_cache(maxsize=CACHED_DUMPS)
def _age_of(dump: Dump) -> tuple[int, int, int, int, bool]:
    date = dump.listing_date
    if date is None:
        return 2, 0, 0, 0, False
    unknown, year, month, day, doubtful = date.sort_key()
    return unknown, -year, -month, -day, doubtful


def _known(values: Iterable[Any]) -> list[Any]:
    return [value for value in values if value is not None]


def _best_first(shown: list[Any], name: str) -> list[Any]:
    """Return values of a field, the best first; they come with the latest first."""
    rank = RANKS[name]
    if len(shown) < 2 or rank is None:
        return shown
    if name in FULLEST:
        known = Counter(shown)
        if len(known) > 1:
            fuller = _fullness(known)
            return sorted(shown, key=lambda text: (rank(text), fuller[text]))
    return sorted(shown, key=rank)


def _fullness(known: Mapping[str, int]) -> dict[str, tuple[bool, int, bool]]:
    """Return a sort key for each text, without regard to its spelling.

    The key has whether it is a part of another text or far shorter, minus the number of sightings with it, and whether
    it has what programs and pages added.
    """
    clean = {text: readable(without_frame(text)) for text in known}
    plain = {text: letters(clean[text]) for text in known}
    counts: Counter[str] = Counter()
    for text, count in known.items():
        counts[plain[text]] += count
    longest = sorted(counts, key=lambda text: (-len(text), text))[:MOST_CONTAINING]
    parts: set[str] = set()
    for one in counts:
        is_short = len(one) < MAX_LENGTH_OF_SHORT * len(longest[0])
        if is_short or any(one != other and one in other for other in longest):
            parts.add(one)
    return {text: (key in parts, -counts[key], clean[text] != text) for text, key in plain.items()}


def surviving(sightings: Iterable[Sighting]) -> Paper:
    """Return the paper with the best value of each field among ``sightings``, which are sorted. It has no line or span.

    >>> surviving([Sighting(paper=Paper(title="One", upvotes=3, line=7)), Sighting(paper=Paper(title="One!"))]).upvotes
    3
    """
    papers = [sighting.paper for sighting in _latest_first(sightings)]
    best: dict[str, Any] = {}
    for name, shown in zip(PAPER_FIELDS, zip(*map(_VALUES, papers), strict=True), strict=True):
        latest = shown[0]
        # Equal dates may differ in how their years were found.
        are_one = shown.count(latest) == len(shown) and (latest is None or name not in _DATES)
        is_best = are_one or (latest is not None and RANKS[name] is None)
        best[name] = latest if is_best else _best(shown, name)
    return paper_of(best)


def _best(values: Iterable[Any], name: str) -> Any:
    """Return the best of the values of a field, which come with the latest first."""
    known = _known(values)
    return _best_first(known, name)[0] if known else None


def values(sightings: Iterable[Sighting], name: str) -> tuple[Any, ...]:
    """Return the distinct values of a field in ``sightings``, which are sorted; the value that wins comes first.

    Raises ValueError for an unknown field name.

    >>> values([Sighting(paper=Paper(title="One")), Sighting(paper=Paper(title="One!"), position=1)], "title")
    ('One', 'One!')
    """
    if name not in RANKS:
        raise ValueError(f"expected one of {', '.join(RANKS)}, got {name!r:.40}")
    return tuple(dict.fromkeys(_best_first(_known(getattr(s.paper, name) for s in _latest_first(sightings)), name)))
