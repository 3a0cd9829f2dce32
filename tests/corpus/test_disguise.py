"""Test that real dumps can be disguised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from paperlist import parse_text
from tests.disguise import Disguise, differences, structure
from tests.project.test_disguise import leftovers

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow

MANY = 100
"""Of a folder with more dumps than this, only every second, third and so on is tried."""

ENOUGH = 0.97
"""This share of dumps at least must keep its layout."""


@pytest.mark.parametrize("folder", ["seeds", "views", "broad"])
def test_real_dumps_keep_their_layout_and_none_of_their_words(corpus: Path, folder: str) -> None:
    """Nearly all disguised dumps are parsed into the same layout, and no title, abstract or name is left in any.

    Where names begin that share the lines of titles is guessed from the words, which a disguise replaces.
    """
    every = sorted((corpus / "dumps" / folder).glob("*.txt"))
    paths = every[:: 1 + len(every) // MANY]
    assert paths
    differing: list[str] = []
    left: dict[str, list[str]] = {}
    for path in paths:
        text = path.read_bytes().decode("utf-8", "replace")
        are_guessed = any("was guessed" in found.message for found in parse_text(text).diagnostics)
        made = Disguise(text).disguised()
        if not are_guessed and differences(structure(text), structure(made)):
            differing.append(path.name)
        if found := leftovers(text, made):
            left[path.name] = found
    assert not left
    assert len(differing) <= (1 - ENOUGH) * len(paths), differing
