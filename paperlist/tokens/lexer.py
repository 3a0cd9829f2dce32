"""Read the lines of a text into signs and pieces.

Most lines read the same wherever they are, and short lines often repeat, so the results for these are cached.
"""

from __future__ import annotations

from itertools import accumulate
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from attrs import define, evolve, field

from ..errors import checked
from .context import LineReader, may_turn
from .kinds import ABSTRACT, REFERENCE, SHORT_ABSTRACT, TEXTS, TURN, line_signs, text_signs
from .margins import find_margin, without_margin
from .phrases import SIGNATURE, Kind, Token, is_plain, link_start, read_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .context import Part
    from .phrases import Piece

Headed: TypeAlias = "tuple[Kind, Any, int, int, bool]"
"""A piece of a line, and whether it is the first on its line or a text after a card's signature (date or authors)."""


class Said(NamedTuple):
    """The content of a line.

    ``signs`` has a letter for each token; it is empty for a blank line. The line is given by its ``pieces``, or by
    ``tokens`` if its reading depends on other lines. A line with neither is just text. ``linked`` means that the line
    contains the address of a paper or a listing and does not look like an abstract.
    """

    signs: str
    pieces: Sequence[Headed] = ()
    tokens: Sequence[Token] = ()
    linked: bool = False


Paragraph: TypeAlias = "tuple[int, int, Said, str]"
"""A paragraph: its first line, the line after its last, its content, and its words."""

_BLANK: Final = Said("")

_signs = attrgetter("signs")
_linked = attrgetter("linked")

_new = tuple.__new__  # does the same as the constructor of Token in half the time


