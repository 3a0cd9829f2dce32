"""Measure the steps of merging in parts. Run as a script: ``python -m tests.benchmarks.crawl [SIGHTINGS] [PARTS]``.

The sightings are those of :mod:`tests.benchmarks.dedup`, with days and numbers of authors, in files of 20,000. Half of
the pages have a date without a year. Each step is run in a process of its own, one task after the other; its processor
time and its peak memory are printed. A million sightings in 32 parts take about 25 minutes on two busy cores.
"""

# ruff: noqa: T201 - a script prints
from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from attrs import evolve

from paperlist import Listing, ListingDate, Paper, write
from paperlist.crawl import parts as crawl
from paperlist.crawl.tasks import Runner
from tests.benchmarks.dedup import PAGE, papers

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperlist.crawl.tasks import Step
    from paperlist.crawl.work import Work

SIGHTINGS_IN_FILE = 20_000
YEAR = 2025


def _completed(paper: Paper) -> Paper:
    """Return a paper with a day of publication and a number of authors: the same for all its sightings."""
    number = crc32((paper.abstract or "").strip()[:60].encode())
    hidden = number % 3 == 0  # it was published in the year in which its pages were saved
    day = ListingDate(
        month=1 if hidden else number // 7 % 12 + 1,
        day=number % 28 + 1,
        year=None if hidden else YEAR - 1 - number % 2,
    )
    return evolve(paper, published=day, author_count=1 + number // 28 % 12)


def write_sightings(folder: Path, count: int) -> None:
    """Write files that together have this number of sightings."""
    seen = list(map(_completed, islice(papers(count), count)))
    random.Random(1).shuffle(seen)  # noqa: S311 - no secret
    for start in range(0, count, SIGHTINGS_IN_FILE):
        pages: list[Listing] = []
        for first in range(start, min(count, start + SIGHTINGS_IN_FILE), PAGE):
            number = first // PAGE
            date = ListingDate(month=number // 28 % 11 + 2, day=number % 28 + 1, year=YEAR if number % 2 else None)
            pages.append(Listing(papers=seen[first : first + PAGE], source=f"{number}.txt", date=date))
        write(pages, folder / f"{start:09}.jsonl")


def _apart(call: Callable[[], None]) -> tuple[float, float]:
    """Call something in a process of its own; return its processor time in seconds, and its peak memory in MiB."""
    process = os.fork()
    if not process:
        call()
        os._exit(0)
    _, status, used = os.wait4(process, 0)
    assert not status
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


class Measured(Runner):
    """Runs each step in a process of its own, and prints what it took."""

    def run(self, step: Step, work: Work) -> None:
        """Run the tasks of a step."""
        seconds, memory = _apart(lambda: Runner().run(step, work))
        print(f"{step.name:8} {len(step.tasks):5} tasks {seconds:8.1f} s {memory:6.0f} MiB", flush=True)


def main(count: int, parts: int) -> None:
    """Print a line for each step."""
    setattr(crawl, "Runner", Measured)  # noqa: B010 - mypy allows no assignment to a class
    with tempfile.TemporaryDirectory() as folder:
        dumps, merged = Path(folder, "dumps"), Path(folder, "merged")
        dumps.mkdir()
        _apart(lambda: write_sightings(dumps, count))
        start = time.perf_counter()
        found: Any = crawl.merge_parts(dumps, merged, parts=parts, not_after=YEAR + 1).summary
    print(f"{found['papers']} papers, {found['review']} pairs to review; {time.perf_counter() - start:.0f} s in all")


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    main(*given, *(100_000, 16)[len(given) :])
