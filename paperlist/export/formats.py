"""Define what a format is: a name, file suffixes, and a function that turns sheets into the content of a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..catalog import Catalog
    from ..files.writing import Chunk
    from .sheets import Sheet


def _nothing() -> None:
    """Do nothing."""


@frozen(kw_only=True)
class Format:
    """A way to write papers. Each format is one module, which defines it as ``FORMAT``.

    - ``suffixes``: the ends of file names that imply this format
    - ``description``: what help says about it
    - ``chunks``: turns sheets into text or bytes, given the width of the screen. A format for people yields one piece
      of text per sheet, so that each can be shown before the next is made. Without sheets, nothing is yielded
    - ``catalog``: turns a catalog into the text of a file that can be loaded again, or None if there is no such file
    - ``is_data``: whether it is UTF-8 on any output, because programs read it
    - ``is_binary``: whether its chunks are bytes, which no terminal shows
    - ``require``: raises ImportError, with the name of the extra to install, if the format cannot be written
    """

    name: str
    suffixes: tuple[str, ...]
    description: str
    chunks: Callable[[Iterable[Sheet], int], Iterator[Chunk]]
    catalog: Callable[[Catalog], Iterator[str]] | None = None
    is_data: bool = True
    is_binary: bool = False
    require: Callable[[], object] = _nothing
