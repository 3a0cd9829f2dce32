"""Test which papers and fields are written, and in which order."""

from __future__ import annotations

import csv
import datetime
import io
import json
from argparse import ArgumentTypeError
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import Listing, ListingDate, Paper, cli, merge
from paperlist.cli import options
from paperlist.cli.options import Order
from paperlist.cli.selection import in_order, may_lie_within
from tests.helpers.console import complaint, dump, output, refusal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("folder")

TIDES = Paper(
    title="Tides",
    abstract="On the moon.",
    upvotes=9,
    published=ListingDate(month=5, day=1, year=2023),
    arxiv_id="2305.00001",
)
WAVES = Paper(title="waves", upvotes=10, published=ListingDate(month=1, day=2, earliest=2024), author_count=3)
EBB = Paper(title="Ebb", abstract="Of tides.", published=ListingDate(month=7, day=3, year=2022))
FLOOD = Paper(title="Flood", upvotes=9, published=ListingDate(month=8, day=4))
MOONS = Paper(title="Moons", upvotes=0)


@pytest.fixture
def five(folder: Path) -> str:
    """Save a catalog of five papers; one of them was seen twice."""
    first = Listing(papers=[TIDES, WAVES, EBB, FLOOD, MOONS], source="mon.txt")
    merge([first, Listing(papers=[MOONS], source="tue.txt")]).save(folder / "five.jsonl")
    return "five.jsonl"


def titles(capsys: pytest.CaptureFixture[str], *argv: str) -> list[str]:
    """Return the titles of what a command writes as CSV."""
    rows = csv.DictReader(io.StringIO(output(capsys, *argv, "--format", "csv")))
    return [row["title"] for row in rows]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], "waves Tides Ebb Flood Moons"),
        (["--reverse"], "Ebb Tides waves Flood Moons"),
        (["--sort", "published"], "Ebb Tides waves Flood Moons"),
        (["--sort", "-published"], "waves Tides Ebb Flood Moons"),
        (["--sort=-published", "--reverse"], "Ebb Tides waves Flood Moons"),
        (["--sort", "title"], "Ebb Flood Moons Tides waves"),
        (["--sort", "-title"], "waves Tides Moons Flood Ebb"),
        (["--sort", "upvotes"], "Moons Flood Tides waves Ebb"),
        (["--sort", "-upvotes"], "waves Flood Tides Moons Ebb"),
        (["--sort", "upvotes", "--reverse"], "waves Flood Tides Moons Ebb"),
        (["--sort", "-seen"], "Moons Ebb Flood Tides waves"),
        (["--sort", "authors"], "waves Ebb Flood Moons Tides"),
        (["--since", "2023"], "waves Tides Flood"),
        (["--since", "2023-05-02"], "waves Flood"),
        (["--until", "2023"], "Tides Ebb Flood"),
        (["--until", "2023-04-30"], "Ebb Flood"),
        (["--since", "2022-07-03", "--until", "2022-07-03"], "Ebb"),
        (["--since", "2024-01-03", "--until", "2024-12-31"], "Flood"),
        (["--min-upvotes", "9"], "waves Tides Flood"),
        (["--min-upvotes", "0"], "waves Tides Flood Moons"),
        (["--grep", "TIDES?"], "Tides Ebb"),
        (["--grep", "^(ebb|MOON)"], "Ebb Moons"),
        (["--grep", "tides", "--min-upvotes", "1", "--since", "2023"], "Tides"),
    ],
)
def test_papers_of_a_merge_are_chosen_and_sorted(
    capsys: pytest.CaptureFixture[str], five: str, options: list[str], expected: str
) -> None:
    """By default the newest comes first; ties are sorted by title, and papers without the value come last."""
    assert titles(capsys, "merge", five, "--quiet", *options) == expected.split()


