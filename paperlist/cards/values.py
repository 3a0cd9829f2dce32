"""Name each value on a card.

What a count means depends on its neighbours and on what repeats over the page: whether cards open with their upvotes,
whether these are before the titles on the same line, whether blank lines separate the texts. Patterns over the kinds of
a page replace the letters of its counts by letters for their meaning, one pattern after the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .._attrs import evolve
from .._engine import line_re as re
from ..tokens.kinds import CLOSING, COUNTS, FIRST_COUNTS, LONG_TEXTS, OPEN_TEXTS, OPENING, TEXTS, Kind, letters
from ..tokens.links.aims import ACCOUNT, CODE, PAPER
from ..tokens.looks import LONG, text_letter
from ..tokens.names import is_labelled
from ..tokens.numbers import NUMBER, WHOLE, number
from ..tokens.token import replaced

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..tokens.token import Token
    from .blocks.block import Blocks

_SPACED: Final = re.compile(rf"({NUMBER}|-)[ \t]+(?=[^ \t])")
_STUCK: Final = re.compile(rf"({WHOLE}|-)(?=[^0-9 \t.,:;)\]\\%-])")
"""A count before a title on the same line, with blanks between them or without."""

_COUNT_BEGINS: Final = tuple("0123456789-")
_MIN_TITLES: Final = 4
"""With fewer titles than this, all of them must begin with a count, and they must differ: a card may be repeated."""

_MIN_SHARE, _MIN_SHARE_OF_COUNTS = 0.6, 0.2
"""At least this share of the titles has a count or a dash before it, and at least this share a count."""

_OPEN_TEXT: Final = re.compile(f"[{OPEN_TEXTS}]")
"""A text that may begin like a count."""

_LATER_TITLE: Final = re.compile(rf"(?<=[{LONG_TEXTS}])(?![{LONG_TEXTS}])[{TEXTS}](?=[{LONG_TEXTS}])")
"""A text between two abstracts: the title of a card that lost its values, or the card above it did."""

_VALUES: Final = f"{COUNTS}{CLOSING}{OPENING}"
_FIRST_TEXT: Final = re.compile(rf"(?:^|(?<=[{Kind.SUBMITTED}{Kind.DATE}].)|(?<=[^{TEXTS}{FIRST_COUNTS}]))[{TEXTS}]")
"""A text that is the first, or follows a value other than a count that may open a card.

