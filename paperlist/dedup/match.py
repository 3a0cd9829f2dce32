"""Is it the same paper, and why?

======== ========= =============================================================================
rung     field     two sightings are of one paper because
======== ========= =============================================================================
arxiv-id arxiv_id  they carry the same identifier, its version aside; different ones never join
title    title     their titles differ only in spelling
======== ========= =============================================================================

A rung above decides before one below: see :mod:`paperlist.dedup.cluster`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from attrs import frozen

from .normalize import arxiv_key, title_key

if TYPE_CHECKING:
    from collections.abc import Callable


@frozen(kw_only=True)
class Rung:
    """One kind of evidence: papers whose ``field`` has the same ``key`` may be one; ``name`` says why."""

    name: str
    field: Literal["arxiv_id", "title"]
    key: Callable[[str], str]


LADDER: Final = (
    Rung(name="arxiv-id", field="arxiv_id", key=arxiv_key),
    Rung(name="title", field="title", key=title_key),
)
"""All evidence, the strongest first."""
