"""Test papers and sightings, and that converting papers to records and back loses nothing."""

from __future__ import annotations

import datetime
import json
import pickle
from typing import TYPE_CHECKING, Any, get_type_hints

import attrs
import pytest
from hypothesis import given

from paperlist.errors import Diagnostic, RecordError
from paperlist.model import YEAR_BASES, Listing, ListingDate, Paper, Sighting
from tests.helpers.strategies import papers

if TYPE_CHECKING:
    from collections.abc import Callable


PAPER = Paper(
    title="Tidal Nets",
    abstract="Water rises.",
    author_count=3,
    organization="Shore Lab",
    published=ListingDate(month=3, day=4, year=2024, year_basis="as_of"),
    comments=0,
    upvotes=12,
    submitted_by="ebb",
    arxiv_id="2403.00001",
    github_stars=7,
    line=5,
    span=(40, 90),
    confidence=0.75,
)
RECORD = {
    "title": "Tidal Nets",
    "abstract": "Water rises.",
    "author_count": 3,
    "organization": "Shore Lab",
    "published": "2024-03-04",
    "published_year_basis": "as_of",
    "published_earliest": 2024,
    "published_latest": 2024,
    "comments": 0,
    "upvotes": 12,
    "submitted_by": "ebb",
    "arxiv_id": "2403.00001",
    "github_stars": 7,
    "line": 5,
    "span": [40, 90],
    "confidence": 0.75,
}
VALUES = (
    ListingDate(month=3, day=4),
    PAPER,
    Listing(papers=[PAPER], date=ListingDate(month=3, day=4), source="a.txt"),
    Sighting(paper=PAPER),
    Diagnostic(code="no-papers", message=""),
)


@pytest.mark.parametrize("kind", [type(value) for value in VALUES])
def test_the_types_of_fields_are_known_at_run_time(kind: type) -> None:
    """Libraries that build objects from records, such as cattrs, resolve the annotations of every field."""
    assert get_type_hints(kind).keys() >= attrs.fields_dict(kind).keys()


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_values_are_frozen_slotted_hashable_and_pickle(value: Any) -> None:
    """No field can be set, nor a new one added; an equal value is as good, from another process too."""
    for name in (attrs.fields(type(value))[0].name, "unheard_of"):
        with pytest.raises((attrs.exceptions.FrozenInstanceError, AttributeError)):
            setattr(value, name, None)
    assert not hasattr(value, "__dict__")
    back = pickle.loads(pickle.dumps(value))  # noqa: S301  # pickled on the line itself
    assert attrs.asdict(back) == attrs.asdict(value)
    assert hash(back) == hash(attrs.evolve(value)) == hash(value)


@pytest.mark.parametrize("kind", [type(value) for value in VALUES])
def test_values_are_made_by_keywords_alone(kind: Callable[..., object]) -> None:
    """No order of fields has to be remembered, and none can be got wrong."""
    with pytest.raises(TypeError, match="positional argument"):
        kind("A Title", 1, 2)


def test_place_and_confidence_are_ignored_by_equality() -> None:
    """Papers are compared by all fields that a page shows, and not by line, span or confidence."""
    moved = attrs.evolve(PAPER, line=None, span=(0, 1), confidence=None)
    assert moved == PAPER
    assert hash(moved) == hash(PAPER)
    for name in RECORD.keys() - {
        "title",
        "published_year_basis",
        "published_earliest",
        "published_latest",
        "line",
        "span",
        "confidence",
    }:
        without: dict[str, Any] = {name: None}
        assert attrs.evolve(PAPER, **without) != PAPER
    assert attrs.evolve(PAPER, title="") != PAPER


def test_a_paper_is_a_flat_record_in_the_order_of_its_fields() -> None:
    """Every key is there, whatever is known."""
    assert list(PAPER.to_dict().items()) == list(RECORD.items())
    assert Paper(title="").to_dict() == dict.fromkeys(RECORD) | {"title": ""}


@given(papers())
def test_a_paper_comes_back_from_its_record_whole(paper: Paper) -> None:
    """Place and year's basis come back as well, through JSON too."""
    for record in (paper.to_dict(), json.loads(json.dumps(paper.to_dict()))):
        assert attrs.asdict(Paper.from_dict(record)) == attrs.asdict(paper)


