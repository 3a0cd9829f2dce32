"""Decide whether a page is refused, because it is not a listing, or because its markup is not known.

A listing repeats one kind of card: nearly every text is a title with values, an abstract or a link to its paper below
it. Other pages have texts without these, or texts that begin with the same label. An invented paper costs more than a
missing one, so a page that is refused has no papers at all.
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING, Final

from .._attrs import frozen
from .._engine import line_re as re
from ..tokens.kinds import ANY_TEXTS, END, PHRASES, Kind
from ..tokens.looks import USUAL_ABSTRACT
from ..tokens.markup import end_of_words, unmark

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from ..tokens.token import Token, Tokens
    from .card import Card, Places


@frozen
class Refusal:
    """Why a page is refused: the code and the message of a diagnostic."""

    code: str
    message: str


_ADVICE: Final = "save the page as Markdown or plain text instead"
_ONE_PAPER: Final = Refusal("no-papers", "this is the page of one paper, not a listing")
_OTHER_PAGE: Final = Refusal("no-papers", "this does not look like a Daily Papers page")
_JOINED: Final = Refusal("unread-markup", f"the words of this page are joined without spaces: {_ADVICE}")
_ENCODED: Final = Refusal("unread-markup", "this text is quoted-printable, as in e-mails: decode it first")
_TABLE: Final = Refusal("unread-markup", f"this page is a table, which cannot be read: {_ADVICE}")
_TRANSLATED: Final = Refusal(
    "unread-markup", "the phrases of this page are not known; if it was translated, save it in English"
)
_FOREIGN: Final = Refusal("unread-markup", f"links on this page have an unknown markup: {_ADVICE}")

GUESSES: Final = Refusal(
    "unread-markup", f"the layout of this page is not known, and most of its papers would be guesses: {_ADVICE}"
)

UNTITLED: Final = Refusal("unread-markup", f"most papers on this page have no title: {_ADVICE}")

_MIN_CARDS: Final = 4
"""With fewer cards, one of them may be all that is left of a listing."""
_MIN_SHARE_OF_CARDS: Final = 1 / 4
"""At least this share of what seem to be cards must be cards."""
_MAX_UNASSIGNED: Final = 3 / 2
"""A page without headings has at most as many unassigned texts for each card: one may be a name that all cards have."""
_MIN_LABELS: Final = 3
"""This many texts with the same label are not a coincidence."""
_SAMPLE: Final = 8
"""This many values are examined as a sample of all."""
_SAMPLE_OF_CARDS: Final = 64
"""This many cards are examined as a sample of all."""

_VALUES: Final = frozenset(
    {Kind.AUTHORS, Kind.DATE, Kind.SUBMITTED, Kind.UPVOTES, Kind.UPVOTED, Kind.STARS, Kind.COMMENTS}
)
_PAPER_PAGE: Final = re.compile(r"https?://[^ ]*/papers/[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?/?(?:[?#]|$)")

_OF_ONE_PAPER: Final = (
    *("Authors:", "Abstract", "View arXiv page", "View PDF", "Paper page - ", "Paper submitter"),
    *("AI-generated summary", "Models citing this paper", "Datasets citing this paper", "Spaces citing this paper"),
    "Collections including this paper",
)
OF_ONE_PAPER: Final = re.compile(rf"(?<![0-9A-Za-z])(?:arxiv:(?=[0-9]{{4}}\.)|{'|'.join(_OF_ONE_PAPER)})")
_MIN_OF_ONE_PAPER: Final = 4
"""The page of one paper has at least this many of these phrases, all different."""

_PHRASES: Final = re.compile(rf"[{PHRASES}]{{4}}")
_UP_TO_TEXT: Final = re.compile(rf"[^\n]*[{ANY_TEXTS}]")
"""Several successive phrases of the page; and the rest of a line up to its last text."""
_MIN_JOINED: Final = 3
"""This many successive phrases without a space between them are not just badly spaced."""

_LABEL: Final = re.compile(r"[^0-9A-Za-z]{0,6}([^ -@\[-`{-~][^:.,?!()\[\]]{1,24}?)[ *_]{0,4}(?::[*_]{0,2}[ ]|：)")
_ADDRESS: Final = re.compile(r"/papers/[0-9]{4}\.|login\?next=")
_RESIDUE: Final = re.compile(
    r"data:image/[a-z]|^\.[A-Z]{2}(?:[ ]|$)|/[^ /]*\.(?:png|svg|jpe?g|webp)(?![0-9A-Za-z])"
    r"|\[\[[^\[\]]*\||\]\]$|\{(?:\.[a-z]|#[a-z]|class[:=]|id[:=])|</[a-z]+>|^<[A-Za-z]+[ >]"
    r"|^={2,6} .* ={2,6}$|`__?$|^\[[a-z]{1,8}\] |^(?:Title|Name):|^TODO |, heading level "
    r"|[^#] #{2,6} |\*{4} "
)
"""What is left in a text: the data or the file of a picture, a macro of roff, links and attributes of other markup, or
what a program writes before or behind a title.
"""
_RESIDUE_BEGINS: Final = (".", "Title:", "Name:", "TODO ")
_SIGNS_OF_RESIDUE: Final = (*"/[]{<=`#*", "heading level ", "login?next=")
"""How residue begins, and what is in all other residue and in addresses, which is found much faster than these."""

_COMMANDS: Final = ("\\section{", "\\subsection{", "\\subsubsection{", "\\href{", "\\begin{")
"""Commands of LaTeX with which no title begins."""
_MIN_SHARE_OF_FOREIGN: Final = 1 / 3
"""If at least this share of titles has markup in it, the markup of the page is not known."""
_LABEL_BEFORE: Final = re.compile(r"[a-z]+(?:[ ][0-9a-z]+){2,}(?=[ ])")
"""Three or more words in lower case at the start of a title."""

_CODE_BEGINS: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:|[{}<>@;]|\\[0-9A-Za-z\\]")
_CODE_ENDS: Final = (*";{}(=", "):")
"""How lines of logs, of programs and of data begin and end."""


def find_refusal(
    page: Tokens, cards: Sequence[Card], addresses: Collection[str], *, beside: bool, dated: bool
) -> Refusal | None:
    """Return why a page with these cards is refused, or None if it is a listing whose markup is known.

    ``addresses`` are the labels of its list of links, and ``beside`` means that targets are in round brackets,
    and ``dated`` that the page has a date of its own.
    """
    if any(_PAPER_PAGE.match(address) for address in page.values(Kind.PHRASE) if address) or _is_of_one_paper(page):
        return _ONE_PAPER
    if _is_joined(page):
        return _JOINED
    if _is_encoded(page):
        return _ENCODED
    if _is_translated(page):
        return _TRANSLATED
    if not cards:
        return None
    sample = cards[:_SAMPLE_OF_CARDS]
    titles = [_title(card, addresses, beside=beside) for card in sample if card.places.title is not None]
    return _refused_by_texts(sample, titles) or (None if _repeats_cards(page, cards, dated=dated) else _OTHER_PAGE)


def refuse_unproved(
    page: Tokens, cards: Sequence[Card], unassigned: Sequence[Token], *, headed: bool
) -> Refusal | None:
    """Return why a page that is not ``headed``, or has its name alone, is refused, or None if it seems to be a listing.

    Most of its cards have values or begin with links to papers, or it has its name and links. Without a name, it has
    few ``unassigned`` texts.
    """
    bare = sum([card.is_bare for card in cards])
    are_bare = 2 * bare > len(cards)
    if headed and are_bare and not page.linked:
        return _OTHER_PAGE
    most = max(_MAX_UNASSIGNED * len(cards), 1)
    if headed or not (are_bare or len(unassigned) > most):
        return None
    return GUESSES


def _is_of_one_paper(page: Tokens) -> bool:
    """Whether a page has the phrases of the page of one paper, no author counts, and at most one submitter."""
    if max(page.kinds.count(str(Kind.AUTHORS)), page.kinds.count(str(Kind.SUBMITTED))) > 1:
        return False
    # Looking for words in a long line is much faster than the pattern.
    parts = ("arxiv:", *_OF_ONE_PAPER)
    lines = [text for text, _, _ in page.whole_lines() if any(map(text.__contains__, parts))]
    return len({phrase for text in lines for phrase in OF_ONE_PAPER.findall(text)}) >= _MIN_OF_ONE_PAPER


def _refused_by_texts(cards: Sequence[Card], titles: Sequence[str]) -> Refusal | None:
    """Return why a page with these titles is refused, judged by what most of its texts have in common."""
    if _are_most(titles, (title.startswith("|") for title in titles)):
        return _TABLE
    if _are_labelled(cards):
        return _OTHER_PAGE
    if _are_foreign(titles):
        return _FOREIGN
    return _OTHER_PAGE if _are_most(titles, map(_is_code, titles)) else None


def _is_code(title: str) -> bool:
    return title.endswith(_CODE_ENDS) or _CODE_BEGINS.match(title) is not None


def _are_foreign(titles: Sequence[str]) -> bool:
    """Whether several titles have markup in them, or a tool's label before or behind most."""
    if any(title.startswith(_COMMANDS) for title in titles):
        return True
    foreign = sum(map(_is_foreign, titles))
    if foreign > 1 and foreign >= _MIN_SHARE_OF_FOREIGN * len(titles):
        return True
    labels = Counter([found[0] for found in map(_LABEL_BEFORE.match, titles) if found])
    return any(n >= _MIN_LABELS and 2 * n > len(titles) for _, n in labels.most_common(1))


