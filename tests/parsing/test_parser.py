"""Test that dumps are parsed into the right listings."""

from __future__ import annotations

import contextlib
import datetime
import gzip
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import paperlist
from paperlist import LimitError, Listing, ListingDate, Paper, ParseError
from paperlist.files.sources import OpenSource, open_text
from paperlist.parser import parse_pages, parse_source
from tests.helpers.pages import Style, pages, printed, printed_date, write_page

CASES = Path("tests/cases")
SAMPLES = Path("samples")


def day_printed(date: ListingDate) -> ListingDate:
    """Return a date without a year that other evidence gives, such as the clock or the papers' identifiers."""
    return date if date.year_basis == "printed" else ListingDate(month=date.month, day=date.day)


def shown(paper: Paper) -> dict[str, Any]:
    """Return the fields that the truth of a seed gives, as the page prints them."""
    return {
        "title": paper.title,
        "abstract": paper.abstract,
        "author_count": paper.author_count,
        "published": paper.published and printed_date(day_printed(paper.published)),
        "comments": paper.comments,
    }


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_cases_give_their_papers_and_diagnostics(path: Path) -> None:
    """Each dump in tests/cases gives the date, the papers and the full texts of the diagnostics beside it."""
    truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    as_of = truth["as_of"] and datetime.date.fromisoformat(truth["as_of"])
    listing = paperlist.parse_text(path.read_bytes().decode(), source=path.name, as_of=as_of)
    papers = [
        {name: value for name, value in paper.to_dict().items() if value is not None and name in truth_names()}
        for paper in listing
    ]
    assert papers == truth["papers"]
    assert (listing.date and str(listing.date)) == truth["date"]
    assert [str(diagnostic).split("\n") for diagnostic in listing.diagnostics] == truth["diagnostics"]


def truth_names() -> set[str]:
    """Return the keys of a paper's record that the cases hold."""
    return set(Paper(title="").to_dict()) - {"span", "published_year_basis", "published_earliest", "published_latest"}


@pytest.mark.parametrize(
    "truth", json.loads(Path("tests/samples.json").read_text(encoding="utf-8")), ids=lambda t: t["file"]
)
def test_samples_give_their_papers(truth: dict[str, Any]) -> None:
    """Each sample gives exactly its papers, in order, and its date; and whole dates where the reading day is told."""
    listing = paperlist.parse(SAMPLES / truth["file"])
    assert [shown(paper) for paper in listing] == truth["papers"]
    assert listing.date is not None
    assert printed_date(day_printed(listing.date)) == truth["date"]
    told = paperlist.parse(SAMPLES / truth["file"], as_of=datetime.date.fromisoformat(truth["read"]))
    assert told.date is not None
    assert told.date.date == datetime.date.fromisoformat(truth["read"])
    assert all(paper.published is None or paper.published.date for paper in told)
    assert not {d.code for d in told.diagnostics} - {"missing-metadata"}


def test_what_is_told_of_bytes_comes_before_what_is_told_of_cards() -> None:
    """The options of reading reach it, and its diagnostics the listing."""
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


def test_the_dumps_in_a_zip_file_are_listings(tmp_path: Path) -> None:
    """Each has its own name; alone ``parse`` takes it, and more than is allowed is an error."""
    path = tmp_path / "dumps.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for sample in sorted(SAMPLES.iterdir()):
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


@given(st.binary() | st.sampled_from([path.read_bytes() for path in sorted(SAMPLES.iterdir())]), st.data())
def test_any_bytes_are_parsed(content: bytes, data: st.DataObject) -> None:
    """A mutated dump, too, gives a listing that can be written; ``strict`` raises ParseError alone."""
    mutated = bytearray(content[: data.draw(st.none() | st.integers(0, len(content)))])
    for at in data.draw(st.lists(st.integers(0, max(len(mutated) - 1, 0)), max_size=5)):
        mutated[at : at + 1] = data.draw(st.binary(max_size=2))
    listing = paperlist.parse(io.BytesIO(mutated), mend=data.draw(st.booleans()))
    assert paperlist.Listing.from_jsonl(listing.to_jsonl()) == listing
    with contextlib.suppress(ParseError):
        paperlist.parse(io.BytesIO(mutated), strict=data.draw(st.sampled_from([True, "warning", "info"])))


