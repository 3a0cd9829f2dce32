"""Read votes that are in a column of their own, beside the title or the abstract of their card.

Tools that keep the layout of a printed page put such a count on whichever line is beside it. It is read before the
title, where the page has it.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Final

from ..._attrs import define
from ..._engine import line_re as re
from ..kinds import Kind
from ..phrases.line import read_line

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from ..token import Line

_COUNT: Final = r"(?:[0-9](?:[0-9.,]*[0-9])?[kK]?|-)"
_BESIDE_NEXT: Final = re.compile(rf"[ ]*{_COUNT}[ \t]*\n[ ]{{4,}}[^ \n]")
_BESIDE_WORDS: Final = re.compile(rf"\n[ ]*{_COUNT}(?:[ ]{{3,}}[^ \n]|[ \t]*\n[ ]{{4,}}[^ \n])")
"""A count alone on the first line, and several blanks before the words of the next one; or on any other line, and then
perhaps before other words on it.
"""
_ALONE: Final = re.compile(rf"[ ]*{_COUNT}[ ]*")
_BESIDE: Final = re.compile(rf"[ ]*({_COUNT})(?:[ ]{{3,}}(?=[^ ])|[ ]*$)")
"""A count that is a whole line; and one with several blanks before the text beside it."""

_AT_RIGHT: Final = re.compile(rf"(?<=[^ ])[ ]{{4,}}({_COUNT}(?:[ ]+{_COUNT})?)[ ]*$")
"""Counts at the right of a line."""

_VOTE: Final = re.compile(r"[ ]*([0-9](?:[0-9,]*[0-9])?(?:(?:\.[0-9]+)?[kK])?|-)(?=[ ]|$)")
_COUNTS_LAST: Final = re.compile(rf"(?<=[^ ])[ ]({_COUNT}(?:[ ]{_COUNT})?)[ ]*$")
_WITHIN_CARDS: Final = frozenset({Kind.TEXT, Kind.COUNT, Kind.LINK, Kind.MARK})
_MIN_CARDS, _MIN_SHARE = 3, 0.7
"""At least this share of the cards, of which there are at least as many, have a vote beside their texts."""

_MIN_COUNTS: Final = 2
"""Fewer counts than this are not a column."""

_MIN_BLANKS: Final = 2
"""A text this many columns further right than the line above does not continue it."""

_FAR: Final = 32
"""How many lines above a count are examined, at most."""

_MOST_LINES: Final = 4
"""A count is beside one of the first lines of its card, at most this many."""


def may_have_columns(text: str) -> bool:
    """Whether some line of a text may have a count left of its other words, or of those of the next line."""
    return (_BESIDE_NEXT.match(text) or _BESIDE_WORDS.search(text)) is not None


def _indent(line: str) -> int:
    """Return the column at which the words of a line begin, or -1 if it has none."""
    bare = line.lstrip(" ")
    return len(line) - len(bare) if bare.strip() else -1


def _text_column(lines: Sequence[Line], at: int, skipped: Container[int]) -> int:
    """Return the column of the texts beside which a line has a count, or 0 if it has none.

    The text begins in the same column on the line above or below. Above may be a title, with the authors below it; a
    sheet may end between them.
    """
    found = _BESIDE.match(lines[at][0])
    if found is None:
        return 0
    text = found.end() if found.end() < len(lines[at][0].rstrip()) else -1
    before = at - 1
    while before > 0 and lines[before][1] in skipped:
        before -= 1
    above = _indent(lines[before][0]) if at else -1
    below = _indent(lines[at + 1][0]) if at + 1 < len(lines) else -1
    after_count = found.end(1) + 1
    if above > after_count and (above <= text if text >= 0 else above <= below):
        return above
    return below if below == text > after_count else 0


def in_reading_order(lines: list[Line], skipped: Container[int] = ()) -> list[Line]:
    """Return the lines of a text; if there is a column of votes, each is a line of its own before its title.

    ``skipped`` are the offsets of lines that are on no card, if the page was printed.
    """
    beside = {at: column for at in range(len(lines)) if (column := _text_column(lines, at, skipped))}
    if len(beside) < _MIN_COUNTS:
        return _votes_first(lines, skipped) if skipped else lines
    columns = frozenset(beside.values())
    ordered: list[Line] = []
    for at, line in enumerate(lines):
        rest = line
        if at in beside:
            vote, rest = _split(line, _BESIDE)
            ordered.insert(_top(ordered, beside[at], skipped), vote)
        if rest[0].strip():
            ordered += _cells(rest, ordered[-1][0] if ordered else "", columns)
        elif at not in beside:
            ordered.append(line)
    return ordered


def _split(line: Line, pattern: re.Pattern[str]) -> tuple[Line, Line]:
    """Return the count of a line as a line of its own, and the rest of the line, with blanks in place of the count."""
    text, offset, number = line
    start, end = pattern.match(text).span(1)  # type: ignore[union-attr]  # the line has a count
    return (text[start:end], offset + start, number), (" " * end + text[end:], offset, number)


def _top(lines: Sequence[Line], column: int, skipped: Container[int]) -> int:
    """Return the index of the first of the last lines that begin in a column; a sheet may end between them."""
    top = len(lines)
    found = 0
    is_apart = is_skipped = False
    for at in range(top - 1, max(top - _FAR, 0) - 1, -1):
        text, offset, _ = lines[at]
        if offset in skipped:
            is_skipped = True
        elif not text.strip():
            is_apart = True
        elif found == _MOST_LINES or _indent(text) != column or (is_apart and not is_skipped):
            break
        else:
            top, found = at, found + 1
            is_apart = is_skipped = False
    return top


def _cells(line: Line, above: str, columns: frozenset[int]) -> list[Line]:
    """Return a line, with counts at its right as a line of their own.

    A blank line is added before it if it is further right than the texts are, of which the one ``above`` is one.
    """
    text, offset, number = line
    found = [line]
    if at_right := _AT_RIGHT.search(text):
        start, end = at_right.span(1)
        found = [(text[:start].rstrip(), offset, number), (text[start:end], offset + start, number)]
    column = _indent(above)
    if column in columns and _indent(text) >= column + _MIN_BLANKS:
        found.insert(0, ("", offset, number))
    return found


@define
class _Card:
    """The texts of a card by the indexes of their lines, in order.

    ``beside`` is the first of its top lines that begins with a count. ``named`` means that a submitter follows and no
    authors, so that the last line is an organization.
    """

    lines: list[int]
    beside: int | None
    named: bool


def _find_cards(lines: Sequence[Line], skipped: Container[int]) -> Iterator[_Card]:
    """Iterate over the cards of a page: its texts and counts between other values and phrases."""
    texts: list[int] = []
    is_user = False
    for at, (line, offset, _) in enumerate(lines):
        if offset in skipped or not line or line.isspace():
            continue
        if is_user:  # the name is on the line after `Submitted by`
            is_user = False
            continue
        kinds = [piece[0] for piece in read_line(line)]
        if _WITHIN_CARDS.issuperset(kinds):
            texts.append(at)
            continue
        if kinds[0] is Kind.COUNT and texts:
            texts.append(at)
        if texts:
            beside = next((one for one in texts[:_MOST_LINES] if _VOTE.match(lines[one][0])), None)
            yield _Card(texts, beside, named=Kind.SUBMITTED in kinds)
            texts = []
        is_user = kinds[-1] is Kind.SUBMITTED


def _votes_first(lines: list[Line], skipped: Container[int]) -> list[Line]:
    """Return the lines of a printed page; votes at the start of lines are lines of their own before their titles.

    Some tools keep the lines of a printed page, but not the width of its columns. There is a column of votes if most
    cards have a line that begins with a count, and this is rarely the first line. A blank line is added before an
    organization. ``skipped`` are the offsets of lines that are on no card.
    """
    cards = list(_find_cards(lines, skipped))
    if dealt := _dealt(lines, cards):
        return dealt
    voted = [card for card in cards if card.beside is not None]
    within = sum([card.beside != card.lines[0] for card in voted])
    if len(cards) < _MIN_CARDS or len(voted) < _MIN_SHARE * len(cards) or 2 * within < len(voted):
        return lines
    parts: dict[int, list[Line]] = {}
    for card in voted:
        if card.named:
            parts[card.lines[-1]] = _without_counts(lines[card.lines[-1]])
    for card in voted:
        parts |= _with_vote_first(lines, card, parts)
        last = card.lines[-1]
        if card.named and last != card.lines[0]:
            parts[last] = [("", *lines[last][1:]), *parts[last]]
    return [part for at, line in enumerate(lines) for part in parts.get(at, [line])]


def _dealt(lines: Sequence[Line], cards: Sequence[_Card]) -> list[Line]:
    """Return the lines with votes before their titles if several are above one card of a sheet; else no lines.

    The second is that of the next card, and so on, if none of these cards has one.
    """
    moved: dict[int, list[Line]] = {}
    for number, card in enumerate(cards, 1):
        votes = list(takewhile(lambda at: _ALONE.fullmatch(lines[at][0]) is not None, card.lines[:_MOST_LINES]))[1:]
        takers = cards[number : number + len(votes)]
        if len(takers) == len(votes) and all(taker.beside is None for taker in takers):
            for vote, taker in zip(votes, takers, strict=True):
                top = taker.lines[0]
                moved |= {vote: [], top: [lines[vote], lines[top]]}
    return [part for at, line in enumerate(lines) for part in moved.get(at, [line])] if moved else []


def _with_vote_first(lines: Sequence[Line], card: _Card, parts: Mapping[int, list[Line]]) -> dict[int, list[Line]]:
    """Return the parts of two lines of a card: of its first line, now after the vote, and of the line with the vote."""
    top, beside = card.lines[0], card.beside
    assert beside is not None  # noqa: S101 - only cards with a vote are passed
    line, *others = parts.get(beside, [lines[beside]])
    vote, (rest, offset, number) = _split(line, _VOTE)
    bare = rest.lstrip(" ")
    kept = [(bare, offset + len(rest) - len(bare), number), *others] if bare else others
    return {beside: [vote, *kept]} if top == beside else {beside: kept, top: [vote, *parts.get(top, [lines[top]])]}


def _without_counts(line: Line) -> list[Line]:
    """Return the name on a line, and the counts at its end as a line of their own."""
    text, offset, number = line
    found = _COUNTS_LAST.search(text)
    if found is None:
        return [line]
    start = found.start(1)
    return [(text[:start].rstrip(), offset, number), (text[start:], offset + start, number)]
