"""Give work on many files to the workers of an executor, and take the results in order."""

from __future__ import annotations

import os
import pickle
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from .._collecting import uncollected

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor, Future

    from .finding import Found

Told: TypeAlias = "Callable[[int, int], object]"
"""Called with the number of files that are done, and the number of all."""

T = TypeVar("T")
R = TypeVar("R")

_MOST_FILES: Final = 32
_ENOUGH: Final = 1 << 20
"""A batch has at most so many files, and ends with the file that brings it to so many bytes.

Then parsing it takes much longer than passing it to a worker.
"""

_MOST_AT_ONCE: Final = 64
"""This many batches are given to the executor before the result of the first one is taken, to bound memory."""


def check_callers(executor: Executor | None, progress: object) -> None:
    """Raise TypeError for an executor or a function that cannot be used.

    >>> check_callers(None, 3)
    Traceback (most recent call last):
        ...
    TypeError: progress: expected a function or None, got int 3
    """
    if executor is not None and not hasattr(executor, "submit"):
        raise TypeError(f"executor: expected an executor or None, got {type(executor).__name__} {executor!r:.40}")
    if progress is not None and not callable(progress):
        raise TypeError(f"progress: expected a function or None, got {type(progress).__name__} {progress!r:.40}")


def batches(files: Iterable[tuple[Found, bool]]) -> Iterator[list[tuple[Found, bool]]]:
    """Iterate over batches of successive files, as :func:`.finding.find_named` finds them.

    A file whose size is not known ends its batch.
    """
    batch: list[tuple[Found, bool]] = []
    size = 0
    for file in files:
        batch.append(file)
        size += _size(file[0])
        if len(batch) >= _MOST_FILES or size >= _ENOUGH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def telling(each: Iterable[T], progress: Told | None) -> Iterator[T]:
    """Iterate over files; tell how many are done whenever the next one is asked for.

    >>> list(telling("ab", lambda done, total: print(done, "of", total)))
    1 of 2
    2 of 2
    ['a', 'b']
    """
    if progress is None:
        yield from each
        return
    known = list(each)
    for done, one in enumerate(known, 1):
        yield one
        progress(done, len(known))


def _size(file: Found) -> int:
    """Return the size of a file in bytes; a large one if it is not known."""
    try:
        return os.stat(file).st_size if isinstance(file, Path) else _ENOUGH  # noqa: PTH116 - Path.stat takes longer
    except OSError:
        return _ENOUGH


def _pickled(work: Callable[[list[T]], R], task: list[T]) -> bytes:
    """Return the result of a task, pickled: so it needs little memory until it is taken."""
    with uncollected():
        return pickle.dumps(work(task), pickle.HIGHEST_PROTOCOL)


def in_order(
    executor: Executor, work: Callable[[list[T]], R], tasks: Iterable[list[T]], progress: Told | None = None
) -> Iterator[R]:
    """Iterate over the results of ``work`` on each of the ``tasks``, in their order; an error of one is raised then.

    A task is a list of files. With ``progress``, all are found before the first one begins.
    """
    known = tasks if progress is None else list(tasks)
    total = 0 if progress is None else sum(map(len, known))
    waiting: deque[tuple[Future[bytes], int]] = deque()
    done = 0

    def first() -> R:
        nonlocal done
        future, size = waiting.popleft()
        pickled = future.result()
        with uncollected():
            result: R = pickle.loads(pickled)  # noqa: S301 - a worker of ours made it
        done += size
        if progress is not None:
            progress(done, total)
        return result

    try:
        for task in known:
            waiting.append((executor.submit(_pickled, work, task), len(task)))
            if len(waiting) >= _MOST_AT_ONCE:
                yield first()
        while waiting:
            yield first()
    finally:
        for future, _ in waiting:
            future.cancel()
