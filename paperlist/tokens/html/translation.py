"""Translate the HTML of a page into the lines that a Markdown converter writes.

So there is one reader of cards, whatever was saved. Each block element becomes a line, headings get their marks, and
links keep their targets: ``### [A Title](/papers/2412.09871)``. What a browser does not show is left out.
"""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, Final, NamedTuple

from ..._attrs import frozen
from ..._engine import line_re as re
from ..markup import without_entities
from .elements import CELLS, ENDING, FLOW, HEADINGS, LINES, PARAGRAPHS, SCOPES, VOID, has_own_lines, is_html, is_unseen
from .markdown import MarkdownWriter
from .origins import Origin
from .saved import SavedPage
from .tags import BLANK, REFERENCE, Comment, Tag, Words, read_tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..token import Tokens

_DEEPEST: Final = 256
"""An element is not looked for if more elements are open within it."""

_LONGEST_ITEM: Final = 60
"""After more characters on the same line, a link is a word of a text, too."""

_LONGEST_TARGET: Final = 500
_TARGET_SIGNS: Final = {ord(sign): f"%{ord(sign):02X}" for sign in "()[]<> \t\n\r\f\"'"}

_WITHIN_PAGE: Final = ("#", "javascript:")
_UPWARD: Final = re.compile(r"^(?:\.{1,2}/)+")

_SPACES: Final = BLANK + "\u00a0"
_PIECE: Final = re.compile(
    rf"(?P<blank>[{_SPACES}]+)|(?P<entity>{REFERENCE})|(?:[^{_SPACES}&]+(?:[ ][^{_SPACES}&]+)*)|&"
)


@frozen
class Html:
    """The translation of a page: its text, where its parts come from, and its dates.

    ``times`` are the elements with a machine-readable date: the part of the text, and that date.
    """

    text: str
    origin: Origin
    times: tuple[tuple[int, int, str], ...]

    def times_on(self, page: Tokens) -> list[tuple[str, str]]:
        """Return the words of the dates on a page, and the dates for machines."""
        on_page = range(page.lines[0][1], page.lines[-1][1] + 1)
        return [(self.text[start:end].strip(), day) for start, end, day in self.times if start in on_page]


class _Open(NamedTuple):
    """An open element: its name, and whether its content is shown."""

    name: str
    shown: bool


