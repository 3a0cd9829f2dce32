"""Test that the five real dumps with which the project began are parsed completely."""

from __future__ import annotations

import datetime
import json
from typing import TYPE_CHECKING

import paperlist
from paperlist import merge
from tests.helpers.pages import day_printed, printed_date, shown
from tests.helpers.search_pages import years
from tests.parsing.test_damage import cut_short, harmed

if TYPE_CHECKING:
    from pathlib import Path


def test_seeds_give_their_papers(corpus: Path) -> None:
    """The 181 papers of the five real dumps are found exactly, in order, and only five bare cards are reported."""
    truths = json.loads((corpus / "dumps/seeds/truth.json").read_text(encoding="utf-8"))
    listings = [paperlist.parse(corpus / "dumps/seeds" / truth["file"]) for truth in truths]
    for listing, truth in zip(listings, truths, strict=True):
        assert [shown(paper) for paper in listing] == truth["papers"]
        assert listing.date is not None
        assert printed_date(day_printed(listing.date)) == truth["date"]
    assert [len(listing) for listing in listings] == [40, 25, 33, 24, 59]
    assert [d.code for listing in listings for d in listing.diagnostics] == ["missing-metadata"] * 5
    assert [paperlist.parse(corpus / "dumps/seeds" / truth["file"], strict=True) for truth in truths] == listings


def test_the_seeds_make_one_catalog(corpus: Path) -> None:
    """The five real dumps merge into 132 papers, 31 of them seen in more than one, in any order and grouping."""
    listings = list(paperlist.parse_many(corpus / "dumps/seeds/*.txt"))
    catalog = paperlist.merge(listings)
    assert (len(catalog), len(catalog.sightings)) == (132, 181)
    assert sum(len({sighting.source for sighting in entry.sightings}) > 1 for entry in catalog) == 31
    backwards = paperlist.merge(reversed(listings))
    grouped = paperlist.merge(listings[3:]) | (paperlist.merge(listings[:1]) | paperlist.merge(listings[1:3]))
    assert catalog == backwards == grouped
    assert catalog.to_jsonl() == backwards.to_jsonl() == grouped.to_jsonl()


def test_the_seeds_prove_years_together(corpus: Path) -> None:
    """Four have a year of their own by the day on which the project began; the fifth gets what the others imply."""
    paths = corpus / "dumps/seeds/*.txt"
    alone = [listing.date.years() for listing in paperlist.parse_many(paths) if listing.date]
    assert alone == ["2025", "2025", "2025", "2026 or earlier", "2025"]
    assert sorted(years(merge(paperlist.parse_many(paths))).values()) == ["2025"] * 4 + ["2025 or 2026"]
    known = merge(paperlist.parse_many(paths, not_after=datetime.date(2026, 11, 21)))
    assert not known.contradictions
    assert sorted(years(known).values()) == ["2025"] * 4 + ["2025 or 2026"]
    assert all(entry.paper.published is None or entry.paper.published.year for entry in known)
    listings = list(paperlist.parse_many(paths, as_of=2025))
    assert all(day is None or day.year for one in listings for day in (one.date, *(p.published for p in one)))


def test_damage_to_any_line_of_a_seed_stays_on_its_card(corpus: Path) -> None:
    """The same holds for every line of the real dumps."""
    assert not [problem for path in sorted((corpus / "dumps/seeds").glob("*.txt")) for problem in harmed(path)]


def test_a_seed_cut_off_anywhere_keeps_its_papers(corpus: Path) -> None:
    """The same holds for the real dumps, cut at every 97th character."""
    assert not [path.name for path in sorted((corpus / "dumps/seeds").glob("*.txt")) if cut_short(path, 97)]


def test_all_of_the_real_dumps_is_known(corpus: Path) -> None:
    """Everything in these dumps belongs to a paper or to the page's boilerplate."""
    for path in sorted(path for known in ("seeds", "views") for path in (corpus / "dumps" / known).glob("*.txt")):
        explanation = paperlist.explain(path)
        with path.open(encoding="utf-8", newline="") as file:
            assert "".join(stretch.text for stretch in explanation) == file.read()
        assert not [stretch for stretch in explanation if stretch.part == "diagnostic"]
