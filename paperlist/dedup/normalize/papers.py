"""Tell what of a paper matters for merging, and list distinct papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..._engine import re
from ...years.inference import is_unknown
from .titles import title_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...model import ListingDate, Paper, Sighting


_VERSION: Final = re.compile(r"v[0-9]+\Z")


def arxiv_key(arxiv_id: str | None) -> str:
    """Return an arXiv id without its version and prefix, or "" if there is none.

    See https://info.arxiv.org/help/arxiv_identifier.html for the forms of identifiers.

    >>> arxiv_key("arXiv:2412.09871v2"), arxiv_key("hep-th/9901001")
    ('2412.09871', 'hep-th/9901001')
    """
    if not arxiv_id:
        return ""
    return _VERSION.sub("", arxiv_id.strip().lower().removeprefix("arxiv:").lstrip())


def compared_fields(paper: Paper) -> tuple[object, ...]:
    """Return the fields, other than title and abstract, that are compared: author count, organization, and day."""
    date = paper.published
    day = None if date is None else (date.month, date.day, known_year(date))
    return paper.author_count, paper.organization, day


def shown_by(paper: Paper) -> tuple[object, ...]:
    """Return all of a paper that matters for merging: title, abstract, arXiv id, and :func:`compared_fields`."""
    return paper.title, paper.abstract, paper.arxiv_id, *compared_fields(paper)


def known_year(date: ListingDate) -> int | None:
    """Return the year of a date, if it is known and not just assumed.

    >>> from paperlist.model import ListingDate
    >>> known_year(ListingDate(month=3, day=4, year=2024)), known_year(ListingDate(month=3, day=4))
    (2024, None)
    """
    return None if is_unknown(date) else date.year


def distinct_papers(sightings: Iterable[Sighting]) -> list[Paper]:
    """Return the distinct papers among ``sightings``, as :func:`distinct_sightings` does."""
    return [sighting.paper for sighting in distinct_sightings(sightings)]


def distinct_sightings(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Return a sighting of each distinct paper, in order; fields that are not compared are ignored.

    >>> from paperlist.model import Paper, Sighting
    >>> seen = [Sighting(paper=Paper(title=title)) for title in ("Tides", "TIDES", "Waves")]
    >>> [sighting.paper.title for sighting in distinct_sightings(seen)]
    ['Tides', 'Waves']
    """
    as_spelled: dict[tuple[object, ...], Sighting] = {}
    for sighting in sightings:
        as_spelled.setdefault(shown_by(sighting.paper), sighting)
    if len(as_spelled) == 1:
        return list(as_spelled.values())
    found: dict[tuple[object, ...], Sighting] = {}
    for sighting in as_spelled.values():
        paper = sighting.paper
        key = title_key(paper.title), paper.abstract, arxiv_key(paper.arxiv_id), *compared_fields(paper)
        found.setdefault(key, sighting)
    return list(found.values())
