"""Read the fields of each paper from the tokens of its card."""

from __future__ import annotations

from itertools import zip_longest
from operator import itemgetter
from typing import TYPE_CHECKING, Final

from .._attrs import evolve, frozen
from .._engine import line_re as re
from ..errors import Diagnostic, Problems, excerpt
from ..model import FIELDS as TABLE
from ..tokens.characters import has_lost, without_invisible, without_ligatures
from ..tokens.escapes import without_escapes
from ..tokens.kinds import FIELDS, Kind
from ..tokens.markup import LINK_NUMBER, end_of_words, unmark, without_breaks, without_emphasis, without_highlights
from ..tokens.names import organization_name, user_name
from ..tokens.numbers import LARGEST
from ..years.dates import AsOf, in_reading_year
from .blocks.block import joined_lines
from .blocks.labels import same_end, without_end, without_numbers
from .card import Card
from .confidence import DOUBTFUL, OTHER_PARTS, Judge, are_guesses, reasons
from .doubts import doubts
from .ids import paper_ids
from .refusing import GUESSES, UNTITLED
from .titles.unusual import with_lone_sign, with_other_parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..model import Layout, ListingDate
    from ..tokens.token import Token, Tokens
    from .blocks.block import Block, Blocks
    from .card import Draft
    from .layout import Page
    from .refusing import Refusal


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


def with_columns(found: Iterable[Diagnostic], starts: Mapping[int, int]) -> list[Diagnostic]:
    """Return diagnostics with their columns, also on lines that do not begin where they do in the text (``starts``)."""
    return [evolve(one, column=one.span[0] - starts[one.line] + 1) if one.line in starts else one for one in found]


_MARKS: Final = " .,:;-–—…·•|*_#<>[](){}/\\'\""
"""A title that has nothing else has no words."""

_TEXTS: Final = frozenset((Kind.TITLE, Kind.ABSTRACT))
_COUNTS: Final = tuple(known.name for known in TABLE if known.kind == "count")
_SIGNATURE: Final = frozenset((Kind.AUTHORS, Kind.ORGANIZATION))
_TEXT_FIELDS: Final = ("title", "abstract", "organization", "submitted_by")


def read_papers(
    page: Page, source: str | None, *, as_of: AsOf, of_file: Sequence[Diagnostic] = ()
) -> tuple[list[Draft], Problems, Refusal | None]:
    """Return the values of the papers on ``page`` in text order, all problems, and why it is refused, if it is.

    ``of_file`` are the problems of its file. If most papers would be guesses or have no title, there are none.
    """
    found = Problems(list(of_file))
    drafts = CardReader(source=source, as_of=as_of, found=found).drafts(page)
    if 2 * sum(draft["title"] != "" for draft in drafts) < len(drafts):
        return [], Problems(list(of_file)), UNTITLED
    headed = str(Kind.HEADING) in page.tokens.kinds
    if are_guesses([draft["confidence"] for draft in drafts], headed=headed):
        return [], Problems(list(of_file)), GUESSES
    drafts.sort(key=itemgetter("span"))  # a number above one card may belong to the next card
    return drafts, found, page.refusal


