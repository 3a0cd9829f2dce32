"""What may callers use?"""

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
from .errors import CODES, Diagnostic, LimitError, PaperlistError, ParseError, RecordError
from .explain import Explanation, Stretch, explain, explain_text
from .lexer import Kind, Token, tokenize
from .model import Layout, Listing, ListingDate, Paper, Sighting
from .parser import parse, parse_many, parse_text

__all__ = [
    "CODES",
    "Catalog",
    "Change",
    "Changed",
    "Comparison",
    "Decision",
    "Diagnostic",
    "Difference",
    "Entry",
    "Explanation",
    "Kind",
    "Layout",
    "LimitError",
    "Listing",
    "ListingDate",
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
    "merge",
    "parse",
    "parse_many",
    "parse_text",
    "tokenize",
]

__version__ = "0.1.0"
