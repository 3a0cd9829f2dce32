"""Which marks did a converter leave around the words?

Marks of Markdown, reStructuredText, Org and HTML that stand for a link, an image, a box or an escape, and are no words.
The patterns here are parts for others, to be read with the flag for blanks and comments (``x``).
"""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Final

from ._engine import line_re as re

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

TAG_NAME: Final = (
    r"(?:a|address|article|aside|button|div|figure|footer|form|h[1-6]|header|hr|img|input|label|li|main|nav|ol|p"
    r"|path|picture|section|source|span|svg|time|ul)(?![0-9a-zA-Z])"
)
TAG: Final = rf"</?{TAG_NAME}(?:[ ][^<>=]{{0,40}}=[^<>]*|[ ]?/?)>"
"""A tag of HTML that a converter left standing; signs such as `a < b` are none."""

SURE_TAG: Final = rf"<(?:/{TAG_NAME}[ ]?|{TAG_NAME}[ ][^<>=]{{0,40}}=[^<>]*)>"
"""A tag with attributes, or the end of one; a text may speak of `<p>`."""

ATTRIBUTE: Final = r"(?:[ ]+[a-z:-]+=\"[^\"<>]*\")"
OPEN_TAG: Final = (
    rf"(?:<{TAG_NAME}{ATTRIBUTE}*(?:[ ]+[a-z:-]+=\"[^\"<>]*$|(?<=\")[ ]*$)"
    r"|<(?:button|div|img|input|section|span|svg)$|(?:(?<=>)|(?<=>[ ]))<a$)"
)
"""A tag that goes on in the next line."""

BRACES: Final = r"(?:\{[#.a-z][^{}]*\})"
"""Attributes that some Markdown gives to links and images."""

TARGET: Final = rf"(?:\([^()]*\){BRACES}?|\[[0-9]*\])"
"""Where a link leads, behind its words: `(/papers/2412.09871)`, `[36]`, or `[]` where the words are the label."""

LINK_END: Final = rf"\](?:{TARGET}|\{{[#.][^{{}}]*\}})"
LINK_NUMBER: Final = r"\[([0-9]+)\][ ]*"
"""The number of a link, before its words."""

CITATION: Final = r"⟨[0-9]+⟩"
"""The number of a link, behind its words."""

IMAGE: Final = rf"!\[[^\[\]]*\](?:{TARGET}|\[[^\[\]]+\])"
ORG_LINK: Final = r"\[\[[^\[\]/]*/[^\[\]]*\]\["
ORG_IMAGE: Final = r"\[\[[^\[\] /]*/[^\[\] ]*\]\]"
"""What stands before a link's words in Org, and what stands for an image."""

RST_TARGET: Final = r"[ ]?<[^<>` ]*>`__?"
RST_IMAGE: Final = r"\|[0-9A-Za-z_./-]+\|"
"""What stands behind a link's words in reStructuredText, and what stands for an image."""

FIELD: Final = r":(?:[A-Z_]{3,}|alt|class|height|name|target|width):(?:[ ].*)?$"
DIRECTIVE: Final = r"\.\.[ ](?:rubric::[ ]|[^ ].*::.*$|_[^ ]+:$)"
"""Lines about the text in these; but the words of a rubric are a heading."""

HOST: Final = r"(?:[a-z]+://(?:huggingface\.co|localhost)?)"
"""Where the page is, or was saved: what its own addresses may begin with."""

SITE: Final = rf"<(?:{HOST}/[^<>]*>|/(?:papers|login)[^<>]*>|/[^<>/ ]*>$)"
"""An address of the page's own between angles; within a text `</think>` is none."""

ADDRESS: Final = r"(?:[a-z]+:/)?/[^() ]*"
BESIDE: Final = rf"\([ ]?{ADDRESS}[ ]?\)"
"""Where a link leads, in round brackets behind its words: `A title (/papers/2412.09871)`."""

