"""Recognize and remove the markup that a converter left around the words.

This is the markup of Markdown, Org and HTML for links, images, boxes and escapes. The patterns here
are parts of larger ones, to be compiled with the flag for verbose patterns (``x``).
"""

from __future__ import annotations

from html import unescape
from itertools import chain
from typing import TYPE_CHECKING, Final

from .._engine import line_re as re

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

TAG_NAME: Final = (
    r"(?:a|address|article|aside|audio|button|canvas|div|dl|figcaption|figure|footer|form|h[1-6]|header|hr|iframe|img"
    r"|input|label|li|link|main|meta|nav|noscript|object|ol|p|path|picture|section|source|span|svg|table|tbody|td|th"
    r"|thead|time|tr|track|ul|video)(?![0-9a-zA-Z])"
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
ORG_IMAGE: Final = r"\[\[[^\[\] /]*/[^\[\] ]*(?:\.(?:gif|jpe?g|png|svg|webp)\]\[[^\[\]]*)?\]\]"
"""Org markup: the text before the words of a link, and an image, perhaps with its label."""

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

NUMBERED_IMAGE: Final = r"(?:--[ ])?[Ii]mage(?:[ ][0-9]+)?(?::[ ][^\[\]]*)?"
"""A label of an image, in brackets: `[Image 5]`, `[image: a chart]`."""

_ACCOUNT: Final = r"[0-9A-Za-z._\\-]+\\?(?:['’]|&\#39;)s"
PICTURE_LABEL: Final = rf"(?:!?\\?[\[|])?{_ACCOUNT}[ ](?:avatar|logo)(?:\\?[\]|])?(?![0-9A-Za-z(\[\]])"
"""The label of an account's picture: `tern-7's avatar`, perhaps in brackets."""

PICTURE: Final = (
    rf"(?:\[[0-9]+\][ ]*)?{PICTURE_LABEL}(?:[ ](?:\[{ADDRESS}\]|{BESIDE}|<[^<> ]+>)|-\[[0-9]+\]\[[^\[\] ]+\])?"
)
"""The label with the number of its link, or with the address or the file of the picture."""

OPEN_LABEL: Final = r"!\[[^\[\]]{0,99}['’]s$"
"""The start of a picture's label, of which `avatar` or `logo` is on the next line."""

DATA_IMAGE: Final = r"(?:!?\\?\[\\?\])?[(<]?data:image/[0-9a-z.+-]+[;,][^ <>()\[\]]*[)>]?"
"""An image that is part of the page, as its address, even if the brackets before it are escaped."""

EMPTY_BOX: Final = r"\[(?:[ _-]*|IMG)\](?![\(\[])"

_IN_TAGS: Final = re.compile(r"\[([a-z]{1,8})(?:=[^\[\]]{0,400})?\]([^\[\]]*)\[/\1\]")
"""Words between a tag in square brackets and its end: `[b]Title[/b]`."""

_STYLED: Final = re.compile(r"<(b|em|i|mark|nowiki|small|strong|sub|sup|u|verbatim)>([^<>]*)</\1>")
"""Words between a tag that changes how they look and its end: `CO<sub>2</sub>`. In wikis, some tags escape them."""

_ANGLED_LINK: Final = re.compile(rf"<(?:[a-z]{{3,5}}://[^<> |]+\|([^<>|]+)|(?!{HOST}/)([a-z]{{3,5}}://[^<> ]+))>")
"""A link with its words behind its address, or an address on another site as a link without other words."""

_ORG_LINK: Final = re.compile(rf"{ORG_LINK}([^\[\]]{{0,400}}(?:\[\[?[^\[\]]{{0,400}}\]\]?[^\[\]]{{0,400}}){{0,4}})\]\]")
"""Its words have at most four brackets within them: otherwise each bracket could begin words without end."""
_MARKUP: Final = re.compile(
    rf"""(?x)
    {IMAGE} | {ORG_IMAGE} | {TAG} | {OPEN_TAG} | {EMPTY_BOX} | {LINK_END} | {CITATION}
  | \]\([^() ]+-$                                     # an address that was wrapped
  | (?P<behind>
        (?<= [ ]) {BRACES} $                           # attributes of a heading
      | (?<= [)>\]][ ]) \[ [^\[\]/\n ]+ \] $             # its label, if that follows a link
      | \[ (?:[a-z]+:/)? / [^\[\]\n ]* \] (?! \( ) | {SITE}    # an address after the words of a link
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


def end_of_text(line: str) -> int:
    r"""Return where the text of a line ends, without blanks and a hard line break (a backslash) at its end.

    >>> end_of_text("Clocks and Tides  "), end_of_text("Clocks and Tides\\")
    (16, 16)
    """
    text = line.rstrip()
    return len(text.rstrip("\\").rstrip() or text) if text[-1:] == "\\" else len(text)


_HARD_BREAK: Final = re.compile(r"(?<! )[ ]*(?:(?<!\\)\\+[ ]{2,}|<br[ ]?/?>[ ]*)")


def without_breaks(words: str) -> str:
    r"""Return ``words`` with blanks for the hard line breaks within them.

    >>> without_breaks(r"Clocks\  and<br>Tides")
    'Clocks and Tides'
    """
    return _HARD_BREAK.sub(" ", words)


_HIGHLIGHT: Final = re.compile(r"\*\*([^ *](?:[^*]{0,58}[^ *])?)\*\*")


def highlights(words: str) -> list[str]:
    """Return the words that are marked as important within a text.

    >>> highlights("Sorting **Driftwood** by **Salt**")
    ['Driftwood', 'Salt']
    """
    return _HIGHLIGHT.findall(words)


def without_highlights(words: str) -> str:
    """Return ``words`` without the marks around those that are marked as important.

    >>> without_highlights("Sorting **Driftwood** by Salt")
    'Sorting Driftwood by Salt'
    """
    return _HIGHLIGHT.sub(r"\1", words)


_EMPHASIS: Final = re.compile(r"(([*_])\2{0,2})(?![ *_])((?:(?!\2)[^\\]|\\.)*)\1")


def without_emphasis(words: str) -> str:
    """Return ``words`` without the marks around them, if there are several words and all of them are emphasized.

    >>> without_emphasis("**Clocks and Tides**"), without_emphasis("*A* and *B*"), without_emphasis("__init__")
    ('Clocks and Tides', '*A* and *B*', '__init__')
    """
    found = _EMPHASIS.fullmatch(words) if words[:1] in {"*", "_"} else None
    if found is None or " " not in found[3] or found[3].endswith(" "):
        return words
    return found[3]


_ADDRESS_SIGN: Final = re.compile(r"[/#:.]")
_ANY_TAG: Final = re.compile("<[^<>]*>")
_BARE_TAG: Final = re.compile(r"<([a-z]+[0-9]?)>")


def _is_own_bracket(found: re.Match[str], listed: Collection[str]) -> bool:
    """Whether square brackets are part of the text: within a word, or behind words with no address in them."""
    words, (start, end) = found.string, found.span()
    if start > 0 and words[start - 1].isalnum() and words[end : end + 1].isalnum():
        return True
    before = words[:start].rstrip()
    if not found["behind"] or "/" in found[0]:
        return False
    return not before.endswith("</a>") and "](" not in before and before[1:-1] not in listed


def _is_text(found: re.Match[str], listed: Collection[str], tags: Collection[str], *, outer: bool) -> bool:
    """Whether something that looks like markup is part of the text: `A[0][1]`, `f[i](x)`, `<think> and </think>`.

    ``tags`` are all in the text. ``outer`` means that the link that ends here may begin with the text; then its end is
    markup. So is a tag at the start of the text, directly before a word.
    """
    mark = found[0]
    if mark[0] == "⟨":
        return mark[1:-1] not in listed
    if mark[0] == "[":
        return _is_own_bracket(found, listed)
    if mark[:2] == "][":
        return not outer and mark[2:-1] not in listed
    if mark[:2] == "](":
        return not outer and not _ADDRESS_SIGN.search(mark)
    if mark[:2] == "</" and found["behind"]:
        return f"<{mark[2:]}" in tags
    bare = _BARE_TAG.fullmatch(mark)
    begins = found.start() == 0 and found.string[found.end() : found.end() + 1].isalpha()
    return bare is not None and not begins and f"</{bare[1]}>" not in tags


def _find_cuts(words: str, listed: Collection[str]) -> tuple[list[tuple[int, int]], bool]:
    """Return the spans of ``words`` that are markup, and whether HTML tags are among them."""
    cuts: list[tuple[int, int]] = []
    opened: list[int] = []
    tags = frozenset(_ANY_TAG.findall(words)) if "<" in words else frozenset[str]()
    is_tagged = False
    for found in _matches(_MARKUP, _MARKUP_SIGN, words):
        start, end = found.span()
        if found[0] == "[":
            opened.append(start)
            continue
        if found[0] == "]" or _is_text(found, listed, tags, outer=opened[:1] in ([], [0])):
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


def without_entities(words: str) -> str:
    """Return ``words`` with the characters that entities of HTML mean.

    >>> without_entities("R&amp;D")
    'R&D'
    """
    try:
        return unescape(words)
    except ValueError:  # a number of very many digits
        return words


_SIGNS_WITHIN: Final = ("]", "<", "⟨", "{")


def unmark(words: str, listed: Collection[str] = ()) -> str:
    """Return ``words`` without the markup of links and images. If there are HTML tags, entities are decoded, too.

    ``listed`` has the labels of the page's list of links.

    >>> unmark("[A title [sic]](/papers/2403.00001)"), unmark('<a href="/papers/2403.00001">R&amp;D</a>')
    ('A title [sic]', 'R&D')
    >>> unmark("CO<sub>2</sub> at <https://example.org> and <https://example.org|there>")
    'CO2 at https://example.org and there'
    >>> unmark("[A title (v2)](/papers/2403.00001) [a-title-v2]"), unmark("A title (v2) [draft]"), unmark("k[a://]k")
    ('A title (v2)', 'A title (v2) [draft]', 'k[a://]k')
    """
    if at := end_of_link(words):
        return words[1:at].strip()
    if words[:1] == "[" and words.find("[", 1) < 0 and not any(map(words.__contains__, _SIGNS_WITHIN)):
        return words[1:].strip()  # the first line of a link
    # A single character is found much faster than two.
    if "[" not in words and "<" not in words and "⟨" not in words and ("]" not in words or "](" not in words):
        return words
    words = _without_pairs(words)
    cuts, is_tagged = _find_cuts(words, listed)
    edges = [0, *chain.from_iterable(cuts), len(words)]
    plain = "".join([words[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]).strip()
    return without_entities(plain) if is_tagged else plain


def _without_pairs(words: str) -> str:
    """Return ``words`` without the marks around other words: tags, and links of several languages."""
    if "</" in words:
        words = _STYLED.sub(r"\2", words)
    if "://" in words:
        words = _ANGLED_LINK.sub(r"\1\2", words)
    if "[/" in words:
        words = _IN_TAGS.sub(r"\2", words)
    return _ORG_LINK.sub(r"\1", words) if "][" in words else words
