"""Make listings that would take careless merging disproportionately long."""

from __future__ import annotations

import random
from itertools import count
from typing import TYPE_CHECKING, Final

from paperlist import Listing, ListingDate, Paper

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SYLLABLES: Final = ("ka", "lo", "mi", "ne", "ru", "sa", "te", "vo", "zu", "pi", "do", "fe")


_made = count()


def _anew(make: Callable[[int], list[Listing]]) -> Callable[[int], list[Listing]]:
    """Return a function that makes listings of other words each time, since titles are remembered by their words."""

    def made(size: int) -> list[Listing]:
        next(_made)
        return make(size)

    return made


def _words(seed: object, number: int) -> str:
    """Return invented words, the same ones for the same seed."""
    rng = random.Random(f"{_made} {seed}")  # noqa: S311 - no secret
    return " ".join("".join(rng.choices(_SYLLABLES, k=4)).title() for _ in range(number))


def _paper(seed: object, **values: object) -> Paper:
    """Return an invented paper, with some other values."""
    abstract = f"{_words(f'abstract {seed}', 20)}."
    return Paper(**{"title": _words(seed, 5), "abstract": abstract, **values})  # type: ignore[arg-type]


def _day(number: int) -> ListingDate:
    """Return a day of 2024, and the same days again after all of its months."""
    return ListingDate(year=2024, month=number // 28 % 12 + 1, day=number % 28 + 1)


def _listing(number: int, papers: list[Paper]) -> Listing:
    """Return the listing of a numbered dump."""
    return Listing(papers=papers, source=f"{number}.txt", date=_day(number))


def _one_each(papers: list[Paper]) -> list[Listing]:
    return [_listing(number, [paper]) for number, paper in enumerate(papers)]


_LISTINGS: Final[Mapping[str, Callable[[int], list[Listing]]]] = {
    "different papers": lambda n: [_listing(0, [_paper(i) for i in range(n)])],
    "one paper every day": lambda n: _one_each([_paper(0, upvotes=i) for i in range(n)]),
    "consecutive days": lambda n: [_listing(i, [_paper(i), _paper(i + 1)]) for i in range(n // 2)],
    "undated chain": lambda n: [
        Listing(
            papers=[_paper(i), _paper(i + 1), _paper(f"dated {i}", published=_day(i))],
            source=f"{i}.txt",
        )
        for i in range(n // 3)
    ],
    "days without years": lambda n: [
        Listing(
            papers=[_paper(i), _paper(i + 1, published=ListingDate(month=i % 12 + 1, day=2))],
            source=f"{i}.txt",
            date=ListingDate(month=i % 12 + 1, day=i % 28 + 1),
        )
        for i in range(n // 2)
    ],
    "one title in one dump": lambda n: [_listing(0, [_paper(i, title=_words("title", 4)) for i in range(n)])],
    "titles under one id": lambda n: _one_each([_paper(i, arxiv_id="2401.00001") for i in range(n)]),
    "revised titles": lambda n: _one_each([_paper(0, title=f"{_words(0, 5)} {_words(i, 1)}") for i in range(n)]),
    "sequels": lambda n: _one_each([_paper(i, title=f"{_words(0, 4)} {i}") for i in range(n)]),
    "doubtful duplicates": lambda n: _one_each([_paper(i // 2, abstract=None) for i in range(n)]),
    "one abstract": lambda n: _one_each([_paper(i, abstract=f"{_words('one', 20)}.") for i in range(n)]),
    "a long title": lambda n: _one_each([_paper(i, title=_words(i % 2, n)) for i in range(2)]),
    "a title of numbers": lambda n: _one_each([_paper(i, title="1." * n + str(i)) for i in range(2)]),
    "a title of digits": lambda n: _one_each([_paper(i, title="1" * n + str(i)) for i in range(2)]),
    "combining marks": lambda n: _one_each([_paper(i, title="a" + "\u0301\u0316" * n + " Tide") for i in range(2)]),
    "a long abstract": lambda n: _one_each([_paper(i, abstract=_words(i % 2, n)) for i in range(2)]),
}

LISTINGS: Final = {name: _anew(make) for name, make in _LISTINGS.items()}
"""Listings with about n papers in all, or with a text of about n words."""
