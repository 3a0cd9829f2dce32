"""Test that files and streams are read as text, in chunks."""

from __future__ import annotations

import errno
import gc
import gzip
import io
import os
import socket
import threading
import tracemalloc
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import pytest

import paperlist
from paperlist.errors import LimitError, ParseError
from paperlist.files.sources import Source, open_source, open_sources, open_text, read_source

if TYPE_CHECKING:
    from paperlist.errors import Diagnostic


posix_only = pytest.mark.skipif(os.name != "posix", reason="names that other systems do not allow")
TEXT = "Daily Papers\r\n\r\nÉtude n° 1 – 潮汐 🌊\n"


def only(source: Source) -> Diagnostic:
    """Return the diagnostic of a source that has one."""
    (found,) = source.diagnostics
    return found


# Paths and streams


class Elsewhere:
    """An object that knows a path."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __fspath__(self) -> str:
        return str(self.path)


@pytest.mark.parametrize("made", [str, Path, Elsewhere])
def test_a_file_is_read_by_its_path(tmp_path: Path, made: Any) -> None:
    """Text and objects of pathlib will do; the path is the name."""
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode())
    assert read_source(made(path)) == Source(text=TEXT, name=path.as_posix())


@pytest.mark.parametrize("named", ["a.txt", "./a.txt", ".//a.txt"])
def test_a_relative_path_is_a_relative_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    """The name is short where the path is, and the same however it is spelled."""
    (tmp_path / "a.txt").write_bytes(b"text")
    monkeypatch.chdir(tmp_path)
    assert read_source(named).name == "a.txt"


def test_a_broken_file_is_told_by_its_name(tmp_path: Path) -> None:
    """Diagnostics of the bytes name the file."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"a caf\xe9")
    assert only(read_source(path)).place == f"{path.as_posix()}:1:6"


@pytest.mark.parametrize("made", [str, Path])
def test_open_files_are_read(tmp_path: Path, made: Any) -> None:
    """A file opened for text or for bytes gives the same, under the name with which it was opened, and stays open."""
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode())
    expected = Source(text=TEXT, name=str(path))
    with open(made(path), encoding="utf-8", newline="") as text, open(made(path), "rb") as binary:  # noqa: PTH123  # as callers do
        assert read_source(text) == expected
        assert read_source(binary) == expected
        assert not text.closed
        assert not binary.closed


def test_a_stream_is_read_from_where_it_stands() -> None:
    """What was read before is not read again."""
    stream = io.StringIO("one\ntwo\n")
    stream.readline()
    assert read_source(stream).text == "two\n"


@pytest.mark.parametrize("stream", [io.StringIO(TEXT), io.BytesIO(TEXT.encode())])
def test_a_stream_may_have_no_name(stream: Any) -> None:
    """The name is None then."""
    assert read_source(stream) == Source(text=TEXT)


