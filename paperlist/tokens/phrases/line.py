"""Split one line into tokens, without looking at other lines.

A line is read from the left: first marks that have no words (bullets, brackets of links, labels of images), then the
page's own phrases for as long as they last. If anything else is left, the line is text. No decisions are made here:
whether ``42`` is a count or a title is decided in `cards`, which has the whole page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..._engine import line_re as re
from ...model import MONTHS
from ...years.dates import DATE_PATTERN, DAYS, LOWER_MONTHS, parse_date
from ..kinds import Kind
from ..links.lists import read_link
from ..markup import PICTURE, end_of_text
from ..numbers import leading_number, number
from .patterns import (
    ANCHOR,
    AUTHORS_LAST,
    BOILERPLATE,
    FRAME,
    HEADINGS,
    IN_CAPITALS,
    KINDS,
    LEAD,
    LONGEST_AUTHORS,
    MARKS,
    MIN_PHRASES_OF_PAGE,
    NAME,
    NO_NAME,
    NO_WORDS,
    NUMBERED,
    SCAN,
    SIGNATURE,
    SIGNS_OF_FRAME,
    SUBMITTED_BY,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


Piece: TypeAlias = "tuple[Kind, Any, int, int]"
"""The kind of a token, its value, and its start and end within its line."""


def _piece(name: str, text: str, start: int) -> Piece:
    kind = KINDS[name]
    value: Any = None
    if kind is Kind.DATE:
        value = parse_date(text)
    elif kind in NUMBERED:
        value = number(leading_number(text))
    return kind, value, start, start + len(text)


_LONGEST_SCHEME: Final = 16
"""The `://` of an address is at most this many characters after its start."""


def _is_word(line: str, at: int) -> bool:
    """Whether a word that begins at ``at`` is certainly neither a phrase nor an address, which is found much faster."""
    return line[at].isalpha() and line[at : at + 2] not in BEGINNINGS and "://" not in line[at : at + _LONGEST_SCHEME]


def _phrases(line: str, at: int) -> tuple[list[Piece], int]:
    """Return the page's phrases in ``line`` from ``at`` on, and where the last one ends."""
    pieces: list[Piece] = []
    while at < len(line) and not _is_word(line, at) and (found := SCAN.match(line, at)):
        kind = found.lastgroup or ""
        if kind not in MARKS:
            pieces.append(_piece(kind, found[0], at))
        at = found.end()
    return pieces, at


def _texts_and_phrases(line: str, start: int) -> list[Piece]:
    """Return the text of a line, and the phrases after or within it, if the line has more than one text of a card."""
    if "·" not in line and SUBMITTED_BY not in line:  # much faster than the patterns below
        return _text(line, start, len(line))
    pieces: list[Piece] = []
    if any(sign in line for sign in SIGNS_OF_FRAME):
        while frame := FRAME.search(line, start):
            pieces += _texts_and_values(line[: frame.start()], start)
            phrases, start = _phrases(line, frame.start())
            named: list[Piece] = []
            if phrases[-1][0] is Kind.COUNT:
                start = phrases.pop()[2]
            elif phrases[-1][0] is Kind.SUBMITTED:
                named, start = _name(line, start)
            pieces += phrases + named
    return pieces + _texts_and_values(line, start)


def _texts_and_values(line: str, start: int) -> list[Piece]:
    """Return the text of a line, and authors or a date after or within it.

    Some extractors put these on the same line. The text of the next card may follow, after a count or a submitter.
    """
    pieces: list[Piece] = []
    at = start
    several = line.count(SUBMITTED_BY) > 1
    dotted = line.count("·") > 1
    anchor = ANCHOR.search(line, start + 1)
    while anchor:
        tail, stop = _phrases(line, anchor.start())
        before = line[max(at, anchor.start() - LONGEST_AUTHORS) : anchor.start()]
        signed = dotted and AUTHORS_LAST.search(before) is not None
        ends = (len(tail) > 1 or anchor[0] == "·") if stop == len(line) else _ends_card(tail, signed=signed)
        if ends or (several and anchor[0] == SUBMITTED_BY):
            pieces += _text(line, at, anchor.start(), signed=ends)
            if stop < len(line) and tail[-1][0] is Kind.COUNT and len(tail) > 2:
                stop = tail.pop()[2]
            pieces += tail
            if tail[-1][0] is Kind.SUBMITTED:
                name, stop = _name(line, stop)
                pieces += name
            at = stop
        anchor = ANCHOR.search(line, max(stop, anchor.end()))
    return pieces + _text(line, at, len(line))