@define
class Lines:
    """Successive lines of a text, without their line ends.

    ``signs`` has the signs of all lines, with a line end after each line. The i-th line has the number ``numbers[i]``
    in the text (from 1). It begins at the character ``places[i]``, plus one for each line before it in the text.
    ``odd`` means that the reading of some lines depends on others, or that some are parts of lines. ``linked`` means
    that some may contain the address of a paper or a listing, ``escaped`` that some may contain an escape or an entity.

    If the lines of each paragraph were joined into one, ``joined`` has the original lines. A paragraph then has the
    place of its first line, and its text has the words of all its lines. Such lines cannot be extended or split.
    """

    numbers: Sequence[int] = range(1, 1)
    texts: list[str] = field(factory=list)
    said: list[Said] = field(factory=list)
    places: list[int] = field(factory=list)
    signs: str = ""
    odd: bool = False
    linked: bool = False
    escaped: bool = False
    joined: Lines | None = None

    def extend(self, lines: Lines) -> None:
        """Append ``lines``, but not their signs."""
        start = self.numbers[0] if self.numbers else lines.numbers[0]
        self.numbers = range(start, lines.numbers[-1] + 1)
        self.texts += lines.texts
        self.said += lines.said
        self.places += lines.places
        self.odd = self.odd or lines.odd
        self.linked = self.linked or lines.linked
        self.escaped = self.escaped or lines.escaped

    def tokens(self, start: int = 0, stop: int | None = None) -> list[Token]:
        """Return the tokens of the lines from index ``start`` up to, but not including, ``stop``."""
        made: list[Token] = []
        gap = start > 0 and not self.said[start - 1].signs
        within = slice(start, stop)
        lines = zip(self.said[within], self.texts[within], self.places[within], self.numbers[within], strict=True)
        for said, raw, place, number in lines:
            if said.tokens:
                made += said.tokens
            elif said.pieces:
                for kind, value, first, last, head in said.pieces:
                    made.append(_new(Token, (place + number - 1, first, last, number, kind, value, raw, gap, head)))
                    gap = False
            elif said.signs:
                first, last = text_ends(raw)
                made.append(_new(Token, (place + number - 1, first, last, number, Kind.TEXT, None, raw, gap, True)))
            gap = not said.signs
        return made

    def resolved(self, sign: str, found: Callable[[Token], str]) -> Lines:
        """Return the lines with the result of ``found`` as the sign of each token that has this ``sign``."""
        if sign not in self.signs or self.odd:
            return self
        said = list(self.said)
        for i, one in enumerate(said):
            if sign in one.signs:
                pairs = zip(one.signs, self.tokens(i, i + 1), strict=True)
                said[i] = Said("".join(found(token) if old == sign else old for old, token in pairs), one.pieces)
        return evolve(self, said=said, signs=_joined(said))

    def words(self, line: int, piece: int = 0) -> str:
        """Return the words of one token of a line."""
        return self.texts[line][slice(*self.ends(line, piece))]

    def ends(self, line: int, piece: int = 0) -> tuple[int, int]:
        """Return the columns at which one token of a line begins and ends."""
        pieces = self.said[line].pieces
        return pieces[piece][2:4] if pieces else text_ends(self.texts[line])

    def tokens_of(self, sign: str) -> list[Token]:
        """Return the tokens of the lines that begin with this sign."""
        return [
            token
            for i, said in enumerate(self.said if sign in self.signs else ())
            if said.signs.startswith(sign)
            for token in self.tokens(i, i + 1)
        ]

    def offsets(self, line: int) -> list[int]:
        """Return the offset of a line, or of each line of a paragraph."""
        if not self.joined:
            return [self.places[line] + self.numbers[line] - 1]
        within = slice(self._first(line), self._first(line + 1))
        lines = zip(self.joined.places[within], self.joined.numbers[within], strict=True)
        return [place + number - 1 for place, number in lines]

    def unlisted(self) -> list[tuple[int, str]]:
        """Return the lines with their offsets, except those of a list of links."""
        if not self.odd:
            lines = zip(self.said, self.texts, self.places, self.numbers, strict=True)
            return [(at + number - 1, text) for said, text, at, number in lines if text and said.signs[:1] != REFERENCE]
        heads = (token for token in self.tokens() if token.head and token.kind is not Kind.REFERENCE)
        return list(dict.fromkeys((token.offset, token.raw) for token in heads))

    def start(self, line: int, piece: int) -> tuple[int, int]:
        """Return the number of a line, and the offset at which one of its tokens begins."""
        if self.joined:
            return self.joined.start(self._first(line), piece)
        number = self.numbers[line]
        return number, self.places[line] + number - 1 + self.ends(line, piece)[0]

    def end(self, line: int, piece: int) -> int:
        """Return the offset at which one token of a line ends."""
        if self.joined:
            return self.joined.end(self._first(line + 1) - 1, piece)
        return self.places[line] + self.numbers[line] - 1 + self.ends(line, piece)[1]

    def _first(self, line: int) -> int:
        """Return the index of a joined line's first original line; ``line`` may be one past the last."""
        assert self.joined  # noqa: S101
        if line == len(self.numbers):
            return len(self.joined.numbers)
        return self.numbers[line] - self.joined.numbers[0]

    def parts(self, start: int, stop: int) -> list[Token]:
        """Return the original tokens of the lines from index ``start`` up to, but not including, ``stop``."""
        return self.joined.tokens(self._first(start), self._first(stop)) if self.joined else self.tokens(start, stop)

    def block(self, line: int, piece: int, parts: list[Token] | None = None) -> list[Token]:
        """Return one token of a line, or the tokens of a paragraph's lines; ``parts`` are all tokens, if known."""
        tokens = self.parts(line, line + 1) if parts is None else parts
        return tokens if len(self.said[line].signs) == 1 else tokens[piece : piece + 1]

    def join(self, paragraphs: Iterable[Paragraph]) -> Lines:
        """Return the lines with those of each paragraph joined into one."""
        texts: list[str] = []
        said: list[Said] = []
        places: list[int] = []
        numbers: list[int] = []
        at = 0
        for start, stop, one, words in paragraphs:
            texts += [*self.texts[at:start], words]
            said += [*self.said[at:start], one]
            places += self.places[at : start + 1]
            numbers += self.numbers[at : start + 1]
            at = stop
        texts += self.texts[at:]
        said += self.said[at:]
        places += self.places[at:]
        numbers += self.numbers[at:]
        return Lines(numbers, texts, said, places, _joined(said), linked=self.linked, escaped=self.escaped, joined=self)

    def token(self, at: int) -> Token:
        """Return the token whose sign is at this place in ``signs``."""
        start = self.signs.rfind("\n", 0, at) + 1
        line = self.signs.count("\n", 0, at)
        return self.tokens(line, line + 1)[at - start]

    def first(self) -> Token | None:
        """Return the first token, if there is any."""
        at = len(self.signs) - len(self.signs.lstrip("\n"))
        return self.token(at) if at < len(self.signs) else None

    def part(self, start: int, end: int) -> Lines:
        """Return the lines between two places in ``signs``; of the first and the last line this may be only a part."""
        signs = self.signs
        first, last = signs.count("\n", 0, start), signs.count("\n", 0, end)
        begun = start - signs.rfind("\n", 0, start) - 1
        if begun and signs.startswith("\n", start):
            first, begun, start = first + 1, 0, start + 1
        kept = end - signs.rfind("\n", 0, end) - 1
        if kept and signs.startswith("\n", end):
            last, kept, end = last + 1, 0, end + 1
        stop = last + (kept > 0)
        said = self.said[first:stop]
        if kept:
            said[-1] = Said(said[-1].signs[:kept], tokens=self.tokens(last, stop)[:kept])
        if begun:
            tokens = said[0].tokens if kept and first == last else self.tokens(first, first + 1)
            said[0] = Said(said[0].signs[begun:], tokens=tokens[begun:])
        return Lines(
            numbers=self.numbers[first:stop],
            texts=self.texts[first:stop],
            said=said,
            places=self.places[first:stop],
            signs=signs[start:end] + "\n" * (kept > 0),
            odd=self.odd or begun > 0 or kept > 0,
            linked=self.linked,
            escaped=self.escaped,
        )