def test_a_record_may_say_less_or_more() -> None:
    """Missing keys are None, keys that are no field are ignored, and a span may be a tuple."""
    assert Paper.from_dict({"title": "Tidal Nets"}) == Paper(title="Tidal Nets")
    assert Paper.from_dict(RECORD | {"likes": 3}) == PAPER
    assert Paper.from_dict(RECORD | {"span": (40, 90)}).span == (40, 90)
    assert Paper.from_dict(RECORD | {"span": [0, 0]}).span == (0, 0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": None}, "title: expected str, got NoneType None"),
        ({"title": 3}, "title: expected str, got int 3"),
        ({"abstract": ["a"]}, "abstract: expected str, got list ['a']"),
        ({"organization": {}}, "organization: expected str, got dict {}"),
        ({"submitted_by": 1}, "submitted_by: expected str, got int 1"),
        ({"arxiv_id": 2403.1}, "arxiv_id: expected str, got float 2403.1"),
        ({"author_count": "3"}, "author_count: expected int, got str '3'"),
        ({"comments": True}, "comments: expected int, got bool True"),
        ({"upvotes": 1.5}, "upvotes: expected int, got float 1.5"),
        ({"github_stars": "7k"}, "github_stars: expected int, got str '7k'"),
        ({"line": "5"}, "line: expected int, got str '5'"),
        ({"published": 2024}, "published: expected str, got int 2024"),
        ({"published": "Mar 4"}, "expected a date such as 2024-12-12 or --12-12, got 'Mar 4'"),
        ({"published": "2023-02-29"}, "expected a date such as 2024-12-12 or --12-12, got '2023-02-29'"),
        (
            {"published": "--03-04", "published_latest": 0},
            "published_earliest, published_latest: expected a year from 1 to 9999, got 0",
        ),
        ({"published_year_basis": 1}, "published_year_basis: expected str, got int 1"),
        (
            {"published_year_basis": "guess"},
            f"published_year_basis: expected one of {', '.join(YEAR_BASES)}, got 'guess'",
        ),
        ({"confidence": "high"}, "confidence: expected int or float, got str 'high'"),
        ({"span": "40"}, "span: expected list or tuple, got str '40'"),
        ({"span": []}, "span: expected two numbers, got []"),
        ({"span": [40]}, "span: expected two numbers, got [40]"),
        ({"span": [40, 90, 1]}, "span: expected two numbers, got [40, 90, 1]"),
        ({"span": [40, None]}, "span: expected two numbers, got [40, None]"),
        ({"span": [40, True]}, "span: expected two numbers, got [40, True]"),
    ],
)
def test_a_record_of_another_shape_is_refused(change: dict[str, Any], message: str) -> None:
    """The error names the key, what was expected, and what was found."""
    with pytest.raises(RecordError) as caught:
        Paper.from_dict(RECORD | change)
    assert str(caught.value) == message


def test_a_record_needs_a_title() -> None:
    """All else may be missing."""
    with pytest.raises(RecordError, match=r"^title: expected str, got nothing$"):
        Paper.from_dict({"upvotes": 3})


DAY = datetime.date(2024, 1, 1)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"title": None}, "title: expected str, got NoneType None"),
        ({"title": b"Tides"}, "title: expected str, got bytes b'Tides'"),
        ({"abstract": ["Water"]}, "abstract: expected str, got list ['Water']"),
        ({"comments": 1.5}, "comments: expected int, got float 1.5"),
        ({"comments": "3"}, "comments: expected int, got str '3'"),
        ({"comments": True}, "comments: expected int, got bool True"),
        ({"published": "2024-01-01"}, "published: expected ListingDate, got str '2024-01-01'"),
        (
            {"published": datetime.date(2024, 1, 1)},
            "published: expected ListingDate, got date datetime.date(2024, 1, 1)",
        ),
        ({"line": 1.0}, "line: expected int, got float 1.0"),
        ({"span": 3}, "span: expected tuple, got int 3"),
        ({"span": (3,)}, "span: expected two numbers, got (3,)"),
        ({"span": (3, "4")}, "span: expected two numbers, got (3, '4')"),
        ({"confidence": "high"}, "confidence: expected int or float, got str 'high'"),
    ],
)
def test_a_paper_takes_values_of_their_types(values: dict[str, Any], message: str) -> None:
    """The error names the field at once, instead of being one of merging or saving, or a value that is lost."""
    values = {"title": "Tides", **values}
    with pytest.raises(TypeError) as caught:
        Paper(**values)
    assert str(caught.value) == message


def test_numbers_of_other_libraries_are_taken() -> None:
    """A whole number becomes an int."""
    numpy: Any = pytest.importorskip("numpy")
    paper = Paper(title="Tides", upvotes=numpy.int64(3))
    assert type(paper.upvotes) is int
    with pytest.raises(TypeError, match=r"^upvotes: expected int, got bool"):
        Paper(title="Tides", upvotes=numpy.bool_(1))


def test_numbers_have_at_most_64_bits() -> None:
    """A count that no table can hold is neither saved nor loaded, and the message names it."""
    largest = (1 << 63) - 1
    assert Paper.from_dict(Paper(title="A", upvotes=largest).to_dict()).upvotes == largest
    with pytest.raises(ValueError, match="upvotes: expected a number with at most 64 bits"):
        Paper(title="A", upvotes=10**5000)
    with pytest.raises(RecordError, match="comments: expected a number with at most 64 bits"):
        Paper.from_dict({"title": "A", "comments": largest + 1})
