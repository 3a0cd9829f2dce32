"""Find out from HTML when and from which address its page was saved.

Browsers, archives and copying tools note this in comments, in links and in addresses. It becomes lines above the page,
such as other tools write there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..._attrs import define, field
from ..._engine import line_re as re
from ...model import MONTHS

if TYPE_CHECKING:
    from .tags import Comment, Tag

_ARCHIVED: Final = re.compile(
    r"(?:https?://web\.archive\.org)?/web/([0-9]{8})([0-9]{0,6})[a-z_]{0,4}/(https?:/[^ \t\n\r]*)"
)
_ADDRESS: Final = re.compile(r"(?i)url[ \t]*[:=][ \t]*(?:\([0-9]{1,9}\))?(https?://[^ \t\n\r<>\"']{1,500})")
_MONTH: Final = rf"({'|'.join(MONTHS)})[a-z]{{0,6}}"
_DAY: Final = re.compile(
    rf"""(?xi)
    (?<![a-z]) (?:archived|captured|crawled|date|fetched|mirrored|retrieved|saved) (?![a-z]) .{{0,200}}?
    (?: (20[0-9]{{2}})-([0-9]{{2}})-([0-9]{{2}}) | {_MONTH}[ ]([0-9]{{1,2}}),?[ ](20[0-9]{{2}})
      | ([0-9]{{1,2}})[ ]{_MONTH}[ ](20[0-9]{{2}})
    )
    """,
    re.DOTALL,
)


@define
class SavedPage:
    """What HTML says about how it was saved: ``lines`` to be written above the page, each with its place."""

    lines: list[tuple[str, int, int]] = field(factory=list)

    def _add(self, line: str, start: int, end: int) -> None:
        if line not in (known for known, _, _ in self.lines[:_MOST_LINES]):
            self.lines.append((line, start, end))
            del self.lines[_MOST_LINES:]

    def comment(self, source: str, comment: Comment) -> None:
        """Note the address and the day in a comment."""
        start, end = comment.start, min(comment.end, comment.start + _LONGEST_COMMENT)
        if address := _ADDRESS.search(source, start, end):
            self._add(f"URL: {address[1]}", *address.span(1))
        if day := _DAY.search(source, start, end):
            self._add(f"Captured: {_iso(day)}", *day.span())

    def tag(self, tag: Tag) -> None:
        """Note the page's own address, if this tag gives it."""
        attributes = tag.attributes
        address = ""
        if tag.name == "link" and attributes.get("rel") == "canonical":
            address = attributes.get("href", "")
        elif tag.name == "meta" and attributes.get("property") == "og:url":
            address = attributes.get("content", "")
        if address.startswith("http") and len(address) <= _LONGEST_ADDRESS:
            self._add(f"URL: {self.target(address)}", tag.start, tag.start)

    def target(self, address: str) -> str:
        """Return what a link leads to, without the address of an archive before it, which is noted.

        >>> SavedPage().target("/web/20310304050607/https://huggingface.co/papers/2403.00001")
        'https://huggingface.co/papers/2403.00001'
        """
        if "/web/" not in address:
            return address
        found = _ARCHIVED.fullmatch(address)
        if found is None:
            return address
        self._add(f"https://web.archive.org/web/{found[1]}{found[2]}/", 0, 0)
        return found[3]


_MOST_LINES: Final = 8
_LONGEST_COMMENT: Final = 2000
_LONGEST_ADDRESS: Final = 500


def _iso(found: re.Match[str]) -> str:
    """Return the day that was found in ISO 8601's form."""
    year, month, day, name, later_day, later_year, first_day, first_name, last_year = found.groups("")
    if not year:
        year, day = later_year or last_year, later_day or first_day
        month = str(MONTHS.index((name or first_name).title()) + 1)
    return f"{year}-{int(month):02}-{int(day):02}"
