"""Decide which papers of a parsed dump are right, if what its page showed is known.

A paper is right if the page has a paper with its title, and each field that the dump prints for that paper is as on the
page. The dump prints a value if its words are near the title, apart from the addresses of links.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import field, frozen

from paperlist import ListingDate
from paperlist.model import MONTHS, PAPER_FIELDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from paperlist import Paper

Truth: TypeAlias = "Mapping[str, Any]"
"""A paper as its page showed it: a dict such as :meth:`paperlist.Paper.to_dict` returns."""

NAMES: Final = {"submitter": "submitted_by", "id": "arxiv_id", "stars": "github_stars"}
"""Other names that the fields have in files."""

BEFORE: Final = 40
"""How many letters before a title may have its submitter."""

_BLANKS: Final = re.compile(r"[\s\u200b\ufeff]+")
_MARKS: Final = re.compile(r"[\W_]+")
_LINK: Final = re.compile(r"\]\((?:[^()\s]|\([^()]*\))*(?:\s+\"[^\"]*\")?\)")
_TARGET: Final = re.compile(
    r"(?:https?://huggingface\.co)?/(?:papers|login|avatars|models|datasets|spaces|docs|pricing|join)\b[^\s)\]|>\"\[']*"
)


def truth_from(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the truth about a paper in a record of a file; fields that it does not have are None."""
    return dict.fromkeys(PAPER_FIELDS) | {NAMES.get(name, name): value for name, value in record.items()}


def loose(text: str | None) -> str:
    """Return the letters and digits of a text in lower case, which each tool keeps."""
    return _MARKS.sub("", unicodedata.normalize("NFC", text or "")).lower()


def plain(text: str | None) -> str:
    """Return a text with one blank wherever it has blanks or line breaks."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", text or "")).strip()


def spaced(text: str) -> str:
    """Return the words of a text in lower case, each between blanks."""
    return f" {_MARKS.sub(' ', text).strip().lower()} "


@frozen
class Dump:
    """The text of a dump whose page is known: as it is, its letters, its words, and where the titles are in them."""

    raw: str
    papers: Sequence[Truth]
    trending: bool = False
    letters: str = field(init=False)
    words: str = field(init=False)
    known: Mapping[str, Truth] = field(init=False)
    ends: Mapping[int, int] = field(init=False)

    def __attrs_post_init__(self) -> None:
        shown = _TARGET.sub(" ", _LINK.sub("] ", self.raw))
        letters = loose(shown)
        known = {loose(paper["title"]): paper for paper in self.papers}
        starts = sorted({at for title in known if (at := letters.find(title)) >= 0})
        for name, value in (
            ("letters", letters),
            ("words", spaced(shown)),
            ("known", known),
            ("ends", dict(pairwise([*starts, len(letters)]))),
        ):
            object.__setattr__(self, name, value)

    def is_right(self, paper: Paper) -> bool:
        """Return whether a paper that was parsed from the dump is right."""
        title = loose(paper.title)
        truth = self.known.get(title)
        if truth is None or plain(paper.title).casefold() != plain(truth["title"]).casefold():
            return False
        at = self.letters.find(title)
        printed = self._printed(truth, at) if at >= 0 else ()
        return all(is_right(getattr(paper, name)) for name, is_right in printed)

    def _printed(self, truth: Truth, at: int) -> Iterable[tuple[str, Callable[[Any], bool]]]:
        """Iterate over the fields that the dump prints for a paper, each with a test for its value."""
        near = self.letters[at : self.ends.get(at, len(self.letters))]
        abstract = truth["abstract"]
        if abstract and loose(abstract) in near:
            yield "abstract", lambda value: plain(value) == plain(abstract)
        below = near[len(loose(truth["title"])) + len(loose(abstract)) :]
        authors, organization, comments = truth["author_count"], truth["organization"], truth["comments"]
        if authors and f"{authors}author" in near:
            yield "author_count", lambda value: value == authors
        if organization and loose(organization) in below:
            yield "organization", lambda value: plain(value) == plain(organization)
        if comments and re.search(rf"(?<!\d){comments}(?!\d)", below):
            yield "comments", lambda value: value == comments
        yield from self._printed_date(truth, below)
        yield from self._printed_links(truth, near, self.letters[max(0, at - BEFORE) : at])

    def _printed_date(self, truth: Truth, below: str) -> Iterable[tuple[str, Callable[[Any], bool]]]:
        if not truth["published"]:
            return
        true = ListingDate.fromisoformat(truth["published"])
        short = f"{MONTHS[true.month - 1]}{true.day}".lower()
        whole = f"{short}{true.year}" in below

        def is_right(date: ListingDate | None) -> bool:
            if date is None or (date.month, date.day) != (true.month, true.day):
                return False
            return true.year in (None, date.year) or (date.year is None and not whole)

        if short in below:
            yield "published", is_right

    def _printed_links(self, truth: Truth, near: str, before: str) -> Iterable[tuple[str, Callable[[Any], bool]]]:
        """Iterate over the fields that are before the title, or in links."""
        upvotes, user, number = truth["upvotes"], truth["submitted_by"], truth["arxiv_id"]
        above = self.words[: max(self.words.find(spaced(truth["title"])), 0)]
        if upvotes and (f"upvote{upvotes}" in near if self.trending else above.endswith(f" {upvotes}")):
            yield "upvotes", lambda value: value == upvotes
        if user and "submittedby" in before and loose(user) in before:
            yield "submitted_by", lambda value: value == user
        if number and (f"/papers/{number}" in self.raw or f"/abs/{number}" in self.raw):
            yield "arxiv_id", lambda value: value == number
        stars = truth["github_stars"]
        shown = f"{stars / 1000:.3g}k" if stars and stars >= 1000 else str(stars)
        if stars and loose(shown) in near and f" {spaced(shown).strip()} " in self.words:
            read = round(float(shown[:-1]) * 1000) if shown[-1] == "k" else stars
            yield "github_stars", lambda value: value == read
