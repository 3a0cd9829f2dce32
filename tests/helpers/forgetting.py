"""Forget what the reader remembers between texts."""

# ruff: noqa: SLF001 - what is remembered is private
from __future__ import annotations

from paperlist.cards import card, finding, records
from paperlist.tokens.phrases import shapes


def forget() -> None:
    """Forget the shapes of lines, and what the kinds of records and cards show."""
    shapes._shapes.clear()
    records._known_profile.cache_clear()
    card._known_places.cache_clear()
    finding._known_places.cache_clear()
