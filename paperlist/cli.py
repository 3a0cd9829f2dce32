"""How is it called from a command line?

====  ==========================================================================================================
exit  means
====  ==========================================================================================================
0     all is well, though cards may lack something, which standard error tells
1     a file is bad (missing, unreadable, without any paper, or at odds with ``--strict``) or nothing was found;
      what could be read is written nevertheless
2     the command line is wrong
130   interrupted from the keyboard: 128 and the number of SIGINT, as shells have it
141   the reader closed the pipe, so not all was written: 128 and the number of SIGPIPE, as other programs of a
      pipe report it, and no surprise to a script under ``set -o pipefail``
====  ==========================================================================================================
"""

# ruff: noqa: T201 - printing is the business of a command line
from __future__ import annotations

import argparse
import datetime
import errno
import io
import os
import shutil
import sys
from functools import partial
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, TextIO, TypeVar

from . import __version__
from .dedup import Catalog, diff, merge
from .dedup.order import sighting_record
from .errors import ParseError, excerpt
from .explaining import explain
from .export.table import NARROWEST, Column, pairs, printable, table, wrap
from .model import MONTHS, ListingDate, Sighting, json_line
from .parser import parse_pages, read_by
from .reading import find_files, open_sources
from .unpacking import MAX_SIZE
from .writing import write_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .dedup import Entry
    from .model import Listing, Paper
    from .reading import OpenSource

T = TypeVar("T")

BAD: Final = 1
INTERRUPTED: Final = 130
PIPE_CLOSED: Final = 141

WIDTH_OF_FILES: Final = 100
"""The columns of a table that goes to a file or a pipe, where COLUMNS does not say otherwise."""

MOST_DIGITS: Final = 6
"""No terminal has as many columns as a number with so many digits says."""

UNNAMED: Final = "<text>"
"""What stands for a source without a name, as in :attr:`.errors.Diagnostic.place`."""

PARSE_COLUMNS: Final = (
    Column(head="#", right=True),
    Column(head="published", right=True),
    Column(head="authors", right=True),
    Column(head="comments", right=True),
    Column(head="upvotes", right=True),
    Column(head="stars", right=True),
    Column(head="title"),
)
MERGE_COLUMNS: Final = (
    Column(head="published", right=True),
    Column(head="authors", right=True),
    Column(head="comments", right=True),
    Column(head="upvotes", right=True),
    Column(head="seen", right=True),
    Column(head="title"),
)
LABELS: Final = (
    ("published", "published"),
    ("author_count", "authors"),
    ("organization", "organization"),
    ("submitted_by", "submitted by"),
    ("comments", "comments"),
    ("upvotes", "upvotes"),
    ("github_stars", "GitHub stars"),
    ("arxiv_id", "arXiv"),
)
"""The short fields of a paper in the order in which they are shown, with the words for them."""


def _tell(problems: list[str], message: str) -> None:
    problems.append(message)
    _warn(message)


def _warn(message: str) -> None:
    """Write to standard error; what a file's name may hold of control characters is escaped."""
    print("".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in message), file=sys.stderr)


def _attempt(problems: list[str], name: str, call: Callable[[], T]) -> T | None:
    """Return ``call()``, or None where the file ``name`` does not let it, and tell why."""
    try:
        return call()
    except ParseError as error:
        _tell(problems, str(error))
    except OSError as error:
        shown = excerpt(name) if "\n" in name else name
        _tell(problems, f"paperlist: {shown}: {error.strerror or error}")
    return None


def _today() -> datetime.date:
    """Return the latest day that it is anywhere: the page's own may be ahead of this machine's."""
    return datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=14))).date()


def _by_the_clock(listings: Sequence[Listing], arguments: argparse.Namespace) -> Sequence[Listing]:
    """Return listings as read by today, where the caller does not say when; as they are where one must be later."""
    if arguments.as_of is not None or arguments.not_after is not None:
        return listings
    read = [known for listing in listings if (known := read_by(listing, _today())) is not None]
    return read if len(read) == len(listings) else listings


def _sources(name: str) -> Sequence[Path | IO[bytes]]:
    """Return what a FILE of the command line stands for; raises OSError where that is nothing."""
    if name == "-":
        if sys.stdin is None:
            raise OSError(errno.EBADF, os.strerror(errno.EBADF), name)
        return [sys.stdin.buffer]
    found = list(find_files([name]))
    if not found:
        raise FileNotFoundError(errno.ENOENT, "no dump in this folder", name)
    return found


