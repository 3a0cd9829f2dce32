"""What is a Paper, a Listing?

All of these are values: frozen, compared by what they say. Where a thing stood, and how it came to be known,
can be asked but is no part of equality.
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
"""A plain dict of JSON's types."""

YearBasis: TypeAlias = Literal[
    "bounds", "file_name", "not_after", "link", "arxiv_id", "capture", "address", "printed", "as_of", "assumed"
]
"""How a year is known, the strongest evidence last but for `assumed`.

==========  ==========================================================================================
bounds      several kinds, on this page or others, leave no other year
file_name   the file's name holds a date or a year
not_after   the caller said by when the dump existed
link        the page links to the listings next to its own
arxiv_id    an arXiv identifier on the page tells the month of the paper's first version
capture     a line above the page says when it was captured
address     a line above the page names the address it was saved from, with the listing's day
printed     the dump prints it, beside the day or beside others
as_of       the caller said when the page was read
assumed     nobody knows: the caller asked for the earliest or the latest year that is possible
==========  ==========================================================================================
"""

YEAR_BASES: Final[tuple[YearBasis, ...]] = get_args(YearBasis)
"""The names of all bases."""

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
TEXT_FIELDS: Final = ("abstract", "organization", "submitted_by", "arxiv_id")
COUNT_FIELDS: Final = ("author_count", "comments", "upvotes", "github_stars")
FEB_29: Final = (2, 29)
LONGEST_MONTH: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@frozen(kw_only=True)
class ListingDate:
    """A day as the page prints it: month and day always, the year only where it is known.

    ``month`` counts from 1 to 12, ``day`` from 1; ``year`` is None where nothing proves it. How it is known is said by
    ``year_basis``, and where it is not, ``earliest`` and ``latest`` are the years between which it must be, None where
    there is no bound (all three are no part of equality). With a year both are that year, unless it is assumed. Where
    ``earliest`` is after ``latest``, what was told of the day contradicts itself. A day that no calendar has raises
    ValueError.

    Dates are ordered as days are where their years, or the bounds of these, leave no doubt; else there is no telling
    which came first, and ``<`` raises TypeError; sort with ``key=ListingDate.sort_key``.

    >>> ListingDate(month=12, day=12, year=2024) < ListingDate(month=3, day=1, earliest=2025)
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
            raise ValueError(f"no calendar has a day {self.day} in month {self.month}")
        for bound in (self.earliest, self.latest):
            if bound is not None and not datetime.MINYEAR <= bound <= datetime.MAXYEAR:
                raise ValueError(f"no calendar has a year {bound}")
        if self.year is not None:
            datetime.date(self.year, self.month, self.day)
            if self.year_basis != "assumed":
                object.__setattr__(self, "earliest", self.year)
                object.__setattr__(self, "latest", self.year)

    @property
    def date(self) -> datetime.date | None:
        """The day as a :class:`datetime.date`, or None while the year is unknown."""
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
        """Read what :meth:`isoformat` writes; anything else raises :class:`RecordError`.

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
        """Return what is known of the year in words: ``2025``, ``2024 or 2025``, ``2025 or later``; nothing is ``""``.

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
        """Return the date with the year of a bound where it is not known, marked as ``assumed``; of Feb 29 a leap year.

        Without such a bound it comes back as it is. The earliest years of all dates of a catalog fit together, and so
        do the latest. The earliest is the likelier: listings print years mostly up to the one before they were read.

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
        """Return a key for a total order, in which no date that must be later than another comes before it.

        Days stand where their year puts them, or the earliest that it can be, or else the latest; those of which
        nothing is known come last, by month and day.

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

    def _first(self) -> tuple[float, int, int]:
        year = self.earliest if self.year is None else self.year
        return -math.inf if year is None else year, self.month, self.day

    def _last(self) -> tuple[float, int, int]:
        year = self.latest if self.year is None else self.year
        return math.inf if year is None else year, self.month, self.day

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, ListingDate):
            return NotImplemented
        return _decided(self._last() < other._first(), other._last() <= self._first(), self, other)

    def __le__(self, other: object) -> bool:
        if not isinstance(other, ListingDate):
            return NotImplemented
        return _decided(self._last() <= other._first(), other._last() < self._first(), self, other)

    def __gt__(self, other: object) -> bool:
        return other < self if isinstance(other, ListingDate) else NotImplemented

    def __ge__(self, other: object) -> bool:
        return other <= self if isinstance(other, ListingDate) else NotImplemented


def _decided(yes: bool, no: bool, one: ListingDate, other: ListingDate) -> bool:  # noqa: FBT001 - two answers
    if yes is no:
        raise TypeError(f"{one}, {other}: without a year neither is earlier; sort with key=ListingDate.sort_key")
    return yes


def json_line(record: Record) -> str:
    r"""Return ``record`` as a line of JSON Lines, readable as UTF-8 whatever it holds (lone surrogates are escaped).

    >>> json_line({"title": "π"})
    '{"title": "π"}\n'
    """
    line = json.dumps(record, ensure_ascii=False)
    return line.encode("utf-8", "backslashreplace").decode("utf-8") + "\n"


def date_from_record(record: Mapping[str, Any], name: str) -> ListingDate | None:
    """Return the date that :func:`date_record` put under ``name``; anything else there raises :class:`RecordError`."""
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
    """Return ``date`` as four keys of a plain record: ISO 8601 text, how its year is known, and the bounds of that.

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
    """A paper as one card of a listing shows it; None where the dump does not say.

    ``author_count``, ``comments``, ``upvotes`` and ``github_stars`` are counts; ``published`` is the day of the first
    version; ``arxiv_id`` is without its version, as in ``2412.09871``; ``submitted_by`` is a user's name on the site.
    ``line`` (from 1) and ``span`` (characters, from 0) say where the card stood, and are no part of equality.

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
        """Return a flat dict of JSON's types, dates as ISO 8601 text, in the order of the fields.

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
        """Make a paper of what :meth:`to_dict` gives; keys that are no field are ignored, missing ones are None.

        Raises :class:`RecordError` for a value of another type.

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
"""The names of the fields that a card shows, in order: those by which papers are compared."""


View: TypeAlias = Literal["search", "daily", "trending"]
"""One of the page's three views; the daily one is also that of weeks and months."""


