"""Define the classes that parsing returns, such as `Paper` and `Listing`, and their records.

All of them are immutable and compared by their content. The place of a paper in a dump and the way in which a year was
found are ignored by ``==``.
"""

from __future__ import annotations

import calendar
import datetime
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from operator import attrgetter
from typing import Any, Final, Literal, TypeAlias, cast, get_args, overload

import attrs
from attrs import field, frozen

from .errors import Diagnostic, RecordError, Span, checked, expect

Record: TypeAlias = dict[str, Any]
"""A plain dict that contains only JSON's types."""

YearBasis: TypeAlias = Literal[
    "bounds", "file_name", "not_after", "link", "arxiv_id", "capture", "address", "printed", "as_of", "assumed"
]
"""How a year was found, from the weakest evidence to the strongest, except ``assumed``.

==========  ==========================================================================================
bounds      several kinds of evidence, on this page or others, leave only one possible year
file_name   the file name contains a date or a year
not_after   the dump was saved on or before the day that the caller passed, or today
link        the page links to the listings next to its own
arxiv_id    an arXiv id on the page contains the month of the paper's first version
capture     a line above the page contains the day on which it was captured
address     a line above the page contains its address, with the date of the page
printed     the page prints the year, with this date or with others
as_of       the caller passed the day or the year on which the page was saved
assumed     the year is unknown: the caller asked for the earliest or the latest possible year
==========  ==========================================================================================
"""

