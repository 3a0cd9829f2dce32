"""Name each value on a card.

What a count means depends on its neighbours and on what repeats over the page: whether cards open with their upvotes,
whether these are before the titles on the same line, whether blank lines separate the texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .._engine import line_re as re
from ..tokens.phrases import LONG, Kind, Token, number
from .blocks import Block, Item, block_length

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from ..tokens.links import Aim

_NAMES: Final = {
    Kind.SUBMITTED: "submitted",
    Kind.AUTHORS: "author_count",
    Kind.DATE: "published",
    Kind.DOT: "dot",
    Kind.UPVOTE: "upvote",
    Kind.GITHUB: "github",
    Kind.ARXIV: "arxiv",
}
_ODD_TITLES: Final = frozenset({Kind.COUNT, Kind.DATE})
"""Kinds of value that a title may look like."""
_NAMELESS: Final = frozenset({"text", "submitted_by"})
"""Names of items that do not affect the name of the next one."""
_COUNTED: Final = re.compile(r"([0-9][0-9,]*|-)[ ]+(?=[^ ])")
_GLUED: Final = re.compile(r"([0-9][0-9,]*|-)(?=[^0-9 \t.,%-])")
"""A count before a title on the same line, with blanks between them or without."""

COUNT_BEGINS: Final = frozenset("0123456789-")

_FEW: Final = 4
"""With fewer titles than this, it is not decided whether most of them begin with a count."""


def _kind(items: Sequence[Item], i: int) -> Kind | None:
    """Return the kind of the i-th item, or None if it is not a value."""
    item = items[i] if 0 <= i < len(items) else None
    return None if item is None or isinstance(item, list) else item.kind


def _is_count(items: Sequence[Item], i: int) -> bool:
    item = items[i] if i >= 0 else None
    return isinstance(item, Token) and item.kind is Kind.COUNT and item.head


def _follows_value(items: Sequence[Item], i: int) -> bool:
    """Whether the i-th item is the first, or follows a value other than a count that may open a card.

    A count after ``Submitted by`` or a date does not open a card: it may be a user's name, or end the card before.
    """
    closed = _kind(items, i - 2) in {Kind.SUBMITTED, Kind.DATE}
    return not i or (_kind(items, i - 1) is not None and (closed or not _is_count(items, i - 1)))


def begun(items: Sequence[Item]) -> int:
    """Return how many texts begin with a character that may be a count."""
    return sum(isinstance(item, list) and item[0].raw[item[0].start] in COUNT_BEGINS for item in items)


def may_be_glued(begun: int) -> bool:
    """Whether this many texts are enough for counts to stick to most titles."""
    return begun * 5 >= _FEW * 3


def without_glue(items: Sequence[Item]) -> Sequence[Item]:
    """Return the items; if most titles have a count before them on their line, it becomes an item of its own."""
    firsts = {i: item for i, item in enumerate(items) if isinstance(item, list) and _follows_value(items, i)}
    if len(firsts) < _FEW:
        return items
    pattern = next((each for each in (_COUNTED, _GLUED) if _most_match(each, firsts.values())), None)
    if pattern is None:
        return items
    return [part for i, item in enumerate(items) for part in (_unglued(firsts[i], pattern) if i in firsts else [item])]


def _most_match(pattern: re.Pattern[str], blocks: Collection[Block]) -> bool:
    return (
        sum(pattern.match(block[0].raw, block[0].start, block[0].end) is not None for block in blocks) * 5
        >= len(blocks) * 3
    )


def _unglued(block: Block, pattern: re.Pattern[str]) -> Iterator[Item]:
    """Split a block into the count before a title and the title; a dash that looks like a bullet is a count of 0."""
    token = block[0]
    if match := pattern.match(token.raw, token.start, token.end):
        yield token._replace(kind=Kind.COUNT, value=number(match[1]), end=match.end(1))
        yield [token._replace(start=match.end(), head=False), *block[1:]]
    elif token.raw[: token.start].strip() == "-":
        start = token.raw.index("-")
        yield token._replace(kind=Kind.COUNT, value=0, start=start, end=start + 1)
        yield [token._replace(head=False), *block[1:]]
    else:
        yield block


def item_order(items: Sequence[Item]) -> str:
    """Return one letter per item: ``t`` text, ``c`` count that begins a line, ``n`` such a count of 0, ``v`` other."""
    return "".join(map(_order, items))


def _order(item: Item) -> str:
    if isinstance(item, list):
        return "t"
    return "v" if item.kind is not Kind.COUNT or not item.head else "c" if item.value else "n"


def opens_with_upvotes(order: str) -> bool:
    """Whether cards open with their upvotes: most texts that follow values have a count directly before them.

    That count could also end the card before. But then the last card has such a count, the first text has none before
    it, and no card has two of them, or a dash.
    """
    counted = order.count("ct") + order.count("nt")
    if 2 * counted <= counted + order.count("vt") + order.startswith("t"):
        return False
    last_has_none = not order.endswith(("c", "n"))
    return not order.startswith("t") or last_has_none or any(sure in order for sure in ("nt", "cct", "nct"))


def _is_title(items: Sequence[Item], i: int, *, spaced: bool) -> bool:
    """Whether the i-th item, a count or a date on its own line, is in fact a title.

    It is one if an abstract without another title follows, and if it is not a value of the card above: a date after a
    dot, or a count without a blank line before it. It is also one between a submitter's count and the authors.
    """
    item, after = items[i], items[i + 1] if i + 1 < len(items) else None
    if after is None or not isinstance(item, Token) or not item.head:
        return False
    before = _kind(items, i - 1)
    if isinstance(after, list):
        part = block_length(after) >= LONG and item.gap and spaced and before is not Kind.DOT
        alone = not (i + 2 < len(items) and isinstance(items[i + 2], list))
        return part and alone and (item.kind is Kind.DATE or before is Kind.COUNT)
    submitted = before is Kind.COUNT and _kind(items, i - 3) is Kind.SUBMITTED
    return submitted and after.kind in {Kind.DOT, Kind.AUTHORS}


def _kind_behind(items: Sequence[Item], i: int, *, spaced: bool) -> Kind | None:
    """Return the kind of the i-th item, TEXT if it only looks like a value; None after the last item."""
    kind = _kind(items, i)
    titled = kind in _ODD_TITLES and _is_title(items, i, spaced=spaced)
    return Kind.TEXT if titled or (kind is None and i < len(items)) else kind


def _count_name(before: Kind | None, token: Token, after: Kind | None, aim: Aim, *, upvotes: bool) -> str:
    """Return the name of a count by its neighbours; ``upvotes`` means that cards open with their upvotes."""
    if before in {Kind.UPVOTE, Kind.GITHUB}:
        return "upvoted" if before is Kind.UPVOTE else "github_stars"
    named = before is None and not token.head  # after the submitter's name on the same line
    if named or aim == "login" or token.value == 0:
        return "upvotes"
    if aim == "paper":
        return "text"
    if after in {Kind.AUTHORS, Kind.DATE, Kind.DOT} and token.head:
        return "stray"
    open_end = aim == "community" or after is not Kind.TEXT or not token.head
    return "upvotes" if upvotes and not open_end else "comments"


def find_names(
    items: Sequence[Item], leads_to: Callable[[Token], Aim], *, upvotes: bool, spaced: bool
) -> Iterator[tuple[str, Item]]:
    """Iterate over the items, each with its name: ``text``, ``stray``, or the name of a card's value.

    A title that looks like a count or a date is a ``text``.
    """
    before: Kind | None = None
    for i, item in enumerate(items):
        if isinstance(item, list):
            yield "text", item
            before = None
            continue
        kind = item.kind
        if kind in _ODD_TITLES and _is_title(items, i, spaced=spaced):
            name = "text"
        elif before is Kind.SUBMITTED and kind is not Kind.SUBMITTED:
            name = "submitted_by"
        elif kind is Kind.COUNT:
            after = _kind_behind(items, i + 1, spaced=spaced)
            name = _count_name(before, item, after, leads_to(item), upvotes=upvotes)
        else:
            name = _NAMES[kind]
        before = None if name in _NAMELESS else kind
        yield name, [item] if name == "text" else item
