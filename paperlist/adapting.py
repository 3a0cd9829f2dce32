"""Turn the papers of other libraries into rows: the API of Hugging Face by huggingface_hub, and arXiv by arxiv.py.

Objects are recognised by their attributes and JSON by its keys, so neither library is imported. A year that an API
gives is the year of publication; ``year_basis`` stays None, because no page printed it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from .errors import RecordError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .model import Record


def row_of(item: Any) -> Mapping[Any, Any]:
    """Return a row for one item of an iterable: a mapping, a ``PaperInfo``, or a ``Result`` of arxiv.py.

    Raises :class:`RecordError` for anything else.

    >>> row_of({"paper": {"id": "2031.00001", "title": "Tides", "upvotes": 3}, "numComments": 2})["comments"]
    2
    """
    if isinstance(item, Mapping):
        is_from_api = isinstance(item.get("paper"), Mapping) or "publishedAt" in item
        return _from_json(item) if is_from_api else item
    if hasattr(item, "entry_id"):
        return _from_result(item)
    if hasattr(item, "published_at"):
        return _from_paper_info(item)
    raise RecordError(f"expected a mapping, a PaperInfo or a Result, got {type(item).__name__}")


def _from_json(item: Mapping[Any, Any]) -> Record:
    """Return a row for an object of the API: of a daily page, with the paper within it, or a paper alone."""
    paper: Mapping[Any, Any] = item.get("paper") or item
    both = {**item, **paper}
    return {
        "title": _one_line(both.get("title")),
        "abstract": _one_line(both.get("summary")),
        "author_count": _count(both.get("authors")),
        "organization": _name(both.get("organization"), "fullname", "name"),
        "published": _day(both.get("publishedAt")),
        "comments": both.get("numComments"),
        "upvotes": both.get("upvotes"),
        "submitted_by": _name(both.get("submittedBy") or both.get("submittedOnDailyBy"), "user", "name"),
        "arxiv_id": _arxiv_id(both.get("id")),
        "github_stars": both.get("githubStars"),
    }


def _from_paper_info(info: Any) -> Record:
    """Return a row for a ``PaperInfo``, which has 0 comments also if the API did not give their number."""
    return {
        "title": _one_line(info.title),
        "abstract": _one_line(info.summary),
        "author_count": _count(info.authors),
        "organization": _attribute(info, "organization", "fullname", "name"),
        "published": _day(info.published_at),
        "comments": info.comments or None,
        "upvotes": info.upvotes,
        "submitted_by": _attribute(info, "submitted_by", "username", "name"),
        "arxiv_id": _arxiv_id(info.id),
        "github_stars": getattr(info, "github_stars", None),
    }


def _from_result(result: Any) -> Record:
    """Return a row for a ``Result`` of arxiv.py; its dates are those of the first year if arXiv gave none."""
    published = result.published
    return {
        "title": _one_line(result.title),
        "abstract": _one_line(result.summary),
        "author_count": _count(result.authors),
        "published": _day(published) if published and published.year > 1 else None,
        "arxiv_id": _arxiv_id(result.entry_id.rpartition("/abs/")[2]),
    }


def _one_line(text: str | None) -> str | None:
    """Return a text without the line breaks at which APIs wrap it."""
    return " ".join(text.split()) or None if text else None


def _count(authors: Sequence[Any] | None) -> int | None:
    return len(authors) if authors else None


_ISO_DAY: Final = len("2031-03-04")


def _day(moment: Any) -> str | None:
    """Return the day of a datetime, or of its ISO 8601 text."""
    return str(moment)[:_ISO_DAY] if moment else None


def _name(owner: Any, *keys: str) -> str | None:
    """Return the first text that ``owner`` has among these keys; a text is a name itself."""
    if isinstance(owner, Mapping):
        return next((owner[key] for key in keys if owner.get(key)), None)
    return owner or None


def _attribute(info: Any, name: str, *attributes: str) -> str | None:
    owner = getattr(info, name, None)
    return _name({key: getattr(owner, key, None) for key in attributes}, *attributes)


def _arxiv_id(text: str | None) -> str | None:
    """Return an arXiv id without its version, or None for a text that is not an arXiv id.

    >>> _arxiv_id("quant-ph/0201082v1"), _arxiv_id("2031.00001"), _arxiv_id("a-paper-v2")
    ('quant-ph/0201082', '2031.00001', None)
    """
    start, mark, version = (text or "").rpartition("v")
    whole = start if mark and version.isdecimal() else text or ""
    number = whole.rpartition("/")[2].replace(".", "", 1)
    return whole if number.isdecimal() else None
