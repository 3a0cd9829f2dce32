"""Test that several threads may read and change one catalog at once."""

from __future__ import annotations

import copy
import pickle
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from paperlist import Catalog, Listing, Paper, merge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

THREADS = 4
PAPERS = 12
ROUNDS = 12


@pytest.fixture(autouse=True)
def _often_switched() -> Iterator[None]:
    """Let the interpreter switch threads as often as it can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def _page(number: int) -> Listing:
    papers = [Paper(title=f"Tides of Moon {number} in Year {year}") for year in range(PAPERS)]
    return Listing(papers=papers, source=f"{number}.txt", is_dump=True)


def _in_threads(work: Callable[[int], object]) -> list[object]:
    """Return what ``work`` returns in threads that start together, each with its number."""
    start = threading.Barrier(THREADS)
    found: list[object] = []

    def run(number: int) -> None:
        start.wait()
        try:
            result = work(number)
        except Exception as error:  # noqa: BLE001 - any error is a failure
            result = error
        found.append(result)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_a_catalog_is_read_by_several_threads() -> None:
    """What the first of them computes, the others wait for."""
    for _ in range(ROUNDS):
        catalog = merge(map(_page, range(THREADS)))

        def read(number: int, catalog: Catalog = catalog) -> tuple[int, ...]:
            found = catalog.find(f"tides of moon {number} in year 7")
            return len(found), len(catalog), len(catalog.entries), len(catalog.sightings), len(copy.copy(catalog))

        assert _in_threads(read) == [(1, *[THREADS * PAPERS] * 4)] * THREADS


def test_a_catalog_is_changed_by_several_threads() -> None:
    """Each finds what it has added, and nothing is lost."""
    for _ in range(ROUNDS):
        catalog = Catalog()

        def change(number: int, catalog: Catalog = catalog) -> tuple[int, ...]:
            catalog.add(_page(number))
            catalog |= merge([_page(THREADS + number)])
            one, other = (catalog.find(f"Tides of Moon {number} in Year {year}") for year in (1, 2))
            catalog.same(one[0], other[0])
            known = len(pickle.loads(pickle.dumps(catalog)).find(f"Tides of Moon {number} in Year 3"))  # noqa: S301
            return len(one), len(other), known, len(catalog.find(f"Tides of Moon {THREADS + number} in Year 5"))

        assert _in_threads(change) == [(1, 1, 1, 1)] * THREADS
        assert (len(catalog), len(catalog.decisions)) == (THREADS * (2 * PAPERS - 1), THREADS)
        assert catalog == Catalog.from_jsonl(catalog.to_jsonl())