def _name(source: Path | IO[bytes]) -> str:
    return str(source) if isinstance(source, Path) else "-"


def _pages(source: OpenSource, arguments: argparse.Namespace, problems: list[str]) -> Iterator[Listing]:
    """Iterate over the pages in ``source`` that have papers, and tell what is wrong with them."""
    found = parse_pages(source, as_of=arguments.as_of, not_after=arguments.not_after, strict=arguments.strict)
    while (listing := _attempt(problems, source.name or "-", partial(next, found, None))) is not None:
        for diagnostic in listing.diagnostics:
            _warn(str(diagnostic))
        if listing:
            yield listing
        else:
            problems.append("no papers")


def _dumps(source: Path | IO[bytes], arguments: argparse.Namespace, problems: list[str]) -> Iterator[OpenSource]:
    """Iterate over the dumps in ``source``, several where it is a zip file."""
    found = open_sources(source, mend=arguments.mend, strict=arguments.strict, max_size=arguments.max_size)
    while dump := _attempt(problems, _name(source), partial(next, found, None)):
        yield dump


def _found(names: Iterable[str], problems: list[str]) -> Iterator[Path | IO[bytes]]:
    """Iterate over what files of the command line stand for; what cannot be found goes to ``problems``."""
    for name in names:
        yield from _attempt(problems, name, partial(_sources, name)) or ()


def _listings(
    sources: Iterable[Path | IO[bytes]], arguments: argparse.Namespace, problems: list[str]
) -> Iterator[Listing]:
    """Iterate over the listings that have papers; what is wrong with the others goes to ``problems``."""
    for source in sources:
        for dump in _dumps(source, arguments, problems):
            yield from _pages(dump, arguments, problems)


def _print(chunks: Iterable[str], *, encoding: str | None = None) -> None:
    """Write ``chunks`` to standard output as they come; what its encoding does not have is escaped."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding=encoding or sys.stdout.encoding, errors="backslashreplace")
    for chunk in chunks:
        print(chunk, end="", flush=True)


def _write(chunks: Iterator[str], arguments: argparse.Namespace, problems: list[str]) -> None:
    """Write ``chunks`` to where the command line says; where there are none, an output file is left as it is."""
    first = next(chunks, None)
    if first is None:
        return
    whole = chain((first,), chunks)
    if arguments.output is None:
        _print(whole, encoding="utf-8" if arguments.format == "jsonl" else None)
        return
    _attempt(problems, arguments.output, partial(write_whole, arguments.output, whole))


def _width(output: str | None = None) -> int:
    """Return how many columns there are: the terminal's, or COLUMNS or else :data:`WIDTH_OF_FILES` elsewhere."""
    if output is None and sys.stdout is not None and sys.stdout.isatty():
        columns = shutil.get_terminal_size().columns
    else:
        set_columns = os.environ.get("COLUMNS", "")
        columns = int(set_columns) if set_columns.isdecimal() and len(set_columns) < MOST_DIGITS else 0
    return max(columns or WIDTH_OF_FILES, NARROWEST)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _text(value: str | int | ListingDate | None) -> str:
    """Return a value as people read it: a day in ISO 8601, and as the page prints it where the year is unknown."""
    if value is None:
        return ""
    if isinstance(value, ListingDate) and value.year is None:
        return f"{MONTHS[value.month - 1]} {value.day}"
    return str(value)


def _whole_text(value: str | int | ListingDate) -> str:
    """Return a value as people read it, with what is known of a year that is not."""
    years = value.years() if isinstance(value, ListingDate) and value.year is None else ""
    return f"{_text(value)} ({years})" if years else _text(value)


def _listing_record(sighting: Sighting) -> str:
    return json_line(sighting_record(sighting))


def _cells(*values: str | int | ListingDate | None) -> tuple[str, ...]:
    return tuple(map(_text, values))


def _listing_row(number: int, p: Paper) -> tuple[str, ...]:
    return _cells(number, p.published, p.author_count, p.comments, p.upvotes, p.github_stars, p.title)


def _listing_table(listing: Listing, width: int) -> str:
    place = ", ".join(filter(None, (listing.source or UNNAMED, _text(listing.date))))
    heading = wrap(f"{place}: {_count(len(listing), 'paper')}", width)
    rows = (_listing_row(number, paper) for number, paper in enumerate(listing, 1))
    return _lines((*heading, "", *table(rows, PARSE_COLUMNS, width)))


