"""Cluster the sightings that belong to the same paper.

Sightings are first put into groups by evidence that needs no comparison (:mod:`.splitting`). Then groups
are joined into clusters by comparing them.

Groups that a rung merges are connected by an edge. Groups that must not be together (two arXiv ids, a veto, a decision
of the caller) are in conflict. The clusters follow from both (:func:`.graph.settle`). Pairs whose edge was ignored
because of a conflict are left for review.

The result depends only on the set of sightings, not on their order. Evidence is only shared through a title, an arXiv
id or an anchor, so :class:`Clusters` recomputes only the groups that new sightings affect.
"""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING, Final

from ..._attrs import define, field
from ..candidates.keys import MAX_PAPERS_PER_KEY, keys_of
from ..evidence.vetoes import vetoes
from ..evidence.weights import contradict
from ..order import ordered
from ..verdict.match import any_same
from .graph import components, settle
from .groups import Groups
from .splitting import ID

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ...model import Sighting
    from .splitting import Label

MAX_LINKED_GROUPS: Final = 32
"""If more groups than this are linked by edges, they cannot be one paper, and the edges are ignored."""


def _pairs_with(label: Label, others: set[Label]) -> dict[tuple[Label, Label], None]:
    """Return the pairs of a group with each of the others, the lesser label first."""
    return {(min(label, other), max(label, other)): None for other in others - {label}}


