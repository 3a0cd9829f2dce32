"""Decide whether a line continues the paragraph of the lines above it.

If lines were wrapped, a line that has no room for the first word of the next line continues there. A line also
continues on the next one if that is indented deeper, as on the page, or begins in the middle of a sentence; and a link
continues until it ends.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from ..._engine import line_re as re
from ...tokens.kinds import ANY_TEXTS, COUNTS, END, WORDS, Kind
from ...tokens.links.aims import ACCOUNT, NOWHERE, OWN, PAPER
from ...tokens.looks import LONG, LONGEST_TITLE, USUAL_ABSTRACT, USUAL_NAME, ends_sentence, is_titled, is_unfinished
from ...tokens.markup import HOST, end_of_words
from ...tokens.names import is_labelled
from .wrapping import NARROWEST, OVERWIDE, first_word, may_end_with_name

if TYPE_CHECKING:
    from ...tokens.token import Tokens
    from .wrapping import Breaks

_COUNTS_LAST: Final = re.compile(r"[ ][0-9][0-9.,]{0,9}k?(?:[ ][0-9]{1,6})?$")
_SITE: Final = re.compile(rf"{HOST}?/(?:papers|login).*|https://huggingface\.co/[^/]+")
_ENDS: Final = frozenset(".!?:;)]")
_OPEN_ENDS: Final = frozenset(":,-–—&")
_TAGS: Final = ("<p> ", "<h> ")
"""Marks that some tools write before each paragraph and heading."""

_LINK_MARKS: Final = {"[": ("[", "]"), "`": ("`", "")}
"""How links begin and end, by their first character."""

_ENDS_OF_LINKS: Final = frozenset(")]>")

_MOST_LINES: Final = 60
"""No abstract has more lines: a link that has not ended by then is not a link."""

_LINK: Final = str(Kind.LINK)
_ALL_WORDS: Final = frozenset(WORDS)
_ANY_TEXTS: Final = frozenset(ANY_TEXTS)
_NUMBERS: Final = frozenset(f"{COUNTS}{Kind.DATE}")
_NO_WORDS: Final = _NUMBERS | {_LINK}


class Joiner:
    """Decides which lines continue a paragraph: its lines so far, and the links among them that have not ended.

    ``title`` means that the paragraph is a title. If titles and abstracts share a line (``run_on``), the first line may
    be wider than others. ``broken`` means that abstracts keep the line breaks of the page's data. ``names`` are those
    of organizations that are on several cards.
    """

    def __init__(self, body: Tokens, breaks: Breaks) -> None:
        self.body = body
        self.width, self.run_on, _, self.broken, _ = breaks
        # Where a page has links, these show what is an organization.
        self.names = frozenset[str]() if self.width is None or body.aims else _repeated_names(body)
        self.first = self.title = self.whole = False
        self.each: list[int] = []
        self._marks = "", ""
        self._open = 0

    def begin(self, at: int, *, first: bool, title: bool, whole: bool) -> None:
        """Begin a paragraph with the line of a token.

        ``first`` means that no text is directly above it, ``whole`` that all lines up to a blank one are one paragraph.
        """
        self.first, self.title, self.whole, self.each = first, title, whole, [at]
        text, start, _ = self._line(at)
        self._marks = _LINK_MARKS.get(text[start], ("", ""))
        if start and text.find("<a ", 0, start) >= 0:
            self._marks = "<a ", "</a>"
        self._open = self._opened(text, start)

    def _line(self, at: int) -> tuple[str, int, int]:
        """Return the text of the line of a token, and where the token begins and ends."""
        _, _, start, end, _ = self.body.pieces[at]  # type: ignore[misc]  # no line end is part of a paragraph
        return self.body.lines[at][0], start, end

    def _opened(self, text: str, start: int) -> int:
        """Return by how many marks more links begin than end on a line."""
        opening, closing = self._marks
        if not opening:
            return 0
        if opening == "<a ":
            start = 0
        return text.count(opening, start) - (text.count(closing, start) if closing else 0)

    def add(self, at: int) -> None:
        """Add a line to the paragraph."""
        self.each.append(at)
        if self._marks[0]:
            text, start, _ = self._line(at)
            self._open += self._opened(text, start)

    def joins(self, at: int) -> bool:
        """Whether the next line, that of the token at an index, continues the paragraph.

        A number or a date continues a paragraph only after a full line or within a link, and if lines were wrapped.
        """
        letter, value, start, end, _ = self.body.pieces[at]  # type: ignore[misc]
        text = self.body.lines[at][0]
        words = text[start:end]
        if self._continues_name(at, words):
            return True
        if self._has_mark(at, text, start) or (letter in _ANY_TEXTS and self._is_organization(at, words)):
            return False
        if letter in _NO_WORDS and not self._may_be_within(letter, value, text[start]):
            return False
        if self.width is not None and self._is_full(self.width, text, start, end):
            return True
        if (self._marks[0] and self._is_open()) or (self.whole and not self._follows_end(at, words)):
            return True
        return letter not in _NUMBERS and self._continues(at, text[start])

    def _has_mark(self, at: int, text: str, start: int) -> bool:
        """Whether a line begins a block of its own: it has a tool's mark, or is another link."""
        if start and "<" in text and text[:start].lstrip().startswith(_TAGS):
            return True
        return self.body.aims != "" and (self._leads_elsewhere(at, text, start) or self._follows_link(at))

    def _leads_elsewhere(self, at: int, text: str, start: int) -> bool:
        """Whether a line leads elsewhere than the line before.

        A link without a mark where it begins, as its address is behind it, may begin on the line before.
        """
        aims, last = self.body.aims, self.each[-1]
        if aims[at] not in OWN or aims[at] == aims[last]:
            return False
        if aims[last] != NOWHERE or text[start] in _LINK_MARKS or text[start - 1 : start] == ">":
            return True
        if self.width is None:
            return not (self.broken and self.title and aims[at] == PAPER)
        return not self._is_full(self.width, text, start, len(text))

    def _follows_link(self, at: int) -> bool:
        """Whether a line leads nowhere, and the one before ends a whole link to a paper, or ends with its address."""
        if self.body.aims[at] != NOWHERE:
            return False
        text, _, _ = self._line(self.each[-1])
        if end_of_words(text, len(text)) < len(text):
            return True
        is_link = self._marks[0] == "[" and self.body.aims[self.each[0]] == PAPER
        return is_link and self._open <= 0 and text[-1:] in {")", "]"}

    def _is_organization(self, at: int, words: str) -> bool:
        """Whether the next line is an organization.

        Its picture's label shows it. So does its place: in place of the authors, each card shows an organization. Then
        it is an account's name, or on several cards, or it is short and follows a sentence or an address.
        """
        if is_labelled(words, begun=True):
            return True
        if self.body.kinds[at + 2 : at + 3] in _ALL_WORDS or not may_end_with_name(self.body.kinds, at + 1):
            return False
        name = _COUNTS_LAST.sub("", words)
        if words in self.names or (" " not in name and name.islower() and not ends_sentence(words)):
            return True
        if len(words) > USUAL_ABSTRACT or ends_sentence(words) or "://" in words:
            return False
        text, start, end = self._line(self.each[-1])
        ends = ends_sentence(text[:end]) or "://" in text[start:end].rpartition(" ")[2]
        return ends or (self.width is None and end - start >= LONG)

    def _continues(self, at: int, first: str) -> bool:
        """Whether a line continues a paragraph although it is not the next one of a wrapped text."""
        if self.broken and self.title:
            return (
                self._is_deeper(at) or self._ends_open() or is_titled(self.body.words(at)) or self._is_unfinished(first)
            )
        return self.broken or self._is_deeper(at) or self._is_unfinished(first)

    def _may_be_within(self, letter: str, value: Any, first: str) -> bool:
        """Whether an address, a number or a date may be a line within a paragraph."""
        if letter == _LINK:
            return first == "(" or not (_SITE.fullmatch(value) or self._is_title())
        return self.width is not None and value != 0

    def _is_title(self) -> bool:
        """Whether the only line so far is short and complete, as a title is, which does not end with an address."""
        text, start, end = self._line(self.each[0])
        if len(self.each) > 1 or end - start >= USUAL_ABSTRACT:
            return False
        return not (self._ends_open() or ends_sentence(text[start:end]))

    def _is_open(self) -> bool:
        """Whether the paragraph begins with a link that has not ended yet."""
        if len(self.each) > _MOST_LINES:
            return False
        return self._open % 2 > 0 if self._marks[0] == "`" else self._open > 0

    def _is_full(self, width: int, text: str, start: int, end: int) -> bool:
        """Whether the line before has no room for the first word of this one."""
        before = self.body.pieces[self.each[-1]][3]  # type: ignore[index]
        if before > width + OVERWIDE:
            return self.run_on and len(self.each) == 1
        if before > width and self.title:
            return False
        if before + first_word(text, start, end) < width:
            return False
        may_be_title = self.title and len(self.each) * width < LONGEST_TITLE
        return not may_be_title or is_titled(text[start:end])

    def _is_deeper(self, at: int) -> bool:
        """Whether a line is a continuation because it is indented deeper than the first line of the paragraph.

        A bullet begins another text, if one is before the first line, too.
        """
        first, first_start, _ = self._line(self.each[0])
        words, start, _ = self._line(at)
        edge = first_start + 1
        if start <= edge or (words[:start].strip() and first[:first_start].strip()):
            return False
        text, before, end = self._line(self.each[-1])
        return before > edge or (len(self.each) == 1 and not (self.first and text[end - 1] in _ENDS))

    def _continues_name(self, at: int, words: str) -> bool:
        """Whether a line continues the name of an organization.

        The label of its picture has it in full, or the line before is in the same link to its account.
        """
        text, start, end = self._line(self.each[0])
        if len(self.each) == 1 and is_labelled(f"{text[start:end]} {words}"):
            return True
        aims, last = self.body.aims, self.each[-1]
        both = aims[last : last + 1] + aims[at : at + 1]
        before, _, _ = self._line(last)
        return both == ACCOUNT * 2 and words[0] not in _LINK_MARKS and before[-1] not in _ENDS_OF_LINKS

    def _ends_open(self) -> bool:
        """Whether a title ends with a sign or a word after which it must continue."""
        text, start, end = self._line(self.each[-1])
        return text[end - 1] in _OPEN_ENDS or is_unfinished(text[start:end])

    def _follows_end(self, at: int, words: str) -> bool:
        """Whether a line that is no sentence is below one that ends a sentence: it may be a tool's label, or a title.

        It is short, or is the last one before a blank line.
        """
        text, start, end = self._line(self.each[-1])
        if ends_sentence(words) or "://" in words or not ends_sentence(text[start:end]):
            return False
        return len(words) < NARROWEST or self.body.kinds.startswith(END * 2, at + 1)

    def _is_unfinished(self, first: str) -> bool:
        """Whether a sentence continues: the line before is long and unfinished, the next begins in lower case."""
        text, start, end = self._line(self.each[-1])
        return end - start >= NARROWEST and text[end - 1] not in _ENDS and first.islower()


_NAMED: Final = re.compile(rf"[{ANY_TEXTS}](?=\n+[^{WORDS}\n])(?<=[{WORDS}]\n.)")
"""A text directly below another, with a value below it."""


def _repeated_names(body: Tokens) -> frozenset[str]:
    """Return the short lines that several cards have in place of the authors."""
    last = [found.end() - 1 for found in _NAMED.finditer(body.kinds)]
    places = [at for at in last if may_end_with_name(body.kinds, at + 1)]
    times = Counter(map(body.words, places))
    return frozenset(words for words, n in times.items() if n > 1 and len(words) <= USUAL_NAME)
