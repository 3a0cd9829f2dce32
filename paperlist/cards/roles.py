"""Decide the role of each paragraph on its card: title, abstract, organization."""

from __future__ import annotations

import math
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import frozen

from .._engine import line_re as re
from ..tokens.looks import (
    LONG,
    STOPS,
    USUAL_TITLE,
    Look,
    as_abstract,
    as_organization,
    as_title,
    is_heading,
    look,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..tokens.token import Token
    from .blocks import Block

Role: TypeAlias = Literal["title", "title line", "abstract", "untitled", "organization", "unassigned"]
"""The role of a paragraph on its card.

A ``title line`` continues a title, ``untitled`` is an abstract at the start of a card, and an ``unassigned`` block
belongs to no card.
"""

_WRAPPED: Final = range(50, 110)
"""The lengths of title lines that may continue on the next line."""
_UNFINISHED: Final = re.compile(
    r"(?:-|[ ](?:an?|and|are|as|at|by|for|from|in|into|is|of|on|or|over|the|through|to|towards?|under|using|via|with))$"
)
"""Words and signs that no title ends with."""
_FINISHED: Final = 0.3
"""The cost of a title that continues after anything else."""


def _look(block: Block) -> Look:
    first = block.tokens[0]
    words = [token.words for token in block.tokens]
    return look(words, block.length, heading=is_heading(first.raw, first.start))


def _goes_on(before: Token, token: Token) -> float:
    """Return the cost of a title that continues from the line of ``before`` to that of ``token``."""
    if token.line != before.line + 1 or before.end - before.start not in _WRAPPED:
        return math.inf
    return 0.0 if _UNFINISHED.search(before.words) else _FINISHED


_AFTER_TITLE: Final = {
    "title": (3.5, 2.0),
    "title line": (1.0, 0.5),
    "abstract": (0.0, 4.0),
    "organization": (1.5, 0.0),
    "unassigned below title": (0.0, 0.0),
}
_AFTER_ABSTRACT: Final = {
    "title": (1.0, 1.0),
    "paragraph": (1.0, 1.0),
    "untitled": (4.0, 4.0),
    "organization": (0.0, 0.0),
    "signature": (0.0, 0.0),
    "unassigned below abstract": (0.0, 0.0),
}
_AFTER_NOTHING: Final = {"title": (0.0, 0.0), "untitled": (4.0, 4.0), "unassigned": (0.0, 0.0)}

_STEPS: Final[Mapping[str, Mapping[str, tuple[float, float]]]] = {
    # role of a block, role of the next: the cost on a page with abstracts, and on one without
    "unassigned": _AFTER_NOTHING,
    "title": _AFTER_TITLE,
    "title line": _AFTER_TITLE,
    "unassigned below title": _AFTER_TITLE,
    "abstract": _AFTER_ABSTRACT,
    "untitled": _AFTER_ABSTRACT,
    "paragraph": _AFTER_ABSTRACT,
    "unassigned below abstract": _AFTER_ABSTRACT,
    "organization": {},
    "signature": {"title": (0.0, 0.0), "untitled": (4.0, 4.0)},
}
_BARE_TITLE: Final = 3.0
"""The cost of a segment that ends with a title, if cards have abstracts."""
_SECOND: Final = (1.5, 3.5)
"""The extra cost of a second paragraph, short or long, if most abstracts have one."""
_TIGHT: Final = 0.3
"""The cost of a title with no blank line after it, if blank lines separate the texts."""
_UNASSIGNED: Final = 1.0
"""The cost of a text that belongs to no card, in the places where that is allowed."""


@frozen(kw_only=True)
class Rules:
    """The rules that the texts of a page's cards follow.

    ``abstracts``: cards have abstracts. ``run_on``: title and abstract share a line. ``paragraphs``: abstracts may have
    several paragraphs. ``spaced``: blank lines separate the texts. ``gapped``: several blanks separate a title from an
    organization on the same line. ``dateless``: cards end without dates, with authors or with an organization.
    """

    abstracts: bool
    run_on: bool
    paragraphs: bool
    spaced: bool
    gapped: bool
    dateless: bool


def _oddities(seen: Look, rules: Rules, *, named: str, loose: bool, tight: bool) -> dict[str, float]:
    """Return the cost of each role that a block may have.

    ``named`` is "organization" or "signature" if it may be that. ``loose`` means that it may belong to no card,
    ``tight`` that no blank line separates it from the next block.
    """
    abstract = as_abstract(seen)
    odd = {
        "title": as_title(seen) + _TIGHT * tight,
        "abstract": abstract,
        "paragraph": abstract + (0 if rules.paragraphs else _SECOND[seen.length >= LONG]),
        "untitled": abstract,
    }
    if named:
        odd[named] = as_organization(seen)
    if loose:
        free = _UNASSIGNED + 2 * seen.stops
        odd |= {"unassigned": free, "unassigned below title": free + 0.5, "unassigned below abstract": free + 0.5}
    return odd


def _least_odd(oddities: Sequence[Mapping[str, float]], *, abstracts: bool) -> list[str]:
    """Return the roles of the blocks with the lowest total cost (Viterbi's algorithm)."""
    best: dict[str, tuple[float, str]] = {"unassigned": (0.0, "")}
    trail: list[dict[str, str]] = []
    for odd in oddities:
        then: dict[str, tuple[float, str]] = {}
        for old, (so_far, _) in best.items():
            for new, step in _STEPS[old].items():
                if new in odd:
                    total = so_far + step[not abstracts] + odd[new]
                    then[new] = min(then.get(new, (math.inf, "")), (total, old))
        best = then
        trail.append({new: old for new, (_, old) in then.items()})
    bare = _BARE_TITLE if abstracts else 0.0
    found = [min(best, key=lambda new: best[new][0] + bare * new.endswith(("title", "title line")))]
    for came in reversed(trail[1:]):
        found.append(came[found[-1]])
    return found[::-1]


def _is_usual(title: Block) -> bool:
    last = title.tokens[-1]
    return (
        title.length <= USUAL_TITLE
        and last.raw[last.end - 1] not in STOPS
        and all(token.raw.find(". ", token.start, token.end) < 0 for token in title.tokens)
    )


def _named(block: Block, after: Block | None, rules: Rules, *, organization: bool, open_end: bool) -> str:
    """Return "organization" or "signature" if a block may be a name above values or at the end of a card; else ""."""
    if after is None and (organization or not open_end):
        return "organization" * organization
    if not rules.dateless or _UNFINISHED.search(block.tokens[-1].words):
        return ""
    return "signature" if after is None or _goes_on(block.tokens[-1], after.tokens[0]) == math.inf else ""


def find_roles(  # noqa: PLR0913 - what is known of the segment
    blocks: Sequence[Block],
    rules: Rules,
    *,
    organization: bool,
    open_end: bool = False,
    first: bool = False,
    cut: bool = False,
) -> list[Role]:
    """Return the roles of a segment's blocks.

    ``organization``: the last may be an organization. ``open_end``: no values follow. ``first``: the first is in the
    place of the page's date. ``cut``: the page is cut off after the last. Such a block may belong to no card. So may a
    block with no blank line before it, if blank lines separate the texts.
    """
    if not rules.abstracts and len(blocks) == 1 and _is_usual(blocks[0]):
        return ["title"]
    looks = [_look(block) for block in blocks]
    if rules.abstracts and len(looks) == 2 and as_title(looks[0]) <= 0 and as_abstract(looks[1]) < 1:
        return ["title", "abstract"]  # no other roles cost less: any other for the second costs 3 more
    oddities = [
        _oddities(
            seen,
            rules,
            named=_named(block, after, rules, organization=organization, open_end=open_end),
            loose=(rules.spaced and not block.tokens[0].gap) or (first and i == 1) or (cut and i == len(looks) > 2),
            tight=rules.spaced and after is not None and not after.tokens[0].gap,
        )
        for i, (seen, block, after) in enumerate(zip_longest(looks, blocks, blocks[1:]), 1)
    ]
    for before, block, seen, odd in zip(blocks, blocks[1:], looks[1:], oddities[1:], strict=False):
        if (goes_on := _goes_on(before.tokens[-1], block.tokens[0])) < math.inf:
            odd["title line"] = as_title(seen) + goes_on
    return [_ROLES.get(name, "unassigned") for name in _least_odd(oddities, abstracts=rules.abstracts)]


_ROLES: Final[Mapping[str, Role]] = {
    "title": "title",
    "title line": "title line",
    "abstract": "abstract",
    "paragraph": "abstract",
    "untitled": "untitled",
    "organization": "organization",
    "signature": "organization",
}
