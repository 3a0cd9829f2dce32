"""Recognize and remove the markup that a converter left around the words.

This is the markup of Markdown, reStructuredText, Org and HTML for links, images, boxes and escapes. The patterns here
are parts of larger ones, to be compiled with the flag for verbose patterns (``x``).
"""

from __future__ import annotations

import math
from html import unescape
from itertools import chain
from typing import TYPE_CHECKING, Final

from .._engine import line_re as re

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

TAG_NAME: Final = (
    r"(?:a|address|article|aside|button|div|figure|footer|form|h[1-6]|header|hr|img|input|label|li|main|nav|ol|p"
    r"|path|picture|section|source|span|svg|time|ul)(?![0-9a-zA-Z])"
)
TAG: Final = rf"</?{TAG_NAME}(?:[ ][^<>=]{{0,40}}=[^<>]*|[ ]?/?)>"
"""An HTML tag that a converter left in the text; `a < b` is not a tag."""

SURE_TAG: Final = rf"<(?:/{TAG_NAME}[ ]?|{TAG_NAME}[ ][^<>=]{{0,40}}=[^<>]*)>"
"""A tag with attributes, or an end tag. A text may contain a bare tag, such as `<p>`, as an example."""

ATTRIBUTE: Final = r"(?:[ ]+[a-z:-]+=\"[^\"<>]*\")"
OPEN_TAG: Final = (
    rf"(?:<{TAG_NAME}{ATTRIBUTE}*(?:[ ]+[a-z:-]+=\"[^\"<>]*$|(?<=\")[ ]*$)"
    r"|<(?:button|div|img|input|section|span|svg)$|(?:(?<=>)|(?<=>[ ]))<a$)"
)
"""A tag that continues on the next line."""

BRACES: Final = r"(?:\{[#.a-z][^{}]*\})"
"""Attributes of links and images in some dialects of Markdown."""

TARGET: Final = rf"(?:\([^()]*\){BRACES}?|\[[0-9]*\])"
"""The target of a link, after its words: `(/papers/2412.09871)`, `[36]`, or `[]` if the words are the label."""

LINK_END: Final = rf"\](?:{TARGET}|\{{[#.][^{{}}]*\}})"
LINK_NUMBER: Final = r"\[([0-9]+)\][ ]*"
"""A link number before its words."""

CITATION: Final = r"⟨[0-9]+⟩"
"""A link number after its words."""

IMAGE: Final = rf"!\[[^\[\]]*\](?:{TARGET}|\[[^\[\]]+\])"
ORG_LINK: Final = r"\[\[[^\[\]/]*/[^\[\]]*\]\["
ORG_IMAGE: Final = r"\[\[[^\[\] /]*/[^\[\] ]*\]\]"
"""Org markup: the text before the words of a link, and an image."""

RST_TARGET: Final = r"[ ]?<[^<>` ]*>`__?"
RST_IMAGE: Final = r"\|[0-9A-Za-z_./-]+\|"
"""reStructuredText markup: the text after the words of a link, and an image."""

FIELD: Final = r":(?:[A-Z_]{3,}|alt|class|height|name|target|width):(?:[ ].*)?$"
DIRECTIVE: Final = r"\.\.[ ](?:rubric::[ ]|[^ ].*::.*$|_[^ ]+:$)"
"""Lines in Org and reStructuredText that are not text; but the words of a rubric are a heading."""

HOST: Final = r"(?:[a-z]+://(?:huggingface\.co|localhost)?)"
"""The start of an address on the same site: its host, or the place where the page was saved."""

SITE: Final = rf"<(?:{HOST}/[^<>]*>|/(?:papers|login)[^<>]*>|/[^<>/ ]*>$)"
"""An address on the page's site in angle brackets; `</think>` within a text is not one."""

ADDRESS: Final = r"(?:[a-z]+:/)?/[^() ]*"
BESIDE: Final = rf"\([ ]?{ADDRESS}[ ]?\)"
"""The target of a link in round brackets after its words: `A title (/papers/2412.09871)`."""

