"""Join dates and author counts that continue on the next line.

The page prints its own date on one line or on two, ``Nov`` and ``14``. A tool may wrap a date: ``Published on May 29,``
and ``2024``, or an author count: ``12`` and ``authors``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .._attrs import evolve
from .._engine import line_re as re
from ..tokens.characters import without_invisible
from ..tokens.kinds import COUNTS, Kind
from ..years.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..tokens.token import Tokens

_PERIOD: Final = str(Kind.PERIOD)
_DATE: Final = str(Kind.DATE)
_MARK: Final = str(Kind.MARK)
_SUBMITTED: Final = str(Kind.SUBMITTED)
_BEFORE_NAME: Final = f"{Kind.MARK}\n"
_CONTINUED: Final = re.compile(rf"{_PERIOD}(?:\n{{1,2}}([^\n]))?")
"""A part of a date at the end of a line, and the first token of the next line; one blank line may be between them."""


def with_joined_dates(page: Tokens) -> Tokens:
    """Return the tokens of a page; a date on two lines becomes one token, on the first line, and a mark."""
    if _PERIOD not in page.kinds:
        return page
    joined: dict[int, tuple[str, Any]] = {}
    for found in _CONTINUED.finditer(page.kinds):
        at, after = found.start(), found.start(1)
        if page.kinds[:at].rstrip(_BEFORE_NAME).endswith(_SUBMITTED):
            continue  # a user's name
        words = without_invisible(page.words(at))
        rest = without_invisible(page.words(after)).removesuffix(",") if after > 0 else ""
        if date := parse_date(f"{words} {rest}") if rest else None:
            joined |= {at: (_DATE, date), after: (_MARK, None)}
        elif date := parse_date(words):
            joined[at] = _DATE, date
    return _with_kinds(page, joined)


_NAMES: Final = f"{Kind.NAME}{Kind.OPEN_NAME}"
_COUNTED: Final = re.compile(rf"[{COUNTS}](?=\n[{_NAMES}])")
_AUTHORS: Final = re.compile(r"[^ ]+ authors?(?:$|\])")
_NAMED: Final = re.compile(rf"[{_NAMES}](?=\n{Kind.BOILERPLATE})")
_SUBMITTED_BY: Final = re.compile(r"\[?Submitted by$")
_BROKEN: Final = ((Kind.AUTHORS, _COUNTED, _AUTHORS), (Kind.SUBMITTED, _NAMED, _SUBMITTED_BY))
"""Kinds of phrases, where they may be on two lines, and their words."""


def with_joined_phrases(page: Tokens) -> Tokens:
    """Return the tokens of a page; an author count, or `Submitted by`, on two lines becomes one token, and a mark."""
    joined: dict[int, tuple[str, Any]] = {}
    for kind, places, phrase in _BROKEN:
        for found in places.finditer(page.kinds):
            at = found.start()
            if phrase.match(f"{page.words(at)} {page.words(at + 2)}"):
                joined |= {at: (str(kind), page.value(at)), at + 2: (_MARK, page.value(at + 2))}
    return _with_kinds(page, joined) if joined else page


def _with_kinds(page: Tokens, changed: Mapping[int, tuple[str, Any]]) -> Tokens:
    """Return the tokens of a page; those at some places have other letters and values."""
    letters, pieces = list(page.kinds), list(page.pieces)
    for at, (letter, value) in changed.items():
        _, _, start, end, heads = page.piece(at)
        letters[at] = letter
        pieces[at] = letter, value, start, end, heads
    return evolve(page, kinds="".join(letters), pieces=pieces)
