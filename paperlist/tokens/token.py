"""Hold the tokens of a text: their kinds, what each says, and the lines on which they are."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from .._attrs import define, field
from ..errors import excerpt
from .kinds import COARSE, END, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ..errors import Span

Piece: TypeAlias = "tuple[str, Any, int, int, bool]"
"""A token's letter and value, its start and end within its line, and whether it heads that line.

The first token on a line heads it, and so does a text after the authors or the date that end a card.
"""

Line: TypeAlias = "tuple[str, int, int]"
"""The text of a line, its offset (from 0), and its number (from 1). It may be a part of a line of the dump."""


class Token(NamedTuple):
    """A part of one line, with its kind and its place.

    ``raw`` is the whole line, and the token is its characters from ``start`` to ``end``. ``line`` is the number of the
    line (from 1), ``offset`` the place in the text where it begins (from 0). ``gap`` means that a blank line comes
    before the line, ``head`` that the token is the first on its line. Tokens sort by their places.
    """

    offset: int
    start: int
    end: int
    line: int
    kind: Kind
    value: Any
    raw: str
    gap: bool
    head: bool

    def __repr__(self) -> str:
        return f"<Token {self.kind.name} {excerpt(self.words)!r}, line {self.line}>"

    @property
    def words(self) -> str:
        """The token's own characters."""
        return self.raw[self.start : self.end]

    @property
    def span(self) -> Span:
        """Its place in the text, as start and end."""
        return self.offset + self.start, self.offset + self.end


_ADDRESSES: Final = ("/papers/", "papers%2F", "arxiv.org/")


def are_linked(texts: Iterable[str]) -> bool:
    """Whether a line has the address of a paper or of a listing."""
    # A single character is found much faster than several.
    slashed = "\n".join([text for text in texts if "/" in text or "%" in text])
    return any(map(slashed.__contains__, _ADDRESSES))


@define
class Tokens:
    """The tokens of a text in columns: ``kinds`` has their letters, ``pieces`` what they say, ``lines`` their lines.

    At each line's end, there is a line feed in ``kinds``, and its piece is None. Any slice of the columns is valid. A
    :class:`Token` is made only if somebody asks for it. ``aims`` has a letter per token for where it
    leads (`targets`), or is empty if nothing is linked. ``linked`` means that a line may have the address of a paper or
    of a listing, ``escaped`` that one may have an escape or an entity, ``starred`` that one may have a star, ``lossy``
    that one may have signs in place of characters. ``moved`` means that lines may be in another order than in the text.
    ``starts`` has the places in the text of lines that do not begin with their first character, by their numbers: a
    margin is before it, or it is a part of a line.
    """

    kinds: str = ""
    pieces: list[Piece | None] = field(factory=list)
    lines: list[Line] = field(factory=list)
    aims: str = ""
    linked: bool = False
    escaped: bool = False
    starred: bool = False
    lossy: bool = False
    moved: bool = False
    starts: dict[int, int] = field(factory=dict)
    _added_after_gaps: set[int] = field(factory=set)

    def extend(self, others: Tokens) -> None:
        """Append the tokens of the lines that follow."""
        self.kinds += others.kinds
        self.pieces += others.pieces
        self.lines += others.lines
        self.linked = self.linked or others.linked
        self.escaped = self.escaped or others.escaped
        self.starred = self.starred or others.starred
        self.lossy = self.lossy or others.lossy
        self.moved = self.moved or others.moved
        self.starts |= others.starts

    def part(self, start: int, end: int | None = None) -> Tokens:
        """Return the tokens from index ``start`` up to, but not including, ``end``."""
        within = slice(start, end)
        columns = self.kinds[within], self.pieces[within], self.lines[within], self.aims[within]
        return Tokens(*columns, self.linked, self.escaped, self.starred, self.lossy, self.moved, self.starts)

    def add(self, token: Token) -> int:
        """Add a part of a token, and return its index. It has no letter in ``kinds``, so it is in no slice."""
        at = len(self.pieces)
        self.pieces.append((str(token.kind), token.value, token.start, token.end, token.head))
        self.lines.append((token.raw, token.offset, token.line))
        if token.gap:
            self._added_after_gaps.add(at)
        return at

    def piece(self, at: int) -> Piece:
        """Return what the token at an index says; there is none at a line's end."""
        found = self.pieces[at]
        assert found is not None, "this is the end of a line"  # noqa: S101
        return found

    def words(self, at: int) -> str:
        """Return the characters of the token at an index."""
        piece = self.pieces[at]
        return self.lines[at][0][piece[2] : piece[3]]  # type: ignore[index]  # no line end has words

    def value(self, at: int) -> Any:
        """Return the value of the token at an index, or None if it has none."""
        return self.piece(at)[1]

    def touch(self, at: int, other: int) -> bool:
        """Whether nothing is between the tokens at two indexes, the second behind the first, not even a blank."""
        return self.token(at).span[1] == self.token(other).span[0]

    def heads(self, at: int) -> bool:
        """Whether the token at an index is the first on its line."""
        return self.piece(at)[4]

    def follows_gap(self, at: int) -> bool:
        """Whether a blank line comes before the token at an index, directly before its line."""
        if at == 1:
            return self.kinds[0] == END and self.lines[0][0].strip() == ""
        if at >= len(self.kinds):
            return at in self._added_after_gaps
        return self.kinds.startswith(END * 2, at - 2) if at else False

    def token(self, at: int) -> Token:
        """Return the token at an index."""
        letter, value, start, end, head = self.piece(at)
        text, offset, number = self.lines[at]
        return Token(offset, start, end, number, COARSE[letter], value, text, self.follows_gap(at), head)

    def __iter__(self) -> Iterator[Token]:
        for at, piece in enumerate(self.pieces):
            if piece:
                yield self.token(at)

    def first(self) -> Token | None:
        """Return the first token, or None if there are only blank lines."""
        return next(iter(self), None)

    def values(self, kind: Kind) -> list[Any]:
        """Return the values of all tokens that have a kind."""
        if str(kind) not in self.kinds:
            return []
        table = selection(str(kind))
        return [piece[1] for piece in compress(self.pieces, selected(self.kinds, table)) if piece]

    def all_words(self, kind: Kind) -> list[str]:
        """Return the characters of all tokens that have a kind."""
        if str(kind) not in self.kinds:
            return []
        return [self.words(at) for at, letter in enumerate(self.kinds) if letter == str(kind)]

    def whole_lines(self) -> Iterator[Line]:
        """Iterate over all lines, also blank ones."""
        return compress(self.lines, selected(self.kinds, _ENDS))


def selection(letters: str, *, but: bool = False) -> bytes:
    """Return a table for :func:`selected` that selects these letters, or all ``but`` them."""
    return bytes((chr(code) in letters) is not but for code in range(256))


def selected(kinds: str, table: bytes) -> bytes:
    """Return for each kind whether the table selects it, for :func:`itertools.compress`.

    >>> list(compress([1, 2, 3], selected("tAt", selection("t"))))
    [1, 3]
    """
    return kinds.encode("latin-1").translate(table)


def replaced(kinds: str, places: Sequence[int], letter: str) -> str:
    """Return the kinds with this letter at some places.

    >>> replaced("tAt", [0, 2], "*")
    '*A*'
    """
    if not places:
        return kinds
    changed = list(kinds)
    for place in places:
        changed[place] = letter
    return "".join(changed)


_ENDS: Final = selection(END)
