"""Find where the words of a page lead: what kind of page each link opens.

A link that leads to a page of the site says what its words are: the title of a paper, votes for it, an account. Such a
link is a block of its own, so a line is split where one ends.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from typing import TYPE_CHECKING, Final

from .._attrs import define, evolve, field
from .._engine import line_re as re
from .kinds import ANY_TEXTS, COUNTS, END, LATER, PHRASES, Kind
from .lexer import reading
from .links.aims import ACCOUNT, ARXIV, CODE, DISCUSSION, IDENTIFYING, NOWHERE, OWN, PAPER, SITE, VOTE, aim_of
from .links.covers import Links
from .links.lists import PaperLinks
from .markup import IMAGE, ORG_IMAGE
from .phrases.line import read_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .links.covers import Cover
    from .token import Piece, Tokens

_PICTURE: Final = re.compile(rf"{IMAGE}|{ORG_IMAGE}")
_LONGEST_MARK: Final = 8
"""The mark of a heading has at most this many characters."""

_DASHES: Final = frozenset({"-", "\\-"})
_BULLETS: Final = frozenset("-*+•")


def _has_words(text: str, start: int, end: int) -> bool:
    words = text[start:end]
    if "![" in words or "[[" in words:
        words = _PICTURE.sub("", words)
    return any(map(str.isalnum, words)) or words.strip() in _DASHES


def _is_continued(text: str, before: Cover | None, cover: Cover) -> bool:
    """Whether a link continues the text of the one before: it leads to the same, and is no phrase, like `6 authors`."""
    if before is None or cover.address != before.address:
        return False
    return any(kind is Kind.TEXT for kind, *_ in read_line(text[cover.first : cover.last]))


def _without_bullet(text: str, start: int, end: int) -> int:
    """Return where a text ends without the bullet of a picture behind it."""
    words = text[start:end].rstrip()
    return start + len(words[:-1] if words[-1] in _BULLETS else words)


def _parts(text: str, start: int, end: int, covers: Sequence[Cover]) -> list[tuple[int, int, str]]:
    """Return the parts of a text from ``start`` to ``end`` between which its target changes, with their aims."""
    found: list[tuple[int, int, str]] = []
    at, before = start, None
    for cover in covers:
        if cover.aim not in OWN or cover.end <= at:
            continue
        has_words = _has_words(text, max(cover.first, at), min(cover.last, end))
        if cover.start > at and _has_words(text, at, cover.start):
            if not has_words and cover.first < end and "![" not in text[cover.start : cover.end]:
                continue  # brackets that may be the text's own
            found.append((at, cover.start if has_words else _without_bullet(text, at, cover.start), NOWHERE))
            at = cover.start
        if has_words:
            if _is_continued(text, before, cover) and found[-1][1:] == (at, cover.aim):
                at = found.pop()[0]
            found.append((at, min(cover.end, end), cover.aim))
            before = cover
        at = max(at, cover.end)
    if at < end and _has_words(text, at, end):
        found.append((at, end, NOWHERE))
    return found


def _aim_at(covers: Sequence[Cover], start: int, end: int) -> str:
    """Return where the link leads that covers the whole part of a line from ``start`` to ``end``."""
    aims = (cover.aim for cover in covers if cover.start <= start and end <= cover.end)
    return next(aims, NOWHERE)


def _read_line(text: str, pieces: Sequence[Piece | None], covers: Sequence[Cover]) -> Iterator[tuple[Piece, str]]:
    """Iterate over the pieces of a line with links, split where the target changes, each with its aim."""
    ahead = 0
    starts = [cover.start for cover in covers]
    for piece in filter(None, pieces):
        _, _, first, last, _ = piece
        while ahead < len(covers) and covers[ahead].end <= first:
            ahead += 1
        yield from _read_piece(text, piece, covers[ahead : bisect_left(starts, last)])


def _read_piece(text: str, piece: Piece, covers: Sequence[Cover]) -> Iterator[tuple[Piece, str]]:
    """Iterate over the parts of a piece, each with its aim; ``covers`` are the links that overlap it."""
    letter, _, first, last, head = piece
    if len(covers) == 1 and covers[0].start <= first and last <= covers[0].end:
        yield _covered(piece, covers[0]), covers[0].aim
        return
    parts = _parts(text, first, last, covers) if letter in _TEXTS else []
    if not parts or parts == [(first, last, parts[0][2])]:
        yield piece, parts[0][2] if parts and parts[0][2] != NOWHERE else _aim_at(covers, first, last)
        return
    for start, end, aim in parts:
        base = max(0, start - _LONGEST_MARK) if start == first else start
        line = text[base:end]
        letters, read = reading(line, read_line(line, start - base))
        for one, part in zip(letters, read, strict=True):
            if part:
                yield (one, part[1], part[2] + base, part[3] + base, head and start == first), aim


def _covered(piece: Piece, cover: Cover) -> Piece:
    """Return a piece that a link covers; a text behind the words of the link is the rest of an address, and a mark."""
    letter, _, first, last, head = piece
    return (_MARK, None, first, last, head) if cover.last <= first and letter in _TEXTS else piece


_TEXTS: Final = frozenset(ANY_TEXTS)
_MARK: Final = str(Kind.MARK)
_KINDS: Final = {
    (str(Kind.COUNT), VOTE): str(Kind.LOGIN_COUNT),
    (str(Kind.COUNT), PAPER): str(Kind.PAPER_COUNT),
    (str(Kind.COUNT), DISCUSSION): str(Kind.COMMUNITY_COUNT),
}
_SHOWN: Final = (
    _KINDS
    | {(letter.translate(LATER), aim): kind.translate(LATER) for (letter, aim), kind in _KINDS.items()}
    | dict.fromkeys(((letter, SITE) for letter in ANY_TEXTS), str(Kind.MARK))
    | dict.fromkeys(((letter, PAPER) for letter in (*PHRASES, str(Kind.GITHUB), str(Kind.UPVOTE))), str(Kind.OPEN_NAME))
)
"""The letters of counts by where they lead. A text that leads to another page of the site is no text of this one, and a
phrase that leads to a paper is part of its title.
"""


def _lines(page: Tokens) -> Iterator[tuple[int, int]]:
    """Iterate over the ranges of the tokens of each line, or each part of one."""
    start, lines = 0, page.lines
    for found in _END.finditer(page.kinds):
        stop = found.end()
        if lines[start] is not lines[stop - 1]:
            for at in range(start + 1, stop):
                if lines[at] is not lines[start]:
                    yield start, at
                    start = at
        yield start, stop
        start = stop


_END: Final = re.compile(END)


@define
class _Aimed:
    """The aims of a page's tokens, what replaces those of some lines, and the addresses in links with their places.

    ``replaced`` has ranges of tokens, each with the new tokens and their aims.
    """

    page: Tokens
    aims: list[str]
    replaced: list[tuple[int, int, list[tuple[Piece, str]]]] = field(factory=list)
    ids: list[tuple[int, str]] = field(factory=list)

    def read(self, start: int, stop: int, covers: Sequence[Cover]) -> None:
        """Note where the tokens of a line with links lead; they have the indices from ``start`` to ``stop``."""
        text, offset, _ = self.page.lines[start]
        end = stop - (self.page.kinds[stop - 1] == END)
        pieces = list(_read_line(text, self.page.pieces[start:end], covers))
        for cover in covers:
            if cover.aim in IDENTIFYING:
                self.ids.append((offset + cover.start, cover.address))
            elif cover.aim == ARXIV:
                self.ids += [(offset + piece[2], cover.address) for piece, aim in pieces if aim == ARXIV]
        if start == end:
            return
        piece, aim = pieces[0]
        if end - start == len(pieces) == 1 and piece is self.page.pieces[start] and (piece[0], aim) not in _SHOWN:
            self.aims[start] = aim
        else:
            self.replaced.append((start, end, pieces))

    def is_whole(self, start: int, stop: int, cover: Cover) -> bool:
        """Whether the only token of a line is within its only link and remains what it is; then note where it leads."""
        if stop - start - (self.page.kinds[stop - 1] == END) != 1:
            return False
        letter, _, first, last, _ = self.page.pieces[start]  # type: ignore[misc]  # the line has a token
        aim = cover.aim
        if not cover.start <= first < cover.last or last > cover.end or (letter, aim) in _SHOWN:
            return False
        self.aims[start] = aim
        if aim in IDENTIFYING or aim == ARXIV:
            _, offset, _ = self.page.lines[start]
            self.ids.append((offset + (first if aim == ARXIV else cover.start), cover.address))
        return True

    def tokens(self) -> Tokens:
        """Return the page's tokens with their aims."""
        page, aims = self.page, "".join(self.aims)
        if not self.replaced:
            return evolve(page, aims=aims)
        columns = evolve(page, kinds="", pieces=[], lines=[])
        kinds, letters = list[str](), list[str]()
        done = 0
        for start, end, pieces in self.replaced:
            kinds.append(page.kinds[done:start])
            letters.append(aims[done:start])
            columns.pieces += page.pieces[done:start]
            columns.lines += page.lines[done:start]
            for (letter, value, first, last, head), aim in pieces:
                shown = _SHOWN.get((letter, aim), letter)
                kinds.append(shown)
                letters.append(aim)
                columns.pieces.append((shown, value, first, last, head))
                columns.lines.append(page.lines[start])
            done = end
        columns.pieces += page.pieces[done:]
        columns.lines += page.lines[done:]
        columns.kinds = "".join([*kinds, page.kinds[done:]])
        columns.aims = "".join([*letters, aims[done:]])
        return columns


