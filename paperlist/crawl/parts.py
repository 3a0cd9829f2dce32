"""Merge files into parts, and hold the result: see :mod:`paperlist.crawl`."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from heapq import merge as merge_sorted
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from .._attrs import frozen
from ..catalog.catalog import Catalog
from ..catalog.file.saving import over_catalog
from ..catalog.file.store import write_lines
from ..dedup.verdict.match import MAX_ERROR, checked_error
from ..errors import checked_number
from ..files.batches import batches, check_callers
from ..files.compression import MAX_SIZE, checked_size
from ..files.finding import find_named
from ..files.locking import WAIT, checked_wait, locked
from ..files.writing import write_whole
from ..model import json_line, json_text
from ..tables.files import require
from ..years.dates import day_or_year, today
from .linking import group_titles, link_keys, move_sightings, plan_parts
from .manifest import WORK, begin, finish
from .merging import date_all, merge_part, write_part
from .reading import read_shard, read_what_can_be_read
from .reviewing import compare_pairs, count_words, send_tokens, write_review
from .storage import Sections
from .tasks import MOST_WORKERS, Runner, Step
from .work import WHOLE, Options, Work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Executor

    from ..errors import Diagnostic
    from ..files.finding import Found, StrPath
    from ..model import Record
    from ..years.dates import DayOrYear
    from .reading import Summary
    from .tasks import Progress

Tables: TypeAlias = Literal["parquet", "jsonl"]
"""The format of the tables of papers."""

TABLES: Final[tuple[Tables, ...]] = get_args(Tables)

PARTS: Final = 16

MOST_PARTS: Final = 4096

_KEPT: Final = frozenset(("write",))
"""The steps whose results are needed after all is done."""

_ONE: Final = range(1)


@frozen
class Parts:
    """The catalog in a folder, as files that each have some of its papers.

    - ``catalogs``: catalog files; together they are the catalog
    - ``tables``: a table of papers for each of them, as Parquet or JSON Lines
    - ``review``: a file of JSON Lines with the pairs that are probably one paper, if these were looked for
    - ``summary``: how many shards, pages, sightings and papers there are, what is no listing (``others``), and the
      ``problems`` by their codes
    """

    folder: Path
    summary: Record

    @property
    def catalogs(self) -> tuple[Path, ...]:
        """The catalog files, in order."""
        return tuple(sorted(Path(self.folder, "catalog").glob("*.jsonl")))

    @property
    def tables(self) -> tuple[Path, ...]:
        """The tables of papers, in order."""
        return tuple(sorted(path for path in Path(self.folder, "papers").iterdir() if path.suffix[1:] in TABLES))

    @property
    def review(self) -> Path:
        """The file with the pairs that are probably one paper."""
        return Path(self.folder, "review.jsonl")

    def lines(self) -> Iterator[str]:
        """Iterate over the lines of the file of the whole catalog, without having all in memory."""
        decisions: list[Record] = []
        sorted_parts = merge_sorted(*(self._keyed(path, decisions) for path in self.catalogs), key=_key)
        entries = ((json_text(record), len(record["sightings"])) for _, record in sorted_parts)
        return (line.decode() for line in write_lines(entries, _sorted(decisions), ()))

    def _keyed(self, path: Path, decisions: list[Record]) -> Iterator[tuple[Any, Record]]:
        """Iterate over the entries in a catalog file, each with its sort key; add the decisions to a list."""
        with Sections(Path(self.folder, WORK, "write", path.stem)) as stored:
            _, order, _ = stored
        with path.open(encoding="utf-8", newline="\n") as file:
            keys = iter(order)
            for line in file:
                record = json.loads(line)
                record.pop("check", None)
                if "decision" in record:
                    decisions.append(record)
                elif "paperlist" not in record:
                    yield next(keys), record

    def save(self, path: StrPath) -> None:
        """Write the whole catalog to one file, as :meth:`.Catalog.save` does."""
        write_whole(path, over_catalog(path, self.lines()))

    def load(self) -> Catalog:
        """Load the whole catalog into memory."""
        catalog = Catalog()
        for path in self.catalogs:
            catalog |= Catalog.load(path)
        return catalog


def _key(keyed: tuple[Any, Record]) -> Any:
    return keyed[0]


def _sorted(decisions: list[Record]) -> Iterator[Record]:
    """Iterate over decisions in order; the list is complete when the first one is asked for."""
    yield from sorted(decisions, key=json_line)


# Merging


def merge_parts(  # noqa: PLR0913 - options, each known by its name
    files: StrPath | Iterable[StrPath],
    folder: StrPath,
    *,
    parts: int = PARTS,
    executor: Executor | None = None,
    workers: int = 0,
    as_of: DayOrYear = None,
    not_after: DayOrYear = None,
    mend: bool = False,
    max_size: int | None = MAX_SIZE,
    max_error: float = MAX_ERROR,
    tables: Tables | None = None,
    review: bool = True,
    skip_unreadable: bool = False,
    progress: Progress | None = None,
    wait: float = WAIT,
) -> Parts:
    """Merge the dumps and catalogs in ``files`` into several catalog files in ``folder``, each with some of the papers.

    Together they are the catalog that :func:`merge` would return, with the same entries, dates and review. But no
    process has more than one of the ``parts`` in memory, or the dates of all. ``files`` are as for :func:`parse_many`;
    those that are no listings are counted and not named. A crawl that was begun in ``folder`` is continued if files and
    options are the same, and a file that was missing may be there now; otherwise FileExistsError is raised.

    Tasks are run in this process, by an ``executor``, or by a pool of ``workers`` processes (at most 1,024, and no more
    are started than there are tasks). There may be 4,096 ``parts``. An executor on several
    machines needs files and a folder that all of them see. ``progress`` is called with the name of a step, the number
    of its tasks that are done, and the number of all. ``tables`` is the format of the tables of papers:
    ``"parquet"`` if a library for that is installed, else ``"jsonl"``. Without ``review``, pairs that are probably one
    paper are not looked for, which saves a quarter of the time or more.

    Options that cannot be used raise TypeError, ValueError or ImportError before anything is written. Raises
    :class:`.tasks.CrawlError` if files cannot be read, or if anything else failed twice; calling again
    continues. With ``skip_unreadable``, files that could not be read twice are left out instead: they are counted in
    the summary (``unreadable`` among the problems) and named in ``problems.txt``. Raises :class:`LockedError` if
    another process works in the folder for longer than ``wait`` seconds.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     merge_parts("samples", folder, parts=2, as_of=2032).load()
    <Catalog of 36 entries, 57 sightings>
    """
    _check_workers(executor, workers, progress)
    checked_wait(wait)
    options = Options(
        as_of=day_or_year(as_of, "as_of"),
        not_after=day_or_year(not_after, "not_after"),
        begun=today(),
        mend=bool(mend),
        max_size=checked_size(max_size),
        max_error=checked_error(max_error),
        parts=checked_number(parts, f"parts: expected a number from 1 to {MOST_PARTS}", 1, MOST_PARTS),
        tables=_best_tables() if tables is None else _checked_tables(tables),
        review=bool(review),
        skip_unreadable=bool(skip_unreadable),
    )
    found = find_named(files)  # which checks them
    made = Path(folder)
    made.mkdir(parents=True, exist_ok=True)
    with locked(made / WORK, wait=wait, optional=True), Runner(executor, workers, progress) as runner:
        return _merged(found, made, options, runner)


def _check_workers(executor: Executor | None, workers: int, progress: Progress | None) -> None:
    """Raise TypeError or ValueError for an executor, a number of workers or a function that cannot be used."""
    check_callers(executor, progress)
    checked_number(workers, f"workers: expected a number from 0 to {MOST_WORKERS}", 0, MOST_WORKERS)
    if workers and executor is not None:
        raise ValueError("workers: expected none with an executor, which has its own")


def _checked_tables(tables: Tables) -> Tables:
    """Return a format of tables. Raises ValueError for an unknown one, and ImportError for one that needs a library."""
    if tables not in TABLES:
        raise ValueError(f"tables: expected one of {', '.join(TABLES)} or None, got {tables!r:.40}")
    if tables == "parquet":
        require()
    return tables


def _best_tables() -> Tables:
    """Return the format of tables that can be written here."""
    try:
        require()
    except ImportError:
        return "jsonl"
    return "parquet"


def _merged(files: Iterable[tuple[Found, bool]], folder: Path, options: Options, runner: Runner) -> Parts:
    """Run all steps, unless the crawl is done; delete the results that nobody needs any more."""
    shards = [[file for file, _ in batch] for batch in batches(files)]
    work, summary = begin(folder, shards, options)
    if summary is None:
        runner.workers = min(runner.workers, max(work.shards, options.parts))  # no step has more tasks
        for step in _steps(work):
            runner.run(step, work)
        write_whole(folder / "problems.txt", (f"{problem}\n" for problem in _problems(work)))
        summary = _summary(work)
        finish(folder, summary)
    for results in (folder / WORK).iterdir():
        if results.name not in _KEPT:
            shutil.rmtree(results)
    return Parts(folder, summary)


# Steps and their results


def _steps(work: Work) -> Iterator[Step]:
    """Iterate over the steps, in order."""
    parts = work.parts
    at_last = read_what_can_be_read if work.options.skip_unreadable else None
    yield Step("read", read_shard, range(work.shards), _names_of_files, at_last)
    reviewing = (
        ("words", count_words, _ONE),
        ("rare", send_tokens, parts),
        ("pairs", compare_pairs, parts),
        ("review", write_review, _ONE),
    )
    for name, task, tasks in (
        ("titles", group_titles, parts),
        ("links", link_keys, parts),
        ("plan", plan_parts, _ONE),
        ("moves", move_sightings, parts),
        ("papers", merge_part, parts),
        ("years", date_all, _ONE),
        ("write", write_part, parts),
        *(reviewing if work.options.review else ()),
    ):
        yield Step(name, task, tasks, _name_of_part)


def _names_of_files(work: Work, number: int) -> str:
    """Return the names of the first and the last file of a shard."""
    files: list[Found] = work.load("shards", 0, number)
    return str(files[0]) if len(files) == 1 else f"{files[0]} to {files[-1]}"


def _name_of_part(_work: Work, number: int) -> str:
    return f"part {number}"


def _summary(work: Work) -> Record:
    """Return the summary of a crawl."""
    counts, problems = Counter(pages=0, others=0), Counter[str]()
    for shard in _shards(work):
        counts.update(pages=shard.pages, others=shard.others)
        problems.update(shard.problems)
    for part in work.parts:
        counts.update(work.load("write", part, 0))
    counts["contradictions"] = len(_contradictions(work))
    pairs = work.load("review", WHOLE, 0) if work.options.review else None
    return {"shards": work.shards, **counts, "review": pairs, "problems": dict(sorted(problems.items()))}


def _problems(work: Work) -> Iterator[object]:
    """Iterate over all problems but minor ones."""
    for shard in _shards(work):
        yield from shard.lines
    yield from _contradictions(work)


def _shards(work: Work) -> Iterator[Summary]:
    """Iterate over the summaries of the shards."""
    return map(work.summary, range(work.shards))


def _contradictions(work: Work) -> list[Diagnostic]:
    """Return the contradictions between the dates of pages."""
    found: list[Diagnostic] = work.load("years", WHOLE, work.options.parts)
    return found
