"""List the members of a zip file, and unpack them.

If the directory of a zip file is damaged, its members are found by their headers.
"""

from __future__ import annotations

import zlib
from io import SEEK_END
from struct import Struct
from typing import IO, TYPE_CHECKING, Final

from .._attrs import frozen
from .compression import BLOCK_SIZE, BZIP2, DEFLATE, STORED, XZ, ZSTD, expand, gathered

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .compression import Allowance, Report

_LOCAL: Final = b"PK\x03\x04"
_EMPTY: Final = b"PK\x05\x06"
"""The first bytes of a zip file: the header of its first member, or the end of an empty directory."""

# PKWARE, APPNOTE.TXT 6.3.10, 4.4.5
_METHODS: Final = {0: STORED, 8: DEFLATE, 12: BZIP2, 93: ZSTD, 95: XZ}

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


def members(file: IO[bytes], allowance: Allowance, report: Report) -> list[Member]:
    """Return the files in a zip file, without folders and hidden files.

    If its directory cannot be read, this is reported, and the files are found by their headers.
    """
    import zipfile  # noqa: PLC0415  # not every dump is one

    try:
        with zipfile.ZipFile(file) as archive:
            found = [
                Member(i.filename, i.flag_bits, i.compress_type, i.CRC, i.header_offset, i.compress_size)
                for i in archive.infolist()
            ]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        report("damaged-archive", f"the directory of this zip file is damaged, and some files may be lost ({error})")
        found = list(_salvaged(_content(file, allowance)))
    return [member for member in found if not (member.hidden or member.name.endswith("/"))]


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


def open_member(file: IO[bytes], member: Member, allowance: Allowance, report: Report) -> Iterator[bytes]:
    """Iterate over the content of a member of the zip file ``file``."""
    packing = _METHODS.get(member.method)
    if packing is None:
        report("not-unpacked", f"unknown compression method of a zip file: {member.method}")
        return iter(())
    if member.flags & _ENCRYPTED:
        report("not-unpacked", "this file is encrypted")
        return iter(())
    unpacked = expand(packing, _packed(file, member, report), report, one_stream=True)
    return gathered(allowance.spend(_checked(member, unpacked, report)))


def _packed(file: IO[bytes], member: Member, report: Report) -> Iterator[bytes]:
    """Iterate over the compressed bytes of a member."""
    header = b""
    if 0 <= member.offset < file.seek(0, SEEK_END):  # false in a damaged directory
        file.seek(member.offset)
        header = file.read(_HEADER.size)
    if len(header) < _HEADER.size or not header.startswith(_LOCAL):
        report("damaged-archive", "this file is not at the place that is given in the directory of the zip file")
        return
    *_, name, extra = _HEADER.unpack(header)
    at = member.offset + _HEADER.size + name + extra
    end = at + member.packed
    while at < end:
        file.seek(at)  # another member may have been read meanwhile
        block = file.read(min(BLOCK_SIZE, end - at))
        if not block:
            report("damaged-archive", "the file is truncated, and the rest is lost (zip)")
            return
        at += len(block)
        yield block


def _checked(member: Member, blocks: Iterable[bytes], report: Report) -> Iterator[bytes]:
    crc = 0
    for block in blocks:
        crc = zlib.crc32(block, crc)
        yield block
    if member.crc not in (None, crc):
        report("damaged-archive", "the content does not match its checksum (zip)")
