"""Split one line into tokens, without looking at other lines.

A line is read from the left: first marks that have no words (bullets, brackets of links, labels of images), then the
page's own phrases for as long as they last. If anything else is left, the line is text. No decisions are made here:
whether ``42`` is a count or a title is decided in `cards`, which has the whole page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .._engine import line_re as re
from ..model import MONTHS
from ..years.dates import DATE_PATTERN, parse_date
from .kinds import VALUES, Kind
from .links import read_link
from .markup import (
    BESIDE,
    BRACES,
    CITATION,
    DIRECTIVE,
    FIELD,
    IMAGE,
    LINK_END,
    NUMBERED_IMAGE,
    OPEN_TAG,
    ORG_IMAGE,
    ORG_LINK,
    RST_IMAGE,
    RST_TARGET,
    SURE_TAG,
    TAG,
)

if TYPE_CHECKING:
    from collections.abc import Sequence


Piece: TypeAlias = "tuple[Kind, Any, int, int]"
"""The kind of a token, its value, and its start and end within its line."""

_HEADING: Final = r"""
    (?:Daily|Trending)[ ]Papers(?:[ ]-[ ]Hugging[ ]Face)?
  | Get[ ]trending[ ]papers[ ]in[ ]your[ ]email[ ]inbox(?:[ ]once[ ]a[ ]day)?!
  | and[ ]the[ ]research[ ]community
"""
_BOILERPLATE: Final = r"""
    Hugging[ ]Face | Subscribe | by | AK | Daily | Weekly | Monthly | new
  | Models | Datasets | Spaces | Buckets | Community | Posts | Docs | Enterprise | Solutions | Pricing
  | Log[ ]In | Sign[ ]Up | System[ ]theme | Company | TOS | Privacy | About | Jobs | Careers | Website
  | (?:Visible|Hidden)[ ]links:? | References:?
"""

_NO_LINK: Final = r"(?! \( | \[[0-9]*\] )"
_STAND_IN: Final = rf"[ _-]* | IMG | [0-9]+ | [a-z][a-z0-9-]* | {NUMBERED_IMAGE}"
"""The text in brackets that an extractor writes for a box, an image, the number of a link, or a user's picture."""

_COUNTED: Final = " | ".join(f"(?P<{one.kind.name.lower()}> {one.pattern} )" for one in VALUES if one.pattern)
"""The phrases that begin with a number."""

_SCAN: Final = re.compile(
    rf"""(?x)
    (?P<blank> [ \t\u00a0\u200b\ufeff]+ | \\+ (?: [ ] | $ | (?= [\[\]*+\#>] ) ) )  # escaped marks, and hard line breaks
  | (?P<image> {IMAGE} | {ORG_IMAGE} | {RST_IMAGE} )
  | (?P<tag> {TAG} | {OPEN_TAG} )
  | (?P<open> {ORG_LINK} | `(?=[^`]) )
  | (?P<close> {LINK_END} | {RST_TARGET} | {BRACES} $ | {CITATION} )
  | (?P<empty> \[ [ ]* \] \[ [^\[\]]+ \] )
  | (?P<box> \[ (?: {_STAND_IN} ) \] {_NO_LINK} | \(BUTTON\) )
  | (?P<address> \[ (?:[a-z]+:/)? / [^\] ]* \] | {BESIDE} | < [a-z]+:// [^> ]* > | (?:[a-z]+://[^ ]*)?/papers/[0-9.]+ )
  | (?P<rule> [_=^"]{{4,}} | -{{3,}} | [`~]{{3,}}[a-z]* | :{{3,}} (?: [ ] .* )? $ )
  | (?P<note> (?<! [^ ] ) (?: {FIELD} | {DIRECTIVE} ) )
  | (?P<bracket> \[LINK:[ ] | [\[\]] )
  | {_COUNTED}
  | (?P<date> (?:Published[ ]on[ ])? {DATE_PATTERN} )
  | (?P<dot> · )
  | (?P<submitted> Submitted[ ]by:? )
  | (?P<upvote> Upvote )
  | (?P<github> GitHub )
  | (?P<arxiv> arXiv (?: [ ]Page | [ ]* $ ) | Page (?= \]) )
  | (?P<count>
        (?: (?<! [0-9.,%/-] ) | (?<= ,[ ][0-9]{{4}} ) )  # a count may stick to the year before it
        (?: [0-9][0-9,]* (?:\.[0-9]+)? [kK]? | \\?- )
        (?! [0-9.,%/-] )
    )
  | (?P<bullet> [•*+#>o]+ (?= [ \u00a0] | $ ) )
  | (?P<heading> {_HEADING} )
  | (?P<boilerplate> {_BOILERPLATE} )
"""
)
_MARKS: Final = frozenset(
    {"blank", "image", "tag", "open", "close", "empty", "box", "address", "rule", "note", "bracket", "bullet"}
)

