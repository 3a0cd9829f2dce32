"""Read the lines of a catalog file, report those that are damaged, and lose none.

:class:`Reading` takes the lines in order: successive entries all at once, if none of them is damaged, and all other
lines one by one, so that each problem is reported with its line. Between the first and the last line of a catalog there
is a *section*: its records are counted, and its lines are added to a checksum, which the last line confirms. A file may
have several sections, since files can be joined by ``cat``. :class:`NewerSection` is one that a newer version of
paperlist wrote.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from ..._attrs import Factory, define, field, frozen
from ...errors import Diagnostic, ParseError, RecordError, excerpt, report
from .checksums import is_undamaged, new_checksum
from .lines import ChangedError, boundary_in, content_of, place_of, record_in, value_in
from .records import Records

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from hashlib import blake2b

VERSION: Final = 2
"""The version of the format that is written."""

COUNTED: Final = ("entries", "sightings", "decisions", "unread")
"""The names of the counts of a section."""


@define
class Stored:
    """The content of a catalog file: its records, the lines that could not be read, and its problems."""

    records: Records = Factory(Records)
    unread: list[str] = field(factory=list)
    diagnostics: list[Diagnostic] = field(factory=list)
    is_old: bool = False
    """Whether some of it was written without checksums."""


def _begins_entry(line: str) -> bool:
    """Whether a line begins as those of entries do."""
    return line.startswith('{"id": "')


# Sections


@define
class Section:
    """The part of a file from the first line of a catalog to its last: what was read of it so far."""

    counts: dict[str, int] = field(factory=lambda: dict.fromkeys(COUNTED, 0))
    checksum: blake2b = Factory(new_checksum)

    def add_record(self, record: Mapping[str, Any], sightings: int, content: bytes) -> None:
        """Count a record, and the number of its sightings."""
        self.counts["decisions" if "decision" in record else "entries"] += 1
        self.counts["sightings"] += sightings
        self.add_content(content)

    def add_entries(self, contents: Sequence[bytes], sightings: int) -> None:
        """Count entries, and the number of their sightings."""
        self.counts["entries"] += len(contents)
        self.counts["sightings"] += sightings
        self.add_content(*contents)

    def add_unread(self, *lines: str) -> None:
        """Count lines that cannot be read."""
        self.counts["unread"] += len(lines)
        self.add_content(*map(content_of, lines))

    def add_content(self, *lines: bytes) -> None:
        """Add lines, given without their ends, to the checksum."""
        self.checksum.update(b"\n".join((*lines, b"")))

    def problem(self, last: Mapping[str, Any]) -> str | None:
        """Return how the section differs from what its last line says, or None if it does not.

        If it differs only because lines could not be read, None is returned, since each of these was reported.
        """
        counts = last.get("counts")
        expected: Mapping[str, Any] = counts if isinstance(counts, dict) else {}
        if self._became_unread(expected):
            return None
        differences = [
            f"{expected.get(name)} {name}, found {count}"
            for name, count in self.counts.items()
            if expected.get(name) != count
        ]
        if differences:
            return f"expected {'; '.join(differences)}"
        if last.get("checksum") != self.checksum.hexdigest():
            return "the lines above differ from those that were written"
        return None

    def _became_unread(self, expected: Mapping[str, Any]) -> bool:
        """Whether counts differ only because lines could not be read that could be when they were written."""
        names = ("entries", "decisions", "unread")
        counts = {name: expected.get(name) for name in names}
        if not all(isinstance(count, int) for count in counts.values()):
            return False
        lines = sum(self.counts[name] for name in names)
        if lines != sum(expected[name] for name in names):
            return False
        return self.counts["unread"] > int(expected["unread"])


@frozen
class NewerSection:
    """A section that a newer version of paperlist wrote, and which has not ended yet."""

    version: int
    lines: list[str]


# The file


@define
class Reading:
    """The state of reading a file: the place reached, and the section that has begun and not ended yet."""

    source: str | None
    strict: bool
    stored: Stored = Factory(Stored)
    line_number: int = 0
    start: int = 0
    """The offset of the current line in the file."""
    section: Section | None = None
    newer: NewerSection | None = None
    has_boundary: bool = False
    """Whether there was a line that begins or ends a section."""
    has_records: bool = False
    """Whether a record was read."""
    is_headless: bool = False
    """Whether there are entries, but the line that begins their section is missing."""

    def report(self, code: str, message: str, line: str = "", at: int = 0) -> None:
        """Report a problem with the current line, which is ``line``, at an offset in it."""
        end = len(line.rstrip("\r"))
        diagnostic = Diagnostic(
            code=code,
            message=message,
            line=max(1, self.line_number),
            column=at + 1,
            span=(self.start + at, self.start + end),
            excerpt=excerpt(line, at, end),
            source=self.source,
        )
        report(self.stored.diagnostics, diagnostic, strict=self.strict)

    def take(self, whole: str) -> None:
        """Read the next line of the file, given without its line end."""
        self.line_number += 1
        line = whole.removeprefix("\ufeff") if self.line_number == 1 else whole  # a byte order mark of some editors
        if self.newer is not None:
            self._take_newer(self.newer, line)
        elif line and not line.isspace():
            self._take_line(line)
        self.start += len(whole) + 1

    def take_all(self, lines: Iterable[str]) -> None:
        """Read the next lines of the file, given without their line ends. This is faster than one after the other."""
        for are_entries, run in groupby(lines, _begins_entry):
            some = list(run)
            if not (are_entries and self._take_entries(some)):
                for line in some:
                    self.take(line)

    def taken(self) -> Records:
        """Return the records that were read so far, and forget them."""
        return self.stored.records.taken()

    def finish(self) -> Stored:
        """Return the content of the file, at its end."""
        self._end_newer()
        self._end_early()
        stored = self.stored
        stored.records.finish()
        has_content = self.has_boundary or self.has_records
        if stored.unread and not has_content:
            message = "this file is not a catalog (create one with: paperlist update FILE DUMP ...)"
            raise ParseError(Diagnostic(code="not-a-catalog", message=message, source=self.source))
        if not has_content:
            self.report("empty-catalog", "the file is empty")
        return stored

    def _take_entries(self, lines: Sequence[str]) -> bool:
        """Read some entries at once. Return False, and read nothing, if one of the lines may be damaged."""
        if self.section is None or self.newer is not None:
            return False
        plain = [line.rstrip("\r") for line in lines]
        try:
            contents = [line.encode() for line in plain]
            records = list(map(value_in, plain))
        except (ValueError, RecursionError):
            return False
        if any(is_undamaged(content) is False for content in contents):
            return False
        for record in records:
            record.pop("check", None)
        sightings = self.stored.records.take_entries(records)
        if not sightings:
            return False
        self.section.add_entries(contents, sightings)
        self.has_records = True
        self.line_number += len(lines)
        self.start += sum(map(len, lines)) + len(lines)
        return True

    def _take_line(self, line: str) -> None:
        content = content_of(line)
        try:
            record = record_in(line.rstrip("\r"), content)
            if "paperlist" in record:
                self._take_boundary(record, line)
            else:
                self._take_record(record, line, content)
        except RecordError as error:
            self._take_unreadable(line, error)

    def _take_record(self, record: dict[str, Any], line: str, content: bytes) -> None:
        record.pop("check", None)
        sightings = self.stored.records.take(record)
        self.has_records = True
        if self.section is not None:
            self.section.add_record(record, sightings, content)
            return
        self.stored.is_old = True
        if "id" in record:  # not of version 1
            self._report_headless(line)

    def _take_unreadable(self, line: str, error: RecordError) -> None:
        """Keep a line that cannot be read."""
        self.stored.unread.append(line)
        if self.section is not None:
            self.section.add_unread(line)
        code = "bad-checksum" if isinstance(error, ChangedError) else "bad-record"
        self.report(code, str(error), line, place_of(error))

    def _report_headless(self, line: str) -> None:
        """Report, once for each section, that its first line is missing."""
        if not self.is_headless:
            self.report("bad-checksum", "the first line of this catalog is missing or damaged", line)
        self.is_headless = True

    # First and last lines

    def _take_boundary(self, record: Any, line: str) -> None:
        """Read a line that begins or ends a section."""
        self.has_boundary = True
        word, version = record["paperlist"], record.get("version")
        if word == "catalog" and isinstance(version, int) and version > VERSION:
            self.newer = NewerSection(version, [line])
            message = f"version {version} of the format, which this version of paperlist cannot read: kept as it is"
            self.report("newer-catalog", message, line)
        elif word == "catalog" and version == VERSION:
            self._end_early()
            self.section = Section()
            self.section.add_content(content_of(line))
        elif word == "end" and version == VERSION:
            self._end(record, line)
        else:
            raise RecordError("expected the first or the last line of a catalog")

    def _end(self, last: Mapping[str, Any], line: str) -> None:
        """End the section at its last line."""
        section, self.section = self.section, None
        if section is None:
            self._report_headless(line)
            self.is_headless = False
            return
        problem = section.problem(last)
        if problem is not None:
            self.report("bad-checksum", problem, line)

    def _end_early(self) -> None:
        """End the section, if there is one, without its last line."""
        if self.section is not None:
            left = self.section.counts["entries"]
            found = "1 entry is left" if left == 1 else f"{left} entries are left"
            self.report("cut-short", f"the end of this catalog is missing: {found}, and there may have been more")
        self.section = None

    # Sections of newer versions

    def _take_newer(self, newer: NewerSection, line: str) -> None:
        """Read a line of a newer section, which ends with its own last line or before the first line of another."""
        word, version = boundary_in(line)
        if word is None:
            newer.lines.append(line)
        elif word == "end" and version == newer.version:
            newer.lines.append(line)
            self._end_newer()
        else:
            self._end_newer()
            self._take_line(line)

    def _end_newer(self) -> None:
        """End the section of a newer version, if there is one, and keep its lines."""
        newer, self.newer = self.newer, None
        if newer is None:
            return
        self.stored.unread.append("\n".join(newer.lines))
        if self.section is not None:
            self.section.add_unread(*newer.lines)
