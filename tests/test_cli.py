"""Does the command line do what it says, and fail as a command line should?"""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import os
import runpy
import subprocess
import sys
import zipfile
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from paperlist import __version__, cli, merge
from paperlist.model import Listing, Paper

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ABSTRACT = (
    "Planners that are paid late learn slowly, and most of what they do is forgotten before the pay arrives. We keep a "
    "short diary of each attempt, and read it backwards whenever a reward comes in. On nine invented tasks, among them "
    "the sorting of buttons and the watering of gardens, this needs a tenth of the attempts. We also show where it "
    "fails: a diary is of no use to a planner that never gets anywhere."
)
HEADER = """\
new

Get trending papers in your email inbox!

Subscribe

Daily Papers

byAK and the research community

{day}

"""
SPARSE = ("Sparse Rewards for Patient Planners", "6 authors", "Oct 7, 2030 2")
MAPS = ("Maps Without Borders", "1 authors", "Feb 3")
DIARY = ("The Diary of a Button Sorter: 漢字 and All", "12 authors", "Jan 31, 2029")


def dump(day: str, *cards: tuple[str, str, str]) -> str:
    """Return the text of a saved page."""
    blocks = (f"{title}\n\n{ABSTRACT}\n\n  • {authors}\n·\n{date}" for title, authors, date in cards)
    return HEADER.format(day=day) + "\n\n".join(blocks)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with two dumps, where nothing says how wide a terminal is."""
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps/mon.txt").write_text(dump("Mar 4", SPARSE, MAPS), encoding="utf-8")
    later = ("Sparse rewards for patient planners", "6 authors", "Oct 7, 2030 5")
    (tmp_path / "dumps/tue.txt").write_text(dump("Mar 5", DIARY, later), encoding="utf-8")
    return tmp_path


def output(capsys: pytest.CaptureFixture[str], *argv: str, status: int = 0) -> str:
    """Return what is written to standard output by a command that writes nothing to standard error."""
    assert cli.main(argv) == status
    out, err = capsys.readouterr()
    assert err == ""
    return out


def complaint(capsys: pytest.CaptureFixture[str], *argv: str, status: int = 1) -> str:
    """Return what is written to standard error by a command that writes nothing to standard output."""
    assert cli.main(argv) == status
    out, err = capsys.readouterr()
    assert out == ""
    return err


def run(argv: Sequence[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "paperlist", *argv], check=False, capture_output=True, **options)


def test_parse_prints_a_table_for_each_dump(capsys: pytest.CaptureFixture[str]) -> None:
    """A heading tells the source, its date and how many papers follow; columns without a value are left out."""
    expected = """\
dumps/mon.txt, Mar 4: 2 papers

#   published  authors  comments  title
-  ----------  -------  --------  -----------------------------------
1  2030-10-07        6         2  Sparse Rewards for Patient Planners
2       Feb 3        1            Maps Without Borders

dumps/tue.txt, Mar 5: 2 papers