@pytest.mark.parametrize("mode", ["r", "rb"])
def test_a_stream_may_have_a_number_for_a_name(tmp_path: Path, mode: str) -> None:
    """A file opened by its descriptor has no name either."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"text")
    with open(os.open(path, os.O_RDONLY), mode) as stream:  # noqa: PTH123  # pathlib opens no descriptors
        assert isinstance(stream.name, int)
        assert read_source(stream) == Source(text="text")


class Stream:
    """A stream that reads one thing, whatever that is."""

    def __init__(self, content: object) -> None:
        self.content = content

    def read(self) -> Any:
        """Return what was given."""
        return self.content


@pytest.mark.parametrize("content", ["text", b"text", bytearray(b"text"), memoryview(b"text")])
def test_anything_that_reads_text_or_bytes_is_a_stream(content: object) -> None:
    """All it needs is a method ``read``."""
    stream: Any = Stream(content)
    assert read_source(stream) == Source(text="text")


@pytest.mark.parametrize("content", [None, pytest.param(3)], ids=repr)
def test_a_stream_that_reads_something_else_is_refused(content: object) -> None:
    """Nothing can be made of it."""
    stream: Any = Stream(content)
    with pytest.raises(TypeError):
        read_source(stream)


@pytest.mark.parametrize("source", [b"a.txt", 3, None, ["a.txt"]], ids=repr)
def test_what_is_neither_path_nor_stream_is_refused(source: Any) -> None:
    """The message names the type, and where text can go."""
    with pytest.raises(TypeError) as caught:
        read_source(source)
    kind = type(source).__name__
    assert str(caught.value) == f"expected a path or an open file, got {kind}; parse_text takes text"


def test_a_missing_file_is_the_systems_own_error(tmp_path: Path) -> None:
    """FileNotFoundError with the path, as ``open`` raises it."""
    with pytest.raises(FileNotFoundError) as caught:
        read_source(tmp_path / "missing.txt")
    assert (caught.value.errno, caught.value.filename) == (errno.ENOENT, str(tmp_path / "missing.txt"))


@pytest.mark.parametrize("made", [str, Path])
def test_a_folder_is_not_a_file(tmp_path: Path, made: Any) -> None:
    """The message says what takes folders."""
    with pytest.raises(IsADirectoryError) as caught:
        read_source(made(tmp_path))
    expected = f"[Errno {errno.EISDIR}] Is a directory (parse_many reads all files in it): {str(tmp_path)!r}"
    assert str(caught.value) == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Daily Papers\n\nA Title\n", "Daily Papers"),
        ("\nDaily Papers", ""),
        ("x" * 500 + "\n", "x" * 71 + "…"),
        ("a\0b", "a b"),
    ],
)
def test_a_dump_given_for_a_path_is_not_looked_for(text: str, shown: str) -> None:
    """The message names the function that takes text, and shows no more than an excerpt of it."""
    with pytest.raises(FileNotFoundError) as caught:
        read_source(text)
    expected = f"[Errno {errno.ENOENT}] No such file (parse_text takes the text of a dump): {shown!r}"
    assert str(caught.value) == expected


class Sized(io.RawIOBase):
    """A stream that cannot seek and gives a few bytes at a time, as sockets do."""

    def __init__(self, content: bytes, most: int = 1000) -> None:
        self._file = io.BytesIO(content)
        self._most = most

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a part of ``buffer``."""
        piece = self._file.read(min(self._most, len(buffer)))
        buffer[: len(piece)] = piece
        return len(piece)


LONG = TEXT * 5000


@pytest.mark.parametrize("most", [1, 999, 1 << 20])
def test_a_stream_may_give_little_at_a_time(most: int) -> None:
    """Blocks are put together, of bytes and of text."""
    text = LONG[: 300 * most]
    assert read_source(Sized(text.encode(), most)).text == text
    with io.TextIOWrapper(io.BufferedReader(Sized(text.encode(), most)), "utf-8", newline="") as stream:
        assert read_source(stream).text == text


@posix_only
def test_a_pipe_is_read(tmp_path: Path) -> None:
    """By its path and as a stream, compressed as well."""
    path = tmp_path / "pipe"
    os.mkfifo(path)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("a.txt", LONG)
    for content in (LONG.encode(), gzip.compress(LONG.encode()), archive.getvalue()):
        writer = threading.Thread(target=path.write_bytes, args=(content,))
        writer.start()
        assert read_source(path).text == LONG
        writer.join()


def test_a_socket_is_read() -> None:
    """Its file, for bytes or text."""
    for mode in ("rb", "r"):
        ours, theirs = socket.socketpair()
        with (
            ours,
            theirs,
            theirs.makefile(
                mode, encoding=None if mode == "rb" else "utf-8", newline=None if mode == "rb" else ""
            ) as stream,
        ):
            ours.sendall(TEXT.encode())
            ours.shutdown(socket.SHUT_WR)
            assert read_source(stream).text == TEXT


def test_a_text_stream_of_another_encoding_is_read_as_far_as_it_goes() -> None:
    """The message says how to open it."""
    stream = io.TextIOWrapper(io.BytesIO(b"line\n" * 100_000 + b"caf\xe9" + b" line\n" * 9), "utf-8")
    source = read_source(stream)
    assert source.text.startswith("line\n" * 1000)
    assert only(source).code == "wrong-encoding"
    assert only(source).message == "the file is not utf-8, the encoding it was opened with: open it in binary mode"


