"""Split a page into stretches, and find those that are alike.

A page repeats itself. It is cut between values and the text after them, and before what looks like a title and its
abstract, so that a stretch is mostly one card, or the end of a card and the beginning of the next. Stretches with the
same signs have the same form, and the meaning of their tokens is computed once per form.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, chain, pairwise, zip_longest
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import define, field, frozen

from .._engine import line_re as re
from ..tokens.kinds import (
    ABSTRACTS,
    AIMS,
    AUTHORS,
    BARE,
    CLOSING,
    DOT,
    LINK,
    MARK,
    PLAIN_TO_ABSTRACT,
    SUBMITTED,
    TEXTS,
    TITLES,
    UNSURE_COUNTS,
    UNSURE_LINES,
    UNSURE_USERS,
    USERS,
    WORDS,
)
from ..tokens.phrases import LONG, Token
from .blocks import block_length, read_items, without_bullets
from .values import begun, find_names, item_order, may_be_glued, opens_with_upvotes, without_glue
from .wrapping import are_dense, find_wrapping, join_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from ..tokens.lexer import Lines
    from ..tokens.links import Aim
    from .blocks import Block, Item

Named: TypeAlias = "tuple[str, int, int]"
"""The name of an item, and its tokens within the stretch: from one index up to, but not including, another."""

_TO_ABSTRACT: Final = rf"(?: (?<={TITLES}) \n\n+ {ABSTRACTS} | {PLAIN_TO_ABSTRACT} )"
_PAIR: Final = rf"{TITLES} {_TO_ABSTRACT} \n"
_PLAIN_PAIR: Final = rf"{TITLES} {PLAIN_TO_ABSTRACT} \n"
_CUT: Final = re.compile(
    rf"""(?x)
    [{CLOSING}{SUBMITTED}{TITLES.strip("[]")}]  # all begin with one of these, which are found faster
    (?: (?: (?<=[{CLOSING}]) | (?<={SUBMITTED}) [{MARK}\n]* [{USERS}] ) \n (?= [{BARE}\n]* [{WORDS}] )
      | {_TO_ABSTRACT} \n (?= \n+ {_PAIR} )
      | {PLAIN_TO_ABSTRACT} \n (?= {_PLAIN_PAIR} )
    )
    """
)
"""Where to cut: a text follows a value or a submitter's name, or a title and abstract follow another pair."""

_ENDS: Final = tuple(f"{sign}\n" for sign in ABSTRACTS.strip("[]"))
"""Ends of a stretch whose last line is the abstract of a card."""

_UNSURE: Final = re.compile(
    rf"""(?x)
    [{UNSURE_COUNTS}]
  | {SUBMITTED} [{MARK}\n]* [{UNSURE_USERS}]
  | [{WORDS}] \n [{UNSURE_LINES}{LINK}]
  | [{UNSURE_LINES}] \n [{WORDS}]
    """
)
"""Signs that do not show everything that is needed to read the tokens."""

_SIGNATURE: Final = re.compile(f"[{TEXTS}][{AUTHORS}{DOT}]")
_DOTTED: Final = re.compile(f"{AUTHORS}\n*[{DOT}]")

OPENING: Final = ("submitted", "upvotes", "submitted_by")
"""The values at the start of a card, if it has them; ``upvoted`` is the count of upvotes below its texts."""

_REGULAR: Final = re.compile("t+c*o*")