#   published  authors  comments  title
-  ----------  -------  --------  ------------------------------------------
1  2029-01-31       12            The Diary of a Button Sorter: 漢字 and All
2  2030-10-07        6         5  Sparse rewards for patient planners
"""
    assert output(capsys, "parse", "dumps/mon.txt", "dumps/tue.txt") == expected


def test_archives_are_read_and_their_faults_told(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Of a zip file each dump is read, by its path or from standard input, and one that is bad spoils no other."""
    with zipfile.ZipFile(folder / "dumps.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("mon.txt", "tue.txt"):
            archive.write(folder / "dumps" / name, name)
        archive.writestr("odd.txt", b"caf\xe9 and more")
        archive.write(folder / "dumps/mon.txt", "wed.txt")
    assert cli.main(["parse", "--strict", "dumps.zip"]) == 1
    out, err = capsys.readouterr()
    assert [line for line in out.splitlines() if line.endswith("papers")] == [
        "dumps.zip/mon.txt, Mar 4: 2 papers",
        "dumps.zip/tue.txt, Mar 5: 2 papers",
        "dumps.zip/wed.txt, Mar 4: 2 papers",
    ]
    assert err.splitlines()[0].startswith("dumps.zip/odd.txt:1:4: bad-encoding")
    piped = run(["parse", "-"], input=(folder / "dumps.zip").read_bytes())
    assert piped.stdout.decode().count("papers") == 3
    message = "dumps.zip:1:1: too-large: unpacks to more than the limit; raise it with max_size\n"
    assert complaint(capsys, "parse", "--max-size", "9", "dumps.zip").startswith(message)


def test_mojibake_is_mended_on_request(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Without the option it is left, and told either way."""
    page = dump("Mar 4", ("A Planner’s Diary", "6 authors", "Oct 7, 2030"), MAPS)
    (folder / "a.txt").write_text(page.replace("’", "â€™"), encoding="utf-8")
    for option, title in (([], "A Plannerâ€™s Diary"), (["--mend"], "A Planner’s Diary")):
        assert cli.main(["parse", *option, "a.txt"]) == 0
        out, err = capsys.readouterr()
        assert title in out
        assert "mojibake" in err


def test_merge_prints_each_paper_once(capsys: pytest.CaptureFixture[str]) -> None:
    """Papers come with how often they were seen, and the last line sums up."""
    expected = """\
 published  authors  comments  seen  title
----------  -------  --------  ----  ------------------------------------------
2030-10-07        6         5     2  Sparse rewards for patient planners
     Feb 3        1               1  Maps Without Borders
2029-01-31       12               1  The Diary of a Button Sorter: 漢字 and All

3 papers, 4 sightings in 2 listings, 1 seen more than once
"""
    assert output(capsys, "merge", "dumps") == expected


def test_one_of_a_thing_is_singular(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """One paper is no papers."""
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
def test_columns_that_are_no_number_are_ignored(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path, value: str
) -> None:
    """A pipe is 100 columns wide where COLUMNS does not say otherwise."""
    monkeypatch.setenv("COLUMNS", value)
    (folder / "long.txt").write_text(dump("Mar 4", ("A Long Title" * 20, "2 authors", "Feb 3")), encoding="utf-8")
    assert max(map(len, output(capsys, "parse", "long.txt").splitlines())) == 100


def test_a_terminal_tells_its_width(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """Where the output is a terminal, lines are as wide as that."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((37, 24)))
    assert max(map(len, output(capsys, "parse", "dumps/mon.txt").splitlines())) == 37
    output(capsys, "parse", "dumps/mon.txt", "-o", "table.txt")
    assert max(map(len, (folder / "table.txt").read_text(encoding="utf-8").splitlines())) > 37


def test_parse_writes_a_line_for_each_paper(capsys: pytest.CaptureFixture[str]) -> None:
    """Each line of JSON Lines tells where its paper stood, and all of the paper."""
    first, second = map(json.loads, output(capsys, "parse", "dumps/mon.txt", "--format", "jsonl").splitlines())
    assert list(first) == [
        *(
            "source",
            "listing_date",
            "listing_date_year_basis",
            "listing_date_earliest",
            "listing_date_latest",
            "position",
        ),
        *Paper(title="").to_dict(),
    ]
    assert [second[name] for name in ("source", "listing_date", "listing_date_year_basis", "position", "title")] == [
        *("dumps/mon.txt", "--03-04", None, 1, "Maps Without Borders")
    ]
    assert Paper.from_dict(first).comments == 2


@pytest.mark.parametrize(("as_of", "year"), [("2031-03-09", 2031), ("2033", 2033)])
def test_the_reading_day_tells_the_years(capsys: pytest.CaptureFixture[str], as_of: str, year: int) -> None:
    """A day or a year will do."""
    lines = output(capsys, "parse", "dumps/mon.txt", "--format", "jsonl", "--as-of", as_of).splitlines()
    assert json.loads(lines[1])["published"] == f"{year}-02-03"
    assert json.loads(lines[1])["listing_date"] == f"{year}-03-04"


@pytest.mark.parametrize("as_of", ["2031-02-30", "20310304", "2031-W10-2", "0000", "٢٠٣١", "31", "today", ""])
def test_another_reading_day_is_a_wrong_command_line(capsys: pytest.CaptureFixture[str], as_of: str) -> None:
    """What is no day or year is refused, with examples of both."""
    with pytest.raises(SystemExit) as refused:
        cli.main(["parse", "--as-of", as_of, "dumps/mon.txt"])
    assert refused.value.code == 2
    expected = f"argument --as-of: expected a day such as 2031-03-04 or a year such as 2031, got {as_of!r}\n"
    assert capsys.readouterr().err.endswith(expected)


@pytest.mark.parametrize("argv", [[], ["parse"], ["merge", "--format", "xml", "a"], ["show", "a"], ["undo"]])
def test_a_wrong_command_line_is_refused(capsys: pytest.CaptureFixture[str], argv: list[str]) -> None:
    """The exit status is 2, and standard error tells the usage."""
    with pytest.raises(SystemExit) as refused:
        cli.main(argv)
    assert refused.value.code == 2
    assert capsys.readouterr().err.startswith("usage: paperlist ")


@pytest.mark.parametrize("argv", [["--help"], ["parse", "--help"], ["merge", "--help"], ["show", "--help"]])
def test_help_says_what_a_command_does(capsys: pytest.CaptureFixture[str], argv: list[str]) -> None:
    """Help has a sentence and an example, and any terminal can print it."""
    with pytest.raises(SystemExit) as ended:
        cli.main(argv)
    assert ended.value.code == 0
    out = capsys.readouterr().out
    assert out.isascii()
    assert ".\n" in out
    assert "\nexample:\n  paperlist " in out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """The version is the package's own."""
    with pytest.raises(SystemExit) as ended:
        cli.main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"paperlist {__version__}\n"


def test_a_missing_file_is_told_and_the_others_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    """One bad file makes the exit status 1 and loses no other."""
    assert cli.main(["parse", "no.txt", "dumps/mon.txt", "no/*.txt"]) == 1
    out, err = capsys.readouterr()
    assert err == "paperlist: no.txt: No such file or directory\npaperlist: no/*.txt: No such file or directory\n"
    assert out.startswith("dumps/mon.txt, Mar 4: 2 papers\n")


def test_a_folder_without_a_dump_is_told(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """There is nothing to read in an empty folder, which may be a slip."""
    (folder / "empty").mkdir()
    assert complaint(capsys, "merge", "empty") == "paperlist: empty: no dump in this folder\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty-source"),
        (b"Nothing here looks like a page of papers.\n", "no-papers"),
        (b"\x00\x01" * 99, "not-text"),
    ],
    ids=["empty", "prose", "binary"],
)
def test_a_file_without_papers_is_bad(
    capsys: pytest.CaptureFixture[str], folder: Path, content: bytes, code: str
) -> None:
    """A file that holds no paper is told with its place, and the others are read."""
    (folder / "bad.txt").write_bytes(content)
    assert complaint(capsys, "parse", "bad.txt").startswith(f"bad.txt:1:1: {code}: ")
    assert complaint(capsys, "merge", "--strict", "bad.txt").startswith(f"bad.txt:1:1: {code}: ")
    assert cli.main(["merge", "bad.txt", "dumps"]) == 1
    assert capsys.readouterr().out.endswith("\n3 papers, 4 sightings in 2 listings, 1 seen more than once\n")


