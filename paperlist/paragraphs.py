"""Which lines make up one paragraph?

Where lines were wrapped, one that is too full to take the first word of the next goes on in it. Where they were not, a
line goes on only in one that is indented deeper, as the page's data indents them.
"""

from __future__ import annotations

from itertools import chain, pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from ._engine import re
from .lexer import Kind, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Block: TypeAlias = "list[Token]"
"""The lines of one paragraph."""

TEXT_KINDS: Final = frozenset({Kind.TEXT, Kind.FURNITURE})
"""What a line of a text can be: within a card, a phrase of the page's furniture is one as well."""

_VALUE_KINDS: Final = frozenset({Kind.COUNT, Kind.DOT, Kind.DATE, Kind.SUBMITTED, Kind.UPVOTE})

BARE_KINDS: Final = frozenset({Kind.MARK, Kind.LINK, Kind.REFERENCE})
"""What is neither text nor value."""

_SITE: Final = re.compile(
    r"(?:[a-z]+://(?:huggingface\.co|localhost)?)?/(?:papers|login).*|https://huggingface\.co/[^/]+"
)
_FIRST_WORD: Final = re.compile(r"[^ \t\r\n]+")

_NARROWEST: Final = 40
"""Nobody wraps lines at fewer columns than this."""


def block_length(block: Block) -> int:
    """Return how many characters a block spans."""
    return block[-1].end - block[0].start


def _follows(token: Token, before: Token) -> bool:
    """Whether the line of ``token`` comes right after that of ``before``."""
    return token.head and not token.gap and token.line == before.line + 1


def _full_to(before: Token, token: Token, text: str) -> int:
    """Return the width that the line of ``before`` would need to take the first word of ``token``, less one."""
    word = _FIRST_WORD.match(text, token.start)
    return before.column + before.end - before.start + (word.end() - token.start if word else 0)


def _evidence(body: Sequence[Token]) -> list[tuple[Token, Token]]:
    """Return the lines of text that have a next one, with it.

    One that might be an organization below a title tells nothing: it is followed by other values than the authors.
    """
    found: list[tuple[Token, Token]] = []
    for i, (before, token) in enumerate(pairwise(body), 2):
        if before.kind in TEXT_KINDS and token.kind in TEXT_KINDS and _follows(token, before):
            below = [after.kind for after in body[i : i + 2]]
            if not below or below[0] not in _VALUE_KINDS or Kind.AUTHORS in below:
                found.append((before, token))
    return found


def wrap_width(body: Sequence[Token], text: str) -> int | None:
    """Return the column at which lines are wrapped, or None.

    Where they are, nearly every line that has a next one is too full to take that one's first word, at the width of the
    widest text, or of the widest of these lines where they are the most (headings may go unwrapped).
    """
    pairs = _evidence(body)
    if not pairs:
        return None
    texts = [token for token in body if token.kind in TEXT_KINDS]
    limit = _nearly_widest([*chain.from_iterable(pairs)] if 2 * len(pairs) > len(texts) else texts)
    full = sum(_full_to(before, token, text) >= limit for before, token in pairs)
    return limit if limit >= _NARROWEST and full >= 0.7 * len(pairs) else None


def _nearly_widest(lines: Sequence[Token]) -> int:
    """Return the width that one line in fifty exceeds."""
    widths = sorted(token.column + token.end - token.start for token in lines)
    return widths[len(widths) - 1 - len(widths) // 50]


def _is_open(block: Block, text: str) -> bool:
    """Whether ``block`` begins with a link whose end is still to come."""
    start, end = block[0].start, block[-1].end
    return text[start] == "[" and text.count("[", start, end) > text.count("]", start, end)


def _joins(block: Block, token: Token, width: int | None, text: str) -> bool:
    """Whether the line of ``token`` goes on with the paragraph of ``block``."""
    before = block[-1]
    if not _follows(token, before):
        return False
    full = token.column > before.column if width is None else _full_to(before, token, text) >= width
    return full or _is_open(block, text)


def _may_continue(token: Token, after: Token | None, width: int | None) -> bool:
    """Whether ``token`` can be a line within a paragraph.

    An address can, unless it is one of the page's own links; so can the number or the date that a wrapped line leaves
    for the next.
    """
    if token.kind is Kind.LINK:
        return not _SITE.fullmatch(token.value)
    alone = after is None or after.head
    return token.kind in TEXT_KINDS or (width is not None and alone and token.kind in {Kind.COUNT, Kind.DATE})


def without_bullets(body: Sequence[Token]) -> list[Token]:
    """Return ``body`` without the dashes that stand for pictures before the authors, and not for a count of none."""
    kept: list[Token] = []
    below: Kind | None = None
    for token in reversed(body):
        if below is Kind.AUTHORS and token.kind is Kind.COUNT and token.value == 0:
            continue
        if token.kind is not Kind.MARK and (token.kind is not Kind.DOT or below is not Kind.AUTHORS):
            below = token.kind
        kept.append(token)
    return kept[::-1]


def read_items(body: Sequence[Token], width: int | None, text: str) -> Iterator[Block | Token]:
    """Iterate over the body's blocks of text and its values; marks and links only part them."""
    block: Block = []
    for i, token in enumerate(body):
        named = i > 0 and body[i - 1].kind is Kind.SUBMITTED and " " not in text[token.start : token.end]
        if (
            block
            and not named
            and _may_continue(token, body[i + 1] if i + 1 < len(body) else None, width)
            and _joins(block, token, width, text)
        ):
            block.append(token)
            continue
        if block:
            yield block
            block = []
        if named or (token.kind not in BARE_KINDS and token.kind not in TEXT_KINDS):
            yield token
        elif token.kind in TEXT_KINDS:
            block = [token]
    if block:
        yield block
