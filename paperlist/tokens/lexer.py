"""Split the text of a dump into tokens, line by line.

Most lines read the same wherever they are, and short lines often repeat, so what these say is found once for each dump.
"""

from __future__ import annotations

from itertools import chain, repeat
from typing import TYPE_CHECKING, Final

from .._collecting import uncollected
from .characters import SOFT_HYPHEN, are_unusual, has_invisible, has_lost, usual_lines, visible_places
from .kinds import END, LATER, Kind
from .lines.columns import in_reading_order, may_have_columns
from .lines.heads import find_heads
from .lines.sheets import Sheets, may_have_sheets, without_form_feeds
from .lines.splitting import TRAILING, Splitter, split_lines
from .looks import token_letter
from .markup import end_of_text
from .notations.dialects import translated
from .notations.digests import begins_digest, read_digest
from .notations.outlines import begins_outline, read_outline
from .notations.stand_ins import StandIns
from .notations.strings import begins_object, read_strings
from .notations.tables import begins_table, read_tables
from .phrases.context import LineReader
from .phrases.line import read_line
from .phrases.patterns import COMMENT_SIGNS, SIGNATURE, STAR_SIGNS, UPVOTE_SIGNS
from .phrases.plain import is_plain, may_change_context, start_after_mark
from .phrases.shapes import LONGEST, read_by_shape, remember_shape
from .token import Tokens, are_linked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .lines.splitting import Split
    from .notations.rows import Given
    from .phrases import line as phrases
    from .phrases.context import Part
    from .phrases.shapes import Reading
    from .token import Line, Piece

_BLANK: Final[Reading] = (END, (None,))
_SHEET: Final = str(Kind.SHEET)
_CONTEXT_LETTER: Final = str(Kind.CONTEXT)
_CONTEXT: Final[Reading] = (_CONTEXT_LETTER + END, (None, None))

_MOST_KNOWN: Final = 16_384
"""At most this many different short lines are kept, to bound memory for endless texts."""

_LONGEST_READ: Final = 1 << 20
"""A line with more characters is one text. A whole page on one line has fewer."""

_FOOTERS: Final = ("TOS", "Privacy", "About", "Jobs", "Careers", "Website", "Company", "Previous", "Next")
_KNOWN: Final = {
    **dict.fromkeys((*_FOOTERS, "© Hugging Face"), str(Kind.FOOTER)),
    **dict.fromkeys(("Subscribe", "Weekly", "Monthly"), str(Kind.BUTTON)),
}
_COUNT, _ZERO = str(Kind.COUNT), str(Kind.ZERO)
_LABELLED: Final = {
    **dict.fromkeys(("vote", "ote"), str(Kind.LOGIN_COUNT)),
    **dict.fromkeys(("ment", "ent"), str(Kind.COMMUNITY_COUNT)),
}
"""The letters of counts with a label, by its end: `12 upvotes`, `1 comment`."""


_SIGNED: Final = {
    **dict.fromkeys(UPVOTE_SIGNS, str(Kind.LOGIN_COUNT)),
    **dict.fromkeys(COMMENT_SIGNS, str(Kind.COMMUNITY_COUNT)),
    **dict.fromkeys(STAR_SIGNS, str(Kind.STARS)),
}
"""The letters of counts with a sign, by the sign: `▲ 12`."""


def _signed(line: str, start: int, end: int) -> str | None:
    """Return the letter of a count on a line if a sign before or behind it says what it counts."""
    if line.isascii():
        return None
    return _SIGNED.get(line[:start].rstrip(" \ufe0f")[-1:]) or _SIGNED.get(line[end:].lstrip(" ")[:1])


def _letter(line: str, piece: phrases.Piece) -> str:
    """Return the letter of a piece of a line."""
    kind, value, start, end = piece
    if kind is Kind.TEXT:
        return token_letter(line, start, end)
    if kind is Kind.BOILERPLATE:
        words = line[start:end]
        return _KNOWN.get(words) or str(Kind.PHRASE if " " in words else kind)
    if kind is Kind.COUNT:
        return (
            _LABELLED.get(line[end - 4 : end].rstrip("s")) or _signed(line, start, end) or (_COUNT if value else _ZERO)
        )
    return str(kind)


def reading(line: str, pieces: Sequence[phrases.Piece]) -> Reading:
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
        return _CONTEXT if reader.turned else reading(line, pieces)
    found = reading(line, read_line(line))
    remember_shape(line, *found)
    return found


