"""Begin or continue a crawl in a folder: a file there, the manifest, has its files, its options and its summary."""

from __future__ import annotations

import datetime
import errno
import json
import os
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from .._attrs import evolve, names_of
from .._version import __version__
from ..files.writing import TEMPORARY, write_whole
from .work import Options, Work

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..files.finding import Found
    from ..model import Record

MANIFEST: Final = "manifest.json"
WORK: Final = ".work"
"""The folder within that of a crawl in which tasks store their results."""

VERSION: Final = 1
"""The version of the format of the folder."""

_MAY_CHANGE: Final = frozenset(("begun", "skip_unreadable"))
"""The options that may differ when a crawl is continued."""

_NOT_EMPTY: Final = "is not empty, and is not the folder of a crawl: choose another folder"


def begin(folder: Path, shards: list[list[Found]], options: Options) -> tuple[Work, Record | None]:
    """Return the crawl in a folder, which is begun or continued, and its summary if it is done.

    A file that was missing when the crawl began may exist when it is continued; the shards stay as they were. Raises
    FileExistsError if the folder has something else, a crawl with other files or options, or one that is not done and
    was begun with another version of paperlist, which may read pages differently.
    """
    files = [file for shard in shards for file in shard]
    if not (folder / MANIFEST).exists():
        _begin(folder, shards, files, options)
    known = _manifest(folder)
    if "summary" not in known and known.get("program") != __version__:
        raise _refusal("was begun with another version of paperlist: choose another folder", folder)
    _check_options(known["options"], options, folder)
    if _digest(files, known["missing"]) != known["files"]:
        raise _refusal("has the papers of other files, or of files that were changed: choose another folder", folder)
    _check_skipping(folder, known, options)
    for name in ("catalog", "papers"):
        (folder / name).mkdir(exist_ok=True)
    for left in (folder / WORK).glob(f"*/*{TEMPORARY}"):
        left.unlink(missing_ok=True)
    options = evolve(options, begun=datetime.date.fromisoformat(known["begun"]))
    return Work(folder / WORK, known["shards"], options), known.get("summary")


def _begin(folder: Path, shards: list[list[Found]], files: list[Found], options: Options) -> None:
    """Store the shards of a crawl, and then its manifest."""
    if any(not path.name.startswith(".") for path in folder.iterdir()):
        raise _refusal(_NOT_EMPTY, folder)
    (folder / WORK).mkdir(exist_ok=True)
    Work(folder / WORK, len(shards), options).store("shards", 0, shards)
    missing = [str(file) for file in files if isinstance(file, Path) and _state(file) is None]
    manifest = {
        "paperlist": "crawl",
        "version": VERSION,
        "program": __version__,
        "files": _digest(files, missing),
        "missing": missing,
        "shards": len(shards),
        "options": _recorded(options),
        "begun": options.begun.isoformat(),
        "skip_unreadable": options.skip_unreadable,
    }
    _note(folder, manifest)


def _recorded(options: Options) -> dict[str, str]:
    """Return the options that must be the same when a crawl is continued, as text."""
    return {name: str(getattr(options, name)) for name in names_of(Options) if name not in _MAY_CHANGE}


def finish(folder: Path, summary: Record) -> None:
    """Add the summary to the manifest: the crawl is done."""
    _note(folder, {**_manifest(folder), "summary": summary})


def _manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest in a folder. Raises FileExistsError if the file is not one."""
    try:
        found = json.loads(Path(folder, MANIFEST).read_text("utf-8"))
    except ValueError:
        found = None
    if not isinstance(found, dict) or (found.get("paperlist"), found.get("version")) != ("crawl", VERSION):
        raise _refusal(_NOT_EMPTY, folder)
    return cast("dict[str, Any]", found)


def _note(folder: Path, manifest: Record) -> None:
    write_whole(folder / MANIFEST, [json.dumps(manifest, indent=2) + "\n"])


def _refusal(reason: str, folder: Path) -> FileExistsError:
    return FileExistsError(errno.EEXIST, reason, str(folder))


def _check_options(known: Record, options: Options, folder: Path) -> None:
    """Raise FileExistsError if a crawl was begun with other options, and name these."""
    different = [name for name, value in _recorded(options).items() if known.get(name) != value]
    if different:
        raise _refusal(f"was begun with other options ({', '.join(different)}): choose another folder", folder)


def _check_skipping(folder: Path, known: Record, options: Options) -> None:
    """Note that files may be left out from now on; raise FileExistsError if some may have been, and now may not."""
    may_have_been = known.get("skip_unreadable", False)
    if options.skip_unreadable and not may_have_been and "summary" not in known:
        _note(folder, {**known, "skip_unreadable": True})
    elif may_have_been and not options.skip_unreadable:
        raise _refusal("may lack files that cannot be read (skip_unreadable): choose another folder", folder)


def _digest(files: Iterable[Found], missing: Iterable[str]) -> str:
    """Return a digest of the names of files, and of the sizes and times of those on this machine that were there."""
    were_missing = frozenset(missing)
    found = blake2b(digest_size=16)
    for file in files:
        name = str(file)
        state = None if name in were_missing else _state(file)
        found.update(repr((name, state)).encode())
    return found.hexdigest()


def _state(file: Found) -> tuple[int, int] | None:
    """Return the size and the time of a file, or None if it is elsewhere or cannot be looked at."""
    try:
        known = os.stat(file) if isinstance(file, Path) else None  # noqa: PTH116 - Path.stat takes longer
    except OSError:
        return None
    return known and (known.st_size, known.st_mtime_ns)
