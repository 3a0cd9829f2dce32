"""Test each kind of evidence for a year, and what is reported if clues contradict each other."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest

import paperlist
from paperlist import ListingDate
from paperlist.files.sources import open_source
from paperlist.model import MONTHS
from paperlist.parser import parse_pages, parse_source
from paperlist.years.evidence import by_sheets
from paperlist.years.inference import year_until
from tests.helpers.search_pages import dump, read

if TYPE_CHECKING:
    from pathlib import Path


BEFORE_2026 = ("2025 or earlier", ["2025 or earlier"])
"""What the clock, which is set to 2026-06-30, says of a page of December, and all that is known of it."""
EVIDENCE: list[tuple[str, str, dict[str, Any], str, list[str]]] = [
    ("the clock", dump("Dec 12", "Oct 6"), {}, "2025 or earlier", ["2025 or earlier"]),
    ("the clock, earlier in the year", dump("Mar 4", "Oct 7, 2024"), {}, "2025 or 2026", ["2024"]),
    ("a year after the clock", dump("Mar 4", "Oct 7, 2026"), {}, "2027 or later", ["2026"]),
    ("a printed year", dump("Dec 12", "Oct 6", "Oct 7, 2024"), {}, "2025", ["2025", "2024"]),
    (
        "with a day by which it existed",
        dump("Dec 12", "Oct 6", "Oct 7, 2024"),
        {"not_after": datetime.date(2026, 11, 21)},
        "2025",
        ["2025", "2024"],
    ),
    ("with a year", dump("Dec 12", "Oct 7, 2024"), {"not_after": 2026}, "2025 or 2026", ["2024"]),
    ("the year of reading", dump("Dec 12", "Oct 6"), {"as_of": 2025}, "2025", ["2025"]),
    ("the day of reading", dump("Dec 12", "Oct 6"), {"as_of": datetime.date(2025, 12, 12)}, "2025", ["2025"]),
    ("a day ahead", dump("Jan 1", "Jan 1"), {"as_of": 2025, "not_after": 2025}, "2025", ["2025"]),
    ("a listing of late December", dump("Dec 31", "Oct 7, 2024"), {}, "2024 or 2025", ["2024"]),
    ("with its year of reading", dump("Dec 31", "Oct 7, 2024"), {"as_of": 2025}, "2024 or 2025", ["2024"]),
    ("read on its day", dump("Dec 31", "Oct 7, 2024"), {"as_of": datetime.date(2025, 12, 31)}, "2025", ["2024"]),
    ("read on new year's day", dump("Dec 31", "Oct 7, 2025"), {"as_of": datetime.date(2026, 1, 1)}, "2025", ["2025"]),
    ("with a day of the year", dump("Dec 31", "Oct 6", "Oct 7, 2024"), {"not_after": 2025}, "2025", ["2025", "2024"]),
    (
        "read in spring",
        dump("Dec 31", "Oct 7, 2024"),
        {"as_of": datetime.date(2026, 3, 1)},
        "2025 or earlier",
        ["2024"],
    ),
    ("long after its day", dump("Dec 12", "Oct 6"), {"as_of": datetime.date(2025, 12, 31)}, "2025", ["2025"]),
    ("before its day", dump("Dec 12", "Jan 6"), {"as_of": datetime.date(2026, 3, 1)}, "2025 or earlier", ["2026"]),
    ("the first day of all", dump("Dec 12", "Jan 1"), {"as_of": datetime.date(1, 1, 1)}, "", ["1"]),
    ("the first year of all", dump("Dec 12", "Jan 6"), {"not_after": datetime.date(1, 1, 2)}, "", [""]),
    (
        "a later day in the calendar",
        dump("Mar 4", "Mar 9", "Mar 3, 2024"),
        {},
        "2026 or earlier",
        ["2025 or 2026", "2024"],
    ),
    ("Feb 29", dump("Mar 4", "Feb 29", "Mar 3, 2021"), {"not_after": 2027}, "2024", ["2024", "2021"]),
    ("a listing on Feb 29", dump("Feb 29", "Feb 2", "Mar 3, 2021"), {"not_after": 2027}, "2024", ["2024", "2021"]),
    ("a day in its name", dump("Dec 12", "Oct 6"), {"source": "a/x_2025-12-12.txt"}, "2025", ["2025"]),
    ("saved later", dump("Dec 31", "Oct 6"), {"source": "20260102.md"}, "2025", ["2025"]),
    (
        "another day in its name",
        dump("Dec 12", "Oct 6"),
        {"source": "2026-05-05"},
        "2025 or earlier",
        ["2025 or earlier"],
    ),
    ("a year in its name", dump("Dec 12", "Oct 6"), {"source": "daily-2025.txt"}, "2025", ["2025"]),
    ("a number in its name", dump("Dec 12", "Oct 6"), {"source": "x2025y_20259999.2025.txt"}, *BEFORE_2026),
    ("a month in its name", dump("Dec 12", "Oct 6"), {"source": "2025-12.txt"}, *BEFORE_2026),
    ("a day of no calendar in its name", dump("Dec 12", "Oct 6"), {"source": "2025-02-30.txt"}, *BEFORE_2026),
    (
        "when it was captured",
        dump("Dec 12", "Oct 6", head="---\nCaptured (UTC): 2025-12-13T01:02:03Z\n---\n"),
        {},
        "2025",
        ["2025"],
    ),
    ("captured at new year", dump("Dec 31", "Oct 6", head="fetched: 2026-01-01\n\n"), {}, "2025", ["2025"]),
    (
        "captured on a day in words",
        dump("Dec 12", "Oct 6", head="Date: Fri, 12 December 2025\n\n"),
        {},
        "2025",
        ["2025"],
    ),
    ("captured on a day without a year", dump("Dec 12", "Oct 6", head="Captured: Dec 20\n\n"), {}, *BEFORE_2026),
    ("captured on no day", dump("Dec 12", "Oct 6", head="Captured: 2025-02-30\n\n"), {}, *BEFORE_2026),
    (
        "the address of another day",
        dump("Dec 12", "Oct 6", head="https://huggingface.co/papers/date/2025-12-11\n\n"),
        {},
        "2025",
        ["2025"],
    ),
    ("the last year of all", dump("Dec 12", "Oct 6"), {"as_of": 9999}, "9999", ["9999"]),
    (
        "an archive's address",
        dump("Dec 12", "Oct 6", head="https://web.archive.org/web/20251212030405/https://huggingface.co/papers\n\n"),
        {},
        "2025",
        ["2025"],
    ),
    (
        "the address of a search",
        dump("Dec 12", "Oct 6", head="URL: https://huggingface.co/papers?q=2024\n\n"),
        {},
        *BEFORE_2026,
    ),
    (
        "the address of a day, read in a later year",
        dump("Dec 12", "Dec 11, 2024", head="URL: https://huggingface.co/papers/date/2024-12-12\n\n"),
        {},
        "2024",
        ["2024"],
    ),
    (
        "a link to the day before",
        dump("Dec 12", "Oct 6").replace("Dec 12", "[](/papers/date/2025-12-11)\n\nDec 12", 1),
        {},
        "2025",
        ["2025"],
    ),
    (
        "a link to the month",
        dump("Dec 12", "Oct 6").replace("Dec 12", "[](/papers/month/2025-12)\n\nDec 12", 1),
        {},
        "2025",
        ["2025"],
    ),
    (
        "a link to a day far off, or of no calendar",
        dump("Dec 12", "Oct 6").replace(
            "Dec 12", "[](/papers/date/2024-06-11) [](/papers/date/2024-06-31)\n\nDec 12", 1
        ),
        {},
        "2024 or 2025",
        ["2024 or 2025"],
    ),
    (
        "an arXiv id",
        dump("Dec 12", "Sep 30", "Oct 6") + "/papers/2510.00001\n",
        {},
        "2025",
        ["2025", "2025"],
    ),
    (
        "an arXiv id far from the day",
        dump("Dec 12", "Mar 3") + "/papers/2411.00001\n",
        {},
        "2024 or 2025",
        ["2024 or 2025"],
    ),
]


@pytest.mark.parametrize(
    ("text", "known", "listed", "published"), [case[1:] for case in EVIDENCE], ids=[case[0] for case in EVIDENCE]
)
def test_what_tells_years(text: str, known: dict[str, Any], listed: str, published: list[str]) -> None:
    """Each kind of evidence gives the possible years of the listing and its papers."""
    assert read(text, **known)[:2] == (listed, published)


CLASHES: list[tuple[str, str, dict[str, Any], str, str]] = [
    (
        "as_of overrules a printed year",
        dump("Dec 12", "Oct 6", "Oct 7, 2025"),
        {"as_of": 2025},
        "2025",
        (
            "the printed date (2025-10-07) means the page was saved in 2026 or later, "
            "but as_of (2025) means 2025 or earlier"
        ),
    ),
    (
        "a printed year overrules the name",
        dump("Dec 12", "Oct 6", "Oct 7, 2025"),
        {"source": "on-2025.txt"},
        "2026 or later",
        (
            "the printed date (2025-10-07) means the page was saved in 2026 or later, "
            "but the file name (on-2025.txt) means 2025 or earlier"
        ),
    ),
]


def contradictions(listing: paperlist.Listing) -> list[paperlist.Diagnostic]:
    """Return the diagnostics about years."""
    return [diagnostic for diagnostic in listing.diagnostics if diagnostic.code == "contradicting-years"]


@pytest.mark.parametrize(
    ("text", "known", "listed", "message"), [case[1:] for case in CLASHES], ids=[case[0] for case in CLASHES]
)
def test_what_contradicts_is_told_with_both_sides(text: str, known: dict[str, Any], listed: str, message: str) -> None:
    """The weaker evidence gives way, and a warning quotes both."""
    found = paperlist.parse_text(text, **known)
    assert [one.message for one in contradictions(found)] == [message]
    assert found.date is not None
    assert found.date.years() == listed
    with pytest.raises(paperlist.ParseError, match="contradicting-years"):
        paperlist.parse_text(text, **known, strict="warning")


def test_a_day_says_how_its_year_is_known() -> None:
    """The basis is the kind of evidence if one kind gives both bounds, and ``bounds`` if several do."""
    text = dump("Dec 12", "Oct 6", "Oct 7, 2024")
    named = paperlist.parse_text(dump("Dec 12", "Oct 6"), source="2024.txt")
    assert named.date is not None
    assert named.date.year_basis == "file_name"
    for known, basis in (
        ({"as_of": 2025}, "as_of"),
        ({"not_after": 2025}, "bounds"),
    ):
        found = paperlist.parse_text(text, **known)  # type: ignore[arg-type] # keywords of several types
        assert found.date is not None
        assert (found.date.year, found.date.year_basis) == (2025, basis)


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("2024-12-12/daily.txt", 2024),
        ("dumps/2024/12/12.txt", 2024),
        ("dumps\\2024\\12-12.txt", 2024),
        ("daily-2024-12-12T06:30:00.txt", 2024),
        ("2021-12-12/daily-2024-12-12.txt", 2024),
        ("backup-2024-12-13/daily.txt", None),
    ],
)
def test_the_folder_may_tell_the_day(name: str, year: int | None) -> None:
    """A day in the names of folders is the page's own, or tells nothing: it may be that of a backup."""
    found = paperlist.parse_text(dump("Dec 12", "Oct 6"), source=name).date
    assert found is not None
    assert (found.year, found.year_basis) == ((year, "file_name") if year else (None, None))


