"""Measure how long parsing takes, relative to reading the file. Run as a script: ``python -m tests.benchmarks.parse``.

The time for reading a dump, decoding it and splitting it into lines is the floor. All other times are multiples of it:
the median of the rounds, with the minimum in brackets. Each round measures everything once. ``merge`` merges listings
that were parsed before, and ``and merge`` parses many files and merges them. A ``?`` after a time means that the peer
does not find all papers; a ``-`` means that it finds none or is not installed. ``lex`` splits the text into tokens, and
``objects`` makes the papers anew from their values: what ``parse`` takes beyond ``read`` and these two is for judging
the page. Times are processor times. The rows are described in `corpora`, and the peers in `peers`.
"""

# ruff: noqa: T201 - a script prints
from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import statistics
import subprocess
import sys
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING, Any, Final

from attrs import asdict, frozen

import paperlist
from paperlist._engine import re
from paperlist.tokens.lexer import lex
from tests.benchmarks import corpora, peers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

FLOOR: Final = "read and split"
UNITS: Final = {"KB": 10**3, "MB": 10**6}
LEAST: Final = 0.02
"""So many seconds at least a time is taken for, by calling several times."""

MEMORY: Final = 100
"""So many megabytes of pages are read while memory is measured."""

COLUMNS: Final = (
    *("read", "script", "TextFSM", "Lark", "lex", "objects", "parse", "tokenize", "parse_many", "merge"),
    "and merge",
)
PEERS: Final = ("script", "TextFSM", "Lark")

AT_MOST: Final = (("seeds, short", 4.0), ("seeds", 2.0), ("damaged", 1.5), ("snapshots", 3.5), ("", 6.0))
"""What parsing may take by the beginning of a dump's name: multiples of the floor, of damaged ones of undamaged ones.

Of snapshots it is what parsing and merging may take.
"""
IMPORTED: Final = ("import attrs, regex", "import paperlist")


@frozen
class Row:
    """A dump, or a folder of snapshots: its size, its number of papers, and where it was written."""

    name: str
    bytes: int
    papers: int
    path: Path


@frozen
class Times:
    """The seconds that something took in each round, and the number of papers that it found."""

    found: int
    seconds: list[float]

    @property
    def median(self) -> float:
        """The median of the rounds."""
        return statistics.median(self.seconds)


def _parse(path: Path) -> int:
    return len(paperlist.parse(path))


def _lex(path: Path) -> int:
    text = path.read_text(encoding="utf-8", errors="replace")
    return sum(tokens.kinds.count(str(paperlist.Kind.AUTHORS)) for tokens in lex([text]))


def _objects(values: Iterable[Mapping[str, Any]]) -> int:
    return len([paperlist.Paper(**each) for each in values])


def _tokenize(path: Path) -> int:
    tokens = paperlist.tokenize(path.read_text(encoding="utf-8", errors="replace"))
    return sum(token.kind is paperlist.Kind.AUTHORS for token in tokens)


def _parse_many(path: Path) -> int:
    return sum(len(listing) for listing in paperlist.parse_many(path))


def _merge(listings: Iterable[paperlist.Listing]) -> int:
    return len(paperlist.merge(listings))


def _of_folder(call: Callable[[Path], int], folder: Path) -> int:
    return sum(map(call, sorted(folder.iterdir())))


def _calls(path: Path) -> dict[str, Callable[[], int]]:
    """Return how the papers in a file or a folder are counted by each thing to measure, the floor first."""
    if path.is_dir():
        return {
            FLOOR: partial(_of_folder, peers.read_and_split, path),
            "read": partial(_of_folder, peers.read, path),
            "script": partial(_of_folder, peers.script, path),
            "parse": partial(_of_folder, _parse, path),
            "parse_many": partial(_parse_many, path),
            "and merge": lambda: _merge(paperlist.parse_many(path)),
        }
    return {
        FLOOR: partial(peers.read_and_split, path),
        "read": partial(peers.read, path),
        **{name: partial(find, path) for name, find in peers.installed().items()},
        "lex": partial(_lex, path),
        "objects": partial(_objects, [asdict(paper, recurse=False) for paper in paperlist.parse(path)]),
        "parse": partial(_parse, path),
        "tokenize": partial(_tokenize, path),
        "parse_many": partial(_parse_many, path),
        "merge": partial(_merge, [paperlist.parse(path)]),
    }


