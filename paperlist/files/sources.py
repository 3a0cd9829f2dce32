"""Open dumps from files, folders, patterns, zip files and open streams, and read their text in chunks.

Bytes are unpacked by `compression` and `zips`, and decoded by `decoding`.
"""

from __future__ import annotations

import io
import os
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol, TypeAlias, cast

from .._attrs import define, field, frozen
from ..errors import checked
from .compression import BLOCK_SIZE, MAX_SIZE, PIECE_SIZE, Allowance, checked_size, gathered, unpack, why_unread
from .decoding import Decoding
from .finding import StrPath, checked_path, find_named
from .opened import OpenSource
from .remote import RemoteFile, is_elsewhere, locate
from .warc import captures, is_warc
from .zips import is_zip, members, open_member

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from ..errors import Diagnostic, Strict
    from .compression import Report


class Stream(Protocol):
    """An object with a ``read`` method that returns text or bytes. It need not be seekable or closable."""

    def read(self, size: int = ..., /) -> Any:
        """Return up to ``size`` characters or bytes, and nothing at the end."""


Reports: TypeAlias = "list[tuple[str, str, int]]"
"""The problems of a file that contains several dumps, as they are passed to a :class:`.compression.Report`."""

Readable: TypeAlias = "StrPath | RemoteFile | Stream"
"""A path or an open file."""


@frozen(kw_only=True)
class Source:
    """The text of a dump, its name, and the problems with its bytes."""

    text: str
    name: str | None = None
    diagnostics: tuple[Diagnostic, ...] = field(default=())


@define(kw_only=True)
class _Stream:
    """An open stream: its blocks of bytes (the first of which is also ``head``) and the options for decoding them."""

    name: str | None
    decoder: Callable[[str | None], Decoding]
    decoding: Decoding
    allowance: Allowance
    close: Callable[[], None]
    file: IO[bytes] | None  # if it was opened here
    is_text: bool
    head: bytes
    blocks: Iterator[bytes]


def _close_nothing() -> None:
    """Do not close a file that a caller opened."""


def _open(
    source: Readable, decoder: Callable[[str | None], Decoding], max_size: int | None, *, is_named: bool = True
) -> _Stream:
    """Open ``source``, if it is a path, and read its first block.

    An error while it is read is raised if the caller named the file, and reported otherwise.
    """
    if isinstance(source, RemoteFile) or is_elsewhere(source):
        remote = source if isinstance(source, RemoteFile) else locate(source)
        name: str | None = remote.name
        decoding = decoder(name)
        file = remote.open()
    elif isinstance(source, (str, os.PathLike)):
        path = checked_path(source)
        name = path.as_posix()
        decoding = decoder(name)  # first, since it checks the options
        file = path.open("rb")
    else:
        name, file = _name(source), None
        decoding = decoder(name)
    close = file.close if file else _close_nothing
    try:
        pieces = _pieces(file or source, decoding.record_ending, is_named=is_named)
        first = next(pieces, b"")
        blocks = gathered(map(_bytes, chain((first,), pieces)))
        head = next(blocks, b"")
    except BaseException:
        close()
        raise
    return _Stream(
        name=name,
        decoder=decoder,
        decoding=decoding,
        allowance=Allowance(max_size, name),
        close=close,
        file=file,
        is_text=isinstance(first, str),
        head=head,
        blocks=chain((head,), blocks),
    )


def _name(stream: object) -> str | None:
    if not hasattr(stream, "read"):
        raise TypeError(f"expected a path or an open file, got {type(stream).__name__}; parse_text takes text")
    name = getattr(stream, "name", None)
    return name if isinstance(name, str) else None


def _pieces(stream: Any, report: Report, *, is_named: bool) -> Iterator[Any]:
    """Iterate over the content of ``stream``: in blocks, or all at once if its ``read`` takes no size."""
    try:
        try:
            piece = stream.read(BLOCK_SIZE)
        except TypeError:
            yield stream.read()
            return
        while piece is None or len(piece):
            yield piece
            piece = stream.read(BLOCK_SIZE)
    except UnicodeDecodeError as error:
        message = f"the file is not {error.encoding}, the encoding it was opened with: open it in binary mode"
        report("wrong-encoding", message)
    except OSError as error:
        if is_named:
            raise
        report("unreadable", _why_unreadable(error))


