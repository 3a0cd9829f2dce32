"""Define the patterns of the page's phrases, and of the marks around them on a line."""

from __future__ import annotations

from typing import Final

from ..._engine import line_re as re
from ...years.dates import DATE_ON_LINE, PERIOD_ON_LINE
from ..kinds import VALUES, Kind
from ..markup import (
    BESIDE,
    BRACES,
    CITATION,
    DATA_IMAGE,
    DIRECTIVE,
    FIELD,
    IMAGE,
    LINK_END,
    NUMBERED_IMAGE,
    OPEN_LABEL,
    OPEN_TAG,
    ORG_IMAGE,
    ORG_LINK,
    PICTURE_LABEL,
    SURE_TAG,
    TAG,
)
from ..numbers import COUNT

HEADINGS: Final = (
    *("Daily Papers", "Trending Papers", "Daily Papers - Hugging Face", "Trending Papers - Hugging Face"),
    *("Get trending papers in your email inbox once a day!", "Get trending papers in your email inbox!"),
    *("and the research community", "Search by arxiv id or title", "Submit a paper"),
)
"""Phrases above the cards, which no other page has."""

BOILERPLATE: Final = (
    *("Hugging Face", "Subscribe", "by", "AK", "Daily", "Weekly", "Monthly", "new"),
    *("Models", "Datasets", "Spaces", "Buckets", "Community", "Posts", "Docs", "Enterprise", "Solutions", "Pricing"),
    *("Log In", "Sign Up", "System theme", "Company", "TOS", "Privacy", "About", "Jobs", "Careers", "Website"),
    *("Previous", "Next", "© Hugging Face", "Trending Papers ranked by GitHub stars activity"),
    *("Visible links", "Visible links:", "Hidden links", "Hidden links:", "References", "References:"),
)
"""Phrases of the navigation, the buttons and the footer, and of the lists of links that tools write."""


def _any_of(phrases: tuple[str, ...]) -> str:
    """Return a pattern for any of several phrases, of which one may begin with another."""
    return " | ".join(phrase.replace(" ", "[ ]") for phrase in sorted(phrases, reverse=True))


IN_CAPITALS: Final = tuple(phrase.upper() for phrase in (*HEADINGS, *BOILERPLATE))
"""The same phrases, as the style of a page may show them."""

_HEADING: Final = rf"(?: {_any_of(HEADINGS)} ) (?! [ ]ranked )"
_BOILERPLATE: Final = _any_of((*BOILERPLATE, *IN_CAPITALS))

_NO_LINK: Final = r"(?! \( | \[[0-9]*\] )"
_HASH: Final = r"(?= [A-Za-z_-]* [0-9] ) [0-9A-Za-z_-]{5,}"
"""The name of a picture's file."""

_STAND_IN: Final = (
    rf"[ _-]* | [0-9]+ (?: /[0-9]+ )? | [a-z][a-z0-9-]* | {_HASH}"
    rf" | [^\[\] /]+\.(?:gif|jpe?g|png|svg|webp) | {NUMBERED_IMAGE}"
)
"""The text in brackets that an extractor writes for a box, an image, the number of a link, or a user's picture."""

_PICTOGRAPH: Final = r"[\u2190-\u21ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?"
_SIGN: Final = rf"(?:[\u00a2-\u00bf\u2010-\u2bff\u3000-\u303f\ue000-\uf8ff]|{_PICTOGRAPH}|:[a-z0-9_+-]{{2,30}}:)"
"""A sign beside a phrase: the bullet of an editor or a font, or a picture of what is counted, such as a thumb, or the
name of one: `:thumbsup:`."""

UPVOTE_SIGNS: Final = "▲△⬆🔼👍"
COMMENT_SIGNS: Final = "💬🗨"
STAR_SIGNS: Final = "⭐★☆"
"""Signs beside a number that say what it counts."""

_SEPARATOR: Final = r"(?:[|,]|/(?![ ][0-9]+[ ]*$))(?=[ ]|$)"
"""A sign in place of the dot between phrases; but not the one in `1 / 21`, which is the number of a sheet."""

