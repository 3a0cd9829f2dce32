"""Cluster the sightings that belong to the same paper.

Sightings are first put into groups by evidence that needs no comparison. Then groups are joined into clusters by
comparing them.

**Groups.** Sightings with the same title are one group. If the title occurs with one arXiv id, sightings without an id
belong to that id. If it occurs with several ids, sightings without an id are a group of their own, because evidence
that fits two papers does not decide for either. If the cards with one title contradict each other, and always if the
title is weak, the sightings are split first.

**Clusters.** Groups that a rung merges are connected by a tie. Groups that must not be together (two arXiv ids, a veto,
a decision of the caller) are in conflict. A tie between two groups is disputed if one of them has a tie to a group that
is in conflict with the other. Disputed ties are ignored. If groups that are still connected are in conflict, none of
their ties counts. Pairs whose tie was ignored are left for review. See :func:`settle`.

The result depends only on the set of sightings, not on their order. Evidence is only shared through a title, an arXiv
id or an anchor, so :class:`Clusters` recomputes only the groups that new sightings affect.
"""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

from attrs import define, field

from .anchors import MOST_CARRIERS, anchors
from .decisions import card as decided_card
from .match import TOO_DOUBTFUL, Comparison, card, compare, doubts, forms, lead, vetoes, worth
from .normalize import arxiv_key, is_weak, title_key
from .order import bare, ordered, text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from ..model import Paper, Sighting
    from .decisions import Decision

Label: TypeAlias = str
"""The name of a group: the key of its title, or a word, a colon and something that no other group has.

A title key with a letter in it never contains a colon, so the two kinds cannot collide.
"""

Parts: TypeAlias = "Mapping[Label, Sequence[Sighting]]"
Decisions: TypeAlias = "Mapping[Sighting, Sequence[Decision]]"
Node = TypeVar("Node")

ID: Final = "arxiv:"

MOST_FORMS: Final = 8
"""The maximum number of different cards of a group that are compared."""

HEAD: Final = 12
"""Titles that share this many letters at their start or end may be listed for review without a shared anchor."""

MOST_TIED: Final = 32
"""The maximum number of contradicting cards with one title, or of groups linked by ties, to compare in pairs.

More of them cannot be one paper: such a title is treated as weak, and such ties are ignored.
"""


def _reach(node: Node, ties: Mapping[Node, set[Node]]) -> set[Node]:
    """Return all nodes that can be reached by ties from ``node``, including itself."""
    found = {node}
    todo = [node]
    while todo:
        new = ties.get(todo.pop(), set[Node]()) - found
        found |= new
        todo += new
    return found


def _components(nodes: Iterable[Node], ties: Mapping[Node, set[Node]]) -> Iterator[set[Node]]:
    met: set[Node] = set()
    for node in nodes:
        if node not in met:
            found = _reach(node, ties)
            met |= found
            yield found


def _remembered(conflict: Callable[[Node, Node], bool]) -> Callable[[Node, Node], bool]:
    """Return ``conflict`` with a cache, so that it is called once per pair."""
    known: dict[frozenset[Node], bool] = {}

    def ask(one: Node, other: Node) -> bool:
        pair = frozenset((one, other))
        if pair not in known:
            known[pair] = conflict(one, other)
        return known[pair]

    return ask


def settle(
    nodes: Sequence[Node], ties: Mapping[Node, set[Node]], conflict: Callable[[Node, Node], bool]
) -> list[set[Node]]:
    """Return the clusters of ``nodes``, ordered by their first nodes. No cluster has two nodes that are in conflict.

    ``ties`` has both directions and connects only ``nodes``. ``conflict`` must be symmetric.

    >>> ties = {"a": {"b"}, "b": {"a", "c"}, "c": {"b", "d"}, "d": {"c"}}
    >>> [sorted(cluster) for cluster in settle("abcd", ties, lambda one, other: {one, other} == {"a", "c"})]
    [['a'], ['b'], ['c', 'd']]
    """
    conflict = _remembered(conflict)
    kept = {
        node: {
            other
            for other in ties[node]
            if not any(conflict(other, third) for third in ties[node] if third != other)
            and not any(conflict(node, third) for third in ties[other] if third != node)
            and not conflict(node, other)
        }
        for node in nodes
    }
    found: list[set[Node]] = []
    for cluster in _components(nodes, kept):
        torn = any(conflict(one, other) for one, other in combinations(cluster, 2))
        found += [{node} for node in nodes if node in cluster] if torn else [cluster]
    return found