def _row(corpus: corpora.Corpus, folder: Path) -> Row:
    """Write a dump into ``folder``."""
    path = folder / corpus.name
    path.write_bytes(corpus.text)
    return Row(corpus.name, len(corpus.text), len(corpus.papers), path)


def _snapshots(number: int, folder: Path) -> Row:
    """Write so many snapshots into a folder of their own."""
    within = folder / "snapshots"
    within.mkdir()
    size = sum((within / corpus.name).write_bytes(corpus.text) for corpus in corpora.snapshots(number))
    return Row(f"snapshots, {number}", size, number * corpora.PAGE, within)


def _timed(call: Callable[[], int], times: int) -> tuple[int, float]:
    """Return what ``call`` gives, and the seconds that it takes, the mean of some calls."""
    gc.collect()
    found = 0
    start = process_time()
    for _ in range(times):
        found = call()
    return found, (process_time() - start) / times


def measure(path: Path, rounds: int) -> dict[str, Times]:
    """Return the times of all that is to be measured of a dump, interleaved in rounds."""
    calls = _calls(path)
    gc.freeze()  # what is there by now is nothing that a collection within a call should look at
    times = {name: max(1, round(LEAST / (_timed(call, 1)[1] + 1e-6))) for name, call in calls.items()}
    made: dict[str, Times] = {}
    for _ in range(rounds):
        for name, call in calls.items():
            found, seconds = _timed(call, times[name])
            made.setdefault(name, Times(found, [])).seconds.append(seconds)
    gc.unfreeze()
    return made


