"""What went wrong, and where?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from attrs import field, frozen

if TYPE_CHECKING:
    from attrs import Attribute

T = TypeVar("T")

Span: TypeAlias = tuple[int, int]
"""Where a stretch of text lies: its first character and the one after its last, counted from 0 in the decoded text."""

EXCERPT_LENGTH: Final = 72
"""How many characters of a dump a diagnostic may show."""

CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "bad-checksum": "a catalog file is not as it was written: a checksum or a count does not match",
        "bad-encoding": "bytes that are not UTF-8 were read as Windows-1252 characters",
        "bad-record": "a line of a catalog file is not a record that this version can read",
        "contradicting-years": "what is known of when pages were read, or papers published, does not fit together",
        "cut-short": "the end of a catalog file is missing",
        "damaged-archive": "compressed content is cut or corrupt: what comes after this place is lost",
        "date-after-reading": "a date without a year comes later in the year than the day the page was read",
        "doubtful-layout": "few cards of the page show what its other cards show, so they may have been misread",
        "empty-catalog": "a catalog file is empty",
        "empty-source": "there is nothing in the file",
        "impossible-date": "no calendar has such a day",
        "lost-character": "what is no character, such as a cut one, was read as U+FFFD",
        "missing-abstract": "a card has no abstract where the other cards of its page have one",
        "missing-authors": "a card has neither authors nor organization where the other cards of its page have them",
        "missing-date": "a card has no date where the other cards of its page have one",
        "missing-metadata": "a card has neither authors nor date where the other cards of its page have them",
        "missing-title": "the values of a card stand there without a title",
        "mojibake": "UTF-8 was once read as Windows-1252 before it was saved",
        "newer-catalog": "a catalog file, or a part of it, was written by a newer version of paperlist",
        "no-papers": "the text holds no card of a papers listing",
        "not-a-catalog": "the file is not a catalog",
        "not-text": "the bytes are not text",
        "not-unpacked": "compressed in a way that nothing here can unpack",
        "nul-characters": "NUL characters were read as blanks",
        "run-on-titles": "titles stand on one line with their abstracts: they were parted where these seem to begin",
        "several-dumps": "a zip file holds more than one dump where one was asked for",
        "several-pages": "the text holds several pages of the listing, which were read as one listing",
        "too-large": "compressed content expands to more than is allowed",
        "unknown-text": "a text or value that belongs to no card and is not known page furniture",
        "unread-markup": "an address of the page stands in a title: the markup around it is not known",
        "wrong-encoding": "a text stream cannot be decoded as it was opened to be: what comes after this place is lost",
    }
)
"""Every code a :class:`Diagnostic` may carry, with its meaning."""


def excerpt(text: str, start: int = 0, end: int | None = None) -> str:
    r"""Return the first line of ``text[start:end]``, printable and at most :data:`EXCERPT_LENGTH` characters long.

    >>> excerpt("A long\ttitle\nand more", 2)
    'long title'
    """
    stop = len(text) if end is None else end
    piece = text[start : min(stop, start + 2 * EXCERPT_LENGTH)]
    line = next(iter(piece.splitlines()), "")
    shown = line if line.isprintable() else "".join(c if c.isprintable() else " " for c in line)
    shown = shown.rstrip()
    return shown if len(shown) <= EXCERPT_LENGTH else shown[: EXCERPT_LENGTH - 1] + "…"


def _known(_diagnostic: Diagnostic, _code: Attribute[str], value: str) -> None:
    if value not in CODES:
        raise ValueError(f"no diagnostic has the code {value!r:.40}")


@frozen(kw_only=True)
class Diagnostic:
    """One thing that reading a dump could not make sense of, with its place.

    ``line`` and ``column`` count from 1, in characters; ``span`` counts characters of the decoded text from 0.
    ``excerpt`` is a short piece of the line, never the dump; ``source`` is the name the text was read under.

    >>> print(Diagnostic(code="missing-abstract", message="no abstract", line=3, column=1, span=(9, 13),
    ...                  excerpt="ROOT", source="a.txt"))
    a.txt:3:1: missing-abstract: no abstract
        ROOT
        ~~~^
    """

    code: str = field(validator=_known)
    message: str
    line: int = 1
    column: int = 1
    span: Span = (0, 0)
    excerpt: str = ""
    source: str | None = None

    @property
    def place(self) -> str:
        """``file:line:column``, as editors take it."""
        return f"{self.source or '<text>'}:{self.line}:{self.column}"

    def __str__(self) -> str:
        head = f"{self.place}: {self.code}: {self.message}"
        if not self.excerpt:
            return head
        return f"{head}\n    {self.excerpt}\n    {'~' * (len(self.excerpt) - 1)}^"


class PaperlistError(Exception):
    """What paperlist raises for input it cannot take; catch this for all of it."""


class ParseError(PaperlistError, ValueError):
    """The first diagnostic of a strict reading.

    ``error.diagnostic`` says what and where. It pickles, and holds no more of the dump than the excerpt.
    """

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic

    def __str__(self) -> str:
        return str(self.diagnostic)


class LimitError(ParseError):
    """A compressed dump holds more than ``max_size`` allows; raised whether strict or not."""


class LockedError(PaperlistError, TimeoutError):
    """Another process has been changing the file for longer than the caller wants to wait."""


class RecordError(PaperlistError, ValueError):
    """A plain record (a dict, a line of JSON) does not have the shape of what it is to become."""


def report(found: list[Diagnostic], diagnostic: Diagnostic, *, strict: bool) -> None:
    """Add ``diagnostic`` to those found, or raise it as a :class:`ParseError` when ``strict``."""
    if strict:
        raise ParseError(diagnostic)
    found.append(diagnostic)


def checked(value: T, *kinds: type) -> T:
    """Return ``value``, which a caller passed; TypeError where it is of none of these types.

    >>> checked(3, str, bytes)
    Traceback (most recent call last):
        ...
    TypeError: expected str or bytes, got int 3
    """
    if not isinstance(value, kinds):
        names = " or ".join(kind.__name__ for kind in kinds)
        raise TypeError(f"expected {names}, got {type(value).__name__} {value!r:.40}")
    return value


def expect(record: Mapping[str, Any], name: str, kind: type | tuple[type, ...], *, optional: bool = True) -> Any:
    """Return ``record[name]``, of type ``kind`` (or None where ``optional``).

    Raises :class:`RecordError` where it is missing or of another type.

    >>> expect({"day": "4"}, "day", int)
    Traceback (most recent call last):
        ...
    paperlist.errors.RecordError: day: expected int, got str '4'
    """
    if not isinstance(record, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]  # records come from anywhere
        raise RecordError(f"expected an object, got {record!r:.40}")
    value = record.get(name)
    if value is None and optional:
        return None
    if not isinstance(value, kind) or isinstance(value, bool):
        names = " or ".join(k.__name__ for k in (kind if isinstance(kind, tuple) else (kind,)))
        got = "nothing" if name not in record else f"{type(value).__name__} {value!r:.40}"
        raise RecordError(f"{name}: expected {names}, got {got}")
    return value
