"""Run the tasks of a step on the workers of an executor, and run again what failed."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import Counter, deque
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, wait
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, TypeAlias

from .._attrs import define, evolve, field, frozen
from ..errors import PaperlistError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator
    from concurrent.futures import Executor, Future, ProcessPoolExecutor
    from multiprocessing.connection import Connection

    from .work import Work

Progress: TypeAlias = "Callable[[str, int, int], None]"
"""Called with the name of a step, the number of its tasks that are done, and the number of all."""

MOST_AT_ONCE: Final = 64
"""This many tasks at most are given to an executor at the same time."""

MOST_WORKERS: Final = 1024
"""A pool of our own has at most this many processes: more than most machines have processors."""

MOST_TRIES: Final = 2

_POLL: Final = 0.5
"""How often a worker looks whether the process that started it still runs, in seconds."""

_END: Final = b"end"
"""What is sent to workers so that they end at once. None of them reads it, so all see it."""


class CrawlError(PaperlistError, RuntimeError):
    """Raised if tasks failed twice. ``failed`` has the reasons. What was done is kept: the same call continues."""

    def __init__(self, step: str, failed: dict[str, str]) -> None:
        super().__init__(step, failed)
        self.step = step
        self.failed = failed

    def __str__(self) -> str:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in self.failed.items())
        return f"{len(self.failed)} of the tasks of step {self.step!r} failed twice (call again to continue): {reasons}"


@frozen
class Step:
    """A step: its name, what one of its tasks does, and the number of tasks. ``describe`` names a task in messages.

    ``at_last`` is what tasks that failed do instead, if there is anything.
    """

    name: str
    run: Callable[[Work, int], None]
    tasks: range
    describe: Callable[[Work, int], str]
    at_last: Callable[[Work, int], None] | None = None


# Executors of our own


def pool(workers: int) -> tuple[ProcessPoolExecutor, Connection]:
    """Return a pool of processes that end when this one does, even if it is killed, and what can end them at once."""
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - slow to import, and needed only here
    from multiprocessing import Pipe  # noqa: PLC0415 - the same

    receiver, sender = Pipe(duplex=False)
    return ProcessPoolExecutor(workers, initializer=_end_with, initargs=(os.getpid(), receiver)), sender


def _end_with(parent: int, receiver: Connection) -> None:
    """Start a thread that ends this process as soon as its parent has ended, or sends something.

    Ctrl-C is sent to all processes of a terminal. The parent decides what follows from it, so it is ignored here.
    Until then, it is held back (see `_holding_interrupts`).
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent and not receiver.poll(_POLL):
            pass
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


@contextmanager
def _holding_interrupts() -> Generator[None]:
    """Hold Ctrl-C back until the end of the ``with`` block, in this thread and in the processes that start within it.

    Without this, a process that is interrupted while it starts would write a traceback.
    """
    if sys.platform == "win32":  # pragma: no cover - there, signals cannot be held back
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# Running


