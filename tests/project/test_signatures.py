"""Test that callers can name every type that they pass to the package or get from it."""

from __future__ import annotations

import ast
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final

import pytest

import paperlist
from tests.helpers.source import nodes, tree

if TYPE_CHECKING:
    from collections.abc import Iterator

INTERNAL: Final = {"Stored"}
"""A type in the signature of a method that only the command line calls."""

DEFINED: Final[dict[str, Any]] = {
    name: value
    for name in paperlist.__all__
    if isinstance(value := getattr(paperlist, name), (type, FunctionType)) and not hasattr(value, "__origin__")
}
"""The public functions and classes; the other public names are aliases of types, and constants."""

each_definition: Final = pytest.mark.parametrize("name", DEFINED)


def types_of(module: str) -> set[str]:
    """Return the names of types that a module of the package defines, or imports from another one."""
    found: set[str] = set()
    for node in nodes(module):
        if isinstance(node, ast.ImportFrom) and node.level:
            found |= {alias.asname or alias.name for alias in node.names}
    for statement in tree(module).body:
        if isinstance(statement, ast.ClassDef):
            found.add(statement.name)
        elif isinstance(statement, ast.AnnAssign) and ast.unparse(statement.annotation) == "TypeAlias":
            found.add(ast.unparse(statement.target))
    return found


def annotations_of(public: Any) -> Iterator[ast.expr]:
    """Iterate over the annotations in the signature of a function, or in those of a class and its public methods."""
    for node in [public] if isinstance(public, ast.FunctionDef) else public.body:
        if isinstance(node, ast.FunctionDef) and (node is public or not node.name.startswith("_")):
            every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
            yield from (argument.annotation for argument in every if argument and argument.annotation)
            yield from filter(None, [node.returns])
        elif isinstance(node, ast.AnnAssign) and "init=False" not in ast.unparse(node):
            yield node.annotation


def names_in(annotation: ast.expr) -> set[str]:
    """Return the names in an annotation, which may be quoted."""
    found: set[str] = set()
    for node in ast.walk(annotation):
        if isinstance(node, ast.Name):
            found.add(node.id)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            found.add(node.value)
    return found


@each_definition
def test_types_in_public_signatures_are_public(name: str) -> None:
    """Such as ``Evidence``, whose objects a listing has, and ``Span``, which is the type of a paper's place."""
    module = DEFINED[name].__module__.removeprefix("paperlist").removeprefix(".")
    (definition,) = (node for node in tree(module).body if getattr(node, "name", None) == name)
    used = set[str]().union(*map(names_in, annotations_of(definition)))
    assert used & types_of(module) <= {*paperlist.__all__, *INTERNAL}


@each_definition
def test_public_names_are_documented(name: str) -> None:
    """Every class and function says what it is."""
    assert DEFINED[name].__doc__
