"""Measure how fast files are read, and how much faster by two processes.

Run as a script: ``python -m tests.benchmarks.reading [FILES]``. The files are pages of 40 invented papers. It prints
the best time of a few rounds, and the share of this process in the processor time, which limits how many workers are
worth having. Then it prints the time that a page of another site takes in a WET file; most pages of a crawl are such.
"""

# ruff: noqa: T201 - a script prints
from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from paperlist import merge, parse_many
from tests.benchmarks.corpora import invented_words, snapshots
from tests.helpers.crawled import packed, record

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    Call = Callable[[Executor | None], object]

WORKERS = 2
ROUNDS = 5
OTHER_PAGES = 10_000
WORDS = 870
"""The words of a page of another site: so it has 3 KB when it is compressed, as those of Common Crawl have."""


def _processor_time(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def _measured(call: Call, workers: int) -> tuple[float, float, float]:
    """Return the time of a call, the processor time of this process, and that of its workers, in seconds."""
    own, others = map(_processor_time, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    start = time.perf_counter()
    executor = ProcessPoolExecutor(workers) if workers else None
    call(executor)
    if executor is not None:
        executor.shutdown()
    taken = time.perf_counter() - start
    return taken, _processor_time(resource.RUSAGE_SELF) - own, _processor_time(resource.RUSAGE_CHILDREN) - others


def compare(name: str, call: Call) -> None:
    """Print how much faster two workers are than one process; both take turns, since other programs disturb them."""
    rounds = [(_measured(call, 0), _measured(call, WORKERS)) for _ in range(ROUNDS)]
    alone = min(alone for alone, _ in rounds)
    together = min(together for _, together in rounds)
    share = min(own / (own + others) for _, (_, own, others) in rounds)
    print(
        f"{name:16} {alone[0]:6.2f} s alone ({alone[1]:.2f} s of processor time), {together[0]:6.2f} s by {WORKERS} "
        f"workers: {alone[0] / together[0]:.2f} times as fast; share of this process: {share:.0%}",
        flush=True,
    )


def skip(folder: Path) -> None:
    """Print the processor time that a page of another site takes."""
    rng = random.Random(1)  # noqa: S311 - no secret
    words = invented_words(rng, 5_000)
    pages = (" ".join(rng.choices(words, k=WORDS)).encode() for _ in range(OTHER_PAGES))
    content = packed(record("conversion", f"https://example.org/{number}", page) for number, page in enumerate(pages))
    path = folder / "other.warc.wet.gz"
    path.write_bytes(content)
    least = min(_measured(lambda _: list(parse_many(path)), 0)[1] for _ in range(ROUNDS))
    size = len(content) / OTHER_PAGES / 1000
    print(f"{'skip':16} {least / OTHER_PAGES * 1e6:.0f} µs of processor time for a page of {size:.1f} KB, compressed")


def main(files: int) -> None:
    """Print a line for each way."""
    with tempfile.TemporaryDirectory() as folder:
        dumps = Path(folder, "dumps")
        dumps.mkdir()
        for dump in snapshots(files):
            (dumps / dump.name).write_bytes(dump.text)
        compare("parse", lambda executor: sum(map(len, parse_many(dumps, executor=executor))))
        compare("parse and merge", lambda executor: merge(parse_many(dumps, executor=executor)).entries)
        skip(Path(folder))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
