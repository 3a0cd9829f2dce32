"""Test that compressed files are unpacked, up to damage in them and up to the limit."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import sys
import tarfile
import tracemalloc
import types
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import parse, parse_many
from paperlist.errors import LimitError, ParseError
from paperlist.files import compression as unpacking
from paperlist.files.sources import Source, open_source, open_sources, read_source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from paperlist.files.opened import OpenSource

TEXT = "".join(f"Title {number} – tide {number * number % 977}\n" for number in range(3000))
CONTENT = TEXT.encode()


def zipped(*names: str, content: bytes = CONTENT, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name in names:
            archive.writestr(name, content)
    return file.getvalue()


def streamed(*names: str) -> bytes:
    """Return a zip file as it is written where nothing can be put in afterwards: sizes follow what they are of."""

    class Pipe(io.RawIOBase):
        written = b""

        def writable(self) -> bool:
            return True

        def write(self, content: Any) -> int:
            self.written += bytes(content)
            return len(content)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, CONTENT)
    return pipe.written


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "bzip2 of little": lambda content: bz2.compress(content, 1),
    "xz": lzma.compress,
    "gzip of parts": lambda content: gzip.compress(content[:999]) + gzip.compress(b"") + gzip.compress(content[999:]),
    "gzip and padding": lambda content: gzip.compress(content) + b"\0" * 700,
    "bzip2 of parts": lambda content: bz2.compress(content[:999]) + bz2.compress(content[999:]),
    "xz of parts": lambda content: lzma.compress(content[:999]) + b"\0" * 8 + lzma.compress(content[999:]),
    "zip": lambda content: zipped("a.txt", content=content),
    "zip, stored": lambda content: zipped("a.txt", content=content, method=zipfile.ZIP_STORED),
    "zip, bzip2": lambda content: zipped("a.txt", content=content, method=zipfile.ZIP_BZIP2),
}


def read(content: bytes, **options: Any) -> Source:
    return read_source(io.BytesIO(content), **options)


def told(source: Source | OpenSource) -> list[str]:
    return [found.code for found in source.diagnostics]


@pytest.mark.parametrize("way", PACKED)
@pytest.mark.parametrize("text", ["", "one", TEXT])
def test_what_is_compressed_is_unpacked(tmp_path: Path, way: str, text: str) -> None:
    """In a file of any name and in a stream, as its first bytes tell."""
    content = PACKED[way](text.encode())
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    assert read_source(path).text == text
    assert read(content).text == text
    assert told(read(content)) == []


@pytest.mark.parametrize("start", ["BZh", "BZh9 is a title", "PK", "\x1f"])
def test_text_may_begin_nearly_as_archives_do(start: str) -> None:
    """A magic number of letters is compared whole."""
    text = start + ", and a title that is longer than fifty characters of text"
    assert read(text.encode()) == Source(text=text)


def test_zstd_is_unpacked_where_something_can() -> None:
    """The interpreter's own module or the extra does; a stream of several frames is one text."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        zstd = pytest.importorskip("backports.zstd")
    content: bytes = zstd.compress(CONTENT[:999]) + zstd.compress(CONTENT[999:])
    assert read(content) == Source(text=TEXT)
    assert told(read(content[:-99])) == ["damaged-archive"]
    assert told(read(content + b"more")) == ["damaged-archive"]
    with pytest.raises(LimitError):
        read(zstd.compress(b"line\n" * 10**6), max_size=10**6)


class Zstd(Exception):  # noqa: N818  # an error and a decompressor in one
    """A stand-in for a module of zstd, which unpacks what is not packed."""

    eof = False
    needs_input = True
    unused_data = b""

    def decompress(self, content: bytes, most: int) -> bytes:
        """Return ``content`` without the magic number, or raise where it says so."""
        assert most == unpacking.STEP_SIZE
        if b"damage" in content:
            raise Zstd("damage")
        return content[4:]

    ZstdDecompressor: Any
    ZstdError: Any


Zstd.ZstdDecompressor = Zstd.ZstdError = Zstd


