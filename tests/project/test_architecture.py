"""Test the structure of the package.

Thanks to these rules it can be read from left to right, copied into another package, and run without a compiled engine.
"""

from __future__ import annotations

import ast
import importlib
import re
import shutil
import subprocess
import sys
import warnings
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

import paperlist
from paperlist import _engine
from tests.helpers.source import PACKAGE, PATHS, each_module, nodes, tree

SAMPLES = Path(__file__).parents[2] / "samples"

ORDER = (
    "_version",
    "_attrs",
    "_collecting",
    "tables",
    "tables.table",
    "tables.arrow",
    "tables.frames",
    "tables.files",
    "tables.html",
    "errors",
    "model.dates",
    "model.records",
    "model.fields",
    "model.display",
    "model.paper",
    "model.sightings",
    "model.texts",
    "model.tabular",
    "model.columns",
    "model.listing",
    "model",
    "_engine",
    "years",
    "years.dates",
    "years.bounds",
    "years.inference",
    "years.evidence",
    "years.days",
    "years.settling",
    "files",
    "files.locking",
    "files.writing",
    "files.compression",
    "files.addresses",
    "files.remote",
    "files.zips",
    "files.warc",
    "files.mhtml",
    "files.decoding",
    "files.opened",
    "files.finding",
    "files.batches",
    "files.sources",
    "tokens",
    "tokens.numbers",
    "tokens.kinds",
    "tokens.token",
    "tokens.characters",
    "tokens.markup",
    "tokens.names",
    "tokens.escapes",
    "tokens.looks",
    "tokens.links",
    "tokens.links.lists",
    "tokens.links.aims",
    "tokens.links.covers",
    "tokens.phrases",
    "tokens.phrases.patterns",
    "tokens.phrases.line",
    "tokens.phrases.plain",
    "tokens.phrases.context",
    "tokens.phrases.shapes",
    "tokens.lines",
    "tokens.lines.margins",
    "tokens.lines.spacing",
    "tokens.lines.splitting",
    "tokens.lines.sheets",
    "tokens.lines.columns",
    "tokens.lines.heads",
    "tokens.notations",
    "tokens.notations.outlines",
    "tokens.notations.dialects",
    "tokens.notations.stand_ins",
    "tokens.notations.strings",
    "tokens.notations.rows",
    "tokens.notations.tables",
    "tokens.notations.digests",
    "tokens.lexer",
    "tokens.tokenizing",
    "tokens.targets",
    "tokens.html",
    "tokens.html.tags",
    "tokens.html.elements",
    "tokens.html.origins",
    "tokens.html.markdown",
    "tokens.html.saved",
    "tokens.html.translation",
    "cards",
    "cards.titles",
    "cards.titles.run_on",
    "cards.titles.endings",
    "cards.titles.unusual",
    "cards.frame",
    "cards.blocks",
    "cards.blocks.block",
    "cards.blocks.broken_dates",
    "cards.blocks.sheets",
    "cards.blocks.users",
    "cards.blocks.extras",
    "cards.blocks.wrapping",
    "cards.blocks.labels",
    "cards.blocks.joining",
    "cards.blocks.paragraphs",
    "cards.values",
    "cards.records",
    "cards.card",
    "cards.roles",
    "cards.sharing",
    "cards.finding",
    "cards.refusing",
    "cards.layout",
    "cards.confidence",
    "cards.doubts",
    "cards.ids",
    "cards.fields",
    "parser",
    "explaining",
    "adapting",
    "importing",
    "dedup",
    "dedup.normalize",
    "dedup.normalize.spelling",
    "dedup.normalize.titles",
    "dedup.normalize.abstracts",
    "dedup.normalize.names",
    "dedup.normalize.papers",
    "dedup.candidates",
    "dedup.candidates.keys",
    "dedup.candidates.rare_words",
    "dedup.evidence",
    "dedup.evidence.titles",
    "dedup.evidence.abstracts",
    "dedup.evidence.fields",
    "dedup.evidence.opposites",
    "dedup.evidence.vetoes",
    "dedup.evidence.features",
    "dedup.evidence.weights",
    "dedup.verdict",
    "dedup.verdict.comparison",
    "dedup.verdict.conditions",
    "dedup.verdict.match",
    "dedup.order",
    "dedup.decisions",
    "dedup.cluster",
    "dedup.cluster.graph",
    "dedup.cluster.splitting",
    "dedup.cluster.groups",
    "dedup.cluster.clusters",
    "dedup.explanation",
    "dedup.explanation.strongest",
    "dedup.explanation.reasons",
    "dedup.explanation.review",
    "catalog.entry",
    "catalog.entry.survivors",
    "catalog.entry.changes",
    "catalog.entry.display",
    "catalog.entry.entry",
    "catalog.sightings",
    "catalog.timeline",
    "catalog.entries",
    "catalog.entries.entries",
    "catalog.entries.index",
    "catalog.entries.review",
    "catalog.entries.columns",
    "catalog.file",
    "catalog.file.rows",
    "catalog.file.records",
    "catalog.file.checksums",
    "catalog.file.lines",
    "catalog.file.reading",
    "catalog.file.store",
    "catalog.file.packing",
    "catalog.file.saving",
    "catalog.catalog",
    "catalog.merge",
    "catalog.diff",
    "catalog",
    "crawl",
    "crawl.storage",
    "crawl.work",
    "crawl.manifest",
    "crawl.reading",
    "crawl.linking",
    "crawl.reviewing",
    "crawl.merging",
    "crawl.tasks",
    "crawl.parts",
    "export.table",
    "export.sheets",
    "export.formats",
    "export.columns",
    "export.references",
    "export.latex",
    "export.feeds",
    "export.table_format",
    "export.csv_format",
    "export.excel_csv_format",
    "export.excel_format",
    "export.sqlite_format",
    "export.parquet_format",
    "export.arrow_format",
    "export.markdown_format",
    "export.list_format",
    "export.jsonl_format",
    "export.bibtex_format",
    "export.ris_format",
    "export.csl_format",
    "export.atom_format",
    "export.jsonfeed_format",
    "export.keeping",
    "export",
    "plot",
    "",  # the package itself, with all that callers may use
    "cli.messages",
    "cli.progress",
    "cli.options",
    "cli.selection",
    "cli.inputs",
    "cli.outputs",
    "cli.updates",
    "cli.dumps",
    "cli.catalogs",
    "cli.crawls",
    "cli.commands",
    "cli.arguments",
    "cli",
    "__main__",
)
"""Every module, each to the right of all that it may import."""

