"""Record what every dump is parsed into, before and after a change of the code, and compare the two records.

Run as a script::

    python -m tests.equality record OUT.jsonl [FOLDER ...] [--damaged 12]
    python -m tests.equality compare BEFORE.jsonl AFTER.jsonl [NAME]

Without folders, the dumps of ``samples`` and ``tests/cases`` are recorded, and those that PAPERLIST_CORPUS names if it
is set: each dump as it is, and as many times damaged at random, always in the same way. ``compare`` lists the dumps
whose results differ, and says of a damaged one which side kept more of the undamaged dump's papers; with NAME it prints
how one of them differs. It exits with 1 if an undamaged dump differs.
"""

# ruff: noqa: T201 - a script prints
from __future__ import annotations

import argparse
import json
import os
import random
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import attrs

import paperlist
from paperlist.model import PAPER_FIELDS
from tests.helpers.damage import WAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Result: TypeAlias = "dict[str, Any]"
"""What a dump is parsed into, in JSON's types."""

HERE: Final = Path(__file__).parent
SUFFIXES: Final = {".txt", ".md"}
CHANGES_OF_ONE_VARIANT: Final = (1, 1, 1, 3)
MOST_LISTED: Final = 20


def damaged(text: str, rng: random.Random) -> str:
    """Return ``text`` with one line damaged in one of the ways in ``helpers/damage.py``, and sometimes three."""
    lines = text.split("\n")
    for _ in range(rng.choice(CHANGES_OF_ONE_VARIANT)):
        at = rng.randrange(len(lines))
        way = rng.choice(list(WAYS.values()))
        lines[at : at + 2] = way(lines[at], lines[at + 1 : at + 2])
        lines = lines or [""]
    return "\n".join(lines)


def result(text: str, name: str) -> Result:
    """Return what a dump is parsed into: papers with their spans, diagnostics, layout and date."""
    listing = paperlist.parse_text(text, source=name, not_after=9999)  # whatever the clock says
    return {
        "papers": [paper.to_dict() for paper in listing],
        "diagnostics": [attrs.asdict(diagnostic) for diagnostic in listing.diagnostics],
        "layout": listing.layout and attrs.asdict(listing.layout),
        "date": listing.date and str(listing.date),
    }


def variants(path: Path, number: int) -> Iterator[tuple[str, str]]:
    """Iterate over a dump and its damaged variants, each with its name: ``folder/file#0`` is the undamaged one."""
    text = path.read_text(encoding="utf-8", errors="replace")
    name = f"{path.parent.name}/{path.name}"
    rng = random.Random(name)  # noqa: S311 - no secret
    yield f"{name}#0", text
    for variant in range(1, number + 1):
        yield f"{name}#{variant}", damaged(text, rng)


def record(out: Path, folders: Sequence[Path], number: int) -> int:
    """Write the results of all dumps in folders, one per line; return how many there are."""
    count = 0
    with out.open("w", encoding="utf-8", errors="backslashreplace") as file:
        for folder in folders:
            for path in sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES):
                for name, text in variants(path, number):
                    file.write(json.dumps([name, result(text, name)]) + "\n")
                    count += 1
    return count


def _papers(found: Result) -> Counter[tuple[str, ...]]:
    return Counter(tuple(str(paper.get(name)) for name in PAPER_FIELDS) for paper in found.get("papers", ()))


def verdict(whole: Result, before: Result, after: Result) -> str:
    """Return ``better``, ``worse`` or ``equal``: how many of the undamaged dump's papers are found now, and before."""
    true = _papers(whole)
    right = [sum((found & true).values()) - sum((found - true).values()) for found in map(_papers, (before, after))]
    return "better" if right[1] > right[0] else "worse" if right[1] < right[0] else "equal"


def load(path: Path) -> dict[str, Result]:
    """Return the results in a record by the names of dumps."""
    with path.open(encoding="utf-8") as file:
        return dict(map(json.loads, file))


def compare(before: dict[str, Result], after: dict[str, Result]) -> tuple[list[str], list[str]]:
    """Return the names of undamaged dumps that differ, and of damaged ones with a verdict on each."""
    differ = [name for name, found in before.items() if found != after.get(name)]
    clean = [name for name in differ if name.endswith("#0")]
    hurt: list[str] = []
    for name in differ:
        whole, _, variant = name.rpartition("#")
        if variant != "0":
            hurt.append(f"{name} {verdict(before[f'{whole}#0'], before[name], after.get(name, {}))}")
    return clean, hurt


def _show(before: Result, after: Result) -> None:
    """Print what only one of two results has."""
    for side, one, other in (("before", before, after), ("after", after, before)):
        for key, mine in one.items():
            theirs = other.get(key)
            if mine != theirs:
                rest = [item for item in mine if item not in (theirs or [])] if isinstance(mine, list) else mine
                print(side, key, json.dumps(rest, ensure_ascii=False))


def main(argv: Sequence[str] | None = None) -> int:
    """Record or compare, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser("record")
    recording.add_argument("out", type=Path)
    recording.add_argument("folders", type=Path, nargs="*")
    recording.add_argument("--damaged", type=int, default=12)
    comparing = commands.add_parser("compare")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("name", nargs="?")
    arguments = parser.parse_args(argv)
    if arguments.command == "record":
        corpus = os.environ.get("PAPERLIST_CORPUS")
        default = [HERE.parent / "samples", HERE / "cases", *([Path(corpus, "dumps")] if corpus else [])]
        print(f"{record(arguments.out, arguments.folders or default, arguments.damaged)} results")
        return 0
    before, after = load(arguments.before), load(arguments.after)
    if arguments.name is not None:
        _show(before[arguments.name], after[arguments.name])
        return 0
    clean, hurt = compare(before, after)
    whole = sum(name.endswith("#0") for name in before)
    print(f"undamaged: {len(clean)} of {whole} differ", *clean[:MOST_LISTED], sep="\n  ")
    counts = dict(Counter(name.rpartition(" ")[2] for name in hurt))
    print(f"damaged: {len(hurt)} of {len(before) - whole} differ {counts}", *hurt[:MOST_LISTED], sep="\n  ")
    return int(bool(clean))


if __name__ == "__main__":
    sys.exit(main())
