r"""Make hard negatives: from each paper another one that looks much like it, but is not the same.

========== ==================================================================================================
kind       the other paper
========== ==================================================================================================
sequel     has ``2``, ``II``, ``v2``, ``2.0``, ``Part II`` or the like in its title
parts      both are parts of one work
erratum    is a correction, with the same abstract after a sentence
comment    is a comment, a reply or a discussion, with the beginning of the same abstract
retraction is a retraction notice
survey     is a survey or a benchmark on the subject
denial     has ``not``, ``without`` or ``free`` in its title
opposite   has the opposite of a word of the title
size       has another number in its title
sibling    has another word for one of the title
subtitle   has the same name, and another subtitle
template   has another beginning of its title
edition    has ``Mini``, ``Pro`` or ``Large`` after its name
sign       has ``+`` or ``#`` after its name
namesake   has the same short title, and another abstract
generic    has the same generic title, and another abstract
companion  is by the same authors, of the same day, and has another word in title and abstract
========== ==================================================================================================

The other paper has, unless something else is written above, a part of the abstract (0 to 70 %), another day, and in
two of three cases another number of authors. Half of the pairs show neither days nor authors.
"""

# ruff: noqa: S311 - there is no secret
from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Row = dict[str, Any]

OPPOSITES = (("Northern", "Southern"), ("Supervised", "Unsupervised"), ("Online", "Offline"), ("Static", "Dynamic"))
SEQUELS = ("{} 2", "{} II", "{}, Part II", "{} v2", "{} 2.0", "{}: Part Two", "{} Two", "{} III")
COMMENTS = ("Comment on {}", "Comments on '{}'", "Reply to {}", "Response to: {}", "Discussion on {}")
CORRECTIONS = ("Erratum: {}", "Correction to: {}", "Erratum to {}", "{} (Corrigendum)", "[Correction] {}")
RETRACTIONS = ("Retraction: {}", "[Retracted] {}", "Retraction Note to: {}", "Withdrawn: {}")
SURVEYS = ("A Survey of {}", "Benchmarking {}", "{}: A Benchmark", "{}: A Survey", "A Review of {}")
GENERIC = ("Introduction", "Technical Report", "A Survey", "Editorial", "Towards a New Framework")
DENIALS = (("with", "without"), ("", "Not"), ("", "Without"))


def _words(title: str) -> list[str]:
    return title.split()


def _swapped(rng: random.Random, title: str, other: str) -> str:
    """Return a title with a long word of another title instead of one of its own."""
    mine = _words(title)
    places = [place for place, word in enumerate(mine) if len(word) >= 5]
    theirs = [word for word in _words(other) if len(word) >= 5 and word.lower() not in title.lower()]
    if not places or not theirs:
        return f"{title} {other}"
    mine[rng.choice(places)] = rng.choice(theirs)
    return " ".join(mine)


def _sibling(rng: random.Random, title: str, other: str) -> tuple[str, str]:
    return title, _swapped(rng, title, other)


def _named(title: str) -> tuple[str, str]:
    name, colon, rest = title.partition(": ")
    return (name, rest) if colon else (_words(title)[0], title)


def _sequel(rng: random.Random, title: str, _: str) -> tuple[str, str]:
    name, rest = _named(title)
    form = rng.choice(SEQUELS)
    if rng.random() < 0.5:
        return f"{name}: {rest}", f"{form.format(name)}: {rest}"
    return title, form.format(title)


def _parts(rng: random.Random, title: str, _: str) -> tuple[str, str]:
    one, other = rng.choice((("I", "II"), ("1", "2"), ("A", "B"), ("One", "Two"), ("III", "IV")))
    word = rng.choice(("Part", "Volume", "Chapter"))
    return f"{title}, {word} {one}", f"{title}, {word} {other}"


def _formatted(forms: tuple[str, ...]) -> Callable[[random.Random, str, str], tuple[str, str]]:
    return lambda rng, title, _: (title, rng.choice(forms).format(title))


def _denial(rng: random.Random, title: str, _: str) -> tuple[str, str]:
    before, after = rng.choice(DENIALS)
    words = _words(title)
    place = rng.randrange(1, max(2, len(words)))
    affirmed, denied = list(words), list(words)
    affirmed[place:place] = [before] if before else []
    denied[place:place] = [after]
    return " ".join(affirmed), " ".join(denied)


def _opposite(rng: random.Random, title: str, _: str) -> tuple[str, str]:
    one, other = rng.choice(OPPOSITES)
    words = _words(title)
    place = rng.randrange(len(words))
    return " ".join([*words[:place], one, *words[place:]]), " ".join([*words[:place], other, *words[place:]])


