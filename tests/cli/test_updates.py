"""Test that ``update`` maintains a catalog file without losing anything, and that ``check`` reports damage."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from paperlist import Catalog, cli, merge, parse_many
from paperlist.files.locking import locked
from tests.helpers.console import DIARY, MAPS, SPARSE, complaint, dump, output

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return a folder to work in, with two dumps."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "mon.txt").write_text(dump("Mar 4", SPARSE, MAPS), encoding="utf-8")
    (tmp_path / "dumps" / "tue.txt").write_text(dump("Mar 5", SPARSE), encoding="utf-8")
    yield tmp_path
    assert not [path.name for path in tmp_path.rglob(".*")]


@pytest.mark.usefixtures("folder")
def test_the_first_day_creates_the_catalog_and_the_next_adds_to_it(capsys: pytest.CaptureFixture[str]) -> None:
    """What changed is said in a line; the file is that of all dumps merged."""
    assert output(capsys, "update", "cat.jsonl", "dumps/mon.txt") == (
        "cat.jsonl: +2 papers, +2 sightings; now 2 papers, 2 sightings\n"
    )
    assert output(capsys, "update", "cat.jsonl", "dumps") == (
        "cat.jsonl: +0 papers, +1 sighting; now 2 papers, 3 sightings\n"
    )
    assert output(capsys, "update", "-q", "cat.jsonl", "dumps") == ""
    assert Catalog.load("cat.jsonl", strict=True) == merge(parse_many("dumps"))


def test_a_dump_under_any_path_is_one_dump(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Its absolute path, another spelling, a link, a copy and a compressed copy add names, and no sighting."""
    (folder / "copy.txt").write_bytes((folder / "dumps/mon.txt").read_bytes())
    (folder / "packed.gz").write_bytes(gzip.compress((folder / "dumps/mon.txt").read_bytes()))
    names = ["dumps/mon.txt", "./dumps/../dumps/mon.txt", str(folder / "dumps/mon.txt"), "copy.txt", "packed.gz"]
    for name in names:
        output(capsys, "update", "cat.jsonl", name)
    catalog = Catalog.load("cat.jsonl")
    assert len(catalog.sightings) == 2
    assert set(catalog.sightings[0].sources) == {"dumps/mon.txt", "dumps/../dumps/mon.txt", *names[2:]}


