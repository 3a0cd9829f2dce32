"""Which lines make up one paragraph?

Where lines were wrapped, one that is too full to take the first word of the next goes on in it. Besides, a line goes on
in one that is indented deeper, as the page's data indents them, or that begins in the midst of a sentence; and a link
goes on until it ends.
"""

from __future__ import annotations

from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Final, TypeAlias

from ._engine import line_re as re
from .lexer import Kind, Token
from .markup import HOST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Block: TypeAlias = "list[Token]"
"""The lines of one paragraph."""

Item: TypeAlias = "Block | Token"
"""What a card is made of: a block of text, or a value."""

TEXT_KINDS: Final = frozenset({Kind.TEXT, Kind.FURNITURE, Kind.HEADING})
"""What a line of a text can be: within a card, a phrase of the page's furniture is one as well."""

_WRAPPED_KINDS: Final = frozenset({Kind.COUNT, Kind.DATE})
"""What may also be left of a text for the next line where lines were wrapped."""

BARE_KINDS: Final = frozenset({Kind.MARK, Kind.LINK, Kind.REFERENCE})
"""What is neither text nor value."""

_SITE: Final = re.compile(rf"{HOST}?/(?:papers|login).*|https://huggingface\.co/[^/]+")
_NAME: Final = re.compile(r"[^ ]+(?:$|\]\(|[ ]\[/|[ ]<|[ ]\((?:[a-z]+:/)?/)")
"""A user's name: one word, and the end of a link maybe."""

_ENDS: Final = frozenset(".!?:;)]")
_TAGS: Final = ("<p> ", "<h> ")
"""What stands before each paragraph and heading where a tool says what they are."""


def block_length(block: Block) -> int:
    """Return how many characters a block has, its line breaks and marks counted too."""
    return sum([token.end for token in block]) + len(block) - 1 - block[0].start


def _follows(token: Token, before: Token) -> bool:
    """Whether the line of ``token`` comes right after that of ``before``."""
    return not token.gap and token.head and token.line == before.line + 1


def first_word(line: str, start: int, end: int) -> int:
    """Return the length of the first word of a text from ``start`` to ``end`` on its line."""
    blank = line.find(" ", start)
    return (blank if blank > 0 else end) - start


OVERWIDE: Final = 8
"""A line that is wider than others were wrapped by more was not wrapped at that width, and ends where it ends."""

NARROWEST: Final = 40
"""Nobody wraps lines at fewer columns."""

_SHORT_WORD: Final = 3
"""Words no longer than this are written small in titles, too: `of`, `and`."""

_MOST_LINES: Final = 60
"""No abstract is longer: a link that has not ended by then does not end."""


def _is_open(block: Block) -> bool:
    """Whether ``block`` begins with a link whose end is still to come."""
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
    """Whether a line is indented deeper than the first of its block, as are the others, or the one before ends open."""
    edge = block[0].start + 1
    before = block[-1]
    return token.start > edge and (before.start > edge or (len(block) == 1 and before.raw[before.end - 1] not in _ENDS))


def _is_unfinished(before: Token, token: Token) -> bool:
    """Whether a sentence goes on from a line, which is as long as wrapped lines are, to the next."""
    goes_on = before.end - before.start >= NARROWEST and before.raw[before.end - 1] not in _ENDS
    return goes_on and token.raw[token.start].islower()


def _is_titled(token: Token) -> bool:
    """Whether a line is written as titles are: most of its longer words begin with a capital."""
    words = [word for word in token.words.split() if len(word) > _SHORT_WORD]
    return sum(not word[0].islower() for word in words) * 3 >= len(words) * 2


def _joins(block: Block, token: Token, width: int | None, *, title: bool, run_on: bool) -> bool:
    """Whether the line of ``token``, the next one, goes on with the paragraph of ``block``.

    That may be a ``title``, or one that has ``run_on`` and makes its line wider than others. A number does so only
    behind a full line, or in a link.
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

    An address can, unless it is one of the page's own links without brackets; so can the number or the date that a
    wrapped line leaves for the next, but not a dash for a count of none.
    """
    if token.kind is Kind.LINK:
        return token.raw[token.start] == "(" or not _SITE.fullmatch(token.value)
    if token.kind in TEXT_KINDS:
        return True
    alone = after is None or after.head
    return width is not None and alone and token.kind in _WRAPPED_KINDS and token.value != 0


def without_bullets(body: Sequence[Token]) -> list[Token]:
    """Return ``body`` without the dashes that stand for pictures before the authors, and not for a count of none."""
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
    """Whether ``token`` is the name of a user, behind who submitted the paper."""
    return token.kind is not Kind.MARK and _NAME.match(token.words) is not None


def read_items(body: Sequence[Token], width: int | None, *, run_on: bool, dense: bool) -> Iterator[Item]:
    """Iterate over the body's blocks of text and its values; marks and links only part them.

    Where texts are ``dense``, the one right behind a value is a title. Where titles ``run_on`` into abstracts, a
    block's first line may be wider than others.
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
"""With one of these a line ends, or the next begins, where the break between may have fallen within a word."""

_UNSPACED: Final = re.compile(
    r"""(?x)
    [0-9A-Za-z]- \n (?! (?: and | or | to ) [ ] ) [0-9A-Za-z]     # end-\nto-end; but `pre-\nand post-training`
  | [0-9)\]] \n -[a-z]{2}                                          # (RL)\n-based
  | [0-9A-Za-z]/ \n [0-9A-Za-z] | (?: [(\[{] | [^ ]\^ ) \n | \n [,;)\]}]  # no blank stands there
  | [0-9] \n \\%
  | [0-9A-Za-z] \n (?: [{/] | =[^ =] ) | [ (][B-HJ-Zb-z] \n \(    # mathcal\n{O}, f\n(x)
  """
)
_BEFORE, _BEHIND = 2, 8
"""So many characters before and behind a break may tell that it fell within a word."""

_ADDRESS: Final = re.compile(r":/(?=/)[^ \n]{0,400}(?:/\n|\n/)")
_LONGEST_ADDRESS: Final = 410
"""So many characters before a break may tell that it fell within an address; few are longer."""


def _is_within_word(before: str, line: str) -> bool:
    """Whether the break between two lines fell within a word, or an address that is not too long."""
    if _UNSPACED.search(f"{before[-_BEFORE:]}\n{line[:_BEHIND]}"):
        return True
    return "://" in before and _ADDRESS.search(f"{before[-_LONGEST_ADDRESS:]}\n{line[:1]}") is not None


def joined_lines(lines: Sequence[str]) -> str:
    """Return the lines of a wrapped paragraph as one, with nothing in place of a break that fell within a word."""
    parts = [lines[0]]
    for before, line in pairwise(lines):
        odd = before[-1:] in _OPEN_ENDS or line[:1] in _CLOSED_STARTS
        parts += "" if odd and _is_within_word(before, line) else " ", line
    return "".join(parts)