NUMBERED_IMAGE: Final = r"[Ii]mage(?:[ ][0-9]+)?(?::[ ][^\[\]]*)?"
"""What stands in brackets for an image: `[Image 5]`, `[image: a chart]`."""

EMPTY_BOX: Final = r"\[(?:[ _-]*|IMG)\](?![\(\[])"

_RST_LINK: Final = re.compile(rf"`([^`<>]*?){RST_TARGET}")
_ORG_LINK: Final = re.compile(rf"{ORG_LINK}((?:[^\[\]]|\[\[?[^\[\]]*\]\]?)*)\]\]")
_RST_IMAGE: Final = re.compile(rf"{RST_IMAGE}[ ]?")
_MARKUP: Final = re.compile(
    rf"""(?x)
    {IMAGE} | {ORG_IMAGE} | {TAG} | {OPEN_TAG} | {EMPTY_BOX} | {LINK_END} | {CITATION}
  | (?P<behind>
        (?<= [ ]) {BRACES} $                           # attributes of a heading
      | \[ (?:[a-z]+:/)? / [^\[\]\n ]* \] | {SITE}    # an address behind the words of a link
    )
  | [\[\]]
  """
)
_MARKUP_SIGN: Final = re.compile(r"[!\[\]<{⟨]")


_TARGET: Final = re.compile(rf"(?x) {LINK_END} | {TAG} | {SITE}")
_TARGET_SIGN: Final = re.compile(r"[\]<]")


def targets_length(words: str) -> int:
    """Return how many characters of ``words`` are addresses of links, and tags.

    >>> targets_length("[A title](/papers/2403.00001)")
    21
    """
    end = end_of_link(words) or end_of_words(words, len(words))
    if end < len(words):
        return len(words) - end
    return sum(len(found[0]) for found in _matches(_TARGET, _TARGET_SIGN, words))


def _matches(pattern: re.Pattern[str], signs: re.Pattern[str], words: str) -> Iterator[re.Match[str]]:
    """Iterate over what ``pattern`` finds in ``words``; it begins with one of few signs, which are found faster."""
    at = 0
    for sign in signs.finditer(words):
        if sign.start() >= at and (found := pattern.match(words, sign.start())):
            at = found.end()
            yield found


_ONE_TARGET: Final = re.compile(r"\](?:\([^()\[\]]*\)|\[[0-9]*\])")


def end_of_link(words: str) -> int:
    """Return where the words of the link end that is all of ``words``, if they hold no other marks; else 0."""
    if words[:1] != "[" or words[-1] not in ")]" or "<" in words or "`" in words:
        return 0
    at = words.find("]")
    if words.find(" ", 0, at) < 0 or words.find("[", 1, at) > 0 or not _ONE_TARGET.fullmatch(words, at):
        return 0
    return at


_OWN_BESIDE: Final = re.compile(rf"[ ]\([ ]?(?:[^() ]*/(?:papers|login)[^() ]*|{HOST}?/[^() /]*)[ ]?\)$")
"""Where the page's own links lead: to a paper, an account, or where to vote. Another address may be a text's."""


def end_of_words(line: str, end: int) -> int:
    """Return where the words end of what ``line`` says up to its ``end``, an address of the page behind them left out.

    >>> end_of_words("A Title (/papers/2401.00001)", 28), end_of_words("A Title (One)", 13)
    (7, 13)
    """
    at = line.rfind(" (", 0, end) if line.endswith(")", 0, end) else -1
    return len(line[:at].rstrip()) if at > 0 and _OWN_BESIDE.match(line, at, end) else end


_BARE_TAG: Final = re.compile(r"<([a-z]+[0-9]?)>")


