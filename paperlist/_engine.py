"""Which regular-expression engine?

``regex`` where it is installed, else the standard library's ``re``. Patterns keep to what both understand alike. For
those over a page's signs, which are short and of few letters, the standard library's takes half as long.
"""

from __future__ import annotations

import re as signs_re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
else:
    try:
        import regex as re
    except ImportError:
        re = signs_re

__all__ = ["re", "signs_re"]