def _decided(one: Sighting, other: Sighting, decisions: Decisions) -> str | None:
    """Return the caller's decision on two sightings, if there is one; ``different`` wins if there are both."""
    if not decisions:
        return None
    theirs = decided_card(other)
    said = {
        decision.word for decision in decisions.get(decided_card(one), ()) if theirs in (decision.one, decision.other)
    }
    return min(said, default=None)


def _contradict(one: Sighting, other: Sighting, decisions: Decisions) -> bool:
    word = _decided(one, other, decisions)
    return word == "different" if word else doubts(one.paper, other.paper)[0] >= TOO_DOUBTFUL


def _parted(block: list[Sighting], decisions: Decisions) -> list[list[Sighting]] | None:
    """Split the sightings of one title so that no part contradicts itself; None if too many cards differ."""
    kinds: dict[tuple[object, ...], list[Sighting]] = {}
    for sighting in block:
        own = decided_card(sighting) if decisions and decided_card(sighting) in decisions else None
        kinds.setdefault((*card(sighting.paper), sighting.paper.abstract, own), []).append(sighting)
    if len(kinds) > MOST_TIED:
        return None
    firsts = {kind: seen[0] for kind, seen in kinds.items()}
    conflicts = {
        frozenset((one, other))
        for one, other in combinations(firsts, 2)
        if _contradict(firsts[one], firsts[other], decisions)
    }
    if not conflicts:
        return [block]
    ties = {
        one: {other for other in kinds if one != other and frozenset((one, other)) not in conflicts} for one in kinds
    }
    clusters = settle(list(kinds), ties, lambda one, other: frozenset((one, other)) in conflicts)
    return [[sighting for kind in cluster for sighting in kinds[kind]] for cluster in clusters]


def _ids(sightings: Iterable[Sighting]) -> set[str]:
    return {arxiv_key(arxiv_id or "") for arxiv_id in {s.paper.arxiv_id for s in sightings}} - {""}


def _label(parts: dict[Label, list[Sighting]], sightings: list[Sighting], name: Label) -> None:
    """Add the ``sightings`` of one paper and title to ``parts``: under their arXiv id, else under ``name``."""
    ids = _ids(sightings)
    if not ids:
        parts[name] = sightings
        return
    name = ID + min(ids) if len(ids) == 1 else name
    for sighting in sightings:
        own = arxiv_key(sighting.paper.arxiv_id or "")
        parts.setdefault(ID + own if own else name, []).append(sighting)


def _part_by_lead(key: str, block: list[Sighting]) -> Parts:
    """Split the sightings of a weak title by the start of their abstracts; each one without an abstract is alone."""
    leads: dict[str, list[Sighting]] = {}
    for sighting in block:
        start = lead(sighting.paper.abstract)
        name = f"weak:{key}:{start!r}" if start and key else f"lone:{text(bare(sighting))}"
        leads.setdefault(name, []).append(sighting)
    parts: dict[Label, list[Sighting]] = {}
    for name, sightings in leads.items():
        _label(parts, sightings, name)
    return parts


def partition(key: str, block: list[Sighting], decisions: Decisions) -> Parts:
    """Split all sightings whose titles have this key into groups, and return the groups by label.

    >>> from paperlist.model import Paper, Sighting
    >>> seen = [Sighting(paper=Paper(title="Tides", arxiv_id=number)) for number in (None, "2412.09871")]
    >>> [(label, len(part)) for label, part in partition("tides", seen, {}).items()]
    [('arxiv:2412.09871', 2)]
    """
    if not key or any(map(is_weak, {sighting.paper.title for sighting in block})):
        return _part_by_lead(key, block)
    parts: dict[Label, list[Sighting]] = {}
    alike = len(block) == 1 or len({card(sighting.paper) for sighting in block}) == 1
    decided = bool(decisions) and any(decided_card(sighting) in decisions for sighting in block)
    parted = [block] if alike and not decided else _parted(block, decisions)
    if parted is None:
        return _part_by_lead(key, block)
    for sightings in parted:
        _label(parts, sightings, key if len(parted) == 1 else f"parted:{min(text(bare(s)) for s in sightings)}")
    return parts


