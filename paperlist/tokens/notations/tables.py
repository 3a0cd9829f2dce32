"""Read tables of papers, with names above their columns: between bars, tabs or commas.

    | # | Title                        | Authors | Upvotes |
    |---|------------------------------|---------|---------|
    | 1 | [Clocks](/papers/2401.00001) | 12      | 142     |

Without the names one could not tell the numbers apart. The names of columns that are no field of a paper are kept, so
that a diagnostic says which ones are not read. Tables of other sites have other columns, or no sign of the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from ..._engine import line_re as re
from ...model import FIELDS
from ..kinds import Kind
from .rows import LINK, Given, are_papers, card_of, count_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .rows import Cell

_OTHERS: Final = {
    "title": ("paper", "papers"),
    "abstract": ("summary", "description", "tldr"),
    "organization": ("org", "organisation", "institution", "affiliation"),
    "published": ("date", "published on", "published at", "publication date", "published date"),
    "comments": ("comment", "discussion", "💬"),
    "upvotes": ("upvote", "votes", "▲", "👍", "⬆"),
    "submitted_by": ("submitter",),
    "arxiv_id": ("id", "arxiv link"),
    "github_stars": ("github", "⭐", "★"),
    LINK: ("url", "link", "href"),
    "row": ("#", "no", "nr", "rank", "index", "position"),
}
_COLUMNS: Final = {
    **{name.lower(): field.name for field in FIELDS for name in (field.name, field.heading, field.label)},
    **{name: field for field, names in _OTHERS.items() for name in names},
}
"""The fields of columns by their names, in lower case, and ``row`` for the numbers of the rows."""

_COUNTS: Final = frozenset(field.name for field in FIELDS if field.kind == "count")
_WORD: Final = re.compile("[a-z]+")
_FILLERS: Final = frozenset(("count", "num", "number", "of", "total"))
_MIN_FIELDS: Final = 2
_OWN_COLUMN: Final = "published_year_basis"
_BEGINNING: Final = 1 << 13
"""So many characters at the beginning of a text have the names of the columns of a table."""

_BAR: Final = "|"
_LIKE_BARS: Final = str.maketrans("│┃║", "|||")
_ANY_SIGN: Final = "[|│┃║\t,]"
_NAME: Final = r"[^0-9A-Za-z|│┃║\t,\n]*(?i:(?:paper[ _])?title|papers?)[^0-9A-Za-z|│┃║\t,\n]*"
TITLE_COLUMN: Final = re.compile(rf"\n{_NAME}{_ANY_SIGN}|{_ANY_SIGN}{_NAME}(?:{_ANY_SIGN}|\n)")
"""The name of the column of titles, with the sign between columns before or after it."""

_RULE: Final = re.compile(r"[ \t]*[-+|=:\u2500-\u257f][-+|=: \t\u2500-\u257f]*")
"""A line of a table without words: below the names of its columns, between rows, and below the last one."""

_QUOTED: Final = r"\"(?P<quoted>(?:[^\"]|\"\")*)\""
_IN_BARS: Final = re.compile(r"(?P<quoted>(?!))?(?P<plain>(?:[^|\\\n]|\\[^\n]?)*)(?P<end>[|]|\n|\Z)")
_IN_TABS: Final = re.compile(rf"(?:{_QUOTED}|(?P<plain>[^\t\n]*))(?P<end>\t|\n|\Z)")
_IN_COMMAS: Final = re.compile(rf"(?:{_QUOTED}|(?P<plain>[^,\n]*))(?P<end>,|\n|\Z)")
_CELLS: Final = {_BAR: _IN_BARS, "\t": _IN_TABS, ",": _IN_COMMAS}
"""The cells of rows by the sign between them; those in quotation marks may have this sign and line ends."""

_EMPHASIZED: Final = re.compile(r"\*\*([^*]+)\*\*|__([^_]+)__")


class _Row(NamedTuple):
    """A row of a table, or any other line: where it begins and ends in the text, its cells, and its last sign.

    ``is_rule`` means that it has no words.
    """

    start: int
    end: int
    cells: Sequence[Cell]
    sign: Cell
    is_rule: bool


def _rows(text: str, sign: str) -> Iterator[_Row]:
    """Iterate over the rows of a text whose cells have a sign between them; any other line is a row of one cell."""
    start, last = 0, -1
    cells: list[Cell] = []
    for found in _CELLS[sign].finditer(text):
        group = "plain" if found["quoted"] is None else "quoted"
        words = found[group]
        place = found.start(group) + len(words) - len(words.lstrip())
        cells.append((place, _bare(words.replace('""', '"') if group == "quoted" else words)))
        if found["end"] == sign:
            last = found.start("end")
        else:
            if sign == _BAR and len(cells) > 1:  # bars may also be before the first cell and after the last
                cells = cells[not cells[0][1] : len(cells) - (not cells[-1][1])]
            yield _Row(
                start, found.end(), cells, (last, sign), _RULE.fullmatch(text, start, found.start("end")) is not None
            )
            start, cells, last = found.end(), [], -1


def _bare(words: str) -> str:
    """Return the words of a cell on one line, without emphasis and the escapes of bars."""
    words = " ".join(words.split()).replace(r"\|", "|")
    found = _EMPHASIZED.fullmatch(words)
    return words[2:-2] if found else words


def _fields(names: _Row, first: _Row, *, is_page: bool) -> list[str]:
    """Return the fields of columns by their names, "" for unknown ones; [] if these are no names with one of titles.

    The ``first`` row shows whether authors are named. A table of papers has one of the page's numbers, and a sign of
    the page is in the text, or there are numbers of authors and others: no other site shows them together. Otherwise
    all columns are unknown, so that no paper is made of what is in them.
    """
    found = _columns([words.lower() for _, words in names.cells])
    known = set(found) - {""}
    if "title" not in known or len(known) < _MIN_FIELDS:
        return []
    row = dict(zip(found, first.cells, strict=False))
    if count_of(row.get("author_count", (0, ""))[1]) is None:  # they are named
        found = ["" if field == "author_count" else field for field in found]
        known -= {"author_count"}
    counts = known & _COUNTS
    is_listing = counts and (is_page or ("author_count" in counts and len(counts) > 1))
    return found if is_listing else [""] * len(found)


def _columns(names: Sequence[str]) -> list[str]:
    """Return the fields of columns by their names. Of several for a field, the first one is read.

    >>> _columns(["#", "title", "paper", "upvotes", "votes"])
    ['row', 'title', 'link', 'upvotes', '']
    """
    found = [_column(name) for name in names]
    if any("title" in name for name in names):  # another column of papers has links
        pairs = zip(found, names, strict=True)
        found = [LINK if field == "title" and "title" not in name else field for field, name in pairs]
    first = {field: at for at, field in reversed(list(enumerate(found)))}
    return [field if first[field] == at else "" for at, field in enumerate(found)]


def _column(name: str) -> str:
    """Return the field of a column by its name, with signs and with words such as `count` or not; "" if it is unknown.

    >>> _column("github stars"), _column("👍 upvotes"), _column("number of authors"), _column("paper url"), _column("x")
    ('github_stars', 'upvotes', 'author_count', 'link', '')
    """
    words = [word for word in _WORD.findall(name) if word not in _FILLERS]
    others = words[words[:1] == ["paper"] :]
    return _COLUMNS.get(name) or _COLUMNS.get(" ".join(words)) or _COLUMNS.get(" ".join(others), "")


def _is_written_here(names: _Row, below: _Row) -> bool:
    """Whether this package wrote a table: it is no page, and a folder of dumps may contain it by mistake.

    Its CSV has a column that no other has. In Markdown all columns but the last, the titles, are aligned right. The
    cells of such a table belong to no paper.
    """
    aligned = [words for _, words in below.cells]
    is_right = len(aligned) > 1 and aligned == [*["---:"] * (len(names.cells) - 1), "---"]
    return is_right or _OWN_COLUMN in [words for _, words in names.cells]


def begins_table(text: str) -> bool:
    """Whether a text may have the names of a table's columns at its beginning."""
    return TITLE_COLUMN.search("\n" + text[:_BEGINNING]) is not None


