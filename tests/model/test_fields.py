"""Test that a field of a paper is defined once, and that everything outside of the reading core follows from that."""

from __future__ import annotations

import ast
import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final, get_args, get_type_hints

import attrs
import pytest

from paperlist import Catalog, Listing, ListingDate, Paper, diff, merge
from paperlist.catalog.entry.survivors import RANKINGS
from paperlist.cli.options import fields as named_fields
from paperlist.export import write
from paperlist.export.sheets import CATALOG_FIELDS, COLUMNS, LISTING_FIELDS
from paperlist.model import FIELDS, PAPER_FIELDS, Field, Kind, Rank
from paperlist.model.fields import count, table_of_fields
from tests.helpers.console import output
from tests.helpers.source import PATHS, tree

if TYPE_CHECKING:
    from pathlib import Path

PLACES: Final = ("line", "span", "confidence")
"""The attributes of a paper that say where it was found, and how likely it is right. They are not fields."""

TYPES: Final[dict[Kind, object]] = {"text": str | None, "count": int | None, "date": ListingDate | None}
VALUES: Final[dict[Kind, tuple[Any, Any]]] = {
    "text": ("Ebb", "Flood"),
    "count": (3, 5),
    "date": (ListingDate(month=3, day=4, year=2024), ListingDate(month=5, day=6, year=2024)),
}
"""Two values of each kind: one that was seen first, and one that was seen later."""

IDENTIFYING: Final = {"title", "arxiv_id"}
"""Two papers that differ in these are different papers."""

NAMING: Final = {"tokens", "cards", "adapting", "model"}
"""The rooms that may name all fields: those that find their values on a page or elsewhere, and the one of papers."""

MOST_NAMED: Final = 3
"""How many fields another module may name in one list."""

each_field = pytest.mark.parametrize("field", FIELDS, ids=PAPER_FIELDS)


def paper_with(field: Field, value: Any) -> Paper:
    """Return a paper with one value, and a title."""
    values: dict[str, Any] = {"title": "Counting Tides by Ear", field.name: value}
    return Paper(**values)


def two_days(field: Field) -> Catalog:
    """Return a catalog of one paper that was seen on two days, with a value on each."""
    days = (ListingDate(month=6, day=day, year=2024) for day in (1, 2))
    catalog = merge(
        Listing(papers=[paper_with(field, value)], date=day, source=f"{day}.txt")
        for day, value in zip(days, VALUES[field.kind], strict=True)
    )
    if field.name in IDENTIFYING:
        one, other = catalog
        catalog.same(one, other)
    return catalog


# The definition


def test_every_attribute_of_a_paper_is_a_field_or_a_place() -> None:
    """What ``==`` compares is a field, and comes in the order of the attributes."""
    names = [attribute.name for attribute in attrs.fields(Paper)]
    assert [*PAPER_FIELDS, *PLACES] == names
    assert [attribute.name for attribute in attrs.fields(Paper) if not attribute.eq] == list(PLACES)


@each_field
def test_a_field_is_described_completely(field: Field) -> None:
    """Its kind is that of the annotation, it has a heading and a label, and its rank is one that merging knows."""
    hint = get_type_hints(Paper)[field.name]
    assert hint == (str if field.required else TYPES[field.kind])
    assert field.heading.strip()
    assert field.label.strip()
    assert field.rank in RANKINGS


def test_only_the_title_is_required() -> None:
    """A paper without one could not be found again."""
    assert [field.name for field in FIELDS if field.required] == ["title"]


def test_merging_knows_each_rank() -> None:
    """There is a function for each, and no other."""
    assert tuple(RANKINGS) == get_args(Rank)


def test_names_and_headings_lead_to_one_column() -> None:
    """The options of the command line take a name or a heading, in any spelling."""
    for name, column in COLUMNS.items():
        assert named_fields(name) == named_fields(column.heading) == named_fields(column.heading.upper()) == (name,)
    assert len({column.heading for column in COLUMNS.values()}) == len(COLUMNS)


def test_an_attribute_without_a_description_is_an_error() -> None:
    """It would be missing from tables and records otherwise, and nothing would report that."""

    @attrs.frozen
    class Page:
        models: int | None = attrs.field(default=None, metadata=count())
        likes: int | None = None

    with pytest.raises(TypeError, match=r"^likes: expected metadata=text\(\.\.\.\), count\(\.\.\.\) or date\("):
        table_of_fields(Page)