@define
class Runner:
    """Runs steps in this process, on an executor, or on pools of processes of its own.

    A process of an executor may be killed, for example because memory is short. A pool cannot be used after that. A
    pool of our own is replaced; then the tasks that were running are run alone, so that the one which kills its process
    is found. The executor of a caller cannot be replaced, and its error is raised.

    It is a context manager. At the end of the ``with`` block, the processes of a pool of our own end: at once if an
    error or Ctrl-C ended it.
    """

    executor: Executor | None = None
    workers: int = 0
    progress: Progress | None = None
    _failed: dict[int, str] = field(factory=dict, init=False)
    _tries: Counter[int] = field(factory=Counter[int], init=False)
    _sender: Connection | None = field(default=None, init=False)

    def run(self, step: Step, work: Work) -> None:
        """Run the tasks of a step that are not done. Raises CrawlError if some failed twice, after all others ran."""
        try:
            self._run(step, work)
        except CrawlError:
            if step.at_last is None:
                raise
            self._run(evolve(step, run=step.at_last), work)

    def _run(self, step: Step, work: Work) -> None:
        """Run the tasks that are not done, here or on an executor. Raises CrawlError if some failed twice."""
        missing = [number for number in step.tasks if not work.path(step.name, number).exists()]
        self._failed, self._tries = {}, Counter()
        done = len(step.tasks) - len(missing)
        self._report(step, done)
        if self.executor is None and not self.workers:
            self._run_here(step, work, missing, done)
        elif missing:
            self._run_on_executor(step, work, missing, done)
        if self._failed:
            named = {step.describe(work, number): reason for number, reason in sorted(self._failed.items())}
            raise CrawlError(step.name, named)

    def __enter__(self) -> Runner:  # noqa: PYI034 - typing.Self came with Python 3.11
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._sender is None or self.executor is None:
            return
        if kind is not None:
            self._sender.send_bytes(_END)
        self.executor.shutdown(cancel_futures=True)
        self._sender.close()

    def _report(self, step: Step, done: int) -> None:
        if self.progress is not None:
            self.progress(step.name, done, len(step.tasks))

    def _run_here(self, step: Step, work: Work, missing: list[int], done: int) -> None:
        """Run tasks in this process, one after the other."""
        waiting = deque(missing)
        while waiting:
            number = waiting.popleft()
            error = _error_of(step, work, number)
            if error is None:
                done += 1
                self._report(step, done)
            elif self._fail(number, error):
                waiting.append(number)

    def _fail(self, number: int, error: BaseException) -> bool:
        """Count a failure of a task; return whether the task is to be tried again."""
        self._tries[number] += 1
        if self._tries[number] < MOST_TRIES:
            return True
        self._failed[number] = f"{error}" or type(error).__name__
        return False

    def _run_on_executor(self, step: Step, work: Work, missing: list[int], done: int) -> None:
        """Run tasks on the executor; those that were running when a process ended are run again, each alone."""
        waiting, alone = deque(missing), deque[int]()
        running: dict[Future[None], int] = {}
        while waiting or alone or running:
            most = self.workers + 1 if self.workers else MOST_AT_ONCE
            self._submit(step, work, running, alone or waiting, 1 if alone else most)
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                error = future.exception()
                if isinstance(error, BrokenExecutor):
                    self._renew(error)
                    ended = [number for number in running.values() if not work.path(step.name, number).exists()]
                    alone.extend(number for number in ended if self._fail(number, _EndedError()))
                    done += len(running) - len(ended)
                    running.clear()
                    break
                number = running.pop(future)
                if error is None:
                    done += 1
                    self._report(step, done)
                elif self._fail(number, error):
                    waiting.append(number)

    def _submit(self, step: Step, work: Work, running: dict[Future[None], int], waiting: deque[int], most: int) -> None:
        """Give waiting tasks to the executor, until ``most`` are running."""
        while waiting and len(running) < most:
            if self.executor is None:
                self.executor, self._sender = pool(self.workers)
            try:
                with _holding_interrupts():
                    future = self.executor.submit(step.run, work, waiting[0])
                running[future] = waiting[0]
            except BrokenExecutor as error:
                if running:
                    return  # their futures have the same error
                self._renew(error)
            else:
                waiting.popleft()

    def _renew(self, error: BaseException) -> None:
        """Replace a pool of our own that cannot be used any more."""
        if self._sender is None or self.executor is None:
            raise error
        self.executor.shutdown(wait=False)
        self._sender.close()
        self.executor, self._sender = pool(self.workers)


def _error_of(step: Step, work: Work, number: int) -> Exception | None:
    """Run a task in this process, and return the error that ended it, if one did."""
    try:
        step.run(work, number)
    except Exception as error:  # noqa: BLE001 - it is reported with the others of its step
        return error
    return None


class _EndedError(Exception):
    """The process that ran a task ended before the task was done."""

    def __str__(self) -> str:
        return "the process that ran it ended (perhaps memory was short)"
