"""Label every character of a dump with the part that it belongs to.

That is a field of a paper, page boilerplate, a separator, or the subject of a diagnostic.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Final, overload

from ._attrs import evolve, field, frozen
from .cards.fields import read_papers
from .cards.frame import split_pages
from .cards.layout import read_page
from .errors import checked, excerpt
from .files.sources import Readable, open_text, read_source
from .tokens.html.translation import translated
from .tokens.kinds import FIELDS, Kind
from .tokens.lexer import lex
from .tokens.tokenizing import with_gaps

if TYPE_CHECKING:
    from .cards.card import Card
    from .cards.layout import Page
    from .errors import Diagnostic, Span
    from .tokens.html.origins import Origin
    from .tokens.token import Token

_SEPARATORS: Final = frozenset({Kind.SPACE, Kind.MARK})


@frozen(kw_only=True)
class Stretch:
    """A piece of a dump with a label.

    ``part`` is the label: the name of a field of `Paper`, ``date`` (the page's own), ``boilerplate``, ``separator``, or
    ``diagnostic``. ``paper`` is the index of the paper in the listing, or None. ``line`` is 1-based,
    and ``span`` has 0-based character offsets.
    """

    text: str
    part: str
    paper: int | None
    line: int
    span: Span

    def __repr__(self) -> str:
        return f"<Stretch {self.part}, line {self.line}: {excerpt(self.text)!r}>"


def _stretches(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    return tuple(stretches)


@frozen
class Explanation(Sequence[Stretch]):
    """All stretches of a dump in order. Joined, their texts are the dump. ``str`` shows each line with its parts.

    ``diagnostics`` are the problems with the bytes of the dump, such as why it has no text; they are ignored by ``==``.
    """

    stretches: tuple[Stretch, ...] = field(converter=_stretches)
    diagnostics: tuple[Diagnostic, ...] = field(default=(), eq=False)

    def __len__(self) -> int:
        return len(self.stretches)

    def __iter__(self) -> Iterator[Stretch]:
        return iter(self.stretches)

    @overload
    def __getitem__(self, index: int) -> Stretch: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Stretch, ...]: ...
    def __getitem__(self, index: int | slice) -> Stretch | tuple[Stretch, ...]:
        return self.stretches[index]

    def __repr__(self) -> str:
        return f"<Explanation of {len(self)} stretches>"

    def __str__(self) -> str:
        """Return one line for each line of the dump, except those with only separators: number, paper, parts, text."""
        lines: list[str] = []
        for line, group in groupby(self.stretches, key=_line):
            stretches = list(group)
            shown = [stretch for stretch in stretches if stretch.part != "separator"]
            if shown:
                papers = {stretch.paper + 1 for stretch in shown if stretch.paper is not None}
                parts = ", ".join(dict.fromkeys(stretch.part for stretch in shown))
                text = " ".join("".join(stretch.text for stretch in stretches).split())
                paper = " ".join(map(str, sorted(papers)))
                lines.append(f"{line:6}  {paper:>4}  {parts:24}  {text}\n")
        return "".join(lines)


def _line(stretch: Stretch) -> int:
    return stretch.line


def _card_parts(card: Card) -> Iterator[tuple[Token, str]]:
    places = card.places
    parts = dict.fromkeys(places.abstract, "abstract")
    parts |= {place: FIELDS.get(str(kind)) or "boilerplate" for kind, place in places.values.items()}
    for place, name in ((places.title, "title"), (places.organization, "organization")):
        if place is not None:
            parts[place] = name
    for place, at in enumerate(card.each):
        for token in card.blocks.block(at).tokens:
            yield token, parts.get(place, "boilerplate")


def _page_parts(page: Page, starts: Sequence[tuple[int, int]], found: int) -> Iterator[tuple[Token, str, int | None]]:
    """Iterate over a page's tokens with their parts. A title before its abstract on one line is a token, too.

    ``starts`` are the places where its papers begin, sorted, each with the paper's index; ``found`` is the number of
    papers on the pages before.
    """
    for token in page.tokens:
        # This label remains for text above the first card or below the last: headings, buttons, the query, links.
        yield token, "boilerplate" if page.cards or token.kind is not Kind.TEXT else "diagnostic", None
    if page.date is not None:
        yield page.date, "date", None
    for token in page.unassigned:
        yield token, "diagnostic", None
    for card in page.cards:
        before = bisect_right(starts, (card.draft()["span"][0], sys.maxsize))
        at = starts[before - 1][1] if before else 0
        whole = before > 0 and not card.places.shown.isdisjoint((Kind.TITLE, Kind.ABSTRACT))
        for token, part in _card_parts(card):
            yield token, part if whole or part == "boilerplate" else "diagnostic", found + at if whole else None


def explain_text(text: str) -> Explanation:
    """Label every character of ``text``, the text of a dump. See :func:`explain`."""
    read = "".join(open_text(checked(text, str)))
    chunks, html = translated(iter([read if len(read) == len(text) else text]))
    (whole,) = lex(chunks)
    parts: dict[Span, tuple[str, int | None]] = {}
    papers = 0
    tokens: list[Token] = []
    pages = list(split_pages([whole]))
    for number, lines in enumerate(pages, 1):
        page = read_page(lines, followed=number < len(pages))
        drafts, _, _ = read_papers(page, None, as_of=None)
        starts = sorted((draft["span"][0], at) for at, draft in enumerate(drafts))
        pieces: list[Token] = []
        for token, part, paper in _page_parts(page, starts, papers):
            parts[token.span] = part, paper
            pieces.append(token)
        papers += len(starts)
        tokens += _finest(list(page.tokens), pieces)
    if html is not None:
        return Explanation(tuple(_stretches_of_html(text, html.origin, parts)))
    stretches = (
        Stretch(text=token.words, part=part, paper=paper, line=token.line, span=token.span)
        for token in with_gaps(text, tokens)
        for part, paper in [("separator", None) if token.kind in _SEPARATORS else parts[token.span]]
    )
    return Explanation(tuple(stretches))


def _finest(tokens: list[Token], pieces: Iterable[Token]) -> list[Token]:
    """Return ``tokens`` with those that were split replaced by their ``pieces``; no two of them overlap."""
    known = {token.span for token in tokens}
    inner = {piece.span: piece for piece in pieces if piece.span not in known}
    starts = [token.span[0] for token in tokens] if inner else []
    around = {start: bisect_right(starts, start) - 1 for start, _ in inner}
    split = {at for start, at in around.items() if start < tokens[at].span[1]}  # others were marks, as a dash for 0
    every = [*(token for at, token in enumerate(tokens) if at not in split), *inner.values()]
    apart: list[Token] = []
    for token in sorted(every, key=_span):
        if not apart or token.span[0] >= apart[-1].span[1]:
            apart.append(token)
    return apart


def _span(token: Token) -> Span:
    return token.span


def _stretches_of_html(text: str, origin: Origin, parts: Mapping[Span, tuple[str, int | None]]) -> Iterator[Stretch]:
    """Iterate over the stretches of HTML; ``parts`` are those of its translation. Everything else is a separator."""
    end = 0
    for span in sorted(parts):
        start, stop = origin.span(span)
        start = max(start, end)
        if start >= stop:
            continue
        if start > end:
            yield _stretch(text, origin, (end, start), ("separator", None))
        yield _stretch(text, origin, (start, stop), parts[span])
        end = stop
    if end < len(text):
        yield _stretch(text, origin, (end, len(text)), ("separator", None))


def _stretch(text: str, origin: Origin, span: Span, label: tuple[str, int | None]) -> Stretch:
    part, paper = label
    line, _ = origin.line_and_column(span[0])
    return Stretch(text=text[span[0] : span[1]], part=part, paper=paper, line=line, span=span)


def explain(source: Readable) -> Explanation:
    """Label every character of a dump, which is a path or an open file. Raises the errors of :func:`parse`.

    >>> explanation = explain("samples/000-tidal-graphs.txt")
    >>> [stretch.text for stretch in explanation if stretch.part == "title"][0]
    'Tidal Graph Networks: Message Passing on Shorelines That Move'
    >>> print(str(explanation).splitlines()[5])
        11        date                      Mar 4
    """
    read = read_source(source)
    return evolve(explain_text(read.text), diagnostics=read.diagnostics)
