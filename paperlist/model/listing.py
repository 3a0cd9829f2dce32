"""Define the papers of one page: a listing, its layout, and the clues to the years of its dates."""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Reversible
from itertools import repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast, overload

from .._attrs import evolve, field, frozen, names_of
from ..errors import UNNAMED, Diagnostic, RecordError, checked, checked_several, expect
from .dates import ListingDate, YearBasis
from .fields import checked_value, in_display_order
from .paper import FIELDS, Paper, paper_of
from .records import Record, date_from_record, date_record, json_line, span_from_record
from .tabular import Tabular

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..tables.table import Table
    from .tabular import Assume, Of

View: TypeAlias = Literal["search", "daily", "trending"]
"""One of the page's three views. Weekly and monthly pages count as daily."""

_DIAGNOSTIC_FIELDS: Final = names_of(Diagnostic)


@frozen(kw_only=True)
class Evidence:
    """A clue to the day on which a page was saved or, if ``listed``, to the page's own date.

    The day is between ``first`` and ``last`` (None: unbounded). ``basis`` is the kind of clue, and ``reason`` is the
    text in which it was found.

    >>> print(Evidence(basis="printed", reason="2030-12-09", first=datetime.date(2031, 1, 1)))
    printed (2030-12-09): saved from 2031-01-01
    """

    basis: YearBasis
    reason: str
    first: datetime.date | None = None
    last: datetime.date | None = None
    listed: bool = False

    def __str__(self) -> str:
        ends = (f"{word} {day}" for word, day in (("from", self.first), ("until", self.last)) if day is not None)
        return f"{self.basis} ({self.reason}): {'lists a day' if self.listed else 'saved'} {' '.join(ends)}"


@frozen(kw_only=True)
class Layout:
    """The layout of a page as paperlist detected it.

    - ``view``: the view of the page
    - ``width``: the column at which lines were wrapped, None if they were not
    - ``upvotes``: cards begin with their upvotes
    - ``abstracts``, ``authors``, ``dates``: most cards have these
    - ``run_on``: titles and abstracts share a line, and the split was guessed
    - ``numbered``: links are preceded by a number
    - ``escaped``: characters that were backslash-escaped (includes ``&`` if HTML entities were found)
    - ``confidence``: the mean of the papers' confidence, from 0 to 1: the share of papers that are probably right
    """

    view: View
    width: int | None
    upvotes: bool
    abstracts: bool
    authors: bool
    dates: bool
    run_on: bool
    numbered: bool
    escaped: str
    confidence: float = 0.0


