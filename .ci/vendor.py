#!/usr/bin/env python3
"""Show that copies of the package do what the package does: vendored, zipped, frozen, or run by another Python.

Usage: ``.ci/vendor.py WHEEL``, with a Python in which the wheel is installed. The tools vendoring, shiv, PyInstaller
and mypy are used if they are installed there, too, and other versions of Python if they are found.
"""

from __future__ import annotations

import copy
import hashlib
import importlib
import importlib.util
import json
import multiprocessing
import os
import pickle
import re
import shutil
import subprocess
import sys
import tempfile
import zipapp
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

SAMPLES: Final = Path(__file__).parents[1] / "samples"

OTHERS: Final = ("3.10", "3.11", "3.12", "3.13", "3.14", "3.13t", "3.14t")
"""The versions of Python to look for. Those with a t have no global interpreter lock."""

COPY: Final = "host._vendor.paperlist"
HIDDEN: Final = "paperlist,attr,attrs,regex"
"""What a copy must do without: the installed package, and all other packages."""

HOST: Final = """
[tool.vendoring]
destination = "host/_vendor/"
requirements = "host/_vendor/vendor.txt"
namespace = "host._vendor"
protected-files = ["__init__.py", "vendor.txt"]

[tool.vendoring.transformations]
drop = ["bin/", "*.dist-info"]
"""

MAIN: Final = "from paperlist.cli import main\n\nraise SystemExit(main())\n"
"""The program in a zipapp. zipapp's option ``--main`` would lose the exit status."""

MYPY: Final = """
[mypy]
strict = true

[mypy-*._vendor.attr.*,*._vendor.attrs.*]
ignore_errors = true
"""

# The probe: what a copy of the package does, as seen from within one interpreter


def probe(name: str, place: str, hidden: str, samples: str) -> None:
    """Print a digest of what the package ``name`` in the folder ``place`` does, and the name of its engine.

    ``hidden`` are the modules that it must do without, with commas between them. Raises AssertionError if results
    differ after pickling or copying, or in threads or other processes.
    """
    package = _imported(name, place, hidden)
    paths = sorted(map(str, Path(samples).glob("*.txt")))
    listings = [package.parse(path, as_of=2024) for path in paths]
    catalog = package.merge(listings)
    for one in (*listings, catalog):
        for again in (pickle.loads(pickle.dumps(one)), copy.copy(one), copy.deepcopy(one)):  # noqa: S301 - our own
            assert again == one
            assert again.to_jsonl() == one.to_jsonl()
    jobs = [(name, place, hidden, path) for path in paths * 3]
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(_parsed, jobs)) == listings * 3
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as processes:
        assert list(processes.map(_parsed, jobs[: len(paths)])) == listings
    text = "".join(one.to_jsonl() for one in (*listings, catalog)).replace(str(Path(samples)), "")
    engine = importlib.import_module(f"{name}._engine").re.__name__
    print(json.dumps({"engine": engine, "digest": hashlib.sha256(text.encode()).hexdigest()}))


def _imported(name: str, place: str, hidden: str) -> Any:
    for module in filter(None, hidden.split(",")):
        sys.modules[module] = None  # type: ignore[assignment]  # an import of it fails
    if place not in sys.path:
        sys.path.insert(0, place)
    package = importlib.import_module(name)
    assert str(package.__file__).startswith(place), package.__file__
    return package


def _parsed(job: tuple[str, str, str, str]) -> Any:
    name, place, hidden, path = job
    return _imported(name, place, hidden).parse(path, as_of=2024)


# Copies of the package


def run(*command: object, status: int = 0, **options: Any) -> str:
    """Return what a command prints. Raises RuntimeError with all its output for another exit status than expected."""
    texts = list(map(str, command))
    done = subprocess.run(texts, capture_output=True, encoding="utf-8", check=False, **options)
    if done.returncode != status:
        raise RuntimeError(f"{texts}: exit status {done.returncode} instead of {status}\n{done.stdout}{done.stderr}")
    printed: str = done.stdout
    return printed