def _parse_chunks(listings: Iterable[Listing], arguments: argparse.Namespace) -> Iterator[str]:
    """Iterate over what is written of each listing, as soon as it is read."""
    if arguments.format == "jsonl":
        yield from ("".join(map(_listing_record, Sighting.each(listing))) for listing in listings)
        return
    width = _width(arguments.output)
    between = ""
    for listing in listings:
        yield between + _listing_table(listing, width)
        between = "\n"


def _run_parse(arguments: argparse.Namespace) -> int:
    problems: list[str] = []
    found = _listings(_found(arguments.files, problems), arguments, problems)
    listings = chain.from_iterable(_by_the_clock([one], arguments) for one in found)
    _write(_parse_chunks(listings, arguments), arguments, problems)
    return BAD if problems else 0


def _entry_row(entry: Entry) -> tuple[str, ...]:
    p = entry.paper
    return _cells(p.published, p.author_count, p.comments, p.upvotes, len(entry.sightings), p.title)


def _totals(catalog: Catalog) -> str:
    sightings = catalog.sightings
    listings = {sighting.dump.key for sighting in sightings}
    again = sum(len(entry.sightings) > 1 for entry in catalog)
    found = f"{_count(len(catalog), 'paper')}, {_count(len(sightings), 'sighting')}"
    return f"{found} in {_count(len(listings), 'listing')}, {again} seen more than once"


def _catalog_table(catalog: Catalog, width: int) -> str:
    rows = map(_entry_row, catalog)
    return _lines((*table(rows, MERGE_COLUMNS, width), "", *wrap(_totals(catalog), width)))


def _merge_chunks(catalog: Catalog, arguments: argparse.Namespace) -> Iterator[str]:
    if arguments.format == "jsonl":
        yield catalog.to_jsonl()
    else:
        yield _catalog_table(catalog, _width(arguments.output))


def _is_catalog(source: Path | IO[bytes]) -> bool:
    return isinstance(source, Path) and source.name.endswith(".jsonl")


def _merged(sources: Sequence[Path | IO[bytes]], arguments: argparse.Namespace, problems: list[str]) -> Catalog:
    """Return all that dumps and catalogs hold."""
    dumps = (source for source in sources if not _is_catalog(source))
    catalog = merge(_by_the_clock(list(_listings(dumps, arguments, problems)), arguments))
    for source in filter(_is_catalog, sources):
        catalog |= _load(str(source), problems) or Catalog()
    return catalog


def _run_merge(arguments: argparse.Namespace) -> int:
    problems: list[str] = []
    sources = list(_found(arguments.files, problems))
    catalog = _merged(sources, arguments, problems)
    for diagnostic in catalog.contradictions:
        _warn(str(diagnostic))
    if problems and any(_is_same(source, arguments.output) for source in sources):
        _warn(f"paperlist: {arguments.output}: left as it is, since not all was read")
    elif catalog:
        _write(_merge_chunks(catalog, arguments), arguments, problems)
    return BAD if problems else 0


def _is_same(source: Path | IO[bytes], output: str | None) -> bool:
    """Whether ``output`` is a file that was read."""
    if output is None or not isinstance(source, Path):
        return False
    return source.exists() and Path(output).exists() and source.samefile(output)


def _seen(sighting: Sighting) -> tuple[str, str]:
    """Return where a paper was seen, the position counted from 1."""
    place = ", ".join(filter(None, (_text(sighting.listing_date), f"place {sighting.position + 1}")))
    return place, sighting.source or UNNAMED


def _others(entry: Entry) -> Iterator[tuple[str, str]]:
    """Iterate over the values that do not stand in the entry's paper, each with the word for its field."""
    for name, label in (("title", "title"), *LABELS, ("abstract", "abstract")):
        yield from ((label, _text(value)) for value in entry.values(name)[1:])


def _entry_text(entry: Entry, width: int) -> str:
    """Return all that is known of a paper."""
    paper = entry.paper
    known = [(label, _whole_text(value)) for name, label in LABELS if (value := getattr(paper, name)) is not None]
    others = list(_others(entry))
    return _lines(
        (
            *wrap(paper.title, width),
            *(("", *pairs(known, width)) if known else ()),
            *(("", *wrap(paper.abstract, width)) if paper.abstract else ()),
            *("", _count(len(entry.sightings), "sighting")),
            *pairs([_seen(sighting) for sighting in entry.dated], width),
            *(("", "other values", *pairs(others, width)) if others else ()),
        )
    )


