"""Test that all ways of merging many files give the same bytes: one process, pools, Dask, and parts on each."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest

from paperlist import merge, merge_parts, parse_many
from tests.benchmarks.corpora import snapshots
from tests.helpers.crawled import packed, record, response

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor
    from pathlib import Path

PAGES = 2_000
FILES = 10_000
SHARDS = 8


def _page(number: int, text: bytes) -> bytes:
    """Return the record of a page: a text, or HTML as a server sent it."""
    address = f"https://huggingface.co/papers?q={number}"
    date = f"2031-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}T06:07:08Z"
    if number % 2:
        return record("conversion", address, text, date=date)
    return response(address, b"<html><body><pre>" + text + b"</pre></body></html>")


@pytest.fixture(scope="module")
def crawl(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write WARC and WET files with pages of papers and of other sites, and many small files."""
    pytest.importorskip("warcio")
    folder = tmp_path_factory.mktemp("crawl")
    texts = [dump.text for dump in snapshots(PAGES)]
    other = record("conversion", "https://example.org/", b"Not a listing")
    for shard in range(SHARDS):
        records = [piece for number in range(shard, PAGES, SHARDS) for piece in (_page(number, texts[number]), other)]
        (folder / f"{shard}.warc.gz").write_bytes(packed(records))
    (folder / "small").mkdir()
    for number in range(FILES):
        head = b"\n".join(texts[number % PAGES].splitlines()[: 40 + number % 40])
        (folder / "small" / f"{number:05}.txt").write_bytes(head)
    return folder


def _dask() -> Iterator[Executor]:
    distributed = pytest.importorskip("distributed")
    options: dict[str, Any] = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster) as client:
        yield client.get_executor()


def _pool() -> Iterator[Executor]:
    with ProcessPoolExecutor(2) as executor:
        yield executor


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("start", [_pool, _dask], ids=["pool", "dask"])
def test_all_executors_give_the_bytes_of_one_process(start: Any, crawl: Path, tmp_path: Path) -> None:
    """Whether listings come back to this process and are merged here, or are merged in parts."""
    expected = merge(parse_many(crawl, not_after=2032)).to_jsonl()
    for executor in start():
        assert merge(parse_many(crawl, not_after=2032, executor=executor)).to_jsonl() == expected
        parts = merge_parts(crawl, tmp_path / "parts", parts=4, not_after=2032, executor=executor)
        assert "".join(parts.lines()) == expected
        assert parts.summary["others"] >= PAGES


def test_tables_are_read_as_one(tmp_path: Path) -> None:
    """By DuckDB and polars, as Parquet and as JSON Lines."""
    (tmp_path / "in").mkdir()
    for dump in islice(snapshots(20), 20):
        (tmp_path / "in" / dump.name).write_bytes(dump.text)
    expected = len(merge(parse_many(tmp_path / "in")))
    for tables in ("parquet", "jsonl"):
        if tables == "parquet":
            pytest.importorskip("pyarrow")
        merge_parts(tmp_path / "in", tmp_path / tables, parts=3, tables=tables)
        pattern = str(tmp_path / tables / "papers" / f"*.{tables}")
        reader = {"parquet": "read_parquet", "jsonl": "read_json_auto"}[tables]
        duckdb = pytest.importorskip("duckdb")
        assert duckdb.sql(f"select count(distinct id) from {reader}('{pattern}')").fetchall() == [(expected,)]  # noqa: S608
        polars = pytest.importorskip("polars")
        scanned = polars.scan_parquet(pattern) if tables == "parquet" else polars.scan_ndjson(pattern)
        assert scanned.select("id").unique().collect().height == expected
