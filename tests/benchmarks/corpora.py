"""Make the dumps for the benchmark.

All papers are invented, and are the same in every run. The dumps are in the layout of the seeds, with long and with
short abstracts; in the other ways in which a page is saved; damaged; and snapshots that share most of their papers with
the next one.
"""

from __future__ import annotations

import random
from bisect import bisect_left
from itertools import count, islice, pairwise
from typing import TYPE_CHECKING, Final

from attrs import evolve, frozen

from paperlist import ListingDate, Paper
from tests.helpers.damage import WAYS
from tests.helpers.pages import ORGANIZATIONS, USERS, Style, printed, write_page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

LONG: Final = range(900, 1501)
SHORT: Final = range(150, 201)
"""The lengths of abstracts, in characters."""

PAGE: Final = 40
NEW: Final = 16
"""The papers of a snapshot, and how many of them the one before does not have."""

DATE: Final = ListingDate(month=12, day=12)

_WITHIN: Final = ("(e.g., tides)", "3.5%", "out-of-date", "12", "R^2", "0.1x", "a/b", "mathcal{O}(n),", "--")
"""What stands within the sentences of abstracts besides words."""

LAYOUTS: Final[dict[str, Style]] = {
    "lines": Style(upvotes=True, blank=False, bullet="", apart=True),
    "blocks": Style(upvotes=True, organizations=True, bullet="", apart=True),
    "bullets": Style(upvotes=True, organizations=True),
    "wrapped": Style(
        upvotes=True, organizations=True, width=80, indent=3, bullet="  * ", avatars=3, navigation=True, apart=True
    ),
    "markdown": Style(
        upvotes=True,
        organizations=True,
        links="markdown",
        linked_abstracts=True,
        heading="### ",
        bullet="* ",
        avatars=3,
        navigation=True,
    ),
    "wrapped markdown": Style(
        upvotes=True,
        organizations=True,
        links="markdown",
        linked_abstracts=True,
        heading="### ",
        bullet="  * ",
        avatars=3,
        width=79,
    ),
    "numbered links": Style(
        upvotes=True,
        organizations=True,
        links="numbered",
        linked_abstracts=True,
        width=80,
        indent=3,
        bullet="  * ",
        avatars=3,
    ),
    "numbers behind": Style(
        upvotes=True, organizations=True, links="behind", linked_abstracts=True, heading="### ", bullet="* ", avatars=3
    ),
}
"""The ways in which extractors save the page's three views."""


@frozen(kw_only=True)
class Corpus:
    """A dump, and the papers that are to be found in it; of a ``damaged`` one those whose cards are whole."""

    name: str
    text: bytes
    papers: Sequence[Paper]
    damaged: bool = False


def invented_words(rng: random.Random, number: int) -> list[str]:
    """Return so many words that no language has."""
    syllables = [a + b for a in "bcdfghklmnprstvw" for b in ("a", "ei", "o", "un", "ir")]
    return ["".join(rng.choices(syllables, k=rng.randint(1, 4))) for _ in range(number)]