def _moved(line: str, piece: Piece, places: Sequence[int]) -> Piece:
    """Return a piece with its places on a line that has invisible characters; it includes a soft hyphen at its end."""
    letter, value, start, end, heads = piece
    stop = places[end - 1] + 1
    return letter, value, places[start], stop + line.startswith(SOFT_HYPHEN, stop), heads


def _running_line(line: str) -> Reading:
    """Return what a line at the end of a printed sheet says."""
    start, end = len(line) - len(line.lstrip(" ")), len(line.rstrip(" "))
    return _SHEET + END, ((_SHEET, None, start, end, True), None)


def _rows(split: Split, rows: Sequence[Given], known: dict[Line, Reading]) -> list[Line]:
    """Return the lines of a chunk with papers in rows; what the given ones say is added to ``known``."""
    placed = split.placed((one.place, one.words) for one in rows)
    lines = [(words, offset - one.added, number) for one, (words, offset, number) in zip(rows, placed, strict=True)]
    for one, line in zip(rows, lines, strict=True):
        if one.kind:
            letter = str(one.kind)
            known[line] = letter + END, ((letter, one.value, one.added, len(one.words), True), None)
    return lines


def _stripped(lines: Iterable[Line]) -> list[Line]:
    """Return lines without the blanks at their ends, which mean nothing."""
    return [(words.rstrip(TRAILING), offset, number) for words, offset, number in lines]