def test_a_stream_that_fails_is_the_systems_own_error() -> None:
    """OSError is raised as it comes, and the file of a path is closed."""

    class Broken(Sized):
        def readinto(self, buffer: Any) -> int:
            if self._file.tell():
                raise ConnectionResetError
            return super().readinto(buffer)

    with pytest.raises(ConnectionResetError):
        read_source(Broken(b"line\n" * 9))


@pytest.mark.parametrize(
    ("text", "read", "codes"),
    [
        (TEXT, TEXT, []),
        ("\x00" + "\x01" * 99, " " + "\x01" * 99, ["nul-characters"]),
        ("half \ud83d", "half \ufffd", ["lost-character"]),
        ("both \ud83d\ude00", "both \U0001f600", []),
        ("\ufeff\x1f\x8b\x08", "\ufeff\x1f\x8b\x08", []),
        ("â€¢", "â€¢", ["mojibake"]),
    ],
)
def test_text_is_taken_as_it_is(text: str, read: str, codes: list[str]) -> None:
    """Its beginning does not matter; what cannot be written is replaced and reported, in streams as well."""
    with open_text(text, "a.txt") as source:
        assert ("".join(source), source.name) == (read, "a.txt")
        assert [found.code for found in source.diagnostics] == codes
    streamed = read_source(io.StringIO(text, newline=""))
    assert (streamed.text, [found.code for found in streamed.diagnostics]) == (read, codes)


# Chunks


def test_chunks_are_whole_lines_of_about_64_kib(tmp_path: Path) -> None:
    """A longer line is a chunk of its own, with what was left before it."""
    lines = [b"line %d\r\n" % number for number in range(50_000)]
    lines[30_000] = b"x" * 500_000 + b"\r\n"
    path = tmp_path / "a.txt"
    path.write_bytes(b"".join(lines))
    with open_source(path) as source:
        chunks = list(source)
    assert "".join(chunks).encode() == path.read_bytes()
    assert all(chunk.endswith("\n") for chunk in chunks)
    assert sorted(map(len, chunks))[-2] <= 1 << 17
    assert len(chunks) > 5


class Endless(io.RawIOBase):
    """A stream of lines made on the fly."""

    def __init__(self, size: int) -> None:
        self.left = size

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill ``buffer`` with lines."""
        piece = (b"A line \xe2\x80\xa2 of a dump, and of many like it\n" * 2000)[: min(len(buffer), self.left)]
        buffer[: len(piece)] = piece
        self.left -= len(piece)
        return len(piece)


def test_chunks_of_any_size_of_file_take_little_memory() -> None:
    """A hundred megabytes are read in less than two."""
    tracemalloc.start()
    try:
        with open_source(Endless(100_000_000)) as source:
            total = sum(len(chunk) for chunk in source)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert total > 95_000_000
    assert peak < 2_000_000


def test_a_file_is_closed_when_all_is_read_or_none_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the end, behind a ``with``, by ``close``, on an error and where no more sources are asked for."""
    (path := tmp_path / "a.txt").write_bytes(LONG.encode())
    (tmp_path / "b.txt").write_bytes(b"caf\xe9")
    (tmp_path / "c.zip").write_bytes(b"PK\3\4" * 99)
    opened: list[IO[bytes]] = []
    real = Path.open

    def noting(self: Path, mode: str) -> Any:
        opened.append(stream := real(self, mode))
        return stream

    monkeypatch.setattr(Path, "open", noting)
    list(open_source(path))
    with open_source(path) as source:
        next(source)
    assert list(source) == []
    open_source(path).close()
    sources = open_sources([path, path])
    next(next(sources))
    next(next(sources))
    sources.close()
    with pytest.raises(ParseError):
        list(open_source(tmp_path / "b.txt", strict="warning"))
    with pytest.raises(ValueError, match="strict: expected"):
        open_source(path, strict="bad")  # type: ignore[arg-type]
    with pytest.raises(LimitError):
        open_source(tmp_path / "c.zip", max_size=9)
    assert len(opened) == 7
    assert all(stream.closed for stream in opened)