@frozen(kw_only=True)
class CardReader:
    """Reads the papers from the cards of a page, and collects a diagnostic for each problem."""

    source: str | None
    as_of: AsOf
    found: Problems

    def report(self, code: str, message: str, token: Token) -> None:
        """Add a diagnostic at the place of ``token``."""
        if self.found.counts(code):
            self.found.add(diagnose(code, message, token, self.source))

    def drafts(self, page: Page) -> list[Draft]:
        """Return the values of the papers on ``page``; two successive cards of one paper become one."""
        self._report_layout(page)
        drafts: list[Draft] = []
        cards: list[Card] = []
        layout = page.layout
        texts = _Texts(
            layout.numbered, page.beside, page.highlighted, page.ligated, page.filled, layout.escaped, page.addresses
        )
        problems = {shown: _problems(shown, layout) for shown in {card.places.shown for card in page.cards}}
        ids = paper_ids(page)
        for card, arxiv_id in zip_longest(page.cards, ids):
            shown = card.places.shown
            for code, message in problems[shown]:
                self.report(code, message, card.top)
            if shown.isdisjoint(_TEXTS):
                continue
            draft = texts.of_card(card)
            if arxiv_id:
                draft["arxiv_id"] = arxiv_id
            self._check(draft, card)
            if not draft["abstract"] and not draft["title"].strip(_MARKS):
                self.report("missing-title", "this paper has no abstract, and its title has no words", card.first)
            elif drafts and drafts[-1]["title"] == draft["title"] and _is_again(drafts[-1], draft):
                drafts[-1] = draft | {name: value for name, value in drafts[-1].items() if value is not None}
            else:
                drafts.append(draft)
                cards.append(card)
        titles = with_lone_sign(without_numbers([draft["title"] for draft in drafts]), map(Card.mark, cards))
        self._correct(drafts, cards)
        self._report_lost(drafts, cards, lossy=page.tokens.lossy)
        self._judge(drafts, cards, titles, Judge.of(page, ids, titles))
        return drafts

    def _correct(self, drafts: Sequence[Draft], cards: Sequence[Card]) -> None:
        """Remove the words with which many abstracts end, and organizations that are other parts; report each."""
        end = same_end([draft["abstract"] for draft in drafts if draft["abstract"]])
        names = with_other_parts({draft["organization"] for draft in drafts if draft.get("organization")})
        for draft, card in zip(drafts, cards, strict=True) if end or names else ():
            whole = draft["abstract"] or ""
            if end and (shorter := without_end(whole, end)) != whole:
                draft["abstract"] = shorter
                message = "other abstracts end with the same words, which are not part of them"
                self.report("unknown-text", message, card.abstract[-1].tokens[-1])
            if draft.get("organization") in names:
                draft["organization"] = None
                message = "this is in the place of an organization, but has names of authors, or other parts of a card"
                self.report("unknown-text", message, card.blocks.tokens.token(card.each[card.places.organization or 0]))

    def _judge(self, drafts: Sequence[Draft], cards: Sequence[Card], titles: Sequence[str], judge: Judge) -> None:
        """Add the title and the confidence of each paper to its draft, and report those whose confidence is low."""
        for draft, card, title in zip(drafts, cards, titles, strict=True):
            draft["title"] = title
            evidence = judge.evidence(card, draft)
            draft["confidence"] = confidence = judge.confidence(card, evidence)
            if OTHER_PARTS in evidence:
                message = "this title contains other parts of a card; lines of this page may have been joined"
                self.report("doubtful-layout", message, card.top)
            if confidence < DOUBTFUL and draft["title"]:  # without a title, it has been reported
                message = f"this paper may have been misread: {reasons(judge.all_evidence(card, evidence))}"
                self.report("doubtful-layout", message, card.top)

    def _report_layout(self, page: Page) -> None:
        """Report the texts that belong to no card, and what is doubtful on the whole page."""
        for token in page.unassigned:
            self.report("unknown-text", "could not assign this text to any paper", token)
        for message, token in doubts(page):
            self.report("doubtful-layout", message, token)
        if page.layout.run_on and page.cards:
            message = "titles and abstracts share a line; the split was guessed"
            self.report("run-on-titles", message, page.cards[0].first)

    def _check(self, draft: Draft, card: Card) -> None:
        """Complete the date of a draft, and report problems with its values."""
        if "published" in draft and (self.as_of is not None or draft["published"] is None):
            draft["published"] = self._published(draft["published"], card)
        for name in _COUNTS if LARGEST in draft.values() else ():
            if draft.get(name) == LARGEST:
                draft[name] = None
                self.report("impossible-count", f"a number that is too large, left out: {name}", card.first)
        self._check_title(draft, card)

    def _check_title(self, draft: Draft, card: Card) -> None:
        """Report markup in the title of a draft, and the title in its abstract."""
        title = draft["title"]
        if len(card.places.abstract) > 1 and " " in title and title in (draft["abstract"] or ""):
            message = "this abstract contains the title; it may have the texts of several cards"
            self.report("doubtful-layout", message, card.top)
        if "/papers/" in title or "login?next=" in title:
            message = "this title still contains the address of a link; the markup around it was not understood"
            self.report("unread-markup", message, card.top)

    def _report_lost(self, drafts: Sequence[Draft], cards: Sequence[Card], *, lossy: bool) -> None:
        """Report the texts with signs in place of characters, if the page is ``lossy``."""
        for draft, card in zip(drafts, cards, strict=True) if lossy else ():
            lost = [name for name in _TEXT_FIELDS if has_lost(draft.get(name) or "")]
            if lost:
                message = f"characters could not be read by the tool that saved the page: {', '.join(lost)}"
                self.report("lost-character", message, card.top)

    def _published(self, date: ListingDate | None, card: Card) -> ListingDate | None:
        """Return a card's date; if it has no year, with the year in which the page was saved."""
        if date is None:
            message = "this date does not exist in the calendar, or could be either of two days"
            self.report("impossible-date", message, card.value(Kind.DATE))
            return None
        dated = in_reading_year(date, self.as_of)
        if dated is None:
            message = f"this date is later than the day the page was saved ({self.as_of})"
            self.report("date-after-reading", message, card.value(Kind.DATE))
        return dated or date


def _problems(shown: frozenset[Kind], layout: Layout) -> list[tuple[str, str]]:
    """Return a code and a message for each part that a card lacks and most others have."""
    if shown.isdisjoint(_TEXTS):
        return [("missing-title", "found authors, a date or counts, but no title for them")]
    problems: list[tuple[str, str]] = []
    if Kind.TITLE not in shown:
        problems.append(("missing-title", "this paper has an abstract but no title"))
    if layout.abstracts and Kind.ABSTRACT not in shown:
        problems.append(("missing-abstract", "this paper has no abstract (the others do)"))
    lacks_authors = layout.authors and shown.isdisjoint(_SIGNATURE)
    lacks_date = layout.dates and Kind.DATE not in shown
    if lacks_authors and lacks_date:
        problems.append(("missing-metadata", "this paper has no author count and no date (the others do)"))
    elif lacks_authors:
        code = "missing-authors" if layout.dates else "missing-metadata"
        problems.append((code, "this paper has no author count (the others do)"))
    elif lacks_date:
        problems.append(("missing-date", "this paper has no date (the others do)"))
    return problems