_COUNTED: Final = " | ".join(f"(?P<{one.kind.name.lower()}> {one.pattern} )" for one in VALUES if one.pattern)
"""The phrases that begin with a number."""

SCAN: Final = re.compile(
    rf"""(?x)
    (?P<blank> [ \t]+ | \*\* | <br [ ]? /? > | \\+ (?: [ ] | $ | (?= [\[\]*+\#>] ) ) )  # escaped marks, hard breaks
  | (?P<image> {IMAGE} | !\[ [^\[\]]+ \] $ | {ORG_IMAGE} | (?: !\[ [^\[\]]* \] | \[\] ) \( [^() ]* - $ )
  | (?P<data> {DATA_IMAGE} )
  | (?P<label> {PICTURE_LABEL} | {OPEN_LABEL} )
  | (?P<tag> {TAG} | {OPEN_TAG} )
  | (?P<open> {ORG_LINK} | `(?!`) )
  | (?P<close> {LINK_END} | \]\([^() ]*-$ | {BRACES} $ | (?<= [)\]] ) \{{ [#.a-z] [^{{}}]* $ | {CITATION} )
  | (?P<empty> \[ [ ]* \] \[ [^\[\]]+ \] )
  | (?P<box> \[ (?: {_STAND_IN} ) \] {_NO_LINK} (?: -(?=\[) )? | \[IMG\] (?!\() | \(BUTTON\) )
  | (?P<address>
        \[ (?:[a-z]+:/)? / [^\[\] ]* \] | {BESIDE} | < [a-z]+:// [^> ]* >
      | (?<= [ ] ) </ [^<> ]* > | (?:[a-z]+://[^ ]*)?/papers/(?:[0-9.]+|date/[0-9-]+) )
  | (?P<rule> [_=^"]{{4,}} | -{{3,}} | [`~]{{3,}}[a-z]* | :{{3,}} (?: [ ] .* )? $ )
  | (?P<note> (?<! [^ ] ) (?: {FIELD} | {DIRECTIVE} ) )
  | (?P<bracket> \[LINK:[ ] | [\[\]] )
  | {_COUNTED}
  | (?P<date> {DATE_ON_LINE} )
  | (?P<period> {PERIOD_ON_LINE} )
  | (?P<dot> · | (?<![^ ]) \. (?= [ ][0-9]+[ ]authors? ) )  # a full stop in its place
  | (?P<submitted> (?: Submitted[ ][Bb]y | SUBMITTED[ ]BY ) :? )
  | (?P<upvote> Upvote | UPVOTE )
  | (?P<github> GitHub | GITHUB )
  | (?P<arxiv> [Aa]rXiv[ ]Page | arXiv [ ]* $ | ARXIV[ ]PAGE | Page (?= \]) )
  | (?P<count>
        (?: (?<! [0-9.,%/-] ) | (?<= ,[ ][0-9]{{4}} ) )  # a count may stick to the year before it
        (?: (?<! ·[ ] ) {COUNT} [ ] (?: [Uu]pvotes? | [Cc]omments? ) (?= [ ]*$ )
          | {COUNT} | \\?- (?! [ ] \[ [ xX_] \] ) )
        (?: (?<= k ) | (?! [0-9.,%/-] ) )              # a count may stick to the stars before it
    )
  | (?P<bullet> [•*+#>o]+ (?= [ ] | $ ) | - (?= [ ] \[ [ xX_] \] ) )
  | (?P<heading> {_HEADING} )
  | (?P<boilerplate> (?: {_BOILERPLATE} ) (?! [0-9] ) )
  | (?P<symbol> (?<! [^ ] ) (?: {_SIGN} (?= [ ] ) | {_PICTOGRAPH} (?= [0-9] ) | {_SEPARATOR} ) | (?<= [ ] ) {_SIGN} $ )
"""
)
MARKS: Final = frozenset(
    {
        "blank",
        "image",
        "tag",
        "open",
        "close",
        "empty",
        "box",
        "address",
        "rule",
        "note",
        "bracket",
        "bullet",
        "data",
        "label",
        "symbol",
    }
)