def test_seeds_give_their_papers(corpus: Path) -> None:
    """The 181 papers of the five real dumps come out exactly, in order, with no more to tell than five bare cards."""
    truths = json.loads((corpus / "dumps/seeds/truth.json").read_text(encoding="utf-8"))
    listings = [paperlist.parse(corpus / "dumps/seeds" / truth["file"]) for truth in truths]
    for listing, truth in zip(listings, truths, strict=True):
        assert [shown(paper) for paper in listing] == truth["papers"]
        assert listing.date is not None
        assert printed_date(day_printed(listing.date)) == truth["date"]
    assert [len(listing) for listing in listings] == [40, 25, 33, 24, 59]
    assert [d.code for listing in listings for d in listing.diagnostics] == ["missing-metadata"] * 5
    assert [paperlist.parse(corpus / "dumps/seeds" / truth["file"], strict=True) for truth in truths] == listings


def test_the_seeds_make_one_catalog(corpus: Path) -> None:
    """The five real dumps merge into 132 papers, 31 of them seen in more than one, in any order and grouping."""
    listings = list(paperlist.parse_many(corpus / "dumps/seeds/*.txt"))
    catalog = paperlist.merge(listings)
    assert (len(catalog), len(catalog.sightings)) == (132, 181)
    assert sum(len({sighting.source for sighting in entry.sightings}) > 1 for entry in catalog) == 31
    backwards = paperlist.merge(reversed(listings))
    grouped = paperlist.merge(listings[3:]) | (paperlist.merge(listings[:1]) | paperlist.merge(listings[1:3]))
    assert catalog == backwards == grouped
    assert catalog.to_jsonl() == backwards.to_jsonl() == grouped.to_jsonl()


def as_printed(paper: Paper) -> Paper:
    """Return a paper with its date as the page prints it."""
    return evolve(paper, published=paper.published and day_printed(paper.published))


@pytest.mark.parametrize("view", ["search", "daily", "trending"])
def test_what_is_written_is_read(view: Any) -> None:
    """A page written in any style gives back what it prints of each paper, in order, and its date."""

    @settings(max_examples=60)
    @given(pages(view))
    def read_back(page: tuple[list[Paper], ListingDate, Style]) -> None:
        listed, date, style = page
        listing = paperlist.parse_text(write_page(listed, date, style))
        assert list(map(as_printed, listing)) == [printed(paper, style) for paper in listed]
        assert (listing.date and day_printed(listing.date)) == (
            None if view == "trending" else ListingDate(month=date.month, day=date.day)
        )

    read_back()


@settings(max_examples=60)
@given(pages("search", style=Style()))
def test_the_seeds_layout_is_read_back_without_a_word(page: tuple[list[Paper], ListingDate, Style]) -> None:
    """A page in the seeds' own layout gives nothing to tell, so that a strict reading takes it."""
    listed, date, style = page
    listing = paperlist.parse_text(write_page(listed, date, style), strict="info")
    assert list(map(as_printed, listing)) == [printed(paper, style) for paper in listed]


@settings(max_examples=200)
@given(st.text() | st.text("Submitted by 12 authors·•-[]()Dec 2024\n#*_!k,", max_size=300))
def test_any_text_is_read(text: str) -> None:
    """No text raises anything, and what is told stands within it."""
    listing = paperlist.parse_text(text)
    assert listing or listing.diagnostics
    for diagnostic in listing.diagnostics:
        start, end = diagnostic.span
        assert 0 <= start <= end <= len(text)


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
    """The first diagnostic of the level is raised, with its place; a page that only shows less is no error."""
    with pytest.raises(ParseError) as caught:
        paperlist.parse(SAMPLES / "000-tidal-graphs.txt", strict="info")
    (found,) = paperlist.parse(SAMPLES / "000-tidal-graphs.txt", strict=True).diagnostics
    assert found.severity == "info"
    assert caught.value.diagnostic == found
    assert found.place == "samples/000-tidal-graphs.txt:53:1"


def test_strict_raises_what_is_wrong_with_bytes() -> None:
    """Bytes that are no text raise at once when ``strict``."""
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
    names = [f"samples/{path.name}" for path in sorted(SAMPLES.iterdir())]
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
    """The options are checked then, and the file does not stay open."""
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
    """It is the day that the caller gives, or that of the last capture line, but no year and no other evidence."""
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


def test_several_pages_share_a_snapshot_or_have_none() -> None:
    """A listing of several pages has the snapshot that is that of each."""
    page = (CASES / "whole.txt").read_text(encoding="utf-8")
    both = f"{page}\n{page}"
    assert paperlist.parse_text(both, as_of=datetime.date(2031, 3, 4)).snapshot == "2031-03-04"
    assert paperlist.parse_text(f"Captured: 2031-03-05\n\n{both}").snapshot is None


