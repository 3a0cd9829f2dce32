"""What is each paragraph on its card?"""

from __future__ import annotations

import math
from itertools import zip_longest
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from attrs import frozen

from ._engine import line_re as re
from .lexer import LONG
from .looks import STOPS, USUAL_ABSTRACT, USUAL_TITLE, Look, as_abstract, as_organization, as_title, is_heading, look
from .paragraphs import block_length

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .lexer import Token
    from .paragraphs import Block

Role: TypeAlias = Literal["title", "title line", "abstract", "untitled", "organization", "stray"]
"""What a paragraph is on its card.

A ``title line`` goes on with a title, ``untitled`` is an abstract that begins a card, a ``stray`` is on none.
"""

_WRAPPED: Final = range(50, 110)
"""So long are the lines of titles that go on in the next line."""
_UNFINISHED: Final = re.compile(
    r"(?:-|[ ](?:an?|and|are|as|at|by|for|from|in|into|is|of|on|or|over|the|through|to|towards?|under|using|via|with))$"
)
"""What no title ends with."""
_FINISHED: Final = 0.3
"""How odd it is that a title goes on behind anything else."""


def _look(block: Block) -> Look:
    first = block[0]
    words = [token.words for token in block]
    return look(words, block_length(block), heading=is_heading(first.raw, first.start))


def _goes_on(before: Token, token: Token) -> float:
    """Return how odd it would be that a title goes on from the line of ``before`` to that of ``token``."""
    if token.line != before.line + 1 or before.end - before.start not in _WRAPPED:
        return math.inf
    return 0.0 if _UNFINISHED.search(before.words) else _FINISHED


_AFTER_TITLE: Final = {
    "title": (3.5, 2.0),
    "title line": (1.0, 0.5),
    "abstract": (0.0, 4.0),
    "organization": (1.5, 0.0),
    "stray below title": (0.0, 0.0),
}
_AFTER_ABSTRACT: Final = {
    "title": (1.0, 1.0),
    "paragraph": (1.0, 1.0),
    "untitled": (4.0, 4.0),
    "organization": (0.0, 0.0),
    "signature": (0.0, 0.0),
    "stray below abstract": (0.0, 0.0),
}
_AFTER_NOTHING: Final = {"title": (0.0, 0.0), "untitled": (4.0, 4.0), "stray": (0.0, 0.0)}

_STEPS: Final[Mapping[str, Mapping[str, tuple[float, float]]]] = {
    # what a block is, and the next one: how odd that is on a page with abstracts, and on one without
    "stray": _AFTER_NOTHING,
    "title": _AFTER_TITLE,
    "title line": _AFTER_TITLE,
    "stray below title": _AFTER_TITLE,
    "abstract": _AFTER_ABSTRACT,
    "untitled": _AFTER_ABSTRACT,
    "paragraph": _AFTER_ABSTRACT,
    "stray below abstract": _AFTER_ABSTRACT,
    "organization": {},
    "signature": {"title": (0.0, 0.0), "untitled": (4.0, 4.0)},
}
_BARE_TITLE: Final = 3.0
"""How odd it is, where cards have abstracts, that a segment ends with a title."""
_SECOND: Final = (1.5, 3.5)
"""How odd it is besides that an abstract has a second paragraph, short or long, where abstracts have one."""
_TIGHT: Final = 0.3
"""How odd it is that another text sticks to a title, where blank lines part the texts."""
_STRAY: Final = 1.0
"""How odd it is that a text belongs to no card, where it may."""


@frozen(kw_only=True)
class Rules:
    """What holds on a page for the texts of its cards.

    Whether cards have abstracts, titles run on into these, abstracts have several paragraphs, blank lines part the
    texts, and several blanks titles from organizations; and whether no dates end the cards, but authors do or, as the
    signature of some, an organization.
    """

    abstracts: bool
    run_on: bool
    paragraphs: bool
    spaced: bool
    gapped: bool
    dateless: bool


def _oddities(seen: Look, rules: Rules, *, named: str, loose: bool, tight: bool) -> dict[str, float]:
    """Return how odd a block would be as each of the things that it can be.

    It may be ``named`` as an organization or a signature, if any, and ``loose`` allows a stray; ``tight`` says that the
    next block sticks to it.
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
        stray = _STRAY + 2 * seen.stops
        odd |= {"stray": stray, "stray below title": stray + 0.5, "stray below abstract": stray + 0.5}
    return odd


def _least_odd(oddities: Sequence[Mapping[str, float]], *, abstracts: bool) -> list[str]:
    """Return what the blocks are, least odd together (Viterbi's algorithm)."""
    best: dict[str, tuple[float, str]] = {"stray": (0.0, "")}
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
    last = title[-1]
    return (
        block_length(title) <= USUAL_TITLE
        and last.raw[last.end - 1] not in STOPS
        and all(token.raw.find(". ", token.start, token.end) < 0 for token in title)
    )


def are_usual(title: Block, abstract: Block) -> bool:
    """Whether one look is enough: a short line without a full stop, and a long text with one."""
    first, last = abstract[0], abstract[-1]
    return (
        _is_usual(title)
        and last.raw[last.end - 1] == "."
        and block_length(abstract) > USUAL_ABSTRACT
        and (not first.start or "#" not in first.raw[: first.start])
        and not any("]" in token.raw or "<" in token.raw for token in abstract)
    )


def _named(block: Block, after: Block | None, rules: Rules, *, organization: bool, open_end: bool) -> str:
    """Return what a block may be that is a name: an organization above values, or a signature from which none go on."""
    if after is None and (organization or not open_end):
        return "organization" * organization
    if not rules.dateless or _UNFINISHED.search(block[-1].words):
        return ""
    return "signature" if after is None or _goes_on(block[-1], after[0]) == math.inf else ""


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

    Its last may be an ``organization``; at an ``open_end`` no values follow. A stray, which is on no card, may be any
    that sticks to another where blank lines part the texts, the ``first`` in the place of the page's date, the last
    where the page is ``cut`` off.
    """
    if not rules.abstracts and len(blocks) == 1 and _is_usual(blocks[0]):
        return ["title"]
    looks = [_look(block) for block in blocks]
    if rules.abstracts and len(looks) == 2 and as_title(looks[0]) <= 0 and as_abstract(looks[1]) < 1:
        return ["title", "abstract"]  # nothing is less odd than this: the second would be odder by 3 as anything else
    oddities = [
        _oddities(
            seen,
            rules,
            named=_named(block, after, rules, organization=organization, open_end=open_end),
            loose=(rules.spaced and not block[0].gap) or (first and i == 1) or (cut and i == len(looks) > 2),
            tight=rules.spaced and after is not None and not after[0].gap,
        )
        for i, (seen, block, after) in enumerate(zip_longest(looks, blocks, blocks[1:]), 1)
    ]
    for before, block, seen, odd in zip(blocks, blocks[1:], looks[1:], oddities[1:], strict=False):
        if (goes_on := _goes_on(before[-1], block[0])) < math.inf:
            odd["title line"] = as_title(seen) + goes_on
    return [_ROLES.get(name, "stray") for name in _least_odd(oddities, abstracts=rules.abstracts)]


_ROLES: Final[Mapping[str, Role]] = {
    "title": "title",
    "title line": "title line",
    "abstract": "abstract",
    "paragraph": "abstract",
    "untitled": "untitled",
    "organization": "organization",
    "signature": "organization",
}
