"""Test what may be parsed and with which options: paths, streams, zip files, days, strictness."""

from __future__ import annotations

import datetime
import gzip
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

import paperlist
from paperlist import LimitError, Listing, ListingDate, ParseError
from paperlist.files.opened import OpenSource
from paperlist.files.sources import open_text
from paperlist.parser import parse_pages, parse_source
from tests.helpers.pages import printed_date, shown

CASES = Path("tests/cases")
SAMPLES = Path("samples")


def test_what_is_told_of_bytes_comes_before_what_is_told_of_cards() -> None:
    """Options for files are passed on, and problems of the bytes come before those of the cards."""
    page = Path("samples/000-tidal-graphs.txt").read_bytes()
    whole = paperlist.parse(io.BytesIO(page))
    spoilt = page.replace("•".encode(), "â€¢".encode())
    mended = paperlist.parse(io.BytesIO(spoilt), mend=True)
    assert [shown(paper) for paper in mended] == [shown(paper) for paper in whole]
    assert [d.code for d in mended.diagnostics] == ["mojibake", *(d.code for d in whole.diagnostics)]
    assert paperlist.parse_text(spoilt.decode(), mend=True) == mended
    assert next(iter(paperlist.parse_many(io.BytesIO(spoilt), mend=True))) == mended
    with pytest.raises(ParseError, match="mojibake"):
        paperlist.parse_text(spoilt.decode(), strict="warning")


def test_other_problems_of_a_file_do_not_hide_that_it_has_no_papers() -> None:
    """A text that is no listing is said to be none, whatever is wrong with its characters."""
    listing = paperlist.parse_text("Minutes of the harbour board\n\nThe crane\0 was mended.\n")
    assert not listing
    assert {found.code for found in listing.diagnostics} == {"no-papers", "nul-characters"}


def test_the_dumps_in_a_zip_file_are_listings(tmp_path: Path) -> None:
    """Each has its own name; ``parse`` takes the first of several, and a file that is too large is an error."""
    path = tmp_path / "dumps.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for sample in sorted(SAMPLES.glob("*.txt")):
            archive.write(sample, sample.name)
    listings = list(paperlist.parse_many(path))
    assert [paper for listing in listings for paper in listing] == [
        paper for listing in paperlist.parse_many(SAMPLES) for paper in listing
    ]
    assert listings[0].source == f"{path.as_posix()}/000-tidal-graphs.txt"
    assert [d.code for d in paperlist.parse(path).diagnostics] == ["several-dumps"]
    with pytest.raises(LimitError, match="too-large"):
        list(paperlist.parse_many(path, max_size=9999))
    with pytest.raises(LimitError, match="too-large"):
        paperlist.parse(io.BytesIO(gzip.compress(path.read_bytes())), max_size=99)


def test_a_paper_knows_where_it_stood() -> None:
    """The line and the span of a paper lead back to its card."""
    text = (CASES / "whole.txt").read_text(encoding="utf-8")
    for paper in paperlist.parse_text(text):
        assert paper.line is not None
        assert paper.span is not None
        assert text.split("\n")[paper.line - 1] == paper.title
        assert text[slice(*paper.span)].startswith(paper.title)
        assert text[slice(*paper.span)].endswith(
            str(paper.comments or printed_date(paper.published or ListingDate(month=1, day=1)))
        )


def test_strict_raises_the_first_severe_diagnostic() -> None:
    """The first diagnostic of the level is raised, with its place; those of severity ``info`` are not errors."""
    with pytest.raises(ParseError) as caught:
        paperlist.parse(SAMPLES / "000-tidal-graphs.txt", strict="info")
    (found,) = paperlist.parse(SAMPLES / "000-tidal-graphs.txt", strict=True).diagnostics
    assert found.severity == "info"
    assert caught.value.diagnostic == found
    assert found.place == "samples/000-tidal-graphs.txt:53:1"


def test_strict_raises_what_is_wrong_with_bytes() -> None:
    """With ``strict``, bytes that are not text are an error at once."""
    with pytest.raises(ParseError, match="not-text"):
        paperlist.parse(io.BytesIO(bytes(range(32)) * 9), strict=True)


def test_paths_and_streams_give_the_same() -> None:
    """A path as text or object, a text stream and a binary stream give the same papers."""
    path = SAMPLES / "005-archives-and-maps.txt"
    with path.open("rb") as binary, path.open(encoding="utf-8") as text:
        listings = [paperlist.parse(source) for source in (str(path), path, binary, text)]
    assert all(listing == listings[0] for listing in listings)
    assert paperlist.parse(io.StringIO(path.read_text(encoding="utf-8"))).papers == listings[0].papers


def test_many_files_come_in_order() -> None:
    """Folders and patterns give their files in the order of their names, each a listing that knows its source."""
    names = [f"samples/{path.name}" for path in sorted(SAMPLES.glob("*.txt"))]
    assert [listing.source for listing in paperlist.parse_many("samples")] == names
    assert [listing.source for listing in paperlist.parse_many(["samples/00[5]*", SAMPLES])] == [names[5], *names]