def _papers(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    return tuple(checked_several(papers, "papers: expected several", str))


def _evidence(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(evidence)


def _diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(diagnostics)


def _positions(positions: Iterable[int] | None) -> tuple[int, ...] | None:
    return None if positions is None else tuple(positions)


@frozen(kw_only=True)
class Listing(Tabular, Collection[Paper], Reversible[Paper]):
    """The papers of one page in the page's order. It behaves like a tuple of `Paper` objects; slices are tuples.

    It is not a ``Sequence``, because polars takes those for columns of objects. It has an Arrow stream instead, so that
    ``polars.DataFrame(listing)`` and ``pyarrow.table(listing)`` are tables.

    - ``date``: the page's own date
    - ``source``: the name of the dump
    - ``diagnostics``: the problems found
    - ``layout``: the layout that was detected
    - ``evidence``: the clues to the years of the page
    - ``snapshot``: the day the dump was saved, such as ``2024-05-01``, if the caller or a line above the page gives it
    - ``is_dump``: whether it was parsed from a dump; if so, a catalog identifies it by its content, else by ``source``

    - ``page``, ``positions``: the digest of the whole page, and the positions of the papers on it, if a table gave
      them. So a catalog knows the page if some of its papers are missing. None: what follows from ``papers``

    ``diagnostics``, ``layout``, ``evidence``, ``is_dump``, ``page`` and ``positions`` are ignored by ``==``.
    ``to_dict`` omits ``layout`` and ``evidence``. ``in`` takes a title or a paper. A value of another type raises
    TypeError.

    >>> listing = Listing(papers=[Paper(title="One"), Paper(title="Two")], date=ListingDate(month=3, day=4))
    >>> len(listing), listing[0].title, [paper.title for paper in listing[1:]], "Two" in listing
    (2, 'One', ['Two'], True)
    """

    papers: tuple[Paper, ...] = field(default=(), converter=_papers)
    date: ListingDate | None = None
    source: str | None = None
    snapshot: str | None = None
    diagnostics: tuple[Diagnostic, ...] = field(default=(), converter=_diagnostics, eq=False)
    layout: Layout | None = field(default=None, eq=False)
    evidence: tuple[Evidence, ...] = field(default=(), converter=_evidence, eq=False)
    is_dump: bool = field(default=False, eq=False)
    page: str | None = field(default=None, eq=False)
    positions: tuple[int, ...] | None = field(default=None, converter=_positions, eq=False)

    def __attrs_post_init__(self) -> None:
        for name, kinds in _TYPES.items():
            value = getattr(self, name)
            if value is not None:
                checked_value(value, name, kinds)
        for name, kind in _TYPES_OF_ITEMS.items():
            values = getattr(self, name)
            if not {kind}.issuperset(map(type, values)):  # which is much faster
                for value in values:
                    checked_value(value, name, (kind,))
        if self.positions is not None and len(self.positions) != len(self.papers):
            raise ValueError(f"positions: expected one for each of {len(self.papers)} papers")

    def __len__(self) -> int:
        return len(self.papers)

    def __iter__(self) -> Iterator[Paper]:
        return iter(self.papers)

    def __contains__(self, item: object) -> bool:
        if isinstance(item, str):
            return any(paper.title == item for paper in self.papers)
        return checked(item, str, Paper) in self.papers

    @overload
    def __getitem__(self, index: int) -> Paper: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Paper, ...]: ...
    def __getitem__(self, index: int | slice) -> Paper | tuple[Paper, ...]:
        return self.papers[index]

    def __reversed__(self) -> Iterator[Paper]:
        return reversed(self.papers)

    def index(self, paper: Paper) -> int:
        """Return the position of the first card that is equal to ``paper``. Raises ValueError if there is none."""
        return self.papers.index(paper)

    def count(self, paper: Paper) -> int:
        """Return how many cards are equal to ``paper``."""
        return self.papers.count(paper)

    def select(self, wanted: Callable[[Paper], object]) -> Listing:
        """Return a listing with only the papers for which ``wanted`` returns true. A catalog still knows their page.

        >>> listing = Listing(papers=[Paper(title="Ebb", confidence=0.3), Paper(title="Flow", confidence=0.9)])
        >>> listing.select(lambda paper: paper.confidence >= 0.8).papers
        (<Paper 'Flow'>,)
        """
        from .sightings import Dump, positions_of  # noqa: PLC0415 - sightings are made of listings

        if not callable(wanted):  # such as a confidence
            raise TypeError(f"wanted: expected a function, got {type(wanted).__name__} {wanted!r:.40}")
        places = zip(self.papers, positions_of(self), strict=True)
        kept = [(paper, position) for paper, position in places if wanted(paper)]
        page, positions = Dump.of(self).digest, [position for _, position in kept]
        return evolve(self, papers=[paper for paper, _ in kept], page=page, positions=positions)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the papers as columns, which takes half the time of pickling each paper."""
        columns = list(zip(*map(_VALUES_OF_PAPER, self.papers), strict=True))
        rest = {name: getattr(self, name) for name in names_of(Listing) if name != "papers"}
        return _from_columns, (type(self), columns, rest)

    def __repr__(self) -> str:
        return f"<Listing of {len(self)} papers, date {self.date}, source {self.source!r}>"

    # Tables and HTML, for which modules are loaded on first use

    def _repr_html_(self) -> str:
        """Return the first papers as an HTML table, for notebooks."""
        from ..tables.html import MOST_ROWS, page  # noqa: PLC0415 - see above
        from .display import Row, diagnostics_html, table_html, with_years  # noqa: PLC0415 - see above

        fields = [known for known in in_display_order(FIELDS) if "listing" in known.short]
        rows = [Row([getattr(paper, f.name) for f in fields], paper.abstract) for paper in self.papers[:MOST_ROWS]]
        date = None if self.date is None else with_years(self.date)
        head = ", ".join(filter(None, (self.source or UNNAMED, date)))
        caption = f"{head}: {len(self)} papers"
        return page(table_html(caption, fields, rows, len(self)), diagnostics_html(self.diagnostics))

    def _table(self, of: Of | None, assume: Assume | None) -> Table:
        from .columns import sightings_table  # noqa: PLC0415 - see above
        from .sightings import Dump, positions_of  # noqa: PLC0415 - see above

        if of not in (None, "sightings"):
            raise ValueError(f"of: expected 'sightings', got {of!r:.40}")
        dump = Dump.of(self)
        return sightings_table(lambda: zip(self.papers, repeat(dump), positions_of(self)), assume)

    def _head(self) -> Record:
        place: Record = {} if self.page is None else {"page": self.page}
        if self.positions is not None:
            place["positions"] = list(self.positions)
        return {
            "source": self.source,
            **date_record("date", self.date),
            "snapshot": self.snapshot,
            "is_dump": self.is_dump,
            **place,
            "diagnostics": [_diagnostic_record(diagnostic) for diagnostic in self.diagnostics],
        }

    def to_dict(self) -> Record:
        """Return a dict of JSON's types: the values of the page, its ``diagnostics`` and its ``papers``.

        >>> Listing(papers=[Paper(title="One")], source="a.txt").to_dict()["papers"][0]["title"]
        'One'
        """
        return self._head() | {"papers": [paper.to_dict() for paper in self.papers]}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Listing:
        """Make a listing from a dict that :meth:`to_dict` returned. Anything else raises :class:`RecordError`."""
        papers: list[Any] = expect(record, "papers", list, optional=False)
        found: list[Any] = expect(record, "diagnostics", list) or []
        return cls(
            papers=tuple(Paper.from_dict(paper) for paper in papers),
            date=date_from_record(record, "date"),
            source=expect(record, "source", str),
            is_dump=record.get("is_dump") is True,
            diagnostics=tuple(_diagnostic_from(item) for item in found),
            snapshot=snapshot_from_record(record),
            page=expect(record, "page", str),
            positions=_positions_from(record, len(papers)),
        )

    def to_jsonl(self) -> str:
        """Return JSON Lines: a line for the page (:meth:`to_dict` without the papers), then a line per paper.

        >>> print(Listing(papers=[Paper(title="One")]).to_jsonl().splitlines()[0][:32])
        {"source": null, "date": null, "
        """
        return "".join(map(json_line, (self._head(), *(paper.to_dict() for paper in self.papers))))

    @classmethod
    def from_jsonl(cls, text: str) -> Listing:
        """Make a listing from text that :meth:`to_jsonl` returned. Anything else raises :class:`RecordError`."""
        try:
            head, *papers = (json.loads(line) for line in checked(text, str).split("\n") if line.strip())
        except (ValueError, RecursionError) as error:
            raise RecordError(f"expected JSON Lines, one for the page and one per paper: {error}") from error
        if not isinstance(head, Mapping) or "title" in head:
            raise RecordError(f"expected an object for the page, got {head!r:.40}")
        return cls.from_dict({**cast("Record", head), "papers": papers})


_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    "date": (ListingDate,),
    "source": (str,),
    "snapshot": (str,),
    "page": (str,),
    "layout": (Layout,),
}
_TYPES_OF_ITEMS: Final[Mapping[str, type]] = {"papers": Paper, "diagnostics": Diagnostic, "evidence": Evidence}
_NAMES_OF_PAPER: Final = names_of(Paper)
_VALUES_OF_PAPER: Final = attrgetter(*_NAMES_OF_PAPER)


def _from_columns(kind: type[Listing], columns: Iterable[Iterable[Any]], rest: Mapping[str, Any]) -> Listing:
    """Return the listing that was pickled as columns of its papers' values."""
    rows = zip(*columns, strict=True)
    return kind(papers=tuple([paper_of(dict(zip(_NAMES_OF_PAPER, row, strict=True))) for row in rows]), **rest)


def snapshot_from_record(record: Mapping[str, Any]) -> str | None:
    """Return the day in a record on which a dump was saved. Raises :class:`RecordError` if it is not a day."""
    text: str | None = expect(record, "snapshot", str)
    try:
        day = None if text is None else datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    if text is None or (day is not None and day.isoformat() == text):
        return text
    raise RecordError(f"snapshot: expected a date such as 2024-12-12, got {text!r:.40}")


def _positions_from(record: Mapping[str, Any], number: int) -> tuple[int, ...] | None:
    positions: list[Any] | None = expect(record, "positions", list)
    if positions is None:
        return None
    if list(map(type, positions)) != [int] * number:
        raise RecordError(f"positions: expected a number for each of {number} papers, got {positions!r:.40}")
    return tuple(positions)


def _diagnostic_record(diagnostic: Diagnostic) -> Record:
    values = {name: getattr(diagnostic, name) for name in _DIAGNOSTIC_FIELDS if name != "more" or diagnostic.more}
    return values | {"span": list(diagnostic.span), "severity": diagnostic.severity}


def _diagnostic_from(record: Mapping[str, Any]) -> Diagnostic:
    texts = {name: expect(record, name, str, optional=False) for name in ("code", "message", "excerpt")}
    places = {name: expect(record, name, int, optional=False) for name in ("line", "column")}
    source: str | None = expect(record, "source", str)
    more: int = expect(record, "more", int) or 0
    span = span_from_record(record, optional=False) or (0, 0)
    try:
        return Diagnostic(**texts, **places, span=span, source=source, more=more)
    except ValueError as error:
        raise RecordError(f"expected a diagnostic: {error}") from error
