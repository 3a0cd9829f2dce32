"""Provide dumps whose papers are known: those of a corpus, our own, damaged variants, and variants with odd titles."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

from attrs import frozen

from tests.equality import damaged
from tests.helpers.cases import CASES, SAMPLES, case_dumps, expected
from tests.helpers.damage import wrecked
from tests.helpers.truth import Dump, truth_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from tests.helpers.truth import Truth

VARIANTS: Final = ("undamaged", "damaged", "wrecked", "odd titles")
EACH: Final = 2
"""How many variants of each kind a dump has."""


@frozen
class Known:
    """A dump whose papers are known: the name of its corpus, of what saved it, of the dump, and of the variant."""

    corpus: str
    tool: str
    name: str
    variant: str
    dump: Dump

    @property
    def learned(self) -> bool:
        """Whether the weights are learned from it: from half of the tools; the others show what was learned."""
        return crc32(self.tool.encode()) % 2 == 0


ODD: Final[Sequence[tuple[int, Callable[[str, str], str]]]] = (
    (60, lambda title, _: f"tarnNet: {title}"),
    (60, lambda title, _: f"3D {title}"),
    (30, lambda title, _: rf"$\pi_0$-Moss: {title}"),
    (190, lambda title, other: f"{title}. {other}"),
    (30, lambda title, other: f"{title}: What {other} Can Learn from Tides and Gauges in Many Harbours"),
    (15, lambda title, _: f"{title} 2.5"),
    (5, lambda title, _: f"2Mossy: {title}"),
    (20, lambda title, _: max(title.split(), key=len)),
    (30, lambda title, _: " ".join(title.split()[:2])),
)
"""How many of 10,000 titles of public papers look odd in some way, and a function that makes such a title.

It gets a title and that of another paper.
"""

_ALL: Final = 10_000


def with_odd_titles(text: str, papers: Sequence[Truth], rng: random.Random) -> tuple[str, list[Truth]]:
    """Return a dump and its papers, some of which have another title, which looks odd."""
    times, ways = zip(*ODD, strict=True)
    changed: list[Truth] = []
    for paper in papers:
        title = paper["title"]
        odd = rng.choices(ways, times)[0](title, rng.choice(papers)["title"])
        is_odd = rng.randrange(_ALL) < sum(times)
        if is_odd and title in text and odd not in text:
            text = text.replace(title, odd)
            changed.append({**paper, "title": odd})
        else:
            changed.append(paper)
    return text, changed


def variants(corpus: str, tool: str, name: str, dump: Dump) -> Iterator[Known]:
    """Iterate over a dump and its variants; they are the same in each run."""
    rng = random.Random(name)  # noqa: S311 - no secret
    text, papers, trending = dump.raw, dump.papers, dump.trending
    yield Known(corpus, tool, name, "undamaged", dump)
    for _ in range(EACH):
        yield Known(corpus, tool, name, "damaged", Dump(damaged(text, rng), papers, trending))
        yield Known(corpus, tool, name, "wrecked", Dump(wrecked(text, rng), papers, trending))
        yield Known(corpus, tool, name, "odd titles", Dump(*with_odd_titles(text, papers, rng), trending))


def of_corpus(folder: Path) -> Iterator[Known]:
    """Iterate over the dumps in a folder: ``PAGE.TOOL.txt`` with ``PAGE.truth.json``, or ``NAME.expected.json``."""
    for path in sorted(folder.glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        papers = [truth_from(paper) for paper in truth["papers"]]
        page = path.name.removesuffix("truth.json")
        for dump in sorted(folder.glob(f"{page}*.txt")):
            text = dump.read_text(encoding="utf-8")
            tool = dump.name.removeprefix(page)
            known = Dump(text, papers, truth["view"] == "trending")
            yield from variants(folder.name, tool, dump.name, known)
    for path in sorted(folder.glob("*.expected.json")):
        dump = path.with_name(path.name.replace(".expected.json", ".txt"))
        record = json.loads(path.read_text(encoding="utf-8"))
        if "papers" in record:
            yield from _case(folder.name, dump, record["papers"])


def of_project() -> Iterator[Known]:
    """Iterate over the samples and cases of the project."""
    for listing in json.loads((CASES.parent / "samples.json").read_text(encoding="utf-8")):
        papers = [{**paper, "published": None} for paper in listing["papers"]]  # written as on the page
        yield from _case("samples", SAMPLES / listing["file"], papers)
    for dump in case_dumps():
        yield from _case("own cases", dump, expected(dump)["papers"])


def _case(corpus: str, dump: Path, papers: Iterable[dict[str, Any]]) -> Iterator[Known]:
    truths = [truth_from(paper) for paper in papers]
    text = dump.read_bytes().decode("utf-8", "replace")
    yield from variants(corpus, dump.stem, dump.name, Dump(text, truths))
