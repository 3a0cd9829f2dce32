"""Write errors and diagnostics to standard error, and count those that are hidden."""

# ruff: noqa: T201 - a command line prints
from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final, TextIO, TypeVar, get_args

from .._attrs import define, field
from ..errors import ParseError, Severity, excerpt, shown_name
from ..export.table import counted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Sequence

    from ..errors import Diagnostic

T = TypeVar("T")

MOST_SHOWN: Final = 3
"""The number of diagnostics per file that are shown without ``--all``."""

MOST_FILES: Final = 10
"""The number of files whose diagnostics are shown without ``--all``. Of the other files, only errors are shown."""

SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)[::-1]
"""How serious a diagnostic may be, the worst first."""


def discard_unwritten(stream: TextIO | None) -> None:
    """Discard unwritten output; otherwise the interpreter would try to write it again at exit.

    There is none if the shell closed the stream, which is None then.
    https://docs.python.org/3/library/signal.html#note-on-sigpipe
    """
    if stream is None:
        return
    try:
        stream.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


class Refusal(Exception):  # noqa: N818 - it is no fault of the program
    """Raised if a command would destroy data, or cannot be run with these arguments. Nothing is done."""


def complain(text: str) -> None:
    """Write a message to standard error, with the program's name."""
    write(f"paperlist: {text}")


def write(text: str) -> None:
    """Write to standard error; control characters, which a file name may contain, are escaped.

    If that fails, for example because the disk is full, the message is lost and the command continues.
    """
    try:
        print("".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in text), file=sys.stderr)
    except OSError:
        discard_unwritten(sys.stderr)


def _nothing() -> None:
    """Do nothing."""


@define
class Messages:
    """Reports the messages of a command, and records whether it failed.

    ``quiet`` hides everything but errors, and ``everything`` shows all that is otherwise only counted. ``progress``
    allows a progress bar. ``before`` is called before each message.
    """

    quiet: bool = False
    everything: bool = False
    progress: bool = True
    before: Callable[[], None] = _nothing
    failed: bool = False
    skipped: int = 0
    left_out: int = 0
    notes: int = 0
    files: int = 0
    hidden: int = 0
    hidden_files: int = 0

    @classmethod
    def of(cls, arguments: argparse.Namespace) -> Messages:
        """Make the messages for a command line with or without ``--quiet`` and ``--all``."""
        return cls(quiet=arguments.quiet, everything=arguments.all)

    def show(self, text: str) -> None:
        """Write a text without a prefix."""
        self.before()
        write(text)

    def error(self, text: str) -> None:
        """Report a problem that makes the command fail, in one line."""
        self.failed = True
        self.show(f"paperlist: {shown_name(text)}")

    def note(self, text: str) -> None:
        """Report something that does not make the command fail."""
        if not self.quiet:
            self.show(f"paperlist: {shown_name(text)}")

    def skip(self, name: str, why: str) -> None:
        """Count a file without papers that is in a folder or matches a pattern, so the user did not name it."""
        self.skipped += 1
        if self.everything:
            self.note(f"{name}: skipped: {why}")

    def leave_out(self, name: str, number: int) -> None:
        """Count papers of a file that are left out because their confidence is too small."""
        self.left_out += number
        if number and self.everything:
            self.note(f"{name}: left out {counted(number, 'doubtful paper')}")

    def attempt(self, name: str, call: Callable[[], T]) -> T | None:
        """Return ``call()``, or report why the file ``name`` cannot be used and return None."""
        try:
            return call()
        except ParseError as error:
            self.failed = True
            self.show(str(error))
        except ImportError as error:  # of an optional library
            self.error(f"{name}: {error}")
        except OSError as error:
            self.error(f"{excerpt(name) if chr(10) in name else name}: {error.strerror or error}")
        return None

    def diagnostics(self, name: str, found: Iterable[Diagnostic], *, fatal: bool = False) -> None:
        """Report all diagnostics of a file; ``fatal`` ones make the command fail."""
        report = FileReport(self, name, is_one_of_many=False)
        report.add(found, fatal=fatal)
        report.end()

    def contradictions(self, name: str, found: Sequence[Diagnostic]) -> None:
        """Report the contradictions in a catalog in one line, or list them all if everything is shown."""
        if self.everything:
            self.diagnostics(name, found)
        elif found:
            problems = counted(len(found), "contradiction")
            self.note(f"{name}: {problems} between clues to years (contradicting-years); --all lists them")

    def finish(self) -> int:
        """Report the numbers of hidden problems and files, and return the exit status."""
        listed = "" if self.everything else "; --all lists them"
        if self.skipped:
            self.note(f"skipped {counted(self.skipped, 'file')} without papers{listed}")
        if self.left_out:
            self.note(f"left out {counted(self.left_out, 'doubtful paper')} (--min-confidence)")
        if self.hidden:
            files = counted(self.hidden_files, "more file")
            self.note(f"{counted(self.hidden, 'problem')} in {files} not shown; --all lists them")
        if self.notes:
            self.note(f"{counted(self.notes, 'minor problem')} not shown{listed}")
        return int(self.failed)


@define
class FileReport:
    """Reports the diagnostics of one file: a few are shown, and the others are counted.

    If there are many files, all diagnostics of this one may be only counted.
    """

    messages: Messages
    name: str
    is_one_of_many: bool = True
    _shown: int = field(default=0, init=False)
    _hidden: int = field(default=0, init=False)
    _is_late: bool = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._is_late = self.is_one_of_many and self.messages.files >= MOST_FILES

    def _has_room(self) -> bool:
        """Whether one more diagnostic may be shown."""
        return self.messages.everything or (self._shown < MOST_SHOWN and not self._is_late)

    def _show(self, diagnostic: Diagnostic) -> None:
        self.messages.files += not self._shown
        self._shown += 1
        self.messages.show(str(diagnostic))

    def add(self, found: Iterable[Diagnostic], *, fatal: bool = False) -> None:
        """Show or count diagnostics. Errors make the command fail; with ``fatal``, all diagnostics do."""
        for diagnostic in sorted(found, key=lambda one: one.severity != "error"):
            level = "error" if fatal else diagnostic.severity
            self.messages.failed |= level == "error"
            if self.messages.quiet and level != "error":
                continue
            if level == "info" and not self.messages.everything:
                self.messages.notes += 1 + diagnostic.more
            elif self._has_room() or (level == "error" and self._shown < MOST_SHOWN):
                self._show(diagnostic)
            else:
                self._hidden += 1 + diagnostic.more

    def end(self) -> None:
        """Report how many diagnostics were not shown."""
        if self._hidden and not self._shown:
            self.messages.hidden += self._hidden
            self.messages.hidden_files += 1
        elif self._hidden:
            self.messages.show(f"paperlist: {shown_name(self.name)}: and {self._hidden:,} more (--all shows them)")
