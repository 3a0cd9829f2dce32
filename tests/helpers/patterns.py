"""Find every regular expression that the package compiles, and how each is used."""

from __future__ import annotations

import ast
import importlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from tests.helpers.engines import with_standard_engine
from tests.helpers.source import PATHS, nodes, tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

METHODS: Final = ("match", "fullmatch", "search", "finditer", "sub", "split")
PASSED_ON: Final = {
    **dict.fromkeys(("_AUTHORS", "_SUBMITTED_BY", "_SPACED", "_STUCK"), ("match",)),
    **dict.fromkeys(("_REST_OF_ADDRESS", "_REST_OF_BRACES", "_REST_OF_LABEL", "_ALL"), ("match",)),
}
"""The methods called of patterns that are in a tuple, and so are called by another name."""

WHERE_UNKNOWN: Final = ("match", "fullmatch", "finditer")
"""What other patterns in a tuple are tried with."""


@dataclass(frozen=True)
class Compiled:
    """A pattern as one engine compiled it, and the methods that the package calls."""

    module: str
    line: int
    name: str
    engine: str
    pattern: Any
    methods: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.module}:{self.line} {self.name} ({self.engine})"

    def calls(self) -> Iterator[tuple[str, Callable[[str], object]]]:
        """Iterate over the methods, each with a function that applies it to a text."""
        pattern = self.pattern
        every: dict[str, Callable[[str], object]] = {
            "match": pattern.match,
            "fullmatch": pattern.fullmatch,
            "search": pattern.search,
            "finditer": lambda text: sum(1 for _ in pattern.finditer(text)),
            "sub": lambda text: pattern.sub("", text),
            "split": pattern.split,
        }
        for method in self.methods:
            yield method, every[method]


def _is_compilation(node: ast.AST) -> bool:
    """Whether a node is a call of ``re.compile``."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "compile"
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in {"re", "line_re"}
    )


@cache
def _used() -> dict[str, dict[str, set[str]]]:
    """Return the methods called of each name in each module; ``findall`` is ``finditer`` here, and ``subn`` ``sub``."""
    same = {"findall": "finditer", "subn": "sub", **{method: method for method in METHODS}}
    found: dict[str, dict[str, set[str]]] = {}
    for module in PATHS:
        of = found.setdefault(module, {})
        for node in nodes(module):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in same:
                of.setdefault(node.value.id, set()).add(same[node.attr])
    return found


def _methods(module: str, name: str) -> tuple[str, ...]:
    """Return the methods called of a pattern by its name: within its module, and if it is public, in any."""
    where = [module] if name.startswith("_") else list(PATHS)
    methods = {method for one in where for method in _used()[one].get(name, ())}
    return tuple(method for method in METHODS if method in methods) or PASSED_ON.get(name, WHERE_UNKNOWN)


def _named(module: str) -> dict[int, str]:
    """Return the names that a module's compiled patterns are assigned to, by the calls' identities."""
    names: dict[int, str] = {}
    for node in tree(module).body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names[id(node.value)] = node.target.id
    return names


def _engines(module: str, call: ast.Call) -> Iterator[tuple[str, Any]]:
    """Iterate over a pattern as each engine compiles it that the package may use for it."""
    expression = compile(ast.Expression(call), PATHS[module].name, "eval")
    seen: set[str] = set()
    for package in ("paperlist", with_standard_engine().__name__):
        loaded = importlib.import_module(f"{package}.{module}")
        later = eval(expression, vars(loaded))  # noqa: S307 - the package's own source
        pattern = later.match.__self__  # the one that was compiled
        engine = type(pattern).__module__.lstrip("_").partition(".")[0]
        if engine not in seen:
            seen.add(engine)
            yield engine, pattern


@cache
def compiled() -> tuple[Compiled, ...]:
    """Return all patterns that modules compile when they are imported, with each engine that may be used for it."""
    found: list[Compiled] = []
    for module in PATHS:
        names = _named(module)
        for node in nodes(module):
            if _is_compilation(node) and module != "_engine":
                name = names.get(id(node), "")
                for engine, pattern in _engines(module, node):
                    found.append(Compiled(module, node.lineno, name, engine, pattern, _methods(module, name)))
    return tuple(found)
