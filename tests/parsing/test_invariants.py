"""Test promises that hold for any text, for each case and for what fuzzing found, and that both engines agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import fuzz, metamorphic
from tests.helpers import invariants
from tests.helpers.cases import SAMPLES, case_dumps

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DUMPS = [*sorted(SAMPLES.glob("*.txt")), *case_dumps()]

FOUND: Sequence[str] = (
    " | · | \t | Sep 1",
    "Mar 4\t \t6 authors\t·\tDec 12\n",
    "Daily Papers\nA Title\n6\tSpaces\t7\tFeb 30",
    "i\n8 author\n2y\n4 3\n4s\n·\n1|",
    "|a\n|e\n…|r",
    "D\nGitHub\n1\n1\rb\n\x0cSubmitted bya\rt\nGitHub",
    "\\\t$·3 author",
    "3 author\rSource http://u",
    "Submitted by\n- /url: /",
    "_\rDaily Papers\n*\r-\n\x0c>\nDaily Papers\nn",
    "](--·3 author",
    "e·3 author- [s](/papers/2401.0001)",
    "Capture 2031-03-04\n[·Feb 0·g\nUpvote",
    "Submitted byn\n2\nauthor\n5 s·Feb 8\n5 D·Feb 8\n.\n- b·Nov 9 20217 T",
    "s]()1\n6 author",
    "2$·1 author\r\ud800 3 1\nSubmitted by",
    '"A":/papers/2401.2\r',
    "4 e·Mar 3 0 g·Feb 8\nt.\n- h 2 author·\n8 u",
    ".k\nSubmitted by1 2Submitted by\n",
    "Submitted byU f\nSubmitted by\n",
    "\\_Subscribe\n\u200b\r\x0c\u200b",
    "1 author\nk[t://]K",
    "Upvote\nSubmitted byn 4\né",
    (
        "ited Gie? Despite its age the problem holds surprises. We list twelve, and prove four. 2 author·Mar 1 3g "
        "Waves by Ear Recent microphones are good enough to count waves at night. Our counter needs one.Submitted by t"
    ),
)
"""Short texts that once broke a promise."""


@pytest.mark.parametrize("path", DUMPS, ids=lambda path: path.stem)
def test_dumps_keep_all_promises(path: Path) -> None:
    """The samples and the cases, too."""
    assert invariants.broken(path.read_bytes().decode()) == []


@pytest.mark.parametrize("text", FOUND)
def test_what_fuzzing_found_stays_mended(text: str) -> None:
    """Texts that once broke a promise keep all."""
    assert invariants.broken(text) == []


def test_invented_texts_keep_all_promises(capsys: pytest.CaptureFixture[str]) -> None:
    """A short run of the tool finds nothing."""
    assert fuzz.main(["--minutes", "1", "--inputs", "150"]) == 0
    assert capsys.readouterr().out == "150 texts, 0 found\n"


def test_the_tool_shortens_what_it_finds(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A promise that a few texts break is printed with the shortest of them, and an exception is a find, too."""

    def broken(text: str) -> list[str]:
        if "\n\n" in text:
            raise ValueError("no blank lines, please")
        return []

    monkeypatch.setattr(invariants, "broken", broken)
    assert fuzz.main(["--inputs", "40"]) == 1
    assert (
        capsys.readouterr().out
        == r"""'\n\n'
    ValueError: no blank lines, please
40 texts, 1 found
"""
    )


@pytest.mark.slow
def test_both_engines_agree_on_the_corpus(corpus: Path) -> None:
    """All real dumps give the same listings and tokens with ``re`` and with ``regex``."""
    paths = metamorphic.dumps([corpus / "dumps"])
    texts = {str(path): path.read_text(encoding="utf-8", errors="replace") for path in paths}
    assert texts
    assert [name for name, text in texts.items() if list(invariants.engines_agree(text))] == []
