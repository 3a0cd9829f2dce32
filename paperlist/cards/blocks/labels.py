"""Find what a tool added to the cards of a page: numbers, and short lines that repeat, which are part of no paper.

No two papers have the same title, and no line of an abstract is on several cards. Organizations are, but these are in
the place of the authors. So any other short line that repeats beside different texts is a label of the page, whatever
it says. The title of a paper that is on the page several times repeats, too, but beside the same texts.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, pairwise
from statistics import median_low
from typing import TYPE_CHECKING, Final, TypeAlias

from ..._engine import line_re as re
from ...tokens.kinds import ABSTRACTS, ANY_LONG_TEXTS, ANY_TEXTS, BARE, COUNTS, OPENED, WORDS, Kind
from ...tokens.links.aims import OWN
from ...tokens.looks import LONG, ends_sentence
from ...tokens.markup import unmark, without_emphasis
from ...tokens.token import replaced
from .wrapping import first_word, item_before, may_end_with_name, nearly_widest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...tokens.token import Token, Tokens

Places: TypeAlias = "list[tuple[int, int]]"
"""The ranges of the tokens of lines."""

_LINE: Final = re.compile(rf"(?m)^[{COUNTS}]?[{ANY_TEXTS}](?=$|[{Kind.DOT}])")
"""A line that is a text before its end or a dot, perhaps with a number before it: `12 min read`."""

_CARDS: Final = (Kind.AUTHORS, Kind.DATE, Kind.SUBMITTED, Kind.UPVOTE)
"""Each card has at most one of each."""

_TEXTS: Final = frozenset(ANY_TEXTS)
_WITHIN: Final = frozenset(",.;:)]}")
"""Signs with which only the rest of a sentence begins."""
_TEXT_BELOW: Final = re.compile(rf"[{BARE}{COUNTS}\n]{{0,99}}([{ANY_TEXTS}])")
"""What may be between a line and the text below it."""
_LIKE_ABSTRACTS: Final = frozenset(ANY_LONG_TEXTS + ABSTRACTS + ABSTRACTS.translate(OPENED))
_TEXTS_OF_CARD: Final = re.compile(rf"[{ANY_TEXTS}](?:[{WORDS}{BARE}\n]*[{ANY_TEXTS}])?")
"""Successive texts, with no values between them."""

_SHORT: Final = 80
_VERY_SHORT: Final = 24
_MARKS: Final = re.compile(r"(?:\[[0-9]+\])?[ *·•-]*")
"""The number of a link, and marks."""
_DIGITS: Final = re.compile("[0-9]+")
_COUNT: Final = re.compile(r"(?:^[(]?|:[ ])[0-9]+(?![^ )])")

_MIN_CARDS, _MIN_SHARE = 4, 1 / 2
"""Very short lines that are equal but for a number, as in `12 min read`, are on at least this many cards, and on at
least this share of them. There are at least as many cards."""

_MIN_TIMES: Final = 3
"""Each label is on at least this many cards. A label on few cards is beside at least this many different texts."""

_MAX_SHARE_OF_LINES: Final = 1 / 4
"""Labels are at most this share of all different lines, or one."""

_MIN_SHARE_OF_TITLED: Final = 4 / 5
"""Without the labels, there are still texts on this share of the cards."""


_ABOVE_TEXT: Final = re.compile(rf"[{ANY_TEXTS}](?<![{ANY_TEXTS}]\n.)(?=[{Kind.MARK}\n]{{1,9}}([{ANY_TEXTS}]))")
"""A text above another, but not directly below one."""
_MIN_ECHO: Final = 15
"""A shorter title may be the last words of the line above it by chance."""


def without_echoes(body: Tokens, labels: list[Token]) -> str:
    """Return the kinds of a page's cards with marks in place of lines above a title whose end is the whole title.

    It is the title, too, or the label of a picture: `Thumbnail of Clocks and Tides`. It is added to ``labels``.
    """
    lines = body.lines
    pairs = [(pair.start(), pair.start(1)) for pair in _ABOVE_TEXT.finditer(body.kinds)]
    alike = [(above, title) for above, title in pairs if lines[above][0][-2:] == lines[title][0][-2:]]  # much faster
    found = [above for above, title in alike if _is_echo(body, above, title)]
    labels += map(body.token, found)
    return replaced(body.kinds, found, str(Kind.MARK)) if found else body.kinds


def _is_echo(body: Tokens, above: int, title: int) -> bool:
    """Whether a line ends with the words of a title below it, and no text is above it."""
    (line, _, _), (_, _, start, end, _) = body.lines[above], body.piece(above)
    (text, _, _), (_, _, first, last, _) = body.lines[title], body.piece(title)
    length = last - first
    if not _MIN_ECHO <= length <= min(end - start, LONG) or not line.endswith(text[first:last], start, end):
        return False
    return line[end - length - 1 : end - length] in {"", " "} and item_before(body.kinds, above)[1] not in _TEXTS


def without_labels(body: Tokens, labels: list[Token]) -> str:
    """Return the kinds of a page's cards with marks in place of labels, which are added to ``labels``.

    A number with the same word on most cards, in the place of the authors, stays there as authors without a number.
    """
    cards = max([body.kinds.count(str(kind)) for kind in _CARDS])
    places = _labels(body, cards) if cards >= _MIN_CARDS else []
    found = [at for start, end in places for at in range(start, end)]
    rest = replaced(body.kinds, found, str(Kind.MARK))
    rest = replaced(rest, _signatures(body, places), str(Kind.AUTHORS))
    if not found or not _have_titles(body, rest, cards):
        return body.kinds
    labels += map(body.token, found)
    return rest


def _signatures(body: Tokens, places: Places) -> list[int]:
    """Return the indexes of those labels that have counts and are mostly in the place of the authors."""
    begun = {end: start for start, end in places}
    same: dict[str, Places] = {}
    for start, end in places:
        if _has_count(body.words(start)):
            same.setdefault(_numberless(_words(body, start, end)), []).append((start, end))
    groups = [each for each in same.values() if _are_in_place_of_names(body.kinds, each, begun)]
    return [start for each in groups for start, _ in each]


def _has_count(words: str) -> bool:
    """Whether a line is a number with words: `4 contributors`, `Authors: 4`; but `Studio 4` may be a name."""
    return _COUNT.search(_bare(words)) is not None


def _have_counts(body: Tokens, places: Places) -> bool:
    """Whether lines have different counts."""
    different = {body.words(start) for start, _ in places}
    return len(different) > 1 and sum(map(_has_count, different)) > 1


def _have_titles(body: Tokens, kinds: str, cards: int) -> bool:
    """Whether most cards still have texts without the labels, and these are not just abstracts or sentences."""
    left = [found.span() for found in _TEXTS_OF_CARD.finditer(kinds)]
    lone = [start for start, end in left if end == start + 1]
    untitled = sum(kinds[at] in _LIKE_ABSTRACTS or ends_sentence(body.words(at)) for at in lone)
    return len(left) - untitled >= _MIN_SHARE_OF_TITLED * cards


def _labels(body: Tokens, cards: int) -> Places:
    """Return the places of the lines that are labels, in text order."""
    lines = [found.span() for found in _LINE.finditer(body.kinds)]
    texts = [body.lines[start][0][body.pieces[start][2] : body.pieces[end - 1][3]] for start, end in lines]  # type: ignore[index]
    # Most lines have no marks.
    words = [text if text[0].isalpha() and "]" not in text and "<" not in text else _bare(text) for text in texts]
    numberless = list(map(_numberless, words))
    found = _same_lines(body, lines, numberless)
    if numberless != words and len(found) < max(_MIN_CARDS, _MIN_SHARE * cards):
        return _same_lines(body, lines, words)
    return found


def _numberless(line: str) -> str:
    """Return a line with zeros for its numbers, if it is very short."""
    return line if len(line) > _VERY_SHORT else _DIGITS.sub("0", line)


def _words(body: Tokens, start: int, end: int) -> str:
    """Return the words of a line without marks and the markup of links."""
    return _bare(body.lines[start][0][body.piece(start)[2] : body.piece(end - 1)[3]])


def _bare(words: str) -> str:
    bare = unmark(words).rstrip()
    return bare[_MARKS.match(bare).end() :]  # type: ignore[union-attr]  # every part of it may be empty


def _same_lines(body: Tokens, lines: Places, words: Sequence[str]) -> Places:
    """Return the places of those lines that are labels because others have the same words, in text order."""
    times = Counter(words)
    often = _repeated(times)
    if not often:
        return []
    same: dict[str, Places] = {line: [] for line in often}
    for (start, end), line in [pair for pair in zip(lines, words, strict=True) if pair[1] in often]:
        if not _leads_to_site(body, end - 1) or _has_count(body.words(start)):
            same[line].append((start, end))
    found = _labels_among(body, same)
    return sorted(chain.from_iterable(found)) if len(found) <= max(1, _MAX_SHARE_OF_LINES * len(times)) else []


def _labels_among(body: Tokens, same: Mapping[str, Places]) -> list[Places]:
    """Return the places of those equal lines that are labels: beside different texts, and not in place of names."""
    width = nearly_widest(body)
    counted = {line for line, places in same.items() if _DIGITS.search(line) and _have_counts(body, places)}
    apart = {
        line: places
        for line, places in same.items()
        if _are_beside_others(body, places, None if line in counted else width)
    }
    begun = {end: start for places in apart.values() for start, end in places}
    return [
        places
        for line, places in apart.items()
        if line in counted or not _are_in_place_of_names(body.kinds, places, begun)
    ]


def _are_beside_others(body: Tokens, places: Places, width: int | None) -> bool:
    """Whether equal lines are beside several different texts, and most of them are not within a paragraph.

    Lines were wrapped at ``width``, if they were. Without it, each line is a paragraph of its own, because a paragraph
    does not end with a different count on each card.
    """
    apart = 0
    above, below = {""}, {""}
    for place in places:
        texts = _texts_beside(body, *place, width)
        if texts:
            apart += 1
            above.add(texts[0])
            below.add(texts[1])
            if 2 * apart > len(places) and max(len(above), len(below)) > _MIN_TIMES:
                return True
    return False


def _texts_beside(body: Tokens, start: int, end: int, width: int | None) -> tuple[str, str] | None:
    """Return the texts above and below a line, "" for none; None if one of them may be of the same paragraph.

    Without a ``width``, the line is a paragraph of its own. Otherwise a line that ends a sentence directly below a text
    may be the last one of that paragraph.
    """
    above, letter = item_before(body.kinds, start)
    above = above - 1 if letter in _TEXTS else -1
    found = _TEXT_BELOW.match(body.kinds, end)
    below = found.start(1) if found else -1
    if width is None:
        return _line_at(body, above), _line_at(body, below)
    if above == start - 2 and (ends_sentence(body.words(end - 1)) or _continues(body, above, start, width)):
        return None
    if below == end + 1 and _continues(body, end - 1, below, width):
        return None
    return _line_at(body, above), _line_at(body, below)


def _line_at(body: Tokens, at: int) -> str:
    return body.lines[at][0] if at >= 0 else ""


def _continues(body: Tokens, above: int, at: int, width: int) -> bool:
    """Whether a line may continue the paragraph of the line directly above it, which may have no room for it."""
    _, _, before, last, _ = body.piece(above)
    _, _, start, end, _ = body.piece(at)
    words = body.words(at)
    begins_within = words[0] in _WITHIN or (words[0].islower() and " " in words)  # not just an account
    return start > before or begins_within or last + first_word(words, 0, end - start) >= width


def _repeated(times: Mapping[str, int]) -> set[str]:
    """Return the short lines that occur more often than others.

    A tool may save each card twice, or a page may be saved several times; then most lines are repeated.
    """
    enough = _MIN_TIMES * median_low(times.values()) if times else 0
    return {line for line, n in times.items() if n >= enough and len(line) <= _SHORT}


def _leads_to_site(body: Tokens, at: int) -> bool:
    """Whether a token is a link to a page of the site, which is part of a card."""
    return body.aims != "" and body.aims[at] in OWN


def _are_in_place_of_names(kinds: str, places: Places, begun: Mapping[int, int]) -> bool:
    """Whether lines are mostly in the place of an organization: behind a text, before values but the authors.

    ``begun`` has the starts of lines that may be labels, by their ends; a text before them is the one that counts.
    """
    names = 0
    for start, end in places:
        before, letter = item_before(kinds, start)
        while before in begun:
            before, letter = item_before(kinds, begun[before])
        names += letter in _TEXTS and may_end_with_name(kinds, end)
    return 2 * names >= len(places)


_ITEM: Final = re.compile(r"[*_]{0,3}(?:[(\[]?([0-9]{1,4})\\?[.):\]]|#([0-9]{1,4})[.):]?)[*_]{0,3}[ ]+")


def without_numbers(titles: Sequence[str]) -> Sequence[str]:
    """Return the titles of a page; if all of them are numbered in order, they are returned without their numbers.

    >>> without_numbers(["1. Clocks", "2. Tides"]), without_numbers(["1. Clocks", "Tides"])
    (['Clocks', 'Tides'], ['1. Clocks', 'Tides'])
    """
    if not titles or not _ITEM.match(titles[0]):
        return titles
    items = list(map(_ITEM.match, titles))
    numbers = [int(item[1] or item[2]) for item in items if item]
    if not len(numbers) == len(titles) > 1 or any(after - before != 1 for before, after in pairwise(numbers)):
        return titles
    return [without_emphasis(title[item.end() :]) for title, item in zip(titles, items, strict=True) if item]


_FEWEST_LETTERS, _MOST_LETTERS = 4, 60
"""An end that abstracts have in common has at least and at most this many characters."""
_FIRST_SIGNS: Final = re.compile(r"[0-9A-Za-z]*[^0-9A-Za-z]+(?=[0-9A-Za-z])")
"""The rest of a word with which a common end may begin, and the signs behind it."""


def same_end(abstracts: Iterable[str]) -> str:
    """Return the words, with 0 for each number, with which at least half of the abstracts end; "" if there are none.

    Sentences are no such words, unless they are lines of their own.

    >>> same_end([f"We follow the {water} · {n} days ago" for n, water in enumerate(["sea", "rivers", "rain", "tide"])])
    '0 days ago'
    """
    tails = {words[-_MOST_LETTERS:] for words in abstracts}
    enough = max(_MIN_CARDS, len(tails) * _MIN_SHARE)
    if max(Counter([words[-2:] for words in tails]).values(), default=0) < enough:
        return ""  # which takes little time
    every = {_DIGITS.sub("0", words) for words in tails}
    end, length = "", _FEWEST_LETTERS
    usual, times = _usual_end(every, length)
    while times >= enough:  # no two tails are equal as a whole
        end, length = usual, length + 1
        usual, times = _usual_end(every, length)
    end = end[max(end.rfind("\n"), 0) :]
    signs = _FIRST_SIGNS.match(end)
    return "" if signs is None or (end[0] != "\n" and ends_sentence(end)) else end[signs.end() :]


def _usual_end(tails: Iterable[str], length: int) -> tuple[str, int]:
    """Return the most frequent end with this length, and how often it occurs."""
    return Counter([words[-length:] for words in tails]).most_common(1)[0]


def without_end(abstract: str, end: str) -> str:
    """Return an abstract without the words that :func:`same_end` found, if it ends with them.

    >>> without_end("We follow the … Show more", "Show more"), without_end("The sea. 12 days ago", "0 days ago")
    ('We follow the …', 'The sea.')
    """
    if not _DIGITS.sub("0", abstract[-_MOST_LETTERS:]).endswith(end):
        return abstract
    rest = abstract.rsplit(None, end.count(" ") + 1)[0] if "0" in end else abstract[: -len(end)]
    return rest.rstrip(" \n·•|*–-([") or abstract
