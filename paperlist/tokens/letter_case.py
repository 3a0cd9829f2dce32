"""Give the page's phrases their usual letter case.

The style of a page may show its phrases in other letters than they are written in: `6 AUTHORS`, `Submitted By`. A
program that saves what is shown saves them like that. Only phrases that are alone on a line or between separators
change, so titles and abstracts stay as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .._attrs import define
from .._engine import line_re as re
from .patterns import BOILERPLATE, HEADINGS
from .splitting import TRAILING, split_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .splitting import Split

_COUNTED: Final = ("authors", "Upvote", "GitHub")
"""Phrases before a count."""
_OF_CARDS: Final = (*_COUNTED, "author", "Submitted by", "arXiv Page", "Published on")
_USUAL: Final = {phrase.lower(): phrase for phrase in (*HEADINGS, *BOILERPLATE, *_OF_CARDS)}
"""The page's phrases, by what they are in small letters."""


def _any_of(phrases: Iterable[str]) -> str:
    return "|".join(phrase.replace(" ", "[ ]") for phrase in sorted(phrases, reverse=True))


_START: Final = r"(?:^|[·|\t\])>\"])[ \u00a0\t·•*+>#\[-]{0,40}(?:[a-z]{1,20}:[ ](?:·[ ])?)?"
"""The start of a line or what separates its parts, then blanks, bullets and other marks, or the key of an outline."""

_PHRASE: Final = re.compile(
    rf"""(?imx)
    (?P<before> {_START} (?: [0-9][0-9,.]* [ \u00a0] (?=authors?) )?
      | [ ][0-9]+[ ] (?= authors?[ ]· ) | [0-9k-][ ]* (?= github | arxiv[ ]page ) )
    (?P<phrase> (?: {_any_of(_USUAL)} ) (?= [ ]* (?: $ | [·|\t\]"] ) ) | (?: {_any_of(_COUNTED)} ) (?= [ ] [0-9-] )
      | Submitted[ ]by (?= [ ]|: ) | Published[ ]on (?= [ ] ) )
    """
)
"""A phrase in any letters, with what may be before it on its line."""

_SIGNS: Final = ("AUTHORS", " Authors", "SUBMITTED BY", "Submitted By", "DAILY PAPERS")
"""One of these is on each page whose phrases are in unusual letters."""

_TELLING: Final = re.compile(
    rf"(?im){_START}(?:[0-9][0-9,.]*[ \u00a0](?=authors))?((?-i:AUTHORS|Authors)(?=[ ]*(?:$|[·|\t\]\"]))"
    r"|submitted[ ]by(?=[ ]|$)|daily[ ]papers$)"
)
"""Phrases that show in what letters a page is."""
_USUALLY: Final = frozenset({"Submitted by", "Daily Papers"})


@define
class LetterCase:
    """Whether the phrases in a text are in unusual letters."""

    is_unusual: bool = False

    def usual(self, split: Split) -> Split:
        """Return the next chunk of a text with its phrases in their usual letters, in the same columns."""
        self.is_unusual = self.is_unusual or _is_unusual(split.chunk)
        if not self.is_unusual:
            return split
        chunk = _PHRASE.sub(_usual, split.chunk)
        texts = [text.rstrip(TRAILING) for text in split_lines(chunk)[0]]
        lines = [(text, offset, number) for text, (_, offset, number) in zip(texts, split.lines, strict=True)]
        return split._replace(chunk=chunk, texts=texts, lines=lines)


_BEGINNING: Final = 1 << 16
"""So many characters at the beginning of a chunk show the letters of its phrases."""


def _is_unusual(chunk: str) -> bool:
    """Whether most phrases at the beginning of a chunk that show it are in unusual letters."""
    beginning = chunk[:_BEGINNING]
    if not any(sign in beginning for sign in _SIGNS):
        return False
    shown = _TELLING.findall(beginning)
    return 2 * sum([phrase not in _USUALLY for phrase in shown]) > len(shown)


def _usual(found: re.Match[str]) -> str:
    """Return a phrase in its usual letters, if all its words begin with capitals, and what is before it."""
    phrase = found["phrase"]
    if any(word[0].islower() for word in phrase.split()):
        return found[0]
    return found["before"] + _USUAL[phrase.lower()]
