"""Test that BibTeX, RIS and CSL-JSON are written so that other programs read them, and that no facts are invented."""

from __future__ import annotations

import json
import subprocess
import warnings
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paperlist import Listing, Paper, merge
from paperlist.export.latex import escaped
from paperlist.export.references import references
from paperlist.export.sheets import catalog_sheet, listing_sheet
from tests.export.papers import ASSUMED, BARE, BOUNDED, DAY, FIRST, FULL, NASTY, NASTY_PAGE, PAGE, written
from tests.helpers.node import in_node

BIBLIOGRAPHIES = ("bibtex", "ris", "csl-json")
BRACED = [f"{{{escaped(title)}}}" for title in NASTY]


def imported(name: str, of: str | None = None) -> Any:
    """Return a library, however it warns of its own age. The test is skipped if it is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(name, reason=f"{of or name} is not installed")


def pandoc() -> str:
    """Return the path of the pandoc whose version is pinned. Older ones read BibTeX in other ways."""
    return str(imported("pypandoc").get_pandoc_path())


# BibTeX


def test_an_entry_of_bibtex_has_all_that_is_known() -> None:
    """The arXiv id gives a DOI, by which reference managers find the authors; other facts are in the note."""
    assert written(Listing(papers=[FULL], date=DAY), "bibtex") == (
        "@misc{tides-of-ink,\n"
        "  title = {{Tides of Ink}},\n"
        "  year = {2024},\n"
        "  month = jan,\n"
        "  day = {23},\n"
        "  eprint = {2403.00001},\n"
        "  archivePrefix = {arXiv},\n"
        "  doi = {10.48550/arXiv.2403.00001},\n"
        "  url = {https://huggingface.co/papers/2403.00001v2},\n"
        "  urldate = {2024-03-04},\n"
        "  abstract = {Two lines <b>\\& more.},\n"
        "  note = {6 authors; organization: Harbour Lab},\n"
        "}\n"
    )


def test_a_year_that_is_not_known_is_a_note() -> None:
    """An assumed year is marked; without any date, nothing is written about it. No id of another kind gives a DOI."""
    assert written(Listing(papers=[BOUNDED, ASSUMED, BARE]), "bibtex") == (
        "@misc{tides-of-ink,\n"
        "  title = {{Tides of Ink}},\n"
        "  note = {published Jan 23, 2025 or later},\n"
        "}\n"
        "\n"
        "@misc{waves,\n"
        "  title = {{Waves}},\n"
        "  year = {circa 2025},\n"
        "  url = {https://huggingface.co/papers/not%20an%20id},\n"
        "  note = {published Jan 23, circa 2025},\n"
        "}\n"
        "\n"
        "@misc{paper,\n"
        "  title = {{漢字}},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("$x_1$ costs $5", r"$x_1$ costs \$5"),
        ("$5$ and $a b$", r"\$5\$ and \$a b\$"),
        (r"$50\%$ and $\alpha\$", r"\$50\textbackslash{}\%\$ and \$\textbackslash{}alpha\textbackslash{}\$"),
        (r"$\frac{a}{b$", r"\$\textbackslash{}frac\{a\}$\lbrace$b\$"),
        (r"} \texttt{x_1} {", r"$\rbrace$ \texttt{x\_1} $\lbrace$"),
        (r"{\textbf{a} b}", r"\{\textbf{a} b\}"),
    ],
)
def test_latex_is_kept_only_if_it_is_whole(text: str, latex: str) -> None:
    """Prices are no mathematics, a comment sign is always escaped, and braces are balanced."""
    assert escaped(text) == latex


@given(st.text(st.sampled_from("{}$\\%#&_^~ ax1") | st.characters(codec="utf-8"), max_size=30))
def test_braces_are_balanced_in_latex(text: str) -> None:
    """BibTeX counts them without regard to backslashes, so a field ends where it should."""
    depth = 0
    for character in escaped(text):
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0


def test_bibtexparser_reads_all_titles() -> None:
    """It finds each entry and each field, and decodes the signs of LaTeX."""
    bibtexparser = imported("bibtexparser")
    library = bibtexparser.parse_string(written(NASTY_PAGE, "bibtex"))
    assert not library.failed_blocks
    assert [entry["title"] for entry in library.entries] == BRACED
    assert [entry["doi"] for entry in library.entries] == [f"10.48550/arXiv.2403.{n:05}" for n in range(len(NASTY))]
    assert {entry["urldate"] for entry in bibtexparser.parse_string(written(PAGE, "bibtex")).entries} == {"2024-03-04"}
    decoding = bibtexparser.middlewares.LatexDecodingMiddleware()
    decoded = bibtexparser.parse_string(written(NASTY_PAGE, "bibtex"), append_middleware=[decoding])
    titles = {entry["title"].strip("{}") for entry in decoded.entries}
    assert {"90% of R&D in #1: the C_2 Story", "Étude über Öl: 漢字, naïve façades and ß"} <= titles


def test_pybtex_reads_all_titles() -> None:
    """It refuses any file with an unbalanced brace."""
    database = imported("pybtex.database")
    entries = database.parse_string(written(NASTY_PAGE, "bibtex"), "bibtex").entries
    assert [entry.fields["title"] for entry in entries.values()] == BRACED
    assert [(entry.fields["year"], entry.fields["month"]) for entry in entries.values()] == [("2024", "January")] * 13
    assert not any(entry.persons for entry in entries.values())


def test_pandoc_reads_all_titles() -> None:
    """It reads LaTeX and returns the title as it is on the page, with its markup as that of CSL."""
    command = [pandoc(), "--from=bibtex", "--to=csljson"]
    done = subprocess.run(
        command, input=written(NASTY_PAGE, "bibtex"), capture_output=True, check=True, encoding="utf-8"
    )
    assert done.stderr == ""
    assert [item["title"] for item in json.loads(done.stdout)] == [csl or title for title, csl in NASTY.items()]


# RIS


def test_rispy_reads_all_fields() -> None:
    """Each fact is in its own field, and the notes keep what has none."""
    rispy = imported("rispy")
    full, bounded, assumed, bare = rispy.loads(written(PAGE, "ris"))
    assert full == {
        "type_of_reference": "UNPB",
        "id": "tides-of-ink",
        "title": "Tides of Ink",
        "year": "2024",
        "date": "2024/01/23",
        "doi": "10.48550/arXiv.2403.00001",
        "accession_number": "arXiv:2403.00001",
        "urls": ["https://huggingface.co/papers/2403.00001v2"],
        "access_date": "2024/03/04",
        "name_of_database": "Hugging Face",
        "abstract": "Two lines <b>& more.",
        "notes": ["6 authors", "organization: Harbour Lab"],
    }
    assert (bounded["id"], bounded["notes"]) == ("tides-of-ink-2", ["published Jan 23, 2025 or later"])
    assert assumed["notes"] == ["published Jan 23, circa 2025"]
    assert not {"year", "date"} & {*bounded, *assumed, *bare}
    assert [item["title"] for item in rispy.loads(written(NASTY_PAGE, "ris"))] == list(NASTY)


CITATION_JS = """
const { Cite } = require("@citation-js/core");
require("@citation-js/plugin-ris");
const found = new Cite(process.argv[1]).data.map(({ title, abstract, note, issued, DOI }) =>
    ({ title, abstract, note, issued: issued && issued["date-parts"], DOI }));
