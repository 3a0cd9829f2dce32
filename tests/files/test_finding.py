"""Test that paths, folders and patterns name the right files."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from paperlist import parse_many
from paperlist.files.finding import find_files
from paperlist.files.sources import open_source, read_source


class Elsewhere:
    """An object that knows a path."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __fspath__(self) -> str:
        return str(self.path)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of files, the working one, so that paths can be relative."""
    for name in (
        "b.txt",
        "a.txt",
        "notes.md",
        ".hidden.txt",
        "sub/d.txt",
        "sub/plots.ipynb",
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
        # folders and what lies in them, sorted, hidden names and notebooks left alone; these can be named
        ("sub/*.ipynb", ["sub/plots.ipynb"]),
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
        ("sub/*", ["sub/d.txt", "sub/plots.ipynb"]),
        ("*/*.txt", ["sub/d.txt", "y[z]/i.txt"]),
        ("**/e.txt", ["sub/deep/e.txt"]),
        ("sub/**", ["sub/d.txt", "sub/deep/e.txt", "sub/plots.ipynb"]),
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
    """Files, folders and patterns are taken one by one; a path of no file is given back, so that opening it fails."""
    assert list(find_files(paths)) == [Path(name) for name in expected]


@pytest.mark.parametrize("pattern", ["*.txt", ".", "sub", "**/*.txt", "missing"])
def test_an_absolute_path_names_the_same_files(folder: Path, pattern: str) -> None:
    """Files are found below any folder, not only the working one."""
    expected = [folder / str(path) for path in find_files(pattern)]
    assert list(find_files(folder / pattern)) == expected
    assert list(find_files(str(folder / pattern))) == expected


def test_a_path_alone_may_be_of_any_kind(folder: Path) -> None:
    """It need not be in a list, and any iterable of paths is accepted."""
    assert list(find_files(Elsewhere(folder / "a.txt"))) == [folder / "a.txt"]
    assert list(find_files(Path(name) for name in ("a.txt", "b.txt"))) == [Path("a.txt"), Path("b.txt")]


@pytest.mark.skipif(os.name != "posix", reason="other systems do not allow such names")
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
    assert [read_source(str(path)).text for path in find_files(folder / "sub")] == ["sub/d.txt", "sub/deep/e.txt"]


def test_a_folder_that_cannot_be_listed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder itself is given back, so that opening it fails, and no file is skipped silently."""
    plain_scan, plain_access = os.scandir, os.access
    locked = tmp_path / "locked"

    def scan(path: str) -> Any:
        if path == str(locked):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return plain_scan(path)

    def access(path: Path, mode: int) -> bool:
        return path != locked and plain_access(path, mode)

    locked.mkdir()
    (tmp_path / "a.txt").touch()
    (locked / "b.txt").touch()
    monkeypatch.setattr(os, "scandir", scan)
    monkeypatch.setattr(os, "access", access)
    assert list(find_files(tmp_path)) == [tmp_path / "a.txt", locked]
    with pytest.raises(PermissionError, match="denied"):
        open_source(locked)


def test_a_path_that_is_too_long_hides_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be looked at is given back, so that opening it fails; the others are found."""
    plain = Path.stat

    def status(path: Path, **options: Any) -> os.stat_result:
        if path.name == "long.txt":
            raise OSError(errno.ENAMETOOLONG, "File name too long", str(path))
        return plain(path, **options)

    for name in ("a.txt", "long.txt", "z.txt"):
        (tmp_path / name).touch()
    monkeypatch.setattr(Path, "stat", status)
    expected = [tmp_path / name for name in ("a.txt", "long.txt", "z.txt")]
    assert list(find_files(tmp_path)) == expected
    assert list(find_files(tmp_path / "*.txt")) == expected


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such links")
@pytest.mark.parametrize("pattern", ["**", "**/*.txt", "**/**/*.txt", "d/**", "d/**/a.txt"])
def test_links_of_a_folder_to_itself_are_not_followed(tmp_path: Path, pattern: str) -> None:
    """A pattern for folders at any depth gives each file once, and soon."""
    folder = tmp_path / "d"
    folder.mkdir()
    (folder / "a.txt").touch()
    for name in ("one", "two", "three"):
        (folder / name).symlink_to(folder)
    assert list(find_files(tmp_path / pattern)) == [folder / "a.txt"]


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such links")
def test_links_to_files_that_are_gone_are_found(tmp_path: Path) -> None:
    """In a folder, and by a pattern, so that reading them says so; nothing is left out silently."""
    (tmp_path / "a.txt").touch()
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nothing")
    expected = [tmp_path / "a.txt", tmp_path / "gone.txt"]
    assert list(find_files([tmp_path, tmp_path / "*.txt"])) == expected * 2
    _, gone = parse_many(tmp_path)
    (found,) = gone.diagnostics
    assert (found.code, found.message) == ("unreadable", "this file cannot be read: a link to a file that is gone")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
def test_only_regular_files_of_a_folder_are_read(tmp_path: Path) -> None:
    """A pipe without a writer would be waited for without end."""
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.txt").touch()
    assert list(find_files([tmp_path, tmp_path / "*.txt"])) == [tmp_path / "a.txt"] * 2
