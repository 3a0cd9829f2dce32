"""Find out whether two words mean the opposite of each other, or things that are compared with each other."""

from __future__ import annotations

from itertools import product
from typing import Final

_OPPOSITES: Final = """
above below / accept reject / active passive / after before / artificial natural / async sync / attack defense /
autumn spring / backward forward / bad good / best worst / better worse / big small / black white / bottom top / buy
sell / centralized decentralized / close open / closed open / cold hot / cold warm / continuous discrete / cool warm
/ dark light / dawn dusk / day night / decode encode / decoder encoder / decoding encoding / decrease increase /
decreasing increasing / deep shallow / dense sparse / deterministic stochastic / down up / dry wet / dynamic static
/ early late / east west / eastern western / easy hard / ebb flood / end start / even odd / external internal / fail
succeed / failure success / fall rise / falling rising / false true / fast slow / female male / few many / forward
inverse / global local / hard soft / heavy light / help hurt / high low / higher lower / horizontal vertical / human
machine / indoor outdoor / inference training / input output / inside outside / land sea / large small / left right
/ less more / linear quadratic / long short / longer shorter / lower upper / max min / maximal minimal / maximizing
minimizing / maximum minimum / men women / multi single / multiple single / narrow wide / negative positive / new
old / no yes / north south / northern southern / offline online / old young / parallel sequential / private public /
read write / real synthetic / rural urban / sharp smooth / source target / start stop / strength weakness /
strengths weaknesses / strong weak / summer winter / sunrise sunset / test train / thick thin / with without
"""
_PAIRS: Final = frozenset(frozenset(pair.split()) for pair in _OPPOSITES.split("/"))

_GROUPS: Final = """
audio image speech tabular text video / january february march april june july august september october november
december / monday tuesday wednesday thursday friday saturday sunday / europe asia africa america australia
"""
_GROUP_OF: Final = {word: number for number, group in enumerate(_GROUPS.split("/")) for word in group.split()}

_DENYING: Final = ("un", "in", "im", "ir", "il", "non", "dis", "anti", "de", "mis", "counter", "semi", "self", "a")
_PREFIXES: Final = (
    ("over", "under"),
    ("inter", "intra"),
    ("macro", "micro"),
    ("mono", "multi"),
    ("uni", "multi"),
    ("homo", "hetero"),
    ("hyper", "hypo"),
    ("pre", "post"),
    ("up", "down"),
    ("sub", "super"),
    ("in", "out"),
    ("in", "ex"),
    ("extro", "intro"),
    ("endo", "exo"),
    ("en", "de"),
)
_SUFFIXES: Final = ("less", "ful")

MIN_LETTERS_IN_STEM: Final = 4
"""The fewest letters of what two opposites have in common after a prefix or before a suffix."""


def are_opposites(one: str, other: str) -> bool:
    """Return whether two words are opposites, or names of things that are compared with each other.

    >>> are_opposites("northern", "southern"), are_opposites("unsupervised", "supervised"), are_opposites("ebb", "bay")
    (True, True, False)
    """
    if one == other:
        return False
    if any(frozenset(pair) in _PAIRS for pair in product(_singulars(one), _singulars(other))):
        return True
    if _GROUP_OF.get(one, -1) == _GROUP_OF.get(other, -2):
        return True
    return _differ_in_affixes(one, other) or _differ_in_affixes(other, one)


def _singulars(word: str) -> tuple[str, ...]:
    """Return a word, and what it may be the plural of."""
    return word, word.removesuffix("s"), word.removesuffix("es")


def _differ_in_affixes(one: str, other: str) -> bool:
    """Whether the first word denies the second, or has the opposite prefix or suffix."""
    if len(other) >= MIN_LETTERS_IN_STEM and any(one == f"{prefix}{other}" for prefix in _DENYING):
        return True
    for mine, theirs in (*_PREFIXES, *(pair[::-1] for pair in _PREFIXES)):
        stem = one.removeprefix(mine)
        if one != stem and len(stem) >= MIN_LETTERS_IN_STEM and other == f"{theirs}{stem}":
            return True
    stem = one.removesuffix(_SUFFIXES[0])
    return one != stem and len(stem) >= MIN_LETTERS_IN_STEM - 1 and other == f"{stem}{_SUFFIXES[1]}"
