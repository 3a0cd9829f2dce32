"""Test the formats in which papers are written."""

from __future__ import annotations

import ast
import csv
import importlib
import io
import json
import shutil
import sys
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import Catalog, Listing, ListingDate, Paper, listings_from, merge, parse
from paperlist.export import FORMATS, format_named, format_of_file, write
from paperlist.export.sheets import CATALOG_FIELDS, LISTING_FIELDS, catalog_sheet, listing_sheet
from paperlist.model import PAPER_FIELDS
from tests.export.papers import NOTHING, written
from tests.helpers.source import PATHS, nodes
from tests.helpers.strategies import listings

if TYPE_CHECKING:
    from pathlib import Path

ODD = Paper(
    title="=Tides | *Ebb* [1] <b>",
    abstract='Two\nlines, "quoted".',
    upvotes=7,
    published=ListingDate(month=2, day=3),
    arxiv_id="2403.00001",
    github_stars=12,
)
PLAIN = Paper(title="Waves", author_count=3, published=ListingDate(month=2, day=4, year=2024))
DAY = Listing(papers=[ODD, PLAIN], source="a|b.txt", date=ListingDate(month=3, day=4, year=2024))
NAMES = [known.name for known in FORMATS]


def test_csv_has_a_row_for_each_paper() -> None:
    """All fields, dates in ISO 8601, line ends as on Unix; formulas are not altered."""
    text = written([DAY, DAY], "csv")
    assert "\r" not in text
    header, *rows = csv.reader(io.StringIO(text))
    years = [f"{name}_{end}" for name in ("listing_date", "published") for end in ("year_basis", "earliest", "latest")]
    assert header == ["source", "listing_date", "position", *PAPER_FIELDS, "snapshot", "page", *years]
    assert len(rows) == 4
    first, second = (dict(zip(header, row, strict=True)) for row in rows[:2])
    assert first["title"] == ODD.title
    assert first["abstract"] == ODD.abstract
    assert (first["source"], first["listing_date"], first["position"]) == ("a|b.txt", "2024-03-04", "0")
    assert (first["published"], first["upvotes"], first["author_count"]) == ("--02-03", "7", "")
    assert (second["published"], second["position"]) == ("2024-02-04", "1")


def test_csv_of_a_catalog() -> None:
    """The id comes first, and how often and when the paper was seen and what is known of the years last."""
    catalog = merge([DAY, Listing(papers=[PLAIN], source="b.txt")])
    header, *rows = csv.reader(io.StringIO(written(catalog, "csv")))
    dates = ["published", "first_seen", "last_seen"]
    years = [f"{name}_{ending}" for name in dates for ending in ("year_basis", "earliest", "latest")]
    assert header == ["id", *PAPER_FIELDS, "seen", *dates[1:], *years]
    found = [dict(zip(header, row, strict=True)) for row in rows]
    assert {(row["id"], row["title"], row["seen"]) for row in found} == {
        (entry.id, entry.paper.title, str(len(entry.sightings))) for entry in catalog
    }
    assert [(row["first_seen"], row["last_seen"]) for row in found] == [(str(DAY.date),) * 2] * len(catalog)


def test_dumps_come_back_from_csv(tmp_path: Path) -> None:
    """Copies of a dump stay one dump, and two days stay two; years that were deduced do not become printed ones."""
    copies = ["samples/000-tidal-graphs.txt", str(shutil.copy("samples/000-tidal-graphs.txt", tmp_path / "copy.txt"))]
    listings = [parse(path, as_of=day) for path in copies for day in ("2024-03-04", "2024-03-05", None)]
    write([*listings, DAY], tmp_path / "papers.csv")
    with (tmp_path / "papers.csv").open(encoding="utf-8", newline="") as file:
        again = listings_from(csv.DictReader(file))
    assert merge(again) == merge([*listings, DAY])
    dates = [[paper.published for paper in listing] for listing in (*listings, DAY)]
    assert [list(map(repr, found)) for found in dates] == [[repr(paper.published) for paper in one] for one in again]


@given(st.lists(st.text(st.builds(chr, st.integers(1, sys.maxunicode))), max_size=3))
def test_csv_can_be_read_back(titles: list[str]) -> None:
    """Whatever a title holds; lone surrogates are written as escapes, and all line ends as on Unix."""
    text = written(Listing(papers=[Paper(title=title) for title in titles]), "csv")
    text.encode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    escaped = [title.encode("utf-8", "backslashreplace").decode() for title in titles]
    escaped = ["\n".join(title.replace("\r\n", "\n").split("\r")) for title in escaped]
    assert [row["title"] for row in rows] == escaped


