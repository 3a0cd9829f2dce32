"""Say which promises of the package a text breaks: those that hold for any text at all."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import paperlist
from tests.helpers.engines import with_standard_engine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_WORD: Final = re.compile("[0-9A-Za-z]+")
_UNSEEN: Final = re.compile("[^ -~\n]|[\\\\&<*_~|]|\\][(\\[]|\\[/?[a-z]|%[0-9A-F]{2}")
"""Characters beside which words may be written in another way than in the text: escapes, markup, other blanks."""

PLACES: Final = frozenset({"line", "span", "confidence"})


def broken(text: str) -> list[str]:
    """Return what is wrong with the results for a text, one sentence for each: nothing, if all promises are kept."""
    return [problem for check in CHECKS for problem in check(text)]


@lru_cache(maxsize=2)
def listing_of(text: str) -> paperlist.Listing:
    """Return the listing of a text, whatever the clock says."""
    return paperlist.parse_text(text, not_after=9999)


@lru_cache(maxsize=2)
def tokens_of(text: str) -> list[paperlist.Token]:
    """Return the tokens of a text."""
    return paperlist.tokenize(text)


def _values(text: str) -> list[dict[str, Any]]:
    return [{name: value for name, value in one.to_dict().items() if name not in PLACES} for one in listing_of(text)]


def tokens_are_the_text(text: str) -> Iterator[str]:
    """Tokens joined are the text, in order, and each is where it says."""
    tokens = tokens_of(text)
    if "".join(token.words for token in tokens) != text:
        yield "the tokens joined are not the text"
    if any(token.span[0] >= token.span[1] or text[slice(*token.span)] != token.words for token in tokens):
        yield "a token is not at its place"


def results_make_sense(text: str) -> Iterator[str]:
    """There are papers or diagnostics, texts have words in one line, and places are within the text."""
    listing = listing_of(text)
    if not listing and not listing.diagnostics:
        yield "there is neither a paper nor a diagnostic"
    for paper in listing:
        title = paper.title
        if not title.strip() and not paper.abstract:
            yield "a paper has no words"
        if len(title.splitlines()) > 1 or any(ord(c) < ord(" ") for c in title):
            yield "a title has a line end or a control character"
        if paper.span is None or not 0 <= paper.span[0] < paper.span[1] <= len(text):
            yield "a paper is outside of the text"
    spans = [paper.span for paper in listing if paper.span]
    if spans != sorted(spans):
        yield "the papers are not in order"
    if any(not 0 <= one.span[0] <= one.span[1] <= len(text) for one in listing.diagnostics):
        yield "a diagnostic is outside of the text"
    if paperlist.Listing.from_jsonl(listing.to_jsonl()) != listing:
        yield "the listing is not the same after it was saved and loaded"


def nothing_is_invented(text: str) -> Iterator[str]:
    """Words of titles and digits of counts are in the text."""
    plain = html.unescape(html.unescape(text))
    for paper in listing_of(text):
        if not _UNSEEN.search(text):
            known = set(_WORD.findall(plain))
            joined = "".join(plain.split()).replace("-", "")
            strange = [word for word in _WORD.findall(paper.title) if word not in known and word not in joined]
            if strange:
                yield f"words of a title are not in the text: {strange}"
        for count in (paper.author_count, paper.comments, paper.upvotes, paper.github_stars):
            if count and str(count)[0] not in text:
                yield f"a count is not in the text: {count}"


def explanations_agree(text: str) -> Iterator[str]:
    """Stretches joined are the text, and have the papers that parsing returns."""
    explanation = paperlist.explain_text(text)
    if "".join(stretch.text for stretch in explanation) != text:
        yield "the stretches joined are not the text"
    explained = {stretch.paper for stretch in explanation} - {None}
    if explained != set(range(len(listing_of(text)))):
        yield f"explain has the papers {sorted(explained, key=str)}"


def a_final_line_end_means_nothing(text: str) -> Iterator[str]:
    """Papers are the same with one more line end."""
    if _values(text) != _values(text + "\n"):
        yield "a final line end changes the papers"


def engines_agree(text: str) -> Iterator[str]:
    """Both regular-expression engines give the same listing and the same tokens."""
    other = with_standard_engine()
    one = listing_of(text)
    if one.to_jsonl() != other.parse_text(text, not_after=9999).to_jsonl():
        yield "the listings of both engines differ"
    if [(str(t.kind), t.span) for t in tokens_of(text)] != [(str(t.kind), t.span) for t in other.tokenize(text)]:
        yield "the tokens of both engines differ"


CHECKS: Final[tuple[Callable[[str], Iterator[str]], ...]] = (
    tokens_are_the_text,
    results_make_sense,
    nothing_is_invented,
    explanations_agree,
    a_final_line_end_means_nothing,
    engines_agree,
)