DEDUP_KNOWS = {
    "_attrs",
    "_collecting",
    "tables",
    "tables.table",
    "tables.html",
    "errors",
    "model",
    "model.columns",
    "model.display",
    "model.texts",
    "years",
    "years.bounds",
    "years.inference",
    "files",
    "files.decoding",
    "files.locking",
    "files.writing",
    "files.compression",
    "_engine",
}
"""What the modules of ``dedup`` and ``catalog`` may import besides each other."""

DOORS = {
    "_version",
    "_attrs",
    "_collecting",
    "errors",
    "tables",
    "_engine",
    "parser",
    "explaining",
    "adapting",
    "importing",
    "crawl",
    "plot",
    "cli",
    "",
    "__main__",
}
"""Modules and rooms that callers or all modules use; the others at the top are what the package consists of."""

MOST_ROOMS = 8
MOST_NAMES = {"dedup": 8, "catalog": 8}
"""The most modules and rooms in a room: a newcomer has to choose from these."""

LEAVES = {"export", "plot", "cli", "", "__main__"}
"""What nothing but the package itself, which imports on first use, and the command line may import."""

THIRD_PARTY = {"attrs", "regex"}
FRAMES = {"pyarrow", "nanoarrow", "polars", "pandas"}
"""The libraries that tables are made for: each is imported when its method is called."""

OPTIONAL = {"warcio", "fsspec", "backports", "compression", "tqdm", "argcomplete", "xlsxwriter", "matplotlib", *FRAMES}
"""What may be missing: the first two have zstd, the second from Python 3.14 on; the command line uses the next two."""

