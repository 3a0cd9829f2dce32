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

import json
from contextlib import contextmanager
from functools import partial
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast
from zlib import crc32

from attrs import Factory, define, field

from ..errors import Diagnostic, ParseError, RecordError, checked, excerpt, report
from ..files.compression import BLOCK_SIZE, Allowance, unpack
from ..model import json_line
from .records import Records, checked_object

if TYPE_CHECKING:
    import os
    from collections.abc import Generator, Iterable, Iterator, Mapping

    from ..files.compression import Report
    from ..model import Record

StoredIn: TypeAlias = "str | os.PathLike[str] | IO[bytes]"
"""A path, or a file that is open for reading bytes."""

VERSION: Final = 2

_SEAL: Final = ', "check": "'
_LENGTH_OF_SEAL: Final = len(', "check": "01234567"}')

LINES_TO_RECOGNISE: Final = 5

_KEYS_OF_CATALOGS: Final = {"paperlist", "id", "title", "decision"}
_KEYS_OF_SIGHTINGS: Final = {"source", "sources"}
"""The first keys on the lines of a catalog of any version, and on those of ``parse --format jsonl``."""


class _Sum:
    """The running digest of a file's lines."""

    def __init__(self) -> None:
        self._hash = blake2b(digest_size=16)

    def add(self, line: str) -> None:
        self._hash.update(_bytes(line.rstrip("\r")) + b"\n")

    def __str__(self) -> str:
        return self._hash.hexdigest()


def _bytes(line: str) -> bytes:
    return line.encode("utf-8", "surrogateescape")


def _sealed(record: Record) -> str:
    line = json_line(record)[:-1]
    return f'{line[:-1]}, "check": "{crc32(line.encode()):08x}"}}'


def _is_whole(line: str) -> bool | None:
    """Whether a line matches its ``check``; None if it has none."""
    seal = line[-_LENGTH_OF_SEAL:]
    if not (seal.startswith(_SEAL) and seal.endswith('"}')):
        return None
    return f"{crc32(_bytes(line[:-_LENGTH_OF_SEAL] + '}')):08x}" == seal[len(_SEAL) : -len('"}')]


def write_lines(entries: Iterable[Record], decisions: Iterable[Record], unread: Iterable[str]) -> Iterator[str]:
    """Iterate over the lines of a catalog file, each with its line end."""
    total = _Sum()
    counts = {"entries": 0, "sightings": 0, "decisions": 0, "unread": 0}

    def written(line: str) -> str:
        total.add(line)
        return f"{line}\n"

    yield written(json.dumps({"paperlist": "catalog", "version": VERSION}))
    for record in entries:
        counts["entries"] += 1
        counts["sightings"] += len(record["sightings"])
        yield written(_sealed(record))
    for record in decisions:
        counts["decisions"] += 1
        yield written(_sealed(record))
    # Sections of newer versions are last: one without its end would include the lines after it.
    for piece in sorted(unread, key=lambda piece: (piece.startswith('{"paperlist"'), piece)):
        for line in piece.split("\n"):
            counts["unread"] += 1
            yield written(line)
    yield json.dumps({"paperlist": "end", "version": VERSION, "counts": counts, "checksum": str(total)}) + "\n"


def recognise(head: str) -> Literal["catalog", "sightings"] | None:
    r"""Return the kind of a file by its start: a catalog, sightings from ``parse --format jsonl``, or None.

    A few lines are examined, since the first may be damaged. Only the first key on each matters.

    >>> recognise('{"paperlist": "catalog", "version": 2}\n'), recognise("Daily Papers\n\nMar 4\n")
    ('catalog', None)
    """
    text = head.removeprefix("\ufeff").lstrip()
    for line in [] if text.startswith("[") else text.split("\n", LINES_TO_RECOGNISE)[:LINES_TO_RECOGNISE]:
        brace, _, rest = line.partition('"')
        key = rest.partition('"')[0] if brace.strip() == "{" else ""
        if key in _KEYS_OF_CATALOGS:
            return "catalog"
        if key in _KEYS_OF_SIGHTINGS:
            return "sightings"
    return None


def _ignore(_code: str, _message: str) -> None:
    """Report nothing: damage of an archive shows in its content."""


def holds_catalog(path: str | os.PathLike[str]) -> bool:
    """Return whether any line of a file, which may be compressed, belongs to a catalog. Raises OSError."""
    with Path(path).open("rb") as file:
        lines = _lines(_unpacked(file, None, _ignore))
        return any(line.startswith("{") and recognise(line) == "catalog" for line in lines)


