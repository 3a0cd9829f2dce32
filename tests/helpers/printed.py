"""Invented pages as they look once printed: on sheets, and with lines that were wrapped."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

HEAD: Final = ("Daily Papers", "by AK and the research community", "Nov 14", "")
"""The headings of a page."""


class Printed(NamedTuple):
    """What a printed card shows."""

    votes: int
    title: str
    abstract: str
    authors: int
    date: str
    comments: int


PAPERS: Final = (
    Printed(
        12,
        "Kelp Ledger: Counting Fronds from a Kite",
        "A kite sees more kelp than a boat does. We hang a camera from a kite, count the fronds on each picture, and "
        "compare the counts with those of divers. They agree within one frond in thirty, and the kite needs no fuel. "
        "The pictures of all nine coves are published with the plans of the kite.",
        4,
        "Nov 12",
        6,
    ),
    Printed(
        7,
        "Bell Weather: Forecasting Fog from the Sound of Harbour Bells on Quiet Mornings",
        "Bells sound duller before fog. We record four bells for two winters and learn how dull a bell must sound "
        "before fog comes within the hour. The forecast is right on two mornings in three, which is better than the "
        "almanac and a little worse than the keeper of the lighthouse, who declined to take part.",
        3,
        "Nov 13",
        3,
    ),
    Printed(
        31,
        "Slow Mortar: How Long Does Lime Remember?",
        "Lime mortar hardens for centuries. We drill into the walls of twelve barns, date each layer, and find that "
        "mortar keeps a record of dry summers which reaches back further than the parish books. A small model reads "
        "that record from the colour of the dust alone.",
        5,
        "Jun 2, 2028",
        2,
    ),
    Printed(
        9,
        "Ropewalk Grammar: Parsing Knots That Were Tied in a Hurry",
        "Knots are described in words that few sailors share. We write a grammar of forty rules, tie every knot that "
        "it allows, and ask sailors which of these would hold. Most would not, and the grammar can say why. It also "
        "names six knots that hold and that nobody had tied before.",
        8,
        "Oct 30",
        4,
    ),
)


def card_lines(paper: Printed, *, width: int = 84) -> list[str]:
    """Return the lines of a card of a search: the votes, the title, the abstract, and the other values."""
    texts = [*textwrap.wrap(paper.title, 60), *textwrap.wrap(paper.abstract, width)]
    return [str(paper.votes), *texts, f"{paper.authors} authors · {paper.date} {paper.comments}"]


def on_sheets(lines: Sequence[str], height: int, sheet: str) -> list[str]:
    """Return sheets with this many lines; ``sheet`` says where their text, their number and the number of all are."""
    texts = ["\n".join(lines[at : at + height]) for at in range(0, len(lines), height)]
    return [sheet.format(text=text, n=number, every=len(texts)) for number, text in enumerate(texts, 1)]