def _is_own(found: re.Match[str], listed: Collection[str], *, outer: bool) -> bool:
    """Whether what looks like a mark is the text's own: `A[0][1]`, `f[i](x)`, `the <p> tag`, `<think> and </think>`.

    A link that ends in a number not ``listed`` is ``outer`` where it begins with the text.
    """
    mark = found[0]
    if mark[0] == "⟨":
        return mark[1:-1] not in listed
    if mark[:2] == "][":
        return mark[2:-1] not in listed and not outer
    if mark[:2] == "](":
        return not outer and not any(sign in mark for sign in "/#:.")
    if mark[:2] == "</" and found["behind"]:
        return f"<{mark[2:]}" in found.string
    bare = _BARE_TAG.fullmatch(mark)
    return bare is not None and f"</{bare[1]}>" not in found.string


def _find_cuts(words: str, listed: Collection[str]) -> tuple[list[tuple[int, int]], bool]:
    """Return the stretches of ``words`` that are marks, and whether tags of HTML are among them."""
    cuts: list[tuple[int, int]] = []
    opened: list[int] = []
    tagged = False
    for found in _matches(_MARKUP, _MARKUP_SIGN, words):
        start, end = found.span()
        if found[0] == "[":
            opened.append(start)
        elif found[0] == "]" or _is_own(found, listed, outer=not opened or 0 in {opened[0], opened[-1]}):
            del opened[len(opened) - (found[0][0] == "]") :]
        else:
            blank = found["behind"] is not None and words[start - 1 : start] == " "
            cuts.append((start - blank, end))
            tagged = tagged or found[0][0] == "<"
            if found[0][0] == "]" and opened:
                # The end of a link that ends the words belongs to the bracket that begins them: `[[0, 1) is …](…)`.
                at = opened.pop(0 if opened[0] == 0 and end == len(words) else -1)
                cuts.append((at, at + 1))
    return ([*cuts, (0, 1)] if opened[:1] == [0] else cuts), tagged


def unmark(words: str, listed: Collection[str] = ()) -> str:
    """Return ``words`` without the marks of links and images; between tags of HTML entities are read too.

    The numbers of links may stand in a list of the page, ``listed``.

    >>> unmark("[A title [sic]](/papers/2403.00001)"), unmark('<a href="/papers/2403.00001">R&amp;D</a>')
    ('A title [sic]', 'R&D')
    """
    if at := end_of_link(words):
        return words[1:at].strip()
    # A single sign is found much faster than two.
    if "[" not in words and "<" not in words and "⟨" not in words and ("]" not in words or "](" not in words):
        return words
    if "`_" in words:
        words = _RST_LINK.sub(lambda found: _RST_IMAGE.sub("", found[1]), words)
    if "][" in words:
        words = _ORG_LINK.sub(r"\1", words)
    cuts, tagged = _find_cuts(words, listed)
    kept: list[str] = []
    at = 0
    for start, end in sorted(cuts):
        kept.append(words[at:start])
        at = end
    plain = "".join([*kept, words[at:]]).strip()
    return unescape(plain) if tagged else plain


_LINK_NUMBER: Final = re.compile(LINK_NUMBER)
_STAND_IN: Final = re.compile(r"\[([^\[\]]*)\][ ]*(?=[^ (\[])")


def organization_name(words: str) -> str:
    """Return an organization's name without the stand-in for its picture, which repeats it as in its address.

    >>> organization_name("[occ-ai] OCC"), organization_name("acme-ai Acme AI Lab"), organization_name("Acme AI Lab")
    ('OCC', 'Acme AI Lab', 'Acme AI Lab')
    """
    if "[" in words:
        words = _LINK_NUMBER.sub("", words)
        if found := _STAND_IN.match(words):
            return words[found.end() :]
    slug, _, name = words.partition(" ")
    if not name:
        return words
    letters, named = _letters(slug), _letters(name)
    alike = letters == named or (slug == slug.lower() and (named.startswith(letters) or letters.startswith(named)))
    return name if named and alike else words


_REST_OF_NAME: Final = re.compile(r"([^ \[\]]{1,99})\]\((?:[a-z]+://[^/ ]{0,99})?/([^/ ]{0,99}-\1)\)")


