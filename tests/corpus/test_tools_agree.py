"""Test that dumps of one page by many tools have the same papers, with the same values."""

from __future__ import annotations

import html
import json
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import pytest

import paperlist

if TYPE_CHECKING:
    from pathlib import Path

PAGES: Final = tuple(f"{view}-{frame}" for view in ("daily", "search", "trending") for frame in ("frame", "plain"))
FIELDS: Final = ("arxiv_id", "organization", "author_count", "comments", "upvotes", "submitted_by", "github_stars")


@lru_cache(maxsize=1)
def listings_of(dumps: Path, page: str) -> tuple[paperlist.Listing, ...]:
    """Return the listings of all dumps of a page."""
    return tuple(paperlist.parse_many(dumps / f"{page}.*.txt"))


@pytest.mark.parametrize("page", PAGES)
def test_the_dumps_of_one_page_merge_into_its_papers(page: str, corpus: Path) -> None:
    """Fifty-four tools saved each page; the catalog of what was read has no paper less and no paper more."""
    dumps = corpus / "dumps/broad"
    truth = json.loads((dumps / f"{page}.truth.json").read_text(encoding="utf-8"))["papers"]
    assert len(paperlist.merge(listings_of(dumps, page))) == len({paper["title"] for paper in truth})


@pytest.mark.parametrize("page", PAGES)
def test_no_tool_gives_another_value(page: str, corpus: Path) -> None:
    """If a dump has a value that most dumps have, it is the same, apart from entities; a tool may leave it out."""
    values: dict[tuple[str, str], Counter[str]] = {}
    for listing in listings_of(corpus / "dumps/broad", page):
        for paper in listing:
            for name in FIELDS:
                value = getattr(paper, name)
                if value is not None:
                    key = paper.title.casefold().replace("\\", ""), name
                    values.setdefault(key, Counter())[html.unescape(str(value))] += 1
    several = {key: count for key, count in values.items() if count.total() > 2}
    assert not {key: count for key, count in several.items() if len(count) > 1}
