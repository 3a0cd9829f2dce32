"""Write WARC files, as crawlers do, around pages of our own."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY: Final = "2031-03-05T06:07:08Z"
LISTING: Final = "https://huggingface.co/papers"


def record(kind: str, address: str, content: bytes, content_type: str = "text/plain", date: str = DAY) -> bytes:
    """Return a record of a WARC file (ISO 28500)."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nWARC-Date: {date}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def response(
    address: str, body: bytes, content_type: str = "text/html", status: str = "200 OK", more: str = ""
) -> bytes:
    """Return a record of the answer of a server."""
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n{more}Content-Length: {len(body)}\r\n\r\n"
    return record("response", address, head.encode() + body, "application/http; msgtype=response")


def packed(records: Iterable[bytes]) -> bytes:
    """Return a compressed WARC file, each record compressed for itself."""
    return b"".join(map(gzip.compress, records))
