"""Find the links of a page: which parts of its lines are links, and where they lead.

A link may begin and end on different lines. Its address is behind its words, in brackets of several kinds, or in a list
at the end of the page, by its number or label.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, NamedTuple

from ..._attrs import define, field
from ..._engine import line_re as re
from ..markup import ADDRESS, BRACES, IMAGE, ORG_IMAGE
from .aims import NOWHERE, OWN, aim_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Cover(NamedTuple):
    """A part of a line that is a link.

    It goes from ``start`` to ``end`` with its markup, and its words go from ``first`` to ``last``.
    """

    start: int
    end: int
    first: int
    last: int
    aim: str
    address: str


class _Opened(NamedTuple):
    """A link that has not ended: its line, where it starts and its words do, what opened it, and its address if known.

    ``heads`` means that no words are before it on its line.
    """

    line: int
    start: int
    first: int
    mark: str
    address: str = ""
    heads: bool = False


_TARGET: Final = r"[ ]? <? (?P<target> [^()<> ]* (?: \( [^()<> ]* \) [^()<> ]* )? ) >? (?: [ ] [^()]* )?"
_MARK: Final = re.compile(
    rf"""(?x)
    (?P<image> {IMAGE} | {ORG_IMAGE} | \[ [ _-]* \] (?! [(\[] ) )
  | \[\[ (?P<org> [^\[\]]+ ) \]\[
  | \] (?: \( {_TARGET} \) | \[ (?P<label> [^\[\]]* ) \] ) (?: {BRACES} | \{{ [#.a-z] [^{{}}]* $ )?
  | \]\( <? (?P<begun> [^()<> ]+ - ) $                       # an address that was wrapped at a hyphen
  | \[ (?P<number> [0-9]+ ) \] (?! [(\[:] )
  | ⟨ (?P<citation> [0-9]+ ) ⟩
  | <a [ ] (?: [^<>]* [ ] )? href="(?P<href> [^"<>]* )" [^<>]* >
  | [ ]? < (?P<angle> [a-z]+:// [^<> ]+ | / (?:papers|login) [^<> ]* ) >
  | [ ] < (?P<site> / (?! a> ) [^<> ]* ) >
  | \( [ ]? (?P<beside> {ADDRESS} ) [ ]? \)
  | \[ (?P<behind> (?:[a-z]+:/)? / [^\[\]\n ]* ) \] (?! \( )
  | (?P<html> </a> )
  | (?P<other> !?\[ | \] )
    """
)
_SIGN: Final = re.compile(r"\[|\]|⟨|!\[|<(?=[/a-z])|\((?<![^ ]\()(?=[ ]?(?:[a-z]+:/)?/)")
"""What a mark begins with; alternatives that begin with a character each are searched for fast."""
_ALPHANUMERIC: Final = re.compile(r"[^\x00-/:-@\[-`{-\xa9]")
_ONLY_LINK: Final = re.compile(r"[ ]*(?:[#*+•-]+[ ]+)?\[")
_END_OF_LINK: Final = re.compile(r"\]\(([^() ]+)\)[ ]*")
"""How a line begins and ends that is one link."""

_REST: Final = re.compile(r"[ ]*([^()<> ]*)>?\)")
_WHOLE: Final = sys.maxsize
"""Where a link ends on a line that is wholly within it."""
_MOST_LINES: Final = 60
"""A link that has not ended after this many lines is not a link."""
_MOST_OPEN: Final = 32


def _may_have_mark(text: str) -> bool:
    """Whether a line may have a mark of a link; one of its characters after the other is found fastest."""
    if "[" in text or "]" in text or "<" in text:
        return True
    return "⟨" in text or ("(" in text and (" (" in text or text[0] == "("))


def _end_of_only_link(text: str, first: int) -> re.Match[str] | None:
    """Return the end of a link whose words begin at ``first``, if nothing is behind it, and no brackets are in them."""
    last = text.find("]", first)
    if last <= first or text[last - 1] == " " or text.find("[", first, last) >= 0:
        return None
    return _END_OF_LINK.fullmatch(text, last)


@define
class Links:
    """Finds the links of lines, which are given as ``texts``; ``covers`` has them by the numbers of the lines.

    ``addresses`` has the targets of the page's list of links, by label. ``brackets`` are those that the addresses are
    in, if these could also be part of texts: ``beside`` means round ones behind the words, ``site`` angle ones
    behind them, with a path of the site, and ``ahead`` square ones directly before the words.
    """

    texts: Sequence[str]
    addresses: Mapping[str, str]
    brackets: frozenset[str] = frozenset()
    covers: dict[int, list[Cover]] = field(factory=dict)
    _opened: list[_Opened] = field(factory=list)
    _begun: _Opened | None = None
    _first_word: int = 0
    _behind: int = 0
    _aims: dict[str, str] = field(factory=dict)

    def read(self) -> None:
        """Find the links on all lines; a link may end on a later line than it begins."""
        marked = [(number, text) for number, text in enumerate(self.texts) if _may_have_mark(text)]
        for number, text in marked:
            begin = _ONLY_LINK.match(text)
            if begin and (end := _end_of_only_link(text, begin.end())):
                aim = self._aim(end[1])
                if aim != NOWHERE:
                    cover = Cover(begin.end() - 1, end.end(1) + 1, begin.end(), end.start(), aim, end[1])
                    self.covers.setdefault(number, []).append(cover)
                continue
            self._read(number, text)
            if self._begun and number + 1 < len(self.texts):
                self._continue(number + 1)

    def _read(self, number: int, text: str) -> None:
        words = _ALPHANUMERIC.search(text)
        self._first_word = words.start() if words else len(text)
        self._behind = 0
        last = len(text.rstrip())
        at = 0
        named: _Opened | None = None
        for sign in _SIGN.finditer(text):
            start = sign.start()
            blank = start - text.startswith(" <", start - 1)  # an address in angle brackets has a blank before it
            found = _MARK.match(text, blank) or _MARK.match(text, start) if blank >= at else None
            if found is None:
                continue
            before = self._address_before(found)
            if before and found.end() < last:
                self._end_named(named, number, found.start())
                named = _Opened(number, found.start(), found.end(), "", before)
            at = self._note(number, found)
        self._end_named(named, number, len(text))

    def _address_before(self, found: re.Match[str]) -> str:
        """Return the address of a link whose words are behind this mark: its number, or the address itself; else ""."""
        if found.lastgroup == "number":
            return self.addresses.get(found["number"], "")
        return found["behind"] if found.lastgroup == "behind" and "ahead" in self.brackets else ""

    def _end_named(self, named: _Opened | None, number: int, end: int) -> None:
        """End a link that began with its number or address, at the next one or the end of the line."""
        if named:
            self._cover(named, number, end, end, named.address)

    def _follows_words(self, kind: str) -> bool:
        """Whether an address in these brackets is that of the words before it."""
        if kind == "behind":
            return "ahead" not in self.brackets
        return kind not in _DOUBTFUL or kind in self.brackets

    def _note_address(self, number: int, found: re.Match[str]) -> None:
        """Note the link of the words before an address; if there are none, they are on the line before.

        If that line ends with a link, the address is that of a link without words, such as a picture.
        """
        kind = found.lastgroup or ""
        if not self._follows_words(kind):
            return
        address = self.addresses.get(found[kind], "") if kind == "citation" else found[kind]
        above = number > 0 and found.start() < self._first_word and not self._ends_with_link(number - 1)
        words = _Opened(number - 1 if above else number, self._behind, self._behind, "")
        self._cover(words, number, found.start(), found.end(), address)
        if self._aim(address) != NOWHERE:  # the address of a picture ends no link
            self._behind = found.end()

    def _ends_with_link(self, number: int) -> bool:
        covers = self.covers.get(number)
        return covers is not None and covers[-1].end >= len(self.texts[number].rstrip())

    def _note(self, number: int, found: re.Match[str]) -> int:
        """Note a mark that begins a link, or that ends one whose address is known; return where the mark ends."""
        kind = found.lastgroup
        if kind in _BEHIND:
            self._note_address(number, found)
        elif kind in {"target", "label"}:
            self._close(number, found)
            self._behind = found.end()
        elif kind == "begun":
            self._begin_address(found["begun"])
        elif kind == "html":
            self._end(number, found, "<a", "")
        elif kind == "org":
            self._open(number, found, "[[", found["org"])
        elif kind == "href":
            self._open(number, found, "<a", found["href"])
        elif kind == "other":
            return self._note_bracket(number, found)
        return found.end()

    def _begin_address(self, begun: str) -> None:
        """Note the start of the address of the last link that began; the rest is on the next line."""
        place = self._last("[")
        if place is not None:
            self._begun = self._opened[place]._replace(address=begun)
            del self._opened[place:]

    def _note_bracket(self, number: int, found: re.Match[str]) -> int:
        mark = found[0]
        last = self._opened[-1].mark if self._opened else ""
        if mark == "]" and last == "[[" and found.string.startswith("]]", found.start()):
            self._end(number, found, "[[", "")
            return found.end() + 1
        if mark == "]":
            if last == "[":
                opened = self._opened.pop()
                words = found.string[opened.first : found.start()]
                if opened.line == number and words in self.addresses:  # the words are the label
                    self._cover(opened, number, found.start(), found.end(), self.addresses[words])
        else:
            self._open(number, found, "[", "")
        return found.end()

    def _open(self, number: int, found: re.Match[str], mark: str, address: str) -> None:
        heads = found.start() < self._first_word
        self._opened.append(_Opened(number, found.start(), found.end(), mark, address, heads))
        if len(self._opened) > _MOST_OPEN:
            del self._opened[0]

    def _last(self, mark: str) -> int | None:
        """Return the place of the last link that began with a mark, if there is one."""
        return next((i for i in range(len(self._opened) - 1, -1, -1) if self._opened[i].mark == mark), None)

    def _end(self, number: int, found: re.Match[str], mark: str, address: str) -> None:
        """End the last link that began with a mark, if there is one."""
        place = self._last(mark)
        if place is not None:
            opened = self._opened[place]
            del self._opened[place:]
            end = found.end() + (mark == "[[")
            self._cover(opened, number, found.start(), end, opened.address or address)

    def _close(self, number: int, found: re.Match[str]) -> None:
        """End the link at whose end there is an address or a label."""
        places = [i for i, opened in enumerate(self._opened) if opened.mark == "["]
        if not places:
            return
        label, address = found["label"], found["target"]
        last = self._opened[places[-1]]
        words = found.string[last.first : found.start()] if last.line == number else ""
        if label is not None:
            address = self.addresses.get(label or words, "")
        place = places[-1]
        if self._aim(address) in OWN and "://" not in words:
            # Links do not nest, except for addresses: a bracket within the words of a link is part of them.
            place = next((i for i in reversed(places) if self._opened[i].heads), place)
        self._cover(self._opened[place], number, found.start(), found.end(), address)
        del self._opened[place:]

    def _continue(self, number: int) -> None:
        """End the link whose address was wrapped, if the line begins with the rest of the address."""
        opened, self._begun = self._begun, None
        rest = _REST.match(self.texts[number])
        if opened and rest:
            last = self.texts[number - 1].rfind("](")
            self._cover(opened, number, 0, rest.end(), opened.address + rest[1])
            covers = self.covers.get(number - 1)
            if covers:
                covers[-1] = covers[-1]._replace(last=last)

    def _aim(self, address: str) -> str:
        if address not in self._aims:
            self._aims[address] = aim_of(address)
        return self._aims[address]

    def _cover(self, opened: _Opened, number: int, last: int, end: int, address: str) -> None:
        """Note the parts of lines that a link covers."""
        aim = self._aim(address)
        if aim == NOWHERE or number - opened.line > _MOST_LINES:
            return
        start, first = opened.start, opened.first
        if opened.line < number:
            length = len(self.texts[opened.line])
            self.covers.setdefault(opened.line, []).append(Cover(start, length, first, length, aim, address))
            within = Cover(0, _WHOLE, 0, _WHOLE, aim, address)
            for line in range(opened.line + 1, number):
                self.covers.setdefault(line, []).append(within)
            start = first = 0
        self.covers.setdefault(number, []).append(Cover(start, end, first, last, aim, address))


_BEHIND: Final = frozenset({"citation", "angle", "site", "beside", "behind"})
"""Marks with the address or the number of a link, behind its words."""

_DOUBTFUL: Final = frozenset({"beside", "site"})
"""Marks that may be part of a text, as in `A title (/usr/bin)`, unless several on the page have addresses of papers."""