def test_two_days_that_print_the_same_are_two(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Where the caller tells them apart."""
    text = dump("Mar 4", SPARSE).replace("Mar 4", "")
    for day in ("2024-03-04", "2024-03-05"):
        (folder / f"{day}.txt").write_text(text, encoding="utf-8")
        output(capsys, "update", "cat.jsonl", f"{day}.txt", "--as-of", day)
    assert [sighting.snapshot for sighting in Catalog.load("cat.jsonl").sightings] == ["2024-03-04", "2024-03-05"]


def test_what_cannot_be_read_keeps_nothing_from_being_added(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """An empty file, a missing one and one that is no listing are reported, and the rest is written."""
    (folder / "empty.txt").touch()
    told = complaint(capsys, "update", "-q", "cat.jsonl", "empty.txt", "gone.txt", "dumps/mon.txt")
    assert "empty.txt:1:1: empty-source" in told
    assert "gone.txt: No such file" in told
    assert len(Catalog.load("cat.jsonl", strict=True)) == 2


def test_nothing_read_creates_nothing(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """A catalog without papers would only be in the way."""
    complaint(capsys, "update", "cat.jsonl", "gone.txt")
    assert not (folder / "cat.jsonl").exists()


@pytest.mark.parametrize("how", [("--replace",), ("--remove", "dumps/mon.txt")])
def test_a_dump_is_removed_before_it_is_added_again(
    capsys: pytest.CaptureFixture[str], folder: Path, how: Sequence[str]
) -> None:
    """So a mistaken ``--as-of`` can be corrected; the contradiction says how."""
    for year in ("2023", "2024"):
        assert cli.main(["update", "cat.jsonl", "dumps/mon.txt", "--as-of", year]) == 0
    capsys.readouterr()
    assert cli.main(["check", "cat.jsonl", "--all"]) == 0
    assert "update --replace, corrects it" in capsys.readouterr().err
    argv = ["update", "cat.jsonl", "dumps", "--as-of", "2024", *how]
    assert output(capsys, *argv) == "cat.jsonl: +0 papers, +1 sighting; now 2 papers, 3 sightings\n"
    assert output(capsys, "check", "cat.jsonl") == "cat.jsonl: complete: 2 papers, 3 sightings, 0 decisions\n"
    assert Catalog.load("cat.jsonl", strict=True).to_jsonl() == merge(parse_many("dumps", as_of=2024)).to_jsonl()
    (folder / "dumps/mon.txt").unlink()
    assert output(capsys, "update", "cat.jsonl", "--remove", "dumps/mon.txt").endswith("now 1 paper, 1 sighting\n")


def test_a_dump_that_is_read_differently_replaces_what_it_gave_before(
    capsys: pytest.CaptureFixture[str], folder: Path
) -> None:
    """With ``--replace``. Otherwise both readings are kept, since the file may be another page; a message says so."""
    (folder / "dumps/copy.txt").write_text(dump("Mar 4", SPARSE, MAPS), encoding="utf-8")
    output(capsys, "update", "-q", "cat.jsonl", "dumps")
    for name, day in (("mon.txt", "Mar 4"), ("tue.txt", "Mar 5")):
        (folder / "dumps" / name).write_text(dump(day, DIARY), encoding="utf-8")
    update = ["update", "cat.jsonl", "dumps"]
    assert cli.main(update) == 0
    out, err = capsys.readouterr()
    assert out == "cat.jsonl: +1 paper, +2 sightings; now 3 papers, 5 sightings\n"
    kept = "2 dumps, such as dumps/mon.txt, gave other papers before, which are kept (update --replace removes them)"
    assert err == f"paperlist: {kept}\n"
    assert output(capsys, *update, "--replace").endswith("+0 papers, -1 sighting; now 3 papers, 4 sightings\n")
    catalog = Catalog.load("cat.jsonl", strict=True)
    assert catalog == merge(parse_many("dumps"))
    assert {sighting.sources for sighting in catalog.sightings if sighting.position} == {("dumps/copy.txt",)}
    assert output(capsys, *update) == "cat.jsonl: +0 papers, +0 sightings; now 3 papers, 4 sightings\n"


@pytest.mark.usefixtures("folder")
def test_contradicting_decisions_of_two_catalogs_are_reported(capsys: pytest.CaptureFixture[str]) -> None:
    """That two papers are different prevails. It is reported as long as both decisions are there."""
    pair = ("Sparse Rewards", "Maps Without Borders")
    for name, word in (("one.jsonl", "same"), ("other.jsonl", "different")):
        output(capsys, "update", name, "dumps")
        output(capsys, "review", name, f"--{word}", *pair)
        output(capsys, "check", name)
    for argv in (["update", "one.jsonl", "other.jsonl"], ["check", "one.jsonl"]):
        assert cli.main(argv) == 0
        note = "one.jsonl: 1 decision not followed, because others say 'different' (see review --undo): "
        titles = "Sparse Rewards for Patient Planners / Maps Without Borders"
        assert capsys.readouterr().err == f"paperlist: {note}{titles}\n"
    output(capsys, "update", "one.jsonl", "--remove", "dumps/mon.txt")  # without these papers, nothing is contradicted
    output(capsys, "check", "one.jsonl")
    assert cli.main(["update", "one.jsonl", "dumps"]) == 0
    capsys.readouterr()
    output(capsys, "review", "one.jsonl", "--undo", *pair)
    output(capsys, "check", "one.jsonl")


def test_a_file_that_is_written_anew_each_day_keeps_its_pages(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """With ``--replace``, too, and that is reported."""
    for day in ("Mar 4", "Mar 5"):
        (folder / "latest.txt").write_text(dump(day, SPARSE, MAPS), encoding="utf-8")
        output(capsys, "update", "cat.jsonl", "latest.txt")
    before = (folder / "cat.jsonl").read_bytes()
    assert cli.main(["update", "--replace", "cat.jsonl", "latest.txt"]) == 0
    kept = "paperlist: latest.txt gave pages of other dates before, which are kept (--remove removes them)\n"
    assert capsys.readouterr().err == kept
    assert (folder / "cat.jsonl").read_bytes() == before


@pytest.mark.usefixtures("folder")
def test_a_dump_with_another_day_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    """It would be a second dump each time, if ``--as-of`` were the day of the update and not that of saving."""
    update = ["update", "cat.jsonl", "dumps/mon.txt"]
    output(capsys, *update)
    output(capsys, *update, "--as-of", "2024-03-04")
    output(capsys, *update)
    assert cli.main([*update, "--as-of", "2025-03-04"]) == 0
    kept = "had another day of saving before; both days are kept (update --replace removes the old one)"
    assert capsys.readouterr().err.splitlines()[0] == f"paperlist: dumps/mon.txt {kept}"
    assert len(Catalog.load("cat.jsonl").sightings) == 4
    assert cli.main([*update, "--as-of", "2025-03-04"]) == 0
    assert kept not in capsys.readouterr().err
    assert cli.main([*update, "--as-of", "2024-03-04", "--replace"]) == 0
    assert len(Catalog.load("cat.jsonl", strict=True).sightings) == 2


def test_a_damaged_file_replaces_nothing(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Nor does one without papers. What they gave before is kept, and a message says so."""
    packed = gzip.compress((folder / "dumps/mon.txt").read_bytes())
    (folder / "mon.gz").write_bytes(packed)
    output(capsys, "update", "-q", "cat.jsonl", "mon.gz", "dumps/tue.txt")
    before = Catalog.load("cat.jsonl")
    (folder / "mon.gz").write_bytes(packed[:-9])
    (folder / "dumps/tue.txt").write_bytes(b"\n")
    assert cli.main(["update", "cat.jsonl", "mon.gz", "dumps", "--replace"]) == 1
    err = capsys.readouterr().err
    assert "damaged-archive" in err
    for name in ("mon.gz", "dumps/tue.txt"):
        kept = "so those that it gave before are kept (--remove removes them)"
        assert f"paperlist: {name}: is damaged or has no papers now, {kept}\n" in err
    assert before | Catalog.load("cat.jsonl") == Catalog.load("cat.jsonl")


def test_standard_input_replaces_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """All streams have its name, so the pages of other days would be lost."""
    for name in ("mon.txt", "tue.txt"):
        with (folder / "dumps" / name).open(encoding="utf-8") as file:
            monkeypatch.setattr("sys.stdin", file)
            output(capsys, "update", "-q", "--replace", "cat.jsonl", "-")
    assert Catalog.load("cat.jsonl") == merge(parse_many("dumps"))


def test_nothing_is_removed_where_something_is_wrong(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """The dump may be unknown, or what was to replace it cannot be read; no catalog is made, either."""
    output(capsys, "update", "cat.jsonl", "dumps/mon.txt")
    before = (folder / "cat.jsonl").read_bytes()
    told = complaint(capsys, "update", "cat.jsonl", "dumps", "--remove", "dumps/mon.txt", "--remove", "gone.txt")
    assert told == "paperlist: --remove: there is no dump 'gone.txt'\n"
    told = complaint(capsys, "update", "cat.jsonl", "gone.txt", "--remove", "dumps/mon.txt")
    assert told.endswith("paperlist: cat.jsonl: not updated, because some inputs could not be read (see above)\n")
    assert (folder / "cat.jsonl").read_bytes() == before
    complaint(capsys, "update", "new.jsonl", "dumps", "--remove", "dumps/mon.txt")
    assert not (folder / "new.jsonl").exists()


def test_the_catalog_itself_is_no_input(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """It may lie in the folder of the dumps; other catalogs there are added."""
    output(capsys, "update", "dumps/cat.jsonl", "dumps/mon.txt")
    shutil.copy(folder / "dumps/cat.jsonl", folder / "other.jsonl")
    output(capsys, "update", "dumps/cat.jsonl", "dumps", "other.jsonl")
    assert Catalog.load("dumps/cat.jsonl", strict=True) == merge(parse_many("dumps/*.txt"))


def test_damaged_lines_are_kept_and_reported_each_time(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """The exit status is 1, and what was gained is written."""
    output(capsys, "update", "cat.jsonl", "dumps/mon.txt")
    with (folder / "cat.jsonl").open("a", encoding="utf-8") as file:
        file.write("{torn\n")
    for _ in range(2):
        assert cli.main(["update", "cat.jsonl", "dumps"]) == 1
        out, err = capsys.readouterr()
        assert "bad-record" in err
        assert out.endswith("now 2 papers, 3 sightings\n")
        assert "\n{torn\n" in (folder / "cat.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["dumps/mon.txt", "dumps", "-", "", "packed.gz"])
def test_what_is_no_catalog_is_not_updated(capsys: pytest.CaptureFixture[str], folder: Path, name: str) -> None:
    """It is refused before anything is read: a dump named first, a folder, a compressed file."""
    (folder / "packed.gz").write_bytes(gzip.compress(b'{"paperlist": "catalog", "version": 2}\n'))
    before = (folder / "dumps/mon.txt").read_bytes()
    assert complaint(capsys, "update", name, "dumps/tue.txt", status=2).startswith("paperlist: ")
    assert (folder / "dumps/mon.txt").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "other"), [("papers.csv", "csv"), ("wed.txt", "table"), ("dumps/feed.json", "json-feed")]
)
def test_a_new_catalog_is_not_named_like_another_format(
    capsys: pytest.CaptureFixture[str], folder: Path, name: str, other: str
) -> None:
    """Such a name may be a mistake: that of a table, or of a dump that is missing. Other names do not matter."""
    told = complaint(capsys, "update", name, "dumps", status=2)
    expected = "expected a name that ends in .jsonl for a new catalog, because this one means"
    assert told == f"paperlist: {name}: {expected} {other}\n"
    assert not (folder / name).exists()
    for good in ("catalog", "catalog.2024"):
        output(capsys, "update", good, "dumps")
    (folder / "catalog").rename(folder / "kept.csv")
    output(capsys, "update", "kept.csv", "dumps")


def test_an_empty_file_becomes_a_catalog(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Nothing is lost by it; that it was empty is reported once, as a catalog never is."""
    (folder / "cat.jsonl").touch()
    assert "empty-catalog" in complaint(capsys, "update", "-q", "cat.jsonl", "dumps")
    output(capsys, "update", "cat.jsonl", "dumps")


@pytest.mark.skipif(os.name == "nt", reason="modes are those of POSIX")
def test_a_read_only_catalog_is_respected(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Its owner had a reason."""
    output(capsys, "update", "cat.jsonl", "dumps/mon.txt")
    (folder / "cat.jsonl").chmod(0o444)
    before = (folder / "cat.jsonl").read_bytes()
    assert complaint(capsys, "update", "cat.jsonl", "dumps") == "paperlist: cat.jsonl: is read-only\n"
    assert (folder / "cat.jsonl").read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="links are those of POSIX")
def test_a_link_leads_to_one_catalog(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Through a link, from another folder: it is the same file, and stays where it is."""
    (folder / "far").mkdir()
    (folder / "link.jsonl").symlink_to(folder / "far" / "cat.jsonl")
    output(capsys, "update", "link.jsonl", "dumps/mon.txt")
    command = [sys.executable, "-m", "paperlist", "update", "cat.jsonl", str(folder / "dumps")]
    subprocess.run(command, cwd=folder / "far", check=True, capture_output=True, env=_environment())
    assert (folder / "link.jsonl").is_symlink()
    assert len(Catalog.load("link.jsonl").sightings) == 3


def _environment() -> dict[str, str]:
    root = str(Path(__file__).parents[2])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))}


def test_waiting_for_another_process_is_bounded(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """Who holds the lock is said, and nothing is written."""
    monkeypatch.setattr("paperlist.files.locking._here", object)  # as if each call came from another thread
    with locked(folder / "cat.jsonl"):
        told = complaint(capsys, "update", "cat.jsonl", "dumps", "--wait", "0.05")
    assert f"paperlist: cat.jsonl: waiting for process {os.getpid()} on " in told
    assert "paperlist: cat.jsonl: still locked after 0.05 seconds, by process " in told
    assert not (folder / "cat.jsonl").exists()


@pytest.mark.parametrize("wait", ["soon", "-1", "nan", "1e10"])
def test_a_wait_is_a_number_of_seconds(capsys: pytest.CaptureFixture[str], folder: Path, wait: str) -> None:
    """Anything else is a wrong command line."""
    with pytest.raises(SystemExit) as ended:
        cli.main(["update", str(folder / "cat.jsonl"), "dumps", f"--wait={wait}"])
    assert ended.value.code == 2
    assert "expected a number of seconds" in capsys.readouterr().err


def test_only_damaged_lines_of_a_file_are_to_be_deleted(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not what a newer version wrote, and standard input cannot be edited."""
    output(capsys, "update", "cat.jsonl", "dumps")
    whole = (folder / "cat.jsonl").read_bytes()
    damaged, newer = whole.replace(b"Maps", b"Laps"), whole.replace(b'"version": 2', b'"version": 3')
    (folder / "damaged.jsonl").write_bytes(damaged)
    (folder / "newer.jsonl").write_bytes(newer)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(damaged)))
    for name, is_hinted in (("damaged.jsonl", True), ("newer.jsonl", False), ("-", False)):
        assert cli.main(["check", name]) == 1
        stderr = capsys.readouterr().err
        assert (f"to drop a line, delete it; then run: paperlist update {name}" in stderr) == is_hinted


def test_check_says_what_state_a_file_is_in(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Complete, old and without checksums, cut, damaged, none at all; from standard input, too."""
    output(capsys, "update", "cat.jsonl", "dumps")
    whole = (folder / "cat.jsonl").read_bytes()
    assert output(capsys, "check", "cat.jsonl") == "cat.jsonl: complete: 2 papers, 3 sightings, 0 decisions\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(whole)))
    assert output(capsys, "check", "-") == "-: complete: 2 papers, 3 sightings, 0 decisions\n"
    (folder / "old.jsonl").write_text('{"title": "A", "sightings": [{"position": 0}]}\n', encoding="utf-8")
    assert output(capsys, "check", "old.jsonl") == (
        "old.jsonl: readable, but without checksums: 1 paper, 1 sighting, 0 decisions\n"
    )
    lines = whole.splitlines(keepends=True)
    (folder / "cut.jsonl").write_bytes(b"".join(lines[:-1]))
    (folder / "flipped.jsonl").write_bytes(whole.replace(b"Maps", b"Laps"))
    assert cli.main(["check", "cut.jsonl", "flipped.jsonl", "gone.jsonl", "dumps/mon.txt"]) == 1
    out, err = capsys.readouterr()
    assert out == (
        "cut.jsonl: damaged: 2 papers, 3 sightings, 0 decisions\n"
        "flipped.jsonl: damaged: 1 paper, 2 sightings, 0 decisions\n"
    )
    assert "cut.jsonl:3:1: cut-short: " in err
    assert "flipped.jsonl:3:1: bad-checksum: " in err
    assert "gone.jsonl: No such file" in err
    assert "dumps/mon.txt:1:1: not-a-catalog: " in err


def test_merging_into_an_input_loses_nothing_that_came_meanwhile(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``merge cat.jsonl new.txt -o cat.jsonl`` keeps what another process has added since the file was read."""
    output(capsys, "update", "-q", "cat.jsonl", "dumps/mon.txt")
    shutil.copy("cat.jsonl", "before.jsonl")
    output(capsys, "update", "-q", "cat.jsonl", "dumps/tue.txt")
    after = (folder / "cat.jsonl").read_bytes()
    shutil.copy("before.jsonl", "cat.jsonl")
    begin = Catalog.updating

    def begin_late(path: str, **options: Any) -> Any:
        (folder / "cat.jsonl").write_bytes(after)
        return begin(path, **options)

    (folder / "new.txt").write_text(dump("Mar 6", MAPS), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(Catalog, "updating", begin_late)
        output(capsys, "merge", "cat.jsonl", "new.txt", "-o", "cat.jsonl")
    assert len(Catalog.load("cat.jsonl", strict=True).sightings) == 4


@pytest.mark.skipif(os.name == "nt", reason="/dev/full is POSIX's")
def test_lost_messages_keep_nothing_from_being_written(folder: Path) -> None:
    """A full disk under a log, or a reader that has gone, is no reason to lose what was read."""
    for number, errors in enumerate(("2>/dev/full", "2>&1 >/dev/null | head -c 0")):
        command = f"{sys.executable} -m paperlist update cat{number}.jsonl gone.txt dumps {errors}"
        subprocess.run(["sh", "-c", command], cwd=folder, check=False, capture_output=True, env=_environment())
        assert len(Catalog.load(folder / f"cat{number}.jsonl", strict=True)) == 2


@pytest.mark.skipif(os.name == "nt", reason="/dev/stdout is POSIX's")
def test_standard_output_by_its_name_keeps_what_is_there(folder: Path) -> None:
    """``-o /dev/stdout`` adds to what the shell has opened, and replaces nothing."""
    (folder / "log.txt").write_text("before\n", encoding="utf-8")
    command = f"{sys.executable} -m paperlist merge dumps -o /dev/stdout --format csv >> log.txt; echo after >> log.txt"
    subprocess.run(["sh", "-c", command], cwd=folder, check=True, env=_environment())
    lines = (folder / "log.txt").read_text(encoding="utf-8").splitlines()
    assert (lines[0], lines[-1], len(lines)) == ("before", "after", 5)


def test_a_damaged_catalog_is_not_replaced_by_a_table(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """However many of its first lines are damaged; and it can still be updated."""
    output(capsys, "update", "-q", "cat.jsonl", "dumps/mon.txt")
    (folder / "cat.csv").write_bytes(b"\0" * 5000 + b"garbage\n" * 9 + (folder / "cat.jsonl").read_bytes())
    complaint(capsys, "merge", "dumps", "-o", "cat.csv", status=2)
    assert cli.main(["update", "-q", "cat.csv", "dumps"]) == 1
    assert len(Catalog.load("cat.csv").sightings) == 3


def test_a_catalog_alone_is_written_again(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """Without dumps, ``update`` seals what was edited by hand, and turns an old file into one of the second version."""
    (folder / "old.jsonl").write_text('{"title": "A", "sightings": [{"position": 0}]}\n', encoding="utf-8")
    output(capsys, "update", "-q", "old.jsonl")
    assert output(capsys, "check", "old.jsonl") == "old.jsonl: complete: 1 paper, 1 sighting, 0 decisions\n"
    output(capsys, "update", "-q", "none.jsonl")
    assert not (folder / "none.jsonl").exists()


@pytest.mark.skipif(os.name == "nt", reason="links are those of POSIX")
def test_a_loop_of_links_is_reported(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """It is no file, and no traceback."""
    (folder / "loop").symlink_to("loop")
    assert complaint(capsys, "update", "loop", "dumps") == "paperlist: loop: Too many levels of symbolic links\n"
    (folder / "loop").unlink()


@pytest.mark.parametrize("name", ["", "dumps"])
def test_output_needs_the_name_of_a_file(capsys: pytest.CaptureFixture[str], folder: Path, name: str) -> None:
    """A folder or nothing is refused before anything is read."""
    told = complaint(capsys, "merge", str(folder / "dumps"), "-o", name, "--format", "csv", status=2)
    assert told == f"paperlist: {name or 'the empty name'}: expected the name of a file to write, not of a folder\n"