_KINDS: Final = {name: Kind[name.upper()] for name in _SCAN.groupindex if name not in _MARKS}
_NUMBERED: Final = frozenset({Kind.COUNT, *(one.kind for one in VALUES if one.pattern)})
"""Kinds of phrases whose value is the number with which they begin."""

_NO_VOTE: Final = r"(?! [ \u00a0]* \( [ ]? [^() ]* /login )"
"""A pattern that must not follow a bullet: a dash before the address for voting is a count."""

_LEAD: Final = re.compile(
    rf"""(?x) [ \t\u00a0\u200b\ufeff]*
    (?: (?: [•*+#>-]+ [ \u00a0]+ {_NO_VOTE}               # a bullet, the mark of a heading or a quotation
          | [0-9]{{1,3}}[.)] [ ]+ (?= [\[!·] | Submitted[ ]by(?:[ ][^ ]+)?[ ]*$ ) | o [ ]+ (?=[0-9·\[])
          | \[ [ _-]* \] (?![(\[])                           # a box
          | {IMAGE} | {ORG_IMAGE} | {SURE_TAG} | {DIRECTIVE} | <[hp]>[ ]
        ) [ \u00a0]* )*
    """
)
_NO_WORDS: Final = re.compile(
    rf"""(?x)
    (?: [ \u00a0]+ | {IMAGE} | {ORG_IMAGE} | {RST_IMAGE} | {TAG}
      | \[ (?: {_STAND_IN} | (?:[a-z]+:/)? / [^\] ]* ) \] {_NO_LINK}
    )*
    """
)
_NAME: Final = re.compile(rf"[^ \t\[\]<]+(?<![:,;])(?=[ \t\[\]<]|$)(?:{LINK_END})?")
_NO_NAME: Final = re.compile(r"[ ][^ \t\[\]<]+[:,;][ ]")
_AUTHORS_LAST: Final = re.compile(rf"(?<![0-9,])[0-9][0-9,]{{0,8}}[ ]authors?(?:{LINK_END})?[ ]*$")
_LONGEST_AUTHORS: Final = 32  # characters
PUBLISHED_ON: Final = "Published on "
SUBMITTED_BY: Final = "Submitted by "
_ANCHOR: Final = re.compile(f"·|{SUBMITTED_BY}")
SIGNATURE: Final = frozenset({Kind.DATE, Kind.AUTHORS})
"""After a dot, these show that a card ends there, even if its line continues."""

_MIN_PHRASES_OF_PAGE: Final = 5
"""If a line begins with as many phrases, with a heading among them, the whole page may be on that line."""

_MAX_DIGITS: Final = 300
"""More digits than a float can distinguish, and fewer than it can hold."""


def number(text: str) -> int:
    """Return the number that a count shows; a dash means 0."""
    if text.endswith("-"):
        return 0
    digits = text.replace(",", "")[:_MAX_DIGITS]
    return round(float(digits[:-1]) * 1000) if digits[-1] in "kK" else int(digits.partition(".")[0])


def _piece(name: str, text: str, start: int) -> Piece:
    kind = _KINDS[name]
    value: Any = None
    if kind is Kind.DATE:
        value = parse_date(text.removeprefix(PUBLISHED_ON))
    elif kind in _NUMBERED:
        value = number(text.partition(" ")[0])
    return kind, value, start, start + len(text)


_LONGEST_SCHEME: Final = 16
"""The `://` of an address is at most this many characters after its start."""


def _is_word(line: str, at: int) -> bool:
    """Whether a word that begins at ``at`` is certainly neither a phrase nor an address, which is found much faster."""
    return line[at].isalpha() and line[at : at + 2] not in BEGINNINGS and "://" not in line[at : at + _LONGEST_SCHEME]


def _phrases(line: str, at: int) -> tuple[list[Piece], int]:
    """Return the page's phrases in ``line`` from ``at`` on, and where the last one ends."""
    pieces: list[Piece] = []
    while at < len(line) and not _is_word(line, at) and (found := _SCAN.match(line, at)):
        kind = found.lastgroup or ""
        if kind not in _MARKS:
            pieces.append(_piece(kind, found[0], at))
        at = found.end()
    return pieces, at


