"""Keep files that must not be replaced: dumps, catalogs, and databases of other programs."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ..cards.frame import shows_cards
from ..catalog.file.store import holds_catalog, read_file
from ..errors import ParseError
from ..files.sources import open_source
from ..parser import parse_text
from ..tokens.lexer import lex
from ..tokens.notations.strings import read_strings
from .sqlite_format import APPLICATION_ID, has_more
from .table import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ..catalog import Catalog
    from ..files.finding import StrPath
    from ..files.writing import Chunk

DATABASE: Final = b"SQLite format 3\0"
PLACE_OF_ID: Final = slice(68, 72)
"""Where the header of a database has the id of the program that wrote it: https://www.sqlite.org/fileformat2.html."""

BEGINNING: Final = 1 << 18
"""How many characters are enough to see that a file is a dump. The HTML of a page begins with that many of scripts."""

JSON_HEAD: Final = 200
"""How many characters are enough to see that a text is JSON."""

BLANKS: Final = b" \t\r\n" + BOM_UTF8
"""The bytes of a file that some editor emptied."""

FEED: Final = "https://jsonfeed.org/version/"
"""What a JSON Feed begins with, by its specification."""

OTHER_FILE: Final = "choose another file"

Content: TypeAlias = Literal["catalog", "sightings", "database", "dump", "other"]
"""What a file contains that may have to be kept."""


def content_of(path: Path) -> Content | None:
    """Return what the content of a file is, which may be compressed; None if there is no file, or nothing in it.

    A catalog may be damaged, ``sightings`` are what ``parse --format jsonl`` writes, and a ``database`` is one that
    another program wrote or changed.
    """
    if not path.is_file():
        return None
    if is_catalog_file(path):
        return "catalog"
    if is_catalog_file(path, or_sightings=True):
        return "sightings"
    if is_foreign_database(path):
        return "database"
    if is_dump_file(path):
        return "dump"
    return None if _is_empty(path) else "other"


def _is_empty(path: Path) -> bool:
    """Return whether a file has nothing but a few blanks; False if it cannot be read."""
    with suppress(OSError):
        return path.stat().st_size < JSON_HEAD and not path.read_bytes().strip(BLANKS)
    return False


def is_catalog_file(path: Path, *, or_sightings: bool = False) -> bool:
    """Return whether the content of a file, which may be compressed, is a catalog, even a damaged one.

    With ``or_sightings``, it may also be what ``parse --format jsonl`` writes.
    """
    try:
        return holds_catalog(path, or_sightings=or_sightings)
    except (OSError, ParseError):
        return False


def is_foreign_database(path: Path) -> bool:
    """Return whether a file is an SQLite database that another program wrote, or to which it added something."""
    try:
        with path.open("rb") as file:
            head = file.read(PLACE_OF_ID.stop)
    except OSError:
        return False
    if not head.startswith(DATABASE):
        return False
    return head[PLACE_OF_ID] != APPLICATION_ID.to_bytes(4, "big") or has_more(path)


def is_json(head: str) -> bool:
    r"""Return whether a text begins like JSON, as few saved pages do.

    >>> is_json('[\n  {"a": 1}]'), is_json("[papers](/papers)")
    (True, False)
    """
    return "".join(head[:JSON_HEAD].split()).startswith(('{"', "{}", "[{"))


def is_other_json(text: str) -> bool:
    """Return whether a text is JSON but not a page: its strings have nothing that occurs only on cards, or are a feed.

    >>> is_other_json('{"upvotes": 3}'), is_other_json("Daily Papers")
    (True, False)
    """
    if not is_json(text):
        return False
    return FEED in text[:JSON_HEAD] or not (read_strings(text) and any(map(shows_cards, lex([text]))))


def is_dump_file(path: Path) -> bool:
    """Return whether a file begins with a page that has papers."""
    try:
        with open_source(path, max_size=None) as dump:
            text = dump.peek(BEGINNING)
    except OSError:
        return False
    return not is_other_json(text) and bool(parse_text(text))


def reason_to_keep(content: Content | None, *, as_catalog: bool) -> str | None:
    """Return why a file with this content must not be replaced, or None if it may be.

    A catalog (``as_catalog``) may replace another, unless :func:`unless_lost` finds that something would be lost. It
    replaces nothing else, because its file may be kept for years. Other formats replace other files.
    """
    if content == "other" and as_catalog:
        return "it is not a catalog"
    if content == "catalog" and not as_catalog:
        return "it is a catalog and the output is not"
    if content == "database":
        return "it is a database with more than paperlist wrote"
    return "it is a dump, which has papers" if content == "dump" else None


def _reason_to_keep_catalog(path: Path, content: Content | None, catalog: Catalog, hint: str) -> str | None:
    """Return why a catalog must not replace what is at ``path``, and a hint; None if nothing would be lost."""
    if content not in {"catalog", "sightings"}:
        return None
    try:
        stored = read_file(path)
    except ParseError:
        return f"it is not a catalog that can be read ({OTHER_FILE})"
    lost = [counted(number, noun) for noun, number in catalog.lost_with(stored).items() if number]
    is_damaged = not set(stored.diagnostics) <= set(catalog.diagnostics)
    if not lost and not is_damaged:
        return None
    if content == "sightings":
        return f"it has {', '.join(lost)} that the output lacks ({OTHER_FILE})"
    kind = "a damaged catalog" if is_damaged else "a catalog"
    more = f" with {', '.join(lost)} that the output lacks" if lost else ""
    return f"it is {kind}{more} ({hint})"


def unless_lost(
    path: StrPath,
    chunks: Iterable[Chunk],
    error: Callable[[str], Exception],
    catalog: Catalog | None = None,
    hint: str = OTHER_FILE,
) -> Iterator[Chunk]:
    """Iterate over ``chunks``, which are to replace the file at ``path``: the file of ``catalog``, or another format.

    Raises ``error``, before the first chunk, if the file must not be replaced: see :func:`reason_to_keep`. Nor if it is
    a catalog or has sightings, and ``catalog`` lacks something of it, or if it is a damaged catalog; then the message
    has the ``hint``. The caller has locked the file, so that no other process writes it in the meantime.
    """
    content = content_of(Path(path))
    reason = reason_to_keep(content, as_catalog=catalog is not None)
    if reason is not None:
        raise error(f"{os.fspath(path)}: not replaced, because {reason} ({OTHER_FILE})")
    reason = None if catalog is None else _reason_to_keep_catalog(Path(path), content, catalog, hint)
    if reason is not None:
        raise error(f"{os.fspath(path)}: not replaced, because {reason}")
    yield from chunks


def check_source(path: str | os.PathLike[str] | None, sources: Iterable[str]) -> None:
    """Raise FileExistsError if the file at ``path`` is one of the sources, however the paths are spelled."""
    if path is not None and any(_is_same_file(source, path) for source in sources):
        raise FileExistsError(f"{os.fspath(path)}: not replaced, because papers were read from it (choose another)")


def _is_same_file(one: str, other: str | os.PathLike[str]) -> bool:
    try:
        return Path(one).is_file() and Path(one).samefile(other)
    except (OSError, ValueError):  # a source need not be the path of a file
        return False
