"""What is each value on its card?

A count is told by what stands around it, and by what repeats over the page: whether cards open with their upvotes,
whether these stand before the titles on their lines, whether blank lines part the texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ._engine import re
from .lexer import LONG, Kind, Token
from .paragraphs import Block, Item, block_length

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

_NAMES: Final = {
    Kind.SUBMITTED: "submitted",
    Kind.AUTHORS: "author_count",
    Kind.DATE: "published",
    Kind.DOT: "dot",
    Kind.UPVOTE: "upvote",
    Kind.GITHUB: "github",
    Kind.ARXIV: "arxiv",
}
_PAPER: Final = re.compile(r".*/papers/[0-9]{4}\.[0-9]{4,5}")

_COUNTED: Final = re.compile(r"([0-9][0-9,]*|-)[ ]+(?=[^ ])")
_GLUED: Final = re.compile(r"([0-9][0-9,]*|-)(?=[^0-9 \t.,%-])")
"""A count that stands before a title on its line, or sticks to it."""

_COUNT_BEGINS: Final = frozenset("0123456789-")

_DIGITS: Final = 9
"""No count on the page has more digits."""

_FEW: Final = 4
"""Of fewer titles than this it is not said what most of them begin with."""


def _kind(items: Sequence[Item], i: int) -> Kind | None:
    """Return what the i-th item is, if it is a value."""
    item = items[i] if 0 <= i < len(items) else None
    return None if item is None or isinstance(item, list) else item.kind


def _is_count(items: Sequence[Item], i: int) -> bool:
    item = items[i] if i >= 0 else None
    return isinstance(item, Token) and item.kind is Kind.COUNT and item.head


def _follows_value(items: Sequence[Item], i: int) -> bool:
    """Whether the i-th item is the first, or stands behind a value that is no count with which a card may open.

    A user may be called by a number, and the count behind a date on its line closes a card.
    """
    named = _kind(items, i - 2) is Kind.SUBMITTED
    return not i or (_kind(items, i - 1) is not None and (named or not _is_count(items, i - 1)))


def without_glue(items: Sequence[Item]) -> Sequence[Item]:
    """Return the items, counts parted from the titles before which they stand where most titles have one."""
    begun = sum(isinstance(item, list) and item[0].raw[item[0].start] in _COUNT_BEGINS for item in items)
    if begun * 5 < _FEW * 3:
        return items
    firsts = {i: item for i, item in enumerate(items) if isinstance(item, list) and _follows_value(items, i)}
    if len(firsts) < _FEW:
        return items
    pattern = next((each for each in (_COUNTED, _GLUED) if _most_match(each, firsts.values())), None)
    if pattern is None:
        return items
    return [part for i, item in enumerate(items) for part in (_unglued(firsts[i], pattern) if i in firsts else [item])]


def _most_match(pattern: re.Pattern[str], blocks: Collection[Block]) -> bool:
    return sum(pattern.match(block[0].raw, block[0].start) is not None for block in blocks) * 5 >= len(blocks) * 3


def _unglued(block: Block, pattern: re.Pattern[str]) -> Iterator[Item]:
    """Iterate over the count that stands before a title, and the rest of its block; a dash may seem to be a bullet."""
    token = block[0]
    if match := pattern.match(token.raw, token.start):
        count = 0 if match[1] == "-" else int(match[1].replace(",", "")[:_DIGITS])
        yield token._replace(kind=Kind.COUNT, value=count, end=match.end(1))
        yield [token._replace(start=match.end(), head=False), *block[1:]]
    elif token.raw[: token.start].strip() == "-":
        start = token.raw.index("-")
        yield token._replace(kind=Kind.COUNT, value=0, start=start, end=start + 1)
        yield [token._replace(head=False), *block[1:]]
    else:
        yield block


def opens_with_upvotes(items: Sequence[Item]) -> bool:
    """Whether cards open with their upvotes: most texts that follow values have a count right before them.

    That count could be the last value of the card before; but then the page's last card has it, and its first text has
    none before it, and no card has two, or a dash.
    """
    starts = [
        i for i, item in enumerate(items) if isinstance(item, list) and not (i and isinstance(items[i - 1], list))
    ]
    counted = [i for i in starts if _is_count(items, i - 1)]
    if 2 * len(counted) <= len(starts):
        return False
    if starts[0] or not _is_count(items, len(items) - 1):
        return True
    return any(_is_count(items, i - 2) or getattr(items[i - 1], "value", None) == 0 for i in counted)


def _is_title(items: Sequence[Item], i: int, *, spaced: bool) -> bool:
    """Whether the i-th item, a count or a date by itself, stands in the place of a title.

    Below it is an abstract without any other title, and it is no value of the card above: a date behind a dot, a count
    that a blank line does not part from that. Or it stands between a submitter's count and the authors.
    """
    item, after, before = items[i], items[i + 1] if i + 1 < len(items) else None, _kind(items, i - 1)
    if not isinstance(item, Token) or item.kind not in {Kind.COUNT, Kind.DATE} or not item.head:
        return False
    if isinstance(after, list):
        alone = block_length(after) >= LONG and not (i + 2 < len(items) and isinstance(items[i + 2], list))
        part = item.gap and spaced and before is not Kind.DOT
        return alone and part and (item.kind is Kind.DATE or before is Kind.COUNT)
    submitted = before is Kind.COUNT and _kind(items, i - 3) is Kind.SUBMITTED
    return submitted and _kind(items, i + 1) in {Kind.DOT, Kind.AUTHORS}


def with_titles(items: Sequence[Item], *, spaced: bool) -> list[Item]:
    """Return the items, what is a title though it looks like a count or a date as text."""
    return [
        [item] if isinstance(item, Token) and item.kind in _ODD_TITLES and _is_title(items, i, spaced=spaced) else item
        for i, item in enumerate(items)
    ]


_ODD_TITLES: Final = frozenset({Kind.COUNT, Kind.DATE})


def _count_name(before: Kind | None, token: Token, after: Item | None, target: str, *, upvotes: bool) -> str:
    """Return what a count is, by what stands around it; ``upvotes`` are those that open a card."""
    if before in {Kind.UPVOTE, Kind.GITHUB}:
        return "upvoted" if before is Kind.UPVOTE else "github_stars"
    named = before is None and not token.head  # behind the submitter's name on one line
    if named or "login" in target or token.value == 0:
        return "upvotes"
    if _PAPER.fullmatch(target):
        return "text"
    if isinstance(after, Token) and after.kind in {Kind.AUTHORS, Kind.DATE, Kind.DOT} and token.head:
        return "stray"
    open_end = "#community" in target or isinstance(after, Token) or not token.head or after is None
    return "upvotes" if upvotes and not open_end else "comments"


def find_names(items: list[Item], leads_to: Callable[[Token], str], *, upvotes: bool) -> list[str]:
    """Return what each item is: ``text``, ``stray``, or the name of a card's value.

    A count that leads to a paper is its title: it becomes a text among the items.
    """
    names: list[str] = []
    before: Kind | None = None
    for i, item in enumerate(items):
        if isinstance(item, list):
            names.append("text")
            before = None
            continue
        kind = item.kind
        if before is Kind.SUBMITTED and kind is not Kind.SUBMITTED:
            name = "submitted_by"
        elif kind is Kind.COUNT:
            after = items[i + 1] if i + 1 < len(items) else None
            name = _count_name(before, item, after, leads_to(item), upvotes=upvotes)
            if name == "text":
                items[i] = [item]
        else:
            name = _NAMES[kind]
        before = None if name == "submitted_by" else kind
        names.append(name)
    return names
