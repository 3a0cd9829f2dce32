"""Parse saved text dumps of the Hugging Face Daily Papers page, and merge them into a catalog.

>>> import paperlist
>>> listing = paperlist.parse("samples/000-tidal-graphs.txt")
>>> listing[0].title, listing[0].author_count
('Tidal Graph Networks: Message Passing on Shorelines That Move', 6)
>>> catalog = paperlist.merge(paperlist.parse_many("samples"))
>>> len(catalog), len(catalog.find("tidal graph")[0].sightings)
(36, 3)

``parse_text`` takes text, ``write`` writes any format, ``diff`` compares, and ``plot`` draws.
"""

# Each name is imported from its module on first use, so a program that only parses dumps does not load the modules for
# merging. No module has the name of a public function or class, because importing the module would hide it.

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from . import plot as plot
    from ._version import __version__
    from .catalog import (
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
    from .catalog.catalog import EntryLike
    from .catalog.diff import ListingOrCatalog
    from .catalog.file.store import StoredIn
    from .crawl.parts import Parts, Tables, merge_parts
    from .crawl.tasks import CrawlError, Progress
    from .dedup.decisions import DecisionWord
    from .dedup.verdict.comparison import Verdict
    from .errors import (
        CODES,
        Diagnostic,
        LimitError,
        LockedError,
        PaperlistError,
        ParseError,
        RecordError,
        Severity,
        Span,
        Strict,
    )
    from .explaining import Explanation, Stretch, explain, explain_text
    from .export import Papers, write
    from .files.finding import StrPath
    from .files.sources import Readable
    from .importing import listings_from
    from .model import (
        Assume,
        Dump,
        Evidence,
        Layout,
        Listing,
        ListingDate,
        Of,
        Paper,
        Record,
        Sighting,
        View,
        YearBasis,
    )
    from .parser import parse, parse_many, parse_text
    from .tokens.kinds import Kind
    from .tokens.token import Token
    from .tokens.tokenizing import tokenize
    from .years.dates import DayOrYear
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
    "Assume",
    "Catalog",
    "Change",
    "Changed",
    "Comparison",
    "CrawlError",
    "DayOrYear",
    "Decision",
    "DecisionWord",
    "Diagnostic",
    "Difference",
    "Dump",
    "Entry",
    "EntryLike",
    "Evidence",
    "Explanation",
    "Kind",
    "Layout",
    "LimitError",
    "Listing",
    "ListingDate",
    "ListingOrCatalog",
    "LockedError",
    "Of",
    "Paper",
    "PaperlistError",
    "Papers",
    "ParseError",
    "Parts",
    "Progress",
    "Readable",
    "Record",
    "RecordError",
    "Review",
    "Severity",
    "Sighting",
    "Snapshot",
    "Span",
    "StoredIn",
    "StrPath",
    "Stretch",
    "Strict",
    "Tables",
    "Token",
    "Verdict",
    "View",
    "YearBasis",
    "__version__",
    "diff",
    "explain",
    "explain_text",
    "listings_from",
    "merge",
    "merge_parts",
    "parse",
    "parse_many",
    "parse_text",
    "tokenize",
    "write",
]

_NAMES: Final = {
    "_version": ("__version__",),
    "crawl.parts": ("Parts", "Tables", "merge_parts"),
    "crawl.tasks": ("CrawlError", "Progress"),
    "catalog": (
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
    "catalog.catalog": ("EntryLike",),
    "dedup.decisions": ("DecisionWord",),
    "catalog.diff": ("ListingOrCatalog",),
    "dedup.verdict.comparison": ("Verdict",),
    "catalog.file.store": ("StoredIn",),
    "errors": (
        "CODES",
        "Diagnostic",
        "LimitError",
        "LockedError",
        "PaperlistError",
        "ParseError",
        "RecordError",
        "Severity",
        "Span",
        "Strict",
    ),
    "explaining": ("Explanation", "Stretch", "explain", "explain_text"),
    "export": ("Papers", "write"),
    "files.finding": ("StrPath",),
    "files.sources": ("Readable",),
    "importing": ("listings_from",),
    "model": (
        "Assume",
        "Dump",
        "Evidence",
        "Layout",
        "Listing",
        "ListingDate",
        "Of",
        "Paper",
        "Record",
        "Sighting",
        "View",
        "YearBasis",
    ),
    "parser": ("parse", "parse_many", "parse_text"),
    "tokens.kinds": ("Kind",),
    "tokens.tokenizing": ("tokenize",),
    "tokens.token": ("Token",),
    "years.dates": ("DayOrYear",),
}
_SUBMODULES: Final = ("plot",)
"""Modules that callers use by name."""

_MODULES: Final = {name: module for module, names in _NAMES.items() for name in names}


def __dir__() -> list[str]:
    return sorted((*__all__, *_SUBMODULES, "__doc__", "__file__", "__name__", "__path__", "__spec__"))
