"""Test that the README is true, its commands and outputs, and the tables of the catalog file and of columns."""

from __future__ import annotations

import ast
import datetime
import doctest
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import paperlist
from paperlist.catalog.entries.columns import ENTRY_COLUMNS
from paperlist.cli import main
from paperlist.cli.arguments import parse_arguments
from paperlist.model.columns import SIGHTING_COLUMNS, date_columns
from paperlist.tables.table import Column
from paperlist.years import dates
from tests.project.test_architecture import ORDER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from paperlist.tables.table import Kind

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CATALOGS = (ROOT / "paperlist/catalog/README.md").read_text(encoding="utf-8")
TABLES = (ROOT / "paperlist/tables/README.md").read_text(encoding="utf-8")
CRAWLS = (ROOT / "paperlist/crawl/README.md").read_text(encoding="utf-8")
"""The part about large crawls, whose recipes ``tests/crawl/test_engines.py`` runs as scripts."""

BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = BLOCK.findall(README)
"""The code blocks of the README: the language and the content of each."""

KINDS: dict[str, Kind] = {
    "text": "text",
    "int32": "int32",
    "int64": "int64",
    "float64": "float64",
    "list of structs": "records",
}
"""The types of columns in the README."""

MOST_SEEN = 3
"""No paper of the samples was seen more often."""


def blocks(language: str) -> list[str]:
    """Return the content of the blocks in a language."""
    return [content for known, content in BLOCKS if known == language]


