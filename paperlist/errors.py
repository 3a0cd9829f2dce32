"""Define the errors and diagnostics of the package, and check the values that callers and records pass to it."""

from __future__ import annotations

import math
import operator
from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypeVar, get_args

from ._attrs import define, evolve, field, frozen

if TYPE_CHECKING:
    from ._attrs import Attribute

T = TypeVar("T")

UNNAMED: Final = "<text>"
"""Shown for a source without a name."""

Span: TypeAlias = tuple[int, int]
"""The place of a piece of text: the 0-based offsets of its first character and of the one after its last.

Offsets count the characters of the decoded text.
"""

EXCERPT_LENGTH: Final = 72
"""The maximum length of a diagnostic's excerpt, in characters."""

MOST_OF_A_KIND: Final = 1_000
"""The maximum number of diagnostics with one code for each page. Further problems are only counted."""

LARGEST_NUMBER: Final = (1 << 63) - 1
"""The largest number in records and tables."""

Severity: TypeAlias = Literal["info", "warning", "error"]
"""How bad a problem is.

=========  =============================================================================
info       the dump shows less than usual, but nothing is known to be wrong
warning    some values may be wrong, incomplete or assigned to the wrong paper
error      content was lost or could not be read
=========  =============================================================================
"""

Strict: TypeAlias = "bool | Severity"
"""Which problems are raised: those of this severity or a higher one. True means ``"error"``; False raises none."""

_SEVERITIES: Final[tuple[Severity, ...]] = get_args(Severity)

_TABLE: Final[tuple[tuple[str, Severity, str], ...]] = (
    ("bad-checksum", "error", "the content of a catalog file does not match its checksum"),
    ("bad-encoding", "warning", "the file is not valid UTF-8 and was decoded as Windows-1252"),
    ("bad-record", "error", "a line of a catalog file is not a record that this version can read"),
    ("contradicting-years", "warning", "clues about when pages were saved, or papers published, contradict each other"),
    ("cut-short", "error", "the end of a catalog file is missing"),
    ("damaged-archive", "error", "a compressed file is truncated or corrupt: the content after this place is lost"),
    ("date-after-reading", "warning", "a date without a year is later in the year than the day the page was saved"),
    ("doubtful-layout", "warning", "a page or a paper may have been misread, because it is unlike others"),
    ("empty-catalog", "error", "a catalog file has no papers"),
    ("empty-source", "error", "the file is empty"),
    ("impossible-count", "warning", "a count that is too large was left out"),
    ("impossible-date", "warning", "a date that does not exist, such as Feb 30, was left out"),
    ("lost-character", "warning", "invalid or truncated characters were replaced by U+FFFD, or a paper has such"),
    ("missing-abstract", "info", "a paper has no abstract, but the others on its page do"),
    ("missing-authors", "info", "a paper has no author count and no organization, but the others on its page do"),
    ("missing-date", "info", "a paper has no date, but the others on its page do"),
    ("missing-metadata", "info", "a paper has no author count and no date, but the others on its page do"),
    ("missing-title", "warning", "a date, counts or an abstract were found, but no title for them"),
    ("mojibake", "warning", "UTF-8 was decoded as Windows-1252 before the dump was saved"),
    ("newer-catalog", "error", "a newer version of paperlist wrote the catalog file"),
    ("no-papers", "error", "the text does not look like a Daily Papers page"),
    ("not-a-catalog", "error", "the file is not a catalog"),
    ("not-text", "error", "the file is not text"),
    ("not-unpacked", "error", "the file is compressed, or an archive, in a format that cannot be unpacked here"),
    ("nul-characters", "warning", "NUL characters were replaced by spaces"),
    ("other-pages", "info", "a WARC file also has pages that are not listings, and were not read"),
    ("run-on-titles", "warning", "titles and abstracts share a line, and the split was guessed"),
    ("several-dumps", "error", "a zip or WARC file contains more than one dump, but one was expected"),
    ("several-pages", "warning", "the text contains several pages, which were parsed as one listing"),
    ("too-large", "error", "a compressed file unpacks to more than the limit"),
    ("unknown-text", "warning", "a text or value could not be assigned to any paper, and is not known boilerplate"),
    ("unread-markup", "error", "a title or a page could not be read, because its markup or layout is not known"),
    ("unreadable", "error", "a file that was found in a folder, or may be skipped, cannot be read"),
    ("wrong-encoding", "error", "a text stream was opened with the wrong encoding: the rest of it is lost"),
)