YEAR_BASES: Final[tuple[YearBasis, ...]] = get_args(YearBasis)
"""All names that ``year_basis`` can have."""

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TEXT_FIELDS: Final = ("abstract", "organization", "submitted_by", "arxiv_id")
COUNT_FIELDS: Final = ("author_count", "comments", "upvotes", "github_stars")
FEB_29: Final = (2, 29)
LONGEST_MONTH: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@frozen(kw_only=True)
class ListingDate:
    """A date as the page prints it: a month and a day, and a year if it is known.

    ``year_basis`` shows how the year was found. If it is unknown, ``earliest`` and ``latest`` bound it (None means
    unbounded). All three are ignored by ``==``. If the year is known, both bounds are that year, unless it is assumed.
    If ``earliest`` is after ``latest``, the evidence contradicts itself. An impossible date such as Feb 30 raises
    ValueError.

    Dates can be compared with each other and with :class:`datetime.date`. If their years or bounds do not decide the
    result, TypeError is raised. To sort dates, use ``key=ListingDate.sort_key``.

    >>> ListingDate(month=12, day=12, year=2024) < ListingDate(month=3, day=1, earliest=2025)
    True
    >>> ListingDate(month=3, day=1, earliest=2025) > datetime.date(2024, 12, 12)
    True
    >>> str(ListingDate(month=12, day=12)), ListingDate(month=12, day=12).date
    ('--12-12', None)
    """

    month: int
    day: int
    year: int | None = None
    year_basis: YearBasis | None = field(default=None, eq=False)
    earliest: int | None = field(default=None, eq=False)
    latest: int | None = field(default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.month <= len(MONTHS) or not 1 <= self.day <= LONGEST_MONTH[self.month - 1]:
            raise ValueError(f"month {self.month} has no day {self.day}")
        for bound in (self.earliest, self.latest):
            if bound is not None and not datetime.MINYEAR <= bound <= datetime.MAXYEAR:
                raise ValueError(f"expected a year from {datetime.MINYEAR} to {datetime.MAXYEAR}, got {bound}")
        if self.year is not None:
            datetime.date(self.year, self.month, self.day)
            if self.year_basis != "assumed":
                object.__setattr__(self, "earliest", self.year)
                object.__setattr__(self, "latest", self.year)

    @property
    def date(self) -> datetime.date | None:
        """The date as a :class:`datetime.date`, or None if the year is unknown."""
        return None if self.year is None else datetime.date(self.year, self.month, self.day)

    def isoformat(self) -> str:
        """Return ISO 8601 text: ``2024-12-12``, or ``--12-12`` without a year (ISO 8601:2000, 5.2.1.3 d).

        >>> ListingDate(month=2, day=29).isoformat()
        '--02-29'
        """
        year = "-" if self.year is None else f"{self.year:04}"
        return f"{year}-{self.month:02}-{self.day:02}"

    __str__ = isoformat

    @classmethod
    def fromisoformat(cls, text: str, year_basis: YearBasis | None = None) -> ListingDate:
        """Parse text that :meth:`isoformat` returned. Any other text raises :class:`RecordError`.

        >>> ListingDate.fromisoformat("--12-12")
        ListingDate(month=12, day=12, year=None, year_basis=None, earliest=None, latest=None)
        """
        year, rest = (None, text[2:]) if text.startswith("--") else (text[:4], text[5:])
        try:
            made = cls(month=int(rest[:2]), day=int(rest[3:]), year=int(year) if year else None, year_basis=year_basis)
        except ValueError as error:
            raise RecordError(f"expected a date such as 2024-12-12 or --12-12, got {text!r:.40}") from error
        if made.isoformat() != text:
            raise RecordError(f"expected a date such as 2024-12-12 or --12-12, got {text!r:.40}")
        return made

    def years(self) -> str:
        """Return the possible years in words, such as ``2024 or 2025`` or ``2025 or later``; any year is ``""``.

        >>> ListingDate(month=12, day=12, earliest=2023, latest=2025).years()
        '2023 to 2025'
        """
        first, last = self.earliest, self.latest
        if self.year is not None:
            return f"{self.year}?" if self.year_basis == "assumed" else str(self.year)
        if first is None or last is None:
            return f"{first} or later" if first is not None else f"{last} or earlier" if last is not None else ""
        if first >= last:
            return str(first) if first == last else ""
        return f"{first} {'or' if last == first + 1 else 'to'} {last}"

    def assume(self, bound: Literal["earliest", "latest"] = "earliest") -> ListingDate:
        """Return the date with its earliest (or latest) possible year, marked as ``assumed``.

        For Feb 29 that is a leap year. A date whose year is known, or that has no such bound, is returned unchanged.
        The earliest years of all dates in a catalog are consistent, and so are the latest. The earliest year is
        likelier: the latest year that a page prints is mostly the one before it was saved.

        >>> day = ListingDate(month=12, day=12, earliest=2025).assume()
        >>> str(day), day.year_basis, day.years()
        ('2025-12-12', 'assumed', '2025?')
        """
        if bound not in ("earliest", "latest"):
            raise ValueError(f"expected 'earliest' or 'latest', got {bound!r:.40}")
        year, step = (self.earliest, 1) if bound == "earliest" else (self.latest, -1)
        if self.year is not None or year is None:
            return self
        while (self.month, self.day) == FEB_29 and not calendar.isleap(year):
            year += step
        first, last = self.earliest or datetime.MINYEAR, self.latest or datetime.MAXYEAR
        if not first <= year <= last:
            return self
        return attrs.evolve(self, year=year, year_basis="assumed")

    def sort_key(self) -> tuple[bool, int, int, int, bool]:
        """Return a sort key that works for dates without a year too.

        These are sorted by their earliest possible year, or else by the latest. Dates without any bound come last, by
        month and day. A date that must be later than another never comes before it.

        >>> days = [ListingDate(month=1, day=2), ListingDate(month=5, day=1, year=2025),
        ...         ListingDate(month=1, day=2, latest=2025)]
        >>> [str(day) for day in sorted(days, key=ListingDate.sort_key)]
        ['--01-02', '2025-05-01', '--01-02']
        """
        year = self.year
        if year is not None:
            return False, year, self.month, self.day, False
        year = self.latest if self.earliest is None else self.earliest
        return year is None, year or 0, self.month, self.day, True

    def __eq__(self, other: object) -> bool:
        if isinstance(other, ListingDate):
            return (self.month, self.day, self.year) == (other.month, other.day, other.year)
        if not isinstance(other, datetime.date):
            return NotImplemented
        bounds = _bounds(self, other)
        if self.date is not None:
            return self.date == other
        if (self.month, self.day) != (other.month, other.day) or bounds[1] < bounds[2] or bounds[3] < bounds[0]:
            return False
        raise _unknown(self, other)

    def __hash__(self) -> int:
        return hash((self.month, self.day) if self.year is None else self.date)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, (ListingDate, datetime.date)):
            return NotImplemented
        first, last, other_first, other_last = _bounds(self, other)
        return _decided(last < other_first, other_last <= first, self, other)

    def __le__(self, other: object) -> bool:
        if not isinstance(other, (ListingDate, datetime.date)):
            return NotImplemented
        first, last, other_first, other_last = _bounds(self, other)
        return _decided(last <= other_first, other_last < first, self, other)

    def __gt__(self, other: object) -> bool:
        if not isinstance(other, (ListingDate, datetime.date)):
            return NotImplemented
        first, last, other_first, other_last = _bounds(self, other)
        return _decided(other_last < first, last <= other_first, self, other)

    def __ge__(self, other: object) -> bool:
        if not isinstance(other, (ListingDate, datetime.date)):
            return NotImplemented
        first, last, other_first, other_last = _bounds(self, other)
        return _decided(other_last <= first, last < other_first, self, other)


