"""Split a page into segments, from the opening values of a card to its closing values.

Most segments are made of stretches of the same forms. Such segments share a shape, which is computed once: which of
their lines are titles and abstracts, and where their values are.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from attrs import define, field, frozen

from .._engine import line_re as re
from ..tokens.kinds import ABSTRACTS, ALL_MARKED, NAME, SHORT_TITLE, TITLES
from ..tokens.markup import user_name
from ..tokens.phrases import LONG
from .blocks import block_length
from .card import VALUE_FIELDS, Shown
from .stretches import OPENING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from ..tokens.lexer import Lines
    from ..tokens.phrases import Token
    from .blocks import Block
    from .card import Draft
    from .stretches import Names, Stretches


@define
class Segment:
    """The tokens from the opening values of a card to its closing values; several cards if no values separate them.

    ``ended`` means that the segment ends only because of the looks of the texts that follow.
    """

    opening: dict[str, Token] = field(factory=dict)
    blocks: list[Block] = field(factory=list)
    closing: dict[str, Token] = field(factory=dict)
    ended: bool = False

    @property
    def profile(self) -> Profile:
        """Its summary."""
        return _profile(self.opening, self.blocks, self.closing)

    @property
    def last_text(self) -> str:
        """The words on the last line of the last text."""
        return self.blocks[-1][-1].words

    @property
    def lines(self) -> list[str]:
        """The lines of the texts that have just one line."""
        return [block[0].raw for block in self.blocks if len(block) == 1]

    def unfolded(self) -> Segment:
        """Return the segment with its tokens: itself."""
        return self


class Profile(NamedTuple):
    """A summary of a segment: its number of texts (at most 3), whether one is long, and which values it has."""

    texts: int
    long: bool
    dated: bool
    signed: bool
    submitted: bool
    opened: bool
    closed: bool


def _profile(opening: Collection[str], blocks: Sequence[Block], closing: Collection[str]) -> Profile:
    return Profile(
        min(len(blocks), 3),
        any(block_length(block) >= LONG for block in blocks),
        "published" in closing,
        "author_count" in closing,
        "submitted" in opening,
        bool(opening),
        bool(closing),
    )


Spot: TypeAlias = "tuple[int, int]"
"""The place of a token: a line of its stretch (negative for the stretch before), and the index on that line."""

_USUAL: Final = re.compile(f"{TITLES}{ABSTRACTS}?")
_NAMED: Final = re.compile(f"{TITLES}{ABSTRACTS}?[{SHORT_TITLE}{NAME}]")
"""The looks of a title, an abstract and the name of an organization, for which no other roles cost less."""

_KNOWN: Final = 1024
"""The maximum number of shapes in the cache."""


@frozen(kw_only=True, eq=False)
class Shape:
    """The properties that all segments made of stretches of the same forms share.

    ``names`` belong to the stretch of the segment, and ``opening`` to the stretch before, which has the opening values.
    ``lines`` are the lines of the texts, or of the title alone. ``title``, ``abstract`` and ``organization`` are the
    lines that contain these (-1 for none). ``first`` and ``last`` are the ends of the segment. ``fields`` are the
    places of the values of a paper's fields, ``called`` those of an organization or a user. ``usual`` means that the
    looks of the texts show which is which, ``marked`` that they may have markup.
    """

    opening: Names | None
    names: Names
    lines: Sequence[int]
    profile: Profile
    shown: Shown
    usual: bool
    marked: bool
    title: int
    abstract: int
    organization: int
    values: Mapping[str, Spot]
    called: Sequence[tuple[str, int, int]]
    fields: Sequence[tuple[str, int, int]]
    first: Spot
    last: Spot


@lru_cache(_KNOWN)
def _shape_of(before: Names | None, names: Names) -> Shape:
    """Return the shape of segments with these names that begin with the opening values of ``before``."""
    form = names.form
    closing = {name: form.spots[at] for name, at, _ in names.closing}
    values = {**(_spots_before(before) if before else {}), **closing}
    lines = [form.spots[start][0] for _, start, _ in names.texts]
    looks = "".join(form.signs[line] for line in lines)
    usual = _USUAL.fullmatch(looks) is not None
    named = "author_count" not in closing and _NAMED.fullmatch(looks) is not None
    if named:  # a card with an abstract ends with values; without one, a title may continue on the next line
        named = bool(closing) if len(lines) > 2 else bool(values) and lines[1] > lines[0] + 1
    title, abstract, *_ = *(lines[:-1] if named else lines), -1, -1
    called = [("organization", lines[-1], 0)] if named else []
    if "submitted_by" in values:
        called.append(("submitted_by", *values["submitted_by"]))
    spots = [*values.values(), *((line, 0) for line in lines)]
    blocks = [form.tokens[start:end] for _, start, end in names.texts]
    return Shape(
        opening=before,
        names=names,
        lines=lines[:1] if usual or named else lines,
        profile=_profile([name for name, *_ in before.opening] if before else (), blocks, closing),
        shown=Shown(title=True, abstract=abstract >= 0, organization=named, values=frozenset(values)),
        usual=usual or named,
        marked=not set(ALL_MARKED).isdisjoint(looks),
        title=title,
        abstract=abstract,
        organization=lines[-1] if named else -1,
        values=values,
        called=tuple(called),
        fields=tuple((VALUE_FIELDS[name], *values[name]) for name in VALUE_FIELDS if name in values),
        first=min(spots),
        last=max(spots),
    )


def _spots_before(names: Names) -> dict[str, Spot]:
    """Return the places of the opening values in the stretch before."""
    form = names.form
    spots = [(name, *form.spots[at]) for name, at, _ in names.opening]
    return {name: (line - form.lines, piece) for name, line, piece in spots}


class Alike(NamedTuple):
    """A segment whose shape is shared with others; its tokens are looked up only when they are needed.

    If the roles of its texts are clear, it is used as a card, too. ``at`` is the line where its stretch begins.
    """

    body: Lines
    shape: Shape
    at: int

    @property
    def profile(self) -> Profile:
        """Its summary."""
        return self.shape.profile

    @property
    def ended(self) -> bool:
        """Whether it ends only because of the looks of the texts that follow."""
        return self.shape.names.form.ended

    @property
    def shown(self) -> Shown:
        """Which parts it has."""
        return self.shape.shown

    @property
    def words(self) -> tuple[str, str | None]:
        """The words of its title and its abstract, with their markup."""
        body, at, shape = self.body, self.at, self.shape
        words = body.words if shape.marked else body.texts.__getitem__
        return words(at + shape.title), words(at + shape.abstract) if shape.abstract >= 0 else None

    def draft(self) -> Draft:
        """Return its values by the paper's fields, its texts with their markup, and its place in the text."""
        body, shape, at = self
        said = body.said
        draft: Draft = {name: said[at + line].pieces[piece][1] for name, line, piece in shape.fields}
        draft["title"], draft["abstract"] = self.words
        for name, line, piece in shape.called:
            draft[name] = user_name(body.texts[at + line], *body.ends(at + line, piece))
        line, piece = shape.first
        draft["line"], start = body.start(at + line, piece)
        line, piece = shape.last
        draft["span"] = start, body.end(at + line, piece)
        return draft

    @property
    def start(self) -> int:
        """The offset at which its first line begins."""
        return self.body.offsets(self.at + self.shape.first[0])[0]

    @property
    def line(self) -> int:
        """The number of its first line."""
        return self.body.numbers[self.at + self.shape.first[0]]

    @property
    def title_start(self) -> int:
        """The offset of the first line of its title."""
        return self.body.offsets(self.at + self.shape.title)[0]

    @property
    def abstract_lines(self) -> Iterator[tuple[int, int]]:
        """The offsets of the lines of the abstract, each with the column at which the abstract starts on it."""
        lines = self.body.offsets(self.at + self.shape.abstract) if self.shape.abstract >= 0 else ()
        return ((offset, 0) for offset in lines)

    def _block(self, spot: Spot) -> Block:
        line, piece = spot
        return self.body.block(self.at + line, piece)

    @property
    def top(self) -> Token:
        """The first token of the title."""
        return self.title[0]

    @property
    def title(self) -> Block:
        """The tokens of the title."""
        return self._block((self.shape.title, 0))

    @property
    def abstract(self) -> list[Block]:
        """The tokens of the abstract, if there is one."""
        return [self._block((self.shape.abstract, 0))] if self.shape.abstract >= 0 else []

    @property
    def organization(self) -> Block:
        """The tokens of the organization, if there is one."""
        return self._block((self.shape.organization, 0)) if self.shape.organization >= 0 else []

    @property
    def values(self) -> dict[str, Token]:
        """Its values by name."""
        return {name: self._block(spot)[0] for name, spot in self.shape.values.items()}

    @property
    def ends(self) -> tuple[Token, Token]:
        """Its first and its last token, in text order."""
        return self._block(self.shape.first)[0], self._block(self.shape.last)[-1]

    @property
    def last_text(self) -> str:
        """The words of the last text."""
        names = self.shape.names
        line, piece = names.form.spots[names.texts[-1][1]]
        return self.body.words(self.at + line, piece)

    @property
    def lines(self) -> list[str]:
        """The lines of its texts, or of the title alone if the roles of the texts are clear."""
        texts, at = self.body.texts, self.at
        return [texts[at + line] for line in self.shape.lines]

    def unfolded(self) -> Segment:
        """Return the segment with its tokens."""
        before, names, values = self.shape.opening, self.shape.names, self.values
        opening = {name: values[name] for name, *_ in before.opening} if before else {}
        blocks = [self._block(names.form.spots[at]) for _, at, _ in names.texts]
        return Segment(opening, blocks, {name: values[name] for name, *_ in names.closing})


