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

from ..._attrs import evolve
from ..decisions import Decisions, card
from ..evidence.features import are_corroborated
from ..evidence.weights import contradict
from ..normalize.abstracts import beginning
from ..normalize.papers import arxiv_key, compared_fields, distinct_papers, shown_by
from ..normalize.titles import is_short, is_weak
from ..order import as_printed, full_text, ordered
from ..verdict.match import MAX_ERROR, are_same
from .graph import settle

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...model import Paper, Sighting

Label: TypeAlias = str
"""The name of a group: the key of its title, or a word, a colon and something that no other group has.

A title key with a letter in it never contains a colon, so the two kinds cannot collide.
"""

GroupsOfTitle: TypeAlias = "Mapping[Label, list[Sighting]]"
"""The groups with a title, by label, each with its sightings of that title."""

Card: TypeAlias = "tuple[object, ...]"
"""What :func:`.papers.shown_by` returns."""

ID: Final = "arxiv:"
_NAMED_BY_CARD: Final = ("parted:", "lone:")
"""How labels begin that name a group by one of its cards. Another sighting may change such a label."""

MAX_PAPERS_PER_GROUP: Final = 8
"""The maximum number of different cards of a group that are compared."""

MAX_CARDS_TO_SPLIT: Final = 32
"""If more different cards than this have one title, they cannot be one paper: the title is treated as weak."""


def split_title(
    key: str, sightings: list[Sighting], decisions: Decisions, max_error: float = MAX_ERROR
) -> GroupsOfTitle:
    """Split all sightings whose titles have this key into groups, and return the groups by label.

    >>> from paperlist.model import Paper, Sighting
    >>> seen = [Sighting(paper=Paper(title="Tides", arxiv_id=number)) for number in (None, "2412.09871")]
    >>> [(label, len(group)) for label, group in split_title("tides", seen, Decisions()).items()]
    [('arxiv:2412.09871', 2)]
    """
    shown = [sighting.paper for sighting in sightings]
    is_weak_key = not key or any(map(is_weak, {paper.title for paper in shown}))
    if not is_weak_key and _agree(shown) and not any(map(decisions.concern, sightings)):
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


def papers_to_compare(sightings: Iterable[Sighting]) -> list[Paper]:
    """Return the distinct papers of a group, sorted, at most 8; fields that are not compared are ignored.

    >>> from paperlist.model import Paper, Sighting
    >>> len(papers_to_compare(Sighting(paper=Paper(title=title)) for title in ("Tides", "TIDES")))
    1
    """
    by_text = sorted(sightings, key=lambda sighting: (sighting.paper.title, sighting.paper.abstract or ""))
    return distinct_papers(by_text)[:MAX_PAPERS_PER_GROUP]


def _labels(key: str, papers: list[list[Sighting]]) -> list[Label]:
    """Return labels for the papers of a title: its key if there is one, else the least text of their cards."""
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


def _agree(papers: Sequence[Paper]) -> bool:
    """Whether papers of one title surely are one, in any order, as far as can be seen without comparing them."""
    if len(set(map(compared_fields, papers))) > 1:
        return False
    return len({paper.abstract for paper in papers}) == 1 or not any(is_short(paper.title) for paper in papers)


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
    return [ordered(chain.from_iterable(cards[number] for number in cluster)) for cluster in clusters]


def _verdict(one: Sighting, other: Sighting, decisions: Decisions, max_error: float) -> str:
    """Return whether two cards of one title are of the same paper, of different ones, or neither is certain."""
    word = decisions.between([one], [other])
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
        own = arxiv_key(sighting.paper.arxiv_id)
        groups.setdefault(ID + own if own else label, []).append(sighting)


def _arxiv_ids(sightings: Iterable[Sighting]) -> set[str]:
    """Return the arXiv ids of ``sightings``, without versions."""
    return set(map(arxiv_key, {sighting.paper.arxiv_id for sighting in sightings})) - {""}


def settled_cards(groups: GroupsOfTitle, titles_of: Mapping[Label, set[str]]) -> set[Card]:
    """Return the cards with a title of which more sightings cannot change its only group; none if that is uncertain.

    >>> from paperlist.model import Paper, Sighting
    >>> paper = Paper(title="Tides")
    >>> settled_cards({"tides": [Sighting(paper=paper)]}, {}) == {shown_by(paper)}
    True
    """
    if len(groups) > 1:
        return set()
    [(label, group)] = groups.items()
    papers = [sighting.paper for sighting in group]
    cards = set(map(shown_by, papers))
    titles = {paper.title for paper in papers}
    are_weak = any(map(is_weak, titles))
    if not are_weak and _agree(papers):
        return cards
    # Otherwise the cards were compared in their order, which must not matter.
    ids = {paper.arxiv_id for paper in papers}
    are_alike = len(titles) == len(ids) == len(titles_of.get(label, titles)) == 1
    if not are_alike or len(cards) > MAX_PAPERS_PER_GROUP or label.startswith(_NAMED_BY_CARD):
        return set()
    return set() if are_weak and not all(map(are_corroborated, papers, papers)) else cards
