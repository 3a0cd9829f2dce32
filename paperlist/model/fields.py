"""Describe the fields of a paper for all modules that store, merge, write or show them.

The class ``Paper`` defines each field once, as an attribute with the metadata that :func:`text`, :func:`count` or
:func:`date` returns. Everything else follows from that: the keys of records, the columns of tables and their headings,
the names that options take, the labels of ``show``, and which value survives a merge.
"""

from __future__ import annotations

import operator
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from .._attrs import NOTHING, Attribute, evolve, fields, frozen
from ..errors import LARGEST_NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind: TypeAlias = Literal["text", "count", "date"]
"""What the values of a field are: ``str``, ``int`` or ``ListingDate``."""

Group: TypeAlias = Literal["place", "dates", "people", "counts", "ids", "prose"]
"""What a field is about. The groups are in the order in which tables and ``show`` have them."""

Rank: TypeAlias = Literal["latest", "blank last", "fullest first", "most reliable year first", "unversioned first"]
"""Which value of a field survives a merge. Among equally good values, it is always the latest.

========================  ====================================================================================
latest                    the latest value, whatever it is
blank last                any text rather than a blank one
fullest first             the same, then a text rather than a part of it or a far shorter one, then what most pages show
most reliable year first  a printed year rather than a deduced one, and that rather than an assumed one or none
unversioned first         an arXiv id without a version rather than one with a version
========================  ====================================================================================
"""

TableName: TypeAlias = Literal["listing", "catalog"]
"""A table of papers: those of one page, or those of a catalog."""

LISTING: Final[tuple[TableName, ...]] = ("listing",)
BOTH: Final[tuple[TableName, ...]] = get_args(TableName)

_GROUPS: Final[tuple[Group, ...]] = get_args(Group)
_KEY: Final = "paperlist"


@frozen(kw_only=True)
class Field:
    """What other modules need to know about a field of a paper, or about another column of a table.

    - ``name``: the name of the attribute, the key of the record, and the column of a CSV file
    - ``kind``: the type of its values
    - ``heading``: the heading of its column, by which options find it as well
    - ``label``: its name in the output of ``show``
    - ``group``: what it is about, which decides where it is shown
    - ``short``: the tables that show it unless other columns are chosen
    - ``rank``: which value survives a merge
    - ``required``: whether each paper has it
    """

    name: str = ""
    kind: Kind
    group: Group
    heading: str = ""
    label: str = ""
    short: tuple[TableName, ...] = ()
    rank: Rank = "latest"
    required: bool = False

    @property
    def is_prose(self) -> bool:
        """Whether its texts are so long that they are wrapped or cut."""
        return self.group == "prose"


def text(
    *,
    heading: str = "",
    label: str = "",
    group: Group = "people",
    short: tuple[TableName, ...] = (),
    rank: Rank = "blank last",
) -> dict[str, Field]:
    """Return the metadata of an attribute that contains text.

    Without a ``heading``, it is the name of the attribute, with spaces. Without a ``label``, it is the heading.
    """
    return {_KEY: Field(kind="text", group=group, heading=heading, label=label, short=short, rank=rank)}


def count(
    *,
    heading: str = "",
    label: str = "",
    group: Group = "counts",
    short: tuple[TableName, ...] = (),
    rank: Rank = "latest",
) -> dict[str, Field]:
    """Return the metadata of an attribute that contains a number; see :func:`text`."""
    return {_KEY: Field(kind="count", group=group, heading=heading, label=label, short=short, rank=rank)}


def date(
    *,
    heading: str = "",
    label: str = "",
    group: Group = "dates",
    short: tuple[TableName, ...] = (),
    rank: Rank = "most reliable year first",
) -> dict[str, Field]:
    """Return the metadata of an attribute that contains a date; see :func:`text`."""
    return {_KEY: Field(kind="date", group=group, heading=heading, label=label, short=short, rank=rank)}


def table_of_fields(defined: type[Any]) -> tuple[Field, ...]:
    """Return the fields of a class in their order. An attribute that ``==`` ignores is not a field.

    Raises TypeError for an attribute without the metadata of a field.

    >>> from attrs import field, frozen
    >>> @frozen
    ... class Page:
    ...     github_stars: int | None = field(default=None, metadata=count(heading="stars"))
    >>> [(field.name, field.heading, field.label) for field in table_of_fields(Page)]
    [('github_stars', 'stars', 'stars')]
    """
    return tuple(_field_of(attribute) for attribute in fields(defined) if attribute.eq)


def _field_of(attribute: Attribute[Any]) -> Field:
    """Return the field that an attribute defines, with its name."""
    described: Field | None = attribute.metadata.get(_KEY)
    if described is None:
        raise TypeError(f"{attribute.name}: expected metadata=text(...), count(...) or date(...)")
    heading = described.heading or attribute.name.replace("_", " ")
    label = described.label or heading
    required = attribute.default is NOTHING
    return evolve(described, name=attribute.name, heading=heading, label=label, required=required)


def checked_value(value: Any, name: str, kinds: tuple[type, ...]) -> Any:
    """Return a value that a caller passed as ``name``. Raises TypeError if it has none of these types.

    Other types of whole numbers, such as those of numpy, become int. Raises ValueError for a whole number with more
    than 64 bits, which no record and no table may have.

    >>> checked_value("3", "upvotes", (int,))
    Traceback (most recent call last):
        ...
    TypeError: upvotes: expected int, got str '3'
    """
    if int in kinds and not isinstance(value, kinds):
        with suppress(TypeError):
            value = operator.index(value)
    if not isinstance(value, kinds) or isinstance(value, bool):
        names = " or ".join(kind.__name__ for kind in kinds)
        raise TypeError(f"{name}: expected {names}, got {type(value).__name__} {value!r:.40}")
    if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
        raise ValueError(f"{name}: expected a number with at most 64 bits")
    return value


def in_display_order(fields: Iterable[Field]) -> tuple[Field, ...]:
    """Return fields in the order in which tables and ``show`` have them: by group, otherwise as they come."""
    return tuple(sorted(fields, key=lambda field: _GROUPS.index(field.group)))