def text_ends(line: str) -> tuple[int, int]:
    """Return the columns at which the text of a line with nothing else begins and ends."""
    return 0 if line[0] != " " else len(line) - len(line.lstrip(" ")), len(line.rstrip())


def _headed(pieces: Iterable[Piece]) -> list[Headed]:
    """Return the pieces, each with whether it is the first on its line or a text after a signature."""
    headed: list[Headed] = []
    head, ended = True, False
    for kind, value, start, end in pieces:
        headed.append((kind, value, start, end, head or (ended and kind is Kind.TEXT)))
        head, ended = False, ended or kind in SIGNATURE
    return headed


def _read_again(reader: LineReader, lines: Lines, *, gap: bool) -> None:
    """Read those ``lines`` again whose content depends on others; ``gap``: a blank line comes before the first."""
    for i, (text, said) in enumerate(zip(lines.texts, lines.said, strict=True)):
        if not text:
            reader.blank()
        elif said.signs == TURN or reader.has_part(text):
            number = lines.numbers[i]
            lines.said[i] = _said(reader.read(text), lines.places[i] + number - 1, number, gap=gap)
        gap = not lines.said[i].signs


def _said(parts: Sequence[Part], offset: int, number: int, *, gap: bool) -> Said:
    """Return the content of a line that has these parts."""
    tokens = [
        Token(offset + place, first, last, number, kind, value, part, gap=False, head=head)
        for place, part, pieces in parts
        for kind, value, first, last, head in _headed(pieces)
    ]
    tokens[:1] = [token._replace(gap=gap) for token in tokens[:1]]
    return Said("".join(line_signs(part, pieces) for _, part, pieces in parts), tokens=tokens)


def _lines(chunk: str) -> tuple[list[str], Iterable[int]]:
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


_SHORT: Final = 64
"""Few lines are longer than this, except texts."""

_KNOWN: Final = 16_384
"""At most this many different short lines are cached, to bound memory for endless texts."""

_ABSTRACTS: Final = frozenset({ABSTRACT, SHORT_ABSTRACT})

