"""Test that spreadsheets open CSV files and Excel workbooks as they are meant, and run no formula in them."""

from __future__ import annotations

import csv
import datetime
import io
import sys
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import Listing, ListingDate, Paper, merge, write
from paperlist.export import excel_format
from paperlist.export.sheets import CATALOG_FIELDS, LISTING_FIELDS
from tests.export.papers import ASSUMED, BOUNDED, FULL, NASTY, NASTY_PAGE, NOTHING, PAGE, packed, written

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =cmd|' /C calc'!A0", "＝1+1")
TRAPS = Listing(papers=[Paper(title=title, organization=title, abstract=title) for title in FORMULAS], source="=a")


def rows_of(papers: Any) -> list[dict[str, str]]:
    """Return the rows that a program reads from a CSV file for Excel."""
    text = written(papers, "csv", excel=True)
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def cells(papers: Any) -> list[list[Any]]:
    """Return the cells of an Excel workbook, row by row."""
    openpyxl: Any = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    book = openpyxl.load_workbook(io.BytesIO(packed(papers, "excel")))
    assert book.sheetnames == ["papers"]
    return [[cell for cell in row] for row in book["papers"].rows]  # noqa: C416 - tuples do not equal lists


# CSV


def test_no_formula_is_left_in_a_csv_file_for_excel() -> None:
    """An apostrophe before it makes it a text, also if blanks precede the formula."""
    for row, formula in zip(rows_of(TRAPS), FORMULAS, strict=True):
        assert {row["title"], row["organization"], row["abstract"]} == {f"'{formula}"}
        assert row["source"] == "'=a"


def test_other_values_are_as_in_any_csv_file() -> None:
    """A date without a year would be a formula, too; numbers and other dates stay as they are."""
    full, bounded, assumed, _ = rows_of([PAGE])
    assert (full["published"], full["upvotes"], full["position"]) == ("2024-01-23", "7", "0")
    assert (bounded["published"], assumed["published"]) == ("'--01-23", "2025-01-23")
    assert [row["title"] for row in rows_of(NASTY_PAGE)] == [
        f"'{title}" if title.startswith("@") else title for title in NASTY
    ]
    assert len(rows_of([PAGE, PAGE])) == 8


@given(st.text())
def test_no_cell_begins_like_a_formula(title: str) -> None:
    """Whatever its text."""
    (row,) = rows_of(Listing(papers=[Paper(title=title)]))
    assert not row["title"].lstrip().startswith(("=", "+", "-", "@"))


def test_the_format_has_a_name_of_its_own() -> None:
    """The command line takes it; with another format, the option is an error."""
    assert written(PAGE, "excel-csv") == written(PAGE, "csv", excel=True)
    with pytest.raises(ValueError, match=r"^expected the format csv with excel=True, got bibtex$"):
        write(PAGE, "papers.bib", excel=True)


# Excel


def test_a_workbook_has_texts_numbers_and_dates() -> None:
    """A date whose year is not known, or is assumed, is a text; so is a formula."""
    header, full, bounded, assumed, _ = cells(PAGE)
    assert tuple(cell.value for cell in header) == LISTING_FIELDS
    row = {name.value: cell for name, cell in zip(header, full, strict=True)}
    assert row["published"].value == datetime.datetime(2024, 1, 23)  # noqa: DTZ001 - Excel knows no time zones
    assert row["published"].number_format == "yyyy-mm-dd"
    assert (row["upvotes"].value, row["title"].value, row["abstract"].value) == (7, FULL.title, FULL.abstract)
    column = LISTING_FIELDS.index("published")
    assert (bounded[column].value, assumed[column].value) == ("Jan 23", "2025-01-23")
    _, *trapped = cells(TRAPS)
    column = LISTING_FIELDS.index("title")
    assert [(row[column].value, row[column].data_type) for row in trapped] == [(text, "s") for text in FORMULAS]


def test_a_workbook_of_a_catalog_has_all_entries() -> None:
    """Equal papers make equal files, on any day."""
    catalog = merge([PAGE, NASTY_PAGE])
    header, *rows = cells(catalog)
    assert tuple(cell.value for cell in header) == CATALOG_FIELDS
    assert [row[0].value for row in rows] == [entry.id for entry in catalog]
    assert packed(catalog, "excel") == packed(catalog, "excel")
    for nothing in NOTHING:
        assert len(cells(nothing)) == 1


def test_what_excel_cannot_hold_is_text_or_is_cut() -> None:
    """Dates before 1900 are texts; a text that is cut ends with an ellipsis, and lone surrogates are escapes."""
    old = ListingDate(month=1, day=1, year=1899)
    _, row = cells(Listing(papers=[Paper(title="\udce9" + "x" * 40_000, published=old)]))
    values = dict(zip(LISTING_FIELDS, (cell.value for cell in row), strict=True))
    assert values["published"] == "1899-01-01"
    assert len(values["title"]) == 32_767
    assert values["title"].startswith("\\udce9xx")
    assert values["title"].endswith("xx…")
    _, *rows = cells(Listing(papers=[Paper(title="x" * 32_767), Paper(title="x" + "𝑥" * 20_000)]))
    whole, wide = (row[LISTING_FIELDS.index("title")].value for row in rows)
    assert whole == "x" * 32_767
    assert wide == "x" + "𝑥" * 16_382 + "…"


def test_a_workbook_with_too_many_rows_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is left out silently."""
    pytest.importorskip("xlsxwriter")
    monkeypatch.setattr(excel_format, "MOST_ROWS", 3)
    with pytest.raises(OSError, match=r"a worksheet of Excel has at most 3 rows$"):
        packed(PAGE, "excel")
    packed(Listing(papers=[FULL, ASSUMED, BOUNDED]), "excel")


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """The message says what to install, and nothing is written."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(ImportError, match=r"^Excel workbooks need XlsxWriter: pip install 'paperlist\[excel\]'$"):
        write(PAGE, tmp_path / "papers.xlsx")
    assert not list(tmp_path.iterdir())
