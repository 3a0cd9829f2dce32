"""Test that tasks are run on any executor, that what failed is run again, and that what was done is not."""

from __future__ import annotations

import gzip
import os
import signal
import sys
import time
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import Pipe
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from paperlist import CrawlError, Listing, Paper, merge, merge_parts, parse_many
from paperlist.crawl import manifest, tasks
from paperlist.crawl.storage import Sections, write_sections
from paperlist.crawl.tasks import Runner, Step
from paperlist.crawl.work import Work
from paperlist.files.sources import open_found

if TYPE_CHECKING:
    from collections.abc import Callable

    from paperlist.crawl.parts import Parts

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return Work(tmp_path, 0, None)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]


def _note(work: Work, number: int) -> int:
    """Note that a task begins, and return how often it has begun."""
    log = work.folder / f"begun-{number}"
    with log.open("a") as file:
        file.write("x")
    return log.stat().st_size


def _store(work: Work, number: int) -> None:
    _note(work, number)
    work.store("step", number, [number])


def _fail_once(work: Work, number: int) -> None:
    if _note(work, number) == 1:
        raise OSError(f"no {number}")
    work.store("step", number, [number])


def _fail_for_one(work: Work, number: int) -> None:
    _note(work, number)
    if number == 1:
        raise ValueError
    work.store("step", number, [number])


def _end_once(work: Work, number: int) -> None:
    if _note(work, number) == 1 and number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    work.store("step", number, [number])


def _always_end(work: Work, number: int) -> None:
    _note(work, number)
    if number == 1:
        os.kill(os.getpid(), signal.SIGKILL)
    work.store("step", number, [number])


def _step(run: Callable[[Work, int], None]) -> Step:
    return Step("step", run, range(4), lambda _, number: f"shard {number}")


def _done(work: Work) -> list[int]:
    return [number for number in range(4) if work.path("step", number).exists()]


def _runs(work: Work) -> list[int]:
    return [(work.folder / f"begun-{number}").stat().st_size for number in range(4)]


RUNNERS: list[Callable[[], Runner]] = [
    Runner,
    lambda: Runner(executor=ThreadPoolExecutor(2)),
    lambda: Runner(workers=2),
]


@pytest.mark.parametrize("runner", RUNNERS, ids=["here", "executor", "pool"])
def test_what_was_done_is_not_done_again(runner: Callable[[], Runner], work: Work) -> None:
    """A task whose file exists is skipped, and progress counts it."""
    calls: list[tuple[str, int, int]] = []
    _store(work, 2)

    def note(step: str, done: int, total: int) -> None:
        calls.append((step, done, total))

    with runner() as one:
        one.progress = note
        for _ in range(2):
            one.run(_step(_store), work)
    assert _runs(work) == [1, 1, 1, 1]
    assert calls == [("step", done, 4) for done in (1, 2, 3, 4, 4)]


@pytest.mark.parametrize("runner", RUNNERS, ids=["here", "executor", "pool"])
def test_a_task_that_failed_is_run_once_more(runner: Callable[[], Runner], work: Work) -> None:
    """After that it is named, with the reason, once all others are done."""
    with runner() as one:
        one.run(_step(_fail_once), work)
        assert _runs(work) == [2, 2, 2, 2]
        for number in range(4):
            work.path("step", number).unlink()
            (work.folder / f"begun-{number}").unlink()
        with pytest.raises(CrawlError, match=r"1 of the tasks of step 'step' failed twice .*: shard 1: ValueError"):
            one.run(_step(_fail_for_one), work)
    assert (_done(work), _runs(work)) == ([0, 2, 3], [1, 2, 1, 1])


@pytest.mark.parametrize("workers", [1, 2])
def test_a_process_that_was_killed_is_replaced(workers: int, work: Work) -> None:
    """The tasks that were running are run again, each alone."""
    with Runner(workers=workers) as one:
        one.run(_step(_end_once), work)
    assert _done(work) == [0, 1, 2, 3]
    assert max(_runs(work)) == 2


def test_the_task_that_ends_its_process_is_found(work: Work) -> None:
    """Whatever ran beside it is done."""
    with Runner(workers=2) as one, pytest.raises(CrawlError, match="shard 1: the process that ran it ended"):
        one.run(_step(_always_end), work)
    assert (_done(work), _runs(work)[1]) == ([0, 2, 3], 2)


class Broken(Executor):
    """An executor that cannot be used."""

    def submit(self, *_args: Any, **_options: Any) -> Future[Any]:
        """Refuse a task."""
        raise BrokenExecutor("ended")

    def __repr__(self) -> str:
        return "Broken()"  # without an address, which would give a test another name in each process