NUMBERED_IMAGE: Final = r"[Ii]mage(?:[ ][0-9]+)?(?::[ ][^\[\]]*)?"
"""A label of an image, in brackets: `[Image 5]`, `[image: a chart]`."""

EMPTY_BOX: Final = r"\[(?:[ _-]*|IMG)\](?![\(\[])"

_RST_LINK: Final = re.compile(rf"`([^`<>]*?){RST_TARGET}")
_ORG_LINK: Final = re.compile(rf"{ORG_LINK}((?:[^\[\]]|\[\[?[^\[\]]*\]\]?)*)\]\]")
_RST_IMAGE: Final = re.compile(rf"{RST_IMAGE}[ ]?")
_MARKUP: Final = re.compile(
    rf"""(?x)
    {IMAGE} | {ORG_IMAGE} | {TAG} | {OPEN_TAG} | {EMPTY_BOX} | {LINK_END} | {CITATION}
  | (?P<behind>
        (?<= [ ]) {BRACES} $                           # attributes of a heading
      | \[ (?:[a-z]+:/)? / [^\[\]\n ]* \] | {SITE}    # an address after the words of a link
    )
  | [\[\]]
  """
)
_MARKUP_SIGN: Final = re.compile(r"[!\[\]<{⟨]")
_TARGET: Final = re.compile(rf"(?x) {LINK_END} | {TAG} | {SITE}")
_TARGET_SIGN: Final = re.compile(r"[\]<]")


def targets_length(words: str) -> int:
    """Return how many characters of ``words`` are targets of links, or tags.

    >>> targets_length("[A title](/papers/2403.00001)")
    21
    """
    end = end_of_link(words) or end_of_words(words, len(words))
    if end < len(words):
        return len(words) - end
    return sum(len(found[0]) for found in _matches(_TARGET, _TARGET_SIGN, words))


def _matches(pattern: re.Pattern[str], signs: re.Pattern[str], words: str) -> Iterator[re.Match[str]]:
    """Iterate over the matches of ``pattern``. It must begin with one of ``signs``, a pattern that is found faster."""
    at = 0
    for sign in signs.finditer(words):
        if sign.start() >= at and (found := pattern.match(words, sign.start())):
            at = found.end()
            yield found


_ONE_TARGET: Final = re.compile(r"\](?:\([^()\[\]<`]*\)|\[[0-9]*\])")


def end_of_link(words: str) -> int:
    """If ``words`` is one link of several words without other markup, return where its words end; else 0."""
    if words[:1] != "[" or words[-1] not in ")]":
        return 0
    end = words.find("]")
    label = words[1:end]
    if " " not in label or "[" in label or "<" in label or "`" in label:
        return 0
    return end if _ONE_TARGET.fullmatch(words, end) else 0


_OWN_BESIDE: Final = re.compile(rf"[ ]\([ ]?(?:[^() ]*/(?:papers|login)[^() ]*|{HOST}?/[^() /]*)[ ]?\)$")
"""Targets of the page's own links: a paper, an account, voting. Any other address may be part of the text."""


def end_of_words(line: str, end: int) -> int:
    """Return where the words of ``line`` before ``end`` end, without an address of the page after them.

    >>> end_of_words("A Title (/papers/2401.00001)", 28), end_of_words("A Title (One)", 13)
    (7, 13)
    """
    if not line.endswith(")", 0, end):
        return end
    at = line.rfind(" (", 0, end)
    is_beside = at > 0 and _OWN_BESIDE.match(line, at, end)
    return len(line[:at].rstrip()) if is_beside else end


_ADDRESS_SIGN: Final = re.compile(r"[/#:.]")
_BARE_TAG: Final = re.compile(r"<([a-z]+[0-9]?)>")


