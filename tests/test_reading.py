"""Do bytes, files, streams and patterns become text, and is told what was wrong with them?"""

from __future__ import annotations

import codecs
import errno
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.reading import Source, decode, find_files, read_source

if TYPE_CHECKING:
    from paperlist.errors import Diagnostic

posix_only = pytest.mark.skipif(os.name != "posix", reason="names that other systems do not allow")

MARKS = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
    "utf-32-le": codecs.BOM_UTF32_LE,
    "utf-32-be": codecs.BOM_UTF32_BE,
}
TEXT = "Daily Papers\r\n\r\nÉtude n° 1 – 潮汐 🌊\n"


def only(source: Source) -> Diagnostic:
    """Return the diagnostic of a source that has one."""
    (found,) = source.diagnostics
    return found


# Bytes


@pytest.mark.parametrize("text", ["", "Daily Papers", TEXT, "\x1b[1mbold\x1b[0m\t\x0c\x0b", "one\x00" + "x" * 49])
def test_utf_8_is_text(text: str) -> None:
    """Nothing is changed, line ends and escapes neither, and nothing told."""
    assert decode(text.encode(), "a.txt") == Source(text=text, name="a.txt")


@pytest.mark.parametrize("encoding", MARKS)
@pytest.mark.parametrize("text", ["", "a", TEXT])
def test_a_byte_order_mark_names_the_encoding(encoding: str, text: str) -> None:
    """The mark is no part of the text."""
    assert decode(MARKS[encoding] + text.encode(encoding), "a.txt") == Source(text=text, name="a.txt")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), st.sampled_from(sorted(MARKS)))
def test_every_text_behind_a_mark_is_read(text: str, encoding: str) -> None:
    """Whatever the text, its encoding is told by the mark alone."""
    assert decode(MARKS[encoding] + text.encode(encoding)) == Source(text=text)


def test_no_name_is_no_source() -> None:
    """Neither the text nor its diagnostics have a source then."""
    assert decode(b"a").name is None
    assert only(decode(b"\0")).source is None


@pytest.mark.parametrize(
    ("content", "text", "expected"),
    [
        (
            "Title\ncafé and naïve words\n".encode("cp1252"),
            "Title\ncafé and naïve words\n",
            """\
a.txt:2:4: bad-encoding: not UTF-8 in 2 places, the first here: read as Windows-1252
    é and naïve words
    ~~~~~~~~~~~~~~~~^""",
        ),
        (
            b"Title \x96 with a dash, and a long line behind it",
            "Title – with a dash, and a long line behind it",
            """\
a.txt:1:7: bad-encoding: not UTF-8 in 1 place, the first here: read as Windows-1252
    – with a dash, and a lon
    ~~~~~~~~~~~~~~~~~~~~~~~^""",
        ),
        (
            "π ≈ 3\nund größer ".encode() + "größer".encode("cp1252"),
            "π ≈ 3\nund größer größer",
            """\
a.txt:2:14: bad-encoding: not UTF-8 in 2 places, the first here: read as Windows-1252
    ößer
    ~~~^""",
        ),
        (
            b"\ncaf\xe9 first",
            "\ncafé first",
            """\
a.txt:2:4: bad-encoding: not UTF-8 in 1 place, the first here: read as Windows-1252
    é first
    ~~~~~~^""",
        ),
        (
            b"no \x81 there",
            "no \ufffd there",
            """\
a.txt:1:4: bad-encoding: not UTF-8 in 1 place, the first here: read as Windows-1252
    \ufffd there
    ~~~~~~^""",
        ),
        (
            "cut: 潮".encode()[:-1] + b" tide, and on",
            "cut: æ½ tide, and on",
            """\
a.txt:1:6: bad-encoding: not UTF-8 in 2 places, the first here: read as Windows-1252
    æ½ tide, and on
    ~~~~~~~~~~~~~~^""",
        ),
    ],
)
def test_bytes_that_are_not_utf_8_are_read_as_windows_1252(content: bytes, text: str, expected: str) -> None:
    """What is UTF-8 stays so; of the rest one diagnostic tells the number and the first place."""
    source = decode(content, "a.txt")
    found = only(source)
    assert (source.text, source.name) == (text, "a.txt")
    assert str(found) == expected
    lines = text.split("\n")
    assert found.span == (sum(len(line) + 1 for line in lines[: found.line - 1]) + found.column - 1, found.span[0] + 1)


