"""Put the sightings of a title into groups, by evidence that needs no comparison of different titles.

Sightings with the same title are one group. If the title occurs with one arXiv id, sightings without an id belong to
that id. If it occurs with several ids, sightings without an id are a group of their own, because evidence that fits two
papers does not decide for either. If the cards with one title contradict each other, and always if the title is weak,
the sightings are split first.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, combinations
from typing import TYPE_CHECKING, Final, TypeAlias

from .._attrs import define, evolve, field
from .abstracts import beginning
from .decisions import Decisions, card
from .evidence import are_corroborated, contradict
from .fields import compared_fields
from .graph import settle
from .match import MAX_ERROR, are_same, distinct_papers
from .normalize import arxiv_key, is_short, is_weak, title_key
from .order import as_printed, full_text, ordered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..model import Paper, Sighting
    from .decisions import DecisionWord

Label: TypeAlias = str
"""The name of a group: the key of its title, or a word, a colon and something that no other group has.

A title key with a letter in it never contains a colon, so the two kinds cannot collide.
"""

GroupsOfTitle: TypeAlias = "Mapping[Label, Sequence[Sighting]]"
"""The groups with a title, by label, each with its sightings of that title."""

ID: Final = "arxiv:"

MAX_PAPERS_PER_GROUP: Final = 8
"""The maximum number of different cards of a group that are compared."""

MAX_CARDS_TO_SPLIT: Final = 32
"""If more different cards than this have one title, they cannot be one paper: the title is treated as weak."""


# Groups of one title


def split_title(
    key: str, sightings: list[Sighting], decisions: Decisions, max_error: float = MAX_ERROR
) -> GroupsOfTitle:
    """Split all sightings whose titles have this key into groups, and return the groups by label.

    >>> from paperlist.model import Paper, Sighting
    >>> seen = [Sighting(paper=Paper(title="Tides", arxiv_id=number)) for number in (None, "2412.09871")]
    >>> [(label, len(group)) for label, group in split_title("tides", seen, Decisions()).items()]
    [('arxiv:2412.09871', 2)]
    """
    is_weak_key = not key or any(map(is_weak, {sighting.paper.title for sighting in sightings}))
    if not is_weak_key and not _are_decided(sightings, decisions) and _agree(sightings):
        papers = [sightings]
    else:
        cards = _cards(sightings, decisions, are_weak=is_weak_key)
        if not key or len(cards) > MAX_CARDS_TO_SPLIT:
            return _split_by_abstract(key, sightings)
        papers = _papers(cards, decisions, max_error)
    labels = _weak_labels(key, papers) if is_weak_key else _labels(key, papers)
    groups: dict[Label, list[Sighting]] = {}
    for label, paper in zip(labels, papers, strict=True):
        _add_paper(groups, paper, label)
    return groups


def _labels(key: str, papers: list[list[Sighting]]) -> list[Label]:
    return [key] if len(papers) == 1 else [f"parted:{min(map(_printed_text, paper))}" for paper in papers]


def _weak_labels(key: str, papers: list[list[Sighting]]) -> list[Label]:
    """Return labels for the papers of a weak title: by the start of an abstract that only one has, else by a card."""
    starts = [{beginning(sighting.paper.abstract) for sighting in paper} - {b""} for paper in papers]
    count = Counter(chain.from_iterable(starts))
    labels: list[Label] = []
    for paper, known in zip(papers, starts, strict=True):
        own = [start for start in known if count[start] == 1]
        labels.append(f"weak:{key}:{min(own)!r}" if own else f"lone:{min(map(_printed_text, paper))}")
    return labels


def _printed_text(sighting: Sighting) -> str:
    return full_text(as_printed(sighting))


def _split_by_abstract(key: str, sightings: list[Sighting]) -> GroupsOfTitle:
    """Split the sightings of a weak title by the start of their abstracts; each one without an abstract is alone."""
    papers: dict[Label, list[Sighting]] = {}
    for sighting in sightings:
        start = beginning(sighting.paper.abstract)
        label = f"weak:{key}:{start!r}" if start and key else f"lone:{_printed_text(sighting)}"
        papers.setdefault(label, []).append(sighting)
    groups: dict[Label, list[Sighting]] = {}
    for label, paper in papers.items():
        _add_paper(groups, paper, label)
    return groups


def _are_decided(sightings: list[Sighting], decisions: Decisions) -> bool:
    return bool(decisions) and any(map(decisions.concern, sightings))


def _agree(sightings: list[Sighting]) -> bool:
    """Whether sightings of one title surely show one paper, as far as can be seen without comparing them."""
    if len(sightings) == 1:
        return True
    if len({compared_fields(sighting.paper) for sighting in sightings}) > 1:
        return False
    return not is_short(sightings[0].paper.title) or len({sighting.paper.abstract for sighting in sightings}) == 1


def _cards(sightings: list[Sighting], decisions: Decisions, *, are_weak: bool) -> list[list[Sighting]]:
    """Return the sightings of one title by their cards. Those of a weak title that show too little are each alone."""
    cards: dict[tuple[object, ...], list[Sighting]] = {}
    for number, sighting in enumerate(sightings):
        paper = sighting.paper
        decided = card(sighting) if decisions and decisions.concern(sighting) else None
        alone = number if are_weak and not are_corroborated(paper, paper) else None
        cards.setdefault((*compared_fields(paper), paper.abstract, decided, alone), []).append(sighting)
    return list(cards.values())


def _papers(cards: list[list[Sighting]], decisions: Decisions, max_error: float) -> list[list[Sighting]]:
    """Join the cards of one title to papers, none of which contradicts itself."""
    edges: dict[int, set[int]] = {number: set() for number in range(len(cards))}
    conflicts: set[frozenset[int]] = set()
    for one, other in combinations(edges, 2):
        verdict = _verdict(cards[one][0], cards[other][0], decisions, max_error)
        if verdict == "same":
            edges[one].add(other)
            edges[other].add(one)
        elif verdict == "different":
            conflicts.add(frozenset((one, other)))
    clusters = settle(range(len(cards)), edges, lambda one, other: frozenset((one, other)) in conflicts)
    return [[sighting for number in sorted(cluster) for sighting in cards[number]] for cluster in clusters]


def _verdict(one: Sighting, other: Sighting, decisions: Decisions, max_error: float) -> str:
    """Return whether two cards of one title are of the same paper, of different ones, or neither is certain."""
    word = decisions.between(one, other)
    if word is not None:
        return word
    plain = [evolve(sighting.paper, arxiv_id=None) for sighting in (one, other)]
    if are_same(plain[0], plain[1], max_error):
        return "same"
    may_be_unclear = is_weak(one.paper.title) or is_weak(other.paper.title)
    return "review" if may_be_unclear and not contradict(one.paper, other.paper) else "different"


def _add_paper(groups: dict[Label, list[Sighting]], paper: list[Sighting], label: Label) -> None:
    """Add the sightings of one paper and title to ``groups``: under their arXiv id, else under ``label``."""
    ids = _arxiv_ids(paper)
    if not ids:
        groups[label] = paper
        return
    if len(ids) == 1:
        label = ID + min(ids)
    for sighting in paper:
        own = arxiv_key(sighting.paper.arxiv_id or "")
        groups.setdefault(ID + own if own else label, []).append(sighting)


def _arxiv_ids(sightings: Iterable[Sighting]) -> set[str]:
    """Return the arXiv ids of ``sightings``, without versions."""
    texts = {sighting.paper.arxiv_id for sighting in sightings}
    return {arxiv_key(text) for text in texts if text} - {""}


# Groups of all titles


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
    """The labels of the groups that changed, in order, and the sightings that groups have ``lost``."""

    labels: dict[Label, None] = field(factory=dict)
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
    of each label. ``titles_of`` maps each label that is not a title key to the title keys that it occurs with, and
    ``labels_by_card`` remembers the labels of the cards of decisions, by their title keys.

    >>> from paperlist.model import Paper, Sighting
    >>> groups = Groups()
    >>> changes = groups.update(Sighting(paper=Paper(title=title)) for title in ("Tides", "TIDES"))
    >>> list(changes.labels), len(groups.sightings("tides"))
    (['tides'], 2)
    """

    decisions: Decisions = field(factory=Decisions)
    max_error: float = MAX_ERROR
    by_title: dict[str, tuple[Sighting, ...] | GroupsOfTitle] = field(factory=dict)
    titles_of: dict[Label, set[str]] = field(factory=dict)
    labels_by_card: dict[str, dict[Sighting, set[Label]]] = field(factory=dict)

    def titled(self, key: str) -> GroupsOfTitle:
        """Return the groups with a title key, by label, each with its sightings of that title."""
        known = self.by_title.get(key, {})
        return {key: known} if isinstance(known, tuple) else known

    def sightings(self, label: Label) -> Sequence[Sighting]:
        """Return the sightings of a group, sorted; empty if there is no such group."""
        known = self.by_title.get(label)
        if isinstance(known, tuple):
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
        group = sorted(self.sightings(label), key=lambda s: (s.paper.title, s.paper.abstract or ""))
        return distinct_papers(group)[:MAX_PAPERS_PER_GROUP]

    # Decisions of the caller

    def decision(self, one: Label, other: Label) -> DecisionWord | None:
        """Return the caller's decision on two groups, if there is one; ``different`` prevails if there are both."""
        if not self.decisions:
            return None
        mine = list(filter(self.decisions.concern, self.sightings(one)))
        theirs = list(filter(self.decisions.concern, self.sightings(other)))
        words = {self.decisions.between(a, b) for a in mine for b in theirs}
        if "different" in words:
            return "different"
        return "same" if "same" in words else None

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
            added.setdefault(title_key(sighting.paper.title), [])
            removed.add(id(sighting))
        changes = Changes()
        for key, sightings in added.items():
            old = self.titled(key)
            if not old:
                self._store(key, old, split_title(key, sightings, self.decisions, self.max_error))
                changes.labels.update(dict.fromkeys(self.titled(key)))
                continue
            known = chain(*old.values(), sightings)
            left = ordered(sighting for sighting in known if id(sighting) not in removed)
            groups = split_title(key, left, self.decisions, self.max_error)
            self._store(key, old, groups)
            changes.add(old, groups)
        return changes

    def _store(self, key: str, old: GroupsOfTitle, groups: GroupsOfTitle) -> None:
        """Replace the ``old`` groups with a title by the new ones."""
        self.labels_by_card.pop(key, None)
        whole = groups.get(key) if len(groups) == 1 else None
        if whole:
            self.by_title[key] = tuple(whole)
        else:
            self.by_title[key] = {label: ordered(group) for label, group in groups.items()}
        # A label that is an arXiv id may occur with several titles, every other label with one.
        for label in old.keys() - groups.keys() - {key}:
            del self.titles_of[label]
        for label in groups:
            if label != key:
                self.titles_of.setdefault(label, set()).add(key)
