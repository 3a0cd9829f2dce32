"""Write papers as an SQLite database with a full-text index.

====================  =============================================================================================
table                 rows
====================  =============================================================================================
papers                one per paper, with the columns of a CSV file; a date has three more: how its year was found,
                      and its first and last possible year
sightings             of a catalog, unless columns were chosen: one per sighting; ``paper`` is the id of its paper
papers_fts            the full-text index (FTS5) of the titles, abstracts and organizations
====================  =============================================================================================
"""

from __future__ import annotations

import tempfile
from contextlib import closing, suppress
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..model import date_record, encodable
from .formats import Format
from .sheets import CATALOG_FIELDS, COLUMNS, LISTING_FIELDS, sighting_row

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

    from ..model import Record
    from .sheets import Row, Sheet

SEARCHED: Final = ("title", "abstract", "organization")
"""The columns of the full-text index."""

APPLICATION_ID: Final = 0x50_4C_53_54
"""The mark of databases that paperlist wrote (https://www.sqlite.org/fileformat2.html#application_id): PLST."""

_INDEX: Final = "papers_fts"
"""The name of the full-text index, with which the names of its own tables begin."""

_TABLES_AND_COLUMNS: Final = f"""\
SELECT found.name, columns.name FROM sqlite_master AS found LEFT JOIN pragma_table_info(found.name) AS columns
WHERE found.type <> 'index' AND found.name NOT GLOB '{_INDEX}*' AND found.name NOT GLOB 'sqlite_*'
"""  # noqa: S608 - our name

TYPES: Final = {"text": "TEXT", "count": "INTEGER", "date": "TEXT"}


def chunks(sheets: Iterable[Sheet], width: int) -> Iterator[bytes]:  # noqa: ARG001 - all formats are called alike
    """Iterate over the bytes of a database with the papers of all sheets."""
    every = list(sheets)
    if every:
        # Python 3.10 cannot return the bytes of a database in memory.
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "papers")
            _write(path, every)
            yield path.read_bytes()


def _write(path: Path, sheets: list[Sheet]) -> None:
    """Write a new database. Raises OSError if SQLite cannot write it, for example because the disk is full."""
    import sqlite3  # noqa: PLC0415 - only this format needs it

    try:
        with closing(sqlite3.connect(path)) as database, database:
            _fill(database, sheets)
    except sqlite3.OperationalError as error:
        raise OSError(f"{error} (in {path.parent}, where it is written first)") from error


def _fill(database: sqlite3.Connection, sheets: list[Sheet]) -> None:
    names = sheets[0].columns or sheets[0].fields
    rows = [row for sheet in sheets for row in sheet.rows]
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    _create(database, "papers", _columns(names))
    _insert(database, "papers", (_values(row, names) for row in rows))
    if sheets[0].fields == CATALOG_FIELDS and sheets[0].columns is None:
        _create(database, "sightings", {"paper": "TEXT REFERENCES papers(id)", **_columns(LISTING_FIELDS)})
        _insert(database, "sightings", _sightings(rows))
        database.execute("CREATE INDEX sightings_of_a_paper ON sightings (paper)")
    _add_index(database, [name for name in SEARCHED if name in names])


def has_more(path: Path) -> bool:
    """Return whether a database that paperlist wrote has tables or columns that somebody else added."""
    import sqlite3  # noqa: PLC0415 - see above

    papers, sightings = _columns((*CATALOG_FIELDS, *LISTING_FIELDS)), {"paper", *_columns(LISTING_FIELDS)}
    known = {*product(["papers"], papers), *product(["sightings"], sightings)}
    with (
        suppress(sqlite3.Error),  # it is damaged
        closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database,
    ):
        return not known.issuperset(database.execute(_TABLES_AND_COLUMNS))
    return False


def _columns(names: Iterable[str]) -> dict[str, str]:
    """Return the columns for some fields, with their types."""
    found: dict[str, str] = {}
    for name in names:
        kind = COLUMNS[name].kind
        found[name] = "TEXT PRIMARY KEY" if name == "id" else TYPES[kind]
        if kind == "date":
            found |= {f"{name}_year_basis": "TEXT", f"{name}_earliest": "INTEGER", f"{name}_latest": "INTEGER"}
    return found


def _values(row: Row, names: Iterable[str]) -> Record:
    """Return the values of a row for these columns."""
    record: Record = {}
    for name in names:
        value = row[name]
        if COLUMNS[name].kind == "date":
            record |= date_record(name, value)
        else:
            record[name] = encodable(value) if isinstance(value, str) else value
    return record


def _sightings(rows: Iterable[Row]) -> Iterator[Record]:
    for row in rows:
        for sighting in row["entry"].dated:
            yield {"paper": row["id"], **_values(sighting_row(sighting), LISTING_FIELDS)}


def _create(database: sqlite3.Connection, table: str, columns: Mapping[str, str]) -> None:
    database.execute(f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in columns.items())})")


def _insert(database: sqlite3.Connection, table: str, records: Iterable[Record]) -> None:
    for record in records:
        values = ", ".join(f":{name}" for name in record)
        database.execute(f"INSERT INTO {table} ({', '.join(record)}) VALUES ({values})", record)  # noqa: S608 - our names


def _add_index(database: sqlite3.Connection, names: Iterable[str]) -> None:
    """Add a full-text index of some columns of ``papers``, which takes its texts from there."""
    if columns := ", ".join(names):
        database.execute(f'CREATE VIRTUAL TABLE {_INDEX} USING FTS5 ({columns}, content="papers")')
        database.execute(f"INSERT INTO {_INDEX} ({_INDEX}) VALUES ('rebuild')")  # noqa: S608 - our name


FORMAT: Final = Format(
    name="sqlite",
    suffixes=(".db", ".sqlite", ".sqlite3"),
    description="an SQLite database with a full-text index",
    chunks=chunks,
    is_binary=True,
)
