"""Test where results are written, which format a file name implies, and which files are never overwritten."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from paperlist import Catalog, cli, parse_text
from paperlist.cli import dumps, inputs
from paperlist.export.keeping import is_catalog_file
from tests.helpers.console import DIARY, MAPS, complaint, dump, output

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from paperlist import Listing

pytestmark = pytest.mark.usefixtures("folder")

FORMATS = ("table", "jsonl", "csv", "markdown", "bibtex", "json-feed")


@pytest.mark.parametrize("command", ["parse", "merge"])
@pytest.mark.parametrize("form", FORMATS)
def test_output_goes_to_a_file(capsys: pytest.CaptureFixture[str], folder: Path, command: str, form: str) -> None:
    """The file holds what standard output would get, as UTF-8; a hyphen means standard output."""
    printed = output(capsys, command, "--format", form, "dumps")
    assert output(capsys, command, "--format", form, "dumps", "--output", "out") == ""
    assert (folder / "out").read_bytes() == printed.encode()
    assert output(capsys, command, "--format", form, "dumps", "-o", "-") == printed


@pytest.mark.parametrize("command", ["parse", "merge"])
@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("out", "table"),
        ("out.txt", "table"),
        ("out.jsonl", "jsonl"),
        ("out.CSV", "csv"),
        ("out.md", "markdown"),
        ("out.markdown", "markdown"),
        ("out.list.md", "markdown-list"),
        ("out.bib", "bibtex"),
        ("out.ris", "ris"),
        ("out.json", "csl-json"),
        ("out.atom", "atom"),
        ("feed.json", "json-feed"),
    ],
)
def test_the_format_follows_the_name_of_the_output(
    capsys: pytest.CaptureFixture[str], folder: Path, command: str, name: str, form: str
) -> None:
    """The suffix decides, whatever its case."""
    printed = output(capsys, command, "--format", form, "dumps")
    output(capsys, command, "dumps", "-o", name)
    assert (folder / name).read_text(encoding="utf-8") == printed


def test_an_option_overrides_the_name_of_the_output(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Whoever names a format gets it."""
    output(capsys, "parse", "dumps", "-o", "out.md", "--format", "csv")
    output(capsys, "parse", "dumps", "-o", "out.xls", "--format", "csv")
    assert (folder / "out.md").read_text(encoding="utf-8").startswith("source,")
    assert (folder / "out.xls").read_bytes() == (folder / "out.md").read_bytes()


@pytest.mark.parametrize("command", ["parse", "merge"])
def test_an_unknown_suffix_is_refused(capsys: pytest.CaptureFixture[str], folder: Path, command: str) -> None:
    """The message lists what is known, and nothing is written."""
    told = complaint(capsys, command, "dumps", "-o", "out.xls", status=2)
    assert told.startswith("paperlist: out.xls: no format has the suffix '.xls': expected one of .txt, .jsonl, .csv, ")
    assert "; or choose a format with --format (table, jsonl, csv, excel-csv, excel, " in told
    assert not (folder / "out.xls").exists()


@pytest.mark.parametrize("command", ["parse", "merge"])
def test_an_output_file_is_left_as_it_is_where_nothing_is_read(
    capsys: pytest.CaptureFixture[str], folder: Path, command: str
) -> None:
    """A slip in the name of a dump empties no file."""
    (folder / "out").write_text("precious", encoding="utf-8")
    complaint(capsys, command, "no.txt", "-o", "out")
    assert (folder / "out").read_text(encoding="utf-8") == "precious"


