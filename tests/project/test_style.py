"""Test that the package is easy to read: short modules and functions, few decisions, plain English."""

from __future__ import annotations

import ast
import re
from statistics import mean
from typing import TYPE_CHECKING, Final, TypeAlias

import pytest

from tests.helpers.source import PACKAGE, PATHS, each_module, nodes, tree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Function: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef"

LONGEST_MODULE: Final = 350
LONGEST_FUNCTION: Final = 40
MOST_COMPLEX: Final = 15
DENSEST = 0.32
"""The mean number of decisions per line of a function is at most this."""

UNPLAIN: Final = re.compile(
    r"\b(?:amiss|told|tell of|no part of|parted|bear|stands? for|what it is that)\b", re.IGNORECASE
)
"""Words for which there are plainer ones: wrong, reported, not a part of, split, have, means."""

_BRANCHES: Final = (
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.ExceptHandler,
    ast.IfExp,
    ast.Assert,
    ast.match_case,
)


def functions(node: ast.AST) -> Iterator[Function]:
    """Iterate over functions and methods; a function within another is a part of it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield child
        else:
            yield from functions(child)


def decisions(function: Function) -> int:
    """Return how many decisions a function makes: branches, loops, handlers, ``and`` and ``or``, comprehensions."""
    count = 0
    for node in ast.walk(function):
        if isinstance(node, _BRANCHES):
            count += 1
        elif isinstance(node, ast.BoolOp):
            count += len(node.values) - 1
        elif isinstance(node, ast.comprehension):
            count += 1 + len(node.ifs)
    return count


def lines(function: Function) -> int:
    """Return how many lines a function has, with its ``def`` and its docstring, without decorators."""
    return (function.end_lineno or 0) - function.lineno + 1


def lines_of_code(function: Function) -> int:
    """Return how many lines a function has without its docstring."""
    first = function.body[0]
    is_documented = ast.get_docstring(function) is not None
    return lines(function) - ((first.end_lineno or 0) - first.lineno + 1 if is_documented else 0)


def test_decisions_are_counted() -> None:
    """Each place at which a function can take one of two ways is a decision."""
    (function,) = functions(
        ast.parse(
            "def f(x):\n"
            "    assert x\n"
            "    for y in x:\n"
            "        if y and not x or y:\n"
            "            return [z for z in x if z if y]\n"
            "        elif x:\n"
            "            try:\n"
            "                return 1 if x else 2\n"
            "            except ValueError:\n"
            "                pass\n"
            "    while x:\n"
            "        def g(): return lambda: x or y\n"
        )
    )
    assert decisions(function) == 13
    assert lines(function) == 12


@each_module
def test_no_module_is_long(module: str) -> None:
    """A module that is longer does several things."""
    assert len(PATHS[module].read_bytes().splitlines()) <= LONGEST_MODULE


@each_module
def test_no_function_is_long(module: str) -> None:
    """A function that does not fit on a page does several things."""
    every = [node for node in nodes(module) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    assert not {
        function.name: lines_of_code(function) for function in every if lines_of_code(function) > LONGEST_FUNCTION
    }


@each_module
def test_no_function_is_complex(module: str) -> None:
    """The number of ways through a function is small: its McCabe complexity, with ``and`` and ``or`` counted."""
    complexity = {f"{module}.{function.name}": 1 + decisions(function) for function in functions(tree(module))}
    assert not {name: n for name, n in complexity.items() if n > MOST_COMPLEX}


def test_functions_are_not_dense() -> None:
    """On average a function makes few decisions per line.

    The limit is nearly reached, so a new function may exceed it. Give parts of conditions names, in it or elsewhere.
    """
    density = sorted(
        (decisions(function) / lines(function), f"{module}.{function.name}")
        for module in PATHS
        for function in functions(tree(module))
    )
    densest = [name for _, name in density[-20:]]
    found = mean(share for share, _ in density)
    assert found <= DENSEST, f"simplify functions with many decisions per line, such as {densest}"


@each_module
def test_a_module_says_what_it_does(module: str) -> None:
    """The first line of its docstring is one plain sentence."""
    docstring = ast.get_docstring(tree(module))
    assert docstring
    assert docstring.splitlines()[0].endswith(".")


@each_module
def test_a_module_is_written_in_plain_english(module: str) -> None:
    """No docstring and no message has one of the words that readers stumbled over."""
    texts = [node.value for node in nodes(module) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    assert not [text for text in texts if " " in text and UNPLAIN.search(text)]


def documents() -> list[Path]:
    """Return the texts for users and contributors; an installed copy of the package has none."""
    root = PACKAGE.parent
    names = ("README.md", "paperlist/crawl/README.md", "tests/README.md", ".github/CONTRIBUTING.md")
    return [root / name for name in names if (root / name).exists()]


@pytest.mark.parametrize("path", documents(), ids=lambda path: path.name)
def test_documents_are_written_in_plain_english(path: Path) -> None:
    """The README and the texts for contributors follow the same rule."""
    assert not UNPLAIN.findall(path.read_text(encoding="utf-8"))


TESTS: Final = sorted((PACKAGE.parent / "tests").rglob("*.py"))


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_tests_say_what_they_show_in_plain_english(path: Path) -> None:
    """Each test has a docstring, and no docstring in tests has one of these words."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    parsed = ast.parse(path.read_bytes())
    found = {node: ast.get_docstring(node) for node in ast.walk(parsed) if isinstance(node, documented)}
    assert not [text for text in found.values() if text and UNPLAIN.search(text)]
    tests = [node for node in found if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    assert not [test.name for test in tests if not found[test]]
