"""Remove short texts that occur on many cards.

Such a text is not part of a paper. A tool wrote it for a picture, or at the end of a printed page.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final

from .._engine import line_re as re
from .segments import Alike, Segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..tokens.phrases import Token
    from .blocks import Block

_SHORT: Final = 80
_VERY_SHORT: Final = 24
_DIGITS: Final = re.compile("[0-9]+")
_OFTEN, _LEAST = 1 / 8, 4
"""A short text on at least this share of cards, and on at least this many, is boilerplate."""

_DISTINCT: Final = 1 / 4
"""If more than this share of all short lines repeat, the page itself was saved several times."""


def _repeated(segments: Sequence[Segment | Alike]) -> set[str]:
    """Return the short texts that occur on many cards, such as labels of pictures or page breaks."""
    times = Counter([_folded(line) for segment in segments for line in segment.lines if len(line) <= _SHORT])
    enough = max(_LEAST, _OFTEN * len(segments))
    often = {line for line, n in times.items() if n >= enough}
    return often if len(often) <= _DISTINCT * len(times) else set()


def _folded(line: str) -> str:
    """Return a line; if it is very short, with all numbers replaced by 0, because such texts may be numbered."""
    return line if len(line) > _VERY_SHORT else _DIGITS.sub("0", line)


def without_repeats(segments: list[Segment | Alike]) -> tuple[list[Segment | Alike], list[Token]]:
    """Return the segments without the texts that occur on many cards, and the tokens of these texts.

    The last text of a card without authors is kept, as it may be an organization. The first is kept if too few others
    follow, as it may be the title. If a segment has just one such text and values, the values belong to the card
    before, if that lacks them.
    """
    often = _repeated(segments)
    strays: list[Token] = []
    if not often:
        return segments, strays
    several = sum(segment.profile.texts > 1 for segment in segments)
    usual = 1 + (2 * several > sum(segment.profile.texts > 0 for segment in segments))
    found: list[Segment | Alike] = []
    for one in segments:
        if often.isdisjoint(map(_folded, one.lines)):
            found.append(one)
            continue
        segment = one.unfolded()
        before = found[-1].unfolded() if found else None
        kept = _kept(segment.blocks, often, usual, signed="author_count" in segment.closing)
        if len(kept) == len(segment.blocks) == 1 and before and _is_rest(segment, before, often):
            kept = []
            found[-1] = Segment(before.opening, before.blocks, before.closing | segment.closing, before.ended)
        elif len(kept) == len(segment.blocks):
            found.append(one)
        else:
            found.append(Segment(segment.opening, kept, segment.closing, segment.ended))
        strays += chain.from_iterable(block for block in segment.blocks if not any(block is other for other in kept))
    return found, strays


def _kept(blocks: Sequence[Block], often: set[str], usual: int, *, signed: bool) -> list[Block]:
    """Return the texts of a card without those that occur on many cards."""
    named = not signed and len(blocks) > 1
    kept = [block for block in blocks[1:] if not _is_repeat(block, often) or (named and block is blocks[-1])]
    if blocks and (not _is_repeat(blocks[0], often) or len(kept) - named < usual):
        kept = [blocks[0], *kept]
    return kept


def _is_repeat(block: Block, often: set[str]) -> bool:
    return len(block) == 1 and _folded(block[0].raw) in often


def _is_rest(segment: Segment, before: Segment, often: set[str]) -> bool:
    """Whether a card's only text occurs on many cards, and its values are missing on the card before."""
    new = not segment.opening and before.closing.keys().isdisjoint(segment.closing)
    return new and bool(before.blocks) and _is_repeat(segment.blocks[0], often)
