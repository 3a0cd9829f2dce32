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

from ._engine import re
from .lexer import LONG, Kind, Token
from .paragraphs import block_length, may_be_wrapped, read_items, without_bullets, wrap_width
from .signs import ABSTRACTS, AIMS, ALL_MARKED, NO_NAMES, PLAIN_PAIR, TITLES, WORDS
from .values import begun, find_names, item_order, may_be_glued, opens_with_upvotes, without_glue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from .lines import Lines
    from .links import Aim
    from .paragraphs import Item

Named: TypeAlias = "tuple[str, int, int]"
"""What some tokens of a stretch are, from one of them and before another."""

_PAIR: Final = rf"(?: {TITLES} \n\n+ {ABSTRACTS} | {PLAIN_PAIR} )"
_CUT: Final = re.compile(
    rf"""(?x)
    (?: [A.DUGXCZK123] | S [*\n]* [nNFB] ) \n (?= [*LR\n]* [{WORDS}] )
  | {_PAIR} \n (?= \n+ {_PAIR} \n )
  | {PLAIN_PAIR} \n (?= {PLAIN_PAIR} \n )
    """
)
"""Where a text follows a value, or the name of a submitter; or a title and its abstract follow others."""

_ENDS: Final = tuple(f"{sign}\n" for sign in ABSTRACTS.strip("[]"))
"""How a stretch ends whose last line is the abstract of a card."""

_UNSURE: Final = re.compile(
    rf"""(?x)
    [deK!]                                      # a text that may begin with a count, a count
  | S [*\n]* [{NO_NAMES}XMHLR]                  # what may be a user's name
  | [{WORDS}] \n [{ALL_MARKED}nHNMFBL]         # lines that may be one paragraph
  | [{ALL_MARKED}nHNMFB] \n [{WORDS}]
    """
)
"""Signs that do not say all there is to know of what a token is."""

_SIGNATURES: Final = frozenset({Kind.AUTHORS, Kind.DOT})
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
    There are so many ``texts``, ``spaced`` of them behind blank lines, and ``begun`` like counts; of authors and dots
    ``signed`` stand behind a text on its line, and ``unsigned`` do not.
    """

    tokens: list[Token]
    items: Sequence[Item]
    parts: Sequence[tuple[int, int]]
    lines: int
    ended: bool
    signs: Sequence[str] = ()
    signed: int = 0
    unsigned: int = 0
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
                leads_to = self._aim
            items = [*self.items, *(after.items[:2] if after else ())]
            names = [name for name, _ in find_names(items, leads_to, upvotes=upvotes, spaced=spaced)]
            found = Names.of(self, [(name, *part) for name, part in zip(names, self.parts, strict=False)])
            self._names[lead, upvotes, spaced] = found
        return found

    def _aim(self, token: Token) -> Aim:
        """Return where a link leads by its token's sign: of another page the list of links may be another."""
        at = next((i for i, own in enumerate(self.tokens) if own is token), -1)
        return AIMS.get("".join(self.signs)[at], "") if at >= 0 else ""


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
        """Whether most authors stand behind a text on its line, as where a title runs on into its abstract."""
        times = Counter(self.forms).items()
        return sum(form.signed * n for form, n in times) > sum(form.unsigned * n for form, n in times)

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

    def tokens(self, form: Form, at: int) -> list[Token]:
        """Return the tokens of the stretch of a form that begins at a line."""
        return self.body.tokens(at, at + form.lines) if form.shared else form.tokens


_KNOWN: Final = 512
"""So many forms are remembered at most."""

_known: dict[str, Form] = {}


def _form(signs: str, body: Lines, at: int) -> Form:
    """Return the form of the stretch with these signs that begins at a line."""
    tokens = body.tokens(at, at + signs.count("\n"))
    kept = without_bullets(tokens)
    items = list(read_items(kept, None, run_on=False))
    if body.odd or _UNSURE.search(signs):
        return _own(items, signs, *_signatures(kept))
    places = {token[:2]: i for i, token in enumerate(tokens)}
    ends = [(item[0], item[-1]) if isinstance(item, list) else (item, item) for item in items]
    parts = [(places[first[:2]], places[last[:2]] + 1) for first, last in ends]
    lines = signs.split("\n")[:-1]
    return Form(tokens, items, parts, len(lines), signs.endswith(_ENDS), lines, *_signatures(kept))


def _own(items: Sequence[Item], signs: str, signed: int, unsigned: int) -> Form:
    """Return the form of a single stretch, which is made of these items."""
    blocks = [item if isinstance(item, list) else [item] for item in items]
    ends = accumulate(map(len, blocks), initial=0)
    return Form(
        list(chain.from_iterable(blocks)),
        items,
        list(pairwise(ends)),
        signs.count("\n"),
        signs.endswith(_ENDS),
        (),
        signed,
        unsigned,
    )


def _forms(body: Lines) -> Iterator[Form]:
    """Iterate over the forms of a page's stretches."""
    at = 0
    cuts = [0, *(found.end() for found in _CUT.finditer(body.signs)), len(body.signs)]
    for start, end in pairwise(cuts):
        signs = body.signs[start:end]
        form = None if body.odd else _known.get(signs)
        if form is None:
            form = _form(signs, body, at)
            if form.shared:
                if len(_known) >= _KNOWN:
                    _known.clear()
                _known[signs] = form
        yield form
        at += signs.count("\n")


def _signatures(tokens: Iterable[Token]) -> tuple[int, int]:
    """Return how many authors and dots stand behind a text on its line, and how many do not."""
    signed = [
        not token.head and before.kind is Kind.TEXT
        for before, token in pairwise(tokens)
        if token.kind in _SIGNATURES and (token.kind is Kind.AUTHORS or before.kind is not Kind.AUTHORS)
    ]
    return sum(signed), len(signed) - sum(signed)


def find_stretches(body: Lines) -> Stretches:
    """Return the stretches of a page's cards: a single one where lines were wrapped, or counts stick to titles."""
    tokens = without_bullets(body.tokens()) if may_be_wrapped(body) else []
    width = wrap_width(tokens)
    if width is None:
        stretches = Stretches(body, list(_forms(body)))
        glued = may_be_glued(sum([form.begun for form in stretches.forms]))
        if not glued or without_glue(like := stretches.items) is like:
            return stretches
    tokens = tokens or without_bullets(body.tokens())
    signed, unsigned = _signatures(tokens)
    items = without_glue(list(read_items(tokens, width, run_on=signed > unsigned)))
    return Stretches(body, [_own(items, body.signs, signed, unsigned)], width)
