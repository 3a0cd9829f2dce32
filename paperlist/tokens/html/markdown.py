"""Write the lines of a page in Markdown, and note where in the source each part comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._attrs import define, field

if TYPE_CHECKING:
    from .origins import Origin


@define
class MarkdownWriter:
    """Writes lines in Markdown: words, links and headings.

    ``gap`` line ends or a ``blank`` are due before the next words. ``length`` is the length of the current line.
    ``target`` is that of the current link, and ``linked`` means that its bracket is open. ``heading`` is the level of
    the current heading, or 0.
    """

    origin: Origin
    parts: list[str] = field(factory=list)
    gap: int = 0
    blank: bool = False
    length: int = 0
    target: str = ""
    linked: bool = False
    heading: int = 0

    def _put(self, text: str, start: int, end: int) -> None:
        self.parts.append(text)
        self.origin.add(len(text), start, end)

    def words(self, text: str, start: int, end: int) -> None:
        """Write words from this place in the source."""
        if not self.length:
            lead = "\n" * self.gap if self.parts else ""
            self._put(lead + "#" * self.heading + " " * bool(self.heading), start, start)
        elif self.blank:
            self._put(" ", start, start)
        self.gap, self.blank = 0, False
        if self.target and not self.linked:
            self.linked = True
            self._put("[", start, start)
        self._put(text, start, end)
        self.length += len(text)

    def end_link(self, at: int) -> None:
        """Write the target of the link, if it has words on this line."""
        if self.linked:
            self._put(f"]({self.target})", at, at)
        self.linked = False

    def end_line(self, gap: int, at: int) -> None:
        """End the line, with ``gap`` line ends before the next one; in a heading, with a blank."""
        if self.heading:
            self.blank = True
            return
        self.end_link(at)
        self.gap = max(self.gap, gap)
        self.length, self.blank = 0, False