@define
class Stored:
    """The content of a catalog file: its records, the lines that could not be read, and its problems."""

    records: Records = Factory(Records)
    unread: list[str] = field(factory=list)
    diagnostics: list[Diagnostic] = field(factory=list)
    is_old: bool = False
    """Whether some of it was written without checksums."""


@define
class _Reading:
    """The state of reading a file: the place reached, and the counts of the current section so far."""

    source: str | None
    strict: bool
    stored: Stored = Factory(Stored)
    number: int = 0
    start: int = 0
    section: dict[str, int] | None = None
    """The counts of the section that has begun and not ended yet."""
    total: _Sum = Factory(_Sum)
    is_marked: bool = False
    """Whether there was a line that begins or ends a section."""
    is_headless: bool = False
    """Whether there are entries, but the line that begins their section is missing."""
    newer: tuple[int, list[str]] | None = None
    """The version of a newer section that has not ended yet, and its lines."""

    def tell(self, code: str, message: str, line: str = "", at: int = 0) -> None:
        end = len(line.rstrip("\r"))
        diagnostic = Diagnostic(
            code=code,
            message=message,
            line=max(1, self.number),
            column=at + 1,
            span=(self.start + at, self.start + end),
            excerpt=excerpt(line, at, end),
            source=self.source,
        )
        report(self.stored.diagnostics, diagnostic, strict=self.strict)

    def take(self, whole: str) -> None:
        """Read the next line of the file."""
        self.number += 1
        line = whole.removesuffix("\n")
        if self.number == 1:
            line = line.removeprefix("\ufeff")  # a byte order mark, which some editors add
        if self.newer is not None:
            self._take_newer(line)
        elif line.strip():
            self._take_line(line)
        self.start += len(whole)

    def _take_line(self, line: str) -> None:
        try:
            record = _record(line.rstrip("\r"))
            if "paperlist" in record:
                self._take_mark(record, line)
            else:
                self._take_record(record, line)
        except RecordError as error:
            self._keep(line, error)

    def _take_record(self, record: Any, line: str) -> None:
        record.pop("check", None)
        with bounded():
            sightings = self.stored.records.take(record)
        if self.section is None:
            self.stored.is_old = True
            if "id" in record and not self.is_headless:  # not of version 1
                self._tell_headless(line)
            return
        self.section["decisions" if "decision" in record else "entries"] += 1
        self.section["sightings"] += sightings
        self.total.add(line)

    def _keep(self, line: str, error: RecordError) -> None:
        """Keep a line that cannot be read."""
        self.stored.unread.append(line)
        if self.section is not None:
            self.section["unread"] += 1
            self.total.add(line)
        cause = error.__cause__
        at = cause.pos if isinstance(cause, json.JSONDecodeError) else 0
        at = cause.start if isinstance(cause, UnicodeEncodeError) else at
        self.tell("bad-checksum" if isinstance(error, _ChangedError) else "bad-record", str(error), line, at)

    def _take_mark(self, record: Any, line: str) -> None:
        """Read a line that begins or ends a section."""
        self.is_marked = True
        version = record.get("version")
        if isinstance(version, int) and version > VERSION and record["paperlist"] == "catalog":
            self.newer = version, [line]
            message = f"version {version} of the format, which this version of paperlist cannot read: kept as it is"
            self.tell("newer-catalog", message, line)
        elif version != VERSION or record["paperlist"] not in ("catalog", "end"):
            raise RecordError("expected the first or the last line of a catalog")
        elif record["paperlist"] == "catalog":
            self._end_early()
            self.section = dict.fromkeys(("entries", "sightings", "decisions", "unread"), 0)
            self.total = _Sum()
            self.total.add(line)
        else:
            self._end(record, line)

    def _end(self, record: Any, line: str) -> None:
        known = self.section
        self.section = None
        if known is None:
            if not self.is_headless:
                self._tell_headless(line)
            self.is_headless = False
            return
        counts = record.get("counts")
        said: Any = counts if isinstance(counts, dict) else {}
        wrong = [f"{said.get(name)} {name}, found {count}" for name, count in known.items() if said.get(name) != count]
        if _are_lines_alone(said, known):
            return  # each of these lines was reported
        if wrong:
            self.tell("bad-checksum", f"expected {'; '.join(wrong)}", line)
        elif record.get("checksum") != str(self.total):
            self.tell("bad-checksum", "the lines above differ from those that were written", line)

    def _tell_headless(self, line: str) -> None:
        self.is_headless = True
        self.tell("bad-checksum", "the first line of this catalog is missing or damaged", line)

    def _end_early(self) -> None:
        if self.section is not None:
            found = f"{self.section['entries']} entries are left"
            self.tell("cut-short", f"the end of this catalog is missing: {found}, and there may have been more")
        self.section = None

    def _take_newer(self, line: str) -> None:
        """Read a line of a newer section, which ends with its own last line or before the first line of another."""
        version, lines = self.newer or (0, [])
        mark, of = _mark(line)
        if mark is None:
            lines.append(line)
        elif (mark, of) == ("end", version):
            lines.append(line)
            self._keep_newer()
        else:
            self._keep_newer()
            self._take_line(line)

    def _keep_newer(self) -> None:
        if self.newer is None:
            return
        _, lines = self.newer
        self.newer = None
        self.stored.unread.append("\n".join(lines))
        if self.section is not None:
            self.section["unread"] += len(lines)
            for line in lines:
                self.total.add(line)

    def finish(self) -> Stored:
        """Return the content of the file, at its end."""
        self._keep_newer()
        self._end_early()
        stored = self.stored
        stored.records.finish()
        if stored.unread and not (self.is_marked or stored.records.sightings or stored.records.decisions):
            message = "this file is not a catalog (create one with: paperlist update FILE DUMP ...)"
            raise ParseError(Diagnostic(code="not-a-catalog", message=message, source=self.source))
        if not (self.is_marked or stored.is_old):
            self.tell("empty-catalog", "the file is empty")
        return stored