def probed(python: str, name: str, place: Path, hidden: str) -> dict[str, str]:
    """Return what the probe prints when another process runs it."""
    found = run(python, "-I", "-X", "utf8", "-W", "error", __file__, "--probe", name, place, hidden, SAMPLES)
    result: dict[str, str] = json.loads(found)
    return result


@cache
def expected() -> dict[str, str]:
    """Return what the probe prints for the installed package."""
    found = probed(sys.executable, "paperlist", folder_of("paperlist").parent, "")
    assert found["engine"] == "regex", "regex is not installed"
    return found


def same_results(found: dict[str, str]) -> str:
    """Say that a probe found what is expected of a copy without ``regex``. Raises AssertionError if it did not."""
    assert found == {**expected(), "engine": "re"}
    return "the same results, with re as with regex"


def installed(module: str) -> bool:
    """Return whether a module is installed."""
    return importlib.util.find_spec(module) is not None


def tool(module: str) -> tuple[str, ...]:
    """Return the command that runs an installed tool."""
    return sys.executable, "-m", module


def attrs_pinned() -> str:
    """Return the installed version of attrs, as a requirement."""
    return f"attrs=={version('attrs')}"


def interpreter(version: str) -> str | None:
    """Return an interpreter of this version, on the path or from pyenv, or None if there is none that runs."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    named = f"python{version}"
    for python in (named, *map(str, sorted(root.glob(f"versions/*/bin/{named}")))):
        if shutil.which(python) and not subprocess.run([python, "-c", ""], capture_output=True, check=False).returncode:
            return python
    return None


def folder_of(module: str) -> Path:
    """Return the folder of an installed package."""
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent


def copied(module: str, place: Path) -> None:
    """Copy an installed package into a folder."""
    shutil.copytree(folder_of(module), place / module, ignore=shutil.ignore_patterns("__pycache__"))


def plain_copy(place: Path) -> None:
    """Copy paperlist and attrs into the package ``host``, and change their imports of attrs."""
    inner = place / "host" / "_vendor"
    for module in ("paperlist", "attr", "attrs"):
        copied(module, inner)
    for folder in (inner.parent, inner):
        (folder / "__init__.py").touch()
    _replace(inner / "paperlist" / "_attrs.py", r"from attrs import", "from ..attrs import")
    for folder in (inner / "attr", inner / "attrs"):  # attrs imports itself by its name, and so do its stubs
        for path in (*folder.glob("*.py"), *folder.glob("*.pyi")):
            _replace(path, r"^from (attrs?[. ])", r"from ..\1")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(old, new, text, flags=re.MULTILINE), encoding="utf-8")


def by_vendoring(place: Path, wheel: Path) -> None:
    """Let the program ``vendoring`` copy the wheel and attrs into the package ``host``."""
    inner = place / "host" / "_vendor"
    inner.mkdir(parents=True)
    for folder in (inner.parent, inner):
        (folder / "__init__.py").touch()
    (place / "pyproject.toml").write_text(HOST, encoding="utf-8")
    (inner / "vendor.txt").write_text(f"{attrs_pinned()}\npaperlist @ {wheel.as_uri()}\n", encoding="utf-8")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # it runs pip by its name
    run(*tool("vendoring"), "sync", cwd=place, env={**os.environ, "PATH": path})
    assert (inner / "paperlist" / "LICENSE").is_file()


# Programs made of the package


def zipapp_program(place: Path, wheel: Path) -> list[object]:  # noqa: ARG001 - all are called alike
    """Make a zipapp of paperlist and attrs; return the command that runs it."""
    for module in ("paperlist", "attr", "attrs"):
        copied(module, place / "app")
    (place / "app" / "__main__.py").write_text(MAIN, encoding="utf-8")
    zipapp.create_archive(place / "app", place / "app.pyz")
    return [sys.executable, "-I", place / "app.pyz"]


def shiv_program(place: Path, wheel: Path) -> list[object]:
    """Let shiv make a zipapp of the wheel and attrs; return the command that runs it."""
    run(*tool("shiv"), "-c", "paperlist", "-o", place / "shiv.pyz", "--no-deps", "--quiet", wheel, attrs_pinned())
    return ["env", f"SHIV_ROOT={place}", sys.executable, "-I", place / "shiv.pyz"]


def pyinstaller_program(place: Path, wheel: Path) -> list[object]:  # noqa: ARG001 - all are called alike
    """Let PyInstaller freeze the installed package; return the command that runs it."""
    (place / "frozen.py").write_text(MAIN, encoding="utf-8")
    run(*tool("PyInstaller"), "--onedir", "--log-level", "ERROR", "frozen.py", cwd=place)
    return [place / "dist" / "frozen" / "frozen"]


def check_program(command: list[object]) -> str:
    """Check that a program prints what the installed one prints, and has its exit status."""
    installed = [sys.executable, "-I", "-m", "paperlist"]
    for arguments, status in (
        (["merge", SAMPLES], 0),
        (["merge", SAMPLES, "--format", "bibtex"], 0),
        (["diff", SAMPLES / "000-tidal-graphs.txt", SAMPLES / "004-coastal-measurement.txt"], 0),
        (["merge", "no-such-file.txt"], 1),
        (["no-such-command"], 2),
    ):
        assert run(*command, *arguments, status=status) == run(*installed, *arguments, status=status), arguments
    return "the same output and exit status"


# All checks. Each returns what it found, or None if what it needs is not installed


def check_vendoring(place: Path, wheel: Path) -> str | None:
    """Check the copy that the program ``vendoring`` makes."""
    if not installed("vendoring"):
        return None
    by_vendoring(place, wheel)
    return same_results(probed(sys.executable, COPY, place, HIDDEN))


def check_types(place: Path, wheel: Path) -> str | None:  # noqa: ARG001 - all are called alike
    """Check that mypy finds no error in a plain copy."""
    if not installed("mypy"):
        return None
    plain_copy(place)
    (place / "mypy.ini").write_text(MYPY, encoding="utf-8")
    return run(*tool("mypy"), "host/_vendor/paperlist", cwd=place).strip()


def check_other(version: str) -> Callable[[Path, Path], str | None]:
    """Return a check of a plain copy that another version of Python runs."""

    def check(place: Path, wheel: Path) -> str | None:  # noqa: ARG001 - all are called alike
        python = interpreter(version)
        if python is None:
            return None
        plain_copy(place)
        return same_results(probed(python, COPY, place, HIDDEN))

    return check


def check_made(tool_name: str, make: Callable[[Path, Path], list[object]]) -> Callable[[Path, Path], str | None]:
    """Return a check of the program that a tool makes."""

    def check(place: Path, wheel: Path) -> str | None:
        return check_program(make(place, wheel)) if installed(tool_name) else None

    return check


def check_engine(place: Path, wheel: Path) -> str:  # noqa: ARG001 - all are called alike
    """Check the installed package without ``regex``."""
    return same_results(probed(sys.executable, "paperlist", folder_of("paperlist").parent, "regex"))


CHECKS: Final[dict[str, Callable[[Path, Path], str | None]]] = {
    "PyInstaller": check_made("PyInstaller", pyinstaller_program),
    "mypy": check_types,
    "vendoring": check_vendoring,
    "shiv": check_made("shiv", shiv_program),
    "zipapp": check_made("zipapp", zipapp_program),
    "re": check_engine,
    **{f"Python {version}": check_other(version) for version in OTHERS},
}
"""The checks, those that take longest first."""


def main(wheel: Path) -> None:
    """Run all checks, two at a time, each in a folder of its own, and print what they found."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as threads:
        places = {name: Path(folder, str(number)) for number, name in enumerate(CHECKS)}
        for place in places.values():
            place.mkdir()
        found = {name: threads.submit(check, places[name], wheel) for name, check in CHECKS.items()}
        for name, result in found.items():
            print(f"{name}: {result.result() or 'not found'}", flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "--probe":
        probe(*sys.argv[2:])
    else:
        main(Path(sys.argv[1]).resolve())
