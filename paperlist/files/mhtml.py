"""Take the HTML of a page out of an MHTML file, as browsers save it ("single file", ``.mhtml``).

Such a file is a message with several parts, as in mail. Its headers also have the address of the page, and the day on
which it was saved. They become a comment before the HTML, like that which browsers write into HTML files.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

_MOST_HEADER_BYTES: Final = 1 << 14
_DEEPEST: Final = 4
"""How many messages may be within each other."""

_UTF_8: Final = frozenset(("utf-8", "utf8", "us-ascii", "ascii"))


def is_mhtml(head: bytes) -> bool:
    r"""Return whether a file that begins with ``head`` is a message with headers for MIME.

    >>> is_mhtml(b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n")
    True
    """
    start = head[:_MOST_HEADER_BYTES].lstrip().lower()
    if b"mime-version" not in start:
        return False
    lines = start.splitlines()
    headers = lines[: lines.index(b"")] if b"" in lines else lines
    names = {line.partition(b":")[0] for line in headers if b":" in line}
    if not {b"mime-version", b"content-type"} <= names:
        return False
    return all(line[:1] in (b" ", b"\t") or b":" in line for line in headers)


def without_message(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Iterate over the bytes of a file; for MHTML, these are the bytes of its HTML."""
    first = next(blocks, b"")
    if is_mhtml(first):
        yield _page(b"".join([first, *blocks]).lstrip())
        return
    yield first
    yield from blocks


def _page(content: bytes) -> bytes:
    """Return the HTML in a message, or the message if it has none."""
    message, body = _split(content)
    found = _html(message, body, _DEEPEST)
    return content if found is None else _note(message) + found


def _split(content: bytes) -> tuple[Message, bytes]:
    """Return the headers and the body of a message, or of a part of one."""
    from email.parser import BytesHeaderParser  # noqa: PLC0415  # few dumps are messages

    head, blank, body = content.partition(b"\r\n\r\n")
    if not blank or b"\n\n" in head:
        head, _, body = content.partition(b"\n\n")
    return BytesHeaderParser().parsebytes(head + b"\n\n"), body


def _html(message: Message, body: bytes, depth: int) -> bytes | None:
    """Return the first HTML in a message, in UTF-8; None if it has none."""
    kind = message.get_content_type()
    if kind == "text/html":
        return _decoded(message, body)
    boundary = message.get_boundary()
    if not kind.startswith("multipart/") or not boundary or not depth:
        return None
    for part in (b"\n" + body).split(b"\n--" + boundary.encode("ascii", "replace"))[1:]:
        _, _, inner = part.partition(b"\n")
        found = _html(*_split(inner), depth - 1)
        if found is not None:
            return found
    return None


def _decoded(message: Message, body: bytes) -> bytes:
    """Return the body of a message in UTF-8, without the encoding in which it was sent."""
    message.set_payload(body.decode("ascii", "surrogateescape"))
    content = message.get_payload(decode=True)
    encoding = message.get_content_charset("utf-8")
    assert isinstance(content, bytes), "a body that was not split into parts"  # noqa: S101
    if encoding in _UTF_8:
        return content
    try:
        return content.decode(encoding, "replace").encode("utf-8", "replace")
    except (LookupError, ValueError):
        return content


def _note(message: Message) -> bytes:
    """Return a comment with the address of the page and the day on which it was saved."""
    from email.utils import parsedate_to_datetime  # noqa: PLC0415  # as above

    address = message["Snapshot-Content-Location"] or message["Content-Location"]
    notes = [f"saved from url={address}"] if address else []
    with suppress(TypeError, ValueError):
        notes.append(f"saved date: {parsedate_to_datetime(str(message['Date'])).date()}")
    note = " ".join(notes).replace("--", "%2D%2D").replace(">", "%3E")
    return f"<!-- {note} -->\n".encode("ascii", "replace") if notes else b""
