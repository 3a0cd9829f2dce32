"""Test that the head that a tool wrote above a page is boilerplate."""

from __future__ import annotations

import pytest

from paperlist import explain_text, parse_text
from paperlist.tokens.lines.heads import find_heads

CARDS = """Peat Clocks: Dating Bog Layers with Pollen Graphs

We date the layers of bogs by the pollen in them. A graph of species is enough for a decade of precision.

  • 4 authors
·
Nov 12 6

Copper Rain: Forecasting Roof Patina over Decades

Roofs of copper turn green at a speed that depends on rain. We forecast it for nine towns and four rivers.

  • 2 authors
·
Jun 2, 2028 1
"""
TITLES = ["Peat Clocks: Dating Bog Layers with Pollen Graphs", "Copper Rain: Forecasting Roof Patina over Decades"]
PAGE = f"Daily Papers\nby AK and the research community\nNov 14\n\n{CARDS}"

YAML = """---
title: "Daily Papers - Hugging Face"
source: "https://huggingface.co/papers?q=peat"
author:
  - "[[AK]]"
published:
description: >-
  Papers that the community likes

tags: [clippings]
# a comment
---
"""
HEADS = {
    "front matter": YAML,
    "front matter of TOML": '+++\ntitle = "Peat"\nurl = "https://example.org/papers"\n+++\n',
    "front matter below a fence": f"```text\n{YAML}",
    "lines of a reader": "Title: Daily Papers\n\nURL Source: https://example.org/papers\n\nMarkdown Content:\n",
    "a heading and an address": "# Papers on peat\n\n**Source:** https://example.org/papers\nhttps://example.org/a\n\n",
    "an address after words": "Saved from https://example.org/papers/date/2029-11-14\n\n",
    "a day": "Captured: 2029-11-14\n\n",
    "an e-mail": "From: Oona <o@example.org>\nDate: Wed, 14 Nov 2029 08:00:00 +0000\nSubject: Fwd: Daily Papers\n\n",
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
@pytest.mark.parametrize("page", [CARDS, PAGE], ids=["cards alone", "with headings"])
def test_a_head_is_boilerplate(head: str, page: str) -> None:
    """Neither its lines nor its values are papers, and nothing is reported about it."""
    listing = parse_text(head + page)
    assert [paper.title for paper in listing] == TITLES
    assert not listing.diagnostics
    assert all(
        stretch.part in {"boilerplate", "separator"} for stretch in explain_text(head + page) if stretch.line < 3
    )


def test_each_page_may_have_a_head() -> None:
    """The front matter of a second page belongs to no card of the first."""
    listing = parse_text(f"{YAML}{PAGE}\n{YAML}{PAGE.replace('Peat Clocks', 'Salt Clocks')}")
    assert len(listing) == 4
    assert {diagnostic.code for diagnostic in listing.diagnostics} == {"several-pages"}


def test_front_matter_must_end() -> None:
    """Neither front matter at the end of a text nor one that is too long is a head."""
    assert not find_heads(["---", "title: Peat"], begins=True)
    assert not find_heads(["---", *["title: Peat"] * 99, "---"], begins=True)


NO_HEADS = {
    "a rule": "---\n",
    "a rule at the end": f"{CARDS}\n---",
    "a rule above a title with a colon": "---\nPeat: A Title\n---\n",
    "front matter that does not end": "---\ntitle: Peat\n",
    "front matter with other lines": "---\ntitle: Peat\nThis is no line of front matter\n---\n",
    "a key without an address or a day": "Title: Peat\n\n",
    "a blank text": "\n \n",
}


@pytest.mark.parametrize("text", NO_HEADS.values(), ids=NO_HEADS)
def test_what_is_not_a_head_is_read_as_before(text: str) -> None:
    """Nothing else above a page is taken for a head."""
    assert [paper.title for paper in parse_text(f"{text}\n\n{PAGE}")][-2:] == TITLES