def test_text_is_no_path_and_a_path_no_text() -> None:
    """Text given as a path, and a path given as text, are refused with a hint, never read as the other."""
    with pytest.raises(FileNotFoundError, match="parse_text"):
        paperlist.parse("new\n\nSubscribe\n")
    with pytest.raises(TypeError, match="parse takes"):
        paperlist.parse_text(SAMPLES / "000-tidal-graphs.txt")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="expected str, got"):
        paperlist.tokenize(SAMPLES / "000-tidal-graphs.txt")  # type: ignore[arg-type]


def test_a_text_goes_by_any_name_of_a_file() -> None:
    """A path will do, as for a file; what is no name is refused."""
    path = SAMPLES / "000-tidal-graphs.txt"
    text = path.read_text(encoding="utf-8")
    assert paperlist.parse_text(text, source=path) == paperlist.parse(path)
    with pytest.raises(TypeError, match="expected str, got int 3"):
        paperlist.parse_text(text, source=3)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "\0"])
def test_no_file_has_such_a_name(name: str) -> None:
    """An empty one least of all is the folder at hand."""
    with pytest.raises(FileNotFoundError):
        paperlist.parse(name)
    with pytest.raises(FileNotFoundError):
        next(paperlist.parse_many(name))


def test_a_page_and_its_twin_are_two_listings() -> None:
    """A listing equals another of the same papers, date and source; its diagnostics do not count."""
    listing = paperlist.parse(SAMPLES / "000-tidal-graphs.txt")
    assert listing == Listing(papers=listing.papers, date=listing.date, source=listing.source)


def two_pages() -> str:
    """Return two days pasted together, with a line between them."""
    first, second = (
        (SAMPLES / name).read_text(encoding="utf-8") for name in ("000-tidal-graphs.txt", "001-sparse-memory.txt")
    )
    return f"{first}\n\n=== the next day ===\n\n{second}"


def test_several_pages_are_one_listing_and_loudly() -> None:
    """``parse`` gives all papers of all pages, no date, as theirs differ, and tells where the second page begins."""
    text = two_pages()
    listing = paperlist.parse_text(text)
    pages = [paperlist.parse(SAMPLES / name) for name in ("000-tidal-graphs.txt", "001-sparse-memory.txt")]
    assert list(listing) == [paper for page in pages for paper in page]
    assert listing.date is None
    (told,) = (diagnostic for diagnostic in listing.diagnostics if diagnostic.code == "several-pages")
    assert text[slice(*told.span)] == "new"
    assert told.span[0] > text.index("the next day")
    (between,) = (diagnostic for diagnostic in listing.diagnostics if diagnostic.code == "unknown-text")
    assert text[slice(*between.span)] == "=== the next day ==="


def test_many_gives_a_listing_for_each_page(tmp_path: Path) -> None:
    """``parse_many`` gives each page its own date, and its papers lines and spans within the file."""
    text = two_pages()
    path = tmp_path / "days.txt"
    path.write_text(text, encoding="utf-8")
    first, second = paperlist.parse_many(path)
    assert [str(first.date), str(second.date)] == ["--03-04", "--03-05"]
    assert first.papers == paperlist.parse(SAMPLES / "000-tidal-graphs.txt").papers
    assert second.papers == paperlist.parse(SAMPLES / "001-sparse-memory.txt").papers
    for paper in second:
        assert paper.span is not None
        assert text[slice(*paper.span)].startswith(paper.title)


def test_a_page_captured_twice_is_seen_once(tmp_path: Path) -> None:
    """The same page twice in a file gives its papers and its date twice, and one sighting of each when merged."""
    text = (SAMPLES / "000-tidal-graphs.txt").read_text(encoding="utf-8")
    path = tmp_path / "twice.txt"
    path.write_text(f"{text}\n{text}", encoding="utf-8")
    listing = paperlist.parse(path)
    assert (len(listing), str(listing.date)) == (18, "--03-04")
    assert len(paperlist.merge(paperlist.parse_many(path)).sightings) == 9


def test_strict_refuses_several_pages() -> None:
    """Several pages are a warning where one is expected, which only ``strict="warning"`` raises."""
    text = (CASES / "whole.txt").read_text(encoding="utf-8")
    with pytest.raises(ParseError, match="several-pages"):
        paperlist.parse_text(f"{text}\n{text}", strict="warning")
    assert len(paperlist.parse_text(f"{text}\n{text}", strict=True)) == 8


DENSE = """Daily Papers
Mar 4
12
Lantern Drift in Slow Rivers and the Many Bridges That Cross Them on Foot in
Winter and Summer: A Survey
We measure how far a lantern drifts in a slow river, and find that the drift
is smaller than the maps suggest. The effect holds for eleven rivers and for
two kinds of lantern, of which one was lost.
6 authors
·
Mar 2
-
Why Moss Prefers Old Solvers over New Ones, and What It Says of Winters Past
Moss grows on the north side of old solvers. We ask why, and answer with a
kernel that remembers the last seven winters, at a cost that is linear in the
number of stones. It does so with fewer stones than before.
1 authors
·
Mar 1 3"""


