"""Find out which titles have to be in one part, because their papers may be the same."""

from __future__ import annotations

from array import array
from itertools import combinations
from typing import TYPE_CHECKING, Any, TypeAlias

from ..catalog.file.packing import pack, pack_decisions, unpack, unpack_decisions
from ..catalog.sightings import Sightings
from ..dedup.candidates.keys import MAX_PAPERS_PER_KEY, keys_of
from ..dedup.cluster.groups import Groups
from ..dedup.cluster.splitting import ID, papers_to_compare
from ..dedup.decisions import Decisions
from ..dedup.order import ordered
from ..dedup.verdict.match import any_same
from .work import WHOLE, TitleNumbers, add_row, empty_columns, number_of, place_of, runs, section_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..dedup.decisions import Decision
    from ..model import Paper, Sighting
    from .storage import Sections
    from .work import Work

Link: TypeAlias = "tuple[int, int]"
"""The numbers of two titles that have to be in one part."""


def group_titles(work: Work, part: int) -> None:
    """Group the sightings of a part by title; store the papers of each group with a title, which is a *node*.

    For each key of a node, the key and the numbers of the group, of the node and of the title are sent to the part of
    the key. An arXiv id, which may occur with several titles, is sent as if it were a key of titles.
    """
    known = Sightings()
    decisions: dict[Decision, None] = {}
    for packed, decided in work.read(part):
        known.update(unpack(packed))
        decisions |= dict.fromkeys(unpack_decisions(decided))
    groups = Groups(decisions=Decisions.of(decisions), max_error=work.options.max_error)
    groups.update(ordered(known))
    work.store("sightings", part, [pack(known)])
    papers: list[list[Paper]] = []
    keys, ids = work.columns(4), work.columns(2)
    for title in groups.by_title:
        title_number = number_of(title)
        for label, group in groups.titled(title).items():
            node = place_of(part, len(papers))
            group_number = number_of(label)
            papers.append(papers_to_compare(group))
            for key in keys_of(group):
                add_row(keys[work.part_of(key)], key, group_number, node, title_number)
            if label.startswith(ID):
                add_row(ids[work.part_of(group_number)], group_number, title_number)
    work.store("nodes", part, papers)
    work.store("titles", part, [*zip(keys, ids, strict=True), pack_decisions(decisions)])


def link_keys(work: Work, part: int) -> None:
    """Store the links between titles that share a key of this part, and the keys that are boilerplate."""
    keys, ids = empty_columns(4), empty_columns(2)
    for more_keys, more_ids in work.sent("titles", work.parts, part):
        for column, more in zip((*keys, *ids), (*more_keys, *more_ids), strict=True):
            column.extend(more)
    links: set[Link] = set()
    for same_id in runs(*ids):
        titles = sorted({title for _, title in same_id})
        links.update((titles[0], title) for title in titles[1:])
    boilerplate = array("Q")
    with work.open_parts("nodes") as stored:
        compared: set[Link] = set()
        # All papers that share a key are compared one after the other, while they are in memory.
        for same_key in runs(*keys):
            if len({group for _, group, _, _ in same_key}) > MAX_PAPERS_PER_KEY:
                boilerplate.append(same_key[0][0])
            else:
                links.update(_links_of(same_key, stored, compared, work.options.max_error))
    work.store("links", part, [sorted(links), boilerplate])


def _links_of(
    same_key: list[tuple[int, ...]], stored: list[Sections], compared: set[Link], max_error: float
) -> Iterator[Link]:
    """Iterate over the links of the titles of nodes that share a key and are the same paper; note what is compared."""
    for (_, group, node, title), (_, other_group, other_node, other_title) in combinations(sorted(same_key), 2):
        pair = min(node, other_node), max(node, other_node)
        if group == other_group or title == other_title or pair in compared:
            continue
        compared.add(pair)
        mine, theirs = (section_at(stored, place) for place in pair)
        if any_same(mine, theirs, max_error):
            yield title, other_title


def plan_parts(work: Work, number: int) -> None:
    """Give titles that are linked, directly or not, one part; store which titles of each part move to which other one.

    After that, the decisions of each part and all keys that are boilerplate are stored.
    """
    boilerplate: set[int] = set()
    linked: dict[int, int] = {}
    titles = TitleNumbers()
    decisions: dict[Decision, None] = {}
    for part in work.parts:
        decisions |= dict.fromkeys(unpack_decisions(work.load("titles", part, work.options.parts)))
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
    decided: list[list[Decision]] = [[] for _ in work.parts]
    for decision in decisions:
        decided[work.part_of(_first(linked, titles[decision.one.paper.title]))].append(decision)
    work.store("plan", number, [*moves, *map(pack_decisions, decided), frozenset(boilerplate)])


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


def decisions_of(work: Work, part: int) -> list[Decision]:
    """Return the decisions on the papers of a part."""
    return unpack_decisions(work.load("plan", WHOLE, work.options.parts + part))


def boilerplate_of(work: Work) -> frozenset[int]:
    """Return the keys that are boilerplate, in all parts together."""
    found: frozenset[int] = work.load("plan", WHOLE, 2 * work.options.parts)
    return found


def move_sightings(work: Work, part: int) -> None:
    """Send the sightings of titles that move to their new parts, and those that stay to this part itself."""
    sent: list[list[Sighting]] = [[] for _ in work.parts]
    moves: dict[int, int] = work.load("plan", WHOLE, part)
    titles = TitleNumbers()
    packed: Any = work.load("sightings", part, 0)
    if not moves:
        empty = pack(())
        work.store("moves", part, [packed if other == part else empty for other in work.parts])
        return
    for sighting in unpack(packed):
        sent[moves.get(titles[sighting.paper.title], part)].append(sighting)
    work.store("moves", part, map(pack, sent))
