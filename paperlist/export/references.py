"""Turn the rows of sheets into references, for bibliographies and feeds.

A page lists no authors, only their number, so a reference has none. Reference managers fetch them by the DOI, which
every paper on arXiv has. A year that is not known exactly is described in a note and never given as the year.
"""

from __future__ import annotations

import datetime
import unicodedata
from itertools import chain
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from .._attrs import frozen
from .._engine import re
from ..model import MONTHS, ListingDate, encodable
from .table import counted, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..catalog import Entry
    from ..model import Sighting
    from .sheets import Row, Sheet

PAGE: Final = "https://huggingface.co/papers/"
"""The address of a paper's page, without the arXiv id at its end."""

DOI: Final = "10.48550/arXiv."
"""The DOI of a paper on arXiv, without its id: https://info.arxiv.org/help/doi.html."""

ARXIV_ID: Final = re.compile(r"(?:ar[Xx]iv:)?([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7})(?:v[0-9]+)?")
"""An arXiv id, with or without a version: https://info.arxiv.org/help/arxiv_identifier.html."""

WORD: Final = re.compile(r"\\[A-Za-z]+|([A-Za-z0-9]+)")
"""A word of a title, or a command of LaTeX, which gives no word."""

WORDS_OF_KEY: Final = 4

CHARACTERS_OF_KEY: Final = 400
"""How many characters of a text are examined for these words, at most."""

NO_DATE: Final = ListingDate(month=1, day=1)
"""A date without a year, for a paper without a date."""


@frozen(kw_only=True)
class Reference:
    """A paper as bibliographies and feeds list it. All texts are on one line and can be encoded.

    - ``key``: distinguishes the references of one file: the first words of the title, and a number if it is repeated
    - ``id``: the id of the entry, if the paper comes from a catalog, or else the key
    - ``published``: the day of publication, if its year is known
    - ``assumed``: the day of publication, if the caller assumed its year
    - ``seen``: the last day on which a page listed the paper, or was saved, if the year of that day is known
    - ``arxiv_id``: the id without its version, or nothing if there is none
    - ``url``: the address of the paper's page, or nothing
    - ``notes``: facts for which bibliographies have no field
    """

    key: str
    id: str
    title: str
    abstract: str
    published: datetime.date | None
    assumed: datetime.date | None
    seen: datetime.date | None
    arxiv_id: str
    url: str
    notes: tuple[str, ...]

    @property
    def doi(self) -> str:
        """The DOI that arXiv gives each paper, or nothing."""
        return DOI + self.arxiv_id if self.arxiv_id else ""


def page_of(arxiv_id: str) -> str:
    """Return the address of a paper's page.

    >>> page_of("2403.00001")
    'https://huggingface.co/papers/2403.00001'
    """
    return PAGE + quote(arxiv_id, errors="replace")


def one_line(text: str | None) -> str:
    """Return a text on one line, without control characters, that can be encoded; nothing for None."""
    return encodable(plain(text or ""))


def in_words(date: ListingDate) -> str:
    """Return a date for people, with what is known of its year.

    >>> in_words(ListingDate(month=1, day=23, earliest=2025)), in_words(ListingDate(month=1, day=23))
    ('Jan 23, 2025 or later', 'Jan 23, year unknown')
    """
    years = f"circa {date.year}" if date.year_basis == "assumed" else date.years() or "year unknown"
    return f"{MONTHS[date.month - 1]} {date.day}, {years}"


def in_one(sheets: Iterable[Sheet], text: Callable[[list[Reference]], str]) -> Iterator[str]:
    """Iterate over the one text of the references of all sheets, or over nothing if there are no sheets."""
    batches = list(references(sheets))
    if batches:
        yield text(list(chain.from_iterable(batches)))


def references(sheets: Iterable[Sheet]) -> Iterator[list[Reference]]:
    """Iterate over the references of each sheet.

    If columns were chosen, all fields but these and the title are empty.
    """
    taken: dict[str, int] = {}
    for sheet in sheets:
        yield [_reference(_chosen(row, sheet.columns), taken) for row in sheet.rows]


def _chosen(row: Row, columns: tuple[str, ...] | None) -> Row:
    if columns is None:
        return row
    return {**dict.fromkeys(row), **{name: row[name] for name in ("title", *columns)}}


def _reference(row: Row, taken: dict[str, int]) -> Reference:
    title, arxiv_id = one_line(row["title"]), one_line(row["arxiv_id"])
    published: ListingDate = row["published"] or NO_DATE
    is_assumed = published.year_basis == "assumed"
    known = ARXIV_ID.fullmatch(arxiv_id)
    key = _unique(_words(title) or _words(arxiv_id) or "paper", taken)
    return Reference(
        key=key,
        id=row.get("id") or key,
        title=title,
        abstract=one_line(row["abstract"]),
        published=None if is_assumed else published.date,
        assumed=published.date if is_assumed else None,
        seen=_last_seen(row),
        arxiv_id=known[1] if known else "",
        url=page_of(arxiv_id) if arxiv_id else "",
        notes=tuple(_notes(row)),
    )


def _notes(row: Row) -> Iterator[str]:
    published: ListingDate | None = row["published"]
    if row["author_count"] is not None:
        yield counted(row["author_count"], "author")
    if row["organization"]:
        yield f"organization: {one_line(row['organization'])}"
    if published is not None and (published.year is None or published.year_basis == "assumed"):
        yield f"published {in_words(published)}"


def _words(text: str) -> str:
    r"""Return the first words of a text as a key that all programs accept.

    >>> _words(r"Étude of \textit{Carex}: On the Shore")
    'etude-of-carex-on'
    """
    plain_letters = unicodedata.normalize("NFKD", text[:CHARACTERS_OF_KEY]).encode("ascii", "ignore").decode()
    found = [word.lower() for word in WORD.findall(plain_letters) if word]
    return "-".join(found[:WORDS_OF_KEY])


def _unique(words: str, taken: dict[str, int]) -> str:
    """Return words with a number, unless they are not ``taken``: that has the number to try next for each key."""
    key = words
    while key in taken:
        key = f"{words}-{taken[words]}"
        taken[words] += 1
    taken[key] = 2
    return key


def _last_seen(row: Row) -> datetime.date | None:
    """Return the last day that is known of the sightings of a row: of an entry, or of a paper on one page."""
    entry: Entry | None = row.get("entry")
    seen: Iterable[Sighting] = filter(None, [row.get("sighting")]) if entry is None else entry.dated
    days = [_day(sighting.snapshot, sighting.listing_date) for sighting in seen]
    days = days or [_day(None, row.get("listing_date"))]
    return max((day for day in days if day is not None), default=None)


def _day(snapshot: str | None, listed: ListingDate | None) -> datetime.date | None:
    """Return the day on which a page was saved or else, if its year is known, the page's own date."""
    if snapshot is not None:
        return datetime.date.fromisoformat(snapshot)
    return listed.date if listed is not None and listed.year_basis != "assumed" else None
