"""What is each paragraph on its card?"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import frozen

from ._engine import re
from .paragraphs import block_length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .paragraphs import Block

Role: TypeAlias = Literal["title", "abstract", "organization"]
"""What a paragraph is on its card."""

_FULL_STOP: Final = re.compile(r".*\.[\"'”’)\]]*(?:\]\([^()]*\)|\]\[[0-9]+\])?[ ]*", re.DOTALL)
_ADDRESS_LAST: Final = re.compile(r".*://[^ ]*", re.DOTALL)
_NEXT_SENTENCE: Final = re.compile(r"[a-z)][.!?] [A-Z]")


@frozen
class Look:
    """What a block looks like.

    Its length, whether it ends with a full stop or an address, whether it holds several sentences, and whether it bears
    the mark of a heading.
    """

    length: int
    stops: bool
    addressed: bool
    several: bool
    heading: bool


def look(block: Block, text: str) -> Look:
    """Return what ``block`` looks like."""
    start, end = block[0].start, block[-1].end
    tail = max(start, end - 100)
    return Look(
        block_length(block),
        _FULL_STOP.fullmatch(text, tail, end) is not None,
        _ADDRESS_LAST.fullmatch(text, tail, end) is not None,
        _NEXT_SENTENCE.search(text, start, end) is not None,
        text[max(0, start - 2) : start] == "# ",
    )


def _as_title(look: Look) -> float:
    """Return how odd the block would be as a title: they run to some 150 characters, none with a full stop."""
    return (
        (look.length > 150)
        + 2 * (look.length > 250)
        + 3 * (look.length > 400)
        + 4 * look.stops
        + 2 * look.several
        - 4 * look.heading
    )


def _as_abstract(look: Look) -> float:
    """Return how odd the block would be as (a paragraph of) an abstract: sentences, most of over 100 characters."""
    return (
        1.5 * (look.length < 60)
        + (look.length < 120)
        + 0.7 * (look.length < 200)
        + (not look.stops and not look.addressed)
        + 8 * look.heading
    )


def _as_organization(look: Look) -> float:
    """Return how odd the block would be as an organization: a few words."""
    return 0.5 + 4 * (look.length > 60) + 2 * look.stops + 8 * look.heading


_STEPS: Final[dict[tuple[Role, Role], tuple[float, float]]] = {
    # a role and the next one: how odd that is on a page with abstracts, and on one without
    ("title", "title"): (3.5, 2.0),
    ("title", "abstract"): (0.0, 4.0),
    ("title", "organization"): (1.5, 0.0),
    ("abstract", "title"): (1.0, 1.0),
    ("abstract", "abstract"): (1.0, 1.0),
    ("abstract", "organization"): (0.0, 0.0),
}
_BARE_TITLE: Final = 3.0
"""How odd it is, where cards have abstracts, that a segment ends with a title."""
_UNTITLED: Final = 4.0
"""How odd it is that a segment begins with an abstract."""


def find_roles(looks: Sequence[Look], *, abstracts: bool, organization: bool) -> list[Role]:
    """Return the roles of a segment's blocks that are least odd together (Viterbi's algorithm).

    Only the last block may be an organization.
    """
    best: dict[Role, float] = {"title": _as_title(looks[0]), "abstract": _UNTITLED + _as_abstract(looks[0])}
    trail: list[dict[Role, Role]] = []
    for i, look in enumerate(looks[1:], 2):
        odd: dict[Role, float] = {"title": _as_title(look), "abstract": _as_abstract(look)}
        if organization and i == len(looks):
            odd["organization"] = _as_organization(look)
        came: dict[Role, Role] = {}
        then: dict[Role, float] = {}
        for (old, new), steps in _STEPS.items():
            if new in odd and (total := best[old] + steps[not abstracts] + odd[new]) < then.get(new, math.inf):
                then[new], came[new] = total, old
        best = then
        trail.append(came)
    if abstracts:
        best["title"] += _BARE_TITLE
    roles: list[Role] = [min(best, key=best.__getitem__)]
    for came in reversed(trail):
        roles.append(came[roles[-1]])
    return roles[::-1]
