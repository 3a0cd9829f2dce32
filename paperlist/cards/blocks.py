"""Join lines into paragraphs.

If lines were wrapped, a line that has no room for the first word of the next line continues there. A line also
continues on the next one if that is indented deeper, as on the page, or begins in the middle of a sentence; and a link
continues until it ends.
"""

from __future__ import annotations

from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Final, TypeAlias

from .._engine import line_re as re
from ..tokens.markup import HOST
from ..tokens.phrases import Kind, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Block: TypeAlias = "list[Token]"
"""The tokens of one paragraph, one per line."""

Item: TypeAlias = "Block | Token"
"""A part of a card: a block of text, or a value."""

TEXT_KINDS: Final = frozenset({Kind.TEXT, Kind.BOILERPLATE, Kind.HEADING})
"""Kinds that may be a line of a text; within a card, a phrase of the page's boilerplate may be one, too."""

_WRAPPED_KINDS: Final = frozenset({Kind.COUNT, Kind.DATE})
"""Kinds that may also be the rest of a wrapped line."""

BARE_KINDS: Final = frozenset({Kind.MARK, Kind.LINK, Kind.REFERENCE})
"""Kinds that are neither text nor value."""

_SITE: Final = re.compile(rf"{HOST}?/(?:papers|login).*|https://huggingface\.co/[^/]+")
_NAME: Final = re.compile(r"[^ ]+(?:$|\]\(|[ ]\[/|[ ]<|[ ]\((?:[a-z]+:/)?/)")
"""A user's name: one word, perhaps with the end of a link."""

_ENDS: Final = frozenset(".!?:;)]")
_TAGS: Final = ("<p> ", "<h> ")
"""Marks that some tools write before each paragraph and heading."""


def block_length(block: Block) -> int:
    """Return the number of characters in a block, including line breaks and markup."""
    return sum([token.end for token in block]) + len(block) - 1 - block[0].start


def _follows(token: Token, before: Token) -> bool:
    """Whether ``token`` begins the line directly after that of ``before``."""
    return not token.gap and token.head and token.line == before.line + 1


def first_word(line: str, start: int, end: int) -> int:
    """Return the length of the first word of a text from ``start`` to ``end`` on its line."""
    blank = line.find(" ", start)
    return (blank if blank > 0 else end) - start


OVERWIDE: Final = 8
"""A line that exceeds the wrapping width by more than this was not wrapped, so it does not continue."""

NARROWEST: Final = 40
"""Lines are not wrapped at fewer columns."""

_SHORT_WORD: Final = 3
"""Words up to this length may be lower-case in titles, too: `of`, `and`."""

_MOST_LINES: Final = 60
"""No abstract has more lines: a link that has not ended by then is not a link."""


def _is_open(block: Block) -> bool:
    """Whether ``block`` begins with a link that has not ended yet."""
    if len(block) > _MOST_LINES:
        return False
    if block[0].raw.find("<a ", 0, block[0].start) >= 0:
        return sum(token.raw.count("<a ") - token.raw.count("</a>") for token in block) > 0
    if block[0].raw[block[0].start] == "`":
        return sum(token.raw.count("`", token.start) for token in block) % 2 > 0
    if block[0].raw[block[0].start] != "[":
        return False
    return sum(token.raw.count("[", token.start) - token.raw.count("]", token.start) for token in block) > 0


def _is_deeper(block: Block, token: Token) -> bool:
    """Whether a line is a continuation because it is indented deeper than the first line of the block."""
    edge = block[0].start + 1
    before = block[-1]
    return token.start > edge and (before.start > edge or (len(block) == 1 and before.raw[before.end - 1] not in _ENDS))


def _is_unfinished(before: Token, token: Token) -> bool:
    """Whether a sentence continues on the next line: the line is long and unfinished, the next is in lower case."""
    goes_on = before.end - before.start >= NARROWEST and before.raw[before.end - 1] not in _ENDS
    return goes_on and token.raw[token.start].islower()


def _is_titled(token: Token) -> bool:
    """Whether a line is capitalized like a title: most of its longer words do not begin in lower case."""
    words = [word for word in token.words.split() if len(word) > _SHORT_WORD]
    return sum(not word[0].islower() for word in words) * 3 >= len(words) * 2


def _joins(block: Block, token: Token, width: int | None, *, title: bool, run_on: bool) -> bool:
    """Whether the next line, that of ``token``, continues the paragraph of ``block``.

    ``title`` means that the block is a title; ``run_on`` that titles and abstracts share a line, which may make the
    first line wider than others. A number or a date continues a paragraph only after a full line or within a link.
    """
    before = block[-1]
    if token.raw[: token.start].lstrip().startswith(_TAGS):
        return False
    if run_on and width is not None and len(block) == 1 and before.end > width + OVERWIDE:
        return True
    widest = 0 if width is None else width if title else width + OVERWIDE
    reach = before.end + first_word(token.raw, token.start, token.end)
    full = width is not None and before.end <= widest and reach >= width and (not title or _is_titled(token))
    if full or _is_open(block):
        return True
    return token.kind not in _WRAPPED_KINDS and (_is_deeper(block, token) or _is_unfinished(before, token))


