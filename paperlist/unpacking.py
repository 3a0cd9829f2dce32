"""What do compressed bytes hold?

How they begin tells what they are, never a name. They are unpacked once: what lies packed within is not opened. Damage
ends what they give, and is told; up to :data:`STEP` bytes before it may go with it.
"""

from __future__ import annotations

import zlib
from io import SEEK_END
from struct import Struct
from typing import IO, TYPE_CHECKING, Final, NamedTuple, TypeAlias

from attrs import define, frozen

from .errors import Diagnostic, LimitError

if TYPE_CHECKING:
    import bz2
    import lzma
    from collections.abc import Callable, Iterable, Iterator

    Decompressor: TypeAlias = "bz2.BZ2Decompressor | lzma.LZMADecompressor | _Deflate | _Stored"
    """What unpacks one stream; zstd's is like these."""

Tell: TypeAlias = "Callable[[str, str], None]"
"""What is called with a code and a message where something is amiss."""

MAX_SIZE: Final = 1 << 28
"""The bytes that one compressed file may hold unless the caller says otherwise.

Room for four thousand pages. Without a line end in it, a text takes three times its size while it is read, so that a
bomb of a few kilobytes stays below a gigabyte.
"""

BLOCK: Final = 1 << 16
"""The bytes that are read at a time."""

STEP: Final = 256
"""The bytes that are unpacked at a time: what comes of a step that fails is lost."""

_LZMA_MEMORY: Final = 1 << 28
"""The bytes that unpacking xz may take; its highest preset needs a quarter of that, a bomb asks for gigabytes."""


class _Deflate:
    """The decompressor of zlib with the interface of the others."""

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
    """The decompressor of what is not compressed."""

    eof = False
    needs_input = True
    unused_data = b""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:  # noqa: ARG002  # as the others have it
        return data


class Unpacker(NamedTuple):
    """How one stream is unpacked: the maker of decompressors, and what these raise for damage."""

    make: Callable[[], Decompressor]
    error: type[Exception]


# The modules below come with an interpreter or do not, as it was built: they are imported on first use.


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
    """A way of compressing: its ``name``, what ``unpacks`` it (ImportError where nothing does), and how it ``begins``.

    Within a zip file it ``begins`` with nothing special, and is one stream; else many may follow each other.
    """

    name: str
    unpacks: Callable[[], Unpacker]
    begins: tuple[bytes, ...] = ()


