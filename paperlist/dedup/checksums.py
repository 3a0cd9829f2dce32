"""Protect the lines of a catalog file by checksums, and check them.

Each record has ``check`` as its last key: the CRC-32, in hexadecimal digits, of the line without that key.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Final
from zlib import crc32

from ..model import json_line

if TYPE_CHECKING:
    from ..model import Record

_CHECK: Final = ', "check": "'
_END: Final = '"}'
_LENGTH_OF_CHECK: Final = len(_CHECK) + len("01234567") + len(_END)


def _bytes(line: str) -> bytes:
    return line.encode("utf-8", "surrogateescape")


class Checksum:
    """The running digest of a file's lines (BLAKE2b, 16 bytes); ``str`` returns it in hexadecimal digits."""

    def __init__(self) -> None:
        self._hash = blake2b(digest_size=16)

    def add(self, line: str) -> None:
        """Add a line, given without its line feed; a carriage return at its end is ignored."""
        self._hash.update(_bytes(line.rstrip("\r")) + b"\n")

    def __str__(self) -> str:
        return self._hash.hexdigest()


def checked_line(record: Record) -> str:
    r"""Return the line of a record, with its checksum and without a line end.

    >>> checked_line({"title": "Tides"})
    '{"title": "Tides", "check": "9e4278ea"}'
    """
    line = json_line(record).removesuffix("\n")
    return f"{line.removesuffix('}')}{_CHECK}{crc32(line.encode()):08x}{_END}"


def is_undamaged(line: str) -> bool | None:
    """Return whether a line matches its checksum, or None if it has none.

    >>> line = checked_line({"title": "Tides"})
    >>> is_undamaged(line), is_undamaged(line.replace("i", "o")), is_undamaged('{"title": "Tides"}')
    (True, False, None)
    """
    content, check = line[:-_LENGTH_OF_CHECK], line[-_LENGTH_OF_CHECK:]
    if not (check.startswith(_CHECK) and check.endswith(_END)):
        return None
    return f"{crc32(_bytes(content + '}')):08x}" == check[len(_CHECK) : -len(_END)]
