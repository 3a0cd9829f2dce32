"""Merge listings into catalogs, and compare them."""

from .catalog import Catalog, merge
from .decide import Decision
from .diff import Changed, Difference, diff
from .entry import Entry, Review
from .match import Comparison
from .series import Change, Snapshot

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
