"""Import from attrs all that the package uses of it.

No other module imports attrs. If attrs is copied into your package too, only the import below changes.
"""

from __future__ import annotations

from typing import Any

from attrs import NOTHING, Attribute, Factory, define, evolve, field, fields, frozen

__all__ = ["NOTHING", "Attribute", "Factory", "define", "evolve", "field", "fields", "frozen", "names_of"]


def names_of(defined: type[Any]) -> tuple[str, ...]:
    """Return the names of the attributes that a class of attrs has, in their order.

    >>> from paperlist.model import Paper
    >>> names_of(Paper)[:2]
    ('title', 'abstract')
    """
    return tuple(attribute.name for attribute in fields(defined))
