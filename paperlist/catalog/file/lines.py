"""Read the record on one line of a catalog file."""

from __future__ import annotations

import json
from typing import Any, Final

from ...errors import RecordError
from .checksums import is_undamaged
from .records import checked_object, too_large

_decode: Final = json.JSONDecoder().raw_decode


class ChangedError(RecordError):
    """A line does not match its checksum."""


def content_of(line: str) -> bytes:
    """Return the bytes of a line without carriage returns at its end."""
    return line.encode("utf-8", "surrogateescape").rstrip(b"\r")


def record_in(line: str, content: bytes) -> Any:
    """Return the object in a line of a catalog file; ``content`` has the bytes of the line."""
    try:
        if not line.isascii():
            line.encode("utf-8")
        if is_undamaged(content) is False:
            message = "this line was damaged or edited: its checksum does not match (kept as it is, not read)"
            raise ChangedError(message)
        return checked_object(value_in(line))
    except RecordError:
        raise
    except UnicodeEncodeError as error:
        raise RecordError("expected UTF-8") from error
    except json.JSONDecodeError as error:
        raise RecordError(f"expected JSON: {error.msg.removesuffix(' starting at')}") from error
    except (ValueError, RecursionError) as error:
        raise too_large(error) from error


def value_in(line: str) -> Any:
    """Return the value of JSON in a line, as :func:`json.loads` does, but faster if there are no blanks around it."""
    if line.startswith("{"):
        value, end = _decode(line)
        if end == len(line):
            return value
    return json.loads(line)


def place_of(error: RecordError) -> int:
    """Return the offset in its line at which a record cannot be read, or 0 if it is unknown."""
    cause = error.__cause__
    if isinstance(cause, json.JSONDecodeError):
        return cause.pos
    if isinstance(cause, UnicodeEncodeError):
        return cause.start
    return 0


def boundary_in(line: str) -> tuple[object, object]:
    """Return the word and the version on the first or the last line of a section; (None, None) for other lines."""
    if not line.startswith('{"paperlist"'):
        return None, None
    try:
        record = record_in(line.rstrip("\r"), content_of(line))
    except RecordError:
        return None, None
    return record.get("paperlist"), record.get("version")
