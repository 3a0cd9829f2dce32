"""Show the progress of a long command on a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from .._attrs import define, field

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from .messages import Messages

T = TypeVar("T")

PATIENCE: Final = 1.0
"""The time before anything is shown, in seconds."""


class Bar(Protocol):
    """A progress bar: tqdm's, or a :class:`Counter`."""

    def update(self, number: int, /) -> object:
        """Show that ``number`` more files are done."""

    def clear(self) -> object:
        """Clear the line, until the next update."""

    def close(self) -> object:
        """Clear the line for good."""


@define
class Line:
    """The last line of a terminal, whose text can be replaced."""

    _width: int = field(default=0, init=False)

    def show(self, text: str) -> None:
        """Replace the text."""
        sys.stderr.write(f"\r{text.ljust(self._width)}")
        sys.stderr.flush()
        self._width = len(text)

    def clear(self) -> None:
        """Clear the line."""
        if self._width:
            self.show("")
            sys.stderr.write("\r")
            sys.stderr.flush()


@define
class Counter:
    """A plain counter, ``123/456 files``, on the last line of a terminal."""

    total: int
    done: int = 0
    _line: Line = field(factory=Line, init=False)

    def update(self, number: int) -> None:
        """Show that ``number`` more files are done."""
        self.done += number
        self._line.show(f"{self.done}/{self.total} files")

    def clear(self) -> None:
        """Clear the line."""
        self._line.clear()

    close = clear


def _bar(total: int, done: int) -> Bar:
    try:
        from tqdm import tqdm  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415 - optional, slow
    except ImportError:
        return Counter(total, done)
    made: Bar = tqdm(total=total, initial=done, file=sys.stderr, leave=False, unit="file", dynamic_ncols=True)
    return made


@define
class Progress:
    """Counts how many of ``total`` files are ``done``, and shows it from a second after ``start``."""

    total: int
    start: float
    done: int = 0
    _bar: Bar | None = field(default=None, init=False)

    def advance(self) -> None:
        """Count one more file."""
        if self._bar is None and monotonic() - self.start > PATIENCE:
            self._bar = _bar(self.total, self.done)
        self.done += 1
        if self._bar is not None:
            self._bar.update(1)

    def clear(self) -> None:
        """Make room for a message."""
        if self._bar is not None:
            self._bar.clear()

    def close(self) -> None:
        """Remove the progress bar."""
        if self._bar is not None:
            self._bar.close()


def is_wanted(messages: Messages) -> bool:
    """Whether progress is shown: there is a terminal, and the user did not ask for quiet."""
    return messages.progress and not messages.quiet and sys.stderr is not None and sys.stderr.isatty()


@contextmanager
def _shown(total: int, messages: Messages) -> Generator[Progress, None, None]:
    progress = Progress(total, monotonic())
    before, messages.before = messages.before, progress.clear
    try:
        yield progress
    finally:
        progress.close()
        messages.before = before


def with_progress(items: Sequence[T], messages: Messages) -> Iterator[T]:
    """Iterate over ``items``; show how many are done if it takes long and there is a terminal."""
    if len(items) < 2 or not is_wanted(messages):
        yield from items
        return
    with _shown(len(items), messages) as progress:
        for item in items:
            yield item
            progress.advance()
