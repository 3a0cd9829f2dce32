"""Test the commands on a catalog: show, explain, review."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from typing import TYPE_CHECKING

import pytest
from attrs import evolve

from paperlist import Catalog, Dump, Listing, ListingDate, Paper, Sighting, cli, merge
from paperlist.cli.catalogs import IMPOSSIBLE, sighting_row
from tests.helpers.console import MAPS, SPARSE, complaint, dump, output, refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("folder")

ONE_SHORE = Paper(title="Tidal Graphs on Shores", arxiv_id="2403.00001v2")
TWO_SHORES = Paper(title="Tidal Graphs on Shore")
EBBING = Paper(title="Ebbing, or Not")


def ids(*papers: Paper) -> list[str]:
    """Return the ids that papers have in a catalog of them."""
    found = {entry.paper.title: entry.id for entry in merge([Listing(papers=papers)])}
    return [found[paper.title] for paper in papers]


@pytest.fixture
def shores(folder: Path) -> str:
    """Save a catalog with a pair to review, and a paper besides."""
    merge([Listing(papers=[ONE_SHORE, TWO_SHORES, EBBING], source="a.txt")]).save(folder / "shores.jsonl")
    return "shores.jsonl"


# All of them

every_command = pytest.mark.parametrize(
    "command", [("show", "Tides"), ("explain", "Tides"), ("review",), ("review", "--same", "a", "b")]
)


@every_command
def test_what_is_not_a_catalog_is_reported_in_a_line(
    capsys: pytest.CaptureFixture[str], folder: Path, command: Sequence[str]
) -> None:
    """A dump is not a catalog without papers, and the message says how to create one."""
    (folder / "no.jsonl").write_text(dump("Mar 4", SPARSE, MAPS), encoding="utf-8")
    told = complaint(capsys, command[0], "no.jsonl", *command[1:])
    why = "this file is not a catalog (create one with: paperlist update FILE DUMP ...)"
    expected = f"no.jsonl:1:1: not-a-catalog: {why}\n"
    assert told == expected
    assert complaint(capsys, command[0], "none", *command[1:]) == "paperlist: none: No such file or directory\n"


@every_command
def test_a_file_that_breaks_off_is_reported(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, shores: str, command: Sequence[str]
) -> None:
    """As where a disk fails in the middle of it."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Catalog, "load", fail)
    assert complaint(capsys, command[0], shores, *command[1:]).startswith("paperlist: shores.jsonl: Input/output error")


@every_command
def test_a_folder_is_not_a_catalog(capsys: pytest.CaptureFixture[str], command: Sequence[str]) -> None:
    """Nor is what has no name."""
    assert complaint(capsys, command[0], "dumps", *command[1:]) == "paperlist: dumps: is a folder, not a catalog\n"
    assert "No such file" in complaint(capsys, command[0], "", *command[1:])


