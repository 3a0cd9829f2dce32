"""Parse the layout of the seeds with other tools, which the benchmark compares with.

The floors are the work that any parser in Python has to do. The others find papers: a plain script, a TextFSM template
and a Lark grammar, each written as a user of that tool would. They support only this layout, and check nothing.
"""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

AUTHORS: Final = re.compile(r"  • (\d+) authors?")
DATE: Final = re.compile(r"([A-Z][a-z]{2}) (\d+)(?:, (\d{4}))?(?: (\d+))?")
BOILERPLATE: Final = {
    "·",
    "new",
    "Get trending papers in your email inbox!",
    "Subscribe",
    "Daily Papers",
    "byAK and the research community",
}

TEMPLATE: Final = r"""
Value Required title (\S.*)
Value abstract (\S.*)
Value authors (\d+)
Value month ([A-Z][a-z]{2})
Value day (\d+)
Value year (\d{4})
Value comments (\d+)

Start
  ^[A-Z][a-z]{2} \d+$$ -> Title

Title
  ^${title}$$ -> Abstract

Abstract
  ^${abstract}$$ -> Values

Values
  ^\s*$$
  ^  • ${authors} authors?$$
  ^·$$
  ^${month} ${day}(, ${year})?( ${comments})?$$ -> Record Title
  ^\S -> Continue.Record
  ^${title}$$ -> Abstract
"""

GRAMMAR: Final = r"""
start: head* card*
head: (HEAD | DATE) _NL
card: TEXT _NL TEXT _NL (AUTHORS _NL "·" _NL DATE _NL)?

HEAD.3: /(new|Get trending papers in your email inbox!|Subscribe|Daily Papers|byAK and the research community)(?=\n)/
DATE.2: /[A-Z][a-z]{2} \d+(, \d{4})?( \d+)?(?=\n)/
AUTHORS.2: /  • \d+ authors?/
TEXT: /[^\s·][^\n]*/
_NL: /\n+/
"""


def read(path: Path) -> int:
    """Read a file."""
    return len(path.read_bytes())


def read_and_split(path: Path) -> int:
    """Read, decode and split a file into its lines: the floor."""
    return len(path.read_text(encoding="utf-8", errors="replace").splitlines())


def script(path: Path) -> int:
    """Find papers by a loop over the lines."""
    papers: list[dict[str, Any]] = []
    paper: dict[str, Any] = {"title": "", "abstract": ""}
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        if not line or line in BOILERPLATE:
            continue
        if found := AUTHORS.fullmatch(line):
            paper["authors"] = int(found[1])
        elif found := DATE.fullmatch(line):
            paper["published"] = found[1], int(found[2]), found[3] and int(found[3])
            paper["comments"] = found[4] and int(found[4])
        elif "abstract" in paper:
            paper = {"title": line}
            papers.append(paper)
        else:
            paper["abstract"] = line
    return len(papers)


def _textfsm() -> Callable[[Path], int]:
    template = import_module("textfsm").TextFSM(StringIO(TEMPLATE.lstrip()))

    def find(path: Path) -> int:
        template.Reset()
        return len(template.ParseText(path.read_text(encoding="utf-8", errors="replace")))

    return find


def _lark() -> Callable[[Path], int]:
    lark = import_module("lark")

    class Papers(lark.Transformer):  # type: ignore[name-defined,misc]  # known at run time alone
        """Makes a tuple of each card's values, and nothing of the headings."""

        card = tuple

        def start(self, found: list[Any]) -> list[Any]:
            """Return the cards."""
            return list(filter(None, found))

        def head(self, _: list[Any]) -> None:
            """Leave the headings out."""

    grammar = lark.Lark(GRAMMAR, parser="lalr", transformer=Papers())

    def find(path: Path) -> int:
        try:
            return len(grammar.parse(path.read_text(encoding="utf-8", errors="replace") + "\n"))
        except lark.exceptions.LarkError:
            return 0

    return find


def installed() -> dict[str, Callable[[Path], int]]:
    """Return how each peer counts the papers in a file, those left out that are not installed."""
    makers = {"TextFSM": _textfsm, "Lark": _lark}
    return {"script": script} | {name: make() for name, make in makers.items() if find_spec(name.lower())}