def _size(rng: random.Random, title: str, _: str) -> tuple[str, str]:
    one, other = rng.sample(("7B", "70B", "13B", "3D", "4D", "100", "500"), 2)
    return f"{one} {title}", f"{other} {title}"


def _subtitle(_: random.Random, title: str, other: str) -> tuple[str, str]:
    name, rest = _named(title)
    return f"{name}: {rest}", f"{name}: {_named(other)[1]}"


def _template(rng: random.Random, title: str, other: str) -> tuple[str, str]:
    words = _words(title)
    half = max(1, len(words) // 2)
    return title, " ".join([*_words(other)[: rng.randint(1, 3)], *words[half:]])


def _edition(rng: random.Random, title: str, _: str) -> tuple[str, str]:
    name, rest = _named(title)
    return f"{name}: {rest}", f"{name} {rng.choice(('Mini', 'Pro', 'Large'))}: {rest}"


def _sign(rng: random.Random, title: str, _: str) -> tuple[str, str]:
    name, rest = _named(title)
    return f"{name}: {rest}", f"{name}{rng.choice('+#')}: {rest}"


def _namesake(_: random.Random, title: str, __: str) -> tuple[str, str]:
    short = " ".join(_words(title)[:2])
    return short, short


def _generic(rng: random.Random, title: str, _: str) -> tuple[str, str]:
    generic = rng.choice((*GENERIC, _words(title)[0][:4]))
    return generic, generic


KINDS: dict[str, Callable[[random.Random, str, str], tuple[str, str]]] = {
    "sequel": _sequel,
    "parts": _parts,
    "erratum": _formatted(CORRECTIONS),
    "comment": _formatted(COMMENTS),
    "retraction": _formatted(RETRACTIONS),
    "survey": _formatted(SURVEYS),
    "denial": _denial,
    "opposite": _opposite,
    "size": _size,
    "sibling": _sibling,
    "subtitle": _subtitle,
    "template": _template,
    "edition": _edition,
    "sign": _sign,
    "namesake": _namesake,
    "generic": _generic,
    "companion": _sibling,
}


def _abstract(rng: random.Random, kind: str, mine: str, other: str) -> str:
    """Return the abstract of the other paper."""
    if kind == "erratum":
        return f"In the paper of this title, a table had wrong numbers. {mine}"
    share = 0.0 if kind in ("namesake", "generic") else rng.choice((0.0, 0.3, 0.5, 0.7))
    return mine[: int(share * len(mine))].rpartition(" ")[0] + " " + other[int(share * len(other)) :]


def _on_their_subjects(titles: tuple[str, str], abstracts: list[str]) -> Iterator[str]:
    """Yield two abstracts with the words in which their titles differ, each with its own instead of the other's."""
    one, other = (sorted(set(_words(title)) - set(_words(against))) for title, against in (titles, titles[::-1]))
    for mine, theirs, abstract in zip((one, other), (other, one), abstracts, strict=True):
        changed = abstract
        for word, instead in zip(theirs, mine, strict=False):
            changed = changed.replace(word.lower(), instead.lower())
        yield f"We study {' '.join(mine)}. {changed}"


def _day(rng: random.Random) -> str:
    return f"20{rng.randrange(20, 26)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"


def siblings(rows: list[Row], count: int, seed: int = 1) -> list[tuple[str, Row, Row]]:
    """Return ``count`` pairs of different papers of each kind, with the kind, made from rows with abstracts."""
    rng = random.Random(seed)
    found: list[tuple[str, Row, Row]] = []
    for kind, make in KINDS.items():
        for number in range(count):
            base, another = rng.sample(rows, 2)
            titles = make(rng, base["title"], another["title"])
            authors = rng.randrange(1, 20)
            others = authors if rng.random() < 1 / 3 else rng.randrange(1, 20)
            shown = rng.random() < 0.5
            abstracts = [base["abstract"], _abstract(rng, kind, base["abstract"], another["abstract"])]
            days = [_day(rng), _day(rng)]
            if kind == "companion":
                shown, others, days = True, authors, days[:1] * 2
                abstracts = list(_on_their_subjects(titles, abstracts))
            pair = [
                {
                    "paper": f"{kind} {number} {side}",
                    "title": title,
                    "abstract": abstracts[side],
                    "author_count": (authors, others)[side] if shown else None,
                    "published": days[side] if shown else None,
                }
                for side, title in enumerate(titles)
            ]
            found.append((kind, pair[0], pair[1]))
    return found
