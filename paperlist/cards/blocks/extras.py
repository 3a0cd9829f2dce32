"""Find texts in a fixed place of the cards where the page has none: labels whose words differ from card to card.

A tool or an extension of the browser may add to each card its topics, a summary, the names of its authors. The words
need not repeat, but their place does. On the page, all texts of a card are directly above its authors, or above the
values that are there instead: so texts in any other place are labels. Above the authors are a title and perhaps an
abstract: if many cards have one text more there, one of the places has labels.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from operator import itemgetter
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from ..._attrs import evolve
from ..._engine import line_re as re
from ...tokens.kinds import COUNTS, LONG_TEXTS, TEXTS, Kind
from ...tokens.links.aims import PAPER
from ...tokens.looks import MIN_SIGNS, USUAL_ABSTRACT, ends_sentence, is_heading, signs_of_labels, text_letter

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from .block import Blocks

_RUN: Final = re.compile(f"[{TEXTS}]+")
_AUTHORS, _DATE, _DOT = str(Kind.AUTHORS), str(Kind.DATE), str(Kind.DOT)
_PASSED: Final = f"{COUNTS}{_DOT}"
"""Letters of values that may be in several places of a card."""

_SUBMITTED: Final = str(Kind.SUBMITTED)
_OPENED: Final = frozenset((_SUBMITTED, str(Kind.USER)))
_LABEL: Final = str(Kind.NAME)
_ALIKE: Final = {**dict.fromkeys(TEXTS, _LABEL), str(Kind.ORGANIZATION): _AUTHORS}
"""All texts are alike, and an organization is in the place of the authors."""

_FAR: Final = 8
"""How many values are examined, at most, around a text."""
_MOST_KNOWN: Final = 2048
"""For at most this many different values around texts, what counts is remembered."""

_MIN_CARDS: Final = 3
_MIN_LABELS, _MIN_SHARE = 3, 1 / 8
"""Labels where no title can be are on at least this many cards, and on at least this share of them."""

_MIN_SHARE_OF_ALIKE: Final = 2 / 3
"""Labels above the authors are on at least this share of the cards."""
_MIN_SHARE_OF_LONGER: Final = 1 / 4
"""Or they are on this share, below blank lines or alike, and most other cards have one text less."""

_MIN_SHARE_OF_SEVERAL: Final = 0.8
"""If lines were not wrapped, fewer titles than this have several lines."""


class Run(NamedTuple):
    """Successive texts: their places among the blocks, and the letters of the nearest values before and after them."""

    start: int
    end: int
    before: str
    after: str

    @property
    def size(self) -> int:
        """How many texts there are."""
        return self.end - self.start

    @property
    def may_begin_with_title(self) -> bool:
        """Whether the first text may be a title, as authors or an organization are below it, or a submitter above."""
        return self.after == _AUTHORS or self.before in _OPENED


@lru_cache(_MOST_KNOWN)
def _around(above: str, below: str) -> tuple[str, str]:
    """Return the letters of the nearest values before and after texts; counts and dots between them are passed."""
    before, after = above.rstrip(_PASSED)[-1:], below.lstrip(_PASSED)[:1]
    if below[:1] == _DOT and after != _AUTHORS:
        after = _DATE
    if before in TEXTS and after in {_SUBMITTED, ""}:
        before = _AUTHORS  # an organization with counts below it
    return _ALIKE.get(before, before), _ALIKE.get(after, after)


def _runs(kinds: str) -> Iterator[Run]:
    """Iterate over the runs of texts."""
    for found in _RUN.finditer(kinds):
        start, end = found.span()
        yield Run(start, end, *_around(kinds[max(0, start - _FAR) : start], kinds[end : end + _FAR]))


def find_extras(blocks: Blocks, known: Sequence[int], *, wrapped: bool) -> tuple[list[int], int | None]:
    """Return the indexes of the lines that are labels, and of a text that may be a label or a title.

    ``known`` are the indexes of texts that are no blocks because they are certainly labels. They show the place of
    others. ``wrapped`` means that lines were wrapped.
    """
    if blocks.kinds.count(_AUTHORS) < _MIN_CARDS:
        return [], None
    divided = blocks if wrapped else _with_last_lines(blocks, len(known))
    whole = divided
    if known or divided is not blocks:
        every = sorted([*zip(divided.each, divided.kinds, strict=True), *((at, _LABEL) for at in known)])
        whole = evolve(divided, kinds="".join([kind for _, kind in every]), each=[at for at, _ in every])
    places, unclear = _find_labels(whole)
    places = [*places, *_equal_ones(whole, places)]
    return _lines(whole, places, known), None if unclear is None else whole.each[unclear]


def _lines(blocks: Blocks, places: Sequence[int], known: Collection[int]) -> list[int]:
    """Return the indexes of the lines of labels that are not yet known, and of those at the ends of titles."""
    found = sorted({blocks.each[i] for i in places}.difference(known))
    lines = [line for at in found for line in blocks.lines(at)]
    return [*lines, *_at_ends(blocks, places)] if lines else []


def _equal_ones(blocks: Blocks, places: Sequence[int]) -> Iterator[int]:
    """Iterate over the places of texts that are equal to several labels, on cards that have other texts."""
    times = Counter([blocks.words(blocks.each[i]) for i in places])
    usual = {words for words, n in times.items() if n >= _MIN_LABELS}
    for run in _runs(blocks.kinds) if usual else ():
        equal = [i for i in range(run.start, run.end) if blocks.words(blocks.each[i]) in usual]
        if len(equal) < run.size:
            yield from equal


def _at_ends(blocks: Blocks, places: Sequence[int]) -> Iterator[int]:
    """Iterate over the last lines of titles that are labels: all their words are among those of the labels found.

    Most words of labels must occur several times.
    """
    times = Counter([word for i in places for word in _words(blocks.words(blocks.each[i]))])
    words = times.keys() if 2 * len(times) <= times.total() else frozenset[str]()
    for run in _runs(blocks.kinds):
        at = blocks.each[run.start]
        if run.may_begin_with_title:
            last = blocks.lines(at)[-1]
            if _has_last_line(blocks, at) and words >= {*_words(blocks.tokens.words(last))}:
                yield last


def _words(line: str) -> list[str]:
    return _WORD.findall(_DIGITS.sub("0", line))


_WORD: Final = re.compile("[^ ,;·|]+")
_DIGITS: Final = re.compile("[0-9]+")


def _with_last_lines(blocks: Blocks, labels: int) -> Blocks:
    """Return the blocks; the last lines of titles are blocks of their own if they may be labels.

    They may if nearly all titles have several lines, or if they look like labels. Some of them may have been removed,
    because they are certainly ``labels``.
    """
    if not blocks.paragraphs:
        return blocks
    titles = [run for run in _runs(blocks.kinds) if run.may_begin_with_title]
    several = [run.start for run in titles if _has_last_line(blocks, blocks.each[run.start])]
    are_most = len(several) + labels >= max(_MIN_CARDS, _MIN_SHARE_OF_SEVERAL * len(titles))
    last_lines = (blocks.tokens.words(blocks.lines(blocks.each[i])[-1]) for i in several)
    if not are_most and not _look_like_labels(list(last_lines)):
        return blocks
    divided = evolve(blocks, paragraphs=dict(blocks.paragraphs))
    parts: dict[int, tuple[str, list[int]]] = {}
    for i in several:
        *lines, last = divided.paragraphs.pop(blocks.each[i]).each
        if len(lines) > 1:
            divided.join(lines)
        parts[i] = "".join([text_letter(divided.words(at)) for at in (lines[0], last)]), [lines[0], last]
    return divided.divided(parts)


def _look_like_labels(lines: Sequence[str]) -> bool:
    """Whether lines of several cards are surely labels: short ones, most of which do not begin in lower case."""
    if len(lines) < _MIN_CARDS or max(map(len, lines)) >= USUAL_ABSTRACT:
        return False
    within = sum(word.isalpha() and word.islower() for word in (line.partition(" ")[0] for line in lines))
    return 2 * within < len(lines) and signs_of_labels(lines) >= MIN_SIGNS


def _has_last_line(blocks: Blocks, at: int) -> bool:
    """Whether a text has several lines, of which the last is not indented deeper, as the page's own lines are."""
    lines = blocks.lines(at)
    return len(lines) > 1 and blocks.tokens.piece(lines[-1])[2] <= blocks.tokens.piece(at)[2]