def test_markdown_is_a_table_with_links() -> None:
    """Pipes and other marks are escaped, and a title links to its page where the arXiv id is known."""
    assert written(DAY, "markdown") == (
        "## a\\|b.txt, 2024-03-04: 2 papers\n"
        "\n"
        "| # | published | authors | upvotes | stars | title |\n"
        "| ---: | ---: | ---: | ---: | ---: | --- |\n"
        "| 1 | Feb 3 |  | 7 | 12 "
        "| [=Tides \\| \\*Ebb\\* \\[1\\] \\<b\\>](https://huggingface.co/papers/2403.00001) |\n"
        "| 2 | 2024-02-04 | 3 |  |  | Waves |\n"
    )


def test_markdown_of_a_catalog_sums_up() -> None:
    """A line below the table has the totals."""
    text = written(merge([DAY]), "markdown")
    assert text.startswith("| published |")
    assert text.endswith("\n\n2 papers, 2 sightings in 1 listing, 0 seen more than once\n")


@given(st.text(), st.text(min_size=1))
def test_a_row_of_markdown_is_one_line(title: str, arxiv_id: str) -> None:
    """No text ends a cell or a row, and no id leads to another site."""
    *_, row, end = written(Listing(papers=[Paper(title=title, arxiv_id=arxiv_id)]), "markdown").split("\n")
    assert end == ""
    assert row.startswith("| 1 | ")
    cell = row.removeprefix("| 1 | ").removesuffix(" |")
    assert cell.replace("\\\\", "").replace("\\|", "").count("|") == 0
    assert cell.rpartition("](")[2].startswith("https://huggingface.co/papers/")
    assert cell.rpartition("](")[2].count(")") == 1


def test_a_markdown_list_has_a_line_for_each_paper() -> None:
    """Below it is the abstract. No mark of Obsidian or GitHub has a meaning."""
    assert written(DAY, "markdown-list") == (
        "## a\\|b.txt, 2024-03-04: 2 papers\n"
        "\n"
        "- [=Tides \\| \\*Ebb\\* \\[1\\] \\<b\\>](https://huggingface.co/papers/2403.00001)"
        " · published: Feb 3 · upvotes: 7 · stars: 12\n"
        '    - Two lines, "quoted".\n'
        "- Waves · published: 2024-02-04 · authors: 3\n"
    )
    marked = Listing(papers=[Paper(title="#1 [[x]] ==y== %%z%% ~w~ $v$ &amp; 5% = u")])
    *_, line = written(marked, "markdown-list").splitlines()
    assert line == r"- \#1 \[\[x\]\] \=\=y\=\= \%\%z\%\% \~w\~ \$v\$ \&amp; 5% = u"


def test_a_markdown_list_of_a_catalog_sums_up() -> None:
    """The line below the list has the totals; columns may be chosen, and papers left out."""
    assert written(merge([DAY]), "markdown-list").endswith(
        "\n\n2 papers, 2 sightings in 1 listing, 0 seen more than once\n"
    )
    chosen = format_named("markdown-list")
    sheet = attrs.evolve(catalog_sheet(merge([DAY])), columns=("upvotes",), tail="")
    assert "".join(map(str, chosen.chunks([sheet], 100))).splitlines()[1] == "- Waves"
    with_abstract = attrs.evolve(sheet, columns=("abstract",))
    assert len("".join(map(str, chosen.chunks([with_abstract], 100))).splitlines()) == 3
    hidden = attrs.evolve(sheet, rows=())
    assert "".join(map(str, chosen.chunks([hidden], 100))) == ""


def test_tables_have_a_blank_line_between_them() -> None:
    """As in a terminal, 100 columns wide."""
    text = written([DAY, Listing(papers=[Paper(title="Long " * 99)])])
    assert "Waves\n\n<text>: 1 paper\n\n" in text
    assert max(map(len, text.splitlines())) == 100


def test_json_lines_of_listings_and_catalogs() -> None:
    """A line for each paper of listings; a catalog can be loaded again."""
    records = [json.loads(line) for line in written(DAY, "jsonl").splitlines()]
    assert [Paper.from_dict(record) for record in records] == [ODD, PLAIN]
    assert records[0]["published_year_basis"] is None
    assert Catalog.from_jsonl(written(merge([DAY]), "jsonl")) == merge([DAY])


@given(st.lists(listings(), max_size=3))
def test_json_lines_of_listings_are_read_as_the_same_sightings(pages: list[Listing]) -> None:
    """A catalog of them is that of the listings, whatever pages print and whichever is known of their dumps."""
    lines = written(pages, "jsonl")
    if lines:
        assert Catalog.from_jsonl(lines) == merge(pages)
        assert Catalog.from_jsonl(lines).to_jsonl() == merge(pages).to_jsonl()


