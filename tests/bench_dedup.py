"""How long does merging take, and how much memory? Run as a script: ``python tests/bench_dedup.py [RECORDS]``.

The records are invented: papers of made-up words, each seen three times under one title, abstracts of about a thousand
letters, forty papers a page. Every hundredth sighting has another title. Times are the best of three, in seconds;
the yardstick is putting the same records into a dict by ``title_key``.
"""

# ruff: noqa: T201 - a script prints
from __future__ import annotations

import gc
import random
import resource
import sys
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING

from paperlist import Listing, ListingDate, Paper, merge
from paperlist.dedup.normalize import title_key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGE = 40
TIMES_SEEN = 3


def _words(rng: random.Random, count: int) -> list[str]:
    syllables = [a + b for a in "bcdfghklmnprstvw" for b in ("a", "ei", "o", "un", "ir")]
    return ["".join(rng.choices(syllables, k=rng.randint(1, 4))) for _ in range(count)]


def papers(count: int, *, letters: int = 1000, shared: str = "") -> Iterator[Paper]:
    """Iterate over so many sightings; ``shared`` is put into every title and abstract."""
    rng = random.Random(count)  # noqa: S311 - no secret
    words = _words(rng, 20_000)
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
    """Return the seconds that adding a page takes to a catalog of all the others, read before and after."""
    catalog = merge(pages[:-5])
    len(catalog)
    found: list[float] = []
    for page in pages[-5:]:
        start = perf_counter()
        catalog.add(page)
        len(catalog)
        found.append(perf_counter() - start)
    return min(found)


def _others(pages: list[Listing]) -> None:
    titles = list(group(pages))[:2000]
    if find_spec("rapidfuzz"):
        cdist = import_module("rapidfuzz.process").cdist
        seconds = best(partial(cdist, titles, titles, score_cutoff=90), 1)
        print(f"rapidfuzz, all pairs of {len(titles)} titles: {seconds:.2f} s")
    if find_spec("datasketch"):
        print(f"datasketch, {len(titles)} titles: {best(partial(_sketch, titles), 1):.2f} s")


def _sketch(titles: list[str]) -> None:
    datasketch = import_module("datasketch")
    index = datasketch.MinHashLSH(threshold=0.8, num_perm=64)
    for number, title in enumerate(titles):
        made = datasketch.MinHash(num_perm=64)
        made.update_batch([title[start : start + 5].encode() for start in range(len(title))])
        index.insert(number, made)


def main(count: int) -> None:
    """Print a line for each measure."""
    pages = listings(count)
    yardstick = best(lambda: group(pages))
    whole = best(lambda: len(merge(pages)))
    print(f"{count} records by title_key: {yardstick:.2f} s; merged: {whole:.2f} s, {whole / yardstick:.1f} times")
    if count <= 200_000:
        added = _adding(pages)
        print(f"a page added: {added * 1000:.1f} ms, {whole / added:.0f} times cheaper than merging all")
        hostile = listings(count, shared="every single paper shares all of these words in one sentence")
        print(f"all sharing a sentence: {best(lambda: len(merge(hostile)), 1):.2f} s")
        _others(pages)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"at most {peak / 2**20:.2f} GiB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
