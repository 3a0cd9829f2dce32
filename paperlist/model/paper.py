"""Define a paper and its fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs
from attrs import field, frozen

from ..errors import Span, expect
from .dates import ListingDate  # noqa: TC001 - typing.get_type_hints needs it
from .records import Record, date_from_record, date_record, span_from_record

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXT_FIELDS: Final = ("abstract", "organization", "submitted_by", "arxiv_id")
COUNT_FIELDS: Final = ("author_count", "comments", "upvotes", "github_stars")


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
            span=span_from_record(record),
        )


PAPER_FIELDS: Final = tuple(name for name, made in attrs.fields_dict(Paper).items() if made.eq)
"""The names of the fields that ``==`` compares, in order."""