def _run_show(arguments: argparse.Namespace) -> int:
    problems: list[str] = []
    catalog = _load(arguments.catalog, problems)
    if catalog is None:
        return BAD
    for diagnostic in catalog.contradictions:
        _warn(str(diagnostic))
    entries = catalog.find(arguments.title)
    if not entries:
        _warn(f"paperlist: {arguments.catalog}: no paper has the title {arguments.title!r}")
        return BAD
    width = _width()
    rule = f"\n{'-' * width}\n\n"
    _print([rule.join(_entry_text(entry, width) for entry in entries)])
    return BAD if problems else 0


def _run_tokens(arguments: argparse.Namespace) -> int:
    problems: list[str] = []
    for source in _found([arguments.file], problems):
        name = _name(source)
        explanation = _attempt(problems, name, partial(explain, source))
        if explanation is None:
            continue
        for diagnostic in explanation.diagnostics:
            _warn(str(diagnostic))
        _print([_printable(str(explanation))])
        if not explanation:
            _tell(problems, f"paperlist: {name}: there is no text in it")
    return BAD if problems else 0


def _printable(text: str) -> str:
    """Return a text with nothing in it that a terminal would obey."""
    return "\n".join(map(printable, text.split("\n")))


def _load(name: str, problems: list[str]) -> Catalog | None:
    """Return the catalog in a file, or None where it holds none; which lines of it cannot be read is told."""
    catalog = _attempt(problems, name, partial(Catalog.load, name))
    if catalog is None:
        return None
    if catalog.diagnostics and not catalog.sightings:
        _tell(problems, f"paperlist: {name}: no catalog, such as merge --format jsonl writes")
        return None
    for diagnostic in catalog.diagnostics:
        _tell(problems, str(diagnostic))
    return catalog


def _run_review(arguments: argparse.Namespace) -> int:
    problems: list[str] = []
    catalog = _load(arguments.catalog, problems)
    if catalog is None:
        return BAD
    _print([_printable("\n\n".join(map(str, catalog.review))), "\n"] if catalog.review else [])
    return BAD if problems else 0


def _run_explain(arguments: argparse.Namespace) -> int:
    problems: list[str] = []
    catalog = _load(arguments.catalog, problems)
    if catalog is None:
        return BAD
    found = [catalog.find(title)[:1] for title in (arguments.title, arguments.other) if title is not None]
    if not all(found):
        _warn(f"paperlist: {arguments.catalog}: no paper has such a title")
        return BAD
    entries = [entry for some in found for entry in some]
    reasons = entries[0].why if len(entries) == 1 else [catalog.explain(*entries)]
    heads = "".join(f"{entry.id} {entry.paper.title}\n" for entry in entries)
    _print([_printable(heads + "".join(f"\n{reason}\n" for reason in reasons))])
    return BAD if problems else 0


def _run_diff(arguments: argparse.Namespace) -> int:
    problems: list[str] = []
    old, new = (_merged(list(_found([name], problems)), arguments, problems) for name in (arguments.old, arguments.new))
    if old and new and (found := diff(old, new)):
        _print([f"{_printable(str(found))}\n"])
    return BAD if problems else 0


def _reading_day(text: str) -> datetime.date | int:
    """Return the day or year that an option names; the ISO 8601 forms other than 2031-03-04 are not taken."""
    try:
        if len(text) == len("2031") and text.isascii() and text.isdecimal():
            return datetime.date(int(text), 1, 1).year
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise argparse.ArgumentTypeError(f"expected a day such as 2031-03-04 or a year such as 2031, got {text!r}")
    return day


