"""Damage to single lines of a dump, and what of its papers it may change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

import paperlist

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOISE = "~%xq 7#zzk (9) qrm"


@frozen
class Damage:
    """What was done to a dump, from its ``first`` line (from 1) to the ``last``, and the lines that came of it."""

    name: str
    first: int
    last: int
    lines: list[str]


def damages(lines: Sequence[str]) -> Iterator[Damage]:
    """Iterate over a dump's damages: each line deleted, doubled, emptied, swapped, cut in half, replaced by noise."""
    for i, line in enumerate(lines):
        before, after = [*lines[:i]], [*lines[i + 1 :]]
        yield Damage("deleted", i + 1, i + 1, before + after)
        yield Damage("doubled", i + 1, i + 1, [*before, line, line, *after])
        yield Damage("emptied", i + 1, i + 1, [*before, "", *after])
        yield Damage("halved", i + 1, i + 1, [*before, line[: len(line) // 2], *after])
        yield Damage("noise", i + 1, i + 1, [*before, NOISE, *after])
        if after:
            yield Damage("swapped", i + 1, i + 2, [*before, after[0], line, *after[1:]])


def line_of(text: str, place: int) -> int:
    """Return the line, from 1, in which a character stands."""
    return text.count("\n", 0, place) + 1


def harm(text: str, papers: Sequence[paperlist.Paper], damage: Damage) -> list[str]:
    """Return what ``damage`` changed beyond the cards that it touched: nothing, if all is well."""
    found = list(paperlist.parse_text("\n".join(damage.lines)))
    left = list(found)
    problems: list[str] = []
    touched = 0
    for paper in papers:
        start, end = paper.span or (0, 0)
        if line_of(text, start) <= damage.last and damage.first <= line_of(text, end - 1):
            touched += 1
        elif paper in left:
            left.remove(paper)
        else:
            problems.append(f"lost {paper.title[:40]!r}")
    if len(left) > touched:
        problems.append(f"invented {[paper.title[:40] for paper in left]}")
    return problems