_BEGINNING: Final = frozenset({"submitted", "upvotes"})
"""The values at the top of a card."""


def _same_words(block: Block, other: Block) -> bool:
    return block[0].raw == other[0].raw and [token.raw for token in block] == [token.raw for token in other]


def find_segments(
    stretches: Stretches, named: Iterable[tuple[Names, int]], strays: list[Token]
) -> Iterator[Segment | Alike]:
    """Iterate over the segments of a page.

    A segment ends before a text that follows closing values, before an opening value that follows a text or closing
    values, and before a second, different value of the same name. It also ends between an abstract and a title if their
    looks show that. The second of two equal texts or values is a stray.
    """
    body, segment = stretches.body, Segment()
    begun: tuple[Names | None, int] = None, 0
    for names, at in named:
        if (
            names.alike
            and (segment.closing or not (segment.opening or segment.blocks))
            and not (names.twins and _doubled(names, body.texts, at))
        ):
            if segment.closing:
                yield segment
                segment = Segment()
            yield Alike(body, _shape_of(begun[0], names), at)
            begun = (names, at) if names.opening else (None, 0)
            continue
        segment.opening |= _opening(stretches, *begun)
        begun = None, 0
        for name, block in stretches.blocks(names, at):
            if _begins(segment, name, block[0]):
                yield segment
                segment = Segment()
            _add(segment, name, block, strays)
        if names.alike and names.opening:
            segment, begun = Segment(), (names, at)
        elif names.form.ended:
            segment.ended = True
            yield segment
            segment = Segment()
    segment.opening |= _opening(stretches, *begun)
    if segment != Segment():
        yield segment


def _opening(stretches: Stretches, names: Names | None, at: int) -> dict[str, Token]:
    if names is None:
        return {}
    return {name: block[0] for name, block in stretches.blocks(names, at) if name in OPENING}


def _doubled(names: Names, lines: Sequence[str], at: int) -> bool:
    """Whether two successive texts may be the same."""
    return any(lines[at + one] == lines[at + other] for one, other in names.twins)


def _begins(segment: Segment, name: str, token: Token) -> bool:
    """Whether ``token`` belongs to the next segment."""
    if name == "text":
        return bool(segment.closing)
    if name in _BEGINNING:
        return bool(segment.blocks or segment.closing or name in segment.opening)
    return name in segment.closing and token.value not in {None, segment.closing[name].value}


def _add(segment: Segment, name: str, block: Block, strays: list[Token]) -> None:
    """Add a text or a value to a segment."""
    if name == "text":
        if segment.blocks and _same_words(segment.blocks[-1], block):
            strays.extend(block)
        else:
            segment.blocks.append(block)
    elif name in OPENING:
        segment.opening[name] = block[0]
    elif name == "stray" or (block[0].value is not None and name in segment.closing):
        strays.append(block[0])
    else:
        segment.closing[name] = block[0]
