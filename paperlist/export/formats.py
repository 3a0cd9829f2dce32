"""Define what a format is: a name, file suffixes, and a function that turns sheets into text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..dedup import Catalog
    from .sheets import Sheet


@frozen(kw_only=True)
class Format:
    """A way to write papers. Each format is one module, which defines it as ``FORMAT``.

    - ``suffixes``: the file suffixes that imply this format
    - ``description``: what help says about it
    - ``chunks``: turns sheets into text, given the width of the screen; it yields one piece of text per sheet, so that
      each can be shown before the next is made
    - ``catalog``: turns a catalog into the text of a file that can be loaded again, or None if there is no such file
    - ``is_data``: whether it is UTF-8 on any output, because programs read it
    """

    name: str
    suffixes: tuple[str, ...]
    description: str
    chunks: Callable[[Iterable[Sheet], int], Iterator[str]]
    catalog: Callable[[Catalog], Iterator[str]] | None = None
    is_data: bool = True
