"""Find and read the inputs of a command: dumps, folders, patterns, catalogs, standard input."""

from __future__ import annotations

import errno
import io
import os
import sys
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from .._attrs import evolve, frozen
from ..catalog import Catalog
from ..catalog.file.store import recognise
from ..export.keeping import is_json, is_other_json
from ..files.finding import find_named
from ..files.remote import RemoteFile
from ..files.sources import open_found, open_source
from ..parser import parse_pages
from .messages import SEVERITIES, FileReport
from .progress import with_progress

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from ..errors import Diagnostic
    from ..files.opened import OpenSource
    from ..model import Listing
    from .messages import Messages

LOST: Final = frozenset(
    {"damaged-archive", "empty-source", "not-unpacked", "too-large", "unread-markup", "wrong-encoding"}
)
"""Diagnostics of files that may have papers which could not be read, or had some before a failed download.

Such a file is never skipped silently.
"""

HEAD: Final = 200
"""How many characters are enough to recognise a catalog."""

_BEGINNING: Final = 1 << 20
"""How many characters are enough to see that a text in JSON is a page."""


@frozen
class Input:
    """A file to read, or an open stream; ``named``: the user named the file itself, not a folder or pattern."""

    source: Path | RemoteFile | IO[bytes]
    named: bool = True

    @property
    def name(self) -> str:
        """The name for messages: the path, or ``-``."""
        return str(self.source) if isinstance(self.source, (Path, RemoteFile)) else "-"

    @property
    def dump(self) -> str | None:
        """The name that the dump has in a catalog if the file contains one, or None for a stream."""
        if isinstance(self.source, Path):
            return self.source.as_posix()
        return self.source.name if isinstance(self.source, RemoteFile) else None


def standard_input() -> IO[bytes]:
    """Return standard input; raises OSError if the shell closed it."""
    if sys.stdin is None:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF), "-")
    return sys.stdin.buffer


def _inputs(name: str) -> Sequence[Input]:
    """Return the files that a FILE argument names. Raises OSError if there are none."""
    if name == "-":
        return [Input(standard_input())]
    if not name:
        raise FileNotFoundError(errno.ENOENT, "expected the name of a file or a folder", name)
    found = list(find_named([name]))
    if not found:
        raise FileNotFoundError(errno.ENOENT, "no files in this folder", name)
    return [Input(path, named=named) for path, named in found]


def find(names: Iterable[str], messages: Messages) -> list[Input]:
    """Return the files that the FILE arguments name; report those that do not exist."""
    return [
        found for name in names for found in messages.attempt(name or "the empty name", partial(_inputs, name)) or ()
    ]


# Reading


def _dumps(one: Input, arguments: argparse.Namespace, messages: Messages) -> Iterator[OpenSource]:
    """Iterate over the dumps in a file; a zip file may have several."""
    found = open_found([(one.source, True)], mend=arguments.mend, max_size=arguments.max_size)
    while dump := messages.attempt(one.name, partial(next, found, None)):
        yield dump


def _is_member(dump: OpenSource, one: Input) -> bool:
    """Return whether a dump is a member of a zip file."""
    return one.dump is not None and dump.name != one.dump


def _refused(listing: Listing, level: str | None) -> list[Diagnostic]:
    """Return the diagnostics for which ``--strict`` refuses a listing."""
    refused = SEVERITIES[: SEVERITIES.index(level) + 1] if level else ()
    return [found for found in listing.diagnostics if found.severity in refused]


def _sure(listing: Listing, name: str, arguments: argparse.Namespace, messages: Messages) -> Listing:
    """Return a listing without the papers that ``--min-confidence`` leaves out; report how many these are."""
    least: float = arguments.min_confidence
    sure = listing.select(lambda paper: (paper.confidence or 0) >= least) if least else listing
    messages.leave_out(name, len(listing) - len(sure))
    return sure


