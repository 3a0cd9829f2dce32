"""List the pairs of entries that are probably the same paper, over all parts: what ``Catalog.review`` lists.

A *token* is what two groups share if they are worth comparing: a key, a title, or some of their rarest words.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from typing import TYPE_CHECKING, Final, TypeAlias

from ..dedup.candidates.keys import MAX_PAPERS_PER_KEY, keys_of, name_keys
from ..dedup.candidates.rare_words import OF_ABSTRACT, OF_TITLE, are_related, ranks_of, rare_words, texts_of
from ..dedup.explanation.review import keep_strongest, ranked
from ..dedup.explanation.strongest import probable
from ..files.writing import write_whole
from ..model import json_line
from .work import WHOLE, empty_columns, number_of, place_of, runs, section_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..catalog.entries.entries import Entries
    from ..dedup.candidates.rare_words import Rarest
    from ..dedup.cluster.groups import Groups
    from ..dedup.cluster.splitting import Label
    from ..dedup.explanation.review import Found
    from ..dedup.verdict.comparison import Comparison
    from ..model import Paper, Record
    from .storage import Sections
    from .work import Work

Pair: TypeAlias = "tuple[int, int]"
"""The places of two groups (see :func:`.work.place_of`), the lesser first."""

_FIRST_OF_ABSTRACTS: Final = 1 << 63
"""The least token of abstracts; groups that share no other token must share more words, too."""
_FIRST_OF_NAMES: Final = 1 << 32
"""The least token of a name, so that it is no key of another kind."""
_OF_WHOLE_TITLE: Final = "title:"
"""Written before a title, so that its token is not one of words."""
_FIRST: Final[dict[Rarest, int]] = {OF_TITLE: 0, OF_ABSTRACT: _FIRST_OF_ABSTRACTS}


def store_groups(work: Work, part: int, entries: Entries) -> None:
    """Store what reviewing needs of the groups of a part: their papers and clusters, and all tokens but words."""
    clusters = entries.clusters()
    groups = clusters.groups
    labels = sorted(set(clusters.labels()))
    number_of_label = {label: number for number, label in enumerate(labels)}
    papers = [groups.papers(label) for label in labels]
    heads = [(label, clusters.cluster(label)[0]) for label in labels]
    shared = [keys_of(groups.sightings(label)) - clusters.boilerplate for label in labels]
    keys = [sorted(known | _tokens_of_names(some)) for known, some in zip(shared, papers, strict=True)]
    titles = [(title, sorted(map(number_of_label.__getitem__, groups.titled(title)))) for title in groups.by_title]
    decided = _decided(groups, number_of_label)
    words = Counter(word for some in papers for _, text in texts_of(some) for word in text)
    work.store("groups", part, [*zip(heads, papers, strict=True)])
    work.store("tokens", part, [words, keys, [one for one in titles if len(one[1]) > 1], decided])


def _decided(groups: Groups, numbers: Mapping[Label, int]) -> list[tuple[int, int]]:
    """Return the pairs of groups on which the caller decided, by their numbers."""
    if not groups.decisions:
        return []
    return [
        (number, numbers[other])
        for label, number in numbers.items()
        for other in groups.decided_with(label)
        if groups.decision(label, other)
    ]


def _tokens_of_names(papers: Iterable[Paper]) -> set[int]:
    """Return the tokens of the names in the titles and abstracts of cards."""
    return {_FIRST_OF_NAMES + key for key in name_keys(papers)}


def count_words(work: Work, number: int) -> None:
    """Store in how many texts each word occurs that occurs in several, and the groups on which the caller decided."""
    counts: Counter[int] = Counter()
    pairs: set[Pair] = set()
    for part in work.parts:
        with work.open("tokens", part) as stored:
            words, _, _, decided = stored
        counts.update(words)
        pairs.update((place_of(part, min(pair)), place_of(part, max(pair))) for pair in decided)
    work.store("words", number, [{word: count for word, count in counts.items() if count > 1}, pairs])


def send_tokens(work: Work, part: int) -> None:
    """Send each token of a group of this part, with the place of the group, to the part of the token."""
    ranks = ranks_of(work.load("words", WHOLE, 0))
    sent = work.columns(2)
    with work.open("tokens", part) as stored:
        _, keys, titles, _ = stored

    def send(token: int, number: int) -> None:
        tokens, places = sent[work.part_of(token)]
        tokens.append(token)
        places.append(place_of(part, number))

    with work.open("groups", part) as groups:
        for number, known in enumerate(keys):
            for key in known:
                send(key, number)
            _, papers = groups[number]
            for kind, words in texts_of(papers):
                for rare in rare_words(kind, words, ranks):
                    send(_FIRST[kind] + _token(" ".join(map(str, rare))), number)
    for title, numbers in titles:
        for number in numbers:
            send(_token(_OF_WHOLE_TITLE + title), number)
    work.store("rare", part, sent)


def _token(text: str) -> int:
    return number_of(text) >> 1


def compare_pairs(work: Work, part: int) -> None:
    """Compare the groups that share a token of this part; store the strongest comparison between each two clusters."""
    tokens, places = empty_columns(2)
    for more_tokens, more_places in work.sent("rare", work.parts, part):
        tokens.extend(more_tokens)
        places.extend(more_places)
    done: set[Pair] = work.load("words", WHOLE, 1)
    found: dict[tuple[Label, Label], Found] = {}
    with work.open_parts("groups") as stored:
        # All groups that share a token are compared one after the other, while they are in memory; abstracts come last.
        for same_token in runs(tokens, places):
            sharing = sorted({place for _, place in same_token})
            if len(sharing) > MAX_PAPERS_PER_KEY:
                continue
            for pair in combinations(sharing, 2):
                if pair not in done and not (same_token[0][0] >= _FIRST_OF_ABSTRACTS and _are_unrelated(stored, pair)):
                    done.add(pair)
                    for clusters, new in _compared(stored, pair, work.options.max_error):
                        keep_strongest(found, clusters, new)
    work.store("pairs", part, [found])


def _compared(stored: list[Sections], pair: Pair, max_error: float) -> Iterator[tuple[tuple[Label, Label], Found]]:
    """Yield the comparison between two groups, unless they are in one cluster or surely different."""
    groups = sorted(section_at(stored, place) for place in pair)
    ((one, first), papers), ((other, second), others) = groups
    if first == second:
        return
    comparison = probable(papers, others, max_error)
    if comparison is not None:
        yield (min(first, second), max(first, second)), (comparison, one, other)


def _are_unrelated(stored: list[Sections], pair: Pair) -> bool:
    """Whether the abstracts of two groups have too little in common, as far as nothing but these speaks for them."""
    abstracts: list[list[frozenset[int]]] = []
    for place in pair:
        _, papers = section_at(stored, place)
        abstracts.append([frozenset(words) for kind, words in texts_of(papers) if kind == OF_ABSTRACT])
    return not are_related(*abstracts)


def write_review(work: Work, number: int) -> None:
    """Write the pairs of all parts as JSON Lines, the most probable first."""
    found: dict[tuple[Label, Label], Found] = {}
    for part in work.parts:
        for clusters, new in work.load("pairs", part, 0).items():
            keep_strongest(found, clusters, new)
    pairs = ranked(found)
    wanted = {label for clusters, _ in pairs for label in clusters}
    names: dict[Label, tuple[str, str]] = {}
    for part in work.parts:
        known = work.load("write", part, 2)
        names |= {label: known[label] for label in known.keys() & wanted}
    records = (review_record(names[one], names[other], comparison) for (one, other), comparison in pairs)
    write_whole(work.folder.parent / "review.jsonl", map(json_line, records))
    work.store("review", number, [len(pairs)])


def review_record(one: tuple[str, str], other: tuple[str, str], comparison: Comparison) -> Record:
    """Return the record of two entries, given by id and title, that are probably the same paper.

    >>> from paperlist.dedup.verdict.comparison import Comparison
    >>> review_record(("2f8a6c01d3b7", "Ebb"), ("90c1e45ab6f2", "Tide"), Comparison(verdict="review"))["other_title"]
    'Tide'
    """
    return {
        "one": one[0],
        "other": other[0],
        "error": comparison.error,
        "title": one[1],
        "other_title": other[1],
        "reasons": str(comparison).splitlines(),
    }
