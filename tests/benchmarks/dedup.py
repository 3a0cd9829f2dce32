"""Measure the time and the memory that merging takes. Run as a script: ``python -m tests.benchmarks.dedup [RECORDS]``.

The records are invented: papers of made-up words, each seen three times under one title, abstracts of about a thousand
letters, forty papers a page. Every hundredth sighting has another title. Times are the best of three, in seconds. They
are compared with the time for putting the same records into a dict by ``title_key``. A catalog computes nothing until
it is used, so three times are measured: until the clusters are known (``len``), until every entry is made, and until
every merged paper is made too.

Other tools are measured too, if they are installed, on few records, because one of them compares all pairs. They find
similar titles; the share of the true pairs that they find and the number of wrong pairs are printed with the times.
"""

# ruff: noqa: T201 - a script prints
from __future__ import annotations

import gc
import json
import random
import resource
import sys
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from itertools import combinations, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, TypeAlias

from paperlist import Catalog, Listing, ListingDate, Paper, merge
from paperlist.dedup.normalize.titles import title_key
from tests.benchmarks.corpora import invented_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Pairs: TypeAlias = "set[tuple[int, int]]"

PAGE = 40
TIMES_SEEN = 3
FEW = 3000
NEEDED = {"paperlist": (), "rapidfuzz": ("rapidfuzz", "numpy"), "datasketch": ("datasketch",)}
"""What must be installed for a tool to be measured."""


