"""Parse saved text dumps of the Hugging Face Daily Papers page, and merge them into a catalog.

Each name is imported from its module on first use, so a program that only parses dumps does not load the modules for
merging. No module has the name of a public function or class, because importing the module would hide it.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .dedup import (
        Catalog,
        Change,
        Changed,
        Comparison,
        Decision,
        Difference,
        Entry,
        Review,
        Snapshot,
        diff,
        merge,
    )
    from .errors import CODES, Diagnostic, LimitError, LockedError, PaperlistError, ParseError, RecordError
    from .explaining import Explanation, Stretch, explain, explain_text
    from .export import write
    from .importing import listings_from
    from .model import Dump, Layout, Listing, ListingDate, Paper, Sighting
    from .parser import parse, parse_many, parse_text
    from .tokens.kinds import Kind
    from .tokens.lexer import tokenize
    from .tokens.token import Token
else:  # at run time only: otherwise type checkers would accept any name

    def __getattr__(name: str) -> object:
        if name in _SUBMODULES:
            return import_module(f".{name}", __name__)
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(f".{_MODULES[name]}", __name__), name)
        return found


__all__ = [
    "CODES",
    "Catalog",
    "Change",
    "Changed",
    "Comparison",
    "Decision",
    "Diagnostic",
    "Difference",
    "Dump",
    "Entry",
    "Explanation",
    "Kind",
    "Layout",
    "LimitError",
    "Listing",
    "ListingDate",
    "LockedError",
    "Paper",
    "PaperlistError",
    "ParseError",
    "RecordError",
    "Review",
    "Sighting",
    "Snapshot",
    "Stretch",
    "Token",
    "__version__",
    "diff",
    "explain",
    "explain_text",
    "listings_from",
    "merge",
    "parse",
    "parse_many",
    "parse_text",
    "tokenize",
    "write",
]

__version__ = "0.2.0.dev0"

_NAMES: Final = {
    "dedup": (
        "Catalog",
        "Change",
        "Changed",
        "Comparison",
        "Decision",
        "Difference",
        "Entry",
        "Review",
        "Snapshot",
        "diff",
        "merge",
    ),
    "errors": ("CODES", "Diagnostic", "LimitError", "LockedError", "PaperlistError", "ParseError", "RecordError"),
    "importing": ("listings_from",),
    "explaining": ("Explanation", "Stretch", "explain", "explain_text"),
    "export": ("write",),
    "tokens.kinds": ("Kind",),
    "tokens.token": ("Token",),
    "tokens.lexer": ("tokenize",),
    "model": ("Dump", "Layout", "Listing", "ListingDate", "Paper", "Sighting"),
    "parser": ("parse", "parse_many", "parse_text"),
}
_SUBMODULES: Final = ("plot",)
"""Modules that callers use by name."""

_MODULES: Final = {name: module for module, names in _NAMES.items() for name in names}


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_SUBMODULES})
