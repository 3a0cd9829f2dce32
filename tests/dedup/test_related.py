"""Test that related papers of one team are kept apart, and that changed titles of one paper are not: cases as data.

Each case in ``related.json`` has a ``verdict`` on two ``papers``, and says ``why``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from paperlist.catalog import merge
from paperlist.dedup.verdict.match import compare
from paperlist.model import Listing, ListingDate, Paper

if TYPE_CHECKING:
    from collections.abc import Mapping

CASES: list[dict[str, Any]] = json.loads(Path(__file__).with_name("related.json").read_text(encoding="utf-8"))


def _paper(fields: Mapping[str, Any]) -> Paper:
    published = fields.get("published")
    known: dict[str, Any] = {**fields, "published": published and ListingDate.fromisoformat(published)}
    return Paper(**known)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["why"])
def test_related_papers(case: Mapping[str, Any]) -> None:
    """The verdict is the same either way round, the catalog does as it says, and what is left for review is offered."""
    one, other = map(_paper, case["papers"])
    assert compare(one, other).verdict == compare(other, one).verdict == case["verdict"]
    catalog = merge([Listing(papers=[paper], source=paper.title) for paper in (one, other)])
    assert (len(catalog), len(catalog.review)) == {"same": (1, 0), "review": (2, 1), "different": (2, 0)}[
        case["verdict"]
    ]
