"""Choose which papers and fields of a sheet are written, and in which order."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, Final

from .._attrs import evolve, frozen
from ..export.table import counted
from ..model import ListingDate
from . import options
from .messages import Refusal
from .options import Order

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator, Sequence

    from .._engine import line_re
    from ..export.sheets import Row, Sheet
    from .messages import Messages

OPTIONS: Final = {
    "columns": "--columns",
    "sort": "--sort",
    "reverse": "--reverse",
    "since": "--since",
    "until": "--until",
    "min_upvotes": "--min-upvotes",
    "grep": "--grep",
}
"""The options for selecting papers and fields, by the names of their values."""


FIRST_DAY: Final = (datetime.MINYEAR, 1, 1)
LAST_DAY: Final = (datetime.MAXYEAR, 12, 31)
KNOWN, WITHOUT_YEAR, MISSING = range(3)
"""How much is known about a value. Papers are grouped by this before they are sorted, in either direction."""


def add_selection(parser: argparse.ArgumentParser) -> None:
    """Add the options for selecting and sorting papers."""
    group = parser.add_argument_group("selection and order of papers")
    group.add_argument(
        "--since",
        type=options.first_day,
        metavar="DAY",
        help="only papers published on or after this day, month or year",
    )
    group.add_argument(
        "--until",
        type=options.last_day,
        metavar="DAY",
        help="only papers published on or before this day, month or year; a paper with an unknown year "
        "is kept if its date may match --since and --until; one without a date is left out",
    )
    group.add_argument("--min-upvotes", type=int, metavar="N", help="only papers with at least N upvotes")
    group.add_argument(
        "--grep",
        type=options.regular_expression,
        metavar="REGEX",
        help="only papers whose title or abstract matches a regular expression (case does not matter)",
    )
    group.add_argument(
        "--sort",
        type=options.order,
        metavar="FIELD",
        help="sort by a field, such as title; -upvotes puts the highest first (default: as on each page for parse, "
        "newest first for merge)",
    )
    group.add_argument("--reverse", action="store_true", help="reverse the order")
    group.add_argument(
        "--columns",
        type=options.fields,
        metavar="FIELDS",
        help="write only these fields, such as title,upvotes,arxiv_id",
    )


def may_lie_within(date: ListingDate, since: datetime.date | None, until: datetime.date | None) -> bool:
    """Return whether a date lies between two days, both included, in some year that is possible for it.

    >>> may_lie_within(ListingDate(month=12, day=12, earliest=2020), datetime.date(2024, 1, 1), None)
    True
    >>> may_lie_within(ListingDate(month=12, day=12, latest=2020), datetime.date(2024, 1, 1), None)
    False
    """
    first = FIRST_DAY if since is None else (since.year, since.month, since.day)
    last = LAST_DAY if until is None else (until.year, until.month, until.day)
    low = max(first[0], (date.year or date.earliest or datetime.MINYEAR))
    high = min(last[0], (date.year or date.latest or datetime.MAXYEAR))
    # In the first and the last year only some days match; the years between match completely.
    years = {low, low + 1, high - 1, high}
    return any(low <= year <= high and first <= (year, date.month, date.day) <= last for year in years)


def _rank(value: Any) -> tuple[int, Any]:
    """Return how much is known about a value, and a key for sorting values with the same amount of knowledge."""
    if value is None:
        return MISSING, 0
    if isinstance(value, ListingDate):
        key = value.sort_key()
        return (WITHOUT_YEAR if key[0] else KNOWN), key
    return KNOWN, value.casefold() if isinstance(value, str) else value


@frozen(kw_only=True)
class Selection:
    """Which papers and fields are written, and in which order (None: as they come)."""

    columns: tuple[str, ...] | None = None
    sort: Order | None = None
    reverse: bool = False
    since: datetime.date | None = None
    until: datetime.date | None = None
    min_upvotes: int | None = None
    grep: line_re.Pattern[str] | None = None

    @classmethod
    def of(cls, arguments: argparse.Namespace, fields: Sequence[str]) -> Selection:
        """Return the selection that the options describe; raises Refusal for a field that is not among ``fields``."""
        made = cls(**{name: getattr(arguments, name) for name in OPTIONS})
        _check("--columns", made.columns or (), fields)
        _check("--sort", (made.sort.field,) if made.sort else (), fields)
        return made

    def given(self) -> list[str]:
        """Return the options that were given."""
        values = {option: getattr(self, name) for name, option in OPTIONS.items()}
        return [option for option, value in values.items() if value is not None and value is not False]

    @property
    def _is_dated(self) -> bool:
        """Whether the date of a paper decides."""
        return self.since is not None or self.until is not None

    def lacks_date(self, row: Row) -> bool:
        """Return whether a paper is left out only because it has no date."""
        return self._is_dated and row["published"] is None and self._wants_rest(row)

    def _wants(self, row: Row) -> bool:
        return (not self._is_dated or self._wants_date(row["published"])) and self._wants_rest(row)

    def _wants_rest(self, row: Row) -> bool:
        """Return whether a paper is wanted, whatever its date is."""
        if not self._has_upvotes(row["upvotes"]):
            return False
        searched = (row["title"], row["abstract"])
        return self.grep is None or any(self.grep.search(text or "") for text in searched)

    def _has_upvotes(self, upvotes: int | None) -> bool:
        """Return whether a paper has enough upvotes."""
        if self.min_upvotes is None:
            return True
        return upvotes is not None and upvotes >= self.min_upvotes

    def _wants_date(self, date: ListingDate | None) -> bool:
        return date is not None and may_lie_within(date, self.since, self.until)

    def _ordered(self, rows: list[Row], default: Order | None) -> list[Row]:
        by = self.sort or default
        if by is None:
            return rows[::-1] if self.reverse else rows
        return in_order(rows, Order(by.field, descending=by.descending != self.reverse))

    def apply(self, sheet: Sheet, default: Order | None = None) -> Sheet:
        """Return ``sheet`` with the selected rows and columns."""
        rows = self._ordered([row for row in sheet.rows if self._wants(row)], default)
        return evolve(sheet, rows=tuple(rows), columns=self.columns)


def in_order(rows: Iterable[Row], by: Order) -> list[Row]:
    """Return sorted rows. Ties are sorted by title, and rows without the value come last in either direction."""
    found = sorted(rows, key=lambda row: row["title"].casefold())
    groups: tuple[list[Row], ...] = ([], [], [])
    for row in found:
        groups[_rank(row[by.field])[0]].append(row)
    for group in groups:
        group.sort(key=lambda row: _rank(row[by.field])[1], reverse=by.descending)
    return [row for group in groups for row in group]


def _check(option: str, names: Iterable[str], fields: Sequence[str]) -> None:
    for name in names:
        if name not in fields:
            raise Refusal(f"{option}: unknown field {name!r:.40}; expected one of {', '.join(fields)}")


def selected(
    sheets: Iterable[Sheet], selection: Selection, messages: Messages, default: Order | None = None
) -> Iterator[Sheet]:
    """Iterate over the selected part of each sheet; report it if papers have no date, or if none matches."""
    total = shown = undated = 0
    for sheet in sheets:
        wanted = selection.apply(sheet, default)
        total += wanted.total
        shown += len(wanted.rows)
        undated += sum(map(selection.lacks_date, sheet.rows))
        yield wanted
    if undated:
        messages.note(f"left out {counted(undated, 'paper')} without a date of publication (--since, --until)")
    if total and not shown:
        messages.note("no paper matches these options")