def _may_continue(token: Token, after: Token | None, width: int | None) -> bool:
    """Whether ``token`` can be a line within a paragraph.

    An address can be, unless it is one of the page's own links without brackets. A number or a date can be the rest of
    a wrapped line; a dash, which means a count of 0, cannot.
    """
    if token.kind is Kind.LINK:
        return token.raw[token.start] == "(" or not _SITE.fullmatch(token.value)
    if token.kind in TEXT_KINDS:
        return True
    alone = after is None or after.head
    return width is not None and alone and token.kind in _WRAPPED_KINDS and token.value != 0


def without_bullets(body: Sequence[Token]) -> list[Token]:
    """Return ``body`` without dashes directly before the authors: these are bullets or pictures, not counts of 0."""
    if 0 not in [token.value for token in body if token.kind is Kind.COUNT]:
        return list(body)
    kept: list[Token] = []
    below: Kind | None = None
    for token in reversed(body):
        kind = token.kind
        if below is Kind.AUTHORS and kind is Kind.COUNT and token.value == 0:
            continue
        if kind is not Kind.MARK and (kind is not Kind.DOT or below is not Kind.AUTHORS):
            below = kind
        kept.append(token)
    return kept[::-1]


def _is_name(token: Token) -> bool:
    """Whether ``token``, after ``Submitted by``, is the name of a user."""
    return token.kind is not Kind.MARK and _NAME.match(token.words) is not None


def read_items(body: Sequence[Token], width: int | None, *, run_on: bool, dense: bool) -> Iterator[Item]:
    """Iterate over the blocks of text and the values in ``body``; marks and links only separate them.

    ``dense`` means that no blank lines separate texts; a text directly after a value is then a title. ``run_on`` says
    that titles and abstracts share a line; the first line of a block may then be wider than others.
    """
    block: Block = []
    title = submitted = False
    for token, after in zip_longest(body, body[1:]):
        kind = token.kind
        named = submitted and _is_name(token)
        if kind is not Kind.MARK:
            submitted = kind is Kind.SUBMITTED
        if block:
            goes_on = (
                not named and _follows(token, block[-1]) and (kind is Kind.TEXT or _may_continue(token, after, width))
            )
            if goes_on and _joins(block, token, width, title=title, run_on=run_on):
                block.append(token)
                continue
            yield block
            block = []
            title = False
        if kind in TEXT_KINDS and not named:
            block = [token]
        elif named or kind not in BARE_KINDS:
            yield token
            title = dense and not run_on
    if block:
        yield block


_OPEN_ENDS: Final = frozenset("-/([{:^")
_CLOSED_STARTS: Final = frozenset("/,;)]}{=(-\\")
"""Last characters of a line, and first ones of the next, between which the break may be within a word."""

_UNSPACED: Final = re.compile(
    r"""(?x)
    [0-9A-Za-z]- \n (?! (?: and | or | to ) [ ] ) [0-9A-Za-z]     # end-\nto-end; but `pre-\nand post-training`
  | [0-9)\]] \n -[a-z]{2}                                          # (RL)\n-based
  | [0-9A-Za-z]/ \n [0-9A-Za-z] | (?: [(\[{] | [^ ]\^ ) \n | \n [,;)\]}]  # no blank belongs there
  | [0-9] \n \\%
  | [0-9A-Za-z] \n (?: [{/] | =[^ =] ) | [ (][B-HJ-Zb-z] \n \(    # mathcal\n{O}, f\n(x)
  """
)
_BEFORE, _BEHIND = 2, 8
"""How many characters before and after a break show whether it is within a word."""

_ADDRESS: Final = re.compile(r":/(?=/)[^ \n]{0,400}(?:/\n|\n/)")
_LONGEST_ADDRESS: Final = 410
"""How many characters before a break are examined to see whether it is within an address; few are longer."""


def _is_within_word(before: str, line: str) -> bool:
    """Whether the break between two lines is within a word, or within an address that is not too long."""
    if _UNSPACED.search(f"{before[-_BEFORE:]}\n{line[:_BEHIND]}"):
        return True
    return "://" in before and _ADDRESS.search(f"{before[-_LONGEST_ADDRESS:]}\n{line[:1]}") is not None


def joined_lines(lines: Sequence[str]) -> str:
    """Join the lines of a wrapped paragraph with spaces, or with nothing if a break is within a word."""
    parts = [lines[0]]
    for before, line in pairwise(lines):
        odd = before[-1:] in _OPEN_ENDS or line[:1] in _CLOSED_STARTS
        parts += "" if odd and _is_within_word(before, line) else " ", line
    return "".join(parts)
