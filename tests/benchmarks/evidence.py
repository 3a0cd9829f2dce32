"""Learn the weights of the evidence that two papers are the same, and measure the chances that follow from them.

Run with ``PAPERLIST_CORPUS`` set: ``python -m tests.benchmarks.evidence``. It prints a table: for pairs with like
chances, how many there are, their mean chance, and the share that is the same paper. ``--learn`` learns the weights
and prints them for ``dedup/evidence/weights.py``. Then the chances of each half of the papers are computed with weights
that were learned from the other half. ``--plot FILE`` draws the table, with matplotlib.

The examples are pairs that merging compares or that review lists, pairs of equal cards, noisy copies, and hard
negatives. Two papers under other titles count once, however often they were seen. A paper's day is taken from its arXiv
id. Of each pair, days, authors, organizations and abstracts are also left out, so that each is learned with and without
the others.
"""

# ruff: noqa: T201, S311 - a script prints; and there is no secret
from __future__ import annotations

import argparse
import csv
import json
import os
import random
from collections import Counter, defaultdict
from itertools import chain, combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from zlib import crc32

from attrs import frozen

from paperlist import ListingDate, Paper
from paperlist.dedup.candidates.keys import keys
from paperlist.dedup.candidates.rare_words import sharing_rare_words
from paperlist.dedup.evidence.weights import SHARE_DESPITE_VETO, WEIGHTS, least_score, weigh
from paperlist.dedup.normalize.titles import title_key
from paperlist.dedup.verdict.match import MAX_ERROR
from tests.benchmarks.confidence import Bin, plot
from tests.benchmarks.logistic import fit_values, logistic
from tests.helpers import noise, siblings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Row = dict[str, Any]
Pair: TypeAlias = "tuple[Row, Row, bool, float]"

BIAS: Final = "any two papers"
LEAST_SCORE: Final = least_score(MAX_ERROR)
SHRINK: Final = 0.3
DECIMALS: Final = 1
MOST_WITH_KEY: Final = 16
PAPERS_PER_DAY: Final = 600
EACH_KIND: Final = 150
NOISY: Final = 600
WEIGHT_OF_NOISY: Final = 0.05
WEIGHT_OF_SIBLINGS: Final = 0.02
WEIGHT_OF_NAMESAKES: Final = 0.1
"""Hard negatives are far rarer among all pairs than among the examples."""
SHARE_MISREAD: Final = 0.02
"""The share of papers that get another organization, day or number of authors, since a page may be misread."""
BAYS: Final = tuple(f"Institute of the {letter} Bay" for letter in "ABCDEFGHIJKLMNOP")
HIDDEN: Final = (
    ("organization",),
    ("organization", "published"),
    ("published", "abstract"),
    ("author_count", "published", "organization"),
    ("abstract", "organization"),
    ("abstract", "author_count", "published", "organization"),
)
"""The fields that are left out, one set after the other."""
SHARE_OF_OTHERS: Final = 0.25
MAX_SCORE_OF_EASY: Final = -4.0
"""The share of the pairs of surely different papers that are looked at; there are far more of them than of others."""
NO_ABSTRACT: Final = "This is an automated message"
"""Some rows have the message of a program instead of their abstract."""
BANDS: Final = (-4.6, -3.0, -2.2, -1.1, 0.0, 1.1, 2.2, 3.0, 4.6, 99.0)
"""The scores between which pairs are counted together."""


@frozen
class Example:
    """The features of a pair, whether there is a veto, whether it is one paper, how much it counts, and its half."""

    features: Mapping[str, float]
    vetoed: bool
    same: bool
    count: float
    half: int


