"""Write papers as a JSON Feed (https://www.jsonfeed.org/version/1.1/), for feed readers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from .feeds import HOME, NAME, identifier, summary, timestamp
from .formats import Format
from .references import in_one

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model import Record
    from .references import Reference
    from .sheets import Sheet


def _item(reference: Reference) -> Record:
    values = {
        "id": identifier(reference),
        "url": reference.url,
        "title": reference.title,
        "date_published": timestamp(reference.published) if reference.published else "",
        "date_modified": timestamp(reference.seen) if reference.seen else "",
    }
    return {name: value for name, value in values.items() if value} | {"content_text": summary(reference)}


def chunks(sheets: Iterable[Sheet], width: int) -> Iterator[str]:  # noqa: ARG001 - all formats are called alike
    """Iterate over the text of one feed with the papers of all sheets."""
    return in_one(sheets, _text)


def _text(found: list[Reference]) -> str:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": NAME,
        "home_page_url": HOME,
        "items": list(map(_item, found)),
    }
    return json.dumps(feed, ensure_ascii=False, indent=2) + "\n"


FORMAT: Final = Format(
    name="json-feed", suffixes=("feed.json",), description="a JSON Feed, for feed readers", chunks=chunks
)
