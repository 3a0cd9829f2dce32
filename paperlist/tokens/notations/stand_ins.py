"""Find words in brackets that a tool writes in place of pictures, in any language.

For a picture, a tool may write `[no description]`, or `[Bild: Acme Lab]`. So the same words are in brackets on many
lines, or the same word before a colon. An empty box of the same length takes their place. Words that are the text of a
link are not meant, and on most lines of a page whose links are just brackets they differ.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from ..._attrs import define, field
from ..._engine import line_re as re
from ..kinds import Kind
from ..phrases.line import read_line

if TYPE_CHECKING:
    from collections.abc import Iterable

_ALONE: Final = re.compile(r"(\n[ \t>*+•-]*\[?)\[([^\[\]\n]{1,80})\](?=[ \t]*(?:\n|$)|\]\()")
"""Words in brackets, without the target of a link, that are alone on a line or in a link; after a line end."""

_LABELLED: Final = re.compile(r"\[([^ 0-9:：\[\]\n]{1,20})([:：](?!//)[^\[\]\n]{0,80})\](?![\[(:])")
"""Words in brackets of which the first one ends with a colon."""

_MIN_TIMES: Final = 4
"""Words in place of pictures are in brackets at least this many times."""

_MIN_SHARE: Final = 2 / 3
"""At least this share of all words in brackets are in place of pictures."""


@define
class StandIns:
    """The words in brackets that are in place of pictures in a text, and the words before their colons."""

    words: set[str] = field(factory=set)
    beginnings: set[str] = field(factory=set)

    def boxed(self, chunk: str) -> str:
        r"""Return the next chunk of a text with empty boxes for what is in place of pictures.

        >>> print(StandIns().boxed("[Bild: AK]\n" * 3 + "[[Bild: moss] Moss Lab](/moss)"))
        [________]
        [________]
        [________]
        [[__________] Moss Lab](/moss)
        """
        if "[" not in chunk:
            return chunk
        self.words |= _often(words for _, words in _ALONE.findall(f"\n{chunk}") if _is_text(words))
        self.beginnings |= _often(beginning for beginning, _ in _LABELLED.findall(chunk))
        if self.words:
            chunk = _ALONE.sub(self._box_words, f"\n{chunk}")[1:]
        return _LABELLED.sub(self._box_labelled, chunk) if self.beginnings else chunk

    def _box_words(self, found: re.Match[str]) -> str:
        return f"{found[1]}[{'_' * len(found[2])}]" if found[2] in self.words else found[0]

    def _box_labelled(self, found: re.Match[str]) -> str:
        return f"[{'_' * (len(found[0]) - 2)}]" if found[1] in self.beginnings else found[0]


def _is_text(words: str) -> bool:
    """Whether words are no number, and no phrase of the page."""
    return any(map(str.isalpha, words)) and all(kind is Kind.TEXT for kind, _, _, _ in read_line(words))


def _often(words: Iterable[str]) -> set[str]:
    """Return the words that occur often, if most do."""
    times = Counter(words)
    often = {one for one, n in times.items() if n >= _MIN_TIMES}
    return often if sum([times[one] for one in often]) >= _MIN_SHARE * sum(times.values()) else set()
