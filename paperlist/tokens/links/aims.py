"""Name the kinds of pages to which links lead."""

from __future__ import annotations

from typing import Final

from ..._engine import line_re as re
from ...files.addresses import HOSTS

NOWHERE, PAPER, VOTE, DISCUSSION, ACCOUNT, CODE, ARXIV, SITE = " pvcugxs"
"""Where words lead, in one letter. NOWHERE also means a page of another site, SITE a page that is about no paper."""

OWN: Final = frozenset((PAPER, VOTE, DISCUSSION, ACCOUNT, CODE, SITE))
"""Links to these are blocks of their own; any other link may be within a text."""

IDENTIFYING: Final = frozenset((PAPER, VOTE, DISCUSSION))
"""Addresses of these contain the arXiv id of a paper."""

_PAPER: Final = re.compile(r"/papers/[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?(?![0-9])(#)?")
_HOST: Final = re.compile(rf"(?:https?:)?//{HOSTS}(?=/|$)|file://(?:localhost(?=/))?")
# fmt: off
_PAGES: Final = frozenset((
    "models", "datasets", "spaces", "buckets", "docs", "enterprise", "pricing", "login", "join", "papers", "blog",
    "chat", "tasks", "collections", "posts", "learn", "settings", "new", "inference", "privacy", "terms-of-service",
    "tos", "about", "jobs", "careers", "huggingface", "brand", "support", "search",
))
# fmt: on
"""Pages of the site that are not accounts."""

_LISTINGS: Final = frozenset(("", "date", "week", "month", "trending", "q"))

_NAME: Final = re.compile(r"(?!.*\.(?:gif|ico|jpe?g|png|svg|webp)$)/[^/?#. ][^/?# ]*/?")
_PATH_ENDS: Final = re.compile(r"[/?#]")


def aim_of(address: str) -> str:
    """Return the letter of the kind of page to which an address leads.

    >>> [aim_of(address) for address in ("/papers/2401.00001", "https://huggingface.co/acme-lab", "https://example.org")]
    ['p', 'u', ' ']
    """
    if "login?" in address:
        return VOTE
    if paper := _PAPER.search(address):
        return DISCUSSION if paper[1] else PAPER
    host = _HOST.match(address)
    if host is None and address[:1] != "/":
        return CODE if "github.com/" in address else ARXIV if "arxiv.org/" in address else NOWHERE
    path = address[host.end() :] if host else address
    first, *others = _PATH_ENDS.split(path[1:], maxsplit=2)
    if first == "papers" and others and others[0] not in _LISTINGS:
        return NOWHERE  # an address that was damaged
    if not first or first in _PAGES:
        return SITE
    return ACCOUNT if _NAME.fullmatch(path) else NOWHERE
