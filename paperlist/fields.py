"""What are the values on a card?"""

from __future__ import annotations

import sys
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

from ._engine import re
from .dates import AsOf, in_reading_year
from .errors import Diagnostic, excerpt
from .lexer import Kind, Token
from .links import paper_links
from .markup import unmark, without_escapes
from .model import PAPER_FIELDS, Layout, ListingDate, Paper

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from .layout import Card, Page
    from .paragraphs import Block

_NUMBER: Final = re.compile(r"\[([0-9]+)\][ ]*(?![(\[])")
_LINK_NUMBER: Final = re.compile(r"\[[0-9]+\][ ]*")
_STAND_IN: Final = re.compile(r"\[([^\[\]]*)\][ ]*(?=[^ (\[])")


_OPEN_ENDS: Final = frozenset("-/([{:")
_CLOSED_STARTS: Final = frozenset("/,;)]}{=(")
"""With one of these a line ends, or the next begins, where the break between may have fallen within a word."""

_UNSPACED: Final = re.compile(
    r"""(?x)
    [0-9A-Za-z]- \n (?! (?: and | or | to ) [ ] ) [0-9A-Za-z]     # end-\nto-end; but `pre-\nand post-training`
  | :// [^ \n]{0,400} (?: / \n | \n / )                           # an address
  | [0-9A-Za-z]/ \n [0-9A-Za-z] | [(\[{] \n | \n [,;)\]}]       # no blank stands there
  | [0-9A-Za-z] \n (?: [{/] | =[^ =] ) | [ (][B-HJ-Zb-z] \n \(    # mathcal\n{O}, f\n(x)
  """
)
_BEFORE, _BEHIND = 410, 8
"""So many characters before and behind a break may tell that it fell within a word."""


def _joined(lines: Sequence[str]) -> str:
    """Return the lines of a wrapped paragraph as one, with nothing in place of a break that fell within a word."""
    parts = [lines[0]]
    for before, line in pairwise(lines):
        odd = before[-1:] in _OPEN_ENDS or line[:1] in _CLOSED_STARTS
        parts.append("" if odd and _UNSPACED.search(f"{before[-_BEFORE:]}\n{line[:_BEHIND]}") else " ")
        parts.append(line)
    return "".join(parts)


def paragraph(block: Block, labels: Collection[str] = (), *, listed: bool = False) -> str:
    """Return the words of a block, its lines joined, without markup.

    A bullet or dash at the start of a line within it is part of the text; before its first line only if ``listed``.
    """
    if len(block) == 1 and not listed:
        (token,) = block
        return unmark(token.raw[token.start : token.end], labels)
    lines = [token.raw[: token.end].lstrip() for token in block]
    if not listed:
        lines[0] = block[0].words
    return unmark(_joined(lines), labels)


def organization_name(words: str) -> str:
    """Return an organization's name without the stand-in for its picture, which repeats it as in its address.

    >>> organization_name("[occ-ai] OCC"), organization_name("acme-ai Acme AI Lab"), organization_name("Acme AI Lab")
    ('OCC', 'Acme AI Lab', 'Acme AI Lab')
    """
    if "[" in words:
        words = _LINK_NUMBER.sub("", words)
        if found := _STAND_IN.match(words):
            return words[found.end() :]
    slug, _, name = words.partition(" ")
    if not name:
        return words
    letters, named = _letters(slug), _letters(name)
    alike = letters == named or (slug == slug.lower() and (named.startswith(letters) or letters.startswith(named)))
    return name if named and alike else words


def _letters(name: str) -> str:
    folded = name.casefold()
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


def diagnose(code: str, message: str, token: Token, source: str | None) -> Diagnostic:
    """Return a diagnostic at the place of ``token``."""
    return Diagnostic(
        code=code,
        message=message,
        line=token.line,
        column=token.start + 1,
        span=token.span,
        excerpt=excerpt(token.words),
        source=source,
    )


_NOTHING: Final = Token(0, 0, 0, 0, Kind.MARK, None, "", gap=False, head=False)
"""What stands for a value that a card does not show."""

_FEW: Final = 4
_DOUBTFUL: Final = 0.5
"""From so many cards on, there is doubt where less than this share of them shows what most do."""


