"""What stands on one card?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from attrs import define, field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .lexer import Token
    from .paragraphs import Block

Draft: TypeAlias = "dict[str, Any]"
"""What a paper is made of, by the names of its fields."""

VALUE_FIELDS: Final = {
    "author_count": "author_count",
    "published": "published",
    "comments": "comments",
    "upvotes": "upvotes",
    "upvoted": "upvotes",
    "github_stars": "github_stars",
}
"""The fields of a paper that values tell, by the names of these; the last name holds."""


class Shown(NamedTuple):
    """What a card shows: whether a title, an abstract, an organization, and values of which names."""

    title: bool
    abstract: bool
    organization: bool
    values: frozenset[str]


@define
class Card:
    """The tokens of one card: its texts by role, its values by name."""

    title: Block = field(factory=list)
    abstract: list[Block] = field(factory=list)
    organization: Block = field(factory=list)
    values: dict[str, Token] = field(factory=dict)

    @property
    def ends(self) -> tuple[Token, Token]:
        """The first and the last of the card's tokens, in the order of the text."""
        tokens = list(self.values.values())
        for block in (self.title, *self.abstract, self.organization):
            tokens += block[:1] + block[-1:]
        return min(tokens), max(tokens)

    @property
    def top(self) -> Token:
        """The first token of its title, or of all where it has none."""
        return self.title[0] if self.title else self.ends[0]

    @property
    def start(self) -> int:
        """Where its first line begins."""
        return self.ends[0].offset

    @property
    def line(self) -> int:
        """The number of its first line."""
        return self.ends[0].line

    @property
    def title_start(self) -> int:
        """Where the first line of its title begins, or its own where it has none."""
        return self.top.offset

    @property
    def abstract_lines(self) -> Iterator[tuple[int, int]]:
        """Where the lines of its abstract begin, and how far behind that it begins on each."""
        return ((token.offset, 0 if token.head else token.start) for block in self.abstract for token in block)

    @property
    def shown(self) -> Shown:
        """What it shows."""
        return Shown(bool(self.title), bool(self.abstract), bool(self.organization), frozenset(self.values))

    def draft(self) -> Draft:
        """Return what its values say by the fields of a paper, and where it stands."""
        draft: Draft = {VALUE_FIELDS[name]: self.values[name].value for name in VALUE_FIELDS if name in self.values}
        first, last = self.ends
        draft["line"], draft["span"] = first.line, (first.span[0], last.span[1])
        return draft
