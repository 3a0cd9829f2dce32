"""Test that tables with names above their columns, and lists with a paper on each line, are read."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import Paper, parse_text, tokenize
from paperlist.cli import main
from tests.helpers.cases import SAMPLES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NAMES = ("title", "upvotes", "comments", "authors", "arxiv_id")
ROWS = (
    ("Peat Clocks, or: Dating Bog Layers", "124", "6", "4", "3103.00011"),
    ("Gravel by Ear", "1204", "", "12", "3103.00012"),
    ("Moraine", "7", "2", "1", "3103.00013"),
)
PAPERS = [
    Paper(
        title=title, upvotes=int(votes), comments=int(said) if said else None, author_count=int(authors), arxiv_id=arxiv
    )
    for title, votes, said, authors, arxiv in ROWS
]


def _csv(rows: Sequence[Sequence[str]], delimiter: str = ",") -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _barred(rows: Sequence[Sequence[str]], bar: str = "|", rule: str = "-+-") -> str:
    head, *others = [bar.join(f" {cell:12} " for cell in row) for row in rows]
    return "\n".join([head, (rule * 20)[: len(head)], *others]) + "\n"


FORMS: dict[str, Callable[[], str]] = {
    "CSV": lambda: _csv([NAMES, *ROWS]),
    "CSV with an index": lambda: _csv([("", *NAMES), *((str(n), *row) for n, row in enumerate(ROWS))]),
    "CSV with other line ends": lambda: _csv([NAMES, *ROWS]).replace("\n", "\r\n"),
    "tabs": lambda: _csv([NAMES, *ROWS], "\t"),
    "Markdown": lambda: "".join(
        f"| {' | '.join(row)} |\n" for row in (NAMES, ("---", ":--:", "--:", "---", "---"), *ROWS)
    ),
    "Markdown with names in bold": lambda: "".join(
        f"|{'|'.join(row)}|\n" for row in ([f"**{name}**" for name in NAMES], ["---"] * 5, *ROWS)
    ),
    "bars as a database writes them": lambda: _barred([NAMES, *ROWS]),
    "lines of a box": lambda: "┌────┬────┐\n" + _barred([NAMES, *ROWS], "│", "─┼─") + "└────┴────┘\n",
    "other names": lambda: _csv([("Paper", "Votes", "💬", "# Authors", "ID"), *ROWS]),
    "names with more words": lambda: _csv(
        [("📄 Paper Title", "Upvote Count", "Comments", "Number of Authors", "arXiv"), *ROWS]
    ),
    "numbers with signs": lambda: _csv([NAMES, *((row[0], f"▲ {row[1]}", *row[2:]) for row in ROWS)]),
    "numbers with words": lambda: _csv(
        [NAMES, *((row[0], f"{row[1]} upvotes", row[2], f"{row[3]} authors", row[4]) for row in ROWS)]
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_rows_of_a_table_are_papers(form: str) -> None:
    """Whatever is between the cells, each row is a paper at its place, and the tokens are the whole text."""
    text = FORMS[form]()
    listing = parse_text(text)
    assert list(listing) == PAPERS
    assert listing.diagnostics == ()
    for paper in listing:
        assert paper.span is not None
        start, end = paper.span
        assert paper.title in text[start:end].replace('"', "")
    assert "".join(token.words for token in tokenize(text)) == text


def test_a_row_that_ends_before_its_title_is_no_paper() -> None:
    """It is reported, and the rows around it are read."""
    text = "authors,upvotes,title\n4,124,Clocks\n5,6\n12,7,Keels\n"
    listing = parse_text(text)
    assert [paper.title for paper in listing] == ["Clocks", "Keels"]
    assert [found.line for found in listing.diagnostics if found.code == "unknown-text"] == [3, 3]


OTHERS = {
    "another site": "| Title | Points | Comments |\n|---|---|---|\n| Show: Clocks | 14 | 3 |\n| Keels | 5 | 1 |\n",
    "a bibliography": "| Title | Date |\n|---|---|\n| [Keels](https://arxiv.org/abs/3103.00011) | 3031-03-04 |\n",
    "authors by name": "title,authors,date\nClocks,A. Fenn,3031-03-04\nKeels,B. Marsh,3031-03-05\n",
    "no table": "Daily Papers\n\nTitle, authors\nand more, of a text\nor of, another\n",
    "books": "title,authors,date\nClocks,2,3031-03-04\nKeels,1,3031-03-05\n",
    "a daily list of another site": "# Daily Papers\n\n|Date|Title|Authors|PDF|\n|---|---|---|---|\n"
    "|**3031-03-04**|**Clocks**|A. Fenn|[3103.00011](http://arxiv.org/abs/3103.00011)|\n"
    "|**3031-03-05**|**Keels**|B. Marsh|[3103.00012](http://arxiv.org/abs/3103.00012)|\n",
    "bars without a rule": "Title | Authors\nClocks | 4\n",
    "a title alone": "title,colour\nClocks,red\n",
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_tables_are_no_papers(name: str) -> None:
    """Without a sign of the page and one of its numbers, a table is not read, and a diagnostic says so."""
    listing = parse_text(OTHERS[name])
    assert list(listing) == []
    assert listing.diagnostics


def test_columns_that_are_not_read_are_told() -> None:
    """Names of unknown columns, and values that a field cannot have, are diagnostics at their places."""
    rows = ("Clocks,tides,many,3/4/3031,x,y,A B", "Keels,,3,,,,tern-7")
    text = "\n".join(("Daily Papers", "", "title,topic,upvotes,date,arxiv_id,url,submitted_by", *rows, ""))
    listing = parse_text(text)
    assert [(paper.title, paper.upvotes, paper.submitted_by) for paper in listing] == [
        ("Clocks", None, None),
        ("Keels", 3, "tern-7"),
    ]
    told = [(one.line, text.splitlines()[one.line - 1][one.column - 1 :]) for one in listing.diagnostics if one.line]
    for line, words in ((3, "topic,"), (4, "many,"), (4, "3/4/3031,"), (4, "x,y,"), (4, "y,A B"), (4, "A B")):
        assert any(at == line and rest.startswith(words) for at, rest in told), words


def test_what_is_around_a_table_is_read() -> None:
    """The date is above the table; a table ends at a line that is none of its rows."""
    above = "Daily Papers\nMar 27\n\n"
    listing = parse_text(above + FORMS["Markdown"]() + "\nTOS\nPrivacy\n")
    assert str(listing.date) == "--03-27"
    assert list(listing) == PAPERS
    assert list(parse_text(above + FORMS["tabs"]() + "\n(3 rows)\n")) == PAPERS


def test_a_row_without_a_title_is_told() -> None:
    """Its values are not lost."""
    listing = parse_text("title,upvotes,authors\nClocks,3,4\n,5,6\nKeels,7,8\n")
    assert [paper.title for paper in listing] == ["Clocks", "Keels"]
    assert any(one.code == "missing-title" for one in listing.diagnostics)


@pytest.mark.parametrize("command", ["parse", "merge"])
@pytest.mark.parametrize("style", ["csv", "excel-csv", "markdown", "markdown-list", "table"])
def test_tables_of_the_package_are_no_pages(command: str, style: str, capsys: pytest.CaptureFixture[str]) -> None:
    """An output among the dumps adds no sightings to a catalog."""
    assert main([command, "--format", style, str(SAMPLES)]) == 0
    assert list(parse_text(capsys.readouterr().out)) == []


HEAD = "Daily Papers\nMar 27\n\n"
LISTS = (
    "{title} ({votes} ▲)",
    "{title} ({votes} upvotes)",
    "- {title} - {votes} upvotes",
    "{number}. **{title}** — ▲ {votes}",
    "* [{title}](/papers/{arxiv}) | 👍 {votes} | 💬 {said}",
    "{title} [{votes} ▲]",
    "{title}: {votes} upvotes, {said} comments, {authors} authors",
    "{title} ( https://huggingface.co/papers/{arxiv} ) ({votes} ▲)",
    "{title} <https://arxiv.org/abs/{arxiv}> ({votes} ▲)",
    "{title} ({votes} ▲)\n<https://huggingface.co/papers/{arxiv}>",
)


@pytest.mark.parametrize("form", LISTS)
def test_lines_of_a_list_are_papers(form: str) -> None:
    """The signs and words beside the numbers behind a title say what they count."""
    lines = [
        form.format(title=title, votes=votes, said=said or 0, authors=authors, arxiv=arxiv, number=number)
        for number, (title, votes, said, authors, arxiv) in enumerate(ROWS, 1)
    ]
    text = HEAD + "\n".join(lines) + "\n"
    listing = parse_text(text)
    assert str(listing.date) == "--03-27"
    assert [(paper.title, paper.upvotes) for paper in listing] == [(row[0], int(row[1])) for row in ROWS]
    if "{said}" in form:
        assert [paper.comments for paper in listing] == [int(row[2] or 0) for row in ROWS]
    if "{authors}" in form:
        assert [paper.author_count for paper in listing] == [int(row[3]) for row in ROWS]
    if "{arxiv}" in form:
        assert [paper.arxiv_id for paper in listing] == [row[4] for row in ROWS]
    assert "".join(token.words for token in tokenize(text)) == text


def test_lists_of_other_things_are_no_papers() -> None:
    """A list without a sign of the page is none, and neither is a single line."""
    assert list(parse_text("Today\n\nClocks (142 ▲)\nKeels (3 ▲)\n")) == []
    assert [paper.title for paper in parse_text(HEAD + "Clocks (142 ▲)\n")] != ["Clocks"]
    assert list(parse_text(HEAD + "- (142 ▲)\n- (3 ▲)\n")) == []
    below = "1. Clocks\n   By tern · 7 upvotes\n2. Keels\n   By mara · 3 upvotes\n"
    assert not {"By tern", "By mara"}.intersection(paper.title for paper in parse_text(HEAD + below))


@pytest.mark.parametrize("form", ["▲ {votes}\n{title}\n· {authors} authors\n★ 131\n💬 {said}", "{title}\n▲ {votes}"])
def test_a_sign_beside_a_number_says_what_it_counts(form: str) -> None:
    """Upvotes below the titles of all cards end them; above, they begin them."""
    cards = [form.format(title=row[0], votes=row[1], said=row[2] or 1, authors=row[3]) for row in ROWS]
    listing = parse_text(HEAD + "\n".join(cards) + "\n")
    assert [(paper.title, paper.upvotes) for paper in listing] == [(row[0], int(row[1])) for row in ROWS]
    if "131" in form:
        assert [paper.github_stars for paper in listing] == [131] * 3
        assert [paper.comments for paper in listing] == [6, 1, 2]


@given(
    st.lists(st.tuples(*(st.text("ab1,|\t\"\n\\ ▲'", max_size=8) for _ in NAMES)), max_size=6), st.sampled_from(",\t|")
)
def test_any_cells_are_read(rows: list[tuple[str, ...]], sign: str) -> None:
    """Reading a table never raises, and its tokens are all of the text, whatever is in its cells."""
    text = HEAD + _csv([NAMES, *rows], sign)
    parse_text(text)
    assert "".join(token.words for token in tokenize(text)) == text


def test_cells_of_several_lines_may_be_in_rows_of_no_table() -> None:
    """If a row was wrapped before its last word, the rows below it are no longer part of the table."""
    text = 'title,authors,upvotes\n"Copper Rain",9,50\nwrapped\n"Peat Clocks of\nthe Bog",6,71\n'
    assert [paper.title for paper in parse_text(text)] == ["Copper Rain"]
