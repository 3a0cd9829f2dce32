"""Find the arXiv id of each card among the ids in the links on the page."""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING

from ..tokens.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..tokens.links.lists import PaperLinks
    from .card import Card
    from .layout import Page


def paper_ids(page: Page) -> list[str | None]:
    """Return the arXiv ids of a page's cards: of each, the first in its links from the title on, or else before it."""
    if not page.links.ids or not page.cards:
        return []
    links = page.links.without(_quoted(page)) if str(Kind.LINK) in page.tokens.kinds else page.links
    starts = _starts(page.cards, links)
    return [
        links.first(card.title_start, end) or links.first(start, card.title_start)
        for card, (start, end) in zip(page.cards, pairwise([*starts, page.end]), strict=True)
    ]


def _quoted(page: Page) -> set[int]:
    """Return the places of the addresses that are lines within texts."""
    blocks = page.cards[0].blocks
    within = chain.from_iterable([paragraph.each for paragraph in blocks.paragraphs.values()])
    linked = [at for at in within if blocks.tokens.piece(at)[0] == str(Kind.LINK)]
    return {blocks.tokens.lines[at][1] for at in linked}


def _starts(cards: Sequence[Card], links: PaperLinks) -> list[int]:
    """Return where the links of each card begin.

    A picture above a card may be a link to its paper. Such a link belongs to the card that has another link to the same
    paper; if neither or both have one, to the one to which most links between two cards of the page belong.
    """
    starts = [card.start for card in cards]
    between = [(card.last_line_end, start) for card, start in zip(cards, starts[1:], strict=False)]
    linked = [at for at, gap in enumerate(between) if links.first(*gap)]
    known = [_is_of_next(links, starts[at], *between[at], cards[at + 1].last_line_end) for at in linked]
    usual = known.count(True) > known.count(False)
    for at, is_of_next in zip(linked, known, strict=True):
        if usual if is_of_next is None else is_of_next:
            starts[at + 1] = links.run_start(*between[at])
    return starts


def _is_of_next(links: PaperLinks, start: int, last: int, after: int, end: int) -> bool | None:
    """Whether the last link between two cards leads where another link on the next card leads; None if not known.

    The cards have the texts and values from ``start`` to ``last``, and from ``after`` to ``end``.
    """
    found = links.between(last, after)[-1]
    is_before, is_after = found in links.between(start, last), found in links.between(after, end)
    return None if is_before == is_after else is_after
