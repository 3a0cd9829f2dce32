"""Test that the package works with either regular-expression engine."""

from __future__ import annotations

import importlib.util
import re
import sys
from typing import TYPE_CHECKING

import pytest

from paperlist import _engine

if TYPE_CHECKING:
    from types import ModuleType


def _engine_anew() -> ModuleType:
    spec = importlib.util.find_spec("paperlist._engine")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_better_engine_is_taken_where_it_is_installed() -> None:
    """``regex`` comes before ``re``."""
    regex = pytest.importorskip("regex")
    assert _engine_anew().re.Pattern is regex.Pattern


def test_the_standard_library_serves_where_there_is_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without ``regex`` the module offers the standard library's ``re``."""
    monkeypatch.setitem(sys.modules, "regex", None)
    assert _engine_anew().re.Pattern is re.Pattern


def test_lines_are_read_by_the_same_engine_everywhere() -> None:
    """Whatever is installed, it is the standard library's."""
    assert _engine.line_re.Pattern is re.Pattern


def test_patterns_compile_and_match() -> None:
    """What the package uses of an engine is there: compiled patterns that find, replace and tell where."""
    found = _engine.re.compile("(?P<month>[A-Z][a-z]{2}) (?P<day>[0-9]{1,2})").search("on Dec 12")
    assert found is not None
    assert (found["month"], found["day"], found.span()) == ("Dec", "12", (3, 9))
