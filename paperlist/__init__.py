"""What may callers use?"""

from .dedup import Catalog, Entry, merge
from .errors import CODES, Diagnostic, LimitError, PaperlistError, ParseError, RecordError
from .explain import Explanation, Stretch, explain, explain_text
from .lexer import Kind, Token, tokenize
from .model import Layout, Listing, ListingDate, Paper, Sighting
from .parser import parse, parse_many, parse_text

__all__ = [
    "CODES",
    "Catalog",
    "Diagnostic",
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
    "Sighting",
    "Stretch",
    "Token",
    "__version__",
    "explain",
    "explain_text",
    "merge",
    "parse",
    "parse_many",
    "parse_text",
    "tokenize",
]

__version__ = "0.1.0"
