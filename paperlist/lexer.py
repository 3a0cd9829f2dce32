"""What does each line say by itself?

A line is read from the left: marks that carry no words (bullets, brackets of links, stand-ins for images), and the
page's own phrases as long as they last. A line that turns out to be more than that is text. Nothing is judged here:
whether ``42`` is a count or a title is for `layout`, which sees the whole dump.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from ._engine import re
from .dates import DATE_PATTERN, parse_date

if TYPE_CHECKING:
    from collections.abc import Iterator


class Kind(Enum):
    """What a token is; in brackets its value, where it has one."""

    TEXT = "text"  # anything else: titles, abstracts, names
    AUTHORS = "authors"  # `6 authors` (6)
    COUNT = "count"  # `3`, `3.29k`, `-` for none (the number)
    DATE = "date"  # `Dec 12`, `Published on Dec 12, 2024` (a ListingDate, or None for a day that no calendar has)
    DOT = "dot"  # the `·` before a date or the authors
    SUBMITTED = "submitted"  # `Submitted by`, the user's name is what follows
    UPVOTE = "upvote"  # `Upvote`, its count follows
    GITHUB = "github"  # `GitHub`, its count of stars follows
    ARXIV = "arxiv"  # `arXiv Page`
    FURNITURE = "furniture"  # navigation, headings and footer of the page
    LINK = "link"  # an address on a line of its own (the address)
    REFERENCE = "reference"  # a line of a list of addresses (its number and the address)
    MARK = "mark"  # no words: empty bullets, brackets, boxes, rules


class Token(NamedTuple):
    """A stretch of one line: what it is, where, and how its line stands.

    ``start`` and ``end`` count characters from 0 in the text, ``column`` those before it on its line, ``line`` lines
    from 1; ``gap`` says that a blank line comes before its line, ``head`` that it is the first on it.
    """

    kind: Kind
    start: int
    end: int
    value: Any
    line: int
    column: int
    gap: bool
    head: bool


Piece: TypeAlias = "tuple[Kind, int, int, Any]"
"""A token's kind, its start and end within its line, and its value."""

LONG: Final = 200
"""No phrase of the page is as long: a longer line that begins with a letter is text."""

_FURNITURE: Final = r"""
    (?:Daily|Trending)[ ]Papers(?:[ ]-[ ]Hugging[ ]Face)? | Hugging[ ]Face
  | Get[ ]trending[ ]papers[ ]in[ ]your[ ]email[ ]inbox(?:[ ]once[ ]a[ ]day)?! | Subscribe
  | and[ ]the[ ]research[ ]community | by | AK | Daily | Weekly | Monthly | new
  | Models | Datasets | Spaces | Buckets | Community | Posts | Docs | Enterprise | Solutions | Pricing
  | Log[ ]In | Sign[ ]Up | System[ ]theme | Company | TOS | Privacy | About | Jobs | Careers | Website
  | (?:Visible|Hidden)[ ]links:? | References:?
"""

_SCAN: Final = re.compile(
    rf"""(?x)
    (?P<blank> [ \t\u00a0\u200b\ufeff]+ )
  | (?P<image> !\[ [^\]]* \]\( [^()]* \) )
  | (?P<close> \] (?: \( [^()]* \) | \[[0-9]+\] ) )
  | (?P<box> \[ (?: [ _-]* | IMG | [0-9]+ | [a-z][a-z0-9-]* ) \] (?! [(\[] ) | \(BUTTON\) )
  | (?P<rule> _{{4,}} | -{{3,}} | [`~]{{3,}}[a-z]* )
  | (?P<bracket> [\[\]] )
  | (?P<authors> [0-9][0-9,]* [ ] authors? )
  | (?P<date> (?:Published[ ]on[ ])? {DATE_PATTERN} )
  | (?P<dot> · )
  | (?P<submitted> Submitted[ ]by:? )
  | (?P<upvote> Upvote )
  | (?P<github> GitHub )
  | (?P<arxiv> arXiv (?: [ ]Page | [ ]* $ ) | Page (?= \]) )
  | (?P<count>
        (?: (?<! [0-9.,%/-] ) | (?<= ,[ ][0-9]{{4}} ) )  # a count may stick to the year before it
        (?: [0-9][0-9,]* (?:\.[0-9]+)? [kK]? | - )
        (?! [0-9.,%/-] )
    )
  | (?P<bullet> [•*+#>o]+ (?= [ ] | $ ) )
  | (?P<furniture> {_FURNITURE} )
"""
)
_MARKS: Final = frozenset({"blank", "image", "close", "box", "rule", "bracket", "bullet"})

