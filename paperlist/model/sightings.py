"""Define dumps and sightings: one sighting is one paper in one dump."""

from __future__ import annotations

from hashlib import blake2b
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .._attrs import field, frozen
from ..errors import UNNAMED, checked_several, excerpt
from .dates import ListingDate, Printed, printed
from .paper import FIELDS, Paper

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Protocol

    class Listed(Protocol):
        """What a listing has: see :class:`.listing.Listing`."""

        @property
        def papers(self) -> Any:  # a tuple of papers, but pyright does not see that where attrs converts it
            """The papers on the page."""

        @property
        def date(self) -> ListingDate | None:
            """The page's own date."""

        @property
        def source(self) -> str | None:
            """The name of the dump."""

        @property
        def snapshot(self) -> str | None:
            """The day the dump was saved."""

        @property
        def is_dump(self) -> object:
            """Whether its content identifies it."""

        @property
        def page(self) -> str | None:
            """The digest of the whole page, if it is known."""

        @property
        def positions(self) -> Any:  # a tuple of numbers: see papers
            """The positions of the papers on the page, if some of its papers are missing."""


DumpKey: TypeAlias = "tuple[Printed, str, str | None]"
"""The printed date of a page, the digest of its papers, and the day on which it was saved."""


def _labels(sources: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(checked_several(sources, "sources: expected several names", str))))


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

    def __repr__(self) -> str:
        return f"<Dump {self.source!r}, date {self.listing_date}>"

    @property
    def source(self) -> str | None:
        """The first of ``sources``, or None if there are none."""
        return self.sources[0] if self.sources else None

    @classmethod
    def of(cls, listing: Listed) -> Dump:
        """Return the dump that ``listing`` was read from.

        A listing that was not parsed from a dump is identified by its source instead of its content. If the listing has
        the digest of its ``page``, that is used.

        >>> import attrs
        >>> from paperlist.model import Listing
        >>> one = Listing(papers=[Paper(title="One")], source="a.txt", is_dump=True)
        >>> Dump.of(one).digest == Dump.of(attrs.evolve(one, source="copy.txt")).digest
        True
        """
        source = () if listing.source is None else (listing.source,)
        named = "" if listing.source is None else f"name:{listing.source}"
        digest = listing.page
        if digest is None:
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


_DATES: Final = tuple(field.name for field in FIELDS if field.kind == "date")
_OTHERS: Final = attrgetter(*(field.name for field in FIELDS if field.kind != "date"))

NOWHERE: Final = Dump()
"""The dump of a sighting if only the paper is known."""


@frozen(kw_only=True, eq=False)
class Sighting:
    """One paper seen in one dump, at ``position`` on its page, from 0.

    Two sightings are equal if everything printed on their pages is equal; deduced years and names are ignored.

    >>> Sighting(paper=Paper(title="One"), position=2).listing_date is None
    True
    """

    paper: Paper
    dump: Dump = NOWHERE
    position: int = 0

    def __repr__(self) -> str:
        return f"<Sighting of {excerpt(self.paper.title)!r}, source {self.source!r}, position {self.position}>"

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

    @property
    def place(self) -> str:
        """Where the paper is: its dump and its line, or without a line its position, counted from 1.

        >>> dump = Dump(sources=["mon.txt"])
        >>> [Sighting(paper=Paper(title="One", line=line), dump=dump, position=2).place for line in (13, None)]
        ['mon.txt:13', 'mon.txt#3']
        """
        return next(self._places())

    def _places(self) -> Iterator[str]:
        """Iterate over the names of the place, the first one first."""
        for source in self.sources or (UNNAMED,):
            if self.paper.line is not None:
                yield f"{source}:{self.paper.line}"
            yield f"{source}#{self.position + 1}"

    def is_at(self, place: str) -> bool:
        """Return whether this is the name of the sighting's place: :attr:`place`, or that in a copy of the dump."""
        return place in self._places()

    def _printed(self) -> tuple[Any, ...]:
        dates = [printed(getattr(self.paper, name)) for name in _DATES]
        return self.position, self.dump.key, *dates, *_OTHERS(self.paper)

    def __eq__(self, other: object) -> bool:
        return self._printed() == other._printed() if isinstance(other, Sighting) else NotImplemented

    def __hash__(self) -> int:
        return hash((self.paper.title, self.paper.abstract, self.position, self.dump.key))

    @classmethod
    def each(cls, listing: Listed) -> Iterable[Sighting]:
        """Iterate over the sightings of a listing, one per paper, with the positions on the page, from 0."""
        dump = Dump.of(listing)
        for position, paper in zip(positions_of(listing), listing.papers, strict=True):
            yield cls(paper=paper, dump=dump, position=position)


def positions_of(listing: Listed) -> Sequence[int]:
    """Return the positions of the papers of a listing on its page."""
    return range(len(listing.papers)) if listing.positions is None else listing.positions
