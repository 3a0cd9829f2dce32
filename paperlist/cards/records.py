"""Split a page into records, each from the opening values of a card to its closing values.

A record is one card, or several cards if no values separate them. What its kinds show is computed once for all records
with the same kinds.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from .._attrs import evolve
from .._engine import line_re as re
from ..tokens.kinds import ABSTRACTS, CLOSING, LONG_TEXTS, OPENING, TEXTS, TITLES, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..tokens.token import Token
    from .blocks.block import Blocks

_PAIR: Final = f"[{TITLES}][{ABSTRACTS}]"

_RECORD: Final = re.compile(
    rf"""(?x)
    (?: {Kind.SUBMITTED} {Kind.USER}? {Kind.UPVOTES}? | {Kind.UPVOTES} (?: {Kind.SUBMITTED} {Kind.USER}? )?
      | {Kind.USER} {Kind.UPVOTES}? )?
    (?: {_PAIR} (?={_PAIR}) | [{TEXTS}]* )
    [{CLOSING}]*
    """
)
"""A record. A title with its abstract is a whole record if another pair follows."""

_TWO_TEXTS: Final = re.compile(rf"[{TEXTS}](?=[{TEXTS}])")
_UNASSIGNED: Final = str(Kind.UNASSIGNED)
_MOST_TEXTS: Final = 3
"""A record with this many texts counts like one with more."""

MOST_KINDS: Final = 64
"""What the kinds of a longer record show is not kept."""

_MOST_KNOWN: Final = 1024


class Profile(NamedTuple):
    """What the kinds of a record show: its number of texts (at most 3), whether one is long, and which values it has.

    ``doubled`` means that a closing value occurs twice. ``ended`` means that it has no closing values, and is a record
    only because the looks of its texts show that they are a title and an abstract.
    """

    kinds: str
    texts: int
    long: bool
    dated: bool
    signed: bool
    submitted: bool
    opened: bool
    closed: bool
    doubled: bool
    ended: bool


def _profile(kinds: str) -> Profile:
    texts = [kind for kind in kinds if kind in TEXTS]
    closing = [kind for kind in kinds if kind in CLOSING and kind != str(Kind.DOT)]
    closed = kinds[-1:] in tuple(CLOSING)
    return Profile(
        kinds=kinds,
        texts=min(len(texts), _MOST_TEXTS),
        long=any(kind in LONG_TEXTS for kind in texts),
        dated=str(Kind.DATE) in kinds,
        signed=str(Kind.AUTHORS) in kinds or str(Kind.ORGANIZATION) in kinds,
        submitted=str(Kind.SUBMITTED) in kinds,
        opened=kinds[:1] in tuple(OPENING),
        closed=closed,
        doubled=len(set(closing)) < len(closing),
        ended=not closed and _ENDS_WITH_PAIR.search(kinds) is not None,
    )


_ENDS_WITH_PAIR: Final = re.compile(f"{_PAIR}$")
_known_profile = lru_cache(_MOST_KNOWN)(_profile)


def profile_of(kinds: str) -> Profile:
    """Return what the kinds of a record show."""
    return (_known_profile if len(kinds) <= MOST_KINDS else _profile)(kinds)


class Record(NamedTuple):
    """A record: the profile of its kinds, and the index of the first token of each of its blocks."""

    profile: Profile
    each: list[int]

    @property
    def kinds(self) -> str:
        """The letters of its blocks."""
        return self.profile.kinds

    @property
    def texts(self) -> list[int]:
        """The indexes of its texts."""
        return [at for at, kind in zip(self.each, self.kinds, strict=True) if kind in TEXTS]


def record(kinds: str, each: list[int]) -> Record:
    """Return the record with these kinds."""
    return Record(profile_of(kinds), each)


def read_records(blocks: Blocks, unassigned: list[Token]) -> list[Record]:
    """Return the records of a page. The second of two equal texts or values belongs to none."""
    blocks = _without_unassigned(blocks, unassigned)
    kinds, each = blocks.kinds, blocks.each
    found: list[Record] = []
    for match in _RECORD.finditer(kinds):
        start, end = match.span()
        if start == end:
            continue
        profile = profile_of(kinds[start:end])
        if profile.doubled:
            found += _split(blocks, profile.kinds, each[start:end], unassigned)
        else:
            found.append(Record(profile, each[start:end]))
    return _with_ends(found) if str(Kind.SUBMITTED) in kinds else found


_BEGUN: Final = re.compile(rf"{Kind.SUBMITTED}{Kind.USER}?[{TEXTS}]+")
_END_OF_CARD: Final = re.compile(rf"{Kind.UPVOTES}{Kind.NAME}?[{CLOSING}]*")


def _with_ends(records: list[Record]) -> list[Record]:
    """Return the records; one without a submitter and a title is the end of the card before it, which has no values.

    On a printed page, the upvotes beside such a card may be below the end of the sheet.
    """
    ends = {kinds for kinds in {one.profile.kinds for one in records} if _END_OF_CARD.fullmatch(kinds)}
    if not ends:
        return records
    found: list[Record] = []
    for one in records:
        if found and one.kinds in ends and _BEGUN.fullmatch(found[-1].kinds):
            before = found.pop()
            texts = len(before.kinds) - len(before.texts)
            kinds = before.kinds[:texts] + one.kinds[:1] + before.kinds[texts:] + one.kinds[1:]
            found.append(record(kinds, before.each[:texts] + one.each[:1] + before.each[texts:] + one.each[1:]))
        else:
            found.append(one)
    return found


def _without_unassigned(blocks: Blocks, unassigned: list[Token]) -> Blocks:
    """Return the blocks without values that belong to no card, and without texts that repeat the line before them."""
    kinds, each = blocks.kinds, blocks.each
    gone = set(_repeated(blocks))
    if _UNASSIGNED in kinds:
        gone.update(i for i, kind in enumerate(kinds) if kind == _UNASSIGNED)
    if not gone:
        return blocks
    unassigned += [blocks.tokens.token(line) for i in sorted(gone) for line in blocks.lines(each[i])]
    kept = [i for i in range(len(kinds)) if i not in gone]
    return evolve(blocks, kinds="".join([kinds[i] for i in kept]), each=[each[i] for i in kept])


def _repeated(blocks: Blocks) -> Iterator[int]:
    """Iterate over the places of the texts that repeat the line before them."""
    each, lines = blocks.each, blocks.tokens.lines
    for pair in _TWO_TEXTS.finditer(blocks.kinds):
        one, other = each[pair.start()], each[pair.start() + 1]
        # The lines are equal if these are two lines, and if they are two parts of one.
        if lines[one][0] == lines[other][0] and blocks.words(one) == blocks.words(other):
            yield pair.start() + 1


def _split(blocks: Blocks, kinds: str, each: Sequence[int], unassigned: list[Token]) -> Iterator[Record]:
    """Split a record before the second, different value of the same kind."""
    shown: dict[str, object] = {}
    letters_so_far, so_far = "", list[int]()
    for kind, at in zip(kinds, each, strict=True):
        if kind in CLOSING:
            value = blocks.tokens.value(at)
            if kind in shown and value is not None:
                if value == shown[kind]:
                    unassigned.append(blocks.tokens.token(at))
                    continue
                yield record(letters_so_far, so_far)
                letters_so_far, so_far, shown = "", [], {}
            shown[kind] = value
        letters_so_far += kind
        so_far.append(at)
    yield record(letters_so_far, so_far)