def _why_unreadable(error: OSError) -> str:
    is_gone = isinstance(error, FileNotFoundError) and os.path.islink(error.filename or "")  # noqa: PTH114 - it may be text
    return f"this file cannot be read: {'a link to a file that is gone' if is_gone else error.strerror or error}"


def _bytes(piece: Any) -> bytes:
    if isinstance(piece, bytes):
        return piece
    if isinstance(piece, str):
        return piece.encode("utf-8", "surrogatepass")
    try:
        return bytes(memoryview(piece))
    except TypeError:
        raise TypeError(f"expected a stream of text or bytes, got one of {type(piece).__name__}") from None


def _source(name: str | None, decoding: Decoding, blocks: Iterable[bytes], close: Callable[[], None]) -> OpenSource:
    return OpenSource(name, decoding, decoding.chunks(_readable(iter(blocks), decoding.record_ending)), close)


def _readable(blocks: Iterator[bytes], report: Report) -> Iterator[bytes]:
    """Iterate over the ``blocks`` of a file. If it is an archive that is not read, report that instead."""
    first = next(blocks, b"")
    problem = why_unread(first)
    if problem is None:
        yield from chain((first,), blocks)
    else:
        report("not-unpacked", problem)


def _dumps(stream: _Stream, close: Callable[[], None]) -> Iterator[OpenSource]:
    """Iterate over the dumps in ``stream``: a zip or WARC file has several. Each calls ``close`` at its end."""
    if stream.is_text:
        yield OpenSource(stream.name, stream.decoding, stream.decoding.text_chunks(stream.blocks), close)
    elif is_zip(stream.head):
        yield from _dumps_of_zip(stream, close)
    elif is_warc(stream.head):
        yield from _dumps_of_warc(stream, close)
    else:
        blocks = unpack(stream.head, stream.blocks, stream.allowance, stream.decoding.record_ending)
        yield _source(stream.name, stream.decoding, blocks, close)


def _dumps_of_zip(stream: _Stream, close: Callable[[], None]) -> Iterator[OpenSource]:
    file = stream.file
    if file is None or not file.seekable():
        # A stream that is not seekable is read into memory, within the same limit as its content.
        within = Allowance(stream.allowance.left, stream.name)
        file = io.BytesIO(b"".join(within.spend(within.count(stream.blocks))))
    stream.allowance.packed = file.seek(0, io.SEEK_END)
    problems: Reports = []
    found = members(file, stream.allowance, _noting(problems))
    for number, member in enumerate(found, 1):
        name = _name_within(stream, member.name)
        decoding = stream.decoder(name)
        blocks = open_member(file, member, stream.allowance, decoding.record_ending)
        if number == len(found):
            blocks = _reporting(blocks, problems, decoding.record_ending)
        yield _source(name, decoding, blocks, close)
    if not found:
        yield _source(stream.name, stream.decoding, _reporting((), problems, stream.decoding.record_ending), close)


def _dumps_of_warc(stream: _Stream, close: Callable[[], None]) -> Iterator[OpenSource]:
    """Iterate over the captures of listings in a WARC file; the last one has the diagnostics of the file."""
    problems: Reports = []
    blocks = unpack(stream.head, stream.blocks, Allowance(None), _noting(problems))
    found = captures(blocks, stream.allowance, _noting(problems))
    capture = next(found, None)
    if capture is None:
        yield _source(stream.name, stream.decoding, _reporting((), problems, stream.decoding.record_ending), close)
    while capture is not None:
        name = _name_within(stream, capture.name)
        decoding = stream.decoder(name)
        head, content, capture = capture.head, capture.content, next(found, None)
        ending = problems if capture is None else []
        chunks = decoding.chunks(_reporting(content, ending, decoding.record_ending))
        yield OpenSource(name, decoding, chunks, close, head)


def _name_within(stream: _Stream, name: str) -> str:
    """Return the name of a dump within a file that contains several, which may have no name itself."""
    return "/".join(filter(None, (stream.name, name)))


def _noting(problems: Reports) -> Report:
    """Return a function that adds the problems of a file to a list."""

    def note(code: str, message: str, more: int = 0) -> None:
        problems.append((code, message, more))

    return note