def test_closed_standard_input_is_not_a_catalog(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for the other commands."""
    monkeypatch.setattr(sys, "stdin", None)
    assert complaint(capsys, "review", "-") == "paperlist: -: Bad file descriptor\n"


@pytest.mark.parametrize("command", [("show", "ebbing"), ("explain", "ebbing"), ("review",)])
def test_a_catalog_may_be_compressed_or_piped(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    folder: Path,
    shores: str,
    command: Sequence[str],
) -> None:
    """It is recognised by its content."""
    content = (folder / shores).read_bytes()
    expected = output(capsys, command[0], shores, *command[1:])
    (folder / "packed").write_bytes(gzip.compress(content))
    assert output(capsys, command[0], "packed", *command[1:]) == expected
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert output(capsys, command[0], "-", *command[1:]) == expected


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_damaged_lines_are_reported(
    capsys: pytest.CaptureFixture[str], folder: Path, catalog: str, pack: Callable[[bytes], bytes]
) -> None:
    """A line of a catalog that cannot be read is reported with its place, and the others are used."""
    content = (folder / catalog).read_bytes() + b"{torn\n"
    (folder / catalog).write_bytes(pack(content))
    assert cli.main(["show", catalog, "maps without borders"]) == 1
    out, err = capsys.readouterr()
    assert err.startswith(f"catalog.jsonl:{content.count(b'{torn') and len(content.splitlines())}:2: bad-record: ")
    assert out.startswith("Maps Without Borders\n")


def test_few_of_many_damaged_lines_are_shown(capsys: pytest.CaptureFixture[str], folder: Path, catalog: str) -> None:
    """As for the diagnostics of a dump."""
    with (folder / catalog).open("a", encoding="utf-8") as file:
        file.write("{torn\n" * 9)
    assert cli.main(["show", catalog, "maps without borders"]) == 1
    err = capsys.readouterr().err
    assert err.count("bad-record") == 3
    assert err.endswith("paperlist: catalog.jsonl: and 6 more (--all shows them)\n")


# show


def test_show_prints_all_of_a_paper(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, catalog: str
) -> None:
    """Its fields, its sightings with positions from 1 and their counts, and the values that did not win."""
    monkeypatch.setenv("COLUMNS", "72")
    expected = """\
Sparse rewards for patient planners

id         {id}
published  2023-10-07
authors    6
comments   5

Planners that are paid late learn slowly, and most of what they do is
forgotten before the pay arrives. We keep a short diary of each attempt,
and read it backwards whenever a reward comes in. On nine invented
tasks, among them the sorting of buttons and the watering of gardens,
this needs a tenth of the attempts. We also show where it fails: a diary
is of no use to a planner that never gets anywhere.

2 sightings
date   place  comments  line  source
-----  -----  --------  ----  -------------
Mar 4      1         2    13  dumps/mon.txt
Mar 5      2         5    21  dumps/tue.txt

other values
title     Sparse Rewards for Patient Planners
comments  2
"""
    (entry,) = Catalog.load(catalog).find(SPARSE[0])
    printed = output(capsys, "show", catalog, "sparse rewards for patient planners!")
    assert printed == expected.format(id=entry.id)


def test_show_separates_several_papers_by_a_rule(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    """Each paper that matches is shown; unknown values are left out, and no path is cut."""
    monkeypatch.setenv("COLUMNS", "24")
    long = "folder/" * 9 + "b.txt"
    listed = ListingDate(month=3, day=4, year=2024)
    day = Listing(papers=[Paper(title="Tides Again", upvotes=7)], source=long, date=listed)
    day = evolve(day, papers=[EBBING] * 8 + list(day.papers))
    merge([day, Listing(papers=[Paper(title="Tides", arxiv_id="2403.00001")])]).save(folder / "tides.jsonl")
    again, tides = (Catalog.load("tides.jsonl").find(title)[0].id for title in ("Tides Again", "Tides"))
    expected = f"""\
Tides Again

id
  {again}
upvotes
  7

1 sighting
date        place  upvotes  source
----------  -----  -------  {"-" * len(long)}
2024-03-04      9        7  {long}

------------------------

Tides

id
  {tides}
arXiv
  2403.00001

1 sighting
place  source
-----  ------
    1  <text>
"""
    assert output(capsys, "show", "tides.jsonl", "tide") == expected


@pytest.mark.parametrize("what", ["{id}", "2403.00001", "2403.00001v1", "graphs on shores", "Tidal Graphs on SHORES."])
def test_show_finds_papers_by_id_and_title(capsys: pytest.CaptureFixture[str], shores: str, what: str) -> None:
    """By the catalog's id, the arXiv id, the title or a part of it."""
    (known,) = ids(ONE_SHORE)
    assert output(capsys, "show", shores, what.format(id=known)).startswith("Tidal Graphs on Shores\n")


@pytest.mark.parametrize("command", [("show", "Tides"), ("explain", "Tides"), ("explain", "Ebbing", "Tides")])
def test_a_paper_that_is_not_found_is_reported(
    capsys: pytest.CaptureFixture[str], shores: str, command: Sequence[str]
) -> None:
    """No match is an error, and the message names what was sought."""
    told = complaint(capsys, command[0], shores, *command[1:])
    assert told == "paperlist: shores.jsonl: no paper with the id, title or place 'Tides'\n"


def test_show_lists_all_sources_of_a_sighting() -> None:
    """A sighting may come from several copies of a dump, whose day may be known."""
    dump_of_two = Dump(sources=["b.txt", "a.txt"], snapshot="2024-05-01")
    seen = Sighting(paper=EBBING, dump=dump_of_two, position=4)
    assert sighting_row(seen) == ("(saved 2024-05-01)", "5", "", "", "", "a.txt, b.txt")


# explain


def explained(capsys: pytest.CaptureFixture[str], *papers: Paper, what: Sequence[str] = ("tide",)) -> str:
    """Return what explain prints of papers, each seen on a page of its own."""
    merge([Listing(papers=[paper], source=f"{n}.txt") for n, paper in enumerate(papers)]).save("some.jsonl")
    return output(capsys, "explain", "some.jsonl", *what)


def test_explain_always_gives_a_reason(capsys: pytest.CaptureFixture[str]) -> None:
    """Also where there was nothing to decide."""
    tides = Paper(title="Tides", arxiv_id="2403.00001")
    head = f"{ids(tides)[0]}  Tides\n\n"
    assert explained(capsys, tides) == f"{head}seen once: there was nothing to merge\n"
    same = explained(capsys, tides, evolve(tides, title="TIDES"), evolve(tides, upvotes=3))
    assert same.endswith("\n\nall 3 sightings show the same title, abstract, authors and year\n")
    other = explained(capsys, tides, evolve(tides, title="Ebb and Flood"))
    assert "same: both have one arXiv id" in other


def test_explain_compares_two_papers(capsys: pytest.CaptureFixture[str]) -> None:
    """It says why they were kept apart, or that they are one."""
    two, three = Paper(title="Tides 2"), Paper(title="Tides 3")
    printed = explained(capsys, two, three, what=("Tides 2", "Tides 3"))
    assert printed.startswith(
        "".join(f"{one}  {paper.title}\n" for one, paper in zip(ids(two, three), (two, three), strict=True))
    )
    assert "the titles have different numbers: 2, 3" in printed
    printed = explained(capsys, two, two, what=("Tides 2", ids(two)[0]))
    assert printed.endswith(
        "\n\nboth arguments match this one paper\n\nall 2 sightings show the same title, abstract, authors and year\n"
    )


def test_explain_says_which_of_several_it_takes(capsys: pytest.CaptureFixture[str], shores: str) -> None:
    """A part of a title may match several papers."""
    assert cli.main(["explain", shores, "tidal graphs"]) == 0
    out, err = capsys.readouterr()
    assert err == "paperlist: shores.jsonl: 2 papers match 'tidal graphs'; using the first (or give an id)\n"
    assert "seen once" in out


# review


def test_review_lists_pairs_with_their_ids(capsys: pytest.CaptureFixture[str], shores: str) -> None:
    """Each id begins a line, to be copied; the reasons follow."""
    printed = output(capsys, "review", shores).splitlines()
    assert set(printed[:2]) == {
        f"{one}  {paper.title}" for one, paper in zip(ids(ONE_SHORE, TWO_SHORES), (ONE_SHORE, TWO_SHORES), strict=True)
    }
    assert printed[2] == "review"


def test_several_pairs_are_separated_by_blank_lines(capsys: pytest.CaptureFixture[str], folder: Path) -> None:
    """None follows the last."""
    papers = [ONE_SHORE, TWO_SHORES, Paper(title="Moonlit Ledgers on Decks"), Paper(title="Moonlit Ledgers on Deck")]
    merge([Listing(papers=papers)]).save(folder / "a.jsonl")
    printed = output(capsys, "review", "a.jsonl")
    assert printed.count("\n\n") == 1
    assert not printed.endswith("\n\n")


@pytest.mark.parametrize(("word", "left"), [("same", 2), ("different", 3)])
def test_a_decision_is_written_into_the_catalog(
    capsys: pytest.CaptureFixture[str], folder: Path, shores: str, word: str, left: int
) -> None:
    """It is kept with its reason, what was decided is printed, and the pair is not listed again."""
    one, other = ids(ONE_SHORE, TWO_SHORES)
    printed = output(capsys, "review", shores, f"--{word}", one, other, "--reason", "a misprint")
    assert printed == f"{word}\n  {one}  {ONE_SHORE.title}\n  {other}  {TWO_SHORES.title}\n"
    catalog = Catalog.load(folder / shores)
    assert len(catalog) == left
    assert [(decision.word, decision.reason) for decision in catalog.decisions] == [(word, "a misprint")]
    assert complaint(capsys, "review", shores, status=0) == f"paperlist: {shores}: no probable duplicates\n"
    explanation = output(capsys, "explain", shores, one, other)
    assert f"you decided: {word}" in explanation
    assert "(a misprint)" in explanation


def test_several_decisions_are_written_at_once(capsys: pytest.CaptureFixture[str], folder: Path, shores: str) -> None:
    """Papers may be named by their titles, and no reason is needed."""
    one, other = ids(ONE_SHORE, TWO_SHORES)
    output(capsys, "review", shores, "--same", one, other, "--different", other, "Ebbing, or Not")
    decisions = Catalog.load(folder / shores).decisions
    assert {(decision.word, decision.reason) for decision in decisions} == {("same", ""), ("different", "")}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--same", "{one}", "none"], "0 papers with the id, title or place 'none'; expected one"),
        (["--same", "none", "{one}"], "0 papers with the id, title or place 'none'; expected one"),
        (["--same", "{one}", "tidal"], "2 papers with the id, title or place 'tidal'; expected one"),
        (["--same", "{one}", "{one}"], "{one} and {one} cannot be the same: "),
        (["--same", "{one}", "{other}", "--different", "none", "none"], "0 papers with"),
    ],
)
def test_a_bad_decision_is_not_written(
    capsys: pytest.CaptureFixture[str], folder: Path, shores: str, words: list[str], message: str
) -> None:
    """Nothing is written then, not even the other decisions."""
    before = (folder / shores).read_bytes()
    one, other = ids(ONE_SHORE, TWO_SHORES)
    told = complaint(capsys, "review", shores, *(word.format(one=one, other=other) for word in words))
    assert f"paperlist: shores.jsonl: {message.format(one=one)}" in told
    assert told.endswith("paperlist: shores.jsonl: not updated (see above)\n")
    assert (folder / shores).read_bytes() == before


