"""Run the commands that maintain a catalog file (update and check), and change catalog files for other commands."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from ..catalog import Catalog
from ..catalog.file.store import read_file
from ..catalog.sightings import names_a_file, names_to_replace, pages_to_replace
from ..dedup.decisions import card
from ..errors import UNNAMED, excerpt
from ..export import format_of_file
from ..export.keeping import is_catalog_file
from ..export.table import counted
from ..files.compression import is_compressed
from ..files.zips import is_zip
from ..model import Dump, Listing
from . import outputs
from .inputs import find, read, standard_input
from .messages import Messages, Refusal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Sequence

    from ..catalog.file.reading import Stored
    from ..dedup.decisions import Decision
    from ..errors import Diagnostic
    from ..model import DumpKey, Printed
    from .inputs import Input

T = TypeVar("T")

HEAD: Final = 16
"""How many bytes are needed to see whether a file is compressed."""


def check_target(name: str) -> None:
    """Raise Refusal if a file is not a catalog, cannot be updated, or is new and in no folder or named like another."""
    path = Path(name)
    if name in ("", "-"):
        raise Refusal(f"{name or 'the empty name'}: expected the name of a catalog file")
    if path.is_dir():
        raise Refusal(f"{name}: is a folder, not a catalog")
    outputs.check_folder(name)
    if not path.is_file() or not path.stat().st_size:
        other = _other_format(path)
        if other:
            raise Refusal(
                f"{name}: expected a name that ends in .jsonl for a new catalog, because this one means {other}"
            )
        return
    refuse_packed(path)
    if not is_catalog_file(path):
        raise Refusal(f"{name}: not updated, because it is not a catalog (name the catalog first, then the dumps)")


def _other_format(path: Path) -> str | None:
    """Return the name of the format that the suffix of a file implies, if it is not that of catalogs."""
    with suppress(ValueError):
        implied = format_of_file(path)
        return implied.name if path.suffix and not implied.catalog else None
    return None


def refuse_packed(path: Path) -> None:
    """Raise Refusal if a file is compressed, because catalogs are written without compression."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if is_compressed(head) or is_zip(head):
        raise Refusal(f"{path}: not updated, because it is compressed (unpack it first)")


def change(name: str, arguments: argparse.Namespace, messages: Messages, call: Callable[[Catalog], T]) -> T | None:
    """Lock a catalog file, load it, call ``call(catalog)``, save the catalog, and return the result of the call.

    Damage is reported. If the file cannot be read or written, that is reported and None is returned. If ``call`` raises
    :class:`Unchanged`, nothing is saved.
    """

    def waiting(holder: str) -> None:
        messages.note(f"{name}: waiting for {holder}")

    def changed() -> T | None:
        with suppress(Unchanged), Catalog.updating(name, wait=arguments.wait, on_wait=waiting) as catalog:
            messages.diagnostics(name, catalog.diagnostics, fatal=True)
            return call(catalog)
        return None

    return messages.attempt(name, changed)


class Unchanged(Exception):  # noqa: N818 - not an error
    """Raised to leave the catalog unchanged."""


def unite(found: Iterable[Listing | Catalog], catalog: Catalog) -> None:
    """Add listings and catalogs to a catalog, in place."""
    for one in found:
        if isinstance(one, Catalog):
            catalog |= one
        else:
            catalog.add(one)


def _counts(catalog: Catalog) -> tuple[int, int]:
    return len(catalog), len(catalog.sightings)


def _signed(number: int, noun: str) -> str:
    return ("-" if number < 0 else "+") + counted(abs(number), noun)


def _remove(names: Iterable[str], catalog: Catalog, messages: Messages) -> None:
    """Remove the dumps with these names from a catalog. If that is impossible, report it and raise Unchanged."""
    try:
        for name in names:
            catalog.remove(name)
    except (KeyError, ValueError) as error:
        messages.error(f"--remove: {error.args[0]}")
        raise Unchanged from error


