"""Decide the role of each paragraph on its card: title, abstract, organization."""

from __future__ import annotations

import math
from itertools import compress, count, pairwise
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from .._attrs import frozen
from ..tokens.kinds import END, Kind
from ..tokens.looks import (
    LONG,
    Look,
    as_abstract,
    as_organization,
    as_title,
    is_heading,
    is_titled,
    is_unfinished,
    look,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .blocks.block import Block

Role: TypeAlias = Literal["title", "title line", "abstract", "untitled", "organization", "unassigned"]
"""The role of a paragraph on its card.

A ``title line`` continues a title, ``untitled`` is an abstract at the start of a card, and an ``unassigned`` block
belongs to no card.
"""

_WRAPPED: Final = range(50, 110)
"""The lengths of title lines that may continue on the next line."""
_CONTINUED: Final = 0.3
"""The cost of a title that continues after anything else."""
_BARE_TITLE: Final = 3.0
"""The cost of a record that ends with a title, if cards have abstracts."""
_SECOND, _LONG_SECOND = 1.5, 3.5
"""The extra cost of a second paragraph if most abstracts have one."""
_LAST_LINE: Final = 1.5
"""How much less an organization costs if it may also be the last line of a title."""
_PARAGRAPH, _FURTHER = 3.0, 1.0
"""The most that a further paragraph costs if most abstracts have several, and what the step to it costs less then."""
_SECOND_CARD: Final = 12.0
"""The cost of a second title in one record, if each card opens with its submitter."""
_TIGHT: Final = 0.3
"""The cost of a title with no blank line after it, if blank lines separate the texts."""
_UNASSIGNED, _UNASSIGNED_BELOW = 1.0, 1.5
"""The cost of a text that belongs to no card, above the texts of one or below some."""

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

_STEPS: Final[Mapping[str, Mapping[str, tuple[float, float]]]] = {
    # role of a block, role of the next: the cost on a page with abstracts, and on one without
    "unassigned": {"title": (0.0, 0.0), "untitled": (4.0, 4.0), "unassigned": (0.0, 0.0)},
    **dict.fromkeys(("title", "title line", "unassigned below title"), _AFTER_TITLE),
    **dict.fromkeys(("abstract", "untitled", "paragraph", "unassigned below abstract"), _AFTER_ABSTRACT),
    "organization": {},
    "signature": {"title": (0.0, 0.0), "untitled": (4.0, 4.0)},
}


@frozen(kw_only=True)
class Rules:
    """The rules that the texts of a page's cards follow.

    ``abstracts``: cards have abstracts. ``run_on``: title and abstract share a line, ``glued``: without a blank between
    them. ``paragraphs``: abstracts may have several paragraphs. ``spaced``: blank lines separate the texts.
    ``gapped``: several blanks separate a title from an organization on the same line. ``dateless``: cards end without
    dates, with authors or with an organization. ``submitted``: each card opens with its submitter, so it has one title.
    ``lined``: some of these titles are broken over several lines, which may be short, as on narrow sheets. ``named``:
    cards without authors have an organization, and no abstract.
    """

    abstracts: bool
    run_on: bool
    glued: bool
    paragraphs: bool
    spaced: bool
    gapped: bool
    dateless: bool
    submitted: bool
    lined: bool
    named: bool


def find_roles(  # noqa: PLR0913 - what is known of the record
    blocks: Sequence[Block],
    rules: Rules,
    *,
    organization: bool,
    open_end: bool = False,
    first: bool = False,
    cut: bool = False,
) -> list[Role]:
    """Return the roles of a record's texts.

    ``organization``: the last may be an organization. ``open_end``: no values follow. ``first``: the first is in the
    place of the page's date. ``cut``: the page is cut off after the last.
    """
    looks = list(map(_look, blocks))
    costs = [_costs(seen, rules) for seen in looks]
    tight = [rules.spaced and not block.tokens[0].gap for block in blocks]
    for cost, is_tight in zip(costs, tight[1:], strict=False):
        cost["title"] += _TIGHT * is_tight
    loose = _may_be_outside(tight, rules, organization=organization, first=first, cut=cut)
    for i in compress(count(), loose):
        costs[i] |= _costs_outside(looks[i])
    continuing = [_cost_of_continuing(*pair, rules) for pair in pairwise(blocks)]
    for i, more in enumerate(continuing, 1):
        costs[i]["title line"] = as_title(looks[i]) + more
    if organization:
        costs[-1]["organization"] = as_organization(looks[-1]) - _LAST_LINE * rules.lined
    elif open_end:
        continuing.append(math.inf)
    if rules.dateless:
        for i, more in enumerate(continuing):
            costs[i]["signature"] = as_organization(looks[i]) + _cost_of_ending(blocks[i], more)
    return [_ROLES.get(name, "unassigned") for name in _cheapest_path(costs, rules)]


def _may_be_outside(tight: Sequence[bool], rules: Rules, *, organization: bool, first: bool, cut: bool) -> list[bool]:
    """Return for each text of a record whether it may belong to no card.

    That is a text in the place of the page's date, one with no blank line before it (``tight``) although blank lines
    separate the texts, the last one of a page that is cut off, and any text below a title that is the only one of its
    card.
    """
    below = len(tight) - 1
    if rules.submitted and not rules.abstracts:
        loose = [True] * (below - organization) + [tight[-1]] * organization if below else []
    else:
        loose = list(tight[1:])
    if cut and below > 1:
        loose[-1] = True
    return [tight[0] or first, *loose]


def _look(block: Block) -> Look:
    """Return the looks of a block."""
    first = block.tokens[0]
    words = [token.words for token in block.tokens]
    return look(words, block.length, heading=is_heading(first.raw, first.start))


def _costs(seen: Look, rules: Rules) -> dict[str, float]:
    """Return the cost of each role that any block may have."""
    abstract = as_abstract(seen)
    second = _LONG_SECOND if seen.length >= LONG else _SECOND
    return {
        "title": as_title(seen),
        "abstract": abstract,
        "paragraph": min(abstract, _PARAGRAPH) - _FURTHER if rules.paragraphs else abstract + second,
        "untitled": abstract,
    }


def _costs_outside(seen: Look) -> dict[str, float]:
    """Return the costs of a block that belongs to no card."""
    below = _UNASSIGNED_BELOW + 2 * seen.stops
    return {
        "unassigned": _UNASSIGNED + 2 * seen.stops,
        "unassigned below title": below,
        "unassigned below abstract": below,
    }


def _cost_of_continuing(before: Block, after: Block, rules: Rules) -> float:
    """Return the cost of a title that continues from one block to the next."""
    last, first = before.tokens[-1], after.tokens[0]
    lines = len(f"{Kind.TEXT}{END}") * len(before.tokens)
    is_next = first.line == last.line + 1 or after.at == before.at + lines  # other lines may have been removed between
    may_be_short = rules.lined or (rules.spaced and rules.abstracts and is_titled(after.words))
    if not is_next or not (may_be_short or last.end - last.start in _WRAPPED):
        return math.inf
    return 0.0 if is_unfinished(last.words) else _CONTINUED


def _cost_of_ending(block: Block, continuing: float) -> float:
    """Return the cost of a card that ends with a block: none, unless the block is unfinished or may continue."""
    if continuing < math.inf or is_unfinished(block.tokens[-1].words):
        return math.inf
    return 0.0


def _steps(rules: Rules) -> Mapping[str, Sequence[tuple[str, float]]]:
    """Return the roles that may follow each role on a page with these rules, each with the cost of that step."""
    again = _SECOND_CARD if rules.submitted else 0.0
    return {
        old: [
            (new, costs[not rules.abstracts] + again * (new == "title" and old != "unassigned"))
            for new, costs in steps.items()
        ]
        for old, steps in _STEPS.items()
    }


def _cheapest_path(costs: Sequence[Mapping[str, float]], rules: Rules) -> list[str]:
    """Return the roles of the blocks with the lowest total cost (Viterbi's algorithm)."""
    steps = _steps(rules)
    best: dict[str, tuple[float, str]] = {"unassigned": (0.0, "")}
    trail: list[dict[str, tuple[float, str]]] = []
    for cost in costs:
        before, best = best, {}
        for old, (so_far, _) in before.items():
            for new, step in steps[old]:
                if new in cost:
                    reached = so_far + step + cost[new], old
                    if new not in best or reached < best[new]:
                        best[new] = reached
        trail.append(best)
    bare = _BARE_TITLE if rules.abstracts else 0.0
    found = [min(best, key=lambda new: best[new][0] + bare * new.endswith(("title", "title line")))]
    for came in reversed(trail[1:]):
        found.append(came[found[-1]][1])
    return found[::-1]


_ROLES: Final[Mapping[str, Role]] = {
    "title": "title",
    "title line": "title line",
    "abstract": "abstract",
    "paragraph": "abstract",
    "untitled": "untitled",
    "organization": "organization",
    "signature": "organization",
}
