"""Parse the arguments of the command line, and complete them in a shell."""

from __future__ import annotations

import argparse
import os
from collections import deque
from typing import TYPE_CHECKING, Final

from .._version import __version__
from .commands import COMMANDS
from .messages import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .commands import Command

EPILOG: Final = """\
example:
  paperlist merge dumps/ -o catalog.jsonl

exit status:
  0    success
  1    an input is missing, empty, unreadable, damaged or without papers, the output
       could not be written, or no paper was found
  2    the command line is wrong, or the output would destroy a dump, an input or a
       catalog
  130  interrupted from the keyboard
  141  the reader of the output closed the pipe

shell completion (bash, zsh; needs: pip install 'paperlist[completion]'):
  eval "$(register-python-argcomplete paperlist)"
"""


def _add(add: Callable[..., argparse.ArgumentParser], command: Command) -> None:
    """Add a command."""
    parser = add(
        command.name,
        help=command.description,
        description=command.description,
        epilog=f"example:\n  {command.example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add(parser)
    parser.add_argument("-q", "--quiet", action="store_true", help="show errors and results only")
    parser.add_argument("--all", action="store_true", help="show all diagnostics and all skipped files")
    parser.set_defaults(run=command.run)


def argument_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(
        prog="paperlist",
        description="Parse saved text dumps of the Daily Papers page, and merge them into one catalog.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    add = parser.add_subparsers(title="commands", required=True, metavar="COMMAND").add_parser
    for command in COMMANDS:
        _add(add, command)
    return parser


def _joined(argv: Sequence[str]) -> Iterator[str]:
    """Iterate over the arguments in a form that argparse understands.

    Otherwise it would take any word after ``--strict`` as its level, and ``-upvotes`` after ``--sort`` as an option.
    """
    words = deque(argv)
    while words:
        word = words.popleft()
        if word == "--strict":
            has_level = words and words[0] in SEVERITIES
            yield f"--strict={words.popleft() if has_level else SEVERITIES[0]}"
        elif word == "--sort" and words:
            yield f"--sort={words.popleft()}"
        else:
            yield word
        if word == "--":
            yield from words
            return


def _complete(parser: argparse.ArgumentParser) -> None:
    """Answer a shell that asks for completions; argcomplete then ends the program."""
    try:
        import argcomplete  # type: ignore[import-not-found,unused-ignore]  # noqa: PLC0415 - optional, and needed only if a shell asks
    except ImportError:
        return
    argcomplete.autocomplete(parser)


def parse_arguments(argv: Sequence[str]) -> argparse.Namespace:
    """Return the parsed arguments. Raises SystemExit as argparse does."""
    parser = argument_parser()
    if "_ARGCOMPLETE" in os.environ:
        _complete(parser)
    arguments, others = parser.parse_known_args(list(_joined(argv)))
    if others:  # argparse stops taking files at the first option after one
        files: list[str] | None = getattr(arguments, "files", None)
        if files is None or any(word.startswith("-") and word != "-" for word in others):
            parser.error(f"unrecognized arguments: {' '.join(others)}")
        arguments.files = [*files, *others]
    if getattr(arguments, "output", None) == "-":
        arguments.output = None
    return arguments
