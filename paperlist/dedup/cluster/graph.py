"""Find the clusters of a graph in which some nodes must not be together.

Nodes are connected by edges, and some pairs of nodes are in conflict. An edge between two nodes is disputed if one of
them has an edge to a node that is in conflict with the other. Disputed edges are ignored. If nodes that are still
connected are in conflict, none of their edges counts.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

Node = TypeVar("Node")


def reachable(node: Node, edges: Mapping[Node, set[Node]]) -> set[Node]:
    """Return all nodes that can be reached by edges from ``node``, including itself.

    >>> sorted(reachable("a", {"a": {"b"}, "b": {"c"}, "d": {"a"}}))
    ['a', 'b', 'c']
    """
    found = {node}
    waiting = [node]
    while waiting:
        new = edges.get(waiting.pop(), set[Node]()) - found
        found |= new
        waiting += new
    return found


def components(nodes: Iterable[Node], edges: Mapping[Node, set[Node]]) -> Iterator[set[Node]]:
    """Iterate over the sets of nodes that are connected by edges, ordered by their first nodes in ``nodes``.

    >>> [sorted(component) for component in components("abc", {"a": {"c"}, "c": {"a"}})]
    [['a', 'c'], ['b']]
    """
    met: set[Node] = set()
    for node in nodes:
        if node not in met:
            found = reachable(node, edges)
            met |= found
            yield found


def has_conflict(nodes: Iterable[Node], conflict: Callable[[Node, Node], bool]) -> bool:
    """Return whether any two of ``nodes`` are in conflict.

    >>> has_conflict([1, 2, 5], lambda one, other: one + other == 7)
    True
    """
    return any(conflict(one, other) for one, other in combinations(nodes, 2))


def _cached(conflict: Callable[[Node, Node], bool]) -> Callable[[Node, Node], bool]:
    """Return ``conflict`` with a cache, so that it is called once per pair."""
    known: dict[frozenset[Node], bool] = {}

    def cached(one: Node, other: Node) -> bool:
        pair = frozenset((one, other))
        if pair not in known:
            known[pair] = conflict(one, other)
        return known[pair]

    return cached


def _is_disputed(
    one: Node, other: Node, edges: Mapping[Node, set[Node]], conflict: Callable[[Node, Node], bool]
) -> bool:
    """Whether two nodes are in conflict, or one of them is with a neighbour of the other."""
    if conflict(one, other):
        return True
    if any(conflict(other, third) for third in edges[one] - {other}):
        return True
    return any(conflict(one, third) for third in edges[other] - {one})


def settle(
    nodes: Sequence[Node], edges: Mapping[Node, set[Node]], conflict: Callable[[Node, Node], bool]
) -> list[set[Node]]:
    """Return the clusters of ``nodes``, ordered by their first nodes. No cluster has two nodes that are in conflict.

    ``edges`` has both directions and connects only ``nodes``. ``conflict`` must be symmetric.

    >>> edges = {"a": {"b"}, "b": {"a", "c"}, "c": {"b", "d"}, "d": {"c"}}
    >>> [sorted(cluster) for cluster in settle("abcd", edges, lambda one, other: {one, other} == {"a", "c"})]
    [['a'], ['b'], ['c', 'd']]
    """
    conflict = _cached(conflict)
    undisputed: dict[Node, set[Node]] = {}
    for node in nodes:
        undisputed[node] = {other for other in edges[node] if not _is_disputed(node, other, edges, conflict)}
    found: list[set[Node]] = []
    for cluster in components(nodes, undisputed):
        if has_conflict(cluster, conflict):
            found += [{node} for node in nodes if node in cluster]
        else:
            found.append(cluster)
    return found