def test_a_page_without_a_date_has_a_year_of_reading() -> None:
    """If the page's own date is missing, the day of saving still dates its papers."""
    (paper,) = paperlist.parse_text(dump("", "Oct 6"), as_of=datetime.date(2025, 12, 12), not_after=2026)
    assert str(paper.published) == "2025-10-06"


def test_the_clock_is_evidence_unless_the_caller_says_more_or_the_page_is_later() -> None:
    """Today is evidence of the kind ``not_after``, unless the page must have been saved later."""

    def clock(text: str, **known: Any) -> list[str]:
        listing = paperlist.parse_text(text, **known)
        assert not contradictions(listing)
        return [str(one) for one in listing.evidence if one.basis == "not_after"]

    seen = ["not_after (2026-06-30): saved until 2026-06-30"]
    assert clock(dump("Dec 12", "Oct 7, 2024")) == seen
    assert clock(dump("Dec 12", "Oct 6"), as_of=2025) == []
    assert clock(dump("Dec 12", "Oct 6"), not_after=2025) == ["not_after (2025): saved until 2025-12-31"]
    assert clock(dump("Dec 12", "Oct 7, 2026")) == []
    assert clock(dump("Dec 12", "Oct 6"), source="2026-12-12.txt") == []
    assert clock(dump("Mar 4", "Jan 2"), source="2027.txt") == []
    assert clock(dump("Dec 12", "Oct 7, 2025")) == []  # this December has not come yet