def _pages(dump: OpenSource, one: Input, arguments: argparse.Namespace, messages: Messages) -> Iterator[Listing]:
    """Iterate over the pages of a dump that have papers, and report its diagnostics."""
    name = dump.name or one.name
    pages = parse_pages(dump, as_of=arguments.as_of, not_after=arguments.not_after)
    report = FileReport(messages, name)
    optional = not one.named or _is_member(dump, one)
    while (listing := messages.attempt(name, partial(next, pages, None))) is not None:
        codes = {diagnostic.code for diagnostic in listing.diagnostics}
        if not listing and optional and codes.isdisjoint(LOST):
            messages.skip(name, listing.diagnostics[0].message)
        elif refused := _refused(listing, arguments.strict):
            report.add(refused[:1], fatal=True)
            break
        else:
            report.add(listing.diagnostics, fatal=not listing)
            if sure := _sure(listing, name, arguments, messages):
                yield sure
    dump.close()
    report.end()


def _without_papers(dump: OpenSource, one: Input, messages: Messages, why: str) -> None:
    dump.close()
    if one.named and not _is_member(dump, one):
        messages.error(f"{dump.name or one.name}: {why}")
    else:
        messages.skip(dump.name or one.name, f"it {why}")


def read(inputs: Sequence[Input], arguments: argparse.Namespace, messages: Messages) -> Iterator[Listing | Catalog]:
    """Iterate over catalogs and over the listings that have papers, and report inputs that have none.

    If the command does not read catalogs (``arguments.catalogs`` is False), these are reported, too.
    """
    found = False
    for one in with_progress(inputs, messages):
        for dump in _dumps(one, arguments, messages):
            for item in _contents(dump, one, arguments, messages):
                found = True
                yield item
    if messages.skipped and not found and not messages.failed:
        messages.error("no papers in any of these files")


def _contents(
    dump: OpenSource, one: Input, arguments: argparse.Namespace, messages: Messages
) -> Iterator[Listing | Catalog]:
    name = dump.name or one.name
    head = messages.attempt(name, partial(dump.peek, HEAD))
    if head is None:
        return
    if recognise(head) is not None:
        if not arguments.catalogs:
            _without_papers(dump, one, messages, "is a catalog, not a saved page (see: paperlist show --help)")
        elif (catalog := load(dump, one, messages)) is not None:
            yield catalog
    elif is_json(head) and is_other_json(dump.peek(_BEGINNING)):
        _without_papers(dump, one, messages, "is JSON, not a saved page")
    else:
        yield from _pages(dump, one, arguments, messages)


# Catalogs


def _load(dump: OpenSource, one: Input) -> Catalog:
    """Return the catalog in an open file, and close it."""
    if isinstance(one.source, Path) and not _is_member(dump, one):
        dump.close()
        return Catalog.load(one.source)
    catalog = Catalog.load(io.BytesIO("".join(dump).encode("utf-8", "surrogatepass")))
    catalog.diagnostics = tuple(evolve(found, source=dump.name or one.name) for found in catalog.diagnostics)
    return catalog


def load(dump: OpenSource, one: Input, messages: Messages) -> Catalog | None:
    """Return the catalog in an open file, or None if it is not one; report lines that cannot be read."""
    name = dump.name or one.name
    catalog = messages.attempt(name, partial(_load, dump, one))
    if catalog is not None:
        messages.diagnostics(name, catalog.diagnostics, fatal=True)
    return catalog


def open_catalog(name: str, messages: Messages) -> Catalog | None:
    """Return the catalog in a file that the user named, compressed or not; ``-`` is standard input."""
    if name and Path(name).is_dir():
        messages.error(f"{name}: is a folder, not a catalog")
        return None
    source = messages.attempt(name, standard_input) if name == "-" else name
    dump = None if source is None else messages.attempt(name, partial(open_source, source, max_size=None))
    if source is None or dump is None:
        return None
    return load(dump, Input(Path(source) if isinstance(source, str) else source), messages)
