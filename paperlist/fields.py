"""What are the values on a card?"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

from ._engine import re
from .dates import AsOf, in_reading_year
from .errors import Diagnostic, Span, excerpt, report
from .model import PAPER_FIELDS, ListingDate, Paper

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .layout import Card, Layout, Page
    from .lexer import Token
    from .paragraphs import Block

_MARKUP: Final = re.compile(
    r"""(?x)
    !\[ [^\[\]\n]* \]\( [^()\n]* \)                    # an image
  | \[ (?: [ _-]* | IMG ) \] (?! [(\[] )                # an empty box, a stand-in for an image
  | \] (?: \( [^()\[\]\n]* \) | \[ [0-9]+ \] )          # the end of a link
  | [\[\]]
  """
)
_NUMBER: Final = re.compile(r"\[([0-9]+)\][ ]*(?![(\[])")
_ESCAPE: Final = re.compile(r"\\([\\`*_{}\[\]()#+.!|~<>-])")
_LINK_NUMBER: Final = re.compile(r"\[([0-9]+)\]")
_STAND_IN: Final = re.compile(r"\[([^\[\]]*)\][ ]*(?=[^ (\[])")
_ID: Final = re.compile(
    r"(?:/|%2F)papers(?:/|%2F)([0-9]{4}\.[0-9]{4,5})(?![0-9])|arxiv\.org/abs/([0-9]{4}\.[0-9]{4,5})(?![0-9])"
)


def unmark(words: str) -> str:
    """Return ``words`` without the marks of links and images.

    >>> unmark("[A title [sic]](/papers/2403.00001)")
    'A title [sic]'
    """
    if "[" not in words and "](" not in words:
        return words
    cuts: list[tuple[int, int]] = []
    opened: list[int] = []
    for found in _MARKUP.finditer(words):
        if found[0] == "[":
            opened.append(found.start())
        elif found[0] == "]":
            del opened[-1:]
        else:
            cuts.append(found.span())
            if found[0][0] == "]" and opened:
                # The end of a link that ends the words belongs to the bracket that begins them: `[[0, 1) is …](…)`.
                at = opened.pop(0 if opened[0] == 0 and found.end() == len(words) else -1)
                cuts.append((at, at + 1))
    if opened[:1] == [0]:
        cuts.append((0, 1))
    kept: list[str] = []
    at = 0
    for start, end in sorted(cuts):
        kept.append(words[at:start])
        at = end
    return "".join([*kept, words[at:]]).strip()


_UNSPACED: Final = re.compile(
    r"""(?x)
    [0-9A-Za-z]- \n (?! (?: and | or | to ) [ ] ) [0-9A-Za-z]     # end-\nto-end; but `pre-\nand post-training`
  | :// [^ \n]{0,400} (?: / \n | \n / )                           # an address
  | [0-9A-Za-z]/ \n [0-9A-Za-z] | [(\[{] \n | \n [,;)\]}]       # no blank stands there
  | [0-9A-Za-z] \n (?: [{/] | =[^ =] ) | [ (][B-HJ-Zb-z] \n \(    # mathcal\n{O}, f\n(x)
  """
)


def _joined(lines: Sequence[str]) -> str:
    """Return the lines of a wrapped paragraph as one, with nothing in place of a break that fell within a word."""
    words = "\n".join(lines)
    return _UNSPACED.sub(lambda found: found[0].replace("\n", ""), words).replace("\n", " ")


def paragraph(block: Block, text: str, *, listed: bool = False) -> str:
    """Return the words of a block, its lines joined, without markup.

    A bullet or dash at the start of a line within it is part of the text; before its first line only if ``listed``.
    """
    if len(block) == 1 and not listed:
        return unmark(text[block[0].start : block[0].end])
    lines = [text[token.start - token.column : token.end].lstrip() for token in block]
    if not listed:
        lines[0] = text[block[0].start : block[0].end]
    return unmark(_joined(lines))


def organization_name(words: str) -> str:
    """Return an organization's name without the stand-in for its picture, which repeats it as in its address.

    >>> organization_name("[occ-ai] OCC"), organization_name("acme-ai Acme AI Lab"), organization_name("Acme AI Lab")
    ('OCC', 'Acme AI Lab', 'Acme AI Lab')
    """
    found = _STAND_IN.match(words)
    if found:
        return words[found.end() :]
    slug, _, name = words.partition(" ")
    letters, named = ("".join(filter(str.isalnum, part.casefold())) for part in (slug, name))
    return (
        name if named and slug == slug.lower() and (named.startswith(letters) or letters.startswith(named)) else words
    )


@frozen(kw_only=True)
class CardReader:
    """Makes papers of the cards of a page, and collects in ``found`` what it could not make sense of."""

    text: str
    source: str | None
    as_of: AsOf
    found: list[Diagnostic]
    strict: bool

    def tell(self, code: str, message: str, token: Token | None = None) -> None:
        """Report a diagnostic at the place of ``token``, or at the beginning of the text."""
        start, end = (token.start, token.end) if token else (0, len(self.text))
        diagnostic = Diagnostic(
            code=code,
            message=message,
            line=token.line if token else 1,
            column=token.column + 1 if token else 1,
            span=(start, end),
            excerpt=excerpt(self.text, start, end),
            source=self.source,
        )
        report(self.found, diagnostic, strict=self.strict)

    def papers(self, page: Page) -> list[Paper]:
        """Return the papers on ``page``; one whose card stands twice in succession is one paper."""
        papers: list[Paper] = []
        for card, after in zip_longest(page.cards, page.cards[1:]):
            if not card.title and not card.abstract:
                self.tell("missing-title", "values of a card without its title and abstract", card.tokens[0])
                continue
            paper = self.paper(card, page, after.tokens[0].start if after else len(self.text))
            if papers and paper.title and papers[-1].title == paper.title:
                papers[-1] = _filled(papers[-1], paper)
            else:
                papers.append(paper)
        return papers

    def paper(self, card: Card, page: Page, end: int) -> Paper:
        """Return the paper on ``card``; the next card begins at ``end``."""
        tokens = card.tokens
        self._tell_missing(card, page.layout, tokens[0])
        texts = _Texts(self.text, page.layout)
        values = card.values
        user = values.get("submitted_by")
        return Paper(
            title=texts.words(card.title) if card.title else "",
            abstract=texts.abstract(card.abstract),
            author_count=_value(values, "author_count"),
            organization=organization_name(texts.words(card.organization)) if card.organization else None,
            published=self._published(values.get("published")),
            comments=_value(values, "comments"),
            upvotes=_value(values, "upvotes"),
            submitted_by=unmark(self.text[user.start : user.end]) if user else None,
            arxiv_id=_arxiv_id(card, self.text, (tokens[0].start, end), page.addresses),
            github_stars=_value(values, "github_stars"),
            line=tokens[0].line,
            span=(tokens[0].start, tokens[-1].end),
        )

    def _tell_missing(self, card: Card, layout: Layout, first: Token) -> None:
        place = card.title[0] if card.title else first
        if not card.title:
            self.tell("missing-title", "a card begins with its abstract", place)
        if layout.abstracts and not card.abstract:
            self.tell("missing-abstract", "no abstract after this title, as other cards have", place)
        if layout.values and not card.organization and not card.values.keys() & _CARD_VALUES:
            self.tell("missing-metadata", "neither authors nor date on this card, as other cards have", place)

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
            self.tell(
                "date-after-reading", f"this day does not come before the reading of the page ({self.as_of})", token
            )
        return dated or date


_CARD_VALUES: Final = frozenset({"author_count", "published", "upvote", "github"})
"""What a card shows below its texts, one or the other, unless something is missing."""


@frozen
class _Texts:
    """Reads the words of blocks, without the marks that the extractor put on the whole page."""

    text: str
    layout: Layout

    def words(self, block: Block, *, listed: bool = False) -> str:
        words = paragraph(block, self.text, listed=listed)
        if self.layout.numbered:
            words = _NUMBER.sub("", words)
        return _ESCAPE.sub(r"\1", words) if self.layout.escaped else words

    def abstract(self, blocks: Sequence[Block]) -> str | None:
        """Return the paragraphs of an abstract, a line each."""
        return "\n".join(self.words(block, listed=i > 0) for i, block in enumerate(blocks)) or None


def _value(values: Mapping[str, Token], name: str) -> int | None:
    token = values.get(name)
    return token.value if token else None


def _filled(paper: Paper, twin: Paper) -> Paper:
    """Return ``paper`` with what only its twin says."""
    lacking = [name for name in PAPER_FIELDS if getattr(paper, name) is None]
    return evolve(paper, **{name: getattr(twin, name) for name in lacking})


def _ids(text: str) -> Iterator[str]:
    for found in _ID.finditer(text):
        yield found[1] or found[2]


def _linked_ids(text: str, addresses: Mapping[int, str]) -> Iterator[str]:
    """Iterate over the arXiv ids that the links in ``text`` lead to, by address or by number."""
    for found in _LINK_NUMBER.finditer(text) if addresses else ():
        yield from _ids(addresses.get(int(found[1]), ""))
    yield from _ids(text)


def _arxiv_id(card: Card, text: str, span: Span, addresses: Mapping[int, str]) -> str | None:
    """Return the id in the card's links, its title's before any other; what its abstract mentions does not count."""
    start, end = span
    title = card.title[0].start if card.title else start
    head, behind = (card.abstract[0][0].start, card.abstract[-1][-1].end) if card.abstract else (end, end)
    stretches = (text[title:head], text[behind:end], text[start:title])
    return next((found for stretch in stretches for found in _linked_ids(stretch, addresses)), None)
