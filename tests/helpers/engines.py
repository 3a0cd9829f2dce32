"""Load the package a second time, with the other regular-expression engine."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from tests.helpers.source import PACKAGE

if TYPE_CHECKING:
    from types import ModuleType

NAME: Final = "paperlist_with_re"


@cache
def with_standard_engine() -> Any:
    """Return a copy of the package that uses the standard library's ``re``, also where ``regex`` is installed."""
    spec = importlib.util.spec_from_file_location(
        NAME, PACKAGE / "__init__.py", submodule_search_locations=[str(PACKAGE)]
    )
    assert spec is not None
    assert spec.loader is not None
    copy: ModuleType = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = copy
    missing: Any = None
    installed = {name: module for name in ("regex",) if (module := sys.modules.get(name)) is not None}
    sys.modules["regex"] = missing  # so that importing it fails
    try:
        engine = importlib.import_module(f"{NAME}._engine")
    finally:
        del sys.modules["regex"]
        sys.modules.update(installed)
    assert engine.re is engine.line_re
    spec.loader.exec_module(copy)
    return copy
