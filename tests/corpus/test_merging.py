"""Test merging of real sightings, with and without noise, whose arXiv ids are known but hidden from it."""

from __future__ import annotations

import csv
import itertools
import json
import random
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from paperlist.catalog import Catalog, merge
from paperlist.dedup.normalize.abstracts import letters
from paperlist.model import Listing, ListingDate, Paper
from tests.helpers.noise import FLOORS, KINDS, noisy

if TYPE_CHECKING:
    from pathlib import Path


def rows_of(corpus: Path) -> list[dict[str, Any]]:
    lines = (corpus / "sightings" / "public.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def _paper(row: dict[str, Any]) -> Paper:
    return Paper(**{name: row[name] for name in ("title", "abstract", "comments", "upvotes")})


def listings_of(rows: list[dict[str, Any]]) -> tuple[list[Listing], dict[tuple[str | None, int], str]]:
    """Return a listing for each source and day, and the paper at each of its places."""
    pages: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        pages[row["source"], row["snapshot"]].append(row)
    listings: list[Listing] = []
    truth: dict[tuple[str | None, int], str] = {}
    for (source, snapshot), seen in pages.items():
        name = f"{source}/{snapshot}"
        date = ListingDate.fromisoformat(snapshot) if snapshot.replace("-", "").isdecimal() else None
        listings.append(Listing(papers=map(_paper, seen), date=date, source=name))
        truth.update({(name, place): row["paper"] for place, row in enumerate(seen)})
    return listings, truth


def scores(catalog: Catalog, truth: dict[tuple[str | None, int], str]) -> tuple[float, float]:
    """Return precision and F1 over all pairs of sightings."""
    names = {sighting: truth[sighting.source, sighting.position] for sighting in catalog.sightings}

    def pairs(counts: Counter[Any]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    right = sum(pairs(Counter(names[s] for s in entry.sightings)) for entry in catalog)
    joined = sum(pairs(Counter({0: len(entry.sightings)})) for entry in catalog)
    true = pairs(Counter(names.values()))
    return right / joined, 2 * right / (joined + true)


def test_real_sightings(corpus: Path) -> None:
    """No two papers are merged, and hardly any paper has two entries."""
    listings, truth = listings_of(rows_of(corpus))
    precision, f1 = scores(merge(listings), truth)
    assert precision == 1
    assert f1 >= 0.999


def test_real_sightings_in_any_order(corpus: Path) -> None:
    """Shuffled, grouped and added page by page: the same bytes."""
    listings, _ = listings_of(rows_of(corpus))
    expected = merge(listings).to_jsonl()
    shuffled = random.Random(1).sample(listings, len(listings))  # noqa: S311 - no secret
    united = merge(shuffled[:100]) | merge(shuffled[50:300]) | merge(shuffled[300:])
    grown = Catalog()
    for number, listing in enumerate(shuffled):
        grown.add(listing)
        if number % 50 == 0:
            assert len(grown.entries) > 0
    assert united.to_jsonl() == grown.to_jsonl() == expected


@pytest.mark.parametrize("told", [True, False], ids=["with abstracts", "without"])
def test_namesakes_stay_apart(corpus: Path, told: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """No pair of different papers with nearly the same title is merged."""
    known = {row["paper"]: row for row in rows_of(corpus)}
    with (corpus / "sightings" / "namesakes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row, side in itertools.product(rows, ("as listed", "as seen")):
        seen = [known.get(row[f"paper_{n}"], {}) for n in (1, 2)]
        titles = [row[f"title_{n}"] if side == "as listed" else seen[n - 1].get("title") for n in (1, 2)]
        abstracts = [paper.get("abstract") if told else None for paper in seen]
        if None not in titles:
            papers = [
                Paper(title=str(title), abstract=abstract) for title, abstract in zip(titles, abstracts, strict=True)
            ]
            assert len(merge([Listing(papers=papers)])) == 2, titles


def test_noise(corpus: Path) -> None:
    """Of each kind of noise, enough of the noisy copies are merged with their papers, and hardly any with another.

    Some rows have the message of a program in place of their abstract; these are left out.
    """
    rows = list({row["paper"]: row for row in rows_of(corpus) if letters(row["abstract"] or "")}.values())
    copies, kinds = noisy(rows)
    listings, truth = listings_of([*rows, *copies])
    catalog = merge(listings)
    precision, f1 = scores(catalog, truth)
    assert precision >= 0.999
    assert f1 >= 0.95
    found = recalls(catalog, truth, kinds)
    assert set(found) == set(FLOORS) == set(KINDS)
    assert not {kind: recall for kind, recall in found.items() if recall < FLOORS[kind]}


def recalls(catalog: Catalog, truth: dict[tuple[str | None, int], str], kinds: dict[str, str]) -> dict[str, float]:
    """Return for each kind of noise the share of noisy copies that are with their papers."""
    total: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for entry in catalog:
        clean = {truth[s.source, s.position] for s in entry.sightings if not (s.source or "").startswith("noise")}
        for sighting in entry.sightings:
            if (sighting.source or "").startswith("noise"):
                paper = truth[sighting.source, sighting.position]
                total[kinds[paper]] += 1
                right[kinds[paper]] += paper in clean
    return {kind: right[kind] / total[kind] for kind in total}
