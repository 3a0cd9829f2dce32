"""Update one catalog from many processes at once, kill them at random moments, and count lost and doubled sightings.

Run as a script: ``python -m tests.benchmarks.update [ROUNDS]`` (200 rounds take about twenty minutes). In each round
eight processes run ``paperlist update`` for 25 days each; another process adds half of these days, too. Some processes
are killed, and started again for the days that they have not reported as done. At the end the catalog must be equal,
byte by byte, to one that was made from all days at once.
"""

# ruff: noqa: T201 - a script prints
from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import define

from paperlist import Catalog, ListingDate, Paper, merge, parse
from tests.helpers.pages import Style, write_page

if TYPE_CHECKING:
    from collections.abc import Sequence

WORKERS = 8
DAYS = 25
KILLS = 6
"""How many of the processes are killed in a round."""

WORK = """
import sys
from paperlist.cli import main

catalog, *dumps = sys.argv[1:]
for dump in dumps:
    if main(["update", "--quiet", catalog, dump]) != 0:
        sys.exit(1)
    print(dump, flush=True)
"""


@define
class Worker:
    """A process that adds dumps to a catalog, one after the other."""

    catalog: Path
    todo: list[str]
    process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start the process for all dumps that are not done."""
        command = [sys.executable, "-c", WORK, str(self.catalog), *self.todo]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def end(self, *, kill: bool) -> list[str]:
        """Wait for the process, or kill it; return the dumps that it has reported as done."""
        assert self.process is not None
        if kill:
            self.process.kill()
        out, err = self.process.communicate()
        assert kill or self.process.returncode == 0, err
        done = out.splitlines()
        self.todo = [dump for dump in self.todo if dump not in done]
        return done


def _write_days(folder: Path, number: int, rng: random.Random) -> list[Path]:
    """Write one dump per day, with some papers of the day before on each."""
    papers = [Paper(title=f"On the Tides of Bay {n}", abstract=f"We measure bay {n}. " * 9) for n in range(number + 8)]
    made: list[Path] = []
    for day in range(number):
        shown = [
            Paper(title=p.title, abstract=p.abstract, author_count=n + 1, comments=rng.randrange(1, 99))
            for n, p in enumerate(papers[day : day + 8])
        ]
        path = folder / f"{day:03}.txt"
        date = ListingDate(month=day // 28 % 12 + 1, day=day % 28 + 1)
        path.write_text(write_page(shown, date, Style()), encoding="utf-8")
        made.append(path)
    return made


def _shares(days: Sequence[Path], workers: int, each: int, rng: random.Random) -> list[list[str]]:
    """Return the days of each worker: half of them are those of the next one, too."""
    shares = [[str(days[(worker * each // 2 + n) % len(days)]) for n in range(each)] for worker in range(workers)]
    for share in shares:
        rng.shuffle(share)
    return shares


def faults(folder: Path, seed: int, *, workers: int = WORKERS, each: int = DAYS, kills: int = KILLS) -> list[str]:
    """Carry out one round in an empty folder, and return what went wrong, in words."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    dumps = folder / "dumps"
    dumps.mkdir()
    days = _write_days(dumps, workers * each // 2, rng)
    catalog = folder / "catalog.jsonl"
    team = [Worker(catalog, share) for share in _shares(days, workers, each, rng)]
    done: set[str] = set()
    found: list[str] = []
    for worker in team:
        worker.start()
    for _ in range(kills):
        time.sleep(rng.random() * 0.4)
        victim = rng.choice(team)
        done.update(victim.end(kill=True))
        found += _lost(catalog, done, "after a kill")
        victim.start()
    for worker in team:
        done.update(worker.end(kill=False))
    found += _lost(catalog, done, "at the end")
    whole = merge(parse(day) for day in days)
    if catalog.read_text(encoding="utf-8") != whole.to_jsonl():
        found.append(f"the catalog is not that of all days: {Catalog.load(catalog)!r} for {whole!r}")
    left = sorted(path.name for path in folder.iterdir())
    if left != ["catalog.jsonl", "dumps"]:
        found.append(f"files are left: {left}")
    return found


def _lost(catalog: Path, done: set[str], when: str) -> list[str]:
    """Return what is wrong with the catalog while others may be writing it."""
    if not done:
        return []
    loaded = Catalog.load(catalog)
    seen = {source for sighting in loaded.sightings for source in sighting.sources}
    found = [f"{when}: lost {name}" for name in sorted(done - seen)]
    found += [f"{when}: {diagnostic}" for diagnostic in loaded.diagnostics]
    places = [(sighting.sources, sighting.position) for sighting in loaded.sightings]
    if len(set(places)) < len(places):
        found.append(f"{when}: counted twice")
    return found


def main(rounds: int) -> int:
    """Print a line for each fault, and a summary."""
    start = time.perf_counter()
    number = 0
    for seed in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            for fault in faults(Path(folder), seed):
                number += 1
                print(f"round {seed}: {fault}", flush=True)
    seconds = time.perf_counter() - start
    updates = rounds * WORKERS * DAYS
    print(f"{rounds} rounds, {updates} updates, {rounds * KILLS} kills: {number} faults, {seconds:.0f} s")
    return int(number > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 200))
