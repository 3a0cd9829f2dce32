"""Find out which titles have to be in one part, because their papers may be the same."""

from __future__ import annotations

from array import array
from itertools import combinations, groupby
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from ..dedup.anchors import MAX_PAPERS_PER_KEY
from ..dedup.cluster import keys_of
from ..dedup.decisions import Decisions
from ..dedup.groups import ID, MAX_PAPERS_PER_GROUP, Groups
from ..dedup.match import are_same, distinct_papers
from ..dedup.order import ordered
from ..dedup.packing import pack, pack_decisions, unpack
from ..dedup.sightings import Sightings
from .work import WHOLE, TitleNumbers, number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model import Paper, Sighting
    from .storage import Sections
    from .work import Work

Link: TypeAlias = "tuple[int, int]"
"""The numbers of two titles that have to be in one part."""

_BITS_OF_NODE: Final = 40
_NODE: Final = (1 << _BITS_OF_NODE) - 1


def _columns(work: Work, number: int) -> list[tuple[array[int], ...]]:
    """Return empty columns of numbers for each part."""
    return [tuple(array("Q") for _ in range(number)) for _ in work.parts]


def group_titles(work: Work, part: int) -> None:
    """Group the sightings of a part by title; store the papers of each group with a title, which is a *node*.

    For each key of a node, the key and the numbers of the group, of the node and of the title are sent to the part of
    the key. An arXiv id, which may occur with several titles, is sent as if it were a key of titles.
    """
    known = Sightings()
    for packed in work.sent("read", range(work.shards), part):
        known.update(unpack(packed))
    groups = Groups(decisions=Decisions.of(work.read_decisions()), max_error=work.options.max_error)
    groups.update(ordered(known))
    work.store("sightings", part, [pack(known)])
    papers: list[list[Paper]] = []
    keys, ids = _columns(work, 4), _columns(work, 2)
    for title in groups.by_title:
        title_number = number_of(title)
        for label, group in groups.titled(title).items():
            node = part << _BITS_OF_NODE | len(papers)
            group_number = number_of(label)
            papers.append(_papers(group))
            for key in keys_of(group):
                for column, value in zip(keys[work.part_of(key)], (key, group_number, node, title_number), strict=True):
                    column.append(value)
            if label.startswith(ID):
                for column, value in zip(ids[work.part_of(group_number)], (group_number, title_number), strict=True):
                    column.append(value)
    work.store("nodes", part, papers)
    work.store("titles", part, zip(keys, ids, strict=True))


def _papers(group: Iterable[Sighting]) -> list[Paper]:
    """Return the distinct papers of a node: at least those that are compared of its group."""
    by_text = sorted(group, key=lambda sighting: (sighting.paper.title, sighting.paper.abstract or ""))
    return distinct_papers(by_text)[:MAX_PAPERS_PER_GROUP]


def link_keys(work: Work, part: int) -> None:
    """Store the links between titles that share a key of this part, and the keys that are boilerplate."""
    keys, ids = _columns(work, 4)[0], _columns(work, 2)[0]
    for more_keys, more_ids in work.sent("titles", work.parts, part):
        for column, more in zip((*keys, *ids), (*more_keys, *more_ids), strict=True):
            column.extend(more)
    links: set[Link] = set()
    for same_id in _runs(*ids):
        titles = sorted({title for _, title in same_id})
        links.update((titles[0], title) for title in titles[1:])
    boilerplate = array("Q")
    pairs: dict[Link, Link] = {}
    for same_key in _runs(*keys):
        if len({group for _, group, _, _ in same_key}) > MAX_PAPERS_PER_KEY:
            boilerplate.append(same_key[0][0])
            continue
        for (_, group, node, title), (_, other_group, other_node, other_title) in combinations(sorted(same_key), 2):
            if group != other_group and title != other_title:
                pairs[min(node, other_node), max(node, other_node)] = title, other_title
    links.update(_links_of(pairs, work))
    work.store("links", part, [sorted(links), boilerplate])


def _runs(*columns: array[int]) -> Iterator[list[tuple[int, ...]]]:
    """Iterate over the rows that have the same first value."""
    first = columns[0]
    for _, run in groupby(sorted(range(len(first)), key=first.__getitem__), key=first.__getitem__):
        yield [tuple(column[row] for column in columns) for row in run]


def _links_of(pairs: dict[Link, Link], work: Work) -> Iterator[Link]:
    """Iterate over the links of the titles of nodes that are the same paper."""
    max_error = work.options.max_error
    with work.open_parts("nodes") as stored:
        for (node, other), titles in sorted(pairs.items()):
            mine, theirs = _of_node(stored, node), _of_node(stored, other)
            if any(are_same(paper, another, max_error) for paper in mine for another in theirs):
                yield titles


def _of_node(stored: list[Sections], node: int) -> list[Paper]:
    found: list[Paper] = stored[node >> _BITS_OF_NODE].remembered(node & _NODE)
    return found


def plan_parts(work: Work, number: int) -> None:
    """Give titles that are linked, directly or not, one part; store which titles of each part move to which other one.

    After that, the decisions and all keys that are boilerplate are stored.
    """
    boilerplate: set[int] = set()
    linked: dict[int, int] = {}
    titles = TitleNumbers()
    decisions = work.read_decisions()
    for decision in decisions:
        _link(linked, (titles[decision.one.paper.title], titles[decision.other.paper.title]))
    for part in work.parts:
        with work.open("links", part) as stored:
            links, keys = stored
            boilerplate.update(keys)
            for link in links:
                _link(linked, link)
    moves: list[dict[int, int]] = [{} for _ in work.parts]
    for title in linked:
        home = work.part_of(_first(linked, title))
        if home != work.part_of(title):
            moves[work.part_of(title)][title] = home
    work.store("plan", number, [*moves, pack_decisions(decisions), frozenset(boilerplate)])


def _first(linked: dict[int, int], title: int) -> int:
    """Return the least of the titles that are linked with one, and let all titles on the way lead to it."""
    first = title
    while linked[first] != first:
        first = linked[first]
    while title != first:
        linked[title], title = first, linked[title]
    return first


def _link(linked: dict[int, int], link: Link) -> None:
    """Link two titles: all that are linked lead to the least number."""
    first, other = sorted(_first(linked, linked.setdefault(title, title)) for title in link)
    linked[other] = first


def moves_of(work: Work, part: int) -> dict[int, int]:
    """Return the titles of a part that move, each with its new part."""
    found: dict[int, int] = work.load("plan", WHOLE, part)
    return found


def move_sightings(work: Work, part: int) -> None:
    """Send the sightings of titles that move to their new parts, and those that stay to this part itself."""
    sent: list[list[Sighting]] = [[] for _ in work.parts]
    moves, titles = moves_of(work, part), TitleNumbers()
    packed: Any = work.load("sightings", part, 0)
    if not moves:
        empty = pack(())
        work.store("moves", part, [packed if other == part else empty for other in work.parts])
        return
    for sighting in unpack(packed):
        sent[moves.get(titles[sighting.paper.title], part)].append(sighting)
    work.store("moves", part, map(pack, sent))