@frozen(kw_only=True)
class CardReader:
    """Makes papers of the cards of a page, and collects what it could not make sense of."""

    source: str | None
    as_of: AsOf
    found: list[Diagnostic]

    def tell(self, code: str, message: str, token: Token) -> None:
        """Note a diagnostic at the place of ``token``."""
        self.found.append(diagnose(code, message, token, self.source))

    def papers(self, page: Page) -> list[Paper]:
        """Return the papers on ``page``; one whose card stands twice in succession is one paper."""
        for token in page.strays:
            self.tell("unknown-text", "this belongs to no card", token)
        papers: list[Paper] = []
        if len(page.cards) >= _FEW and page.layout.confidence < _DOUBTFUL:
            message = "few cards show what the others show: they may have been misread"
            self.tell("doubtful-layout", message, page.cards[0].ends[0])
        if page.layout.run_on and page.cards:
            message = "titles run on into abstracts: they were parted where these seem to begin"
            self.tell("run-on-titles", message, page.cards[0].ends[0])
        links = paper_links(page.tokens, page.addresses, (block for card in page.cards for block in card.abstract))
        texts = _Texts(page.layout.numbered, page.layout.escaped, page.addresses)
        each = [card.ends for card in page.cards]
        for card, ends, after in zip_longest(page.cards, each, each[1:]):
            if not card.title and not card.abstract:
                self.tell("missing-title", "values of a card without its title and abstract", ends[0])
                continue
            title = card.title[0] if card.title else ends[0]
            arxiv_id = None
            if links.ids:
                end = after[0].offset if after else sys.maxsize
                arxiv_id = links.first(title.offset, end) or links.first(ends[0].offset, title.offset)
            self._tell_missing(card, page.layout, title)
            paper = self._paper(card, texts, arxiv_id, ends)
            if not paper.title and not paper.abstract:
                self.tell("missing-title", "a card without words", ends[0])
            elif papers and paper.title and papers[-1].title == paper.title:
                papers[-1] = _filled(papers[-1], paper)
            else:
                papers.append(paper)
        return papers

    def _paper(self, card: Card, texts: _Texts, arxiv_id: str | None, ends: tuple[Token, Token]) -> Paper:
        value = card.values.get
        user = value("submitted_by")
        first, last = ends
        return Paper(
            title=texts.words(card.title) if card.title else "",
            abstract=texts.abstract(card.abstract),
            author_count=value("author_count", _NOTHING).value,
            organization=(organization_name(texts.words(card.organization)) or None) if card.organization else None,
            published=self._published(value("published")),
            comments=value("comments", _NOTHING).value,
            upvotes=value("upvoted", value("upvotes", _NOTHING)).value,
            submitted_by=texts.words([user]) if user else None,
            arxiv_id=arxiv_id,
            github_stars=value("github_stars", _NOTHING).value,
            line=first.line,
            span=(first.offset + first.start, last.offset + last.end),
        )

    def _tell_missing(self, card: Card, layout: Layout, title: Token) -> None:
        values = card.values
        if card.title and card.abstract and "author_count" in values and "published" in values:
            return
        if not card.title:
            self.tell("missing-title", "a card begins with its abstract", title)
        if layout.abstracts and not card.abstract:
            self.tell("missing-abstract", "no abstract after this title, as other cards have", title)
        unsigned = layout.authors and not card.organization and "author_count" not in values
        undated = layout.dates and "published" not in values
        if unsigned and (undated or not layout.dates):
            self.tell("missing-metadata", "neither authors nor date on this card, as other cards have", title)
        elif unsigned:
            self.tell("missing-authors", "no authors on this card, as other cards have", title)
        elif undated:
            self.tell("missing-date", "no date on this card, as other cards have", title)

    def _published(self, token: Token | None) -> ListingDate | None:
        """Return the date that ``token`` prints, in the year of reading where it has none."""
        if token is None:
            return None
        date: ListingDate | None = token.value
        if date is None:
            self.tell("impossible-date", "no calendar has such a day", token)
            return None
        dated = in_reading_year(date, self.as_of)
        if dated is None:
            message = f"this day does not come before the reading of the page ({self.as_of})"
            self.tell("date-after-reading", message, token)
        return dated or date


@frozen
class _Texts:
    """Reads the words of blocks, without the marks that the extractor put on the whole page.

    What is ``listed`` are the labels of the page's list of links.
    """

    numbered: bool
    escaped: str
    listed: Mapping[str, str]

    def words(self, block: Block, *, listed: bool = False) -> str:
        words = paragraph(block, self.listed, listed=listed)
        if self.numbered:
            words = _NUMBER.sub("", words, count=1) if _NUMBER.match(words) else words
        if self.listed and words[:1] == "[" and words[1:-1] in self.listed:
            words = words[1:-1]
        return without_escapes(words, self.escaped) if self.escaped else words

    def abstract(self, blocks: Sequence[Block]) -> str | None:
        """Return the paragraphs of an abstract, a line each."""
        return "\n".join([self.words(block, listed=i > 0) for i, block in enumerate(blocks)]) or None


def _filled(paper: Paper, twin: Paper) -> Paper:
    """Return ``paper`` with what only its twin says."""
    lacking = [name for name in PAPER_FIELDS if getattr(paper, name) is None]
    return evolve(paper, **{name: getattr(twin, name) for name in lacking})