A count after ``Submitted by`` or a date does not open a card: it may be a user's name, or end the card before.
"""


def without_glue(blocks: Blocks) -> Blocks:
    """Return the blocks; if most titles have a count before them on their line, it becomes a block of its own."""
    if not _OPEN_TEXT.search(blocks.tokens.kinds):
        return blocks
    firsts = [found.end() - 1 for found in _FIRST_TEXT.finditer(blocks.kinds)]
    pattern = _glue(blocks, firsts)
    if pattern is None:
        return blocks
    later = [found.start() for found in _LATER_TITLE.finditer(blocks.kinds)]
    return _unglued(blocks, [*firsts, *(i for i in later if _begins_like_count(blocks, i))], pattern)


def _glue(blocks: Blocks, firsts: Sequence[int]) -> re.Pattern[str] | None:
    """Return the pattern of the counts before the titles on their lines, or None if there are none."""
    are_few = len(firsts) < _MIN_TITLES
    if are_few and len({blocks.words(blocks.each[i]) for i in firsts}) < max(len(firsts), 2):
        return None
    marked = [blocks.tokens.token(blocks.each[i]) for i in firsts if blocks.plain_words(blocks.each[i]) is None]
    dashed = sum(map(_follows_dash, marked))
    for pattern in (_SPACED,) if are_few else (_SPACED, _STUCK):
        found = sum([pattern.match(token.raw, token.start, token.end) is not None for token in marked])
        least = len(firsts) if are_few else _MIN_SHARE * len(firsts)
        if found + dashed >= least and found >= _MIN_SHARE_OF_COUNTS * len(firsts):
            return pattern
    return None


def _begins_like_count(blocks: Blocks, i: int) -> bool:
    at = blocks.each[i]
    return blocks.plain_words(at) is None and blocks.words(at).startswith(_COUNT_BEGINS)


def _unglued(blocks: Blocks, firsts: list[int], pattern: re.Pattern[str]) -> Blocks:
    """Split the counts from the titles after them; a dash that looks like a bullet is a count of 0.

    Behind such a dash, the title may begin with a number; but if most counts are behind one, it is a bullet.
    """
    parts: dict[int, tuple[str, list[int]]] = {}
    texts = {i: blocks.block(blocks.each[i]).tokens for i in firsts}
    counted = [token for token, *_ in texts.values() if pattern.match(token.raw, token.start, token.end)]
    bulleted = 2 * sum(map(_follows_dash, counted)) > len(counted)
    for i, (token, *others) in texts.items():
        count, start = _count_before(token, pattern, bulleted=bulleted)
        if count is None:
            continue
        title = blocks.add([token._replace(start=start, head=False), *others])
        letters = str(Kind.COUNT if count.value else Kind.ZERO) + text_letter(title.words)
        parts[i] = letters, [blocks.add([count]).at, title.at]
    return blocks.divided(parts)


def _count_before(token: Token, pattern: re.Pattern[str], *, bulleted: bool) -> tuple[Token | None, int]:
    """Return the count with which a text begins, or None, and where the rest of the text begins."""
    dashed = _follows_dash(token)
    match = None if dashed and not bulleted else pattern.match(token.raw, token.start, token.end)
    if match:
        return token._replace(kind=Kind.COUNT, value=number(match[1]), end=match.end(1)), match.end()
    if dashed:
        start = token.raw.index("-")
        return token._replace(kind=Kind.COUNT, value=0, start=start, end=start + 1), token.start
    return None, 0


def _follows_dash(token: Token) -> bool:
    """Whether a text follows a dash that looks like a bullet."""
    return token.raw[: token.start].strip() == "-"


_ORDER: Final = str.maketrans(
    {
        **dict.fromkeys(_VALUES, "v"),
        **dict.fromkeys(FIRST_COUNTS, "c"),
        **dict.fromkeys(TEXTS, "t"),
        str(Kind.ZERO): "n",
    }
)
"""Letters for the order: ``t`` a text, ``c`` a count that begins a line, ``n`` one of 0, ``v`` other values."""


_SUBMITTED_COUNT: Final = re.compile(rf"{Kind.SUBMITTED}{Kind.USER}?[{FIRST_COUNTS}][{TEXTS}]")


def opens_with_upvotes(kinds: str) -> bool:
    """Whether cards open with their upvotes: most texts that follow values have a count directly before them.

    That count could also end the card before. But then the last card has such a count, the first text has none before
    it, no card has two of them, or a dash, and none is behind a submitter.
    """
    order = kinds.translate(_ORDER)
    counted = order.count("ct") + order.count("nt")
    if 2 * counted <= counted + order.count("vt") + order.startswith("t"):
        return False
    if not order.startswith("t") or not order.endswith(("c", "n")) or _SUBMITTED_COUNT.search(kinds):
        return True
    return any(sure in order for sure in ("nt", "cct", "nct"))


_COUNT: Final = f"[{COUNTS}]"
_FIRST: Final = f"[{FIRST_COUNTS}]"
_LATER: Final = letters(Kind.LATER_COUNT, Kind.LATER_PAPER_COUNT, Kind.LATER_COMMUNITY_COUNT)
_BEFORE_ABSTRACT: Final = rf"(?=[{LONG_TEXTS}](?![{TEXTS}]))"
_OTHER_PHRASES: Final = letters(Kind.DATE, Kind.GITHUB, Kind.ARXIV)
_MAYBE_TITLES: Final = re.compile(
    rf"(?<![{Kind.DOT}]){Kind.DATE}{_BEFORE_ABSTRACT}"
    rf"|(?<={_COUNT}){_FIRST}{_BEFORE_ABSTRACT}"
    rf"|(?<={Kind.SUBMITTED}.{_COUNT})(?:{_FIRST}|[{_OTHER_PHRASES}])(?=[{Kind.DOT}{Kind.AUTHORS}])"
    rf"|(?<![{TEXTS}{Kind.DOT}]){Kind.AUTHORS}(?:{_BEFORE_ABSTRACT}|(?={Kind.DOT}?{Kind.AUTHORS}))"
)
"""Phrases of cards that may be titles: an abstract without another title follows, or they come between a submitter's
count and the authors."""

_IN_PLACE_OF_TITLE: Final = re.compile(
    rf"(?:^|(?<=[{Kind.AUTHORS}{Kind.DATE}{Kind.DOT}{Kind.USER}])){_FIRST}{_BEFORE_ABSTRACT}"
)
_USER_LETTER: Final = str(Kind.USER)
_BELOW_CARD: Final = re.compile(rf"[{Kind.AUTHORS}{Kind.DATE}{Kind.DOT}]{_FIRST}")

_USER: Final = re.compile(rf"(?<={Kind.SUBMITTED})[^{Kind.SUBMITTED}{TEXTS}{Kind.USER}]")
_UNNAMED: Final = re.compile(rf"{Kind.SUBMITTED}[{COUNTS}][{TEXTS}]")
"""A submitter without a name. If most cards have such, the counts are upvotes."""
_UPVOTED: Final = re.compile(rf"(?<={Kind.UPVOTE}){_COUNT}")
_STARS: Final = re.compile(rf"(?<={Kind.GITHUB}){_COUNT}")
_UPVOTES: Final = re.compile(
    rf"[{Kind.LOGIN_COUNT}{Kind.LATER_LOGIN_COUNT}{Kind.ZERO}{Kind.LATER_ZERO}]"
    rf"|(?:(?<=[{TEXTS}{Kind.USER}])|^)[{_LATER}]"  # the last one is after a user's name on the same line
)
_TITLE: Final = re.compile(rf"[{Kind.PAPER_COUNT}{Kind.LATER_PAPER_COUNT}]")
_UNASSIGNED: Final = re.compile(rf"[{Kind.COUNT}{Kind.COMMUNITY_COUNT}](?=[{Kind.AUTHORS}{Kind.DATE}{Kind.DOT}])")

_NAMES: Final = (
    (_USER, Kind.USER),
    (_UPVOTED, Kind.UPVOTED),
    (_STARS, Kind.STARS),
    (_UPVOTES, Kind.UPVOTES),
    (_TITLE, Kind.SHORT_TITLE),
    (_UNASSIGNED, Kind.UNASSIGNED),
)
"""The meaning of values by their neighbours. The patterns apply in this order."""

_LOGIN: Final = letters(Kind.LOGIN_COUNT, Kind.LATER_LOGIN_COUNT)
_VOTES: Final = re.compile(f"[{_LOGIN}]")
_OPENED: Final = re.compile(f"[{OPENING}]")
_BELOW_TEXTS: Final = str.maketrans(dict.fromkeys(_LOGIN, str(Kind.UPVOTED)))

_BEFORE_TEXT: Final = re.compile(rf"{Kind.COUNT}(?=[{TEXTS}])")
_BELOW_CARD_ONLY: Final = re.compile(rf"(?<=[{CLOSING}]){Kind.COUNT}(?=[{TEXTS}]{{1,9}}(?:{Kind.SUBMITTED}|$))")
"""A count at the end of a card, if only texts are below it: another card would have its submitter there."""
_OTHERS: Final = re.compile(_COUNT)
_UNLINKED: Final = re.compile(f"[{Kind.COUNT}{Kind.LATER_COUNT}]")
_GLUED: Final = re.compile(r"[0-9]{4,}")
"""Two numbers without a blank between them, such as comments and the upvotes of the next card: the page prints `2k` or
`2,117`, and few papers have more than 10 comments.
"""


def name_values(blocks: Blocks, *, upvotes: bool, spaced: bool) -> Blocks:
    """Return the blocks with a letter for the meaning of each value; a title that looks like a value is a text.

    ``upvotes`` means that cards open with their upvotes, ``spaced`` that blank lines separate the texts.
    """
    kinds = blocks.kinds
    maybe = [found.start() for found in _MAYBE_TITLES.finditer(kinds)]
    titles = [i for i in maybe if _is_title(blocks, i, spaced=spaced)]
    titles += [] if upvotes else _number_titles(blocks)
    kinds = replaced(kinds, titles, str(Kind.SHORT_TITLE))
    kinds = _with_stars(blocks, _with_organizations(blocks, kinds))
    submitted = kinds.count(str(Kind.SUBMITTED))
    unnamed = str(Kind.UPVOTE) not in kinds and 2 * len(_UNNAMED.findall(kinds)) > submitted > 1
    if _end_with_upvotes(kinds):
        kinds = kinds.translate(_BELOW_TEXTS)
    for pattern, kind in _NAMES[unnamed:]:
        kinds = pattern.sub(str(kind), kinds)
    if str(Kind.SUBMITTED) in kinds:
        kinds = _BELOW_CARD_ONLY.sub(str(Kind.COMMENTS), kinds)
    if upvotes:
        kinds = _BEFORE_TEXT.sub(str(Kind.UPVOTES), kinds)
    others = [found.start() for found in _UNLINKED.finditer(kinds)]
    glued = [i for i in others if _GLUED.fullmatch(blocks.words(blocks.each[i]))]
    kinds = _OTHERS.sub(str(Kind.COMMENTS), replaced(kinds, glued, str(Kind.UNASSIGNED)))
    return evolve(blocks, kinds=kinds)


def _end_with_upvotes(kinds: str) -> bool:
    """Whether cards end with upvotes that have a label: the first card begins with a text, and the last ends so."""
    if kinds[:1] not in tuple(TEXTS) or kinds[-1] not in _LOGIN or _OPENED.search(kinds):
        return False
    return len(_VOTES.findall(kinds)) > 1


def _with_organizations(blocks: Blocks, kinds: str) -> str:
    """Return the kinds; a text that leads to an account, or repeats its picture's label, is an organization."""
    each, tokens = blocks.each, blocks.tokens
    texts = [found.start() for found in _TEXT.finditer(kinds)]
    if tokens.aims:
        named = [i for i in texts if blocks.aim(each[i]) == ACCOUNT or is_labelled(blocks.words(each[i]))]
    else:  # a name with a label begins in lower case or with a bracket, which its letter shows
        doubtful = [i for i in texts if tokens.kinds[each[i] : each[i] + 1] not in _CLOSED_TEXTS]
        named = [i for i in doubtful if is_labelled(blocks.words(each[i]))]
    return replaced(kinds, named, str(Kind.ORGANIZATION))


