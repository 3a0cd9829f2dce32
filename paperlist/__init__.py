"""What may callers use?"""

from .dedup import Catalog, Entry, merge
from .errors import CODES, Diagnostic, PaperlistError, ParseError, RecordError
from .model import Listing, ListingDate, Paper, Sighting
from .parser import parse, parse_many, parse_text

__all__ = [
    "CODES",
    "Catalog",
    "Diagnostic",
    "Entry",
    "Listing",
    "ListingDate",
    "Paper",
    "PaperlistError",
    "ParseError",
    "RecordError",
    "Sighting",
    "__version__",
    "merge",
    "parse",
    "parse_many",
    "parse_text",
]

__version__ = "0.1.0"