def with_aims(page: Tokens, addresses: Mapping[str, str]) -> tuple[Tokens, PaperLinks]:
    """Return the tokens of a page with the letters of where they lead, and the arXiv ids in its links.

    A token is split where the target changes. ``addresses`` has the targets of the page's list of links, by label.
    """
    ranges = list(_lines(page))
    texts = ["" if page.kinds[start] == END else page.lines[start][0] for start, _ in ranges]  # what is not in parts
    links = Links(texts, addresses, _brackets(page))
    links.read()
    aimed = _Aimed(page, [NOWHERE] * len(page.kinds))
    for number, covers in sorted(links.covers.items()):
        if len(covers) > 1 or not aimed.is_whole(*ranges[number], covers[0]):
            aimed.read(*ranges[number], sorted(covers))
    if _LINK in page.kinds:
        linked = [at for at, kind in enumerate(page.kinds) if kind == _LINK]
        aimed.ids += [(page.lines[at][1], page.value(at)) for at in linked]
    return _with_addresses(aimed.tokens()), PaperLinks.of(aimed.ids)


_BESIDE: Final = re.compile(r"\((?<![^ ]\()[ ]?[^() ]*/(?:papers/[0-9]|login\?)[^() ]*[ ]?\)")
_SITE: Final = re.compile(r" </(?:papers/[0-9]|login\?)[^<> ]*>")
_AHEAD: Final = re.compile(r"\[[^\[\]() ]{0,99}/papers/[0-9][^\[\]() ]{0,99}\](?!https?:)[0-9A-Za-z]")
"""Addresses of papers in round or angle brackets behind words, and in square brackets before words."""
_BRACKETS: Final = {"beside": ("(", _BESIDE), "site": ("<", _SITE), "ahead": ("]", _AHEAD)}
_MIN_ADDRESSES: Final = 2