@pytest.mark.parametrize("name", ["compression", "backports"])
def test_the_module_of_zstd_is_that_of_the_interpreter_or_the_extra(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """It is imported by the name under which it is there, with an interface like that of bz2."""
    monkeypatch.setitem(sys.modules, "compression", None)
    module: Any = types.ModuleType(name)
    module.zstd = Zstd
    monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setitem(sys.modules, f"{name}.zstd", Zstd)
    source = read(b"\x28\xb5\x2f\xfdtext")
    assert (source.text, told(source)) == ("text", ["damaged-archive"])
    (found,) = read(b"\x28\xb5\x2f\xfddamage").diagnostics
    assert found.message == "cannot be unpacked after this place (zstd: damage)"


@pytest.mark.parametrize(
    ("way", "modules", "message"),
    [
        ("zstd", ["compression", "backports"], "zstd needs Python 3.14 or `pip install 'paperlist[zstd]'`"),
        ("xz", ["lzma"], "this Python was built without xz"),
        ("bzip2", ["bz2"], "this Python was built without bzip2"),
    ],
)
def test_what_nothing_can_unpack_is_told(
    monkeypatch: pytest.MonkeyPatch, way: str, modules: list[str], message: str
) -> None:
    """Interpreters are built without some modules: the message says what is missing."""
    content = PACKED[way](CONTENT) if way in PACKED else b"\x28\xb5\x2f\xfd and more"
    for module in modules:
        monkeypatch.setitem(sys.modules, module, None)
    source = read(content)
    (found,) = source.diagnostics
    assert (source.text, found.code) == ("", "not-unpacked")
    assert found.message == message
    with pytest.raises(ParseError):
        read(content, strict=True)


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
@pytest.mark.parametrize("way", [None, *PACKED])
def test_a_tar_archive_is_not_taken_for_binary_data(form: int, way: str | None) -> None:
    """It may contain dumps, and is reported as what it is, compressed or not."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=form) as archive:
        member = tarfile.TarInfo("dumps/mön.txt")
        member.size = len(CONTENT)
        archive.addfile(member, io.BytesIO(CONTENT))
    content = file.getvalue() if way is None else PACKED[way](file.getvalue())
    source = read(content)
    (found,) = source.diagnostics
    assert (source.text, found.code) == ("", "not-unpacked")
    assert found.message == "tar archives cannot be read; unpack it, or make a zip file of its content"


# Damage


@pytest.mark.parametrize("way", ["gzip", "bzip2", "xz", "zip", "zip, bzip2", "gzip of parts"])
@pytest.mark.parametrize("share", [0.5, 0.9, 0.999])
def test_of_what_is_cut_the_beginning_is_read(way: str, share: float) -> None:
    """The text is a part of the whole, and the diagnostic stands at its end."""
    content = PACKED[way](CONTENT)
    source = read(content[: int(len(content) * share)])
    (found,) = source.diagnostics
    assert TEXT.startswith(source.text.removesuffix("\ufffd"))
    assert "bzip2" in way or source.text
    assert found.code == "damaged-archive"
    assert found.line == source.text.count("\n") + 1
    assert found.span == (len(source.text), len(source.text))
    with pytest.raises(ParseError) as raised:
        read(content[: int(len(content) * share)], strict=True)
    assert raised.value.diagnostic.code == "damaged-archive"


def test_the_place_of_damage_shows_the_last_line() -> None:
    """The excerpt ends where the text does."""
    cut = read(zipped("a.txt", content=b"one\rtwo and three", method=zipfile.ZIP_STORED)[:48])
    (found,) = cut.diagnostics
    assert str(found) == (
        "a.txt:2:10: damaged-archive: the file is truncated, and the rest is lost (zip)\n    two and t\n    ~~~~~~~~^"
    )


@pytest.mark.parametrize("way", ["gzip", "bzip2", "xz", "zip", "zip, stored", "zip, bzip2"])
def test_of_what_is_corrupt_the_beginning_is_read(way: str) -> None:
    """All but a few bytes before the damage are kept, and the damage is reported, a wrong checksum as well."""
    content = bytearray(PACKED[way](CONTENT))
    content[len(content) // 2] ^= 0xFF
    source = read(bytes(content))
    assert "damaged-archive" in told(source)
    assert "bzip2" in way or source.text[: len(TEXT) // 5] == TEXT[: len(TEXT) // 5]


@pytest.mark.parametrize("at", [-8, -4, -1])
def test_a_false_checksum_is_told(at: int) -> None:
    """Almost all text is there nevertheless."""
    content = bytearray(gzip.compress(CONTENT))
    content[at] ^= 1
    source = read(bytes(content))
    assert "damaged-archive" in told(source)
    assert len(source.text) > len(TEXT) - unpacking.STEP_SIZE


def test_what_follows_an_archive_is_told() -> None:
    """It belongs to nothing."""
    source = read(gzip.compress(CONTENT) + b"more")
    assert source.text == TEXT
    assert told(source) == ["damaged-archive"]


@given(st.sampled_from(sorted(PACKED)), st.data())
def test_nothing_but_documented_errors_comes_of_mutated_archives(way: str, data: st.DataObject) -> None:
    """Whatever is changed, cut or added, lenient reading gives text and strict reading may raise ParseError."""
    content = bytearray(PACKED[way](CONTENT[:3000]))
    places = st.integers(0, len(content) - 1)
    for at in data.draw(
        st.lists(places | st.integers(0, 40) | st.integers(len(content) - 90, len(content) - 1), max_size=4)
    ):
        content[at] = data.draw(st.integers(0, 255))
    cut = bytes(content[: data.draw(st.just(len(content)) | places)]) + data.draw(st.binary(max_size=8))
    read(cut).text.encode()
    try:
        read(cut, strict=True)
    except ParseError:
        pass
    else:
        assert told(read(cut)) == []


# Zip files


@pytest.mark.parametrize("make", [zipped, streamed])
@pytest.mark.parametrize("seekable", [True, False])
def test_each_file_in_a_zip_file_is_a_dump(tmp_path: Path, make: Callable[..., bytes], *, seekable: bool) -> None:
    """They come in the archive's order, under their own names; folders and hidden files are left alone."""
    names = ["b.txt", "d/", "d/a.txt", ".hidden", "d/.h/x.txt", "__MACOSX/._b.txt", "../up.txt", "naïve – 潮.txt"]
    path = tmp_path / "dumps.zip"
    path.write_bytes(make(*names))
    shown = ["b.txt", "d/a.txt", "../up.txt", "naïve – 潮.txt"]
    if seekable:
        sources: Any = path
        shown = [f"{path.as_posix()}/{name}" for name in shown]
    else:
        sources = Pipe(path.read_bytes())
    found = [(source.name, "".join(source), source.diagnostics) for source in open_sources(sources)]
    assert found == [(name, TEXT, ()) for name in shown]


class Pipe:
    """A stream of bytes that can only be read, a few at a time."""

    def __init__(self, content: bytes, most: int = 1000) -> None:
        self._file = io.BytesIO(content)
        self._most = most

    def read(self, size: int = -1) -> bytes:
        """Return up to ``size`` bytes."""
        return self._file.read(min(size, self._most) if size >= 0 else self._most)


def test_a_zip_file_of_one_dump_is_that_dump(tmp_path: Path) -> None:
    """Hidden files do not count, and its name says in which archive it lies."""
    path = tmp_path / "dumps.zip"
    path.write_bytes(zipped("a.txt", ".a.txt"))
    assert read_source(path) == Source(text=TEXT, name=f"{path.as_posix()}/a.txt")


def test_a_zip_file_of_several_dumps_is_not_one() -> None:
    """The message says what reads it."""
    source = read(zipped("a.txt", "b.txt"))
    (found,) = source.diagnostics
    assert source.text == ""
    assert str(found) == "<text>:1:1: several-dumps: this file contains more than one dump: parse_many reads each"


def test_a_zip_file_of_nothing_is_an_empty_dump() -> None:
    """It is reported as empty like any other file."""
    assert read(zipped()) == Source(text="")
    assert [list(source) for source in open_sources(io.BytesIO(zipped(".a.txt")))] == [[]]


@pytest.mark.parametrize("make", [zipped, streamed])
def test_of_a_zip_file_without_its_directory_members_are_found(make: Callable[..., bytes]) -> None:
    """They come as far as they are there, the last with the damage."""
    content = make("a.txt", "b.txt", "c.txt")
    cut = content[: content.rindex(b"PK\x03\x04") + len(content) // 6]
    sources = [(source.name, "".join(source), told(source)) for source in open_sources(io.BytesIO(cut))]
    assert sources[:2] == [("a.txt", TEXT, []), ("b.txt", TEXT, [])]
    name, text, codes = sources[2]
    assert name == "c.txt"
    assert text
    assert TEXT.startswith(text)
    assert codes == ["damaged-archive"]


def test_a_name_without_utf_8_is_that_of_dos() -> None:
    """Old archives have names in code page 437; where the directory is lost as well."""
    content = zipped("n.txt").replace(b"n.txt", b"\x81.txt")
    names = [source.name for archive in (content, content[:-30]) for source in open_sources(io.BytesIO(archive))]
    assert names == ["ü.txt", "ü.txt"]


def test_what_only_begins_as_a_zip_file_is_damaged() -> None:
    """Nothing is found in it."""
    source = read(b"PK\x03\x04")
    assert (source.text, told(source)) == ("", ["damaged-archive"])


def test_a_member_that_is_not_where_it_should_be_is_told() -> None:
    """The others are read."""
    content = bytearray(zipped("a.txt", "b.txt"))
    content[content.rindex(b"PK\x03\x04")] = 0
    sources = [("".join(source), told(source)) for source in open_sources(io.BytesIO(content))]
    assert sources == [(TEXT, []), ("", ["damaged-archive"])]


@pytest.mark.parametrize("offset", [1, -1, 1 << 30])
def test_a_directory_that_is_not_where_its_end_says_is_told(offset: int) -> None:
    """The members seem to begin elsewhere then, be it before the file."""
    content = bytearray(zipped("a.txt"))
    place = int.from_bytes(content[-6:-2], "little") + offset  # where the directory begins
    content[-6:-2] = place.to_bytes(4, "little")
    source = read(bytes(content))
    assert (source.text, told(source)) == ("", ["damaged-archive"])


def patched(header: bytes, offset: int, value: bytes) -> bytes:
    content = bytearray(zipped("a.txt"))
    at = content.index(header) + offset
    content[at : at + len(value)] = value
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (patched(b"PK\x01\x02", 8, b"\1\0"), "this file is encrypted"),
        (patched(b"PK\x01\x02", 10, b"\x09\0"), "unknown compression method of a zip file: 9"),
    ],
)
def test_members_that_cannot_be_unpacked_are_told(content: bytes, message: str) -> None:
    """Whether they are encrypted, or packed in a way that nobody knows."""
    source = read(content)
    (found,) = source.diagnostics
    assert (source.text, found.code, found.message) == ("", "not-unpacked", message)