def _is_foreign(title: str) -> bool:
    """Whether a title contains the address of a link or markup, although known markup was removed, or no words."""
    may_have_residue = title.startswith(_RESIDUE_BEGINS) or any(map(title.__contains__, _SIGNS_OF_RESIDUE))
    if may_have_residue and (_ADDRESS.search(title) or _RESIDUE.search(title)):
        return True
    return title != "" and not any(map(str.isalnum, title))


def _title(card: Card, addresses: Collection[str], *, beside: bool) -> str:
    """Return the title of a card without the markup that is known."""
    words = _words(card, card.places.title)
    if "/" not in words and "%" not in words:
        return words
    return unmark(words[: end_of_words(words, len(words))] if beside else words, addresses)


def _words(card: Card, place: int | None) -> str:
    return "" if place is None else card.blocks.words(card.each[place])


def _are_most(titles: Sequence[str], found: Iterable[object]) -> bool:
    """Whether something is found in most titles, and in several."""
    times = sum(map(bool, found))
    return times > 1 and 2 * times > len(titles)


def _repeats_cards(page: Tokens, cards: Sequence[Card], *, dated: bool) -> bool:
    """Whether enough cards have values, a long abstract or a link to a paper.

    If fewer than half have, several of them must have the same. Several titles alone may be on a page with a date.
    """
    half = (len(cards) + 1) // 2
    whole = list(islice(filter(_is_whole, cards), half))
    if not whole:
        linked = page.linked and any(_ADDRESS.search(card.first_line) for card in cards)
        return linked or (dated and len(cards) >= _MIN_CARDS)
    if len(cards) < _MIN_CARDS or len(whole) == half:
        return True
    alike = Counter([card.places.shown for card in whole]).most_common(1)[0][1]
    return alike > 1 and len(whole) >= _MIN_SHARE_OF_CARDS * len(cards)


