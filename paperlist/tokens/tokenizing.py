"""Split any text into tokens that are all of it: also whitespace, and markup without words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import checked
from .kinds import Kind
from .lexer import lex
from .lines.splitting import split_lines
from .token import Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def _between(text: str, start: int, end: int, line: int) -> Iterator[Token]:
    """Iterate over the tokens of a span without words: blanks with line ends, and the marks between them."""
    while start < end:
        blank = text[start].isspace()
        stop = start + 1
        while stop < end and text[stop].isspace() == blank:
            stop += 1
        stretch = text[start:stop]
        kind = Kind.SPACE if blank else Kind.MARK
        yield Token(start, 0, stop - start, line, kind, None, stretch, gap=False, head=False)
        line += len(split_lines(stretch + ".")[0]) - 1
        start = stop


def tokenize(text: str) -> list[Token]:
    r"""Split any text into tokens, including whitespace and markup.

    Joining the ``words`` of all tokens gives back the text exactly. Raises TypeError if ``text`` is not a str.

    >>> [(token.kind.name, token.words) for token in tokenize("  • 6 authors\n·")]
    [('SPACE', '  '), ('MARK', '•'), ('SPACE', ' '), ('AUTHORS', '6 authors'), ('SPACE', '\n'), ('DOT', '·')]
    """
    (tokens,) = lex([checked(text, str)])
    return with_gaps(text, tokens)


def _place(token: Token) -> int:
    return token.span[0]


def with_gaps(text: str, tokens: Iterable[Token]) -> list[Token]:
    """Return the tokens of ``text``, and tokens for the whitespace and markup between them.

    Tokens of one line share its characters.
    """
    every: list[Token] = []
    end, line = 0, 1
    raw, span = "", (0, 0)
    for token in sorted(tokens, key=_place):
        every += _between(text, end, token.offset + token.start, line)
        if span != (token.offset, token.offset + len(token.raw)):
            span = token.offset, token.offset + len(token.raw)
            raw = text[slice(*span)]
        every.append(token._replace(raw=raw))
        end, line = token.offset + token.end, token.line
    every += _between(text, end, len(text), line)
    return every