def test_a_clock_that_contradicts_nothing_is_kept_where_other_evidence_clashes() -> None:
    """If other evidence contradicts itself, that is reported, and the clock still counts."""
    listing = paperlist.parse_text(dump("Mar 4", "Jan 2", "Oct 7, 2024"), source="2023.txt")
    (found,) = contradictions(listing)
    assert "the file name (2023.txt) means 2023 or earlier" in found.message
    assert listing.date is not None
    assert listing.date.years() == "2025 or 2026"


def test_every_entrance_looks_at_the_clock(tmp_path: Path) -> None:
    """A file, a text, many files, and the pages of one file get the same years."""
    text = dump("Dec 12", "Oct 7, 2024")
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    listings = [
        paperlist.parse(path),
        paperlist.parse_text(text),
        *paperlist.parse_many(path),
        *parse_pages(open_source(path)),
        parse_source(open_source(path)),
    ]
    assert [listing.date and listing.date.years() for listing in listings] == ["2025"] * 5


def test_a_contradiction_of_the_page_date_says_so() -> None:
    """The message says that it is the page's own date for which no year is possible."""
    head = "URL: https://huggingface.co/papers/date/2026-03-04\n\n"
    listing = paperlist.parse_text(dump("Mar 4", "Mar 9", head=head), source="2025-03-04.txt")
    (found,) = contradictions(listing)
    assert found.message == (
        "the address of the page (/papers/date/2026-03-04) means the date of the page is in 2026 or later, "
        "but the file name (2025-03-04.txt) means 2025 or earlier"
    )