def test_a_mark_is_no_text_where_single_bytes_are_broken_either() -> None:
    """A UTF-8 file with a mark is read as the same file without it."""
    assert decode(codecs.BOM_UTF8 + b"a caf\xe9") == decode(b"a caf\xe9")


def test_lines_are_counted_as_the_lexer_counts_them() -> None:
    """A line may end with CR alone."""
    assert only(decode(b"Title\ra caf\xe9 and more")).place == "<text>:2:6"


NOT_TEXT = "a.bin:1:1: not-text: these bytes are not text"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\0", NOT_TEXT),
        (bytes(range(256)), NOT_TEXT),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", f"{NOT_TEXT}\n    ?PNG\n    ~~~^"),
        (b"PK\x03\x04\x14\0\0\0\x08\0Z", f"{NOT_TEXT}\n    PK        Z\n    ~~~~~~~~~~^"),
        (b"\xe9\xe8\xe7", f"{NOT_TEXT}\n    ???\n    ~~^"),
        ("日本語の論文".encode("shift-jis"), f"{NOT_TEXT}\n    ???{{?????_??\n    ~~~~~~~~~~~^"),
        # a mark of UTF-16 before what is not: half a character, half a pair, text of bytes
        (codecs.BOM_UTF16_LE + "Daily".encode("utf-16-le")[:-1], f"{NOT_TEXT}\n    ??D a i l y\n    ~~~~~~~~~~^"),
        (codecs.BOM_UTF16_BE + b"\xd8\x00\0a", f"{NOT_TEXT}\n    ???  a\n    ~~~~~^"),
        (codecs.BOM_UTF16_LE + b"\xff\xfe\xfd", f"{NOT_TEXT}\n    ?????\n    ~~~~^"),
        (codecs.BOM_UTF32_LE + b"abc", f"{NOT_TEXT}\n    ??  abc\n    ~~~~~~^"),
    ],
)
def test_bytes_that_are_no_text_give_none(content: bytes, expected: str) -> None:
    """The text is empty, and one diagnostic shows how the bytes begin."""
    source = decode(content, "a.bin")
    assert (source.text, source.name) == ("", "a.bin")
    assert str(only(source)) == expected


@pytest.mark.parametrize(
    ("content", "is_text"),
    [
        (b"x" * 49 + b"\x01", True),
        (b"x" * 48 + b"\x01", False),
        (b"x" * 48 + b"\x1b\t", True),
        (b"xxx\xe9", True),
        (b"xx\xe9", False),
    ],
)
def test_a_few_odd_bytes_are_no_reason_to_give_up(content: bytes, is_text: bool) -> None:  # noqa: FBT001  # a column of the table
    """One control in fifty bytes is text still, and one byte in four that is not UTF-8."""
    assert bool(decode(content).text) is is_text


def test_the_controls_that_text_may_hold_are_few() -> None:
    """Tabs, the ends of lines and pages, and escape stand in text in any number; of the others a single one is odd."""
    harmless = [code for code in range(128) if decode(bytes([code])).text]
    assert harmless == [*range(9, 14), 27, *range(32, 128)]


def test_an_odd_mark_before_text_is_odd_bytes() -> None:
    """Half a character after a mark of UTF-16 does not hide a text of single bytes."""
    source = decode(codecs.BOM_UTF16_LE + b"Papers of the day")
    assert source.text == "ÿþPapers of the day"
    assert only(source).code == "bad-encoding"