def test_type_checkers_know_the_fields() -> None:
    """They find unknown fields, missing titles and wrong types, as the comments prove: unused ones are errors."""
    with pytest.raises(TypeError, match="likes"):
        Paper(title="Tides", likes=3)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    with pytest.raises(TypeError, match="title"):
        Paper(upvotes=3)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    with pytest.raises(TypeError, match="upvotes: expected int"):
        Paper(title="Tides", upvotes="3")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


# What follows from it


@each_field
def test_a_field_survives_records_and_files(field: Field, tmp_path: Path) -> None:
    """It comes back from dicts, from JSON, and from the file of a catalog."""
    paper = paper_with(field, VALUES[field.kind][0])
    assert Paper.from_dict(json.loads(json.dumps(paper.to_dict()))) == paper
    catalog = two_days(field)
    catalog.save(tmp_path / "catalog.jsonl")
    loaded = Catalog.load(tmp_path / "catalog.jsonl", strict=True)
    assert loaded == catalog
    assert [getattr(s.paper, field.name) for s in loaded.sightings] == list(VALUES[field.kind])


@each_field
def test_a_field_is_merged_and_compared(field: Field) -> None:
    """The latest of equally good values survives, the other is kept, and the difference is reported."""
    first, last = VALUES[field.kind]
    (entry,) = two_days(field)
    assert getattr(entry.paper, field.name) == last
    assert entry.values(field.name) == (last, first)
    if field.name not in IDENTIFYING:
        monday, tuesday = (Listing(papers=[paper_with(field, value)]) for value in (first, last))
        assert str(diff(monday, tuesday)) == f"~ Counting Tides by Ear\n    {field.name}: {first} → {last}"


@each_field
def test_a_field_is_a_column_of_each_format(field: Field) -> None:
    """Of listings and catalogs; a table has its heading."""
    assert field.name in LISTING_FIELDS
    assert field.name in CATALOG_FIELDS
    value = VALUES[field.kind][0]
    papers = Listing(papers=[paper_with(field, value)])
    for written in (papers, merge([papers])):
        file = io.StringIO()
        write(written, file, "csv")
        (row,) = csv.DictReader(io.StringIO(file.getvalue()))
        assert row[field.name] == str(value)
    file = io.StringIO()
    write(papers, file, "jsonl")
    assert json.loads(file.getvalue())[field.name] == str(value) or isinstance(value, int)


@each_field
@pytest.mark.parametrize("form", ["table", "markdown", "csv", "jsonl"])
def test_the_command_line_knows_a_field(
    field: Field, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By its heading, for ``--columns`` and ``--sort``; ``show`` prints it with its label."""
    catalog = two_days(field)
    path = str(tmp_path / "days.jsonl")
    catalog.save(path)
    csv_of_one = output(capsys, "merge", path, "--format", "csv", "--columns", field.heading)
    assert csv_of_one == f"{field.name}\n{VALUES[field.kind][1]}\n"
    if form != "jsonl":
        printed = output(capsys, "merge", path, "--format", form, "--columns", field.heading)
        assert (field.name if form == "csv" else field.heading) in printed
        assert str(VALUES[field.kind][1]) in printed
        output(capsys, "merge", path, "--format", form, "--sort", f"-{field.heading}")
    shown = output(capsys, "show", path, catalog[0].id)
    assert str(VALUES[field.kind][1]) in shown
    assert f"\n{field.label} " in shown


# Nothing else lists them


def fields_listed(node: ast.AST) -> set[str]:
    """Return the fields that a tuple, list, set or dict names, as texts or as attributes."""
    constants = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
    attributes = {part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
    return {name for name in PAPER_FIELDS if name in constants | attributes}


@pytest.mark.parametrize("module", sorted(name for name in PATHS if name.partition(".")[0] not in NAMING))
def test_no_other_module_lists_the_fields(module: str) -> None:
    """A module may use a few fields, but whoever needs most of them asks the table."""
    displays = (ast.Tuple, ast.List, ast.Set, ast.Dict)
    found = [fields_listed(node) for node in ast.walk(tree(module)) if isinstance(node, displays)]
    assert not [names for names in found if len(names) > MOST_NAMED]
