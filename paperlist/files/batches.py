"""Give work on many files to the workers of an executor, and take the results in order."""

from __future__ import annotations

import os
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor, Future

    from .finding import Found

T = TypeVar("T")
R = TypeVar("R")

_MOST_FILES: Final = 64
_ENOUGH: Final = 1 << 20
"""A batch has at most so many files, and ends with the file that brings it to so many bytes.

Then parsing it takes much longer than passing it to a worker.
"""

_MOST_AT_ONCE: Final = 64
"""This many batches are given to the executor before the result of the first one is taken, to bound memory."""


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


def _size(file: Found) -> int:
    """Return the size of a file in bytes; a large one if it is not known."""
    try:
        return os.stat(file).st_size if isinstance(file, Path) else _ENOUGH  # noqa: PTH116 - Path.stat takes longer
    except OSError:
        return _ENOUGH


def in_order(executor: Executor, work: Callable[[T], R], tasks: Iterable[T]) -> Iterator[R]:
    """Iterate over the results of ``work`` on each of the ``tasks``, in their order; an error of one is raised then."""
    waiting: deque[Future[R]] = deque()
    try:
        for task in tasks:
            waiting.append(executor.submit(work, task))
            if len(waiting) >= _MOST_AT_ONCE:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
