"""Test that a catalog file loses nothing: damage is reported with its place, and undamaged lines are kept."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist.catalog import Catalog, merge
from paperlist.catalog.file.store import recognise
from paperlist.errors import CODES, ParseError, RecordError
from paperlist.files.finding import find_files
from paperlist.model import Listing, ListingDate, Paper, paper_of
from tests.helpers.strategies import listings

if TYPE_CHECKING:
    from pathlib import Path

DAY = ListingDate(month=2, day=1, year=2024)
PAGES = [
    Listing(papers=[Paper(title="A Study of Tides", abstract="Water."), Paper(title="Ebb")], date=DAY, source="a.txt"),
    Listing(papers=[Paper(title="A study of tides", abstract="Water rises.", upvotes=3)], source="b.txt"),
]


def _catalog() -> Catalog:
    """Return a catalog of two entries, three sightings and a decision."""
    catalog = merge(PAGES)
    catalog.different(catalog[0], catalog[1], reason="I read both")
    return catalog


def _saved(folder: Path) -> Path:
    path = folder / "catalog.jsonl"
    _catalog().save(path)
    return path


def _codes(catalog: Catalog) -> list[str]:
    return [diagnostic.code for diagnostic in catalog.diagnostics]


@given(st.lists(listings(), max_size=3))
def test_a_saved_catalog_is_loaded(tmp_path_factory: pytest.TempPathFactory, pages: list[Listing]) -> None:
    """``load`` gives back what ``save`` wrote, without a diagnostic, whatever the texts hold."""
    path = tmp_path_factory.mktemp("saved") / "catalog.jsonl"
    catalog = merge(pages)
    catalog.save(path)
    loaded = Catalog.load(path, strict=True)
    assert loaded == catalog
    assert loaded.diagnostics == ()
    assert path.read_bytes().decode() == catalog.to_jsonl() == loaded.to_jsonl()


VERSION_1 = (
    '{"title": "a study of TIDES", "abstract": "Water.", "author_count": null, "organization": null, "published": null,'
    ' "published_year_basis": null, "published_earliest": null, "published_latest": null, "comments": null, "upvotes":'
    ' 2, "submitted_by": null, "arxiv_id": null, "github_stars": null, "sightings": [{"source": "a.txt", "position": 1,'
    ' "listing_date": "2024-02-01", "listing_date_year_basis": "as_of", "listing_date_earliest": 2024,'
    ' "listing_date_latest": 2024, "title": "A Study of Tides", "abstract": null, "upvotes": 1, "line": 3, "span":'
    ' [4, 20]}, {"source": null, "position": 0, "listing_date": null, "listing_date_year_basis": null,'
    ' "listing_date_earliest": null, "listing_date_latest": null}]}\n'
    '{"title": "Ebb", "abstract": null, "sightings": [{"source": "a.txt", "position": 0, "listing_date": "2024-02-01",'
    ' "listing_date_year_basis": "as_of", "listing_date_earliest": 2024, "listing_date_latest": 2024}]}\n'
    '{"decision": "different", "reason": "I read both", "sightings": [{"source": "a.txt", "position": 1,'
    ' "listing_date": "--02-01", "title": "A Study of Tides", "upvotes": 1},'
    ' {"source": null, "position": 0, "title": "a study of TIDES", "abstract": "Water.", "upvotes": 2}]}\n'
)


def test_a_file_of_the_first_version_is_loaded(tmp_path: Path) -> None:
    """Old files keep their papers, sightings and decisions, and adding their dumps again counts nothing twice."""
    path = tmp_path / "old.jsonl"
    path.write_text(VERSION_1, encoding="utf-8")
    catalog = Catalog.load(path, strict=True)
    assert sorted(entry.paper.title for entry in catalog) == ["A Study of Tides", "Ebb", "a study of TIDES"]
    assert [decision.word for decision in catalog.decisions] == ["different"]
    [tides] = [entry for entry in catalog if entry.paper.upvotes == 1]
    assert tides.sightings[0].sources == ("a.txt",)
    papers = [Paper(title="Ebb"), Paper(title="A Study of Tides", upvotes=1)]
    date = ListingDate(month=2, day=1, earliest=2024)
    again = catalog | merge([Listing(papers=papers, date=date, source="elsewhere/a.txt", is_dump=True)])
    assert again == catalog
    assert again.sightings[0].sources == ("a.txt", "elsewhere/a.txt")
    catalog.save(path)
    assert Catalog.load(path, strict=True) == catalog


def test_old_sightings_at_one_place_are_kept_apart() -> None:
    """Two cards at one position of one old dump are two sightings, as they were."""
    line = '{"title": "%s", "sightings": [{"source": "today.txt", "position": 0}]}\n'
    catalog = Catalog.from_jsonl(line % "Ebb" + line % "Tides")
    assert len(catalog.sightings) == 2
    assert Catalog.from_jsonl(catalog.to_jsonl()) == catalog


@pytest.mark.parametrize(
    "pack", [gzip.compress, bz2.compress, lzma.compress, bytes], ids=["gzip", "bz2", "xz", "plain"]
)
def test_compressed_files_and_streams_are_loaded(tmp_path: Path, pack: type[bytes]) -> None:
    """The content says how it is compressed; standard input is such a stream."""
    content = pack(_saved(tmp_path).read_bytes())
    (tmp_path / "packed").write_bytes(content)
    assert Catalog.load(tmp_path / "packed", strict=True) == _catalog()
    assert Catalog.load(io.BytesIO(content), strict=True) == _catalog()


def test_a_cut_archive_is_reported(tmp_path: Path) -> None:
    """What it still holds is loaded."""
    content = gzip.compress(_saved(tmp_path).read_bytes())[:-12]
    loaded = Catalog.load(io.BytesIO(content))
    assert "damaged-archive" in _codes(loaded)


HEADS = [
    ('{"paperlist": "catalog", "version": 2}', "catalog"),
    ('\ufeff \n{"title": "Tides", "sightings"', "catalog"),
    ('{"p\x01perlist": "catalog", "version": 2}\n{"id": "0', "catalog"),
    ('{"source": "a.txt", "listing_date"', "sightings"),
    ('{"sources": ["a.txt"], "snapshot"', "sightings"),
    ("", None),
    ("Daily Papers", None),
    ('{"name": 3}', None),
    ('[{"title": "Tides"}]', None),
    ('Tides\n"id": 3', None),
]


@pytest.mark.parametrize(("head", "kind"), HEADS)
def test_a_catalog_is_recognised_by_its_content(head: str, kind: str | None) -> None:
    """The first lines show what a file is; its name does not matter."""
    assert recognise(head) == kind


@pytest.mark.parametrize(
    "content", [b"Daily Papers\n\nTides\n", b'{"a": 1}\n', b"\x89PNG\r\n\x1a\n", b"[]", b'{"title": "A"}\n']
)
def test_what_is_no_catalog_is_refused(tmp_path: Path, content: bytes) -> None:
    """It is an error whether strict or not, and updating leaves the file alone."""
    path = tmp_path / "catalog.jsonl"
    path.write_bytes(content)
    with pytest.raises(ParseError, match="not-a-catalog"):
        Catalog.load(path)
    with pytest.raises(ParseError, match="not-a-catalog"), Catalog.updating(path):
        pytest.fail("there is nothing to update")
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_emptied_file_is_noticed(tmp_path: Path, content: bytes) -> None:
    """A catalog without papers has a first and a last line; a file with nothing at all is reported."""
    path = tmp_path / "catalog.jsonl"
    path.write_bytes(content)
    assert _codes(Catalog.load(path)) == ["empty-catalog"]
    with pytest.raises(ParseError, match="empty-catalog"):
        Catalog.load(path, strict=True)
    Catalog().save(path)
    assert Catalog.load(path, strict=True) == Catalog()


DEEP = "[" * 100_000

DAMAGED: list[tuple[bytes, int, str, str]] = [
    (b'{"title": "Tides", "sight', 20, "expected JSON: Unterminated string", '"sight'),
    (b"{'title'}", 2, "expected JSON: Expecting property name enclosed in double quotes", "'title'}"),
    (b"\0\0\0", 1, "expected JSON: Expecting value", ""),
    (b'{"title": "\xff"}', 12, "expected UTF-8", ' "}'),
    (b'{"title": "\xcf\x80 \xe2\x82"}', 14, "expected UTF-8", '  "}'),
    (b"3", 1, "expected an object, got 3", "3"),
    (b'{"title": "' + b"x" * 500 + b'"}', 1, "sightings: expected list, got nothing", '{"title": "' + "x" * 60 + "…"),
    (DEEP.encode(), 1, "expected a record of bounded size: ", DEEP[:71] + "…"),
    (b'{"upvotes": ' + b"9" * 5000 + b"}", 1, "expected a record of bounded size: ", '{"upvotes": ' + "9" * 59 + "…"),
    (b'{"title": "Tides", "check": "00000000"}', 1, "this line was damaged or edited", '{"title"'),
    (b'{"paperlist": "middle", "version": 2}', 1, "expected the first or the last line", '{"paperlist"'),
    (b'{"title": "A", "sightings": [{"position": 0}], "id": 1, "mood": 2}', 1, "unknown key 'mood'", '{"title"'),
]


@pytest.mark.parametrize("damage", DAMAGED, ids=[message for _, _, message, _ in DAMAGED])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_damaged_line_is_kept_and_reported_each_time(
    tmp_path: Path, damage: tuple[bytes, int, str, str], end: bytes
) -> None:
    """The other lines load; the damaged one has a diagnostic with its place and is saved byte for byte."""
    line, column, message, excerpt = damage
    path = _saved(tmp_path)
    first, *others = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + line + end + b"".join(others))
    loaded = Catalog.load(str(path))
    diagnostic = loaded.diagnostics[0]
    assert loaded == _catalog()
    assert diagnostic.code in {"bad-record", "bad-checksum"}
    assert diagnostic.code in CODES
    assert (diagnostic.line, diagnostic.column, diagnostic.source) == (2, column, str(path))
    assert diagnostic.span == (len(first) + column - 1, len(first) + len(line.decode("utf-8", "surrogateescape")))
    assert diagnostic.message.startswith(message)
    assert diagnostic.excerpt.startswith(excerpt)
    with pytest.raises(ParseError) as raised:
        Catalog.load(path, strict=True)
    assert raised.value.diagnostic == diagnostic
    for _ in range(2):
        with Catalog.updating(path) as catalog:
            assert catalog.diagnostics[0].message == diagnostic.message
            catalog.add(Listing(papers=[Paper(title="Waves")], source="c.txt"))
        assert b"\n" + line + end in path.read_bytes()
    again = Catalog.load(path)
    assert [found.message for found in again.diagnostics] == [diagnostic.message]
    assert len(again) == 3
    assert (Catalog() | again).to_jsonl() == again.to_jsonl()


def test_text_with_lone_surrogates_is_no_json_lines() -> None:
    """Text that could not have come from a file is refused as such."""
    with pytest.raises(RecordError, match="line 3: expected UTF-8"):
        Catalog.from_jsonl(_catalog().to_jsonl().replace("Ebb", "\udcff"))


def test_every_damaged_line_is_reported(tmp_path: Path) -> None:
    """Each has its diagnostic, in order, and uniting catalogs keeps them, each once."""
    path = tmp_path / "catalog.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + b"1\n" + _catalog().to_jsonl().encode() + b"2")
    loaded = Catalog.load(path)
    assert [d.line for d in loaded.diagnostics] == [1, 7]
    assert (loaded | _catalog()).diagnostics == (_catalog() | loaded | loaded).diagnostics == loaded.diagnostics


def test_editors_marks_and_line_ends_do_no_damage(tmp_path: Path) -> None:
    """A byte order mark, Windows line ends and blank lines are not damage."""
    path = _saved(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n\r\n"))
    assert Catalog.load(path, strict=True) == _catalog()


def test_a_line_can_be_edited_by_hand(tmp_path: Path) -> None:
    """Without its ``check`` a line is read as it is; that the file is not as it was written is reported."""
    path = _saved(tmp_path)
    lines = path.read_text(encoding="utf-8").splitlines()
    record = json.loads(lines[2])
    del record["check"]
    record["sightings"][0]["title"] = "Flood"
    lines[2] = json.dumps(record)
    path.write_text("\n".join(lines), encoding="utf-8")
    loaded = Catalog.load(path)
    assert [entry.paper.title for entry in loaded.find("Flood")] == ["Flood"]
    assert _codes(loaded) == ["bad-checksum"]


def test_every_flipped_bit_is_noticed(tmp_path: Path) -> None:
    """Of 1,500 flipped bits each is reported or refused, and none makes a paper that was not there."""
    path = _saved(tmp_path)
    whole = path.read_bytes()
    titles = {entry.paper.title for entry in _catalog()}
    rng = random.Random(15)  # noqa: S311 - no secret
    for _ in range(1500):
        damaged = bytearray(whole)
        damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        loaded = Catalog.load(io.BytesIO(damaged))
        assert loaded.diagnostics
        assert {entry.paper.title for entry in loaded} <= titles


def test_every_cut_is_noticed_and_costs_no_more_than_was_cut(tmp_path: Path) -> None:
    """Wherever a file was cut, at the end of a line too, that is reported, and updating it makes it no smaller."""
    path = tmp_path / "catalog.jsonl"
    whole = _saved(tmp_path).read_bytes()
    for length in range(0, len(whole) - 1, 29):
        path.write_bytes(whole[:length])
        if b"}" not in whole[:length] and length:
            with pytest.raises(ParseError, match="not-a-catalog"):
                Catalog.load(path)
            continue
        assert Catalog.load(path).diagnostics
        with Catalog.updating(path) as catalog:
            catalog.add(PAGES[0])
        assert path.stat().st_size >= length
    lines = whole.splitlines(keepends=True)
    for number in range(1, len(lines)):
        path.write_bytes(b"".join(lines[:number]))
        assert "cut-short" in _codes(Catalog.load(path))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ((b'"sightings": 3', b'"sightings": 4'), "expected 4 sightings, found 3"),
        ((b'"checksum": "', b'"checksum": "0'), "the lines above differ from those that were written"),
        ((b'{"paperlist": "catalog", "version": 2}\n', b""), "the first line of this catalog is missing or damaged"),
        ((b'"counts": {', b'"counts": [], "was": {'), "expected None entries"),
    ],
)
def test_counts_and_checksum_are_checked(tmp_path: Path, change: tuple[bytes, bytes], message: str) -> None:
    """The last line says what the lines before it must be."""
    path = _saved(tmp_path)
    path.write_bytes(path.read_bytes().replace(*change))
    [diagnostic] = Catalog.load(path).diagnostics
    assert diagnostic.code == "bad-checksum"
    assert diagnostic.message.startswith(message)


def test_a_line_that_was_damaged_is_reported_once(tmp_path: Path) -> None:
    """That the file is not as it was written follows from it, and is not reported as well."""
    path = _saved(tmp_path)
    path.write_bytes(path.read_bytes().replace(b"Ebb", b"Egg", 1))
    [diagnostic] = Catalog.load(path).diagnostics
    assert (diagnostic.code, diagnostic.line) == ("bad-checksum", 3)


def test_a_catalog_without_both_ends_is_damaged(tmp_path: Path) -> None:
    """Its lines show that it is not of the first version, which had no ends; an end alone is damage, too."""
    path = _saved(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[1:-1]))
    assert [d.message for d in Catalog.load(path).diagnostics] == [
        "the first line of this catalog is missing or damaged"
    ]
    path.write_bytes(lines[-1])
    assert [d.message for d in Catalog.load(path).diagnostics] == [
        "the first line of this catalog is missing or damaged"
    ]


def test_files_in_succession_are_read_as_one(tmp_path: Path) -> None:
    """So ``cat`` unites catalogs; one that was cut before the next is reported."""
    one, other = merge(PAGES[:1]).to_jsonl(), merge(PAGES[1:]).to_jsonl()
    assert Catalog.from_jsonl(one + other) == merge(PAGES)
    path = tmp_path / "both.jsonl"
    path.write_text(one[: one.rindex('{"paperlist"')] + other, encoding="utf-8")
    assert _codes(Catalog.load(path)) == ["cut-short"]


NEWER = (
    '{"paperlist": "catalog", "version": 3}\n'
    '{"id": "0", "title": "From the Future", "colour": "blue"}\n'
    "\n"
    "what this is nobody knows yet\n"
    '{"paperlist": torn\n'
    '{"paperlist": "end", "version": 3, "sum": 1}\n'
)


@pytest.mark.parametrize("end", [NEWER, NEWER.rpartition("{")[0]], ids=["whole", "cut"])
def test_what_a_newer_version_wrote_is_kept(tmp_path: Path, end: str) -> None:
    """Its part of the file is kept byte for byte and reported each time, and what is added is loaded again."""
    path = tmp_path / "catalog.jsonl"
    path.write_text(end, encoding="utf-8")
    for title in ("Tides", "Waves"):
        with Catalog.updating(path) as catalog:
            assert _codes(catalog) == ["newer-catalog"]
            catalog.add(Listing(papers=[Paper(title=title)], source=title))
        assert end in path.read_text(encoding="utf-8")
    assert _codes(Catalog.load(path)) == ["newer-catalog"]
    assert len(Catalog.load(path)) == 2
    size = path.stat().st_size
    with path.open("a", encoding="utf-8") as file:
        file.write("{torn\n" + end + _catalog().to_jsonl())
    with Catalog.updating(path) as catalog:
        assert len(catalog) == 4
    grown = path.stat().st_size
    with Catalog.updating(path) as catalog:
        assert _codes(catalog).count("newer-catalog") == 1
    assert path.stat().st_size == grown > size


def test_updating_begins_a_catalog_and_adds_to_it(tmp_path: Path) -> None:
    """The first day needs no file; what is added again changes nothing, to the file's time."""
    path = tmp_path / "catalog.jsonl"
    for page in PAGES:
        with Catalog.updating(path) as catalog:
            catalog.add(page)
    assert Catalog.load(path, strict=True) == merge(PAGES)
    before = path.stat()
    with Catalog.updating(path) as catalog:
        catalog.add(PAGES[0])
    assert path.stat() == before


