"""Protect the lines of a catalog file by checksums, and check them.

Each record has ``check`` as its last key: the CRC-32, in hexadecimal digits, of the line without that key.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Final
from zlib import crc32

_CHECK: Final = b', "check": "'
_END: Final = b'"}'
_LENGTH_OF_CHECK: Final = len(_CHECK) + len("01234567") + len(_END)


def new_checksum() -> blake2b:
    """Return a digest to which the lines of a file are added one after the other, each with its line end."""
    return blake2b(digest_size=16)


def checked_line(record: str) -> bytes:
    r"""Return the line of a record, which is JSON text, with its checksum and with its line end.

    >>> checked_line('{"title": "Tides"}')
    b'{"title": "Tides", "check": "9e4278ea"}\n'
    """
    content = record.encode()
    return b"%b%b%08x%b\n" % (content[:-1], _CHECK, crc32(content), _END)


def is_undamaged(line: bytes) -> bool | None:
    """Return whether a line matches its checksum, or None if it has none.

    >>> line = checked_line('{"title": "Tides"}').rstrip()
    >>> is_undamaged(line), is_undamaged(line.replace(b"i", b"o")), is_undamaged(b'{"title": "Tides"}')
    (True, False, None)
    """
    check = line[-_LENGTH_OF_CHECK:]
    if not (check.startswith(_CHECK) and check.endswith(_END)):
        return None
    content = memoryview(line)[:-_LENGTH_OF_CHECK]
    return b"%08x" % crc32(b"}", crc32(content)) == check[len(_CHECK) : -len(_END)]
