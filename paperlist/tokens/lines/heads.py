"""Find the head that a tool wrote above a page when it saved it.

A head is front matter between two rules, or lines of a known key and a value, as in an e-mail: ``Title: Daily Papers``.
It is not part of the page, so its lines are boilerplate. A page that follows another one may have a head, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ..._engine import line_re as re
from ..kinds import END, Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..phrases.shapes import Reading

_RULES: Final = frozenset(("---", "+++"))
_MOST_LINES: Final = 64
"""A head has no more lines."""

_WORD: Final = (
    "(?:title|urls?|uri|link|href|source|site|website|page|address|canonical|author|authors|byline|creator|publisher"
    "|published|publish|updated|modified|created|clipped|captured|capture|crawled|fetched|retrieved|accessed|saved"
    "|downloaded|archived|scraped|exported|printed|date|time|timestamp|at|on|from|by|for|via|with|to|cc|bcc|reply"
    "|subject|sender|sent|message|delivered|received|id|content|type|mime|version|encoding|transfer|markdown|text|html"
    "|description|summary|excerpt|tags|tag|keywords|categories|category|lang|language|locale|status|code|http|https|utc"
    "|domain|host|hostname|sitename|image|cover|favicon|fingerprint|license|format|tool|generator|agent|user|query"
    "|search|name|file|filename|layout|draft|aliases|warning|note|length|words|count|referrer|final|original|request"
    "|the|of|last|this)"
)
"""The words of which the keys of a head consist."""

_KEY: Final = re.compile(
    rf"""(?xia)
    (?: <!-- | [ \t>#*_|•-]* ) [ ]?
    (?P<key> (?=[a-z]) {_WORD} (?: [ _-] {_WORD} ){{0,3}} ) [ ]? (?: \([^()]{{0,20}}\) )?
    [ ]? (?: [*_]{{0,2}} [:=] (?!//) [*_]{{0,2}} | [ ] (?= [<(]? (?: url=.* )? https?:// | [0-9]{{4}}-[0-9]{{2}} ) )
    [ \t]* (?P<value> .* )
    """
)
"""A line with a key and a value. Between them is a colon, or just a blank before an address or a day."""

_ANY_KEY: Final = re.compile(r"[0-9A-Za-z_\"'][0-9A-Za-z_ .\"'-]{0,40}[ ]?[:=](?:[ \t].*)?")
_CONTINUED: Final = re.compile(r"(?:[ \t]+|-[ ]|-$|#|[\]}>]).*")
"""Any key of front matter; and a line of a list, a nested value or a comment."""

_FENCE: Final = re.compile(r"[`~]{3,}[a-z]*")
_TITLE: Final = re.compile(r"[\"']?(?:(?:Fwd?|Re): )?(?:Daily|Trending) Papers(?![0-9A-Za-z])")
_LISTING: Final = re.compile(r"[^/]/papers(?:/?(?![/0-9A-Za-z.])|/(?:date|week|month|trending)(?![a-z]))")
_ADDRESS: Final = re.compile(r"https?://[^ \"'<>()\[\]]+")
_DAY: Final = re.compile(r"[\"']?[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")
_YEAR: Final = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")

_BLANK: Final[Reading] = (END, (None,))
_MIN_KEYS: Final = 2


def find_heads(lines: Sequence[str], *, begins: bool) -> dict[int, Reading]:
    """Return what the lines of heads say, by their indexes; ``begins`` means that these lines begin the text.

    >>> sorted(find_heads(["Title: Daily Papers", "", "URL Source: https://example.org/papers", "Daily"], begins=True))
    [0, 1, 2]
    """
    found: dict[int, Reading] = {}
    start = _first_line(lines) if begins else 0
    if begins and start < len(lines) and lines[start].strip() not in _RULES:
        found.update(_read(lines, start, _end_of_keys(lines, start)))
    for start in _rules(lines):
        if start not in found:
            found.update(_read(lines, start, _end_of_front_matter(lines, start)))
    return found


def _first_line(lines: Sequence[str]) -> int:
    """Return the index of the first line that is neither blank nor a fence."""
    for at, line in enumerate(lines):
        bare = line.strip(" \t\ufeff")
        if bare and not _FENCE.fullmatch(bare):
            return at
    return len(lines)


def _rules(lines: Sequence[str]) -> Iterator[int]:
    """Iterate over the indexes of the lines that may begin front matter."""
    for rule in _RULES:
        at = -1
        for _ in range(lines.count(rule)):
            at = lines.index(rule, at + 1)
            yield at


def _end_of_front_matter(lines: Sequence[str], start: int) -> int:
    """Return where the front matter that begins with a rule ends; ``start`` if it is not front matter."""
    first = _KEY.fullmatch(lines[start + 1]) if start + 1 < len(lines) else None
    if first is None:
        return start
    for at in range(start + 1, min(start + _MOST_LINES, len(lines))):
        line = lines[at]
        if line.rstrip() == lines[start]:
            return at + 1
        if line.strip() and not _ANY_KEY.fullmatch(line) and not _CONTINUED.fullmatch(line):
            return start
    return start


def _end_of_keys(lines: Sequence[str], start: int) -> int:
    """Return where the lines with keys end, if they are a head; otherwise ``start``.

    A heading may come before them. One has an address or a day; if that is not at its start, several have keys.
    """
    end = start
    values: list[str] = []
    for at in range(start, min(start + _MOST_LINES, len(lines))):
        line = lines[at].strip()
        if found := _KEY.fullmatch(line):
            values.append(found["value"])
        elif line and at > start and not _ADDRESS.fullmatch(line):
            break
        if line:
            end = at + 1
    is_sure = any(_ADDRESS.search(value) or _DAY.match(value) for value in values)
    is_likely = len(values) >= _MIN_KEYS and any(map(_YEAR.search, values))
    return end if is_sure or is_likely else start


def _read(lines: Sequence[str], start: int, end: int) -> dict[int, Reading]:
    """Return what the lines of a head say."""
    return {at: _reading(lines[at]) for at in range(start, end)}


def _reading(line: str) -> Reading:
    """Return the letters and the pieces of a line of a head; the value is the address that the line contains.

    A line with the title or the address of a listing is a heading of the page.
    """
    end = len(line.rstrip())
    if not end:
        return _BLANK
    start = len(line) - len(line.lstrip())
    key = _KEY.fullmatch(line.strip())
    value = key["value"] if key else line[start:]
    addresses = _ADDRESS.findall(value)
    heading = _TITLE.match(value) or any(map(_LISTING.search, addresses))
    letter = str(Kind.HEADING if heading else Kind.PHRASE)
    return letter + END, ((letter, addresses[0] if addresses else None, start, end, True), None)
