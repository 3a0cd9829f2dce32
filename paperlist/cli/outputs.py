"""Write results to standard output or to a file, and refuse to overwrite inputs and catalogs."""

from __future__ import annotations

import errno
import io
import os
import shutil
import stat
import sys
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..export import FORMATS, WIDTH, format_named, format_of_file
from ..export.keeping import OTHER_FILE, content_of, reason_to_keep, unless_lost
from ..export.table import NARROWEST, printable
from ..files.writing import write_whole
from .messages import Refusal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from ..catalog import Catalog
    from ..export.formats import Format
    from ..files.writing import Chunk
    from .inputs import Input
    from .messages import Messages

MOST_DIGITS: Final = 6
"""COLUMNS is ignored if it has this many digits or more: no terminal is that wide."""


def chosen_format(arguments: argparse.Namespace) -> Format:
    """Return the format from ``--format`` or the name of the output.

    Raises Refusal if the suffix is unknown, if a format of bytes has no output file, or if an extra is missing.
    """
    chosen = _named_format(arguments)
    if chosen.is_binary and arguments.output is None:
        raise Refusal(f"--format {chosen.name}: expected a file to write, named with -o, because it is not text")
    try:
        chosen.require()
    except ImportError as error:
        raise Refusal(str(error)) from error
    return chosen


def _named_format(arguments: argparse.Namespace) -> Format:
    if arguments.format is not None:
        return format_named(arguments.format)
    if arguments.output is None:
        return FORMATS[0]
    try:
        return format_of_file(arguments.output)
    except ValueError as error:
        names = ", ".join(known.name for known in FORMATS)
        raise Refusal(f"{arguments.output}: {error}; or choose a format with --format ({names})") from error


def _status(source: object) -> os.stat_result | None:
    """Return the status of a path or an open file, or None if it has none."""
    try:
        return os.fstat(source.fileno()) if isinstance(source, io.IOBase) else os.stat(str(source))  # noqa: PTH116
    except (OSError, ValueError):
        return None


def is_input(output: str | None, inputs: Iterable[Input]) -> bool:
    """Return whether ``output`` is one of the input files, even if their paths are spelled differently."""
    there = None if output is None else _status(output)
    if there is None or not stat.S_ISREG(there.st_mode):
        return False
    known = (_status(one.source) for one in inputs)
    return any(one is not None and os.path.samestat(there, one) for one in known)


def _is_standard_output(output: str) -> bool:
    """Return whether ``output`` is the file that standard output goes to, which may have other content already."""
    there, out = _status(output), None if sys.stdout is None else _status(sys.stdout)
    return there is not None and out is not None and os.path.samestat(there, out)


def check_folder(output: str) -> None:
    """Raise Refusal if the folder of an output does not exist."""
    folder = Path(output).parent
    if not folder.is_dir():
        raise Refusal(f"{output}: there is no folder {str(folder)!r}")


def protect(output: str | None, inputs: Sequence[Input], *, as_catalog: bool) -> None:
    """Raise Refusal if the output cannot be written, or would destroy an input, a dump or an existing catalog.

    If the output is a catalog (``as_catalog``), it may replace a catalog, even one of the inputs. All this is checked
    before the inputs are read, which may take long; :func:`.unless_lost` checks it again before the file is replaced.
    """
    if output is None:
        return
    if not output or Path(output).is_dir():
        raise Refusal(f"{output or 'the empty name'}: expected the name of a file to write, not of a folder")
    check_folder(output)
    if not Path(output).is_file() or _is_standard_output(output):
        return
    content = content_of(Path(output))
    reason = reason_to_keep(content, as_catalog=as_catalog)
    if is_input(output, inputs) and content != "catalog":
        reason = "it is also one of the inputs"
    if reason is not None:
        raise Refusal(f"{output}: not replaced, because {reason} ({OTHER_FILE})")


def _print(chunks: Iterable[str], *, encoding: str | None = None) -> None:
    """Write ``chunks`` to standard output as they come; characters that it cannot encode are escaped.

    Raises OSError if there is something to write and the shell closed standard output.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding=encoding or sys.stdout.encoding, errors="backslashreplace")
    for chunk in chunks:
        if chunk and sys.stdout is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF), "standard output")
        print(chunk, end="", flush=True)  # noqa: T201 - a command line prints


def show(text: str) -> None:
    """Write a text to standard output without control characters."""
    _print([without_controls(text)])


def without_controls(text: str) -> str:
    """Return a text without control characters other than line ends."""
    return "\n".join(map(printable, text.split("\n")))


def write(chunks: Iterator[Chunk], chosen: Format, arguments: argparse.Namespace, messages: Messages) -> None:
    """Write ``chunks`` to the output file or to standard output. If there are none, the file is left alone.

    Raises Refusal if the file must not be replaced.
    """
    first = messages.attempt(arguments.output or "standard output", partial(next, chunks, None))
    if first is None:
        return
    whole = chain((first,), chunks)
    if chosen.is_binary or not (arguments.output is None or _is_standard_output(arguments.output)):
        kept = unless_lost(arguments.output, whole, Refusal)
        messages.attempt(arguments.output, partial(write_whole, arguments.output, kept))
        return
    texts = map(str, whole)
    if sys.stdout is not None and sys.stdout.isatty():
        texts = map(without_controls, texts)
    _print(texts, encoding="utf-8" if chosen.is_data else None)


def write_catalog(catalog: Catalog, chosen: Format, arguments: argparse.Namespace, messages: Messages) -> None:
    """Write the file of a catalog. Raises Refusal if a catalog that is there has something that this one lacks."""
    lines = catalog.lines()
    output: str | None = arguments.output
    if output is None or _is_standard_output(output):
        write(lines, chosen, arguments, messages)
        return
    hint = f"add to it with: paperlist update {output} FILE..., or choose another file"
    messages.attempt(output, partial(write_whole, output, unless_lost(output, lines, Refusal, catalog, hint)))


def width(output: str | None = None) -> int:
    """Return the number of columns: that of the terminal, or else COLUMNS or :data:`WIDTH`."""
    if output is None and sys.stdout is not None and sys.stdout.isatty():
        columns = shutil.get_terminal_size().columns
    else:
        set_columns = os.environ.get("COLUMNS", "")
        columns = int(set_columns) if set_columns.isdecimal() and len(set_columns) < MOST_DIGITS else 0
    return max(columns or WIDTH, NARROWEST)