_BLOCKS_OF_BZIP2: Final = (b"1AY&SY", b"\x17rE8P\x90")  # pi, and its square root where there is nothing

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
    """The bytes that unpacking a file may still give, None for any number."""

    left: int | None
    name: str | None = None

    def spend(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Iterate over ``blocks`` as long as they are allowed; raises :class:`LimitError` for the one that is not."""
        for block in blocks:
            if self.left is not None:
                self.left -= len(block)
                if self.left < 0:
                    raise self.error()
            yield block

    def error(self) -> LimitError:
        """Return what is raised where there is more."""
        message = "this holds more than is allowed once unpacked: max_size sets another limit"
        return LimitError(Diagnostic(code="too-large", message=message, source=self.name))


def is_packed(head: bytes) -> bool:
    """Return whether a compressed file, or a zip file, begins so."""
    return is_zip(head) or any(head.startswith(packing.begins) for packing in _PACKINGS)


def _steps(decompressor: Decompressor, packed: bytes) -> Iterator[bytes]:
    yield decompressor.decompress(packed, STEP)
    while not (decompressor.eof or decompressor.needs_input):
        yield decompressor.decompress(b"", STEP)


def _expand(packing: Packing, blocks: Iterable[bytes], tell: Tell) -> Iterator[bytes]:
    """Iterate over what ``blocks`` hold, one compressed stream after the other."""
    try:
        make, error = packing.unpacks()
    except ImportError:
        hint = ": Python 3.14 or the extra paperlist[zstd] does" if packing.name == "zstd" else ""
        tell("not-unpacked", f"nothing here unpacks {packing.name}{hint}")
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
                tell("damaged-archive", f"cannot be unpacked beyond this ({packing.name}: {damage})")
                return
            rest = decompressor.unused_data if decompressor.eof else b""
    if not (decompressor.eof or packing.name == "stored"):
        tell("damaged-archive", f"ends too early, what follows is lost ({packing.name})")


def gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Iterate over ``pieces`` put together to blocks of at least :data:`BLOCK` bytes, but for the last."""
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
    """Return what ``blocks``, of which ``head`` is the first, hold: themselves where they are not compressed."""
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
    """A file within a zip file: its name, and what its header says; ``crc`` is None where nothing tells it."""

    name: str
    flags: int
    method: int
    crc: int | None
    offset: int
    packed: int

    @property
    def hidden(self) -> bool:
        """Whether a part of the name begins with a dot, as in ``.cache/a.txt`` and what macOS adds."""
        return any(part.startswith(".") and part.strip(".") for part in self.name.split("/"))


def is_zip(head: bytes) -> bool:
    """Return whether a zip file begins so."""
    return head.startswith((_LOCAL, _EMPTY))


def members(file: IO[bytes], allowance: Allowance) -> tuple[list[Member], str | None]:
    """Return the files in a zip file, folders and hidden ones left out, and what is wrong with it, if anything.

    Where its directory cannot be read, they are found by their headers.
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
        damage = f"the directory of this zip file is damaged, what it had more is lost ({error})"
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
    """Iterate over the members of a zip file without its directory."""
    offset = content.find(_LOCAL)
    while 0 <= offset <= len(content) - _HEADER.size:
        _, _, flags, method, _, _, crc, packed, _, name, extra = _HEADER.unpack_from(content, offset)
        start = offset + _HEADER.size
        encoding = "utf-8" if flags & _NAME_IS_UTF_8 else "cp437"
        told = not flags & _SIZES_FOLLOW
        after = content.find(_LOCAL, start + name + extra + packed * told)
        end = len(content) if after < 0 else after
        yield Member(
            content[start : start + name].decode(encoding, "replace"),
            flags,
            method,
            crc if told else None,
            offset,
            packed if told else max(end - start - name - extra, 0),
        )
        offset = after


def open_member(file: IO[bytes], member: Member, allowance: Allowance, tell: Tell) -> Iterator[bytes]:
    """Iterate over what a member of the zip file ``file`` holds."""
    packing = _METHODS.get(member.method)
    if packing is None or member.flags & _ENCRYPTED:
        how = "it is encrypted" if packing else f"nothing here unpacks method {member.method} of zip files"
        tell("not-unpacked", how)
        return iter(())
    return gathered(allowance.spend(_checked(member, _expand(packing, _packed(file, member, tell), tell), tell)))


def _packed(file: IO[bytes], member: Member, tell: Tell) -> Iterator[bytes]:
    """Iterate over the packed bytes of a member."""
    header = b""
    if 0 <= member.offset < file.seek(0, SEEK_END):  # not so in a damaged directory
        file.seek(member.offset)
        header = file.read(_HEADER.size)
    if len(header) < _HEADER.size or not header.startswith(_LOCAL):
        tell("damaged-archive", "it is not where the directory of the zip file says")
        return
    *_, name, extra = _HEADER.unpack(header)
    at = member.offset + _HEADER.size + name + extra
    end = at + member.packed
    while at < end:
        file.seek(at)  # another member may have been read meanwhile
        block = file.read(min(BLOCK, end - at))
        if not block:
            tell("damaged-archive", "ends too early, what follows is lost (zip)")
            return
        at += len(block)
        yield block


def _checked(member: Member, blocks: Iterable[bytes], tell: Tell) -> Iterator[bytes]:
    crc = 0
    for block in blocks:
        crc = zlib.crc32(block, crc)
        yield block
    if member.crc not in (None, crc):
        tell("damaged-archive", "the checksum is that of another text (zip)")
