"""Keep the groups of a growing set of sightings (see :mod:`.splitting`), and report which changed.

Most new sightings show a card that is known already. If it is certain that they belong to the group with that card and
change nothing else, the group just grows: its other sightings are not looked at.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from ..._attrs import define, field
from ..decisions import Decisions, card
from ..normalize.papers import shown_by
from ..normalize.titles import title_key
from ..order import insert, ordered
from ..verdict.match import MAX_ERROR
from .splitting import papers_to_compare, settled_cards, split_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ...model import Paper, Sighting
    from ..decisions import DecisionWord
    from .splitting import Card, GroupsOfTitle, Label


def _by_title_key(sightings: Iterable[Sighting]) -> dict[str, list[Sighting]]:
    """Return ``sightings`` by title key, in the order given."""
    found: dict[str, list[Sighting]] = {}
    by_spelling: dict[str, list[Sighting]] = {}  # so that each spelling is normalized once
    for sighting in sightings:
        title = sighting.paper.title
        known = by_spelling.get(title)
        if known is None:
            known = by_spelling[title] = found.setdefault(title_key(title), [])
        known.append(sighting)
    return found


def _labels_by_sighting(groups: GroupsOfTitle) -> dict[int, Label]:
    """Return the label of each sighting, by the sighting's ``id()``."""
    return {id(sighting): label for label, group in groups.items() for sighting in group}


@define
class Changes:
    """The labels of the groups that changed, in order, and the sightings that groups have ``lost``.

    Groups that have ``grown`` did not change otherwise: they have more sightings of cards that they had before.
    """

    labels: dict[Label, None] = field(factory=dict)
    grown: dict[Label, None] = field(factory=dict)
    lost: dict[Label, list[Sighting]] = field(factory=dict)

    def add(self, old: GroupsOfTitle, new: GroupsOfTitle) -> None:
        """Add the changes between two states of the groups with a title."""
        before, after = _labels_by_sighting(old), _labels_by_sighting(new)
        for label, group in old.items():
            lost = [sighting for sighting in group if after.get(id(sighting)) != label]
            if lost:
                self.lost.setdefault(label, []).extend(lost)
                self.labels[label] = None
        # The long names of a group depend on whether it is the only one with its title.
        are_renamed = (len(old) == 1) != (len(new) == 1)
        for label, group in new.items():
            if are_renamed or any(before.get(id(sighting)) != label for sighting in group):
                self.labels[label] = None