def _brackets(page: Tokens) -> frozenset[str]:
    """Return the kinds of brackets in which several addresses of papers are, as :class:`.covers.Links` takes them."""
    lines = [text for text, _, _ in page.whole_lines() if "/" in text]
    found: set[str] = set()
    for name, (sign, address) in _BRACKETS.items():
        marked = filter(address.search, (text for text in lines if sign in text))
        if sum(1 for _ in islice(marked, _MIN_ADDRESSES)) == _MIN_ADDRESSES:
            found.add(name)
    return frozenset(found)


_LINK: Final = str(Kind.LINK)
_ADDRESSED: Final = re.compile(rf"(?<![{ANY_TEXTS}]\n)[{ANY_TEXTS}{COUNTS}](?=\n{_LINK})")
"""A text of one line, or a count, with an address on the next line."""


def _with_addresses(page: Tokens) -> Tokens:
    """Return the tokens; one with an address of the site on the next line leads there."""
    if _LINK not in page.kinds:
        return page
    aims, kinds = list(page.aims), list(page.kinds)
    for found in _ADDRESSED.finditer(page.kinds):
        at = found.start()
        aim = aim_of(page.value(at + len(f"{kinds[at]}{END}")))
        if aims[at] == NOWHERE and aim in _TELLING:
            aims[at], kinds[at] = aim, _SHOWN.get((kinds[at], aim), kinds[at])
    return evolve(page, aims="".join(aims), kinds="".join(kinds))


_TELLING: Final = frozenset((PAPER, VOTE, DISCUSSION, ACCOUNT, CODE))
