"""Turn a paper that is a row of a table, or a line of a list, into the lines of a card.

The name of its column, or its label, says what each value is, so each line is given with its kind. The lines are in the
order in which the page has them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from ..._engine import line_re as re
from ...years.dates import parse_date
from ..kinds import Kind
from ..numbers import NUMBER, leading_number, number
from ..phrases.patterns import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ...model import ListingDate

Cell: TypeAlias = "tuple[int, str]"
"""The place of a value in the text, and its words."""

LINK: Final = "link"
"""The column of the papers' addresses. All others are fields of a paper."""


class Given(NamedTuple):
    """A line whose kind is known: its place in the text, its words, and the kind and the value of its only token.

    The line must be read if the kind is None. The first characters of the words, as many as ``added``, are not in the
    text.
    """

    place: int
    words: str
    kind: Kind | None = None
    value: Any = None
    added: int = 0


_COUNT: Final = re.compile(f"(?:[^0-9A-Za-z.,-]{{1,3}})?({NUMBER})(?: ?(?:[A-Za-z]+|[^0-9A-Za-z.,%]{{1,2}}))?")
_NAME: Final = re.compile(r"[^ \t\[\]<]+")
_CLOCK: Final = re.compile(r"(?<=[0-9])[T ][0-9]{1,2}:[0-9]{2}.*")
_ID: Final = re.compile(r"[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?")
_ADDRESS: Final = re.compile(rf"(?:/papers/|arxiv\.org/(?:abs|pdf)/){_ID.pattern}")
_MARKDOWN_LINK: Final = re.compile(r"\[(.*)\]\(([^() ]+)\)")
_BEFORE_ID: Final = "/papers/"
_SIGN_OF_PAGE: Final = re.compile(rf"(?i:{'|'.join(HEADINGS[:2])})|{_BEFORE_ID}{_ID.pattern}")
_NONE: Final = frozenset(("", "-", "–", "—", "none", "null", "nan", "n/a"))
"""What programs write into a cell without a value, in lower case."""


def are_papers(text: str) -> bool:
    """Whether the rows in a text are papers of the page: it has a heading of the page, or the address of a paper."""
    return _SIGN_OF_PAGE.search(text) is not None


def count_of(words: str) -> int | None:
    """Return the number in a cell, perhaps with a sign or with one word behind it; None if it has anything else.

    >>> count_of("1,204"), count_of("12 authors"), count_of("▲ 12"), count_of("A. Smith")
    (1204, 12, 12, None)
    """
    found = _COUNT.fullmatch(words)
    return number(leading_number(found[1])) if found else None


def leads_to_paper(words: str) -> bool:
    """Whether words are the address of a paper, perhaps in brackets."""
    return _ADDRESS.search(words) is not None and " " not in words.strip("<>()[] ")


def _day(words: str) -> ListingDate | None:
    return parse_date(_CLOCK.sub("", words))


_TEXTS: Final = {"title": Kind.TITLE, "abstract": Kind.ABSTRACT, "organization": Kind.ORGANIZATION}
_VALUES: Final[Mapping[str, tuple[Kind, Callable[[str], Any]]]] = {
    "submitted_by": (Kind.USER, _NAME.fullmatch),
    "upvotes": (Kind.UPVOTES, count_of),
    "author_count": (Kind.AUTHORS, count_of),
    "published": (Kind.DATE, _day),
    "github_stars": (Kind.STARS, count_of),
    "comments": (Kind.COMMENTS, count_of),
}
"""The kinds of values, and how their cells are read."""

_ABOVE_DOT: Final = ("submitted_by", "upvotes", "title", LINK, "arxiv_id", "abstract", "organization", "author_count")
_BELOW_DOT: Final = ("published", "github_stars", "comments")
"""The order of the lines of a card."""


def card_of(row: Mapping[str, Cell], dot: Cell) -> Iterator[Given]:
    """Iterate over the lines of the card of a row; a sign of the table is in place of the dot that ends its texts.

    >>> for line in card_of({"title": (12, "Clocks"), "upvotes": (21, "142")}, (19, "|")):
    ...     print(line.place, line.words, line.kind.name, line.value)
    21 142 UPVOTES 142
    12 Clocks TITLE None
    19 | DOT None
    """
    row = {field: cell for field, cell in _with_link(row).items() if cell[1].lower() not in _NONE}
    yield from (_line(field, *row[field]) for field in _ABOVE_DOT if field in row)
    yield Given(*dot, Kind.DOT)
    yield from (_line(field, *row[field]) for field in _BELOW_DOT if field in row)


def _with_link(row: Mapping[str, Cell]) -> Mapping[str, Cell]:
    """Return a row; if its title is a link, with the words of the link and its address."""
    place, words = row["title"]
    if link := _MARKDOWN_LINK.fullmatch(words):
        return {LINK: (place + link.start(2), link[2]), **row, "title": (place + link.start(1), link[1])}
    at = max(words.rfind(" ("), words.rfind(" ["), words.rfind(" <"))
    address = words[at + 2 : -1].strip(" ")
    if at > 0 and words[-1] in ")]>" and leads_to_paper(address):
        return {LINK: (place + words.index(address, at), address), **row, "title": (place, words[:at].rstrip(" "))}
    return row


def _line(field: str, place: int, words: str) -> Given:
    """Return the line with the value of a field; it belongs to no card if it is not what the field has."""
    if field in _TEXTS:
        return Given(place, words, _TEXTS[field])
    if field == "arxiv_id" and _ID.fullmatch(words):
        address = _BEFORE_ID + words
        return Given(place, address, Kind.LINK, address, len(_BEFORE_ID))
    if field in {"arxiv_id", LINK}:
        return Given(place, words, Kind.LINK if _ADDRESS.search(words) else Kind.UNASSIGNED, words)
    kind, read = _VALUES[field]
    value = read(words)
    return Given(place, words, Kind.UNASSIGNED if value is None else kind, value)