@define(eq=False)
class Form:
    """The properties that stretches with the same signs share.

    ``tokens`` and ``items`` belong to one of these stretches, as an example. ``parts`` are the ranges of ``tokens``
    that make up the items. ``spots`` are the places of the tokens: the line, and the index on it. ``lines`` is the
    number of lines; ``signs`` has the signs of each line if the form is ``shared``. ``ended`` means that the last line
    is the abstract of a card.

    ``order`` has a letter for each item. ``lead`` describes the first item: a value, a text, or a long text alone.
    ``texts`` is the number of texts, ``spaced`` that of texts after blank lines, ``begun`` that of texts that begin
    like counts.
    """

    tokens: list[Token]
    items: Sequence[Item]
    parts: Sequence[tuple[int, int]]
    lines: int
    ended: bool
    signs: Sequence[str] = ()
    spots: list[tuple[int, int]] = field(init=False)
    lead: str = field(init=False)
    order: str = field(init=False)
    begun: int = field(init=False)
    texts: int = field(init=False)
    spaced: int = field(init=False)
    _names: dict[tuple[str, bool, bool], Names] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        texts = [item for item in self.items if isinstance(item, list)]
        self.texts, self.spaced = len(texts), sum(text[0].gap for text in texts)
        self.lead = _lead(self.items)
        self.spots = [(line, i) for line, signs in enumerate(self.signs) for i in range(len(signs))]
        self.order = item_order(self.items)
        self.begun = begun(self.items)

    @property
    def shared(self) -> bool:
        """Whether other stretches may have the same form."""
        return bool(self.signs)

    def names(self, after: Form | None, leads_to: Callable[[Token], Aim], *, upvotes: bool, spaced: bool) -> Names:
        """Return the names of the items if this is followed by a stretch of the form ``after``."""
        lead = after.lead if after else ""
        found = self._names.get((lead, upvotes, spaced))
        if found is None:
            if self.shared:
                leads_to = self._aims()
            items = [*self.items, *(after.items[:2] if after else ())]
            names = [name for name, _ in find_names(items, leads_to, upvotes=upvotes, spaced=spaced)]
            found = Names.of(self, [(name, *part) for name, part in zip(names, self.parts, strict=False)])
            self._names[lead, upvotes, spaced] = found
        return found

    def _aims(self) -> Callable[[Token], Aim]:
        """Return a function for the targets of links, by the signs of tokens: another page may list other addresses."""
        signs = {id(token): sign for token, sign in zip(self.tokens, "".join(self.signs), strict=True)}
        return lambda token: AIMS.get(signs.get(id(token), ""), "")


def _lead(items: Sequence[Item]) -> str:
    """Return the kind of the first item of a stretch; the name of a value before the stretch depends on it."""
    if not items or not isinstance(items[0], list):
        return "value" if items else ""
    alone = not (len(items) > 1 and isinstance(items[1], list))
    return "long" if alone and block_length(items[0]) >= LONG else "text"


@frozen(eq=False)
class Names:
    """The names of the items of a stretch, each with its tokens.

    ``alike`` means that segments of this stretch can share a shape: the form is shared, and its texts are followed by
    closing values of the card, then by opening values of the next, none of them twice. There may be no values if the
    looks of the texts show that they are a card. ``twins`` are pairs of lines whose texts may be equal.
    """

    form: Form
    named: tuple[Named, ...]
    texts: tuple[Named, ...]
    closing: tuple[Named, ...]
    opening: tuple[Named, ...]
    alike: bool
    twins: list[tuple[int, int]]

    @classmethod
    def of(cls, form: Form, named: Iterable[Named]) -> Names:
        """Return the names for items in text order."""
        every = tuple(named)
        order = "".join("t" if name == "text" else "o" if name in OPENING else "c" for name, *_ in every)
        texts, values = order.count("t"), order.count("c")
        alike = form.shared and _REGULAR.fullmatch(order) is not None
        if alike:
            names = [name for name, *_ in every[texts:]]
            alike = len(set(names)) == len(names) and "stray" not in names and (bool(names) or form.ended)
        twins: list[tuple[int, int]] = []
        if alike:
            lines = [form.spots[start][0] for _, start, _ in every[:texts]]
            twins = [pair for pair in pairwise(lines) if form.signs[pair[0]] == form.signs[pair[1]]]
        return cls(form, every, every[:texts], every[texts : texts + values], every[texts + values :], alike, twins)


@frozen
class Stretches:
    """The stretches of a page's cards, and the width at which its lines were wrapped."""

    body: Lines
    forms: list[Form]
    width: int | None = None

    @property
    def run_on(self) -> bool:
        """Whether titles and abstracts share lines."""
        return _titles_run_on(self.body.signs)

    @property
    def items(self) -> list[Item]:
        """The items of the page; those of a shared form may come from another stretch of that form."""
        return list(chain.from_iterable([form.items for form in self.forms]))

    @property
    def upvotes(self) -> bool:
        """Whether cards open with their upvotes."""
        return opens_with_upvotes("".join([form.order for form in self.forms]))

    @property
    def spaced(self) -> bool:
        """Whether most texts follow blank lines; in some layouts only abstracts do."""
        times = Counter(self.forms).items()
        return sum(form.spaced * n for form, n in times) * 3 >= sum(form.texts * n for form, n in times) * 2

    def named(self, leads_to: Callable[[Token], Aim], *, upvotes: bool, spaced: bool) -> Iterator[tuple[Names, int]]:
        """Iterate over the names of each stretch's items, with the line where it begins."""
        at = 0
        for form, after in zip_longest(self.forms, self.forms[1:]):
            yield form.names(after, leads_to, upvotes=upvotes, spaced=spaced), at
            at += form.lines

    def blocks(self, names: Names, at: int) -> Iterator[tuple[str, Block]]:
        """Iterate over the names of the items of the stretch at line ``at``, each with its tokens."""
        form = names.form
        if not form.shared:
            for name, start, end in names.named:
                yield name, form.tokens[start:end]
            return
        read, parts = -1, []
        for name, start, _ in names.named:
            line, piece = form.spots[start]
            if line != read:
                read, parts = line, self.body.parts(at + line, at + line + 1)
            yield name, self.body.block(at + line, piece, parts)


