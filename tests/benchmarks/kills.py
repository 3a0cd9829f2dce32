"""Kill a crawl at a random moment, continue it, and compare its results with those of a crawl that was left alone.

Run as a script: ``python -m tests.benchmarks.kills [ROUNDS] [PAGES]``. In the first round and every other one after it,
the process that gives out the tasks is killed (SIGKILL), and the crawl is started again at once. In the others one of
its two workers is killed. In the end all files must be equal byte by byte, no task may have begun more than twice, and
none after it was done.
"""

# ruff: noqa: T201 - a script prints
from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from paperlist.crawl import parts as crawl
from paperlist.crawl.tasks import Runner
from tests.benchmarks.corpora import snapshots

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from paperlist.crawl.tasks import Step
    from paperlist.crawl.work import Work

PAUSE = 0.01
"""How often the log is looked at, in seconds."""

LONGEST_PAUSE = 0.2
"""How long to wait at most, in seconds, after the line of the log at which a process is to be killed."""


@frozen
class Line:
    """A line of the log: a task began or ended in a process."""

    word: str
    task: str
    process: int


# Within the crawl


@frozen
class Noted:
    """What a task does, with a line in the log before it and after it."""

    step: Step
    log: Path

    def __call__(self, work: Work, number: int) -> None:
        """Run a task."""
        self._note("begin", number)
        self.step.run(work, number)
        self._note("end", number)

    def _note(self, word: str, number: int) -> None:
        with self.log.open("a") as file:
            file.write(f"{word} {self.step.name}-{number} {os.getpid()}\n")


def run_crawl(dumps: str, folder: str, log: str) -> None:
    """Merge dumps in parts by two workers, and note each task in a log."""

    class Noting(Runner):
        """Runs tasks that are noted."""

        def run(self, step: Step, work: Work) -> None:
            """Run the tasks of a step."""
            super().run(evolve(step, run=Noted(step, Path(log))), work)

    setattr(crawl, "Runner", Noting)  # noqa: B010 - mypy allows no assignment to a class
    crawl.merge_parts(dumps, folder, parts=8, workers=2, not_after=2032)


# Outside


def _start(dumps: Path, folder: Path, log: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.benchmarks.kills", "crawl", str(dumps), str(folder), str(log)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def _end(process: subprocess.Popen[str]) -> Iterator[str]:
    """Wait for a crawl, and iterate over what went wrong."""
    _, errors = process.communicate()
    if process.returncode:
        yield f"exit status {process.returncode}: {errors.strip()}"


def _lines(log: Path) -> list[Line]:
    """Return the whole lines of a log."""
    *lines, _ = log.read_text().split("\n") if log.exists() else [""]
    return [Line(word, task, int(process)) for word, task, process in map(str.split, lines)]


def _busy(lines: Sequence[Line]) -> list[int]:
    """Return the processes in which a task has begun and not ended."""
    last = {line.process: line.word for line in lines}
    return [process for process, word in last.items() if word == "begin"]


def _kill_worker(driver: subprocess.Popen[str], log: Path) -> str:
    """Kill a worker that is running a task, unless the crawl ends before; return what was killed, in words."""
    while driver.poll() is None:
        busy = _busy(_lines(log))
        if busy:
            os.kill(busy[-1], signal.SIGKILL)
            return "a worker"
        time.sleep(PAUSE)
    return "nothing"


def _results(folder: Path) -> dict[str, bytes]:
    """Return the content of each file that a crawl wrote, but what only tasks read."""
    return {path.name: path.read_bytes() for path in folder.glob("[!.]*") if path.is_file()} | {
        f"{path.parent.name}/{path.name}": path.read_bytes() for path in folder.glob("[!.]*/*")
    }


def _faults_in_log(lines: Sequence[Line]) -> Iterator[str]:
    """Iterate over what went wrong according to a log."""
    ended: set[str] = set()
    for line in lines:
        if line.word == "end":
            ended.add(line.task)
        elif line.task in ended:
            yield f"{line.task} was begun after it was done"
    yield from (f"{task} was begun {number} times" for task, number in _begun(lines).items() if number > 2)


def _begun(lines: Sequence[Line]) -> Counter[str]:
    """Return how often each task was begun."""
    return Counter(line.task for line in lines if line.word == "begin")


def faults(dumps: Path, folder: Path, expected: dict[str, bytes], moment: float, *, worker: bool) -> list[str]:
    """Carry out one round in an empty folder, and return what went wrong, in words.

    The moment is a number of lines in the log; its fraction is that of a short pause.
    """
    log, out = folder / "log", folder / "out"
    process = _start(dumps, out, log)
    while len(_lines(log)) < int(moment) and process.poll() is None:
        time.sleep(PAUSE)
    time.sleep(moment % 1 * LONGEST_PAUSE)
    killed = "the driver"
    if worker:
        killed = _kill_worker(process, log)
    else:
        process.kill()
        process.communicate()
        process = _start(dumps, out, log)
    found = [*_end(process)]
    if _results(out) != expected:
        found.append("the results are not those of a crawl that was left alone")
    lines = _lines(log)
    again = sum(number > 1 for number in _begun(lines).values())
    print(
        f"{killed} was killed at line {moment:.0f}; {again} of {len(_begun(lines))} tasks were begun again", flush=True
    )
    return [*found, *_faults_in_log(lines)]


def main(rounds: int, pages: int) -> int:
    """Print a line for each round and each fault, and a summary."""
    number = 0
    with tempfile.TemporaryDirectory() as folder:
        dumps = Path(folder, "dumps")
        dumps.mkdir()
        for dump in snapshots(pages):
            (dumps / dump.name).write_bytes(dump.text)
        assert not list(_end(_start(dumps, Path(folder, "alone"), Path(folder, "log"))))
        lines = len(_lines(Path(folder, "log")))
        expected = _results(Path(folder, "alone"))
        rng = random.Random(rounds)  # noqa: S311 - no secret
        for one in range(rounds):
            with tempfile.TemporaryDirectory() as empty:
                moment = rng.uniform(0, lines)
                for fault in faults(dumps, Path(empty), expected, moment, worker=bool(one % 2)):
                    number += 1
                    print(f"round {one}: {fault}", flush=True)
    print(f"{rounds} rounds, {len(expected)} files each: {number} faults")
    return int(number > 0)


if __name__ == "__main__":
    if sys.argv[1:2] == ["crawl"]:
        run_crawl(*sys.argv[2:])
    else:
        given = [int(text) for text in sys.argv[1:]]
        sys.exit(main(*given, *(20, 1_000)[len(given) :]))
