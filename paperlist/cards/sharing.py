"""Split titles from the organizations and counts that are on the same line.

Some tools write a card of a daily page on one line. Where a card has authors, their dot ends the title. Where it has an
organization instead, only that the same name ends other titles, too, shows where it begins.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from .._attrs import evolve
from .._engine import line_re as re
from ..tokens.kinds import ANY_TEXTS, COUNTS, TEXTS, Kind
from ..tokens.looks import USUAL_NAME, is_titled, text_letter
from ..tokens.numbers import number
from .run_on import may_end_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..tokens.token import Token
    from .blocks import Blocks

_BARE: Final = re.compile(rf"[{TEXTS}](?=[{COUNTS}]{{0,3}}(?:{Kind.SUBMITTED}|$))")
"""A text at the end of its card, with nothing but counts below it."""

_COUNTS: Final = re.compile(r"(?<=[^ ][ ])[ ]*[0-9][0-9.,]*[kK]?(?:[ ]+[0-9][0-9.,]*[kK]?)?[ ]*$")
_COUNT: Final = re.compile(r"[0-9][0-9.,]*[kK]?")
_MIN_WORDS: Final = 3
"""A title before a name has at least this many words."""
_MOST_WORDS: Final = 8
"""A name has at most this many words."""


_SIGNED: Final = re.compile(f"[{ANY_TEXTS}]{Kind.DOT}?{Kind.AUTHORS}")


def share_lines(kinds: str) -> bool:
    """Whether titles share their lines with what follows them: most authors of a page that shows submitters do."""
    authors = kinds.count(str(Kind.AUTHORS))
    return str(Kind.SUBMITTED) in kinds and 2 * len(_SIGNED.findall(kinds)) > authors


def recurring_names(texts: Iterable[str]) -> dict[str, str]:
    """Return for each text the name at its end, if other texts end with the same name, or it looks like an account.

    >>> recurring_names(["Gravel from the Air Acme Lab", "Clocks That Drift Acme Lab", "Tides in Motion"])
    {'Clocks That Drift Acme Lab': 'Acme Lab', 'Gravel from the Air Acme Lab': 'Acme Lab'}
    """
    ending: defaultdict[str, set[str]] = defaultdict(set)
    for text in texts:
        for name in _names(text):
            ending[name].add(text)
    found: dict[str, str] = {}
    for name, ended in sorted(ending.items(), key=lambda item: -len(item[0])):
        if len(ended) > 1 or _is_account(min(ended), name):
            found |= dict.fromkeys(sorted(ended - found.keys()), name)
    return found


def _is_account(text: str, name: str) -> bool:
    """Whether a name in lower case is one word at the end of a text whose other words are capitalized."""
    return name.islower() and " " not in name and is_titled(text[: -len(name)])


def _names(text: str) -> list[str]:
    """Return what may be a name at the end of a text, the longest first."""
    words = text.split()
    names: list[str] = []
    for at in range(max(_MIN_WORDS, len(words) - _MOST_WORDS), len(words)):
        name = " ".join(words[at:])
        if len(name) <= USUAL_NAME and (may_end_title(words[at - 1], words[at]) or at == len(words) - 1):
            names.append(name)
    return names


def with_names_apart(blocks: Blocks) -> Blocks:
    """Return the blocks; a name and counts at the end of a title become blocks of their own."""
    places = [found.start() for found in _BARE.finditer(blocks.kinds)]
    bare = {i: _without_counts(blocks.words(blocks.each[i])) for i in places}
    names = recurring_names(bare.values())
    kinds = list(blocks.kinds)
    each: list[list[int]] = [[at] for at in blocks.each]
    for i, words in bare.items():
        block = blocks.block(blocks.each[i])
        if len(block.tokens) == 1 and (words in names or _has_sure_counts(block.words[len(words) :])):
            kinds[i], each[i] = _parts(blocks, block.tokens[0], words, names)
    return evolve(blocks, kinds="".join(kinds), each=[at for part in each for at in part])


def _without_counts(words: str) -> str:
    found = _COUNTS.search(words)
    return words[: found.start()].rstrip() if found else words


def _has_sure_counts(rest: str) -> bool:
    """Whether what follows a title are certainly counts: two of them, or one in thousands."""
    counts = rest.split()
    return len(counts) > 1 or rest.rstrip()[-1:] in {"k", "K"}


def _parts(blocks: Blocks, token: Token, words: str, names: Mapping[str, str]) -> tuple[str, list[int]]:
    """Return the letters and the indexes of the parts of a title with a name or counts behind it."""
    end = token.start + len(words)
    name = names.get(words, "")
    start = end - len(name)
    title = token._replace(end=token.start + len(words[: len(words) - len(name)].rstrip()))
    parts = [title, *([token._replace(start=start, end=end, head=False)] if name else [])]
    letters = [text_letter(title.words), *([str(Kind.ORGANIZATION)] if name else [])]
    for count in _COUNT.finditer(token.raw, end, token.end):
        value = number(count[0])
        parts.append(token._replace(kind=Kind.COUNT, value=value, start=count.start(), end=count.end(), head=False))
        letters.append(str(Kind.LATER_COUNT if value else Kind.LATER_ZERO))
    return "".join(letters), [blocks.add([part]).at for part in parts]