_LEAD: Final = re.compile(
    r"(?x) [ \t\u00a0\u200b\ufeff]* (?: (?: [•*+#>-]+ [ ]+ | o[ ]+(?=[0-9·\[]) | \[[ _-]*\](?![(\[]) ) [ ]* )*"
)
_ADDRESS: Final = re.compile(r"<?((?:https?|file)://[^ <>]+|/(?:papers|login)[^ <>]*)>?")
_REFERENCE: Final = re.compile(r"\[?([0-9]+)(?:\.|\]:?)[ ]+([^ ]*[/#][^ ]*)")
_AUTHORS_LAST: Final = re.compile(r"(?<![0-9,])[0-9][0-9,]{0,8}[ ]authors?(?:\]\([^()]*\)|\]\[[0-9]+\])?[ ]*$")


def _number(text: str) -> int:
    if text == "-":
        return 0
    digits = text.replace(",", "").lower()
    return round(float(digits[:-1]) * 1000) if digits.endswith("k") else int(float(digits))


def _piece(kind: str, text: str, start: int) -> Piece:
    end = start + len(text)
    if kind == "date":
        return Kind.DATE, start, end, parse_date(text.removeprefix("Published on "))
    if kind == "authors":
        return Kind.AUTHORS, start, end, _number(text.partition(" ")[0])
    return Kind(kind), start, end, _number(text) if kind == "count" else None


def _phrases(line: str, at: int) -> tuple[list[Piece], int]:
    """Return the page's phrases in ``line`` from ``at`` on, and where they end."""
    pieces: list[Piece] = []
    while at < len(line) and (found := _SCAN.match(line, at)):
        kind = found.lastgroup or ""
        if kind not in _MARKS:
            pieces.append(_piece(kind, found[0], at))
        at = found.end()
    return pieces, at


def _text_before_phrases(line: str, start: int) -> list[Piece]:
    """Return a line's text, and the authors or date that an extractor put behind it on the same line."""
    end = len(line.rstrip())
    dot = line.rfind("·", start)
    if dot > start:
        tail, stop = _phrases(line, dot)
        if stop == len(line) and len(tail) > 1:
            head = line[start:dot]
            if authors := _AUTHORS_LAST.search(head):
                tail = [_phrases(line, start + authors.start())[0][0], *tail]
                head = head[: authors.start()]
            return [(Kind.TEXT, start, start + len(head.rstrip()), None), *tail]
    return [(Kind.TEXT, start, end, None)]


def read_line(line: str) -> list[Piece]:
    """Return what ``line`` says, in pieces from left to right; a line without words is one mark.

    >>> [(kind.name, value) for kind, _, _, value in read_line("  • 6 authors")]
    [('AUTHORS', 6)]
    >>> [kind.name for kind, *_ in read_line("6 authors of note")]
    ['TEXT']
    """
    start = _LEAD.match(line).end()  # type: ignore[union-attr]  # every part of it may be empty
    bare = line[start:].rstrip()
    if address := _ADDRESS.fullmatch(bare):
        return [(Kind.LINK, start, start + len(bare), address[1])]
    if reference := _REFERENCE.fullmatch(bare):
        return [(Kind.REFERENCE, start, start + len(bare), (int(reference[1]), reference[2]))]
    pieces, stop = _phrases(line, start)
    if stop == len(line):
        return pieces or [(Kind.MARK, 0, len(line), None)]
    if pieces and pieces[-1][0] is Kind.SUBMITTED:
        return [*pieces, (Kind.TEXT, stop, len(line.rstrip()), None)]
    return _text_before_phrases(line, start)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Iterate over the lines of ``text`` and where they start; lines end with LF, CR LF or CR alone."""
    start = 0
    for line in text.split("\n"):
        if "\r" in line:
            at = start
            for part in line.removesuffix("\r").split("\r"):
                yield at, part
                at += len(part) + 1
        else:
            yield start, line
        start += len(line) + 1


def lex(text: str) -> list[Token]:
    """Return the tokens of ``text``: all that stands between its blanks, line by line."""
    tokens: list[Token] = []
    known: dict[str, list[Piece]] = {}
    gap = False
    for number, (start, line) in enumerate(_lines(text), 1):
        if not line or line.isspace():
            gap = True
            continue
        pieces = known.get(line)
        if pieces is None:
            pieces = known[line] = read_line(line)
        head = True
        for kind, a, b, value in pieces:
            tokens.append(Token(kind, start + a, start + b, value, number, a, gap, head))
            head = gap = False
        gap = False
    return tokens
