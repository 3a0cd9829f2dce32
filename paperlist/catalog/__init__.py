"""Merge listings into catalogs, and compare them."""

from ..dedup.decisions import Decision
from ..dedup.verdict.comparison import Comparison
from .catalog import Catalog
from .diff import Changed, Difference, diff
from .entries.review import Review
from .entry.changes import Change, Snapshot
from .entry.entry import Entry
from .merge import merge

__all__ = [
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
]
