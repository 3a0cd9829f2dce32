"""Test that the notebook runs from beginning to end and still prints and draws what it did."""

from __future__ import annotations

import base64
import os
from pathlib import Path
from typing import Any, Final

import pytest

import paperlist

NOTEBOOK: Final = Path(__file__).parents[2] / "samples" / "notebook.ipynb"

LARGEST_PICTURE: Final = 100_000
"""The bytes that a picture in the notebook may have."""

PICTURES: Final = 4


def texts(notebook: Any) -> list[tuple[str, str]]:
    """Return what each cell of a notebook prints and shows, without pictures; a slow kernel sends prints in pieces."""
    return [
        (
            "".join(output.get("text", "") for output in cell.get("outputs", [])),
            "".join(output.get("data", {}).get("text/markdown", "") for output in cell.get("outputs", [])),
        )
        for cell in notebook.cells
    ]


def pictures(notebook: Any) -> list[bytes]:
    """Return the pictures that the cells of a notebook put out."""
    outputs = (output for cell in notebook.cells for output in cell.get("outputs", []))
    return [
        base64.b64decode(output["data"]["image/png"]) for output in outputs if "image/png" in output.get("data", {})
    ]


def lean(notebook: Any) -> Any:
    """Return a notebook without the times of its run and the version of its interpreter."""
    for cell in notebook.cells:
        cell["metadata"] = {}
    notebook.metadata = {"kernelspec": notebook.metadata["kernelspec"], "language_info": {"name": "python"}}
    return notebook


@pytest.mark.filterwarnings("ignore")  # of the libraries that run it
def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """With ``PAPERLIST_RENEW=1`` the notebook is written anew, with its output."""
    nbformat: Any = pytest.importorskip("nbformat")
    nbclient: Any = pytest.importorskip("nbclient")
    for needed in ("ipykernel", "matplotlib_inline", "matplotlib"):
        pytest.importorskip(needed)
    monkeypatch.setenv("PYTHONPATH", str(Path(paperlist.__path__[0]).parent))
    committed = nbformat.read(NOTEBOOK, as_version=4)
    run = nbformat.read(NOTEBOOK, as_version=4)
    resources = {"metadata": {"path": str(NOTEBOOK.parent)}}
    nbclient.NotebookClient(run, timeout=120, resources=resources).execute()
    if os.environ.get("PAPERLIST_RENEW"):
        nbformat.write(lean(run), NOTEBOOK)
        committed = run
    assert texts(run) == texts(committed)
    assert sum(map(any, texts(run))) == 4
    for notebook in (run, committed):
        found = pictures(notebook)
        assert len(found) == PICTURES
        assert max(map(len, found)) < LARGEST_PICTURE


def test_the_notebook_is_no_dump() -> None:
    """It lies beside the dumps, and gives no papers."""
    found = [listing for listing in paperlist.parse_many(NOTEBOOK.parent) if str(listing.source).endswith(".ipynb")]
    assert not any(found)