@pytest.mark.parametrize(
    ("as_of", "error"),
    [("Mar 4", ValueError), (True, TypeError), (2031.0, TypeError), (0, ValueError), (10000, ValueError)],
)
def test_a_reading_day_is_a_date_or_a_year(as_of: Any, error: type[Exception], monkeypatch: Any) -> None:
    """``as_of`` and ``not_after`` take dates and years. Other values are refused before a file is opened."""
    monkeypatch.setattr(Path, "open", None)
    path = SAMPLES / "000-tidal-graphs.txt"
    for name in ("as_of", "not_after"):
        known: Any = {name: as_of}
        for call in (paperlist.parse, paperlist.parse_many):
            with pytest.raises(error, match=f"^{name}: expected"):
                call(path, **known)
        with pytest.raises(error, match=f"^{name}: expected"):
            paperlist.parse_text("", **known)


def test_a_dump_opened_before_is_closed_by_a_wrong_option(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was opened before the options are checked does not stay open."""
    closed: list[str | None] = []

    def close(self: OpenSource) -> None:
        closed.append(self.name)

    monkeypatch.setattr(OpenSource, "close", close)
    for call in (parse_source, parse_pages):
        with pytest.raises(TypeError, match="as_of: expected"):
            list(call(open_text("", "a.txt"), as_of=1.5))  # type: ignore[arg-type]
    assert closed == ["a.txt", "a.txt"]


def test_any_usual_form_of_a_day_or_year_will_do() -> None:
    """A date, a datetime, an integer type and ISO 8601 text mean the same."""
    text = (CASES / "whole.txt").read_text(encoding="utf-8")

    class Year:
        def __index__(self) -> int:
            return 2031

    day = datetime.date(2031, 3, 4)
    moment = datetime.datetime(2031, 3, 4, 23, 59, tzinfo=datetime.timezone.utc)
    forms: list[list[Any]] = [[day, moment, "2031-03-04", "2031-03-04T05:06:07Z"], [2031, Year(), "2031"]]
    for same in forms:
        for name in ("as_of", "not_after"):
            records = [paperlist.parse_text(text, **{name: form}).to_dict() for form in same]
            assert all(record == records[0] for record in records)


def test_a_listing_knows_its_snapshot() -> None:
    """It is the day that the caller gives, or that of the last capture line, but never a year or any other evidence."""
    page = (CASES / "whole.txt").read_text(encoding="utf-8")
    captured = f"Captured: 2031-03-05\n\n{page}"
    day = datetime.date(2031, 3, 4)
    assert paperlist.parse_text(page).snapshot is None
    assert paperlist.parse_text(page, as_of=2031, source="2031-03-04.txt").snapshot is None
    assert paperlist.parse_text(page, not_after=day).snapshot is None
    assert paperlist.parse_text(page, as_of=day).snapshot == "2031-03-04"
    assert paperlist.parse_text(captured).snapshot == "2031-03-05"
    assert paperlist.parse_text(captured, as_of=2031).snapshot == "2031-03-05"
    assert paperlist.parse_text(captured, as_of=day).snapshot == "2031-03-04"
    assert paperlist.parse_text(f"Date: 2031-03-03\n{captured}").snapshot == "2031-03-05"
    assert paperlist.parse_text(captured) != paperlist.parse_text(page)


def test_text_is_no_path_and_a_path_no_text() -> None:
    """Text given as a path, and a path given as text, are refused with a hint."""
    with pytest.raises(FileNotFoundError, match="parse_text"):
        paperlist.parse("new\n\nSubscribe\n")
    with pytest.raises(TypeError, match="parse takes"):
        paperlist.parse_text(SAMPLES / "000-tidal-graphs.txt")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="expected str, got"):
        paperlist.tokenize(SAMPLES / "000-tidal-graphs.txt")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"paths": [3]}, "expected str or PathLike, got int 3"),
        ({"paths": [b"a.txt"]}, "expected str or PathLike, got bytes b'a.txt'"),
        ({"paths": 3}, "expected a path, or several, got int 3"),
        ({"paths": "samples", "executor": 4}, "executor: expected an executor or None, got int 4"),
        ({"paths": "samples", "progress": True}, "progress: expected a function or None, got bool True"),
    ],
    ids=str,
)
def test_what_cannot_be_read_with_is_refused(arguments: dict[str, Any], message: str) -> None:
    """Messages say what was expected, and what was given."""
    with pytest.raises(TypeError, match=f"^{message}$"):
        list(paperlist.parse_many(**arguments))


def test_a_text_goes_by_any_name_of_a_file() -> None:
    """A path is accepted, as for a file; other types are refused."""
    path = SAMPLES / "000-tidal-graphs.txt"
    text = path.read_text(encoding="utf-8")
    assert paperlist.parse_text(text, source=path) == paperlist.parse(path)
    with pytest.raises(TypeError, match="expected str, got int 3"):
        paperlist.parse_text(text, source=3)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "\0"])
def test_no_file_has_such_a_name(name: str) -> None:
    """In particular, an empty name is not the working folder."""
    with pytest.raises(FileNotFoundError):
        paperlist.parse(name)
    with pytest.raises(FileNotFoundError):
        next(paperlist.parse_many(name))


def test_a_page_and_its_twin_are_two_listings() -> None:
    """Listings are equal if their papers, dates and sources are; diagnostics are ignored."""
    listing = paperlist.parse(SAMPLES / "000-tidal-graphs.txt")
    assert listing == Listing(papers=listing.papers, date=listing.date, source=listing.source)


def test_a_catalog_is_no_dump() -> None:
    """The message says what reads it, since its papers would be missing in what is merged."""
    listing = paperlist.parse_text(paperlist.merge(paperlist.parse_many(SAMPLES)).to_jsonl())
    assert not listing
    assert [str(found.message) for found in listing.diagnostics] == ["this is a catalog, which Catalog.load reads"]
