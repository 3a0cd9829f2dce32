"""Hold an open dump, whose text is read in chunks."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..errors import Diagnostic
    from .decoding import Decoding


class OpenSource:
    """An open dump: an iterator over chunks of its text. Joined, the chunks are the text.

    A chunk is about 64 KiB of whole lines, or more if a line is longer. The last chunk need not end with a line end.
    ``name`` is the name of the dump, and ``head`` has lines that say how it was saved. ``diagnostics`` are the problems
    with its bytes, complete after the last chunk. A file that was opened for it is closed after the last chunk, on any
    error, by ``close``, and by ``with``.
    """

    __slots__ = ("_chunks", "_close", "_decoding", "head", "name")

    def __init__(
        self,
        name: str | None,
        decoding: Decoding,
        chunks: Iterator[str],
        close: Callable[[], None],
        head: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.head = head
        self._decoding = decoding
        self._chunks = chunks
        self._close = close

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """The problems found so far."""
        return tuple(self._decoding.diagnostics)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            return next(self._chunks)
        except BaseException:
            self._close()
            raise

    def peek(self, size: int) -> str:
        """Return at least ``size`` of the remaining characters, or all of them, without consuming them."""
        seen: list[str] = []
        while sum(map(len, seen)) < size and (chunk := next(self, "")):
            seen.append(chunk)
        self._chunks = chain(seen, self._chunks)
        return "".join(seen)

    def close(self) -> None:
        """Close the file that was opened for the dump. After this there are no more chunks."""
        self._chunks = iter(())
        self._close()

    def __enter__(self) -> OpenSource:  # noqa: PYI034  # typing.Self came with Python 3.11
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
