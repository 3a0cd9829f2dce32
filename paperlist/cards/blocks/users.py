"""Name the users of the site who submitted the papers.

What follows `Submitted by` is a user's name, even if it looks like a count or a title. So it is named before the lines
of texts are judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..._engine import line_re as re
from ...tokens.kinds import ANY_LONG_TEXTS, ANY_TEXTS, COUNTS, Kind, letters
from ...tokens.names import user_name
from ...tokens.numbers import NUMBER, number
from ...tokens.token import replaced

if TYPE_CHECKING:
    from ...tokens.token import Tokens

_ZEROS: Final = letters(Kind.ZERO, Kind.LATER_ZERO)
_ZERO: Final = re.compile(f"[{_ZEROS}]")
_BEFORE_AUTHORS: Final = re.compile(
    rf"{Kind.AUTHORS}[{Kind.DOT}{Kind.MARK}\n]*[{_ZEROS}][{_ZEROS}{Kind.DOT}{Kind.MARK}\n]*"
)
"""Authors and dashes with other marks that are directly before them, in reverse order."""

_BEFORE_DATE: Final = re.compile(rf"{Kind.AUTHORS}[{_ZEROS}{Kind.MARK}\n]{{1,9}}{Kind.DATE}")
"""Authors and a date with what is between them."""

_AS_MARKS: Final = dict.fromkeys(map(ord, _ZEROS), str(Kind.MARK))

_SUBMITTER: Final = re.compile(rf"{Kind.SUBMITTED}[{Kind.MARK}\n]*[^{Kind.SUBMITTED}{Kind.MARK}\n]")
_USER_NAME: Final = re.compile(r"(?:\[[^\[\]]*\][ ])?[^ ]+(?:$|[ ]?\]\(|[ ]\[/|[ ]<|[ ]\((?:[a-z]+:/)?/)")
"""A user's name: one word, perhaps after a picture, and with the end of a link."""
_IN_PLACE_OF_TITLE: Final = re.compile(
    rf"{Kind.USER}\n+(?:[{COUNTS}]\n+)?[{Kind.MARK}](?=\n+[{Kind.DOT}{Kind.AUTHORS}])"
)
_TITLE_BELOW: Final = rf"(?=\n{{1,3}}[{COUNTS}]\n{{1,3}}[{ANY_TEXTS}])"
"""Upvotes and a title."""
_ABOVE_VOTES: Final = re.compile(rf"{Kind.SUBMITTED}\n{{1,3}}([{ANY_TEXTS}]){_TITLE_BELOW}")
_NUMBER_ABOVE_TITLE: Final = re.compile(rf"{Kind.SUBMITTED}\n{{1,3}}([{COUNTS}])(?=\n{{1,3}}[{ANY_TEXTS}])")
"""A name of any form between `Submitted by` and the upvotes above a title."""
_REST_OF_NAME: Final = re.compile(
    rf"{Kind.SUBMITTED}{Kind.USER}(?P<rest>[{ANY_TEXTS}])(?:(?P<voted>{_TITLE_BELOW})"
    rf"|(?=\n{{1,3}}(?![{ANY_LONG_TEXTS}])(?P<title>[{ANY_TEXTS}])\n))?"
)
"""What follows the first word of a name on its line, above upvotes and a title, or directly above a title."""
_LAST_VOTES: Final = re.compile(rf"(?<! )[ ]+({NUMBER}|-)$")
_LONGEST_REST: Final = 30
"""What follows the first word of a name, and upvotes behind it, have at most this many characters."""
_BETWEEN: Final = rf"[{Kind.MARK}\n]*"
_ABOVE_COUNT: Final = re.compile(rf"{Kind.USER}{_BETWEEN}{Kind.UPVOTE}(?={_BETWEEN}[{COUNTS}]{_BETWEEN}[{ANY_TEXTS}])")
"""A button between a user and the upvotes above a title."""
_PICTOGRAPHS: Final = re.compile("[\U0001f000-\U0001faff](?:[\U0001f000-\U0001faff\u200d\ufe0f ]{0,40})")


_WRAPPED: Final = re.compile(rf"[{ANY_TEXTS}]\n[{ANY_TEXTS}]")


