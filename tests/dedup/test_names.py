"""Test which names abstracts introduce, and that papers which share one are only offered for review."""

from __future__ import annotations

import pytest

from paperlist import Listing, Paper, merge
from paperlist.dedup.explanation.review import sharing_names
from paperlist.dedup.normalize.names import introduced_names

ABSTRACT = (
    "Ferries are late when tides are low. {} It halves the hours that passengers wait, on nine routes of two bays,"
    " without another timetable."
)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("We introduce EbbNet, a graph.", {"EbbNet"}),
        ("This paper presents Verbose Ferries (VF), a benchmark.", {"Verbose Ferries", "VF", "Verbose Ferries VF"}),
        ("Our model, named EbbNet, forecasts tides.", {"EbbNet"}),
        (r"We propose \textbf{EbbNet}: a graph of buoys.", {r"\textbf{EbbNet}"}),
        ("We propose a graph, and present results.", set()),
        ("We propose", set()),
        ("Introduced as Late as Possible", set()),
    ],
)
def test_names(text: str, names: set[str]) -> None:
    """They have a capital letter, and end before a sign or a word such as `that`."""
    assert introduced_names(text) == names


def test_only_the_first_names_are_found() -> None:
    """So an abstract that introduces very many things has few keys."""
    assert len(introduced_names(" ".join(f"We propose Ferry{n}, too." for n in range(20)))) == 4


def test_a_name_in_the_abstract_is_a_reason_for_review() -> None:
    """It is the title of the other paper; nothing else that is compared for review is equal."""
    first = ABSTRACT.format(
        "We introduce LateFerry, which asks the captains for their draughts and the pilots for depths."
    )
    second = ABSTRACT.format(
        "LateFerry asks captains for draughts. The pilots give depths, and the harbors their queues."
    )
    papers = [
        Paper(title="Shallow Harbors Need Patience", abstract=first, author_count=3),
        Paper(title="LateFerry: Waiting for Water", abstract=second, author_count=3),
    ]
    catalog = merge([Listing(papers=[paper], source=paper.title) for paper in papers])
    assert len(catalog) == 2
    (pair,) = catalog.review
    assert ("introduced name", 1.5) in pair.comparison.weights


def test_a_name_that_many_papers_have_means_nothing() -> None:
    """As with other keys, up to 16 papers that share one are compared."""
    papers = {letter: [Paper(title=f"Tern: {letter}")] for letter in "ABCDEFGHIJKLMNOPQ"}
    assert not list(sharing_names(papers))
    del papers["Q"]
    assert len(list(sharing_names(papers))) == 120


def test_a_message_of_a_program_replaces_no_abstract() -> None:
    """Archives have the messages of the site's bot in place of some abstracts, and these may be longer."""
    message = "This is an automated message from the Librarian Bot. I found the following papers: " + "Tides. " * 60
    pages = [
        Listing(papers=[Paper(title="LateFerry: Waiting for Water", abstract=text)], source=text[:4], is_dump=True)
        for text in (ABSTRACT, message, f"{message} Buoys.")
    ]
    (entry,) = merge(pages)
    assert entry.paper.abstract == ABSTRACT