def _is_text(found: re.Match[str], listed: Collection[str], *, outer: bool) -> bool:
    """Whether something that looks like markup is part of the text: `A[0][1]`, `f[i](x)`, `<think> and </think>`.

    ``outer`` means that the link that ends here may begin with the text; then its end is markup.
    """
    mark = found[0]
    if mark[0] == "⟨":
        return mark[1:-1] not in listed
    if mark[:2] == "][":
        return not outer and mark[2:-1] not in listed
    if mark[:2] == "](":
        return not outer and not _ADDRESS_SIGN.search(mark)
    if mark[:2] == "</" and found["behind"]:
        return f"<{mark[2:]}" in found.string
    bare = _BARE_TAG.fullmatch(mark)
    return bare is not None and f"</{bare[1]}>" not in found.string


def _find_cuts(words: str, listed: Collection[str]) -> tuple[list[tuple[int, int]], bool]:
    """Return the spans of ``words`` that are markup, and whether HTML tags are among them."""
    cuts: list[tuple[int, int]] = []
    opened: list[int] = []
    is_tagged = False
    for found in _matches(_MARKUP, _MARKUP_SIGN, words):
        start, end = found.span()
        if found[0] == "[":
            opened.append(start)
            continue
        if found[0] == "]" or _is_text(found, listed, outer=opened[:1] in ([], [0])):
            if words[start] == "]":
                del opened[-1:]
            continue
        is_after_blank = found["behind"] is not None and words.endswith(" ", 0, start)
        cuts.append((start - is_after_blank, end))
        is_tagged = is_tagged or words[start] == "<"
        if words[start] == "]" and opened:
            # The end of a link at the end of the text belongs to a bracket at its start: `[[0, 1) is …](…)`.
            at = opened.pop(0 if opened[0] == 0 and end == len(words) else -1)
            cuts.append((at, at + 1))
    if opened[:1] == [0]:
        cuts.append((0, 1))
    return sorted(cuts), is_tagged


