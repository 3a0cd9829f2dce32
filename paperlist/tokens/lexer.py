"""Split the text of a dump into tokens, line by line.

Most lines read the same wherever they are, and short lines often repeat, so what these say is found once for each dump.
"""

from __future__ import annotations

from itertools import accumulate, chain, count, repeat
from typing import TYPE_CHECKING, Final

from ..errors import checked
from .context import LineReader
from .kinds import END, LATER, Kind
from .links import count_kind, link_around
from .looks import token_letter
from .margins import find_margin, without_margin
from .phrases import SIGNATURE, read_line
from .plain import is_plain, may_change_context, start_after_mark
from .shapes import LONGEST, read_by_shape, remember_shape
from .token import Token, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from . import phrases
    from .shapes import Reading
    from .token import Line, Piece

_BLANK: Final[Reading] = (END, (None,))
_CONTEXT_LETTER: Final = str(Kind.CONTEXT)
_CONTEXT: Final[Reading] = (_CONTEXT_LETTER + END, (None, None))

_MOST_KNOWN: Final = 16_384
"""At most this many different short lines are kept, to bound memory for endless texts."""

_FOOTERS: Final = frozenset(("TOS", "Privacy", "About", "Jobs", "Careers", "Website", "Company"))
_BUTTONS: Final = frozenset(("Subscribe", "Weekly", "Monthly"))


def _letter(line: str, piece: phrases.Piece) -> str:
    """Return the letter of a piece of a line."""
    kind, value, start, end = piece
    if kind is Kind.TEXT:
        return token_letter(line, start, end)
    if kind is Kind.BOILERPLATE:
        return str(_boilerplate_kind(line[start:end]))
    if kind is Kind.COUNT:
        return str(_count_kind(line, value, start, end))
    return str(kind)


def _boilerplate_kind(words: str) -> Kind:
    if words in _FOOTERS:
        return Kind.FOOTER
    if words in _BUTTONS:
        return Kind.BUTTON
    return Kind.PHRASE if " " in words else Kind.BOILERPLATE


def _count_kind(line: str, value: int, start: int, end: int) -> Kind:
    if not value:
        return Kind.ZERO
    if "]" not in line and "⟨" not in line and ")" not in line:
        return Kind.COUNT
    address, label = link_around(line, start, end)
    return Kind.LISTED_COUNT if label else count_kind(address)


def _reading(line: str, pieces: Sequence[phrases.Piece]) -> Reading:
    """Return the letters and the pieces of a line, or of a part of one."""
    letters: list[str] = []
    headed: list[Piece | None] = []
    head, signed = True, False
    for piece in pieces:
        kind, value, start, end = piece
        heads = head or (signed and kind is Kind.TEXT)
        letter = _letter(line, piece)
        if not heads:
            letter = letter.translate(LATER)
        letters.append(letter)
        headed.append((letter, value, start, end, heads))
        head, signed = False, signed or kind in SIGNATURE
    return "".join(letters) + END, (*headed, None)


def _read(line: str) -> Reading:
    """Return what a line says by itself, or that it may change how the lines after it are read."""
    if not line or line.isspace():
        return _BLANK
    if may_change_context(line):
        reader = LineReader()
        pieces = reader.read(line)[0][2]
        return _CONTEXT if reader.turned else _reading(line, pieces)
    found = _reading(line, read_line(line))
    remember_shape(line, *found)
    return found