def test_the_executor_of_a_caller_is_not_replaced(work: Work) -> None:
    """Its error is raised."""
    with pytest.raises(BrokenExecutor, match="ended"):
        Runner(executor=Broken()).run(_step(_store), work)


def test_a_pool_that_broke_before_a_task_was_given_to_it_is_replaced(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If other tasks are still running, their errors are waited for."""
    made: list[Any] = [Broken(), ThreadPoolExecutor(1)]

    def pool(_workers: int) -> Any:
        return made.pop(0), Pipe(duplex=False)[1]

    monkeypatch.setattr(tasks, "pool", pool)
    Runner(workers=1).run(_step(_store), work)
    assert _runs(work) == [1, 1, 1, 1]

    class BreaksLater(Broken):
        """Takes one task, whose process ends."""

        def __init__(self) -> None:
            self.taken = False

        def submit(self, *args: Any, **options: Any) -> Future[Any]:
            """Take the first task."""
            if self.taken:
                return super().submit(*args, **options)
            self.taken = True
            future: Future[Any] = Future()
            future.set_exception(BrokenExecutor("ended"))
            return future

    for number in range(4):
        work.path("step", number).unlink()
    made[:] = [BreaksLater(), ThreadPoolExecutor(1)]
    Runner(workers=1).run(_step(_store), work)
    assert _done(work) == [0, 1, 2, 3]


class Counting(ThreadPoolExecutor):
    """Counts the tasks that it has at the same time."""

    running = most = 0

    def submit(self, *args: Any, **options: Any) -> Future[Any]:
        """Take a task."""
        future = super().submit(*args, **options)
        self.running += 1
        self.most = max(self.most, self.running)
        future.add_done_callback(self._count)
        return future

    def _count(self, _: Future[Any]) -> None:
        self.running -= 1


def _wait_for_the_others(work: Work, number: int) -> None:
    _note(work, number)
    for _ in range(1000):
        if all((work.folder / f"begun-{other}").exists() for other in range(4)):
            break
        time.sleep(0.01)
    work.store("step", number, [number])


def test_an_executor_has_many_tasks_at_once(work: Work) -> None:
    """How many of them run is for the executor to decide."""
    executor = Counting(4)
    Runner(executor=executor).run(_step(_wait_for_the_others), work)
    assert executor.most == 4


def test_no_more_processes_are_started_than_there_are_tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Most often these are shards or parts; more than a machine could have are refused."""
    asked: list[int] = []
    make = tasks.pool

    def pool(workers: int) -> Any:
        asked.append(workers)
        return make(workers)

    monkeypatch.setattr(tasks, "pool", pool)
    _crawl(tmp_path, workers=1024)
    assert asked == [2]
    with pytest.raises(ValueError, match=r"^workers: expected a number from 0 to 1024, got 100000$"):
        _crawl(tmp_path / "more", workers=100_000)
    assert not (tmp_path / "more").exists()


def _wait_but_for_one(work: Work, number: int) -> None:
    if number == 1:
        work.store("step", number, [number])
    else:
        time.sleep(600)


def test_workers_end_at_once_after_an_interrupt(work: Work) -> None:
    """What they were doing is lost, and nothing is waited for."""

    def interrupt(_step: str, done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Runner(workers=2, progress=interrupt) as one:
        one.run(_step(_wait_but_for_one), work)
    assert time.monotonic() - begun < 60
    assert _done(work) == [1]


class Interrupted(ThreadPoolExecutor):
    """Is interrupted while it is given a task."""

    survived = False

    def submit(self, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run a task after Ctrl-C, which this thread gets."""
        signal.raise_signal(signal.SIGINT)
        self.survived = True
        return super().submit(*args, **kwargs)


def test_an_interrupt_waits_until_a_process_has_started(work: Work, request: pytest.FixtureRequest) -> None:
    """A process that is interrupted while it starts would write a traceback; Ctrl-C is held back, and not lost."""
    # Where the tests run in the background, a process ignores interrupts.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    request.addfinalizer(lambda: signal.signal(signal.SIGINT, before))
    with Interrupted(1) as executor, pytest.raises(KeyboardInterrupt):
        Runner(executor).run(_step(_store), work)
    assert executor.survived
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def test_workers_end_with_the_process_that_started_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thread looks at the parent from time to time."""
    ended: list[int] = []
    started: list[Any] = []

    class Thread:
        """A thread that runs when it is asked to."""

        def __init__(self, target: Callable[[], None], *, daemon: bool) -> None:
            self.start = lambda: started.append((target, daemon))

    class Receiver:
        """Receives what is sent after two looks."""

        def __init__(self) -> None:
            self.looks = iter([False, False, True])

        def poll(self, _seconds: float) -> bool:
            """Return whether something was sent."""
            return next(self.looks)

    ignored: list[Any] = []

    def note(*signals: Any) -> None:
        ignored.append(signals)

    monkeypatch.setattr("signal.signal", note)
    monkeypatch.setattr("threading.Thread", Thread)
    monkeypatch.setattr("os._exit", ended.append)
    for parents in ([1, 1, 2], [1, 1, 1]):
        monkeypatch.setattr("os.getppid", iter(parents).__next__)
        tasks._end_with(1, Receiver())  # type: ignore[arg-type] # pyright: ignore[reportArgumentType] # noqa: SLF001 - no process may be ended here
        watch, daemon = started.pop()
        watch()
        assert (ended.pop(), daemon) == (1, True)
    assert ignored == [(signal.SIGINT, signal.SIG_IGN)] * 2


def test_sections_are_written_completely_or_not_at_all(tmp_path: Path) -> None:
    """If making one fails, there is no file; long ones are compressed."""
    path = tmp_path / "a"

    def broken() -> Any:
        yield 1
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        write_sections(path, broken())
    assert not list(tmp_path.iterdir())
    write_sections(path, ["x" * 100_000, {"y": 1}])
    with Sections(path) as stored:
        assert list(stored) == ["x" * 100_000, {"y": 1}]
        assert stored.remembered(1) is stored.remembered(1)
    assert path.stat().st_size < 2_000


# Crawls


def _crawl(folder: Path, **options: Any) -> Parts:
    return merge_parts(SAMPLES, folder / "out", parts=2, as_of=2032, tables="jsonl", **options)


def test_a_crawl_continues_where_it_was_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed after any task, it is continued by the same call, and what was done is not done again."""
    expected = merge(parse_many(SAMPLES, as_of=2032)).to_jsonl()
    stored: list[tuple[str, int]] = []
    store = Work.store

    def store_and_stop(work: Work, step: str, number: int, sections: Any) -> None:
        store(work, step, number, sections)
        if step not in ("shards", "sightings", "nodes", "groups", "tokens", "dates"):
            stored.append((step, number))
            raise KeyboardInterrupt

    monkeypatch.setattr(Work, "store", store_and_stop)
    for _ in range(100):
        with suppress(KeyboardInterrupt):
            _crawl(tmp_path)
            break
        (tmp_path / "out" / ".work" / "read" / "left.tmp").write_text("")
    found = _crawl(tmp_path)
    assert "".join(found.lines()) == expected
    assert len(stored) == len(set(stored)) > 10
    assert not list((tmp_path / "out").glob(".work/*/*.tmp"))


def test_a_folder_holds_one_crawl(tmp_path: Path) -> None:
    """Other files, other options and a folder with something else are refused."""
    _crawl(tmp_path)
    with pytest.raises(FileExistsError, match=r"was begun with other options \(not_after, parts\)"):
        merge_parts(SAMPLES, tmp_path / "out", parts=3, as_of=2032, not_after=2033, tables="jsonl")
    with pytest.raises(FileExistsError, match="has the papers of other files, or of files that were changed"):
        merge_parts(SAMPLES / "000-tidal-graphs.txt", tmp_path / "out", parts=2, as_of=2032, tables="jsonl")
    with pytest.raises(FileExistsError, match="is not empty"):
        merge_parts(SAMPLES, tmp_path)


def test_another_version_continues_no_crawl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may read pages differently, so one catalog would have the readings of both. A crawl that is done is found."""
    (tmp_path / "a.txt").write_bytes((SAMPLES / "000-tidal-graphs.txt").read_bytes())
    files = [tmp_path / "a.txt", tmp_path / "gone.txt"]
    with pytest.raises(CrawlError):
        merge_parts(files, tmp_path / "out")
    (tmp_path / "gone.txt").write_text("Daily Papers\n")
    with monkeypatch.context() as patch:
        patch.setattr(manifest, "__version__", "9.9")
        with pytest.raises(FileExistsError, match="was begun with another version of paperlist: choose another folder"):
            merge_parts(files, tmp_path / "out")
    done = merge_parts(files, tmp_path / "out")
    monkeypatch.setattr(manifest, "__version__", "9.9")
    assert merge_parts(files, tmp_path / "out") == done


@pytest.mark.parametrize(
    ("options", "kind", "message"),
    [
        ({"files": None}, TypeError, "expected a path, or several, got NoneType None"),
        ({"parts": 0}, ValueError, "parts: expected a number from 1 to 4096, got 0"),
        ({"parts": 5000}, ValueError, "parts: expected a number from 1 to 4096, got 5000"),
        ({"parts": 2.5}, TypeError, "parts: expected a number from 1 to 4096, got float 2.5"),
        ({"parts": True}, TypeError, "parts: expected a number from 1 to 4096, got bool True"),
        ({"parts": "2"}, TypeError, "parts: expected a number from 1 to 4096, got str '2'"),
        ({"workers": -1}, ValueError, "workers: expected a number from 0 to 1024, got -1"),
        ({"workers": None}, TypeError, "workers: expected a number from 0 to 1024, got NoneType None"),
        ({"executor": 2}, TypeError, "executor: expected an executor or None, got int 2"),
        (
            {"executor": Broken(), "workers": 2},
            ValueError,
            "workers: expected none with an executor",
        ),
        ({"progress": True}, TypeError, "progress: expected a function or None, got bool True"),
        ({"tables": "csv"}, ValueError, "tables: expected one of parquet, jsonl or None, got 'csv'"),
        ({"tables": ""}, ValueError, "tables: expected one of parquet, jsonl or None, got ''"),
        ({"tables": "parquet"}, ImportError, "Parquet and Arrow files need pyarrow or polars: "),
        ({"max_size": "x"}, TypeError, "max_size: expected a number of bytes or None, got str 'x'"),
        ({"max_size": -1}, ValueError, "max_size: expected a number of bytes or None, got -1"),
        ({"max_error": "x"}, TypeError, "max_error: expected a number from 0 to 1, got str 'x'"),
        ({"max_error": 2}, ValueError, "max_error: expected a number from 0 to 1, got 2"),
        ({"as_of": "x"}, ValueError, "as_of: expected an ISO 8601 date or year"),
        ({"wait": "x"}, TypeError, "wait: expected a number of seconds, got str 'x'"),
        ({"wait": -1}, ValueError, "wait: expected a number of seconds, got -1"),
        ({"wait": float("nan")}, ValueError, "wait: expected a number of seconds, got nan"),
    ],
    ids=str,
)
def test_options_are_checked_before_anything_is_written(
    options: dict[str, Any], kind: type[Exception], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that was begun with options that cannot be used would be lost: it takes no others."""
    for library in ("pyarrow", "polars"):
        monkeypatch.setitem(sys.modules, library, None)
    arguments: dict[str, Any] = {"files": SAMPLES, "folder": tmp_path / "out", **options}
    with pytest.raises(kind) as raised:
        merge_parts(**arguments)
    assert str(raised.value).startswith(message)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", ["", "[]", '{"version": 1}', '{"paperlist": "crawl", "version": 2}'])
def test_a_manifest_of_something_else_is_refused(content: str, tmp_path: Path) -> None:
    """Other programs write files of this name, too."""
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(FileExistsError, match="is not empty, and is not the folder of a crawl"):
        merge_parts(SAMPLES, tmp_path)
    assert (tmp_path / "manifest.json").read_text() == content


def test_a_file_that_was_missing_may_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same call continues, and reads that file alone; later it finds the crawl done."""
    names = ("a.txt", "b.txt", "c.txt")
    for name, sample in zip(names, sorted(SAMPLES.iterdir()), strict=False):
        (tmp_path / name).write_bytes(sample.read_bytes())
    files = [tmp_path / name for name in names]
    expected = merge(parse_many(files, as_of=2032)).to_jsonl()
    files[0].rename(tmp_path / "away")
    options: dict[str, Any] = {"parts": 2, "as_of": 2032, "tables": "jsonl"}
    with pytest.raises(CrawlError, match=r"a\.txt: .*No such file"):
        merge_parts(files, tmp_path / "out", **options)
    (tmp_path / "away").rename(files[0])
    read: list[Any] = []

    def note(found: list[tuple[Any, bool]], **more: Any) -> Any:
        read.extend(file for file, _ in found)
        return open_found(found, **more)

    monkeypatch.setattr("paperlist.crawl.reading.open_found", note)
    for _ in range(2):
        assert "".join(merge_parts(files, tmp_path / "out", **options).lines()) == expected
    assert read == files[:1]
    files[1].write_text("Nothing here\n")
    with pytest.raises(FileExistsError, match="files that were changed"):
        merge_parts(files, tmp_path / "out", **options)


def test_files_that_cannot_be_read_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is merged without them; once they can be read, the same call continues."""
    missing = tmp_path / "missing.txt"
    with pytest.raises(CrawlError, match=r"missing\.txt: .*No such file") as raised:
        merge_parts([missing], tmp_path / "out", parts=1)
    assert list(raised.value.failed) == [str(missing)]

    def fail(*_args: Any, **_options: Any) -> Any:
        raise OSError("out of order")

    monkeypatch.setattr("paperlist.crawl.reading.open_found", fail)
    with pytest.raises(CrawlError, match=r"000-tidal-graphs\.txt to .*\.txt: out of order"):
        _crawl(tmp_path / "more")


def test_files_that_cannot_be_read_may_be_left_out(tmp_path: Path) -> None:
    """They are named and counted, and the folder says that they are missing; they may be left out later, too."""
    missing = tmp_path / "missing.txt"
    options: dict[str, Any] = {"parts": 2, "as_of": 2032, "tables": "jsonl"}
    with pytest.raises(CrawlError, match=r"missing\.txt"):
        merge_parts([SAMPLES, missing], tmp_path / "out", **options)
    for _ in range(2):
        found = merge_parts([SAMPLES, missing], tmp_path / "out", skip_unreadable=True, **options)
        assert found.summary["problems"]["unreadable"] == 1
        problems = (tmp_path / "out" / "problems.txt").read_text()
        assert f"{missing.as_posix()}:1:1: unreadable: this file cannot be read" in problems
        assert "".join(found.lines()) == merge(parse_many(SAMPLES, as_of=2032)).to_jsonl()
    with pytest.raises(FileExistsError, match="may lack files"):
        merge_parts([SAMPLES, missing], tmp_path / "out", **options)
    merge_parts(SAMPLES, tmp_path / "whole", **options)
    whole = merge_parts(SAMPLES, tmp_path / "whole", skip_unreadable=True, **options)
    assert "unreadable" not in whole.summary["problems"]


def test_a_large_catalog_is_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a shard needs no more memory than a piece; nothing is lost between them, and damage is reported."""
    whole = merge(parse_many(SAMPLES, as_of=2032))
    whole.different(whole[0], whole[1], "seen")
    whole.save(tmp_path / "a.jsonl")
    monkeypatch.setattr("paperlist.catalog.file.store.SIGHTINGS_IN_PIECE", 5)
    monkeypatch.setattr("paperlist.crawl.reading.MOST_WAITING", 7)
    found = merge_parts(tmp_path / "a.jsonl", tmp_path / "out", parts=3, tables="jsonl")
    assert "".join(found.lines()) == whole.to_jsonl()
    assert found.summary["problems"] == {}
    packed = gzip.compress((tmp_path / "a.jsonl").read_bytes())
    (tmp_path / "b.jsonl.gz").write_bytes(packed[:-1000])
    torn = merge_parts(tmp_path / "b.jsonl.gz", tmp_path / "torn", parts=3, tables="jsonl")
    assert torn.summary["problems"].keys() == {"bad-record", "cut-short", "damaged-archive"}
    assert 0 < torn.summary["sightings"] < 57


def test_parts_that_fail_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A task on a part is named by the number of the part."""

    def fail(*_args: Any, **_options: Any) -> Any:
        raise OSError("out of order")

    monkeypatch.setattr("paperlist.crawl.merging.Entries", fail)
    with pytest.raises(CrawlError, match=r"part 0: .*out of order"):
        _crawl(tmp_path)


def test_one_file_in_several_forms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Dumps, catalogs and other files may be mixed; what is no listing is counted, and problems are listed."""
    merge([Listing(papers=[Paper(title="Tides")], source="x")]).save(tmp_path / "a.jsonl")
    (tmp_path / "b.txt").write_text("Nothing here\n")
    (tmp_path / "c.txt").write_bytes((SAMPLES / "000-tidal-graphs.txt").read_bytes() + b"\xff")
    (tmp_path / "d.jsonl").write_text('{"paperlist": "catalog", "version": 2}\nno record\n')
    (tmp_path / "e.txt.gz").write_bytes(gzip.compress(b"Tides\n" * 100_000))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "polars", None)
    found = merge_parts(tmp_path, tmp_path / "out", parts=1, max_size=100_000)
    assert [path.suffix for path in found.tables] == [".jsonl"]
    assert (found.summary["papers"], found.summary["others"]) == (10, 1)
    assert found.summary["problems"]["too-large"] == 1
    assert "bad-encoding" in (tmp_path / "out" / "problems.txt").read_text()
    found.save(tmp_path / "whole.jsonl")
    assert (tmp_path / "whole.jsonl").read_text() == found.load().to_jsonl()
