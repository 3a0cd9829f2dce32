"""Read the listings that crawlers saved in WARC and WET files.

The format is ISO 28500. A record has the address of a page and the time of its capture. Most records of a crawl are
other pages: they are counted, and not read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .._attrs import frozen
from .._engine import line_re as re
from .addresses import is_listing
from .compression import BLOCK_SIZE, Allowance, sniff

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .compression import Report

_BEGINS: Final = b"WARC/"
_TYPES: Final = frozenset(("response", "conversion", "resource"))
"""Records with the content of a page: as a server sent it, as the text of it, as a file."""

_CONTENT: Final = re.compile(r"(?:text/|application/xhtml)")
_FOUND: Final = "200"
"""The status of a response that has the page."""

NEEDS: Final = "WARC files need warcio: pip install 'paperlist[crawl]'"


@frozen
class Capture:
    """A saved page: its name within the file, the lines that say how it was saved, and its content."""

    name: str
    head: tuple[str, ...]
    content: list[bytes]


def is_warc(head: bytes) -> bool:
    """Return whether a file that begins with ``head`` is a WARC file, compressed or not."""
    return sniff(head, len(_BEGINS)) == _BEGINS


class _File:
    """Blocks of bytes with the interface of a file, as warcio reads it."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)
        self._place = 0

    def read(self, _size: int) -> bytes:
        """Return the next block."""
        block = next(self._blocks, b"")
        self._place += len(block)
        return block

    def tell(self) -> int:
        """Return the number of bytes that were read."""
        return self._place


def captures(blocks: Iterable[bytes], allowance: Allowance, report: Report) -> Iterator[Capture]:
    """Iterate over the listings in an unpacked WARC file; at its end, report how many records are other pages.

    Each may have as many bytes as are left in the ``allowance``. Damage is reported, and nothing after it is read.
    """
    try:
        from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415  # an optional library
        from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415
    except ImportError:
        report("not-unpacked", NEEDS)
        return
    found = others = 0
    try:
        for record in ArchiveIterator(_File(blocks)):
            if _is_saved_listing(record):
                found += 1
                # How much shorter it was when packed is not known.
                yield _capture(record, Allowance(allowance.left, allowance.name, packed=allowance.left or 0))
            else:
                others += record.rec_type in _TYPES
    except ArchiveLoadFailed as error:
        report("damaged-archive", f"cannot be read after this place (WARC: {error})")
    if others:
        code = "other-pages" if found else "no-papers"
        report(code, "a page in this file is not a listing, and was not read", others - 1)
    elif not found:
        report("no-papers", "there is no page in this file")


def _is_saved_listing(record: Any) -> bool:
    """Whether a record has the text or the HTML of a listing."""
    if record.rec_type not in _TYPES or not is_listing(record.rec_headers.get_header("WARC-Target-URI") or ""):
        return False
    answer = record.http_headers
    content = answer.get_header("Content-Type") if answer else record.content_type
    return _CONTENT.match(content or "text/") is not None and (not answer or answer.get_statuscode() == _FOUND)


def _capture(record: Any, allowance: Allowance) -> Capture:
    address = record.rec_headers.get_header("WARC-Target-URI")
    time = record.rec_headers.get_header("WARC-Date") or ""
    stream = record.content_stream()
    content = list(allowance.spend(iter(lambda: stream.read(BLOCK_SIZE), b"")))
    return Capture(f"{address}@{time}", (f"Captured: {time}", address), content)