def _bounds(*dates: ListingDate | datetime.date) -> list[tuple[float, int, int]]:
    """Return the first and the last possible day of each date, as tuples of year, month and day."""
    found: list[tuple[float, int, int]] = []
    for date in dates:
        if isinstance(date, datetime.datetime):
            raise TypeError(f"cannot compare a date and the datetime {date}; use the datetime's .date()")
        first = last = date.year
        if isinstance(date, ListingDate) and date.year is None:
            first, last = date.earliest, date.latest
        found.append((-math.inf if first is None else first, date.month, date.day))
        found.append((math.inf if last is None else last, date.month, date.day))
    return found


def _unknown(one: ListingDate, other: ListingDate | datetime.date) -> TypeError:
    """Return the error for two dates that cannot be compared."""
    hint = "sort with key=ListingDate.sort_key"
    if one.year is None and other.year is None:
        return TypeError(f"cannot compare {one} and {other}, whose years are unknown; {hint}")
    unknown = one if one.year is None else other
    if not isinstance(other, ListingDate):
        hint = "assume() fills in the earliest possible year"
    return TypeError(f"cannot compare {one} and {other}: the year of {unknown} is unknown; {hint}")


def _decided(yes: bool, no: bool, one: ListingDate, other: ListingDate | datetime.date) -> bool:  # noqa: FBT001 - two answers
    if yes is no:
        raise _unknown(one, other)
    return yes


def json_line(record: Record) -> str:
    r"""Return ``record`` as a line of JSON Lines that can be encoded as UTF-8 (lone surrogates are escaped).

    >>> json_line({"title": "π"})
    '{"title": "π"}\n'
    """
    line = json.dumps(record, ensure_ascii=False)
    return line.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def date_from_record(record: Mapping[str, Any], name: str) -> ListingDate | None:
    """Return the date that :func:`date_record` stored as ``name``. Raise :class:`RecordError` for any other value."""
    text: str | None = expect(record, name, str)
    basis: Any = expect(record, f"{name}_year_basis", str)
    if basis is not None and basis not in YEAR_BASES:
        raise RecordError(f"{name}_year_basis: expected one of {', '.join(YEAR_BASES)}, got {basis!r:.40}")
    earliest, latest = (expect(record, f"{name}_{bound}", int) for bound in ("earliest", "latest"))
    if text is None:
        return None
    made = ListingDate.fromisoformat(text, basis)
    if earliest is latest is None or (made.year is not None and basis != "assumed"):
        return made
    try:
        return attrs.evolve(made, earliest=earliest, latest=latest)
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


@frozen(kw_only=True)
class Paper:
    """A paper as one card of a page shows it. A field that the dump does not contain is None.

    ``published`` is the date of the first version. ``arxiv_id`` has no version, as in ``2412.09871``. ``submitted_by``
    is the name of a user of the site. ``line`` (1-based) and ``span`` (0-based character offsets) locate the card in
    the dump; they are ignored by ``==``.

    >>> Paper(title="A Title", upvotes=3, line=7) == Paper(title="A Title", upvotes=3)
    True
    """

    title: str
    abstract: str | None = None
    author_count: int | None = None
    organization: str | None = None
    published: ListingDate | None = None
    comments: int | None = None
    upvotes: int | None = None
    submitted_by: str | None = None
    arxiv_id: str | None = None
    github_stars: int | None = None
    line: int | None = field(default=None, eq=False)
    span: Span | None = field(default=None, eq=False)

    def to_dict(self) -> Record:
        """Return a flat dict of JSON's types in the order of the fields. Dates are ISO 8601 text.

        >>> record = Paper(title="A Title", published=ListingDate(month=3, day=4, year=2031)).to_dict()
        >>> record["title"], record["published"]
        ('A Title', '2031-03-04')
        """
        record: Record = {}
        for name in PAPER_FIELDS:
            value = getattr(self, name)
            record.update(date_record(name, value) if name == "published" else {name: value})
        return record | {"line": self.line, "span": self.span and list(self.span)}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Paper:
        """Make a paper from a dict that :meth:`to_dict` returned. Unknown keys are ignored; missing ones mean None.

        Raises :class:`RecordError` for a value of the wrong type.

        >>> Paper.from_dict({"title": "A Title", "upvotes": 3}).upvotes
        3
        """
        return cls(
            title=expect(record, "title", str, optional=False),
            published=date_from_record(record, "published"),
            **{name: expect(record, name, str) for name in TEXT_FIELDS},
            **{name: expect(record, name, int) for name in (*COUNT_FIELDS, "line")},
            span=_span_from(record),
        )