def test_papers_without_a_date_are_counted_if_dates_decide(capsys: pytest.CaptureFixture[str], five: str) -> None:
    """Daily pages show no dates of papers. A paper that other options leave out is not counted."""
    for chosen, note in [
        (["--since", "2023"], "left out 1 paper without a date of publication (--since, --until)"),
        (["--until", "2023", "--grep", "moon"], "left out 1 paper without a date of publication (--since, --until)"),
        (["--until", "2025", "--min-upvotes", "1"], None),
        (["--min-upvotes", "1"], None),
    ]:
        assert cli.main(["merge", five, *chosen]) == 0
        lines = capsys.readouterr().err.splitlines()
        assert lines[:1] == ([f"paperlist: {note}"] if note else [])


def page(folder: Path) -> str:
    """Save a dump of three papers."""
    cards = (("Waves and Winds", "2 authors", "Oct 7, 2023 4"), ("A Tide", "6 authors", "Oct 8, 2023 2"))
    (folder / "a.txt").write_text(dump("Mar 4", *cards, ("Moons of Mud", "6 authors", "Feb 3")), encoding="utf-8")
    return "a.txt"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], ["Waves and Winds", "A Tide", "Moons of Mud"]),
        (["--reverse"], ["Moons of Mud", "A Tide", "Waves and Winds"]),
        (["--sort", "-comments"], ["Waves and Winds", "A Tide", "Moons of Mud"]),
        (["--sort", "title"], ["A Tide", "Moons of Mud", "Waves and Winds"]),
        (["--sort", "-position"], ["Moons of Mud", "A Tide", "Waves and Winds"]),
        (["--grep", "mud|tide"], ["A Tide", "Moons of Mud"]),
        (["--until", "2023-10-07"], ["Waves and Winds"]),
    ],
)
def test_papers_of_a_page_are_chosen_and_sorted(
    capsys: pytest.CaptureFixture[str], folder: Path, options: list[str], expected: list[str]
) -> None:
    """By default they come as on the page, whatever the format."""
    name = page(folder)
    assert titles(capsys, "parse", name, "--as-of", "2024", *options) == expected
    lines = output(capsys, "parse", name, "--as-of", "2024", *options, "--format", "jsonl").splitlines()
    assert [json.loads(line)["title"] for line in lines] == expected
    for form in ("table", "markdown"):
        printed = output(capsys, "parse", name, "--as-of", "2024", *options, "--format", form)
        assert [title for title in sorted(expected, key=printed.find) if title in printed] == expected


def test_headings_say_how_many_papers_were_chosen(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """A page with none of them has no heading; positions are those on the page."""
    page(folder)
    printed = output(capsys, "parse", "a.txt", "dumps", "--grep", "mud|border", "--columns", "position,title")
    assert (
        printed
        == """\
a.txt, Mar 4: 1 of 3 papers

#  title
-  ------------
3  Moons of Mud

dumps/mon.txt, Mar 4: 1 of 2 papers

#  title
-  --------------------
2  Maps Without Borders
"""
    )


@pytest.mark.parametrize(("form", "expected"), [("table", ""), ("markdown", ""), ("jsonl", ""), ("csv", "title\n")])
def test_where_no_paper_matches_that_is_noted(
    capsys: pytest.CaptureFixture[str], folder: Path, form: str, expected: str
) -> None:
    """It is no error, and an output file has nothing then."""
    for command in ("parse", "merge") if form != "jsonl" else ("parse",):
        argv = [command, "dumps", "--grep", "nowhere", "--columns", "title", "-o", "out", "--format", form]
        assert cli.main(argv) == 0
        assert capsys.readouterr().err == "paperlist: no paper matches these options\n"
        assert (folder / "out").read_text(encoding="utf-8") == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("csv", "title,upvotes,id\nTides,9,{id}\n"),
        ("table", "title  upvotes  id\n-----  -------  ------------\nTides        9  {id}\n"),
        (
            "markdown",
            """\
| title | upvotes | id |
| --- | ---: | --- |
| [Tides](https://huggingface.co/papers/2305.00001) | 9 | {id} |
""",
        ),
    ],
)
def test_columns_are_chosen(capsys: pytest.CaptureFixture[str], folder: Path, form: str, expected: str) -> None:
    """They come in the order in which they are named."""
    catalog = merge([Listing(papers=[TIDES])])
    catalog.save(folder / "one.jsonl")
    printed = output(capsys, "merge", "one.jsonl", "--columns", "Title, upvotes,id", "--format", form)
    assert printed.startswith(expected.format(id=catalog.entries[0].id))