def _is_whole(card: Card) -> bool:
    """Whether a card has values, or a title with an abstract that is as long as usual."""
    places = card.places
    if not places.shown.isdisjoint(_VALUES):
        return True
    if places.title is None:
        return False
    return sum(len(_words(card, place)) for place in places.abstract) >= USUAL_ABSTRACT


def _are_labelled(cards: Sequence[Card]) -> bool:
    """Whether many texts begin with the same label, which no card prints: `Abstract: …`, `Read more: …`.

    Titles of cards with values do not count, because several papers may be about the same thing: `Kestrel: …`.
    """
    found = {
        (number, label[1])
        for number, card in enumerate(cards)
        for place in _unvalued(card.places)
        if ":" in (line := _words(card, place))[:_LONGEST_LABEL] and (label := _LABEL.match(line))
    }
    labels = Counter([label for _, label in found])
    return any(n >= _MIN_LABELS and 2 * n >= len(cards) for _, n in labels.most_common(1))


def _unvalued(places: Places) -> tuple[int | None, ...]:
    """Return the places of the texts of a card, but not of the title of a card with values."""
    return (places.title, *places.abstract) if places.shown.isdisjoint(_VALUES) else places.abstract


_LONGEST_LABEL: Final = 40


def _is_encoded(page: Tokens) -> bool:
    """Whether the dots of the page are given by the numbers of their bytes."""
    return str(Kind.DOT) not in page.kinds and any("=C2=B7" in text for text, _, _ in page.whole_lines())


