"""Who could be the same?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def blocks(values: Iterable[str | None], key: Callable[[str], str]) -> dict[str, list[int]]:
    """Return for each key the places (from 0) of the values that have it; None and an empty key are in no block.

    >>> blocks(["One", "Two", None, "ONE"], str.lower)
    {'one': [0, 3], 'two': [1]}
    """
    keys: dict[str, str] = {}
    found: dict[str, list[int]] = {}
    for place, value in enumerate(values):
        if value is None:
            continue
        if value not in keys:
            keys[value] = key(value)
        if keys[value]:
            found.setdefault(keys[value], []).append(place)
    return found