class _Lexer:
    """Reads the lines of one text, and keeps what its short lines say."""

    def __init__(self) -> None:
        self.known: dict[str, Reading] = {}
        self.context = LineReader()

    def read(self, line: str) -> Reading:
        """Return what a line says by itself."""
        start = 0 if line[:1] != " " else len(line) - len(line.lstrip(" "))
        if not is_plain(line, start):
            start = start_after_mark(line)
        if start >= 0:
            end = len(line.rstrip())
            letter = token_letter(line, start, end)
            return letter + END, ((letter, None, start, end, True), None)
        if len(line) > LONGEST:
            return _read(line)
        found = read_by_shape(line) or _read(line)
        if len(self.known) >= _MOST_KNOWN:
            self.known.clear()
        self.known[line] = found
        return found

    def tokens(self, lines: Sequence[Line], read: Sequence[Reading]) -> Tokens:
        """Return the tokens of successive lines, each of which is also given as it reads by itself."""
        letters = [letters for letters, _ in read]
        kinds = "".join(letters)
        if self.context.turned or _CONTEXT_LETTER in kinds:
            lines, read = self._in_context(lines, read)
            letters = [letters for letters, _ in read]
            kinds = "".join(letters)
        pieces = list(chain.from_iterable([pieces for _, pieces in read]))
        return Tokens(kinds, pieces, list(chain.from_iterable(map(repeat, lines, map(len, letters)))))

    def _in_context(self, lines: Sequence[Line], read: Sequence[Reading]) -> tuple[list[Line], list[Reading]]:
        """Return the lines, and what they say after those before them. A line may be split into several parts."""
        parts: list[Line] = []
        found: list[Reading] = []
        for line, alone in zip(lines, read, strict=True):
            text, offset, number = line
            said = alone
            if not text:
                self.context.blank()
            elif alone is _CONTEXT or self.context.has_part(text):
                said = _BLANK
                for place, part, pieces in self.context.read(text):
                    letters, headed = _reading(part, pieces)
                    parts.append((part, offset + place, number))
                    found.append((letters[:-1], headed[:-1]))
            parts.append(line)
            found.append(said)
        return parts, found


_ADDRESSES: Final = ("/papers/", "papers%2F", "arxiv.org/")


def _are_linked(texts: Iterable[str]) -> bool:
    """Whether a line has the address of a paper or of a listing."""
    # A single character is found much faster than several.
    slashed = [text for text in texts if "/" in text or "%" in text]
    return any(address in text for text in slashed for address in _ADDRESSES)


def lex(chunks: Iterable[str]) -> Iterator[Tokens]:
    """Iterate over the tokens of a text, chunk by chunk; each chunk must consist of whole lines."""
    lexer = _Lexer()
    known, read = lexer.known.get, lexer.read
    number, place, margin = 1, 0, ""
    for chunk in chunks:
        texts, lengths = split_lines(chunk)
        if number == 1:
            margin = find_margin(texts)
        if margin:
            texts = [without_margin(text, margin) for text in texts]
        *offsets, place = accumulate(map((1).__add__, lengths), initial=place)
        tokens = lexer.tokens(
            list(zip(texts, offsets, count(number))),
            [(known(text) if len(text) <= LONGEST else None) or read(text) for text in texts],
        )
        tokens.linked = _are_linked(texts)
        tokens.escaped = "\\" in chunk or "&" in chunk
        number += len(texts)
        yield tokens


def split_lines(chunk: str) -> tuple[list[str], Iterable[int]]:
    """Split a chunk at LF, CR LF and CR; return the lines, and their lengths with their line ends minus one."""
    ended = chunk.endswith("\n")
    if "\r" not in chunk:
        lines = chunk.split("\n")
        del lines[len(lines) - ended :]
        return lines, map(len, lines)
    returned = chunk[:-1] if chunk.endswith(("\n", "\r")) else chunk
    plain = f"{returned}\n".replace("\r\n", "\n")[:-1] if ended else returned.replace("\r\n", "\n")
    if "\r" not in plain:
        return plain.split("\n"), map(len, returned.split("\n"))
    *lines, last = returned.split("\n")
    pairs = [pair for line in lines for pair in (_returned(line) if "\r" in line else ((line, len(line)),))]
    pairs += _returned(last) if ended else [(line, len(line)) for line in last.split("\r")]
    return [line for line, _ in pairs], [length for _, length in pairs]


def _returned(line: str) -> Iterator[tuple[str, int]]:
    """Split a line at carriage returns; iterate over the parts, each with its length.

    Two carriage returns at the end and the LF after them are one line end: some programs write CR LF as CR CR LF.
    """
    bare = line.removesuffix("\r").removesuffix("\r")
    *parts, last = bare.split("\r")
    yield from zip(parts, map(len, parts), strict=True)
    yield last, len(last) + len(line) - len(bare)


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


def with_gaps(text: str, tokens: Tokens) -> list[Token]:
    """Return the tokens of ``text``, and tokens for the whitespace and markup between them."""
    every: list[Token] = []
    end, line = 0, 1
    for token in tokens:
        every += _between(text, end, token.offset + token.start, line)
        every.append(token._replace(raw=text[token.offset : token.offset + len(token.raw)]))
        end, line = token.offset + token.end, token.line
    every += _between(text, end, len(text), line)
    return every
