"""What stands on many cards?

A short text that does is none of theirs: what a tool writes for a picture, or at the end of a sheet.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Final

from ._engine import line_re as re
from .segments import Alike, Segment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .lexer import Token

_SHORT: Final = 80
_VERY_SHORT: Final = 24
_DIGITS: Final = re.compile("[0-9]+")
_OFTEN, _LEAST = 1 / 8, 4
"""What stands on more than this share of cards, and on so many at least, in so few characters, is no text of theirs."""

_DISTINCT: Final = 1 / 4
"""Where more than this share of all short lines stand often, the page was saved often."""


def _repeated(segments: Sequence[Segment | Alike]) -> set[str]:
    """Return short texts that stand on many cards, as what stands for a picture does, or for the end of a sheet."""
    times = Counter([_folded(line) for segment in segments for line in segment.lines if len(line) <= _SHORT])
    enough = max(_LEAST, _OFTEN * len(segments))
    often = {line for line, n in times.items() if n >= enough}
    return often if len(often) <= _DISTINCT * len(times) else set()


def _folded(line: str) -> str:
    """Return a line, if it is very short with its numbers made equal: stand-ins and sheets may be counted."""
    return line if len(line) > _VERY_SHORT else _DIGITS.sub("0", line)


def without_repeats(segments: list[Segment | Alike]) -> tuple[list[Segment | Alike], list[Token]]:
    """Return the segments without texts that stand on many cards, and these.

    The last text of a card without authors may be an organization. Values without texts belong to the card before.
    """
    often = _repeated(segments)
    strays: list[Token] = []
    if not often:
        return segments, strays
    found: list[Segment | Alike] = []
    for one in segments:
        segment = one.unfolded()
        last = None if "author_count" in segment.closing or len(segment.blocks) < 2 else segment.blocks[-1]
        repeats = [b for b in segment.blocks if len(b) == 1 and b is not last and _folded(b[0].raw) in often]
        kept = [block for block in segment.blocks if block not in repeats]
        strays.extend(chain.from_iterable(repeats))
        if not repeats:
            found.append(one)
            continue
        before = found[-1].unfolded() if found and not kept and not segment.opening else None
        if before is None or not before.closing.keys().isdisjoint(segment.closing):
            found.append(Segment(segment.opening, kept, segment.closing, segment.ended))
        else:
            found[-1] = Segment(before.opening, before.blocks, before.closing | segment.closing, before.ended)
    return found, strays
