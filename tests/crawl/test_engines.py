"""Test the recipes for engines in paperlist/crawl/README.md: each gives the bytes that one process gives."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest

from tests.benchmarks.corpora import snapshots

ROOT = Path(__file__).parents[2]
PAGES = 12
SPARK = """
from pyspark.sql import SparkSession

spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
"""
SCRIPT = """
from pathlib import Path

import paperlist

if __name__ == "__main__":
    files = sorted(map(str, Path("dumps").iterdir()))
{recipe}
    assert catalog.to_jsonl() == paperlist.merge(paperlist.parse_many("dumps")).to_jsonl()
"""


def _recipe(name: str) -> str:
    """Return the code of a recipe, which follows the name of its engine."""
    _, text = (ROOT / "paperlist/crawl/README.md").read_text("utf-8").split(f"\n**{name}** ", 1)
    return text.split("```python\n", 1)[1].split("```", 1)[0]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "module", "setup"),
    [
        ("A pool", "concurrent.futures", ""),
        ("Dask", "distributed", ""),
        ("Ray", "ray", ""),
        ("Spark", "pyspark", SPARK),
        ("datatrove", "datatrove", ""),
    ],
    ids=["pool", "dask", "ray", "spark", "datatrove"],
)
def test_recipes_give_the_bytes_of_one_process(name: str, module: str, setup: str, tmp_path: Path) -> None:
    """Whatever engine parses the files; a recipe is run as a script is."""
    pytest.importorskip(module)
    for folder in ("dumps", "catalogs"):
        (tmp_path / folder).mkdir()
    for dump in snapshots(PAGES):
        (tmp_path / "dumps" / dump.name).write_bytes(dump.text)
    script = tmp_path / "script.py"
    script.write_text(SCRIPT.format(recipe=indent(setup + _recipe(name), "    ")), "utf-8")
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(script)], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
