"""Find the modules of the package and parse their source, for tests of its structure and style."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

import paperlist

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE: Final = Path(paperlist.__path__[0])


def name_of(path: Path) -> str:
    """Return a module's name within the package; that of the package itself is empty."""
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").removesuffix(".")


PATHS: Final = {name_of(path): path for path in sorted(PACKAGE.rglob("*.py"))}
"""The files of all modules by their names."""

each_module: Final = pytest.mark.parametrize("module", sorted(PATHS), ids=lambda name: name or "__init__")


@cache
def tree(module: str) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(PATHS[module].read_bytes())


def nodes(module: str) -> Iterator[Any]:
    """Iterate over all of a module's syntax, including what is under ``if TYPE_CHECKING``."""
    return ast.walk(tree(module))