def _pages(dumps: Iterable[Dump]) -> dict[str, set[DumpKey]]:
    """Return the pages of dumps by the names of these."""
    found: dict[str, set[DumpKey]] = {}
    for dump in dumps:
        for name in dump.sources:
            found.setdefault(name, set()).add(dump.key)
    return found


def _pages_in(catalog: Catalog) -> dict[str, set[DumpKey]]:
    return _pages({sighting.dump for sighting in catalog.sightings})


def _replace(listings: Sequence[Listing], inputs: Iterable[Input], catalog: Catalog, messages: Messages) -> None:
    """Add listings to a catalog, each instead of what its dump gave before for the same date.

    Files that gave papers before, but are damaged or have no papers now, are reported, and so are pages of other dates.
    """
    before = _pages_in(catalog)
    dates = pages_to_replace(listings)
    looked_at = {one.dump or UNNAMED for one in inputs} | {listing.source or UNNAMED for listing in listings}
    incomplete = set(filter(names_a_file, looked_at - dates.keys()))
    for name in sorted(incomplete & before.keys()):
        kept = "so those that it gave before are kept (--remove removes them)"
        messages.note(f"{name}: is damaged or has no papers now, {kept}")
    others = [name for name in sorted(dates.keys() & before.keys()) if _had_other_dates(before[name], dates[name])]
    _report_dumps(others, "gave pages of other dates before, which are kept (--remove removes them)", messages)
    catalog.replace(listings)


def _had_other_dates(before: set[DumpKey], now: set[Printed]) -> bool:
    known = {date for date, _, _ in before}
    return not known <= {*now, None}


def _report_dumps(names: Sequence[str], what: str, messages: Messages) -> None:
    """Report something about some dumps, if there are any, and name the first."""
    if names:
        dumps = f"{counted(len(names), 'dump')}, such as {names[0]}," if names[1:] else names[0]
        messages.note(f"{dumps} {what}")


def _report_reread(listings: Sequence[Listing], catalog: Catalog, messages: Messages) -> None:
    """Report dumps that gave another page of the same date before: they were misread, or their files have changed.

    Report, too, dumps that are added again as if they were saved on another day, because of another ``--as-of``.
    """
    before, now = _pages_in(catalog), _pages(map(Dump.of, listings))
    known = sorted(names_to_replace(listings) & before.keys())
    changed = [name for name in known if _gave_other_page(before[name], now[name])]
    moved = [name for name in known if _had_other_day(before[name], now[name])]
    _report_dumps(changed, "gave other papers before, which are kept (update --replace removes them)", messages)
    both = "had another day of saving before; both days are kept (update --replace removes the old one)"
    _report_dumps(moved, both, messages)


def _gave_other_page(before: set[DumpKey], now: set[DumpKey]) -> bool:
    """Return whether a page is gone that has the same date as one that is there now."""
    dates = {date for date, _, _ in now} - {None}
    gone = {key[:2] for key in before} - {key[:2] for key in now}
    return any(date in dates for date, _ in gone)


def _had_other_day(before: set[DumpKey], now: set[DumpKey]) -> bool:
    """Return whether a page that is the same as before has a new day of saving, besides the days that it had."""
    days: dict[object, set[str | None]] = {}
    for *page, day in before:
        known = days.setdefault(tuple(page), {day})
        known.add(day)
    for *page, day in now:
        known = days.get(tuple(page), {day})
        if day is not None and known.isdisjoint({day, None}):
            return True
    return False


def _report_overruled(name: str, catalog: Catalog, messages: Messages) -> None:
    """Report decisions that two papers are the same, if others contradict them: catalogs of two people may differ."""
    overruled = _overruled(catalog)
    if not overruled:
        return
    number = counted(len(overruled), "decision")
    first = overruled[0]
    titles = f"{excerpt(first.one.paper.title)} / {excerpt(first.other.paper.title)}"
    messages.note(f"{name}: {number} not followed, because others say 'different' (see review --undo): {titles}")


