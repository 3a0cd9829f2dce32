"""Count for which dumps a change that cannot matter changes the papers.

Run as a script::

    python -m tests.metamorphic FOLDER [FOLDER ...] [--only NAME]

It prints a line per change, with the dumps that it affects, and exits with 1 if there are any.
"""

# ruff: noqa: T201 - a script prints
from __future__ import annotations

import argparse
import sys
import unicodedata
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import paperlist
from tests.helpers.relations import EQUAL, SPACED, Relation, without_footer, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SUFFIXES: Final = {".txt", ".md"}
PLACES: Final = frozenset({"line", "span", "confidence"})
YEARS: Final = PLACES | {"published"}


def values(listing: paperlist.Listing, but: frozenset[str] = PLACES) -> list[dict[str, Any]]:
    """Return the values of a listing's papers, composed, but for some fields."""
    return [
        {
            name: unicodedata.normalize("NFC", value) if isinstance(value, str) else value
            for name, value in paper.to_dict().items()
            if name not in but
        }
        for paper in listing
    ]


@lru_cache(maxsize=256)
def parsed(text: str) -> paperlist.Listing:
    """Return the listing of a text, whatever the clock says."""
    return paperlist.parse_text(text, not_after=9999)


def is_equal(text: str, change: Relation) -> bool:
    """Whether the papers of a text are the same after a change."""
    return values(parsed(change(text))) == values(parsed(text))


def is_equal_spaced(text: str, change: Relation) -> bool:
    """Whether the papers of a text are the same after a change, if they have abstracts."""
    listing = parsed(text)
    return listing.layout is None or not listing.layout.abstracts or values(parsed(change(text))) == values(listing)


def is_equal_wrapped(text: str) -> bool:
    """Whether the papers of a text are the same after its lines are wrapped, if they were not wrapped before."""
    listing = parsed(text)
    return (
        listing.layout is None or listing.layout.width is not None or values(parsed(wrapped(text))) == values(listing)
    )


def is_equal_without_footer(text: str) -> bool:
    """Whether the papers of a text are the same without its end, but for their years.

    A list of links at the end, from which papers have their ids, is part of them.
    """
    listing = parsed(text)
    if any(paper.span and paper.arxiv_id and paper.arxiv_id not in text[slice(*paper.span)] for paper in listing):
        return True
    return values(parsed(without_footer(text)), YEARS) == values(listing, YEARS)


CHECKS: Final[dict[str, Callable[[str], bool]]] = {
    **{name: partial(is_equal, change=change) for name, change in EQUAL.items()},
    **{name: partial(is_equal_spaced, change=change) for name, change in SPACED.items()},
    "wrapped": is_equal_wrapped,
    "no footer": is_equal_without_footer,
}


def dumps(folders: Sequence[Path]) -> Iterator[Path]:
    """Iterate over the dumps in some folders."""
    for folder in folders:
        yield from (path for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print for which dumps each change matters, and return 1 if there are any."""
    options = argparse.ArgumentParser(
        description="Count for which dumps a change that cannot matter changes the papers."
    )
    options.add_argument("folders", metavar="FOLDER", nargs="+", type=Path)
    options.add_argument("--only", metavar="NAME", choices=CHECKS)
    chosen = options.parse_args(arguments)
    texts = {path: path.read_text(encoding="utf-8") for path in dumps(chosen.folders)}
    every = 0
    for name in [chosen.only] if chosen.only else CHECKS:
        changed = [path.name for path, text in texts.items() if not CHECKS[name](text)]
        every += len(changed)
        print(f"{name}: {len(changed)} of {len(texts)}", *changed)
    return int(every > 0)


if __name__ == "__main__":
    sys.exit(main())
