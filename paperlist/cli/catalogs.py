"""Run the commands that query a catalog: show, explain, review."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ..catalog import Entry
from ..catalog.entries.index import found_apart
from ..dedup.decisions import card
from ..errors import UNNAMED
from ..export.sheets import text_of
from ..export.table import Column, counted, display_width, pairs, plain, table, wrap
from ..model import FIELDS, ListingDate, in_display_order
from . import outputs
from .inputs import open_catalog
from .messages import Messages, Refusal
from .updates import Unchanged, change, refuse_packed

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from ..catalog import Catalog
    from ..model import Sighting

DECIDING: Final = {
    "undo": "withdraw what was decided on two papers",
    "same": "record in the catalog that two papers are the same",
    "different": "record in the catalog that two papers, or two sightings that were merged, are different",
}
"""The options of ``review`` that change the catalog, in the order in which that is done, and what they do."""

IMPOSSIBLE: Final = {
    "undo": "cannot be undone",
    "same": "cannot be the same",
    "different": "cannot be different",
}
"""What messages say of two papers if an option of ``review`` is refused for them."""

MOST_LISTED: Final = 8
"""If an argument matches several papers, this many are listed."""

TITLE, *PROSE = (field for field in FIELDS if field.is_prose)
"""The long texts of a paper, the title first."""

SHORT: Final = tuple(field for field in in_display_order(FIELDS) if not field.is_prose)
"""The other fields of a paper."""

SIGHTING_COLUMNS: Final = (
    Column(head="date"),
    Column(head="place", right=True),
    Column(head="comments", right=True),
    Column(head="upvotes", right=True),
    Column(head="line", right=True),
    Column(head="source"),
)


def _opened(arguments: argparse.Namespace, messages: Messages) -> Catalog | None:
    """Open the catalog of a command and report its contradictions; None if it cannot be opened."""
    catalog = open_catalog(arguments.catalog, messages)
    if catalog is not None:
        messages.diagnostics(arguments.catalog, catalog.contradictions)
    return catalog


def _found(catalog: Catalog, what: str, arguments: argparse.Namespace, messages: Messages) -> list[Entry]:
    """Return the entries that match ``what``, an argument of the command line; report it if there are none."""
    entries = catalog.find(what)
    if not entries:
        messages.error(f"{arguments.catalog}: no paper with the id, title or place {what!r}")
    return entries


# show


def _dated_text(value: str | int | ListingDate) -> str:
    """Return a value as text; a date without a year is followed by its possible years."""
    years = value.years() if isinstance(value, ListingDate) and value.year is None else ""
    return f"{text_of(value)} ({years})" if years else text_of(value)


def sighting_row(sighting: Sighting) -> tuple[str, ...]:
    """Return the date, place (counted from 1), comments, upvotes, line and sources of a sighting."""
    paper = sighting.paper
    sources = sighting.sources or (UNNAMED,)
    place = str(sighting.position + 1)
    counts = text_of(paper.comments), text_of(paper.upvotes)
    saved = f"(saved {sighting.snapshot})" if sighting.snapshot else ""
    date = " ".join(filter(None, (text_of(sighting.listing_date), saved)))
    return date, place, *counts, text_of(paper.line), ", ".join(sources)


def _sighting_table(entry: Entry) -> Iterator[str]:
    """Iterate over the lines of a table of an entry's sightings. It is as wide as needed, so no path is cut."""
    rows = [tuple(map(plain, sighting_row(sighting))) for sighting in entry.dated]
    return table(rows, SIGHTING_COLUMNS, sum(max(map(display_width, cells)) + 10 for cells in zip(*rows, strict=True)))


def _others(entry: Entry) -> Iterator[tuple[str, str]]:
    """Iterate over the values of the sightings that are not in the entry's paper, each with the label of its field."""
    for field in (TITLE, *SHORT, *PROSE):
        yield from ((field.label, text_of(value)) for value in entry.values(field.name)[1:])


def _entry_text(entry: Entry, width: int) -> str:
    """Return everything that is known about a paper, as text."""
    paper = entry.paper
    known = [(field.label, _dated_text(value)) for field in SHORT if (value := getattr(paper, field.name)) is not None]
    texts = [value for field in PROSE if (value := getattr(paper, field.name))]
    others = list(_others(entry))
    lines = (
        *wrap(paper.title, width),
        *("", *pairs([("id", entry.id), *known], width)),
        *(line for text in texts for line in ("", *wrap(text, width))),
        *("", counted(len(entry.sightings), "sighting"), *_sighting_table(entry)),
        *(("", "other values", *pairs(others, width)) if others else ()),
    )
    return "".join(f"{line}\n" for line in lines)


def run_show(arguments: argparse.Namespace) -> int:
    """Show everything that a catalog contains about a paper."""
    messages = Messages.of(arguments)
    catalog = _opened(arguments, messages)
    if catalog is not None and (entries := _found(catalog, arguments.what, arguments, messages)):
        width = outputs.width()
        rule = f"\n{'-' * width}\n\n"
        outputs.show(rule.join(_entry_text(entry, width) for entry in entries))
    return messages.finish()


# explain


def _head(one: Entry | Sighting) -> str:
    return f"{one.id if isinstance(one, Entry) else one.place}  {one.paper.title}"


def _decisions(catalog: Catalog, entry: Entry) -> list[str]:
    """Return the decisions on two cards of an entry, in words."""
    cards = set(map(card, entry.sightings))
    return sorted(
        f"you decided: {decision.word}: {decision.one.paper.title} / {decision.other.paper.title}"
        + (f" ({decision.reason})" if decision.reason else "")
        for decision in catalog.decisions
        if decision.one in cards and decision.other in cards
    )


