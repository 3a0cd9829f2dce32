"""Where do the links on a page lead?

An address stands in Markdown's brackets, on a line of its own, or in a list at the end by its number or words.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import chain
from typing import TYPE_CHECKING, Final

from attrs import frozen

from ._engine import re
from .lexer import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from .lexer import Token

_LINK_END: Final = re.compile(r"[ ]*\](?:\(([^()]*)\)|\[([0-9]*)\])")
_NUMBER_LAST: Final = re.compile(r"\[([0-9]+)\][ ]*$")
_LABEL: Final = re.compile(r"\[([^\[\]]+)\]")
_ID: Final = re.compile(
    r"(?:/|%2F)papers(?:/|%2F)([0-9]{4}\.[0-9]{4,5})(?![0-9])|arxiv\.org/(?:abs|pdf)/([0-9]{4}\.[0-9]{4,5})(?![0-9])"
)


_NEAR: Final = 16
_FAR: Final = 500
"""So far before and behind its words, at most, are a link's number and address looked for."""


def addresses(tokens: Sequence[Token]) -> dict[str, str]:
    """Return the addresses of the page's list of links, by their numbers or words."""
    return {token.value[0]: token.value[1] for token in tokens if token.kind is Kind.REFERENCE}


def target(token: Token, listed: Mapping[str, str]) -> str:
    """Return where the link around ``token`` leads, or nothing where that is not known."""
    behind = _LINK_END.match(token.raw, token.end, token.end + _FAR)
    if behind and behind[1] is not None:
        return behind[1]
    before = None if behind else _NUMBER_LAST.search(token.raw, max(0, token.start - _NEAR), token.start)
    label = behind[2] if behind else before[1] if before else ""
    return listed.get(label, "")


def _ids(line: str, listed: Mapping[str, str]) -> Iterator[str]:
    """Iterate over the arXiv ids that the links of a line lead to, those by label first."""
    for label in _LABEL.finditer(line) if listed else ():
        for found in _ID.finditer(listed.get(label[1], "")):
            yield found[1] or found[2]
    for found in _ID.finditer(line):
        yield found[1] or found[2]


@frozen
class PaperLinks:
    """The arXiv ids in a page's links, in the order of its lines, each with where its line begins."""

    offsets: list[int]
    ids: list[str]

    def first(self, start: int, end: int) -> str | None:
        """Return the first id on the lines that begin from ``start`` on and before ``end``."""
        at = bisect_left(self.offsets, start)
        return self.ids[at] if at < len(self.ids) and self.offsets[at] < end else None


def paper_links(tokens: Sequence[Token], listed: Mapping[str, str], abstracts: Iterable[Sequence[Token]]) -> PaperLinks:
    """Return the ids in the links of a page, save those within abstracts."""
    # Single signs, as every id and address has them, are found the fastest in long lines.
    lines = {t.offset: t.raw for t in tokens if t.head and t.kind is not Kind.REFERENCE}  # a line of many tokens once
    linked = [
        (offset, raw)
        for offset, raw in lines.items()
        if ("." in raw and ("/" in raw or "%" in raw)) or (listed and "[" in raw)
    ]
    ends: dict[int, int] = {}  # of a line on which an abstract stands only what is before it is looked at
    for token in chain.from_iterable(abstracts) if linked else ():
        ends.setdefault(token.offset, 0 if token.head else token.start)
    found = [(offset, found) for offset, raw in linked for found in _ids(raw[: ends.get(offset)], listed)]
    return PaperLinks([offset for offset, _ in found], [arxiv_id for _, arxiv_id in found])
