"""Test that work on batches of files gives its results in order, with few batches at once."""

from __future__ import annotations

from concurrent.futures import Executor, Future, ThreadPoolExecutor
from itertools import chain
from typing import TYPE_CHECKING, Any

import pytest

from paperlist.files import batches as batching
from paperlist.files.batches import batches, in_order
from paperlist.files.remote import RemoteFile

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Lazy(Executor):
    """An executor that does the work when the result is asked for, and counts what waits."""

    def __init__(self) -> None:
        self.waiting = self.most = 0
        self.futures: list[Future[Any]] = []

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Return a future that does the work when its result is asked for."""
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        executor = self

        class Result(Future[Any]):
            def result(self, timeout: float | None = None) -> Any:  # noqa: ARG002
                """Do the work."""
                executor.waiting -= 1
                return fn(*args, **kwargs)

        self.futures.append(Result())
        return self.futures[-1]


def _sum(numbers: list[Any]) -> int:
    return sum(numbers)


def files(folder: Path, *sizes: int) -> list[tuple[Any, bool]]:
    found: list[tuple[Any, bool]] = []
    for number, size in enumerate(sizes):
        path = folder / f"{number:03}.txt"
        path.write_bytes(b"x" * size)
        found.append((path, True))
    return found


def test_batches_are_of_small_files_or_of_one_large_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No file is lost or moved, and a batch ends at enough files, at enough bytes, or at a file of unknown size."""
    monkeypatch.setattr(batching, "_MOST_FILES", 3)
    monkeypatch.setattr(batching, "_ENOUGH", 100)
    remote = RemoteFile(None, "a.txt", "memory://a.txt")
    found = [*files(tmp_path, 1, 1, 1, 1, 100, 1, 99, 1), (remote, True), (tmp_path / "none", True), (tmp_path, False)]
    made = list(batches(found))
    assert list(chain.from_iterable(made)) == found
    assert [len(batch) for batch in made][:5] == [3, 2, 2, 2, 1]
    assert list(batches([])) == []


def test_results_are_in_order() -> None:
    """Results are in the order of the tasks, not in the order in which workers end."""
    with ThreadPoolExecutor(4) as pool:
        assert list(in_order(pool, _sum, [[number, 1] for number in range(500)])) == list(range(1, 501))


def test_few_tasks_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tasks are taken and given to the executor only as results are asked for."""
    monkeypatch.setattr(batching, "_MOST_AT_ONCE", 5)
    executor = Lazy()
    taken: list[int] = []

    def tasks() -> Iterator[list[Any]]:
        for number in range(100):
            taken.append(number)
            yield [number]

    results = in_order(executor, _sum, tasks())
    assert [next(results) for _ in range(3)] == [0, 1, 2]
    assert len(taken) == 7
    assert [*results] == list(range(3, 100))
    assert executor.most == 5


def test_what_is_not_needed_is_cancelled() -> None:
    """An error, or a caller that asks for no more, cancels what waits."""
    executor = Lazy()
    mixed: list[list[Any]] = [[1], ["a"], [2], [3]]
    results = in_order(executor, _sum, mixed)
    assert next(results) == 1
    with pytest.raises(TypeError):
        next(results)
    assert [future.cancelled() for future in executor.futures] == [False, False, True, True]
