"""Write papers as an Atom feed (RFC 4287), for feed readers."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from .feeds import HOME, NAME, identifier, summary, timestamp
from .formats import Format
from .references import in_one

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .references import Reference
    from .sheets import Sheet

NONCHARACTERS: Final = str.maketrans(dict.fromkeys((0xFFFE, 0xFFFF), "\N{REPLACEMENT CHARACTER}"))
"""Characters that XML does not allow; the control characters are not in the texts of references."""

AUTHORS: Final = "authors not listed"
"""The format demands an author of each entry. A page shows only how many there are."""


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text.translate(NONCHARACTERS), quote=False)}</{name}>"


def _updated(reference: Reference) -> str:
    """Return the time that an entry must have: last seen, or else published, or else the first second of 1970."""
    return timestamp(reference.seen or reference.published)


def _entry(reference: Reference) -> Iterator[str]:
    yield "  <entry>"
    yield f"    {_element('id', identifier(reference))}"
    yield f"    {_element('title', reference.title)}"
    yield f"    {_element('updated', _updated(reference))}"
    if reference.published is not None:
        yield f"    {_element('published', timestamp(reference.published))}"
    yield f"    <author>{_element('name', AUTHORS)}</author>"
    if reference.url:
        yield f'    <link href="{escape(reference.url)}"/>'
    yield f"    {_element('summary', summary(reference))}"
    yield "  </entry>"


def _lines(found: list[Reference]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield '<feed xmlns="http://www.w3.org/2005/Atom">'
    yield f"  {_element('id', HOME)}"
    yield f"  {_element('title', NAME)}"
    yield f"  {_element('updated', max(map(_updated, found), default=timestamp(None)))}"
    yield f'  <link href="{HOME}"/>'
    for reference in found:
        yield from _entry(reference)
    yield "</feed>"


def chunks(sheets: Iterable[Sheet], width: int) -> Iterator[str]:  # noqa: ARG001 - all formats are called alike
    """Iterate over the text of one feed with the papers of all sheets."""
    return in_one(sheets, _text)


def _text(found: list[Reference]) -> str:
    return "\n".join([*_lines(found), ""])


FORMAT: Final = Format(name="atom", suffixes=(".atom",), description="an Atom feed, for feed readers", chunks=chunks)