@given(st.binary() | st.text().map(str.encode))
def test_any_bytes_are_decoded(content: bytes) -> None:
    """Nothing is raised; where nothing is told, the text is what the bytes say."""
    source = decode(content, "a.txt")
    assert all(found.source == "a.txt" for found in source.diagnostics)
    if source.diagnostics:
        assert bool(source.text) is (only(source).code == "bad-encoding")
    elif not content.startswith(tuple(MARKS.values())):
        assert source.text.encode() == content


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
    """Diagnostics of the bytes know the file."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"a caf\xe9")
    assert only(read_source(path)).place == f"{path.as_posix()}:1:6"


@pytest.mark.parametrize("made", [str, Path])
def test_open_files_are_read(tmp_path: Path, made: Any) -> None:
    """Opened for text or for bytes, a file says the same, under the name it was opened by, and stays open."""
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
    """It takes no more than a ``read``."""
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


# Finding files


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of files, the working one, so that paths can be relative."""
    for name in (
        "b.txt",
        "a.txt",
        "notes.md",
        ".hidden.txt",
        "sub/d.txt",
        "sub/deep/e.txt",
        "sub/.cache/f.txt",
        ".git/g.txt",
        "empty/.keep",
        "x[1].txt",
        "x1.txt",
        "y[z]/i.txt",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        # files, one or many, in their own order, as often as they are named
        ("b.txt", ["b.txt"]),
        (["b.txt", "a.txt", "b.txt"], ["b.txt", "a.txt", "b.txt"]),
        ([], []),
        # folders and what lies in them, sorted, hidden names left alone
        (
            ".",
            [
                "a.txt",
                "b.txt",
                "notes.md",
                "sub/d.txt",
                "sub/deep/e.txt",
                "x1.txt",
                "x[1].txt",
                "y[z]/i.txt",
            ],
        ),
        ("sub", ["sub/d.txt", "sub/deep/e.txt"]),
        (["sub", "a.txt"], ["sub/d.txt", "sub/deep/e.txt", "a.txt"]),
        ("empty", []),
        # unless they are named
        (".hidden.txt", [".hidden.txt"]),
        (".git", [".git/g.txt"]),
        (".h*", [".hidden.txt"]),
        # patterns
        ("*.txt", ["a.txt", "b.txt", "x1.txt", "x[1].txt"]),
        ("?.txt", ["a.txt", "b.txt"]),
        ("[b-z].txt", ["b.txt"]),
        ("[!b].txt", ["a.txt"]),
        ("sub/*", ["sub/d.txt"]),
        ("*/*.txt", ["sub/d.txt", "y[z]/i.txt"]),
        ("**/e.txt", ["sub/deep/e.txt"]),
        ("sub/**", ["sub/d.txt", "sub/deep/e.txt"]),
        ("y[[]z]/*", ["y[z]/i.txt"]),
        # names that look like patterns
        ("x[1].txt", ["x[1].txt"]),
        ("y[z]", ["y[z]/i.txt"]),
        ("y[z]/i.txt", ["y[z]/i.txt"]),
        # what is not there is given back
        ("missing.txt", ["missing.txt"]),
        ("*.pdf", ["*.pdf"]),
        ("missing/*", ["missing/*"]),
        ("su[b]", ["su[b]"]),
        (["missing.txt", "a.txt"], ["missing.txt", "a.txt"]),
    ],
)
@pytest.mark.usefixtures("folder")
def test_paths_name_files(paths: Any, expected: list[str]) -> None:
    """Files, folders and patterns are taken one by one; what names no file is given back for opening to tell."""
    assert list(find_files(paths)) == [Path(name) for name in expected]


@pytest.mark.parametrize("pattern", ["*.txt", ".", "sub", "**/*.txt", "missing"])
def test_an_absolute_path_names_the_same_files(folder: Path, pattern: str) -> None:
    """Files are found below any folder, not only the working one."""
    expected = [folder / path for path in find_files(pattern)]
    assert list(find_files(folder / pattern)) == expected
    assert list(find_files(str(folder / pattern))) == expected


def test_a_path_alone_may_be_of_any_kind(folder: Path) -> None:
    """It need not stand in a list, and any iterable of paths will do."""
    assert list(find_files(Elsewhere(folder / "a.txt"))) == [folder / "a.txt"]
    assert list(find_files(Path(name) for name in ("a.txt", "b.txt"))) == [Path("a.txt"), Path("b.txt")]


@posix_only
def test_a_name_may_hold_a_star(folder: Path) -> None:
    """A file is a file before its name is a pattern."""
    (folder / "*.txt").touch()
    assert list(find_files("*.txt")) == [Path("*.txt")]


@pytest.mark.parametrize("paths", [3, None, [3], [None], [b"a.txt"]], ids=repr)
def test_other_types_name_no_files(paths: Any) -> None:
    """They are an error, once files are asked for."""
    with pytest.raises(TypeError):
        list(find_files(paths))


def test_folders_are_looked_into_when_it_is_their_turn(folder: Path) -> None:
    """Files that come while others are read are found."""
    files = find_files([folder / "a.txt", folder / "empty"])
    assert next(files) == folder / "a.txt"
    (folder / "empty" / "late.txt").touch()
    assert list(files) == [folder / "empty" / "late.txt"]


def test_what_is_found_can_be_read(folder: Path) -> None:
    """Each path that comes back is that of its file."""
    assert [read_source(path).text for path in find_files(folder / "sub")] == ["sub/d.txt", "sub/deep/e.txt"]


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system refuses is raised, not left out."""

    def refuse(path: object) -> Any:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(PermissionError):
        list(find_files(tmp_path))