HEAVY = {
    *FRAMES,
    "numpy",
    "matplotlib",
    "xlsxwriter",
    "sqlite3",
    "argparse",
    "unittest",
    "asyncio",
    "multiprocessing",
    "zipfile",
    "bz2",
    "lzma",
}
"""What neither reading dumps nor merging them needs."""

UNREAD = {"tables", "adapting", "importing", "dedup", "catalog", "explaining", "crawl", "export", "cli"}
"""The modules of the package that reading dumps does not need."""


def imported_here(module: str) -> set[str]:
    """Return the modules of the package that a module imports."""
    parts = PATHS[module].relative_to(PACKAGE).parent.parts
    found: set[str] = set()
    for node in nodes(module):
        if isinstance(node, ast.ImportFrom) and node.level:
            start = [*parts[: len(parts) + 1 - node.level], *filter(None, [node.module])]
            for alias in node.names:
                whole = ".".join([*start, alias.name])
                found.add(whole if whole in PATHS else ".".join(start))
    return found


def imported_elsewhere(module: str) -> set[str]:
    """Return the full names of what a module imports absolutely, names from modules included."""
    found: set[str] = set()
    for node in nodes(module):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


# What imports what


def test_every_module_has_its_place() -> None:
    """A new module is not done before it stands in the order."""
    assert sorted(ORDER) == sorted(PATHS), "add new modules to ORDER, each after all that it imports"


@each_module
def test_a_module_imports_only_what_stands_to_its_left(module: str) -> None:
    """No import goes round, not for types alone either."""
    assert imported_here(module) <= set(ORDER[: ORDER.index(module)])


def test_the_rooms_are_few_and_each_imports_only_rooms_to_its_left() -> None:
    """The modules of a room are neighbours in the order, so that no room imports another and is imported by it."""
    rooms = [room for room, _ in groupby(module.partition(".")[0] for module in ORDER)]
    assert len(rooms) == len(set(rooms))
    assert len(set(rooms) - DOORS) <= MOST_ROOMS
    within = [room for room, _ in groupby(module.split(".")[:2] for module in ORDER)]
    assert len(within) == len(set(map(tuple, within)))


@pytest.mark.parametrize("room", MOST_NAMES)
def test_rooms_for_merging_have_few_names(room: str) -> None:
    """A newcomer who looks for a decision has to choose from few modules and rooms, and from few in each of these."""
    names = {module.split(".")[1] for module in ORDER if module.startswith(f"{room}.")}
    assert len(names) <= MOST_NAMES[room]


def test_dedup_knows_nothing_of_parsing() -> None:
    """Papers from anywhere can be merged."""
    inner = {module for module in PATHS if module.partition(".")[0] in {"dedup", "catalog"}}
    known = set[str]().union(*map(imported_here, inner))
    assert known - inner <= DEDUP_KNOWS


def test_only_the_command_line_imports_the_leaves() -> None:
    """Formats and commands can be taken away, and the rest stands."""
    users = {module for module in PATHS if {name.partition(".")[0] for name in imported_here(module)} & LEAVES}
    assert {user.partition(".")[0] for user in users} <= LEAVES


@each_module
def test_a_module_imports_few_others(module: str) -> None:
    """Besides itself, by relative imports, the package needs two others and the standard library."""
    roots = {name.partition(".")[0] for name in imported_elsewhere(module)}
    assert roots <= THIRD_PARTY | OPTIONAL | sys.stdlib_module_names
    assert "importlib" not in roots or not module  # the package itself imports its names on first use


@each_module
def test_only_one_module_knows_the_engines(module: str) -> None:
    """All others take the engine from there."""
    engines = {"re", "regex"} & {name.partition(".")[0] for name in imported_elsewhere(module)}
    assert engines == ({"re", "regex"} if module == "_engine" else set())


@each_module
def test_only_one_module_imports_attrs(module: str) -> None:
    """So a copy of the package that has a copy of attrs beside it differs in one line."""
    roots = {name.partition(".")[0] for name in imported_elsewhere(module)}
    assert ("attrs" in roots) is (module == "_attrs")
    assert "attr" not in roots