def _by_key(sightings: Iterable[Sighting]) -> dict[str, list[Sighting]]:
    """Return ``sightings`` by title key, in the order given."""
    found: dict[str, list[Sighting]] = {}
    titled: dict[str, list[Sighting]] = {}
    for sighting in sightings:
        title = sighting.paper.title
        block = titled.get(title)
        if block is None:
            block = titled[title] = found.setdefault(title_key(title), [])
        block.append(sighting)
    return found


def _anchors(sightings: Iterable[Sighting]) -> frozenset[int]:
    found = [anchors(abstract) for abstract in {sighting.paper.abstract for sighting in sightings} if abstract]
    return found[0] if len(found) == 1 else frozenset(chain.from_iterable(found))


@define
class Clusters:
    """The clusters of a growing set of sightings.

    ``blocks`` maps each title key to its sightings, sorted; or, if their label is not just the key, to the sightings of
    each label. ``spans`` maps each label that is not a title key to the title keys that it occurs with. ``carriers``
    maps an anchor to the label or labels of the groups that have it. ``ties`` has the groups that a rung merges with
    each group, and ``mates`` the clusters of more than one group.
    """

    decisions: Decisions = field(factory=dict)
    blocks: dict[str, tuple[Sighting, ...] | Parts] = field(factory=dict)
    spans: dict[Label, set[str]] = field(factory=dict)
    carriers: dict[int, Label | set[Label]] = field(factory=dict)
    ties: dict[Label, set[Label]] = field(factory=dict)
    mates: dict[Label, tuple[Label, ...]] = field(factory=dict)

    def parts(self, key: str) -> Parts:
        """Return the groups with a title key, by label, each with its sightings of that title."""
        block = self.blocks.get(key, {})
        return {key: block} if isinstance(block, tuple) else block

    def group(self, label: Label) -> Sequence[Sighting]:
        """Return the sightings of a group, sorted; empty if there is no such group."""
        block = self.blocks.get(label)
        if isinstance(block, tuple):
            return block
        spans = self.spans.get(label, (label,))
        parts = [part for key in spans if (part := self.parts(key).get(label))]
        return parts[0] if len(parts) == 1 else ordered(chain.from_iterable(parts))

    def cluster(self, label: Label) -> tuple[Label, ...]:
        """Return the labels of all groups in the cluster of this one, sorted."""
        return self.mates.get(label) or (label,)

    def sightings(self, label: Label) -> tuple[Sighting, ...]:
        """Return the sightings of the cluster of a group, sorted."""
        mates = self.mates.get(label)
        return tuple(ordered(s for one in mates for s in self.group(one)) if mates else self.group(label))

    def update(self, new: Iterable[Sighting], stale: Iterable[Sighting] = ()) -> tuple[set[Label], list[Label]]:
        """Remove ``stale`` sightings (the same objects), add ``new`` ones, and return the clusters that changed.

        The first result has the clusters that existed before, the second those that exist now. Each is given by its
        least label.
        """
        changed, left = self._part_again(ordered(new), list(stale))
        affected, shared = self._carry(changed, left)
        before = {label: self.ties.pop(label) for label in affected if label in self.ties}
        for label, near in before.items():
            for other in near - affected:
                self.ties[other].discard(label)
        self._tie(self._pairs(affected, changed, shared))
        # New sightings come first and in order, so that sorting the clusters later is fast.
        reached = dict.fromkeys(chain(changed, affected, *before.values()))
        for label in tuple(reached):
            if label in self.ties or label in self.mates:
                reached.update(dict.fromkeys(_reach(label, self.ties).union(self.cluster(label))))
        old = {self.cluster(label)[0] for label in reached}
        return old, self._settle(reached)

    def _part_again(
        self, new: list[Sighting], stale: list[Sighting]
    ) -> tuple[dict[Label, None], dict[Label, list[Sighting]]]:
        """Partition the titles of these sightings again; return the labels that changed, with the removed sightings."""
        come = _by_key(new)
        for sighting in stale:
            come.setdefault(title_key(sighting.paper.title), [])
        out = {id(sighting) for sighting in stale}
        changed: dict[Label, None] = {}
        left: dict[Label, list[Sighting]] = {}
        for key, added in come.items():
            old = self.parts(key)
            if not old:
                self._place(key, {}, partition(key, added, self.decisions))
                changed.update(dict.fromkeys(self.parts(key)))
                continue
            block = ordered(s for part in (*old.values(), added) for s in part if id(s) not in out)
            parts = partition(key, block, self.decisions)
            self._place(key, old, parts)
            was = {id(sighting): label for label, part in old.items() for sighting in part}
            now = {id(sighting): label for label, part in parts.items() for sighting in part}
            for label, part in old.items():
                if gone := [s for s in part if now.get(id(s)) != label]:
                    left.setdefault(label, []).extend(gone)
                    changed[label] = None
            # The long names of a group depend on whether it is the only one with its title.
            renamed = (len(old) == 1) != (len(parts) == 1)
            come_to = (label for label, part in parts.items() if renamed or any(was.get(id(s)) != label for s in part))
            changed.update(dict.fromkeys(come_to))
        return changed, left

    def _place(self, key: str, old: Parts, parts: Parts) -> None:
        whole = parts.get(key) if len(parts) == 1 else None
        self.blocks[key] = tuple(whole) if whole else {label: ordered(part) for label, part in parts.items()}
        # A label that is an arXiv id may occur with several titles, every other label with one.
        for label in old.keys() - parts.keys() - {key}:
            del self.spans[label]
        for label in parts:
            if label != key:
                self.spans.setdefault(label, set()).add(key)

    def _carriers(self, anchor: int) -> set[Label]:
        known = self.carriers.get(anchor, set[Label]())
        return {known} if isinstance(known, str) else known

    def _carry(self, changed: Iterable[Label], left: Mapping[Label, list[Sighting]]) -> tuple[set[Label], set[int]]:
        """Update which groups have which anchors; return groups whose ties may have changed, and shared anchors."""
        affected = set(changed)
        shared: set[int] = set()
        for label, gone in left.items():
            for anchor in _anchors(gone) - _anchors(self.group(label)):
                known = self._carriers(anchor)
                # An anchor that was boilerplate may have become rare.
                affected |= known if len(known) == MOST_CARRIERS + 1 else set()
                self.carriers[anchor] = known - {label}
        for label in changed:
            for anchor in _anchors(self.group(label)):
                first = self.carriers.setdefault(anchor, label)
                if first == label:
                    continue
                shared.add(anchor)
                many = first if isinstance(first, set) else {first}
                # An anchor that was rare may have become boilerplate.
                affected |= many if len(many) == MOST_CARRIERS and label not in many else set()
                many.add(label)
                self.carriers[anchor] = many
        return affected, shared

    def _pairs(self, affected: set[Label], changed: Collection[Label], shared: set[int]) -> set[tuple[Label, Label]]:
        """Return the pairs to compare: an affected group, and one that shares a rare anchor or a decision with it."""
        found = {
            (one, other)
            for many in map(self._carriers, shared)
            if len(many) <= MOST_CARRIERS
            for one, other in combinations(sorted(many), 2)
            if one in affected or other in affected
        }
        for label in affected.difference(changed):
            found.update((min(label, other), max(label, other)) for other in self.near(label))
        if self.decisions:
            for label in affected:
                found.update((min(label, other), max(label, other)) for other in self._said(label) - {label})
        return found

    def near(self, label: Label) -> set[Label]:
        """Return the groups that share a rare anchor with this one, and those on which the caller decided with it."""
        found: set[Label] = set()
        for anchor in _anchors(self.group(label)):
            known = self.carriers.get(anchor)
            if isinstance(known, set) and len(known) <= MOST_CARRIERS:
                found |= known
        return (found | self._said(label)) - {label}

    def _said(self, label: Label) -> set[Label]:
        if not self.decisions:
            return set()
        named = [
            other
            for sighting in self.group(label)
            for decision in self.decisions.get(decided_card(sighting), ())
            for other in (decision.one, decision.other)
        ]
        return {found for decided in set(named) for found in self._labels(decided)}

    def _labels(self, decided: Sighting) -> set[Label]:
        """Return the labels of the groups that have the card of a decision."""
        parts = self.parts(title_key(decided.paper.title))
        return {label for label, part in parts.items() if any(decided_card(s) == decided for s in part)}

    def label(self, sighting: Sighting) -> Label | None:
        """Return the label of the group of a sighting, or None if it is unknown."""
        parts = self.parts(title_key(sighting.paper.title))
        return next((label for label, part in parts.items() if sighting in part), None)

    def forms(self, label: Label) -> list[Paper]:
        """Return the distinct papers of a group, sorted, at most 8; fields that are not compared are ignored."""
        group = sorted(self.group(label), key=lambda s: (s.paper.title, s.paper.abstract or ""))
        return forms(group)[:MOST_FORMS]

    def titles(self, label: Label) -> list[str]:
        """Return the keys of those titles of a group that no other group has."""
        return [key for key in self.spans.get(label, (label,)) if key and len(self.parts(key)) == 1]

    def doubtful(self) -> set[tuple[Label, Label]]:
        """Return the pairs of groups in different clusters that may be the same paper.

        These share a rare anchor, a title, or a rare start or end of a title.
        """
        blocks: dict[object, set[Label]] = {}
        for key in self.blocks:
            parts = self.parts(key)
            blocks.setdefault((key,), set()).update(parts)
            for end in (("<", key[:HEAD]), (">", key[-HEAD:])):
                blocks.setdefault(end, set()).update(parts)
        many = (*blocks.values(), *map(self._carriers, self.carriers))
        return {
            (one, other)
            for block in many
            if len(block) <= MOST_CARRIERS
            for one, other in combinations(sorted(block), 2)
            if other not in self.cluster(one)
        }

    def word(self, one: Label, other: Label) -> str | None:
        """Return the caller's decision on two groups, if there is one."""
        if not self.decisions:
            return None
        theirs = [s for s in self.group(other) if decided_card(s) in self.decisions]
        mine = [s for s in self.group(one) if decided_card(s) in self.decisions]
        return min(filter(None, (_decided(a, b, self.decisions) for a in mine for b in theirs)), default=None)

    def compare(self, one: Label, other: Label) -> Comparison:
        """Return the strongest of the comparisons between the papers of two groups."""
        found = [compare(a, b) for a in self.forms(one) for b in self.forms(other)]
        return min(found, key=worth)

    def conflict(self, one: Label, other: Label) -> bool:
        """Return whether two groups must not be in one cluster."""
        word = self.word(one, other)
        if word:
            return word == "different"
        if one.startswith(ID) and other.startswith(ID):
            return True
        papers = self.forms(one), self.forms(other)
        return any(vetoes(a.title, b.title) or doubts(a, b)[0] >= TOO_DOUBTFUL for a in papers[0] for b in papers[1])

    def _tie(self, pairs: Iterable[tuple[Label, Label]]) -> None:
        for one, other in pairs:
            said = self.word(one, other)
            if said == "same" or (said is None and self.compare(one, other).verdict == "same"):
                self.ties.setdefault(one, set()).add(other)
                self.ties.setdefault(other, set()).add(one)

    def _joined(self, nodes: Iterable[Label]) -> Iterator[frozenset[Label]]:
        """Iterate over the sets of groups that the caller joined; if decisions contradict, the groups stay single."""
        said = {one: {other for other in self.ties[one] if self.word(one, other) == "same"} for one in nodes}
        for found in _components(nodes, said):
            torn = any(self.word(one, other) == "different" for one, other in combinations(found, 2))
            yield from map(frozenset, ([one] for one in found) if torn else [found])

    def _any_conflict(self, some: frozenset[Label], others: frozenset[Label]) -> bool:
        return any(self.conflict(one, other) for one in some for other in others)

    def _settle(self, reached: Iterable[Label]) -> list[Label]:
        """Settle the clusters that these labels can reach by ties; return the new clusters, each by its least label."""
        new: list[Label] = []
        tied: list[Label] = []
        for label in reached:
            self.mates.pop(label, None)
            if label in self.ties:
                tied.append(label)
            elif self.group(label):
                new.append(label)
        for nodes in _components(tied, self.ties):
            joined = sorted(self._joined(nodes), key=sorted)
            home = {label: one for one in joined for label in one}
            ties = {one: {home[other] for label in one for other in self.ties[label]} - {one} for one in joined}
            few = len(nodes) <= MOST_TIED
            for found in settle(joined, ties, self._any_conflict) if few else [{one} for one in joined]:
                mates = tuple(sorted(chain.from_iterable(found)))
                new.append(mates[0])
                if len(mates) > 1:
                    self.mates.update(dict.fromkeys(mates, mates))
        return new
