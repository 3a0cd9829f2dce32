"""Find the width at which the lines of a page were wrapped.

In a wrapped text nearly every line that continues has no room for the first word of the next line.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, compress
from typing import TYPE_CHECKING, Final, NamedTuple

from ..._engine import line_re as re
from ...tokens.kinds import ANY_LONG_TEXTS, ANY_TEXTS, BARE, COUNTS, END, LATER, WORDS, Kind
from ...tokens.looks import LONG, MIN_SIGNS, USUAL_TITLE, ends_sentence, signs_of_labels
from ...tokens.token import selected, selection
from ..titles.run_on import begin_with_titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...tokens.token import Tokens

NARROWEST: Final = 40
"""Lines are not wrapped at fewer columns."""

OVERWIDE: Final = 8
"""A line that exceeds the wrapping width by more than this was not wrapped, so it does not continue."""

_USUAL_WIDTH, _LARGEST_WIDTH = 240, 1024
"""Lines are rarely wrapped at more columns than the first, and never at more than the second."""

_LINES_PER_WIDER_LINE: Final = 50
"""One line in this many may exceed the wrapping width of a page."""

_MIN_FULL_LINES: Final = 3
"""An unusual width needs at least this many wrapped lines, all of them full and with different lengths.

Texts that were truncated to one length all have the same length.
"""

_MIN_SHARE_OF_FULL: Final = 0.7
"""If lines were wrapped, at least this share of those that have a next line are full."""

_NEARLY: Final = 0.9
"""The width is the least that explains at least this share of the line breaks that the best one explains."""

_MUCH_WIDER, _MIN_WIDER, _RUNS_PER_WIDER_TEXT = 3, 3, 20
"""A text of three times the width is much wider. At least three such texts, and one for every twenty runs of lines,
show that lines were not wrapped at the width."""

_TOKENS_PER_GAP: Final = 20
"""Blank lines do not separate titles from abstracts if fewer than one token in this many is a text after one."""

_VALUES: Final = f"{COUNTS}{Kind.DATE}".replace(str(Kind.ZERO), "").replace(str(Kind.ZERO).translate(LATER), "")
WRAPPED_VALUES: Final = f"{_VALUES}{Kind.LINK}"
"""Letters that may be the rest of a wrapped line: a number, a date, an address; but not a dash, which means 0."""

_NEXT_LINE: Final = re.compile(rf"[{WORDS}]\n(?=[{WORDS}])")
_RUN: Final = re.compile(rf"[{WORDS}]\n(?:[{WORDS}]\n)*(?=[{WORDS}]|[{WRAPPED_VALUES}]\n)")
"""Lines that end with a text and are followed by a line with a text or a value."""

_OTHER_VALUES: Final = re.compile(
    rf"(?![{Kind.ZERO}{Kind.MARK}{Kind.DOT}\n]{{0,99}}{Kind.AUTHORS})"
    rf"[{Kind.MARK}{Kind.LINK}\n]{{0,99}}[{Kind.DOT}{Kind.DATE}{Kind.SUBMITTED}{Kind.UPVOTE}{COUNTS}](?!\n*{Kind.AUTHORS})"
)
"""Letters that may follow an organization: values other than the authors."""

_AFTER_GAP: Final = re.compile(rf"\n\n[{ANY_TEXTS}]")
_SEVERAL_LINES: Final = re.compile(rf"[{WORDS}]\n(?:[{WORDS}]\n){{2,}}")
_ALL_WORDS: Final = frozenset(WORDS)
_BETWEEN: Final = f"{BARE}{END}"
_FAR: Final = 99
"""How many tokens are examined, at most, to find the value or text before one."""

_SIGNED: Final = re.compile(f"[{ANY_TEXTS}][{Kind.AUTHORS}{Kind.DOT}]")
_DOTTED: Final = re.compile(f"{Kind.AUTHORS}\n*[{Kind.DOT}]")

_IN_WORDS: Final = selection(WORDS)


def first_word(line: str, start: int, end: int) -> int:
    """Return the length of the first word of a text from ``start`` to ``end`` on its line."""
    blank = line.find(" ", start)
    return (blank if blank > 0 else end) - start


def item_before(kinds: str, start: int) -> tuple[int, str]:
    r"""Return the end and the letter of the value or text before an index, without marks and line ends between.

    >>> item_before("t\nA\n*\nt", 6)
    (3, 'A')
    """
    far = max(0, start - _FAR)
    near = kinds[far:start].rstrip(_BETWEEN)
    return far + len(near), near[-1:]


def may_end_with_name(kinds: str, after: int) -> bool:
    """Whether the values that follow a text, from the index ``after`` on, are not the authors: it may be a name."""
    return _OTHER_VALUES.match(kinds, after) is not None


def _breaks(body: Tokens) -> list[tuple[int, int]]:
    """Return the width of each line of text that has a next one, and its width with the first word of that added.

    The last line of a run is ignored if it may be an organization: values other than authors follow, or nothing.
    """
    found: list[tuple[int, int]] = []
    end = len(body.kinds.rstrip(END))
    for run in _RUN.finditer(body.kinds):
        last = run.end() if body.kinds[run.end()] in WORDS else run.end() - 2
        if may_end_with_name(body.kinds, last + 1) or last + 1 >= end:
            last -= 2
        within = slice(run.start(), last + 1, 2)
        pairs = zip(body.lines[within], body.pieces[within], strict=True)
        places = [(text, piece[2], piece[3]) for (text, _, _), piece in pairs if piece]
        words = [first_word(*place) for place in places[1:]]
        found += [(stop, stop + length) for (_, _, stop), length in zip(places, words, strict=False)]
    return found


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


def _widths(body: Tokens) -> list[int]:
    """Return where the texts end."""
    return [piece[3] for piece in compress(body.pieces, selected(body.kinds, _IN_WORDS)) if piece]


def _wider(body: Tokens, width: int) -> int:
    """Return how many texts are wider than this."""
    return sum(map(width.__lt__, _widths(body)))


def nearly_widest(body: Tokens) -> int:
    """Return the width that only few texts exceed."""
    times = Counter(_widths(body))
    widths = sorted(times, reverse=True)
    wider = accumulate(map(times.__getitem__, widths))
    few = times.total() // _LINES_PER_WIDER_LINE
    return next(width for width, count in zip(widths, wider, strict=True) if count > few)


def find_width(body: Tokens) -> int | None:
    """Return the column at which lines were wrapped, or None if they were not.

    They were wrapped if most lines with a next one have no room for its first word. If few lines have a next one, the
    width is that of the widest texts. Otherwise it is the least width that explains most of the line breaks.
    """
    following = len(_NEXT_LINE.findall(body.kinds))
    if not following:
        return None
    texts = sum(map(body.kinds.count, WORDS))
    if 2 * following <= texts and _wider(body, _LARGEST_WIDTH) > texts // _LINES_PER_WIDER_LINE:
        return None
    breaks = _breaks(body)
    if not breaks:
        return None
    limit = _explaining_width(breaks) if 2 * len(breaks) > texts else nearly_widest(body)
    full = sum([full >= limit for _, full in breaks])
    if not NARROWEST <= limit <= _LARGEST_WIDTH or full < _MIN_SHARE_OF_FULL * len(breaks):
        return None
    if limit > _USUAL_WIDTH and not _are_full(breaks, full):
        return None
    return None if _exceeding(body, limit) else limit


def _exceeding(body: Tokens, limit: int) -> bool:
    """Whether several texts are so much wider than a width that lines were not wrapped, only broken in the data."""
    return _wider(body, _MUCH_WIDER * limit) >= max(_MIN_WIDER, len(_RUN.findall(body.kinds)) // _RUNS_PER_WIDER_TEXT)


def _are_full(breaks: Sequence[tuple[int, int]], full: int) -> bool:
    """Whether all of several lines are full, and not all of them equally long."""
    return full == len(breaks) >= _MIN_FULL_LINES and len({end for end, _ in breaks}) > 1


_LINK: Final = str(Kind.LINK)
_LINES: Final = re.compile(rf"[{ANY_TEXTS}](?:\n[{ANY_TEXTS}{Kind.LINK}]){{2,}}")
_LONE: Final = re.compile(rf"(?<=[^{WORDS}\n])\n+[{ANY_LONG_TEXTS}](?=\n+[^{WORDS}\n])")
"""A long text between values."""

_MIN_BROKEN: Final = 40
"""A line of an abstract that is broken, as in the page's data, is rarely shorter."""