@each_module
def test_no_module_asks_where_it_lies_or_what_time_it_is(module: str) -> None:
    """It may lie in a zip file, and gives the same today as tomorrow; one module knows the day, two measure time."""
    names = {node.id for node in nodes(module) if isinstance(node, ast.Name)}
    attributes = {node.attr for node in nodes(module) if isinstance(node, ast.Attribute)}
    assert not names & {"__file__", "__path__", "__import__"}
    clock = {"now", "utcnow", "today", "fromtimestamp", "getmtime", "st_mtime", "st_ctime", "st_atime"}
    assert attributes & clock <= ({"now"} if module == "years.dates" else set())
    assert not attributes & {"__file__", "__path__"}
    clocks = {name for name in imported_elsewhere(module) if name.partition(".")[0] == "time"}
    assert clocks == {"cli.progress": {"time.monotonic"}, "files.locking": {"time"}}.get(module, set())


# Patterns


def compiled_patterns() -> list[Any]:
    """Return all patterns that are constants of the package's modules."""
    kind = type(_engine.line_re.compile(""))
    found: list[Any] = []
    for module in PATHS:
        if module != "__main__":
            values = vars(importlib.import_module(f"{paperlist.__name__}.{module}".rstrip(".")))
            own = [
                node.target.id
                for node in tree(module).body
                if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
            ]
            found += (values[name] for name in own if isinstance(values.get(name), kind))
    return found


PATTERNS = compiled_patterns()
each_pattern = pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: repr(pattern.pattern[:20]))


@each_module
def test_patterns_are_compiled_once_and_by_name(module: str) -> None:
    """The engine is used for nothing but compiling, and each pattern is a constant of its module."""
    used = [node for node in nodes(module) if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "re"]
    assert {node.attr for node in used} <= {"compile", "DOTALL", "Match", "Pattern"}
    constants = [node.value for node in tree(module).body if isinstance(node, (ast.Assign, ast.AnnAssign))]
    compiled = [value for value in constants if value and ast.unparse(value).startswith("re.compile(")]
    assert len(compiled) == sum(node.attr == "compile" for node in used)


def test_all_patterns_are_looked_at() -> None:
    """The tests of patterns see as many as the source compiles."""
    calls = sum(
        isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
        for module in PATHS
        for node in nodes(module)
    )
    assert len(PATTERNS) == calls > 0


@each_pattern
def test_patterns_avoid_what_the_engines_take_differently(pattern: Any) -> None:
    r"""``\w \s \d \b`` and their opposites follow each engine's own version of Unicode."""
    assert not re.search(r"(?<!\\)(?:\\\\)*\\[wWsSdDbB]", pattern.pattern)


@each_pattern
def test_patterns_compile_under_the_standard_library_without_warning(pattern: Any) -> None:
    """They use no syntax of one engine alone, nor such as may change its meaning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        plain = re.compile(pattern.pattern, pattern.flags & (re.DOTALL | re.IGNORECASE | re.MULTILINE))
    assert plain.groups == pattern.groups
    assert plain.groupindex == pattern.groupindex


# What happens elsewhere


VENDORED = """
import sys

place, engine, samples = sys.argv[1:]
sys.path.insert(0, place)
sys.modules["paperlist"] = None  # an import of it by its own name would fail
if engine == "re":
    sys.modules["regex"] = None
from some_package._vendor import listed

assert listed.__file__.startswith(place), listed.__file__
listings = list(listed.parse_many(samples, as_of=2024))
assert bool(sys.modules.get("regex")) is (engine == "regex")
sys.stdout.write("".join(listing.to_jsonl() for listing in listings))
sys.stdout.write(listed.merge(listings + listings[:2]).to_jsonl())
"""

IMPORTED = """
import sys

before = set(sys.modules)
import paperlist

print(*sorted(set(sys.modules) - before))
paperlist.parse(sys.argv[1])
print(*sorted(set(sys.modules) - before))
paperlist.merge([])
print(*sorted(set(sys.modules) - before))
"""


COMPILED = """
import re, sys

engines = [re]
try:
    import regex
except ImportError:
    pass
else:
    engines.append(regex)
compiled = []