@pytest.fixture
def torn(folder: Path) -> str:
    """Save a dump in which one card lacks its authors and date."""
    page = dump("Mar 4", SPARSE, MAPS, DIARY).replace("\n\n  • 1 authors\n·\nFeb 3", "")
    (folder / "torn.txt").write_text(page, encoding="utf-8")
    return "torn.txt"


def test_what_a_card_lacks_is_told(capsys: pytest.CaptureFixture[str], torn: str) -> None:
    """A diagnostic has its place, its code and the line; with papers read, the exit status is 0."""
    assert cli.main(["parse", torn]) == 0
    out, err = capsys.readouterr()
    head, *below = err.splitlines()
    assert head.startswith("torn.txt:21:1: missing-metadata: ")
    assert below == ["    Maps Without Borders", "    ~~~~~~~~~~~~~~~~~~~^"]
    assert "Maps Without Borders" in out


def test_strict_takes_no_damaged_dump(capsys: pytest.CaptureFixture[str], folder: Path, torn: str) -> None:
    """The first error makes a dump bad; the others are read."""
    (folder / torn).write_bytes((folder / torn).read_bytes() + b"\n\nCaf\xed\xa0\x80\n")
    assert cli.main(["parse", "--strict", torn, "dumps/tue.txt"]) == 1
    out, err = capsys.readouterr()
    assert err.startswith("torn.txt:33:4: lost-character: ")
    assert out.startswith("dumps/tue.txt, ")


