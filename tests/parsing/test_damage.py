"""Test that damage to a dump affects only the papers next to it."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import paperlist
from tests.helpers.damage import damages, harm, lines_of
from tests.helpers.profiles import examples

pytestmark = pytest.mark.slow

SAMPLES = sorted(Path("samples").glob("*.txt"))


def harmed(path: Path) -> list[str]:
    """Return what any damage to any single line of a dump changes beyond the card that it touches."""
    text = path.read_text(encoding="utf-8")
    papers = [(paper, lines_of(text, paper)) for paper in paperlist.parse_text(text, not_after=9999)]
    return [
        f"{path.name}:{damage.first} {damage.name}: {problem}"
        for damage in damages(text.split("\n"))
        for problem in harm(papers, damage)
    ]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_damage_to_any_line_of_a_sample_stays_on_its_card(path: Path) -> None:
    """A line deleted, doubled, emptied, halved, swapped or made noise changes no paper but its own, and adds none."""
    assert not harmed(path)


def cut_short(path: Path, step: int) -> list[int]:
    """Return where a dump can be cut off so that a paper before the cut changes, or more than one comes of the rest."""
    text = path.read_text(encoding="utf-8")
    papers = list(paperlist.parse_text(text, not_after=9999))
    wrong: list[int] = []
    for end in range(0, len(text), step):
        whole = [paper for paper in papers if paper.span and paper.span[1] <= end]
        found = list(paperlist.parse_text(text[:end], not_after=9999))
        if found[: len(whole)] != whole or len(found) > len(whole) + 1:
            wrong.append(end)
    return wrong


@pytest.mark.parametrize(("path", "step"), [(SAMPLES[1], 1), *((path, 7) for path in SAMPLES if path != SAMPLES[1])])
def test_a_sample_cut_off_anywhere_keeps_its_papers(path: Path, step: int) -> None:
    """Up to the cut, papers are as before; of the card that is cut, one paper at most is left."""
    assert not cut_short(path, step)


@examples(100)
@given(st.data())
def test_mutated_dumps_are_read(data: st.DataObject) -> None:
    """Dumps with stretches deleted, doubled, or moved are read without any error, and every character is explained."""
    text = data.draw(st.sampled_from(SAMPLES)).read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 6))):
        start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(text))] * 2)))
        at = data.draw(st.integers(0, len(text)))
        piece = data.draw(
            st.sampled_from((text[start:end], "", "\n", "·", "[", "](", "Submitted by", "Daily Papers\n"))
        )
        text = text[:at] + piece + text[at:] if data.draw(st.booleans()) else text[:start] + piece + text[end:]
    listing = paperlist.parse_text(text[:20_000])
    assert listing or listing.diagnostics
    explanation = paperlist.explain_text(text[:20_000])
    assert "".join(stretch.text for stretch in explanation) == text[:20_000]


FOUND_BY_FUZZING = (
    "• \u2028\r\n",  # a bullet and a blank that only `str.isspace` knows
    "*### \u2028\n]• ·\n",
    "Submitted by }• \u2028",
    "Submitted by \u2028x\u2028",
    "Submitted by \u2028",
    'uid=5 image\nStaticText " url="http://a.example/n"\nuid=8 StaticText "1"\nuid=9 contentinfo',
    "",
)


@pytest.mark.parametrize("text", FOUND_BY_FUZZING)
def test_what_fuzzing_found_stays_mended(text: str) -> None:
    """Texts that once caused an error are parsed, and explained in full."""
    assert "".join(token.words for token in paperlist.tokenize(text)) == text
    assert "".join(stretch.text for stretch in paperlist.explain_text(text)) == text
    assert paperlist.parse_text(text).diagnostics


def test_many_pages_are_read_one_at_a_time(tmp_path: Path) -> None:
    """Reading a file of many pages needs little more memory than some of them."""
    page = SAMPLES[0].read_bytes() + b"\n"
    path = tmp_path / "pages.txt"
    path.write_bytes(page * 400)
    paperlist.parse(SAMPLES[0])  # which compiles the patterns, once for all pages
    tracemalloc.start()
    try:
        assert sum(len(listing) for listing in paperlist.parse_many(path)) == 3600
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 150 * len(page) < path.stat().st_size / 2