CODES: Final[Mapping[str, str]] = MappingProxyType({code: meaning for code, _, meaning in _TABLE})
"""Every code that a :class:`Diagnostic` can have, with its meaning."""

SEVERITIES: Final[Mapping[str, Severity]] = MappingProxyType({code: severity for code, severity, _ in _TABLE})
"""The severity of each code."""


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


def shown_name(name: str) -> str:
    r"""Return the name of a file for a message: what is not printable is escaped.

    >>> print(shown_name("a\nb.txt"))
    a\nb.txt
    """
    return name if name.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)


def _known(_diagnostic: Diagnostic, _code: Attribute[str], value: str) -> None:
    if value not in CODES:
        raise ValueError(f"not a diagnostic code: {value!r:.40}")


@frozen(kw_only=True)
class Diagnostic:
    """A problem found in a dump, with its place.

    ``line`` and ``column`` are 1-based, in characters; ``span`` has 0-based offsets in the decoded text. ``excerpt`` is
    a short piece of the line; ``source`` is the name of the dump. ``severity`` follows from the code. ``more`` is the
    number of further problems with the same code on this page, if there are too many to list.

    >>> found = Diagnostic(code="missing-abstract", message="no abstract", line=3, column=1, span=(9, 13),
    ...                    excerpt="ROOT", source="a.txt")
    >>> print(found)
    a.txt:3:1: missing-abstract: no abstract
        ROOT
        ~~~^
    >>> found.severity
    'info'
    """

    code: str = field(validator=_known)
    message: str
    line: int = 1
    column: int = 1
    span: Span = (0, 0)
    excerpt: str = ""
    source: str | None = None
    more: int = 0

    @property
    def severity(self) -> Severity:
        """How bad the problem is: ``"info"``, ``"warning"`` or ``"error"``."""
        return SEVERITIES[self.code]

    @property
    def place(self) -> str:
        """``file:line:column``, which editors understand; line ends and control characters in a name are escaped."""
        return f"{shown_name(self.source or UNNAMED)}:{self.line}:{self.column}"

    def __repr__(self) -> str:
        return f"<Diagnostic {self.place}: {self.code}: {excerpt(self.message)}>"

    def _repr_html_(self) -> str:
        """Return the problem and its place as HTML, for notebooks."""
        from .tables.html import page, problem  # noqa: PLC0415 - for notebooks only

        return page(problem(self.severity, f"{self.place}: {self.code}: {self.message}", self.excerpt))

    def __str__(self) -> str:
        more = f" (and {self.more:,} more)" if self.more else ""
        head = f"{self.place}: {self.code}: {self.message}{more}"
        if not self.excerpt:
            return head
        return f"{head}\n    {self.excerpt}\n    {'~' * (len(self.excerpt) - 1)}^"


class PaperlistError(Exception):
    """The base class of all errors that paperlist defines."""


class ParseError(PaperlistError, ValueError):
    """Raised with ``strict`` for the first diagnostic of the given severity or a higher one.

    ``error.diagnostic`` is that diagnostic. The error can be pickled. It contains no more of the dump than the excerpt.
    """

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic)
        self.diagnostic = diagnostic

    def __str__(self) -> str:
        return str(self.diagnostic)


class LimitError(ParseError):
    """Raised for a compressed dump that unpacks to more than its limits allow, with or without ``strict``."""


class LockedError(PaperlistError, TimeoutError):
    """Raised if another process keeps a file locked for longer than the caller wants to wait, or this thread itself."""


class RecordError(PaperlistError, ValueError):
    """Raised for a record (a dict or a line of JSON) that does not have the expected keys and types."""


def checked_strict(strict: Strict) -> Severity | None:
    """Return the lowest severity that ``strict`` raises, or None if it raises nothing.

    Any other text raises ValueError, and any other type TypeError.

    >>> checked_strict(True), checked_strict(False), checked_strict("info")
    ('error', None, 'info')
    >>> checked_strict("high")
    Traceback (most recent call last):
        ...
    ValueError: strict: expected True, False, 'info', 'warning' or 'error', got 'high'
    """
    if strict is False:
        return None
    if strict is True:
        return "error"
    if strict in _SEVERITIES:
        return strict
    error = ValueError if isinstance(strict, str) else TypeError  # pyright: ignore[reportUnnecessaryIsInstance]  # callers without a type checker
    raise error(f"strict: expected True, False, 'info', 'warning' or 'error', got {strict!r:.40}")


def raise_severe(diagnostics: Iterable[Diagnostic], strict: Strict) -> None:
    """Raise the first of ``diagnostics`` that ``strict`` does not allow as a :class:`ParseError`."""
    least = checked_strict(strict)
    if least is not None:
        for diagnostic in diagnostics:
            if _SEVERITIES.index(diagnostic.severity) >= _SEVERITIES.index(least):
                raise ParseError(diagnostic)