@define
class Groups:
    """The groups of a growing set of sightings.

    ``by_title`` maps each title key to its sightings, sorted; or, if their label is not just the key, to the sightings
    of each label. ``unsorted`` has those that were added since. ``titles_of`` maps each label that is not a title key
    to the title keys that it occurs with. Two more dicts remember something by title keys: ``labels_by_card`` the
    labels of the cards of decisions, and ``settled`` the cards of which more sightings make no difference.

    >>> from paperlist.model import Paper, Sighting
    >>> groups = Groups()
    >>> changes = groups.update(Sighting(paper=Paper(title=title)) for title in ("Tides", "TIDES"))
    >>> list(changes.labels), len(groups.sightings("tides"))
    (['tides'], 2)
    """

    decisions: Decisions = field(factory=Decisions)
    max_error: float = MAX_ERROR
    by_title: dict[str, list[Sighting] | GroupsOfTitle] = field(factory=dict)
    unsorted: dict[str, list[Sighting]] = field(factory=dict)
    titles_of: dict[Label, set[str]] = field(factory=dict)
    labels_by_card: dict[str, dict[Sighting, set[Label]]] = field(factory=dict)
    settled: dict[str, set[Card]] = field(factory=dict)

    def titled(self, key: str) -> GroupsOfTitle:
        """Return the groups with a title key, by label, each with its sightings of that title."""
        known = self.by_title.get(key, {})
        groups = {key: known} if isinstance(known, list) else known
        if key in self.unsorted:
            insert(next(iter(groups.values())), self.unsorted.pop(key))
        return groups

    def sightings(self, label: Label) -> Sequence[Sighting]:
        """Return the sightings of a group, sorted; empty if there is no such group."""
        known = self.by_title.get(label)
        if isinstance(known, list) and label not in self.unsorted:
            return known
        found: list[Sequence[Sighting]] = []
        for key in self.titles_of.get(label, (label,)):
            group = self.titled(key).get(label)
            if group:
                found.append(group)
        return found[0] if len(found) == 1 else ordered(chain.from_iterable(found))

    def label(self, sighting: Sighting) -> Label | None:
        """Return the label of the group of a sighting, or None if it is unknown."""
        for label, group in self.titled(title_key(sighting.paper.title)).items():
            if sighting in group:
                return label
        return None

    def own_titles(self, label: Label) -> list[str]:
        """Return the keys of those titles of a group that no other group has."""
        titles = self.titles_of.get(label, (label,))
        return [key for key in titles if key and len(self.titled(key)) == 1]

    def papers(self, label: Label) -> list[Paper]:
        """Return the distinct papers of a group, sorted, at most 8; fields that are not compared are ignored."""
        return papers_to_compare(self.sightings(label))

    # Decisions of the caller

    def decision(self, one: Label, other: Label) -> DecisionWord | None:
        """Return the caller's decision on two groups, if there is one; ``different`` prevails if there are both."""
        if not self.decisions:
            return None
        return self.decisions.between(self.sightings(one), self.sightings(other))

    def decided_with(self, label: Label) -> set[Label]:
        """Return the groups on which the caller decided together with this one, which may be among them."""
        cards = set(chain.from_iterable(map(self.decisions.cards_decided_with, self.sightings(label))))
        found = (self._labels_by_card(title_key(decided.paper.title)).get(decided, ()) for decided in cards)
        return set(chain.from_iterable(found))

    def _labels_by_card(self, key: str) -> dict[Sighting, set[Label]]:
        """Return the labels of the groups with a title key by the cards on which the caller decided."""
        known = self.labels_by_card.get(key)
        if known is None:
            known = self.labels_by_card[key] = {}
            for label, group in self.titled(key).items():
                for sighting in filter(self.decisions.concern, group):
                    known.setdefault(card(sighting), set()).add(label)
        return known

    # Updating

    def update(self, new: Iterable[Sighting], stale: Iterable[Sighting] = ()) -> Changes:
        """Remove ``stale`` sightings (the same objects), add ``new`` ones, which are sorted, and return the changes."""
        added = _by_title_key(new)
        removed: set[int] = set()
        for sighting in stale:
            key = title_key(sighting.paper.title)
            added.setdefault(key, [])
            self.settled[key] = set()
            removed.add(id(sighting))
        changes = Changes()
        for key, sightings in added.items():
            if self._grow(key, sightings, changes):
                continue
            old = self.titled(key)
            if not old:
                groups = split_title(key, sightings, self.decisions, self.max_error)
                self._store(key, old, groups)
                changes.labels.update(dict.fromkeys(groups))
                continue
            known = chain(*old.values(), sightings)
            left = ordered(sighting for sighting in known if id(sighting) not in removed)
            groups = split_title(key, left, self.decisions, self.max_error)
            self._store(key, old, groups)
            changes.add(old, groups)
        return changes

    def _grow(self, key: str, sightings: list[Sighting], changes: Changes) -> bool:
        """Add sightings to the only group with a title if this changes nothing else; return whether it was done."""
        known = self.by_title.get(key)
        if not known or self.decisions:
            return False
        if key not in self.settled:
            self.settled[key] = settled_cards(self.titled(key), self.titles_of)
        if not self.settled[key].issuperset(shown_by(sighting.paper) for sighting in sightings):
            return False
        self.unsorted.setdefault(key, []).extend(sightings)
        changes.grown[key if isinstance(known, list) else next(iter(known))] = None
        return True

    def _store(self, key: str, old: GroupsOfTitle, groups: GroupsOfTitle) -> None:
        """Replace the ``old`` groups with a title by the new ones."""
        self.labels_by_card.pop(key, None)
        self.settled.pop(key, None)
        whole = groups.get(key) if len(groups) == 1 else None
        if whole:
            self.by_title[key] = list(whole)
        else:
            self.by_title[key] = {label: ordered(group) for label, group in groups.items()}
        # A label that is an arXiv id may occur with several titles, every other label with one.
        for label in old.keys() - groups.keys() - {key}:
            del self.titles_of[label]
        for label in groups:
            if label != key:
                self.titles_of.setdefault(label, set()).add(key)