def test_an_error_within_updating_changes_nothing(tmp_path: Path) -> None:
    """Neither the catalog, nor whether there is one."""
    path = tmp_path / "catalog.jsonl"
    for _ in range(2):
        before = path.read_bytes() if path.exists() else None
        with pytest.raises(TypeError), Catalog.updating(path) as catalog:
            catalog.add(None)  # type: ignore[arg-type]
        assert (path.read_bytes() if path.exists() else None) == before
        _saved(tmp_path)
    assert list(tmp_path.iterdir()) == [path]


def test_a_missing_file_stays_an_oserror(tmp_path: Path) -> None:
    """``load`` leaves it to the system to say that there is no such file."""
    with pytest.raises(FileNotFoundError):
        Catalog.load(tmp_path / "catalog.jsonl")


def test_a_failed_save_leaves_the_old_file(tmp_path: Path) -> None:
    """A catalog that cannot be written does not cost the one that was."""
    path = tmp_path / "catalog.jsonl"
    _catalog().save(path)
    unwritable = _catalog() | merge([Listing(papers=[paper_of({"title": "Tides", "upvotes": {1}})])])
    with pytest.raises(TypeError, match="upvotes: expected int, got set"):
        unwritable.save(path)
    assert Catalog.load(path) == _catalog()
    assert list(tmp_path.iterdir()) == [path]


