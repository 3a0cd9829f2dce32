"""Test that Atom feeds and JSON Feeds are valid and have all papers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import Listing, Paper, merge
from tests.export.papers import ASSUMED, BARE, DAY, FULL, NASTY, NASTY_PAGE, NOTHING, PAGE, written

if TYPE_CHECKING:
    from collections.abc import Iterator

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(papers: Any) -> Iterator[dict[str, str]]:
    """Iterate over the entries of an Atom feed: the texts of the elements, by their names."""
    for entry in ET.fromstring(written(papers, "atom")).iter(f"{ATOM}entry"):  # noqa: S314 - our own text
        yield {child.tag.removeprefix(ATOM): "".join(child.itertext()) or child.get("href", "") for child in entry}


def test_an_entry_of_atom_has_all_that_is_known() -> None:
    """The format demands an author, but none is known, and this is what it says."""
    full, bounded, *_ = entries(PAGE)
    assert full == {
        "id": "https://huggingface.co/papers/2403.00001v2",
        "title": "Tides of Ink",
        "updated": "2024-03-04T00:00:00Z",
        "published": "2024-01-23T00:00:00Z",
        "author": "authors not listed",
        "link": "https://huggingface.co/papers/2403.00001v2",
        "summary": "Two lines <b>& more.\n\n6 authors; organization: Harbour Lab",
    }
    assert bounded["summary"] == "published Jan 23, 2025 or later"
    assert bounded["id"].startswith("urn:uuid:")
    assert "published" not in bounded


def test_a_time_that_is_not_known_is_no_time() -> None:
    """Atom demands a time: the day of publication, or the first second of 1970. An assumed year is never used."""
    found = list(entries(Listing(papers=[FULL, ASSUMED, BARE])))
    assert [entry["updated"][:10] for entry in found] == ["2024-01-23", "1970-01-01", "1970-01-01"]
    assert [entry.get("published") for entry in found] == ["2024-01-23T00:00:00Z", None, None]


def test_feedparser_reads_atom() -> None:
    """It finds no fault, and all titles as they are."""
    feedparser: Any = pytest.importorskip("feedparser")
    feed = feedparser.parse(written([NASTY_PAGE, PAGE], "atom").encode())
    assert not feed.bozo
    assert feed.version == "atom10"
    titles = [*NASTY, *(paper.title for paper in PAGE)]
    assert [entry.title for entry in feed.entries] == titles
    assert feed.entries[len(NASTY)].published == "2024-01-23T00:00:00Z"
    assert feed.feed.updated == "2024-03-04T00:00:00Z"


@given(st.text(), st.text(), st.text())
def test_atom_is_always_well_formed(title: str, abstract: str, arxiv_id: str) -> None:
    """Whatever the texts hold, even characters that XML does not allow."""
    (entry,) = entries(Listing(papers=[Paper(title=title, abstract=abstract, arxiv_id=arxiv_id)]))
    assert entry["author"] == "authors not listed"


def test_a_json_feed_has_all_that_is_known() -> None:
    """Dates that are not known are left out, as the format allows."""
    feed = json.loads(written(PAGE, "json-feed"))
    assert set(feed) == {"version", "title", "home_page_url", "items"}
    full, bounded, assumed, bare = feed["items"]
    assert full == {
        "id": "https://huggingface.co/papers/2403.00001v2",
        "url": "https://huggingface.co/papers/2403.00001v2",
        "title": "Tides of Ink",
        "date_published": "2024-01-23T00:00:00Z",
        "date_modified": "2024-03-04T00:00:00Z",
        "content_text": "Two lines <b>& more.\n\n6 authors; organization: Harbour Lab",
    }
    assert bounded["content_text"] == "published Jan 23, 2025 or later"
    assert not {"date_published"} & {*bounded, *assumed, *bare}
    assert bare["content_text"] == "漢字"
    assert "date_modified" not in json.loads(written(Listing(papers=[BARE]), "json-feed"))["items"][0]


@pytest.mark.parametrize("name", ["atom", "json-feed"])
def test_feeds_without_papers_are_valid(name: str) -> None:
    """There is an empty feed, not an empty file."""
    for nothing in NOTHING:
        text = written(nothing, name)
        assert "Daily Papers" in text
        assert "2403" not in text


def test_the_identifier_of_a_paper_stays_when_it_is_seen_again() -> None:
    """In a catalog it follows from the id of the entry, so readers do not show the paper twice."""
    once = merge([Listing(papers=[BARE], source="a", date=DAY)])
    twice = once | merge([Listing(papers=[Paper(title="Other"), BARE], source="b")])
    (first,) = (entry["id"] for entry in entries(once))
    assert first.startswith("urn:uuid:")
    assert first in {entry["id"] for entry in entries(twice)}
