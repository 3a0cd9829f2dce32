"""Find the paragraphs and values of a page's cards."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING, Final

from ..._engine import line_re as re
from ...tokens.kinds import (
    ANY_TEXTS,
    BARE,
    CLOSED,
    CLOSING,
    COUNTS,
    END,
    OPEN_TEXTS,
    OPENING,
    PHRASES,
    TEXTS,
    WORDS,
    Kind,
)
from ...tokens.looks import is_heading, text_letter
from ...tokens.token import replaced, selected, selection
from .block import Blocks
from .joining import Joiner
from .wrapping import item_before

if TYPE_CHECKING:
    from ...tokens.token import Tokens
    from .wrapping import Breaks

_OPENED: Final = f"{OPEN_TEXTS}{PHRASES}"
_NEXT_VALUE: Final = rf"[{COUNTS}{Kind.DATE}]\n"
_MAY_CONTINUE: Final = re.compile(
    rf"[{_OPENED}](?=\n(?:[{WORDS}{Kind.LINK}]|{_NEXT_VALUE}))|[{TEXTS}](?=\n[{_OPENED}{Kind.LINK}])"
)
"""A line whose paragraph may continue on the next line, because one of them is not complete by its looks."""

_MAY_BE_WRAPPED: Final = re.compile(rf"[{WORDS}](?=\n(?:[{WORDS}{Kind.LINK}]|{_NEXT_VALUE}))")
"""A line whose paragraph may continue on the next line if lines were wrapped."""

_SHAPES: Final = str.maketrans(
    {**dict.fromkeys(f"{WORDS}{Kind.LINK}", "w"), **dict.fromkeys(f"{COUNTS}{Kind.DATE}", "c")}
)
_NEXT_LINE: Final = (f"{END}w", f"{END}c{END}")
"""What may be behind a line of a paragraph that continues on the next one: ``w`` is a text, ``c`` a count or a date."""

_ABOVE_TITLE: Final = frozenset(("", *CLOSING, *OPENING, *COUNTS))
"""Letters of what is above the title of a card, which may be the first one."""

_NO_ITEMS: Final = f"{BARE}{END}"
_ITEMS: Final = selection(_NO_ITEMS, but=True)
_REMOVED: Final = dict.fromkeys(map(ord, _NO_ITEMS))


def read_blocks(body: Tokens, breaks: Breaks) -> Blocks:
    """Return the paragraphs and values of a page's cards; marks and links only separate them.

    If no blank lines separate texts, one directly after a value is a title.
    """
    search = (_MAY_CONTINUE if breaks.width is None and not (breaks.broken or breaks.apart) else _MAY_BE_WRAPPED).search
    joining, kinds, shapes = Joiner(body, breaks), body.kinds, body.kinds.translate(_SHAPES)
    titled = breaks.dense and not breaks.run_on
    paragraphs: dict[int, tuple[int, ...]] = {}
    added: list[int] = []
    at = 0
    while found := search(kinds, at):
        start = at = found.start()
        whole = _is_whole(kinds, start, breaks)
        if not whole and _is_single(kinds, start, breaks):
            at += 1
            continue
        first = item_before(kinds, start)[1] not in WORDS
        begins = first or (breaks.broken and kinds.endswith(END * 2, 0, start))
        joining.begin(start, first=first, title=begins and titled, whole=whole)
        while shapes.startswith(_NEXT_LINE, at + 1) and joining.joins(at + 2):
            at += 2
            joining.add(at)
        if at > start:
            paragraphs[start] = tuple(joining.each)
            added += joining.each[1:]
        at += 1
    return _blocks(body, replaced(kinds, added, str(Kind.MARK)), paragraphs)


def _is_single(kinds: str, start: int, breaks: Breaks) -> bool:
    """Whether a text has one line, because blank lines separate all texts, and it may not continue on the next line."""
    return breaks.apart and not breaks.broken and _MAY_CONTINUE.match(kinds, start) is None


def _is_whole(kinds: str, start: int, breaks: Breaks) -> bool:
    """Whether all lines up to a blank one are a paragraph: the second text of a card, if blank lines separate all."""
    if not breaks.apart or not kinds.endswith(END * 2, 0, start):
        return False
    end, letter = item_before(kinds, start)
    return letter in WORDS and item_before(kinds, end - 1)[1] in _ABOVE_TITLE


def _blocks(body: Tokens, kinds: str, paragraphs: dict[int, tuple[int, ...]]) -> Blocks:
    """Return the blocks that are not marks or line ends, with the letters of paragraphs by their looks."""
    every = list(compress(range(len(kinds)), selected(kinds, _ITEMS)))
    blocks = Blocks(body, "", every)
    for each in paragraphs.values():
        blocks.join(each)
    phrases = [found.start() for found in _PHRASE.finditer(kinds)]
    if paragraphs or phrases:
        changed = list(kinds)
        for at in (*paragraphs, *phrases):
            heading = is_heading(body.lines[at][0], body.piece(at)[2])
            changed[at] = text_letter(blocks.words(at), heading=heading)
        kinds = "".join(changed)
    blocks.kinds = kinds.translate(_REMOVED).translate(CLOSED)
    texts = len(_ANY_TEXT.findall(kinds))
    gaps = len(_TEXT_AFTER_GAP.findall(kinds)) + (kinds[1:2] in _ANY_TEXTS and body.follows_gap(1))
    blocks.spaced = gaps * 3 >= texts * 2
    return blocks


_ANY_TEXTS: Final = frozenset(ANY_TEXTS)
_ANY_TEXT: Final = re.compile(f"[{ANY_TEXTS}]")
_TEXT_AFTER_GAP: Final = re.compile(rf"\n\n[{ANY_TEXTS}]")
_PHRASE: Final = re.compile(f"[{PHRASES}]")