def _reasons(catalog: Catalog, entry: Entry) -> list[str]:
    """Return the reasons why the sightings of an entry are one paper."""
    if len(entry.sightings) == 1:
        return ["seen once: there was nothing to merge"]
    reasons = [*_decisions(catalog, entry), *map(str, entry.why)]
    return reasons or [f"all {len(entry.sightings)} sightings show the same title, abstract, authors and year"]


def _one(catalog: Catalog, what: str, arguments: argparse.Namespace, messages: Messages) -> Entry | None:
    """Return the first entry that matches ``what``; report it if there are several or none."""
    entries = _found(catalog, what, arguments, messages)
    if len(entries) > 1:
        messages.note(f"{arguments.catalog}: {len(entries)} papers match {what!r}; using the first (or give an id)")
    return entries[0] if entries else None


def run_explain(arguments: argparse.Namespace) -> int:
    """Explain why sightings were merged into one paper, or why two papers were kept apart."""
    messages = Messages.of(arguments)
    catalog = _opened(arguments, messages)
    if catalog is None:
        return messages.finish()
    words = [what for what in (arguments.what, arguments.other) if what is not None]
    found = [_one(catalog, what, arguments, messages) for what in words]
    entries = list({entry.id: entry for entry in found if entry is not None}.values())
    if None in found:
        return messages.finish()
    if len(entries) < len(words):
        reasons = ["both arguments match this one paper", *_reasons(catalog, entries[0])]
    else:
        reasons = _reasons(catalog, entries[0]) if len(entries) == 1 else [str(catalog.explain(*entries))]
    outputs.show("".join(f"{_head(entry)}\n" for entry in entries) + "".join(f"\n{reason}\n" for reason in reasons))
    return messages.finish()


# review


def _decide(decisions: Sequence[tuple[str, str, str]], arguments: argparse.Namespace, messages: Messages) -> str:
    """Write decisions (words of :data:`DECIDING`, and two ids each) into a catalog file; return them as text.

    If one of them is impossible, no decision is written.
    """

    def decided(catalog: Catalog) -> str:
        found = [_decided(catalog, *decision, arguments=arguments, messages=messages) for decision in decisions]
        if None in found:
            messages.error(f"{arguments.catalog}: not updated (see above)")
            raise Unchanged
        return "".join(map(str, found))

    return change(arguments.catalog, arguments, messages, decided) or ""


def _is_there(name: str, messages: Messages) -> bool:
    """Return whether there is a catalog file to write decisions into; report it if not."""
    if name == "-":
        raise Refusal("-: decisions can only be written to a file")
    if not name or not Path(name).exists():
        messages.error(f"{name}: No such file or directory")
        return False
    if Path(name).is_dir():
        messages.error(f"{name}: is a folder, not a catalog")
        return False
    refuse_packed(Path(name))
    return True


def _decided(catalog: Catalog, word: str, *ids: str, arguments: argparse.Namespace, messages: Messages) -> str | None:
    """Add or withdraw a decision on two papers and return it as text; report it and return None if impossible."""
    name: str = arguments.catalog
    one, other = (_only(catalog, name, what, messages) for what in ids)
    if one is None or other is None:
        return None
    try:
        if word == "undo":
            if isinstance(one, Entry) and one is other:  # because of these decisions
                one, other = found_apart(one, ids)
            catalog.undecide(one, other)
        else:
            (catalog.same if word == "same" else catalog.different)(one, other, arguments.reason or "")
    except ValueError as error:
        hint = _hint(catalog, one) if word == "different" and one is other else ""
        messages.error(f"{name}: {' and '.join(ids)} {IMPOSSIBLE[word]}: {error}{hint}")
        return None
    return f"{word}\n  {_head(one)}\n  {_head(other)}\n"


def _hint(catalog: Catalog, one: Entry | Sighting) -> str:
    """Return how to separate the sightings of an entry, if it has several that were not joined by a decision."""
    sightings = one.sightings[:2] if isinstance(one, Entry) and not _decisions(catalog, one) else ()
    if not sightings[1:]:
        return ""
    places = " ".join(sighting.place for sighting in sightings)
    return f" (to separate two sightings, name these, such as {places})"


def _only(catalog: Catalog, name: str, what: str, messages: Messages) -> Entry | Sighting | None:
    """Return the only sighting in a place, or the only entry that matches; report it if there are several or none."""
    found = _in_place(catalog, what) or catalog.find(what)
    if len(found) == 1:
        return found[0]
    messages.error(f"{name}: {counted(len(found), 'paper')} with the id, title or place {what!r}; expected one")
    for one in found[:MOST_LISTED]:
        messages.show(f"  {_head(one)}")
    return None


def _in_place(catalog: Catalog, place: str) -> list[Sighting]:
    """Return the sightings at a place such as ``dumps/mon.txt:13``."""
    return [seen for entry in catalog.find(place) for seen in entry.sightings if seen.is_at(place)]


def run_review(arguments: argparse.Namespace) -> int:
    """List probable duplicates that were not merged, or write decisions on them into the catalog."""
    messages = Messages.of(arguments)
    decisions = [(word, *ids) for word in DECIDING for ids in getattr(arguments, word)]
    if arguments.reason is not None and not (arguments.same or arguments.different):
        raise Refusal("--reason: needs --same or --different")
    if decisions:
        if _is_there(arguments.catalog, messages):
            outputs.show(_decide(decisions, arguments, messages))
        return messages.finish()
    catalog = _opened(arguments, messages)
    if catalog is not None:
        pairs_found = (f"{_head(pair.one)}\n{_head(pair.other)}\n{pair.comparison}\n" for pair in catalog.review)
        outputs.show("\n".join(pairs_found))
        if not catalog.review:
            messages.note(f"{arguments.catalog}: no probable duplicates")
    return messages.finish()
