"""Define the classes that parsing returns, such as `Paper` and `Listing`, and their records.

All of them are immutable and compared by their content. The place of a paper in a dump and the way in which a year was
found are ignored by ``==``.
"""

from .dates import FEB_29, MONTHS, YEAR_BASES, ListingDate, Printed, YearBasis, printed
from .fields import Field, Kind, Rank, TableName, in_display_order
from .listing import Evidence, Layout, Listing, View
from .paper import FIELDS, PAPER_FIELDS, Paper, paper_of
from .records import Record, date_from_record, date_from_values, date_keys, date_record, encodable, json_line, json_text
from .sightings import Dump, DumpKey, Sighting
from .tabular import Assume, Of, Tabular

__all__ = [
    "FEB_29",
    "FIELDS",
    "MONTHS",
    "PAPER_FIELDS",
    "YEAR_BASES",
    "Assume",
    "Dump",
    "DumpKey",
    "Evidence",
    "Field",
    "Kind",
    "Layout",
    "Listing",
    "ListingDate",
    "Of",
    "Paper",
    "Printed",
    "Rank",
    "Record",
    "Sighting",
    "TableName",
    "Tabular",
    "View",
    "YearBasis",
    "date_from_record",
    "date_from_values",
    "date_keys",
    "date_record",
    "encodable",
    "in_display_order",
    "json_line",
    "json_text",
    "paper_of",
    "printed",
]
