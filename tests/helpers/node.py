"""Run programs in node with packages of npm; tests are skipped where these are not installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]


def in_node(program: str, *arguments: object, package: str) -> str:
    """Return what a program writes that needs a package, from ``node_modules`` here or the folders of ``NODE_PATH``."""
    if shutil.which("node") is None or _run(f"require.resolve('{package}')").returncode:
        pytest.skip(f"could not find node with the package {package}")
    done = _run(program, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _run(program: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = ["node", "-e", program, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=ROOT)
