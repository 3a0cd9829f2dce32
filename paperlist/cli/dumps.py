"""Run the commands that read dumps: parse, merge, diff, lines."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Final

from ..catalog import Catalog, diff
from ..explaining import explain
from ..export.sheets import CATALOG_FIELDS, LISTING_FIELDS, catalog_sheet, listing_sheet
from ..model import Listing
from . import outputs
from .inputs import find, read
from .messages import Messages, Refusal
from .options import Order
from .selection import Selection, selected
from .updates import change, unite

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from .inputs import Input

NEWEST_FIRST: Final = Order("published", descending=True)
"""The default order of the papers of a catalog."""


def run_parse(arguments: argparse.Namespace) -> int:
    """List the papers of each dump, as soon as it is read."""
    messages = Messages.of(arguments)
    chosen = outputs.chosen_format(arguments)
    selection = Selection.of(arguments, LISTING_FIELDS)
    inputs = find(arguments.files, messages)
    outputs.protect(arguments.output, inputs, as_catalog=False)
    # If papers are printed on the terminal as they are read, no progress bar is needed.
    messages.progress = arguments.output is not None or sys.stdout is None or not sys.stdout.isatty()
    found = read(inputs, arguments, messages)
    sheets = (listing_sheet(listing) for listing in found if isinstance(listing, Listing))
    chunks = chosen.chunks(selected(sheets, selection, messages), outputs.width(arguments.output))
    outputs.write(chunks, chosen, arguments, messages)
    return messages.finish()


def _united(inputs: Sequence[Input], arguments: argparse.Namespace, messages: Messages) -> Catalog:
    """Return one catalog of all dumps and catalogs."""
    catalog = Catalog()
    unite(read(inputs, arguments, messages), catalog)
    return catalog


def run_merge(arguments: argparse.Namespace) -> int:
    """List the papers of all dumps and catalogs, each once."""
    messages = Messages.of(arguments)
    chosen = outputs.chosen_format(arguments)
    selection = Selection.of(arguments, CATALOG_FIELDS)
    if chosen.catalog and (given := selection.given()):
        raise Refusal(
            f"{', '.join(given)}: not possible for a catalog ({chosen.name}), because the other papers and fields "
            "would be lost; choose another format"
        )
    inputs = find(arguments.files, messages)
    outputs.protect(arguments.output, inputs, as_catalog=chosen.catalog is not None)
    catalog = _united(inputs, arguments, messages)
    messages.diagnostics("contradicting-years", catalog.contradictions)
    if messages.failed and outputs.is_input(arguments.output, inputs):
        messages.error(f"{arguments.output}: not updated, because some inputs could not be read (see above)")
    elif catalog and chosen.catalog and outputs.is_input(arguments.output, inputs):
        # Another process may have added to the file since it was read.
        change(arguments.output, arguments, messages, partial(unite, [catalog]))
    elif catalog and chosen.catalog:
        outputs.write_catalog(catalog, chosen, arguments, messages)
    elif catalog:
        sheets = selected(map(catalog_sheet, [catalog]), selection, messages, NEWEST_FIRST)
        outputs.write(chosen.chunks(sheets, outputs.width(arguments.output)), chosen, arguments, messages)
    return messages.finish()


def run_diff(arguments: argparse.Namespace) -> int:
    """List the papers that are new, gone or changed."""
    messages = Messages.of(arguments)
    old, new = (_united(find([name], messages), arguments, messages) for name in (arguments.old, arguments.new))
    if old and new and (found := diff(old, new)):
        outputs.show(f"{found}\n")
    return messages.finish()


def run_lines(arguments: argparse.Namespace) -> int:
    """Show how each line of a dump was interpreted."""
    messages = Messages.of(arguments)
    inputs = find([arguments.file], messages)
    for one in inputs:
        explanation = messages.attempt(one.name, partial(explain, one.source))
        if explanation is None:
            continue
        messages.diagnostics(one.name, explanation.diagnostics)
        outputs.show((f"{one.name}\n" if len(inputs) > 1 else "") + str(explanation))
        if not explanation:
            messages.error(f"{one.name}: the file has no text")
    return messages.finish()