@frozen(kw_only=True)
class Evidence:
    """What tells when a page was read, or (``listed``) which day it lists: from ``first`` to ``last``, None for no end.

    ``basis`` is its kind and ``told`` the words that say so.

    >>> print(Evidence(basis="printed", told="2030-12-09", first=datetime.date(2031, 1, 1)))
    printed (2030-12-09): read from 2031-01-01
    """

    basis: YearBasis
    told: str
    first: datetime.date | None = None
    last: datetime.date | None = None
    listed: bool = False

    def __str__(self) -> str:
        ends = (f"{word} {day}" for word, day in (("from", self.first), ("to", self.last)) if day is not None)
        return f"{self.basis} ({self.told}): {'lists a day' if self.listed else 'read'} {' '.join(ends)}"


@frozen(kw_only=True)
class Layout:
    """What was inferred of a page as a whole, from what repeats in it.

    ``view`` is the page's; ``width`` the column at which lines were wrapped, None where they were not; ``upvotes`` says
    that cards open with their upvotes, ``abstracts``, ``authors`` and ``dates`` that most cards show these,
    ``run_on`` that titles and abstracts stand on the same lines, parted where an abstract seems to begin,
    ``numbered`` that links bear numbers before their texts, ``escaped`` are the signs that bear a backslash,
    ``&`` that begins an entity among them.
    ``confidence`` is the share of cards that show all that most cards show, from 0 to 1.
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
    """The papers of one page, in the page's order: a container with ``len``, iteration, indexing and slices (tuples).

    ``date`` is the page's own, ``source`` the name it was read under, ``diagnostics`` what could not be made sense of,
    ``layout`` what was inferred of the page and ``evidence`` what tells its years, where it was read from a dump (no
    part of equality, these three; records hold neither layout nor evidence).

    >>> listing = Listing(papers=[Paper(title="One"), Paper(title="Two")], date=ListingDate(month=3, day=4))
    >>> len(listing), listing[0].title, [paper.title for paper in listing[1:]]
    (2, 'One', ['Two'])
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
            "diagnostics": [attrs.asdict(d) | {"span": list(d.span)} for d in self.diagnostics],
        }

    def to_dict(self) -> Record:
        """Return a dict of JSON's types: ``source``, ``date``, ``diagnostics`` and ``papers``.

        >>> Listing(papers=[Paper(title="One")], source="a.txt").to_dict()["papers"][0]["title"]
        'One'
        """
        return self._head() | {"papers": [paper.to_dict() for paper in self.papers]}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Listing:
        """Make a listing of what :meth:`to_dict` gives; raises :class:`RecordError` for anything else."""
        papers: list[Any] = expect(record, "papers", list, optional=False)
        found: list[Any] = expect(record, "diagnostics", list) or []
        return cls(
            papers=[Paper.from_dict(paper) for paper in papers],
            date=date_from_record(record, "date"),
            source=expect(record, "source", str),
            snapshot=expect(record, "snapshot", str),
            is_dump=record.get("is_dump") is True,
            diagnostics=[_diagnostic_from(item) for item in found],
        )

    def to_jsonl(self) -> str:
        """Return JSON Lines: a line for the page (``source``, ``date``, ``diagnostics``), then one for each paper.

        >>> print(Listing(papers=[Paper(title="One")]).to_jsonl().splitlines()[0][:32])
        {"source": null, "date": null, "
        """
        return "".join(map(json_line, (self._head(), *(paper.to_dict() for paper in self.papers))))

    @classmethod
    def from_jsonl(cls, text: str) -> Listing:
        """Make a listing of what :meth:`to_jsonl` writes; raises :class:`RecordError` for anything else."""
        try:
            head, *papers = (json.loads(line) for line in checked(text, str).split("\n") if line.strip())
        except (ValueError, RecursionError) as error:
            raise RecordError(f"expected JSON Lines, a page and then its papers: {error}") from error
        if not isinstance(head, Mapping) or "title" in head:
            raise RecordError(f"expected an object, of the page, got {head!r:.40}")
        return cls.from_dict({**cast("Record", head), "papers": papers})


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
"""What a page prints of a date: month, day, and the year where it does."""

