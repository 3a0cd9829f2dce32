"""Unpack compressed files.

The format is detected from the first bytes, not from the file name. Files are unpacked once: a compressed file within
another is not unpacked. Damage is reported, and nothing after it is unpacked. Up to :data:`STEP_SIZE` bytes before it
may be lost too.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from .._attrs import define, field, frozen
from ..errors import Diagnostic, LimitError, checked_number

if TYPE_CHECKING:
    import bz2
    import lzma
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    Decompressor: TypeAlias = "bz2.BZ2Decompressor | lzma.LZMADecompressor | _Deflate | _Stored"
    """The decompressor of one stream. That of zstd has the same interface."""


class Report(Protocol):
    """A function that reports a problem."""

    def __call__(self, code: str, message: str, more: int = 0, /) -> None:
        """Report a problem by its code and a message, with the number of further ones of this kind."""


MAX_SIZE: Final = 1 << 26
"""The default limit for the unpacked size of a file, in bytes: 64 MiB. That is about a thousand pages."""

MOST_AMPLIFIED: Final = 100
"""A file that unpacks to much may be at most this many times as long as when it was packed. Texts are 3 to 10 times."""

_ALWAYS_ALLOWED: Final = 1 << 23
"""A file may unpack to this many bytes, however short it is. Expat has these two limits, too."""

BLOCK_SIZE: Final = 1 << 16
"""The number of bytes that are read at a time."""

PIECE_SIZE: Final = 1 << 20
"""The number of characters of a text that are read at a time, so that memory is bounded."""

STEP_SIZE: Final = 256
"""The number of bytes that are unpacked at a time: those of a step that fails are lost."""

_LZMA_MEMORY: Final = 1 << 28
"""The memory limit for unpacking xz: its highest preset needs a quarter of it, but a bomb asks for gigabytes."""


class _Deflate:
    """The decompressor of zlib, with the interface of the others."""

    def __init__(self, wbits: int) -> None:
        self._inner = zlib.decompressobj(wbits)
        self.needs_input = True

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        unpacked = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self.needs_input = len(unpacked) < max_length
        return unpacked


class _Stored:
    """A decompressor for content that is not compressed."""

    eof = False
    needs_input = True
    unused_data = b""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:  # noqa: ARG002  # the interface of the others
        return data


class Unpacker(NamedTuple):
    """A function that returns a new decompressor, and the error that it raises for damage."""

    make: Callable[[], Decompressor]
    error: type[Exception]


# These modules are imported on first use, since an interpreter may be built without them.


def _gzip() -> Unpacker:
    return Unpacker(lambda: _Deflate(16 + zlib.MAX_WBITS), zlib.error)


def _deflate() -> Unpacker:
    return Unpacker(lambda: _Deflate(-zlib.MAX_WBITS), zlib.error)


def _stored() -> Unpacker:
    return Unpacker(_Stored, zlib.error)


def _bzip2() -> Unpacker:
    import bz2  # noqa: PLC0415  # see above

    return Unpacker(bz2.BZ2Decompressor, OSError)


def _xz() -> Unpacker:
    import lzma  # noqa: PLC0415  # see above

    return Unpacker(lambda: lzma.LZMADecompressor(memlimit=_LZMA_MEMORY), lzma.LZMAError)


def _zstd() -> Unpacker:
    try:
        from compression import zstd  # type: ignore[import-not-found]  # noqa: PLC0415  # see above
    except ImportError:
        from backports import zstd  # type: ignore[import-not-found]  # noqa: PLC0415  # see above
    return Unpacker(zstd.ZstdDecompressor, zstd.ZstdError)


@frozen
class Packing:
    """A compression format: its ``name``, a function that returns what ``unpacks`` it, and how a file ``begins``.

    The function raises ImportError if nothing can unpack it.
    """

    name: str
    unpacks: Callable[[], Unpacker]
    begins: tuple[bytes, ...] = ()


_BLOCKS_OF_BZIP2: Final = (b"1AY&SY", b"\x17rE8P\x90")  # pi for a block, its square root for an empty file

GZIP: Final = Packing("gzip", _gzip, (b"\x1f\x8b\x08",))
BZIP2: Final = Packing(
    "bzip2", _bzip2, tuple(b"BZh%d%b" % (n, block) for n in range(1, 10) for block in _BLOCKS_OF_BZIP2)
)
XZ: Final = Packing("xz", _xz, (b"\xfd7zXZ\0",))
ZSTD: Final = Packing("zstd", _zstd, (b"\x28\xb5\x2f\xfd",))
DEFLATE: Final = Packing("deflate", _deflate)
STORED: Final = Packing("stored", _stored)

_PACKINGS_OF_FILES: Final = (GZIP, BZIP2, XZ, ZSTD)


_UNPACK_IT: Final = "unpack it, or make a zip file of its content"

_UNREAD: Final = (
    ("tar archives", _UNPACK_IT, 257, (b"ustar\0", b"ustar  \0")),
    ("7z archives", _UNPACK_IT, 0, (b"7z\xbc\xaf\x27\x1c",)),
    ("rar archives", _UNPACK_IT, 0, (b"Rar!\x1a\x07",)),
    ("web archives of Safari", "save the page as page source", 0, (b"bplist00",)),
)
"""Files that may contain dumps, and are not read: what they are, what to do, and the place of which bytes."""


def checked_size(max_size: int | None) -> int | None:
    """Return ``max_size``. Raises TypeError if it is neither None nor a whole number, and ValueError if it is negative.

    >>> checked_size("10M")
    Traceback (most recent call last):
        ...
    TypeError: max_size: expected a number of bytes or None, got str '10M'
    """
    if max_size is None:
        return None
    found: int = checked_number(max_size, "max_size: expected a number of bytes or None", 0)
    return found


@define
class Allowance:
    """The number of bytes that a file may still unpack to; None means no limit.

    ``packed`` is the number of its packed bytes that were read so far; None if it is unknown.
    """

    left: int | None
    name: str | None = None
    packed: int | None = None
    _unpacked: int = field(default=0, init=False)

    def count(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Iterate over packed ``blocks``, and count their bytes."""
        for block in blocks:
            self.packed = (self.packed or 0) + len(block)
            yield block

    def spend(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Iterate over unpacked ``blocks``, and raise :class:`LimitError` when they exceed a limit."""
        for block in blocks:
            if self.left is not None:
                self.left -= len(block)
                self._unpacked += len(block)
                if self.left < 0:
                    raise self.error()
                if self.packed is not None and self._unpacked > max(_ALWAYS_ALLOWED, MOST_AMPLIFIED * self.packed):
                    ratio = f"unpacks to more than {MOST_AMPLIFIED} times its size"
                    raise self._error(f"{ratio}; max_size=None (--max-size none) allows it")
            yield block

    def error(self) -> LimitError:
        """Return the error for exceeding the limit."""
        return self._error("unpacks to more than the limit; raise it with max_size (--max-size)")

    def _error(self, message: str) -> LimitError:
        return LimitError(Diagnostic(code="too-large", message=message, source=self.name))


def _packing_of(head: bytes) -> Packing | None:
    """Return the format of a file that begins with ``head``, or None if it is not compressed."""
    for packing in _PACKINGS_OF_FILES:
        if head.startswith(packing.begins):
            return packing
    return None


def is_compressed(head: bytes) -> bool:
    """Return whether a file that begins with ``head`` is compressed; a zip file is not."""
    return _packing_of(head) is not None


def why_unread(head: bytes) -> str | None:
    r"""Return why a file that begins with ``head`` is not read, although it may contain dumps; None if it is.

    >>> why_unread(b"Rar!\x1a\x07\x01\x00"), why_unread(b"Daily Papers")
    ('rar archives cannot be read; unpack it, or make a zip file of its content', None)
    """
    for what, advice, place, marks in _UNREAD:
        if head.startswith(marks, place):
            return f"{what} cannot be read; {advice}"
    return None


def sniff(head: bytes, size: int) -> bytes:
    """Return up to ``size`` bytes with which the content of a file begins, compressed or not; it has this ``head``."""
    packing = _packing_of(head)
    if packing is None:
        return head[:size]
    return next(expand(packing, (head,), ignore), b"")[:size]


def ignore(_code: str, _message: str, _more: int = 0) -> None:
    """Report nothing, because only a part of a file is examined, or because damage shows in its content."""


def _steps(decompressor: Decompressor, packed: bytes) -> Iterator[bytes]:
    yield decompressor.decompress(packed, STEP_SIZE)
    while not (decompressor.eof or decompressor.needs_input):
        yield decompressor.decompress(b"", STEP_SIZE)


def _needs(packing: Packing) -> str:
    if packing.name == "zstd":
        return "zstd needs Python 3.14 or `pip install 'paperlist[zstd]'`"
    return f"this Python was built without {packing.name}"


def expand(packing: Packing, blocks: Iterable[bytes], report: Report, *, one_stream: bool = False) -> Iterator[bytes]:
    """Unpack ``blocks``, one compressed stream after the other, or only the first with ``one_stream``."""
    try:
        make, error = packing.unpacks()
    except ImportError:
        report("not-unpacked", _needs(packing))
        return
    decompressor = make()
    for block in blocks:
        rest = block
        while rest:
            if decompressor.eof:
                rest = rest.lstrip(b"\0")  # the padding of xz, and of tapes
                if one_stream or not rest:
                    break
                decompressor = make()
            try:
                yield from _steps(decompressor, rest)
            except error as damage:
                report("damaged-archive", f"cannot be unpacked after this place ({packing.name}: {damage})")
                return
            rest = decompressor.unused_data if decompressor.eof else b""
    if not decompressor.eof and packing is not STORED:
        report("damaged-archive", f"the file is truncated, and the rest is lost ({packing.name})")


def gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Join ``pieces`` into blocks of at least :data:`BLOCK_SIZE` bytes, except for the last block."""
    waiting: list[bytes] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= BLOCK_SIZE:
            yield b"".join(waiting)
            waiting.clear()
            length = 0
    if length:
        yield b"".join(waiting)


def unpack(head: bytes, blocks: Iterable[bytes], allowance: Allowance, report: Report) -> Iterator[bytes]:
    """Unpack ``blocks``, which begin with ``head``, if they are compressed."""
    packing = _packing_of(head)
    if packing is None:
        return iter(blocks)
    return gathered(allowance.spend(expand(packing, allowance.count(blocks), report)))