def _find_labels(blocks: Blocks) -> tuple[list[int], int | None]:
    """Return the places of labels among the blocks, and of a text that may be one."""
    runs = list(_runs(blocks.kinds))
    signed = [run for run in runs if run.after == _AUTHORS]
    sizes = Counter([run.size for run in signed])
    usual = max(sizes.items(), key=itemgetter(1), default=(0, 0))[0]
    if outside := _outside(blocks.kinds, runs):
        return [*outside, *_below_organizations(runs, usual)], None
    for size in (usual, usual + 1):
        found: list[int] = []
        unclear: int | None = None
        if _may_have_labels(sizes[size], sizes[size - 1], len(signed)):
            found, unclear = _with_one_more(blocks, runs, signed, size)
        if found or unclear is not None:
            return found, unclear
    return [], None


def _with_one_more(
    blocks: Blocks, runs: Sequence[Run], signed: Sequence[Run], size: int
) -> tuple[list[int], int | None]:
    """Return the places of labels, and of a text that may be one, if cards with ``size`` texts have one too many."""
    longer = [run for run in signed if run.size == size]
    found, unclear = _among(blocks, longer, [run for run in runs if run.after != _AUTHORS])
    if len(longer) >= _MIN_SHARE_OF_ALIKE * len(signed) or _are_apart(blocks, longer):
        return found, unclear
    above_authors = found[: len(longer)]
    return above_authors if _look_like_labels([blocks.words(blocks.each[i]) for i in above_authors]) else [], None