SAVING = """
import sys
from paperlist import Catalog

path, *others = sys.argv[1:]
catalogs = [Catalog.load(other) for other in others]
print("ready", flush=True)
while True:
    for catalog in catalogs:
        catalog.save(path)
        print("saved", flush=True)
"""


def test_a_process_killed_while_it_saves_leaves_a_whole_catalog(tmp_path: Path) -> None:
    """At whichever moment, the file is the old catalog or the new one, and nothing else is found in the folder."""
    small = merge([Listing(papers=[Paper(title=f"Tide {n}", abstract="Water. " * 99) for n in range(99)])])
    large = small | merge([Listing(papers=[Paper(title=f"Ebb {n}", abstract="Mud. " * 99) for n in range(999)])])
    saved = {catalog.to_jsonl() for catalog in (small, large)}
    others = [tmp_path / "small.jsonl", tmp_path / "large.jsonl"]
    for catalog, other in zip((small, large), others, strict=True):
        catalog.save(other)
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "catalog.jsonl"
    small.save(path)
    for delay in range(8):
        with subprocess.Popen([sys.executable, "-c", SAVING, path, *others], stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            for _ in range(1 + delay % 3):
                process.stdout.readline()
            time.sleep(delay * 0.011)
            process.kill()
        assert path.read_text(encoding="utf-8") in saved
        assert Catalog.load(path, strict=True) in (small, large)
        assert list(find_files(folder)) == [path]