def _ends_card(tail: Sequence[Piece], *, signed: bool) -> bool:
    """Whether a dot and the phrases after it end a card, although the line continues.

    A date alone does so only if it is ``signed``, that is after authors on a line with several dots: a title may
    contain one dot and a date.
    """
    if len(tail) == 2:
        return signed and tail[1][0] is Kind.DATE
    return len(tail) > 2 and tail[1][0] in SIGNATURE


def _text(line: str, start: int, end: int, *, signed: bool = False) -> list[Piece]:
    """Return the text between ``start`` and ``end``; if it is ``signed``, authors at its end become a second piece."""
    start = end - len(line[start:end].lstrip())
    text = line[start:end]
    authors = AUTHORS_LAST.search(text) if signed else None
    if authors:
        signature = _phrases(line, start + authors.start())[0][:1]
        return [*_text(line, start, start + authors.start()), *signature]
    return [(Kind.TEXT, None, start, start + end_of_text(text))] if text else []


def _name(line: str, at: int) -> tuple[list[Piece], int]:
    """Return the user's name after ``Submitted by``, one word even if that looks like a phrase, and where it ends."""
    start = NO_WORDS.match(line, at).end()  # type: ignore[union-attr]  # every part of it may be empty
    name = NAME.match(line, start)
    if name is None:
        return [], start
    is_begun = name[0][-1] == "-" and name.end() == len(line) and line.count("[", 0, start) > line.count("]", 0, start)
    # A name in a link may be wrapped at its dash. The address after its rest, on the next line, then has all of it.
    return [(Kind.MARK if is_begun else Kind.TEXT, None, start, name.end())], name.end()


def _name_and_more(line: str, at: int) -> list[Piece]:
    """Return the user's name after ``Submitted by``, and the pieces after it."""
    named, end = _name(line, at)
    if not named:
        return [(Kind.TEXT, None, end, len(line))] if end < len(line) else []
    pieces, stop = _phrases(line, end)
    if stop == len(line):
        return [*named, *pieces]
    if pieces and pieces[0][0] is Kind.COUNT:
        named.append(pieces[0])
        end = pieces[0][3]
    return [*named, *_texts_and_phrases(line, end)]


def mark(line: str) -> Piece:
    """Return the only piece of a line without words."""
    return Kind.MARK, None, len(line) - len(line.lstrip()), len(line.rstrip())


def lead_end(line: str, at: int = 0) -> int:
    """Return where the marks before the words of a line end: bullets, marks of headings and quotations, images."""
    return LEAD.match(line, at).end()  # type: ignore[union-attr]  # every part of it may be empty


_PICTURE: Final = re.compile(f"(?x){PICTURE}")

_TAG_LINE: Final = re.compile(
    r"(?:\*?\[[0-9]{1,6}\])?<(?:/[A-Za-z][^<>]*|[A-Za-z][^<>=]*=[^<>]*|[A-Za-z][^<>]*/|!--(?:[^-]|-(?!->))*--|[!?][^<>]*)>"
)
"""A line that is one tag of any kind of markup, with attributes or at its end; a program may write its number first."""

_RULE_WITH_WORDS: Final = re.compile(r"([=*~#-])\1{3,}[ ][^=*~#]{1,60}[ ]\1{4,}")
"""A rule with words in its middle, which parts what is above from what is below."""


def may_label_picture(line: str) -> bool:
    """Whether a line may be the label of a picture, perhaps with an address."""
    return "s avatar" in line or "s logo" in line


_CLOCK: Final = r"(?<![0-9.:])[0-9]{1,2}:[0-5][0-9](?P<seconds>:[0-5][0-9](?:[.,][0-9]{1,6})?)?"
_STAMP: Final = re.compile(rf"{_CLOCK}(?:[ ]?[AaPp][Mm])?(?:Z|[ ](?:GMT|UTC|[+-][0-9]{{4}}))?[\])]?$")
_DAY: Final = re.compile(rf"(?:^|(?<=[\[( ])){DATE_PATTERN}")
_LONGEST_STAMP: Final = 80


def may_be_stamp(line: str) -> bool:
    """Whether a line ends with a time of day, to the second or after a date: a message, a feed or subtitles have it.

    A date with a time, as a tool rewrites the dates of the page, is none.
    """
    if len(line) > _LONGEST_STAMP or line[-1:] not in STAMP_ENDS or ":" not in line:
        return False
    found, day = _STAMP.search(line), _DAY.search(line)
    if found is None or (day and day.end() == len(line)):
        return False
    return found["seconds"] is not None or day is not None


