"""Read lines that are addresses or items of a list of links, and find the arXiv ids in addresses."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any, Final

from ..._attrs import field, frozen
from ..._engine import line_re as re
from ..kinds import Kind
from ..markup import BRACES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_ID: Final = re.compile(r"(?:(?:/|%2F)papers(?:/|%2F)|arxiv\.org/(?:abs|pdf)/)([0-9]{4}\.[0-9]{4,5})(?![0-9])")

_LINE: Final = re.compile(
    rf"""(?x)
    (?: \[? ([0-9]+) (?: \. | \] ) | \[ ([^\[\]]+) \]: ) [ ]+ <? ([^ ]*[/#][^ <>/#]*) >?  # its label and its address
        (?: [ ] (?: {BRACES} | "[^"]*" ) )?
  | ⟨ ([0-9]+) ⟩ [ ]+ ([^ ]+?) (?: : (?: [ ] .* )? )?      # cited as ⟨1⟩, perhaps with the words of the link
  | \( [ ]? ((?:[a-z]+:/)? / [^()\t ]*) \t* [ ]? \)
  | (?: \]: [ ]+ | < )? ( (?:https?|file):// [^ <>]+ | /(?:papers|login) [^ <>]* | (?<=:[ ]) / [^ ]* ) >?
    """
)
_LINE_BEGINS: Final = frozenset("[0123456789⟨(]</hf")
"""Few lines begin with one of these."""


def paper_id(address: str) -> str | None:
    """Return the arXiv id in an address, or None.

    >>> paper_id("/papers/2412.09871#community"), paper_id("/papers")
    ('2412.09871', None)
    """
    found = _ID.search(address)
    return found[1] if found else None


def read_link(bare: str) -> tuple[Kind, Any] | None:
    """Return the kind and value of a line that is just an address, or an item of a list of links; else None.

    >>> read_link("[3]: /papers/2412.09871")[1], read_link("https://example.org")[1]
    (('3', '/papers/2412.09871'), 'https://example.org')
    """
    found = _LINE.fullmatch(bare) if bare[:1] in _LINE_BEGINS else None
    if found is None:
        return None
    label, *address = filter(None, found.groups())
    return (Kind.REFERENCE, (label, *address)) if address else (Kind.LINK, label)


@frozen
class PaperLinks:
    """The arXiv ids in a page's links, in text order, each with its place in the text."""

    offsets: list[int] = field(factory=list)
    ids: list[str] = field(factory=list)

    @classmethod
    def of(cls, addresses: Iterable[tuple[int, str]]) -> PaperLinks:
        """Return the ids in addresses, each of which is given with its place."""
        places = list(addresses)
        ids = {address: paper_id(address) for address in {address for _, address in places}}
        found = sorted([(offset, one) for offset, address in places if (one := ids[address])])
        return cls([offset for offset, _ in found], [one for _, one in found])

    def without(self, places: Collection[int]) -> PaperLinks:
        """Return the ids except those at some places."""
        kept = [(offset, one) for offset, one in zip(self.offsets, self.ids, strict=True) if offset not in places]
        return PaperLinks([offset for offset, _ in kept], [one for _, one in kept])

    def first(self, start: int, end: int) -> str | None:
        """Return the first id at or after ``start`` and before ``end``."""
        at = bisect_left(self.offsets, start)
        return self.ids[at] if at < bisect_left(self.offsets, end) else None

    def between(self, start: int, end: int) -> list[str]:
        """Return all ids at or after ``start`` and before ``end``."""
        return self.ids[bisect_left(self.offsets, start) : bisect_left(self.offsets, end)]

    def run_start(self, start: int, end: int) -> int:
        """Return the place, at or after ``start``, of the first of the equal ids directly before ``end``."""
        first, at = bisect_left(self.offsets, start), bisect_left(self.offsets, end) - 1
        while at > first and self.ids[at - 1] == self.ids[at]:
            at -= 1
        return self.offsets[at]