def _are_lines_alone(said: Mapping[str, Any], known: Mapping[str, int]) -> bool:
    """Return whether counts differ only because lines could not be read that could be when they were written."""
    lines = ("entries", "decisions", "unread")
    counts = [said.get(name) for name in lines]
    if not all(isinstance(count, int) for count in counts):
        return False
    return (
        sum(map(int, filter(None, counts))) == sum(known[name] for name in lines) and known["unread"] > said["unread"]
    )


def _mark(line: str) -> tuple[object, object]:
    """Return the word and the version on a line that begins or ends a section; (None, None) for other lines."""
    if not line.startswith('{"paperlist"'):
        return None, None
    try:
        record = _record(line.rstrip("\r"))
    except RecordError:
        return None, None
    return record.get("paperlist"), record.get("version")


class _ChangedError(RecordError):
    """A line does not match its checksum."""


def _record(line: str) -> Any:
    """Return the object in a line of a catalog file."""
    try:
        line.encode("utf-8")
        if _is_whole(line) is False:
            raise _ChangedError(
                "this line was damaged or edited: its checksum does not match (kept as it is, not read)"
            )
        with bounded():
            return dict(checked_object(json.loads(line)))
    except UnicodeEncodeError as error:
        raise RecordError("expected UTF-8") from error
    except json.JSONDecodeError as error:
        raise RecordError(f"expected JSON: {error.msg.removesuffix(' starting at')}") from error


@contextmanager
def bounded() -> Generator[None, None, None]:
    """Turn the errors for numbers that are too long and nesting that is too deep into RecordError."""
    try:
        yield
    except (RecordError, json.JSONDecodeError):
        raise
    except (ValueError, RecursionError) as error:
        raise RecordError(f"expected a record of bounded size: {error}") from error


def read_lines(lines: Iterable[str], source: str | None = None, *, strict: bool = False) -> Stored:
    """Return the content of a catalog file from its lines.

    Raises :class:`.errors.ParseError` if the lines are not a catalog, and with ``strict`` for the first problem.
    """
    reading = _Reading(source=source, strict=strict)
    for line in lines:
        reading.take(line)
    return reading.finish()


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

    def tell(code: str, message: str) -> None:
        report(damage, Diagnostic(code=code, message=message, source=name), strict=strict)

    stored = read_lines(_lines(_unpacked(file, name, tell)), name, strict=strict)
    stored.diagnostics += damage
    return stored


def _unpacked(file: IO[bytes], name: str | None, report: Report) -> Iterator[bytes]:
    """Iterate over the content of a file, which may be compressed."""
    head = checked(file.read(BLOCK_SIZE), bytes)
    blocks = chain((head,), iter(partial(file.read, BLOCK_SIZE), b""))
    return unpack(head, blocks, Allowance(None, name), report)


def _lines(blocks: Iterable[bytes]) -> Iterator[str]:
    """Iterate over the lines of a file, each with its line end; bytes that are not UTF-8 become surrogates."""
    begun: list[bytes] = []
    for block in blocks:
        first, *others = block.split(b"\n")
        begun.append(first)
        for line in others:
            yield b"".join(begun).decode("utf-8", "surrogateescape") + "\n"
            begun = [line]
    if any(begun):
        yield b"".join(begun).decode("utf-8", "surrogateescape")
