"""Find the width at which lines were wrapped, and join the lines of each paragraph.

In a wrapped text nearly every line that continues has no room for the first word of the next line. Once the lines of
each paragraph are joined, a wrapped page is judged like any other.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final

from attrs import frozen

from .._engine import line_re as re
from ..tokens.kinds import AUTHORS, COUNTS, DATE, DOT, LINK, MARK, NO_COUNT, SUBMITTED, TEXTS, UPVOTE, WORDS, text_signs
from ..tokens.lexer import TEXT_SAID, text_ends
from ..tokens.looks import is_heading
from .blocks import NARROWEST, OVERWIDE, TEXT_KINDS, first_word, joined_lines, read_items, without_bullets

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..tokens.lexer import Lines, Paragraph, Said

_USUAL, _WIDEST = 240, 1024
"""Lines are rarely wrapped at more columns than the first, and never at more than the second."""
_FEW: Final = 50
"""One line in this many may exceed the wrapping width of a page."""
_SEVERAL: Final = 3
"""An unusual width needs at least this many wrapped lines, all of them full and with different lengths.

Texts that were truncated to one length all have the same length.
"""

_NEXT_LINE: Final = re.compile(rf"[{WORDS}]\n(?=[{WORDS}])")
_LEFT: Final = f"{COUNTS.replace(NO_COUNT, '')}{DATE}{LINK}"
"""Signs that may be the rest of a wrapped line."""

_RUN: Final = re.compile(rf"(?:[{WORDS}]\n)+(?=[{WORDS}]|[{_LEFT}]\n)")
"""Lines that end with a text and are followed by a line with a text or a value."""

_OTHER_VALUES: Final = re.compile(
    rf"(?![{NO_COUNT}{MARK}{DOT}\n]{{0,99}}{AUTHORS})\n*[{DOT}{DATE}{SUBMITTED}{UPVOTE}{COUNTS}](?!\n*{AUTHORS})"
)
"""Signs that may follow an organization: values other than the authors."""

_WRAPPED_VALUES: Final = re.compile(rf"\n(?=[{_LEFT}]\n)(?:[{WORDS}{_LEFT}]\n)*")
"""Lines after a text; the first may be the rest of a wrapped line: a number, a date, an address."""

_GAPPED: Final = re.compile(rf"(?:(?<=\n\n)|^\n+)[{TEXTS}]")

_NEARLY: Final = 0.9
"""The width is the least that explains at least this share of the line breaks that the best one explains."""

_FEW_GAPS: Final = 20
"""Blank lines do not separate titles from abstracts if fewer than one token in this many is a text after one."""


@frozen
class Run:
    """Successive lines of text, beginning with line ``first``; their signs are from ``start`` to ``end``.

    ``ends`` has the width of each line but the last, ``fulls`` its width with the first word of the next line added. A
    run of one line has a value after it.
    """

    first: int
    start: int
    end: int
    ends: list[int]
    fulls: list[int]

    def fills(self, width: int) -> bool:
        """Whether each line but the last is full for this wrapping width."""
        return min(self.fulls, default=width) >= width and max(self.ends, default=width) <= width + OVERWIDE


def _widths(body: Lines) -> list[int]:
    """Return the columns at which texts end."""
    found: list[int] = []
    for text, said in zip(body.texts, body.said, strict=True):
        if said.tokens:
            found += [token.end for token in said.tokens if token.kind in TEXT_KINDS]
        elif said.pieces:
            found += [end for kind, _, _, end, _ in said.pieces if kind in TEXT_KINDS]
        elif said.signs:
            found.append(len(text.rstrip()))
    return found


def _measured(text: str, said: Said) -> tuple[int, int]:
    """Return the length of the first word of a line, and the column at which its last token ends."""
    if said.tokens:
        return first_word(text, said.tokens[0].start, said.tokens[0].end), said.tokens[-1].end
    if said.pieces:
        return first_word(text, *said.pieces[0][2:4]), said.pieces[-1][3]
    start, end = text_ends(text)
    return first_word(text, start, end), end


def _runs(body: Lines) -> Iterator[Run]:
    """Iterate over the runs of lines of text that have more than one line, or a value after them."""
    signs = body.signs
    at = line = 0
    for found in _RUN.finditer(signs):
        line += signs.count("\n", at, found.start())
        at, end = found.span()
        end -= 2 * (signs[end] not in WORDS)
        stop = line + (end - at) // 2 + 1
        measured = [*map(_measured, body.texts[line:stop], body.said[line:stop])]
        ends = [end for _, end in measured[:-1]]
        fulls = [end + word for (_, end), (word, _) in pairwise(measured)]
        yield Run(line, at, end + 1, ends, fulls)


def _breaks(signs: str, runs: Sequence[Run]) -> list[tuple[int, int]]:
    """Return the width of each line of text that has a next one, and its width with the first word of that added.

    The last line of a run is ignored if it may be an organization, that is if values other than authors follow.
    """
    found: list[tuple[int, int]] = []
    for run in runs:
        count = len(run.ends) - (_OTHER_VALUES.match(signs, run.end) is not None)
        found += zip(run.ends[:count], run.fulls[:count], strict=True)
    return found


def _nearly_widest(widths: Sequence[int]) -> int:
    """Return the width that only few lines exceed."""
    return sorted(widths)[len(widths) - 1 - len(widths) // _FEW]


def _explaining_width(breaks: Sequence[tuple[int, int]]) -> int:
    """Return the least width that explains the line breaks about as well as any other.

    A width explains a break if the line keeps to it, and would exceed it with the first word of the next line.
    """
    steps = Counter([end for end, _ in breaks])
    steps.subtract(Counter([full + 1 for _, full in breaks]))
    widths = sorted(steps)
    explained = list(accumulate(steps[width] for width in widths))
    enough = _NEARLY * max(explained)
    return next(width for width, count in zip(widths, explained, strict=True) if count >= enough)


@frozen
class Wrapping:
    """The column at which lines were wrapped, and the runs of lines of text."""

    width: int
    runs: list[Run]


def find_wrapping(body: Lines) -> Wrapping | None:
    """Return how lines were wrapped, or None if they were not.

    They were wrapped if most lines with a next one have no room for its first word. If few lines have a next one, the
    width is that of the widest texts. Otherwise it is the least width that explains most of the line breaks.
    """
    following = len(_NEXT_LINE.findall(body.signs))
    if not following:
        return None
    texts = sum(map(body.signs.count, WORDS))
    if 2 * following <= texts and sum([len(text) > _WIDEST for text in body.texts]) > texts // _FEW:
        return None
    runs = list(_runs(body))
    breaks = _breaks(body.signs, runs)
    limit = _explaining_width(breaks) if 2 * len(breaks) > texts else _nearly_widest(_widths(body))
    full = sum(full >= limit for _, full in breaks)
    wrapped = breaks and NARROWEST <= limit <= _WIDEST and full >= 0.7 * len(breaks)
    if limit > _USUAL:
        wrapped = wrapped and full == len(breaks) >= _SEVERAL and len({end for end, _ in breaks}) > 1
    return Wrapping(limit, runs) if wrapped else None


def are_dense(signs: str) -> bool:
    """Whether no blank lines separate titles from abstracts: few texts follow a blank line."""
    return len(_GAPPED.findall(signs)) * _FEW_GAPS < len(signs) - signs.count("\n")


def join_lines(body: Lines, wrapping: Wrapping) -> Lines:
    """Return the body with the lines of each paragraph joined, without their indentation."""
    return body.join(_paragraphs(body, wrapping))


def _paragraphs(body: Lines, wrapping: Wrapping) -> Iterator[Paragraph]:
    """Iterate over the paragraphs that have several lines, or are indented."""
    width, signs, at = wrapping.width, body.signs, 0
    for run in wrapping.runs:
        if run.first < at:
            continue
        yield from _indented(body, at, run.first)
        at = run.first + len(run.ends) + 1
        values = _WRAPPED_VALUES.match(signs, run.end)
        named = _lines_of_submitter(signs, run.start)
        if values or named or not run.fills(width) or not _are_alone(body, run.first, at):
            at += signs.count("\n", run.end, values.end()) - 1 if values else 0
            yield from _read_paragraphs(body, run.first - named, at, width)
        else:
            yield _paragraph(body, run.first, at)
    yield from _indented(body, at, len(body.texts))


def _lines_of_submitter(signs: str, start: int) -> int:
    """Return how many lines above ``start`` there is ``Submitted by``, if only marks are between; else 0."""
    at = start - 1
    while at >= 0 and signs[at] in f"{MARK}\n":
        at -= 1
    return signs.count("\n", at, start) if at >= 0 and signs[at] == SUBMITTED else 0


def _are_alone(body: Lines, start: int, stop: int) -> bool:
    """Whether the first and the last of these lines of text contain nothing else."""
    return len(body.said[start].signs) == len(body.said[stop - 1].signs) == 1


def _indented(body: Lines, start: int, stop: int) -> Iterator[Paragraph]:
    """Iterate over those of these lines that are just an indented text."""
    for i in range(start, stop):
        said = body.said[i]
        if said.signs and not said.pieces and body.texts[i][0] == " ":
            yield _paragraph(body, i, i + 1)


def _read_paragraphs(body: Lines, start: int, stop: int, width: int) -> Iterator[Paragraph]:
    """Iterate over the paragraphs among these lines that have several lines or are indented."""
    at = start
    for item in read_items(without_bullets(body.tokens(start, stop)), width, run_on=False, dense=False):
        if isinstance(item, list):
            first, last = (token.line - body.numbers[0] for token in (item[0], item[-1]))
            if first < last and _are_alone(body, first, last + 1):
                yield from _indented(body, at, first)
                at = last + 1
                yield _paragraph(body, first, at)
    yield from _indented(body, at, stop)


def _paragraph(body: Lines, start: int, stop: int) -> Paragraph:
    """Return the paragraph that consists of these lines."""
    pieces = body.said[start].pieces
    heading = bool(pieces) and is_heading(body.texts[start], pieces[0][2])
    lines = [text.strip() for text in body.texts[start:stop]]
    for i, said in enumerate(body.said[start:stop]):
        if said.pieces:
            lines[i] = body.texts[start + i][: said.pieces[-1][3]].lstrip() if i else body.words(start)
    words = joined_lines(lines)
    return start, stop, TEXT_SAID[text_signs(words, 0, len(words), heading=heading)], words