def unmark(words: str, listed: Collection[str] = ()) -> str:
    """Return ``words`` without the markup of links and images. If there are HTML tags, entities are decoded, too.

    ``listed`` has the labels of the page's list of links.

    >>> unmark("[A title [sic]](/papers/2403.00001)"), unmark('<a href="/papers/2403.00001">R&amp;D</a>')
    ('A title [sic]', 'R&D')
    """
    if at := end_of_link(words):
        return words[1:at].strip()
    # A single character is found much faster than two.
    if "[" not in words and "<" not in words and "⟨" not in words and ("]" not in words or "](" not in words):
        return words
    if "`_" in words:
        words = _RST_LINK.sub(lambda found: _RST_IMAGE.sub("", found[1]), words)
    if "][" in words:
        words = _ORG_LINK.sub(r"\1", words)
    cuts, is_tagged = _find_cuts(words, listed)
    edges = [0, *chain.from_iterable(cuts), len(words)]
    plain = "".join([words[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]).strip()
    return unescape(plain) if is_tagged else plain


_LINK_NUMBER: Final = re.compile(LINK_NUMBER)
_STAND_IN: Final = re.compile(r"\[([^\[\]]*)\][ ]*(?=[^ (\[])")


def organization_name(words: str) -> str:
    """Return an organization's name without the label of its picture, which repeats it as its account's name.

    >>> organization_name("[occ-ai] OCC"), organization_name("acme-ai Acme AI Lab"), organization_name("Acme AI Lab")
    ('OCC', 'Acme AI Lab', 'Acme AI Lab')
    """
    if "[" in words:
        words = _LINK_NUMBER.sub("", words)
        if found := _STAND_IN.match(words):
            return words[found.end() :]
    slug, _, name = words.partition(" ")
    account, plain = _letters(slug), _letters(name)
    is_label = account == plain
    if slug == slug.lower():
        is_label = account.startswith(plain) or plain.startswith(account)
    return name if plain and is_label else words


def _letters(name: str) -> str:
    """Return the letters and digits of a name, without their case."""
    return "".join(filter(str.isalnum, name.casefold()))


_REST_OF_NAME: Final = re.compile(r"([^ \[\]]{1,99})\]\((?:[a-z]+://[^/ ]{0,99})?/([^/ ]{0,99}-\1)\)")


def user_name(line: str, start: int, end: int) -> str:
    """Return the user's name between ``start`` and ``end`` on a line.

    If the name was wrapped at its dash, it is taken from the address after its rest.

    >>> user_name("7](/tern-7)", 0, 1), user_name("moss](/moss)", 0, 4)
    ('tern-7', 'moss')
    """
    rest = _REST_OF_NAME.match(line, start)
    return rest[2] if rest else line[start:end]


_MIN_ESCAPES: Final = {"*": 3, "_": 3, "<": 1, ">": 1, "'": 3, '"': 3, "$": 4}
"""How often a character must be escaped, and never bare, to show that the converter escapes it; LaTeX escapes some."""

_POSSESSIVE: Final = re.compile(r"\\'s(?![0-9A-Za-z])")
_MIN_POSSESSIVES: Final = 2
"""This many show it, too: in LaTeX the same sequence is an accent, but on other letters."""

_LATEX_COMMAND: Final = re.compile(r"\\\\(?=%|[a-z]+\{)")
_MIN_LATEX_COMMANDS: Final = 2
"""This many with two backslashes, and none with one, show that backslashes are escaped."""

_OFTEN_ESCAPED: Final = "\\`*_{}[]()#+.!|~<>-"
_ALWAYS_ESCAPED: Final = frozenset("*_<>'\"$^@&%:;,=?/")
"""Characters that converters escape, some only where they would be markup; and those that always are, if ever."""

_ADDRESS: Final = re.compile(r"[a-z]{3,5}://[^ \n]*")
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITY: Final = re.compile(r"&(?:[a-zA-Z]{2,8}|#[0-9]{1,6}|#x[0-9a-fA-F]{1,6});")


def find_escaped(words: str) -> str:
    r"""Return the characters that are escaped in ``words``, the texts of a page; also ``&`` if there are entities.

    If the text has `*` or `_`, but neither is ever bare, one escape is enough.

    >>> find_escaped(r"the \_id\_ of \*it\*"), find_escaped(r"_id\_ of 5\%")
    ('!#()*+-.<>[\\]_`{|}~', '')
    """
    entities = "&" if 1 < words.count("&") == len(_ENTITY.findall(words)) else ""
    if "\\" not in words:
        return entities
    always = _always_escaped(words)
    marks = {sign for sign in "*_" if sign in words}
    is_sure = (marks and marks <= always.keys()) or _are_enough(always, words)
    if not is_sure:
        always = _always_escaped(_ADDRESS.sub("", words))  # a character that is bare only in addresses
        is_sure = _are_enough(always, words)
    if is_sure:
        return "".join(sorted({*entities, *_OFTEN_ESCAPED, *always}))
    is_doubled = words.count("\\") == 2 * words.count("\\\\")
    if is_doubled and len(_LATEX_COMMAND.findall(words)) >= _MIN_LATEX_COMMANDS:
        return "".join(sorted({*entities, "\\"}))
    return entities


def _always_escaped(words: str) -> dict[str, int]:
    """Return the characters that are escaped wherever they occur, with their number."""
    escaped = _ALWAYS_ESCAPED.intersection(_ESCAPE.findall(words))
    return {sign: count for sign in escaped if (count := words.count(sign)) == words.count(f"\\{sign}")}


def _are_enough(always: dict[str, int], words: str) -> bool:
    """Whether a character is escaped so often that the converter must have done it."""
    if "'" in always and len(_POSSESSIVE.findall(words)) >= _MIN_POSSESSIVES:
        return True
    return any(count >= _MIN_ESCAPES.get(sign, math.inf) for sign, count in always.items())


def without_escapes(words: str, escaped: str) -> str:
    r"""Return ``words`` without the escapes of the characters that :func:`find_escaped` returned.

    >>> without_escapes(r"R\&D \[sic\] &amp; more", "&[]")
    'R&D [sic] & more'
    """
    if "\\" in words:
        words = _ESCAPE.sub(lambda found: found[0][found[1] in escaped :], words)
    return unescape(words) if "&" in escaped else words
