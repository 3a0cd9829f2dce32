"""Which stretches of a page are alike?

A page repeats itself. It is cut where a text follows values, and before titles and abstracts by their looks, so that a
stretch is mostly a card, or the end of one and the beginning of the next. What has the same signs has the same form,
and what its tokens are is found once.
"""

from __future__ import annotations

from collections import Counter
from itertools import accumulate, chain, pairwise, zip_longest
from typing import TYPE_CHECKING, Final, TypeAlias

from attrs import define, field, frozen

from ._engine import line_re as re
from .lexer import LONG, Token
from .paragraphs import block_length, read_items, without_bullets
from .signs import (
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
from .values import begun, find_names, item_order, may_be_glued, opens_with_upvotes, without_glue
from .wrapping import are_dense, find_wrapping, join_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .lines import Lines
    from .links import Aim
    from .paragraphs import Block, Item

Named: TypeAlias = "tuple[str, int, int]"
"""What some tokens of a stretch are, from one of them and before another."""

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
"""Where a text follows a value, or the name of a submitter; or a title and its abstract follow others."""

_ENDS: Final = tuple(f"{sign}\n" for sign in ABSTRACTS.strip("[]"))
"""How a stretch ends whose last line is the abstract of a card."""

_UNSURE: Final = re.compile(
    rf"""(?x)
    [{UNSURE_COUNTS}]
  | {SUBMITTED} [{MARK}\n]* [{UNSURE_USERS}]
  | [{WORDS}] \n [{UNSURE_LINES}{LINK}]
  | [{UNSURE_LINES}] \n [{WORDS}]
    """
)
"""Signs that do not say all there is to know of what a token is."""

_SIGNATURE: Final = re.compile(f"[{TEXTS}][{AUTHORS}{DOT}]")
_DOTTED: Final = re.compile(f"{AUTHORS}\n*[{DOT}]")

OPENING: Final = ("submitted", "upvotes", "submitted_by")
"""The values with which a card begins, where it shows them; ``upvoted`` is the same count below its texts."""

_REGULAR: Final = re.compile("t+c*o*")


@define(eq=False)
class Form:
    """What stretches with the same signs have in common.

    ``items`` are those of one of them, and ``parts`` which of its ``tokens`` these are, from one and before another.
    The tokens are at the ``spots``, on one of the ``lines`` and which of that line's; their ``signs`` are known where
    the form is ``shared``. A form that has ``ended`` has the abstract of a card for its last line.

    ``order`` has a letter for each item, and ``lead`` tells whether the first is a text, and a long one by itself.
    There are so many ``texts``, ``spaced`` of them behind blank lines, and ``begun`` like counts.
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
        """Whether other stretches may have this form, too."""
        return bool(self.signs)

    def names(self, after: Form | None, leads_to: Callable[[Token], Aim], *, upvotes: bool, spaced: bool) -> Names:
        """Return what the items are where a stretch ``after`` this one follows."""
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
        """Return what tells where links lead by their tokens' signs: another page may list other addresses."""
        signs = {id(token): sign for token, sign in zip(self.tokens, "".join(self.signs), strict=True)}
        return lambda token: AIMS.get(signs.get(id(token), ""), "")


def _lead(items: Sequence[Item]) -> str:
    """Return what tells the last value before a stretch what follows it."""
    if not items or not isinstance(items[0], list):
        return "value" if items else ""
    alone = not (len(items) > 1 and isinstance(items[1], list))
    return "long" if alone and block_length(items[0]) >= LONG else "text"


@frozen(eq=False)
class Names:
    """What the items of a stretch are, each with its part of the tokens.

    Stretches are ``alike`` where others have their form, and after texts come closing values, then opening ones of the
    next card, none twice; or none at all, where the texts are a card's by their looks. Of ``twins``, two lines each,
    the texts may be the same.
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
        """Make them of what is in their order."""
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
    """The stretches of a page's cards, and where its lines were wrapped."""

    body: Lines
    forms: list[Form]
    width: int | None = None

    @property
    def run_on(self) -> bool:
        """Whether titles run on into abstracts."""
        return _titles_run_on(self.body.signs)

    @property
    def items(self) -> list[Item]:
        """Items like those of the page; in place of one of a shared form may stand another one."""
        return list(chain.from_iterable([form.items for form in self.forms]))

    @property
    def upvotes(self) -> bool:
        """Whether cards open with their upvotes."""
        return opens_with_upvotes("".join([form.order for form in self.forms]))

    @property
    def spaced(self) -> bool:
        """Whether blank lines stand before most texts: in some layouts they do before abstracts alone."""
        times = Counter(self.forms).items()
        return sum(form.spaced * n for form, n in times) * 3 >= sum(form.texts * n for form, n in times) * 2

    def named(self, leads_to: Callable[[Token], Aim], *, upvotes: bool, spaced: bool) -> Iterator[tuple[Names, int]]:
        """Iterate over what the items of each stretch are, and where it begins."""
        at = 0
        for form, after in zip_longest(self.forms, self.forms[1:]):
            yield form.names(after, leads_to, upvotes=upvotes, spaced=spaced), at
            at += form.lines

    def blocks(self, names: Names, at: int) -> Iterator[tuple[str, Block]]:
        """Iterate over the names of the items of a stretch that begins at a line, each with its tokens."""
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
"""So many forms are remembered at most."""

_known: dict[str, Form] = {}


def _form(signs: str, body: Lines, at: int, width: int | None) -> Form:
    """Return the form of the stretch with these signs that begins at a line."""
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
    """Return the form of a single stretch, which is made of these items."""
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
    """Whether most authors and dots stand behind a text on its line, as where a title runs on into its abstract."""
    signed = len(_SIGNATURE.findall(signs))
    return signed > 0 and 2 * signed > signs.count(AUTHORS) + signs.count(DOT) - len(_DOTTED.findall(signs))


def find_stretches(body: Lines) -> Stretches:
    """Return the stretches of a page's cards.

    It is a single one where counts stick to titles, or where lines were wrapped and nothing parts paragraphs for sure.
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
    """Whether blank lines part paragraphs, and no titles run on into abstracts."""
    return not (body.odd or _titles_run_on(body.signs) or are_dense(body.signs))