@define
class Problems:
    """Gathers the diagnostics of a page: at most :data:`MOST_OF_A_KIND` with each code. The others are counted."""

    listed: list[Diagnostic] = field(factory=list)
    _counts: Counter[str] = field(factory=Counter[str])

    def counts(self, code: str) -> bool:
        """Count a problem, and return whether its diagnostic is still to be added."""
        self._counts[code] += 1
        return self._counts[code] <= MOST_OF_A_KIND

    def add(self, diagnostic: Diagnostic) -> None:
        """Add the diagnostic of a problem, which has been counted."""
        self.listed.append(diagnostic)

    def in_order(self) -> list[Diagnostic]:
        """Return the diagnostics by their places; the last with each code has the number of those not listed."""
        found = sorted(self.listed, key=operator.attrgetter("span"))
        last = {one.code: at for at, one in enumerate(found)}
        for code, at in last.items():
            more = self._counts[code] - MOST_OF_A_KIND
            if more > 0:
                found[at] = evolve(found[at], more=more)
        return found


def report(found: list[Diagnostic], diagnostic: Diagnostic, *, strict: Strict) -> None:
    """Add ``diagnostic`` to ``found``, or raise it as a :class:`ParseError` if ``strict`` does not allow it."""
    raise_severe((diagnostic,), strict)
    found.append(diagnostic)


def checked(value: T, *kinds: type) -> T:
    """Return ``value``, which a caller passed. Raises TypeError if it has none of these types.

    >>> checked(3, str, bytes)
    Traceback (most recent call last):
        ...
    TypeError: expected str or bytes, got int 3
    """
    if not isinstance(value, kinds):
        names = " or ".join(kind.__name__ for kind in kinds)
        raise TypeError(f"expected {names}, got {type(value).__name__} {value!r:.40}")
    return value


def checked_several(values: Any, expected: str, *single: type) -> Any:
    """Return an iterable that a caller passed. Raises TypeError for anything else, and for one of ``single`` types.

    ``expected`` is the message.

    >>> checked_several("ab", "papers: expected several", str)
    Traceback (most recent call last):
        ...
    TypeError: papers: expected several, got str 'ab'
    """
    if isinstance(values, single) or not isinstance(values, Iterable):
        raise TypeError(f"{expected}, got {type(values).__name__} {values!r:.40}")
    return values


def checked_number(value: Any, expected: str, least: float, most: float = math.inf, *, whole: bool = True) -> Any:
    """Return a number that a caller passed. Raises TypeError for anything else, and ValueError if it is out of bounds.

    ``expected`` is the message, with the name of the number and its bounds.

    >>> checked_number(2.5, "parts: expected a number from 1 to 9", 1, 9)
    Traceback (most recent call last):
        ...
    TypeError: parts: expected a number from 1 to 9, got float 2.5
    """
    number = value
    try:
        number = operator.index(value) if whole else value
        is_within = least <= number <= most
    except TypeError:
        is_within = None
    if is_within is None or isinstance(value, bool):
        raise TypeError(f"{expected}, got {type(value).__name__} {value!r:.40}")
    if not is_within:
        raise ValueError(f"{expected}, got {value!r:.40}")
    return number


def expect(record: Mapping[str, Any], name: str, kind: type | tuple[type, ...], *, optional: bool = True) -> Any:
    """Return ``record[name]``, which must have the type ``kind``, or may be None if ``optional``.

    Raises :class:`RecordError` if it is missing or has another type, and for whole numbers with more than 64 bits.

    >>> expect({"day": "4"}, "day", int)
    Traceback (most recent call last):
        ...
    paperlist.errors.RecordError: day: expected int, got str '4'
    """
    # Records come from files. They usually are dicts, which is found faster than that they are mappings.
    if type(record) is not dict and not isinstance(record, Mapping):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise RecordError(f"expected an object, got {record!r:.40}")
    value = record.get(name)
    if (value is None and optional) or (kind is str and type(value) is str):
        return value
    if not isinstance(value, kind) or isinstance(value, bool):
        names = " or ".join(k.__name__ for k in (kind if isinstance(kind, tuple) else (kind,)))
        got = "nothing" if name not in record else f"{type(value).__name__} {value!r:.40}"
        raise RecordError(f"{name}: expected {names}, got {got}")
    if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
        raise RecordError(f"{name}: expected a number with at most 64 bits")
    return value