def with_users(body: Tokens) -> str:
    """Return the kinds of a page's cards with users named, and without dashes that are bullets.

    Pictographs alone between the submitter and the authors of a card are its title.
    """
    kinds = _without_bullets(body.kinds)
    if str(Kind.SUBMITTED) not in kinds:
        return kinds
    kinds = replaced(kinds, [at for at in _after_submitted(kinds) if _is_begun(body, at)], str(Kind.MARK))
    kinds = replaced(kinds, _names(body, kinds), str(Kind.USER))
    kinds = _with_whole_names(body, kinds)
    kinds = replaced(kinds, [found.end() - 1 for found in _ABOVE_COUNT.finditer(kinds)], str(Kind.MARK))
    pictures = [found.end() - 1 for found in _IN_PLACE_OF_TITLE.finditer(kinds)]
    return replaced(kinds, [at for at in pictures if _PICTOGRAPHS.fullmatch(body.words(at))], str(Kind.NAME))


def _is_begun(body: Tokens, at: int) -> bool:
    """Whether a user's name was wrapped at its dash: the address behind its rest, on the next line, has all of it."""
    words, rest = body.words(at), at + 2
    if not words.endswith("-") or _WRAPPED.match(body.kinds, at) is None:
        return False
    _, _, start, end, _ = body.piece(rest)
    return user_name(body.lines[rest][0], start, end).startswith(words)


def _names(body: Tokens, kinds: str) -> list[int]:
    """Return the places of the names of users.

    If most of them are numbers directly above titles, a tool left the names out, and these numbers are the upvotes,
    unless upvotes have a label. Then only the other names are returned.
    """
    users = [at for at in _after_submitted(kinds) if _USER_NAME.match(body.words(at))]
    users += [found.start(1) for found in _ABOVE_VOTES.finditer(kinds)]
    numbers = {found.start(1) for found in _NUMBER_ABOVE_TITLE.finditer(kinds)}
    if str(Kind.UPVOTE) in kinds or 2 * len(numbers) <= len(users) or len(users) == 1:
        return users
    return [at for at in users if at not in numbers]


def _with_whole_names(body: Tokens, kinds: str) -> str:
    """Return the kinds; what follows the first word of a name is part of it, if the title is below its line.

    Where no upvotes are between them, most of these rests must be short and have room behind them: otherwise they are
    titles. Upvotes at the end of such a rest become a count.
    """
    rests = _rests(body, kinds)
    titles = {found.start("rest"): found.start("title") for found in rests if found["title"]}
    width = max([len(body.lines[title][0]) for title in titles.values()], default=0)
    short = {at for at, title in titles.items() if _ends_early(body, at, title, width)}
    ends = short if 2 * len(short) > len(rests) else frozenset[int]()
    changed = list(kinds)
    for at in (found.start("rest") for found in rests if found["voted"] is not None or found.start("rest") in ends):
        (_, _, start, end, _), (letter, value, first, _, heads) = body.piece(at), body.piece(at - 1)
        votes = _LAST_VOTES.search(body.words(at)) if at in ends else None
        body.pieces[at - 1] = letter, value, first, start + votes.start() if votes else end, heads
        changed[at] = str(Kind.MARK)
        if votes:
            count = number(votes[1])
            changed[at] = str(Kind.LATER_COUNT if count else Kind.LATER_ZERO)
            body.pieces[at] = changed[at], count, start + votes.start(1), end, False
    return "".join(changed)


def _rests(body: Tokens, kinds: str) -> list[re.Match[str]]:
    """Return what follows the first words of names on the same part of a line."""
    found = [(rest.start("rest"), rest) for rest in _REST_OF_NAME.finditer(kinds)]
    return [rest for at, rest in found if body.lines[at][1] == body.lines[at - 1][1]]


def _ends_early(body: Tokens, at: int, title: int, width: int) -> bool:
    """Whether what follows the first word of a name is short, and its line has room for the first word of the title."""
    first = body.words(title).partition(" ")[0]
    return len(body.words(at)) <= _LONGEST_REST and len(f"{body.lines[at][0]} {first}") < width


def _after_submitted(kinds: str) -> list[int]:
    """Return the places of what follows `Submitted by`."""
    return [found.end() - 1 for found in _SUBMITTER.finditer(kinds)]


def _without_bullets(kinds: str) -> str:
    """Return the kinds; dashes before the authors or between these and the date are marks, and not counts of 0."""
    if not _ZERO.search(kinds):
        return kinds
    backwards = _BEFORE_AUTHORS.sub(lambda found: found[0].translate(_AS_MARKS), kinds[::-1])
    return _BEFORE_DATE.sub(lambda found: found[0].translate(_AS_MARKS), backwards[::-1])
