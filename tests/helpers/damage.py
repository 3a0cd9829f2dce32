"""Damage single lines of a dump, and compute which of its papers may change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from attrs import frozen

import paperlist

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from random import Random

NOISE = "~%xq 7#zzk (9) qrm"
ONE_IN_20 = 0.05
MIN_LINES = 20


@frozen
class Damage:
    """What was done to a dump, from its ``first`` line (from 1) to the ``last``, and the lines that came of it."""

    name: str
    first: int
    last: int
    lines: list[str]


WAYS: Final[Mapping[str, Callable[[str, list[str]], list[str]]]] = {
    # what comes of a line, and of the one after it if there is one
    "deleted": lambda _, after: after,
    "doubled": lambda line, after: [line, line, *after],
    "emptied": lambda _, after: ["", *after],
    "halved": lambda line, after: [line[: len(line) // 2], *after],
    "noise": lambda _, after: [NOISE, *after],
    "swapped": lambda line, after: [*after, line],
}


def damages(lines: Sequence[str]) -> Iterator[Damage]:
    """Iterate over a dump's damages: each line deleted, doubled, emptied, cut in half, replaced by noise, swapped."""
    for i, line in enumerate(lines):
        after = [*lines[i + 1 : i + 2]]
        for name, way in WAYS.items():
            swapped = name == "swapped"
            if after or not swapped:
                yield Damage(name, i + 1, i + 1 + swapped, [*lines[:i], *way(line, after), *lines[i + 2 :]])


def wrecked(text: str, rng: Random) -> str:
    """Return ``text`` with much damage: one line in 20 removed, half of it cut off, or some lines shuffled."""
    lines = text.split("\n")
    way = rng.choice(("removed", "cut", "shuffled"))
    if way == "removed":
        return "\n".join(line for line in lines if rng.random() > ONE_IN_20)
    if way == "cut":
        start = rng.randrange(len(lines))
        return "\n".join(lines[start : start + max(MIN_LINES, len(lines) // 2)])
    for _ in range(1 + len(lines) // 25):
        one = rng.randrange(len(lines))
        other = min(one + rng.randint(1, 3), len(lines) - 1)
        lines[one], lines[other] = lines[other], lines[one]
    return "\n".join(lines)


def line_of(text: str, place: int) -> int:
    """Return the line, from 1, in which a character stands."""
    return text.count("\n", 0, place) + 1


def harm(text: str, papers: Sequence[paperlist.Paper], damage: Damage) -> list[str]:
    """Return what ``damage`` changed beyond the cards that it touched: nothing, if all is well."""
    found = list(paperlist.parse_text("\n".join(damage.lines), not_after=9999))
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