@pytest.mark.parametrize("command", ["parse", "merge"])
@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_output_goes_to_a_file(capsys: pytest.CaptureFixture[str], folder: Path, command: str, form: str) -> None:
    """The file holds what standard output would get, as UTF-8."""
    printed = output(capsys, command, "--format", form, "dumps")
    assert output(capsys, command, "--format", form, "dumps", "--output", "out") == ""
    assert (folder / "out").read_bytes() == printed.encode()


@pytest.mark.parametrize("command", ["parse", "merge"])
def test_an_output_file_stays_where_nothing_is_read(
    capsys: pytest.CaptureFixture[str], folder: Path, command: str
) -> None:
    """A slip in the name of a dump does not empty a catalog."""
    (folder / "out").write_text("precious", encoding="utf-8")
    complaint(capsys, command, "no.txt", "-o", "out")
    assert (folder / "out").read_text(encoding="utf-8") == "precious"


def test_a_day_is_added_to_a_catalog(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """A catalog among the dumps, or what `parse` wrote as JSON Lines, counts as the dumps that it came from."""
    both = output(capsys, "merge", "dumps", "--format", "jsonl")
    output(capsys, "merge", "dumps/mon.txt", "--format", "jsonl", "-o", "catalog.jsonl")
    output(capsys, "merge", "catalog.jsonl", "dumps/tue.txt", "--format", "jsonl", "-o", "catalog.jsonl")
    assert (folder / "catalog.jsonl").read_text(encoding="utf-8") == both
    output(capsys, "parse", "dumps", "--format", "jsonl", "-o", "papers.jsonl")
    assert output(capsys, "merge", "papers.jsonl", "dumps/mon.txt", "catalog.jsonl", "--format", "jsonl") == both


def test_a_catalog_that_is_not_read_whole_is_not_written_over(
    capsys: pytest.CaptureFixture[str], folder: Path, catalog: str
) -> None:
    """What could not be read of it would be lost; to another file goes what could."""
    with (folder / catalog).open("a", encoding="utf-8") as file:
        file.write("{torn\n")
    told = complaint(capsys, "merge", catalog, "dumps", "--format", "jsonl", "-o", catalog)
    assert told.endswith("paperlist: catalog.jsonl: left as it is, since not all was read\n")
    assert (folder / catalog).read_text(encoding="utf-8").endswith("{torn\n")
    complaint(capsys, "merge", catalog, "dumps", "--format", "jsonl", "-o", "other.jsonl")
    assert len((folder / "other.jsonl").read_text(encoding="utf-8").splitlines()) == 3


@pytest.mark.parametrize("command", [("show", "Tides"), ("explain", "Tides"), ("review",), ("diff", "dumps/tue.txt")])
def test_what_is_no_catalog_is_told_in_a_line(
    capsys: pytest.CaptureFixture[str], folder: Path, command: Sequence[str]
) -> None:
    """It is no catalog without papers, and nothing is found in it."""
    (folder / "no.jsonl").write_text(dump("Mar 4", SPARSE, MAPS), encoding="utf-8")
    told = complaint(capsys, command[0], "no.jsonl", *command[1:])
    assert told == "paperlist: no.jsonl: no catalog, such as merge --format jsonl writes\n"


def test_a_file_without_papers_is_no_day_on_which_all_are_gone(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    """The exit status says that it is bad."""
    (folder / "empty.txt").touch()
    assert cli.main(["diff", "dumps/mon.txt", "empty.txt"]) == 1
    assert "empty-source" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["parse", "merge", "tokens"])
def test_an_empty_name_is_no_file(capsys: pytest.CaptureFixture[str], command: str) -> None:
    """Least of all is it the folder at hand."""
    assert "No such file" in complaint(capsys, command, "")


def test_a_dump_in_place_of_its_name_is_told_in_short(capsys: pytest.CaptureFixture[str]) -> None:
    """The message does not hold the dump."""
    told = complaint(capsys, "parse", dump("Mar 4", SPARSE, MAPS))
    assert told == "paperlist: new: No such file (parse_text takes the text of a dump)\n"


def test_an_output_file_that_cannot_be_written_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """The message names the file that was asked for."""
    assert complaint(capsys, "parse", "dumps", "-o", "no/out") == "paperlist: no/out: No such file or directory\n"


def test_control_characters_never_reach_the_terminal(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Neither a title's nor a file's name can give the terminal orders."""
    (folder / "\x1b[31m").write_text(dump("Mar 4", ("Red \x1b[31mAlert", "2 authors", "Feb 3")), encoding="utf-8")
    assert "\x1b" not in output(capsys, "parse", "\x1b[31m")
    assert complaint(capsys, "parse", "\x1b[32m") == "paperlist: \\x1b[32m: No such file or directory\n"


@pytest.fixture
def catalog(capsys: pytest.CaptureFixture[str]) -> str:
    """Save the catalog of the two dumps."""
    output(capsys, "merge", "dumps", "--format", "jsonl", "-o", "catalog.jsonl")
    return "catalog.jsonl"


def test_show_tells_all_of_a_paper(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, catalog: str
) -> None:
    """Its fields, its sightings with positions from 1, and the values that do not stand."""
    monkeypatch.setenv("COLUMNS", "72")
    expected = """\
Sparse rewards for patient planners

published  2030-10-07
authors    6
comments   5

Planners that are paid late learn slowly, and most of what they do is
forgotten before the pay arrives. We keep a short diary of each attempt,
and read it backwards whenever a reward comes in. On nine invented
tasks, among them the sorting of buttons and the watering of gardens,
this needs a tenth of the attempts. We also show where it fails: a diary
is of no use to a planner that never gets anywhere.

2 sightings
Mar 4, place 1  dumps/mon.txt
Mar 5, place 2  dumps/tue.txt

other values
title     Sparse Rewards for Patient Planners
comments  2
"""
    assert output(capsys, "show", catalog, "sparse rewards for patient planners!") == expected


def test_show_parts_several_papers_by_a_rule(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """Each paper that matches is shown; what is not known of it is not there."""
    monkeypatch.setenv("COLUMNS", "24")
    entries = [
        {"title": "Tides", "arxiv_id": "3103.00001", "sightings": [{"position": 0}]},
        {"title": "Tides Again", "sightings": [{"position": 8, "source": "b.txt", "listing_date": "2031-03-04"}]},
    ]
    text = "".join(json.dumps(entry) + "\n" for entry in entries)
    (folder / "tides.jsonl").write_text(text, encoding="utf-8")
    expected = """\
Tides Again

1 sighting
2031-03-04, place 9
  b.txt

------------------------

Tides

arXiv
  3103.00001

1 sighting
place 1
  <text>
"""
    assert output(capsys, "show", "tides.jsonl", "tide") == expected


def test_show_finds_nothing(capsys: pytest.CaptureFixture[str], catalog: str) -> None:
    """No match is told, with exit status 1."""
    assert complaint(capsys, "show", catalog, "Tides") == "paperlist: catalog.jsonl: no paper has the title 'Tides'\n"


def test_show_without_a_catalog(capsys: pytest.CaptureFixture[str]) -> None:
    """A missing catalog is told as other files are."""
    assert complaint(capsys, "show", "no.jsonl", "Tides") == "paperlist: no.jsonl: No such file or directory\n"


def test_show_tells_damaged_lines(capsys: pytest.CaptureFixture[str], folder: Path, catalog: str) -> None:
    """A line of a catalog that cannot be read is told, and the others are used."""
    with (folder / catalog).open("a", encoding="utf-8") as file:
        file.write("{torn\n")
    assert cli.main(["show", catalog, "maps without borders"]) == 1
    out, err = capsys.readouterr()
    assert err.startswith("catalog.jsonl:4:2: bad-record: ")
    assert out.startswith("Maps Without Borders\n")


def test_standard_input_is_read_as_bytes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """``-`` is standard input, whatever encoding the environment gives it."""
    content = (folder / "dumps/tue.txt").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), encoding="ascii"))
    assert "漢字" in output(capsys, "parse", "-", "--format", "jsonl")


def test_closed_standard_input_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Python has no standard input where the shell closed it."""
    monkeypatch.setattr(sys, "stdin", None)
    assert complaint(capsys, "parse", "-") == "paperlist: -: Bad file descriptor\n"


def test_what_the_encoding_lacks_is_escaped(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table is escaped where it must be; JSON Lines are UTF-8 on any output."""
    for form, expected in (("table", b"Sorter: \\u6f22\\u5b57 and"), ("jsonl", "Sorter: 漢字 and".encode())):
        written = io.BytesIO()
        stdout = io.TextIOWrapper(written, encoding="ascii")
        monkeypatch.setattr(sys, "stdout", stdout)
        assert cli.main(["parse", "dumps", "--format", form]) == 0
        assert expected in written.getvalue()
    assert capsys.readouterr().err == ""


def test_output_may_be_any_stream() -> None:
    """What stands for standard output need not have an encoding."""
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream):
        assert cli.main(["parse", "dumps"]) == 0
    assert stream.getvalue().startswith("dumps/mon.txt, ")


def test_papers_are_written_as_they_are_read(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An interrupt ends the command with 130 and leaves what was written before it."""

    def pages(*_: object, **__: object) -> Iterator[Listing]:
        yield Listing(papers=[Paper(title="First")], source="a.txt")
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "parse_pages", pages)
    assert cli.main(["parse", "dumps", "--format", "jsonl"]) == 130
    out, err = capsys.readouterr()
    assert json.loads(out)["title"] == "First"
    assert err == ""


def test_a_closed_pipe_is_no_error_of_ours(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit status is that of a program that SIGPIPE ended, and nothing is left to be written at the exit."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as stdout:
        monkeypatch.setattr(sys, "stdout", stdout)
        assert cli.main(["parse", "dumps"]) == 141
        stdout.write("nowhere")
    assert capsys.readouterr().err == ""


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be written to standard output is an error, without a traceback."""

    class Full(io.StringIO):
        def write(self, _: str) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(sys, "stdout", Full())
    assert cli.main(["parse", "dumps"]) == 1
    assert capsys.readouterr().err == "paperlist: standard output: No space left on device\n"


def test_the_package_is_a_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """``python -m paperlist`` is the command line, and importing that module does nothing."""
    assert runpy.run_module("paperlist.__main__")["main"] is cli.main
    monkeypatch.setattr(sys, "argv", ["paperlist", "parse", "no.txt"])
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("paperlist", run_name="__main__")
    assert ended.value.code == 1
    assert capsys.readouterr().err == "paperlist: no.txt: No such file or directory\n"


def test_a_real_pipe_closed_early(folder: Path) -> None:
    """A reader that has seen enough causes no message."""
    many = dump("Mar 4", *((f"Paper {number} of Many", "2 authors", "Feb 3") for number in range(500)))
    (folder / "many.txt").write_text(many, encoding="utf-8")
    argv = [sys.executable, "-m", "paperlist", "parse", "--format", "jsonl", *["many.txt"] * 3]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline().startswith(b"{")
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_real_standard_input_and_output(folder: Path) -> None:
    """Bytes come in and UTF-8 goes out, though the environment knows ASCII alone."""
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    content = (folder / "dumps/tue.txt").read_bytes()
    lines = run(["parse", "-", "--format", "jsonl"], input=content, env=environment)
    assert (lines.returncode, lines.stderr) == (0, b"")
    assert json.loads(lines.stdout.splitlines()[0])["title"] == DIARY[0]
    table = run(["parse", "-"], input=content, env=environment)
    assert (table.returncode, table.stderr) == (0, b"")
    assert b"Sorter: \\u6f22\\u5b57 and All" in table.stdout


@pytest.mark.parametrize("command", [("review",), ("explain", "Tidal Graphs on Shores"), ("show", "Shores")])
def test_no_command_gives_the_terminal_orders(
    capsys: pytest.CaptureFixture[str], folder: Path, command: Sequence[str]
) -> None:
    """What a title holds of control characters is blank."""
    titles = ("Tidal Graphs on Shores", "Tidal Graphs on \x1b[31mShores", "Tidal Graphs on Shore\x07")
    merge([Listing(papers=[Paper(title=title) for title in titles])]).save(folder / "catalog.jsonl")
    printed = output(capsys, command[0], "catalog.jsonl", *command[1:])
    assert "Tidal Graphs" in printed
    assert printed.replace("\n", "").isprintable()


def test_pages_in_one_file_are_pages_of_their_own(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """What the second proves of its year says nothing of the first."""
    first = dump("Jan 12", ("Old Rewards", "6 authors", "Jan 11"), ("Maps Without Borders", "1 authors", "Oct 7, 2023"))
    second = dump("Mar 3", ("New Rewards", "6 authors", "Mar 2"), ("Maps without End", "1 authors", "Oct 7, 2025"))
    (folder / "two.txt").write_text(f"{first}\n\n{second}", encoding="utf-8")
    both = output(capsys, "merge", "two.txt", "--not-after", "2033", "--format", "jsonl")
    known = {paper["title"]: paper["published_earliest"] for paper in map(json.loads, both.splitlines())}
    assert (known["Old Rewards"], known["New Rewards"]) == (2024, 2026)
    printed = output(capsys, "parse", "two.txt", "--not-after", "2033")
    assert printed.startswith("two.txt, Jan 12: 2 papers\n")
    assert "two.txt, Mar 3: 2 papers\n" in printed


def test_tokens_shows_what_became_of_each_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Each line stands with its number, its paper and its parts; nothing in it moves the terminal's cursor."""
    path = tmp_path / "a.txt"
    path.write_text("Daily Papers\n\nClocks \x1b[2J\n\n6 authors\n", encoding="utf-8")
    assert cli.main(["tokens", str(path)]) == 0
    assert capsys.readouterr().out == (
        "     1        furniture                 Daily Papers\n"
        "     3     1  title                     Clocks  [2J\n"
        "     5     1  author_count              6 authors\n"
    )


def test_tokens_of_a_missing_file_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """As for the other commands: a message, and exit status 1."""
    assert cli.main(["tokens", "no-such-file.txt"]) == 1
    assert "no-such-file.txt: No such file" in capsys.readouterr().err


def test_tokens_of_what_is_no_text_says_why(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Nothing is shown, and that is an error."""
    (folder / "a.bin").write_bytes(bytes(range(256)))
    told = complaint(capsys, "tokens", "a.bin")
    assert "not-text" in told
    assert told.endswith("paperlist: a.bin: there is no text in it\n")


def test_the_clock_gives_an_upper_bound(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """A dump was read by today, unless the caller says otherwise, or a dump is later than the clock."""
    set_clock = partial(monkeypatch.setattr, cli, "_today")
    set_clock(partial(datetime.date, 2031, 8, 1))
    first = json.loads(output(capsys, "parse", "dumps/mon.txt", "--format", "jsonl").splitlines()[0])
    assert (first["listing_date"], first["listing_date_year_basis"]) == ("2031-03-04", "bounds")
    told = output(capsys, "parse", "dumps/mon.txt", "--format", "jsonl", "--not-after", "2032").splitlines()
    assert json.loads(told[0])["listing_date_latest"] == 2032
    set_clock(partial(datetime.date, 2026, 8, 1))
    for command in ("parse", "merge"):
        assert "--02-03" in output(capsys, command, "dumps", "--format", "jsonl")
    (folder / "one.txt").write_text(dump("Mar 4", MAPS), encoding="utf-8")
    assert "2026" in output(capsys, "merge", "one.txt", "--format", "jsonl")


def test_pages_that_contradict_are_told(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """``merge`` and ``show`` tell where pages disagree on years, with both sides."""
    title, authors, _ = SPARSE
    for name, day in (("a", "Oct 7, 2029"), ("b", "Oct 7, 2028")):
        (folder / f"{name}.txt").write_text(dump("Mar 4", (title, authors, day)), encoding="utf-8")
    (folder / "c.txt").write_text(dump("Nov 4", (title, authors, "Oct 7")), encoding="utf-8")
    cli.main(["merge", "a.txt", "b.txt", "c.txt", "--format", "jsonl", "-o", "all.jsonl"])
    assert "contradicting-years: --10-07 of" in capsys.readouterr().err
    cli.main(["show", "all.jsonl", title])
    assert "contradicting-years: --10-07 of" in capsys.readouterr().err
