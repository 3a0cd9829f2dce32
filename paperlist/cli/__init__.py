# PYTHON_ARGCOMPLETE_OK
"""Run paperlist from a command line.

====  ==========================================================================================================
exit  meaning
====  ==========================================================================================================
0     success; papers may lack some fields, which standard error reports
1     an input is bad (missing, empty, unreadable, damaged, rejected by ``--strict``, or without papers although the
      user named it), the output could not be written, or no paper was found; everything that could be read is
      written nevertheless
2     the command line is wrong, or the output would destroy a dump, an input or a catalog; nothing was done
130   interrupted from the keyboard: 128 and the number of SIGINT, as shells report it
141   the reader closed the pipe, so not everything was written: 128 and the number of SIGPIPE, as other programs
      in a pipe report it
====  ==========================================================================================================
"""

# Nothing else is imported here, since main has to handle Ctrl-C while the other modules are being imported.
from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

BAD: Final = 1
WRONG: Final = 2
INTERRUPTED: Final = 130
PIPE_CLOSED: Final = 141


def _run(argv: Sequence[str] | None) -> int:
    from .arguments import parse_arguments  # noqa: PLC0415 - see above
    from .messages import Refusal, complain  # noqa: PLC0415 - see above

    arguments = parse_arguments(sys.argv[1:] if argv is None else argv)
    try:
        status: int = arguments.run(arguments)
    except Refusal as refusal:
        complain(str(refusal))
        return WRONG
    return status


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line ``argv`` (None: the program's own arguments) and return its exit status.

    Raises SystemExit as argparse does: for ``--help``, ``--version`` and a wrong command line.

    >>> main(["parse", "no-such-file.txt"])
    1
    """
    out = sys.stdout
    sys.stdout = _with_buffer(out)
    try:
        return _with_errors(argv)
    finally:
        sys.stdout = out


def _with_buffer(out: TextIO) -> TextIO:
    """Return standard output with a buffer, which it lacks after ``python -u`` or with PYTHONUNBUFFERED.

    Without a buffer, Python does not notice if only the first part of a text was written, because the disk is full.
    """
    if not isinstance(getattr(out, "buffer", None), io.RawIOBase):
        return out
    return open(out.fileno(), "w", encoding=out.encoding, errors=out.errors, closefd=False)


def _with_errors(argv: Sequence[str] | None) -> int:
    """Run the command line, with standard error or without it."""
    if sys.stderr is not None:
        return _main(argv)
    # The shell closed it (2>&-), so the next file to be opened would have its number.
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - faster to import
        sys.stderr = nowhere
        try:
            return _main(argv)
        finally:
            sys.stderr = None


def _main(argv: Sequence[str] | None) -> int:
    """Run the command line, and return the exit status of what ended it."""
    try:
        try:
            status = _run(argv)
        finally:
            print(end="", flush=True)  # noqa: T201 - otherwise a closed pipe would be noticed only at exit
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        from .messages import discard_unwritten  # noqa: PLC0415 - see above

        discard_unwritten(sys.stdout)
        discard_unwritten(sys.stderr)
        return PIPE_CLOSED
    except OSError as error:
        from .messages import complain, discard_unwritten  # noqa: PLC0415 - see above

        discard_unwritten(sys.stdout)
        complain(f"{error.filename or 'standard output'}: {error.strerror or error}")
        return BAD
    return status