PAPER_FIELDS: Final = tuple(name for name, made in attrs.fields_dict(Paper).items() if made.eq)
"""The names of the fields that ``==`` compares, in order."""


View: TypeAlias = Literal["search", "daily", "trending"]
"""One of the page's three views. Weekly and monthly pages count as daily."""


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
    - ``confidence``: the share of cards, from 0 to 1, that have all the fields that most cards have
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
    return tuple(papers)


def _evidence(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    return tuple(evidence)


def _diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(diagnostics)


@frozen(kw_only=True)
class Listing(Sequence[Paper]):
    """The papers of one page in the page's order. It behaves like a tuple of `Paper` objects; slices are tuples.

    - ``date``: the page's own date
    - ``source``: the name of the dump
    - ``diagnostics``: the problems found
    - ``layout``: the layout that was detected
    - ``evidence``: the clues to the years of the page
    - ``snapshot``: the day the dump was saved, such as ``2024-05-01``, if the caller or a line above the page gives it
    - ``is_dump``: whether it was parsed from a dump; if so, a catalog identifies it by its content, else by ``source``

    ``diagnostics``, ``layout``, ``evidence`` and ``is_dump`` are ignored by ``==``. ``to_dict`` omits ``layout`` and
    ``evidence``. ``in`` takes a title or a paper.

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

    def __repr__(self) -> str:
        return f"<Listing of {len(self)} papers, date {self.date}, source {self.source!r}>"

    def _head(self) -> Record:
        return {
            "source": self.source,
            **date_record("date", self.date),
            "snapshot": self.snapshot,
            "is_dump": self.is_dump,
            "diagnostics": [attrs.asdict(d) | {"span": list(d.span), "severity": d.severity} for d in self.diagnostics],
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
            papers=[Paper.from_dict(paper) for paper in papers],
            date=date_from_record(record, "date"),
            source=expect(record, "source", str),
            is_dump=record.get("is_dump") is True,
            diagnostics=[_diagnostic_from(item) for item in found],
            snapshot=_snapshot_from(record),
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


def _snapshot_from(record: Mapping[str, Any]) -> str | None:
    text: str | None = expect(record, "snapshot", str)
    try:
        day = None if text is None else datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    if text is None or (day is not None and day.isoformat() == text):
        return text
    raise RecordError(f"snapshot: expected a date such as 2024-12-12, got {text!r:.40}")


def _span_from(record: Mapping[str, Any], *, optional: bool = True) -> Span | None:
    span: Sequence[Any] | None = expect(record, "span", (list, tuple), optional=optional)
    if span is None:
        return None
    if [type(end) for end in span] != [int, int]:
        raise RecordError(f"span: expected two numbers, got {span!r:.40}")
    return span[0], span[1]


def _diagnostic_from(record: Mapping[str, Any]) -> Diagnostic:
    texts = {name: expect(record, name, str, optional=False) for name in ("code", "message", "excerpt")}
    places = {name: expect(record, name, int, optional=False) for name in ("line", "column")}
    source: str | None = expect(record, "source", str)
    span = _span_from(record, optional=False) or (0, 0)
    try:
        return Diagnostic(**texts, **places, span=span, source=source)
    except ValueError as error:
        raise RecordError(f"expected a diagnostic: {error}") from error


Printed: TypeAlias = "tuple[int, int, int | None] | None"
"""The part of a date that a page prints: month, day, and possibly the year."""

DumpKey: TypeAlias = "tuple[Printed, str, str | None]"
"""The printed date of a page, the digest of its papers, and the day on which it was saved."""


def printed(date: ListingDate | None) -> Printed:
    """Return the part of a date that the page prints, without a year that was deduced.

    >>> printed(ListingDate(month=3, day=4, year=2031, year_basis="as_of"))
    (3, 4, None)
    """
    if date is None:
        return None
    return date.month, date.day, date.year if date.year_basis in {None, "printed", "assumed"} else None


def _labels(sources: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(sources)))


@frozen(kw_only=True, eq=False)
class Dump:
    """A saved page without its papers: the values that identify it, and its names.

    ``listing_date`` is the page's own date. ``digest`` is computed from the titles and counts on the page, so copies of
    a dump have the same digest. ``snapshot`` is the day on which the dump was saved, if the caller or a line above the
    page gives it. It distinguishes two dumps with the same content. ``sources`` are the names of all copies, in order.

    >>> Dump(sources=["b.txt", "a.txt"]).source
    'a.txt'
    """

    listing_date: ListingDate | None = None
    digest: str = ""
    snapshot: str | None = None
    sources: tuple[str, ...] = field(default=(), converter=_labels)
    key: DumpKey = field(init=False, repr=False)
    """Identifies the dump: copies of a dump have equal keys, and different dumps have different ones."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "key", (printed(self.listing_date), self.digest, self.snapshot))

    @property
    def source(self) -> str | None:
        """The first of ``sources``, or None if there are none."""
        return self.sources[0] if self.sources else None

    @classmethod
    def of(cls, listing: Listing) -> Dump:
        """Return the dump that ``listing`` was read from.

        A listing that was not parsed from a dump is identified by its source instead of its content.

        >>> one = Listing(papers=[Paper(title="One")], source="a.txt", is_dump=True)
        >>> Dump.of(one).digest == Dump.of(attrs.evolve(one, source="copy.txt")).digest
        True
        """
        source = () if listing.source is None else (listing.source,)
        named = "" if listing.source is None else f"name:{listing.source}"
        digest = _digest(listing.papers) if listing.is_dump else named
        return cls(listing_date=listing.date, digest=digest, snapshot=listing.snapshot, sources=source)


_TITLE: Final = attrgetter("title")
_VOLATILE: Final = tuple(map(attrgetter, ("comments", "upvotes")))
"""The counts that change from day to day."""


def _digest(papers: Sequence[Paper]) -> str:
    """Return a digest of the papers on a page: 16 hexadecimal digits.

    Only titles, comments and upvotes are used. Two dumps that differ in other fields only, for example because two
    tools saved one page, have the same digest, but their sightings still differ.
    """
    counts = repr([list(map(get, papers)) for get in _VOLATILE])
    text = "\n".join((counts, *map(_TITLE, papers)))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


NOWHERE: Final = Dump()
"""The dump of a sighting if only the paper is known."""


@frozen(kw_only=True, eq=False)
class Sighting:
    """One paper seen in one dump: ``listing[position]`` of its listing.

    Two sightings are equal if everything printed on their pages is equal; deduced years and names are ignored.

    >>> Sighting(paper=Paper(title="One"), position=2).listing_date is None
    True
    """

    paper: Paper
    dump: Dump = NOWHERE
    position: int = 0

    @property
    def listing_date(self) -> ListingDate | None:
        """The date of the page."""
        return self.dump.listing_date

    @property
    def snapshot(self) -> str | None:
        """The day on which the dump was saved, if the caller or a line above the page gives it."""
        return self.dump.snapshot

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the dump and of its copies, in order."""
        return self.dump.sources

    @property
    def source(self) -> str | None:
        """The first of ``sources``, or None if there are none."""
        return self.dump.source

    def _printed(self) -> tuple[Any, ...]:
        paper = self.paper
        shown = [getattr(paper, name) for name in PAPER_FIELDS if name != "published"]
        return self.position, self.dump.key, printed(paper.published), *shown

    def __eq__(self, other: object) -> bool:
        return self._printed() == other._printed() if isinstance(other, Sighting) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.paper.title, self.position, self.dump.key))

    @classmethod
    def each(cls, listing: Listing) -> Iterable[Sighting]:
        """Iterate over the sightings of a listing, one per paper, with positions from 0."""
        dump = Dump.of(listing)
        for position, paper in enumerate(listing.papers):
            yield cls(paper=paper, dump=dump, position=position)