class _Translator:
    """Follows the elements of a page, and writes its words."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.saved = SavedPage()
        self.writer = MarkdownWriter(Origin(source))
        self.times: list[tuple[int, int, str]] = []
        self._stack: list[_Open] = []
        self._open: dict[str, int] = {}
        self._time: tuple[int, str] | None = None
        self._is_lined = has_own_lines(source)

    def translate(self) -> Html:
        """Return the translation of the page."""
        for piece in read_tags(self.source):
            if isinstance(piece, Words):
                self._words(piece)
            elif isinstance(piece, Comment):
                self.saved.comment(self.source, piece)
            elif piece.is_end:
                self._end(piece.name, piece.start)
            else:
                self._start(piece)
        self.writer.heading = 0
        self.writer.end_line(1, len(self.source))
        origin, head = Origin(self.source), []
        for line, start, end in self.saved.lines:
            head.append(f"{line}\n\n")
            origin.add(len(line) + 2, start, end)
        shift = origin.length
        origin.extend(self.writer.origin)
        times = tuple((start + shift, end + shift, day) for start, end, day in self.times)
        return Html("".join([*head, *self.writer.parts]), origin, times)

    @property
    def _shown(self) -> bool:
        return not self._stack or self._stack[-1].shown

    def _start(self, tag: Tag) -> None:
        name = tag.name
        self.saved.tag(tag)
        for ending in ENDING.get(name, ()):
            if self._open.get(ending) and self._may_end(ending):
                self._end(ending, tag.start)
        shown = self._shown and not is_unseen(name, tag.attributes)
        if shown:
            self._begin(tag)
        if name in VOID or (tag.empty and not shown):
            return
        self._stack.append(_Open(name, shown))
        self._open[name] = self._open.get(name, 0) + 1

    def _may_end(self, name: str) -> bool:
        """Whether an open element is not outside a list or a table that is open within it."""
        for one in islice(reversed(self._stack), _DEEPEST):
            if one.name == name:
                return True
            if one.name in SCOPES:
                return False
        return False

    def _begin(self, tag: Tag) -> None:
        """Write what comes before the words of an element that is shown."""
        name, writer = tag.name, self.writer
        if name == "a":
            self._begin_link(tag)
            return
        if name == "time" and (day := tag.attributes.get("datetime")):
            self._time = writer.origin.length, day
        self._separate(name, tag.start)
        writer.heading = HEADINGS.get(name, writer.heading)

    def _separate(self, name: str, at: int) -> None:
        """End the line at the start or the end of a block element."""
        if name in PARAGRAPHS:
            self.writer.end_line(2, at)
        elif name in LINES:
            self.writer.end_line(1, at)
        elif name in CELLS:
            self.writer.blank = True

    def _begin_link(self, tag: Tag) -> None:
        writer = self.writer
        writer.end_link(tag.start)
        self._separate_item(tag.start)
        writer.target = ""
        target = self.saved.target(tag.attributes.get("href", "").strip())
        if target and len(target) <= _LONGEST_TARGET and not target.startswith(_WITHIN_PAGE):
            writer.target = _absolute(target).translate(_TARGET_SIGNS)

    def _separate_item(self, at: int) -> None:
        """End the line before or after a link, unless it is a word of a text."""
        if self.writer.length <= _LONGEST_ITEM and not self._is_lined and not any(map(self._open.get, FLOW)):
            self.writer.end_line(1, at)

    def _end(self, name: str, at: int) -> None:
        """End an element, and all that are still open within it."""
        while self._open.get(name):
            closed = self._stack.pop()
            self._open[closed.name] -= 1
            if closed.shown:
                self._finish(closed.name, at)
            if closed.name == name:
                return

    def _finish(self, name: str, at: int) -> None:
        """Write what comes after the words of an element that was shown."""
        writer = self.writer
        if name == "a":
            writer.end_link(at)
            writer.target = ""
            self._separate_item(at)
        elif name == "time" and self._time:
            start, day = self._time
            self.times.append((start, writer.origin.length, day))
            self._time = None
        elif name in HEADINGS:
            writer.heading = 0
        self._separate(name, at)

    def _words(self, words: Words) -> None:
        if not self._shown:
            return
        writer = self.writer
        if words.raw:
            if text := " ".join(self.source[words.start : words.end].split()):
                writer.words(text, words.start, words.end)
            return
        # This ends a tag whose beginning is lost: in a text, the sign is written as an entity.
        rest = self.source.rfind('">', words.start, words.end)
        for found in _PIECE.finditer(self.source, words.start if rest < 0 else rest + 2, words.end):
            text = found[0]
            if found.lastgroup == "entity":
                text = without_entities(text).replace("\u00a0", " ")
            if found.lastgroup == "blank" or not text.strip():
                self._blank(text, found.start())
            else:
                writer.words(text, *found.span())

    def _blank(self, text: str, at: int) -> None:
        """Write a blank; in a text that is laid out by its line ends, these are kept."""
        self.writer.blank = True
        ends = min(text.count("\n"), 2)
        if ends and self._keeps_lines():
            self.writer.end_line(ends, at)

    def _keeps_lines(self) -> bool:
        """Whether line ends are kept here: the words of a link are one line, unless it is in preformatted text."""
        if self._open.get("pre"):
            return True
        return self._is_lined and not self._open.get("a")


def _absolute(target: str) -> str:
    """Return the target of a link with the slash with which addresses on this site begin.

    >>> _absolute("papers/2403.00001"), _absolute("../papers/2403.00001"), _absolute("https://arxiv.org")
    ('/papers/2403.00001', '/papers/2403.00001', 'https://arxiv.org')
    """
    return target if target[0] == "/" or ":" in target else f"/{_UPWARD.sub('', target)}"


def translate_html(source: str) -> Html:
    r"""Return the translation of the HTML source of a page.

    >>> translate_html("<h3><a href='/papers/2403.00001'>R&amp;D</a></h3><p>About\nit.").text
    '### [R&D](/papers/2403.00001)\n\nAbout it.'
    """
    return _Translator(source).translate()


def translated(chunks: Iterator[str]) -> tuple[Iterable[str], Html | None]:
    """Return the chunks of a text; if it is HTML, those of its translation, and the translation."""
    first = next(chunks, "")
    if not is_html(first):
        return chain((first,), chunks), None
    html = translate_html("".join([first, *chunks]))
    return [html.text], html