def user_name(line: str, start: int, end: int) -> str:
    """Return a user's name, from ``start`` to ``end`` of a line.

    One that was wrapped at its dash stands whole in the address behind its rest.

    >>> user_name("7](/tern-7)", 0, 1), user_name("moss](/moss)", 0, 4)
    ('tern-7', 'moss')
    """
    rest = _REST_OF_NAME.match(line, start)
    return rest[2] if rest else line[start:end]


def _letters(name: str) -> str:
    folded = name.casefold()
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


_TELLING: Final = {"*": 3, "_": 3, "<": 1, ">": 1, "'": 3, '"': 3, "$": 4}
"""So many times a sign must be escaped, and never not, to tell that the converter escapes; LaTeX escapes some, too.

Where neither `*` nor `_` is ever bare, once is enough. A sign that is bare in addresses alone counts as never bare.
"""

_POSSESSIVE: Final = re.compile(r"\\'s(?![0-9A-Za-z])")
_POSSESSIVES: Final = 2
"""So many such words are enough: LaTeX has accents on other letters."""

_OFTEN: Final = "\\`*_{}[]()#+.!|~<>-"
"""Signs that converters escape, some only where they would be marks."""

_WHOLLY: Final = "'\"$^@&%:;,=?/"
"""Signs that some converters escape, and then always."""

_ADDRESS: Final = re.compile(r"[a-z]{3,5}://[^ \n]*")
_BACKSLASHES: Final = re.compile(r"\\\\(?=%|[a-z]+\{)")
_PAIRS: Final = 2
"""So many commands of LaTeX must begin with two backslashes, and nothing with one, to tell that these are escaped."""

_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITY: Final = re.compile(r"&(?:[a-zA-Z]{2,8}|#[0-9]{1,6}|#x[0-9a-fA-F]{1,6});")


def find_escaped(words: str) -> str:
    r"""Return the signs that bear a backslash in ``words``, the texts of a page; ``&`` too where it begins entities.

    >>> find_escaped(r"the \_id\_ of \*it\*"), find_escaped(r"_id\_ of 5\%")
    ('!#()*+-.<>[\\]_`{|}~', '')
    """
    entities = "&" if 1 < words.count("&") == len(_ENTITY.findall(words)) else ""
    if "\\" not in words:
        return entities
    always = _always_escaped(words)
    marks = {sign for sign in "*_" if sign in words}
    if not (marks and marks <= always.keys()) and not _are_telling(always, words):
        always = _always_escaped(_ADDRESS.sub("", words))
        if not _are_telling(always, words):
            paired = words.count("\\") == 2 * words.count("\\\\") and len(_BACKSLASHES.findall(words)) >= _PAIRS
            return "".join(sorted({*entities, "\\"})) if paired else entities
    return "".join(sorted({*entities, *_OFTEN, *always}))


def _always_escaped(words: str) -> dict[str, int]:
    """Return the signs that bear a backslash wherever they are, with how often."""
    behind = {found[1] for found in _ESCAPE.finditer(words)} & {*_TELLING, *_WHOLLY}
    times = {sign: words.count("\\" + sign) for sign in behind}
    return {sign: count for sign, count in times.items() if count == words.count(sign)}


def _are_telling(always: Mapping[str, int], words: str) -> bool:
    """Whether a sign is escaped so often that the converter must have done so."""
    possessive = "'" in always and len(_POSSESSIVE.findall(words)) >= _POSSESSIVES
    return possessive or any(always.get(sign, 0) >= enough for sign, enough in _TELLING.items())


def without_escapes(words: str, escaped: str) -> str:
    r"""Return ``words`` without the escapes of the signs that :func:`find_escaped` told.

    >>> without_escapes(r"R\&D \[sic\] &amp; more", "&[]")
    'R&D [sic] & more'
    """
    if "\\" in words:
        words = _ESCAPE.sub(lambda found: found[0][found[1] in escaped :], words)
    return unescape(words) if "&" in escaped else words