def _with_stars(blocks: Blocks, kinds: str) -> str:
    """Return the kinds; of two counts at the end of a card, the first is its stars.

    A lone count is its stars if it leads to the code; if other cards have both, also if it is too large for comments or
    leads to the paper. But if a tool left out the blank between both, one with several digits may be both.
    """
    named = list(kinds)
    for i in [found.start() for found in _COUNT_AT.finditer(kinds)] if blocks.tokens.aims else ():
        if blocks.aim(blocks.each[i]) == CODE:
            named[i] = str(Kind.STARS)
    if str(Kind.SUBMITTED) in kinds and str(Kind.GITHUB) not in kinds:
        last = [found.span() for found in _LAST_COUNTS.finditer("".join(named))]
        both = [i for i, end in last if end - i > 1]
        lone = [i for i, end in last if end - i == 1]
        glued = _are_glued(blocks, both)
        for i in both:
            named[i] = str(Kind.STARS)
        for i in lone if both else ():
            named[i] = _lone_count(blocks, i, named[i], glued=glued)
    return "".join(named)


def _are_glued(blocks: Blocks, places: Sequence[int]) -> bool:
    """Whether any of the counts at these places has the next one directly behind it."""
    return any(blocks.tokens.touch(blocks.each[i], blocks.each[i + 1]) for i in places)


