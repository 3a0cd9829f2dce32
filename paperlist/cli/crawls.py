"""Run the command that merges more dumps than one process can hold (crawl)."""

from __future__ import annotations

import os
from argparse import ArgumentTypeError
from functools import partial
from typing import TYPE_CHECKING

from ..crawl.parts import MOST_PARTS, PARTS, merge_parts
from ..crawl.tasks import MOST_WORKERS, CrawlError
from ..errors import CODES, SEVERITIES
from ..export.table import counted
from . import options, outputs
from .messages import Messages
from .progress import Line, is_wanted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from ..crawl.parts import Parts


def add_numbers(parser: argparse.ArgumentParser) -> None:
    """Add the options for the numbers of processes and of parts."""
    parser.add_argument(
        "--workers",
        type=_count_to(MOST_WORKERS),
        default=min(os.cpu_count() or 1, MOST_WORKERS),
        metavar="N",
        help=f"the number of processes, at most {MOST_WORKERS}; no more are started than there are tasks "
        "(default: the number of processors)",
    )
    parser.add_argument(
        "--parts",
        type=_count_to(MOST_PARTS),
        default=PARTS,
        metavar="N",
        help=f"the number of parts of the catalog, at most {MOST_PARTS}; more parts need less memory "
        "(default: %(default)s)",
    )


def _count_to(most: int) -> Callable[[str], int]:
    """Return a function that returns the number in an option, which is from 1 to ``most``."""

    def count(text: str) -> int:
        try:
            number = options.count(text)
        except ArgumentTypeError:
            number = 0
        if not 1 <= number <= most:
            raise ArgumentTypeError(f"expected a number from 1 to {most}, got {text!r}")
        return number

    return count


def run_crawl(arguments: argparse.Namespace) -> int:
    """Merge many dumps into a folder, in several processes; continue where that was interrupted."""
    messages = Messages.of(arguments)
    line = Line()
    messages.before = line.clear
    try:
        found = messages.attempt(arguments.output, partial(_merged, arguments, line if is_wanted(messages) else None))
    except CrawlError as error:
        messages.error(str(error))
        return messages.finish()
    if found is not None:
        line.clear()
        _report(found, messages)
    return messages.finish()


def _merged(arguments: argparse.Namespace, line: Line | None) -> Parts:
    """Merge the files; show on a line which step is running, and how many of its tasks are done."""

    def show(step: str, done: int, total: int) -> None:
        if line is not None:
            line.show(f"{step} {done}/{total}")

    return merge_parts(
        arguments.files,
        arguments.output,
        parts=arguments.parts,
        workers=arguments.workers,
        as_of=arguments.as_of,
        not_after=arguments.not_after,
        mend=arguments.mend,
        max_size=arguments.max_size,
        tables=arguments.tables,
        review=arguments.review,
        skip_unreadable=arguments.skip_unreadable,
        progress=show,
        wait=arguments.wait,
    )


def _report(found: Parts, messages: Messages) -> None:
    """Write the summary: what was read and written, and the problems, which a file lists."""
    summary = found.summary
    read = f"{counted(summary['pages'], 'page')}, {counted(summary['sightings'], 'sighting')}"
    papers = counted(summary["papers"], "paper")
    pairs = "" if summary["review"] is None else f"; {counted(summary['review'], 'pair')} to review"
    if not messages.quiet:
        outputs.show(f"{found.folder}: {papers} from {read}{pairs}\n")
    if summary["others"]:
        messages.note(f"skipped {counted(summary['others'], 'file')} or records without papers")
    for code, number in summary["problems"].items():
        show = messages.error if SEVERITIES[code] == "error" else messages.note
        show(f"{counted(number, 'problem')}: {code} ({CODES[code]})")
    listed = found.folder / "problems.txt"
    if listed.stat().st_size:
        messages.note(f"{listed} lists all problems but minor ones")
    if not summary["papers"]:
        messages.error("no papers in any of these files")