def test_columns_of_json_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Each column is one key, and dates are in ISO 8601."""
    argv = ["parse", "dumps/mon.txt", "--columns", "published,arxiv,listed,title", "--format", "jsonl"]
    assert json.loads(output(capsys, *argv).splitlines()[1]) == {
        "published": "--02-03",
        "arxiv_id": None,
        "listing_date": "--03-04",
        "title": "Maps Without Borders",
    }


@pytest.mark.parametrize(
    ("command", "option", "name"),
    [
        ("parse", "--columns", "seen"),
        ("parse", "--sort", "id"),
        ("merge", "--columns", "position"),
        ("merge", "--sort", "-titel"),
    ],
)
def test_an_unknown_field_is_refused(capsys: pytest.CaptureFixture[str], command: str, option: str, name: str) -> None:
    """The message lists the fields that there are."""
    told = complaint(capsys, command, "no.txt", option, name, status=2)
    assert told.startswith(f"paperlist: {option}: unknown field '{name.lstrip('-')}'; expected one of ")
    assert ", title, abstract, " in told


@pytest.mark.parametrize("text", ["", " , "])
def test_columns_without_any_name_are_refused(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """They are not taken for all columns."""
    expected = f"argument --columns: expected names of fields, such as title,upvotes, got {text!r}"
    assert expected in refusal(capsys, "parse", "dumps", "--columns", text)


@pytest.mark.parametrize("text", ["(", "*", "[z-a]", "(?P<a>)(?P<a>)", "a{99999999999999}"])
def test_a_bad_regular_expression_is_a_wrong_command_line(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """The message says what is wrong with it."""
    assert f"argument --grep: bad regular expression {text!r}: " in refusal(capsys, "parse", "dumps", "--grep", text)


dates = st.dates(datetime.date(2023, 1, 1), datetime.date(2025, 12, 31))


@given(dates, st.none() | st.integers(2023, 2025), st.none() | st.integers(0, 3), st.none() | dates, st.none() | dates)
def test_a_date_may_lie_within_bounds_where_some_year_fits(
    day: datetime.date,
    earliest: int | None,
    more: int | None,
    since: datetime.date | None,
    until: datetime.date | None,
) -> None:
    """All years that are possible for it are tried."""
    latest = None if earliest is None or more is None else earliest + more
    date = ListingDate(month=day.month, day=day.day, earliest=earliest, latest=latest)
    years = range(earliest or 2000, (latest or 2050) + 1)
    low, high = ((one.year, one.month, one.day) if one else None for one in (since, until))
    fits = [
        year
        for year in years
        if (not low or low <= (year, day.month, day.day)) and (not high or (year, day.month, day.day) <= high)
    ]
    assert may_lie_within(date, since, until) is bool(fits)


@given(st.lists(st.none() | st.integers(0, 5), max_size=9), st.booleans())
def test_sorting_loses_nothing_and_puts_unknown_values_last(counts: list[int | None], descending: bool) -> None:  # noqa: FBT001
    """Whichever end is first."""
    rows = [{"title": str(number), "upvotes": count} for number, count in enumerate(counts)]
    found = [row["upvotes"] for row in in_order(rows, Order("upvotes", descending))]
    known = sorted((count for count in counts if count is not None), reverse=descending)
    assert found == known + [None] * (len(counts) - len(known))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2024", (2024, 1, 1), (2024, 12, 31)),
        ("2024-02-03", (2024, 2, 3), (2024, 2, 3)),
    ],
)
def test_ends_may_be_days_months_or_years(text: str, first: tuple[int, int, int], last: tuple[int, int, int]) -> None:
    """A month begins on its first day and ends on its last one."""
    assert options.first_day(text) == datetime.date(*first)
    assert options.last_day(text) == datetime.date(*last)
    with pytest.raises(ArgumentTypeError, match="expected a day, a month or a year"):
        options.first_day("2024-13")
