"""Hold the tokens of one card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from attrs import define, field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..tokens.phrases import Token
    from .blocks import Block

Draft: TypeAlias = "dict[str, Any]"
"""The values of a paper, by the names of its fields."""

VALUE_FIELDS: Final = {
    "author_count": "author_count",
    "published": "published",
    "comments": "comments",
    "upvotes": "upvotes",
    "upvoted": "upvotes",
    "github_stars": "github_stars",
}
"""The names of a card's values, with the fields of the paper that they fill. If a field has two, the last wins."""


class Shown(NamedTuple):
    """The parts that a card has: a title, an abstract, an organization, and the names of its values."""

    title: bool
    abstract: bool
    organization: bool
    values: frozenset[str]


@define
class Card:
    """The tokens of one card: its texts by role, and its values by name."""

    title: Block = field(factory=list)
    abstract: list[Block] = field(factory=list)
    organization: Block = field(factory=list)
    values: dict[str, Token] = field(factory=dict)

    @property
    def ends(self) -> tuple[Token, Token]:
        """The first and the last token of the card, in text order."""
        tokens = list(self.values.values())
        for block in (self.title, *self.abstract, self.organization):
            tokens += block[:1] + block[-1:]
        return min(tokens), max(tokens)

    @property
    def top(self) -> Token:
        """The first token of the title, or of the card if it has no title."""
        return self.title[0] if self.title else self.ends[0]

    @property
    def start(self) -> int:
        """The offset at which its first line begins."""
        return self.ends[0].offset

    @property
    def line(self) -> int:
        """The number of its first line."""
        return self.ends[0].line

    @property
    def title_start(self) -> int:
        """The offset of the first line of the title, or of the card if it has no title."""
        return self.top.offset

    @property
    def abstract_lines(self) -> Iterator[tuple[int, int]]:
        """The offsets of the lines of the abstract, each with the column at which the abstract starts on it."""
        return ((token.offset, 0 if token.head else token.start) for block in self.abstract for token in block)

    @property
    def shown(self) -> Shown:
        """Which parts it has."""
        return Shown(bool(self.title), bool(self.abstract), bool(self.organization), frozenset(self.values))

    def draft(self) -> Draft:
        """Return its values by the paper's fields, and its place in the text."""
        draft: Draft = {VALUE_FIELDS[name]: self.values[name].value for name in VALUE_FIELDS if name in self.values}
        first, last = self.ends
        draft["line"], draft["span"] = first.line, (first.span[0], last.span[1])
        return draft