def _add_command(
    add: Callable[..., argparse.ArgumentParser],
    name: str,
    run: Callable[[argparse.Namespace], int],
    description: str,
    example: str,
) -> argparse.ArgumentParser:
    """Add a command, which ``run`` carries out, to those of the argument parser."""
    command = add(
        name,
        help=description,
        description=description,
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.set_defaults(run=run)
    return command


def _add_days(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that tell years."""
    parser.add_argument(
        "--as-of", type=_reading_day, metavar="DAY", help="when the page was read, such as 2031-03-04 or 2031"
    )
    parser.add_argument(
        "--not-after",
        type=_reading_day,
        metavar="DAY",
        help="a day or year by which the dumps existed (default: today, unless --as-of is given)",
    )


def _add_reading(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the commands that read dumps."""
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="a dump, a folder of dumps, a pattern, or - for standard input"
    )
    parser.add_argument(
        "--format", choices=("table", "jsonl"), default="table", help="a table to read, or JSON Lines (default: table)"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="the file to write, whole or not at all")
    _add_days(parser)
    parser.add_argument("--mend", action="store_true", help="mend UTF-8 that was once read as Windows-1252")
    parser.add_argument(
        "--max-size",
        type=int,
        default=MAX_SIZE,
        metavar="BYTES",
        help="what a compressed file may expand to (default: %(default)s)",
    )
    parser.add_argument("--strict", action="store_true", help="take no dump in which something is amiss")


def _add_catalog(command: argparse.ArgumentParser) -> None:
    command.add_argument("catalog", metavar="CATALOG", help="a file that merge --format jsonl wrote")


def _add_paper(command: argparse.ArgumentParser) -> None:
    _add_catalog(command)
    command.add_argument("title", metavar="TITLE", help="the title of the paper")


def _argument_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="paperlist",
        description="Read saved text dumps of the Daily Papers page into papers, and merge them into one catalog.",
        epilog="example:\n  paperlist merge dumps/ --format jsonl -o catalog.jsonl",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    add = parser.add_subparsers(title="commands", required=True, metavar="COMMAND").add_parser
    text = "List the papers of each dump."
    _add_reading(_add_command(add, "parse", _run_parse, text, "paperlist parse --as-of 2031-03-04 saved.txt"))
    text = "List the papers of all dumps, each once; a file whose name ends in .jsonl is a catalog of others."
    _add_reading(_add_command(add, "merge", _run_merge, text, "paperlist merge dumps/ --format jsonl -o catalog.jsonl"))
    text = "Show each line of a dump with what became of it."
    tokens = _add_command(add, "tokens", _run_tokens, text, "paperlist tokens saved.txt")
    tokens.add_argument("file", metavar="FILE", help="a dump, or - for standard input")
    text = "Print all that is known of a paper."
    show = _add_command(add, "show", _run_show, text, 'paperlist show catalog.jsonl "Sparse Rewards"')
    _add_paper(show)
    text = "Say what holds a paper's sightings together, or what parts two papers."
    explain = _add_command(add, "explain", _run_explain, text, 'paperlist explain catalog.jsonl "Tides" "Tides 2"')
    _add_paper(explain)
    explain.add_argument("other", metavar="OTHER", nargs="?", help="the title of another paper")
    text = "List the pairs that are likely one paper, but not surely."
    review = _add_command(add, "review", _run_review, text, "paperlist review catalog.jsonl")
    _add_catalog(review)
    text = "List what is new (+), gone (-) and changed (~) from one dump or catalog to another."
    changes = _add_command(add, "diff", _run_diff, text, "paperlist diff monday.txt tuesday.txt")
    changes.add_argument("old", metavar="OLD", help="a dump, a folder of dumps, or a catalog: a name ending in .jsonl")
    changes.add_argument("new", metavar="NEW", help="the same")
    _add_days(changes)
    changes.set_defaults(mend=False, strict=False, max_size=MAX_SIZE)
    return parser


def _discard_unwritten(stream: TextIO) -> None:
    """Let what cannot be written go nowhere, lest the interpreter tries again as it exits.

    https://docs.python.org/3/library/signal.html#note-on-sigpipe
    """
    try:
        stream.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line ``argv`` (the program's own where it is None) and return its exit status.

    Raises SystemExit as argparse does: for ``--help``, ``--version`` and a command line that is wrong.

    >>> main(["parse", "no-such-file.txt"])
    1
    """
    try:
        try:
            arguments = _argument_parser().parse_args(argv)
            status: int = arguments.run(arguments)
        finally:
            print(end="", flush=True)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        _discard_unwritten(sys.stdout)
        _discard_unwritten(sys.stderr)
        return PIPE_CLOSED
    except OSError as error:
        _discard_unwritten(sys.stdout)
        _warn(f"paperlist: standard output: {error.strerror}")
        return BAD
    return status