def twice_zipped(content: bytes) -> bytes:
    return zipped("a.zip", content=content)


@pytest.mark.parametrize("pack", [gzip.compress, twice_zipped])
@pytest.mark.parametrize("inner", [gzip.compress(CONTENT), zipped("a.txt")])
def test_what_lies_packed_within_is_not_opened(pack: Callable[[bytes], bytes], inner: bytes) -> None:
    """Archives in archives are no text."""
    source = read(pack(inner))
    assert (source.text, told(source)) == ("", ["not-text"])


# Limits

LINES = (b"a line of a bomb\n" + b"\n" * 1000) * 8_400  # 8.5 MB

BOMBS: dict[str, bytes] = {way: PACKED[way](LINES) for way in ("gzip", "bzip2", "xz", "zip", "zip, bzip2")}


@pytest.mark.parametrize("way", BOMBS)
@pytest.mark.parametrize("strict", [True, False])
def test_no_more_is_unpacked_than_is_allowed(way: str, *, strict: bool) -> None:
    """More is an error, raised before memory is used up, that says what to do."""
    assert len(BOMBS[way]) < 30_000
    tracemalloc.start()
    try:
        with (
            open_source(io.BytesIO(BOMBS[way]), max_size=5_000_000, strict=strict) as source,
            pytest.raises(LimitError) as raised,
        ):
            for _ in source:
                pass
        assert tracemalloc.get_traced_memory()[1] < (3_000_000 if way in {"gzip", "zip"} else 12_000_000)
    finally:
        tracemalloc.stop()
    found = raised.value.diagnostic
    assert found.code == "too-large"
    assert found.message == "unpacks to more than the limit; raise it with max_size (--max-size)"