def inline() -> list[str]:
    """Return the pieces of code within the sentences of both texts."""
    sentences = BLOCK.sub("", README + CRAWLS)
    return [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", sentences)]


def in_text() -> Iterator[str]:
    """Iterate over the commands in the blocks and sentences of both texts, without what pipes into them."""
    shown = [content for language, content in [*BLOCKS, *BLOCK.findall(CRAWLS)] if language in {"sh", "console"}]
    lines = "\n".join(shown).split("\n")
    for line in (*lines, *inline()):
        for part in re.split(r"[|] | && ", line.removeprefix("$ ")):
            if re.match(r"paperlist [a-z]+ ", part):
                yield part.strip()


COMMANDS = sorted(set(in_text()))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with the samples, and with a catalog and a folder of dumps made from them."""
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "samples", "samples")
    shutil.copytree("samples", "dumps")
    paperlist.merge(paperlist.parse_many("samples")).save("catalog.jsonl")
    return tmp_path


def entries(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a catalog file that are entries."""
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [record for record in records if "id" in record]


# Commands


def test_there_are_commands() -> None:
    """Every command of the program is used in an example."""
    used = {shlex.split(command)[1] for command in COMMANDS}
    assert used >= {"parse", "merge", "update", "show", "diff", "review", "explain", "check", "lines"}


@pytest.mark.parametrize("command", COMMANDS)
def test_commands_have_valid_arguments(command: str) -> None:
    """The parser of the command line accepts each command in the README."""
    assert parse_arguments(shlex.split(command, comments=True)[1:]).run


@pytest.mark.parametrize("block", blocks("console"))
def test_consoles_show_what_is_printed(block: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A console block has all lines of the command's output; … means any number of other lines."""
    prompt, *expected = block.rstrip("\n").split("\n")
    assert main(shlex.split(prompt.removeprefix("$ "))[1:]) == 0
    assert (folder / "catalog.jsonl").is_file()
    shown = "".join("(.*\n)*" if line == "…" else re.escape(f"{line}\n") for line in expected)
    assert re.fullmatch(shown, capsys.readouterr().out)


@pytest.mark.parametrize(
    ("dumps", "status", "says"),
    [
        ("dumps", 0, ""),
        ("missing", 1, "Not everything could be read or written: see above."),
    ],
)
def test_the_daily_script_handles_the_exit_status(folder: Path, dumps: str, status: int, says: str) -> None:
    """It passes the status on, and prints nothing if all is well."""
    (script,) = (block for block in blocks("sh") if "status=$?" in block)
    program = f'paperlist() {{ "{sys.executable}" -m paperlist "$@"; }}\n'
    done = subprocess.run(
        ["sh", "-c", program + script.replace("dumps/", f"{dumps}/")],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
    )
    assert done.returncode == status
    assert done.stdout.startswith(says)
    assert bool(done.stdout or done.stderr) == bool(status)


# Examples in Python


def test_the_examples_stay_true_in_later_years(monkeypatch: pytest.MonkeyPatch) -> None:
    """No example depends on the day on which it is tried."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(dates, "_now", lambda: datetime.datetime(2040, 1, 2, tzinfo=datetime.timezone.utc))
    results = doctest.testfile("README.md", module_relative=False, encoding="utf-8")
    assert results.attempted
    assert not results.failed


MOST_LINES = 5

WRITING = re.compile(r"\Apaperlist\.write|import plot|import altair")

WRITTEN = [block for block in blocks("python") if WRITING.search(block) and ">>>" not in block]
"""The examples that only write files: papers, or plots of them."""


@pytest.mark.parametrize("recipe", WRITTEN)
def test_the_recipes_that_write_files_run(recipe: str, folder: Path) -> None:
    """Each has at most five lines, and uses only the listing and the catalog that the first recipes made."""
    assert len(recipe.splitlines()) <= MOST_LINES
    listing = paperlist.parse("samples/000-tidal-graphs.txt")
    names = {"paperlist": paperlist, "listing": listing, "catalog": paperlist.Catalog.load(folder / "catalog.jsonl")}
    try:
        exec(recipe, names)  # noqa: S102 - the README is ours
    except ImportError as error:
        pytest.skip(str(error))


# The catalog file


def documented() -> dict[str, set[str]]:
    """Return the fields in the table of the catalog file, by the kind of line."""
    found: dict[str, set[str]] = {}
    table = CATALOGS.partition("| line | fields | meaning |")[2].partition("\n\n")[0]
    for row in table.split("\n")[2:]:
        _, kind, fields, *_ = row.split("|")
        found.setdefault(kind.strip(), set()).update(re.findall(r"`(\w+)`", fields))
    return found


def test_the_fields_of_the_catalog_file_are_those_of_a_real_one(folder: Path) -> None:
    """The table lists exactly the keys of each kind of line."""
    with paperlist.Catalog.updating("catalog.jsonl") as catalog:
        catalog.different(catalog[0], catalog[1])
    path = folder / "catalog.jsonl"
    path.write_text(path.read_text(encoding="utf-8").replace('"Lacuna"', '"Lacunae"'), encoding="utf-8")
    with paperlist.Catalog.updating("catalog.jsonl") as catalog:
        assert catalog.diagnostics
    first, *records, last = path.read_text(encoding="utf-8").splitlines()
    *_, decision, unread = records
    known = documented()
    assert set(json.loads(first)) == known["first"]
    assert "decision" in json.loads(decision)
    assert set(json.loads(decision)) == known["decision"]
    assert '"Lacunae"' in unread
    assert set(json.loads(last)) == known["end"]
    for entry in entries(path):
        assert set(entry) == known["entry"]
        assert all(set(sighting) == known["sighting"] for sighting in entry["sightings"])
    assert set(known) == {"first", "entry", "sighting", "decision", "unread", "end"}


def most_seen(path: Path) -> list[tuple[str, int | None, int]]:
    """Return title, comments and number of sightings of all papers, those first that were seen most often."""
    found = [(entry["title"], entry["comments"], len(entry["sightings"])) for entry in entries(path)]
    return sorted(found, key=lambda row: (-row[2], row[0]))


def test_the_jq_example_lists_the_comments_of_each_sighting(folder: Path) -> None:
    """The example prints one line per sighting: date, comments, title."""
    jq = shutil.which("jq")
    if jq is None:
        pytest.skip("jq is not installed")
    (example,) = (line for block in blocks("sh") for line in block.splitlines() if line.startswith("jq "))
    words = shlex.split(example)[1:]
    done = subprocess.run([jq, *words], capture_output=True, text=True, check=True, cwd=folder, encoding="utf-8")
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    tidal = [row[:2] for row in rows if row[2].startswith("Tidal Graph Networks")]
    assert tidal == [["--03-04", "2"], ["--12-12", "5"], ["--01-02", "6"]]
    assert len(rows) == sum(len(entry["sightings"]) for entry in entries(folder / "catalog.jsonl"))


def test_the_duckdb_example_lists_the_papers_seen_most_often(folder: Path) -> None:
    """The example returns all papers of the catalog with their comments and sightings, and nothing else."""
    duckdb: Any = pytest.importorskip("duckdb")
    (example,) = blocks("sql")
    rows = duckdb.sql(example).fetchall()
    assert rows == most_seen(folder / "catalog.jsonl")
    assert rows[0][2] == MOST_SEEN


RECIPES = [block for block in blocks("python") if ">>>" not in block and block not in WRITTEN]
"""The examples with other libraries, which may not be installed."""


def imported_by(recipe: str) -> list[str]:
    """Return the libraries that a recipe needs."""
    return re.findall(r"^(?:import|from) (\w+)", recipe, re.MULTILINE) or re.findall(r"to_(pandas)", recipe)


def run(recipe: str, names: dict[str, Any]) -> Any:
    """Run a recipe, and return the value of its last line, if that is an expression."""
    *statements, last = ast.parse(recipe).body
    exec(compile(ast.Module(statements, []), "README.md", "exec"), names)  # noqa: S102 - the README is ours
    if isinstance(last, ast.Expr):
        return eval(compile(ast.Expression(last.value), "README.md", "eval"), names)  # noqa: S307 - as above
    exec(compile(ast.Module([last], []), "README.md", "exec"), names)  # noqa: S102 - as above
    return None


def shape(library: str, result: Any, catalog: paperlist.Catalog) -> object:
    """Return what can be counted of the result of a recipe."""
    if library == "polars":
        return len(result)
    if library == "duckdb":
        return len(result.fetchall())
    if library == "pandas":
        return int(result.sum())
    return len(catalog) if library == "huggingface_hub" else result


def expected(library: str, catalog: paperlist.Catalog) -> object:
    """Return the same, computed without the library."""
    published = [entry.paper.published for entry in catalog]
    if library == "polars":
        return sum(len(entry.sightings) > 1 for entry in catalog)
    if library == "duckdb":
        return sum(date is not None and date.year is not None and date.year > 2022 for date in published)
    if library == "pandas":
        return sum(date is not None for date in published)
    return len(catalog) + 1 if library == "huggingface_hub" else True


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: imported_by(recipe)[0])
def test_the_recipes_with_other_libraries_work(recipe: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has at most five lines, and gives what it is meant to."""
    (library,) = imported_by(recipe)
    module: Any = pytest.importorskip(library)
    assert len(recipe.splitlines()) <= MOST_LINES
    if library == "huggingface_hub":
        api: Any = pytest.importorskip("huggingface_hub.hf_api")
        papers = [api.PaperInfo(paper={"id": "2412.00001", "upvotes": 3}, title="Ebb and Flow of Sand")]

        def daily_papers(*_: object, **__: object) -> list[Any]:
            return papers

        monkeypatch.setattr(module.HfApi, "list_daily_papers", daily_papers)
    catalog = paperlist.Catalog.load(folder / "catalog.jsonl")
    names = {"paperlist": paperlist, "catalog": catalog}
    count = expected(library, catalog)
    assert shape(library, run(recipe, names), catalog) == count


def test_there_is_a_recipe_for_each_library() -> None:
    """The test above runs them all."""
    libraries = [library for recipe in RECIPES for library in imported_by(recipe)]
    assert sorted(libraries) == ["duckdb", "huggingface_hub", "pandas", "polars", "pyarrow"]


def test_a_newcomer_needs_one_call_each(folder: Path) -> None:
    """A data frame, its dates, a plot, a bibliography, and recurring papers: each as computed without the library."""
    pytest.importorskip("pandas")
    pytest.importorskip("matplotlib").use("agg")
    table = README.partition("| what you want | what you write |")[2].partition("\n\n")[0]
    calls = re.findall(r"\| `(.+)` \|", table)
    catalog = paperlist.Catalog.load(folder / "catalog.jsonl")
    names = {"paperlist": paperlist, "catalog": catalog}
    _, years, axes, _, recurring = (run(call, names) for call in calls)
    of_2024 = [entry for entry in catalog if entry.paper.published and entry.paper.published.year == 2024]
    assert years[2024] == len(of_2024) > 0
    assert axes.patches
    assert Path("2024.bib").read_text(encoding="utf-8").count("@misc{") == len(of_2024)
    seen = {entry.paper.title: len(entry.sightings) for entry in catalog if len(entry.sightings) > 1}
    assert dict(zip(recurring["title"], recurring["seen"], strict=True)) == seen


def test_the_columns_of_tables_are_documented() -> None:
    """The table lists all columns with their types."""
    table = TABLES.partition("| rows | column | type | meaning |")[2].partition("\n\n")[0]
    found: dict[str, dict[str, str]] = {"sightings": {}, "entries": {}}
    for row in table.split("\n")[2:]:
        _, rows, columns, types, *_ = (part.strip() for part in row.split("|"))
        names = re.findall(r"`(\w+)`", columns)
        kinds = types.split(", ") * len(names)
        for name, kind in zip(names, kinds, strict=False):
            known = date_columns(name) if kind == "date" else (Column(name, KINDS[kind]),)
            for one in ("sightings", "entries") if rows == "both" else (rows,):
                found[one].update({column.name: column.kind for column in known})
    for documented_columns, columns_made in zip(found.values(), (SIGHTING_COLUMNS, ENTRY_COLUMNS), strict=True):
        assert documented_columns == {column.name: column.kind for column in columns_made}


# The modules


def test_the_table_of_modules_has_them_in_their_order() -> None:
    """Each module is in the table, and those outside of packages stand in the order in which they may be imported."""
    table = README.partition("| module | what it does |")[2].partition("\n\n")[0]
    named = [name.rstrip("/") for row in table.split("\n")[2:] for name in re.findall(r"`(\w+/?)`", row.split("|")[1])]
    tops = list(dict.fromkeys(name.partition(".")[0] for name in ORDER))
    assert named == [name for name in tops if name and name != "__main__"]
    for room in ("dedup", "catalog"):
        (row,) = (row for row in table.split("\n") if row.startswith(f"| `{room}/`"))
        within = dict.fromkeys(name.split(".")[1] for name in ORDER if name.startswith(f"{room}."))
        assert [name.rstrip("/") for name in re.findall(r"`(\w+/?)`", row)] == [room, *within]