def test_a_file_that_cannot_be_read_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system raises is raised, and nothing stays open."""
    opened: list[Any] = []

    class Failing(io.BytesIO):
        def read(self, _: int | None = -1) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    def failing(*_: object) -> Any:
        opened.append(made := Failing())
        return made

    monkeypatch.setattr(Path, "open", failing)
    with pytest.raises(OSError, match="Input/output"):
        read_source(tmp_path / "a.txt")
    assert opened[0].closed


def test_a_file_that_cannot_be_opened_stops_no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a folder, it gives a diagnostic; a file that is named raises the error."""
    plain = Path.open

    def opened(path: Path, *arguments: Any, **options: Any) -> Any:
        if path.name == "b.txt":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return plain(path, *arguments, **options)

    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("Daily Papers\n\nMar 4\n\nA Study of Tides\n\n6 authors\n", encoding="utf-8")
    monkeypatch.setattr(Path, "open", opened)
    listings = list(paperlist.parse_many(tmp_path))
    assert [len(listing) for listing in listings] == [1, 0, 1]
    assert [str(one) for one in listings[1].diagnostics] == [
        f"{(tmp_path / 'b.txt').as_posix()}:1:1: unreadable: this file cannot be read: Permission denied"
    ]
    with pytest.raises(PermissionError):
        list(paperlist.parse_many([tmp_path / "b.txt", tmp_path / "a.txt"]))
    with pytest.raises(ParseError, match="unreadable"):
        list(paperlist.parse_many(tmp_path, strict=True))


def test_named_files_that_cannot_be_read_may_be_skipped(tmp_path: Path) -> None:
    """With ``skip_unreadable`` they are named in a diagnostic, also if workers read them."""
    (tmp_path / "a.txt").write_text("Daily Papers\n\nMar 4\n\nA Study of Tides\n\n6 authors\n", encoding="utf-8")
    named = [tmp_path / "none.txt", tmp_path / "a.txt"]
    with ThreadPoolExecutor(1) as executor:
        each: list[dict[str, Any]] = [{}, {"executor": executor}]
        for options in each:
            none, found = paperlist.parse_many(named, skip_unreadable=True, **options)
            assert (none.source, len(none), len(found)) == (named[0].as_posix(), 0, 1)
            assert [one.message for one in none.diagnostics] == ["this file cannot be read: No such file or directory"]
            with pytest.raises(FileNotFoundError):
                list(paperlist.parse_many(named, **options))


def test_a_file_whose_end_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes before is kept, and the last listing has the diagnostic; a file that was named raises the error."""
    page = b"Daily Papers\n\nMar 4\n\nA Study of Tides\n\n6 authors\n"
    text = page + page + b"\nWhy Gauges Lie\n\n" + b"Nobody knows it. " * 10_000

    class Broken(io.BytesIO):
        """A file on a broken disk."""

        def read(self, size: int | None = -1) -> bytes:
            """Read the first hundred thousand bytes."""
            if self.tell() > 100_000:
                raise OSError(errno.EIO, "Input/output error")
            return super().read(size)

    def opened(_path: Path, _mode: str) -> Broken:
        return Broken(text)

    (tmp_path / "a.txt").touch()
    monkeypatch.setattr(Path, "open", opened)
    first, last = paperlist.parse_many(tmp_path)
    assert (len(first), len(last)) == (1, 2)
    assert [one.message for one in last.diagnostics if one.code == "unreadable"] == [
        "this file cannot be read: Input/output error"
    ]
    with pytest.raises(OSError, match="Input/output error"):
        list(paperlist.parse_many(tmp_path / "a.txt"))


@pytest.mark.parametrize("options", [{"as_of": "x"}, {"not_after": "x"}, {"strict": "x"}], ids=str)
def test_a_wrong_option_leaves_no_file_open(tmp_path: Path, options: dict[str, Any]) -> None:
    """Options are checked before a file is opened; a warning about an open file would be an error here."""
    path = tmp_path / "a.txt"
    path.touch()
    for call in (paperlist.parse, paperlist.parse_many):
        with pytest.raises(ValueError, match="expected"):
            call(path, **options)
    gc.collect()