_VALUES: Final = frozenset({*filter(None, FIELDS.values()), "arxiv_id"} - {"submitted_by", "organization"})


def _is_again(before: Draft, draft: Draft) -> bool:
    """Whether a card with the title of the one before repeats it: it has the same values.

    If they have no values in common, one abstract must begin with the other. Without a title the abstracts must be
    equal. Otherwise abstracts may differ, because one of them may be damaged.
    """
    common = [name for name in _VALUES if None not in (before.get(name), draft.get(name))]
    if any(before[name] != draft[name] for name in common):
        return False
    short, long = sorted((before["abstract"] or "", draft["abstract"] or ""), key=len)
    if not draft["title"]:
        return short == long
    return bool(common) or long.startswith(short)


_USER: Final = Kind.USER
_NUMBER: Final = re.compile(LINK_NUMBER)
_EMPHASIS: Final = frozenset("*_")
_BULLETS: Final = ("- ", "* ", "• ")


@frozen
class _Texts:
    """Reads the texts of cards without the markup that the extractor used on this page.

    ``listed`` has the targets of the page's list of links, by label.
    """

    numbered: bool
    beside: bool
    highlighted: bool
    ligated: bool
    filled: bool
    escaped: str
    listed: Mapping[str, str]

    def of_card(self, card: Card) -> Draft:
        """Return the values of a card."""
        blocks, each, places = card
        draft = card.draft()
        title = "" if places.title is None else self.text(blocks, each[places.title])
        draft["title"] = title if title.isprintable() else " ".join(title.split())
        draft["abstract"] = None
        if len(places.abstract) == 1:
            draft["abstract"] = self.text(blocks, each[places.abstract[0]]) or None
        elif places.abstract:
            draft["abstract"] = self.paragraphs(card.abstract)
        if places.organization is not None:
            name = organization_name(self.text(blocks, each[places.organization]))
            draft["organization"] = name.replace("\\", "") or None
        if (user := places.values.get(_USER)) is not None:
            draft["submitted_by"] = self.user(blocks.tokens, each[user])
        return draft

    def user(self, tokens: Tokens, at: int) -> str:
        """Return a user's name without markup."""
        _, _, start, end, _ = tokens.piece(at)
        name = user_name(tokens.lines[at][0], start, end)
        is_plain = name.isascii() and name.replace("-", "").isalnum()
        return name if is_plain else self.read(name).replace("\\", "")

    def text(self, blocks: Blocks, at: int) -> str:
        """Return the words of a block without markup."""
        words = blocks.plain_words(at)
        if words is None or words[0] in _EMPHASIS or ("\\" in words and "\\  " in words):
            return self.read(blocks.words(at))
        return self.read(words) if self.highlighted and "*" in words else self._bare(words)

    def read(self, line: str) -> str:
        """Return the words of a line without its markup."""
        if self.numbered:
            line = self._without_number(line)
        if self.beside:
            line = line[: end_of_words(line, len(line))]
        if "\\ " in line or "<br" in line:
            line = without_breaks(line)
        if self.highlighted:
            line = without_highlights(line)
        words = without_emphasis(unmark(without_emphasis(line), self.listed))
        if words[:1] == "[" and words[1:-1] in self.listed:
            words = words[1:-1]
        return self._bare(words)

    def _bare(self, words: str) -> str:
        """Return words as they are printed, without the marks and blanks of tools.

        These are escapes, invisible characters, blanks that fill lines, and ligatures if the page has them.
        """
        if self.filled and "  " in words:
            words = " ".join(words.split())
        if not self.escaped and words.isascii() and "\x1b" not in words:
            return words
        bare = without_escapes(without_invisible(words), self.escaped)
        return without_ligatures(bare) if self.ligated else bare

    def _without_number(self, line: str) -> str:
        """Return a line without the number of the link with which it begins."""
        number = _NUMBER.match(line)
        if number and (number[1] in self.listed or not line.startswith(("(", "["), number.end())):
            return line[number.end() :]
        return line

    def paragraphs(self, blocks: Sequence[Block]) -> str:
        """Return the paragraphs of an abstract, one per line; those without a blank line between them are one.

        After the first, bullets and dashes are kept.
        """
        first, *others = blocks
        text = self.read(first.words)
        for block in others:
            lines = [token.raw[0 if token.head else token.start : token.end].lstrip() for token in block.tokens]
            words = joined_lines(lines)
            text += ("\n" if block.tokens[0].gap or words.startswith(_BULLETS) else " ") + self.read(words)
        return text
