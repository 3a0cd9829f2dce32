"""Test the commands that read dumps: what parse, merge, diff and lines print."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import os
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from paperlist import Catalog, cli
from paperlist.model import Paper
from tests.helpers.console import DIARY, MAPS, SPARSE, complaint, dump, output, run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("folder")


def test_parse_prints_a_table_for_each_dump(capsys: pytest.CaptureFixture[str]) -> None:
    """A heading names the source, its date and the number of papers; columns without a value are left out."""
    expected = """\
dumps/mon.txt, Mar 4: 2 papers

#   published  authors  comments  title
-  ----------  -------  --------  -----------------------------------
1  2023-10-07        6         2  Sparse Rewards for Patient Planners
2       Feb 3        1            Maps Without Borders

dumps/tue.txt, Mar 5: 2 papers

#   published  authors  comments  title
-  ----------  -------  --------  ------------------------------------------
1  2022-01-31       12            The Diary of a Button Sorter: 漢字 and All
2  2023-10-07        6         5  Sparse rewards for patient planners
"""
    assert output(capsys, "parse", "dumps/mon.txt", "dumps/tue.txt") == expected


def test_parse_writes_a_line_for_each_paper(capsys: pytest.CaptureFixture[str]) -> None:
    """Each line of JSON Lines has the place of its paper, all of the paper, and what identifies its dump."""
    first, second = map(json.loads, output(capsys, "parse", "dumps/mon.txt", "--format", "jsonl").splitlines())
    assert set(first) == {
        *("source", "sources", "snapshot", "page", "position", "listing_date"),
        *("listing_date_year_basis", "listing_date_earliest", "listing_date_latest"),
        *Paper(title="").to_dict(),
    }
    assert next(iter(first)) == "source"
    assert (first["sources"], first["snapshot"]) == (["dumps/mon.txt"], None)
    assert first["page"] == second["page"]
    assert [second[name] for name in ("source", "listing_date", "listing_date_year_basis", "position", "title")] == [
        *("dumps/mon.txt", "--03-04", None, 1, "Maps Without Borders")
    ]
    assert Paper.from_dict(first).comments == 2


@pytest.mark.parametrize(("as_of", "year"), [("2024-03-09", 2024), ("2026", 2026)])
def test_as_of_completes_dates(capsys: pytest.CaptureFixture[str], as_of: str, year: int) -> None:
    """A day or a year will do."""
    lines = output(capsys, "parse", "dumps/mon.txt", "--format", "jsonl", "--as-of", as_of).splitlines()
    assert json.loads(lines[1])["published"] == f"{year}-02-03"
    assert json.loads(lines[1])["listing_date"] == f"{year}-03-04"


def test_merge_prints_each_paper_once_and_the_newest_first(capsys: pytest.CaptureFixture[str]) -> None:
    """Papers come with how often they were seen, and the last line sums up."""
    expected = """\
 published  authors  comments  seen  title
----------  -------  --------  ----  ------------------------------------------
2023-10-07        6         5     2  Sparse rewards for patient planners
2022-01-31       12               1  The Diary of a Button Sorter: 漢字 and All
     Feb 3        1               1  Maps Without Borders

3 papers, 4 sightings in 2 listings, 1 seen more than once
"""
    printed = output(capsys, "merge", "dumps", "--not-after", "2026")
    assert sorted(printed.splitlines()) == sorted(expected.splitlines())
    assert printed.index("Sparse") < printed.index("Diary")


def test_one_of_a_thing_is_singular(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """One paper is not "1 papers"."""
    (folder / "one.txt").write_text(dump("Mar 4", MAPS), encoding="utf-8")
    assert output(capsys, "parse", "one.txt").startswith("one.txt, Mar 4: 1 paper\n")
    assert output(capsys, "merge", "one.txt").endswith("\n1 paper, 1 sighting in 1 listing, 0 seen more than once\n")


@pytest.mark.parametrize(("command", "columns"), [("parse", 12), ("parse", 40), ("merge", 33), ("merge", 1)])
def test_columns_of_the_environment_are_respected(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, command: str, columns: int
) -> None:
    """No line is wider than COLUMNS, or than four."""
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = output(capsys, command, "dumps/mon.txt").splitlines()
    assert max(map(len, lines)) == max(columns, 4)


@pytest.mark.parametrize("value", ["", "0", "wide", "-3"])
def test_columns_that_are_not_a_number_are_ignored(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path, value: str
) -> None:
    """A pipe is 100 columns wide unless COLUMNS says otherwise."""
    monkeypatch.setenv("COLUMNS", value)
    (folder / "long.txt").write_text(dump("Mar 4", ("A Long Title" * 20, "2 authors", "Feb 3")), encoding="utf-8")
    assert max(map(len, output(capsys, "parse", "long.txt").splitlines())) == 100


def test_a_table_is_as_wide_as_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """Only where the output is a terminal, lines are as wide as that."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((37, 24)))
    assert max(map(len, output(capsys, "parse", "dumps/mon.txt").splitlines())) == 37
    output(capsys, "parse", "dumps/mon.txt", "-o", "table.txt")
    assert max(map(len, (folder / "table.txt").read_text(encoding="utf-8").splitlines())) > 37


