"""Merge listings into catalogs, and compare them."""

from .catalog import Catalog, merge
from .changes import Change, Snapshot
from .decisions import Decision
from .diff import Changed, Difference, diff
from .entry import Entry, Review
from .match import Comparison

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