def _below_organizations(runs: Sequence[Run], usual: int) -> Iterator[int]:
    """Iterate over the places of labels below organizations; the ``usual`` card has authors and fewer texts."""
    for run in runs:
        is_longer = run.size == usual + 2
        if is_longer and run.before in _OPENED and run.after != _AUTHORS:
            yield run.end - 1


def _may_have_labels(longer: int, shorter: int, signed: int) -> bool:
    """Whether enough cards have one text more than the ``shorter`` ones, of all that have authors."""
    if longer < max(_MIN_CARDS, _MIN_SHARE_OF_LONGER * signed):
        return False
    return longer + shorter >= _MIN_SHARE_OF_ALIKE * signed


def _among(blocks: Blocks, longer: Sequence[Run], unsigned: Sequence[Run]) -> tuple[list[int], int | None]:
    """Return the places of labels above the authors, and of a text that may be one.

    ``longer`` are the texts of cards that may have a label, ``unsigned`` those of cards without authors.
    """
    places = [[run.start + at for run in longer] for at in range(longer[0].size)]
    if len(places) > _MOST_TEXTS or sum(not _are_long(blocks, column) for column in places) < _MIN_SHORT:
        return [], None
    columns = [_Column.of(blocks, column) for column in places]
    found = _short_columns(columns)
    if found is None:
        return [], None
    at = _likelier(columns, *found)
    if at is None:
        return [], longer[0].start
    if len(longer) <= _MIN_CARDS and columns[at].stops >= 1 / 2:
        return [], None  # on so few cards, a sentence may be the first line of an abstract
    others = [run.start + at for run in unsigned if run.size > at + 1]
    return [*(run.start + at for run in longer), *others], None


