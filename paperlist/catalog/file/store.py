"""Write the lines of a catalog file, and read them without losing any.

The file is JSON Lines in UTF-8, one object per line:

1. ``{"paperlist": "catalog", "version": 2}``
2. the entries and then the decisions (:mod:`.records`), each with ``check`` as its last key: the CRC-32, in hexadecimal
   digits, of the line without that key. A line without ``check`` is read too, so that lines can be edited by hand.
3. the lines that could not be read when the catalog was loaded, unchanged
4. ``{"paperlist": "end", "version": 2, "counts": {"entries": …, "sightings": …, "decisions": …, "unread": …},
   "checksum": …}`` with the number of each, and the BLAKE2b digest (16 bytes) of all lines before it

So a damaged line is reported and not read, but kept. A file that was truncated, even at the end of a line, is reported
too. Several files joined by ``cat`` are read as one. A section that a newer version wrote is kept as one piece.
"""

from __future__ import annotations

from codecs import iterdecode
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Literal, TypeAlias, cast

from ..._collecting import uncollected
from ...errors import Diagnostic, RecordError, checked, report
from ...files.compression import BLOCK_SIZE, Allowance, ignore, unpack
from ...model import json_line, json_text
from .checksums import checked_line, new_checksum
from .lines import content_of
from .reading import COUNTED, VERSION, Reading, Stored

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator, Sequence

    from ...files.compression import Report
    from ...model import Record
    from .records import Records

StoredIn: TypeAlias = "str | os.PathLike[str] | IO[bytes]"
"""A path, or a file that is open for reading bytes."""

LINES_TO_RECOGNISE: Final = 5

SIGHTINGS_IN_PIECE: Final = 10_000
"""A piece of a catalog has this many sightings, or those of one more batch of lines."""

LINES_IN_BATCH: Final = 64
"""How many lines of a text are read at once. Those of a file are read as its blocks come."""

_KEYS_OF_CATALOGS: Final = {"paperlist", "id", "title", "decision"}
_KEYS_OF_SIGHTINGS: Final = {"source", "sources"}
"""The first keys on the lines of a catalog of any version, and on those of ``parse --format jsonl``."""


# Writing


def write_lines(
    entries: Iterable[tuple[str, int]], decisions: Iterable[Record], unread: Iterable[str]
) -> Iterator[bytes]:
    """Iterate over the lines of a catalog file, each with its line end.

    Each entry is the JSON text of its record and the number of its sightings.
    """
    counts = dict.fromkeys(COUNTED, 0)
    checksum = new_checksum()

    def added(line: bytes) -> bytes:
        checksum.update(line)
        return line

    yield added(_boundary("catalog"))
    for text, sightings in entries:
        counts["entries"] += 1
        counts["sightings"] += sightings
        yield added(checked_line(text))
    for record in decisions:
        counts["decisions"] += 1
        yield added(checked_line(json_text(record)))
    for line in _unread_lines(unread):
        counts["unread"] += 1
        checksum.update(content_of(line) + b"\n")
        yield line.encode("utf-8", "surrogateescape") + b"\n"
    yield _boundary("end", counts=counts, checksum=checksum.hexdigest())


def _boundary(word: str, **more: object) -> bytes:
    """Return the first or the last line of a catalog file."""
    return json_line({"paperlist": word, "version": VERSION, **more}).encode()


def _unread_lines(unread: Iterable[str]) -> Iterator[str]:
    """Iterate over the lines that could not be read, sorted; a section of a newer version is kept together."""

    def sort_key(piece: str) -> tuple[bool, str]:
        # Sections of newer versions are last: one without its end would include the lines after it.
        return piece.startswith('{"paperlist"'), piece

    for piece in sorted(unread, key=sort_key):
        yield from piece.split("\n")


# Recognising


def recognise(head: str) -> Literal["catalog", "sightings"] | None:
    r"""Return the kind of a file by its start: a catalog, sightings from ``parse --format jsonl``, or None.

    A few lines are examined, since the first may be damaged. Only the first key on each matters.

    >>> recognise('{"paperlist": "catalog", "version": 2}\n'), recognise("Daily Papers\n\nMar 4\n")
    ('catalog', None)
    """
    text = head.removeprefix("\ufeff").lstrip()
    if text.startswith("["):
        return None
    for line in text.split("\n", LINES_TO_RECOGNISE)[:LINES_TO_RECOGNISE]:
        key = _first_key(line)
        if key in _KEYS_OF_CATALOGS:
            return "catalog"
        if key in _KEYS_OF_SIGHTINGS:
            return "sightings"
    return None


def _first_key(line: str) -> str:
    """Return the first key of the JSON object in a line, or "" if there is none."""
    brace, _, rest = line.partition('"')
    return rest.partition('"')[0] if brace.strip() == "{" else ""


