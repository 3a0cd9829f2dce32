"""Test that changes of a dump which cannot matter do not change its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import paperlist
from tests import metamorphic
from tests.helpers.cases import SAMPLES
from tests.helpers.relations import EQUAL, SPACED, wrapped

if TYPE_CHECKING:
    from pathlib import Path

LISTINGS = [path for path in sorted(SAMPLES.iterdir()) if path.suffix == ".txt"]


@pytest.mark.parametrize("name", metamorphic.CHECKS)
@pytest.mark.parametrize("path", LISTINGS, ids=lambda path: path.stem)
def test_what_cannot_matter_changes_no_paper_of_the_samples(path: Path, name: str) -> None:
    """Papers are the same after the change, except for their places."""
    assert metamorphic.CHECKS[name](path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", SPACED)
@pytest.mark.parametrize("path", LISTINGS, ids=lambda path: path.stem)
def test_blank_lines_between_all_lines_of_a_wrapped_page_separate_nothing(path: Path, name: str) -> None:
    """Papers of a page that was wrapped, and whose lines then were all separated, are those of the page before."""
    assert metamorphic.is_equal_spaced(wrapped(path.read_text(encoding="utf-8")), SPACED[name])


@pytest.mark.slow
@pytest.mark.parametrize("name", metamorphic.CHECKS)
def test_what_cannot_matter_changes_no_paper_of_the_corpus(corpus: Path, name: str) -> None:
    """Papers of the real dumps, and of pages that tools saved, are the same after the change."""
    folders = [corpus / "dumps" / "seeds", corpus / "dumps" / "views"]
    texts = {path.name: path.read_text(encoding="utf-8") for path in metamorphic.dumps(folders)}
    assert [path for path, text in texts.items() if not metamorphic.CHECKS[name](text)] == []


def test_the_script_lists_what_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It prints each change with the dumps that it affects, and its status says whether there are any."""
    (tmp_path / "page.txt").write_text(LISTINGS[0].read_text(encoding="utf-8"), encoding="utf-8")
    assert metamorphic.main([str(tmp_path), "--only", "numbered"]) == 0
    (tmp_path / "short.txt").write_text("Daily Papers\n\nMar 4\n\nClocks That Drift\n\n3 authors\n", encoding="utf-8")
    assert metamorphic.main([str(tmp_path), "--only", "numbered"]) == 1
    assert capsys.readouterr().out == "numbered: 0 of 1\nnumbered: 1 of 2 short.txt\n"


@pytest.mark.parametrize("name", EQUAL)
def test_places_are_those_of_the_text(name: str) -> None:
    """Each paper's span begins with its title, and each diagnostic's line and column are those of its span."""
    text = EQUAL[name](LISTINGS[0].read_text(encoding="utf-8") + "\n\nA text that is no part of any page\n")
    listing = paperlist.parse_text(text)
    for paper in listing:
        assert paper.span is not None
        words = text[slice(*paper.span)].replace("\u00a0", " ").replace("\u2009", " ")
        assert words.startswith(paper.title.split(" ", 1)[0])
    for diagnostic in listing.diagnostics:
        before = text[: diagnostic.span[0]].replace("\r\n", "\n").replace("\r", "\n")
        assert (diagnostic.line, diagnostic.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))
