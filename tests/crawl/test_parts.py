"""Test that parts are the catalog that merging in one process gives: its bytes, its review and its decisions."""

from __future__ import annotations

import json
import tempfile
from functools import reduce
from operator import or_
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from paperlist import Catalog, Listing, ListingDate, Paper, merge
from paperlist.catalog.file.reading import Stored
from paperlist.catalog.file.store import read_text
from paperlist.crawl import linking, reviewing
from paperlist.crawl.parts import merge_parts
from paperlist.crawl.reviewing import review_record
from paperlist.dedup.candidates import keys, rare_words
from paperlist.dedup.cluster import clusters
from paperlist.dedup.explanation import strongest
from tests.helpers.profiles import examples
from tests.helpers.strategies import listings

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator

    from paperlist.crawl.parts import Parts

TIDES = "We measure tides in a harbour with a graph of buoys. The moon explains nearly all of them, as it did before."
NAMED = "We introduce Buoys, a count of moons. Whoever counts them twice finds another number."
MOONS = "Moons of far planets are counted by their shadows. Whoever counts them twice finds another number of moons."


@pytest.fixture(params=[2, 16])
def most_carriers(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let keys that more than two papers share be boilerplate, too, since few examples have seventeen."""
    for module in (linking, reviewing, keys, clusters):
        monkeypatch.setattr(module, "MAX_PAPERS_PER_KEY", request.param)
    return request.param


def similar_papers() -> st.SearchStrategy[Paper]:
    """Papers with similar titles, few abstracts, and days that agree or differ."""
    names = st.sampled_from(
        ("Tidal Graphs", "Tidal Graphs: Moons and Buoys", "Moons and Buoys of Tidal Graphs", "Buoys")
    )
    return st.builds(
        Paper,
        title=st.builds("{}{}".format, names, st.sampled_from(("", " 2", "!", " of Bays", " of Bay"))),
        abstract=st.sampled_from((None, TIDES, TIDES[:60], MOONS, NAMED, f"{TIDES} {MOONS}")),
        author_count=st.sampled_from((None, 3, 9)),
        arxiv_id=st.sampled_from((None, None, None, "2401.00001", "2401.00002")),
        published=st.sampled_from((None, ListingDate(month=3, day=4), ListingDate(month=3, day=4, year=2031))),
        upvotes=st.integers(0, 3),
    )


def similar_listings() -> st.SearchStrategy[Listing]:
    """Pages of such papers."""
    return st.builds(
        Listing,
        papers=st.lists(similar_papers(), max_size=6),
        date=st.sampled_from((None, ListingDate(month=3, day=5), ListingDate(month=1, day=5, year=2031))),
        source=st.sampled_from((None, "a.txt", "b.txt", "c.txt")),
        is_dump=st.booleans(),
    )


def _decided(catalog: Catalog, rng: random.Random) -> Catalog:
    """Return a catalog with a few decisions, where these are possible."""
    for word in ("same", "different"):
        sightings = catalog.sightings
        if len(sightings) > 1 and rng.random() < 0.5:
            one, other = rng.sample(sightings, 2)
            try:
                (catalog.same if word == "same" else catalog.different)(one, other, "seen")
            except ValueError:
                continue
    return catalog


def _parts(catalogs: Iterable[Catalog], folder: str, **options: Any) -> Parts:
    """Merge catalogs, each saved as a file, in parts."""
    Path(folder, "in").mkdir()
    for number, catalog in enumerate(catalogs):
        catalog.save(Path(folder, "in", f"{number}.jsonl"))
    return merge_parts(Path(folder, "in"), Path(folder, "out"), **options)


def _reviewed(catalog: Catalog) -> list[Any]:
    return [
        review_record((pair.one.id, pair.one.paper.title), (pair.other.id, pair.other.paper.title), pair.comparison)
        for pair in catalog.review
    ]


def _lines(path: Path) -> Iterator[Any]:
    return map(json.loads, path.read_text("utf-8").splitlines())


@pytest.mark.usefixtures("most_carriers")
@settings(
    examples(40),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # making failing examples smaller takes minutes
    suppress_health_check=(HealthCheck.function_scoped_fixture,),
)
@given(
    st.lists(listings(), max_size=5) | st.lists(similar_listings(), max_size=5),
    st.integers(1, 4),
    st.randoms(),
    st.sampled_from((0.05, 0.1, 0.4)),
)
def test_parts_are_the_whole_catalog(pages: list[Listing], parts: int, rng: random.Random, max_error: float) -> None:
    """Whatever the papers, decisions, shards and the number of parts: the same bytes, and the same review."""
    cut = rng.randint(0, len(pages))
    catalogs = [_decided(merge(some, max_error=max_error), rng) for some in (pages[:cut], pages[cut:]) if some]
    rng.shuffle(catalogs)
    read = [Catalog.from_stored(Stored(read_text(one.to_jsonl())), max_error=max_error) for one in catalogs]
    whole = reduce(or_, read, merge([], max_error=max_error))
    with tempfile.TemporaryDirectory() as folder:
        found = _parts(catalogs, folder, parts=parts, max_error=max_error, tables="jsonl")
        assert "".join(found.lines()) == whole.to_jsonl()
        assert list(_lines(found.review)) == _reviewed(whole)
        assert len(found.catalogs) == parts
        assert found.summary["papers"] == len(whole)
        assert found.summary["contradictions"] == len(whole.contradictions)
        ids = [row["id"] for path in found.tables for row in _lines(path)]
        assert sorted(ids) == sorted(entry.id for entry in whole)


def test_abstracts_on_different_subjects_are_not_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If nothing but two rare words of long abstracts is the same, two papers are not compared, in parts or whole."""
    compared: list[set[str]] = []

    def watched(some: list[Paper], others: list[Paper], max_error: float) -> Any:
        compared.append({paper.title for paper in (*some, *others)})
        return strongest.probable(some, others, max_error)

    monkeypatch.setattr(reviewing, "probable", watched)
    others = {title: " ".join(f"{title}{letter * 6}" for letter in "abcdefghijklmnopqrst") for title in ("Ebb", "Ink")}
    abstracts = {title: f"mangroves estuaries {words}" for title, words in others.items()}
    abstracts |= {"Moon": "lagoons harbours breakwaters", "Tide": "harbours lagoons lighthouses"}
    papers = [Paper(title=title, abstract=abstract) for title, abstract in abstracts.items()]
    assert rare_words.sharing_rare_words({paper.title: [paper] for paper in papers}) == [("Moon", "Tide")]
    _parts([merge([Listing(papers=papers)])], str(tmp_path), parts=1, tables="jsonl")
    assert compared == [{"Moon", "Tide"}]


def test_two_titles_of_one_paper_are_not_reviewed(tmp_path: Path) -> None:
    """Papers with one abstract under two titles are merged over parts, and their titles are no pair to review."""
    titles = ("Tidal Graphs", "Tidal Graphs: Moons and Buoys")
    papers = [Paper(title=title, abstract=f"{TIDES} {MOONS}", author_count=3) for title in titles]
    whole = merge([Listing(papers=[paper], source=f"{n}.txt") for n, paper in enumerate(papers)])
    assert len(whole) == 1
    found = _parts([whole], str(tmp_path), parts=4, tables="jsonl")
    assert "".join(found.lines()) == whole.to_jsonl()
    assert list(_lines(found.review)) == []
