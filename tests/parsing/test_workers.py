"""Test that the workers of an executor parse files as one process does."""

from __future__ import annotations

import io
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from paperlist import parse_many
from paperlist.errors import ParseError

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES = Path(__file__).parents[2] / "samples"
POOLS = [
    pytest.param(partial(ThreadPoolExecutor, 3), id="threads"),
    pytest.param(partial(ProcessPoolExecutor, 2, mp_context=get_context("spawn")), id="processes"),
]


@pytest.mark.parametrize("pool", POOLS)
def test_results_are_the_same(pool: Callable[[], Executor]) -> None:
    """The listings, their diagnostics and their order are the same as without an executor."""
    paths = [SAMPLES, *sorted(SAMPLES.glob("*.txt"), reverse=True)]
    alone = list(parse_many(paths, as_of=2024))
    with pool() as executor:
        together = list(parse_many(paths, as_of=2024, executor=executor))
    assert together == alone
    for one, other in zip(together, alone, strict=True):
        assert (one.diagnostics, one.layout, one.evidence) == (other.diagnostics, other.layout, other.evidence)
        assert [paper.span for paper in one] == [paper.span for paper in other]


@pytest.mark.parametrize("pool", POOLS)
def test_errors_are_in_order(pool: Callable[[], Executor], tmp_path: Path) -> None:
    """What is before an error is returned first; then the error is raised."""
    bad = tmp_path / "bad.txt"
    bad.write_text("no papers at all")
    good = SAMPLES / "000-tidal-graphs.txt"
    with pool() as executor:
        listings = parse_many([good, bad, good], strict=True, executor=executor)
        assert next(listings).source == good.as_posix()
        with pytest.raises(ParseError, match="no-papers"):
            next(listings)
        with pytest.raises(FileNotFoundError):
            list(parse_many([tmp_path / "none.txt"], executor=executor))


def test_an_open_file_is_read_here() -> None:
    """An open file cannot be passed to another process, so it is read in this one."""
    content = (SAMPLES / "000-tidal-graphs.txt").read_bytes()
    with ProcessPoolExecutor(1) as executor:
        (listing,) = parse_many(io.BytesIO(content), executor=executor)
    assert len(listing) == 9


def test_progress_counts_files() -> None:
    """Alone and with workers, up to all of them."""
    calls: list[tuple[int, int]] = []

    def note(done: int, total: int) -> None:
        calls.append((done, total))

    assert len(list(parse_many(SAMPLES, progress=note))) == 6
    assert calls[0][0] == 1
    assert calls[-1][0] == calls[-1][1] == len(calls)
    with ThreadPoolExecutor(1) as executor:
        list(parse_many(SAMPLES, executor=executor, progress=note))
    assert calls[-1] == calls[-2]
