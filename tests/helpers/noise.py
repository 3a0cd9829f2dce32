r"""Add ten kinds of noise to titles and abstracts; each paper of a set gets one kind.

======= ==========================================================================================
kind    what it does
======= ==========================================================================================
case    the title in capitals, the abstract in small letters
spaces  three of four spaces of the title and a tenth of the abstract's are lost, some words are torn
latex   words of title and abstract are put in ``\\textit{}``, ``$``, ``{}`` and ``*``
accents vowels get accents, in the title and here and there in the abstract
title   the title is cut to 60 to 90 %, with or without an ellipsis
cut     the abstract is cut to 30 to 80 % and the title loses its last word
typos   two letters of the title, and one in 150 of the abstract, are lost, doubled or swapped
order   title and subtitle change places; without a subtitle the last two words go first
venue   a venue and its year are appended
renamed what follows the colon, or else the second half of the title, is replaced
======= ==========================================================================================

Run as a script with the folder of sightings, it prints the recall of each kind.
"""

# ruff: noqa: T201, S311 - a script prints; and there is no secret
from __future__ import annotations

import os
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = ("case", "spaces", "latex", "accents", "title", "cut", "typos", "order", "venue", "renamed")
FLOORS = dict.fromkeys(KINDS, 0.95) | {"renamed": 0.85, "title": 0.9, "typos": 0.8, "cut": 0.8}
SUBTITLES = ("A Closer Look at What Matters", "How Far Does It Go?", "Towards Something Better for All")
VENUES = ("(CVPR 2025)", "[ICLR 2026 Oral]", "- NeurIPS 2024 Spotlight", "(Accepted at ACL 2025)")


def _each(rng: random.Random, text: str, share: float, change: Callable[[str], str]) -> str:
    return "".join(change(c) if rng.random() < share else c for c in text)


def _typo(rng: random.Random, text: str, times: int) -> str:
    for _ in range(times):
        at = rng.randrange(1, max(2, len(text) - 2))
        head, one, other, tail = text[:at], text[at : at + 1], text[at + 1 : at + 2], text[at + 2 :]
        if (one + other).isalpha():
            text = head + rng.choice((other, one + one + other, other + one)) + tail
    return text


def _marked(rng: random.Random, text: str, share: float) -> str:
    marks = ("\\textit{%s}", "{%s}", "*%s*", "$%s$", "**%s**")
    return " ".join(rng.choice(marks) % word if rng.random() < share else word for word in text.split(" "))


def _reordered(title: str) -> str:
    name, colon, rest = title.partition(": ")
    words = title.split()
    return f"{rest}: {name}" if colon else " ".join((*words[-2:], *words[:-2]))


def _renamed(rng: random.Random, title: str) -> str:
    name, colon, _ = title.partition(": ")
    words = title.split()
    return f"{name if colon else ' '.join(words[: (len(words) + 1) // 2])}: {rng.choice(SUBTITLES)}"


def change(  # noqa: PLR0911 - a return for each kind
    kind: str, title: str, abstract: str, rng: random.Random
) -> tuple[str, str]:
    """Return title and abstract with one kind of noise."""
    accented = dict(zip("aeiou", "áèîöú", strict=True))
    if kind == "case":
        return title.upper(), abstract.lower()
    if kind == "spaces":
        torn = _each(rng, abstract, 0.005, lambda c: f"{c} ")
        return _each(rng, title, 0.75, lambda c: c.strip()), _each(rng, torn, 0.1, lambda c: c.strip())
    if kind == "latex":
        return _marked(rng, title, 0.3), _marked(rng, abstract, 0.03)
    if kind == "accents":
        return _each(rng, title, 0.5, lambda c: accented.get(c, c)), _each(
            rng, abstract, 0.02, lambda c: accented.get(c, c)
        )
    if kind == "title":
        return title[: int(len(title) * rng.uniform(0.6, 0.9))] + rng.choice(("", "…", "...")), abstract
    if kind == "cut":
        return title.rpartition(" ")[0], abstract[: int(len(abstract) * rng.uniform(0.3, 0.8))]
    if kind == "typos":
        return _typo(rng, title, 2), _typo(rng, abstract, len(abstract) // 150)
    if kind == "order":
        return _reordered(title), abstract
    if kind == "venue":
        return f"{title} {rng.choice(VENUES)}", abstract
    return _renamed(rng, title), abstract


def noisy(rows: list[dict[str, Any]], seed: int = 1) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Return a noisy copy of each row, in sources of their own, and the kind of each paper."""
    rng = random.Random(seed)
    kinds = {row["paper"]: KINDS[number % len(KINDS)] for number, row in enumerate(rows)}
    copies: list[dict[str, Any]] = []
    for row in rows:
        kind = kinds[row["paper"]]
        title, abstract = change(kind, row["title"], row["abstract"], rng)
        copies.append({**row, "source": f"noise {kind}", "title": title, "abstract": abstract})
    return copies, kinds


def main(folder: Path, seed: int = 1) -> None:
    """Print the table."""
    from paperlist.catalog import merge
    from tests.corpus.test_merging import listings_of, recalls, rows_of, scores

    rows = list({row["paper"]: row for row in rows_of(folder) if row["abstract"]}.values())
    copies, kinds = noisy(rows, seed)
    listings, truth = listings_of([*rows, *copies])
    catalog = merge(listings)
    print("precision {:.4f}, F1 {:.4f}".format(*scores(catalog, truth)))
    for kind, recall in recalls(catalog, truth, kinds).items():
        print(f"{kind:8} {recall:.3f}")


if __name__ == "__main__":
    main(Path(os.environ["PAPERLIST_CORPUS"]), int(sys.argv[1]) if len(sys.argv) > 1 else 1)