def _abstract(rng: random.Random, words: Sequence[str], mixed: Sequence[str], length: int) -> str:
    """Return sentences of so many characters, less one or two maybe."""
    chosen = [rng.choice(words), *rng.choices(mixed, k=length // 3)]
    sentences = [" ".join(chosen[at : at + 18]) for at in range(0, len(chosen), 18)]
    text = ". ".join(sentence[0].upper() + sentence[1:] for sentence in sentences)
    end = f" Code: https://example.org/{chosen[0]}." if rng.random() < 0.15 else "."
    return text[: length - len(end)].rstrip(" .,(-[") + end


def _date(rng: random.Random) -> ListingDate:
    year = rng.randint(2017, 2024) if rng.random() < 0.75 else None
    return ListingDate(month=rng.randint(1, 12), day=rng.randint(1, 28), year=year)


def invented_papers(lengths: range, *, organizations: bool = True, seed: int = 0) -> Iterator[Paper]:
    """Iterate over papers without end, with abstracts of such lengths; no two have one title.

    One in four has an organization instead of its authors, or where these are not shown, one in twenty has neither
    authors nor date, as in the seeds.
    """
    rng = random.Random(seed)  # noqa: S311 - no secret
    words = [word for word in invented_words(rng, 4000) if len(word) > 2]
    mixed = [*words, *_WITHIN * 4]
    for number in count():
        name = f"{rng.choice(words).title()}: " if rng.random() < 0.4 else ""
        title = " ".join(rng.choices(words, k=rng.randint(5, 9))).title()
        bare = rng.random() < (0.25 if organizations else 0.05)
        yield Paper(
            title=f"{name}{title} {number}th",
            abstract=_abstract(rng, words, mixed, rng.choice(lengths)),
            author_count=None if bare else min(rng.randint(1, 12), rng.randint(1, 400)),
            organization=rng.choice(ORGANIZATIONS) if bare and organizations else None,
            published=None if bare and not organizations else _date(rng),
            comments=rng.randint(1, 30) if rng.random() < 0.1 and not bare else None,
            upvotes=rng.randint(0, 300),
            submitted_by=rng.choice(USERS[1:]),
            arxiv_id=f"{rng.randint(17, 24)}{rng.randint(1, 12):02}.{number % 100_000:05}",
            github_stars=rng.randint(0, 999) if rng.random() < 0.5 else None,
        )


def _worth(size: int, papers: Iterator[Paper], style: Style) -> Iterator[Paper]:
    """Iterate over so many of the papers that a page of them has about so many bytes."""
    sample = list(islice(papers, 8))
    each = len(write_page(sample, DATE, style)) - len(write_page([], DATE, style))
    yield from sample
    yield from islice(papers, max(0, len(sample) * size // each - len(sample)))


def page(name: str, size: int, style: Style, lengths: range = LONG, **hidden: Any) -> Corpus:
    """Return a page of papers in a style, without the fields that are hidden."""
    made = invented_papers(lengths, organizations=style.organizations)
    papers = [evolve(paper, **hidden) for paper in _worth(size, made, style)]
    text = write_page(papers, DATE, style)
    return Corpus(name=name, text=text.encode(), papers=[printed(paper, style) for paper in papers])


def seeds(size: int) -> Iterator[Corpus]:
    """Iterate over dumps in the layout of the seeds: with long abstracts, with short ones, and without all values."""
    yield page("seeds", size, Style())
    yield page("seeds, short", size, Style(), SHORT)
    none: dict[str, Any] = dict.fromkeys(("author_count", "published", "comments"))
    yield page("seeds, bare", size, Style(), **none)


def views(size: int) -> Iterator[Corpus]:
    """Iterate over the page's views, saved in all ways."""
    for view in ("search", "daily", "trending"):
        for name, style in LAYOUTS.items():
            yield page(f"{view}, {name}", size, evolve(style, view=view))


def _untouched(papers: Sequence[Paper], lines: Sequence[str], hit: Sequence[int]) -> list[Paper]:
    """Return the papers on whose cards, and right beside them, no line was hit."""
    number = {line: number for number, line in enumerate(lines)}
    places = [*(number[paper.title] for paper in papers), len(lines)]
    cards = zip(papers, pairwise(places), strict=True)
    return [paper for paper, (start, end) in cards if bisect_left(hit, start - 3) == bisect_left(hit, end + 2)]


def _with_lines_hit(name: str, whole: Corpus, share: float) -> Corpus:
    """Return a dump with such a share of its lines damaged, in all ways, below its headings."""
    rng = random.Random(1)  # noqa: S311 - no secret
    ways = list(WAYS.values())
    lines = whole.text.decode().split("\n")
    at = lines.index(whole.papers[0].title)
    made = lines[:at]
    hit: list[int] = []
    while at < len(lines):
        if rng.random() < share:
            made += rng.choice(ways)(lines[at], lines[at + 1 : at + 2])
            hit.append(at)
            at += 2
        else:
            made.append(lines[at])
            at += 1
    return Corpus(name=name, text="\n".join(made).encode(), papers=_untouched(whole.papers, lines, hit), damaged=True)


def _with_bytes_hit(name: str, whole: Corpus, apart: int) -> Corpus:
    """Return a dump in which about one byte in so many is another one."""
    rng = random.Random(1)  # noqa: S311 - no secret
    made = bytearray(whole.text)
    for _ in range(len(made) // apart):
        made[rng.randrange(len(made))] = rng.randrange(256)
    found = made.decode("utf-8", "replace").split("\n")
    cards = {(above, below) for above, _, below in zip(found, found[1:], found[2:], strict=False)}
    papers = [paper for paper in whole.papers if (paper.title, paper.abstract) in cards]
    return Corpus(name=name, text=bytes(made), papers=papers, damaged=True)


def damaged(size: int) -> Iterator[Corpus]:
    """Iterate over damaged dumps in the layout of the seeds."""
    whole = page("", size, Style())
    yield _with_lines_hit("damaged, one line in 50", whole, 1 / 50)
    yield _with_lines_hit("damaged, one line in 8", whole, 1 / 8)
    yield _with_bytes_hit("damaged, one byte in 5000", whole, 5000)
    yield _with_bytes_hit("damaged, one byte in 200", whole, 200)


def snapshots(number: int) -> Iterator[Corpus]:
    """Iterate over small pages, each with three in five of its papers on the next one too."""
    papers = invented_papers(SHORT, organizations=False)
    shown = list(islice(papers, PAGE))
    for day in range(number):
        date = ListingDate(month=day // 28 % 12 + 1, day=day % 28 + 1)
        text = write_page(shown, date, Style())
        yield Corpus(name=f"{day:05}.txt", text=text.encode(), papers=[printed(paper, Style()) for paper in shown])
        shown = [*shown[NEW:], *islice(papers, NEW)]