def rows_of(folder: Path) -> list[Row]:
    """Return the sightings, each title and abstract of a paper once; not those with the abstract of another paper."""
    found: dict[tuple[Any, ...], Row] = {}
    for name in ("retitled.jsonl", "public.jsonl"):
        for line in (folder / "sightings" / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if NO_ABSTRACT in (row["abstract"] or ""):
                continue
            row["published"] = _day(row["paper"])
            known = found.setdefault((row["paper"], title_key(row["title"]), row["abstract"]), row)
            known["author_count"] = known.get("author_count") or row.get("author_count")
    papers: dict[str, set[str]] = defaultdict(set)
    for row in found.values():
        papers[row["abstract"] or ""].add(row["paper"])
    return [row for row in found.values() if not row["abstract"] or len(papers[row["abstract"]]) == 1]


def _day(arxiv_id: str) -> str | None:
    month, _, number = arxiv_id.partition(".")
    if not number.isdecimal() or not 1 <= int(month[2:]) <= 12:
        return None
    return f"20{month[:2]}-{month[2:]}-{min(28, 1 + int(number) // PAPERS_PER_DAY):02}"


def paper_of(row: Row, *hidden: str) -> Paper:
    """Return the card of a row, without the ``hidden`` fields."""
    fields = ("abstract", "author_count", "published", "organization")
    shown = {name: row.get(name) for name in fields if name not in hidden}
    if shown.get("published"):
        shown["published"] = ListingDate.fromisoformat(str(shown["published"]))
    return Paper(title=row["title"], **shown)


def candidates(rows: Sequence[Row]) -> list[tuple[Row, Row]]:
    """Return the pairs of sightings that share a rare key or rare words, and those of one paper."""
    sharing: dict[object, set[str]] = defaultdict(set)
    papers = {str(number): [paper_of(row)] for number, row in enumerate(rows)}
    for number, row in enumerate(rows):
        sharing[row["paper"]].add(str(number))
        for key in keys(papers[str(number)][0]):
            sharing[key].add(str(number))
    pairs: set[tuple[int, int]] = set()
    for numbers in chain(sharing.values(), sharing_rare_words(papers)):
        if len(numbers) <= MOST_WITH_KEY:
            pairs.update(combinations(sorted(map(int, numbers)), 2))
    return [(rows[one], rows[other]) for one, other in sorted(pairs)]


def _pairs(folder: Path, seed: int) -> Iterator[Pair]:
    """Iterate over the pairs of rows, with whether they are one paper and how much they count."""
    rows = rows_of(folder)
    described = [row for row in rows if row["abstract"] and len(row["abstract"]) > 300]
    for one, other in candidates(rows):
        yield one, other, one["paper"] == other["paper"], 1.0
    with (folder / "sightings" / "namesakes.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            pair = [{"paper": line[f"paper_{n}"], "title": line[f"title_{n}"]} for n in (1, 2)]
            yield *({**row, "published": _day(row["paper"])} for row in pair), False, 1.0  # type: ignore[misc]
    for kind, one, other in siblings.siblings(described, EACH_KIND, seed):
        yield one, other, False, WEIGHT_OF_NAMESAKES if kind in ("namesake", "generic") else WEIGHT_OF_SIBLINGS
    yield from ((row, row, True, 1.0) for row in rows)
    some = random.Random(seed).sample(described, NOISY)
    yield from (
        (one, other, True, WEIGHT_OF_NOISY) for one, other in zip(some, noise.noisy(some, seed)[0], strict=True)
    )


def _half(paper: str) -> int:
    return crc32(paper.encode()) % 2


def examples(folder: Path, seed: int = 1) -> list[Example]:
    """Return all examples."""
    rng = random.Random(seed)
    found: list[Example] = []
    pairs = list(_pairs(folder, seed))
    seen = {**Counter(map(_names, pairs)), (): 1}
    for pair in pairs:
        one, other, same, count = pair
        is_easy = not same and count == 1 and weigh(paper_of(one), paper_of(other)).score < MAX_SCORE_OF_EASY
        if is_easy and rng.random() > SHARE_OF_OTHERS:
            continue
        weight = (count / SHARE_OF_OTHERS if is_easy else count) / seen[_names(pair)]
        first, second = _with_misread_fields(rng, one, other, same=same)
        for hidden in HIDDEN:
            evidence = weigh(paper_of(first, *hidden), paper_of(second, *hidden))
            found.append(Example(evidence.features, bool(evidence.vetoes), same, weight, _half(one["paper"])))
    return found


def _names(pair: Pair) -> tuple[str, ...]:
    """Return the two papers of a pair, or nothing if their titles are equal: each has other misread fields."""
    one, other, _, _ = pair
    return () if title_key(one["title"]) == title_key(other["title"]) else (one["paper"], other["paper"])


def _with_misread_fields(rng: random.Random, one: Row, other: Row, *, same: bool) -> tuple[Row, Row]:
    """Return both rows with organizations; a few equal papers get another one, or another day or number of authors."""
    first, second = {**one, "organization": rng.choice(BAYS)}, {**other, "organization": rng.choice(BAYS)}
    if same:
        second["organization"] = first["organization"]
        day = f"2024-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
        wrong = {"organization": rng.choice(BAYS), "published": day, "author_count": rng.randrange(1, 20)}
        second.update({name: value for name, value in wrong.items() if rng.random() < SHARE_MISREAD})
    return first, second


def learned(found: Sequence[Example]) -> dict[str, float]:
    """Return the weights that fit the examples without a veto best."""
    cases = [(one.features, one.count, one.count * one.same) for one in found if not one.vetoed]
    names = sorted({name for features, _, _ in cases for name in features} - {BIAS})
    bias, weights = fit_values(cases, names, shrink=SHRINK)
    return {BIAS: bias, **weights}


def share_despite_veto(found: Iterable[Example], weights: Mapping[str, float]) -> float:
    """Return the share of the pairs with a veto that are the same, among those that would be merged without it."""
    likely = [one for one in found if one.vetoed and _score(one, weights) >= LEAST_SCORE]
    return sum(one.count for one in likely if one.same) / sum(one.count for one in likely)


def _score(one: Example, weights: Mapping[str, float]) -> float:
    return sum(weights.get(name, 0.0) * value for name, value in one.features.items())


def _scored(found: Sequence[Example], weights: Mapping[str, float], *, learn: bool) -> Iterator[tuple[float, Example]]:
    """Iterate over the examples with their scores; if weights are learned, with those learned from other papers."""
    of_half = [weights, weights]
    if learn:
        of_half = [learned([one for one in found if one.half != half]) for half in (0, 1)]
    for one in found:
        yield _score(one, of_half[one.half]), one


def bins(found: Iterable[tuple[float, Example]]) -> list[tuple[float, Bin]]:
    """Return the pairs of like chances, each with the number of pairs."""
    bands: dict[float, list[tuple[float, bool, float]]] = defaultdict(list)
    for score, one in found:
        chance = logistic(score) * (SHARE_DESPITE_VETO if one.vetoed else 1)
        band = min(limit for limit in BANDS if chance <= logistic(limit))
        bands[band].append((chance, one.same, one.count))
    made: list[tuple[float, Bin]] = []
    for _, pairs in sorted(bands.items()):
        total = sum(count for _, _, count in pairs)
        given = sum(chance * count for chance, _, count in pairs) / total
        right = sum(same * count for _, same, count in pairs) / total
        made.append((total, Bin(start=0.0, papers=len(pairs), mean=given, right=right)))
    return made


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, or learn and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learn", action="store_true")
    parser.add_argument("--plot", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    found = examples(Path(os.environ["PAPERLIST_CORPUS"]))
    weights: Mapping[str, float] = WEIGHTS
    if arguments.learn:
        weights = learned(found)
        for name, weight in weights.items():
            print(f'        "{name}": {weight:.{DECIMALS}f},')
        print(f"share despite a veto: {share_despite_veto(found, weights):.2f}")
    known = bins(_scored(found, weights, learn=arguments.learn))
    print("  chance    right   pairs")
    for total, one in known:
        print(f"{one.mean:8.4f} {one.right:8.4f} {total:7.0f}  {'#' * round(40 * one.right)}")
    if arguments.plot:
        plot(arguments.plot, {"pairs": [one for _, one in known]})


if __name__ == "__main__":
    main()