TEXT_SAID: Final = {sign: Said(sign) for sign in TEXTS}
"""The content of lines that are just text, by the sign of the text."""


_known: dict[str, Said] = {}
"""A cache of the content of short lines, except those that are certainly text."""


def _say(line: str) -> Said:
    """Return the content of ``line`` by itself, or the sign that it may change the reading of lines after it."""
    start = 0 if line[:1] != " " else len(line) - len(line.lstrip(" "))
    if is_plain(line, start):
        sign = text_signs(line, start, len(line.rstrip()))
        return Said(sign, linked=True) if sign not in _ABSTRACTS and _is_linked(line) else TEXT_SAID[sign]
    said = _read(line)
    if len(line) <= _SHORT:
        if len(_known) >= _KNOWN:
            _known.clear()
        _known[line] = said
    return said


def _read(line: str) -> Said:
    """Return the content of a line that is not certainly text."""
    if not line or line.isspace():
        return _BLANK
    if may_turn(line):
        reader = LineReader()
        pieces = reader.read(line)[0][2]
        if reader.turned:
            return Said(TURN, linked=_is_linked(line))
    elif (start := link_start(line)) >= 0:
        pieces = [(Kind.TEXT, None, start, len(line))]
    else:
        pieces = read_line(line)
    return Said(line_signs(line, pieces), tuple(_headed(pieces)), linked=_is_linked(line))


_ADDRESSES: Final = ("/papers/", "papers%2F", "arxiv.org/")


def _is_linked(line: str) -> bool:
    # A single character is found much faster than several.
    return ("/" in line or "%" in line) and any(address in line for address in _ADDRESSES)


def lex(chunks: Iterable[str]) -> Iterator[Lines]:
    """Iterate over the lines of a text, chunk by chunk; each chunk must consist of whole lines."""
    reader, known = LineReader(), _known.get
    number, place = 1, 0
    gap = False
    margin = ""
    for chunk in chunks:
        texts, lengths = _lines(chunk)
        if number == 1:
            margin = find_margin(texts)
        if margin:
            texts = [without_margin(text, margin) for text in texts]
        said = [(known(text) if len(text) <= _SHORT else None) or _say(text) for text in texts]
        *places, place = accumulate(lengths, initial=place)
        numbers, linked = range(number, number + len(texts)), any(map(_linked, said))
        escaped = "\\" in chunk or "&" in chunk
        lines = Lines(numbers, texts, said, places, _joined(said), linked=linked, escaped=escaped)
        if reader.turned or TURN in lines.signs:
            _read_again(reader, lines, gap=gap)
            lines.signs = _joined(lines.said)
            lines.odd = True
        gap = not said[-1].signs
        number += len(texts)
        yield lines


def _joined(said: Iterable[Said]) -> str:
    return "\n".join(map(_signs, said)) + "\n"


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
        line += len(_lines(stretch + ".")[0]) - 1
        start = stop


def tokenize(text: str) -> list[Token]:
    r"""Split any text into tokens, including whitespace and markup.

    Joining the ``words`` of all tokens gives back the text exactly. Raises TypeError if ``text`` is not a str.

    >>> [(token.kind.name, token.words) for token in tokenize("  • 6 authors\n·")]
    [('SPACE', '  '), ('MARK', '•'), ('SPACE', ' '), ('AUTHORS', '6 authors'), ('SPACE', '\n'), ('DOT', '·')]
    """
    (lines,) = lex([checked(text, str)])
    return with_gaps(text, lines)


def with_gaps(text: str, lines: Lines) -> list[Token]:
    """Return the tokens of ``lines``, which make up ``text``, and tokens for the whitespace and markup between them."""
    tokens: list[Token] = []
    end, line = 0, 1
    for token in lines.tokens():
        tokens += _between(text, end, token.offset + token.start, line)
        tokens.append(token._replace(raw=text[token.offset : token.offset + len(token.raw)]))
        end, line = token.offset + token.end, token.line
    tokens += _between(text, end, len(text), line)
    return tokens
