"""Test what explanations say, and that few comparisons are made for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from paperlist.catalog import merge
from paperlist.dedup.explanation import strongest
from paperlist.dedup.verdict.match import MAX_ERROR, compare
from paperlist.model import Listing, ListingDate, Paper, Sighting
from tests.helpers.shores import INK, TITLE, a_page, a_paper

if TYPE_CHECKING:
    import pytest

    from paperlist.dedup.verdict.comparison import Comparison


def test_explanations_say_how_likely_the_other_verdict_is() -> None:
    """Of different papers, the chance that they are the same; of others, the chance that they are different."""
    different = str(compare(a_paper("Fading Ink", INK), a_paper()))
    same = str(compare(a_paper(), a_paper()))
    assert "the chance that they are the same paper is" in different
    assert "the chance that they are different papers is" in same


def test_explanations_name_the_clues_to_years() -> None:
    """If the days of two papers are in different years, each is followed by the clue to its year, if there is one."""
    plain = a_paper(published=ListingDate(month=3, day=4, year=2020))
    printed = a_paper(published=ListingDate(month=3, day=4, year=2023, year_basis="printed"))
    passed = a_paper(published=ListingDate(month=3, day=4, year=2026, year_basis="as_of"))
    assert "(2020-03-04 and 2023-03-04 by the printed date)" in str(compare(plain, printed))
    assert "(2023-03-04 by the printed date and 2026-03-04 by as_of)" in str(compare(printed, passed))


def test_explanations_say_how_titles_differ() -> None:
    """Titles that are equal, cut or in another order are not just similar."""
    expected = {
        TITLE.upper(): "the titles are equal (spelling aside)",
        TITLE[:25]: "one title is the beginning of the other",
        "Message Passing on Shorelines: Tidal Graphs": "the titles have the same words in another order",
        TITLE[3:]: "the similarity of the titles is",
    }
    for title, said in expected.items():
        assert any(line.startswith(said) for line in str(compare(a_paper(title), a_paper())).splitlines()), title


def test_explanations_doubt_that_related_papers_are_one() -> None:
    """What speaks for one paper speaks for two of one team, too, if a condition is not met."""
    titles = ("Tidal Graphs on Bays of the Northern Sea", "Tidal Graphs on Capes of the Northern Sea")
    one, other = (a_paper(title, None, author_count=3, organization="Bay") for title in titles)
    found = compare(one, other)
    assert (found.verdict, found.error) == ("review", 0.5)
    assert "is at least 50 %: related papers agree in as much" in str(found)


def test_a_comparison_can_be_read() -> None:
    """It says the rung, the scores, what is against it and the words that differ."""
    text = str(compare(a_paper("Tidal Graphs 2", author_count=1), a_paper("Tidal Graphs 3", None, author_count=9)))
    assert "veto: the titles have different numbers: 2, 3" in text
    assert "only in the first title: 2" in text
    assert str(compare(a_paper(), a_paper("Drifting Graphs for Tidal Bays"))).startswith(
        "same: the titles differ, but enough else agrees\nthe chance that they are different papers is "
    )


def test_a_comparison_names_its_sightings() -> None:
    """It has the file and the line of both, as far as they are known, and its text has them if both are."""
    pages = [a_page(a_paper(title, line=line), source=f"{line}.txt") for title, line in ((TITLE, 4), (TITLE + "s", 9))]
    (entry,) = merge(pages)
    (reason,) = entry.why
    assert reason.places == ("9.txt:9", "4.txt:4")
    assert str(reason).splitlines()[1] == "compared: 9.txt:9 and 4.txt:4"
    unknown = merge([Listing(papers=[a_paper(), a_paper("Fading Ink", INK)])])
    assert unknown.explain(*unknown).places == ("", "")


def test_of_many_cards_few_are_compared_in_full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Explaining an entry with very many titles takes time in proportion to their number."""
    compared = 0

    def counted(one: Paper, other: Paper, max_error: float = MAX_ERROR) -> Comparison:
        nonlocal compared
        compared += 1
        return compare(one, other, max_error)

    titles = [f"{'-'.join(f'{n * 7919:b}').replace('0', 'tide').replace('1', 'bay')} of the sea" for n in range(90)]
    pages = [Listing(papers=[Paper(title=title, arxiv_id="2401.00001")], source=title) for title in titles]
    (entry,) = merge(pages)
    other = Paper(title="Fading Ink of the Sea", arxiv_id="2401.00002")
    monkeypatch.setattr(strongest, "compare", counted)
    assert {found.rung for found in entry.why} == {"arxiv-id"}
    assert compared <= strongest.MOST_COMPARED * len(titles)
    compared = 0
    for unlike in (other, Paper(title="Ink")):
        assert strongest.compare_sightings([Sighting(paper=unlike)], entry.sightings).verdict == "different"
    assert compared == 2 * strongest.MOST_COMPARED
