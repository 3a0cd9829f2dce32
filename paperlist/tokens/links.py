"""Find the targets of the links on a page.

An address is in Markdown's brackets, on a line of its own, or in a list of links at the end, by its number or label.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any, Final

from attrs import frozen

from .._engine import line_re as re
from .kinds import Kind
from .markup import ADDRESS, BRACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_LINK_END: Final = re.compile(rf"[ ]*(?:\](?:\(([^()]*)\)|\[([0-9]*)\])|⟨([0-9]+)⟩|\([ ]?({ADDRESS})[ ]?\))")
_NUMBER_LAST: Final = re.compile(r"\[([0-9]+)\][ ]*$")
_LABEL: Final = re.compile(r"\[([^\[\]]+)\]|⟨([0-9]+)⟩")
_ID: Final = re.compile(r"(?:(?:/|%2F)papers(?:/|%2F)|arxiv\.org/(?:abs|pdf)/)([0-9]{4}\.[0-9]{4,5})(?![0-9])")
_PAPER: Final = re.compile(r".*/papers/[0-9]{4}\.[0-9]{4,5}")

_LINE: Final = re.compile(
    rf"""(?x)
    (?: \[? ([0-9]+) (?: \. | \] ) | \[ ([^\[\]]+) \]: ) [ ]+ <? ([^ ]*[/#][^ <>/#]*) >?  # its label and its address
        (?: [ ] (?: {BRACES} | "[^"]*" ) )?
  | ⟨ ([0-9]+) ⟩ [ ]+ ([^ ]+?) (?: : (?: [ ] .* )? )?      # cited as ⟨1⟩, perhaps with the words of the link
  | \( [ ]? ({ADDRESS}?) \t* [ ]? \)
  | (?: \]: [ ]+ | < )? ( (?:https?|file):// [^ <>]+ | /(?:papers|login) [^ <>]* | (?<=:[ ]) / [^ ]* ) >?
    """
)
_LINE_BEGINS: Final = frozenset("[0123456789⟨(]</hf")
"""Few lines begin with one of these."""

_MAX_NUMBER: Final = 16
_MAX_ADDRESS: Final = 500
"""How far before and after its words the number and address of a link are searched for, in characters."""


def link_around(line: str, start: int, end: int) -> tuple[str, str]:
    """Return the address and the label of the link around a part of ``line``; each is "" if there is none."""
    behind = _LINK_END.match(line, end, end + _MAX_ADDRESS)
    if behind:
        address, label, citation, beside = behind.groups("")
        return address or beside, label or citation
    before = _NUMBER_LAST.search(line, max(0, start - _MAX_NUMBER), start)
    return "", before[1] if before else ""


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


def count_kind(address: str) -> Kind:
    """Return the kind of a count, other than 0, by the address that the link around it leads to.

    >>> count_kind("/login?next=%2Fpapers%2F2412.09871").name, count_kind("https://example.org").name
    ('LOGIN_COUNT', 'COUNT')
    """
    if "login" in address:
        return Kind.LOGIN_COUNT
    if _PAPER.fullmatch(address):
        return Kind.PAPER_COUNT
    return Kind.COMMUNITY_COUNT if "#community" in address else Kind.COUNT


@frozen
class PaperLinks:
    """The arXiv ids in a page's links, in text order, each with the offset of its line."""

    offsets: list[int]
    ids: list[str]

    def first(self, start: int, end: int) -> str | None:
        """Return the first id on the lines that begin at or after ``start`` and before ``end``."""
        at = bisect_left(self.offsets, start)
        return self.ids[at] if at < bisect_left(self.offsets, end) else None


def paper_links(
    lines: Iterable[tuple[int, str]], listed: Mapping[str, str], abstracts: Mapping[int, int]
) -> PaperLinks:
    """Return the arXiv ids in the links of a page's ``lines``, which are given with their offsets.

    ``abstracts`` maps the offset of each line with an abstract to the column at which that starts. Only links before it
    count.
    """
    offsets: list[int] = []
    ids: list[str] = []
    for offset, line in lines:
        if "[" in line or "⟨" in line or "/" in line or "%" in line:
            found = _ids(line[: abstracts.get(offset)], listed)
            offsets += [offset] * len(found)
            ids += found
    return PaperLinks(offsets, ids)


def _ids(line: str, listed: Mapping[str, str]) -> list[str]:
    """Return the arXiv ids in the targets of a line's links; links by label come first."""
    if listed:
        addresses = [listed.get(label or number, "") for label, number in _LABEL.findall(line)]
        line = "\n".join([*addresses, line])
    return _ID.findall(line) if "papers" in line or "arxiv" in line else []
