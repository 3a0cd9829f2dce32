"""Hold the paragraphs and values of a page's cards."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from ..._attrs import define, evolve, field
from ..._engine import line_re as re
from ...tokens.characters import SOFT_HYPHEN
from ...tokens.kinds import TEXTS
from ...tokens.links.aims import NOWHERE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...tokens.token import Token, Tokens


_CLOSED_TEXTS: Final = frozenset(TEXTS)


class Block(NamedTuple):
    """A paragraph: its index among the tokens, the tokens of its lines, and its words in one line, with markup."""

    at: int
    tokens: list[Token]
    words: str

    @property
    def length(self) -> int:
        """The number of its characters, including line breaks and markup."""
        return sum([token.end for token in self.tokens]) + len(self.tokens) - 1 - self.tokens[0].start


class Paragraph(NamedTuple):
    """The tokens of a block that has several lines, by their indexes, and its words in one line."""

    each: tuple[int, ...]
    words: str


@define
class Blocks:
    """The paragraphs and values of a page's cards: their letters, and the index of the first token of each.

    ``paragraphs`` has those blocks that have several lines, by these indexes. A :class:`Block` is made only if somebody
    asks for it. ``spaced`` means that most texts follow blank lines; in some layouts only abstracts do.
    """

    tokens: Tokens
    kinds: str
    each: list[int]
    paragraphs: dict[int, Paragraph] = field(factory=dict)
    spaced: bool = False

    def words(self, at: int) -> str:
        """Return the words of the block whose first token has the index ``at``."""
        found = self.paragraphs.get(at)
        return found.words if found else self.tokens.words(at)

    def plain_words(self, at: int) -> str | None:
        """Return the words of a block that certainly has no markup; None for any other block."""
        tokens = self.tokens
        if at in self.paragraphs or tokens.kinds[at : at + 1] not in _CLOSED_TEXTS:
            return None
        _, _, start, end, _ = tokens.pieces[at]  # type: ignore[misc]  # a text is not a line's end
        return tokens.lines[at][0][start:end]

    def lines(self, at: int) -> tuple[int, ...]:
        """Return the indexes of the tokens of a block."""
        found = self.paragraphs.get(at)
        return found.each if found else (at,)

    def block(self, at: int) -> Block:
        """Return the block whose first token has the index ``at``."""
        return Block(at, [self.tokens.token(line) for line in self.lines(at)], self.words(at))

    def aim(self, at: int) -> str:
        """Return the letter of where a block leads: that of the first of its lines that leads anywhere."""
        aims = self.tokens.aims
        found = [aims[line] for line in self.lines(at) if line < len(aims) and aims[line] != NOWHERE]
        return found[0] if found else NOWHERE

    def join(self, each: Sequence[int]) -> None:
        """Make one block of the texts of successive lines, by their indexes."""
        pieces, lines = self.tokens.pieces, self.tokens.lines
        later = [lines[at][0][: pieces[at][3]].lstrip() for at in each[1:]]  # type: ignore[index]  # no line end is a text
        self.paragraphs[each[0]] = Paragraph(tuple(each), joined_lines([self.tokens.words(each[0]), *later]))

    def divided(self, parts: Mapping[int, tuple[str, Sequence[int]]]) -> Blocks:
        """Return the blocks; those at some places are divided into parts, given by their letters and first tokens."""
        kinds, each = list(self.kinds), [[at] for at in self.each]
        for place, (letters, firsts) in parts.items():
            kinds[place], each[place] = letters, [*firsts]
        return evolve(self, kinds="".join(kinds), each=[at for firsts in each for at in firsts])

    def add(self, tokens: Sequence[Token]) -> Block:
        """Add a part of a block, which has these tokens."""
        each = [self.tokens.add(token) for token in tokens]
        if len(each) > 1:
            self.join(each)
        return Block(each[0], list(tokens), self.words(each[0]))


_OPEN_ENDS: Final = frozenset(f"-/([{{:^_}}\"'`{SOFT_HYPHEN}")
_CLOSED_STARTS: Final = frozenset("/,;)]}{=(-\\")
"""Last characters of a line, and first ones of the next, between which the break may be within a word."""

_UNSPACED: Final = re.compile(
    r"""(?x)
    [0-9A-Za-z]- \n (?! (?: and | or | to ) [ ] ) [0-9A-Za-z]     # end-\nto-end; but `pre-\nand post-training`
  | [0-9)\]] \n -[a-z]{2}                                          # (RL)\n-based
  | [ ]- \n -[ ]                                                  # a dash of two hyphens
  | [0-9A-Za-z]/ \n [0-9A-Za-z] | (?: [(\[{] | [^ ]\^ ) \n | \n [,;)\]}]  # no blank belongs there
  | [0-9] \n \\% | \u00ad \n
  | _ \n \{ | [{][A-Z][}] \n \( | \\["'`^~] \n \{             # C_\n{i}, mathcal{O}\n(n), na\"\n{\i}ve
  | [\u3000-\u30ff\u3400-\u9fff\uff00-\uffef] \n [\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]    # Chinese and Japanese
  | [A-Za-z]{2} \n \{ | [0-9A-Za-z] \n (?: / | =[^ =] ) | [ (][B-HJ-Zb-z] \n \(    # mathcal\n{O}, f\n(x)
  """
)
_FIRST_WIDE: Final = "\u3000"
"""The first character of the scripts that have no blanks between words."""
_CHARACTERS_BEFORE, _CHARACTERS_AFTER = 3, 8
"""How many characters before and after a break show whether it is within a word."""

_LONGEST_ADDRESS: Final = 410
"""How many characters before a break are examined to see whether it is within an address; few are longer."""


def _is_within_word(before: str, line: str) -> bool:
    """Whether the break between two lines is within a word, or within an address that is not too long."""
    if _UNSPACED.search(f"{before[-_CHARACTERS_BEFORE:]}\n{line[:_CHARACTERS_AFTER]}"):
        return True
    word = before[-_LONGEST_ADDRESS:].rpartition(" ")[2]
    return "://" in word and "/" in {word[-1], line[:1]}


def joined_lines(lines: Sequence[str]) -> str:
    """Join the lines of a wrapped paragraph with spaces, or with nothing if a break is within a word."""
    parts = [lines[0]]
    for before, line in pairwise(lines):
        odd = before[-1:] in _OPEN_ENDS or line[:1] in _CLOSED_STARTS or line[:1] >= _FIRST_WIDE
        parts += "" if odd and _is_within_word(before, line) else " ", line
    return "".join(parts)
