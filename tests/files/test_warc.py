"""Test that the listings in WARC and WET files are read, and that no other page in them is."""

from __future__ import annotations

import gzip
import io
import sys
from typing import TYPE_CHECKING

import pytest

import paperlist
from paperlist.errors import LimitError, ParseError
from paperlist.files.addresses import is_listing, is_remote
from tests.helpers.crawled import DAY, LISTING, packed, record, response

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PAGE = """\
Daily Papers
Mar 4

Tides of a Small Harbour

We measure tides in a small harbour.

2 authors
·
Mar 3 5
""".encode()
HTML = """
<html><body><h1>Daily Papers</h1><p>Mar 4</p><h3><a href='/papers/3103.00001'>Tides of a Small Harbour</a></h3>
<p>We measure tides in a small harbour.</p><ul><li>2 authors</li></ul><div>·</div><div>Mar 3</div><div>5</div>
</body></html>
""".encode()
OTHER = record("conversion", "https://example.org/", b"Daily Papers\n\nNot a paper at all\n\n6 authors\n")
TITLE = "Tides of a Small Harbour"


@pytest.fixture(autouse=True)
def _warcio() -> None:
    pytest.importorskip("warcio")


def packed_at_once(records: list[bytes]) -> bytes:
    return gzip.compress(b"".join(records))


def listings(content: bytes, max_size: int | None = None) -> list[paperlist.Listing]:
    return list(paperlist.parse_many(io.BytesIO(content), max_size=max_size))


@pytest.mark.parametrize(
    "records",
    [
        pytest.param([record("conversion", LISTING, PAGE)], id="WET"),
        pytest.param([response(LISTING, HTML)], id="a response with HTML"),
        pytest.param([record("resource", LISTING, PAGE, "text/markdown")], id="a file"),
        pytest.param(
            [response(LISTING, gzip.compress(HTML), more="Content-Encoding: gzip\r\n")],
            id="a response with packed HTML",
        ),
    ],
)
@pytest.mark.parametrize("pack", [packed, b"".join, packed_at_once])
def test_listings_are_read(records: list[bytes], pack: Callable[[list[bytes]], bytes]) -> None:
    """A listing is read from each kind of record, whether the file, its records or the page are compressed or not."""
    (listing,) = listings(pack(records))
    assert [paper.title for paper in listing] == [TITLE]
    assert listing.source == f"{LISTING}@{DAY}"
    assert not [found for found in listing.diagnostics if found.severity == "error"]


def test_day_of_capture_is_evidence() -> None:
    """The time of capture gives the page's date its year, and so does the address of the listing of a day."""
    (captured,) = listings(record("conversion", LISTING, PAGE))
    assert str(captured.date) == "2031-03-04"
    (addressed,) = listings(record("conversion", f"{LISTING}/date/2029-03-04", PAGE, date=""))
    assert str(addressed.date) == "2029-03-04"


def test_other_pages_are_counted(tmp_path: Path) -> None:
    """Pages of other sites, other pages of this site, and answers without a page are not read, but counted."""
    path = tmp_path / "crawl.warc.gz"
    others = [
        OTHER,
        response("https://huggingface.co/papers/3103.00001", HTML),
        response(LISTING, HTML, status="404 Not Found"),
        response(LISTING, HTML, "application/json"),
    ]
    path.write_bytes(packed([record("warcinfo", "", b""), record("conversion", LISTING, PAGE), *others]))
    (listing,) = paperlist.parse_many(path)
    assert [paper.title for paper in listing] == [TITLE]
    assert listing.source == f"{path.as_posix()}/{LISTING}@{DAY}"
    (found,) = listing.diagnostics
    assert (found.code, found.more) == ("other-pages", 3)
    path.write_bytes(packed(others))
    (nothing,) = paperlist.parse_many(path)
    assert not nothing
    assert nothing.source == path.as_posix()
    assert [str(found) for found in nothing.diagnostics] == [
        f"{path.as_posix()}:1:1: no-papers: a page in this file is not a listing, and was not read (and 3 more)"
    ]
    (empty,) = listings(record("warcinfo", "", b""))
    assert [found.message for found in empty.diagnostics] == ["there is no page in this file"]


def test_several_captures() -> None:
    """Each capture is a dump of its own; parse reports that there are several."""
    content = packed([record("conversion", f"{LISTING}?q={number}", PAGE) for number in range(3)])
    assert [listing.source for listing in listings(content)] == [f"{LISTING}?q={number}@{DAY}" for number in range(3)]
    assert [found.code for found in paperlist.parse(io.BytesIO(content)).diagnostics] == ["several-dumps"]


WHOLE = packed([record("conversion", LISTING, PAGE), record("conversion", f"{LISTING}?q=2", PAGE * 9)])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(WHOLE[:-40], id="truncated"),
        pytest.param(WHOLE + b"\x1f\x8b\x08 no such file", id="not gzip"),
        pytest.param(WHOLE + gzip.compress(b"no record\r\n\r\n"), id="no record"),
    ],
)
def test_damage(content: bytes) -> None:
    """What comes before the damage is read, and the damage is reported."""
    found = listings(content)
    assert [paper.title for paper in found[0]] == [TITLE]
    assert "damaged-archive" in {diagnostic.code for listing in found for diagnostic in listing.diagnostics}
    with pytest.raises(ParseError, match="damaged-archive"):
        list(paperlist.parse_many(io.BytesIO(content), strict=True))


def test_limit_is_for_each_page() -> None:
    """Each page may have ``max_size`` bytes; the whole file may have many more, because it is read in pieces."""
    content = packed([record("conversion", f"{LISTING}?q={number}", PAGE) for number in range(9)])
    assert len(listings(content, max_size=len(PAGE))) == 9
    with pytest.raises(LimitError):
        listings(content, max_size=len(PAGE) - 1)


def test_needs_warcio(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without warcio, the diagnostic says what to install."""
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    (listing,) = listings(record("conversion", LISTING, PAGE))
    assert not listing
    assert "pip install 'paperlist[crawl]'" in str(listing.diagnostics[0])


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://huggingface.co/papers?date=2031-03-04", True),
        ("https://huggingface.co/papers/week/2031-W10", True),
        ("https://www.huggingface.co/papers/trending?page=2#top", True),
        ("https://web.archive.org/web/20310304050607/https://huggingface.co/papers", True),
        ("http://localhost:8000/papers/", True),
        ("https://huggingface.co/papers/3103.00001", False),
        ("https://huggingface.co/models?search=papers", False),
        ("https://example.org/huggingface.co/papers", False),
        ("https://example.org/papers", False),
        ("", False),
    ],
)
def test_addresses_of_listings(address: str, expected: bool) -> None:  # noqa: FBT001
    """Only the addresses of listings of the site are addresses of listings."""
    assert is_listing(address) is expected


def test_paths_with_colons_are_not_remote() -> None:
    """A drive of Windows and a name with a colon are paths on this machine."""
    assert not any(map(is_remote, ("c:/dumps", "papers: today.txt", "//server/dumps", "1://x")))


def test_a_record_that_an_index_names_is_a_file(tmp_path: Path) -> None:
    """The bytes at the offset and length in a CDX index are read like a WARC file."""
    pieces = [packed([one]) for one in (OTHER, record("conversion", LISTING, PAGE), OTHER)]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(pieces))
    offset, length = len(pieces[0]), len(pieces[1])
    with path.open("rb") as file:
        file.seek(offset)
        (listing,) = listings(file.read(length))
    assert [paper.title for paper in listing] == [TITLE]
    assert "other-pages" not in {found.code for found in listing.diagnostics}