console.log(JSON.stringify(found));
"""


def test_citation_js_reads_all_fields() -> None:
    """Also of a paper without a date or an id, whose records are like those of an old version of RIS."""
    known = merge([PAGE, Listing(papers=[Paper(title="Ebb", abstract="Slow.", author_count=2)], source="ebb")])
    found = json.loads(in_node(CITATION_JS, written(known, "ris"), package="@citation-js/plugin-ris"))
    papers = {paper["title"]: paper for paper in found}
    assert papers["Ebb"] == {"title": "Ebb", "abstract": "Slow.", "note": "2 authors"}
    assert papers["Tides of Ink"]["abstract"] == "Two lines <b>& more."
    assert papers["Tides of Ink"]["DOI"] == "10.48550/arXiv.2403.00001"
    nasty = json.loads(in_node(CITATION_JS, written(NASTY_PAGE, "ris"), package="@citation-js/plugin-ris"))
    assert [paper["title"] for paper in nasty] == list(NASTY)
    assert nasty[0]["issued"] == [[2024, 1, 23]]


# CSL-JSON


def test_csl_has_numbers_for_dates() -> None:
    """An assumed year is marked as such."""
    full, bounded, assumed, bare = json.loads(written(PAGE, "csl-json"))
    assert full == {
        "id": "tides-of-ink",
        "type": "article",
        "title": "Tides of Ink",
        "issued": {"date-parts": [[2024, 1, 23]]},
        "DOI": "10.48550/arXiv.2403.00001",
        "number": "arXiv:2403.00001",
        "URL": "https://huggingface.co/papers/2403.00001v2",
        "accessed": {"date-parts": [[2024, 3, 4]]},
        "abstract": "Two lines <b>& more.",
        "note": "6 authors; organization: Harbour Lab",
    }
    assert assumed["issued"] == {"date-parts": [[2025, 1, 23]], "circa": True}
    assert "issued" not in bounded
    assert set(bare) == {"id", "type", "title", "accessed"}


def test_citeproc_renders_all_papers() -> None:
    """Each paper gives a line with its title, also one without a date."""
    citeproc = imported("citeproc", of="citeproc-py")
    source = imported("citeproc.source.json").CiteProcJSON(json.loads(written([PAGE, NASTY_PAGE], "csl-json")))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        style = citeproc.CitationStylesStyle("harvard-cite-them-right", validate=False)
        made = citeproc.CitationStylesBibliography(style, source, citeproc.formatter.plain)
        for key in source:
            made.register(citeproc.Citation([citeproc.CitationItem(key)]))
        lines = [str(line) for line in made.bibliography()]
    assert len(lines) == 4 + len(NASTY)
    assert "(2024)" in lines[0]
    assert all(title in line for title, line in zip(NASTY, lines[4:], strict=True))


def test_pandoc_renders_all_papers(tmp_path: Any) -> None:
    """A text that cites all of them gets a bibliography."""
    (tmp_path / "papers.json").write_text(written([PAGE, NASTY_PAGE], "csl-json"), encoding="utf-8")
    text = f'---\nbibliography: {tmp_path}/papers.json\nnocite: "@*"\n---\n'
    done = subprocess.run(
        [pandoc(), "--citeproc", "--to=plain", "--wrap=none"],
        input=text,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    assert done.stderr == ""
    assert done.stdout.count("https://doi.org/10.48550/arXiv.2403.") == 1 + len(NASTY)


# All of them


@pytest.mark.parametrize("name", BIBLIOGRAPHIES)
def test_no_authors_are_invented(name: str) -> None:
    """No format has a field for them, because a page shows only how many there are."""
    text = written(PAGE, name).lower()
    assert text.count("author") == text.count("6 authors") == 1
    assert "au  -" not in text


def test_keys_are_made_of_words_and_are_distinct() -> None:
    """The same titles get numbers, and a title without Latin letters gets its arXiv id or a word."""
    papers = [
        Paper(title="Étude"),
        Paper(title="etude!"),
        Paper(title="Etude 2"),
        Paper(title="etude"),
        Paper(title="漢", arxiv_id="2403.1"),
    ]
    (found,) = references([listing_sheet(Listing(papers=[*papers, BARE, BARE]))])
    assert [reference.key for reference in found] == [
        "etude",
        "etude-2",
        "etude-2-2",
        "etude-3",
        "2403-1",
        "paper",
        "paper-2",
    ]


def test_the_last_day_on_which_a_paper_was_seen_is_the_access_date() -> None:
    """The day of saving rather than the date of the page, if it is known; no assumed year counts."""
    pages = [
        Listing(papers=[FULL], source="a", date=DAY),
        Listing(papers=[FULL], source="b", date=FIRST, snapshot="2024-05-06"),
        Listing(papers=[FULL], source="c", date=attrs.evolve(DAY, year=2030, year_basis="assumed")),
        Listing(papers=[FULL], source="d"),
    ]
    for number, expected in enumerate(["2024-03-04", "2024-05-06", "None", "None"]):
        ((one,),) = references([listing_sheet(pages[number])])
        assert str(one.seen) == expected
    ((merged,),) = references([catalog_sheet(merge(pages))])
    assert str(merged.seen) == "2024-05-06"


def test_chosen_columns_are_the_only_ones() -> None:
    """The title is always written."""
    sheet = attrs.evolve(listing_sheet(PAGE), columns=("organization",))
    (found, *_), *_ = references([sheet])
    assert (found.title, found.notes) == ("Tides of Ink", ("organization: Harbour Lab",))
    assert (found.abstract, found.published, found.seen, found.arxiv_id, found.url) == ("", None, None, "", "")