KINDS: Final = {name: Kind[name.upper()] for name in SCAN.groupindex if name not in MARKS}
NUMBERED: Final = frozenset({Kind.COUNT, *(one.kind for one in VALUES if one.pattern)})
"""Kinds of phrases whose value is the number with which they begin."""

_NO_VOTE: Final = r"(?! [ ]* \( [ ]? [^() ]* /login )"
"""A pattern that must not follow a bullet: a dash before the address for voting is a count."""

_SENT: Final = (
    r"\[[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4},?[ ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[ ][AP]M)?\]"
    r"[ ][^:\[\]]{1,40}:[ ]"
)
"""When and by whom a message was sent: `[25/03/25, 09:14:07] Mira: `."""

LEAD: Final = re.compile(
    rf"""(?x) [ \t]*
    (?: (?: [•*+#>-]+ [ ]+ {_NO_VOTE}               # a bullet, the mark of a heading or a quotation
          | [0-9]{{1,3}}[.)] [ ]+
            (?= [*_]{{0,3}}[\[!·] | [0-9]+[ ]authors?(?:\]|[ ]*$) | Submitted[ ]by(?:[ ][^ ]+)?[ ]*$
              | (?:[0-9]{{1,5}}|-)[ ]*$ )
          | (?: [eo?] | â€¢ ) [ ]+ (?=[0-9·\[])           # a bullet that was misread
          | \[ [ _-]* \] (?![(\[])                           # a box
          | {_PICTOGRAPH} [ ]+ (?= [*_]{{1,3}} [^ *_] )       # a sign outside of an emphasized title
          | [*_]{{1,3}} (?= \[ [^\[\]]* \]\( )               # emphasis around a link
          | {_SENT}
          | {IMAGE} | {ORG_IMAGE} | {SURE_TAG} | {DIRECTIVE} | <[hp]>[ ] | /papers/[0-9.]+ [ ]+
        ) [ ]* )*
    """
)
NO_WORDS: Final = re.compile(
    rf"""(?x)
    (?: [ ]+ | <br[ ]?/?> | {PICTURE_LABEL} | {OPEN_LABEL} | {IMAGE} | {ORG_IMAGE} | {TAG}
      | \[ (?: {_STAND_IN} | (?:[a-z]+:/)? / [^\] ]* ) \] {_NO_LINK} | \[IMG\] (?!\()
    )*
    """
)
NAME: Final = re.compile(rf"[^ \t\[\]<]+(?<![:,;])(?=[ \t\[\]<]|$)(?:{LINK_END})?")
NO_NAME: Final = re.compile(r"[ ][^ \t\[\]<]+[:,;][ ]")
AUTHORS_LAST: Final = re.compile(rf"(?<![0-9,])[0-9][0-9,]{{0,8}}[ ]authors?(?:{LINK_END})?[ ]*$")
LONGEST_AUTHORS: Final = 32  # characters
SUBMITTED_BY: Final = "Submitted by "
ANCHOR: Final = re.compile(f"·|{SUBMITTED_BY}")
SIGNATURE: Final = frozenset({Kind.DATE, Kind.AUTHORS})
"""After a dot, these show that a card ends there, even if its line continues."""

FRAME: Final = re.compile(
    rf"(?x)(?<= [ ] ) (?: (?: (?: {_HEADING} | {_BOILERPLATE} ) (?: [ ] | $ ) ){{3}} | Previous[ ]Next[ ]*$ )"
)
"""Successive phrases of the page, which are above or below the cards although they are on the same line."""
SIGNS_OF_FRAME: Final = ("Weekly Monthly", "System theme", "TOS Privacy", "Previous Next")
"""One of these is among them."""

MIN_PHRASES_OF_PAGE: Final = 5
"""If a line begins with as many phrases, with a heading among them, the whole page may be on that line."""
