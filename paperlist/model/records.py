"""Turn dates and texts into the values of records, which contain only JSON's types, and back."""

from __future__ import annotations

import datetime
import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .._attrs import evolve
from ..errors import RecordError, expect
from .dates import YEAR_BASES, ListingDate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..errors import Span

Record: TypeAlias = dict[str, Any]
"""A plain dict that contains only JSON's types."""

CACHED_DATES: Final = 4096


def encodable(text: str) -> str:
    r"""Return ``text`` with lone surrogates, which cannot be encoded, written as escapes.

    >>> encodable("caf\udce9")
    'caf\\udce9'
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


_ESCAPES: Final = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029)}
"""Delete, the C1 controls (among them U+0085 and U+009B), and the separators of lines and paragraphs."""


_DELETE: Final = "\x7f"
"""The only character of ASCII that needs an escape and gets none from JSON."""


def _date_as_text(value: Any) -> str:
    if isinstance(value, (ListingDate, datetime.date)):
        return value.isoformat()
    raise TypeError(f"expected one of JSON's types or a date, got {type(value).__name__}")


_encode: Final = json.JSONEncoder(ensure_ascii=False, default=_date_as_text).encode


def json_text(value: Any) -> str:
    r"""Return a value of JSON's types as one line of JSON that can be encoded as UTF-8.

    Lone surrogates, and characters that other programs may take for line ends or for commands of a terminal, are
    escaped. Dates become ISO 8601 text.

    >>> json_text(["π", "\u2028", ListingDate(month=3, day=4)])
    '["π", "\\u2028", "--03-04"]'
    """
    text = _encode(value)
    if text.isascii() and _DELETE not in text:
        return text
    return text if text.isprintable() else encodable(text.translate(_ESCAPES))


def json_line(record: Record) -> str:
    r"""Return ``record`` as a line of JSON Lines, with its line end.

    >>> json_line({"title": "π"})
    '{"title": "π"}\n'
    """
    return f"{json_text(record)}\n"


def date_from_record(record: Mapping[str, Any], name: str) -> ListingDate | None:
    """Return the date that :func:`date_record` stored as ``name``. Raise :class:`RecordError` for any other value."""
    text: str | None = expect(record, name, str)
    basis: str | None = expect(record, f"{name}_year_basis", str)
    earliest: int | None = expect(record, f"{name}_earliest", int)
    latest: int | None = expect(record, f"{name}_latest", int)
    return date_from_values(name, text, basis, earliest, latest)


@lru_cache(maxsize=CACHED_DATES)
def date_from_values(
    name: str, text: str | None, basis: Any, earliest: int | None, latest: int | None
) -> ListingDate | None:
    """Return the date that :func:`date_record` stored; most dates occur many times.

    Raises :class:`RecordError`, with the ``name`` of the date, if these are not the values of a date.
    """
    if basis is not None and basis not in YEAR_BASES:
        raise RecordError(f"{name}_year_basis: expected one of {', '.join(YEAR_BASES)}, got {basis!r:.40}")
    if text is None:
        return None
    made = ListingDate.fromisoformat(text, basis)
    if earliest is latest is None or (made.year is not None and basis != "assumed"):
        return made
    try:
        return evolve(made, earliest=earliest, latest=latest)
    except ValueError as error:
        raise RecordError(f"{name}_earliest, {name}_latest: {error}") from error


def date_keys(name: str) -> tuple[str, str, str, str]:
    """Return the four keys of a record under which it contains a date."""
    return name, f"{name}_year_basis", f"{name}_earliest", f"{name}_latest"


def date_record(name: str, date: ListingDate | None) -> Record:
    """Return ``date`` as four keys of a record: ISO 8601 text, how its year was found, and the bounds of the year.

    >>> date_record("date", ListingDate(month=3, day=4, earliest=2031))
    {'date': '--03-04', 'date_year_basis': None, 'date_earliest': 2031, 'date_latest': None}
    """
    if date is None:
        return dict.fromkeys(date_keys(name))
    values = date.isoformat(), date.year_basis, date.earliest, date.latest
    return dict(zip(date_keys(name), values, strict=True))


def span_from_record(record: Mapping[str, Any], *, optional: bool = True) -> Span | None:
    """Return the span that a record stored as two numbers. Raise :class:`RecordError` for any other value."""
    span: Sequence[Any] | None = expect(record, "span", (list, tuple), optional=optional)
    if span is None:
        return None
    if [type(end) for end in span] != [int, int]:
        raise RecordError(f"span: expected two numbers, got {span!r:.40}")
    return span[0], span[1]
