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
    """Iterate over a dump's damages: each line deleted, doubled, emptied, cut in half, replaced by noise, swapped.

    Two ways may do the same to a line, or nothing: a blank line cannot be emptied.
    """
    for i, line in enumerate(lines):
        after = [*lines[i + 1 : i + 2]]
        made = [[line, *after]]
        for name, way in WAYS.items():
            changed = way(line, after)
            if changed not in made:
                made.append(changed)
                yield Damage(name, i + 1, i + 1 + (name == "swapped"), [*lines[:i], *changed, *lines[i + 2 :]])


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


def lines_of(text: str, paper: paperlist.Paper) -> tuple[int, int]:
    """Return the first and the last line, from 1, of a paper's card."""
    start, end = paper.span or (0, 1)
    return text.count("\n", 0, start) + 1, text.count("\n", 0, end - 1) + 1


def harm(papers: Sequence[tuple[paperlist.Paper, tuple[int, int]]], damage: Damage) -> list[str]:
    """Return what ``damage`` changed beyond the cards that it touched, of papers with the lines of their cards."""
    found = list(paperlist.parse_text("\n".join(damage.lines), not_after=9999))
    left = list(found)
    problems: list[str] = []
    touched = 0
    for paper, (first, last) in papers:
        if first <= damage.last and damage.first <= last:
            touched += 1
        elif paper in left:
            left.remove(paper)
        else:
            problems.append(f"lost {paper.title[:40]!r}")
    if len(left) > touched:
        problems.append(f"invented {[paper.title[:40] for paper in left]}")
    return problems
