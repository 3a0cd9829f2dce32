"""Write what dumps in tests/cases are parsed into now beside them, as what is expected from now on.

Run as a script::

    python -m tests.bless NAME [NAME ...] [--check]

For each NAME, ``tests/cases/NAME.txt`` (or ``.md``) is parsed, and ``tests/cases/NAME.json`` is written. What a person
wrote into it is kept: ``why`` (what the case shows), ``tool`` (the kind of tool that saves such dumps), ``as_of`` (the
day on which it was saved, or null) and any other keys. All changes are printed: read them before you commit the file.
With ``--check`` nothing is written, and the exit status is 1 if a file would be changed. It is 2 if a dump is missing.
"""

# ruff: noqa: T201 - a script prints
from __future__ import annotations

import argparse
import sys
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

from tests.helpers.cases import CASES, DUMP_SUFFIXES, GIVEN, case_text, expected, parsed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LONGEST_SHOWN: Final = 60
"""Longer values are cut when they are printed."""


def dump_of(name: str, folder: Path) -> Path:
    """Return the dump of a case. Raises FileNotFoundError, naming the files that were looked for."""
    dumps = [folder / f"{name}{suffix}" for suffix in DUMP_SUFFIXES]
    found = next((dump for dump in dumps if dump.is_file()), None)
    if found is None:
        raise FileNotFoundError(f"{name}: there is no dump {' and no '.join(map(str, dumps))}")
    return found


def shown(value: Any) -> str:
    """Return a value as text that is not too long for a line."""
    if value is None:
        return "nothing"
    text = value if isinstance(value, str) else str(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def changed_papers(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Iterate over lines that say which papers are gone (-), new (+) or changed (~), and in which fields."""
    old_titles, new_titles = ([paper["title"] for paper in papers] for papers in (before, after))
    matcher = SequenceMatcher(None, old_titles, new_titles, autojunk=False)
    for change, start, stop, new_start, new_stop in matcher.get_opcodes():
        old, new = before[start:stop], after[new_start:new_stop]
        paired = len(old) if change == "equal" or len(old) == len(new) else 0  # a title was changed in its place
        for one, other in zip(old[:paired], new[:paired], strict=True):
            fields = [name for name in {**one, **other} if one.get(name) != other.get(name)]
            if fields:
                yield f"~ {shown(other['title'])}"
                yield from (f"    {name}: {shown(one.get(name))} → {shown(other.get(name))}" for name in fields)
        yield from (f"- {shown(paper['title'])}" for paper in old[paired:])
        yield from (f"+ {shown(paper['title'])}" for paper in new[paired:])


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Return lines that say how the expected result of a case changes."""
    found: list[str] = []
    if before.get("date") != after["date"]:
        found.append(f"date: {shown(before.get('date'))} → {shown(after['date'])}")
    found += changed_papers(before.get("papers", []), after["papers"])
    old, new = before.get("diagnostics", []), after["diagnostics"]
    found += [f"- {lines[0]}" for lines in old if lines not in new]
    found += [f"+ {lines[0]}" for lines in new if lines not in old]
    if not found and before != after:
        found.append("the order of the papers or of the diagnostics")
    return found


def bless(name: str, *, check: bool) -> list[str]:
    """Write what a dump is parsed into beside it, unless this is just a ``check``; return what changes, as lines."""
    dump = dump_of(name, CASES)
    is_new = not dump.with_suffix(".json").exists()
    before = {} if is_new else expected(dump)
    given = {key: before.get(key, default) for key, default in GIVEN.items()}
    result = parsed(dump, given["as_of"])
    others = {key: value for key, value in before.items() if key not in given and key not in result}
    after = {**given, **others, **result}
    found = changes({key: value for key, value in before.items() if key in result}, result)
    if not check:
        dump.with_suffix(".json").write_text(case_text(after), encoding="utf-8", newline="\n")
    if is_new:
        found.insert(0, "this is a new case: write into its file what it shows (why) and the kind of tool (tool)")
    return found


def main(argv: Sequence[str] | None = None) -> int:
    """Bless or check the cases that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", metavar="NAME", nargs="+", help="the name of a case, without its suffix")
    parser.add_argument("--check", action="store_true", help="only compare; write nothing")
    arguments = parser.parse_args(argv)
    try:
        for name in arguments.names:
            dump_of(name, CASES)
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return 2
    found = {name: bless(name, check=arguments.check) for name in arguments.names}
    for name, lines in found.items():
        print(f"{name}: {'changed' if lines else 'unchanged'}", *lines, sep="\n  ")
    return int(arguments.check and any(found.values()))


if __name__ == "__main__":
    sys.exit(main())