def read_tables(text: str) -> list[Given]:
    r"""Return the lines of a text, with those of a card in place of each row of a table of papers; [] without any.

    >>> for line in read_tables("title,authors,votes\nClocks,14,3\n"):
    ...     print(line.place, repr(line.words), line.kind.name, line.value)
    13 ',' HEADING None
    30 '3' UPVOTES 3
    20 'Clocks' TITLE None
    27 '14' AUTHORS 14
    29 ',' DOT None
    """
    if not begins_table(text):
        return []
    bare = text.translate(_LIKE_BARS)
    return next((lines for sign in _CELLS if sign in bare and (lines := _read(bare, sign))), [])


def _read(text: str, sign: str) -> list[Given]:
    """Return the lines of a text whose tables have a sign between their cells; [] if it has no table of papers."""
    lines: list[Given] = []
    fields: list[str] = []
    is_page = are_papers(text)
    is_found = False
    rows = [row for row in _rows(text, sign) if row.start < len(text)]
    for at, row in enumerate(rows):
        if _is_within(row, fields):
            if not row.is_rule:
                lines += _paper(row, fields)
                is_found = True
            continue
        below, *others = rows[at + 1 : at + 3] or [row]
        fields = []
        if _is_written_here(row, below):
            fields = [""] * len(row.cells)
        elif _may_be_names(text[row.start : row.end], below, sign):
            fields = _fields(row, others[0] if below.is_rule and others else below, is_page=is_page)
        lines += _names(row, fields) if fields else _unread(row, text)
    return lines if is_found else []


def _unread(row: _Row, text: str) -> Iterator[Given]:
    """Iterate over the lines of a row that is none of a table; it has several if a cell in quotation marks has."""
    place = row.start
    for line in text[row.start : row.end].rstrip("\n").split("\n"):
        yield Given(place, line)
        place += len(line) + 1


def _may_be_names(line: str, below: _Row, sign: str) -> bool:
    """Whether a line may have the names of columns: a rule is below it, or no blanks are behind its commas."""
    return below.is_rule if sign == _BAR else ", " not in line


def _is_within(row: _Row, fields: Sequence[str]) -> bool:
    """Whether a row, or a rule, is part of a table whose columns are these fields."""
    return bool(fields) and (row.is_rule or _MIN_FIELDS <= len(row.cells) <= len(fields))


def _paper(row: _Row, fields: Sequence[str]) -> Iterator[Given]:
    """Iterate over the lines of the card of a row. If the row ends before its title, no cell of it is read."""
    named = dict(zip(fields, row.cells, strict=False))
    if "title" in named:
        yield from card_of(named, row.sign)
    else:
        yield from (Given(*cell, Kind.UNASSIGNED) for cell in row.cells if cell[1])


def _names(names: _Row, fields: Sequence[str]) -> Iterator[Given]:
    """Iterate over what the names of columns say: that a listing begins, and which columns are not read."""
    if any(fields):
        yield Given(*names.sign, Kind.HEADING)
    for cell, field in zip(names.cells, fields, strict=True):
        if cell[1] and not field:
            yield Given(*cell, Kind.UNASSIGNED)