def are_broken(body: Tokens) -> bool:
    """Whether texts keep the line breaks of the page's data: some abstract goes on over lines that were not wrapped.

    Also whether most titles do, as a tool writes the highlighted words of the query on lines of their own.
    """
    runs = 0
    last: list[str] = []
    for run in _LINES.finditer(body.kinds):
        first, *lines = [body.words(at) for at in range(run.start(), run.end(), 2)]
        unfinished = [
            _MIN_BROKEN <= len(line) < LONG and not ends_sentence(line) and kind != _LINK
            for line, kind in zip(lines[:-1], run[0][2::2], strict=False)
        ]
        if any(unfinished) and any(map(ends_sentence, lines)):
            return True
        if (
            len(lines[-1]) >= LONG
            and _LINK not in run[0]
            and " " in first
            and all(map(_may_be_title, (first, *lines[:-1])))
        ):
            last.append(lines[-2])
        runs += 1
    return len(last) > 1 and 2 * len(last) > runs and signs_of_labels(last) < MIN_SIGNS


def _may_be_title(line: str) -> bool:
    """Whether a line is no longer than a title, and does not end with a full stop."""
    return len(line) < USUAL_TITLE and not ends_sentence(line)


def first_lines(body: Tokens) -> list[str]:
    """Return the first lines of texts between values, each with the next line if that is indented deeper."""
    found: list[str] = []
    for run in _LINES.finditer(body.kinds):
        first, after = run.start(), run.start() + 2
        deeper = body.piece(after)[2] > body.piece(first)[2]
        found.append(f"{body.words(first)}\n{body.words(after)}" if deeper else body.words(first))
    return found + [body.words(lone.end() - 1) for lone in _LONE.finditer(body.kinds)]


