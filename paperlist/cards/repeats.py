"""Remove short texts that occur on many cards.

Such a text is not part of a paper. A tool wrote it for a picture, or at the end of a printed page.
"""

from __future__ import annotations

from collections import Counter
from itertools import compress
from typing import TYPE_CHECKING, Final

from ..tokens.kinds import LONG_TEXTS, TEXTS
from ..tokens.token import selected, selection
from .labels import SHORT, folded

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..tokens.token import Token
    from .blocks import Blocks
    from .records import Record

_MIN_SHARE, _MIN_CARDS = 1 / 8, 4
"""A short text on at least this share of cards, and on at least this many, is boilerplate."""

_MAX_REPEATED: Final = 1 / 4
"""If more than this share of all short lines repeat, the page itself was saved several times."""

_MAYBE_SHORT: Final = selection(TEXTS.translate(dict.fromkeys(map(ord, LONG_TEXTS))))


def _folded(line: str) -> str:
    """Return a line as labels are compared; a link of one word is returned without its address."""
    if line[:1] == "[" and " " not in line:
        line = line.partition("](")[0]
    return folded(line)


def _repeated(records: Sequence[Record], blocks: Blocks) -> set[str]:
    """Return the short texts that occur on many cards, such as labels of pictures or page breaks."""
    tokens, paragraphs = blocks.tokens, blocks.paragraphs
    each = compress(blocks.each, selected(blocks.kinds, _MAYBE_SHORT))
    texts = [tokens.words(at) for at in each if at not in paragraphs]
    times = Counter([_folded(line) for line in texts if len(line) <= SHORT])
    enough = max(_MIN_CARDS, _MIN_SHARE * len(records))
    often = {line for line, n in times.items() if n >= enough}
    return often if len(often) <= max(1, _MAX_REPEATED * len(times)) else set()


def without_repeats(records: list[Record], blocks: Blocks) -> tuple[list[Record], list[Token]]:
    """Return the records without the texts that occur on many cards, and the tokens of these texts.

    The last text of a card without authors is kept, as it may be an organization. The first is kept if too few others
    follow but values do, as it may be the title.
    """
    often = _repeated(records, blocks)
    if not often:
        return records, []
    unassigned: list[Token] = []
    several = sum(one.profile.texts > 1 for one in records)
    usual = 1 + (2 * several > sum(one.profile.texts > 0 for one in records))
    found: list[Record] = []
    for one in records:
        repeats = [at for at in one.texts if _is_repeat(at, often, blocks)]
        gone = _removed(one, repeats, usual)
        found.append(one.without(gone) if gone else one)
        unassigned += [blocks.tokens.token(line) for at in gone for line in blocks.lines(at)]
    return found, unassigned


def _is_repeat(at: int, often: set[str], blocks: Blocks) -> bool:
    return at not in blocks.paragraphs and _folded(blocks.tokens.words(at)) in often


def _removed(one: Record, repeats: Sequence[int], usual: int) -> list[int]:
    """Return those of a record's repeated texts that are not part of its paper."""
    texts = one.texts
    if not repeats or len(repeats) == len(one.kinds):
        return list(repeats)  # a record of these alone is not a card
    may_be_named = not one.profile.signed and len(texts) > 1
    gone = [at for at in repeats if at != texts[0] and not (may_be_named and at == texts[-1])]
    others = len(texts) - 1 - len(gone)
    if texts[0] in repeats and others - may_be_named >= usual:
        gone.insert(0, texts[0])
    return gone