def holds_catalog(path: str | os.PathLike[str], *, or_sightings: bool = False) -> bool:
    """Return whether any line of a file, which may be compressed, belongs to a catalog. Raises OSError.

    With ``or_sightings``, a line from ``parse --format jsonl`` counts, too.
    """
    kinds = {"catalog", "sightings"} if or_sightings else {"catalog"}
    with Path(path).open("rb") as file:
        lines = chain.from_iterable(_lines(file, None, ignore))
        return any(line.startswith("{") and recognise(line) in kinds for line in lines)


def is_catalog_or_empty(path: str | os.PathLike[str]) -> bool:
    """Return whether a file, which may be compressed, has a line of a catalog or a sighting, or only blank lines.

    Unlike for :func:`holds_catalog`, such a line has to be readable. Raises OSError.
    """
    is_empty = True
    with Path(path).open("rb") as file:
        for lines in _lines(file, None, ignore):
            reading = Reading(source=None, strict=False)
            reading.take_all(lines)
            if reading.has_boundary or reading.has_records:
                return True
            is_empty = is_empty and not reading.stored.unread
    return is_empty


# Reading


def read_lines(batches: Iterable[Sequence[str]], source: str | None = None, *, strict: bool = False) -> Stored:
    """Return the content of a catalog file from its lines, which come in batches and without line ends.

    Raises :class:`.errors.ParseError` if the lines are not a catalog, and with ``strict`` for the first problem.
    """
    reading = Reading(source=source, strict=strict)
    with uncollected():
        for lines in batches:
            reading.take_all(lines)
    return reading.finish()


def read_in_pieces(batches: Iterable[Sequence[str]], source: str | None = None) -> Iterator[Stored]:
    """Iterate over the content of a catalog file in pieces, so that a large one needs little memory.

    The last piece has the problems and the lines that could not be read. Raises :class:`.errors.ParseError` at the end
    if the lines are not a catalog.
    """
    reading = Reading(source=source, strict=False)
    for lines in batches:
        reading.take_all(lines)
        if len(reading.stored.records) >= SIGHTINGS_IN_PIECE:
            yield Stored(reading.taken())
    yield reading.finish()


def read_text(text: str) -> Records:
    """Return the records in the content of a catalog file.

    Raises :class:`.errors.ParseError` if the text is not a catalog, and :class:`RecordError` if it is damaged.
    """
    lines = checked(text, str).split("\n")
    stored = read_lines(lines[start : start + LINES_IN_BATCH] for start in range(0, len(lines), LINES_IN_BATCH))
    if stored.diagnostics:
        first = stored.diagnostics[0]
        raise RecordError(f"line {first.line}: {first.message}")
    return stored.records


def read_file(file: StoredIn, *, strict: bool = False) -> Stored:
    """Return the content of a catalog file, which may be compressed.

    Raises OSError if it cannot be read, and :class:`.errors.ParseError` if it is not a catalog, and with ``strict`` for
    the first problem.
    """
    if hasattr(file, "read"):
        opened = cast("IO[bytes]", file)
        name = getattr(opened, "name", None)
        return _read_opened(opened, name if isinstance(name, str) else None, strict=strict)
    path = Path(cast("str", file))
    with path.open("rb") as opened:
        return _read_opened(opened, path.as_posix(), strict=strict)


def _read_opened(file: IO[bytes], name: str | None, *, strict: bool) -> Stored:
    damage: list[Diagnostic] = []

    def report_damage(code: str, message: str, more: int = 0) -> None:
        report(damage, Diagnostic(code=code, message=message, source=name, more=more), strict=strict)

    stored = read_lines(_lines(file, name, report_damage), name, strict=strict)
    stored.diagnostics += damage
    return stored


def _lines(file: IO[bytes], name: str | None, report_damage: Report) -> Iterator[list[str]]:
    """Iterate over the lines of a file in batches.

    The file may be compressed. Bytes that are not UTF-8 become surrogates.
    """
    head = checked(file.read(BLOCK_SIZE), bytes)
    blocks = chain((head,), iter(partial(file.read, BLOCK_SIZE), b""))
    unpacked = unpack(head, blocks, Allowance(None, name), report_damage)
    return split_lines(iterdecode(unpacked, "utf-8", "surrogateescape"))


def split_lines(chunks: Iterable[str]) -> Iterator[list[str]]:
    r"""Iterate over the lines of a text, without line ends: those that end within each chunk.

    >>> list(split_lines(["ebb", "\nti", "de\nflow"]))
    [['ebb'], ['tide'], ['flow']]
    """
    begun: list[str] = []
    for chunk in chunks:
        whole, line_end, rest = chunk.rpartition("\n")
        if line_end:
            yield "".join((*begun, whole)).split("\n")
            begun = []
        begun.append(rest)
    if any(begun):
        yield ["".join(begun)]
