"""Test that records are written as the texts that JSON would give them, and that quick checks miss no wrong value."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any
from unittest.mock import patch

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from paperlist.catalog import Catalog, merge
from paperlist.catalog.file.checksums import checked_line
from paperlist.catalog.file.records import Records
from paperlist.catalog.file.store import read_lines
from paperlist.errors import ParseError
from paperlist.model import Dump, Listing, ListingDate, Paper, Sighting, date_record, json_text
from paperlist.model.texts import sighting_text
from tests.helpers.strategies import listings

DAY = ListingDate(month=2, day=1, year=2024)
UNDATED = ListingDate(month=2, day=3, earliest=2023)
PAPER = Paper(
    title="Tides", abstract="Water.", published=DAY, upvotes=3, line=7, span=(4, 20), organization="Bay\x7f", comments=0
)


def _record(sighting: Sighting) -> dict[str, Any]:
    """Return the record that a text must have, made key by key."""
    dump = sighting.dump
    card = sighting.paper.to_dict()
    del card["confidence"]
    seen = {"sources": list(dump.sources), "snapshot": dump.snapshot, "page": dump.digest}
    date = date_record("listing_date", dump.listing_date)
    return {**seen, "position": sighting.position, **date, **card}


@given(st.lists(listings(), max_size=2))
def test_texts_are_those_of_json(pages: list[Listing]) -> None:
    """The text of a sighting is that of its record, to the letter."""
    for sighting in merge([*pages, Listing(papers=[PAPER], snapshot="2024-02-01")]).sightings:
        assert sighting_text(sighting) == json_text(_record(sighting))


def _lines() -> list[str]:
    """Return the lines of a catalog with three sightings of one page each."""
    page = Listing(papers=[PAPER, Paper(title="Ebb"), Paper(title="Moon")], date=DAY, source="a.txt")
    return merge([page]).to_jsonl().splitlines()


WRONG: list[tuple[str, object]] = [
    ("title", 3),
    ("title", None),
    ("abstract", 1),
    ("abstract", -1),
    ("abstract", True),
    ("upvotes", 1 << 63),
    ("upvotes", -(1 << 63)),
    ("upvotes", "3"),
    ("line", 1 << 64),
    ("span", [4]),
    ("span", [4, "20"]),
    ("published", "2024-02-30"),
    ("published", "yesterday"),
    ("published_year_basis", "guessed"),
    ("published_latest", "2024"),
    ("sources", [3]),
    ("sources", [[]]),
    ("sources", "a.txt"),
    ("sources", None),
    ("snapshot", 3),
    ("page", 3),
    ("listing_date", "2024"),
    ("listing_date_earliest", True),
    ("position", None),
    ("position", "0"),
    ("colour", "blue"),
]


@pytest.mark.parametrize(("key", "value"), WRONG)
def test_a_wrong_value_is_reported_at_once(key: str, value: object) -> None:
    """A wrong value is reported when the file is loaded, with its line, although records of its kind were read."""
    first, known, changed, *last = _lines()
    record = json.loads(known)
    del record["check"]
    record["sightings"][0][key] = value
    loaded = _loaded([first, known, json.dumps(record), changed, *last])
    assert loaded.diagnostics[0].line == 3
    assert loaded.diagnostics[0].code == "bad-record"
    assert [entry.paper.title for entry in loaded] == ["Tides", "Ebb", "Moon"]


def test_a_missing_key_is_none() -> None:
    """A record that lacks a key is read in full, and the value is None."""
    first, known, *_ = _lines()
    record = json.loads(known)
    del record["check"]
    del record["sightings"][0]["upvotes"]
    record["sightings"][0]["page"] = "0" * 16
    loaded = _loaded([first, known, json.dumps(record)])
    assert [sighting.paper.upvotes for sighting in loaded.sightings] == [None, 3]


def _loaded(lines: list[str]) -> Catalog:
    """Return the catalog in the lines of a file."""
    return Catalog.load(BytesIO("".join(f"{line}\n" for line in lines).encode()))


def test_sightings_are_made_when_they_are_needed() -> None:
    """What is loaded twice or united is the same as what was saved; sightings of one dump share it."""
    loaded = _loaded(_lines())
    assert loaded == Catalog.from_jsonl("".join(f"{line}\n" for line in _lines()))
    assert loaded | loaded == loaded
    dumps = {id(sighting.dump) for sighting in loaded.sightings}
    assert len(dumps) == 1
    assert loaded.sightings[0].dump.key == Dump(listing_date=DAY, digest="name:a.txt").key


def test_blanks_around_a_line_are_ignored() -> None:
    """A line may have blanks before and after its object, as after an edit by hand, but nothing else."""
    first, known, *_, last = _lines()
    record = json.loads(known)
    del record["check"]
    padded = _loaded([first, f" {json.dumps(record)} ", f"{json.dumps(record)}\t"])
    assert [diagnostic.code for diagnostic in padded.diagnostics] == ["cut-short"]
    assert len(padded) == 1
    assert "bad-record" in {
        diagnostic.code for diagnostic in _loaded([first, f"{json.dumps(record)} x", last]).diagnostics
    }


def _written() -> list[str]:
    """Return the lines of a catalog whose entries have several sightings, abstracts and kinds of values."""
    known = Paper(title="Waves", abstract="Water.", author_count=2, arxiv_id="2412.09871", published=UNDATED)
    pages = [
        Listing(papers=[PAPER, known], date=DAY, source="a.txt", snapshot="2024-02-02"),
        Listing(papers=[evolve(PAPER, abstract="Water rises."), Paper(title="Ebb")], source="b.txt", is_dump=True),
        Listing(papers=[evolve(known, abstract=None), evolve(PAPER, upvotes=4)], date=UNDATED, source="c.txt"),
    ]
    return merge(pages).to_jsonl().splitlines()


WRITTEN = _written()
ODD_NUMBERS = [True, -1, 0, 1, 9, 1 << 63, -(1 << 63), 1.0, float("nan")]
ODD_TEXTS = ["", "Tides", "\ud800", "2024-02-30", "2024-02-01", "--02-01", "bounds"]
ODD_LISTS = [[], [3], ["a.txt"], ["a.txt", 3], [4, 20], [4, "20"], [4, True], [[]]]
ODD: list[Any] = [None, *ODD_NUMBERS, *ODD_TEXTS, *ODD_LISTS, {}]
OTHERS = [
    "",
    " ",
    "3",
    '{"a": 1},{"b": 2}',
    '{"id": "',
    '{"id": "1", "sightings": ' + "[" * 100_000,
    '{"id": "1", "upvotes": ' + "9" * 5000 + "}",
    '{"id": "1"}, {"id": "2"}',
    '{"paperlist": "catalog", "version": 3}',
    '{"source": "a.txt", "position": 0, "title": "Moon"}',
    '{"title": "Moon", "sightings": [{"source": "a.txt", "position": 0}]}',
]
"""Lines that are no entries of this version."""


@st.composite
def _damaged_lines(draw: st.DrawFn) -> str:
    """Draw a line of a catalog with a character changed, lost or added, or a part of it."""
    line: str = draw(st.sampled_from(WRITTEN))
    at = draw(st.integers(0, len(line)))
    added = draw(
        st.sampled_from(["", " ", ",", "}", "]", '"', "\r", "\0", "\udcff", "\u2028", "\ufeff", '"title": 3, '])
    )
    rest = draw(st.sampled_from([line[at:], line[at + 1 :], "", f", {line}"]))
    return line[:at] + added + rest


@st.composite
def _edited_lines(draw: st.DrawFn) -> str:
    """Draw an entry in which a value was changed or removed, with or without a checksum that fits."""
    record = json.loads(draw(st.sampled_from(WRITTEN[1:-1])))
    del record["check"]
    target = draw(st.sampled_from([record, *record["sightings"]]))
    key = draw(st.sampled_from([*target, "colour", "decision", "position", "line"]))
    if draw(st.booleans()):
        target[key] = draw(st.sampled_from(ODD))
    else:
        target.pop(key, None)
    text = json_text(record)
    return checked_line(text).decode().rstrip() if draw(st.booleans()) else text


def _read(batches: list[list[str]], *, strict: bool) -> list[object]:
    """Return all that is read from the lines of a catalog."""
    try:
        stored = read_lines(batches, "a.jsonl", strict=strict)
    except ParseError as error:
        return [error.diagnostic]
    shown = [(sighting_text(sighting), sighting.paper) for sighting in stored.records]
    return [*shown, stored.records.decisions, stored.unread, stored.diagnostics, stored.is_old]


@given(
    st.lists(st.sampled_from(WRITTEN) | st.sampled_from(OTHERS) | _damaged_lines() | _edited_lines(), max_size=6),
    st.sampled_from([0, 1, 9]),
    st.booleans(),
)
def test_lines_read_together_are_those_read_one_by_one(lines: list[str], size: int, strict: bool) -> None:  # noqa: FBT001 - a parameter
    """Whatever is damaged, the same sightings and the same problems are found, with the same places."""
    whole = [*WRITTEN[:-1], *lines, WRITTEN[-1]]
    alone = _read([[line] for line in whole], strict=strict)
    with patch.object(Records, "take_entries", return_value=0):
        assert alone == _read([whole], strict=strict)
    assert alone == _read([whole[:size], whole[size:]], strict=strict)
