"""Test that the notebook's recipes run in Pyodide, the Python of browsers, where attrs is the only other package."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, Final

import attr
import attrs
import pytest

import paperlist
from tests.helpers.node import in_node
from tests.notebook.test_notebook import NOTEBOOK

PROGRAM: Final = """
const { loadPyodide } = require("pyodide");
const [folder, code] = process.argv.slice(1);

async function main() {
    const pyodide = await loadPyodide();
    pyodide.FS.mkdir("/work");
    pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: folder }, "/work");
    const found = await pyodide.runPythonAsync(code);
    process.stdout.write(found);
}

main().catch((error) => { console.error(error); process.exit(1); });
"""
"""Run Python code in Pyodide, with a folder as ``/work``, and write its value."""

CODE: Final = """
import contextlib, io, json, os, sys, types

sys.path.insert(0, "/work")
os.chdir("/work/samples")
sys.modules["IPython"] = types.ModuleType("IPython")
sys.modules["IPython.display"] = types.SimpleNamespace(Markdown=lambda text: print(text, end=""))
names, printed = {{}}, []
for cell in json.loads({cells!r}):
    with contextlib.redirect_stdout(io.StringIO()) as output:
        exec(cell, names)
    printed.append(output.getvalue())
from paperlist import _engine
json.dumps([_engine.re.__name__, sys.platform, printed])
"""


def recipes() -> list[tuple[str, str]]:
    """Return the cells of the notebook that draw nothing, each with the text that it put out."""
    cells: list[dict[str, Any]] = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    found: list[tuple[str, str]] = []
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code" and "plot" not in source:
            texts = [output.get("text") or output.get("data", {}).get("text/markdown") for output in cell["outputs"]]
            found.append((source, "".join("".join(text or "") for text in texts)))
    return found


@pytest.mark.slow
def test_the_recipes_run_in_pyodide(tmp_path: Path) -> None:
    """Parsing, merging, tables and BibTeX put out what is committed, with ``re`` instead of ``regex``."""
    for module in (paperlist, attr, attrs):
        folder = Path(module.__path__[0])
        shutil.copytree(folder, tmp_path / folder.name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(NOTEBOOK.parent, tmp_path / "samples")
    sources, expected = zip(*recipes(), strict=True)
    written = in_node(PROGRAM, tmp_path, CODE.format(cells=json.dumps(sources)), package="pyodide")
    engine, platform, printed = json.loads(written)
    assert (engine, platform) == ("re", "emscripten")
    assert printed == list(expected)
    assert len(printed) == 4
