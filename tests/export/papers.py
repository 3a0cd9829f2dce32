"""Make papers that are hard to write: titles with markup, marks and foreign letters, and dates of all kinds."""

from __future__ import annotations

import io
from typing import Any, Final

from paperlist import Catalog, Listing, ListingDate, Paper, write

NASTY: Final = {
    r"Naming the Unseen: \textit{Carex} from Herbaria": r"Naming the Unseen: <i>Carex</i> from Herbaria",
    r"Hedgerow: Attention in $\mathcal{O}(n \log n)$ for Records": "",
    "90% of R&D in #1: the C_2 Story": "",
    "From $5 to $10: The Price of a Tide": "",
    "Étude über Öl: 漢字, naïve façades and ß": "",
    "A stray { brace } and another }": r"A stray { brace } and another $\rbrace$",
    "An unclosed {brace": r"An unclosed $\lbrace$brace",
    r"A back\slash, C:\new\table and \unknown{command}": "",
    "~Tilde~ and ^caret^ and x^2": "",
    'He said "Tides", she said “Ebb” – twice…': "",
    r"Costs of US$ 5 and $k$-means with $\{a$ broken": r"Costs of US$ 5 and $k$-means with $\$\lbrace$a$ broken",
    r"\emph{A & B}: 50% more": "<i>A & B</i>: 50% more",
    "@misc{fake, title = {Not an Entry}}, done": "",
}
"""Titles of invented papers, each with what pandoc reads of it in CSL-JSON, if that is something else.

Pandoc marks slanted words and mathematics, and a brace without its other one is written as mathematics.
"""

DAY: Final = ListingDate(month=3, day=4, year=2024)
"""The date of the pages."""

FIRST: Final = ListingDate(month=1, day=23, year=2024)
LATER: Final = ListingDate(month=1, day=23, earliest=2025)

FULL: Final = Paper(
    title="Tides of Ink",
    abstract="Two\nlines <b>& more.",
    author_count=6,
    organization="Harbour Lab",
    published=FIRST,
    comments=2,
    upvotes=7,
    arxiv_id="2403.00001v2",
)
BOUNDED: Final = Paper(title="Tides of Ink", published=LATER)
ASSUMED: Final = Paper(title="Waves", published=LATER.assume(), arxiv_id="not an id")
BARE: Final = Paper(title="漢字")

PAGE: Final = Listing(papers=[FULL, BOUNDED, ASSUMED, BARE], source="page.txt", date=DAY)
"""A page with papers about whose years more or less is known."""

NOTHING: Final[tuple[Any, ...]] = ([], Listing(), Catalog())
"""Papers to write, of which there are none."""

NASTY_PAGE: Final = Listing(
    papers=[
        Paper(title=title, abstract=title, arxiv_id=f"2403.{number:05}", author_count=number, published=FIRST)
        for number, title in enumerate(NASTY)
    ]
)


def written(papers: Any, name: str | None = None, **options: Any) -> str:
    """Return the text that is written of papers in a format."""
    file = io.StringIO()
    write(papers, file, name, **options)
    return file.getvalue()


def packed(papers: Any, name: str) -> bytes:
    """Return the bytes that are written of papers in a format."""
    file = io.BytesIO()
    write(papers, file, name)
    return file.getvalue()
