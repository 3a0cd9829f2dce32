"""Test which inputs are errors, which are skipped, and what is reported for each."""

from __future__ import annotations

import gzip
import json
import os
import zipfile
from typing import TYPE_CHECKING

import pytest

from paperlist import Catalog, cli, merge, parse
from tests.helpers.cases import CASES
from tests.helpers.console import DIARY, MAPS, SPARSE, complaint, dump, output, refusal

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("folder")

IMAGE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9
NO_PAGE = b"Nothing here looks like a page of papers.\n"
NOISE = {
    "data.json": (json.dumps([{"title": "Tides"}] * 99, indent=2).encode(), "it is JSON, not a saved page"),
    "image.png": (IMAGE, "the file is not text"),
    "notes.txt": (NO_PAGE, "this does not look like a Daily Papers page"),
    "settings.json": (b'{"name": "paperlist"}', "it is JSON, not a saved page"),
}
"""Files that are no dumps, in the order of their names, and why each is skipped."""


@pytest.fixture
def noisy(folder: Path) -> Path:
    """Save files that hold no papers among the dumps."""
    for name, (content, _) in NOISE.items():
        (folder / "dumps" / name).write_bytes(content)
    return folder


def test_an_archive_in_a_folder_is_not_skipped(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Its papers would be lost without a word."""
    (folder / "dumps/all.7z").write_bytes(b"7z\xbc\xaf\x27\x1c\0\4")
    (folder / "dumps/page.webarchive").write_bytes(b"bplist00\xd1\1\2_\x10\x0fWebMainResource")
    assert cli.main(["update", "cat.jsonl", "dumps"]) == 1
    told = capsys.readouterr().err
    assert "dumps/all.7z:1:1: not-unpacked: 7z archives cannot be read; unpack it" in told
    assert "dumps/page.webarchive:1:1: not-unpacked: web archives of Safari cannot be read; save the page as" in told


@pytest.mark.parametrize("command", ["parse", "merge", "lines"])
def test_an_empty_name_is_not_a_file(capsys: pytest.CaptureFixture[str], command: str) -> None:
    """Nor does it mean the current folder. A shell passes it for a variable without a value."""
    assert complaint(capsys, command, "") == "paperlist: the empty name: expected the name of a file or a folder\n"


def test_a_dump_in_place_of_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    """The message does not hold the dump."""
    told = complaint(capsys, "parse", dump("Mar 4", SPARSE, MAPS))
    assert told.startswith("paperlist: new: No such file")
    assert told.count("\n") == 1


def test_a_missing_file_is_reported_and_the_others_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    """One bad file makes the exit status 1 and loses no other."""
    assert cli.main(["parse", "no.txt", "dumps/mon.txt", "no/*.txt"]) == 1
    out, err = capsys.readouterr()
    assert err == "paperlist: no.txt: No such file or directory\npaperlist: no/*.txt: No such file or directory\n"
    assert out.startswith("dumps/mon.txt, Mar 4: 2 papers\n")


def test_an_empty_folder_is_an_error(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """There is nothing to read in it, which may be a slip."""
    (folder / "empty").mkdir()
    assert complaint(capsys, "merge", "empty") == "paperlist: empty: no files in this folder\n"


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty-source"), (NO_PAGE, "no-papers"), (b"\x00\x01" * 99, "not-text"), (IMAGE, "not-text")],
    ids=["empty", "prose", "binary", "image"],
)
def test_a_named_file_without_papers_is_an_error(
    capsys: pytest.CaptureFixture[str], folder: Path, content: bytes, code: str
) -> None:
    """It is reported with its place, and the others are read."""
    (folder / "bad.txt").write_bytes(content)
    for argv in (["parse"], ["merge", "--strict"], ["parse", "--quiet"]):
        assert complaint(capsys, *argv, "bad.txt").startswith(f"bad.txt:1:1: {code}: ")
    assert cli.main(["merge", "bad.txt", "dumps"]) == 1
    assert capsys.readouterr().out.endswith("\n3 papers, 4 sightings in 2 listings, 1 seen more than once\n")


@pytest.mark.parametrize("content", ['{"a": 1}', '{\n  "a": 1\n}', '[\n {"title": "Tides"}]', "{}"])
def test_a_named_json_file_is_an_error(capsys: pytest.CaptureFixture[str], folder: Path, content: str) -> None:
    """It is recognised by how it begins, in one line, and not parsed as a page."""
    (folder / "a.txt").write_text(content, encoding="utf-8")
    assert complaint(capsys, "merge", "a.txt") == "paperlist: a.txt: is JSON, not a saved page\n"


def test_a_page_in_json_is_a_page(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """The text of a page may be one string of JSON, as in the answer of a service."""
    text = "Daily Papers\nNov 3\nSubmitted by\ntern-7\n12\nPeat Clocks for Bogs\n·\n4 authors\n6\n"
    (folder / "a.json").write_text(json.dumps({"url": "https://example.org", "text": text}), encoding="utf-8")
    assert cli.main(["parse", "a.json"]) == 0
    assert "Peat Clocks for Bogs" in capsys.readouterr().out


def test_parse_takes_no_catalog(capsys: pytest.CaptureFixture[str], catalog: str) -> None:
    """A named one is an error, and the message names the command to use; in a folder it is skipped."""
    told = complaint(capsys, "parse", catalog)
    assert told == "paperlist: catalog.jsonl: is a catalog, not a saved page (see: paperlist show --help)\n"
    assert cli.main(["parse", "."]) == 0
    assert capsys.readouterr().err == "paperlist: skipped 1 file without papers; --all lists them\n"


@pytest.mark.parametrize("command", ["parse", "merge"])
@pytest.mark.parametrize("name", ["dumps", "dumps/*"])
def test_files_of_a_folder_without_papers_are_counted(
    capsys: pytest.CaptureFixture[str], noisy: Path, command: str, name: str
) -> None:
    """They make one line on standard error, and are no error."""
    assert noisy.is_dir()
    assert cli.main([command, name]) == 0
    out, err = capsys.readouterr()
    assert "Maps Without Borders" in out
    assert err == "paperlist: skipped 4 files without papers; --all lists them\n"


def test_skipped_files_are_listed_on_request(capsys: pytest.CaptureFixture[str], noisy: Path) -> None:
    """With ``--all`` each has a line that says why; with ``--quiet`` none has."""
    assert noisy.is_dir()
    assert cli.main(["parse", "dumps", "--all"]) == 0
    err = capsys.readouterr().err.splitlines()
    assert err[:-1] == [f"paperlist: dumps/{name}: skipped: {why}" for name, (_, why) in NOISE.items()]
    assert err[-1] == "paperlist: skipped 4 files without papers"
    output(capsys, "parse", "dumps", "--quiet")


def test_strict_skips_them_as_well(capsys: pytest.CaptureFixture[str], noisy: Path) -> None:
    """A file of a folder that is not a page is no bad page."""
    assert noisy.is_dir()
    assert cli.main(["parse", "dumps", "--strict=warning"]) == 0
    assert "skipped 4 files" in capsys.readouterr().err


def test_thousands_of_files_make_one_line(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Numbers are easy to read."""
    for number in range(1001):
        (folder / f"dumps/{number}.json").write_bytes(b"{}")
    assert cli.main(["merge", "dumps", "-o", "list.txt"]) == 0
    assert capsys.readouterr().err == "paperlist: skipped 1,001 files without papers; --all lists them\n"


def test_a_folder_without_any_papers_is_an_error(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """It is likely not the folder that was meant."""
    (folder / "other").mkdir()
    (folder / "other/image.png").write_bytes(IMAGE)
    told = complaint(capsys, "merge", "other").splitlines()
    assert told == [
        "paperlist: no papers in any of these files",
        "paperlist: skipped 1 file without papers; --all lists them",
    ]


def test_a_file_of_a_folder_that_cannot_be_read_is_an_error(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """It may hold papers, which must not be missing in silence."""
    (folder / "dumps/packed.gz").write_bytes(b"\x1f\x8b\x08 and then damage")
    assert cli.main(["parse", "dumps"]) == 1
    assert "dumps/packed.gz:1:1: damaged-archive" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "code"),
    [("", "empty-source"), ((CASES / "joined-cards.txt").read_text(encoding="utf-8"), "unread-markup")],
    ids=["empty", "joined"],
)
def test_a_page_of_a_folder_that_gave_nothing_is_an_error(
    capsys: pytest.CaptureFixture[str], folder: Path, content: str, code: str
) -> None:
    """A failed download is empty, and a page may be saved so that it cannot be read: its papers are missing."""
    (folder / "dumps/wed.txt").write_text(content, encoding="utf-8")
    assert cli.main(["update", "--quiet", "cat.jsonl", "dumps"]) == 1
    assert f": {code}: " in capsys.readouterr().err.splitlines()[0]
    assert len(Catalog.load("cat.jsonl").sightings) == 4


def test_files_of_a_zip_file_are_like_those_of_a_folder(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """An image among the dumps in it is counted."""
    with zipfile.ZipFile(folder / "dumps.zip", "w") as archive:
        archive.write("dumps/mon.txt")
        archive.writestr("image.png", IMAGE)
        archive.writestr("data.json", "{}")
    assert cli.main(["parse", "dumps.zip"]) == 0
    assert capsys.readouterr().err == "paperlist: skipped 2 files without papers; --all lists them\n"


# Diagnostics


def test_minor_diagnostics_are_only_counted(capsys: pytest.CaptureFixture[str], torn: str) -> None:
    """With ``--all`` each has its place, its code and the line; with papers read, the exit status is 0."""
    assert cli.main(["parse", torn]) == 0
    out, err = capsys.readouterr()
    assert "Maps Without Borders" in out
    assert err == "paperlist: 1 minor problem not shown; --all lists them\n"
    assert cli.main(["parse", torn, "--all"]) == 0
    head, *below = capsys.readouterr().err.splitlines()
    assert head.startswith("torn.txt:21:1: missing-metadata: ")
    assert below[0] == "    Maps Without Borders, for Travellers on Foot"
    assert set(below[1].strip()) == {"~", "^"}


@pytest.fixture
def dated(folder: Path) -> str:
    """Save a dump with five dates that are in no calendar, which is five warnings."""
    cards = [(f"Clock {number} of Many Clocks", "2 authors", "Feb 31") for number in range(5)]
    (folder / "odd.txt").write_text(dump("Mar 4", SPARSE, *cards, DIARY), encoding="utf-8")
    return "odd.txt"


def test_few_diagnostics_of_a_file_are_shown(capsys: pytest.CaptureFixture[str], dated: str) -> None:
    """Three are, and then how many there are besides; ``--all`` shows them, ``--quiet`` none."""
    assert cli.main(["parse", dated, dated]) == 0
    err = capsys.readouterr().err
    assert err.count("impossible-date") == 6
    assert err.count("paperlist: odd.txt: and 2 more (--all shows them)\n") == 2
    assert cli.main(["parse", dated, "--all"]) == 0
    err = capsys.readouterr().err
    assert err.count("impossible-date") == 5
    assert "more" not in err
    output(capsys, "parse", dated, "-q")


def test_diagnostics_of_few_files_are_shown(capsys: pytest.CaptureFixture[str], folder: Path, dated: str) -> None:
    """The problems of the other files are counted together, but errors are shown for every file."""
    for number in range(12):
        (folder / f"dumps/{number}.txt").write_bytes((folder / dated).read_bytes())
    packed = gzip.compress((folder / dated).read_bytes())
    (folder / "dumps/damaged.gz").write_bytes(packed[:-12])
    assert cli.main(["parse", "dumps"]) == 1
    err = capsys.readouterr().err
    assert err.count("impossible-date") == 30
    assert err.count(": and 2 more (--all shows them)\n") == 10
    assert err.count(": damaged-archive: ") == 1
    assert "paperlist: 10 problems in 2 more files not shown; --all lists them\n" in err
    assert cli.main(["parse", "dumps", "--all"]) == 1
    assert capsys.readouterr().err.count("impossible-date") == 65
    output(capsys, "parse", "dumps/1.txt", "-q")


def test_strict_skips_damaged_dumps(capsys: pytest.CaptureFixture[str], torn: str, dated: str) -> None:
    """A dump is skipped for its first diagnostic of the level or a more serious one; the others are read."""
    for level, bad in (("--strict", None), ("--strict=warning", dated), ("--strict=info", torn)):
        status = cli.main(["parse", level, torn, dated, "dumps/tue.txt"])
        out, err = capsys.readouterr()
        assert status == (0 if bad is None else 1)
        assert "dumps/tue.txt, " in out
        assert (torn in out) is (level != "--strict=info")
        assert (dated in out) is (level == "--strict")
        if bad:
            assert err.startswith(f"{bad}:")


def test_quiet_shows_errors(capsys: pytest.CaptureFixture[str]) -> None:
    """A missing file is reported nevertheless."""
    assert complaint(capsys, "parse", "-q", "no.txt") == "paperlist: no.txt: No such file or directory\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_of_a_folder_is_an_error(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """It may hold papers."""
    (folder / "dumps/mon.txt").chmod(0)
    assert cli.main(["parse", "dumps"]) == 1
    assert "dumps/mon.txt: Permission denied" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["parse", "merge"])
def test_options_may_come_between_files(capsys: pytest.CaptureFixture[str], command: str) -> None:
    """The result is the same as with all files first."""
    apart = output(capsys, command, "dumps/mon.txt", "--quiet", "dumps/tue.txt")
    assert apart == output(capsys, command, "dumps/mon.txt", "dumps/tue.txt", "--quiet")


def test_files_may_come_after_the_options_of_update(capsys: pytest.CaptureFixture[str]) -> None:
    """The catalog comes first, and the files last."""
    told = output(capsys, "update", "new.jsonl", "--as-of", "2024", "dumps/mon.txt")
    assert told.startswith("new.jsonl: +2 papers")


@pytest.mark.parametrize("words", [("merge", "dumps", "--foo"), ("show", "cat.jsonl", "Tides", "--quiet", "Moons")])
def test_what_is_neither_an_option_nor_a_file_is_wrong(capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    """The message quotes it."""
    with pytest.raises(SystemExit) as ended:
        cli.main(list(words))
    assert ended.value.code == 2
    assert f"unrecognized arguments: {words[-1]}" in capsys.readouterr().err


def test_doubtful_papers_can_be_left_out(capsys: pytest.CaptureFixture[str], folder: Path, torn: str) -> None:
    """Those of catalogs are kept, since nobody knows how they were read. All papers of a page are still one page."""
    sure = [paper for paper in parse(torn) if (paper.confidence or 0) >= 0.9]
    assert 0 < len(sure) < len(parse(torn))
    for words in (["parse", torn], ["merge", torn, "-o", "sure.jsonl"], ["update", "more.jsonl", torn]):
        assert cli.main([*words, "--min-confidence", "0.9"]) == 0
        assert "paperlist: left out 1 doubtful paper (--min-confidence)\n" in capsys.readouterr().err
    assert cli.main(["parse", torn, "--all", "--min-confidence", "0.9"]) == 0
    assert "paperlist: torn.txt: left out 1 doubtful paper\n" in capsys.readouterr().err
    assert [entry.paper.title for entry in Catalog.load("sure.jsonl")] == [paper.title for paper in sure]
    output(capsys, "merge", "sure.jsonl", "-o", "same.jsonl", "--min-confidence", "1")
    assert (folder / "same.jsonl").read_bytes() == (folder / "sure.jsonl").read_bytes()
    assert cli.main(["update", "-q", "sure.jsonl", torn]) == 0
    assert Catalog.load("sure.jsonl") == merge([parse(torn)])


@pytest.mark.parametrize("number", ["x", "-0.1", "1.1", "nan", ""])
def test_a_confidence_is_from_0_to_1(capsys: pytest.CaptureFixture[str], number: str) -> None:
    """Other numbers would leave out everything or nothing."""
    told = refusal(capsys, "parse", "dumps", f"--min-confidence={number}")
    assert f"argument --min-confidence: expected a number from 0 to 1, got {number!r}" in told
