"""Test that the texts for contributors are true: their commands, paths and links, and the pinned versions."""

from __future__ import annotations

import ast
import importlib.util
import re
from pathlib import Path
from typing import Final

import pytest

from tests.helpers.cases import GIVEN

ROOT: Final = Path(__file__).parents[2]
DOCUMENTS: Final = (
    "README.md",
    "paperlist/catalog/README.md",
    "paperlist/crawl/README.md",
    "paperlist/tables/README.md",
    "tests/README.md",
    "tests/benchmarks/README.md",
    ".github/CONTRIBUTING.md",
)
MAP: Final = (ROOT / "tests/README.md").read_text(encoding="utf-8")
PINNED: Final = (ROOT / ".ci/requirements.txt").read_text(encoding="utf-8")

each_document = pytest.mark.parametrize("name", DOCUMENTS)


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@each_document
def test_scripts_are_there(name: str) -> None:
    """Each ``python -m tests.…`` names a module that can be run as a script."""
    modules = set(re.findall(r"python3? -m (tests(?:\.\w+)+)", text_of(name)))
    for module in modules:
        found = importlib.util.find_spec(module)
        assert found is not None
        assert found.origin is not None
        assert 'if __name__ == "__main__":' in Path(found.origin).read_text(encoding="utf-8")


@each_document
def test_paths_are_there(name: str) -> None:
    """Each folder of the package or the tests exists, and the target of each link."""
    text = text_of(name)
    folders = re.findall(r"`((?:paperlist|tests|\.ci|\.github)/[\w./]*)`", text)
    links = [target.partition("#")[0] for target in re.findall(r"\]\(([^():]+)\)", text)]
    assert all((ROOT / path).exists() for path in folders)
    assert all(((ROOT / name).parent / path).exists() for path in links)


@each_document
def test_links_to_sections_are_right(name: str) -> None:
    """Each ``#section`` of a link is a heading of the text that it leads to."""
    for path, section in re.findall(r"\]\(([^():#]*)#([\w-]+)\)", text_of(name)):
        target = (ROOT / name).parent / path if path else ROOT / name
        headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
        assert section in {heading.lower().replace(" ", "-") for heading in headings}


def test_every_folder_and_tool_is_on_the_map() -> None:
    """tests/README.md has a row for each folder of tests, and names each script."""
    rows = "".join(re.findall(r"^\| `.*$", MAP, re.MULTILINE))
    named = set(re.findall(r"`([\w./]+)`", rows))
    folder = ROOT / "tests"
    folders = {f"{path.name}/" for path in folder.iterdir() if path.is_dir() and path.name != "__pycache__"}
    scripts = {path.name for path in folder.glob("*.py")} - {"__init__.py", "conftest.py"}
    assert folders | scripts <= named


def test_the_keys_of_a_case_are_documented() -> None:
    """The table has all keys that a case has."""
    table = MAP.partition("| key | meaning |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`(\w+)`", table)) >= {*GIVEN, "date", "papers", "diagnostics"}


def test_each_test_file_is_in_a_folder_on_the_map() -> None:
    """There are no tests elsewhere, and each folder says in its ``__init__.py`` what it shows."""
    folder = ROOT / "tests"
    assert not list(folder.glob("test_*.py"))
    packages = {path.parent for path in folder.rglob("*.py")}
    assert all(ast.get_docstring(ast.parse((path / "__init__.py").read_bytes())) for path in packages)


def test_the_versions_of_all_tools_are_pinned() -> None:
    """Each line of .ci/requirements.txt has an exact version, and .ci/run installs no other tools."""
    lines = [line for line in PINNED.splitlines() if not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z-]+==[0-9.]+", line) for line in lines)
    tools = {line.partition("=")[0] for line in lines}
    installed = re.findall(r"pip\"? install (.*)$", text_of(".ci/run"), re.MULTILINE)
    named = {word for options in installed for word in options.split() if re.fullmatch("[a-z-]*[a-z]", word)}
    assert {word for word in named if not word.startswith("-")} <= tools


def test_the_tests_are_not_in_the_wheel() -> None:
    """Only the package is installed, without its tests."""
    assert 'packages = ["paperlist"]' in text_of("pyproject.toml")
