"""Which regular-expression engine?

``regex`` where it is installed, else the standard library's ``re``. Patterns keep to what both understand alike.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
else:
    try:
        import regex as re
    except ImportError:
        import re

__all__ = ["re"]
