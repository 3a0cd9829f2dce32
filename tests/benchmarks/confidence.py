"""Measure whether the confidence of papers is the share that is right. Run: ``python -m tests.benchmarks.confidence``.

Dumps whose papers are known are parsed: those in the folders on the command line (by default those of
``PAPERLIST_CORPUS``), the samples and cases of the project, and variants of all of them: damaged a little or much, or
with titles that look odd. A table has for each tenth of confidence how many papers have it, their mean confidence, and
the share that is right. ``--learn`` learns the weights from half of the tools, and prints them for
``paperlist/cards/confidence.py``. All tables show the other half of the tools, with which nothing was learned. ``--plot
FILE`` draws them, with matplotlib.
"""

# ruff: noqa: T201 - a script prints
from __future__ import annotations

import argparse
import importlib
import os
from collections import Counter, defaultdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unittest import mock

from attrs import frozen

import paperlist
from paperlist.cards import confidence
from paperlist.cards.confidence import Judge
from tests.benchmarks.known_dumps import VARIANTS, Known, of_corpus, of_project
from tests.benchmarks.logistic import fit, logistic
from tests.helpers.clock import stopped_clock
from tests.helpers.truth import loose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from paperlist.cards.card import Card
    from paperlist.cards.confidence import Evidence

FOLDERS: Final = ("dumps/broad", "dumps/views", "cases")
BINS: Final = 10
SHRINK: Final = 1.0
UNDAMAGED_COUNTS: Final = 5
"""Papers of undamaged dumps count this often, because most dumps are undamaged."""

DOUBTS: Final = {"doubtful-layout", "unread-markup"}
DECIMALS: Final = 1
KINDS: Final = ("invented", "silent", "wrong", "right")
"""What papers count as: `silent` ones are invented, on a page without any doubt."""


@frozen
class Judged:
    """A paper: the evidence against it, whether it is right or invented, and whether its page was reported."""

    evidence: Evidence
    right: bool
    invented: bool
    dump_doubted: bool


@frozen
class Result:
    """The papers that were parsed from a dump."""

    known: Known
    papers: list[Judged]


def judged(known: Known) -> Result:
    """Parse a dump, and judge its papers, also those of a page that is refused because most are guesses."""
    seen: list[Evidence] = []

    def note(judge: Judge, card: Card, evidence: Evidence) -> float:
        seen.append(judge.all_evidence(card, evidence))
        return len(seen)  # instead of the confidence, to find the evidence again

    with stopped_clock():
        with mock.patch.object(Judge, "confidence", note):
            numbered = paperlist.parse_text(known.dump.raw)
        doubted = any(found.code in DOUBTS for found in paperlist.parse_text(known.dump.raw).diagnostics)
    papers = [
        Judged(
            evidence=seen[int(paper.confidence or 0) - 1],
            right=known.dump.is_right(paper),
            invented=loose(paper.title) not in known.dump.known,
            dump_doubted=doubted,
        )
        for paper in numbered
    ]
    return Result(known, papers)


def learned(results: Iterable[Result]) -> tuple[float, dict[str, float]]:
    """Return the bias and the weights that fit the dumps from which the weights are learned."""
    outcomes: dict[frozenset[str], list[float]] = {}
    for result in results:
        if result.known.learned:
            times = UNDAMAGED_COUNTS if result.known.variant == "undamaged" else 1
            for paper in result.papers:
                counts = outcomes.setdefault(frozenset(paper.evidence), [0, 0])
                counts[0] += times
                counts[1] += times * paper.right
    return fit(outcomes, {name for known in outcomes for name in known}, shrink=SHRINK)


@frozen
class Model:
    """The bias and the weights with which confidence is computed."""

    bias: float
    weights: Mapping[str, float]

    def confidence(self, paper: Judged) -> float:
        """Return the confidence of a paper."""
        return logistic(self.bias + sum(self.weights.get(name, 0) for name in paper.evidence))

    def gives(self, result: Result) -> bool:
        """Whether a page is not refused because most of its papers are guesses."""
        return not confidence.are_guesses([self.confidence(paper) for paper in result.papers], headed=True)


@frozen
class Bin:
    """The papers whose confidence is in one tenth: how many, their mean confidence, and the share that is right."""

    start: float
    papers: int
    mean: float
    right: float