def test_a_day_in_the_calendar_until() -> None:
    """The last year in which a day is not past another."""
    assert [year_until(datetime.date(2025, 3, 4), ListingDate(month=3, day=day)) for day in (3, 4, 5)] == [
        2025,
        2025,
        2024,
    ]
    assert MONTHS[2] == "Mar"


PRINTED: dict[str, list[str]] = {
    "11/14/29, 9:03 AM   Daily Papers": ["2029-11-14"],
    "3/4/29, 9:03 pm": ["2029-03-04"],
    "14/11/2029, 09:03": ["2029-11-14"],
    "11/14/2029 09:03": ["2029-11-14"],
    "4.3.29, 09:03": ["2029-03-04"],
    "2029/3/4 9:03": ["2029-03-04"],
    "2029-03-04 09:03:11": ["2029-03-04"],
    "11/12/29, 09:03": ["2029-11-12"],
    "12/11/29, 09:03": ["2029-11-12"],
    "4/3/29, 09:03": [],
    "31/31/29, 09:03": [],
    "4/3/9, 09:03": [],
    "1/21": [],
    "Version 1.2.3, 10 of 11": [],
}
"""Running heads, with the day of printing that each shows on a page of November 12."""


@pytest.mark.parametrize("line", PRINTED)
def test_the_time_of_printing(line: str) -> None:
    """The order of day and month follows from the signs between them, from `AM`, or from the page's own date."""
    found = list(by_sheets([line, line], ListingDate(month=11, day=12)))
    assert [one.reason for one in found] == PRINTED[line]


def test_the_address_at_the_foot_of_a_sheet() -> None:
    """An address of the listing's day in a running foot gives the year of the listing."""
    foot = "https://huggingface.co/papers/date/2029-11-12        2/7"
    (found,) = by_sheets([foot], ListingDate(month=11, day=12))
    assert (found.basis, str(found.first)) == ("address", "2029-11-12")
