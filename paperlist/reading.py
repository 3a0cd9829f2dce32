"""How do bytes become text?"""

from __future__ import annotations

import codecs
import errno
import glob
import os
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, TypeAlias

from attrs import field, frozen

from ._engine import re
from .errors import Diagnostic, excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

StrPath: TypeAlias = "str | os.PathLike[str]"
"""A path, as text or as an object of `pathlib`."""

Readable: TypeAlias = "StrPath | IO[str] | IO[bytes]"
"""What a dump can be read from."""

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS: Final = bytes([*range(9), *range(14, 27), *range(28, 32)])
"""The bytes that no text holds, or few: the controls of ASCII without tabs, line and page ends, and escape."""

_MOST_CONTROLS: Final = 1 / 50
"""The share of such bytes above which bytes are not text."""

_MOST_UNREADABLE: Final = 1 / 4
"""The share of bytes that are not UTF-8 above which bytes are not text: Latin letters with accents stay well below."""

_LONGEST_PATH: Final = 4096
"""The characters of a path that systems take, Linux the most; what is longer was meant as text."""

_ESCAPED_BYTES: Final = re.compile("[\udc80-\udcff]")
_LINE_ENDS: Final = re.compile(r"\r\n|[\r\n]")


@frozen(kw_only=True)
class Source:
    """The text of a dump, the name it goes by, and what was wrong with its bytes."""

    text: str
    name: str | None = None
    diagnostics: tuple[Diagnostic, ...] = field(default=())


def _not_text(data: bytes, name: str | None) -> Source:
    message = "these bytes are not text"
    shown = excerpt(data[:80].decode("ascii", "replace").replace("\ufffd", "?"))
    return Source(
        text="", name=name, diagnostics=(Diagnostic(code="not-text", message=message, excerpt=shown, source=name),)
    )


def _windows_character(found: re.Match[str]) -> str:
    return bytes([ord(found[0]) - 0xDC00]).decode("cp1252", "replace")


def _with_windows_bytes(data: bytes, name: str | None) -> Source:
    """Decode UTF-8 in which single bytes are Windows-1252, as editors and old pages leave them."""
    escaped = data.decode("utf-8", "surrogateescape")
    text, count = _ESCAPED_BYTES.subn(_windows_character, escaped)
    if count > _MOST_UNREADABLE * len(data):
        return _not_text(data, name)
    at = next(_ESCAPED_BYTES.finditer(escaped)).start()
    ends = [found.end() for found in _LINE_ENDS.finditer(text, 0, at)]
    found = Diagnostic(
        code="bad-encoding",
        message=f"not UTF-8 in {count} place{'s' * (count > 1)}, the first here: read as Windows-1252",
        line=len(ends) + 1,
        column=at - (ends[-1] if ends else 0) + 1,
        span=(at, at + 1),
        excerpt=excerpt(text, at, at + 24),
        source=name,
    )
    return Source(text=text, name=name, diagnostics=(found,))


def decode(data: bytes, name: str | None = None) -> Source:
    r"""Return the text that ``data`` encodes: UTF-8, or what its byte order mark says.

    Bytes that are not UTF-8 are read as Windows-1252 and reported (``bad-encoding``); bytes that are no text at all
    give an empty text (``not-text``).

    >>> decode(b"caf\xe9").text, decode(b"\x00\x01\x02").diagnostics[0].code
    ('café', 'not-text')
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            try:
                return Source(text=data[len(mark) :].decode(encoding), name=name)
            except UnicodeDecodeError:
                break
    if len(data) - len(data.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(data):
        return _not_text(data, name)
    try:
        return Source(text=data.decode("utf-8"), name=name)
    except UnicodeDecodeError:
        return _with_windows_bytes(data.removeprefix(codecs.BOM_UTF8), name)


def read_source(source: Readable) -> Source:
    """Return the text of a file, by its path, or of an open text or binary stream.

    Raises OSError where it cannot be opened or read, TypeError for what is neither.
    """
    if isinstance(source, (str, os.PathLike)):
        return _read_file(source)
    if not hasattr(source, "read"):
        raise TypeError(f"expected a path or an open file, got {type(source).__name__}; parse_text takes text")
    content = source.read()
    named = getattr(source, "name", None)
    name = named if isinstance(named, str) else None
    if isinstance(content, str):
        return Source(text=content, name=name)
    try:
        return decode(bytes(memoryview(content)), name)
    except TypeError:
        raise TypeError(f"expected a stream of text or bytes, read {type(content).__name__}") from None


def _read_file(path: StrPath) -> Source:
    name = os.fspath(path)
    if "\0" in name or (("\n" in name or len(name) > _LONGEST_PATH) and not os.path.exists(name)):  # noqa: PTH110  # Path.exists raises for such names
        raise FileNotFoundError(errno.ENOENT, "No such file (parse_text takes the text of a dump)", excerpt(name))
    file = Path(name)
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, "Is a directory (parse_many reads all files in it)", name)
    return decode(file.read_bytes(), file.as_posix())


def find_files(paths: StrPath | Iterable[StrPath]) -> Iterator[Path]:
    """Iterate over the files that ``paths`` name: files, all files in folders, matches of patterns such as ``*.txt``.

    Those of a folder or a pattern come in the order of their names, hidden ones (``.name``) left out. What names no
    file is given back as it is, so that opening it tells.
    """
    for path in (paths,) if isinstance(paths, (str, os.PathLike)) else paths:
        named = Path(path)
        if named.is_dir():
            yield from _files_in(named)
        elif not named.exists() and glob.has_magic(str(named)):
            # Path.glob takes no absolute patterns.
            matches = map(Path, glob.glob(str(named), recursive=True))  # noqa: PTH207
            yield from sorted(filter(Path.is_file, matches)) or [named]
        else:
            yield named


def _files_in(folder: Path) -> list[Path]:
    found: list[Path] = []
    for at, folders, files in os.walk(folder, onerror=_raise):
        folders[:] = (name for name in folders if not name.startswith("."))
        found += (Path(at, name) for name in files if not name.startswith("."))
    return sorted(filter(Path.is_file, found))


def _raise(error: OSError) -> None:
    raise error