@pytest.mark.parametrize("way", BOMBS)
def test_the_limits_can_be_lifted(way: str) -> None:
    """None allows anything."""
    assert len(read(BOMBS[way], max_size=None).text) == len(LINES)


@pytest.mark.parametrize("way", BOMBS)
def test_a_file_may_not_become_a_hundred_times_as_long(way: str) -> None:
    """A bomb is given up after 8 MiB, however much is allowed, and the message says how to read it nevertheless."""
    with pytest.raises(LimitError, match=r"more than 100 times its size; max_size=None \(--max-size none\)"):
        read(BOMBS[way], max_size=1 << 30)


@pytest.mark.parametrize("way", BOMBS)
def test_a_long_file_may_become_a_hundred_times_as_long(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What text compresses to is far from the limit, which is lower here than it is."""
    monkeypatch.setattr(unpacking, "_ALWAYS_ALLOWED", 1 << 20)
    content = b"".join(b"%d lanterns drift\n" % number for number in range(60_000))
    assert len(read(PACKED[way](content)).text) == len(content) > 1 << 20


def test_many_members_over_one_body_are_a_bomb() -> None:
    """The members of a zip file together may not be a hundred times as long as the file, whatever their headers say."""
    archive = zipped("a.txt", content=b"line\n" * 20_000)
    body, _, directory = archive.partition(b"PK\x01\x02")
    entry, _, end = directory.partition(b"PK\x05\x06")
    count = 200
    size = (len(entry) + 4) * count
    ending = b"PK\x05\x06" + end[:4] + count.to_bytes(2, "little") * 2 + size.to_bytes(4, "little") + end[12:]
    overlapping = body + (b"PK\x01\x02" + entry) * count + ending
    with pytest.raises(LimitError, match="100 times"):
        list(map("".join, open_sources(io.BytesIO(overlapping))))


def test_zeros_are_given_up_at_once() -> None:
    """A bomb that is no text is not unpacked further than it takes to see that."""
    source = read(gzip.compress(b"\0" * 10_000_000), max_size=500_000)
    assert told(source) == ["not-text"]


def test_the_limit_counts_all_members_of_a_zip_file() -> None:
    """Many small ones are as much as a large one."""
    archive = zipped(*"abc", content=b"line\n" * 100)
    sources = open_sources(io.BytesIO(archive), max_size=1400)
    assert [len("".join(next(sources))) for _ in "ab"] == [500, 500]
    with pytest.raises(LimitError):
        list(next(sources))
    assert sum(len("".join(source)) for source in open_sources(io.BytesIO(archive), max_size=1500)) == 1500


def test_the_limit_counts_what_has_to_be_kept_of_a_zip_file() -> None:
    """One that comes through a pipe, or without its directory, is kept whole."""
    archive = zipped("a.txt", content=os.urandom(3000))
    with pytest.raises(LimitError):
        open_source(Pipe(archive), max_size=2000)
    with pytest.raises(LimitError):
        open_source(io.BytesIO(archive[:-30]), max_size=2000)
    assert told(read(archive[:-30], max_size=None)) != []


@pytest.mark.parametrize("max_size", ["10M", 1e6, True, -1])
def test_a_limit_is_a_number_of_bytes(max_size: Any, tmp_path: Path) -> None:
    """Anything else is refused, also if the file is not compressed, so that the limit would not be needed."""
    path = tmp_path / "a.txt"
    for content in (CONTENT, gzip.compress(CONTENT)):
        path.write_bytes(content)
        for read_path in (parse, parse_many, read_source):
            with pytest.raises((TypeError, ValueError), match=r"^max_size: expected a number of bytes or None, got "):
                read_path(path, max_size=max_size)


def test_what_is_not_compressed_has_no_limit(tmp_path: Path) -> None:
    """It is as large as it is."""
    path = tmp_path / "a.txt"
    path.write_bytes(CONTENT)
    assert read_source(path, max_size=10).text == TEXT


def test_the_memory_of_xz_is_bounded() -> None:
    """A header that asks for gigabytes is damage."""
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 20}]
    content = bytearray(lzma.compress(CONTENT, filters=filters))
    content[16] = 40  # a dictionary of 4 GiB
    content[20:24] = zlib.crc32(bytes(content[12:20])).to_bytes(4, "little")
    source = read(bytes(content))
    assert told(source) == ["damaged-archive"]
    assert "emory" in source.diagnostics[0].message