@pytest.mark.parametrize("name", NAMES)
def test_no_papers_are_no_error(name: str) -> None:
    """Not in any format."""
    chosen = format_named(name)
    try:
        chosen.require()
    except ImportError as error:
        pytest.skip(str(error))
    for nothing in NOTHING:
        write(nothing, io.BytesIO() if chosen.is_binary else io.StringIO(), name)
    assert list(chosen.chunks([], 100)) == []
    assert list(chosen.chunks([listing_sheet(Listing())], 100)) != []  # so that an older file is replaced


@pytest.mark.parametrize(
    ("name", "begin"),
    [
        ("out.csv", "source,"),
        ("out.md", "## "),
        ("out", "a|b.txt"),
        ("a.TXT", "a|b"),
        ("bib", "a|b"),
        ("out.BIB", "@misc"),
        ("out.json", "["),
        ("feed.json", "{"),
        ("out.list.md", "## a\\|b.txt, 2024-03-04: 2 papers\n\n- "),
    ],
)
def test_the_name_of_a_file_implies_the_format(tmp_path: Path, name: str, begin: str) -> None:
    """A path may be text or an object."""
    for path in (tmp_path / name, str(tmp_path / name)):
        write(DAY, path)
        assert (tmp_path / name).read_text(encoding="utf-8").startswith(begin)
    write(DAY, tmp_path / name, "jsonl")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith("{")


def test_unknown_formats_are_errors(tmp_path: Path) -> None:
    """The messages list the known ones."""
    with pytest.raises(ValueError, match=r"^unknown format 'xls': expected one of table, jsonl, csv, [a-z, -]+$"):
        write(DAY, tmp_path / "a.csv", "xls")
    with pytest.raises(ValueError, match=r"^no format has the suffix '\.xls': expected one of \.txt, \.jsonl, "):
        write(DAY, tmp_path / "a.xls")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("target", "name", "message"),
    [
        (None, None, "target: expected a path or an open file, got NoneType None"),
        (3, "csv", "target: expected a path or an open file, got int 3"),
        ("", None, "target: expected the path of a file, got ''"),
        (io.BytesIO(), "csv", "target: expected a text file for the format csv, got BytesIO"),
        (io.StringIO(), "sqlite", "target: expected a binary file for the format sqlite, got StringIO"),
    ],
)
def test_what_cannot_be_written_to_is_refused(target: Any, name: str | None, message: str) -> None:
    """One sentence says what was expected, and what was found."""
    with pytest.raises((TypeError, ValueError)) as caught:
        write(DAY, target, name)
    assert str(caught.value) == message


def test_a_missing_folder_is_named_by_the_file(tmp_path: Path) -> None:
    """And not by its lock, of which the caller need not know."""
    with pytest.raises(FileNotFoundError) as caught:
        write(DAY, tmp_path / "no" / "x.csv")
    assert caught.value.filename == str(tmp_path / "no" / "x.csv")


def test_each_format_has_a_name_and_suffixes_of_its_own() -> None:
    """And a description for the help of the command line."""
    assert len(set(NAMES)) == len(NAMES)
    suffixes = [suffix for known in FORMATS for suffix in known.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    for known in FORMATS:
        assert format_named(known.name) is known
        assert all(format_of_file(f"papers{suffix}") is known for suffix in known.suffixes)
        assert known.description


def test_sheets_have_the_fields_of_a_paper() -> None:
    """A new field of a paper is written without more ado."""
    assert set(PAPER_FIELDS) <= set(LISTING_FIELDS) & set(CATALOG_FIELDS)
    (row,) = listing_sheet(Listing(papers=[PLAIN])).rows
    assert set(LISTING_FIELDS) < set(row)


def test_a_format_is_one_module_and_one_place_in_the_table() -> None:
    """Each module of a format defines it, the table has all of them, and no other module names one.

    Only `crawl`, which must not load these modules, names the formats of its own tables. In `tokens`, the same words
    name elements of pages.
    """
    modules = [name for name in PATHS if name.startswith("export.") and name.endswith("_format")]
    defined = [importlib.import_module(f"paperlist.{name}").FORMAT for name in modules]
    assert sorted(defined, key=attrgetter("name")) == sorted(FORMATS, key=attrgetter("name"))
    names = {known.name for known in FORMATS} | {suffix for known in FORMATS for suffix in known.suffixes if suffix}
    others = {module for module in PATHS if not module.startswith(("crawl.", "tokens."))}
    for module in others - set(modules):
        texts = {node.value for node in nodes(module) if isinstance(node, ast.Constant)}
        assert not texts & names