def measure_apart(path: Path, rounds: int) -> dict[str, Times]:
    """Measure a dump in a fresh process: what was read before changes how dear memory is, and the floor with it."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(measure, (path, rounds))


def _rows(sizes: Sequence[int], number: int, only: Sequence[str], folder: Path) -> Iterator[Row]:
    """Iterate over the dumps whose names have any of ``only`` in them; each is gone when the next one is asked for."""
    usual = min(10**6, max(sizes))
    made: Iterator[corpora.Corpus] = chain(
        chain.from_iterable(corpora.seeds(size) for size in sizes), corpora.views(usual), corpora.damaged(usual)
    )
    for corpus in made:
        if any(part in corpus.name for part in only):
            yield _row(corpus, folder)
            (folder / corpus.name).unlink()
    if any(part in "snapshots" for part in only):
        yield _snapshots(number, folder)


def _in_child(code: str, *arguments: str) -> str:
    """Return what a fresh process prints that runs ``code`` with this paperlist."""
    env = os.environ | {"PYTHONPATH": str(Path(paperlist.__path__[0]).parent)}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], env=env, check=True, capture_output=True
    ).stdout.decode()


def imports(rounds: int) -> dict[str, Times]:
    """Return how long imports take, each in fresh processes of its own."""
    made = {what: Times(0, []) for what in IMPORTED}
    for _ in range(rounds):
        for what, times in made.items():
            code = f"from time import process_time as now; start = now(); {what}; print(now() - start)"
            times.seconds.append(float(_in_child(code)))
    return made


def memory(folder: Path) -> float:
    """Return how many MiB more than before are in use at most while a file of many pages is read."""
    pages = b"\n".join(corpus.text for corpus in corpora.snapshots(100))
    path = folder / "pages"
    with path.open("wb") as file:
        for _ in range(MEMORY * 10**6 // len(pages)):
            file.write(pages + b"\n")
    code = """if True:
        import sys, tracemalloc, paperlist
        tracemalloc.start()
        for listing in paperlist.parse_many(sys.argv[1]):
            pass
        print(tracemalloc.get_traced_memory()[1])
    """
    return int(_in_child(code, str(path))) / 2**20


def machine() -> dict[str, str | int | None]:
    """Return what the times depend on."""
    facts = Path("/proc/cpuinfo").read_text(encoding="utf-8") if Path("/proc/cpuinfo").exists() else ""
    model = next((line.partition(": ")[2] for line in facts.split("\n") if line.startswith("model name")), "")
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": platform.system(),
        "processor": model or platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "engine": re.__name__,
        "paperlist": paperlist.__version__,
    }


def _cell(row: Row, times: Mapping[str, Times], name: str) -> str:
    if name not in times or not times[name].found:
        return "-"
    taken, floor = times[name], times[FLOOR]
    doubt = "?" if name in PEERS and taken.found != row.papers else ""
    return f"{taken.median / floor.median:.2f} ({min(taken.seconds) / min(floor.seconds):.2f}){doubt}"


def _at_most(row: Row, floor: float, undamaged: float) -> str:
    """Return what parsing may take, in multiples of the floor; ``undamaged`` are the seconds of an undamaged dump."""
    bound = next(bound for name, bound in AT_MOST if row.name.startswith(name))
    return f"{bound * undamaged / floor if row.name.startswith('damaged') else bound:.1f}"


LINE: Final = "{:26}{:>9}{:>7}{:>10}" + "{:>16}" * len(COLUMNS) + "{:>8}"


def table(rows: Iterable[Row], rounds: int) -> Iterator[tuple[Row, dict[str, Times]]]:
    """Print a line for each dump, and iterate over the dumps with their times."""
    print(LINE.format("", "bytes", "papers", "floor, ms", *COLUMNS, "at most"))
    undamaged = 0.0
    for row in rows:
        times = measure_apart(row.path, rounds)
        floor = times[FLOOR].median
        if row.name == "seeds" and row.bytes < 2 * 10**6:
            undamaged = times["parse"].median
        head = [row.name, str(row.bytes), str(row.papers), f"{floor * 1000:.3f}"]
        cells = [_cell(row, times, name) for name in COLUMNS]
        print(LINE.format(*head, *cells, _at_most(row, floor, undamaged)), flush=True)
        yield row, times


def _record(times: Mapping[str, Times]) -> dict[str, Any]:
    floor = next(iter(times.values()))
    return {
        name: {
            "found": taken.found,
            "median": taken.median,
            "least": min(taken.seconds),
            "multiple": taken.median / floor.median,
            "least_multiple": min(taken.seconds) / min(floor.seconds),
        }
        for name, taken in times.items()
    }


def _number(text: str) -> int:
    for unit, worth in UNITS.items():
        if text.endswith(unit):
            return int(text.removesuffix(unit)) * worth
    raise argparse.ArgumentTypeError(f"expected a size such as 100KB or 1MB, got {text!r}")


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure parsing beside reading and splitting.")
    sizes = [100 * UNITS["KB"], UNITS["MB"], 10 * UNITS["MB"]]
    parser.add_argument(
        "--size", nargs="+", type=_number, default=sizes, help="of the dumps in the seeds' layout: 100KB 1MB 10MB"
    )
    parser.add_argument("--only", nargs="+", default=[""], help="parts of names: seeds damaged search imports memory")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--snapshots", type=int, default=1000, help="how many small pages; 10000 take minutes")
    parser.add_argument("--json", type=Path, help="a file to write")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked for, print the table, and write it as JSON."""
    asked = _arguments(arguments)
    facts = machine()
    record: dict[str, Any] = {"machine": facts, "rows": []}
    print(", ".join(f"{name}: {value}" for name, value in facts.items()))
    for name in sorted(set(PEERS) - peers.installed().keys()):
        print(f"{name} is not installed, and not measured")
    with TemporaryDirectory() as named:
        folder = Path(named)
        rows = _rows(asked.size, asked.snapshots, asked.only, folder)
        for row, times in table(rows, asked.rounds):
            found = {"name": row.name, "bytes": row.bytes, "papers": row.papers, "times": _record(times)}
            record["rows"].append(found)
        if any(part in "imports" for part in asked.only):
            times = imports(3 * asked.rounds)
            record["imports"] = _record(times)
            for what, taken in times.items():
                multiple = taken.median / times[IMPORTED[0]].median
                print(f"{what}: {taken.median * 1000:.1f} ms, {multiple:.2f} times (at most 1.25)")
        if any(part in "memory" for part in asked.only):
            record["memory"] = memory(folder)
            print(f"parse_many over {MEMORY} MB of pages: {record['memory']:.1f} MiB above start (at most 64)")
    if asked.json:
        asked.json.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
