"""Define the commands: their names, options and examples, and the functions that run them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .._attrs import frozen
from ..crawl.parts import TABLES
from ..export import FORMATS
from ..files.compression import MAX_SIZE
from ..files.locking import WAIT
from . import options
from .catalogs import DECIDING, run_explain, run_review, run_show
from .crawls import add_numbers, run_crawl
from .dumps import run_diff, run_lines, run_merge, run_parse
from .messages import SEVERITIES
from .selection import add_selection
from .updates import run_check, run_update

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

READING_DEFAULTS: Final = {
    "mend": False,
    "strict": None,
    "min_confidence": 0.0,
    "max_size": MAX_SIZE,
    "as_of": None,
    "not_after": None,
}
"""Default values of the options for reading dumps, for commands that do not have all of these options."""


WHAT: Final = (
    "an id, an arXiv id, a title or a part of one, or the place of a sighting:\n"
    "FILE:LINE, or FILE#3 for the third paper on a page"
)
"""What names a paper on the command line."""


@frozen(kw_only=True)
class Command:
    """A command: its description, the function that runs it, and the one that adds its own arguments."""

    name: str
    run: Callable[[argparse.Namespace], int]
    add: Callable[[argparse.ArgumentParser], None]
    description: str
    example: str


# Arguments that several commands have


def _add_days(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of",
        type=options.day_or_year,
        metavar="DAY",
        help="the day or year in which all of these pages were saved, such as 2024-03-04 or 2024",
    )
    parser.add_argument(
        "--not-after",
        type=options.limit,
        metavar="DAY",
        help="the dumps were saved on or before this day, month or year (default: today, unless --as-of is given)",
    )


def _add_dumps(parser: argparse.ArgumentParser) -> None:
    _add_days(parser)
    parser.add_argument("--mend", action="store_true", help="repair mojibake: UTF-8 that was decoded as Windows-1252")
    parser.add_argument(
        "--max-size",
        type=options.size,
        default=MAX_SIZE,
        metavar="SIZE",
        help="maximum unpacked size of a compressed file, such as 500K, 10M, 1.5G, a number of bytes, or none for "
        "no limit (default: 64M, and if more than 8M, at most a hundred times the size of the file)",
    )


def _add_skipping(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--strict",
        choices=SEVERITIES,
        metavar="LEVEL",
        help="skip any dump with a diagnostic of this level or a more serious one: error (if no level is given), "
        "warning or info",
    )
    parser.add_argument(
        "--min-confidence",
        type=options.share,
        default=0.0,
        metavar="P",
        help="leave out papers of dumps that were read correctly with a smaller probability, such as 0.8 (default: 0)",
    )


def _add_output(parser: argparse.ArgumentParser) -> None:
    formats = "; ".join(f"{known.name}: {known.description}" for known in FORMATS)
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="write to FILE instead of standard output (atomically); its suffix implies the format",
    )
    parser.add_argument(
        "--format",
        choices=[known.name for known in FORMATS],
        metavar="FORMAT",
        help=f"the format of the output ({formats})",
    )


def _add_reading(parser: argparse.ArgumentParser, help_text: str) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help=help_text)
    _add_output(parser)
    add_selection(parser)
    _add_dumps(parser)
    _add_skipping(parser)


def _add_catalog(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("catalog", metavar="CATALOG", help="a catalog file, written by update or merge")


def _add_paper(parser: argparse.ArgumentParser) -> None:
    _add_catalog(parser)
    parser.add_argument("what", metavar="WHAT", help=WHAT)


# Arguments of each command


def _add_parse(parser: argparse.ArgumentParser) -> None:
    _add_reading(parser, "a dump, a folder of dumps, a pattern, or - for standard input")
    parser.set_defaults(catalogs=False)


def _add_merge(parser: argparse.ArgumentParser) -> None:
    _add_reading(parser, "a dump, a catalog, a folder of them, a pattern, or - for standard input")
    parser.set_defaults(catalogs=True, wait=WAIT)


def _add_wait(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--wait",
        type=options.seconds,
        default=WAIT,
        metavar="SECONDS",
        help="how long to wait for another process that is writing the same file or folder (default: %(default)g)",
    )


def _add_update(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("catalog", metavar="CATALOG", help="the catalog file; it is created if there is none")
    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="a dump, another catalog, a folder of them, a pattern, or - for standard input; without any, the catalog "
        "is only loaded and saved again",
    )
    parser.add_argument(
        "--remove",
        action="append",
        default=[],
        metavar="NAME",
        help="first remove the dump with this name or with this digest of its page (may be repeated)",
    )
    parser.add_argument(
        "--replace",
        action="store_true",
        help="replace what the same files gave before for the same dates: after an upgrade of paperlist, "
        "or with another --as-of",
    )
    _add_wait(parser)
    _add_dumps(parser)
    _add_skipping(parser)
    parser.set_defaults(catalogs=True)


def _add_crawl(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        metavar="SHARD",
        help="a file of a crawl (WARC, WET), a dump, a catalog, a folder, a pattern, or an address such as s3://bucket",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FOLDER",
        required=True,
        help="a new folder for the catalogs and tables; the same command continues what was interrupted",
    )
    add_numbers(parser)
    parser.add_argument(
        "--no-review",
        dest="review",
        action="store_false",
        help="skip the search for probable duplicates, a quarter of the work or more",
    )
    parser.add_argument(
        "--skip-unreadable",
        action="store_true",
        help="leave out files that cannot be read, and name them; otherwise nothing is merged without them",
    )
    parser.add_argument(
        "--tables",
        choices=TABLES,
        help="the format of the tables (default: the first, if a library for it is installed)",
    )
    _add_wait(parser)
    _add_dumps(parser)


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("catalogs", nargs="+", metavar="CATALOG", help="a catalog file, or - for standard input")


def _add_diff(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("old", metavar="OLD", help="the older dump, folder or catalog")
    parser.add_argument("new", metavar="NEW", help="the newer dump, folder or catalog")
    parser.set_defaults(**READING_DEFAULTS, catalogs=True)
    _add_days(parser)


def _add_lines(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a dump, or - for standard input")


def _add_explain(parser: argparse.ArgumentParser) -> None:
    _add_paper(parser)
    parser.add_argument("other", metavar="OTHER", nargs="?", help="another paper to compare it with")


def _add_review(parser: argparse.ArgumentParser) -> None:
    _add_catalog(parser)
    parser.description = f"{parser.description}\n\nWHAT is {WHAT}."
    for word, meaning in DECIDING.items():
        parser.add_argument(
            f"--{word}",
            nargs=2,
            action="append",
            default=[],
            metavar="WHAT",
            help=f"{meaning} (may be repeated)",
        )
    parser.add_argument("--reason", metavar="TEXT", help="the reason for the decision, which is saved with it")
    _add_wait(parser)


COMMANDS: Final = (
    Command(
        name="parse",
        run=run_parse,
        add=_add_parse,
        description="List the papers of each dump.",
        example="paperlist parse --as-of 2024-03-04 saved.txt -o papers.csv",
    ),
    Command(
        name="merge",
        run=run_merge,
        add=_add_merge,
        description="Merge dumps and catalogs, and list each paper once.",
        example="paperlist merge dumps/ -o catalog.jsonl",
    ),
    Command(
        name="update",
        run=run_update,
        add=_add_update,
        description="Add dumps to a catalog file, creating it if there is none.",
        example="paperlist update catalog.jsonl dumps/",
    ),
    Command(
        name="crawl",
        run=run_crawl,
        add=_add_crawl,
        description="Merge more dumps than fit into memory into a folder of catalogs and tables, in several processes.",
        example="paperlist crawl crawl/*.warc.wet.gz -o papers --workers 8",
    ),
    Command(
        name="show",
        run=run_show,
        add=_add_paper,
        description="Show everything that a catalog contains about a paper.",
        example='paperlist show catalog.jsonl "sparse rewards"',
    ),
    Command(
        name="diff",
        run=run_diff,
        add=_add_diff,
        description="List the papers that are new (+), gone (-) or changed (~).",
        example="paperlist diff monday.txt tuesday.txt",
    ),
    Command(
        name="review",
        run=run_review,
        add=_add_review,
        description="List probable duplicates that were not merged, or record decisions on them.",
        example='paperlist review catalog.jsonl --same 2f8a6c01d3b7 90c1e45ab6f2 --reason "a misprint"',
    ),
    Command(
        name="explain",
        run=run_explain,
        add=_add_explain,
        description="Explain why sightings were merged into one paper, or why two papers were kept apart.",
        example='paperlist explain catalog.jsonl "Tides" "Tides 2"',
    ),
    Command(
        name="check",
        run=run_check,
        add=_add_check,
        description="Check that catalog files are complete and undamaged.",
        example="paperlist check catalog.jsonl",
    ),
    Command(
        name="lines",
        run=run_lines,
        add=_add_lines,
        description="Show how each line of a dump was interpreted.",
        example="paperlist lines saved.txt",
    ),
)
"""All commands, in the order in which help lists them."""
