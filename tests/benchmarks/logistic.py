"""Fit a logistic function to outcomes, in plain Python: enough for some dozens of weights."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

Outcomes: TypeAlias = "Mapping[frozenset[str], Sequence[float]]"
"""How many papers have exactly this evidence, and how many of them are right."""

Example: TypeAlias = "tuple[Mapping[str, float], float, float]"
"""The value of each feature, how many cases have these, and how many of them are right."""

STEPS: Final = 40
LONGEST_STEP: Final = 2.0
PRECISION: Final = 1e-4
MOST: Final = 30.0
"""The probability of a larger sum is 1."""


def logistic(total: float) -> float:
    """Return the probability for a sum of weights."""
    return 1 / (1 + math.exp(-max(-MOST, min(MOST, total))))


def fit(outcomes: Outcomes, names: Collection[str], *, shrink: float) -> tuple[float, dict[str, float]]:
    """Return the bias and the weights of evidence that make the outcomes most likely, by Newton's method.

    ``shrink`` is how strongly weights are drawn to 0, in papers. No weight is positive: evidence never makes a paper
    more likely to be right.
    """
    examples = [(dict.fromkeys(known, 1.0), counts[0], counts[1]) for known, counts in outcomes.items()]
    kept = sorted(names)
    while True:
        bias, weights = fit_values(examples, kept, shrink=shrink)
        positive = {name for name, weight in weights.items() if weight > 0}
        if not positive:
            return bias, weights | dict.fromkeys(set(names) - weights.keys(), 0.0)
        kept = [name for name in kept if name not in positive]


def fit_values(examples: Iterable[Example], names: Sequence[str], *, shrink: float) -> tuple[float, dict[str, float]]:
    """Return the bias and the weights of features with values that make the outcomes most likely."""
    place = {name: i for i, name in enumerate(names, 1)}
    rows = [
        ([(0, 1.0), *((place[name], value) for name, value in known.items() if name in place)], cases, right)
        for known, cases, right in examples
    ]
    weights = [0.0] * (len(names) + 1)
    for _ in range(STEPS):
        slope = [-shrink * weight for weight in weights]
        curve = [[shrink if i == j else 0.0 for j in range(len(weights))] for i in range(len(weights))]
        slope[0], curve[0][0] = 0.0, 1e-9
        for values, cases, right in rows:
            chance = logistic(sum(weights[i] * value for i, value in values))
            bend = cases * chance * (1 - chance)
            for i, value in values:
                slope[i] += (right - cases * chance) * value
                line = curve[i]
                for j, other in values:
                    line[j] += bend * value * other
        step = _solve(curve, slope)
        longest = max(map(abs, step))
        scale = min(1.0, LONGEST_STEP / longest) if longest else 1.0
        weights = [weight + scale * change for weight, change in zip(weights, step, strict=True)]
        if longest < PRECISION:
            break
    return weights[0], dict(zip(names, weights[1:], strict=True))


def _solve(matrix: Sequence[Sequence[float]], values: Sequence[float]) -> list[float]:
    """Return the solution of linear equations, by Gauss's elimination."""
    size = len(values)
    rows = [[*row, value] for row, value in zip(matrix, values, strict=True)]
    for i in range(size):
        best = max(range(i, size), key=lambda at: abs(rows[at][i]))
        rows[i], rows[best] = rows[best], rows[i]
        for at in range(i + 1, size):
            factor = rows[at][i] / rows[i][i]
            if factor:
                rows[at] = [one - factor * other for one, other in zip(rows[at], rows[i], strict=True)]
    found = [0.0] * size
    for i in reversed(range(size)):
        known = sum(rows[i][j] * found[j] for j in range(i + 1, size))
        found[i] = (rows[i][size] - known) / rows[i][i]
    return found