@pytest.mark.parametrize("form", ["table", "csv", "markdown", "jsonl"])
def test_control_characters_never_reach_the_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path, form: str
) -> None:
    """Neither the title of a paper nor the name of a file can control the terminal."""
    (folder / "\x1b[31m").write_text(dump("Mar 4", ("Red \x1b[31mAlert", "2 authors", "Feb 3")), encoding="utf-8")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert "\x1b" not in output(capsys, "parse", "\x1b[31m", "--format", form)
    assert complaint(capsys, "parse", "\x1b[32m") == "paperlist: \\x1b[32m: No such file or directory\n"


def test_archives_are_read_and_their_faults_reported(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Each dump in a zip file is read, by its path or from standard input, and a bad one spoils no other."""
    with zipfile.ZipFile(folder / "dumps.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("mon.txt", "tue.txt"):
            archive.write(folder / "dumps" / name, name)
        archive.writestr("odd.txt", b"caf\xe9\n\n" + dump("Mar 4", MAPS).encode())
        archive.write(folder / "dumps/mon.txt", "wed.txt")
    assert cli.main(["parse", "--strict=warning", "dumps.zip"]) == 1
    out, err = capsys.readouterr()
    assert [line for line in out.splitlines() if line.endswith("papers")] == [
        "dumps.zip/mon.txt, Mar 4: 2 papers",
        "dumps.zip/tue.txt, Mar 5: 2 papers",
        "dumps.zip/wed.txt, Mar 4: 2 papers",
    ]
    assert err.startswith("dumps.zip/odd.txt:")
    assert ": bad-encoding: " in err
    piped = run(["parse", "-"], input=(folder / "dumps.zip").read_bytes())
    assert piped.stdout.decode().count("papers") == 3
    assert complaint(capsys, "parse", "--max-size", "9", "dumps.zip").startswith("dumps.zip:1:1: too-large: ")


def test_mojibake_is_repaired_on_request(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Without the option it is left, and reported either way."""
    page = dump("Mar 4", ("A Planner’s Diary", "6 authors", "Oct 7, 2023"), MAPS)
    (folder / "a.txt").write_text(page.replace("’", "â€™"), encoding="utf-8")
    for option, title in (([], "A Plannerâ€™s Diary"), (["--mend"], "A Planner’s Diary")):
        assert cli.main(["parse", *option, "a.txt"]) == 0
        out, err = capsys.readouterr()
        assert title in out
        assert "mojibake" in err


def test_pages_in_one_file_are_pages_of_their_own(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """What the second page proves of its year implies nothing for the first."""
    first = dump("Jan 12", ("Old Rewards", "6 authors", "Jan 11"), ("Maps Without Borders", "1 authors", "Oct 7, 2023"))
    second = dump("Mar 3", ("New Rewards", "6 authors", "Mar 2"), ("Maps without End", "1 authors", "Oct 7, 2025"))
    (folder / "two.txt").write_text(f"{first}\n\n{second}", encoding="utf-8")
    both = output(capsys, "merge", "two.txt", "--not-after", "2033", "--format", "jsonl")
    records = [json.loads(line) for line in both.splitlines()]
    known = {record["title"]: record["published_earliest"] for record in records if "title" in record}
    assert (known["Old Rewards"], known["New Rewards"]) == (2024, 2026)
    printed = output(capsys, "parse", "two.txt", "--not-after", "2033")
    assert printed.startswith("two.txt, Jan 12: 2 papers\n")
    assert "two.txt, Mar 3: 2 papers\n" in printed


def test_pages_that_contradict_each_other_are_reported(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """``merge`` and ``show`` report where pages disagree on years, with both sides."""
    title, authors, _ = SPARSE
    for name, day in (("a", "Oct 7, 2022"), ("b", "Oct 7, 2021")):
        (folder / f"{name}.txt").write_text(dump("Mar 4", (title, authors, day)), encoding="utf-8")
    (folder / "c.txt").write_text(dump("Nov 4", (title, authors, "Oct 7")), encoding="utf-8")
    cli.main(["merge", "a.txt", "b.txt", "c.txt", "-o", "all.jsonl"])
    assert "contradicting-years: " in capsys.readouterr().err
    cli.main(["show", "all.jsonl", title])
    assert "contradicting-years: " in capsys.readouterr().err


def test_contradictions_are_counted_in_a_line(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """``update`` and ``check`` count them; ``merge`` lists some, and the number of the others is of no file."""
    for year, name in itertools.product((2024, 2025), "abcde"):
        (folder / f"{name}.txt").write_text(dump(f"Mar {ord(name) - 90}", DIARY, MAPS), encoding="utf-8")
        cli.main(["update", "all.jsonl", f"{name}.txt", "--as-of", f"{year}", "--quiet"])
    capsys.readouterr()
    counted = "paperlist: all.jsonl: 5 contradictions between clues to years (contradicting-years); --all lists them"
    for command in (["update", "all.jsonl"], ["check", "all.jsonl"]):
        assert cli.main(command) == 0
        assert capsys.readouterr().err == f"{counted}\n"
        assert cli.main([*command, "--all"]) == 0
        assert len(capsys.readouterr().err.splitlines()) == 5
    assert cli.main(["merge", "all.jsonl", "-o", "out.jsonl"]) == 0
    *shown, last = capsys.readouterr().err.splitlines()
    assert len(shown) == 3
    assert last == "paperlist: contradicting-years: and 2 more (--all shows them)"


# diff


def test_diff_compares_dumps_and_catalogs(capsys: pytest.CaptureFixture[str], catalog: str) -> None:
    """Both may be anything that merge reads; nothing is printed where nothing differs."""
    printed = output(capsys, "diff", "dumps/mon.txt", "dumps/tue.txt")
    assert "+ The Diary of a Button Sorter" in printed
    assert "comments: 2 → 5" in printed
    assert output(capsys, "diff", "dumps", catalog) == ""


def test_a_file_without_papers_is_not_a_day_on_which_all_are_gone(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    """The exit status says that it is bad."""
    (folder / "empty.txt").touch()
    assert "empty-source" in complaint(capsys, "diff", "dumps/mon.txt", "empty.txt")


# lines


def test_lines_shows_how_each_line_was_interpreted(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Each line comes with its number, its paper and its parts; nothing in it moves the terminal's cursor."""
    path = tmp_path / "a.txt"
    path.write_text("Daily Papers\n\nClocks \x1b[2J\n\n6 authors\n", encoding="utf-8")
    first, second, third = output(capsys, "lines", str(path)).splitlines()
    assert first.split() == ["1", first.split()[1], "Daily", "Papers"]
    assert second == "     3     1  title                     Clocks  [2J"
    assert third == "     5     1  author_count              6 authors"


@pytest.mark.usefixtures("folder")
def test_lines_of_several_files_are_under_their_names(capsys: pytest.CaptureFixture[str]) -> None:
    """Line numbers begin again in each file of a folder."""
    both = [f"dumps/{day}.txt\n" + output(capsys, "lines", f"dumps/{day}.txt") for day in ("mon", "tue")]
    assert output(capsys, "lines", "dumps") == "".join(both)


def test_lines_of_a_missing_file(capsys: pytest.CaptureFixture[str]) -> None:
    """As for the other commands: a message, and exit status 1."""
    assert complaint(capsys, "lines", "no-such-file.txt") == "paperlist: no-such-file.txt: No such file or directory\n"


def test_lines_of_what_is_not_text(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Nothing is shown, and that is an error."""
    (folder / "a.bin").write_bytes(bytes(range(256)))
    told = complaint(capsys, "lines", "a.bin")
    assert "not-text" in told
    assert told.endswith("paperlist: a.bin: the file has no text\n")


# Catalogs from any file


def test_a_catalog_comes_from_any_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path, catalog: str
) -> None:
    """It is recognised by its content: under any name, compressed, in a zip file, on standard input."""
    content = (folder / catalog).read_bytes()
    both = output(capsys, "merge", "dumps", "--format", "jsonl")
    (folder / "renamed.dat").write_bytes(b"\n" + content)
    (folder / "packed").write_bytes(gzip.compress(content))
    with zipfile.ZipFile(folder / "zipped.zip", "w") as archive:
        archive.writestr("one.jsonl", content)
        archive.writestr("two.txt", (folder / "dumps/mon.txt").read_bytes())
    for name in ("renamed.dat", "packed"):
        assert output(capsys, "merge", name, "--format", "jsonl") == both
    assert output(capsys, "merge", "zipped.zip").endswith(" 1 seen more than once\n")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert output(capsys, "merge", "-", "--format", "jsonl") == both


def test_lines_of_parse_are_read_as_a_catalog(capsys: pytest.CaptureFixture[str]) -> None:
    """What parse wrote as JSON Lines counts as the dumps that it came from."""
    both = output(capsys, "merge", "dumps", "--format", "jsonl")
    output(capsys, "parse", "dumps", "-o", "papers.jsonl")
    assert output(capsys, "merge", "papers.jsonl", "dumps/mon.txt", "--format", "jsonl") == both


@pytest.mark.parametrize(
    "options", [(), ("--sort", "-title"), ("--grep", "maps", "--as-of", "2024-05-06"), ("--as-of", "2024-05-06")]
)
def test_lines_of_parse_keep_the_pages_whole(
    capsys: pytest.CaptureFixture[str], folder: Path, options: Sequence[str]
) -> None:
    """The day on which a page was saved is kept, and so is the page of each paper, also if some are left out.

    Two pages in one file with the same date are two dumps. Adding the file itself changes nothing that was loaded.
    """
    pages = dump("Mar 4", SPARSE, MAPS) + "\n\n" + dump("Mar 4", DIARY, MAPS)
    (folder / "days.txt").write_text(pages, encoding="utf-8")
    days = [word for word in options if word in {"--as-of", "2024-05-06"}]
    output(capsys, "parse", "days.txt", *options, "-o", "papers.jsonl")
    output(capsys, "merge", "days.txt", *days, "-o", "whole.jsonl")
    papers, whole = Catalog.load("papers.jsonl", strict=True), Catalog.load("whole.jsonl")
    assert len({sighting.dump.key for sighting in whole.sightings}) == 2
    assert set(papers.sightings) <= set(whole.sightings)
    assert papers | whole == whole
    assert (papers == whole) is ("--grep" not in options)
    assert {sighting.snapshot for sighting in papers.sightings} == {"2024-05-06" if days else None}


def test_a_dump_may_have_any_suffix(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """A dump named as a catalog is a dump."""
    (folder / "dumps/mon.txt").rename(folder / "mon.jsonl")
    assert output(capsys, "parse", "mon.jsonl").startswith("mon.jsonl, Mar 4: 2 papers\n")


@pytest.mark.parametrize("line", ["{torn", '{"sightings": 3}', '{"a": ' * 9999])
def test_damaged_lines_of_a_catalog_are_reported(
    capsys: pytest.CaptureFixture[str], folder: Path, catalog: str, line: str
) -> None:
    """They make the exit status 1, wherever they are, and the other lines are read."""
    content = (folder / catalog).read_text(encoding="utf-8")
    (folder / catalog).write_text(f"{line}\n{content}", encoding="utf-8")
    assert cli.main(["merge", catalog]) == 1
    out, err = capsys.readouterr()
    assert "bad-record" in err
    assert "\n3 papers" in out
    assert len(Catalog.load(folder / catalog)) == 3


def test_a_catalog_without_a_good_line_is_an_error(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """It is recognised as what it should be, and nothing comes of it."""
    (folder / "torn.jsonl").write_text('{"title": "Tides", "sightings": 3}\n', encoding="utf-8")
    assert "torn.jsonl:1:1: not-a-catalog: " in complaint(capsys, "merge", "torn.jsonl")
