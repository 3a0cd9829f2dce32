"""Define the classes that parsing returns, such as `Paper` and `Listing`, and their records.

All of them are immutable and compared by their content. The place of a paper in a dump and the way in which a year was
found are ignored by ``==``.
"""

from .dates import FEB_29, MONTHS, YEAR_BASES, ListingDate, Printed, YearBasis, printed
from .listing import Evidence, Layout, Listing, View
from .paper import PAPER_FIELDS, Paper
from .records import Record, date_from_record, date_record, json_line
from .sightings import Dump, DumpKey, Sighting

__all__ = [
    "FEB_29",
    "MONTHS",
    "PAPER_FIELDS",
    "YEAR_BASES",
    "Dump",
    "DumpKey",
    "Evidence",
    "Layout",
    "Listing",
    "ListingDate",
    "Paper",
    "Printed",
    "Record",
    "Sighting",
    "View",
    "YearBasis",
    "date_from_record",
    "date_record",
    "json_line",
    "printed",
]