DumpKey: TypeAlias = "tuple[Printed, str, str | None]"
"""What a page prints of its date, the digest of all that it prints, and the day on which it was saved."""


def printed(date: ListingDate | None) -> Printed:
    """Return what a page prints of a date, without a year that follows from other things.

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
    """A page as it was saved, apart from its papers: what tells it from all other pages, and its names.

    ``listing_date`` is the page's own. ``digest`` stands in for all that the page prints, so copies of a dump have the
    same one. ``snapshot`` is the day on which the dump was saved, if the caller or a line above the page says so: it
    separates two dumps that print the same. ``sources`` are the names of all copies, in order.

    >>> Dump(sources=["b.txt", "a.txt"]).source
    'a.txt'
    """

    listing_date: ListingDate | None = None
    digest: str = ""
    snapshot: str | None = None
    sources: tuple[str, ...] = field(default=(), converter=_labels)
    key: DumpKey = field(init=False, repr=False)
    """What all sightings of one dump, and of no other, have in common."""

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "key", (printed(self.listing_date), self.digest, self.snapshot))

    @property
    def source(self) -> str | None:
        """The first of ``sources``, None if there is none."""
        return self.sources[0] if self.sources else None

    @classmethod
    def of(cls, listing: Listing) -> Dump:
        """Return the dump that ``listing`` was read from.

        A listing that was not read from a dump is told from others by its source instead of what it prints.

        >>> one = Listing(papers=[Paper(title="One")], source="a.txt", is_dump=True)
        >>> Dump.of(one).digest == Dump.of(attrs.evolve(one, source="copy.txt")).digest
        True
        """
        source = () if listing.source is None else (listing.source,)
        named = "" if listing.source is None else f"name:{listing.source}"
        digest = _digest(listing.papers) if listing.is_dump else named
        return cls(listing_date=listing.date, digest=digest, snapshot=listing.snapshot, sources=source)


_TITLE: Final = attrgetter("title")
_COUNTS: Final = tuple(map(attrgetter, COUNT_FIELDS))


def _digest(papers: Sequence[Paper]) -> str:
    """Return 16 hexadecimal digits for what a page prints.

    Titles and counts are enough: two dumps that differ in nothing else, as when two tools saved one page, share their
    digest, and still differ in their sightings.
    """
    counts = repr([count for get in _COUNTS for count in map(get, papers)])
    text = "\n".join((counts, *map(_TITLE, papers)))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


NOWHERE: Final = Dump()
"""The dump of a sighting of which nothing is known but its paper."""


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
        """The day on which the dump was saved, if the caller or a line above the page says so."""
        return self.dump.snapshot

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the dump and of its copies, in order."""
        return self.dump.sources

    @property
    def source(self) -> str | None:
        """The first of ``sources``, None if there is none."""
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
        """Iterate over the sightings of a listing, one for each paper, positions from 0."""
        dump = Dump.of(listing)
        for position, paper in enumerate(listing.papers):
            yield cls(paper=paper, dump=dump, position=position)
