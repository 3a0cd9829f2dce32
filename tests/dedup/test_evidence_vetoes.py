"""Test which differences of titles are vetoes: they keep papers apart, however alike these are otherwise."""

from __future__ import annotations

import pytest

from paperlist.dedup.evidence.opposites import are_opposites
from paperlist.dedup.evidence.vetoes import vetoes
from paperlist.dedup.verdict.match import compare
from paperlist.model import Paper

SHORE = (
    "Where the shoreline moves with every tide, forecasts made on a fixed grid fail. "
    "We follow the water's edge with a graph whose nodes are buoys, each free to drift. "
    "Messages pass along the edges that the current keeps alive, and along no other. "
    "On nine bays the forecasts of the next high water are better by a third."
)

VETOES = [
    ("versions", "Qwen2 Report", "Qwen2.5 Report", True),
    ("a version and none", "Qwen Technical Report", "Qwen2 Technical Report", True),
    ("a spaced version and none", "Buoys: Graphs", "Buoys 2: Graphs", True),
    ("dimensions", "Minimal 3D Splats", "Minimal 4D Splats", True),
    ("sizes", "Tidal 7B", "Tidal 70B", True),
    ("Roman parts", "Tides, Part I", "Tides, Part II", True),
    ("lone Roman numerals", "Tides II: Moons", "Tides III: Moons", True),
    ("lettered parts", "Tides, Part A", "Tides, Part B", True),
    ("one part in two spellings", "Tides, Part II", "Tides, Part 2", False),
    ("a part and none", "Tides", "Tides II", True),
    ("a venue's year", "Tides on Graphs", "Tides on Graphs (OCEANS 2024)", False),
    ("a bare year", "Tides on Graphs", "Tides on Graphs, 2024", False),
    ("two years", "Tides Challenge 2023", "Tides Challenge 2024", True),
    ("a number in words of its own", "Forecasts of Tides", "Forecasts to 300 Bays of Tides", False),
    ("a pronoun", "What I Saw", "What You Saw", False),
    ("no number", "Tides", "Waves", False),
    ("a version after a letter", "Creekwise: Tides", "Creekwise v2: Tides", True),
    ("a version with a zero", "Creekwise: Tides", "Creekwise 2.0: Tides", True),
    ("one version in two spellings", "Creekwise 2: Tides", "Creekwise 2.0 of Tides", False),
    ("a part where the other has none", "A Theory of Buoys", "A Theory of Buoys, Part II", True),
    ("a part in letters", "A Theory of Buoys", "A Theory of Buoys, Part Two", True),
    ("an ordinal part", "Tides, First Part", "Tides, Second Part", True),
    ("volumes in letters", "Volume One of the Atlas", "Volume Two of the Atlas", True),
    ("numbers in letters", "Three Tides", "Two Tides", True),
    ("one number in letters and digits", "Three Tides", "3 Tides of Moons", False),
    ("a number in letters at the end", "Creekwise", "Creekwise Two", True),
    ("a number in letters before", "Stages of Tides", "Two Stages of Tides", False),
    ("an ordinal of no part", "Learning Tides", "Second Learning Order of Tides", False),
    ("the word one", "One Step for Tides", "A Step for Tides", False),
    ("digits in groups", "Tides with 10,000 Buoys", "Tides with 10000 Buoys", False),
    ("thousands", "Tides with 10,000 Buoys", "Tides of 10K Buoys", False),
    ("millions", "Tides with 1,500,000 Buoys", "Tides of 1.5 Million Buoys", False),
    ("ten and ten thousand", "Tides with 10 Buoys", "Tides with 10,000 Buoys", True),
    ("a letter", "Tides A", "Tides B", True),
    ("a lone letter at the end", "Theory of Tides", "Theory of Tides V", True),
    ("a plus", "DINO for Tides", "DINO+ for Tides", True),
    ("a sharp", "Tides in C", "Tides in C#", True),
    ("a sign alone", "Tides in 2026", "Tides in 2026+", True),
    ("more than a number", "Forecasts of Tides", "Forecasts to 300+ Bays of Tides", False),
    ("a version after any word", "Tides to Do", "Tides to Do 2.0", True),
    ("an ordinal of an event", "The First Tides Challenge", "The Second Tides Challenge", True),
    ("an ordinal of an event and none", "The Second Tides Challenge", "Overview of the Tides Challenge", False),
    ("one ordinal in two spellings", "The First Shared Task on Tides", "The 1st Shared Task on Tides", False),
    ("an ordinal and a year", "The First Shared Task on Tides", "The 2023 Shared Task on Tides", True),
    (
        "a year of an event and none",
        "The Tides Challenge for Bays",
        "The Tides Challenge for Bays (OCEANS 2024)",
        False,
    ),
    ("a year after the name", "TideBench: Forecasts of Bays", "TideBench 2024: Forecasts of Bays and Seas", True),
    ("a name that goes on", "TideLM: Forecasts of Bays", "TideLM-VL: Forecasts from Images of Seas", True),
    ("a name that goes on, in generic words", "TideLM Technical Report", "TideLM-Coder Technical Report", True),
    ("a name that goes on, and none", "TideLM", "TideLM-XS: Forecasts of Bays", True),
    ("a name with another first word", "LM: Forecasts of Bays", "TideLM: Forecasts of Bays", False),
    ("a longer phrase before the colon", "Tides: Forecasts of Bays", "Tides in Winter: Forecasts of Bays", False),
    ("an evaluation", "Forecasts of Tides", "Evaluating Forecasts of Tides", True),
    ("an erratum", "Tides of Moons", "Erratum to: Tides of Moons", True),
    ("a correction", "Tides of Moons", "Correction: Tides of Moons", True),
    ("a retracted paper", "Tides of Moons", "[Retracted] Tides of Moons and of Other Things There", True),
    ("a supplement", "Tides of Moons", "Supplementary Material for Tides of Moons", True),
    ("a comment on another paper", "Tides of Moons", "Comment on 'Tides of Moons'", True),
    ("a reply to a comment", "Comment on Tides of Moons", "Reply to Comment on Tides of Moons", True),
    (
        "a comment, and a title of other words",
        "Tides of Moons",
        "Response to the Moons by Drifting Buoys in Bays",
        True,
    ),
    ("an erratum and a corrigendum", "Erratum: Tides of Moons", "Corrigendum: Tides of Moons", True),
    ("a word that is no kind there", "Tides of Moons", "The Response of the Tides of Moons to Drifting Buoys", False),
    ("a survey", "Tides of Moons", "A Survey of Tides of Moons", True),
    ("a benchmark", "Tides of Moons", "Benchmarking Tides of Moons", True),
    ("a report", "Tides of Moons", "Tides of Moons: Technical Report", False),
    ("an edition", "Creekwise Report", "Creekwise Mini Report", True),
    ("not", "Buoys Drift", "Buoys Do Not Drift", True),
    ("a short not", "Buoys Drift", "Buoys Don't Drift", True),
    ("without", "Forecasts with Labels", "Forecasts without Labels", True),
    ("free of", "Label Forecasts of Tides", "Label-Free Forecasts of Tides", True),
    ("not, among other words", "Buoys Drift in Bays", "Why a Graph of Nodes Should Not Be Free to Go", False),
    ("an opposite", "Tides of the Northern Bays", "Tides of the Southern Bays", True),
    ("a denying prefix", "Supervised Tides", "Unsupervised Tides", True),
    ("an opposite among other words", "Northern Tides on Graphs of Buoys", "Southern Winds over Maps of Ports", False),
    ("a word in two parts", "Finetuning of Tides", "Fine Tuning of Tides", False),
    ("a word cut to a numeral", "Predicting Tides via Graphs", "Predicting Tides vi…", False),
    ("a cut word without a sign", "Predicting Tides via Graphs", "Predicting Tides vi", False),
    ("a part where the other is cut", "Predicting Tides of Moons, Part II", "Predicting Tides of…", False),
    ("a numeral that begins another", "Tides VI: Moons", "Tides VII: Moons", True),
    ("no word", "???", "!!!", False),
]


@pytest.mark.parametrize(("one", "other", "barred"), [case[1:] for case in VETOES], ids=[case[0] for case in VETOES])
def test_numbers_part_papers(one: str, other: str, barred: bool) -> None:  # noqa: FBT001 - a table's column
    """Numbers, versions, parts and sizes that differ are a veto, either way round."""
    assert bool(vetoes(one, other)) is bool(vetoes(other, one)) is barred
    alike = compare(Paper(title=one, abstract=SHORE), Paper(title=other, abstract=SHORE))
    assert (alike.verdict == "same") is not barred or not barred


OPPOSITES = [
    ("north", "south", True),
    ("lefts", "rights", True),
    ("failures", "successes", True),
    ("image", "video", True),
    ("tide", "tide", False),
    ("overfitting", "underfitting", True),
    ("useful", "useless", True),
    ("harmless", "harmful", True),
    ("interlocking", "intralocking", True),
    ("ebbing", "rising", False),
]


@pytest.mark.parametrize(("one", "other", "are"), OPPOSITES)
def test_opposites(one: str, other: str, are: bool) -> None:  # noqa: FBT001 - a table's column
    """Pairs of words, prefixes and suffixes, either way round."""
    assert are_opposites(one, other) is are_opposites(other, one) is are