_KNOWN: Final = 512
"""The maximum number of forms in the cache."""

_known: dict[str, Form] = {}


def _form(signs: str, body: Lines, at: int, width: int | None) -> Form:
    """Return the form of the stretch with these signs at line ``at``."""
    stop = at + signs.count("\n")
    if body.odd or _UNSURE.search(signs):
        tokens = without_bullets(body.parts(at, stop))
        return _own(list(read_items(tokens, width, run_on=False, dense=False)), signs)
    tokens = body.tokens(at, stop)
    items = list(read_items(without_bullets(tokens), None, run_on=False, dense=False))
    places = {token[:2]: i for i, token in enumerate(tokens)}
    ends = [(item[0], item[-1]) if isinstance(item, list) else (item, item) for item in items]
    parts = [(places[first[:2]], places[last[:2]] + 1) for first, last in ends]
    lines = signs.split("\n")[:-1]
    return Form(tokens, items, parts, len(lines), signs.endswith(_ENDS), lines)


def _own(items: Sequence[Item], signs: str) -> Form:
    """Return the form of a stretch that consists of these items and is not shared."""
    blocks = [item if isinstance(item, list) else [item] for item in items]
    ends = accumulate(map(len, blocks), initial=0)
    tokens = list(chain.from_iterable(blocks))
    return Form(tokens, items, list(pairwise(ends)), signs.count("\n"), signs.endswith(_ENDS))


def _forms(body: Lines, width: int | None) -> Iterator[Form]:
    """Iterate over the forms of a page's stretches."""
    at, page = 0, body.signs
    known = {} if body.odd else _known
    cuts = [0, *[found.end() for found in _CUT.finditer(page)], len(page)]
    for start, end in pairwise(cuts):
        signs = page[start:end]
        form = known.get(signs)
        if form is None:
            form = _form(signs, body, at, width)
            if form.shared:
                if len(_known) >= _KNOWN:
                    _known.clear()
                _known[signs] = form
        yield form
        at += form.lines


def _titles_run_on(signs: str) -> bool:
    """Whether most authors and dots follow a text on the same line: then titles and abstracts share lines."""
    signed = len(_SIGNATURE.findall(signs))
    return signed > 0 and 2 * signed > signs.count(AUTHORS) + signs.count(DOT) - len(_DOTTED.findall(signs))


def find_stretches(body: Lines) -> Stretches:
    """Split a page's cards into stretches.

    There is a single stretch if counts stick to titles, or if lines were wrapped and blank lines do not separate
    paragraphs reliably.
    """
    wrapping = find_wrapping(body)
    width = wrapping.width if wrapping else None
    lines = join_lines(body, wrapping) if wrapping and _are_parted(body) else body
    if lines is not body or not wrapping:
        stretches = Stretches(lines, list(_forms(lines, width)), width)
        glued = may_be_glued(sum([form.begun for form in stretches.forms]))
        if not glued or without_glue(like := stretches.items) is like:
            return stretches
    run_on, dense = _titles_run_on(body.signs), are_dense(body.signs)
    items = read_items(without_bullets(body.tokens()), width, run_on=run_on, dense=dense)
    return Stretches(body, [_own(without_glue(list(items)), body.signs)], width)


def _are_parted(body: Lines) -> bool:
    """Whether blank lines separate paragraphs reliably, and titles and abstracts do not share lines."""
    return not (body.odd or _titles_run_on(body.signs) or are_dense(body.signs))
