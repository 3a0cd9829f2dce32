"""Merge listings into catalogs, and compare them."""

from ..dedup.comparison import Comparison
from ..dedup.decisions import Decision
from .catalog import Catalog
from .changes import Change, Snapshot
from .diff import Changed, Difference, diff
from .entry import Entry
from .merge import merge
from .review import Review

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