_MOST_TEXTS, _MIN_SHORT = 3, 2
"""A card has a title, a label and perhaps an abstract: at most three texts, of which two are short."""


def _are_long(blocks: Blocks, places: Sequence[int]) -> bool:
    """Whether most texts in these places are as long as abstracts."""
    kinds, each = blocks.kinds, blocks.each
    long = [kinds[i] in LONG_TEXTS or len(blocks.words(each[i])) >= USUAL_ABSTRACT for i in places]
    return 2 * sum(long) > len(places)


def _are_apart(blocks: Blocks, runs: Sequence[Run]) -> bool:
    """Whether blank lines are before all of these texts."""
    tokens = blocks.tokens
    return all(tokens.follows_gap(blocks.each[i]) for run in runs for i in range(run.start + 1, run.end))


def _outside(kinds: str, runs: Sequence[Run]) -> list[int]:
    """Return the places of texts where no title can be: below the authors, or above what opens a card."""
    outside = [run for run in runs if run.after != _AUTHORS and not _may_be_card(run, kinds)]
    times = Counter([(run.before, run.after) for run in outside])
    enough = max(_MIN_LABELS, _MIN_SHARE * kinds.count(_AUTHORS))
    usual = {place for place, n in times.items() if n >= enough}
    usual |= {("", after) for _, after in usual} | {(before, "") for before, _ in usual}  # on the first and last card
    return [i for run in outside if (run.before, run.after) in usual for i in range(run.start, run.end)]


def _may_be_card(run: Run, kinds: str) -> bool:
    """Whether texts not above authors may be those of a card with an organization, or a title with an abstract."""
    if run.before in _OPENED or (run.after == _DATE and run.before != _AUTHORS):
        return True
    return run.size > 1 and any(kind in LONG_TEXTS for kind in kinds[run.start : run.end])


_WIDTH: Final = 40
"""A title is like a label if it has fewer characters than this; each line more makes it less so."""
_MIN_DIFFERENCE: Final = 0.5


class _Column(NamedTuple):
    """What the texts in one place of the cards have in common: how like labels they are, and shares of them."""

    likeness: float
    linked: float
    stops: float
    long: bool

    @classmethod
    def of(cls, blocks: Blocks, places: Sequence[int]) -> _Column:
        """Return what the texts in these places have in common.

        Titles are links to papers, or headings. Labels are short, and have :func:`.looks.signs_of_labels`.
        """
        each = [blocks.each[i] for i in places]
        lines = [blocks.words(at) for at in each]
        count = len(lines)
        linked = sum(blocks.aim(at) == PAPER for at in each) / count
        headed = sum(is_heading(blocks.tokens.lines[at][0], blocks.tokens.piece(at)[2]) for at in each) / count
        stops = sum(map(ends_sentence, lines)) / count
        likeness = signs_of_labels(lines) - 4 * (linked + headed) - median(map(len, lines)) / _WIDTH
        return cls(likeness, linked, stops, _are_long(blocks, places))


def _short_columns(columns: Sequence[_Column]) -> tuple[int, int] | None:
    """Return which two of the texts of each card may be a title and a label; None if there is no text too many."""
    short = [at for at, column in enumerate(columns) if not column.long]
    if len(short) == len(columns) and columns[-1].stops >= 1 / 2:
        short.pop()  # abstracts may be short
    if len(short) != _MIN_SHORT or min(columns[at].linked for at in short) >= 1 / 2:
        return None
    return short[0], short[1]


def _likelier(columns: Sequence[_Column], first: int, second: int) -> int | None:
    """Return which of two texts is the label: one below the abstract, or the one more like labels; None if unclear."""
    if second > first + 1:
        return second
    difference = columns[second].likeness - columns[first].likeness
    return None if abs(difference) < _MIN_DIFFERENCE else second if difference > 0 else first