def _texts_and_phrases(line: str, start: int) -> list[Piece]:
    """Return the text of a line, and authors or a date after or within it.

    Some extractors put these on the same line. The text of the next card may follow, after a count or a submitter.
    """
    if "·" not in line and SUBMITTED_BY not in line:  # much faster than the pattern below
        return _text(line, start, len(line))
    pieces: list[Piece] = []
    at = start
    several = line.count(SUBMITTED_BY) > 1
    dotted = line.count("·") > 1
    anchor = _ANCHOR.search(line, start + 1)
    while anchor:
        tail, stop = _phrases(line, anchor.start())
        signed = dotted and _is_signed(line, at, anchor.start())
        ends = len(tail) > 1 if stop == len(line) else _ends_card(tail, signed=signed)
        if ends or (several and anchor[0] == SUBMITTED_BY):
            pieces += _text(line, at, anchor.start(), signed=ends)
            if stop < len(line) and tail[-1][0] is Kind.COUNT and len(tail) > 2:
                stop = tail.pop()[2]
            pieces += tail
            if tail[-1][0] is Kind.SUBMITTED:
                name, stop = _name(line, stop)
                pieces += name
            at = stop
        anchor = _ANCHOR.search(line, max(stop, anchor.end()))
    return pieces + _text(line, at, len(line))


def _is_signed(line: str, start: int, end: int) -> bool:
    """Whether the text from ``start`` to ``end`` ends with an author count."""
    return _AUTHORS_LAST.search(line[max(start, end - _LONGEST_AUTHORS) : end]) is not None


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
    authors = _AUTHORS_LAST.search(text) if signed else None
    if authors:
        signature = _phrases(line, start + authors.start())[0][:1]
        return [*_text(line, start, start + authors.start()), *signature]
    return [(Kind.TEXT, None, start, start + len(text.rstrip()))] if text else []


def _name(line: str, at: int) -> tuple[list[Piece], int]:
    """Return the user's name after ``Submitted by``, one word even if that looks like a phrase, and where it ends."""
    start = _NO_WORDS.match(line, at).end()  # type: ignore[union-attr]  # every part of it may be empty
    name = _NAME.match(line, start)
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
    return _LEAD.match(line, at).end()  # type: ignore[union-attr]  # every part of it may be empty


def read_line(line: str, at: int = 0) -> list[Piece]:
    """Return the pieces of ``line`` from ``at`` on, from left to right; a line without words is one mark.

    >>> [(kind.name, value) for kind, value, _, _ in read_line("  • 6 authors")]
    [('AUTHORS', 6)]
    >>> [kind.name for kind, *_ in read_line("6 authors of note")]
    ['TEXT']
    """
    start = lead_end(line, at)
    bare = line[start:].rstrip()
    if link := read_link(bare):
        return [(*link, start, start + len(bare))]
    pieces, stop = _phrases(line, start)
    is_symbol = len(bare) == 1 and not bare.isascii() and not bare.isalpha()
    if stop == len(line) or is_symbol:
        return pieces or [mark(line)]
    kinds = [piece[0] for piece in pieces]
    if Kind.SUBMITTED in kinds and (named := _with_name(line, pieces)):
        return named
    if len(pieces) >= _MIN_PHRASES_OF_PAGE and Kind.HEADING in kinds:
        if kinds[-1] is Kind.COUNT:
            stop = pieces.pop()[2]
        return [*pieces, *_texts_and_phrases(line, stop)]
    return _texts_and_phrases(line, start)


def _with_name(line: str, pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces up to ``Submitted by``, the user's name after it, and the pieces after that; [] without one."""
    for i, (kind, *_, end) in enumerate(pieces, 1):
        if kind is Kind.SUBMITTED and not _NO_NAME.match(line, end):
            return [*pieces[:i], *_name_and_more(line.rstrip(), end)]
    return []


# fmt: off
_FIRST_WORDS: Final = (
    *MONTHS, "Published on", "Submitted", "Upvote", "GitHub", "arXiv", "Page]", "http", "file:", "o ", "o\u00a0", "oo",
    "Get trending", "and the", "Hugging Face", "Subscribe", "by", "AK", "Daily", "Trending", "Weekly", "Monthly", "new",
    "Models", "Datasets", "Spaces", "Buckets", "Community", "Posts", "Docs", "Enterprise", "Solutions", "Pricing",
    "Log", "Sign", "System", "Company", "TOS", "Privacy", "About", "Jobs", "Careers", "Website",
    "Visible", "Hidden", "Reference", "LINK: ",
)
# fmt: on
"""How the page's phrases begin."""

_STARTS: Final = {
    letter: tuple(word for word in _FIRST_WORDS if word[0] == letter) for letter in {word[0] for word in _FIRST_WORDS}
}


BEGINNINGS: Final = frozenset({"o", *(word[:2] for word in _FIRST_WORDS)})
"""The first two letters of all phrases, and a bullet at the end of a line."""


def begins_phrase(line: str, start: int) -> bool:
    """Whether a phrase of the page that begins with a letter may begin at ``start``."""
    return line[start : start + 2] in BEGINNINGS and line.startswith(_STARTS[line[start]], start)
