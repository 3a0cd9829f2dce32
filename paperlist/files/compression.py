"""Unpack compressed files and the members of zip files.

The format is detected from the first bytes, not from the file name. Files are unpacked once: a compressed file within
another is not unpacked. Damage is reported, and nothing after it is unpacked. Up to :data:`STEP` bytes before it may
be lost too.
"""

from __future__ import annotations

import zlib
from io import SEEK_END
from struct import Struct
from typing import IO, TYPE_CHECKING, Final, NamedTuple, TypeAlias

from attrs import define, frozen

from ..errors import Diagnostic, LimitError

if TYPE_CHECKING:
    import bz2
    import lzma
    from collections.abc import Callable, Iterable, Iterator

    Decompressor: TypeAlias = "bz2.BZ2Decompressor | lzma.LZMADecompressor | _Deflate | _Stored"
    """The decompressor of one stream. That of zstd has the same interface."""

Tell: TypeAlias = "Callable[[str, str], None]"
"""A function that reports a problem: it is called with a code and a message."""

MAX_SIZE: Final = 1 << 28
"""The default limit for the unpacked size of a file, in bytes.

That is about four thousand pages. A text without line ends needs three times its size in memory, so a zip bomb needs
less than a gigabyte.
"""

BLOCK: Final = 1 << 16
"""The number of bytes that are read at a time."""

STEP: Final = 256
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

    The function raises ImportError if nothing can unpack it. Members of zip files have no special first bytes, and are
    one stream. Files may consist of several streams.
    """

    name: str
    unpacks: Callable[[], Unpacker]
    begins: tuple[bytes, ...] = ()


_BLOCKS_OF_BZIP2: Final = (b"1AY&SY", b"\x17rE8P\x90")  # pi for a block, its square root for an empty file

_PACKINGS: Final = (
    Packing("gzip", _gzip, (b"\x1f\x8b\x08",)),
    Packing("bzip2", _bzip2, tuple(b"BZh%d%b" % (n, block) for n in range(1, 10) for block in _BLOCKS_OF_BZIP2)),
    Packing("xz", _xz, (b"\xfd7zXZ\0",)),
    Packing("zstd", _zstd, (b"\x28\xb5\x2f\xfd",)),
)

# PKWARE, APPNOTE.TXT 6.3.10, 4.4.5
_METHODS: Final = {
    0: Packing("stored", _stored),
    8: Packing("deflate", _deflate),
    12: Packing("bzip2", _bzip2),
    93: Packing("zstd", _zstd),
    95: Packing("xz", _xz),
}


@define
class Allowance:
    """The number of bytes that a file may still unpack to; None means no limit."""

    left: int | None
    name: str | None = None

    def spend(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Iterate over ``blocks``, and raise :class:`LimitError` when they exceed the limit."""
        for block in blocks:
            if self.left is not None:
                self.left -= len(block)
                if self.left < 0:
                    raise self.error()
            yield block

    def error(self) -> LimitError:
        """Return the error for exceeding the limit."""
        message = "unpacks to more than the limit; raise it with max_size"
        return LimitError(Diagnostic(code="too-large", message=message, source=self.name))


def is_packed(head: bytes) -> bool:
    """Return whether ``head`` is the beginning of a compressed file or a zip file."""
    return is_zip(head) or any(head.startswith(packing.begins) for packing in _PACKINGS)


def _steps(decompressor: Decompressor, packed: bytes) -> Iterator[bytes]:
    yield decompressor.decompress(packed, STEP)
    while not (decompressor.eof or decompressor.needs_input):
        yield decompressor.decompress(b"", STEP)


def _needs(packing: Packing) -> str:
    if packing.name == "zstd":
        return "zstd needs Python 3.14 or `pip install 'paperlist[zstd]'`"
    return f"this Python was built without {packing.name}"


def _expand(packing: Packing, blocks: Iterable[bytes], tell: Tell) -> Iterator[bytes]:
    """Unpack ``blocks``, one compressed stream after the other."""
    try:
        make, error = packing.unpacks()
    except ImportError:
        tell("not-unpacked", _needs(packing))
        return
    decompressor = make()
    for block in blocks:
        rest = block
        while rest:
            if decompressor.eof:
                rest = rest.lstrip(b"\0")  # the padding of xz, and of tapes
                if not (rest and packing.begins):
                    break
                decompressor = make()
            try:
                yield from _steps(decompressor, rest)
            except error as damage:
                tell("damaged-archive", f"cannot be unpacked after this place ({packing.name}: {damage})")
                return
            rest = decompressor.unused_data if decompressor.eof else b""
    if not (decompressor.eof or packing.name == "stored"):
        tell("damaged-archive", f"the file is truncated, and the rest is lost ({packing.name})")


def gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Join ``pieces`` into blocks of at least :data:`BLOCK` bytes, except for the last block."""
    waiting: list[bytes] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= BLOCK:
            yield b"".join(waiting)
            waiting.clear()
            length = 0
    if length:
        yield b"".join(waiting)


def unpack(head: bytes, blocks: Iterable[bytes], allowance: Allowance, tell: Tell) -> Iterator[bytes]:
    """Unpack ``blocks``, which begin with ``head``, if they are compressed."""
    for packing in _PACKINGS:
        if head.startswith(packing.begins):
            return gathered(allowance.spend(_expand(packing, blocks, tell)))
    return iter(blocks)


# Zip files

_LOCAL: Final = b"PK\x03\x04"
_EMPTY: Final = b"PK\x05\x06"

# Version, flags, method, time, date, checksum, packed and unpacked size, lengths of name and extra field (4.3.7).
_HEADER: Final = Struct("<4s5H3L2H")

_ENCRYPTED: Final = 1 << 0
_SIZES_FOLLOW: Final = 1 << 3
_NAME_IS_UTF_8: Final = 1 << 11


@frozen
class Member:
    """A file in a zip file: its name and the fields of its header; ``crc`` is None if it is unknown."""

    name: str
    flags: int
    method: int
    crc: int | None
    offset: int
    packed: int

    @property
    def hidden(self) -> bool:
        """Whether a part of the name begins with a dot, as in ``.cache/a.txt`` or the files that macOS adds."""
        return any(part.startswith(".") and part.strip(".") for part in self.name.split("/"))


def is_zip(head: bytes) -> bool:
    """Return whether a file that begins with ``head`` is a zip file."""
    return head.startswith((_LOCAL, _EMPTY))


def members(file: IO[bytes], allowance: Allowance) -> tuple[list[Member], str | None]:
    """Return the files in a zip file, without folders and hidden files, and a message if the zip file is damaged.

    If its directory cannot be read, the files are found by their headers.
    """
    import zipfile  # noqa: PLC0415  # not every dump is one

    damage = None
    try:
        with zipfile.ZipFile(file) as archive:
            found = [
                Member(i.filename, i.flag_bits, i.compress_type, i.CRC, i.header_offset, i.compress_size)
                for i in archive.infolist()
            ]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        damage = f"the directory of this zip file is damaged, and some files may be lost ({error})"
        found = list(_salvaged(_content(file, allowance)))
    return [member for member in found if not (member.hidden or member.name.endswith("/"))], damage


def _content(file: IO[bytes], allowance: Allowance) -> bytes:
    file.seek(0)
    if allowance.left is None:
        return file.read()
    content = file.read(allowance.left + 1)
    if len(content) > allowance.left:
        raise allowance.error()
    return content


def _salvaged(content: bytes) -> Iterator[Member]:
    """Find the members of a zip file without its directory."""
    offset = content.find(_LOCAL)
    while 0 <= offset <= len(content) - _HEADER.size:
        _, _, flags, method, _, _, crc, packed, _, name, extra = _HEADER.unpack_from(content, offset)
        start = offset + _HEADER.size
        encoding = "utf-8" if flags & _NAME_IS_UTF_8 else "cp437"
        has_sizes = not flags & _SIZES_FOLLOW
        after = content.find(_LOCAL, start + name + extra + packed * has_sizes)
        end = len(content) if after < 0 else after
        yield Member(
            content[start : start + name].decode(encoding, "replace"),
            flags,
            method,
            crc if has_sizes else None,
            offset,
            packed if has_sizes else max(end - start - name - extra, 0),
        )
        offset = after


def open_member(file: IO[bytes], member: Member, allowance: Allowance, tell: Tell) -> Iterator[bytes]:
    """Iterate over the content of a member of the zip file ``file``."""
    packing = _METHODS.get(member.method)
    if packing is None or member.flags & _ENCRYPTED:
        how = "this file is encrypted" if packing else f"unknown compression method of a zip file: {member.method}"
        tell("not-unpacked", how)
        return iter(())
    return gathered(allowance.spend(_checked(member, _expand(packing, _packed(file, member, tell), tell), tell)))


def _packed(file: IO[bytes], member: Member, tell: Tell) -> Iterator[bytes]:
    """Iterate over the compressed bytes of a member."""
    header = b""
    if 0 <= member.offset < file.seek(0, SEEK_END):  # false in a damaged directory
        file.seek(member.offset)
        header = file.read(_HEADER.size)
    if len(header) < _HEADER.size or not header.startswith(_LOCAL):
        tell("damaged-archive", "this file is not at the place that is given in the directory of the zip file")
        return
    *_, name, extra = _HEADER.unpack(header)
    at = member.offset + _HEADER.size + name + extra
    end = at + member.packed
    while at < end:
        file.seek(at)  # another member may have been read meanwhile
        block = file.read(min(BLOCK, end - at))
        if not block:
            tell("damaged-archive", "the file is truncated, and the rest is lost (zip)")
            return
        at += len(block)
        yield block


def _checked(member: Member, blocks: Iterable[bytes], tell: Tell) -> Iterator[bytes]:
    crc = 0
    for block in blocks:
        crc = zlib.crc32(block, crc)
        yield block
    if member.crc not in (None, crc):
        tell("damaged-archive", "the content does not match its checksum (zip)")
