"""Write texts, tables and folds as HTML for notebooks: without scripts, escaped, for light and dark pages alike.

Colours are inherited from the page, and lines and backgrounds are a transparent grey. So the HTML needs to know neither
the theme nor the program that shows it. Jupyter aligns cells to the right, so alignments are ``!important``.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from .._attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_ROWS: Final = 20
"""A table shows at most this many rows, and how many there are."""

LONGEST_TEXT: Final = 1500
"""Texts are cut after this many characters, so that a table with folded abstracts has at most about 40 kB."""

LONGEST_LINE: Final = 300
"""Titles and other texts on a line are cut after this many characters."""

_STYLE: Final = """<style>
.paperlist{color:inherit;font-size:.93em;line-height:1.4;max-width:72em}
.paperlist table{border-collapse:collapse;margin:.3em 0;width:auto}
.paperlist caption{caption-side:top;text-align:left!important;font-weight:600;padding:.2em 0;color:inherit}
.paperlist tr{background:none!important}
.paperlist tbody tr:nth-child(even){background:rgba(128,128,128,.09)!important}
.paperlist th,.paperlist td{text-align:left!important;vertical-align:top!important;padding:.25em .6em;border:0;\
border-bottom:1px solid rgba(128,128,128,.3);color:inherit;white-space:normal;max-width:48em;overflow-wrap:anywhere}
.paperlist th{font-weight:600;white-space:nowrap}
.paperlist .n{text-align:right!important;font-variant-numeric:tabular-nums;white-space:nowrap}
.paperlist .d{white-space:nowrap}
.paperlist .m{opacity:.7}
.paperlist summary{cursor:pointer}
.paperlist p,.paperlist pre{margin:.4em 0;max-width:64em;background:none;color:inherit}
.paperlist pre{white-space:pre-wrap}
</style>"""


@frozen
class Cell:
    """The HTML of a cell and its class: ``n`` for numbers, ``d`` for dates, or none."""

    html: str
    style: str = ""

    def __str__(self) -> str:
        return f"<td{_class(self.style)}>{self.html}</td>"


def _class(style: str) -> str:
    return f' class="{style}"' if style else ""


def text(value: object, longest: int = LONGEST_LINE) -> str:
    r"""Return a value as escaped text, cut with an ellipsis, without characters that HTML cannot have.

    >>> text("a < b\ud800\x00")
    'a &lt; b'
    """
    whole = str(value)
    shown = whole if len(whole) <= longest else whole[: longest - 1].rstrip() + "…"
    return escape("".join(character for character in shown if character.isprintable() or character in "\n\t\xa0"))


def muted(value: object) -> str:
    """Return a text in a paler colour."""
    return f'<span class="m">{text(value)}</span>'


def fold(summary: str, content: str) -> str:
    """Return HTML that a click on its summary unfolds. Both are HTML."""
    return f"<details><summary>{summary}</summary>{content}</details>"


def paragraph(value: object) -> str:
    """Return a text as a paragraph."""
    return f"<p>{text(value, LONGEST_TEXT)}</p>"


def problem(severity: str, message: str, excerpt: str) -> str:
    """Return a message about a problem, its severity, and the piece of a dump that it is about."""
    found = f"<pre>{text(excerpt)}</pre>" if excerpt else ""
    return f"<p>{muted(severity)} {text(message)}</p>{found}"


def page(*parts: str) -> str:
    """Return pieces of HTML with the style that they need."""
    return f'<div class="paperlist">{_STYLE}{"".join(parts)}</div>'


def table(caption: str, heads: Sequence[Cell], rows: Iterable[Sequence[Cell]], total: int) -> str:
    """Return a table with a caption, and a line that says how many rows are not shown.

    >>> "…and 2 more" in table("Papers", [Cell("title")], [[Cell("Tides")]], 3)
    True
    """
    shown = [f"<tr>{''.join(map(str, row))}</tr>" for row in rows]
    head = f"<thead><tr>{''.join(f'<th{_class(cell.style)}>{cell.html}</th>' for cell in heads)}</tr></thead>"
    more = f"<p>{muted(f'…and {total - len(shown):,} more')}</p>" if total > len(shown) else ""
    return f"<table><caption>{text(caption)}</caption>{head}<tbody>{''.join(shown)}</tbody></table>{more}"


def pairs(caption: str, items: Iterable[tuple[str, Cell]]) -> str:
    """Return a title, and a table with a label and a value in each row."""
    rows = "".join(f"<tr><th>{text(label)}</th><td>{cell.html}</td></tr>" for label, cell in items)
    return f"<p><b>{text(caption)}</b></p><table><tbody>{rows}</tbody></table>"