def _reporting(blocks: Iterable[bytes], problems: Iterable[tuple[str, str, int]], report: Report) -> Iterator[bytes]:
    """Iterate over ``blocks``, and then report the problems of the file that they are from."""
    yield from blocks
    for problem in problems:
        report(*problem)


def open_source(
    source: Readable, *, mend: bool = False, strict: Strict = False, max_size: int | None = MAX_SIZE
) -> OpenSource:
    r"""Open a dump, which is a path or an open text or binary file.

    A compressed file may unpack to at most ``max_size`` bytes, and to 8 MiB or a hundred times its size (None: no
    limits). A zip file with several dumps gives a diagnostic and no text. ``mend=True`` repairs mojibake. ``strict``
    raises the first problem of this severity or a higher one.

    Raises OSError if the file cannot be opened or read, and TypeError if ``source`` is neither a path nor a file, or
    ``max_size`` is not a number. Reading chunks may also raise :class:`LimitError <paperlist.errors.LimitError>` if the
    file exceeds ``max_size``, and with ``strict`` :class:`ParseError <paperlist.errors.ParseError>`.

    >>> import io
    >>> list(open_source(io.BytesIO(b"caf\xc3\xa9\r\n")))
    ['café\r\n']
    """
    stream = _open(source, partial(Decoding, mend=mend, strict=strict), checked_size(max_size))
    try:
        first, *others = islice(_dumps(stream, stream.close), 2)
    except BaseException:
        stream.close()
        raise
    if others:
        message = "this file contains more than one dump: parse_many reads each"
        stream.decoding.record_ending("several-dumps", message)
        return _source(stream.name, stream.decoding, (), stream.close)
    return first


def open_sources(
    sources: Readable | Iterable[StrPath],
    *,
    mend: bool = False,
    strict: Strict = False,
    max_size: int | None = MAX_SIZE,
) -> Generator[OpenSource, None, None]:
    """Iterate over the dumps in an open file, or in the files that :func:`find_files` finds.

    Each file in a zip file is a dump. A file that cannot be opened, and that the caller did not name, gives a
    diagnostic and no text. Read each dump before you take the next one. The options are those of
    :func:`open_source`; ``max_size`` limits everything that one file unpacks to.
    """
    if hasattr(sources, "read"):
        each: Iterable[tuple[Readable, bool]] = ((cast("Stream", sources), True),)
    else:
        each = find_named(cast("StrPath | Iterable[StrPath]", sources))
    return open_found(each, mend=mend, strict=strict, max_size=max_size)


def open_found(
    each: Iterable[tuple[Readable, bool]],
    *,
    mend: bool = False,
    strict: Strict = False,
    max_size: int | None = MAX_SIZE,
) -> Generator[OpenSource, None, None]:
    """Iterate over the dumps in files as :func:`.finding.find_named` finds them. See :func:`open_sources`."""
    decoder = partial(Decoding, mend=mend, strict=strict)
    for source, is_named in each:
        try:
            stream = _open(source, decoder, max_size, is_named=is_named)
        except OSError as error:
            if is_named:
                raise
            decoding = decoder(str(source))
            decoding.record_ending("unreadable", _why_unreadable(error))
            yield _source(decoding.name, decoding, (), _close_nothing)
            continue
        try:
            yield from _dumps(stream, _close_nothing)
        finally:
            stream.close()


def open_text(text: str, name: StrPath | None = None, *, mend: bool = False, strict: Strict = False) -> OpenSource:
    """Open the text of a dump; ``name`` is its name. Raises TypeError if the name is not a path."""
    shown = None if name is None else Path(name).as_posix() if isinstance(name, os.PathLike) else checked(name, str)
    decoding = Decoding(shown, mend=mend, strict=strict)
    pieces = (_bytes(text[at : at + PIECE_SIZE]) for at in range(0, len(text), PIECE_SIZE))
    return OpenSource(shown, decoding, decoding.text_chunks(pieces), _close_nothing)


def read_source(
    source: Readable, *, mend: bool = False, strict: Strict = False, max_size: int | None = MAX_SIZE
) -> Source:
    """Open a dump as :func:`open_source` does, and return its whole text."""
    with open_source(source, mend=mend, strict=strict, max_size=max_size) as opened:
        text = "".join(opened)
    return Source(text=text, name=opened.name, diagnostics=opened.diagnostics)