def papers(count: int, *, letters: int = 1000, shared: str = "") -> Iterator[Paper]:
    """Iterate over so many sightings; ``shared`` is put into every title and abstract."""
    rng = random.Random(count)  # noqa: S311 - no secret
    words = invented_words(rng, 20_000)
    while True:
        title = " ".join([shared, *rng.choices(words, k=9)]).strip().title()
        sentences = [" ".join(rng.choices(words, k=20)).capitalize() for _ in range(letters // 130)]
        abstract = ". ".join([*filter(None, [shared]), *sentences]) + "."
        for _ in range(TIMES_SEEN):
            changed = rng.random() < 0.01
            yield Paper(
                title=title[:-3] if changed else f" {title}".strip(),
                abstract=f" {abstract}"[1:],
                upvotes=rng.randrange(100),
            )


def listings(count: int, *, letters: int = 1000, shared: str = "") -> list[Listing]:
    """Return pages with so many sightings, in no order of papers, a day each."""
    seen = list(islice(papers(count, letters=letters, shared=shared), count))
    random.Random(1).shuffle(seen)  # noqa: S311 - no secret
    pages = [seen[start : start + PAGE] for start in range(0, count, PAGE)]
    return [
        Listing(
            papers=page,
            source=f"{number}.txt",
            date=ListingDate(month=number // 28 % 12 + 1, day=number % 28 + 1, year=2024),
        )
        for number, page in enumerate(pages)
    ]


def best(call: Callable[[], object], times: int = 3) -> float:
    """Return the seconds that the quickest of some calls takes."""
    found: list[float] = []
    for _ in range(times):
        gc.collect()
        start = perf_counter()
        call()
        found.append(perf_counter() - start)
    return min(found)


def group(pages: list[Listing]) -> dict[str, list[Paper]]:
    """Return the papers by the keys of their titles."""
    found: dict[str, list[Paper]] = {}
    for page in pages:
        for paper in page:
            found.setdefault(title_key(paper.title), []).append(paper)
    return found


def _adding(pages: list[Listing]) -> float:
    """Return the seconds that adding a page takes to a catalog of all the others, its entries made before and after."""
    catalog = merge(pages[:-5])
    len(catalog.entries)
    found: list[float] = []
    for page in pages[-5:]:
        start = perf_counter()
        catalog.add(page)
        len(catalog.entries)
        found.append(perf_counter() - start)
    return min(found)


def _others(count: int) -> None:
    """Print what other tools take for so many records, and what they find."""
    pages = listings(count)
    seen = [paper for page in pages for paper in page]
    places = {spot: n for n, spot in enumerate((page.source, at) for page in pages for at in range(len(page)))}
    true = _pairs([paper.abstract for paper in seen])
    print(f"{count} records, {len(true)} true pairs:")

    def merged() -> Pairs:
        homes = {places[s.source, s.position]: entry.id for entry in merge(pages) for s in entry.sightings}
        return _pairs([homes[place] for place in range(count)])

    titles = [title_key(paper.title) for paper in seen]
    tools: dict[str, Callable[[], Pairs]] = {
        "paperlist": merged,
        "rapidfuzz": partial(_rapidfuzz, titles),
        "datasketch": partial(_datasketch, titles),
    }
    for name, call in tools.items():
        missing = [module for module in NEEDED[name] if not find_spec(module)]
        if missing:
            print(f"  {name}: not measured, as there is no {' and no '.join(missing)} installed")
            continue
        found = call()
        share = len(found & true) / len(true)
        print(
            f"  {name}: {best(call, 2):.2f} s, finds {share:.3f} of the true pairs and {len(found - true)} wrong ones"
        )


def _pairs(homes: list[object]) -> Pairs:
    """Return the pairs of places that have the same home."""
    members: dict[object, list[int]] = {}
    for place, home in enumerate(homes):
        members.setdefault(home, []).append(place)
    return {pair for some in members.values() for pair in combinations(some, 2)}


def _rapidfuzz(titles: list[str]) -> Pairs:
    """Compare all pairs of titles; those 95 % alike are found."""
    scores = import_module("rapidfuzz.process").cdist(titles, titles, score_cutoff=95)
    return {(int(one), int(other)) for one, other in zip(*scores.nonzero(), strict=True) if one < other}


def _datasketch(titles: list[str]) -> Pairs:
    """Look for titles that have four of five pieces of five letters in common, as 64 hashes tell."""
    datasketch = import_module("datasketch")
    index = datasketch.MinHashLSH(threshold=0.8, num_perm=64)
    found: Pairs = set()
    for number, title in enumerate(titles):
        made = datasketch.MinHash(num_perm=64)
        made.update_batch([title[start : start + 5].encode() for start in range(max(1, len(title) - 4))])
        found.update((other, number) for other in index.query(made))
        index.insert(number, made)
    return found


def _print_files(pages: list[Listing]) -> None:
    """Print how long loading and saving take, in multiples of what ``json`` takes for the same lines."""
    catalog = merge(pages)
    lines = catalog.to_jsonl().splitlines()
    records = [json.loads(line) for line in lines]
    with TemporaryDirectory() as folder:
        path = Path(folder, "catalog.jsonl")
        catalog.save(path)
        loading = best(lambda: Catalog.load(path)) / best(lambda: [json.loads(line) for line in lines])
        saving = best(lambda: _saved(catalog, path)) / best(lambda: [json.dumps(record) for record in records])
    print(f"loading: {loading:.1f} times json.loads; saving: {saving:.1f} times json.dumps")


def _saved(catalog: Catalog, path: Path) -> None:
    path.unlink()  # a file with the same content would be compared, not written
    catalog.save(path)


def _walked(pages: list[Listing]) -> list[Paper]:
    return [entry.paper for entry in merge(pages)]


def main(count: int) -> None:
    """Print a line for each measure."""
    pages = listings(count)
    yardstick = best(lambda: group(pages))
    whole = best(lambda: len(merge(pages)))
    print(f"{count} records by title_key: {yardstick:.2f} s; merged: {whole:.2f} s, {whole / yardstick:.1f} times")
    if count <= 200_000:
        for what, call in (("entry", lambda: merge(pages).entries), ("surviving paper", partial(_walked, pages))):
            seconds = best(call)
            print(f"merged and every {what} made: {seconds:.2f} s, {seconds / yardstick:.1f} times")
        added = _adding(pages)
        print(f"a page added: {added * 1000:.1f} ms, {whole / added:.0f} times cheaper than merging all")
        hostile = listings(count, shared="every single paper shares all of these words in one sentence")
        _print_files(pages)
        print(f"all sharing a sentence: {best(lambda: len(merge(hostile)), 1):.2f} s")
        _others(FEW)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"at most {peak / 2**20:.2f} GiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
