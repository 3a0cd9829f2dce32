"""Choose the regular-expression engine.

For long texts and texts in many scripts this is ``regex`` if it is installed, else the standard library's ``re``.
Patterns use only syntax that both understand alike. For short texts, such as lines, ``re`` is always used, because it
takes half as long.
"""

from __future__ import annotations

import re as line_re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
else:
    try:
        import regex as re
    except ImportError:
        re = line_re

__all__ = ["line_re", "re", "search_pattern"]


def search_pattern(text: str) -> line_re.Pattern[str]:
    """Compile a user's regular expression, in the syntax of the standard library; case does not matter.

    Raises ValueError if it is invalid.

    >>> bool(search_pattern("tid(es|al)").search("TIDAL"))
    True
    """
    try:
        return line_re.compile(text, line_re.IGNORECASE)
    except (line_re.error, OverflowError, RecursionError) as error:
        raise ValueError(str(error)) from error