class _Lexer:
    """Reads the lines of one text, and keeps what its short lines say.

    ``unusual`` means that lines may have invisible characters, ``has_parts`` that a line was split, and
    ``moved`` that lines may be in another order.
    """

    def __init__(self) -> None:
        self.known: dict[str, Reading] = {}
        self.context = LineReader()
        self.unusual = self.has_parts = self.moved = False
        self.sheets: Sheets | None = None
        self.stand_ins = StandIns()

    def lex(self, split: Split) -> Tokens:
        """Return the tokens of a chunk."""
        linked = are_linked(split.texts)
        known: dict[Line, Reading] = {}
        if rows := read_tables(split.chunk) or read_digest(split.chunk):
            lines = _rows(split, rows, known)
            linked = linked or any(one.kind is Kind.LINK for one in rows)
            self.moved = True
        else:
            lines, known = self.arranged(self.in_markdown(split, linked=linked), split)
        self.unusual = are_unusual(split.chunk, split.texts)
        if self.unusual:
            lines = [one for line in lines for one in ((line,) if line in known else usual_lines((line,)))]
        tokens = self.tokens(lines, self.readings(lines, known, begins=split.first == 1), known)
        tokens.linked, tokens.moved = linked, self.moved
        if split.is_cut or lines is not split.lines or self.has_parts:
            tokens.starts = split.starts_of(tokens.lines)
        return tokens

    def in_markdown(self, split: Split, *, linked: bool) -> list[Line]:
        """Return the lines of a chunk; strings, pictures, outlines and links of other languages are as in Markdown."""
        if strings := read_strings(split.chunk):
            return _stripped(split.placed(strings))
        if outline := read_outline(split.chunk, split.texts):
            columns = zip(split.lines, outline, strict=True)
            return [(words, offset + column, line) for (_, offset, line), (words, column) in columns]
        text = self.stand_ins.boxed(translated(split.chunk) if linked else split.chunk)
        if text is split.chunk:
            return split.lines
        translations = split_lines(text)[0]
        pairs = zip(translations, split.lines, strict=True)
        return _stripped((words, offset, line) for words, (_, offset, line) in pairs)

    def arranged(self, lines: list[Line], split: Split) -> tuple[list[Line], dict[Line, Reading]]:
        """Return the lines of a chunk in the order in which they are read, and what running lines say."""
        running: frozenset[int] = frozenset()
        texts = split.texts if lines is split.lines else [text for text, _, _ in lines]
        if self.sheets or may_have_sheets(split.chunk, texts):
            apart = without_form_feeds(lines)
            words = [text for text, _, _ in apart]
            self.sheets = self.sheets or Sheets.of(words)
            running = frozenset([apart[at][1] for at in self.sheets.running(words)])
            lines = apart if running else lines
        if running or may_have_columns(split.chunk if lines is split.lines else "\n".join(texts)):
            lines = in_reading_order(lines, running)
            self.moved = True
        return lines, {line: _running_line(line[0]) for line in lines if line[1] in running} if running else {}

    def read(self, line: str) -> Reading:
        """Return what a line says by itself."""
        if self.unusual and has_invisible(line):
            return self._read_visible(line)
        start = 0 if line[:1] != " " else len(line) - len(line.lstrip(" "))
        found = None
        if not is_plain(line, start):
            found = read_by_shape(line)
            start = -1 if found else start_after_mark(line)
        if len(line) > _LONGEST_READ:
            start = max(start, 0)
        if start >= 0:
            end = end_of_text(line)
            letter = token_letter(line, start, end)
            return letter + END, ((letter, None, start, end, True), None)
        found = found or _read(line)
        if len(line) <= LONGEST:
            if len(self.known) >= _MOST_KNOWN:
                self.known.clear()
            self.known[line] = found
        return found

    def _read_visible(self, line: str) -> Reading:
        """Return what a line says without its invisible characters."""
        places = visible_places(line)
        found = self.read("".join([line[at] for at in places]))
        if found is _CONTEXT:
            return found
        letters, pieces = found
        return letters, [piece and _moved(line, piece, places) for piece in pieces]

    def readings(self, lines: Sequence[Line], given: Mapping[Line, Reading], *, begins: bool) -> list[Reading]:
        """Return what each line says by itself, unless it is ``given``.

        ``begins`` means that the text begins with the first line.
        """
        known, read = self.known.get, self.read
        texts = [text for text, _, _ in lines]
        if given:
            found = [given.get(line) or known(line[0]) or read(line[0]) for line in lines]
        else:
            found = [(known(text) if len(text) <= LONGEST else None) or read(text) for text in texts]
        for at, head in find_heads(texts, begins=begins).items():
            found[at] = head
        return found

    def tokens(self, lines: Sequence[Line], read: Sequence[Reading], given: Mapping[Line, Reading]) -> Tokens:
        """Return the tokens of successive lines, each with what it says by itself; ``given`` are those not to split."""
        letters = [letters for letters, _ in read]
        kinds = "".join(letters)
        if self.context.turned or _CONTEXT_LETTER in kinds:
            self.has_parts = True
            lines, read = self._in_context(lines, read, given)
            letters = [letters for letters, _ in read]
            kinds = "".join(letters)
        pieces = list(chain.from_iterable([pieces for _, pieces in read]))
        return Tokens(kinds, pieces, list(chain.from_iterable(map(repeat, lines, map(len, letters)))))

    def _in_context(
        self, lines: Sequence[Line], read: Sequence[Reading], given: Mapping[Line, Reading]
    ) -> tuple[list[Line], list[Reading]]:
        """Return the lines, and what they say after those before them. A line may be split into several parts."""
        parts: list[Line] = []
        found: list[Reading] = []
        for line, alone in zip(lines, read, strict=True):
            text, offset, number = line
            said = alone
            if not text:
                self.context.blank()
            elif line not in given and (
                alone is _CONTEXT or (len(text) <= _LONGEST_READ and self.context.has_part(text))
            ):
                read_parts = [(place, part, *reading(part, pieces)) for place, part, pieces in self._parts(text)]
                if [part for _, part, _, _ in read_parts] == [text]:
                    said = read_parts[0][2:]
                else:
                    said = _BLANK
                    parts += ((part, offset + place, number) for place, part, _, _ in read_parts)
                    found += ((letters[:-1], headed[:-1]) for _, _, letters, headed in read_parts)
            parts.append(line)
            found.append(said)
        return parts, found

    def _parts(self, line: str) -> Iterator[Part]:
        """Iterate over the parts of a line, after those before it; invisible characters are ignored."""
        if not has_invisible(line):
            yield from self.context.read(line)
            return
        places = visible_places(line)
        for column, part, pieces in self.context.read("".join([line[at] for at in places])):
            start, end = places[column], places[column + len(part) - 1] + 1
            within = [place - start for place in places[column : column + len(part)]]
            moved = [(kind, value, within[first], within[last - 1] + 1) for kind, value, first, last in pieces]
            yield start, line[start:end], moved


_CONTINUED: Final = (begins_outline, begins_object, begins_table, begins_digest)


def _joined(chunks: Iterable[str]) -> Iterator[str]:
    """Iterate over the chunks of a text; they are joined if what the first begins with may continue in all others."""
    chunks = iter(chunks)
    for chunk in chunks:
        yield chunk + "".join(chunks) if any(begins(chunk) for begins in _CONTINUED) else chunk


def lex(chunks: Iterable[str]) -> Iterator[Tokens]:
    """Iterate over the tokens of a text, chunk by chunk; each chunk must consist of whole lines."""
    lexer, splitter = _Lexer(), Splitter()
    for chunk in _joined(chunks):
        with uncollected():
            tokens = lexer.lex(splitter.split(chunk))
            tokens.escaped = "\\" in chunk or "&" in chunk
            tokens.starred = "*" in chunk
            tokens.lossy = has_lost(chunk)
        yield tokens
