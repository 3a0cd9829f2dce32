"""Begin or continue a crawl in a folder: a file there, the manifest, has its files, its options and its summary."""

from __future__ import annotations

import datetime
import errno
import json
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from .._attrs import evolve, names_of
from ..files.writing import TEMPORARY, write_whole
from .work import Options, Work

if TYPE_CHECKING:
    from ..files.finding import Found
    from ..model import Record

MANIFEST: Final = "manifest.json"
WORK: Final = ".work"
"""The folder within that of a crawl in which tasks store their results."""

_MAY_CHANGE: Final = frozenset(("begun", "skip_unreadable"))
"""The options that may differ when a crawl is continued."""


def begin(folder: Path, shards: list[list[Found]], options: Options) -> tuple[Work, Record | None]:
    """Return the crawl in a folder, which is begun or continued, and its summary if it is done.

    Raises FileExistsError if the folder has something else, or a crawl with other files or options.
    """
    asked = {
        "paperlist": "crawl",
        "version": 1,
        "files": _digest(shards),
        "shards": len(shards),
        "options": {name: str(getattr(options, name)) for name in names_of(Options) if name not in _MAY_CHANGE},
    }
    if not (folder / MANIFEST).exists():
        _check_empty(folder)
        _note(folder, {**asked, "begun": options.begun.isoformat(), "skip_unreadable": options.skip_unreadable})
    known = _manifest(folder)
    if {name: known.get(name) for name in asked} != asked:
        raise _refusal("holds the papers of other files or options: choose another folder", folder)
    _check_skipping(folder, known, options)
    for name in (WORK, "catalog", "papers"):
        (folder / name).mkdir(exist_ok=True)
    for left in (folder / WORK).glob(f"*/*{TEMPORARY}"):
        left.unlink(missing_ok=True)
    options = evolve(options, begun=datetime.date.fromisoformat(known["begun"]))
    work = Work(folder / WORK, len(shards), options)
    if "summary" not in known:
        work.store("shards", 0, shards)
    return work, known.get("summary")


def finish(folder: Path, summary: Record) -> None:
    """Add the summary to the manifest: the crawl is done."""
    _note(folder, {**_manifest(folder), "summary": summary})


def _manifest(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(folder, MANIFEST).read_text("utf-8"))
    return found


def _note(folder: Path, manifest: Record) -> None:
    write_whole(folder / MANIFEST, [json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"])


def _refusal(reason: str, folder: Path) -> FileExistsError:
    return FileExistsError(errno.EEXIST, reason, str(folder))


def _check_empty(folder: Path) -> None:
    """Raise FileExistsError if there is anything in a folder but hidden files."""
    if any(not path.name.startswith(".") for path in folder.iterdir()):
        raise _refusal("is not empty, and has no papers of merge_parts", folder)


def _check_skipping(folder: Path, known: Record, options: Options) -> None:
    """Note that files may be left out from now on; raise FileExistsError if some may have been, and now may not."""
    may_have_been = known.get("skip_unreadable", False)
    if options.skip_unreadable and not may_have_been and "summary" not in known:
        _note(folder, {**known, "skip_unreadable": True})
    elif may_have_been and not options.skip_unreadable:
        raise _refusal("may lack files that cannot be read (skip_unreadable): choose another folder", folder)


def _digest(shards: list[list[Found]]) -> str:
    """Return a digest of the names of files, and of the sizes and times of those on this machine."""
    found = blake2b(digest_size=16)
    for shard in shards:
        for file in shard:
            state = file.stat() if isinstance(file, Path) and file.exists() else None
            found.update(
                repr((str(file), state and (state.st_size, state.st_mtime_ns))).encode("utf-8", "surrogateescape")
            )
    return found.hexdigest()