def bins(pairs: Iterable[tuple[float, float, bool]]) -> list[Bin]:
    """Return the bins of papers: what each is sorted by, its confidence, and whether it is right."""
    found: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for key, chance, right in pairs:
        found[min(int(key * BINS), BINS - 1)].append((chance, right))
    made: list[Bin] = []
    for number, one in sorted(found.items()):
        mean = sum(chance for chance, _ in one) / len(one)
        share = sum(right for _, right in one) / len(one)
        made.append(Bin(number / BINS, len(one), mean, share))
    return made


def by_paper(results: Iterable[Result], model: Model) -> Iterator[tuple[float, float, bool]]:
    """Iterate over papers by their own confidence."""
    for result in results:
        for paper in result.papers:
            chance = model.confidence(paper)
            yield chance, chance, paper.right


def by_listing(results: Iterable[Result], model: Model) -> Iterator[tuple[float, float, bool]]:
    """Iterate over papers by the confidence of their listing."""
    for result in results:
        if result.papers:
            mean = sum(map(model.confidence, result.papers)) / len(result.papers)
            for paper in result.papers:
                yield mean, mean, paper.right


def show(title: str, found: Sequence[Bin]) -> None:
    """Print a table of bins."""
    print(f"\n{title}\nconfidence   papers    mean   right")
    for one in found:
        print(f"{one.start:.1f} to {one.start + 1 / BINS:.1f} {one.papers:8} {one.mean:7.3f} {one.right:7.3f}")


def show_doubts(results: Sequence[Result], model: Model) -> None:
    """Print how many invented, wrong and right papers are reported as doubtful."""
    print("\nreported as doubtful        invented         silent          wrong          right")
    for corpus in dict.fromkeys(result.known.corpus for result in results):
        for variant in VARIANTS:
            counts: Counter[str] = Counter()
            for result in results:
                if (result.known.corpus, result.known.variant) == (corpus, variant):
                    counts.update(chain.from_iterable(_kinds(paper, model) for paper in result.papers))
            cells = [f"{counts[f'{kind} doubted']:6} of {counts[kind]:5}" for kind in KINDS]
            print(f"{corpus:12}{variant:12}", *cells)


def _kinds(paper: Judged, model: Model) -> Iterator[str]:
    """Iterate over the kinds as which a paper counts, and the same if it is doubted."""
    kinds = ["right"] if paper.right else ["wrong"]
    if paper.invented:
        kinds += ["invented"] if paper.dump_doubted else ["invented", "silent"]
    doubted = model.confidence(paper) < confidence.DOUBTFUL
    for kind in kinds:
        yield kind
        if doubted:
            yield f"{kind} doubted"


def plot(path: Path, curves: Mapping[str, Sequence[Bin]]) -> None:
    """Draw the share of right papers by confidence."""
    try:
        plt = importlib.import_module("matplotlib.pyplot")
    except ImportError as error:
        raise SystemExit("--plot needs matplotlib: pip install matplotlib") from error
    _, axes = plt.subplots(figsize=(5, 5))
    axes.plot([0, 1], [0, 1], color="lightgrey")
    for name, curve in curves.items():
        axes.plot([one.mean for one in curve], [one.right for one in curve], marker="o", label=name)
    axes.set(xlabel="confidence", ylabel="share of right papers")
    axes.legend()
    plt.savefig(path)


def main(argv: Sequence[str] | None = None) -> None:
    """Measure, or learn and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--learn", action="store_true")
    parser.add_argument("--plot", type=Path, metavar="FILE")
    arguments = parser.parse_args(argv)
    corpus = os.environ.get("PAPERLIST_CORPUS")
    folders = arguments.folders or ([Path(corpus, name) for name in FOLDERS] if corpus else [])
    dumps = chain(of_project(), *map(of_corpus, folders))
    results = [judged(known) for known in dumps]
    model = Model(confidence.BIAS, confidence.WEIGHTS)
    if arguments.learn:
        model = Model(*learned(results))
        print(f"BIAS: Final = {model.bias:.{DECIMALS}f}")
        for name, weight in sorted(model.weights.items(), key=lambda item: item[1]):
            print(f'        "{name}": {weight:.{DECIMALS}f},')
    results = list(filter(model.gives, results))
    others = [result for result in results if not result.known.learned]
    curves: dict[str, Sequence[Bin]] = {}
    for variant in ("undamaged", "all"):
        chosen = [result for result in others if variant in (result.known.variant, "all")]
        for name, pairs in (("papers", by_paper), ("listings", by_listing)):
            title = f"{name}, {variant}"
            curves[title] = bins(pairs(chosen, model))
            show(title, curves[title])
    show_doubts(results, model)
    if arguments.plot:
        plot(arguments.plot, curves)


if __name__ == "__main__":
    main()
