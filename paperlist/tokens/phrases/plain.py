"""Find lines that are certainly just text, without looking for phrases in them.

Most lines of a dump are. It takes much less time to see that than to split a line.
"""

from __future__ import annotations

from typing import Final

from ..._engine import line_re as re
from ..markup import end_of_link
from .line import BEGINNINGS, STAMP_ENDS, begins_phrase, lead_end, may_be_stamp, may_label_picture
from .patterns import SUBMITTED_BY

_NOTABLE_ENDS: Final = STAMP_ENDS.union("ro])")
"""The last characters of a time, and of the label of a picture: `avatar`, `logo`, an address in brackets."""


def is_plain(line: str, start: int) -> bool:
    """Whether a line is certainly just text: it does not begin with a phrase, and has no signs of markup or phrases."""
    if len(line) <= start + 1 or not line[start].isalpha():
        return False
    if line[start : start + 2] in BEGINNINGS and begins_phrase(line, start):
        return False
    if line[-1] in _NOTABLE_ENDS and (may_label_picture(line) or may_be_stamp(line)):
        return False
    if "·" in line or "<" in line or "|" in line or "\t" in line:
        return False
    if line.find(" authors", -_LONGEST_END) > 0:  # it may be a whole card
        return False
    return "]" not in line or not ("](" in line or "][" in line)


_LONGEST_END: Final = 100
_SHORTEST_CARD: Final = 40


def may_be_card(line: str) -> bool:
    """Whether a line may be a whole card: a long one with its authors near its end, or with its submitter."""
    return len(line) > _SHORTEST_CARD and (line.find(" authors", -_LONGEST_END) > 0 or line.startswith(SUBMITTED_BY))


_LEAD_BEGINS: Final = frozenset(" •*+#>-[")
_NUMBER: Final = re.compile(r"\[[0-9]+\]")
"""The number of a link before its words."""


def start_after_mark(line: str) -> int:
    """Return where the text of a line begins if the line is certainly just text after a mark, or just a link; else -1.

    A link is just text if its text has several words that do not begin a phrase of the page. Otherwise it may be the
    label of a picture. The number of a link is part of the text.

    >>> start_after_mark("### [A Title](/papers/2401.00001)"), start_after_mark("[6 authors][5]")
    (4, -1)
    >>> start_after_mark("   [5]A Title"), start_after_mark("[5]6 authors")
    (3, -1)
    """
    if line[:1] not in _LEAD_BEGINS or "·" in line or SUBMITTED_BY in line:
        return -1
    start = lead_end(line)
    if is_plain(line, start):
        return -1 if "://" in line else start
    number = _NUMBER.match(line, start)
    if number and is_plain(line, number.end()) and "://" not in line and not may_change_context(line):
        return start
    if line[-1] in ")]" and end_of_link(line[start:]) and not may_change_context(line):
        return start if line[start + 1].isalpha() and not begins_phrase(line, start + 1) else -1
    return -1


_MOST_DOTS: Final = 2
"""A card with more dots has them between all its parts."""


def ends_in_address(line: str) -> bool:
    """Whether a line ends within the address of a link that was wrapped at a hyphen."""
    return line[-1:] == "-" and line.rfind("](") > line.rfind(")")


def ends_in_label(line: str) -> bool:
    """Whether a line ends within the label of a picture of an account: `![tern-7's`."""
    return line[-1:] == "s" and line.endswith(("'s", "’s")) and line.rfind("![") > line.rfind("]")


def may_change_context(line: str) -> bool:
    """Whether a line has a character without which no line changes how others are read."""
    return (
        "<" in line
        or "_" in line
        or "|" in line
        or "\t" in line
        or "{" in line
        or "Weekly" in line
        or ("·" in line and line.count(" · ") > _MOST_DOTS)
        or line[-2:] == "::"
        or may_be_card(line)
        or ends_in_address(line)
        or ends_in_label(line)
    )
