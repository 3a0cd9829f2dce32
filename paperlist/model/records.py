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

CACHED_DATES: Final = 1024


def encodable(text: str) -> str:
    r"""Return ``text`` with lone surrogates, which cannot be encoded, written as escapes.

    >>> encodable("caf\udce9")
    'caf\\udce9'
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


_ESCAPES: Final = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029)}
"""Delete, the C1 controls (among them U+0085 and U+009B), and the separators of lines and paragraphs."""


def _date_as_text(value: Any) -> str:
    if isinstance(value, (ListingDate, datetime.date)):
        return value.isoformat()
    raise TypeError(f"expected one of JSON's types or a date, got {type(value).__name__}")


def json_line(record: Record) -> str:
    r"""Return ``record`` as a line of JSON Lines that can be encoded as UTF-8.

    Lone surrogates, and characters that other programs may take for line ends or for commands of a terminal, are
    escaped. Dates become ISO 8601 text.

    >>> json_line({"title": "π", "published": ListingDate(month=3, day=4)})
    '{"title": "π", "published": "--03-04"}\n'
    """
    line = json.dumps(record, ensure_ascii=False, default=_date_as_text)
    return (line if line.isprintable() else encodable(line.translate(_ESCAPES))) + "\n"


def date_from_record(record: Mapping[str, Any], name: str) -> ListingDate | None:
    """Return the date that :func:`date_record` stored as ``name``. Raise :class:`RecordError` for any other value."""
    text: str | None = expect(record, name, str)
    basis: str | None = expect(record, f"{name}_year_basis", str)
    earliest: int | None = expect(record, f"{name}_earliest", int)
    latest: int | None = expect(record, f"{name}_latest", int)
    return _date(name, text, basis, earliest, latest)


@lru_cache(maxsize=CACHED_DATES)
def _date(name: str, text: str | None, basis: Any, earliest: int | None, latest: int | None) -> ListingDate | None:
    """Return the date with these values in a record; most dates occur many times."""
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


def date_record(name: str, date: ListingDate | None) -> Record:
    """Return ``date`` as four keys of a record: ISO 8601 text, how its year was found, and the bounds of the year.

    >>> date_record("date", ListingDate(month=3, day=4, earliest=2031))
    {'date': '--03-04', 'date_year_basis': None, 'date_earliest': 2031, 'date_latest': None}
    """
    return {
        name: date and date.isoformat(),
        f"{name}_year_basis": date and date.year_basis,
        f"{name}_earliest": date and date.earliest,
        f"{name}_latest": date and date.latest,
    }


def span_from_record(record: Mapping[str, Any], *, optional: bool = True) -> Span | None:
    """Return the span that a record stored as two numbers. Raise :class:`RecordError` for any other value."""
    span: Sequence[Any] | None = expect(record, "span", (list, tuple), optional=optional)
    if span is None:
        return None
    if [type(end) for end in span] != [int, int]:
        raise RecordError(f"span: expected two numbers, got {span!r:.40}")
    return span[0], span[1]