def counting(compile):
    def counted(text, flags=0):
        compiled.append(text)
        return compile(text, flags)
    return counted

for engine in engines:
    engine.compile = counting(engine.compile)
import paperlist.cards.fields, paperlist.parser
compiled.clear()
paperlist.parse(sys.argv[1])
print(len(compiled))
"""


def run(code: str, *arguments: object) -> str:
    """Return what ``code`` writes, run by an interpreter of its own in which every warning is an error."""
    command = [sys.executable, "-I", "-X", "utf8", "-W", "error", "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def vendored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a package that has a copy of this one in it, under another name."""
    place = tmp_path_factory.mktemp("vendored")
    inner = place / "some_package" / "_vendor"
    shutil.copytree(PACKAGE, inner / "listed", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in (inner, inner.parent):
        (folder / "__init__.py").touch()
    return place


@pytest.mark.parametrize("engine", ["re", "regex"])
def test_a_copy_in_another_package_does_the_same(vendored: Path, engine: str) -> None:
    """Under another name, with either engine, the samples are read and merged as they are here."""
    if engine == "regex":
        pytest.importorskip("regex")
    listings = list(paperlist.parse_many(SAMPLES, as_of=2024))
    assert len(listings) > 1
    expected = "".join(listing.to_jsonl() for listing in listings)
    expected += paperlist.merge(listings + listings[:2]).to_jsonl()
    assert run(VENDORED, vendored, engine, SAMPLES) == expected


def test_patterns_are_compiled_when_they_are_first_used() -> None:
    """A dump of plain lines needs few of them, and most of the time of the first parsing was for compiling all."""
    first = int(run(COMPILED, next(SAMPLES.glob("*.txt"))))
    assert 0 < first < len(PATTERNS) / 2


def test_importing_the_package_is_light() -> None:
    """Nothing is imported before it is used: neither the rest of the package, nor what only other parts of it need."""
    alone, reading, merging = (set(line.split()) for line in run(IMPORTED, next(SAMPLES.glob("*.txt"))).splitlines())
    assert {name for name in alone if name.partition(".")[0] in {"paperlist", *THIRD_PARTY}} == {"paperlist"}
    assert "paperlist.parser" in reading
    assert not {name.split(".")[1] for name in reading if name.startswith("paperlist.")} & UNREAD
    assert "paperlist.dedup" in merging
    assert not merging & HEAVY


# What callers see


def test_public_names_are_sorted_and_there() -> None:
    """Every name that is promised exists, once, constants first, and what type checkers see is promised, too."""
    assert paperlist.__all__ == sorted(set(paperlist.__all__), key=lambda name: (not name.isupper(), name))
    assert set(paperlist.__all__) <= set(dir(paperlist))
    imports = [node for node in nodes("") if isinstance(node, ast.ImportFrom) and node.level]
    promised = {(alias.name, node.module) for node in imports for alias in node.names if node.module}
    assert (
        {alias.name for node in imports for alias in node.names if not node.module} == {"plot"} <= set(dir(paperlist))
    )
    assert {name for name, _ in promised} == set(paperlist.__all__)
    for name, module in promised:
        paperlist.__dict__.pop(name, None)  # as before the first use
        home = importlib.import_module(f"{paperlist.__name__}.{module}")
        assert getattr(paperlist, name) is vars(home)[name]


def test_no_module_hides_a_public_name() -> None:
    """Importing a module binds its name in the package: none is that of something callers use."""
    assert not set(PATHS) & set(paperlist.__all__)


def test_what_is_not_promised_is_not_there() -> None:
    """A mistyped name is an error, as for any module."""
    with pytest.raises(AttributeError, match=r"^module 'paperlist' has no attribute 'prase'$"):
        _ = paperlist.prase  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]  # as meant


def test_the_version_is_a_literal() -> None:
    """It can be read without running anything, and is right in a copy as well."""
    (version,) = (
        node.value.value
        for node in tree("_version").body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__version__"
        if isinstance(node.value, ast.Constant)
    )
    assert version == paperlist.__version__
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+(?:(?:a|b|rc)[0-9]+)?(?:\.dev[0-9]+)?", paperlist.__version__)