class Breaks(NamedTuple):
    """How the lines of a page's texts are broken.

    ``width`` is the column at which they were wrapped, if they were; ``broken`` means that they were not, but keep the
    line breaks of the page's data. ``dense`` means that no blank lines separate titles from abstracts, ``run_on`` that
    titles and abstracts share lines, and ``apart`` that blank lines separate all texts, so successive lines are one.
    """

    width: int | None = None
    run_on: bool = False
    dense: bool = False
    broken: bool = False
    apart: bool = False


def find_breaks(body: Tokens) -> Breaks:
    """Return how the lines of a page's texts are broken; its users are named."""
    width = find_width(body)
    broken = width is None and are_broken(body)
    run_on = titles_run_on(body.kinds) or (broken and begin_with_titles(first_lines(body)))
    apart = width is None and _are_apart(body.kinds)
    dense = (broken and not apart) or (width is not None and are_dense(body.kinds))
    return Breaks(
        width=width,
        run_on=run_on,
        dense=dense,
        broken=broken,
        apart=apart,
    )


def _are_apart(kinds: str) -> bool:
    """Whether blank lines separate titles from abstracts, and from the values above them.

    A few titles may lack them, but no value may be directly above a text.
    """
    apart = len(_PAIR_APART.findall(kinds))
    return apart > 1 and apart >= _MIN_APART * len(_PAIR.findall(kinds)) and not _BELOW_VALUE.search(kinds)


_MIN_APART: Final = 4
"""For each title with a text directly below it, at least this many have blank lines below."""

_PAIR_APART: Final = re.compile(rf"[{ANY_TEXTS}]\n\n[{BARE}\n]{{0,99}}(?=[{ANY_TEXTS}])")
_PAIR: Final = re.compile(rf"[^{WORDS}{BARE}\n][{BARE}\n]{{1,99}}[{ANY_TEXTS}]\n[{ANY_TEXTS}]")
_BELOW_VALUE: Final = re.compile(rf"[^{WORDS}{BARE}\n]\n[{ANY_TEXTS}]")


def are_dense(kinds: str) -> bool:
    """Whether no blank lines separate titles from abstracts.

    Then few texts follow a blank line, or most runs of several lines of text begin a card: a value is before them, and
    not another text.
    """
    if len(_AFTER_GAP.findall(f"\n{kinds}")) * _TOKENS_PER_GAP < len(kinds) - kinds.count(END):
        return True
    starts = [run.start() for run in _SEVERAL_LINES.finditer(kinds)]
    apart = sum([item_before(kinds, start)[1] in _ALL_WORDS for start in starts])
    return 2 * apart < len(starts)


def titles_run_on(kinds: str) -> bool:
    """Whether most authors and dots follow a text on the same line: then titles and abstracts share lines."""
    signed = len(_SIGNED.findall(kinds))
    if not signed:
        return False
    signatures = kinds.count(str(Kind.AUTHORS)) + kinds.count(str(Kind.DOT)) - len(_DOTTED.findall(kinds))
    return 2 * signed > signatures