@define
class Clusters:
    """The clusters of the ``groups`` of a growing set of sightings.

    ``postings`` maps an anchor to the label or labels of the groups that have it; anchors that are known to be
    ``boilerplate`` are left out. ``edges`` has the groups that a rung merges with each group, and ``members`` the
    clusters of more than one group.

    >>> from paperlist.model import Paper, Sighting
    >>> clusters = Clusters()
    >>> old, new = clusters.update(Sighting(paper=Paper(title=title)) for title in ("Tides", "TIDES"))
    >>> new, len(clusters.sightings("tides"))
    (['tides'], 2)
    """

    groups: Groups = field(factory=Groups)
    boilerplate: frozenset[int] = frozenset()
    postings: dict[int, Label | set[Label]] = field(factory=dict)
    edges: dict[Label, set[Label]] = field(factory=dict)
    members: dict[Label, tuple[Label, ...]] = field(factory=dict)

    def cluster(self, label: Label) -> tuple[Label, ...]:
        """Return the labels of all groups in the cluster of this one, sorted."""
        return self.members.get(label) or (label,)

    def sightings(self, label: Label) -> Sequence[Sighting]:
        """Return the sightings of the cluster of a group, sorted."""
        labels = self.members.get(label)
        if labels is None:
            return self.groups.sightings(label)
        return ordered(chain.from_iterable(map(self.groups.sightings, labels)))

    def are_apart(self, one: Sighting, other: Sighting) -> bool:
        """Return whether both sightings are known, and in different clusters."""
        label, other_label = self.groups.label(one), self.groups.label(other)
        if label is None or other_label is None:
            return False
        return other_label not in self.cluster(label)

    def conflict(self, one: Label, other: Label) -> bool:
        """Return whether two groups must not be in one cluster."""
        word = self.groups.decision(one, other)
        if word is not None:
            return word == "different"
        if one.startswith(ID) and other.startswith(ID):
            return True
        theirs = self.groups.papers(other)
        for paper in self.groups.papers(one):
            if any(vetoes(paper.title, another.title) or contradict(paper, another) for another in theirs):
                return True
        return False

    def _are_in_conflict(self, some: frozenset[Label], others: frozenset[Label]) -> bool:
        return any(self.conflict(one, other) for one in some for other in others)

    def labels(self) -> Iterator[Label]:
        """Iterate over the labels of all groups; some may come several times."""
        for key in self.groups.by_title:
            yield from self.groups.titled(key)

    def similar(self) -> Iterator[Collection[Label]]:
        """Iterate over the labels of the groups that share a title or a key with few others."""
        for key in self.groups.by_title:
            labels = self.groups.titled(key).keys()
            if len(labels) <= MAX_PAPERS_PER_KEY:
                yield labels
        for known in self.postings.values():
            if not isinstance(known, str) and len(known) <= MAX_PAPERS_PER_KEY:
                yield known

    # Updating

    def update(self, new: Iterable[Sighting], stale: Iterable[Sighting] = ()) -> tuple[set[Label], list[Label]]:
        """Remove ``stale`` sightings (the same objects), add ``new`` ones, and return the clusters that changed.

        The first result has the clusters that existed before, the second those that exist now. Each is given by its
        least label.
        """
        changes = self.groups.update(ordered(new), stale)
        changed = changes.labels
        affected, shared = self._update_postings(changed, changes.lost)
        neighbours = self._remove_edges(affected)
        self._add_edges(self._pairs_to_compare(affected, changed, shared))
        # New sightings come first and in order, so that sorting the clusters later is fast.
        reached = dict.fromkeys(chain(changed, affected, neighbours))
        linked = [label for label in reached if label in self.edges]
        clusters = {labels[0]: labels for labels in map(self.members.get, reached) if labels}
        for labels in chain(components(linked, self.edges), clusters.values()):
            reached.update(dict.fromkeys(labels))
        old = {self.cluster(label)[0] for label in reached}
        new_clusters = self._settle(reached)
        grown = {self.cluster(label)[0] for label in changes.grown}.difference(new_clusters)
        return old | grown, [*new_clusters, *grown]

    def _keys(self, sightings: Sequence[Sighting]) -> frozenset[int]:
        found = keys_of(sightings)
        return found - self.boilerplate if self.boilerplate else found

    def _labels_with(self, anchor: int) -> set[Label]:
        """Return the labels of the groups that have an anchor."""
        known = self.postings[anchor]
        return {known} if isinstance(known, str) else known

    def _update_postings(
        self, changed: Iterable[Label], lost: Mapping[Label, list[Sighting]]
    ) -> tuple[set[Label], set[int]]:
        """Update which groups have which anchors; return groups whose edges may have changed, and shared anchors."""
        affected = set(changed)
        for label, sightings in lost.items():
            for anchor in self._keys(sightings) - self._keys(self.groups.sightings(label)):
                known = self._labels_with(anchor)
                if len(known) == MAX_PAPERS_PER_KEY + 1:
                    affected |= known  # the anchor was boilerplate, and may have become rare
                self.postings[anchor] = known - {label}
        shared: set[int] = set()
        for label in changed:
            for anchor in self._keys(self.groups.sightings(label)):
                first = self.postings.setdefault(anchor, label)
                if first == label:
                    continue
                shared.add(anchor)
                known = self._labels_with(anchor)
                if len(known) == MAX_PAPERS_PER_KEY and label not in known:
                    affected |= known  # the anchor was rare, and becomes boilerplate
                known.add(label)
                self.postings[anchor] = known
        return affected, shared

    def _pairs_to_compare(
        self, affected: set[Label], changed: Collection[Label], shared: set[int]
    ) -> dict[tuple[Label, Label], None]:
        """Return the pairs to compare: an affected group, and one that shares a rare anchor or a decision with it.

        Groups that share an anchor come one after the other, so that their texts are normalized once.
        """
        found: dict[tuple[Label, Label], None] = {}
        for anchor in shared:
            labels = self._labels_with(anchor)
            if len(labels) <= MAX_PAPERS_PER_KEY:
                pairs = combinations(sorted(labels), 2)
                found.update(((one, other), None) for one, other in pairs if one in affected or other in affected)
        for label in affected.difference(changed):
            found.update(_pairs_with(label, self._labels_with_shared_anchor(label)))
        if self.groups.decisions:
            for label in affected:
                found.update(_pairs_with(label, self.groups.decided_with(label)))
        return found

    def _labels_with_shared_anchor(self, label: Label) -> set[Label]:
        """Return the groups that share a rare anchor with this one."""
        found: set[Label] = set()
        for anchor in self._keys(self.groups.sightings(label)):
            labels = self._labels_with(anchor)
            if len(labels) <= MAX_PAPERS_PER_KEY:
                found |= labels
        return found

    def _remove_edges(self, affected: set[Label]) -> list[Label]:
        """Remove all edges of these groups, and return their other ends."""
        ends: list[Label] = []
        for label in affected:
            for other in self.edges.pop(label, ()):
                ends.append(other)
                if other not in affected:
                    self.edges[other].discard(label)
        return ends

    def _add_edges(self, pairs: Collection[tuple[Label, Label]]) -> None:
        """Add an edge for each of these pairs of groups that the caller or a rung merges."""
        papers = {label: self.groups.papers(label) for label in dict.fromkeys(chain.from_iterable(pairs))}
        for one, other in pairs:
            word = self.groups.decision(one, other)
            if word == "same" or (word is None and any_same(papers[one], papers[other], self.groups.max_error)):
                self.edges.setdefault(one, set()).add(other)
                self.edges.setdefault(other, set()).add(one)

    def _settle(self, reached: Iterable[Label]) -> list[Label]:
        """Settle the clusters that these labels can reach by edges; return the new ones, each by its least label."""
        found: list[Label] = []
        linked: list[Label] = []
        for label in reached:
            self.members.pop(label, None)
            if label in self.edges:
                linked.append(label)
            elif self.groups.sightings(label):
                found.append(label)
        for component in components(linked, self.edges):
            for cluster in self._clusters_in(component):
                labels = tuple(sorted(chain.from_iterable(cluster)))
                found.append(labels[0])
                if len(labels) > 1:
                    self.members.update(dict.fromkeys(labels, labels))
        return found

    def _clusters_in(self, component: set[Label]) -> Iterable[set[frozenset[Label]]]:
        """Return the clusters of groups that are linked by edges. Groups that the caller joined are one node."""
        nodes = sorted(self._joined_by_caller(component), key=sorted)
        if len(component) > MAX_LINKED_GROUPS:
            return [{node} for node in nodes]
        node_of = {label: node for node in nodes for label in node}
        edges: dict[frozenset[Label], set[frozenset[Label]]] = {}
        for node in nodes:
            ends = chain.from_iterable(self.edges[label] for label in node)
            edges[node] = {node_of[other] for other in ends} - {node}
        return settle(nodes, edges, self._are_in_conflict)

    def _joined_by_caller(self, labels: Iterable[Label]) -> Iterator[frozenset[Label]]:
        """Iterate over the sets of groups that the caller joined; if decisions contradict, the groups stay single."""
        joined: dict[Label, set[Label]] = {}
        for one in labels:
            joined[one] = {other for other in self.edges[one] if self.groups.decision(one, other) == "same"}
        for found in components(joined, joined):
            if any(self._caller_separates(one, found) for one in found):
                yield from (frozenset((label,)) for label in found)
            else:
                yield frozenset(found)

    def _caller_separates(self, one: Label, others: Collection[Label]) -> bool:
        decided = self.groups.decided_with(one).intersection(others) - {one}
        return any(self.groups.decision(one, other) == "different" for other in decided)
