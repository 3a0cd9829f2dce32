"""Split titles from the abstracts, organizations and counts that are on the same line.

Some tools write a card of a daily page on one line. Where a card has authors, their dot ends the title. Where it has an
organization instead, where its name begins must be guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .._engine import line_re as re
from ..tokens.kinds import ANY_TEXTS, COUNTS, LATER_COUNTS, TEXTS, Kind
from ..tokens.looks import USUAL_NAME, text_letter
from ..tokens.markup import TAG
from ..tokens.numbers import number
from .titles.endings import names_at_ends
from .titles.run_on import title_end

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..tokens.token import Token
    from .blocks.block import Block, Blocks
    from .titles.endings import Ending

_BARE: Final = re.compile(rf"[{TEXTS}](?=[{COUNTS}]{{0,3}}(?:{Kind.SUBMITTED}|$))")
"""A text at the end of its card, with nothing but counts below it."""

_NAME: Final = re.compile(rf"(?<=[{TEXTS}]){_BARE.pattern}")
"""A text at the end of its card, below another text."""
_COUNTED: Final = re.compile(rf"{Kind.AUTHORS}[{LATER_COUNTS}]")
"""Authors with counts behind them on their line."""

_COUNTS: Final = re.compile(r"(?<=[^ \t][ \t])[ \t]*[0-9][0-9.,]*[kK]?(?:[ \t]+[0-9][0-9.,]*[kK]?)?[ ]*$")
_COUNT: Final = re.compile(r"[0-9][0-9.,]*[kK]?")
GUESSED: Final = "guessed"
"""The value of an organization that may begin elsewhere in its text."""

_SIGNED: Final = re.compile(f"[{ANY_TEXTS}]{Kind.DOT}?{Kind.AUTHORS}")
_ON_ONE_LINE: Final = re.compile(rf"{Kind.SUBMITTED}[^\n][{COUNTS}]?[{ANY_TEXTS}]")


def share_lines(kinds: str) -> bool:
    """Whether titles share their lines with what follows them: most authors of a page that shows submitters do.

    If all cards have organizations instead, and no dates, it is enough that a title shares its line with a submitter.
    """
    authors = kinds.count(str(Kind.AUTHORS))
    if not authors:
        return str(Kind.DATE) not in kinds and _ON_ONE_LINE.search(kinds) is not None
    return str(Kind.SUBMITTED) in kinds and 2 * len(_SIGNED.findall(kinds)) > authors


def with_names_apart(blocks: Blocks) -> Blocks:
    """Return the blocks; a name and counts at the end of a title become blocks of their own."""
    places = [found.start() for found in _BARE.finditer(blocks.kinds)]
    bare = {i: _without_counts(_words(blocks, i)) for i in places}
    others = [blocks.words(blocks.each[i]) for i, kind in enumerate(blocks.kinds) if kind in TEXTS and i not in bare]
    names = names_at_ends(set(bare.values()), others)
    parts: dict[int, tuple[str, list[int]]] = {}
    for i, words in bare.items():
        block = blocks.block(blocks.each[i])
        if len(block.tokens) == 1 and (words in names or _has_sure_counts(_words(blocks, i)[len(words) :])):
            parts[i] = _parts(blocks, block.tokens[0], words, names.get(words))
    return blocks.divided(parts)


def with_counts_apart(blocks: Blocks) -> Blocks:
    """Return the blocks; counts behind an organization, as behind the authors of other cards, become blocks."""
    names = [found.start() for found in _NAME.finditer(blocks.kinds)]
    if not names:
        return blocks
    counted = _COUNTED.search(blocks.tokens.kinds) is not None
    parts: dict[int, tuple[str, list[int]]] = {}
    for i in names:
        words = _words(blocks, i)
        name = _without_counts(words)
        block = blocks.block(blocks.each[i])
        if len(name) < len(words) and len(block.tokens) == 1 and (counted or _has_sure_counts(words[len(name) :])):
            letters, firsts = _parts(blocks, block.tokens[0], name, None)
            parts[i] = f"{Kind.ORGANIZATION}{letters[1:]}", firsts
    return blocks.divided(parts)


_BEFORE_TITLE: Final = re.compile(rf"(?<={Kind.SUBMITTED}.)[{LATER_COUNTS}](?=[{TEXTS}])")


def with_numbers(blocks: Blocks) -> Blocks:
    """Return the blocks; a number between a submitter and a title begins the title, if upvotes have labels."""
    if 2 * blocks.kinds.count(str(Kind.UPVOTE)) <= blocks.kinds.count(str(Kind.SUBMITTED)):
        return blocks
    parts: dict[int, tuple[str, list[int]]] = {}
    for found in _BEFORE_TITLE.finditer(blocks.kinds):
        count, title = found.start(), found.end()
        first, *others = blocks.block(blocks.each[title]).tokens
        number = blocks.tokens.token(blocks.each[count])
        if number.line == first.line:
            whole = blocks.add([first._replace(start=number.start), *others])
            parts |= {count: ("", []), title: (text_letter(whole.words), [whole.at])}
    return blocks.divided(parts)


_TAG: Final = re.compile(TAG)


def _words(blocks: Blocks, i: int) -> str:
    """Return the words of a block without the tags at their end."""
    words = blocks.words(blocks.each[i])
    end = len(words)
    while words.endswith(">", 0, end) and _TAG.fullmatch(words, start := max(words.rfind("<", 0, end), 0), end):
        end = start
    return words[:end].rstrip() if end < len(words) else words


def _without_counts(words: str) -> str:
    found = _COUNTS.search(words)
    return words[: found.start()].rstrip() if found else words


def _has_sure_counts(rest: str) -> bool:
    """Whether what follows a title are certainly counts: two of them, or one in thousands."""
    counts = rest.split()
    return len(counts) > 1 or rest.rstrip()[-1:] in {"k", "K"}


def _parts(blocks: Blocks, token: Token, words: str, ending: Ending | None) -> tuple[str, list[int]]:
    """Return the letters and the indexes of the parts of a title with a name or counts behind it."""
    end = token.start + len(words)
    title = token._replace(end=end)
    parts, letters = [title], [text_letter(words)]
    if ending:
        title = token._replace(end=token.start + len(words[: ending.start].rstrip()))
        value = None if ending.certain else GUESSED
        parts = [title, token._replace(start=token.start + ending.start, end=end, value=value, head=False)]
        letters = [text_letter(title.words), str(Kind.ORGANIZATION)]
    for found in _COUNT.finditer(token.raw, end, token.end):
        count = number(found[0])
        parts.append(token._replace(kind=Kind.COUNT, value=count, start=found.start(), end=found.end(), head=False))
        letters.append(str(Kind.LATER_COUNT if count else Kind.LATER_ZERO))
    return "".join(letters), [blocks.add([part]).at for part in parts]


def with_organization(block: Block) -> list[list[Token]]:
    """Split a block at several blanks within its last line, if there are any, and return the tokens of its parts."""
    *lines, line = block.tokens
    words, _, rest = line.words.rpartition("  ")
    if not words or len(rest) > USUAL_NAME:
        return [block.tokens]
    end = line.end - len(rest)
    title = [*lines, line._replace(end=line.start + len(words.rstrip()))]
    return [title, [line._replace(start=end, head=False)]]


def _cut(tokens: Sequence[Token], at: int) -> tuple[list[Token], list[Token]]:
    """Split the lines of a block after ``at`` characters; the second part starts at the next word."""
    i = 0
    while at >= (length := tokens[i].end - tokens[i].start):
        at = max(at - length - 1, 0)
        i += 1
    line = tokens[i]
    start = line.end - len(line.raw[line.start + at : line.end].lstrip())
    title = [line._replace(end=line.start + at)] if at else []
    return [*tokens[:i], *title], [line._replace(start=start, head=False), *tokens[i + 1 :]]


def run_apart(block: Block, *, organization: bool, glued: bool) -> list[list[Token]]:
    """Split a block into title and abstract, and perhaps an ``organization`` after the last sentence.

    Returns the tokens of its parts.
    """
    title, rest = _cut(block.tokens, title_end("\n".join(token.words for token in block.tokens), glued=glued))
    parts = [title, rest] if title else [rest]
    *lines, line = rest
    name = _name_at_end(line.words) if organization else ""
    if name:
        parts[-1] = [*lines, line._replace(end=line.start + len(line.words[: -len(name)].rstrip()))]
        parts.append([line._replace(start=line.end - len(name), head=False)])
    return parts


def _name_at_end(words: str) -> str:
    """Return the words after the last sentence, or after an address at its end, if they may be a name; else "".

    >>> _name_at_end("We study tides. Tern Labs"), _name_at_end("We study tides. See https://a.example/b Tern Labs")
    ('Tern Labs', 'Tern Labs')
    """
    text, _, name = words.rpartition(". ")
    if "://" in name:
        name = name.partition("://")[2].partition(" ")[2]
    name = name.strip()
    return name if text.strip() and len(name) <= USUAL_NAME and not name.endswith(".") else ""