_LONGEST_PHRASE: Final = 30
_COUNT: Final = re.compile("(?<![0-9A-Za-z])(?<![A-Za-z] )[0-9]+")
"""A number that is not behind a word, as in the name `Studio 4`."""


def _is_translated(page: Tokens) -> bool:
    """Whether the same words with different numbers are beside the dots of cards: the authors, in another language.

    Such a page has no authors and submitters in English, but may have an English name, which a tool wrote above it.
    """
    kinds = page.kinds
    if any(str(kind) in kinds for kind in (Kind.AUTHORS, Kind.SUBMITTED)):
        return False
    numbers: dict[str, set[str]] = {}
    for dot in _places(page, Kind.DOT):
        for at in (len(kinds[:dot].rstrip(END)) - 1, len(kinds) - len(kinds[dot + 1 :].lstrip(END))):
            words = page.words(at) if (kinds[at : at + 1] or END) in ANY_TEXTS else ""
            if len(words) <= _LONGEST_PHRASE and len(found := _COUNT.findall(words)) == 1:
                numbers.setdefault(_COUNT.sub("", words), set()).add(found[0])
    return any(len(different) > 1 for different in numbers.values())


def _is_joined(page: Tokens) -> bool:
    """Whether the words of a page are joined: phrases without a space between them, or between them and a text."""
    phrases = islice(_phrases_and_texts(page.kinds), _SAMPLE)
    return _have_joined_values(page) or any(_have_joined_phrases(page, *line) for line in phrases)


def _phrases_and_texts(kinds: str) -> Iterator[tuple[int, int]]:
    """Iterate over the parts of lines that begin with several successive phrases of the page and end with a text."""
    found = _PHRASES.search(kinds)
    while found:
        if rest := _UP_TO_TEXT.match(kinds, found.end()):
            yield found.start(), rest.end()
        end = kinds.find(END, found.end())
        found = _PHRASES.search(kinds, end) if end >= 0 else None


def _have_joined_phrases(page: Tokens, start: int, end: int) -> bool:
    """Whether several of these tokens on one line are phrases that directly follow another."""
    joined = 0
    for at in range(start + 1, end):
        _, _, first, _, _ = page.piece(at)
        _, _, _, last, _ = page.piece(at - 1)
        text = page.lines[at][0]
        joined += first == last and text[first - 1].isalpha() and text[first].isalnum()
    return joined >= _MIN_JOINED


def _have_joined_values(page: Tokens) -> bool:
    """Whether names and other words are directly beside `Submitted by`, or author counts directly follow texts."""
    submitted = [(at, _around(page, at)) for at in _places(page, Kind.SUBMITTED)]
    beside = ["".join(around) for _, around in submitted]
    if 2 * sum(len(both) > 1 and both.isalnum() for both in beside) > len(beside) > 1:
        return True
    after = [next_one for at, (_, next_one) in submitted if not _is_last_but_name(page, at)]
    before = [_around(page, at)[0] for at in _places(page, Kind.AUTHORS)]
    if any(after) and 2 * sum(map(str.isalnum, after)) > len(after):
        return True
    return sum(char.isalpha() or char == "." for char in before) > len(before) / 2


def _is_last_but_name(page: Tokens, at: int) -> bool:
    """Whether only a user's name is on the line after `Submitted by`, so that they are joined, but nothing else is."""
    return page.kinds[at + 1 : at + 2] != END and page.kinds[at + 2 : at + 3] == END


def _places(page: Tokens, kind: Kind) -> Iterator[int]:
    """Iterate over the indexes of some tokens of a kind."""
    letter, at = str(kind), -1
    for _ in range(min(page.kinds.count(letter), _SAMPLE)):
        at = page.kinds.index(letter, at + 1)
        yield at


def _around(page: Tokens, at: int) -> tuple[str, str]:
    """Return the characters directly before and after a token; each is "" at the end of its line."""
    _, _, start, end, _ = page.piece(at)
    text = page.lines[at][0]
    return text[max(0, start - 1) : start], text[end : end + 1]