def _lone_count(blocks: Blocks, i: int, letter: str, *, glued: bool) -> str:
    """Return the letter of the only count at the end of a card, if other cards have stars and comments there."""
    at = blocks.each[i]
    if glued and _SEVERAL_DIGITS.fullmatch(blocks.words(at)):
        return str(Kind.UNASSIGNED)
    is_stars = blocks.tokens.value(at) > _MOST_COMMENTS or (blocks.tokens.aims and blocks.aim(at) == PAPER)
    return str(Kind.STARS) if is_stars else letter


_SEVERAL_DIGITS: Final = re.compile("[0-9]{2,}")


_TEXT: Final = re.compile(rf"(?<!{Kind.SUBMITTED})[{TEXTS}](?![{Kind.DOT}]?{Kind.AUTHORS})")
"""A text that may be an organization: the authors are not below it."""
_CLOSED_TEXTS: Final = frozenset(TEXTS)

_COUNT_AT: Final = re.compile(f"[{COUNTS}]")
_LAST_COUNTS: Final = re.compile(
    rf"(?<=[{Kind.AUTHORS}{Kind.ORGANIZATION}{Kind.DOT}{TEXTS}])[{COUNTS}]{{1,2}}(?={Kind.SUBMITTED}|$)"
)
_MOST_COMMENTS: Final = 20
"""Few papers have more comments, but most code has more stars. Of 1,767 papers with comments, none had more than 8."""


def _number_titles(blocks: Blocks) -> list[int]:
    """Return the places of counts directly before an abstract, on a page whose cards do not open with their upvotes.

    Such a count on the first card, or below a submitter, is a title. Below another card, it is one unless comments are
    there elsewhere.
    """
    found = [match.start() for match in _IN_PLACE_OF_TITLE.finditer(blocks.kinds)]
    if not found:
        return []
    later = [i for i in found if i and blocks.kinds[i - 1] != _USER_LETTER]
    has_comments = len(_BELOW_CARD.findall(blocks.kinds)) > len(later)
    usual = [i for i in found if not (has_comments and i in later)]
    return [i for i in usual if blocks.tokens.heads(blocks.each[i])]


def _is_title(blocks: Blocks, i: int, *, spaced: bool) -> bool:
    """Whether a count or a date on its own line is in fact a title.

    It is not if it is a value of the card above: a count without a blank line before it.
    """
    at, after = blocks.each[i], blocks.each[i + 1]
    if not blocks.tokens.heads(at):
        return False
    if blocks.kinds[i + 1] not in TEXTS:
        return True
    return spaced and blocks.tokens.follows_gap(at) and blocks.block(after).length >= LONG
