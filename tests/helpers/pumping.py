"""Make texts on which a regular expression may take disproportionately long, from the structure of its pattern.

For each of its repeats, the texts have what may come before it, then what it repeats many times, and then an end at
which nothing matches, so that a careless pattern tries all ways to divide the text. Texts have line ends only for
patterns that name them; the others are applied to lines.
"""

from __future__ import annotations

import importlib
import re
import sys
from itertools import islice, pairwise, product
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Family: TypeAlias = "tuple[str, str, str]"
"""The beginning of a text, what is repeated, and the end."""

_PARSER: Final[Any] = importlib.import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")

_FLAGS: Final = int(re.IGNORECASE | re.DOTALL | re.MULTILINE | re.VERBOSE | re.ASCII)
"""The flags that have the same number in both engines."""

_MANY: Final = 8
"""Repeats up to fewer times than this take a bounded time each."""

_CHARACTERS: Final = "a A1.([/<"
_ENDS: Final = ("", "\x00", " a")
_MOST_SAMPLES: Final = 6


class _Pattern:
    """A parsed pattern, and the characters that matter to it."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.tree = _PARSER.parse(pattern, flags)
        literals = dict.fromkeys(sign for sign in _literals(self.tree) if sign not in _CHARACTERS)
        self.signs = [*literals, *_CHARACTERS]
        self.ends = (*_ENDS, "\n") if "\n" in self.signs else _ENDS

    def samples(self, nodes: Any, most: int = _MOST_SAMPLES) -> list[str]:
        """Return some short texts that a sequence of nodes matches; assertions count only if they look behind."""
        parts = [list(dict.fromkeys(islice(self._of_node(*node), most))) for node in nodes]
        longest = max(map(len, parts), default=1)
        alike = ["".join(part[at % len(part)] for part in parts if part) for at in range(longest)]
        others = ["".join(words) for words in islice(product(*filter(None, parts)), most)]
        return list(dict.fromkeys([*alike, *others]))[:most]

    def _of_node(self, op: Any, value: Any) -> Iterator[str]:
        name = str(op)
        if name == "LITERAL":
            yield chr(value)
        elif name in {"NOT_LITERAL", "IN", "ANY"}:
            yield from (sign for sign in self.signs if _is_in(name, value, ord(sign)))
        elif name == "BRANCH":
            for branch in value[1]:
                yield from self.samples(branch, 2)
        elif name in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}:
            least, _, body = value
            yield from (sample * least for sample in self.samples(body))
            if not least:
                yield from self.samples(body, 2)
        elif name == "ASSERT" and value[0] < 0:
            yield from self.samples(value[1])
        else:
            yield from (sample for body in _bodies(name, value) for sample in self.samples(body))

    def families(self) -> Iterator[Family]:
        """Iterate over families of texts for each repeat, and for what the whole pattern matches, again and again."""
        for sign in self.signs:
            yield "", sign, "\x00"
        for sample in self.samples(self.tree):
            for end in self.ends:
                yield "", sample, end
            for cut in range(1, min(len(sample), 12)):
                yield "", sample[:cut], "\x00"
        yield from self._repeats(self.tree, [""])

    def _repeats(self, nodes: Any, before: Sequence[str]) -> Iterator[Family]:
        for node in nodes:
            op, value = node
            name = str(op)
            if name.endswith("_REPEAT"):
                _, most, body = value
                if int(most) >= _MANY:
                    yield from self._pumped(self.samples(body), before)
                yield from self._repeats(body, before)
            elif name == "BRANCH":
                for branch in value[1]:
                    yield from self._repeats(branch, before)
            else:
                for body in _bodies(name, value):
                    yield from self._repeats(body, before)
            after = self.samples([node], 3) or [""]
            before = list(dict.fromkeys(one + other for one in before for other in after))[:3]

    def _pumped(self, pumps: Sequence[str], before: Sequence[str]) -> Iterator[Family]:
        """Iterate over texts in which a repeat goes on, alone and with what comes before it."""
        pairs = [one + other for one, other in pairwise(pumps)]
        for pump in [*pumps, *pairs[:2]]:
            for start in before:
                for end in self.ends:
                    yield start, pump, end
                yield "", start + pump, "\x00"


def _is_in(name: str, value: Any, code: int) -> bool:
    """Whether a node for single characters matches a character."""
    if name == "ANY":
        return code != ord("\n")
    if name == "NOT_LITERAL":
        return bool(code != value)
    negated = str(value[0][0]) == "NEGATE"
    for op, what in value[int(negated) :]:
        first, last = (what, what) if str(op) == "LITERAL" else what
        if first <= code <= last:
            return not negated
    return negated


def _bodies(name: str, value: Any) -> list[Any]:
    """Return the sequences of nodes within a group or an assertion."""
    if name == "SUBPATTERN":
        return [value[-1]]
    if name == "ATOMIC_GROUP":
        return [value]
    return [value[1]] if name == "ASSERT" else []


def _literals(nodes: Any) -> Iterator[str]:
    """Iterate over the characters that a pattern names."""
    for op, value in nodes:
        name = str(op)
        if name in {"LITERAL", "NOT_LITERAL"}:
            yield chr(value)
        elif name == "IN":
            yield from (chr(what if isinstance(what, int) else what[0]) for _, what in value if what is not None)
        elif name == "BRANCH":
            for branch in value[1]:
                yield from _literals(branch)
        elif name.endswith("_REPEAT"):
            yield from _literals(value[2])
        elif name in {"SUBPATTERN", "ATOMIC_GROUP", "ASSERT", "ASSERT_NOT"}:
            yield from _literals(value if name == "ATOMIC_GROUP" else value[-1])


def families(pattern: Any) -> list[Family]:
    """Return the families of texts for a compiled pattern, each once."""
    return list(dict.fromkeys(one for one in _Pattern(pattern.pattern, pattern.flags & _FLAGS).families() if one[1]))


def text(family: Family, size: int) -> str:
    """Return a text of about ``size`` characters."""
    start, pump, end = family
    return start + pump * (size // len(pump) + 1) + end
