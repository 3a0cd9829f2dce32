"""Test that catalogs are pickled as their sightings and decisions alone."""

from __future__ import annotations

import io
import pickle
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from paperlist import Catalog, Listing, ListingDate, Paper, merge
from paperlist.catalog.file.packing import pack, unpack
from paperlist.dedup.order import full_text
from tests.helpers.strategies import sightings

if TYPE_CHECKING:
    from paperlist import Sighting

ABSTRACT = "We measure tides in a small harbour. " * 20


def _again(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - made here


@given(st.lists(sightings(), max_size=5))
def test_columns_give_the_sightings_back(seen: list[Sighting]) -> None:
    """All values are kept, also those that ``==`` ignores, and sightings that share a dump still share it."""
    back = list(unpack(_again(pack([*seen, *seen]))))
    assert back == [*seen, *seen]
    assert list(map(full_text, back)) == list(map(full_text, [*seen, *seen]))
    assert [one.paper.confidence for one in back] == [one.paper.confidence for one in [*seen, *seen]]
    assert all(one.dump is other.dump for one, other in zip(back[: len(seen)], back[len(seen) :], strict=True))


def test_a_pickled_catalog_keeps_what_the_caller_decided() -> None:
    """A pickle has the decisions, the greatest chance of being wrong, and the lines that could not be read."""
    titles = ("Tides", "On Tides and Moons", "Waves")
    catalog = merge([Listing(papers=[Paper(title=title) for title in titles], source="a.txt")], max_error=0.25)
    catalog.same(catalog[0], catalog[1], "the authors said so")
    back = _again(catalog)
    assert (back, back.decisions, repr(back)) == (catalog, catalog.decisions, repr(catalog))
    assert len(back) == 2
    damaged = Catalog.load(io.BytesIO(f"{catalog.to_jsonl()}no record\n".encode()))
    assert _again(damaged).to_jsonl() == damaged.to_jsonl()
    assert _again(damaged).diagnostics == damaged.diagnostics != ()


def test_a_pickle_has_each_text_once() -> None:
    """A paper on ten pages takes the space of its abstract once, and entries take none."""
    pages = [
        Listing(
            papers=[Paper(title="Tides", abstract=ABSTRACT, upvotes=day)],
            date=ListingDate(month=3, day=day, year=2031),
        )
        for day in range(1, 11)
    ]
    catalog = merge(pages)
    assert len(catalog.entries) == 1
    assert len(pickle.dumps(catalog)) < 2 * len(ABSTRACT) + 2_000
