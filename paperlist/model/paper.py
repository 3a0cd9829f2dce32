"""Define a paper and its fields.

A new field is a new attribute of :class:`Paper`, with metadata that describes it (see :mod:`paperlist.model.fields`).
All modules but those that find values on a page take the fields from the table :data:`FIELDS`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .._attrs import field, frozen
from ..errors import Span, excerpt, expect
from .dates import ListingDate
from .fields import BOTH, LISTING, Field, Kind, checked_value, count, date, table_of_fields, text
from .records import Record, date_from_record, date_record, span_from_record

if TYPE_CHECKING:
    from collections.abc import Mapping


@frozen(kw_only=True)
class Paper:
    """A paper as one card of a page shows it. A field that the dump does not contain is None.

    ``published`` is the date of the first version. ``arxiv_id`` has no version, as in ``2412.09871``. ``submitted_by``
    is the name of a user of the site. ``line`` (1-based) and ``span`` (0-based character offsets) locate the card in
    the dump. ``confidence`` is the probability, from 0 to 1, that this is a paper and that its fields are as printed;
    it is None if the paper was not parsed from a dump, or is that of an entry. These three are ignored by ``==``.

    A value of another type raises TypeError, and a number with more than 64 bits ValueError.

    >>> Paper(title="A Title", upvotes=3, line=7) == Paper(title="A Title", upvotes=3)
    True
    """

    title: str = field(metadata=text(group="prose", short=BOTH, rank="fullest first"))
    abstract: str | None = field(default=None, metadata=text(group="prose", rank="fullest first"))
    author_count: int | None = field(default=None, metadata=count(heading="authors", group="people", short=BOTH))
    organization: str | None = field(default=None, metadata=text())
    published: ListingDate | None = field(default=None, metadata=date(short=BOTH))
    comments: int | None = field(default=None, metadata=count(short=BOTH))
    upvotes: int | None = field(default=None, metadata=count(short=BOTH))
    submitted_by: str | None = field(default=None, metadata=text())
    arxiv_id: str | None = field(default=None, metadata=text(heading="arXiv", group="ids", rank="unversioned first"))
    github_stars: int | None = field(default=None, metadata=count(heading="stars", label="GitHub stars", short=LISTING))
    line: int | None = field(default=None, eq=False)
    span: Span | None = field(default=None, eq=False)
    confidence: float | None = field(default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        for name, kinds in _TYPES.items():
            value = getattr(self, name)
            if (value is not None or name == "title") and (type(value) is not str or kinds != (str,)):
                _set_value(self, name, checked_value(value, name, kinds))
        if self.span is not None and [type(end) for end in self.span] != [int, int]:
            raise TypeError(f"span: expected two numbers, got {self.span!r:.40}")

    def __repr__(self) -> str:
        published = "" if self.published is None else f", {self.published}"
        return f"<Paper {excerpt(self.title)!r}{published}>"

    def _repr_html_(self) -> str:
        """Return the fields of the paper as HTML, for notebooks."""
        from .display import paper_html  # noqa: PLC0415 - for notebooks only

        return paper_html(self, FIELDS)

    def to_dict(self) -> Record:
        """Return a flat dict of JSON's types in the order of the fields. Dates are ISO 8601 text.

        >>> record = Paper(title="A Title", published=ListingDate(month=3, day=4, year=2031)).to_dict()
        >>> record["title"], record["published"]
        ('A Title', '2031-03-04')
        """
        record: Record = {}
        for name, kind in _KINDS:
            value = getattr(self, name)
            if kind == "date":
                record.update(date_record(name, value))
            else:
                record[name] = value
        place = {"line": self.line, "span": self.span and list(self.span)}
        return record | place | {"confidence": self.confidence}

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Paper:
        """Make a paper from a dict that :meth:`to_dict` returned. Unknown keys are ignored; missing ones mean None.

        Raises :class:`RecordError` for a value of the wrong type.

        >>> Paper.from_dict({"title": "A Title", "upvotes": 3}).upvotes
        3
        """
        values = {known.name: _value_from(record, known) for known in FIELDS}
        line: int | None = expect(record, "line", int)
        confidence: float | None = expect(record, "confidence", (int, float))
        return paper_of({**values, "line": line, "span": span_from_record(record), "confidence": confidence})


FIELDS: Final = table_of_fields(Paper)
"""All fields of a paper, in order. They are what ``==`` compares."""

PAPER_FIELDS: Final = tuple(known.name for known in FIELDS)
"""The names of the fields, in order."""

_TYPES_OF_KINDS: Final[Mapping[Kind, tuple[type, ...]]] = {"text": (str,), "count": (int,), "date": (ListingDate,)}
_TYPES: Final[Mapping[str, tuple[type, ...]]] = {
    **{known.name: _TYPES_OF_KINDS[known.kind] for known in FIELDS},
    "line": (int,),
    "span": (tuple,),
    "confidence": (int, float),
}

_set_value: Final = object.__setattr__
_SETTERS: Final = tuple((name, Paper.__dict__[name].__set__) for name in _TYPES)


def paper_of(values: Mapping[str, Any]) -> Paper:
    """Return a paper with these values, which are not checked: only for those that are known to have the right types.

    >>> paper_of({"title": "A Title"}).upvotes is None
    True
    """
    paper = Paper.__new__(Paper)
    for name, set_value in _SETTERS:  # those of slots are faster than ``object.__setattr__``
        set_value(paper, values.get(name))
    return paper


_KINDS: Final = tuple((known.name, known.kind) for known in FIELDS)


def _value_from(record: Mapping[str, Any], known: Field) -> Any:
    """Return the value of a field in a record that :meth:`Paper.to_dict` returned."""
    if known.kind == "date":
        return date_from_record(record, known.name)
    return expect(record, known.name, str if known.kind == "text" else int, optional=not known.required)
