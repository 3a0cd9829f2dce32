r"""Read lists of papers with a paper on each line: its title, and behind it numbers with their labels.

    Clocks and Tides (142 ▲)
    2. [Keels](/papers/2401.00001) - 61 upvotes, 5 comments

Messages that a page sends have such lines, and so have lists that people and programs write.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..._engine import line_re as re
from ...years.dates import DATE_PATTERN, parse_date
from ..kinds import Kind
from ..phrases.patterns import COMMENT_SIGNS, UPVOTE_SIGNS
from .rows import Given, are_papers, card_of, leads_to_paper

if TYPE_CHECKING:
    from .rows import Cell

_NUMBER: Final = r"[0-9](?:[0-9.,’']{0,10}[0-9])?[kKM]?"
_UPVOTE: Final = rf"[{UPVOTE_SIGNS}]\ufe0f?"
_COMMENT: Final = rf"[{COMMENT_SIGNS}]\ufe0f?"
_SIGNS: Final = (*UPVOTE_SIGNS, "upvote", "Upvote")
"""One of these is on each line with upvotes."""

_VALUE: Final = (
    rf"(?:{_UPVOTE}[ ]?{_NUMBER}|{_NUMBER}[ ]?(?:{_UPVOTE}|[Uu]pvotes?)"
    rf"|{_COMMENT}[ ]?{_NUMBER}|{_NUMBER}[ ]?(?:{_COMMENT}|[Cc]omments?)|{_NUMBER}[ ][Aa]uthors?)"
)
_UPVOTES: Final = re.compile(rf"{_UPVOTE}[ ]?({_NUMBER})|({_NUMBER})[ ]?(?:{_UPVOTE}|[Uu]pvotes?)")
_COMMENTS: Final = re.compile(rf"{_COMMENT}[ ]?({_NUMBER})|({_NUMBER})[ ]?(?:{_COMMENT}|[Cc]omments?)")
_AUTHORS: Final = re.compile(rf"({_NUMBER})[ ][Aa]uthors?()")
_FIELDS: Final = {"upvotes": _UPVOTES, "comments": _COMMENTS, "author_count": _AUTHORS}

_LEAD: Final = re.compile(r"[ \t]*(?:(?:[-*+•·>]|[0-9]{1,3}[.)])[ ]+)?[*_]{0,2}")
_BLANKS: Final = "[ ]{0,3}"
_TAIL: Final = re.compile(
    rf"[*_]{{0,2}}{_BLANKS}[ (\[|,;:·–—-]{_BLANKS}{_VALUE}(?:{_BLANKS}[,;|·/–—-]?{_BLANKS}{_VALUE}){{0,3}}[)\]]?$"
)
_END: Final = re.compile(r"[^ 0-9.,’'kKM]+")
"""A sign or a word behind a title, outside of numbers."""

_LONGEST_TAIL: Final = 80
_BEGINNING: Final = 1 << 13
"""So many characters at the beginning of a text have several lines of a list."""

_MIN_ROWS: Final = 2
_DATED: Final = re.compile(rf"(?x).* \( ({DATE_PATTERN}) \) :?")
"""A line above a list that ends with its date in parentheses."""


def _row(line: str, start: int) -> tuple[dict[str, Cell], Cell] | None:
    """Return the fields of a paper on a line that begins at a place, and the sign behind its title; else None."""
    tail = _TAIL.search(line, max(len(line) - _LONGEST_TAIL, 1))
    votes = tail and _UPVOTES.search(tail[0])
    if tail is None or votes is None:
        return None
    first = _LEAD.match(line).end()  # type: ignore[union-attr]  # every part of it may be empty
    title, end = line[first : tail.start()].rstrip(), _END.search(tail[0])
    if not title or end is None:
        return None
    row = {"title": (start + first, title)}
    for field, pattern in _FIELDS.items():
        if found := pattern.search(tail[0]):
            group = 1 if found[1] else 2
            row[field] = start + tail.start() + found.start(group), found[group]
    return row, (start + tail.start() + end.start(), end[0])


def begins_digest(text: str) -> bool:
    """Whether a list of papers begins at the beginning of a text."""
    beginning = text[:_BEGINNING]
    if not _has_sign(beginning) or not are_papers(beginning):
        return False
    signed = filter(_has_sign, beginning.split("\n"))
    rows = [_row(line.rstrip(), 0) for line in signed]
    return len(rows) - rows.count(None) >= _MIN_ROWS


def _has_sign(text: str) -> bool:
    """Whether a text has a sign of a list of papers."""
    return any(map(text.__contains__, _SIGNS))


def read_digest(text: str) -> list[Given]:
    r"""Return the lines of a text, with those of a card in place of each line of a list of papers; [] without a list.

    >>> for line in read_digest("Daily Papers\nClocks (142 ▲)\nKeels (3 ▲)"):
    ...     print(line.words, line.kind and line.kind.name)
    Daily Papers None
    142 UPVOTES
    Clocks TITLE
    ( DOT
    3 UPVOTES
    Keels TITLE
    ( DOT
    """
    if not begins_digest(text):
        return []
    found: list[Given] = []
    start = 0
    is_above, is_below = True, False
    for whole in text.removesuffix("\n").split("\n"):
        line = whole.rstrip()
        if row := _row(line, start):
            if is_below:  # there are other lines between, which may have the titles
                return []
            found += card_of(*row)
            is_above = False
        elif is_above and (dated := _DATED.fullmatch(line)):
            found.append(Given(start, line[: dated.start(1) - 1].rstrip()))
            found.append(Given(start + dated.start(1), dated[1], Kind.DATE, parse_date(dated[1])))
        elif not is_above and leads_to_paper(line):
            address = line.strip("<>()[] ")
            found.append(Given(start + line.index(address), address, Kind.LINK, address))
        else:
            found.append(Given(start, line))
            is_below = is_below or bool(line and not is_above)
        start += len(whole) + 1
    return found