def test_a_title_without_blank_lines_goes_on_in_lines_written_as_titles_are() -> None:
    """A full line behind the upvotes goes on in a line of capitals, and ends before a sentence."""
    first, second = paperlist.parse_text(DENSE)
    assert first.title.endswith("on Foot in Winter and Summer: A Survey")
    assert first.abstract is not None
    assert first.abstract.startswith("We measure")
    assert second.title.endswith("What It Says of Winters Past")
    assert second.abstract is not None
    assert second.abstract.startswith(
        "Moss grows on the north side of old solvers. We ask why, and answer with a kernel"
    )


def test_lines_without_end_are_not_all_remembered() -> None:
    """Many different short lines are read like few."""
    text = "Daily Papers\n\nMar 4\n\n" + "".join(f"Clock {i}\n\n{i} authors\n\n" for i in range(6_000))
    listing = paperlist.parse_text(text)
    assert [paper.author_count for paper in listing] == list(range(6_000))
    assert listing[5_999].title == "Clock 5999"


def test_a_number_that_links_to_a_paper_is_its_title() -> None:
    """Where the link behind a number leads to a paper, it is no count, even without blank lines to tell."""
    abstract = "Clocks that are never wound still tell the time twice a day. " * 4
    cards = (
        f"[{n}](/login?next=x)\n[{t}](/papers/2203.0000{n})\n{abstract}\n6 authors\n·\nMar 2\n"
        for n, t in ((7, 42), (8, 43))
    )
    listing = paperlist.parse_text("Daily Papers\nMar 4\n" + "".join(cards))
    assert [(paper.title, paper.upvotes) for paper in listing] == [("42", 7), ("43", 8)]


def test_a_count_in_the_place_of_the_authors_is_a_stray() -> None:
    """What is left of a line of authors that was cut is no count of comments."""
    text = (CASES / "whole.txt").read_text(encoding="utf-8").replace("  • 12 authors", "  • 12 ")
    listing = paperlist.parse_text(text)
    assert [paper.comments for paper in listing] == [2, None, 14, None]
    assert [diagnostic.code for diagnostic in listing.diagnostics] == ["missing-authors", "unknown-text"]


def test_headings_below_the_cards_begin_no_page() -> None:
    """The page's name in its footer leaves it one page, with its date."""
    text = (CASES / "whole.txt").read_text(encoding="utf-8")
    listing = paperlist.parse_text(f"{text}\n\nDaily Papers\n\nSystem theme\n\nTOS Privacy About Jobs\n")
    assert (len(listing), str(listing.date), listing.diagnostics) == (4, "--03-04", ())


def test_counts_that_stick_to_titles_are_parted_from_them() -> None:
    """Where nearly all titles begin with a number or a dash, that is the upvotes; `3D` elsewhere keeps its own."""
    cards = (("12", "Clocks"), ("-", "Moss"), ("1,024", "Ferns"), ("86", "Tides"))
    lines = (f"Submitted by\nuser{i}\n{count}{title}\n· {i + 1} authors\n" for i, (count, title) in enumerate(cards))
    listing = paperlist.parse_text("Daily Papers\nMar 4\n" + "".join(lines))
    assert [(paper.upvotes, paper.title) for paper in listing] == [
        (12, "Clocks"),
        (0, "Moss"),
        (1024, "Ferns"),
        (86, "Tides"),
    ]
    (alone,) = paperlist.parse_text("Daily Papers\nMar 4\nSubmitted by\na\n7\n3D Buoys\n· 2 authors")
    assert (alone.upvotes, alone.title) == (7, "3D Buoys")


def test_places_are_right_behind_a_last_return() -> None:
    """A return that ends a chunk of lines counts as one character: spans index the text."""
    text = "Daily Papers\rMar 4\rA Title\r- 6 authors\rB Title\r6 authors"
    papers = paperlist.parse_text(text)
    assert [text[slice(*paper.span or (0, 0))] for paper in papers] == ["A Title\r- 6 authors", "B Title\r6 authors"]


def test_a_count_before_a_title_ends_where_its_token_does() -> None:
    """Behind a number that is all of a text, another token's words make it no count before a title."""
    assert [p.title for p in paperlist.parse_text("sSubmitted by r 2 Submitted by r 0 . ·2 author9 N")] == [
        "s",
        "2",
        "0 .",
        "9 N",
    ]