def test_another_file_is_replaced(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """What is neither an input nor a catalog may be written over, as with any tool."""
    for content in (b"old", b"\xff\x00", b'{"name": "paperlist"}', b""):
        (folder / "out.csv").write_bytes(content)
        output(capsys, "parse", "dumps", "-o", "out.csv")
        assert (folder / "out.csv").read_bytes().startswith(b"source,")
    for _ in range(2):
        output(capsys, "parse", "dumps", "-o", "papers.jsonl")


def test_a_file_that_cannot_be_read_is_not_known_as_a_catalog(folder: Path) -> None:
    """Nor is one that has gone in the meantime."""
    assert not is_catalog_file(folder / "gone.jsonl")


@pytest.mark.parametrize("command", ["parse", "merge", "update"])
def test_a_missing_folder_is_reported_before_anything_is_read(
    capsys: pytest.CaptureFixture[str], folder: Path, command: str
) -> None:
    """The message names the file that was asked for, and the folder."""
    argv = ["no/out", "dumps"] if command == "update" else ["dumps", "-o", "no/out"]
    assert complaint(capsys, command, *argv, status=2) == "paperlist: no/out: there is no folder 'no'\n"
    assert not (folder / "no").exists()


@pytest.mark.parametrize("command", ["parse", "merge"])
def test_a_dump_is_never_replaced(capsys: pytest.CaptureFixture[str], folder: Path, command: str) -> None:
    """Nor if it is no input: ``-o dumps/*.txt`` makes the first of these files the output, and the others inputs."""
    before = (folder / "dumps/mon.txt").read_bytes()
    (folder / "mon.gz").write_bytes(gzip.compress(before))
    for output_name in ("dumps/mon.txt", "mon.gz"):
        for form in ("csv", "jsonl", "table"):
            told = complaint(capsys, command, "-o", output_name, "dumps/tue.txt", "--format", form, status=2)
            reason = "it is a dump, which has papers (choose another file)"
            assert told == f"paperlist: {output_name}: not replaced, because {reason}\n"
    assert (folder / "dumps/mon.txt").read_bytes() == before


@pytest.mark.parametrize("form", ["table", "csv", "markdown", "markdown-list", "json-feed"])
def test_results_may_be_replaced_by_results(capsys: pytest.CaptureFixture[str], form: str) -> None:
    """They show the papers of dumps, but are not read as dumps."""
    for _ in range(2):
        output(capsys, "parse", "dumps", "-o", "out", "--format", form)
        output(capsys, "merge", "dumps", "-o", "out", "--format", form)


@pytest.mark.parametrize("command", ["parse", "merge"])
def test_a_catalog_that_another_process_has_written_in_the_meantime_is_kept(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path, command: str
) -> None:
    """The file is examined again when it is locked, because it takes long to read many dumps."""
    output(capsys, "merge", "dumps", "-o", "catalog.jsonl")
    before = (folder / "catalog.jsonl").read_bytes()

    def reading(*arguments: Any) -> Iterator[Listing | Catalog]:
        (folder / "out").write_bytes(before)
        return inputs.read(*arguments)

    monkeypatch.setattr(dumps, "read", reading)
    for form in ("csv", "sqlite"):
        (folder / "out").unlink(missing_ok=True)
        told = complaint(capsys, command, "dumps", "-o", "out", "--format", form, status=2)
        assert told.startswith("paperlist: out: not replaced, because it is a catalog and the output is not")
        assert (folder / "out").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["catalog.jsonl", "dumps", "out"]


# Formats that are not text


@pytest.mark.parametrize("command", ["parse", "merge"])
def test_a_format_of_bytes_needs_a_file(capsys: pytest.CaptureFixture[str], folder: Path, command: str) -> None:
    """It is refused before any work is done, and otherwise written to the file."""
    told = complaint(capsys, command, "dumps", "--format", "sqlite", status=2)
    assert told == "paperlist: --format sqlite: expected a file to write, named with -o, because it is not text\n"
    output(capsys, command, "dumps", "-o", "out.db")
    assert (folder / "out.db").read_bytes().startswith(b"SQLite format 3")
    output(capsys, command, "dumps", "-o", "out.sqlite", "--columns", "title", "--since", "2023")
    assert (folder / "out.sqlite").read_bytes().startswith(b"SQLite format 3")


def test_a_missing_library_is_reported(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """The message names the extra to install; nothing is read."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    told = complaint(capsys, "parse", "dumps", "-o", "out.xlsx", status=2)
    assert told == "paperlist: Excel workbooks need XlsxWriter: pip install 'paperlist[excel]'\n"
    assert not (folder / "out.xlsx").exists()


def test_a_workbook_with_too_many_rows_is_reported(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """Nothing is written."""
    pytest.importorskip("xlsxwriter")
    monkeypatch.setattr("paperlist.export.excel_format.MOST_ROWS", 3)
    told = complaint(capsys, "parse", "dumps", "-o", "out.xlsx")
    assert told == "paperlist: out.xlsx: a worksheet of Excel has at most 3 rows\n"
    assert not (folder / "out.xlsx").exists()


def test_the_database_of_another_program_is_never_replaced(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """It may hold anything; a database that paperlist wrote is replaced like any other file."""
    with closing(sqlite3.connect(folder / "precious.db")) as database, database:
        database.execute("CREATE TABLE precious (things)")
    for form in ("sqlite", "csv"):
        told = complaint(capsys, "parse", "dumps", "-o", "precious.db", "--format", form, status=2)
        assert told == (
            "paperlist: precious.db: not replaced, because it is a database with more than paperlist wrote "
            "(choose another file)\n"
        )
    for _ in range(2):
        output(capsys, "merge", "dumps", "-o", "papers.db")


# Inputs are not destroyed


@pytest.mark.parametrize("command", ["parse", "merge"])
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("inputs", "out"),
    [
        (["dumps/mon.txt"], "dumps/mon.txt"),
        (["dumps/mon.txt"], "dumps/../dumps/mon.txt"),
        (["dumps"], "dumps/mon.txt"),
        (["dumps/*.txt"], "dumps/mon.txt"),
        (["dumps/tue.txt", "dumps/mon.txt"], "symbolic.txt"),
        (["symbolic.txt"], "dumps/mon.txt"),
        (["dumps"], "hard.txt"),
    ],
)
def test_an_input_is_never_replaced(  # noqa: PLR0913, PLR0917 - what is combined
    capsys: pytest.CaptureFixture[str], folder: Path, command: str, form: str, inputs: Sequence[str], out: str
) -> None:
    """Whatever leads to it: another path, a folder, a pattern, a link."""
    (folder / "symbolic.txt").symlink_to(folder / "dumps/mon.txt")
    (folder / "hard.txt").hardlink_to(folder / "dumps/mon.txt")
    before = (folder / "dumps/mon.txt").read_bytes()
    told = complaint(capsys, command, *inputs, "-o", out, "--format", form, status=2)
    assert told == f"paperlist: {out}: not replaced, because it is also one of the inputs (choose another file)\n"
    assert (folder / "dumps/mon.txt").read_bytes() == before


def test_standard_input_is_not_replaced_either(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that the shell opened is an input, too."""
    with Path("dumps/mon.txt").open(encoding="utf-8") as file:
        monkeypatch.setattr(sys, "stdin", file)
        assert "also one of the inputs" in complaint(capsys, "parse", "-", "-o", "dumps/mon.txt", status=2)


def test_nothing_is_read_before_a_refusal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The refusal comes before any work is done."""
    monkeypatch.setattr("paperlist.cli.inputs.open_found", None)
    complaint(capsys, "parse", "dumps", "-o", "dumps/mon.txt", status=2)
    complaint(capsys, "merge", "dumps", "-o", "out.xls", status=2)


def test_a_device_may_be_input_and_output(capsys: pytest.CaptureFixture[str]) -> None:
    """Writing to what is not a regular file destroys nothing."""
    told = complaint(capsys, "parse", "/dev/null", "-o", "/dev/null")
    assert "empty-source" in told


# Catalogs are not destroyed


@pytest.mark.parametrize("command", ["parse", "merge"])
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", ["catalog.jsonl", "other.csv", "packed", "link"])
def test_a_catalog_is_replaced_by_a_catalog_only(  # noqa: PLR0913, PLR0917 - what is combined
    capsys: pytest.CaptureFixture[str], folder: Path, catalog: str, command: str, form: str, name: str
) -> None:
    """It is recognised by its content, under any name, compressed or not, and need not be an input."""
    (folder / catalog).rename(folder / "kept")
    content = (folder / "kept").read_bytes()
    if name == "link":
        (folder / name).symlink_to(folder / "kept")
    else:
        (folder / name).write_bytes(gzip.compress(content) if name == "packed" else content)
    before = (folder / name).read_bytes()
    if command == "merge" and form == "jsonl":
        output(capsys, command, "dumps", "-o", name, "--format", form)
        assert (folder / name).read_bytes() == content
        return
    told = complaint(capsys, command, "dumps", "-o", name, "--format", form, status=2)
    assert told == (
        f"paperlist: {name}: not replaced, because it is a catalog and the output is not (choose another file)\n"
    )
    assert (folder / name).read_bytes() == before


@pytest.mark.parametrize(
    ("dumps", "decisions", "lost"), [(1, 0, "2 sightings"), (0, 1, "1 decision"), (1, 1, "2 sightings, 1 decision")]
)
def test_a_catalog_with_more_is_not_replaced(  # noqa: PLR0913, PLR0917 - what is combined
    capsys: pytest.CaptureFixture[str], folder: Path, catalog: str, dumps: int, decisions: int, lost: str
) -> None:
    """A catalog may have what no input has: dumps that are gone, and decisions."""
    page = dump("Mar 6", DIARY, MAPS)
    with Catalog.updating(catalog) as larger:
        if dumps:
            larger.add(parse_text(page, source="dumps/wed.txt"))
        if decisions:
            larger.different(larger[0], larger[2])
    before = (folder / catalog).read_bytes()
    told = complaint(capsys, "merge", "dumps", "-o", catalog, status=2)
    assert told == (
        f"paperlist: catalog.jsonl: not replaced, because it is a catalog with {lost} that the output lacks "
        "(add to it with: paperlist update catalog.jsonl FILE..., or choose another file)\n"
    )
    assert (folder / catalog).read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["catalog.jsonl", "dumps"]
    output(capsys, "update", catalog, "dumps", "-q")


def test_a_file_of_sightings_is_replaced_by_all_of_them_only(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """``merge`` reads it like a catalog, so it does not destroy it, either; ``parse`` replaces what it wrote."""
    output(capsys, "parse", "dumps", "-o", "all.jsonl")
    before = (folder / "all.jsonl").read_bytes()
    told = complaint(capsys, "merge", "dumps/mon.txt", "-o", "all.jsonl", status=2)
    assert told == (
        "paperlist: all.jsonl: not replaced, because it has 2 sightings that the output lacks (choose another file)\n"
    )
    assert (folder / "all.jsonl").read_bytes() == before
    output(capsys, "merge", "dumps", "-o", "all.jsonl")
    output(capsys, "parse", "dumps", "-o", "mon.jsonl")
    output(capsys, "parse", "dumps/mon.txt", "-o", "mon.jsonl")


@pytest.mark.parametrize(
    ("kept", "cut", "reason"),
    [
        (slice(None, -1), 0, "a damaged catalog"),
        (slice(None), 3, "a damaged catalog with 1 unread line"),
        (slice(1, 2), 1, "not a catalog that can be read"),
    ],
)
def test_a_damaged_catalog_is_not_replaced(  # noqa: PLR0913, PLR0917 - what is combined
    capsys: pytest.CaptureFixture[str], folder: Path, catalog: str, kept: slice, cut: int, reason: str
) -> None:
    """What cannot be read of it may be mended by hand."""
    lines = (folder / catalog).read_text(encoding="utf-8").splitlines(keepends=True)
    if cut:
        lines[cut] = f"{lines[cut][:90]}\n"
    (folder / catalog).write_text("".join(lines[kept]), encoding="utf-8")
    before = (folder / catalog).read_bytes()
    told = complaint(capsys, "merge", "dumps", "-o", catalog, status=2)
    assert told.startswith(f"paperlist: catalog.jsonl: not replaced, because it is {reason}")
    assert (folder / catalog).read_bytes() == before


def test_a_day_is_added_to_a_catalog(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """A catalog may be input and output of ``merge``, also where a folder brings it in."""
    both = output(capsys, "merge", "dumps", "--format", "jsonl")
    output(capsys, "merge", "dumps/mon.txt", "-o", "catalog.jsonl")
    output(capsys, "merge", "catalog.jsonl", "dumps/tue.txt", "-o", "catalog.jsonl")
    assert (folder / "catalog.jsonl").read_text(encoding="utf-8") == both
    output(capsys, "merge", "dumps", "-o", "dumps/all.jsonl")
    (folder / "dumps/wed.txt").write_text(dump("Mar 6", DIARY, MAPS), encoding="utf-8")
    output(capsys, "merge", "dumps", "-o", "dumps/all.jsonl")
    assert len(Catalog.load(folder / "dumps/all.jsonl").sightings) == 6


def test_a_catalog_is_not_updated_where_an_input_is_bad(
    capsys: pytest.CaptureFixture[str], folder: Path, catalog: str
) -> None:
    """What could not be read would be lost; another file gets what could."""
    with (folder / catalog).open("a", encoding="utf-8") as file:
        file.write("{torn\n")
    told = complaint(capsys, "merge", catalog, "dumps", "-o", catalog)
    assert told.endswith("paperlist: catalog.jsonl: not updated, because some inputs could not be read (see above)\n")
    assert (folder / catalog).read_text(encoding="utf-8").endswith("{torn\n")
    complaint(capsys, "merge", catalog, "dumps", "-o", "other.jsonl")
    assert len((folder / "other.jsonl").read_text(encoding="utf-8").splitlines()) >= 3
    content = (folder / "other.jsonl").read_bytes()
    assert "not updated" in complaint(capsys, "merge", "other.jsonl", "no.txt", "-o", "other.jsonl")
    assert (folder / "other.jsonl").read_bytes() == content


def test_a_catalog_may_be_changed_from_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path, catalog: str
) -> None:
    """Text that is piped in is merged with the file."""
    content = dump("Mar 6", MAPS).encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    output(capsys, "merge", catalog, "-", "-o", catalog)
    assert len(Catalog.load(folder / catalog).sightings) == 5


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--since", "2023"),
        ("--until", "2023"),
        ("--min-upvotes", "0"),
        ("--grep", "maps"),
        ("--sort", "-seen"),
        ("--columns", "title"),
        ("--reverse", None),
    ],
)
def test_nothing_is_left_out_of_a_catalog(
    capsys: pytest.CaptureFixture[str], folder: Path, option: str, value: str | None
) -> None:
    """Options that choose papers or fields are refused, and the message says why."""
    words = [option, value] if value is not None else [option]
    told = complaint(capsys, "merge", "dumps", "-o", "out.jsonl", *words, status=2)
    assert told == (
        f"paperlist: {option}: not possible for a catalog (jsonl), because the other papers and fields would be lost; "
        "choose another format\n"
    )
    assert not (folder / "out.jsonl").exists()
    assert cli.main(["merge", "dumps", "-o", "out.csv", *words]) == 0


def test_a_merge_to_jsonl_is_a_catalog(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """To a file or to standard output, it can be loaded."""
    (folder / "piped").write_text(output(capsys, "merge", "dumps", "--format", "jsonl"), encoding="utf-8")
    output(capsys, "merge", "dumps", "-o", "out.jsonl")
    assert Catalog.load(folder / "piped") == Catalog.load(folder / "out.jsonl")
    assert len(Catalog.load(folder / "out.jsonl")) == 3
    assert any("sightings" in json.loads(line) for line in Path("out.jsonl").read_text(encoding="utf-8").splitlines())