def test_papers_that_match_are_listed(capsys: pytest.CaptureFixture[str], shores: str) -> None:
    """So the caller sees which id to give."""
    told = complaint(capsys, "review", shores, "--same", "tidal", "Ebbing, or Not")
    one, other = ids(ONE_SHORE, TWO_SHORES)
    assert f"expected one\n  {one}  Tidal Graphs on Shores\n  {other}  Tidal Graphs on Shore\n" in told


def test_a_damaged_catalog_keeps_its_lines(capsys: pytest.CaptureFixture[str], folder: Path, shores: str) -> None:
    """The decision is written, and so is the damaged line, which is reported."""
    with (folder / shores).open("a", encoding="utf-8") as file:
        file.write("{torn\n")
    assert cli.main(["review", shores, "--same", *ids(ONE_SHORE, TWO_SHORES)]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("same\n")
    assert "bad-record" in err
    assert "\n{torn\n" in (folder / shores).read_text(encoding="utf-8")
    assert len(Catalog.load(folder / shores).decisions) == 1


def test_a_catalog_that_cannot_be_written_is_reported(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, shores: str
) -> None:
    """Nothing is said to be decided then."""

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    told = complaint(capsys, "review", shores, "--same", *ids(ONE_SHORE, TWO_SHORES))
    assert told == "paperlist: shores.jsonl: No space left on device\n"


def test_decisions_need_a_file_and_reasons_a_decision(capsys: pytest.CaptureFixture[str], shores: str) -> None:
    """Otherwise the command line is wrong."""
    told = complaint(capsys, "review", shores, "--reason", "a misprint", status=2)
    assert told == "paperlist: --reason: needs --same or --different\n"
    told = complaint(capsys, "review", "-", "--same", "a", "b", status=2)
    assert told == "paperlist: -: decisions can only be written to a file\n"
    assert "expected 2 arguments" in refusal(capsys, "review", shores, "--same", "a")


def test_a_catalog_file_has_one_object_per_line(folder: Path, shores: str) -> None:
    """So that the tests above damage what they should."""
    lines = (folder / shores).read_text(encoding="utf-8").splitlines()
    assert all(isinstance(json.loads(line), dict) for line in lines)


def test_what_is_one_paper_cannot_be_parted(capsys: pytest.CaptureFixture[str], folder: Path, shores: str) -> None:
    """After ``--same``, both ids find the one paper; the message says how to undo that."""
    pair = ids(ONE_SHORE, TWO_SHORES)
    output(capsys, "review", shores, "--same", *pair)
    stderr = complaint(capsys, "review", shores, "--different", *pair)
    assert "cannot be different: you decided that they are one paper" in stderr
    assert "(to separate" not in stderr
    assert len(Catalog.load(folder / shores).decisions) == 1


def test_two_sightings_of_one_paper_are_parted_by_their_places(
    capsys: pytest.CaptureFixture[str], folder: Path, catalog: str
) -> None:
    """Papers that were merged have one id, so their sightings are named by file and line; that can be undone."""
    before = (folder / catalog).read_bytes()
    told = complaint(capsys, "review", catalog, "--different", "sparse rewards", "Sparse Rewards for")
    places = "dumps/mon.txt:13", "dumps/tue.txt:21"
    hint = f"(to separate two sightings, name these, such as {' '.join(places)})"
    assert f"cannot be different: they are one paper already {hint}\n" in told
    for place in places:
        assert output(capsys, "show", catalog, place) == output(capsys, "show", catalog, "sparse rewards")
    assert output(capsys, "explain", catalog, *places).count("both arguments match this one paper") == 1
    heads = f"  {places[0]}  Sparse Rewards for Patient Planners\n  {places[1]}  Sparse rewards for patient planners\n"
    assert output(capsys, "review", catalog, "--different", *places) == f"different\n{heads}"
    assert len(Catalog.load(folder / catalog).find("sparse rewards")) == 2
    assert output(capsys, "review", catalog, "--undo", *places) == f"undo\n{heads}"
    assert (folder / catalog).read_bytes() == before
    assert "0 papers with the id" in complaint(capsys, "review", catalog, "--different", "dumps/mon.txt:8", places[1])


def test_sightings_without_lines_are_named_by_their_positions(capsys: pytest.CaptureFixture[str]) -> None:
    """They come from tables or other programs, or their dump has no name. Any sighting can be named like this."""
    pages = [
        Listing(papers=[EBBING, ONE_SHORE], source="the API"),
        Listing(papers=[EBBING, TWO_SHORES]),
        Listing(papers=[evolve(TWO_SHORES, line=13)], source="mon.txt"),
    ]
    merge(pages).save("shores.jsonl")
    heads = "\n  the API#2  Tidal Graphs on Shores\n  <text>#2  Tidal Graphs on Shore\n"
    for word in ("same", "undo"):
        assert output(capsys, "review", "shores.jsonl", f"--{word}", "the API#2", "<text>#2") == word + heads
    heads = "\n  <text>#2  Tidal Graphs on Shore\n  mon.txt:13  Tidal Graphs on Shore\n"
    assert output(capsys, "review", "shores.jsonl", "--different", "<text>#2", "mon.txt#1") == "different" + heads
    for nowhere in ("the API#3", "the API:None", "mon.txt:1", "API#2"):
        assert f"no paper with the id, title or place '{nowhere}'" in complaint(capsys, "show", "shores.jsonl", nowhere)


@pytest.mark.parametrize("names", [ids(ONE_SHORE, TWO_SHORES), ["2403.00001", "Tidal Graphs, on: Shore"]])
@pytest.mark.parametrize(("word", "other"), [("same", "different"), ("different", "same")])
def test_a_decision_is_undone(  # noqa: PLR0913, PLR0917 - what is combined
    capsys: pytest.CaptureFixture[str], folder: Path, shores: str, names: list[str], word: str, other: str
) -> None:
    """By the ids or titles that the papers had; in the same command, the contrary may be decided."""
    before = (folder / shores).read_bytes()
    found = zip(ids(ONE_SHORE, TWO_SHORES), (ONE_SHORE, TWO_SHORES), strict=True)
    heads = "".join(f"  {name}  {paper.title}\n" for name, paper in found)
    output(capsys, "review", shores, f"--{word}", *names)
    assert f"{IMPOSSIBLE[other]}: you decided" in complaint(capsys, "review", shores, f"--{other}", *names)
    assert output(capsys, "review", shores, "--undo", *names) == f"undo\n{heads}"
    assert (folder / shores).read_bytes() == before
    told = complaint(capsys, "review", shores, "--undo", *names)
    assert "cannot be undone: nothing was decided on these two" in told
    output(capsys, "review", shores, f"--{word}", *names)
    told = complaint(capsys, "review", shores, "--undo", *(["graphs on"] if word == "same" else [names[0]]) * 2)
    assert "'graphs on' names 2 of the papers" in told if word == "same" else "nothing was decided" in told
    output(capsys, "review", shores, f"--{other}", *names, "--undo", *names)
    assert [decision.word for decision in Catalog.load(folder / shores).decisions] == [other]