def _overruled(catalog: Catalog) -> list[Decision]:
    """Return the decisions that two papers are the same which have two entries nevertheless."""
    decided = [decision for decision in catalog.decisions if decision.word == "same"]
    if not decided:
        return []
    # To make the cards of all sightings would take seconds.
    titles = {one.paper.title for decision in decided for one in (decision.one, decision.other)}
    seen = [(one, entry.id) for entry in catalog for one in entry.sightings if one.paper.title in titles]
    entries = {card(one): key for one, key in seen}
    # A card whose dump was removed is in no entry.
    found = [{entries.get(decision.one), entries.get(decision.other)} - {None} for decision in decided]
    return [decision for decision, both in zip(decided, found, strict=True) if len(both) > 1]


def _added(
    found: Sequence[Listing | Catalog],
    inputs: Iterable[Input],
    arguments: argparse.Namespace,
    messages: Messages,
    catalog: Catalog,
) -> tuple[str, Sequence[Diagnostic]]:
    """Remove dumps from a catalog, and add listings and catalogs to it.

    Return a summary of the changes, and the contradictions in it.
    """
    papers, sightings = _counts(catalog)
    _remove(arguments.remove, catalog, messages)
    listings = [one for one in found if isinstance(one, Listing)]
    if arguments.replace:
        _replace(listings, inputs, catalog, messages)
    else:
        _report_reread(listings, catalog, messages)
    unite(found, catalog)
    _report_overruled(arguments.catalog, catalog, messages)
    now = _counts(catalog)
    total = f"{counted(now[0], 'paper')}, {counted(now[1], 'sighting')}"
    change = f"{_signed(now[0] - papers, 'paper')}, {_signed(now[1] - sightings, 'sighting')}"
    return f"{change}; now {total}", catalog.contradictions


def run_update(arguments: argparse.Namespace) -> int:
    """Add dumps and other catalogs to a catalog file; create it if there is none."""
    messages = Messages.of(arguments)
    name: str = arguments.catalog
    check_target(name)
    inputs = [one for one in find(arguments.files, messages) if not outputs.is_input(name, [one])]
    # Reading the inputs takes long, so it is done before the catalog is locked.
    found = list(read(inputs, arguments, messages))
    if arguments.remove and messages.failed:
        messages.error(f"{name}: not updated, because some inputs could not be read (see above)")
        return messages.finish()
    if not found and not arguments.remove and not Path(name).exists():
        return messages.finish()
    changed = change(name, arguments, messages, partial(_added, found, inputs, arguments, messages))
    if changed is not None:
        summary, contradictions = changed
        messages.contradictions(name, contradictions)
        if not arguments.quiet:
            outputs.show(f"{name}: {summary}\n")
    return messages.finish()


def run_check(arguments: argparse.Namespace) -> int:
    """Check that catalog files are complete and undamaged."""
    messages = Messages.of(arguments)
    for name in arguments.catalogs:
        stored = messages.attempt(name, partial(_stored, name))
        if stored is None:
            continue
        messages.diagnostics(name, stored.diagnostics, fatal=True)
        catalog = Catalog.from_stored(stored)
        messages.contradictions(name, catalog.contradictions)
        _report_overruled(name, catalog, messages)
        state = "damaged" if stored.diagnostics else "readable, but without checksums" if stored.is_old else "complete"
        if stored.unread and name != "-" and all(found.code != "newer-catalog" for found in stored.diagnostics):
            hint = 'to read a line that you edited, remove its "check"; to drop a line, delete it; then run'
            messages.note(f"{name}: {hint}: paperlist update {name}")
        papers, sightings = _counts(catalog)
        decisions = counted(len(catalog.decisions), "decision")
        outputs.show(f"{name}: {state}: {counted(papers, 'paper')}, {counted(sightings, 'sighting')}, {decisions}\n")
    return messages.finish()


def _stored(name: str) -> Stored:
    return read_file(standard_input() if name == "-" else name)
