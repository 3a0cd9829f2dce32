"""Which value stands, field by field?

======================================== =====================================================================
any field                                a value beats none
title, abstract, organization,           text beats blank text
submitted_by
published                                a printed year beats a given one, that beats one worked out (by the
                                         stronger evidence, see ``DOUBTS``), that an assumed one, that none
arxiv_id                                 without a version beats with one
then, and for the counts alone           the latest snapshot, as ``ListingDate.sort_key`` has it: those without a
                                         year and bounds before undated ones, both last
then                                     the first in the order of sightings: by source, position, and what
                                         the card says, so that nothing is left to chance
======================================== =====================================================================
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from ..model import PAPER_FIELDS, YEAR_BASES, ListingDate, Paper, Sighting
from .normalize import arxiv_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

DOUBTS: Final = ("printed", None, *(basis for basis in reversed(YEAR_BASES[:-1]) if basis != "printed"), "assumed")
"""How a year is known, the surest first; None is a year that was given without a word."""


def _is_blank(text: str) -> bool:
    return not text or text.isspace()


def year_doubt(date: ListingDate) -> int:
    """Return how far the year of ``date`` is from a printed one."""
    return len(DOUBTS) if date.year is None else DOUBTS.index(date.year_basis)


def _is_versioned(arxiv_id: str) -> bool:
    return arxiv_id != arxiv_key(arxiv_id)


def _as_good(_: int) -> int:
    return 0


RANKS: Final[Mapping[str, Callable[[Any], int]]] = MappingProxyType(
    {
        "title": _is_blank,
        "abstract": _is_blank,
        "author_count": _as_good,
        "organization": _is_blank,
        "published": year_doubt,
        "comments": _as_good,
        "upvotes": _as_good,
        "submitted_by": _is_blank,
        "arxiv_id": _is_versioned,
        "github_stars": _as_good,
    }
)
"""How far each field's value is from the best it could be; the least stands, and among equals the latest."""


def _age(sighting: Sighting) -> tuple[int, int, int, int, bool]:
    date = sighting.listing_date
    if date is None:
        return 2, 0, 0, 0, False
    unknown, year, month, day, doubtful = date.sort_key()
    return unknown, -year, -month, -day, doubtful


def _shown(latest_first: Iterable[Sighting], name: str) -> list[Any]:
    return [value for sighting in latest_first if (value := getattr(sighting.paper, name)) is not None]


def surviving(sightings: Iterable[Sighting]) -> Paper:
    """Return the paper that stands for ``sightings``, given in their order; it stood nowhere itself.

    >>> surviving([Sighting(paper=Paper(title="One", upvotes=3, line=7)), Sighting(paper=Paper(title="One!"))]).upvotes
    3
    """
    latest_first = sorted(sightings, key=_age)
    best: dict[str, Any] = {
        name: min(_shown(latest_first, name), key=RANKS[name], default=None) for name in PAPER_FIELDS
    }
    return Paper(**best)


def values(sightings: Iterable[Sighting], name: str) -> tuple[Any, ...]:
    """Return the distinct values of a field in ``sightings``, given in their order, the one that stands first.

    Raises ValueError where a paper has no such field.

    >>> values([Sighting(paper=Paper(title="One")), Sighting(paper=Paper(title="One!"), position=1)], "title")
    ('One', 'One!')
    """
    if name not in RANKS:
        raise ValueError(f"expected one of {', '.join(RANKS)}, got {name!r:.40}")
    return tuple(dict.fromkeys(sorted(_shown(sorted(sightings, key=_age), name), key=RANKS[name])))