STAMP_ENDS: Final = frozenset("0123456789])MmZTC")


_TAG_STARTS: Final = frozenset("<*[")


def _is_wordless(bare: str) -> bool:
    """Whether a line is just a tag, a rule, the label of a picture, or the day and time of a message."""
    if (
        (bare[:1] in _TAG_STARTS and bare[-1:] == ">" and _TAG_LINE.fullmatch(bare))
        or may_be_stamp(bare)
        or _RULE_WITH_WORDS.fullmatch(bare)
    ):
        return True
    return may_label_picture(bare) and _PICTURE.fullmatch(bare) is not None


def read_line(line: str, at: int = 0) -> list[Piece]:
    """Return the pieces of ``line`` from ``at`` on, from left to right; a line without words is one mark.

    >>> [(kind.name, value) for kind, value, _, _ in read_line("  • 6 authors")]
    [('AUTHORS', 6)]
    >>> [kind.name for kind, *_ in read_line("6 authors of note")]
    ['TEXT']
    """
    start = lead_end(line, at)
    bare = line[start:].rstrip()
    if _is_wordless(bare):
        return [mark(line)]
    if link := read_link(bare):
        return [(*link, start, start + len(bare))]
    pieces, stop = _phrases(line, start)
    is_symbol = len(bare) == 1 and not bare.isascii() and not bare.isalpha()
    if stop == len(line) or is_symbol:
        return pieces or [mark(line)]
    kinds = [piece[0] for piece in pieces]
    if Kind.SUBMITTED in kinds and (named := _with_name(line, pieces)):
        return named
    if end := _end_of_phrases(line, pieces, stop):
        return [*pieces, *_texts_and_phrases(line, end)]
    return _texts_and_phrases(line, start)


def _end_of_phrases(line: str, pieces: list[Piece], stop: int) -> int:
    """Return the end of the phrases before the first text of a line; 0 if they may be part of that text.

    A whole page, or a count with a tab after it, is not part of a text. A count at the end of a page's phrases may
    belong to the first card, so it is removed from them.
    """
    kinds = [piece[0] for piece in pieces]
    if kinds == [Kind.COUNT]:
        return stop if line[pieces[0][3]] == "\t" else 0
    if len(kinds) < MIN_PHRASES_OF_PAGE or Kind.HEADING not in kinds:
        return 0
    return pieces.pop()[2] if kinds[-1] is Kind.COUNT else stop


def _with_name(line: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces up to ``Submitted by``, the user's name after it, and the pieces after that; [] without one."""
    for i, (kind, *_, end) in enumerate(pieces, 1):
        if kind is Kind.SUBMITTED and not NO_NAME.match(line, end):
            return [*pieces[:i], *_name_and_more(line.rstrip(), end)]
    return []


_FIRST_WORDS: Final = (
    *IN_CAPITALS,
    *HEADINGS,
    *(phrase.partition(" ")[0] for phrase in BOILERPLATE),  # underscores may be in place of its blanks
    *("Published", "published", "PUBLISHED", "Week ", "week ", "Submitted", "SUBMITTED", "Upvote", "UPVOTE"),
    *("GitHub", "GITHUB", "arXiv", "ArXiv", "ARXIV", "Page]", "http", "file:", "e ", "o ", "oo", "LINK: ", "â€¢"),
)
"""How the page's phrases begin."""

_WEEKS: Final = tuple(f"W{digit}" for digit in range(6))
_NAMES: Final = (*MONTHS, *DAYS)
_STARTING: Final = (*_FIRST_WORDS, *_WEEKS, *_NAMES, *map(str.upper, _NAMES), *LOWER_MONTHS)
_STARTS: Final = {
    beginning: tuple(word for word in _STARTING if word[:2] == beginning)
    for beginning in {word[:2] for word in _STARTING}
}
"""The phrases by their first two letters."""

BEGINNINGS: Final = frozenset({"o", *_STARTS})
"""The first two letters of all phrases, and a bullet at the end of a line."""


def begins_phrase(line: str, start: int) -> bool:
    """Whether a phrase of the page that begins with a letter may begin at ``start``."""
    starts = _STARTS.get(line[start : start + 2])
    return starts is not None and line.startswith(starts, start)
