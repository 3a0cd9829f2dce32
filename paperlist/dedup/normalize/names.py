"""Find the names that abstracts introduce: `We introduce Verbose Ferries (VF), a benchmark of timetables.`.

Authors who revise a title often add such a name to it, or leave it out. It stays in the abstract.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from ..._engine import re
from .spelling import CACHED_TEXTS

_VERBS: Final = ("introduc", "propos", "present", " called", " named", " termed")
"""What is before most names. Looking for these is much faster than looking for a pattern."""

_NAME: Final = re.compile(
    r"""(?x)
    [a-z]{0,3} [ ]                                                         # the end of the verb: introduces
    (?: (?:a|an|our|the) [ ] )?
    (?P<name> [^ ,.;:()]{1,40} (?: [ ] [^ ,.;:()]{1,40} ){0,4}? )
    (?: [ ]? \( (?P<abbreviation> [^ ,.;:()]{2,20} ) \) )?
    (?= [,.;:] | [ ] (?:a|an|and|as|by|for|in|is|on|that|the|to|using|which|with) [ ] )
  """
)
_CAPITAL: Final = re.compile("[A-Z]")

_MOST_NAMES: Final = 4
"""At most this many names are found behind each verb."""


@lru_cache(maxsize=CACHED_TEXTS)
def introduced_names(abstract: str) -> frozenset[str]:
    """Return the names that an abstract introduces, without and with their abbreviations, which are names, too.

    >>> sorted(introduced_names("Ferries are late. We introduce Verbose Ferries (VF), a benchmark of timetables."))
    ['VF', 'Verbose Ferries', 'Verbose Ferries VF']
    """
    found: list[str] = []
    for verb in _VERBS:
        found += _names_behind(verb, abstract)
    return frozenset(filter(_CAPITAL.search, found))


def _names_behind(verb: str, abstract: str) -> list[str]:
    """Return the names behind the first few places of a verb.

    >>> _names_behind("propos", "We propose EbbNet (EN), a graph, and proposals for bays.")
    ['EbbNet', 'EN', 'EbbNet EN', 'for bays']
    """
    names: list[str] = []
    for rest in abstract.split(verb, _MOST_NAMES)[1:]:
        found = _NAME.match(rest)
        if found:
            name, abbreviation = found.groups()
            names.append(name)
            if abbreviation:
                names += abbreviation, f"{name} {abbreviation}"
    return names
